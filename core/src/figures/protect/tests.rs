//! What rounding promises, and an attacker who tries to break it.

mod attack;
mod city;
mod hidden;
mod ledger;
mod report;
mod rounding;
mod suppress;

use super::key::Key;
use super::round::{Cell, Chain, Cube};

/// A cube over all combinations of `sizes` categories, with a margin for each of their partial sums but the cells
/// themselves. Counts are given by cell, then chain, then size.
pub(super) fn cube(base: u64, sizes: &[usize], count: &mut dyn FnMut(usize) -> Vec<Vec<u64>>) -> Cube {
    let len: usize = sizes.iter().product();
    let places = |cell: usize| {
        let mut rest = cell;
        let mut places: Vec<usize> = sizes.iter().rev().map(|size| (rest % size, rest /= size).0).collect();
        places.reverse();
        places
    };
    let mut names: Vec<String> = Vec::new();
    let mut cells = Vec::new();
    let mut chains: Vec<Chain> = Vec::new();
    for cell in 0..len {
        let places = places(cell);
        let mut margins = Vec::new();
        for kept in 0..(1usize << sizes.len()) - 1 {
            let name: Vec<String> = places
                .iter()
                .enumerate()
                .map(|(axis, place)| if kept >> axis & 1 == 1 { place.to_string() } else { "*".into() })
                .collect();
            let name = name.join("/");
            let number = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            margins.push(number);
        }
        cells.push(Cell { id: format!("{places:?}"), margins, small: None });
        for (number, counts) in count(cell).into_iter().enumerate() {
            if chains.len() <= number {
                let weights = vec![1; counts.len()];
                let held = vec![true; counts.len()];
                chains.push(Chain { weights, held, ..Chain::default() });
            }
            chains[number].counts.push(counts);
        }
    }
    Cube { base, cells, margins: names.len(), chains }
}

pub(super) fn key(seed: u64) -> Key {
    Key::new(format!("a key for tests, number {seed}").as_bytes()).unwrap()
}

/// Numbers that look random and are the same in each run.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    /// A count as small areas have them: often 0, mostly small, sometimes large.
    pub(super) fn count(&mut self) -> u64 {
        match self.below(10) {
            0..2 => 0,
            2..7 => 1 + self.below(4),
            7..9 => 5 + self.below(15),
            _ => 20 + self.below(60),
        }
    }
}
