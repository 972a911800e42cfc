//! The command line of kvinnofrid: hands the process's arguments and streams to the library.

use kvinnofrid_cli::{Streams, Terminal, run};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    // What a panic says may hold a value of somebody's record; where it happened does not.
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
    let code = run(
        std::env::args_os(),
        Streams {
            stdin: &mut io::stdin().lock(),
            stdout: &mut BufWriter::new(stdout.lock()),
            stderr: &mut stderr,
            terminal,
        },
    );
    ExitCode::from(code)
}
