//! Small changes of the shipped editions' conditions: an example notices each, or the page says why none does.
//!
//! `tests/mutations.md` has the numbers of each edition and every change that is left. `UPDATE=1` rewrites it; replace the
//! `?` of a new row with the reason why no example is worth adding.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on fails")]

use kvinnofrid::Rules;
use kvinnofrid::mutate::EditionMutations;
use kvinnofrid::text::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const NUMBERS: &str =
    "| edition | tried | noticed | change no answer | out of reach | left |\n|---|---|---|---|---|---|\n";
const LEFT: &str = "| edition | where | change | why it is left |\n|---|---|---|---|\n";
/// Its examples take longer than all others together.
const LARGEST: &str = "stockholm/kvinnofrid/2012-2014";
const OTHERS: [&str; 8] = [
    "kolada/valdsutsatta/2026-03",
    "kungsholmen/handlingsprogram/odaterad",
    "region-stockholm/strategi/2016-2020",
    "region-stockholm/strategi/2020-2026",
    "solna/handlingsplan/2021",
    "stockholm/kvinnofrid/2007-2010",
    "stockholm/kvinnofrid/2017-2020",
    "stockholm/kvinnofrid/2021-2025",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// The rows of the page: the numbers of each edition, and of each change that is left its reason.
#[derive(Default)]
struct Page {
    before: String,
    between: String,
    numbers: BTreeMap<String, String>,
    left: BTreeMap<(String, String, String), String>,
}

impl Page {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("tests/mutations.md")).unwrap();
        let (before, rest) = text.split_once(NUMBERS).unwrap();
        let (numbers, rest) = rest.split_once("\n## ").unwrap();
        let (between, left) = rest.split_once(LEFT).unwrap();
        let cells = |line: &str| -> Vec<String> {
            line.trim_start_matches("| ").trim_end_matches(" |").split(" | ").map(str::to_owned).collect()
        };
        let numbers = numbers.lines().map(|line| (cells(line)[0].clone(), line.to_owned())).collect();
        let left = left.lines().map(|line| {
            let [edition, place, change, why] = cells(line).try_into().unwrap_or_else(|_| panic!("{line}"));
            ((edition, place, change), why)
        });
        Self { before: before.to_owned(), between: format!("## {between}"), numbers, left: left.collect() }
    }

    fn write(&self) {
        let mut text = format!("{}{NUMBERS}", self.before);
        self.numbers.values().for_each(|line| text.push_str(&format!("{line}\n")));
        write!(text, "\n{}{LEFT}", self.between).unwrap();
        for ((edition, place, change), why) in &self.left {
            writeln!(text, "| {edition} | {place} | {change} | {why} |").unwrap();
        }
        fs::write(root().join("tests/mutations.md"), text).unwrap();
    }
}

fn numbers(found: &EditionMutations) -> String {
    format!(
        "| {} | {} | {} | {} | {} | {} |",
        found.edition,
        found.tried(),
        found.noticed,
        found.equivalent,
        found.out_of_reach,
        found.mutants.len()
    )
}

/// Tries the changes of some editions, and compares what is left with the page.
fn holds(folders: &[&str]) {
    let mut page = Page::read();
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for folder in folders {
        let rules = Rules::open(root().join("rules").join(folder)).unwrap();
        for found in rules.mutations().unwrap().editions {
            let mut left: BTreeMap<(String, String, String), String> = BTreeMap::new();
            for mutant in &found.mutants {
                let place = format!("{}:{}", mutant.place.short_file(), mutant.place.line);
                let change = mutant.line(Lang::Sv).replace('|', "\\|");
                let key = (found.edition.clone(), place, change);
                let why = page.left.get(&key).cloned().unwrap_or_else(|| "?".to_owned());
                left.insert(key, why);
            }
            let line = numbers(&found);
            if !update && page.numbers.get(&found.edition) != Some(&line) {
                wrong.push(line.clone());
            }
            if !update && left.values().any(|why| why.trim_matches('?').is_empty()) {
                wrong.push(format!("{left:#?}"));
            }
            page.numbers.insert(found.edition.clone(), line);
            page.left.retain(|(edition, ..), _| *edition != found.edition);
            page.left.extend(left);
        }
    }
    if update {
        page.write();
    }
    assert!(
        wrong.is_empty(),
        "tests/mutations.md does not say so (UPDATE=1 rewrites it):\n{}",
        wrong.join("\n")
    );
}

#[test]
fn an_example_notices_every_small_change_or_the_page_says_why_not() {
    holds(&OTHERS);
}

#[test]
#[ignore = "a minute: .ci/run has it"]
fn an_example_notices_every_small_change_of_the_largest_edition() {
    holds(&[LARGEST]);
}

#[test]
fn every_edition_is_tried() {
    let mut editions: Vec<String> = Vec::new();
    for city in
        fs::read_dir(root().join("rules")).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_dir())
    {
        for programme in fs::read_dir(&city).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_dir()) {
            for edition in fs::read_dir(&programme).unwrap().map(|it| it.unwrap().path()) {
                let own = edition.strip_prefix(root().join("rules")).unwrap();
                editions.push(own.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    editions.sort();
    let mut tried: Vec<String> = OTHERS.iter().chain([&LARGEST]).map(|&it| it.to_owned()).collect();
    tried.sort();
    assert_eq!(editions, tried);
}
