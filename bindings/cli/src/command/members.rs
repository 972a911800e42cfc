//! `members`: which records a figure counts, does not count or may count.

use super::notes::{self, OfParts};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::error::Error;
use kvinnofrid::members::Keys;
use kvinnofrid::output::{MemberFormat, MemberLines, OutputDialect};
use std::io::BufRead;
use std::path::PathBuf;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let format = csv_dialect(matches)?.map_or(MemberFormat::Json, MemberFormat::Csv);
    let arguments = args::arguments(matches)?;
    let rules = args::rules(matches)?;
    let mut listed = args::series(matches, &rules, &arguments)?.members(keys(matches))?;
    let mut lines = MemberLines::new(format, listed.said());
    Inputs::read_again(
        matches.get_many::<PathBuf>("file").into_iter().flatten(),
        listed.series().parts().len(),
    )?;
    is_personal(output);
    output.result(&lines.head())?;
    let mut rejections = OfParts::default();
    for (part, members) in listed.parts() {
        let mut options = part.options.clone();
        args::with_map(matches, &part.edition, &mut options)?;
        lines.begin(members);
        let inputs = Inputs::of(matches, &options, output, false)?;
        inputs.each((&members.schema(), &options), stdin, |file, records| {
            let in_file = |error: &Error| Failure::in_file(error, file);
            while let Some(of_record) = members.next_of(records).map_err(|error| in_file(&error))? {
                for member in &of_record {
                    output.result(&lines.line(member)?)?;
                }
            }
            rejections.are_of(file, members.rejections().len());
            Ok(())
        })?;
        output.result(&lines.later())?;
        rejections.end_of_part(members.rejected(), members.rejections(), output);
    }
    notes::say(&listed.notices(), output);
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
