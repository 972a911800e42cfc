//! Rows of a record batch as a frame, for evaluating them by columns.
//!
//! Values stay where they are as far as their type allows. Everything that is given is checked as it is when rows are read
//! one by one; where that would refuse something, the rows are declined, and read one by one.

mod column;
mod intern;

use super::batch::{Column as Given, Columns, Elements, List};
use crate::columnar::{Bits, Declined, Frame, Known, Lists, Table, Want, Wanted, kernel};
use crate::record::{Decoder, MAX_TEXT_BYTES_OF_A_RECORD};
use crate::types::Layout;
use arrow_array::cast::AsArray;
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;
use column::{Room, Source};
use std::ops::Range;
use std::rc::Rc;

/// How many elements a record may have, at most, to be evaluated by columns: far from every limit that holds for one
/// record.
const MAX_ELEMENTS: usize = 4096;

/// A batch, ready to be cut into frames.
pub(super) struct Frames<'c> {
    /// By the layout's tables.
    tables: Vec<Option<Rows<'c>>>,
    parents: Vec<Option<usize>>,
}

/// The rows of one table.
struct Rows<'c> {
    list: Option<&'c List>,
    /// Elements of which nothing is known.
    nulls: Option<&'c NullBuffer>,
    /// By the layout's columns.
    columns: Vec<Option<Source<'c>>>,
    /// The columns that hold lists.
    lists: Vec<(usize, &'c List)>,
}

/// What is noticed about the records of a frame, besides what they answer.
#[derive(Debug, Default)]
pub(super) struct Noticed {
    /// Columns of the record that have a value.
    seen: Vec<usize>,
    personnummer: u64,
}

impl Noticed {
    /// Remembers it.
    pub(super) fn tell(self, decoder: &mut Decoder) {
        for column in self.seen {
            if let Some(seen) = decoder.seen.get_mut(column) {
                *seen = true;
            }
        }
        decoder.personnummer_warnings += self.personnummer;
    }
}

impl<'c> Frames<'c> {
    /// The frames of `columns`, which are fields of records; `None` where a column is of a kind that is read row by row.
    pub(super) fn new(decoder: &mut Decoder, layout: &Layout, columns: &'c Columns) -> Option<Self> {
        let mut frames = Self {
            tables: layout.tables.iter().map(|_| None).collect(),
            parents: layout.tables.iter().map(|table| table.parent.map(|(parent, _)| parent)).collect(),
        };
        frames.take(decoder, layout, columns, None, None)?;
        Some(frames)
    }

    fn take(
        &mut self,
        decoder: &mut Decoder,
        layout: &Layout,
        columns: &'c Columns,
        list: Option<&'c List>,
        nulls: Option<&'c NullBuffer>,
    ) -> Option<()> {
        let width = layout.tables.get(columns.table)?.columns.len();
        let mut rows = Rows { list, nulls, columns: (0..width).map(|_| None).collect(), lists: Vec::new() };
        for (number, column) in &columns.columns {
            match column {
                Given::One(one) => {
                    *rows.columns.get_mut(*number)? =
                        Some(Source::new(decoder, (columns.table, *number), one)?);
                }
                Given::List(list) => {
                    rows.lists.push((*number, list));
                    self.take_list(decoder, layout, list)?;
                }
            }
        }
        *self.tables.get_mut(columns.table)? = Some(rows);
        Some(())
    }

    fn take_list(&mut self, decoder: &mut Decoder, layout: &Layout, list: &'c List) -> Option<()> {
        match &list.elements {
            Elements::None => Some(()),
            Elements::Records(columns, nulls) => {
                self.take(decoder, layout, columns, Some(list), nulls.as_ref())
            }
            Elements::Values(one) => {
                let source = Source::new(decoder, (list.table, 0), one)?;
                let columns = vec![Some(source)];
                *self.tables.get_mut(list.table)? =
                    Some(Rows { list: Some(list), nulls: None, columns, lists: Vec::new() });
                Some(())
            }
        }
    }

    /// The records in `rows`, with what is `wanted` of them.
    pub(super) fn frame<'f>(
        &'f self,
        decoder: &mut Decoder,
        rows: Range<usize>,
        wanted: &Wanted,
    ) -> Result<(Frame<'f>, Noticed), Declined> {
        let mut noticed = Noticed::default();
        let mut room = Room { decoder, text: 0, personnummer: 0 };
        let mut tables: Vec<Option<Table<'f>>> = Vec::with_capacity(self.tables.len());
        let mut ranges: Vec<Option<Range<usize>>> = Vec::with_capacity(self.tables.len());
        // Of which rows anything is said.
        let mut said: Vec<Known> = Vec::with_capacity(self.tables.len());
        // How many elements of each table a record has at most.
        let mut longest: Vec<u64> = Vec::with_capacity(self.tables.len());
        for (number, given) in self.tables.iter().enumerate() {
            let parent = self.parents.get(number).copied().flatten();
            let owners = match parent {
                None => Some(rows.clone()),
                Some(parent) => ranges.get(parent).cloned().flatten(),
            };
            let (Some(given), Some(owners)) = (given, owners) else {
                tables.push(None);
                ranges.push(None);
                said.push(None);
                longest.push(0);
                continue;
            };
            let (range, lists, most) = match given.list {
                None => (owners, None, 1),
                Some(list) => {
                    let above = parent.and_then(|parent| said.get(parent).cloned().flatten());
                    let (range, lists, most) = lists_of(list, owners, above)?;
                    (range, Some(lists), most)
                }
            };
            // What stands behind a list that is not there, nobody has said.
            let there = lists.as_ref().and_then(Lists::said).map(Rc::new);
            let something = both(known(given.nulls, &range), there);
            let above = parent.and_then(|parent| longest.get(parent).copied()).unwrap_or(1);
            longest.push(above.saturating_mul(most.into()));
            if longest.iter().fold(0u64, |sum, many| sum.saturating_add(*many)) > MAX_ELEMENTS as u64 {
                return Err(Declined);
            }
            let mut columns = Vec::with_capacity(given.columns.len());
            for (column, source) in given.columns.iter().enumerate() {
                let want = wanted.of(number, column);
                let made = match source {
                    Some(source) => source.column(&mut room, range.clone(), &something, want)?,
                    None => None,
                };
                if number == 0 && source.as_ref().is_some_and(|source| source.has_any(&range)) {
                    noticed.seen.push(column);
                }
                columns.push(made.filter(|_| want > Want::Nothing));
            }
            tables.push(Some(Table { rows: range.len(), lists, columns }));
            ranges.push(Some(range));
            said.push(something);
        }
        if let Some(records) = self.tables.first().and_then(Option::as_ref) {
            let known = |list: &List| rows.clone().any(|row| !is_null(list, row));
            let lists = records.lists.iter().filter(|(_, list)| known(list));
            noticed.seen.extend(lists.map(|(column, _)| *column));
        }
        if room.text > MAX_TEXT_BYTES_OF_A_RECORD {
            return Err(Declined);
        }
        noticed.personnummer = room.personnummer;
        Ok((Frame { tables }, noticed))
    }
}

fn is_null(list: &List, row: usize) -> bool {
    matches!(list.elements, Elements::None) || list.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
}

/// The nulls of `rows`, as the rows of which something is known; `None` where of all.
fn known(nulls: Option<&NullBuffer>, rows: &Range<usize>) -> Known {
    let nulls = nulls.filter(|nulls| nulls.null_count() > 0)?;
    let known = bits(nulls.inner(), rows);
    (known.count() < rows.len()).then(|| Rc::new(known))
}

/// The bits of `rows`.
fn bits(buffer: &BooleanBuffer, rows: &Range<usize>) -> Bits {
    let start = buffer.offset() + rows.start;
    let bytes = buffer.inner().as_slice();
    if start.is_multiple_of(8)
        && let Some(bytes) = bytes.get(start / 8..(start + rows.len()).div_ceil(8))
    {
        let (eights, rest) = bytes.as_chunks::<8>();
        let mut words: Vec<u64> = eights.iter().map(|eight| u64::from_le_bytes(*eight)).collect();
        if !rest.is_empty() {
            words.push(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
        return Bits::from_words(words, rows.len());
    }
    Bits::from_words(buffer.slice(rows.start, rows.len()).bit_chunks().iter_padded().collect(), rows.len())
}

/// Where both know something.
fn both(a: Known, b: Known) -> Known {
    match (a, b) {
        (Some(a), Some(b)) => Some(Rc::new(a.and(&b))),
        (known, None) | (None, known) => known,
    }
}

/// The lists of `owners`, of which something is `said` of some, the rows of their elements, and how many the longest has.
fn lists_of(list: &List, owners: Range<usize>, said: Known) -> Result<(Range<usize>, Lists, u32), Declined> {
    let (elements, starts, longest) = match list.array.data_type() {
        DataType::List(_) => cut(list.array.as_list::<i32>().value_offsets(), &owners),
        DataType::LargeList(_) => cut(list.array.as_list::<i64>().value_offsets(), &owners),
        _ => None,
    }
    .filter(|(elements, ..)| elements.end <= list.len)
    .ok_or(Declined)?;
    let known = both(known(list.nulls.as_ref(), &owners), said);
    Ok((elements, Lists::new(starts, known), longest))
}

/// The elements of `rows`, where in them those of each row begin, and how many a row has at most.
fn cut<T: Copy + Ord + Into<i64>>(
    offsets: &[T],
    rows: &Range<usize>,
) -> Option<(Range<usize>, Vec<u32>, u32)> {
    let offsets = offsets.get(rows.start..=rows.end)?;
    let place = |offset: Option<&T>| usize::try_from((*offset?).into()).ok();
    let (starts, longest) = kernel::bounds(offsets)?;
    Some((place(offsets.first())?..place(offsets.last())?, starts, longest))
}
