//! Reads record batches as [`Records`], with or without child tables.

use super::batch::Filler;
use super::bound::Bound;
use super::gather::Gathered;
use super::message;
use super::part::Rows;
use super::table::Table;
use crate::data::document::Document;
use crate::data::input::OnError;
use crate::data::input::csv::{Unmatched, list};
use crate::data::input::{Part, Records, broken_part, documents_part};
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use crate::language::types::Layout;
use arrow_array::RecordBatch;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

/// A table of records and, if their lists are not columns of it, child tables joined by key.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// One row per record.
    pub person: Vec<RecordBatch>,
    /// Child tables by list name, such as `insatser`: one row per element, with a key column that is named as in the
    /// table of records unless a map renames it. A child table is complete: a record without rows in it has an empty
    /// list.
    pub children: BTreeMap<String, Vec<RecordBatch>>,
}

impl Tables {
    /// Returns the records according to `schema` and `map`. Child rows that match no record are an error or, with
    /// [`OnError::Skip`], only noted ([`Oddities::unmatched`]); both once all records have been read.
    ///
    /// # Errors
    /// [`InputError`] if a table's name is not a list, if the key is missing, for a column of the wrong type, and if
    /// the map is for other records.
    pub fn records(
        self,
        schema: &Schema,
        map: Option<&Map>,
        on_error: OnError,
    ) -> Result<ArrowRecords<impl Iterator<Item = Result<RecordBatch, InputError>> + use<>>, InputError> {
        ArrowRecords::joined((self.person.into_iter().map(Ok), self.children), schema, map, on_error)
    }
}

/// The records of a sequence of batches. The accepted types are listed in the [module](super).
#[derive(Debug)]
pub struct ArrowRecords<I> {
    /// Batches that are already bound; they come first.
    bound: VecDeque<(Arc<Bound>, Range<usize>)>,
    batches: Gathered<I>,
    decoder: Decoder,
    layout: Arc<Layout>,
    batch: Option<Batch>,
    /// The number of records read.
    row: u64,
    tables: Vec<Table>,
    /// Whether a batch had no column with the key.
    keyless: bool,
    on_error: OnError,
    odd: Oddities,
    over: bool,
    broken: bool,
}

#[derive(Debug)]
struct Batch {
    bound: Arc<Bound>,
    /// The rows that are not read yet.
    rows: Range<usize>,
}

impl<I: Iterator<Item = Result<RecordBatch, InputError>>> ArrowRecords<I> {
    /// Returns the records of `batches` according to `schema` and `map`.
    ///
    /// # Errors
    /// [`InputError`] if the map is for other records.
    pub fn new(batches: I, schema: &Schema, map: Option<&Map>) -> Result<Self, InputError> {
        let layout = Arc::clone(schema.shared_layout());
        if map.is_some_and(|map| !map.is_for(&layout)) {
            return Err(InputError::new(message::other_map()));
        }
        Ok(Self::with_decoder(batches, schema.decoder(map), OnError::Stop))
    }

    /// Returns the records of `batches`, with `children`: tables of lists, as in [`Tables`]. Where a list is given, it is held as
    /// a whole; the batches come as they are read.
    ///
    /// # Errors
    /// As [`Tables::records`].
    pub fn joined(
        (batches, children): (I, BTreeMap<String, Vec<RecordBatch>>),
        schema: &Schema,
        map: Option<&Map>,
        on_error: OnError,
    ) -> Result<Self, InputError> {
        let mut records = Self::new(batches, schema, map)?;
        records.on_error = on_error;
        records.add_tables(children, map)?;
        Ok(records)
    }

    /// Returns the records of `batches`, read with `decoder`.
    pub(super) fn with_decoder(batches: I, decoder: Decoder, on_error: OnError) -> Self {
        Self {
            bound: VecDeque::new(),
            batches: Gathered::new(batches),
            layout: Arc::clone(decoder.layout()),
            decoder,
            batch: None,
            row: 0,
            tables: Vec::new(),
            keyless: false,
            on_error,
            odd: Oddities::default(),
            over: false,
            broken: false,
        }
    }

    /// Returns the records of batches that are already bound by an equivalent decoder, followed by those of `batches`.
    pub(super) fn of_bound(bound: Vec<(Arc<Bound>, Range<usize>)>, batches: I, decoder: Decoder) -> Self {
        Self { bound: bound.into(), ..Self::with_decoder(batches, decoder, OnError::Stop) }
    }

    pub(super) fn add_tables(
        &mut self,
        tables: BTreeMap<String, Vec<RecordBatch>>,
        map: Option<&Map>,
    ) -> Result<(), InputError> {
        let layout = Arc::clone(&self.layout);
        for (name, batches) in tables {
            let place = list(&layout, &name)?;
            if !self.decoder.asks(0, place.1) {
                continue;
            }
            let key = layout.key_column().and_then(|column| self.decoder.called(0, column));
            let key = key.ok_or_else(|| InputError::new(message::without_key()))?;
            let key = map.and_then(|map| map.key(place.0)).unwrap_or(key).to_owned();
            self.tables.push(Table::new(
                name,
                place,
                &key,
                &batches,
                &layout,
                (&mut self.decoder, &mut self.odd),
            )?);
        }
        Ok(())
    }

    /// Returns the batch that holds the next record.
    fn batch(&mut self) -> Result<Option<&mut Batch>, InputError> {
        while self.batch.as_ref().is_none_or(|batch| batch.rows.is_empty()) {
            let (bound, rows) = match self.bound.pop_front() {
                Some(bound) => bound,
                None => {
                    let Some(batch) = self.batches.next(&self.decoder) else { return Ok(None) };
                    let bound = Bound::new(&mut self.decoder, &self.layout, &batch?, &mut self.odd)?;
                    let all = 0..bound.rows;
                    (Arc::new(bound), all)
                }
            };
            if let Some(table) = self.tables.iter().find(|table| bound.columns.has(table.column)) {
                return Err(InputError::new(message::given_twice()).in_field(&table.name));
            }
            self.keyless |= self.layout.key_column().is_some_and(|column| !bound.columns.has(column));
            self.batch = Some(Batch { bound, rows });
        }
        Ok(self.batch.as_mut())
    }

    /// Adds oddities that are already known.
    pub(super) fn with_oddities(mut self, odd: Oddities) -> Self {
        self.odd = odd;
        self
    }

    /// Returns the error of records that are counted by their key, if there were no rows to show that they have none.
    pub(super) fn without_rows_and_key(&self) -> Result<(), InputError> {
        let key = self.layout.key_column().filter(|_| self.keyless && self.row == 0);
        let Some(key) = key else { return Ok(()) };
        let called = self.decoder.called(0, key).unwrap_or_default();
        Err(InputError::new(message::no_key_of_records(called)).in_field(self.layout.path(0, key)))
    }

    /// Numbers rows from the one after `row`.
    pub(super) fn after(mut self, row: u64) -> Self {
        self.row = row;
        self
    }

    fn finish(&mut self) -> Result<(), InputError> {
        for table in &self.tables {
            let Some((rows, first)) = table.unclaimed() else { continue };
            if self.on_error == OnError::Stop {
                return Err(InputError::new(message::without_person(rows))
                    .at_row(first)
                    .in_field(&table.name));
            }
            self.odd.add_unmatched(Unmatched { table: table.name.clone(), rows, first });
        }
        Ok(())
    }

    /// Takes the next rows of a batch: `frames` computes the number of frames from the number left.
    fn part(&mut self, frames: impl Fn(usize) -> usize) -> Option<Box<dyn Part>> {
        if !self.tables.is_empty() {
            return documents_part(self);
        }
        if self.over {
            return None;
        }
        let batch = match self.batch() {
            Ok(Some(batch)) => batch,
            Ok(None) => {
                self.over = true;
                return None;
            }
            Err(error) => return Some(broken_part(self.broken(error))),
        };
        let rows = batch.bound.frames_from(batch.rows.start, frames);
        let rows = rows.start..rows.end.min(batch.rows.end);
        batch.rows.start = rows.end;
        let bound = Arc::clone(&batch.bound);
        let first = self.row.saturating_add(1);
        self.row = self.row.saturating_add(rows.len() as u64);
        Some(Box::new(Rows { bound, rows, first }))
    }

    /// Stops reading after an error.
    fn broken(&mut self, error: InputError) -> InputError {
        (self.over, self.broken) = (true, true);
        self.batch = None;
        error
    }
}

impl<I: Iterator<Item = Result<RecordBatch, InputError>>> Records for ArrowRecords<I> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        if self.over {
            return Ok(None);
        }
        match self.batch() {
            Err(error) => return Err(self.broken(error)),
            Ok(Some(_)) => {}
            Ok(None) => {
                self.over = true;
                return self.finish().map(|()| None).map_err(|error| self.broken(error));
            }
        }
        let Some(batch) = &mut self.batch else { return Ok(None) };
        let Some(row) = batch.rows.next() else { return Ok(None) };
        self.row += 1;
        let mut filler = Filler::start(&mut self.decoder, document);
        let mut read = filler.record(&batch.bound.columns, row, self.row);
        if let Some(key) = filler.key(&self.layout).map(str::to_owned) {
            for table in &mut self.tables {
                // The rows of a rejected record count as matched too.
                let rows = table.claim(&key);
                if read.is_ok() {
                    read = table.fill(rows, &mut filler);
                }
            }
        }
        match read {
            Ok(()) => {
                filler.finish(&mut self.odd);
                Ok(Some(self.row))
            }
            Err(error) => {
                document.clear();
                Err(error)
            }
        }
    }

    fn is_broken(&self) -> bool {
        self.broken
    }

    fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    fn take_oddities(&mut self) -> Oddities {
        std::mem::take(&mut self.odd)
    }

    fn next_part(&mut self) -> Option<Box<dyn Part>> {
        self.part(|_| 1)
    }

    /// Large parts spread the fixed cost of a part over more records. Near the end of a batch the parts are smaller, so
    /// that all threads are busy.
    fn next_large_part(&mut self) -> Option<Box<dyn Part>> {
        self.part(|left| (left / 16).clamp(1, 16))
    }

    fn is_in_parts(&self) -> bool {
        self.tables.is_empty()
    }
}
