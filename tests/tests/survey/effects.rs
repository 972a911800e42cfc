//! The effect of every alternative reading on the figures.

use super::data::{edition, options, report, sample, with_reading};
use kvinnofrid::options::Options;
use kvinnofrid::output::{Format, write, write_effects};
use kvinnofrid::report::{Effect, Figures, Report, Row};
use kvinnofrid::text::Lang;

fn every(periods: &[&str]) -> Options {
    Options { every_alternative: true, ..options(periods) }
}

fn records() -> String {
    sample(400).join("\n")
}

/// Returns the indicator, period, strata and figures of the rows under `reading`.
fn figures<'a>(report: &'a Report, reading: Option<&str>) -> Vec<(&'a str, String, String, Figures)> {
    let of = |row: &'a Row| (&*row.indicator, row.period.to_string(), row.strata.join("/"), row.figures);
    report.rows.iter().filter(|row| row.reading.as_deref() == reading).map(of).collect()
}

#[test]
fn side_by_side_every_alternative_gives_what_it_gives_alone() {
    let (edition, records) = (edition(), records());
    let by = |options: Options| Options { by: vec!["kön".into()], ..options };
    let periods = ["2012", "2013-T2"];
    let together = report(&edition, &records, &by(every(&periods)));
    let alone = report(&edition, &records, &by(options(&periods)));
    assert_eq!(figures(&together, None), figures(&alone, None));
    assert!(together.receipt.options.alternatives.len() > 20);
    for reading in &together.receipt.options.alternatives {
        let (id, alternative) = reading.split_once('=').unwrap();
        let alone = report(&edition, &records, &by(with_reading(options(&periods), id, alternative)));
        assert_eq!(figures(&together, Some(reading)), figures(&alone, None), "{reading}");
        let missing = |report: &Report, reading: Option<&str>| {
            let of = report.missing.iter().filter(|m| m.reading.as_deref() == reading);
            of.map(|m| (m.indicator.clone(), m.period, m.field.clone(), m.records)).collect::<Vec<_>>()
        };
        assert_eq!(missing(&together, Some(reading)), missing(&alone, None), "{reading}");
    }
}

#[test]
fn what_moves_a_figure_most_comes_first() {
    let effects = report(&edition(), &records(), &every(&["2013"])).effects();
    let of = |id: &str| effects.rows.iter().filter(|e| &*e.indicator == id).collect::<Vec<&Effect>>();
    let known = of("kvinnor-kända");
    let steps: Vec<f64> = known.iter().map(|e| e.shift.unwrap().difference.abs()).collect();
    assert!(steps.is_sorted_by(|a, b| a >= b), "{steps:?}");
    assert_eq!(&*known[0].reading, "känd=nya");
    let (base, value) = (known[0].base.unwrap(), known[0].value.unwrap());
    let kvinnofrid::report::Number::Count(base) = base else { panic!("a count") };
    let kvinnofrid::report::Number::Count(value) = value else { panic!("a count") };
    let shift = known[0].shift.unwrap();
    assert_eq!(shift.difference, value as f64 - base as f64);
    assert_eq!(shift.percent, Some(100.0 * shift.difference / base as f64));
    // The unit of anmälningar does not affect counts of persons.
    assert!(known.iter().any(|e| &*e.reading == "anmälans_enhet=per_barn" && !e.changes));
}

#[test]
fn the_text_has_the_plain_figures_and_then_what_readings_do() {
    let report = report(&edition(), &records(), &every(&["2013"]));
    let text = write(&report, Format::Text, Lang::Sv).unwrap();
    let (plain, effects) = text.split_once("Vad tolkningarna betyder").unwrap();
    assert!(!plain.contains("känd=nya") && effects.contains("  känd=nya"));
    let english = write(&report, Format::Text, Lang::En).unwrap();
    assert!(english.contains("What the readings mean"));
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn effects_are_tidy_rows_in_csv_and_json() {
    let effects = report(&edition(), &records(), &every(&["2013"])).effects();
    let csv = write_effects(&effects, Format::Csv, Lang::Sv).unwrap();
    assert!(csv.starts_with("programme,edition,revision,indicator,kind,unit,period_start,period_end,reading,base,value,difference,percent,changes\r\n"));
    assert_eq!(csv.lines().count(), 1 + effects.rows.len());
    let json = write_effects(&effects, Format::Json, Lang::Sv).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["effects"].as_array().unwrap().len(), effects.rows.len());
    assert_eq!(json["effects"][0]["reading"], "känd=nya");
    assert!(json["effects"][0]["difference"].is_i64());
}
