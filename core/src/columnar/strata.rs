//! In which cell each record of a frame is counted.

use super::bits::Bits;
use super::frame::{Column, Data, Keys};
use super::{Declined, kernel};
use std::cell::OnceCell;

/// The cells of the records of a frame. Those that do not occur have no number.
#[derive(Clone, Debug)]
pub(crate) struct Strata {
    of_row: Vec<u32>,
    /// By cell: the category of each breakdown, by its number; `None` where it is missing.
    cells: Vec<Box<[Option<usize>]>>,
    /// By cell, where there are few: the records in it.
    rows: OnceCell<Vec<Bits>>,
}

/// Up to how many cells the records of each are looked up as a bitmap.
const FEW_CELLS: usize = 64;
/// How many words of a bitmap are gone through in the time that a single record is.
const WORDS_A_RECORD: usize = 8;
/// Up to how many combinations of a cell and a category are looked up in a table.
const FEW_PAIRS: usize = 1 << 16;

impl Strata {
    /// All records in one cell.
    pub(crate) fn undivided(rows: usize) -> Self {
        Self { of_row: vec![0; rows], cells: vec![Box::default()], rows: OnceCell::new() }
    }

    /// The same, each cell divided by the words of `column`; `None` where the word is missing everywhere.
    pub(crate) fn divided(self, column: Option<&Column<'_>>) -> Result<Self, Declined> {
        let of_column = match column {
            None => None,
            Some(Column { data: Data::Words(keys, _), known }) => Some((keys, known)),
            Some(_) => return Err(Declined),
        };
        let highest = of_column.and_then(|(keys, _)| keys.highest());
        // Category 0 is what is missing.
        let categories = highest.map_or(1, |highest| highest.saturating_add(2));
        let pairs = self.cells.len().checked_mul(categories).and_then(|pairs| u32::try_from(pairs).ok());
        let pairs = pairs.ok_or(Declined)?;
        let pair = |cell: u32, category: usize| (cell as usize * categories + category) as u32;
        let pair_of_row: Vec<u32> = match of_column {
            None => self.of_row.clone(),
            Some((Keys::One(keys), None)) => self
                .of_row
                .iter()
                .zip(&**keys)
                .map(|(cell, key)| pair(*cell, usize::from(*key) + 1))
                .collect(),
            Some((keys, known)) => {
                let is_known = |row| known.as_ref().is_none_or(|known| known.has(row));
                let category = |row| if is_known(row) { keys.get(row).saturating_add(1) } else { 0 };
                self.of_row.iter().enumerate().map(|(row, cell)| pair(*cell, category(row))).collect()
            }
        };
        let (numbers, occurring) = numbered(&pair_of_row, pairs as usize);
        let cell = |pair: u32| {
            let (cell, category) = (pair as usize / categories, pair as usize % categories);
            let above = self.cells.get(cell).into_iter().flat_map(|above| above.iter().copied());
            above.chain([category.checked_sub(1)]).collect()
        };
        let cells = occurring.into_iter().map(cell).collect();
        Ok(Self { of_row: numbers, cells, rows: OnceCell::new() })
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// By cell: the category of each breakdown.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[Option<usize>]> {
        self.cells.iter().map(|cell| &**cell)
    }

    /// The cell of a record.
    pub(super) fn of(&self, row: usize) -> usize {
        self.of_row.get(row).map_or(0, |cell| *cell as usize)
    }

    /// The cells of `rows` alone.
    pub(super) fn select(&self, rows: &[u32]) -> Self {
        let of_row = rows.iter().map(|row| self.of_row.get(*row as usize).copied().unwrap_or(0)).collect();
        Self { of_row, cells: self.cells.clone(), rows: OnceCell::new() }
    }

    /// How many of `records` are in each cell.
    pub(super) fn count(&self, records: &Bits) -> Vec<u64> {
        let many = records.count();
        if many == 0 {
            return vec![0; self.len()];
        }
        if self.len() == 1 {
            return vec![many as u64];
        }
        // Several words of a bitmap cost as much as one record.
        if self.len() <= FEW_CELLS && many > self.len() * records.words().len() / WORDS_A_RECORD {
            let cells = self.rows.get_or_init(|| {
                // Few cells have small numbers, of which more are compared at a time.
                let of_row: Vec<u8> = self.of_row.iter().map(|cell| *cell as u8).collect();
                (0u8..).take(self.len()).map(|cell| kernel::one_of(&of_row, &[cell])).collect()
            });
            return cells.iter().map(|rows| kernel::count_both(rows, records)).collect();
        }
        let mut counts = vec![0; self.len()];
        for row in records.rows() {
            counts[self.of(row)] += 1;
        }
        counts
    }
}

/// The values that occur among `values`, which are less than `bound`, and each value as its number among them.
fn numbered(values: &[u32], bound: usize) -> (Vec<u32>, Vec<u32>) {
    if bound > FEW_PAIRS {
        let mut occurring = values.to_vec();
        occurring.sort_unstable();
        occurring.dedup();
        let number = |value: &u32| occurring.binary_search(value).unwrap_or(0) as u32;
        return (values.iter().map(number).collect(), occurring);
    }
    let mut numbers = vec![0; bound];
    for value in values {
        if let Some(occurs) = numbers.get_mut(*value as usize) {
            *occurs = 1;
        }
    }
    let mut occurring = Vec::new();
    for (number, value) in numbers.iter_mut().zip(0..).filter(|(number, _)| **number == 1) {
        *number = occurring.len() as u32;
        occurring.push(value);
    }
    (values.iter().map(|value| numbers.get(*value as usize).copied().unwrap_or(0)).collect(), occurring)
}
