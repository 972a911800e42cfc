//! Some records as columns: what is evaluated at once.
//!
//! A frame has the tables of the layout, each as far as it is there. The elements of all lists of a column lie one after
//! the other in a table of their own, in the order of the rows they belong to.

pub(crate) mod bits;
pub(crate) mod kernel;
mod lists;
mod projection;
mod room;
mod stretch;

pub(crate) use bits::{Bits, Truths};
pub(crate) use lists::{Ends, Lists};
pub(crate) use projection::{Want, Wanted};
pub(crate) use room::{Kept, keep as keep_room};
pub(crate) use stretch::{Columns, Cut, Held, Stretch, frame_from};

use crate::data::key::Key16;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// How many records are evaluated at once. A quarter as many took a fifth more time, and a third where few are in a target
/// group, for what each operation costs by itself; the bitmaps of all operations together are to stay in the cache. Tests
/// have smaller frames, so that they have several.
pub(crate) const FRAME_ROWS: usize = if cfg!(test) { 1 << 10 } else { 1 << 16 };

/// This can't be told by columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Declined;

/// Some records.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    /// By the layout's tables; `None` where no record has that list.
    pub(crate) tables: Vec<Option<Table<'a>>>,
    /// Whether it is asked again and again, so that whatever is found out about it pays.
    pub(crate) often: bool,
}

/// Rows of one table.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) rows: usize,
    /// Whose they are; `None` of the records themselves.
    pub(crate) lists: Option<Lists<'a>>,
    /// By the layout's columns; `None` where nothing is known of any row, or nobody asks.
    pub(crate) columns: Vec<Option<Column<'a>>>,
}

/// A column of single values.
#[derive(Clone, Debug)]
pub(crate) struct Column<'a> {
    pub(crate) data: Data<'a>,
    pub(crate) known: Known,
}

/// Of which rows a value is known; `None` where of all.
pub(crate) type Known = Option<Arc<Bits>>;

/// The values of a column. Where a row's is not known, what stands there means nothing.
#[derive(Clone)]
pub(crate) enum Data<'a> {
    Bools(Arc<Bits>),
    /// Days since 1970-01-01.
    Days(Cow<'a, [i32]>),
    Ints(Cow<'a, [i64]>),
    /// Each row is the number of one of few words.
    Words(Keys<'a>, Arc<Words>),
    /// Texts that are only counted as keys, never compared.
    Texts(Arc<dyn Texts + 'a>),
}

/// What a row's number can be.
#[derive(Clone, Debug)]
pub(crate) enum Keys<'a> {
    One(Cow<'a, [u8]>),
    Two(Cow<'a, [u16]>),
    Four(Cow<'a, [u32]>),
}

/// The words of a column.
#[derive(Clone, Debug)]
pub(crate) enum Words {
    /// Each number is the number of a code.
    Themselves,
    /// The numbers of codes in their closed list.
    Codes(Vec<u16>),
    /// Texts, in NFC.
    Texts(Vec<String>),
}

impl Words {
    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Themselves => usize::from(u16::MAX) + 1,
            Self::Codes(codes) => codes.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// How many bytes the longest text has.
    pub(crate) fn longest(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.iter().map(String::len).max().unwrap_or(0),
            Self::Codes(_) | Self::Themselves => 0,
        }
    }

    /// The text that is word number `word`.
    pub(crate) fn text(&self, word: usize) -> Option<&str> {
        match self {
            Self::Texts(texts) => texts.get(word).map(String::as_str),
            Self::Codes(_) | Self::Themselves => None,
        }
    }

    /// The code that is word number `word`.
    pub(crate) fn code(&self, word: usize) -> Option<u16> {
        match self {
            Self::Codes(codes) => codes.get(word).copied(),
            Self::Themselves => u16::try_from(word).ok(),
            Self::Texts(_) => None,
        }
    }
}

/// Texts by row.
pub(crate) trait Texts: Send + Sync {
    /// The keys that the texts of these rows are, of which each has one.
    fn keys(&self, rows: &[u32]) -> Vec<Key16>;
}

impl Keys<'_> {
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

    /// The highest there is.
    pub(crate) fn highest(&self) -> Option<usize> {
        Some(match self {
            Self::One(keys) => usize::from(kernel::extremes(keys)?.1),
            Self::Two(keys) => usize::from(kernel::extremes(keys)?.1),
            Self::Four(keys) => kernel::extremes(keys)?.1 as usize,
        })
    }

    /// The rows whose key is one of those for which `wanted` has true.
    pub(crate) fn among(&self, wanted: &[bool]) -> Bits {
        match self {
            Self::One(keys) => among(keys, wanted, |number| u8::try_from(number).ok(), kernel::one_of_bytes),
            Self::Two(keys) => among(keys, wanted, |number| u16::try_from(number).ok(), kernel::one_of),
            Self::Four(keys) => among(keys, wanted, |number| u32::try_from(number).ok(), kernel::one_of),
        }
    }

    fn borrowed(&self) -> Keys<'_> {
        match self {
            Self::One(keys) => Keys::One(Cow::Borrowed(keys)),
            Self::Two(keys) => Keys::Two(Cow::Borrowed(keys)),
            Self::Four(keys) => Keys::Four(Cow::Borrowed(keys)),
        }
    }

    /// The keys of `rows`.
    fn select(&self, rows: &[u32]) -> Keys<'static> {
        match self {
            Self::One(keys) => Keys::One(gathered(keys, rows)),
            Self::Two(keys) => Keys::Two(gathered(keys, rows)),
            Self::Four(keys) => Keys::Four(gathered(keys, rows)),
        }
    }
}

/// How many keys are compared one by one at most, before each row is looked up.
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
    /// The same values where they lie.
    pub(crate) fn borrowed(&self) -> Data<'_> {
        match self {
            Self::Bools(bits) => Data::Bools(Arc::clone(bits)),
            Self::Days(days) => Data::Days(Cow::Borrowed(days)),
            Self::Ints(ints) => Data::Ints(Cow::Borrowed(ints)),
            Self::Words(keys, words) => Data::Words(keys.borrowed(), Arc::clone(words)),
            Self::Texts(texts) => Data::Texts(Arc::clone(texts)),
        }
    }
}

impl Data<'_> {
    /// These numbers of codes.
    pub(crate) fn codes(codes: Vec<u16>) -> Self {
        // Which codes there are is not asked of numbers that stand for themselves.
        Self::Words(Keys::Two(Cow::Owned(codes)), Arc::new(Words::Themselves))
    }

    /// The keys that these rows have, of which each is known; `None` where they have none.
    pub(crate) fn keys(&self, rows: &[u32]) -> Option<Vec<Key16>> {
        match self {
            Self::Texts(texts) => Some(texts.keys(rows)),
            Self::Words(keys, words) => {
                rows.iter().map(|row| words.text(keys.get(*row as usize)).map(Key16::new)).collect()
            }
            _ => None,
        }
    }

    /// The number of each row's code; `None` where they are not codes.
    pub(crate) fn to_codes(&self) -> Option<Vec<u16>> {
        match self {
            Self::Words(Keys::Two(codes), words) if matches!(**words, Words::Themselves) => {
                Some(codes.to_vec())
            }
            Self::Words(keys, words) => {
                let Words::Codes(words) = &**words else { return None };
                let code = |row| words.get(keys.get(row)).copied().unwrap_or(0);
                Some((0..keys.len()).map(code).collect())
            }
            _ => None,
        }
    }
}

impl<'a> Column<'a> {
    /// Whether the value of `row` is known.
    pub(crate) fn is_known(&self, row: usize) -> bool {
        self.known.as_ref().is_none_or(|known| known.has(row))
    }

    /// A column of `rows` rows that has values at `places` alone: each a row, and the row here that its value comes from.
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
            Data::Words(keys, words) => {
                let keys = match keys {
                    Keys::One(keys) => Keys::One(placed(keys, places, rows)),
                    Keys::Two(keys) => Keys::Two(placed(keys, places, rows)),
                    Keys::Four(keys) => Keys::Four(placed(keys, places, rows)),
                };
                Data::Words(keys, Arc::clone(words))
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

    /// The column of `rows`.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        let data = match &self.data {
            Data::Bools(bits) => Data::Bools(Arc::new(bits.select(rows))),
            Data::Days(days) => Data::Days(gathered(days, rows)),
            Data::Ints(ints) => Data::Ints(gathered(ints, rows)),
            Data::Words(keys, words) => Data::Words(keys.select(rows), Arc::clone(words)),
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
    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.tables.first().and_then(Option::as_ref).map_or(0, |table| table.rows)
    }

    pub(crate) fn table(&self, table: usize) -> Option<&Table<'a>> {
        self.tables.get(table)?.as_ref()
    }

    /// A column, where something is known and wanted of it.
    pub(crate) fn column(&self, table: usize, column: usize) -> Option<&Column<'a>> {
        self.table(table)?.columns.get(column)?.as_ref()
    }

    /// The records of `rows` alone, with what is wanted of them. `parents` has the table that holds each table's list.
    pub(crate) fn select(&self, rows: &[u32], parents: &[Option<usize>], wanted: &Wanted) -> Self {
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
                let wanted = |column: &usize| wanted.of(number, *column) > Want::Nothing;
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
        Self { tables, often: false }
    }
}

impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bools(_) => "Bools(…)",
            Self::Days(_) => "Days(…)",
            Self::Ints(_) => "Ints(…)",
            Self::Words(..) => "Words(…)",
            Self::Texts(_) => "Texts(…)",
        })
    }
}
