//! Writes synthetic persons as Parquet and Arrow files.

use super::FileFormat;
use crate::author::sample::Sample;
use crate::data::schema::Schema;
use arrow_ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::{self, Write};
use std::sync::Arc;

/// The number of persons in a Parquet row group.
const GROUP: usize = 1 << 17;

/// Writes the persons of `sample` to `out` according to `schema`. Fields dropped from the sample are null. The bytes
/// may differ between versions, but not the contents.
///
/// # Errors
/// If `out` can't be written.
pub fn write_sample(
    sample: &Sample,
    schema: &Schema,
    format: FileFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let arrow = Arc::new(schema.to_arrow());
    let batches = sample.batches(schema);
    match format {
        FileFormat::Parquet => {
            let zstd = Compression::ZSTD(ZstdLevel::default());
            let options = WriterProperties::builder().set_compression(zstd);
            let options = options.set_max_row_group_row_count(Some(GROUP)).build();
            let writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&arrow), Some(options));
            let mut writer = writer.map_err(io::Error::other)?;
            for batch in batches {
                writer.write(&batch.map_err(io::Error::other)?).map_err(io::Error::other)?;
                out.write_all(&std::mem::take(writer.inner_mut()))?;
            }
            out.write_all(&writer.into_inner().map_err(io::Error::other)?)
        }
        FileFormat::Arrow => {
            let mut writer = FileWriter::try_new(Vec::new(), &arrow).map_err(io::Error::other)?;
            for batch in batches {
                writer.write(&batch.map_err(io::Error::other)?).map_err(io::Error::other)?;
                out.write_all(&std::mem::take(writer.get_mut()))?;
            }
            out.write_all(&writer.into_inner().map_err(io::Error::other)?)
        }
    }
}
