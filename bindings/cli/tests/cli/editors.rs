//! The language server by a client that is not ours, and the extension for Visual Studio Code.
//!
//! Without Python 3.11 or later, or an index to install from, this prints that it was left out; if `KVF_ALL_TOOLS` is set, as
//! in `.ci/run`, it fails instead.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn editors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors").canonicalize().unwrap()
}

/// Returns what a command says, or why it failed.
fn output(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    if done.status.success() { Ok(out.into_owned()) } else { Err(format!("{command:?}\n{out}\n{err}")) }
}

/// Returns a Python with the packages of the list, which is reused as long as the list is unchanged.
fn python() -> Result<PathBuf, String> {
    let folder =
        Path::new(env!("CARGO_BIN_EXE_kvinnofrid")).ancestors().nth(2).unwrap().join("python/editors");
    let python = folder.join("bin/python");
    let list = editors().join("tests/requirements.txt");
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

#[test]
fn a_session_by_the_client_of_others_goes_as_it_should() {
    let python = match python() {
        Ok(python) => python,
        Err(why) => {
            assert!(std::env::var_os("KVF_ALL_TOOLS").is_none(), "{why}");
            return;
        }
    };
    let mut tests = Command::new(python);
    tests
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"])
        .current_dir(editors())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("KVINNOFRID", env!("CARGO_BIN_EXE_kvinnofrid"))
        .env("KVINNOFRID_RULES", editors().join("../../rules"));
    if let Err(why) = output(&mut tests) {
        panic!("{why}");
    }
}

#[test]
fn the_grammar_of_the_extension_has_every_word() {
    let grammar = fs::read_to_string(editors().join("vscode/syntaxes/kvinnofrid.tmLanguage.json")).unwrap();
    let grammar: serde_json::Value = serde_json::from_str(&grammar).unwrap();
    let pattern = grammar["repository"]["word"]["match"].as_str().unwrap();
    let list = pattern.split_once("(?:").unwrap().1.split_once(')').unwrap().0;
    let mut known: Vec<&str> = list.split('|').collect();
    let mut words: Vec<&str> =
        kvinnofrid::words::DECLARATIONS.iter().flat_map(|(sv, en, _)| [*sv, *en]).collect();
    known.sort_unstable();
    words.sort_unstable();
    words.dedup();
    assert_eq!(known, words);
}

#[test]
fn the_extension_has_the_version_of_the_program() {
    for file in ["package.json", "package-lock.json"] {
        let text = fs::read_to_string(editors().join("vscode").join(file)).unwrap();
        let package: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(package["version"], env!("CARGO_PKG_VERSION"), "{file}");
    }
}
