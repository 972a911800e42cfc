//! `årsmål`: no source states any, so these tests add some to the rules.

use super::data::{answering, options, report, row, rules_with};
use kvinnofrid::edition::Edition;
use kvinnofrid::output::{Format, columns, write};
use kvinnofrid::report::{Number, TargetStatus};
use kvinnofrid::rules::Rules;
use kvinnofrid::text::Lang;
use std::sync::Arc;

/// Returns the rules with targets for `kvinnor-kunskap`.
fn rules(targets: &str) -> Rules {
    let share = "    tillfrågade: |p| kunskap_tillfrågad(p),\n";
    rules_with(share, &format!("{share}    årsmål: {targets},\n"))
}

fn edition(targets: &str) -> Arc<Edition> {
    let rules = rules(targets);
    rules.programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

const TARGETS: &str = r#"[
    #{ år: 2013, minst: 0.5, källa: "S3", ställe: "Målgrupp 1, rad 5" },
    #{ år: 2014, högst: 0.25, tolkning: "positivt_svar" },
]"#;

/// Returns one yes, one no, and `unknown` persons who may be adults and would answer yes.
fn records(unknown: usize) -> String {
    let mut records = answering("ja", r#""ja""#) + &answering("nej", r#""nej""#);
    for n in 0..unknown {
        records +=
            &answering(&format!("okänd {n}"), r#""ja""#).replace(r#""födelsedatum":"1980-05-17","#, "");
    }
    records
}

#[test]
fn a_target_holds_for_its_year_and_the_parts_of_it() {
    let report = report(&edition(TARGETS), &records(0), &options(&["2012", "2013", "2013-T2", "2014"]));
    let of = |period: &str| {
        let rows = report.rows.iter().filter(|row| &*row.indicator == "kvinnor-kunskap");
        let mut rows = rows.filter(|row| row.period.to_string().starts_with(period));
        rows.next().unwrap().judgement.map(|judgement| (judgement.target, judgement.status))
    };
    assert_eq!(of("2012-01-01"), None);
    assert_eq!(of("2013-01-01"), Some((Number::Share(0.5), TargetStatus::Met)));
    // The answers are from May: the second tertial begins on its first day.
    assert_eq!(of("2013-05-01"), Some((Number::Share(0.5), TargetStatus::Met)));
    assert_eq!(of("2014-01-01"), Some((Number::Share(0.25), TargetStatus::Undecided)));
}

#[test]
fn what_is_missing_leaves_a_target_undecided_and_changes_no_figure() {
    let high = edition(&TARGETS.replace("0.5", "0.6"));
    let judged = |unknown| {
        let report = report(&high, &records(unknown), &options(&["2013"]));
        let row = row(&report, "kvinnor-kunskap");
        (row.figures.value, row.judgement.unwrap().status)
    };
    let half = Some(Number::Share(0.5));
    assert_eq!(judged(0), (half, TargetStatus::NotMet));
    // Up to 2 of 3.
    assert_eq!(judged(1), (half, TargetStatus::Undecided));
}

#[test]
fn the_columns_of_targets_are_there_only_where_an_indicator_has_one() {
    let with = report(&edition(TARGETS), &records(0), &options(&["2013"]));
    let names = |report| -> Vec<&str> {
        columns(report).iter().map(kvinnofrid::output::ReportColumn::name).collect()
    };
    assert!(names(&with).windows(3).any(|three| three == ["target", "target_status", "ci_lower"]));
    let csv = write(&with, Format::Csv, Lang::Sv).unwrap();
    assert!(csv.contains(",0.5,met,"), "{csv}");
    assert!(names(&with).ends_with(&["ils_state", "target_bound", "name"]));
    assert!(csv.contains(",helt,at_least,"), "{csv}");
    let without = report(&super::data::edition(), &records(0), &options(&["2013"]));
    assert!(!names(&without).contains(&"target"));
}

#[test]
fn targets_read_well_in_both_languages() {
    let report = report(&edition(TARGETS), &records(0), &options(&["2013"]));
    let after = |lang, start: &str| {
        let text = write(&report, Format::Text, lang).unwrap();
        let at = text.find(start).unwrap();
        text.get(at..).unwrap().lines().take(3).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(after(Lang::Sv, "Årsmål"), @r#"
    Årsmål, prövade mot hela intervallet
      indikator        årsmål       utfall
      kvinnor-kunskap  minst 0,500  uppnått
    "#);
    insta::assert_snapshot!(after(Lang::En, "Targets"), @r#"
    Targets, held against the whole interval
      indicator        target          outcome
      kvinnor-kunskap  at least 0.500  met
    "#);
    insta::assert_snapshot!(after(Lang::Sv, "Enkätandelar"), @r#"
    Enkätandelar: 95 % konfidensintervall (Wilson) bland dem vars svar är känt, och svarsandel
      indikator        konfidensintervall  svarsandel
      kvinnor-kunskap  0,095–0,905         1,000 (för få svarande)
    "#);
}

#[test]
fn english_words_mean_the_same() {
    let english = edition(
        r#"[#{ year: 2013, at_least: 0.5, source: "S3", passage: "Målgrupp 1, rad 5" }, #{ year: 2014, at_most: 1, interpretation: "positivt_svar" }]"#,
    );
    let report = report(&english, &records(0), &options(&["2013"]));
    assert_eq!(row(&report, "kvinnor-kunskap").judgement.unwrap().status, TargetStatus::Met);
}

#[test]
fn a_target_that_cannot_be_meant_is_a_finding() {
    let messages = |targets: &str| {
        let findings = rules(targets).check();
        findings.iter().map(|finding| finding.message.get(Lang::Sv).to_owned()).collect::<Vec<_>>().join("\n")
    };
    let cited = r#"källa: "S3", ställe: "Målgrupp 1, rad 5""#;
    let one = |target: &str| messages(&format!("[#{{ {target}, {cited} }}]"));
    insta::assert_snapshot!(one("år: 2013, minst: 90"), @"målet för en andel är ett tal från 0 till 1");
    insta::assert_snapshot!(one("år: 2013, minst: 0.1, högst: 0.9"), @"ett årsmål är antingen `minst` eller `högst`");
    insta::assert_snapshot!(one("år: \"2013\", minst: 0.1"), @"här ska ett årtal stå");
    insta::assert_snapshot!(messages("[#{ år: 2013, minst: 0.1 }]"), @"här saknas källa: vad säger att det är så?");
    insta::assert_snapshot!(messages(&format!("[#{{ år: 2013, minst: 0.1, {cited} }}, #{{ år: 2013, minst: 0.2, {cited} }}]")), @"indikatorn `kvinnor-kunskap` har två årsmål för 2013");
    insta::assert_snapshot!(messages("0.9"), @"här ska en lista stå");
}
