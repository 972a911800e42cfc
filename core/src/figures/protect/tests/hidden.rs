//! Suppressed reports: what they show is exact, nothing in them is small, and the same question is published the same
//! way again.

use super::super::ledger::{Ledger, MemoryStore};
use super::super::{sentence, together};
use super::report::{DISTRICTS, any_tally, city, counted, json, protect, with_identities};
use super::{Numbers, key};
use crate::figures::partial::tests::{districts, header, sexes};
use crate::figures::partial::{Measure, Partial, Run, ShareTally, Tally};
use crate::figures::report::{Number, Protection, Report, Row, Status};
use crate::findings::text::Lang;
use crate::language::date::Period;

fn suppressed(partial: &Partial) -> Report {
    partial.protect(&protect("suppress:5"), &mut MemoryStore::default()).unwrap()
}

/// The counts that a row gives or that follow from it.
fn counts(row: &Row) -> Vec<u64> {
    let figures = &row.figures;
    let count = |number: Option<Number>| match number {
        Some(Number::Count(count)) => Some(count),
        _ => None,
    };
    let rest = figures.denominator.zip(figures.numerator).map(|(all, some)| all - some);
    let [value, lower, upper, known] =
        [figures.value, figures.lower, figures.upper, figures.value_known].map(count);
    [value, lower, upper, known, figures.numerator, figures.denominator, figures.unknown, rest]
        .into_iter()
        .flatten()
        .collect()
}

/// Counts of some tens, some small ones among them.
fn larger(seed: u64) -> Partial {
    let cells: Vec<Vec<&str>> =
        DISTRICTS.iter().flat_map(|d| ["ingen", "sekretess"].map(|identity| vec![*d, identity])).collect();
    let mut numbers = Numbers(seed);
    let header = with_identities(header(&["2013", "2014"], &[districts()]));
    counted(header, &cells, &mut |_, cell, measure| match measure {
        Measure::Persons => Tally::Persons { certain: 30 + 7 * cell as u64, unknown: numbers.below(9) },
        Measure::Survey => {
            let both = if cell == 2 { 2 } else { 12 + numbers.below(20) };
            let asked = both + 30;
            Tally::Share(ShareTally {
                both,
                den: 9 + numbers.below(9),
                db: numbers.below(3),
                asked,
                ..ShareTally::default()
            })
        }
        measure => any_tally(&mut numbers, measure),
    })
}

#[test]
fn what_is_shown_is_exact_and_nothing_in_it_is_small() {
    let mut shown = 0;
    for partial in (0..10).map(city).chain((0..10).map(larger)) {
        let exact = partial.finish().unwrap();
        let report = suppressed(&partial);
        assert!(report.missing.is_empty() && report.receipt.editions[0].records.is_none());
        for row in &report.rows {
            let same = |other: &&Row| {
                (&other.indicator, other.period, &other.strata) == (&row.indicator, row.period, &row.strata)
            };
            let exact = exact.rows.iter().find(same).unwrap().figures;
            let figures = row.figures;
            shown += usize::from(figures.value.is_some());
            for (ours, exact) in [
                (figures.value, exact.value),
                (figures.lower, exact.lower),
                (figures.upper, exact.upper),
                (figures.value_known, exact.value_known),
            ] {
                // Those whose identity is protected are in totals only.
                let in_totals_only = row.strata.iter().any(|stratum| **stratum != *"Totalt");
                assert!(ours.is_none() || ours == exact || in_totals_only, "{row:?}");
            }
            assert!(counts(row).iter().all(|count| *count >= 5), "{row:?}");
            assert!(matches!(figures.status, Status::Protected | Status::Ok));
        }
    }
    assert!(shown > 100, "{shown}");
}

#[test]
fn a_survey_share_needs_a_numerator_and_a_rest_that_are_both_large() {
    let shares = [(12, 3), (12, 30), (40, 9)];
    let tally = &mut |_: usize, cell: usize, measure: Measure| match measure {
        Measure::Persons => Tally::Persons { certain: 60, unknown: 0 },
        Measure::Survey => {
            let (both, den) = shares[cell];
            Tally::Share(ShareTally { both, den, asked: 70, ..ShareTally::default() })
        }
        measure => Tally::new(measure),
    };
    let cells = [vec!["kvinna"], vec!["man"], vec!["annat"]];
    let report = suppressed(&counted(header(&["2013"], &[sexes()]), &cells, tally));
    let share = |sex: &str| {
        let row = report.rows.iter().find(|row| &*row.indicator == "trygga" && &*row.strata[0] == sex);
        row.unwrap().figures
    };
    let women = share("kvinna");
    assert!(women.numerator.is_none() || women.denominator.is_none());
    assert_eq!(share("Totalt").value, Some(Number::Share(64.0 / 106.0)));
    assert_eq!((share("Totalt").numerator, share("Totalt").denominator), (Some(64), Some(106)));
    // That nothing is unknown is a zero.
    assert_eq!((share("Totalt").unknown, share("Totalt").status), (None, Status::Protected));
    // Nobody is in the last stratum, and it does not say so.
    let unknown = report.rows.iter().find(|row| &*row.strata[0] == "okänt").unwrap();
    assert!(counts(unknown).is_empty());
}

#[test]
fn a_district_of_which_nothing_is_shown_is_not_named() {
    let cells = [vec!["Bromma"], vec!["Enstaka"], vec!["Kista"]];
    let tally = &mut |_: usize, cell: usize, measure: Measure| match measure {
        Measure::Persons => Tally::Persons { certain: [60, 2, 50][cell], unknown: 0 },
        measure => Tally::new(measure),
    };
    let report = suppressed(&counted(header(&["2013"], &[districts()]), &cells, tally));
    let value = |district: &str| {
        report.rows.iter().find(|row| &*row.strata[0] == district).map(|row| row.figures.value)
    };
    assert_eq!(value("Enstaka"), None);
    assert_eq!(value("Bromma"), Some(Some(Number::Count(60))));
    assert_eq!(value("Totalt"), Some(Some(Number::Count(112))));
}

#[test]
fn published_again_with_another_period_beside_it_comes_out_the_same() {
    let both = larger(8);
    let protect = protect("suppress:5");
    let mut store = MemoryStore::default();
    let series = both.protect(&protect, &mut store).unwrap();
    assert_eq!(Ledger::read(store.bytes()).unwrap().entries().len(), 2);
    assert_eq!(json(&both.protect(&protect, &mut store).unwrap()), json(&series));
    assert_eq!(Ledger::read(store.bytes()).unwrap().entries().len(), 2);
    let rounded = both.protect(&super::report::protect("round:5"), &mut store).unwrap_err();
    assert!(
        rounded.message(Lang::En).contains("Publish it with suppress:5"),
        "{}",
        rounded.message(Lang::En)
    );
}

#[test]
fn a_period_published_alone_stays_as_it_is_in_a_series() {
    let of = |periods: &[&str]| {
        let cells: Vec<Vec<&str>> = DISTRICTS.iter().map(|district| vec![*district]).collect();
        counted(header(periods, &[districts()]), &cells, &mut |run, cell, measure| match measure {
            Measure::Persons => Tally::Persons { certain: [40, 3, 60, 7, 30][cell] + run as u64, unknown: 0 },
            measure => Tally::new(measure),
        })
    };
    let mut store = MemoryStore::default();
    let protect = protect("suppress:5");
    let first = of(&["2013"]).protect(&protect, &mut store).unwrap();
    let series = of(&["2013", "2014"]).protect(&protect, &mut store).unwrap();
    let period = Period::parse("2013").unwrap();
    let of_first: Vec<_> = series.rows.iter().filter(|row| row.period == period).collect();
    assert_eq!(
        first.rows.iter().map(|row| row.figures).collect::<Vec<_>>(),
        of_first.iter().map(|row| row.figures).collect::<Vec<_>>()
    );
    assert!(series.rows.iter().any(|row| row.period != period && row.figures.value.is_some()));
}

#[test]
fn editions_that_count_the_same_period_are_suppressed_together() {
    let one = larger(2);
    let mut changed = one.header().clone();
    changed.edition = "2017-2020".into();
    changed.digest = "cd34".into();
    let cells: Vec<Vec<&str>> = DISTRICTS.iter().map(|d| vec![*d, "ingen"]).collect();
    let mut numbers = Numbers(4);
    let other = counted(changed, &cells, &mut |_, _, measure| any_tally(&mut numbers, measure));
    let mut store = MemoryStore::default();
    let reports = together(&[&one, &other], &protect("suppress:5"), &mut store).unwrap();
    assert_eq!(reports.len(), 2);
    assert_eq!(together(&[&one, &other], &protect("suppress:5"), &mut store).unwrap(), reports);
    assert!(
        reports.iter().flat_map(|report| &report.rows).all(|row| counts(row).iter().all(|count| *count >= 5))
    );
}

#[test]
fn what_the_rules_count_alike_is_shown_under_every_alternative_or_none() {
    let mut header = header(&["2013"], &[districts()]);
    let period = header.runs[0].period;
    header.runs.push(Run { period, reading: Some(("åldersgräns".into(), "alla".into())) });
    let cells: Vec<Vec<&str>> = DISTRICTS.iter().map(|district| vec![*district]).collect();
    let partial = counted(header, &cells, &mut |_, cell, measure| match measure {
        Measure::Persons => Tally::Persons { certain: 30 + 7 * cell as u64, unknown: 9 },
        measure => Tally::new(measure),
    });
    let shown = |partial: &Partial, is_alternative: bool| -> Vec<Vec<u64>> {
        let report = suppressed(partial);
        report.rows.iter().filter(|row| row.reading.is_some() == is_alternative).map(counts).collect()
    };
    assert!(shown(&partial, false).iter().any(|counts| !counts.is_empty()));
    // As far as the reader knows, somebody may be counted by one alternative only.
    assert_ne!(shown(&partial, false), shown(&partial, true));
    let alike = partial.clone().with_alike(vec![vec![0; partial.header().indicators.len()]; 2]);
    assert_eq!(shown(&alike, false), shown(&alike, true));
    assert_eq!(shown(&alike, false), shown(&partial, false));
}

#[test]
fn the_receipt_and_the_sentence_say_what_was_done() {
    let report = suppressed(&larger(1));
    let Protection::Protected(disclosure) = &report.receipt.protection else { panic!("it is protected") };
    assert_eq!((disclosure.method.as_str(), disclosure.base), ("suppress", 5));
    assert_eq!(disclosure.key, key(1).id());
    assert_eq!(disclosure.left_out, ["utredningar", "anmälningar"]);
    let sentence = sentence(&report.receipt.protection);
    assert!(
        sentence
            .get(Lang::Sv)
            .starts_with("För att ingen ska kunna pekas ut saknas varje antal under 5, även 0")
    );
    assert!(sentence.get(Lang::En).contains("All other figures are exact."));
    assert_eq!(crate::figures::report::Report::from_json(json(&report).as_bytes()).unwrap(), report);
}

#[test]
fn what_is_too_large_is_refused_with_what_to_do() {
    let cells: Vec<String> = (0..400).map(|number| format!("d{number}")).collect();
    let columns: Vec<String> = (0..400).map(|number| format!("e{number}")).collect();
    let labels: Vec<Vec<&str>> =
        cells.iter().zip(&columns).map(|(a, b)| vec![a.as_str(), b.as_str()]).collect();
    let open = |name: &str| crate::figures::partial::Breakdown { name: name.into(), categories: None };
    let header = header(&["2013"], &[open("stadsdel"), open("enhet")]);
    let partial = counted(header, &labels, &mut |_, _, measure| Tally::new(measure));
    let mut store = MemoryStore::default();
    let error = partial.protect(&protect("suppress:5"), &mut store).unwrap_err();
    let message = error.message(Lang::En);
    let limit =
        "at most 400 combinations of categories can be, and there are 160801; choose fewer breakdowns";
    assert!(message.contains(limit), "{message}");
    assert!(store.bytes().is_empty());
}
