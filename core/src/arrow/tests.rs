mod agreement;
pub(super) mod build;
mod declined;
mod exceptions;
mod faults;
mod generated;
mod out;
mod paths;
mod tables;
mod threads;
mod types;
mod work;

use super::*;
use crate::data::document::{Cell, Document};
use crate::data::input::Records;
use crate::language::types::{ColumnKind, Layout};
use crate::{Edition, Lang, Options, Period, Rules};

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn options() -> Options {
    Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into()],
        ..Options::default()
    }
}

/// Formats a document as text, for comparison.
pub(super) fn rendered(layout: &Layout, document: &Document) -> String {
    row(layout, document, 0, 0)
}

fn row(layout: &Layout, document: &Document, table: usize, row: u32) -> String {
    let columns = layout.tables[table].columns.iter().enumerate();
    let outcome = columns.map(|(number, column)| {
        let cell = document.cell(table, row, number);
        let value = match (&column.kind, cell) {
            (ColumnKind::List(elements), Cell::List { start, len }) => {
                let rows =
                    (start..start + len).map(|element| self::row(layout, document, *elements, element));
                format!("[{}]", rows.collect::<Vec<_>>().join(", "))
            }
            (_, Cell::Text { .. }) => format!("{:?}", document.text(cell)),
            (_, Cell::Decimal(number)) => number.normalize().to_string(),
            (_, cell) => format!("{cell:?}"),
        };
        format!("{}: {value}", column.name)
    });
    format!("{{{}}}", outcome.collect::<Vec<_>>().join(", "))
}

/// Returns the records in `batch`, or the first error.
fn read(layout: &Arc<Layout>, batch: &RecordBatch) -> Result<Vec<String>, String> {
    let schema = crate::data::schema::Schema::new(Arc::clone(layout), "person");
    let mut records = ArrowRecords::new(std::iter::once(Ok(batch.clone())), &schema, None).unwrap();
    let mut document = Document::new(layout);
    let mut rendered_all = Vec::new();
    loop {
        match records.next(&mut document) {
            Ok(Some(_)) => rendered_all.push(rendered(layout, &document)),
            Ok(None) => return Ok(rendered_all),
            Err(error) => return Err(Error::from(error).message(Lang::Sv)),
        }
    }
}
