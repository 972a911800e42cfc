//! One module for each verb.

mod baseline;
mod book;
mod check;
mod classify;
mod diff;
mod example;
mod explain;
mod fmt;
mod ledger;
mod lsp;
mod members;
mod merge;
mod new;
mod notes;
mod programmes;
mod readings;
mod report;
mod rule_sets;
mod sample;
mod schema;
mod sign;
mod test;
mod validate;
mod verify;
mod words;
mod worklist;

use crate::failure::Failure;
use crate::output::Output;
use clap::ArgMatches;
use kvinnofrid::error::Error;
use std::io::BufRead;

/// Runs a verb and returns the exit code.
pub(crate) fn run(
    verb: &str,
    matches: &ArgMatches,
    stdin: &mut (dyn BufRead + Send),
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    match verb {
        "baseline" => baseline::run(matches, stdin, output),
        "book" => book::run(matches, output),
        "check" => check::run(matches, output),
        "classify" => classify::run(matches, stdin, output),
        "diff" => diff::run(matches, stdin, output),
        "example" => example::run(matches, stdin, output),
        "explain" => explain::run(matches, stdin, output),
        "fmt" => fmt::run(matches, stdin, output),
        "ledger" => ledger::run(matches, output),
        "lsp" => lsp::run(stdin, output),
        "members" => members::run(matches, stdin, output),
        "merge" => merge::run(matches, output),
        "new" => new::run(matches, output),
        "programmes" => programmes::run(matches, output),
        "readings" => readings::run(matches, output),
        "report" => report::run(matches, stdin, output),
        "sample" => sample::run(matches, output),
        "schema" => schema::run(matches, output),
        "sign" => sign::run(matches, stdin, output),
        "test" => test::run(matches, output),
        "validate" => validate::run(matches, stdin, output),
        "verify" => verify::run(matches, stdin, output),
        "words" => words::run(matches, output),
        "worklist" => worklist::run(matches, stdin, output),
        // Cannot happen: the parser of arguments knows the verbs above, which a test holds.
        _ => Err(Failure::internal("unknown verb")),
    }
}

/// Writes a value as indented JSON.
fn write_json(output: &mut Output<'_>, value: &serde_json::Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(Error::unwritten)?;
    output.result(&format!("{text}\n"))
}
