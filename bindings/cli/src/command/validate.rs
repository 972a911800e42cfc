//! `validate`: everything that is wrong or odd in data files.

use super::members::csv_dialect;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::options::OnError;
use kvinnofrid::output::{html, validation_csv, validation_html, validation_json, validation_text};
use kvinnofrid::validate::Validator;
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let dialect = csv_dialect(matches)?;
    let mut options = args::options(matches)?;
    let rules = args::rules(matches)?;
    let editions = args::editions(matches, &rules, &options)?;
    let mut validator = Validator::new(&editions, &options)?;
    if let Some(first) = editions.first() {
        args::with_map(matches, first, &mut options)?;
    }
    // What ends a record or leaves table rows over is a finding, too.
    options.on_error = OnError::Skip;
    let inputs = Inputs::of(matches, &options, output, false)?;
    let several = inputs.len() > 1;
    inputs.each((&validator.schema(), &options), stdin, |file, records| {
        validator.add_all(records, several.then_some(file));
        Ok(())
    })?;
    let (found, lang) = (validator.finish(), output.lang);
    let written = match dialect {
        Some(dialect) => validation_csv(&found, dialect, lang),
        None => match args::text(matches, "format") {
            Some("json") => validation_json(&found, lang)?,
            Some("html") => html::page(&html::validation_title(lang), &validation_html(&found, lang), lang),
            _ => validation_text(&found, lang),
        },
    };
    output.result(&written)?;
    Ok(if found.affects_reports() { FINDINGS } else { DONE })
}
