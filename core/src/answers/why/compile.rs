//! Compiles a target group's typed condition to the parts that can decide it, under one plan.

use super::{Number, Part, Reason, Why};
use crate::edition::Edition;
use crate::evaluate::plan::{Op, Operation, Plan, PlanMap};
use crate::findings::span::Span;
use crate::language::expr::{Constant, Id, Kind};
use std::collections::HashMap;
use std::sync::Arc;

/// The maximum length of a condition's text in a reason: a condition may be as long as its file, and be used by a
/// thousand groups.
const MOST_CHARACTERS: usize = 500;

/// Compiles the conditions of target groups.
pub(crate) struct Compiler<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) readings: &'a [usize],
    pub(crate) plan: &'a Plan,
    pub(crate) map: &'a PlanMap,
}

/// The name of a part: its source span, and whether it is negated there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Named {
    span: Span,
    negated: bool,
}

/// The context in which a part is reached.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Context {
    /// Whether it is below an odd number of `!`.
    negated: bool,
    /// Its name, if it is directly below a `!`.
    named: Option<Named>,
    /// Whether it may be true, and false, when it is reached; it may always be unknown. An operand of a true
    /// conjunction (or false disjunction) is not reached.
    may_be: [bool; 2],
}

impl Context {
    /// Returns the context of an operand.
    fn on(self) -> Self {
        Self { named: None, ..self }
    }

    fn may_be(self, value: bool) -> bool {
        self.may_be[usize::from(!value)]
    }
}

impl Compiler<'_> {
    /// Compiles the reasons of the group with this index; `None` if there is no such group.
    pub(crate) fn group(&self, number: usize) -> Option<Why> {
        let id = self.edition.model().groups.get(number)?.id.as_str();
        let condition = *self.edition.typed().groups.get(number)?.under(self.readings)?;
        let mut group = Group {
            of: self,
            id: id.into(),
            parts: Vec::new(),
            reasons: Vec::new(),
            known: HashMap::new(),
            numbers: HashMap::new(),
        };
        group.part(condition, Context { negated: false, named: None, may_be: [true; 2] })?;
        let Group { parts, reasons, .. } = group;
        Some(Why { parts, reasons })
    }

    fn is(&self, op: Op, value: bool) -> bool {
        let constant = self.plan.operations.get(op.0 as usize);
        matches!(constant, Some(Operation::Constant(Constant::Bool(found))) if *found == value)
    }
}

/// The state of compiling one group.
struct Group<'a> {
    of: &'a Compiler<'a>,
    id: Arc<str>,
    parts: Vec<Part>,
    reasons: Vec<Arc<Reason>>,
    /// The compiled parts, since a part named by `let` may occur in several places.
    known: HashMap<(Id, Context), usize>,
    numbers: HashMap<Arc<str>, (Number, Span)>,
}

impl Group<'_> {
    /// Compiles the condition `id` in this context, or returns the index of the part if it is already compiled.
    fn part(&mut self, id: Id, context: Context) -> Option<usize> {
        if let Some(known) = self.known.get(&(id, context)) {
            return Some(*known);
        }
        let at = self.make(id, context)?;
        self.known.insert((id, context), at);
        Some(at)
    }

    fn make(&mut self, id: Id, context: Context) -> Option<usize> {
        let node = &self.of.edition.typed().arena[id];
        let own = context.named.unwrap_or(Named { span: node.span, negated: context.negated });
        match &node.kind {
            Kind::Not(inner) if self.reading(id).is_none() => {
                let [may_be_true, may_be_false] = context.may_be;
                let may_be = [may_be_false, may_be_true];
                self.part(*inner, Context { negated: !context.negated, named: Some(own), may_be })
            }
            Kind::And(items) => self.joined(id, items, false, own, context),
            Kind::Or(items) => self.joined(id, items, true, own, context),
            Kind::If(condition, then, otherwise) => {
                self.branch(id, (*condition, *then, *otherwise), own, context)
            }
            _ => self.leaf(id, own),
        }
    }

    /// Compiles `&&`, or `||` if true is `absorbing`.
    fn joined(
        &mut self,
        id: Id,
        items: &[Id],
        absorbing: bool,
        own: Named,
        context: Context,
    ) -> Option<usize> {
        let mut asked = Vec::with_capacity(items.len());
        for item in items {
            let op = self.op(*item)?;
            if self.of.is(op, absorbing) {
                return self.part(*item, context.on());
            }
            if !self.of.is(op, !absorbing) {
                asked.push((op, *item));
            }
        }
        match asked.as_slice() {
            // Readings and period decide all operands.
            [] => self.part(*items.first()?, context.on()),
            [(_, only)] => self.part(*only, context.on()),
            _ => {
                let sign = match context.named {
                    // The `!` is its sign.
                    Some(_) => "",
                    None if absorbing => " ||",
                    None => " &&",
                };
                let whole = context.may_be(!absorbing).then(|| self.number(own, sign, None));
                let may_be = [absorbing && context.may_be(true), !absorbing && context.may_be(false)];
                let to_part = Context { may_be, ..context.on() };
                let parts = asked.into_iter().map(|(op, item)| Some((op, self.part(item, to_part)?)));
                let parts = parts.collect::<Option<_>>()?;
                let part = Part::Joined { op: self.op(id)?, absorbing, whole, parts };
                Some(self.add(part))
            }
        }
    }

    fn branch(&mut self, id: Id, parts: (Id, Id, Id), own: Named, context: Context) -> Option<usize> {
        let (condition, then, otherwise) = parts;
        let asked = self.op(condition)?;
        if self.of.is(asked, true) {
            return self.part(then, context.on());
        }
        if self.of.is(asked, false) {
            return self.part(otherwise, context.on());
        }
        if self.op(then)? == self.op(otherwise)? {
            return self.leaf(id, own);
        }
        let whole = context.may_be.contains(&true).then(|| self.number(own, "", None));
        let to_condition = Context { negated: false, may_be: [false; 2], named: None };
        let part = Part::Branch {
            asks: [self.op(id)?, asked],
            condition: self.part(condition, to_condition)?,
            then: self.part(then, context.on())?,
            otherwise: self.part(otherwise, context.on())?,
            whole,
        };
        Some(self.add(part))
    }

    fn leaf(&mut self, id: Id, named: Named) -> Option<usize> {
        let reading = self.reading(id);
        let number = self.number(named, "", reading);
        Some(self.add(Part::Leaf(number)))
    }

    fn add(&mut self, part: Part) -> usize {
        self.parts.push(part);
        self.parts.len() - 1
    }

    fn op(&self, id: Id) -> Option<Op> {
        self.of.map.op(id, 0)
    }

    fn reading(&self, id: Id) -> Option<(String, String)> {
        self.of.edition.decided_by_reading(id, self.of.readings)
    }

    /// Returns the index of the reason at a place, reusing an existing one.
    fn number(
        &mut self,
        Named { span, negated }: Named,
        sign: &str,
        reading: Option<(String, String)>,
    ) -> Number {
        let edition = self.of.edition;
        let place = edition.place(span);
        let code: Arc<str> = match &reading {
            Some((id, alternative)) => format!("{id}={alternative}").into(),
            None => {
                let (file, line, column) =
                    (crate::edition::folder::file_in_edition(&place.file), place.line, place.column);
                let under = if negated { " !" } else { "" };
                format!("{file}:{line}:{column}{sign}{under}").into()
            }
        };
        if let Some((known, _at)) = self.numbers.get(&code) {
            #[cfg(test)]
            assert!(*_at == span || reading.is_some(), "{code} stands for two parts");
            return *known;
        }
        let number = self.reasons.len() as Number;
        self.numbers.insert(Arc::clone(&code), (number, span));
        let (group, condition) = (Arc::clone(&self.id), shortened(edition.snippet(span)));
        self.reasons.push(Arc::new(Reason { group, code, condition, place, negated, reading }));
        number
    }
}

fn shortened(mut condition: String) -> String {
    if let Some((end, _)) = condition.char_indices().nth(MOST_CHARACTERS) {
        condition.truncate(end);
        condition.push('…');
        condition.shrink_to_fit();
    }
    condition
}
