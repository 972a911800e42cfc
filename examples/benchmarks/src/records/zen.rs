//! zen-expression: one expression, compiled once and run by its virtual machine, which is kept.

use crate::{Groups, Outcome, Way, with_numbers, with_texts};
use serde_json::Value;
use zen_expression::expression::Standard;
use zen_expression::vm::VM;
use zen_expression::{Expression, Variable, compile_expression};

const RULE: &str = r#"[
    $root["kön"] == "kvinna" and DAY($root["födelsedatum"]) <= DAY(ADULT) and some($root["våld"],
        #.roll == "våldsutsatt" and #.kategori == "våld_i_nära_relation" and DAY(#["från"]) <= DAY(LAST) and #.relation != "ingen_närstående"),
    DAY($root["födelsedatum"]) > DAY(NO_CHILD) and some($root["våld"],
        #.roll == "barn_upplevt" and #.kategori == "våld_i_nära_relation" and DAY(#["från"]) <= DAY(LAST) and #.relation != "ingen_närstående"),
    $root["kön"] == "man" and DAY($root["födelsedatum"]) <= DAY(ADULT) and some($root["våld"],
        #.roll == "våldsutövare" and #.kategori == "våld_i_nära_relation" and DAY(#["från"]) <= DAY(LAST) and #.relation != "ingen_närstående")
]"#;

fn groups(rule: &Expression<Standard>, record: Variable, machine: &mut VM) -> Outcome<Groups> {
    let answer = rule.evaluate_with(record, machine).map_err(|error| error.to_string())?;
    let truths = answer.as_array().ok_or("no array")?;
    let truths = truths.borrow();
    Ok(std::array::from_fn(|number| truths.get(number).and_then(Variable::as_bool)))
}

fn compiled(rule: &str) -> Outcome<Expression<Standard>> {
    Ok(compile_expression(rule).map_err(|error| error.to_string())?)
}

pub fn ways<'a>(lines: &'a [String], parsed: &[Value]) -> Outcome<Vec<(&'static str, Way<'a>)>> {
    let rule = compiled(&with_numbers(RULE).replace("DAY", ""))?;
    let records: Vec<Variable> = parsed.iter().map(|record| record.clone().into()).collect();
    let mut machine = VM::new();
    // A record is counted by reference: nothing of it is copied.
    let ready: Way<'a> = Box::new(move |record| groups(&rule, records[record].clone(), &mut machine));

    let rule = compiled(&with_texts(RULE).replace("DAY", "date"))?;
    let mut machine = VM::new();
    let json: Way<'a> = Box::new(move |record| {
        let record: Variable = serde_json::from_str(&lines[record])?;
        groups(&rule, record, &mut machine)
    });
    Ok(vec![("parsed-zen", ready), ("json-zen", json)])
}
