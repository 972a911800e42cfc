//! `example`: an example for rule files, of a record or of what a change of rules shows.

use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::{Inputs, all_of};
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::example::{About, NewExample};
use kvinnofrid::text::nfc;
use std::io::BufRead;

/// The maximum size of a comparison that is read, in bytes.
const MOST_BYTES: u64 = 64 << 20;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let mut options = args::options(matches)?;
    let rules = args::rules(matches)?;
    let edition = args::edition(matches, &rules, &options)?;
    if let Some(path) = args::path(matches, "from") {
        let diff = serde_json::from_slice(&all_of(path, MOST_BYTES)?).unwrap_or_default();
        let made = edition.examples_of_diff(&diff)?;
        if made.text.is_empty() {
            let edition = edition.id();
            output.warn(&say!(
                "jämförelsen har ingen post som visar en skillnad i {edition}",
                "the comparison has no record that shows a difference in {edition}"
            ));
        }
        return write(&made, output);
    }
    args::with_map(matches, &edition, &mut options)?;
    let id = nfc(args::text(matches, "record").unwrap_or_default()).into_owned();
    let name = args::text(matches, "name").unwrap_or("Nytt exempel").to_owned();
    let known = edition.expectable();
    let mut about: Vec<About> = Vec::new();
    for of in args::texts(matches, "of") {
        let of = nfc(of);
        let before = about.len();
        about.extend(known.iter().filter(|about| about.id() == of).cloned());
        if about.len() == before {
            return Err(Failure::usage(say!(
                "`{of}` är inget som ett exempel kan vänta sig något av; skriv id:t för en målgrupp, en indikator eller en rutin",
                "`{of}` is nothing that an example can expect something of; write the id of a target group, an indicator or a routine"
            )));
        }
    }
    let mut found: Option<NewExample> = None;
    Inputs::of(matches, &options, output, true)?.each(
        (&edition.schema(), &options),
        stdin,
        |file, records| {
            if found.is_none() {
                found = edition
                    .example_of_one(records, &id, &name, &options, &about)
                    .map_err(|error| Failure::in_file(&error, file))?;
            }
            Ok(())
        },
    )?;
    match found {
        Some(made) => write(&made, output),
        None => Err(Failure::usage(say!(
            "ingen post har den nyckel som angavs med `--record`",
            "no record has the key given with `--record`"
        ))),
    }
}

fn write(made: &NewExample, output: &mut Output<'_>) -> Result<u8, Failure> {
    for note in &made.notes {
        output.warn(note);
    }
    output.result(&made.text)?;
    Ok(DONE)
}
