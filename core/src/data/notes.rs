//! Oddities of records that are not errors, and counts of rejected ones, reported beside the result.
//!
//! [`Oddities`] are values: readers fill them, and they are merged like partials. All bindings report them with the
//! same wording, as [`Notice`]s.

mod categories;
mod near;
mod nobody;

pub(crate) use categories::{alike, bare_chars, of_categories};
pub(crate) use near::listed;
pub(crate) use nobody::{nobody_classified, nobody_counted, nobody_in_cell, nobody_in_source};

use crate::data::document::{Cell, Document};
use crate::data::input::csv::Unmatched;
use crate::data::written::WrittenKeys;
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};
use crate::language::date::{Date, Period};
use crate::language::types::{ColumnKind, Layout};
use near::NearWords;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most unknown fields that are recorded.
pub(crate) const MAX_UNKNOWN_FIELDS: usize = 20;

/// The oddities of some records that are not errors. The default is none.
///
/// Merging is associative, and the counts do not depend on the order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// How many records were read.
    records: u64,
    unknown: Vec<UnknownField>,
    personnummer: u64,
    /// How the keys of fields are written, by table and column.
    keys: Vec<((usize, usize), WrittenKeys)>,
    /// The values that are nearly a word of the rules, by table and column.
    near: BTreeMap<(usize, usize), NearWords>,
    unmatched: Vec<Unmatched>,
    /// By column of the record itself, up to the last with an observation.
    columns: Vec<Column>,
}

/// A field that occurs in the data but not in the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// The list whose elements have the field, such as `insatser`; `None` if the record itself has it.
    pub list: Option<String>,
    /// Its name, if that is similar to the name of a field. Any other name may be personal data, and is not repeated.
    pub name: Option<String>,
    /// The name of the similar field.
    pub near: Option<String>,
    /// The position of the column, counted from 1, in tabular data.
    pub column: Option<usize>,
}

/// What records contain in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Column {
    /// Whether any record has a value.
    seen: bool,
    /// For a list column: the number of records with null, and whether any has an empty list or a non-empty one.
    missing: u64,
    empty: bool,
    filled: bool,
}

/// An oddity, to be reported beside the result.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notice {
    /// The kind of oddity: `unknown_field`, `unmatched_rows`, `personnummer_key`, `spaced_key`, `mixed_keys`,
    /// `near_category`, `list_never_empty`, `similar_categories`, `missing_as_text`, `garbled_text`, `ended_edition`, `without_edition`, `nobody_counted` or
    /// `nobody_in_cell`. Codes are never reused.
    pub code: &'static str,
    /// The field concerned, if any.
    pub field: Option<String>,
    /// The number of records, keys, values, rows or categories concerned; of `mixed_keys`, of ways to write them.
    pub count: u64,
    /// The message, which contains no value of any record.
    pub text: Text,
}

impl Notice {
    pub(crate) fn new(code: &'static str, field: Option<String>, count: u64, text: Text) -> Self {
        Self { code, field, count, text }
    }
}

impl Oddities {
    /// Merges the oddities of the records that follow.
    pub fn merge(&mut self, next: &Self) {
        self.add_records(next.records);
        next.unknown.iter().for_each(|field| self.add_unknown(field));
        self.personnummer = self.personnummer.saturating_add(next.personnummer);
        next.keys.iter().for_each(|(field, written)| self.add_keys(*field, *written));
        for (field, near) in &next.near {
            self.near.entry(*field).or_default().merge(near);
        }
        self.unmatched.extend_from_slice(&next.unmatched);
        for (number, column) in next.columns.iter().enumerate() {
            let own = self.column(number);
            own.seen |= column.seen;
            own.missing = own.missing.saturating_add(column.missing);
            own.empty |= column.empty;
            own.filled |= column.filled;
        }
    }

    /// Returns the number of records that were read.
    pub(crate) fn records(&self) -> u64 {
        self.records
    }

    /// Returns the fields that occur in the data but not in the schema, each once, at most 20.
    #[must_use]
    pub fn unknown_fields(&self) -> &[UnknownField] {
        &self.unknown
    }

    /// Returns the number of keys that look like a personnummer.
    #[must_use]
    pub fn personnummer(&self) -> u64 {
        self.personnummer
    }

    /// Returns the table rows that belong to no record.
    #[must_use]
    pub fn unmatched(&self) -> &[Unmatched] {
        &self.unmatched
    }

    /// Returns the oddities as notices. `layout` must be that of the records.
    #[must_use]
    pub fn notices(&self, layout: &Layout) -> Vec<Notice> {
        let mut notices = self.unknown_notices();
        notices.extend(self.unmatched.iter().map(unmatched_rows));
        if self.personnummer > 0 {
            notices.push(personnummer(self.personnummer));
        }
        for ((table, column), written) in &self.keys {
            notices.extend(of_keys(&layout.path(*table, *column), written));
        }
        let near = self.near.iter().map(|((table, column), near)| near.notice(layout.path(*table, *column)));
        notices.extend(near);
        let columns = layout.tables.first().map_or(&[][..], |table| &table.columns);
        for (column, had) in columns.iter().zip(&self.columns) {
            let is_list = matches!(column.kind, ColumnKind::List(_));
            if is_list && had.filled && !had.empty && had.missing > 0 {
                notices.push(list_never_empty(&column.name, had.missing));
            }
        }
        notices
    }

    /// Records that records were read.
    pub(crate) fn add_records(&mut self, records: u64) {
        self.records = self.records.saturating_add(records);
    }

    /// Records a field that is not in the schema.
    pub(crate) fn add_unknown(&mut self, field: &UnknownField) {
        if self.unknown.len() < MAX_UNKNOWN_FIELDS && !self.unknown.contains(field) {
            self.unknown.push(field.clone());
        }
    }

    /// Records keys that look like a personnummer.
    pub(crate) fn add_personnummer(&mut self, keys: u64) {
        self.personnummer = self.personnummer.saturating_add(keys);
    }

    /// Records how keys of a field are written.
    pub(crate) fn add_keys(&mut self, field: (usize, usize), written: WrittenKeys) {
        match self.keys.binary_search_by_key(&field, |(own, _)| *own) {
            Ok(at) => self.keys[at].1.add(written),
            Err(at) => self.keys.insert(at, (field, written)),
        }
    }

    /// Records values of a field that are nearly `word`, one that the rules compare it with.
    pub(crate) fn add_near(&mut self, field: (usize, usize), word: &Arc<str>, count: u64) {
        self.near.entry(field).or_default().add(word, count);
    }

    /// Records how the keys of records are written in the table of a list.
    pub(crate) fn add_keys_of_records(&mut self, layout: &Layout, written: WrittenKeys) {
        if let Some(column) = layout.key_column().filter(|_| !written.is_plain()) {
            self.add_keys((0, column), written);
        }
    }

    /// Records table rows that belong to no record.
    pub(crate) fn add_unmatched(&mut self, rows: Unmatched) {
        self.unmatched.push(rows);
    }

    /// Records which of a record's own columns have values; `lists` are its list columns.
    pub(crate) fn add_record(&mut self, document: &Document, columns: usize, lists: &[usize]) {
        self.add_records(1);
        if self.columns.len() < columns {
            self.columns.resize(columns, Column::default());
        }
        for (number, column) in self.columns.iter_mut().enumerate().take(columns) {
            column.seen |= document.cell(0, 0, number) != Cell::Missing;
        }
        for number in lists {
            let Some(column) = self.columns.get_mut(*number) else { continue };
            match document.cell(0, 0, *number) {
                Cell::List { len: 0, .. } => column.empty = true,
                Cell::List { .. } => column.filled = true,
                _ => {}
            }
        }
    }

    /// Records that a record has null for a list of its own. In JSON an absent field does not count; a table always has
    /// a cell, and an outer join leaves null where there is no match.
    pub(crate) fn add_null_list(&mut self, column: usize) {
        let column = self.column(column);
        column.missing = column.missing.saturating_add(1);
    }

    /// Records that some records have a value in a column.
    #[cfg(feature = "arrow")]
    pub(crate) fn add_seen(&mut self, column: usize) {
        self.column(column).seen = true;
    }

    /// Records how many records have no list in a column, and whether any has an empty list or a non-empty one.
    #[cfg(feature = "arrow")]
    pub(crate) fn add_lists(&mut self, column: usize, missing: u64, empty: bool, filled: bool) {
        let column = self.column(column);
        column.seen |= empty || filled;
        column.missing = column.missing.saturating_add(missing);
        column.empty |= empty;
        column.filled |= filled;
    }

    /// Returns whether any record has had a value in this column.
    pub(crate) fn has_seen(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|column| column.seen)
    }

    fn column(&mut self, number: usize) -> &mut Column {
        if self.columns.len() <= number {
            self.columns.resize(number + 1, Column::default());
        }
        &mut self.columns[number]
    }

    /// Returns the notices of unknown fields: one for each field with a name, and one for the unnamed columns of each
    /// table.
    fn unknown_notices(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        let mut met: Vec<&Option<String>> = Vec::new();
        for field in &self.unknown {
            if let Some(name) = &field.name {
                let in_list = |name: &str| match &field.list {
                    Some(list) => format!("{list}.{name}"),
                    None => name.to_owned(),
                };
                let near = field.near.as_deref().map(in_list);
                notices.push(unknown_field(in_list(name), near.as_deref()));
            } else if !met.contains(&&field.list) {
                met.push(&field.list);
                let nameless =
                    self.unknown.iter().filter(|other| other.name.is_none() && other.list == field.list);
                let columns: Vec<usize> = nameless.filter_map(|other| other.column).collect();
                notices.push(nameless_fields(field.list.as_deref(), columns));
            }
        }
        notices
    }
}

/// Returns a message with the number of rejected records, if any.
#[must_use]
pub fn rejected(rejected: u64) -> Option<Text> {
    Some(match rejected {
        0 => return None,
        1 => say!("1 post avvisades och räknas inte", "1 record was rejected and is not counted"),
        _ => say!(
            "{rejected} poster avvisades och räknas inte",
            "{rejected} records were rejected and are not counted"
        ),
    })
}

/// Returns a message with the number of rejected records beyond the `remembered` ones, if any.
#[must_use]
pub fn rejected_beyond(rejected: u64, remembered: &[Error]) -> Option<Text> {
    let rest = rejected.saturating_sub(remembered.len() as u64);
    (rest > 0).then(|| say!("… och {rest} till", "… and {rest} more"))
}

fn unknown_field(field: String, near: Option<&str>) -> Notice {
    let text = say!(
        "fältet `{field}` finns inte och lästes inte",
        "there is no field `{field}`, and it was not read"
    );
    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
    let text = match near {
        Some(near) => say!("{sv}; menades `{near}`?", "{en}; was `{near}` meant?"),
        None => text,
    };
    Notice::new("unknown_field", Some(field), 1, text)
}

/// Unknown fields whose names are similar to none of the schema's, and may be personal data.
fn nameless_fields(list: Option<&str>, mut columns: Vec<usize>) -> Notice {
    columns.sort_unstable();
    columns.dedup();
    let (of_sv, of_en) =
        list.map_or_else(Default::default, |list| (format!(" i {list}"), format!(" of {list}")));
    let count = columns.len().max(1) as u64;
    let numbers = columns.iter().map(usize::to_string).collect::<Vec<_>>();
    let text = match numbers.as_slice() {
        [] => say!(
            "posterna har fält{of_sv} som inte finns i schemat och inte lästes; namnen visas inte, eftersom de kan vara uppgifter",
            "the records have fields{of_en} that are not in the schema and were not read; their names are not shown, since they may be data"
        ),
        [only] => say!(
            "kolumn {only}{of_sv} är inget fält och lästes inte; namnet visas inte, eftersom det kan vara en uppgift",
            "column {only}{of_en} is no field and was not read; its name is not shown, since it may be data"
        ),
        [first @ .., last] => {
            let first = first.join(", ");
            say!(
                "kolumnerna {first} och {last}{of_sv} är inga fält och lästes inte; namnen visas inte, eftersom de kan vara uppgifter",
                "columns {first} and {last}{of_en} are no fields and were not read; their names are not shown, since they may be data"
            )
        }
    };
    Notice::new("unknown_field", list.map(str::to_owned), count, text)
}

fn unmatched_rows(Unmatched { table, rows, first }: &Unmatched) -> Notice {
    let text = match rows {
        1 => say!(
            "en rad i tabellen {table} hör inte till någon post och räknas inte: rad {first}",
            "one row of the table {table} belongs to no record and is not counted: row {first}"
        ),
        _ => say!(
            "{rows} rader i tabellen {table} hör inte till någon post och räknas inte, den första på rad {first}",
            "{rows} rows of the table {table} belong to no record and are not counted, the first on row {first}"
        ),
    };
    Notice::new("unmatched_rows", Some(table.clone()), *rows, text)
}

fn personnummer(keys: u64) -> Notice {
    let text = match keys {
        1 => say!(
            "1 nyckel ser ut som ett personnummer; använd pseudonymer som nycklar",
            "1 key looks like a personnummer; use pseudonyms as keys"
        ),
        _ => say!(
            "{keys} nycklar ser ut som personnummer; använd pseudonymer som nycklar",
            "{keys} keys look like a personnummer; use pseudonyms as keys"
        ),
    };
    Notice::new("personnummer_key", None, keys, text)
}

/// Keys that people take for one, and that are different.
fn of_keys(field: &str, written: &WrittenKeys) -> Vec<Notice> {
    let mut notices = Vec::new();
    let spaced = written.spaced;
    if spaced > 0 {
        let text = match spaced {
            1 => say!(
                "1 nyckel i `{field}` har mellanslag före eller efter sig, och är en annan nyckel än utan dem; ta bort mellanslagen",
                "1 key of `{field}` has spaces before or after it, and is another key than without them; remove the spaces"
            ),
            _ => say!(
                "{spaced} nycklar i `{field}` har mellanslag före eller efter sig, och är andra nycklar än utan dem; ta bort mellanslagen",
                "{spaced} keys of `{field}` have spaces before or after them, and are other keys than without them; remove the spaces"
            ),
        };
        notices.push(Notice::new("spaced_key", Some(field.to_owned()), spaced, text));
    }
    let ways = written.ways();
    if let [first @ .., last] = ways.as_slice() {
        let first = first.join(", ");
        let text = say!(
            "nycklarna i `{field}` är tal som skrivs på olika sätt, såsom {first} och {last}, och det är olika nycklar; skriv dem likadant",
            "the keys of `{field}` are numbers that are written in different ways, such as {first} and {last}, and those are different keys; write them alike"
        );
        notices.push(Notice::new("mixed_keys", Some(field.to_owned()), ways.len() as u64, text));
    }
    notices
}

/// A list that is null but never empty: an outer join leaves null where there is no match, which then counts as
/// unknown.
fn list_never_empty(list: &str, missing: u64) -> Notice {
    let (sv, en) = match missing {
        1 => ("1 saknar den".to_owned(), "1 has none".to_owned()),
        _ => (format!("{missing} saknar den"), format!("{missing} have none")),
    };
    let text = say!(
        "ingen post har en tom lista `{list}`, och {sv}: det räknas som okänt; ge listan som en tabell bredvid posterna, eller skriv [] där det inte finns något",
        "no record has an empty list `{list}`, and {en}: that counts as unknown; give the list as a table beside the records, or write [] where there is nothing"
    );
    Notice::new("list_never_empty", Some(list.to_owned()), missing, text)
}

/// A period is counted by an edition that had ended: the caller named it.
pub(crate) fn ended_edition(period: Period, end: Date) -> Notice {
    let text = say!(
        "utgåvan gällde till {end}, och perioden {period} börjar senare; den räknas som om utgåvan gällde då",
        "the edition was in force until {end}, and the period {period} begins later; it is counted as if the edition was in force"
    );
    Notice::new("ended_edition", None, 1, text)
}

/// No edition counts a period of several: `edition` is in force and does not say what is counted, or none is.
pub(crate) fn without_edition(
    period: &str,
    edition: Option<&str>,
    (before, after): (Option<&str>, Option<&str>),
) -> Notice {
    let text = if let Some(edition) = edition {
        say!(
            "{period} räknas inte: utgåvan {edition} säger inte vad som räknas, för källorna gör det inte",
            "{period} is not counted: the edition {edition} does not say what is counted, since the sources do not"
        )
    } else {
        let (before_sv, after_sv) = (before.unwrap_or("ingen"), after.unwrap_or("ingen"));
        let (before_en, after_en) = (before.unwrap_or("none"), after.unwrap_or("none"));
        say!(
            "{period} räknas inte: ingen utgåva gäller; närmast före: {before_sv}, närmast efter: {after_sv}",
            "{period} is not counted: no edition is in force; nearest before: {before_en}, nearest after: {after_en}"
        )
    };
    Notice::new("without_edition", None, 1, text)
}

#[cfg(test)]
impl Oddities {
    /// Drops the counts of null lists, and trailing columns without observations: JSON that leaves a field out has
    /// neither, while a table of the same records has.
    #[cfg(feature = "arrow")]
    pub(crate) fn without_null_lists(mut self) -> Self {
        self.columns.iter_mut().for_each(|column| column.missing = 0);
        let seen = self.columns.iter().rposition(|column| *column != Column::default());
        self.columns.truncate(seen.map_or(0, |last| last + 1));
        self
    }

    /// Returns the unknown fields in short form: `insatser.typp` or, without a name, `insatser.#3`, and the similar
    /// field.
    pub(crate) fn unknown_in_short(&self) -> Vec<(String, Option<String>)> {
        let short = |field: &UnknownField| {
            let in_list =
                |name: String| field.list.as_ref().map_or(name.clone(), |list| format!("{list}.{name}"));
            let place = || field.column.map_or("…".to_owned(), |column| format!("#{column}"));
            (in_list(field.name.clone().unwrap_or_else(place)), field.near.clone().map(in_list))
        };
        self.unknown.iter().map(short).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(name: Option<&str>, column: Option<usize>) -> UnknownField {
        let name = name.map(str::to_owned);
        UnknownField { list: None, near: name.clone(), name, column }
    }

    #[test]
    fn oddities_add_up_as_if_noted_by_one() {
        let (mut one, mut two, mut all) = (Oddities::default(), Oddities::default(), Oddities::default());
        for (odd, keys) in [(&mut one, 2), (&mut two, 3)] {
            odd.add_personnummer(keys);
            odd.add_unknown(&unknown(Some("kon"), Some(1)));
        }
        two.add_unmatched(Unmatched { table: "insatser".into(), rows: 2, first: 4 });
        all.add_personnummer(5);
        all.add_unknown(&unknown(Some("kon"), Some(1)));
        all.add_unmatched(Unmatched { table: "insatser".into(), rows: 2, first: 4 });
        one.merge(&two);
        assert_eq!(one, all);
        let mut none = Oddities::default();
        none.merge(&all);
        assert_eq!(none, all);
    }

    #[test]
    fn keys_that_may_be_one_are_said_by_field() {
        let layout = crate::data::record::tests::layout();
        let mut odd = Oddities::default();
        for (field, keys) in
            [((1, 3), &["17", "0017", "17.0"][..]), ((0, 0), &[" a", "a"]), ((1, 3), &["x "])]
        {
            keys.iter().for_each(|key| odd.add_keys(field, WrittenKeys::of(key)));
        }
        let mut parts = Oddities::default();
        parts.merge(&odd);
        assert_eq!(parts, odd);
        let said: Vec<_> =
            odd.notices(&layout).into_iter().map(|n| n.text.get(Lang::En).to_owned()).collect();
        assert_eq!(
            said,
            [
                "1 key of `id` has spaces before or after it, and is another key than without them; remove the spaces",
                "1 key of `insatser.ärende` has spaces before or after it, and is another key than without them; remove the spaces",
                "the keys of `insatser.ärende` are numbers that are written in different ways, such as 17, 0017 and 17.0, and those are different keys; write them alike",
            ]
        );
    }

    #[test]
    fn columns_without_a_name_that_is_near_are_one_notice() {
        let mut odd = Oddities::default();
        for column in [7, 3, 4] {
            odd.add_unknown(&unknown(None, Some(column)));
        }
        let notices = odd.notices(&Layout { tables: Vec::new() });
        let [only] = notices.as_slice() else { panic!("{notices:?}") };
        assert_eq!(only.count, 3);
        assert!(only.text.get(Lang::En).starts_with("columns 3, 4 and 7 are no fields"), "{only:?}");
    }
}
