//! Tests that the runner of cases detects failures.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use kvinnofrid_tests::{Case, Kind, Question, Surface, judge};
use std::path::Path;

/// A surface that always returns the same text.
struct Always(&'static str);

impl Surface for Always {
    fn name(&self) -> &'static str {
        "always"
    }

    fn report(&self, _: &Question, _: &str) -> Result<String, String> {
        Ok(self.0.into())
    }

    fn classify(&self, _: &Question, _: &str) -> Result<String, String> {
        Ok(self.0.into())
    }

    fn members(&self, _: &Question, _: &str) -> Result<String, String> {
        Ok(self.0.into())
    }

    fn validate(&self, _: &Question, _: &str) -> Result<String, String> {
        Ok(self.0.into())
    }

    fn baseline(&self, _: &Question, _: &[(String, String)]) -> Result<String, String> {
        Err("not here".into())
    }

    fn worklist(&self, _: &Question, _: &str) -> Result<String, String> {
        Ok(self.0.into())
    }

    fn diff(&self, _: &Question, _: &Path, _: &Path) -> Result<String, String> {
        Ok(self.0.into())
    }

    fn check(&self, folder: &Path) -> Result<String, String> {
        Ok(format!("{}/{}", folder.display(), self.0))
    }
}

fn case(expected: &str) -> Case {
    let text = format!(
        "# A case\n\n```json options\n{{\"programme\":\"p\",\"edition\":\"e\",\"indicators\":[\"a\"]}}\n```\n\n\
         ```ndjson records\n```\n\n```rhai a.rhai\n```\n\n```any expected\n{expected}```\n"
    );
    Case::parse(&text).unwrap()
}

fn verdict(kind: Kind, expected: &str, answer: &'static str) -> Result<(), String> {
    judge(kind, &case(expected), &Always(answer)).and_then(|judgement| judgement.verdict)
}

const REPORT: &str = "programme,indicator,value,status\r\np,a,0.5,ok\r\np,b,7,ok\r\np,a,,open_upper\r\n";

#[test]
fn a_report_is_compared_in_the_columns_and_indicators_of_the_case() {
    assert_eq!(verdict(Kind::Report, "indicator,value\na,0.50\na,\n", REPORT), Ok(()));
}

#[test]
fn a_report_with_another_figure_row_or_order_is_told_of() {
    let shown = verdict(Kind::Report, "indicator,value\na,0.6\na,\n", REPORT).unwrap_err();
    assert_eq!(shown, "  indicator,value\n- a,0.6\n+ a,0.5\n  a,\n");
    for wrong in [
        "indicator,value\na,0.5\n",
        "indicator,value\na,0.5\na,\na,\n",
        "indicator,value\na,\na,0.5\n",
        "indicator,value\na,0.5\na,0\n",
        "indicator,värde\na,0.5\na,\n",
        "",
    ] {
        assert!(verdict(Kind::Report, wrong, REPORT).is_err(), "{wrong}");
    }
}

const ANSWER: &str = "{\"id\":\"1\",\"groups\":{\"a\":null,\"b\":true},\"missing\":{\"a\":[\"x\",\"y\"]}}\n";

#[test]
fn a_classification_is_compared_with_paths_as_sets() {
    let other_order = "{\"missing\":{\"a\":[\"y\",\"x\"]},\"id\":\"1\",\"groups\":{\"b\":true,\"a\":null}}\n";
    assert_eq!(verdict(Kind::Classify, other_order, ANSWER), Ok(()));
}

#[test]
fn a_classification_with_another_group_path_or_record_is_told_of() {
    for (from, to) in [
        ("null", "false"),
        ("\"b\":true", "\"b\":true,\"c\":true"),
        ("\"y\"", "\"z\""),
        ("[\"x\",\"y\"]", "[\"x\"]"),
        ("\"missing\":{\"a\":[\"x\",\"y\"]}", "\"missing\":{}"),
        ("\"id\":\"1\"", "\"id\":\"2\""),
    ] {
        let wrong = ANSWER.replace(from, to);
        assert!(verdict(Kind::Classify, &wrong, ANSWER).is_err(), "{wrong}");
    }
    assert!(verdict(Kind::Classify, "", ANSWER).is_err());
    assert!(verdict(Kind::Classify, &ANSWER.repeat(2), ANSWER).is_err());
}

#[test]
fn records_behind_figures_are_compared_to_the_letter() {
    assert_eq!(verdict(Kind::Members, "{\"id\":\"#1\"}\n", "{\"id\":\"#1\"}\n"), Ok(()));
    assert!(verdict(Kind::Members, "{\"id\":\"#2\"}\n", "{\"id\":\"#1\"}\n").is_err());
}

#[test]
fn findings_are_compared_to_the_letter_without_the_folder() {
    assert_eq!(verdict(Kind::Diagnostics, "a.rhai:1:1: fel\n", "a.rhai:1:1: fel\n"), Ok(()));
    let shown = verdict(Kind::Diagnostics, "a.rhai:1:2: fel\n", "a.rhai:1:1: fel\n").unwrap_err();
    assert_eq!(shown, "- a.rhai:1:2: fel\n+ a.rhai:1:1: fel\n");
}

#[test]
fn an_update_changes_the_expectation_and_nothing_else() {
    let updated = case("a\nb\n").with_expected("c\n").unwrap();
    let again = Case::parse(&updated).unwrap();
    assert_eq!(again.text("expected").unwrap(), "c\n");
    assert_eq!(again.with_expected("a\nb\n").unwrap(), case("a\nb\n").with_expected("a\nb\n").unwrap());
}

#[test]
fn a_case_that_is_not_whole_is_refused() {
    for text in ["", "No heading\n", "# A\n```json options\n{}\n", "# A\n```\n```\n"] {
        assert!(Case::parse(text).is_err(), "{text}");
    }
    assert!(Question::parse("{\"programme\":\"p\",\"edition\":\"e\",\"perod\":[]}").is_err());
    assert!(Question::parse("{\"edition\":\"e\"}").is_err());
}
