//! From a table of combinations to numbers of persons with bounds.
//!
//! A row without a key may be of a person who has one, of one who has none anywhere, or of the same person as another such
//! row. A row that states a stratum is of a person of that stratum; one that states none may be of anybody.

use super::tables::Cell;
use super::{Combination, Count, Known, Overlap};

/// The rows without a key that bear on the persons of a stratum.
#[derive(Clone, Debug, Default)]
pub(super) struct Loose<'t> {
    /// By source: rows that state no stratum, and so may be of persons of this one.
    pub(super) of_anybody: Vec<u64>,
    /// Those whose stratum is missing: a row without a key may state it.
    pub(super) without: Option<&'t Cell>,
    /// Of the stratum `okänt`: rows that state another, which may be of persons of this one, who then have that.
    pub(super) elsewhere: u64,
    /// Whether rows of this stratum without a key may be of persons of another.
    pub(super) may_be_others: bool,
}

/// Returns the numbers of persons of a cell.
pub(super) fn known(cell: &Cell, loose: &Loose<'_>) -> Known {
    let sources = cell.unkeyed.len();
    let sum_of = |cell: &Cell, holds: &dyn Fn(u8, u8) -> bool| -> u64 {
        let those = cell.persons.iter().filter(|((certain, possible), _)| holds(*certain, *possible));
        those.map(|(_, persons)| *persons).sum()
    };
    let sum = |holds: &dyn Fn(u8, u8) -> bool| sum_of(cell, holds);
    let without = |holds: &dyn Fn(u8, u8) -> bool| loose.without.map_or(0, |cell| sum_of(cell, holds));
    let own = |source: usize| cell.unkeyed.get(source).map_or(0, |unkeyed| unkeyed.rows());
    let anybody = |source: usize| loose.of_anybody.get(source).copied().unwrap_or_default();
    let all = |mask: u8, rows: &dyn Fn(usize) -> u64| -> u64 {
        (0..sources).filter(|source| mask >> source & 1 == 1).map(rows).sum()
    };
    let whole = ((1_u16 << sources) - 1) as u8;
    let is_there = |mask: u8| {
        let certain = |source: usize| cell.unkeyed.get(source).map_or(0, |unkeyed| unkeyed.certain);
        u64::from(!loose.may_be_others && all(mask, &certain) > 0)
    };

    // Rows that state the stratum, beside those of members in these sources: each may be of a person of no stratum.
    let stating: u64 = cell.unkeyed.iter().map(|unkeyed| unkeyed.all()).sum();
    let others = |mask: u8| stating.saturating_sub(all(mask, &own));

    // Persons in any of these sources. A row without a key adds a person at most. Others who are added are of the stratum
    // by their own key, and in a source by a row that states none; or of it by a further row, and in a source by a key or
    // a row that states none.
    let any_of = |mask: u8| {
        let value = sum(&|certain, _| certain & mask != 0);
        let may_be = sum(&|certain, possible| (certain | possible) & mask != 0);
        let not_there = sum(&|certain, possible| (certain | possible) & mask == 0);
        let loose_rows = all(mask, &anybody);
        let known = without(&|certain, possible| (certain | possible) & mask != 0);
        let further = all(mask, &own)
            .saturating_add(loose_rows.min(not_there))
            .saturating_add(loose_rows.saturating_add(known).min(others(mask)));
        Count {
            value,
            lower: value.saturating_sub(loose.elsewhere).max(is_there(mask)),
            upper: may_be.saturating_add(further),
        }
    };
    let by_source: Vec<Count> = (0..sources).map(|source| any_of(1 << source)).collect();

    // Persons in exactly these sources. A row without a key may move one person there, and one away.
    let exactly = |mask: u8| {
        let value = sum(&|certain, possible| certain == mask && possible == 0);
        let feasible = |certain: u8, possible: u8| certain & !mask == 0 && mask & !(certain | possible) == 0;
        let may_be = sum(&feasible);
        let rows = |source: usize| own(source).saturating_add(anybody(source));
        let moved = others(mask).min(without(&|certain, possible| feasible(certain, possible)));
        let away = all(whole & !mask, &rows).saturating_add(loose.elsewhere);
        Count {
            value,
            lower: value.saturating_sub(away),
            upper: may_be.saturating_add(all(mask, &rows)).saturating_add(moved),
        }
    };
    let in_both = |one: usize, other: usize| {
        let mask = 1_u8 << one | 1 << other;
        let value = sum(&|certain, _| certain & mask == mask);
        let may_be = sum(&|certain, possible| (certain | possible) & mask == mask);
        let rows = |source: usize| own(source).saturating_add(anybody(source));
        let most = [one, other].into_iter().filter_map(|source| by_source.get(source)).map(|c| c.upper).min();
        let moved = others(mask).min(without(&|certain, possible| (certain | possible) & mask == mask));
        let upper = may_be.saturating_add(all(mask, &rows)).saturating_add(moved);
        Count { value, lower: value.saturating_sub(loose.elsewhere), upper: upper.min(most.unwrap_or(upper)) }
    };
    let pairs = (0..sources).flat_map(|other| (0..other).map(move |one| (one, other)));
    let mut masks: Vec<u8> = (1..=u16::from(whole)).map(|mask| mask as u8).collect();
    // First those in one source, then those in two, and so on; in the order of the sources.
    masks.sort_by_key(|mask| (mask.count_ones(), mask.reverse_bits() ^ u8::MAX));
    Known {
        persons: any_of(whole),
        combinations: masks
            .into_iter()
            .map(|mask| Combination { sources: list(mask), persons: exactly(mask) })
            .collect(),
        overlaps: pairs
            .map(|(one, other)| Overlap { sources: (one, other), persons: in_both(one, other) })
            .collect(),
        by_source,
    }
}

fn list(mask: u8) -> Vec<usize> {
    (0..8).filter(|source| mask >> source & 1 == 1).collect()
}
