//! A record in which every field that can hold one has a marker of its own.

use kvinnofrid::types::{ColumnKind, Layout, Scalar};
use serde_json::{Map, Value};

/// What a marker is a value of, as far as results differ in what they may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The key of the record.
    Key,
    /// A key within a list.
    Element,
    /// The category that reports are broken down by.
    District,
    /// Any other field that is marked as sensitive.
    Sensitive,
    /// Any other field.
    Open,
}

/// A marker: what to search for.
pub(super) struct Marker {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) path: String,
}

pub(super) struct Marked {
    pub(super) record: Value,
    pub(super) key: String,
    pub(super) markers: Vec<Marker>,
}

/// Returns the record: a woman who was subjected to violence, so that every group and indicator has something to look at.
pub(super) fn marked(layout: &Layout) -> Marked {
    let mut markers = Vec::new();
    let record = Value::Object(object(layout, 0, &mut markers));
    let key = record["id"].as_str().unwrap().to_owned();
    Marked { record, key, markers }
}

fn object(layout: &Layout, table: usize, markers: &mut Vec<Marker>) -> Map<String, Value> {
    let mut fields = Map::new();
    for (number, column) in layout.tables[table].columns.iter().enumerate() {
        let path = layout.path(table, number);
        let value = match &column.kind {
            ColumnKind::List(elements) => Value::Array(match layout.tables[*elements].record {
                Some(_) => vec![Value::Object(object(layout, *elements, markers))],
                None => vec![value(&layout.tables[*elements].columns[0].kind, 0).0],
            }),
            kind => {
                let (value, text) = value(kind, markers.len());
                let of = match kind {
                    ColumnKind::Scalar(Scalar::Key) if table == 0 => Kind::Key,
                    ColumnKind::Scalar(Scalar::Key) => Kind::Element,
                    _ if path == "stadsdel" => Kind::District,
                    _ if column.sensitive => Kind::Sensitive,
                    _ => Kind::Open,
                };
                markers.extend(text.map(|text| Marker { text, kind: of, path }));
                value
            }
        };
        fields.insert(column.name.clone(), value);
    }
    fields
}

/// Returns a value, and what to search for if nothing else has that value.
fn value(kind: &ColumnKind, number: usize) -> (Value, Option<String>) {
    let ColumnKind::Scalar(scalar) = kind else { return (Value::Null, None) };
    match scalar {
        Scalar::Code(list) => {
            (list.codes().iter().next().map_or(Value::Null, |code| code.as_str().into()), None)
        }
        Scalar::Bool => (true.into(), None),
        Scalar::Key => marker(format!("mk{number:02}nyckel")),
        Scalar::Category | Scalar::Text => marker(format!("Mk{number:02} Åby")),
        // No period, edition or law has such a day.
        Scalar::Date => {
            marker(format!("19{:02}-{:02}-{:02}", 23 + number % 60, 1 + number % 12, 1 + number * 7 % 28))
        }
        Scalar::Int => {
            let value = 7_310_001 + number;
            (value.into(), Some(value.to_string()))
        }
        Scalar::Decimal => (
            format!("7310.{number:04}1").parse().map_or(Value::Null, Value::Number),
            Some(format!("7310.{number:04}1")),
        ),
    }
}

fn marker(text: String) -> (Value, Option<String>) {
    (text.clone().into(), Some(text))
}
