//! CSV files and maps, of the made-up case system in `examples/arendesystem`.

use crate::kvinnofrid;
use std::fs;
use std::path::{Path, PathBuf};

fn example(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/arendesystem");
    folder.join(name).to_str().unwrap().to_owned()
}

fn report<'a>(persons: &'a str, map: &'a str) -> Vec<&'a str> {
    vec!["report", persons, "--map", map, "--period", "2013", "--format", "csv"]
}

/// The example in a folder of its own, where a test may change it.
fn copy(folder: &Path) -> PathBuf {
    for file in fs::read_dir(example("")).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    folder.to_owned()
}

#[test]
fn a_map_finds_the_tables_that_lie_beside_it() {
    let (persons, map) = (example("personer.csv"), example("map.toml"));
    let ran = kvinnofrid(&report(&persons, &map));
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            0,
            "varning: kolumn 7 är inget fält och lästes inte; namnet visas inte, eftersom det kan vara en uppgift\n"
        )
    );
    assert!(ran.out.contains("kvinnor-erbjudna"));
    let lines = kvinnofrid(&["classify", &persons, "--map", &map, "--period", "2013"]);
    assert_eq!((lines.code, lines.out.lines().count()), (0, 12));
}

#[test]
fn a_table_that_is_named_takes_the_place_of_that_of_the_map() {
    let folder = tempfile::tempdir().unwrap();
    let folder = copy(folder.path());
    let (persons, map) = (folder.join("personer.csv"), folder.join("map.toml"));
    let (persons, map) = (persons.to_str().unwrap(), map.to_str().unwrap());
    fs::rename(folder.join("insatser.csv"), folder.join("andra.csv")).unwrap();
    assert!(kvinnofrid(&report(persons, map)).refused(2).contains("insatser.csv kan inte läsas"));
    let table = format!("insatser={}", folder.join("andra.csv").display());
    let named = kvinnofrid(&[&report(persons, map)[..], &["--table", &table]].concat());
    assert_eq!(named.out, kvinnofrid(&report(&example("personer.csv"), &example("map.toml"))).out);
}

#[test]
fn rows_of_nobody_stop_the_run_unless_they_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let folder = copy(folder.path());
    let insatser = folder.join("insatser.csv");
    let mut bytes = fs::read(&insatser).unwrap();
    bytes.extend_from_slice(b"q1;SB;;;;;;;;;;;\r\n");
    fs::write(&insatser, bytes).unwrap();
    let (persons, map) = (folder.join("personer.csv"), folder.join("map.toml"));
    let args = report(persons.to_str().unwrap(), map.to_str().unwrap());
    assert!(kvinnofrid(&args).refused(2).contains("insatser: en rad hör inte till någon av posterna"));
    let ran = kvinnofrid(&[&args[..], &["--on-error", "skip"]].concat());
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("en rad i tabellen insatser hör inte till någon post"), "{}", ran.err);
}

#[test]
fn a_file_without_a_header_shows_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("utan-rubrik.csv");
    let people =
        "Anna Andersson;anna@example.org;Storgatan 4;kvinna\nEva Ek;eva@example.org;Lillgatan 7;kvinna\n";
    let doubled = "Anna;Anna;Bo\n1;2;3\n";
    let keyed = "id;Anna Andersson;anna@example.org;Storgatan 4\n1;;;\n";
    let file = file.to_str().unwrap();
    for text in [people, doubled, keyed] {
        fs::write(file, text).unwrap();
        let ran = kvinnofrid(&["report", file, "--period", "2013"]);
        let draft = kvinnofrid(&["schema", "--draft-map", file, "--on", "2013-06-30"]);
        for said in [&ran.err, &draft.out, &draft.err] {
            for value in ["Anna", "anna@", "Storgatan"] {
                assert!(!said.contains(value), "{said}");
            }
        }
    }
    assert!(
        kvinnofrid(&["report", file, "--period", "2013"]).err.contains("kolumnerna 2, 3 och 4 är inga fält")
    );
}

#[test]
fn categories_that_should_not_be_are_said_and_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("personer.csv");
    let report = |stadsdelar: &[&str]| {
        let rows: Vec<String> = stadsdelar.iter().zip(1..).map(|(one, id)| format!("{id};{one}\n")).collect();
        fs::write(&file, format!("id;stadsdel\n{}", rows.concat())).unwrap();
        kvinnofrid(&[
            "report",
            file.to_str().unwrap(),
            "--period",
            "2013",
            "--by",
            "stadsdel",
            "--format",
            "csv",
        ])
    };
    let alike = report(&["Bromma", "BROMMA", "Farsta", "nan"]);
    assert_eq!(alike.code, 0);
    assert!(
        alike.err.contains("1 kategori av `stadsdel` skiljer sig från en annan bara i stora bokstäver"),
        "{}",
        alike.err
    );
    assert!(alike.err.contains("står för att värdet saknas"), "{}", alike.err);
    let refused = report(&["Bromma", "900101-9802"]).refused(2);
    assert!(refused.contains("rad 3: stadsdel: värdet ser ut som ett personnummer"), "{refused}");
    assert!(!refused.contains("9802"), "{refused}");
    let nobody = report(&[]);
    assert!(nobody.err.contains("inga poster räknades: data är tomma"), "{}", nobody.err);
}

#[test]
fn a_file_that_is_far_too_large_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("stor");
    fs::File::create(&large).unwrap().set_len(3 << 30).unwrap();
    let (large, persons) = (large.to_str().unwrap(), example("personer.csv"));
    for args in [
        &["merge", large][..],
        &["verify", large, &persons],
        &["report", &persons, "--period", "2013", "--map", large],
        &["report", &persons, "--period", "2013", "--published", large, "--published-for", "0180"],
    ] {
        let refused = kvinnofrid(args).refused(2);
        assert!(refused.contains("är större än") && refused.contains("MiB"), "{args:?}: {refused}");
    }
}

#[test]
fn a_mistake_in_a_map_is_told_of_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("map.toml");
    fs::write(&map, "[fält]\nkon = \"Kon\"\n").unwrap();
    let map = map.to_str().unwrap();
    assert_eq!(
        kvinnofrid(&report(&example("personer.csv"), map)).refused(2),
        format!("fel: {map}: rad 2, tecken 1: fältet `kon` finns inte; menades `kön`?\n")
    );
}

#[test]
fn tables_belong_to_one_file_of_records() {
    let (persons, map) = (example("personer.csv"), example("map.toml"));
    let folder = tempfile::tempdir().unwrap();
    let more = folder.path().join("fler.csv");
    fs::copy(&persons, &more).unwrap();
    assert!(
        kvinnofrid(&[&report(&persons, &map)[..], &[more.to_str().unwrap()]].concat())
            .refused(2)
            .contains("kartan anger tabeller, och de hör till en enda fil med poster")
    );
    assert!(
        kvinnofrid(&[&report(&persons, &map)[..], &["--table", "insatser"]].concat())
            .refused(2)
            .contains("skriv `--table insatser=insatser.csv`")
    );
}

#[test]
fn a_draft_of_a_map_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("utkast.toml");
    let (persons, insatser) = (example("personer.csv"), format!("insatser={}", example("insatser.csv")));
    let draft = kvinnofrid(&["schema", "--draft-map", &persons, "--table", &insatser, "--on", "2013-06-30"]);
    assert_eq!(draft.code, 0, "{}", draft.err);
    assert!(draft.out.contains("kön = \"Kon\"") && draft.out.contains("[tabell.insatser.fält]"));
    fs::write(&map, &draft.out).unwrap();
    let persons = persons.replace("personer.csv", "saknas.csv");
    assert!(
        kvinnofrid(&report(&persons, map.to_str().unwrap())).refused(2).contains("saknas.csv kan inte läsas")
    );
}

#[test]
fn excel_gets_its_own_csv() {
    let (persons, map) = (example("personer.csv"), example("map.toml"));
    let args = ["report", &persons, "--map", &map, "--period", "2013"];
    let excel = kvinnofrid(&[&args[..], &["--excel"]].concat()).out;
    assert!(excel.starts_with("\u{feff}programme;edition;"));
    assert_eq!(excel, kvinnofrid(&[&args[..], &["--format", "csv", "--excel"]].concat()).out);
    let refused = kvinnofrid(&[&args[..], &["--format", "json", "--excel"]].concat()).refused(2);
    assert!(refused.contains("`--excel` gäller bara CSV"), "{refused}");
}

#[test]
fn every_verb_that_reads_records_reads_such_files() {
    let folder = tempfile::tempdir().unwrap();
    let (persons, map) = (example("personer.csv"), example("map.toml"));
    let written = folder.path().join("rapport.json");
    let written = written.to_str().unwrap();
    let args =
        ["report", &persons, "--map", &map, "--period", "2013", "--format", "json", "--output", written];
    assert_eq!(kvinnofrid(&args).code, 0);
    let repeated = kvinnofrid(&["verify", written, &persons, "--map", &map]);
    assert_eq!(repeated.code, 0, "{}{}", repeated.out, repeated.err);
    let why =
        kvinnofrid(&["explain", &persons, "--map", &map, "--record", "p000000001", "--on", "2013-06-30"]);
    assert!(why.code == 0 && why.out.contains("p000000001"), "{}{}", why.out, why.err);
}
