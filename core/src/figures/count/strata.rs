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
    members: OnceCell<Members>,
}

/// The cell of each record.
#[derive(Clone, Debug)]
enum OfRow<'a> {
    /// All records have the same cell.
    One,
    ByByte(Cow<'a, [u8]>, Rc<CellsOfBytes>),
    Each(Vec<u32>),
}

/// The cell of each byte that occurs, and the byte of each cell.
#[derive(Debug)]
struct CellsOfBytes {
    cell_of: [u8; 256],
    byte_of: Vec<u8>,
}

/// The records by cell.
#[derive(Clone, Debug)]
struct Members {
    /// The cells with many records, and these.
    large: Vec<(usize, Bits)>,
    /// The records of all other cells, with their cell.
    rest: Vec<(u32, u32)>,
}

/// The most cells whose records are stored as a bitmap.
const MOST_LARGE: usize = 64;
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
        let pairs = pairs.ok_or(Declined)? as usize;
        let mut pair_of_row = match of_column {
            None => vec![0; self.rows],
            Some((keys, known)) => keys.after_missing(known.as_deref()),
        };
        let first_of = |cell: u32| cell * categories as u32;
        match &self.of_row {
            OfRow::One => {}
            OfRow::ByByte(bytes, cells) => {
                let first = cells.cell_of.map(|cell| first_of(cell.into()));
                pair_of_row
                    .iter_mut()
                    .zip(&**bytes)
                    .for_each(|(pair, byte)| *pair += first[usize::from(*byte)]);
            }
            OfRow::Each(cells) => {
                pair_of_row.iter_mut().zip(cells).for_each(|(pair, cell)| *pair += first_of(*cell));
            }
        }
        let (of_row, occurring) = numbered(&pair_of_row, pairs);
        let cell = |pair: u32| {
            let (cell, category) = (pair as usize / categories, pair as usize % categories);
            let above = self.cells.get(cell).into_iter().flat_map(|above| above.iter().copied());
            above.chain([category.checked_sub(1)]).collect()
        };
        let cells = occurring.into_iter().map(cell).collect();
        Ok(Self { of_row, rows: self.rows, cells, members: OnceCell::new() })
    }

    /// Records in a cell for each key that occurs.
    fn by_key(keys: &Cow<'a, [u8]>) -> Self {
        let mut occurs = [false; 256];
        keys.iter().for_each(|key| occurs[usize::from(*key)] = true);
        let byte_of: Vec<u8> = (0..=u8::MAX).filter(|key| occurs[usize::from(*key)]).collect();
        let mut cell_of = [0; 256];
        byte_of.iter().zip(0..).for_each(|(key, cell)| cell_of[usize::from(*key)] = cell);
        let cells = byte_of.iter().map(|key| Box::from([Some(usize::from(*key))])).collect();
        let of_row = OfRow::ByByte(keys.clone(), Rc::new(CellsOfBytes { cell_of, byte_of }));
        Self { of_row, rows: keys.len(), cells, members: OnceCell::new() }
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
            OfRow::ByByte(bytes, cells) => {
                bytes.get(row).map_or(0, |byte| usize::from(cells.cell_of[usize::from(*byte)]))
            }
            OfRow::Each(cells) => cells.get(row).map_or(0, |cell| *cell as usize),
        }
    }

    /// Returns the cells of `rows` alone.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        let of_row = match &self.of_row {
            OfRow::One => OfRow::One,
            OfRow::ByByte(bytes, cells) => {
                let byte = |row: &u32| bytes.get(*row as usize).copied().unwrap_or(0);
                OfRow::ByByte(rows.iter().map(byte).collect(), Rc::clone(cells))
            }
            OfRow::Each(_) => OfRow::Each(rows.iter().map(|row| self.of(*row as usize) as u32).collect()),
        };
        Self { of_row, rows: rows.len(), cells: Rc::clone(&self.cells), members: OnceCell::new() }
    }

    /// Returns how many of `records` are in each cell.
    pub(crate) fn count(&self, records: &Bits) -> Vec<u64> {
        let many = records.count();
        if self.len() == 1 {
            return vec![many as u64];
        }
        let mut counts = vec![0; self.len()];
        // Scanning several words of a bitmap costs as much as one record.
        if many <= self.len().min(MOST_LARGE) * records.words().len() / WORDS_A_RECORD {
            records.rows().for_each(|row| counts[self.of(row)] += 1);
            return counts;
        }
        let Members { large, rest } = self.members.get_or_init(|| self.members());
        for (cell, members) in large {
            counts[*cell] = kernel::count_both(members, records);
        }
        for (row, cell) in rest {
            counts[*cell as usize] += u64::from(records.has(*row as usize));
        }
        counts
    }

    /// Returns the records of each cell: as a bitmap where that is counted in less time than record by record.
    fn members(&self) -> Members {
        let mut sizes: Vec<(usize, usize)> = self.sizes().into_iter().zip(0..).collect();
        sizes.retain(|(size, _)| size * WORDS_A_RECORD > self.rows.div_ceil(64));
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let with_members = |(_, cell): &(usize, usize)| (*cell, self.members_of(*cell));
        let large: Vec<(usize, Bits)> = sizes.iter().take(MOST_LARGE).map(with_members).collect();
        let mut rest = Bits::all(self.rows);
        large.iter().for_each(|(_, members)| rest.remove(members));
        let rest = rest.rows().map(|row| (row as u32, self.of(row) as u32)).collect();
        Members { large, rest }
    }

    /// Returns the number of records in each cell.
    fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.len()];
        match &self.of_row {
            OfRow::One => sizes[0] = self.rows,
            OfRow::ByByte(bytes, cells) => {
                let mut of_byte = [0; 256];
                bytes.iter().for_each(|byte| of_byte[usize::from(*byte)] += 1);
                sizes
                    .iter_mut()
                    .zip(&cells.byte_of)
                    .for_each(|(size, byte)| *size = of_byte[usize::from(*byte)]);
            }
            OfRow::Each(cells) => cells.iter().for_each(|cell| sizes[*cell as usize] += 1),
        }
        sizes
    }

    /// Returns the records of one cell.
    fn members_of(&self, cell: usize) -> Bits {
        match &self.of_row {
            OfRow::One => Bits::all(self.rows),
            OfRow::ByByte(bytes, cells) => kernel::one_of_bytes(bytes, &[cells.byte_of[cell]]),
            OfRow::Each(cells) => kernel::each(cells, |other| other as usize == cell),
        }
    }
}

/// Returns the cell of each row, of rows whose values are below `bound`, and the value of each cell.
fn numbered(values: &[u32], bound: usize) -> (OfRow<'static>, Vec<u32>) {
    if bound > FEW_PAIRS {
        let mut occurring = values.to_vec();
        occurring.sort_unstable();
        occurring.dedup();
        let number = |value: &u32| occurring.binary_search(value).unwrap_or(0) as u32;
        return (OfRow::Each(values.iter().map(number).collect()), occurring);
    }
    let mut occurs = vec![false; bound];
    values.iter().for_each(|value| occurs[*value as usize] = true);
    let occurring: Vec<u32> =
        occurs.iter().zip(0..).filter_map(|(occurs, value)| occurs.then_some(value)).collect();
    let mut numbers = vec![0u32; bound];
    occurring.iter().zip(0..).for_each(|(value, number)| numbers[*value as usize] = number);
    let of_row = if occurring.len() > usize::from(u8::MAX) + 1 {
        OfRow::Each(values.iter().map(|value| numbers[*value as usize]).collect())
    } else {
        let cells = CellsOfBytes {
            cell_of: std::array::from_fn(|byte| byte as u8),
            byte_of: (0..=u8::MAX).take(occurring.len()).collect(),
        };
        let bytes = values.iter().map(|value| numbers[*value as usize] as u8).collect();
        OfRow::ByByte(Cow::Owned(bytes), Rc::new(cells))
    };
    (of_row, occurring)
}

#[cfg(test)]
mod tests;
