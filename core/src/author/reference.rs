//! The reference of the rule language, built from the tables that the engine itself reads: every word and key, every
//! function and list method, what conditions are built with, every diagnostic, and for rule files their records,
//! fields, codes and readings.
//!
//! ```
//! use kvinnofrid::{Lang, Rules, reference};
//!
//! let all = Rules::embedded().reference(None)?;
//! let found = reference::find(&all, "villkor")?;
//! assert!(found.iter().any(|item| item.within.as_deref() == Some("målgrupp")));
//! assert_eq!(found[0].english, "condition");
//!
//! let unknown = reference::find(&all, "vilkor").unwrap_err();
//! assert!(unknown.message(Lang::Sv).contains("menades `villkor`?"));
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod comment;
mod declared;
mod language;
mod records;
mod text;

#[cfg(test)]
mod tests;

use crate::edition::Place;
use crate::edition::rules::Rules;
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Lang, Text, nfc, say};
pub use comment::{above, beside};
pub use language::{language, usage};
use serde_json::{Value, json};
pub(crate) use text::{headline, what};
pub use text::{list, pages};

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A word that declares something.
    Word,
    /// A key of a declaration's map, or of a map inside it.
    Key,
    /// A text that a key may be.
    Value,
    /// The type of a field.
    FieldType,
    /// A function that makes a value of a declaration.
    ValueFunction,
    /// A name that is always there.
    Name,
    /// A function that conditions may call.
    Function,
    /// A list method.
    Method,
    /// What conditions are built with.
    Construct,
    /// A record type.
    Record,
    /// A field of a record type.
    Field,
    /// A reading.
    Reading,
    /// A target group, goal, indicator, routine, instrument, activity or resource of an edition.
    Declaration,
    /// A function or constant of rule files.
    OwnFunction,
    /// A diagnostic.
    Diagnostic,
}

impl Kind {
    /// Returns its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Key => "key",
            Self::Value => "value",
            Self::FieldType => "field_type",
            Self::ValueFunction => "value_function",
            Self::Name => "name",
            Self::Function => "function",
            Self::Method => "method",
            Self::Construct => "construct",
            Self::Record => "record",
            Self::Field => "field",
            Self::Reading => "reading",
            Self::Declaration => "declaration",
            Self::OwnFunction => "own_function",
            Self::Diagnostic => "diagnostic",
        }
    }

    /// Returns whether it belongs to the language, rather than to particular rule files.
    #[must_use]
    pub fn is_language(self) -> bool {
        !matches!(self, Self::Record | Self::Field | Self::Reading | Self::Declaration | Self::OwnFunction)
    }
}

/// One thing that rule files may contain, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its kind.
    pub kind: Kind,
    /// Its name in Swedish; the id of a field or reading, the code of a diagnostic.
    pub name: String,
    /// Its name in English; the same if it has one only.
    pub english: String,
    /// What it belongs to: the declaration and the keys that lead to a key's map (`indikator.andel`), the record type of
    /// a field, the edition of a reading.
    pub within: Option<String>,
    /// How it is written.
    pub form: Text,
    /// Its type: what a key or argument takes, what a function returns. Empty if it has none.
    pub takes: Text,
    /// What it means. A field whose rule file has no comment about it has none.
    pub does: Text,
    /// Whether a key must be there; `None` for anything else.
    pub required: Option<Text>,
    /// Whether its value may be one for each alternative of a reading.
    pub by_reading: bool,
    /// What it may be, if there are only certain values: texts, codes, alternatives, each with its meaning (empty for
    /// codes).
    pub values: Vec<(String, Text)>,
    /// An example. The tests run every one.
    pub example: Option<Usage>,
    /// Where it is declared, if in a rule file.
    pub place: Option<Place>,
}

/// An example of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// A declaration, or a condition on a record `p`.
    pub rule: String,
    /// The record that the condition is evaluated for, as JSON.
    pub record: Option<String>,
    /// What comes out; `Some(None)` is unknown.
    pub answer: Option<Option<bool>>,
}

impl Item {
    /// Returns its name in `lang`.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.name,
            Lang::En => &self.english,
        }
    }

    /// Returns its name with what it belongs to: `målgrupp.villkor`, `våld.roll`.
    #[must_use]
    pub fn path(&self) -> String {
        match &self.within {
            Some(within) => format!("{within}.{}", self.name),
            None => self.name.clone(),
        }
    }

    /// Returns it as JSON, with texts in `lang`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        let values =
            self.values.iter().map(|(name, does)| json!({ "name": name, "meaning": does.get(lang) }));
        json!({
            "kind": self.kind.name(),
            "name": self.name,
            "english": self.english,
            "within": self.within,
            "form": self.form.get(lang),
            "type": self.takes.get(lang),
            "meaning": self.does.get(lang),
            "required": self.required.as_ref().map(|required| required.get(lang)),
            "by_reading": self.by_reading,
            "values": values.collect::<Vec<_>>(),
            "example": self.example.as_ref().map(|example| json!({
                "rule": example.rule,
                "record": example.record,
                "answer": example.answer,
            })),
            "file": self.place.as_ref().map(|place| &place.file),
            "line": self.place.as_ref().map(|place| place.line),
        })
    }
}

impl Rules {
    /// Returns the reference: of the language, and of the records, fields, codes, readings, declarations and functions of the programme or
    /// edition `id` (`stockholm/kvinnofrid@2012-2014`), or of all editions. What several editions share is listed once.
    ///
    /// # Errors
    /// As [`load_programme`](Self::load_programme), if `id` is given. Without it, editions with mistakes are left out.
    pub fn reference(&self, id: Option<&str>) -> Result<Vec<Item>, Error> {
        let editions = match id {
            Some(_) => self.load_programme(id, None, None)?.editions().to_vec(),
            None => self.programmes().iter().flat_map(|programme| programme.editions().to_vec()).collect(),
        };
        let mut items = language();
        for edition in editions {
            for item in edition.reference() {
                if !items.contains(&item) {
                    items.push(item);
                }
            }
        }
        items.sort_by_key(|item| item.kind);
        Ok(items)
    }
}

/// Returns the items called `name`, in Swedish or English, alone or with what they belong to (`målgrupp.villkor`); else
/// those that `name` is a value of, such as the field of a code.
///
/// # Errors
/// [`Error::Argument`] if there is none; the message suggests the nearest name.
pub fn find<'i>(items: &'i [Item], name: &str) -> Result<Vec<&'i Item>, Error> {
    let name = nfc(name.trim());
    let name = name.trim_matches(['`', '"', '(', ')']);
    let is_called = |item: &&Item| {
        [&item.name, &item.english].iter().any(|own| own.eq_ignore_ascii_case(name)) || item.path() == name
    };
    let found: Vec<&Item> = items.iter().filter(is_called).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let found: Vec<&Item> =
        items.iter().filter(|item| item.values.iter().any(|(value, _)| value == name)).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let names = items.iter().flat_map(|item| {
        let values = item.values.iter().map(|(value, _)| value.as_str());
        [item.name.as_str(), item.english.as_str()].into_iter().chain(values)
    });
    let lower = name.to_lowercase();
    let text = match nearest(&lower, names) {
        Some(near) => say!(
            "ordet `{name}` finns inte; menades `{near}`?",
            "there is no word `{name}`; was `{near}` meant?"
        ),
        None => say!(
            "ordet `{name}` finns inte; `kvinnofrid words` visar alla",
            "there is no word `{name}`; `kvinnofrid words` shows all"
        ),
    };
    Err(ArgumentError::new("word", text).into())
}
