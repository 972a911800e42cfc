//! Programs in C and C++ that do the real work, and what they print.

use super::stage::{command_line, compiled, home, output, persons};
use super::tools::there;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::{env, fs};
use tempfile::TempDir;

#[test]
fn c99_says_the_same_as_the_command_line() {
    let (_folder, program) = compiled("tests/same.c", &[]);
    let persons = persons();
    let said = |verb: &str| output(Command::new(&program).args([verb, &persons]));
    assert!(said("classify") == command_line(&["classify", &persons, "--period", "2013"]));
    let why = said("why");
    assert!(why == command_line(&["classify", &persons, "--period", "2013", "--why"]));
    // Every code that is reported is listed with its condition.
    let reasons: Vec<Value> = serde_json::from_str(&said("reasons")).unwrap();
    for line in why.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        for (group, code) in answer["why"].as_object().unwrap() {
            assert!(
                reasons.iter().any(|reason| reason["group"] == **group && reason["code"] == *code),
                "{code}"
            );
        }
    }
    let report = ["report", &persons, "--period", "2013", "--by", "stadsdel", "--format", "json"];
    assert!(said("report") == command_line(&report));
    let worklist = ["worklist", &persons, "--period", "2013", "--format", "html"];
    assert!(said("worklist") == command_line(&worklist));
    let schema = ["schema", "--period", "2013", "--format", "json"];
    assert!(said("schema") == command_line(&schema));
    let explain = ["explain", &persons, "--period", "2013", "--format", "json", "--record", "p000000001"];
    assert!(said("explain") == command_line(&explain));
    assert!(said("check") == command_line(&["check", "--format", "json"]));
    assert!(said("programmes") == command_line(&["programmes", "--format", "json"]));

    let rules = home().join("../../examples/serie/rules").display().to_string();
    let series = output(Command::new(&program).args(["series", &persons, &rules]));
    let periods = ["2014", "2016", "2017", "2020"].map(|year| ["--period", year]).concat();
    let asked = ["report", &persons, "--rules", &rules, "--by", "stadsdel", "--bridge", "--format", "json"];
    assert!(series == command_line(&[&asked[..], &periods].concat()));
}

#[test]
fn the_examples_print_what_they_promise() {
    let persons = persons();
    let report =
        command_line(&["report", &persons, "--period", "2013", "--by", "stadsdel", "--format", "json"]);
    let answer = r#"{"id":"a1","groups":{"kvinnor":true,"barn":false,"män":false},"missing":{}}"#;
    let sources = ["examples/classify.c", "examples/classify.cpp"];
    for source in sources.into_iter().take(if there("g++") { 2 } else { 1 }) {
        let (_folder, program) = compiled(source, &[]);
        let said = output(Command::new(&program).arg(&persons));
        assert_eq!(said.lines().take(2).collect::<Vec<_>>(), [answer, "row 1, field kön"], "{source}");
        assert!(said.ends_with(&report), "{source}");
    }
}

/// Where the environment names the C sources of nanoarrow, `KVF_NANOARROW`, as `.ci/run` does.
#[test]
fn arrow_made_and_read_by_nanoarrow() {
    let Some(sources) = env::var_os("KVF_NANOARROW") else {
        assert!(
            env::var_os("KVF_ALL_TOOLS").is_none(),
            "KVF_NANOARROW does not say where nanoarrow's sources are"
        );
        eprintln!("left out: KVF_NANOARROW does not say where nanoarrow's sources are");
        return;
    };
    let sources = Path::new(&sources);
    // Its own build would write this.
    let folder = TempDir::new().unwrap();
    let mut config = fs::read_to_string(sources.join("nanoarrow/nanoarrow_config.h.in")).unwrap();
    for (name, value) in
        [("VERSION_MAJOR", "0"), ("VERSION_MINOR", "9"), ("VERSION_PATCH", "0"), ("VERSION", "0.9.0")]
    {
        config = config.replace(&format!("@NANOARROW_{name}@"), value);
    }
    fs::create_dir(folder.path().join("nanoarrow")).unwrap();
    let config = config.replace("@NANOARROW_NAMESPACE_DEFINE@", "");
    fs::write(folder.path().join("nanoarrow/nanoarrow_config.h"), config).unwrap();
    let mut flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"].map(str::to_owned).to_vec();
    for include in [sources, folder.path()] {
        flags.extend(["-isystem".to_owned(), include.display().to_string()]);
    }
    for part in ["array", "array_stream", "schema", "utils"] {
        flags.push(sources.join(format!("nanoarrow/common/{part}.c")).display().to_string());
    }
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let (_folder, program) = compiled("examples/arrow.c", &flags);
    let said = output(&mut Command::new(program));
    let expected = [
        "a1: kvinnor=yes barn=no män=no",
        "a2: kvinnor=no barn=unknown män=unknown",
        "row 1, field kön",
        "15 figures",
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
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
    assert!(output(&mut Command::new(program)).starts_with(r#"{"id":"1","groups":{"kvinnor":true"#));
}

#[test]
fn a_host_is_told_what_it_did_wrong() {
    let (_folder, program) =
        compiled("tests/mistakes.c", &["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
    insta::assert_snapshot!(output(&mut Command::new(program)));
}

#[test]
fn a_result_without_memory_is_a_limit_and_the_host_goes_on() {
    let (_folder, program) = compiled("tests/memory.c", &[]);
    assert_eq!(
        output(&mut Command::new(program)),
        "there is not enough memory for the answer; give fewer records at a time\n1000 lines\n"
    );
}

#[test]
fn every_call_does_with_the_stack_that_the_header_promises() {
    let header = fs::read_to_string(home().join("include/kvinnofrid.h")).unwrap();
    assert!(header.contains(" 256 KiB in the calling thread"), "tests/stack.c has another number");
    let (_folder, program) = compiled("tests/stack.c", &[]);
    output(Command::new(program).arg(home().join("../../rules")));
}

/// Run with `--features checked`, which the shipped library does not have.
#[cfg(feature = "checked")]
#[test]
fn freed_and_wrong_handles_are_recognised_where_they_are_checked() {
    let (_folder, program) = compiled("tests/checked.c", &[]);
    let done = Command::new(program).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    insta::assert_snapshot!(format!(
        "{}---\n{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    ));
}

/// Run with `--features injected-panic`, which the shipped library does not have.
#[cfg(feature = "injected-panic")]
#[test]
fn a_panic_of_ours_comes_back_as_a_status_and_the_next_call_works() {
    let address = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    // What unwinding leaves behind is looked for too.
    let (_folder, program) = compiled("tests/panic.c", &address);
    let done = Command::new(program).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.starts_with("internal error: panic at bindings/c/src/classify.rs:"), "{said}");
    // Nothing of a panic, which may hold a value of a record, is written to the host's standard error.
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert!(said.lines().nth(1).is_some_and(|line| line.starts_with(r#"{"id":"1","groups":{"#)), "{said}");
}
