//! `explain`: why a record belongs to a target group or counts in an indicator.

use super::{notes, write_json};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::explain::Explanation;
use kvinnofrid::options::Arguments;
use kvinnofrid::output::html;
use kvinnofrid::text::nfc;
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let Arguments { mut options, explain, .. } = args::arguments(matches)?;
    let rules = args::rules(matches)?;
    let edition = args::edition(matches, &rules, &options)?;
    args::with_map(matches, &edition, &mut options)?;
    let id = nfc(args::text(matches, "record").unwrap_or_default());
    let mut found: Option<Explanation> = None;
    let schema = edition.schema_of_subjects(&options, &explain);
    Inputs::of(matches, &options, output, true)?.each((&schema, &options), stdin, |file, records| {
        if found.is_none() {
            found = edition
                .explain_one_of(records, &id, &options, &explain)
                .map_err(|error| Failure::in_file(&error, file))?;
        }
        Ok(())
    })?;
    let Some(explanation) = found else {
        return Err(Failure::usage(say!(
            "ingen post har den nyckel som angavs med `--record`",
            "no record has the key given with `--record`"
        )));
    };
    notes::say(&explanation.notices, output);
    match args::text(matches, "format") {
        Some("json") => write_json(output, &explanation.to_json(output.lang))?,
        Some("html") => {
            let lang = output.lang;
            let fragment = html::explanation(&explanation.to_json(lang), lang);
            output.result(&html::page(&edition.id(), &fragment, lang))?;
        }
        _ if matches.get_flag("rule-text") => {
            output.result(&explanation.to_text_with_rules(output.lang))?;
        }
        _ => output.result(&explanation.to_text(output.lang))?,
    }
    Ok(DONE)
}
