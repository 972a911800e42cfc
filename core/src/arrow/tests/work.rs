//! The work limit of a record is the same for every input format, and is checked before the work is done.

use super::build::{PLAIN, batch};
use super::*;
use serde_json::json;
use std::fmt::Write as _;

const QUESTIONS: usize = 2_600;

/// An edition with `questions` conditions on a list of numbers.
fn asking(questions: usize) -> Arc<Edition> {
    let mut file = r#"utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a" });
post("prov", #{ id: nyckel, li: lista(heltal) });
"#
    .to_owned();
    for group in 0..questions / 40 {
        let asked: Vec<String> = (0..40).map(|number| format!("{} in p.li", group * 40 + number)).collect();
        let _ = writeln!(
            file,
            "målgrupp(\"g{group}\", #{{ namn: \"g\", tolkning: \"t\", post: \"prov\", villkor: |p| {} }});",
            asked.join(" || ")
        );
    }
    let file = ("prov/prov/1/10-prov.rhai".to_owned(), file.into_bytes());
    Rules::from_files([file]).programme("prov/prov").unwrap().edition("1").unwrap()
}

#[test]
fn a_record_that_costs_too_much_is_refused_however_it_comes() {
    let edition = asking(QUESTIONS);
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let classified = |elements: usize| {
        let record = json!({ "id": "1", "li": vec![-1; elements] });
        let as_json = edition.classify(record.to_string().as_bytes(), &options);
        let table = batch(edition.schema().layout(), &[record], PLAIN);
        (as_json, edition.classifier(&options).unwrap().classify_batch(&table))
    };
    // 2600 × 3846 is the last product below ten million.
    let (as_json, as_arrow) = classified(3_847);
    let [as_json, as_arrow] = [as_json.map(|_| ()), as_arrow.map(|_| ())].map(Result::unwrap_err);
    assert_eq!(as_json.message(Lang::Sv), as_arrow.message(Lang::Sv));
    assert!(matches!(as_json, crate::Error::Limit(_)), "{as_json}");
    let (as_json, as_arrow) = classified(3_846);
    assert_eq!(as_json.unwrap().groups[0].1, Some(false));
    assert_eq!(as_arrow.unwrap().num_rows(), 1);
}

#[test]
fn what_a_record_may_cost_can_be_lowered_and_raised_however_it_comes() {
    let edition = asking(QUESTIONS);
    let mut options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let mut is_answered = |elements: usize, visits: u64| {
        options.limits.set("visits", visits).unwrap();
        let record = json!({ "id": "1", "li": vec![-1; elements] });
        let as_json = edition.classify(record.to_string().as_bytes(), &options);
        let table = batch(edition.schema().layout(), &[record], PLAIN);
        let as_arrow = edition.classifier(&options).unwrap().classify_batch(&table);
        if let (Err(as_json), Err(as_arrow)) = (&as_json, &as_arrow) {
            assert_eq!(as_json.message(Lang::Sv), as_arrow.message(Lang::Sv));
            assert!(as_json.message(Lang::En).contains(&format!("more than {visits} list")), "{as_json}");
        }
        [as_json.is_ok(), as_arrow.is_ok()]
    };
    assert_eq!(is_answered(3_847, 2_600 * 3_847), [true; 2]);
    assert_eq!(is_answered(2, 2_600 * 2), [true; 2]);
    assert_eq!(is_answered(2, 2_600 * 2 - 1), [false; 2]);
}

#[test]
fn many_list_questions_are_planned_in_a_time_that_grows_with_them() {
    // 10 000 conditions, each with its own scope, took seconds when scopes were looked up by linear search.
    let edition = asking(10_000);
    let readings = edition.readings(&Options::default().readings).unwrap();
    let plan = edition.plan_of_runs(&[(Period::parse("2013").unwrap(), &readings)]).unwrap();
    let asked = plan.operations.iter().filter(|operation| operation.list().is_some()).count();
    assert_eq!(asked, 10_000);
}
