//! What is left of a record in an example of it.

use super::*;
use crate::Rules;

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn options(period: &str) -> Options {
    Options { periods: vec![Period::parse(period).unwrap()], ..Options::default() }
}

fn made(record: &str, period: &str) -> NewExample {
    edition().example_of(&serde_json::from_str(record).unwrap(), "Prov", &options(period), &[]).unwrap()
}

#[test]
fn an_example_holds_no_more_of_a_record_than_its_answers_need() {
    let record = r#"{
        "id": "19810404-1234", "kön": "kvinna", "födelsedatum": "1981-04-04", "stadsdel": "Farsta", "känd_sedan": "2012-05-17",
        "våld": [
            {"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "ingen_närstående", "från": "2012-03-09"},
            {"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-03-09", "registrerat": "2012-03-10"}
        ],
        "insatser": [{"typ": "råd_och_stöd", "erbjuden": "2011-02-03", "orsak_våld": true}]
    }"#;
    let made = made(record, "2013");
    assert_eq!(
        made.text,
        r#"exempel("Prov", #{
    post: #{
        kön: "kvinna", födelsedatum: "1981-01-01", känd_sedan: "2012-01-01",
        våld: [
            #{ roll: "våldsutsatt", kategori: "våld_i_nära_relation", relation: "sambo", från: "2012-01-01" },
        ],
    },
    period: "2013",
    väntat: #{
        målgrupper: #{ kvinnor: true, barn: false, män: false },
        indikatorer: #{ "kvinnor-kända": 1, "kvinnor-deltagit": [0, 1] },
    },
});
"#
    );
    assert_eq!(made.notes, []);
}

#[test]
fn keys_of_cases_get_numbers_and_stay_apart() {
    let record = r#"{
        "id": "x", "födelsedatum": "2005-04-04", "våld": [{"roll": "barn_upplevt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-03-09"}],
        "anmälningar": [
            {"ärende": "SN 2013/417", "inkom": "2013-02-03", "orsak_våld": true},
            {"ärende": "SN 2013/418", "inkom": "2013-02-04", "orsak_våld": true}
        ]
    }"#;
    let made = made(record, "2013");
    assert!(!made.text.contains("SN "), "{}", made.text);
    assert!(made.text.contains("ärende: \"1\"") && made.text.contains("ärende: \"2\""), "{}", made.text);
    assert!(made.text.contains("\"barn-anmälningar\": 2"), "{}", made.text);
}

#[test]
fn a_day_that_a_limit_needs_is_kept_and_named() {
    // Seventeen on the first day: born on the first of the year or the month, the child would have been an adult.
    let record = r#"{"id": "x", "födelsedatum": "1996-06-15",
        "våld": [{"roll": "barn_upplevt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-03-09"}]}"#;
    let made = made(record, "2014-06-14/2014-12-31");
    assert!(made.text.contains("födelsedatum: \"1996-06-15\""), "{}", made.text);
    assert_eq!(made.notes, [stays("födelsedatum", true)]);
}

#[test]
fn what_is_unknown_stays_unknown_for_the_same_reason() {
    let record = r#"{"id": "x", "kön": "kvinna",
        "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-03-09"}]}"#;
    let made = made(record, "2013");
    assert!(made.text.contains("kvinnor: okänt"), "{}", made.text);
    assert!(made.text.contains("saknas: #{ kvinnor: [\"födelsedatum\"]"), "{}", made.text);
}

#[test]
fn a_made_example_passes() {
    let record = r#"{"id": "x", "kön": "man", "födelsedatum": "1970-07-07",
        "våld": [{"roll": "våldsutövare", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-03-09", "motpart_kön": "kvinna"}],
        "insatser": [{"typ": "insats_till_våldsutövare", "erbjuden": "2013-02-03", "orsak_våld": true}]}"#;
    let made = made(record, "2013");
    let edition = edition();
    let sources = edition.sources();
    let own = sources.name(edition.head().span.source).rsplit_once('/').unwrap().0.to_owned();
    let mut files: Vec<(String, Vec<u8>)> = sources
        .ids()
        .filter(|id| sources.name(*id).starts_with(&own) || sources.name(*id).contains("gemensamt/"))
        .filter(|id| !sources.name(*id).ends_with(".exempel.rhai"))
        .map(|id| {
            (sources.name(id).trim_start_matches("rules/").to_owned(), sources.text(id).as_bytes().to_vec())
        })
        .collect();
    files.push((
        "stockholm/kvinnofrid/2012-2014/99-nytt.exempel.rhai".to_owned(),
        made.text.clone().into_bytes(),
    ));
    let run = Rules::from_files(files).test();
    assert_eq!(run.results().count(), 1, "{}", made.text);
    assert!(run.passed(), "{}", made.text);
}
