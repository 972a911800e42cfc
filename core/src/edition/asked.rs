//! What each call asks of records: the schemas that they are read by.
//!
//! Neither a period nor a reading decides what is asked, and no selection of indicators does: otherwise it would change
//! which records are rejected, and so who is counted.

use super::Edition;
use crate::data::asked::AskedFields;
use crate::data::schema::Schema;
use crate::edition::options::{BaselineOptions, ExplainOptions, Options};
use crate::findings::text::nfc;
use crate::language::expr::{Constant, Id, Kind, ListRef};
use crate::language::lower::{Counted, TypedIndicator, TypedMeasure};
use crate::language::model::{Choice, With};
use crate::language::types::{ColumnKind, Scalar};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Edition {
    /// Returns the schema of a record as figures read it, in a report, a partial, a list of members or a worklist: only the
    /// fields that the target groups, the indicators, or the breakdowns and the cell of `options` ask are checked and
    /// read. The same fields are asked whatever the period, the readings and the selected indicators are. With
    /// [`Options::check_all`] it is that of [`schema`](Self::schema), by which everything is checked.
    ///
    /// ```
    /// use kvinnofrid::input::{InputFormat, JsonRecords};
    /// use kvinnofrid::{Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let periods = vec![Period::parse("2013")?];
    /// let mut options = Options { periods, ..Options::default() };
    /// // No indicator asks for the district, which ought to be a text.
    /// let line = r#"{"id": "a1", "stadsdel": 4}"#;
    /// let read = |options: &Options| {
    ///     let schema = edition.schema_of_figures(options);
    ///     let mut records = JsonRecords::new(line.as_bytes(), InputFormat::Json, &schema, None);
    ///     edition.counter(options)?.add_all(&mut records)
    /// };
    /// assert!(read(&options).is_ok());
    /// options.check_all = true;
    /// assert!(read(&options).is_err());
    /// options = Options { check_all: false, by: vec!["stadsdel".into()], ..options };
    /// assert!(read(&options).is_err());
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    #[must_use]
    pub fn schema_of_figures(&self, options: &Options) -> Schema {
        if options.check_all {
            return self.schema().within(options.limits);
        }
        let mut asking = Asking::new(self);
        asking.groups();
        asking.indicators();
        asking.breakdowns(options.normalised().by.iter().chain(options.normalised().cell.keys()));
        asking.into_schema().within(options.limits)
    }

    /// Returns the schema of a record as a [baseline](Self::baseline) reads it: only the fields that the condition of its
    /// target group, its breakdown and its list of contacts ask are checked and read.
    #[must_use]
    pub fn schema_of_baseline(&self, options: &Options, baseline: &BaselineOptions) -> Schema {
        if options.check_all {
            return self.schema();
        }
        let mut asking = Asking::new(self);
        if let Some(group) = baseline.group.as_deref().and_then(|id| self.model().group(&nfc(id))) {
            asking.group(group);
        }
        asking.breakdowns(options.normalised().by.iter());
        if let Some(column) = baseline.contacts.as_deref().and_then(|list| self.list(list)) {
            asking.asked.ask(self.layout(), 0, column);
        }
        asking.into_schema()
    }

    /// Returns the words that conditions compare the fields with open lists with, by table and column.
    pub(crate) fn compared_words(&self) -> BTreeMap<(usize, usize), BTreeSet<Arc<str>>> {
        let arena = &self.typed().arena;
        let tables = &self.layout().tables;
        let is_open = |table: usize, column: usize| {
            let column = tables.get(table).and_then(|table| table.columns.get(column));
            column.is_some_and(|column| column.kind == ColumnKind::Scalar(Scalar::Category))
        };
        let mut words: BTreeMap<(usize, usize), BTreeSet<Arc<str>>> = BTreeMap::new();
        let mut compared = |field: Id, with: Id| {
            if let Kind::Column { table, column, .. } = arena[field].kind
                && let Kind::Constant(Constant::Text(word)) = &arena[with].kind
                && is_open(table, column)
            {
                words.entry((table, column)).or_default().insert(Arc::clone(word));
            }
        };
        for node in arena.nodes() {
            match &node.kind {
                Kind::Compare(_, a, b) => [(*a, *b), (*b, *a)].into_iter().for_each(|(a, b)| compared(a, b)),
                Kind::In(field, items) => items.iter().for_each(|item| compared(*field, *item)),
                _ => {}
            }
        }
        words
    }

    /// Returns the fields with days of birth, by table and column: those of which conditions compute an age.
    pub(crate) fn birth_fields(&self) -> BTreeSet<(usize, usize)> {
        let arena = &self.typed().arena;
        let of_age = arena.nodes().filter_map(|node| match &node.kind {
            Kind::Call(function, args) if function.row().name.0 == "ålder" => args.first(),
            _ => None,
        });
        let fields = of_age.filter_map(|born| match arena[*born].kind {
            Kind::Column { table, column, .. } => Some((table, column)),
            _ => None,
        });
        fields.collect()
    }

    /// Returns the column of a list of the record.
    pub(crate) fn list(&self, name: &str) -> Option<usize> {
        let columns = self.layout().tables.first().map_or(&[][..], |table| &table.columns);
        let name = nfc(name);
        columns.iter().position(|c| c.name == *name && matches!(c.kind, ColumnKind::List(_)))
    }

    /// Returns the schema of a record as [`classify`](Self::classify) reads it: only the fields that the target groups ask
    /// are checked and read, and those that decide what holds for the case where [`Options::with`] asks for that.
    #[must_use]
    pub fn schema_of_groups(&self, options: &Options) -> Schema {
        if options.check_all {
            return self.schema().within(options.limits);
        }
        let mut asking = Asking::new(self);
        asking.groups();
        asking.casework(options.with);
        asking.into_schema().within(options.limits)
    }

    /// Returns the schema of a record as [`explain`](Self::explain) reads it: only the fields that the target groups ask
    /// are checked and read, and those of what is to be explained.
    #[must_use]
    pub fn schema_of_subjects(&self, options: &Options, explain: &ExplainOptions) -> Schema {
        if options.check_all {
            return self.schema().within(options.limits);
        }
        let model = self.model();
        let asks = |id: &String| {
            let group = model.group(id).is_some();
            (group, !group && model.indicator(id).is_some())
        };
        let mut asking = Asking::new(self);
        asking.groups();
        if explain.subjects.iter().any(|id| asks(id).1) {
            asking.indicators();
        }
        if explain.subjects.iter().any(|id| asks(id) == (false, false)) {
            asking.casework(With::ALL);
        }
        asking.into_schema().within(options.limits)
    }
}

/// Collects what is asked.
struct Asking<'e> {
    edition: &'e Edition,
    asked: AskedFields,
    seen: Vec<bool>,
}

impl<'e> Asking<'e> {
    fn new(edition: &'e Edition) -> Self {
        let seen = vec![false; edition.typed().arena.size()];
        Self { edition, asked: AskedFields::key_of(edition.layout()), seen }
    }

    fn into_schema(self) -> Schema {
        self.edition.schema().asking(Arc::new(self.asked))
    }

    fn groups(&mut self) {
        let edition = self.edition;
        edition.typed().groups.iter().flat_map(Choice::values).for_each(|id| self.condition(*id));
    }

    fn group(&mut self, number: usize) {
        let edition = self.edition;
        edition
            .typed()
            .groups
            .get(number)
            .into_iter()
            .flat_map(Choice::values)
            .for_each(|id| self.condition(*id));
    }

    fn indicators(&mut self) {
        let edition = self.edition;
        for indicator in &edition.typed().indicators {
            self.indicator(indicator);
        }
    }

    fn indicator(&mut self, indicator: &TypedIndicator) {
        indicator.roots().into_iter().for_each(|id| self.condition(id));
        if let TypedMeasure::Count { of, .. } = &indicator.measure {
            self.lists(of);
        }
    }

    /// Asks what `names`, fields or groupings, are broken down by; that there is none of that name is said elsewhere. As
    /// soon as there is a breakdown, persons with protected identity are counted apart.
    fn breakdowns<'n>(&mut self, names: impl Iterator<Item = &'n String>) {
        let edition = self.edition;
        let columns = edition.layout().tables.first().map_or(&[][..], |table| &table.columns);
        let mut any = false;
        for name in names {
            any = true;
            if let Some((number, _)) = edition.grouping(name) {
                let values = edition.typed().groupings.get(number).map_or(&[][..], Choice::values);
                values.iter().for_each(|id| self.condition(*id));
            } else if let Some(column) = columns.iter().position(|column| column.name == *name) {
                self.asked.ask(edition.layout(), 0, column);
            }
        }
        if let Some(column) = columns.iter().position(|column| !column.protected.is_empty()).filter(|_| any) {
            self.asked.ask(edition.layout(), 0, column);
        }
    }

    fn casework(&mut self, with: With) {
        let casework = &self.edition.typed().casework;
        let mut applies = |wanted: bool, conditions: &[Choice<Id>]| {
            if wanted {
                conditions.iter().flat_map(Choice::values).for_each(|id| self.condition(*id));
            }
        };
        applies(with.instruments, &casework.instruments);
        applies(with.activities, &casework.activities);
        applies(with.resources, &casework.resources);
        if !with.routines {
            return;
        }
        for routine in &casework.routines {
            self.lists(&routine.to);
            let to = routine.to.values().iter().filter_map(Counted::condition);
            let when = [&routine.done, &routine.due].into_iter().flatten();
            let when = when.flat_map(Choice::values).flatten().copied();
            to.chain(when).collect::<Vec<_>>().into_iter().for_each(|id| self.condition(id));
        }
    }

    fn lists(&mut self, counted: &Choice<Counted>) {
        for counted in counted.values() {
            if let Counted::Elements(list) = counted {
                self.list(list);
            }
        }
    }

    fn list(&mut self, list: &ListRef) {
        self.asked.ask(self.edition.layout(), list.owner_table, list.column);
    }

    /// Asks every field that a condition depends on.
    fn condition(&mut self, root: Id) {
        let edition = self.edition;
        let mut left = vec![root];
        while let Some(id) = left.pop() {
            let Some(seen) = self.seen.get_mut(id.0 as usize) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            let kind = &edition.typed().arena[id].kind;
            if let Kind::Column { table, column, .. } = kind {
                self.asked.ask(edition.layout(), *table, *column);
            }
            if let Some(list) = kind.list() {
                self.list(list);
            }
            kind.parts(|part| left.push(part));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rules;

    /// The fields of a record that are not asked, as paths.
    fn unasked(schema: &Schema) -> Vec<String> {
        let layout = schema.layout();
        let tables = layout.tables.iter().enumerate();
        let columns = tables.flat_map(|(t, table)| (0..table.columns.len()).map(move |c| (t, c)));
        columns.filter(|(t, c)| !schema.asks(*t, *c)).map(|(t, c)| layout.path(t, c)).collect()
    }

    #[test]
    fn each_call_asks_what_its_conditions_read() {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let options = Options::default();
        let figures = unasked(&edition.schema_of_figures(&options));
        let groups = unasked(&edition.schema_of_groups(&options));
        for field in ["stadsdel", "skyddade_personuppgifter"] {
            assert!(figures.contains(&field.to_owned()), "{figures:?}");
        }
        assert!(figures.iter().all(|field| groups.contains(field)), "figures ask what the groups do");
        for (field, of_groups) in
            [("kön", true), ("våld.roll", true), ("insatser.erbjuden", false), ("id", true)]
        {
            assert!(!figures.contains(&field.to_owned()), "{field}");
            assert_eq!(!groups.contains(&field.to_owned()), of_groups, "{field}");
        }
        let by = |by: &[&str]| Options {
            by: by.iter().map(|by| (*by).to_owned()).collect(),
            ..Options::default()
        };
        let by_sex = unasked(&edition.schema_of_figures(&by(&["kön"])));
        assert!(by_sex.contains(&"stadsdel".to_owned()));
        assert!(!by_sex.contains(&"skyddade_personuppgifter".to_owned()), "they are counted apart");
        assert!(!unasked(&edition.schema_of_figures(&by(&["stadsdel"]))).contains(&"stadsdel".to_owned()));
        let all = Options { check_all: true, ..Options::default() };
        assert_eq!(unasked(&edition.schema_of_figures(&all)), Vec::<String>::new());
        let explained = |ids: &[&str]| {
            let subjects = ids.iter().map(|id| (*id).to_owned()).collect();
            let explain = ExplainOptions { subjects, ..ExplainOptions::default() };
            unasked(&edition.schema_of_subjects(&options, &explain))
        };
        let baseline = |group: Option<&str>, contacts: Option<&str>, options: &Options| {
            let [group, contacts] = [group, contacts].map(|one| one.map(str::to_owned));
            let asked = BaselineOptions { group, contacts, ..BaselineOptions::default() };
            unasked(&edition.schema_of_baseline(options, &asked))
        };
        let keys_only = baseline(None, None, &options);
        assert!(keys_only.contains(&"kön".to_owned()) && !keys_only.contains(&"id".to_owned()));
        assert!(!baseline(None, None, &by(&["stadsdel"])).contains(&"stadsdel".to_owned()));
        let contacts = baseline(None, Some("insatser"), &options);
        assert!(!contacts.contains(&"insatser".to_owned()) && contacts.contains(&"insatser.typ".to_owned()));
        let women = baseline(Some("kvinnor"), None, &options);
        assert!(!women.contains(&"kön".to_owned()) && women.iter().all(|field| keys_only.contains(field)));
        assert!(baseline(Some("kvinnor"), None, &all).is_empty());
        assert_eq!(explained(&[]), groups);
        assert_eq!(explained(&["kvinnor-erbjudna"]), figures);
    }
}
