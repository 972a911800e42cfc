//! The command line of kvinnofrid: passes the process's arguments and streams to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(kvinnofrid_cli::run_process(std::env::args_os()))
}
