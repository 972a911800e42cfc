//! The schema of a record.

use crate::arrow::{self, ArrowSchema};
use crate::error::{Answer, kvf_error};
use crate::guard::{call, make};
use crate::handle::{Handle, given};
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::text::kvf_bytes;
use kvinnofrid::Options;
use kvinnofrid::schema::Schema;
use std::mem::MaybeUninit;

/// Returns the JSON Schema of a record: what `kvinnofrid schema --format json` writes.
///
/// `options` may be NULL if the programme was loaded with an edition or a day; otherwise their periods or day select the
/// edition.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_schema_json(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || kvf_bytes::pretty(&schema(programme, options)?.to_json_schema()))
}

/// Returns the Arrow schema of a record: a struct with the simplest type of each field, as a starting point for programs that
/// build record batches. Other types are accepted too (bindings/c/README.md). `options` as for kvf_schema_json().
#[unsafe(no_mangle)]
pub extern "C" fn kvf_schema_arrow(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    out: Option<&mut MaybeUninit<ArrowSchema>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(|out| out.write(ArrowSchema::empty()));
    call(err, || {
        let out = given("out", out)?;
        *out = arrow::schema(&schema(programme, options)?.to_arrow())?;
        Ok(())
    })
}

fn schema(programme: Handle<'_, kvf_programme>, options: Handle<'_, kvf_options>) -> Answer<Schema> {
    let programme = programme.given("programme")?;
    let edition = match options.is_null() {
        false => programme.edition(&options.given("options")?.hold()?.arguments.options),
        true => programme.edition(&Options::default()),
    }?;
    Ok(edition.schema())
}
