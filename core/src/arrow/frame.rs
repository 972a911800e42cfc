//! Presents rows of a record batch as a frame, for columnar evaluation.
//!
//! Values are borrowed from the batch if their type allows. Everything is validated as when rows are read one by one;
//! if that would reject something, the frame is declined and the rows are read one by one.

mod column;
mod dictionary;
mod exceptions;
mod intern;
mod texts;

use super::batch::{Column as Given, Columns, Elements, List};
use crate::data::frame::{
    Bits, ColumnUse, Declined, Ends, Frame, Known, Lists, Projection, Table, kernel, most_elements,
};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::language::types::Layout;
use arrow_array::cast::AsArray;
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer};
use arrow_schema::DataType;
use column::{FrameCheck, Source, ValidatedColumn};
use exceptions::elements;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A batch that can be cut into frames.
#[derive(Debug)]
pub(super) struct Frames {
    /// Indexed by the layout's tables.
    tables: Vec<Option<Rows>>,
    parents: Vec<Option<usize>>,
}

/// The rows of one table.
#[derive(Debug)]
struct Rows {
    list: Option<Arc<List>>,
    /// Null elements.
    nulls: Option<NullBuffer>,
    /// Indexed by the layout's columns.
    columns: Vec<Option<Source>>,
    /// The columns that hold lists.
    lists: Vec<(usize, Arc<List>)>,
}

/// Rows of a batch that have been validated: every value fits. Holds the cached results.
#[derive(Debug)]
pub(super) struct Validated {
    /// Indexed by the layout's tables.
    tables: Vec<Option<ValidatedRows>>,
    pub(super) odd: Oddities,
}

#[derive(Debug)]
struct ValidatedRows {
    rows: Range<usize>,
    lists: Option<ValidatedLists>,
    /// The rows that are not null.
    known: Known,
    /// Indexed by the layout's columns.
    columns: Vec<Option<ValidatedColumn>>,
}

#[derive(Debug)]
struct ValidatedLists {
    /// List bounds, if the batch does not hold them in the needed form.
    bounds: Option<Vec<u32>>,
    known: Known,
    ends: Ends,
    /// The lengths of the shortest and the longest list, including what lies under a null list.
    shortest: u32,
    longest: u32,
}

impl Frames {
    /// Prepares `columns`, which are fields of records; `None` if a column's type has to be read row by row.
    pub(super) fn new(decoder: &mut Decoder, layout: &Layout, columns: &Columns) -> Option<Self> {
        let mut frames = Self {
            tables: layout.tables.iter().map(|_| None).collect(),
            parents: layout.tables.iter().map(|table| table.parent.map(|(parent, _)| parent)).collect(),
        };
        frames.add(decoder, layout, columns, None, None)?;
        Some(frames)
    }

    fn add(
        &mut self,
        decoder: &mut Decoder,
        layout: &Layout,
        columns: &Columns,
        list: Option<&Arc<List>>,
        nulls: Option<&NullBuffer>,
    ) -> Option<()> {
        let width = layout.tables.get(columns.table)?.columns.len();
        let mut rows = Rows {
            list: list.cloned(),
            nulls: nulls.cloned(),
            columns: (0..width).map(|_| None).collect(),
            lists: Vec::new(),
        };
        for (number, column) in &columns.columns {
            match column {
                Given::One(one) => {
                    *rows.columns.get_mut(*number)? =
                        Some(Source::new(decoder, (columns.table, *number), one)?);
                }
                Given::List(list) => {
                    rows.lists.push((*number, Arc::clone(list)));
                    self.add_list(decoder, layout, list)?;
                }
            }
        }
        *self.tables.get_mut(columns.table)? = Some(rows);
        Some(())
    }

    fn add_list(&mut self, decoder: &mut Decoder, layout: &Layout, list: &Arc<List>) -> Option<()> {
        match &list.elements {
            Elements::None => Some(()),
            Elements::Records(columns, nulls) => {
                self.add(decoder, layout, columns, Some(list), nulls.as_ref())
            }
            Elements::Values(one) => {
                let source = Source::new(decoder, (list.table, 0), one)?;
                let columns = vec![Some(source)];
                *self.tables.get_mut(list.table)? =
                    Some(Rows { list: Some(Arc::clone(list)), nulls: None, columns, lists: Vec::new() });
                Some(())
            }
        }
    }

    /// Validates the records in `rows`.
    pub(super) fn take(&self, decoder: &mut Decoder, rows: Range<usize>) -> Result<Validated, Declined> {
        let mut odd = Oddities::default();
        odd.add_records(rows.len() as u64);
        let most_elements = most_elements(decoder.limits());
        let mut check = FrameCheck::new(decoder);
        let mut tables: Vec<Option<ValidatedRows>> = Vec::with_capacity(self.tables.len());
        // The most elements of each table in any record.
        let mut longest: Vec<u64> = Vec::with_capacity(self.tables.len());
        for (number, given) in self.tables.iter().enumerate() {
            let parent = self.parents.get(number).copied().flatten();
            let above = parent.and_then(|parent| tables.get(parent)?.as_ref());
            let owners =
                if parent.is_none() { Some(rows.clone()) } else { above.map(|above| above.rows.clone()) };
            let (Some(given), Some(owners)) = (given, owners) else {
                tables.push(None);
                longest.push(0);
                continue;
            };
            let (range, lists, most) = match &given.list {
                None => (owners.clone(), None, 1),
                Some(list) => {
                    let known_above = above.and_then(|above| above.known.clone());
                    let (range, lists, most) = lists_of(list, &owners, known_above)?;
                    (range, Some(lists), most)
                }
            };
            let above = parent.and_then(|parent| longest.get(parent).copied()).unwrap_or(1);
            let most = above.saturating_mul(most.into());
            longest.push(most);
            check.rows_of_a_record = usize::try_from(most).unwrap_or(usize::MAX);
            // Elements under a null list are not data.
            let there = match (&given.list, &lists) {
                (Some(list), Some(lists)) => {
                    lists.of(list, &owners).and_then(|lists| lists.known_elements()).map(Arc::new)
                }
                _ => None,
            };
            let known = both(known(given.nulls.as_ref(), &range), there);
            let mut columns = Vec::with_capacity(given.columns.len());
            for (column, source) in given.columns.iter().enumerate() {
                let Some(source) = source else {
                    columns.push(None);
                    continue;
                };
                columns.push(Some(source.take(&mut check, &range, &known)?));
                let keys = std::mem::take(&mut check.keys);
                if !keys.is_plain() {
                    odd.add_keys((number, column), keys);
                }
                for (word, values) in check.near.drain(..) {
                    odd.add_near((number, column), &word, values);
                }
                if number == 0 && source.has_any(&range) {
                    odd.add_seen(column);
                }
            }
            tables.push(Some(ValidatedRows { rows: range, lists, known, columns }));
        }
        // The longest lists may be of different records.
        if longest.iter().fold(0u64, |sum, many| sum.saturating_add(*many)) > most_elements {
            let spreads = self.spreads(&rows)?;
            if (0..rows.len()).any(|record| elements(&spreads, record) > most_elements) {
                return Err(Declined);
            }
        }
        let records = self.tables.first().and_then(Option::as_ref);
        for (column, list) in records.into_iter().flat_map(|records| &records.lists) {
            let validated = tables
                .get(list.table)
                .and_then(Option::as_ref)
                .and_then(|validated| validated.lists.as_ref());
            match validated {
                Some(validated) => validated.note(list, &rows, *column, &mut odd),
                None => odd.add_lists(*column, rows.len() as u64, false, false),
            }
        }
        if check.text as u64 > check.decoder.limits().record_bytes {
            return Err(Declined);
        }
        odd.add_personnummer(check.personnummer);
        Ok(Validated { tables, odd })
    }

    /// Returns the frame of the records validated in `validated`, with the columns `wanted`; `reused` if the frame will be
    /// reused.
    pub(super) fn frame<'f>(
        &'f self,
        validated: &'f Validated,
        reused: bool,
        wanted: &Projection,
    ) -> Result<Frame<'f>, Declined> {
        let mut tables: Vec<Option<Table<'f>>> = Vec::with_capacity(self.tables.len());
        for (number, (given, rows)) in self.tables.iter().zip(&validated.tables).enumerate() {
            let (Some(given), Some(rows)) = (given, rows) else {
                tables.push(None);
                continue;
            };
            let parent = self.parents.get(number).copied().flatten();
            let owners = parent.and_then(|parent| validated.tables.get(parent)?.as_ref());
            let lists = match (&given.list, &rows.lists, owners) {
                (Some(list), Some(lists), Some(owners)) => {
                    Some(lists.of(list, &owners.rows).ok_or(Declined)?)
                }
                _ => None,
            };
            let mut columns = Vec::with_capacity(given.columns.len());
            for (column, (source, validated)) in given.columns.iter().zip(&rows.columns).enumerate() {
                let made = match (source, validated, wanted.of(number, column)) {
                    (Some(source), Some(validated), want @ (ColumnUse::Texts | ColumnUse::Values)) => {
                        source.column(validated, &rows.rows, &rows.known, want)?
                    }
                    _ => None,
                };
                columns.push(made);
            }
            tables.push(Some(Table { rows: rows.rows.len(), lists, columns }));
        }
        Ok(Frame { tables, reused })
    }
}

/// Converts the validity of `rows`; `None` if no row is null.
fn known(nulls: Option<&NullBuffer>, rows: &Range<usize>) -> Known {
    let nulls = nulls.filter(|nulls| nulls.null_count() > 0)?;
    let known = bits(nulls.inner(), rows);
    (known.count() < rows.len()).then(|| Arc::new(known))
}

/// Returns the bits of `rows`.
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

/// Returns the rows that are not null in both.
fn both(a: Known, b: Known) -> Known {
    match (a, b) {
        (Some(a), Some(b)) => Some(Arc::new(a.and(&b))),
        (known, None) | (None, known) => known,
    }
}

/// Returns the lists of `owners` (null where not `above`), the rows of their elements, and the length of the longest.
fn lists_of(
    list: &List,
    owners: &Range<usize>,
    above: Known,
) -> Result<(Range<usize>, ValidatedLists, u32), Declined> {
    let (elements, bounds) = offsets_of(list).and_then(|offsets| offsets.cut(owners)).ok_or(Declined)?;
    let (shortest, longest) = lengths(&bounds).filter(|_| elements.end <= list.len).ok_or(Declined)?;
    let known = both(known(list.nulls.as_ref(), owners), above);
    let bounds = if let Cow::Owned(bounds) = bounds { Some(bounds) } else { None };
    Ok((elements, ValidatedLists { bounds, known, ends: Ends::default(), shortest, longest }, longest))
}

fn offsets_of(list: &List) -> Option<Offsets<'_>> {
    match list.array.data_type() {
        DataType::List(_) => Some(Offsets::small(list.array.as_list::<i32>().offsets())),
        DataType::LargeList(_) => Some(Offsets::Large(list.array.as_list::<i64>().value_offsets())),
        _ => None,
    }
}

impl ValidatedLists {
    /// Records the number of rows with a missing list, and whether the column has both empty and non-empty lists.
    fn note(&self, list: &List, rows: &Range<usize>, column: usize, odd: &mut Oddities) {
        let missing = self.known.as_ref().map_or(0, |known| rows.len() - known.count());
        let bounds = self.bounds(list, rows).unwrap_or_default();
        let known = bounds.windows(2).enumerate();
        // A null list may have elements under it.
        let any = |is_empty: bool| {
            known.clone().any(|(row, pair)| {
                matches!(pair, [start, end] if (start == end) == is_empty)
                    && self.known.as_ref().is_none_or(|known| known.has(row))
            })
        };
        let some = missing < rows.len();
        let empty = some && self.shortest == 0 && any(true);
        let filled = some && self.longest > 0 && any(false);
        odd.add_lists(column, missing as u64, empty, filled);
    }

    /// Returns the start of each list, and the end of the last.
    fn bounds<'l>(&'l self, list: &'l List, owners: &Range<usize>) -> Option<Cow<'l, [u32]>> {
        Some(match &self.bounds {
            Some(bounds) => Cow::Borrowed(bounds.as_slice()),
            None => offsets_of(list)?.cut(owners)?.1,
        })
    }

    /// Returns the lists as frame data; they belong to `list` and these rows.
    fn of<'l>(&'l self, list: &'l List, owners: &Range<usize>) -> Option<Lists<'l>> {
        Some(Lists::new(self.bounds(list, owners)?, self.known.clone(), self.ends.clone()))
    }
}

/// Offsets of lists or texts.
pub(super) enum Offsets<'o> {
    /// None is negative.
    Small(&'o [u32]),
    Large(&'o [i64]),
}

impl<'o> Offsets<'o> {
    pub(super) fn small(offsets: &'o OffsetBuffer<i32>) -> Self {
        Self::Small(offsets.inner().inner().typed_data())
    }

    /// Returns the range that `rows` cover and the start of each row, and the end of the last, from an arbitrary base.
    pub(super) fn cut(&self, rows: &Range<usize>) -> Option<(Range<usize>, Cow<'o, [u32]>)> {
        let (first, last, bounds) = match self {
            Self::Small(offsets) => {
                let offsets = offsets.get(rows.start..=rows.end)?;
                ((*offsets.first()?).into(), (*offsets.last()?).into(), Cow::Borrowed(offsets))
            }
            Self::Large(offsets) => {
                let offsets = offsets.get(rows.start..=rows.end)?;
                (*offsets.first()?, *offsets.last()?, Cow::Owned(kernel::from_first(offsets)?))
            }
        };
        (first <= last).then_some(())?;
        Some((usize::try_from(first).ok()?..usize::try_from(last).ok()?, bounds))
    }
}

/// Returns the shortest and the longest step between adjacent `bounds`. `None` if they do not ascend, or span too much
/// to verify that from the steps alone.
pub(super) fn lengths(bounds: &[u32]) -> Option<(u32, u32)> {
    let (shortest, longest) = kernel::steps(bounds).unwrap_or_default();
    // A step backwards wraps to a very long step forwards.
    (u64::from(longest) * bounds.len() as u64 <= u32::MAX.into()).then_some((shortest, longest))
}

#[cfg(test)]
mod tests;
