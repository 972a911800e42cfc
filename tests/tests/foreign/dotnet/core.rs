//! The same programs, as mcs compiled them, on the runtime of .NET that `KVF_DOTNET` names: its `dotnet`. `.ci/run foreign` has .NET
//! Core 3.1.

use super::{LIBRARY, PROGRAMS, Process, the_cases_hold, the_example_says_what_the_command_line_says};
use std::process::Command;
use std::{env, fs};

/// Any version from 3.1 on will do, and no data about cultures is needed.
const RUNTIME: &str = r#"{"runtimeOptions": {
  "framework": {"name": "Microsoft.NETCore.App", "version": "3.1.0"}, "rollForward": "LatestMajor",
  "configProperties": {"System.Globalization.Invariant": true}
}}"#;

fn dotnet(program: &str) -> Option<Command> {
    let Some(dotnet) = env::var_os("KVF_DOTNET") else {
        assert!(env::var_os("KVF_FOREIGN").is_none(), "KVF_DOTNET names no .NET");
        eprintln!("left out: KVF_DOTNET names no .NET");
        return None;
    };
    let programs = PROGRAMS.as_ref()?;
    let config = programs.path().join(format!("{program}.runtimeconfig.json"));
    fs::write(&config, RUNTIME).unwrap();
    let mut command = Command::new(dotnet);
    command.arg("exec").arg("--runtimeconfig").arg(config).arg(programs.path().join(program));
    command.env("LD_LIBRARY_PATH", LIBRARY.path());
    Some(command)
}

fn host() -> Option<Command> {
    dotnet("Host.exe")
}

#[test]
fn the_example_is_the_same_to_the_byte() {
    let Some(mut program) = dotnet("Count.exe") else { return };
    the_example_says_what_the_command_line_says(&mut program);
}

#[test]
fn the_cases_hold_in_csharp() {
    let Some(mut program) = dotnet("Surface.exe") else { return };
    the_cases_hold(&Process::start("C# on .NET", &mut program).unwrap());
}

// There are no application domains, which `unloading` is about.
super::super::checks! {
    errors_are_exceptions_with_codes_and_places = "errors";
    what_is_closed_is_refused_and_never_freed_under_a_call = "closing";
    threads_share_a_programme_and_options_are_busy = "threads";
    the_stack_that_the_header_promises_is_enough = "stack";
    what_is_forgotten_is_freed = "forgotten";
    callbacks_cancel_and_log_and_never_throw_through_c = "callbacks";
    partials_add_up_to_the_whole = "partials";
    skipped_records_are_counted_with_reasons = "skipped";
    arrow_streams_are_moved_and_released = "arrow";
    text_is_unicode_or_refused = "text";
    every_limit_is_lowered_and_raised_and_named = "limits";
}
