//! A record batch with resolved columns of valid types, ready to be read row by row.
//!
//! Names and types are checked once per batch, and so are the codes of a dictionary. Rows are read into a document on
//! demand.

use super::message;
use super::validate::is_damaged;
use super::values::{Of, Values};
use crate::data::document::{Cell, Document};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::record::typed::{Field, Place, Takes};
use crate::findings::error::InputError;
use crate::findings::text::Text;
use crate::findings::text::nfc;
use crate::language::date::Date;
use crate::language::types::Layout;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Fields};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

/// The largest dictionary whose codes are looked up in advance even if the batch has fewer rows.
const FEW_CODES: usize = 256;

/// The columns of some rows that are fields of one table of the layout.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) table: usize,
    pub(super) columns: Vec<(usize, Column)>,
}

#[derive(Debug)]
pub(super) enum Column {
    One(Arc<One>),
    List(Arc<List>),
}

/// A scalar column.
#[derive(Debug)]
pub(super) struct One {
    pub(super) values: Values,
    pub(super) field: Field,
    /// For a dictionary, the code of each of its values.
    codes: Vec<Option<u16>>,
}

/// A list column.
#[derive(Debug)]
pub(super) struct List {
    pub(super) array: ArrayRef,
    pub(super) nulls: Option<NullBuffer>,
    pub(super) table: usize,
    /// The number of elements in all lists together.
    pub(super) len: usize,
    pub(super) elements: Elements,
}

#[derive(Debug)]
pub(super) enum Elements {
    /// No row has a value.
    None,
    Records(Columns, Option<NullBuffer>),
    Values(Arc<One>),
}

impl Columns {
    /// Resolves the columns of `batch` as fields of the record itself.
    ///
    /// # Errors
    /// [`InputError`] with the path of a column of the wrong type or a duplicate column.
    pub(super) fn of_records(
        decoder: &mut Decoder,
        layout: &Layout,
        batch: &RecordBatch,
        odd: &mut Oddities,
    ) -> Result<Self, InputError> {
        Self::new((decoder, odd), layout, 0, batch.schema_ref().fields(), batch.columns(), None)
    }

    /// Resolves the columns of `batch` as fields of a list's elements, except the column that holds the record's key.
    pub(super) fn of_elements(
        noted: (&mut Decoder, &mut Oddities),
        layout: &Layout,
        table: usize,
        batch: &RecordBatch,
        key: usize,
    ) -> Result<Self, InputError> {
        Self::new(noted, layout, table, batch.schema_ref().fields(), batch.columns(), Some(key))
    }

    fn new(
        (decoder, odd): (&mut Decoder, &mut Oddities),
        layout: &Layout,
        table: usize,
        fields: &Fields,
        arrays: &[ArrayRef],
        except: Option<usize>,
    ) -> Result<Self, InputError> {
        let mut columns: Vec<(usize, Column)> = Vec::new();
        for (number, (given, array)) in fields.iter().zip(arrays).enumerate() {
            if except == Some(number) {
                continue;
            }
            let name = nfc(given.name());
            let found = decoder.column_called(table, &name);
            if found.is_some_and(|column| !decoder.asks(table, column)) {
                continue;
            }
            let Some((column, field)) = found.and_then(|c| Some((c, decoder.field(table, c)?))) else {
                odd.add_unknown(&decoder.unknown(table, &name, number + 1));
                continue;
            };
            let wrong = |text: Text| InputError::new(text).in_field(layout.path(table, column));
            let bound = if is_damaged(given) {
                Err(wrong(message::damaged()))
            } else if columns.iter().any(|(other, _)| *other == column) {
                Err(wrong(message::twice(&name)))
            } else if let Takes::List(elements) = field.takes {
                let noted = (&mut *decoder, &mut *odd);
                let list = List::new(noted, layout, (table, column), elements, array);
                list.map(|list| Column::List(Arc::new(list)))
            } else {
                let one = One::new(decoder, (table, column), field, array);
                one.map(|one| Column::One(Arc::new(one))).map_err(wrong)
            };
            let bound = match bound {
                Ok(bound) => bound,
                Err(error) => {
                    decoder.excuse_column((table, column), error, array.len())?;
                    continue;
                }
            };
            // The key is read before any other value can fail, since child tables are joined by it.
            let is_key = table == 0 && layout.key_column() == Some(column);
            columns.insert(if is_key { 0 } else { columns.len() }, (column, bound));
        }
        Ok(Self { table, columns })
    }

    /// Returns whether the column is present.
    pub(super) fn has(&self, column: usize) -> bool {
        self.columns.iter().any(|(own, _)| *own == column)
    }
}

impl One {
    fn new(decoder: &mut Decoder, at: (usize, usize), field: Field, array: &ArrayRef) -> Result<Self, Text> {
        let values = Values::new(array).filter(|values| fits(field, &values.of));
        let values =
            values.ok_or_else(|| message::wrong_type(field.takes, field.mapped, array.data_type()))?;
        let mut codes = Vec::new();
        if let Of::Dictionary(_, words) = &values.of
            && let Of::Text(texts) = &words.of
            && field.takes == Takes::Code
            && !field.mapped
            // A dictionary may be shared by many small batches.
            && words.len <= values.len.max(FEW_CODES)
        {
            let code = |word| if words.is_null(word) { None } else { decoder.code(at, texts.get(word)) };
            codes = (0..words.len).map(code).collect();
        }
        Ok(Self { values, field, codes })
    }
}

/// Returns whether a field accepts values of this type.
fn fits(field: Field, values: &Of) -> bool {
    // Values translated by a map are text, whole numbers or Booleans.
    let mapped = field.mapped && matches!(values, Of::Text(_) | Of::Int(_) | Of::Float(_) | Of::Bool(_));
    match (field.takes, values) {
        (_, Of::Null) => true,
        (_, Of::Dictionary(_, values)) => fits(field, &values.of),
        (Takes::Key, Of::Text(_) | Of::Int(_) | Of::Float(_) | Of::Decimal(_)) => true,
        (Takes::Code | Takes::Text, Of::Text(_)) => true,
        (Takes::Code | Takes::Text, _) => mapped,
        (Takes::Date, Of::Day(_) | Of::Text(_)) => true,
        (Takes::Date, Of::Int(_)) => field.dated,
        (Takes::Bool, Of::Bool(_)) => true,
        (Takes::Bool, _) => mapped,
        (Takes::Int, Of::Int(_) | Of::Float(_) | Of::Decimal(_)) => true,
        (Takes::Decimal, Of::Decimal(_) | Of::Int(_) | Of::Float(_)) => true,
        _ => false,
    }
}

impl List {
    fn new(
        (decoder, odd): (&mut Decoder, &mut Oddities),
        layout: &Layout,
        (table, column): (usize, usize),
        elements: usize,
        array: &ArrayRef,
    ) -> Result<Self, InputError> {
        let wrong = |text: Text| InputError::new(text).in_field(layout.path(table, column));
        let child = match array.data_type() {
            DataType::List(_) => Some(array.as_list::<i32>().values()),
            DataType::LargeList(_) => Some(array.as_list::<i64>().values()),
            DataType::FixedSizeList(..) => Some(array.as_fixed_size_list().values()),
            DataType::ListView(_) => Some(array.as_list_view::<i32>().values()),
            DataType::LargeListView(_) => Some(array.as_list_view::<i64>().values()),
            DataType::Null => None,
            other => return Err(wrong(message::wrong_type(Takes::List(elements), false, other))),
        };
        let bare = layout.tables.get(elements).is_some_and(|table| table.record.is_none());
        let len = child.map_or(0, Array::len);
        let elements_of = match child {
            None => Elements::None,
            Some(child) if bare => {
                let field = decoder.field(elements, 0).ok_or_else(|| wrong(message::damaged()))?;
                Elements::Values(Arc::new(One::new(decoder, (elements, 0), field, child).map_err(wrong)?))
            }
            // A list of the type Null, which pandas and DuckDB write for `[]`.
            Some(child) if *child.data_type() == DataType::Null => {
                let none = Columns { table: elements, columns: Vec::new() };
                Elements::Records(none, None)
            }
            Some(child) => {
                let records =
                    child.as_struct_opt().ok_or_else(|| wrong(message::wrong_elements(child.data_type())))?;
                let columns = Columns::new(
                    (decoder, odd),
                    layout,
                    elements,
                    records.fields(),
                    records.columns(),
                    None,
                )?;
                Elements::Records(columns, records.nulls().cloned())
            }
        };
        Ok(Self {
            nulls: array.nulls().cloned(),
            array: array.clone(),
            table: elements,
            len,
            elements: elements_of,
        })
    }

    /// Returns the element range of the list in `row`, or `None` if the list is missing.
    fn elements(&self, row: usize) -> Result<Option<Range<usize>>, Text> {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return Ok(None);
        }
        let place = |start: i64, len: i64| Some((usize::try_from(start).ok()?, usize::try_from(len).ok()?));
        let found = match self.array.data_type() {
            DataType::List(_) => {
                let list = self.array.as_list::<i32>();
                place(list.value_offsets()[row].into(), list.value_length(row).into())
            }
            DataType::LargeList(_) => {
                let list = self.array.as_list::<i64>();
                place(list.value_offsets()[row], list.value_length(row))
            }
            DataType::FixedSizeList(..) => {
                let len = usize::try_from(self.array.as_fixed_size_list().value_length()).ok();
                len.and_then(|len| Some((row.checked_mul(len)?, len)))
            }
            DataType::ListView(_) => {
                let list = self.array.as_list_view::<i32>();
                place(list.value_offset(row).into(), list.value_size(row).into())
            }
            DataType::LargeListView(_) => {
                let list = self.array.as_list_view::<i64>();
                place(list.value_offset(row), list.value_size(row))
            }
            _ => return Ok(None),
        };
        let end = found.and_then(|(start, len)| Some((start, start.checked_add(len)?)));
        match end.filter(|(_, end)| *end <= self.len) {
            Some((start, end)) => Ok(Some(start..end)),
            None => Err(message::damaged()),
        }
    }
}

/// Reads rows into a document.
#[derive(Debug)]
pub(super) struct Filler<'a> {
    decoder: &'a mut Decoder,
    document: &'a mut Document,
    /// The number of bytes of text in the record.
    text: usize,
    digits: String,
    /// List columns of the record itself that are null.
    null_lists: Vec<usize>,
}

impl<'a> Filler<'a> {
    /// Starts a record.
    pub(super) fn start(decoder: &'a mut Decoder, document: &'a mut Document) -> Self {
        decoder.start_cells(document);
        Self { decoder, document, text: 0, digits: String::new(), null_lists: Vec::new() }
    }

    /// Reads row `row` of the batch as a record. `number` is the row number used in errors.
    pub(super) fn record(&mut self, columns: &Columns, row: usize, number: u64) -> Result<(), InputError> {
        self.row(columns, row, 0).map_err(|text| self.decoder.failed(text, number))
    }

    /// Reads row `row` of a child table as an element of the list in `column` of the record.
    pub(super) fn element(
        &mut self,
        (elements, column): (&Columns, usize),
        row: usize,
        number: u64,
    ) -> Result<(), InputError> {
        let added = self.decoder.element(elements.table, self.document);
        self.decoder.at_row_beside(Some(number));
        added.and_then(|into| self.row(elements, row, into)).map_err(|text| {
            self.decoder.in_column(0, column);
            self.decoder.failed(text, number)
        })
    }

    /// Returns the key of the record.
    pub(super) fn key(&self, layout: &Layout) -> Option<&str> {
        let cell = self.document.cell(0, 0, layout.key_column()?);
        (cell != Cell::Missing).then(|| self.document.text(cell))
    }

    /// Returns the number of elements.
    pub(super) fn len(&self, table: usize) -> u32 {
        self.document.rows_len(table)
    }

    /// Sets the list in `column` of the record.
    pub(super) fn set_list(&mut self, column: usize, start: u32, len: u32) {
        self.document.set(0, 0, column, Cell::List { start, len });
    }

    /// Completes the record.
    pub(super) fn finish(self, odd: &mut Oddities) {
        self.decoder.finish_cells(self.document, odd);
        self.null_lists.iter().for_each(|column| odd.add_null_list(*column));
    }

    fn row(&mut self, columns: &Columns, row: usize, into: u32) -> Result<(), Text> {
        for (number, column) in &columns.columns {
            let at = (columns.table, into, *number);
            let read = match column {
                Column::One(one) => self.one(one, row, at),
                Column::List(list) => self.list(list, row, at),
            };
            let read = self.decoder.excuse((columns.table, *number), read);
            if read.is_err() {
                self.decoder.in_column(columns.table, *number);
                return read;
            }
        }
        Ok(())
    }

    fn list(&mut self, list: &List, row: usize, (table, into, column): Place) -> Result<(), Text> {
        let Some(elements) = list.elements(row)? else {
            if table == 0 {
                self.null_lists.push(column);
            }
            return Ok(());
        };
        let start = self.document.rows_len(list.table);
        let mut len = 0;
        for element in elements {
            let read =
                self.decoder.element(list.table, self.document).and_then(|into| match &list.elements {
                    Elements::None => Ok(()),
                    Elements::Values(one) => self.one(one, element, (list.table, into, 0)),
                    Elements::Records(_, Some(nulls)) if nulls.is_null(element) => Ok(()),
                    Elements::Records(columns, _) => self.row(columns, element, into),
                });
            if read.is_err() {
                self.decoder.in_element(len);
                return read;
            }
            len += 1;
        }
        self.document.set(table, into, column, Cell::List { start, len });
        Ok(())
    }

    fn one(&mut self, one: &One, row: usize, at: Place) -> Result<(), Text> {
        if one.values.is_null(row) {
            return Ok(());
        }
        let Of::Dictionary(keys, words) = &one.values.of else {
            return self.value(&one.values.of, one.field, row, at);
        };
        let word = usize::try_from(keys.get(row)).map_err(|_| message::damaged())?;
        if let Some(Some(code)) = one.codes.get(word) {
            self.document.set(at.0, at.1, at.2, Cell::Code(*code));
            return Ok(());
        }
        if word >= words.len {
            return Err(message::damaged());
        }
        if words.is_null(word) { Ok(()) } else { self.value(&words.of, one.field, word, at) }
    }

    /// Reads a value that is not null.
    fn value(&mut self, values: &Of, field: Field, row: usize, at: Place) -> Result<(), Text> {
        match values {
            Of::Null | Of::Dictionary(..) => Ok(()),
            Of::Text(texts) => self.text(texts.get(row), field, at),
            Of::Bool(values) => self.decoder.set_bool(self.document, at, values.value(row)),
            Of::Int(values) => {
                let value = values.get(row);
                if field.takes == Takes::Int && !field.mapped {
                    let value = i64::try_from(value).map_err(|_| message::whole_number_too_large())?;
                    self.document.set(at.0, at.1, at.2, Cell::Int(value));
                    return Ok(());
                }
                self.digits.clear();
                // Writing to a string never fails.
                write!(self.digits, "{value}").map_err(|_| message::damaged())?;
                self.number(at)
            }
            Of::Decimal(values) => {
                values.write(row, &mut self.digits);
                self.number(at)
            }
            Of::Float(values) => {
                if !values.write(row, &mut self.digits) {
                    return Err(message::not_finite());
                }
                if field.takes == Takes::Key && !values.is_exact(row) {
                    return Err(message::digits_lost());
                }
                self.number(at)
            }
            Of::Day(days) => {
                let day = days.get(row).ok_or_else(message::not_midnight)?;
                let day = Date::from_days(day).ok_or_else(message::no_such_day)?;
                if field.mapped && self.decoder.is_missing((at.0, at.2), &day.to_string()) {
                    return Ok(());
                }
                self.document.set(at.0, at.1, at.2, Cell::Date(day.0));
                Ok(())
            }
        }
    }

    fn text(&mut self, text: &str, field: Field, at: Place) -> Result<(), Text> {
        if matches!(field.takes, Takes::Key | Takes::Text) {
            self.text = self.text.saturating_add(text.len());
            let most = self.decoder.limits().record_bytes;
            if self.text as u64 > most {
                return Err(self.decoder.limit(message::too_much_text(most)));
            }
        }
        self.decoder.set_text(self.document, at, text)
    }

    fn number(&mut self, at: Place) -> Result<(), Text> {
        self.decoder.set_number(self.document, at, &self.digits)
    }
}
