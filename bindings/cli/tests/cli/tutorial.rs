//! The page for authors of rules, `rules/LASMIG.md`: its commands are run and its rules written, in order.

use crate::kvinnofrid;
use std::fs;
use std::path::Path;

const PAGE: &str = include_str!("../../../../rules/LASMIG.md");

/// Runs the commands of a block; each line below a command is a part of what it writes.
fn run(block: &str, folder: &Path) {
    let mut said = String::new();
    for line in block.lines() {
        let Some(command) = line.strip_prefix("$ kvinnofrid ") else {
            assert!(said.contains(line), "`{line}` is not in:\n{said}");
            continue;
        };
        // The page names the folder and the file of the author.
        let arguments: Vec<String> = command
            .split(' ')
            .map(|word| match word {
                "regler" | "personer.ndjson" | "bok" => folder.join(word).display().to_string(),
                word => word.to_owned(),
            })
            .collect();
        let ran = kvinnofrid(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        // Differences are findings, and so ends `diff`.
        let code = u8::from(command.starts_with("diff "));
        assert!(ran.code == code, "{command}: {}{}", ran.out, ran.err);
        said = ran.out;
    }
}

#[test]
fn the_first_hour_of_an_author_is_as_the_page_says() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("regler/stockholm/kvinnofrid/2026-2028");
    let mut ran = 0;
    for block in PAGE.split("\n```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').unwrap();
        match language.split_once(' ') {
            Some(("rhai", file)) => {
                let path = rules.join(file);
                let before = fs::read_to_string(&path).unwrap_or_default();
                let space = if before.is_empty() { "" } else { "\n" };
                fs::write(&path, format!("{before}{space}{text}\n")).unwrap();
            }
            _ => run(text, folder.path()),
        }
        ran += 1;
    }
    assert!(ran > 10, "{ran} blocks");
}
