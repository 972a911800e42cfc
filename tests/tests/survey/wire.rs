//! Partials exchanged between offices.

use super::data::{edition, options, rules_with, sample, with_reading};
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::input::InputFormat;
use kvinnofrid::options::Options;
use kvinnofrid::output::{Format, write};
use kvinnofrid::partial::Partial;
use kvinnofrid::text::Lang;
use std::collections::BTreeMap;
use std::sync::Arc;

fn partial(edition: &Arc<Edition>, records: &str, options: &Options) -> Partial {
    edition.partial(records.as_bytes(), InputFormat::Ndjson, options).unwrap()
}

/// Serializes and deserializes, as between two offices.
fn sent(partial: &Partial) -> Partial {
    Partial::from_bytes(&partial.to_bytes().unwrap()).unwrap()
}

#[test]
fn the_districts_partials_add_up_to_the_citys_bytes() {
    let edition = edition();
    let options = Options {
        by: vec!["stadsdel".into()],
        every_alternative: true,
        ..options(&["2012", "2013", "2013-T2"])
    };
    let people = sample(600);
    let mut districts: BTreeMap<String, String> = BTreeMap::new();
    for person in &people {
        let parsed: serde_json::Value = serde_json::from_str(person).unwrap();
        let district = parsed["stadsdel"].as_str().unwrap_or("okänd").to_owned();
        *districts.entry(district).or_default() += &format!("{person}\n");
    }
    assert!(districts.len() >= 13);
    let mut city = partial(&edition, "", &options);
    for records in districts.values().rev() {
        city.merge(&sent(&partial(&edition, records, &options))).unwrap();
    }
    let whole = partial(&edition, &people.join("\n"), &options);
    assert_eq!(city.to_bytes().unwrap(), whole.to_bytes().unwrap());
    for format in [Format::Text, Format::Csv, Format::Json] {
        let written = |partial: &Partial| write(&partial.finish().unwrap(), format, Lang::Sv).unwrap();
        assert_eq!(written(&city), written(&whole));
    }
}

/// Returns the error, in both languages, of merging a partial with other rules or options.
fn refusal(other: &Partial) -> [String; 2] {
    let mut ours = partial(&edition(), "", &options(&["2013"]));
    let error = ours.merge(&sent(other)).unwrap_err();
    assert!(matches!(&error, Error::Argument(e) if e.argument() == "partial"));
    [Lang::Sv, Lang::En].map(|lang| error.message(lang))
}

#[test]
fn a_partial_by_other_rules_is_refused() {
    let rules = rules_with("p.känd_sedan in period", "p.känd_sedan <= period.slut");
    let edition = rules.programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let [sv, en] = refusal(&partial(&edition, "", &options(&["2013"])));
    assert!(sv.contains("olika regler") && sv.contains(edition.digest()), "{sv}");
    assert!(sv.ends_with("räkna om det ena med samma regler"), "{sv}");
    assert!(en.contains("different rules"), "{en}");
}

#[test]
fn a_partial_of_another_question_is_refused_with_what_differs() {
    let edition = edition();
    let of = |options: &Options| refusal(&partial(&edition, "", options));
    assert!(of(&options(&["2012"]))[0].contains("(2013-01-01/2013-12-31 och 2012-01-01/2012-12-31)"));
    let reading = with_reading(options(&["2013"]), "känd", "nya");
    assert!(of(&reading)[0].contains("olika tolkningar (känd=bestånd och känd=nya)"));
    let every = Options { every_alternative: true, ..options(&["2013"]) };
    assert!(of(&every)[1].contains("different readings (without other alternatives and with"));
    let by = Options { by: vec!["stadsdel".into()], ..options(&["2013"]) };
    assert!(of(&by)[1].contains("different breakdowns (none and stadsdel)"));
}

#[test]
fn a_person_counted_by_two_is_refused_without_being_named() {
    let edition = edition();
    let one = partial(&edition, r#"{"id":"hemlig"}"#, &options(&["2013"]));
    let error = sent(&one).merge(&one).unwrap_err();
    assert!(error.message(Lang::Sv).contains("samma nyckel finns i båda"));
    assert!(!error.message(Lang::Sv).contains("hemlig"));
}
