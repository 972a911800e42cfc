//! Data files: which they are, in which format, and opening them one after the other.

use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::say::{pick, say};
use clap::ArgMatches;
use kvinnofrid::input::{InputFormat, RecordReader};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// How much of a file is read at a time.
const BUFFER: usize = 1 << 18;

/// Files that are read one after the other.
pub(crate) struct Inputs {
    files: Vec<(PathBuf, InputFormat)>,
    /// What standard input is called in messages.
    stdin: &'static str,
    progress: Progress,
}

impl Inputs {
    /// The files named by the arguments. All are looked at before any is read.
    pub(crate) fn of(matches: &ArgMatches, output: &Output<'_>, quiet: bool) -> Result<Self, Failure> {
        let given = args::text(matches, "input-format").and_then(InputFormat::from_extension);
        let paths = matches.get_many::<PathBuf>("file").into_iter().flatten();
        let files: Vec<(PathBuf, InputFormat)> =
            paths.map(|path| Ok((path.clone(), format(path, given)?))).collect::<Result<_, Failure>>()?;
        if files.iter().filter(|(path, _)| is_stdin(path)).count() > 1 {
            return Err(Failure::usage(say!(
                "`-` kan bara anges en gång: standard in läses bara en gång",
                "`-` can be given once only: standard input is read once"
            )));
        }
        let mut bytes = Some(0_u64);
        for (path, _) in files.iter().filter(|(path, _)| !is_stdin(path)) {
            let found = fs::metadata(path).map_err(|error| Failure::unreadable(path, error.kind()))?;
            if found.is_dir() {
                return Err(Failure::unreadable(path, ErrorKind::IsADirectory));
            }
            bytes = bytes.filter(|_| found.is_file()).and_then(|bytes| bytes.checked_add(found.len()));
        }
        let sized = bytes.filter(|_| !files.iter().any(|(path, _)| is_stdin(path)));
        let progress = Progress::new(sized, output.terminal.stderr && !quiet, output.lang);
        let stdin = pick(output.lang, ("standard in", "standard input"));
        Ok(Self { files, stdin, progress })
    }

    /// Hands each file to `read`, with the name to be used in messages.
    pub(crate) fn each(
        &self,
        stdin: &mut dyn BufRead,
        mut read: impl FnMut(&str, &mut RecordReader<&mut dyn BufRead>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for (path, format) in &self.files {
            if is_stdin(path) {
                read(self.stdin, &mut RecordReader::new(&mut *stdin, *format))?;
                continue;
            }
            let file = File::open(path).map_err(|error| Failure::unreadable(path, error.kind()))?;
            let mut reader = BufReader::with_capacity(BUFFER, self.progress.watch(file));
            read(&path.display().to_string(), &mut RecordReader::new(&mut reader, *format))?;
        }
        Ok(())
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn format(path: &Path, given: Option<InputFormat>) -> Result<InputFormat, Failure> {
    let by_name = || path.extension().and_then(|e| e.to_str()).and_then(InputFormat::from_extension);
    let default = is_stdin(path).then_some(InputFormat::Ndjson);
    given.or_else(by_name).or(default).ok_or_else(|| {
        let path = path.display();
        Failure::usage(say!(
            "det syns inte på namnet vilket format {path} har; ange `--input-format ndjson` eller `--input-format json`",
            "the name of {path} does not tell its format; give `--input-format ndjson` or `--input-format json`"
        ))
    })
}
