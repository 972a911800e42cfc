//! The format of Kolada's API: pages of data, each of a key figure, a municipality (or unit) and a year, with values by
//! sex.

use super::{Figure, MAX_BYTES, Published};
use crate::data::held;
use crate::findings::error::{Error, InputError};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The `gender` of a value for everyone.
const TOTAL: &str = "T";

impl Published {
    /// Reads a response of the API about data: an object with `values`, a list of such pages, or a list of data. A
    /// datum has `kpi`, `municipality` (or `ou`), `period` (a year) and `values`, each of which has `gender` (`T` for
    /// everyone), `value`, `status` and `count`. Other keys are ignored.
    ///
    /// # Errors
    /// [`Error::Input`] where the format is another, with the number of the datum as row; [`Error::Limit`] where it
    /// exceeds [`MAX_BYTES`].
    pub fn read(json: &[u8]) -> Result<Self, Error> {
        held::check(&say!("filen med publicerade tal", "the file of published figures"), json, MAX_BYTES)?;
        let whole: Value = serde_json::from_slice(json).map_err(|_| {
            InputError::new(say!(
                "filen är inte JSON; spara svaret från Koladas API som det är",
                "the file is not JSON; save the answer of Kolada's API as it is"
            ))
        })?;
        let mut figures = Vec::new();
        let pages = match &whole {
            Value::Array(pages) => pages.iter().collect(),
            one => vec![one],
        };
        let mut row = 0_u64;
        for page in pages {
            let data = match page.get("values").and_then(Value::as_array) {
                // A datum has `values` too, but also a key figure.
                Some(data) if page.get("kpi").is_none() => data.iter().collect(),
                _ => vec![page],
            };
            for datum in data {
                row += 1;
                read(datum, &mut figures).map_err(|error| error.at_row(row))?;
            }
        }
        let mut digest = String::with_capacity(64);
        for byte in Sha256::digest(json) {
            let _ = write!(digest, "{byte:02x}");
        }
        Ok(Self { figures, digest })
    }
}

/// Reads one datum, with each of its values.
fn read(datum: &Value, figures: &mut Vec<Figure>) -> Result<(), InputError> {
    let wrong = |field: &str, text: Text| InputError::new(text).in_field(field);
    let Value::Object(datum) = datum else {
        return Err(InputError::new(say!(
            "här ska ett värde stå så som Koladas API ger det: `kpi`, `municipality`, `period` och `values`",
            "a datum should stand here as Kolada's API gives it: `kpi`, `municipality`, `period` and `values`"
        )));
    };
    let missing = |field: &str| {
        let text = say!("`{field}` saknas eller är ingen text", "`{field}` is missing or no text");
        wrong(field, text)
    };
    let key_figure = text(datum, "kpi").ok_or_else(|| missing("kpi"))?;
    let area = text(datum, "municipality").or_else(|| text(datum, "ou"));
    let area = area.ok_or_else(|| missing("municipality"))?;
    let period = text(datum, "period").and_then(|year| Period::parse(&year).ok()).ok_or_else(|| {
        wrong("period", say!("`period` är inget år, som 2023", "`period` is no year, as 2023"))
    })?;
    let values = datum.get("values").and_then(Value::as_array).ok_or_else(|| {
        wrong("values", say!("`values` saknas eller är ingen lista", "`values` is missing or no list"))
    })?;
    for value in values {
        let number = match value.get("value") {
            None | Some(Value::Null) => None,
            Some(number) => Some(
                number
                    .as_f64()
                    .filter(|number| number.is_finite())
                    .ok_or_else(|| wrong("value", say!("`value` är inget tal", "`value` is no number")))?,
            ),
        };
        figures.push(Figure {
            key_figure: key_figure.clone(),
            area: area.clone(),
            period,
            is_total: value.get("gender").and_then(Value::as_str).is_none_or(|sex| sex == TOTAL),
            members: value.get("count").and_then(Value::as_u64).unwrap_or(1),
            value: number,
            status: value.get("status").and_then(Value::as_str).unwrap_or_default().to_owned(),
        });
    }
    Ok(())
}

/// Reads a text, or an integer as a text.
fn text(datum: &Map<String, Value>, name: &str) -> Option<String> {
    match datum.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}
