//! Drivers of databases, through ADBC. Nothing else knows one.

use super::cells::{self, NOTHING};
use super::query::{Chosen, Query, quoted};
use crate::failure::Failure;
use crate::say::say;
use adbc_core::error::Error as DriverError;
use adbc_core::options::{AdbcVersion, OptionConnection, OptionDatabase, OptionStatement, OptionValue};
use adbc_core::{Connection, Database, Driver as _, LOAD_FLAG_DEFAULT, Optionable, Statement};
use adbc_driver_manager::{ManagedConnection, ManagedDriver};
use kvinnofrid::arrow::arrow_array::{Array, Int64Array, RecordBatch, RecordBatchReader};
use kvinnofrid::arrow::arrow_schema::{Fields, SchemaRef};
use kvinnofrid::error::InputError;
use kvinnofrid::schema::CellKind;
use std::path::Path;

/// Batches of rows: the query runs when the first is read.
pub(super) type Rows = Box<dyn Iterator<Item = Result<RecordBatch, InputError>>>;

/// The rows of a batch of SQLite, whose driver chooses the types of columns by the first one.
const ROWS: &str = "50000";

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Postgres,
    Duck,
    Lite,
}

/// An open database, in a transaction that changes nothing.
pub(super) struct Driver {
    kind: Kind,
    connection: ManagedConnection,
}

impl Driver {
    pub(super) fn open(url: &str) -> Result<Self, Failure> {
        let (kind, place) = match url.split_once(':') {
            Some(("postgresql" | "postgres", _)) => (Kind::Postgres, url),
            Some(("duckdb", file)) => (Kind::Duck, file.trim_start_matches("//")),
            Some(("sqlite", file)) => (Kind::Lite, file.trim_start_matches("//")),
            _ => {
                return Err(Failure::usage(say!(
                    "adressen ska vara `postgresql://…`, `duckdb:FIL` eller `sqlite:FIL`",
                    "the address must be `postgresql://…`, `duckdb:FILE` or `sqlite:FILE`"
                )));
            }
        };
        if kind == Kind::Postgres && has_password(url) {
            return Err(Failure::usage(say!(
                "skriv inte lösenordet i adressen: lägg det i miljövariabeln PGPASSWORD eller i filen som PGPASSFILE anger",
                "do not write the password in the address: put it in the environment variable PGPASSWORD or the file that PGPASSFILE names"
            )));
        }
        if kind != Kind::Postgres
            && let Err(error) = Path::new(place).metadata()
        {
            return Err(Failure::unreadable(Path::new(place), error.kind()));
        }
        let (name, entry) = match kind {
            Kind::Postgres => ("adbc_driver_postgresql", None),
            Kind::Duck => ("duckdb", Some(&b"duckdb_adbc_init"[..])),
            Kind::Lite => ("adbc_driver_sqlite", None),
        };
        let loaded = ManagedDriver::load_from_name(name, entry, AdbcVersion::V100, LOAD_FLAG_DEFAULT, None);
        let driver = loaded.map_err(|_| without_driver(name, kind))?;
        let connection = connected(driver, kind, place);
        let connection = connection.map_err(|error| unopened(kind, &error))?;
        Ok(Self { kind, connection })
    }

    /// Returns the columns of a query.
    pub(super) fn columns(&mut self, sql: &str) -> Result<Fields, InputError> {
        let schema = self.run(&format!("{sql} LIMIT 0"), |_| {})?;
        Ok(schema.fields().clone())
    }

    /// Writes a query in the words of this database.
    pub(super) fn sql(&mut self, query: &Query) -> Result<String, InputError> {
        let texts = if self.kind == Kind::Lite { self.texts(query)? } else { Vec::new() };
        let columns = query.columns.iter().enumerate().map(|(number, column)| {
            let name = quoted(&column.name);
            if column.is_empty {
                format!("NULL AS {name}")
            } else if texts.get(number).copied().unwrap_or(false) {
                format!("COALESCE(CAST({name} AS TEXT), char({})) AS {name}", u32::from(NOTHING))
            } else {
                name
            }
        });
        let columns: Vec<String> = columns.collect();
        let order = query.order.iter().map(|column| {
            let collation = if column.is_text && self.kind == Kind::Postgres { " COLLATE \"C\"" } else { "" };
            // The name of a column of the source, and not of the result.
            format!("kvinnofrid_rows.{}{collation} NULLS FIRST", quoted(&column.name))
        });
        let order: Vec<String> = order.collect();
        let from = format!("(SELECT * FROM {}) AS kvinnofrid_rows", query.from);
        Ok(format!("SELECT {} FROM {from} ORDER BY {}", columns.join(", "), order.join(", ")))
    }

    /// Returns which columns have texts: SQLite has no types for columns.
    fn texts(&mut self, query: &Query) -> Result<Vec<bool>, InputError> {
        let has_text =
            |column: &Chosen| format!("COALESCE(MAX(typeof({}) = 'text'), 0)", quoted(&column.name));
        let asked: Vec<String> = query.columns.iter().map(has_text).collect();
        let mut texts = vec![false; query.columns.len()];
        self.run(&format!("SELECT {} FROM {}", asked.join(", "), query.from), |batch| {
            for (text, column) in texts.iter_mut().zip(batch.columns()) {
                let numbers = column.as_any().downcast_ref::<Int64Array>();
                *text |= numbers.is_some_and(|numbers| !numbers.is_empty() && numbers.value(0) == 1);
            }
        })?;
        Ok(texts)
    }

    /// Returns the rows of a query, with cells as the engine reads them.
    pub(super) fn rows(&mut self, sql: &str, cells: Vec<CellKind>) -> Result<Rows, InputError> {
        let mut statement = self.connection.new_statement().map_err(|error| failed(&error))?;
        if self.kind == Kind::Lite {
            let rows = OptionStatement::Other("adbc.sqlite.query.batch_rows".into());
            statement.set_option(rows, OptionValue::String(ROWS.into())).map_err(|error| failed(&error))?;
        }
        statement.set_sql_query(sql).map_err(|error| failed(&error))?;
        let marked = self.kind == Kind::Lite;
        let mut reader: Option<Box<dyn RecordBatchReader + Send>> = None;
        let mut is_over = false;
        Ok(Box::new(std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            if reader.is_none() {
                match statement.execute() {
                    Ok(rows) => reader = Some(rows),
                    Err(error) => {
                        is_over = true;
                        return Some(Err(failed(&error)));
                    }
                }
            }
            let batch = reader.as_mut()?.next()?;
            let batch = batch.and_then(|batch| cells::read(&batch, &cells, marked)).map_err(|_| unread(""));
            is_over = batch.is_err();
            Some(batch)
        })))
    }

    /// Runs a query to its end, since a connection has one result at a time, and the statement lives as long as its rows.
    fn run(&mut self, sql: &str, mut read: impl FnMut(RecordBatch)) -> Result<SchemaRef, InputError> {
        let mut statement = self.connection.new_statement().map_err(|error| failed(&error))?;
        statement.set_sql_query(sql).map_err(|error| failed(&error))?;
        let reader = statement.execute().map_err(|error| failed(&error))?;
        let schema = reader.schema();
        for batch in reader {
            // What has failed once fails for ever.
            read(batch.map_err(|_| unread(""))?);
        }
        Ok(schema)
    }
}

fn connected(mut driver: ManagedDriver, kind: Kind, place: &str) -> Result<ManagedConnection, DriverError> {
    let text = |text: String| OptionValue::String(text);
    let other = |name: &str| OptionDatabase::Other(name.to_owned());
    let options = match kind {
        Kind::Postgres => vec![(OptionDatabase::Uri, text(place.to_owned()))],
        Kind::Duck => {
            vec![(other("path"), text(place.to_owned())), (other("access_mode"), text("READ_ONLY".into()))]
        }
        Kind::Lite => vec![(OptionDatabase::Uri, text(format!("file:{}?mode=ro", escaped(place))))],
    };
    let mut connection = driver.new_database_with_opts(options)?.new_connection()?;
    connection.set_option(OptionConnection::AutoCommit, text("false".into()))?;
    if kind == Kind::Postgres {
        let mut statement = connection.new_statement()?;
        statement.set_sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        statement.execute_update()?;
    }
    Ok(connection)
}

/// Writes a path within an address: what would end it is written as a number.
fn escaped(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

fn has_password(url: &str) -> bool {
    let place = url.split_once("://").map_or("", |(_, place)| place);
    let authority = place.split(['/', '?']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    user.contains(':') || url.to_ascii_lowercase().contains("password=")
}

fn without_driver(name: &str, kind: Kind) -> Failure {
    let package = match kind {
        Kind::Postgres => "adbc-driver-postgresql",
        Kind::Duck => "libduckdb",
        Kind::Lite => "adbc-driver-sqlite",
    };
    Failure::usage(say!(
        "drivrutinen {name} kunde inte laddas; installera {package}, och ange mappen med dess fil i miljövariabeln ADBC_DRIVER_PATH om den inte hittas",
        "the driver {name} could not be loaded; install {package}, and name the folder with its file in the environment variable ADBC_DRIVER_PATH if it is not found"
    ))
}

fn unopened(kind: Kind, error: &DriverError) -> Failure {
    let code = code(error);
    Failure::usage(match kind {
        Kind::Postgres => say!(
            "databasen gick inte att öppna; kontrollera adressen, och lösenordet i PGPASSWORD eller PGPASSFILE{code}",
            "the database could not be opened; check the address, and the password in PGPASSWORD or PGPASSFILE{code}"
        ),
        Kind::Duck | Kind::Lite => say!(
            "databasen gick inte att öppna; kontrollera att filen är en sådan databas{code}",
            "the database could not be opened; check that the file is such a database{code}"
        ),
    })
}

fn failed(error: &DriverError) -> InputError {
    unread(&code(error))
}

/// Returns that a query has no answer. `code` is empty where a batch fails, which says no SQLSTATE.
fn unread(code: &str) -> InputError {
    InputError::new(say!(
        "databasen kunde inte svara; vad den säger visas inte, eftersom det kan vara uppgifter: kör frågan för sig{code}",
        "the database could not answer; what it says is not shown, since it may be data: run the query by itself{code}"
    ))
}

/// Returns what to say of an error's SQLSTATE, which is a code and holds no values; nothing where there is none.
fn code(error: &DriverError) -> String {
    let state: String = error.sqlstate.iter().map(|byte| char::from(*byte as u8)).collect();
    let is_state = state.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) && state != "00000";
    if is_state { format!(" (SQLSTATE {state})") } else { String::new() }
}
