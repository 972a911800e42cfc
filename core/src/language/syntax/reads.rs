//! Where readings are read.

use super::{Expr, ExprKind, Node, Program, Value};
use crate::findings::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The places where a reading decides something.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// Where it is read, `vald("…")`.
    pub at: BTreeSet<Span>,
    /// Where a function is called that reads it.
    pub through: BTreeSet<Span>,
}

impl Program {
    /// Returns the places where each reading is read, in functions and conditions.
    #[must_use]
    pub fn reads(&self) -> BTreeMap<String, Reads> {
        let mut bodies: Vec<(Option<&str>, &Expr)> =
            self.functions.values().map(|function| (Some(function.name.as_str()), &function.body)).collect();
        let nodes = self.declarations.iter().flat_map(|declared| &declared.entries).map(|entry| &entry.node);
        nodes.chain(self.constants.values()).for_each(|node| closures(node, &mut bodies));
        let mut reads: BTreeMap<String, Reads> = BTreeMap::new();
        let mut readers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (function, body) in &bodies {
            each_call(body, &mut |name, args, span| {
                let ("vald" | "chosen", Some(ExprKind::Literal(Value::Text(id)))) =
                    (name, args.first().map(|arg| &arg.kind))
                else {
                    return;
                };
                reads.entry(id.clone()).or_default().at.insert(span);
                if let Some(function) = *function {
                    readers.entry(function).or_default().insert(id);
                }
            });
        }
        for (_, body) in &bodies {
            each_call(body, &mut |name, _, span| {
                for id in readers.get(name).into_iter().flatten() {
                    if let Some(reads) = reads.get_mut(*id) {
                        reads.through.insert(span);
                    }
                }
            });
        }
        reads
    }
}

fn each_call<'e>(body: &'e Expr, visit: &mut dyn FnMut(&'e str, &'e [Expr], Span)) {
    body.visit(&mut |part| {
        if let ExprKind::Call { name, args, .. } = &part.kind {
            visit(name, args, part.span);
        }
    });
}

/// Adds the bodies of the conditions within a value.
fn closures<'n>(node: &'n Node, bodies: &mut Vec<(Option<&'n str>, &'n Expr)>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| closures(item, bodies)),
        Value::Map(entries) => entries.iter().for_each(|entry| closures(&entry.node, bodies)),
        Value::According { alternatives, .. } => {
            alternatives.iter().for_each(|entry| closures(&entry.node, bodies));
        }
        Value::Closure(closure) => {
            closure.captured.iter().for_each(|(_, node)| closures(node, bodies));
            bodies.push((None, &closure.body));
        }
        _ => {}
    }
}
