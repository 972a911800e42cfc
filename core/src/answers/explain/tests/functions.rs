//! The table of functions: every example is run, and what a row declares is checked.

use super::conditions::explained;
use crate::findings::text::Lang;
use crate::language::date::Date;
use crate::language::functions::{Builtin, Datum};
use crate::language::words::values::CONSTRUCTS;
use proptest::prelude::{ProptestConfig, any, proptest};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn every_example_gives_the_answer_and_the_sentence_that_it_says() {
    for function in Builtin::all() {
        let row = function.row();
        let example = row.example;
        let called =
            [row.name.0, row.name.1].iter().any(|name| example.condition.contains(&format!("{name}(")));
        assert!(called, "{} is not called by its example", row.name.0);
        let answer = explained(
            example.condition,
            &example.record.replacen('{', r#"{"id":"1","#, 1).replace(",}", "}"),
        );
        assert_eq!(answer.value, Some(example.answer), "{}", example.condition);
        for (lang, because, stop) in
            [(Lang::Sv, example.because.0, "därför att "), (Lang::En, example.because.1, "because ")]
        {
            let reason = answer.reason.get(lang);
            let stated = reason.split_once(stop).map(|(_, rest)| rest.trim_end_matches('.'));
            assert_eq!(stated, Some(because), "{}", example.condition);
        }
        // The English name means the same.
        let english = example.condition.replace(&format!("{}(", row.name.0), &format!("{}(", row.name.1));
        assert_eq!(
            explained(&english, &example.record.replacen('{', r#"{"id":"1","#, 1).replace(",}", "}")).value,
            answer.value
        );
    }
}

#[test]
fn every_construct_gives_the_answer_that_its_example_says() {
    for construct in CONSTRUCTS {
        let (condition, record, answer) = construct.example;
        let record = record.replacen('{', r#"{"id":"1","#, 1).replace(",}", "}");
        assert_eq!(explained(condition, &record).value, answer, "{}: {condition}", construct.name);
    }
}

#[test]
fn no_name_stands_for_two_functions() {
    let mut seen = BTreeSet::new();
    for function in Builtin::all() {
        let (sv, en) = function.row().name;
        assert!(seen.insert(sv), "{sv} stands twice");
        assert!(sv == en || seen.insert(en), "{en} stands twice");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_comparison_of_a_falling_function_is_one_of_days(
        first in Date::FIRST.0..=Date::LAST.0, second in Date::FIRST.0..=Date::LAST.0, near in -800..800i32,
        number in any::<i64>(), off in -2..=2i64,
    ) {
        let day = |number: i32| Date(number.clamp(Date::FIRST.0, Date::LAST.0));
        for function in Builtin::all() {
            let Some(strict) = function.strict().filter(|strict| strict.falling) else { continue };
            for (first, second) in [(first, second), (second.saturating_add(near), second)] {
                let rest = [Datum::Date(day(second))];
                let Ok(Datum::Int(value)) = (strict.call)(&[Datum::Date(day(first)), rest[0]]) else { panic!() };
                for (from, to) in [(value + off, value + off), (i64::MIN, value + off), (value + off, i64::MAX), (number, i64::MAX)] {
                    let (start, end) = function.days_for(from, to, &rest).unwrap();
                    let within = (from..=to).contains(&value);
                    assert_eq!((start..=end).contains(&day(first).0), within, "{} {from} {to}", function.row().name.0);
                }
            }
        }
    }
}

/// Returns the files of the library that contain `text`, except tests.
fn files_with(text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.to_string_lossy().contains("tests")
            // The plain evaluator is compiled for tests only.
            && !path.to_string_lossy().contains("evaluate/plain")
            && std::fs::read_to_string(&path).unwrap().contains(text)
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_function_is_one_row_and_a_fold_is_evaluated_in_three_files() {
    // Outside the table, names of functions only occur in messages, which quote them.
    for name in ["months_until", "years_until", "age_on"] {
        let calling = files_with(&format!(".{name}("));
        let allowed = calling.iter().filter(|path| !path.ends_with("language/date.rs"));
        let outside: Vec<_> = allowed.filter(|path| !path.ends_with("language/functions.rs")).collect();
        assert!(outside.iter().all(|path| !path.to_string_lossy().contains("evaluate")), "{outside:?}");
    }
    for fold in ["Fold::Min", "Fold::Max"] {
        let (named, evaluating): (Vec<_>, Vec<_>) = files_with(fold).into_iter().partition(|path| {
            let path = path.to_string_lossy();
            ["answers/sentence", "author/meaning", "author/mutate"].iter().any(|wing| path.contains(wing))
        });
        assert!(evaluating.len() <= 3, "{fold}: {evaluating:?}");
        // Sentences, the proofs of `diff` and the changes of `--mutate` treat the least and the greatest by themselves.
        assert!(named.len() <= 5, "{fold}: {named:?}");
    }
}
