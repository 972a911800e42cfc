//! Records are in the cells that a loop over them finds, and are counted there.

use super::*;
use crate::data::frame::Entries;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A category for each row, most of which are few; `None` where it is missing.
fn categories(rows: usize, most: u16) -> impl Strategy<Value = Vec<Option<u16>>> {
    let category = prop_oneof![8 => (0..3u16).prop_map(Some), 1 => (0..most).prop_map(Some), 1 => Just(None)];
    proptest::collection::vec(category, rows)
}

fn column(categories: &[Option<u16>], narrow: bool) -> Column<'static> {
    let keys = categories.iter().map(|category| category.unwrap_or(0));
    let keys = match narrow {
        true => Indices::One(keys.map(|key| key as u8).collect()),
        false => Indices::Two(keys.collect()),
    };
    let known = Bits::from_rows(categories.len(), |row| categories[row].is_some());
    let known = (known.count() < categories.len()).then(|| Arc::new(known));
    Column { data: Data::Dictionary(keys, Arc::new(Entries::Identity)), known }
}

/// Counts `records` by the categories of each.
fn one_by_one(columns: &[&[Option<u16>]], records: &Bits) -> BTreeMap<Vec<Option<usize>>, u64> {
    let mut counts = BTreeMap::new();
    for row in records.rows() {
        let cell = columns.iter().map(|column| column[row].map(usize::from)).collect();
        *counts.entry(cell).or_default() += 1;
    }
    counts
}

fn by_cells(strata: &Strata<'_>, records: &Bits) -> BTreeMap<Vec<Option<usize>>, u64> {
    let counted = strata.cells().map(<[_]>::to_vec).zip(strata.count(records));
    counted.filter(|(_, count)| *count > 0).collect()
}

fn data() -> impl Strategy<Value = (Vec<Option<u16>>, Vec<Option<u16>>, Vec<bool>)> {
    let rows = prop_oneof![0..5usize, 60..70usize, 2000..4200usize];
    rows.prop_flat_map(|rows| {
        let chosen = proptest::collection::vec(any::<bool>(), rows);
        (categories(rows, 200), categories(rows, 900), chosen)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn records_are_counted_in_their_cells((first, second, chosen) in data(), every in 1..300usize) {
        let rows = first.len();
        let narrow = column(&first, true);
        let whole = Column { known: None, ..narrow.clone() };
        let wide = column(&second, false);
        let zeroed: Vec<Option<u16>> = first.iter().map(|category| Some(category.unwrap_or(0))).collect();
        let undivided = || Strata::undivided(rows);
        let divided = [
            (undivided().divided(Some(&whole)).unwrap(), vec![&*zeroed]),
            (undivided().divided(Some(&narrow)).unwrap(), vec![&*first]),
            (undivided().divided(Some(&whole)).unwrap().divided(Some(&narrow)).unwrap(), vec![&zeroed, &first]),
            (undivided().divided(Some(&narrow)).unwrap().divided(Some(&wide)).unwrap(), vec![&first, &second]),
            (undivided().divided(Some(&wide)).unwrap().divided(Some(&whole)).unwrap(), vec![&second, &zeroed]),
        ];
        let few = Bits::from_rows(rows, |row| row % every == 0);
        for records in [Bits::from_rows(rows, |row| chosen[row]), few, Bits::all(rows), Bits::none(rows)] {
            for (strata, columns) in &divided {
                prop_assert_eq!(by_cells(strata, &records), one_by_one(columns, &records));
                let kept: Vec<u32> = (0..rows as u32).filter(|row| row % 3 != 1).collect();
                let of_kept = records.select(&kept);
                let among_kept = Bits::from_rows(rows, |row| row % 3 != 1 && records.has(row));
                prop_assert_eq!(by_cells(&strata.select(&kept), &of_kept), one_by_one(columns, &among_kept));
            }
        }
    }

    #[test]
    fn a_value_missing_everywhere_is_one_cell(rows in 0..200usize) {
        let strata = Strata::undivided(rows).divided(None).unwrap();
        let expected = if rows > 0 { vec![rows as u64] } else { vec![] };
        prop_assert_eq!(strata.count(&Bits::all(rows)), expected);
    }
}
