//! What a reader may know about counts from the rules: which count is a part of which.

use super::Table;

/// The counts related to each count.
pub(super) struct Relations {
    /// Those that it is a part of.
    pub(super) wholes: Vec<Vec<usize>>,
    /// Those that are a part of it.
    pub(super) parts: Vec<Vec<usize>>,
    /// Those that are equal to it in every cell. The first of two is among the parts of the other too.
    pub(super) equals: Vec<Vec<usize>>,
    /// The wholes whose difference from it is a count of persons that a reader would understand.
    pub(super) kin: Vec<Vec<usize>>,
}

impl Relations {
    /// A count that is no larger than another in any cell counts as a part of it, if they are of one period, or the same
    /// count in two. That includes all that the rules imply, and what only seems so: it assumes that a reader knows too
    /// much rather than too little. Kin are of one period and target group.
    pub(super) fn of(table: &Table) -> Self {
        let none = || vec![Vec::new(); table.counts.len()];
        let mut relations = Self { wholes: none(), parts: none(), equals: none(), kin: none() };
        let add = |lists: &mut Vec<Vec<usize>>, one: usize, other: usize| {
            if let Some(list) = lists.get_mut(one) {
                list.push(other);
            }
        };
        for (first, a) in table.counts.iter().enumerate() {
            for (second, b) in table.counts.iter().enumerate().skip(first + 1) {
                if a.period != b.period && a.series != b.series {
                    continue;
                }
                let within = a.values.iter().zip(&b.values).all(|(a, b)| a <= b);
                let around = a.values.iter().zip(&b.values).all(|(a, b)| a >= b);
                let (part, whole) = match (within, around) {
                    (true, _) => (first, second),
                    (false, true) => (second, first),
                    (false, false) => continue,
                };
                add(&mut relations.wholes, part, whole);
                add(&mut relations.parts, whole, part);
                if within && around {
                    add(&mut relations.equals, part, whole);
                    add(&mut relations.equals, whole, part);
                }
                if a.period == b.period && a.group == b.group {
                    add(&mut relations.kin, part, whole);
                }
            }
        }
        relations
    }
}
