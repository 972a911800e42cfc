//! Bounds, held against every way in which what is missing may be completed.

use super::super::bounds::{Loose, known};
use super::super::persons::{Contacts, Persons};
use super::super::{Count, Known};
use crate::figures::partial::{Breakdown, Stratum};
use crate::language::truth::Truth;

/// SplitMix64 (Steele, Lea & Flood 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % bound
    }
}

#[derive(Clone, Copy, Debug)]
struct Row {
    source: usize,
    key: Option<u8>,
    belongs: Truth,
    /// 0 where it states none.
    stratum: u32,
}

const SOURCES: [&str; 3] = ["a", "b", "c"];

fn persons(rows: &[Row]) -> Persons {
    let by = Breakdown { name: "stadsdel".into(), categories: Some(vec!["N".into(), "S".into()]) };
    let mut persons = Persons::new(Some(&by));
    SOURCES.iter().for_each(|name| {
        persons.source(name, |one, other| one < other);
        if let Some(source) = persons.sources.last_mut() {
            source.has_fields = true;
        }
    });
    if let Some(axis) = &mut persons.axis {
        assert_eq!(axis.code(Stratum::Known("S"), 1).unwrap(), 2);
    }
    for row in rows {
        let key = row.key.map(|key| key.to_string());
        persons.add(row.source, key.as_deref(), (row.belongs, Contacts::ONE), row.stratum);
    }
    persons
}

/// Returns, of everyone and then of N, S and okänt, the numbers of persons.
fn numbers(rows: &[Row]) -> Vec<Known> {
    let tables = persons(rows).tables(true);
    let mut all = vec![known(&tables.total(), &Loose::default())];
    for stratum in [Some("N"), Some("S"), None] {
        let cell = tables.cells.get(&stratum.map(str::to_owned)).unwrap();
        all.push(known(cell, &super::super::finish::loose(&tables, stratum)));
    }
    all
}

/// Passes every completion of the rows to `visit`. A row that states a stratum is of a person of that stratum.
fn complete(rows: &mut Vec<Row>, at: usize, visit: &mut impl FnMut(&[Row])) {
    let Some(row) = rows.get(at).copied() else {
        visit(rows);
        return;
    };
    if row.belongs == Truth::Unknown {
        for belongs in [Truth::True, Truth::False] {
            rows[at].belongs = belongs;
            complete(rows, at, visit);
        }
        rows[at] = row;
        return;
    }
    if row.key.is_some() {
        complete(rows, at + 1, visit);
        return;
    }
    // Five keys occur; each row may have one of them, one of its own, or that of an earlier row that got one of its own.
    let of_earlier = |earlier: &u8| rows.iter().any(|other| other.key == Some(100 + earlier));
    let earlier: Vec<u8> = (0..at as u8).filter(of_earlier).map(|earlier| 100 + earlier).collect();
    for key in (0..5).chain([100 + at as u8]).chain(earlier) {
        let stated = rows.iter().filter(|other| other.key == Some(key)).map(|other| other.stratum);
        let mut stated = stated.chain([row.stratum]).filter(|stratum| *stratum > 0);
        let first = stated.next();
        if stated.any(|stratum| Some(stratum) != first) {
            continue;
        }
        rows[at].key = Some(key);
        complete(rows, at + 1, visit);
        rows[at] = row;
    }
    rows[at] = row;
}

fn all(known: &Known) -> Vec<Count> {
    let mut all = vec![known.persons];
    all.extend(&known.by_source);
    all.extend(known.combinations.iter().map(|combination| combination.persons));
    all.extend(known.overlaps.iter().map(|overlap| overlap.persons));
    all
}

#[test]
fn every_completion_gives_numbers_within_the_bounds() {
    let mut random = Random(7);
    let mut met = [0_u64; 2];
    for _ in 0..60 {
        let keyed = 2 + random.below(4) as usize;
        // At most six rows: every further one multiplies the completions.
        let loose = (random.below(4) as usize).min(6 - keyed);
        let mut rows = Vec::new();
        // A person's rows state one stratum or none: what sources contradict is said in a note.
        let strata: Vec<u32> = (0..5).map(|_| random.below(3) as u32).collect();
        for number in 0..keyed + loose {
            let key = (number < keyed).then(|| random.below(5) as u8);
            let own = key.map_or_else(|| random.below(3) as u32, |key| strata[usize::from(key)]);
            let stratum = if random.below(3) == 0 { 0 } else { own };
            let belongs = [Truth::True, Truth::True, Truth::Unknown, Truth::False][random.below(4) as usize];
            rows.push(Row { source: random.below(3) as usize, key, belongs, stratum });
        }
        let bounds: Vec<Count> = numbers(&rows).iter().flat_map(all).collect();
        let mut seen: Vec<Option<(u64, u64)>> = vec![None; bounds.len()];
        complete(&mut rows.clone(), 0, &mut |completed| {
            let exact: Vec<Count> = numbers(completed).iter().flat_map(all).collect();
            for ((seen, exact), bound) in seen.iter_mut().zip(&exact).zip(&bounds) {
                assert_eq!((exact.lower, exact.upper), (exact.value, exact.value), "nothing is missing");
                let value = exact.value;
                let is_within = bound.lower <= value && value <= bound.upper;
                assert!(is_within, "{value} of {bound:?}\n{rows:#?}\n{completed:#?}");
                let (least, most) = seen.get_or_insert((value, value));
                (*least, *most) = ((*least).min(value), (*most).max(value));
            }
        });
        for (seen, bound) in seen.iter().zip(&bounds) {
            met[0] += u64::from(*seen == Some((bound.lower, bound.upper)));
            met[1] += 1;
        }
    }
    eprintln!("bounds that are met at both ends: {} of {}", met[0], met[1]);
    assert!(met[0] * 10 > met[1] * 8, "the bounds are far too wide: {met:?}");
}
