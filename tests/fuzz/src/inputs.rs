//! What the targets share: the edition, options, and what a result may be.

use kvinnofrid::output::{Format, write};
use kvinnofrid::{Edition, Error, Lang, OnError, Options, Period, Report, Rules};
use std::sync::{Arc, LazyLock};

pub(crate) static EDITION: LazyLock<Arc<Edition>> = LazyLock::new(|| {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
});

/// Options that count every record that can be read.
pub(crate) static SKIP: LazyLock<Options> =
    LazyLock::new(|| Options { on_error: OnError::Skip, ..of_2013() });

pub(crate) fn of_2013() -> Options {
    Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() }
}

/// Returns what the call returned. An internal error is a fault of the engine, as a panic is; of any other the message is
/// written.
pub(crate) fn sound<T, E: Into<Error>>(result: Result<T, E>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            let error = error.into();
            assert!(!matches!(error, Error::Internal(_)), "an internal error: {error}");
            let _ = (error.message(Lang::Sv), error.message(Lang::En));
            None
        }
    }
}

/// Writes a report in every form of text.
pub(crate) fn written(report: &Report) {
    for format in [Format::Text, Format::Csv, Format::Json, Format::Html] {
        sound(write(report, format, Lang::Sv));
    }
}

/// Splits the input where a line is `----`.
pub(crate) fn parts(data: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(6).position(|window| window == b"\n----\n") {
        parts.push(&rest[..at]);
        rest = &rest[at + 6..];
    }
    parts.push(rest);
    parts
}
