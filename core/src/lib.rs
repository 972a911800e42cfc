//! Municipal programmes against violence in close relations as versioned, executable rule sets.
//!
//! Given a record: which target groups the person belongs to, and what is missing to know. Given a population: every
//! indicator of the programme, between which bounds, for each district, under which reading of the text.
//!
//! ```
//! use kvinnofrid::input::InputFormat;
//! use kvinnofrid::{Options, Period, Rules};
//!
//! let period = Period::parse("2013")?;
//! let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
//! let edition = programme.in_force_throughout(period)?;
//! let mut options = Options { periods: vec![period], ..Options::default() };
//!
//! // One person. Whether she is an adult is not known, so neither is whether she belongs.
//! let record = r#"{"id": "a1", "kön": "kvinna", "våld": [{"roll": "våldsutsatt",
//!     "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}]}"#;
//! let answer = edition.classify(record.as_bytes(), &options)?;
//! assert_eq!(answer.groups[0], ("kvinnor".into(), None));
//! assert_eq!(answer.missing[0], ("kvinnor".into(), vec!["födelsedatum".to_owned()]));
//!
//! // A population, a record a line.
//! let lines = r#"
//! {"id": 1, "kön": "kvinna", "födelsedatum": "1980-05-17", "känd_sedan": "2013-02-01", "stadsdel": "Farsta", "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}]}
//! {"id": 2, "kön": "kvinna", "födelsedatum": "1991-12-24", "stadsdel": "Farsta", "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "förälder", "från": "2010-01-01"}]}
//! {"id": 3, "kön": "man", "födelsedatum": "1975-03-08", "stadsdel": "Älvsjö", "våld": []}
//! "#;
//! options.by = vec!["stadsdel".into()];
//! let report = edition.report(lines.as_bytes(), InputFormat::Ndjson, &options)?;
//! let known = report.rows.iter().find(|row| &*row.indicator == "kvinnor-kända").unwrap();
//! // One woman is certainly known to social services; the other may be, and nobody wrote down since when.
//! assert_eq!(known.figures.value, Some(kvinnofrid::report::Number::Count(1)));
//! assert_eq!(known.figures.upper, Some(kvinnofrid::report::Number::Count(2)));
//! # Ok::<(), kvinnofrid::Error>(())
//! ```
//!
//! # Four types
//!
//! - [`Rules`]: all rule files, the embedded ones or those of a folder. It reports errors in them ([`Rules::check`]) and
//!   returns programmes.
//! - [`Edition`]: a programme as it was in force between two days, compiled. Immutable; any number of threads may use it.
//!   It classifies records ([`Edition::classifier`]) and counts them ([`Edition::counter`], [`Edition::report`]).
//! - [`Options`]: the options of a call: periods, breakdowns, readings that differ from the default.
//! - [`Report`]: every figure with its bounds, and the receipt that it can be traced by. A [`Partial`] is finished into a
//!   report; partials of parts of a population add up to that of the whole. [`output::write`] writes a report as text, CSV,
//!   JSON or HTML; with the feature `excel`, `output::write_xlsx` writes it as a workbook.
//!
//! A call that fails returns an [`Error`]; an error in a rule file is a [`Diagnostic`] with its location. Both have
//! messages in Swedish and English ([`Lang`]), and neither repeats a value of a record.
//!
//! # Beside reports
//!
//! - From a figure to its records: [`members`] lists who is counted or may be, and [`worklist`] which missing fields narrow
//!   the bounds most.
//! - Over several sources: [`baseline`] counts whom they know, and [`estimate`] how many nobody may know.
//! - For authors of rules: [`draft`] starts an edition, [`mod@format`] lays rule files out, [`mod@reference`] explains the
//!   language, [`sentence`] puts conditions into words, [`mod@book`] makes pages of them, [`desk`] answers editors, and
//!   [`diff`] says what a change means and who moves. [`mod@coverage`] and [`mutate`] say what their examples
//!   ([`example`]) do not notice.
//! - For publication: [`protect`]. Over several editions: [`Series`]. Counted again from a receipt: [`verify`].
//!
//! # Missing means unknown
//!
//! Whatever a record lacks is unknown, not false, and stays unknown through every condition (Kleene's logic). A missing
//! *list* is unknown too; an empty one says that there is nothing. So a classification answers yes, no or unknown, with
//! the fields that would settle it, and a count has a lower and an upper bound.
//!
//! # What it does not do
//!
//! - It makes no decision about a person. It counts by a programme's wording, and states which reading of it was used.
//! - It publishes nothing by itself: counts are exact, may be about few people, and are for internal use until they are
//!   [protected](protect).
//! - It opens no data files and prints nothing: records come from a reader, results are returned.
//! - It reads no clock: a period or a day is an argument.
//! - It does not guess. Where a source leaves a question open there is a reading with alternatives; where no edition is
//!   in force there is an error that names its neighbours.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `render` (default) | findings drawn in the source text, as compilers do; without it they are lines and JSON |
//! | `arrow` | records from Arrow record batches and streams, classifications and reports as such: module `arrow`, which lists the accepted types. `arrow::Persons` loads a table once for many reports |
//! | `parquet` | records from Parquet and Arrow files, and synthetic persons as such: module `arrow::files` |
//! | `excel` | records from workbooks of Excel and OpenDocument (`input::workbook`), and reports as workbooks (`output::write_xlsx`) |
//!
//! What the figures of a report mean: [`reading_figures`]. How the engine is built: [`architecture`]. A whole program, with a
//! report and an error handled, is `core/examples/embed.rs`.

#[doc = include_str!("../ARCHITECTURE.md")]
pub mod architecture {}

#[doc = include_str!("../FIGURES.md")]
pub mod reading_figures {}

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

// The wings, in the order in which they may use each other: each uses those above it (tests/tests/repository.rs).
mod answers;
#[cfg(feature = "arrow")]
pub mod arrow;
mod author;
mod data;
pub mod edition;
mod evaluate;
mod figures;
mod findings;
mod language;
mod present;

pub use answers::{casework, classify, explain, sentence, why};
pub use author::{book, coverage, desk, diff, draft, example, format, mutate, reference, sample, verify};
pub use data::{document, input, limits, map, notes, record, schema};
pub use edition::{options, rules};
pub use figures::count::members;
pub use figures::{
    baseline, count, estimate, partial, protect, published, report, series, validate, worklist,
};
pub use findings::{boundary, error, source, text};
pub use language::{date, model, types, words};
pub use present::{editions, output};

/// What the benchmarks of this crate measure. No part of the interface.
#[doc(hidden)]
pub mod internals {
    pub use crate::figures::distinct;
    pub use crate::language::truth;
}

/// What is wrong in a rule file, as data, and drawn for people and programs.
pub mod diagnostic {
    pub use crate::findings::diagnostic::*;
    pub use crate::present::findings as render;
}

pub use answers::casework::With;
pub use answers::classify::{Classification, Classifier};
pub use data::limits::Limits;
pub use edition::Edition;
pub use edition::options::{OnError, Options};
pub use edition::rules::{Programme, Rules};
pub use figures::count::Counter;
pub use figures::partial::Partial;
pub use figures::report::Report;
pub use figures::series::Series;
pub use findings::diagnostic::{Diagnostic, Diagnostics};
pub use findings::error::Error;
pub use findings::text::Lang;
pub use language::date::{Date, Period};
