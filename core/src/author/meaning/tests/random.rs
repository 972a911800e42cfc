//! Random pairs of conditions against brute force: whatever a verdict says of all records holds of many.
//!
//! `MEANING_PAIRS` sets the number of pairs; the share that is decided is printed.

use super::written::{RECORD, pair, whole_of};
use crate::author::meaning::prove::{Fault, Prover};
use crate::author::meaning::{Renamed, Verdict};
use crate::data::document::Document;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::evaluate::plan::{Count, Plan, Subject};
use crate::evaluate::scalar::{Evaluator, Scene};
use crate::language::model::Choice;
use crate::language::truth::Truth;
use crate::{Edition, Period};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A sequence of numbers. One of them may be another than in the same sequence without.
pub(super) struct Dice {
    state: u64,
    drawn: u32,
    other: Option<u32>,
}

impl Dice {
    pub(super) fn new(seed: u64, other: Option<u32>) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, drawn: 0, other }
    }

    /// Returns how many numbers were drawn; never 0.
    pub(super) fn drawn(&self) -> u32 {
        self.drawn.max(1)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let shift = usize::from(self.other == Some(self.drawn));
        self.drawn += 1;
        ((self.state >> 11) as usize + shift) % n.max(1)
    }

    fn of<'i>(&mut self, items: &[&'i str]) -> &'i str {
        items[self.below(items.len())]
    }
}

const SIGNS: &[&str] = &["==", "!=", "<", "<=", ">", ">="];
const DAYS: &[&str] = &[
    "period.start",
    "period.slut",
    "datum(\"1995-12-31\")",
    "datum(\"2013-06-30\")",
    "datum(\"2000-02-29\")",
];

/// Returns a random condition on the row `row`, a record or an element of its list `l`.
pub(super) fn truth(dice: &mut Dice, row: &str, depth: usize) -> String {
    let below = depth.saturating_sub(1);
    let is_record = row == "p";
    match dice.below(if depth == 0 { 9 } else { 22 }) {
        0 => format!("{row}.ja"),
        1 => format!("{row}.nej"),
        2 if is_record => format!("(p.kön == \"{}\")", dice.of(&["kvinna", "man", "annat"])),
        3 if is_record => format!("(p.kod != p.kod2 || p.ort == \"{}\")", dice.of(&["A", "B"])),
        4 => format!("({} {} {})", day(dice, row), dice.of(SIGNS), day(dice, row)),
        5 => format!("({} in period)", day(dice, row)),
        6 if is_record => {
            let (sign, years) = (dice.of(SIGNS), dice.of(&["16", "18", "0"]));
            format!("(ålder(p.född, {}) {sign} {years})", dice.of(DAYS))
        }
        7 => format!("({} {} {})", number(dice, row, below), dice.of(SIGNS), number(dice, row, below)),
        8 => format!("känd({})", day(dice, row)),
        9 => format!("!{}", truth(dice, row, below)),
        10 | 11 => format!("({} && {})", truth(dice, row, below), truth(dice, row, below)),
        12 | 13 => format!("({} || {})", truth(dice, row, below), truth(dice, row, below)),
        14 => {
            let (a, b, c) = (truth(dice, row, below), truth(dice, row, below), truth(dice, row, below));
            format!("(if {a} {{ {b} }} else {{ {c} }})")
        }
        15 => format!("({} ?? {})", truth(dice, row, below), truth(dice, row, below)),
        16..=18 if is_record => {
            let word = dice.of(&["some", "all", "none"]);
            let list = list(dice, below);
            format!("{list}.{word}(|x| {})", truth(dice, "x", below))
        }
        19 if is_record => {
            let list = list(dice, below);
            let word = dice.of(&["first", "last", "senaste", "tidigaste"]);
            let by =
                if word.len() > 5 { format!("|x| x.d, |x| {}", truth(dice, "x", 0)) } else { String::new() };
            format!("{list}.{word}({by}).{}", dice.of(&["ja", "nej"]))
        }
        20 if is_record => {
            let word = dice.of(&["some", "all"]);
            let item = truth(dice, "t", 0);
            let item = if item.starts_with("t.") {
                "t != \"b\"".to_owned()
            } else {
                format!("t == \"{}\"", dice.of(&["a", "b"]))
            };
            format!("p.taggar.{word}(|t| {item})")
        }
        21 if is_record => format!("(p.dag {} p.född)", dice.of(SIGNS)),
        _ => format!("({} == {})", truth(dice, row, 0), truth(dice, row, 0)),
    }
}

fn list(dice: &mut Dice, depth: usize) -> String {
    if dice.below(3) == 0 {
        format!("p.l.filter(|x| {})", truth(dice, "x", depth.min(1)))
    } else {
        "p.l".to_owned()
    }
}

fn day(dice: &mut Dice, row: &str) -> String {
    match (dice.below(8), row) {
        (0..=2, "p") => format!("p.{}", dice.of(&["född", "dag", "sist"])),
        (3, "p") => "p.l.map(|x| x.d).max()".to_owned(),
        (4, "p") => "(p.dag ?? p.sist)".to_owned(),
        (0..=4, _) => "x.d".to_owned(),
        _ => dice.of(DAYS).to_owned(),
    }
}

fn number(dice: &mut Dice, row: &str, depth: usize) -> String {
    match (dice.below(8), row) {
        (0 | 1, "p") => "p.antal".to_owned(),
        (2, "p") => "p.l.map(|x| x.n).min()".to_owned(),
        (3 | 4, "p") => format!("p.l.count(|x| {})", truth(dice, "x", depth.min(1))),
        (0..=4, _) => "x.n".to_owned(),
        _ => dice.of(&["0", "1", "2", "17"]).to_owned(),
    }
}

/// Returns a random record; values lie on both sides of every constant.
fn record(dice: &mut Dice) -> Value {
    let days = [
        "1994-01-01",
        "1995-12-30",
        "1995-12-31",
        "1996-01-01",
        "1997-12-31",
        "1998-01-01",
        "2000-02-29",
        "2012-12-31",
        "2013-01-01",
        "2013-06-30",
        "2013-07-01",
        "2013-12-31",
        "2014-01-01",
    ];
    let row = |names: &[(&str, u8)], dice: &mut Dice| -> Value {
        let mut row = serde_json::Map::new();
        for (name, kind) in names {
            if dice.below(4) == 0 {
                continue;
            }
            let value = match kind {
                0 => json!(dice.below(2) == 0),
                1 => json!(days[dice.below(days.len())]),
                2 => json!(dice.below(4)),
                3 => json!(dice.of(&["kvinna", "man", "annat"])),
                4 => json!(dice.of(&["A", "B", "C"])),
                _ => json!(dice.of(&["x", "y"])),
            };
            row.insert((*name).to_owned(), value);
        }
        row.into()
    };
    let fields = [
        ("kön", 3),
        ("född", 1),
        ("dag", 1),
        ("sist", 1),
        ("ja", 0),
        ("nej", 0),
        ("antal", 2),
        ("ort", 4),
        ("kod", 5),
        ("kod2", 5),
    ];
    let mut record = row(&fields, dice);
    if dice.below(6) > 0 {
        let len = dice.below(4);
        record["l"] = (0..len).map(|_| row(&[("ja", 0), ("nej", 0), ("d", 1), ("n", 2)], dice)).collect();
    }
    if dice.below(6) > 0 {
        let len = dice.below(3);
        let tag =
            |dice: &mut Dice| if dice.below(5) == 0 { Value::Null } else { json!(dice.of(&["a", "b", "c"])) };
        record["taggar"] = (0..len).map(|_| tag(dice)).collect();
    }
    record
}

fn documents(edition: &Edition, number: usize) -> Vec<Document> {
    let mut dice = Dice::new(7, None);
    let mut decoder = Decoder::new(Arc::clone(edition.layout()));
    let mut documents = Vec::new();
    for _ in 0..number {
        let mut document = Document::new(edition.layout());
        let json = record(&mut dice).to_string();
        decoder.read(json.as_bytes(), 1, &mut document, &mut Oddities::default()).unwrap();
        documents.push(document);
    }
    documents
}

/// Returns the answers of a group for each document.
fn answers(edition: &Edition, group: usize, documents: &[Document]) -> Vec<Truth> {
    let Choice::Fixed(id) = &edition.typed().groups[group] else { panic!("a reading") };
    let subject = Subject::Record(vec![*id]);
    let period = Period::parse("2013").unwrap();
    let (plan, Count::Records(op)) =
        Plan::of_subject(&edition.typed().arena, period, &[0], &subject).unwrap()
    else {
        panic!("elements")
    };
    let mut evaluator = Evaluator::new(&plan);
    let mut answer = |document| {
        evaluator.begin();
        evaluator.truth(Scene { plan: &plan, document }, op).unwrap()
    };
    documents.iter().map(&mut answer).collect()
}

/// How many pairs got which verdict, and the pairs of which a record contradicts it.
#[derive(Debug, Default)]
struct Tally {
    verdicts: BTreeMap<String, u32>,
    wrong: Vec<String>,
}

/// The most brackets within each other: rule files may have no more than some.
const DEEPEST: usize = 20;

/// Returns how many brackets are within each other.
fn nesting(condition: &str) -> usize {
    let (mut open, mut most) = (0usize, 0);
    for c in condition.chars() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Compares `pairs` random pairs, from `seed` on, with what documents say. Those that are too deep are left out.
fn compare(pairs: usize, seed: u64, fault: Fault) -> Tally {
    const AT_ONCE: usize = 20;
    let mut tally = Tally::default();
    let mut kept: Option<Vec<Document>> = None;
    for batch in 0..pairs.div_ceil(AT_ONCE) as u64 {
        let mut conditions = Vec::new();
        for number in 0..AT_ONCE as u64 {
            let seed = seed + batch * AT_ONCE as u64 + number + 1;
            let depth = 2 + seed as usize % 2;
            let mut dice = Dice::new(seed, None);
            let one = truth(&mut dice, "p", depth);
            let other = seed as u32 % dice.drawn();
            let other = truth(&mut Dice::new(seed, Some(other)), "p", depth);
            if [&one, &other].into_iter().all(|condition| nesting(condition) <= DEEPEST) {
                conditions.extend([one, other].map(|condition| format!("|p| {condition}")));
            }
        }
        let edition = whole_of(RECORD, &conditions);
        let documents = kept.get_or_insert_with(|| documents(&edition, 400));
        for at in (0..conditions.len()).step_by(2) {
            let proof = pair(&edition, at, &edition, at + 1, |conditions| {
                Prover::new(vec![conditions], &Renamed::new()).unwrap().with_fault(fault).prove(&[0])
            });
            let name = match proof.verdict {
                Verdict::Undecided(limit) => format!("undecided {limit:?}"),
                other => crate::diff::Verdict::from(other).name().to_owned(),
            };
            *tally.verdicts.entry(name).or_default() += 1;
            let (old, new) = (answers(&edition, at, documents), answers(&edition, at + 1, documents));
            let greater = old.iter().zip(&new).any(|(old, new)| old < new);
            let smaller = old.iter().zip(&new).any(|(old, new)| old > new);
            let wrong = match proof.verdict {
                Verdict::Equivalent => greater || smaller,
                Verdict::Looser => smaller,
                Verdict::Stricter => greater,
                Verdict::Different | Verdict::Undecided(_) => false,
            };
            if wrong {
                let (old, new) = (&conditions[at], &conditions[at + 1]);
                tally.wrong.push(format!("{:?}: {old}   {new}", proof.verdict));
            }
        }
    }
    tally
}

#[test]
fn no_record_contradicts_a_verdict() {
    let pairs = std::env::var_os("MEANING_PAIRS").and_then(|n| n.to_str()?.parse().ok()).unwrap_or(200);
    let tally = compare(pairs, 0, Fault::None);
    let all: u32 = tally.verdicts.values().sum();
    let undecided: u32 =
        tally.verdicts.iter().filter(|(name, _)| name.starts_with("undecided")).map(|(_, n)| n).sum();
    eprintln!("{} of {all} decided: {:?}", all - undecided, tally.verdicts);
    assert!(tally.wrong.is_empty(), "{:#?}", tally.wrong);
    assert!(undecided * 5 < all, "{:?}", tally.verdicts);
    assert!(!tally.verdicts.keys().any(|name| name.contains("NotConfirmed")), "{:?}", tally.verdicts);
    for name in ["equivalent", "looser", "stricter", "different"] {
        assert!(tally.verdicts.contains_key(name), "{:?}", tally.verdicts);
    }
}

#[test]
fn a_domain_that_is_too_small_is_found_out() {
    for (fault, pairs) in [(Fault::ShortLists, 120), (Fault::OneValue, 60), (Fault::NeverMissing, 60)] {
        let tally = compare(pairs, 0, fault);
        assert!(!tally.wrong.is_empty(), "{fault:?} is not noticed: {:?}", tally.verdicts);
    }
}
