//! A child table: the elements of one list of the records, joined by key.

use super::batch::{Columns, Filler};
use super::message;
use super::validate::is_damaged;
use super::values::{Of, Values};
use crate::data::key::Key16;
use crate::data::notes::Oddities;
use crate::data::record::typed::Takes;
use crate::data::record::{Decoder, no_fields};
use crate::data::written::WrittenKeys;
use crate::findings::error::InputError;
use crate::findings::text::nfc;
use crate::language::types::Layout;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::Fields;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The elements of one list.
#[derive(Debug)]
pub(super) struct Table {
    /// The name of the list.
    pub(super) name: String,
    /// The record's column that holds the list.
    pub(super) column: usize,
    table: usize,
    batches: Vec<Columns>,
    /// Rows that have a key, sorted by key and then by position, and whether a record has matched them.
    rows: Vec<Row>,
    /// The number of rows without a key, and the first of them.
    keyless: u64,
    first_keyless: Option<u64>,
    /// How the keys are written.
    written: WrittenKeys,
}

#[derive(Debug)]
struct Row {
    key: Key16,
    batch: u32,
    row: u32,
    /// The row number in the whole table, from 1.
    number: u64,
    claimed: bool,
}

impl Table {
    /// Reads the child table of the list `name`: `table` holds its elements, and the column `key` the key of their
    /// record.
    pub(super) fn new(
        name: String,
        (table, column): (usize, usize),
        key: &str,
        batches: &[RecordBatch],
        layout: &Layout,
        (decoder, odd): (&mut Decoder, &mut Oddities),
    ) -> Result<Self, InputError> {
        let mut own = Self {
            name,
            column,
            table,
            batches: Vec::with_capacity(batches.len()),
            rows: Vec::new(),
            keyless: 0,
            first_keyless: None,
            written: WrittenKeys::default(),
        };
        let mut number = 0;
        for batch in batches {
            let fields = batch.schema_ref().fields();
            let found = fields.iter().position(|field| field.name().nfc().eq(key.chars()));
            let array = found.and_then(|at| Some((at, batch.columns().get(at)?)));
            let (at, array) =
                array.ok_or_else(|| InputError::new(message::no_key_column(key)).in_field(&own.name))?;
            if fields.get(at).is_some_and(|field| is_damaged(field)) {
                return Err(InputError::new(message::damaged()).in_field(format!("{}.{key}", own.name)));
            }
            must_be_of(&own.name, table, fields, decoder)?;
            own.batches.push(Columns::of_elements((&mut *decoder, &mut *odd), layout, table, batch, at)?);
            own.add_keys(array, key, &mut number)?;
        }
        own.rows.sort_by_key(|row| row.key);
        odd.add_keys_of_records(layout, own.written);
        Ok(own)
    }

    fn add_keys(&mut self, array: &ArrayRef, name: &str, number: &mut u64) -> Result<(), InputError> {
        let wrong_type = || {
            let path = format!("{}.{name}", self.name);
            InputError::new(message::wrong_type(Takes::Key, false, array.data_type())).in_field(path)
        };
        let values = Values::new(array).ok_or_else(wrong_type)?;
        if !is_key(&values.of) {
            return Err(wrong_type());
        }
        let batch = self.batches.len().saturating_sub(1);
        for row in 0..array.len() {
            *number += 1;
            let Some(key) = key_of(&values, row).filter(|key| !key.is_empty()) else {
                self.keyless += 1;
                self.first_keyless.get_or_insert(*number);
                continue;
            };
            let place = u32::try_from(batch).and_then(|batch| Ok((batch, u32::try_from(row)?)));
            let (batch, row) =
                place.map_err(|_| InputError::limit(message::too_many_rows()).in_field(&self.name))?;
            self.written.add(WrittenKeys::of(&key));
            self.rows.push(Row { key: Key16::new(&key), batch, row, number: *number, claimed: false });
        }
        Ok(())
    }

    /// Returns the rows of the record with this key and marks them as matched.
    pub(super) fn claim(&mut self, key: &str) -> Range<usize> {
        let key = Key16::new(key);
        let start = self.rows.partition_point(|row| row.key < key);
        let rows = self.rows.get_mut(start..).unwrap_or_default().iter_mut().take_while(|row| row.key == key);
        let len = rows.map(|row| row.claimed = true).count();
        start..start + len
    }

    /// Sets `rows` as the list of the record.
    pub(super) fn fill(&self, rows: Range<usize>, filler: &mut Filler<'_>) -> Result<(), InputError> {
        let start = filler.len(self.table);
        for row in self.rows.get(rows).unwrap_or_default() {
            let Some(columns) = self.batches.get(row.batch as usize) else { continue };
            filler.element((columns, self.column), row.row as usize, row.number)?;
        }
        filler.set_list(self.column, start, filler.len(self.table) - start);
        Ok(())
    }

    /// Returns the number of rows that match no record, and the first of them; `None` if all match.
    pub(super) fn unclaimed(&self) -> Option<(u64, u64)> {
        let without = || self.rows.iter().filter(|row| !row.claimed);
        let first = without().map(|row| row.number).chain(self.first_keyless).min()?;
        Some((without().count() as u64 + self.keyless, first))
    }
}

/// Checks that columns can be those of the list `name`, elements of `table`.
pub(super) fn must_be_of(
    name: &str,
    table: usize,
    columns: &Fields,
    decoder: &Decoder,
) -> Result<(), InputError> {
    let names: Vec<_> = columns.iter().map(|field| nfc(field.name())).collect();
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).filter(|name: &&str| !name.is_empty()).collect();
    if decoder.can_be_of(table, &names) {
        return Ok(());
    }
    Err(InputError::new(no_fields(name)).in_field(name))
}

fn is_key(values: &Of) -> bool {
    match values {
        Of::Dictionary(_, values) => is_key(&values.of),
        values => matches!(values, Of::Null | Of::Text(_) | Of::Int(_) | Of::Float(_)),
    }
}

/// Returns the key in a row, in NFC.
fn key_of(values: &Values, row: usize) -> Option<String> {
    if values.is_null(row) {
        return None;
    }
    match &values.of {
        Of::Text(texts) => Some(texts.get(row).nfc().collect()),
        Of::Int(numbers) => Some(numbers.get(row).to_string()),
        Of::Float(numbers) if numbers.is_exact(row) => numbers.int(row).map(|number| number.to_string()),
        Of::Dictionary(keys, values) => {
            let word = usize::try_from(keys.get(row)).ok().filter(|word| *word < values.len)?;
            key_of(values, word)
        }
        _ => None,
    }
}
