//! From the syntax of conditions to [typed expressions](crate::expr): names, fields, codes and types are checked,
//! and functions are put in place of their calls. What conditions can't have is a finding that says what to write.
//!
//! Rhai compares values of different kinds without a word (`"18" >= 18` is false to it, and so is `() > 5`); here
//! every such comparison is rejected, so that a compiled condition never quietly means something else.

mod branch;
mod call;
mod casework;
mod construct;
mod list;
mod operand;
mod operator;
mod typed;

use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::expr::{Arena, Constant, Id, Kind, ListRef, Slot, Type};
use crate::model::{Choice, Measure, Model};
use crate::span::Span;
use crate::syntax::{Closure, Expr, ExprKind, Program, Value};
use crate::text::say;
use crate::types::{CodeList, ColumnKind, Layout};
use crate::words::{Builtin, builtin};
pub use casework::TypedRoutine;
use construct::{construct, no_else, unsupported};
use operand::{List, Names, Operand, Row};
use std::sync::Arc;
pub use typed::{Counted, Typed, TypedIndicator, TypedMeasure};

/// How many nodes one condition may have once functions are put in place of their calls.
const MOST_NODES: usize = 20_000;
/// How deep expressions and calls may nest together.
const DEEPEST: usize = 128;
/// How deep they may nest once every name stands for what it was given by `let`.
const TALLEST: u32 = 200;

/// Types all conditions of `model`. What can't be typed is a finding; `None` where there was one.
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
    let groups = groups.into_iter().collect::<Option<Vec<_>>>();
    let indicators = indicators.into_iter().collect::<Option<Vec<_>>>();
    let groupings = groupings.into_iter().collect::<Option<Vec<_>>>();
    Some(Typed {
        arena: lowerer.arena,
        groups: groups?,
        indicators: indicators?,
        groupings: groupings?,
        casework: casework?,
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
    /// The author's functions that are being put in place, outermost first.
    calls: Vec<String>,
    depth: usize,
    /// How many nodes there were when the condition began.
    begun: usize,
}

impl Lowerer<'_> {
    /// Reports a finding; what it concerns has no type.
    fn report<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.diagnostics.push(finding);
        None
    }

    /// Tries something without reporting what is wrong with it.
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
        };
        let result = attempt(&mut quiet);
        self.arena = quiet.arena;
        result
    }

    /// Every value of a choice, typed; findings in one don't hide those in the next.
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

    /// What a closure over the record gives.
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

    fn measure(&mut self, measure: &Measure) -> Option<TypedMeasure> {
        match measure {
            Measure::Share { of, that } => {
                let (of, that) = (self.choice(of, Self::condition), self.choice(that, Self::condition));
                Some(TypedMeasure::Share { of: of?, that: that? })
            }
            Measure::Count { of, distinct } => {
                let of = self.choice(of, Self::counted)?;
                let keys = self.choice(distinct, |l, closure| {
                    optional(closure, |closure| {
                        of.values().iter().map(|counted| l.key(closure, counted)).collect()
                    })
                })?;
                Some(TypedMeasure::Count { of, keys })
            }
        }
    }

    fn counted(&mut self, closure: &Arc<Closure>) -> Option<Counted> {
        match self.root(closure)? {
            Operand::List(List { list, item: None, picks }) if picks.is_empty() && list.owner == Slot(0) => {
                Some(Counted::Elements(list))
            }
            Operand::List(_) => self.report(
                Diagnostic::error(
                    code::NOT_YES_NO,
                    closure.body.span,
                    say!(
                        "bara elementen i en av postens egna listor kan räknas",
                        "only the elements of one of the record's own lists can be counted"
                    ),
                )
                .help(say!("skriv `p.lista.filter(|x| …)`", "write `p.list.filter(|x| …)`")),
            ),
            operand => {
                let id = self.as_value(&operand, closure.body.span)?;
                self.truth(id).map(Counted::Records)
            }
        }
    }

    fn key(&mut self, closure: &Arc<Closure>, counted: &Counted) -> Option<Id> {
        if let Counted::Records(_) = counted {
            return self.report(
                Diagnostic::error(
                    code::NOT_YES_NO,
                    closure.span,
                    say!(
                        "`unik` räknar elementen i en lista, men indikatorn räknar poster",
                        "`distinct` counts the elements of a list, but the indicator counts records"
                    ),
                )
                .help(say!(
                    "ta bort `unik`, eller låt `antal` ge en lista",
                    "remove `distinct`, or let `count` give a list"
                )),
            );
        }
        let id = self.of_counted(closure, counted)?;
        let node = &self.arena[id];
        if matches!(node.ty, Type::Key | Type::Category | Type::Text) {
            return Some(id);
        }
        let ((sv, en), at) = (node.ty.names(), node.span);
        self.report(Diagnostic::error(
            code::TYPE_MISMATCH,
            at,
            say!("det unika är en nyckel, men här står {sv}", "what is distinct is a key, but here is {en}"),
        ))
    }

    /// The value of a closure over what is counted: over the record, or over an element of its list.
    fn of_counted(&mut self, closure: &Closure, counted: &Counted) -> Option<Id> {
        self.begun = self.arena.size();
        let (slot, table) = match counted {
            Counted::Records(_) => (Slot(0), 0),
            Counted::Elements(list) => (list.slot, list.table),
        };
        let row = Operand::Row(Row { slot, table, picks: Vec::new() });
        let operand = self.apply(closure, row, &Names::default(), closure.span)?;
        self.as_value(&operand, closure.body.span)
    }

    /// An expression that must be a single value.
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
            .help(say!(
                "läs ett fält, eller fråga listan med `.some(|x| …)`",
                "read a field, or ask the list with `.some(|x| …)`"
            )),
        )
    }

    /// A yes/no part of a larger condition.
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
        Some(operand)
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

    /// How deep what an operand stands for is nested.
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
            ExprKind::Closure(closure) => Some(Operand::Closure(Arc::clone(closure), names.clone())),
            ExprKind::Unsupported(what) => self.report(unsupported(*what, span)),
        }
    }

    fn literal(&mut self, literal: &Value, span: Span) -> Option<Operand> {
        let (constant, ty) = match literal {
            Value::Unit => (Constant::Missing, Type::Missing),
            Value::Bool(b) => (Constant::Bool(*b), Type::Bool),
            Value::Int(n) => (Constant::Int(*n), Type::Int),
            Value::Decimal(d) => (Constant::Decimal(*d), Type::Decimal),
            Value::Text(text) => (Constant::Text(text.as_str().into()), Type::Literal),
            Value::Date(day) => (Constant::Date(*day), Type::Date),
            Value::List(items) => {
                let items: Option<Vec<Id>> = items
                    .iter()
                    .map(|node| match self.literal(&node.value, node.span)? {
                        Operand::Value(id) => Some(id),
                        _ => self.report(construct(
                            node.span,
                            "en lista här har enstaka värden",
                            "a list here has single values",
                        )),
                    })
                    .collect();
                return items.map(Operand::Written);
            }
            _ => {
                return self.report(construct(
                    span,
                    "det här värdet kan inte stå i ett villkor",
                    "this value can't stand in a condition",
                ));
            }
        };
        Some(Operand::Value(self.constant(constant, ty, span)))
    }

    fn name(&mut self, name: &str, names: &Names, span: Span) -> Option<Operand> {
        if let Some(operand) = names.get(name).cloned() {
            return Some(match operand {
                Operand::List(list) => Operand::List(self.freshen(&list)),
                operand => operand,
            });
        }
        if let Some(node) = self.program.constants.get(name) {
            return self.literal(&node.value, span);
        }
        match name {
            "period" => return Some(Operand::Period),
            "okänt" | "unknown" => {
                return self.report(
                    Diagnostic::error(
                        code::CONSTRUCT,
                        span,
                        say!(
                            "`{name}` kan bara stå i ett exempels `väntat`",
                            "`{name}` can only stand in an example's `expected`"
                        ),
                    )
                    .help(say!(
                        "fråga om något saknas med `x == ()`, eller om det är känt med `känd(x)`",
                        "ask whether something is missing with `x == ()`, or known with `known(x)`"
                    )),
                );
            }
            _ => {}
        }
        let finding = Diagnostic::error(
            code::UNKNOWN_VARIABLE,
            span,
            say!("`{name}` betyder inget här", "`{name}` means nothing here"),
        );
        let constants: Vec<String> = self.program.constants.keys().cloned().collect();
        let candidates = names.iter().chain(constants.iter().map(String::as_str)).chain(["period"]);
        self.report(finding.or_nearest(
            (name, span),
            false,
            candidates,
            say!(
                "sätt det inom citattecken om det är en kod eller text",
                "put it within quotes if it is a code or a text"
            ),
        ))
    }

    fn field(&mut self, of: Operand, name: &str, name_span: Span, span: Span) -> Option<Operand> {
        match of {
            Operand::Row(row) => self.column(&row, name, name_span, span),
            Operand::Period => match name {
                "start" => Some(Operand::Value(self.arena.push(Kind::PeriodStart, Type::Date, span))),
                "slut" | "end" => Some(Operand::Value(self.arena.push(Kind::PeriodEnd, Type::Date, span))),
                _ => self.report(
                    Diagnostic::error(
                        code::UNKNOWN_FIELD,
                        name_span,
                        say!(
                            "perioden har inget som heter `{name}`",
                            "the period has nothing called `{name}`"
                        ),
                    )
                    .help(say!(
                        "skriv `period.start` eller `period.slut`",
                        "write `period.start` or `period.end`"
                    )),
                ),
            },
            Operand::List(_) => self.report(
                Diagnostic::error(
                    code::TYPE_MISMATCH,
                    name_span,
                    say!("`{name}` läses från en hel lista", "`{name}` is read from a whole list"),
                )
                .help(say!(
                    "fråga om något av elementen: `lista.some(|x| x.{name} == …)`",
                    "ask about some element: `list.some(|x| x.{name} == …)`"
                )),
            ),
            Operand::Value(id) => {
                let ty = self.arena[id].ty.clone();
                let (sv, en) = ty.names();
                let finding = Diagnostic::error(
                    code::TYPE_MISMATCH,
                    name_span,
                    say!(
                        "{sv} har inga fält, så `{name}` kan inte läsas",
                        "{en} has no fields, so `{name}` can't be read"
                    ),
                );
                self.report(match ty {
                    Type::Date => finding.help(say!(
                        "jämför hela datumet: `in period`, eller `>= datum(\"2013-01-01\")`",
                        "compare the whole date: `in period`, or `>= date(\"2013-01-01\")`"
                    )),
                    _ => finding.help(say!("jämför värdet självt", "compare the value itself")),
                })
            }
            Operand::Written(_) | Operand::Closure(..) => {
                self.report(construct(span, "här kan inget fält läsas", "no field can be read here"))
            }
        }
    }

    fn column(&mut self, row: &Row, name: &str, name_span: Span, span: Span) -> Option<Operand> {
        let layout = self.layout;
        let table = layout.tables.get(row.table)?;
        let Some(column) = table.column(name).filter(|_| table.record.is_some()) else {
            let record = table.record.as_deref().unwrap_or_default();
            let finding = Diagnostic::error(
                code::UNKNOWN_FIELD,
                name_span,
                say!(
                    "posten `{record}` har inget fält `{name}`",
                    "the record `{record}` has no field `{name}`"
                ),
            );
            let fields = || table.columns.iter().map(|c| c.name.as_str());
            if builtin(name) == Some(Builtin::Age) {
                return self.report(finding.help(say!(
                    "ålder räknas ut: skriv `ålder(p.födelsedatum, period.slut)`",
                    "age is computed: write `age(p.födelsedatum, period.end)`"
                )));
            }
            let list = fields().collect::<Vec<_>>().join(", ");
            return self.report(finding.or_nearest(
                (name, name_span),
                false,
                fields(),
                say!("fälten är {list}", "the fields are {list}"),
            ));
        };
        match &table.columns.get(column)?.kind {
            ColumnKind::Scalar(scalar) => {
                let kind = Kind::Column { slot: row.slot, table: row.table, column };
                let id = self.arena.push(kind, Type::of(scalar), span);
                Some(Operand::Value(self.through(&row.picks, id)))
            }
            ColumnKind::List(elements) => {
                let slot = self.arena.fresh_slot();
                let list = ListRef {
                    owner: row.slot,
                    owner_table: row.table,
                    column,
                    table: *elements,
                    slot,
                    keep: None,
                };
                let single = layout.tables.get(*elements).filter(|t| t.record.is_none());
                let item = single.and_then(|t| t.columns.first()).and_then(|column| match &column.kind {
                    ColumnKind::Scalar(scalar) => {
                        let kind = Kind::Column { slot, table: *elements, column: 0 };
                        Some(self.arena.push(kind, Type::of(scalar), span))
                    }
                    ColumnKind::List(_) => None,
                });
                Some(Operand::List(List { list, item, picks: row.picks.clone() }))
            }
        }
    }
}
