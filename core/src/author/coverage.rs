//! Which conditions, parts, codes and alternatives no example turns both ways.
//!
//! ```
//! use kvinnofrid::Rules;
//!
//! let run = Rules::embedded().coverage()?;
//! let edition = run.editions.iter().find(|edition| edition.edition == "stockholm/kvinnofrid@2012-2014").unwrap();
//! assert!(edition.conditions > 100 && edition.turned <= edition.conditions);
//! # Ok::<(), kvinnofrid::Error>(())
//! ```
//!
//! # What counts
//!
//! A condition is turned both ways if it is true in some example and false in some, where its value matters: a part of `&&`
//! while no other part is false, a part of `||` while no other is true, a branch while its condition does not rule it
//! out, an element's condition while the element belongs to the list; and only in what the example expects something
//! of. A code of a written list is turned if some example has it there. An alternative of a reading is turned if an
//! example is run under it that expects something of what depends on the reading.
//!
//! That says less than [`mutate`](crate::mutate): what is turned both ways may still be wrong without an example
//! noticing. It is faster, and names what to begin with.

mod shown;
mod walk;

#[cfg(test)]
mod tests;

use crate::author::diff::places::{Place as At, places};
use crate::author::example::{About, Example};
use crate::author::mutate::about;
use crate::author::mutate::spots::{Spot, spots};
use crate::edition::rules::Rules;
use crate::edition::{Edition, Place};
use crate::findings::boundary::on_own_stack;
use crate::findings::error::Error;
use crate::language::expr::{Constant, Id, Kind, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use walk::Seen;

/// What the examples of a rule set turn both ways.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The editions, in the order of their folders.
    pub editions: Vec<EditionCoverage>,
}

/// What the examples of one edition turn both ways.
#[derive(Clone, Debug)]
pub struct EditionCoverage {
    /// The edition, as `stockholm/kvinnofrid@2012-2014`.
    pub edition: String,
    /// How many conditions and parts, codes of written lists, and alternatives it has.
    pub conditions: usize,
    /// How many of these are turned.
    pub turned: usize,
    /// The others: by their place, alternatives last.
    pub gaps: Vec<Gap>,
}

/// What no example turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub lacks: Lacks,
}

/// What is missing among the examples.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lacks {
    /// A condition, by its text, is never true.
    True(String),
    /// It is never false.
    False(String),
    /// It is neither.
    Both(String),
    /// A code of a written list, by the text around it and the code, never occurs.
    Code(String, String),
    /// An alternative of a reading, by their ids, is never chosen.
    Alternative(String, String),
}

impl Rules {
    /// Returns what the examples of each edition turn both ways.
    ///
    /// # Errors
    /// [`Error::Rules`] if the rule files or examples have errors.
    pub fn coverage(&self) -> Result<Coverage, Error> {
        let mut editions = Vec::new();
        for folder in &self.folders {
            let loaded = self.load(folder);
            let read = on_own_stack(|| self.read_examples(folder));
            let Some(edition) = &loaded.edition else {
                return Err(Error::Rules(Box::new(loaded.findings.clone())));
            };
            if read.findings.has_errors() {
                return Err(Error::Rules(Box::new(read.findings)));
            }
            editions.push(coverage(edition, &read.examples)?);
        }
        Ok(Coverage { editions })
    }
}

fn coverage(edition: &Arc<Edition>, examples: &[Example]) -> Result<EditionCoverage, Error> {
    let places: Vec<At> = places(edition).into_iter().filter(|place| about(place).is_some()).collect();
    let abouts: Vec<Option<About>> = places.iter().map(about).collect();
    let mut seen = Seen::default();
    let mut chosen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let depends: Vec<BTreeSet<usize>> = places.iter().map(|place| place.depends(edition).0).collect();
    for example in examples {
        let expected = example.abouts();
        let asked: Vec<usize> = abouts
            .iter()
            .enumerate()
            .filter(|(_, about)| about.as_ref().is_some_and(|about| expected.contains(about)))
            .map(|(at, _)| at)
            .collect();
        let readings = edition.readings(&example.readings)?;
        for reading in asked.iter().filter_map(|at| depends.get(*at)).flatten() {
            chosen.extend(readings.get(*reading).map(|alternative| (*reading, *alternative)));
        }
        let asked: Vec<&At> = asked.iter().filter_map(|at| places.get(*at)).collect();
        walk::example(edition, example, &readings, &asked, &mut seen)?;
    }
    let mut found = EditionCoverage { edition: edition.id(), conditions: 0, turned: 0, gaps: Vec::new() };
    for spot in spots(edition, &places, false) {
        found.of_spot(edition, &spot, &seen);
    }
    let relevant: BTreeSet<usize> = depends.iter().flatten().copied().collect();
    for number in relevant {
        let Some(reading) = edition.model().interpretations.get(number) else { continue };
        for (at, (alternative, _)) in reading.alternatives.iter().enumerate() {
            let lacks = Lacks::Alternative(reading.id.clone(), alternative.clone());
            found.count(chosen.contains(&(number, at)), edition.place(reading.span), lacks);
        }
    }
    Ok(found)
}

impl EditionCoverage {
    fn count(&mut self, turned: bool, place: Place, lacks: Lacks) {
        self.conditions += 1;
        if turned {
            self.turned += 1;
        } else {
            self.gaps.push(Gap { place, lacks });
        }
    }

    fn of_spot(&mut self, edition: &Edition, spot: &Spot, seen: &Seen) {
        let arena = &edition.typed().arena;
        let Some(first) = spot.ids.first() else { return };
        let node = &arena[*first];
        let readings: Vec<usize> = edition.model().interpretations.iter().map(|it| it.chosen).collect();
        let is_decided = edition.decided_by_reading(*first, &readings).is_some();
        // A negation says what its operand does, and a constant nothing.
        if node.ty != Type::Bool || is_decided || matches!(node.kind, Kind::Constant(_) | Kind::Not(_)) {
            return;
        }
        let text = edition.snippet(spot.span);
        let (yes, no) = spot
            .ids
            .iter()
            .filter_map(|id| seen.truths.get(id))
            .fold((false, false), |all, of| (all.0 || of.0, all.1 || of.1));
        let lacks = match (yes, no) {
            (false, false) => Lacks::Both(text.clone()),
            (false, true) => Lacks::True(text.clone()),
            _ => Lacks::False(text.clone()),
        };
        self.count(yes && no, edition.place(spot.span), lacks);
        let Kind::In(_, items) = &node.kind else { return };
        for (at, item) in items.iter().enumerate() {
            let item = &arena[*item];
            if let (Kind::Constant(Constant::Code(code)), Type::Code(list)) = (&item.kind, &item.ty)
                && let Some(name) = list.codes().get(usize::from(*code))
            {
                let turned = spot.ids.iter().any(|id| seen.codes.contains(&(*id, at)));
                self.count(turned, edition.place(item.span), Lacks::Code(text.clone(), name.clone()));
            }
        }
    }
}

/// The values that conditions were seen to have, by expression.
type Truths = BTreeMap<Id, (bool, bool)>;
