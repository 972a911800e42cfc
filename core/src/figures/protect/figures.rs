//! Published figures from rounded counts: no exact count reaches this module.

use super::suppress::Sizes;
use crate::figures::partial::{Measure, ShareTally, Tally};
use crate::figures::report::{Figures, Number, Status, Survey};
use crate::language::yardstick::Minimum;

/// The smallest denominator of a published share: below it, whole per cent would suggest more precision than rounded
/// counts have.
pub(super) const FEWEST: u64 = 20;

impl Figures {
    /// Computes the figures of rounded counts. Counts are multiples of the base; shares are whole per cent, bounds
    /// rounded outwards, and left out where the denominator is below 20. What cannot be protected has no figures.
    pub(in crate::figures) fn protected(tally: &Tally, measure: Measure, minimum: Option<Minimum>) -> Self {
        let Tally::Share(share) = tally else {
            return match tally {
                Tally::Persons { .. } => Self { status: Status::Protected, ..Self::of(tally) },
                _ => Self::none(Status::Protected),
            };
        };
        let figures = match measure {
            Measure::Survey => Self::of_survey(tally, minimum),
            _ => Self::of(tally),
        };
        let ShareTally { both, den, db, asked, .. } = *share;
        let (known, certain) = (both.saturating_add(den), both.saturating_add(den).saturating_add(db));
        let stands = |on: u64| on >= FEWEST;
        let of = |number: Option<Number>, on: u64, whole: fn(f64) -> f64| {
            number.filter(|_| stands(on)).map(|number| match number {
                Number::Share(share) => Number::Share(percent(share, whole)),
                count @ Number::Count(_) => count,
            })
        };
        let survey = figures.survey.map(|survey| Survey {
            interval: survey
                .interval
                .filter(|_| stands(known))
                .map(|(lower, upper)| (percent(lower, f64::floor), percent(upper, f64::ceil))),
            response_rate: survey
                .response_rate
                .filter(|_| stands(asked))
                .map(|rate| percent(rate, f64::round)),
            ..survey
        });
        Self {
            value: of(figures.value, certain, f64::round),
            lower: of(figures.lower, certain, f64::floor),
            upper: of(figures.upper, certain, f64::ceil),
            value_known: of(figures.value_known, known, f64::round),
            survey,
            status: Status::Protected,
            ..figures
        }
    }

    /// Computes the figures of published exact counts; what needs a hidden one is left out. The status is
    /// [`Status::Protected`] where anything is.
    pub(in crate::figures) fn suppressed(sizes: &Sizes, measure: Measure, minimum: Option<Minimum>) -> Self {
        let size = |place: usize| sizes.counts.get(place).copied().flatten();
        let all: Option<Vec<u64>> = sizes.counts.iter().copied().collect();
        let figures = match (measure, all.as_deref()) {
            (Measure::Elements | Measure::Distinct, _) => return Self::none(Status::Protected),
            (Measure::Persons, _) => {
                let (certain, possible) = (size(0), size(1));
                let value = certain.map(Number::Count);
                Self {
                    value,
                    lower: value,
                    upper: possible.map(Number::Count),
                    value_known: value,
                    unknown: possible.zip(certain).and_then(|(all, certain)| all.checked_sub(certain)),
                    ..Self::none(Status::Protected)
                }
            }
            (Measure::Share | Measure::Survey, Some([both, den, db, od, odb, ob])) => {
                let part = |larger: &u64, smaller: &u64| larger.saturating_sub(*smaller);
                let share = ShareTally {
                    both: *both,
                    den: part(den, both),
                    db: part(db, den),
                    od: part(od, db),
                    odb: part(odb, od),
                    ob: part(ob, odb),
                    asked: 0,
                };
                Self { status: Status::Protected, ..Self::of(&Tally::Share(share)) }
            }
            (Measure::Share | Measure::Survey, _) => {
                let of = |part: Option<u64>, whole: Option<u64>| {
                    part.zip(whole).map(|(part, whole)| Number::Share(part as f64 / whole as f64))
                };
                Self {
                    value: of(size(0), size(2)),
                    lower: of(size(0), size(4)),
                    value_known: of(size(0), size(1)),
                    numerator: size(0),
                    denominator: size(2),
                    unknown: size(5).zip(size(1)).and_then(|(all, known)| all.checked_sub(known)),
                    ..Self::none(Status::Protected)
                }
            }
        };
        let is_whole = all.is_some_and(|all| !all.is_empty());
        let status = if is_whole { Status::Ok } else { Status::Protected };
        if measure != Measure::Survey {
            return Self { status, ..figures };
        }
        let (both, known, answered) = (size(0), size(1), size(2));
        let survey = Survey::of_counts(both.zip(known), answered.zip(sizes.asked), answered, minimum);
        // Of too few known answers there is no share, and where it is hidden how many there are, none that can be judged.
        let is_enough =
            minimum.is_none_or(|minimum| known.or(answered).is_some_and(|known| known >= minimum.answers));
        let figures = if is_enough { figures } else { Self { value: None, value_known: None, ..figures } };
        let status = if is_enough && sizes.asked.is_some() { status } else { Status::Protected };
        Self { survey: Some(survey), status, ..figures }
    }
}

/// Rounds a share to whole per cent. Values within floating-point error of an integer count as that integer.
fn percent(share: f64, whole: fn(f64) -> f64) -> f64 {
    let percent = share * 100.0;
    let nearest = percent.round();
    let percent = if (percent - nearest).abs() < 1e-9 { nearest } else { whole(percent) };
    percent / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(both: u64, den: u64, db: u64) -> Figures {
        let share = ShareTally { both, den, db, ..ShareTally::default() };
        Figures::protected(&Tally::Share(share), Measure::Share, None)
    }

    #[test]
    fn a_share_is_whole_per_cent_of_twenty_or_more() {
        let figures = share(10, 20, 5);
        assert_eq!(figures.value, Some(Number::Share(0.29)));
        assert_eq!((figures.lower, figures.upper), (Some(Number::Share(0.28)), Some(Number::Share(0.43))));
        assert_eq!((figures.numerator, figures.denominator), (Some(10), Some(35)));
        let few = share(10, 5, 0);
        assert_eq!((few.value, few.lower, few.upper, few.value_known), (None, None, None, None));
        assert_eq!((few.numerator, few.denominator, few.status), (Some(10), Some(15), Status::Protected));
    }

    #[test]
    fn a_whole_share_is_not_rounded_away_from_itself() {
        assert_eq!((percent(0.29, f64::floor), percent(0.57, f64::ceil)), (0.29, 0.57));
    }

    #[test]
    fn events_have_no_figures() {
        let tally = Tally::Elements { certain: 40, possible: 0, open: 0 };
        let figures = Figures::protected(&tally, Measure::Elements, None);
        assert_eq!((figures.value, figures.unknown, figures.status), (None, None, Status::Protected));
    }
}
