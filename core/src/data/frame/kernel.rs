//! The inner loops, compiled for several instruction sets and selected at run time.
//!
//! Every loop is written in plain Rust, and the compiler uses the widest vectors that are enabled. Where the compiler
//! does not find a suitable instruction (compare into a mask, gather and scatter bits), `x86` calls it as an intrinsic,
//! beside the portable loop.

use super::bits::Bits;
use super::pool;

mod lists;
#[cfg(target_arch = "x86_64")]
mod x86;

pub(crate) use lists::{any_of_row, elements_of, ends, with_rows};

/// The instruction sets that loops are compiled for.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum InstructionSet {
    Portable,
    Avx2,
    Avx512,
}

#[cfg(test)]
thread_local! {
    static WIDEST: std::cell::Cell<InstructionSet> = const { std::cell::Cell::new(InstructionSet::Avx512) };
}

/// Does `work` in this thread with no wider instructions than `widest`, whatever the machine has.
#[cfg(test)]
pub(crate) fn with_at_most<T>(widest: InstructionSet, work: impl FnOnce() -> T) -> T {
    let before = WIDEST.replace(widest);
    let result = work();
    WIDEST.set(before);
    result
}

/// A loop that is compiled for each instruction set.
trait Loop {
    type Output;

    /// Runs the loop. `pack` packs sixty-four bytes of 0 or 1 into one word.
    fn run(self, pack: impl Fn(&[u8; 64]) -> u64) -> Self::Output;
}

/// A loop that packs nothing.
impl<T, F: FnOnce() -> T> Loop for F {
    type Output = T;

    #[inline(always)]
    fn run(self, _: impl Fn(&[u8; 64]) -> u64) -> T {
        self()
    }
}

/// Runs `body` with the widest vector instructions of this machine.
#[inline(always)]
fn vectorised<L: Loop>(body: L) -> L::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if x86::has_avx512() {
            #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
            return unsafe { x86::with_avx512(body) };
        }
        if x86::has_avx2() {
            #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
            return unsafe { x86::with_avx2(body) };
        }
    }
    body.run(packed)
}

/// The multiplier that gathers eight bytes of 0 or 1 into eight bits.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// Packs sixty-four bytes of 0 or 1 into one word.
#[inline(always)]
fn packed(answers: &[u8; 64]) -> u64 {
    let eights = answers.as_chunks::<8>().0.iter().enumerate();
    eights.fold(0, |word, (at, eight)| {
        word | (u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56) << (8 * at)
    })
}

/// Tests each value.
struct Each<'v, T, F>(&'v [T], F);

impl<T: Copy, F: Fn(T) -> bool> Loop for Each<'_, T, F> {
    type Output = Vec<u64>;

    #[inline(always)]
    fn run(self, pack: impl Fn(&[u8; 64]) -> u64) -> Vec<u64> {
        let Self(values, holds) = self;
        let mut words = pool::take(values.len().div_ceil(64));
        let (blocks, rest) = values.as_chunks::<64>();
        for block in blocks {
            let mut answers = [0; 64];
            for (answer, value) in answers.iter_mut().zip(block) {
                *answer = u8::from(holds(*value));
            }
            words.push(pack(&answers));
        }
        if !rest.is_empty() {
            words.push(rest.iter().rev().fold(0, |word, value| word << 1 | u64::from(holds(*value))));
        }
        words
    }
}

/// Tests each pair of values.
struct EachPair<'v, T, F>(&'v [T], &'v [T], F);

impl<T: Copy, F: Fn(T, T) -> bool> Loop for EachPair<'_, T, F> {
    type Output = Vec<u64>;

    #[inline(always)]
    fn run(self, pack: impl Fn(&[u8; 64]) -> u64) -> Vec<u64> {
        let Self(a, b, holds) = self;
        let mut words = pool::take(a.len().div_ceil(64));
        let ((blocks, rest), (others, other_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
        for (block, other) in blocks.iter().zip(others) {
            let mut answers = [0; 64];
            for (answer, (a, b)) in answers.iter_mut().zip(block.iter().zip(other)) {
                *answer = u8::from(holds(*a, *b));
            }
            words.push(pack(&answers));
        }
        if !rest.is_empty() {
            let pairs = rest.iter().zip(other_rest).rev();
            words.push(pairs.fold(0, |word, (a, b)| word << 1 | u64::from(holds(*a, *b))));
        }
        words
    }
}

/// Returns the rows whose value is between `from` and `to`, inclusive.
pub(crate) fn between(values: &[i32], from: i32, to: i32) -> Bits {
    if from > to {
        return Bits::none(values.len());
    }
    // A difference that overflows `i32` is still right as `u32`.
    let width = to.wrapping_sub(from) as u32;
    #[cfg(target_arch = "x86_64")]
    if x86::has_avx512() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return Bits::from_words(unsafe { x86::between(values, from, width) }, values.len());
    }
    // Most conditions have one end, which is one comparison instead of a subtraction and two.
    match (from.checked_sub(1), to.checked_add(1)) {
        (None, Some(after)) => each(values, |value| value < after),
        (Some(before), None) => each(values, |value| value > before),
        _ => each(values, |value| value.wrapping_sub(from) as u32 <= width),
    }
}

/// Returns the rows whose two values satisfy `holds`. Both slices must have the same length.
pub(crate) fn pairs<T: Copy>(a: &[T], b: &[T], holds: impl Fn(T, T) -> bool) -> Bits {
    Bits::from_words(vectorised(EachPair(a, b, holds)), a.len())
}

/// Returns the rows whose value satisfies `holds`, which should be cheap.
pub(crate) fn each<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> Bits {
    Bits::from_words(vectorised(Each(values, holds)), values.len())
}

/// Returns the rows whose value is one of `wanted`.
pub(crate) fn one_of_bytes(values: &[u8], wanted: &[u8]) -> Bits {
    #[cfg(target_arch = "x86_64")]
    if x86::has_avx512() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return Bits::from_words(unsafe { x86::one_of_bytes(values, wanted) }, values.len());
    }
    one_of(values, wanted)
}

/// Returns the rows whose value is one of `wanted`.
pub(crate) fn one_of<T: Copy + PartialEq>(values: &[T], wanted: &[T]) -> Bits {
    match *wanted {
        [] => Bits::none(values.len()),
        [a] => each(values, |value| value == a),
        [a, b] => each(values, |value| (value == a) | (value == b)),
        [a, b, c] => each(values, |value| (value == a) | (value == b) | (value == c)),
        [a, b, c, d] => each(values, |value| (value == a) | (value == b) | (value == c) | (value == d)),
        _ => each(values, |value| wanted.contains(&value)),
    }
}

/// Returns the minimum and maximum; `None` if `values` is empty.
pub(crate) fn extremes<T: Copy + Ord>(values: &[T]) -> Option<(T, T)> {
    let first = *values.first()?;
    Some(vectorised(
        #[inline(always)]
        || values.iter().fold((first, first), |(least, most), value| (least.min(*value), most.max(*value))),
    ))
}

/// Returns the distance of each value from the first; `None` if they do not ascend, or a distance exceeds `u32`.
pub(crate) fn from_first(values: &[i64]) -> Option<Vec<u32>> {
    let (first, last) = (*values.first()?, *values.last()?);
    if extremes(values)? != (first, last) {
        return None;
    }
    u32::try_from(last.checked_sub(first)?).ok()?;
    Some(vectorised(
        #[inline(always)]
        || values.iter().map(|value| value.wrapping_sub(first) as u32).collect(),
    ))
}

/// Returns the minimum and maximum difference between consecutive values.
pub(crate) fn steps(bounds: &[u32]) -> Option<(u32, u32)> {
    let gaps = bounds.iter().zip(bounds.get(1..)?);
    Some(vectorised(
        #[inline(always)]
        || {
            gaps.fold((u32::MAX, 0), |(least, most), (from, to)| {
                let step = to.wrapping_sub(*from);
                (least.min(step), most.max(step))
            })
        },
    ))
}

/// Returns whether the values ascend (not strictly).
pub(crate) fn ascend<T: Copy + Ord>(values: &[T]) -> bool {
    let pairs = values.iter().zip(values.get(1..).unwrap_or_default());
    vectorised(
        #[inline(always)]
        || pairs.fold(true, |all, (value, next)| all & (value <= next)),
    )
}

/// Returns whether all bytes are ASCII letters, digits or punctuation.
pub(crate) fn all_graphic(bytes: &[u8]) -> bool {
    vectorised(
        #[inline(always)]
        || bytes.iter().fold(true, |all, byte| all & byte.is_ascii_graphic()),
    )
}

/// Returns the number of bits set.
pub(crate) fn count(words: &[u64]) -> u64 {
    vectorised(
        #[inline(always)]
        || words.iter().map(|word| u64::from(word.count_ones())).fold(0, u64::wrapping_add),
    )
}

/// Returns the number of rows in both sets.
pub(crate) fn count_both(a: &Bits, b: &Bits) -> u64 {
    let pairs = a.words().iter().zip(b.words());
    vectorised(
        #[inline(always)]
        || pairs.map(|(a, b)| u64::from((a & b).count_ones())).fold(0, u64::wrapping_add),
    )
}

#[cfg(test)]
mod tests;
