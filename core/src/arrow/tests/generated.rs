//! Random editions and records give byte-identical results, counted record by record or by columns. `PROPTEST_CASES`
//! sets the number of editions.

mod choices;
mod condition;
mod explained;
mod members;
mod plain;
mod record;
mod rules;
mod schema;

use super::build::{Days, Lists, Shape, Texts, batch};
use super::paths::*;
use super::*;
use crate::OnError;
use crate::data::frame::FRAME_ROWS;
use crate::data::frame::kernel::{InstructionSet, with_at_most};
use crate::evaluate::plan::{Count, Op, Operation, Picked, Plan};
use crate::language::expr::{Fold, Quantifier};
use choices::{Choices, Choose, Dice};
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use record::{Manner, records};
use rules::Written;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Statistics of the comparisons.
#[derive(Debug, Default)]
struct Tally {
    editions: u32,
    rejected: BTreeMap<String, u32>,
    /// Batches, and how many of them were counted by columns.
    batches: (u32, u32),
    /// The same for editions without operations that the columnar evaluator declines.
    easy: (u32, u32),
    /// For each kind of operation, the number of editions that use it, and the number where it was evaluated by
    /// columns.
    operations: BTreeMap<&'static str, (u32, u32)>,
}

fn kind(operation: &Operation) -> &'static str {
    match operation {
        Operation::Constant(_) => "constant",
        Operation::Column { depth: 0, .. } => "column",
        Operation::Column { .. } => "column of elements",
        Operation::Not(_) => "not",
        Operation::And(_) => "and",
        Operation::Or(_) => "or",
        Operation::Compare(..) => "compare",
        Operation::In(..) => "in",
        Operation::Between(..) => "between",
        Operation::Known(_) => "known",
        Operation::Coalesce(_) => "coalesce",
        Operation::If(..) => "if",
        Operation::Arithmetic(..) => "arithmetic",
        Operation::Negate(_) => "negate",
        Operation::Call(function, _) => function.row().name.1,
        Operation::Quantified { list, .. } | Operation::Fold { list, .. }
            if list.depth > 1 && list.owner + 1 < list.depth =>
        {
            "list further out"
        }
        Operation::Quantified { list, .. } | Operation::Fold { list, .. } if list.depth > 1 => {
            "list within a list"
        }
        Operation::Quantified { quantifier: Quantifier::Some, .. } => "some",
        Operation::Quantified { quantifier: Quantifier::All, .. } => "all",
        Operation::Fold { fold, .. } => match fold {
            Fold::Count => "count",
            Fold::Sum | Fold::DecimalSum => "sum",
            Fold::Min => "min",
            Fold::Max => "max",
        },
        Operation::Pick { picked, .. } => match picked {
            Picked::First => "first",
            Picked::Last => "last",
            Picked::Latest(_) => "latest",
            Picked::Earliest(_) => "earliest",
        },
    }
}

/// Operations that the columnar evaluator always declines.
const ALWAYS_DECLINED: &[&str] = &["arithmetic", "negate", "list further out"];

/// Returns the kinds of operation that the indicators of `plan` use.
fn asked(plan: &Plan, by_grouping: bool) -> BTreeSet<&'static str> {
    let mut left: Vec<Op> = Vec::new();
    for run in &plan.runs {
        left.extend(run.groupings.iter().filter(|_| by_grouping));
        for indicator in &run.indicators {
            left.push(indicator.population);
            left.extend(indicator.asked);
            match indicator.count {
                Count::Records(op) => left.push(op),
                Count::Share { of, that } => left.extend([of, that]),
                Count::Elements { list, key } => left.extend(list.keep.into_iter().chain(key)),
            }
        }
    }
    let mut seen = BTreeSet::new();
    while let Some(op) = left.pop() {
        if seen.insert(op) {
            plan.operations[op.0 as usize].parts(&mut |part| left.push(part));
        }
    }
    seen.iter().map(|op| kind(&plan.operations[op.0 as usize])).collect()
}

fn shape(dice: &mut Dice) -> Shape {
    use Texts::{Dictionary8, Dictionary32, DictionaryU64, Large, Small, View};
    Shape {
        // List views are counted record by record.
        lists: *dice.of(&[Lists::Small, Lists::Small, Lists::Small, Lists::Large, Lists::Large, Lists::View]),
        texts: *dice.of(&[Small, Small, Large, View, Dictionary8, Dictionary32, Dictionary32, DictionaryU64]),
        days: *dice.of(&[Days::Date32, Days::Date32, Days::Date64, Days::Second, Days::Micro, Days::Text]),
        offset: *dice.of(&[0, 0, 1, 63, 64, 70]),
        reversed: dice.one_in(4),
        sparse: dice.one_in(2),
        numbered: dice.one_in(2),
        littered: dice.one_in(2),
    }
}

/// Evaluates an edition on random data with random options.
fn compare(choices: &[u16], seed: u64, rows: usize, tally: &mut Tally) -> Result<(), String> {
    let choices = &mut Choices::new(choices);
    let hard = choices.one_in(5);
    let written = Written::new(choices, hard);
    let edition = match written.edition() {
        Ok(edition) => edition,
        Err(Error::Rules(findings)) => {
            for finding in findings.errors() {
                let why = format!("{}: {}", finding.code.0, finding.message.get(Lang::En));
                *tally.rejected.entry(why).or_default() += 1;
            }
            return Ok(());
        }
        Err(other) => return Err(format!("{other}\n{}", written.file)),
    };
    tally.editions += 1;
    let dice = &mut Dice::new(seed);
    let periods: &[&[&str]] = &[&["2013"], &["2012", "2013"], &["2013-Q1"]];
    let by: &[&[&str]] = &[&[], &["ort"], &["kön"], &["grupp"], &["grupp", "ort"], &["ort", "kön", "grupp"]];
    let options = Options {
        periods: dice.of(periods).iter().map(|period| Period::parse(period).unwrap()).collect(),
        by: dice.of(by).iter().map(|name| (*name).to_owned()).collect(),
        every_alternative: dice.one_in(3),
        assume_unique: dice.one_in(8),
        check_all: dice.one_in(2),
        on_error: if dice.one_in(3) { OnError::Stop } else { OnError::Skip },
        ..Options::default()
    };
    let manner = Manner {
        missing: *dice.of(&[0, 2, 4, 9]),
        numbered: dice.one_in(4),
        personnummer: dice.one_in(4),
        large: hard && dice.one_in(2),
        refused: if dice.one_in(5) { 40 } else { 0 },
    };
    let data = records(&written.schema, rows, manner, dice);
    let expected = one_by_one(&edition, &options, &data);
    let classes = classified_one_by_one(&edition, &options, &data);
    let mut lines: Vec<String> = data.iter().map(serde_json::Value::to_string).collect();
    let how = Gathers {
        few: *dice.of(&[0, 0, 0, 5, 128]),
        most: *dice.of(&[1, 2, 64, 100, 1000]),
        threads: *dice.of(&[1, 3]),
    };
    let found = by_lines(&edition, &options, &lines, how);
    if let Some(difference) = found.difference(&expected) {
        return Err(format!("{how:?}: {difference}\n{options:?}, {manner:?}\n{}\n{data:?}", written.file));
    }
    let together = manner.refused == 0 && are_counted_together(&edition, &options, &lines);
    // Lines that are no records, between the others.
    if let Some(at) = dice.below(rows + 1).checked_sub(1) {
        lines[at] = (*dice.of(&["x", "{\"id\": [1]}", "{\"id\": \"p0\", \"x\": 1", "[]"])).to_owned();
        let expected = by_lines(&edition, &options, &lines, Gathers { few: usize::MAX, most: 1, threads: 1 });
        if let Some(difference) = by_lines(&edition, &options, &lines, how).difference(&expected) {
            return Err(format!("{how:?}: {difference}\n{options:?}\n{}\n{lines:#?}", written.file));
        }
    }
    for _ in 0..2 {
        let shape = shape(dice);
        let whole = batch(edition.schema().layout(), &data, shape);
        let size = *dice.of(&[rows, rows, 64, 65, 7, 128]);
        let batches = cut(&whole, size.max(1));
        let what = || format!("{shape:?} in {size}, {options:?}, {manner:?}\n{}\n{data:?}", written.file);
        let ways = [
            ("by batches", by_batches as fn(_, _, &[RecordBatch]) -> Counted),
            ("by persons", by_persons),
            ("by gathering", by_gathering),
        ];
        for (way, found) in ways {
            if let Some(difference) = found(&edition, &options, &batches).difference(&expected) {
                return Err(format!("{way}: {difference}\n{}", what()));
            }
        }
        if rows == 0 || manner.refused > 0 {
            continue;
        }
        let found = classified_by_batch(&edition, &options, &whole);
        if found != classes {
            return Err(format!("{found:?}\n{classes:?}\n{}", what()));
        }
        let by_columns = is_counted_by_columns(&edition, &options, &whole.slice(0, rows.min(FRAME_ROWS)));
        if by_columns && !together {
            return Err(format!("JSON is counted one by one, Arrow by columns\n{}", what()));
        }
        let dictionary = !matches!(shape.texts, Texts::Small | Texts::Large | Texts::View);
        let unusual = shape.texts == Texts::DictionaryU64 || manner.personnummer;
        let usual = shape.lists != Lists::View && !(dictionary && unusual);
        tally.batches.0 += 1;
        tally.batches.1 += u32::from(by_columns);
        if usual && !hard {
            tally.easy.0 += 1;
            tally.easy.1 += u32::from(by_columns);
        }
        let readings = edition.readings(&options.readings).unwrap();
        let plan = edition.plan_of_runs(&[(options.periods[0], &readings)]).unwrap();
        for kind in asked(&plan, options.by.contains(&"grupp".into())) {
            let (asked, columnar) = tally.operations.entry(kind).or_default();
            *asked += 1;
            *columnar += u32::from(by_columns);
        }
    }
    Ok(())
}

fn run(cases: u32, input: &[usize]) -> Tally {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 600, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let rows = proptest::sample::select(input.to_vec());
    let input = (proptest::collection::vec(any::<u16>(), 30..400), any::<u64>(), rows);
    let tally = RefCell::new(Tally::default());
    let result = runner.run(&input, |(choices, seed, rows)| {
        compare(&choices, seed, rows, &mut tally.borrow_mut()).map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => tally.into_inner(),
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(TestError::Abort(reason)) => panic!("aborted: {reason}"),
    }
}

#[test]
fn random_editions_say_the_same_of_random_records_by_columns() {
    let cases = Config::default().cases;
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { cases } else { 400 };
    let tally = run(cases, &[0, 1, 2, 63, 64, 65, 130]);
    // The comparison proves nothing if both sides are counted record by record.
    let rejected: u32 = tally.rejected.values().sum();
    assert!(rejected * 20 <= tally.editions, "{tally:#?}");
    assert!(tally.easy.1 * 10 >= tally.easy.0 * 9, "{tally:#?}");
    assert!(tally.batches.1 * 2 >= tally.batches.0, "{tally:#?}");
    for (kind, (_, columnar)) in &tally.operations {
        assert_eq!(*columnar > 0, !ALWAYS_DECLINED.contains(kind), "{kind}: {tally:#?}");
    }
    let by_columns = tally.operations.values().filter(|(_, columnar)| *columnar > 0).count();
    assert_eq!(by_columns, 28, "{tally:#?}");
}

#[test]
fn random_editions_say_the_same_with_narrower_instructions() {
    for widest in [InstructionSet::Portable, InstructionSet::Avx2] {
        let tally = with_at_most(widest, || run(60, &[63, 64, 65, 130]));
        assert!(tally.batches.1 * 2 >= tally.batches.0, "{widest:?}: {tally:#?}");
    }
}

#[test]
fn frames_are_full_and_another_one_begins() {
    let tally = run(20, &[FRAME_ROWS + 65, 2 * FRAME_ROWS]);
    assert!(tally.editions > 0, "{tally:#?}");
}
