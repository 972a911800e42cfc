//! Typed expressions: what a condition means, with a place on every node.
//!
//! All conditions of an edition share one arena. A node refers to its parts by number; a variable that stands for a
//! row (the record, or an element of a list) is a [`Slot`], and each closure over elements has a slot of its own.

use crate::findings::span::Span;
use crate::language::date::Date;
use crate::language::functions::{Builtin, Datum};
use crate::language::truth::Truth;
use crate::language::types::{CodeList, Scalar};
use rust_decimal::Decimal;
use std::fmt;
use std::sync::Arc;

/// The number of a node in its [`Arena`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u32);

/// A variable that stands for one row of a table. Slot 0 is the record itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A decimal number.
    Decimal,
    /// A text written in the rule, which takes the type of what it is compared with.
    Literal,
    /// A text.
    Text,
    /// A key.
    Key,
    /// A value of an open list.
    Category,
    /// A code of a closed list.
    Code(Arc<CodeList>),
    /// A day.
    Date,
    /// `()`, which is every type's missing value.
    Missing,
}

impl Type {
    /// The type of a field's values.
    #[must_use]
    pub fn of(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Key => Self::Key,
            Scalar::Code(list) => Self::Code(Arc::clone(list)),
            Scalar::Category => Self::Category,
            Scalar::Date => Self::Date,
            Scalar::Bool => Self::Bool,
            Scalar::Int => Self::Int,
            Scalar::Decimal => Self::Decimal,
            Scalar::Text => Self::Text,
        }
    }

    /// Whether values of the type are texts.
    #[must_use]
    pub fn is_textual(&self) -> bool {
        matches!(self, Self::Literal | Self::Text | Self::Key | Self::Category)
    }

    /// Whether values of the type are numbers.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Decimal)
    }

    /// The type as it is named in Swedish and English messages.
    #[must_use]
    pub fn names(&self) -> (&'static str, &'static str) {
        match self {
            Self::Bool => ("ett ja/nej-värde", "a yes/no value"),
            Self::Int => ("ett heltal", "a whole number"),
            Self::Decimal => ("ett decimaltal", "a decimal number"),
            Self::Literal | Self::Text => ("en text", "a text"),
            Self::Key => ("en nyckel", "a key"),
            Self::Category => ("en kategori", "a category"),
            Self::Code(_) => ("en kod", "a code"),
            Self::Date => ("ett datum", "a date"),
            Self::Missing => ("ett saknat värde", "a missing value"),
        }
    }
}

/// A value written in a rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// `()`
    Missing,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// A text, key or category.
    Text(Arc<str>),
    /// The number of a code in its list.
    Code(u16),
    /// A day.
    Date(Date),
}

impl Constant {
    /// The value, where it is known and its own: a code is a number of a list.
    pub(crate) fn known(&self) -> Option<Datum<'_>> {
        match self {
            Self::Missing | Self::Code(_) => None,
            Self::Bool(yes) => Some(Datum::Bool(*yes)),
            Self::Int(number) => Some(Datum::Int(*number)),
            Self::Decimal(number) => Some(Datum::Decimal(*number)),
            Self::Text(text) => Some(Datum::Text(text)),
            Self::Date(day) => Some(Datum::Date(*day)),
        }
    }

    /// The constant of a known value.
    pub(crate) fn of(known: Datum<'_>) -> Option<Self> {
        match known {
            Datum::Bool(yes) => Some(Self::Bool(yes)),
            Datum::Int(number) => Some(Self::Int(number)),
            Datum::Decimal(number) => Some(Self::Decimal(number)),
            Datum::Text(text) => Some(Self::Text(text.into())),
            Datum::Date(day) => Some(Self::Date(day)),
        }
    }
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
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
}

impl Comparison {
    /// Whether the comparison holds for values in this order.
    #[must_use]
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The first and last whole number of which it holds that they are so to `number`; of `!=`, those that are not. `None`
    /// where there are none.
    #[must_use]
    pub fn range(self, number: i64) -> Option<(i64, i64)> {
        Some(match self {
            Self::Equal | Self::NotEqual => (number, number),
            Self::Less => (i64::MIN, number.checked_sub(1)?),
            Self::LessOrEqual => (i64::MIN, number),
            Self::Greater => (number.checked_add(1)?, i64::MAX),
            Self::GreaterOrEqual => (number, i64::MAX),
        })
    }

    /// The comparison that says of `b` and `a` what this one says of `a` and `b`.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same @ (Self::Equal | Self::NotEqual) => same,
        }
    }
}

/// How two numbers are combined. Overflow and division by zero are errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`, which cuts whole numbers towards zero
    Divide,
    /// `%`
    Remainder,
}

/// Of how many elements of a list something must be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// Of at least one.
    Some,
    /// Of every one.
    All,
}

impl Quantifier {
    /// What one element can decide for the whole list: one that has it is `some`, one that lacks it is not `all`.
    #[must_use]
    pub fn decisive(self) -> Truth {
        (self == Self::Some).into()
    }

    /// The answer about elements seen so far and one more.
    #[must_use]
    pub fn join(self, so_far: Truth, item: Truth) -> Truth {
        match self {
            Self::Some => so_far.or(item),
            Self::All => so_far.and(item),
        }
    }

    /// What an element of a filtered list says of the whole list.
    #[must_use]
    pub fn of_element(self, belongs: Truth, item: Truth) -> Truth {
        match self {
            Self::Some => belongs.and(item),
            Self::All => (!belongs).or(item),
        }
    }
}

/// What is computed from the elements of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// Of how many elements is `item` true?
    Count,
    /// The sum of `item`, whole numbers.
    Sum,
    /// The sum of `item`, decimal numbers.
    DecimalSum,
    /// The smallest `item`.
    Min,
    /// The greatest `item`.
    Max,
}

impl Fold {
    /// The same fold of values of a type.
    #[must_use]
    pub fn of_type(self, ty: &Type) -> Self {
        match (self, ty) {
            (Self::Sum, Type::Decimal) => Self::DecimalSum,
            _ => self,
        }
    }
}

/// Which element of a list is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// The first.
    First,
    /// The last.
    Last,
    /// The one with the latest day, with the cautious rule; the day is `by`.
    Latest(Id),
    /// The one with the earliest day, with the cautious rule; the day is `by`.
    Earliest(Id),
}

impl Pick {
    /// The day that decides which element is picked.
    #[must_use]
    pub fn by(self) -> Option<Id> {
        match self {
            Self::Latest(by) | Self::Earliest(by) => Some(by),
            Self::First | Self::Last => None,
        }
    }
}

/// A list of a record, cut down to the elements for which `keep` is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ListRef {
    /// The row that has the list.
    pub owner: Slot,
    /// The table of that row.
    pub owner_table: usize,
    /// The column that holds the list.
    pub column: usize,
    /// The table of the elements.
    pub table: usize,
    /// The variable that stands for an element.
    pub slot: Slot,
    /// The condition for an element to belong, where the list was filtered.
    pub keep: Option<Id>,
}

/// The kinds of node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A value written in the rule.
    Constant(Constant),
    /// `period.start`
    PeriodStart,
    /// `period.slut`
    PeriodEnd,
    /// `vald("…")`: the chosen alternative of the reading with this number.
    Chosen(usize),
    /// A field of a row.
    Column {
        /// The row.
        slot: Slot,
        /// Its table.
        table: usize,
        /// The field's column.
        column: usize,
    },
    /// `!a`
    Not(Id),
    /// `a && b`
    And(Vec<Id>),
    /// `a || b`
    Or(Vec<Id>),
    /// `a < b`, of values of one type
    Compare(Comparison, Id, Id),
    /// `a in [b, c]`
    In(Id, Vec<Id>),
    /// `a in period`
    InPeriod(Id),
    /// `känd(a)`, `a != ()`
    Known(Id),
    /// `a ?? b`
    Coalesce(Vec<Id>),
    /// `if a { b } else { c }`
    If(Id, Id, Id),
    /// `a + b`
    Arithmetic(Arithmetic, Id, Id),
    /// `-a`
    Negate(Id),
    /// A function of known values
    Call(Builtin, Vec<Id>),
    /// `some`, `all`
    Quantified {
        /// Of how many elements.
        quantifier: Quantifier,
        /// Of which list.
        list: ListRef,
        /// The condition on an element.
        item: Id,
    },
    /// Something computed from a list.
    Fold {
        /// What.
        fold: Fold,
        /// Of which list.
        list: ListRef,
        /// What is looked at in each element; the element itself where absent (`count`, `len`).
        item: Option<Id>,
    },
    /// A value of one element of a list.
    Pick {
        /// Which element.
        pick: Pick,
        /// Of which list.
        list: ListRef,
        /// The value that is read from it.
        then: Id,
    },
}

impl Kind {
    /// Calls `visit` with every part, in the order they are evaluated.
    pub fn parts(&self, mut visit: impl FnMut(Id)) {
        match self {
            Self::Constant(_)
            | Self::PeriodStart
            | Self::PeriodEnd
            | Self::Chosen(_)
            | Self::Column { .. } => {}
            Self::Not(a) | Self::InPeriod(a) | Self::Known(a) | Self::Negate(a) => visit(*a),
            Self::And(items) | Self::Or(items) | Self::Coalesce(items) => {
                items.iter().copied().for_each(visit);
            }
            Self::Compare(_, a, b) | Self::Arithmetic(_, a, b) => [*a, *b].into_iter().for_each(visit),
            Self::Call(_, args) => args.iter().copied().for_each(visit),
            Self::In(a, items) => [a].into_iter().chain(items).copied().for_each(visit),
            Self::If(a, b, c) => [*a, *b, *c].into_iter().for_each(visit),
            Self::Quantified { list, item, .. } => list.keep.into_iter().chain([*item]).for_each(visit),
            Self::Fold { list, item, .. } => list.keep.into_iter().chain(*item).for_each(visit),
            Self::Pick { pick, list, then } => {
                list.keep.into_iter().chain(pick.by()).chain([*then]).for_each(visit);
            }
        }
    }

    /// The same kind with every part made into another.
    #[must_use]
    pub fn map_parts(self, mut make: impl FnMut(Id) -> Id) -> Self {
        let keep =
            |list: ListRef, make: &mut dyn FnMut(Id) -> Id| ListRef { keep: list.keep.map(make), ..list };
        match self {
            Self::Constant(_)
            | Self::PeriodStart
            | Self::PeriodEnd
            | Self::Chosen(_)
            | Self::Column { .. } => self,
            Self::Not(a) => Self::Not(make(a)),
            Self::And(items) => Self::And(items.into_iter().map(make).collect()),
            Self::Or(items) => Self::Or(items.into_iter().map(make).collect()),
            Self::Compare(comparison, a, b) => Self::Compare(comparison, make(a), make(b)),
            Self::In(a, items) => Self::In(make(a), items.into_iter().map(make).collect()),
            Self::InPeriod(a) => Self::InPeriod(make(a)),
            Self::Known(a) => Self::Known(make(a)),
            Self::Coalesce(items) => Self::Coalesce(items.into_iter().map(make).collect()),
            Self::If(a, b, c) => Self::If(make(a), make(b), make(c)),
            Self::Arithmetic(operation, a, b) => Self::Arithmetic(operation, make(a), make(b)),
            Self::Negate(a) => Self::Negate(make(a)),
            Self::Call(function, args) => Self::Call(function, args.into_iter().map(make).collect()),
            Self::Quantified { quantifier, list, item } => {
                Self::Quantified { quantifier, list: keep(list, &mut make), item: make(item) }
            }
            Self::Fold { fold, list, item } => {
                Self::Fold { fold, list: keep(list, &mut make), item: item.map(make) }
            }
            Self::Pick { pick, list, then } => {
                let pick = match pick {
                    Pick::Latest(by) => Pick::Latest(make(by)),
                    Pick::Earliest(by) => Pick::Earliest(make(by)),
                    other => other,
                };
                Self::Pick { pick, list: keep(list, &mut make), then: make(then) }
            }
        }
    }
}

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The type of its value.
    pub ty: Type,
    /// Its place.
    pub span: Span,
}

/// The typed expressions of an edition.
#[derive(Clone, Default)]
pub struct Arena {
    nodes: Vec<Node>,
    /// How many nodes each node stands on, at its deepest.
    heights: Vec<u32>,
    slots: u32,
}

impl Arena {
    /// Adds a node.
    pub fn push(&mut self, kind: Kind, ty: Type, span: Span) -> Id {
        let mut height = 0;
        kind.parts(|part| height = height.max(self.height(part) + 1));
        self.heights.push(height);
        self.nodes.push(Node { kind, ty, span });
        Id(self.nodes.len() as u32 - 1)
    }

    /// A slot that no other closure has.
    pub fn fresh_slot(&mut self) -> Slot {
        self.slots += 1;
        Slot(self.slots)
    }

    /// How many nodes stand below `id`, at its deepest. Names given by `let` make this more than is seen in the text.
    #[must_use]
    pub fn height(&self, id: Id) -> u32 {
        self.heights[id.0 as usize]
    }

    /// How many nodes there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.nodes.len()
    }
}

impl std::ops::Index<Id> for Arena {
    type Output = Node;

    fn index(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl fmt::Debug for Arena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena").field("nodes", &self.nodes.len()).finish_non_exhaustive()
    }
}
