//! Properties of every rounded cube.

use super::super::round::{Cube, round};
use super::{Numbers, cube, key};
use proptest::prelude::*;

/// Chains of a count and parts of it, in a cube of two breakdowns.
fn any_cube() -> impl Strategy<Value = Cube> {
    let base = prop::sample::select(vec![3u64, 5, 10]);
    (base, 1usize..5, 1usize..5, any::<u64>()).prop_map(|(base, rows, columns, seed)| {
        let mut numbers = Numbers(seed);
        cube(base, &[rows, columns], &mut |_| {
            let all = numbers.count();
            let yes = numbers.below(all + 1);
            vec![vec![yes, all], vec![numbers.below(yes + 1)]]
        })
    })
}

proptest! {
    #[test]
    fn every_count_is_rounded_to_a_multiple_within_the_base_and_zero_stays_zero(cube in any_cube(), seed in 0u64..50) {
        let rounded = round(&cube, &key(seed)).counts;
        for (chain, rounded) in cube.chains.iter().zip(&rounded) {
            for (counts, rounded) in chain.counts.iter().zip(rounded) {
                for (y, r) in counts.iter().zip(rounded) {
                    prop_assert!(r % cube.base == 0 && r.abs_diff(*y) < cube.base);
                    prop_assert!(*y > 0 || *r == 0);
                }
            }
        }
    }

    #[test]
    fn those_in_and_those_not_add_up_to_all_and_both_are_within_the_base(cube in any_cube(), seed in 0u64..50) {
        let rounded = round(&cube, &key(seed)).counts;
        for (counts, rounded) in cube.chains[0].counts.iter().zip(&rounded[0]) {
            let (no, rounded_no) = (counts[1] - counts[0], rounded[1].checked_sub(rounded[0]));
            prop_assert!(rounded_no.is_some_and(|r| r.abs_diff(no) < cube.base && (no > 0 || r == 0)));
        }
    }

    #[test]
    fn a_part_is_never_larger_than_the_whole_and_equals_stay_equal(cube in any_cube(), seed in 0u64..50) {
        let rounded = round(&cube, &key(seed)).counts;
        for cell in 0..cube.cells.len() {
            let all = |of: &[Vec<u64>]| of.to_vec();
            let exact: Vec<u64> = cube.chains.iter().flat_map(|c| all(&c.counts)[cell].clone()).collect();
            let rounded: Vec<u64> = rounded.iter().flat_map(|c| c[cell].clone()).collect();
            for (a, b) in exact.iter().zip(&rounded) {
                for (c, d) in exact.iter().zip(&rounded) {
                    prop_assert!(a.cmp(c) == b.cmp(d) || b == d);
                    prop_assert!(a != c || b == d);
                }
            }
        }
    }

    #[test]
    fn the_same_key_gives_the_same_and_what_was_published_stays(cube in any_cube(), seed in 0u64..50) {
        let rounded = round(&cube, &key(seed)).counts;
        prop_assert_eq!(&round(&cube, &key(seed)).counts, &rounded);
        let mut again = cube.clone();
        again.chains[0].published = Some(rounded[0].clone());
        let later = round(&again, &key(seed)).counts;
        prop_assert_eq!(&later[0], &rounded[0]);
        // The other chain stays ordered with what was published, since it uses the same draws.
        for (earlier, now) in later[0].iter().zip(&later[1]) {
            prop_assert!(now[0] <= earlier[0]);
        }
    }
}

/// A count that grows from one publication to the next, by district and sex: where it is small, it is never rounded to
/// less.
#[test]
fn a_small_count_that_grows_between_publications_does_not_come_out_smaller() {
    for seed in 0..50 {
        let mut numbers = Numbers(seed);
        let first = cube(5, &[5, 2], &mut |_| vec![vec![numbers.below(6)]]);
        let earlier = round(&first, &key(seed));
        let mut second = first.clone();
        for (cell, small) in second.cells.iter_mut().zip(&earlier.small) {
            cell.small = *small;
        }
        for counts in &mut second.chains[0].counts {
            counts[0] += numbers.below(3);
        }
        let later = round(&second, &key(seed));
        for (one, another) in earlier.counts[0].iter().zip(&later.counts[0]) {
            assert!(one[0] <= another[0], "seed {seed}");
        }
        assert!(earlier.small.iter().zip(&later.small).all(|(a, b)| a.is_none() || a == b));
    }
}

/// Errors of 10 districts, 2 sexes and 6 ages, by how many breakdowns a sum is taken over.
#[test]
fn errors_are_unbiased_and_small_in_totals() {
    for (base, largest) in [(3, 2.0), (5, 2.0), (10, 4.0)] {
        let (mut bias, mut cells) = (0i64, 0i64);
        let mut levels: [Vec<u64>; 4] = Default::default();
        for seed in 0..30 {
            let mut numbers = Numbers(seed);
            let cube = cube(base, &[10, 2, 6], &mut |_| vec![vec![numbers.count()]]);
            let rounded = round(&cube, &key(seed)).counts;
            let errors: Vec<i64> = cube.chains[0]
                .counts
                .iter()
                .zip(&rounded[0])
                .map(|(y, r)| r[0] as i64 - y[0] as i64)
                .collect();
            bias += errors.iter().sum::<i64>();
            cells += errors.len() as i64;
            let mut sums = vec![(0i64, 0usize); cube.margins];
            for (cell, error) in cube.cells.iter().zip(&errors) {
                for margin in &cell.margins {
                    sums[*margin].0 += error;
                    sums[*margin].1 += 1;
                }
                levels[3].push(error.unsigned_abs());
            }
            for (sum, many) in sums {
                let level = match many {
                    120 => 0,
                    60 | 20 | 12 => 1,
                    _ => 2,
                };
                levels[level].push(sum.unsigned_abs());
            }
        }
        let mean = |errors: &[u64]| errors.iter().sum::<u64>() as f64 / errors.len() as f64;
        let most = |errors: &[u64]| errors.iter().max().copied().unwrap_or(0);
        for (name, errors) in ["total", "one-way", "two-way", "inner"].iter().zip(&levels) {
            println!("base {base} {name:8} mean error {:.2}, largest {}", mean(errors), most(errors));
        }
        println!("base {base} bias {:.3} a cell", bias as f64 / cells as f64);
        assert!((bias as f64 / cells as f64).abs() < 0.5);
        assert!(mean(&levels[0]) < largest && mean(&levels[3]) < base as f64 / 2.0);
    }
}

/// Every draw can take every value: the proof needs no more.
#[test]
fn every_count_comes_out_both_ways() {
    let cube = cube(5, &[3], &mut |cell| vec![vec![cell as u64 + 1]]);
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..400 {
        let rounded = round(&cube, &key(seed)).counts;
        seen.extend(rounded[0].iter().enumerate().map(|(cell, counts)| (cell, counts[0])));
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
}
