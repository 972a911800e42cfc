//! The evaluators' answers for a witness: no witness is returned that they do not confirm.

use crate::data::document::Document;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::evaluate::plan::{Count, Op, Plan};
use crate::evaluate::scalar::{Evaluator, Scene, Value};
use crate::language::date::Date;
use crate::language::truth::Truth;
use crate::language::types::Layout;
use std::sync::Arc;

/// The answer of a place for a record, or for one element of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Whether it counts.
    Truth(Truth),
    /// A value: a category, a day, or the key of what counts. `None` where it is unknown.
    Value(Option<String>),
}

impl Outcome {
    /// Returns it as JSON: `true`, `false`, a text, or `null` where it is unknown.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Truth(truth) => truth.known().into(),
            Self::Value(value) => value.clone().into(),
        }
    }
}

/// One side of a comparison, ready to be evaluated.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) plan: &'a Plan,
    pub(super) count: Count,
    pub(super) layout: &'a Arc<Layout>,
    /// The names of the codes that its values are, if they are codes.
    pub(super) categories: &'a [String],
    /// Whether its value is compared, instead of whether it counts.
    pub(super) by_value: bool,
}

impl Subject<'_> {
    /// Evaluates a record, or the element with this number. `None` if the record is not valid, has no such element, or
    /// the evaluators do not agree.
    pub(super) fn evaluate(&self, json: &serde_json::Value, element: Option<u32>) -> Option<Outcome> {
        let bytes = json.to_string().into_bytes();
        let mut document = Document::new(self.layout);
        let mut decoder = Decoder::new(Arc::clone(self.layout));
        decoder.read(&bytes, 1, &mut document, &mut Oddities::default()).ok()?;
        let outcome = self.by_record(&document, element)?;
        #[cfg(feature = "arrow")]
        if let Some(truth) = columns::truth(self, &document, element)
            && outcome != Outcome::Truth(truth)
        {
            return None;
        }
        Some(outcome)
    }

    fn by_record(&self, document: &Document, element: Option<u32>) -> Option<Outcome> {
        let scene = Scene { plan: self.plan, document };
        let mut evaluator = Evaluator::new(self.plan);
        evaluator.begin();
        match self.count {
            Count::Records(op) => self.outcome(&mut evaluator, scene, op),
            Count::Elements { list, key } => {
                let (start, len) = evaluator.bounds(scene, &list).ok()??;
                let element = element.filter(|element| *element < len)?;
                evaluator.enter(&list, start, element);
                let belongs = evaluator.belongs(scene, &list).ok()?;
                match key.filter(|_| self.by_value) {
                    Some(_) if belongs == Truth::False => Some(Outcome::Truth(belongs)),
                    Some(key) => self.outcome(&mut evaluator, scene, key),
                    None => Some(Outcome::Truth(belongs)),
                }
            }
            Count::Share { .. } => None,
        }
    }

    fn outcome(&self, evaluator: &mut Evaluator, scene: Scene<'_>, op: Op) -> Option<Outcome> {
        if !self.by_value {
            return evaluator.truth(scene, op).ok().map(Outcome::Truth);
        }
        let value = evaluator.value(scene, op).ok()?;
        Some(Outcome::Value(match value {
            Value::Missing => None,
            Value::Code(code) => Some(self.categories.get(usize::from(code))?.clone()),
            Value::Date(day) => Some(Date::from_days(day.into())?.to_string()),
            other => Some(other.text(scene)?.to_owned()),
        }))
    }
}

#[cfg(feature = "arrow")]
mod columns {
    //! The same by columns: a frame of one record.

    use super::{Arc, Count, Document, Layout, Subject, Truth};
    use crate::data::document::Cell;
    use crate::data::frame::{
        Bits, Column, Data, Ends, Entries, Frame, Indices, Lists, Table, TernaryBitmap,
    };
    use crate::evaluate::columnar::{Evaluation, Program};
    use std::borrow::Cow;

    /// Returns whether a record, or one of its elements, counts by columns; `None` where that is not evaluated or is declined.
    pub(super) fn truth(subject: &Subject<'_>, document: &Document, element: Option<u32>) -> Option<Truth> {
        if subject.by_value {
            return None;
        }
        let program = Program::new(subject.plan, subject.layout);
        let frame = frame(subject.layout, document);
        let mut evaluation = Evaluation::new(subject.plan, &program, &frame).ok()?;
        match subject.count {
            Count::Records(op) if program.has(op) => {
                let truths = evaluation.truths(op).ok()?;
                Some(of(&truths, 0))
            }
            Count::Elements { list, .. } => {
                let keep = list.keep.filter(|keep| program.kind_of(*keep).is_some())?;
                let space = program.space_of(keep);
                if space.is_some_and(|space| space != 0 && space != list.table) {
                    return None;
                }
                let truths = evaluation.truths_in(keep, list.table).ok()?;
                Some(of(&truths, element? as usize))
            }
            _ => None,
        }
    }

    fn of(truths: &TernaryBitmap, row: usize) -> Truth {
        match (truths.yes().has(row), truths.no().has(row)) {
            (true, _) => Truth::True,
            (_, true) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Returns a frame of one record.
    fn frame(layout: &Layout, document: &Document) -> Frame<'static> {
        let tables = layout.tables.iter().enumerate().map(|(number, table)| {
            let rows = document.rows_len(number) as usize;
            let lists = table.parent.map(|(parent, column)| {
                let owners = document.rows_len(parent);
                let mut bounds = vec![0u32];
                let mut known = Bits::none(owners as usize);
                for row in 0..owners {
                    let mut end = bounds.last().copied().unwrap_or(0);
                    if let Cell::List { len, .. } = document.cell(parent, row, column) {
                        known.put(row as usize);
                        end += len;
                    }
                    bounds.push(end);
                }
                Lists::new(Cow::Owned(bounds), Some(Arc::new(known)), Ends::default())
            });
            let columns = (0..table.columns.len()).map(|at| column(document, number, at, rows)).collect();
            Some(Table { rows, lists, columns })
        });
        Frame { tables: tables.collect(), reused: false }
    }

    /// Returns a column of single values; `None` where all are missing.
    fn column(document: &Document, table: usize, column: usize, rows: usize) -> Option<Column<'static>> {
        let cells: Vec<Cell> = (0..rows).map(|row| document.cell(table, row as u32, column)).collect();
        let known = Bits::from_rows(rows, |row| cells[row] != Cell::Missing);
        let data = match cells.iter().find(|cell| **cell != Cell::Missing)? {
            Cell::Bool(_) => {
                Data::Bools(Arc::new(Bits::from_rows(rows, |row| cells[row] == Cell::Bool(true))))
            }
            Cell::Int(_) => {
                let number = |cell: &Cell| if let Cell::Int(number) = cell { *number } else { 0 };
                Data::Ints(Cow::Owned(cells.iter().map(number).collect()))
            }
            Cell::Date(_) => {
                let day = |cell: &Cell| if let Cell::Date(day) = cell { *day } else { 0 };
                Data::Days(Cow::Owned(cells.iter().map(day).collect()))
            }
            Cell::Code(_) => {
                let code = |cell: &Cell| if let Cell::Code(code) = cell { *code } else { 0 };
                Data::codes(cells.iter().map(code).collect())
            }
            Cell::Text { .. } => {
                let texts = cells.iter().map(|cell| document.text(*cell)).collect();
                let keys = (0..rows as u32).collect();
                Data::Dictionary(Indices::Four(Cow::Owned(keys)), Arc::new(Entries::Texts(texts)))
            }
            // Decimal numbers are not evaluated by columns.
            Cell::Decimal(_) | Cell::List { .. } | Cell::Missing => return None,
        };
        Some(Column { data, known: Some(Arc::new(known)) })
    }
}
