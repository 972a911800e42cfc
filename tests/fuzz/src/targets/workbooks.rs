//! Workbooks. An input that begins as an archive is one; of any other the parts are files of an archive that is made here,
//! since hardly a changed archive has the right checksums.

use crate::inputs::{EDITION, SKIP, parts, sound};
use kvinnofrid::OnError;
use kvinnofrid::input::workbook::{Workbook, WorkbookOptions, WorkbookRecords};
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The files that the parts become, of `.xlsx` and of `.ods`.
pub(crate) const EXCEL: &[&str] = &[
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "[Content_Types].xml",
    "_rels/.rels",
];
pub(crate) const OPEN_DOCUMENT: &[&str] = &["content.xml", "mimetype"];

pub(crate) fn run(data: &[u8]) {
    if data.starts_with(b"PK") {
        return read(data.to_vec());
    }
    let parts = parts(data);
    let names = if parts.len() <= 2 { OPEN_DOCUMENT } else { EXCEL };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in names.iter().zip(&parts) {
        let written = archive.start_file(*name, stored).map(|()| archive.write_all(part));
        assert!(matches!(written, Ok(Ok(()))), "an archive in memory");
    }
    read(archive.finish().expect("an archive in memory").into_inner());
}

fn read(archive: Vec<u8>) {
    let Some(workbook) = sound(Workbook::open(Cursor::new(archive))) else { return };
    let _ = workbook.sheets().count();
    let options = WorkbookOptions { on_error: OnError::Skip, ..WorkbookOptions::default() };
    let Some(mut records) = sound(WorkbookRecords::new(workbook, &EDITION.schema(), options)) else { return };
    let mut counter = EDITION.counter(&SKIP).unwrap();
    sound(counter.add_all(&mut records));
    sound(counter.into_partial().finish());
}
