//! Rounding a cube: every count to a multiple of the base, with consistent sums.
//!
//! A count `y` of quotient `q = ⌊y / b⌋` becomes `b ⌊(y + u) / b⌋`, where `u` is drawn for its cell and quotient: zero
//! stays zero, and over the draws the mean is `y` (Hermite's identity). All counts of a cell share these draws,
//! whatever the indicator, reading or period. So the same count is rounded the same way, and a part of a group is never
//! rounded above the group, which would disclose that both are small.
//!
//! Gibbs sampling then moves the draws towards small errors in the margins. Every value keeps a probability of at least
//! [`LEAST`], so none can be ruled out from the result. Only integers are used: the same counts and key give the same
//! bytes on every platform.

use super::key::Key;
use std::collections::BTreeMap;

/// The input: everything that is rounded together, over the same persons.
#[derive(Clone, Debug, Default)]
pub(super) struct Cube {
    /// The base, at least 2.
    pub(super) base: u64,
    pub(super) cells: Vec<Cell>,
    /// The number of margins.
    pub(super) margins: usize,
    pub(super) chains: Vec<Chain>,
}

/// A cell, in which each person is at most once.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// The strata, which the draws are derived from.
    pub(super) id: String,
    /// The margins that it is summed into, other than itself.
    pub(super) margins: Vec<usize>,
    /// The draws of counts below the base in an earlier publication.
    pub(super) small: Option<u64>,
}

/// Counts of nested sets, by cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    /// The weight of errors in margins, by count.
    pub(super) weights: Vec<u64>,
    /// By count: whether its error stays within the base of the errors of the other such counts, so that the difference
    /// between two of them is within the base of the truth too.
    pub(super) held: Vec<bool>,
    /// By cell, then in order of size.
    pub(super) counts: Vec<Vec<u64>>,
    /// The rounded counts, if published before.
    pub(super) published: Option<Vec<Vec<u64>>>,
}

/// The temperatures of the sweeps, each of which resamples every draw once.
const SWEEPS: [i128; 20] = [160, 120, 90, 68, 51, 38, 28, 21, 16, 12, 9, 8, 8, 8, 8, 8, 8, 8, 8, 8];
/// 2⁻⁰, 2^(−¼), 2^(−½) and 2^(−¾), times 2²⁴.
const QUARTERS: [u64; 4] = [16_777_216, 14_107_900, 11_863_283, 9_975_792];
/// The probability that each value keeps, in units of 2⁻²⁴.
const LEAST: u64 = 1 << 12;

/// One count: its position, and the values it may be rounded to.
#[derive(Clone, Copy)]
struct Item {
    chain: usize,
    /// Its index in the chain.
    place: usize,
    /// Its index among all counts.
    number: usize,
    weight: i128,
    is_held: bool,
    count: u64,
}

/// The counts of one cell and quotient, which share a draw.
struct Site {
    cell: usize,
    quotient: u64,
    items: Vec<Item>,
    /// The values consistent with what has been published.
    allowed: Vec<u64>,
    draw: u64,
}

/// The result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rounded {
    /// The rounded counts, by chain, cell and size.
    pub(super) counts: Vec<Vec<Vec<u64>>>,
    /// By cell: the draws of counts below the base, where there are or were any. Later publications reuse them:
    /// otherwise a count that has grown in between would be seen to be small where it is rounded to less.
    pub(super) small: Vec<Option<u64>>,
}

/// Rounds a cube.
pub(super) fn round(cube: &Cube, key: &Key) -> Rounded {
    round_by(cube, key, &SWEEPS)
}

/// Rounds a cube by sweeps of these temperatures.
pub(super) fn round_by(cube: &Cube, key: &Key, sweeps: &[i128]) -> Rounded {
    let base = cube.base.max(2);
    let mut state = State::new(cube, base, key);
    for (sweep, heat) in sweeps.iter().enumerate() {
        for site in 0..state.sites.len() {
            state.draw_again(site, sweep, *heat, key);
        }
    }
    let mut small: Vec<Option<u64>> = cube.cells.iter().map(|cell| cell.small).collect();
    for site in state.sites.iter().filter(|site| site.quotient == 0) {
        if let Some(slot) = small.get_mut(site.cell) {
            slot.get_or_insert(site.draw);
        }
    }
    Rounded { counts: state.rounded, small }
}

struct State<'c> {
    cube: &'c Cube,
    base: u64,
    sites: Vec<Site>,
    rounded: Vec<Vec<Vec<u64>>>,
    /// By margin and count.
    errors: Vec<i64>,
    width: usize,
    heaviest: i128,
}

impl<'c> State<'c> {
    fn new(cube: &'c Cube, base: u64, key: &Key) -> Self {
        let mut sites: BTreeMap<(usize, u64), Vec<Item>> = BTreeMap::new();
        let mut fixed: BTreeMap<(usize, u64), Vec<(u64, u64)>> = BTreeMap::new();
        let mut width = 0;
        for (number, chain) in cube.chains.iter().enumerate() {
            for (cell, counts) in chain.counts.iter().enumerate() {
                for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    let site = (cell, count / base);
                    match chain.published.as_ref().and_then(|cells| cells.get(cell)?.get(place)) {
                        Some(published) => fixed.entry(site).or_default().push((*count, *published)),
                        None => sites.entry(site).or_default().push(Item {
                            chain: number,
                            place,
                            number: width + place,
                            weight: chain.weights.get(place).copied().unwrap_or(1).into(),
                            is_held: chain.held.get(place).copied().unwrap_or(false),
                            count: *count,
                        }),
                    }
                }
            }
            width += chain.weights.len();
        }
        let heaviest = cube.chains.iter().flat_map(|chain| &chain.weights).max().copied().unwrap_or(1).max(1);
        let published = |chain: &Chain| chain.published.clone().unwrap_or_else(|| chain.counts.clone());
        let mut state = Self {
            cube,
            base,
            sites: Vec::with_capacity(sites.len()),
            rounded: cube.chains.iter().map(published).collect(),
            errors: vec![0; cube.margins.saturating_mul(width)],
            width,
            heaviest: heaviest.into(),
        };
        for ((cell, quotient), items) in sites {
            let agrees = |draw: &u64| {
                let fixed = fixed.get(&(cell, quotient)).map_or(&[][..], Vec::as_slice);
                fixed.iter().all(|(count, published)| up(*count, *draw, base) == *published)
            };
            let kept = cube.cells.get(cell).and_then(|cell| cell.small).filter(|_| quotient == 0);
            let values = (0..base).filter(|draw| kept.is_none_or(|kept| kept == *draw));
            let mut allowed: Vec<u64> = values.filter(agrees).collect();
            if allowed.is_empty() {
                // Two publications that were made separately need not be consistent.
                allowed = (0..base).collect();
            }
            let id = cube.cells.get(cell).map_or("", |cell| &cell.id);
            // One for all quotients of a cell, so that the errors of a chain start with the same sign.
            let drawn = key.draw(&["u", id]) % base;
            let draw = if allowed.contains(&drawn) { drawn } else { allowed.first().copied().unwrap_or(0) };
            state.sites.push(Site { cell, quotient, items, allowed, draw });
        }
        for site in 0..state.sites.len() {
            state.put(site);
        }
        for (number, chain) in cube.chains.iter().enumerate() {
            let before: usize = cube.chains.iter().take(number).map(|chain| chain.weights.len()).sum();
            for (cell, counts) in chain.counts.iter().enumerate() {
                for (place, count) in counts.iter().enumerate() {
                    let error = state.rounded_of(number, cell, place) as i64 - *count as i64;
                    state.add_error(cell, before + place, error);
                }
            }
        }
        state
    }

    fn rounded_of(&self, chain: usize, cell: usize, place: usize) -> u64 {
        self.rounded.get(chain).and_then(|c| c.get(cell)?.get(place)).copied().unwrap_or(0)
    }

    fn add_error(&mut self, cell: usize, number: usize, error: i64) {
        for margin in self.cube.cells.get(cell).map_or(&[][..], |cell| &cell.margins) {
            if let Some(sum) = self.errors.get_mut(margin * self.width + number) {
                *sum += error;
            }
        }
    }

    /// Rounds the counts of a site by its draw.
    fn put(&mut self, site: usize) {
        let Some(Site { cell, items, draw, .. }) = self.sites.get(site) else { return };
        for item in items {
            let slot = self.rounded.get_mut(item.chain).and_then(|c| c.get_mut(*cell)?.get_mut(item.place));
            if let Some(slot) = slot {
                *slot = up(item.count, *draw, self.base);
            }
        }
    }

    /// Returns whether, with another draw for `site`, the held errors of each chain in the cell stay within the base of
    /// each other.
    fn holds(&self, site: &Site, draw: u64) -> bool {
        let mut before = None;
        site.items.iter().filter(|item| item.is_held).all(|item| {
            if before == Some(item.chain) {
                return true;
            }
            before = Some(item.chain);
            let Some(chain) = self.cube.chains.get(item.chain) else { return true };
            let counts = chain.counts.get(site.cell).into_iter().flatten().zip(&chain.held).enumerate();
            let (mut least, mut greatest) = (0, 0);
            for (place, (count, _)) in counts.filter(|(_, (count, held))| **held && **count > 0) {
                let rounded = if count / self.base == site.quotient {
                    up(*count, draw, self.base)
                } else {
                    self.rounded_of(item.chain, site.cell, place)
                };
                let error = rounded as i64 - *count as i64;
                (least, greatest) = (error.min(least), error.max(greatest));
            }
            greatest - least < self.base as i64
        })
    }

    /// Resamples one draw: the smaller the squared errors in the margins, the more likely a value is.
    fn draw_again(&mut self, number: usize, sweep: usize, heat: i128, key: &Key) {
        let Some(site) = self.sites.get(number) else { return };
        let Some(cell) = self.cube.cells.get(site.cell) else { return };
        if site.allowed.len() < 2 {
            return;
        }
        // By item: the sum of its errors over all margins.
        let lean = |item: &Item| {
            let errors = cell.margins.iter().map(|m| self.errors.get(m * self.width + item.number));
            errors.map(|error| i128::from(error.copied().unwrap_or(0))).sum::<i128>()
        };
        let leans: Vec<i128> = site.items.iter().map(lean).collect();
        let margins = cell.margins.len() as i128;
        let cost = |draw: u64| {
            let of_item = |(item, lean): (&Item, &i128)| {
                let step = i128::from(up(item.count, draw, self.base))
                    - i128::from(up(item.count, site.draw, self.base));
                item.weight * (2 * lean * step + margins * step * step)
            };
            site.items.iter().zip(&leans).map(of_item).sum::<i128>()
        };
        let values = site.allowed.iter().copied();
        let costs: Vec<(u64, i128)> = values
            .filter(|draw| *draw == site.draw || self.holds(site, *draw))
            .map(|draw| (draw, cost(draw)))
            .collect();
        let cheapest = costs.iter().map(|(_, cost)| *cost).min().unwrap_or(0);
        let unit = i128::from(self.base * self.base) * heat * self.heaviest;
        let weights: Vec<u64> =
            costs.iter().map(|(_, cost)| weight((cost - cheapest) * 256 / unit.max(1))).collect();
        let sum: u64 = weights.iter().sum();
        let (sweep, quotient) = (sweep.to_string(), site.quotient.to_string());
        let mut left = key.draw(&["gibbs", &cell.id, &quotient, &sweep]) % sum.max(1);
        let mut chosen = site.draw;
        for ((draw, _), weight) in costs.iter().zip(&weights) {
            chosen = *draw;
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => break,
            }
        }
        let before = site.draw;
        if chosen == before {
            return;
        }
        let (at, base) = (site.cell, self.base);
        let steps: Vec<(usize, i64)> = site
            .items
            .iter()
            .map(|item| {
                (item.number, up(item.count, chosen, base) as i64 - up(item.count, before, base) as i64)
            })
            .collect();
        if let Some(site) = self.sites.get_mut(number) {
            site.draw = chosen;
        }
        self.put(number);
        for (number, step) in steps.into_iter().filter(|(_, step)| *step != 0) {
            self.add_error(at, number, step);
        }
    }
}

/// Returns `2^(−quarters / 4)` in units of 2⁻²⁴, at least [`LEAST`].
fn weight(quarters: i128) -> u64 {
    let quarters = u32::try_from(quarters).unwrap_or(u32::MAX);
    let of_octave = QUARTERS.get((quarters % 4) as usize).copied().unwrap_or(0);
    of_octave.checked_shr(quarters / 4).unwrap_or(0).max(LEAST)
}

/// Rounds `count` to a multiple of `base` with this draw.
pub(super) fn up(count: u64, draw: u64, base: u64) -> u64 {
    count.saturating_add(draw) / base * base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_ever_ruled_out() {
        assert_eq!((weight(0), weight(4), weight(i128::MAX)), (1 << 24, 1 << 23, LEAST));
    }
}
