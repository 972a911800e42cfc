//! Records in a database: `--from postgresql://…`, `duckdb:FILE` or `sqlite:FILE`. The file to read is a table or query then, and so
//! are those of `--table`.
//!
//! The driver is not ours: one of ADBC's that the user has installed, which is loaded when records are read. What a driver says of a
//! failure may hold values, queries and passwords, and is never repeated.

mod cells;
mod driver;
mod query;

use crate::failure::Failure;
use crate::say::say;
use driver::{Driver, Rows};
use kvinnofrid::arrow::ArrowRecords;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::error::{Error, InputError};
use kvinnofrid::input::Records;
use kvinnofrid::options::Options;
use kvinnofrid::schema::{Schema, TableColumns};
use query::Query;
use std::collections::BTreeMap;

/// What is read of a database: a table or query for the records, and some for their lists.
pub(crate) struct Database {
    url: String,
    records: String,
    lists: Vec<(String, String)>,
}

impl Database {
    /// Says what is read; nothing is opened.
    pub(crate) fn new(url: &str, records: String, lists: Vec<(String, String)>) -> Self {
        Self { url: url.to_owned(), records, lists }
    }

    /// Opens the database and returns the records: the lists are fetched now, the records as they are read. All is read in
    /// one transaction.
    pub(crate) fn records(
        &self,
        schema: &Schema,
        options: &Options,
        name: &str,
    ) -> Result<Box<dyn Records>, Failure> {
        let mut driver = Driver::open(&self.url)?;
        let map = options.map.as_deref();
        let asked = schema.tables(map);
        let mut children: BTreeMap<String, Vec<RecordBatch>> = BTreeMap::new();
        for (list, source) in &self.lists {
            let in_list = |error: InputError| {
                let error = if error.field().is_none() { error.in_field(list) } else { error };
                Failure::in_file(&Error::from(error), name)
            };
            let Some(table) = asked.iter().find(|table| table.list.as_ref() == Some(list)) else {
                return Err(unknown_list(list, &asked));
            };
            if children.contains_key(list) {
                return Err(Failure::usage(say!(
                    "listan `{list}` är angiven två gånger",
                    "the list `{list}` is given twice"
                )));
            }
            // Of a list that is not asked nothing is fetched.
            if table.columns.is_empty() {
                continue;
            }
            let rows = rows(&mut driver, source, table).map_err(in_list)?;
            children.insert(list.clone(), rows.collect::<Result<_, _>>().map_err(in_list)?);
        }
        // Cannot happen: the first table is that of the records.
        let table = asked.first().ok_or_else(|| Failure::internal("records without a table"))?;
        let in_file = |error: InputError| Failure::in_file(&Error::from(error), name);
        let rows = rows(&mut driver, &self.records, table).map_err(in_file)?;
        let records = ArrowRecords::joined((rows, children), schema, map, options.on_error);
        Ok(Box::new(records.map_err(in_file)?))
    }
}

/// Returns the rows of a table or query.
fn rows(driver: &mut Driver, source: &str, table: &TableColumns) -> Result<Rows, InputError> {
    let fields = driver.columns(&query::all(source))?;
    let query = Query::new(source, table, &fields)?;
    let sql = driver.sql(&query)?;
    driver.rows(&sql, query.cells())
}

fn unknown_list(list: &str, asked: &[TableColumns]) -> Failure {
    let lists: Vec<String> =
        asked.iter().filter_map(|table| Some(format!("`{}`", table.list.as_ref()?))).collect();
    let lists = lists.join(", ");
    Failure::usage(say!(
        "listan `{list}` finns inte; de som kan ges är {lists}",
        "there is no list `{list}`; those that can be given are {lists}"
    ))
}
