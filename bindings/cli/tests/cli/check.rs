//! `check`.

use crate::kvinnofrid;
use insta::assert_snapshot;
use std::fs;
use std::path::Path;

const GOOD: &str = "utgåva(\"stad/p@1\", #{ revision: \"1.0.0\", titel: \"P\", gäller: period(\"2012-01-01\", \"2014-12-31\"), status: \"endast_rubriker\" });\n";
const READING: &str = "tolkning(\"ålder\", #{ nr: \"A1\", fråga: \"Vem?\", varför: \"Sägs inte.\", alternativ: #{ a: \"en\", b: \"två\" }, valt: \"a\" });\n";

/// A folder with one rule file, and what `check` says of it, with the folder's own name taken out.
fn checked(rules: &str, args: &[&str]) -> (u8, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.rhai"), rules).unwrap();
    let path = folder.path().to_str().unwrap();
    let ran = kvinnofrid(&[&["check", path], args].concat());
    (ran.code, ran.out.replace(path, "MAPP"), ran.err.replace(path, "MAPP"))
}

#[test]
fn the_rules_shipped_have_nothing_to_say_of() {
    let said = kvinnofrid(&["check"]).quiet();
    assert!(
        said.starts_with("inga fel i ") && said.ends_with(" filer\n") && said.lines().count() == 1,
        "{said}"
    );
    assert_eq!(kvinnofrid(&["check", "--format", "json"]).quiet(), "[]\n");
}

#[test]
fn findings_are_the_result_and_end_with_their_number() {
    let (code, out, err) = checked("målgrup(\"a\", #{});\n", &[]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert_snapshot!(out, @r#"
    fel[E0201]: `målgrup` är inget ord som något i en regelfil kan börja med
     --> MAPP/a.rhai:1:1
      |
    1 | målgrup("a", #{});
      | ^^^^^^^
      |
    hjälp: menades `målgrupp`?
      |
    1 | målgrupp("a", #{});
      |        +
      = mer: kvinnofrid check --explain E0201

    1 fel i 6 filer, varav 5 gemensamma ur biblioteket
    "#);
    let (code, out, err) = checked("målgrup(\"a\", #{});\n", &["--format", "concise", "--lang", "en"]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert_snapshot!(out, @"
    MAPP/a.rhai:1:1: error[E0201] `målgrup` is not a word that declares anything
    1 error in 6 files, 5 of them shared ones of the library
    ");
}

#[test]
fn a_warning_alone_is_shown_but_is_no_failure() {
    let (code, out, err) = checked(&format!("{GOOD}{READING}"), &["--format", "concise"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.contains("MAPP/a.rhai:2:10: varning[W0601] ingen regel beror på tolkningen `ålder`\n"),
        "{out}"
    );
    let last = out.lines().last().unwrap();
    assert!(last.starts_with("inga fel och ") && last.contains("varning"), "{last}");
}

#[test]
fn a_folder_named_twice_or_by_its_files_is_checked_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.rhai");
    fs::write(&file, "målgrup(\"a\", #{});\n").unwrap();
    let (folder, file) = (folder.path().to_str().unwrap(), file.to_str().unwrap());
    let once = kvinnofrid(&["check", folder, "--format", "concise"]).out;
    assert_eq!(kvinnofrid(&["check", folder, file, file, "--format", "concise"]).out, once);
}

#[test]
fn findings_of_several_folders_are_one_list() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in &folders {
        fs::write(folder.path().join("a.rhai"), "målgrup(\"a\", #{});\n").unwrap();
    }
    let [a, b] = folders.each_ref().map(|folder| folder.path().to_str().unwrap());
    let ran = kvinnofrid(&["check", a, b, "--format", "json"]);
    let both = serde_json::from_str::<serde_json::Value>(&ran.out).unwrap();
    let files: Vec<&str> = both.as_array().unwrap().iter().filter_map(|f| f["file"].as_str()).collect();
    assert!(files.iter().any(|file| Path::new(file).starts_with(a)), "{files:?}");
    assert!(files.iter().any(|file| Path::new(file).starts_with(b)), "{files:?}");
    let text = kvinnofrid(&["check", a, b]).out;
    assert_eq!(text.matches("2 fel i ").count(), 1, "{text}");
}

#[test]
fn a_code_is_explained_in_either_case() {
    let page = kvinnofrid(&["check", "--explain", "e0201"]).quiet();
    assert!(page.starts_with("E0201: "), "{page}");
    assert_snapshot!(kvinnofrid(&["check", "--explain", "E2001"]).refused(2), @"fel: felkoden `E2001` finns inte; menades `E0201`?");
}

#[test]
fn without_a_code_all_codes_are_listed() {
    let list = kvinnofrid(&["check", "--explain"]).quiet();
    assert!(list.starts_with("E0101  "), "{list}");
    assert!(list.contains("\nE0103  "), "{list}");
    assert_eq!(list.lines().count(), kvinnofrid::diagnostic::code::CATALOGUE.len());
}

/// A copy of a small tree: what editions share, and one edition.
fn tree(limit: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("gemensamt/10-poster.rhai", "post(\"person\", #{ id: nyckel, ålder: heltal });\n");
    write("gemensamt/20-funktioner.rhai", &format!("fn vuxen(p) {{ p.ålder >= {limit} }}\n"));
    write(
        "stad/p/1/a.rhai",
        &format!(
            "{}källa(\"S\", #{{ titel: \"K\", ställen: #{{ r: \"…\" }} }});\nmålgrupp(\"vuxna\", #{{ namn: \"V\", källa: \"S\", ställe: \"r\", post: \"person\", villkor: |p| vuxen(p) }});\n",
            GOOD.replace("endast_rubriker", "utkast")
        ),
    );
    write(
        "stad/p/1/b.exempel.rhai",
        "exempel(\"sjutton\", #{ post: #{ ålder: 17 }, period: \"2013\", väntat: #{ målgrupper: #{ vuxna: false } } });\nexempel(\"arton\", #{ post: #{ ålder: 18 }, period: \"2013\", väntat: #{ målgrupper: #{ vuxna: true } } });\n",
    );
    folder
}

#[test]
fn a_path_inside_a_tree_is_checked_and_tested_with_what_that_tree_shares() {
    let sound = tree("18");
    let inside = sound.path().join("stad/p/1");
    let inside = inside.to_str().unwrap();
    assert_eq!(kvinnofrid(&["check", inside]).quiet(), "inga fel i 4 filer\n");
    assert_eq!(kvinnofrid(&["test", inside]).quiet(), "2 exempel körda, alla stämmer (4 filer)\n");
    for path in ["gemensamt", ""] {
        let path = sound.path().join(path);
        let said = kvinnofrid(&["check", path.to_str().unwrap()]).quiet();
        assert!(said.starts_with("inga fel i "), "{said}");
    }
    let other = tree("16");
    let inside = other.path().join("stad/p/1");
    let ran = kvinnofrid(&["test", inside.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let broken = tree("1+");
    let ran = kvinnofrid(&["check", broken.path().join("stad").to_str().unwrap(), "--format", "concise"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("20-funktioner.rhai:1:"), "{}", ran.out);
    assert!(ran.out.lines().count() == 2, "{}", ran.out);
}

#[test]
fn a_folder_that_is_not_there_is_refused() {
    assert_snapshot!(kvinnofrid(&["check", "finns/inte"]).refused(2), @"fel: finns/inte kan inte läsas (finns inte)");
}
