//! `sample`.

use crate::{kvinnofrid, kvinnofrid_reading};
use insta::assert_snapshot;

#[test]
fn the_same_options_give_the_same_persons_and_a_smaller_sample_begins_a_larger_one() {
    let ten = kvinnofrid(&["sample", "10", "--seed", "7"]).quiet();
    assert_eq!(kvinnofrid(&["sample", "10", "--seed", "7"]).quiet(), ten);
    assert_ne!(kvinnofrid(&["sample", "10", "--seed", "8"]).quiet(), ten);
    assert!(kvinnofrid(&["sample", "20", "--seed", "7"]).quiet().starts_with(&ten));
}

#[test]
fn districts_and_days_are_those_asked_for() {
    let args = ["sample", "50", "--district", "Väst", "--from", "2013-01-01", "--to", "2013-12-31"];
    let persons = kvinnofrid(&args).quiet();
    assert_eq!(persons.lines().count(), 50);
    assert!(persons.contains("\"stadsdel\":\"Väst\"") && !persons.contains("Farsta"));
    assert!(!persons.contains("\"2014-"));
}

#[test]
fn a_sample_can_be_reported_at_once() {
    let persons = kvinnofrid(&["sample", "200"]).quiet();
    let report = kvinnofrid_reading(&["report", "-", "--period", "2013"], &persons).quiet();
    assert!(report.contains("räknade poster: 200, avvisade: 0"), "{report}");
}

#[test]
fn what_can_not_be_drawn_is_refused() {
    assert_snapshot!(kvinnofrid(&["sample", "--from", "2014-01-01", "--to", "2013-01-01"]).refused(2), @"fel: den första dagen kommer efter den sista");
    assert_snapshot!(kvinnofrid(&["sample", "--missing", "1001"]).refused(2), @"fel: ange promille mellan 0 och 1000");
    assert_snapshot!(kvinnofrid(&["sample", "--missing", "70000"]).refused(2), @"fel: ange promille mellan 0 och 1000");
}
