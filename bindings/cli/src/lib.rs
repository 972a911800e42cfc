//! The command line of kvinnofrid: parses arguments, calls the engine, and writes its result.
//!
//! Everything goes through the streams that are passed to [`run`], so that tests and other programs can run it in their
//! own process. No domain logic is here.

mod args;
mod command;
#[cfg_attr(not(feature = "database"), path = "database/absent.rs")]
mod database;
mod failure;
mod input;
mod lsp;
mod output;
mod progress;
mod say;
mod tables;
mod workbooks;

use failure::Failure;
use output::Output;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Success.
pub const DONE: u8 = 0;
/// There are findings: errors in rule files.
pub const FINDINGS: u8 = 1;
/// The arguments or the data are invalid.
pub const USAGE: u8 = 2;
/// An internal error of this program.
pub const INTERNAL: u8 = 101;

/// Properties of the terminal, if any.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// The width in columns.
    pub width: usize,
    /// Whether findings on standard output may be coloured.
    pub color: bool,
    /// Whether standard output is a terminal.
    pub stdout: bool,
    /// Whether standard error is a terminal and belongs to this process: progress is drawn there.
    pub stderr: bool,
}

impl Default for Terminal {
    /// No terminal.
    fn default() -> Self {
        Self { width: 80, color: false, stdout: false, stderr: false }
    }
}

/// The streams of a run.
#[allow(missing_debug_implementations, reason = "streams show nothing of themselves")]
pub struct Streams<'a> {
    /// Read for `-`.
    pub stdin: &'a mut (dyn BufRead + Send),
    /// Receives results.
    pub stdout: &'a mut dyn Write,
    /// Receives everything else.
    pub stderr: &'a mut dyn Write,
    /// The terminal.
    pub terminal: Terminal,
}

/// Runs the command line `args`, the first of which is the program's own name, and returns its exit code: [`DONE`],
/// [`FINDINGS`], [`USAGE`] or [`INTERNAL`].
pub fn run<A: Into<OsString>>(args: impl IntoIterator<Item = A>, streams: Streams<'_>) -> u8 {
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let lang = args::language(&args);
    let Streams { stdin, stdout, stderr, terminal } = streams;
    let done = {
        let (stdout, stderr) = (&mut *stdout, &mut *stderr);
        catch_unwind(AssertUnwindSafe(move || {
            let mut output = Output::new(stdout, stderr, lang, terminal);
            let done = answer(&args, stdin, &mut output);
            output.finish(done)
        }))
    };
    match done {
        Ok(code) => code,
        Err(_) => output::sorry(stderr, lang),
    }
}

/// Runs the command line `args` as this process, with its streams and its terminal. A panic reports only its location,
/// since its message may contain a value from a record.
pub fn run_process<A: Into<OsString>>(args: impl IntoIterator<Item = A>) -> u8 {
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            let _ = writeln!(io::stderr(), "{}:{}", place.file(), place.line());
        }
    }));
    let (stdout, mut stderr) = (io::stdout(), io::stderr());
    let terminal = Terminal {
        width: terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)),
        color: stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        stdout: stdout.is_terminal(),
        stderr: stderr.is_terminal(),
    };
    run(
        args,
        Streams {
            stdin: &mut BufReader::new(io::stdin()),
            stdout: &mut BufWriter::new(stdout.lock()),
            stderr: &mut stderr,
            terminal,
        },
    )
}

fn answer(
    args: &[OsString],
    stdin: &mut (dyn BufRead + Send),
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let matches = match args::read(args, output.lang, output.terminal.width) {
        Ok(matches) => matches,
        Err(args::Refusal::Help(text)) => {
            output.result(&text)?;
            return Ok(DONE);
        }
        Err(args::Refusal::Usage(text)) => {
            output.plain_note(&text);
            return Ok(USAGE);
        }
    };
    // Cannot happen: the parser of arguments asks for a verb.
    let Some((verb, matches)) = matches.subcommand() else {
        return Err(Failure::internal("no verb"));
    };
    args::agrees(verb, matches)?;
    if let Some(path) = args::path(matches, "output") {
        let is_partial = matches.try_get_one::<bool>("partial").ok().flatten().copied().unwrap_or(false);
        // Exact counts of those who are treated differently can be as small as one.
        let moves = verb == "diff" && args::path(matches, "file").is_some();
        let private =
            is_partial || moves || ["baseline", "classify", "explain", "members", "worklist"].contains(&verb);
        output.write_to(path, args::inputs(matches), private)?;
    }
    command::run(verb, matches, stdin, output)
}
