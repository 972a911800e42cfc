//! The reference as text: a list with a line for each item, and pages.

use super::{Item, Kind};
use crate::findings::diagnostic::code;
use crate::findings::text::Lang;
use crate::present::wrap::wrap;

/// Returns a list of the items with a line for each: its name and the first sentence of what it means, below headings.
/// Lines are at most `width` columns wide.
#[must_use]
pub fn list(items: &[&Item], lang: Lang, width: usize) -> String {
    let mut text = String::new();
    let mut heading = String::new();
    let widest = items.iter().map(|item| item.name(lang).chars().count()).max().unwrap_or(0).min(28);
    for item in items {
        let own = headline(item, lang);
        if own != heading {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&format!("{own}\n"));
            heading = own;
        }
        let name = item.name(lang);
        let space = " ".repeat(widest.saturating_sub(name.chars().count()));
        let meaning = match item.kind {
            Kind::Diagnostic => item.takes.get(lang),
            _ => first_sentence(item.does.get(lang)),
        };
        let meaning = if meaning.is_empty() { item.takes.get(lang) } else { meaning };
        text.push_str(&wrap(meaning, &format!("  {name}{space}  "), width));
    }
    text
}

/// Returns a page for each of the items. Lines of running text are at most `width` columns wide.
#[must_use]
pub fn pages(items: &[&Item], lang: Lang, width: usize) -> String {
    items.iter().map(|item| page(item, lang, width)).collect::<Vec<_>>().join("\n")
}

fn page(item: &Item, lang: Lang, width: usize) -> String {
    if let Some(entry) = code::find(&item.name).filter(|_| item.kind == Kind::Diagnostic) {
        return entry.page(lang);
    }
    let other = match lang {
        Lang::Sv => &item.english,
        Lang::En => &item.name,
    };
    let name = item.name(lang);
    let in_other = match lang {
        _ if other == name => String::new(),
        Lang::Sv => format!(" (på engelska {other})"),
        Lang::En => format!(" (in Swedish {other})"),
    };
    let kind = what(item, lang);
    let mut text = wrap(&format!("{name}{in_other}: {kind}"), "", width);
    let mut line = |first: &str, said: &str| {
        if !said.is_empty() {
            text.push_str(&wrap(said, first, width));
        }
    };
    line("  ", item.does.get(lang));
    let takes = match (item.kind, lang) {
        (Kind::Function | Kind::Method, Lang::Sv) => "  Ger: ",
        (Kind::Function | Kind::Method, Lang::En) => "  Returns: ",
        (_, Lang::Sv) => "  Typ: ",
        (_, Lang::En) => "  Type: ",
    };
    if item.kind != Kind::Key {
        line(pick(lang, "  Skrivs: ", "  Written: "), item.form.get(lang));
    }
    line(takes, item.takes.get(lang));
    if let Some(required) = &item.required {
        line(pick(lang, "  Krav: ", "  Required: "), required.get(lang));
    }
    if item.by_reading {
        let said = pick(
            lang,
            "kan vara `enligt(…)`, ett värde för varje alternativ i en tolkning",
            "can be `according_to(…)`, a value for each alternative of an interpretation",
        );
        line(pick(lang, "  Tolkning: ", "  Interpretation: "), said);
    }
    let widest = item.values.iter().map(|(value, _)| value.chars().count()).max().unwrap_or(0).min(24);
    for (value, meaning) in &item.values {
        let space = " ".repeat(widest.saturating_sub(value.chars().count()));
        let meaning = meaning.get(lang);
        line(&format!("    {value}{space}  "), if meaning.is_empty() { " " } else { meaning });
    }
    if let Some(place) = &item.place {
        line(pick(lang, "  Står i: ", "  Declared in: "), &format!("{}:{}", place.file, place.line));
    }
    if let Some(example) = &item.example {
        text.push_str(pick(lang, "  Exempel:\n", "  Example:\n"));
        let mut rows = example.rule.lines();
        text.push_str(&format!("    {}\n", rows.next().unwrap_or_default()));
        let rest: Vec<&str> = rows.collect();
        let margin = rest.last().map_or(0, |last| last.len() - last.trim_start().len());
        for row in rest {
            text.push_str(&format!("    {}\n", row.get(margin..).unwrap_or(row)));
        }
        if let (Some(record), Some(answer)) = (&example.record, example.answer) {
            let answer = match (answer, lang) {
                (Some(true), _) => "true",
                (Some(false), _) => "false",
                (None, Lang::Sv) => "okänt",
                (None, Lang::En) => "unknown",
            };
            text.push_str(&format!(
                "    {}\n",
                match lang {
                    Lang::Sv => format!("ger {answer} för {record}"),
                    Lang::En => format!("gives {answer} for {record}"),
                }
            ));
        }
    }
    text
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").and_then(|end| text.get(..=end)).unwrap_or(text)
}

fn pick(lang: Lang, sv: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// Returns what an item is, on its page.
pub(crate) fn what(item: &Item, lang: Lang) -> String {
    let within = item.within.as_deref().unwrap_or_default();
    match (item.kind, lang) {
        (Kind::Word, Lang::Sv) => "ett ord som inleder en regel".into(),
        (Kind::Word, Lang::En) => "a word that begins a declaration".into(),
        (Kind::Key, Lang::Sv) => format!("nyckel i `{within}`"),
        (Kind::Key, Lang::En) => format!("key of `{within}`"),
        (Kind::Value, Lang::Sv) => format!("ett av värdena för `{within}`"),
        (Kind::Value, Lang::En) => format!("one of the values of `{within}`"),
        (Kind::FieldType, Lang::Sv) => "typ för ett fält i `post`".into(),
        (Kind::FieldType, Lang::En) => "type of a field in `record`".into(),
        (Kind::ValueFunction, Lang::Sv) => "värde i en regel".into(),
        (Kind::ValueFunction, Lang::En) => "value of a declaration".into(),
        (Kind::Name, Lang::Sv) => "namn som alltid finns".into(),
        (Kind::Name, Lang::En) => "name that is always there".into(),
        (Kind::Function, Lang::Sv) => "funktion i villkor".into(),
        (Kind::Function, Lang::En) => "function of conditions".into(),
        (Kind::Method, Lang::Sv) => "fråga till en lista, i villkor".into(),
        (Kind::Method, Lang::En) => "list method of conditions".into(),
        (Kind::Construct, Lang::Sv) => "byggsten i villkor".into(),
        (Kind::Construct, Lang::En) => "building block of conditions".into(),
        (Kind::Record, Lang::Sv) => "slag av poster".into(),
        (Kind::Record, Lang::En) => "record type".into(),
        (Kind::Field, Lang::Sv) => format!("fält i posten `{within}`"),
        (Kind::Field, Lang::En) => format!("field of the record `{within}`"),
        (Kind::Reading, Lang::Sv) => format!("tolkning i {within}"),
        (Kind::Reading, Lang::En) => format!("interpretation (reading) of {within}"),
        (Kind::Declaration, Lang::Sv) => format!("regel i {within}"),
        (Kind::Declaration, Lang::En) => format!("rule of {within}"),
        (Kind::OwnFunction, Lang::Sv) => "funktion eller konstant i regelfilerna".into(),
        (Kind::OwnFunction, Lang::En) => "function or constant of rule files".into(),
        (Kind::Diagnostic, Lang::Sv) => "felkod".into(),
        (Kind::Diagnostic, Lang::En) => "code of a finding".into(),
    }
}

/// Returns the heading that an item is listed under.
pub(crate) fn headline(item: &Item, lang: Lang) -> String {
    let within = item.within.as_deref().unwrap_or_default();
    let fixed = match item.kind {
        Kind::Key => return pick(lang, "Nycklar i ", "Keys of ").to_owned() + within,
        Kind::Value => return pick(lang, "Värden för ", "Values of ").to_owned() + within,
        Kind::Field => return pick(lang, "Fält i posten ", "Fields of the record ").to_owned() + within,
        Kind::Reading => return pick(lang, "Tolkningar i ", "Readings of ").to_owned() + within,
        Kind::Declaration => return pick(lang, "Regler i ", "Rules of ").to_owned() + within,
        Kind::OwnFunction => {
            return pick(lang, "Funktioner i regelfilerna", "Functions of rule files").to_owned();
        }
        Kind::Word => ("Ord som inleder en regel", "Words that begin a declaration"),
        Kind::FieldType => ("Typer för fält", "Types of fields"),
        Kind::ValueFunction => ("Värden i regler", "Values of declarations"),
        Kind::Name => ("Namn som alltid finns", "Names that are always there"),
        Kind::Function => ("Funktioner i villkor", "Functions of conditions"),
        Kind::Method => ("Frågor till listor, i villkor", "List methods of conditions"),
        Kind::Construct => ("Byggstenar i villkor", "Building blocks of conditions"),
        Kind::Record => ("Slag av poster", "Record types"),
        Kind::Diagnostic => ("Felkoder", "Codes of findings"),
    };
    pick(lang, fixed.0, fixed.1).to_owned()
}
