//! Calls: the author's own functions, which are inlined, and the built-in ones.

use super::blame::{Call, Shape};
use super::construct::construct;
use super::operand::{Names, Operand};
use super::{Lowerer, TypedCall};
use crate::findings::diagnostic::{Diagnostic, code, nearest};
use crate::findings::span::Span;
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Date;
use crate::language::expr::{Comparison, Constant, Id, Kind, Type};
use crate::language::functions::{Argument, Builtin, FUNCTIONS, Means};
use crate::language::script::not_a_day;
use crate::language::syntax::{Closure, Expr, ExprKind, Function, Value};
use crate::language::types::CodeList;
use crate::language::words::{Word, declaration};
use std::sync::Arc;

/// The maximum number of unused shared functions shown beside a missing one.
const MOST_CANDIDATES: usize = 5;

impl Lowerer<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        args: &[Expr],
        method: bool,
        names: &Names,
        (name_span, span): (Span, Span),
    ) -> Option<Operand> {
        if let Some(function) = self.program.functions.get(name).cloned() {
            if method {
                return self.report(
                    Diagnostic::error(
                        code::CONSTRUCT,
                        name_span,
                        say!(
                            "`{name}` är en egen funktion och skrivs före det den frågar om",
                            "`{name}` is a function of your own and is written before what it asks about"
                        ),
                    )
                    .help(say!(
                        "skriv `{name}(…)` i stället för `….{name}()`",
                        "write `{name}(…)` instead of `….{name}()`"
                    )),
                );
            }
            return self.own_function(&function, args, names, name_span);
        }
        match Builtin::named(name) {
            Some(function) if function.is_list_method() => {
                let (list, rest) = args.split_first()?;
                match self.expr(list, names)? {
                    Operand::List(list) => self.list_method(function, list, rest, names, (name_span, span)),
                    // A written list needs no record: `[1, 2].contains(x)` is `x in [1, 2]`.
                    Operand::Written(_) if matches!(function.row().means, Means::Contains) => {
                        self.arity(rest.len(), 1, name_span, &shape(function))?;
                        self.membership(rest.first()?, list, names, span)
                    }
                    Operand::Written(_) => {
                        let at = list.span;
                        self.report(
                            Diagnostic::error(
                                code::TYPE_MISMATCH,
                                at,
                                say!(
                                    "`{name}` frågas om en lista i posten, men den här listan är skriven i regeln",
                                    "`{name}` is asked of a list of the record, but this list is written in the rule"
                                ),
                            )
                            .help(say!(
                                "fråga om ett värde är något av dem: `x in [1, 2]`",
                                "ask whether a value is one of them: `x in [1, 2]`"
                            )),
                        )
                    }
                    Operand::Value(id)
                        if matches!(self.arena[id].ty, Type::Text | Type::Category | Type::Code(_)) =>
                    {
                        self.report(whole_text(name, name_span))
                    }
                    _ => {
                        let at = list.span;
                        self.report(
                            Diagnostic::error(
                                code::TYPE_MISMATCH,
                                at,
                                say!(
                                    "`{name}` frågas om en lista, men det här är ingen lista",
                                    "`{name}` is asked of a list, but this is not a list"
                                ),
                            )
                            .help(say!(
                                "se efter fältets namn och typ i `post`",
                                "see the field's name and type in `record`"
                            )),
                        )
                    }
                }
            }
            Some(function) => self.builtin(function, args, names, (name_span, span)),
            None if method => {
                if let Some(Operand::List(_)) =
                    args.first().and_then(|on| self.quietly(|l| l.expr(on, names)))
                {
                    return self.unknown_method(name, name_span);
                }
                self.unknown_function(name, args.len(), name_span)
            }
            None => self.unknown_function(name, args.len(), name_span),
        }
    }

    fn unknown_function(&mut self, name: &str, given: usize, span: Span) -> Option<Operand> {
        let finding = Diagnostic::error(
            code::UNKNOWN_FUNCTION,
            span,
            say!("funktionen `{name}` finns inte", "there is no function `{name}`"),
        );
        if PARTS_OF_TEXTS.contains(&name) {
            return self.report(whole_text(name, span));
        }
        if let Some((sv, en)) = time_function(name) {
            return self
                .report(finding.missing(name).of_kind("fn").help(say!("skriv `{sv}`", "write `{en}`")));
        }
        if let Some(help) = self.no_function(name) {
            return self.report(finding.help(help));
        }
        // A function that nothing calls may be the one, under another name.
        let program = self.program;
        let uncalled = self.uncalled.get_or_init(|| program.uncalled().into_iter().cloned().collect());
        let alike = uncalled.iter().filter(|function| function.params.len() == given);
        let (shared, own): (Vec<_>, Vec<_>) =
            alike.partition(|function| program.shared.contains(&function.span.source));
        let near = nearest(name, program.functions.keys().map(String::as_str));
        // A shared one that this edition does not use is nothing odd, unless no other can be it.
        let candidates = match own.len() {
            0 if shared.len() <= MOST_CANDIDATES && near.is_none() => shared,
            1 => own,
            _ => Vec::new(),
        };
        let finding = candidates.into_iter().fold(finding, |finding, function| {
            let text = say!(
                "den här funktionen används inte: är det den?",
                "this function is not used: is it meant?"
            );
            finding.related(function.span, text)
        });
        let own: Vec<String> = self.program.functions.keys().cloned().collect();
        let words =
            own.iter().map(String::as_str).chain(FUNCTIONS.iter().flat_map(|row| [row.name.0, row.name.1]));
        self.report(
            finding
                .or_nearest(
                    (name, span),
                    false,
                    words,
                    say!("definiera den med `fn {name}(…) {{ … }}`", "define it with `fn {name}(…) {{ … }}`"),
                )
                .of_kind("fn"),
        )
    }

    /// Returns what to write in place of a declaration, or a target group, that is called as a function.
    fn no_function(&self, name: &str) -> Option<Text> {
        Some(match name {
            "period" => say!(
                "skriv `in period` för rapportens period, annars `x >= datum(\"2013-01-01\") && x <= datum(\"2013-12-31\")`",
                "write `in period` for the period of the report, else `x >= date(\"2013-01-01\") && x <= date(\"2013-12-31\")`"
            ),
            "enligt" | "according" => say!(
                "i ett villkor skrivs det som `if vald(\"…\") == \"…\" {{ … }} else {{ … }}`",
                "in a condition it is written as `if chosen(\"…\") == \"…\" {{ … }} else {{ … }}`"
            ),
            _ if declaration(name).is_some() || self.model.groups.iter().any(|group| group.id == name) => {
                say!(
                    "ett villkor kan inte fråga efter en målgrupp eller något annat som deklareras; skriv det som flera behöver som en funktion, `fn namn(p) {{ … }}`",
                    "a condition can't ask for a target group or anything else that is declared; write what several need as a function, `fn name(p) {{ … }}`"
                )
            }
            _ => return None,
        })
    }

    fn own_function(
        &mut self,
        function: &Arc<Function>,
        args: &[Expr],
        names: &Names,
        span: Span,
    ) -> Option<Operand> {
        let name = &function.name;
        if self.calls.contains(name) {
            return self.report(
                Diagnostic::error(
                    code::RECURSION,
                    span,
                    say!("funktionen `{name}` anropar sig själv", "the function `{name}` calls itself"),
                )
                .related(function.span, say!("den definieras här", "it is defined here"))
                .help(say!(
                    "ett villkor ska alltid ta slut; skriv det utan att funktionen anropar sig själv",
                    "a condition must always end; write it without the function calling itself"
                )),
            );
        }
        let shape = format!("{name}({})", function.params.join(", "));
        if let Err(finding) = arity(args.len(), function.params.len(), span, &Text::same(shape)) {
            let finding = finding.missing(name).of_kind("fn");
            return self
                .report(finding.related(function.span, say!("den definieras här", "it is defined here")));
        }
        let mut inner = Names::default();
        let mut arguments = Vec::with_capacity(args.len());
        let mut given = Vec::with_capacity(args.len());
        for (param, arg) in function.params.iter().zip(args) {
            let operand = match &arg.kind {
                ExprKind::Closure(closure) => Some(self.closure(closure, names)),
                _ => self.expr(arg, names),
            };
            if let Some(operand) = operand {
                arguments.push((Shape::of(&operand, &self.arena), arg.span));
                given.push(operand.given());
                inner = inner.with(param, operand);
            }
        }
        if arguments.len() < args.len() {
            return None;
        }
        self.calls.push(name.clone());
        let mark = self.typed_calls.begun();
        let outside = std::mem::take(self.diagnostics);
        let result = self.expr(&function.body, &inner);
        let findings = std::mem::replace(self.diagnostics, outside);
        let call = Call { function: name.clone(), arguments };
        let findings = self.typed_calls.ended(mark, call, result.is_some(), findings);
        self.diagnostics.extend(findings);
        self.calls.pop();
        if let Some(Operand::Value(answer)) = &result
            && self.arena[*answer].ty == Type::Bool
        {
            self.answered.push(TypedCall { function: name.clone(), arguments: given, answer: *answer });
        }
        result
    }

    /// Returns the closure written here.
    pub(super) fn closure(&self, closure: &Arc<Closure>, names: &Names) -> Operand {
        Operand::Closure(Arc::clone(closure), names.clone(), self.calls.as_slice().into())
    }

    /// Types the body of a closure with its parameter bound.
    pub(super) fn apply(
        &mut self,
        closure: &Closure,
        argument: Operand,
        names: &Names,
        span: Span,
    ) -> Option<Operand> {
        let [param] = closure.params.as_slice() else {
            return self.report(
                Diagnostic::error(
                    code::ARGUMENT_COUNT,
                    span,
                    say!("ett villkor har en parameter", "a condition has one parameter"),
                )
                .help(say!("skriv det som `|x| …`", "write it as `|x| …`")),
            );
        };
        let mut inner = names.clone();
        for (name, node) in &closure.captured {
            if let Some(operand) = self.literal(&node.value, node.span) {
                inner = inner.with(name, operand);
            }
        }
        self.expr(&closure.body, &inner.with(param, argument))
    }

    /// Checks the number of arguments of a call; `shape` shows how it is written.
    pub(super) fn arity(&mut self, given: usize, expected: usize, span: Span, shape: &Text) -> Option<()> {
        match arity(given, expected, span, shape) {
            Ok(()) => Some(()),
            Err(finding) => self.report(*finding),
        }
    }

    fn builtin(
        &mut self,
        function: Builtin,
        args: &[Expr],
        names: &Names,
        (name_span, span): (Span, Span),
    ) -> Option<Operand> {
        let row = function.row();
        if row.name.0 == "ålder" && args.len() == 1 {
            return self.report(
                Diagnostic::error(
                    code::ARGUMENT_COUNT,
                    name_span,
                    say!(
                        "`ålder` behöver en dag: vilken dag tas åldern?",
                        "`age` needs a day: on which day is the age taken?"
                    ),
                )
                .help(say!(
                    "skriv `ålder(p.födelsedatum, period.slut)`",
                    "write `age(p.födelsedatum, period.end)`"
                )),
            );
        }
        self.arity(args.len(), row.takes.len(), name_span, &shape(function))?;
        let first = args.first()?;
        let id = match &row.means {
            Means::IsKnown => self.known(first, names, span)?,
            Means::Date => self.written_date(first)?,
            Means::Chosen => self.chosen(first, span)?,
            Means::InForce => self.in_force(first, args.get(1)?, names, span)?,
            Means::Strict(strict) => {
                let args: Vec<Option<Id>> = args
                    .iter()
                    .zip(row.takes)
                    .map(|(arg, takes)| match takes {
                        Argument::Day => self.date(arg, names),
                        Argument::Days => self.whole(arg, names),
                        _ => self.value(arg, names),
                    })
                    .collect();
                let args = args.into_iter().collect::<Option<Vec<_>>>()?;
                self.arena.push(Kind::Call(function, args), strict.gives.into(), span)
            }
            _ => return None,
        };
        Some(Operand::Value(id))
    }

    fn date(&mut self, expr: &Expr, names: &Names) -> Option<Id> {
        let id = self.value(expr, names)?;
        self.of_type(
            id,
            &Type::Date,
            |sv, en| {
                say!("här ska ett datum stå, men här står {sv}", "a date should stand here, but here is {en}")
            },
            say!(
                "skriv ett datumfält, `period.start`, `period.slut` eller `datum(\"2013-01-31\")`",
                "write a date field, `period.start`, `period.end` or `date(\"2013-01-31\")`"
            ),
        )
    }

    /// Types a value that must have type `wanted` or be missing.
    pub(super) fn of_type(
        &mut self,
        id: Id,
        wanted: &Type,
        message: impl FnOnce(&str, &str) -> Text,
        help: Text,
    ) -> Option<Id> {
        let node = &self.arena[id];
        if node.ty == *wanted || node.ty == Type::Missing {
            return Some(id);
        }
        let ((sv, en), at) = (node.ty.names(), node.span);
        self.report(Diagnostic::error(code::TYPE_MISMATCH, at, message(sv, en)).help(help))
    }

    fn whole(&mut self, expr: &Expr, names: &Names) -> Option<Id> {
        let id = self.value(expr, names)?;
        self.of_type(
            id,
            &Type::Int,
            |sv, en| {
                say!(
                    "här ska ett antal dagar stå, men här står {sv}",
                    "a number of days should stand here, but here is {en}"
                )
            },
            say!("skriv ett heltal, såsom `14`", "write a whole number, such as `14`"),
        )
    }

    fn written_text(&mut self, expr: &Expr, sv: &'static str, en: &'static str) -> Option<String> {
        match &expr.kind {
            ExprKind::Literal(Value::Text(text)) => Some(text.clone()),
            ExprKind::Name(name) => self.report(construct(expr.span, sv, en).suggest(
                expr.span,
                format!("\"{name}\""),
                say!("sätt det inom citattecken", "put it within quotes"),
            )),
            _ => self.report(construct(expr.span, sv, en)),
        }
    }

    fn written_date(&mut self, expr: &Expr) -> Option<Id> {
        let text = self.written_text(
            expr,
            "datumet ska skrivas ut här, inom citattecken",
            "the date should be written out here, within quotes",
        )?;
        match Date::parse(&text) {
            Some(day) => Some(self.constant(Constant::Date(day), Type::Date, expr.span)),
            None => self.report(not_a_day(&text, expr.span)),
        }
    }

    fn chosen(&mut self, expr: &Expr, span: Span) -> Option<Id> {
        let id = self.written_text(
            expr,
            "tolkningens namn ska skrivas ut här, inom citattecken",
            "the reading's id should be written out here, within quotes",
        )?;
        let Some(number) = self.model.interpretation(&id) else {
            let finding = Diagnostic::error(
                code::UNKNOWN_READING,
                expr.span,
                say!("tolkningen `{id}` finns inte", "there is no interpretation `{id}`"),
            );
            let ids: Vec<String> = self.model.interpretations.iter().map(|i| i.id.clone()).collect();
            let finding = finding.or_nearest(
                (&id, expr.span),
                true,
                ids.iter().map(String::as_str),
                say!(
                    "lägg till den med `tolkning(\"{id}\", …)`",
                    "declare it with `interpretation(\"{id}\", …)`"
                ),
            );
            return self.report(finding.of_kind(Word::Interpretation.swedish()));
        };
        let alternatives =
            self.model.interpretations.get(number)?.alternatives.iter().map(|(a, _)| a.clone()).collect();
        let ty = Type::Code(Arc::new(CodeList::new(alternatives)));
        Some(self.arena.push(Kind::Chosen(number), ty, span))
    }

    fn in_force(&mut self, parameter: &Expr, day: &Expr, names: &Names, span: Span) -> Option<Id> {
        let id = self.written_text(
            parameter,
            "parameterns namn ska skrivas ut här, inom citattecken",
            "the parameter's id should be written out here, within quotes",
        )?;
        let day = self.date(day, names);
        let Some(found) = self.model.parameters.iter().find(|p| p.id == id).cloned() else {
            let finding = Diagnostic::error(
                code::UNKNOWN_PARAMETER,
                parameter.span,
                say!("parametern `{id}` finns inte", "there is no parameter `{id}`"),
            );
            let ids: Vec<String> = self.model.parameters.iter().map(|p| p.id.clone()).collect();
            return self.report(finding.or_nearest(
                (&id, parameter.span),
                true,
                ids.iter().map(String::as_str),
                say!(
                    "lägg till den med `parameter(\"{id}\", …)`",
                    "declare it with `parameter(\"{id}\", …)`"
                ),
            ));
        };
        if found.without_effect.is_some() {
            self.report::<()>(
                Diagnostic::warning(
                    code::USED_WITHOUT_EFFECT,
                    parameter.span,
                    say!(
                        "parametern `{id}` sägs vara utan verkan, men en regel frågar efter den",
                        "the parameter `{id}` is said to be without effect, but a rule asks for it"
                    ),
                )
                .related(found.span, say!("här", "here"))
                .help(say!("ta bort `utan_verkan`", "remove `without_effect`")),
            );
        }
        let day = day?;
        let mut values = Vec::with_capacity(found.values.len());
        for (_, node, _) in &found.values {
            match self.literal(&node.value, node.span)? {
                Operand::Value(id) => values.push(id),
                _ => {
                    return self.report(construct(
                        node.span,
                        "en parameter har ett enda värde",
                        "a parameter has a single value",
                    ));
                }
            }
        }
        let (values, ty) = self.join(&values, span)?;
        // A parameter has no value before its first day.
        let mut result = self.constant(Constant::Missing, ty.clone(), span);
        for ((from, ..), value) in found.values.iter().zip(values) {
            let from = self.constant(Constant::Date(*from), Type::Date, span);
            let begun =
                self.arena.push(Kind::Compare(Comparison::GreaterOrEqual, day, from), Type::Bool, span);
            result = self.arena.push(Kind::If(begun, value, result), ty.clone(), span);
        }
        Some(result)
    }
}

fn before_bracket(shape: &str) -> &str {
    shape.split('(').next().unwrap_or_default()
}

/// How a call of a function or list method is written.
pub(super) fn shape(function: Builtin) -> Text {
    let row = function.row();
    let takes = row.takes.iter().skip(usize::from(function.is_list_method()));
    let written = takes.map(|argument| match argument {
        Argument::Day => ("dag", "day"),
        Argument::Days => ("14", "14"),
        Argument::Value => ("värde", "value"),
        Argument::Text => ("\"…\"", "\"…\""),
        Argument::List => ("lista", "list"),
        Argument::Condition => ("|x| x.fält == …", "|x| x.field == …"),
        Argument::Part => ("|x| x.fält", "|x| x.field"),
    });
    let (sv, en): (Vec<&str>, Vec<&str>) = written.unzip();
    Text::new(format!("{}({})", row.name.0, sv.join(", ")), format!("{}({})", row.name.1, en.join(", ")))
}

/// What other languages call functions that look into texts.
const PARTS_OF_TEXTS: [&str; 14] = [
    "starts_with",
    "startsWith",
    "ends_with",
    "endsWith",
    "to_lower",
    "to_upper",
    "lower",
    "upper",
    "trim",
    "sub_string",
    "substring",
    "index_of",
    "replace",
    "split",
];

/// Returns the finding about a function that looks into a text.
fn whole_text(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        code::UNKNOWN_FUNCTION,
        span,
        say!(
            "en regel jämför bara hela texter, så `{name}` finns inte",
            "a rule compares whole texts only, so there is no `{name}`"
        ),
    )
    .help(say!(
        "skriv `x == \"…\"`, eller `x in [\"…\", \"…\"]` för flera",
        "write `x == \"…\"`, or `x in [\"…\", \"…\"]` for several"
    ))
}

/// Suggests what to write instead of a date or time function of another language.
fn time_function(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "dag" | "dagar" | "day" | "days" => ("dagar_efter(datum, 30)", "days_after(date, 30)"),
        "vecka" | "veckor" | "week" | "weeks" => ("dagar_efter(datum, 7)", "days_after(date, 7)"),
        "månad" | "månader" | "month" | "months" => {
            ("månader_mellan(från, till)", "months_between(from, to)")
        }
        "år" | "year" | "years" => ("år_mellan(från, till)", "years_between(from, to)"),
        "idag" | "nu" | "today" | "now" => ("period.slut", "period.end"),
        _ => return None,
    })
}

/// Returns the finding about a call with another number of arguments than `expected`; `shape` shows how it is written.
fn arity(given: usize, expected: usize, span: Span, shape: &Text) -> Result<(), Box<Diagnostic>> {
    if given == expected {
        return Ok(());
    }
    let (sv, en) = (shape.get(Lang::Sv), shape.get(Lang::En));
    let (sv_name, en_name) = (before_bracket(sv), before_bracket(en));
    let (sv_values, en_values) = if expected == 1 { ("värde", "value") } else { ("värden", "values") };
    let message = if expected == 0 {
        say!(
            "efter `{sv_name}` ska parentesen vara tom, men {given} står i den",
            "the brackets after `{en_name}` should be empty, but hold {given}"
        )
    } else {
        say!(
            "`{sv_name}` behöver {expected} {sv_values} inom parentesen, men {given} står här",
            "`{en_name}` needs {expected} {en_values} within the brackets, but here are {given}"
        )
    };
    let finding = Diagnostic::error(code::ARGUMENT_COUNT, span, message);
    Err(Box::new(finding.help(say!("skriv `{sv}`", "write `{en}`"))))
}
