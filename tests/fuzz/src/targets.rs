//! The targets, one for each thing that comes from outside, and those that hold two ways to one answer against each other.

mod answers;
mod arguments;
mod figures;
mod files;
mod records;
mod rules;
mod structs;
mod workbooks;

use crate::mutation;

/// Changes the input in the buffer, whose first bytes it is, and returns its new length.
pub(crate) type Mutate = fn(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize;

/// What is fuzzed.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&[u8]),
    pub(crate) mutate: Mutate,
}

const fn plain(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run, mutate: mutation::of_bytes }
}

const fn worded(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run, mutate: mutation::of_words }
}

pub(crate) const TARGETS: &[Target] = &[
    worded("rules", rules::run),
    worded("json", records::json),
    worded("csv", records::csv),
    worded("map", records::map),
    plain("partial", figures::partial),
    plain("arrow", files::arrow),
    plain("parquet", files::parquet),
    plain("structs", structs::run),
    worded("receipt", figures::receipt),
    worded("published", figures::published),
    worded("options", arguments::run),
    worded("ledger", figures::ledger),
    worded("workbook", workbooks::run),
    plain("evaluators", answers::evaluators),
    plain("inputs", answers::inputs),
    plain("merged", answers::merged),
];
