//! Explanations on the embedded 2012–2014 edition.

mod conditions;
mod functions;

use super::{ExplainOptions, Explanation};
use crate::author::sample::{Sample, SampleOptions};
use crate::edition::options::Options;
use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use crate::language::date::Period;

const MAN: &str = r#"{"id":"m1","kön":"man","födelsedatum":"1980-05-01","våld":[
    {"roll":"våldsutövare","kategori":"våld_i_nära_relation","relation":"sambo","från":"2012-05-01"}],
    "insatser":[{"orsak_våld":true,"erbjuden":"2013-02-01"},{"orsak_våld":true,"erbjuden":"2014-01-01"}]}"#;

fn explain(record: &str, subject: &str, show_sensitive: bool) -> Explanation {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let asked = ExplainOptions { subjects: vec![subject.into()], show_sensitive };
    edition.explain(record.as_bytes(), &options, &asked).unwrap()
}

fn reason(record: &str, subject: &str) -> String {
    explain(record, subject, false).answers[0].reason.get(Lang::Sv).to_owned()
}

#[test]
fn a_no_is_told_by_the_one_fact_that_decides() {
    insta::assert_snapshot!(reason(MAN, "kvinnor"), @"Hör inte till målgruppen ”Kvinnor som utsatts för våld i nära relation”, därför att kön är man, inte kvinna.");
}

#[test]
fn a_yes_is_told_by_all_facts_it_needs() {
    insta::assert_snapshot!(reason(MAN, "män"), @"Hör till målgruppen ”Män som utövat våld i nära relationer”, därför att kön är man, åldern 2013-12-31 är minst 18 år och i våld nr 1 roll är våldsutövare, kategori är våld i nära relation, från är 2012-05-01 (senast 2013-12-31) och relation är sambo, inte ingen närstående.");
}

#[test]
fn an_unknown_answer_names_what_is_missing() {
    let record = MAN.replace("\"1980-05-01\"", "null").replace("\"2012-05-01\"", "null");
    let explanation = explain(&record, "män", false);
    assert_eq!(explanation.answers[0].value, None);
    assert_eq!(explanation.answers[0].missing, ["födelsedatum", "våld[0].från"]);
    insta::assert_snapshot!(explanation.answers[0].reason.get(Lang::Sv), @"Det går inte att veta om personen hör till målgruppen ”Män som utövat våld i nära relationer”, därför att uppgift om ”födelsedatum” saknas och i våld nr 1 uppgift om ”från” saknas.");
}

#[test]
fn what_comes_from_a_sensitive_field_is_masked_unless_asked_for() {
    let masked = explain(MAN, "män", false).to_text(Lang::Sv);
    let open = explain(MAN, "män", true).to_text(Lang::Sv);
    assert!(!masked.contains("33 år") && !masked.contains("1980"), "{masked}");
    assert!(open.contains("åldern 2013-12-31 är 33 år (minst 18 år)"), "{open}");
}

#[test]
fn an_indicator_tells_only_the_element_that_decides() {
    insta::assert_snapshot!(reason(&MAN.replace("2013-02-01", "2012-02-01"), "män-erbjudna"), @"Räknas inte i ”Antal män i målgruppen som erbjudits insatser av socialtjänsten”, därför att inget under insatser uppfyller villkoret (i insatser nr 1 erbjuden 2012-02-01 ligger inte i perioden 2013-01-01–2013-12-31 och i insatser nr 2 erbjuden 2014-01-01 ligger inte i perioden 2013-01-01–2013-12-31).");
}

#[test]
fn a_missing_list_leaves_it_unknown_whether_anything_counts() {
    let explanation = explain(&MAN.replace("insatser", "placeringar"), "män-erbjudna", false);
    let answer = &explanation.answers[0];
    assert_eq!((answer.value, &answer.missing), (None, &vec!["insatser".to_owned()]));
    insta::assert_snapshot!(answer.reason.get(Lang::Sv), @"Det går inte att veta om personen räknas i ”Antal män i målgruppen som erbjudits insatser av socialtjänsten”, därför att uppgift om ”insatser” saknas.");
    // Which of the reports on a child are due to violence is not known either.
    let child = r#"{"kön":"man","födelsedatum":"2008-01-01","våld":[{"roll":"barn_upplevt","kategori":"våld_i_nära_relation","relation":"förälder","från":"2012-05-01"}],
        "anmälningar":[{}]}"#;
    let explanation = explain(child, "barn-anmälningar", false);
    let answer = &explanation.answers[0];
    assert_eq!(answer.value, None, "{answer:#?}");
    assert!(
        !answer.missing.is_empty() && answer.missing.iter().all(|m| m.starts_with("anmälningar[0].")),
        "{answer:#?}"
    );
    let explanation = explain(&child.replace("anmälningar", "insatser"), "barn-anmälningar", false);
    let answer = &explanation.answers[0];
    assert_eq!((answer.value, &answer.missing), (None, &vec!["anmälningar".to_owned()]));
}

#[test]
fn the_tree_has_each_condition_with_its_value_place_and_reading() {
    let json = explain(MAN, "män", false).to_json(Lang::Sv);
    let trace = &json["answers"][0]["traces"][0]["trace"];
    assert_eq!(trace["value"], true);
    assert!(trace["file"].as_str().unwrap().ends_with("20-malgrupper.rhai"));
    let age = &trace["parts"][1];
    assert_eq!(age["reading"], "åldersgräns=vuxna");
    assert_eq!(age["parts"][0]["fact"], "åldern 2013-12-31 är minst 18 år");
    assert_eq!(trace["parts"][2]["parts"][0]["element"], "våld[0]");
    assert!(json["answers"][0]["citation"].as_str().unwrap().starts_with("S3, Målgrupp 3"));
}

#[test]
fn a_reading_that_decides_alone_leaves_no_facts() {
    let text = explain(MAN, "män", false).to_text(Lang::Sv);
    assert!(text.contains("visshet = även_misstanke") && !text.contains("uppgift om ”grad”"), "{text}");
}

#[test]
fn the_tree_is_in_words_and_names_elements_and_files_as_the_sentence_does() {
    let explanation = explain(&MAN.replace("\"från\":\"2012-05-01\",", ""), "män", false);
    let text = explanation.to_text(Lang::Sv);
    insta::assert_snapshot!(text);
    assert!(!text.contains("&&") && !text.contains("våld["), "{text}");
    assert!(explanation.to_text_with_rules(Lang::Sv).contains("`p.kön == \"man\"`"));
}

#[test]
fn a_misspelt_subject_is_answered_with_the_nearest() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let asked = ExplainOptions { subjects: vec!["kvinor".into()], show_sensitive: false };
    let error = edition.explain(MAN.as_bytes(), &options, &asked).unwrap_err();
    insta::assert_snapshot!(error.message(Lang::Sv), @"det finns inget `kvinor` att förklara; menades `kvinnor`?");
}

/// Words that are Swedish and not English.
const SWEDISH: &[&str] = &[
    "och",
    "inte",
    "är",
    "av",
    "åldern",
    "år",
    "dagar",
    "saknas",
    "uppgift",
    "tolkning",
    "tolkningen",
    "periodens",
    "dag",
    "ja",
    "nej",
    "källa",
    "därför",
    "något",
    "minst",
    "högst",
    "senast",
    "tidigast",
    "före",
    "efter",
    "över",
    "ligger",
    "som",
    "för",
    "med",
    "det",
    "nr",
    "inget",
    "allt",
    "villkoret",
    "vilar",
    "okänt",
    "kanske",
    "likaså",
    "till",
];

#[test]
fn explanations_in_english_have_swedish_only_as_code_and_in_quotes() {
    let mut compared = 0;
    for (programme, edition, year) in [
        ("stockholm/kvinnofrid", "2012-2014", "2013"),
        ("stockholm/kvinnofrid", "2021-2025", "2023"),
        ("region-stockholm/strategi", "2016-2020", "2018"),
    ] {
        let edition = Rules::embedded().programme(programme).unwrap().edition(edition).unwrap();
        let options = Options { periods: vec![Period::parse(year).unwrap()], ..Options::default() };
        let model = edition.model();
        let mut subjects: Vec<String> = model.groups.iter().map(|group| group.id.clone()).collect();
        subjects.extend(model.indicators.iter().map(|indicator| indicator.id.clone()));
        subjects.extend(model.routines.iter().map(|routine| routine.id.clone()));
        let asked = ExplainOptions { subjects, show_sensitive: true };
        let sample = SampleOptions { persons: 25, affected_per_mille: 800, ..SampleOptions::default() };
        for person in Sample::new(sample).unwrap().persons() {
            let mut record = String::new();
            person.write_json(&mut record);
            let text = edition.explain(record.as_bytes(), &options, &asked).unwrap().to_text(Lang::En);
            // Quoted text is a Swedish name or the wording of a source.
            for line in
                text.lines().map(|line| line.split_once("rests on:").map_or(line, |(before, _)| before))
            {
                let mut outside = String::new();
                let (mut code, mut quoted) = (false, false);
                for sign in line.chars() {
                    match sign {
                        '`' => code = !code,
                        '“' => quoted = true,
                        '”' => quoted = false,
                        _ if !code && !quoted => outside.push(sign),
                        _ => {}
                    }
                }
                // Readings and places are ids and paths.
                let outside =
                    outside.split("  (").next().unwrap_or_default().split("  [").next().unwrap_or_default();
                let mut words = outside.split(|sign: char| !sign.is_alphabetic() && sign != '_');
                let swedish = words.find(|word| SWEDISH.contains(&word.to_lowercase().as_str()));
                assert_eq!(swedish, None, "{line}");
                compared += 1;
            }
        }
    }
    assert!(compared > 2000, "{compared}");
}
