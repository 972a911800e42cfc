//! `test`: runs the examples of rule files, and says what they do not notice.

use super::rule_sets::rule_sets;
use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::diagnostic::render::Format;
use kvinnofrid::mutate::Mutations;
use serde_json::Value;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let mut passed = true;
    let mut sets: Vec<Value> = Vec::new();
    let written = args::text(matches, "format");
    if written == Some("rhai") && !matches.get_flag("mutate") {
        return Err(Failure::usage(say!(
            "`--format rhai` skriver exempel för det som `--mutate` hittar; ange det också",
            "`--format rhai` writes examples for what `--mutate` finds; give that too"
        )));
    }
    for rules in rule_sets(matches)? {
        let run = rules.test();
        passed &= run.passed();
        let of_rules = |error| Failure::of_rules(error, &rules);
        let coverage = match matches.get_flag("coverage") && !run.findings.has_errors() {
            true => Some(rules.coverage().map_err(of_rules)?),
            false => None,
        };
        let mutations = match matches.get_flag("mutate") && run.passed() {
            true => Some(rules.mutations().map_err(of_rules)?),
            false => None,
        };
        passed &= mutations.as_ref().is_none_or(Mutations::is_clean);
        let format = match written {
            Some("json") => {
                let mut set = run.to_json(rules.sources(), output.lang);
                if let Value::Object(set) = &mut set {
                    set.extend(coverage.map(|coverage| ("coverage".to_owned(), coverage.to_json())));
                    let mutations = mutations.map(|mutations| mutations.to_json(output.lang));
                    set.extend(mutations.map(|mutations| ("mutations".to_owned(), mutations)));
                }
                sets.push(set);
                continue;
            }
            Some("rhai") if run.passed() => {
                output.result(&mutations.map(|found| found.to_examples(output.lang)).unwrap_or_default())?;
                continue;
            }
            Some("concise") => Format::Concise,
            _ => Format::Full,
        };
        let findings = output.findings(&run.findings, rules.sources(), format);
        output.result(&findings)?;
        let text = run.to_text(rules.sources(), output.lang);
        let files = rules.files_read();
        output.result(&format!("{} ({})\n", text.trim_end(), files.get(output.lang)))?;
        if let Some(coverage) = coverage {
            output.result(&coverage.to_text(output.lang))?;
        }
        if let Some(mutations) = mutations {
            output.result(&mutations.to_text(output.lang))?;
        }
    }
    if !sets.is_empty() {
        write_json(output, &Value::Array(sets))?;
    }
    Ok(if passed { DONE } else { FINDINGS })
}
