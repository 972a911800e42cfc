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
//! - [`Rules`]: all rule files, the embedded ones or those of a folder. It finds mistakes ([`Rules::check`]) and hands
//!   out programmes.
//! - [`Edition`]: a programme as it was in force between two days, compiled. Immutable; any number of threads may use it.
//!   It classifies records ([`Edition::classifier`]) and counts them ([`Edition::counter`], [`Edition::report`]).
//! - [`Options`]: what a call asks for: periods, breakdowns, readings that are switched.
//! - [`Report`]: every figure with its bounds, and the receipt it can be traced by. It is what a [`Partial`] is finished
//!   into; partials of parts of a population add up to that of the whole. [`output::write`] makes text, CSV or JSON of it.
//!
//! A call that fails answers with an [`Error`]; what is wrong in a rule file is a [`Diagnostic`] with its place. Both
//! speak Swedish and English ([`Lang`]), and neither repeats a value of a record.
//!
//! # Missing means unknown
//!
//! Whatever a record lacks is unknown, not false, and stays unknown through every condition (Kleene's logic). A missing
//! *list* is unknown too; an empty one says that there is nothing. So a classification answers yes, no or unknown, with
//! the fields that would settle it, and a count has a lower and an upper bound.
//!
//! # What it does not do
//!
//! - It decides nothing about a person. It counts by a programme's words, and shows which reading of them was used.
//! - It publishes nothing by itself: counts are exact, of few people, and for work inside the house, until they are
//!   [protected](protect).
//! - It opens no data files and prints nothing; a reader is handed in, text comes out.
//! - It reads no clock: a period or a day is always given.
//! - It guesses nothing. Where a source leaves a question open there is a reading with alternatives; where no edition is
//!   in force there is an error that names its neighbours.
//!
//! # Features
//!
//! `render` (on by default) draws findings with the source text, as compilers do. Without it they are lines and JSON.
//!
//! `arrow` takes records from Arrow's record batches and streams, and gives classifications and reports back as such. The
//! module `arrow` tells which types it takes. A table that is used for many questions is read once, into `arrow::Persons`.
//!
//! `parquet` reads records from files of Parquet and of Arrow, too, and writes synthetic persons as such: module
//! `arrow::files`.
//!
//! `excel` reads records from workbooks of Excel and OpenDocument (`input::workbook`), and writes reports as workbooks
//! (`output::write_xlsx`).
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

// The wings, in the order in which they may use each other: each uses those above it (tests/tests/wings.rs).
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
pub use author::{diff, draft, example, format, reference, sample, verify};
pub use data::{document, input, map, notes, record, schema};
pub use edition::{options, rules};
pub use figures::count::members;
pub use figures::{count, distinct, estimate, partial, protect, published, report, series};
pub use findings::{boundary, error, source, span, text};
pub use language::{date, functions, model, syntax, truth, types, words, yardstick};
pub use present::{editions, output};

/// What is wrong in a rule file, as data, and drawn for people and programs.
pub mod diagnostic {
    pub use crate::findings::diagnostic::*;
    pub use crate::present::findings as render;
}

pub use answers::casework::With;
pub use answers::classify::{Classification, Classifier};
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
