//! `classify`.

use crate::{WOMAN, kvinnofrid, kvinnofrid_reading};
use insta::assert_snapshot;
use std::fs;

#[test]
fn each_record_is_a_line() {
    let records = format!("{WOMAN}\n\n{{\"id\":17}}\n");
    let answers = kvinnofrid_reading(&["classify", "-", "--on", "2013-06-30"], &records).quiet();
    assert_snapshot!(answers, @r#"
    {"id":"K1","groups":{"kvinnor":true,"barn":false,"män":false},"missing":{}}
    {"id":"17","groups":{"kvinnor":null,"barn":null,"män":null},"missing":{"kvinnor":["kön","födelsedatum","våld"],"barn":["födelsedatum","våld"],"män":["kön","födelsedatum","våld"]}}
    "#);
}

#[test]
fn a_json_list_is_read_by_the_name_of_its_file_or_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let list = format!("[{WOMAN}]");
    let file = folder.path().join("personer.JSON");
    fs::write(&file, &list).unwrap();
    let by_name = kvinnofrid(&["classify", file.to_str().unwrap(), "--period", "2013"]).quiet();
    let by_format =
        kvinnofrid_reading(&["classify", "-", "--period", "2013", "--input-format", "json"], &list).quiet();
    assert_eq!(by_name, by_format);
    assert_eq!(by_format.lines().count(), 1);
}

#[test]
fn a_bad_record_stops_the_run_after_what_was_answered() {
    let records = format!("{WOMAN}\n{{\"id\":\"K2\",\"kön\":\"Kvinna\"}}\n{WOMAN}\n");
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013"], &records);
    assert_eq!((ran.code, ran.out.lines().count()), (2, 1));
    assert_snapshot!(ran.err, @"fel: standard in: rad 2: kön: koden finns inte i listan; skriv en av `kvinna`, `man`, `annat`, eller null om värdet inte är känt");
}

#[test]
fn with_skip_a_bad_record_is_passed_over_and_counted() {
    let records = format!("{{\"id\":\"K2\",\"kön\":\"Kvinna\"}}\n{WOMAN}\n{{\n");
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013", "--on-error", "skip"], &records);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1));
    assert_snapshot!(ran.err, @"
    varning: 2 poster avvisades och räknas inte
      standard in: rad 1: kön: koden finns inte i listan; skriv en av `kvinna`, `man`, `annat`, eller null om värdet inte är känt
      standard in: rad 3: ogiltig JSON: texten tar slut mitt i posten
    ");
}

#[test]
fn a_switched_reading_is_followed_however_its_letters_are_written() {
    let girl = WOMAN.replace("1980", "1998");
    let with = |reading: &str| {
        kvinnofrid_reading(&["classify", "-", "--period", "2013", "--reading", reading], &girl).quiet()
    };
    assert!(with("åldersgräns=vuxna").contains("\"kvinnor\":false"));
    assert!(with("åldersgräns=alla").contains("\"kvinnor\":true"));
    assert_eq!(with("a\u{30A}ldersgra\u{308}ns=alla"), with("åldersgräns=alla"));
}

#[test]
fn several_periods_are_one_too_many() {
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013", "--period", "2012"], WOMAN);
    assert_snapshot!(ran.refused(2), @"fel: svaret gäller en enda period; ange en i taget");
}

#[test]
fn keys_that_look_like_a_personnummer_are_warned_of_and_never_repeated() {
    // Among the numbers that Skatteverket publishes for tests.
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013"], "{\"id\":\"18900101-9802\"}\n");
    assert_eq!(ran.code, 0);
    assert_snapshot!(ran.err, @"varning: 1 nyckel ser ut som ett personnummer; använd pseudonymer som nycklar");
}

#[test]
fn what_decides_is_told_to_programs_and_people() {
    let records = "{\"id\":\"a\",\"kön\":\"kvinna\",\"födelsedatum\":\"2001-01-01\"}\n";
    let ask = |more: &[&str]| {
        let args = ["classify", "-", "--period", "2013", "--why"];
        kvinnofrid_reading(&[&args[..], more].concat(), records).quiet()
    };
    assert_snapshot!(ask(&[]), @r#"{"id":"a","groups":{"kvinnor":false,"barn":null,"män":false},"missing":{"barn":["våld"]},"why":{"kvinnor":"gemensamt/20-funktioner.rhai:6:5","barn":"20-malgrupper.rhai:14:32","män":"20-malgrupper.rhai:21:18"}}"#);
    assert_snapshot!(ask(&["--format", "text"]), @r#"
    post a
      hör inte till kvinnor, män
      okänt om posten hör till barn
        saknas: våld
      det som avgör
        kvinnor: ålder(p.födelsedatum, dag) >= 18  [gemensamt/20-funktioner.rhai:6:5]
        barn: p.våld.some(|v| har_upplevt(v) && räknas(v))  [20-malgrupper.rhai:14:32]
        män: p.kön == "man"  [20-malgrupper.rhai:21:18]
    "#);
    assert!(ask(&["--format", "text", "--lang", "en"]).contains("\n  what decides\n    kvinnor: ålder("));
}

/// A folder with a plan that has a routine and a resource, and no target group.
fn plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rules = r#"
        utgåva("stad/plan@2025", #{
            revision: "1.0.0", titel: "Plan", gäller: period("2025-01-01", "2025-12-31"), status: "endast_rubriker",
        });
        källa("S", #{ titel: "Planen", ställen: #{ "1": "Rutiner" } });
        rutin("förhandsbedömning", #{
            namn: "Besluta om en utredning ska inledas", källa: "S", ställe: "1", post: "person",
            villkor: |p| p.anmälningar.filter(|a| a.inkom <= period.slut),
            klar: |a| a.beslutsdatum <= period.slut, senast: |a| dagar_efter(a.inkom, 14),
        });
        resurs("jour", #{
            namn: "Kvinnojour", källa: "S", ställe: "1", post: "person", kontakt: "jouren.example",
            kontrollerad: "2020-10-22", giltig_dagar: 365,
        });
    "#;
    fs::write(folder.path().join("regler.rhai"), rules).unwrap();
    folder
}

const REPORTED: &str =
    "{\"id\":\"b1\",\"anmälningar\":[{\"inkom\":\"2025-08-01\",\"beslutsdatum\":\"2025-09-01\"}]}\n";

#[test]
fn what_is_left_to_do_in_a_case_is_told_to_programs_and_people() {
    let folder = plan();
    let ask = |more: &[&str]| {
        let args = ["classify", "-", "--rules", folder.path().to_str().unwrap(), "--on", "2025-08-20"];
        kvinnofrid_reading(&[&args[..], more].concat(), REPORTED).quiet()
    };
    assert_snapshot!(ask(&["--with", "routines"]), @r#"{"id":"b1","groups":{},"missing":{},"routines":[{"id":"förhandsbedömning","name":"Besluta om en utredning ska inledas","applies":true,"done":false,"due":"2025-08-15","overdue":true,"left":[{"of":"anmälningar[0]","applies":true,"done":false,"due":"2025-08-15","overdue":true}],"missing":[]}]}"#);
    assert_snapshot!(ask(&["--with", "rutiner", "--with", "resurser", "--format", "text"]), @"
    post b1
      rutiner
        kvar: Besluta om en utredning ska inledas
          anmälningar[0], senast 2025-08-15, försenad
      vart man kan vända sig
        Kvinnojour
          jouren.example (kontrollerad 2020-10-22, för länge sedan)
    ");
    assert_snapshot!(ask(&["--with", "routines,resources", "--format", "text", "--lang", "en"]), @"
    record b1
      routines
        left: Besluta om en utredning ska inledas
          anmälningar[0], by 2025-08-15, overdue
      where to turn
        Kvinnojour
          jouren.example (checked 2020-10-22, too long ago)
    ");
}

#[test]
fn what_cannot_be_told_of_a_case_is_refused() {
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013", "--with", "routines,rutin"], WOMAN);
    assert_snapshot!(ran.refused(2), @"fel: `rutin` kan inte fås med en klassificering; det som finns är `rutiner`, `instrument`, `aktiviteter`, `resurser`, med komma mellan");
    // An edition without routines has none to tell of, and says why.
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013", "--with", "routines"], WOMAN);
    assert!(ran.out.ends_with(",\"routines\":[]}\n"), "{}", ran.out);
    assert!(ran.err.starts_with("varning: utgåvan `stockholm/kvinnofrid@2012-2014` har inga rutiner: S3"));
}
