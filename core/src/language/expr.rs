//! Typed expressions: the meaning of a condition, with a source span on every node.
//!
//! All conditions of an edition share one arena, and nodes refer to their operands by index. A variable bound to a
//! row (the record, or an element of a list) is a [`Slot`]; each closure over elements has its own.

use crate::findings::span::Span;
use crate::language::date::Date;
use crate::language::functions::{Builtin, Datum};
use crate::language::truth::Truth;
use crate::language::types::{CodeList, Scalar};
use rust_decimal::Decimal;
use std::fmt;
use std::sync::Arc;

/// The index of a node in its [`Arena`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u32);

/// A variable bound to one row of a table. Slot 0 is the record itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A Boolean.
    Bool,
    /// An integer.
    Int,
    /// A decimal number.
    Decimal,
    /// A string literal of a rule, coerced to the type of the value it is compared with.
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
    /// `()`, the missing value of every type.
    Missing,
}

impl Type {
    /// Returns the type of a field's values.
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

    /// Returns whether values of the type are strings.
    #[must_use]
    pub fn is_textual(&self) -> bool {
        matches!(self, Self::Literal | Self::Text | Self::Key | Self::Category)
    }

    /// Returns whether values of the type are numbers.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Decimal)
    }

    /// Returns the name of the type in Swedish and English messages.
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

/// A constant in a rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// `()`
    Missing,
    /// `true`, `false`
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// A string: text, key or category.
    Text(Arc<str>),
    /// The index of a code in its list.
    Code(u16),
    /// A day.
    Date(Date),
}

impl Constant {
    /// Returns the value, unless it is missing or a code, which means nothing without its list.
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

    /// Returns the constant with this value.
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

/// A comparison operator.
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
    /// Returns whether the comparison holds for two values with this order.
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

    /// Returns the first and last integer for which comparing them with `number` holds; for `!=` the range to
    /// exclude. `None` if the range is empty.
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

    /// Returns the comparison with its operands swapped: `a < b` is `b > a`.
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

/// An arithmetic operator. Overflow and division by zero are errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`, which truncates integers towards zero
    Divide,
    /// `%`
    Remainder,
}

/// The quantifier of a condition on the elements of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// True for at least one element.
    Some,
    /// True for every element.
    All,
}

impl Quantifier {
    /// Returns the truth value of one element that decides the whole list: true for `some`, false for `all`.
    #[must_use]
    pub fn decisive(self) -> Truth {
        (self == Self::Some).into()
    }

    /// Combines the result for the elements so far with the next one.
    #[must_use]
    pub fn join(self, so_far: Truth, item: Truth) -> Truth {
        match self {
            Self::Some => so_far.or(item),
            Self::All => so_far.and(item),
        }
    }

    /// Returns what an element of a filtered list contributes, given whether it belongs to the list.
    #[must_use]
    pub fn of_element(self, belongs: Truth, item: Truth) -> Truth {
        match self {
            Self::Some => belongs.and(item),
            Self::All => (!belongs).or(item),
        }
    }
}

/// An aggregate over the elements of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The number of elements for which `item` is true.
    Count,
    /// The sum of `item`, integers.
    Sum,
    /// The sum of `item`, decimals.
    DecimalSum,
    /// The smallest `item`.
    Min,
    /// The largest `item`.
    Max,
}

impl Fold {
    /// Returns the fold specialised for values of a type.
    #[must_use]
    pub fn of_type(self, ty: &Type) -> Self {
        match (self, ty) {
            (Self::Sum, Type::Decimal) => Self::DecimalSum,
            _ => self,
        }
    }
}

/// Selects one element of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// The first.
    First,
    /// The last.
    Last,
    /// The one with the latest day `by`, with the cautious rule.
    Latest(Id),
    /// The one with the earliest day `by`, with the cautious rule.
    Earliest(Id),
}

impl Pick {
    /// Returns the day by which the element is selected.
    #[must_use]
    pub fn by(self) -> Option<Id> {
        match self {
            Self::Latest(by) | Self::Earliest(by) => Some(by),
            Self::First | Self::Last => None,
        }
    }
}

/// A list of a record, filtered to the elements for which `keep` is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ListRef {
    /// The row that has the list.
    pub owner: Slot,
    /// The table of that row.
    pub owner_table: usize,
    /// The column that holds the list.
    pub column: usize,
    /// The table that holds the elements.
    pub table: usize,
    /// The variable bound to an element.
    pub slot: Slot,
    /// The filter condition, if the list was filtered.
    pub keep: Option<Id>,
}

/// The maximum number of lists that a condition asks inside each other.
pub(crate) const MOST_NESTED: u32 = 11;

/// The kind of a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A constant in the rule.
    Constant(Constant),
    /// `period.start`
    PeriodStart,
    /// `period.slut`
    PeriodEnd,
    /// `vald("…")`: the chosen alternative of the reading with this index.
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
    /// `a < b`, where both have the same type
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
    /// A call of a function of known arguments
    Call(Builtin, Vec<Id>),
    /// `some`, `all`
    Quantified {
        /// The quantifier.
        quantifier: Quantifier,
        /// The list.
        list: ListRef,
        /// The condition on an element.
        item: Id,
    },
    /// An aggregate over a list.
    Fold {
        /// The aggregate.
        fold: Fold,
        /// The list.
        list: ListRef,
        /// The aggregated value of each element; the element itself if absent (`count`, `len`).
        item: Option<Id>,
    },
    /// A value of one selected element of a list.
    Pick {
        /// How the element is selected.
        pick: Pick,
        /// The list.
        list: ListRef,
        /// The value that is read from the element.
        then: Id,
    },
}

impl Kind {
    /// Calls `visit` with every operand, in evaluation order.
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

    /// Returns the list whose elements the operation visits.
    #[must_use]
    pub(crate) fn list(&self) -> Option<&ListRef> {
        match self {
            Self::Quantified { list, .. } | Self::Fold { list, .. } | Self::Pick { list, .. } => Some(list),
            _ => None,
        }
    }

    /// Returns the same kind with every operand mapped.
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
    /// The kind of the node.
    pub kind: Kind,
    /// The type of its value.
    pub ty: Type,
    /// Its source span.
    pub span: Span,
}

/// The typed expressions of an edition.
#[derive(Clone, Default)]
pub struct Arena {
    nodes: Vec<Node>,
    /// The height of each node: the longest path to a leaf.
    heights: Vec<u32>,
    /// How many lists each node asks inside each other.
    nestings: Vec<u32>,
    slots: u32,
}

impl Arena {
    /// Appends a node.
    pub fn push(&mut self, kind: Kind, ty: Type, span: Span) -> Id {
        let (mut height, mut nesting) = (0, 0);
        kind.parts(|part| {
            height = height.max(self.height(part) + 1);
            nesting = nesting.max(self.nesting(part));
        });
        self.heights.push(height);
        self.nestings.push(nesting + u32::from(kind.list().is_some()));
        self.nodes.push(Node { kind, ty, span });
        Id(self.nodes.len() as u32 - 1)
    }

    /// Replaces a node by another of the same type, whose operands are already there. Heights stay as they were: they
    /// bound what is lowered, and this is only done to conditions that have been.
    pub(crate) fn replace(&mut self, id: Id, kind: Kind) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.kind = kind;
        }
    }

    /// Returns a slot that no other closure uses.
    pub fn fresh_slot(&mut self) -> Slot {
        self.slots += 1;
        Slot(self.slots)
    }

    /// Returns the height of `id`. Expanding names bound by `let` can make it larger than the nesting seen in the
    /// source.
    #[must_use]
    pub fn height(&self, id: Id) -> u32 {
        self.heights[id.0 as usize]
    }

    /// Returns how deeply list functions nest below `id`: each is evaluated once for every element of the list around it.
    #[must_use]
    pub(crate) fn nesting(&self, id: Id) -> u32 {
        self.nestings[id.0 as usize]
    }

    /// Iterates over the nodes, in the order in which they were added.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// Returns the number of nodes.
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
