//! An edition of a programme: parsed, validated and ready for evaluation, with accessors for what it declares.

mod asked;
pub(crate) mod describe;
pub(crate) mod folder;
mod lack;
pub mod options;
mod place;
pub mod rules;

use crate::data::compared::ComparedWords;
use crate::data::document::{Cell, Document};
use crate::data::map::Map;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::edition::options::Options;
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::source::SourceMap;
use crate::findings::text::say;
use crate::language::date::Period;
use crate::language::lower::Typed;
use crate::language::model::{Choice, EditionHead, Indicator, Interpretation, Model, With};
use crate::language::types::Layout;
use crate::language::yardstick::{Target, Yardsticks, is_within_year};
pub use place::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An edition of a programme. Immutable; any number of threads may use it at once.
#[derive(Debug)]
pub struct Edition {
    head: EditionHead,
    model: Arc<Model>,
    typed: Typed,
    layout: Arc<Layout>,
    record: String,
    digest: String,
    sources: Arc<SourceMap>,
}

impl Edition {
    pub(crate) fn new(
        model: Model,
        typed: Typed,
        layout: Arc<Layout>,
        record: String,
        digest: String,
        sources: Arc<SourceMap>,
    ) -> Option<Self> {
        let head = model.edition.clone()?;
        Some(Self { head, model: Arc::new(model), typed, layout, record, digest, sources })
    }

    /// Returns the same edition with other conditions: for trying what a change would do. It keeps the digest, so nothing
    /// that it answers may leave the library.
    pub(crate) fn with_conditions(&self, typed: Typed) -> Self {
        Self {
            head: self.head.clone(),
            model: Arc::clone(&self.model),
            typed,
            layout: Arc::clone(&self.layout),
            record: self.record.clone(),
            digest: self.digest.clone(),
            sources: Arc::clone(&self.sources),
        }
    }

    /// Returns the same edition with another alternative chosen of the reading with this index, for trying likewise.
    pub(crate) fn with_chosen(&self, reading: usize, alternative: usize) -> Self {
        let mut model = Model::clone(&self.model);
        if let Some(reading) = model.interpretations.get_mut(reading) {
            reading.chosen = alternative;
        }
        Self { model: Arc::new(model), ..self.with_conditions(self.typed.clone()) }
    }

    /// Returns its id, such as `stockholm/kvinnofrid@2012-2014`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}@{}", self.head.programme, self.head.edition)
    }

    /// Returns its name, title, time in force, revision and status.
    #[must_use]
    pub fn head(&self) -> &EditionHead {
        &self.head
    }

    /// Returns everything it declares.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Returns its entry in a list of editions as JSON: `programme`, `edition`, `title`, `from`, `to`, `status`,
    /// `revision`, `digest`, and `adopted`, `replaces` and `note`, `null` where the rule files do not give them;
    /// `missing` lists what its sources do not contain, each with `what`, `why` and the `source` and `passage` (or
    /// `reading`) that shows it.
    #[must_use]
    pub fn summary(&self) -> serde_json::Value {
        let head = &self.head;
        serde_json::json!({
            "programme": head.programme,
            "edition": head.edition,
            "title": head.title,
            "from": head.in_force.start.to_string(),
            "to": head.in_force.end.to_string(),
            "status": head.status.name(),
            "revision": head.revision,
            "digest": self.digest,
            "adopted": head.adopted,
            "replaces": head.replaces,
            "note": head.note,
            "missing": self.lacks_json(),
        })
    }

    /// Returns the SHA-256 of its normalised rule text, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Returns the name of the record type that it is evaluated for.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record
    }

    /// Returns the schema of a record. Records that are read by it are checked wholly;
    /// [`schema_of_figures`](Self::schema_of_figures), [`schema_of_groups`](Self::schema_of_groups) and
    /// [`schema_of_subjects`](Self::schema_of_subjects) are what each call asks.
    #[must_use]
    pub fn schema(&self) -> Schema {
        let compared = ComparedWords::new(self.compared_words());
        Schema::new(Arc::clone(&self.layout), &self.record).comparing(Arc::new(compared))
    }

    /// Returns the period it is in force under `readings` (id to alternative), which may decide a first or last day
    /// that the sources leave open.
    #[must_use]
    pub fn in_force_under(&self, readings: &BTreeMap<String, String>) -> Period {
        let head = &self.head;
        let Choice::According(number, periods) = &head.in_force_by else { return head.in_force };
        let reading = self.model.interpretations.get(*number);
        let switched = reading.and_then(|reading| {
            let alternative = readings.get(&reading.id)?;
            reading.alternatives.iter().position(|(id, _)| id == alternative)
        });
        switched.and_then(|place| periods.get(place).copied()).unwrap_or(head.in_force)
    }

    /// Returns the alternative under which the edition would be in force throughout `period`, as
    /// `giltighet=beslutsåret`.
    pub(crate) fn covers_under(&self, period: Period) -> Option<String> {
        let Choice::According(number, periods) = &self.head.in_force_by else { return None };
        let reading = self.model.interpretations.get(*number)?;
        let (_, (alternative, _)) =
            periods.iter().zip(&reading.alternatives).find(|(in_force, _)| in_force.holds(period))?;
        Some(format!("{}={alternative}", reading.id))
    }

    pub(crate) fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// Returns the key of a record, if the record type has one.
    pub(crate) fn key_of<'d>(&self, document: &'d Document) -> Option<&'d str> {
        match document.cell(0, 0, self.layout.key_column()?) {
            cell @ Cell::Text { .. } => Some(document.text(cell)),
            _ => None,
        }
    }

    /// Parses a map of records: which column is which field, and which code is which.
    ///
    /// # Errors
    /// [`Error::Input`] with every fault found in the map.
    pub fn map(&self, text: &str) -> Result<Arc<Map>, Error> {
        Ok(Arc::new(Map::parse(text, &self.schema())?))
    }

    /// Returns a decoder for the JSON records of a call that reads them by `schema`.
    ///
    /// # Errors
    /// [`Error::Argument`] if the map is not for the edition's record type.
    pub(crate) fn decoder(&self, schema: &Schema, options: &Options) -> Result<Decoder, Error> {
        let map = options.map.as_deref();
        if map.is_none_or(|map| map.is_for(&self.layout)) {
            return Ok(schema.decoder(map));
        }
        let id = self.id();
        Err(ArgumentError::new(
            "map",
            say!(
                "kartan lästes för en utgåva vars poster har andra fält än `{id}`; läs den igen för den här utgåvan",
                "the map was read for an edition whose records have other fields than `{id}`; read it again for this one"
            ),
        )
        .into())
    }

    pub(crate) fn typed(&self) -> &Typed {
        &self.typed
    }

    /// Returns the index of the chosen alternative of each reading, with `switched` applied.
    ///
    /// # Errors
    /// [`Error::Argument`] if a reading or alternative does not exist.
    pub(crate) fn readings(&self, switched: &BTreeMap<String, String>) -> Result<Vec<usize>, Error> {
        let mut chosen: Vec<usize> = self.model.interpretations.iter().map(|i| i.chosen).collect();
        for (id, alternative) in switched {
            let Some(number) = self.model.interpretation(id) else {
                let ids = self.model.interpretations.iter().map(|i| i.id.as_str());
                // Reports and rule files show the number of a question beside its id.
                let numbered = |i: &&Interpretation| i.number.as_deref() == Some(id.as_str());
                let by_number = self.model.interpretations.iter().find(numbered).map(|i| i.id.as_str());
                let text = match by_number.or_else(|| nearest(id, ids)) {
                    Some(near) => say!(
                        "tolkningen `{id}` finns inte; menades `{near}`?",
                        "there is no reading `{id}`; was `{near}` meant?"
                    ),
                    None => say!(
                        "tolkningen `{id}` finns inte; `kvinnofrid readings` visar vilka som finns",
                        "there is no reading `{id}`; `kvinnofrid readings` shows which there are"
                    ),
                };
                return Err(ArgumentError::new("reading", text).into());
            };
            let alternatives = self.model.interpretations.get(number).map_or(&[][..], |i| &i.alternatives);
            let Some(place) = alternatives.iter().position(|(name, _)| name == alternative) else {
                let known: Vec<&str> = alternatives.iter().map(|(name, _)| name.as_str()).collect();
                let list = known.join(", ");
                let text = match nearest(alternative, known) {
                    Some(near) => say!(
                        "tolkningen `{id}` har inget alternativ `{alternative}`; menades `{near}`? Det som finns är: {list}",
                        "the reading `{id}` has no alternative `{alternative}`; was `{near}` meant? There are: {list}"
                    ),
                    None => say!(
                        "tolkningen `{id}` har inget alternativ `{alternative}`; det som finns är: {list}",
                        "the reading `{id}` has no alternative `{alternative}`; there are: {list}"
                    ),
                };
                return Err(ArgumentError::new("reading", text).into());
            };
            // An alternative that is the default may be named too.
            let switched = self.model.interpretations.get(number).filter(|reading| reading.chosen != place);
            if let Some(why) = switched.and_then(|reading| reading.without_effect.as_ref()) {
                return Err(ArgumentError::new(
                    "reading",
                    say!(
                        "tolkningen `{id}` kan inte bytas, för ingen regel beror på den: {why}",
                        "the reading `{id}` can't be switched, since no rule depends on it: {why}"
                    ),
                )
                .into());
            }
            if let Some(slot) = chosen.get_mut(number) {
                *slot = place;
            }
        }
        Ok(chosen)
    }

    /// Returns the texts of the rule files, for showing places.
    pub(crate) fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// Returns what figures are compared with in `period`, under the alternatives whose indices are `readings`.
    pub(crate) fn yardsticks(&self, period: Period, readings: &[usize]) -> Yardsticks {
        let minimum = self.head.minimum.under(readings).copied().flatten();
        let target = |indicator: &Indicator| {
            let targets = indicator.targets.under(readings)?;
            targets.iter().find(|t| is_within_year(period, t.year)).map(|t| t.target)
        };
        let targets: Vec<Option<Target>> = self.model.indicators.iter().map(target).collect();
        let any = targets.iter().any(Option::is_some);
        Yardsticks { minimum, targets: if any { targets } else { Vec::new() } }
    }

    /// Returns whether it has indicators to count.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        !self.model.indicators.is_empty()
    }

    /// Returns whether it declares any of the kinds in `with`.
    pub(crate) fn declares(&self, with: With) -> bool {
        with.routines && !self.model.routines.is_empty()
            || with.instruments && !self.model.instruments.is_empty()
            || with.activities && !self.model.activities.is_empty()
            || with.resources && !self.model.resources.is_empty()
    }

    /// Returns the index and the categories of a grouping.
    pub(crate) fn grouping(&self, id: &str) -> Option<(usize, &[String])> {
        let number = self.model.groupings.iter().position(|g| g.id == id)?;
        Some((number, &self.model.groupings.get(number)?.categories))
    }
}
