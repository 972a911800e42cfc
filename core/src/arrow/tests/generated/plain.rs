//! The scalar evaluator and the columnar one, held against the plain evaluator: each condition and each part of one, of
//! random editions and records, missing values included.

use super::super::super::bound::Bound;
use super::super::build::batch;
use super::choices::{Choices, Choose, Dice};
use super::record::{Manner, records};
use super::rules::Written;
use super::shape;
use crate::Period;
use crate::data::document::Document;
use crate::data::frame::{Columns, Frame, Projection};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::evaluate::columnar::{Evaluation, Kind, Program, value_at};
use crate::evaluate::plain::{Plain, Record};
use crate::evaluate::plan::{Op, PlanMap};
use crate::evaluate::scalar::{Evaluator, Fault, Scene, Value};
use crate::language::expr::{Arena, Id};
use crate::language::functions::Failure;
use crate::language::lower::{Counted, TypedMeasure};
use crate::language::model::With;
use crate::language::truth::Truth;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// How many values were compared.
#[derive(Debug, Default)]
struct Compared {
    editions: u32,
    scalar: u64,
    /// Decided by flat programs.
    flat: u64,
    columnar: u64,
    elements: u64,
    unknown: u64,
    failed: u64,
    /// How many differed, where one evaluator may know more than the other; and how many values those are.
    further: u64,
    own: u64,
    /// Frames, and how many of them were evaluated by columns.
    frames: (u32, u32),
}

fn plain_of(value: Value, scene: Scene<'_>) -> Plain {
    match value {
        Value::Missing => Plain::Missing,
        Value::Bool(yes) => Plain::Bool(yes),
        Value::Int(number) => Plain::Int(number),
        Value::Decimal(number) => Plain::Decimal(number),
        Value::Date(day) => Plain::Date(day),
        Value::Code(code) => Plain::Code(code),
        Value::Text(_) | Value::Written(_) => Plain::Text(value.text(scene).unwrap_or_default().to_owned()),
    }
}

/// Returns the operations of expressions that read the record alone, with each expression.
fn of_the_record(arena: &Arena, map: &PlanMap) -> Vec<(Id, Op)> {
    let ids = (0..arena.size() as u32).map(Id);
    ids.filter_map(|id| Some((id, map.op(id, 0)?))).collect()
}

/// Returns the values of an operation for every record of a frame; `None` where it is not evaluated by columns.
fn by_columns(evaluation: &mut Evaluation<'_, '_>, rows: usize, op: Op) -> Option<Vec<Plain>> {
    let program = evaluation.program;
    if !program.has(op) || program.kind_of(op) == Some(Kind::Text) {
        return None;
    }
    let column = evaluation.column_in(op, 0).ok()?;
    let of_row = |row: usize| match column.as_ref().map_or(Value::Missing, |column| value_at(column, row)) {
        Value::Bool(yes) => Plain::Bool(yes),
        Value::Int(number) => Plain::Int(number),
        Value::Date(day) => Plain::Date(day),
        Value::Code(code) => Plain::Code(code),
        _ => Plain::Missing,
    };
    Some((0..rows).map(of_row).collect())
}

fn compare(choices: &[u16], seed: u64, rows: usize, compared: &mut Compared) -> Result<(), String> {
    let choices = &mut Choices::new(choices);
    let hard = choices.one_in(4);
    let written = Written::new(choices, hard);
    let Ok(edition) = written.edition() else { return Ok(()) };
    compared.editions += 1;
    let dice = &mut Dice::new(seed);
    let period = Period::parse(dice.of::<&str>(&["2013", "2012", "2013-Q1"])).unwrap();
    let readings = [dice.below(2), dice.below(2)];
    let manner = Manner {
        missing: *dice.of(&[0, 2, 3, 5]),
        numbered: false,
        personnummer: false,
        large: hard && dice.one_in(2),
        refused: 0,
    };
    let data = records(&written.schema, rows, manner, dice);
    let (plan, map) = edition.traced_plan(period, &readings, With::default()).unwrap();
    let typed = edition.typed();
    let layout = Arc::clone(edition.layout());
    let mut decoder = Decoder::new(Arc::clone(&layout));
    let documents: Vec<Document> =
        data.iter().map(|record| decoder.decode(record.to_string().as_bytes(), 1).unwrap().0).collect();
    let plain = |document: &Document, id: Id| {
        let record = Record {
            arena: &typed.arena,
            period,
            readings: &readings,
            document,
            knows_its_own: Cell::new(false),
        };
        (record.of_record(id), record.knows_its_own.get())
    };
    // Where one may know more than the other, `känd` and `??` tell more too.
    let agree = |said: &Result<Plain, Failure>, (expected, own): &(Result<Plain, Failure>, bool)| {
        said == expected || *own
    };
    let wrong =
        |what: &str, id: Id, row: usize, said: &dyn std::fmt::Debug, expected: &dyn std::fmt::Debug| {
            let span = edition.snippet(typed.arena[id].span);
            format!(
                "{what}: {said:?}, plainly {expected:?}\n{span}\n{}\n{readings:?} {period:?}\n{}",
                data[row], written.file
            )
        };
    let asked = of_the_record(&typed.arena, &map);
    let program = Program::new(&plan, &layout);
    let is_condition = |op: &Op| program.kind_of(*op) == Some(Kind::Bool);
    let conditions: Vec<Op> = asked.iter().map(|(_, op)| *op).filter(is_condition).collect();
    let mut evaluator = Evaluator::new(&plan).laying_out(&plan, &conditions);
    for (row, document) in documents.iter().enumerate() {
        let scene = Scene { plan: &plan, document };
        evaluator.begin();
        for (id, op) in &asked {
            let plainly = plain(document, *id);
            let expected = &plainly.0;
            let said = match evaluator.value(scene, *op) {
                Ok(value) => Ok(plain_of(value, scene)),
                Err(Fault::Failed(_, failure)) => Err(failure),
                Err(Fault::TooMuchWork) => continue,
            };
            compared.scalar += 1;
            compared.unknown += u64::from(*expected == Ok(Plain::Missing));
            compared.failed += u64::from(expected.is_err());
            compared.own += u64::from(plainly.1);
            compared.further += u64::from(said != *expected);
            if !agree(&said, &plainly) {
                return Err(wrong("scalar", *id, row, &said, &expected));
            }
            if let Some(holds) = evaluator.decided_flat(scene, *op) {
                compared.flat += 1;
                let said = Ok(Plain::Bool(holds));
                if !agree(&said, &plainly) {
                    return Err(wrong("flat", *id, row, &said, &expected));
                }
            }
        }
    }
    let shape = shape(dice);
    let whole = batch(&layout, &data, shape);
    let bound = Bound::new(&mut decoder, &layout, &whole, &mut Oddities::default()).unwrap();
    compared.frames.0 += 1;
    let Some(held) = bound.take(&mut decoder, 0..rows) else { return Ok(()) };
    let mut wanted = Projection::nothing(&layout);
    (0..plan.operations.len() as u32).for_each(|op| wanted.want_op(&plan, Op(op)));
    let Some(frame) = held.frame(&wanted) else { return Ok(()) };
    let Ok(mut evaluation) = Evaluation::new(&plan, &program, &frame) else { return Ok(()) };
    compared.frames.1 += 1;
    for (id, op) in &asked {
        let Some(values) = by_columns(&mut evaluation, rows, *op) else { continue };
        for (row, (document, said)) in documents.iter().zip(values).enumerate() {
            compared.columnar += 1;
            let (said, plainly) = (Ok(said), plain(document, *id));
            compared.further += u64::from(said != plainly.0);
            if !agree(&said, &plainly) {
                return Err(wrong("columnar", *id, row, &said, &plainly.0));
            }
        }
    }
    for indicator in &typed.indicators {
        let TypedMeasure::Count { of, .. } = &indicator.measure else { continue };
        let Some(Counted::Elements(list)) = of.under(&readings) else { continue };
        let (Some(keep), Some((planned, _))) = (list.keep, map.list(list, 0)) else { continue };
        let Some(op) = planned.keep.filter(|op| fits(&program, *op, planned.table)) else { continue };
        let Ok(truths) = evaluation.truths_in(op, planned.table) else { continue };
        for (row, document) in documents.iter().enumerate() {
            let record = Record {
                arena: &typed.arena,
                period,
                readings: &readings,
                document,
                knows_its_own: Cell::new(false),
            };
            let Ok(expected) = record.of_elements(list) else { return Ok(()) };
            let elements = elements_of(&frame, planned.table, row);
            if let Some(expected) = expected {
                let said: Vec<Truth> = elements.clone().map(|element| truths.of(element)).collect();
                compared.elements += said.len() as u64;
                if said != expected && !record.knows_its_own.get() {
                    return Err(wrong("elements", keep, row, &said, &expected));
                }
            }
        }
    }
    Ok(())
}

/// Returns whether a condition on elements is evaluated by columns.
fn fits(program: &Program, keep: Op, table: u16) -> bool {
    program.kind_of(keep).is_some() && program.space_of(keep).is_none_or(|space| space == table || space == 0)
}

fn elements_of(frame: &Frame<'_>, table: u16, row: usize) -> std::ops::Range<usize> {
    let lists = frame.table(usize::from(table)).and_then(|table| table.lists.as_ref());
    lists.map_or(0..0, |lists| lists.elements(row))
}

fn run(cases: u32) -> Compared {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 600, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let rows = proptest::sample::select(vec![1usize, 5, 64, 70]);
    let input = (proptest::collection::vec(any::<u16>(), 30..400), any::<u64>(), rows);
    let compared = RefCell::new(Compared::default());
    let result = runner.run(&input, |(choices, seed, rows)| {
        compare(&choices, seed, rows, &mut compared.borrow_mut()).map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => compared.into_inner(),
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(TestError::Abort(reason)) => panic!("aborted: {reason}"),
    }
}

#[test]
fn both_evaluators_say_what_the_plain_one_says_of_random_editions() {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { 150 };
    let compared = run(cases);
    // The comparison proves nothing if little is compared, or nothing is missing.
    assert!(compared.editions * 10 >= cases * 9, "{compared:?}");
    assert!(compared.scalar > 1000 * u64::from(cases), "{compared:?}");
    assert!(compared.flat > 100 * u64::from(cases), "{compared:?}");
    assert!(compared.columnar > 500 * u64::from(cases), "{compared:?}");
    assert!(compared.elements > u64::from(cases), "{compared:?}");
    assert!(compared.unknown * 10 > compared.scalar && compared.failed > 0, "{compared:?}");
    assert!(compared.further * 100 < compared.scalar && compared.own * 2 < compared.scalar, "{compared:?}");
    assert!(compared.frames.1 * 2 > compared.frames.0, "{compared:?}");
}
