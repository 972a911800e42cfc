//! Rhai, interpreting the condition for each record: what a rule engine does that does not compile. The script is parsed once.

use crate::{Outcome, Way, with_numbers, with_texts};
use rhai::{AST, Array, Dynamic, Engine, Scope};
use serde_json::Value;

const RULE: &str = r#"
    let women = false;
    let children = false;
    let men = false;
    if p.kön == "kvinna" && p.födelsedatum <= ADULT {
        women = p.våld.some(|v| v.roll == "våldsutsatt" && v.kategori == "våld_i_nära_relation" && v.från <= LAST && v.relation != "ingen_närstående");
    }
    if p.födelsedatum > NO_CHILD {
        children = p.våld.some(|v| v.roll == "barn_upplevt" && v.kategori == "våld_i_nära_relation" && v.från <= LAST && v.relation != "ingen_närstående");
    }
    if p.kön == "man" && p.födelsedatum <= ADULT {
        men = p.våld.some(|v| v.roll == "våldsutövare" && v.kategori == "våld_i_nära_relation" && v.från <= LAST && v.relation != "ingen_närstående");
    }
    [women, children, men]
"#;

/// Asks the rule of a record that stands in the scope.
fn asked(engine: &Engine, rule: &AST, scope: &mut Scope<'static>) -> Outcome<[Option<bool>; 3]> {
    let answer: Array = engine.eval_ast_with_scope(scope, rule)?;
    // What the script declared goes, the record stays.
    scope.rewind(1);
    let mut groups = answer.into_iter().map(|truth| truth.as_bool().ok());
    Ok(std::array::from_fn(|_| groups.next().flatten()))
}

fn scope(record: Dynamic) -> Scope<'static> {
    let mut scope = Scope::new();
    scope.push_constant_dynamic("p", record);
    scope
}

pub fn ways<'a>(lines: &'a [String], parsed: &[Value]) -> Outcome<Vec<(&'static str, Way<'a>)>> {
    let engine = Engine::new();
    let rule = engine.compile(with_numbers(RULE))?;
    let texts = parsed.iter().map(Value::to_string);
    let mut scopes =
        texts.map(|text| Ok(scope(engine.parse_json(text, true)?.into()))).collect::<Outcome<Vec<_>>>()?;
    let ready: Way<'a> = Box::new(move |record| asked(&engine, &rule, &mut scopes[record]));

    let engine = Engine::new();
    let rule = engine.compile(with_texts(RULE))?;
    let json: Way<'a> = Box::new(move |record| {
        // Through serde_json, which is faster than Rhai's own parser.
        let record: Dynamic = serde_json::from_str(&lines[record])?;
        asked(&engine, &rule, &mut scope(record))
    });
    Ok(vec![("parsed-rhai", ready), ("json-rhai", json)])
}
