//! Reads Parquet, one row group at a time.

use super::budget::most_elements;
use super::message;
use super::projection::Projection;
use super::source::{Failure, Source};
use crate::arrow::part::{Reading, stretches};
use crate::data::input::{Part, Records, Stretches};
use crate::data::record::Decoder;
use crate::findings::boundary;
use crate::findings::error::InputError;
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Compression;
use parquet::errors::Result as ParquetResult;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::Length;
use std::io::{Read, Seek};
use std::sync::Arc;

/// The number of rows read at a time.
const BATCH_ROWS: usize = 1 << 14;
/// The most rows for each byte of the file. Distinct keys take more space than that.
const MOST_ROWS_A_BYTE: u64 = 1000;

/// A file whose footer has been read.
#[derive(Debug)]
pub(super) struct File {
    source: Source,
    metadata: ArrowReaderMetadata,
}

/// The row groups of a file, with a projection of its columns.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    file: Arc<File>,
    columns: ProjectionMask,
    /// The next row group, and the number of rows before it.
    next: usize,
    before: u64,
}

impl File {
    pub(super) fn open(reader: impl Read + Seek + Send + 'static) -> Result<Self, InputError> {
        let source =
            Source::new(reader).map_err(|error| InputError::new(message::unreadable(error.kind())))?;
        let metadata = guarded(&source, || ArrowReaderMetadata::load(&source, ArrowReaderOptions::new()))?;
        let lists = metadata.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns);
        let lists = lists.filter(|column| column.column_descr().max_rep_level() > 0);
        let lists = guarded(&source, || {
            Ok(lists
                .map(ColumnChunkMetaData::byte_range)
                .map(|(at, len)| at..at.saturating_add(len))
                .collect())
        })?;
        let file = Self { source: source.with_lists(lists), metadata };
        let most = file.source.len().saturating_mul(MOST_ROWS_A_BYTE);
        let mut rows = 0_u64;
        for group in file.metadata.metadata().row_groups() {
            rows = u64::try_from(group.num_rows())
                .ok()
                .and_then(|more| rows.checked_add(more))
                .unwrap_or(u64::MAX);
        }
        if rows > most {
            return Err(InputError::new(message::damaged()));
        }
        if file.elements() > most_elements(file.source.len()) {
            return Err(InputError::limit(message::too_many_elements()));
        }
        Ok(file)
    }

    pub(super) fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// Returns the claimed number of elements in all lists: that of the list column with the most values. No column
    /// yields more than its claim.
    fn elements(&self) -> u64 {
        let of_group = |group: &RowGroupMetaData| {
            let lists = group.columns().iter().filter(|column| column.column_descr().max_rep_level() > 0);
            let values = lists.map(|column| u64::try_from(column.num_values()).unwrap_or(u64::MAX));
            values.max().unwrap_or_default()
        };
        let groups = self.metadata.metadata().row_groups().iter();
        groups.map(of_group).fold(0, u64::saturating_add)
    }

    /// Returns the claimed number of rows of a row group.
    fn rows(&self, group: usize) -> u64 {
        let found = self.metadata.metadata().row_groups().get(group);
        found.and_then(|group| u64::try_from(group.num_rows()).ok()).unwrap_or_default()
    }
}

impl Groups {
    pub(super) fn new(file: File, projection: &Projection) -> Result<Self, InputError> {
        let File { source, metadata } = file;
        let leaves = metadata.parquet_schema().num_columns();
        let columns = if projection.leaves.iter().all(|leaf| *leaf < leaves) {
            ProjectionMask::leaves(metadata.parquet_schema(), projection.leaves.iter().copied())
        } else {
            ProjectionMask::roots(metadata.parquet_schema(), projection.columns.iter().copied())
        };
        for group in metadata.metadata().row_groups() {
            let mut read =
                group.columns().iter().enumerate().filter(|(leaf, _)| columns.leaf_included(*leaf));
            if read
                .any(|(_, column)| matches!(column.compression(), Compression::BROTLI(_) | Compression::LZO))
            {
                return Err(InputError::new(message::compression()));
            }
        }
        let types = Schema::new_with_metadata(projection.types.clone(), metadata.schema().metadata().clone());
        let options = ArrowReaderOptions::new().with_schema(Arc::new(types));
        let all = Arc::clone(metadata.metadata());
        // If the fast types are rejected, the file's own types work.
        let quick = guarded(&source, || ArrowReaderMetadata::try_new(all, options));
        let file = File { source, metadata: quick.unwrap_or(metadata) };
        Ok(Self { file: Arc::new(file), columns, next: 0, before: 0 })
    }

    /// Returns whether there are row groups for several threads.
    pub(super) fn are_several(&self) -> bool {
        self.file.metadata.metadata().num_row_groups() > 1
    }

    /// Iterates over all batches of all row groups.
    pub(super) fn batches(&self) -> impl Iterator<Item = Result<RecordBatch, InputError>> + use<> {
        let groups = self.clone();
        let numbers = 0..groups.file.metadata.metadata().num_row_groups();
        let mut failed = false;
        let batches = numbers.flat_map(move |number| groups.group(number));
        batches.take_while(move |batch| !std::mem::replace(&mut failed, batch.is_err()))
    }

    fn group(&self, number: usize) -> Batches {
        let Self { file, columns, .. } = self;
        let left = file.rows(number);
        Batches { file: Arc::clone(file), columns: columns.clone(), number, left, reader: None, over: false }
    }

    pub(super) fn next_part(&mut self) -> Option<Box<dyn Part>> {
        let (number, before) = (self.next, self.before);
        if number >= self.file.metadata.metadata().num_row_groups() {
            return None;
        }
        self.next += 1;
        self.before = before.saturating_add(self.file.rows(number));
        Some(Box::new(Group { groups: self.clone(), number, first: before.saturating_add(1) }))
    }
}

/// The batches of a row group.
#[derive(Debug)]
struct Batches {
    file: Arc<File>,
    columns: ProjectionMask,
    number: usize,
    /// The number of rows left.
    left: u64,
    reader: Option<Reader>,
    over: bool,
}

struct Reader(ParquetRecordBatchReader);

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

impl Batches {
    fn read(&mut self) -> Result<Option<RecordBatch>, InputError> {
        let source = self.file.source.clone();
        let reader = match &mut self.reader {
            Some(reader) => reader,
            None => {
                let reader = guarded(&source, || {
                    ParquetRecordBatchReaderBuilder::new_with_metadata(
                        source.clone(),
                        self.file.metadata.clone(),
                    )
                    .with_row_groups(vec![self.number])
                    .with_projection(self.columns.clone())
                    .with_batch_size(BATCH_ROWS)
                    .build()
                })?;
                self.reader.insert(Reader(reader))
            }
        };
        let batch = guarded(&source, || Ok(reader.0.next().transpose()?))?;
        let rows = batch.as_ref().map_or(0, RecordBatch::num_rows) as u64;
        let left = self.left.checked_sub(rows);
        match left {
            Some(left) if left == 0 || rows > 0 => self.left = left,
            _ => return Err(InputError::new(message::damaged())),
        }
        Ok(batch.filter(|_| rows > 0))
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let next = self.read().transpose();
        if !matches!(next, Some(Ok(_))) {
            self.over = true;
            self.reader = None;
        }
        next
    }
}

/// A row group as a unit of work for a thread.
#[derive(Debug)]
struct Group {
    groups: Groups,
    number: usize,
    /// The file's row number of the first row, from 1.
    first: u64,
}

impl Part for Group {
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a> {
        Box::new(Reading::new(self.groups.group(self.number), self.first, decoder))
    }

    fn stretches(&self, decoder: &Decoder) -> Option<Stretches<'_>> {
        Some(stretches(self.groups.group(self.number), self.first, decoder))
    }
}

/// Calls `read` and converts its error. A damaged file may even make its reader panic.
fn guarded<T>(source: &Source, read: impl FnOnce() -> ParquetResult<T>) -> Result<T, InputError> {
    match boundary::guarded(read) {
        Ok(Ok(read)) => Ok(read),
        _ => Err(InputError::new(match source.failure() {
            Some(Failure::Read(kind)) => message::unreadable(kind),
            Some(Failure::TooLarge) => return Err(InputError::limit(message::page_too_large())),
            None => message::damaged(),
        })),
    }
}
