//! Records in: one JSON object becomes a [`Document`], driven by its [`Layout`].
//!
//! A [`Decoder`] is made once for a layout and used for every record of a data set. What a field means, and which
//! values it takes, is in [`types`](crate::language::types); here is how each is written in JSON:
//!
//! - absent and `null`: missing. A missing list is unknown, `[]` is an empty one, and a `null` element is an element of
//!   which nothing is known;
//! - key: text, or a whole number of any size, which is the key of its decimal digits (`17` is `"17"`);
//! - date: `"YYYY-MM-DD"`; midnight (`"YYYY-MM-DDT00:00:00"`, with `.000` and `Z` or without) is the same day;
//! - yes/no: `true` and `false`;
//! - code: text in its closed list;
//! - whole number: digits only, within 64 bits; `17.0` and `1e3` are not whole numbers;
//! - decimal: a number, taken from its digits as they are written, never by way of a binary fraction.
//!
//! Texts, keys and codes are compared in NFC, and so are the names of fields. Fields that the layout lacks are skipped
//! and remembered ([`Decoder::unknown_fields`]).
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
mod noticed;
mod personnummer;
#[cfg(feature = "arrow")]
pub(crate) mod typed;
mod value;

#[cfg(test)]
pub(crate) mod tests;

use crate::data::document::{Cell, Document};
use crate::data::map::{DatePattern, Map};
use crate::findings::error::InputError;
use crate::findings::text::Text;
use crate::language::types::{ColumnKind, Layout, Scalar};
use code::Codes;
use mapped::{Mapped, Values};
pub(crate) use message::record_too_long;
use names::Names;
pub(crate) use noticed::Noticed;
use noticed::Unknown;
use std::sync::Arc;

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

/// Reads records of one layout.
#[derive(Debug)]
pub struct Decoder {
    /// Shared by the decoders of threads that read the same data.
    shape: Arc<Shape>,
    state: State,
    /// Which columns of the record itself (table 0) have had a value in any record that was read.
    pub seen: Vec<bool>,
    /// How many keys have looked like a personnummer.
    pub personnummer_warnings: u64,
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
        let seen = vec![false; layout.tables.first().map_or(0, |t| t.columns.len())];
        let state = State::new(&layout);
        Self { shape: Arc::new(Shape::new(layout, map)), state, seen, personnummer_warnings: 0 }
    }

    /// A decoder of the same records, for another thread. It has read nothing yet.
    #[must_use]
    pub fn another(&self) -> Self {
        Self {
            shape: Arc::clone(&self.shape),
            state: State::new(&self.shape.layout),
            seen: vec![false; self.seen.len()],
            personnummer_warnings: 0,
        }
    }

    pub(crate) fn layout(&self) -> &Arc<Layout> {
        &self.shape.layout
    }

    /// Reads one JSON object into `document`, which must have been made for the same layout. What was there before is
    /// gone; after an error the document is empty.
    ///
    /// # Errors
    /// [`InputError`] with `row` and the field's path, such as `insatser[2].erbjuden` (elements are counted from 0),
    /// where the bytes are not one JSON object in UTF-8, a field is not as the layout says or occurs twice, or a limit
    /// is reached.
    pub fn read(&mut self, json: &[u8], row: u64, document: &mut Document) -> Result<(), InputError> {
        document.clear();
        self.state.start_record();
        let result = self.fill(json, document);
        self.personnummer_warnings += self.state.personnummer;
        match result {
            Ok(()) => {
                self.note_seen(document);
                Ok(())
            }
            Err(text) => {
                document.clear();
                let error = InputError::new(text).at_row(row);
                let path = self.state.path(&self.shape);
                Err(if path.is_empty() { error } else { error.in_field(path) })
            }
        }
    }

    /// Notes which fields a record has that was read by this decoder or another.
    pub(crate) fn note_seen(&mut self, document: &Document) {
        for (column, seen) in self.seen.iter_mut().enumerate() {
            *seen |= document.cell(0, 0, column) != Cell::Missing;
        }
    }

    fn fill(&mut self, json: &[u8], document: &mut Document) -> Result<(), Text> {
        if json.len() > MAX_RECORD_BYTES {
            return Err(message::record_too_long());
        }
        json::read(json, &self.shape, &mut self.state, document)
    }

    /// The fields that records have had but the layout has not: each once, as a path without element numbers, with the
    /// nearest name the layout has at that place. At most 20 are remembered. A name that is very long or holds a
    /// number, and so may be data, is shown as `…`.
    #[must_use]
    pub fn unknown_fields(&self) -> &[(String, Option<String>)] {
        &self.state.unknown.fields
    }
}

/// The layout, made ready for reading.
#[derive(Debug)]
struct Shape {
    layout: Arc<Layout>,
    tables: Vec<TableShape>,
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
        let tables = layout
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
        Self { layout, tables }
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
        self.steps.clear();
        self.personnummer = 0;
    }

    /// Counts another element of the record's lists.
    fn one_more_element(&mut self) -> Result<(), Text> {
        if self.elements >= MAX_ELEMENTS {
            return Err(message::too_many_elements());
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
