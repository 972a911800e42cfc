//! From JSON text straight into the cells of a document: the layout says what comes next, so nothing is built in between.
//!
//! A visitor that finds something wrong puts our message in [`State::failure`] and gives the parser an empty error to
//! carry up; on the way each level adds its step to the path. What the parser itself says is never shown, since it may
//! quote the record.

use super::message::{self, Found};
use super::value::{self, Slot};
use super::{Kind, Shape, State, Step};
use crate::document::{Cell, Document};
use crate::text::Text;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Reads one object into `document`, which is empty. Where it fails, the path is in `state`.
pub(super) fn read(
    json: &str,
    shape: &Shape,
    state: &mut State,
    document: &mut Document,
) -> Result<(), Text> {
    let mut parser = serde_json::Deserializer::from_str(json);
    let mut filler = Filler { shape, state, document };
    let read = Record { filler: &mut filler }.deserialize(&mut parser);
    if let Err(error) = read {
        return Err(state.failure.take().unwrap_or_else(|| message::syntax(json, &error)));
    }
    parser.end().map_err(|_| message::trailing())
}

struct Filler<'a> {
    shape: &'a Shape,
    state: &'a mut State,
    document: &'a mut Document,
}

impl Filler<'_> {
    /// Remembers what is wrong, and gives the parser something to carry up.
    #[cold]
    fn fail<E: Error>(&mut self, text: Text) -> E {
        self.state.failure = Some(text);
        E::custom("")
    }

    #[cold]
    fn step(&mut self, step: Step) {
        self.state.steps.push(step);
    }

    /// Reads the fields of one object.
    fn object<'de, A: MapAccess<'de>>(&mut self, table: usize, row: u32, mut map: A) -> Result<(), A::Error> {
        let fields = &mut self.state.tables[table];
        fields.object += 1;
        let object = fields.object;
        let mut after = 0;
        loop {
            let key = Key { filler: self, table, after };
            let Some(found) = map.next_key_seed(key)? else { return Ok(()) };
            let Some(column) = found else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            after = column + 1;
            let read_in = &mut self.state.tables[table].read_in[column];
            let result = if *read_in == object {
                Err(self.fail(message::duplicate_field()))
            } else {
                *read_in = object;
                map.next_value_seed(Value { filler: self, table, row, column })
            };
            if let Err(error) = result {
                self.step(Step::Column { table, column });
                return Err(error);
            }
        }
    }

    /// Reads the elements of one list, which become the last rows of `table`, and gives their number.
    fn list<'de, A: SeqAccess<'de>>(&mut self, table: usize, mut elements: A) -> Result<u32, A::Error> {
        let mut len = 0;
        loop {
            match elements.next_element_seed(Element { filler: self, table }) {
                Ok(Some(())) => len += 1,
                Ok(None) => return Ok(len),
                Err(error) => {
                    self.step(Step::Element(len));
                    return Err(error);
                }
            }
        }
    }

    /// The column called `name`, where column `after - 1` was the one before it.
    fn column(&mut self, table: usize, after: usize, name: &str) -> Option<usize> {
        let shape = self.shape;
        let names = &shape.tables[table].names;
        let follows = &mut self.state.tables[table].follows[after];
        if names.is(*follows, name) {
            return Some(*follows);
        }
        let found = names.find(name).or_else(|| {
            if name.is_ascii() { None } else { names.find(value::nfc(name, &mut self.state.normalised)) }
        });
        match found {
            Some(column) => self.state.tables[table].follows[after] = column,
            None => {
                let name = value::nfc(name, &mut self.state.normalised);
                self.state.unknown.add(shape, table, name);
            }
        }
        found
    }
}

/// The record itself.
struct Record<'f, 'a> {
    filler: &'f mut Filler<'a>,
}

impl<'de> DeserializeSeed<'de> for Record<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(Object { filler: self.filler, table: 0, row: 0, may_be_null: false })
    }
}

/// An element of a list.
struct Element<'f, 'a> {
    filler: &'f mut Filler<'a>,
    table: usize,
}

impl<'de> DeserializeSeed<'de> for Element<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { filler, table } = self;
        filler.state.one_more_element().map_err(|text| filler.fail(text))?;
        let row = filler.document.push_row(table);
        if filler.shape.tables[table].bare {
            Value { filler, table, row, column: 0 }.deserialize(deserializer)
        } else {
            deserializer.deserialize_any(Object { filler, table, row, may_be_null: true })
        }
    }
}

/// An object, whose fields are the columns of `table`.
struct Object<'f, 'a> {
    filler: &'f mut Filler<'a>,
    table: usize,
    row: u32,
    may_be_null: bool,
}

impl Object<'_, '_> {
    fn not_an_object<E: Error>(self, found: Found) -> Result<(), E> {
        Err(self.filler.fail(message::not_an_object(found)))
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.filler.object(self.table, self.row, map)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.may_be_null { Ok(()) } else { Err(self.filler.fail(message::null_record())) }
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.not_an_object(Found::Text)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.not_an_object(Found::Bool)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.not_an_object(Found::Number)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.not_an_object(Found::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.not_an_object(Found::Number)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.not_an_object(Found::List)
    }
}

/// The name of a field: gives its column, or `None` where the layout has no such field.
struct Key<'f, 'a> {
    filler: &'f mut Filler<'a>,
    table: usize,
    after: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.filler.column(self.table, self.after, name))
    }
}

/// The value of one cell.
struct Value<'f, 'a> {
    filler: &'f mut Filler<'a>,
    table: usize,
    row: u32,
    column: usize,
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.kind() {
            // These need the digits as they are written.
            Kind::Key | Kind::Int | Kind::Decimal | Kind::Date(Some(_)) | Kind::Mapped(_) => {
                let raw = <&RawValue as serde::Deserialize>::deserialize(deserializer)?;
                self.fill(|kind, slot| written(kind, raw.get(), slot))
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

/// Fills a field of `kind` with the value written as `json`, which the parser has found the end of.
fn written(kind: &Kind, json: &str, slot: Slot<'_>) -> Result<(), Text> {
    let found = match json.as_bytes().first() {
        Some(b'"') => {
            let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
            return if inner.contains('\\') {
                let text: String = serde_json::from_str(json).map_err(|_| message::bad_escape())?;
                value::from_text(kind, &text, slot)
            } else {
                value::from_text(kind, inner, slot)
            };
        }
        Some(b'n') => return Ok(()),
        Some(start @ (b't' | b'f')) => return value::from_bool(kind, *start == b't', slot),
        Some(b'[') => Found::List,
        Some(b'{') => Found::Object,
        _ => return value::from_number(kind, json, slot),
    };
    Err(message::wrong_kind(kind, found, slot.state.form))
}

impl<'a> Value<'_, 'a> {
    fn kind(&self) -> &'a Kind {
        let shape: &'a Shape = self.filler.shape;
        &shape.tables[self.table].kinds[self.column]
    }

    fn slot(&mut self) -> Slot<'_> {
        let Self { table, row, column, .. } = *self;
        let Filler { state, document, .. } = &mut *self.filler;
        Slot { state, document, table, row, column }
    }

    /// Fills the cell with `value`, or fails with what it says.
    fn fill<E: Error>(mut self, value: impl FnOnce(&Kind, Slot<'_>) -> Result<(), Text>) -> Result<(), E> {
        value(self.kind(), self.slot()).map_err(|text| self.filler.fail(text))
    }

    fn wrong_kind<E: Error>(self, found: Found) -> Result<(), E> {
        let form = self.filler.state.form;
        Err(self.filler.fail(message::wrong_kind(self.kind(), found, form)))
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.fill(|kind, slot| value::from_bool(kind, value, slot))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.fill(|kind, slot| value::from_text(kind, text, slot))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.wrong_kind(Found::Number)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.wrong_kind(Found::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.wrong_kind(Found::Number)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, elements: A) -> Result<(), A::Error> {
        match self.kind() {
            Kind::List(table) => {
                let start = self.filler.document.rows_len(*table);
                let len = self.filler.list(*table, elements)?;
                self.slot().set(Cell::List { start, len });
                Ok(())
            }
            _ => self.wrong_kind(Found::List),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.wrong_kind(Found::Object)
    }
}
