//! The C ABI of kvinnofrid. Callers find its documentation in `README.md` and `include/kvinnofrid.h`, which is generated
//! from here; this page is for maintainers.
//!
//! Each exported function decodes its arguments, makes one call of the engine inside the module `guard`, and encodes the
//! result. Handles are passed as `Handle<T>`, freed as `Owned<T>` and returned as `Option<Box<T>>`, which are nullable
//! pointers in C. The only raw pointers dereferenced are handles (`handle.rs`), text and bytes (`text.rs`), the host's
//! callbacks (`input.rs`, `log.rs`) and Arrow streams (`arrow.rs`, `tables.rs`).
//!
//! With the feature `checked` handles are registered by address, and freed, mistyped and invalid ones are detected (module
//! `handle::registry`). The exported names are the same.

#![allow(
    unsafe_code,
    reason = "a C ABI exports names and trusts the pointers it is given; see the page above"
)]
#![allow(non_camel_case_types, reason = "these are the names of the C header")]
#![allow(clippy::too_many_arguments, reason = "in C, a text is two arguments")]
#![allow(
    clippy::missing_safety_doc,
    reason = "what every caller must hold to stands once at the top of the header (cbindgen.toml)"
)]
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]

#[cfg(panic = "abort")]
compile_error!(
    "with panic = \"abort\" the guard around each call is dead code, and a fault of ours ends the host"
);

mod arrow;
mod classify;
mod error;
mod explain;
mod guard;
mod handle;
mod input;
mod log;
mod members;
mod options;
mod partial;
#[cfg(windows)]
mod pin;
mod programme;
mod rejected;
mod rules;
mod schema;
mod status;
mod tables;
mod text;
mod version;
mod warnings;

pub use arrow::{ArrowArrayStream, ArrowSchema};
pub use classify::{kvf_classify_arrow, kvf_classify_json, kvf_classify_tables, kvf_reasons_json};
pub use error::{
    kvf_error, kvf_error_argument, kvf_error_field, kvf_error_findings_json, kvf_error_free,
    kvf_error_message, kvf_error_row, kvf_error_status,
};
pub use explain::kvf_explain_json;
pub use handle::{Handle, Kind, Owned};
pub use input::{KVF_FORMAT_JSON, KVF_FORMAT_NDJSON, kvf_cancel};
pub use log::{KVF_LOG_ERROR, KVF_LOG_WARNING, kvf_log};
pub use members::kvf_members_json;
pub use options::*;
pub use partial::{
    kvf_partial, kvf_partial_add_arrow, kvf_partial_add_json, kvf_partial_add_tables,
    kvf_partial_deserialize, kvf_partial_finish_arrow, kvf_partial_finish_json, kvf_partial_finish_xlsx,
    kvf_partial_free, kvf_partial_merge, kvf_partial_new, kvf_partial_serialize, kvf_partial_warnings_json,
};
pub use programme::{kvf_programme, kvf_programme_free, kvf_programme_load};
pub use rejected::{kvf_rejected, kvf_rejected_count, kvf_rejected_free, kvf_rejected_reason};
pub use rules::{
    kvf_programmes_json, kvf_rules, kvf_rules_check_json, kvf_rules_embedded, kvf_rules_free, kvf_rules_open,
};
pub use schema::{kvf_schema_arrow, kvf_schema_json};
pub use status::{
    KVF_ARGUMENT, KVF_BUSY, KVF_CANCELLED, KVF_EVALUATE, KVF_INPUT, KVF_INTERNAL, KVF_LIMIT, KVF_OK,
    KVF_RULES,
};
pub use tables::kvf_table;
pub use text::{KVF_LANG_EN, KVF_LANG_SV, kvf_bytes, kvf_bytes_free, kvf_bytes_view, kvf_text};
pub use version::{
    KVF_ABI_VERSION, KVF_VERSION_MAJOR, KVF_VERSION_MINOR, KVF_VERSION_NUMBER, KVF_VERSION_PATCH,
    kvf_abi_version, kvf_version, kvf_version_number,
};
