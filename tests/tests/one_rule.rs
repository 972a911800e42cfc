//! An edition with a single target group, built from a condition.

use kvinnofrid::date::Period;
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::options::Options;
use kvinnofrid::rules::Rules;
use std::sync::Arc;

/// Returns a rule file whose only group, `g`, has `condition`; `before` holds functions and constants.
pub fn rule_file(before: &str, condition: &str) -> String {
    format!(
        r#"utgåva("prov/prov@1", #{{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" }});
tolkning("t", #{{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{{ a: "a", b: "b" }}, valt: "a" }});
{before}
målgrupp("g", #{{ namn: "Prov", tolkning: "t", post: "person", villkor: {condition} }});
"#
    )
}

/// Returns rules with only that file and the embedded record types.
pub fn rules(before: &str, condition: &str) -> Rules {
    Rules::from_files([("prov/prov/1/10-prov.rhai".to_owned(), rule_file(before, condition).into_bytes())])
}

/// Returns the edition of that file.
pub fn edition(before: &str, condition: &str) -> Result<Arc<Edition>, Error> {
    rules(before, condition).programme("prov/prov")?.edition("1")
}

/// Returns whether `record` belongs, and the missing fields that matter.
#[allow(dead_code, reason = "each test program uses its part of this module")]
pub fn answer(
    edition: &Arc<Edition>,
    record: &str,
    period: &str,
) -> Result<(Option<bool>, Vec<String>), Error> {
    let options = Options { periods: vec![Period::parse(period)?], ..Options::default() };
    let mut classified = edition.classify(record.as_bytes(), &options)?;
    let belongs = classified.groups.pop().and_then(|(_, belongs)| belongs);
    Ok((belongs, classified.missing.pop().map(|(_, fields)| fields).unwrap_or_default()))
}
