//! `programmes`: lists programmes and editions.

use super::write_json;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::edition::Edition;
use kvinnofrid::editions::editions_text;
use kvinnofrid::error::Error;
use kvinnofrid::output::html;
use kvinnofrid::text::{Lang, Text};
use serde_json::Value;
use std::sync::Arc;

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
    let lang = output.lang;
    let summaries = || Value::Array(editions.iter().map(|edition| edition.summary()).collect());
    if args::text(matches, "format") == Some("json") {
        write_json(output, &summaries())?;
    } else if args::text(matches, "format") == Some("html") {
        let (title, fragment) = match (edition, editions.as_slice()) {
            (Some(_), [edition]) => (edition.id(), html::programme(&edition.describe(), lang)),
            _ => ("kvinnofrid".to_owned(), html::editions(&summaries(), lang)),
        };
        output.result(&html::page(&title, &fragment, lang))?;
    } else if let (Some(_), [edition]) = (edition, editions.as_slice()) {
        let width = output.terminal.width.clamp(40, 100);
        output.result(&edition.to_text(output.lang, width))?;
    } else {
        output.result(&editions_text(&editions, output.lang))?;
    }
    let findings = rules.check_form();
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
