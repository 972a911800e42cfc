//! What a record looks like.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::given;
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::text::kvf_bytes;
use kvinnofrid::Options;
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
    make(out, err, || {
        let programme = given("programme", programme)?;
        let edition = match options {
            Some(options) => programme.edition(&options.asked()?.options),
            None => programme.edition(&Options::default()),
        }?;
        kvf_bytes::pretty(&edition.schema().to_json_schema())
    })
}
