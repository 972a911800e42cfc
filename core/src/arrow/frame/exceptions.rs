//! Finds the records because of which a frame is declined, so that the others can still be evaluated by columns.

use super::column::{FrameCheck, Source};
use super::{Frames, known, lists_of};
use crate::data::frame::{Bits, Declined, Known, most_elements};
use crate::data::record::Decoder;
use std::ops::Range;
use std::sync::Arc;

/// With more than one exception in this many records, they are not sought any further.
const OFTEN: usize = 64;

/// The rows of a table that belong to some consecutive records.
pub(super) struct Spread {
    rows: Range<usize>,
    /// Where the rows of each record begin, counted from the first; last, how many rows there are.
    starts: Vec<usize>,
}

impl Spread {
    /// Returns the index of the record that row `row` belongs to.
    fn record_of(&self, row: usize) -> usize {
        let row = row - self.rows.start;
        self.starts.partition_point(|start| *start <= row).saturating_sub(1)
    }

    /// Returns how many rows the record with this index has.
    fn of_record(&self, record: usize) -> usize {
        match self.starts.get(record..record + 2) {
            Some([start, end]) => end - start,
            _ => 0,
        }
    }
}

impl Frames {
    /// Returns, by table, the rows of the records in `records`; `None` for a table that is not there.
    pub(super) fn spreads(&self, records: &Range<usize>) -> Result<Vec<Option<Spread>>, Declined> {
        let mut spreads: Vec<Option<Spread>> = Vec::with_capacity(self.tables.len());
        for (table, parent) in self.tables.iter().zip(&self.parents) {
            let above = parent.map(|parent| spreads.get(parent).and_then(Option::as_ref));
            let spread = match (table, above) {
                (Some(_), None) => {
                    Some(Spread { rows: records.clone(), starts: (0..=records.len()).collect() })
                }
                (Some(table), Some(Some(above))) => {
                    let list = table.list.as_ref().ok_or(Declined)?;
                    let (rows, lists, _) = lists_of(list, &above.rows, None)?;
                    let bounds = lists.bounds(list, &above.rows).ok_or(Declined)?;
                    let first = bounds.first().copied().unwrap_or_default();
                    let start = |row: &usize| bounds.get(*row).map(|start| (start - first) as usize);
                    let starts: Option<Vec<usize>> = above.starts.iter().map(start).collect();
                    Some(Spread { rows, starts: starts.ok_or(Declined)? })
                }
                _ => None,
            };
            spreads.push(spread);
        }
        Ok(spreads)
    }

    /// Returns those of `records` that have a value which does not fit, or too many elements; none if there are many.
    pub(in crate::arrow) fn exceptions(&self, decoder: &mut Decoder, records: &Range<usize>) -> Vec<usize> {
        let most = records.len() / OFTEN + 1;
        let found = self.exceptional(decoder, records, most).ok().filter(|found| found.count() <= most);
        found.map(|found| found.rows().map(|row| records.start + row).collect()).unwrap_or_default()
    }

    fn exceptional(
        &self,
        decoder: &mut Decoder,
        records: &Range<usize>,
        most: usize,
    ) -> Result<Bits, Declined> {
        let spreads = self.spreads(records)?;
        let most_elements = most_elements(decoder.limits());
        let mut found = Bits::from_rows(records.len(), |record| elements(&spreads, record) > most_elements);
        let mut check = FrameCheck::new(decoder);
        for (table, spread) in self.tables.iter().zip(&spreads) {
            let (Some(table), Some(spread)) = (table, spread) else { continue };
            let known = known(table.nulls.as_ref(), &spread.rows);
            for source in table.columns.iter().flatten() {
                // One more than are looked for shows that there are many.
                let mut left = most + 1;
                search(source, &mut check, &spread.rows, &known, &mut |row| {
                    found.put(spread.record_of(row));
                    left = left.saturating_sub(1);
                    left > 0
                });
            }
        }
        Ok(found)
    }
}

/// Returns how many rows a record has in all tables.
pub(super) fn elements(spreads: &[Option<Spread>], record: usize) -> u64 {
    spreads.iter().flatten().map(|spread| spread.of_record(record) as u64).sum()
}

/// Calls `found` with each of `rows` whose value does not fit, until it returns false.
fn search(
    source: &Source,
    check: &mut FrameCheck<'_>,
    rows: &Range<usize>,
    known: &Known,
    found: &mut impl FnMut(usize) -> bool,
) -> bool {
    if source.take(check, rows, known).is_ok() {
        return true;
    }
    if rows.len() == 1 {
        return found(rows.start);
    }
    let middle = rows.start + rows.len() / 2;
    [rows.start..middle, middle..rows.end].into_iter().all(|half| {
        let of_half = |row| known.as_ref().is_none_or(|known| known.has(half.start - rows.start + row));
        let known = known.as_ref().map(|_| Arc::new(Bits::from_rows(half.len(), of_half)));
        search(source, check, &half, &known, found)
    })
}
