//! The bindings for Java and .NET: their declarations against the header, and what they answer.
//!
//! What needs a JDK with JNA, or Mono, says that it was left out where that is not installed; if `KVF_FOREIGN` is set, as in
//! `.ci/run foreign`, it fails instead.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice,
    reason = "a test may stop"
)]

mod dotnet;
mod header;
mod java;
mod packages;

use header::root;
use kvinnofrid_tests::{Kind, Process, Surface, run};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};
use tempfile::TempDir;

/// Returns whether all tools of a language can be run.
fn are_there(tools: &[&str], more: &[&Path]) -> bool {
    let lacking = tools
        .iter()
        .filter(|tool| Command::new(tool).arg("--version").output().is_err())
        .map(|tool| (*tool).to_owned())
        .chain(more.iter().filter(|file| !file.is_file()).map(|file| file.display().to_string()));
    let lacking: Vec<String> = lacking.collect();
    assert!(lacking.is_empty() || env::var_os("KVF_FOREIGN").is_none(), "not installed: {lacking:?}");
    if !lacking.is_empty() {
        eprintln!("left out: not installed: {lacking:?}");
    }
    lacking.is_empty()
}

/// Returns what a command prints on its standard output; it must succeed.
fn output(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{command:?}: {}\n{out}\n{err}", done.status);
    out.into_owned()
}

/// A folder with the C library that cargo built for this test under the name that programs look for.
static LIBRARY: LazyLock<TempDir> = LazyLock::new(|| {
    let built = env::current_exe().unwrap().with_file_name("libkvf_capi.so");
    let folder = TempDir::new().unwrap();
    fs::copy(&built, folder.path().join("libkvinnofrid.so"))
        .unwrap_or_else(|error| panic!("{}: {error}", built.display()));
    folder
});

/// Returns the files of a folder with an extension, sorted.
fn sources(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|of| of == extension)).collect();
    files.sort();
    files
}

fn persons() -> String {
    root().join("examples/data/personer.ndjson").display().to_string()
}

/// Returns what the command line prints, in Swedish.
fn command_line(args: &[&str]) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = kvinnofrid_cli::Streams {
        stdin: &mut std::io::empty(),
        stdout: &mut out,
        stderr: &mut err,
        terminal: kvinnofrid_cli::Terminal::default(),
    };
    let code = kvinnofrid_cli::run([&["kvinnofrid"], args].concat(), streams);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

const PROGRAMME: &str = "stockholm/kvinnofrid";

/// The twenty lines of each language: a person's target groups, then the report of the shipped persons, then an error.
fn the_example_says_what_the_command_line_says(command: &mut Command) {
    let done = command.arg(persons()).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{out}\n{err}");
    let (answer, report) = out.split_once('\n').unwrap();
    assert_eq!(answer, r#"{"id":"a1","groups":{"kvinnor":true,"barn":false,"män":false},"missing":{}}"#);
    let asked = ["--programme", PROGRAMME, "--period", "2013", "--by", "stadsdel", "--format", "json"];
    let expected = command_line(&[&["report", &persons()][..], &asked].concat());
    assert!(report == expected, "the report is another than the command line's");
    assert!(err.to_lowercase().ends_with("input, row 1, field kön\n"), "{err}");
}

/// The page shows the example as it is.
fn the_page_shows_the_example(page: &str, example: &str, language: &str) {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let shown = format!("```{language}\n{}```\n", read(example));
    assert!(read(page).contains(&shown), "{page} does not show {example}");
}

fn the_cases_hold(surface: &Process) {
    let surfaces: [&dyn Surface; 1] = [surface];
    for kind in [
        Kind::Report,
        Kind::Classify,
        Kind::Members,
        Kind::Worklist,
        Kind::Validate,
        Kind::Baseline,
        Kind::Diff,
        Kind::Diagnostics,
        Kind::Wanting,
    ] {
        let failures = run(kind, &surfaces, false);
        assert!(failures.is_empty(), "{} differ:\n\n{}", failures.len(), failures.join("\n"));
    }
}

/// What the corpus does not ask.
fn the_rest_is_what_the_command_line_says(surface: &Process) {
    let persons = persons();
    let programme = ("programme", &[PROGRAMME][..]);
    let period = ("period", &["2013"][..]);
    let swedish = ("lang", &["sv"][..]);
    let said = |verb: &str, more: &[(&str, &[&str])]| {
        surface.ask(verb, &[&[programme, period, swedish], more].concat()).unwrap()
    };
    let asked = ["--programme", PROGRAMME, "--period", "2013", "--format", "json"];
    let expected = |args: &[&str]| command_line(&[args, &asked].concat());

    assert!(said("schema", &[]) == expected(&["schema"]));
    let all = fs::read_to_string(&persons).unwrap();
    let person = all.lines().next().unwrap();
    assert!(person.contains("p000000001"), "{person}");
    let explained = said("explain", &[("records", &[person]), ("subject", &["kvinnor"])]);
    assert!(explained == expected(&["explain", &persons, "--record", "p000000001", "--of", "kvinnor"]));
    assert!(said("reasons", &[]).contains("\"group\""));

    let rules = root().join("rules").display().to_string();
    let rules = rules.as_str();
    assert!(
        surface.ask("check", &[("rules", &[rules]), swedish]).unwrap()
            == command_line(&["check", rules, "--format", "json"])
    );
    assert!(surface.ask("programmes", &[]).unwrap() == command_line(&["programmes", "--format", "json"]));
    let edition = "stockholm/kvinnofrid@2012-2014";
    let diff = surface.ask("diff", &[("rules", &[rules]), ("after", &[rules]), ("programme", &[edition])]);
    let expected = command_line(&["diff", rules, rules, "--programme", edition, "--format", "json"]);
    assert!(diff.unwrap() == expected);
    let unknown = surface.ask("schema", &[("programme", &["stockholm/finns-inte"])]).unwrap_err();
    assert!(unknown.contains("finns-inte"), "{unknown}");
}

/// Runs one check of the host's program.
fn holds(command: &mut Command, check: &str) {
    let rules = root().join("rules");
    let said = output(command.arg(check).arg(persons()).arg(rules));
    assert!(said.ends_with("holds\n"), "{said}");
    eprint!("{said}");
}

/// Makes a library of another version, which has nothing but that.
fn library_of_another_version() -> TempDir {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("another.c");
    fs::write(
        &source,
        "int kvf_abi_version(void) { return 99; }\nint kvf_version_number(void) { return 0; }\n",
    )
    .unwrap();
    let library = folder.path().join("libkvinnofrid.so");
    output(Command::new("gcc").args(["-shared", "-fPIC"]).arg(source).arg("-o").arg(library));
    folder
}

/// A library of another version is refused with both versions, before anything else is called.
fn another_version_is_refused(command: &mut Command) {
    let done = command.arg("text").arg(persons()).arg(root().join("rules")).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(!done.status.success(), "{said}");
    assert!(said.contains("needs: ABI 99, version number 0, and not ABI 1,"), "{said}");
}

/// A test for each check of a host's program, `Host.java` and `Host.cs`.
macro_rules! checks {
    ($($(#[$meta:meta])* $name:ident = $check:literal;)*) => {$(
        $(#[$meta])*
        #[test]
        fn $name() {
            let Some(mut command) = host() else { return };
            $crate::foreign::holds(&mut command, $check);
        }
    )*};
}
use checks;
