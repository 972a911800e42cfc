//! The measures of indicators.

use super::operand::{List, Names, Operand, Row};
use super::{Counted, Lowerer, TypedMeasure, optional};
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::expr::{Id, Slot, Type};
use crate::language::model::Measure;
use crate::language::syntax::{Closure, Expr, ExprKind};
use std::sync::Arc;

impl Lowerer<'_> {
    pub(super) fn measure(&mut self, measure: &Measure) -> Option<TypedMeasure> {
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

    pub(super) fn counted(&mut self, closure: &Arc<Closure>) -> Option<Counted> {
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
                if let (Type::Int, Some(of)) = (&self.arena[id].ty, elements_of(&closure.body)) {
                    return self.report(number_of_elements(closure.body.span, of));
                }
                self.truth(id).map(Counted::Records)
            }
        }
    }

    pub(super) fn key(&mut self, closure: &Arc<Closure>, counted: &Counted) -> Option<Id> {
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

    /// Types a closure over the counted unit: the record, or an element of its list.
    pub(super) fn of_counted(&mut self, closure: &Closure, counted: &Counted) -> Option<Id> {
        self.begun = self.arena.size();
        let (slot, table, around) = match counted {
            Counted::Records(_) => (Slot(0), 0, 0),
            Counted::Elements(list) => (list.slot, list.table, 1),
        };
        let row = Operand::Row(Row { slot, table, picks: Vec::new() });
        let operand = self.apply(closure, row, &Names::default(), closure.span)?;
        let id = self.as_value(&operand, closure.body.span)?;
        self.nested(self.arena.nesting(id) + around, closure.body.span)?;
        Some(id)
    }
}

/// Returns the list whose elements `list.len()` or `list.count(…)` counts.
fn elements_of(body: &Expr) -> Option<Span> {
    match &body.kind {
        ExprKind::Call { name, args, .. } if matches!(name.as_str(), "len" | "count") => {
            args.first().map(|list| list.span)
        }
        _ => None,
    }
}

/// Returns the finding that `count` counts elements by itself.
fn number_of_elements(span: Span, of: Span) -> Diagnostic {
    Diagnostic::error(
        code::NOT_YES_NO,
        span,
        say!(
            "`antal` räknar elementen själv, men här står ett tal",
            "`count` counts the elements itself, but here is a number"
        ),
    )
    .related(of, say!("den här listan kan räknas", "this list can be counted"))
    .help(say!(
        "skriv listan: `|p| p.lista`, eller `|p| p.lista.filter(|x| …)` för en del av den",
        "write the list: `|p| p.list`, or `|p| p.list.filter(|x| …)` for a part of it"
    ))
}
