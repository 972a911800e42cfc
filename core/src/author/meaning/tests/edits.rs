//! Random small edits of the shipped editions against brute force: whatever a verdict says of all records holds of sampled
//! persons, by both evaluators.
//!
//! `MEANING_EDITS` sets the number of edits; the verdicts are printed.

use super::random::Dice;
use crate::Rules;
use crate::author::diff::places::{Place, places};
use crate::author::diff::years;
use crate::author::meaning::confirm::{Outcome, Subject as Evaluated};
use crate::author::meaning::{Condition, Prover, Renamed, Verdict};
use crate::author::mutate::operators::operators;
use crate::author::mutate::spots::spots;
use crate::edition::Edition;
use crate::evaluate::plan::{Count, Plan};
use crate::language::date::Period;
use crate::language::expr::Arena;
use crate::sample::{Sample, SampleOptions};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many persons each edit is held against, and the most elements of a list.
const PERSONS: u64 = 60;
const ELEMENTS: u32 = 4;

/// An edition, and what edits of it are held against.
struct Edited<'e> {
    edition: &'e Edition,
    period: Period,
    chosen: Vec<usize>,
    persons: &'e [Value],
}

impl Edited<'_> {
    /// Returns the verdict on a changed place, and whether some person's answer is greater, and some smaller.
    fn compare(&self, place: &Place, changed: &Arena) -> Option<(Verdict, bool, bool)> {
        let subject = place.subject(self.edition, &self.chosen)?;
        let layout = self.edition.layout();
        let condition = |arena| Condition {
            arena,
            layout,
            subject: &subject,
            categories: place.categories(self.edition),
            period: self.period,
            readings: &self.chosen,
        };
        let arenas = [&self.edition.typed().arena, changed];
        let verdict =
            Prover::new(vec![arenas.map(condition)], &Renamed::new())?.for_verdicts().prove(&[0]).verdict;
        let plan = |arena: &Arena| Plan::of_subject(arena, self.period, &self.chosen, &subject);
        let plans = [plan(arenas[0])?, plan(arenas[1])?];
        let evaluated = plans.each_ref().map(|(plan, count)| Evaluated {
            plan,
            count: *count,
            layout,
            categories: &[],
            by_value: false,
        });
        let (mut greater, mut smaller) = (false, false);
        for person in self.persons {
            let elements: Vec<Option<u32>> = match plans[0].1 {
                Count::Elements { .. } => (0..ELEMENTS).map(Some).collect(),
                _ => vec![None],
            };
            for element in elements {
                let answers = evaluated.each_ref().map(|one| one.evaluate(person, element));
                let [Some(Outcome::Truth(before)), Some(Outcome::Truth(after))] = answers else { continue };
                greater |= before < after;
                smaller |= before > after;
            }
        }
        Some((verdict, greater, smaller))
    }
}

#[test]
fn no_person_contradicts_the_verdict_on_an_edit() {
    let edits = std::env::var_os("MEANING_EDITS").and_then(|n| n.to_str()?.parse().ok()).unwrap_or(60);
    let rules = Rules::embedded();
    let sample = Sample::new(SampleOptions { persons: PERSONS, ..SampleOptions::default() }).unwrap();
    let written = sample.persons().map(|person| {
        let mut json = String::new();
        person.write_json(&mut json);
        json
    });
    let persons: Vec<Value> = written.map(|json| serde_json::from_str(&json).unwrap()).collect();
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut dice, mut wrong, mut differ) = (Dice::new(16, None), Vec::new(), 0);
    for id in ["2012-2014", "2017-2020", "2021-2025"] {
        let edition = rules.programme("stockholm/kvinnofrid").unwrap().edition(id).unwrap();
        let edited = Edited {
            edition: &edition,
            period: years(&edition, &edition)[0],
            chosen: edition.model().interpretations.iter().map(|reading| reading.chosen).collect(),
            persons: &persons,
        };
        let places = places(&edition);
        let spots = spots(&edition, &places, false);
        let mut left = edits / 3 + 1;
        while left > 0 {
            let spot = &spots[dice.below(spots.len())];
            let all = operators(&edition.typed().arena, edition.model(), spot);
            let Some(operator) = all.get(dice.below(all.len())) else { continue };
            let Some(changed) = operator.apply(&edition.typed().arena, spot) else { continue };
            let reached: Vec<usize> = spot.places.iter().copied().collect();
            let place = &places[reached[dice.below(reached.len())]];
            let Some((verdict, greater, smaller)) = edited.compare(place, &changed) else { continue };
            left -= 1;
            differ += usize::from(greater || smaller);
            *verdicts.entry(crate::diff::Verdict::from(verdict).name()).or_default() += 1;
            let is_wrong = match verdict {
                Verdict::Equivalent => greater || smaller,
                Verdict::Looser => smaller,
                Verdict::Stricter => greater,
                Verdict::Different | Verdict::Undecided(_) => false,
            };
            if is_wrong {
                wrong.push(format!(
                    "{} {}: {verdict:?} {operator:?} at {:?}",
                    edition.id(),
                    place.id,
                    spot.span
                ));
            }
        }
    }
    eprintln!("{verdicts:?}; a person shows {differ} of the differences");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(differ > 0);
}
