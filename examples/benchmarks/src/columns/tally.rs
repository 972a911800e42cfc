//! Counters by indicator and district, in the shape that every engine answers in.

use crate::truth::Truth;
use hashbrown::HashMap;
use serde_json::{Map, Value, json};

/// What is counted, in the order of [`NAMES`].
#[derive(Clone, Copy)]
pub enum Indicator {
    WomenKnown,
    WomenOffered,
    WomenTookPart,
    WomenSafe,
    WomenKnow,
    Reports,
    Inquiries,
    ChildrenOwnSupport,
    Custody,
    ChildrenHoused,
    ChildrenKnow,
    MenOffered,
    MenTookPart,
    MenConsent,
    MenKnow,
}

const NAMES: [&str; 15] = [
    "kvinnor-kända",
    "kvinnor-erbjudna",
    "kvinnor-deltagit",
    "kvinnor-trygga",
    "kvinnor-kunskap",
    "barn-anmälningar",
    "barn-utredningar",
    "barn-eget-stöd",
    "barn-familjerätt",
    "barn-skyddat-boende",
    "barn-kunskap",
    "män-erbjudna",
    "män-deltagit",
    "män-samtycke",
    "män-kunskap",
];

/// Districts have a bit each in the cases that are counted by key.
pub const MOST_DISTRICTS: usize = 32;

/// The districts in which a case certainly counts, and those in which it may.
type Places = (u32, u32);

/// Counters of one district: of a count certain, possible and lists that are missing; of a share the six of its figures.
type Counters = [u64; 6];

/// All counters.
pub struct Tally<'a> {
    counters: [Vec<Counters>; 15],
    cases: [HashMap<&'a str, Places>; 15],
}

impl<'a> Tally<'a> {
    pub fn new(districts: usize) -> Self {
        assert!(districts <= MOST_DISTRICTS, "{districts} districts");
        Self {
            counters: std::array::from_fn(|_| vec![[0; 6]; districts]),
            cases: std::array::from_fn(|_| HashMap::new()),
        }
    }

    pub fn count(&mut self, indicator: Indicator, district: usize, counts: Truth) {
        if counts.is_possible() {
            self.counters[indicator as usize][district][usize::from(!counts.is_certain())] += 1;
        }
    }

    pub fn list_missing(&mut self, indicator: Indicator, district: usize) {
        self.counters[indicator as usize][district][2] += 1;
    }

    /// Counts a case by its key; one without a key may be any.
    pub fn case(&mut self, indicator: Indicator, district: usize, counts: Truth, key: Option<&'a str>) {
        if !counts.is_possible() {
            return;
        }
        let Some(key) = key else {
            self.counters[indicator as usize][district][1] += 1;
            return;
        };
        let places = self.cases[indicator as usize].entry(key).or_default();
        if counts.is_certain() { places.0 |= 1 << district } else { places.1 |= 1 << district }
    }

    pub fn share(&mut self, indicator: Indicator, district: usize, inside: Truth, positive: Truth) {
        let place = match (inside.is_certain(), inside.is_possible()) {
            (true, _) if positive.is_certain() => 0,
            (true, _) if !positive.is_possible() => 1,
            (true, _) => 2,
            (false, false) => return,
            (false, true) if positive.is_certain() => 4,
            (false, true) if !positive.is_possible() => 3,
            (false, true) => 5,
        };
        self.counters[indicator as usize][district][place] += 1;
    }

    /// Adds what was counted of other persons.
    pub fn merge(&mut self, other: Self) {
        for (own, others) in self.counters.iter_mut().flatten().zip(other.counters.iter().flatten()) {
            own.iter_mut().zip(others).for_each(|(own, other)| *own += other);
        }
        for (own, others) in self.cases.iter_mut().zip(other.cases) {
            for (key, (certain, possible)) in others {
                let places = own.entry(key).or_default();
                places.0 |= certain;
                places.1 |= possible;
            }
        }
    }

    /// As JSON, by the names of indicators and districts, with the totals.
    pub fn to_json(&self, districts: &[&str]) -> Value {
        let named = NAMES.iter().enumerate().map(|(number, name)| {
            let mut rows: Vec<Counters> = self.counters[number].clone();
            let mut total: Counters = std::array::from_fn(|place| rows.iter().map(|row| row[place]).sum());
            for (certain, possible) in self.cases[number].values() {
                let possible = possible & !certain;
                for (district, row) in rows.iter_mut().enumerate() {
                    row[0] += u64::from(certain >> district & 1);
                    row[1] += u64::from(possible >> district & 1);
                }
                total[usize::from(*certain == 0)] += 1;
            }
            rows.push(total);
            let names = districts.iter().chain(&["Totalt"]);
            let shares = matches!(number, 3 | 4 | 9 | 10 | 13 | 14);
            let row = |row: &Counters| json!(row[..if shares { 6 } else { 3 }]);
            let rows: Map<String, Value> = names.map(ToString::to_string).zip(rows.iter().map(row)).collect();
            ((*name).to_owned(), Value::Object(rows))
        });
        Value::Object(named.collect())
    }
}
