//! Questions about every alternative of every reading at once: conditions ask for readings as if they were fields of the
//! record. So one proof is about all combinations. Periods that are no years are asked about too: some readings only matter
//! for them.

use super::ask::Questions;
use crate::findings::span::Span;
use crate::language::date::Period;
use crate::language::expr::{Arena, Constant, Id, Kind, Slot, Type};
use crate::language::types::{CodeList, Column, ColumnKind, Layout, Scalar};
use std::sync::Arc;

impl<'e> Questions<'e> {
    /// Returns the same questions about all alternatives.
    pub(super) fn of_all(&self) -> Questions<'e> {
        Questions {
            edition: self.edition,
            places: self.places.clone(),
            periods: self.more_periods(),
            chosen: self.chosen.clone(),
            arena: self.freed(&self.arena),
            layout: Arc::new(self.with_readings()),
            is_of_all: true,
            is_stale: self.is_stale,
        }
    }

    /// Returns the same questions about the first year alone.
    pub(super) fn of_first_year(&self) -> Questions<'e> {
        Questions {
            edition: self.edition,
            places: self.places.clone(),
            periods: self.periods.iter().take(1).copied().collect(),
            chosen: self.chosen.clone(),
            arena: self.arena.clone(),
            layout: Arc::clone(&self.layout),
            is_of_all: self.is_of_all,
            is_stale: self.is_stale,
        }
    }

    /// Returns the years, all the time in force, and the first tertial, quarter and day of it.
    fn more_periods(&self) -> Vec<Period> {
        let whole = self.edition.head().in_force;
        let (year, ..) = whole.start.ymd();
        let mut periods = self.periods.clone();
        let parts = [format!("{year}-T1"), format!("{year}-Q1")];
        let parts = parts.iter().filter_map(|part| Period::parse(part).ok());
        periods.extend([whole].into_iter().chain(parts).chain(Period::new(whole.start, whole.start)));
        periods
    }

    /// Returns the layout of records that also say which alternative of each reading is chosen.
    fn with_readings(&self) -> Layout {
        let mut layout = Layout::clone(&self.layout);
        if let Some(record) = layout.tables.first_mut() {
            for reading in &self.edition.model().interpretations {
                let codes = reading.alternatives.iter().map(|(id, _)| id.clone()).collect();
                record.columns.push(Column {
                    name: format!("tolkning {}", reading.id),
                    kind: ColumnKind::Scalar(Scalar::Code(Arc::new(CodeList::new(codes)))),
                    sensitive: false,
                    protected: Vec::new(),
                });
            }
        }
        layout
    }

    /// Returns the expressions with each reading as a field of the record; where that is missing, the chosen alternative.
    pub(super) fn freed(&self, arena: &Arena) -> Arena {
        let mut freed = arena.clone();
        let first = self.edition.layout().tables.first().map_or(0, |table| table.columns.len());
        for at in 0..arena.size() {
            let id = Id(at as u32);
            let Kind::Chosen(reading) = arena[id].kind else { continue };
            let (ty, span): (Type, Span) = (arena[id].ty.clone(), arena[id].span);
            let column = Kind::Column { slot: Slot(0), table: 0, column: first + reading };
            let column = freed.push(column, ty.clone(), span);
            let chosen = self.chosen.get(reading).copied().unwrap_or(0);
            let chosen = freed.push(Kind::Constant(Constant::Code(chosen as u16)), ty, span);
            freed.replace(id, Kind::Coalesce(vec![column, chosen]));
        }
        freed
    }

    /// Returns the expressions with one alternative of a reading in its place.
    pub(super) fn fixed(&self, reading: usize, alternative: usize) -> Arena {
        let mut fixed = self.arena.clone();
        let original = &self.edition.typed().arena;
        for at in 0..original.size() {
            let id = Id(at as u32);
            if original[id].kind == Kind::Chosen(reading) {
                fixed.replace(id, Kind::Constant(Constant::Code(alternative as u16)));
            }
        }
        fixed
    }
}
