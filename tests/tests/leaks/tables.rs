//! Tables in which something does not fit: CSV, Arrow and Parquet.

use super::damaged::MARK;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use kvinnofrid::arrow::files::{FileOptions, FileTable};
use kvinnofrid::error::InputError;
use kvinnofrid::input::Records;
use kvinnofrid::input::csv::{CsvOptions, CsvRecords};
use kvinnofrid::types::{ColumnKind, Scalar};
use kvinnofrid::{Edition, Error, Lang, Options};
use parquet::arrow::ArrowWriter;
use std::io::Cursor;
use std::sync::Arc;

/// Returns files by name.
pub(super) fn damaged(edition: &Edition) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut csv = |what: &str, text: String| files.push((format!("{what}.csv"), text.into_bytes()));
    csv("utan-rubrik", format!("{MARK};{MARK} 2;{MARK} 3\n1;2;3\n"));
    csv("rubrik", format!("id;{MARK}\n1;2\n"));
    csv("rubrik-två", format!("id;{MARK};{MARK}\n1;2;3\n"));
    csv("citat", format!("id;kön\n1;\"{MARK}\n"));
    csv("citat-två", format!("id;kön\n1;\"{MARK}\"{MARK}\n"));
    csv("för-många", format!("id;kön\n1;kvinna;{MARK}\n"));
    csv("en-nyckel", format!("id;kön\n{MARK};kvinna\n{MARK};kvinna\n"));
    files.push(("tecken.csv".into(), [b"id;stadsdel\n1;", MARK.as_bytes(), b"\xff\xfe\x00\n"].concat()));
    let schema = edition.schema();
    for column in &schema.layout().tables[0].columns {
        let name = &column.name;
        let ColumnKind::Scalar(scalar) = &column.kind else { continue };
        if matches!(scalar, Scalar::Key | Scalar::Category | Scalar::Text) {
            continue;
        }
        files.push((format!("{name}.csv"), format!("id;{name}\n1;{MARK}\n2;{MARK}\n").into_bytes()));
        let ids: ArrayRef = Arc::new(StringArray::from(vec!["1", "2"]));
        let values: ArrayRef = Arc::new(StringArray::from(vec![MARK, MARK]));
        let batch = RecordBatch::try_from_iter([("id", ids), (name.as_str(), values)]).unwrap();
        arrow(&batch, name, &mut files);
    }
    // A text in the place of a list, a column whose name is a value, and files that are cut or changed.
    let text = || -> ArrayRef { Arc::new(StringArray::from(vec![MARK])) };
    let batch = RecordBatch::try_from_iter([("id", text()), ("våld", text())]).unwrap();
    arrow(&batch, "lista", &mut files);
    let batch = RecordBatch::try_from_iter([("id", text()), (MARK, text())]).unwrap();
    arrow(&batch, "namn", &mut files);
    let whole: Vec<(String, Vec<u8>)> =
        files.iter().filter(|(name, _)| name.starts_with("namn.")).cloned().collect();
    for (name, bytes) in whole {
        for (number, at) in (8..bytes.len() - 8).step_by(bytes.len() / 24).enumerate() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x55;
            files.push((format!("ändrad-{number}-{name}"), changed));
            files.push((format!("kapad-{number}-{name}"), bytes[..at].to_vec()));
        }
    }
    files
}

/// Counts the records of a file, and passes everything that is said to `hears`.
pub(super) fn read(
    edition: &Arc<Edition>,
    options: &Options,
    name: &str,
    bytes: &[u8],
    hears: impl Fn(&str),
) {
    let error = |error: Error| {
        hears(&error.message(Lang::Sv));
        hears(&error.message(Lang::En));
        hears(&format!("{error:?}"));
    };
    let (schema, file) = (edition.schema(), || Cursor::new(bytes.to_vec()));
    let files = FileOptions::default();
    let csv = CsvOptions { on_error: options.on_error, ..CsvOptions::default() };
    let records: Result<Box<dyn Records + '_>, InputError> = match name.rsplit('.').next() {
        Some("csv") => CsvRecords::new(bytes, &schema, csv).map(|records| Box::new(records) as _),
        Some("parquet") => FileTable::parquet(file())
            .and_then(|table| table.records(&schema, files))
            .map(|records| Box::new(records) as _),
        _ if name.contains("ström") => FileTable::arrow_stream(file())
            .and_then(|table| table.records(&schema, files))
            .map(|records| Box::new(records) as _),
        _ => FileTable::arrow(file())
            .and_then(|table| table.records(&schema, files))
            .map(|records| Box::new(records) as _),
    };
    let mut records = match records {
        Ok(records) => records,
        Err(refused) => return error(refused.into()),
    };
    let mut counter = edition.counter(options).unwrap();
    if let Err(failed) = counter.add_all(&mut *records) {
        error(failed);
    }
    counter.rejections().iter().for_each(|rejected| hears(&format!("{rejected:?} {rejected}")));
    counter.notices().iter().for_each(|notice| hears(&format!("{notice:?}")));
}

fn arrow(batch: &RecordBatch, name: &str, files: &mut Vec<(String, Vec<u8>)>) {
    let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    files.push((format!("{name}.arrow"), writer.into_inner().unwrap()));
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    files.push((format!("{name}.ström.arrow"), writer.into_inner().unwrap()));
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    files.push((format!("{name}.parquet"), writer.into_inner().unwrap()));
}
