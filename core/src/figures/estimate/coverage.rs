//! How often the intervals cover the true number of a simulated city, and how referral biases them.

use super::*;

/// The number of seeds: 40, or the value of `KVINNOFRID_COVERAGE_SEEDS`.
fn seeds() -> u64 {
    std::env::var_os("KVINNOFRID_COVERAGE_SEEDS").and_then(|seeds| seeds.to_str()?.parse().ok()).unwrap_or(40)
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Random(u64);

impl Random {
    fn happens(&mut self, chance: f64) -> bool {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        ((bits >> 11) as f64) < chance * (1_u64 << 53) as f64
    }
}

/// Persons in a city of which some are known to the police, social services and a shelter.
const PERSONS: u64 = 2_000;

/// Returns the combinations of three lists in which the persons of one city are found. With `referral` the police make
/// known to social services that share of those whom they have found.
fn city(seed: u64, referral: f64) -> [u64; 8] {
    let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let mut counts = [0; 8];
    for _ in 0..PERSONS {
        let police = random.happens(0.30);
        let social = random.happens(0.25) || (police && random.happens(referral));
        let shelter = random.happens(0.20);
        counts[usize::from(police) | usize::from(social) << 1 | usize::from(shelter) << 2] += 1;
    }
    counts
}

fn police_and_social(counts: [u64; 8], dependence: Dependence) -> Estimate {
    let of = |list: usize| -> u64 { (0..8).filter(|h| h & list == list).map(|h| counts[h]).sum() };
    TwoLists::new(of(1), of(2), of(3)).unwrap().chapman(dependence).unwrap()
}

fn all_three(counts: [u64; 8]) -> Overlaps {
    let names = ["000", "100", "010", "110", "001", "101", "011", "111"];
    let combinations: Vec<_> = names.into_iter().zip(counts).skip(1).collect();
    Overlaps::new(&combinations).unwrap()
}

/// Returns the share of the cities for which `holds` is true.
fn share_of_cities(holds: impl Fn(u64) -> bool) -> f64 {
    (0..seeds()).filter(|&seed| holds(seed)).count() as f64 / seeds() as f64
}

fn holds_all(interval: Interval) -> bool {
    let persons = PERSONS as f64;
    interval.lower <= persons && persons <= interval.upper
}

/// The lowest accepted coverage: four standard errors below 0.95.
fn least_coverage() -> f64 {
    0.95 - 4.0 * (0.95 * 0.05 / seeds() as f64).sqrt()
}

#[test]
fn independent_lists_hold_the_true_number_in_their_intervals() {
    let two =
        share_of_cities(|seed| holds_all(police_and_social(city(seed, 0.0), Dependence::Unknown).interval()));
    let three = share_of_cities(|seed| {
        holds_all(all_three(city(seed, 0.0)).estimate(&[], Dependence::Unknown).unwrap().interval())
    });
    eprintln!("coverage under independence: Chapman {two}, log-linear {three}");
    assert!(two >= least_coverage() && three >= least_coverage(), "{two} {three}");
}

#[test]
fn lists_that_refer_to_each_other_give_a_lower_bound_and_say_so() {
    let below = share_of_cities(|seed| {
        let estimate = police_and_social(city(seed, 0.3), Dependence::Referral);
        assert!(estimate.direction.get(Lang::Sv).starts_with("en undre gräns"));
        assert!(estimate.direction.get(Lang::En).starts_with("a lower bound"));
        estimate.total < PERSONS as f64 && estimate.interval().lower < PERSONS as f64
    });
    let covered = share_of_cities(|seed| {
        holds_all(police_and_social(city(seed, 0.3), Dependence::Referral).interval())
    });
    eprintln!("under referral: below the true number {below}, interval holds it {covered}");
    assert!(below > 0.99, "{below}");
    assert!(covered < 0.05, "the city refers so little that this test shows nothing: {covered}");
}

#[test]
fn a_model_of_the_referral_holds_the_true_number_again() {
    let covered = share_of_cities(|seed| {
        let lists = all_three(city(seed, 0.3));
        holds_all(lists.estimate(&[(0, 1)], Dependence::Unknown).unwrap().interval())
    });
    let chosen = share_of_cities(|seed| {
        let selection = all_three(city(seed, 0.3)).select(Dependence::Unknown);
        selection.pairs.is_some_and(|pairs| pairs.contains(&(0, 1)))
    });
    eprintln!("under referral: its model holds the true number {covered}, AIC finds it {chosen}");
    assert!(covered >= least_coverage(), "{covered}");
    assert!(chosen > 0.99, "{chosen}");
}
