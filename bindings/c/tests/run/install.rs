//! A stranger's program against what is installed, three ways.

use super::stage::{command_line, home, library, output, persons};
use super::tools::there;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a program prints about the first of the shipped records.
fn said(program: &Path, libraries: Option<&Path>) -> String {
    let mut command = Command::new(program);
    if let Some(libraries) = libraries {
        command.env("LD_LIBRARY_PATH", libraries);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let records = fs::read_to_string(persons()).unwrap();
    child.stdin.take().unwrap().write_all(records.lines().next().unwrap().as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{}: {}", program.display(), done.status);
    String::from_utf8(done.stdout).unwrap()
}

fn flags(libraries: &Path, ask: &[&str]) -> Vec<String> {
    let said = output(
        Command::new("pkg-config")
            .args(ask)
            .arg("kvinnofrid")
            .env("PKG_CONFIG_PATH", libraries.join("pkgconfig")),
    );
    said.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn a_stranger_builds_against_the_prefix_three_ways() {
    if !there("cmake") || !there("pkg-config") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let (prefix, build) = (folder.path().join("prefix"), folder.path().join("build"));
    output(
        Command::new("cmake")
            .arg("-S")
            .arg(home())
            .arg("-B")
            .arg(&build)
            .arg(format!("-DKVF_BUILT={}", library("so").parent().unwrap().display()))
            .args(["-DCMAKE_INSTALL_LIBDIR=lib"])
            .arg(format!("-DCMAKE_INSTALL_PREFIX={}", prefix.display())),
    );
    output(Command::new("cmake").arg("--install").arg(&build));
    let libraries = prefix.join("lib");
    let version = output(
        Command::new("pkg-config")
            .args(["--modversion", "kvinnofrid"])
            .env("PKG_CONFIG_PATH", libraries.join("pkgconfig")),
    );
    assert_eq!(version.trim(), env!("CARGO_PKG_VERSION"));

    let first = folder.path().join("first.ndjson");
    fs::write(&first, fs::read_to_string(persons()).unwrap().lines().next().unwrap()).unwrap();
    let expected = command_line(&["classify", &first.display().to_string(), "--period", "2013"]);
    let source = home().join("tests/stranger.c");

    let shared = folder.path().join("shared");
    output(
        Command::new("gcc")
            .arg(&source)
            .arg("-o")
            .arg(&shared)
            .args(flags(&libraries, &["--cflags", "--libs"])),
    );
    assert_eq!(said(&shared, Some(&libraries)), expected, "pkg-config");

    let needed = output(Command::new("readelf").arg("-d").arg(&shared));
    assert!(needed.contains("libkvinnofrid.so.1"), "{needed}");

    let consumer = folder.path().join("consumer");
    fs::create_dir(&consumer).unwrap();
    fs::copy(&source, consumer.join("stranger.c")).unwrap();
    fs::write(
        consumer.join("CMakeLists.txt"),
        "cmake_minimum_required(VERSION 3.16)\nproject(stranger C)\nfind_package(kvinnofrid 0.1 REQUIRED)\n\
         add_executable(stranger stranger.c)\ntarget_link_libraries(stranger kvinnofrid::kvinnofrid)\n\
         add_executable(alone stranger.c)\ntarget_link_libraries(alone kvinnofrid::static)\n",
    )
    .unwrap();
    let out = consumer.join("out");
    output(
        Command::new("cmake")
            .arg("-S")
            .arg(&consumer)
            .arg("-B")
            .arg(&out)
            .arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())),
    );
    output(Command::new("cmake").arg("--build").arg(&out));
    assert_eq!(said(&out.join("stranger"), Some(&libraries)), expected, "find_package");
    fs::remove_file(libraries.join("libkvinnofrid.so")).unwrap();
    fs::remove_file(libraries.join("libkvinnofrid.so.1")).unwrap();
    // Nothing of ours is left to load.
    let alone = folder.path().join("alone");
    output(
        Command::new("gcc")
            .arg(&source)
            .arg("-o")
            .arg(&alone)
            .args(flags(&libraries, &["--static", "--cflags", "--libs"])),
    );
    assert_eq!(said(&alone, None), expected, "pkg-config --static");
    assert_eq!(said(&out.join("alone"), None), expected, "find_package, static");
}

#[test]
fn static_users_are_told_of_every_system_library() {
    let cmake = fs::read_to_string(home().join("CMakeLists.txt")).unwrap();
    let listed = cmake.split("else()\n  set(KVF_NATIVE_LIBS ").nth(1).unwrap().split(')').next().unwrap();
    let folder = TempDir::new().unwrap();
    let empty = folder.path().join("empty.rs");
    fs::write(&empty, "").unwrap();
    let done = Command::new("rustc")
        .args(["--crate-type", "staticlib", "--print", "native-static-libs"])
        .arg(&empty)
        .arg("--out-dir")
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let line = said
        .lines()
        .find_map(|line| line.split("native-static-libs: ").nth(1))
        .unwrap_or_else(|| panic!("{said}"));
    for needed in line.split_whitespace() {
        assert!(
            listed.split_whitespace().any(|named| named == needed),
            "CMakeLists.txt lacks {needed}: {line}"
        );
    }
}
