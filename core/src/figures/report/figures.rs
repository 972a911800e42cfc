//! From counters to figures and their bounds.

use super::survey::{self, Survey};
use crate::figures::partial::{DistinctTally, ShareTally, Tally};
use crate::language::yardstick::Minimum;

/// A count or a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A number of units.
    Count(u64),
    /// A fraction from 0 to 1, not rounded.
    Share(f64),
}

/// Why a figure has, or lacks, its value and bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// All figures are there.
    Ok,
    /// A share whose denominator is certainly nobody: no value.
    NoDenominator,
    /// A list is missing for someone who is or may be counted: no upper bound.
    OpenUpper,
    /// The edition does not define how to count it.
    NotAvailable,
    /// A survey share of fewer answers than the edition's minimum. The figures are present, for internal work; they are
    /// neither reliable nor to be published.
    TooFew,
    /// Changed or left out by disclosure control.
    Protected,
}

impl Status {
    /// All statuses.
    pub(crate) const ALL: [Self; 6] =
        [Self::Ok, Self::NoDenominator, Self::OpenUpper, Self::NotAvailable, Self::TooFew, Self::Protected];

    /// Returns the value of the column `status`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NoDenominator => "no_denominator",
            Self::OpenUpper => "open_upper",
            Self::NotAvailable => "not_available",
            Self::TooFew => "too_few",
            Self::Protected => "protected",
        }
    }
}

/// The figures of one row. Every completion of the missing data gives a figure from `lower` to `upper`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Figures {
    /// Of a count, what is certain; of a share, the certain numerator of the certain denominator.
    pub value: Option<Number>,
    /// The smallest possible figure; of a share, only where somebody can be in the denominator.
    pub lower: Option<Number>,
    /// The largest possible figure; none where it is unbounded.
    pub upper: Option<Number>,
    /// The value among the records about which everything is known; of a count, the value.
    pub value_known: Option<Number>,
    /// Of a share: how many are certainly in the numerator.
    pub numerator: Option<u64>,
    /// Of a share: how many are certainly in the denominator.
    pub denominator: Option<u64>,
    /// The number of units of which it is unknown whether, or how, they count. Where a list is missing
    /// ([`Status::OpenUpper`]), the units that are present and unknown: how many the list would hold is not known.
    pub unknown: Option<u64>,
    /// Of a survey share: its interval and response rate.
    pub survey: Option<Survey>,
    /// The status: why a figure is absent.
    pub status: Status,
}

impl Figures {
    /// Computes the figures of a tally.
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        match tally {
            Tally::Persons { certain, unknown } => Self::count(*certain, *unknown, false),
            Tally::Elements { certain, possible, open } => Self::count(*certain, *possible, *open > 0),
            Tally::Distinct(tally) => Self::distinct(tally),
            Tally::Share(share) => Self::share(share),
        }
    }

    /// Computes the figures of a survey share. If nobody is in the denominator, that is the status; otherwise too few
    /// answers if fewer than `minimum`.
    #[must_use]
    pub fn of_survey(tally: &Tally, minimum: Option<Minimum>) -> Self {
        let mut figures = Self::of(tally);
        if let Tally::Share(share) = tally {
            figures.survey = Some(Survey::of(share, minimum));
            if figures.status == Status::Ok && survey::has_few_answers(share, minimum) {
                figures.status = Status::TooFew;
            }
        }
        figures
    }

    /// Returns no figures, for the reason `status`.
    pub(in crate::figures) fn none(status: Status) -> Self {
        Self {
            value: None,
            lower: None,
            upper: None,
            value_known: None,
            numerator: None,
            denominator: None,
            unknown: None,
            survey: None,
            status,
        }
    }

    fn count(certain: u64, unknown: u64, open: bool) -> Self {
        let value = Some(Number::Count(certain));
        Self {
            value,
            lower: value,
            upper: (!open).then_some(Number::Count(certain.saturating_add(unknown))),
            value_known: value,
            numerator: None,
            denominator: None,
            unknown: Some(unknown),
            survey: None,
            status: if open { Status::OpenUpper } else { Status::Ok },
        }
    }

    /// Computes the bounds of a number of distinct keys. A key that only may count adds to the upper bound unless it is
    /// counted already; an element without a key may be a new one, or the same as another.
    fn distinct(tally: &DistinctTally) -> Self {
        let possible = tally.certain.count_new(&tally.possible) as u64;
        let unkeyed = tally.certain_unkeyed.saturating_add(tally.possible_unkeyed);
        Self::count(tally.certain.len() as u64, possible.saturating_add(unkeyed), tally.open > 0)
    }

    /// Computes sharp bounds over every completion of the missing data that leaves somebody in the denominator (Manski
    /// 2005).
    fn share(share: &ShareTally) -> Self {
        let ShareTally { both, den, db, od, ob, odb, asked: _ } = *share;
        let sum = |counts: &[u64]| counts.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
        let denominator = sum(&[both, den, db]);
        // For the minimum, all who can are in the denominator only; those who can only be out or in both stay out,
        // unless nobody else is left: then some are in, and all of them in both.
        let least = quotient(both, sum(&[both, den, db, od, odb])).or((ob > 0).then_some(1.0));
        // For the maximum, all who can are in both; likewise.
        let greatest =
            quotient(sum(&[both, db, ob, odb]), sum(&[both, den, db, ob, odb])).or((od > 0).then_some(0.0));
        let value = quotient(both, denominator);
        Self {
            value: value.map(Number::Share),
            lower: least.map(Number::Share),
            upper: greatest.map(Number::Share),
            value_known: quotient(both, sum(&[both, den])).map(Number::Share),
            numerator: Some(both),
            denominator: Some(denominator),
            unknown: Some(sum(&[db, od, ob, odb])),
            survey: None,
            status: if value.is_some() { Status::Ok } else { Status::NoDenominator },
        }
    }
}

/// Returns `part / whole`, or `None` if `whole` is 0.
fn quotient(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::key::Key16;
    use crate::figures::partial::{Measure, Outcome};
    use crate::language::truth::Truth::{self, False, True, Unknown};
    use proptest::prelude::*;

    fn share(both: u64, den: u64, [db, od, ob, odb]: [u64; 4]) -> Figures {
        Figures::of(&Tally::Share(ShareTally { both, den, db, od, ob, odb, asked: 0 }))
    }

    fn bounds(figures: &Figures) -> (Option<Number>, Option<Number>) {
        (figures.lower, figures.upper)
    }

    fn of(value: f64) -> Option<Number> {
        Some(Number::Share(value))
    }

    fn count(value: u64) -> Option<Number> {
        Some(Number::Count(value))
    }

    #[test]
    fn persons_reach_from_the_certain_to_the_possible() {
        let figures = Figures::of(&Tally::Persons { certain: 12, unknown: 3 });
        assert_eq!((figures.value, figures.value_known, figures.unknown), (count(12), count(12), Some(3)));
        assert_eq!(bounds(&figures), (count(12), count(15)));
        assert_eq!((figures.numerator, figures.denominator, figures.status), (None, None, Status::Ok));
    }

    #[test]
    fn a_missing_list_leaves_the_upper_bound_open() {
        let figures = Figures::of(&Tally::Elements { certain: 4, possible: 2, open: 1 });
        assert_eq!(bounds(&figures), (count(4), None));
        assert_eq!((figures.value, figures.unknown, figures.status), (count(4), Some(2), Status::OpenUpper));
    }

    #[test]
    fn distinct_counts_each_key_once_and_keyless_elements_only_upwards() {
        let keys = ["A1", "A2", "A3"].map(Key16::new);
        let mut tally = Tally::new(Measure::Distinct);
        // Two siblings share A1; the second has A2 in doubt, and so has a third child, who also has A1 in doubt.
        let add =
            |tally: &mut Tally, certain: &[Key16], possible: &[Key16], certain_unkeyed, possible_unkeyed| {
                let outcome =
                    Outcome::Distinct { certain, possible, certain_unkeyed, possible_unkeyed, open: false };
                tally.add(outcome).unwrap();
            };
        add(&mut tally, &keys[..1], &[], 1, 0);
        add(&mut tally, &keys[..1], &keys[1..2], 0, 0);
        add(&mut tally, &[], &keys[..2], 0, 1);
        let figures = Figures::of(&tally);
        // Certain: A1. Possible besides: A2, one keyless that counts and one that may.
        assert_eq!((figures.value, figures.unknown), (count(1), Some(3)));
        assert_eq!(bounds(&figures), (count(1), count(4)));
        assert_eq!(figures.status, Status::Ok);
    }

    #[test]
    fn a_share_with_all_known_is_its_quotient() {
        let figures = share(3, 1, [0; 4]);
        assert_eq!((figures.value, figures.value_known), (of(0.75), of(0.75)));
        assert_eq!(bounds(&figures), (of(0.75), of(0.75)));
        assert_eq!((figures.numerator, figures.denominator, figures.unknown), (Some(3), Some(4), Some(0)));
    }

    #[test]
    fn a_share_uses_all_six_counters() {
        let figures = share(4, 3, [1, 2, 5, 6]);
        assert_eq!((figures.numerator, figures.denominator, figures.unknown), (Some(4), Some(8), Some(14)));
        assert_eq!((figures.value, figures.value_known), (of(0.5), of(4.0 / 7.0)));
        assert_eq!(bounds(&figures), (of(4.0 / 16.0), of(16.0 / 19.0)));
    }

    #[test]
    fn without_a_certain_denominator_there_is_no_value_but_there_are_bounds() {
        let figures = share(0, 0, [0, 0, 0, 2]);
        assert_eq!((figures.value, figures.value_known, figures.status), (None, None, Status::NoDenominator));
        assert_eq!((figures.numerator, figures.denominator, figures.unknown), (Some(0), Some(0), Some(2)));
        assert_eq!(bounds(&figures), (of(0.0), of(1.0)));
    }

    #[test]
    fn a_bound_whose_own_denominator_is_empty_is_one_below_and_zero_above() {
        assert_eq!(bounds(&share(0, 0, [0, 0, 3, 0])), (of(1.0), of(1.0)));
        assert_eq!(bounds(&share(0, 0, [0, 3, 0, 0])), (of(0.0), of(0.0)));
        assert_eq!(bounds(&share(0, 0, [0, 1, 1, 0])), (of(0.0), of(1.0)));
    }

    #[test]
    fn where_nobody_can_be_in_the_denominator_there_are_no_figures() {
        let figures = share(0, 0, [0; 4]);
        assert_eq!((figures.value, bounds(&figures), figures.value_known), (None, (None, None), None));
        assert_eq!(figures.status, Status::NoDenominator);
    }

    #[test]
    fn only_unknown_numerators_leave_a_strict_value_and_no_known_one() {
        let figures = share(0, 0, [2, 0, 0, 0]);
        assert_eq!((figures.value, figures.value_known), (of(0.0), None));
        assert_eq!(bounds(&figures), (of(0.0), of(1.0)));
    }

    /// Returns every (in the denominator, in the numerator) that the truth values allow.
    fn completions((denominator, numerator): (Truth, Truth)) -> Vec<(bool, bool)> {
        let values =
            |truth: Truth| [false, true].into_iter().filter(move |v| truth.known().is_none_or(|k| k == *v));
        values(denominator).flat_map(|d| values(numerator).map(move |n| (d, d && n))).collect()
    }

    fn truth() -> impl Strategy<Value = Truth> {
        prop::sample::select(vec![False, Unknown, True])
    }

    proptest! {
        #[test]
        fn share_bounds_are_the_least_and_greatest_of_all_completions(people in prop::collection::vec((truth(), truth()), 0..6)) {
            let mut tally = Tally::new(Measure::Share);
            let mut worlds = vec![(0u32, 0u32)];
            for (denominator, numerator) in people {
                tally.add(Outcome::Share { denominator, numerator, asked: false }).unwrap();
                let options = completions((denominator, numerator));
                worlds = worlds.iter().flat_map(|(d, n)| {
                    options.iter().map(move |(in_d, in_n)| (d + u32::from(*in_d), n + u32::from(*in_n)))
                }).collect();
            }
            let shares: Vec<f64> = worlds.iter().filter(|(d, _)| *d > 0).map(|(d, n)| f64::from(*n) / f64::from(*d)).collect();
            let least = shares.iter().copied().reduce(f64::min).map(Number::Share);
            let greatest = shares.iter().copied().reduce(f64::max).map(Number::Share);
            prop_assert_eq!(bounds(&Figures::of(&tally)), (least, greatest));
        }

        #[test]
        fn distinct_bounds_hold_every_completion(
            elements in prop::collection::vec((truth(), prop::option::of(0u8..4)), 0..6),
        ) {
            let mut tally = Tally::new(Measure::Distinct);
            for (counts, key) in &elements {
                let keys: Vec<Key16> = key.iter().map(|k| Key16::new(&k.to_string())).collect();
                let keyless = u32::from(key.is_none());
                let (certain, possible, c, p): (&[Key16], &[Key16], _, _) = match counts {
                    False => continue,
                    True => (&keys, &[], keyless, 0),
                    Unknown => (&[], &keys, 0, keyless),
                };
                tally.add(Outcome::Distinct { certain, possible, certain_unkeyed: c, possible_unkeyed: p, open: false }).unwrap();
            }
            let mut worlds = vec![std::collections::BTreeSet::new()];
            for (counts, key) in &elements {
                let values = [false, true].into_iter().filter(|v| counts.known().is_none_or(|k| k == *v));
                let keys: Vec<u8> = key.map_or((0..12).collect(), |k| vec![k]);
                let options: Vec<Option<u8>> = values
                    .flat_map(|v| if v { keys.iter().copied().map(Some).collect() } else { vec![None] })
                    .collect();
                let mut next = std::collections::BTreeSet::new();
                for world in &worlds {
                    for option in &options {
                        let mut world: std::collections::BTreeSet<u8> = world.clone();
                        world.extend(option);
                        next.insert(world);
                    }
                }
                worlds = next.into_iter().collect();
            }
            let sizes = worlds.iter().map(|world| world.len() as u64);
            let figures = Figures::of(&tally);
            let (Some(Number::Count(lower)), Some(Number::Count(upper))) = bounds(&figures) else {
                panic!("a closed count has both bounds")
            };
            prop_assert!(sizes.clone().all(|size| lower <= size && size <= upper));
            prop_assert_eq!(sizes.max(), Some(upper));
        }
    }
}
