//! Aggregates persons' contributions to the figures of a report, by the last part of the readings page.

use super::kleene::Truth;
use super::page::Added;
use std::collections::BTreeSet;

/// `value, lower, upper, value_known, numerator, denominator, unknown` of a row; `None` if there is no value.
pub type Figures = [Option<f64>; 7];

/// The aggregated contributions.
#[derive(Default)]
pub struct Sum {
    certain: u64,
    possible: u64,
    open: bool,
    certain_keys: BTreeSet<String>,
    possible_keys: BTreeSet<String>,
    unkeyed: u64,
    distinct: bool,
    share: Option<[u64; 6]>,
}

impl Sum {
    pub fn add(&mut self, added: Added) {
        match added {
            Added::Person(truth) => self.count(truth),
            Added::Share(of, that) => {
                let [both, den, db, od, ob, odb] = self.share.get_or_insert([0; 6]);
                let counter = match (of, that) {
                    (Some(false), _) => return,
                    (Some(true), Some(true)) => both,
                    (Some(true), Some(false)) => den,
                    (Some(true), None) => db,
                    (None, Some(true)) => ob,
                    (None, Some(false)) => od,
                    (None, None) => odb,
                };
                *counter += 1;
            }
            Added::Elements(None, distinct) => (self.open, self.distinct) = (true, distinct),
            Added::Elements(Some(elements), distinct) => {
                self.distinct = distinct;
                for (counts, key) in elements {
                    match (distinct, counts, key) {
                        (false, counts, _) => self.count(counts),
                        (true, Some(false), _) => {}
                        (true, _, None) => self.unkeyed += 1,
                        (true, Some(true), Some(key)) => drop(self.certain_keys.insert(key)),
                        (true, None, Some(key)) => drop(self.possible_keys.insert(key)),
                    }
                }
            }
        }
    }

    fn count(&mut self, counts: Truth) {
        match counts {
            Some(true) => self.certain += 1,
            Some(false) => {}
            None => self.possible += 1,
        }
    }

    pub fn figures(&self) -> Figures {
        if let Some(counters) = self.share {
            return share(counters);
        }
        let (certain, possible) = if self.distinct {
            let new = self.possible_keys.difference(&self.certain_keys).count();
            (self.certain_keys.len() as u64, new as u64 + self.unkeyed)
        } else {
            (self.certain, self.possible)
        };
        let number = |n: u64| Some(n as f64);
        let upper = if self.open { None } else { number(certain + possible) };
        [number(certain), number(certain), upper, number(certain), None, None, number(possible)]
    }
}

fn share([b, d, u_db, u_od, u_ob, u_odb]: [u64; 6]) -> Figures {
    let quotient = |part: u64, whole: u64| if whole == 0 { None } else { Some(part as f64 / whole as f64) };
    let nobody = b + d + u_db + u_od + u_ob + u_odb == 0;
    let lower = quotient(b, b + d + u_od + u_db + u_odb).or(if nobody { None } else { Some(1.0) });
    let upper = b + u_db + u_ob + u_odb;
    let upper = quotient(upper, upper + d).or(if nobody { None } else { Some(0.0) });
    let denominator = b + d + u_db;
    let number = |n: u64| Some(n as f64);
    [
        quotient(b, denominator),
        lower,
        upper,
        quotient(b, b + d),
        number(b),
        number(denominator),
        number(u_db + u_od + u_ob + u_odb),
    ]
}
