//! `members`: which records a figure counts, does not count or may count.

use super::notes::{self, Rejections};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::error::Error;
use kvinnofrid::members::{Keys, Member};
use kvinnofrid::output::{OutputDialect, member_csv, member_json, members_csv_head};
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let dialect = csv_dialect(matches)?;
    let mut options = args::options(matches)?;
    let rules = args::rules(matches)?;
    let edition = args::edition(matches, &rules, &options)?;
    args::with_map(matches, &edition, &mut options)?;
    let mut members = edition.members(&options, keys(matches))?;
    is_personal(output);
    let mut rejections = Rejections::default();
    if let Some(dialect) = dialect {
        output.result(&members_csv_head(dialect))?;
    }
    let line = |member: &Member| match dialect {
        Some(dialect) => Ok(member_csv(member, dialect)),
        None => member_json(member),
    };
    Inputs::of(matches, &options, output, false)?.each(
        (&members.schema(), &options),
        stdin,
        |file, records| {
            let in_file = |error: &Error| Failure::in_file(error, file);
            while let Some(of_record) = members.next_of(records).map_err(|error| in_file(&error))? {
                for member in &of_record {
                    output.result(&line(member)?)?;
                }
            }
            rejections.are_of(file, members.rejections().len());
            Ok(())
        },
    )?;
    notes::say(&members.notices(), output);
    rejections.say(output, members.rejected(), members.rejections());
    Ok(DONE)
}

/// Returns whether keys are shown.
pub(super) fn keys(matches: &ArgMatches) -> Keys {
    if matches.get_flag("show-sensitive") { Keys::Shown } else { Keys::Masked }
}

/// Notes that the result is about single persons.
pub(super) fn is_personal(output: &mut Output<'_>) {
    output.warn(&say!(
        "resultatet är personuppgifter: behandla det som uppgifterna det räknats ur",
        "the result is personal data: treat it as the data it was counted from"
    ));
}

/// Returns the dialect of CSV; `None` for another format.
pub(super) fn csv_dialect(matches: &ArgMatches) -> Result<Option<OutputDialect>, Failure> {
    let excel = matches.get_flag("excel");
    match args::text(matches, "format") {
        Some("csv") | None if excel => Ok(Some(OutputDialect::Excel)),
        Some("csv") => Ok(Some(OutputDialect::Standard)),
        _ if excel => Err(Failure::usage(say!(
            "`--excel` gäller bara CSV; skriv `--format csv --excel`",
            "`--excel` is for CSV only; write `--format csv --excel`"
        ))),
        _ => Ok(None),
    }
}
