//! Operators: their operand types, and how a string literal is coerced to the type it is compared with.

use super::construct::construct;
use super::operand::{List, Operand};
use super::{Lowerer, Names};
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::date::Date;
use crate::language::expr::{Arithmetic, Comparison, Constant, Fold, Id, Kind, Quantifier, Type};
use crate::language::syntax::{Expr, ExprKind, Operator, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Lowerer<'_> {
    pub(super) fn binary(
        &mut self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        names: &Names,
        span: Span,
    ) -> Option<Operand> {
        let comparison = match operator {
            Operator::Equal => Comparison::Equal,
            Operator::NotEqual => Comparison::NotEqual,
            Operator::Less => Comparison::Less,
            Operator::LessOrEqual => Comparison::LessOrEqual,
            Operator::Greater => Comparison::Greater,
            Operator::GreaterOrEqual => Comparison::GreaterOrEqual,
            Operator::Add => return self.arithmetic(Arithmetic::Add, operator, left, right, names, span),
            Operator::Subtract => {
                return self.arithmetic(Arithmetic::Subtract, operator, left, right, names, span);
            }
            Operator::Multiply => {
                return self.arithmetic(Arithmetic::Multiply, operator, left, right, names, span);
            }
            Operator::Divide => {
                return self.arithmetic(Arithmetic::Divide, operator, left, right, names, span);
            }
            Operator::Remainder => {
                return self.arithmetic(Arithmetic::Remainder, operator, left, right, names, span);
            }
        };
        for side in [left, right] {
            if let Some(day) = day_without_quotes(side) {
                return self.report(
                    Diagnostic::error(
                        code::CROSS_TYPE_COMPARISON,
                        side.span,
                        say!(
                            "`{day}` räknas ut som en subtraktion; en dag skrivs `datum(\"{day}\")`",
                            "`{day}` is computed as a subtraction; a day is written `date(\"{day}\")`"
                        ),
                    )
                    .suggest(
                        side.span,
                        format!("datum(\"{day}\")"),
                        say!("skriv så här", "write it like this"),
                    ),
                );
            }
        }
        // `x == ()` tests whether x is missing.
        let missing = |e: &Expr| matches!(e.kind, ExprKind::Literal(Value::Unit));
        if missing(left) || missing(right) {
            let asked = if missing(right) { left } else { right };
            if !matches!(operator, Operator::Equal | Operator::NotEqual) {
                return self.no_order(span, &Type::Missing);
            }
            let known = self.known(asked, names, span)?;
            return Some(Operand::Value(match operator {
                Operator::Equal => self.arena.push(Kind::Not(known), Type::Bool, span),
                _ => known,
            }));
        }
        if self.lacks_quotes(left, right, names) || self.lacks_quotes(right, left, names) {
            return None;
        }
        let (left_id, right_id) = (self.value(left, names), self.value(right, names));
        self.compare(comparison, left_id?, right_id?, span).map(Operand::Value)
    }

    /// Reports a code written without quotes: an unresolved name, compared with a field that has such a code.
    fn lacks_quotes(&mut self, named: &Expr, other: &Expr, names: &Names) -> bool {
        let ExprKind::Name(name) = &named.kind else { return false };
        if names.get(name).is_some() || self.program.constants.contains_key(name) {
            return false;
        }
        let Some(field) = self.quietly(|l| l.value(other, names)) else { return false };
        let is_code = matches!(&self.arena[field].ty, Type::Code(list) if list.index(name).is_some());
        if is_code {
            self.diagnostics.push(
                Diagnostic::error(
                    code::UNKNOWN_VARIABLE,
                    named.span,
                    say!(
                        "koden `{name}` ska stå inom citattecken",
                        "the code `{name}` should stand within quotes"
                    ),
                )
                .suggest(
                    named.span,
                    format!("\"{name}\""),
                    say!("skriv så här", "write it like this"),
                ),
            );
        }
        is_code
    }

    /// Compares two values, after unifying their types.
    pub(super) fn compare(&mut self, comparison: Comparison, left: Id, right: Id, span: Span) -> Option<Id> {
        let (left, right) = self.agree(left, right, span)?;
        let ty = &self.arena[left].ty;
        let ordered = ty.is_number() || matches!(ty, Type::Date | Type::Missing);
        if !ordered && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            let ty = ty.clone();
            self.no_order(span, &ty);
            return None;
        }
        Some(self.arena.push(Kind::Compare(comparison, left, right), Type::Bool, span))
    }

    fn no_order(&mut self, span: Span, ty: &Type) -> Option<Operand> {
        let (sv, en) = ty.names();
        self.report(
            Diagnostic::error(
                code::NO_ORDER,
                span,
                say!(
                    "{sv} har ingen ordning och kan inte jämföras med `<` eller `>`",
                    "{en} has no order and can't be compared with `<` or `>`"
                ),
            )
            .help(say!(
                "jämför med `==`, `!=` eller `in [\"…\", \"…\"]`",
                "compare with `==`, `!=` or `in [\"…\", \"…\"]`"
            )),
        )
    }

    /// Unifies the types of two values: a string literal becomes a code, key or category, a missing value any type.
    pub(super) fn agree(&mut self, left: Id, right: Id, span: Span) -> Option<(Id, Id)> {
        let (a, b) = (self.arena[left].ty.clone(), self.arena[right].ty.clone());
        if a == b || a == Type::Missing || b == Type::Missing || (a.is_number() && b.is_number()) {
            return Some((left, right));
        }
        if takes_literal(&b) && (a == Type::Literal || (b == Type::Key && a == Type::Int)) {
            return Some((self.coerce(left, &b)?, right));
        }
        if takes_literal(&a) && (b == Type::Literal || (a == Type::Key && b == Type::Int)) {
            return Some((left, self.coerce(right, &a)?));
        }
        if a.is_textual() && b.is_textual() {
            return Some((left, right));
        }
        for (date, text) in [(left, right), (right, left)] {
            if self.arena[date].ty == Type::Date && self.arena[text].ty == Type::Literal {
                return self.date_and_text(text);
            }
        }
        for (number, text) in [(left, right), (right, left)] {
            if let (true, Kind::Constant(Constant::Text(digits))) =
                (self.arena[number].ty.is_number(), &self.arena[text].kind)
                && digits.parse::<i64>().is_ok()
            {
                let (digits, at) = (digits.to_string(), self.arena[text].span);
                let finding = Diagnostic::error(
                    code::CROSS_TYPE_COMPARISON,
                    at,
                    say!("ett tal skrivs utan citattecken", "a number is written without quotes"),
                );
                return self.report(finding.suggest(at, digits, say!("skriv så här", "write it like this")));
            }
        }
        let compared = |id: Id| matches!(self.arena[id].kind, Kind::Compare(..));
        if (a == Type::Bool && compared(left)) || (b == Type::Bool && compared(right)) {
            return self.report(
                Diagnostic::error(
                    code::CROSS_TYPE_COMPARISON,
                    span,
                    say!(
                        "två jämförelser skrivs med `&&` emellan",
                        "two comparisons are written with `&&` between them"
                    ),
                )
                .help(say!("skriv `a < x && x < b`", "write `a < x && x < b`")),
            );
        }
        self.different_types(&a, &b, span)
    }

    fn different_types<T>(&mut self, a: &Type, b: &Type, span: Span) -> Option<T> {
        let ((sv_a, en_a), (sv_b, en_b)) = (a.names(), b.names());
        let finding = Diagnostic::error(
            code::CROSS_TYPE_COMPARISON,
            span,
            say!("{sv_a} kan inte jämföras med {sv_b}", "{en_a} can't be compared with {en_b}"),
        );
        let both =
            |one: fn(&Type) -> bool, other: fn(&Type) -> bool| (one(a) && other(b)) || (one(b) && other(a));
        self.report(finding.help(if both(|a| *a == Type::Date, Type::is_number) {
            say!(
                "skriv en dag, `datum(\"2013-12-31\")`, `period.start` eller `period.slut`",
                "write a day, `date(\"2013-12-31\")`, `period.start` or `period.end`"
            )
        } else if both(|a| *a == Type::Bool, |b| *b == Type::Literal || b.is_number()) {
            say!(
                "ett ja/nej-värde jämförs inte: skriv `x.fält` för ja och `!x.fält` för nej",
                "a yes/no value is not compared: write `x.field` for yes and `!x.field` for no"
            )
        } else {
            say!(
                "den jämförelsen skulle alltid bli falsk; jämför värden av samma slag",
                "that comparison would always be false; compare values of the same kind"
            )
        }))
    }

    fn date_and_text<T>(&mut self, text: Id) -> Option<T> {
        let span = self.arena[text].span;
        let written = match &self.arena[text].kind {
            Kind::Constant(Constant::Text(text)) => text.to_string(),
            _ => "2013-01-31".to_owned(),
        };
        self.report(
            Diagnostic::error(
                code::DATE_WITH_TEXT,
                span,
                say!("ett datum jämförs med en text", "a date is compared with a text"),
            )
            .suggest(
                span,
                format!("datum(\"{written}\")"),
                say!("skriv datumet så här", "write the date like this"),
            ),
        )
    }

    /// Coerces a string literal (or a branch that ends in one) to `ty`.
    pub(super) fn coerce(&mut self, id: Id, ty: &Type) -> Option<Id> {
        self.coerced(id, ty, &mut BTreeMap::new())
    }

    /// Like `coerce`, memoised: a node that occurs in several places is coerced once.
    fn coerced(&mut self, id: Id, ty: &Type, done: &mut BTreeMap<Id, Id>) -> Option<Id> {
        if let Some(done) = done.get(&id) {
            return Some(*done);
        }
        let node = self.arena[id].clone();
        if node.ty == *ty || node.ty == Type::Missing {
            return Some(id);
        }
        let kind = match (&node.kind, ty) {
            (Kind::Constant(Constant::Text(text)), Type::Code(list)) => match list.index(text) {
                Some(index) => Kind::Constant(Constant::Code(index)),
                None => return self.unknown_code(text, list.codes(), node.span),
            },
            (Kind::Constant(Constant::Text(text)), _) => Kind::Constant(Constant::Text(Arc::clone(text))),
            (Kind::Constant(Constant::Int(number)), Type::Key) => {
                Kind::Constant(Constant::Text(number.to_string().into()))
            }
            (Kind::If(condition, then, otherwise), _) => {
                Kind::If(*condition, self.coerced(*then, ty, done)?, self.coerced(*otherwise, ty, done)?)
            }
            (Kind::Coalesce(items), _) => {
                Kind::Coalesce(items.iter().map(|item| self.coerced(*item, ty, done)).collect::<Option<_>>()?)
            }
            _ => return self.different_types(&node.ty, ty, node.span),
        };
        let coerced = self.arena.push(kind, ty.clone(), node.span);
        done.insert(id, coerced);
        Some(coerced)
    }

    fn unknown_code<T>(&mut self, text: &str, codes: &[String], span: Span) -> Option<T> {
        if text.is_empty() {
            return self.report(
                Diagnostic::error(
                    code::UNKNOWN_CODE,
                    span,
                    say!("en tom text är ingen kod", "an empty text is no code"),
                )
                .help(say!(
                    "det som saknas skrivs `()`: `x == ()`, eller fråga `känd(x)`",
                    "what is missing is written `()`: `x == ()`, or ask `known(x)`"
                )),
            );
        }
        self.report(self.model.unknown_code(text, codes, span))
    }

    /// Returns the common type of the branches of `if`, `switch` and `??`.
    pub(super) fn join(&mut self, ids: &[Id], span: Span) -> Option<(Vec<Id>, Type)> {
        let mut ty = Type::Missing;
        for id in ids {
            let other = &self.arena[*id].ty;
            let wider = ty == Type::Missing || (ty == Type::Literal && takes_literal(other));
            if wider {
                ty = other.clone();
            } else if *other != ty
                && *other != Type::Missing
                && !(*other == Type::Literal && takes_literal(&ty))
            {
                let ((sv_a, en_a), (sv_b, en_b)) = (ty.names(), other.names());
                let at = self.arena[*id].span;
                return self.report(
                    Diagnostic::error(
                        code::BRANCH_TYPES,
                        at,
                        say!(
                            "den här grenen ger {sv_b}, en annan {sv_a}",
                            "this branch gives {en_b}, another {en_a}"
                        ),
                    )
                    .related(span, say!("i det här uttrycket", "in this expression"))
                    .help(say!(
                        "låt alla grenar ge samma slags värde",
                        "let all branches give the same kind of value"
                    )),
                );
            }
        }
        let ids = ids.iter().map(|id| self.coerce(*id, &ty)).collect::<Option<Vec<_>>>()?;
        Some((ids, ty))
    }

    fn arithmetic(
        &mut self,
        arithmetic: Arithmetic,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        names: &Names,
        span: Span,
    ) -> Option<Operand> {
        let (left, right) = (self.value(left, names), self.value(right, names));
        let (left, right) = (left?, right?);
        for id in [left, right] {
            let node = &self.arena[id];
            if !node.ty.is_number() {
                let ((sv, en), at, symbol) = (node.ty.names(), node.span, operator.symbol());
                let date = node.ty == Type::Date;
                let finding = Diagnostic::error(
                    code::TYPE_MISMATCH,
                    at,
                    say!(
                        "`{symbol}` räknar med tal, men här står {sv}",
                        "`{symbol}` computes with numbers, but here is {en}"
                    ),
                );
                return self.report(if date && operator == Operator::Add {
                    finding.help(say!(
                        "dagen 30 dagar senare är `dagar_efter(datum, 30)`",
                        "the day 30 days later is `days_after(date, 30)`"
                    ))
                } else if date {
                    finding.help(say!(
                        "tiden mellan två datum är `dagar_mellan(a, b)`",
                        "the time between two dates is `days_between(a, b)`"
                    ))
                } else {
                    finding
                });
            }
        }
        let zero = match &self.arena[right].kind {
            Kind::Constant(Constant::Int(number)) => *number == 0,
            Kind::Constant(Constant::Decimal(number)) => number.is_zero(),
            _ => false,
        };
        if zero && matches!(arithmetic, Arithmetic::Divide | Arithmetic::Remainder) {
            return self.report(
                Diagnostic::error(
                    code::NOT_COMPUTABLE,
                    span,
                    say!("här divideras med noll", "this divides by zero"),
                )
                .help(say!("dividera med ett annat tal", "divide by another number")),
            );
        }
        let whole = |id: Id| match self.arena[id].kind {
            Kind::Constant(Constant::Int(number)) => Some(number),
            _ => None,
        };
        if let (Some(a), Some(b)) = (whole(left), whole(right)) {
            let fits = match arithmetic {
                Arithmetic::Add => a.checked_add(b).is_some(),
                Arithmetic::Subtract => a.checked_sub(b).is_some(),
                Arithmetic::Multiply => a.checked_mul(b).is_some(),
                Arithmetic::Divide => a.checked_div(b).is_some(),
                Arithmetic::Remainder => a.checked_rem(b).is_some(),
            };
            if !fits {
                return self.report(
                    Diagnostic::error(
                        code::NOT_COMPUTABLE,
                        span,
                        say!(
                            "talet blir större än vad som kan räknas med",
                            "the number becomes larger than can be computed with"
                        ),
                    )
                    .help(say!("skriv ett mindre tal", "write a smaller number")),
                );
            }
        }
        let decimal = [left, right].iter().any(|id| self.arena[*id].ty == Type::Decimal);
        let ty = if decimal { Type::Decimal } else { Type::Int };
        Some(Operand::Value(self.arena.push(Kind::Arithmetic(arithmetic, left, right), ty, span)))
    }

    /// Types `item in list`.
    pub(super) fn membership(
        &mut self,
        item: &Expr,
        list: &Expr,
        names: &Names,
        span: Span,
    ) -> Option<Operand> {
        let (item_id, holder) = (self.value(item, names), self.expr(list, names));
        let (item_id, holder) = (item_id?, holder?);
        let id = match holder {
            Operand::Period => {
                let node = &self.arena[item_id];
                if node.ty == Type::Literal {
                    return self.date_and_text(item_id);
                }
                if node.ty != Type::Date {
                    let (sv, en) = node.ty.names();
                    let at = node.span;
                    return self.report(Diagnostic::error(
                        code::CROSS_TYPE_COMPARISON,
                        at,
                        say!(
                            "bara ett datum kan ligga i perioden, men här står {sv}",
                            "only a date can lie in the period, but here is {en}"
                        ),
                    ));
                }
                self.arena.push(Kind::InPeriod(item_id), Type::Bool, span)
            }
            Operand::Written(written) => self.one_of(item_id, written, span)?,
            Operand::List(list) => self.contains(&list, item_id, span)?,
            _ => {
                let at = list.span;
                return self.report(
                    Diagnostic::error(
                        code::TYPE_MISMATCH,
                        at,
                        say!(
                            "efter `in` ska en lista eller `period` stå",
                            "a list or `period` should stand after `in`"
                        ),
                    )
                    .help(if self.arena[item_id].ty == Type::Date {
                        say!(
                            "skriv `in period`, eller jämför med en dag: `x >= datum(\"2013-01-01\")`",
                            "write `in period`, or compare with a day: `x >= date(\"2013-01-01\")`"
                        )
                    } else {
                        say!(
                            "skriv till exempel `in [\"a\", \"b\"]`",
                            "write for example `in [\"a\", \"b\"]`"
                        )
                    }),
                );
            }
        };
        Some(Operand::Value(id))
    }

    /// Types whether a value is one of those written.
    pub(super) fn one_of(&mut self, item: Id, written: Vec<Id>, span: Span) -> Option<Id> {
        let mut items = Vec::with_capacity(written.len());
        for other in written {
            let (_, other) = self.agree(item, other, span)?;
            items.push(other);
        }
        Some(self.arena.push(Kind::In(item, items), Type::Bool, span))
    }

    /// Types whether a list of a record contains `value`.
    pub(super) fn contains(&mut self, list: &List, value: Id, span: Span) -> Option<Id> {
        let Some(item) = list.item else {
            let at = span;
            return self.report(
                Diagnostic::error(
                    code::TYPE_MISMATCH,
                    at,
                    say!(
                        "listan innehåller poster, inte enstaka värden",
                        "the list holds records, not single values"
                    ),
                )
                .help(say!("fråga `lista.some(|x| x.fält == …)`", "ask `list.some(|x| x.field == …)`")),
            );
        };
        let equal = self.compare(Comparison::Equal, item, value, span)?;
        Some(self.quantified(Quantifier::Some, list, equal, span))
    }

    /// Types whether an expression has a value.
    pub(super) fn known(&mut self, asked: &Expr, names: &Names, span: Span) -> Option<Id> {
        let value = match self.expr(asked, names)? {
            Operand::Value(id) => id,
            Operand::Row(row) if !row.picks.is_empty() => {
                let yes = self.arena.push(Kind::Constant(Constant::Bool(true)), Type::Bool, span);
                self.through(&row.picks, yes)
            }
            Operand::List(list) => {
                let kind = Kind::Fold { fold: Fold::Count, list: list.list, item: None };
                let id = self.arena.push(kind, Type::Int, span);
                self.through(&list.picks, id)
            }
            _ => {
                return self.report(construct(
                    asked.span,
                    "det här kan inte saknas",
                    "this can't be missing",
                ));
            }
        };
        Some(self.arena.push(Kind::Known(value), Type::Bool, span))
    }
}

/// Recognises `2013-12-31` without its quotes, which the parser reads as a subtraction.
fn day_without_quotes(expr: &Expr) -> Option<Date> {
    let int = |expr: &Expr| match expr.kind {
        ExprKind::Literal(Value::Int(number)) => u32::try_from(number).ok(),
        _ => None,
    };
    let ExprKind::Binary(Operator::Subtract, rest, day) = &expr.kind else { return None };
    let ExprKind::Binary(Operator::Subtract, year, month) = &rest.kind else { return None };
    let year = int(year).filter(|year| (1000..=9999).contains(year))?;
    Date::from_ymd(i32::try_from(year).ok()?, int(month)?, int(day)?)
}

/// Returns whether a string literal can be compared with a value of the type.
fn takes_literal(ty: &Type) -> bool {
    matches!(ty, Type::Code(_) | Type::Key | Type::Category | Type::Text)
}
