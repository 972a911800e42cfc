//! Under which readings two editions are compared.

use crate::edition::Edition;
use crate::language::model::{Interpretation, Model};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of combinations of alternatives. With more, each alternative is tried by itself.
const MOST: usize = 600;

/// The index of the chosen alternative of each reading, in the old and the new edition.
pub(super) type Chosen = [Vec<usize>; 2];

/// Returns the combinations of the readings with these indices, and whether these are all. The first one is that of the
/// alternatives that each edition chooses; in the others a reading that both editions have gets the same alternative in both.
pub(super) fn combinations(
    old: &Edition,
    new: &Edition,
    depends: [&BTreeSet<usize>; 2],
) -> (Vec<Chosen>, bool) {
    let models = [old.model(), new.model()];
    let start = models.map(|model| model.interpretations.iter().map(|i| i.chosen).collect::<Vec<usize>>());
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for (model, numbers) in models.iter().zip(depends) {
        ids.extend(
            numbers.iter().filter_map(|number| model.interpretations.get(*number)).map(|i| i.id.as_str()),
        );
    }
    let options: Vec<Vec<Alternative>> = ids.iter().map(|id| alternatives(models, id)).collect();
    let product = options.iter().fold(1usize, |product, of| product.saturating_mul(of.len().max(1)));
    let mut found = vec![start.clone()];
    let mut add = |chosen: Chosen| {
        if !found.contains(&chosen) {
            found.push(chosen);
        }
    };
    if product > MOST {
        for of_reading in &options {
            for alternative in of_reading {
                let mut chosen = start.clone();
                alternative.put(&mut chosen);
                add(chosen);
            }
        }
        return (found, false);
    }
    let mut all = vec![start];
    for of_reading in options.iter().filter(|of| !of.is_empty()) {
        all = all
            .iter()
            .flat_map(|chosen| {
                of_reading.iter().map(|alternative| {
                    let mut chosen = chosen.clone();
                    alternative.put(&mut chosen);
                    chosen
                })
            })
            .collect();
    }
    // The first one is found already; looking each up would take the square of their number.
    let first = found.first().cloned();
    found.extend(all.into_iter().filter(|chosen| Some(chosen) != first.as_ref()));
    (found, true)
}

/// One alternative of a reading: the index of the reading and of the alternative, in each edition that has both.
struct Alternative([Option<(usize, usize)>; 2]);

impl Alternative {
    fn put(&self, chosen: &mut Chosen) {
        for (place, chosen) in self.0.iter().zip(chosen) {
            if let Some((reading, alternative)) = place
                && let Some(slot) = chosen.get_mut(*reading)
            {
                *slot = *alternative;
            }
        }
    }
}

/// Returns the alternatives of a reading: those that both editions have, or all of the one that has the reading.
fn alternatives(models: [&Model; 2], id: &str) -> Vec<Alternative> {
    let find = |model: &Model| model.interpretation(id);
    let get = |model: &'_ Model, number: usize| model.interpretations.get(number).map(ids_of);
    match [find(models[0]), find(models[1])] {
        [Some(old), Some(new)] => {
            let (before, after) =
                (get(models[0], old).unwrap_or_default(), get(models[1], new).unwrap_or_default());
            let both = before.iter().enumerate().filter_map(|(place, name)| {
                let other = after.iter().position(|other| other == name)?;
                Some(Alternative([Some((old, place)), Some((new, other))]))
            });
            both.collect()
        }
        [Some(old), None] => {
            let many = get(models[0], old).unwrap_or_default().len();
            (0..many).map(|place| Alternative([Some((old, place)), None])).collect()
        }
        [None, Some(new)] => {
            let many = get(models[1], new).unwrap_or_default().len();
            (0..many).map(|place| Alternative([None, Some((new, place))])).collect()
        }
        [None, None] => Vec::new(),
    }
}

fn ids_of(reading: &Interpretation) -> Vec<String> {
    reading.alternatives.iter().map(|(id, _)| id.clone()).collect()
}

/// Returns the readings of a combination that are not the chosen ones, by id.
pub(super) fn switched(editions: [&Edition; 2], chosen: &Chosen) -> BTreeMap<String, String> {
    let mut switched = BTreeMap::new();
    for (edition, chosen) in editions.into_iter().zip(chosen) {
        for (reading, place) in edition.model().interpretations.iter().zip(chosen) {
            if *place != reading.chosen
                && let Some((alternative, _)) = reading.alternatives.get(*place)
            {
                switched.insert(reading.id.clone(), alternative.clone());
            }
        }
    }
    switched
}
