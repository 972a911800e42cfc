//! Operations on lists.

use super::{Encoder, owner};
use crate::author::meaning::gates::Gates;
use crate::author::meaning::limit::Limit;
use crate::author::meaning::solver::Lit;
use crate::author::meaning::symbol::Symbol;
use crate::evaluate::plan::{List, Op, Picked, order};
use crate::evaluate::scalar::compute;
use crate::language::expr::{Arithmetic, Constant, Fold, Quantifier};
use std::cmp::Ordering;
use std::rc::Rc;

/// The maximum number of values that a sum may have.
const MOST_SUMS: usize = 400;

/// A list: whether it is missing, and for each row that it may have whether it has it.
#[derive(Clone, Debug)]
pub(in crate::author::meaning) struct Rows {
    pub(in crate::author::meaning) missing: Lit,
    pub(in crate::author::meaning) table: u16,
    pub(in crate::author::meaning) first: u32,
    pub(in crate::author::meaning) present: Vec<Lit>,
}

/// An element: its row, and when it certainly and possibly belongs to the filtered list.
struct Element {
    context: Vec<u32>,
    certain: Lit,
    possible: Lit,
}

impl Encoder<'_> {
    /// Returns the list with this owner.
    pub(in crate::author::meaning) fn rows(&mut self, list: &List, context: &[u32]) -> Rows {
        let (place, row) = owner(list, context);
        if let Some(known) = self.lists.get(&(place, row)) {
            return known.clone();
        }
        let length = self.domain.lengths.get(usize::from(list.table)).copied().unwrap_or(0);
        let exists = self.row_present(place.0, row);
        let missing = self.gates.input();
        self.gates.require(&[exists, missing]);
        let present: Vec<Lit> = (0..length).map(|_| self.gates.input()).collect();
        let mut before = !missing;
        for lit in &present {
            // The elements that a list has come first.
            self.gates.require(&[!*lit, before]);
            before = *lit;
        }
        let rows = Rows { missing, table: list.table, first: row * length as u32, present };
        self.lists.insert((place, row), rows.clone());
        rows
    }

    /// Returns whether the record has a row of a table.
    pub(super) fn row_present(&self, table: u16, row: u32) -> Lit {
        if table == 0 {
            return Lit::TRUE;
        }
        let holds = self.lists.values().find_map(|rows| {
            let at = row.checked_sub(rows.first)?;
            (rows.table == table).then(|| rows.present.get(at as usize).copied())?
        });
        holds.unwrap_or(Lit::TRUE)
    }

    /// Returns the elements that a list may have.
    fn elements(&mut self, list: &List, context: &[u32]) -> Result<(Lit, Vec<Element>), Limit> {
        let rows = self.rows(list, context);
        let mut elements = Vec::with_capacity(rows.present.len());
        for (number, present) in rows.present.iter().enumerate() {
            let mut context = context.get(..usize::from(list.depth)).unwrap_or(context).to_vec();
            context.push(rows.first + number as u32);
            let (yes, no) = match list.keep {
                Some(keep) => {
                    let keep = self.value(keep, &context)?;
                    (keep.yes(), keep.no())
                }
                None => (Lit::TRUE, Lit::FALSE),
            };
            let (certain, possible) = (self.gates.and([*present, yes]), self.gates.and([*present, !no]));
            elements.push(Element { context, certain, possible });
        }
        Ok((rows.missing, elements))
    }

    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        list: &List,
        item: Op,
        context: &[u32],
    ) -> Result<Symbol, Limit> {
        let (missing, elements) = self.elements(list, context)?;
        let some = quantifier == Quantifier::Some;
        let (mut decided, mut open) = (Vec::new(), vec![!missing]);
        for element in elements {
            let item = self.value(item, &element.context)?;
            let (decides, not) = if some { (item.yes(), item.no()) } else { (item.no(), item.yes()) };
            decided.push(self.gates.and([element.possible, decides]));
            open.push(self.gates.or([!element.possible, not]));
        }
        let (decided, open) = (self.gates.or(decided), self.gates.and(open));
        Ok(if some { Symbol::truth(decided, open) } else { Symbol::truth(open, decided) })
    }

    pub(super) fn folded(
        &mut self,
        fold: Fold,
        list: &List,
        item: Option<Op>,
        context: &[u32],
    ) -> Result<Symbol, Limit> {
        let (missing, elements) = self.elements(list, context)?;
        let mut certain = vec![!missing];
        let mut items: Vec<(Lit, Rc<Symbol>)> = Vec::new();
        for element in elements {
            let value = match item {
                Some(item) => self.value(item, &element.context)?,
                None => Rc::new(Symbol::constant(&Constant::Bool(true))),
            };
            let known = value.known(&mut self.gates);
            let sure = self.gates.and([element.certain, known]);
            certain.push(self.gates.or([!element.possible, sure]));
            items.push((element.possible, value));
        }
        let certain = self.gates.and(certain);
        let cases = match fold {
            Fold::Count => {
                let one = |(belongs, value): (Lit, Rc<Symbol>)| (belongs, value.yes());
                self.counted(items.into_iter().map(one))
            }
            Fold::Sum => self.summed(Constant::Int(0), &items)?,
            Fold::DecimalSum => self.summed(Constant::Decimal(0.into()), &items)?,
            Fold::Min => self.extreme(Ordering::Less, &items),
            Fold::Max => self.extreme(Ordering::Greater, &items),
        };
        let cases: Vec<(Constant, Lit)> =
            cases.into_iter().map(|(value, lit)| (value, self.gates.and([certain, lit]))).collect();
        Ok(Symbol::of(&mut self.gates, cases))
    }

    /// Returns when how many elements belong and have a true value.
    fn counted(&mut self, items: impl Iterator<Item = (Lit, Lit)>) -> Vec<(Constant, Lit)> {
        let mut counts = vec![Lit::TRUE];
        for (belongs, yes) in items {
            let one = self.gates.and([belongs, yes]);
            let mut next = Vec::with_capacity(counts.len() + 1);
            for number in 0..=counts.len() {
                let stays = counts.get(number).copied().unwrap_or(Lit::FALSE);
                let grows = number.checked_sub(1).and_then(|n| counts.get(n).copied()).unwrap_or(Lit::FALSE);
                let (stays, grows) = (self.gates.and([stays, !one]), self.gates.and([grows, one]));
                next.push(self.gates.or([stays, grows]));
            }
            counts = next;
        }
        (0..).map(Constant::Int).zip(counts).collect()
    }

    /// Returns when the values of the elements that belong have which sum.
    fn summed(&mut self, zero: Constant, items: &[(Lit, Rc<Symbol>)]) -> Result<Vec<(Constant, Lit)>, Limit> {
        let mut sums = vec![(zero, Lit::TRUE)];
        for (belongs, value) in items {
            let known = value.known(&mut self.gates);
            let mut next = Vec::new();
            for (sum, lit) in &sums {
                next.push((sum.clone(), self.gates.and([*lit, !*belongs])));
                next.push((sum.clone(), self.gates.and([*lit, *belongs, !known])));
                for (value, when) in value.cases() {
                    let lit = self.gates.and([*lit, *belongs, *when]);
                    let numbers = (super::number(sum), super::number(value));
                    let total = match numbers {
                        (Some(a), Some(b)) => compute(Arithmetic::Add, a, b).ok().and_then(super::constant),
                        _ => None,
                    };
                    match total {
                        Some(total) => next.push((total, lit)),
                        None => self.gates.require(&[!lit]),
                    }
                }
            }
            sums = Symbol::of(&mut self.gates, next).cases().to_vec();
            if sums.len() > MOST_SUMS {
                return Err(Limit::TooLarge);
            }
        }
        Ok(sums)
    }

    /// Returns when which value is the least or the greatest of those that belong.
    fn extreme(&mut self, wanted: Ordering, items: &[(Lit, Rc<Symbol>)]) -> Vec<(Constant, Lit)> {
        let mut values: Vec<(Constant, Lit)> = Vec::new();
        for (belongs, value) in items {
            for (value, lit) in value.cases() {
                values.push((value.clone(), self.gates.and([*belongs, *lit])));
            }
        }
        let mut values = Symbol::of(&mut self.gates, values).cases().to_vec();
        values.sort_by(|(a, _), (b, _)| {
            let order = order(a, b).unwrap_or(Ordering::Equal);
            if wanted == Ordering::Less { order } else { order.reverse() }
        });
        let mut before = Lit::FALSE;
        let mut cases = Vec::with_capacity(values.len());
        for (value, lit) in values {
            cases.push((value, self.gates.and([lit, !before])));
            before = self.gates.or([before, lit]);
        }
        cases
    }

    pub(super) fn picked(
        &mut self,
        picked: Picked,
        list: &List,
        then: Op,
        context: &[u32],
    ) -> Result<Symbol, Limit> {
        let (missing, elements) = self.elements(list, context)?;
        let mut days = Vec::with_capacity(elements.len());
        let mut values = Vec::with_capacity(elements.len());
        // Elements of which it is uncertain whether they are picked.
        let mut uncertain = Vec::new();
        for element in &elements {
            uncertain.push(self.gates.and([element.possible, !element.certain]));
            if let Some(by) = picked.by() {
                let day = self.value(by, &element.context)?;
                let known = day.known(&mut self.gates);
                uncertain.push(self.gates.and([element.certain, !known]));
                days.push(day);
            }
            values.push(self.value(then, &element.context)?);
        }
        let uncertain = self.gates.or(uncertain);
        let mut cases = Vec::new();
        for at in 0..elements.len() {
            let mut is_picked = vec![!missing, !uncertain, elements[at].certain];
            for other in (0..elements.len()).filter(|other| *other != at) {
                let better = better(&mut self.gates, picked, &days, at, other);
                let beaten = self.gates.and([elements[other].certain, better]);
                is_picked.push(!beaten);
            }
            let is_picked = self.gates.and(is_picked);
            for (value, lit) in values[at].cases() {
                cases.push((value.clone(), self.gates.and([is_picked, *lit])));
            }
        }
        if picked.by().is_some() {
            self.shared(&elements, &values, uncertain, &mut cases);
        }
        Ok(Symbol::of(&mut self.gates, cases))
    }

    /// Adds the value that all candidates have, where it is uncertain which one is picked but some is.
    fn shared(
        &mut self,
        elements: &[Element],
        values: &[Rc<Symbol>],
        uncertain: Lit,
        cases: &mut Vec<(Constant, Lit)>,
    ) {
        let some = self.gates.or(elements.iter().map(|element| element.certain));
        let mut all: Vec<Constant> = Vec::new();
        for (value, _) in values.iter().flat_map(|value| value.cases()) {
            if !all.contains(value) {
                all.push(value.clone());
            }
        }
        for value in all {
            let mut agree = vec![uncertain, some];
            for (element, own) in elements.iter().zip(values) {
                agree.push(self.gates.or([!element.possible, own.is(&value)]));
            }
            cases.push((value, self.gates.and(agree)));
        }
    }
}

/// Returns when the element `other` is picked before `at`, if both belong and have a day.
fn better(gates: &mut Gates, picked: Picked, days: &[Rc<Symbol>], at: usize, other: usize) -> Lit {
    let later = other > at;
    let order = match picked {
        Picked::First => return (!later).into(),
        Picked::Last => return later.into(),
        Picked::Latest(_) => Ordering::Greater,
        Picked::Earliest(_) => Ordering::Less,
    };
    let (Some(own), Some(day)) = (days.get(at), days.get(other)) else { return Lit::FALSE };
    // Of several on one day the last in the list is picked.
    let orders = if later { vec![order, Ordering::Equal] } else { vec![order] };
    day.ordered(gates, own, &orders)
}
