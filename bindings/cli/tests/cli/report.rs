//! `report`.

use crate::{WOMAN, kvinnofrid, kvinnofrid_reading};
use insta::assert_snapshot;
use std::fs;

fn value(csv: &str, indicator: &str) -> String {
    let line = csv.lines().find(|line| line.contains(indicator)).unwrap();
    line.split(',').nth(8).unwrap().to_owned()
}

#[test]
fn a_report_reads_as_a_table() {
    let report = kvinnofrid_reading(&["report", "-", "--period", "2013"], WOMAN).quiet();
    assert_snapshot!(report);
}

#[test]
fn the_formats_hold_the_same_figures() {
    let report = |format: &str| {
        kvinnofrid_reading(&["report", "-", "--period", "2013", "--format", format], WOMAN).quiet()
    };
    assert_eq!(value(&report("csv"), "kvinnor-erbjudna"), "1");
    let json: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    let row = json["rows"].as_array().unwrap().iter().find(|row| row["indicator"] == "kvinnor-erbjudna");
    assert_eq!(row.unwrap()["value"], 1);
    assert_eq!(json["receipt"]["records"], 1);
}

#[test]
fn several_files_are_one_data_set_and_errors_name_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.ndjson"), folder.path().join("b.json"));
    fs::write(&first, format!("{WOMAN}\n")).unwrap();
    fs::write(&second, format!("[{}, {{\"kön\":\"man\"}}]", WOMAN.replace("K1", "K2"))).unwrap();
    let (first, second) = (first.to_str().unwrap(), second.to_str().unwrap());
    let args = ["report", first, second, "--period", "2013", "--format", "csv"];
    let said = kvinnofrid(&args).refused(2);
    assert_eq!(
        said,
        format!("fel: {second}: rad 2: id: nyckeln saknas; varje post behöver en egen nyckel\n")
    );
    let ran = kvinnofrid(&[&args[..], &["--on-error", "skip"]].concat());
    assert_eq!((ran.code, value(&ran.out, "kvinnor-erbjudna").as_str()), (0, "2"));
    assert_eq!(
        ran.err,
        format!(
            "varning: 1 post avvisades och räknas inte\n  {second}: rad 2: id: nyckeln saknas; varje post behöver en egen nyckel\n"
        )
    );
}

#[test]
fn a_key_seen_in_an_earlier_file_is_refused_unless_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = ["a.ndjson", "b.ndjson"].map(|name| {
        let file = folder.path().join(name);
        fs::write(&file, format!("{WOMAN}\n")).unwrap();
        file.to_str().unwrap().to_owned()
    });
    let args = ["report", &a, &b, "--period", "2013", "--format", "csv"];
    assert!(kvinnofrid(&args).refused(2).contains("nyckeln har redan förekommit"));
    let trusted = kvinnofrid(&[&args[..], &["--assume-unique"]].concat()).quiet();
    assert_eq!(value(&trusted, "kvinnor-erbjudna"), "2");
}

#[test]
fn a_file_given_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, format!("{WOMAN}\n")).unwrap();
    let file = file.to_str().unwrap();
    let args = ["report", file, file, "--period", "2013", "--assume-unique"];
    assert!(kvinnofrid(&args).refused(2).contains("angiven två gånger"));
}

#[test]
fn a_period_after_the_edition_that_was_named_is_counted_with_a_warning() {
    let warnings = |programme, period| {
        let args = ["report", "-", "--programme", programme, "--period", period];
        let ran = kvinnofrid_reading(&args, "{\"id\":1}\n");
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.err
    };
    assert_eq!(
        warnings("stockholm/kvinnofrid@2012-2014", "2016"),
        "varning: utgåvan gällde till 2014-12-31, och perioden 2016-01-01/2016-12-31 börjar senare; den räknas som om utgåvan gällde då\n"
    );
    assert_eq!(warnings("stockholm/kvinnofrid@2012-2014", "2014-07-01/2015-06-30"), "");
    assert_eq!(warnings("stockholm/kvinnofrid@2012-2014", "2011"), "", "one definition for earlier years");
}

#[test]
fn many_rejected_records_are_counted_and_only_the_first_explained() {
    let bad = "{\"id\":1,\"kön\":\"x\"}\n".repeat(30);
    let ran = kvinnofrid_reading(&["report", "-", "--period", "2013", "--on-error", "skip"], &bad);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.starts_with("varning: 30 poster avvisades och räknas inte\n  standard in: rad 1: kön: "),
        "{}",
        ran.err
    );
    assert!(
        ran.err.ends_with("  … och 10 till\nvarning: inga poster räknades: alla avvisades\n"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("avvisade: 30"));
}

#[test]
fn a_field_that_does_not_exist_is_named_with_the_one_meant() {
    let record = WOMAN.replace("insatser", "insaster");
    let ran = kvinnofrid_reading(&["report", "-", "--period", "2013", "--lang", "en"], &record);
    assert_eq!(ran.code, 0);
    assert_snapshot!(ran.err, @"warning: there is no field `insaster`, and it was not read; was `insatser` meant?");
}

#[test]
fn a_broken_file_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    fs::write(&file, format!("[{WOMAN},")).unwrap();
    let file = file.to_str().unwrap();
    let said = kvinnofrid(&["report", file, "--period", "2013", "--on-error", "skip"]).refused(2);
    assert!(said.starts_with(&format!("fel: {file}: ")), "{said}");
    let said = kvinnofrid(&["report", "finns-inte.json", "--period", "2013"]).refused(2);
    assert_eq!(said, "fel: finns-inte.json kan inte läsas (finns inte)\n");
    let folder = folder.path().join("mapp.json");
    fs::create_dir(&folder).unwrap();
    let said = kvinnofrid(&["report", folder.to_str().unwrap(), "--period", "2013"]).refused(2);
    assert!(said.ends_with("kan inte läsas (är en mapp)\n"), "{said}");
}

#[test]
fn broken_rules_are_shown_as_findings_and_nothing_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.rhai"), "målgrup(\"a\", #{});\n").unwrap();
    let rules = folder.path().to_str().unwrap();
    let said = kvinnofrid_reading(&["report", "-", "--period", "2013", "--rules", rules], WOMAN).refused(1);
    assert!(said.contains("fel[E0201]") && said.ends_with("i regelfilerna\n"), "{said}");
}

#[test]
fn every_alternative_is_counted_beside_the_plain_figures() {
    let args = ["report", "-", "--period", "2013", "--format", "csv", "--reading", "*"];
    let girl = WOMAN.replace("1980", "1998");
    let csv = kvinnofrid_reading(&args, &girl).quiet();
    let row = |reading: &str| {
        let found = csv.lines().find(|line| line.contains("kvinnor-erbjudna") && line.contains(reading));
        found.unwrap().split(',').nth(8).unwrap().to_owned()
    };
    assert_eq!((row(",ok,,,,,").as_str(), row(",åldersgräns=alla,").as_str()), ("0", "1"));
}

#[test]
fn every_alternative_that_moves_a_figure_is_shown_with_what_it_says() {
    let girl = WOMAN.replace("1980", "1998");
    let args = ["report", "-", "--period", "2013", "--reading", "*"];
    let text = kvinnofrid_reading(&args, &girl).quiet();
    let (_, meant) = text.split_once("Vad alternativen säger").unwrap();
    let meant = meant.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "åldersgräns=alla: Från vilken ålder räknas någon till målgrupperna kvinnor och män? \
                Här: alla åldrar. I stället för: 18 år eller äldre.";
    assert!(meant.contains(said), "{meant}");
    // What moves nothing is left out.
    assert!(!meant.contains("visshet="), "{meant}");
    let page = kvinnofrid_reading(&[&args[..], &["--format", "html"]].concat(), &girl).quiet();
    assert!(
        page.contains("<td class=\"l\">alla åldrar</td><td class=\"l\">18 år eller äldre</td>"),
        "{page}"
    );
}

#[test]
fn a_breakdown_and_two_periods_make_rows() {
    let args = ["report", "-", "--period", "2012", "--period", "2013", "--by", "stadsdel", "--format", "csv"];
    let csv = kvinnofrid_reading(&args, WOMAN).quiet();
    let rows: Vec<&str> = csv.lines().filter(|line| line.contains(",kvinnor-erbjudna,")).collect();
    assert_eq!(rows.len(), 6, "{rows:#?}");
    assert!(rows.iter().any(|row| row.contains("2013-12-31,Farsta,1,")), "{rows:#?}");
}

#[test]
fn a_table_can_be_read_by_goal() {
    let ask = |more: &[&str]| {
        let args = [&["report", "-", "--period", "2013", "--programme", "stockholm/kvinnofrid"][..], more];
        kvinnofrid_reading(&args.concat(), WOMAN)
    };
    let by_goal = ask(&["--arrange", "mål"]).quiet();
    assert_eq!(by_goal, ask(&["--arrange", "goal"]).quiet());
    let headings: Vec<&str> =
        by_goal.lines().filter(|l| l.starts_with("MÅL:") || l.starts_with("UTAN ")).collect();
    assert_snapshot!(headings.join("\n"), @"
    MÅL: Kvinnor som utsatts för våld i nära relation lever ett liv utan våld (kvinnor-utan-våld)
    MÅL: Kvinnor som utsatts för våld i nära relation har kunskap om sina rättigheter
    MÅL: Kvinnor som utsatts för våld i nära relation känner sig trygga med de insatser staden erbjuder
    MÅL: Barn som upplevt våld eller andra övergrepp mellan närstående vuxna lever ett liv utan våld
    MÅL: Barn som upplevt våld eller andra övergrepp mellan närstående vuxna har en trygg
    MÅL: Barn som upplevt våld eller andra övergrepp mellan närstående vuxna har kunskap om sina
    MÅL: Män som utövat våld mot kvinnor i nära relationer slutar att använda våld (män-slutar)
    MÅL: Män som utövat våld mot kvinnor i nära relationer tar ansvar för våldets konsekvenser för
    UTAN MÅL
    ");
    assert_snapshot!(ask(&["--arrange", "rbs", "--format", "csv"]).refused(2), @"fel: `--arrange` gäller bara tabellen; ta bort den, eller skriv `--format text` eller `html`");
}

#[test]
fn a_category_that_excel_would_take_for_a_formula_is_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("personer.ndjson");
    let district = |key: &str, name: &str| format!("{{\"id\":\"{key}\",\"stadsdel\":\"{name}\"}}\n");
    fs::write(
        &data,
        district("a", "=1+1") + &district("b", "@SUM(1)") + &district("c", "-2") + &district("d", "Farsta"),
    )
    .unwrap();
    let args = ["report", data.to_str().unwrap(), "--period", "2013", "--by", "stadsdel"];
    let asked = [&args[..], &["--programme", "stockholm/kvinnofrid"]].concat();
    let excel = kvinnofrid(&[&asked[..], &["--excel"]].concat()).quiet();
    for cell in [";'=1+1;", ";'@SUM(1);", ";'-2;", ";Farsta;"] {
        assert!(excel.contains(cell), "{cell}");
    }
    // For other programs it is what it is.
    let csv = kvinnofrid(&[&asked[..], &["--format", "csv"]].concat()).quiet();
    assert!(csv.contains(",=1+1,") && csv.contains(",-2,"), "{csv}");
}
