//! Whether a figure meets its target.

use super::{Figures, Number};
use crate::figures::partial::Kind;
use crate::language::yardstick::{Bound, Target};
use rust_decimal::prelude::ToPrimitive;

/// Whether a target is met, as far as missing data allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetStatus {
    /// It is, for every completion of the missing data.
    Met,
    /// It is not, for any completion of the missing data.
    NotMet,
    /// It depends on missing data, or there is no figure.
    Undecided,
}

impl TargetStatus {
    /// Returns the value of the column `target_status`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Undecided => "undecided",
        }
    }
}

/// A target, and whether the figures of its row meet it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// The direction of the target.
    pub bound: Bound,
    /// The target.
    pub target: Number,
    /// Whether it is met.
    pub status: TargetStatus,
}

impl Judgement {
    /// Compares `figures` with `target`: met if the whole interval is on the good side, not met if no part of it is.
    /// `None` where the target is not a number of the indicator's kind, which a checked edition cannot declare.
    pub(super) fn of(target: &Target, kind: Kind, figures: &Figures) -> Option<Self> {
        let goal = match kind {
            Kind::Antal => Number::Count(target.value.to_u64()?),
            // Converted through its text, which rounds once, to the share that equals it.
            Kind::Andel => Number::Share(target.value.to_string().parse().ok()?),
        };
        let (good_end, bad_end) = match target.bound {
            Bound::AtLeast => (figures.upper, figures.lower),
            Bound::AtMost => (figures.lower, figures.upper),
        };
        let reaches = |end: Option<Number>| {
            end.map(|end| match target.bound {
                Bound::AtLeast => at_least(end, goal),
                Bound::AtMost => at_least(goal, end),
            })
        };
        let status = match (reaches(bad_end), reaches(good_end)) {
            (Some(true), _) => TargetStatus::Met,
            (_, Some(false)) => TargetStatus::NotMet,
            _ => TargetStatus::Undecided,
        };
        Some(Self { bound: target.bound, target: goal, status })
    }
}

/// Returns whether `a >= b`; both are of one kind.
fn at_least(a: Number, b: Number) -> bool {
    match (a, b) {
        (Number::Count(a), Number::Count(b)) => a >= b,
        (Number::Share(a), Number::Share(b)) => a >= b,
        (Number::Count(_), Number::Share(_)) | (Number::Share(_), Number::Count(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::TargetStatus::{Met, NotMet, Undecided};
    use super::*;
    use crate::figures::partial::{ShareTally, Tally};
    use rust_decimal::Decimal;

    fn judged(bound: Bound, value: &str, kind: Kind, tally: &Tally) -> TargetStatus {
        let target = Target { bound, value: Decimal::from_str_exact(value).unwrap() };
        Judgement::of(&target, kind, &Figures::of(tally)).unwrap().status
    }

    #[test]
    fn a_count_is_held_against_its_interval_from_either_side() {
        // 10 certainly, up to 12.
        let count =
            |bound, value| judged(bound, value, Kind::Antal, &Tally::Persons { certain: 10, unknown: 2 });
        let least = ["10", "11", "12", "13"].map(|value| count(Bound::AtLeast, value));
        assert_eq!(least, [Met, Undecided, Undecided, NotMet]);
        let most = ["9", "10", "11", "12"].map(|value| count(Bound::AtMost, value));
        assert_eq!(most, [NotMet, Undecided, Undecided, Met]);
    }

    #[test]
    fn a_share_equal_to_its_target_meets_it() {
        let share = Tally::Share(ShareTally { both: 9, den: 1, ..ShareTally::default() });
        assert_eq!(judged(Bound::AtLeast, "0.9", Kind::Andel, &share), Met);
        assert_eq!(judged(Bound::AtMost, "0.90", Kind::Andel, &share), Met);
        assert_eq!(judged(Bound::AtLeast, "0.91", Kind::Andel, &share), NotMet);
    }

    #[test]
    fn an_open_upper_bound_can_meet_a_least_and_miss_a_most_but_not_the_other_way() {
        let open = Tally::Elements { certain: 10, possible: 0, open: 1 };
        let judged = |bound, value| judged(bound, value, Kind::Antal, &open);
        assert_eq!((judged(Bound::AtLeast, "10"), judged(Bound::AtLeast, "11")), (Met, Undecided));
        assert_eq!((judged(Bound::AtMost, "9"), judged(Bound::AtMost, "100")), (NotMet, Undecided));
    }

    #[test]
    fn a_share_of_nobody_is_undecided() {
        let nobody = Tally::Share(ShareTally::default());
        for bound in [Bound::AtLeast, Bound::AtMost] {
            assert_eq!(judged(bound, "0.5", Kind::Andel, &nobody), Undecided);
        }
    }
}
