//! Files of Arrow and Parquet.

use crate::inputs::{EDITION, SKIP, sound, written};
use kvinnofrid::arrow::files::{FileOptions, FileTable};
use kvinnofrid::error::InputError;
use std::io::Cursor;

pub(crate) fn arrow(data: &[u8]) {
    count(FileTable::arrow(Cursor::new(data.to_vec())));
    count(FileTable::arrow_stream(Cursor::new(data.to_vec())));
}

pub(crate) fn parquet(data: &[u8]) {
    count(FileTable::parquet(Cursor::new(data.to_vec())));
}

fn count(table: Result<FileTable<'_>, InputError>) {
    let Some(table) = sound(table) else { return };
    let _ = table.columns();
    let Some(mut records) = sound(table.records(&EDITION.schema(), FileOptions::default())) else { return };
    let mut counter = EDITION.counter(&SKIP).unwrap();
    if sound(counter.add_all(&mut records)).is_some()
        && let Some(report) = sound(counter.into_partial().finish())
    {
        written(&report);
    }
}
