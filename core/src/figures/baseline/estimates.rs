//! The dark figure (mörkertal): how many no source knows, estimated from the tables by every method that fits them.

use super::tables::Cell;
use crate::edition::options::Dependence;
use crate::figures::estimate::{Candidate, Estimate, Method, Overlaps, Pair, Refusal, Register, TwoLists};

/// The most sources whose log-linear models are fitted for every stratum: with five there are 1 024 models of each.
const MOST_FOR_STRATA: usize = 4;

/// One method, applied to some of the sources.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// The method.
    pub method: Method,
    /// The sources that it was applied to, by number.
    pub sources: Vec<usize>,
    /// The estimate, or why there is none.
    pub outcome: Result<Estimate, Refusal>,
    /// Of log-linear models: the pairs of sources whose dependence the chosen model allows for, by place in `sources`.
    pub pairs: Option<Vec<Pair>>,
    /// Of log-linear models: every model that it was chosen from.
    pub candidates: Vec<Candidate>,
}

impl Attempt {
    fn of(method: Method, sources: &[usize], outcome: Result<Estimate, Refusal>) -> Self {
        Self { method, sources: sources.to_vec(), outcome, pairs: None, candidates: Vec::new() }
    }
}

/// Applies every method to the persons of a cell who are certainly in a source.
pub(super) fn attempts(cell: &Cell, dependence: Dependence, is_total: bool) -> Vec<Attempt> {
    let sources = cell.times.len();
    let mut attempts = Vec::new();
    let certain: Vec<(u8, u64)> =
        cell.persons.iter().map(|((certain, _), persons)| (*certain, *persons)).collect();
    let both = |mask: u8| -> u64 {
        certain.iter().filter(|(those, _)| those & mask == mask).map(|(_, persons)| *persons).sum()
    };
    for other in 0..sources {
        for one in 0..other {
            let (a, b) = (1_u8 << one, 1_u8 << other);
            let lists = TwoLists::new(both(a), both(b), both(a | b));
            let outcome = lists.and_then(|lists| lists.chapman(dependence));
            attempts.push(Attempt::of(Method::Chapman, &[one, other], outcome));
        }
    }
    let fits = if is_total { 5 } else { MOST_FOR_STRATA };
    if (3..=fits).contains(&sources) {
        attempts.extend(log_linear(&certain, sources, dependence));
    }
    for (source, times) in cell.times.iter().enumerate() {
        let known = times.iter().filter_map(|(times, persons)| Some(((*times)?, *persons)));
        // Who has no contact is not seen by a register of contacts.
        attempts.extend(repeated(source, known.filter(|(times, _)| *times > 0)));
    }
    attempts
}

fn log_linear(certain: &[(u8, u64)], sources: usize, dependence: Dependence) -> Vec<Attempt> {
    let all: Vec<usize> = (0..sources).collect();
    let combinations: Vec<(String, u64)> = (1..1_u16 << sources)
        .map(|mask| {
            let digits = (0..sources).map(|source| if mask >> source & 1 == 1 { '1' } else { '0' }).collect();
            let those = certain.iter().filter(|(certain, _)| u16::from(*certain) == mask);
            (digits, those.map(|(_, persons)| *persons).sum())
        })
        .collect();
    let combinations: Vec<(&str, u64)> =
        combinations.iter().map(|(digits, n)| (digits.as_str(), *n)).collect();
    let lists = match Overlaps::new(&combinations) {
        Ok(lists) => lists,
        Err(refusal) => return vec![Attempt::of(Method::LogLinear, &all, Err(refusal))],
    };
    let selection = lists.select(dependence);
    let chosen = Attempt {
        pairs: selection.pairs,
        candidates: selection.candidates,
        ..Attempt::of(Method::LogLinear, &all, selection.estimate)
    };
    vec![chosen, Attempt::of(Method::ChaoOverLists, &all, lists.chao())]
}

/// Returns the estimates from how often the persons of one source recur in it.
fn repeated(source: usize, times: impl Iterator<Item = (u32, u64)>) -> Vec<Attempt> {
    /// Who recurs more often bears on the mean of the zero-truncated distribution only.
    const MOST_TIMES: u32 = 1_000;
    let mut seen: Vec<u64> = Vec::new();
    for (times, persons) in times {
        let place = times.clamp(1, MOST_TIMES) as usize;
        seen.resize(seen.len().max(place), 0);
        if let Some(count) = seen.get_mut(place - 1) {
            *count += persons;
        }
    }
    let of = |method, outcome| Attempt::of(method, &[source], outcome);
    let register = match Register::new(&seen) {
        Ok(register) if seen.len() > 1 => register,
        // One contact of each person says nothing of how often they recur.
        Ok(_) => return vec![of(Method::Chao, Err(Refusal::NobodyTwice))],
        Err(refusal) => return vec![of(Method::Chao, Err(refusal))],
    };
    vec![
        of(Method::Chao, register.chao()),
        of(Method::ChaoBiasCorrected, register.chao_bias_corrected()),
        of(Method::ZeroTruncatedPoisson, register.zero_truncated_poisson()),
        of(Method::Zelterman, register.zelterman()),
    ]
}
