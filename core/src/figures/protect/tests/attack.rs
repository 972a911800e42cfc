//! A reader who attacks a publication by linear programming: every exact count is a variable, everything published is a
//! constraint, and the minimum and maximum of each count are computed.

use super::super::round::{Chain, Cube, round};
use super::{Numbers, cube, key};
use microlp::{ComparisonOp, OptimizationDirection, Problem};

const BASE: u64 = 5;

/// A constraint that the reader knows: these counts add up to something between two bounds.
struct Fact {
    /// The counts, with their multiplicity in the sum.
    sum: Vec<(usize, f64)>,
    least: f64,
    greatest: f64,
}

pub(super) struct Reader {
    counts: usize,
    facts: Vec<Fact>,
}

impl Reader {
    /// Returns a reader who knows nothing of this many counts.
    pub(super) fn of(counts: usize) -> Self {
        Self { counts, facts: Vec::new() }
    }

    /// Adds what the reader knows: a sum of counts lies between two bounds.
    pub(super) fn know(&mut self, sum: Vec<(usize, f64)>, least: f64, greatest: f64) {
        self.facts.push(Fact { sum, least, greatest });
    }

    /// Returns the range of the sum of `counts`.
    pub(super) fn range(&self, counts: &[usize]) -> (i64, i64) {
        self.range_of(&counts.iter().map(|count| (*count, 1.0)).collect::<Vec<_>>())
    }

    /// Returns the range of a sum of counts with these multiplicities.
    pub(super) fn range_of(&self, wanted: &[(usize, f64)]) -> (i64, i64) {
        let end = |direction, whole: fn(f64) -> f64| {
            let mut problem = Problem::new(direction);
            let variables: Vec<_> = (0..self.counts)
                .map(|count| {
                    let times =
                        wanted.iter().find(|(wanted, _)| *wanted == count).map_or(0.0, |(_, times)| *times);
                    problem.add_var(times, (0.0, 1000.0))
                })
                .collect();
            for Fact { sum, least, greatest } in &self.facts {
                let terms: Vec<_> = sum.iter().map(|(count, times)| (variables[*count], *times)).collect();
                problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, *least);
                problem.add_constraint(terms.as_slice(), ComparisonOp::Le, *greatest);
            }
            let solved = problem.solve().expect("the exact counts agree with what is published");
            whole(solved.into_solution().expect("no limit was set").objective()) as i64
        };
        let least = end(OptimizationDirection::Minimize, |x| (x - 1e-6).ceil());
        (least, end(OptimizationDirection::Maximize, |x| (x + 1e-6).floor()))
    }
}

/// A way to publish a cube.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Way {
    Hide,
    Nearest,
    Random,
    /// Rounded to sums that add up, each indicator and period with draws of its own.
    EachByItself,
    Ours,
}

/// Every sum that is published of one chain place: the cells in it.
fn sums(cube: &Cube) -> Vec<Vec<usize>> {
    let mut sums: Vec<Vec<usize>> = (0..cube.cells.len()).map(|cell| vec![cell]).collect();
    let margin = |margin: usize| {
        (0..cube.cells.len()).filter(|cell| cube.cells[*cell].margins.contains(&margin)).collect()
    };
    sums.extend((0..cube.margins).map(margin));
    sums
}

/// What a reader of the publication knows, and the unknowns: the counts (places of a chain, by cell), each a part of
/// the next, which the reader knows too.
fn read(cube: &Cube, way: Way, seed: u64, ours: &[Vec<Vec<u64>>]) -> Reader {
    let cells = cube.cells.len();
    let places: Vec<(usize, usize)> = cube
        .chains
        .iter()
        .enumerate()
        .flat_map(|(c, chain)| (0..chain.weights.len()).map(move |p| (c, p)))
        .collect();
    let variable = |place: usize, cell: usize| place * cells + cell;
    let mut reader = Reader { counts: places.len() * cells, facts: Vec::new() };
    for place in 1..places.len() {
        for cell in 0..cells {
            let sum = vec![(variable(place, cell), 1.0), (variable(place - 1, cell), -1.0)];
            reader.facts.push(Fact { sum, least: 0.0, greatest: 1000.0 });
        }
    }
    let alone: Vec<_> = (0u64..)
        .zip(&cube.chains)
        .map(|(n, chain)| {
            let one = Cube { chains: vec![chain.clone()], ..cube.clone() };
            round(&one, &key(seed * 100 + n + 1)).counts.remove(0)
        })
        .collect();
    let mut numbers = Numbers(seed);
    for (number, (chain, place)) in places.iter().enumerate() {
        for sum in sums(cube) {
            let of = |counts: &[Vec<u64>]| sum.iter().map(|cell| counts[*cell][*place]).sum::<u64>();
            let y = of(&cube.chains[*chain].counts);
            let around = |r: u64, by: u64| (r.saturating_sub(by) as f64, (r + by) as f64);
            let (least, greatest) = match way {
                Way::Hide if (1..BASE).contains(&y) => (1.0, (BASE - 1) as f64),
                Way::Hide => (y as f64, y as f64),
                Way::Nearest => around((y + 2) / BASE * BASE, 2),
                Way::Random => around((y + numbers.below(BASE)) / BASE * BASE, BASE - 1),
                // Sums of rounded counts add no information; that they are near the truth might.
                Way::EachByItself if sum.len() == 1 => around(of(&alone[*chain]), BASE - 1),
                Way::Ours => around(of(&ours[*chain]), BASE - 1),
                Way::EachByItself => continue,
            };
            // Of ours a reader also knows that totals are within the base, where they are.
            if way == Way::Ours && !((least..=greatest).contains(&(y as f64))) {
                continue;
            }
            let sum = sum.iter().map(|cell| (variable(number, *cell), 1.0)).collect();
            reader.facts.push(Fact { sum, least, greatest });
        }
    }
    reader
}

/// Returns how many small counts there are, how many of them a reader knows to be small, and how many zeros are known.
/// `ours` is the rounded cube.
pub(super) fn found(cube: &Cube, way: Way, seed: u64, ours: &[Vec<Vec<u64>>]) -> (usize, usize, usize) {
    let reader = read(cube, way, seed, ours);
    let cells = cube.cells.len();
    let (mut small, mut known, mut zeros) = (0, 0, 0);
    let places: Vec<(&Chain, usize)> = cube
        .chains
        .iter()
        .flat_map(|chain| (0..chain.weights.len()).map(move |place| (chain, place)))
        .collect();
    for (number, (chain, place)) in places.iter().enumerate() {
        for sum in sums(cube) {
            let y: u64 = sum.iter().map(|cell| chain.counts[*cell][*place]).sum();
            // Of ours every count is attacked, so that no large count is known to be small either.
            if y >= BASE && way != Way::Ours {
                continue;
            }
            let counts: Vec<usize> = sum.iter().map(|cell| number * cells + cell).collect();
            let (least, greatest) = reader.range(&counts);
            small += usize::from((1..BASE).contains(&y));
            known += usize::from(least >= 1 && greatest < BASE as i64);
            zeros += usize::from(greatest == 0);
        }
    }
    (small, known, zeros)
}

/// Two indicators, one a part of the other, in two periods, the second of which holds the first: 3 districts, 2 sexes.
fn population(seed: u64) -> Cube {
    let mut numbers = Numbers(seed * 7919);
    let chains = &mut |_| {
        let before = numbers.count();
        let after = before + numbers.below(3);
        vec![vec![numbers.below(before + 1), before], vec![after]]
    };
    cube(BASE, &[3, 2], chains)
}

#[test]
fn linear_programming_breaks_what_does_not_hold_and_nothing_of_ours() {
    println!("{:16} {:>8} {:>14} {:>12}", "way", "small", "known small", "known zero");
    for way in [Way::Hide, Way::Nearest, Way::Random, Way::EachByItself, Way::Ours] {
        let (mut small, mut known, mut zeros) = (0, 0, 0);
        for seed in 1..=6 {
            let cube = population(seed);
            let (s, k, z) = found(&cube, way, seed, &round(&cube, &key(seed)).counts);
            (small, known, zeros) = (small + s, known + k, zeros + z);
        }
        println!("{:16} {small:8} {known:14} {zeros:12}", format!("{way:?}"));
        match way {
            Way::Ours => assert_eq!((known, zeros), (0, 0)),
            _ => assert!(known > 0, "the attack finds nothing against {way:?}"),
        }
    }
}

/// Two years published one after the other, the second of which holds the first.
#[test]
fn two_publications_tell_no_more_than_one() {
    for seed in 1..=6 {
        let both = population(seed);
        let one = Cube { chains: vec![both.chains[0].clone()], ..both.clone() };
        let earlier = round(&one, &key(seed));
        let mut other = Cube { chains: vec![both.chains[1].clone()], ..both.clone() };
        for (cell, small) in other.cells.iter_mut().zip(&earlier.small) {
            cell.small = *small;
        }
        let later = round(&other, &key(seed));
        let ours = [earlier.counts, later.counts].concat();
        let (_, known, zeros) = found(&both, Way::Ours, seed, &ours);
        assert_eq!((known, zeros), (0, 0), "seed {seed}");
    }
}

/// Every population of one cell with three nested counts, and every draw: a reader who enumerates them finds the whole
/// range of the claim for each.
#[test]
fn who_tries_every_population_and_every_draw_finds_the_whole_range() {
    const BASE: u64 = 3;
    const MOST: u64 = 11;
    let draws: Vec<Vec<u64>> = (0..81u64).map(|n| (0..4).map(|q| n / BASE.pow(q) % BASE).collect()).collect();
    let rounded = |y: u64, draws: &[u64]| super::super::round::up(y, draws[(y / BASE) as usize], BASE);
    let mut possible = std::collections::BTreeMap::<[u64; 3], [std::collections::BTreeSet<u64>; 3]>::new();
    for a in 0..=MOST {
        for b in a..=MOST {
            for c in b..=MOST {
                for draws in &draws {
                    let seen = possible.entry([a, b, c].map(|y| rounded(y, draws))).or_default();
                    for (values, y) in seen.iter_mut().zip([a, b, c]) {
                        values.insert(y);
                    }
                }
            }
        }
    }
    // Skip what only counts outside the enumeration can produce.
    for (published, values) in possible.iter().filter(|(published, _)| published[2] + BASE - 1 <= MOST) {
        for (r, values) in published.iter().zip(values) {
            let claimed: Vec<u64> = (r.saturating_sub(BASE - 1)..r + BASE).collect();
            assert_eq!(values.iter().copied().collect::<Vec<_>>(), claimed, "{published:?}");
        }
    }
}
