//! A witness as a sentence, in the words of the record type: its fields' names and values, and nothing else.

use crate::findings::text::{Lang, Text};
use crate::language::date::Period;
use crate::language::types::{ColumnKind, Layout};
use crate::present::output::short_period;
use serde_json::Value;

/// Returns the sentence of a record of `layout`, of which the answer was `before` and is `after`.
pub(in crate::author) fn sentence(
    layout: &Layout,
    record: &Value,
    element: Option<&str>,
    period: Period,
    (before, after): (&Value, &Value),
) -> Text {
    let in_language = |lang: Lang| {
        let who = described(layout, record, lang);
        let which = match (element, lang) {
            (None, _) => String::new(),
            (Some(element), Lang::Sv) => format!(", elementet {element}"),
            (Some(element), Lang::En) => format!(", element {element}"),
        };
        let (before, after) = (answer(before, lang), answer(after, lang));
        let period = short_period(period);
        match lang {
            Lang::Sv => format!("{who}{which}, {period}: {before} före ändringen, {after} efter."),
            Lang::En => format!("{who}{which}, {period}: {before} before the change, {after} after."),
        }
    };
    Text::new(in_language(Lang::Sv), in_language(Lang::En))
}

/// Returns a record of `layout` in words.
pub(in crate::author) fn described(layout: &Layout, record: &Value, lang: Lang) -> String {
    let fields = row(layout, 0, record, lang);
    let name = layout.tables.first().and_then(|table| table.record.as_deref()).unwrap_or("post");
    match (fields.is_empty(), lang) {
        (true, Lang::Sv) => format!("En post ({name}) som det inte står något i"),
        (true, Lang::En) => format!("A record ({name}) that says nothing"),
        (false, Lang::Sv) => format!("En post ({name}) med {fields}"),
        (false, Lang::En) => format!("A record ({name}) with {fields}"),
    }
}

fn answer(value: &Value, lang: Lang) -> String {
    match (value, lang) {
        (Value::Null, Lang::Sv) => "okänt".into(),
        (Value::Null, Lang::En) => "unknown".into(),
        (Value::Bool(true), Lang::Sv) => "ja".into(),
        (Value::Bool(true), Lang::En) => "yes".into(),
        (Value::Bool(false), Lang::Sv) => "nej".into(),
        (Value::Bool(false), Lang::En) => "no".into(),
        (Value::String(text), _) => text.clone(),
        (other, _) => other.to_string(),
    }
}

/// Returns the fields of a row, joined by commas.
fn row(layout: &Layout, table: usize, value: &Value, lang: Lang) -> String {
    let (Some(table), Value::Object(fields)) = (layout.tables.get(table), value) else {
        return String::new();
    };
    let shown = table.columns.iter().filter_map(|column| {
        let value = fields.get(&column.name)?;
        let name = &column.name;
        Some(match (&column.kind, value) {
            (ColumnKind::List(elements), Value::Array(items)) => {
                format!("{name} {}", list(layout, *elements, items, lang))
            }
            _ => format!("{name} {}", answer(value, lang)),
        })
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn list(layout: &Layout, table: usize, items: &[Value], lang: Lang) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| match item {
            Value::Object(_) => row(layout, table, item, lang),
            single => answer(single, lang),
        })
        .map(|item| match (item.is_empty(), lang) {
            (false, _) => item,
            (true, Lang::Sv) => "något okänt".into(),
            (true, Lang::En) => "something unknown".into(),
        })
        .collect();
    match (items.is_empty(), lang) {
        (true, Lang::Sv) => "[ingenting]".into(),
        (true, Lang::En) => "[nothing]".into(),
        (false, _) => format!("[{}]", items.join("; ")),
    }
}
