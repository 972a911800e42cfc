//! The untyped syntax of rule files: declarations with their values and places, and the expressions of conditions.
//! Built by the module `script` from Rhai's syntax tree, which is not visible outside it.

mod calls;
mod reads;

pub use reads::Reads;

use crate::findings::diagnostic::Failed;
use crate::findings::span::{SourceId, Span};
use crate::language::date::{Date, Period};
use crate::language::words::Word;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All files of one edition, parsed.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The declarations, by file and line.
    pub declarations: Vec<Declaration>,
    /// The functions by name.
    pub functions: BTreeMap<String, Arc<Function>>,
    /// The constants by name.
    pub constants: BTreeMap<String, Node>,
    /// The files shared by all editions. Their declarations are part of every edition whose record type they fit.
    pub shared: BTreeSet<SourceId>,
    /// The functions that declarations and constants call while they run.
    pub called: BTreeSet<String>,
    /// Declarations that could not be read.
    pub failed: Failed,
}

/// A function of a rule file.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub params: Vec<String>,
    /// Its body.
    pub body: Expr,
    /// The span of its definition.
    pub span: Span,
}

/// One declaration: a word, an id and a map.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// What is declared.
    pub word: Word,
    /// The id, with its place.
    pub id: (String, Span),
    /// Its entries.
    pub entries: Vec<Entry>,
    /// The span of the word.
    pub word_span: Span,
}

/// A key of a declared map with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// Its span.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// A declared value with its span.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its span.
    pub span: Span,
}

/// A value of a declaration.
#[derive(Clone, Debug)]
pub enum Value {
    /// `()`.
    Unit,
    /// `okänt`.
    Unknown,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// A text, in NFC.
    Text(String),
    /// `datum("…")`.
    Date(Date),
    /// `period("…", "…")`.
    Period(Period),
    /// The type of a field.
    FieldType(FieldType),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order it is written.
    Map(Vec<Entry>),
    /// A condition or another expression over a record.
    Closure(Arc<Closure>),
    /// `enligt("tolkning", #{…})`: a value for each alternative of a reading.
    According {
        /// The reading's id, with its place.
        reading: (String, Span),
        /// The values, by alternative.
        alternatives: Vec<Entry>,
    },
}

/// The type of a field as declared.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// `nyckel`, `datum`, …: a name of [`FIELD_TYPES`](crate::language::words::FIELD_TYPES).
    Named(&'static str),
    /// `kod([…])`.
    Code(Vec<String>),
    /// `lista("post")`.
    ListOf(String),
    /// `lista(kod([…]))`.
    ListOfScalars(Box<FieldType>),
    /// `känslig(…)`.
    Sensitive(Box<FieldType>),
    /// `skyddad(kod([…]), […])`: the codes that mark a protected identity.
    Protected(Box<FieldType>, Vec<String>),
}

/// `|p| …`, with the values it captured where it was created.
#[derive(Clone, Debug)]
pub struct Closure {
    /// Its parameters, without captures.
    pub params: Vec<String>,
    /// Captured names with their values, for a closure created by a function of the rule file.
    pub captured: Vec<(String, Node)>,
    /// Its body.
    pub body: Expr,
    /// The span of the whole closure.
    pub span: Span,
}

/// An expression with its span.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its span.
    pub span: Span,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl Operator {
    /// Returns the operator as it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

/// One case of a `switch`.
#[derive(Clone, Debug)]
pub struct Case {
    /// The values it matches, any of them.
    pub patterns: Vec<Pattern>,
    /// The guard, `if …`.
    pub guard: Option<Expr>,
    /// Its value.
    pub value: Expr,
}

/// A pattern of a `switch` case.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// One value.
    Value(Expr),
    /// The integers from the first to the second, which is included if the flag is true.
    Range(i64, i64, bool),
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A literal or a captured value.
    Literal(Value),
    /// A name.
    Name(String),
    /// `a.b`
    Field {
        /// The operand.
        of: Box<Expr>,
        /// The field's name.
        name: String,
        /// The name's span.
        name_span: Span,
    },
    /// `f(x)`, or `x.f(y)` with `x` as the first argument.
    Call {
        /// The function's name.
        name: String,
        /// The name's span.
        name_span: Span,
        /// The arguments.
        args: Vec<Expr>,
        /// Whether it was written as a method.
        method: bool,
    },
    /// `a == b`, `a + b`, …
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `x in xs`
    In(Box<Expr>, Box<Expr>),
    /// `!a`
    Not(Box<Expr>),
    /// `-a`
    Negate(Box<Expr>),
    /// `a && b && …`
    And(Vec<Expr>),
    /// `a || b || …`
    Or(Vec<Expr>),
    /// `a ?? b ?? …`
    Coalesce(Vec<Expr>),
    /// `[a, b, …]`
    List(Vec<Expr>),
    /// `if a { b } else { c }`
    If(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    /// `switch a { … }`
    Switch {
        /// The operand to match.
        subject: Box<Expr>,
        /// The cases, in the order Rhai tries them.
        cases: Vec<Case>,
        /// `_ => …`
        default: Option<Box<Expr>>,
    },
    /// `{ let a = …; b }`
    Block(Vec<(String, Expr)>, Box<Expr>),
    /// `|x| …`
    Closure(Arc<Closure>),
    /// A construct not allowed in conditions.
    Unsupported(Construct),
}

/// A construct not allowed in conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Construct {
    /// `for`, `while`, `loop`, `do`.
    Loop,
    /// `=`, `+=`, ….
    Assignment,
    /// `=!`.
    TurnedUnequal,
    /// `return` before the end.
    EarlyReturn,
    /// `throw`, `try`.
    Exception,
    /// `x[…]`.
    Index,
    /// `?.`.
    SafeNavigation,
    /// An interpolated text, `${…}`.
    Interpolation,
    /// `#{…}`.
    Map,
    /// `'a'`.
    Character,
    /// `&`, which always evaluates both operands.
    SingleAnd,
    /// `|`, likewise.
    SingleOr,
    /// `**`, `<<`, `..`, ….
    Operator,
    /// A statement whose value is discarded.
    Statement,
    /// A block without a value.
    NoValue,
    /// `f!(…)`, `this`, and other Rhai constructs.
    Other,
}
