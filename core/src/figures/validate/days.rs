//! Days that can hardly be right: those that programs write where none is known, births after everything else, and days of
//! another period.

use crate::data::document::{Cell, Document};
use crate::data::notes::Notice;
use crate::findings::text::{Lang, Text, say};
use crate::language::date::{Date, Period};
use crate::language::types::{ColumnKind, Layout, Scalar};
use std::collections::BTreeSet;

/// The last day of the past that stands for none: the least day of some databases is 0001-01-01, 1753-01-01 or 1900-01-01.
const LAST_OF_PAST: (i32, u32, u32) = (1900, 1, 1);
/// The first day of the future that stands for none: the greatest day of some databases is 2999-12-31 or 9999-12-31.
const FIRST_OF_FUTURE: (i32, u32, u32) = (2100, 1, 1);
/// With fewer days than this it is no wonder if none is in the period.
const MANY: u64 = 20;

/// The days of records, as far as they can be right or not.
#[derive(Debug)]
pub(super) struct Days {
    fields: Vec<OfField>,
    periods: Vec<Period>,
    /// The number of days, births aside, in the periods, before the first, after the last, and between them.
    within: u64,
    before: u64,
    after: u64,
    between: u64,
}

#[derive(Debug)]
struct OfField {
    table: usize,
    column: usize,
    path: String,
    /// Whether it is the day of somebody's birth.
    is_birth: bool,
}

impl Days {
    /// Returns none of records with this layout. `births` are the fields of which ages are computed; `periods` are counted.
    pub(super) fn of(layout: &Layout, births: &BTreeSet<(usize, usize)>, periods: &[Period]) -> Self {
        let tables = layout.tables.iter().enumerate();
        let columns =
            tables.flat_map(|(table, rows)| rows.columns.iter().enumerate().map(move |c| (table, c)));
        let with_days = columns.filter(|(_, (_, column))| column.kind == ColumnKind::Scalar(Scalar::Date));
        let field = |(table, (column, _))| {
            let is_birth = births.contains(&(table, column));
            OfField { table, column, path: layout.path(table, column), is_birth }
        };
        let fields = with_days.map(field).collect();
        Self { fields, periods: periods.to_vec(), within: 0, before: 0, after: 0, between: 0 }
    }

    /// Adds the days of a record; returns what is odd about them, each with its field.
    pub(super) fn add(&mut self, document: &Document) -> Vec<((usize, usize), Notice)> {
        let mut notices = Vec::new();
        // The first day of the record, births aside, and the births.
        let mut first: Option<Date> = None;
        let mut births = Vec::new();
        let start = self.periods.iter().map(|period| period.start).min();
        let end = self.periods.iter().map(|period| period.end).max();
        for OfField { table, column, path, is_birth } in &self.fields {
            let mut stand_for_none = 0;
            for row in 0..document.rows_len(*table) {
                let Cell::Date(day) = document.cell(*table, row, *column) else { continue };
                let day = Date(day);
                if stands_for_none(day) {
                    stand_for_none += 1;
                } else if *is_birth {
                    births.extend((*table == 0).then_some((*column, path, day)));
                } else {
                    first = Some(first.map_or(day, |first| first.min(day)));
                    let is_within = self.periods.iter().any(|period| period.contains(day));
                    let place = if is_within {
                        &mut self.within
                    } else if start.is_some_and(|start| day < start) {
                        &mut self.before
                    } else if end.is_some_and(|end| day > end) {
                        &mut self.after
                    } else {
                        &mut self.between
                    };
                    *place += 1;
                }
            }
            if stand_for_none > 0 {
                notices.push(((*table, *column), placeholder(path, stand_for_none)));
            }
        }
        let late = births.into_iter().filter(|(_, _, born)| first.is_some_and(|first| *born > first));
        notices.extend(late.map(|(column, path, _)| ((0, column), late_birth(path))));
        notices
    }

    /// Returns that none of many days is in the periods.
    pub(super) fn none_in_period(&self) -> Option<Notice> {
        let all = self.before + self.after + self.between;
        (!self.periods.is_empty() && self.within == 0 && all >= MANY)
            .then(|| Notice::new("no_day_in_period", None, all, self.none_within()))
    }

    fn none_within(&self) -> Text {
        let where_ = match (self.before, self.after, self.between) {
            (_, 0, 0) => say!("alla ligger före", "all are before"),
            (0, _, 0) => say!("alla ligger efter", "all are after"),
            _ => say!("alla ligger utanför", "all are outside"),
        };
        let (sv, en) = (where_.get(Lang::Sv), where_.get(Lang::En));
        say!(
            "ingen dag i data, födelser oräknade, ligger i perioden: {sv}; är det rätt period, och rätt fil?",
            "no day in the data, births aside, is in the period: {en}; is it the right period, and the right file?"
        )
    }
}

fn placeholder(field: &str, count: u64) -> Notice {
    let text = say!(
        "`{field}` har dagar som 1900-01-01 eller 9999-12-31; står de för att dagen inte är känd eller inte har kommit, skriv null eller lämna cellen tom, eller säg det i en karta under `saknas`",
        "`{field}` has days such as 1900-01-01 or 9999-12-31; if they stand for a day that is not known or has not come, write null or leave the cell empty, or say so in a map under `missing`"
    );
    Notice::new("placeholder_day", Some(field.to_owned()), count, text)
}

fn late_birth(field: &str) -> Notice {
    let text = say!(
        "födelsen är efter någon annan dag i posten; gäller det inte ett ofött barn, rätta dagen",
        "the birth is after some other day of the record; if it is not about an unborn child, correct the day"
    );
    Notice::new("late_birth", Some(field.to_owned()), 1, text)
}

fn stands_for_none(day: Date) -> bool {
    day.ymd() <= LAST_OF_PAST || day.ymd() >= FIRST_OF_FUTURE
}
