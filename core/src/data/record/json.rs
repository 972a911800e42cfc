//! Decodes JSON text directly into the cells of a document, driven by the layout, without an intermediate tree.
//!
//! On an error, our message is stored in [`State::failure`], and each level adds its step to the path while unwinding.
//! Without a message it is a syntax error, and [`message::syntax`] locates it.

use super::cursor::Cursor;
use super::message::{self, Found};
use super::value::{self, Slot};
use super::{Kind, Shape, State, Step, wrapping};
use crate::data::document::{Cell, Document};
use crate::data::notes::Oddities;
use crate::findings::text::Text;
use crate::language::date::Date;

/// Decodes one object into `document`, which is empty. On an error, the path is in `state`.
pub(super) fn read(
    json: &[u8],
    shape: &Shape,
    state: &mut State,
    document: &mut Document,
    odd: &mut Oddities,
) -> Result<(), Text> {
    let mut reader = Reader { json: Cursor::new(json), shape, state, document, odd, last: None };
    let ended = reader.row(0, 0).map(|()| reader.json.peek().is_none());
    let last = reader.last;
    match ended {
        // A record with a field of its own is none that others lie in.
        Ok(true)
            if state.unknown.is_met() && last.is_none_or(|last| Some(last) == shape.layout.key_column()) =>
        {
            let wrapped = std::str::from_utf8(json).ok().and_then(|json| wrapping::of(json, shape));
            wrapped.map_or(Ok(()), Err)
        }
        Ok(true) => Ok(()),
        Ok(false) => Err(message::trailing()),
        Err(Stopped) => Err(match std::str::from_utf8(json) {
            Ok(json) => match state.failure.take() {
                Some(text) if text.code() == "wrong_type" && is_single(state, shape) => {
                    let columns = wrapping::by_columns(json, shape);
                    state.steps.truncate(usize::from(columns.is_none()));
                    columns.unwrap_or(text)
                }
                Some(text) => text,
                None => message::syntax(json),
            },
            Err(_) => {
                state.steps.clear();
                message::not_utf8()
            }
        }),
    }
}

/// Returns whether decoding stopped at a field of the record itself that takes a single value.
fn is_single(state: &State, shape: &Shape) -> bool {
    match state.steps.as_slice() {
        [Step::Column { table: 0, column }] => !matches!(shape.tables[0].kinds[*column], Kind::List(_)),
        _ => false,
    }
}

/// Decoding was aborted; the reason is in the state.
struct Stopped;

struct Reader<'a> {
    json: Cursor<'a>,
    shape: &'a Shape,
    state: &'a mut State,
    document: &'a mut Document,
    odd: &'a mut Oddities,
    /// The last field that the record itself has.
    last: Option<usize>,
}

impl<'a> Reader<'a> {
    /// Stores the error.
    #[cold]
    fn fail<T>(&mut self, text: Text) -> Result<T, Stopped> {
        self.state.failure = Some(text);
        Err(Stopped)
    }

    /// Keeps a mistake, where mistakes are kept; otherwise stores it as the error.
    #[cold]
    fn excuse(&mut self, at: (usize, Option<usize>), text: Text) -> Result<(), Stopped> {
        self.state.excuse(at, text).or_else(|text| self.fail(text))
    }

    #[cold]
    fn in_step(&mut self, step: Step) -> Stopped {
        self.state.steps.push(step);
        Stopped
    }

    /// Consumes `mark`, which must come next.
    #[inline]
    fn expect(&mut self, mark: u8) -> Result<(), Stopped> {
        if self.json.passes(mark) { Ok(()) } else { Err(Stopped) }
    }

    /// Consumes `word`, which must come next.
    fn expect_word(&mut self, word: &[u8]) -> Result<(), Stopped> {
        if self.json.passes_word(word) { Ok(()) } else { Err(Stopped) }
    }

    /// Decodes a row of `table`: an object, or for a list element also null, which has no known values.
    fn row(&mut self, table: usize, row: u32) -> Result<(), Stopped> {
        let found = match self.json.peek() {
            Some(b'{') => return self.object(table, row),
            Some(b'n') => {
                self.expect_word(b"null")?;
                return if table == 0 { self.fail(message::null_record()) } else { Ok(()) };
            }
            Some(b'"') => Found::Text,
            Some(b't' | b'f') => Found::Bool,
            Some(b'[') => Found::List,
            Some(b'-' | b'0'..=b'9') => Found::Number,
            _ => return Err(Stopped),
        };
        if table == 0 {
            return self.fail(message::not_an_object(found));
        }
        self.excuse((table, None), message::not_an_object(found))?;
        self.pass_by()
    }

    /// Decodes the fields of one object.
    fn object(&mut self, table: usize, row: u32) -> Result<(), Stopped> {
        let fields = &mut self.state.tables[table];
        fields.object += 1;
        let object = fields.object;
        self.expect(b'{')?;
        if self.json.passes(b'}') {
            return Ok(());
        }
        let mut after = 0_usize;
        loop {
            let found = self.column(table, after)?;
            self.expect(b':')?;
            match found {
                Some(column) => {
                    after = column + 1;
                    if matches!(self.shape.tables[table].kinds[column], Kind::Unasked) {
                        self.pass_by()?;
                    } else {
                        self.field(table, row, column, object)
                            .map_err(|Stopped| self.in_step(Step::Column { table, column }))?;
                    }
                }
                None => self.pass_by()?,
            }
            if !self.json.passes(b',') {
                if table == 0 {
                    self.last = after.checked_sub(1);
                }
                return self.expect(b'}');
            }
        }
    }

    /// Decodes one field of the object numbered `object`.
    fn field(&mut self, table: usize, row: u32, column: usize, object: u64) -> Result<(), Stopped> {
        let read_in = &mut self.state.tables[table].read_in[column];
        if *read_in == object {
            self.excuse((table, Some(column)), message::duplicate_field())?;
            return self.pass_by();
        }
        *read_in = object;
        self.value(table, row, column)
    }

    /// Skips the value of a field that is not in the layout, or that nobody asks for.
    fn pass_by(&mut self) -> Result<(), Stopped> {
        self.json.peek();
        self.json.skip().ok_or(Stopped)
    }

    /// Consumes a field name and returns its column, where `after - 1` was the previous column; `None` if it is not in
    /// the layout.
    fn column(&mut self, table: usize, after: usize) -> Result<Option<usize>, Stopped> {
        let names = &self.shape.tables[table].names;
        let follows = &mut self.state.tables[table].follows[after];
        let seen = self.json.quoted_as(|json| match names.begins(*follows, json) {
            Some(len) => Some((*follows, len)),
            None => names.beginning(json),
        });
        if let Some(column) = seen {
            *follows = column;
            return Ok(Some(column));
        }
        let name = self.json.quoted().ok_or(Stopped)?;
        let mut buffer = String::new();
        let name = name.decoded(&mut buffer).ok_or(Stopped)?;
        let name = value::nfc(name, &mut self.state.normalised);
        let found = names.find(name.as_bytes());
        match found {
            Some(column) => self.state.tables[table].follows[after] = column,
            None => self.state.unknown.note(self.shape, table, name, self.odd),
        }
        Ok(found)
    }

    /// Decodes the value of one cell.
    fn value(&mut self, table: usize, row: u32, column: usize) -> Result<(), Stopped> {
        let shape: &'a Shape = self.shape;
        let kind = &shape.tables[table].kinds[column];
        let found = match self.json.peek() {
            Some(b'"') => return self.text(kind, table, row, column),
            Some(b'n') => {
                if table == 0 && matches!(kind, Kind::List(_)) {
                    self.odd.add_null_list(column);
                }
                return self.expect_word(b"null");
            }
            Some(b't') => {
                self.expect_word(b"true")?;
                return self.fill(table, row, column, |slot| value::from_bool(kind, true, slot));
            }
            Some(b'f') => {
                self.expect_word(b"false")?;
                return self.fill(table, row, column, |slot| value::from_bool(kind, false, slot));
            }
            Some(b'[') => match kind {
                Kind::List(elements) => {
                    let cell = self.list(*elements)?;
                    self.document.set(table, row, column, cell);
                    return Ok(());
                }
                _ => Found::List,
            },
            Some(b'{') => Found::Object,
            _ => {
                let digits = self.json.number().ok_or(Stopped)?;
                return self.fill(table, row, column, |slot| value::from_number(kind, digits, slot));
            }
        };
        let form = self.state.form;
        self.excuse((table, Some(column)), message::wrong_kind(kind, found, form))?;
        self.pass_by()
    }

    /// Decodes a text into one cell.
    fn text(&mut self, kind: &Kind, table: usize, row: u32, column: usize) -> Result<(), Stopped> {
        let seen = self.json.quoted_as(|json| match kind {
            Kind::Code(codes) => codes.beginning(json).map(|(code, len)| (Cell::Code(code), len)),
            Kind::Date(None) => match json.split_first_chunk::<10>()? {
                (day, [b'"', ..]) => Some((Cell::Date(Date::from_ascii(day)?.0), day.len())),
                _ => None,
            },
            _ => None,
        });
        if let Some(cell) = seen {
            self.document.set(table, row, column, cell);
            return Ok(());
        }
        let text = self.json.quoted().ok_or(Stopped)?;
        let mut buffer = String::new();
        let text = text.decoded(&mut buffer).ok_or(Stopped)?;
        self.fill(table, row, column, |slot| value::from_text(kind, text, slot))
    }

    /// Stores `value` in a cell, or its error in the state.
    fn fill(
        &mut self,
        table: usize,
        row: u32,
        column: usize,
        value: impl FnOnce(Slot<'_>) -> Result<(), Text>,
    ) -> Result<(), Stopped> {
        let slot = Slot { state: self.state, document: self.document, table, row, column };
        value(slot).or_else(|text| self.excuse((table, Some(column)), text))
    }

    /// Decodes the elements of a list, which become the last rows of `table`.
    fn list(&mut self, table: usize) -> Result<Cell, Stopped> {
        let start = self.document.rows_len(table);
        let mut len = 0;
        self.expect(b'[')?;
        if self.json.passes(b']') {
            return Ok(Cell::List { start, len });
        }
        loop {
            self.element(table).map_err(|Stopped| self.in_step(Step::Element(len)))?;
            len += 1;
            if self.json.passes(b',') {
                continue;
            }
            self.expect(b']').map_err(|Stopped| self.in_step(Step::Element(len)))?;
            return Ok(Cell::List { start, len });
        }
    }

    fn element(&mut self, table: usize) -> Result<(), Stopped> {
        self.state.one_more_element().or_else(|text| self.fail(text))?;
        let row = self.document.push_row(table);
        if self.shape.tables[table].bare { self.value(table, row, 0) } else { self.row(table, row) }
    }
}
