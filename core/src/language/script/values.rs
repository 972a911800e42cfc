//! Converts the values a declaration was run with to [`Node`]s, each with its place in the text.
//!
//! The values come from Rhai's run, the places from its syntax tree. If an argument is not a literal (a call of the
//! author's own function), its parts have the place of the whole argument.

use super::convert::{Converter, plain};
use super::engine::Special;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::date::{Date, Period};
use crate::language::declare::{mixed, other_alphabet};
use crate::language::syntax::{Closure, Entry, Expr, ExprKind, FieldType, Node, Value};
use rhai::{Array, Dynamic, Expr as RhaiExpr, FnPtr, Map, Stmt};
use std::sync::Arc;

/// Converts values to nodes, with findings about invalid ones.
pub(super) struct Values<'a> {
    pub(super) converter: &'a Converter<'a>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Values<'_> {
    /// Converts the entries of a declared map, in the order they are written.
    pub(super) fn entries(&mut self, map: &Map, expr: Option<&RhaiExpr>, around: Span) -> Vec<Entry> {
        let written: &[(rhai::Ident, RhaiExpr)] = match expr {
            Some(RhaiExpr::Map(parts, _)) => &parts.0,
            _ => &[],
        };
        let mut entries = Vec::with_capacity(map.len());
        for (name, expr) in written {
            if let Some(value) = map.get(name.name.as_str()) {
                let key_span = self.converter.places().at(name.pos);
                let key = name.name.to_string();
                let node = self.node(value, Some(expr), key_span);
                entries.push(Entry { key, key_span, node });
            }
        }
        for (key, value) in map {
            if !written.iter().any(|(name, _)| name.name.as_str() == key.as_str()) {
                let node = self.node(value, None, around);
                entries.push(Entry { key: key.to_string(), key_span: around, node });
            }
        }
        entries
    }

    /// Converts one value.
    pub(super) fn node(&mut self, value: &Dynamic, expr: Option<&RhaiExpr>, around: Span) -> Node {
        let span = expr.map_or(around, |e| self.converter.expr(e).span);
        let value = value.flatten_clone();
        if let Some(pointer) = value.read_lock::<FnPtr>() {
            return self.closure(&pointer, span);
        }
        if let Some(special) = value.read_lock::<Special>() {
            return Node { value: self.special(&special, expr, span), span };
        }
        if let Some(items) = value.read_lock::<Array>() {
            let written: &[RhaiExpr] = match expr {
                Some(RhaiExpr::Array(items, _)) => items,
                _ => &[],
            };
            let nodes = items.iter().enumerate().map(|(i, v)| self.node(v, written.get(i), span)).collect();
            return Node { value: Value::List(nodes), span };
        }
        if let Some(map) = value.read_lock::<Map>() {
            return Node { value: Value::Map(self.entries(&map, expr, span)), span };
        }
        match plain(&value) {
            Some(plain) => Node { value: plain, span },
            None => {
                self.wrong(span);
                Node { value: Value::Unit, span }
            }
        }
    }

    fn wrong(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                code::WRONG_VALUE,
                span,
                say!("ett sådant värde kan inte stå här", "a declaration can't hold such a value"),
            )
            .help(say!(
                "skriv en text, ett tal, `true` eller `false`, en lista, `#{{…}}` eller ett villkor `|p| …`",
                "write a text, a number, `true` or `false`, a list, a map `#{{…}}` or a condition `|p| …`"
            )),
        );
    }

    fn closure(&mut self, pointer: &FnPtr, span: Span) -> Node {
        let names = self.converter.captured_names(pointer);
        let mut captured = Vec::new();
        for (name, value) in names.iter().zip(pointer.curry()) {
            // Captures are by reference: the value that counts is the one after the declaration has run.
            let value = value.flatten_clone();
            if value
                .read_lock::<Special>()
                .is_some_and(|s| matches!(*s, Special::AmbientPeriod | Special::Unknown | Special::Unbound))
            {
                continue;
            }
            captured.push((name.clone(), self.node(&value, None, span)));
        }
        let hidden = pointer.curry().len();
        let expr = self.converter.closure_with(pointer, hidden, &captured, span);
        match expr {
            Expr { kind: ExprKind::Closure(closure), span } => Node { value: Value::Closure(closure), span },
            Expr { span, .. } => {
                let closure = Closure { params: Vec::new(), captured, body: expr, span };
                Node { value: Value::Closure(Arc::new(closure)), span }
            }
        }
    }

    fn special(&mut self, special: &Special, expr: Option<&RhaiExpr>, span: Span) -> Value {
        let args: &[RhaiExpr] = match expr {
            Some(RhaiExpr::FnCall(call, _)) => &call.args,
            Some(RhaiExpr::Stmt(block)) => match block.statements() {
                [Stmt::FnCall(call, _)] => &call.args,
                _ => &[],
            },
            _ => &[],
        };
        match special {
            Special::Unknown => Value::Unknown,
            Special::Unbound => {
                self.diagnostics.push(Diagnostic::error(
                    code::UNKNOWN_VARIABLE,
                    span,
                    say!("här står ett namn som inte betyder något", "here is a name that means nothing"),
                ));
                Value::Unit
            }
            Special::AmbientPeriod => {
                self.diagnostics.push(
                    Diagnostic::error(
                        code::WRONG_VALUE,
                        span,
                        say!(
                            "`period` har ett värde först i ett villkor",
                            "`period` only has a value in a condition"
                        ),
                    )
                    .help(say!(
                        "skriv `period(\"2012-01-01\", \"2014-12-31\")` för en bestämd period",
                        "write `period(\"2012-01-01\", \"2014-12-31\")` for a certain period"
                    )),
                );
                Value::Unit
            }
            Special::Date(text) => match Date::parse(text) {
                Some(day) => Value::Date(day),
                None => {
                    let place = args.first().map_or(span, |e| self.converter.expr(e).span);
                    self.diagnostics.push(not_a_day(text, place));
                    Value::Unit
                }
            },
            Special::Period(from, to) => {
                let at = |number: usize| args.get(number).map_or(span, |e| self.converter.expr(e).span);
                self.period((from, at(0)), (to, at(1)), span)
            }
            Special::FieldType(name) => Value::FieldType(FieldType::Named(name)),
            Special::Code(items) => {
                let codes: Vec<String> = items
                    .iter()
                    .filter_map(|item| item.clone().into_immutable_string().ok())
                    .map(|code| code.to_string())
                    .collect();
                for code in &codes {
                    if let Some(letter) = other_alphabet(code) {
                        self.diagnostics.push(mixed(code, letter, span));
                    }
                }
                let repeated =
                    codes.iter().enumerate().find(|(i, c)| codes[..*i].contains(c)).map(|(_, c)| c);
                if codes.len() != items.len() || codes.is_empty() {
                    self.type_expected(span);
                } else if let Some(code) = repeated {
                    self.diagnostics.push(Diagnostic::error(
                        code::DUPLICATE_ID,
                        span,
                        say!("koden `{code}` står två gånger", "the code `{code}` stands twice"),
                    ));
                }
                Value::FieldType(FieldType::Code(codes))
            }
            Special::ListOf(inner) => {
                let inner = self.node(inner, args.first(), span);
                match inner.value {
                    Value::Text(record) => Value::FieldType(FieldType::ListOf(record)),
                    Value::FieldType(ty @ (FieldType::Code(_) | FieldType::Named(_))) => {
                        Value::FieldType(FieldType::ListOfScalars(Box::new(ty)))
                    }
                    _ => {
                        self.type_expected(span);
                        Value::Unit
                    }
                }
            }
            Special::Sensitive(inner) => match self.node(inner, args.first(), span).value {
                Value::FieldType(ty) => Value::FieldType(FieldType::Sensitive(Box::new(ty))),
                _ => {
                    self.type_expected(span);
                    Value::Unit
                }
            },
            Special::Protected(inner, codes) => {
                let codes: Vec<String> = codes
                    .iter()
                    .filter_map(|code| code.clone().into_immutable_string().ok())
                    .map(|code| code.to_string())
                    .collect();
                match self.node(inner, args.first(), span).value {
                    Value::FieldType(FieldType::Code(list))
                        if !codes.is_empty() && codes.iter().all(|code| list.contains(code)) =>
                    {
                        Value::FieldType(FieldType::Protected(Box::new(FieldType::Code(list)), codes))
                    }
                    _ => {
                        self.diagnostics.push(
                            Diagnostic::error(
                                code::WRONG_VALUE,
                                span,
                                say!(
                                    "`skyddad` behöver en kod och vilka av dess värden som betyder skyddad identitet",
                                    "`protected` needs a code and which of its values mean protected identity"
                                ),
                            )
                            .help(say!(
                                "skriv `skyddad(kod([\"ingen\", \"sekretess\"]), [\"sekretess\"])`",
                                "write `protected(code([\"none\", \"secret\"]), [\"secret\"])`"
                            )),
                        );
                        Value::Unit
                    }
                }
            }
            Special::According(reading, map) => {
                let reading_span = args.first().map_or(span, |e| self.converter.expr(e).span);
                let alternatives = self.entries(map, args.get(1), span);
                Value::According { reading: (reading.to_string(), reading_span), alternatives }
            }
        }
    }

    fn period(&mut self, from: (&str, Span), to: (&str, Span), span: Span) -> Value {
        let mut day = |(text, place): (&str, Span)| {
            let day = Date::parse(text);
            if day.is_none() {
                self.diagnostics.push(not_a_day(text, place));
            }
            day
        };
        let (start, end) = (day(from), day(to));
        let (Some(start), Some(end)) = (start, end) else { return Value::Unit };
        match Period::new(start, end) {
            Some(period) => Value::Period(period),
            None => {
                self.diagnostics.push(
                    Diagnostic::error(
                        code::PERIOD_REVERSED,
                        span,
                        say!(
                            "perioden slutar {end}, innan den börjar {start}",
                            "the period ends {end}, before it starts {start}"
                        ),
                    )
                    .help(say!("skriv den första dagen först", "write the first day first")),
                );
                Value::Unit
            }
        }
    }

    fn type_expected(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                code::WRONG_VALUE,
                span,
                say!("det här är ingen fälttyp", "this is not the type of a field"),
            )
            .help(say!(
                "skriv till exempel `datum`, `ja_nej`, `kod([\"a\", \"b\"])` eller `lista(\"våld\")`",
                "write for example `date`, `yes_no`, `code([\"a\", \"b\"])` or `list(\"våld\")`"
            )),
        );
    }
}

/// Builds a finding about a text that is not a day, with the cause if it is certain.
pub(crate) fn not_a_day(text: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::error(
        code::WRONG_VALUE,
        span,
        say!("`{text}` är ingen dag i kalendern", "`{text}` is not a day of the calendar"),
    );
    let plain: String = text
        .trim()
        .chars()
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}' | '−' | '\u{AD}' | '/' | '.') { '-' } else { c })
        .collect();
    let with_marks = match plain.as_bytes() {
        digits if digits.len() == 8 && digits.iter().all(u8::is_ascii_digit) => {
            let part = |from: usize, to: usize| plain.get(from..to).unwrap_or_default();
            format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8))
        }
        _ => plain,
    };
    if Date::parse(&with_marks).is_none() {
        return finding.help(say!(
            "skriv år, månad och dag som `2013-01-31`",
            "write year, month and day as `2013-01-31`"
        ));
    }
    let mark = text.chars().find(|c| !c.is_ascii_digit() && *c != '-' && !c.is_whitespace());
    let finding = match mark {
        Some(mark) => finding.help(say!(
            "mellan siffrorna står `{mark}`, inte ett vanligt bindestreck",
            "between the figures is `{mark}`, not an ordinary hyphen"
        )),
        None => finding,
    };
    finding.suggest(span, format!("\"{with_marks}\""), say!("skriv så här", "write it like this"))
}
