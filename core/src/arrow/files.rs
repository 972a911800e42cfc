//! Tables in files: Parquet, and Arrow IPC as a file or a stream.
//!
//! From Parquet, only the columns that are fields are read, one row group after the other. Each counting thread takes a
//! row group of its own, of which it holds one page of every column. From Arrow, one batch is read at a time. No file
//! is held in memory as a whole, except child tables of lists, which are joined by key. The caller opens the files.
//!
//! Files are not trusted: a page or a batch that claims an implausible size is rejected before anything is allocated
//! for it, and a damaged file is an error, whatever the damage.
//!
//! ```
//! use kvinnofrid::arrow::files::{FileFormat, FileOptions, FileTable, write_sample};
//! use kvinnofrid::sample::{Sample, SampleOptions};
//! use kvinnofrid::{Options, Period, Rules};
//!
//! let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! let sample = Sample::new(SampleOptions { persons: 50, ..SampleOptions::default() })?;
//! let mut file = Vec::new();
//! write_sample(&sample, &edition.schema(), FileFormat::Parquet, &mut file).unwrap();
//!
//! let table = FileTable::parquet(std::io::Cursor::new(file))?;
//! let mut records = table.records(&edition.schema(), FileOptions::default())?;
//! let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
//! let mut counter = edition.counter(&options)?;
//! counter.add_all(&mut records)?;
//! assert_eq!(counter.records(), 50);
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod blocks;
mod budget;
mod excerpt;
mod ipc;
mod message;
mod page_header;
mod parquet;
mod projection;
mod source;
mod write;

#[cfg(test)]
mod tests;

pub use write::write_sample;

use super::records::ArrowRecords;
use super::table::must_be_of;
use crate::data::document::Document;
use crate::data::input::OnError;
use crate::data::input::csv::list;
use crate::data::input::{Part, Records};
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use arrow_array::RecordBatch;
use arrow_schema::{DataType, SchemaRef};
use blocks::{Blocks, is_file};
use ipc::Messages;
use parquet::{File, Groups};
use projection::Projection;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufReader, Read, Seek};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The format of a table's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// Parquet.
    Parquet,
    /// Arrow IPC: a file (Feather version 2) or a stream.
    Arrow,
}

impl FileFormat {
    /// Returns the format of the file name extension `extension` (without the dot, case-insensitive), or `None` if it
    /// is another.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let is = |known: &[&str]| known.iter().any(|known| extension.eq_ignore_ascii_case(known));
        if is(&["parquet", "pq"]) {
            Some(Self::Parquet)
        } else if is(&["arrow", "arrows", "ipc", "feather"]) {
            Some(Self::Arrow)
        } else {
            None
        }
    }
}

/// A table in a file, of which only the columns have been read.
#[derive(Debug)]
pub struct FileTable<'a>(Kind<'a>);

#[derive(Debug)]
enum Kind<'a> {
    Parquet(File),
    /// Arrow IPC as a file.
    Arrow(Blocks),
    /// Arrow IPC as a stream.
    Stream(Messages<'a>),
}

/// Options for reading the records of a file.
#[derive(Debug, Default)]
pub struct FileOptions<'a> {
    /// The mapping of columns to fields; it must have been made for the same schema.
    pub map: Option<Arc<Map>>,
    /// Child tables by list name, such as `insatser`, with the same requirements as for [`Tables`](super::Tables).
    pub tables: Vec<(String, FileTable<'a>)>,
    /// Whether child rows that match no record are an error, or only noted ([`Oddities::unmatched`]).
    pub on_error: OnError,
}

type Batches<'a> = Box<dyn Iterator<Item = Result<RecordBatch, InputError>> + 'a>;

impl<'a> FileTable<'a> {
    /// Opens a Parquet table. Reads only the footer.
    ///
    /// # Errors
    /// [`InputError`] if the file is not Parquet, is damaged, or can't be read.
    pub fn parquet(reader: impl Read + Seek + Send + 'static) -> Result<Self, InputError> {
        Ok(Self(Kind::Parquet(File::open(reader)?)))
    }

    /// Opens an Arrow IPC table, and detects from its beginning whether it is a file or a stream.
    ///
    /// # Errors
    /// [`InputError`] if the file is not Arrow IPC, is damaged, or can't be read.
    pub fn arrow(mut reader: impl Read + Seek + Send + 'static) -> Result<Self, InputError> {
        if is_file(&mut reader)? {
            return Ok(Self(Kind::Arrow(Blocks::open(reader)?)));
        }
        Self::arrow_stream(BufReader::with_capacity(1 << 18, reader))
    }

    /// Opens an Arrow IPC stream, read sequentially. A file is accepted too if its writer made it as a stream with a
    /// prefix and a footer, as most do.
    ///
    /// # Errors
    /// As [`arrow`](Self::arrow).
    pub fn arrow_stream(reader: impl Read + 'a) -> Result<Self, InputError> {
        Ok(Self(Kind::Stream(Messages::open(Box::new(reader))?)))
    }

    fn schema(&self) -> &SchemaRef {
        match &self.0 {
            Kind::Parquet(file) => file.schema(),
            Kind::Arrow(blocks) => blocks.schema(),
            Kind::Stream(messages) => messages.schema(),
        }
    }

    /// Returns the column names, in NFC.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        self.schema().fields().iter().map(|field| field.name().nfc().collect()).collect()
    }

    /// Returns the records according to `schema`. Child tables are loaded now.
    ///
    /// # Errors
    /// [`InputError`] if the file lacks the key, the map is for other records, a child table's name is not a list, or a
    /// file can't be read.
    pub fn records(self, schema: &Schema, options: FileOptions<'a>) -> Result<FileRecords<'a>, InputError> {
        let layout = Arc::clone(schema.shared_layout());
        let map = options.map.as_deref();
        if map.is_some_and(|map| !map.is_for(&layout)) {
            return Err(InputError::new(super::message::other_map()));
        }
        let decoder = schema.decoder(map);
        let mut odd = Oddities::default();
        let key = layout.key_column().and_then(|key| decoder.called(0, key)).map(str::to_owned);
        if let Some(key) = &key {
            self.must_have(key, None)?;
        }
        let (batches, groups) = self.batches((&decoder, &mut odd), 0, None)?;
        let mut tables: BTreeMap<String, Vec<RecordBatch>> = BTreeMap::new();
        for (name, table) in options.tables {
            let (number, column) = list(&layout, &name)?;
            if !decoder.asks(0, column) {
                continue;
            }
            if tables.contains_key(&name) {
                return Err(InputError::new(message::table_twice(&name)));
            }
            let called = map.and_then(|map| map.key(number)).or(key.as_deref()).unwrap_or_default();
            table.must_have(called, Some(&name))?;
            // Here, since only the columns that are fields are read.
            must_be_of(&name, number, table.schema().fields(), &decoder)?;
            let (batches, _) = table.batches((&decoder, &mut odd), number, Some(called))?;
            let in_table =
                |error: InputError| if error.field().is_none() { error.in_field(&name) } else { error };
            let batches = batches.collect::<Result<_, _>>().map_err(in_table)?;
            tables.insert(name, batches);
        }
        let groups = groups.filter(|_| tables.is_empty());
        let mut records = ArrowRecords::with_decoder(batches, decoder, options.on_error).with_oddities(odd);
        records.add_tables(tables, map)?;
        Ok(FileRecords { records, groups })
    }

    /// Checks that there is a column `key`, and that it is not of type Null.
    fn must_have(&self, key: &str, table: Option<&str>) -> Result<(), InputError> {
        let mut fields = self.schema().fields().iter();
        let found = fields.find(|field| field.name().nfc().eq(key.chars()));
        if found.is_some_and(|field| *field.data_type() != DataType::Null) {
            return Ok(());
        }
        Err(match table {
            None => InputError::new(message::without_key(key)),
            Some(table) => InputError::new(super::message::no_key_column(key)).in_field(table),
        })
    }

    /// Returns the batches of the columns that are fields of `table` or named `key`, and the row groups if they can be
    /// read separately.
    fn batches(
        self,
        (decoder, odd): (&Decoder, &mut Oddities),
        table: usize,
        key: Option<&str>,
    ) -> Result<(Batches<'a>, Option<Groups>), InputError> {
        let projection = Projection::new(decoder, odd, table, key, self.schema().fields());
        Ok(match self.0 {
            Kind::Parquet(file) => {
                let groups = Groups::new(file, &projection)?;
                (Box::new(groups.batches()), Some(groups))
            }
            Kind::Arrow(blocks) => (Box::new(blocks.batches(projection.columns)), None),
            Kind::Stream(messages) => (Box::new(messages.batches(projection.columns)), None),
        })
    }
}

/// The records of a file.
pub struct FileRecords<'a> {
    records: ArrowRecords<Batches<'a>>,
    /// The row groups, if they can be read separately and no record has been read sequentially.
    groups: Option<Groups>,
}

impl fmt::Debug for FileRecords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileRecords").field("groups", &self.groups).finish_non_exhaustive()
    }
}

impl Records for FileRecords<'_> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        self.groups = None;
        self.records.next(document)
    }

    fn is_broken(&self) -> bool {
        self.records.is_broken()
    }

    fn decoder(&self) -> &Decoder {
        self.records.decoder()
    }

    fn take_oddities(&mut self) -> Oddities {
        self.records.take_oddities()
    }

    fn next_part(&mut self) -> Option<Box<dyn Part>> {
        self.groups = None;
        self.records.next_part()
    }

    fn next_large_part(&mut self) -> Option<Box<dyn Part>> {
        if let Some(groups) = self.groups.as_mut().filter(|groups| groups.are_several()) {
            return groups.next_part();
        }
        self.groups = None;
        self.records.next_large_part()
    }

    fn is_in_parts(&self) -> bool {
        self.records.is_in_parts()
    }
}
