//! Validation: everything that is wrong or odd in data, by field and kind, and what it does to a report.
//!
//! The whole of the data is read, whatever is wrong with it, in memory that does not grow with it: the kinds of findings,
//! the categories of a field and the keys that are compared are limited. No value is part of a finding.

mod categories;
mod days;
mod elements;
mod finding;
mod keys;
#[cfg(test)]
mod tests;

pub use finding::{Effect, Finding, Validation};

use crate::data::asked::AskedFields;
use crate::data::compared::ComparedWords;
use crate::data::document::{Cell, Document};
use crate::data::input::Records;
use crate::data::notes::{self, Oddities};
use crate::data::record::gathered::{Gathered, Mistake};
use crate::data::schema::Schema;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::edition::rules::{Loaded, Programme, Rules};
use crate::findings::error::{ArgumentError, Error, InputError};
use crate::findings::text::{Text, say};
use crate::language::types::{ColumnKind, Layout, Scalar};
use categories::Categories;
use days::Days;
use finding::Found;
use keys::Keys;
use std::sync::Arc;

/// Looks for everything that is wrong or odd in records. Used by one thread at a time.
///
/// ```
/// use kvinnofrid::input::{InputFormat, JsonRecords};
/// use kvinnofrid::validate::{Effect, Validator};
/// use kvinnofrid::{Options, Rules};
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let lines = r#"{"id": 1, "kön": "Kvinna", "stadsdel": 4}
/// {"id": 1, "kön": "man"}"#;
///
/// let mut validator = Validator::new(&[edition], &Options::default())?;
/// let schema = validator.schema();
/// validator.add_all(&mut JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &schema, None), None);
/// let found = validator.finish();
/// assert_eq!((found.records, found.rejected), (2, 1));
/// let of = |kind| found.findings.iter().find(|finding| finding.kind == kind).unwrap();
/// assert_eq!((of("unknown_code").field.as_deref(), of("unknown_code").effect), (Some("kön"), Effect::Stops));
/// // No figure asks for the district, unless it is broken down by it.
/// assert_eq!((of("wrong_type").field.as_deref(), of("wrong_type").effect), (Some("stadsdel"), Effect::Breakdown));
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct Validator {
    schema: Schema,
    gathered: Gathered,
    /// What the figures of the editions ask, with the breakdowns.
    asked: AskedFields,
    by: Vec<String>,
    editions: Vec<String>,
    /// `None` if keys are assumed to be unique.
    keys: Option<Keys>,
    found: Found,
    categories: Categories,
    days: Days,
    /// By table and column: whether any record has a value.
    seen: Vec<Vec<bool>>,
    odd: Oddities,
    records: u64,
    rejected: u64,
    mistakes: Vec<Mistake>,
}

impl Validator {
    /// Returns a validator of records for the figures of `editions`: those of [`editions`] where it is not known which
    /// edition will count them. Of `options` the periods, the breakdowns, the cell and [`Options::assume_unique`] are used.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no edition, if they have records with different fields, or if a breakdown does not
    /// exist.
    pub fn new(editions: &[Arc<Edition>], options: &Options) -> Result<Self, Error> {
        let options = options.normalised();
        let Some(first) = editions.first() else {
            let text =
                say!("det finns ingen utgåva att pröva mot", "there is no edition to validate against");
            return Err(ArgumentError::new("programme", text).into());
        };
        let layout = first.layout();
        if editions.iter().any(|edition| edition.layout() != layout) {
            let text = say!(
                "utgåvornas poster har olika fält; välj en av dem",
                "the editions have records with different fields; choose one of them"
            );
            return Err(ArgumentError::new("programme", text).into());
        }
        for name in options.by.iter().chain(options.cell.keys()) {
            crate::figures::count::breakdown(first, name)?;
        }
        let mut asked = AskedFields::key_of(layout);
        let figures = Options { check_all: false, ..options.clone() };
        for edition in editions {
            let schema = edition.schema_of_figures(&figures);
            schema.asked().into_iter().for_each(|of_edition| asked.ask_all_of(of_edition));
        }
        let gathered = Gathered::default();
        let words = editions.iter().flat_map(|edition| edition.compared_words());
        let compared = Arc::new(ComparedWords::new(words));
        let births = editions.iter().flat_map(|edition| edition.birth_fields()).collect();
        Ok(Self {
            schema: first
                .schema()
                .comparing(Arc::clone(&compared))
                .gathering(gathered.clone())
                .within(options.limits),
            gathered,
            asked,
            by: options.by,
            editions: editions.iter().map(|edition| edition.id()).collect(),
            keys: (!options.assume_unique).then(Keys::new),
            found: Found::default(),
            categories: Categories::of(layout, &compared),
            days: Days::of(layout, &births, &options.periods),
            seen: layout.tables.iter().map(|table| vec![false; table.columns.len()]).collect(),
            odd: Oddities::default(),
            records: 0,
            rejected: 0,
            mistakes: Vec::new(),
        })
    }

    /// Returns the schema that records are read by: every field is checked, and what is wrong with a value is kept here
    /// and is no error of the reader.
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    /// Reads all of `records`, which must have been created for [`schema`](Self::schema), and as
    /// [`OnError::Skip`](crate::OnError::Skip); `file` is what their file is called in findings. Whatever is wrong with
    /// them is a finding.
    pub fn add_all(&mut self, records: &mut dyn Records, file: Option<&str>) {
        self.found.begin(file);
        let mut document = Document::new(self.schema.layout());
        loop {
            let next = records.next(&mut document);
            let mut mistakes = std::mem::take(&mut self.mistakes);
            self.gathered.take(&mut mistakes);
            let done = match next {
                Ok(None) => {
                    self.mistakes_of_no_record(&mistakes, None);
                    true
                }
                Ok(Some(row)) => {
                    self.record(&document, row, &mistakes);
                    false
                }
                Err(error) => {
                    let broken = records.is_broken();
                    self.mistakes_of_no_record(&mistakes, error.row());
                    if !broken {
                        self.records += 1;
                        self.rejected += 1;
                    }
                    self.error(&error);
                    broken
                }
            };
            self.mistakes = mistakes;
            if done {
                break;
            }
        }
        self.odd.merge(&records.take_oddities());
    }

    /// Adds that the data can't be opened at all, or not with these tables.
    pub fn add_error(&mut self, error: &InputError, file: Option<&str>) {
        self.found.begin(file);
        let mut mistakes = Vec::new();
        self.gathered.take(&mut mistakes);
        self.mistakes_of_no_record(&mistakes, None);
        self.error(error);
    }

    /// Adds mistakes of columns, or of a record that was not read to its end.
    fn mistakes_of_no_record(&mut self, mistakes: &[Mistake], row: Option<u64>) {
        for mistake in mistakes {
            self.mistake(mistake, row);
        }
    }

    /// Adds an error that ended a record, or the data.
    fn error(&mut self, error: &InputError) {
        let field = error.field().map(without_numbers);
        let place = field.as_deref().and_then(|path| self.place(path)).unwrap_or((0, usize::MAX));
        self.found.add(place, field, error.code(), Effect::Stops, 1, error.row(), None, error.text());
    }

    /// Adds a mistake in the record of `row`; returns what it does to a report.
    fn mistake(&mut self, mistake: &Mistake, row: Option<u64>) -> Effect {
        let layout = Arc::clone(self.schema.shared_layout());
        let parent = layout.tables.get(mistake.table).and_then(|table| table.parent);
        let place =
            mistake.column.map(|column| (mistake.table, column)).or(parent).unwrap_or((0, usize::MAX));
        let field = layout.path(place.0, place.1);
        // It is there, if wrong.
        if let Some(seen) = self.seen.get_mut(place.0).and_then(|table| table.get_mut(place.1)) {
            *seen = true;
        }
        let effect = self.effect(place);
        let row = if mistake.of_column { None } else { mistake.row.or(row) };
        let table = mistake.row.map(|_| field.split('.').next().unwrap_or_default().to_owned());
        self.found.add(
            place,
            Some(field),
            mistake.text.code(),
            effect,
            mistake.values,
            row,
            table.as_deref(),
            &mistake.text,
        );
        effect
    }

    /// Returns what a wrong value of a field does to a report.
    fn effect(&self, (table, column): (usize, usize)) -> Effect {
        if self.asked.has(table, column) {
            return Effect::Stops;
        }
        let layout = self.schema.layout();
        let kind = layout.tables.get(table).and_then(|table| table.columns.get(column)).map(|c| &c.kind);
        match kind {
            Some(ColumnKind::Scalar(Scalar::Code(_) | Scalar::Category)) if table == 0 => Effect::Breakdown,
            _ => Effect::Nothing,
        }
    }

    fn record(&mut self, document: &Document, row: u64, mistakes: &[Mistake]) {
        self.records += 1;
        let layout = Arc::clone(self.schema.shared_layout());
        let key_column = layout.key_column();
        let mut stopped = false;
        for mistake in mistakes {
            stopped |= self.mistake(mistake, Some(row)) == Effect::Stops && !mistake.of_column;
        }
        let key_is_wrong =
            mistakes.iter().any(|m| m.table == 0 && m.column.is_some() && m.column == key_column);
        if let Some(column) = key_column.filter(|_| !key_is_wrong) {
            let fault = match document.cell(0, 0, column) {
                cell @ Cell::Text { .. } if !stopped => {
                    self.keys.as_mut().and_then(|keys| keys.add(document.text(cell)))
                }
                Cell::Missing => Some(("no_key", no_key())),
                _ => None,
            };
            if let Some((kind, text)) = fault {
                stopped = true;
                let field = Some(layout.path(0, column));
                self.found.add((0, column), field, kind, Effect::Stops, 1, Some(row), None, &text);
            }
        }
        self.rejected += u64::from(stopped);
        for (number, seen) in self.seen.iter_mut().enumerate() {
            for at in 0..document.rows_len(number) {
                for (column, seen) in seen.iter_mut().enumerate() {
                    *seen |= document.cell(number, at, column) != Cell::Missing;
                }
            }
        }
        self.categories.add(document);
        let repeated = elements::repeated(document, &layout);
        for (place, notice) in self.days.add(document).into_iter().chain(repeated) {
            let (effect, count) = (self.effect(place).of_oddity(), notice.count);
            self.found.add(place, notice.field, notice.code, effect, count, Some(row), None, &notice.text);
        }
    }

    /// Returns the table and column of a path.
    fn place(&self, path: &str) -> Option<(usize, usize)> {
        let layout = self.schema.layout();
        let tables = layout.tables.iter().enumerate();
        let mut columns =
            tables.flat_map(|(table, rows)| (0..rows.columns.len()).map(move |column| (table, column)));
        columns.find(|(table, column)| layout.path(*table, *column) == path)
    }

    /// Returns everything that was found.
    #[must_use]
    pub fn finish(mut self) -> Validation {
        let layout = Arc::clone(self.schema.shared_layout());
        self.found.begin(None);
        let mut nameless = Oddities::default();
        for unknown in self.odd.unknown_fields() {
            if unknown.name.is_none() {
                nameless.add_unknown(unknown);
                continue;
            }
            let in_list =
                |name: &String| unknown.list.as_ref().map_or(name.clone(), |list| format!("{list}.{name}"));
            let near = unknown.near.as_ref().map(in_list);
            let near = near.and_then(|path| self.place(&path)).filter(|(table, column)| {
                !self.seen.get(*table).and_then(|table| table.get(*column)).copied().unwrap_or(false)
            });
            let effect = match near.map(|place| self.effect(place)) {
                Some(Effect::Stops) => Effect::Changes,
                Some(other) => other,
                None => Effect::Nothing,
            };
            let mut only = Oddities::default();
            only.add_unknown(unknown);
            for notice in only.notices(&layout) {
                let place = near.unwrap_or((0, usize::MAX));
                self.found.add(
                    place,
                    notice.field,
                    notice.code,
                    effect,
                    notice.count,
                    None,
                    None,
                    &notice.text,
                );
            }
        }
        let others = self.odd.notices(&layout).into_iter().filter(|notice| notice.code != "unknown_field");
        for notice in nameless.notices(&layout).into_iter().chain(others) {
            let place = notice.field.as_deref().and_then(|path| self.place(path));
            let effect = match notice.code {
                "unmatched_rows" => Effect::Stops,
                "personnummer_key" | "unknown_field" => Effect::Nothing,
                _ => place.map_or(Effect::Nothing, |place| self.effect(place).of_oddity()),
            };
            let place = place.unwrap_or((0, usize::MAX));
            self.found.add(place, notice.field, notice.code, effect, notice.count, None, None, &notice.text);
        }
        for (place, notice) in self.categories.notices(&layout) {
            let effect = match notice.code {
                "many_categories" => Effect::Nothing,
                _ => self.effect(place).of_oddity(),
            };
            self.found.add(place, notice.field, notice.code, effect, notice.count, None, None, &notice.text);
        }
        if let Some(notice) = self.days.none_in_period() {
            let place = (0, usize::MAX);
            self.found.add(place, None, notice.code, Effect::Changes, notice.count, None, None, &notice.text);
        }
        let place = (0, layout.key_column().unwrap_or(usize::MAX));
        let field = layout.key_column().map(|column| layout.path(0, column));
        for notice in self.keys.iter().flat_map(|keys| keys.notices(field.as_deref())) {
            let effect = match notice.code {
                "keys_beyond_limit" => Effect::Nothing,
                _ => Effect::Changes,
            };
            self.found.add(place, notice.field, notice.code, effect, notice.count, None, None, &notice.text);
        }
        if self.records == self.rejected {
            let notice = notes::nobody_counted(self.rejected);
            let effect = Effect::Changes;
            self.found.add(
                (0, usize::MAX),
                None,
                notice.code,
                effect,
                self.records,
                None,
                None,
                &notice.text,
            );
        }
        let absent = absent(&layout, &self.asked, &self.seen);
        let (findings, more) = self.found.finish();
        let Self { editions, by, records, rejected, .. } = self;
        Validation { editions, by, records, rejected, findings, more, absent }
    }
}

/// Returns every edition of `rules` with figures about the records that most of them are about: what data are validated
/// against where nobody says which edition will count them.
#[must_use]
pub fn editions(rules: &Rules) -> Vec<Arc<Edition>> {
    let programmes = rules.programmes();
    let all = programmes.iter().flat_map(Programme::editions).filter(|edition| edition.has_figures());
    let all: Vec<Arc<Edition>> = all.cloned().collect();
    let with = |layout: &Layout| all.iter().filter(|edition| **edition.layout() == *layout).count();
    // Of several the first, which is the last by this order.
    let usual = all
        .iter()
        .rev()
        .max_by_key(|edition| with(edition.layout()))
        .map(|edition| Arc::clone(edition.layout()));
    all.into_iter().filter(|edition| usual.as_ref() == Some(edition.layout())).collect()
}

/// Returns the editions of a choice that data are validated against: the one that the day or the periods of `options` select,
/// else every edition with figures.
///
/// # Errors
/// As [`Loaded::edition`].
pub fn editions_of(loaded: &Loaded, options: &Options) -> Result<Vec<Arc<Edition>>, Error> {
    match loaded {
        Loaded::Line(programme) if options.on.is_none() && options.periods.is_empty() => {
            Ok(programme.editions().iter().filter(|edition| edition.has_figures()).cloned().collect())
        }
        _ => Ok(vec![loaded.edition(options)?]),
    }
}

/// Returns the paths of the fields that figures ask and no record has.
fn absent(layout: &Layout, asked: &AskedFields, seen: &[Vec<bool>]) -> Vec<String> {
    let has = |(table, column): (usize, usize)| {
        seen.get(table).and_then(|table| table.get(column)).copied().unwrap_or(false)
    };
    let tables = layout.tables.iter().enumerate();
    // Where nobody has the list, its fields need not be listed.
    let tables = tables.filter(|(_, table)| table.parent.is_none_or(has));
    let columns = tables.flat_map(|(table, rows)| (0..rows.columns.len()).map(move |column| (table, column)));
    let absent = columns.filter(|place| asked.has(place.0, place.1) && !has(*place));
    absent.map(|(table, column)| layout.path(table, column)).collect()
}

/// Returns a path without its element numbers.
fn without_numbers(path: &str) -> String {
    let steps = path.split('.').map(|step| step.split('[').next().unwrap_or(step));
    steps.collect::<Vec<_>>().join(".")
}

fn no_key() -> Text {
    say!(
        "nyckeln saknas; varje post behöver en egen nyckel",
        "the key is missing; every record needs a key of its own"
    )
}
