//! A demo city of which it is known how many nobody knows: how often the estimates of its baseline hold the true number.

use super::super::partial::{Content, Linked};
use super::super::persons::{Contacts, Persons};
use super::super::{Baseline, BaselinePartial, Beside, Dependence};
use crate::figures::estimate::{Estimate, Method};
use crate::findings::text::Lang;
use crate::language::truth::Truth;
use std::sync::LazyLock;

/// Persons exposed to violence in the city.
const PERSONS: u64 = 1_500;

/// The number of seeds: 20, or the value of `KVINNOFRID_COVERAGE_SEEDS`.
fn seeds() -> u64 {
    std::env::var_os("KVINNOFRID_COVERAGE_SEEDS").and_then(|seeds| seeds.to_str()?.parse().ok()).unwrap_or(20)
}

/// Returns the baseline of the police, social services and a shelter. With `referral` the police make known to social
/// services that share of those whom they meet. Whom the police meet once they may meet again.
fn city(seed: u64, referral: f64, dependence: Dependence) -> Baseline {
    let mut random = super::completions::Random::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let mut happens = |chance: f64| (random.below(1 << 32) as f64) < chance * (1_u64 << 32) as f64;
    let mut persons = Persons::new(None);
    let before = |one: &str, other: &str| one < other;
    for source in ["jour", "polis", "socialtjänst"] {
        persons.source(source, before);
    }
    for person in 0..PERSONS {
        let key = format!("p{person}");
        let (mut police, shelter) = (0, happens(0.20));
        while police < 9 && happens(0.30) {
            police += 1;
        }
        let social = happens(0.25) || (police > 0 && happens(referral));
        (0..police).for_each(|_| persons.add(1, Some(&key), (Truth::True, Contacts::ONE), 0));
        if shelter {
            persons.add(0, Some(&key), (Truth::True, Contacts::ONE), 0);
        }
        if social {
            persons.add(2, Some(&key), (Truth::True, Contacts::ONE), 0);
        }
    }
    let empty = super::linked(&[], &super::BaselineOptions::default(), &[]);
    let (period, linked) = empty.single().unwrap();
    let linked = Linked { header: linked.header.clone(), content: Content::Persons(persons) };
    BaselinePartial::of([(period, linked)])
        .finish(&Beside { estimate: true, dependence, ..Beside::default() })
        .unwrap()
}

/// The cities whose sources are independent of each other, and those whose police refer to social services.
static INDEPENDENT: LazyLock<Vec<Baseline>> =
    LazyLock::new(|| (0..seeds()).map(|seed| city(seed, 0.0, Dependence::Unknown)).collect());
static REFERRING: LazyLock<Vec<Baseline>> =
    LazyLock::new(|| (0..seeds()).map(|seed| city(seed, 0.4, Dependence::Referral)).collect());

/// Returns the estimate by this method from these sources.
fn estimate(baseline: &Baseline, method: Method, sources: &[usize]) -> Option<Estimate> {
    let attempts = &baseline.tables[0].estimates;
    let found = attempts.iter().find(|attempt| attempt.method == method && attempt.sources == sources)?;
    found.outcome.clone().ok()
}

fn holds_all(estimate: &Estimate) -> bool {
    let (interval, persons) = (estimate.interval(), PERSONS as f64);
    interval.lower <= persons && persons <= interval.upper
}

/// Returns the share of the cities for which `holds` is true.
fn share(cities: &[Baseline], holds: impl Fn(&Baseline) -> bool) -> f64 {
    cities.iter().filter(|city| holds(city)).count() as f64 / cities.len() as f64
}

/// The lowest accepted coverage: four standard errors below 0.95.
fn least() -> f64 {
    0.95 - 4.0 * (0.95 * 0.05 / seeds() as f64).sqrt()
}

const POLICE_AND_SOCIAL: [usize; 2] = [1, 2];

#[test]
fn where_sources_are_independent_the_intervals_hold_the_true_number() {
    let covers = |method: Method, sources: &[usize]| {
        share(&INDEPENDENT, |city| estimate(city, method, sources).is_some_and(|one| holds_all(&one)))
    };
    let two = covers(Method::Chapman, &POLICE_AND_SOCIAL);
    let three = covers(Method::LogLinear, &[0, 1, 2]);
    eprintln!("independent sources, {} cities: Chapman {two}, log-linear of least AIC {three}", seeds());
    assert!(two >= least(), "{two}");
    // The model was chosen from the data, which its interval ignores.
    assert!(three >= least() - 0.1, "{three}");
}

#[test]
fn where_sources_refer_to_each_other_the_estimate_is_a_lower_bound_and_says_so() {
    let cities: Vec<Estimate> =
        REFERRING.iter().filter_map(|city| estimate(city, Method::Chapman, &POLICE_AND_SOCIAL)).collect();
    assert_eq!(cities.len() as u64, seeds());
    let below = cities.iter().filter(|estimate| estimate.total < PERSONS as f64).count();
    let held = cities.iter().filter(|estimate| holds_all(estimate)).count();
    eprintln!(
        "police refer to social services, {} cities: below the true number {below}, interval holds it {held}",
        seeds()
    );
    assert_eq!(below, cities.len());
    for estimate in &cities {
        assert_eq!(estimate.direction.get(Lang::Sv), "en undre gräns: källorna hänvisar till varandra");
        assert!(estimate.seen as f64 <= estimate.total);
    }
}

#[test]
fn where_sources_refer_to_each_other_least_aic_finds_the_pair() {
    let found = share(&REFERRING, |baseline| {
        let attempts = &baseline.tables[0].estimates;
        let chosen = attempts.iter().find(|attempt| attempt.method == Method::LogLinear);
        let pairs = chosen.and_then(|attempt| attempt.pairs.clone()).unwrap_or_default();
        pairs.contains(&(POLICE_AND_SOCIAL[0], POLICE_AND_SOCIAL[1]))
    });
    eprintln!("police refer to social services, {} cities: least AIC finds the pair {found}", seeds());
    assert!(found > 0.95, "{found}");
}

#[test]
fn repeated_contacts_give_a_lower_bound_where_persons_differ() {
    // Whom the police meet is decided anew each time, with the same chance: geometric, so some are met more than others.
    let below = share(&INDEPENDENT, |baseline| {
        estimate(baseline, Method::Chao, &[1]).is_some_and(|chao| chao.interval().lower < PERSONS as f64)
    });
    eprintln!("one register, {} cities: Chao's interval begins below the true number {below}", seeds());
    assert!(below > 0.95, "{below}");
}
