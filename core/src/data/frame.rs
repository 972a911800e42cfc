//! Batches of records as columns: the unit of columnar evaluation.
//!
//! A frame has the tables of the layout, where present. The elements of all lists of a column are stored contiguously
//! in a table of their own, in the order of their parent rows.

pub(crate) mod bits;
pub(crate) mod gather;
pub(crate) mod kernel;
mod lists;
mod pool;
mod projection;
mod stretch;
mod words;

pub(crate) use bits::{Bits, TernaryBitmap};
pub(crate) use lists::{Ends, Lists};
pub(crate) use pool::{Kept, keep as keep_pool};
pub(crate) use projection::{ColumnUse, Projection};
pub(crate) use stretch::{Columns, Cut, Piece, Stretch, ValidRows, frame_from};
pub(crate) use words::Words;

use crate::data::key::Key16;
use crate::data::limits::Limits;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The number of records in a batch. With a quarter as many, evaluation took 20 % longer, and 33 % where few records
/// are in a target group, because of the fixed cost of each operation; much larger batches would not keep the bitmaps
/// of all operations in the cache. Tests use smaller frames to have several.
pub(crate) const FRAME_ROWS: usize = if cfg!(test) { 1 << 10 } else { 1 << 16 };

/// The most elements of a record that is evaluated by columns: far below every limit for one record.
const MAX_ELEMENTS: u64 = 4096;

/// Returns the most elements of a record that is evaluated by columns.
pub(crate) fn most_elements(limits: &Limits) -> u64 {
    limits.elements.min(MAX_ELEMENTS)
}

/// The columnar evaluator cannot handle this; the caller evaluates it record by record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Declined;

/// A batch of records.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    /// By table of the layout; `None` where no record has that list.
    pub(crate) tables: Vec<Option<Table<'a>>>,
    /// Whether the frame is evaluated repeatedly, so that caching derived data pays.
    pub(crate) reused: bool,
}

/// The rows of one table.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) rows: usize,
    /// The lists that the rows are elements of; `None` for the records themselves.
    pub(crate) lists: Option<Lists<'a>>,
    /// By column of the layout; `None` where every value is unknown or the column is not projected.
    pub(crate) columns: Vec<Option<Column<'a>>>,
}

/// A column of single values.
#[derive(Clone, Debug)]
pub(crate) struct Column<'a> {
    pub(crate) data: Data<'a>,
    pub(crate) known: Known,
}

/// The rows whose value is known; `None` if all are.
pub(crate) type Known = Option<Arc<Bits>>;

/// The values of a column. The value of a row that is not known is unspecified.
#[derive(Clone)]
pub(crate) enum Data<'a> {
    Bools(Arc<Bits>),
    /// Days since 1970-01-01.
    Days(Cow<'a, [i32]>),
    Ints(Cow<'a, [i64]>),
    /// Dictionary-encoded: each row has an index into a small dictionary.
    Dictionary(Indices<'a>, Arc<Entries>),
    /// Texts that are only used as keys, never compared.
    Texts(Arc<dyn Texts + 'a>),
}

/// The dictionary indices of a column, by width.
#[derive(Clone, Debug)]
pub(crate) enum Indices<'a> {
    One(Cow<'a, [u8]>),
    Two(Cow<'a, [u16]>),
    Four(Cow<'a, [u32]>),
}

/// The dictionary of a column.
#[derive(Clone, Debug)]
pub(crate) enum Entries {
    /// Each index is the index of a code in its closed list.
    Identity,
    /// The indices of codes in their closed list.
    Codes(Vec<u16>),
    /// Texts, in NFC.
    Texts(Words),
}

impl Entries {
    /// Returns the number of dictionary entries.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Identity => usize::from(u16::MAX) + 1,
            Self::Codes(codes) => codes.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// Returns the length in bytes of the longest text.
    pub(crate) fn longest(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.longest(),
            Self::Codes(_) | Self::Identity => 0,
        }
    }

    /// Returns the text of entry `word`.
    pub(crate) fn text(&self, word: usize) -> Option<&str> {
        match self {
            Self::Texts(texts) => texts.get(word),
            Self::Codes(_) | Self::Identity => None,
        }
    }

    /// Returns the code of entry `word`.
    pub(crate) fn code(&self, word: usize) -> Option<u16> {
        match self {
            Self::Codes(codes) => codes.get(word).copied(),
            Self::Identity => u16::try_from(word).ok(),
            Self::Texts(_) => None,
        }
    }
}

/// Texts by row.
pub(crate) trait Texts: Send + Sync {
    /// Returns the keys of the texts of `rows`, each of which must have one.
    fn keys(&self, rows: &[u32]) -> Vec<Key16>;
}

impl Indices<'_> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::One(keys) => keys.len(),
            Self::Two(keys) => keys.len(),
            Self::Four(keys) => keys.len(),
        }
    }

    pub(crate) fn get(&self, row: usize) -> usize {
        match self {
            Self::One(keys) => keys.get(row).map_or(usize::MAX, |key| usize::from(*key)),
            Self::Two(keys) => keys.get(row).map_or(usize::MAX, |key| usize::from(*key)),
            Self::Four(keys) => keys.get(row).map_or(usize::MAX, |key| *key as usize),
        }
    }

    /// Returns the highest index, if there are rows.
    pub(crate) fn highest(&self) -> Option<usize> {
        Some(match self {
            Self::One(keys) => usize::from(kernel::extremes(keys)?.1),
            Self::Two(keys) => usize::from(kernel::extremes(keys)?.1),
            Self::Four(keys) => kernel::extremes(keys)?.1 as usize,
        })
    }

    /// Returns one more than the index of each row; 0 for those that are not `known`.
    pub(crate) fn after_missing(&self, known: Option<&Bits>) -> Vec<u32> {
        fn each<T: Copy + Into<u32>>(keys: &[T]) -> Vec<u32> {
            keys.iter().map(|key| (*key).into().wrapping_add(1)).collect()
        }
        let mut all = match self {
            Self::One(keys) => each(keys),
            Self::Two(keys) => each(keys),
            Self::Four(keys) => each(keys),
        };
        for missing in known.map(Bits::not).iter().flat_map(Bits::rows) {
            if let Some(number) = all.get_mut(missing) {
                *number = 0;
            }
        }
        all
    }

    /// Returns the rows whose index is `true` in `wanted`.
    pub(crate) fn among(&self, wanted: &[bool]) -> Bits {
        match self {
            Self::One(keys) => among(keys, wanted, |number| u8::try_from(number).ok(), kernel::one_of_bytes),
            Self::Two(keys) => among(keys, wanted, |number| u16::try_from(number).ok(), kernel::one_of),
            Self::Four(keys) => among(keys, wanted, |number| u32::try_from(number).ok(), kernel::one_of),
        }
    }

    fn borrowed(&self) -> Indices<'_> {
        match self {
            Self::One(keys) => Indices::One(Cow::Borrowed(keys)),
            Self::Two(keys) => Indices::Two(Cow::Borrowed(keys)),
            Self::Four(keys) => Indices::Four(Cow::Borrowed(keys)),
        }
    }

    /// Returns the indices of `rows`.
    fn select(&self, rows: &[u32]) -> Indices<'static> {
        match self {
            Self::One(keys) => Indices::One(gathered(keys, rows)),
            Self::Two(keys) => Indices::Two(gathered(keys, rows)),
            Self::Four(keys) => Indices::Four(gathered(keys, rows)),
        }
    }
}

/// The most indices that are compared one by one; with more, each row is looked up in a table.
const FEW: usize = 4;

fn among<T: Copy + PartialEq + Into<u32>>(
    keys: &[T],
    wanted: &[bool],
    key: impl Fn(usize) -> Option<T>,
    one_of: impl Fn(&[T], &[T]) -> Bits,
) -> Bits {
    let of = |which: bool| -> Vec<T> {
        let numbers = wanted.iter().enumerate().filter(|(_, wanted)| **wanted == which);
        numbers.filter_map(|(number, _)| key(number)).collect()
    };
    let (yes, no) = (of(true), of(false));
    if yes.len() <= FEW {
        one_of(keys, &yes)
    } else if no.len() <= FEW {
        one_of(keys, &no).not()
    } else {
        let looked_up = |row: usize| {
            let key: Option<u32> = keys.get(row).map(|key| (*key).into());
            key.and_then(|key| wanted.get(key as usize)).copied().unwrap_or(false)
        };
        Bits::from_rows(keys.len(), looked_up)
    }
}

fn gathered<T: Copy + Default>(values: &[T], rows: &[u32]) -> Cow<'static, [T]> {
    rows.iter().map(|row| values.get(*row as usize).copied().unwrap_or_default()).collect()
}

impl Data<'static> {
    /// Returns the same values, borrowed.
    pub(crate) fn borrowed(&self) -> Data<'_> {
        match self {
            Self::Bools(bits) => Data::Bools(Arc::clone(bits)),
            Self::Days(days) => Data::Days(Cow::Borrowed(days)),
            Self::Ints(ints) => Data::Ints(Cow::Borrowed(ints)),
            Self::Dictionary(keys, words) => Data::Dictionary(keys.borrowed(), Arc::clone(words)),
            Self::Texts(texts) => Data::Texts(Arc::clone(texts)),
        }
    }
}

impl Data<'_> {
    /// Encodes indices of codes.
    pub(crate) fn codes(codes: Vec<u16>) -> Self {
        // An identity dictionary has no length to compare the indices with.
        Self::Dictionary(Indices::Two(Cow::Owned(codes)), Arc::new(Entries::Identity))
    }

    /// Returns the keys of `rows`, each of which must be known; `None` if the column cannot hold keys.
    pub(crate) fn keys(&self, rows: &[u32]) -> Option<Vec<Key16>> {
        match self {
            Self::Texts(texts) => Some(texts.keys(rows)),
            Self::Dictionary(keys, words) => {
                let Entries::Texts(words) = &**words else { return None };
                let mut all = Vec::with_capacity(rows.len());
                for row in rows {
                    all.push(words.key(keys.get(*row as usize))?);
                }
                Some(all)
            }
            _ => None,
        }
    }

    /// Returns the code index of each row; `None` if the column does not hold codes.
    pub(crate) fn to_codes(&self) -> Option<Vec<u16>> {
        match self {
            Self::Dictionary(Indices::Two(codes), words) if matches!(**words, Entries::Identity) => {
                Some(codes.to_vec())
            }
            Self::Dictionary(keys, words) => {
                let Entries::Codes(words) = &**words else { return None };
                let code = |row| words.get(keys.get(row)).copied().unwrap_or(0);
                Some((0..keys.len()).map(code).collect())
            }
            _ => None,
        }
    }
}

impl<'a> Column<'a> {
    /// Returns whether the value of `row` is known.
    pub(crate) fn is_known(&self, row: usize) -> bool {
        self.known.as_ref().is_none_or(|known| known.has(row))
    }

    /// Returns a column of `rows` rows with values only at `places`: pairs of a target row and the source row of its
    /// value.
    pub(crate) fn place(&self, places: &[(u32, u32)], rows: usize) -> Self {
        let data = match &self.data {
            Data::Bools(bits) => {
                let mut placed = Bits::none(rows);
                for (row, _) in places.iter().filter(|(_, from)| bits.has(*from as usize)) {
                    placed.put(*row as usize);
                }
                Data::Bools(Arc::new(placed))
            }
            Data::Days(days) => Data::Days(placed(days, places, rows)),
            Data::Ints(ints) => Data::Ints(placed(ints, places, rows)),
            Data::Dictionary(keys, words) => {
                let keys = match keys {
                    Indices::One(keys) => Indices::One(placed(keys, places, rows)),
                    Indices::Two(keys) => Indices::Two(placed(keys, places, rows)),
                    Indices::Four(keys) => Indices::Four(placed(keys, places, rows)),
                };
                Data::Dictionary(keys, Arc::clone(words))
            }
            Data::Texts(texts) => {
                let mut from = vec![u32::MAX; rows];
                for (row, place) in places {
                    if let Some(from) = from.get_mut(*row as usize) {
                        *from = *place;
                    }
                }
                Data::Texts(Arc::new(Selected { texts: Arc::clone(texts), rows: from }))
            }
        };
        let mut known = Bits::none(rows);
        places.iter().for_each(|(row, _)| known.put(*row as usize));
        Self { data, known: Some(Arc::new(known)) }
    }

    /// Returns the column restricted to `rows`.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        let data = match &self.data {
            Data::Bools(bits) => Data::Bools(Arc::new(bits.select(rows))),
            Data::Days(days) => Data::Days(gathered(days, rows)),
            Data::Ints(ints) => Data::Ints(gathered(ints, rows)),
            Data::Dictionary(keys, words) => Data::Dictionary(keys.select(rows), Arc::clone(words)),
            Data::Texts(texts) => {
                Data::Texts(Arc::new(Selected { texts: Arc::clone(texts), rows: rows.to_vec() }))
            }
        };
        Self { data, known: select_known(&self.known, rows) }
    }
}

fn placed<T: Copy + Default>(values: &[T], places: &[(u32, u32)], rows: usize) -> Cow<'static, [T]> {
    let mut placed = vec![T::default(); rows];
    for (row, from) in places {
        if let (Some(to), Some(value)) = (placed.get_mut(*row as usize), values.get(*from as usize)) {
            *to = *value;
        }
    }
    Cow::Owned(placed)
}

pub(crate) fn select_known(known: &Known, rows: &[u32]) -> Known {
    known.as_ref().map(|known| Arc::new(known.select(rows)))
}

struct Selected<'a> {
    texts: Arc<dyn Texts + 'a>,
    rows: Vec<u32>,
}

impl Texts for Selected<'_> {
    fn keys(&self, rows: &[u32]) -> Vec<Key16> {
        self.texts.keys(&gathered(&self.rows, rows))
    }
}

impl<'a> Frame<'a> {
    /// Returns the number of records.
    pub(crate) fn len(&self) -> usize {
        self.tables.first().and_then(Option::as_ref).map_or(0, |table| table.rows)
    }

    pub(crate) fn table(&self, table: usize) -> Option<&Table<'a>> {
        self.tables.get(table)?.as_ref()
    }

    /// Returns a column, if any of its values is known and it is projected.
    pub(crate) fn column(&self, table: usize, column: usize) -> Option<&Column<'a>> {
        self.table(table)?.columns.get(column)?.as_ref()
    }

    /// Returns the records of `rows`, with the columns of the projection `wanted`. `parents` has the table that holds
    /// each table's list.
    pub(crate) fn select(&self, rows: &[u32], parents: &[Option<usize>], wanted: &Projection) -> Self {
        let mut kept: Vec<Option<Vec<u32>>> = Vec::with_capacity(self.tables.len());
        let mut tables = Vec::with_capacity(self.tables.len());
        for (number, table) in self.tables.iter().enumerate() {
            let parent = parents.get(number).copied().flatten();
            let owners = parent.map(|parent| kept.get(parent).and_then(Option::as_deref));
            let table = table.as_ref().filter(|_| number == 0 || wanted.has_list(number));
            let selected = table.and_then(|table| match (owners, &table.lists) {
                (None, _) => Some((rows.to_vec(), None)),
                (Some(owners), Some(lists)) => {
                    let (elements, lists) = lists.select(owners?);
                    Some((elements, Some(lists)))
                }
                (Some(_), None) => None,
            });
            let made = selected.zip(table).map(|((rows, lists), table)| {
                let wanted = |column: &usize| wanted.of(number, *column) > ColumnUse::Nothing;
                let columns =
                    table.columns.iter().enumerate().map(|(number, column)| {
                        Some(column.as_ref().filter(|_| wanted(&number))?.select(&rows))
                    });
                (Table { rows: rows.len(), lists, columns: columns.collect() }, rows)
            });
            let (table, rows) = made.unzip();
            tables.push(table);
            kept.push(rows);
        }
        Self { tables, reused: false }
    }
}

impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bools(_) => "Bools(…)",
            Self::Days(_) => "Days(…)",
            Self::Ints(_) => "Ints(…)",
            Self::Dictionary(..) => "Dictionary(…)",
            Self::Texts(_) => "Texts(…)",
        })
    }
}
