//! Values that change with time, and derived categories: read as of a day, and broken down by.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use kvinnofrid::input::InputFormat;
use kvinnofrid::output::{Format, write};
use kvinnofrid::text::Lang;
use kvinnofrid::{Date, Options, Period, Rules};

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

/// Whether someone born 2004-06-30 is in the group on `day`.
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
