//! What is asked of a database: of a table or query only the columns that are fields, in an order that does not change.

use crate::say::say;
use kvinnofrid::arrow::arrow_schema::{DataType, Field, Fields};
use kvinnofrid::diagnostic::nearest;
use kvinnofrid::error::InputError;
use kvinnofrid::schema::{CellKind, TableColumns};
use kvinnofrid::text::nfc;

/// A query of one table.
pub(super) struct Query {
    pub(super) from: String,
    pub(super) columns: Vec<Chosen>,
    /// By what the rows are sorted: the key, and then each column as the source has them, so that equal rows come in the same
    /// order, and a running number that stands first keeps that in which they were written.
    pub(super) order: Vec<Sorted>,
}

/// A column of the result.
pub(super) struct Chosen {
    pub(super) name: String,
    pub(super) kind: CellKind,
    /// Whether it is only named: no field has its name, but one has nearly, and the engine asks whether that was meant; or no column
    /// of a list's table has a field's name, and the engine says whether it is another table.
    pub(super) is_empty: bool,
}

/// A column to sort by.
pub(super) struct Sorted {
    pub(super) name: String,
    pub(super) is_text: bool,
}

impl Query {
    /// Chooses among the columns that a source has.
    pub(super) fn new(source: &str, table: &TableColumns, fields: &Fields) -> Result<Self, InputError> {
        let name = |field: &Field| nfc(field.name()).into_owned();
        let key = table.key.as_deref().unwrap_or_default();
        if !fields.iter().any(|field| name(field) == key) {
            return Err(InputError::new(say!(
                "ingen kolumn heter `{key}`, som postens nyckel ska; döp om den i frågan, eller säg i en karta vad den heter",
                "there is no column `{key}` with the key of the record; rename it in the query, or say in a map what it is called"
            )));
        }
        let kind_of = |column: &str| {
            let found = table.columns.iter().find(|(known, _)| known == column);
            found.map(|(_, kind)| *kind).or((column == key).then_some(CellKind::Plain))
        };
        let missing: Vec<&str> = table.columns.iter().map(|(known, _)| known.as_str()).collect();
        let missing =
            || missing.iter().copied().filter(|known| !fields.iter().any(|field| name(field) == *known));
        let is_other = table.list.is_some()
            && !fields.iter().any(|field| name(field) != key && kind_of(&name(field)).is_some());
        let mut columns = Vec::new();
        let mut order = vec![sorted_by(fields, key)];
        for field in fields {
            let column = name(field);
            if column != key && sorts(field.data_type()) {
                order.push(sorted_by(fields, &column));
            }
            match kind_of(&column) {
                Some(kind) => columns.push(Chosen { name: field.name().clone(), kind, is_empty: false }),
                None if is_other || nearest(&column.to_lowercase(), missing()).is_some() => {
                    columns.push(Chosen {
                        name: field.name().clone(),
                        kind: CellKind::Plain,
                        is_empty: true,
                    });
                }
                None => {}
            }
        }
        Ok(Self { from: relation(source), columns, order })
    }

    /// Returns how the cells of each column are read.
    pub(super) fn cells(&self) -> Vec<CellKind> {
        self.columns.iter().map(|column| column.kind).collect()
    }
}

fn sorted_by(fields: &Fields, column: &str) -> Sorted {
    let field = fields.iter().find(|field| nfc(field.name()) == column);
    Sorted {
        name: field.map_or_else(|| column.to_owned(), |field| field.name().clone()),
        is_text: field.is_some_and(|field| is_text(field.data_type())),
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// Returns whether every database can sort by values of this type.
fn sorts(kind: &DataType) -> bool {
    is_text(kind) || kind.is_numeric() || kind.is_temporal() || matches!(kind, DataType::Boolean)
}

/// Returns the query for all rows of a table or query.
pub(super) fn all(source: &str) -> String {
    format!("SELECT * FROM {}", relation(source))
}

/// Returns a table or query as what stands after FROM. A table is one word, such as `arenden.person`.
fn relation(source: &str) -> String {
    let source = source.trim();
    if !source.is_empty() && !source.contains(|c: char| c.is_whitespace() || "();'\"".contains(c)) {
        return source.split('.').map(quoted).collect::<Vec<_>>().join(".");
    }
    format!("({}) AS kvinnofrid_source", source.trim_end_matches(|c: char| c.is_whitespace() || c == ';'))
}

/// Quotes a name for SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
