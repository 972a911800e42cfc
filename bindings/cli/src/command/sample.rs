//! `sample`: synthetic persons, one per line or as a table.

use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use crate::tables::{FileFormat, write_sample};
use clap::ArgMatches;
use kvinnofrid::sample::{Sample, SampleOptions};

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let default = SampleOptions::default();
    let number = |name| matches.get_one::<u64>(name).copied();
    // A share that overflows is out of range anyway, and the engine rejects it.
    let share = |name| number(name).map(|share| u16::try_from(share).unwrap_or(u16::MAX));
    let districts: Vec<String> = args::texts(matches, "district").map(str::to_owned).collect();
    let sample = Sample::new(SampleOptions {
        persons: number("persons").unwrap_or(default.persons),
        seed: number("seed").unwrap_or(default.seed),
        from: args::date(matches, "from")?.unwrap_or(default.from),
        to: args::date(matches, "to")?.unwrap_or(default.to),
        affected_per_mille: share("affected").unwrap_or(default.affected_per_mille),
        missing_per_mille: share("missing").unwrap_or(default.missing_per_mille),
        border_per_mille: share("border").unwrap_or(default.border_per_mille),
        districts: if districts.is_empty() { default.districts } else { districts },
    })?;
    if let Some(format) = format(matches) {
        if output.is_terminal() {
            return Err(Failure::usage(say!(
                "Parquet och Arrow är inte text; ange en fil med `--output`",
                "Parquet and Arrow are not text; give a file with `--output`"
            )));
        }
        write_sample(&sample, &Sample::schema()?, format, output.writer())?;
        return Ok(DONE);
    }
    let mut line = String::new();
    for person in sample.persons() {
        line.clear();
        person.write_json(&mut line);
        line.push('\n');
        output.result(&line)?;
    }
    Ok(DONE)
}

/// Returns the table format, if one is selected.
fn format(matches: &ArgMatches) -> Option<FileFormat> {
    match args::text(matches, "format") {
        Some(named) => FileFormat::from_extension(named),
        None => args::path(matches, "output")?.extension()?.to_str().and_then(FileFormat::from_extension),
    }
}
