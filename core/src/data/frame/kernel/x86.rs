//! Kernels with x86-64 intrinsics. Callers must have detected the instruction sets.

use super::super::bits::Bits;
use super::super::pool;
use super::Loop;
use std::arch::is_x86_feature_detected;
use std::arch::x86_64::*;

pub(super) fn has_avx512() -> bool {
    #[cfg(test)]
    if super::WIDEST.get() < super::InstructionSet::Avx512 {
        return false;
    }
    has_avx2()
        && is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vpopcntdq")
        && is_x86_feature_detected!("bmi1")
}

pub(super) fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2") && has_bmi2()
}

pub(super) fn has_bmi2() -> bool {
    #[cfg(test)]
    if super::WIDEST.get() < super::InstructionSet::Avx2 {
        return false;
    }
    is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("popcnt")
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,bmi1,bmi2,popcnt")]
pub(super) fn with_avx512<L: Loop>(body: L) -> L::Output {
    body.run(|answers| {
        let answers = sixty_four(answers);
        _mm512_test_epi8_mask(answers, answers)
    })
}

#[target_feature(enable = "avx2,bmi2,popcnt")]
pub(super) fn with_avx2<L: Loop>(body: L) -> L::Output {
    body.run(|answers| {
        let halves = answers.as_chunks::<32>().0.iter().enumerate();
        halves.fold(0, |word, (at, half)| {
            let eights = half.as_chunks::<8>().0;
            let of = |n: usize| i64::from_le_bytes(eights[n]);
            // The lowest bit of each byte becomes its highest, of which the mask is made.
            let highest = _mm256_slli_epi16::<7>(_mm256_set_epi64x(of(3), of(2), of(1), of(0)));
            word | u64::from(_mm256_movemask_epi8(highest).cast_unsigned()) << (32 * at)
        })
    })
}

#[target_feature(enable = "bmi2,popcnt")]
pub(super) fn any_of_row(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
    let gather = |word, mask| _pext_u64(word, mask);
    let scatter = |word, mask| _pdep_u64(word, mask);
    super::lists::any_of_row_with(gather, scatter, elements, last, filled)
}

#[target_feature(enable = "bmi2,popcnt")]
pub(super) fn elements_of(rows: &[u64], last: &[u64], filled: &[u64]) -> Vec<u64> {
    let gather = |word, mask| _pext_u64(word, mask);
    let scatter = |word, mask| _pdep_u64(word, mask);
    super::lists::elements_of_with(gather, scatter, rows, last, filled)
}

#[target_feature(enable = "bmi2,popcnt")]
pub(super) fn with_rows(elements: &[u64], last: &[u64], filled: &[u64]) -> Vec<(u32, u32)> {
    super::lists::with_rows_with(|word, mask| _pdep_u64(word, mask), elements, last, filled)
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,bmi1,bmi2,popcnt")]
pub(super) fn ends(bounds: &[u32]) -> (Bits, Bits) {
    super::lists::ends_with(bounds, |starts, ends| {
        let pairs = starts.as_chunks::<16>().0.iter().zip(ends.as_chunks::<16>().0).enumerate();
        pairs.fold(0, |word, (at, (starts, ends))| {
            word | u64::from(_mm512_cmpneq_epu32_mask(sixteen(ends), sixteen(starts))) << (16 * at)
        })
    })
}

/// Loads sixty-four bytes into a vector.
#[target_feature(enable = "avx512f")]
#[inline]
fn sixty_four(bytes: &[u8; 64]) -> __m512i {
    let eights = bytes.as_chunks::<8>().0;
    let at = |n: usize| i64::from_le_bytes(eights[n]);
    _mm512_set_epi64(at(7), at(6), at(5), at(4), at(3), at(2), at(1), at(0))
}

/// Loads sixteen values into a vector.
#[target_feature(enable = "avx512f")]
#[inline]
fn sixteen(values: &[u32; 16]) -> __m512i {
    let at = |n: usize| values[n].cast_signed();
    _mm512_set_epi32(
        at(15),
        at(14),
        at(13),
        at(12),
        at(11),
        at(10),
        at(9),
        at(8),
        at(7),
        at(6),
        at(5),
        at(4),
        at(3),
        at(2),
        at(1),
        at(0),
    )
}

/// Returns the rows whose value is at most `width` above `from`. The comparison yields one bit per value, so that
/// nothing has to be packed.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,bmi1,bmi2,popcnt")]
pub(super) fn between(values: &[i32], from: i32, width: u32) -> Vec<u64> {
    let (first, width) = (_mm512_set1_epi32(from), _mm512_set1_epi32(width.cast_signed()));
    by_words(values, |block| {
        let sixteens = block.as_chunks::<16>().0.iter().enumerate();
        sixteens.fold(0, |word, (at, values)| {
            let away = _mm512_sub_epi32(sixteen(&values.map(i32::cast_unsigned)), first);
            word | u64::from(_mm512_cmple_epu32_mask(away, width)) << (16 * at)
        })
    })
}

/// Returns the rows whose value is one of `wanted`.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,bmi1,bmi2,popcnt")]
pub(super) fn one_of_bytes(values: &[u8], wanted: &[u8]) -> Vec<u64> {
    let equal = |values, to: u8| _mm512_cmpeq_epi8_mask(values, _mm512_set1_epi8(to.cast_signed()));
    match *wanted {
        [one] => by_words(values, |block| equal(sixty_four(block), one)),
        [one, other] => by_words(values, |block| {
            let values = sixty_four(block);
            equal(values, one) | equal(values, other)
        }),
        _ => by_words(values, |block| {
            let values = sixty_four(block);
            wanted.iter().fold(0, |word, one| word | equal(values, *one))
        }),
    }
}

/// Computes a word for each 64 values. The last block is padded with zeros; its bits past the end are unspecified.
///
/// The loop has a single call, so that it is inlined: otherwise vectors are passed through memory.
#[inline(always)]
fn by_words<T: Copy + Default>(values: &[T], word_of: impl Fn(&[T; 64]) -> u64) -> Vec<u64> {
    let mut words = pool::take(values.len().div_ceil(64));
    let (blocks, rest) = values.as_chunks::<64>();
    let mut last = [T::default(); 64];
    last.iter_mut().zip(rest).for_each(|(to, value)| *to = *value);
    words.resize(values.len().div_ceil(64), 0);
    for (at, word) in words.iter_mut().enumerate() {
        *word = word_of(blocks.get(at).unwrap_or(&last));
    }
    words
}
