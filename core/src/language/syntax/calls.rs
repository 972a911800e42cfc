//! The call graph of a rule file's functions.

use super::{Closure, Expr, ExprKind, Function, Node, Pattern, Program, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Program {
    /// Returns the functions that nothing but themselves calls, by name.
    #[must_use]
    pub fn uncalled(&self) -> Vec<&Arc<Function>> {
        let mut called = self.called.clone();
        let nodes = self.declarations.iter().flat_map(|d| &d.entries).map(|entry| &entry.node);
        for node in nodes.chain(self.constants.values()) {
            of_node(node, &mut called);
        }
        for function in self.functions.values() {
            let mut within = BTreeSet::new();
            of_expr(&function.body, &function.params, &mut within);
            within.remove(&function.name);
            called.extend(within);
        }
        self.functions.values().filter(|function| !called.contains(&function.name)).collect()
    }
}

fn of_node(node: &Node, called: &mut BTreeSet<String>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| of_node(item, called)),
        Value::Map(entries) => entries.iter().for_each(|entry| of_node(&entry.node, called)),
        Value::According { alternatives, .. } => {
            alternatives.iter().for_each(|entry| of_node(&entry.node, called));
        }
        Value::Closure(closure) => of_closure(closure, called),
        _ => {}
    }
}

fn of_closure(closure: &Closure, called: &mut BTreeSet<String>) {
    closure.captured.iter().for_each(|(_, node)| of_node(node, called));
    of_expr(&closure.body, &closure.params, called);
}

/// Adds what the body of a function or closure calls, or names as if it were a value. The name of a variable is no
/// call of the function that happens to have the same.
fn of_expr(expr: &Expr, params: &[String], called: &mut BTreeSet<String>) {
    let mut variables: BTreeSet<String> = params.iter().cloned().collect();
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Closure(closure) => variables.extend(closure.params.iter().cloned()),
        ExprKind::Block(lets, _) => variables.extend(lets.iter().map(|(name, _)| name.clone())),
        _ => {}
    });
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Name(name) if variables.contains(name) => {}
        ExprKind::Name(name) | ExprKind::Call { name, .. } => {
            called.insert(name.clone());
        }
        ExprKind::Closure(closure) => {
            closure.captured.iter().for_each(|(_, node)| of_node(node, called));
        }
        _ => {}
    });
}

impl Function {
    /// Returns whether the body reads a field of the parameter `param`, which then is a record or an element.
    #[must_use]
    pub fn reads_field_of(&self, param: &str) -> bool {
        let mut reads = false;
        self.body.visit(&mut |part| {
            if let ExprKind::Field { of, .. } = &part.kind {
                reads |= matches!(&of.kind, ExprKind::Name(name) if name == param);
            }
        });
        reads
    }
}

impl Expr {
    /// Calls `visit` with the expression and each subexpression, bodies of closures included.
    pub(super) fn visit<'e>(&'e self, visit: &mut dyn FnMut(&'e Self)) {
        visit(self);
        let mut all = |exprs: &'e [Self]| exprs.iter().for_each(|expr| expr.visit(visit));
        match &self.kind {
            ExprKind::Call { args: items, .. }
            | ExprKind::And(items)
            | ExprKind::Or(items)
            | ExprKind::Coalesce(items)
            | ExprKind::List(items) => all(items),
            ExprKind::Field { of, .. } | ExprKind::Not(of) | ExprKind::Negate(of) => of.visit(visit),
            ExprKind::Binary(_, left, right) | ExprKind::In(left, right) => {
                left.visit(visit);
                right.visit(visit);
            }
            ExprKind::If(condition, then, otherwise) => {
                condition.visit(visit);
                then.visit(visit);
                otherwise.iter().for_each(|expr| expr.visit(visit));
            }
            ExprKind::Switch { subject, cases, default } => {
                subject.visit(visit);
                for case in cases {
                    for pattern in &case.patterns {
                        if let Pattern::Value(value) = pattern {
                            value.visit(visit);
                        }
                    }
                    case.guard.iter().for_each(|guard| guard.visit(visit));
                    case.value.visit(visit);
                }
                default.iter().for_each(|expr| expr.visit(visit));
            }
            ExprKind::Block(lets, value) => {
                lets.iter().for_each(|(_, value)| value.visit(visit));
                value.visit(visit);
            }
            ExprKind::Closure(closure) => closure.body.visit(visit),
            ExprKind::Name(_) | ExprKind::Literal(_) | ExprKind::Unsupported(_) => {}
        }
    }
}
