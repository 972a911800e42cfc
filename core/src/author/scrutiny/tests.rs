//! What is found in written editions, and that nothing is in the shipped ones.

use super::*;
use crate::Rules;
use crate::findings::diagnostic::Diagnostic;
use crate::findings::text::Lang;

const HEAD: &str = r#"
utgåva("stad/program@2013", #{
    revision: "1.0.0", titel: "Program", gäller: period("2013-01-01", "2013-12-31"), antagen: "2012", status: "utkast",
});
källa("P", #{ titel: "Programmet", ställen: #{ "1": "kvinnor, 18 år eller äldre", "2": "barn", "3": "utan tal" } });
tolkning("krets", #{
    nr: "A01", fråga: "Vilka?", varför: "Programmet säger inte", alternativ: #{ alla: "alla", några: "några" }, valt: "alla",
});
"#;

/// Returns what is found in an edition with these declarations: codes, each with the text that it is about.
fn found(declarations: &str) -> Vec<(String, String, Diagnostic)> {
    let text = format!("{HEAD}{declarations}");
    let rules = Rules::from_files([("stad/program/2013/regler.rhai".to_owned(), text.into_bytes())]);
    let errors: Vec<_> =
        rules.check_editions().errors().map(|f| f.message.get(Lang::En).to_owned()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let edition = rules.folders.iter().find_map(|folder| rules.load(folder).edition.clone()).unwrap();
    let shared = rules.shared.iter().map(|file| file.source).collect();
    let findings = scrutinise(&edition, &Diagnostics::new(), shared, &|| false);
    let about = |finding: &Diagnostic| {
        let span = finding.primary.as_ref().unwrap().span;
        let text = rules.sources.text(span.source);
        let text = text.get(span.start as usize..span.end as usize).unwrap().to_owned();
        (finding.code.0.to_owned(), text, finding.clone())
    };
    findings.iter().map(about).collect()
}

fn group(id: &str, condition: &str) -> String {
    format!(
        "målgrupp(\"{id}\", #{{ namn: \"{id}\", källa: \"P\", ställe: \"3\", post: \"person\", villkor: {condition} }});\n"
    )
}

/// Returns the codes and texts alone.
fn codes(declarations: &str) -> Vec<(String, String)> {
    found(declarations).into_iter().map(|(code, text, _)| (code, text)).collect()
}

fn pair(code: &str, text: &str) -> (String, String) {
    (code.to_owned(), text.to_owned())
}

#[test]
fn a_group_that_no_one_can_belong_to_is_found_by_proof() {
    let limits = "|p| ålder(p.födelsedatum, period.slut) < 18 && p.födelsedatum < datum(\"1990-01-01\")";
    assert_eq!(codes(&group("g", limits)), [pair("W0614", "\"g\"")]);
    let lists = "|p| p.våld.some(|v| v.pågående) && p.våld.all(|v| !v.pågående)";
    assert_eq!(codes(&group("g", lists)), [pair("W0614", "\"g\"")]);
}

#[test]
fn a_condition_that_another_alternative_makes_possible_is_not_empty() {
    let condition = "|p| vald(\"krets\") == \"några\" && p.kön == \"kvinna\"";
    assert_eq!(codes(&group("g", condition)), []);
}

#[test]
fn a_condition_that_is_only_true_or_unknown_is_never_false() {
    let condition = "|p| ålder(p.födelsedatum, period.slut) >= 18 || ålder(p.födelsedatum, period.slut) < 21";
    assert_eq!(codes(&group("g", condition))[0], pair("W0615", "\"g\""));
}

#[test]
fn an_indicator_within_its_group_may_be_empty() {
    let text = group("g", "|p| p.kön == \"kvinna\"")
        + r#"indikator("i", #{ namn: "i", källa: "P", ställe: "3", målgrupp: "g", antal: |p| p.kön == "man" });"#;
    assert_eq!(codes(&text), [pair("W0614", "\"i\"")]);
}

#[test]
fn a_numerator_outside_its_denominator_is_shown_by_a_record() {
    let text = group("g", "|p| p.kön == \"kvinna\"")
        + r#"indikator("i", #{ namn: "i", källa: "P", ställe: "3", målgrupp: "g", andel: #{
            av: |p| p.insatser.some(|i| i.tillfällen > 0), som: |p| p.insatser.none(|i| i.tillfällen >= 1) } });"#;
    let found = found(&text);
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("W0619", "\"i\""));
    let witness = found[0].2.witness.as_ref().unwrap();
    assert_eq!(witness.record.to_string(), r#"{"kön":"kvinna","insatser":[]}"#);
    assert_eq!(witness.period, "2013-01-01/2013-12-31");
}

#[test]
fn a_part_a_branch_and_a_value_without_effect_are_named() {
    let part = "|p| p.kön == \"kvinna\" && (p.kön != \"man\" || p.våld.some(|v| v.pågående))";
    assert_eq!(codes(&group("g", part)), [pair("W0616", "p.kön != \"man\" || p.våld.some(|v| v.pågående)")]);
    let branch = "|p| if p.kön == \"kvinna\" { p.känd_sedan in period } else { p.känd_sedan >= period.start && p.känd_sedan <= period.slut }";
    assert_eq!(codes(&group("g", branch)).len(), 2);
    let value = "|p| p.kön != \"man\" && p.kön in [\"kvinna\", \"man\"]";
    assert!(codes(&group("g", value)).contains(&pair("W0616", "\"man\"")));
}

#[test]
fn what_stands_in_a_function_is_without_effect_where_it_is_called() {
    let text = "fn kvinna(p) { p.kön == \"kvinna\" }\n".to_owned()
        + &group("g", "|p| kvinna(p) && p.kön != \"man\"")
        + &group("h", "|p| kvinna(p) && p.känd_sedan in period");
    assert_eq!(codes(&text), [pair("W0616", "p.kön != \"man\"")]);
    let text = text.replace("p.kön != \"man\"", "p.kön == \"kvinna\"");
    assert_eq!(codes(&text)[0], pair("W0616", "kvinna(p) && p.kön == \"kvinna\""));
}

#[test]
fn the_values_of_a_parameter_are_no_branches() {
    let text = r#"parameter("myndig", #{ namn: "Myndig", värden: [#{ från: "2000-01-01", värde: 18, källa: "P", ställe: "3" }] });"#
        .to_owned()
        + &group("g", "|p| ålder(p.födelsedatum, period.slut) >= gällande(\"myndig\", period.slut)");
    assert_eq!(codes(&text), []);
}

#[test]
fn a_part_that_matters_under_another_alternative_has_an_effect() {
    let condition = "|p| p.kön == \"kvinna\" && (p.kön != \"man\" || vald(\"krets\") == \"några\") && (vald(\"krets\") == \"alla\" || p.känd_sedan in period)";
    assert!(!codes(&group("g", condition)).iter().any(|(_, text)| text == "p.känd_sedan in period"));
}

#[test]
fn an_alternative_that_changes_no_answer_is_idle_though_it_is_written_otherwise() {
    let condition =
        "enligt(\"krets\", #{ alla: |p| p.kön == \"kvinna\", några: |p| !(p.kön != \"kvinna\") })";
    assert_eq!(codes(&group("g", condition)), [pair("W0602", "\"krets\"")]);
}

#[test]
fn two_groups_that_answer_the_same_are_one() {
    let text = group("a", "|p| p.kön == \"kvinna\"") + &group("b", "|p| !(p.kön != \"kvinna\")");
    assert_eq!(codes(&text), [pair("W0617", "\"b\"")]);
    let text = group("a", "|p| p.kön == \"kvinna\"") + &group("b", "|p| p.kön != \"man\"");
    assert_eq!(codes(&text), []);
}

#[test]
fn groups_that_should_be_apart_are_shown_a_record_of_both() {
    let text = group("barn", "|p| minderårig(p, period.start)")
        + &group("vuxna", "|p| vuxen(p, period.slut)").replace("post:", "skild_från: [\"barn\"], post:");
    let found = found(&text);
    assert_eq!((found.len(), found[0].0.as_str(), found[0].1.as_str()), (1, "W0618", "\"barn\""));
    let witness = found[0].2.witness.as_ref().unwrap();
    assert_eq!(witness.record.to_string(), r#"{"födelsedatum":"1995-12-01"}"#);
    let apart = text.replace("period.start", "period.slut");
    assert_eq!(codes(&apart), []);
}

#[test]
fn a_value_between_two_groups_or_in_both_is_found() {
    let text = |low: &str, high: &str| {
        group("barn", &format!("|p| ålder(p.födelsedatum, period.slut) {low}"))
            + &group("vuxna", &format!("|p| ålder(p.födelsedatum, period.slut) {high}"))
    };
    for (low, high, wanted) in
        [("< 18", "> 18", "W0620"), ("<= 18", ">= 18", "W0620"), ("<= 17", "> 18", "W0620")]
    {
        let found = found(&text(low, high));
        assert_eq!((found.len(), found[0].0.as_str()), (1, wanted), "{low} {high}");
        assert!(found[0].2.witness.is_some());
    }
    for (low, high) in [("< 18", ">= 18"), ("<= 17", ">= 18"), ("< 16", "> 20"), ("< 20", ">= 16")] {
        assert_eq!(codes(&text(low, high)), [], "{low} {high}");
    }
}

#[test]
fn a_limit_one_step_from_that_of_the_cited_passage_is_found() {
    let text = |limit: &str| {
        group("g", &format!("|p| ålder(p.födelsedatum, period.slut) {limit}")).replace("\"3\"", "\"1\"")
    };
    let found = found(&text("> 18"));
    assert_eq!((found.len(), found[0].0.as_str()), (1, "W0621"));
    assert_eq!(found[0].2.witness.as_ref().unwrap().record.to_string(), r#"{"födelsedatum":"1995-01-01"}"#);
    for limit in [">= 18", "> 17", ">= 16", "< 18"] {
        assert_eq!(codes(&text(limit)), [], "{limit}");
    }
}

#[test]
fn shipped_editions_hold_nothing_odd() {
    let rules = Rules::embedded();
    for folder in &rules.folders {
        let edition = rules.load(folder).edition.clone().unwrap();
        let shared = rules.shared.iter().map(|file| file.source).collect();
        let findings = scrutinise(&edition, &Diagnostics::new(), shared, &|| false);
        let found: Vec<_> = findings.iter().map(|f| (f.code.0, f.message.get(Lang::En))).collect();
        assert!(found.is_empty(), "{}: {found:?}", edition.id());
    }
}
