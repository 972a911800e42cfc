//! `test`: runs the examples of rule files.

use super::rule_sets::rule_sets;
use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::diagnostic::render::Format;
use serde_json::Value;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let mut passed = true;
    let mut sets: Vec<Value> = Vec::new();
    for rules in rule_sets(matches)? {
        let run = rules.test();
        passed &= run.passed();
        let format = match args::text(matches, "format") {
            Some("json") => {
                sets.push(run.to_json(rules.sources(), output.lang));
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
    }
    if !sets.is_empty() {
        write_json(output, &Value::Array(sets))?;
    }
    Ok(if passed { DONE } else { FINDINGS })
}
