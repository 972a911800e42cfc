//! Kernels that map between lists and their parent rows, as bitmaps.
//!
//! Elements of all rows are stored contiguously. The bitmap of rows that have elements (`filled`) and that of the last
//! element of each (`last`) encode which element belongs to which row: both have one bit for each list that is not
//! empty, in the same order.

use super::super::bits::Bits;
use super::super::pool;
#[cfg(target_arch = "x86_64")]
use super::x86;
use super::{Loop, vectorised};

/// Returns the rows that have elements, and the last element of each of them. `bounds`, which ascend, are the offsets
/// of the first element of each row, and the end of the last row.
pub(crate) fn ends(bounds: &[u32]) -> (Bits, Bits) {
    #[cfg(target_arch = "x86_64")]
    if x86::has_avx512() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::ends(bounds) };
    }
    vectorised(EndsOf(bounds))
}

/// Finds the ends of lists with these bounds.
pub(super) struct EndsOf<'b>(pub(super) &'b [u32]);

impl Loop for EndsOf<'_> {
    type Output = (Bits, Bits);

    #[inline(always)]
    fn run(self, pack: impl Fn(&[u8; 64]) -> u64) -> (Bits, Bits) {
        ends_with(self.0, |starts, ends| {
            let mut answers = [0; 64];
            for (answer, (start, end)) in answers.iter_mut().zip(starts.iter().zip(ends)) {
                *answer = u8::from(end != start);
            }
            pack(&answers)
        })
    }
}

/// Up to how many words of elements a block of rows is searched for each of them.
const FEW_WORDS: usize = 8;

/// The element before the end of each row is the last of a row: of its own, or where it has none, of an earlier one. So
/// all rows are handled alike. `differ` returns the rows of a block that have elements. It is called at one
/// place, so that the loop is compiled as one, for the instruction set of the caller.
#[inline(always)]
pub(super) fn ends_with(bounds: &[u32], differ: impl Fn(&[u32; 64], &[u32; 64]) -> u64) -> (Bits, Bits) {
    let (Some(first), Some(end), Some(ends)) = (bounds.first(), bounds.last(), bounds.get(1..)) else {
        return (Bits::none(0), Bits::none(0));
    };
    let (blocks, rest) = ends.as_chunks::<64>();
    let starts = bounds.as_chunks::<64>().0;
    // Rows after the last one have no elements.
    let (mut last_starts, mut last_ends) = ([*end; 64], [*end; 64]);
    let begun = bounds.get(bounds.len() - 1 - rest.len()..).unwrap_or_default();
    last_starts.iter_mut().zip(begun).for_each(|(to, start)| *to = *start);
    last_ends.iter_mut().zip(rest).for_each(|(to, end)| *to = *end);

    let (words, elements) = (ends.len().div_ceil(64), end.wrapping_sub(*first) as usize);
    let mut rows = pool::take(words);
    let mut last = pool::take(elements.div_ceil(64));
    last.resize(elements.div_ceil(64), 0);
    for block in 0..words {
        let whole = starts.get(block).zip(blocks.get(block));
        let (starts, ends) = whole.unwrap_or((&last_starts, &last_ends));
        rows.push(differ(starts, ends));
        // Where the first row has no elements, what is before its end is in an earlier block.
        let from = starts[0].wrapping_sub(*first) as usize / 64;
        let to = (ends[63].wrapping_sub(*first) as usize).div_ceil(64);
        let of_block = last.get_mut(from..to).unwrap_or_default();
        let before = |end: u32, word: usize| end.wrapping_sub(*first).wrapping_sub(64 * word as u32 + 1);
        if of_block.len() > FEW_WORDS {
            for at in ends.iter().map(|end| before(*end, from) as usize) {
                if let Some(word) = of_block.get_mut(at / 64) {
                    *word |= 1 << (at % 64);
                }
            }
            continue;
        }
        for (number, word) in of_block.iter_mut().enumerate() {
            let bit = |end: &u32| match before(*end, from + number) {
                at @ 0..64 => 1u64 << at,
                _ => 0,
            };
            *word |= ends.iter().map(bit).fold(0, |word, bit| word | bit);
        }
    }
    (Bits::from_words(rows, ends.len()), Bits::from_words(last, elements))
}

/// Gathers the bits of `word` selected by `mask` into the low bits (PEXT).
pub(super) fn gathered(word: u64, mut mask: u64) -> u64 {
    let (mut gathered, mut at) = (0, 0);
    while mask != 0 {
        gathered |= (word >> mask.trailing_zeros() & 1) << at;
        at += 1;
        mask &= mask - 1;
    }
    gathered
}

/// Scatters the low bits of `word` to the positions set in `mask` (PDEP).
pub(super) fn scattered(word: u64, mut mask: u64) -> u64 {
    let (mut scattered, mut at) = (0, 0);
    while mask != 0 {
        scattered |= (word >> at & 1) << mask.trailing_zeros();
        at += 1;
        mask &= mask - 1;
    }
    scattered
}

/// Returns, for each row, whether any of its elements is in `elements`. `last` has the last element of each non-empty
/// row, and `filled` has those rows.
pub(crate) fn any_of_row(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
    #[cfg(target_arch = "x86_64")]
    if x86::has_bmi2() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::any_of_row(elements, last, filled) };
    }
    any_of_row_with(gathered, scattered, elements, last, filled)
}

/// Adding an element to itself carries it up to the last element of its row: all bits below that of the last one are
/// set, so that the carry lands where the row ends. Then the ends are gathered, one bit per non-empty row, and
/// scattered to those rows: in two passes, since the number of rows that end in a word is not known in advance.
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
    let mut rows = pool::take(filled.len());
    rows.resize(filled.len(), 0);
    // Not `extend`: its loop is a function of its own, compiled without the caller's instructions.
    for (row, filled) in rows.iter_mut().zip(filled) {
        *row = scatter(answers.take(filled.count_ones()), *filled);
    }
    rows
}

/// A queue of bits.
struct Queue {
    words: Vec<u64>,
    len: usize,
}

impl Queue {
    /// Allocates this many words of bits.
    #[inline(always)]
    fn new(words: usize) -> Self {
        let mut queue = Self { words: pool::take(words + 2), len: 0 };
        queue.words.resize(words + 2, 0);
        queue
    }

    /// Appends `many` bits; higher bits must be zero. Bits beyond the capacity are dropped.
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
        pool::give_back(std::mem::take(&mut self.words));
    }
}

/// Reads a queue from its start.
struct QueueReader<'q> {
    words: &'q [u64],
    at: usize,
}

impl QueueReader<'_> {
    /// Returns the next bits and consumes the first `many`.
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

/// Returns the elements of `rows`; `last` and `filled` as for [`any_of_row`].
pub(crate) fn elements_of(rows: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
    #[cfg(target_arch = "x86_64")]
    if x86::has_bmi2() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::elements_of(rows, last, filled) };
    }
    elements_of_with(gathered, scattered, rows, last, filled)
}

/// The inverse: the bits of the non-empty rows are gathered, and scattered to where the lists begin, and to where they
/// end. The difference of the two leaves a run of ones for each list.
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
    let mut elements = pool::take(last.len());
    elements.resize(last.len(), 0);
    for (word, last) in elements.iter_mut().zip(last) {
        // If the first list to end here began in an earlier word, the next list is the first to begin here.
        let found = answers.take(last.count_ones());
        let first = last << 1 | u64::from(!begun);
        let starts = scatter(found >> u32::from(begun), first);
        let ends = scatter(found, *last);
        let (stretch, one) = ends.overflowing_sub(starts);
        let (stretch, other) = stretch.overflowing_sub(u64::from(borrowed));
        borrowed = one | other;
        begun = last >> 63 == 0;
        *word = stretch | ends;
    }
    elements
}

/// Returns each of `elements` with its parent row, in order; `last` and `filled` as for [`any_of_row`].
pub(crate) fn with_rows(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<(u32, u32)> {
    #[cfg(target_arch = "x86_64")]
    if x86::has_bmi2() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::with_rows(elements, last, filled) };
    }
    with_rows_with(scattered, elements, last, filled)
}

/// The number of lists that end before an element is the index, among the non-empty rows, of its parent row.
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
    // The non-empty rows of one word, its first row, and the number of non-empty rows before it; and the number of
    // lists that have ended.
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
