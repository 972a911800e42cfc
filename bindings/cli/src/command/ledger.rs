//! `ledger`: what has been published, whether reports are among it and entries as they were made, and how to correct
//! something published.

use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::input::all_of;
use crate::output::Output;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::date::Period;
use kvinnofrid::protect::ledger::{FileStore, Ledger, allow};
use kvinnofrid::report::MAX_BYTES;
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    // Cannot happen: the parser of arguments asks for it.
    let path = args::path(matches, "ledger").ok_or_else(|| Failure::internal("no ledger was given"))?;
    if let (Some(period), Some(reason)) = (args::text(matches, "allow"), args::text(matches, "reason")) {
        let keys = args::keys(matches)?;
        allow(&mut FileStore::open(path)?, Period::parse(period)?, reason, keys.first())?;
        return Ok(DONE);
    }
    let in_file = |error| Failure::in_file(&error, &path.display().to_string());
    let ledger = Ledger::read(&FileStore::look(path)?).map_err(in_file)?;
    let reports: Vec<&PathBuf> = matches.get_many("audit").into_iter().flatten().collect();
    if !reports.is_empty() {
        let mut done = DONE;
        for report in reports {
            let shown = report.display().to_string();
            let json = all_of(report, MAX_BYTES)?;
            let found = ledger.audit(&json).map_err(|error| Failure::in_file(&error, &shown))?;
            for remark in &found {
                output.result(&format!("{shown}: {}\n", remark.get(output.lang)))?;
                done = FINDINGS;
            }
        }
        return Ok(done);
    }
    let keys = args::keys(matches)?;
    if !keys.is_empty() {
        let found = ledger.unsealed(&keys)?;
        for remark in &found {
            output.result(&format!("{}\n", remark.get(output.lang)))?;
        }
        return Ok(if found.is_empty() { DONE } else { FINDINGS });
    }
    if args::text(matches, "format") == Some("json") {
        write_json(output, &ledger.to_json())?;
        return Ok(DONE);
    }
    output.result(&ledger.to_text(output.lang))?;
    for remark in ledger.remarks() {
        output.warn(&remark);
    }
    Ok(DONE)
}
