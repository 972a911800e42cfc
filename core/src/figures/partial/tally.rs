//! The counters of one indicator in one cell, and how one record's outcome adds to them.

use crate::figures::distinct::{Key16, KeySet};
use crate::figures::partial::Measure;
use crate::findings::error::Error;
use crate::language::truth::Truth;

/// One record's outcome for one indicator, already restricted to the indicator's target group.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    /// Whether the record is counted.
    Persons(Truth),
    /// How many elements of the record's list are counted.
    Elements {
        /// Elements that certainly count.
        certain: u32,
        /// Further elements that may count.
        possible: u32,
        /// Whether the number of further elements is unknown: the list is missing, of a record that is or may be in the
        /// group.
        open: bool,
    },
    /// Which keys the counted elements have.
    Distinct {
        /// The keys of elements that certainly count.
        certain: &'a [Key16],
        /// The keys of further elements that may count.
        possible: &'a [Key16],
        /// Elements that certainly count and whose key is missing.
        certain_unkeyed: u32,
        /// Further elements that may count and whose key is missing.
        possible_unkeyed: u32,
        /// As for [`Outcome::Elements`].
        open: bool,
    },
    /// Whether the record is in the denominator and, evaluated only for those who are, in the numerator.
    Share {
        /// Whether the record is in the denominator.
        denominator: Truth,
        /// Whether it is in the numerator too; without meaning where the denominator is false.
        numerator: Truth,
        /// Of a survey share: whether the person certainly is in the group, meets all of the denominator but the
        /// definite answer and was asked. Also set for those who are not in the denominator.
        asked: bool,
    },
}

/// The counters of one cell. Tallies merge in any order with the same result.
///
/// Counters saturate at the largest number.
#[derive(Clone, Debug)]
pub enum Tally {
    /// Of [`Measure::Persons`].
    Persons {
        /// Records that certainly count.
        certain: u64,
        /// Records that may count.
        unknown: u64,
    },
    /// Of [`Measure::Elements`].
    Elements {
        /// Elements that certainly count.
        certain: u64,
        /// Further elements that may count.
        possible: u64,
        /// Records whose list is missing.
        open: u64,
    },
    /// Of [`Measure::Distinct`].
    Distinct(Box<DistinctTally>),
    /// Of [`Measure::Share`] and [`Measure::Survey`].
    Share(ShareTally),
}

/// The counters of distinct keys.
#[derive(Clone, Debug, Default)]
pub struct DistinctTally {
    /// Keys of elements that certainly count.
    pub certain: KeySet,
    /// Keys of elements that may count; some may also be certain, through another element.
    pub possible: KeySet,
    /// Elements that certainly count and have no key.
    pub certain_unkeyed: u64,
    /// Further elements that may count and have no key.
    pub possible_unkeyed: u64,
    /// Records whose list is missing.
    pub open: u64,
}

/// The counters of a share: who may be out of it (o), in the denominator only (d), or in both (b).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShareTally {
    /// In the denominator and the numerator.
    pub both: u64,
    /// In the denominator only.
    pub den: u64,
    /// In the denominator; whether in the numerator is not known.
    pub db: u64,
    /// Out, or in the denominator only.
    pub od: u64,
    /// Out, or in both.
    pub ob: u64,
    /// Any of the three.
    pub odb: u64,
    /// Of a survey share: those certainly asked, whether they answered or not.
    pub asked: u64,
}

impl ShareTally {
    /// Returns the counter that a record with these truth values belongs to; `None` where it is certainly out.
    fn counter(&mut self, denominator: Truth, numerator: Truth) -> Option<&mut u64> {
        match (denominator, numerator) {
            (Truth::False, _) => None,
            (Truth::True, Truth::True) => Some(&mut self.both),
            (Truth::True, Truth::False) => Some(&mut self.den),
            (Truth::True, Truth::Unknown) => Some(&mut self.db),
            (Truth::Unknown, Truth::True) => Some(&mut self.ob),
            (Truth::Unknown, Truth::False) => Some(&mut self.od),
            (Truth::Unknown, Truth::Unknown) => Some(&mut self.odb),
        }
    }

    /// Returns the counters in the order they are serialised.
    pub(crate) fn counters(&self) -> [u64; 7] {
        [self.both, self.den, self.db, self.od, self.ob, self.odb, self.asked]
    }

    /// Returns the tally with these counters.
    pub(crate) fn from_counters([both, den, db, od, ob, odb, asked]: [u64; 7]) -> Self {
        Self { both, den, db, od, ob, odb, asked }
    }
}

impl Tally {
    /// Returns a tally with nothing counted.
    #[must_use]
    pub fn new(measure: Measure) -> Self {
        match measure {
            Measure::Persons => Self::Persons { certain: 0, unknown: 0 },
            Measure::Elements => Self::Elements { certain: 0, possible: 0, open: 0 },
            Measure::Distinct => Self::Distinct(Box::default()),
            Measure::Share | Measure::Survey => Self::Share(ShareTally::default()),
        }
    }

    /// Returns whether nothing has been counted.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Persons { certain, unknown } => certain | unknown == 0,
            Self::Elements { certain, possible, open } => certain | possible | open == 0,
            Self::Distinct(tally) => {
                let counters = tally.certain_unkeyed | tally.possible_unkeyed | tally.open;
                counters == 0 && tally.certain.is_empty() && tally.possible.is_empty()
            }
            Self::Share(share) => *share == ShareTally::default(),
        }
    }

    /// Adds one record's outcome.
    ///
    /// # Errors
    /// [`Error::Internal`] where the outcome is of another measure.
    pub fn add(&mut self, outcome: Outcome<'_>) -> Result<(), Error> {
        match (self, outcome) {
            (Self::Persons { certain, unknown }, Outcome::Persons(truth)) => match truth {
                Truth::True => raise(certain, 1),
                Truth::Unknown => raise(unknown, 1),
                Truth::False => {}
            },
            (
                Self::Elements { certain, possible, open },
                Outcome::Elements { certain: c, possible: p, open: o },
            ) => {
                raise(certain, c.into());
                raise(possible, p.into());
                raise(open, o.into());
            }
            (
                Self::Distinct(tally),
                Outcome::Distinct { certain, possible, certain_unkeyed, possible_unkeyed, open },
            ) => {
                for key in certain {
                    tally.certain.insert(*key);
                }
                for key in possible {
                    tally.possible.insert(*key);
                }
                raise(&mut tally.certain_unkeyed, certain_unkeyed.into());
                raise(&mut tally.possible_unkeyed, possible_unkeyed.into());
                raise(&mut tally.open, open.into());
            }
            (Self::Share(tally), Outcome::Share { denominator, numerator, asked }) => {
                raise(&mut tally.asked, asked.into());
                if let Some(counter) = tally.counter(denominator, numerator) {
                    raise(counter, 1);
                }
            }
            _ => return Err(wrong_measure()),
        }
        Ok(())
    }

    /// Merges another tally.
    ///
    /// # Errors
    /// [`Error::Internal`] where it is of another measure.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        match (self, other) {
            (Self::Persons { certain, unknown }, Self::Persons { certain: c, unknown: u }) => {
                raise(certain, *c);
                raise(unknown, *u);
            }
            (
                Self::Elements { certain, possible, open },
                Self::Elements { certain: c, possible: p, open: o },
            ) => {
                raise(certain, *c);
                raise(possible, *p);
                raise(open, *o);
            }
            (Self::Distinct(a), Self::Distinct(b)) => {
                a.certain.union(&b.certain);
                a.possible.union(&b.possible);
                raise(&mut a.certain_unkeyed, b.certain_unkeyed);
                raise(&mut a.possible_unkeyed, b.possible_unkeyed);
                raise(&mut a.open, b.open);
            }
            (Self::Share(a), Self::Share(b)) => {
                let mut counters = a.counters();
                counters.iter_mut().zip(b.counters()).for_each(|(to, n)| raise(to, n));
                *a = ShareTally::from_counters(counters);
            }
            _ => return Err(wrong_measure()),
        }
        Ok(())
    }
}

fn raise(counter: &mut u64, by: u64) {
    *counter = counter.saturating_add(by);
}

fn wrong_measure() -> Error {
    // Takes a caller of `Partial::add` who mixes indicators; tested below.
    Error::Internal("an answer of one measure was added to a tally of another".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_of_truths_has_its_share_counter() {
        use Truth::{False, True, Unknown};
        let pairs = [
            (True, True),
            (True, False),
            (True, Unknown),
            (Unknown, False),
            (Unknown, True),
            (Unknown, Unknown),
        ];
        for (place, (denominator, numerator)) in pairs.into_iter().enumerate() {
            let mut tally = Tally::new(Measure::Share);
            tally.add(Outcome::Share { denominator, numerator, asked: false }).unwrap();
            let Tally::Share(share) = tally else { panic!("a share was expected") };
            let mut expected = [0; 7];
            expected[place] = 1;
            assert_eq!(share.counters(), expected);
        }
    }

    #[test]
    fn who_is_out_of_the_denominator_is_not_counted() {
        let mut tally = ShareTally::default();
        for numerator in [Truth::True, Truth::False, Truth::Unknown] {
            assert_eq!(tally.counter(Truth::False, numerator), None);
        }
    }

    #[test]
    fn an_answer_of_another_measure_is_refused() {
        let mut tally = Tally::new(Measure::Elements);
        assert!(matches!(tally.add(Outcome::Persons(Truth::True)), Err(Error::Internal(_))));
        assert!(matches!(tally.merge(&Tally::new(Measure::Distinct)), Err(Error::Internal(_))));
    }
}
