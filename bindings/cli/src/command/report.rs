//! `report`: the indicators of all records.

use super::notes::{Rejections, oddities};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use clap::ArgMatches;
use kvinnofrid::output::{Format, write};
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let options = args::options(matches)?;
    let rules = args::rules(matches)?;
    let mut counter = args::edition(matches, &rules, &options)?.counter(&options)?;
    let mut rejections = Rejections::default();
    Inputs::of(matches, output, false)?.each(stdin, |file, records| {
        counter.add_all(records).map_err(|error| Failure::in_file(&error, file))?;
        rejections.are_of(file, counter.rejections().len());
        Ok(())
    })?;
    oddities(output, counter.decoder());
    rejections.say(output, counter.rejected(), counter.rejections());
    let format = match args::text(matches, "format") {
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        _ => Format::Text,
    };
    let report = counter.into_partial().finish()?;
    output.result(&write(&report, format, output.lang)?)?;
    Ok(DONE)
}
