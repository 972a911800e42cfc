//! The library as it lies after building, and compiling programs against it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};
use tempfile::TempDir;

/// This crate's folder.
pub fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The repository.
pub fn repository() -> &'static Path {
    home().ancestors().nth(2).unwrap()
}

/// The library that cargo built for this test: beside it.
pub fn library(extension: &str) -> PathBuf {
    let here = env::current_exe().unwrap();
    let path = here.with_file_name(format!("libkvf_capi.{extension}"));
    assert!(path.is_file(), "{} is not there", path.display());
    path
}

/// What a command prints; it must succeed.
pub fn output(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{command:?}: {}\n{out}\n{err}", done.status);
    out.into_owned()
}

/// A folder with the shared library under the name that programs look for.
static STAGE: LazyLock<TempDir> = LazyLock::new(|| {
    let stage = TempDir::new().unwrap();
    for name in ["libkvinnofrid.so", "libkvinnofrid.so.1"] {
        fs::copy(library("so"), stage.path().join(name)).unwrap();
    }
    stage
});

/// A program from `source` (a path in this crate's folder), linked with the shared library.
pub fn compiled(source: &str, flags: &[&str]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let program = folder.path().join("program");
    let cpp = Path::new(source).extension().is_some_and(|extension| extension == "cpp");
    let (compiler, standard) = if cpp { ("g++", "-std=c++17") } else { ("gcc", "-std=c99") };
    let stage = STAGE.path();
    output(
        Command::new(compiler)
            .args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"])
            .args(flags)
            .arg("-I")
            .arg(home().join("include"))
            .arg(home().join(source))
            .arg("-o")
            .arg(&program)
            .arg("-L")
            .arg(stage)
            .args(["-lkvinnofrid", "-pthread"])
            .arg(format!("-Wl,-rpath,{}", stage.display())),
    );
    (folder, program)
}

/// What the command line prints.
pub fn command_line(args: &[&str]) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = kvinnofrid_cli::Streams {
        stdin: &mut std::io::empty(),
        stdout: &mut out,
        stderr: &mut err,
        terminal: kvinnofrid_cli::Terminal::default(),
    };
    // What is about rule files alone is about no programme, and other rules have one only.
    let is_of_none = matches!(args.first(), Some(&"check" | &"programmes")) || args.contains(&"--rules");
    let programme: &[&str] = if is_of_none { &[] } else { &["--programme", "stockholm/kvinnofrid"] };
    let code = kvinnofrid_cli::run([&["kvinnofrid"], args, programme].concat(), streams);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

/// The shipped records.
pub fn persons() -> String {
    repository().join("examples/data/personer.ndjson").display().to_string()
}
