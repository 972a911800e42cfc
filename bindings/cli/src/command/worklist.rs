//! `worklist`: which missing fields are worth most to complete.

use super::members::{csv_dialect, is_personal, keys};
use super::notes::{self, OfParts};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use crate::workbooks;
use clap::ArgMatches;
use kvinnofrid::output::{html, worklist_csv, worklist_json, worklist_text};
use std::io::BufRead;
use std::path::PathBuf;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let dialect = csv_dialect(matches)?;
    let as_workbook = args::text(matches, "format") == Some("xlsx");
    if as_workbook && output.is_terminal() {
        return Err(Failure::usage(say!(
            "en arbetsbok är inte text; ange en fil med `--output`",
            "a workbook is not text; give a file with `--output`"
        )));
    }
    let arguments = args::arguments(matches)?;
    let rules = args::rules(matches)?;
    let series = args::series(matches, &rules, &arguments)?;
    Inputs::read_again(matches.get_many::<PathBuf>("file").into_iter().flatten(), series.parts().len())?;
    let mut gathered = series.worklist(arguments.worklist, keys(matches))?;
    is_personal(output);
    let mut rejections = OfParts::default();
    for (part, gatherer) in gathered.parts() {
        let mut options = part.options.clone();
        args::with_map(matches, &part.edition, &mut options)?;
        let inputs = Inputs::of(matches, &options, output, false)?;
        inputs.each((&gatherer.schema(), &options), stdin, |file, records| {
            gatherer.add_all(records).map_err(|error| Failure::in_file(&error, file))?;
            rejections.are_of(file, gatherer.rejections().len());
            Ok(())
        })?;
        rejections.end_of_part(gatherer.rejected(), gatherer.rejections(), output);
    }
    notes::say(&gathered.notices(), output);
    let list = gathered.finish()?;
    if as_workbook {
        output.result_bytes(&workbooks::write_worklist(&list, output.lang)?)?;
        return Ok(DONE);
    }
    let written = match dialect {
        Some(dialect) => worklist_csv(&list, dialect),
        None if args::text(matches, "format") == Some("json") => worklist_json(&list)?,
        None if args::text(matches, "format") == Some("html") => html::worklist_page(&list, output.lang),
        None => worklist_text(&list, output.lang),
    };
    output.result(&written)?;
    Ok(DONE)
}
