//! Programs in C, C++ and C# that do the real work, and what they print.

use super::stage::{command_line, compiled, home, output, persons, stage};
use super::tools::there;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

#[test]
fn c99_says_the_same_as_the_command_line() {
    let (_folder, program) = compiled("tests/same.c", &[]);
    let persons = persons();
    let said = |verb: &str| output(Command::new(&program).args([verb, &persons]));
    let programme = ["--programme", "stockholm/kvinnofrid"];
    assert!(said("classify") == command_line(&["classify", &persons, "--period", "2013"]));
    let report = ["report", &persons, "--period", "2013", "--by", "stadsdel", "--format", "json"];
    assert!(said("report") == command_line(&report));
    let schema = ["schema", "--period", "2013", "--format", "json"];
    assert!(said("schema") == command_line(&[&schema[..], &programme].concat()));
    let explain = ["explain", &persons, "--period", "2013", "--format", "json", "--record", "p000000001"];
    assert!(said("explain") == command_line(&explain));
    assert!(said("check") == command_line(&["check", "--format", "json"]));
}

#[test]
fn the_examples_print_what_they_promise() {
    let persons = persons();
    let report =
        command_line(&["report", &persons, "--period", "2013", "--by", "stadsdel", "--format", "json"]);
    let answer = r#"{"id":"a1","groups":{"kvinnor":null,"barn":false,"män":false},"missing":{"kvinnor":["födelsedatum"]}}"#;
    let sources = ["examples/classify.c", "examples/classify.cpp"];
    for source in sources.into_iter().take(if there("g++") { 2 } else { 1 }) {
        let (_folder, program) = compiled(source, &[]);
        let said = output(Command::new(&program).arg(&persons));
        assert_eq!(said.lines().take(2).collect::<Vec<_>>(), [answer, "row 1, field kön"], "{source}");
        assert!(said.ends_with(&report), "{source}");
    }
}

#[test]
fn the_headers_are_cpp_too() {
    if !there("g++") {
        return;
    }
    let (_folder, program) = compiled("tests/header.cpp", &["-Wconversion", "-Wshadow"]);
    output(&mut Command::new(program));
}

#[test]
fn the_program_in_the_readme_runs() {
    let readme = fs::read_to_string(home().join("README.md")).unwrap();
    let program = readme.split("```c\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("readme.c");
    fs::write(&source, program).unwrap();
    let (_folder, program) = compiled(source.to_str().unwrap(), &[]);
    assert!(output(&mut Command::new(program)).starts_with(r#"{"id":"1","groups":{"kvinnor":null"#));
}

#[test]
fn csharp_reaches_it_by_platform_invoke() {
    if !there("mcs") || !there("mono") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let program = folder.path().join("Classify.exe");
    output(
        Command::new("mcs")
            .arg(home().join("examples/Classify.cs"))
            .arg(format!("-out:{}", program.display())),
    );
    let said = output(Command::new("mono").arg(program).env("LD_LIBRARY_PATH", stage()));
    assert!(said.starts_with(r#"{"id":"a1","groups":{"kvinnor":null"#), "{said}");
    assert!(said.contains("row 1: kön: "), "{said}");
}

/// Run with `--features injected-panic`, which the shipped library does not have.
#[cfg(feature = "injected-panic")]
#[test]
fn a_panic_of_ours_comes_back_as_a_status_and_the_next_call_works() {
    let address = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    // What unwinding leaves behind is looked for too.
    let (_folder, program) = compiled("tests/panic.c", &address);
    let said = output(&mut Command::new(program));
    assert!(said.starts_with("internal error: panic"), "{said}");
    assert!(said.lines().nth(1).is_some_and(|line| line.starts_with(r#"{"id":"1","groups":{"#)), "{said}");
}
