//! The declarations of rule files, rendered from their JSON.

use super::{Escaped, fragment};
use crate::findings::text::{Lang, Text, say};
use serde_json::Value;

/// How many characters of a digest are shown.
const DIGEST: usize = 12;

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn escaped<'a>(value: &'a Value, key: &str) -> Escaped<&'a str> {
    Escaped(text(value, key))
}

fn digest(value: &Value) -> String {
    text(value, "digest").chars().take(DIGEST).collect()
}

/// Renders a table with headers, where the first cell of each row is its header.
fn table(heads: &[Text], rows: impl Iterator<Item = Vec<String>>, lang: Lang) -> String {
    let heads: String = heads
        .iter()
        .map(|head| format!("<th scope=\"col\" class=\"l\">{}</th>", Escaped(head.get(lang))))
        .collect();
    let row = |cells: Vec<String>| {
        let cells = cells.iter().enumerate().map(|(number, cell)| match number {
            0 => format!("<th scope=\"row\" lang=\"sv\">{}</th>", Escaped(cell)),
            _ => format!("<td class=\"l\" lang=\"sv\">{}</td>", Escaped(cell)),
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let rows: String = rows.map(row).collect();
    format!("<div class=\"w\"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>")
}

/// Renders editions, from a list of [`Edition::summary`](crate::Edition::summary): a row for each.
#[must_use]
pub fn editions(summaries: &Value, lang: Lang) -> String {
    let heads = [
        say!("program", "programme"),
        say!("utgåva", "edition"),
        say!("gäller", "in force"),
        say!("status", "status"),
        say!("revision", "revision"),
        say!("digest", "digest"),
        say!("titel", "title"),
    ];
    let row = |one: &Value| {
        let in_force = format!("{}–{}", text(one, "from"), text(one, "to"));
        let [programme, edition, status, revision, title] =
            ["programme", "edition", "status", "revision", "title"].map(|key| text(one, key).to_owned());
        vec![programme, edition, in_force, status, revision, digest(one), title]
    };
    let table = table(&heads, summaries.as_array().into_iter().flatten().map(row), lang);
    // Dates and versions in one line, also where that makes the table scroll.
    fragment(&format!("<div class=\"y\">{table}</div>"), lang)
}

/// Renders what can decide whether a record belongs to a target group, from
/// [`Edition::reasons`](crate::Edition::reasons): a row for each part of a condition.
#[must_use]
pub fn reasons(reasons: &Value, lang: Lang) -> String {
    let heads = [say!("målgrupp", "target group"), say!("kod", "code"), say!("villkor", "condition")];
    let row = |one: &Value| {
        let condition = text(one, "condition");
        let counts = match one["negated"].as_bool() {
            Some(true) => format!("!({condition})"),
            _ => condition.to_owned(),
        };
        vec![text(one, "group").to_owned(), text(one, "code").to_owned(), counts]
    };
    fragment(&table(&heads, reasons.as_array().into_iter().flatten().map(row), lang), lang)
}

/// Renders an edition, from [`Edition::describe`](crate::Edition::describe): target groups, goals, indicators and
/// readings, each of which expands.
#[must_use]
pub fn programme(described: &Value, lang: Lang) -> String {
    let mut html = format!(
        "<div class=\"h\" role=\"heading\" aria-level=\"1\" lang=\"sv\">{}</div>\
         <div class=\"m\" lang=\"sv\">{}@{}, {}–{}, {}, revision {}, {}</div>",
        escaped(described, "title"),
        escaped(described, "programme"),
        escaped(described, "edition"),
        escaped(described, "from"),
        escaped(described, "to"),
        escaped(described, "status"),
        escaped(described, "revision"),
        Escaped(digest(described)),
    );
    if let Some(note) = described["note"].as_str() {
        html.push_str(&format!("<div class=\"m\" lang=\"sv\">{}</div>", Escaped(note)));
    }
    let kinds = [
        ("groups", say!("Målgrupper", "Target groups")),
        ("goals", say!("Mål", "Goals")),
        ("indicators", say!("Indikatorer", "Indicators")),
    ];
    for (key, heading) in kinds {
        let rules = described[key].as_array().map_or(&[][..], Vec::as_slice);
        html.push_str(&format!(
            "<details open><summary class=\"v\">{} ({})</summary>",
            Escaped(heading.get(lang)),
            rules.len()
        ));
        rules.iter().for_each(|rule| html.push_str(&declared(rule, false, lang)));
        html.push_str("</details>");
    }
    html.push_str(&readings_of(described, false, lang));
    fragment(&html, lang)
}

/// Renders the readings of an edition, from [`Edition::describe`](crate::Edition::describe).
#[must_use]
pub fn readings(described: &Value, lang: Lang) -> String {
    fragment(&readings_of(described, true, lang), lang)
}

fn readings_of(described: &Value, open: bool, lang: Lang) -> String {
    let readings = described["readings"].as_array().map_or(&[][..], Vec::as_slice);
    let heading = say!("Tolkningar", "Readings");
    let mut html = format!(
        "<details{}><summary class=\"v\">{} ({})</summary>",
        if open { " open" } else { "" },
        Escaped(heading.get(lang)),
        readings.len()
    );
    for reading in readings {
        let chosen = text(reading, "chosen");
        html.push_str(&format!(
            "<details><summary><span lang=\"sv\">{} <span class=\"m\">{} {} = {}</span></span></summary>\
             <div class=\"m\" lang=\"sv\">{}</div><ul lang=\"sv\">",
            escaped(reading, "question"),
            escaped(reading, "number"),
            escaped(reading, "id"),
            Escaped(chosen),
            escaped(reading, "why"),
        ));
        for alternative in reading["alternatives"].as_array().into_iter().flatten() {
            let id = text(alternative, "id");
            let class = if id == chosen { " class=\"v\" style=\"white-space:normal\"" } else { "" };
            let meaning = escaped(alternative, "meaning");
            html.push_str(&format!("<li{class}>{}: {meaning}</li>", Escaped(id)));
        }
        html.push_str("</ul></details>");
    }
    html.push_str("</details>");
    html
}

/// Renders one target group, goal or indicator from [`Edition::describe`](crate::Edition::describe), expandable.
#[must_use]
pub fn rule(rule: &Value, lang: Lang) -> String {
    fragment(&declared(rule, true, lang), lang)
}

fn declared(rule: &Value, open: bool, lang: Lang) -> String {
    let kind = rule["kind"].as_str().map(|kind| format!(", {kind}")).unwrap_or_default();
    let mut html = format!(
        "<details{}><summary lang=\"sv\">{} <span class=\"m\">{}{}</span></summary>",
        if open { " open" } else { "" },
        escaped(rule, "name"),
        escaped(rule, "id"),
        Escaped(kind),
    );
    let cited = &rule["citation"];
    let carried = match (cited["reading"].as_str(), cited["source"].as_str()) {
        (Some(id), _) => Some(say!("tolkning {id}", "reading {id}")),
        (None, Some(source)) => Some(Text::same(format!("{source}, {}", text(cited, "passage")))),
        (None, None) => None,
    };
    if let Some(carried) = carried {
        let rests = say!("vilar på", "rests on");
        let wording = cited["wording"].as_str().map(|words| format!(": ”{words}”")).unwrap_or_default();
        html.push_str(&format!(
            "<div class=\"m\">{}: <span lang=\"sv\">{}{}</span></div>",
            Escaped(rests.get(lang)),
            Escaped(carried.get(lang)),
            Escaped(wording),
        ));
    }
    let readings: Vec<&str> =
        rule["readings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !readings.is_empty() {
        let names = readings.join(", ");
        let depends = say!("beror på tolkningarna: {names}", "depends on the readings: {names}");
        html.push_str(&format!("<div class=\"m\">{}</div>", Escaped(depends.get(lang))));
    }
    html.push_str(&format!(
        "<pre lang=\"sv\">{}</pre><div class=\"m\">{}:{}</div></details>",
        escaped(rule, "definition"),
        escaped(rule, "file"),
        rule["line"],
    ));
    html
}
