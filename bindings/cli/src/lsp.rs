//! The language server: what an editor asks about rule files, over standard input and output, by the Language Server
//! Protocol. It translates between the protocol and `kvinnofrid::desk`, which has the answers.
//!
//! The messages are read and written here rather than by a library: those there are take memory for whatever length a
//! message claims, and end at the first that is malformed. The server writes no file and reaches no network.

mod answer;
mod finding;
mod initialize;
mod message;
mod open;
mod place;
mod serve;
mod worker;

pub(crate) use serve::serve;
