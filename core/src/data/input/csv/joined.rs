//! Records joined from a table of records and the tables of their lists.

use super::cells::{Cells, ListFile};
use super::header::Header;
use super::table::{Failure, Table, read_key};
use super::{Unmatched, list, message};
use crate::data::document::Document;
use crate::data::input::{Fault, OnError, Records};
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::record::cell::CellFormat;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use crate::language::types::Layout;
use std::sync::Arc;

/// How values are written in cells; what is `None` is as the file has it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    /// The decimal mark.
    pub(crate) decimal: Option<char>,
    /// The separator of list elements in a cell; else `|`.
    pub(crate) list: Option<char>,
}

impl Marks {
    /// Returns the format of the cells of a file.
    pub(super) fn of(self, rows: &impl Cells) -> CellFormat {
        CellFormat { decimal: self.decimal.unwrap_or_else(|| rows.decimal()), list: self.list.unwrap_or('|') }
    }
}

/// Records from a table with a row per record, joined with the tables of its lists.
#[derive(Debug)]
pub(crate) struct Joined<C> {
    layout: Arc<Layout>,
    decoder: Decoder,
    rows: C,
    header: Header,
    format: CellFormat,
    key: String,
    tables: Vec<Table>,
    on_error: OnError,
    odd: Oddities,
    over: bool,
    broken: bool,
}

impl<C: Cells> Joined<C> {
    /// Returns the records of the table that `open` opens, decoded with `schema` and `map`. Reads the header, and the
    /// keys of all `lists`.
    pub(crate) fn new(
        open: impl FnOnce() -> Result<C, InputError>,
        schema: &Schema,
        map: Option<&Map>,
        marks: Marks,
        lists: Vec<ListFile>,
        on_error: OnError,
    ) -> Result<Self, InputError> {
        let layout = Arc::clone(schema.shared_layout());
        if map.is_some_and(|map| !map.is_for(&layout)) {
            return Err(InputError::new(message::other_map()));
        }
        let decoder = schema.decoder(map);
        let mut odd = Oddities::default();
        let mut rows = open()?;
        let key = layout.key_column().and_then(|column| decoder.called(0, column)).map(str::to_owned);
        let header = Header::read(&mut rows, (&layout, 0), key.as_deref(), map, (&decoder, &mut odd))?;
        let format = marks.of(&rows);
        let mut tables: Vec<Table> = Vec::new();
        for file in lists {
            let Some(key) = &key else { return Err(InputError::new(message::without_key())) };
            let (number, column) = list(&layout, &file.name)?;
            if !decoder.asks(0, column) {
                continue;
            }
            if tables.iter().any(|table| table.name() == file.name) {
                return Err(InputError::new(message::table_twice(&file.name)));
            }
            let key = map.and_then(|map| map.key(number)).unwrap_or(key);
            let place = (number, column);
            tables.push(Table::open(file, place, &layout, key, (marks, map), (&decoder, &mut odd))?);
        }
        Ok(Self {
            layout,
            decoder,
            rows,
            header,
            format,
            key: String::new(),
            tables,
            on_error,
            odd,
            over: false,
            broken: false,
        })
    }

    /// Returns the table of a list, in the order in which they were given.
    #[cfg(test)]
    pub(super) fn table(&self, number: usize) -> &Table {
        &self.tables[number]
    }

    fn record(&mut self, document: &mut Document) -> Result<Option<u64>, Failure> {
        let row = match self.rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => {
                self.over = true;
                return self.finish().map(|()| None);
            }
            Err(Fault::Record(error)) => return Err(Failure::Record(error)),
            Err(Fault::Stream(error)) => return Err(Failure::Broken(error)),
        };
        self.key.clear();
        if let Some(cell) = self.header.key {
            read_key(&self.rows, cell, &mut self.key);
        }
        // Even if the record is rejected, its rows belong to it.
        if !self.key.is_empty() {
            for table in &mut self.tables {
                table.arrive(&self.key)?;
            }
        }
        let wrong = |error: InputError| Failure::Record(error.at_row(row));
        if self.rows.len() != self.header.width {
            let text = message::other_width(self.rows.len(), self.header.width);
            return Err(wrong(InputError::new(text)));
        }
        for (cell, column) in &self.header.fields {
            let text = self.rows.cell(*cell);
            let filled = match self.rows.problem(*cell) {
                Some(problem) => self.decoder.excuse((0, *column), Err(problem)),
                None if text.is_empty() => continue,
                None => self.decoder.cell(document, (0, 0, *column), text, self.format),
            };
            filled.map_err(|text| {
                let text = self.header.placed(text, *cell, row);
                wrong(self.decoder.error(text).in_field(self.layout.path(0, *column)))
            })?;
        }
        // The rows of a record without a key cannot be found.
        if !self.key.is_empty() {
            for table in &mut self.tables {
                table.fill(&self.key, &mut self.decoder, &self.layout, document)?;
            }
        }
        Ok(Some(row))
    }

    fn finish(&mut self) -> Result<(), Failure> {
        for table in &mut self.tables {
            let (rows, Some(first)) = table.finish()? else { continue };
            if self.on_error == OnError::Stop {
                let error = InputError::new(message::without_person(rows));
                return Err(Failure::Broken(error.at_row(first).in_field(table.name())));
            }
            self.odd.add_unmatched(Unmatched { table: table.name().to_owned(), rows, first });
        }
        Ok(())
    }
}

impl<C: Cells> Records for Joined<C> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        if self.over {
            return Ok(None);
        }
        self.decoder.start_cells(document);
        let record = self.record(document);
        match record {
            Ok(row) => {
                if row.is_some() {
                    self.decoder.finish_cells(document, &mut self.odd);
                }
                Ok(row)
            }
            Err(failure) => {
                document.clear();
                match failure {
                    Failure::Record(error) => Err(error),
                    Failure::Broken(error) => {
                        (self.over, self.broken) = (true, true);
                        Err(error)
                    }
                }
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
}
