//! `report`: the indicators of all records.

use super::notes::{self, Rejections};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use crate::workbooks;
use clap::ArgMatches;
use kvinnofrid::edition::Edition;
use kvinnofrid::options::Options;
use kvinnofrid::output::{Format, OutputDialect, csvw, write_csv_to, write_to};
use kvinnofrid::partial::Partial;
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::report::{Arrangement, Report};
use kvinnofrid::series::{Part, Series};
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let format = format(matches, output)?;
    let arrangement = arrangement(matches, format)?;
    let describes = matches.get_flag("csvw");
    let dialect = format.csv();
    if describes && dialect.is_none() {
        return Err(Failure::usage(say!(
            "`--csvw` beskriver CSV; skriv `--format csv --csvw`",
            "`--csvw` describes CSV; write `--format csv --csvw`"
        )));
    }
    let arguments = args::arguments(matches)?;
    let published = args::published(matches)?;
    let protect = args::protect(matches)?;
    let rules = args::rules(matches)?;
    let as_partial = matches.get_flag("partial");
    if as_partial && output.is_terminal() {
        return Err(Failure::usage(say!(
            "ett delresultat är inte text; ange en fil med `--output`",
            "a partial is not text; give a file with `--output`"
        )));
    }
    let series = args::series(matches, &rules, &arguments)?;
    if as_partial && !series.is_plain() {
        return Err(Failure::usage(say!(
            "ett delresultat är av en enda utgåva; fråga om perioderna i en utgåva i taget",
            "a partial is of one edition; ask about the periods of one edition at a time"
        )));
    }
    let partials = all_counted(&series, matches, stdin, output)?;
    if let (true, [partial]) = (as_partial, partials.as_slice()) {
        output.warn(&say!(
            "delresultatet är personuppgifter: behandla det som uppgifterna det räknats ur",
            "the partial is personal data: treat it as the data it was counted from"
        ));
        output.result_bytes(&partial.to_bytes()?)?;
        return Ok(DONE);
    }
    if let Some(first) = partials.first().filter(|_| partials.iter().all(|partial| partial.records() == 0)) {
        notes::say(&first.notices(), output);
    }
    let mut report = match protect {
        Some((protect, ledger)) => series.protect(&partials, &protect, &mut FileStore::open(ledger)?)?,
        None => series.finish(&partials)?,
    };
    if let Some((published, asked)) = published {
        let editions: Vec<_> = series.parts().iter().map(|part| Arc::clone(&part.edition)).collect();
        report = report.beside(&published, &editions, &asked)?;
    }
    if describes {
        let dialect = dialect.unwrap_or_default();
        output.write_beside("-metadata.json", |name| Ok(csvw(&report, name, dialect)?))?;
    }
    let editions: Vec<_> = series.parts().iter().map(|part| Arc::clone(&part.edition)).collect();
    written(report, format, arrangement, &editions, output)
}

/// Counts the parts of a series. The files are read once for each part.
pub(super) fn all_counted(
    series: &Series,
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<Vec<Partial>, Failure> {
    let parts = series.parts();
    Inputs::read_again(matches.get_many::<PathBuf>("file").into_iter().flatten(), parts.len())?;
    let mut partials: Vec<Partial> = Vec::with_capacity(parts.len());
    for Part { edition, options } in parts {
        let options = Options { threads: args::threads(matches), ..options.clone() };
        let partial = counted((edition, options), partials.first(), matches, stdin, output)?;
        partials.push(partial);
    }
    Ok(partials)
}

/// Counts the input files, and warns about oddities unless `before` was counted from them with the same oddities.
fn counted(
    (edition, mut options): (&Arc<Edition>, Options),
    before: Option<&Partial>,
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<Partial, Failure> {
    args::with_map(matches, edition, &mut options)?;
    let mut counter = edition.counter(&options)?;
    let mut rejections = Rejections::default();
    Inputs::of(matches, &options, output, false)?.each(
        (&counter.schema(), &options),
        stdin,
        |file, records| {
            counter.add_all(records).map_err(|error| Failure::in_file(&error, file))?;
            rejections.are_of(file, counter.rejections().len());
            Ok(())
        },
    )?;
    if before.is_none() {
        notes::say(&counter.notices(), output);
    }
    if before.is_none_or(|before| before.rejected() != counter.rejected()) {
        rejections.say(output, counter.rejected(), counter.rejections());
    }
    Ok(counter.into_partial())
}

/// How a report is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    Text(Format),
    Csv(OutputDialect),
    Workbook,
}

impl Form {
    /// Returns the dialect of CSV, if it is CSV.
    fn csv(self) -> Option<OutputDialect> {
        match self {
            Self::Csv(dialect) => Some(dialect),
            Self::Text(_) | Self::Workbook => None,
        }
    }
}

/// Returns the form of a report.
pub(super) fn format(matches: &ArgMatches, output: &Output<'_>) -> Result<Form, Failure> {
    let excel = matches.get_flag("excel");
    let csv = Form::Csv(if excel { OutputDialect::Excel } else { OutputDialect::Standard });
    let form = match args::text(matches, "format") {
        Some("json") => Form::Text(Format::Json),
        Some("csv") => csv,
        Some("html") => Form::Text(Format::Html),
        Some("xlsx") => Form::Workbook,
        None if excel => csv,
        _ => Form::Text(Format::Text),
    };
    if excel && form != csv {
        return Err(Failure::usage(say!(
            "`--excel` gäller bara CSV; skriv `--format csv --excel`, eller `--format xlsx` för en arbetsbok",
            "`--excel` is for CSV only; write `--format csv --excel`, or `--format xlsx` for a workbook"
        )));
    }
    if form == Form::Workbook && output.is_terminal() {
        return Err(Failure::usage(say!(
            "en arbetsbok är inte text; ange en fil med `--output`",
            "a workbook is not text; give a file with `--output`"
        )));
    }
    Ok(form)
}

/// Returns the table's arrangement; other formats have every row in declaration order.
pub(super) fn arrangement(matches: &ArgMatches, form: Form) -> Result<Arrangement, Failure> {
    let arrangement = match args::text(matches, "arrange") {
        None => return Ok(Arrangement::Declared),
        Some("rbs") => Arrangement::Rbs,
        Some(_) => Arrangement::Goal,
    };
    if !matches!(form, Form::Text(Format::Text | Format::Html)) {
        return Err(Failure::usage(say!(
            "`--arrange` gäller bara tabellen; ta bort den, eller skriv `--format text` eller `html`",
            "`--arrange` is for the table only; remove it, or write `--format text` or `html`"
        )));
    }
    Ok(arrangement)
}

/// Writes a report, which some of the `editions` counted.
pub(super) fn written(
    mut report: Report,
    form: Form,
    arrangement: Arrangement,
    editions: &[Arc<Edition>],
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    report.arrangement = arrangement;
    let lang = output.lang;
    match form {
        Form::Csv(dialect) => write_csv_to(&report, dialect, output.writer())?,
        Form::Text(format) => write_to(&report, format, lang, output.writer())?,
        Form::Workbook => output.result_bytes(&workbooks::write(&report, editions, lang)?)?,
    }
    Ok(DONE)
}
