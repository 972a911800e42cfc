//! What a record looks like.

use crate::arrow::{self, ArrowSchema};
use crate::error::{Answer, kvf_error};
use crate::guard::{call, make};
use crate::handle::given;
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::text::kvf_bytes;
use kvinnofrid::Options;
use kvinnofrid::schema::Schema;
use std::mem::MaybeUninit;

/// What a record looks like, as JSON Schema: what `kvinnofrid schema --format json` writes, to the byte.
///
/// `options` may be NULL where the programme was loaded with an edition or a day; otherwise their periods or day choose the
/// edition. On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL and, if `err` is not NULL,
/// `*err` receives an error for kvf_error_free(). `programme` by any number of threads, `options` by one at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_schema_json(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || kvf_bytes::pretty(&schema(programme, options)?.to_json_schema()))
}

/// What a record looks like, as a schema of Arrow: a struct with the plainest type of each field. A program that makes
/// record batches can begin from it; other types are taken too (bindings/c/README.md).
///
/// `options` as for kvf_schema_json(). On success `*out` receives a schema that the caller releases. On failure
/// `out->release` is NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). `programme` by any number
/// of threads, `options` by one at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_schema_arrow(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
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

fn schema(programme: Option<&kvf_programme>, options: Option<&kvf_options>) -> Answer<Schema> {
    let programme = given("programme", programme)?;
    let edition = match options {
        Some(options) => programme.edition(&options.asked()?.options),
        None => programme.edition(&Options::default()),
    }?;
    Ok(edition.schema())
}
