//! Records whose lists are in separate Arrow streams.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::{Answer, kvf_error, say};
use crate::handle::given;
use crate::input::Cancel;
use crate::text::{kvf_text, needed};
use kvinnofrid::Error;
use kvinnofrid::arrow::Tables;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use std::slice;
use std::sync::Arc;

/// A list field of the records stored in a separate table: a row for each element, with a column for the key of its record,
/// named as in the table of records unless a map says otherwise.
#[repr(C)]
#[derive(Debug)]
pub struct kvf_table {
    /// The name of the list field, such as `insatser`.
    pub list: kvf_text,
    /// Its rows; not NULL.
    pub rows: Option<std::ptr::NonNull<ArrowArrayStream>>,
}

/// The streams that a call owns: that of the records, and those of their lists by name.
pub(crate) struct Streams {
    records: ArrowArrayStream,
    children: Vec<(String, ArrowArrayStream)>,
}

impl Streams {
    /// Takes ownership of all streams, even where some are invalid.
    ///
    /// # Errors
    /// KVF_ARGUMENT where one is NULL, a name is not text, or there are more tables than a record can have lists.
    ///
    /// # Safety
    /// As for kvf_partial_add_tables().
    pub(crate) unsafe fn of(
        records: Option<&mut ArrowArrayStream>,
        tables: *const kvf_table,
        len: usize,
    ) -> Answer<Self> {
        // SAFETY: guaranteed by the caller.
        let records = records.map(|records| unsafe { ArrowArrayStream::from_raw(records) });
        // SAFETY: guaranteed by the caller.
        let tables = unsafe { table_list(tables, len) }?;
        let streams: Vec<_> = tables
            .iter()
            .map(|table| {
                // SAFETY: guaranteed by the caller.
                table.rows.map(|rows| unsafe { ArrowArrayStream::from_raw(rows.as_ptr()) })
            })
            .collect();
        let records = given("records", records)?;
        let mut children = Vec::with_capacity(len);
        for (table, rows) in tables.iter().zip(streams) {
            // SAFETY: guaranteed by the caller.
            let list = unsafe { needed("list", table.list.data, table.list.len) }?;
            children.push((kvinnofrid::text::nfc(list).into_owned(), given("rows", rows)?));
        }
        Ok(Self { records, children })
    }

    /// Reads all streams into memory.
    ///
    /// # Errors
    /// KVF_INPUT where a stream fails, KVF_ARGUMENT where two are of the same list, KVF_CANCELLED where the host cancelled.
    pub(crate) fn read(self, cancel: Cancel) -> Answer<Tables> {
        let mut all = Tables { person: in_memory(self.records, cancel)?, ..Tables::default() };
        for (list, rows) in self.children {
            if all.children.insert(list, in_memory(rows, cancel)?).is_some() {
                return Err(kvf_error::argument(say!(
                    "två tabeller är av samma lista",
                    "two tables are of the same list"
                )));
            }
        }
        Ok(all)
    }
}

/// Returns the `len` tables at `tables`.
///
/// # Errors
/// KVF_ARGUMENT where `tables` is NULL and `len` is not 0, or `len` is larger than a record can have lists.
///
/// # Safety
/// `tables` is NULL, or points to `len` tables that are not modified during the lifetime of the result.
unsafe fn table_list<'a>(tables: *const kvf_table, len: usize) -> Answer<&'a [kvf_table]> {
    /// More lists than a record can have.
    const MOST: usize = 1000;
    if len == 0 {
        return Ok(&[]);
    }
    if tables.is_null() || len > MOST {
        return Err(kvf_error::argument(say!(
            "`tables` är NULL eller har fler än {MOST} tabeller; kontrollera antalet",
            "`tables` is NULL or has more than {MOST} tables; check the number"
        )));
    }
    // SAFETY: not NULL and not too many; the rest is guaranteed by the caller.
    Ok(unsafe { slice::from_raw_parts(tables, len) })
}

/// Reads all batches of a stream; an empty stream gives one batch without rows, which has the columns.
fn in_memory(stream: ArrowArrayStream, cancel: Cancel) -> Answer<Vec<RecordBatch>> {
    let batches = arrow::records(stream)?;
    let none = RecordBatch::new_empty(Arc::clone(batches.schema()));
    let read = |batches: &mut dyn Iterator<Item = _>| {
        batches.collect::<Result<Vec<_>, _>>().map_err(|error| Error::from(error).into())
    };
    let batches = cancel.batches(batches, read)?;
    Ok(if batches.is_empty() { vec![none] } else { batches })
}
