//! `programmes`: which programmes and editions there are.

mod page;

use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::{pick, say};
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::text::{Lang, Text};
use serde_json::Value;
use std::sync::Arc;

/// How much of a digest people are shown.
const DIGEST: usize = 12;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let rules = args::rules(matches)?;
    let (id, edition) = match args::text(matches, "programme") {
        Some(named) => named.split_once('@').map_or((Some(named), None), |(id, e)| (Some(id), Some(e))),
        None => (None, None),
    };
    let programmes = match id {
        Some(id) => vec![rules.programme(id).map_err(|error| Failure::of_rules(error, &rules))?],
        None => rules.programmes(),
    };
    let options = args::options(matches)?;
    let mut editions: Vec<Arc<Edition>> = Vec::new();
    let mut gaps: Vec<Error> = Vec::new();
    for programme in &programmes {
        if edition.is_none() && options.on.is_none() {
            editions.extend(programme.editions().iter().cloned());
            continue;
        }
        match programme.choose(edition, &options) {
            Ok(edition) => editions.push(edition),
            Err(gap) => gaps.push(gap),
        }
    }
    if editions.is_empty()
        && let Some(last) = gaps.pop()
    {
        for gap in &gaps {
            output.error(&both(gap));
        }
        return Err(last.into());
    }
    for gap in &gaps {
        output.warn(&both(gap));
    }
    if args::text(matches, "format") == Some("json") {
        write_json(output, &Value::Array(editions.iter().map(|edition| edition.summary()).collect()))?;
    } else if let (Some(_), [edition]) = (edition, editions.as_slice()) {
        let width = output.terminal.width.clamp(40, 100);
        output.result(&page::page(edition, output.lang, width))?;
    } else {
        output.result(&table(&editions, output.lang))?;
    }
    let findings = rules.check();
    if findings.has_errors() {
        let summary = findings.summary();
        let (sv, en) = (summary.get(Lang::Sv), summary.get(Lang::En));
        output.error(&say!(
            "{sv}: alla utgåvor kan inte visas; kör `kvinnofrid check`",
            "{en}: not every edition can be shown; run `kvinnofrid check`"
        ));
        return Ok(FINDINGS);
    }
    Ok(DONE)
}

fn both(error: &Error) -> Text {
    Text::new(error.message(Lang::Sv), error.message(Lang::En))
}

fn table(editions: &[Arc<Edition>], lang: Lang) -> String {
    let heads = [
        ("program", "programme"),
        ("utgåva", "edition"),
        ("gäller", "in force"),
        ("status", "status"),
        ("revision", "revision"),
        ("digest", "digest"),
        ("titel", "title"),
    ];
    let mut rows = vec![heads.map(|head| pick(lang, head).to_owned())];
    rows.extend(editions.iter().map(|edition| {
        let head = edition.head();
        [
            head.programme.clone(),
            head.edition.clone(),
            format!("{}–{}", head.in_force.start, head.in_force.end),
            head.status.name().to_owned(),
            head.revision.clone(),
            edition.digest().chars().take(DIGEST).collect(),
            head.title.clone(),
        ]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut table = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
