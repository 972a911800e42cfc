//! Response rates, intervals and the minimum number of answers.

use super::data::{answering, edition, options, report, row, with_reading, woman};
use kvinnofrid::options::Options;
use kvinnofrid::output::columns;
use kvinnofrid::report::{Figures, Number, Report, Status};

const RIGHTS: &str = "kvinnor-kunskap";

fn asked(records: &str, options: &Options) -> Report {
    report(&edition(), records, options)
}

fn rights(records: &str, options: &Options) -> Figures {
    row(&asked(records, options), RIGHTS).figures
}

fn rate(figures: &Figures) -> Option<f64> {
    figures.survey.unwrap().response_rate
}

/// Two answered, two were asked without answering, and for four more it is unknown whether they were asked and belong.
fn mixed() -> String {
    let born = r#""födelsedatum":"1980-05-17""#;
    let question = r#""fråga":"kunskap_om_rättigheter""#;
    [
        answering("ja", r#""ja""#),
        answering("nej", r#""nej""#),
        // Asked, with an indefinite answer, and with a missing answer.
        answering("vet ej", r#""vet_ej""#),
        answering("svar saknas", "null"),
        // Not asked in the period, perhaps asked in it, perhaps asked at all, perhaps in the group.
        woman("före", &format!(r#"{born},"enkätsvar":[{{{question},"datum":"2012-12-31","svar":"ja"}}]"#)),
        woman("dag saknas", &format!(r#"{born},"enkätsvar":[{{{question},"svar":"ja"}}]"#)),
        woman("lista saknas", born),
        woman("ålder saknas", &format!(r#""enkätsvar":[{{{question},"datum":"2013-05-02","svar":"ja"}}]"#)),
    ]
    .concat()
}

#[test]
fn the_response_rate_is_of_those_certainly_asked_whatever_they_answered() {
    let figures = rights(&mixed(), &options(&["2013"]));
    assert_eq!((figures.numerator, figures.denominator), (Some(1), Some(2)));
    // Asked: ja, nej, vet ej, svar saknas.
    assert_eq!(rate(&figures), Some(0.5));
}

#[test]
fn the_denominator_but_the_definite_answer_decides_who_counts_as_asked() {
    let offered = r#""födelsedatum":"1980-05-17","insatser":[{"orsak_våld":true,"beviljad":"2013-02-01"}]"#;
    let answer = |svar: &str| {
        format!(r#""enkätsvar":[{{"fråga":"trygg_med_insatserna","datum":"2013-05-02","svar":"{svar}"}}]"#)
    };
    let records = [
        woman("a", &format!("{offered},{}", answer("ja"))),
        woman("b", &format!("{offered},{}", answer("ej_besvarad"))),
        // Asked, but granted nothing, so not in the population.
        woman("c", &format!(r#""födelsedatum":"1980-05-17","insatser":[],{}"#, answer("vet_ej"))),
    ]
    .concat();
    let report = asked(&records, &options(&["2013"]));
    assert_eq!(rate(&row(&report, "kvinnor-trygga").figures), Some(0.5));
}

#[test]
fn a_reading_with_a_wider_denominator_has_no_response_rate() {
    let all = with_reading(options(&["2013"]), "kunskapens_nämnare", "alla_i_gruppen");
    let figures = rights(&mixed(), &all);
    // Seven are certainly in the group, four of them asked.
    assert_eq!((figures.denominator, rate(&figures)), (Some(7), None));
}

#[test]
fn nobody_asked_gives_no_response_rate_and_no_interval() {
    let figures = rights(&woman("a", r#""födelsedatum":"1980-05-17","enkätsvar":[]"#), &options(&["2013"]));
    assert_eq!((figures.status, rate(&figures)), (Status::NoDenominator, None));
    assert_eq!(figures.survey.unwrap().interval, None);
}

/// Records with `yes` positive and `no` negative answers.
fn answers(yes: usize, no: usize) -> String {
    let said = |(svar, n)| (0..n).map(move |i| answering(&format!("{svar}{i}"), &format!("\"{svar}\"")));
    [("ja", yes), ("nej", no)].into_iter().flat_map(said).collect()
}

#[test]
fn a_share_of_fewer_than_five_answers_says_so_and_keeps_its_figures() {
    let figures = rights(&answers(3, 1), &options(&["2013"]));
    assert_eq!((figures.status, figures.value), (Status::TooFew, Some(Number::Share(0.75))));
    assert_eq!(rights(&answers(4, 1), &options(&["2013"])).status, Status::Ok);
}

#[test]
fn the_fewest_answers_are_a_reading_that_can_be_switched() {
    let without = with_reading(options(&["2013"]), "minsta_antal", "ingen_gräns");
    let report = asked(&answers(3, 1), &without);
    assert_eq!((row(&report, RIGHTS).figures.status, report.receipt.editions[0].minimum), (Status::Ok, None));
}

#[test]
fn a_share_of_nobody_is_told_from_one_of_few() {
    assert_eq!(rights("", &options(&["2013"])).status, Status::NoDenominator);
}

#[test]
fn a_share_that_no_survey_asks_has_no_minimum() {
    let child = r#"{"id":"b","födelsedatum":"2005-04-02","våld":[{"roll":"barn_upplevt","kategori":"våld_i_nära_relation","relation":"förälder","från":"2012-03-01"}],"placeringar":[{"orsak":"våldsutsatthet","påbörjad":"2013-02-01","barnomsorg":"ej_aktuell_ålder","skola":"deltar"}]}"#;
    let report = asked(child, &options(&["2013"]));
    let figures = row(&report, "barn-skyddat-boende").figures;
    assert_eq!((figures.status, figures.denominator, figures.survey), (Status::Ok, Some(1), None));
}

#[test]
fn the_interval_is_wilsons_over_the_known_answers() {
    // 5 of 10: see the formula's own tests.
    let (lower, upper) = rights(&answers(5, 5), &options(&["2013"])).survey.unwrap().interval.unwrap();
    assert!((lower - 0.236_593_090_5).abs() < 5e-10 && (upper - 0.763_406_909_5).abs() < 5e-10);
}

#[test]
fn the_columns_of_surveys_stand_between_status_and_reading() {
    let every = Options { every_alternative: true, ..options(&["2013"]) };
    let report = asked("", &every);
    let names: Vec<&str> = columns(&report).iter().map(kvinnofrid::output::ReportColumn::name).collect();
    let last = ["status", "ci_lower", "ci_upper", "response_rate", "reading", "name"];
    assert_eq!(names[names.len() - 6..], last);
}
