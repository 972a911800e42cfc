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
    /// Of the wholes, parts and equals, those from which the others follow: a whole of a whole is a whole.
    pub(super) next_wholes: Vec<Vec<usize>>,
    pub(super) next_parts: Vec<Vec<usize>>,
    pub(super) next_equals: Vec<Vec<usize>>,
}

impl Relations {
    /// A count that is no larger than another in any cell counts as a part of it, if they are of one period, or the same
    /// count in two. That includes all that the rules imply, and what only seems so: it assumes that a reader knows too
    /// much rather than too little. Kin are of one period and target group, and
    /// of one reading or the same count in two.
    pub(super) fn of(table: &Table) -> Self {
        let none = || vec![Vec::new(); table.counts.len()];
        let mut relations = Self {
            wholes: none(),
            parts: none(),
            equals: none(),
            kin: none(),
            next_wholes: none(),
            next_parts: none(),
            next_equals: none(),
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
                let comparable = a.reading == b.reading || a.measure == b.measure;
                if a.period == b.period && a.group == b.group && comparable {
                    add(&mut relations.kin, part, whole);
                }
            }
        }
        relations.reduce(table);
        relations
    }

    /// Finds the relations from which the others follow.
    fn reduce(&mut self, table: &Table) {
        // A part has the smaller sum, or is the first of two that are equal: so it comes before its wholes.
        let totals: Vec<i64> = table.counts.iter().map(|count| count.values.iter().sum()).collect();
        let total = |count: &usize| (totals.get(*count).copied(), *count);
        let mut follows = vec![false; table.counts.len()];
        for (part, wholes) in self.wholes.iter().enumerate() {
            let mut wholes = wholes.clone();
            wholes.sort_unstable_by_key(total);
            for whole in &wholes {
                if follows.get(*whole).copied().unwrap_or(false) {
                    continue;
                }
                add(&mut self.next_wholes, part, *whole);
                add(&mut self.next_parts, *whole, part);
                if self.equals.get(part).is_some_and(|equals| equals.contains(whole)) {
                    add(&mut self.next_equals, part, *whole);
                    add(&mut self.next_equals, *whole, part);
                }
                for beyond in self.wholes.get(*whole).into_iter().flatten() {
                    follows.get_mut(*beyond).into_iter().for_each(|slot| *slot = true);
                }
            }
            follows.fill(false);
        }
    }
}

fn add(lists: &mut [Vec<usize>], one: usize, other: usize) {
    if let Some(list) = lists.get_mut(one) {
        list.push(other);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Count;
    use super::*;

    #[test]
    fn a_part_of_a_part_follows_and_equals_are_next_to_each_other() {
        let count = |values: [i64; 2]| Count { values: values.to_vec(), ..Count::default() };
        let counts = [[9, 9], [1, 2], [1, 2], [5, 1], [5, 2]].map(count).to_vec();
        let relations = Relations::of(&Table { counts, ..Table::default() });
        assert_eq!(relations.wholes[1], [0, 2, 4]);
        assert_eq!(relations.next_wholes, [vec![], vec![2], vec![4], vec![4], vec![0]]);
        assert_eq!(relations.next_parts, [vec![4], vec![], vec![1], vec![], vec![2, 3]]);
        assert_eq!(relations.next_equals, [vec![], vec![2], vec![1], vec![], vec![]]);
    }
}
