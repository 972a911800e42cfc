//! Bitmaps behave as sets of rows, and pairs of them as Kleene's three-valued logic.

use super::*;
use proptest::prelude::*;

/// Sets of rows as plain vectors.
fn sets(count: usize) -> impl Strategy<Value = Vec<Vec<bool>>> {
    let many = prop_oneof![0..4usize, 62..67usize, 126..131usize, 190..194usize];
    many.prop_flat_map(move |many| {
        proptest::collection::vec(proptest::collection::vec(any::<bool>(), many), count)
    })
}

fn bits(set: &[bool]) -> Bits {
    Bits::from_rows(set.len(), |row| set[row])
}

fn plain(bits: &Bits) -> Vec<bool> {
    (0..bits.len()).map(|row| bits.has(row)).collect()
}

/// Bits past the last row must be zero: they would be counted.
fn is_trimmed(bits: &Bits) -> bool {
    bits.words.len() == bits.len.div_ceil(64)
        && bits.count() == plain(bits).iter().filter(|yes| **yes).count()
}

/// Truth values by row, and the same as bitmaps. Where all are known, the second bitmap is absent half of the time.
fn truths(yes: &[bool], known: Option<&[bool]>) -> (Vec<Truth>, TernaryBitmap) {
    let of = |row: usize| match known {
        Some(known) if !known[row] => Truth::Unknown,
        _ => yes[row].into(),
    };
    let known = known.map(bits);
    ((0..yes.len()).map(of).collect(), TernaryBitmap::where_known(bits(yes), known.as_ref()))
}

fn rendered(truths: &TernaryBitmap) -> Vec<Truth> {
    (0..truths.yes.len()).map(|row| truths.of(row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn sets_are_combined_row_by_row(sets in sets(2)) {
        let (a, b) = (bits(&sets[0]), bits(&sets[1]));
        let combined = |combine: fn(bool, bool) -> bool| -> Vec<bool> {
            sets[0].iter().zip(&sets[1]).map(|(a, b)| combine(*a, *b)).collect()
        };
        let (mut and, mut or, mut without) = (a.clone(), a.clone(), a.clone());
        and.and_with(&b);
        or.or_with(&b);
        without.remove(&b);
        for (found, expected) in [
            (a.and(&b), combined(|a, b| a && b)),
            (a.or(&b), combined(|a, b| a || b)),
            (a.without(&b), combined(|a, b| a && !b)),
            (a.not(), combined(|a, _| !a)),
            (and, combined(|a, b| a && b)),
            (or, combined(|a, b| a || b)),
            (without, combined(|a, b| a && !b)),
            (Bits::all(sets[0].len()), combined(|_, _| true)),
            (Bits::none(sets[0].len()), combined(|_, _| false)),
        ] {
            prop_assert!(is_trimmed(&found));
            prop_assert_eq!(plain(&found), expected);
        }
        prop_assert_eq!(a.is_empty(), !sets[0].contains(&true));
        let members: Vec<usize> = sets[0].iter().enumerate().filter(|(_, yes)| **yes).map(|(row, _)| row).collect();
        prop_assert_eq!(a.rows().collect::<Vec<_>>(), members);
    }

    #[test]
    fn words_with_bits_past_the_last_row_are_trimmed(words in proptest::collection::vec(any::<u64>(), 0..4), len in 0..200usize) {
        let set = Bits::from_words(words.clone(), len);
        prop_assert!(is_trimmed(&set));
        for row in 0..len {
            let expected = words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1);
            prop_assert_eq!(set.has(row), expected);
        }
        prop_assert!(!set.has(len) && !set.has(usize::MAX));
    }

    #[test]
    fn ranges_are_gone_through_and_taken_out(sets in sets(1), from in 0..200usize, to in 0..200usize) {
        let (mut with, mut without) = (bits(&sets[0]), bits(&sets[0]));
        without.remove_range(from..to);
        prop_assert!(is_trimmed(&without));
        for (row, yes) in sets[0].iter().enumerate() {
            prop_assert_eq!(without.has(row), *yes && !(from..to).contains(&row));
        }
        let rows: Vec<usize> = bits(&sets[0]).rows().filter(|row| (from..to).contains(row)).collect();
        prop_assert_eq!(bits(&sets[0]).rows_in(from..to).collect::<Vec<_>>(), rows);
        with.put(to);
        prop_assert_eq!(with.has(to), to < sets[0].len());
    }

    #[test]
    fn what_is_selected_is_numbered_anew_and_back(sets in sets(2)) {
        let rows: Vec<u32> = bits(&sets[1]).rows().map(|row| row as u32).collect();
        let selected = bits(&sets[0]).select(&rows);
        prop_assert!(is_trimmed(&selected));
        let expected: Vec<bool> = rows.iter().map(|row| sets[0][*row as usize]).collect();
        prop_assert_eq!(plain(&selected), expected);
        prop_assert_eq!(selected.scatter(&rows, sets[0].len()), bits(&sets[0]).and(&bits(&sets[1])));
    }

    #[test]
    fn truth_by_rails_is_that_of_kleene(sets in sets(6), knowing in any::<[bool; 3]>()) {
        let known = |part: usize| knowing[part].then_some(sets[2 * part + 1].as_slice());
        let parts: Vec<_> = (0..3).map(|part| truths(&sets[2 * part], known(part))).collect();
        for (expected, rails) in &parts {
            prop_assert_eq!(&rendered(rails), expected);
            let by = |of: fn(Truth) -> bool| -> Vec<bool> { expected.iter().map(|truth| of(*truth)).collect() };
            prop_assert_eq!(plain(rails.yes()), by(|truth| truth == Truth::True));
            prop_assert_eq!(plain(&rails.no()), by(|truth| truth == Truth::False));
            prop_assert_eq!(plain(&rails.not_false()), by(|truth| truth != Truth::False));
            let unknown = by(|truth| truth == Truth::Unknown);
            let among = bits(&sets[5]);
            let expected_among: Vec<bool> = unknown.iter().zip(&sets[5]).map(|(a, b)| *a && *b).collect();
            match rails.unknown_among(&among) {
                Some(rows) => prop_assert_eq!(plain(&rows), expected_among),
                None => prop_assert!(!unknown.contains(&true)),
            }
            prop_assert_eq!(rails.unknown().map(|rows| plain(&rows)), unknown.contains(&true).then_some(unknown));
            let expected: Vec<Truth> = expected.iter().map(|truth| !*truth).collect();
            prop_assert_eq!(rendered(&rails.not()), expected);
        }
        let rails: Vec<&TernaryBitmap> = parts.iter().map(|(_, rails)| rails).collect();
        let of_row = |row: usize, combine: fn(Truth, Truth) -> Truth| {
            parts.iter().map(|(truths, _)| truths[row]).reduce(combine).unwrap()
        };
        let rows = 0..sets[0].len();
        let all: Vec<Truth> = rows.clone().map(|row| of_row(row, Truth::and)).collect();
        prop_assert_eq!(rendered(&TernaryBitmap::all_of(&rails).unwrap()), all);
        let any: Vec<Truth> = rows.map(|row| of_row(row, Truth::or)).collect();
        prop_assert_eq!(rendered(&TernaryBitmap::any_of(&rails).unwrap()), any);
        prop_assert!(TernaryBitmap::all_of(&[]).is_none() && TernaryBitmap::any_of(&[]).is_none());
    }
}
