//! `worklist`: which missing fields are worth most to complete.

use super::members::{csv_dialect, is_personal, keys};
use super::notes::{self, Rejections};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use clap::ArgMatches;
use kvinnofrid::output::{worklist_csv, worklist_json, worklist_text};
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let dialect = csv_dialect(matches)?;
    let arguments = args::arguments(matches)?;
    let mut options = arguments.options;
    let rules = args::rules(matches)?;
    let edition = args::edition(matches, &rules, &options)?;
    args::with_map(matches, &edition, &mut options)?;
    let mut gatherer = edition.worklist(&options, arguments.worklist, keys(matches))?;
    is_personal(output);
    let mut rejections = Rejections::default();
    Inputs::of(matches, &options, output, false)?.each(
        (&gatherer.schema(), &options),
        stdin,
        |file, records| {
            gatherer.add_all(records).map_err(|error| Failure::in_file(&error, file))?;
            rejections.are_of(file, gatherer.rejections().len());
            Ok(())
        },
    )?;
    notes::say(&gatherer.notices(), output);
    rejections.say(output, gatherer.rejected(), gatherer.rejections());
    let list = gatherer.finish();
    let written = match dialect {
        Some(dialect) => worklist_csv(&list, dialect),
        None if args::text(matches, "format") == Some("json") => worklist_json(&list)?,
        None => worklist_text(&list, output.lang),
    };
    output.result(&written)?;
    Ok(DONE)
}
