//! Evaluates conditions with Rhai's own interpreter. It has its own dates, by year, month and day, and shares no code
//! with the engine under test.

use super::fields::{Holds, PERIOD, RECORDS};
use rhai::{AST, Dynamic, Engine, EvalAltResult, FnPtr, Map, OptimizationLevel, Scope};
use serde_json::Value;

/// A deliberate fault in the reference, to verify that the comparison detects it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// A birthday counts from the following day.
    LateBirthday,
    /// The period excludes its last day.
    HalfOpenPeriod,
    /// A missing value counts as known.
    EverythingKnown,
    /// Days are counted one too many.
    LateDeadline,
}

/// The result of Rhai.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Value(bool),
    /// A computation overflowed or divided by zero.
    Arithmetic,
    /// Anything else: the generator wrote something that Rhai can't evaluate.
    Other(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    year: i64,
    month: i64,
    day: i64,
}

impl Day {
    fn parse(text: &str) -> Self {
        let mut parts = text.split('-').map(|part| part.parse().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        Self { year: next(), month: next(), day: next() }
    }

    /// Returns the day number, counted month by month.
    fn number(self) -> i64 {
        let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let years: i64 = (1..self.year).map(|year| if leap(year) { 366 } else { 365 }).sum();
        let lengths = [31, if leap(self.year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let months: i64 = lengths.iter().take(self.month as usize - 1).sum();
        years + months + self.day
    }

    /// Returns the day `days` days later, by stepping through years and months; `None` outside the years 1–9999.
    fn after(self, days: i64) -> Option<Self> {
        let number = self.number().checked_add(days)?;
        let (first, last) = (Self { year: 1, month: 1, day: 1 }, Self { year: 9999, month: 12, day: 31 });
        if number < first.number() || number > last.number() {
            return None;
        }
        let begins = |year, month| Self { year, month, day: 1 }.number();
        let (mut year, mut month) = (self.year, 12);
        while begins(year, 1) > number {
            year -= 1;
        }
        while begins(year + 1, 1) <= number {
            year += 1;
        }
        while begins(year, month) > number {
            month -= 1;
        }
        Some(Self { year, month, day: number - begins(year, month) + 1 })
    }

    /// Returns the whole months until `later`: as many as can be added without exceeding the day of the month.
    fn months_until(self, later: Self) -> i64 {
        if later < self {
            return -later.months_until(self);
        }
        let all = (later.year - self.year) * 12 + later.month - self.month;
        all - i64::from(later.day < self.day)
    }

    /// Returns the age. A person born on 29 February has a birthday on 1 March in other years.
    fn age_on(self, on: Self) -> i64 {
        let birthday = Self { year: on.year, ..self };
        on.year - self.year - i64::from(on < birthday)
    }

    fn years_until(self, later: Self) -> i64 {
        if later < self { -later.age_on(self) } else { self.age_on(later) }
    }
}

#[derive(Clone, Copy, Debug)]
struct Period {
    start: Day,
    slut: Day,
}

/// Creates an interpreter with the functions that conditions use.
pub fn interpreter(fault: Fault) -> Engine {
    let mut engine = Engine::new();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_expr_depths(0, 0);
    engine.set_max_call_levels(64);
    engine.register_type_with_name::<Day>("Day");
    engine.register_fn("==", |a: Day, b: Day| a == b).register_fn("!=", |a: Day, b: Day| a != b);
    engine.register_fn("<", |a: Day, b: Day| a < b).register_fn("<=", |a: Day, b: Day| a <= b);
    engine.register_fn(">", |a: Day, b: Day| a > b).register_fn(">=", |a: Day, b: Day| a >= b);
    engine.register_type_with_name::<Period>("Period");
    engine.register_get("start", |p: &mut Period| p.start).register_get("slut", |p: &mut Period| p.slut);
    engine.register_fn("contains", move |p: &mut Period, day: Day| {
        let ends = if fault == Fault::HalfOpenPeriod { day < p.slut } else { day <= p.slut };
        p.start <= day && ends
    });
    engine.register_fn("datum", |text: &str| Day::parse(text));
    engine.register_fn("ålder", move |born: Day, on: Day| {
        born.age_on(on)
            - i64::from(fault == Fault::LateBirthday && (born.month, born.day) == (on.month, on.day))
    });
    engine.register_fn("dagar_efter", move |day: Day, days: i64| {
        day.after(days.saturating_add(i64::from(fault == Fault::LateDeadline))).ok_or_else(|| {
            Box::new(EvalAltResult::ErrorArithmetic("no such day".into(), rhai::Position::NONE))
        })
    });
    engine.register_fn("dagar_mellan", |a: Day, b: Day| b.number() - a.number());
    engine.register_fn("månader_mellan", |a: Day, b: Day| a.months_until(b));
    engine.register_fn("år_mellan", |a: Day, b: Day| a.years_until(b));
    engine.register_fn("känd", move |x: Dynamic| fault == Fault::EverythingKnown || !x.is_unit());
    #[expect(deprecated, reason = "marked volatile, not going away; the release is pinned")]
    engine.on_var(|name, _, _| {
        let period = Period { start: Day::parse(PERIOD.0), slut: Day::parse(PERIOD.1) };
        Ok::<_, Box<EvalAltResult>>((name == "period").then(|| Dynamic::from(period)))
    });
    engine
}

/// Compiles constants, functions and a condition.
pub fn compile(engine: &Engine, before: &str, condition: &str) -> Result<AST, String> {
    engine.compile(format!("{before}\nlet villkor = {condition};\nvillkor")).map_err(|e| e.to_string())
}

/// Evaluates the condition for `record`.
pub fn ask(engine: &Engine, rule: &AST, record: &Value) -> Answer {
    let answer = engine
        .eval_ast_with_scope::<FnPtr>(&mut Scope::new(), rule)
        .and_then(|condition| condition.call::<bool>(engine, rule, (row(0, record),)));
    match answer {
        Ok(value) => Answer::Value(value),
        Err(error) => match innermost(&error) {
            EvalAltResult::ErrorArithmetic(..) => Answer::Arithmetic,
            other => Answer::Other(other.to_string()),
        },
    }
}

fn innermost(error: &EvalAltResult) -> &EvalAltResult {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => innermost(inner),
        other => other,
    }
}

fn row(record: usize, value: &Value) -> Map {
    let fields = RECORDS[record].iter();
    fields.map(|(name, holds)| ((*name).into(), field(*holds, &value[*name]))).collect()
}

fn field(holds: Holds, value: &Value) -> Dynamic {
    match (holds, value) {
        (Holds::Rows(record), Value::Array(items)) => {
            items.iter().map(|item| Dynamic::from(row(record, item))).collect::<Vec<_>>().into()
        }
        (Holds::Codes(codes), Value::Array(items)) => {
            items.iter().map(|item| field(Holds::Code(codes), item)).collect::<Vec<_>>().into()
        }
        (Holds::Bool, Value::Bool(b)) => (*b).into(),
        (Holds::Int, Value::Number(n)) => n.as_i64().unwrap_or_default().into(),
        (Holds::Date, Value::String(text)) => Dynamic::from(Day::parse(text)),
        (Holds::Text | Holds::Code(_), Value::String(text)) => text.clone().into(),
        _ => Dynamic::UNIT,
    }
}
