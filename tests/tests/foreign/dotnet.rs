//! The binding for .NET, by platform invoke, on Mono and on .NET itself.

mod core;
mod declarations;

use super::{
    LIBRARY, Process, another_version_is_refused, are_there, library_of_another_version, output, root,
    sources, the_cases_hold, the_example_says_what_the_command_line_says, the_page_shows_the_example,
    the_rest_is_what_the_command_line_says,
};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

fn home() -> PathBuf {
    root().join("bindings/dotnet")
}

/// Compiles C# 7, with every warning as an error.
fn compiled(folder: &Path, sources: &[PathBuf], flags: &[&str]) {
    output(
        Command::new("mcs")
            .args(["-langversion:7", "-warn:4", "-warnaserror", "-codepage:utf8"])
            .args(flags)
            .args(sources)
            .current_dir(folder),
    );
}

/// The compiled assembly, its tests and its example; nothing without Mono.
static PROGRAMS: LazyLock<Option<TempDir>> = LazyLock::new(|| {
    if !are_there(&["mcs", "mono"], &[]) {
        return None;
    }
    let folder = TempDir::new().unwrap();
    // With `-doc`, a public name without a comment is a warning.
    let library = ["-target:library", "-doc:Kvinnofrid.xml", "-out:Kvinnofrid.dll"];
    compiled(folder.path(), &sources(&home().join("src"), "cs"), &library);
    for program in ["tests/Host.cs", "tests/Surface.cs", "examples/Count.cs"] {
        let name = Path::new(program).file_stem().unwrap().to_str().unwrap();
        let flags = ["-r:Kvinnofrid.dll", &format!("-out:{name}.exe")];
        compiled(folder.path(), &[home().join(program)], &flags);
    }
    Some(folder)
});

fn mono(program: &str) -> Option<Command> {
    let programs = PROGRAMS.as_ref()?;
    let mut command = Command::new("mono");
    command.arg(programs.path().join(program)).env("LD_LIBRARY_PATH", LIBRARY.path());
    Some(command)
}

fn host() -> Option<Command> {
    mono("Host.exe")
}

#[test]
fn the_example_is_the_same_to_the_byte() {
    let Some(mut program) = mono("Count.exe") else { return };
    the_example_says_what_the_command_line_says(&mut program);
}

#[test]
fn the_page_shows_what_is_run() {
    the_page_shows_the_example("bindings/dotnet/README.md", "bindings/dotnet/examples/Count.cs", "csharp");
}

#[test]
fn the_cases_hold_in_csharp() {
    let Some(mut program) = mono("Surface.exe") else { return };
    let surface = Process::start("C#", &mut program).unwrap();
    the_cases_hold(&surface);
    the_rest_is_what_the_command_line_says(&surface);
}

#[test]
fn a_library_of_another_version_is_refused() {
    let Some(mut program) = host() else { return };
    let folder = library_of_another_version();
    another_version_is_refused(program.env("LD_LIBRARY_PATH", folder.path()));
}

super::checks! {
    errors_are_exceptions_with_codes_and_places = "errors";
    what_is_closed_is_refused_and_never_freed_under_a_call = "closing";
    threads_share_a_programme_and_options_are_busy = "threads";
    the_stack_that_the_header_promises_is_enough = "stack";
    what_is_forgotten_is_freed = "forgotten";
    application_domains_come_and_go = "unloading";
    callbacks_cancel_and_log_and_never_throw_through_c = "callbacks";
    partials_add_up_to_the_whole = "partials";
    skipped_records_are_counted_with_reasons = "skipped";
    arrow_streams_are_moved_and_released = "arrow";
    text_is_unicode_or_refused = "text";
    every_limit_is_lowered_and_raised_and_named = "limits";
}
