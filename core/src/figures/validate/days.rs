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

/// What is odd about the days of records.
#[derive(Debug)]
pub(super) struct Days {
    fields: Vec<OfField>,
    periods: Vec<Period>,
    /// The number of days, births aside, before, in, and after the periods.
    before: u64,
    within: u64,
    after: u64,
}

#[derive(Debug)]
struct OfField {
    table: usize,
    column: usize,
    /// The number of days that stand for none.
    count: u64,
    /// Whether it is the day of somebody's birth, and the number of births after another day of their record.
    is_birth: bool,
    late: u64,
}

impl Days {
    /// Returns none of records with this layout. `births` are the fields of which ages are computed; `periods` are counted.
    pub(super) fn of(layout: &Layout, births: &BTreeSet<(usize, usize)>, periods: &[Period]) -> Self {
        let mut fields = Vec::new();
        for (table, rows) in layout.tables.iter().enumerate() {
            for (column, _) in
                rows.columns.iter().enumerate().filter(|(_, it)| it.kind == ColumnKind::Scalar(Scalar::Date))
            {
                let is_birth = births.contains(&(table, column));
                fields.push(OfField { table, column, count: 0, is_birth, late: 0 });
            }
        }
        Self { fields, periods: periods.to_vec(), before: 0, within: 0, after: 0 }
    }

    pub(super) fn add(&mut self, document: &Document) {
        // Of the record, births aside.
        let mut first: Option<Date> = None;
        let span = self.periods.iter().map(|period| period.start).min();
        for OfField { table, column, count, is_birth, .. } in &mut self.fields {
            for row in 0..document.rows_len(*table) {
                let Cell::Date(day) = document.cell(*table, row, *column) else { continue };
                let day = Date(day);
                if stands_for_none(day) {
                    *count += 1;
                } else if !*is_birth {
                    first = Some(first.map_or(day, |first| first.min(day)));
                    let is_within = self.periods.iter().any(|period| period.contains(day));
                    let place = match span {
                        _ if is_within => &mut self.within,
                        Some(start) if day < start => &mut self.before,
                        _ => &mut self.after,
                    };
                    *place += 1;
                }
            }
        }
        let Some(first) = first else { return };
        for OfField { column, late, .. } in
            self.fields.iter_mut().filter(|field| field.is_birth && field.table == 0)
        {
            if let Cell::Date(day) = document.cell(0, 0, *column) {
                *late += u64::from(Date(day) > first && !stands_for_none(Date(day)));
            }
        }
    }

    /// Returns what is odd about them, each with its field, if it is about one.
    pub(super) fn notices(&self, layout: &Layout) -> Vec<(Option<(usize, usize)>, Notice)> {
        let mut notices = Vec::new();
        for OfField { table, column, count, late, .. } in &self.fields {
            let (place, field) = ((*table, *column), layout.path(*table, *column));
            if *count > 0 {
                let text = say!(
                    "`{field}` har dagar som 1900-01-01 eller 9999-12-31; står de för att dagen inte är känd eller inte har kommit, skriv null eller lämna cellen tom, eller säg det i en karta under `saknas`",
                    "`{field}` has days such as 1900-01-01 or 9999-12-31; if they stand for a day that is not known or has not come, write null or leave the cell empty, or say so in a map under `missing`"
                );
                let notice = Notice::new("placeholder_day", Some(field.clone()), *count, text);
                notices.push((Some(place), notice));
            }
            if *late > 0 {
                let notice = Notice::new("late_birth", Some(field.clone()), *late, late_birth(&field, *late));
                notices.push((Some(place), notice));
            }
        }
        if !self.periods.is_empty() && self.within == 0 && self.before + self.after >= MANY {
            notices.push((
                None,
                Notice::new("no_day_in_period", None, self.before + self.after, self.none_within()),
            ));
        }
        notices
    }

    fn none_within(&self) -> Text {
        let where_ = match (self.before, self.after) {
            (_, 0) => say!("alla ligger före", "all are before"),
            (0, _) => say!("alla ligger efter", "all are after"),
            _ => say!("alla ligger före eller efter", "all are before or after"),
        };
        let (sv, en) = (where_.get(Lang::Sv), where_.get(Lang::En));
        say!(
            "ingen dag i data, födelser oräknade, ligger i perioden: {sv}; är det rätt period, och rätt fil?",
            "no day in the data, births aside, is in the period: {en}; is it the right period, and the right file?"
        )
    }
}

fn late_birth(field: &str, late: u64) -> Text {
    let (sv, en) = match late {
        1 => ("1 post".to_owned(), "1 record".to_owned()),
        many => (format!("{many} poster"), format!("{many} records")),
    };
    let has = if late == 1 { "has" } else { "have" };
    say!(
        "{sv} har i `{field}` en dag efter någon annan dag i posten, som om den inte var född; gäller det inte ofödda barn, rätta dagen",
        "{en} {has} in `{field}` a day after some other day of the record, as if unborn; if it is not about unborn children, correct the day"
    )
}

fn stands_for_none(day: Date) -> bool {
    day.ymd() <= LAST_OF_PAST || day.ymd() >= FIRST_OF_FUTURE
}
