//! Runs the corpus of cases on every surface. `UPDATE=1` replaces expectations that fail with the engine's output:
//! review the difference before committing it, since expectations are worked out by hand.

use std::fs;
use std::path::Path;

use kvinnofrid_tests::{C, CommandLine, Engine, Kind, Surface, run};

fn holds(kind: Kind) {
    let engine = Engine::default();
    let surfaces: [&dyn Surface; 3] = [&engine, &CommandLine, &C];
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let failures = run(kind, &surfaces, update);
    assert!(failures.is_empty(), "{} differ:\n\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn reports_are_as_the_cases_say() {
    holds(Kind::Report);
}

#[test]
fn classifications_are_as_the_cases_say() {
    holds(Kind::Classify);
}

#[test]
fn the_records_behind_figures_are_as_the_cases_say() {
    holds(Kind::Members);
}

#[test]
fn baselines_are_as_the_cases_say() {
    holds(Kind::Baseline);
}

#[test]
fn worklists_are_as_the_cases_say() {
    holds(Kind::Worklist);
}

#[test]
fn what_is_wrong_in_data_is_as_the_cases_say() {
    holds(Kind::Validate);
}

#[test]
fn what_changes_mean_is_as_the_cases_say() {
    holds(Kind::Diff);
}

#[test]
fn findings_are_as_the_cases_say() {
    holds(Kind::Diagnostics);
}

/// The number of known findings whose messages should be improved. It may only decrease.
const WANTING: usize = 0;

#[test]
fn findings_that_could_be_said_better_become_fewer() {
    holds(Kind::Wanting);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(Kind::Wanting.folder());
    let wanting = fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(wanting, WANTING, "lower WANTING with every case that is moved to good");
}
