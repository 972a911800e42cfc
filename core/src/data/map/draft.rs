//! Drafts of maps, inferred from the first rows of files.

use super::DatePattern;
use super::date::COMMON;
use crate::data::input::csv::{Dialect, Excerpt};
use crate::data::record::is_a_name;
use crate::data::schema::Schema;
use crate::findings::diagnostic::nearest;
use crate::findings::error::InputError;
use crate::findings::text::{Lang, Text, say};
use crate::language::types::{CodeList, ColumnKind, Layout, Scalar};
use std::collections::BTreeSet;
use std::io::BufRead;
use std::sync::Arc;

/// The number of rows of a file that are read.
const ROWS: usize = 1000;
/// A column with more distinct values than this is not a code.
const MAX_CODES: usize = 12;
/// A longer text is not a code.
const MAX_CODE_CHARS: usize = 20;

/// A draft of a map: guesses from the names of columns, to be reviewed.
///
/// Of the contents of the rows it shows only the distinct values of columns that are guessed to be codes, and only if
/// these are few, short and do not look like numbers: keys, texts, dates and categories are never shown.
#[derive(Debug)]
pub struct Draft {
    layout: Arc<Layout>,
    record: String,
    files: Vec<Seen>,
}

/// What was found in a file.
#[derive(Debug)]
struct Seen {
    table: usize,
    name: String,
    header: Vec<String>,
    /// The column of the file that each field is guessed to be.
    guesses: Vec<Option<usize>>,
    /// The distinct values of each field that is guessed to be a code, if they may be shown.
    values: Vec<Option<BTreeSet<String>>>,
    /// The patterns that all dates so far match, beside `2013-06-30`; `None` before the first date.
    dates: Option<Vec<&'static str>>,
    has_iso_dates: bool,
}

impl Draft {
    /// Returns an empty draft for records of `schema`.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        Self {
            layout: Arc::clone(schema.shared_layout()),
            record: schema.record().to_owned(),
            files: Vec::new(),
        }
    }

    /// Reads the first rows of a CSV file called `name`: that of the records, or of the list `table`.
    ///
    /// # Errors
    /// [`InputError`] if it cannot be read or there is no such list.
    pub fn add(&mut self, table: Option<&str>, name: &str, reader: impl BufRead) -> Result<(), InputError> {
        let mut excerpt = Excerpt::new(reader, Dialect::default())?;
        let header = excerpt.header()?;
        self.add_rows(table, name, header, || excerpt.row())
    }

    /// Reads the first rows of a file of any format.
    pub(crate) fn add_rows(
        &mut self,
        table: Option<&str>,
        name: &str,
        header: Vec<String>,
        mut row: impl FnMut() -> Result<Option<Vec<String>>, InputError>,
    ) -> Result<(), InputError> {
        let table = match table {
            None => 0,
            Some(list) => crate::data::input::csv::list(&self.layout, list)?.0,
        };
        let columns = self.layout.tables.get(table).map_or(&[][..], |t| &t.columns);
        let fields: Vec<Option<&str>> = columns
            .iter()
            .map(|c| (self.codes(&c.kind).is_some() || scalar(&c.kind).is_some()).then_some(c.name.as_str()))
            .collect();
        let guesses = guess(&fields, &header);
        let lists = columns.iter().map(|c| self.codes(&c.kind).map(|_| BTreeSet::new()));
        let mut seen = Seen {
            table,
            name: name.to_owned(),
            values: lists.collect(),
            header,
            guesses,
            dates: None,
            has_iso_dates: false,
        };
        for _ in 0..ROWS {
            let Some(cells) = row()? else { break };
            for (number, column) in columns.iter().enumerate() {
                let cell = seen.guesses.get(number).copied().flatten().and_then(|at| cells.get(at));
                let Some(cell) = cell.filter(|cell| !cell.is_empty()) else { continue };
                if matches!(column.kind, ColumnKind::List(_)) {
                    cell.split('|').for_each(|part| seen.note(number, part.trim()));
                } else {
                    seen.note(number, cell);
                }
                if scalar(&column.kind) == Some(&Scalar::Date) {
                    seen.note_date(cell);
                }
            }
        }
        self.files.push(seen);
        Ok(())
    }

    /// Returns the draft as TOML, with its keywords and comments in `lang`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let record = &self.record;
        let mut text = String::new();
        let head = say!(
            "# Utkast till karta. Gissat efter vad kolumnerna heter: granska varje rad.\n# Rader som börjar med # gäller inte förrän tecknet tas bort.\npost = \"{record}\"\n",
            "# Draft of a map. Guessed from what the columns are called: look over every line.\n# Lines that begin with # don't hold until that is removed.\nrecord = \"{record}\"\n"
        );
        text.push_str(head.get(lang));
        let mut files: Vec<&Seen> = self.files.iter().collect();
        files.sort_by_key(|seen| seen.table);
        for seen in files {
            self.file(seen, lang, &mut text);
        }
        let days = self
            .files
            .iter()
            .filter(|seen| !seen.has_iso_dates)
            .find_map(|seen| seen.dates.as_ref()?.first());
        if let Some(pattern) = days {
            let (sv, en) = (pattern, pattern.replace('Å', "Y"));
            let format = say!(
                "\n[format]\ndatum = \"{sv}\"    # granska\n",
                "\n[format]\ndate = \"{en}\"    # look over\n"
            );
            text.push_str(format.get(lang));
        }
        text
    }

    fn file(&self, seen: &Seen, lang: Lang, text: &mut String) {
        let words = |word: Text| word.get(lang).to_owned();
        let Some(rows) = self.layout.tables.get(seen.table) else { return };
        let mut prefix = String::new();
        if let Some((parent, column)) = rows.parent {
            let path = self.layout.path(parent, column);
            let file = quote(&seen.name);
            let key = self.key_guess(seen);
            prefix = words(say!("tabell.{path}.", "table.{path}."));
            let part = prefix.trim_end_matches('.');
            let (sign, key) = key.map_or(("# ", "\"?\"".to_owned()), |key| ("", quote(&key)));
            let lines = say!(
                "\n[{part}]\nfil = {file}\n{sign}nyckel = {key}    # kolumnen med personens nyckel\n",
                "\n[{part}]\nfile = {file}\n{sign}key = {key}    # the column with the person's key\n"
            );
            text.push_str(lines.get(lang));
        }
        text.push_str(&words(say!("\n[{prefix}fält]\n", "\n[{prefix}fields]\n")));
        for (number, column) in rows.columns.iter().enumerate() {
            let name = &column.name;
            if self.codes(&column.kind).is_none() && scalar(&column.kind).is_none() {
                continue;
            }
            let guess = seen.guesses.get(number).copied().flatten().and_then(|at| seen.header.get(at));
            match guess {
                Some(theirs) => text.push_str(&format!("{name} = {}\n", quote(theirs))),
                None => text.push_str(&format!("# {name} = \"?\"\n")),
            }
        }
        let left = seen.header.iter().enumerate();
        let key = self.key_guess(seen).filter(|_| seen.table > 0);
        let left = left.filter(|(at, name)| !name.is_empty() && !seen.guesses.contains(&Some(*at)));
        let left = left.filter(|(_, name)| key.as_ref() != Some(*name));
        // Names that match no field may be data: in a file without a header they are. So only positions are shown.
        let left: Vec<String> = left.map(|(at, _)| (at + 1).to_string()).collect();
        if !left.is_empty() {
            let left = left.join(", ");
            text.push_str(&words(say!(
                "# kolumner kvar, räknade från 1: {left}\n",
                "# columns left, counted from 1: {left}\n"
            )));
        }
        for (number, column) in rows.columns.iter().enumerate() {
            let Some(list) = self.codes(&column.kind) else { continue };
            if seen.guesses.get(number).copied().flatten().is_none() {
                continue;
            }
            let name = &column.name;
            let all = list.codes().join(", ");
            let Some(values) = seen.values.get(number).and_then(Option::as_ref) else {
                let line = say!(
                    "\n# [{prefix}koder.{name}]    # har annat än några få korta värden, som inte visas; våra koder: {all}\n",
                    "\n# [{prefix}codes.{name}]    # has other than a few short values, which are not shown; our codes: {all}\n"
                );
                text.push_str(line.get(lang));
                continue;
            };
            let theirs: Vec<&String> = values.iter().filter(|value| list.index(value).is_none()).collect();
            if theirs.is_empty() {
                continue;
            }
            let line = say!(
                "\n[{prefix}koder.{name}]    # granska; våra koder: {all}\n",
                "\n[{prefix}codes.{name}]    # look over; our codes: {all}\n"
            );
            text.push_str(line.get(lang));
            for value in theirs {
                let folded: Vec<String> = list.codes().iter().map(|code| fold(code)).collect();
                let value_folded = fold(value);
                let near = place(&value_folded, &folded)
                    .or_else(|| only(&folded, |code| code.starts_with(&value_folded)))
                    .and_then(|at| list.codes().get(at));
                match near {
                    Some(code) => text.push_str(&format!("{} = \"{code}\"\n", quote(value))),
                    None => text.push_str(&format!("# {} = \"?\"\n", quote(value))),
                }
            }
        }
    }

    /// Guesses, from names alone, the column of a list's file that has the key of the record.
    fn key_guess(&self, seen: &Seen) -> Option<String> {
        let column = self.layout.key_column()?;
        let own = self.layout.tables.first()?.columns.get(column)?.name.as_str();
        let records = self.files.iter().find(|file| file.table == 0);
        let theirs = records.and_then(|file| file.header.get(file.guesses.get(column).copied().flatten()?));
        let found = theirs.filter(|name| seen.header.contains(name));
        found.or_else(|| seen.header.iter().find(|name| *name == own)).cloned()
    }

    /// Returns the codes of a column, or of the elements of its list.
    fn codes<'k>(&'k self, kind: &'k ColumnKind) -> Option<&'k CodeList> {
        let kind = match kind {
            ColumnKind::List(table) => {
                let table = self.layout.tables.get(*table).filter(|t| t.record.is_none())?;
                &table.columns.first()?.kind
            }
            kind => kind,
        };
        match kind {
            ColumnKind::Scalar(Scalar::Code(list)) => Some(list),
            _ => None,
        }
    }
}

impl Seen {
    fn note(&mut self, field: usize, value: &str) {
        let Some(slot) = self.values.get_mut(field) else { return };
        let Some(values) = slot else { return };
        if value.is_empty() || values.contains(value) {
            return;
        }
        if values.len() < MAX_CODES && value.chars().count() <= MAX_CODE_CHARS && is_a_name(value) {
            values.insert(value.to_owned());
        } else {
            *slot = None;
        }
    }

    fn note_date(&mut self, value: &str) {
        let is = |pattern: &str| DatePattern::new(pattern).and_then(|pattern| pattern.parse(value)).is_some();
        self.has_iso_dates |= is("ÅÅÅÅ-MM-DD");
        self.dates.get_or_insert_with(|| COMMON.to_vec()).retain(|pattern| is(pattern));
    }
}

fn scalar(kind: &ColumnKind) -> Option<&Scalar> {
    match kind {
        ColumnKind::Scalar(scalar) => Some(scalar),
        ColumnKind::List(_) => None,
    }
}

/// Finds the position of a field among the remaining names.
type Find<'a> = &'a dyn Fn(&str, &[String]) -> Option<usize>;

/// Guesses the column of each field, each column at most once: first by equal names, then by similar names, and last by
/// suffix, as `PersonId` for `id`.
fn guess(fields: &[Option<&str>], header: &[String]) -> Vec<Option<usize>> {
    let mut guesses = vec![None; fields.len()];
    let folded = |name: &String| if is_a_name(name) { fold(name) } else { String::new() };
    let mut free: Vec<String> = header.iter().map(folded).collect();
    let same: fn(&str, &[String]) -> Option<usize> = |field, free| free.iter().position(|name| name == field);
    let words: Vec<String> = header.iter().map(|name| last_word(name)).collect();
    let ending = |field: &str, free: &[String]| {
        only(free, |name| name.ends_with(field)).filter(|at| words.get(*at).is_some_and(|word| word == field))
    };
    let finds: [Find<'_>; 3] = [&same, &place, &ending];
    for find in finds {
        for (guess, field) in guesses.iter_mut().zip(fields) {
            let Some(field) = field.filter(|_| guess.is_none()) else { continue };
            *guess = find(&fold(field), &free);
            if let Some(name) = guess.and_then(|at: usize| free.get_mut(at)) {
                name.clear();
            }
        }
    }
    guesses
}

/// Returns the position of the name most similar to `word`; or else of the only one that is a prefix of it or has it as
/// a prefix.
fn place(word: &str, names: &[String]) -> Option<usize> {
    /// Prefixes shorter than this are not significant.
    const LEAST: usize = 4;
    let at = |name: &str| names.iter().position(|candidate| candidate == name);
    if let Some(same) = at(word).filter(|_| !word.is_empty()) {
        return Some(same);
    }
    let named = || names.iter().map(String::as_str).filter(|name| !name.is_empty());
    if let Some(near) = nearest(word, named()).filter(|_| word.len() >= LEAST) {
        return at(near);
    }
    let alike = |name: &&str| {
        name.len().min(word.len()) >= LEAST && (name.starts_with(word) || word.starts_with(*name))
    };
    let mut alike = named().filter(alike);
    alike.next().filter(|_| alike.next().is_none()).and_then(at)
}

/// Returns the position of the only name that `fits`.
fn only(names: &[String], fits: impl Fn(&str) -> bool) -> Option<usize> {
    let mut fitting = names.iter().enumerate().filter(|(_, name)| !name.is_empty() && fits(name));
    let (at, _) = fitting.next()?;
    fitting.next().is_none().then_some(at)
}

/// Returns the last word of a name, folded: `id` of `PersonId` and `person_id`, and all of `David`.
fn last_word(name: &str) -> String {
    let part = name.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(name);
    let lower_before =
        |at: usize| part.get(..at).and_then(|before| before.chars().last()).is_some_and(char::is_lowercase);
    let capital = part.char_indices().rfind(|(at, c)| c.is_uppercase() && lower_before(*at));
    fold(capital.and_then(|(at, _)| part.get(at..)).unwrap_or(part))
}

/// Returns a name in lower case, without diacritics and separators.
fn fold(name: &str) -> String {
    let plain = |c: char| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        'é' => 'e',
        c => c,
    };
    name.chars().flat_map(char::to_lowercase).map(plain).filter(|c| c.is_alphanumeric()).collect()
}

/// Quotes a text as a TOML string.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
