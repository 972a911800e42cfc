//! Builds the clause of a condition from its typed expression.

use super::clause::Clause;
use crate::edition::Edition;
use crate::findings::text::{Lang, Text, say};
use crate::language::expr::{Comparison, Constant, Id, Kind, Quantifier, Type};

/// The maximum number of expressions in a sentence: a name bound by `let` is spelled out at each use.
const MOST_PARTS: usize = 1_000;
/// The maximum height of an expression in a sentence.
const HIGHEST: u32 = 120;

/// Builds clauses under given readings.
pub(super) struct Builder<'e> {
    pub(super) edition: &'e Edition,
    pub(super) readings: &'e [usize],
    parts: usize,
}

impl<'e> Builder<'e> {
    pub(super) fn new(edition: &'e Edition, readings: &'e [usize]) -> Self {
        Self { edition, readings, parts: 0 }
    }

    /// Counts an expression; returns whether it is too large to be put into words.
    pub(super) fn is_too_much(&mut self, id: Id) -> bool {
        self.parts += 1;
        self.parts > MOST_PARTS || self.edition.typed().arena.height(id) > HIGHEST
    }

    /// Returns what makes `id` true, or false if `wanted` is false.
    pub(super) fn condition(&mut self, id: Id, wanted: bool) -> Clause {
        if self.is_too_much(id) {
            return self.as_written(id, wanted);
        }
        let edition = self.edition;
        let node = &edition.typed().arena[id];
        match &node.kind {
            Kind::Constant(Constant::Bool(value)) if *value == wanted => Clause::Always,
            // What is missing is neither true nor false.
            Kind::Constant(_) => Clause::Never,
            Kind::Not(inner) => self.condition(*inner, !wanted),
            Kind::And(items) | Kind::Or(items) => {
                let mut parts: Vec<Clause> = items.iter().map(|item| self.condition(*item, wanted)).collect();
                if matches!(node.kind, Kind::And(_)) != wanted {
                    return Clause::any(parts);
                }
                // A fact about the latest element implies that there is one.
                let there: Vec<(Text, Clause)> =
                    items.iter().filter_map(|item| self.picked_from(*item)).collect();
                parts.retain(|part| match part {
                    Clause::Exists { list, such, negated: false } => {
                        !there.iter().any(|(known, kept)| known == list && *kept == **such)
                    }
                    _ => true,
                });
                Clause::all(parts)
            }
            Kind::Compare(comparison, a, b) => self.comparison(id, *comparison, (*a, *b), wanted),
            Kind::In(a, items) => {
                if let Some(value) = self.constant(*a) {
                    let among: Vec<Option<Constant>> =
                        items.iter().map(|item| self.constant(*item)).collect();
                    if among.iter().all(Option::is_some) {
                        return truth(among.contains(&Some(value)) == wanted);
                    }
                }
                let values: Option<Vec<Text>> = items.iter().map(|item| self.value(*item)).collect();
                match (self.value(*a), values) {
                    (Some(subject), Some(values)) => Clause::OneOf { subject, values, negated: !wanted },
                    _ => self.as_written(id, wanted),
                }
            }
            Kind::InPeriod(a) => self.about(
                *a,
                &if wanted {
                    say!("ligger i perioden", "is in the period")
                } else {
                    say!("inte ligger i perioden", "is not in the period")
                },
                (id, wanted),
            ),
            Kind::Known(a) => self.known(*a, wanted),
            Kind::Coalesce(items) => self.coalesce(items, wanted),
            Kind::If(condition, then, otherwise) => {
                let holds = self.condition(*condition, true);
                match holds {
                    Clause::Always => return self.condition(*then, wanted),
                    Clause::Never if self.constant_truth(*condition) == Some(false) => {
                        return self.condition(*otherwise, wanted);
                    }
                    _ => {}
                }
                let (then, otherwise) = (self.condition(*then, wanted), self.condition(*otherwise, wanted));
                match (then, otherwise) {
                    (Clause::Always, otherwise) => Clause::any(vec![holds, otherwise]),
                    (then, Clause::Never) => Clause::all(vec![holds, then]),
                    (Clause::Never, otherwise) => {
                        Clause::all(vec![self.condition(*condition, false), otherwise])
                    }
                    (then, Clause::Always) => Clause::any(vec![self.condition(*condition, false), then]),
                    (then, otherwise) if then == otherwise => then,
                    (then, otherwise) => Clause::If(Box::new(holds), Box::new(then), Box::new(otherwise)),
                }
            }
            Kind::Quantified { quantifier, list, item } => {
                let name = self.list_name(list);
                let mut of = list.keep.map_or(Clause::Always, |keep| self.condition(keep, true));
                if (*quantifier == Quantifier::Some) == wanted {
                    let such = self.condition(*item, *quantifier == Quantifier::Some);
                    return match Clause::all(vec![of, such]) {
                        Clause::Never => Clause::Never,
                        such => Clause::Exists { list: name, such: Box::new(such), negated: false },
                    };
                }
                if *quantifier == Quantifier::Some {
                    let such = Clause::all(vec![of, self.condition(*item, true)]);
                    return match such {
                        Clause::Never => Clause::Always,
                        such => Clause::Exists { list: name, such: Box::new(such), negated: true },
                    };
                }
                // `all(|x| !a(x) || b(x))` speaks of those that are `a`.
                let such = match &edition.typed().arena[*item].kind {
                    Kind::Or(parts) => {
                        let (not, rest): (Vec<Id>, Vec<Id>) = parts
                            .iter()
                            .partition(|part| matches!(edition.typed().arena[**part].kind, Kind::Not(_)));
                        if rest.is_empty() {
                            self.condition(*item, true)
                        } else {
                            let also = not.iter().map(|part| self.condition(*part, false));
                            of = Clause::all(std::iter::once(of).chain(also.collect::<Vec<_>>()).collect());
                            Clause::any(rest.iter().map(|part| self.condition(*part, true)).collect())
                        }
                    }
                    _ => self.condition(*item, true),
                };
                match (&of, &such) {
                    (Clause::Never, _) | (_, Clause::Always) => Clause::Always,
                    _ => Clause::Every { list: name, of: Box::new(of), such: Box::new(such) },
                }
            }
            Kind::Column { .. } | Kind::Pick { .. } => self.about(
                id,
                &if wanted { say!("är ja", "is yes") } else { say!("är nej", "is no") },
                (id, wanted),
            ),
            _ => self.as_written(id, wanted),
        }
    }

    fn comparison(&mut self, id: Id, comparison: Comparison, (a, b): (Id, Id), wanted: bool) -> Clause {
        let (left, right) = (self.constant(a), self.constant(b));
        if let (Some(left), Some(right)) = (&left, &right)
            && matches!(comparison, Comparison::Equal | Comparison::NotEqual)
        {
            return truth(((left == right) == (comparison == Comparison::Equal)) == wanted);
        }
        let (a, b, comparison, target) = match left {
            Some(left) if right.is_none() => (b, a, comparison.mirrored(), Some(left)),
            _ => (a, b, comparison, right),
        };
        let equal = match comparison {
            Comparison::Equal => Some(wanted),
            Comparison::NotEqual => Some(!wanted),
            _ => None,
        };
        if let (Some(equal), Some(Constant::Bool(value))) = (equal, &target) {
            return self.condition(a, *value == equal);
        }
        let (Some(subject), Some(other)) = (self.value(a), self.value_in_unit(b, a)) else {
            return self.as_written(id, wanted);
        };
        if let Some(equal) = equal {
            return Clause::OneOf { subject, values: vec![other], negated: !equal };
        }
        let comparison = if wanted { comparison } else { opposite(comparison) };
        let day = self.edition.typed().arena[a].ty == Type::Date;
        let (sv, en) = match (comparison, day) {
            (Comparison::Less, true) => ("är före", "is before"),
            (Comparison::LessOrEqual, true) => ("är senast", "is no later than"),
            (Comparison::Greater, true) => ("är efter", "is after"),
            (Comparison::GreaterOrEqual, true) => ("är tidigast", "is no earlier than"),
            (Comparison::Less, false) => ("är under", "is below"),
            (Comparison::LessOrEqual, false) => ("är högst", "is at most"),
            (Comparison::Greater, false) => ("är över", "is above"),
            _ => ("är minst", "is at least"),
        };
        let (subject_sv, subject_en) = (subject.get(Lang::Sv), subject.get(Lang::En));
        let (other_sv, other_en) = (other.get(Lang::Sv), other.get(Lang::En));
        Clause::Fact(say!("{subject_sv} {sv} {other_sv}", "{subject_en} {en} {other_en}"))
    }

    /// Returns the list, and the filter, of which a condition compares one selected element.
    fn picked_from(&mut self, id: Id) -> Option<(Text, Clause)> {
        let arena = &self.edition.typed().arena;
        let id = self.taken(id);
        let compared = match &arena[id].kind {
            Kind::Compare(_, a, _) | Kind::In(a, _) => self.taken(*a),
            _ => id,
        };
        let Kind::Pick { list, .. } = &arena[compared].kind else { return None };
        let kept = list.keep.map_or(Clause::Always, |keep| self.condition(keep, true));
        Some((self.list_name(list), kept))
    }

    /// Returns the branch of `id` that readings select, if it is an `if` that they decide.
    fn taken(&mut self, id: Id) -> Id {
        let mut taken = id;
        while let Kind::If(condition, then, otherwise) = self.edition.typed().arena[taken].kind {
            taken = match self.constant_truth(condition) {
                Some(true) => then,
                Some(false) => otherwise,
                None => break,
            };
        }
        taken
    }

    /// Returns that a value is known, or that it is missing.
    fn known(&mut self, id: Id, wanted: bool) -> Clause {
        let edition = self.edition;
        match &edition.typed().arena[id].kind {
            Kind::Column { .. } => {
                let name = self.field_name(id);
                let (sv, en) = (name.get(Lang::Sv), name.get(Lang::En));
                Clause::Fact(match wanted {
                    true => say!("uppgift om {sv} finns", "information on {en} is there"),
                    false => say!("uppgift om {sv} saknas", "information on {en} is missing"),
                })
            }
            // The chain of a parameter: before its first day it has no value.
            Kind::If(condition, then, otherwise) => {
                let (then, otherwise) = (self.known(*then, wanted), self.known(*otherwise, wanted));
                match (then, otherwise) {
                    (Clause::Always, Clause::Never) => self.condition(*condition, true),
                    (Clause::Never, Clause::Always) => self.condition(*condition, false),
                    (Clause::Always, rest) => Clause::any(vec![self.condition(*condition, true), rest]),
                    (Clause::Never, rest) => Clause::all(vec![self.condition(*condition, false), rest]),
                    (then, otherwise) => Clause::If(
                        Box::new(self.condition(*condition, true)),
                        Box::new(then),
                        Box::new(otherwise),
                    ),
                }
            }
            Kind::Constant(constant) => truth((*constant != Constant::Missing) == wanted),
            Kind::Chosen(_) | Kind::PeriodStart | Kind::PeriodEnd => truth(wanted),
            _ => match self.value(id) {
                Some(value) => {
                    let (sv, en) = (value.get(Lang::Sv), value.get(Lang::En));
                    Clause::Fact(match wanted {
                        true => say!("det är känt vad {sv} är", "it is known what {en} is"),
                        false => say!("det inte är känt vad {sv} är", "it is not known what {en} is"),
                    })
                }
                None => self.as_written(id, wanted),
            },
        }
    }

    /// `a ?? b` of yes/no values: true if `a` is true, or if `a` is missing and `b` is true.
    fn coalesce(&mut self, items: &[Id], wanted: bool) -> Clause {
        let Some((first, rest)) = items.split_first() else { return Clause::Never };
        let own = self.condition(*first, wanted);
        if rest.is_empty() {
            return own;
        }
        let otherwise = self.coalesce(rest, wanted);
        if otherwise == Clause::Never {
            return own;
        }
        let missing = match self.edition.typed().arena[*first].kind {
            Kind::Column { .. } => self.known(*first, false),
            _ => {
                let said = self.condition(*first, true).said();
                let (sv, en) = (said.get(Lang::Sv), said.get(Lang::En));
                Clause::Fact(say!("det är okänt om {sv}", "it is unknown whether {en}"))
            }
        };
        Clause::any(vec![own, Clause::all(vec![missing, otherwise])])
    }

    fn about(&mut self, subject: Id, rest: &Text, (id, wanted): (Id, bool)) -> Clause {
        match self.value(subject) {
            Some(subject) => {
                let joined = |lang: Lang| format!("{} {}", subject.get(lang), rest.get(lang));
                Clause::Fact(Text::new(joined(Lang::Sv), joined(Lang::En)))
            }
            None => self.as_written(id, wanted),
        }
    }

    /// Returns the condition as the rule file writes it, for what has no words.
    fn as_written(&self, id: Id, wanted: bool) -> Clause {
        let text = self.edition.snippet(self.edition.typed().arena[id].span);
        Clause::Fact(match wanted {
            true => say!("`{text}` är sant", "`{text}` is true"),
            false => say!("`{text}` är falskt", "`{text}` is false"),
        })
    }

    /// Returns the value of an expression that no record changes.
    pub(super) fn constant(&self, id: Id) -> Option<Constant> {
        match &self.edition.typed().arena[id].kind {
            Kind::Constant(constant) => Some(constant.clone()),
            Kind::Chosen(number) => {
                self.readings.get(*number).and_then(|place| u16::try_from(*place).ok()).map(Constant::Code)
            }
            _ => None,
        }
    }

    /// Returns whether a condition that readings alone decide holds; `None` if the record matters.
    pub(super) fn constant_truth(&mut self, id: Id) -> Option<bool> {
        match (self.condition(id, true), self.condition(id, false)) {
            (Clause::Always, _) => Some(true),
            (_, Clause::Always) => Some(false),
            _ => None,
        }
    }
}

fn truth(holds: bool) -> Clause {
    if holds { Clause::Always } else { Clause::Never }
}

fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
    }
}
