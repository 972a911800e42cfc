//! Small changes of conditions that no example notices.
//!
//! An example that passes says little if it would pass whatever the rule said. So the conditions of an edition are changed,
//! one small thing at a time: a limit moved by a day or a year, a part of `&&` left out, `all` for `some`, another code,
//! another alternative chosen. A change that makes some example fail is *noticed*. Of each other one the prover behind
//! [`diff`](crate::diff) finds a record that is answered differently, which is returned as an example to add, or proves
//! that there is none: then the change is *equivalent*, and no example could notice it.
//!
//! ```
//! use kvinnofrid::Rules;
//! use kvinnofrid::mutate::Fate;
//!
//! let rules = Rules::from_files([
//!     ("stad/program/2025/regler.rhai".to_owned(), r#"
//!         utgåva("stad/program@2025", #{
//!             revision: "1.0.0", titel: "Program", gäller: period("2025-01-01", "2025-12-31"), antagen: "2024", status: "utkast",
//!         });
//!         källa("P", #{ titel: "Programmet", ställen: #{ "1": "vuxna" } });
//!         målgrupp("vuxna", #{
//!             namn: "Vuxna", källa: "P", ställe: "1", post: "person", villkor: |p| ålder(p.födelsedatum, period.slut) >= 18,
//!         });
//!     "#.into()),
//!     ("stad/program/2025/vuxna.exempel.rhai".to_owned(), r#"
//!         exempel("Fyller arton den sista dagen", #{
//!             post: #{ födelsedatum: "2007-12-31" }, period: "2025", väntat: #{ målgrupper: #{ vuxna: true } },
//!         });
//!     "#.into()),
//! ]);
//! let run = rules.mutations()?;
//! let unnoticed: Vec<_> = run.editions[0].mutants.iter().map(|mutant| mutant.after.as_deref().unwrap()).collect();
//! assert_eq!(unnoticed[..2], ["ålder(p.födelsedatum, period.slut) >= 17", "true"]);
//! let Fate::Unnoticed(witness) = &run.editions[0].mutants[0].fate else { panic!() };
//! assert_eq!(witness.record.to_string(), r#"{"födelsedatum":"2008-01-01"}"#);
//! # Ok::<(), kvinnofrid::Error>(())
//! ```
//!
//! # What is changed
//!
//! Comparisons (`<` for `<=`, the limit one more or one less, another code), `in period` (the first and last day and the days
//! beside them), parts of `&&`, `||`, `??` and of written lists (left out; a code added), `&&` for `||`, `all` for `some`,
//! the last for the first, the opposite of a yes/no value, a whole condition always true, a branch always taken, numbers
//! and codes anywhere else, and the chosen alternative of each reading. A change of a function changes every condition
//! that calls it.
//!
//! A change is compared under the chosen alternatives for the years in which the edition is in force, at most ten, and
//! for the first of them with each other alternative by itself. When a routine is done, and by which day, is not compared: of
//! a change that only reaches that, and no example notices, nothing more is known.
//!
//! # Limits
//!
//! At most 5 000 changes of an edition are tried; how many were left out is said. Changes that only reach what no example can
//! expect anything of (groupings, who was asked a survey's question) are counted as out of reach.

mod judge;
mod mutant;
pub(in crate::author) mod operators;
mod shown;
pub(in crate::author) mod spots;
mod text;

#[cfg(test)]
mod tests;

use crate::author::diff::places::places;
use crate::author::diff::years;
use crate::author::example::Example;
use crate::edition::rules::Rules;
use crate::edition::{Edition, Place};
use crate::findings::boundary::on_own_stack;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use judge::Judge;
pub(in crate::author) use judge::about;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The maximum number of changes of an edition.
const MOST: usize = 5_000;

/// The changes of all editions of a rule set.
#[derive(Clone, Debug)]
pub struct Mutations {
    /// The editions, in the order of their folders.
    pub editions: Vec<EditionMutations>,
}

/// The changes of one edition.
#[derive(Clone, Debug)]
pub struct EditionMutations {
    /// The edition, as `stockholm/kvinnofrid@2012-2014`.
    pub edition: String,
    /// How many changes an example notices.
    pub noticed: usize,
    /// How many change no answer.
    pub equivalent: usize,
    /// How many only reach what no example can expect anything of.
    pub out_of_reach: usize,
    /// How many were not tried.
    pub left_out: usize,
    /// The changes that no example notices, or of which that is not known.
    pub mutants: Vec<Mutant>,
}

/// A change that no example notices.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Where it is.
    pub place: Place,
    /// What is changed, in words.
    pub words: Text,
    /// The text before the change, on one line.
    pub before: String,
    /// The text after it; `None` where the rules would have to be written in another way.
    pub after: Option<String>,
    /// What became of it.
    pub fate: Fate,
}

/// What becomes of a change.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fate {
    /// An example fails.
    Noticed,
    /// It changes no answer.
    Equivalent,
    /// It only reaches what no example can expect anything of.
    OutOfReach,
    /// No example fails, and this record is answered differently.
    Unnoticed(Box<Witness>),
    /// No example fails; the one offered for the change with this number, counted from 1, would.
    ShownBy(usize),
    /// This record is answered differently, but no example of one record shows it: the figure is the same.
    Unshowable(Box<Witness>),
    /// No example fails, and whether any record is answered differently is not decided: the reason.
    Undecided(Text),
}

/// A record that a changed condition answers differently.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The kind of declaration whose answer differs, such as `target_group`.
    pub what: &'static str,
    /// Its id.
    pub id: String,
    /// The record.
    pub record: serde_json::Value,
    /// The period.
    pub period: Period,
    /// The readings that are not the chosen ones.
    pub readings: BTreeMap<String, String>,
    /// The answer of the rules as they are: `true`, `false`, a category or key, or `null` where it is unknown.
    pub before: serde_json::Value,
    /// The answer after the change.
    pub after: serde_json::Value,
    /// The same as a sentence.
    pub sentence: Text,
    /// An `exempel` that the rules pass and the changed ones do not, ready to be named and added.
    pub example: Option<String>,
}

impl Rules {
    /// Changes the conditions of each edition, one small thing at a time, and returns what no example notices.
    ///
    /// # Errors
    /// [`Error::Rules`] if the rule files or examples have errors, [`Error::Argument`] if an example fails: what fails
    /// already notices nothing.
    pub fn mutations(&self) -> Result<Mutations, Error> {
        let run = self.test();
        if run.findings.has_errors() {
            return Err(Error::Rules(Box::new(run.findings)));
        }
        if !run.passed() {
            let text = say!(
                "exempel stämmer inte; rätta dem först (`kvinnofrid test` visar vilka)",
                "some examples fail; correct them first (`kvinnofrid test` shows which)"
            );
            return Err(ArgumentError::new("examples", text).into());
        }
        let mut editions = Vec::new();
        for folder in &self.folders {
            if let Some(edition) = &self.load(folder).edition {
                let examples = on_own_stack(|| self.read_examples(folder)).examples;
                editions.push(mutations(edition, &examples));
            }
        }
        Ok(Mutations { editions })
    }
}

/// Changes the conditions of an edition, whose examples all pass.
fn mutations(edition: &Arc<Edition>, examples: &[Example]) -> EditionMutations {
    let places = places(edition);
    let periods = years(edition, edition);
    let mut judge = Judge::new(edition, examples, &places, &periods);
    let plans = mutant::plans(edition, &places);
    let mut found = EditionMutations {
        edition: edition.id(),
        noticed: 0,
        equivalent: 0,
        out_of_reach: 0,
        left_out: plans.len().saturating_sub(MOST),
        mutants: Vec::new(),
    };
    for plan in plans.into_iter().take(MOST) {
        let Some(changed) = plan.make(edition) else { continue };
        match judge.fate(&changed, &plan.reached, found.mutants.len() + 1) {
            Fate::Noticed => found.noticed += 1,
            Fate::Equivalent if !plan.is_beyond => found.equivalent += 1,
            Fate::OutOfReach => found.out_of_reach += 1,
            fate => found.mutants.push(Mutant {
                place: plan.place,
                words: plan.words,
                before: plan.before,
                after: plan.after,
                fate: match fate {
                    Fate::Equivalent => Fate::Undecided(say!(
                        "när en rutin är klar och senast ska vara det jämförs inte",
                        "when a routine is done and has to be done is not compared"
                    )),
                    fate => fate,
                },
            }),
        }
    }
    found
}
