//! Sets of rows as bitmaps, and three-valued truth as two of them.

use super::{kernel, pool};
#[cfg(test)]
use crate::language::truth::Truth;
use std::ops::Range;

/// A set of rows: row `r` is bit `r % 64` of word `r / 64`. Bits past the last row are zero.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// Returns the empty set of `len` rows.
    pub(crate) fn none(len: usize) -> Self {
        Self::of_words(len, std::iter::repeat_n(0, len.div_ceil(64)))
    }

    /// Returns the set of all `len` rows.
    pub(crate) fn all(len: usize) -> Self {
        Self::of_words(len, std::iter::repeat_n(!0, len.div_ceil(64))).trimmed()
    }

    /// Returns the rows whose bit is set in `words`, which may have bits past the last row.
    pub(crate) fn from_words(mut words: Vec<u64>, len: usize) -> Self {
        words.resize(len.div_ceil(64), 0);
        Self { words, len }.trimmed()
    }

    /// Returns the rows for which `holds` returns true.
    pub(crate) fn from_rows(len: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let words = (0..len).step_by(64).map(|start| {
            (start..len.min(start + 64)).fold(0, |word, row| word | u64::from(holds(row)) << (row - start))
        });
        Self::of_words(len, words)
    }

    /// Returns the set with these words, which have no bits past the last row.
    fn of_words(len: usize, words: impl Iterator<Item = u64>) -> Self {
        let mut buffer = pool::take(len.div_ceil(64));
        buffer.extend(words);
        Self { words: buffer, len }
    }

    fn trimmed(mut self) -> Self {
        if let (Some(last), used @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= !0 >> (64 - used);
        }
        self
    }

    /// Returns the total number of rows, in the set or not.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    pub(crate) fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(crate) fn put(&mut self, row: usize) {
        if row < self.len {
            self.words[row / 64] |= 1 << (row % 64);
        }
    }

    /// Removes a range of rows.
    #[inline]
    pub(crate) fn remove_range(&mut self, rows: Range<usize>) {
        let to = rows.end.min(self.len);
        let mut row = rows.start;
        while row < to {
            let (at, shift) = (row / 64, row % 64);
            let many = (to - row).min(64 - shift);
            self.words[at] &= !(!0 >> (64 - many) << shift);
            row += many;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Returns the number of rows in the set.
    pub(crate) fn count(&self) -> usize {
        kernel::count(&self.words) as usize
    }

    /// Returns the rows in the set, in order.
    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows { words: self.words.iter(), left: 0, next: 0 }
    }

    /// Returns the rows in the set that are in `range`, in order.
    #[inline]
    pub(crate) fn rows_in(&self, range: Range<usize>) -> RowsIn<'_> {
        let end = range.end.min(self.len);
        let first = self.words.get(range.start / 64).filter(|_| range.start < end);
        let left = first.map_or(0, |word| word & !0 << (range.start % 64));
        RowsIn { words: &self.words, left, at: range.start / 64, end }
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        self.with(other, |a, b| a & b)
    }

    pub(crate) fn or(&self, other: &Self) -> Self {
        self.with(other, |a, b| a | b)
    }

    /// Returns the set difference with `other`.
    pub(crate) fn without(&self, other: &Self) -> Self {
        self.with(other, |a, b| a & !b)
    }

    pub(crate) fn not(&self) -> Self {
        Self::of_words(self.len, self.words.iter().map(|word| !word)).trimmed()
    }

    /// Returns the set restricted to `rows`, renumbered by their position.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        Self::from_rows(rows.len(), |at| rows.get(at).is_some_and(|row| self.has(*row as usize)))
    }

    /// Returns the inverse of [`select`](Self::select): maps members that are positions in `rows` back to a set of
    /// `len` rows.
    pub(crate) fn scatter(&self, rows: &[u32], len: usize) -> Self {
        let mut scattered = Self::none(len);
        for member in self.rows() {
            if let Some(row) = rows.get(member) {
                scattered.put(*row as usize);
            }
        }
        scattered
    }

    fn with(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        Self::of_words(self.len, self.words.iter().zip(&other.words).map(|(a, b)| combine(*a, *b)))
    }

    pub(crate) fn and_with(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    pub(crate) fn or_with(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    pub(crate) fn remove(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }
}

impl Clone for Bits {
    fn clone(&self) -> Self {
        Self::of_words(self.len, self.words.iter().copied())
    }
}

impl Drop for Bits {
    fn drop(&mut self) {
        pool::give_back(std::mem::take(&mut self.words));
    }
}

/// Iterates over the rows of a set, in order.
#[derive(Clone, Debug)]
pub(crate) struct Rows<'b> {
    words: std::slice::Iter<'b, u64>,
    /// The remaining bits of the current word.
    left: u64,
    /// The first row of the next word.
    next: usize,
}

impl Iterator for Rows<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.left = *self.words.next()?;
            self.next += 64;
        }
        let bit = self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(self.next - 64 + bit)
    }
}

/// Iterates over the rows of a set within a range, in order.
#[derive(Clone, Debug)]
pub(crate) struct RowsIn<'b> {
    words: &'b [u64],
    /// The remaining bits of the current word, and its index.
    left: u64,
    at: usize,
    end: usize,
}

impl Iterator for RowsIn<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.at += 1;
            if self.at * 64 >= self.end {
                return None;
            }
            self.left = *self.words.get(self.at)?;
        }
        let row = self.at * 64 + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        (row < self.end).then_some(row)
    }
}

/// The truth of a condition for every row, as two bitmaps: where it is true, and where it is false. It is unknown where
/// neither is set.
#[derive(Clone, Debug)]
pub(crate) struct TernaryBitmap {
    pub(crate) yes: Bits,
    /// `None` if nothing is unknown: false wherever it is not true.
    pub(crate) no: Option<Bits>,
}

impl TernaryBitmap {
    /// Returns truth that is known for every row.
    pub(crate) fn known(yes: Bits) -> Self {
        Self { yes, no: None }
    }

    /// Returns truth that is true for `yes` where `known`, false for the other `known` rows, and unknown elsewhere.
    pub(crate) fn where_known(mut yes: Bits, known: Option<&Bits>) -> Self {
        let no = known.map(|known| {
            yes.and_with(known);
            known.without(&yes)
        });
        Self { yes, no }
    }

    /// Returns whether no row is both true and false, and no bit is set past the last row.
    pub(crate) fn is_sound(&self) -> bool {
        let ends = |bits: &Bits| match (bits.words.last(), bits.len % 64) {
            (Some(last), used @ 1..) => last >> used == 0,
            _ => true,
        };
        let both = |no: &Bits| self.yes.words.iter().zip(&no.words).any(|(yes, no)| yes & no != 0);
        ends(&self.yes) && self.no.as_ref().is_none_or(|no| ends(no) && !both(no))
    }

    /// Returns the truth for one row.
    #[cfg(test)]
    pub(crate) fn of(&self, row: usize) -> Truth {
        match &self.no {
            _ if self.yes.has(row) => Truth::True,
            Some(no) if !no.has(row) => Truth::Unknown,
            _ => Truth::False,
        }
    }

    pub(crate) fn yes(&self) -> &Bits {
        &self.yes
    }

    pub(crate) fn no(&self) -> Bits {
        self.no.clone().unwrap_or_else(|| self.yes.not())
    }

    /// Returns where it is true or unknown.
    pub(crate) fn not_false(&self) -> Bits {
        self.no.as_ref().map_or_else(|| self.yes.clone(), Bits::not)
    }

    /// Returns where it is known; `None` if everywhere.
    pub(crate) fn known_rows(&self) -> Option<Bits> {
        self.no.as_ref().map(|no| self.yes.or(no))
    }

    /// Returns where it is unknown; `None` if nowhere.
    pub(crate) fn unknown(&self) -> Option<Bits> {
        let mut unknown = self.no.as_ref()?.not();
        unknown.remove(&self.yes);
        (!unknown.is_empty()).then_some(unknown)
    }

    /// Returns those of `rows` where it is unknown; `None` if it is known everywhere.
    pub(crate) fn unknown_among(&self, rows: &Bits) -> Option<Bits> {
        let rails = self.yes.words.iter().zip(&self.no.as_ref()?.words);
        let words = rows.words.iter().zip(rails).map(|(rows, (yes, no))| rows & !(yes | no));
        Some(Bits::of_words(rows.len, words))
    }

    pub(crate) fn not(&self) -> Self {
        match &self.no {
            Some(no) => Self { yes: no.clone(), no: Some(self.yes.clone()) },
            None => Self::known(self.yes.not()),
        }
    }

    /// Returns the truth restricted to `rows`, renumbered by their position.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        Self { yes: self.yes.select(rows), no: self.no.as_ref().map(|no| no.select(rows)) }
    }

    /// Kleene's conjunction: true where all of `parts` are, false where any is.
    pub(crate) fn all_of(parts: &[&Self]) -> Option<Self> {
        let (first, rest) = parts.split_first()?;
        let mut yes = first.yes.clone();
        rest.iter().for_each(|part| yes.and_with(&part.yes));
        if parts.iter().all(|part| part.no.is_none()) {
            return Some(Self::known(yes));
        }
        let mut no = first.no();
        for part in rest {
            match &part.no {
                Some(false_there) => no.or_with(false_there),
                None => no.or_with(&part.yes.not()),
            }
        }
        Some(Self { yes, no: Some(no) })
    }

    /// Kleene's disjunction: true where any of `parts` is, false where all are.
    pub(crate) fn any_of(parts: &[&Self]) -> Option<Self> {
        let (first, rest) = parts.split_first()?;
        let mut yes = first.yes.clone();
        rest.iter().for_each(|part| yes.or_with(&part.yes));
        if parts.iter().all(|part| part.no.is_none()) {
            return Some(Self::known(yes));
        }
        let mut no = first.no();
        for part in rest {
            match &part.no {
                Some(false_there) => no.and_with(false_there),
                None => no.remove(&part.yes),
            }
        }
        Some(Self { yes, no: Some(no) })
    }
}

#[cfg(test)]
mod tests;
