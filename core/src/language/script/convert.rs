//! Converts Rhai's syntax tree to ours, without validation: constructs not allowed in conditions become
//! [`ExprKind::Unsupported`], which the checker reports with its place.

use super::Unit;
use super::position::Places;
use crate::findings::span::Span;
use crate::language::syntax::{Case, Closure, Construct, Expr, ExprKind, Operator, Pattern, Value};
use rhai::{
    AST, ASTFlags, ASTNode, Dynamic, Expr as RhaiExpr, FnCallExpr, FnPtr, Module, Position, RangeCase,
    ScriptFuncDef, Stmt, SwitchCasesCollection, Token,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The bodies of a file's functions and closures, by name. Closure names contain Rhai's per-process hash: they are
/// resolved here and never leave this module.
pub(super) struct Bodies {
    by_name: BTreeMap<String, Body>,
}

/// The body of a function or closure.
pub(super) struct Body {
    pub(super) params: Vec<String>,
    pub(super) statements: Vec<Stmt>,
    pub(super) start: Position,
}

impl Bodies {
    /// Collects the bodies of `ast`. Rhai does not export the type of a body; walking a module with only that function
    /// reaches its statements.
    pub(super) fn collect(ast: &AST) -> Self {
        let body = |definition: &Arc<ScriptFuncDef>| {
            let mut module = Module::new();
            module.set_script_fn(Arc::clone(definition));
            let mut statements = Vec::new();
            AST::new([], module).walk(&mut |path: &[ASTNode<'_>]| {
                if let [ASTNode::Stmt(statement)] = path {
                    statements.push((*statement).clone());
                }
                true
            });
            let params = definition.params.iter().map(ToString::to_string).collect();
            Body { params, statements, start: definition.body.start_position() }
        };
        Self { by_name: ast.iter_fn_def().map(|d| (d.name.to_string(), body(d))).collect() }
    }

    /// Iterates over the functions the author wrote, without closures.
    pub(super) fn named(&self) -> impl Iterator<Item = (&String, &Body)> {
        self.by_name.iter().filter(|(name, _)| !name.starts_with("anon$"))
    }
}

/// Converts expressions of one unit; a closure may come from another, whose function created it.
#[derive(Clone, Copy)]
pub(super) struct Converter<'a> {
    pub(super) units: &'a [Unit<'a>],
    pub(super) unit: usize,
}

impl<'a> Converter<'a> {
    /// Returns the places of the unit.
    pub(super) fn places(&self) -> Places<'a> {
        self.units[self.unit].places
    }

    /// Returns the body of a closure and the unit that contains it.
    fn find(&self, name: &str) -> Option<(&'a Body, Self)> {
        let order = std::iter::once(self.unit).chain(0..self.units.len());
        order
            .filter_map(|unit| Some((unit, self.units.get(unit)?.bodies.by_name.get(name)?)))
            .map(|(unit, body)| (body, Self { units: self.units, unit }))
            .next()
    }

    /// Converts the body of a closure or function to one expression.
    pub(super) fn block(&self, statements: &[Stmt], span: Span) -> Expr {
        let mut lets = Vec::new();
        let Some((last, before)) = statements.split_last() else {
            return Expr { kind: ExprKind::Unsupported(Construct::NoValue), span };
        };
        for statement in before {
            match statement {
                Stmt::Noop(_) => {}
                Stmt::Var(definition, ..) => {
                    let (name, value, _) = &**definition;
                    lets.push((name.name.to_string(), self.expr(value)));
                }
                other => return self.unsupported_statement(other, span),
            }
        }
        let value = match last {
            Stmt::Return(Some(value), flags, _) if !flags.contains(ASTFlags::BREAK) => self.expr(value),
            other => self.statement_value(other, span),
        };
        if lets.is_empty() {
            return value;
        }
        let span = value.span;
        Expr { kind: ExprKind::Block(lets, Box::new(value)), span }
    }

    fn statement_value(&self, statement: &Stmt, around: Span) -> Expr {
        match statement {
            Stmt::Expr(expr) => self.expr(expr),
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::Block(block) => self.block(block.statements(), self.places().at(block.position())),
            Stmt::If(flow, position) => {
                let span = self.places().at(*position);
                let condition = self.expr(&flow.expr);
                let then = self.block(flow.body.statements(), span);
                let otherwise =
                    (!flow.branch.is_empty()).then(|| Box::new(self.block(flow.branch.statements(), span)));
                let span = otherwise.iter().fold(span.to(condition.span).to(then.span), |s, e| s.to(e.span));
                Expr { kind: ExprKind::If(Box::new(condition), Box::new(then), otherwise), span }
            }
            Stmt::Switch(parts, position) => {
                let (subject, cases) = &**parts;
                self.switch(subject, cases, self.places().at(*position))
            }
            other => self.unsupported_statement(other, around),
        }
    }

    fn unsupported_statement(&self, statement: &Stmt, around: Span) -> Expr {
        let construct = match statement {
            Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) | Stmt::BreakLoop(..) => Construct::Loop,
            Stmt::Assignment(..) => Construct::Assignment,
            Stmt::Return(_, flags, _) if !flags.contains(ASTFlags::BREAK) => Construct::EarlyReturn,
            Stmt::Return(..) | Stmt::TryCatch(..) => Construct::Exception,
            Stmt::Var(..) | Stmt::Noop(_) => Construct::NoValue,
            Stmt::If(..) | Stmt::Switch(..) | Stmt::Expr(_) | Stmt::FnCall(..) | Stmt::Block(_) => {
                Construct::Statement
            }
            _ => Construct::Other,
        };
        let position = statement.position();
        let span = if position.is_none() { around } else { self.places().at(position) };
        // The parser takes `=!` for the assignment of a negation.
        if construct == Construct::Assignment && self.places().around(span.start).1.starts_with("=!") {
            let span = Span::new(span.source, span.start, span.start + 2);
            return Expr { kind: ExprKind::Unsupported(Construct::TurnedUnequal), span };
        }
        Expr { kind: ExprKind::Unsupported(construct), span }
    }

    fn switch(&self, subject: &RhaiExpr, cases: &SwitchCasesCollection, span: Span) -> Expr {
        // A range case is also among the hashed values, where its value is not a plain one.
        let mut patterns: BTreeMap<usize, Vec<Pattern>> = BTreeMap::new();
        let plain_values = cases.cases.values().filter_map(|list| Some((list, plain(&list.value)?)));
        let mut by_value: Vec<(usize, Pattern)> = plain_values
            .flat_map(|(list, value)| {
                let span = self.places().written(span, &value);
                let pattern = Pattern::Value(Expr { kind: ExprKind::Literal(value), span });
                list.blocks.iter().map(move |block| (*block, pattern.clone()))
            })
            .collect();
        by_value.sort_by_key(|(block, pattern)| (*block, pattern_order(pattern)));
        for (block, pattern) in by_value {
            patterns.entry(block).or_default().push(pattern);
        }
        let case = |block: usize, patterns: Vec<Pattern>| {
            let both = cases.expressions.get(block)?;
            let guard = match &both.lhs {
                RhaiExpr::BoolConstant(true, position) if position.is_none() => None,
                guard => Some(self.expr(guard)),
            };
            Some(Case { patterns, guard, value: self.expr(&both.rhs) })
        };
        // Rhai tries exact values before ranges, in whatever order they are written.
        let mut list: Vec<Case> = patterns.into_iter().filter_map(|(block, p)| case(block, p)).collect();
        for range in &cases.ranges {
            let (pattern, block) = match range {
                RangeCase::ExclusiveInt(r, block) => (Pattern::Range(r.start, r.end, false), *block),
                RangeCase::InclusiveInt(r, block) => (Pattern::Range(*r.start(), *r.end(), true), *block),
            };
            list.extend(case(block, vec![pattern]));
        }
        let default = cases
            .def_case
            .and_then(|block| cases.expressions.get(block))
            .map(|both| Box::new(self.expr(&both.rhs)));
        Expr { kind: ExprKind::Switch { subject: Box::new(self.expr(subject)), cases: list, default }, span }
    }

    /// Converts one expression.
    pub(super) fn expr(&self, expr: &RhaiExpr) -> Expr {
        let position = expr.position();
        let span = self.places().at(position);
        let literal = |value| Expr { kind: ExprKind::Literal(value), span };
        let unsupported = |construct| Expr { kind: ExprKind::Unsupported(construct), span };
        match expr {
            RhaiExpr::BoolConstant(value, _) => literal(Value::Bool(*value)),
            RhaiExpr::IntegerConstant(value, _) => literal(Value::Int(*value)),
            RhaiExpr::StringConstant(text, _) => literal(Value::Text(text.to_string())),
            RhaiExpr::Unit(_) => {
                Expr { kind: ExprKind::Literal(Value::Unit), span: self.places().two(position) }
            }
            RhaiExpr::DynamicConstant(value, _) => match value.read_lock::<FnPtr>() {
                Some(pointer) => self.closure(&pointer, &[], span),
                None => plain(value).map_or_else(|| unsupported(Construct::Other), literal),
            },
            RhaiExpr::CharConstant(..) => unsupported(Construct::Character),
            RhaiExpr::InterpolatedString(..) => unsupported(Construct::Interpolation),
            RhaiExpr::Map(..) => unsupported(Construct::Map),
            RhaiExpr::Array(items, _) => {
                let items: Vec<Expr> = items.iter().map(|e| self.expr(e)).collect();
                let span = items.last().map_or(span, |last| span.to(last.span));
                Expr { kind: ExprKind::List(items), span }
            }
            RhaiExpr::Variable(parts, ..) => Expr { kind: ExprKind::Name(parts.1.to_string()), span },
            RhaiExpr::And(items, _) => self.joined(items, ExprKind::And),
            RhaiExpr::Or(items, _) => self.joined(items, ExprKind::Or),
            RhaiExpr::Coalesce(items, _) => self.joined(items, ExprKind::Coalesce),
            RhaiExpr::FnCall(call, position) => self.call(call, *position),
            RhaiExpr::Dot(parts, flags, _) => {
                if flags.contains(ASTFlags::NEGATED) {
                    return unsupported(Construct::SafeNavigation);
                }
                let first = self.expr(&parts.lhs);
                self.chain(first, &parts.rhs)
            }
            RhaiExpr::Index(..) => unsupported(Construct::Index),
            RhaiExpr::Stmt(block) => match block.statements() {
                [Stmt::Share(_), Stmt::Expr(curry)] => self.capturing(curry, span),
                statements => self.block(statements, span),
            },
            _ => unsupported(Construct::Other),
        }
    }

    fn joined(&self, items: &[RhaiExpr], make: impl FnOnce(Vec<Expr>) -> ExprKind) -> Expr {
        let items: Vec<Expr> = items.iter().map(|e| self.expr(e)).collect();
        let span = match (items.first(), items.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => self.places().whole(),
        };
        Expr { kind: make(items), span }
    }

    /// Converts the rest of `a.b.c`, which Rhai nests to the right.
    fn chain(&self, of: Expr, rest: &RhaiExpr) -> Expr {
        match rest {
            RhaiExpr::Property(names, position) => {
                let name_span = self.places().at(*position);
                let span = of.span.to(name_span);
                Expr {
                    kind: ExprKind::Field { of: Box::new(of), name: names.2.to_string(), name_span },
                    span,
                }
            }
            RhaiExpr::MethodCall(call, position) => {
                let name_span = self.places().at(*position);
                let mut args = vec![of];
                args.extend(call.args.iter().map(|e| self.expr(e)));
                self.named_call(&call.name, name_span, args, true)
            }
            RhaiExpr::Dot(parts, flags, _) if !flags.contains(ASTFlags::NEGATED) => {
                let first = self.chain(of, &parts.lhs);
                self.chain(first, &parts.rhs)
            }
            RhaiExpr::Dot(..) => {
                Expr { kind: ExprKind::Unsupported(Construct::SafeNavigation), span: of.span }
            }
            _ => Expr { kind: ExprKind::Unsupported(Construct::Index), span: of.span },
        }
    }

    fn named_call(&self, name: &str, name_span: Span, args: Vec<Expr>, method: bool) -> Expr {
        let span = args.iter().fold(name_span, |span, arg| span.to(arg.span));
        let span = self.places().closing(span, name_span);
        Expr { kind: ExprKind::Call { name: name.to_owned(), name_span, args, method }, span }
    }

    fn call(&self, call: &FnCallExpr, position: Position) -> Expr {
        let at = self.places().at(position);
        let mut args: Vec<Expr> = call.args.iter().map(|e| self.expr(e)).collect();
        let Some(token) = &call.op_token else {
            // `x in xs` is `contains(xs, x)` to Rhai, with the position of the operator.
            if call.name == "contains" && args.len() == 2 && self.places().is_word(position, "in") {
                return binary(args, at, |list, item| ExprKind::In(item, list));
            }
            if call.capture_parent_scope {
                return Expr { kind: ExprKind::Unsupported(Construct::Other), span: at };
            }
            return self.named_call(&call.name, at, args, false);
        };
        // `x !in xs` is `!contains(xs, x)`: the call has the token, and the surrounding `!` has its own.
        if matches!(token, Token::NotIn) && args.len() == 2 {
            return binary(args, at, |list, item| ExprKind::In(item, list));
        }
        let operator = match (call.name.as_str(), args.len()) {
            ("==", 2) => Operator::Equal,
            ("!=", 2) => Operator::NotEqual,
            ("<", 2) => Operator::Less,
            ("<=", 2) => Operator::LessOrEqual,
            (">", 2) => Operator::Greater,
            (">=", 2) => Operator::GreaterOrEqual,
            ("+", 2) => Operator::Add,
            ("-", 2) => Operator::Subtract,
            ("*", 2) => Operator::Multiply,
            ("/", 2) => Operator::Divide,
            ("%", 2) => Operator::Remainder,
            ("!", 1) => return unary(args, at, ExprKind::Not),
            ("-", 1) => return unary(args, at, ExprKind::Negate),
            ("+", 1) => {
                return args
                    .pop()
                    .unwrap_or(Expr { kind: ExprKind::Unsupported(Construct::Operator), span: at });
            }
            ("&", 2) => return Expr { kind: ExprKind::Unsupported(Construct::SingleAnd), span: at },
            ("|", 2) => return Expr { kind: ExprKind::Unsupported(Construct::SingleOr), span: at },
            _ => return Expr { kind: ExprKind::Unsupported(Construct::Operator), span: at },
        };
        binary(args, at, |left, right| ExprKind::Binary(operator, left, right))
    }

    /// Converts a capturing closure: `curry(Fn("anon$…"), a, b)`.
    fn capturing(&self, curry: &RhaiExpr, span: Span) -> Expr {
        let unsupported = Expr { kind: ExprKind::Unsupported(Construct::Other), span };
        let RhaiExpr::FnCall(call, _) = curry else { return unsupported };
        let Some((RhaiExpr::DynamicConstant(value, position), captured)) = call.args.split_first() else {
            return unsupported;
        };
        match value.read_lock::<FnPtr>() {
            Some(pointer) => self.closure_with(&pointer, captured.len(), &[], self.places().at(*position)),
            None => unsupported,
        }
    }

    fn closure(
        &self,
        pointer: &FnPtr,
        captured: &[(String, crate::language::syntax::Node)],
        span: Span,
    ) -> Expr {
        self.closure_with(pointer, captured.len(), captured, span)
    }

    /// Converts the closure of a function pointer. Its first `hidden` parameters are captured names: inside a condition
    /// they resolve as they do outside the closure; `captured` contains the values of those that a function of the rule
    /// file bound when it created the closure.
    pub(super) fn closure_with(
        &self,
        pointer: &FnPtr,
        hidden: usize,
        captured: &[(String, crate::language::syntax::Node)],
        span: Span,
    ) -> Expr {
        let Some((found, home)) = self.find(pointer.fn_name()) else {
            return Expr { kind: ExprKind::Unsupported(Construct::Other), span };
        };
        let body = home.block(&found.statements, home.places().at(found.start));
        let span = if span.source == body.span.source { span.to(body.span) } else { body.span };
        let params = found.params.iter().skip(hidden).cloned().collect();
        let closure = Closure { params, captured: captured.to_vec(), body, span };
        Expr { kind: ExprKind::Closure(Arc::new(closure)), span }
    }

    /// Returns the names a closure captured, in order: its first parameters.
    pub(super) fn captured_names(&self, pointer: &FnPtr) -> Vec<String> {
        let count = pointer.curry().len();
        self.find(pointer.fn_name())
            .map_or_else(Vec::new, |(body, _)| body.params.iter().take(count).cloned().collect())
    }
}

fn binary(args: Vec<Expr>, at: Span, make: impl FnOnce(Box<Expr>, Box<Expr>) -> ExprKind) -> Expr {
    let mut args = args.into_iter();
    match (args.next(), args.next()) {
        (Some(left), Some(right)) => {
            let span = left.span.to(right.span);
            Expr { kind: make(Box::new(left), Box::new(right)), span }
        }
        (Some(only), None) => only,
        _ => Expr { kind: ExprKind::Unsupported(Construct::Operator), span: at },
    }
}

fn unary(args: Vec<Expr>, at: Span, make: impl FnOnce(Box<Expr>) -> ExprKind) -> Expr {
    match args.into_iter().next() {
        Some(inner) => {
            let span = at.to(inner.span);
            Expr { kind: make(Box::new(inner)), span }
        }
        None => Expr { kind: ExprKind::Unsupported(Construct::Operator), span: at },
    }
}

/// Returns the value of a constant that needs no place of its own.
pub(super) fn plain(value: &Dynamic) -> Option<Value> {
    if value.is_unit() {
        Some(Value::Unit)
    } else if let Ok(b) = value.as_bool() {
        Some(Value::Bool(b))
    } else if let Ok(n) = value.as_int() {
        Some(Value::Int(n))
    } else if let Some(d) = value.clone().try_cast::<Decimal>() {
        Some(Value::Decimal(d))
    } else {
        value.clone().into_immutable_string().ok().map(|s| Value::Text(s.to_string()))
    }
}

/// Returns a sort key for plain values, since Rhai keeps `switch` cases in a hash table.
fn pattern_order(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Value(Expr { kind: ExprKind::Literal(value), .. }) => format!("{value:?}"),
        _ => String::new(),
    }
}
