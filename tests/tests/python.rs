//! Tests the Python package: built as a wheel and installed beside the libraries that it supports.
//!
//! Without Python 3.11 or later, or an index to install from, these tests print that they were skipped; if
//! `KVF_ALL_TOOLS` is set, as in `.ci/run`, they fail instead.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop"
)]

use kvinnofrid_tests::{Kind, Python, Surface, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings/python").canonicalize().unwrap()
}

/// Returns cargo's target folder: this test is in `<target>/<profile>/deps`.
fn target() -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned()
}

/// Returns a command's output, or its error output if it failed.
fn output(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    if done.status.success() {
        Ok(out.into_owned())
    } else {
        Err(format!("{command:?}: {}\n{out}\n{err}", done.status))
    }
}

/// Returns a virtual environment with the packages of a requirements list. It is reused as long as the list is
/// unchanged.
fn environment(name: &str, requirements: &str) -> Result<PathBuf, String> {
    let folder = target().join("python").join(name);
    let python = folder.join("bin/python");
    let list = package().join("tests").join(requirements);
    let (wanted, stamp) = (fs::read_to_string(&list).unwrap(), folder.join("installed.txt"));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let old_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    output(Command::new("python3").args(["-c", old_enough]))?;
    output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    output(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(&list))?;
    fs::write(stamp, wanted).unwrap();
    Ok(python)
}

/// Builds the wheel as maturin does for release, but without optimization, in a folder `python/NAME`.
fn wheel(python: &Path, name: &str, features: &[&str]) -> PathBuf {
    let folder = target().join("python").join(name);
    let _ = fs::remove_dir_all(&folder);
    output(
        Command::new(python)
            .args(["-m", "maturin", "build", "--locked", "--quiet", "--interpreter"])
            .arg(python)
            .arg("--out")
            .arg(&folder)
            .arg("--target-dir")
            .arg(target())
            .args(features)
            .current_dir(package()),
    )
    .unwrap_or_else(|error| panic!("{error}"));
    fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

struct Ready {
    wheel: PathBuf,
    python: PathBuf,
}

/// The wheel and a Python with it and the supported libraries; `None` if they are unavailable.
static READY: LazyLock<Option<Ready>> = LazyLock::new(|| {
    let python = or_left_out(environment("main", "requirements.txt"))?;
    let wheel = wheel(&python, "wheel", &[]);
    install(&python, &wheel);
    Some(Ready { wheel, python })
});

fn or_left_out<T>(there: Result<T, String>) -> Option<T> {
    there
        .map_err(|why| {
            assert!(std::env::var_os("KVF_ALL_TOOLS").is_none(), "{why}");
            eprintln!("left out: {why}");
        })
        .ok()
}

fn install(python: &Path, wheel: &Path) {
    let pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall"];
    output(Command::new(python).args(pip).arg(wheel)).unwrap_or_else(|error| panic!("{error}"));
}

/// Runs a Python module in the package's folder, and panics with its output if it fails.
fn passes(python: &Path, args: &[&str]) {
    let mut command = Command::new(python);
    // Imports the installed package, not the source folder.
    command.args(args).current_dir(package()).env_remove("PYTHONPATH").env("PYTHONSAFEPATH", "1");
    match output(&mut command) {
        Ok(said) => eprintln!("{said}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_suite_passes_on_the_installed_wheel() {
    let Some(Ready { python, .. }) = &*READY else { return };
    passes(python, &["-m", "pytest", "--ignore", "tests/test_spark.py"]);
}

/// Nothing of a panic, which may hold a value of a record, reaches the host's standard error. The shipped wheel has no
/// such feature.
#[test]
fn a_panic_of_ours_is_an_exception_and_the_next_call_works() {
    let Some(Ready { python, .. }) = &*READY else { return };
    let wheel = wheel(python, "panicking", &["--features", "injected-panic"]);
    let unpacked = target().join("python/panicking/unpacked");
    output(Command::new(python).args(["-m", "zipfile", "-e"]).arg(wheel).arg(&unpacked)).unwrap();
    let done = Command::new(python)
        .arg(package().join("tests/panicking.py"))
        .env("PYTHONPATH", unpacked)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.starts_with("internt fel: panic at bindings/python/src/classifying.rs:"), "{said}");
    assert!(said.ends_with("True\n"), "{said}");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}

#[test]
fn stubs_and_annotations_say_what_is_there() {
    let Some(Ready { python, .. }) = &*READY else { return };
    passes(python, &["-m", "mypy.stubtest", "kvinnofrid._core"]);
    passes(python, &["-m", "mypy", "-p", "kvinnofrid"]);
}

#[test]
fn the_wheel_works_in_an_empty_environment() {
    let Some(Ready { wheel, .. }) = &*READY else { return };
    let folder = target().join("python/empty");
    let python = folder.join("bin/python");
    output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder)).unwrap();
    install(&python, wheel);
    passes(&python, &["tests/empty.py"]);
    let said =
        output(Command::new(folder.join("bin/kvinnofrid")).args(["--lang", "en", "programmes"])).unwrap();
    assert!(said.contains("stockholm/kvinnofrid"), "{said}");
}

#[test]
fn spark_counts_what_one_machine_counts_and_pandas_2_is_taken_as_pandas_3() {
    let Some(Ready { wheel, .. }) = &*READY else { return };
    let Some(python) = or_left_out(environment("spark", "requirements-spark.txt")) else { return };
    install(&python, wheel);
    passes(&python, &["-m", "pytest", "tests/test_spark.py", "tests/test_pandas.py"]);
}

#[test]
fn the_cases_hold_in_python() {
    let Some(Ready { python, .. }) = &*READY else { return };
    let python = Python::new(python.clone());
    let surfaces: [&dyn Surface; 1] = [&python];
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
