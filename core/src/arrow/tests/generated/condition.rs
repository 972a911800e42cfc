//! Random well-typed conditions, as text. Values that may be missing are used without guards: both evaluators must
//! agree on what is unknown.

use super::choices::{Choices, Choose};
use super::schema::{CODES, DAYS, Holds, Schema, TEXTS};

const SIGNS: &[&str] = &["==", "!=", "<", "<=", ">", ">="];
const NUMBERS: &[&str] = &["0", "1", "2", "17", "18", "65", "(-1)", "365", "9223372036854775807"];

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Bool,
    Int,
    Day,
    Code,
}

/// A name in scope.
#[derive(Clone, Debug)]
enum Named {
    /// A row of the record type with this index.
    Row(usize),
    Code,
}

type Scope = Vec<(String, Named)>;

pub(super) struct Writer<'w, 'c> {
    pub(super) choices: &'w mut Choices<'c>,
    pub(super) schema: &'w Schema,
    /// Whether conditions may contain computations that can fail and lists of outer rows, which the columnar evaluator
    /// declines.
    pub(super) hard: bool,
    pub(super) names: usize,
}

impl Writer<'_, '_> {
    /// Generates a condition on a record named `p`.
    pub(super) fn of_record(&mut self, depth: usize) -> String {
        let scope = vec![("p".to_owned(), Named::Row(0))];
        format!("|p| {}", self.value(Type::Bool, &scope, depth))
    }

    /// Generates the category of a record, `x` or `y`.
    pub(super) fn category(&mut self) -> String {
        let scope = vec![("p".to_owned(), Named::Row(0))];
        if self.choices.one_in(2) {
            return "|p| switch p.kön { \"adam\" => \"x\", \"åke\" => \"y\", _ => \"z\" }".to_owned();
        }
        let (a, b) = (self.value(Type::Bool, &scope, 2), self.value(Type::Bool, &scope, 1));
        format!("|p| if {a} {{ \"x\" }} else if {b} {{ \"y\" }} else {{ \"z\" }}")
    }

    /// Generates a list of a record, perhaps filtered, and the record type of its elements.
    pub(super) fn elements(&mut self) -> (String, usize) {
        let scope = vec![("p".to_owned(), Named::Row(0))];
        let lists = self.schema.fields(0, |holds| match holds {
            Holds::Rows(record) => Some(record),
            _ => None,
        });
        if lists.is_empty() {
            return ("|p| p.taggar".to_owned(), 2);
        }
        let (list, record) = *self.choices.of(&lists);
        if self.choices.one_in(4) {
            return (format!("|p| p.{list}"), record);
        }
        let keep = self.closure(Named::Row(record), Type::Bool, &scope, 2);
        (format!("|p| p.{list}.filter({keep})"), record)
    }

    fn closure(&mut self, element: Named, ty: Type, scope: &Scope, depth: usize) -> String {
        self.names += 1;
        let name = format!("x{}", self.names);
        let mut inner = scope.clone();
        inner.push((name.clone(), element));
        format!("|{name}| {}", self.value(ty, &inner, depth))
    }

    /// Picks a row in scope: mostly the innermost.
    fn row(&mut self, scope: &Scope) -> (String, usize) {
        let rows: Vec<(String, usize)> = scope
            .iter()
            .rev()
            .filter_map(|(name, named)| match named {
                Named::Row(record) => Some((name.clone(), *record)),
                Named::Code => None,
            })
            .collect();
        if self.choices.one_in(4) { self.choices.of(&rows).clone() } else { rows[0].clone() }
    }

    fn field(&mut self, scope: &Scope, wanted: impl Fn(Holds) -> bool) -> Option<String> {
        let (row, record) = self.row(scope);
        let fields = self.schema.fields(record, |holds| wanted(holds).then_some(()));
        if fields.is_empty() {
            return None;
        }
        let (field, ()) = self.choices.of(&fields);
        Some(format!("{row}.{field}"))
    }

    /// Picks a list in scope, perhaps filtered, and the type of its elements.
    fn list(&mut self, scope: &Scope, depth: usize) -> Option<(String, Named)> {
        let (row, record) = if self.hard {
            self.row(scope)
        } else {
            // The innermost row, if it has a list.
            scope.iter().rev().find_map(|(name, named)| match named {
                Named::Row(record) => Some((name.clone(), *record)),
                Named::Code => None,
            })?
        };
        let innermost = scope.last().is_some_and(|(_, named)| matches!(named, Named::Row(_)));
        if !innermost && !self.hard {
            return None;
        }
        let lists = self.schema.fields(record, |holds| match holds {
            Holds::Rows(record) => Some(Named::Row(record)),
            Holds::Codes => Some(Named::Code),
            _ => None,
        });
        if lists.is_empty() {
            return None;
        }
        let (list, element) = self.choices.of(&lists).clone();
        let list = format!("{row}.{list}");
        if depth > 0 && self.choices.one_in(3) {
            let keep = self.closure(element.clone(), Type::Bool, scope, depth - 1);
            return Some((format!("{list}.filter({keep})"), element));
        }
        Some((list, element))
    }

    fn value(&mut self, ty: Type, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(ty, scope);
        }
        let below = depth - 1;
        // Expressions of any type.
        match self.choices.below(14) {
            10 => {
                let condition = self.value(Type::Bool, scope, below);
                let (a, b) = (self.value(ty, scope, below), self.value(ty, scope, below));
                return format!("(if {condition} {{ {a} }} else {{ {b} }})");
            }
            11 => {
                let (a, b) = (self.value(ty, scope, below), self.value(ty, scope, below));
                return format!("({a} ?? {b})");
            }
            12 => {
                if let Some(picked) = self.picked(ty, scope, below) {
                    return picked;
                }
            }
            13 => {
                let subject = self.field(scope, |holds| holds == Holds::Code);
                if let Some(subject) = subject {
                    let (a, b) = (self.value(ty, scope, below), self.value(ty, scope, below));
                    return format!(
                        "(switch {subject} {{ \"adam\" => {a}, \"cesar\" | \"åke\" => {b}, _ => {} }})",
                        self.leaf(ty, scope)
                    );
                }
            }
            _ => {}
        }
        match ty {
            Type::Bool => self.truth(scope, depth),
            Type::Int => self.whole(scope, below),
            Type::Day => self.day(scope, below),
            Type::Code => self.leaf(ty, scope),
        }
    }

    fn leaf(&mut self, ty: Type, scope: &Scope) -> String {
        let wanted = move |holds| match ty {
            Type::Bool => matches!(holds, Holds::Bool | Holds::Rarely),
            Type::Int => holds == Holds::Int,
            Type::Day => holds == Holds::Day,
            Type::Code => holds == Holds::Code,
        };
        if ty == Type::Code
            && let Some((name, Named::Code)) = scope.last()
        {
            return name.clone();
        }
        let field = self.field(scope, wanted);
        let literal = match ty {
            Type::Bool => self.choices.of(&["(p.kön == \"adam\")", "false", "true"]).to_string(),
            Type::Int => self.choices.of(NUMBERS).to_string(),
            Type::Day => match self.choices.below(3) {
                0 => "period.start".to_owned(),
                1 => "period.slut".to_owned(),
                _ => format!("datum(\"{}\")", self.choices.of(DAYS)),
            },
            Type::Code => "p.kön".to_owned(),
        };
        let is_written = ty != Type::Code && self.choices.one_in(3);
        field.filter(|_| !is_written).unwrap_or(literal)
    }

    fn truth(&mut self, scope: &Scope, depth: usize) -> String {
        let below = depth - 1;
        match self.choices.below(20) {
            18 => self.counted(scope, below),
            19 => {
                let ty = *self.choices.of(&[Type::Bool, Type::Int, Type::Day, Type::Code]);
                let (a, b) = (self.picked(ty, scope, below), self.leaf(ty, scope));
                a.map_or_else(|| "true".to_owned(), |a| format!("({a} == {b})"))
            }
            0 => self.compared(Type::Day, scope, below),
            1 => self.compared(Type::Int, scope, below),
            2 => {
                let born = self.field(scope, |holds| holds == Holds::Day);
                let born = born.unwrap_or_else(|| "p.född".to_owned());
                let sign = self.choices.of(SIGNS);
                let years = self.choices.of(&["18", "0", "(-3)", "2012", "9223372036854775807"]);
                let on = self.choices.of(&["period.slut", "datum(\"2016-02-29\")"]);
                if self.choices.one_in(3) {
                    return format!("({years} {sign} ålder({born}, {on}))");
                }
                format!("(ålder({born}, {on}) {sign} {years})")
            }
            3 => {
                let sign = *self.choices.of(&["==", "!="]);
                let value = self.value(Type::Code, scope, below);
                if self.choices.one_in(3) {
                    return format!("({value} {sign} {})", self.leaf(Type::Code, scope));
                }
                format!("({value} {sign} \"{}\")", self.choices.of(CODES))
            }
            4 => {
                let value = self.value(Type::Code, scope, below);
                let (a, b) = (self.choices.of(CODES), self.choices.of(CODES));
                let sign = *self.choices.of(&["in", "!in"]);
                format!("({value} {sign} [\"{a}\", \"{b}\"])")
            }
            5 => {
                let text = self.field(scope, |holds| matches!(holds, Holds::Category | Holds::Key));
                let text = text.unwrap_or_else(|| "p.ort".to_owned());
                let (a, b) = (self.choices.of(TEXTS), self.choices.of(TEXTS));
                if self.choices.one_in(3) {
                    return format!("({text} in [\"{a}\", \"{b}\"])");
                }
                format!("({text} {} \"{a}\")", self.choices.of(&["==", "!="]))
            }
            6 => {
                let sign = *self.choices.of(&["in", "!in"]);
                format!("({} {sign} period)", self.value(Type::Day, scope, below))
            }
            7 => {
                let ty = *self.choices.of(&[Type::Int, Type::Day]);
                let (a, b, c) = (
                    self.value(ty, scope, below),
                    self.leaf(ty, scope),
                    self.value(ty, scope, below.saturating_sub(1)),
                );
                format!("({a} in [{b}, {c}])")
            }
            8 => format!("!({})", self.value(Type::Bool, scope, below)),
            9 | 10 => {
                let sign = *self.choices.of(&["&&", "||"]);
                let (a, b) = (self.value(Type::Bool, scope, below), self.value(Type::Bool, scope, below));
                format!("({a} {sign} {b})")
            }
            11..=13 => match self.list(scope, below) {
                Some((list, element)) => {
                    let word = *self.choices.of(&["some", "all", "none"]);
                    let item = self.closure(element, Type::Bool, scope, below);
                    format!("{list}.{word}({item})")
                }
                None => self.leaf(Type::Bool, scope),
            },
            14 => {
                let ty = *self.choices.of(&[Type::Day, Type::Int, Type::Bool, Type::Code]);
                format!("känd({})", self.value(ty, scope, below.min(1)))
            }
            15 => {
                let sign = *self.choices.of(&["==", "!="]);
                let (a, b) = (self.value(Type::Bool, scope, below), self.value(Type::Bool, scope, below));
                format!("(({a}) {sign} ({b}))")
            }
            16 => match self.list(scope, 0) {
                Some((list, Named::Code)) => format!("(\"{}\" in {list})", self.choices.of(CODES)),
                _ => "(vald(\"t\") == \"b\")".to_owned(),
            },
            _ => self.leaf(Type::Bool, scope),
        }
    }

    /// Generates the length of a filtered list.
    fn counted(&mut self, scope: &Scope, depth: usize) -> String {
        let Some((list, element)) = self.list(scope, 0) else { return self.leaf(Type::Bool, scope) };
        let keep = self.closure(element.clone(), Type::Bool, scope, depth);
        let item = self.closure(element, Type::Bool, scope, depth.min(1));
        let sign = *self.choices.of(SIGNS);
        format!("({list}.filter({keep}).count({item}) {sign} {})", self.choices.below(3))
    }

    fn compared(&mut self, ty: Type, scope: &Scope, depth: usize) -> String {
        let sign = *self.choices.of(SIGNS);
        format!("({} {sign} {})", self.value(ty, scope, depth), self.value(ty, scope, depth))
    }

    fn whole(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(9) {
            0 | 1 => {
                let word = *self.choices.of(&["ålder", "dagar_mellan", "månader_mellan", "år_mellan"]);
                let (a, b) = (self.value(Type::Day, scope, depth), self.value(Type::Day, scope, depth));
                format!("{word}({a}, {b})")
            }
            2 => match self.list(scope, depth) {
                Some((list, _)) => format!("{list}.len()"),
                None => self.leaf(Type::Int, scope),
            },
            3 | 4 => match self.list(scope, depth) {
                Some((list, element)) => {
                    let item = self.closure(element, Type::Bool, scope, depth);
                    format!("{list}.count({item})")
                }
                None => self.leaf(Type::Int, scope),
            },
            5 | 6 => self.folded(Type::Int, &["sum", "sum", "min", "max"], scope, depth),
            7 if self.hard && self.choices.one_in(3) => {
                format!("(-{})", self.value(Type::Int, scope, depth))
            }
            7 if self.hard => {
                let sign = *self.choices.of(&["+", "-", "*", "/", "%"]);
                let (a, b) = (self.value(Type::Int, scope, depth), self.value(Type::Int, scope, depth));
                format!("({a} {sign} {b})")
            }
            _ => self.leaf(Type::Int, scope),
        }
    }

    fn day(&mut self, scope: &Scope, depth: usize) -> String {
        match self.choices.below(5) {
            0 => self.folded(Type::Day, &["min", "max"], scope, depth),
            1 if self.hard => {
                let days = *self.choices.of(&["14", "(-1)", "36525"]);
                format!("dagar_efter({}, {days})", self.value(Type::Day, scope, depth))
            }
            _ => self.leaf(Type::Day, scope),
        }
    }

    /// Generates a sum or extreme of the elements of a list.
    fn folded(&mut self, ty: Type, words: &[&str], scope: &Scope, depth: usize) -> String {
        match self.list(scope, depth) {
            Some((list, element)) => {
                let word = *self.choices.of(words);
                let item = self.closure(element, ty, scope, depth.min(1));
                format!("{list}.map({item}).{word}()")
            }
            None => self.leaf(ty, scope),
        }
    }

    /// Generates a value of one element of a list.
    fn picked(&mut self, ty: Type, scope: &Scope, depth: usize) -> Option<String> {
        let (list, Named::Row(record)) = self.list(scope, depth)? else { return None };
        let word = *self.choices.of(&["first", "last", "senaste", "tidigaste"]);
        let row = match word {
            "first" | "last" => format!("{list}.{word}()"),
            _ => {
                let day = self.closure(Named::Row(record), Type::Day, scope, 0);
                let keep = self.closure(Named::Row(record), Type::Bool, scope, depth.min(1));
                format!("{list}.{word}({day}, {keep})")
            }
        };
        let fields = self.schema.fields(record, |holds| match (holds, ty) {
            (Holds::Bool, Type::Bool)
            | (Holds::Int, Type::Int)
            | (Holds::Day, Type::Day)
            | (Holds::Code, Type::Code) => Some(()),
            _ => None,
        });
        if fields.is_empty() {
            return None;
        }
        let (field, ()) = self.choices.of(&fields);
        Some(format!("{row}.{field}"))
    }
}
