//! What SECURITY.md names is there: constants in the files of their rows, tests, programs, files, and the counts of blocks
//! of unsafe code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn page() -> String {
    fs::read_to_string(root().join("SECURITY.md")).unwrap()
}

/// Returns what stands between backticks.
fn code(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Returns the cells of the table rows under the heading.
fn rows<'a>(page: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let section = page.split(&format!("\n## {heading}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    rows.map(|row| row.split(" | ").collect()).collect()
}

/// Returns the texts of all tests and programs of tests.
fn tests() -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = ["core/src", "tests", "bindings"].map(|folder| root().join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is = |extension: &str| path.extension().is_some_and(|e| e == extension);
            if path.is_dir() {
                folders.push(path);
            } else if is("rs") || is("py") {
                texts.push(fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

/// Returns the text of a file of a table: below `core/src`, or from the top.
fn source(file: &str) -> Option<String> {
    let under = [root().join("core/src").join(file), root().join(file)];
    under.iter().find_map(|path| fs::read_to_string(path).ok())
}

#[test]
fn every_constant_of_the_table_of_limits_is_in_the_file_of_its_row() {
    let page = page();
    let mut found = 0;
    for row in rows(&page, "Limits") {
        let [_, constants, files, _] = row[..] else { continue };
        if constants == "constant" {
            continue;
        }
        let sources: Vec<String> = code(files)
            .iter()
            .map(|file| source(file).unwrap_or_else(|| panic!("{file} is not there: {row:?}")))
            .collect();
        for constant in code(constants) {
            let declared = [format!("const {constant}:"), format!("const {constant} :")];
            let is_there =
                sources.iter().any(|source| declared.iter().any(|text| source.contains(text.as_str())));
            assert!(is_there, "{constant} is in none of {files}");
            found += 1;
        }
    }
    assert!(found > 40, "only {found} constants: has the table changed its form?");
}

#[test]
fn every_limit_that_a_call_can_set_is_in_the_table_with_its_numbers() {
    let page = page();
    let found: Vec<[String; 3]> = rows(&page, "Limits")
        .iter()
        .filter_map(|row| match row[..] {
            [name, default, highest, _] if default.parse::<u64>().is_ok() => {
                Some([code(name)[0], default, highest])
            }
            _ => None,
        })
        .map(|row| row.map(str::to_owned))
        .collect();
    let limits = kvinnofrid::limits::LIMITS.iter();
    let expected: Vec<[String; 3]> = limits
        .map(|limit| [limit.name.into(), limit.default().to_string(), limit.highest.to_string()])
        .collect();
    assert_eq!(found, expected);
}

/// Names of tests are sentences: they have at least three underscores.
#[test]
fn every_test_that_is_named_exists() {
    let page = page();
    let texts = tests();
    let is_name = |name: &&str| {
        name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && name.matches('_').count() >= 2
    };
    let named: Vec<&str> = code(&page).into_iter().filter(is_name).collect();
    assert!(named.len() > 25, "only {} tests are named", named.len());
    for name in named {
        let declared = [format!("fn {name}("), format!("def {name}("), format!("{name} =")];
        let is_there = texts.iter().any(|text| declared.iter().any(|d| text.contains(d.as_str())));
        // A lint is named in code too.
        assert!(is_there || name == "undocumented_unsafe_blocks", "there is no test `{name}`");
    }
}

#[test]
fn blocks_of_unsafe_code_are_as_many_as_the_table_says() {
    let page = page();
    let mut named = Vec::new();
    for row in rows(&page, "Unsafe code") {
        let [files, blocks, ..] = row[..] else { continue };
        let Some(counts) = blocks.split(", ").map(|n| n.parse().ok()).collect::<Option<Vec<usize>>>() else {
            continue;
        };
        let mut folder = String::new();
        let mut expected = counts.into_iter();
        for file in code(files) {
            // The second file of a row is in the folder of the first.
            let path = if file.contains('/') { file.to_owned() } else { format!("{folder}{file}") };
            folder = path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap();
            let path = if path.ends_with(".rs") { path } else { format!("{path}.rs") };
            let text = source(&path).unwrap_or_else(|| panic!("{path} is not there"));
            assert_eq!(text.matches("unsafe {").count(), expected.next().unwrap(), "{path}");
            named.push(path);
        }
    }
    assert!(named.len() > 15, "{named:?}");
}

#[test]
fn programs_in_c_and_files_that_are_named_exist() {
    let page = page();
    let places =
        ["", "core/src", "bindings/c/tests", "bindings/python/tests", "tests/tests", "bindings/c/src"];
    let mut found = 0;
    for name in code(&page) {
        let is_file = [".rs", ".c", ".py", ".supp", ".md", ".toml"].iter().any(|end| name.ends_with(end));
        if !is_file || name.contains([' ', '*']) {
            continue;
        }
        let exists = places.iter().any(|place| root().join(place).join(name).exists());
        assert!(exists, "{name} is not there");
        found += 1;
    }
    assert!(found > 30, "{found}");
}
