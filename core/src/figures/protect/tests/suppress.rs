//! Suppressed tables: what is hidden stays hidden from a reader with linear programming, and what is published is exact.

use super::super::suppress::{Amount, Count, Refused, Row, Table, suppress};
use super::Numbers;
use super::attack::Reader;
use proptest::prelude::*;

const BASE: i64 = 5;

/// A table over all combinations of `sizes` categories with every margin; `counts` gives the counts of a cell, each a
/// part of the next, as (period, series).
fn table(sizes: &[usize], kinds: &[(usize, usize)], counts: &mut dyn FnMut() -> Vec<u64>) -> Table {
    let mut table = Table { base: BASE, ..Table::default() };
    let mut names: Vec<String> = Vec::new();
    for kind in kinds {
        let (period, series) = *kind;
        table.counts.push(Count { weight: 1, period, series, ..Count::default() });
    }
    for cell in 0..sizes.iter().product() {
        let mut rest = cell;
        let place: Vec<usize> = sizes.iter().map(|size| (rest % size, rest /= size).0).collect();
        for kept in 0..1usize << sizes.len() {
            let label =
                |(axis, at): (usize, &usize)| if kept >> axis & 1 == 1 { at.to_string() } else { "*".into() };
            let name = place.iter().enumerate().map(label).collect::<Vec<String>>().join("/");
            let row = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                let level = kept.count_ones() as usize;
                table.rows.push(Row { cells: Vec::new(), level, is_in_report: true });
                names.push(name);
                names.len() - 1
            });
            table.rows[row].cells.push(cell);
        }
        table.places.push(Some(place));
        for (count, value) in table.counts.iter_mut().zip(counts()) {
            count.values.push(i64::try_from(value).unwrap());
        }
    }
    table
}

/// Two indicators, one a part of the other, in two periods, the second of which holds the first.
fn population(seed: u64, sizes: &[usize]) -> Table {
    let mut numbers = Numbers(seed * 7919);
    table(sizes, &[(0, 0), (0, 1), (1, 1)], &mut || {
        let before = numbers.count();
        vec![numbers.below(before + 1), before, before + numbers.below(3)]
    })
}

/// What a reader knows: the published sums, and that each count is a part of the next one.
fn reader(table: &Table, published: &[Vec<bool>]) -> Reader {
    let cells = table.places.len();
    let mut reader = Reader::of(table.counts.len() * cells);
    for count in 1..table.counts.len() {
        for cell in 0..cells {
            reader.know(vec![(count * cells + cell, 1.0), ((count - 1) * cells + cell, -1.0)], 0.0, 10_000.0);
        }
    }
    for (count, rows) in published.iter().enumerate() {
        for (row, _) in rows.iter().enumerate().filter(|(_, is_published)| **is_published) {
            let sum = table.rows[row].cells.iter().map(|cell| (count * cells + cell, 1.0)).collect();
            let exact = table.sum(count, row) as f64;
            reader.know(sum, exact, exact);
        }
    }
    reader
}

/// Returns how many small counts there are, and how many of them the reader knows to be small, or to be zero.
fn found(table: &Table, published: &[Vec<bool>]) -> (usize, usize, usize) {
    let reader = reader(table, published);
    let cells = table.places.len();
    let (mut small, mut known, mut zeros) = (0, 0, 0);
    for (count, rows) in published.iter().enumerate() {
        for (row, is_published) in rows.iter().enumerate() {
            let sum = table.sum(count, row);
            if *is_published || sum >= BASE {
                continue;
            }
            let of_row: Vec<usize> = table.rows[row].cells.iter().map(|cell| count * cells + cell).collect();
            let (least, greatest) = reader.range(&of_row);
            small += 1;
            known += usize::from(least >= 1 && greatest < BASE);
            zeros += usize::from(greatest == 0);
            assert!(least <= 0 && greatest >= BASE, "count {count}, row {row}: {least} to {greatest}");
        }
    }
    // The second count is the whole of the first, in the same period.
    for row in 0..table.rows.len() {
        let (part, whole) = (table.sum(0, row), table.sum(1, row));
        if whole >= BASE && whole - part < BASE {
            let in_row = table.rows[row].cells.iter();
            let terms: Vec<(usize, f64)> =
                in_row.flat_map(|cell| [(cells + cell, 1.0), (*cell, -1.0)]).collect();
            let (least, greatest) = reader.range_of(&terms);
            assert!(least <= 0 && greatest >= BASE, "difference, row {row}: {least} to {greatest}");
        }
    }
    (small, known, zeros)
}

fn published_of(table: &Table) -> Vec<Vec<bool>> {
    suppress(table).unwrap()
}

#[test]
fn linear_programming_finds_nothing_small_and_no_zero() {
    let (mut small, mut many, mut shown) = (0, 0, 0);
    for (seed, sizes) in (1u64..=8).zip([&[5][..], &[3, 2], &[6], &[4, 3]].into_iter().cycle()) {
        let table = population(seed, sizes);
        let published = published_of(&table);
        let (s, known, zeros) = found(&table, &published);
        assert_eq!((known, zeros), (0, 0));
        small += s;
        many += published.iter().map(Vec::len).sum::<usize>();
        shown += published.iter().flatten().filter(|is| **is).count();
    }
    println!(
        "suppress: {many} counts, {small} small, {} hidden beside them, {shown} published",
        many - small - shown
    );
    assert!(shown > 0);
}

#[test]
fn hiding_only_what_is_small_is_broken_by_the_same_attacker() {
    let mut known = 0;
    for seed in 1..=4 {
        let table = population(seed, &[3, 2]);
        let rows = 0..table.rows.len();
        let large = |count: usize| rows.clone().map(|row| table.sum(count, row) >= BASE).collect();
        let published: Vec<Vec<bool>> = (0..table.counts.len()).map(large).collect();
        let reader = reader(&table, &published);
        let cells = table.places.len();
        for (count, rows) in published.iter().enumerate() {
            for (row, _) in rows.iter().enumerate().filter(|(_, is_published)| !**is_published) {
                let of_row: Vec<usize> =
                    table.rows[row].cells.iter().map(|cell| count * cells + cell).collect();
                known += usize::from(reader.range(&of_row).1 < BASE);
            }
        }
    }
    assert!(known > 0);
}

/// The same persons by district and by unit, each table suppressed by itself, as two publications would be: another
/// count is hidden beside the small one. This is why the ledger refuses a second table over the same persons.
#[test]
fn two_tables_over_the_same_persons_give_away_what_neither_does() {
    // The first district has two units, the others one each.
    let districts = of_districts(&[30, 7, 3]);
    let units = of_districts(&[24, 6, 7, 3]);
    let district = [0, 0, 1, 2];
    let know = |reader: &mut Reader, table: &Table, of: &dyn Fn(usize) -> usize| {
        for (row, _) in published_of(table)[0].iter().enumerate().filter(|(_, is)| **is) {
            let in_row = (0..4).filter(|unit| table.rows[row].cells.contains(&of(*unit)));
            let exact = table.sum(0, row) as f64;
            reader.know(in_row.map(|unit| (unit, 1.0)).collect(), exact, exact);
        }
    };
    let range = |tables: &[bool; 2]| {
        let mut reader = Reader::of(4);
        if tables[0] {
            know(&mut reader, &districts, &|unit| district[unit]);
        }
        if tables[1] {
            know(&mut reader, &units, &|unit| unit);
        }
        reader.range(&[3])
    };
    assert_eq!((range(&[true, false]), range(&[false, true])), ((0, 10), (0, 9)));
    assert_eq!(range(&[true, true]), (3, 3));
}

/// One breakdown, one count.
fn of_districts(values: &[u64]) -> Table {
    let mut values = values.iter();
    table(&[values.len()], &[(0, 0)], &mut || vec![*values.next().unwrap()])
}

/// By row, what is published: the total, then the districts.
fn shown(table: &Table) -> Vec<Option<i64>> {
    let published = published_of(table);
    let number = |row: usize| published[0][row].then(|| table.sum(0, row));
    (0..table.rows.len()).map(number).collect()
}

#[test]
fn a_small_count_hides_another_one_with_it() {
    let all = [Some(40), Some(30), None, None];
    assert_eq!(shown(&of_districts(&[30, 3, 7])), all);
}

#[test]
fn two_small_counts_hide_each_other_where_their_sum_is_large_enough() {
    assert_eq!(shown(&of_districts(&[30, 3, 4])), [Some(37), Some(30), None, None]);
    assert_eq!(shown(&of_districts(&[30, 1, 2, 9])), [Some(42), Some(30), None, None, None]);
}

#[test]
fn nothing_is_hidden_where_nothing_is_small() {
    assert_eq!(shown(&of_districts(&[30, 5, 7])), [Some(42), Some(30), Some(5), Some(7)]);
}

#[test]
fn a_zero_is_hidden_as_a_small_count_is() {
    assert_eq!(shown(&of_districts(&[30, 0, 7])), [Some(37), Some(30), None, None]);
    assert_eq!(shown(&of_districts(&[0, 0])), [None, None, None]);
}

#[test]
fn of_a_part_and_its_whole_that_differ_by_less_than_the_base_one_is_hidden() {
    let mut values = [[20, 22], [50, 80], [40, 90]].iter();
    let table = table(&[3], &[(0, 0), (0, 1)], &mut || values.next().unwrap().to_vec());
    let published = published_of(&table);
    // The totals and the larger counts come first; what is left is not known of the one count or the other.
    assert_eq!((published[0][0], published[1][0]), (true, true));
    let hidden = |count: usize| published[count].iter().filter(|is| !**is).count();
    assert!(hidden(0) >= 2 || hidden(1) >= 2, "{published:?}");
    assert_eq!(found(&table, &published), (0, 0, 0));
}

#[test]
fn what_was_published_before_stays_published_and_nothing_else_of_its_period_comes() {
    for seed in 1..=6 {
        let both = population(seed, &[5]);
        let one = Table { counts: both.counts[..2].to_vec(), ..both.clone() };
        let earlier = published_of(&one);
        let mut later = both.clone();
        for (count, rows) in later.counts.iter_mut().zip(&earlier) {
            count.fixed = Some(rows.clone());
        }
        match suppress(&later) {
            Ok(published) => {
                assert_eq!(published[..2], earlier);
                assert_eq!(found(&later, &published).1, 0);
            }
            Err(refused) => assert_eq!(refused, Refused::Exposed),
        }
    }
}

#[test]
fn what_was_published_in_other_ways_is_refused_beside() {
    let mut table = of_districts(&[30, 3, 7]);
    table.counts[0].fixed = Some(vec![true, true, false, true]);
    assert_eq!(suppress(&table), Err(Refused::Exposed));
    let mut table = of_districts(&[30, 3, 7]);
    table.counts[0].values[0] = i64::MAX / 2;
    assert!(matches!(suppress(&table), Err(Refused::TooLarge(much)) if much.what == Amount::Persons));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever is published comes out the same when it is published again.
    #[test]
    fn every_table_is_published_again(seed in 0u64..1 << 32, rows in 1usize..6, columns in 1usize..4) {
        let mut table = population(seed, &[rows, columns]);
        let published = suppress(&table).unwrap();
        for (count, rows) in table.counts.iter_mut().zip(&published) {
            count.fixed = Some(rows.clone());
        }
        prop_assert_eq!(suppress(&table), Ok(published));
    }

    /// Whatever is counted, every witness passes the audit.
    #[test]
    fn every_table_is_suppressed(seed in 0u64..1 << 32, rows in 1usize..6, columns in 1usize..4) {
        let table = population(seed, &[rows, columns]);
        let published = suppress(&table);
        prop_assert!(published.is_ok(), "{:?}", published);
        for (count, rows) in published.unwrap().iter().enumerate() {
            for (row, is_published) in rows.iter().enumerate() {
                prop_assert!(!is_published || table.sum(count, row) >= BASE);
            }
        }
    }
}
