//! Conditions evaluate as in Rhai's own interpreter, or are rejected; also when evaluated for a table by columns.
//!
//! Conditions and records are random. `PROPTEST_CASES` sets the number of conditions.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that can't go on fails")]

// Shared with core, which it names by module: see `language` in main.rs.
#[allow(dead_code, reason = "only some shapes are tried")]
#[path = "../../core/src/arrow/tests/build.rs"]
mod build;
mod choices;
mod condition;
mod fields;
mod record;
mod reference;

use crate::one_rule;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use choices::Choices;
use condition::Rule;
use kvinnofrid::diagnostic::{Code, code};
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::text::Lang;
use kvinnofrid::{Options, Period};
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use reference::{Answer, Fault};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of records for which each condition is evaluated.
const RECORDS_EACH: usize = 6;

/// Statistics of the comparisons.
#[derive(Debug, Default)]
struct Tally {
    conditions: u32,
    rejected: BTreeMap<String, u32>,
    /// One rejected condition for each code, and the reason.
    examples: BTreeMap<String, String>,
    answers: BTreeMap<&'static str, u32>,
}

impl Tally {
    fn note(&mut self, what: &'static str) {
        *self.answers.entry(what).or_default() += 1;
    }
}

/// Compares the engine with the reference on one condition and several records.
fn compare(choices: &[u16], people: &[Vec<u16>], fault: Fault, tally: &mut Tally) -> Result<(), String> {
    let choices = &mut Choices::new(choices);
    let complete = !choices.one_in(2);
    let rule = condition::rule(choices, complete);
    let Rule { before, condition } = &rule;
    let interpreter = reference::interpreter(fault);
    let compiled = reference::compile(&interpreter, before, condition)
        .map_err(|e| format!("Rhai can't read the condition: {e}\n{before}{condition}"))?;
    tally.conditions += 1;
    let edition = match one_rule::edition(before, condition) {
        Ok(edition) => edition,
        Err(Error::Rules(findings)) => {
            for finding in findings.errors() {
                *tally.rejected.entry(finding.code.0.to_owned()).or_default() += 1;
                tally.examples.entry(finding.code.0.to_owned()).or_insert_with(|| {
                    format!(
                        "{}: {}
{before}{condition}",
                        finding.code.0,
                        finding.message.get(Lang::En)
                    )
                });
            }
            return Ok(());
        }
        Err(other) => return Err(format!("{other}\n{before}{condition}")),
    };
    let mut evaluated = Vec::new();
    for person in people {
        let record = record::person(&mut Choices::new(person), complete);
        let theirs = reference::ask(&interpreter, &compiled, &record);
        let ours = one_rule::answer(&edition, &record.to_string(), "2013");
        let differ = |ours: &str| {
            Err(format!(
                "the engine and Rhai differ\n{before}{condition}\n{record}\nengine: {ours}\nRhai:   {theirs:?}"
            ))
        };
        match (&ours, &theirs) {
            (Ok((Some(ours), _)), Answer::Value(theirs)) if ours == theirs => {
                tally.note(if *ours { "true" } else { "false" });
            }
            (Err(Error::Evaluate(_)), Answer::Arithmetic) => tally.note("arithmetic error"),
            // Rhai evaluates arguments and the values of `let` and `map` even if they are not used; the engine does
            // not. If Rhai fails, the engine's result is unspecified.
            (Ok((Some(_), _)), Answer::Arithmetic) if rule.computes_ahead() => {
                tally.note("error not reached");
            }
            (Ok((ours, missing)), _) => return differ(&format!("{ours:?}, missing {missing:?}")),
            (Err(ours), _) => return differ(&ours.to_string()),
        }
        // A failing computation in any row is an error for the whole table, so such records are left out.
        evaluated.extend(ours.ok().map(|(belongs, _)| (record, belongs)));
    }
    let (records, expected): (Vec<Value>, Vec<Option<bool>>) = evaluated.into_iter().unzip();
    let of_table = classes_of_table(&edition, &records).map_err(|e| format!("{e}\n{before}{condition}"))?;
    if of_table != expected {
        return Err(format!(
            "a table is evaluated differently\n{before}{condition}\n{records:?}\n{of_table:?}\n{expected:?}"
        ));
    }
    Ok(())
}

/// Classifies all records at once, as a table.
fn classes_of_table(edition: &Arc<Edition>, records: &[Value]) -> Result<Vec<Option<bool>>, Error> {
    let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    let table = build::batch(edition.schema().layout(), records, build::PLAIN);
    let classes = edition.classifier(&options)?.classify_batch(&table)?;
    let belongs = classes.column(1).as_boolean();
    Ok((0..belongs.len()).map(|row| belongs.is_valid(row).then(|| belongs.value(row))).collect())
}

impl Rule {
    fn computes_ahead(&self) -> bool {
        ["let ", "hjälp", "map(", "filter("].iter().any(|word| self.condition.contains(word))
    }
}

fn run(cases: u32, shrinking: u32, fault: Fault) -> (Result<(), String>, Tally) {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: shrinking, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let person = || proptest::collection::vec(any::<u16>(), 0..90);
    let input = (
        proptest::collection::vec(any::<u16>(), 4..160),
        proptest::collection::vec(person(), 1..=RECORDS_EACH),
    );
    let tally = RefCell::new(Tally::default());
    let result = runner.run(&input, |(choices, people)| {
        compare(&choices, &people, fault, &mut tally.borrow_mut()).map_err(TestCaseError::fail)
    });
    let result = result.map_err(|error| match error {
        proptest::test_runner::TestError::Fail(reason, _) => reason.to_string(),
        proptest::test_runner::TestError::Abort(reason) => format!("aborted: {reason}"),
    });
    (result, tally.into_inner())
}

#[test]
fn conditions_mean_what_they_mean_to_rhai() {
    let cases = Config::default().cases;
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { cases } else { 512 };
    let (result, tally) = run(cases, 3000, Fault::None);
    if let Err(difference) = result {
        panic!("{difference}");
    }
    // The engine may reject a condition that Rhai accepts only if it is too large once functions are inlined, or if a
    // computation fails for every record.
    let rejected = |code: Code| tally.rejected.get(code.0).copied().unwrap_or(0);
    let (too_complex, not_computable) = (rejected(code::TOO_COMPLEX), rejected(code::NOT_COMPUTABLE));
    let all: u32 = tally.rejected.values().sum();
    assert_eq!(too_complex + not_computable, all, "conditions were rejected: {tally:?}");
    assert!(too_complex * 100 <= tally.conditions, "too many conditions were rejected: {tally:?}");
    assert!(not_computable * 20 <= tally.conditions, "too many conditions were rejected: {tally:?}");
    let seen = |what: &str| tally.answers.get(what).copied().unwrap_or(0);
    let all: u32 = tally.answers.values().sum();
    // The comparison proves little if one result is rare.
    assert!(seen("true") * 5 >= all && seen("false") * 5 >= all, "the answers are one-sided: {tally:?}");
    assert!(seen("arithmetic error") > 0, "no computation failed: {tally:?}");
    assert!(seen("error not reached") * 20 <= all, "too many failures went unseen: {tally:?}");
}

#[test]
fn a_wrong_reference_is_found_out() {
    let faults = [Fault::LateBirthday, Fault::HalfOpenPeriod, Fault::EverythingKnown, Fault::LateDeadline];
    for fault in faults {
        let (result, _) = run(2000, 0, fault);
        let difference = result.expect_err(&format!("{fault:?} went unseen"));
        assert!(difference.contains("the engine and Rhai differ"), "{difference}");
    }
}
