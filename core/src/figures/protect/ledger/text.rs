//! A ledger as people read it: what was published, what was allowed, and whether a report is one of its publications.

use super::{Allowance, Entry, Ledger, Publication, What};
use crate::data::held;
use crate::figures::report::MAX_BYTES;
use crate::findings::error::{Error, InputError};
use crate::findings::text::{Lang, Text, say};
use serde_json::Value;
use std::collections::HashMap;

impl Ledger {
    /// Returns the entries as text, one per line.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let lines = self.entries.iter().map(|entry| format!("{}\n", entry.line().get(lang)));
        let lines: String = lines.collect();
        if lines.is_empty() {
            format!("{}\n", say!("liggaren är tom", "the ledger is empty").get(lang))
        } else {
            lines
        }
    }

    /// Returns the entries as JSON, with all their content.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let entry = |entry: &Entry| {
            let mut json = serde_json::to_value(&entry.what).unwrap_or_default();
            if let Some(object) = json.as_object_mut() {
                object.insert("entry".into(), entry.number.into());
                object.insert("seal".into(), entry.seal.as_deref().into());
                object.insert("hash".into(), entry.hash.as_str().into());
            }
            json
        };
        Value::Array(self.entries.iter().map(entry).collect())
    }

    /// Returns what in the ledger deserves attention: publications that clash with earlier ones, each by an allowance,
    /// and allowances that have not been used.
    #[must_use]
    pub fn remarks(&self) -> Vec<Text> {
        let publications = self.entries.iter().filter_map(|entry| match &entry.what {
            What::Publication(publication) => Some((&publication.period, entry.number)),
            What::Allowance(_) => None,
        });
        let latest: HashMap<_, _> = publications.collect();
        let mut remarks = Vec::new();
        for entry in &self.entries {
            let number = entry.number;
            match &entry.what {
                What::Publication(Publication { period, replaces: Some(earlier), .. }) => remarks.push(say!(
                    "post {number}: {period} publicerad på nytt i stället för post {earlier}; båda är ute",
                    "entry {number}: {period} published anew in the place of entry {earlier}; both are out"
                )),
                What::Publication(_) => {}
                What::Allowance(Allowance { period, .. }) => {
                    if latest.get(period).is_none_or(|latest| *latest < number) {
                        remarks.push(say!(
                            "post {number}: undantaget för {period} har inte använts",
                            "entry {number}: the allowance for {period} has not been used"
                        ));
                    }
                }
            }
        }
        remarks
    }

    /// Returns the reasons why the report `json` (as `report --format json` writes it) is not one of the publications;
    /// empty where it is. The receipt of a report names its entries and their digests.
    ///
    /// # Errors
    /// [`Error::Input`] where it is not a report; [`Error::Limit`] where it has more than [`MAX_BYTES`].
    pub fn audit(&self, json: &[u8]) -> Result<Vec<Text>, Error> {
        held::check(&say!("rapporten", "the report"), json, MAX_BYTES)?;
        let no_report = || {
            InputError::new(say!(
                "det här är ingen rapport i JSON; ange filen som `report --format json` skrev",
                "this is no report in JSON; give the file that `report --format json` wrote"
            ))
        };
        let report: Value = serde_json::from_slice(json).map_err(|_| no_report())?;
        let receipt = report.get("receipt").unwrap_or(&report);
        let protection = receipt.get("protection").ok_or_else(no_report)?;
        let Some(periods) = protection.get("ledger").and_then(Value::as_array) else {
            return Ok(vec![say!(
                "rapporten är inte skyddad: siffrorna är exakta och får inte spridas",
                "the report is not protected: its figures are exact and may not be published"
            )]);
        };
        let mut found = Vec::new();
        for claim in periods {
            let text = |name: &str| claim.get(name).and_then(Value::as_str).unwrap_or_default();
            let number = claim.get("entry").and_then(Value::as_u64).unwrap_or_default();
            let period = text("period");
            let entry = self.entries.iter().find(|entry| entry.number == number);
            let holds = entry.is_some_and(|entry| {
                entry.hash == text("hash")
                    && matches!(&entry.what, What::Publication(published) if published.period == period)
            });
            if !holds {
                found.push(say!(
                    "{period}: post {number} i liggaren är inte den som rapporten är gjord av",
                    "{period}: entry {number} of the ledger is not the one that the report was made from"
                ));
            }
        }
        Ok(found)
    }
}

impl Entry {
    fn line(&self) -> Text {
        let number = self.number;
        match &self.what {
            What::Publication(publication) => {
                let Publication { period, programme, method, key, .. } = publication;
                let editions: Vec<&str> =
                    publication.questions.iter().map(|question| question.edition.as_str()).collect();
                let (editions, by) = (editions.join(", "), publication.by.join(", "));
                say!(
                    "{number}  {period}  {programme}@{editions}  {method}  uppdelning [{by}]  nyckel {key}",
                    "{number}  {period}  {programme}@{editions}  {method}  breakdowns [{by}]  key {key}"
                )
            }
            What::Allowance(Allowance { period, reason }) => {
                say!("{number}  {period}  undantag: {reason}", "{number}  {period}  allowance: {reason}")
            }
        }
    }
}
