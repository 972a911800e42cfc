//! `check`: the findings in rule files.

use super::rule_sets::{files_read, rule_sets};
use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::diagnostic::render::Format;
use kvinnofrid::diagnostic::{Diagnostics, code, nearest};
use kvinnofrid::error::Error;
use kvinnofrid::rules::Rules;
use serde_json::Value;
use std::rc::Rc;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    if matches.contains_id("explain") {
        return match args::text(matches, "explain") {
            Some(code) => explain(code, output),
            None => list(output),
        };
    }
    let checked: Vec<(Rc<Rules>, Diagnostics)> = rule_sets(matches)?
        .into_iter()
        .map(|rules| {
            let findings = rules.check();
            (rules, findings)
        })
        .collect();
    let all: Diagnostics = checked.iter().flat_map(|(_, findings)| findings.iter().cloned()).collect();
    let draw = |output: &Output<'_>, format| -> Vec<String> {
        checked.iter().map(|(rules, findings)| output.findings(findings, rules.sources(), format)).collect()
    };
    match args::text(matches, "format") {
        Some("json") => {
            let mut array = Vec::new();
            for drawn in draw(output, Format::Json) {
                let findings: Vec<Value> = serde_json::from_str(&drawn).map_err(Error::unwritten)?;
                array.extend(findings);
            }
            write_json(output, &Value::Array(array))?;
        }
        format => {
            let format = if format == Some("concise") { Format::Concise } else { Format::Full };
            for drawn in draw(output, format) {
                output.result(&drawn)?;
            }
            let summary = all.summary_of(&files_read(checked.iter().map(|(rules, _)| rules)));
            output.result(&format!("{}\n", summary.get(output.lang)))?;
        }
    }
    Ok(if all.has_errors() { FINDINGS } else { DONE })
}

/// Lists every code with its headline, one per line.
fn list(output: &mut Output<'_>) -> Result<u8, Failure> {
    for entry in code::CATALOGUE {
        output.result(&format!("{}  {}\n", entry.code.0, entry.headline(output.lang)))?;
    }
    Ok(DONE)
}

fn explain(asked: &str, output: &mut Output<'_>) -> Result<u8, Failure> {
    if let Some(entry) = code::find(asked) {
        output.result(&entry.page(output.lang))?;
        return Ok(DONE);
    }
    let upper = asked.to_uppercase();
    Err(Failure::usage(match nearest(&upper, code::CATALOGUE.iter().map(|entry| entry.code.0)) {
        Some(near) => {
            say!(
                "felkoden `{asked}` finns inte; menades `{near}`?",
                "there is no code `{asked}`; was `{near}` meant?"
            )
        }
        None => say!(
            "felkoden `{asked}` finns inte; koder ser ut som `E0301`, och `check --explain` visar alla",
            "there is no code `{asked}`; codes look like `E0301`, and `check --explain` shows all"
        ),
    }))
}
