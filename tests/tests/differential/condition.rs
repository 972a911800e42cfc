//! Random well-typed conditions, as text. Every value that may be missing is guarded by `??`, `känd` or `== ()`, so
//! that Rhai never evaluates an unguarded one.

use super::choices::Choices;
use super::fields::{DAYS, Holds, NUMBERS, RECORDS, TEXTS};
use std::fmt::Write;

const SIGNS: &[&str] = &["==", "!=", "<", "<=", ">", ">="];

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Bool,
    Int,
    Decimal,
    Date,
    Code(&'static [&'static str]),
    Text,
    /// A row of the record type with this index.
    Row(usize),
    /// A list of such rows.
    Rows(usize),
    /// A literal list of whole numbers.
    Numbers,
}

/// A rule: constants and functions, and a condition that may use them.
#[derive(Debug)]
pub struct Rule {
    pub before: String,
    pub condition: String,
}

/// Generates a random rule. If `complete`, records have no missing value, and most fields are read without guards.
pub fn rule(choices: &mut Choices<'_>, complete: bool) -> Rule {
    let mut writer = Writer { choices, complete, functions: Vec::new(), fresh: 0 };
    let mut before = String::new();
    for number in 0..writer.choices.below(3) {
        let params: Vec<Type> = (0..1 + writer.choices.below(3)).map(|_| writer.parameter()).collect();
        let result = *writer.choices.of(&[Type::Bool, Type::Int, Type::Date]);
        let names: Vec<String> = (0..params.len()).map(|i| format!("a{i}")).collect();
        let mut scope = Scope::default();
        for (name, ty) in names.iter().zip(&params) {
            scope.add(name, *ty);
        }
        let body = writer.value(result, &scope, 3);
        let name = format!("hjälp{number}");
        let _ = writeln!(before, "fn {name}({}) {{ {body} }}", names.join(", "));
        writer.functions.push((name, params, result));
    }
    let mut scope = Scope::default();
    for (name, value, ty) in [("GRÄNS", "18", Type::Int), ("HALV", "0.5", Type::Decimal)] {
        if writer.choices.one_in(2) {
            let _ = writeln!(before, "const {name} = {value};");
            scope.add(name, ty);
        }
    }
    if writer.choices.one_in(3) {
        let _ = writeln!(before, "const LISTA = [1, 18, -1];");
        scope.add("LISTA", Type::Numbers);
    }
    scope.add("p", Type::Row(0));
    let condition = format!("|p| {}", writer.value(Type::Bool, &scope, 5));
    Rule { before, condition }
}

/// The names in scope.
#[derive(Clone, Default)]
struct Scope {
    names: Vec<(String, Type)>,
}

impl Scope {
    fn add(&mut self, name: &str, ty: Type) {
        self.names.retain(|(known, _)| known != name);
        self.names.push((name.to_owned(), ty));
    }

    fn with(&self, name: &str, ty: Type) -> Self {
        let mut inner = self.clone();
        inner.add(name, ty);
        inner
    }

    fn of(&self, ty: Type) -> Vec<&str> {
        self.names.iter().filter(|(_, t)| *t == ty).map(|(name, _)| name.as_str()).collect()
    }

    /// Returns every field in scope that `wanted` accepts, as `row.field`.
    fn fields<T>(&self, wanted: impl Fn(Holds) -> Option<T>) -> Vec<(String, T)> {
        let rows = self.names.iter().filter_map(|(name, ty)| match ty {
            Type::Row(record) => Some((name, RECORDS[*record])),
            _ => None,
        });
        rows.flat_map(|(name, fields)| fields.iter().map(move |(field, holds)| (name, field, *holds)))
            .filter_map(|(name, field, holds)| Some((format!("{name}.{field}"), wanted(holds)?)))
            .collect()
    }
}

struct Writer<'a, 'b> {
    choices: &'a mut Choices<'b>,
    complete: bool,
    functions: Vec<(String, Vec<Type>, Type)>,
    fresh: usize,
}

impl Writer<'_, '_> {
    fn parameter(&mut self) -> Type {
        match self.choices.below(6) {
            0 => Type::Int,
            1 => Type::Date,
            2 => Type::Bool,
            3 => Type::Rows(1),
            n => Type::Row(n - 4),
        }
    }

    /// Returns a new name or, occasionally, one that shadows another.
    fn name(&mut self) -> String {
        if self.choices.one_in(6) {
            return "x".to_owned();
        }
        self.fresh += 1;
        format!("x{}", self.fresh)
    }

    /// Generates an expression of type `ty`, parenthesized if necessary.
    fn value(&mut self, ty: Type, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(ty, scope);
        }
        // Expressions of any type.
        match self.choices.below(12) {
            8 => {
                let condition = self.value(Type::Bool, scope, depth - 1);
                let (a, b) = (self.value(ty, scope, depth - 1), self.value(ty, scope, depth - 1));
                if self.choices.one_in(3) {
                    let other = self.value(Type::Bool, scope, depth - 1);
                    let c = self.value(ty, scope, depth - 1);
                    return format!("(if {condition} {{ {a} }} else if {other} {{ {c} }} else {{ {b} }})");
                }
                return format!("(if {condition} {{ {a} }} else {{ {b} }})");
            }
            9 => return self.switch(ty, scope, depth - 1),
            10 => {
                let of = *self.choices.of(&[Type::Int, Type::Date, Type::Bool, Type::Decimal]);
                let value = self.value(of, scope, depth - 1);
                let name = self.name();
                let inner = self.value(ty, &scope.with(&name, of), depth - 1);
                return format!("({{ let {name} = {value}; {inner} }})");
            }
            11 => {
                if let Some(call) = self.own_function(ty, scope, depth) {
                    return call;
                }
            }
            _ => {}
        }
        match ty {
            Type::Bool => self.truth(scope, depth),
            Type::Int => self.whole(scope, depth),
            Type::Decimal => {
                let sign = *self.choices.of(&["+", "-", "*", "/", "%"]);
                let (a, b) = (Type::Decimal, *self.choices.of(&[Type::Decimal, Type::Int]));
                let (a, b) = if self.choices.one_in(2) { (b, a) } else { (a, b) };
                format!("({} {sign} {})", self.value(a, scope, depth - 1), self.value(b, scope, depth - 1))
            }
            Type::Date if self.choices.one_in(3) => {
                let days = match self.choices.one_in(4) {
                    true => self.value(Type::Int, scope, depth - 1),
                    false => self.choices.of(&["14", "0", "1", "(-1)", "365", "36525"]).to_string(),
                };
                format!("dagar_efter({}, {days})", self.value(Type::Date, scope, depth - 1))
            }
            _ => self.leaf(ty, scope),
        }
    }

    fn own_function(&mut self, ty: Type, scope: &Scope, depth: usize) -> Option<String> {
        let fitting: Vec<_> = self.functions.iter().filter(|(.., result)| *result == ty).cloned().collect();
        if fitting.is_empty() {
            return None;
        }
        let (name, params, _) = self.choices.of(&fitting).clone();
        let mut args = Vec::new();
        for param in params {
            args.push(match param {
                Type::Row(_) => {
                    let rows = scope.of(param);
                    if rows.is_empty() {
                        return None;
                    }
                    (*self.choices.of(&rows)).to_owned()
                }
                Type::Rows(_) => match self.list(scope, 1) {
                    Some((list, Type::Row(element))) if param == Type::Rows(element) => list,
                    _ => return None,
                },
                other => self.value(other, scope, depth.min(2) - 1),
            });
        }
        Some(format!("{name}({})", args.join(", ")))
    }

    fn switch(&mut self, ty: Type, scope: &Scope, depth: usize) -> String {
        let codes = scope.fields(|holds| match holds {
            Holds::Code(codes) => Some(codes),
            _ => None,
        });
        let (subject, patterns): (String, Vec<String>) = if codes.is_empty() || self.choices.one_in(2) {
            // Values come before ranges, as Rhai requires.
            let numbers = (0..6).map(|i| match i {
                0..3 => NUMBERS[self.choices.below(6)].to_string(),
                3 => format!("{} | {}", self.choices.below(3), 3 + self.choices.below(3)),
                4 => format!("{}..{}", self.choices.below(5), self.choices.below(40)),
                _ => format!("{}..={}", self.choices.below(5), self.choices.below(400)),
            });
            let numbers = numbers.collect();
            (self.value(Type::Int, scope, depth), numbers)
        } else {
            let (field, codes) = self.choices.of(&codes).clone();
            let subject = self.guarded(&field, &format!("\"{}\"", codes[0]));
            let quoted = codes.iter().map(|code| format!("\"{code}\""));
            let several = format!("\"{}\" | \"{}\"", codes[0], codes[codes.len() - 1]);
            (subject, quoted.chain([several]).collect())
        };
        let mut text = format!("(switch {subject} {{ ");
        let mut picked: Vec<usize> =
            (0..1 + self.choices.below(3)).map(|_| self.choices.below(patterns.len())).collect();
        picked.sort_unstable();
        for pattern in picked.into_iter().filter_map(|i| patterns.get(i)) {
            let guard = match self.choices.one_in(3) {
                true => format!(" if {}", self.value(Type::Bool, scope, depth.min(1))),
                false => String::new(),
            };
            let _ = write!(text, "{pattern}{guard} => {}, ", self.value(ty, scope, depth));
        }
        let _ = write!(text, "_ => {} }})", self.value(ty, scope, depth));
        text
    }

    fn leaf(&mut self, ty: Type, scope: &Scope) -> String {
        let variables = scope.of(ty);
        if !variables.is_empty() && self.choices.one_in(2) {
            return (*self.choices.of(&variables)).to_owned();
        }
        let written = match ty {
            Type::Bool => self.choices.of(&["true", "false"]).to_string(),
            Type::Int => match *self.choices.of(NUMBERS) {
                n if n < 0 => format!("({n})"),
                n => n.to_string(),
            },
            Type::Decimal => {
                self.choices.of(&["0.5", "1.0", "0.1", "0.2", "0.3", "18.0", "0.0", "1.50"]).to_string()
            }
            Type::Date => match self.choices.below(4) {
                0 => "period.start".to_owned(),
                1 => "period.slut".to_owned(),
                _ => format!("datum(\"{}\")", self.choices.of(DAYS)),
            },
            Type::Code(codes) => format!("\"{}\"", self.choices.of(codes)),
            Type::Text => format!("\"{}\"", self.choices.of(TEXTS)),
            Type::Row(_) | Type::Rows(_) | Type::Numbers => String::new(),
        };
        let fields = scope.fields(|holds| {
            let fits = match (holds, ty) {
                (Holds::Bool, Type::Bool)
                | (Holds::Int, Type::Int)
                | (Holds::Date, Type::Date)
                | (Holds::Text, Type::Text) => true,
                (Holds::Code(codes), Type::Code(wanted)) => codes == wanted,
                _ => false,
            };
            fits.then_some(())
        });
        if fields.is_empty() || self.choices.one_in(3) {
            return written;
        }
        let (field, ()) = self.choices.of(&fields).clone();
        self.guarded(&field, &written)
    }

    fn guarded(&mut self, field: &str, otherwise: &str) -> String {
        if self.complete && !self.choices.one_in(4) {
            field.to_owned()
        } else {
            format!("({field} ?? {otherwise})")
        }
    }

    fn compared(&mut self) -> &'static str {
        let sign: &&'static str = self.choices.of(SIGNS);
        sign
    }

    fn truth(&mut self, scope: &Scope, depth: usize) -> String {
        let below = depth - 1;
        match self.choices.below(16) {
            0 => {
                let sign = self.compared();
                format!(
                    "{} {sign} {}",
                    self.value(Type::Date, scope, below),
                    self.value(Type::Date, scope, below)
                )
            }
            1 => {
                let sign = self.compared();
                let (a, b) = *self.choices.of(&[
                    (Type::Int, Type::Int),
                    (Type::Int, Type::Decimal),
                    (Type::Decimal, Type::Decimal),
                    (Type::Decimal, Type::Int),
                ]);
                format!("{} {sign} {}", self.value(a, scope, below), self.value(b, scope, below))
            }
            2 => self.coded(scope),
            3 => {
                let sign = *self.choices.of(&["==", "!="]);
                let ty = *self.choices.of(&[Type::Text, Type::Bool]);
                let (a, b) = (self.leaf(ty, scope), self.leaf(ty, scope));
                format!("({a} {sign} {b})")
            }
            4 => {
                let sign = *self.choices.of(&["in", "!in"]);
                format!("({} {sign} period)", self.value(Type::Date, scope, below))
            }
            5 if self.choices.one_in(3) && !scope.of(Type::Numbers).is_empty() => {
                format!("({} in LISTA)", self.value(Type::Int, scope, below))
            }
            5 => {
                let ty = *self.choices.of(&[Type::Int, Type::Decimal, Type::Date]);
                let other = if ty == Type::Decimal { Type::Int } else { ty };
                let sign = *self.choices.of(&["in", "!in"]);
                format!(
                    "({} {sign} [{}, {}])",
                    self.value(ty, scope, below),
                    self.value(other, scope, below),
                    self.value(ty, scope, below)
                )
            }
            6 => format!("!({})", self.value(Type::Bool, scope, below)),
            7 => {
                let (a, b) = (self.value(Type::Bool, scope, below), self.value(Type::Bool, scope, below));
                format!("({a} && {b})")
            }
            8 => {
                let (a, b) = (self.value(Type::Bool, scope, below), self.value(Type::Bool, scope, below));
                format!("({a} || {b})")
            }
            9 | 10 => self.quantified(scope, depth),
            11 => self.asked_whether_known(scope),
            12 => {
                let lists = scope.fields(|holds| match holds {
                    Holds::Codes(codes) => Some(codes),
                    _ => None,
                });
                if lists.is_empty() {
                    return self.quantified(scope, depth);
                }
                let (list, codes) = self.choices.of(&lists).clone();
                format!("(\"{}\" in {list})", self.choices.of(codes))
            }
            13 => {
                let (a, b) = (self.value(Type::Bool, scope, below), self.value(Type::Bool, scope, below));
                format!("(({a}) == ({b}))")
            }
            _ => self.leaf(Type::Bool, scope),
        }
    }

    /// Generates a comparison of a code with codes.
    fn coded(&mut self, scope: &Scope) -> String {
        let fields = scope.fields(|holds| match holds {
            Holds::Code(codes) => Some(codes),
            _ => None,
        });
        if fields.is_empty() {
            return "true".to_owned();
        }
        let (field, codes) = self.choices.of(&fields).clone();
        let value = self.guarded(&field, &format!("\"{}\"", codes[0]));
        let literal = self.value(Type::Code(codes), scope, 1);
        match self.choices.below(3) {
            0 => format!("({value} == {literal})"),
            1 => format!("({value} != {literal})"),
            _ => format!("({value} in [\"{}\", {literal}])", self.choices.of(codes)),
        }
    }

    /// Generates `känd(x)` or the like, alone or as the guard of an unguarded value.
    fn asked_whether_known(&mut self, scope: &Scope) -> String {
        let dates = scope.fields(|holds| (holds == Holds::Date).then_some(()));
        if dates.is_empty() {
            return "false".to_owned();
        }
        let (field, ()) = self.choices.of(&dates).clone();
        let day = self.leaf(Type::Date, scope);
        let sign = self.compared();
        match self.choices.below(7) {
            0 => format!("känd({field})"),
            1 => format!("({field} == ())"),
            2 => format!("({field} != ())"),
            3 => format!("(känd({field}) && {field} {sign} {day})"),
            4 => format!("({field} == () || {field} {sign} {day})"),
            5 => format!("(if {field} == () {{ false }} else {{ {field} in period }})"),
            _ => format!("(!känd({field}) || ålder({field}, {day}) {sign} 18)"),
        }
    }

    /// Picks a list in scope, perhaps filtered, and the type of its elements.
    fn list(&mut self, scope: &Scope, depth: usize) -> Option<(String, Type)> {
        let mut lists = scope.fields(|holds| match holds {
            Holds::Rows(record) => Some(Type::Row(record)),
            Holds::Codes(codes) => Some(Type::Code(codes)),
            _ => None,
        });
        let named = scope.names.iter().filter_map(|(name, ty)| match ty {
            Type::Rows(record) => Some((name.clone(), Type::Row(*record))),
            _ => None,
        });
        // Named lists are rare and prone to errors, so they are weighted up.
        lists.extend(named.flat_map(|list| vec![list; 4]));
        if lists.is_empty() {
            return None;
        }
        let (list, element) = self.choices.of(&lists).clone();
        if depth > 0 && self.choices.one_in(4) {
            let (name, body) = self.about_element(scope, element, depth - 1);
            return Some((format!("filter({list}, |{name}| {body})"), element));
        }
        Some((list, element))
    }

    fn about_element(&mut self, scope: &Scope, element: Type, depth: usize) -> (String, String) {
        let name = self.name();
        let inner = scope.with(&name, element);
        let body = match element {
            Type::Code(codes) if self.choices.one_in(2) => {
                format!("{name} == \"{}\"", self.choices.of(codes))
            }
            Type::Code(codes) => format!("{name} in [\"{}\", \"{}\"]", self.choices.of(codes), codes[0]),
            _ => self.value(Type::Bool, &inner, depth),
        };
        (name, body)
    }

    fn quantified(&mut self, scope: &Scope, depth: usize) -> String {
        let Some((list, element)) = self.list(scope, depth - 1) else {
            return self.leaf(Type::Bool, scope);
        };
        if let Type::Row(record) = element
            && self.choices.one_in(3)
        {
            let name = self.name();
            let inner = scope.with(&name, Type::Rows(record));
            return format!("({{ let {name} = {list}; {} }})", self.quantified(&inner, depth));
        }
        let word = *self.choices.of(&["some", "all"]);
        if self.choices.one_in(5) && matches!(element, Type::Row(_)) {
            // Maps the elements to values first.
            let name = self.name();
            let number = self.value(Type::Int, &scope.with(&name, element), depth - 1);
            let sign = self.compared();
            return format!("{word}(map({list}, |{name}| {number}), |tal| tal {sign} 18)");
        }
        let (name, body) = self.about_element(scope, element, depth - 1);
        format!("{word}({list}, |{name}| {body})")
    }

    fn whole(&mut self, scope: &Scope, depth: usize) -> String {
        let below = depth - 1;
        match self.choices.below(7) {
            0 | 1 => {
                let word = *self.choices.of(&["ålder", "dagar_mellan", "månader_mellan", "år_mellan"]);
                let (a, b) = (self.value(Type::Date, scope, below), self.value(Type::Date, scope, below));
                format!("{word}({a}, {b})")
            }
            2 | 3 => {
                let sign = *self.choices.of(&["+", "-", "*", "/", "%"]);
                let (a, b) = (self.value(Type::Int, scope, below), self.value(Type::Int, scope, below));
                format!("({a} {sign} {b})")
            }
            4 => format!("(-{})", self.value(Type::Int, scope, below)),
            5 => match self.list(scope, below) {
                Some((list, _)) => format!("len({list})"),
                None => self.leaf(Type::Int, scope),
            },
            _ => self.leaf(Type::Int, scope),
        }
    }
}
