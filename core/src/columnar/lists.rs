//! The lists of a column, as stretches and as bitmaps of the table of their elements.

use super::bits::Bits;
use super::frame::{Known, select_known};
use super::kernel;
use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

/// The lists of a column, whose elements are the rows of a table.
pub(crate) struct Lists {
    /// Where the elements of each row begin, and at the end how many there are.
    pub(crate) starts: Vec<u32>,
    /// Of which rows the list is known. What stands behind one that is not counts for nothing.
    pub(crate) known: Known,
    /// The rows that have elements, their lists being known or not.
    filled: OnceCell<Bits>,
    /// The last element of each of them.
    last: OnceCell<Bits>,
    owners: OnceCell<Vec<u32>>,
}

impl Lists {
    /// The lists that begin at `starts`, which ascend, as far as they are `known`.
    pub(crate) fn new(starts: Vec<u32>, known: Known) -> Self {
        Self { starts, known, filled: OnceCell::new(), last: OnceCell::new(), owners: OnceCell::new() }
    }

    /// How many rows have such a list.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The elements that are in a list that is known; `None` where all are.
    pub(crate) fn said(&self) -> Option<Bits> {
        let unknown = self.known.as_ref()?.not();
        let mut said = None;
        for elements in unknown.rows().map(|row| self.behind(row)).filter(|elements| !elements.is_empty()) {
            let said =
                said.get_or_insert_with(|| Bits::all(self.starts.last().copied().unwrap_or(0) as usize));
            said.remove_range(elements);
        }
        said
    }

    /// The elements of the list of `row`, which has none where it is not known.
    pub(super) fn elements(&self, row: usize) -> Range<usize> {
        if self.known.as_ref().is_some_and(|known| !known.has(row)) {
            return 0..0;
        }
        self.behind(row)
    }

    /// What stands where the list of `row` would.
    fn behind(&self, row: usize) -> Range<usize> {
        match self.starts.get(row..row + 2) {
            Some([start, end]) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// Where the elements of each row end.
    fn ends(&self) -> &[u32] {
        self.starts.get(1..).unwrap_or_default()
    }

    /// The rows that have elements, their lists being known or not.
    pub(super) fn filled(&self) -> &Bits {
        self.filled.get_or_init(|| {
            let starts = self.starts.get(..self.len()).unwrap_or_default();
            kernel::pairs(starts, self.ends(), |start, end| start != end)
        })
    }

    fn last(&self) -> &Bits {
        self.last.get_or_init(|| {
            let elements = self.starts.last().copied().unwrap_or(0) as usize;
            let mut words = vec![0; elements.div_ceil(64)];
            let ends = self.ends();
            for end in self.filled().rows().filter_map(|row| ends.get(row)) {
                let last = *end as usize - 1;
                if let Some(word) = words.get_mut(last / 64) {
                    *word |= 1 << (last % 64);
                }
            }
            Bits::from_words(words, elements)
        })
    }

    /// The row that each element belongs to, or would if its list were known.
    pub(super) fn owners(&self) -> &[u32] {
        self.owners.get_or_init(|| {
            let rows = self.starts.windows(2).zip(0u32..);
            rows.flat_map(|(pair, row)| std::iter::repeat_n(row, (pair[1] - pair[0]) as usize)).collect()
        })
    }

    /// The rows some element of which is in `elements`.
    pub(super) fn any(&self, elements: &Bits) -> Bits {
        let words = kernel::any_of_row(elements.words(), self.last().words(), self.filled().words());
        let mut rows = Bits::from_words(words, self.len());
        if let Some(known) = &self.known {
            rows.and_with(known);
        }
        rows
    }

    /// The elements of `rows`.
    pub(super) fn elements_of(&self, rows: &Bits) -> Bits {
        let mut elements = Bits::none(self.starts.last().copied().unwrap_or(0) as usize);
        for row in rows.rows() {
            elements.put_range(self.elements(row));
        }
        elements
    }

    /// The lists of `rows`, and which elements they have.
    pub(super) fn select(&self, rows: &[u32]) -> (Vec<u32>, Self) {
        let ends = self.ends();
        let mut elements = Vec::new();
        let mut starts = Vec::with_capacity(rows.len() + 1);
        starts.push(0);
        for row in rows {
            let row = *row as usize;
            if let (Some(start), Some(end)) = (self.starts.get(row), ends.get(row))
                && start < end
                && self.known.as_ref().is_none_or(|known| known.has(row))
            {
                elements.extend(*start..*end);
            }
            starts.push(elements.len() as u32);
        }
        (elements, Self::new(starts, select_known(&self.known, rows)))
    }
}

impl fmt::Debug for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lists({})", self.len())
    }
}
