//! Explanations of conditions on one record whose values depend on types, on missing lists, or on nothing at all.

use crate::answers::explain::{Answer, ExplainOptions};
use crate::findings::text::Lang;
use crate::{Edition, Options, Period, Rules};
use std::sync::Arc;

fn edition(condition: &str) -> Arc<Edition> {
    let rules = rules(condition);
    let edition = rules.programme("stad/program").and_then(|programme| programme.edition("1"));
    edition.unwrap_or_else(|error| panic!("{error}: {:#?}", rules.check()))
}

fn rules(condition: &str) -> Rules {
    let rules = format!(
        r#"utgåva("stad/program@1", #{{ revision: "1.0.0", titel: "p", gäller: period("2000-01-01", "2030-12-31"), antagen: "prov", status: "utkast" }});
tolkning("t", #{{ nr: "1", fråga: "Vad?", varför: "prov", alternativ: #{{ x: "x", y: "y" }}, valt: "x" }});
parameter("gräns", #{{ namn: "Gräns", värden: [#{{ från: "2000-01-01", värde: 18, tolkning: "t" }}] }});
const GRÄNS = 18;
fn finns(lista, vad) {{ lista.some(vad) }}
post("rad", #{{ id: nyckel, m: lista(heltal), n: heltal, b: ja_nej, c: kod(["ja", "nej"]), d: datum }});
post("prov", #{{ id: nyckel, n: heltal, e: datum, b: ja_nej, c: kod(["ja", "nej"]), d: datum, l: lista("rad"), ld: lista(decimal), li: lista(heltal) }});
målgrupp("g", #{{ namn: "g", tolkning: "t", post: "prov", villkor: |p| {condition}
}});
"#
    );
    Rules::from_files([("stad/program/1/10-prov.rhai".to_owned(), rules.into_bytes())])
}

/// Returns the error messages of a condition.
fn error(condition: &str) -> String {
    let findings = rules(condition).check();
    let errors: Vec<&str> = findings.errors().map(|finding| finding.message.get(Lang::En)).collect();
    errors.join("; ")
}

/// Returns the answer, the missing fields it names, and its reason in English.
fn asked(condition: &str, record: &str) -> (Option<bool>, Vec<String>, String) {
    let answer = explained(condition, record);
    (answer.value, answer.missing.clone(), answer.reason.get(Lang::En).to_owned())
}

pub(super) fn explained(condition: &str, record: &str) -> Answer {
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let explanation =
        edition(condition).explain(record.as_bytes(), &options, &ExplainOptions::default()).unwrap();
    explanation.answers[0].clone()
}

fn answer(condition: &str, record: &str) -> Option<bool> {
    asked(condition, record).0
}

#[test]
fn the_sum_of_no_decimals_is_a_decimal() {
    assert_eq!(answer("(p.ld.sum() + 1) / 4 == 0.25", r#"{"id":"1","ld":[]}"#), Some(true));
    assert_eq!(answer("(p.ld.sum() + 1) / 4 == 0.25", r#"{"id":"1","ld":[0]}"#), Some(true));
    let large = "p.ld.sum() * 9223372036854775807 + 9223372036854775807 + 1 > 0";
    assert_eq!(answer(large, r#"{"id":"1","ld":[]}"#), Some(true));
    assert_eq!(answer("(p.li.sum() + 1) / 4 == 0", r#"{"id":"1","li":[]}"#), Some(true));
}

#[test]
fn that_there_is_one_at_all_is_known_though_their_number_is_not() {
    let one = r#"{"id":"1","l":[{"b":true},{"b":null}]}"#;
    for condition in [
        "p.l.count(|y| y.b) >= 1",
        "p.l.count(|y| y.b) > 0",
        "0 != p.l.count(|y| y.b)",
        "1 <= p.l.count(|y| y.b)",
    ] {
        assert_eq!(answer(condition, one), Some(true), "{condition}");
    }
    for condition in ["p.l.count(|y| y.b) == 0", "p.l.count(|y| y.b) < 1"] {
        assert_eq!(answer(condition, one), Some(false), "{condition}");
    }
    // The number of elements of a filtered list is unknown if one merely may belong.
    assert_eq!(answer("p.l.filter(|y| y.b).len() >= 1", one), None);
    assert_eq!(answer("p.l.count(|y| y.b) >= 2", one), None);
    assert_eq!(answer("p.l.count(|y| y.b) >= 1", r#"{"id":"1","l":[{"b":false},{}]}"#), None);
    assert_eq!(answer("p.l.count(|y| y.b) >= 1", r#"{"id":"1","l":[]}"#), Some(false));
}

#[test]
fn what_does_not_look_at_the_element_decides_though_the_list_is_missing() {
    let no = r#"{"id":"1","b":false}"#;
    let yes = r#"{"id":"1","b":true}"#;
    assert_eq!(answer("p.l.some(|y| p.b && y.b)", no), Some(false));
    assert_eq!(answer("p.l.filter(|y| p.b).some(|y| y.b)", no), Some(false));
    assert_eq!(answer("p.l.none(|y| y.b && p.b)", no), Some(true));
    assert_eq!(answer("p.l.all(|y| y.b || p.b)", yes), Some(true));
    // `some` of an empty list is false, whatever is true outside it.
    assert_eq!(answer("p.l.some(|y| y.b || p.b)", yes), None);
    assert_eq!(answer("p.l.some(|y| y.b || p.b)", r#"{"id":"1","b":true,"l":[]}"#), Some(false));
    assert_eq!(answer("p.l.some(|y| p.b)", r#"{"id":"1","b":true,"l":[]}"#), Some(false));
    assert_eq!(answer("p.l.some(|y| p.b && p.b == true)", r#"{"id":"1","b":true,"l":[]}"#), Some(false));
    assert_eq!(answer("p.l.all(|y| p.b)", r#"{"id":"1","b":false,"l":[]}"#), Some(true));
    assert_eq!(answer("p.l.all(|y| y.b && p.b)", r#"{"id":"1","b":false,"l":[]}"#), Some(true));
    assert_eq!(answer("p.l.all(|y| y.b && p.b)", r#"{"id":"1","b":false,"l":[{}]}"#), Some(false));
}

#[test]
fn what_a_missing_list_would_be_compared_with_is_named_too() {
    let (value, missing, _) = asked("p.l.all(|y| y.b && p.b)", r#"{"id":"1"}"#);
    assert_eq!((value, missing), (None, vec!["b".to_owned(), "l".to_owned()]));
    let (_, missing, _) = asked("p.l.some(|y| y.d >= p.d)", r#"{"id":"1"}"#);
    assert_eq!(missing, ["d", "l"]);
    let (_, missing, reason) = asked("p.l.filter(|y| y.d >= p.d).len() >= 2", r#"{"id":"1"}"#);
    assert_eq!(missing, ["d", "l"]);
    assert!(reason.ends_with("because information on `d`, `l` is missing."), "{reason}");
}

#[test]
fn what_does_not_exist_is_unknown_and_says_so() {
    for condition in [
        "p.l.map(|y| y.d).max() >= period.start",
        "p.l.first().d in period",
        "p.l.senaste(|y| y.d, |y| y.b).b",
    ] {
        let (value, missing, reason) = asked(condition, r#"{"id":"1","l":[]}"#);
        assert_eq!((value, missing), (None, Vec::new()), "{condition}");
        assert!(reason.ends_with("because there is nothing under `l` to go by."), "{condition}: {reason}");
    }
}

#[test]
fn an_explanation_names_elements_of_the_filtered_list_alone() {
    let condition = r#"p.l.filter(|y| y.c == "ja").some(|y| y.b)"#;
    let reason = |record: &str| asked(condition, record).2;
    let record = r#"{"id":"1","l":[{"c":"nej","b":true},{"c":"ja","b":false}]}"#;
    insta::assert_snapshot!(reason(record), @"Does not belong to the target group “g”, because nothing under `l` meets the condition (in `l` no. 2 `b` is no).");
    insta::assert_snapshot!(reason(r#"{"id":"1","l":[{"c":"nej","b":true},{"c":"ja","b":true}]}"#), @"Belongs to the target group “g”, because in `l` no. 2 `c` is `ja` and `b` is yes.");
    insta::assert_snapshot!(reason(r#"{"id":"1","l":[{"c":"nej","b":true},{"b":true}]}"#), @"Whether the person belongs to the target group “g” can't be known, because in `l` no. 2 information on `c` is missing.");
    insta::assert_snapshot!(reason(r#"{"id":"1","l":[{"c":"nej","b":true}]}"#), @r#"Does not belong to the target group “g”, because nothing under `l` meets `y.c == "ja"`."#);
    let all = r#"p.l.filter(|y| y.c == "ja").all(|y| y.b)"#;
    insta::assert_snapshot!(asked(all, record).2, @"Does not belong to the target group “g”, because in `l` no. 2 `c` is `ja` and `b` is no.");
    insta::assert_snapshot!(asked(all, r#"{"id":"1","l":[{"c":"nej","b":false},{"c":"ja","b":true}]}"#).2, @"Belongs to the target group “g”, because all under `l` meets the condition (in `l` no. 2 `b` is yes).");
}

#[test]
fn a_function_may_be_asked_again_in_a_condition_that_it_is_given() {
    let record = r#"{"id":"1","l":[{"m":[1]},{"m":[2]}]}"#;
    assert_eq!(answer("finns(p.l, |y| finns(y.m, |z| z > 1))", record), Some(true));
    assert_eq!(answer("finns(p.l, |y| finns(y.m, |z| z > 2))", record), Some(false));
    let again = "true }});\nfn åter(rader) { rader.some(|y| åter(p.l)) }\nmålgrupp(\"h\", #{ namn: \"h\", tolkning: \"t\", post: \"prov\", villkor: |p| åter(p.l)";
    assert!(error(&again.replace("true }}", "true }")).contains("calls itself"), "{}", error(again));
}

#[test]
fn a_list_that_is_written_out_can_be_asked_whether_it_contains_a_value() {
    for condition in ["[1, 2].contains(p.n)", "p.n in [1, 2]"] {
        assert_eq!(answer(condition, r#"{"id":"1","n":2}"#), Some(true), "{condition}");
        assert_eq!(answer(condition, r#"{"id":"1","n":3}"#), Some(false), "{condition}");
        assert_eq!(answer(condition, r#"{"id":"1"}"#), None, "{condition}");
    }
    let written = error("{ let x = [1, 2]; x.some(|y| y == p.n) }");
    assert!(written.contains("this list is written in the rule"), "{written}");
}
