//! Calls of the author's functions that do not fit them. A function is typed anew for each call, so a wrong argument
//! only shows in its body, perhaps in a shared file; where the function works for other arguments, the call is at fault.

use super::operand::Operand;
use super::unused::fitting;
use super::{Arena, Lowerer};
use crate::findings::diagnostic::{Code, Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::{Lang, Text, say};
use crate::language::expr::Type;
use crate::language::types::Layout;
use std::collections::BTreeMap;

/// Findings in a body that may come from the type of an argument.
const OF_TYPES: [Code; 9] = [
    code::UNKNOWN_FIELD,
    code::UNKNOWN_CODE,
    code::UNKNOWN_METHOD,
    code::TYPE_MISMATCH,
    code::CROSS_TYPE_COMPARISON,
    code::NOT_YES_NO,
    code::BRANCH_TYPES,
    code::NO_ORDER,
    code::DATE_WITH_TEXT,
];

/// What a function is called with, as far as typing its body depends on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Value(Type),
    Row(usize),
    List(usize, Option<Type>),
    Written,
    Period,
    Closure,
}

impl Shape {
    pub(super) fn of(operand: &Operand, arena: &Arena) -> Self {
        match operand {
            Operand::Value(id) => Self::Value(arena[*id].ty.clone()),
            Operand::Row(row) => Self::Row(row.table),
            Operand::List(list) => Self::List(list.list.table, list.item.map(|item| arena[item].ty.clone())),
            Operand::Written(_) => Self::Written,
            Operand::Period => Self::Period,
            Operand::Closure(..) => Self::Closure,
        }
    }

    /// Returns whether a function that takes `self` may not take `other`. A missing value is of every type, but it is a
    /// value.
    fn differs(&self, other: &Self) -> bool {
        let is_missing = |shape: &Self| *shape == Self::Value(Type::Missing);
        let is_value = |shape: &Self| matches!(shape, Self::Value(_));
        match (self, other) {
            (one, other) if is_missing(one) => !is_value(other),
            (one, other) if is_missing(other) => !is_value(one),
            (one, other) => one != other,
        }
    }

    fn names(&self, layout: &Layout) -> Text {
        let record = |table: &usize| {
            layout.tables.get(*table).and_then(|table| table.record.as_deref()).unwrap_or_default()
        };
        match self {
            Self::Value(Type::Missing) => say!("ett enda värde", "a single value"),
            Self::Value(ty) => {
                let (sv, en) = ty.names();
                Text::new(sv, en)
            }
            Self::Row(table) => {
                let name = record(table);
                say!("en post `{name}`", "a record `{name}`")
            }
            Self::List(table, None) if !record(table).is_empty() => {
                let name = record(table);
                say!("en hel lista av `{name}`", "a whole list of `{name}`")
            }
            Self::List(..) | Self::Written => say!("en hel lista", "a whole list"),
            Self::Period => say!("hela perioden", "the whole period"),
            Self::Closure => say!("ett villkor", "a condition"),
        }
    }
}

/// A call of a function and its arguments.
pub(super) struct Call {
    pub(super) function: String,
    /// The shape and the place of each argument.
    pub(super) arguments: Vec<(Shape, Span)>,
}

/// A call whose body could not be typed.
struct Failure {
    call: Call,
    findings: Diagnostics,
    /// Calls in the body that could not be typed.
    inside: Vec<Failure>,
}

impl Failure {
    /// Returns the findings of the body and of what it calls.
    fn all(&self) -> Vec<&Diagnostic> {
        self.findings.iter().chain(self.inside.iter().flat_map(Failure::all)).collect()
    }
}

/// The calls typed so far: which worked, and which did not.
#[derive(Default)]
pub(super) struct Calls {
    worked: BTreeMap<String, Vec<Vec<Shape>>>,
    failed: Vec<Failure>,
}

impl Calls {
    /// Returns a mark for [`ended`](Self::ended): what fails after it fails inside the call that begins here.
    pub(super) fn begun(&self) -> usize {
        self.failed.len()
    }

    /// Records a call with the findings of its body, which are returned if it worked.
    pub(super) fn ended(
        &mut self,
        mark: usize,
        call: Call,
        worked: bool,
        findings: Diagnostics,
    ) -> Diagnostics {
        if worked {
            let shapes = call.arguments.into_iter().map(|(shape, _)| shape).collect();
            let known = self.worked.entry(call.function).or_default();
            if !known.contains(&shapes) {
                known.push(shapes);
            }
            return findings;
        }
        let inside = self.failed.split_off(mark.min(self.failed.len()));
        self.failed.push(Failure { call, findings, inside });
        Diagnostics::new()
    }

    /// Returns what the nearest call that worked had in place of an argument of `call`: its shape, and the argument's.
    /// A function that was called nowhere else is tried with the records and lists there are, by `fitting`.
    fn instead<'a>(
        &self,
        call: &'a Call,
        fitting: impl FnOnce() -> Option<Vec<Shape>>,
    ) -> Option<(Shape, &'a (Shape, Span))> {
        let differing = |worked: &Vec<Shape>| {
            let pairs = worked.iter().zip(&call.arguments);
            let pairs = pairs.filter(|(takes, (given, _))| takes.differs(given));
            pairs.map(|(takes, given)| (takes.clone(), given)).collect::<Vec<_>>()
        };
        let fit;
        let worked = match self.worked.get(&call.function) {
            Some(worked) => worked.as_slice(),
            None => {
                fit = fitting()?;
                std::slice::from_ref(&fit)
            }
        };
        worked.iter().map(differing).min_by_key(Vec::len)?.into_iter().next()
    }
}

impl Lowerer<'_> {
    /// Reports the calls that failed: each at the call if the function works otherwise, else where its body fails.
    pub(super) fn report_calls(&mut self) {
        let mut calls = std::mem::take(&mut self.typed_calls);
        for failure in std::mem::take(&mut calls.failed) {
            self.report_call(&calls, failure);
        }
    }

    fn report_call(&mut self, calls: &Calls, failure: Failure) {
        if let Some(finding) = self.at_call(calls, &failure) {
            return self.diagnostics.push(finding);
        }
        self.diagnostics.extend(failure.findings);
        for inside in failure.inside {
            self.report_call(calls, inside);
        }
    }

    fn at_call(&self, calls: &Calls, failure: &Failure) -> Option<Diagnostic> {
        let all = failure.all();
        let arguments = &failure.call.arguments;
        let in_argument = |place: Span| {
            arguments.iter().any(|(_, span)| {
                span.source == place.source && span.start <= place.start && place.end <= span.end
            })
        };
        let is_of_body = |finding: &&Diagnostic| {
            let place = finding.primary.as_ref().map(|label| label.span);
            OF_TYPES.contains(&finding.code) && place.is_some_and(|place| !in_argument(place))
        };
        if !all.iter().all(is_of_body) {
            return None;
        }
        let first = all.into_iter().min_by_key(|finding| finding.primary.as_ref().map(|label| label.span))?;
        let fitting = || {
            let function = self.program.functions.get(&failure.call.function)?;
            let given: Vec<&Shape> = arguments.iter().map(|(shape, _)| shape).collect();
            fitting(self.program, self.model, self.layout, function, &given)
        };
        let (takes, (given, span)) = calls.instead(&failure.call, fitting)?;
        let name = &failure.call.function;
        let (expected, here) = (takes.names(self.layout), given.names(self.layout));
        let (expected_sv, expected_en) = (expected.get(Lang::Sv), expected.get(Lang::En));
        let (here_sv, here_en) = (here.get(Lang::Sv), here.get(Lang::En));
        let message = if expected == here {
            say!(
                "`{name}` passar inte {here_sv} med andra koder",
                "`{name}` does not fit {here_en} of other codes"
            )
        } else {
            say!(
                "`{name}` tar {expected_sv}, men här står {here_sv}",
                "`{name}` takes {expected_en}, but here is {here_en}"
            )
        };
        let mut finding = Diagnostic::error(first.code, *span, message);
        // What follows from a record type that could not be read still does.
        finding.misses.clone_from(&first.misses);
        if let Some(place) = &first.primary {
            finding = finding.related(place.span, first.message.clone());
        }
        if let (Shape::Row(row), Shape::List(list, None)) = (&takes, given)
            && row == list
        {
            finding = finding.help(say!(
                "fråga om något av elementen: `lista.some(|x| {name}(x))`",
                "ask whether it is so of any element: `list.some(|x| {name}(x))`"
            ));
        }
        Some(finding)
    }
}
