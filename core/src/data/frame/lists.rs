//! List columns, as offsets and as bitmaps of the element table.

use super::bits::Bits;
use super::kernel;
use super::{Known, select_known};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The lists of a column; their elements are the rows of a table.
pub(crate) struct Lists<'a> {
    /// The offset of the first element of each row, and the end of the last row; relative to an arbitrary start.
    bounds: Cow<'a, [u32]>,
    /// The rows whose list is known. Elements of other rows are ignored.
    pub(crate) known: Known,
    ends: Ends,
    owners: OnceCell<Vec<u32>>,
}

/// The rows that have elements, whether their lists are known or not, and the last element of each of them. Computed on
/// first use and shared.
pub(crate) type Ends = Arc<OnceLock<(Bits, Bits)>>;

impl<'a> Lists<'a> {
    /// Returns the lists with these offsets, which ascend, where `known`. `ends` must belong to these offsets alone.
    pub(crate) fn new(bounds: Cow<'a, [u32]>, known: Known, ends: Ends) -> Self {
        Self { bounds, known, ends, owners: OnceCell::new() }
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// Returns the number of elements of the longest list.
    pub(crate) fn longest(&self) -> u64 {
        kernel::steps(&self.bounds).map_or(0, |(_, longest)| longest).into()
    }

    /// Returns the offset of the first list.
    fn first(&self) -> u32 {
        self.bounds.first().copied().unwrap_or(0)
    }

    /// Returns the number of elements of all lists.
    fn elements_of_all(&self) -> usize {
        (self.bounds.last().copied().unwrap_or(0) - self.first()) as usize
    }

    /// Returns the elements of lists that are known; `None` if all are.
    pub(crate) fn known_elements(&self) -> Option<Bits> {
        let unknown = self.known.as_ref()?.not();
        let mut known = None;
        for elements in unknown.rows().map(|row| self.behind(row)).filter(|elements| !elements.is_empty()) {
            known.get_or_insert_with(|| Bits::all(self.elements_of_all())).remove_range(elements);
        }
        known
    }

    /// Returns the elements of the list of `row`; an empty range if it is unknown.
    pub(crate) fn elements(&self, row: usize) -> Range<usize> {
        if self.known.as_ref().is_some_and(|known| !known.has(row)) {
            return 0..0;
        }
        self.behind(row)
    }

    /// Returns the range of elements of `row`, whether its list is known or not.
    fn behind(&self, row: usize) -> Range<usize> {
        let first = self.first();
        match self.bounds.get(row..row + 2) {
            Some([start, end]) => (start - first) as usize..(end - first) as usize,
            _ => 0..0,
        }
    }

    /// Returns the parent row of each element, whether its list is known or not.
    pub(crate) fn owners(&self) -> &[u32] {
        self.owners.get_or_init(|| {
            let rows = self.bounds.windows(2).zip(0u32..);
            rows.flat_map(|(pair, row)| std::iter::repeat_n(row, (pair[1] - pair[0]) as usize)).collect()
        })
    }

    /// Returns the rows with at least one element in `elements`.
    pub(crate) fn any(&self, elements: &Bits) -> Bits {
        let (filled, last) = self.ends();
        let words = kernel::any_of_row(elements.words(), last.words(), filled.words());
        let mut rows = Bits::from_words(words, self.len());
        if let Some(known) = &self.known {
            rows.and_with(known);
        }
        rows
    }

    fn ends(&self) -> &(Bits, Bits) {
        self.ends.get_or_init(|| kernel::ends(&self.bounds))
    }

    /// Returns each of `elements` whose list is known, preceded by its parent row, in order.
    pub(crate) fn with_rows(&self, elements: &Bits) -> Vec<(u32, u32)> {
        let (filled, last) = self.ends();
        let mut found = kernel::with_rows(elements.words(), last.words(), filled.words());
        if let Some(known) = &self.known {
            found.retain(|(row, _)| known.has(*row as usize));
        }
        found
    }

    /// Returns the elements of `rows` whose lists are known.
    pub(crate) fn elements_of(&self, rows: &Bits) -> Bits {
        let (filled, last) = self.ends();
        let of = |rows: &Bits| kernel::elements_of(rows.words(), last.words(), filled.words());
        let elements = match &self.known {
            Some(known) => of(&rows.and(known)),
            None => of(rows),
        };
        Bits::from_words(elements, self.elements_of_all())
    }

    /// Returns the lists of `rows`, and the indices of their elements.
    pub(crate) fn select(&self, rows: &[u32]) -> (Vec<u32>, Lists<'static>) {
        let mut elements = Vec::new();
        let mut bounds = Vec::with_capacity(rows.len() + 1);
        bounds.push(0);
        for row in rows {
            let of_row = self.elements(*row as usize);
            elements.extend(of_row.start as u32..of_row.end as u32);
            bounds.push(elements.len() as u32);
        }
        (elements, Lists::new(Cow::Owned(bounds), select_known(&self.known, rows), Ends::default()))
    }
}

impl fmt::Debug for Lists<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lists({})", self.len())
    }
}
