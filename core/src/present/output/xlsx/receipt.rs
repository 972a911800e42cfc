//! The receipt, one value a row.

use super::Book;
use super::page::Cell;
use crate::findings::text::say;
use crate::present::output::grid::Side;
use rust_xlsxwriter::XlsxError;
use serde_json::Value;

impl Book<'_> {
    /// The provenance of the figures: each member of the receipt by its path, as `options.by`.
    pub(super) fn receipt(&mut self) -> Result<(), XlsxError> {
        let mut members = Vec::new();
        let receipt = serde_json::to_value(&self.report.receipt).unwrap_or_default();
        flatten(String::new(), &receipt, &mut members);
        let heads = [self.say(&say!("uppgift", "member")), self.say(&say!("värde", "value"))];
        let mut page = self
            .page(&say!("Kvitto", "Receipt"), &[(&heads[0], 38, Side::Left), (&heads[1], 80, Side::Left)])?;
        for (path, value) in &members {
            page.cell(Cell::Text(path))?;
            page.cell(Cell::Wrapped(value))?;
            page.end_row()?;
        }
        page.finish()
    }
}

/// Adds the members of a value by their paths. A list of texts is one value.
fn flatten(path: String, value: &Value, out: &mut Vec<(String, String)>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| flatten(below(name), value, out)),
        Value::Array(list) if list.iter().any(Value::is_object) => {
            for (number, value) in list.iter().enumerate() {
                flatten(format!("{path}[{number}]"), value, out);
            }
        }
        Value::Array(list) => {
            let texts: Vec<String> = list.iter().map(text).collect();
            out.push((path, texts.join(", ")));
        }
        value => out.push((path, text(value))),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
