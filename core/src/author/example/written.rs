//! An example as the text of a rule file.

use super::expect::MADE_UP_KEY;
use super::{Example, ExpectedCase, Figure};
use crate::author::format::format;
use crate::edition::Edition;
use crate::findings::error::Error;
use crate::language::date::Period;
use crate::language::model::CaseworkKind;
use crate::present::output::short_period;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The width of a line in characters.
const WIDTH: usize = 110;

/// Returns an example as it is written in a file of examples, with `why` as its comment.
///
/// # Errors
/// [`Error::Internal`] if it could not be laid out.
pub(in crate::author) fn written(
    edition: &Edition,
    example: &Example,
    name: &str,
    why: &str,
) -> Result<String, Error> {
    let mut text = String::new();
    for line in why.lines() {
        text.push_str(&format!("// {line}\n"));
    }
    text.push_str(&format!("exempel({}, #{{\n", quoted(name)));
    let key = edition.layout().key_column();
    let key =
        key.and_then(|column| Some(edition.layout().tables.first()?.columns.get(column)?.name.as_str()));
    let mut record = match serde_json::from_str(&example.record) {
        Ok(Value::Object(record)) => record,
        _ => Map::new(),
    };
    if let Some(key) = key
        && record.get(key).and_then(Value::as_str) == Some(MADE_UP_KEY)
    {
        record.retain(|name, _| name != key);
    }
    text.push_str(&post(&record));
    text.push_str(&format!("    {}: {},\n", period_key(example.period), quoted(&period(example.period))));
    if !example.readings.is_empty() {
        let readings = example
            .readings
            .iter()
            .map(|(id, alternative)| format!("{}: {}", key_of(id), quoted(alternative)));
        text.push_str(&format!("    läsningar: {},\n", map(readings)));
    }
    text.push_str(&expected(example));
    text.push_str("});\n");
    format(&text)
}

/// Returns the record: its single values on lines of their own, each list on its own.
fn post(record: &Map<String, Value>) -> String {
    let mut text = String::from("    post: #{\n");
    let mut line = String::new();
    let push = |line: &mut String, text: &mut String| {
        if !line.is_empty() {
            text.push_str(&format!("        {}\n", line.trim_end()));
            line.clear();
        }
    };
    for (name, value) in record {
        let entry = format!("{}: {}, ", key_of(name), inline(value));
        match value {
            Value::Array(items) => {
                push(&mut line, &mut text);
                if entry.chars().count() + 8 <= WIDTH {
                    text.push_str(&format!("        {}\n", entry.trim_end()));
                } else {
                    text.push_str(&format!("        {}: [\n", key_of(name)));
                    for item in items {
                        text.push_str(&format!("            {},\n", inline(item)));
                    }
                    text.push_str("        ],\n");
                }
            }
            _ => {
                if line.chars().count() + entry.chars().count() + 8 > WIDTH {
                    push(&mut line, &mut text);
                }
                line.push_str(&entry);
            }
        }
    }
    push(&mut line, &mut text);
    text.push_str("    },\n");
    text
}

fn expected(example: &Example) -> String {
    let mut parts: Vec<String> = Vec::new();
    let groups = example
        .groups
        .iter()
        .filter_map(|group| Some(format!("{}: {}", key_of(&group.group), truth(group.belongs?))));
    parts.extend(named("målgrupper", groups.collect()));
    let missing = example
        .groups
        .iter()
        .filter_map(|group| Some(format!("{}: {}", key_of(&group.group), paths(group.missing.as_ref()?))));
    parts.extend(named("saknas", missing.collect()));
    let indicators = example
        .indicators
        .iter()
        .map(|indicator| format!("{}: {}", key_of(&indicator.indicator), figure(indicator.figure)));
    parts.extend(named("indikatorer", indicators.collect()));
    for kind in CaseworkKind::ALL {
        let cases = example.cases.iter().filter(|case| case.kind == kind);
        parts.extend(named(kind.key(), cases.map(case).collect()));
    }
    let line = format!("    väntat: {},\n", map(parts.iter().cloned()));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let lines: String = parts.iter().map(|part| format!("        {part},\n")).collect();
    format!("    väntat: #{{\n{lines}    }},\n")
}

fn case(case: &ExpectedCase) -> String {
    let id = key_of(&case.id);
    let applies = case.applies.map_or("okänt", truth);
    if case.done.is_none() && case.due.is_none() && case.missing.is_none() {
        return format!("{id}: {applies}");
    }
    let mut parts = vec![format!("villkor: {applies}")];
    parts.extend(case.done.map(|done| format!("klar: {}", truth(done))));
    parts.extend(case.due.map(|due| match due {
        Some(day) => format!("senast: \"{day}\""),
        None => "senast: okänt".to_owned(),
    }));
    parts.extend(case.missing.as_ref().map(|missing| format!("saknas: {}", paths(missing))));
    format!("{id}: {}", map(parts.into_iter()))
}

fn named(key: &str, entries: Vec<String>) -> Option<String> {
    (!entries.is_empty()).then(|| format!("{key}: {}", map(entries.into_iter())))
}

fn map(entries: impl Iterator<Item = String>) -> String {
    format!("#{{ {} }}", entries.collect::<Vec<_>>().join(", "))
}

fn truth(truth: Option<bool>) -> &'static str {
    match truth {
        Some(true) => "true",
        Some(false) => "false",
        None => "okänt",
    }
}

fn paths(paths: &BTreeSet<String>) -> String {
    format!("[{}]", paths.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(", "))
}

fn figure(figure: Figure) -> String {
    match figure {
        Figure::NoValue => "okänt".into(),
        Figure::Exact(number) => number.to_string(),
        Figure::Bounds(lower, Some(upper)) => format!("[{lower}, {upper}]"),
        Figure::Bounds(lower, None) => format!("[{lower}, okänt]"),
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Null => "()".into(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) if fields.is_empty() => "#{}".into(),
        Value::Object(fields) => {
            map(fields.iter().map(|(name, value)| format!("{}: {}", key_of(name), inline(value))))
        }
    }
}

/// Returns a name as the key of a map.
fn key_of(name: &str) -> String {
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name.chars().next().is_some_and(|c| !c.is_ascii_digit());
    if is_name { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\n' => "\\n".to_owned(),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn period_key(period: Period) -> &'static str {
    if period.start == period.end { "på" } else { "period" }
}

fn period(period: Period) -> String {
    let short = short_period(period);
    match Period::parse(&short) {
        Ok(same) if same == period => short,
        _ if period.start == period.end => period.start.to_string(),
        _ => format!("{}/{}", period.start, period.end),
    }
}
