//! One column, filled value by value.

use super::super::{Bits, Column, ColumnUse, Data, Entries, Indices, Known, Texts, Words};
use crate::data::document::{Cell, Document};
use crate::data::key::Key16;
use crate::language::types::Scalar;
use ahash::AHashMap;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A dictionary with more texts than this is not kept for the records that come next.
const KEPT_WORDS: usize = 256;

/// A column that is being filled.
#[derive(Debug)]
pub(super) struct Filled {
    values: Values,
    known: Mask,
}

/// The values of a column. That of a row that is not known is unspecified.
#[derive(Debug)]
enum Values {
    Bools(Mask),
    Days(Vec<i32>),
    Ints(Vec<i64>),
    /// Codes of a list of at most 256, whose indices are the dictionary.
    FewCodes(Vec<u8>, Arc<Entries>),
    Codes(Vec<u16>),
    /// Texts that are compared, by their index in a dictionary.
    Compared(Vec<u32>, Dictionary),
    /// Texts that are only used as keys.
    Keys(Words),
}

impl Filled {
    /// Returns an empty column of values of this type; `None` if no frame holds them.
    pub(super) fn new(scalar: &Scalar, used: ColumnUse) -> Option<Self> {
        let values = match scalar {
            Scalar::Key | Scalar::Category | Scalar::Text if used == ColumnUse::Texts => {
                Values::Keys(Words::default())
            }
            Scalar::Key | Scalar::Category | Scalar::Text => {
                Values::Compared(Vec::new(), Dictionary::default())
            }
            Scalar::Code(list) => match u8::try_from(list.codes().len().saturating_sub(1)) {
                Ok(last) => {
                    Values::FewCodes(Vec::new(), Arc::new(Entries::Codes((0..=last.into()).collect())))
                }
                Err(_) => Values::Codes(Vec::new()),
            },
            Scalar::Date => Values::Days(Vec::new()),
            Scalar::Bool => Values::Bools(Mask::default()),
            _ if *scalar == Scalar::Int => Values::Ints(Vec::new()),
            _ => return None,
        };
        Some(Self { values, known: Mask::default() })
    }

    pub(super) fn clear(&mut self) {
        self.known.clear();
        match &mut self.values {
            Values::Bools(yes) => yes.clear(),
            Values::Days(days) => days.clear(),
            Values::Ints(ints) => ints.clear(),
            Values::FewCodes(codes, _) => codes.clear(),
            Values::Codes(codes) => codes.clear(),
            Values::Compared(numbers, words) => {
                numbers.clear();
                if words.words.len() > KEPT_WORDS {
                    *words = Dictionary::default();
                }
            }
            Values::Keys(words) => words.clear(),
        }
    }

    /// Appends the values of `cells`, which are of the type of the column or missing, and returns how many bytes of text they
    /// have added.
    pub(super) fn extend<'c>(&mut self, cells: impl Iterator<Item = &'c Cell>, document: &Document) -> usize {
        let Self { values, known } = self;
        match values {
            Values::Bools(yes) => cells.for_each(|cell| {
                yes.push(*cell == Cell::Bool(true));
                known.push(*cell != Cell::Missing);
            }),
            Values::Days(days) => cells.for_each(|cell| days.push(known.pass(day(*cell)))),
            Values::Ints(ints) => cells.for_each(|cell| ints.push(known.pass(int(*cell)))),
            Values::FewCodes(codes, _) => cells.for_each(|cell| codes.push(known.pass(code(*cell)) as u8)),
            Values::Codes(codes) => cells.for_each(|cell| codes.push(known.pass(code(*cell)))),
            Values::Compared(numbers, words) => {
                let before = words.words.bytes();
                cells.for_each(|cell| {
                    let text = text(*cell, document);
                    numbers.push(known.pass(text.map(|text| words.number(text))));
                });
                return words.words.bytes() - before;
            }
            Values::Keys(words) => {
                let before = words.bytes();
                cells.for_each(|cell| words.push(known.pass(text(*cell, document))));
                return words.bytes() - before;
            }
        }
        0
    }

    /// Returns whether the value of `row` is known.
    pub(super) fn is_known(&self, row: usize) -> bool {
        self.known.has(row)
    }

    /// Returns the value of `row` as a cell of `document`.
    pub(super) fn cell(&self, row: usize, document: &mut Document) -> Cell {
        if !self.known.has(row) {
            return Cell::Missing;
        }
        let cell = match &self.values {
            Values::Bools(yes) => Some(Cell::Bool(yes.has(row))),
            Values::Days(days) => days.get(row).map(|day| Cell::Date(*day)),
            Values::Ints(ints) => ints.get(row).map(|int| Cell::Int(*int)),
            Values::FewCodes(codes, _) => codes.get(row).map(|code| Cell::Code((*code).into())),
            Values::Codes(codes) => codes.get(row).map(|code| Cell::Code(*code)),
            Values::Compared(numbers, words) => {
                let text = numbers.get(row).and_then(|number| words.words.get(*number as usize));
                text.map(|text| document.push_text(text))
            }
            Values::Keys(words) => words.get(row).map(|text| document.push_text(text)),
        };
        cell.unwrap_or_default()
    }

    /// Returns the column of `rows`; `None` where no value is known.
    pub(super) fn column(&self, rows: &Range<usize>) -> Option<Column<'_>> {
        let known = self.known.known(rows);
        if known.as_ref().is_some_and(|known| known.is_empty()) {
            return None;
        }
        let data = match &self.values {
            Values::Bools(yes) => Data::Bools(Arc::new(yes.bits(rows))),
            Values::Days(days) => Data::Days(Cow::Borrowed(days.get(rows.clone())?)),
            Values::Ints(ints) => Data::Ints(Cow::Borrowed(ints.get(rows.clone())?)),
            Values::FewCodes(codes, entries) => {
                Data::Dictionary(Indices::One(Cow::Borrowed(codes.get(rows.clone())?)), Arc::clone(entries))
            }
            Values::Codes(codes) => Data::Dictionary(
                Indices::Two(Cow::Borrowed(codes.get(rows.clone())?)),
                Arc::new(Entries::Identity),
            ),
            Values::Compared(numbers, words) => {
                let numbers = numbers.get(rows.clone())?;
                // Narrow indices divide records into strata without looking anything up.
                let indices = if words.words.len() <= usize::from(u8::MAX) + 1 {
                    Indices::One(numbers.iter().map(|number| *number as u8).collect())
                } else {
                    Indices::Four(Cow::Borrowed(numbers))
                };
                Data::Dictionary(indices, words.entries())
            }
            Values::Keys(words) => Data::Texts(Arc::new(WordsFrom { words, first: rows.start })),
        };
        Some(Column { data, known })
    }
}

fn day(cell: Cell) -> Option<i32> {
    if let Cell::Date(day) = cell { Some(day) } else { None }
}

fn int(cell: Cell) -> Option<i64> {
    if let Cell::Int(int) = cell { Some(int) } else { None }
}

fn code(cell: Cell) -> Option<u16> {
    if let Cell::Code(code) = cell { Some(code) } else { None }
}

fn text(cell: Cell, document: &Document) -> Option<&str> {
    matches!(cell, Cell::Text { .. }).then(|| document.text(cell))
}

/// Distinct texts, in the order in which they came first.
#[derive(Debug, Default)]
struct Dictionary {
    words: Words,
    numbers: AHashMap<Box<str>, u32>,
    /// The words so far, as frames have them.
    entries: OnceLock<Arc<Entries>>,
}

impl Dictionary {
    /// Returns the number of a text, which is new or not.
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(text);
        self.numbers.insert(text.into(), number);
        self.entries = OnceLock::new();
        number
    }

    fn entries(&self) -> Arc<Entries> {
        Arc::clone(self.entries.get_or_init(|| Arc::new(Entries::Texts(self.words.clone()))))
    }
}

/// The texts from one of them on.
struct WordsFrom<'a> {
    words: &'a Words,
    first: usize,
}

impl Texts for WordsFrom<'_> {
    fn keys(&self, rows: &[u32]) -> Vec<Key16> {
        let key = |row: &u32| self.words.key(self.first + *row as usize);
        // Every row that is requested has a text.
        rows.iter().map(|row| key(row).unwrap_or_else(|| Key16::new(""))).collect()
    }
}

/// A bitmap that grows.
#[derive(Debug, Default)]
pub(super) struct Mask {
    words: Vec<u64>,
    len: usize,
    /// How many bits are set.
    set: usize,
}

impl Mask {
    pub(super) fn clear(&mut self) {
        self.words.clear();
        (self.len, self.set) = (0, 0);
    }

    #[inline]
    pub(super) fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        if let Some(last) = self.words.last_mut() {
            *last |= u64::from(bit) << (self.len % 64);
        }
        self.len += 1;
        self.set += usize::from(bit);
    }

    /// Appends whether there is a value, and returns it, or any.
    #[inline]
    fn pass<T: Default>(&mut self, value: Option<T>) -> T {
        self.push(value.is_some());
        value.unwrap_or_default()
    }

    pub(super) fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Returns the bits of `rows`.
    fn bits(&self, rows: &Range<usize>) -> Bits {
        let (first, shift) = (rows.start / 64, rows.start % 64);
        let words = self.words.get(first..rows.end.div_ceil(64)).unwrap_or_default();
        let words = if shift == 0 {
            words.to_vec()
        } else {
            let next = words.iter().skip(1).copied().chain([0]);
            words.iter().zip(next).map(|(word, next)| word >> shift | next << (64 - shift)).collect()
        };
        Bits::from_words(words, rows.len())
    }

    /// Returns the bits of `rows` as rows that are known.
    pub(super) fn known(&self, rows: &Range<usize>) -> Known {
        let known = (self.set < self.len).then(|| self.bits(rows))?;
        (known.count() < rows.len()).then(|| Arc::new(known))
    }
}
