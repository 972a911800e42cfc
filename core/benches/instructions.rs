//! The instructions of the main operations, counted by Valgrind's callgrind: reproducible to 0.1 % regardless of the
//! load of the machine, so that it detects changes of a few per cent that timing would not.
//!
//! `cargo bench -p kvinnofrid --features arrow --bench instructions` counts, and prints what has changed since
//! `instructions.txt` was written; `UPDATE=1` rewrites it. The name of an operation as argument counts only that one.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark may stop, and tells what it found")]

use kvinnofrid::document::Document;
use kvinnofrid::notes::Oddities;
use kvinnofrid::record::Decoder;
use kvinnofrid::{Classification, Classifier, Options, Period, Rules};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use typed::RECORD;

/// Re-exports under the module names that `build`, a file of core, uses.
#[cfg(feature = "arrow")]
mod language {
    pub(crate) use kvinnofrid::{date, types};
}

#[allow(dead_code, reason = "only the record is needed")]
#[path = "person/typed.rs"]
mod typed;

// The record batches are built by the code that the tests use, which names the modules as the library does.
#[cfg(feature = "arrow")]
#[allow(dead_code, reason = "only some shapes are counted")]
#[path = "../src/arrow/tests/build.rs"]
mod build;

/// The name of an operation, the number of records it processes, and the operation.
type Errand = (&'static str, u64, fn());

const ERRANDS: &[Errand] = &[
    ("decode", 1, decode),
    ("classify", 1, classify),
    ("classify_parsed", 1, classify_parsed),
    ("load", 1, load),
    #[cfg(feature = "arrow")]
    ("count_dense", arrow::PERSONS, arrow::count_dense),
    #[cfg(feature = "arrow")]
    ("count_sparse", arrow::PERSONS, arrow::count_sparse),
    #[cfg(feature = "arrow")]
    ("count_small", arrow::FEW_PERSONS, arrow::count_small),
];

/// Callgrind counts from entering to leaving this function, and nothing else.
#[inline(never)]
fn counted<T>(work: impl FnOnce() -> T) -> T {
    black_box(work())
}

fn options() -> Options {
    let periods = vec![Period::parse("2013").unwrap()];
    Options { periods, by: vec!["stadsdel".into()], ..Options::default() }
}

/// Loads the embedded rules and builds a classifier.
fn loaded() -> Classifier {
    let programme = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
    let options = Options { by: Vec::new(), ..options() };
    programme.edition("2012-2014").unwrap().classifier(&options).unwrap()
}

/// Decodes one record of JSON into a document.
fn decode() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let layout = Arc::new(edition.schema().layout().clone());
    let mut odd = Oddities::default();
    let mut document = Document::new(&layout);
    let mut decoder = Decoder::new(layout);
    decoder.read(RECORD.as_bytes(), 1, &mut document, &mut odd).unwrap();
    counted(|| decoder.read(black_box(RECORD.as_bytes()), 1, &mut document, &mut odd)).unwrap();
}

/// Classifies one record of JSON, reusing the allocations of an earlier result.
fn classify() {
    let (mut classifier, mut answer) = (loaded(), Classification::default());
    classifier.classify_into(RECORD.as_bytes(), 1, &mut answer).unwrap();
    counted(|| classifier.classify_into(black_box(RECORD.as_bytes()), 1, &mut answer)).unwrap();
    assert_eq!(answer.groups[0].1, Some(true));
}

/// Classifies one decoded record, reusing the allocations of an earlier result.
fn classify_parsed() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let layout = Arc::new(edition.schema().layout().clone());
    let mut odd = Oddities::default();
    let mut document = Document::new(&layout);
    Decoder::new(layout).read(RECORD.as_bytes(), 1, &mut document, &mut odd).unwrap();
    let (mut classifier, mut answer) = (loaded(), Classification::default());
    classifier.classify_document_into(&document, 1, &mut answer).unwrap();
    counted(|| classifier.classify_document_into(black_box(&document), 1, &mut answer)).unwrap();
    assert_eq!(answer.groups[0].1, Some(true));
}

/// Reads, checks and compiles the rule files, for the first time in the process.
fn load() {
    counted(loaded);
}

#[cfg(feature = "arrow")]
mod arrow {
    use super::{Rules, black_box, build, counted, options};
    use kvinnofrid::sample::{Sample, SampleOptions};

    pub(super) const PERSONS: u64 = 16_384;
    /// As many as other engines hand out at a time.
    pub(super) const FEW_PERSONS: u64 = 2048;

    pub(super) fn count_dense() {
        count(PERSONS, 900);
    }

    pub(super) fn count_sparse() {
        count(PERSONS, 30);
    }

    pub(super) fn count_small() {
        count(FEW_PERSONS, 900);
    }

    /// Counts the fifteen indicators by district from one batch with dictionary-encoded texts.
    fn count(persons: u64, affected_per_mille: u16) {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let sample =
            SampleOptions { persons, affected_per_mille, missing_per_mille: 0, ..SampleOptions::default() };
        let mut line = String::new();
        let sample = Sample::new(sample).unwrap();
        let records = sample.persons().map(|person| {
            line.clear();
            person.write_json(&mut line);
            serde_json::from_str(&line).unwrap()
        });
        let records: Vec<serde_json::Value> = records.collect();
        let shape = build::Shape { texts: build::Texts::Dictionary32, ..build::PLAIN };
        let batch = build::batch(edition.schema().layout(), &records, shape);
        let mut counter = edition.counter(&options()).unwrap();
        counted(|| counter.add_batch(black_box(&batch))).unwrap();
        assert_eq!(counter.records(), persons);
    }
}

/// Returns the number of instructions of an operation, run in a process of its own under callgrind.
fn instructions(errand: &str) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=instructions::counted*"])
        .arg(format!("--callgrind-out-file={}", folder.path().join("callgrind.out").display()))
        .arg(std::env::current_exe().unwrap())
        .args(["--errand", errand])
        .output()
        .unwrap_or_else(|error| stop(&format!("valgrind is needed: {error}")));
    let outcome = String::from_utf8_lossy(&output.stderr);
    let collected = outcome.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    match collected {
        Some(number) if output.status.success() && number > 0 => number,
        _ => stop(&format!("{errand} was not counted:\n{outcome}")),
    }
}

/// Exits with a message.
#[allow(clippy::exit, clippy::print_stderr, reason = "a benchmark that can't be made says why")]
fn stop(why: &str) -> ! {
    eprintln!("{why}");
    std::process::exit(1)
}

/// Returns the recorded counts of the file, by operation.
fn before(path: &Path) -> BTreeMap<String, u64> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    lines.filter_map(|(name, number)| Some((name.to_owned(), number.trim().parse().ok()?))).collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let named = |name: &str| ERRANDS.iter().find(|(errand, ..)| *errand == name);
    if let [flag, name] = arguments.as_slice()
        && flag == "--errand"
        && let Some((_, _, errand)) = named(name)
    {
        errand();
        return;
    }
    if let Some(unknown) = arguments.iter().find(|name| named(name).is_none()) {
        let names: Vec<&str> = ERRANDS.iter().map(|(name, ..)| *name).collect();
        stop(&format!("there is no errand {unknown}; there are {}", names.join(", ")));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.txt");
    let mut numbers = before(&path);
    println!("{:<16} {:>13} {:>12} {:>8}", "errand", "instructions", "a record", "since");
    for (name, records, _) in ERRANDS {
        if !arguments.is_empty() && !arguments.iter().any(|asked| asked == name) {
            continue;
        }
        let now = instructions(name);
        let since =
            numbers.insert((*name).to_owned(), now).map(|then| (now as f64 / then as f64 - 1.0) * 100.0);
        let since = since.map_or_else(|| "new".to_owned(), |percent| format!("{percent:+.1} %"));
        println!("{name:<16} {now:>13} {:>12} {since:>8}", now / records);
    }
    if std::env::var_os("UPDATE").is_some() {
        let mut text = String::new();
        for (name, ..) in ERRANDS {
            if let Some(number) = numbers.get(*name) {
                writeln!(text, "{name} {number}").unwrap();
            }
        }
        std::fs::write(path, text).unwrap();
    }
}
