//! `merge`: adds partials of parts of the data to a report of all of it.

use super::report;
use crate::args;
use crate::failure::Failure;
use crate::input::all_of;
use crate::output::Output;
use clap::ArgMatches;
use kvinnofrid::partial::{MAX_BYTES, Partial};
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::rules::Rules;
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let format = report::format(matches, output)?;
    let arrangement = report::arrangement(matches, format)?;
    let protect = args::protect(matches)?;
    let mut sum: Option<Partial> = None;
    for path in matches.get_many::<PathBuf>("file").into_iter().flatten() {
        let in_file = |error| Failure::in_file(&error, &path.display().to_string());
        let bytes = all_of(path, MAX_BYTES)?;
        let partial = Partial::from_bytes(&bytes).map_err(in_file)?;
        match &mut sum {
            Some(sum) => sum.merge(&partial).map_err(in_file)?,
            None => sum = Some(partial),
        }
    }
    // Cannot happen: the parser of arguments asks for a file.
    let sum = sum.ok_or_else(|| Failure::internal("no partial was given"))?;
    let finished = match protect {
        Some((protect, ledger)) => sum.protect(&protect, &mut FileStore::open(ledger)?)?,
        None => sum.finish()?,
    };
    let digests = [sum.header().digest.as_str()];
    let editions = match format {
        report::Form::Workbook => Rules::embedded().editions_of(&sum.header().programme, &digests),
        _ => Vec::new(),
    };
    report::written(finished, format, arrangement, &editions, output)
}
