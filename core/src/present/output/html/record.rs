//! Results for one record, rendered from their JSON.

use super::{Escaped, fragment, notes};
use crate::answers::explain::in_words;
use crate::findings::text::{Lang, say};
use crate::present::output::wording;
use serde_json::{Map, Value};

/// Renders the JSON of a [`Classification`](crate::Classification): a row for each target group, and what applies to
/// the case.
#[must_use]
pub fn classification(answer: &Value, lang: Lang) -> String {
    let mut html = String::new();
    if let Some(id) = answer["id"].as_str() {
        html.push_str(&format!(
            "<div class=\"h\">{}</div>",
            Escaped(say!("post {id}", "record {id}").get(lang))
        ));
    }
    let why = answer.get("why").and_then(Value::as_object);
    let mut heads =
        vec![say!("målgrupp", "target group"), say!("hör dit", "belongs"), say!("saknas", "missing")];
    heads.extend(why.map(|_| say!("avgörs av", "decided by")));
    let heads: String = heads
        .iter()
        .map(|head| format!("<th scope=\"col\" class=\"l\">{}</th>", Escaped(head.get(lang))))
        .collect();
    html.push_str(&format!("<div class=\"w\"><table><thead><tr>{heads}</tr></thead><tbody>"));
    for (group, belongs) in answer["groups"].as_object().into_iter().flatten() {
        let missing = texts(&answer["missing"][group]).join(", ");
        let truth = wording::truth(belongs.as_bool());
        let decides = why.map(|why| cell(why.get(group).and_then(Value::as_str).unwrap_or_default()));
        html.push_str(&format!(
            "<tr><th scope=\"row\" lang=\"sv\">{}</th><td class=\"l v\">{}</td>{}{}</tr>",
            Escaped(group),
            Escaped(truth.get(lang)),
            cell(&missing),
            decides.unwrap_or_default(),
        ));
    }
    html.push_str("</tbody></table></div>");
    let casework = [
        ("routines", say!("rutiner", "routines")),
        ("instruments", say!("instrument", "instruments")),
        ("activities", say!("aktiviteter", "activities")),
        ("resources", say!("vart man kan vända sig", "where to turn")),
    ];
    for (key, heading) in casework {
        let Some(answers) = answer.get(key).and_then(Value::as_array) else { continue };
        html.push_str(&format!("<div class=\"v\">{}</div>", Escaped(heading.get(lang))));
        let items: Vec<String> = answers.iter().filter_map(|one| item(one.as_object()?, lang)).collect();
        let none = say!("inga", "none");
        html.push_str(&match items.as_slice() {
            [] => notes([none.get(lang)].into_iter()),
            items => notes(items.iter().map(String::as_str)),
        });
    }
    fragment(&html, lang)
}

/// Renders something that applies to a case, with its state; nothing for what does not apply.
fn item(one: &Map<String, Value>, lang: Lang) -> Option<String> {
    let flag = |key: &str| one.get(key).and_then(Value::as_bool);
    let text = |key: &str| one.get(key).and_then(Value::as_str);
    let applies = flag("applies");
    if applies == Some(false) {
        return None;
    }
    let mut said = vec![text("name").or_else(|| text("id")).unwrap_or_default().to_owned()];
    let mut say = |text: crate::findings::text::Text| said.push(text.get(lang).to_owned());
    if applies.is_none() {
        say(say!("kanske", "perhaps"));
    }
    match flag("done") {
        Some(true) => say(say!("klar", "done")),
        Some(false) => say(say!("kvar", "left")),
        None => {}
    }
    if let Some(due) = text("due") {
        say(say!("senast {due}", "by {due}"));
    }
    if flag("overdue") == Some(true) {
        say(say!("försenad", "overdue"));
    }
    if let Some(contact) = text("contact") {
        say(say!("{contact}", "{contact}"));
    }
    let missing = texts(one.get("missing").unwrap_or(&Value::Null)).join(", ");
    if !missing.is_empty() {
        say(say!("saknas: {missing}", "missing: {missing}"));
    }
    Some(said.join(", "))
}

/// Renders the JSON of an [`Explanation`](crate::explain::Explanation) in `lang`: a sentence for each result, with its
/// tree, which expands, below.
#[must_use]
pub fn explanation(whole: &Value, lang: Lang) -> String {
    let mut html = String::new();
    if let Some(id) = whole["id"].as_str() {
        html.push_str(&format!(
            "<div class=\"h\">{}</div>",
            Escaped(say!("post {id}", "record {id}").get(lang))
        ));
    }
    let of = |key: &str| Escaped(whole[key].as_str().unwrap_or_default().to_owned());
    html.push_str(&format!(
        "<div class=\"m\">{} ({}), {}</div>",
        of("edition"),
        of("revision"),
        of("period")
    ));
    for answer in whole["answers"].as_array().into_iter().flatten() {
        html.push_str(&format!(
            "<details><summary>{} {}</summary>",
            mark(&answer["value"], lang),
            Escaped(answer["reason"].as_str().unwrap_or_default())
        ));
        let missing = texts(&answer["missing"]).join(", ");
        let missing = (!missing.is_empty()).then(|| say!("saknas: {missing}", "missing: {missing}"));
        let rests = answer["citation"].as_str().map(|c| say!("vilar på: {c}", "rests on: {c}"));
        for line in missing.into_iter().chain(rests) {
            html.push_str(&format!("<div class=\"m\">{}</div>", Escaped(line.get(lang))));
        }
        for trace in answer["traces"].as_array().into_iter().flatten() {
            html.push_str(&format!(
                "<div class=\"m\">{}:</div>",
                Escaped(trace["role"].as_str().unwrap_or_default())
            ));
            tree(&trace["trace"], lang, &mut html);
        }
        html.push_str("</details>");
    }
    fragment(&html, lang)
}

/// Renders a condition with its value, and below it its parts. A trace is as deep as a condition, which is bounded.
fn tree(node: &Value, lang: Lang, html: &mut String) {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    let mut line = mark(&node["value"], lang);
    if let Some(element) = text("element").map(in_words) {
        line.push_str(&format!(" <span class=\"m\">{}:</span>", Escaped(element.get(lang))));
    }
    let condition = text("condition").unwrap_or_default();
    let said = text("fact").or_else(|| text("said")).unwrap_or(condition);
    line.push_str(&format!(" {}", Escaped(said)));
    if let Some(reading) = text("reading") {
        line.push_str(&format!(" <span class=\"m\">({})</span>", Escaped(reading)));
    }
    if text("fact").is_some() {
        let place = format!("{}:{}", text("file").unwrap_or_default(), node["line"]);
        line.push_str(&format!(
            " <code class=\"m\" lang=\"sv\" title=\"{}\">{}</code>",
            Escaped(place),
            Escaped(condition)
        ));
    }
    match node.get("parts").and_then(Value::as_array) {
        Some(parts) if !parts.is_empty() => {
            html.push_str(&format!("<details open><summary>{line}</summary>"));
            parts.iter().for_each(|part| tree(part, lang, html));
            html.push_str("</details>");
        }
        _ => html.push_str(&format!("<div class=\"d\">{line}</div>")),
    }
}

/// Returns a symbol for yes, no or unknown, with the word for screen readers.
fn mark(value: &Value, lang: Lang) -> String {
    let value = value.as_bool();
    let sign = match value {
        Some(true) => '✓',
        Some(false) => '✗',
        None => '?',
    };
    let word = wording::truth(value);
    let word = Escaped(word.get(lang));
    format!("<span class=\"v\" role=\"img\" aria-label=\"{word}\" title=\"{word}\">{sign}</span>")
}

fn cell(text: &str) -> String {
    format!("<td class=\"l m\">{}</td>", Escaped(text))
}

/// Returns the texts of a list.
fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
