//! Records in which one thing does not fit, and has the marker.

use kvinnofrid::types::{ColumnKind, Layout, Scalar};
use serde_json::{Value, json};

/// What may stand nowhere: no field, code or word of ours has it.
pub(super) const MARK: &str = "läcka Öberg 0701234567";

pub(super) struct Damaged {
    pub(super) what: String,
    pub(super) json: String,
}

/// Returns every field with every kind of value that does not fit it, names that are values, and text that is no JSON.
pub(super) fn damaged(layout: &Layout) -> Vec<Damaged> {
    let mut all = Vec::new();
    for (table, rows) in layout.tables.iter().enumerate() {
        for (number, column) in rows.columns.iter().enumerate() {
            let path = layout.path(table, number);
            for value in values(&column.kind) {
                let record = within(layout, table, &column.name, value.clone());
                all.push(Damaged {
                    what: format!("{path}: {value}").replace(MARK, "…"),
                    json: record.to_string(),
                });
            }
        }
        // A name that is a value, beside the fields.
        if rows.record.is_some() {
            let record = within(layout, table, MARK, json!(MARK));
            all.push(Damaged { what: format!("a name in table {table}"), json: record.to_string() });
        }
    }
    let broken = [
        format!("{{\"id\": \"{MARK}\""),
        format!("{{\"id\": 1, \"kön\": \"{MARK}"),
        format!("{{\"id\": 1, \"{MARK}\": }}"),
        format!("[\"{MARK}\"]"),
        format!("\"{MARK}\""),
        format!("{{\"id\": 1}} {MARK}"),
        format!("{{\"id\": \"{MARK}\\u12\"}}"),
        format!("{{\"id\": 1, \"stadsdel\": \"{MARK}\\ud800\"}}"),
        format!("{{\"id\": 1, \"id\": \"{MARK}\"}}"),
        format!("{{\"id\": 1, \"stadsdel\": \"{MARK}\", \"stadsdel\": \"{MARK}\"}}"),
        format!("{{\"id\": \"{MARK}\"}}\n{{\"id\": \"{MARK}\"}}"),
        format!("{{\"id\": \"{}\"}}", MARK.repeat(4_000)),
        format!("{{\"id\": 1, \"stadsdel\": \"{}\"}}", MARK.repeat(4_000)),
        format!("{{\"id\": 1, \"våld\": [{}{{}}], \"stadsdel\": \"{MARK}\"}}", "{},".repeat(100_001)),
        format!("{{\"id\": 1e999, \"stadsdel\": \"{MARK}\"}}"),
        MARK.to_owned(),
    ];
    let texts = broken.into_iter().enumerate().map(|(n, json)| Damaged { what: format!("text {n}"), json });
    all.extend(texts);
    all
}

/// Returns a record that is sound but for one field of a table.
fn within(layout: &Layout, table: usize, name: &str, value: Value) -> Value {
    let mut inner = json!({});
    // A list of single values has a column without a name.
    let mut value = value;
    let mut table = table;
    if layout.tables[table].record.is_none() {
        let Some((parent, list)) = layout.tables[table].parent else { return inner };
        inner[&layout.tables[parent].columns[list].name] = json!([value]);
        table = parent;
    } else {
        inner[name] = value.take();
    }
    while let Some((parent, list)) = layout.tables[table].parent {
        let mut outer = json!({});
        outer[&layout.tables[parent].columns[list].name] = json!([{}, inner]);
        (inner, table) = (outer, parent);
    }
    if name != "id" || inner.get("id").is_none() {
        inner["id"] = json!("x");
    }
    inner
}

/// Returns what does not fit, each with the marker.
fn values(kind: &ColumnKind) -> Vec<Value> {
    let text = json!(MARK);
    let object = json!({ MARK: MARK });
    let list = json!([MARK, { MARK: 1 }, [MARK]]);
    match kind {
        ColumnKind::List(_) => vec![text, object, list, json!({ "a": [MARK] })],
        // Any text fits these.
        ColumnKind::Scalar(Scalar::Key | Scalar::Category | Scalar::Text) => {
            vec![object, list, json!(format!("{MARK}\u{0}")), json!(MARK.repeat(3_000))]
        }
        ColumnKind::Scalar(_) => {
            vec![text, object, list, json!(format!("2013-01-02 {MARK}")), json!(format!("{MARK}\u{202e}"))]
        }
    }
}
