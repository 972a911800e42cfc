//! In which cell each record of a frame is counted.

use super::bits::Bits;
use super::frame::{Column, Data, Keys};
use super::{Declined, kernel};
use std::cell::OnceCell;
use std::collections::HashMap;

/// The cells of the records of a frame. They are numbered in the order in which they occur.
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
        let categories = of_column.and_then(|(keys, _)| keys.highest()).map_or(0, |highest| highest + 1);
        let mut dividing = Dividing {
            above: &self.cells,
            numbers: Numbers::new(self.cells.len(), categories + 1),
            cells: Vec::new(),
        };
        // Category 0 is what is missing.
        let of_row = match of_column {
            None => self.of_row.iter().map(|cell| dividing.of(*cell, 0)).collect(),
            Some((Keys::One(keys), None)) => {
                let pairs = self.of_row.iter().zip(&**keys);
                pairs.map(|(cell, key)| dividing.of(*cell, usize::from(*key) + 1)).collect()
            }
            Some((keys, known)) => {
                let is_known = |row| known.as_ref().is_none_or(|known| known.has(row));
                let category = |row| if is_known(row) { keys.get(row).saturating_add(1) } else { 0 };
                let rows = self.of_row.iter().enumerate();
                rows.map(|(row, cell)| dividing.of(*cell, category(row))).collect()
            }
        };
        Ok(Self { of_row, cells: dividing.cells, rows: OnceCell::new() })
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

/// Cells while they are divided.
struct Dividing<'s> {
    above: &'s [Box<[Option<usize>]>],
    numbers: Numbers,
    cells: Vec<Box<[Option<usize>]>>,
}

impl Dividing<'_> {
    /// The new number of a record in `cell` with this category; 0 is none.
    #[inline]
    fn of(&mut self, cell: u32, category: usize) -> u32 {
        let number = self.numbers.of(cell, category, self.cells.len() as u32);
        if number as usize == self.cells.len() {
            let above = self.above.get(cell as usize).into_iter().flat_map(|above| above.iter().copied());
            self.cells.push(above.chain([category.checked_sub(1)]).collect());
        }
        number
    }
}

/// The numbers of combinations that have occurred.
enum Numbers {
    Table { categories: usize, numbers: Vec<u32> },
    Map(HashMap<(u32, usize), u32>),
}

impl Numbers {
    fn new(cells: usize, categories: usize) -> Self {
        match cells.checked_mul(categories).filter(|pairs| *pairs <= FEW_PAIRS) {
            Some(pairs) => Self::Table { categories, numbers: vec![u32::MAX; pairs] },
            None => Self::Map(HashMap::new()),
        }
    }

    /// The number of a combination, which is `next` if it has not occurred.
    fn of(&mut self, cell: u32, category: usize, next: u32) -> u32 {
        let number = match self {
            Self::Table { categories, numbers } => &mut numbers[cell as usize * *categories + category],
            Self::Map(numbers) => numbers.entry((cell, category)).or_insert(u32::MAX),
        };
        if *number == u32::MAX {
            *number = next;
        }
        *number
    }
}
