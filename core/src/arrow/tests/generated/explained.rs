//! Explanations of random editions and records: every missing field named is in the tree, and once the named fields are
//! filled in, in any way, the result is known.

use super::choices::{Choices, Choose, Dice};
use super::record::{Manner, filled, records};
use super::rules::Written;
use super::schema::Schema;
use crate::answers::explain::{Answer, ExplainOptions};
use crate::findings::text::Lang;
use crate::{Edition, Error, Options, Period};
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The number of ways in which the named fields are filled in.
const WAYS: usize = 6;

fn answers(edition: &Arc<Edition>, record: &Value) -> Result<Vec<Answer>, Error> {
    let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    let record = record.to_string();
    Ok(edition.explain(record.as_bytes(), &options, &ExplainOptions::default())?.answers)
}

/// Collects the missing fields that a tree names.
fn in_tree(tree: &Value, found: &mut BTreeSet<String>) {
    found.extend(
        tree["missing"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned),
    );
    tree["parts"].as_array().into_iter().flatten().for_each(|part| in_tree(part, found));
}

/// Fills in the field at `path`, whose first name is a field of the record type with this index.
fn fill(schema: &Schema, record: usize, row: &mut Value, path: &str, dice: &mut Dice) {
    if !row.is_object() {
        *row = Value::Object(Map::new());
    }
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let (name, element) = match step.split_once('[') {
        Some((name, number)) => (name, number.trim_end_matches(']').parse::<usize>().ok()),
        None => (step, None),
    };
    let holds = schema.fields(record, Some).into_iter().find(|(field, _)| *field == name).unwrap().1;
    match element {
        None => row[name] = filled(schema, holds, dice),
        Some(element) => match holds {
            super::schema::Holds::Rows(inner) => fill(schema, inner, &mut row[name][element], rest, dice),
            _ => row[name][element] = json!(dice.of(super::schema::CODES)),
        },
    }
}

/// Compares the named fields with those that decide the result. Returns the number of unknown results.
fn compare(choices: &[u16], seed: u64) -> Result<usize, String> {
    let choices = &mut Choices::new(choices);
    let written = Written::new(choices, false);
    let Ok(edition) = written.edition() else { return Ok(0) };
    let dice = &mut Dice::new(seed);
    let manner = Manner { missing: 3, numbered: false, personnummer: false, large: false, refused: 0 };
    let mut unknown = 0;
    for record in records(&written.schema, 4, manner, dice) {
        let wrong = |what: &str, found: &dyn std::fmt::Debug| {
            format!("{what}: {found:?}\n{record}\n{}", written.file)
        };
        for answer in answers(&edition, &record).map_err(|error| error.to_string())? {
            let mut named = BTreeSet::new();
            answer.traces.iter().for_each(|(_, trace)| in_tree(&trace.to_json(Lang::Sv), &mut named));
            if let Some(path) = answer.missing.iter().find(|path| !named.contains(*path)) {
                return Err(wrong("missing, and not in the tree", path));
            }
            for text in [Lang::Sv, Lang::En].map(|lang| answer.reason.get(lang)) {
                if text.ends_with("därför att .") || text.ends_with("because .") {
                    return Err(wrong("no reason", &text));
                }
            }
            if answer.value.is_some() {
                continue;
            }
            unknown += 1;
            for _ in 0..WAYS {
                let mut complete = record.clone();
                for path in &answer.missing {
                    fill(&written.schema, 0, &mut complete, path, dice);
                }
                let again = answers(&edition, &complete).map_err(|error| error.to_string())?;
                let again = again.iter().find(|again| again.id == answer.id).ok_or("the group is gone")?;
                // A value that does not exist, such as the latest of no elements, stays unknown.
                if again.value.is_none() && !again.missing.is_empty() {
                    return Err(wrong("still unknown", &(&answer.missing, &again.missing, complete)));
                }
            }
        }
    }
    Ok(unknown)
}

#[test]
fn named_fields_stand_in_the_tree_and_settle_the_answer() {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { 120 };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let unknown = Cell::new(0);
    let result =
        runner.run(&(proptest::collection::vec(any::<u16>(), 30..400), any::<u64>()), |(choices, seed)| {
            unknown.set(unknown.get() + compare(&choices, seed).map_err(TestCaseError::fail)?);
            Ok(())
        });
    result.unwrap();
    assert!(unknown.get() > 100, "{}", unknown.get());
}
