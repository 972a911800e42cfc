//! Data files: which they are, in which format, and opening them one after the other.

use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::say::{pick, say};
use clap::ArgMatches;
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::input::csv::{CsvOptions, CsvRecords, TableFile};
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::options::Options;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// How much of a file is read at a time.
const BUFFER: usize = 1 << 18;

/// What a file holds.
#[derive(Clone, Copy)]
enum Format {
    Json(InputFormat),
    Csv,
}

/// Files that are read one after the other.
pub(crate) struct Inputs {
    files: Vec<(PathBuf, Format)>,
    tables: Vec<(String, PathBuf)>,
    /// What standard input is called in messages.
    stdin: &'static str,
    progress: Progress,
}

impl Inputs {
    /// The files named by the arguments. All are looked at before any is read.
    pub(crate) fn of(
        matches: &ArgMatches,
        options: &Options,
        output: &Output<'_>,
        quiet: bool,
    ) -> Result<Self, Failure> {
        let given = args::text(matches, "input-format").and_then(named);
        let paths = matches.get_many::<PathBuf>("file").into_iter().flatten();
        let files: Vec<(PathBuf, Format)> =
            paths.map(|path| Ok((path.clone(), format(path, given)?))).collect::<Result<_, Failure>>()?;
        if files.iter().filter(|(path, _)| is_stdin(path)).count() > 1 {
            return Err(Failure::usage(say!(
                "`-` kan bara anges en gång: standard in läses bara en gång",
                "`-` can be given once only: standard input is read once"
            )));
        }
        let mut bytes = Some(0_u64);
        for (path, _) in files.iter().filter(|(path, _)| !is_stdin(path)) {
            let size = size(path)?;
            bytes = bytes.and_then(|bytes| bytes.checked_add(size?));
        }
        let sized = bytes.filter(|_| !files.iter().any(|(path, _)| is_stdin(path)));
        let tables = tables(matches, options, &files)?;
        let progress = Progress::new(sized, output.terminal.stderr && !quiet, output.lang);
        let stdin = pick(output.lang, ("standard in", "standard input"));
        Ok(Self { files, tables, stdin, progress })
    }

    /// Hands the records of each file to `read`, with the name to be used in messages.
    pub(crate) fn each(
        &self,
        (edition, options): (&Edition, &Options),
        stdin: &mut dyn BufRead,
        mut read: impl FnMut(&str, &mut dyn Records) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for (path, format) in &self.files {
            if is_stdin(path) {
                self.records(*format, (edition, options), &mut *stdin, self.stdin, &mut read)?;
                continue;
            }
            let file = File::open(path).map_err(|error| Failure::unreadable(path, error.kind()))?;
            let reader = BufReader::with_capacity(BUFFER, self.progress.watch(file));
            self.records(*format, (edition, options), reader, &path.display().to_string(), &mut read)?;
        }
        Ok(())
    }

    fn records(
        &self,
        format: Format,
        (edition, options): (&Edition, &Options),
        reader: impl BufRead,
        name: &str,
        read: &mut impl FnMut(&str, &mut dyn Records) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (schema, map) = (edition.schema(), options.map.as_deref());
        match format {
            Format::Json(format) => read(name, &mut JsonRecords::new(reader, format, &schema, map)),
            Format::Csv => {
                let tables = self.tables.iter().map(|(list, path)| table(list, path)).collect();
                let csv = CsvOptions {
                    map: options.map.clone(),
                    tables,
                    on_error: options.on_error,
                    ..CsvOptions::default()
                };
                let records = CsvRecords::new(reader, &schema, csv);
                let mut records = records.map_err(|error| Failure::in_file(&Error::from(error), name))?;
                read(name, &mut records)
            }
        }
    }
}

/// The tables of lists: those of `--table`, and those of the map that are given no other file.
fn tables(
    matches: &ArgMatches,
    options: &Options,
    files: &[(PathBuf, Format)],
) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut tables = args::tables(matches)?;
    let given = !tables.is_empty();
    if let (Some(map), Some(at)) = (&options.map, args::path(matches, "map")) {
        let folder = at.parent().unwrap_or(Path::new(""));
        for (list, file) in map.files().filter(|_| files.iter().any(|(_, f)| matches!(f, Format::Csv))) {
            if tables.iter().all(|(other, _)| *other != list) {
                tables.push((list, folder.join(file)));
            }
        }
    }
    let one = matches!(files, [(_, Format::Csv)]);
    if !tables.is_empty() && !one {
        return Err(Failure::usage(if given {
            say!(
                "tabeller hör till en enda CSV-fil med poster; ange en fil i taget med `--table`",
                "tables belong to one CSV file of records; give one file at a time with `--table`"
            )
        } else {
            say!(
                "kartan anger tabeller, och de hör till en enda CSV-fil med poster; ange en fil i taget",
                "the map gives tables, and they belong to one CSV file of records; give one file at a time"
            )
        }));
    }
    for (_, path) in &tables {
        size(path)?;
    }
    Ok(tables)
}

fn table(list: &str, path: &Path) -> TableFile {
    let path = path.to_owned();
    TableFile::new(list, move || Ok(Box::new(BufReader::with_capacity(BUFFER, File::open(&path)?))))
}

/// The size of a file that can be read, where it has one.
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

/// The format called `name`, which may be the extension of a file.
fn named(name: &str) -> Option<Format> {
    if name.eq_ignore_ascii_case("csv") {
        return Some(Format::Csv);
    }
    InputFormat::from_extension(name).map(Format::Json)
}

fn format(path: &Path, given: Option<Format>) -> Result<Format, Failure> {
    let by_name = || path.extension().and_then(|e| e.to_str()).and_then(named);
    let default = is_stdin(path).then_some(Format::Json(InputFormat::Ndjson));
    given.or_else(by_name).or(default).ok_or_else(|| {
        let path = path.display();
        Failure::usage(say!(
            "det syns inte på namnet vilket format {path} har; ange `--input-format ndjson`, `json` eller `csv`",
            "the name of {path} does not tell its format; give `--input-format ndjson`, `json` or `csv`"
        ))
    })
}
