//! Which functions of a rule file something calls.

use super::{Closure, Expr, ExprKind, Function, Node, Pattern, Program, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Program {
    /// The functions that nothing calls but themselves, by name.
    #[must_use]
    pub fn uncalled(&self) -> Vec<&Arc<Function>> {
        let mut called = self.called.clone();
        let nodes = self.declarations.iter().flat_map(|d| &d.entries).map(|entry| &entry.node);
        for node in nodes.chain(self.constants.values()) {
            of_node(node, &mut called);
        }
        for function in self.functions.values() {
            let mut within = BTreeSet::new();
            of_expr(&function.body, &mut within);
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
    of_expr(&closure.body, called);
}

fn of_expr(expr: &Expr, called: &mut BTreeSet<String>) {
    let mut all = |exprs: &[Expr]| exprs.iter().for_each(|expr| of_expr(expr, called));
    match &expr.kind {
        ExprKind::Name(name) => {
            called.insert(name.clone());
        }
        ExprKind::Call { name, args, .. } => {
            all(args);
            called.insert(name.clone());
        }
        ExprKind::And(items) | ExprKind::Or(items) | ExprKind::Coalesce(items) | ExprKind::List(items) => {
            all(items);
        }
        ExprKind::Field { of, .. } | ExprKind::Not(of) | ExprKind::Negate(of) => of_expr(of, called),
        ExprKind::Binary(_, left, right) | ExprKind::In(left, right) => {
            of_expr(left, called);
            of_expr(right, called);
        }
        ExprKind::If(condition, then, otherwise) => {
            of_expr(condition, called);
            of_expr(then, called);
            otherwise.iter().for_each(|expr| of_expr(expr, called));
        }
        ExprKind::Switch { subject, cases, default } => {
            of_expr(subject, called);
            for case in cases {
                for pattern in &case.patterns {
                    if let Pattern::Value(value) = pattern {
                        of_expr(value, called);
                    }
                }
                case.guard.iter().for_each(|guard| of_expr(guard, called));
                of_expr(&case.value, called);
            }
            default.iter().for_each(|expr| of_expr(expr, called));
        }
        ExprKind::Block(lets, value) => {
            lets.iter().for_each(|(_, value)| of_expr(value, called));
            of_expr(value, called);
        }
        ExprKind::Closure(closure) => of_closure(closure, called),
        ExprKind::Literal(_) | ExprKind::Unsupported(_) => {}
    }
}
