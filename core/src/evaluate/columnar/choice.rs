//! Columns assembled from several others: the results of `??` and `if`.

use super::evaluate::Values;
use super::program::Kind;
use crate::data::frame::Declined;
use crate::data::frame::bits::{Bits, TernaryBitmap};
use crate::data::frame::{Column, Data};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// A column under construction, filled from several others.
pub(crate) struct Choice<'a> {
    data: Data<'a>,
    known: Bits,
}

impl<'a> Choice<'a> {
    pub(crate) fn nothing(kind: Option<Kind>, rows: usize) -> Result<Self, Declined> {
        let data = match kind.ok_or(Declined)? {
            Kind::Bool | Kind::Missing => Data::Bools(Arc::new(Bits::none(rows))),
            Kind::Day => Data::Days(Cow::Owned(vec![0; rows])),
            Kind::Int => Data::Ints(Cow::Owned(vec![0; rows])),
            Kind::Code => Data::codes(vec![0; rows]),
            Kind::Text => return Err(Declined),
        };
        Ok(Self { data, known: Bits::none(rows) })
    }

    pub(crate) fn new(kind: Option<Kind>, rows: usize, first: &Column<'a>) -> Result<Self, Declined> {
        let mut chosen = Self::nothing(kind, rows)?;
        chosen.fill(first, None)?;
        Ok(chosen)
    }

    /// Copies the known values of `column` into those rows of `among` that have none yet.
    pub(crate) fn fill(&mut self, column: &Column<'a>, among: Option<&Bits>) -> Result<(), Declined> {
        let mut rows = self.known.not();
        if let Some(known) = &column.known {
            rows.and_with(known);
        }
        if let Some(among) = among {
            rows.and_with(among);
        }
        match (&mut self.data, &column.data) {
            (Data::Bools(to), Data::Bools(from)) => Arc::make_mut(to).or_with(&rows.and(from)),
            (Data::Days(to), Data::Days(from)) => copied(to.to_mut(), from, &rows),
            (Data::Ints(to), Data::Ints(from)) => copied(to.to_mut(), from, &rows),
            (to @ Data::Dictionary(..), Data::Dictionary(..)) => {
                let mut codes = to.to_codes().ok_or(Declined)?;
                copied(&mut codes, &column.data.to_codes().ok_or(Declined)?, &rows);
                *to = Data::codes(codes);
            }
            _ => return Err(Declined),
        }
        self.known.or_with(&rows);
        Ok(())
    }

    pub(crate) fn into_values(self) -> Values<'a> {
        match self.data {
            Data::Bools(yes) => {
                Values::TernaryBitmap(Rc::new(TernaryBitmap::where_known((*yes).clone(), Some(&self.known))))
            }
            data => Values::Column(Rc::new(Column { data, known: Some(Arc::new(self.known)) })),
        }
    }
}

fn copied<T: Copy>(to: &mut [T], from: &[T], rows: &Bits) {
    for row in rows.rows() {
        if let (Some(to), Some(from)) = (to.get_mut(row), from.get(row)) {
            *to = *from;
        }
    }
}
