//! The cells that records are counted in: one for each combination of run and strata that has occurred.

use crate::data::limits::Limits;
use crate::data::record::looks_like_personnummer;
use crate::figures::partial::Breakdown;
use crate::findings::error::{Error, InputError, LimitError};
use crate::findings::text::say;
use std::collections::HashMap;

/// The stratum of those whose breakdown value is missing.
pub const UNKNOWN: &str = "okänt";
/// The stratum of everyone.
pub const TOTAL: &str = "Totalt";

/// One record's value of one breakdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stratum<'a> {
    /// The category, in NFC.
    Known(&'a str),
    /// The value is missing: the record is counted in `okänt` and in no other stratum.
    Missing,
}

/// A cell of a [`Partial`](crate::figures::partial::Partial).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CellId(pub(super) u32);

/// The strata of one breakdown. Code 0 is `okänt`, code n + 1 the category `labels[n]`.
#[derive(Clone, Debug)]
pub(in crate::figures) struct Axis {
    name: String,
    pub(in crate::figures) labels: Vec<String>,
    codes: HashMap<String, u32>,
    pub(in crate::figures) open: bool,
    /// The most categories of an open one.
    most: u64,
}

impl Axis {
    pub(in crate::figures) fn new(breakdown: &Breakdown) -> Self {
        let mut axis = Self {
            name: breakdown.name.clone(),
            labels: Vec::new(),
            codes: HashMap::new(),
            open: breakdown.categories.is_none(),
            most: Limits::DEFAULT.categories,
        };
        for label in breakdown.categories.iter().flatten() {
            axis.push(label);
        }
        axis
    }

    fn push(&mut self, label: &str) -> u32 {
        self.labels.push(label.to_owned());
        let code = self.labels.len() as u32;
        self.codes.insert(label.to_owned(), code);
        code
    }

    /// Returns the code of a stratum, adding a value of an open category.
    ///
    /// # Errors
    /// [`Error::Input`] where a value cannot name a stratum; [`Error::Limit`] where there are too many.
    pub(in crate::figures) fn code(&mut self, stratum: Stratum<'_>, row: u64) -> Result<u32, Error> {
        let name = &self.name;
        let Stratum::Known(label) = stratum else { return Ok(0) };
        if let Some(code) = self.codes.get(label) {
            return Ok(*code);
        }
        if !self.open {
            let text = say!(
                "värdet finns inte i listan över kategorier",
                "the value is not in the list of categories"
            );
            return Err(InputError::new(text).in_field(name).at_row(row).into());
        }
        if is_reserved(label) {
            let text = say!(
                "en kategori får inte vara tom eller heta `{UNKNOWN}` eller `{TOTAL}`; lämna fältet tomt (null) om värdet inte är känt",
                "a category may not be empty or called `{UNKNOWN}` or `{TOTAL}`; leave the field missing (null) where the value is not known"
            );
            return Err(InputError::new(text).in_field(name).at_row(row).into());
        }
        if looks_like_personnummer(label) {
            let text = say!(
                "värdet ser ut som ett personnummer och kan inte vara en kategori, som visas i rapporten; rätta värdet, eller lämna fältet tomt (null)",
                "the value looks like a personnummer and can't be a category, which the report shows; correct it, or leave the field missing (null)"
            );
            return Err(InputError::new(text).in_field(name).at_row(row).into());
        }
        let most = self.most;
        if self.labels.len() as u64 >= most {
            let text = say!(
                "{name} har fler än {most} olika värden (gränsen `categories`) och går inte att dela upp efter; välj ett fält med få kategorier",
                "{name} has more than {most} different values (the limit `categories`) and cannot be broken down by; choose a field with few categories"
            );
            return Err(LimitError::new(text).into());
        }
        Ok(self.push(label))
    }
}

/// Returns whether `label` is reserved, since a report could not distinguish it from its own strata.
pub(super) fn is_reserved(label: &str) -> bool {
    label.trim().is_empty() || label == UNKNOWN || label == TOTAL
}

/// All cells, in the order they first occurred.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    pub(super) axes: Vec<Axis>,
    /// Run, then one code a breakdown.
    leaves: Vec<Box<[u32]>>,
    ids: HashMap<Box<[u32]>, u32>,
    place: Vec<u32>,
    categories: u64,
}

impl Cells {
    pub(super) fn new(breakdowns: &[Breakdown]) -> Self {
        Self {
            axes: breakdowns.iter().map(Axis::new).collect(),
            leaves: Vec::new(),
            ids: HashMap::new(),
            place: Vec::new(),
            categories: Limits::DEFAULT.categories,
        }
    }

    /// Limits the categories of an open axis.
    pub(super) fn within(mut self, categories: u64) -> Self {
        self.categories = categories;
        self.axes.iter_mut().for_each(|axis| axis.most = categories);
        self
    }

    /// Returns the most categories of an open axis.
    pub(super) fn categories(&self) -> u64 {
        self.categories
    }

    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Returns run and codes of every cell.
    pub(super) fn leaves(&self) -> &[Box<[u32]>] {
        &self.leaves
    }

    /// Returns the cell of `strata` in `run`, adding it if absent.
    pub(super) fn find(&mut self, run: u32, strata: &[Stratum<'_>], row: u64) -> Result<CellId, Error> {
        if strata.len() != self.axes.len() {
            // Takes a caller of `Partial::cell` with other breakdowns than the header's.
            return Err(Error::Internal("a cell needs one stratum for each breakdown".into()));
        }
        let mut place = std::mem::take(&mut self.place);
        place.clear();
        place.push(run);
        for (axis, stratum) in self.axes.iter_mut().zip(strata) {
            place.push(axis.code(*stratum, row)?);
        }
        let id = self.at(&place);
        self.place = place;
        Ok(id)
    }

    /// Returns the cell with this run and these codes, adding it if absent.
    pub(super) fn at(&mut self, place: &[u32]) -> CellId {
        if let Some(id) = self.ids.get(place) {
            return CellId(*id);
        }
        let id = self.leaves.len() as u32;
        self.leaves.push(place.into());
        self.ids.insert(place.into(), id);
        CellId(id)
    }

    /// Removes the cells from number `len` on.
    pub(super) fn truncate(&mut self, len: usize) {
        for place in self.leaves.drain(len.min(self.leaves.len())..) {
            self.ids.remove(&place);
        }
    }

    /// Returns the strata of a cell.
    pub(super) fn strata(&self, place: &[u32]) -> Vec<Stratum<'_>> {
        let codes = place.iter().skip(1);
        self.axes.iter().zip(codes).map(|(axis, code)| axis.stratum(*code)).collect()
    }
}

impl Axis {
    /// Returns the stratum of a code.
    pub(in crate::figures) fn stratum(&self, code: u32) -> Stratum<'_> {
        let label = (code as usize).checked_sub(1).and_then(|i| self.labels.get(i));
        label.map_or(Stratum::Missing, |label| Stratum::Known(label))
    }
}
