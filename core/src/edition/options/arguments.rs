//! The arguments of a call as an interface receives them, and how each option is decoded: once, for all interfaces.

use super::{BaselineOptions, ExplainOptions, Named, OPTIONS, Options, WorklistOptions};
use crate::data::map::Map;
use crate::edition::Edition;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::date::Period;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The arguments of a call before its edition is known: what C, Python and the command line decode into.
///
/// ```
/// use kvinnofrid::options::{Arguments, Value};
///
/// let mut arguments = Arguments::default();
/// arguments.set("periods", Value::from("2013"))?;
/// arguments.set("by", Value::from("stadsdel"))?;
/// arguments.set("without_totals", Value::Flag(false))?;
/// assert!(arguments.options.without_totals);
/// assert!(arguments.set("periods", Value::from("i fjol")).is_err());
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Arguments {
    /// The options of the call, without the map.
    pub options: Options,
    /// What to explain.
    pub explain: ExplainOptions,
    /// How a worklist is made.
    pub worklist: WorklistOptions,
    /// How a baseline is made.
    pub baseline: BaselineOptions,
    /// Whether a table of classifications has columns of the missing fields.
    pub missing: bool,
    /// Whether consecutive editions of a series both count one period, and which period if it is chosen.
    pub bridge: Option<Option<Period>>,
    /// What fields, codes and ids of earlier rules are called in the rules that they are compared with.
    pub renamed: BTreeMap<String, String>,
    /// The text of the map. Parsed for an edition, since that determines the fields.
    pub map: Option<String>,
}

/// A value for an option, as an interface received it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// Not given: resets the option, where it can be.
    Absent,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(usize),
    /// One text; a list is passed one element at a time.
    Text(String),
    /// An id and what is chosen for it.
    Pair(String, String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Which values an option takes, and how each is stored.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Takes {
    /// Yes or no.
    Flag {
        /// The value if it is not given.
        default: bool,
        /// Stores it.
        set: fn(&mut Arguments, bool),
    },
    /// Yes or no, or a text that says more.
    FlagOrText(fn(&mut Arguments, Option<Option<String>>) -> Result<(), Error>),
    /// A whole number.
    Number {
        /// The value if it is not given.
        default: usize,
        /// Stores it.
        set: fn(&mut Arguments, usize),
    },
    /// One of these words; the first is the default.
    Choice(&'static [&'static str], fn(&mut Arguments, &str)),
    /// One text, or none.
    Text(fn(&mut Arguments, Option<String>) -> Result<(), Error>),
    /// Texts, added one at a time.
    Texts(fn(&mut Arguments, String) -> Result<(), Error>),
    /// Ids, each with what is chosen for it.
    Pairs(fn(&mut Arguments, String, String) -> Result<(), Error>),
    /// What no text can hold (callbacks) or a single interface decodes (a key and the path of a ledger).
    Interface,
}

impl Arguments {
    /// Decodes `value` and stores it as the option with this field name; elements of lists are added.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such option, or the value is invalid.
    pub fn set(&mut self, field: &str, value: Value) -> Result<(), Error> {
        let option = OPTIONS.iter().find(|option| option.field == field).ok_or_else(|| {
            ArgumentError::new(
                "option",
                say!("det finns inget val `{field}`", "there is no option `{field}`"),
            )
        })?;
        match (option.takes, value) {
            (Takes::Flag { set, .. }, Value::Flag(flag)) => set(self, flag),
            (Takes::Flag { default, set }, Value::Absent) => set(self, default),
            (Takes::FlagOrText(set), Value::Flag(true)) => set(self, Some(None))?,
            (Takes::FlagOrText(set), Value::Flag(false) | Value::Absent) => set(self, None)?,
            (Takes::FlagOrText(set), Value::Text(text)) => set(self, Some(Some(text)))?,
            (Takes::Number { set, .. }, Value::Number(number)) => set(self, number),
            (Takes::Number { default, set }, Value::Absent) => set(self, default),
            (Takes::Choice(words, set), Value::Text(word)) if words.contains(&word.as_str()) => {
                set(self, &word);
            }
            (Takes::Text(set), Value::Text(text)) => set(self, Some(text))?,
            (Takes::Text(set), Value::Absent) => set(self, None)?,
            (Takes::Texts(add), Value::Text(text)) => add(self, text)?,
            (Takes::Pairs(add), Value::Pair(id, chosen)) => add(self, id, chosen)?,
            _ => return Err(unsuitable(option)),
        }
        Ok(())
    }

    /// Parses the map for `edition`; returns `None` without a map.
    ///
    /// # Errors
    /// [`Error::Input`] if the map is invalid.
    pub fn map_for(&self, edition: &Edition) -> Result<Option<Arc<Map>>, Error> {
        self.map.as_deref().map(|text| edition.map(text)).transpose()
    }

    /// Returns the options with the map, parsed for `edition`.
    ///
    /// # Errors
    /// As [`map_for`](Self::map_for).
    pub fn options_for(&self, edition: &Edition) -> Result<Options, Error> {
        Ok(Options { map: self.map_for(edition)?, ..self.options.clone() })
    }
}

fn unsuitable(option: &Named) -> Error {
    let field = option.field;
    let (sv, en) = match option.takes {
        Takes::Flag { .. } => ("ja eller nej".to_owned(), "yes or no".to_owned()),
        Takes::FlagOrText(_) => ("ja, nej eller en text".to_owned(), "yes, no or a text".to_owned()),
        Takes::Number { .. } => ("ett heltal".to_owned(), "a whole number".to_owned()),
        Takes::Choice(words, _) => (words.join(" eller "), words.join(" or ")),
        Takes::Text(_) | Takes::Texts(_) => ("en text".to_owned(), "a text".to_owned()),
        Takes::Pairs(_) => ("ett namn och ett val".to_owned(), "a name and a choice".to_owned()),
        Takes::Interface => ("inget som kan ges här".to_owned(), "nothing that can be given here".to_owned()),
    };
    ArgumentError::new(field, say!("`{field}` är {sv}", "`{field}` is {en}")).into()
}
