use super::Reason;
use crate::answers::explain::ExplainOptions;
use crate::author::sample::{Sample, SampleOptions};
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use crate::language::date::Period;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The meaning of the letters in conditions; each is true, false or unknown for a record.
const LETTERS: [(&str, &str, [&str; 3]); 3] = [
    ("A", r#"p.kön == "man""#, [r#""kön":"man""#, r#""kön":"kvinna""#, r#""kön":null"#]),
    (
        "B",
        r#"p.stadsdel == "Farsta""#,
        [r#""stadsdel":"Farsta""#, r#""stadsdel":"Älvsjö""#, r#""stadsdel":null"#],
    ),
    (
        "C",
        "p.känd_sedan in period",
        [r#""känd_sedan":"2013-05-01""#, r#""känd_sedan":"1999-05-01""#, r#""känd_sedan":null"#],
    ),
];

fn edition(condition: &str) -> Arc<Edition> {
    let condition =
        LETTERS.iter().fold(condition.to_owned(), |text, (letter, meaning, _)| text.replace(letter, meaning));
    let rules = format!(
        r#"utgåva("stad/program@1", #{{ revision: "1.0.0", titel: "p", gäller: period("2000-01-01", "2030-12-31"), antagen: "prov", status: "utkast" }});
tolkning("t", #{{ nr: "1", fråga: "Vad?", varför: "prov", alternativ: #{{ x: "x", y: "y" }}, valt: "x" }});
fn båda(p) {{
    A && B
}}
målgrupp("g", #{{ namn: "g", tolkning: "t", post: "person", villkor: |p| {condition} }});
"#
    );
    let rules = LETTERS.iter().fold(rules, |text, (letter, meaning, _)| text.replace(letter, meaning));
    let file = ("stad/program/1/10-prov.rhai".to_owned(), rules.into_bytes());
    let rules = Rules::from_files([file]);
    let edition = rules.programme("stad/program").and_then(|programme| programme.edition("1"));
    edition.unwrap_or_else(|error| panic!("{error}: {:#?}", rules.check()))
}

fn options(readings: &[(&str, &str)]) -> Options {
    let readings = readings.iter().map(|(id, chosen)| ((*id).to_owned(), (*chosen).to_owned()));
    Options {
        periods: vec![Period::parse("2013").unwrap()],
        readings: readings.collect(),
        why: true,
        ..Options::default()
    }
}

/// A reason in letters, with the suffix of its code after the place.
fn in_letters(reason: &Reason) -> String {
    let text = LETTERS
        .iter()
        .fold(reason.condition.clone(), |text, (letter, meaning, _)| text.replace(meaning, letter));
    match reason.code.split_once(' ') {
        Some((_, sign)) => format!("{text} [{sign}]"),
        None => text,
    }
}

/// Returns the answer to a record for which the letters are true (`t`), false (`f`) or unknown (`?`), and its reason.
fn answer(condition: &str, letters: &str, readings: &[(&str, &str)]) -> String {
    let fields = LETTERS.iter().zip(letters.chars()).map(|((_, _, values), letter)| match letter {
        't' => values[0],
        'f' => values[1],
        _ => values[2],
    });
    let record = format!("{{{}}}", fields.collect::<Vec<_>>().join(","));
    let answer = edition(condition).classify(record.as_bytes(), &options(readings)).unwrap();
    let why = answer.why.unwrap();
    assert_eq!(why.len(), 1);
    let belongs = match answer.groups[0].1 {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    format!("{belongs}: {}", in_letters(&why[0]))
}

fn check(condition: &str, expected: &[(&str, &str)]) {
    for (letters, expected) in expected {
        assert_eq!(answer(condition, letters, &[]), *expected, "{condition} of {letters}");
    }
}

#[test]
fn the_first_part_that_decides_is_named() {
    check(
        "A && B && C",
        &[("ttt", "yes: A && B && C [&&]"), ("tff", "no: B"), ("?tf", "no: C"), ("t??", "unknown: B")],
    );
    check(
        "A || B || C",
        &[("fff", "no: A || B || C [||]"), ("ftt", "yes: B"), ("?ft", "yes: C"), ("f??", "unknown: B")],
    );
    check("A", &[("t", "yes: A"), ("f", "no: A"), ("?", "unknown: A")]);
}

#[test]
fn what_is_within_is_gone_into() {
    check(
        "(A || B) && C",
        &[
            ("fft", "no: A || B [||]"),
            ("ftf", "no: C"),
            ("ftt", "yes: (A || B) && C [&&]"),
            ("f?t", "unknown: B"),
            ("f?f", "no: C"),
        ],
    );
    check(
        "båda(p) || C",
        &[
            ("ttf", "yes: A && B [&&]"),
            ("f?t", "yes: C"),
            ("t?f", "unknown: B"),
            ("fff", "no: båda(p) || C [||]"),
        ],
    );
}

#[test]
fn what_stands_beneath_a_not_is_named_with_it() {
    check("!(A) && B", &[("tt", "no: !(A)"), ("?t", "unknown: !(A)"), ("ft", "yes: !(A) && B [&&]")]);
    check("!(A || B) && C", &[("ftt", "no: B [!]"), ("f?t", "unknown: B [!]"), ("fff", "no: C")]);
    check(
        "C || !(A && B)",
        &[("ttf", "no: C || !(A && B) [||]"), ("ftf", "yes: A [!]"), ("t?f", "unknown: B [!]")],
    );
    check("!(A && B)", &[("tt", "no: !(A && B)"), ("ft", "yes: A [!]")]);
    check("!(!(A) || B)", &[("fff", "no: !(A) [!]"), ("tff", "yes: !(!(A) || B)")]);
    check("!(A && (B || C))", &[("tff", "yes: B || C [|| !]")]);
}

#[test]
fn of_a_branch_what_is_taken_is_named() {
    let condition = "if A { B } else { B && C }";
    check(
        condition,
        &[
            ("tft", "no: B"),
            ("ftf", "no: C"),
            ("ftt", "yes: B && C [&&]"),
            ("t??", "unknown: B"),
            ("?tf", "unknown: A"),
            ("?tt", &format!("yes: {condition}")),
        ],
    );
}

#[test]
fn lists_and_comparisons_are_not_gone_into() {
    let list = "p.våld.some(|v| v.pågående && v.roll == \"barn_upplevt\")";
    check(&format!("A && {list}"), &[("t", &format!("unknown: {list}")), ("f", "no: A")]);
}

#[test]
fn what_a_reading_decides_is_named_by_it_and_what_it_makes_idle_is_not_named() {
    let rendered =
        |condition: &str, letters: &str, alternative: &str| answer(condition, letters, &[("t", alternative)]);
    let condition = "A && (vald(\"t\") == \"y\" || B)";
    assert_eq!(rendered(condition, "tff", "x"), "no: B");
    assert_eq!(rendered(condition, "?ff", "y"), "unknown: A");
    let off = "vald(\"t\") == \"x\" && A";
    assert_eq!(rendered(off, "t", "y"), "no: vald(\"t\") == \"x\"");
    let reasons = edition(off).reasons(&options(&[("t", "y")])).unwrap();
    let reading = Some(("t".to_owned(), "y".to_owned()));
    assert_eq!((reasons.len(), &*reasons[0].code, &reasons[0].reading), (1, "t=y", &reading));
    assert_eq!(rendered("if vald(\"t\") == \"x\" { A } else { B }", "tf", "y"), "no: B");
}

#[test]
fn a_part_that_has_a_name_is_gone_into_wherever_the_name_stands() {
    check(
        "{ let x = A && B; (x || C) && !(x) }",
        &[
            ("t?f", "unknown: B"),
            ("ttf", "no: !(x)"),
            ("fff", "no: x || C [||]"),
            ("?ft", "yes: (x || C) && !(x) [&&]"),
        ],
    );
}

#[test]
fn names_for_names_are_gone_through_once() {
    // Expanded, the last name would have 2^60 parts.
    let names: String = (1..60).map(|n| format!("let x{n} = x{} && (x{} || B); ", n - 1, n - 1)).collect();
    let condition = format!("{{ let x0 = A || C; {names}x59 }}");
    check(&condition, &[("f?f", "no: A || C [||]"), ("?tf", "unknown: A")]);
    assert!(edition(&condition).reasons(&options(&[])).unwrap().len() < 200);
}

#[test]
fn all_codes_are_listed_with_what_they_stand_for() {
    let reasons = edition("A && !(B || C)").reasons(&options(&[])).unwrap();
    let outcome: Vec<String> = reasons.iter().map(|reason| in_letters(reason)).collect();
    assert_eq!(outcome, ["A && !(B || C) [&&]", "A", "B [!]", "C [!]"]);
    let codes: Vec<&str> = reasons.iter().map(|reason| &*reason.code).collect();
    assert_eq!(codes[..2], ["10-prov.rhai:6:73 &&", "10-prov.rhai:6:73"]);
    assert_eq!(reasons[1].place.file, "stad/program/1/10-prov.rhai");
    assert!(reasons.iter().all(|reason| reason.negated == reason.code.ends_with('!')));
}

#[test]
fn a_very_long_condition_is_told_by_its_beginning() {
    let long = (0..20).map(|_| "A || B").collect::<Vec<_>>().join(" || ");
    let reasons = edition(&long).reasons(&options(&[])).unwrap();
    assert!(reasons[0].condition.starts_with(r#"p.kön == "man" || "#), "{}", reasons[0].condition);
    assert!(reasons[0].condition.ends_with('…') && reasons[0].condition.chars().count() == 501);
    assert_eq!(reasons[1].condition, r#"p.kön == "man""#);
}

#[test]
fn rules_that_lie_elsewhere_have_the_same_codes() {
    let opened = Rules::open(concat!(env!("CARGO_MANIFEST_DIR"), "/../rules")).unwrap();
    let codes = |rules: &Rules| -> Vec<(Arc<str>, Arc<str>)> {
        let edition =
            rules.programme("stockholm/kvinnofrid").and_then(|programme| programme.edition("2012-2014"));
        let reasons = edition.unwrap().reasons(&options(&[])).unwrap();
        reasons.iter().map(|reason| (Arc::clone(&reason.group), Arc::clone(&reason.code))).collect()
    };
    assert_eq!(codes(&opened), codes(&Rules::embedded()));
    assert_eq!(codes(&opened).len(), 11);
}

#[test]
fn nobody_who_does_not_ask_is_told() {
    let edition = edition("A");
    let answer = edition.classify(b"{}", &Options { why: false, ..options(&[]) }).unwrap();
    assert_eq!(answer.why, None);
    assert_eq!(
        serde_json::to_string(&answer).unwrap(),
        r#"{"id":null,"groups":{"g":null},"missing":{"g":["kön"]}}"#
    );
    let answer = edition.classify(b"{}", &options(&[])).unwrap();
    let expected =
        r#"{"id":null,"groups":{"g":null},"missing":{"g":["kön"]},"why":{"g":"10-prov.rhai:6:73"}}"#;
    assert_eq!(serde_json::to_string(&answer).unwrap(), expected);
}

/// Returns whether a part of the tree at the place of `reason` has the truth value that decides.
fn decides(trace: &Value, reason: &Reason, truth: Option<bool>) -> bool {
    let here = trace["line"] == reason.place.line
        && trace["column"] == reason.place.column
        && trace["file"] == *reason.place.file
        && trace["condition"] == *reason.condition;
    here && trace["value"] == serde_json::json!(truth)
        || trace["parts"]
            .as_array()
            .is_some_and(|parts| parts.iter().any(|part| decides(part, reason, truth)))
}

#[test]
fn explanations_say_of_what_decides_that_it_is_as_the_answer_is() {
    let rules = Rules::embedded();
    let sample = SampleOptions {
        persons: 40,
        affected_per_mille: 800,
        missing_per_mille: 150,
        ..SampleOptions::default()
    };
    let mut asked = 0;
    for edition in rules.programmes().iter().flat_map(|programme| programme.editions().to_vec()) {
        let last = Period::day(edition.head().in_force.end);
        let options = Options { periods: vec![last], ..options(&[]) };
        if edition.record() != "person" || edition.reasons(&options).is_err() {
            continue;
        }
        for person in Sample::new(sample.clone()).unwrap().persons() {
            let mut record = String::new();
            person.write_json(&mut record);
            let answer = edition.classify(record.as_bytes(), &options).unwrap();
            let explained = edition.explain(record.as_bytes(), &options, &ExplainOptions::default()).unwrap();
            let explained = explained.to_json(Lang::Sv);
            for (number, reason) in answer.why.unwrap().iter().enumerate() {
                let truth = answer.groups[number].1.map(|belongs| belongs != reason.negated);
                let trace = &explained["answers"][number]["traces"][0]["trace"];
                assert!(decides(trace, reason, truth), "{reason:?} {truth:?}\n{trace:#}");
                asked += 1;
            }
        }
    }
    assert!(asked > 600, "{asked}");
}

#[test]
fn in_every_shipped_edition_what_is_shared_has_its_folder_in_its_code() {
    let rules = Rules::embedded();
    let mut files: BTreeMap<String, u32> = BTreeMap::new();
    for edition in rules.programmes().iter().flat_map(|programme| programme.editions().to_vec()) {
        let Ok(reasons) =
            edition.reasons(&Options { periods: vec![edition.head().in_force], ..options(&[]) })
        else {
            continue;
        };
        for reason in reasons {
            let (file, _) = reason.code.split_once(':').unwrap_or((&reason.code, ""));
            *files.entry(file.to_owned()).or_default() += 1;
            assert!(reason.place.file.ends_with(file), "{reason:?}");
        }
    }
    let shared: Vec<&String> = files.keys().filter(|file| file.contains('/')).collect();
    assert_eq!(shared, ["gemensamt/20-funktioner.rhai"], "{files:?}");
    assert!(files.contains_key("20-malgrupper.rhai"), "{files:?}");
}
