//! The header, the exported names and the numbers say the same as the sources.

use super::stage::{home, library, output};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

/// The sources in the order in which a reader of the header meets them.
const SOURCES: [&str; 14] = [
    "version",
    "status",
    "text",
    "error",
    "rejected",
    "rules",
    "programme",
    "input",
    "options",
    "tables",
    "classify",
    "explain",
    "schema",
    "partial",
];

fn generated() -> String {
    let config = cbindgen::Config::from_file(home().join("cbindgen.toml")).unwrap();
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(home().join(format!("src/{source}.rs")));
    }
    let mut header = Vec::new();
    builder.generate().unwrap().write(&mut header);
    let header = String::from_utf8(header).unwrap();
    // A call changes these, if behind a lock, and C's readers take `const` for a promise that it does not.
    header.replace("const kvf_options *", "kvf_options *").replace("const kvf_partial *", "kvf_partial *")
}

fn header() -> String {
    fs::read_to_string(home().join("include/kvinnofrid.h")).unwrap_or_default()
}

#[test]
fn the_header_is_what_the_sources_say() {
    let made = generated();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(home().join("include/kvinnofrid.h"), &made).unwrap();
    }
    assert!(header() == made, "include/kvinnofrid.h is not what the sources say; UPDATE=1 rewrites it");
}

/// The names that the header declares as functions.
fn declared() -> BTreeSet<String> {
    let header = header();
    let mut names = BTreeSet::new();
    let mut comment = false;
    for line in header.lines() {
        comment |= line.trim_start().starts_with("/*");
        if !comment && !line.starts_with('#') && !line.starts_with("typedef") {
            let before = line.split('(').next().filter(|before| *before != line).unwrap_or_default();
            let name = before.rsplit([' ', '*']).next().unwrap_or_default();
            if name.starts_with("kvf_") {
                names.insert(name.to_owned());
            }
        }
        comment &= !line.trim_end().ends_with("*/");
    }
    assert!(names.len() > 40, "{names:?}");
    names
}

#[test]
fn every_function_of_the_header_is_exported_and_nothing_else() {
    let listed = output(Command::new("nm").args(["-D", "--defined-only", "-P"]).arg(library("so")));
    let exported: BTreeSet<String> =
        listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    let path = home().join("tests/symbols.txt");
    let list: String = exported.iter().map(|name| format!("{name}\n")).collect();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &list).unwrap();
    }
    assert_eq!(list, fs::read_to_string(path).unwrap_or_default(), "tests/symbols.txt; UPDATE=1 rewrites it");
    assert_eq!(exported, declared());
}

#[test]
fn every_comment_tells_of_threads_or_fails_never_and_since_when() {
    let header = header();
    for name in declared() {
        let call = format!("{name}(");
        let at = header.match_indices(&call).map(|(at, _)| at).find(|at| {
            let line = header.get(..*at).unwrap().rsplit('\n').next().unwrap();
            !line.trim_start().starts_with(['*', '/'])
        });
        let before = header.get(..at.unwrap()).unwrap();
        let comment = before.get(before.rfind("/**").unwrap()..).unwrap();
        assert!(comment.contains("Since 0."), "{name}: since when?");
        if !name.ends_with("_free") {
            assert!(comment.contains("thread"), "{name}: which threads?");
            assert!(
                comment.contains("Returns KVF_") || comment.contains("Never fails"),
                "{name}: what does it answer?"
            );
        }
        assert!(comment.contains("NULL") || name.contains("version"), "{name}: what of NULL?");
    }
}

#[test]
fn the_soname_and_cargo_c_carry_the_abi_number() {
    let number = header()
        .lines()
        .find_map(|line| line.strip_prefix("#define KVF_ABI_VERSION ").map(str::to_owned))
        .unwrap();
    let manifest = fs::read_to_string(home().join("Cargo.toml")).unwrap();
    assert!(
        manifest.contains(&format!("\nversion = \"{number}.0.0\"\n")),
        "Cargo.toml, package.metadata.capi.library"
    );
    let cmake = fs::read_to_string(home().join("CMakeLists.txt")).unwrap();
    assert!(cmake.contains(&format!("set(KVF_ABI_VERSION {number})")), "CMakeLists.txt");
    let dynamic = output(Command::new("readelf").arg("-d").arg(library("so")));
    assert!(dynamic.contains(&format!("[libkvinnofrid.so.{number}]")), "{dynamic}");
}
