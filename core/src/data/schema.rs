//! Schemas: the layout of record types as tables, and their descriptions as JSON Schema and text.

use crate::data::asked::AskedFields;
use crate::data::compared::ComparedWords;
use crate::data::limits::Limits;
use crate::data::map::Map as DataMap;
use crate::data::record::Decoder;
use crate::data::record::gathered::Gathered;
use crate::findings::error::InputError;
use crate::findings::text::say;
use crate::language::model::{Model, RecordType};
use crate::language::syntax::FieldType;
use crate::language::types::{CodeList, Column, ColumnKind, Layout, Scalar, Table};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Returns the name of the record type that an edition evaluates.
pub(crate) fn asked(model: &Model) -> &str {
    named(model).unwrap_or("person")
}

/// Returns whether any declaration determines which record type an edition evaluates.
pub(crate) fn is_asked(model: &Model) -> bool {
    named(model).is_some()
}

fn named(model: &Model) -> Option<&str> {
    let groups = model.groups.iter().map(|group| group.record.as_str());
    let routines = model.routines.iter().map(|routine| routine.record.as_str());
    let instruments = model.instruments.iter().map(|instrument| instrument.record.as_str());
    let resources = model.resources.iter().map(|resource| resource.record.as_str());
    groups.chain(routines).chain(instruments).chain(resources).next()
}

/// Returns the layout of the record type called `record`, with all nested types. Fields whose type could not be
/// resolved are left out.
pub(crate) fn layout(model: &Model, record: &str) -> Layout {
    let mut layout = Layout { tables: Vec::new() };
    match model.records.iter().find(|r| r.name == record) {
        Some(root) => {
            add(model, root, None, 0, &mut layout);
        }
        // A record type without known fields still has a table.
        None => {
            layout.tables.push(Table { record: Some(record.to_owned()), parent: None, columns: Vec::new() });
        }
    }
    layout
}

/// Returns the layouts of all record types.
pub(crate) fn layouts(model: &Model) -> Vec<Layout> {
    model.records.iter().map(|record| layout(model, &record.name)).collect()
}

fn add(
    model: &Model,
    record: &RecordType,
    parent: Option<(usize, usize)>,
    depth: usize,
    layout: &mut Layout,
) -> usize {
    let table = layout.tables.len();
    layout.tables.push(Table { record: Some(record.name.clone()), parent, columns: Vec::new() });
    for field in &record.fields {
        let column = layout.tables.get(table).map_or(0, |t| t.columns.len());
        let kind = match &field.ty {
            FieldType::ListOf(inner) => {
                let found = model.records.iter().find(|r| r.name == *inner);
                // A type that contains itself is already reported; the recursion ends here.
                let Some(inner) = found.filter(|_| depth <= model.records.len()) else { continue };
                ColumnKind::List(add(model, inner, Some((table, column)), depth + 1, layout))
            }
            FieldType::ListOfScalars(inner) => {
                let Some(scalar) = scalar(inner) else { continue };
                let columns = vec![Column {
                    name: String::new(),
                    kind: ColumnKind::Scalar(scalar),
                    sensitive: field.sensitive,
                    protected: Vec::new(),
                }];
                layout.tables.push(Table { record: None, parent: Some((table, column)), columns });
                ColumnKind::List(layout.tables.len() - 1)
            }
            other => match scalar(other) {
                Some(scalar) => ColumnKind::Scalar(scalar),
                None => continue,
            },
        };
        if let Some(rows) = layout.tables.get_mut(table) {
            rows.columns.push(Column {
                name: field.name.clone(),
                kind,
                sensitive: field.sensitive,
                protected: field.protected.clone(),
            });
        }
    }
    table
}

fn scalar(ty: &FieldType) -> Option<Scalar> {
    Some(match ty {
        FieldType::Code(codes) => Scalar::Code(Arc::new(CodeList::new(codes.clone()))),
        FieldType::Named(name) => match *name {
            "nyckel" => Scalar::Key,
            "kategori" => Scalar::Category,
            "datum" => Scalar::Date,
            "ja_nej" => Scalar::Bool,
            "heltal" => Scalar::Int,
            "decimal" => Scalar::Decimal,
            _ => Scalar::Text,
        },
        _ => return None,
    })
}

/// The columns of a table with records, or with the elements of one of their lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumns {
    /// The list; `None` for the records themselves.
    pub list: Option<String>,
    /// The column with the key of the record; `None` if records have no key.
    pub key: Option<String>,
    /// The columns that are fields.
    pub columns: Vec<(String, CellKind)>,
}

/// What a column of a table holds, as far as a source without types needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CellKind {
    /// Yes or no.
    YesNo,
    /// A list of codes.
    Codes,
    /// Any other single value.
    Plain,
}

/// The schema of a record, and which of its fields are checked where records are read by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    layout: Arc<Layout>,
    record: String,
    /// `None` if every field is.
    asked: Option<Arc<AskedFields>>,
    /// What conditions compare fields of open lists with.
    compared: Arc<ComparedWords>,
    /// Where mistakes of values are kept instead of being errors.
    gathered: Option<Gathered>,
    limits: Limits,
}

impl Schema {
    pub(crate) fn new(layout: Arc<Layout>, record: &str) -> Self {
        Self {
            layout,
            record: record.to_owned(),
            asked: None,
            compared: Arc::default(),
            gathered: None,
            limits: Limits::DEFAULT,
        }
    }

    /// Returns the same schema, by which values that are nearly one of these words are noted.
    pub(crate) fn comparing(self, compared: Arc<ComparedWords>) -> Self {
        Self { compared, ..self }
    }

    /// Returns the same schema, by which only the fields that `asked` has are checked and read.
    pub(crate) fn asking(self, asked: Arc<AskedFields>) -> Self {
        Self { asked: Some(asked), ..self }
    }

    /// Returns the same schema, by which mistakes of values are kept in `gathered` and are no errors.
    pub(crate) fn gathering(self, gathered: Gathered) -> Self {
        Self { gathered: Some(gathered), ..self }
    }

    /// Returns the same schema, by which records beyond `limits` are refused.
    pub(crate) fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Returns the limits on records that are read by it.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Returns what is asked; `None` if everything is.
    pub(crate) fn asked(&self) -> Option<&AskedFields> {
        self.asked.as_deref()
    }

    /// Returns whether a field is checked and read.
    pub(crate) fn asks(&self, table: usize, column: usize) -> bool {
        self.asked.as_ref().is_none_or(|asked| asked.has(table, column))
    }

    /// Checks that records which `decoder` reads have every field that is asked here: what is not read would be unknown,
    /// and nobody would notice.
    ///
    /// # Errors
    /// [`InputError`] if they were opened by a schema that leaves some of it out.
    pub(crate) fn is_read_by(&self, decoder: &Decoder) -> Result<(), InputError> {
        let covered = match (decoder.asked(), &self.asked) {
            (None, _) => true,
            (Some(read), Some(asked)) => Arc::ptr_eq(read, asked) || read.covers(asked),
            (Some(_), None) => false,
        };
        if covered && decoder.limits().of_records() == self.limits.of_records() {
            return Ok(());
        }
        Err(InputError::new(say!(
            "posterna öppnades för en annan fråga, och fält som den här behöver lästes inte; öppna dem med det schema som frågan själv ger (`schema()`)",
            "the records were opened for another question, and fields that this one needs were not read; open them by the schema that the question itself gives (`schema()`)"
        )))
    }

    /// Returns a decoder of records, whose names, codes and dates are translated by `map`, which must have been built for
    /// the same schema.
    #[must_use]
    pub fn decoder(&self, map: Option<&DataMap>) -> Decoder {
        let decoder = Decoder::asking(Arc::clone(&self.layout), map, self.asked.clone(), &self.compared)
            .within(self.limits);
        match &self.gathered {
            Some(gathered) => decoder.gathering(gathered.clone()),
            None => decoder,
        }
    }

    /// Returns the columns that are read of each table, the records first and then their lists, by the names that `map`
    /// gives them. A source that can choose reads no others: a list without columns is not asked.
    #[must_use]
    pub fn tables(&self, map: Option<&crate::data::map::Map>) -> Vec<TableColumns> {
        let name = |table: usize, column: usize, own: &str| match map {
            Some(map) => map.name(table, column, own).map(str::to_owned),
            None => Some(own.to_owned()),
        };
        let own_key = self.layout.key_column().and_then(|key| {
            let own = &self.layout.tables.first()?.columns.get(key)?.name;
            name(0, key, own)
        });
        let of_table = |number: usize, list: Option<&str>| {
            let columns = self.layout.tables.get(number).map_or(&[][..], |table| &table.columns);
            let columns = columns.iter().enumerate().filter_map(|(column, about)| {
                if !self.asks(number, column) {
                    return None;
                }
                let kind = match &about.kind {
                    ColumnKind::Scalar(Scalar::Bool) => CellKind::YesNo,
                    ColumnKind::Scalar(_) => CellKind::Plain,
                    // A list of records is a table of its own.
                    ColumnKind::List(table) if self.layout.tables.get(*table)?.record.is_some() => {
                        return None;
                    }
                    ColumnKind::List(_) => CellKind::Codes,
                };
                Some((name(number, column, &about.name)?, kind))
            });
            let key = map.and_then(|map| map.key(number)).map(str::to_owned).or_else(|| own_key.clone());
            TableColumns { list: list.map(str::to_owned), key, columns: columns.collect() }
        };
        let columns = self.layout.tables.first().map_or(&[][..], |table| &table.columns);
        let lists = columns.iter().filter_map(|column| match column.kind {
            ColumnKind::List(table) if self.layout.tables.get(table)?.record.is_some() => {
                Some(of_table(table, Some(&column.name)))
            }
            _ => None,
        });
        std::iter::once(of_table(0, None)).chain(lists).collect()
    }

    /// Returns the names of the lists of records that can be tables of their own, such as `insatser`.
    #[must_use]
    pub fn lists(&self) -> Vec<String> {
        let columns = self.layout.tables.first().map_or(&[][..], |table| &table.columns);
        let is_list = |column: &&Column| match column.kind {
            ColumnKind::List(table) => self.layout.tables.get(table).is_some_and(|t| t.record.is_some()),
            ColumnKind::Scalar(_) => false,
        };
        columns.iter().filter(is_list).map(|column| column.name.clone()).collect()
    }

    /// Returns the layout of the record as tables.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Returns the name of the record type.
    pub(crate) fn record(&self) -> &str {
        &self.record
    }

    pub(crate) fn shared_layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// Returns a JSON Schema (2020-12) of the JSON form of a record.
    #[must_use]
    pub fn to_json_schema(&self) -> Value {
        let mut schema = Map::new();
        schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        schema.insert("title".into(), self.record.as_str().into());
        if let Value::Object(object) = self.object(0) {
            schema.extend(object);
        }
        Value::Object(schema)
    }

    fn object(&self, table: usize) -> Value {
        let Some(rows) = self.layout.tables.get(table) else { return Value::Bool(true) };
        let mut properties = Map::new();
        for column in &rows.columns {
            properties.insert(column.name.clone(), self.property(&column.kind));
        }
        let mut object = json!({ "type": "object", "properties": properties });
        if table == 0
            && let Some(key) = self.layout.key_column().and_then(|c| rows.columns.get(c))
        {
            object["required"] = json!([key.name]);
            object["properties"][&key.name] = json!({ "type": ["string", "integer"] });
        }
        object
    }

    fn property(&self, kind: &ColumnKind) -> Value {
        match kind {
            ColumnKind::Scalar(scalar) => match scalar {
                Scalar::Key => json!({ "type": ["string", "integer", "null"] }),
                Scalar::Code(list) => {
                    let mut codes: Vec<Value> = list.codes().iter().map(|c| c.as_str().into()).collect();
                    codes.push(Value::Null);
                    json!({ "enum": codes })
                }
                Scalar::Category | Scalar::Text => json!({ "type": ["string", "null"] }),
                Scalar::Date => json!({ "type": ["string", "null"], "format": "date" }),
                Scalar::Bool => json!({ "type": ["boolean", "null"] }),
                Scalar::Int => json!({ "type": ["integer", "null"] }),
                Scalar::Decimal => json!({ "type": ["number", "null"] }),
            },
            ColumnKind::List(table) => {
                let items = match self.layout.tables.get(*table) {
                    Some(Table { record: None, columns, .. }) => {
                        columns.first().map_or(Value::Bool(true), |c| self.property(&c.kind))
                    }
                    _ => json!({ "anyOf": [self.object(*table), { "type": "null" }] }),
                };
                json!({ "type": ["array", "null"], "items": items })
            }
        }
    }

    /// Returns the fields as text: one line each, nested fields indented below their list.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.record);
        self.lines(0, 1, &mut text);
        text
    }

    fn lines(&self, table: usize, indent: usize, text: &mut String) {
        let Some(rows) = self.layout.tables.get(table) else { return };
        let width = rows.columns.iter().map(|c| c.name.chars().count()).max().unwrap_or(0);
        for column in &rows.columns {
            let margin = "  ".repeat(indent);
            let padding = " ".repeat(width - column.name.chars().count());
            let (kind, below) = match &column.kind {
                ColumnKind::Scalar(scalar) => (scalar_name(scalar), None),
                ColumnKind::List(inner) => match self.layout.tables.get(*inner) {
                    Some(Table { record: Some(record), .. }) => (format!("lista({record})"), Some(*inner)),
                    Some(Table { columns, .. }) => match columns.first().map(|c| &c.kind) {
                        Some(ColumnKind::Scalar(scalar)) => (format!("lista({})", scalar_name(scalar)), None),
                        _ => ("lista".to_owned(), None),
                    },
                    None => ("lista".to_owned(), None),
                },
            };
            text.push_str(&format!("{margin}{}{padding}  {kind}\n", column.name));
            if let Some(inner) = below {
                self.lines(inner, indent + 1, text);
            }
        }
    }
}

fn scalar_name(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Key => "nyckel".to_owned(),
        Scalar::Code(list) => format!("kod({})", list.codes().join(", ")),
        Scalar::Category => "kategori".to_owned(),
        Scalar::Date => "datum".to_owned(),
        Scalar::Bool => "ja_nej".to_owned(),
        Scalar::Int => "heltal".to_owned(),
        Scalar::Decimal => "decimal".to_owned(),
        Scalar::Text => "text".to_owned(),
    }
}
