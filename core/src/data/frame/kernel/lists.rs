//! Lists and the rows that have them, as bitmaps.
//!
//! Elements of all rows lie one after the other. The bitmap of rows that have elements (`filled`) and that of the last
//! element of each (`last`) say all about which belongs to which: both have one bit for each list that is not empty, in the
//! same order.

use super::super::bits::Bits;
use super::super::room;
#[cfg(target_arch = "x86_64")]
use super::x86;
use super::{packed, vectorised};

/// The rows that have elements, and the last element of each of them, where `bounds`, which ascend, has where those of each
/// row begin and those of the last one end.
pub(crate) fn ends(bounds: &[u32]) -> (Bits, Bits) {
    #[cfg(target_arch = "x86_64")]
    if x86::has_avx512() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::ends(bounds) };
    }
    vectorised(
        #[inline(always)]
        || ends_with(bounds, filled, packed),
    )
}

/// The rows of a block that have elements.
#[inline(always)]
pub(super) fn filled(starts: &[u32; 64], ends: &[u32; 64]) -> u64 {
    let mut answers = [0; 64];
    for (answer, (start, end)) in answers.iter_mut().zip(starts.iter().zip(ends)) {
        *answer = u8::from(start != end);
    }
    packed(&answers)
}

/// From how many rows of a block on that have elements, all of its rows are gone through, without asking which they are.
const MANY: u32 = 12;

#[inline(always)]
pub(super) fn ends_with(
    bounds: &[u32],
    filled: impl Fn(&[u32; 64], &[u32; 64]) -> u64,
    packed: impl Fn(&[u8; 64]) -> u64,
) -> (Bits, Bits) {
    let (Some(first), Some(end), Some(ends)) = (bounds.first(), bounds.last(), bounds.get(1..)) else {
        return (Bits::none(0), Bits::none(0));
    };
    let elements = end.wrapping_sub(*first) as usize;
    let mut rows = room::take(ends.len().div_ceil(64));
    // A byte for each place where a list may end, which needs nothing to be read first. A row without elements ends where
    // the one before it does; before the first element nothing can.
    let mut marks = vec![0u8; elements.next_multiple_of(64) + 1];
    let mut mark = |end: u32| {
        if let Some(mark) = marks.get_mut(end.wrapping_sub(*first) as usize) {
            *mark = 1;
        }
    };
    let mut of_block = |starts: &[u32; 64], ends: &[u32; 64]| {
        let filled = filled(starts, ends);
        rows.push(filled);
        if filled.count_ones() >= MANY {
            ends.iter().for_each(|end| mark(*end));
            return;
        }
        let mut left = filled;
        while left != 0 {
            mark(ends[left.trailing_zeros() as usize % 64]);
            left &= left - 1;
        }
    };
    let (blocks, rest) = ends.as_chunks::<64>();
    for (starts, ends) in bounds.as_chunks::<64>().0.iter().zip(blocks) {
        of_block(starts, ends);
    }
    if !rest.is_empty() {
        // Rows after the last one have no elements.
        let (mut starts, mut ends) = ([*end; 64], [*end; 64]);
        let begun = bounds.get(bounds.len() - 1 - rest.len()..).unwrap_or_default();
        starts.iter_mut().zip(begun).for_each(|(to, start)| *to = *start);
        ends.iter_mut().zip(rest).for_each(|(to, end)| *to = *end);
        of_block(&starts, &ends);
    }
    let mut last = room::take(elements.div_ceil(64));
    last.extend(marks.get(1..).unwrap_or_default().as_chunks::<64>().0.iter().map(packed));
    (Bits::from_words(rows, ends.len()), Bits::from_words(last, elements))
}

/// The bits of `word` that stand where `mask` has one, moved together to the low end.
pub(super) fn gathered(word: u64, mut mask: u64) -> u64 {
    let (mut gathered, mut at) = (0, 0);
    while mask != 0 {
        gathered |= (word >> mask.trailing_zeros() & 1) << at;
        at += 1;
        mask &= mask - 1;
    }
    gathered
}

/// The low bits of `word`, moved apart to where `mask` has one.
pub(super) fn scattered(word: u64, mut mask: u64) -> u64 {
    let (mut scattered, mut at) = (0, 0);
    while mask != 0 {
        scattered |= (word >> at & 1) << mask.trailing_zeros();
        at += 1;
        mask &= mask - 1;
    }
    scattered
}

/// For each row whether any of its elements is in `elements`. `last` has the last element of each row that has some, and
/// `filled` has those rows.
pub(crate) fn any_of_row(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
    #[cfg(target_arch = "x86_64")]
    if x86::has_bmi2() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::any_of_row(elements, last, filled) };
    }
    any_of_row_with(gathered, scattered, elements, last, filled)
}

/// Adding an element to itself carries it up to the last element of its row: below the bit of the last one all bits are
/// raised, so that what is carried stands where the row ends. Then the ends are moved together, one bit a row that has
/// elements, and apart again to where those rows are: in two turns, since how many rows end in a word can't be foreseen.
#[inline(always)]
pub(super) fn any_of_row_with(
    gather: impl Fn(u64, u64) -> u64,
    scatter: impl Fn(u64, u64) -> u64,
    elements: &[u64],
    last: &[u64],
    filled: &[u64],
) -> Vec<u64> {
    let mut answers = Queue::new(filled.len());
    let mut carry = false;
    for (word, last) in elements.iter().zip(last) {
        let (sum, first) = (word & !last).overflowing_add(!last);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        carry = first | second;
        answers.put(gather(last & (word | sum), *last), last.count_ones());
    }
    let mut answers = answers.read();
    let mut rows = room::take(filled.len());
    rows.extend(filled.iter().map(|filled| scatter(answers.take(filled.count_ones()), *filled)));
    rows
}

/// Bits one after the other.
struct Queue {
    words: Vec<u64>,
    len: usize,
}

impl Queue {
    /// Room for so many words of bits.
    #[inline(always)]
    fn new(words: usize) -> Self {
        let mut queue = Self { words: room::take(words + 2), len: 0 };
        queue.words.resize(words + 2, 0);
        queue
    }

    /// Adds `many` bits, above which there are none. Those for which there is no room are lost.
    #[inline(always)]
    fn put(&mut self, bits: u64, many: u32) {
        let (at, shift) = (self.len / 64, self.len % 64);
        if let Some([word, next]) = self.words.get_mut(at..at + 2) {
            *word |= bits << shift;
            *next = bits >> 1 >> (63 - shift);
        }
        self.len += many as usize;
    }

    #[inline(always)]
    fn read(&self) -> QueueReader<'_> {
        QueueReader { words: &self.words, at: 0 }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        room::give_back(std::mem::take(&mut self.words));
    }
}

/// What is left of a queue.
struct QueueReader<'q> {
    words: &'q [u64],
    at: usize,
}

impl QueueReader<'_> {
    /// The next bits, of which the first `many` are taken.
    #[inline(always)]
    fn take(&mut self, many: u32) -> u64 {
        let (at, shift) = (self.at / 64, self.at % 64);
        self.at += many as usize;
        match self.words.get(at..at + 2) {
            Some([word, next]) => word >> shift | next << 1 << (63 - shift),
            _ => 0,
        }
    }
}

/// The elements of `rows`; `last` and `filled` as for [`any_of_row`].
pub(crate) fn elements_of(rows: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
    #[cfg(target_arch = "x86_64")]
    if x86::has_bmi2() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::elements_of(rows, last, filled) };
    }
    elements_of_with(gathered, scattered, rows, last, filled)
}

/// The other way round: the answers of the rows that have elements are moved together, and apart again to where the lists
/// begin, and to where they end. One taken from the other leaves a stretch of ones for each list.
#[inline(always)]
pub(super) fn elements_of_with(
    gather: impl Fn(u64, u64) -> u64,
    scatter: impl Fn(u64, u64) -> u64,
    rows: &[u64],
    last: &[u64],
    filled: &[u64],
) -> Vec<u64> {
    let mut answers = Queue::new(filled.len());
    for (rows, filled) in rows.iter().zip(filled) {
        answers.put(gather(rows & filled, *filled), filled.count_ones());
    }
    let mut answers = answers.read();
    let (mut begun, mut borrowed) = (false, false);
    let mut elements = room::take(last.len());
    elements.extend(last.iter().map(|last| {
        // Where the list that is the first to end here has begun before, the next one is the first to begin.
        let found = answers.take(last.count_ones());
        let first = last << 1 | u64::from(!begun);
        let starts = scatter(found >> u32::from(begun), first);
        let ends = scatter(found, *last);
        let (stretch, one) = ends.overflowing_sub(starts);
        let (stretch, other) = stretch.overflowing_sub(u64::from(borrowed));
        borrowed = one | other;
        begun = last >> 63 == 0;
        stretch | ends
    }));
    elements
}

/// Each of `elements` with the row that it belongs to, in order; `last` and `filled` as for [`any_of_row`].
pub(crate) fn with_rows(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<(u32, u32)> {
    #[cfg(target_arch = "x86_64")]
    if x86::has_bmi2() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::with_rows(elements, last, filled) };
    }
    with_rows_with(scattered, elements, last, filled)
}

/// The number of lists that end before an element is the number, among the rows that have elements, of the one it belongs to.
#[inline(always)]
pub(super) fn with_rows_with(
    scatter: impl Fn(u64, u64) -> u64,
    elements: &[u64],
    last: &[u64],
    filled: &[u64],
) -> Vec<(u32, u32)> {
    let many = elements.iter().map(|word| word.count_ones() as usize).sum();
    let mut found = Vec::with_capacity(many);
    let mut rows = filled.iter().copied();
    // The rows of one word that have elements, its first row, and how many such rows there are before it; and how many
    // lists have ended.
    let (mut word, mut first, mut before, mut ended) = (rows.next().unwrap_or(0), 0, 0, 0);
    for ((elements, last), start) in elements.iter().zip(last).zip((0u32..).step_by(64)) {
        let mut left = *elements;
        while left != 0 {
            let at = left.trailing_zeros();
            left &= left - 1;
            let list = ended + (last & ((1 << at) - 1)).count_ones();
            while list - before >= word.count_ones() {
                before += word.count_ones();
                let Some(next) = rows.next() else { return found };
                (word, first) = (next, first + 64);
            }
            let row = first + scatter(1 << (list - before), word).trailing_zeros();
            found.push((row, start + at));
        }
        ended += last.count_ones();
    }
    found
}
