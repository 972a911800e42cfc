use super::*;
use crate::data::input::csv::{CsvOptions, CsvRecords, TableFile};
use crate::data::input::{InputFormat, JsonRecords, OnError};
use crate::findings::text::Lang;
use crate::language::date::Period;
use std::fmt::Write as _;
use std::io::{Cursor, Read};

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn validator(options: &Options) -> Validator {
    Validator::new(&[edition()], options).unwrap()
}

fn of_json(lines: impl Read, options: &Options) -> Validation {
    let mut validator = validator(options);
    let reader = std::io::BufReader::new(lines);
    let mut records = JsonRecords::new(reader, InputFormat::Ndjson, &validator.schema(), None);
    validator.add_all(&mut records, None);
    validator.finish()
}

/// A finding in short: effect, field, kind, count and rows.
type Short = (&'static str, String, &'static str, u64, Vec<u64>);

fn in_short(found: &Validation) -> Vec<Short> {
    let short = |finding: &Finding| {
        let field = finding.field.clone().unwrap_or_default();
        (finding.effect.name(), field, finding.kind, finding.count, finding.rows.clone())
    };
    found.findings.iter().map(short).collect()
}

fn short(effect: &'static str, field: &str, kind: &'static str, count: u64, rows: &[u64]) -> Short {
    (effect, field.to_owned(), kind, count, rows.to_vec())
}

#[test]
fn every_mistake_of_a_record_is_found_and_the_rest_is_read() {
    let lines = r#"{"id": 1, "kön": "Kvinna", "födelsedatum": "1980-13-01", "stadsdel": 4, "våld": [{"roll": 7, "från": "igår"}, 3, {"roll": "våldsutsatt", "från": "i går"}]}
{"id": 2, "kön": "man", "kön": "kvinna", "våld": "mycket"}
{"kön": "man"}
{"id": 2, "kön": ["man"]}
{"id": 4
{"id": 5, "kön": "kvinna"}"#;
    let found = of_json(lines.as_bytes(), &Options::default());
    assert_eq!((found.records, found.rejected), (6, 5));
    assert_eq!(
        in_short(&found),
        [
            short("stops", "id", "no_key", 1, &[3]),
            short("stops", "kön", "duplicate_field", 1, &[2]),
            short("stops", "kön", "unknown_code", 1, &[1]),
            short("stops", "kön", "wrong_type", 1, &[4]),
            short("stops", "födelsedatum", "not_a_date", 1, &[1]),
            short("stops", "våld", "not_an_object", 1, &[1]),
            short("stops", "våld", "wrong_type", 1, &[2]),
            short("stops", "", "syntax", 1, &[5]),
            short("stops", "våld.roll", "wrong_type", 1, &[1]),
            short("stops", "våld.från", "not_a_date", 2, &[1]),
            short("breakdown", "stadsdel", "wrong_type", 1, &[1]),
        ]
    );
}

#[test]
fn what_a_report_rejects_is_what_is_said_to_stop_it() {
    let lines = r#"{"id": 1, "kön": "Kvinna"}
{"id": 2, "stadsdel": 4}
{"id": 3, "kön": "man"}
{"id": 3, "kön": "man"}
{"id": "", "kön": "man"}"#;
    for by in [vec![], vec!["stadsdel".to_owned()]] {
        let periods = vec![crate::Period::parse("2013").unwrap()];
        let options = Options { periods, by, on_error: OnError::Skip, ..Options::default() };
        let found = of_json(lines.as_bytes(), &options);
        let report = edition().report(lines.as_bytes(), InputFormat::Ndjson, &options).unwrap();
        let counted = &report.receipt.editions[0];
        assert_eq!(counted.rejected, Some(found.rejected), "{:?}", options.by);
        assert_eq!(counted.records, Some(found.records - found.rejected), "{:?}", options.by);
        assert!(found.affects_reports());
    }
}

#[test]
fn oddities_that_change_figures_are_told_from_those_that_do_not() {
    let lines = r#"{"id": "19800517-0007", "kon": "kvinna", "stadsdel": "Farsta", "våld": null}
{"id": "b", "stadsdel": "FARSTA ", "våld": [{}]}
{"id": "c", "stadsdel": "nan", "våld": [{}]}"#;
    let found = of_json(lines.as_bytes(), &Options::default());
    assert_eq!((found.records, found.rejected), (3, 0));
    let kinds: Vec<_> =
        in_short(&found).into_iter().map(|(effect, field, kind, ..)| (effect, field, kind)).collect();
    for expected in [
        ("changes", "kon".to_owned(), "unknown_field"),
        ("changes", "våld".to_owned(), "list_never_empty"),
        ("breakdown", "stadsdel".to_owned(), "similar_categories"),
        ("breakdown", "stadsdel".to_owned(), "missing_as_text"),
        ("nothing", String::new(), "personnummer_key"),
    ] {
        assert!(kinds.contains(&expected), "{expected:?} is not among {kinds:?}");
    }
    assert!(found.absent.contains(&"kön".to_owned()), "{:?}", found.absent);
    let broken_down = Options { by: vec!["stadsdel".into()], ..Options::default() };
    let found = of_json(lines.as_bytes(), &broken_down);
    let similar = found.findings.iter().find(|finding| finding.kind == "similar_categories").unwrap();
    assert_eq!(similar.effect, Effect::Changes);
}

#[test]
fn categories_that_no_rule_compares_with_are_said_with_those_of_the_rules() {
    let said = |questions: &[&str]| {
        let answers: Vec<_> =
            questions.iter().map(|question| serde_json::json!({ "fråga": question })).collect();
        let line = serde_json::json!({ "id": "a", "enkätsvar": answers }).to_string();
        let found = of_json(line.as_bytes(), &Options::default());
        let of_field =
            found.findings.into_iter().filter(|one| one.field.as_deref() == Some("enkätsvar.fråga"));
        let short =
            |one: Finding| (one.kind, one.effect, one.count, one.text.get(crate::Lang::Sv).to_owned());
        of_field.map(short).collect::<Vec<_>>()
    };
    assert_eq!(said(&["trygg_med_insatserna", "hur_var_maten"]), []);
    assert_eq!(said(&[]), []);
    let near = said(&["Trygg med insatserna", "kunskap-om-rättigheter", "hur_var_maten"]);
    let [("near_category", Effect::Changes, 2, text)] = near.as_slice() else { panic!("{near:?}") };
    assert!(text.ends_with("; skriv `kunskap_om_rättigheter`, `trygg_med_insatserna`"), "{text}");
    let other = said(&["Är du trygg?", "hur_var_maten"]);
    let [("no_compared_category", Effect::Changes, 2, text)] = other.as_slice() else { panic!("{other:?}") };
    assert!(text.contains(" jämför med: `kunskap_om_rättigheter`, `trygg_med_insatserna`; "), "{text}");
    assert!(!text.contains("Är du") && !text.contains("maten"));
}

#[test]
fn keys_that_differ_in_capitals_alone_are_said() {
    let said = |keys: &[&str]| {
        let lines: Vec<String> =
            keys.iter().map(|key| serde_json::json!({ "id": key }).to_string()).collect();
        let found = of_json(lines.join("\n").as_bytes(), &Options::default());
        let short = |one: Finding| (one.kind, one.effect, one.count);
        found.findings.into_iter().map(short).collect::<Vec<_>>()
    };
    assert_eq!(said(&["a1", "b1", "17", "Å1"]), []);
    assert_eq!(said(&["a1", "A1", "Å1", "å1", "17"]), [("similar_keys", Effect::Changes, 2)]);
    // The same key again is an error of its own.
    assert_eq!(said(&["a1", "a1"]), [("duplicate_key", Effect::Stops, 1)]);
}

#[test]
fn days_that_stand_for_none_are_said_with_their_field() {
    let found = |day: &str| {
        let line =
            serde_json::json!({ "id": "a", "födelsedatum": day, "våld": [{ "till": day }] }).to_string();
        let found = of_json(line.as_bytes(), &Options::default());
        let days = found.findings.into_iter().filter(|one| one.kind == "placeholder_day");
        days.map(|one| (one.field.unwrap_or_default(), one.count)).collect::<Vec<_>>()
    };
    for day in ["0001-01-01", "1753-01-01", "1900-01-01", "2999-12-31", "9999-12-31"] {
        assert_eq!(found(day), [("födelsedatum".to_owned(), 1), ("våld.till".to_owned(), 1)], "{day}");
    }
    for day in ["1900-01-02", "1980-05-17", "2099-12-31"] {
        assert_eq!(found(day), [], "{day}");
    }
}

/// Returns the kind, field and count of what is found in records.
fn kinds(records: &[serde_json::Value], options: &Options) -> Vec<(&'static str, Option<String>, u64)> {
    let lines: Vec<String> = records.iter().map(serde_json::Value::to_string).collect();
    let found = of_json(lines.join("\n").as_bytes(), options);
    found.findings.into_iter().map(|one| (one.kind, one.field, one.count)).collect()
}

#[test]
fn elements_that_are_there_twice_are_said_with_their_list() {
    let said = |violence: serde_json::Value| {
        kinds(&[serde_json::json!({ "id": "a", "våld": violence })], &Options::default())
    };
    let event = |day: &str, forms: &[&str]| serde_json::json!({ "roll": "våldsutsatt", "från": day, "former": forms });
    let first = event("2012-05-01", &["fysiskt", "psykiskt"]);
    let other = event("2012-05-01", &["fysiskt"]);
    let later = event("2012-06-01", &["fysiskt"]);
    let twice = |count| vec![("repeated_elements", Some("våld".to_owned()), count)];
    assert_eq!(said(serde_json::json!([first, other, later])), []);
    assert_eq!(said(serde_json::json!([first, other, first])), twice(1));
    assert_eq!(said(serde_json::json!([first, other, first, other, first])), twice(3));
    // Without a day, two may be written alike.
    let undated = serde_json::json!({ "roll": "våldsutsatt" });
    assert_eq!(said(serde_json::json!([undated, undated, {}, {}])), []);
    // Those of others are no reason.
    let of = |id: &str| serde_json::json!({ "id": id, "våld": [first] });
    assert_eq!(kinds(&[of("a"), of("b")], &Options::default()), []);
}

#[test]
fn births_after_other_days_of_the_record_are_said() {
    let said = |born: &str, known: &str| {
        kinds(
            &[serde_json::json!({ "id": "a", "födelsedatum": born, "känd_sedan": known })],
            &Options::default(),
        )
    };
    assert_eq!(said("1980-05-01", "2012-01-01"), []);
    assert_eq!(said("2012-01-01", "2012-01-01"), []);
    assert_eq!(said("2080-05-01", "2012-01-01"), [("late_birth", Some("födelsedatum".to_owned()), 1)]);
    // A day that stands for none is said as such, and is no reason.
    assert_eq!(said("9999-12-31", "2012-01-01"), [("placeholder_day", Some("födelsedatum".to_owned()), 1)]);
    assert_eq!(said("1980-05-01", "1900-01-01"), [("placeholder_day", Some("känd_sedan".to_owned()), 1)]);
}

#[test]
fn days_that_are_all_of_another_period_are_said_where_there_are_many() {
    let person = |number: u32, known: &str| serde_json::json!({ "id": number, "födelsedatum": "2013-05-01", "känd_sedan": known });
    let said = |count: u32, known: &str, period: &str| {
        let records: Vec<_> = (0..count).map(|number| person(number, known)).collect();
        let periods = if period.is_empty() { Vec::new() } else { vec![Period::parse(period).unwrap()] };
        kinds(&records, &Options { periods, ..Options::default() })
    };
    let none = vec![("no_day_in_period", None, 20)];
    assert_eq!(said(20, "2019-01-01", "2013"), none);
    assert_eq!(said(19, "2019-01-01", "2013"), []);
    assert_eq!(said(20, "2019-01-01", ""), []);
    assert_eq!(said(20, "2013-12-31", "2013"), []);
    let places = |known: &str| {
        let records: Vec<String> = (0..20).map(|number| person(number, known).to_string()).collect();
        let periods = ["2012", "2014"].map(|period| Period::parse(period).unwrap()).to_vec();
        let found = of_json(records.join("\n").as_bytes(), &Options { periods, ..Options::default() });
        let texts = found.findings.iter().filter(|one| one.kind == "no_day_in_period");
        texts.map(|one| one.text.get(Lang::En).to_owned()).collect::<String>()
    };
    for (known, place) in
        [("2014-01-01", ""), ("2011-12-31", "before"), ("2015-01-01", "after"), ("2013-06-30", "outside")]
    {
        assert_eq!(places(known).contains(&format!(": all are {place};")), !place.is_empty(), "{known}");
    }
}

#[test]
fn no_value_of_a_record_is_in_a_finding() {
    let lines = r#"{"id": "hemlig1", "kön": "hemlig2", "födelsedatum": "hemlig3", "hemlig4": 1, "våld": ["hemlig5"], "stadsdel": "hemlig6"}
{"id": "hemlig1", "stadsdel": "HEMLIG6", "hemlig7""#;
    let found = of_json(lines.as_bytes(), &Options::default());
    assert!(found.findings.len() > 4);
    assert!(!format!("{found:?}").to_lowercase().contains("hemlig"), "{found:?}");
}

#[test]
fn a_clean_file_has_no_findings() {
    let lines = r#"{"id": "a", "kön": "kvinna"}
{"id": "b", "kön": "man"}"#;
    let found = of_json(lines.as_bytes(), &Options::default());
    assert_eq!(found.findings, []);
    assert!(!found.affects_reports());
}

#[test]
fn a_table_of_a_list_has_its_own_rows() {
    let persons = "id;kön;stadsdel\na;kvinna;Farsta\nb;Man;Farsta\nc;man;Farsta\nd;man;F;G\n";
    let violence =
        "id;roll;från\na;våldsutsatt;2012-05-01\na;utsatt;2012-05-41\nb;våldsutsatt;i fjol\nx;våldsutsatt;\n";
    let mut validator = validator(&Options::default());
    let open =
        move || -> std::io::Result<Box<dyn std::io::BufRead + Send>> { Ok(Box::new(Cursor::new(violence))) };
    let tables = vec![TableFile::new("våld", open)];
    let options = CsvOptions { tables, on_error: OnError::Skip, ..CsvOptions::default() };
    let mut records = CsvRecords::new(persons.as_bytes(), &validator.schema(), options).unwrap();
    validator.add_all(&mut records, Some("personer.csv"));
    let found = validator.finish();
    let mut short_of: Vec<_> = in_short(&found);
    short_of.sort();
    let mut expected = vec![
        short("stops", "kön", "unknown_code", 1, &[3]),
        short("stops", "våld.roll", "unknown_code", 1, &[3]),
        short("stops", "våld.från", "not_a_date", 2, &[3, 4]),
        short("stops", "våld", "unmatched_rows", 1, &[]),
        short("stops", "", "width", 1, &[5]),
    ];
    expected.sort();
    assert_eq!(short_of, expected);
    let of = |kind| found.findings.iter().find(|finding| finding.kind == kind).unwrap();
    assert_eq!(of("unknown_code").file.as_deref(), Some("personer.csv"));
    assert_eq!(of("not_a_date").table.as_deref(), Some("våld"));
}

#[test]
fn any_number_of_mistakes_takes_the_same_room() {
    let mut lines = String::new();
    for row in 0..5000 {
        writeln!(
            lines,
            r#"{{"id": {row}, "kön": "x{row}", "stadsdel": "s{row}", "ny{row}": 1, "våld": [{row}]}}"#
        )
        .unwrap();
    }
    let found = of_json(lines.as_bytes(), &Options::default());
    assert_eq!((found.records, found.rejected, found.more), (5000, 5000, 0));
    assert!(found.findings.len() < 10, "{found:?}");
    let codes = found.findings.iter().find(|finding| finding.kind == "unknown_code").unwrap();
    assert_eq!((codes.count, codes.records, codes.rows.as_slice()), (5000, 5000, &[1, 2, 3, 4, 5][..]));
    assert!(found.findings.iter().any(|finding| finding.kind == "many_categories"));
    assert!(codes.text.get(Lang::En).starts_with("the code is not in the list"));
}

#[test]
fn data_are_validated_against_every_edition_where_none_is_chosen() {
    let all = editions(&Rules::embedded());
    assert!(all.len() > 1, "{}", all.len());
    assert!(all.iter().all(|edition| edition.has_figures() && edition.record() == "person"));
    let mut validator = Validator::new(&all, &Options::default()).unwrap();
    let lines = r#"{"id": 1, "kön": 1}"#;
    let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &validator.schema(), None);
    validator.add_all(&mut records, None);
    let found = validator.finish();
    assert_eq!(found.editions.len(), all.len());
    assert_eq!(found.rejected, 1);
    let by = Options { by: vec!["finns_inte".into()], ..Options::default() };
    assert!(Validator::new(&all, &by).is_err());
    assert!(Validator::new(&[], &Options::default()).is_err());
}
