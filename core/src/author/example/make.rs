//! Makes an example of a record, with everything personal removed.

use super::expect::About;
use super::reduce::{Reduced, reduced};
use super::written::written;
use super::{Example, Figure};
use crate::data::document::Document;
use crate::data::input::Records;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An example, ready to be looked at and added to a file of examples.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewExample {
    /// The text, formatted.
    pub text: String,
    /// What someone should look at before it is shared: days that could not be made coarser, and values that rules name.
    pub notes: Vec<Text>,
}

impl Edition {
    /// Makes an example of a record: it expects what the edition answers of it, for the one period and the readings of
    /// `options`. What `about` is empty of is every target group, and every indicator that counts the record or may.
    ///
    /// Everything personal is removed. First whatever can be left out without another answer is: fields, elements and
    /// lists. Of the rest, keys get numbers of their own, texts are left out, categories that no rule names get another
    /// name, and days become the first of their year, or else of their month, where the answers stay the same. A day
    /// that has to stay, since a limit lies there, is named in [`NewExample::notes`]: such an example is better written
    /// anew.
    ///
    /// ```
    /// use kvinnofrid::{Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    /// let record = r#"{"id": "19810404-1234", "kön": "kvinna", "födelsedatum": "1981-04-04", "stadsdel": "Farsta", "våld": []}"#;
    /// let example = edition.example_of(&serde_json::from_str(record).unwrap(), "Inget våld", &options, &[])?;
    /// assert_eq!(example.text, r#"exempel("Inget våld", #{
    ///     post: #{
    ///         våld: [],
    ///     },
    ///     period: "2013",
    ///     väntat: #{ målgrupper: #{ kvinnor: false, barn: false, män: false } },
    /// });
    /// "#);
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`classify`](Self::classify) and [`report`](Self::report); [`Error::Argument`] if nothing can be expected.
    pub fn example_of(
        self: &Arc<Self>,
        record: &Value,
        name: &str,
        options: &Options,
        about: &[About],
    ) -> Result<NewExample, Error> {
        let period = options.one_period()?;
        let about = match about {
            [] => self.worth_expecting(record, period, &options.readings)?,
            given => given.to_vec(),
        };
        if about.is_empty() {
            let text = say!(
                "utgåvan svarar inget som ett exempel kan vänta sig om posten",
                "the edition answers nothing of the record that an example can expect"
            );
            return Err(ArgumentError::new("record", text).into());
        }
        let Reduced { record, notes } = reduced(self, record, period, &options.readings, &about)?;
        let example = self.expected(&record, period, &options.readings, &about)?;
        Ok(NewExample { text: written(self, &example, name, "")?, notes })
    }

    /// Makes an example of the first of `records` with the key `id`; `None` if there is none.
    ///
    /// # Errors
    /// As [`example_of`](Self::example_of), and if a record before it can't be read.
    pub fn example_of_one(
        self: &Arc<Self>,
        records: &mut dyn Records,
        id: &str,
        name: &str,
        options: &Options,
        about: &[About],
    ) -> Result<Option<NewExample>, Error> {
        let mut document = Document::new(self.layout());
        while records.next(&mut document)?.is_some() {
            if self.key_of(&document) == Some(id) {
                let record = document.to_json(self.layout());
                return self.example_of(&record, name, options, about).map(Some);
            }
        }
        Ok(None)
    }

    /// Makes an example of each witness in a comparison that `diff --format json` wrote: each expects what this edition
    /// answers, in place of what the old one did. Changes of other editions and of what no example expects are skipped.
    ///
    /// # Errors
    /// [`Error::Argument`] if `diff` is no comparison, and as [`classify`](Self::classify) and [`report`](Self::report).
    pub fn examples_of_diff(self: &Arc<Self>, diff: &Value) -> Result<NewExample, Error> {
        let Some(changes) = diff.get("changes").and_then(Value::as_array) else {
            let text = say!(
                "det är ingen jämförelse; skriv den med `kvinnofrid diff GAMMALT NYTT --format json`",
                "this is no comparison; write it with `kvinnofrid diff OLD NEW --format json`"
            );
            return Err(ArgumentError::new("from", text).into());
        };
        let mut texts: Vec<String> = Vec::new();
        let known = self.expectable();
        for change in changes {
            let text = |name: &str| change.get(name).and_then(Value::as_str).unwrap_or_default();
            let about = known.iter().find(|about| about.is(text("what"), text("id")));
            let Some(about) = about.filter(|_| text("edition") == self.id()) else { continue };
            for witness in ["witness", "counterwitness"].iter().filter_map(|name| change.get(*name)) {
                let period = witness.get("period").and_then(Value::as_str).unwrap_or_default();
                let (Ok(period), Some(record)) = (Period::parse(period), witness.get("record")) else {
                    continue;
                };
                let readings: BTreeMap<String, String> = witness
                    .get("readings")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flatten()
                    .filter_map(|(id, alternative)| Some((id.clone(), alternative.as_str()?.to_owned())))
                    .collect();
                let example = self.expected(record, period, &readings, std::slice::from_ref(about))?;
                let number = texts.len() + 1;
                let name = format!("Ändrat: {}, {number}", text("id"));
                let why = witness.get("sentence").and_then(|s| s.get("sv")).and_then(Value::as_str);
                texts.push(written(self, &example, &name, why.unwrap_or_default())?);
            }
        }
        Ok(NewExample { text: texts.join("\n"), notes: Vec::new() })
    }

    /// Returns what an example of a record is about, unless its author says: every target group, and every indicator
    /// that counts it or may.
    fn worth_expecting(
        self: &Arc<Self>,
        record: &Value,
        period: Period,
        readings: &BTreeMap<String, String>,
    ) -> Result<Vec<About>, Error> {
        let mut about = self.expectable();
        about.retain(|about| !matches!(about, About::Case(..)));
        let example = self.expected(record, period, readings, &about)?;
        let counts = |id: &str| {
            let expected = example.indicators.iter().find(|expected| expected.indicator == id);
            expected.is_some_and(|expected| !matches!(expected.figure, Figure::NoValue | Figure::Exact(0)))
        };
        about.retain(|about| match about {
            About::Indicator(id) => counts(id),
            _ => true,
        });
        Ok(about)
    }
}

impl About {
    /// Returns whether it is the declaration with this kind, as comparisons name it, and id.
    fn is(&self, what: &str, id: &str) -> bool {
        let (own, name) = match self {
            Self::Group(name) => ("target_group", name),
            Self::Indicator(name) => ("indicator", name),
            Self::Case(kind, name) => (kind.word().english(), name),
        };
        own == what && name == id
    }
}

impl Example {
    /// Returns what it expects, without the places in the record that a missing value has: those move when elements are
    /// left out.
    pub(super) fn answers(&self) -> Vec<String> {
        let plain = |paths: &std::collections::BTreeSet<String>| {
            let mut plain: Vec<String> = paths
                .iter()
                .map(|path| {
                    path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
                })
                .collect();
            plain.sort();
            plain
        };
        let groups = self.groups.iter().map(|group| {
            format!("{} {:?} {:?}", group.group, group.belongs, group.missing.as_ref().map(plain))
        });
        let indicators = self.indicators.iter().map(|it| format!("{} {:?}", it.indicator, it.figure));
        let cases = self.cases.iter().map(|case| {
            let missing = case.missing.as_ref().map(plain);
            format!(
                "{:?} {} {:?} {:?} {:?} {missing:?}",
                case.kind, case.id, case.applies, case.done, case.due
            )
        });
        groups.chain(indicators).chain(cases).collect()
    }
}

/// Returns a note about values that stay in an example.
pub(super) fn stays(field: &str, day: bool) -> Text {
    let (sv, en) = match day {
        true => (
            format!("dagen i `{field}` är kvar som den är, för en gräns går där; skriv hellre en annan"),
            format!(
                "the day in `{field}` stays as it is, since a limit lies there; better write another one"
            ),
        ),
        false => (
            format!("värdet i `{field}` är kvar som det är, för en regel nämner det"),
            format!("the value in `{field}` stays as it is, since a rule names it"),
        ),
    };
    Text::new(sv, en)
}

#[cfg(test)]
mod tests;
