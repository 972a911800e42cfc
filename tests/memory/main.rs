//! How much memory hostile inputs take: at most the factor and the constant of the table in SECURITY.md, or they are
//! refused.
//!
//! A program of its own, since it counts every allocation of the process: one test at a time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop, and shows what it measured"
)]
#![allow(unsafe_code, reason = "an allocator that counts is unsafe to implement")]

mod allocator;
mod inputs;

use inputs::Input;
use kvinnofrid::Lang;
use kvinnofrid::output::{Format, write_to};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const MIB: u64 = 1 << 20;

/// The bound of a kind of input: bytes for each byte of the input, and bytes beside them.
struct Bound {
    kind: String,
    factor: u64,
    constant: u64,
}

/// Reads the bounds of the table in SECURITY.md, whose rows are `| kind | factor | MiB |`.
fn bounds() -> Vec<Bound> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../SECURITY.md");
    let page = fs::read_to_string(page).unwrap();
    let section = page.split("\n## Memory\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let bound = |row: &str| {
        let mut cells = row.split(" | ");
        let kind = cells.next()?.to_owned();
        let mut number = || cells.next()?.parse::<u64>().ok();
        Some(Bound { kind, factor: number()?, constant: number()? * MIB })
    };
    rows.filter_map(bound).collect()
}

#[test]
fn hostile_inputs_take_no_more_memory_than_security_says() {
    let bounds = bounds();
    let mut beyond = String::new();
    let mut tried = Vec::new();
    inputs::each(|Input { kind, name, bytes }, work| {
        let bound = bounds.iter().find(|bound| bound.kind == kind);
        let bound = bound.unwrap_or_else(|| panic!("SECURITY.md has no bound for {kind}"));
        let peak = allocator::peak_of(work);
        let most = bound.factor * bytes as u64 + bound.constant;
        let used = peak.saturating_sub(bound.constant) as f64 / bytes.max(1) as f64;
        println!("{kind:<16} {name:<44} {:>9} KiB {:>9} KiB {used:>8.1}", bytes >> 10, peak >> 10);
        if peak > most {
            let _ =
                writeln!(beyond, "{kind}: {name} of {bytes} bytes took {peak}, and at most {most} is said");
        }
        tried.push(kind);
    });
    for bound in &bounds {
        assert!(tried.iter().any(|kind| *kind == bound.kind), "nothing was tried of {}", bound.kind);
    }
    assert!(beyond.is_empty(), "{beyond}");
}

/// The memory for records is that of those counted together, at most 8 192, and of the keys: four times as many take their keys more.
#[test]
fn records_take_the_memory_of_their_keys() {
    let few = inputs::many_records(10_000);
    let many = inputs::many_records(40_000);
    let [few, many] = [&few, &many].map(|lines| {
        allocator::peak_of(|| inputs::count(lines));
        allocator::peak_of(|| inputs::count(lines))
    });
    // Keys of 16 bytes, in a table that is at most seven eighths full and is copied where it grows.
    let keys = 30_000 * 16 * 8 / 7 * 3;
    assert!(few < 4 * MIB, "10 000 records take {few} bytes");
    assert!(many < few + keys + MIB, "10 000 records take {few} bytes, 40 000 take {many}");
}

/// A report is written row by row: beside its figures there are two numbers for each row, and a buffer.
#[test]
fn a_report_of_any_size_is_written_in_little_memory() {
    let report = inputs::report_of(500);
    let rows = report.rows.len() as u64;
    assert!(rows > 15_000, "{rows}");
    for format in [Format::Text, Format::Csv, Format::Json] {
        let peak = allocator::peak_of(|| write_to(&report, format, Lang::Sv, &mut std::io::sink()).unwrap());
        println!("{format:?} of {rows} rows: {} KiB", peak >> 10);
        assert!(peak < rows * 32 + MIB / 2, "{format:?} of {rows} rows took {peak}");
    }
}

/// A validation reads on whatever is wrong, in memory that does not grow with it.
#[test]
fn a_validation_takes_the_same_memory_of_any_number_of_faults() {
    let few = inputs::wrong_records(2_000);
    let many = inputs::wrong_records(20_000);
    let [few, many] = [&few, &many].map(|lines| {
        allocator::peak_of(|| inputs::validate(lines));
        allocator::peak_of(|| inputs::validate(lines))
    });
    println!("validation of 2 000 records: {} KiB, of 20 000: {} KiB", few >> 10, many >> 10);
    assert!(many < few + MIB / 8, "2 000 records take {few} bytes, 20 000 take {many}");
}
