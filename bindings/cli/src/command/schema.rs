//! `schema`: what a record looks like.

use super::write_json;
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use clap::ArgMatches;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let rules = args::rules(matches)?;
    let schema = args::edition(matches, &rules, &args::options(matches)?)?.schema();
    if args::text(matches, "format") == Some("json") {
        write_json(output, &schema.to_json_schema())?;
    } else {
        output.result(&schema.to_text())?;
    }
    Ok(DONE)
}
