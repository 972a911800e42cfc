//! `readings`: the decisions that the sources leave open.

use super::write_json;
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use clap::ArgMatches;
use kvinnofrid::model::Interpretation;
use kvinnofrid::output::html;
use serde_json::Value;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let rules = args::rules(matches)?;
    let edition = args::edition(matches, &rules, &args::options(matches)?)?;
    let readings = &edition.model().interpretations;
    if args::text(matches, "format") == Some("json") {
        let list = readings.iter().map(Interpretation::to_json).collect();
        write_json(output, &Value::Array(list))?;
    } else if args::text(matches, "format") == Some("html") {
        let fragment = html::readings(&edition.describe(), output.lang);
        output.result(&html::page(&edition.id(), &fragment, output.lang))?;
    } else {
        let width = output.terminal.width.clamp(40, 100);
        output.result(&edition.readings_text(output.lang, width))?;
    }
    Ok(DONE)
}
