//! The binding for Java, by JNA.

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
    root().join("bindings/java")
}

/// Returns JNA's library, where Debian has it or the environment says.
fn jna() -> PathBuf {
    std::env::var_os("KVF_JNA").map_or_else(|| "/usr/share/java/jna.jar".into(), PathBuf::from)
}

/// The compiled binding, its tests and its example; nothing without a JDK or JNA.
static CLASSES: LazyLock<Option<TempDir>> = LazyLock::new(|| {
    if !are_there(&["java", "javac", "javadoc"], &[&jna()]) {
        return None;
    }
    let folder = TempDir::new().unwrap();
    for part in ["src/main/java/kvinnofrid", "src/test/java/kvinnofrid", "examples"] {
        let path = format!("{}:{}", jna().display(), folder.path().display());
        output(
            Command::new("javac")
                .args(["-Xlint:all", "-Werror", "--release", "17", "-encoding", "UTF-8", "-cp", &path, "-d"])
                .arg(folder.path())
                .args(sources(&home().join(part), "java")),
        );
    }
    Some(folder)
});

fn java(classes: &Path) -> Command {
    java_with(LIBRARY.path(), classes)
}

/// Returns a command that runs Java with the C library of a folder.
fn java_with(library: &Path, classes: &Path) -> Command {
    let mut command = Command::new("java");
    command.arg(format!("-Djna.library.path={}", library.display())).arg("-cp").arg(format!(
        "{}:{}",
        jna().display(),
        classes.display()
    ));
    command
}

fn host() -> Option<Command> {
    let classes = CLASSES.as_ref()?;
    let mut command = java(classes.path());
    // It warns of JNA's own calls, and ends where one is wrong.
    command.args(["-Xcheck:jni", "kvinnofrid.Host"]);
    Some(command)
}

fn surface() -> Option<Process> {
    let classes = CLASSES.as_ref()?;
    Some(Process::start("Java", java(classes.path()).arg("kvinnofrid.Surface")).unwrap())
}

#[test]
fn the_example_is_the_same_to_the_byte() {
    let Some(classes) = &*CLASSES else { return };
    the_example_says_what_the_command_line_says(java(classes.path()).arg("Count"));
}

#[test]
fn the_page_shows_what_is_run() {
    the_page_shows_the_example("bindings/java/README.md", "bindings/java/examples/Count.java", "java");
}

#[test]
fn the_cases_hold_in_java() {
    let Some(surface) = surface() else { return };
    the_cases_hold(&surface);
    the_rest_is_what_the_command_line_says(&surface);
}

#[test]
fn a_library_of_another_version_is_refused() {
    let Some(classes) = &*CLASSES else { return };
    let folder = library_of_another_version();
    another_version_is_refused(java_with(folder.path(), classes.path()).arg("kvinnofrid.Host"));
}

#[test]
fn everything_public_is_documented() {
    if CLASSES.is_none() {
        return;
    }
    let folder = TempDir::new().unwrap();
    output(
        Command::new("javadoc")
            .args(["-quiet", "-Xdoclint:all", "-Werror", "-encoding", "UTF-8", "-cp"])
            .arg(jna())
            .arg("-d")
            .arg(folder.path())
            .args(sources(&home().join("src/main/java/kvinnofrid"), "java")),
    );
}

super::checks! {
    errors_are_exceptions_with_codes_and_places = "errors";
    what_is_closed_is_refused_and_never_freed_under_a_call = "closing";
    threads_share_a_programme_and_options_are_busy = "threads";
    the_stack_that_the_header_promises_is_enough = "stack";
    what_is_forgotten_is_freed = "forgotten";
    class_loaders_come_and_go = "unloading";
    callbacks_cancel_and_log_and_never_throw_through_c = "callbacks";
    partials_add_up_to_the_whole = "partials";
    skipped_records_are_counted_with_reasons = "skipped";
    arrow_streams_are_moved_and_released = "arrow";
    text_is_unicode_or_refused = "text";
    every_limit_is_lowered_and_raised_and_named = "limits";
}
