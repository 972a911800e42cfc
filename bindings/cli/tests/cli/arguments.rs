//! Arguments that are wrong, and help, in both languages.

use crate::{kvinnofrid, kvinnofrid_reading};
use insta::assert_snapshot;

#[test]
fn a_mistyped_verb_option_or_value_finds_what_was_meant() {
    assert_snapshot!(kvinnofrid(&["raport"]).refused(2), @"
    fel: verbet `raport` finns inte; menades `report`?
    Se `kvinnofrid --help` eller `kvinnofrid VERB --help`.
    ");
    assert_snapshot!(kvinnofrid(&["report", "-", "--perod", "2013"]).refused(2), @"
    fel: flaggan `--perod` finns inte här; menades `--period`?
    Se `kvinnofrid --help` eller `kvinnofrid VERB --help`.
    ");
    assert_snapshot!(kvinnofrid(&["check", "--format", "jsn"]).refused(2), @"
    fel: `--format <FORMAT>` kan inte vara `jsn`; det som går är: text, concise, json; menades `json`?
    Se `kvinnofrid --help` eller `kvinnofrid VERB --help`.
    ");
}

#[test]
fn every_kind_of_wrong_argument_has_words_in_both_languages() {
    let all = [
        &["report"][..],
        &["classify", "a.json", "b.json"],
        &["check", "--rules", "a", "b"],
        &["sample", "många"],
        &["sample", "--seed"],
        &["report", "-", "--on", "2013-01-01", "--on", "2013-01-02"],
        &["report", "-", "--on", "2013-1-1"],
        &["report", "-", "--period", "2013-T4"],
        &["report", "-", "--period", "2013", "--reading", "alla"],
        &["report", "-", "--period", "2013", "--reading", "a=b", "--reading", "a=c"],
        &["report", "-", "-", "--period", "2013"],
        &["report", "data.txt", "--period", "2013"],
    ];
    let said = |lang: &'static str| -> String {
        let lines = all.iter().map(|args| {
            let said = kvinnofrid(&[*args, &["--lang", lang]].concat()).refused(2);
            format!("{}\n", said.lines().next().unwrap())
        });
        lines.collect()
    };
    assert_snapshot!(said("sv"), @"
    fel: <FIL>... saknas
    fel: `b.json` är ett ord för mycket
    fel: `--rules <MAPP>` och `[SÖKVÄG]...` går inte att ange tillsammans
    fel: `[N]` ska vara ett helt tal, inte `många`
    fel: `--seed <N>` behöver ett värde
    fel: `--on <DATUM>` kan bara anges en gång
    fel: `2013-1-1` är ingen dag; skriv den som `2013-06-30`
    fel: `2013-T4` är ingen period; skriv ett år (`2013`), ett tertial (`2013-T1`), ett kvartal (`2013-Q2`), en dag eller `2013-01-01/2013-06-30`
    fel: `alla` är ingen tolkning med alternativ; skriv `--reading åldersgräns=alla`, eller `--reading '*'` för alla alternativ
    fel: tolkningen `a` är angiven två gånger; ange ett alternativ, eller `--reading '*'` för alla
    fel: `-` kan bara anges en gång: standard in läses bara en gång
    fel: data.txt kan inte läsas (finns inte)
    ");
    assert_snapshot!(said("en"), @"
    error: <FILE>... is missing
    error: `b.json` is one argument too many
    error: `--rules <FOLDER>` and `[PATH]...` can't be given together
    error: `[N]` is to be a whole number, not `många`
    error: `--seed <N>` needs a value
    error: `--on <DATE>` can be given once only
    error: `2013-1-1` is not a day; write it as `2013-06-30`
    error: `2013-T4` is not a period; write a year (`2013`), a third (`2013-T1`), a quarter (`2013-Q2`), a day or `2013-01-01/2013-06-30`
    error: `alla` is not a reading with an alternative; write `--reading åldersgräns=alla`, or `--reading '*'` for every alternative
    error: the reading `a` is given twice; give one alternative, or `--reading '*'` for every one
    error: `-` can be given once only: standard input is read once
    error: data.txt can't be read (does not exist)
    ");
}

#[test]
fn a_file_whose_name_tells_no_format_is_told_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let said = |name: &str| {
        let path = folder.path().join(name);
        if !path.exists() {
            std::fs::write(&path, "id\n1\n").unwrap();
        }
        let said = kvinnofrid(&["report", path.to_str().unwrap(), "--period", "2013"]).refused(2);
        said.trim_end().replace(folder.path().to_str().unwrap(), "").replace('/', "")
    };
    std::fs::create_dir(folder.path().join("mapp")).unwrap();
    assert_eq!(said("mapp"), "fel: mapp kan inte läsas (är en mapp)");
    assert_eq!(said("data.ndjson.gz"), "fel: data.ndjson.gz är packad; packa upp filen först");
    assert!(said("data.XLS").ends_with("spara den som .xlsx"));
    assert!(said("data.txt").contains("det syns inte på namnet vilket format data.txt har"));
}

#[test]
fn names_that_are_nearly_right_find_what_was_meant() {
    let report = |more: &[&str]| {
        let args = [&["report", "-", "--period", "2013"], more].concat();
        kvinnofrid_reading(&args, "").refused(2)
    };
    let programme = |edition| {
        let id = format!("stockholm/kvinnofrid@{edition}");
        kvinnofrid_reading(&["report", "-", "--period", "2013", "--programme", &id], "").refused(2)
    };
    assert!(report(&["--by", "Stadsdel"]).contains("menades `stadsdel`? Det som kan delas upp på är: "));
    assert!(
        report(&["--reading", "åldersgräns=Alla"]).contains("menades `alla`? Det som finns är: vuxna, alla")
    );
    assert!(programme("2012–2014").contains("menades `2012-2014`? Det som finns är: "));
    assert!(!report(&["--by", "personnummer"]).contains("menades"));
}

#[test]
fn an_argument_that_is_not_text_is_refused() {
    #[cfg(unix)]
    {
        use kvinnofrid_cli::{Streams, Terminal, run};
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let mut err = Vec::new();
        let streams = Streams {
            stdin: &mut std::io::empty(),
            stdout: &mut std::io::sink(),
            stderr: &mut err,
            terminal: Terminal::default(),
        };
        let code =
            run([OsStr::new("kvinnofrid"), OsStr::new("report"), OsStr::from_bytes(b"--by=\xFF")], streams);
        assert_eq!(code, 2);
        assert!(
            String::from_utf8(err).unwrap().starts_with("fel: ett ord i kommandot är inte skrivet i UTF-8")
        );
    }
}

#[test]
fn without_a_verb_the_help_is_shown_as_an_error() {
    let said = kvinnofrid(&[]).refused(2);
    assert!(said.contains("Användning: kvinnofrid VERB [FLAGGOR]"), "{said}");
}

#[test]
fn help_is_a_result_and_speaks_one_language() {
    let english_only =
        ["Usage", "Options", "Arguments", "Commands", "default", "possible values", "Exit codes"];
    for verb in ["programmes", "readings", "check", "classify", "report", "schema", "sample"] {
        let sv = kvinnofrid(&[verb, "--help"]).quiet();
        for word in english_only {
            assert!(!sv.contains(word), "{verb}: {word} in\n{sv}");
        }
        for word in ["Exempel", "Slutkoder", "Flaggor:", "Användning: kvinnofrid "] {
            assert!(sv.contains(word), "{verb}: no {word} in\n{sv}");
        }
        let en = kvinnofrid(&[verb, "--help", "--lang", "en"]).quiet();
        for word in ["Example", "Exit codes", "Options:", "Usage: kvinnofrid "] {
            assert!(en.contains(word), "{verb}: no {word} in\n{en}");
        }
        assert!(
            !en.contains(['å', 'ä', 'ö']) || ["classify", "programmes", "report"].contains(&verb),
            "{verb}:\n{en}"
        );
    }
}

#[test]
fn the_help_of_report() {
    assert_snapshot!(kvinnofrid(&["report", "-h"]).quiet());
}

#[test]
fn without_a_name_the_only_programme_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "utgåva(\"stad/p@1\", #{ revision: \"1.0.0\", titel: \"P\", gäller: period(\"2012-01-01\", \"2014-12-31\"), status: \"endast_rubriker\" });";
    std::fs::write(folder.path().join("a.rhai"), rules).unwrap();
    let rules = folder.path().to_str().unwrap();
    let page = kvinnofrid(&["readings", "--on", "2013-01-01", "--rules", rules]).quiet();
    assert!(page.starts_with("stad/p@1: 0 tolkningar"), "{page}");
    let said = kvinnofrid(&["report", "-", "--on", "2013-01-01", "--rules", rules]).refused(2);
    assert!(said.starts_with("fel: utgåvan `stad/p@1` har inga indikatorer"), "{said}");
}

#[test]
fn the_version_is_a_result() {
    assert_eq!(kvinnofrid(&["--version"]).quiet(), format!("kvinnofrid {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_the_engine_refuses_says_what_to_give() {
    let refused = |args: &[&str]| kvinnofrid_reading(&[&["report", "-"], args].concat(), "").refused(2);
    let nothing = refused(&[]);
    assert!(
        nothing.starts_with("fel: ange en period, en dag eller en utgåva av `stockholm/kvinnofrid`"),
        "{nothing}"
    );
    let gap = refused(&["--period", "2015"]);
    assert!(
        gap.starts_with("fel: ingen utgåva av `stockholm/kvinnofrid` gäller 2015-01-01/2015-12-31"),
        "{gap}"
    );
    assert!(gap.contains("närmast före: 2012-2014 (2012-01-01/2014-12-31)"), "{gap}");
    assert!(gap.contains("närmast efter: 2017-2020 (2017-01-01/2020-12-31)"), "{gap}");
    let edition = refused(&["--period", "2013", "--programme", "stockholm/kvinnofrid@2013"]);
    assert!(
        edition.starts_with("fel: programmet `stockholm/kvinnofrid` har ingen utgåva `2013`"),
        "{edition}"
    );
    assert_snapshot!(refused(&["--period", "2013", "--programme", "stockholm/kvinofrid"]), @"fel: programmet `stockholm/kvinofrid` finns inte; menades `stockholm/kvinnofrid`?");
    assert_snapshot!(refused(&["--period", "2013", "--reading", "aldersgrans=alla"]), @"fel: tolkningen `aldersgrans` finns inte; menades `åldersgräns`?");
    assert_snapshot!(refused(&["--period", "2013", "--reading", "åldersgräns=inga"]), @"fel: tolkningen `åldersgräns` har inget alternativ `inga`; det som finns är: vuxna, alla");
    assert_snapshot!(refused(&["--period", "2013", "--by", "födelsedatum"]), @"fel: fältet `födelsedatum` är varken kod eller kategori och kan inte delas upp på; det som kan är: kön, stadsdel, skyddade_personuppgifter, åldersgrupp, åldersgrupp_första_dagen, åldersgrupp_barn_och_unga");
}

#[test]
fn what_is_nearly_a_period_a_programme_or_an_option_is_told_as_it_should_be_written() {
    let refused = |args: &[&str]| kvinnofrid(&[&["report", "-"], args].concat()).refused(2);
    let period = |text: &str| refused(&["--programme", "stockholm/kvinnofrid", "--period", text]);
    for (text, said) in [
        ("2013-t1", "skriv perioden så här: `2013-T1`"),
        ("2013 ", "skriv perioden så här: `2013`"),
        ("2013-H2", "`2013-07-01/2013-12-31`"),
        ("2013-02-30/2013-03-01", "`2013-02-30` är ingen dag i kalendern"),
    ] {
        assert!(period(text).contains(said), "{}", period(text));
    }
    let programme = |name: &str| refused(&["--period", "2013", "--programme", name]);
    for (name, meant) in [
        ("kvinnofrid", "`stockholm/kvinnofrid`"),
        ("solna", "`solna/handlingsplan`"),
        ("stockholm/kvinnofrid/2012-2014", "`stockholm/kvinnofrid@2012-2014`"),
    ] {
        assert!(programme(name).contains(&format!("menades {meant}?")), "{}", programme(name));
    }
    let by = refused(&["--programme", "stockholm/kvinnofrid", "--period", "2013", "--by", "stadsdel,kön"]);
    assert!(by.contains("`stadsdel,kön` är flera fält; ange dem ett och ett"), "{by}");
    assert!(refused(&["—by", "kön", "--period", "2013"]).contains("två bindestreck: `--by`"));
}
