//! Baselines to be published: what is protected, what is refused, and that it comes out the same again.

use super::*;

fn protect() -> crate::figures::protect::Protect {
    use crate::figures::protect::{Key, Method, Protect};
    Protect { method: Method::default(), key: Key::new(b"sixteen bytes or more, at random").unwrap() }
}

#[test]
fn a_protected_baseline_is_sums_of_rounded_combinations_and_comes_out_the_same_again() {
    use crate::figures::protect::ledger::MemoryStore;
    let beside = Beside { estimate: true, ..Beside::default() };
    let mut store = MemoryStore::default();
    let baseline = hundred().protect(&beside, &protect(), &mut store).unwrap();
    let known = &baseline.tables[0].known;
    let combinations: Vec<u64> = known.combinations.iter().map(|it| it.persons.value).collect();
    assert!(combinations.iter().all(|count| count.is_multiple_of(5)), "{combinations:?}");
    assert!([40, 45].contains(&combinations[0]) && combinations[2] == 20, "{combinations:?}");
    assert_eq!(known.persons.value, combinations.iter().sum::<u64>());
    assert_eq!(known.by_source[0].value, combinations[0] + combinations[2]);
    assert_eq!(known.overlaps[0].persons.value, 20);
    // (61 + 1)(61 + 1) ÷ (20 + 1) − 1 = 182.05: made before rounding, and given to two significant figures.
    let estimates = &baseline.tables[0].estimates;
    assert_eq!(estimates.len(), 1, "why an estimate is refused would tell of small counts");
    let estimate = estimates[0].outcome.as_ref().unwrap();
    assert_eq!((estimate.total, estimate.seen), (180.0, known.persons.value));
    assert!(estimate.standard_error.is_nan());
    let json = crate::present::output::baseline_json(&baseline).unwrap();
    assert!(
        json.contains("\"lower\": null") && json.contains("\"records\": null") && !json.contains("102"),
        "{json}"
    );
    let again = hundred().protect(&beside, &protect(), &mut store).unwrap();
    assert_eq!(again.tables[0].known, baseline.tables[0].known);
    assert_eq!(crate::figures::protect::ledger::Ledger::read(store.bytes()).unwrap().entries().len(), 1);
}

#[test]
fn what_cannot_be_protected_says_why_and_what_to_do() {
    use crate::figures::protect::ledger::MemoryStore;
    use crate::figures::protect::{Method, Protect};
    let mut store = MemoryStore::default();
    let by = linked(&["stadsdel"], &BaselineOptions::default(), &[("a", &keys("x y"))]);
    let message = |error: crate::findings::error::Error| error.message(Lang::En);
    let error = by.protect(&Beside::default(), &protect(), &mut store).unwrap_err();
    assert!(message(error).contains("publish without the breakdown"));
    let suppress = Protect { method: Method::parse("suppress:5").unwrap(), ..protect() };
    let error = hundred().protect(&Beside::default(), &suppress, &mut store).unwrap_err();
    assert!(message(error).contains("choose `round:5`"));
    let survey = Some(Answers::read(b"answer\n1\n0\n").unwrap());
    let error =
        hundred().protect(&Beside { survey, ..Beside::default() }, &protect(), &mut store).unwrap_err();
    assert!(message(error).contains("make the protected baseline without it"));
    assert!(store.bytes().is_empty());
}

#[test]
fn protected_periods_are_those_of_each_alone_and_come_out_the_same_again_or_not_at_all() {
    use crate::figures::protect::ledger::MemoryStore;
    let beside = Beside { estimate: true, ..Beside::default() };
    let mut both = hundred_in("2012");
    both.merge(&hundred_in("2013")).unwrap();
    let (mut store, mut one_by_one) = (MemoryStore::default(), MemoryStore::default());
    let series = both.protect_series(&beside, &protect(), &mut store).unwrap();
    // Standard errors, which are left out, are not equal to themselves.
    let written = |baseline: &Baseline| crate::present::output::baseline_json(baseline).unwrap();
    for (own, year) in series.periods.iter().zip(["2012", "2013"]) {
        let alone = hundred_in(year).protect(&beside, &protect(), &mut one_by_one).unwrap();
        assert_eq!(written(own), written(&alone));
    }
    assert_eq!(store.bytes(), one_by_one.bytes());
    assert!(series.notes.is_empty(), "that two periods have as many rows is an exact figure");
    let before = store.bytes().to_vec();
    let again = both.protect_series(&beside, &protect(), &mut store).unwrap();
    let all = |series: &BaselineSeries| series.periods.iter().map(written).collect::<Vec<_>>();
    assert_eq!((all(&again), store.bytes()), (all(&series), before.as_slice()));

    // 2014 is new and 2013 overlaps what is published: nothing is entered.
    let mut refused = hundred_in("2014");
    refused.merge(&hundred_in("2013-Q1")).unwrap();
    assert!(refused.protect_series(&beside, &protect(), &mut store).is_err());
    assert_eq!(store.bytes(), before);
}
