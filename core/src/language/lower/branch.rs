//! `if` and `switch`.

use super::Lowerer;
use super::construct::{construct, no_case, no_else};
use super::operand::{Names, Operand};
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::expr::{Comparison, Constant, Id, Kind, Type};
use crate::language::syntax::{Case, Expr, ExprKind, Pattern, Value};

impl Lowerer<'_> {
    pub(super) fn branch(&mut self, condition: Id, then: Id, otherwise: Id, span: Span) -> Option<Id> {
        let (branches, ty) = self.join(&[then, otherwise], span)?;
        match branches.as_slice() {
            [then, otherwise] => Some(self.arena.push(Kind::If(condition, *then, *otherwise), ty, span)),
            _ => None,
        }
    }

    /// Lowers `switch` to a chain of `if`, in the order in which Rhai tries its cases.
    pub(super) fn switch(
        &mut self,
        subject: &Expr,
        cases: &[Case],
        default: Option<&Expr>,
        names: &Names,
        span: Span,
    ) -> Option<Operand> {
        let subject = self.value(subject, names);
        let mut typed = Vec::new();
        for case in cases {
            let guard = case.guard.as_ref().map(|guard| self.part(guard, names));
            let value = self.value(&case.value, names);
            typed.push((case, guard, value));
        }
        let subject = subject?;
        let mut result = match default {
            Some(default) => self.value(default, names)?,
            // If every code has a case, the last one becomes the `else` branch.
            None => match (self.left_out(subject, cases), typed.pop()) {
                (Some(left_out), _) if !left_out.is_empty() => {
                    return self.report(no_case(&left_out, span));
                }
                (Some(_), Some((_, None, value))) => value?,
                _ => return self.report(no_else(span)),
            },
        };
        for (case, guard, value) in typed.into_iter().rev() {
            let mut tests = Vec::new();
            for pattern in &case.patterns {
                tests.push(self.pattern(subject, pattern, span)?);
            }
            let any = match tests.as_slice() {
                [only] => *only,
                _ => self.arena.push(Kind::Or(tests), Type::Bool, span),
            };
            let condition = match guard {
                Some(guard) => {
                    let parts = vec![any, guard?];
                    self.arena.push(Kind::And(parts), Type::Bool, span)
                }
                None => any,
            };
            result = self.branch(condition, value?, result, span)?;
        }
        Some(Operand::Value(result))
    }

    /// Returns the codes (or `true` and `false`) not covered by an unguarded case; `None` if the subject is neither a
    /// closed list nor a Boolean.
    fn left_out(&self, subject: Id, cases: &[Case]) -> Option<Vec<String>> {
        let all: Vec<String> = match &self.arena[subject].ty {
            Type::Code(list) => list.codes().to_vec(),
            Type::Bool => vec!["true".to_owned(), "false".to_owned()],
            _ => return None,
        };
        let plain = cases.iter().filter(|case| case.guard.is_none()).flat_map(|case| &case.patterns);
        let named: Vec<String> = plain
            .filter_map(|pattern| match pattern {
                Pattern::Value(Expr { kind: ExprKind::Literal(Value::Text(text)), .. }) => Some(text.clone()),
                Pattern::Value(Expr { kind: ExprKind::Literal(Value::Bool(value)), .. }) => {
                    Some(value.to_string())
                }
                _ => None,
            })
            .collect();
        Some(all.into_iter().filter(|code| !named.contains(code)).collect())
    }

    fn pattern(&mut self, subject: Id, pattern: &Pattern, span: Span) -> Option<Id> {
        match pattern {
            Pattern::Value(value) => {
                let value = self.value(value, &Names::default())?;
                // Rhai's `switch` is strict: an integer never matches a decimal.
                let (a, b) = (&self.arena[subject].ty, &self.arena[value].ty);
                if a.is_number() && b.is_number() && a != b {
                    let ((sv, en), (sv_b, en_b)) = (a.names(), b.names());
                    return self.report(Diagnostic::error(
                        code::CROSS_TYPE_COMPARISON,
                        span,
                        say!(
                            "`switch` över {sv} kan inte ha {sv_b} som fall",
                            "`switch` over {en} can't have {en_b} as a case"
                        ),
                    ));
                }
                if self.arena[value].ty == Type::Missing {
                    return self.report(construct(
                        span,
                        "ett fall i `switch` kan inte vara `()`; fråga `x == ()` före",
                        "a case of `switch` can't be `()`; ask `x == ()` before",
                    ));
                }
                self.compare(Comparison::Equal, subject, value, span)
            }
            Pattern::Range(from, to, inclusive) => {
                if self.arena[subject].ty != Type::Int {
                    let (sv, en) = self.arena[subject].ty.names();
                    return self.report(Diagnostic::error(
                        code::CROSS_TYPE_COMPARISON,
                        span,
                        say!(
                            "ett intervall i `switch` gäller heltal, men här står {sv}",
                            "a range in `switch` is for whole numbers, but here is {en}"
                        ),
                    ));
                }
                let from = self.constant(Constant::Int(*from), Type::Int, span);
                let to = self.constant(Constant::Int(*to), Type::Int, span);
                let last = if *inclusive { Comparison::LessOrEqual } else { Comparison::Less };
                let low = self.compare(Comparison::GreaterOrEqual, subject, from, span)?;
                let high = self.compare(last, subject, to, span)?;
                Some(self.arena.push(Kind::And(vec![low, high]), Type::Bool, span))
            }
        }
    }
}
