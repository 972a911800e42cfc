//! The keys that a frame adds to each cell, put there together: one by one, each would first have to find its counters.

use crate::data::key::Key16;

/// Keys by cell.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    keys: Vec<Key16>,
    /// By cell: where its keys end.
    ends: Vec<usize>,
}

impl Keys {
    /// Returns `keys`, each of which was counted in one of `cells`, in their order within each of the `many` cells.
    pub(super) fn by_cell(keys: Vec<Key16>, cells: &[u32], many: usize) -> Self {
        if many == 1 {
            return Self { ends: vec![keys.len()], keys };
        }
        let mut ends = vec![0; many];
        cells.iter().for_each(|cell| ends[*cell as usize] += 1);
        let mut start = 0;
        for end in &mut ends {
            (start, *end) = (start + *end, start);
        }
        let mut sorted = keys.clone();
        for (key, cell) in keys.iter().zip(cells) {
            let at = &mut ends[*cell as usize];
            sorted[*at] = *key;
            *at += 1;
        }
        Self { keys: sorted, ends }
    }

    /// Returns the keys of a cell.
    pub(super) fn of(&self, cell: usize) -> &[Key16] {
        let start = cell.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(cell).and_then(|end| self.keys.get(start..*end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_has_its_keys_in_the_order_they_came() {
        let keys = |texts: &str| texts.chars().map(|text| Key16::new(&text.to_string())).collect::<Vec<_>>();
        let by_cell = Keys::by_cell(keys("fadbeca"), &[3, 0, 3, 1, 3, 0, 0], 5);
        let cells: Vec<&[Key16]> = (0..6).map(|cell| by_cell.of(cell)).collect();
        assert_eq!(cells, [keys("aca"), keys("b"), vec![], keys("fde"), vec![], vec![]]);
        let alone = Keys::by_cell(keys("ba"), &[0, 0], 1);
        assert_eq!((alone.of(0), alone.of(1)), (keys("ba").as_slice(), &[][..]));
        assert!(Keys::default().of(0).is_empty());
    }
}
