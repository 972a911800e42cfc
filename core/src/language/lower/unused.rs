//! Checks functions that nothing calls. The types of their parameters are not known, so candidates are tried.

use super::Lowerer;
use super::blame::{Calls, Shape};
use super::operand::{Names, Operand, Row};
use crate::findings::diagnostic::{Code, Diagnostics, code};
use crate::language::expr::{Arena, Constant, Slot, Type};
use crate::language::model::Model;
use crate::language::syntax::{Function, Program};
use crate::language::types::{ColumnKind, Layout};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Findings that hold whatever the types of the parameters are.
const CERTAIN: [Code; 7] = [
    code::UNKNOWN_FUNCTION,
    code::UNKNOWN_VARIABLE,
    code::UNKNOWN_READING,
    code::UNKNOWN_PARAMETER,
    code::CONSTRUCT,
    code::ASSIGNMENT,
    code::NOT_COMPUTABLE,
];

/// The maximum number of functions that are tried.
const MOST: usize = 200;

/// Adds findings in those uncalled functions that `of` selects, where they do not depend on guessing the parameters;
/// `layouts` are those of all record types.
pub(crate) fn unused(
    program: &Program,
    model: &Model,
    layouts: &[Layout],
    of: impl Fn(&Function) -> bool,
    findings: &mut Diagnostics,
) {
    for function in program.uncalled().into_iter().filter(|function| of(function)).take(MOST) {
        let Some(fewest) = fewest(program, model, layouts, function) else { continue };
        // A parameter that is neither a record nor an element may be a value of any type.
        let is_sure = match &function.params[..] {
            [] => true,
            [only] => function.reads_field_of(only),
            _ => false,
        };
        findings.extend(fewest.into_iter().filter(|finding| is_sure || CERTAIN.contains(&finding.code)));
    }
}

/// Returns parameters that a function works for: one is a record, the others are anything. What is near
/// the arguments `given` is tried first.
pub(super) fn fitting(
    program: &Program,
    model: &Model,
    layout: &Layout,
    function: &Function,
    given: &[&Shape],
) -> Option<Vec<Shape>> {
    let is_given = |table: usize| {
        given.iter().any(|shape| matches!(shape, Shape::Row(of) | Shape::List(of, _) if *of == table))
    };
    let mut tables: Vec<usize> = (0..layout.tables.len()).collect();
    tables.sort_by_key(|table| !is_given(*table));
    for table in tables {
        for at in 0..function.params.len() {
            if typed(program, model, layout, function, Some((table, None, at))).is_empty() {
                let shape = |number| match number == at {
                    true => Shape::Row(table),
                    false => Shape::Value(Type::Missing),
                };
                return Some((0..function.params.len()).map(shape).collect());
            }
        }
    }
    None
}

/// Returns the findings of the best fit of the parameters: one is a record, an element or a list, the others are
/// anything.
fn fewest(program: &Program, model: &Model, layouts: &[Layout], function: &Function) -> Option<Diagnostics> {
    let mut best: Option<Diagnostics> = None;
    let empty = Layout { tables: Vec::new() };
    let mut attempt = |layout: &Layout, row: Option<(usize, Option<&str>, usize)>| {
        let found = typed(program, model, layout, function, row);
        let is_better = best.as_ref().is_none_or(|best| found.len() < best.len());
        let done = found.is_empty();
        if is_better {
            best = Some(found);
        }
        done
    };
    for layout in layouts {
        for (table, rows) in layout.tables.iter().enumerate() {
            let lists = rows.columns.iter().filter(|c| matches!(c.kind, ColumnKind::List(_)));
            let lists = lists.map(|column| Some(column.name.as_str()));
            for list in std::iter::once(None).chain(lists) {
                for param in 0..function.params.len() {
                    if attempt(layout, Some((table, list, param))) {
                        return best;
                    }
                }
            }
        }
    }
    attempt(layouts.first().unwrap_or(&empty), None);
    best
}

/// Returns the findings if parameter `param` is a row of `table`, or the list `list` of such a row.
fn typed(
    program: &Program,
    model: &Model,
    layout: &Layout,
    function: &Function,
    row: Option<(usize, Option<&str>, usize)>,
) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let mut lowerer = Lowerer {
        program,
        model,
        layout,
        arena: Arena::default(),
        diagnostics: &mut findings,
        calls: vec![function.name.clone()],
        depth: 0,
        begun: 0,
        without_fields: BTreeSet::new(),
        uncalled: OnceCell::new(),
        typed_calls: Calls::default(),
        answered: Vec::new(),
    };
    let mut names = Names::default();
    for (number, param) in function.params.iter().enumerate() {
        let operand = match row {
            Some((table, list, at)) if at == number => {
                let row = Operand::Row(Row { slot: Slot(0), table, picks: Vec::new() });
                match list {
                    Some(list) => lowerer.field(row, list, function.span, function.span),
                    None => Some(row),
                }
            }
            _ => {
                let anything = lowerer.constant(Constant::Missing, Type::Missing, function.span);
                Some(Operand::Value(anything))
            }
        };
        if let Some(operand) = operand {
            names = names.with(param, operand);
        }
    }
    let _ = lowerer.expr(&function.body, &names);
    lowerer.report_calls();
    findings.sort();
    findings
}
