//! No key is silent: of each key of each declaration, a changed value is a change that `diff` tells.

#![allow(clippy::string_slice, reason = "a test that can't go on fails")]

use super::*;
use crate::findings::source::token_length;
use crate::language::script::statements;
use crate::language::words::keys::{Key, PLACES, Place, Takes};
use crate::language::words::{Word, declaration, key};
use std::ops::Range;

/// A programme with every word and every key, and with something else to choose for what is only there once.
fn programme() -> String {
    let text = include_str!("../../reference/exempel.rhai");
    let second = text.find("källa(\"Programmet\"").unwrap();
    let source = &text[second..second + text[second..].find("});").unwrap() + 3];
    let source = source.replacen("källa(\"Programmet\"", "källa(\"Bilagan\"", 1);
    let goal =
        "mål(\"kunskap\", #{ namn: \"Kunskap\", källa: \"Programmet\", ställe: \"Mål 1\", målgrupp: () });";
    let record = text.find("post(\"ärende\"").unwrap();
    let record = &text[record..record + text[record..].find("});").unwrap() + 3];
    let record = record.replacen("ärende", "kopia", 1);
    format!("{text}\n{source}\n{goal}\n{record}\n")
}

fn read(text: &str) -> Option<Arc<Edition>> {
    read_in("2030-2031", text)
}

fn read_in(edition: &str, text: &str) -> Option<Arc<Edition>> {
    let name = format!("staden/programmet/{edition}/10.rhai");
    let rules = Rules::from_files([(name, text.as_bytes().to_vec())]);
    super::super::editions(&rules, None).ok()?.first().cloned()
}

/// Returns the entries of the first map of `text` from `from` on: each key in Swedish, and where its value is.
fn entries(text: &str, from: usize) -> Vec<(String, Range<usize>)> {
    let mut at = from + text[from..].find("#{").unwrap() + 2;
    let (mut depth, mut found, mut name, mut start) = (0, Vec::new(), String::new(), None);
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let token = &text[at..at + token_length(&text[at..])];
        match token {
            "(" | "[" | "{" | "#{" => depth += 1,
            ")" | "]" | "}" if depth > 0 => depth -= 1,
            "}" | "," if depth == 0 => {
                if let Some(start) = start.take() {
                    let end = start + text[start..at].trim_end().len();
                    found.push((key(&name).unwrap_or(&name).to_owned(), start..end));
                }
                if token == "}" {
                    return found;
                }
            }
            ":" if depth == 0 && start.is_none() => {
                at += 1;
                start = Some(at + text[at..].len() - text[at..].trim_start().len());
                continue;
            }
            _ if start.is_none() => name = token.trim_matches('"').to_owned(),
            _ => {}
        }
        at += token.len();
    }
}

/// Returns where the maps of a value begin: its own, or those of its list.
fn maps_in(text: &str, value: &Range<usize>) -> Vec<usize> {
    let (mut at, mut depth, mut found) = (value.start, 0, Vec::new());
    while at < value.end {
        let token = &text[at..at + token_length(&text[at..]).max(1)];
        match token {
            "#{" if depth == 0 => found.push(at),
            "]" if depth == 0 => break,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        depth += i32::from(matches!(token, "(" | "{" | "#{") || (token == "[" && at > value.start));
        at += token.len();
        at += text[at..].len() - text[at..].trim_start().len();
    }
    found
}

/// Returns where the maps of a place begin.
fn maps(text: &str, place: &Place) -> Vec<usize> {
    let is_of_word = |range: &Range<usize>| {
        text[range.clone()].split_once('(').and_then(|(word, _)| declaration(word.trim())) == Some(place.word)
    };
    let start = |range: Range<usize>| range.start + text[range].find("#{").unwrap();
    let mut maps: Vec<usize> = statements(text).into_iter().filter(is_of_word).map(start).collect();
    for step in place.within {
        let inside = |from: usize| {
            let entries = entries(text, from).into_iter();
            entries
                .filter(|(name, _)| name == step || *step == "*")
                .flat_map(|(_, value)| maps_in(text, &value))
        };
        maps = maps.into_iter().flat_map(inside).collect();
    }
    maps
}

/// Returns the programme with something else at a key of a map, or nothing; where the map has no such key, with one.
fn edits(text: &str, map: usize, key: &Key) -> Vec<String> {
    let entries = entries(text, map);
    let value = |name: &str| entries.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    let start = |value: &Range<usize>| text[..value.start].rfind(['{', ',']).unwrap() + 1;
    let with = |range: Range<usize>, other: &str| [&text[..range.start], other, &text[range.end..]].concat();
    let mut edits = Vec::new();
    match value(key.name) {
        Some(value) => {
            let others = others(key.takes, &text[value.clone()]).into_iter();
            edits.extend(others.map(|other| with(value.clone(), &other)));
            let end = value.end + usize::from(text[value.end..].starts_with(','));
            edits.push(with(start(&value)..end, ""));
        }
        None => {
            let others = others(key.takes, "").into_iter().filter(|other| other != "()");
            edits.extend(others.map(|other| with(map + 2..map + 2, &format!(" {}: {other},", key.name))));
        }
    }
    // What is cited is a passage or a reading.
    if ["källa", "ställe", "tolkning"].contains(&key.name) {
        if let (Some(source), Some(passage)) = (value("källa"), value("ställe")) {
            edits.push(with(start(&source)..passage.end, " tolkning: \"ordning\""));
        }
        if let Some(reading) = value("tolkning") {
            edits.push(with(start(&reading)..reading.end, " källa: \"Programmet\", ställe: \"Mål 1\""));
        }
    }
    // The conditions of a programme are about one record type.
    if matches!(key.takes, Takes::Id(Word::Record)) {
        edits.push(text.replace("post: \"ärende\"", "post: \"kopia\""));
    }
    edits
}

/// Returns what may be written in place of a value.
fn others(takes: Takes, value: &str) -> Vec<String> {
    let quoted = |text: &str| format!("\"{text}\"");
    let negated = || {
        let (head, body) = value.rsplit_once("| ").unwrap_or_default();
        format!("{head}| !({body})")
    };
    let mut others: Vec<String> = match takes {
        Takes::Text | Takes::TextsByName => vec![
            value.replacen("\",", " och mer\",", 1),
            format!("{} och mer\"", value.trim_end_matches('"')),
            quoted("2.0.0"),
        ],
        Takes::Whole | Takes::Number | Takes::Days | Takes::Value => {
            ["7", "\"2-2029\"", "2031"].map(str::to_owned).into()
        }
        Takes::Day | Takes::DayOrUnknown => vec![quoted("2030-02-02"), "okänt".into()],
        Takes::Period => vec!["period(\"2030-01-01\", \"2031-06-30\")".into()],
        Takes::ExamplePeriod => vec![quoted("2031")],
        Takes::Condition | Takes::OptionalCondition => vec![negated(), "|p| true".into()],
        Takes::ConditionOrList => vec![negated(), value.replacen("in period", "<= period.slut", 1)],
        Takes::KeyOfElement => vec!["()".into()],
        Takes::ValueOfRecord => vec!["|p| p.första_kontakt".into(), value.replacen("18", "20", 1)],
        Takes::Id(word) | Takes::OptionalId(word) => match word {
            Word::Source => vec![quoted("Bilagan")],
            Word::Record => Vec::new(),
            Word::TargetGroup => vec![quoted("barn")],
            Word::Goal => vec![quoted("kunskap")],
            Word::Interpretation => vec![quoted("åldersdag")],
            _ => vec![quoted("insatser")],
        },
        Takes::EditionId => vec![quoted("staden/programmet@2026-2027")],
        Takes::EarlierIndicator => vec![quoted("erbjudna")],
        Takes::Passage => vec![quoted("Inledning"), quoted("Rutiner")],
        Takes::Alternative => vec![quoted("första"), quoted("alla")],
        Takes::OneOf(values) => values.iter().map(|value| quoted(value.name.0)).collect(),
        Takes::Texts | Takes::Paths => vec![
            "[\"ny\"]".into(),
            "[\"alla-utsatta\"]".into(),
            "[]".into(),
            value.replacen(']', ", \"ny\"]", 1),
        ],
        Takes::Map | Takes::OptionalMap | Takes::Maps => {
            vec![
                "[]".into(),
                "()".into(),
                value.replacen("namn: \"", "namn: \"Nya ", 1),
                value.replacen("\"delvis\", ", "", 1),
            ]
        }
        Takes::Record => vec![value.replacen("kvinna", "man", 1)],
        Takes::Readings => vec![value.replacen("alla", "vuxna", 1)],
        Takes::PathsByGroup => vec![value.replacen("födelsedatum", "kön", 1)],
        Takes::FigureByIndicator => vec![value.replacen(": 1", ": 2", 1)],
        Takes::TruthByGroup | Takes::TruthBy(_) | Takes::Truth => {
            vec![value.replacen("true", "okänt", 1), value.replacen("false", "okänt", 1)]
        }
    };
    others.retain(|other| other != value);
    others
}

#[test]
fn a_changed_key_is_told_whichever_it_is() {
    let text = programme();
    let old = read(&text).unwrap();
    let mut silent = Vec::new();
    for place in PLACES {
        for key in place.keys {
            let path = format!("{} {} {}", place.word.swedish(), place.within.join("."), key.name);
            let edits = maps(&text, place).into_iter().flat_map(|map| edits(&text, map, key));
            let Some(new) = edits.into_iter().find_map(|edited| read(&edited)) else {
                silent.push(format!("{path}: nothing else can be written"));
                continue;
            };
            let diff = Diff::as_chosen(&old, &new).unwrap();
            let top = place.within.first().copied().unwrap_or(key.name);
            let is_told = |change: &Change| {
                let keys = match &change.kind {
                    ChangeKind::Reworded(keys) | ChangeKind::Changed(keys) => keys.as_slice(),
                    _ => &[],
                };
                let named = keys.iter().any(|key| key == top) || change.part.is_some();
                change.what == place.word.english() && named && change.at.is_some()
            };
            if !diff.changes.iter().any(is_told) {
                silent.push(format!("{path}: {:?}", lines(&diff)));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn a_field_a_function_and_a_constant_are_told_too() {
    let text = programme() + "const DAGAR = 14;";
    let old = read(&text).unwrap();
    for (from, to, wanted) in [
        ("antal_barn: heltal", "antal_barn: decimal", "record ärende: changed"),
        (
            "handläggarens_anteckning: text",
            "handläggarens_anteckning: känslig(text)",
            "record ärende: changed",
        ),
        ("const DAGAR = 14", "const DAGAR = 15", "constant DAGAR: changed"),
        (
            "{ period.start } else { period.slut }",
            "{ period.slut } else { period.slut }",
            "function åldersdagen: changed",
        ),
        (
            "enligt(\"åldersgräns\", #{ vuxna: |p| p.utsatt && gammal_nog(p), alla: |p| p.utsatt })",
            "enligt(\"åldersdag\", #{ första: |p| p.utsatt && gammal_nog(p), sista: |p| p.utsatt })",
            "target_group alla-utsatta condition: changed looser",
        ),
    ] {
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text, "{from}");
        let diff = Diff::of_editions(&old, &read(&edited).expect(to), &DiffOptions::default()).unwrap();
        assert!(lines(&diff).iter().any(|line| line.starts_with(wanted)), "{to}: {:?}", lines(&diff));
    }
}

#[test]
fn comments_and_layout_have_no_meaning() {
    let text = programme();
    let edited = text.replace(";\n", "; // en rad\n\n").replace("    ", "  ");
    let diff = Diff::as_chosen(&read(&text).unwrap(), &read(&edited).unwrap()).unwrap();
    assert!(diff.changes.is_empty(), "{:?}", lines(&diff));
}

#[test]
fn an_indicator_that_is_declared_to_continue_another_is_compared_with_it() {
    let new = programme();
    let old = new
        .replace("@2028-2029", "@2026-2027")
        .replace("@2030-2031", "@2028-2029")
        .replace("\"erbjudna-kvinnor\"", "\"erbjudna\"")
        .replace("\"kvinnor-erbjudna\"", "\"erbjudna-kvinnor\"");
    let new = new.replacen("i.erbjuden in period", "i.erbjuden <= period.slut", 1);
    let (old, new) = (read_in("2028-2029", &old).unwrap(), read(&new).unwrap());
    let diff = Diff::of_editions(&old, &new, &DiffOptions::default()).unwrap();
    let lines = lines(&diff);
    for wanted in ["indicator kvinnor-erbjudna: renamed", "indicator kvinnor-erbjudna count: changed looser"]
    {
        assert!(lines.iter().any(|line| line == wanted), "{lines:?}");
    }
    assert!(
        !lines.iter().any(|line| line.starts_with("indicator") && line.ends_with("removed")),
        "{lines:?}"
    );
}
