//! Protected reports: nothing exact is left in them, and the same question is published the same way again.

use super::super::ledger::{Ledger, MemoryStore};
use super::super::round::{Chain, Cube};
use super::super::{Method, Protect, together};
use super::{Numbers, key};
use crate::figures::partial::tests::{districts, header, sexes};
use crate::figures::partial::{
    Breakdown, Header, Measure, Partial, PartialOptions, ProtectedIdentity, ShareTally, Stratum, Tally,
};
use crate::figures::report::{Figures, Number, Protection, Report, Status};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::language::date::Period;

pub(super) const DISTRICTS: [&str; 5] = ["Bromma", "Farsta", "Kista", "Älvsjö", "?"];
const MEASURES: [Measure; 4] = [Measure::Persons, Measure::Elements, Measure::Distinct, Measure::Survey];

pub(super) fn protect(method: &str) -> Protect {
    Protect { method: Method::parse(method).unwrap(), key: key(1) }
}

pub(super) fn with_identities(mut header: Header) -> Header {
    header.protected_identity = Some(ProtectedIdentity {
        field: "skydd".into(),
        categories: vec!["ingen".into(), "sekretess".into()],
        codes: vec!["sekretess".into()],
    });
    header
}

fn stratum(label: &str) -> Stratum<'_> {
    if label == "?" { Stratum::Missing } else { Stratum::Known(label) }
}

/// A partial in which each cell has the tally that `tally` returns.
pub(super) fn counted(
    header: Header,
    cells: &[Vec<&str>],
    tally: &mut dyn FnMut(usize, usize, Measure) -> Tally,
) -> Partial {
    let runs = header.runs.len();
    let mut partial = Partial::new(header, vec![MEASURES.to_vec(); runs], PartialOptions::default()).unwrap();
    partial.open_record(Some("en"), 1).unwrap();
    for run in 0..runs {
        for (number, cell) in cells.iter().enumerate() {
            let strata: Vec<Stratum<'_>> = cell.iter().map(|label| stratum(label)).collect();
            let id = partial.cell(run, &strata).unwrap();
            for (indicator, measure) in MEASURES.into_iter().enumerate() {
                partial.add_tally(id, indicator, &tally(run, number, measure)).unwrap();
            }
        }
    }
    partial
}

pub(super) fn any_tally(numbers: &mut Numbers, measure: Measure) -> Tally {
    match measure {
        Measure::Persons => Tally::Persons { certain: numbers.count(), unknown: numbers.below(4) },
        Measure::Elements => Tally::Elements { certain: numbers.count(), possible: 1, open: 0 },
        Measure::Distinct => Tally::new(measure),
        Measure::Share | Measure::Survey => {
            let [both, den, db, od, ob, odb] = [9, 9, 2, 2, 2, 2].map(|most| numbers.below(most));
            Tally::Share(ShareTally { both, den, db, od, ob, odb, asked: both + den + db + numbers.below(9) })
        }
    }
}

/// Two periods, by district and whose identity is protected.
pub(super) fn city(seed: u64) -> Partial {
    let cells: Vec<Vec<&str>> = DISTRICTS
        .iter()
        .flat_map(|district| ["ingen", "sekretess", "?"].map(|identity| vec![*district, identity]))
        .collect();
    let mut numbers = Numbers(seed);
    counted(with_identities(header(&["2013", "2014"], &[districts()])), &cells, &mut |_, _, measure| {
        any_tally(&mut numbers, measure)
    })
}

pub(super) fn json(report: &Report) -> String {
    crate::present::output::write(report, crate::present::output::Format::Json, Lang::Sv).unwrap()
}

#[test]
fn the_report_of_the_rounded_counts_is_the_same_report() {
    for seed in 0..20 {
        let exact = city(seed);
        let protect = protect("round:5");
        let counts = |partial: &Partial| super::super::cube::Counted::new(&[partial], 5);
        let of_exact = counts(&exact);
        let rounded = super::super::round::round(&of_exact.cube, &protect.key).counts;
        let leaves = of_exact.leaves(0, &exact, &rounded).unwrap();
        // A population whose exact counts are the rounded ones.
        let cells: Vec<Vec<&str>> =
            DISTRICTS.iter().map(|d| vec![*d, "ingen"]).chain([vec!["Bromma", "sekretess"]]).collect();
        let header = with_identities(header(&["2013", "2014"], &[districts()]));
        let tally = &mut |run: usize, cell: usize, measure: Measure| {
            let wanted = cells.get(cell).filter(|cell| cell[1] == "ingen").map(|cell| vec![stratum(cell[0])]);
            let leaf = leaves[run].iter().find(|leaf| leaf.strata == wanted);
            let place = MEASURES.iter().position(|m| *m == measure).unwrap();
            leaf.map_or(Tally::new(measure), |leaf| leaf.tallies[place].clone())
        };
        let other = counted(header, &cells, tally);
        let report = |partial: &Partial| partial.protect(&protect, &mut MemoryStore::default()).unwrap();
        let (one, another) = (report(&exact), report(&other));
        assert_eq!(one.rows, another.rows, "seed {seed}");
    }
}

#[test]
fn nothing_exact_is_left_and_all_of_it_is_a_multiple_of_the_base() {
    let report = city(3).protect(&protect("round:10"), &mut MemoryStore::default()).unwrap();
    assert!(report.missing.is_empty());
    let edition = &report.receipt.editions[0];
    assert_eq!((edition.records, edition.rejected), (None, None));
    assert!(edition.absent_fields.is_empty());
    for row in &report.rows {
        let Figures { value, lower, upper, value_known, numerator, denominator, unknown, status, .. } =
            row.figures;
        assert_eq!(status, Status::Protected);
        for number in [value, lower, upper, value_known].into_iter().flatten() {
            match number {
                Number::Count(count) => assert_eq!(count % 10, 0),
                Number::Share(share) => {
                    assert!((share * 100.0 - (share * 100.0).round()).abs() < 1e-9);
                    assert!(denominator.unwrap() >= 20);
                }
            }
        }
        for count in [numerator, denominator, unknown].into_iter().flatten() {
            assert_eq!(count % 10, 0);
        }
    }
    let text = json(&report);
    assert!(text.contains(r#""records":null,"rejected":null"#), "{text}");
    assert!(text.contains(r#""protection":{"method":"round","base":10,"key":"#), "{text}");
}

#[test]
fn events_are_left_out_and_said_to_be() {
    let report = city(3).protect(&protect("round:5"), &mut MemoryStore::default()).unwrap();
    let Protection::Protected(disclosure) = &report.receipt.protection else { panic!("it is protected") };
    assert_eq!(disclosure.left_out, ["utredningar", "anmälningar"]);
    let mut events =
        report.rows.iter().filter(|row| disclosure.left_out.contains(&row.indicator.to_string()));
    assert!(events.all(|row| row.figures.value.is_none() && row.figures.unknown.is_none()));
    let sentence = super::super::sentence(&report.receipt.protection);
    assert!(
        sentence.get(Lang::Sv).contains("Utan siffror") && sentence.get(Lang::En).contains("utredningar")
    );
}

#[test]
fn rows_add_up_to_totals_but_for_those_whose_identity_is_protected() {
    let report = city(5).protect(&protect("round:5"), &mut MemoryStore::default()).unwrap();
    let count = |row: &crate::figures::report::Row| match row.figures.value {
        Some(Number::Count(count)) => count,
        _ => 0,
    };
    let rows: Vec<_> = report.rows.iter().filter(|row| &*row.indicator == "personer").collect();
    let first = rows[0].period;
    let rows: Vec<_> = rows.into_iter().filter(|row| row.period == first).collect();
    let total = rows.iter().find(|row| &*row.strata[0] == "Totalt").map(|row| count(row)).unwrap();
    let districts: u64 = rows.iter().filter(|row| &*row.strata[0] != "Totalt").map(|row| count(row)).sum();
    let only_in_totals: u64 = {
        // The same city without anybody whose identity is open.
        let partial = city(5);
        let counted = super::super::cube::Counted::new(&[&partial], 5);
        let rounded = super::super::round::round(&counted.cube, &key(1)).counts;
        let leaves = counted.leaves(0, &partial, &rounded).unwrap();
        let hidden = leaves[0].iter().filter(|leaf| leaf.strata.is_none());
        hidden
            .map(|leaf| match leaf.tallies[0] {
                Tally::Persons { certain, .. } => certain,
                _ => 0,
            })
            .sum()
    };
    assert!(only_in_totals > 0);
    assert_eq!(districts + only_in_totals, total);
}

#[test]
fn a_district_in_which_all_came_out_as_zero_is_not_named() {
    let cells = [vec!["Bromma"], vec!["Enstaka"]];
    let tally = &mut |_: usize, cell: usize, measure: Measure| match (cell, measure) {
        (0, Measure::Persons) => Tally::Persons { certain: 60, unknown: 0 },
        _ => Tally::new(measure),
    };
    let partial = counted(header(&["2013"], &[districts()]), &cells, tally);
    let named = |report: &Report| report.rows.iter().any(|row| &*row.strata[0] == "Enstaka");
    assert!(named(&partial.finish().unwrap()));
    assert!(!named(&partial.protect(&protect("round:5"), &mut MemoryStore::default()).unwrap()));
}

#[test]
fn published_again_with_another_period_beside_it_comes_out_the_same() {
    let both = city(8);
    let protect = protect("round:5");
    let cells: Vec<Vec<&str>> = DISTRICTS
        .iter()
        .flat_map(|district| ["ingen", "sekretess", "?"].map(|identity| vec![*district, identity]))
        .collect();
    let mut numbers = Numbers(8);
    let alone = counted(with_identities(header(&["2013"], &[districts()])), &cells, &mut |_, _, measure| {
        any_tally(&mut numbers, measure)
    });
    let mut store = MemoryStore::default();
    let first = alone.protect(&protect, &mut store).unwrap();
    let series = both.protect(&protect, &mut store).unwrap();
    let period = Period::parse("2013").unwrap();
    let of_period: Vec<_> = series.rows.iter().filter(|row| row.period == period).collect();
    assert_eq!(
        first.rows.iter().map(|row| row.figures).collect::<Vec<_>>(),
        of_period.iter().map(|row| row.figures).collect::<Vec<_>>()
    );
    let entries = Ledger::read(store.bytes()).unwrap().entries().len();
    assert_eq!(json(&both.protect(&protect, &mut store).unwrap()), json(&series));
    assert_eq!(json(&alone.protect(&protect, &mut store).unwrap()), json(&first));
    assert_eq!(Ledger::read(store.bytes()).unwrap().entries().len(), entries);
}

#[test]
fn what_cannot_be_protected_is_refused_with_what_to_do() {
    let refused = |partial: &Partial| {
        let mut store = MemoryStore::default();
        let error = partial.protect(&protect("round:5"), &mut store).unwrap_err();
        assert!(matches!(error, Error::Argument(_)) && store.bytes().is_empty());
        error.message(Lang::En)
    };
    let nobody = &mut |_: usize, _: usize, measure: Measure| Tally::new(measure);
    let overlapping = counted(header(&["2013", "2013-T1"], &[]), &[vec![]], nobody);
    assert!(refused(&overlapping).contains("publish one of them"));
    let events =
        Header { indicators: header(&["2013"], &[]).indicators[1..3].to_vec(), ..header(&["2013"], &[]) };
    let events = Partial::new(events, vec![MEASURES[1..3].to_vec()], PartialOptions::default()).unwrap();
    assert!(refused(&events).contains("count how many persons"));
    let absent = counted(with_identities(header(&["2013"], &[sexes()])), &[vec!["man", "?"]], nobody);
    assert!(refused(&absent.with_fields(["skydd".into()])).contains("publish without breakdowns"));
    let identity =
        Breakdown { name: "skydd".into(), categories: Some(vec!["ingen".into(), "sekretess".into()]) };
    let by_identity = counted(with_identities(header(&["2013"], &[identity])), &[vec!["ingen"]], nobody);
    assert!(refused(&by_identity).contains("choose another breakdown"));
    let mut varied = header(&["2013", "2013"], &[sexes()]);
    varied.runs[1].reading = Some(("åldersgräns".into(), "alla".into()));
    varied.derived = vec!["kön".into()];
    assert!(refused(&counted(varied, &[vec!["man"]], nobody)).contains("without that breakdown"));
    for method in ["suppress:3", "round:4", "round:05", "round"] {
        assert!(matches!(Method::parse(method), Err(Error::Argument(e)) if e.argument() == "protect"));
    }
}

#[test]
fn editions_that_count_the_same_period_are_one_cube() {
    let one = city(2);
    let mut other = city(2);
    let mut changed = one.header().clone();
    changed.edition = "2017-2020".into();
    changed.digest = "cd34".into();
    changed.runs.truncate(1);
    let cells: Vec<Vec<&str>> = DISTRICTS.iter().map(|d| vec![*d, "ingen"]).collect();
    let mut numbers = Numbers(4);
    other = {
        let _ = other;
        counted(changed, &cells, &mut |_, _, measure| any_tally(&mut numbers, measure))
    };
    let mut store = MemoryStore::default();
    let reports = together(&[&one, &other], &protect("round:5"), &mut store).unwrap();
    let ledger = Ledger::read(store.bytes()).unwrap();
    assert_eq!((reports.len(), ledger.entries().len()), (2, 2));
    // One of them alone would be a second cube over the same persons.
    assert!(one.protect(&protect("round:5"), &mut store).is_err());
    assert_eq!(together(&[&one, &other], &protect("round:5"), &mut store).unwrap(), reports);
}

/// Fifteen indicators, fourteen districts, three years. Printed and not asserted, since the time depends on the build
/// profile.
#[test]
fn a_city_takes_little_time() {
    let mut numbers = Numbers(1);
    let labels: Vec<String> = (0..14).map(|number| format!("stadsdel {number}")).collect();
    let chains = (0..45).map(|_| Chain {
        weights: vec![16, 4, 16, 4, 4, 4],
        held: vec![true, false, true, false, false, false],
        counts: labels
            .iter()
            .map(|_| {
                let mut sum = 0;
                (0..6)
                    .map(|_| {
                        sum += numbers.count() / 2;
                        sum
                    })
                    .collect()
            })
            .collect(),
        published: None,
    });
    let chains: Vec<Chain> = chains.collect();
    let cells = labels
        .iter()
        .map(|id| super::super::round::Cell { id: id.clone(), margins: vec![0], small: None })
        .collect();
    let cube = Cube { base: 5, cells, margins: 1, chains };
    let started = std::time::Instant::now();
    super::super::round::round(&cube, &key(1));
    println!("15 indicators, 14 districts, 3 years: {:?}", started.elapsed());
}
