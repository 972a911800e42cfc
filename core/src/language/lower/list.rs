//! Calls of list methods.

use super::Lowerer;
use super::call::shape;
use super::construct::not_a_condition;
use super::operand::{List, Names, Operand, Row};
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::expr::{Constant, Fold, Id, Kind, ListRef, Pick, Quantifier, Slot, Type};
use crate::language::functions::{Builtin, Folded, Means};
use crate::language::syntax::{Expr, ExprKind};
use std::collections::BTreeMap;

/// What list methods are called in other languages.
const ELSEWHERE: &[(&str, &str)] = &[
    ("any", "some"),
    ("exists", "some"),
    ("finns", "some"),
    ("någon", "some"),
    ("något", "some"),
    ("några", "some"),
    ("every", "all"),
    ("each", "all"),
    ("alla", "all"),
    ("varje", "all"),
    ("ingen", "none"),
    ("inget", "none"),
    ("inga", "none"),
    ("antal", "count"),
    ("antalet", "count"),
    ("räkna", "count"),
    ("where", "filter"),
    ("där", "filter"),
    ("filtrera", "filter"),
    ("välj", "filter"),
    ("summa", "sum"),
    ("summera", "sum"),
    ("total", "sum"),
    ("minst", "min"),
    ("minimum", "min"),
    ("störst", "max"),
    ("maximum", "max"),
    ("första", "first"),
    ("sista", "last"),
    ("latest", "senaste"),
    ("earliest", "tidigaste"),
    ("length", "len"),
    ("size", "len"),
    ("längd", "len"),
    ("includes", "contains"),
    ("innehåller", "contains"),
];

impl Lowerer<'_> {
    /// Types `list.method(…)`, where `args` are the arguments after the list.
    pub(super) fn list_method(
        &mut self,
        function: Builtin,
        list: List,
        args: &[Expr],
        names: &Names,
        (name_span, span): (Span, Span),
    ) -> Option<Operand> {
        let row = function.row();
        self.arity(args.len(), row.takes.len() - 1, name_span, &shape(function))?;
        let argument = |i: usize| args.get(i);
        match &row.means {
            Means::Quantified { quantifier, negated } => {
                let item = self.condition_of(argument(0)?, &list, names)?;
                let id = self.quantified(*quantifier, &list, item, span);
                Some(Operand::Value(match negated {
                    true => self.arena.push(Kind::Not(id), Type::Bool, span),
                    false => id,
                }))
            }
            Means::Fold { fold, of: Folded::Condition } => {
                let item = self.condition_of(argument(0)?, &list, names)?;
                Some(Operand::Value(self.fold(*fold, &list, Some(item), Type::Int, span)))
            }
            Means::Fold { fold, of: Folded::Element } => {
                Some(Operand::Value(self.fold(*fold, &list, None, Type::Int, span)))
            }
            Means::Fold { fold, of } => self.of_values(*fold, *of == Folded::Ordered, &list, span),
            Means::Filter => {
                let condition = self.condition_of(argument(0)?, &list, names)?;
                Some(Operand::List(self.filtered(list, condition, span)))
            }
            Means::Map => {
                let item = self.value_of(argument(0)?, &list, names)?;
                Some(Operand::List(List { item: Some(item), ..list }))
            }
            Means::Contains => {
                let value = self.value(argument(0)?, names)?;
                self.contains(&list, value, span).map(Operand::Value)
            }
            Means::Placed { last } => self.pick(if *last { Pick::Last } else { Pick::First }, list, span),
            Means::Dated { latest } => {
                let day = self.value_of(argument(0)?, &list, names);
                let keep = self.condition_of(argument(1)?, &list, names);
                let (day, keep) = (day?, keep?);
                if self.arena[day].ty != Type::Date {
                    let (sv, en) = self.arena[day].ty.names();
                    let at = self.arena[day].span;
                    return self.report(
                        Diagnostic::error(
                            code::TYPE_MISMATCH,
                            at,
                            say!(
                                "vilket element som är senast avgörs av ett datum, men här står {sv}",
                                "which element is latest is decided by a date, but here is {en}"
                            ),
                        )
                        .help(say!(
                            "skriv `lista.senaste(|e| e.datum, |e| …)`",
                            "write `list.latest(|e| e.date, |e| …)`"
                        )),
                    );
                }
                let list = self.filtered(list, keep, span);
                self.pick(if *latest { Pick::Latest(day) } else { Pick::Earliest(day) }, list, span)
            }
            _ => None,
        }
    }

    /// Filters a list by a further `condition`.
    fn filtered(&mut self, list: List, condition: Id, span: Span) -> List {
        let keep = match list.list.keep {
            Some(before) => self.arena.push(Kind::And(vec![before, condition]), Type::Bool, span),
            None => condition,
        };
        List { list: ListRef { keep: Some(keep), ..list.list }, ..list }
    }

    fn fold(&mut self, fold: Fold, list: &List, item: Option<Id>, ty: Type, span: Span) -> Id {
        let id = self.arena.push(Kind::Fold { fold, list: list.list, item }, ty, span);
        self.through(&list.picks, id)
    }

    pub(super) fn quantified(&mut self, quantifier: Quantifier, list: &List, item: Id, span: Span) -> Id {
        let kind = Kind::Quantified { quantifier, list: list.list, item };
        let id = self.arena.push(kind, Type::Bool, span);
        self.through(&list.picks, id)
    }

    /// A fold over values: numbers, or days if the fold depends on their order only.
    fn of_values(&mut self, fold: Fold, ordered: bool, list: &List, span: Span) -> Option<Operand> {
        let ty = list.item.map(|item| self.arena[item].ty.clone());
        let fits = ty.as_ref().is_some_and(|ty| ty.is_number() || (ordered && *ty == Type::Date));
        let Some(ty) = ty.filter(|_| fits) else {
            return self.report(
                Diagnostic::error(
                    code::TYPE_MISMATCH,
                    span,
                    say!(
                        "det här frågas om en lista av tal eller datum",
                        "this is asked of a list of numbers or dates"
                    ),
                )
                .help(say!(
                    "ta ut värdena först: `lista.map(|x| x.tillfällen).sum()`",
                    "take the values out first: `list.map(|x| x.tillfällen).sum()`"
                )),
            );
        };
        Some(Operand::Value(self.fold(fold.of_type(&ty), list, list.item, ty, span)))
    }

    /// Selects one element: a row, or the value that the list was mapped to.
    fn pick(&mut self, pick: Pick, list: List, span: Span) -> Option<Operand> {
        let mut picks = list.picks;
        picks.push((pick, list.list));
        match list.item {
            None => Some(Operand::Row(Row { slot: list.list.slot, table: list.list.table, picks })),
            Some(item) => {
                let span = self.arena[item].span.to(span);
                let then = self.arena[item].clone();
                let then = self.arena.push(then.kind, then.ty, span);
                Some(Operand::Value(self.through(&picks, then)))
            }
        }
    }

    /// Wraps `id` in the picks that select its row.
    pub(super) fn through(&mut self, picks: &[(Pick, ListRef)], id: Id) -> Id {
        picks.iter().rev().fold(id, |then, (pick, list)| {
            let (ty, span) = (self.arena[then].ty.clone(), self.arena[then].span);
            self.arena.push(Kind::Pick { pick: *pick, list: *list, then }, ty, span)
        })
    }

    /// Returns what the parameter of a closure over the list is bound to.
    fn element(&self, list: &List) -> Operand {
        match list.item {
            Some(item) => Operand::Value(item),
            None => Operand::Row(Row { slot: list.list.slot, table: list.list.table, picks: Vec::new() }),
        }
    }

    fn inside(&mut self, closure: &Expr, list: &List, names: &Names) -> Option<(Operand, Span)> {
        let element = self.element(list);
        match &closure.kind {
            ExprKind::Closure(body) => {
                Some((self.apply(body, element, names, closure.span)?, body.body.span))
            }
            ExprKind::Name(name) => match names.get(name).cloned() {
                Some(Operand::Closure(body, home, calls)) => {
                    // A named closure is typed where it is written, not in the function that calls it.
                    let asking = std::mem::replace(&mut self.calls, calls.to_vec());
                    let applied = self.apply(&body, element, &home, closure.span);
                    self.calls = asking;
                    Some((applied?, body.body.span))
                }
                _ => self.closure_expected(closure.span),
            },
            _ => self.closure_expected(closure.span),
        }
    }

    fn closure_expected<T>(&mut self, span: Span) -> Option<T> {
        self.report(
            Diagnostic::error(
                code::TYPE_MISMATCH,
                span,
                say!("här ska ett villkor på elementen stå", "a condition on the elements should stand here"),
            )
            .help(say!("skriv det som `|x| x.fält == …`", "write it as `|x| x.field == …`")),
        )
    }

    fn value_of(&mut self, closure: &Expr, list: &List, names: &Names) -> Option<Id> {
        let (operand, span) = self.inside(closure, list, names)?;
        self.as_value(&operand, span)
    }

    fn condition_of(&mut self, closure: &Expr, list: &List, names: &Names) -> Option<Id> {
        let id = self.value_of(closure, list, names)?;
        self.truth(id)
    }

    /// Returns the list with a slot of its own, so that two closures over it don't share their element.
    pub(super) fn freshen(&mut self, list: &List) -> List {
        let slot = self.arena.fresh_slot();
        let mut renamed = Renaming { from: list.list.slot, to: slot, done: BTreeMap::new() };
        let keep = list.list.keep.map(|id| renamed.copy(self, id));
        let item = list.item.map(|id| renamed.copy(self, id));
        List { list: ListRef { slot, keep, ..list.list }, item, picks: list.picks.clone() }
    }

    pub(super) fn unknown_method(&mut self, name: &str, span: Span) -> Option<Operand> {
        let finding = Diagnostic::error(
            code::UNKNOWN_METHOD,
            span,
            say!("en lista har ingen fråga som heter `{name}`", "a list has no question called `{name}`"),
        );
        if let Some((_, known)) = ELSEWHERE.iter().find(|(other, _)| *other == name) {
            return self.report(finding.suggest(span, *known, say!("skriv så här", "write it like this")));
        }
        let methods = Builtin::all().filter(|function| function.is_list_method());
        let names: Vec<(&str, &str)> = methods.map(|function| function.row().name).collect();
        let listed = |name: fn(&(&'static str, &'static str)) -> &'static str| {
            names.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        let (sv, en) = (listed(|name| name.0), listed(|name| name.1));
        self.report(finding.or_nearest(
            (name, span),
            false,
            names.iter().flat_map(|(sv, en)| [*sv, *en]),
            say!("det som kan frågas är {sv}", "what can be asked is {en}"),
        ))
    }

    /// Checks that `id` is a truth value.
    pub(super) fn truth(&mut self, id: Id) -> Option<Id> {
        let node = &self.arena[id];
        match node.ty {
            Type::Bool | Type::Missing => Some(id),
            _ => {
                let finding = not_a_condition(node.span, &node.ty);
                self.report(finding)
            }
        }
    }

    /// Adds a constant.
    pub(super) fn constant(&mut self, constant: Constant, ty: Type, span: Span) -> Id {
        self.arena.push(Kind::Constant(constant), ty, span)
    }
}

/// Copies expressions with one slot renamed.
struct Renaming {
    from: Slot,
    to: Slot,
    done: BTreeMap<Id, Id>,
}

impl Renaming {
    fn copy(&mut self, lowerer: &mut Lowerer<'_>, id: Id) -> Id {
        if let Some(done) = self.done.get(&id) {
            return *done;
        }
        let node = lowerer.arena[id].clone();
        let slot = |slot: Slot| if slot == self.from { self.to } else { slot };
        let list = |list: ListRef| ListRef { owner: slot(list.owner), slot: slot(list.slot), ..list };
        let kind = match node.kind {
            Kind::Column { slot: row, table, column } => Kind::Column { slot: slot(row), table, column },
            Kind::Quantified { quantifier, list: of, item } => {
                Kind::Quantified { quantifier, list: list(of), item }
            }
            Kind::Fold { fold, list: of, item } => Kind::Fold { fold, list: list(of), item },
            Kind::Pick { pick, list: of, then } => Kind::Pick { pick, list: list(of), then },
            kind => kind,
        };
        let kind = kind.map_parts(|id| self.copy(lowerer, id));
        let copied = lowerer.arena.push(kind, node.ty, node.span);
        self.done.insert(id, copied);
        copied
    }
}
