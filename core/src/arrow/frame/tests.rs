//! Offsets are accepted only if they ascend.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn offsets_that_go_back_are_found_wherever_they_do(
        lengths_of_rows in proptest::collection::vec(0u32..5, 2..300),
        at in 0..300usize,
        to in prop_oneof![0i64..600, Just(i64::from(i32::MAX)), Just(i64::from(i32::MIN)), Just(i64::MAX), Just(i64::MIN)],
    ) {
        let mut offsets: Vec<i64> = std::iter::once(0)
            .chain(lengths_of_rows.iter().scan(0, |sum, len| { *sum += i64::from(*len); Some(*sum) }))
            .collect();
        let at = at % offsets.len();
        offsets[at] = to;
        let ascend = offsets.windows(2).all(|pair| pair[0] <= pair[1]) && offsets[0] >= 0;
        let rows = 0..offsets.len() - 1;
        let believed = |offsets: Offsets<'_>| {
            offsets.cut(&rows).filter(|(_, bounds)| lengths(bounds).is_some()).map(|(elements, _)| elements)
        };
        let near = offsets[rows.end] - offsets[0].max(0) < i64::from(i32::MAX);
        let expected = (ascend && near).then(|| offsets[0] as usize..offsets[rows.end] as usize);
        prop_assume!(near || !ascend);
        prop_assert_eq!(believed(Offsets::Large(&offsets)), expected.clone());
        if i32::try_from(to).is_ok() {
            let small: Vec<u32> = offsets.iter().map(|offset| *offset as u32).collect();
            prop_assert_eq!(believed(Offsets::Small(&small)), expected);
        }
    }
}
