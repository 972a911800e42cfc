//! Converts the record of an example from the map of a rule file to JSON, validating it against the record type, so
//! that every mistake is reported at its place in the source.

use super::expect::MADE_UP_KEY;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code, nearest};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use crate::language::date::Date;
use crate::language::model::Model;
use crate::language::syntax::{Entry, Node, Value};
use crate::language::types::{ColumnKind, Layout, Scalar, Table};

/// Encodes the record `entries` as JSON. With findings, invalid parts are left out.
pub(super) fn record(
    model: &Model,
    layout: &Layout,
    entries: &[Entry],
    findings: &mut Diagnostics,
) -> String {
    let mut writer = Writer { model, layout, findings, json: String::new() };
    let key = layout.key_column().and_then(|column| layout.tables.first()?.columns.get(column));
    let keyless = key.filter(|key| {
        !entries.iter().any(|e| e.key == key.name && !matches!(e.node.value, Value::Unit | Value::Unknown))
    });
    writer.object(0, entries, keyless.map(|key| key.name.as_str()));
    writer.json
}

/// Validates a table and column, as a path of a record names them: `insatser[2].erbjuden`.
pub(super) fn check_path(layout: &Layout, path: &str, span: Span, findings: &mut Diagnostics) {
    let mut table = 0;
    let mut steps = path.split('.').peekable();
    while let Some(step) = steps.next() {
        let (name, numbered) = match step.split_once('[') {
            Some((name, rest)) => (name, rest.strip_suffix(']').is_some_and(|n| n.parse::<u32>().is_ok())),
            None => (step, false),
        };
        let Some(rows) = layout.tables.get(table) else { return };
        let Some(column) = rows.column(name).and_then(|column| rows.columns.get(column)) else {
            // The place is that of the whole path, so no replacement can be suggested.
            let help = match nearest(name, fields(rows)) {
                Some(near) => say!("menades `{near}`?", "was `{near}` meant?"),
                None => listed_fields(rows),
            };
            return findings.push(unknown_field(rows, name, span).help(help));
        };
        let last = steps.peek().is_none();
        match column.kind {
            // `våld`: the whole list is missing; `våld[0].former[1]`: a single value of a list.
            ColumnKind::List(inner) if numbered || last => table = inner,
            ColumnKind::Scalar(_) if last && !numbered && !step.contains('[') => {}
            _ => {
                findings.push(
                    Diagnostic::error(
                        code::WRONG_VALUE,
                        span,
                        say!("`{path}` är ingen plats i posten", "`{path}` is not a place in the record"),
                    )
                    .help(say!(
                        "skriv fältets namn, och för ett element av en lista dess nummer räknat från 0: `våld[0].från`",
                        "write the field's name, and for an element of a list its number counted from 0: `våld[0].från`"
                    )),
                );
                return;
            }
        }
    }
}

fn unknown_field(table: &Table, name: &str, span: Span) -> Diagnostic {
    let record = table.record.as_deref().unwrap_or_default();
    Diagnostic::error(
        code::UNKNOWN_FIELD,
        span,
        say!("posten `{record}` har inget fält `{name}`", "the record `{record}` has no field `{name}`"),
    )
}

fn fields(table: &Table) -> impl Iterator<Item = &str> {
    table.columns.iter().map(|c| c.name.as_str())
}

fn listed_fields(table: &Table) -> Text {
    let list = fields(table).collect::<Vec<_>>().join(", ");
    say!("fälten är {list}", "the fields are {list}")
}

struct Writer<'a> {
    model: &'a Model,
    layout: &'a Layout,
    findings: &'a mut Diagnostics,
    json: String,
}

impl Writer<'_> {
    /// Encodes one object of `table`; `keyless` is the key that it gets if it has none.
    fn object(&mut self, table: usize, entries: &[Entry], keyless: Option<&str>) {
        let layout = self.layout;
        let Some(rows) = layout.tables.get(table) else { return };
        self.json.push('{');
        let mut first = true;
        if let Some(key) = keyless {
            self.text(key);
            self.json.push(':');
            self.text(MADE_UP_KEY);
            first = false;
        }
        for entry in entries.iter().filter(|entry| keyless != Some(entry.key.as_str())) {
            let Some(column) = rows.column(&entry.key).and_then(|column| rows.columns.get(column)) else {
                let (name, span) = (entry.key.as_str(), entry.key_span);
                self.findings.push(unknown_field(rows, name, span).or_nearest(
                    (name, span),
                    false,
                    fields(rows),
                    listed_fields(rows),
                ));
                continue;
            };
            if !std::mem::take(&mut first) {
                self.json.push(',');
            }
            self.text(&column.name);
            self.json.push(':');
            self.value(&column.kind, &column.name, &entry.node);
        }
        self.json.push('}');
    }

    fn value(&mut self, kind: &ColumnKind, name: &str, node: &Node) {
        match (kind, &node.value) {
            (_, Value::Unit | Value::Unknown) => self.json.push_str("null"),
            (ColumnKind::List(table), Value::List(items)) => self.list(*table, name, items),
            (ColumnKind::List(_), _) => self.wrong(
                node.span,
                say!("fältet `{name}` är en lista", "the field `{name}` is a list"),
                say!("skriv `[…]`; en tom lista är `[]`", "write `[…]`; an empty list is `[]`"),
            ),
            (ColumnKind::Scalar(scalar), _) => self.scalar(scalar, name, node),
        }
    }

    fn list(&mut self, table: usize, name: &str, items: &[Node]) {
        let layout = self.layout;
        let Some(rows) = layout.tables.get(table) else { return };
        self.json.push('[');
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.json.push(',');
            }
            match (&rows.record, &item.value) {
                (_, Value::Unit | Value::Unknown) => self.json.push_str("null"),
                (Some(_), Value::Map(entries)) => self.object(table, entries, None),
                (Some(record), _) => self.wrong(
                    item.span,
                    say!(
                        "ett element av `{name}` är en post `{record}`",
                        "an element of `{name}` is a record `{record}`"
                    ),
                    say!("skriv `#{{ … }}`", "write `#{{ … }}`"),
                ),
                (None, _) => match rows.columns.first() {
                    Some(column) => self.value(&column.kind, name, item),
                    None => self.json.push_str("null"),
                },
            }
        }
        self.json.push(']');
    }

    fn scalar(&mut self, scalar: &Scalar, name: &str, node: &Node) {
        match (scalar, &node.value) {
            (Scalar::Code(list), Value::Text(text)) => match list.index(text) {
                Some(_) => self.text(text),
                None => self.unknown_code(text, list.codes(), node.span),
            },
            (Scalar::Date, Value::Date(day)) => self.text(&day.to_string()),
            (Scalar::Date, Value::Text(text)) if Date::parse(text).is_some() => self.text(text),
            (Scalar::Key | Scalar::Category | Scalar::Text, Value::Text(text)) => self.text(text),
            (Scalar::Key | Scalar::Int | Scalar::Decimal, Value::Int(number)) => {
                self.json.push_str(&number.to_string());
            }
            (Scalar::Decimal, Value::Decimal(number)) => self.json.push_str(&number.to_string()),
            (Scalar::Bool, Value::Bool(yes)) => self.json.push_str(if *yes { "true" } else { "false" }),
            _ => self.wrong(
                node.span,
                say!(
                    "fältet `{name}` kan inte ha ett sådant värde",
                    "the field `{name}` can't have such a value"
                ),
                wanted(scalar),
            ),
        }
    }

    fn text(&mut self, text: &str) {
        // A string can always be serialised as JSON.
        self.json.push_str(&serde_json::to_string(text).unwrap_or_default());
    }

    fn wrong(&mut self, span: Span, message: Text, help: Text) {
        self.json.push_str("null");
        self.findings.push(Diagnostic::error(code::WRONG_VALUE, span, message).help(help));
    }

    fn unknown_code(&mut self, text: &str, codes: &[String], span: Span) {
        self.json.push_str("null");
        self.findings.push(self.model.unknown_code(text, codes, span));
    }
}

/// Describes how a value of a field is written in a rule file.
fn wanted(scalar: &Scalar) -> Text {
    match scalar {
        Scalar::Key => say!("skriv en text eller ett heltal", "write a text or a whole number"),
        Scalar::Code(list) => {
            let list = list.codes().join(", ");
            say!(
                "skriv en av koderna inom citattecken: {list}",
                "write one of the codes within quotes: {list}"
            )
        }
        Scalar::Category | Scalar::Text => {
            say!("skriv en text inom citattecken", "write a text within quotes")
        }
        Scalar::Date => say!(
            "skriv en dag i kalendern som `\"2013-01-31\"`",
            "write a day of the calendar as `\"2013-01-31\"`"
        ),
        Scalar::Bool => say!(
            "skriv `true`, `false` eller `okänt` utan citattecken",
            "write `true`, `false` or `unknown` without quotes"
        ),
        Scalar::Int => say!("skriv ett heltal", "write a whole number"),
        Scalar::Decimal => say!("skriv ett tal", "write a number"),
    }
}
