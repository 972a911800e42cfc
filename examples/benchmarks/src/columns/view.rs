//! Columns of a batch as a loop written by hand would look at them.

use crate::truth::{MAYBE, Truth, so};
use kvinnofrid::arrow::arrow_array::types::Int8Type;
use kvinnofrid::arrow::arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, DictionaryArray, ListArray, RecordBatch, StringArray,
    StructArray,
};

/// The nulls of an array, if it has any.
type Nulls<'a> = Option<&'a arrow_buffer::NullBuffer>;

fn known(nulls: Nulls<'_>, row: usize) -> bool {
    nulls.is_none_or(|nulls| nulls.is_valid(row))
}

fn cast<'a, T: 'static>(array: &'a ArrayRef, name: &str) -> &'a T {
    let found = array.as_any().downcast_ref();
    found.unwrap_or_else(|| panic!("`{name}` is {}", array.data_type()))
}

/// Categories as codes of one byte.
pub struct Codes<'a> {
    keys: &'a [i8],
    nulls: Nulls<'a>,
    names: &'a StringArray,
}

impl<'a> Codes<'a> {
    fn new(array: &'a ArrayRef, name: &str) -> Self {
        let array: &DictionaryArray<Int8Type> = cast(array, name);
        let names = cast(array.values(), name);
        Self { keys: array.keys().values(), nulls: array.keys().nulls(), names }
    }

    /// The code of a category; one that no row has where the data do not name it.
    pub fn code(&self, name: &str) -> i8 {
        self.names().position(|other| other == name).map_or(-1, |code| code as i8)
    }

    /// A set of categories, a bit each.
    pub fn set(&self, names: &[&str]) -> u128 {
        self.names()
            .enumerate()
            .filter(|(_, name)| names.contains(name))
            .fold(0, |set, (code, _)| set | 1 << code)
    }

    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.names.iter().flatten()
    }

    pub fn get(&self, row: usize) -> Option<i8> {
        known(self.nulls, row).then(|| self.keys[row])
    }

    pub fn is(&self, row: usize, code: i8) -> Truth {
        self.get(row).map_or(MAYBE, |own| so(own == code))
    }

    pub fn among(&self, row: usize, set: u128) -> Truth {
        self.get(row).map_or(MAYBE, |own| so(set >> own & 1 == 1))
    }
}

/// Days since 1970.
pub struct Days<'a> {
    days: &'a [i32],
    nulls: Nulls<'a>,
}

impl Days<'_> {
    pub fn get(&self, row: usize) -> Option<i32> {
        known(self.nulls, row).then(|| self.days[row])
    }

    pub fn by(&self, row: usize, day: i32) -> Truth {
        self.get(row).map_or(MAYBE, |own| so(own <= day))
    }

    pub fn since(&self, row: usize, day: i32) -> Truth {
        self.get(row).map_or(MAYBE, |own| so(own >= day))
    }

    pub fn within(&self, row: usize, (first, last): (i32, i32)) -> Truth {
        self.get(row).map_or(MAYBE, |own| so(first <= own && own <= last))
    }
}

/// Yes or no.
pub struct Yes<'a>(&'a BooleanArray);

impl Yes<'_> {
    pub fn get(&self, row: usize) -> Truth {
        if known(self.0.nulls(), row) { so(self.0.value(row)) } else { MAYBE }
    }
}

/// Keys as texts.
pub struct Keys<'a>(&'a StringArray);

impl<'a> Keys<'a> {
    pub fn get(&self, row: usize) -> Option<&'a str> {
        known(self.0.nulls(), row).then(|| self.0.value(row))
    }
}

/// The columns of a table: of persons, or of a list's elements.
#[derive(Clone, Copy)]
pub enum Table<'a> {
    Persons(&'a RecordBatch),
    Elements(&'a StructArray),
}

impl<'a> Table<'a> {
    fn column(self, name: &str) -> &'a ArrayRef {
        let column = match self {
            Self::Persons(batch) => batch.column_by_name(name),
            Self::Elements(elements) => elements.column_by_name(name),
        };
        column.unwrap_or_else(|| panic!("no column `{name}`"))
    }

    pub fn codes(self, name: &str) -> Codes<'a> {
        Codes::new(self.column(name), name)
    }

    pub fn days(self, name: &str) -> Days<'a> {
        let array: &Date32Array = cast(self.column(name), name);
        Days { days: array.values(), nulls: array.nulls() }
    }

    pub fn yes(self, name: &str) -> Yes<'a> {
        Yes(cast(self.column(name), name))
    }

    pub fn keys(self, name: &str) -> Keys<'a> {
        Keys(cast(self.column(name), name))
    }

    pub fn list(self, name: &str) -> List<'a> {
        let array: &ListArray = cast(self.column(name), name);
        List { offsets: array.value_offsets(), nulls: array.nulls(), elements: cast(array.values(), name) }
    }
}

/// A list of each person.
pub struct List<'a> {
    offsets: &'a [i32],
    nulls: Nulls<'a>,
    elements: &'a StructArray,
}

impl<'a> List<'a> {
    pub fn elements(&self) -> Table<'a> {
        Table::Elements(self.elements)
    }

    /// Where a person's elements are; nothing where the list is missing.
    pub fn of(&self, row: usize) -> Option<std::ops::Range<usize>> {
        known(self.nulls, row).then(|| self.offsets[row] as usize..self.offsets[row + 1] as usize)
    }

    /// Whether some element is so.
    pub fn some(&self, row: usize, is_so: impl Fn(usize) -> Truth) -> Truth {
        let Some(range) = self.of(row) else { return MAYBE };
        let mut found = so(false);
        for element in range {
            found = found.or(is_so(element));
            if found.is_certain() {
                break;
            }
        }
        found
    }
}
