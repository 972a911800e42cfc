//! `report`: the indicators of all records.

use super::notes::{Oddities, Rejections};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::edition::Edition;
use kvinnofrid::options::Options;
use kvinnofrid::output::{Format, OutputDialect, write, write_csv};
use kvinnofrid::partial::Partial;
use kvinnofrid::report::{Arrangement, Report};
use std::io::BufRead;
use std::sync::Arc;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let format = format(matches)?;
    let arrangement = arrangement(matches, format)?;
    let options = args::options(matches)?;
    let rules = args::rules(matches)?;
    let as_partial = matches.get_flag("partial");
    if as_partial && output.is_terminal() {
        return Err(Failure::usage(say!(
            "ett delresultat är inte text; ange en fil med `--output`",
            "a partial is not text; give a file with `--output`"
        )));
    }
    let edition = args::edition(matches, &rules, &options)?;
    let partial = counted(&edition, options, matches, stdin, output)?;
    if as_partial {
        output.warn(&say!(
            "delresultatet är personuppgifter: behandla det som uppgifterna det räknats ur",
            "the partial is personal data: treat it as the data it was counted from"
        ));
        output.result_bytes(&partial.to_bytes()?)?;
        return Ok(DONE);
    }
    written(&partial, format, arrangement, output)
}

/// All that is counted in the files of the arguments; what is odd about them is said.
pub(super) fn counted(
    edition: &Arc<Edition>,
    mut options: Options,
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<Partial, Failure> {
    args::with_map(matches, edition, &mut options)?;
    let mut counter = edition.counter(&options)?;
    let (mut rejections, mut oddities) = (Rejections::default(), Oddities::default());
    Inputs::of(matches, &options, output, false)?.each((edition, &options), stdin, |file, records| {
        counter.add_all(records).map_err(|error| Failure::in_file(&error, file))?;
        rejections.are_of(file, counter.rejections().len());
        oddities.note(records);
        Ok(())
    })?;
    oddities.say(output);
    rejections.say(output, counter.rejected(), counter.rejections());
    Ok(counter.into_partial())
}

/// What a report is to be written as, and how if that is CSV.
pub(super) fn format(matches: &ArgMatches) -> Result<(Format, OutputDialect), Failure> {
    let excel = matches.get_flag("excel");
    let format = match args::text(matches, "format") {
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        None if excel => Format::Csv,
        _ => Format::Text,
    };
    if excel && format != Format::Csv {
        return Err(Failure::usage(say!(
            "`--excel` gäller bara CSV; skriv `--format csv --excel`",
            "`--excel` is for CSV only; write `--format csv --excel`"
        )));
    }
    Ok((format, if excel { OutputDialect::Excel } else { OutputDialect::Standard }))
}

/// How the table is arranged; other formats have every row in the declared order.
pub(super) fn arrangement(
    matches: &ArgMatches,
    (format, _): (Format, OutputDialect),
) -> Result<Arrangement, Failure> {
    let arrangement = match args::text(matches, "arrange") {
        None => return Ok(Arrangement::Declared),
        Some("rbs") => Arrangement::Rbs,
        Some(_) => Arrangement::Goal,
    };
    if format != Format::Text {
        return Err(Failure::usage(say!(
            "`--arrange` gäller bara tabellen; ta bort den, eller skriv `--format text`",
            "`--arrange` is for the table only; remove it, or write `--format text`"
        )));
    }
    Ok(arrangement)
}

/// Writes the report of `partial` in a format.
pub(super) fn written(
    partial: &Partial,
    (format, dialect): (Format, OutputDialect),
    arrangement: Arrangement,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let report = Report { arrangement, ..partial.finish()? };
    let text = match format {
        Format::Csv => write_csv(&report, dialect),
        _ => write(&report, format, output.lang)?,
    };
    output.result(&text)?;
    Ok(DONE)
}
