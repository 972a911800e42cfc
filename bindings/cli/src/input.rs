//! Data files: selects them, detects their formats, and opens them one after the other.

use crate::args;
use crate::database::Database;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::say::{pick, say};
use crate::tables::{FileFormat, FileOptions, FileTable};
use crate::workbooks::{self, SheetName, SheetOptions, Workbook};
use clap::ArgMatches;
use kvinnofrid::error::{Error, InputError, LimitError};
use kvinnofrid::input::csv::{CsvOptions, CsvRecords, TableFile};
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::options::Options;
use kvinnofrid::schema::Schema;
use kvinnofrid::text::Text;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The size of the read buffer.
const BUFFER: usize = 1 << 18;

/// The most bytes that are buffered from standard input for a format that is not read sequentially: 1 GiB.
const MOST_HELD: u64 = 1 << 30;

/// The format of a file.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    Json(InputFormat),
    Csv,
    Table(FileFormat),
    Workbook,
}

/// Files that are read one after the other.
pub(crate) struct Inputs {
    files: Vec<(PathBuf, Format)>,
    tables: Vec<(String, PathBuf)>,
    /// The database that is read instead of files.
    database: Option<Database>,
    /// The names of standard input and of a database in messages.
    stdin: &'static str,
    base: &'static str,
    progress: Progress,
}

impl Inputs {
    /// Returns whether standard input is one of the input files.
    pub(crate) fn read_stdin(matches: &ArgMatches) -> bool {
        args::database(matches).is_none()
            && matches.get_many::<PathBuf>("file").into_iter().flatten().any(|path| is_stdin(path))
    }

    /// Refuses standard input among `paths` where the data are read once for each of several editions.
    pub(crate) fn read_again<'p>(
        paths: impl IntoIterator<Item = &'p PathBuf>,
        editions: usize,
    ) -> Result<(), Failure> {
        if editions > 1 && paths.into_iter().any(|path| is_stdin(path)) {
            return Err(Failure::usage(say!(
                "en serie över flera utgåvor läser uppgifterna en gång för varje utgåva; spara dem i en fil i stället för `-`",
                "a series over several editions reads the data once for each edition; save them to a file instead of `-`"
            )));
        }
        Ok(())
    }

    /// Resolves the input files. All are checked before any is read.
    pub(crate) fn of(
        matches: &ArgMatches,
        options: &Options,
        output: &Output<'_>,
        quiet: bool,
    ) -> Result<Self, Failure> {
        let paths: Vec<PathBuf> =
            matches.get_many::<PathBuf>("file").into_iter().flatten().cloned().collect();
        Self::of_files(&paths, matches, options, output, quiet)
    }

    /// Like [`of`](Self::of), of these files.
    pub(crate) fn of_files(
        paths: &[PathBuf],
        matches: &ArgMatches,
        options: &Options,
        output: &Output<'_>,
        quiet: bool,
    ) -> Result<Self, Failure> {
        let stdin = pick(output.lang, ("standard in", "standard input"));
        let base = pick(output.lang, ("databasen", "the database"));
        if let Some(url) = args::database(matches) {
            let database = Some(in_database(url, paths, matches)?);
            let progress = Progress::new(None, output.terminal.stderr && !quiet, output.lang);
            return Ok(Self { files: Vec::new(), tables: Vec::new(), database, stdin, base, progress });
        }
        let given = args::text(matches, "input-format").and_then(named);
        let paths = paths.iter();
        let files: Vec<(PathBuf, Format)> =
            paths.map(|path| Ok((path.clone(), format(path, given)?))).collect::<Result<_, Failure>>()?;
        if files.iter().filter(|(path, _)| is_stdin(path)).count() > 1 {
            return Err(Failure::usage(say!(
                "`-` kan bara anges en gång: standard in läses bara en gång",
                "`-` can be given once only: standard input is read once"
            )));
        }
        for (number, (path, _)) in files.iter().enumerate() {
            if files.iter().take(number).any(|(earlier, _)| earlier == path) {
                let path = path.display();
                return Err(Failure::usage(say!(
                    "{path} är angiven två gånger; samma poster kan bara räknas en gång",
                    "{path} is given twice; the same records can be counted once only"
                )));
            }
        }
        let mut bytes = Some(0_u64);
        for (path, _) in files.iter().filter(|(path, _)| !is_stdin(path)) {
            let size = size(&file_of(path))?;
            bytes = bytes.and_then(|bytes| bytes.checked_add(size?));
        }
        let sized = bytes.filter(|_| !files.iter().any(|(path, _)| is_stdin(path)));
        let tables = tables(matches, options, &files)?;
        let progress = Progress::new(sized, output.terminal.stderr && !quiet, output.lang);
        Ok(Self { files, tables, database: None, stdin, base, progress })
    }

    /// Returns the number of files, or 1 of a database.
    pub(crate) fn len(&self) -> usize {
        self.files.len().max(1)
    }

    /// Passes the records of each file to `read`, with the file's name for messages.
    pub(crate) fn each(
        &self,
        (schema, options): (&Schema, &Options),
        stdin: &mut dyn BufRead,
        mut read: impl FnMut(&str, &mut dyn Records) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        // Opened for each series of records, since editions read them one after the other.
        if let Some(database) = &self.database {
            let name = self.base;
            let mut records = database.records(schema, options, name)?;
            read(name, &mut *records)?;
        }
        for (path, format) in &self.files {
            let name = if is_stdin(path) { self.stdin.to_owned() } else { path.display().to_string() };
            if *format == Format::Workbook {
                let mut records = self.workbook(path, (schema, options), &mut *stdin, &name)?;
                read(&name, &mut *records)?;
            } else if let Format::Table(format) = format {
                let table = self.table(path, *format, &mut *stdin);
                let table = table.map_err(|problem| problem.in_file(path, &name))?;
                let tables = self.tables_of_lists()?;
                let file = FileOptions { map: options.map.clone(), tables, on_error: options.on_error };
                let records = table.records(schema, file);
                let mut records = records.map_err(|error| Failure::in_file(&Error::from(error), &name))?;
                read(&name, &mut records)?;
            } else if is_stdin(path) {
                self.records(*format, (schema, options), &mut *stdin, &name, &mut read)?;
            } else {
                let file = File::open(path).map_err(|error| Failure::unreadable(path, error.kind()))?;
                let reader = BufReader::with_capacity(BUFFER, self.progress.watch(file));
                self.records(*format, (schema, options), reader, &name, &mut read)?;
            }
        }
        Ok(())
    }

    /// Opens the records in a workbook, or in one from standard input.
    fn workbook(
        &self,
        path: &Path,
        (schema, options): (&Schema, &Options),
        stdin: &mut dyn BufRead,
        name: &str,
    ) -> Result<Box<dyn Records>, Failure> {
        let SheetName { file, sheet } =
            SheetName::of(path).unwrap_or(SheetName { file: path.to_owned(), sheet: None });
        let mut open = || -> Result<Workbook, Problem> {
            if is_stdin(&file) {
                return Ok(workbooks::open(Cursor::new(held(stdin)?))?);
            }
            Ok(workbooks::open(self.progress.watch_file(File::open(&file)?))?)
        };
        let workbook = open().map_err(|problem| problem.in_file(&file, name))?;
        let mut tables = Vec::new();
        for (list, path) in &self.tables {
            // Cannot happen: a workbook is read so only if all its tables are sheets.
            let table = SheetName::of(path).ok_or_else(|| Failure::internal("a table is no sheet"))?;
            let own = table.file.as_os_str().is_empty();
            let other = if own { None } else { Some(workbook_in(&table.file)?) };
            tables.push((list.clone(), other, table.sheet));
        }
        let options = SheetOptions { sheet, map: options.map.clone(), tables, on_error: options.on_error };
        let records = workbooks::records(workbook, schema, options);
        records.map_err(|error| Failure::in_file(&Error::from(error), name))
    }

    /// Opens the table in a Parquet or Arrow file, or in standard input.
    fn table<'s>(
        &'s self,
        path: &Path,
        format: FileFormat,
        stdin: &'s mut dyn BufRead,
    ) -> Result<FileTable<'s>, Problem> {
        match format {
            FileFormat::Arrow if is_stdin(path) => Ok(FileTable::arrow_stream(stdin)?),
            FileFormat::Parquet if is_stdin(path) => Ok(FileTable::parquet(Cursor::new(held(stdin)?))?),
            FileFormat::Arrow => Ok(FileTable::arrow(self.progress.watch_file(File::open(path)?))?),
            FileFormat::Parquet => Ok(FileTable::parquet(self.progress.watch_file(File::open(path)?))?),
        }
    }

    /// Opens the child tables of a Parquet or Arrow file.
    fn tables_of_lists(&self) -> Result<Vec<(String, FileTable<'static>)>, Failure> {
        let tables = self.tables.iter();
        tables.map(|(list, path)| Ok((list.clone(), table_in(path)?))).collect()
    }

    fn records(
        &self,
        format: Format,
        (schema, options): (&Schema, &Options),
        reader: impl BufRead,
        name: &str,
        read: &mut impl FnMut(&str, &mut dyn Records) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let map = options.map.as_deref();
        match format {
            Format::Json(format) => read(name, &mut JsonRecords::new(reader, format, schema, map)),
            // Cannot happen: those are opened by `table` and `workbook`.
            Format::Table(_) | Format::Workbook => Err(Failure::internal("a table was read as a stream")),
            Format::Csv => {
                let tables = self.tables.iter().map(|(list, path)| table(list, path)).collect();
                let csv = CsvOptions {
                    map: options.map.clone(),
                    tables,
                    on_error: options.on_error,
                    ..CsvOptions::default()
                };
                let records = CsvRecords::new(reader, schema, csv);
                let mut records = records.map_err(|error| Failure::in_file(&Error::from(error), name))?;
                read(name, &mut records)
            }
        }
    }
}

/// Returns what is read of the database at `url`: the table or query for the records, and those of `--table`.
fn in_database(url: &str, paths: &[PathBuf], matches: &ArgMatches) -> Result<Database, Failure> {
    let [records] = paths else {
        return Err(Failure::usage(say!(
            "med `--from` anges en tabell eller fråga för posterna, och listorna med `--table`",
            "with `--from`, one table or query is given for the records, and the lists by `--table`"
        )));
    };
    let source = |path: &Path| {
        path.to_str()
            .map(str::to_owned)
            .ok_or_else(|| Failure::usage(say!("frågan är inte i UTF-8", "the query is not in UTF-8")))
    };
    let lists = args::tables(matches)?;
    let lists = lists.iter().map(|(list, path)| Ok((list.clone(), source(path)?)));
    let lists = lists.collect::<Result<_, Failure>>()?;
    Ok(Database::new(url, source(records)?, lists))
}

/// Returns the child tables: those of `--table`, and those of the map that `--table` does not override.
fn tables(
    matches: &ArgMatches,
    options: &Options,
    files: &[(PathBuf, Format)],
) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut tables = args::tables(matches)?;
    let given = !tables.is_empty();
    if let (Some(map), Some(at)) = (&options.map, args::path(matches, "map")) {
        let folder = at.parent().unwrap_or(Path::new(""));
        for (list, file) in map.files() {
            // A map may name files in other formats.
            let fits = files.iter().any(|(_, format)| belongs(Path::new(file), *format));
            if fits && tables.iter().all(|(other, _)| *other != list) {
                let in_records = file.starts_with('#');
                tables.push((list, if in_records { file.into() } else { folder.join(file) }));
            }
        }
    }
    let one = matches!(files, [(_, Format::Csv | Format::Table(_) | Format::Workbook)]);
    if !tables.is_empty() && !one {
        return Err(Failure::usage(if given {
            say!(
                "tabeller hör till en enda fil med poster, i CSV, Parquet, Arrow eller Excel; ange en fil i taget med `--table`",
                "tables belong to one file of records, in CSV, Parquet, Arrow or Excel; give one file at a time with `--table`"
            )
        } else {
            say!(
                "kartan anger tabeller, och de hör till en enda fil med poster; ange en fil i taget",
                "the map gives tables, and they belong to one file of records; give one file at a time"
            )
        }));
    }
    for (_, path) in &tables {
        if files.iter().any(|(_, format)| !belongs(path, *format)) {
            let path = path.display();
            return Err(Failure::usage(say!(
                "tabellen {path} har inte posternas slag av format; ange CSV till CSV, blad till Excel, och Parquet eller Arrow till Parquet eller Arrow",
                "the table {path} is not of the records' kind of format; give CSV with CSV, sheets with Excel, and Parquet or Arrow with Parquet or Arrow"
            )));
        }
        let file = file_of(path);
        if !file.as_os_str().is_empty() {
            size(&file)?;
        }
    }
    Ok(tables)
}

/// Returns whether a table in this file can be joined to records in `format`.
fn belongs(path: &Path, format: Format) -> bool {
    let is_table = matches!(by_name(path), Some(Format::Table(_)));
    let is_sheet = SheetName::of(path).is_some();
    match format {
        Format::Table(_) => is_table,
        Format::Workbook => is_sheet,
        Format::Csv => !is_table && !is_sheet,
        Format::Json(_) => false,
    }
}

/// Opens the table in a Parquet or Arrow file, by its extension.
pub(crate) fn table_in(path: &Path) -> Result<FileTable<'static>, Failure> {
    let open = || -> Result<FileTable<'static>, Problem> {
        let file = File::open(path)?;
        Ok(match by_name(path) {
            Some(Format::Table(FileFormat::Parquet)) => FileTable::parquet(file)?,
            _ => FileTable::arrow(file)?,
        })
    };
    open().map_err(|problem| problem.in_file(path, &path.display().to_string()))
}

/// Opens a workbook.
pub(crate) fn workbook_in(path: &Path) -> Result<Workbook, Failure> {
    let open = || -> Result<Workbook, Problem> { Ok(workbooks::open(File::open(path)?)?) };
    open().map_err(|problem| problem.in_file(path, &path.display().to_string()))
}

/// Returns the file that is read for `path`, which may name a sheet in it.
pub(crate) fn file_of(path: &Path) -> PathBuf {
    SheetName::of(path).map_or_else(|| path.to_owned(), |name| name.file)
}

/// Reads all of standard input, for a format that is not read sequentially.
fn held(stdin: &mut dyn BufRead) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    stdin.take(MOST_HELD + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_HELD {
        return Err(Problem::Data(InputError::new(say!(
            "Parquet och Excel läses från slutet och från standard in högst 1 GiB; spara till en fil, eller skicka Arrow",
            "Parquet and Excel are read from their end, and from standard input at most 1 GiB; save to a file, or send Arrow"
        ))));
    }
    Ok(bytes)
}

/// Returns whether a file is Parquet or Arrow, by its extension.
pub(crate) fn is_table(path: &Path) -> bool {
    matches!(by_name(path), Some(Format::Table(_)))
}

/// Why a file can't be opened.
enum Problem {
    Open(io::Error),
    Data(InputError),
}

impl Problem {
    fn in_file(self, path: &Path, name: &str) -> Failure {
        match self {
            Self::Open(error) => Failure::unreadable(path, error.kind()),
            Self::Data(error) => Failure::in_file(&Error::from(error), name),
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Open(error)
    }
}

impl From<InputError> for Problem {
    fn from(error: InputError) -> Self {
        Self::Data(error)
    }
}

fn table(list: &str, path: &Path) -> TableFile {
    let path = path.to_owned();
    TableFile::new(list, move || Ok(Box::new(BufReader::with_capacity(BUFFER, File::open(&path)?))))
}

/// Reads a whole file, if it has no more than `most` bytes.
pub(crate) fn all_of(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: io::Error| Failure::unreadable(path, error.kind());
    let too_large =
        || Failure::from(Error::from(LimitError::too_large(&Text::same(path.display().to_string()), most)));
    if size(path)?.is_some_and(|size| size > most) {
        return Err(too_large());
    }
    // The size of a pipe is not known in advance.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

/// Returns the size of a readable file, if it has one.
fn size(path: &Path) -> Result<Option<u64>, Failure> {
    let found = fs::metadata(path).map_err(|error| Failure::unreadable(path, error.kind()))?;
    if found.is_dir() {
        return Err(Failure::unreadable(path, ErrorKind::IsADirectory));
    }
    Ok(found.is_file().then_some(found.len()))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Returns the format named `name`, which may be a file extension.
fn named(name: &str) -> Option<Format> {
    // What separates the cells is found in the file.
    if name.eq_ignore_ascii_case("csv") || name.eq_ignore_ascii_case("tsv") {
        return Some(Format::Csv);
    }
    if workbooks::is_extension(name) {
        return Some(Format::Workbook);
    }
    let table = || FileFormat::from_extension(name).map(Format::Table);
    InputFormat::from_extension(name).map(Format::Json).or_else(table)
}

/// Returns the format of a file by its name.
fn by_name(path: &Path) -> Option<Format> {
    let name = || path.extension().and_then(|extension| extension.to_str()).and_then(named);
    SheetName::of(path).map(|_| Format::Workbook).or_else(name)
}

fn format(path: &Path, given: Option<Format>) -> Result<Format, Failure> {
    let default = is_stdin(path).then_some(Format::Json(InputFormat::Ndjson));
    match given.or_else(|| by_name(path)).or(default) {
        Some(format) => Ok(format),
        None => Err(of_no_format(path)?),
    }
}

/// Returns the failure for a file whose name does not tell its format, after one that says more: that it is none.
fn of_no_format(path: &Path) -> Result<Failure, Failure> {
    size(path)?;
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let path = path.display();
    Ok(Failure::usage(match extension.to_lowercase().as_str() {
        "gz" | "zip" | "zst" | "bz2" | "xz" | "7z" => {
            say!("{path} är packad; packa upp filen först", "{path} is compressed; unpack the file first")
        }
        "xls" => say!(
            "{path} är i ett äldre format; öppna filen i Excel eller LibreOffice och spara den som .xlsx",
            "{path} is in an older format; open the file in Excel or LibreOffice and save it as .xlsx"
        ),
        _ => say!(
            "det syns inte på namnet vilket format {path} har; ange `--input-format ndjson`, `json`, `csv`, `xlsx`, `ods`, `parquet` eller `arrow`",
            "the name of {path} does not tell its format; give `--input-format ndjson`, `json`, `csv`, `xlsx`, `ods`, `parquet` or `arrow`"
        ),
    }))
}
