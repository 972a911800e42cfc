//! The additional figures of a survey share: its confidence interval and the response rate.

use crate::figures::estimate::score;
use crate::figures::partial::ShareTally;
use crate::language::yardstick::Minimum;

/// The figures that only a survey share has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Survey {
    /// The 95 % interval of the share, over those whose answer is known; none where nobody's is.
    pub interval: Option<(f64, f64)>,
    /// The response rate: those certainly in the denominator, of those certainly asked.
    pub response_rate: Option<f64>,
    /// Whether too few answered for the response rate to be shown externally.
    pub few_respondents: bool,
}

impl Survey {
    pub(super) fn of(share: &ShareTally, minimum: Option<Minimum>) -> Self {
        let respondents = certain_denominator(share);
        let (shares, rates) = ((share.both, known_answers(share)), (respondents, share.asked));
        Self::of_counts(Some(shares), Some(rates), Some(respondents), minimum)
    }
}

impl Survey {
    /// Computes the figures of the counts that are given: successes and trials, answers and those asked, answers.
    pub(in crate::figures) fn of_counts(
        share: Option<(u64, u64)>,
        rate: Option<(u64, u64)>,
        respondents: Option<u64>,
        minimum: Option<Minimum>,
    ) -> Self {
        let few = respondents.zip(minimum).is_some_and(|(answered, minimum)| answered < minimum.respondents);
        Self {
            interval: share.and_then(|(successes, trials)| wilson(successes, trials)),
            response_rate: rate.and_then(|(answered, asked)| response_rate(answered, asked)),
            few_respondents: few,
        }
    }
}

/// Returns whether a share has fewer answers than `minimum`. Only known answers count; a person who has not answered,
/// or whose answer has not been recorded, has given none.
pub(super) fn has_few_answers(share: &ShareTally, minimum: Option<Minimum>) -> bool {
    minimum.is_some_and(|minimum| known_answers(share) < minimum.answers)
}

/// Returns how many in the denominator are known to be in the numerator or not.
fn known_answers(share: &ShareTally) -> u64 {
    share.both.saturating_add(share.den)
}

fn certain_denominator(share: &ShareTally) -> u64 {
    known_answers(share).saturating_add(share.db)
}

/// Returns the response rate: the persons certainly in the denominator ÷ those who certainly meet all of it but the
/// definite answer and were certainly asked (the last paragraph of the readings of 2012–2014; RR1 of AAPOR's
/// Standard Definitions, all nonresponse counted).
///
/// Under a reading whose denominator is not those who answered (`trygghetens_nämnare=beviljade`,
/// `kunskapens_nämnare=alla_i_gruppen`) the quotient is not a rate once somebody was not asked: it would exceed 1, so
/// there is none.
fn response_rate(answered: u64, asked: u64) -> Option<f64> {
    (asked > 0 && answered <= asked).then(|| answered as f64 / asked as f64)
}

/// Returns the Wilson score interval of `successes` of `trials`; none where there are no trials.
fn wilson(successes: u64, trials: u64) -> Option<(f64, f64)> {
    let failures = trials.checked_sub(successes)?;
    (trials > 0).then(|| score(successes as f64, failures as f64, trials as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(interval: Option<(f64, f64)>, expected: (f64, f64)) {
        let (lower, upper) = interval.unwrap();
        assert!((lower - expected.0).abs() < 5e-10, "{lower}");
        assert!((upper - expected.1).abs() < 5e-10, "{upper}");
    }

    // z² = 3.841458820694124.

    #[test]
    fn none_of_ten_reaches_from_zero() {
        // Upper: (z² + z √z²) / (2 (10 + z²)) = z² / (10 + z²) = 3.8414588 / 13.8414588.
        close(wilson(0, 10), (0.0, 0.277_532_799_9));
    }

    #[test]
    fn all_of_ten_reach_to_one() {
        // Lower: 10 / (10 + z²) = 10 / 13.8414588.
        close(wilson(10, 10), (0.722_467_200_1, 1.0));
    }

    #[test]
    fn half_of_ten_lies_around_a_half() {
        // ½ ∓ z √(z² + 10) / (2 (10 + z²)) = ½ ∓ 1.9599640 · 3.7204111 / 27.6829176.
        close(wilson(5, 10), (0.236_593_090_5, 0.763_406_909_5));
    }

    #[test]
    fn a_larger_survey_has_a_narrow_interval() {
        // s = 329, n = 400: 4 s (n − s) / n = 233.59; √(3.8414588 + 233.59) = 15.4088;
        // (658 + 3.8414588 ∓ 30.2007) / 807.6829176.
        close(wilson(329, 400), (0.782_040_489_2, 0.856_824_080_9));
    }

    #[test]
    fn nobody_gives_no_interval() {
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn those_who_answered_are_divided_by_those_asked() {
        let share = ShareTally { both: 3, den: 2, db: 1, od: 7, ob: 8, odb: 9, asked: 8 };
        assert_eq!(Survey::of(&share, None).response_rate, Some(0.75));
    }

    #[test]
    fn a_denominator_of_more_than_those_asked_has_no_response_rate() {
        let share = ShareTally { both: 3, den: 6, asked: 8, ..ShareTally::default() };
        assert_eq!(Survey::of(&share, None).response_rate, None);
        assert_eq!(Survey::of(&ShareTally::default(), None).response_rate, None);
    }

    #[test]
    fn the_interval_is_over_those_whose_answer_is_known() {
        let share = ShareTally { both: 5, den: 5, db: 100, od: 7, ob: 8, odb: 9, asked: 0 };
        assert_eq!(Survey::of(&share, None).interval, wilson(5, 10));
    }

    #[test]
    fn five_answers_are_enough_for_a_share_and_ten_for_a_response_rate() {
        let minimum = Some(Minimum { answers: 5, respondents: 10 });
        let share = |both, den, db| ShareTally { both, den, db, asked: 20, ..ShareTally::default() };
        assert!(has_few_answers(&share(2, 2, 6), minimum) && !has_few_answers(&share(2, 3, 0), minimum));
        assert!(!has_few_answers(&share(0, 0, 0), None));
        let few = |both, den, db| Survey::of(&share(both, den, db), minimum).few_respondents;
        assert!(few(5, 4, 0) && !few(5, 4, 1));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share_and_stays_within_bounds(trials in 1u64..100_000, part in 0.0f64..=1.0) {
            let successes = (trials as f64 * part) as u64;
            let share = successes as f64 / trials as f64;
            let (lower, upper) = wilson(successes, trials).unwrap();
            prop_assert!(0.0 <= lower && lower <= share && share <= upper && upper <= 1.0);
        }
    }
}
