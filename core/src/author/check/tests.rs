//! What a finding shows beside its own place.

use crate::Rules;
use crate::findings::text::Lang;

const HEAD: &str = r#"
utgåva("stad/program@2013", #{
    revision: "1.0.0", titel: "Program", gäller: period("2013-01-01", "2013-12-31"), status: "utkast",
});
källa("P", #{ titel: "Programmet", ställen: #{ "1": "kvinnor" } });
"#;

/// Returns the code of the only finding, and each other place that it shows: the text there, and what is said of it.
fn shown(declarations: &str) -> (String, Vec<(String, String)>) {
    let text = format!("{HEAD}{declarations}");
    let rules = Rules::from_files([("stad/program/2013/regler.rhai".to_owned(), text.into_bytes())]);
    let findings = rules.check();
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = findings.iter().next().unwrap();
    let labels = finding
        .related
        .iter()
        .map(|label| (rules.sources().snippet(label.span).to_owned(), label.text.get(Lang::En).to_owned()));
    (finding.code.0.to_owned(), labels.collect())
}

fn group(condition: &str) -> String {
    format!(
        r#"målgrupp("kvinnor", #{{ namn: "Kvinnor", källa: "P", ställe: "1", post: "person", villkor: {condition} }});"#
    )
}

fn pair(text: &str, said: &str) -> (String, String) {
    (text.to_owned(), said.to_owned())
}

#[test]
fn an_alternative_without_effect_shows_where_its_reading_is_read_and_where_that_is_used() {
    let reading = r#"tolkning("dag", #{
        fråga: "Vilken?", varför: "Sägs inte",
        alternativ: #{ första: "första", mellan: "mellan", sista: "sista" }, valt: "sista",
    });
    fn dagen() { if vald("dag") == "första" { period.start } else { period.slut } }
    fn vuxen_då(p) { ålder(p.födelsedatum, dagen()) >= 18 && (vald("dag") != "mellan" || true) }
    "#;
    let (code, labels) = shown(&format!("{reading}{}", group("|p| vuxen_då(p)")));
    assert_eq!(code, "W0602");
    let read = pair(r#"vald("dag")"#, "here it is read");
    let used = |call| pair(call, "here that is used");
    assert_eq!(labels, [read.clone(), read, used("dagen()"), used("vuxen_då(p)")]);
}

#[test]
fn a_part_without_effect_shows_the_function_that_nothing_calls() {
    let functions = r#"
    fn är_kvinna(p) { p.kön == "kvinna" }
    fn är_vuxen(p) { ålder(p.födelsedatum, period.slut) >= 18 }
    "#;
    let (code, labels) = shown(&format!("{functions}{}", group("|p| är_kvinna(p) && är_kvinna(p)")));
    assert_eq!(code, "W0616");
    assert_eq!(labels, [pair("är_vuxen", "this function is not used: is it meant?")]);
}

#[test]
fn two_functions_that_nothing_calls_are_findings_of_their_own() {
    let functions = r#"
    fn är_kvinna(p) { p.kön == "kvinna" }
    fn ett(p) { p.kön == "man" }
    fn två(p) { p.kön != "kvinna" }
    "#;
    let text = format!("{HEAD}{functions}{}", group("|p| är_kvinna(p) && är_kvinna(p)"));
    let rules = Rules::from_files([("stad/program/2013/regler.rhai".to_owned(), text.into_bytes())]);
    let codes: Vec<_> = rules.check().iter().map(|finding| finding.code.0).collect();
    assert_eq!(codes, ["W0610", "W0610", "W0616"]);
}

#[test]
fn a_name_that_is_missing_shows_the_unused_one_though_something_else_has_the_same_name() {
    let routine = |id: &str| {
        format!(
            r#"rutin("{id}", #{{ namn: "Rutin", källa: "P", ställe: "1", post: "person", villkor: |p| p.kön == "kvinna" }});"#
        )
    };
    let example = r#"exempel("en kvinna", #{
        period: "2013", post: #{ id: "a", kön: "kvinna" }, väntat: #{ rutiner: #{ informera: true, stödja: true } },
    });"#;
    let text =
        format!("{HEAD}{}{}{}", group(r#"|p| p.kön == "kvinna""#), routine("person"), routine("stödja"));
    let rules = Rules::from_files([
        ("stad/program/2013/regler.rhai".to_owned(), text.into_bytes()),
        ("stad/program/2013/fall.exempel.rhai".to_owned(), example.as_bytes().to_vec()),
    ]);
    let findings = rules.check();
    let missing = findings.iter().find(|finding| finding.misses.is_some()).unwrap();
    let shown: Vec<_> = missing.related.iter().map(|label| rules.sources().snippet(label.span)).collect();
    assert_eq!(shown, [r#""person""#]);
}

#[test]
fn a_record_type_that_is_missing_shows_the_one_that_no_list_has_though_a_code_has_its_name() {
    let records = r#"
    post("ärende", #{ id: nyckel, möten: lista("möte"), slag: kod(["rådgivning", "möte"]) });
    post("rådgivning", #{ dag: datum });
    "#;
    let rules = Rules::from_files([(
        "stad/program/2013/regler.rhai".to_owned(),
        format!("{HEAD}{records}").into_bytes(),
    )]);
    let findings = rules.check();
    let missing = findings.iter().find(|finding| finding.misses.is_some()).unwrap();
    let shown: Vec<_> = missing.related.iter().map(|label| rules.sources().snippet(label.span)).collect();
    assert!(shown.contains(&r#""rådgivning""#), "{shown:?}");
}

#[test]
fn a_function_that_is_missing_shows_the_shared_ones_that_nothing_calls() {
    let shared = "fn vuxen_då(p, dag) { ålder(p.födelsedatum, dag) >= 18 }\nfn ensam(p) { p.kön == \"man\" }";
    let rules = Rules::from_files([
        ("gemensamt/20-funktioner.rhai".to_owned(), shared.as_bytes().to_vec()),
        (
            "stad/program/2013/regler.rhai".to_owned(),
            format!("{HEAD}{}", group("|p| fyllt_arton(p, period.slut)")).into_bytes(),
        ),
        ("gemensamt/10-poster.rhai".to_owned(), RECORDS.as_bytes().to_vec()),
    ]);
    let findings = rules.check();
    let missing = findings.iter().find(|finding| finding.misses.is_some()).unwrap();
    let shown: Vec<_> = missing.related.iter().map(|label| rules.sources().snippet(label.span)).collect();
    assert_eq!(shown, ["vuxen_då"]);
}

const RECORDS: &str = r#"post("person", #{ id: nyckel, kön: kod(["kvinna", "man"]), födelsedatum: datum });"#;
