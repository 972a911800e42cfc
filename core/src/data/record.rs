//! Records in: one JSON object becomes a [`Document`], driven by its [`Layout`].
//!
//! A [`Decoder`] is made once for a layout and used for every record of a data set. What a field means, and which
//! values it takes, is in [`types`](crate::language::types); here is how each is written in JSON:
//!
//! - absent and `null`: missing. A missing list is unknown, `[]` is an empty one, and a `null` element is an element of
//!   which nothing is known;
//! - key: text, or a whole number, which is the key of its decimal digits (`17` and `17.0` are `"17"`);
//! - date: `"YYYY-MM-DD"`; midnight (`"YYYY-MM-DDT00:00:00"`, with `.000` and `Z` or without) is the same day;
//! - yes/no: `true` and `false`;
//! - code: text in its closed list;
//! - whole number: a number without a fraction, within 64 bits; `17.0` and `1e3` are whole;
//! - decimal: a number, taken from its digits as they are written, never by way of a binary fraction. Zeros that add
//!   nothing count for nothing; what is left must fit in 28 digits.
//!
//! Texts, keys and codes are compared in NFC, and so are the names of fields. Fields that the layout lacks are skipped
//! and noted ([`Oddities::unknown_fields`]).
//!
//! Where the data use other names, codes or dates, a [`Map`] says which. How values are written in CSV is in
//! [`input::csv`](crate::data::input::csv).

pub(crate) mod cell;
mod code;
pub(crate) mod cursor;
mod json;
mod mapped;
mod message;
mod names;
mod personnummer;
#[cfg(feature = "arrow")]
pub(crate) mod typed;
mod unknown;
mod value;

#[cfg(test)]
pub(crate) mod tests;

use crate::data::document::Document;
use crate::data::map::{DatePattern, Map};
use crate::data::notes::Oddities;
use crate::findings::error::InputError;
use crate::findings::text::Text;
use crate::language::types::{ColumnKind, Layout, Scalar};
use code::Codes;
use mapped::{Mapped, Values};
pub(crate) use message::record_too_long;
use names::Names;
pub(crate) use personnummer::looks_like_personnummer;
use std::sync::Arc;
use unknown::Unknown;

/// The most bytes the JSON of one record may have: 16 MiB.
pub const MAX_RECORD_BYTES: usize = 16 << 20;
/// The most bytes the texts of one record may have together, where it is not written as JSON: 16 MiB.
#[cfg(feature = "arrow")]
pub(crate) const MAX_TEXT_BYTES_OF_A_RECORD: usize = 16 << 20;
/// The most bytes a text, key or category may have: 64 KiB.
pub const MAX_TEXT_BYTES: usize = 64 << 10;
/// The most elements the lists of one record may have together.
pub const MAX_ELEMENTS: u32 = 100_000;
/// The longest name of an unknown field that is repeated; a longer one is hardly a name.
const MAX_NAME_CHARS: usize = 64;
/// The most digits in a name that is repeated; with more it may be somebody's number.
const MAX_NAME_DIGITS: usize = 5;

/// Reads records of one layout. What is odd about them is returned with each, and never kept here. A clone reads the same
/// records in another thread.
#[derive(Debug)]
pub struct Decoder {
    /// Shared by the decoders of threads that read the same data.
    shape: Arc<Shape>,
    state: State,
}

impl Clone for Decoder {
    fn clone(&self) -> Self {
        Self { shape: Arc::clone(&self.shape), state: State::new(&self.shape.layout) }
    }
}

impl Decoder {
    /// A decoder for records of `layout`.
    #[must_use]
    pub fn new(layout: Arc<Layout>) -> Self {
        Self::with_map(layout, None)
    }

    /// A decoder for records of `layout`, whose fields and codes are called as `map` says. The map must have been made
    /// for the same layout.
    #[must_use]
    pub fn with_map(layout: Arc<Layout>, map: Option<&Map>) -> Self {
        let state = State::new(&layout);
        Self { shape: Arc::new(Shape::new(layout, map)), state }
    }

    pub(crate) fn layout(&self) -> &Arc<Layout> {
        &self.shape.layout
    }

    /// The record that one JSON object holds, and what is odd about it. [`read`](Self::read) does the same without
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

    /// Reads one JSON object into `document`, which must have been made for the same layout, and adds what is odd about it to
    /// `odd`. What was in the document before is gone; after an error it is empty.
    ///
    /// # Errors
    /// [`InputError`] with `row` and the field's path, such as `insatser[2].erbjuden` (elements are counted from 0),
    /// where the bytes are not one JSON object in UTF-8, a field is not as the layout says or occurs twice, or a limit
    /// is reached.
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

    /// What is wrong with the record that is being read.
    pub(crate) fn error(&self, text: Text) -> InputError {
        if self.state.over_limit { InputError::limit(text) } else { InputError::new(text) }
    }

    /// The record in `document` is whole: adds what is odd about it to `odd`.
    fn finish(&self, document: &Document, odd: &mut Oddities) {
        odd.add_personnummer(self.state.personnummer);
        self.note(document, odd);
    }

    /// Adds to `odd` which fields the record in `document` has.
    pub(crate) fn note(&self, document: &Document, odd: &mut Oddities) {
        let columns = self.shape.tables.first().map_or(0, |table| table.kinds.len());
        odd.add_record(document, columns, &self.shape.lists);
    }

    fn fill(&mut self, json: &[u8], document: &mut Document, odd: &mut Oddities) -> Result<(), Text> {
        if json.len() > MAX_RECORD_BYTES {
            return Err(self.state.limit(message::record_too_long()));
        }
        json::read(json, &self.shape, &mut self.state, document, odd)
    }
}

/// The layout, made ready for reading.
#[derive(Debug)]
struct Shape {
    layout: Arc<Layout>,
    tables: Vec<TableShape>,
    /// The columns of the record itself that hold lists.
    lists: Vec<usize>,
}

#[derive(Debug)]
struct TableShape {
    names: Names,
    kinds: Vec<Kind>,
    /// Whether its rows are single values and not objects.
    bare: bool,
}

/// What a column holds, as far as reading is concerned.
#[derive(Debug)]
enum Kind {
    Key,
    Code(Codes),
    /// An open category or a text.
    Text,
    /// As the map writes days, or else as `YYYY-MM-DD`.
    Date(Option<DatePattern>),
    Bool,
    Int,
    Decimal,
    List(usize),
    /// A single value of which the data write some in their own way.
    Mapped(Box<Mapped>),
}

impl Shape {
    fn new(layout: Arc<Layout>, map: Option<&Map>) -> Self {
        let tables: Vec<TableShape> = layout
            .tables
            .iter()
            .enumerate()
            .map(|(number, table)| {
                let name = |column: usize, own| map.map_or(Some(own), |map| map.name(number, column, own));
                let names = table.columns.iter().enumerate().map(|(c, column)| name(c, &column.name));
                let kinds = table.columns.iter().enumerate();
                TableShape {
                    names: Names::with_gaps(names),
                    kinds: kinds.map(|(c, column)| Kind::mapped(&column.kind, (number, c), map)).collect(),
                    bare: matches!(table.columns.as_slice(), [only] if only.name.is_empty()),
                }
            })
            .collect();
        let columns = tables.first().into_iter().flat_map(|table| table.kinds.iter().enumerate());
        let lists =
            columns.filter(|(_, kind)| matches!(kind, Kind::List(_))).map(|(column, _)| column).collect();
        Self { layout, tables, lists }
    }
}

impl Kind {
    fn mapped(kind: &ColumnKind, (table, column): (usize, usize), map: Option<&Map>) -> Self {
        let own = Self::new(kind, map);
        match map.and_then(|map| Values::of(map, table, column)) {
            Some(values) if !matches!(own, Self::List(_)) => Self::Mapped(Box::new(Mapped::new(values, own))),
            _ => own,
        }
    }

    fn new(kind: &ColumnKind, map: Option<&Map>) -> Self {
        match kind {
            ColumnKind::List(table) => Self::List(*table),
            ColumnKind::Scalar(scalar) => match scalar {
                Scalar::Key => Self::Key,
                Scalar::Code(list) => Self::Code(Codes::new(list)),
                Scalar::Category | Scalar::Text => Self::Text,
                Scalar::Date => Self::Date(map.and_then(Map::dates).cloned()),
                Scalar::Bool => Self::Bool,
                Scalar::Int => Self::Int,
                Scalar::Decimal => Self::Decimal,
            },
        }
    }
}

/// What changes while records are read.
#[derive(Debug)]
struct State {
    tables: Vec<TableState>,
    /// How many elements the lists of this record have had.
    elements: u32,
    /// What is wrong with this record, in our words: the parser's own may quote the record.
    failure: Option<Text>,
    /// Whether what is wrong is that a limit is reached.
    over_limit: bool,
    /// Where it is wrong, innermost step first.
    steps: Vec<Step>,
    /// Room for bringing texts into NFC.
    normalised: String,
    /// Keys of this record that look like a personnummer.
    personnummer: u64,
    unknown: Unknown,
    /// How the record is written, for what is said of it.
    form: Form,
}

/// How a record is written.
#[derive(Clone, Copy, Debug)]
enum Form {
    Json,
    /// Cells of text, with this decimal mark.
    Cells {
        decimal: char,
    },
}

#[derive(Debug)]
struct TableState {
    /// Which column came after each column the last time, and at `[0]` which came first: records of one file tend to
    /// have their fields in one order.
    follows: Vec<usize>,
    /// The number of the object that is being read. Objects of one table never nest.
    object: u64,
    /// The last object each column was read in, which tells a field that occurs twice.
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
            elements: 0,
            failure: None,
            over_limit: false,
            steps: Vec::new(),
            normalised: String::new(),
            personnummer: 0,
            unknown: Unknown::default(),
            form: Form::Json,
        }
    }

    fn start_record(&mut self) {
        self.elements = 0;
        self.failure = None;
        self.over_limit = false;
        self.steps.clear();
        self.personnummer = 0;
        self.unknown.start_record();
    }

    /// `text`, which says that a limit is reached.
    #[cold]
    fn limit(&mut self, text: Text) -> Text {
        self.over_limit = true;
        text
    }

    /// Counts another element of the record's lists.
    fn one_more_element(&mut self) -> Result<(), Text> {
        if self.elements >= MAX_ELEMENTS {
            return Err(self.limit(message::too_many_elements()));
        }
        self.elements += 1;
        Ok(())
    }

    /// The path of the field where reading stopped.
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

/// Whether `name` can be a field's name, and not data that has come to stand in its place.
pub(crate) fn is_a_name(name: &str) -> bool {
    name.chars().nth(MAX_NAME_CHARS).is_none()
        && name.chars().filter(char::is_ascii_digit).count() <= MAX_NAME_DIGITS
        && !name.chars().any(char::is_control)
}
