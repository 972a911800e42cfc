//! The functions and list methods that conditions may call: a table with one row for each.
//!
//! A row holds the function's names and documentation in both languages, its signature, its implementation, its
//! phrasing in a sentence, and an example that is run as a test. Typing, planning, both evaluators, missing fields
//! and explanations read the row and hard-code no function name. A new function that is unknown whenever an argument
//! is (`Means::Strict`) takes one row. A new fold takes a row, a variant of `Fold`, and its step for an element
//! (`evaluate::scalar::fold`).

use super::date::Date;
use super::expr::{Fold, Quantifier, Type};
use rust_decimal::Decimal;

/// The maximum number of arguments of a function.
pub(crate) const MOST_ARGUMENTS: usize = 4;

/// A function or list method, in function form `some(p.våld, |v| …)` or method form `p.våld.some(|v| …)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Builtin(u16);

/// The description of a function.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name in Swedish and English; the same if it is Rhai's own.
    pub name: (&'static str, &'static str),
    /// Its documentation, in Swedish and English.
    pub does: (&'static str, &'static str),
    /// Its arguments. The first of a list method is the list.
    pub takes: &'static [Argument],
    /// How it is computed.
    pub(crate) means: Means,
    /// How its value is phrased in a sentence, in Swedish and English, with `{1}` for the first argument and so on.
    pub(crate) phrase: Option<(&'static str, &'static str)>,
    /// The unit of its value, in Swedish and English.
    pub(crate) unit: Option<(&'static str, &'static str)>,
    /// An example: a condition that calls it.
    pub example: Example,
}

/// The kind of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A day.
    Day,
    /// A number of days, an integer.
    Days,
    /// Any single value.
    Value,
    /// A string literal.
    Text,
    /// A list of a record.
    List,
    /// A closure that returns a Boolean for an element.
    Condition,
    /// A closure that returns a value of an element.
    Part,
}

/// A condition on a record `p`, a record, and the expected result.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The condition.
    pub condition: &'static str,
    /// The record, as JSON.
    pub record: &'static str,
    /// The expected result.
    pub answer: bool,
    /// Why, in Swedish and English.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with the explanation"))]
    pub because: (&'static str, &'static str),
}

/// A known value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Datum<'a> {
    Bool(bool),
    Int(i64),
    Decimal(Decimal),
    Date(Date),
    Text(&'a str),
}

/// Why a computation has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Overflow,
    NoSuchDay,
    DivisionByZero,
}

/// How a function is computed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Means {
    /// From known arguments; unknown if any argument is unknown.
    Strict(Strict),
    /// `some`, `all`, and `none`, which is `some` negated.
    Quantified { quantifier: Quantifier, negated: bool },
    /// An aggregate over the elements of a list.
    Fold { fold: Fold, of: Folded },
    /// The elements that satisfy a condition.
    Filter,
    /// A value of each element.
    Map,
    /// Whether a list contains a value.
    Contains,
    /// One element, by its position in the list.
    Placed { last: bool },
    /// One element, by its day.
    Dated { latest: bool },
    /// Whether a value is known.
    IsKnown,
    /// A date literal.
    Date,
    /// The chosen alternative of a reading.
    Chosen,
    /// The value of a parameter on a day.
    InForce,
}

/// What a fold aggregates of each element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folded {
    /// The condition passed as its argument.
    Condition,
    /// Nothing but its presence.
    Element,
    /// Its value, a number.
    Number,
    /// Its value, a number or a day.
    Ordered,
}

/// The result type of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    Int,
    Day,
}

impl From<Gives> for Type {
    fn from(gives: Gives) -> Self {
        match gives {
            Gives::Int => Self::Int,
            Gives::Day => Self::Date,
        }
    }
}

/// A strict function: it is only called with known arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strict {
    /// The result type.
    pub(crate) gives: Gives,
    /// Computes the value; the argument types are those of the row.
    pub(crate) call: fn(&[Datum<'_>]) -> Result<Datum<'static>, Failure>,
    /// Whether it may fail. Such a call must not be evaluated before its turn.
    pub(crate) fallible: bool,
    /// Whether the value is an integer that never increases as the first argument, a day, gets later. A comparison of
    /// the value with a number can then be rewritten as a comparison of the day.
    pub(crate) falling: bool,
}

impl Row {
    /// Returns the type of its value, in Swedish and English.
    #[must_use]
    pub fn gives(&self) -> (&'static str, &'static str) {
        match self.means {
            Means::Strict(Strict { gives: Gives::Int, .. }) => ("ett heltal", "a whole number"),
            Means::Strict(Strict { gives: Gives::Day, .. }) | Means::Date => ("en dag", "a day"),
            Means::Quantified { .. } | Means::Contains | Means::IsKnown => ("ja eller nej", "yes or no"),
            Means::Fold { of: Folded::Condition | Folded::Element, .. } => ("ett antal", "a number"),
            Means::Fold { of: Folded::Number, .. } => ("ett tal", "a number"),
            Means::Fold { of: Folded::Ordered, .. } => ("ett tal eller en dag", "a number or a day"),
            Means::Filter => ("en lista", "a list"),
            Means::Map => ("en lista med värden", "a list of values"),
            Means::Placed { .. } | Means::Dated { .. } => ("ett element", "an element"),
            Means::Chosen => ("ett alternativ", "an alternative"),
            Means::InForce => ("ett värde", "a value"),
        }
    }
}

impl Builtin {
    /// Returns all functions, in table order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..FUNCTIONS.len()).map(|number| Self(number as u16))
    }

    /// Returns the function with this Swedish or English name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|function| [function.row().name.0, function.row().name.1].contains(&name))
    }

    /// Returns its row of the table.
    #[must_use]
    pub fn row(self) -> &'static Row {
        &FUNCTIONS[usize::from(self.0)]
    }

    /// Returns whether it is a list method.
    #[must_use]
    pub fn is_list_method(self) -> bool {
        self.row().takes.first() == Some(&Argument::List)
    }

    /// Returns its implementation if it is strict.
    pub(crate) fn strict(self) -> Option<&'static Strict> {
        match &self.row().means {
            Means::Strict(strict) => Some(strict),
            _ => None,
        }
    }

    /// Returns the first and last day of the first argument for which the value is between `from` and `to`, if the
    /// function is falling.
    pub(crate) fn days_for(self, from: i64, to: i64, rest: &[Datum<'_>]) -> Option<(i32, i32)> {
        let strict = self.strict().filter(|strict| strict.falling)?;
        let reaches = |day: i32, number: i64| {
            let mut known = [Datum::Date(Date(day)); MOST_ARGUMENTS];
            known.get_mut(1..=rest.len())?.copy_from_slice(rest);
            match (strict.call)(known.get(..=rest.len())?).ok()? {
                Datum::Int(value) => Some(value >= number),
                _ => None,
            }
        };
        // Binary search for the last day for which the value is at least `number`.
        let last = |number: i64| {
            let (mut reached, mut fails) = (Date::FIRST.0 - 1, Date::LAST.0 + 1);
            while fails - reached > 1 {
                let middle = reached + (fails - reached) / 2;
                if reaches(middle, number)? { reached = middle } else { fails = middle }
            }
            Some(reached)
        };
        let before = to.checked_add(1).map_or(Some(Date::FIRST.0 - 1), last)?;
        Some((before + 1, last(from)?))
    }
}

/// An integer computed from two days.
fn of_days(known: &[Datum<'_>], number: impl Fn(Date, Date) -> i64) -> Result<Datum<'static>, Failure> {
    match known {
        [Datum::Date(first), Datum::Date(second)] => Ok(Datum::Int(number(*first, *second))),
        _ => Err(Failure::NoSuchDay),
    }
}

const fn time_between(call: fn(&[Datum<'_>]) -> Result<Datum<'static>, Failure>) -> Means {
    Means::Strict(Strict { gives: Gives::Int, call, fallible: false, falling: true })
}

/// The functions and list methods.
pub const FUNCTIONS: &[Row] = &[
    Row {
        name: ("some", "some"),
        does: (
            "Om villkoret är sant för något element. Okänt om det inte är säkert sant för något, men kan vara det.",
            "Whether the condition is true of some element. Unknown where it is certainly true of none but may be of one.",
        ),
        takes: &[Argument::List, Argument::Condition],
        means: Means::Quantified { quantifier: Quantifier::Some, negated: false },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.some(|x| x.n > 1)",
            record: r#"{"l":[{"n":1},{"n":2}]}"#,
            answer: true,
            because: ("i l nr 2 n är 2 (över 1)", "in `l` no. 2 `n` is 2 (above 1)"),
        },
    },
    Row {
        name: ("all", "all"),
        does: (
            "Om villkoret är sant för varje element; för en tom lista är det sant.",
            "Whether the condition is true of every element; of an empty list it is.",
        ),
        takes: &[Argument::List, Argument::Condition],
        means: Means::Quantified { quantifier: Quantifier::All, negated: false },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.all(|x| x.n > 1)",
            record: r#"{"l":[{"n":1},{"n":2}]}"#,
            answer: false,
            because: ("i l nr 1 n är 1, inte över 1", "in `l` no. 1 `n` is 1, not above 1"),
        },
    },
    Row {
        name: ("none", "none"),
        does: (
            "Om villkoret inte är sant för något element.",
            "Whether the condition is true of no element.",
        ),
        takes: &[Argument::List, Argument::Condition],
        means: Means::Quantified { quantifier: Quantifier::Some, negated: true },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.none(|x| x.n > 1)",
            record: r#"{"l":[{"n":1},{"n":2}]}"#,
            answer: false,
            because: ("i l nr 2 n är 2 (över 1)", "in `l` no. 2 `n` is 2 (above 1)"),
        },
    },
    Row {
        name: ("count", "count"),
        does: (
            "För hur många element villkoret är sant. Okänt om det är okänt för något.",
            "Of how many elements the condition is true. Unknown where it is unknown of one.",
        ),
        takes: &[Argument::List, Argument::Condition],
        means: Means::Fold { fold: Fold::Count, of: Folded::Condition },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.count(|x| x.n > 1) >= 2",
            record: r#"{"l":[{"n":3},{"n":2}]}"#,
            answer: true,
            because: (
                "antalet under l (där n är över 1) är minst 2",
                "the number of elements of `l` (where `n` is above 1) is at least 2",
            ),
        },
    },
    Row {
        name: ("filter", "filter"),
        does: (
            "De element för vilka villkoret är sant. De för vilka det är okänt kan höra dit: `some`, `all` och `none` räknar med det, annat blir okänt.",
            "The elements of which the condition is true. Those of which it is unknown may belong: `some`, `all` and `none` take that into account, anything else is then unknown.",
        ),
        takes: &[Argument::List, Argument::Condition],
        means: Means::Filter,
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.filter(|x| x.n > 1).some(|x| x.n < 3)",
            record: r#"{"l":[{"n":0},{"n":2}]}"#,
            answer: true,
            because: (
                "i l nr 2 n är 2 (över 1) och n är 2 (under 3)",
                "in `l` no. 2 `n` is 2 (above 1) and `n` is 2 (below 3)",
            ),
        },
    },
    Row {
        name: ("map", "map"),
        does: ("Ett värde av varje element.", "A value of each element."),
        takes: &[Argument::List, Argument::Part],
        means: Means::Map,
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.map(|x| x.n).sum() == 3",
            record: r#"{"l":[{"n":1},{"n":2}]}"#,
            answer: true,
            because: ("summan av n under l är 3", "the sum of `n` of `l` is 3"),
        },
    },
    Row {
        name: ("sum", "sum"),
        does: ("Summan av tal; 0 av en tom lista.", "The sum of numbers; 0 of an empty list."),
        takes: &[Argument::List],
        means: Means::Fold { fold: Fold::Sum, of: Folded::Number },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.li.sum() == 3",
            record: r#"{"li":[1,2]}"#,
            answer: true,
            because: ("summan av värdet under li är 3", "the sum of the value of `li` is 3"),
        },
    },
    Row {
        name: ("min", "min"),
        does: (
            "Det minsta av tal, eller den tidigaste av dagar. En tom lista har inget: då är det okänt, om inte `??` säger annat.",
            "The least of numbers, or the earliest of days. An empty list has none: then it is unknown, unless `??` says otherwise.",
        ),
        takes: &[Argument::List],
        means: Means::Fold { fold: Fold::Min, of: Folded::Ordered },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.li.min() == 1",
            record: r#"{"li":[1,2]}"#,
            answer: true,
            because: ("det minsta av värdet under li är 1", "the least the value of `li` is 1"),
        },
    },
    Row {
        name: ("max", "max"),
        does: (
            "Det största av tal, eller den senaste av dagar. En tom lista har inget: då är det okänt, om inte `??` säger annat.",
            "The greatest of numbers, or the latest of days. An empty list has none: then it is unknown, unless `??` says otherwise.",
        ),
        takes: &[Argument::List],
        means: Means::Fold { fold: Fold::Max, of: Folded::Ordered },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.li.max() == 2",
            record: r#"{"li":[1,2]}"#,
            answer: true,
            because: ("det största av värdet under li är 2", "the greatest the value of `li` is 2"),
        },
    },
    Row {
        name: ("first", "first"),
        does: ("Det första elementet. En tom lista har inget.", "The first element. An empty list has none."),
        takes: &[Argument::List],
        means: Means::Placed { last: false },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.first().n == 1",
            record: r#"{"l":[{"n":1},{"n":2}]}"#,
            answer: true,
            because: ("n är 1", "`n` is 1"),
        },
    },
    Row {
        name: ("last", "last"),
        does: ("Det sista elementet. En tom lista har inget.", "The last element. An empty list has none."),
        takes: &[Argument::List],
        means: Means::Placed { last: true },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.last().n == 1",
            record: r#"{"l":[{"n":1},{"n":2}]}"#,
            answer: false,
            because: ("n är 2, inte 1", "`n` is 2, not 1"),
        },
    },
    Row {
        name: ("len", "len"),
        does: ("Hur många element.", "How many elements."),
        takes: &[Argument::List],
        means: Means::Fold { fold: Fold::Count, of: Folded::Element },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.len() == 2",
            record: r#"{"l":[{},{}]}"#,
            answer: true,
            because: ("antalet under l är 2", "the number of elements of `l` is 2"),
        },
    },
    Row {
        name: ("contains", "contains"),
        does: (
            "Om en lista av enstaka värden har ett värde; det `in` betyder.",
            "Whether a list of single values has a value; what `in` means.",
        ),
        takes: &[Argument::List, Argument::Value],
        means: Means::Contains,
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.li.contains(2)",
            record: r#"{"li":[1,2]}"#,
            answer: true,
            because: ("i li nr 2 värdet är 2", "in `li` no. 2 the value is 2"),
        },
    },
    Row {
        name: ("senaste", "latest"),
        does: (
            "Elementet med den senaste dagen bland dem för vilka villkoret är sant; av flera samma dag det sista i listan. Är det osäkert vilket, är det känt som alla som kan menas har gemensamt.",
            "The element with the latest day among those of which the condition is true; of several on one day the last in the list. Where it is uncertain which, what all that may be meant have in common is known.",
        ),
        takes: &[Argument::List, Argument::Part, Argument::Condition],
        means: Means::Dated { latest: true },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.senaste(|x| x.d, |x| x.n > 0).n == 2",
            record: r#"{"l":[{"n":2,"d":"2013-02-01"},{"n":1,"d":"2013-01-01"},{"n":0,"d":"2013-03-01"}]}"#,
            answer: true,
            because: ("n är 2", "`n` is 2"),
        },
    },
    Row {
        name: ("tidigaste", "earliest"),
        does: (
            "Elementet med den tidigaste dagen bland dem för vilka villkoret är sant, som `senaste`.",
            "The element with the earliest day among those of which the condition is true, like `latest`.",
        ),
        takes: &[Argument::List, Argument::Part, Argument::Condition],
        means: Means::Dated { latest: false },
        phrase: None,
        unit: None,
        example: Example {
            condition: "p.l.tidigaste(|x| x.d, |x| x.n > 0).n == 1",
            record: r#"{"l":[{"n":2,"d":"2013-02-01"},{"n":1,"d":"2013-01-01"}]}"#,
            answer: true,
            because: ("n är 1", "`n` is 1"),
        },
    },
    Row {
        name: ("ålder", "age"),
        does: (
            "Hela år som den som är född den första dagen har levt den andra. Den avrundas nedåt: dagen före födelsen är den -1. Den som är född 29 februari fyller år 1 mars andra år.",
            "Whole years that somebody born on the first day has lived on the second. It is rounded down: the day before birth it is -1. Whoever is born on 29 February has a birthday on 1 March in other years.",
        ),
        takes: &[Argument::Day, Argument::Day],
        means: time_between(|known| of_days(known, |born, day| born.age_on(day).into())),
        phrase: Some(("åldern {2}", "the age on {2}")),
        unit: Some(("år", "years")),
        example: Example {
            condition: r#"ålder(p.d, datum("2013-12-31")) == -1"#,
            record: r#"{"d":"2014-01-01"}"#,
            answer: true,
            because: ("åldern 2013-12-31 är -1 år", "the age on 2013-12-31 is -1 years"),
        },
    },
    Row {
        name: ("känd", "known"),
        does: (
            "Om värdet är känt. Svaret är alltid ja eller nej; `x == ()` frågar motsatsen.",
            "Whether the value is known. The answer is always yes or no; `x == ()` asks the opposite.",
        ),
        takes: &[Argument::Value],
        means: Means::IsKnown,
        phrase: None,
        unit: None,
        example: Example {
            condition: "känd(p.d)",
            record: "{}",
            answer: false,
            because: ("d saknas", "`d` is missing"),
        },
    },
    Row {
        name: ("datum", "date"),
        does: ("En dag, skriven som `2013-01-31`.", "A day, written as `2013-01-31`."),
        takes: &[Argument::Text],
        means: Means::Date,
        phrase: None,
        unit: None,
        example: Example {
            condition: r#"p.d < datum("2013-01-31")"#,
            record: r#"{"d":"2013-01-30"}"#,
            answer: true,
            because: ("d är 2013-01-30 (före 2013-01-31)", "`d` is 2013-01-30 (before 2013-01-31)"),
        },
    },
    Row {
        name: ("vald", "chosen"),
        does: ("Det valda alternativet i en tolkning.", "The chosen alternative of a reading."),
        takes: &[Argument::Text],
        means: Means::Chosen,
        phrase: None,
        unit: None,
        example: Example {
            condition: r#"vald("t") == "x""#,
            record: "{}",
            answer: true,
            because: ("tolkningen `t` är `x`", "the reading `t` is `x`"),
        },
    },
    Row {
        name: ("gällande", "in_force"),
        does: (
            "Vad en parameter är en dag. Före sin första dag har den inget värde.",
            "What a parameter is on a day. Before its first day it has no value.",
        ),
        takes: &[Argument::Text, Argument::Day],
        means: Means::InForce,
        phrase: None,
        unit: None,
        example: Example {
            condition: r#"p.n >= gällande("gräns", period.slut)"#,
            record: r#"{"n":18}"#,
            answer: true,
            because: ("n är 18 (minst 18)", "`n` is 18 (at least 18)"),
        },
    },
    Row {
        name: ("dagar_mellan", "days_between"),
        does: (
            "Hela dagar från den första dagen till den andra; negativt där den andra är tidigare.",
            "Whole days from the first day to the second; negative where the second is earlier.",
        ),
        takes: &[Argument::Day, Argument::Day],
        means: time_between(|known| of_days(known, |from, to| i64::from(to.0) - i64::from(from.0))),
        phrase: Some(("tiden från {1} till {2}", "the time from {1} to {2}")),
        unit: Some(("dagar", "days")),
        example: Example {
            condition: r#"dagar_mellan(p.d, datum("2013-01-31")) <= 14"#,
            record: r#"{"d":"2013-01-01"}"#,
            answer: false,
            because: (
                "tiden från d till 2013-01-31 är 30 dagar, inte högst 14 dagar",
                "the time from `d` to 2013-01-31 is 30 days, not at most 14 days",
            ),
        },
    },
    Row {
        name: ("månader_mellan", "months_between"),
        does: (
            "Hela månader från den första dagen till den andra. Bakåt räknas de likadant och blir negativa: de skärs mot noll, så att en halv månad är 0 åt båda håll.",
            "Whole months from the first day to the second. Backwards they are counted likewise and negative: they are cut towards zero, so that half a month is 0 either way.",
        ),
        takes: &[Argument::Day, Argument::Day],
        means: time_between(|known| of_days(known, |from, to| from.months_until(to).into())),
        phrase: Some(("tiden från {1} till {2}", "the time from {1} to {2}")),
        unit: Some(("månader", "months")),
        example: Example {
            condition: r#"månader_mellan(p.d, datum("2013-01-01")) == 0"#,
            record: r#"{"d":"2013-01-16"}"#,
            answer: true,
            because: (
                "tiden från d till 2013-01-01 är 0 månader",
                "the time from `d` to 2013-01-01 is 0 months",
            ),
        },
    },
    Row {
        name: ("år_mellan", "years_between"),
        does: (
            "Hela år från den första dagen till den andra. Bakåt skärs de mot noll, medan `ålder` avrundar nedåt.",
            "Whole years from the first day to the second. Backwards they are cut towards zero, while `age` rounds down.",
        ),
        takes: &[Argument::Day, Argument::Day],
        means: time_between(|known| of_days(known, |from, to| from.years_until(to).into())),
        phrase: Some(("tiden från {1} till {2}", "the time from {1} to {2}")),
        unit: Some(("år", "years")),
        example: Example {
            condition: r#"år_mellan(p.d, datum("2013-12-31")) == 0"#,
            record: r#"{"d":"2014-01-01"}"#,
            answer: true,
            because: ("tiden från d till 2013-12-31 är 0 år", "the time from `d` to 2013-12-31 is 0 years"),
        },
    },
    Row {
        name: ("dagar_efter", "days_after"),
        does: (
            "Dagen så många dagar efter en annan. En dag utanför åren 1–9999 är ett fel.",
            "The day so many days after another. A day outside the years 1–9999 is an error.",
        ),
        takes: &[Argument::Day, Argument::Days],
        means: Means::Strict(Strict {
            gives: Gives::Day,
            call: |known| match known {
                [Datum::Date(day), Datum::Int(days)] => {
                    let day = i64::from(day.0).checked_add(*days).and_then(Date::from_days);
                    day.map(Datum::Date).ok_or(Failure::NoSuchDay)
                }
                _ => Err(Failure::NoSuchDay),
            },
            fallible: true,
            falling: false,
        }),
        phrase: Some(("{2} dagar efter {1}", "{2} days after {1}")),
        unit: None,
        example: Example {
            condition: "p.e <= dagar_efter(p.d, 14)",
            record: r#"{"d":"2013-01-01","e":"2013-01-16"}"#,
            answer: false,
            because: (
                "e är 2013-01-16, inte senast 2013-01-15",
                "`e` is 2013-01-16, not at the latest 2013-01-15",
            ),
        },
    },
];
