//! `readings`: the decisions that the sources leave open.

use super::write_json;
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::{pick, say};
use crate::wrap::wrap;
use clap::ArgMatches;
use kvinnofrid::edition::Edition;
use kvinnofrid::model::Interpretation;
use kvinnofrid::text::Lang;
use serde_json::Value;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let rules = args::rules(matches)?;
    let edition = args::edition(matches, &rules, &args::options(matches)?)?;
    let readings = &edition.model().interpretations;
    if args::text(matches, "format") == Some("json") {
        let list = readings.iter().map(Interpretation::to_json).collect();
        write_json(output, &Value::Array(list))?;
    } else {
        let width = output.terminal.width.clamp(40, 100);
        output.result(&page(&edition, output.lang, width))?;
    }
    Ok(DONE)
}

fn page(edition: &Edition, lang: Lang, width: usize) -> String {
    let readings = &edition.model().interpretations;
    let (id, count) = (edition.id(), readings.len());
    let heading = say!(
        "{id}: {count} tolkningar. * är det som gäller om inget annat sägs; byt med --reading TOLKNING=ALTERNATIV.",
        "{id}: {count} readings. * is what holds unless you say otherwise; switch with --reading READING=ALTERNATIVE."
    );
    let mut page = wrap(heading.get(lang), "", width);
    for reading in readings {
        page.push('\n');
        let number = reading.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
        page.push_str(&wrap(&format!("{number}{}", reading.id), "", width));
        page.push_str(&wrap(&reading.question, "  ", width));
        page.push_str(&wrap(&reading.why, pick(lang, ("  Varför: ", "  Why: ")), width));
        if let Some(why) = &reading.without_effect {
            page.push_str(&wrap(why, pick(lang, ("  Utan verkan: ", "  Without effect: ")), width));
        }
        let widest = reading.alternatives.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0);
        for (number, (id, meaning)) in reading.alternatives.iter().enumerate() {
            let mark = if number == reading.chosen { '*' } else { ' ' };
            let space = " ".repeat(widest - id.chars().count());
            page.push_str(&wrap(meaning, &format!("  {mark} {id}{space}  "), width));
        }
    }
    page
}
