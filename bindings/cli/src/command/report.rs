//! `report`: the indicators of all records.

use super::notes::{Rejections, oddities};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::count::Counter;
use kvinnofrid::output::{Format, write};
use kvinnofrid::partial::Partial;
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let options = args::options(matches)?;
    let rules = args::rules(matches)?;
    let as_partial = matches.get_flag("partial");
    if as_partial && output.is_terminal() {
        return Err(Failure::usage(say!(
            "ett delresultat är inte text; ange en fil med `--output`",
            "a partial is not text; give a file with `--output`"
        )));
    }
    let counter = args::edition(matches, &rules, &options)?.counter(&options)?;
    let partial = counted(counter, matches, stdin, output)?;
    if as_partial {
        output.warn(&say!(
            "delresultatet är personuppgifter: behandla det som uppgifterna det räknats ur",
            "the partial is personal data: treat it as the data it was counted from"
        ));
        output.result_bytes(&partial.to_bytes()?)?;
        return Ok(DONE);
    }
    written(&partial, matches, output)
}

/// All that `counter` counts in the files of the arguments; what is odd about them is said.
pub(super) fn counted(
    mut counter: Counter,
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<Partial, Failure> {
    let mut rejections = Rejections::default();
    Inputs::of(matches, output, false)?.each(stdin, |file, records| {
        counter.add_all(records).map_err(|error| Failure::in_file(&error, file))?;
        rejections.are_of(file, counter.rejections().len());
        Ok(())
    })?;
    oddities(output, counter.decoder());
    rejections.say(output, counter.rejected(), counter.rejections());
    Ok(counter.into_partial())
}

/// Writes the report of `partial` in the format asked for.
pub(super) fn written(
    partial: &Partial,
    matches: &ArgMatches,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let format = match args::text(matches, "format") {
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        _ => Format::Text,
    };
    output.result(&write(&partial.finish()?, format, output.lang)?)?;
    Ok(DONE)
}
