//! `minsta_antal` of an edition and `årsmål` of an indicator.

use super::cited::citation;
use super::entries::Entries;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::model::{Model, YearTarget};
use crate::language::syntax::{Node, Value};
use crate::language::yardstick::{Bound, Minimum, Target};
use rust_decimal::Decimal;

/// `#{ svar: 5, svarande: 10 }`, or `()` for no minimum.
pub(super) fn minimum(entries: &mut Entries<'_>, node: &Node) -> Option<Option<Minimum>> {
    let map = match &node.value {
        Value::Unit => return Some(None),
        Value::Map(map) => map,
        _ => {
            entries.wrong(
                node.span,
                say!(
                    "här ska `#{{ svar: …, svarande: … }}` stå",
                    "a map with `answers` and `respondents` should stand here"
                ),
                say!(
                    "skriv `#{{ svar: 5, svarande: 10 }}`, eller `()` för ingen gräns",
                    "write `#{{ answers: 5, respondents: 10 }}`, or `()` for no limit"
                ),
            );
            return None;
        }
    };
    let mut inner = Entries::new(say!("`minsta_antal`", "`minimum`"), map, node.span, entries.diagnostics);
    let answers = inner.required("svar").and_then(|node| whole(&mut inner, node));
    let respondents = inner.required("svarande").and_then(|node| whole(&mut inner, node));
    inner.finish();
    Some(Some(Minimum { answers: answers?, respondents: respondents? }))
}

fn whole(entries: &mut Entries<'_>, node: &Node) -> Option<u64> {
    let number = match node.value {
        Value::Int(number) => u64::try_from(number).ok(),
        _ => None,
    };
    if number.is_none() {
        entries.wrong(
            node.span,
            say!(
                "här ska ett helt tal stå, noll eller större",
                "a whole number, zero or more, should stand here"
            ),
            say!("skriv till exempel `5`", "write for example `5`"),
        );
    }
    number
}

/// Reads `[#{ år: 2013, minst: 0.9, källa: …, ställe: … }, …]`, one target for each year.
pub(super) fn targets(
    model: &Model,
    entries: &mut Entries<'_>,
    node: &Node,
    id: &str,
    is_share: bool,
) -> Option<Vec<YearTarget>> {
    let example = ("#{ år: 2013, minst: 0.9, källa: … }", "#{ year: 2013, at_least: 0.9, source: … }");
    let mut targets: Vec<YearTarget> = Vec::new();
    for (item, map) in entries.maps(node, example)? {
        let inner = Entries::new(
            say!("årsmålet för `{id}`", "the annual target of `{id}`"),
            map,
            item.span,
            entries.diagnostics,
        );
        let Some(target) = target(model, inner, item.span, is_share) else { continue };
        if let Some(first) = targets.iter().find(|earlier| earlier.year == target.year) {
            let year = target.year;
            entries.diagnostics.push(
                Diagnostic::error(
                    code::WRONG_VALUE,
                    target.span,
                    say!(
                        "indikatorn `{id}` har två årsmål för {year}",
                        "the indicator `{id}` has two targets for {year}"
                    ),
                )
                .related(first.span, say!("det första", "the first"))
                .help(say!("ta bort det ena", "remove one of them")),
            );
        }
        targets.push(target);
    }
    Some(targets)
}

fn target(model: &Model, mut entries: Entries<'_>, span: Span, is_share: bool) -> Option<YearTarget> {
    let year = entries.required("år").and_then(|node| year(&mut entries, node));
    let sides = [(Bound::AtLeast, entries.get("minst")), (Bound::AtMost, entries.get("högst"))];
    let target = match sides {
        [(bound, Some(node)), (_, None)] | [(_, None), (bound, Some(node))] => {
            figure(&mut entries, node, is_share).map(|value| Target { bound, value })
        }
        _ => {
            entries.wrong(
                span,
                say!(
                    "ett årsmål är antingen `minst` eller `högst`",
                    "a target is either `at_least` or `at_most`"
                ),
                say!("skriv det ena av dem", "write one of them"),
            );
            None
        }
    };
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Some(YearTarget { year: year?, target: target?, citation, span })
}

fn year(entries: &mut Entries<'_>, node: &Node) -> Option<i32> {
    let year = match node.value {
        Value::Int(year) => i32::try_from(year).ok().filter(|year| (1..=9999).contains(year)),
        _ => None,
    };
    if year.is_none() {
        entries.wrong(
            node.span,
            say!("här ska ett årtal stå", "a year should stand here"),
            say!("skriv till exempel `2013`", "write for example `2013`"),
        );
    }
    year
}

/// Reads a count, or a share from 0 to 1.
fn figure(entries: &mut Entries<'_>, node: &Node, is_share: bool) -> Option<Decimal> {
    let number = match node.value {
        Value::Int(number) => Some(Decimal::from(number)),
        Value::Decimal(number) => Some(number),
        _ => None,
    };
    let fits = |number: &Decimal| {
        !number.is_sign_negative() && if is_share { *number <= Decimal::ONE } else { number.is_integer() }
    };
    let found = number.filter(fits);
    if found.is_none() {
        let (message, help) = if is_share {
            (
                say!(
                    "målet för en andel är ett tal från 0 till 1",
                    "the target of a share is a number from 0 to 1"
                ),
                say!("skriv till exempel `0.9` för 90 procent", "write for example `0.9` for 90 per cent"),
            )
        } else {
            (
                say!(
                    "målet för ett antal är ett helt tal, noll eller större",
                    "the target of a count is a whole number, zero or more"
                ),
                say!("skriv till exempel `10`", "write for example `10`"),
            )
        };
        entries.wrong(node.span, message, help);
    }
    found
}
