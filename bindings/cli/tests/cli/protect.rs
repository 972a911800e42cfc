//! `report --protect`, `merge --protect` and `ledger`.

use crate::kvinnofrid;
use std::fs;
use std::path::Path;

/// A file in `folder`.
fn at(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// A folder with a key and five hundred synthetic persons.
fn city() -> (tempfile::TempDir, String, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (key, ledger, persons) = (
        at(folder.path(), "nyckel.txt"),
        at(folder.path(), "liggare.txt"),
        at(folder.path(), "personer.ndjson"),
    );
    fs::write(&key, "en hemlighet av minst sexton byte\n").unwrap();
    fs::write(&persons, kvinnofrid(&["sample", "500"]).out).unwrap();
    (folder, key, ledger, persons)
}

#[test]
fn a_protected_report_is_entered_once_and_comes_out_the_same_again() {
    let (folder, key, ledger, persons) = city();
    let protect = ["--protect", "round:5", "--key-file", &key, "--ledger", &ledger];
    let report = |more: &[&str]| {
        let args = ["report", &persons, "--period", "2013", "--by", "stadsdel", "--on-error", "skip"];
        kvinnofrid(&[&args[..], &protect, more].concat())
    };
    let first = report(&["--format", "json"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains(r#""protection":{"method":"round","base":5,"key":""#), "{}", first.out);
    assert!(
        first.out.contains(r#""records":null,"rejected":null"#) && first.out.contains(r#""missing": []"#)
    );
    assert_eq!(report(&["--format", "json"]).out, first.out);
    assert!(report(&[]).out.contains("är varje antal avrundat uppåt eller nedåt till en multipel av 5"));
    assert!(report(&["--format", "csv"]).out.contains(",protected"));
    // The key is in nothing that was written.
    let secret = "en hemlighet";
    assert!(!first.out.contains(secret) && !fs::read_to_string(&ledger).unwrap().contains(secret));

    let listed = kvinnofrid(&["ledger", &ledger]).quiet();
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(
        listed.contains(
            "2013-01-01/2013-12-31  stockholm/kvinnofrid@2012-2014  round:5  uppdelning [stadsdel]"
        )
    );
    let written = at(folder.path(), "rapport.json");
    fs::write(&written, &first.out).unwrap();
    assert_eq!(kvinnofrid(&["ledger", &ledger, "--audit", &written]).quiet(), "");
    fs::write(
        &written,
        kvinnofrid(&["report", &persons, "--period", "2013", "--on-error", "skip", "--format", "json"]).out,
    )
    .unwrap();
    let audited = kvinnofrid(&["ledger", &ledger, "--audit", &written]);
    assert_eq!(audited.code, 1);
    assert!(audited.out.contains("rapporten är inte skyddad"), "{}", audited.out);
}

#[test]
fn merged_partials_are_protected_as_the_whole_is() {
    let (folder, key, _, persons) = city();
    let all = fs::read_to_string(&persons).unwrap();
    let lines: Vec<&str> = all.lines().collect();
    let question = ["--period", "2013", "--by", "stadsdel", "--on-error", "skip"];
    let parts: Vec<String> = lines
        .chunks(250)
        .enumerate()
        .map(|(number, lines)| {
            let (data, part) = (
                at(folder.path(), &format!("{number}.ndjson")),
                at(folder.path(), &format!("{number}.part")),
            );
            fs::write(&data, lines.join("\n")).unwrap();
            let ran =
                kvinnofrid(&[&["report", &data, "--partial", "--output", &part], &question[..]].concat());
            assert_eq!(ran.code, 0, "{}", ran.err);
            part
        })
        .collect();
    for method in ["round:3", "round:5", "suppress:5"] {
        let ledger = at(folder.path(), &method.replace(':', "-"));
        let protect = ["--protect", method, "--key-file", &key, "--ledger", &ledger, "--format", "json"];
        let whole = kvinnofrid(&[&["report", &persons], &question[..], &protect].concat());
        let merged = kvinnofrid(&[&["merge", &parts[1], &parts[0]], &protect[..]].concat());
        assert_eq!((merged.code, merged.out), (0, whole.out), "{method}");
    }
}

#[test]
fn a_series_over_editions_and_its_workbook_are_protected_and_come_out_the_same_again() {
    let (folder, key, _, persons) = city();
    for method in ["round:5", "suppress:5"] {
        let ledger = at(folder.path(), &method.replace(':', "-"));
        let protect = ["--protect", method, "--key-file", &key, "--ledger", &ledger];
        let question = ["--programme", "stockholm/kvinnofrid", "--period", "2013", "--period", "2018"];
        let publish = |more: &[&str]| {
            let args = ["report", &persons, "--on-error", "skip", "--by", "kön"];
            kvinnofrid(&[&args[..], &question, &protect, more].concat())
        };
        let first = publish(&["--format", "csv"]);
        assert_eq!(first.code, 0, "{}", first.err);
        assert!(first.out.contains(",protected,"), "{}", first.out);
        assert_eq!(publish(&["--format", "csv"]).out, first.out, "{method}");
        let workbook = |name: &str| {
            let path = at(folder.path(), name);
            let written = publish(&["--format", "xlsx", "--output", &path]);
            assert_eq!(written.code, 0, "{}", written.err);
            fs::read(path).unwrap()
        };
        let bytes = workbook("a.xlsx");
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(bytes, workbook("b.xlsx"), "{method}");
    }
}

#[test]
fn readings_that_are_compared_are_published_together_or_refused() {
    let (folder, key, _, persons) = city();
    let publish = |method: &str, reading: &str, periods: &[&str]| {
        let ledger = at(folder.path(), &format!("{}{}", method.replace(':', "-"), periods.len()));
        let args = ["report", &persons, "--on-error", "skip", "--reading", reading];
        let edition = ["--programme", "stockholm/kvinnofrid@2012-2014", "--format", "csv"];
        let periods: Vec<&str> = periods.iter().flat_map(|period| ["--period", *period]).collect();
        let protect = ["--protect", method, "--key-file", &key, "--ledger", &ledger];
        kvinnofrid(&[&args[..], &periods, &edition, &protect].concat())
    };
    for method in ["round:5", "suppress:5"] {
        let compared = publish(method, "*", &["2013"]);
        assert_eq!(compared.code, 0, "{}", compared.err);
        assert!(compared.out.lines().count() > 100);
        let alone = publish(method, "åldersgräns=alla", &["2013"]);
        assert_eq!(alone.code, 2);
        assert!(alone.err.contains("redan publicerad med andra"), "{}", alone.err);
    }
    // Some forty readings of four periods are more counts that hang together than suppression can try.
    let refused = publish("suppress:5", "*", &["2013-Q1", "2013-Q2", "2013-Q3", "2013-Q4"]).refused(2);
    assert!(refused.contains("högst 2000 antal i varje cell går, och det är "), "{refused}");
    assert!(refused.contains("välj färre perioder eller tolkningar"), "{refused}");
}

#[test]
fn a_suppressed_report_shows_large_counts_as_they_are_and_small_ones_not_at_all() {
    let (_folder, key, ledger, persons) = city();
    let protect = ["--protect", "suppress:5", "--key-file", &key, "--ledger", &ledger];
    let args = ["report", &persons, "--period", "2013", "--by", "stadsdel", "--on-error", "skip"];
    let report = |more: &[&str]| kvinnofrid(&[&args[..], &protect, more].concat());
    let csv = report(&["--format", "csv"]);
    assert_eq!(csv.code, 0, "{}", csv.err);
    let exact = kvinnofrid(&[&args[..], &["--format", "csv"]].concat()).out;
    let total = |csv: &str| {
        let line = csv.lines().find(|line| line.contains(",kvinnor-kända,") && line.contains(",Totalt,"));
        line.and_then(|line| line.split(',').nth(9)).map(ToOwned::to_owned)
    };
    assert!(total(&csv.out).is_some_and(|count| count.parse::<u64>().is_ok_and(|count| count >= 5)));
    assert_eq!(total(&csv.out), total(&exact));
    assert_eq!(report(&["--format", "csv"]).out, csv.out);
    assert!(report(&[]).out.contains("saknas varje antal under 5, även 0"));
    assert!(report(&["--format", "html"]).out.contains("saknas varje antal under 5, även 0"));
    assert!(
        report(&["--format", "json"]).out.contains(r#""protection":{"method":"suppress","base":5,"key":""#)
    );
}

#[test]
fn what_clashes_is_refused_with_exit_code_two_until_it_is_allowed() {
    let (_folder, key, ledger, persons) = city();
    let report = |more: &[&str]| {
        let args = ["report", &persons, "--on-error", "skip", "--key-file", &key, "--ledger", &ledger];
        kvinnofrid(&[&args[..], more].concat())
    };
    assert_eq!(report(&["--protect", "round:5", "--period", "2013"]).code, 0);
    for clash in [
        ["--protect", "round:5", "--period", "2013-T1"].as_slice(),
        &["--protect", "round:3", "--period", "2013"],
        &["--protect", "suppress:5", "--period", "2013"],
        &["--protect", "round:5", "--period", "2013", "--by", "stadsdel"],
        &["--protect", "round:5", "--period", "2013", "--reading", "åldersgräns=alla"],
        &["--protect", "round:5", "--period", "2013", "--reading", "*"],
    ] {
        let refused = report(clash);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""));
        assert!(
            refused.err.contains("(post 1 i liggaren)") && refused.err.contains("--allow"),
            "{}",
            refused.err
        );
    }
    assert_eq!(kvinnofrid(&["ledger", &ledger, "--allow", "2013"]).code, 2);
    kvinnofrid(&["ledger", &ledger, "--allow", "2013", "--reason", "en stadsdel saknades"]).quiet();
    assert_eq!(
        report(&["--protect", "round:5", "--period", "2013", "--reading", "åldersgräns=alla"]).code,
        0
    );
    let listed = kvinnofrid(&["ledger", &ledger, "--lang", "en"]);
    assert!(listed.out.contains("allowance: en stadsdel saknades"), "{}", listed.out);
    assert!(listed.err.contains("published anew in the place of entry 1"), "{}", listed.err);
}

#[test]
fn a_ledger_that_was_rewritten_shows_with_the_key() {
    let (folder, key, ledger, persons) = city();
    let args = ["report", &persons, "--on-error", "skip", "--key-file", &key, "--ledger", &ledger];
    let ran = kvinnofrid(&[&args[..], &["--protect", "round:5", "--period", "2013"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    kvinnofrid(&["ledger", &ledger, "--allow", "2013", "--reason", "en rättelse", "--key-file", &key])
        .quiet();
    assert_eq!(kvinnofrid(&["ledger", &ledger, "--key-file", &key]).quiet(), "");
    kvinnofrid(&["ledger", &ledger, "--allow", "2014", "--reason", "en rättelse till"]).quiet();
    let found = kvinnofrid(&["ledger", &ledger, "--key-file", &key]);
    assert_eq!(found.code, 1);
    assert!(found.out.starts_with("post 3: undantaget för 2014"), "{}", found.out);
    let other = at(folder.path(), "annan.txt");
    fs::write(&other, "en annan hemlighet, lika lång").unwrap();
    let found = kvinnofrid(&["ledger", &ledger, "--key-file", &other, "--lang", "en"]);
    assert_eq!((found.code, found.out.lines().count()), (1, 3));
    assert!(found.out.contains("is not among those given"), "{}", found.out);
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let (folder, key, ledger, persons) = city();
    let refused = |more: &[&str]| {
        let ran =
            kvinnofrid(&[&["report", &persons, "--period", "2013", "--on-error", "skip"], more].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{more:?}");
        ran.err
    };
    assert!(refused(&["--protect", "round:5", "--ledger", &ledger]).contains("--key-file FIL --ledger FIL"));
    assert!(refused(&["--protect", "round:7", "--key-file", &key, "--ledger", &ledger]).contains("round:10"));
    let short = at(folder.path(), "kort.txt");
    fs::write(&short, "kort").unwrap();
    assert!(
        refused(&["--protect", "round:5", "--key-file", &short, "--ledger", &ledger])
            .contains("openssl rand")
    );
    fs::write(&ledger, "inte en liggare\n").unwrap();
    assert!(
        refused(&["--protect", "round:5", "--key-file", &key, "--ledger", &ledger])
            .contains("det här är ingen liggare")
    );
}
