//! One figure of one unit, while its unknown units are settled.

use super::{Bounds, Narrowed};
use crate::figures::count::members::{Member, Units};
use crate::figures::partial::{ShareTally, Tally};
use crate::figures::report::{Figures, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A figure: what is certain, what is unknown, and what of the unknown has been settled.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    /// Records or elements. A list that is missing is open.
    Count { certain: u64, unknown: u64, left: u64, open: u64, open_left: u64 },
    /// Distinct keys. Of a key that may count: how many unsettled records have it.
    Distinct {
        certain: BTreeSet<u32>,
        possible: BTreeMap<u32, u64>,
        unkeyed: u64,
        unkeyed_left: u64,
        open: u64,
        open_left: u64,
    },
    /// A share, with how many of db, od, ob and odb are settled.
    Share { all: ShareTally, settled: [u64; 4] },
}

/// The counter of a share that an unknown record is in: of db, od, ob, odb.
fn counter(denominator: Option<bool>, numerator: Option<bool>) -> usize {
    match (denominator, numerator) {
        (Some(_), _) => 0,
        (None, Some(false)) => 1,
        (None, Some(true)) => 2,
        (None, None) => 3,
    }
}

impl Standing {
    /// Returns a figure of nobody, of the same measure as `member`.
    pub(super) fn of(units: &Units) -> Self {
        match units {
            Units::Records | Units::Elements { .. } => {
                Self::Count { certain: 0, unknown: 0, left: 0, open: 0, open_left: 0 }
            }
            Units::Distinct { .. } => Self::Distinct {
                certain: BTreeSet::new(),
                possible: BTreeMap::new(),
                unkeyed: 0,
                unkeyed_left: 0,
                open: 0,
                open_left: 0,
            },
            Units::Share { .. } => Self::Share { all: ShareTally::default(), settled: [0; 4] },
        }
    }

    /// Adds what one record is to the figure.
    pub(super) fn add(&mut self, member: &Member) {
        let is_open = u64::from(member.is_open());
        match (self, &member.units) {
            (Self::Count { certain, unknown, left, open, open_left }, _) => {
                *certain += member.certain();
                *unknown += member.possible();
                *left += member.possible();
                *open += is_open;
                *open_left += is_open;
            }
            (
                Self::Distinct { certain, possible, unkeyed, unkeyed_left, open, open_left },
                Units::Distinct { certain: keys, possible: may, certain_unkeyed, possible_unkeyed, .. },
            ) => {
                certain.extend(keys);
                for key in may {
                    *possible.entry(*key).or_default() += 1;
                }
                *unkeyed += certain_unkeyed + possible_unkeyed;
                *unkeyed_left += certain_unkeyed + possible_unkeyed;
                *open += is_open;
                *open_left += is_open;
            }
            (Self::Share { all, .. }, Units::Share { denominator, numerator }) => {
                let mut counters = all.counters();
                let place = match (member.answer, counter(*denominator, *numerator)) {
                    (Some(true), _) => 0,
                    (Some(false), _) => 1,
                    (None, unknown) => 2 + unknown,
                };
                if let Some(counter) = counters.get_mut(place) {
                    *counter += 1;
                }
                *all = ShareTally::from_counters(counters);
            }
            _ => {}
        }
    }

    /// Settles what was unknown of one record.
    pub(super) fn settle(&mut self, units: &Units) {
        match (self, units) {
            (Self::Count { left, open_left, .. }, Units::Elements { possible, open, .. }) => {
                *left = left.saturating_sub(*possible);
                *open_left = open_left.saturating_sub(u64::from(*open));
            }
            (Self::Count { left, .. }, _) => *left = left.saturating_sub(1),
            (
                Self::Distinct { possible, unkeyed_left, open_left, .. },
                Units::Distinct { possible: may, certain_unkeyed, possible_unkeyed, open, .. },
            ) => {
                for key in may {
                    if let Some(records) = possible.get_mut(key) {
                        *records = records.saturating_sub(1);
                    }
                }
                *unkeyed_left = unkeyed_left.saturating_sub(certain_unkeyed + possible_unkeyed);
                *open_left = open_left.saturating_sub(u64::from(*open));
            }
            (Self::Share { settled, .. }, Units::Share { denominator, numerator }) => {
                if let Some(settled) = settled.get_mut(counter(*denominator, *numerator)) {
                    *settled += 1;
                }
            }
            _ => {}
        }
    }

    /// Returns what the figure becomes; its period, edition and unit are those that gathered it.
    pub(super) fn narrowed(&self, indicator: Arc<str>) -> Narrowed {
        match self {
            Self::Count { certain, unknown, left, open, open_left } => {
                let all = Shown { certain: *certain, unknown: *unknown, open: *open };
                all.narrowed(indicator, *left, *open_left, unknown - left)
            }
            Self::Distinct { certain, possible, unkeyed, unkeyed_left, open, open_left } => {
                let may = |settled: bool| {
                    let keys = possible.iter().filter(|(key, _)| !certain.contains(key));
                    keys.filter(|(_, records)| (**records == 0) == settled).count() as u64
                };
                let (left, settled) = (may(false), may(true));
                let unknown = left.saturating_add(settled).saturating_add(*unkeyed);
                let all = Shown { certain: certain.len() as u64, unknown, open: *open };
                all.narrowed(indicator, left + unkeyed_left, *open_left, settled + (unkeyed - unkeyed_left))
            }
            Self::Share { all, settled } => share(indicator, *all, *settled),
        }
    }
}

/// A count.
struct Shown {
    certain: u64,
    unknown: u64,
    open: u64,
}

impl Shown {
    /// Returns what the count becomes, where `settled` of its unknown units may all count, or none.
    fn narrowed(&self, indicator: Arc<str>, left: u64, open_left: u64, settled: u64) -> Narrowed {
        let Self { certain, unknown, open } = *self;
        let count = |units: u64| Some(Number::Count(units));
        let upper = |units: u64, open: u64| if open > 0 { None } else { count(units) };
        Narrowed {
            indicator,
            period: None,
            edition: None,
            unit: Vec::new(),
            before: (count(certain), upper(certain.saturating_add(unknown), open)),
            unknown,
            if_none: (count(certain), upper(certain.saturating_add(left), open_left)),
            // How many a list holds that is missing now, nobody knows.
            if_all: (count(certain.saturating_add(settled)), upper(certain.saturating_add(unknown), open)),
            left,
            width: upper(left, open_left),
        }
    }
}

fn share(indicator: Arc<str>, all: ShareTally, settled: [u64; 4]) -> Narrowed {
    let ShareTally { both, den, db, od, ob, odb, .. } = all;
    let [s_db, s_od, s_ob, s_odb] = settled;
    let left = ShareTally {
        db: db.saturating_sub(s_db),
        od: od.saturating_sub(s_od),
        ob: ob.saturating_sub(s_ob),
        odb: odb.saturating_sub(s_odb),
        ..all
    };
    let with = |more_both: u64, more_den: u64| {
        bounds(ShareTally { both: both + more_both, den: den + more_den, ..left })
    };
    Narrowed {
        indicator,
        period: None,
        edition: None,
        unit: Vec::new(),
        before: bounds(all),
        unknown: db + od + ob + odb,
        if_none: with(0, s_db + s_od + s_odb),
        if_all: with(s_db + s_ob + s_odb, 0),
        left: left.db + left.od + left.ob + left.odb,
        width: Some(Number::Share(widest(left, settled))),
    }
}

fn bounds(share: ShareTally) -> Bounds {
    let figures = Figures::of(&Tally::Share(share));
    (figures.lower, figures.upper)
}

fn width(share: ShareTally) -> f64 {
    match bounds(share) {
        (Some(Number::Share(lower)), Some(Number::Share(upper))) => upper - lower,
        _ => 0.0,
    }
}

/// Returns how far apart the bounds are at most, over everything that the settled records may turn out to be.
///
/// For each number of them in the numerator, those in the denominator alone may be any number between two; the width, as a
/// function of that, has one stationary point where both bounds have denominators:
/// (b + U) ÷ (b + d + U)² = b ÷ (b + d + L)². Where there may be none, one more in the denominator may widen it.
fn widest(left: ShareTally, [db, od, ob, odb]: [u64; 4]) -> f64 {
    let mut greatest = 0.0_f64;
    let (u, l) = ((left.db + left.ob + left.odb) as f64, (left.db + left.od + left.odb) as f64);
    for more_both in 0..=db + ob + odb {
        // As many of db as possible in the numerator, and as few.
        let least = db.saturating_sub(more_both);
        let most = (db + od + odb).saturating_sub(more_both.saturating_sub(ob));
        let both = left.both + more_both;
        let b = both as f64;
        let ratio = (b / (b + u)).sqrt();
        let stationary = (ratio * (b + u) - (b + l)) / (1.0 - ratio) - left.den as f64;
        let mut tried = vec![least, most.min(least + 1), most];
        if stationary.is_finite() && stationary > least as f64 && stationary < most as f64 {
            tried.extend([stationary.floor() as u64, stationary.ceil() as u64]);
        }
        for more_den in tried {
            greatest = greatest.max(width(ShareTally { both, den: left.den + more_den, ..left }));
        }
    }
    greatest
}
