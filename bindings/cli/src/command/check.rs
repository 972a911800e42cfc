//! `check`: the findings in rule files.

use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::diagnostic::render::Format;
use kvinnofrid::diagnostic::{Diagnostics, code, nearest};
use kvinnofrid::rules::Rules;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    if let Some(code) = args::text(matches, "explain") {
        return explain(code, output);
    }
    let folders = folders(matches);
    let sets: Vec<Rc<Rules>> = if folders.is_empty() {
        vec![args::rules(matches)?]
    } else {
        folders.iter().map(|folder| Ok(Rc::new(Rules::open(folder)?))).collect::<Result<_, Failure>>()?
    };
    let checked: Vec<(Rc<Rules>, Diagnostics)> = sets
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
                let findings: Vec<Value> =
                    serde_json::from_str(&drawn).map_err(|error| Failure::internal(&error.to_string()))?;
                array.extend(findings);
            }
            write_json(output, &Value::Array(array))?;
        }
        format => {
            let format = if format == Some("concise") { Format::Concise } else { Format::Full };
            for drawn in draw(output, format) {
                output.result(&drawn)?;
            }
            if !all.is_empty() {
                let summary = format!("{}\n", all.summary().get(output.lang));
                output.result(&summary)?;
            }
        }
    }
    Ok(if all.has_errors() { FINDINGS } else { DONE })
}

/// The folders to check, each once: the files of a folder are one program, so a file stands for its folder.
fn folders(matches: &ArgMatches) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for path in matches.get_many::<PathBuf>("path").into_iter().flatten() {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = if path.is_file() { parent.unwrap_or(Path::new(".")) } else { path };
        if !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
    folders
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
            "felkoden `{asked}` finns inte; koder ser ut som `E0301` och står i varje felmeddelande",
            "there is no code `{asked}`; codes look like `E0301` and stand in each finding"
        ),
    }))
}
