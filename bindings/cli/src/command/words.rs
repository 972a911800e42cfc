//! `words`: the reference of the rule language, and of a programme's fields, codes and readings.

use super::write_json;
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use clap::ArgMatches;
use kvinnofrid::reference::{Item, find, language, list, pages};
use serde_json::Value;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let (name, programme) = (args::text(matches, "name"), args::text(matches, "programme"));
    // The fields and readings of all programmes at once would hide the language.
    let items = if name.is_none() && programme.is_none() {
        language()
    } else {
        let rules = args::rules(matches)?;
        rules.reference(programme).map_err(|error| Failure::of_rules(error, &rules))?
    };
    let shown: Vec<&Item> = match name {
        Some(name) => find(&items, name)?,
        None => items.iter().collect(),
    };
    if args::text(matches, "format") == Some("json") {
        let all = shown.iter().map(|item| item.to_json(output.lang)).collect();
        write_json(output, &Value::Array(all))?;
        return Ok(DONE);
    }
    let width = output.terminal.width.clamp(40, 100);
    let text =
        if name.is_some() { pages(&shown, output.lang, width) } else { list(&shown, output.lang, width) };
    output.result(&text)?;
    Ok(DONE)
}
