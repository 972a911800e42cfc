//! Values that change with time, and derived categories: evaluated as of a day, and used in breakdowns.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use kvinnofrid::input::InputFormat;
use kvinnofrid::output::{Format, write};
use kvinnofrid::text::Lang;
use kvinnofrid::{Date, Edition, Options, Period, Rules};
use std::sync::Arc;

const RULES: &str = r#"
utgåva("stad/program@prov", #{ revision: "1.0.0", titel: "Prov", gäller: period("2011-01-01", "2030-12-31"), status: "utkast" });
källa("S", #{ titel: "En källa", ställen: #{ "1": "…" } });
parameter("vuxenålder", #{ namn: "Ålder", värden: [
    #{ från: "2021-07-01", värde: 15, källa: "S", ställe: "1" },
    #{ från: "2011-01-01", värde: 18, källa: "S", ställe: "1" },
] });
fn år(p) { ålder(p.födelsedatum, period.slut) }
målgrupp("vuxna", #{ namn: "Vuxna", källa: "S", ställe: "1", post: "person",
    villkor: |p| år(p) >= gällande("vuxenålder", period.slut) });
gruppering("åldersgrupp", #{ namn: "Ålder", källa: "S", ställe: "1", post: "person", kategorier: ["0–17", "18–"],
    värde: |p| if år(p) < 18 { "0–17" } else { "18–" } });
indikator("antal", #{ namn: "Antal vuxna", källa: "S", ställe: "1", målgrupp: "vuxna", antal: |p| true });
"#;

fn rules() -> Rules {
    Rules::from_files([("stad/program/prov/10.rhai".to_owned(), RULES.as_bytes().to_vec())])
}

/// Returns whether a person born 2004-06-30 is in the group on `day`.
fn adult_on(day: &str) -> Option<bool> {
    let edition = rules().programme("stad/program").unwrap().edition("prov").unwrap();
    let options = Options { on: Date::parse(day), ..Options::default() };
    let answer = edition.classify(r#"{"id": 1, "födelsedatum": "2004-06-30"}"#.as_bytes(), &options);
    answer.unwrap().groups[0].1
}

#[test]
fn a_parameter_is_read_as_of_its_day() {
    assert_eq!(adult_on("2021-06-30"), Some(false), "17 years old, the day before the limit is 15");
    assert_eq!(adult_on("2021-07-01"), Some(true), "the first day on which it is");
    assert_eq!(adult_on("2019-06-29"), Some(false));
}

#[test]
fn a_grouping_is_a_breakdown_with_all_its_categories_and_those_of_whom_it_is_unknown() {
    let edition = rules().programme("stad/program").unwrap().edition("prov").unwrap();
    let data = "{\"id\": 1, \"födelsedatum\": \"2004-06-30\"}\n{\"id\": 2}\n";
    let options = Options {
        periods: vec![Period::parse("2021").unwrap()],
        by: vec!["åldersgrupp".into()],
        ..Options::default()
    };
    let report = edition.report(data.as_bytes(), InputFormat::Ndjson, &options).unwrap();
    let csv = write(&report, Format::Csv, Lang::Sv).unwrap();
    let figures: Vec<String> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').skip(8).take(4).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(figures, ["Totalt 1 1 2", "0–17 1 1 1", "18– 0 0 0", "okänt 0 0 1"]);
}

#[test]
fn all_in_a_group_may_be_counted_without_a_warning() {
    assert!(rules().check().is_empty(), "{:?}", rules().check());
}

/// Returns the strata of a report of one person by `grouping`, and those that count her.
fn strata(edition: &Arc<Edition>, grouping: &str, born: &str) -> (Vec<String>, Vec<String>) {
    let violence = r#"[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation","relation":"sambo","från":"2012-03-01"}]"#;
    let born = if born.is_empty() { String::new() } else { format!(r#""födelsedatum":"{born}","#) };
    let record = format!(r#"{{"id":"a",{born}"kön":"kvinna","känd_sedan":"2012-05-01","våld":{violence}}}"#);
    let mut options = Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec![grouping.into()],
        ..Options::default()
    };
    options.readings.insert("åldersgräns".into(), "alla".into());
    let report = edition.report(record.as_bytes(), InputFormat::Ndjson, &options).unwrap();
    let rows: Vec<_> = report.rows.iter().filter(|row| &*row.indicator == "kvinnor-kända").collect();
    let name = |row: &&kvinnofrid::report::Row| row.strata.join("/");
    let counted = rows.iter().filter(|row| row.figures.upper != Some(kvinnofrid::report::Number::Count(0)));
    (rows.iter().map(name).collect(), counted.map(name).collect())
}

#[test]
fn every_edition_that_counts_persons_can_be_broken_down_by_the_shared_age_groups() {
    let mut without = Vec::new();
    for edition in Rules::embedded().programmes().iter().flat_map(|programme| programme.editions().to_vec()) {
        let ids: Vec<&str> = edition.model().groupings.iter().map(|it| it.id.as_str()).collect();
        match edition.record() {
            "person" => {
                let shared = ["åldersgrupp", "åldersgrupp_första_dagen", "åldersgrupp_barn_och_unga"];
                assert!(shared.iter().all(|id| ids.contains(id)), "{}: {ids:?}", edition.id());
            }
            _ => without.push((edition.id(), ids.len())),
        }
    }
    assert_eq!(without, [("region-stockholm/strategi@2020-2026".to_owned(), 0)]);
}

#[test]
fn an_age_group_ends_on_the_day_before_a_birthday_and_who_has_no_day_of_birth_is_in_none() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let of = |grouping: &str, born: &str| strata(&edition, grouping, born).1;
    let all = strata(&edition, "åldersgrupp", "1980-01-01").0;
    assert_eq!(all, ["Totalt", "0–17", "18–64", "65–", "okänt"]);
    for (born, group) in [
        ("1996-01-01", "0–17"),
        ("1995-12-31", "18–64"),
        ("1949-01-01", "18–64"),
        ("1948-12-31", "65–"),
        ("", "okänt"),
    ] {
        assert_eq!(of("åldersgrupp", born), ["Totalt", group], "{born}");
    }
    assert_eq!(of("åldersgrupp_första_dagen", "1995-12-31"), ["Totalt", "0–17"]);
    assert_eq!(of("åldersgrupp_första_dagen", "1995-01-01"), ["Totalt", "18–64"]);
    for (born, group) in [
        ("2014-06-01", "0–3"),
        ("2010-01-01", "0–3"),
        ("2009-12-31", "4–6"),
        ("2006-12-31", "7–9"),
        ("2003-12-31", "10–12"),
        ("2000-12-31", "13–14"),
        ("1998-12-31", "15–17"),
        ("1995-12-31", "18–20"),
        ("1992-12-31", "21–"),
    ] {
        assert_eq!(of("åldersgrupp_barn_och_unga", born), ["Totalt", group], "{born}");
    }
}

#[test]
fn a_grouping_of_the_edition_takes_the_place_of_a_shared_one() {
    let edition = rules().programme("stad/program").unwrap().edition("prov").unwrap();
    let of = |id: &str| edition.model().groupings.iter().filter(|it| it.id == id).count();
    assert_eq!((of("åldersgrupp"), of("åldersgrupp_första_dagen")), (1, 1));
    let own = edition.model().groupings.iter().find(|it| it.id == "åldersgrupp").unwrap();
    assert_eq!(own.categories, ["0–17", "18–"]);
}
