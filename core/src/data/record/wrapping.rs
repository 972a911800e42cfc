//! Records that lie within something else: an answer of a service, a collection of features, a table by columns. A record
//! without fields would otherwise be counted, or classified, as one of whom nothing is known.

use super::Shape;
use super::names::Names;
use super::value::nfc;
use crate::findings::text::{Lang, Text, say};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::fmt;

/// How many levels are looked through.
const DEPTH: u8 = 5;
/// The most members of an object that are looked at.
const MOST_MEMBERS: usize = 64;

/// The names that others give to what records lie in. Only these are repeated: any other name may be data.
const WORDS: [&str; 52] = [
    "_source",
    "attributes",
    "body",
    "content",
    "contents",
    "d",
    "data",
    "dataset",
    "docs",
    "documents",
    "elements",
    "entities",
    "entity",
    "entries",
    "entry",
    "export",
    "feature",
    "features",
    "feed",
    "fields",
    "hits",
    "item",
    "items",
    "list",
    "lista",
    "objects",
    "payload",
    "people",
    "person",
    "personer",
    "persons",
    "post",
    "poster",
    "properties",
    "rader",
    "record",
    "records",
    "resource",
    "resources",
    "response",
    "result",
    "results",
    "resultat",
    "row",
    "rows",
    "source",
    "svar",
    "table",
    "uttag",
    "value",
    "värden",
    "values",
];

/// The names under which services say where the next page is.
const NEXT: [&str; 9] = [
    "@odata.nextLink",
    "_scroll_id",
    "nextLink",
    "nextPage",
    "nextPageToken",
    "next",
    "next_cursor",
    "next_page",
    "next_url",
];

/// Returns what a record is that has none of the fields, or its key alone, and how to give the records in it; `None` if
/// there are none in it.
#[cold]
pub(super) fn of(json: &str, shape: &Shape) -> Option<Text> {
    let names = &shape.tables.first()?.names;
    let key = shape.layout.key_column();
    let Value::Object(object) = look(json, names, key)? else { return None };
    let place = object.within?;
    let is_said = place.path.iter().all(|step| *step != Step::Unnamed);
    let has_others = place.fields > usize::from(place.has_key);
    let is_meant = match object.fields {
        0 => is_said || place.fields > 1,
        // Somebody's own things may lie in a record with a key: only what is called as a wrapping is one.
        _ => object.has_key && object.fields == 1 && is_said && has_others,
    };
    is_meant.then(|| said(&place, object.next))
}

/// Returns how to write a table that is given by columns, one record an object, if the JSON of a record is such a table.
#[cold]
pub(super) fn by_columns(json: &str, shape: &Shape) -> Option<Text> {
    let names = &shape.tables.first()?.names;
    match look(json, names, None)? {
        Value::Object(object) if object.fields > 1 && object.is_columns => Some(columns()),
        _ => None,
    }
}

fn look(json: &str, names: &Names, key: Option<usize>) -> Option<Value> {
    let look = Look { names, key, depth: DEPTH };
    look.deserialize(&mut serde_json::Deserializer::from_str(json)).ok()
}

/// A step to where records lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// One of [`WORDS`].
    Named(&'static str),
    /// A member whose name is not repeated.
    Unnamed,
    /// The elements of a list.
    Each,
}

/// Where fields were found.
#[derive(Clone, Debug)]
struct Place {
    /// The steps, innermost first.
    path: Vec<Step>,
    fields: usize,
    has_key: bool,
    /// Whether there is a list of the names of fields instead of the fields themselves.
    is_names: bool,
}

impl Place {
    fn after(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }
}

/// What was seen of a value.
enum Value {
    Null,
    Text { is_field: bool },
    List(Option<Place>),
    Object(Object),
    Other,
}

impl Value {
    /// Returns where fields are in it.
    fn place(self) -> Option<Place> {
        match self {
            Self::List(place) => place,
            Self::Object(Object { fields, has_key, within, .. }) => {
                let own = Place { path: Vec::new(), fields, has_key, is_names: false };
                let inner = within.filter(|place| place.fields > fields);
                inner.or_else(|| (fields > 0).then_some(own))
            }
            Self::Null | Self::Text { .. } | Self::Other => None,
        }
    }
}

/// What was seen of an object.
#[derive(Default)]
struct Object {
    /// The number of fields that it has itself.
    fields: usize,
    has_key: bool,
    /// Where in it most fields are.
    within: Option<Place>,
    /// Whether all members are lists, or all are objects.
    is_columns: bool,
    /// Whether it says that there is another page.
    next: bool,
}

/// Looks for fields in a value, in memory that does not grow with it.
struct Look<'a> {
    names: &'a Names,
    key: Option<usize>,
    depth: u8,
}

impl Look<'_> {
    fn inner(&self) -> Look<'_> {
        Look { depth: self.depth.saturating_sub(1), ..*self }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.depth {
            0 => IgnoredAny::deserialize(deserializer).map(|_| Value::Other),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text { is_field: self.names.find(nfc(text, &mut String::new()).as_bytes()).is_some() })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut fields = 0;
        let mut place = None;
        let mut number = 0;
        while number < MOST_MEMBERS {
            let Some(value) = list.next_element_seed(self.inner())? else { break };
            number += 1;
            match value {
                Value::Text { is_field } => fields += usize::from(is_field),
                // All elements are taken to be as the first.
                value if number == 1 => {
                    place = value.place();
                    break;
                }
                _ => break,
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        if fields > 1 {
            place = Some(Place { path: Vec::new(), fields, has_key: false, is_names: true });
        }
        Ok(Value::List(place.map(|place| place.after(Step::Each))))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Object::default();
        let (mut count, mut lists, mut objects) = (0, 0, 0);
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            count += 1;
            if count > MOST_MEMBERS {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            let field = self.names.find(nfc(&name, &mut String::new()).as_bytes());
            if field.is_some() {
                object.fields += 1;
                object.has_key |= field == self.key;
            }
            let value = members.next_value_seed(self.inner())?;
            lists += usize::from(matches!(value, Value::List(_)));
            objects += usize::from(matches!(value, Value::Object(_)));
            if NEXT.contains(&&*name) {
                object.next |= !matches!(value, Value::Null);
            }
            // What lies in a field is the record's own.
            let place = if field.is_some() { None } else { value.place() };
            let most = object.within.as_ref().map_or(0, |place| place.fields);
            if let Some(place) = place.filter(|place| place.fields > most) {
                let word = WORDS.iter().find(|word| **word == name);
                object.within = Some(place.after(word.map_or(Step::Unnamed, |word| Step::Named(word))));
            }
        }
        object.is_columns = count > 1 && (lists == count || objects == count);
        Ok(Value::Object(object))
    }
}

/// Returns the path in the notation of jq, such as `.hits.hits[]._source`; `None` if a name in it is not repeated.
fn path(place: &Place) -> Option<String> {
    place
        .path
        .iter()
        .rev()
        .map(|step| match step {
            Step::Named(name) => Some(format!(".{name}")),
            Step::Each => Some("[]".to_owned()),
            Step::Unnamed => None,
        })
        .collect()
}

fn said(place: &Place, next: bool) -> Text {
    let text = match (path(place), place.path.as_slice()) {
        _ if place.is_names => columns(),
        (Some(path), _) => {
            let name = path.strip_prefix('.').unwrap_or(&path);
            say!(
                "fälten står inte i posten själv utan i `{name}`; skriv objekten där i en lista `[…]`, eller ett per rad (med jq: `jq -c '{path}'`)",
                "the fields are not in the record itself but in `{name}`; write the objects there in a list `[…]`, or one a line (with jq: `jq -c '{path}'`)"
            )
        }
        (None, [Step::Unnamed]) => {
            let how = if place.has_key { ".[]" } else { "to_entries[] | {id: .key} + .value" };
            say!(
                "fälten står inte i posten själv utan i objekt under egna namn; skriv objekten i en lista `[…]`, eller ett per rad (med jq: `jq -c '{how}'`)",
                "the fields are not in the record itself but in objects under names of their own; write the objects in a list `[…]`, or one a line (with jq: `jq -c '{how}'`)"
            )
        }
        (None, _) => say!(
            "fälten står inte i posten själv utan längre in, under andra namn; skriv objekten där i en lista `[…]`, eller ett per rad",
            "the fields are not in the record itself but further in, under other names; write the objects there in a list `[…]`, or one a line"
        ),
    };
    if !next {
        return text.coded("wrapped");
    }
    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
    say!(
        "{sv}; där står att det finns fler sidor: hämta dem också",
        "{en}; it says that there are more pages: fetch them, too"
    )
    .coded("wrapped")
}

fn columns() -> Text {
    say!(
        "fälten står var för sig, med alla posters värden; skriv ett objekt per post (i pandas: `df.to_json(orient=\"records\", lines=True)`)",
        "the fields stand each by itself, with the values of all records; write an object for each record (in pandas: `df.to_json(orient=\"records\", lines=True)`)"
    )
    .coded("wrapped")
}
