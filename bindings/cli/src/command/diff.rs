//! `diff`: what a change of rules means.

use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::Options;
use kvinnofrid::diff::{self, Diff, DiffOptions, Tracker};
use kvinnofrid::edition::Edition;
use kvinnofrid::rules::Opening;
use std::io::BufRead;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let arguments = args::arguments(matches)?;
    let (mut options, renamed) = (arguments.options, arguments.renamed);
    let opening = args::opening(matches)?;
    let is_folder = |side| args::text(matches, side).is_some_and(|name| Path::new(name).exists());
    if opening.trusted_key.is_some() && !is_folder("old") && !is_folder("new") {
        return Err(Failure::usage(say!(
            "bara regler i en mapp kan vara signerade; ange en mapp, eller utelämna `--trusted-key`",
            "only rules in a folder can be signed; give a folder, or leave out `--trusted-key`"
        )));
    }
    let (old, new) = (editions(matches, "old", &opening)?, editions(matches, "new", &opening)?);
    let asked = DiffOptions { periods: options.periods.clone(), renamed };
    let mut diff = Diff::between(&old, &new, &asked)?;
    if matches.contains_id("file") {
        let ([old], [new]) = (old.as_slice(), new.as_slice()) else {
            return Err(Failure::usage(say!(
                "uppgifter räknas för en enda utgåva; välj den med `--programme ID@UTGÅVA`",
                "data is counted for one edition; choose it with `--programme ID@EDITION`"
            )));
        };
        if args::text(matches, "protect").is_some() {
            return Err(Failure::usage(say!(
                "vilka som flyttar kan inte publiceras: det är skillnaden mellan två räkningar av samma personer, som skyddet \
                 ska dölja; publicera den nya utgåvans siffror med `report --protect`, och vad ändringen betyder med `diff` \
                 utan `--data`",
                "who moves can't be published: it is the difference between two counts of the same people, which protection \
                 is to hide; publish the figures of the new edition with `report --protect`, and what the change means with \
                 `diff` without `--data`"
            )));
        }
        if Inputs::read_stdin(matches) {
            return Err(Failure::usage(say!(
                "uppgifterna läses en gång för varje utgåva; spara dem i en fil i stället för `-`",
                "the data is read once for each edition; save it to a file instead of `-`"
            )));
        }
        if let Some(compared) = diff.editions.first() {
            options.periods.clone_from(&compared.periods);
        }
        let before = tracked(old, &options, matches, stdin, output)?;
        let after = tracked(new, &options, matches, stdin, output)?;
        diff = diff.with_moves(&before, &after, &asked.renamed)?;
    }
    match args::text(matches, "format") {
        Some("json") => write_json(output, &diff.to_json())?,
        Some("html") => output.result(&diff.to_html(output.lang))?,
        _ => output.result(&diff.to_text(output.lang))?,
    }
    Ok(if diff.has_changes() { FINDINGS } else { DONE })
}

/// Returns the editions of one side.
fn editions(matches: &ArgMatches, side: &str, opening: &Opening) -> Result<Vec<Arc<Edition>>, Failure> {
    let name = args::text(matches, side).unwrap_or_default();
    let (rules, edition) = diff::open(name, opening)?;
    let rules = Rc::new(rules);
    let edition = edition.as_deref().or(args::text(matches, "programme"));
    diff::editions(&rules, edition).map_err(|error| Failure::of_rules(error, &rules))
}

/// Reads the data files for one edition.
fn tracked(
    edition: &Arc<Edition>,
    options: &Options,
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<Tracker, Failure> {
    let mut options = options.clone();
    args::with_map(matches, edition, &mut options)?;
    let mut tracker = Tracker::new(Arc::clone(edition), &options)?;
    Inputs::of(matches, &options, output, false)?.each(
        (&tracker.schema(), &options),
        stdin,
        |file, records| tracker.add_all(records).map_err(|error| Failure::in_file(&error, file)),
    )?;
    Ok(tracker)
}
