//! The cell in which each record of a frame is counted.

use crate::data::frame::bits::Bits;
use crate::data::frame::{Column, Data, Indices};
use crate::data::frame::{Declined, kernel};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

/// The cells of the records of a frame. Cells that do not occur have no number.
#[derive(Clone, Debug)]
pub(crate) struct Strata<'a> {
    of_row: OfRow<'a>,
    rows: usize,
    /// By cell: the category of each breakdown, by its number; `None` where it is missing. Shared with selections.
    cells: Rc<[Box<[Option<usize>]>]>,
    /// By cell, where there are few: the records in it.
    members: OnceCell<Vec<Bits>>,
}

/// The cell of each record.
#[derive(Clone, Debug)]
enum OfRow<'a> {
    /// All records have the same cell.
    One,
    /// By the record's key.
    ByKey(Cow<'a, [u8]>, Box<[u8; 256]>),
    Each(Vec<u32>),
}

/// Up to how many cells the records of each are stored as a bitmap.
const FEW_CELLS: usize = 64;
/// How many words of a bitmap are scanned in the time that a single record takes.
const WORDS_A_RECORD: usize = 16;
/// Up to how many combinations of a cell and a category are numbered by a table.
const FEW_PAIRS: usize = 1 << 16;

impl<'a> Strata<'a> {
    /// Creates strata with all records in one cell.
    pub(crate) fn undivided(rows: usize) -> Self {
        Self { of_row: OfRow::One, rows, cells: Rc::new([Box::default()]), members: OnceCell::new() }
    }

    /// Divides each cell by the dictionary values of `column`; `None` where the value is missing everywhere.
    pub(crate) fn divided(self, column: Option<&Column<'a>>) -> Result<Self, Declined> {
        let of_column = match column {
            None => None,
            Some(Column { data: Data::Dictionary(keys, _), known }) => Some((keys, known)),
            Some(_) => return Err(Declined),
        };
        if let (OfRow::One, Some((Indices::One(keys), None))) = (&self.of_row, of_column) {
            return Ok(Self::by_key(keys));
        }
        let highest = of_column.and_then(|(keys, _)| keys.highest());
        // Category 0 is a missing value.
        let categories = highest.map_or(1, |highest| highest.saturating_add(2));
        let pairs = self.cells.len().checked_mul(categories).and_then(|pairs| u32::try_from(pairs).ok());
        let pairs = pairs.ok_or(Declined)?;
        let pair_of_row: Vec<u32> = match of_column {
            None => (0..self.rows).map(|row| (self.of(row) * categories) as u32).collect(),
            Some((keys, known)) => {
                let mut pairs = keys.after_missing(known.as_deref());
                if !matches!(self.of_row, OfRow::One) {
                    for (row, pair) in pairs.iter_mut().enumerate() {
                        *pair += (self.of(row) * categories) as u32;
                    }
                }
                pairs
            }
        };
        let (numbers, occurring) = numbered(&pair_of_row, pairs as usize);
        let cell = |pair: u32| {
            let (cell, category) = (pair as usize / categories, pair as usize % categories);
            let above = self.cells.get(cell).into_iter().flat_map(|above| above.iter().copied());
            above.chain([category.checked_sub(1)]).collect()
        };
        let cells = occurring.into_iter().map(cell).collect();
        Ok(Self { of_row: OfRow::Each(numbers), rows: self.rows, cells, members: OnceCell::new() })
    }

    /// Records in a cell for each key that occurs.
    fn by_key(keys: &Cow<'a, [u8]>) -> Self {
        let mut occurs = [false; 256];
        keys.iter().for_each(|key| occurs[usize::from(*key)] = true);
        let mut cell_of_key = Box::new([0; 256]);
        let mut cells: Vec<Box<[Option<usize>]>> = Vec::new();
        for key in (0..256).filter(|key| occurs[*key]) {
            cell_of_key[key] = cells.len() as u8;
            cells.push(Box::new([Some(key)]));
        }
        let of_row = OfRow::ByKey(keys.clone(), cell_of_key);
        Self { of_row, rows: keys.len(), cells: cells.into(), members: OnceCell::new() }
    }

    /// Returns the number of cells.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Returns the category of each breakdown, by cell.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[Option<usize>]> {
        self.cells.iter().map(|cell| &**cell)
    }

    /// Returns the cell of a record.
    #[inline]
    pub(crate) fn of(&self, row: usize) -> usize {
        match &self.of_row {
            OfRow::One => 0,
            OfRow::ByKey(keys, cells) => keys.get(row).map_or(0, |key| usize::from(cells[usize::from(*key)])),
            OfRow::Each(cells) => cells.get(row).map_or(0, |cell| *cell as usize),
        }
    }

    /// Returns the cells of `rows` alone.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        let of_row = match &self.of_row {
            OfRow::One => OfRow::One,
            _ => OfRow::Each(rows.iter().map(|row| self.of(*row as usize) as u32).collect()),
        };
        Self { of_row, rows: rows.len(), cells: Rc::clone(&self.cells), members: OnceCell::new() }
    }

    /// Returns how many of `records` are in each cell.
    pub(crate) fn count(&self, records: &Bits) -> Vec<u64> {
        let many = records.count();
        if many == 0 {
            return vec![0; self.len()];
        }
        if self.len() == 1 {
            return vec![many as u64];
        }
        // Scanning several words of a bitmap costs as much as one record.
        if self.len() <= FEW_CELLS && many > self.len() * records.words().len() / WORDS_A_RECORD {
            let members = self.members.get_or_init(|| self.members());
            return members.iter().map(|members| kernel::count_both(members, records)).collect();
        }
        let mut counts = vec![0; self.len()];
        for row in records.rows() {
            counts[self.of(row)] += 1;
        }
        counts
    }

    /// Returns the records of each of few cells.
    fn members(&self) -> Vec<Bits> {
        if let OfRow::ByKey(keys, _) = &self.of_row {
            let keys_of_cells = self.cells.iter().filter_map(|cell| u8::try_from((*cell.first()?)?).ok());
            return keys_of_cells.map(|key| kernel::one_of_bytes(keys, &[key])).collect();
        }
        // Few cells have small numbers, so more are compared per instruction.
        let of_row: Vec<u8> = (0..self.rows).map(|row| self.of(row) as u8).collect();
        (0u8..).take(self.len()).map(|cell| kernel::one_of_bytes(&of_row, &[cell])).collect()
    }
}

/// Returns the distinct `values`, all below `bound`, and each value as its index among them.
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
