//! The decoder of records: one JSON object becomes a [`Document`], driven by its [`Layout`].
//!
//! A [`Decoder`] is built once for a layout and used for every record of a data set. The meaning of field types and
//! their value ranges are in [`types`](crate::language::types); their JSON encodings are:
//!
//! - absent and `null`: missing. A missing list is unknown, `[]` is an empty one, and a `null` element is an element
//!   without known values;
//! - key: text, or a whole number, whose decimal digits are the key (`17` and `17.0` are `"17"`). Spaces around a text and zeros
//!   before it make it another key, which is noted ([`Oddities::notices`]);
//! - date: `"YYYY-MM-DD"`; midnight (`"YYYY-MM-DDT00:00:00"`, with or without `.000` and `Z`) is the same day;
//! - yes/no: `true` and `false`;
//! - code: a text of its closed list;
//! - whole number: a number without a fraction, within 64 bits; `17.0` and `1e3` are whole;
//! - decimal: a number, parsed from its digits, never via a binary fraction. Insignificant zeros are ignored; the rest
//!   must fit in 28 digits.
//!
//! Texts, keys, codes and field names are compared in NFC. Fields that are not in the layout are skipped and reported
//! ([`Oddities::unknown_fields`]).
//!
//! Where the data use other names, codes or date formats, a [`Map`] translates them. The encodings in CSV are in
//! [`input::csv`](crate::data::input::csv).

pub(crate) mod cell;
mod code;
pub(crate) mod cursor;
pub(crate) mod gathered;
mod json;
mod mapped;
mod message;
mod names;
mod personnummer;
#[cfg(feature = "arrow")]
pub(crate) mod typed;
mod unknown;
mod value;
mod wrapping;

#[cfg(test)]
pub(crate) mod tests;

use crate::data::asked::AskedFields;
use crate::data::compared::{ComparedWords, FieldWords};
use crate::data::document::Document;
use crate::data::limits::Limits;
use crate::data::map::{DatePattern, Map};
use crate::data::notes::Oddities;
use crate::data::written::WrittenKeys;
use crate::findings::error::InputError;
use crate::findings::text::Text;
use crate::language::types::{Column, ColumnKind, Layout, Scalar};
use code::Codes;
use gathered::{Gathered, Mistake};
use mapped::{Mapped, Values};
pub(crate) use message::{no_fields, record_too_long};
use names::Names;
pub(crate) use personnummer::looks_like_personnummer;
use std::sync::Arc;
use unknown::Unknown;

/// The longest name of an unknown field that is repeated in messages; a longer one is hardly a name.
const MAX_NAME_CHARS: usize = 64;
/// The most digits in a name that is repeated in messages; with more it may be a person's number.
const MAX_NAME_DIGITS: usize = 5;

/// Decodes records of one layout. Oddities are returned with each record and not accumulated here. A clone decodes the
/// same data in another thread.
#[derive(Debug)]
pub struct Decoder {
    /// Shared by the decoders of all threads that read the same data.
    shape: Arc<Shape>,
    state: State,
}

impl Clone for Decoder {
    fn clone(&self) -> Self {
        let State { gathered, limits, .. } = &self.state;
        let state = State { gathered: gathered.clone(), limits: *limits, ..State::new(&self.shape.layout) };
        Self { shape: Arc::clone(&self.shape), state }
    }
}

impl Decoder {
    /// Returns a decoder for records of `layout`.
    #[must_use]
    pub fn new(layout: Arc<Layout>) -> Self {
        Self::with_map(layout, None)
    }

    /// Returns a decoder for records of `layout`, whose names, codes and dates are translated by `map`. The map must
    /// have been built for the same layout.
    #[must_use]
    pub fn with_map(layout: Arc<Layout>, map: Option<&Map>) -> Self {
        Self::asking(layout, map, None, &ComparedWords::default())
    }

    /// Returns a decoder for records of `layout` that checks and reads only the fields that are `asked`; all if `None`. Values that
    /// are nearly one of the words that their field is `compared` with are noted.
    pub(crate) fn asking(
        layout: Arc<Layout>,
        map: Option<&Map>,
        asked: Option<Arc<AskedFields>>,
        compared: &ComparedWords,
    ) -> Self {
        let state = State::new(&layout);
        Self { shape: Arc::new(Shape::new(layout, map, asked, compared)), state }
    }

    /// Refuses what is beyond `limits`.
    pub(crate) fn within(mut self, limits: Limits) -> Self {
        self.state.limits = limits;
        self
    }

    /// Returns the limits on records.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.state.limits
    }

    /// Keeps what is wrong with values in `gathered`: they are then missing, and no error of their record.
    pub(crate) fn gathering(mut self, gathered: Gathered) -> Self {
        self.state.gathered = Some(gathered);
        self
    }

    /// Returns whether mistakes of values are kept.
    pub(crate) fn gathers(&self) -> bool {
        self.state.gathered.is_some()
    }

    /// Keeps a mistake of a whole column with `values` values, where mistakes are kept; otherwise it is the error.
    pub(crate) fn excuse_column(
        &self,
        (table, column): (usize, usize),
        error: InputError,
        values: usize,
    ) -> Result<(), InputError> {
        let Some(gathered) = &self.state.gathered else { return Err(error) };
        let (text, values) = (error.text().clone(), values as u64);
        gathered.add(Mistake { table, column: Some(column), text, values, row: None, of_column: true });
        Ok(())
    }

    /// Keeps what is wrong with a value, where mistakes are kept.
    pub(crate) fn excuse(
        &mut self,
        (table, column): (usize, usize),
        read: Result<(), Text>,
    ) -> Result<(), Text> {
        read.or_else(|text| self.state.excuse((table, Some(column)), text))
    }

    /// Says that what follows is read from this row of a table beside the records; `None` after its rows.
    pub(crate) fn at_row_beside(&mut self, row: Option<u64>) {
        self.state.row_beside = row;
    }

    /// Returns whether the values of a field are checked and read.
    pub(crate) fn asks(&self, table: usize, column: usize) -> bool {
        self.shape.asked.as_ref().is_none_or(|asked| asked.has(table, column))
    }

    /// Returns what is asked; `None` if everything is.
    pub(crate) fn asked(&self) -> Option<&Arc<AskedFields>> {
        self.shape.asked.as_ref()
    }

    /// Returns whether every field is checked.
    pub(crate) fn asks_all(&self) -> bool {
        self.shape.asked.is_none()
    }

    pub(crate) fn layout(&self) -> &Arc<Layout> {
        &self.shape.layout
    }

    /// Decodes one JSON object, and returns the record and its oddities. [`read`](Self::read) does the same without
    /// allocating for each record.
    ///
    /// ```
    /// use kvinnofrid::Rules;
    /// use kvinnofrid::record::Decoder;
    /// use std::sync::Arc;
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let mut decoder = Decoder::new(Arc::new(edition.schema().layout().clone()));
    /// let (_, odd) = decoder.decode(r#"{"id": "a1", "köm": "kvinna"}"#.as_bytes(), 1)?;
    /// assert_eq!(odd.unknown_fields()[0].near.as_deref(), Some("kön"));
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn decode(&mut self, json: &[u8], row: u64) -> Result<(Document, Oddities), InputError> {
        let (mut document, mut odd) = (Document::new(&self.shape.layout), Oddities::default());
        self.read(json, row, &mut document, &mut odd)?;
        Ok((document, odd))
    }

    /// Decodes one JSON object into `document`, which must have been created for the same layout, and adds its oddities
    /// to `odd`. Overwrites the previous contents of the document; after an error it is empty.
    ///
    /// # Errors
    /// [`InputError`] with `row` and the field's path, such as `insatser[2].erbjuden` (elements are counted from 0), if
    /// the bytes are not one JSON object in UTF-8, a field does not match the layout or occurs twice, or a limit is
    /// exceeded.
    pub fn read(
        &mut self,
        json: &[u8],
        row: u64,
        document: &mut Document,
        odd: &mut Oddities,
    ) -> Result<(), InputError> {
        document.clear();
        self.state.start_record();
        match self.fill(json, document, odd) {
            Ok(()) => {
                self.finish(document, odd);
                Ok(())
            }
            Err(text) => {
                document.clear();
                let error = self.error(text).at_row(row);
                let path = self.state.path(&self.shape);
                Err(if path.is_empty() { error } else { error.in_field(path) })
            }
        }
    }

    /// Returns the error of the current record.
    pub(crate) fn error(&self, text: Text) -> InputError {
        if self.state.over_limit { InputError::limit(text) } else { InputError::new(text) }
    }

    /// Completes the record in `document`: adds its oddities to `odd`.
    fn finish(&self, document: &Document, odd: &mut Oddities) {
        odd.add_personnummer(self.state.personnummer);
        self.state.keys.iter().for_each(|(field, written)| odd.add_keys(*field, *written));
        self.state.near.iter().for_each(|(field, word)| odd.add_near(*field, word, 1));
        self.note(document, odd);
    }

    /// Records in `odd` which fields the record in `document` has.
    pub(crate) fn note(&self, document: &Document, odd: &mut Oddities) {
        let columns = self.shape.tables.first().map_or(0, |table| table.kinds.len());
        odd.add_record(document, columns, &self.shape.lists);
    }

    fn fill(&mut self, json: &[u8], document: &mut Document, odd: &mut Oddities) -> Result<(), Text> {
        let most = self.state.limits.record_bytes;
        if json.len() as u64 > most {
            return Err(self.state.limit(message::record_too_long(most)));
        }
        json::read(json, &self.shape, &mut self.state, document, odd)
    }
}

/// A layout prepared for decoding.
#[derive(Debug)]
struct Shape {
    layout: Arc<Layout>,
    /// `None` if every field is.
    asked: Option<Arc<AskedFields>>,
    tables: Vec<TableShape>,
    /// The list columns of the record itself.
    lists: Vec<usize>,
}

#[derive(Debug)]
struct TableShape {
    names: Names,
    kinds: Vec<Kind>,
    /// Whether its rows are single values instead of objects.
    bare: bool,
}

/// What a column holds, as far as decoding depends on it.
#[derive(Debug)]
enum Kind {
    Key,
    Code(Codes),
    /// An open category or a text, with the words that conditions compare it with, if any.
    Text(Option<Arc<FieldWords>>),
    /// With the date pattern of the map, or else `YYYY-MM-DD`.
    Date(Option<DatePattern>),
    Bool,
    Int,
    Decimal,
    List(usize),
    /// A single value for which the map has translations.
    Mapped(Box<Mapped>),
    /// Nobody asks for its values, which are passed by.
    Unasked,
}

impl Shape {
    fn new(
        layout: Arc<Layout>,
        map: Option<&Map>,
        asked: Option<Arc<AskedFields>>,
        compared: &ComparedWords,
    ) -> Self {
        let is_asked = |table, column| asked.as_ref().is_none_or(|asked| asked.has(table, column));
        let tables: Vec<TableShape> = layout
            .tables
            .iter()
            .enumerate()
            .map(|(number, table)| {
                let name = |column: usize, own| map.map_or(Some(own), |map| map.name(number, column, own));
                let names = table.columns.iter().enumerate().map(|(c, column)| name(c, &column.name));
                let kind = |(c, column): (usize, &Column)| match is_asked(number, c) {
                    true => Kind::mapped(&column.kind, (number, c), map, compared),
                    false => Kind::Unasked,
                };
                let kinds = table.columns.iter().enumerate();
                TableShape {
                    names: Names::with_gaps(names),
                    kinds: kinds.map(kind).collect(),
                    bare: matches!(table.columns.as_slice(), [only] if only.name.is_empty()),
                }
            })
            .collect();
        let columns = tables.first().into_iter().flat_map(|table| table.kinds.iter().enumerate());
        let lists =
            columns.filter(|(_, kind)| matches!(kind, Kind::List(_))).map(|(column, _)| column).collect();
        Self { layout, asked, tables, lists }
    }
}

impl Kind {
    fn mapped(
        kind: &ColumnKind,
        (table, column): (usize, usize),
        map: Option<&Map>,
        compared: &ComparedWords,
    ) -> Self {
        let own = Self::new(kind, map, compared.of(table, column));
        match map.and_then(|map| Values::of(map, table, column)) {
            Some(values) if !matches!(own, Self::List(_)) => Self::Mapped(Box::new(Mapped::new(values, own))),
            _ => own,
        }
    }

    fn new(kind: &ColumnKind, map: Option<&Map>, words: Option<&Arc<FieldWords>>) -> Self {
        match kind {
            ColumnKind::List(table) => Self::List(*table),
            ColumnKind::Scalar(scalar) => match scalar {
                Scalar::Key => Self::Key,
                Scalar::Code(list) => Self::Code(Codes::new(list)),
                Scalar::Category | Scalar::Text => Self::Text(words.cloned()),
                Scalar::Date => Self::Date(map.and_then(Map::dates).cloned()),
                Scalar::Bool => Self::Bool,
                Scalar::Int => Self::Int,
                Scalar::Decimal => Self::Decimal,
            },
        }
    }
}

/// The mutable state of a decoder.
#[derive(Debug)]
struct State {
    tables: Vec<TableState>,
    limits: Limits,
    /// The number of list elements in the current record.
    elements: u32,
    /// The error of the current record, in our own words: the parser's may quote the record.
    failure: Option<Text>,
    /// Whether the error is an exceeded limit.
    over_limit: bool,
    /// The path to the error, innermost step first.
    steps: Vec<Step>,
    /// A buffer for normalising texts to NFC.
    normalised: String,
    /// The number of keys in the current record that look like a personnummer.
    personnummer: u64,
    /// The fields of keys of the current record of whose writing something is kept.
    keys: Vec<((usize, usize), WrittenKeys)>,
    /// The fields of values of the current record that are nearly a word of the rules, with that word.
    near: Vec<((usize, usize), Arc<str>)>,
    unknown: Unknown,
    /// The encoding of the record, for error messages.
    form: Form,
    /// Where mistakes of values are kept; `None` if they are the record's error.
    gathered: Option<Gathered>,
    /// The row of a table beside the records that is being read.
    row_beside: Option<u64>,
}

/// How a record is encoded.
#[derive(Clone, Copy, Debug)]
enum Form {
    Json,
    /// Text cells, with this decimal mark.
    Cells {
        decimal: char,
    },
}

#[derive(Debug)]
struct TableState {
    /// The column that followed each column the last time, and at `[0]` the one that came first: the records of a file
    /// tend to have their fields in the same order.
    follows: Vec<usize>,
    /// The number of the current object. Objects of one table never nest.
    object: u64,
    /// The last object in which each column was read, to detect duplicate fields.
    read_in: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Column { table: usize, column: usize },
    Element(u32),
}

impl State {
    fn new(layout: &Layout) -> Self {
        let tables = layout
            .tables
            .iter()
            .map(|table| TableState {
                follows: (0..=table.columns.len()).collect(),
                object: 0,
                read_in: vec![0; table.columns.len()],
            })
            .collect();
        Self {
            tables,
            limits: Limits::DEFAULT,
            elements: 0,
            failure: None,
            over_limit: false,
            steps: Vec::new(),
            normalised: String::new(),
            personnummer: 0,
            keys: Vec::new(),
            near: Vec::new(),
            unknown: Unknown::default(),
            form: Form::Json,
            gathered: None,
            row_beside: None,
        }
    }

    fn start_record(&mut self) {
        self.elements = 0;
        self.failure = None;
        self.over_limit = false;
        self.steps.clear();
        self.personnummer = 0;
        self.keys.clear();
        self.near.clear();
        self.row_beside = None;
        self.unknown.start_record();
    }

    /// Notes how a key of a field is written.
    fn note_key(&mut self, field: (usize, usize), written: WrittenKeys) {
        match self.keys.iter_mut().find(|(own, _)| *own == field) {
            Some((_, own)) => own.add(written),
            None => self.keys.push((field, written)),
        }
    }

    /// Keeps a mistake, where mistakes are kept; otherwise returns it as the record's error.
    #[cold]
    fn excuse(&mut self, (table, column): (usize, Option<usize>), text: Text) -> Result<(), Text> {
        let Some(gathered) = &self.gathered else { return Err(text) };
        gathered.add(Mistake { table, column, text, values: 1, row: self.row_beside, of_column: false });
        self.over_limit = false;
        self.steps.clear();
        Ok(())
    }

    /// Marks `text` as an exceeded limit, and returns it.
    #[cold]
    fn limit(&mut self, text: Text) -> Text {
        self.over_limit = true;
        text
    }

    /// Counts an element towards the record's limit.
    fn one_more_element(&mut self) -> Result<(), Text> {
        let most = self.limits.elements;
        if u64::from(self.elements) >= most {
            return Err(self.limit(message::too_many_elements(most)));
        }
        self.elements += 1;
        Ok(())
    }

    /// Returns the path of the field where decoding stopped.
    fn path(&self, shape: &Shape) -> String {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            match *step {
                Step::Element(number) => path.push_str(&format!("[{number}]")),
                Step::Column { table, column } => {
                    let name = &shape.layout.tables[table].columns[column].name;
                    if !path.is_empty() && !name.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
            }
        }
        path
    }
}

/// Returns whether `name` is plausible as a field name, and not data in the place of one.
pub(crate) fn is_a_name(name: &str) -> bool {
    name.chars().nth(MAX_NAME_CHARS).is_none()
        && name.chars().filter(char::is_ascii_digit).count() <= MAX_NAME_DIGITS
        && !name.chars().any(char::is_control)
}
