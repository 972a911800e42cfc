//! `baseline`.

use crate::kvinnofrid;
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;
use std::path::Path;

const PERSONAL: &str =
    "varning: resultatet är personuppgifter: behandla det som uppgifterna det räknats ur\n";

/// A file in `folder`.
fn at(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// Persons `from..to`, those with an even number of Farsta, the others of Älvsjö.
fn persons(from: u32, to: u32) -> String {
    let district = |n: u32| if n.is_multiple_of(2) { "Farsta" } else { "Älvsjö" };
    (from..to).map(|n| format!("{{\"id\": \"p{n}\", \"stadsdel\": \"{}\"}}\n", district(n))).collect()
}

/// A folder with three sources, of 200 persons, and a population.
fn city() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    write("social.ndjson", persons(0, 120));
    write(
        "polis.csv",
        "id;stadsdel\n".to_owned() + &(80..180).map(|n| format!("p{n};\n")).collect::<String>() + ";Farsta\n",
    );
    // Who is in the shelter has come once, some twice, a few three times.
    write("jour.ndjson", persons(100, 200) + &persons(100, 140) + &persons(100, 110));
    write("folk.csv", "år;stadsdel;personer\n2013;Farsta;10 000\n2013;Älvsjö;5000\n".to_owned());
    folder
}

fn asked(folder: &Path, more: &[&str]) -> Vec<String> {
    let source = |name: &str, file: &str| format!("--source={name}={}", at(folder, file));
    let sources =
        [source("social", "social.ndjson"), source("polis", "polis.csv"), source("jour", "jour.ndjson")];
    let mut args: Vec<String> =
        ["baseline", "--programme", "stockholm/kvinnofrid", "--period", "2013"].map(str::to_owned).into();
    args.extend(sources);
    args.extend(more.iter().map(|&arg| arg.to_owned()));
    args
}

fn baseline(folder: &Path, more: &[&str]) -> String {
    let args = asked(folder, more);
    let ran = kvinnofrid(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((ran.code, ran.err.as_str()), (0, PERSONAL));
    ran.out
}

#[test]
fn a_baseline_says_who_is_known_and_beside_it_how_many_there_may_be() {
    let folder = city();
    let population = format!("--population={}", at(folder.path(), "folk.csv"));
    let by = ["--by", "stadsdel", &population, "--estimate", "--dependence", "referral"];
    assert_snapshot!(baseline(folder.path(), &by));
    assert_snapshot!(baseline(folder.path(), &["--format", "csv"]));
}

#[test]
fn a_page_draws_estimates_apart_from_those_known() {
    let folder = city();
    let page = baseline(folder.path(), &["--estimate", "--format", "html"]);
    let (counted, estimated) = page.split_once("skattade – inte räknade").unwrap();
    assert!(counted.contains("class=\"count\"") && counted.contains("class=\"bounds\""));
    assert!(!counted.contains("class=\"estimate\"") && estimated.contains("class=\"interval\""));
    assert!(!estimated.contains("class=\"count\""));
}

#[test]
fn partials_of_the_sources_give_the_baseline_of_all() {
    let folder = city();
    let whole = baseline(folder.path(), &["--format", "json"]);
    let own = ["baseline", "--programme", "stockholm/kvinnofrid", "--period", "2013"];
    let part = |source: &str, file: &str, more: &[&str]| {
        let (output, source) = (at(folder.path(), source), format!("{source}={}", at(folder.path(), file)));
        let args = [&own[..], &["--source", &source, "--partial", "--output", &output], more].concat();
        let ran = kvinnofrid(&args);
        assert_eq!((ran.code, ran.err.as_str()), (0, PERSONAL));
        output
    };
    let parts = [part("social", "social.ndjson", &[]), part("polis", "polis.csv", &[])];
    let jour = format!("jour={}", at(folder.path(), "jour.ndjson"));
    let args = [&own[..], &["--source", &jour, "--format", "json", &parts[0], &parts[1]]].concat();
    assert_eq!(kvinnofrid(&args).out, whole);

    let without = part("jour", "jour.ndjson", &["--without-keys"]);
    let refused = kvinnofrid(&[&own[..], &[&parts[0], &without]].concat());
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("det ena delresultatet har nycklar och det andra inte"), "{}", refused.err);
}

#[test]
fn as_json_there_is_a_table_of_seven_combinations() {
    let folder = city();
    let whole: Value =
        serde_json::from_str(&baseline(folder.path(), &["--format=json", "--estimate"])).unwrap();
    let table = &whole["tables"][0];
    assert_eq!(table["combinations"].as_array().unwrap().len(), 7);
    assert_eq!(table["known"], serde_json::json!({"value": 200, "lower": 200, "upper": 201}));
    let of = |method: &str| {
        let all = table["estimates"].as_array().unwrap().iter();
        all.filter(|one| one["method"] == method).cloned().collect::<Vec<_>>()
    };
    assert_eq!(of("chapman").len(), 3);
    assert_eq!(of("log_linear")[0]["candidates"].as_array().unwrap().len(), 8);
    // Only the shelter's list has anyone twice.
    let chao = of("chao");
    let refused: Vec<bool> = chao.iter().map(|one| one["refused"]["code"] == "nobody_twice").collect();
    assert_eq!(refused, [false, true, true]);
}

#[test]
fn what_is_given_wrongly_says_what_to_write() {
    let folder = city();
    let args = asked(folder.path(), &["--source", "polis"]);
    let ran = kvinnofrid(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("skriv `--source polis=polis.csv`"), "{}", ran.err);
    let none = kvinnofrid(&["baseline", "--programme", "stockholm/kvinnofrid", "--period", "2013"]);
    assert_eq!(none.code, 2);
}

#[test]
fn a_protected_baseline_is_for_publication_and_has_no_bounds() {
    let folder = city();
    let (key, ledger) = (at(folder.path(), "nyckel.txt"), at(folder.path(), "liggare.txt"));
    fs::write(&key, "en hemlighet av minst sexton byte\n").unwrap();
    let protect = ["--protect", "round:5", "--key-file", &key, "--ledger", &ledger, "--estimate"];
    let run = |more: &[&str]| {
        let args = asked(folder.path(), &[&protect[..], more].concat());
        kvinnofrid(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let first = run(&[]);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "it is no personal data");
    assert_snapshot!(first.out);
    assert_eq!(run(&[]).out, first.out);
    let by = run(&["--by", "stadsdel"]);
    assert_eq!(by.code, 2);
    assert!(by.err.contains("publicera utan uppdelning"), "{}", by.err);
}

#[test]
fn a_survey_stands_beside_those_known() {
    let folder = city();
    let (file, population) = (at(folder.path(), "enkat.csv"), at(folder.path(), "folk.csv"));
    let answers = "svar;vikt\n".to_owned() + &"ja;2\n".repeat(10) + &"nej;1\n".repeat(90) + ";1\n";
    fs::write(&file, answers).unwrap();
    let more = ["--format=json", "--survey", &file, "--population", &population];
    let whole: Value = serde_json::from_str(&baseline(folder.path(), &more)).unwrap();
    let survey = &whole["survey"];
    assert_eq!((&survey["method"], &survey["respondents"]), (&"wilson_effective".into(), &100.into()));
    assert!((survey["share"].as_f64().unwrap() * 110.0 - 20.0).abs() < 0.5);
    assert_eq!(survey["unanswered"], 1);
    // Of 15 000.
    assert_eq!(survey["persons"]["value"], 2727.3);
}
