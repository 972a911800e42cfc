//! regorus: a Rego policy, compiled once for its virtual machine, which is kept.

use crate::{Groups, Outcome, Way, with_numbers, with_texts};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value as Rego};
use serde_json::Value;

const RULE: &str = r#"
package kvinnofrid

default women := false
default children := false
default men := false

women if {
    input["kön"] == "kvinna"
    input["födelsedatum"] <= ADULT
    some v in input["våld"]
    v.roll == "våldsutsatt"
    v.kategori == "våld_i_nära_relation"
    v["från"] <= LAST
    v.relation != "ingen_närstående"
}

children if {
    input["födelsedatum"] > NO_CHILD
    some v in input["våld"]
    v.roll == "barn_upplevt"
    v.kategori == "våld_i_nära_relation"
    v["från"] <= LAST
    v.relation != "ingen_närstående"
}

men if {
    input["kön"] == "man"
    input["födelsedatum"] <= ADULT
    some v in input["våld"]
    v.roll == "våldsutövare"
    v.kategori == "våld_i_nära_relation"
    v["från"] <= LAST
    v.relation != "ingen_närstående"
}

groups := [women, children, men]
"#;
const ENTRY: &str = "data.kvinnofrid.groups";

fn machine(rule: &str) -> Outcome<RegoVM> {
    let mut engine = Engine::new();
    engine.add_policy("kvinnofrid.rego".to_owned(), rule.to_owned())?;
    let policy = engine.compile_with_entrypoint(&Rc::from(ENTRY))?;
    let mut machine = RegoVM::new();
    machine.load_program(Compiler::compile_from_policy(&policy, &[ENTRY])?);
    Ok(machine)
}

fn groups(machine: &mut RegoVM, record: Rego) -> Outcome<Groups> {
    machine.set_input(record);
    let answer = machine.execute()?;
    let truths = answer.as_array()?;
    Ok(std::array::from_fn(|number| truths.get(number).and_then(|truth| truth.as_bool().ok().copied())))
}

pub fn ways<'a>(lines: &'a [String], parsed: &[Value]) -> Outcome<Vec<(&'static str, Way<'a>)>> {
    let mut ready = machine(&with_numbers(RULE))?;
    let texts = parsed.iter().map(Value::to_string);
    let records = texts.map(|text| Rego::from_json_str(&text)).collect::<Result<Vec<_>, _>>()?;
    // A record is counted by reference: nothing of it is copied.
    let ready: Way<'a> = Box::new(move |record| groups(&mut ready, records[record].clone()));

    let mut reading = machine(&with_texts(RULE))?;
    let json: Way<'a> = Box::new(move |record| groups(&mut reading, Rego::from_json_str(&lines[record])?));
    Ok(vec![("parsed-regorus", ready), ("json-regorus", json)])
}
