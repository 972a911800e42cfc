//! The typed conditions of an edition.

use super::casework::TypedCasework;
use crate::language::expr::{Arena, Id, ListRef, Slot};
use crate::language::model::Choice;
use crate::language::syntax::Reads;
use std::collections::BTreeMap;

/// The typed conditions of an edition, in the order of its [`Model`].
#[derive(Clone, Debug)]
pub struct Typed {
    /// All expressions.
    pub arena: Arena,
    /// The condition of each target group.
    pub groups: Vec<Choice<Id>>,
    /// The measure of each indicator.
    pub indicators: Vec<TypedIndicator>,
    /// The category of a record in each grouping.
    pub groupings: Vec<Choice<Id>>,
    /// Routines, instruments, activities and resources.
    pub casework: TypedCasework,
    /// The calls of the author's functions that answer yes or no, each where it was inlined.
    pub calls: Vec<TypedCall>,
    /// Where the rules read each reading, by its id.
    pub reads: BTreeMap<String, Reads>,
}

/// A call of one of the author's functions.
#[derive(Clone, Debug)]
pub struct TypedCall {
    /// The name of the function.
    pub function: String,
    /// What it is called with.
    pub arguments: Vec<Given>,
    /// What it answers: yes or no.
    pub answer: Id,
}

/// What a function is called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// A row, and its table.
    Row(Slot, usize),
    /// A value.
    Value(Id),
    /// The period.
    Period,
    /// A list, a condition, or a row that is picked from a list.
    Other,
}

/// The typed conditions of one indicator.
#[derive(Clone, Debug)]
pub struct TypedIndicator {
    /// The population that is counted in place of the target group.
    pub population: Choice<Option<Id>>,
    /// The measure.
    pub measure: TypedMeasure,
    /// The surveyed population, of a survey share.
    pub asked: Option<Choice<Id>>,
}

impl TypedIndicator {
    /// Returns the roots of its conditions.
    pub(crate) fn roots(&self) -> Vec<Id> {
        let mut roots: Vec<Id> = self.population.values().iter().flatten().copied().collect();
        roots.extend(self.asked.iter().flat_map(Choice::values));
        match &self.measure {
            TypedMeasure::Share { of, that } => roots.extend(of.values().iter().chain(that.values())),
            TypedMeasure::Count { of, keys } => {
                roots.extend(keys.values().iter().flatten().flatten());
                roots.extend(of.values().iter().filter_map(Counted::condition));
            }
        }
        roots
    }

    /// Returns the indices of the readings that its conditions depend on.
    pub(crate) fn choosing(&self) -> impl Iterator<Item = usize> {
        let measure = match &self.measure {
            TypedMeasure::Count { of, keys } => [of.reading(), keys.reading()],
            TypedMeasure::Share { of, that } => [of.reading(), that.reading()],
        };
        let asked = self.asked.as_ref().and_then(Choice::reading);
        measure.into_iter().chain([self.population.reading(), asked]).flatten()
    }

    /// Returns the list whose elements are counted, unless records are.
    pub(crate) fn list(&self) -> Option<&ListRef> {
        let TypedMeasure::Count { of, .. } = &self.measure else { return None };
        of.values().iter().find_map(|counted| match counted {
            Counted::Elements(list) => Some(list),
            Counted::Records(_) => None,
        })
    }
}

impl Typed {
    /// Returns the root of every condition.
    pub(crate) fn roots(&self) -> Vec<Id> {
        let mut roots: Vec<Id> =
            self.groups.iter().chain(&self.groupings).flat_map(Choice::values).copied().collect();
        roots.extend(self.indicators.iter().flat_map(TypedIndicator::roots));
        roots.extend(self.casework.roots());
        roots
    }
}

/// The measure of an indicator.
#[derive(Clone, Debug)]
pub enum TypedMeasure {
    /// Counts records or elements, by key. There is one key for each value of `of`, in the same order.
    Count {
        /// The counted unit.
        of: Choice<Counted>,
        /// The key that distinct units have.
        keys: Choice<Option<Vec<Id>>>,
    },
    /// A share.
    Share {
        /// The denominator.
        of: Choice<Id>,
        /// The numerator.
        that: Choice<Id>,
    },
}

/// The unit of a count.
#[derive(Clone, Copy, Debug)]
pub enum Counted {
    /// Records that satisfy the condition.
    Records(Id),
    /// Elements of a list.
    Elements(ListRef),
}

impl Counted {
    /// The condition on what is counted; `None` if all elements of a list are.
    pub(crate) fn condition(&self) -> Option<Id> {
        match self {
            Self::Records(id) => Some(*id),
            Self::Elements(list) => list.keep,
        }
    }
}
