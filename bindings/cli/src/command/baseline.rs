//! `baseline`: how many persons several sources know, and in which combinations.

use super::members::{csv_dialect, is_personal};
use super::notes::{self, OfParts};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::{Inputs, all_of};
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::baseline::{Answers, BaselinePartial, Beside, Population};
use kvinnofrid::output::{baseline_series_csv, baseline_series_json, baseline_series_text, html};
use kvinnofrid::partial::MAX_BYTES;
use kvinnofrid::protect::ledger::FileStore;
use std::io::BufRead;
use std::path::PathBuf;

/// The maximum size of a table of population.
const MOST_POPULATION: u64 = 16 << 20;
/// The maximum size of the answers of a survey.
const MOST_ANSWERS: u64 = 64 << 20;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let dialect = csv_dialect(matches)?;
    let as_partial = matches.get_flag("partial");
    if as_partial && output.is_terminal() {
        return Err(Failure::usage(say!(
            "ett delresultat är inte text; ange en fil med `--output`",
            "a partial is not text; give a file with `--output`"
        )));
    }
    let arguments = args::arguments(matches)?;
    let beside = Beside {
        population: population(matches)?,
        survey: survey(matches)?,
        estimate: arguments.baseline.estimate,
        dependence: arguments.baseline.dependence,
    };
    let protect = args::protect(matches)?;
    let rules = args::rules(matches)?;
    let mut linked = args::series_of_baseline(matches, &rules, &arguments)?.baseline(&arguments.baseline)?;
    let sources = sources(matches)?;
    if sources.iter().filter(|(_, path)| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::usage(say!(
            "`-` kan bara anges en gång: standard in läses bara en gång",
            "`-` can be given once only: standard input is read once"
        )));
    }
    Inputs::read_again(sources.iter().map(|(_, path)| path), linked.series().parts().len())?;
    if protect.is_none() {
        is_personal(output);
    }
    let mut rejections = OfParts::default();
    for (part, linker) in linked.parts() {
        let mut options = part.options.clone();
        args::with_map(matches, &part.edition, &mut options)?;
        for (source, path) in &sources {
            let path = std::slice::from_ref(path);
            let inputs = Inputs::of_files(path, matches, &options, output, false)?;
            inputs.each((&linker.schema(), &options), &mut *stdin, |file, records| {
                linker.add_all(source, records).map_err(|error| Failure::in_file(&error, file))?;
                rejections.are_of(file, linker.rejections().len());
                Ok(())
            })?;
        }
        rejections.end_of_part(linker.rejected(), linker.rejections(), output);
    }
    notes::say(&linked.notices(), output);
    let linked = linked.into_partial()?;
    let partial = with_partials((!sources.is_empty()).then_some(linked), matches)?;
    if as_partial {
        let partial = if matches.get_flag("without-keys") { partial.without_keys() } else { partial };
        output.result_bytes(&partial.to_bytes()?)?;
        return Ok(DONE);
    }
    let series = match protect {
        Some((protect, ledger)) => {
            partial.protect_series(&beside, &protect, &mut FileStore::open(ledger)?)?
        }
        None => partial.series(&beside)?,
    };
    let written = match (dialect, args::text(matches, "format")) {
        (Some(dialect), _) => baseline_series_csv(&series, dialect),
        (None, Some("json")) => baseline_series_json(&series)?,
        (None, Some("html")) => html::baseline_series_page(&series, output.lang),
        (None, _) => baseline_series_text(&series, output.lang),
    };
    output.result(&written)?;
    Ok(DONE)
}

/// Adds the partials that were given to what was linked here.
fn with_partials(linked: Option<BaselinePartial>, matches: &ArgMatches) -> Result<BaselinePartial, Failure> {
    let mut sum = linked;
    for path in matches.get_many::<PathBuf>("file").into_iter().flatten() {
        let in_file = |error| Failure::in_file(&error, &path.display().to_string());
        let partial = BaselinePartial::from_bytes(&all_of(path, MAX_BYTES)?).map_err(in_file)?;
        match &mut sum {
            Some(sum) => sum.merge(&partial).map_err(in_file)?,
            None => sum = Some(partial),
        }
    }
    // Cannot happen: the parser of arguments asks for one of them.
    sum.ok_or_else(|| Failure::internal("neither sources nor partials"))
}

/// Parses `polis=polis.csv`.
fn sources(matches: &ArgMatches) -> Result<Vec<(String, PathBuf)>, Failure> {
    let parse = |given: &str| match given.split_once('=') {
        Some((source, file)) if !source.trim().is_empty() && !file.is_empty() => {
            Ok((source.trim().to_owned(), PathBuf::from(file)))
        }
        _ => Err(Failure::usage(say!(
            "`{given}` är ingen källa med fil; skriv `--source polis=polis.csv`",
            "`{given}` is not a source with a file; write `--source polis=police.csv`"
        ))),
    };
    args::texts(matches, "source").map(parse).collect()
}

/// Reads the answers of `--survey`.
fn survey(matches: &ArgMatches) -> Result<Option<Answers>, Failure> {
    let Some(path) = args::path(matches, "survey") else { return Ok(None) };
    let bytes = all_of(path, MOST_ANSWERS)?;
    Answers::read(&bytes).map(Some).map_err(|error| Failure::in_file(&error, &path.display().to_string()))
}

/// Reads the table of `--population`.
fn population(matches: &ArgMatches) -> Result<Population, Failure> {
    let Some(path) = args::path(matches, "population") else { return Ok(Population::default()) };
    let bytes = all_of(path, MOST_POPULATION)?;
    Population::read(&bytes).map_err(|error| Failure::in_file(&error, &path.display().to_string()))
}
