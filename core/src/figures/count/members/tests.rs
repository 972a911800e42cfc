//! What each kind of figure says of a record.

use super::*;
use crate::data::input::{InputFormat, JsonRecords};
use crate::edition::options::OnError;
use crate::{Lang, Period, Rules};
use serde_json::{Value, json};

const RULES: &str = r#"utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a" });
post("barn", #{ ärende: nyckel, sedd: ja_nej });
post("prov", #{ id: nyckel, med: ja_nej, svar: ja_nej, ort: kod(["norr", "söder"]), barn: lista("barn") });
målgrupp("alla", #{ namn: "alla", tolkning: "t", post: "prov", villkor: |p| p.med });
indikator("antal", #{ namn: "Antal", tolkning: "t", målgrupp: "alla", antal: |p| p.svar });
indikator("andel", #{ namn: "Andel", tolkning: "t", målgrupp: "alla", andel: #{ av: |p| p.barn.some(|b| b.sedd), som: |p| p.svar } });
indikator("sedda", #{ namn: "Sedda", tolkning: "t", målgrupp: "alla", antal: |p| p.barn.filter(|b| b.sedd) });
indikator("ärenden", #{ namn: "Ärenden", tolkning: "t", målgrupp: "alla", antal: |p| p.barn.filter(|b| b.sedd), unik: |b| b.ärende });
"#;

fn edition() -> Arc<Edition> {
    let file = ("prov/prov/1/10-prov.rhai".to_owned(), RULES.as_bytes().to_vec());
    Rules::from_files([file]).programme("prov/prov").unwrap().edition("1").unwrap()
}

fn options() -> Options {
    Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() }
}

fn listed(options: &Options, keys: Keys, records: &[Value]) -> Result<Vec<Value>, Error> {
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    let edition = edition();
    let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
    let mut found = Vec::new();
    edition.members(options, keys)?.each(&mut records, |member| {
        found.push(serde_json::to_value(&member).unwrap());
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

fn one(record: Value, indicator: &str) -> Vec<Value> {
    let options = Options { indicators: vec![indicator.into()], ..options() };
    listed(&options, Keys::Masked, &[record]).unwrap()
}

#[test]
fn a_record_is_counted_not_counted_or_unknown_with_what_would_settle_it() {
    let line = |answer: Value, missing: &[&str]| {
        vec![json!({"id": "#1", "indicator": "antal", "answer": answer, "missing": missing})]
    };
    assert_eq!(one(json!({"id": 1, "med": true, "svar": true}), "antal"), line(json!(true), &[]));
    assert_eq!(one(json!({"id": 1, "med": true, "svar": false}), "antal"), line(json!(false), &[]));
    assert_eq!(one(json!({"id": 1, "med": true}), "antal"), line(json!(null), &["svar"]));
    assert_eq!(one(json!({"id": 1}), "antal"), line(json!(null), &["med", "svar"]));
    assert_eq!(one(json!({"id": 1, "svar": false}), "antal"), line(json!(false), &[]));
    assert_eq!(one(json!({"id": 1, "med": false}), "antal"), Vec::<Value>::new());
}

#[test]
fn a_cell_that_no_record_is_in_is_said() {
    let codes = |place: &str, records: &str| {
        let options = Options { cell: [("ort".to_owned(), place.to_owned())].into(), ..options() };
        let edition = edition();
        let mut members = edition.members(&options, Keys::Masked).unwrap();
        let mut records = JsonRecords::new(records.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
        members.each(&mut records, |_| Ok::<_, Error>(())).unwrap();
        members.notices().iter().map(|notice| notice.code).collect::<Vec<_>>()
    };
    let north = r#"{"id": 1, "med": true, "ort": "norr"}"#;
    assert_eq!(codes("söder", north), ["nobody_in_cell"]);
    assert_eq!(codes("norr", north), [""; 0]);
    assert_eq!(codes(TOTAL, north), [""; 0]);
    assert_eq!(codes("söder", ""), ["nobody_counted"], "nobody is anywhere");
}

#[test]
fn a_share_says_who_is_in_the_denominator() {
    let share = |record: Value| {
        let found = one(record, "andel");
        found.first().map(|line| (line["answer"].clone(), line["denominator"].clone()))
    };
    let seen = json!([{"sedd": true}]);
    assert_eq!(
        share(json!({"id": 1, "med": true, "svar": true, "barn": seen})),
        Some((json!(true), json!(true)))
    );
    assert_eq!(share(json!({"id": 1, "med": true, "barn": seen})), Some((json!(null), json!(true))));
    assert_eq!(share(json!({"id": 1, "med": true, "svar": true})), Some((json!(null), json!(null))));
    assert_eq!(share(json!({"id": 1, "med": true, "svar": true, "barn": []})), None);
}

#[test]
fn elements_of_a_list_are_counted_with_the_places_that_are_missing() {
    let record = json!({"id": 1, "med": true, "barn": [{"sedd": true}, {"sedd": false}, {}]});
    let expected = json!({"id": "#1", "indicator": "sedda", "answer": null, "missing": ["barn[2].sedd"],
        "certain": 1, "possible": 1, "open": false});
    assert_eq!(one(record, "sedda"), [expected]);
    let none = json!({"id": "#1", "indicator": "sedda", "answer": false, "missing": [],
        "certain": 0, "possible": 0, "open": false});
    assert_eq!(one(json!({"id": 1, "med": true, "barn": []}), "sedda"), [none]);
    let open = json!({"id": "#1", "indicator": "sedda", "answer": null, "missing": ["barn"],
        "certain": 0, "possible": 0, "open": true});
    assert_eq!(one(json!({"id": 1, "med": true}), "sedda"), [open]);
}

#[test]
fn the_same_key_has_the_same_number_in_all_records_and_is_never_written() {
    let records = [
        json!({"id": "p1", "med": true, "barn": [{"sedd": true, "ärende": "D-1"}, {"sedd": true}]}),
        json!({"id": "p2", "med": true, "barn": [{"ärende": "D-2"}, {"ärende": "D-1"}]}),
    ];
    let options = Options { indicators: vec!["ärenden".into()], ..options() };
    let found = listed(&options, Keys::Masked, &records).unwrap();
    assert_eq!((&found[0]["keys"], &found[0]["possible_keys"]), (&json!(["#1"]), &json!([])));
    assert_eq!((&found[0]["certain"], &found[0]["possible"]), (&json!(1), &json!(1)));
    assert_eq!((&found[1]["keys"], &found[1]["possible_keys"]), (&json!([]), &json!(["#1", "#2"])));
    let text = format!("{found:?}");
    assert!(!text.contains("D-") && !text.contains("p1"), "{text}");
}

#[test]
fn keys_are_shown_only_when_asked_for() {
    let records = [json!({"id": "p1", "med": true, "svar": true})];
    let ids = |keys| {
        let found =
            listed(&Options { indicators: vec!["antal".into()], ..options() }, keys, &records).unwrap();
        found.iter().map(|line| line["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(Keys::Masked), [json!("#1")]);
    assert_eq!(ids(Keys::Shown), [json!("p1")]);
}

#[test]
fn a_cell_has_the_records_of_its_categories_and_no_others() {
    let records = [
        json!({"id": 1, "med": true, "svar": true, "ort": "norr"}),
        json!({"id": 2, "med": true, "svar": true, "ort": "söder"}),
        json!({"id": 3, "med": true, "svar": true}),
    ];
    let ids = |category: &str| {
        let cell = [("ort".to_owned(), category.to_owned())].into();
        let options = Options { indicators: vec!["antal".into()], cell, ..options() };
        let found = listed(&options, Keys::Masked, &records);
        found.map(|found| found.iter().map(|line| line["id"].clone()).collect::<Vec<_>>())
    };
    assert_eq!(ids("norr").unwrap(), [json!("#1")]);
    assert_eq!(ids("okänt").unwrap(), [json!("#3")]);
    assert_eq!(ids("Totalt").unwrap().len(), 3);
    let Err(Error::Argument(error)) = ids("väster") else { panic!("there is no such category") };
    assert_eq!(error.argument(), "where");
    assert!(Error::from(error).message(Lang::Sv).contains("norr, söder, okänt"));
}

#[test]
fn records_that_are_in_no_figure_have_no_members() {
    let twice = [json!({"id": 1, "med": true, "svar": true}), json!({"id": 1, "med": true, "svar": true})];
    assert!(matches!(listed(&options(), Keys::Masked, &twice), Err(Error::Input(_))));
    let skip = Options { on_error: OnError::Skip, indicators: vec!["antal".into()], ..options() };
    assert_eq!(listed(&skip, Keys::Masked, &twice).unwrap().len(), 1);
}

#[test]
fn several_periods_say_which_they_are_and_one_does_not() {
    let two = ["2013", "2012", "2012"].map(|period| Period::parse(period).unwrap()).to_vec();
    let asked = Options { periods: two, indicators: vec!["antal".into()], ..options() };
    let records = [json!({"id": 1, "med": true, "svar": true}), json!({"id": 2, "med": true})];
    let found = listed(&asked, Keys::Masked, &records).unwrap();
    let said: Vec<_> = found.iter().map(|line| (line["period"].clone(), line["id"].clone())).collect();
    let year = |year: u32| json!(format!("{year}-01-01/{year}-12-31"));
    assert_eq!(
        said,
        [
            (year(2012), json!("#1")),
            (year(2013), json!("#1")),
            (year(2012), json!("#2")),
            (year(2013), json!("#2"))
        ]
    );
    assert!(found.iter().all(|line| line.get("edition").is_none()));
    let one = Options { periods: vec![Period::parse("2013").unwrap(); 2], ..asked };
    assert!(listed(&one, Keys::Masked, &records).unwrap().iter().all(|line| line.get("period").is_none()));
}

#[test]
fn one_reading_at_a_time() {
    let every = Options { every_alternative: true, ..options() };
    let Err(Error::Argument(error)) = listed(&every, Keys::Masked, &[]) else { panic!("one reading") };
    assert_eq!(error.argument(), "reading");
}
