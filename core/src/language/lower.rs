//! Lowers the syntax of conditions to [typed expressions](crate::language::expr): resolves names, fields, codes and
//! types, and inlines the author's functions. Constructs that conditions can't use are reported with what to write
//! instead.
//!
//! Rhai silently compares values of different types (`"18" >= 18` is false, and so is `() > 5`); here every such
//! comparison is rejected, so that a compiled condition never quietly means something else.

mod blame;
mod branch;
mod call;
mod casework;
mod construct;
mod list;
mod measure;
mod name;
mod operand;
mod operator;
mod typed;
mod unused;

use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::expr::{Arena, Id, Kind, MOST_NESTED, Slot, Type};
use crate::language::model::{Choice, Model};
use crate::language::syntax::{Closure, Expr, ExprKind, Function, Program};
use crate::language::types::{CodeList, Layout};
use blame::Calls;
pub use casework::TypedRoutine;
use construct::{no_else, unsupported};
use operand::{List, Names, Operand, Row};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;
pub use typed::{Counted, Given, Typed, TypedCall, TypedIndicator, TypedMeasure};
pub(crate) use unused::unused;

/// The maximum number of nodes of a condition after inlining.
const MOST_NODES: usize = 20_000;
/// The maximum nesting of expressions and calls together.
const DEEPEST: usize = 128;
/// The maximum height once every name bound by `let` is expanded.
const TALLEST: u32 = 200;

/// Types all conditions of `model`. Type errors are reported as findings; returns `None` if there was one.
pub fn lower(
    program: &Program,
    model: &Model,
    layout: &Layout,
    diagnostics: &mut Diagnostics,
) -> Option<Typed> {
    let mut lowerer = Lowerer {
        program,
        model,
        layout,
        arena: Arena::default(),
        diagnostics,
        calls: Vec::new(),
        depth: 0,
        begun: 0,
        without_fields: BTreeSet::new(),
        uncalled: OnceCell::new(),
        typed_calls: Calls::default(),
        answered: Vec::new(),
    };
    let groups: Vec<Option<_>> =
        model.groups.iter().map(|group| lowerer.choice(&group.condition, Lowerer::condition)).collect();
    let indicators: Vec<Option<_>> = model
        .indicators
        .iter()
        .map(|indicator| {
            let population =
                lowerer.choice(&indicator.population, |l, c| optional(c, |closure| l.condition(closure)));
            let measure = lowerer.measure(&indicator.measure);
            let asked = match &indicator.asked {
                Some(asked) => lowerer.choice(asked, Lowerer::condition).map(Some),
                None => Some(None),
            };
            Some(TypedIndicator { population: population?, measure: measure?, asked: asked? })
        })
        .collect();
    let groupings: Vec<Option<_>> = model
        .groupings
        .iter()
        .map(|grouping| {
            let ty = Type::Code(Arc::new(CodeList::new(grouping.categories.clone())));
            lowerer.choice(&grouping.value, |l, closure| {
                let operand = l.root(closure)?;
                let id = l.as_value(&operand, closure.body.span)?;
                l.coerce(id, &ty)
            })
        })
        .collect();
    let casework = lowerer.casework();
    lowerer.report_calls();
    let groups = groups.into_iter().collect::<Option<Vec<_>>>();
    let indicators = indicators.into_iter().collect::<Option<Vec<_>>>();
    let groupings = groupings.into_iter().collect::<Option<Vec<_>>>();
    Some(Typed {
        arena: lowerer.arena,
        groups: groups?,
        indicators: indicators?,
        groupings: groupings?,
        casework: casework?,
        calls: lowerer.answered,
        reads: program.reads(),
    })
}

fn optional<T, U>(value: &Option<T>, make: impl FnOnce(&T) -> Option<U>) -> Option<Option<U>> {
    match value {
        None => Some(None),
        Some(value) => make(value).map(Some),
    }
}

struct Lowerer<'a> {
    program: &'a Program,
    model: &'a Model,
    layout: &'a Layout,
    arena: Arena,
    diagnostics: &'a mut Diagnostics,
    /// The author's functions being inlined, outermost first.
    calls: Vec<String>,
    depth: usize,
    /// The size of the arena when the condition began.
    begun: usize,
    /// The values that a field was read of, which have none.
    without_fields: BTreeSet<Id>,
    /// The functions that nothing calls, once something asks for them.
    uncalled: OnceCell<Vec<Arc<Function>>>,
    /// Which calls of the author's functions worked, and which did not.
    typed_calls: Calls,
    /// The calls that answer yes or no.
    answered: Vec<TypedCall>,
}

impl Lowerer<'_> {
    /// Reports a finding and returns `None`, as the expression has no type.
    fn report<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.diagnostics.push(finding);
        None
    }

    /// Attempts something and discards its findings.
    fn quietly<T>(&mut self, attempt: impl FnOnce(&mut Lowerer<'_>) -> Option<T>) -> Option<T> {
        let mut unheard = Diagnostics::default();
        let mut quiet = Lowerer {
            program: self.program,
            model: self.model,
            layout: self.layout,
            arena: std::mem::take(&mut self.arena),
            diagnostics: &mut unheard,
            calls: self.calls.clone(),
            depth: self.depth,
            begun: self.begun,
            without_fields: self.without_fields.clone(),
            uncalled: self.uncalled.clone(),
            typed_calls: Calls::default(),
            answered: Vec::new(),
        };
        let result = attempt(&mut quiet);
        self.arena = quiet.arena;
        result
    }

    /// Types every value of a choice; findings in one don't hide those in the next.
    fn choice<T, U>(
        &mut self,
        choice: &Choice<T>,
        mut make: impl FnMut(&mut Self, &T) -> Option<U>,
    ) -> Option<Choice<U>> {
        match choice.map(|value| make(self, value)) {
            Choice::Fixed(value) => value.map(Choice::Fixed),
            Choice::According(reading, values) => {
                values.into_iter().collect::<Option<Vec<_>>>().map(|v| Choice::According(reading, v))
            }
        }
    }

    /// Applies a closure to the record.
    fn root(&mut self, closure: &Closure) -> Option<Operand> {
        self.begun = self.arena.size();
        let record = Operand::Row(Row { slot: Slot(0), table: 0, picks: Vec::new() });
        self.apply(closure, record, &Names::default(), closure.span)
    }

    fn condition(&mut self, closure: &Arc<Closure>) -> Option<Id> {
        let operand = self.root(closure)?;
        let id = self.as_value(&operand, closure.body.span)?;
        self.truth(id)
    }

    /// Types an expression that must be a single value.
    fn value(&mut self, expr: &Expr, names: &Names) -> Option<Id> {
        let operand = self.expr(expr, names)?;
        self.as_value(&operand, expr.span)
    }

    fn as_value(&mut self, operand: &Operand, span: Span) -> Option<Id> {
        let (sv, en) = match operand {
            Operand::Value(id) => return Some(*id),
            Operand::Row(_) => ("en hel post", "a whole record"),
            Operand::List(_) | Operand::Written(_) => ("en hel lista", "a whole list"),
            Operand::Period => ("hela perioden", "the whole period"),
            Operand::Closure(..) => ("ett villkor", "a condition"),
        };
        self.report(
            Diagnostic::error(
                code::TYPE_MISMATCH,
                span,
                say!(
                    "här ska ett enda värde stå, men här står {sv}",
                    "a single value should stand here, but here is {en}"
                ),
            )
            .help(match operand {
                Operand::Period => say!(
                    "skriv `x in period`, eller jämför med `period.start` eller `period.slut`",
                    "write `x in period`, or compare with `period.start` or `period.end`"
                ),
                Operand::Written(_) => say!(
                    "skriv `x in [\"…\", \"…\"]` för ett av flera värden",
                    "write `x in [\"…\", \"…\"]` for one of several values"
                ),
                _ => say!(
                    "läs ett fält, eller fråga listan med `.some(|x| …)`",
                    "read a field, or ask the list with `.some(|x| …)`"
                ),
            }),
        )
    }

    /// Types a Boolean operand of a larger condition.
    fn part(&mut self, expr: &Expr, names: &Names) -> Option<Id> {
        let id = self.value(expr, names)?;
        self.truth(id)
    }

    fn parts(&mut self, exprs: &[Expr], names: &Names) -> Option<Vec<Id>> {
        let parts: Vec<Option<Id>> = exprs.iter().map(|e| self.part(e, names)).collect();
        parts.into_iter().collect()
    }

    fn expr(&mut self, expr: &Expr, names: &Names) -> Option<Operand> {
        if self.depth >= DEEPEST || self.arena.size() - self.begun.min(self.arena.size()) > MOST_NODES {
            return self.too_complex(expr.span);
        }
        self.depth += 1;
        let operand = self.dispatch(expr, names);
        self.depth -= 1;
        let operand = operand?;
        if self.height(&operand) > TALLEST {
            return self.too_complex(expr.span);
        }
        let nesting = match &operand {
            Operand::Value(id) => self.arena.nesting(*id),
            Operand::List(list) => self.nesting_of(list),
            Operand::Written(_) | Operand::Row(_) | Operand::Period | Operand::Closure(..) => 0,
        };
        self.nested(nesting, expr.span)?;
        Some(operand)
    }

    /// Returns how many lists are asked inside each other where the elements of `list` are visited.
    fn nesting_of(&self, list: &List) -> u32 {
        let inner = list.list.keep.into_iter().chain(list.item).map(|id| self.arena.nesting(id)).max();
        inner.unwrap_or(0) + 1
    }

    /// Reports lists that are asked inside more than [`MOST_NESTED`] others.
    fn nested(&mut self, nesting: u32, span: Span) -> Option<()> {
        if nesting <= MOST_NESTED {
            return Some(());
        }
        self.report(
            Diagnostic::error(
                code::TOO_COMPLEX,
                span,
                say!(
                    "här frågas fler än {MOST_NESTED} listor inuti varandra",
                    "more than {MOST_NESTED} lists are asked inside each other here"
                ),
            )
            .help(say!(
                "fråga en lista i taget: `p.a.some(|x| …) && p.b.some(|y| …)`",
                "ask one list at a time: `p.a.some(|x| …) && p.b.some(|y| …)`"
            )),
        )
    }

    fn too_complex<T>(&mut self, span: Span) -> Option<T> {
        self.report(
            Diagnostic::error(
                code::TOO_COMPLEX,
                span,
                say!("villkoret är för stort eller för djupt", "the condition is too large or too deep"),
            )
            .help(say!("dela upp det eller skriv det enklare", "divide it or write it more simply")),
        )
    }

    /// Returns the height of the tallest expression that an operand refers to.
    fn height(&self, operand: &Operand) -> u32 {
        let of = |ids: &mut dyn Iterator<Item = Id>| ids.map(|id| self.arena.height(id)).max().unwrap_or(0);
        match operand {
            Operand::Value(id) => self.arena.height(*id),
            Operand::List(list) => of(&mut list.list.keep.into_iter().chain(list.item)),
            Operand::Written(items) => of(&mut items.iter().copied()),
            Operand::Row(row) => of(&mut row.picks.iter().filter_map(|(_, list)| list.keep)),
            Operand::Period | Operand::Closure(..) => 0,
        }
    }

    fn dispatch(&mut self, expr: &Expr, names: &Names) -> Option<Operand> {
        let span = expr.span;
        let value = |id: Id| Some(Operand::Value(id));
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal, span),
            ExprKind::Name(name) => self.name(name, names, span),
            ExprKind::Field { of, name, name_span } => {
                let of = self.expr(of, names)?;
                self.field(of, name, *name_span, span)
            }
            ExprKind::Call { name, name_span, args, method } => {
                self.call(name, args, *method, names, (*name_span, span))
            }
            ExprKind::Binary(operator, left, right) => self.binary(*operator, left, right, names, span),
            ExprKind::In(item, list) => self.membership(item, list, names, span),
            ExprKind::Not(inner) => {
                let operand = self.value(inner, names)?;
                let ty = self.arena[operand].ty.clone();
                if !matches!(ty, Type::Bool | Type::Missing) {
                    let (sv, en) = ty.names();
                    return self.report(
                        Diagnostic::error(
                            code::NOT_YES_NO,
                            span,
                            say!(
                                "`!` vänder ett ja/nej-värde, men här står {sv}",
                                "`!` turns a yes/no value, but here is {en}"
                            ),
                        )
                        .help(say!(
                            "skriv `!=`, eller sätt hela jämförelsen inom parentes: `!(a == b)`",
                            "write `!=`, or put the whole comparison within brackets: `!(a == b)`"
                        )),
                    );
                }
                value(self.arena.push(Kind::Not(operand), Type::Bool, span))
            }
            ExprKind::Negate(inner) => {
                let inner = self.value(inner, names)?;
                let ty = self.arena[inner].ty.clone();
                if !ty.is_number() {
                    let (sv, en) = ty.names();
                    return self.report(Diagnostic::error(
                        code::TYPE_MISMATCH,
                        span,
                        say!("`-` tar ett tal, men här står {sv}", "`-` takes a number, but here is {en}"),
                    ));
                }
                value(self.arena.push(Kind::Negate(inner), ty, span))
            }
            ExprKind::And(parts) => {
                let parts = self.parts(parts, names)?;
                value(self.arena.push(Kind::And(parts), Type::Bool, span))
            }
            ExprKind::Or(parts) => {
                let parts = self.parts(parts, names)?;
                value(self.arena.push(Kind::Or(parts), Type::Bool, span))
            }
            ExprKind::Coalesce(items) => {
                let items: Vec<Option<Id>> = items.iter().map(|e| self.value(e, names)).collect();
                let items = items.into_iter().collect::<Option<Vec<_>>>()?;
                let (items, ty) = self.join(&items, span)?;
                value(self.arena.push(Kind::Coalesce(items), ty, span))
            }
            ExprKind::List(items) => {
                let items: Vec<Option<Id>> = items.iter().map(|e| self.value(e, names)).collect();
                items.into_iter().collect::<Option<Vec<_>>>().map(Operand::Written)
            }
            ExprKind::If(condition, then, otherwise) => {
                let condition = self.part(condition, names);
                let then = self.value(then, names);
                let Some(otherwise) = otherwise else {
                    return self.report(no_else(span));
                };
                let otherwise = self.value(otherwise, names);
                self.branch(condition?, then?, otherwise?, span).and_then(value)
            }
            ExprKind::Switch { subject, cases, default } => {
                self.switch(subject, cases, default.as_deref(), names, span)
            }
            ExprKind::Block(lets, result) => {
                let mut inner = names.clone();
                for (name, value) in lets {
                    let operand = self.expr(value, &inner)?;
                    inner = inner.with(name, operand);
                }
                self.expr(result, &inner)
            }
            ExprKind::Closure(closure) => Some(self.closure(closure, names)),
            ExprKind::Unsupported(what) => self.report(unsupported(*what, span)),
        }
    }
}
