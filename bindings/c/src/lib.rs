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
mod baseline;
mod classify;
mod diff;
mod error;
mod explain;
mod gathering;
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
mod validate;
mod version;
mod warnings;
mod worklist;

// A function is exported by its module; no list repeats them.
pub use arrow::*;
pub use baseline::*;
pub use classify::*;
pub use diff::*;
pub use error::*;
pub use explain::*;
pub use handle::*;
pub use input::*;
pub use log::*;
pub use members::*;
pub use options::*;
pub use partial::*;
pub use programme::*;
pub use rejected::*;
pub use rules::*;
pub use schema::*;
pub use status::*;
pub use tables::*;
pub use text::*;
pub use validate::*;
pub use version::*;
pub use worklist::*;
