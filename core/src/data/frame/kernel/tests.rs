//! The kernels agree with plain loops over rows.

use super::lists::*;
use super::*;
use proptest::prelude::*;
use proptest::sample::select;

fn rows(bits: &Bits) -> Vec<bool> {
    (0..bits.len()).map(|row| bits.has(row)).collect()
}

/// Numbers of rows: small ones, and around the sizes of words and vectors.
fn many() -> impl Strategy<Value = usize> {
    prop_oneof![0..5usize, 60..70usize, 125..131usize, 500..530usize]
}

fn values<T: std::fmt::Debug + Clone + 'static>(of: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    many().prop_flat_map(move |many| proptest::collection::vec(select(of.clone()), many))
}

fn days() -> Vec<i32> {
    vec![i32::MIN, i32::MIN + 1, -1, 0, 1, 15706, i32::MAX - 1, i32::MAX]
}

/// The number of elements of each list.
fn lengths() -> impl Strategy<Value = Vec<usize>> {
    let length = prop_oneof![3 => 0..4usize, 1 => Just(0), 1 => 60..70usize, 1 => 120..135usize];
    many().prop_flat_map(move |many| proptest::collection::vec(length.clone(), many.min(140)))
}

/// The last element of each non-empty list, whether each list is non-empty, and a subset of the elements.
fn elements() -> impl Strategy<Value = (Vec<usize>, Vec<bool>)> {
    lengths().prop_flat_map(|lengths| {
        let all = lengths.iter().sum::<usize>();
        (Just(lengths), proptest::collection::vec(prop_oneof![5 => Just(false), 1 => Just(true)], all))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn between_has_both_ends_also_at_the_ends_of_all_numbers(
        values in values(days()),
        from in select(days()),
        to in select(days()),
    ) {
        let expected: Vec<bool> = values.iter().map(|value| (from..=to).contains(value)).collect();
        prop_assert_eq!(rows(&between(&values, from, to)), expected);
    }

    #[test]
    fn one_of_any_number_of_values_is_found(
        values in values((0u8..12).collect()),
        wanted in proptest::collection::vec(0u8..14, 0..7),
    ) {
        let expected: Vec<bool> = values.iter().map(|value| wanted.contains(value)).collect();
        prop_assert_eq!(rows(&one_of(&values, &wanted)), expected.clone());
        prop_assert_eq!(rows(&one_of_bytes(&values, &wanted)), expected);
    }

    #[test]
    fn each_row_and_each_pair_is_tested(
        values in values(vec![i64::MIN, -1, 0, 1, i64::MAX]),
        limit in select(vec![i64::MIN, 0, i64::MAX]),
    ) {
        let expected: Vec<bool> = values.iter().map(|value| *value < limit).collect();
        prop_assert_eq!(rows(&each(&values, |value| value < limit)), expected);
        let turned: Vec<i64> = values.iter().rev().copied().collect();
        let expected: Vec<bool> = values.iter().zip(&turned).map(|(a, b)| a <= b).collect();
        prop_assert_eq!(rows(&pairs(&values, &turned, |a, b| a <= b)), expected);
    }

    #[test]
    fn each_instruction_set_that_the_machine_has_packs_the_same(
        values in values(vec![i64::MIN, -1, 0, 1, i64::MAX]),
        bounds in lengths(),
    ) {
        let bounds: Vec<u32> = std::iter::once(0).chain(bounds.iter().scan(0, |end, len| {
            *end += *len as u32;
            Some(*end)
        })).collect();
        let each = || Each(&values, |value| value < 0);
        let pairs = || EachPair(&values, &values, |a, b| a > 0 && b > 0);
        let expected = (each().run(packed), pairs().run(packed), EndsOf(&bounds).run(packed));
        #[cfg(target_arch = "x86_64")]
        if x86::has_avx2() {
            #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
            let found = unsafe { (x86::with_avx2(each()), x86::with_avx2(pairs()), x86::with_avx2(EndsOf(&bounds))) };
            prop_assert_eq!(&found, &expected);
        }
        #[cfg(target_arch = "x86_64")]
        if x86::has_avx512() {
            #[expect(unsafe_code, reason = "the machine has been found to have these instructions")]
            let found = unsafe {
                (x86::with_avx512(each()), x86::with_avx512(pairs()), x86::with_avx512(EndsOf(&bounds)))
            };
            prop_assert_eq!(&found, &expected);
        }
    }

    #[test]
    fn extremes_and_steps_are_those_of_the_values(values in values(vec![0u32, 1, 7, u32::MAX - 1, u32::MAX])) {
        let expected = values.iter().min().zip(values.iter().max()).map(|(least, most)| (*least, *most));
        prop_assert_eq!(extremes(&values), expected);
        let mut bounds = values;
        bounds.sort_unstable();
        let gaps: Vec<u32> = bounds.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let expected = gaps.iter().min().zip(gaps.iter().max()).map(|(least, most)| (*least, *most));
        match (bounds.len(), steps(&bounds)) {
            (0, steps) => prop_assert_eq!(steps, None),
            (1, _) => {}
            (_, steps) => prop_assert_eq!(steps, expected),
        }
    }

    #[test]
    fn bytes_are_graphic_where_all_are(bytes in values(vec![b'a', b'~', b'!', b'0', b'-', b'Z', b'_']), at in 0..600usize, odd in select(vec![b' ', 0x7f, 0x80, 0, b'\n', 0xff])) {
        prop_assert!(all_graphic(&bytes));
        let mut with_one = bytes;
        if let Some(byte) = with_one.get_mut(at) {
            *byte = odd;
            prop_assert!(!all_graphic(&with_one));
        }
    }

    #[test]
    fn a_row_has_some_where_any_of_its_elements_is_in_the_set((lengths, set) in elements()) {
        let (mut last, mut filled, mut expected) = (Bits::none(set.len()), Bits::none(lengths.len()), Vec::new());
        let mut start = 0;
        for (row, len) in lengths.iter().enumerate() {
            if *len > 0 {
                last.put(start + len - 1);
                filled.put(row);
            }
            expected.push(set[start..start + len].contains(&true));
            start += len;
        }
        let set = Bits::from_rows(set.len(), |row| set[row]);
        let words = (set.words(), last.words(), filled.words());
        let portable = any_of_row_with(gathered, scattered, words.0, words.1, words.2);
        prop_assert_eq!(&rows(&Bits::from_words(portable.clone(), lengths.len())), &expected);
        // With this machine's intrinsics, if it has them.
        prop_assert_eq!(any_of_row(words.0, words.1, words.2), portable);
    }

    #[test]
    fn rows_and_elements_are_found_by_each_other((lengths, set) in elements(), wanted in proptest::collection::vec(any::<bool>(), 140)) {
        let mut bounds = vec![0];
        let (mut owners, mut of_wanted) = (Vec::new(), Vec::new());
        for (row, len) in lengths.iter().enumerate() {
            bounds.push(bounds[row] + *len as u32);
            owners.extend(std::iter::repeat_n(row as u32, *len));
            of_wanted.extend(std::iter::repeat_n(wanted[row], *len));
        }
        let (filled, last) = ends(&bounds);
        let rows_wanted = Bits::from_rows(lengths.len(), |row| wanted[row]);
        let of = |words: Vec<u64>| rows(&Bits::from_words(words, set.len()));
        let (last, filled) = (last.words(), filled.words());
        prop_assert_eq!(of(elements_of(rows_wanted.words(), last, filled)), of_wanted.clone());
        let portable = elements_of_with(gathered, scattered, rows_wanted.words(), last, filled);
        prop_assert_eq!(of(portable), of_wanted);

        let expected: Vec<(u32, u32)> =
            set.iter().zip(&owners).zip(0..).filter(|((in_set, _), _)| **in_set).map(|((_, row), at)| (*row, at)).collect();
        let set = Bits::from_rows(set.len(), |at| set[at]);
        prop_assert_eq!(with_rows(set.words(), last, filled), expected.clone());
        prop_assert_eq!(with_rows_with(scattered, set.words(), last, filled), expected);
    }

    #[test]
    fn gathering_and_scattering_are_each_others_opposites(word: u64, mask: u64) {
        let gathered_bits = gathered(word, mask);
        prop_assert_eq!(scattered(gathered_bits, mask), word & mask);
        prop_assert_eq!(gathered_bits.checked_shr(mask.count_ones()).unwrap_or(0), 0);
    }

    #[test]
    fn large_offsets_are_taken_where_they_ascend_and_never_otherwise(
        offsets in proptest::collection::vec(select(vec![0i64, 1, 2, 3, 100, i64::from(u32::MAX), i64::MAX, i64::MIN, -1]), 1..9),
    ) {
        let ascend = offsets.windows(2).all(|pair| pair[0] <= pair[1]);
        let (first, last) = (offsets[0], offsets[offsets.len() - 1]);
        let whole = i128::from(last) - i128::from(first);
        match from_first(&offsets) {
            // A descending step is reported by `steps`.
            Some(found) => {
                let expected: Vec<u32> = offsets.iter().map(|offset| (offset - first) as u32).collect();
                prop_assert_eq!(&found, &expected);
            }
            None => prop_assert!(!ascend || whole > i128::from(u32::MAX), "{:?} were declined", offsets),
        }
    }

    #[test]
    fn the_ends_of_lists_are_the_last_elements_of_those_that_have_some(
        lengths in lengths(),
        first in select(vec![0u32, 1, 63, 64, u32::MAX - 40_000]),
    ) {
        let mut bounds = vec![first];
        let (mut with_some, mut last) = (Vec::new(), Vec::new());
        for len in &lengths {
            bounds.push(bounds[bounds.len() - 1] + *len as u32);
            with_some.push(*len > 0);
            last.extend((0..*len).map(|element| element + 1 == *len));
        }
        for (found, by) in [(ends(&bounds), "this machine"), (EndsOf(&bounds).run(packed), "any machine")] {
            prop_assert_eq!(rows(&found.0), with_some.clone(), "{}", by);
            prop_assert_eq!(rows(&found.1), last.clone(), "{}", by);
        }
    }

    #[test]
    fn rows_in_both_sets_are_counted(a in values(vec![false, true]), b in values(vec![false, true])) {
        let many = a.len().min(b.len());
        let (left, right) = (Bits::from_rows(many, |row| a[row]), Bits::from_rows(many, |row| b[row]));
        let expected = a.iter().zip(&b).filter(|(a, b)| **a && **b).count();
        prop_assert_eq!(count_both(&left, &right), expected as u64);
    }
}
