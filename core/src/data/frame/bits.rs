//! Sets of rows as bitmaps, and truth as two of them.

use super::{kernel, room};
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
    /// No row of `len`.
    pub(crate) fn none(len: usize) -> Self {
        Self::of_words(len, std::iter::repeat_n(0, len.div_ceil(64)))
    }

    /// Every row of `len`.
    pub(crate) fn all(len: usize) -> Self {
        Self::of_words(len, std::iter::repeat_n(!0, len.div_ceil(64))).trimmed()
    }

    /// The rows with a bit in `words`, which may have bits past the last row.
    pub(crate) fn from_words(mut words: Vec<u64>, len: usize) -> Self {
        words.resize(len.div_ceil(64), 0);
        Self { words, len }.trimmed()
    }

    /// The rows for which `holds`.
    pub(crate) fn from_rows(len: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let word = |start: usize, holds: &mut dyn FnMut(usize) -> bool| {
            (start..len.min(start + 64)).fold(0, |word, row| word | u64::from(holds(row)) << (row - start))
        };
        Self::of_words(len, (0..len).step_by(64).map(|start| word(start, &mut holds)))
    }

    /// These words, which have no bits past the last row.
    fn of_words(len: usize, words: impl Iterator<Item = u64>) -> Self {
        let mut room = room::take(len.div_ceil(64));
        room.extend(words);
        Self { words: room, len }
    }

    fn trimmed(mut self) -> Self {
        if let (Some(last), used @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= !0 >> (64 - used);
        }
        self
    }

    /// How many rows there are, in the set or not.
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

    /// Takes out all of `rows`.
    pub(crate) fn remove_range(&mut self, rows: Range<usize>) {
        self.each_word_of(rows, |word, mask| *word &= !mask);
    }

    fn each_word_of(&mut self, rows: Range<usize>, change: impl Fn(&mut u64, u64)) {
        let to = rows.end.min(self.len);
        let mut row = rows.start;
        while row < to {
            let end = to.min((row / 64 + 1) * 64);
            change(&mut self.words[row / 64], (!0 >> (64 - (end - row))) << (row % 64));
            row = end;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many rows are in the set.
    pub(crate) fn count(&self) -> usize {
        kernel::count(&self.words) as usize
    }

    /// The rows in the set, in order.
    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows { words: self.words.iter(), left: 0, next: 0 }
    }

    /// The rows in the set that are in `range`, in order.
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

    /// Those that are not in `other`.
    pub(crate) fn without(&self, other: &Self) -> Self {
        self.with(other, |a, b| a & !b)
    }

    pub(crate) fn not(&self) -> Self {
        Self::of_words(self.len, self.words.iter().map(|word| !word)).trimmed()
    }

    /// The set as it is of `rows`, which are numbered anew.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        Self::from_rows(rows.len(), |at| rows.get(at).is_some_and(|row| self.has(*row as usize)))
    }

    /// The set whose members are numbered among `rows` of `len` rows.
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
        room::give_back(std::mem::take(&mut self.words));
    }
}

/// The rows in a set, in order.
#[derive(Clone, Debug)]
pub(crate) struct Rows<'b> {
    words: std::slice::Iter<'b, u64>,
    /// What is left of the word that is gone through.
    left: u64,
    /// The first row of the word after it.
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

/// The rows of a range that are in a set, in order.
#[derive(Clone, Debug)]
pub(crate) struct RowsIn<'b> {
    words: &'b [u64],
    /// What is left of the word that is gone through, and its number.
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

/// The truth of a condition for every row, as two rails: where it is true, and where it is false. It is unknown where it
/// is neither.
#[derive(Clone, Debug)]
pub(crate) struct Truths {
    pub(crate) yes: Bits,
    /// `None` where nothing is unknown: it is false wherever it is not true.
    pub(crate) no: Option<Bits>,
}

impl Truths {
    /// Known of every row.
    pub(crate) fn known(yes: Bits) -> Self {
        Self { yes, no: None }
    }

    /// True for the rows of `yes` that are `known`, false for the others that are, unknown for the rest.
    pub(crate) fn where_known(mut yes: Bits, known: Option<&Bits>) -> Self {
        let no = known.map(|known| {
            yes.and_with(known);
            known.without(&yes)
        });
        Self { yes, no }
    }

    /// The truth for one row.
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

    /// Where it is true or unknown.
    pub(crate) fn not_false(&self) -> Bits {
        self.no.as_ref().map_or_else(|| self.yes.clone(), Bits::not)
    }

    /// Where it is known; `None` where everywhere.
    pub(crate) fn known_rows(&self) -> Option<Bits> {
        self.no.as_ref().map(|no| self.yes.or(no))
    }

    /// Where it is unknown; `None` where it is nowhere.
    pub(crate) fn unknown(&self) -> Option<Bits> {
        let mut unknown = self.no.as_ref()?.not();
        unknown.remove(&self.yes);
        (!unknown.is_empty()).then_some(unknown)
    }

    pub(crate) fn not(&self) -> Self {
        match &self.no {
            Some(no) => Self { yes: no.clone(), no: Some(self.yes.clone()) },
            None => Self::known(self.yes.not()),
        }
    }

    /// The truth as it is of `rows`, which are numbered anew.
    pub(crate) fn select(&self, rows: &[u32]) -> Self {
        Self { yes: self.yes.select(rows), no: self.no.as_ref().map(|no| no.select(rows)) }
    }

    /// True where all of `parts` are, false where any of them is.
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

    /// True where any of `parts` is, false where all of them are.
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
