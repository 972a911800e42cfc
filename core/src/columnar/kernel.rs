//! The inner loops, compiled for several instruction sets; which of them runs is found out where it runs.
//!
//! Every loop is written once, in plain Rust, and the compiler uses the widest vectors that it is let to. Only gathering
//! and scattering bits has an instruction of its own, for which there is a portable loop too.

use super::bits::Bits;

/// Runs `body` with the widest instructions of this machine.
#[inline(always)]
fn vectorised<T>(body: impl FnOnce() -> T) -> T {
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
    body()
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::is_x86_feature_detected;
    use std::arch::x86_64::{_pdep_u64, _pext_u64};

    pub(super) fn has_avx512() -> bool {
        has_avx2()
            && is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vpopcntdq")
    }

    pub(super) fn has_avx2() -> bool {
        is_x86_feature_detected!("avx2") && has_bmi2()
    }

    pub(super) fn has_bmi2() -> bool {
        is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("popcnt")
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,bmi2,popcnt")]
    pub(super) fn with_avx512<T>(body: impl FnOnce() -> T) -> T {
        body()
    }

    #[target_feature(enable = "avx2,bmi2,popcnt")]
    pub(super) fn with_avx2<T>(body: impl FnOnce() -> T) -> T {
        body()
    }

    #[target_feature(enable = "bmi2,popcnt")]
    pub(super) fn any_of_row(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
        let gather = |word, mask| _pext_u64(word, mask);
        let scatter = |word, mask| _pdep_u64(word, mask);
        super::any_of_row_with(gather, scatter, elements, last, filled)
    }
}

/// Eight bytes that are 0 or 1, as eight bits.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// Sixty-four answers, each a byte that is 0 or 1, as one word.
#[inline(always)]
fn packed(answers: &[u8; 64]) -> u64 {
    let eights = answers.as_chunks::<8>().0.iter().enumerate();
    eights.fold(0, |word, (at, eight)| {
        word | (u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56) << (8 * at)
    })
}

/// The rows whose value `holds`.
#[inline(always)]
fn test<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> Vec<u64> {
    let mut words = Vec::with_capacity(values.len().div_ceil(64));
    let (blocks, rest) = values.as_chunks::<64>();
    for block in blocks {
        let mut answers = [0; 64];
        for (answer, value) in answers.iter_mut().zip(block) {
            *answer = u8::from(holds(*value));
        }
        words.push(packed(&answers));
    }
    if !rest.is_empty() {
        words.push(rest.iter().rev().fold(0, |word, value| word << 1 | u64::from(holds(*value))));
    }
    words
}

/// The rows whose two values `holds`.
#[inline(always)]
fn test_pairs<T: Copy>(a: &[T], b: &[T], holds: impl Fn(T, T) -> bool) -> Vec<u64> {
    let mut words = Vec::with_capacity(a.len().div_ceil(64));
    let ((blocks, rest), (others, other_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
    for (block, other) in blocks.iter().zip(others) {
        let mut answers = [0; 64];
        for (answer, (a, b)) in answers.iter_mut().zip(block.iter().zip(other)) {
            *answer = u8::from(holds(*a, *b));
        }
        words.push(packed(&answers));
    }
    if !rest.is_empty() {
        let pairs = rest.iter().zip(other_rest).rev();
        words.push(pairs.fold(0, |word, (a, b)| word << 1 | u64::from(holds(*a, *b))));
    }
    words
}

/// The rows whose value is between `from` and `to`, both among them.
pub(super) fn between(values: &[i32], from: i32, to: i32) -> Bits {
    let Some(width) = to.checked_sub(from).filter(|width| *width >= 0) else {
        // Farther apart than a number goes, or none is between them.
        let words = vectorised(
            #[inline(always)]
            || test(values, |value| value >= from && value <= to),
        );
        return Bits::from_words(words, values.len());
    };
    let words = vectorised(
        #[inline(always)]
        || test(values, |value| value.wrapping_sub(from) as u32 <= width as u32),
    );
    Bits::from_words(words, values.len())
}

/// The rows for which `holds` of both values. There must be as many of one as of the other.
pub(super) fn pairs<T: Copy>(a: &[T], b: &[T], holds: impl Fn(T, T) -> bool) -> Bits {
    Bits::from_words(
        vectorised(
            #[inline(always)]
            || test_pairs(a, b, holds),
        ),
        a.len(),
    )
}

/// The rows whose value `holds`, where that is quickly said.
pub(super) fn each<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> Bits {
    let words = vectorised(
        #[inline(always)]
        || test(values, holds),
    );
    Bits::from_words(words, values.len())
}

/// The rows whose value is one of `wanted`.
pub(super) fn one_of<T: Copy + PartialEq>(values: &[T], wanted: &[T]) -> Bits {
    match *wanted {
        [] => Bits::none(values.len()),
        [a] => each(values, |value| value == a),
        [a, b] => each(values, |value| (value == a) | (value == b)),
        [a, b, c] => each(values, |value| (value == a) | (value == b) | (value == c)),
        [a, b, c, d] => each(values, |value| (value == a) | (value == b) | (value == c) | (value == d)),
        _ => each(values, |value| wanted.contains(&value)),
    }
}

/// The least and the greatest value; `None` where there is none.
pub(crate) fn extremes<T: Copy + Ord>(values: &[T]) -> Option<(T, T)> {
    let first = *values.first()?;
    Some(vectorised(
        #[inline(always)]
        || values.iter().fold((first, first), |(least, most), value| (least.min(*value), most.max(*value))),
    ))
}

/// How far each value is from the first, and how far it is at most from one to the next. `None` where they do not ascend,
/// or are too far apart.
pub(crate) fn bounds<T: Copy + Ord + Into<i64>>(values: &[T]) -> Option<(Vec<u32>, u32)> {
    let (first, last) = (*values.first()?, *values.last()?);
    // Of 32 bits, values that add up cannot have gone astray in between.
    if size_of::<T>() > size_of::<u32>() && extremes(values)? != (first, last) {
        return None;
    }
    let (first, last) = (first.into(), last.into());
    let whole = u32::try_from(last.checked_sub(first)?).ok()?;
    let bounds: Vec<u32> = vectorised(
        #[inline(always)]
        || values.iter().map(|value| (*value).into().wrapping_sub(first) as u32).collect(),
    );
    let gaps = bounds.iter().zip(bounds.get(1..)?);
    let (longest, sum) = vectorised(
        #[inline(always)]
        || {
            gaps.fold((0u32, 0u64), |(longest, sum), (from, to)| {
                // A step back is a very long step forward, and then the steps do not add up.
                let step = to.wrapping_sub(*from);
                (longest.max(step), sum.wrapping_add(step.into()))
            })
        },
    );
    (sum == u64::from(whole)).then_some((bounds, longest))
}

/// The least and the greatest step from one value to the next.
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

/// Whether all bytes are letters, digits or signs of ASCII.
pub(crate) fn all_graphic(bytes: &[u8]) -> bool {
    vectorised(
        #[inline(always)]
        || bytes.iter().fold(true, |all, byte| all & byte.is_ascii_graphic()),
    )
}

/// How many rows are in both sets.
pub(super) fn count_both(a: &Bits, b: &Bits) -> u64 {
    let pairs = a.words().iter().zip(b.words());
    vectorised(
        #[inline(always)]
        || pairs.map(|(a, b)| u64::from((a & b).count_ones())).fold(0, u64::wrapping_add),
    )
}

/// The bits of `word` that stand where `mask` has one, moved together to the low end.
fn gathered(word: u64, mut mask: u64) -> u64 {
    let (mut gathered, mut at) = (0, 0);
    while mask != 0 {
        gathered |= (word >> mask.trailing_zeros() & 1) << at;
        at += 1;
        mask &= mask - 1;
    }
    gathered
}

/// The low bits of `word`, moved apart to where `mask` has one.
fn scattered(word: u64, mut mask: u64) -> u64 {
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
pub(super) fn any_of_row(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
    #[cfg(target_arch = "x86_64")]
    if x86::has_bmi2() {
        #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
        return unsafe { x86::any_of_row(elements, last, filled) };
    }
    any_of_row_with(gathered, scattered, elements, last, filled)
}

/// Adding an element to itself carries it up to the last element of its row: below the bit of the last one all bits are
/// raised, so that what is carried stands where the row ends. Then the ends are moved together, one bit a row that has
/// elements, and apart again to where those rows are.
#[inline(always)]
fn any_of_row_with(
    gather: impl Fn(u64, u64) -> u64,
    scatter: impl Fn(u64, u64) -> u64,
    elements: &[u64],
    last: &[u64],
    filled: &[u64],
) -> Vec<u64> {
    let mut rows = Vec::with_capacity(filled.len());
    // Answers that are found and not yet given to a row, and how many they are.
    let (mut found, mut many) = (0u128, 0u32);
    let mut carry = false;
    let mut words = elements.iter().zip(last);
    for filled in filled {
        let wanted = filled.count_ones();
        while many < wanted {
            let Some((word, last)) = words.next() else { break };
            let (sum, first) = (word & !last).overflowing_add(!last);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            carry = first | second;
            found |= u128::from(gather(last & (word | sum), *last)) << many;
            many += last.count_ones();
        }
        rows.push(scatter(found as u64, *filled));
        found >>= wanted;
        many = many.saturating_sub(wanted);
    }
    rows
}

#[cfg(test)]
mod tests;
