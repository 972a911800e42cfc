//! Random pairs with their typed conditions and verdicts on file, for a solver of another make: the Python tests hand them to
//! Z3, in their own translation. `UPDATE=1` writes the file.
//!
//! A condition is written as nested lists, an operator before its operands: `["<", ["record", "dag"], {"day": "2013-06-30"}]`.
//! Functions and periods are expanded, as in the typed conditions. Lists are `["some", list, belongs, item]`, alike `all`,
//! `count`, `min` and `max`. Elements that are picked, and counts up to seventeen, are left out.

use super::random::{Dice, truth};
use super::written::{RECORD, pair, whole_of};
use crate::Edition;
use crate::author::meaning::prove::Prover;
use crate::author::meaning::{Renamed, Verdict};
use crate::language::expr::{Comparison, Constant, Fold, Id, Kind, ListRef, Quantifier, Type};
use crate::language::model::Choice;
use serde_json::{Value, json};
use std::fs;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings/python/tests/meaning.ndjson");

/// How many pairs are on file.
const PAIRS: usize = 400;

/// Returns an expression of an edition in 2013; `None` if it has something that is left out.
fn written(edition: &Edition, id: Id) -> Option<Value> {
    let (arena, layout) = (&edition.typed().arena, edition.layout());
    let of = |id: Id| written(edition, id);
    let all = |ids: &[Id]| ids.iter().map(|id| of(*id)).collect::<Option<Vec<Value>>>();
    let list = |list: &ListRef| {
        let belongs = list.keep.map_or(Some(Value::Bool(true)), of)?;
        Some((layout.path(list.owner_table, list.column), belongs))
    };
    let [start, end] = ["2013-01-01", "2013-12-31"].map(|day| json!({ "day": day }));
    Some(match &arena[id].kind {
        Kind::Constant(Constant::Missing) => Value::Null,
        Kind::Constant(Constant::Bool(yes)) => json!(yes),
        Kind::Constant(Constant::Int(number)) => json!(number),
        Kind::Constant(Constant::Text(text)) => json!(text),
        Kind::Constant(Constant::Date(day)) => json!({ "day": day.to_string() }),
        Kind::Constant(Constant::Code(code)) => {
            let Type::Code(list) = &arena[id].ty else { return None };
            json!(list.codes().get(usize::from(*code))?)
        }
        Kind::PeriodStart => start,
        Kind::PeriodEnd => end,
        Kind::Column { table, column, .. } => {
            let row = if *table == 0 { "record" } else { "element" };
            json!([row, layout.tables.get(*table)?.columns.get(*column)?.name])
        }
        Kind::Not(a) => json!(["not", of(*a)?]),
        Kind::And(parts) => json!(["and", all(parts)?]),
        Kind::Or(parts) => json!(["or", all(parts)?]),
        Kind::Compare(comparison, a, b) => json!([sign(*comparison), of(*a)?, of(*b)?]),
        Kind::In(a, items) => json!(["in", of(*a)?, all(items)?]),
        Kind::InPeriod(a) => json!(["and", [[">=", of(*a)?, start], ["<=", of(*a)?, end]]]),
        Kind::Known(a) => json!(["known", of(*a)?]),
        Kind::Coalesce(parts) => json!(["??", all(parts)?]),
        Kind::If(a, b, c) => json!(["if", of(*a)?, of(*b)?, of(*c)?]),
        Kind::Call(function, args) if function.row().name.0 == "ålder" => {
            json!(["age", of(*args.first()?)?, of(*args.get(1)?)?])
        }
        Kind::Quantified { quantifier, list: of_list, item } => {
            let (path, belongs) = list(of_list)?;
            let word = if *quantifier == Quantifier::Some { "some" } else { "all" };
            json!([word, path, belongs, of(*item)?])
        }
        Kind::Fold { fold, list: of_list, item } => {
            let (path, belongs) = list(of_list)?;
            let word = match fold {
                Fold::Count => "count",
                Fold::Min => "min",
                Fold::Max => "max",
                Fold::Sum | Fold::DecimalSum => return None,
            };
            json!([word, path, belongs, item.map_or(Some(Value::Bool(true)), of)?])
        }
        Kind::Constant(Constant::Decimal(_))
        | Kind::Chosen(_)
        | Kind::Arithmetic(..)
        | Kind::Negate(_)
        | Kind::Call(..)
        | Kind::Pick { .. } => return None,
    })
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// Returns the lines of the file.
fn lines() -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut seed = 1_000_000;
    while lines.len() < PAIRS {
        let mut conditions = Vec::new();
        for _ in 0..20 {
            seed += 1;
            let mut dice = Dice::new(seed, None);
            conditions.push(format!("|p| {}", truth(&mut dice, "p", 2)));
            let other = seed as u32 % dice.drawn();
            conditions.push(format!("|p| {}", truth(&mut Dice::new(seed, Some(other)), "p", 2)));
        }
        let edition = whole_of(RECORD, &conditions);
        for at in (0..conditions.len()).step_by(2) {
            if conditions[at] == conditions[at + 1] || conditions[at..at + 2].iter().any(|c| c.contains("17"))
            {
                continue;
            }
            let of = |group: usize| match &edition.typed().groups[group] {
                Choice::Fixed(id) => written(&edition, *id),
                Choice::According(..) => None,
            };
            let (Some(old), Some(new)) = (of(at), of(at + 1)) else { continue };
            let verdict = pair(&edition, at, &edition, at + 1, |conditions| {
                Prover::new(vec![conditions], &Renamed::new()).unwrap().for_verdicts().prove(&[0])
            })
            .verdict;
            if !matches!(verdict, Verdict::Undecided(_)) {
                let verdict = crate::diff::Verdict::from(verdict).name();
                lines.push(json!({ "old": old, "new": new, "verdict": verdict }).to_string());
            }
        }
    }
    lines.truncate(PAIRS);
    lines.join("\n") + "\n"
}

#[test]
fn the_pairs_on_file_have_the_verdicts_of_today() {
    let lines = lines();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(FILE, &lines).unwrap();
    }
    assert!(fs::read_to_string(FILE).unwrap() == lines, "UPDATE=1 writes {FILE}");
}
