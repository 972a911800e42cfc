use super::*;
use crate::figures::partial::tests::{districts, header, partial, sexes, stratum};
use crate::figures::partial::{Breakdown, Measure, Outcome, PartialOptions, Run};
use crate::language::truth::Truth::{self, False, True, Unknown};

/// A partial of persons, each with strata (`?` for missing) and whether they count.
fn persons(breakdowns: &[Breakdown], people: &[(&[&str], Truth)]) -> Partial {
    let mut partial = partial(header(&["2013"], breakdowns));
    for (row, (strata, counts)) in (1..).zip(people) {
        partial.open_record(Some(&row.to_string()), row).unwrap();
        let strata: Vec<_> = strata.iter().map(|s| stratum(s)).collect();
        let cell = partial.cell(0, &strata).unwrap();
        partial.add(cell, 0, Outcome::Persons(*counts)).unwrap();
    }
    partial
}

/// Strata, value and unknown of the rows of the first indicator.
fn counts(report: &Report) -> Vec<(String, u64, u64)> {
    let rows = report.rows.iter().filter(|row| &*row.indicator == "personer");
    rows.map(|row| {
        let Some(Number::Count(value)) = row.figures.value else { panic!("a count has a value") };
        (row.strata.join("/"), value, row.figures.unknown.unwrap())
    })
    .collect()
}

fn rows(rows: &[(&str, u64, u64)]) -> Vec<(String, u64, u64)> {
    rows.iter().map(|(strata, value, unknown)| ((*strata).into(), *value, *unknown)).collect()
}

#[test]
fn an_open_category_shows_what_occurs_in_swedish_order_between_total_and_unknown() {
    let partial = persons(
        &[districts()],
        &[
            (&["Östermalm"], True),
            (&["Älvsjö"], True),
            (&["Årsta"], Unknown),
            (&["Bromma"], False),
            (&["?"], True),
            (&["Östermalm"], True),
        ],
    );
    assert_eq!(
        counts(&partial.finish().unwrap()),
        rows(&[
            ("Totalt", 4, 1),
            ("Bromma", 0, 0),
            ("Årsta", 0, 1),
            ("Älvsjö", 1, 0),
            ("Östermalm", 2, 0),
            ("okänt", 1, 0)
        ])
    );
}

#[test]
fn a_closed_list_shows_every_category_in_declared_order_and_unknown_even_when_empty() {
    let report = persons(&[sexes()], &[(&["man"], True)]).finish().unwrap();
    assert_eq!(
        counts(&report),
        rows(&[("Totalt", 1, 0), ("kvinna", 0, 0), ("man", 1, 0), ("annat", 0, 0), ("okänt", 0, 0)])
    );
}

#[test]
fn two_breakdowns_give_their_cross_product_with_every_margin() {
    let few = Breakdown { name: "kön".into(), categories: Some(vec!["kvinna".into()]) };
    let partial = persons(
        &[districts(), few],
        &[(&["A", "kvinna"], True), (&["A", "?"], True), (&["?", "kvinna"], Unknown)],
    );
    assert_eq!(
        counts(&partial.finish().unwrap()),
        rows(&[
            ("Totalt/Totalt", 2, 1),
            ("Totalt/kvinna", 1, 1),
            ("Totalt/okänt", 1, 0),
            ("A/Totalt", 2, 0),
            ("A/kvinna", 1, 0),
            ("A/okänt", 1, 0),
            ("okänt/Totalt", 0, 1),
            ("okänt/kvinna", 0, 1),
            ("okänt/okänt", 0, 0),
        ])
    );
}

#[test]
fn a_case_shared_by_two_districts_is_counted_in_each_and_once_in_all() {
    let mut partial = partial(header(&["2013"], &[districts()]));
    for (row, district) in (1..).zip(["A", "B"]) {
        partial.open_record(Some(district), row).unwrap();
        let cell = partial.cell(0, &[stratum(district)]).unwrap();
        let certain = [crate::data::key::Key16::new("samma ärende")];
        let outcome = Outcome::Distinct {
            certain: &certain,
            possible: &[],
            certain_unkeyed: 0,
            possible_unkeyed: 0,
            open: false,
        };
        partial.add(cell, 2, outcome).unwrap();
    }
    let report = partial.finish().unwrap();
    let values: Vec<_> =
        report.rows.iter().filter(|r| &*r.indicator == "anmälningar").map(|r| r.figures.value).collect();
    let of = |n| Some(Number::Count(n));
    assert_eq!(values, [of(1), of(1), of(1), of(0)]);
}

#[test]
fn a_series_has_the_strata_of_all_its_periods_and_goes_forward_in_time() {
    let mut partial = partial(header(&["2013", "2012"], &[districts()]));
    partial.open_record(Some("a"), 1).unwrap();
    partial.cell(0, &[stratum("Ny")]).unwrap();
    partial.cell(1, &[stratum("Gammal")]).unwrap();
    let report = partial.finish().unwrap();
    let rows = report.rows.iter().filter(|r| &*r.indicator == "personer");
    let seen: Vec<_> = rows.map(|r| format!("{} {}", r.period.start, r.strata[0])).collect();
    let expected = ["2012-01-01", "2013-01-01"]
        .map(|day| ["Totalt", "Gammal", "Ny", "okänt"].map(|s| format!("{day} {s}")));
    assert_eq!(seen, expected.concat());
    assert_eq!(report.receipt.periods, ["2012-01-01/2012-12-31", "2013-01-01/2013-12-31"]);
}

#[test]
fn the_plain_run_comes_before_the_readings_and_these_in_the_order_asked() {
    let mut header = header(&["2013", "2013", "2013"], &[]);
    header.runs[0].reading = Some(("visshet".into(), "konstaterat".into()));
    header.runs[1].reading = Some(("känd".into(), "nya".into()));
    let report = partial(header).finish().unwrap();
    let rows = report.rows.iter().filter(|r| &*r.indicator == "trygga");
    let readings: Vec<_> = rows.map(|r| r.reading.as_deref()).collect();
    assert_eq!(readings, [None, Some("visshet=konstaterat"), Some("känd=nya")]);
    assert_eq!(report.receipt.options.alternatives, ["visshet=konstaterat", "känd=nya"]);
}

#[test]
fn a_reading_can_change_what_is_counted() {
    let mut header = header(&["2013"], &[]);
    header.indicators.truncate(1);
    header
        .runs
        .push(Run { period: header.runs[0].period, reading: Some(("enhet".into(), "per_barn".into())) });
    let measures = vec![vec![Measure::Distinct], vec![Measure::Elements]];
    let mut partial = Partial::new(header, measures, PartialOptions::default()).unwrap();
    partial.open_record(Some("a"), 1).unwrap();
    let cell = partial.cell(1, &[]).unwrap();
    partial.add(cell, 0, Outcome::Elements { certain: 2, possible: 0, open: false }).unwrap();
    let report = partial.finish().unwrap();
    let values: Vec<_> = report.rows.iter().map(|r| r.figures.value).collect();
    assert_eq!(values, [Some(Number::Count(0)), Some(Number::Count(2))]);
}

#[test]
fn missing_fields_come_with_the_field_of_most_records_first() {
    let mut partial = partial(header(&["2013"], &[]));
    for path in ["b", "c", "a", "c"] {
        partial.note_missing(0, 1, path);
    }
    let report = partial.finish().unwrap();
    let missing: Vec<_> =
        report.missing.iter().map(|m| (&*m.indicator, m.field.as_str(), m.records)).collect();
    assert_eq!(missing, [("utredningar", "c", 2), ("utredningar", "a", 1), ("utredningar", "b", 1)]);
}

#[test]
fn absent_fields_are_told_once_and_only_of_data_that_has_records() {
    let mut partial = partial(header(&["2013"], &[])).with_fields(["kön".to_owned(), "samtycken".to_owned()]);
    assert!(partial.finish().unwrap().receipt.editions[0].absent_fields.is_empty());
    partial.open_record(Some("a"), 1).unwrap();
    partial.note_seen("kön");
    assert_eq!(partial.finish().unwrap().receipt.editions[0].absent_fields, ["samtycken"]);
}

#[test]
fn a_report_that_would_be_too_large_is_refused_and_not_built() {
    let wide = |name: &str| Breakdown {
        name: name.into(),
        categories: Some((0..700).map(|i| i.to_string()).collect()),
    };
    let partial = partial(header(&["2013"], &[wide("a"), wide("b")]));
    assert!(matches!(partial.finish(), Err(Error::Limit(_))));
}

#[test]
fn no_data_gives_a_report_of_zeros() {
    let report = partial(header(&["2013"], &[])).finish().unwrap();
    assert_eq!(report.rows.len(), 4);
    assert_eq!(counts(&report), rows(&[("", 0, 0)]));
    assert_eq!(report.rows[3].figures.status, Status::NoDenominator);
}
