//! `verify`: checks whether a report can be reproduced from the data.

use super::report;
use crate::args;
use crate::failure::Failure;
use crate::input::all_of;
use crate::output::Output;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::report::MAX_BYTES;
use kvinnofrid::verify::Claim;
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    // Cannot happen: the parser of arguments asks for it.
    let path = args::path(matches, "report").ok_or_else(|| Failure::internal("no report was given"))?;
    let json = all_of(path, MAX_BYTES)?;
    let claim = Claim::read(&json).map_err(|error| Failure::in_file(&error, &path.display().to_string()))?;
    let rules = args::rules(matches)?;
    let programme = rules.programme(claim.programme()).map_err(|error| Failure::of_rules(error, &rules))?;
    let series = claim.series(&programme)?;
    let partials = report::all_counted(&series, matches, stdin, output)?;
    let repeated = series.finish(&partials)?;
    let verification = claim.compare(&repeated)?;
    output.result(&verification.to_text(output.lang))?;
    Ok(if verification.differences.is_empty() { DONE } else { FINDINGS })
}
