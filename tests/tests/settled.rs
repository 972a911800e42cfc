//! Every comparison in every edition's conditions is supported by a passage of a source or by a reading.
//!
//! `tests/settled` has a table for each edition: the location of a comparison, the comparison, and what settles it. The
//! test fails for a comparison without a row, a row without a comparison, and a reading or passage that does not exist.
//! `UPDATE=1` adds and removes rows; replace the `?` of a new row with what settles it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on fails")]

mod atoms;

use atoms::{Atom, atoms, functions};
use kvinnofrid::{Edition, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const HEAD: &str = "| where | comparison | settled by |\n|---|---|---|\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Returns the rule files in a folder, without examples.
fn texts(folder: &str) -> Vec<String> {
    let folder = root().join("rules").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let is_rule = |path: &&PathBuf| !path.to_string_lossy().ends_with(".exempel.rhai");
    files.iter().filter(is_rule).map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Returns the comparisons in a folder's conditions, in file order.
fn decided(folder: &str) -> Vec<Atom> {
    let texts = texts(folder);
    let own: BTreeSet<String> = texts.iter().flat_map(|text| functions(text)).collect();
    texts.iter().flat_map(|text| atoms(text, &own)).collect()
}

/// The table of a folder: its introduction and its rows.
struct Table {
    path: PathBuf,
    before: String,
    rows: BTreeMap<Atom, String>,
}

impl Table {
    fn of(folder: &str) -> Self {
        let path = root().join("tests/settled").join(format!("{}.md", folder.replace('/', "+")));
        let text = fs::read_to_string(&path).unwrap_or_default();
        let (before, rows) = text.split_once(HEAD).unwrap_or((&text, ""));
        let row = |line: &str| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [within, text, by] = cells[..] else { panic!("{}: {line}", path.display()) };
            let text = text.trim_matches('`').to_owned();
            (Atom { within: within.to_owned(), text }, by.to_owned())
        };
        let rows = rows.lines().map(row).collect();
        Self { before: before.to_owned(), rows, path }
    }

    fn write(&self, decided: &[Atom]) {
        let mut text = format!("{}{HEAD}", self.before);
        for atom in decided {
            let by = self.rows.get(atom).map_or("?", String::as_str);
            let _ = writeln!(text, "| {} | `{}` | {by} |", atom.within, atom.text);
        }
        fs::write(&self.path, text).unwrap();
    }
}

/// Returns why `by` settles nothing in `edition`, if so.
fn unsettled(edition: &Edition, by: &str) -> Option<String> {
    let model = edition.model();
    by.split("; ").find_map(|one| match one.split_once(": ") {
        Some((source, passage)) => {
            let found = model.sources.iter().find(|it| it.id == source);
            let quotes = found.is_some_and(|it| it.passages.iter().any(|(name, _)| name == passage));
            (!quotes).then(|| format!("there is no passage `{passage}` of `{source}`"))
        }
        None => {
            let reading = model.interpretations.iter().any(|it| it.id == one);
            (!reading).then(|| format!("there is no reading `{one}`"))
        }
    })
}

fn editions() -> Vec<Arc<Edition>> {
    let programmes = Rules::embedded().programmes();
    programmes.iter().flat_map(|programme| programme.editions().to_vec()).collect()
}

/// Compares the comparisons of `folder` with its table, and checks each settlement with `judge`.
fn holds(folder: &str, judge: impl Fn(&Atom, &str) -> Option<String>) -> Vec<String> {
    let (decided, table) = (decided(folder), Table::of(folder));
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") && !decided.is_empty() {
        table.write(&decided);
    }
    let mut wrong = Vec::new();
    for atom in &decided {
        let why = match table.rows.get(atom) {
            None => Some("nothing settles it".to_owned()),
            Some(by) => judge(atom, by),
        };
        wrong.extend(why.map(|why| format!("{folder}, {}: `{}`: {why}", atom.within, atom.text)));
    }
    let stale = table.rows.keys().filter(|atom| !decided.contains(atom));
    wrong.extend(
        stale.map(|atom| format!("{folder}, {}: `{}` is not there any more", atom.within, atom.text)),
    );
    wrong
}

#[test]
fn every_comparison_of_an_edition_stands_on_a_passage_or_a_reading() {
    let mut wrong = Vec::new();
    for edition in editions() {
        let folder = edition.id().replace('@', "/");
        wrong.extend(holds(&folder, |_, by| unsettled(&edition, by)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A shared function is not settled by itself: a comment above it states its purpose, and each call is settled.
#[test]
fn every_comparison_of_the_shared_files_is_what_its_function_or_grouping_says() {
    let texts = texts("gemensamt").concat();
    let described = |within: &str| {
        let before = texts.split(&format!("\n{within}(")).next().unwrap().lines().next_back();
        before.is_some_and(|line| line.starts_with("//"))
    };
    let edition = &editions()[0];
    let wrong = holds("gemensamt", |atom, by| match by {
        "funktionen" if atom.within.starts_with("fn ") => {
            (!described(&atom.within)).then(|| "no comment says what the function is for".to_owned())
        }
        "namnet" if atom.within.starts_with("gruppering ") => None,
        by => unsettled(edition, by),
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_comparison_is_found_wherever_a_condition_may_hide_it() {
    let text = r#"
// p.kön == "man" in a comment decides nothing.
fn räknas(v) { if vald("t") == "a" { v.pågående } else { !(v.grad == "konstaterat") && egen(v, v.till == ()) } }
fn egen(v, ja) { ja || delad(v) }
målgrupp("g", #{ namn: "|p| p.kön", post: "person",
    villkor: enligt("t", #{ a: |p| p.våld.some(|v| räknas(v) && v.från in period), b: |p| p.kön in ["man", "annat"] }),
});
"#;
    let found = atoms(text, &functions(text));
    let found: Vec<String> = found.iter().map(|atom| format!("{}: {}", atom.within, atom.text)).collect();
    assert_eq!(
        found,
        [
            "fn räknas: v.pågående",
            r#"fn räknas: v.grad == "konstaterat""#,
            "fn räknas: v.till == ()",
            "fn egen: delad(v)",
            "målgrupp g: v.från in period",
            r#"målgrupp g: p.kön in ["man", "annat"]"#,
        ]
    );
}

#[test]
fn what_settles_a_comparison_has_to_exist() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    assert_eq!(unsettled(&edition, "åldersdag; S3: Målgrupp 1"), None);
    assert_eq!(unsettled(&edition, "?").unwrap(), "there is no reading `?`");
    let wrong = unsettled(&edition, "åldersdag; S3: Målgrupp 9").unwrap();
    assert_eq!(wrong, "there is no passage `Målgrupp 9` of `S3`");
}
