//! Reproduces a published report from its receipt.

use super::data::{edition, options, report, rules_with, sample};
use kvinnofrid::edition::Edition;
use kvinnofrid::options::{OnError, Options};
use kvinnofrid::output::{Format, write};
use kvinnofrid::text::Lang;
use kvinnofrid::verify::{Claim, Verification};
use std::sync::Arc;

fn written(records: &str, options: &Options) -> String {
    write(&report(&edition(), records, options), Format::Json, Lang::Sv).unwrap()
}

fn verify(edition: &Arc<Edition>, claim: &str, records: &str) -> Verification {
    let claim = Claim::read(claim.as_bytes()).unwrap();
    assert_eq!(claim.programme(), "stockholm/kvinnofrid");
    claim.compare(&report(edition, records, claim.options())).unwrap()
}

fn records() -> String {
    sample(60).join("\n")
}

#[test]
fn a_report_repeated_on_the_same_data_holds() {
    let mut asked = options(&["2012", "2013-T1"]);
    asked.by = vec!["stadsdel".into(), "kön".into()];
    asked.readings.insert("åldersgräns".into(), "alla".into());
    asked.assume_unique = true;
    let verification = verify(&edition(), &written(&records(), &asked), &records());
    assert_eq!(verification.differences, []);
    assert!(verification.rows_compared > Some(1000));
    assert!(verification.to_text(Lang::Sv).starts_with("rapporten stämmer: kvittot och alla"));
}

#[test]
fn a_report_of_every_alternative_and_one_with_rejected_records_hold() {
    let every = Options { every_alternative: true, ..options(&["2013"]) };
    assert_eq!(verify(&edition(), &written(&records(), &every), &records()).differences, []);
    let skipping = Options { on_error: OnError::Skip, ..options(&["2013"]) };
    let bad = records() + "\n{\"id\":\"x\",\"kön\":\"fel\"}\n";
    assert_eq!(verify(&edition(), &written(&bad, &skipping), &bad).differences, []);
}

#[test]
fn a_changed_figure_is_told_with_its_row() {
    let claim = written(r#"{"id":"a"}"#, &options(&["2013"]));
    let row = r#""indicator":"kvinnor-kända","kind":"antal","unit":"person","period_start":"2013-01-01","period_end":"2013-12-31","value":0"#;
    assert!(claim.contains(row));
    let claim = claim.replace(row, &format!("{}7", row.strip_suffix('0').unwrap()));
    let verification = verify(&edition(), &claim, r#"{"id":"a"}"#);
    insta::assert_snapshot!(verification.to_text(Lang::Sv), @r#"
    kvinnor-kända 2013-01-01/2013-12-31: value 7, nu 0
    rapporten stämmer inte: 1 skillnad
    "#);
    insta::assert_snapshot!(verification.to_text(Lang::En), @r#"
    kvinnor-kända 2013-01-01/2013-12-31: value 7, now 0
    the report does not hold: 1 difference
    "#);
}

#[test]
fn other_data_and_other_rules_are_told_apart() {
    let claim = written(r#"{"id":"a"}"#, &options(&["2013"]));
    let other_data = verify(&edition(), &claim, "{\"id\":\"a\"}\n{\"id\":\"b\"}");
    assert!(other_data.to_text(Lang::Sv).starts_with("uppgifterna är andra: records är 1 i kvittot, 2 nu\n"));
    let rules = rules_with("p.känd_sedan in period", "p.känd_sedan <= period.slut");
    let other_rules = rules.programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let other_rules = verify(&other_rules, &claim, r#"{"id":"a"}"#);
    assert_eq!(other_rules.differences.len(), 1);
    assert!(other_rules.differences[0].get(Lang::En).starts_with("the rules are others: digest "));
}

#[test]
fn a_receipt_alone_is_enough_and_a_protected_report_is_not_held_against_exact_rows() {
    let claim = written(&records(), &options(&["2013"]));
    let mut claim: serde_json::Value = serde_json::from_str(&claim).unwrap();
    let alone = verify(&edition(), &claim["receipt"].to_string(), &records());
    assert_eq!((alone.differences, alone.rows_compared), (vec![], None));
    claim["receipt"]["protection"] = serde_json::json!({ "method": "round", "base": 5 });
    for exact in ["records", "rejected"] {
        claim["receipt"][exact] = serde_json::Value::Null;
    }
    claim["receipt"]["absent_fields"] = serde_json::json!([]);
    claim["rows"][0]["value"] = 5.into();
    let protected = verify(&edition(), &claim.to_string(), &records());
    assert_eq!((protected.differences, protected.rows_compared), (vec![], None));
}

#[test]
fn what_is_no_report_is_refused() {
    for bad in ["", "[]", "{}", "{\"receipt\":3}", "{\"receipt\":{},\"rows\":{}}", "{\"programme\":\"a\"}"] {
        let error = Claim::read(bad.as_bytes()).unwrap_err();
        assert!(error.message(Lang::Sv).contains("report --format json"), "{bad}");
    }
}
