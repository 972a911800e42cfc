//! `book`.

use crate::kvinnofrid;
use std::fs;

#[test]
fn the_pages_of_the_book_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("bok/ny");
    let to = to.to_str().unwrap();
    let said = kvinnofrid(&["book", "--output", to, "--programme", "kolada/valdsutsatta"]).quiet();
    assert!(said.starts_with("6 sidor skrivna; öppna ") && said.ends_with("index.html\n"), "{said}");
    let page = fs::read_to_string(format!("{to}/kolada-valdsutsatta-2026-03.html")).unwrap();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"sv\">"));
    // Again, in English, in the same place.
    let said =
        kvinnofrid(&["book", "--output", to, "--programme", "kolada/valdsutsatta", "--lang", "en"]).quiet();
    assert!(said.starts_with("6 pages written"), "{said}");
    let page = fs::read_to_string(format!("{to}/kolada-valdsutsatta-2026-03.html")).unwrap();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    // Nothing but the pages is left behind.
    assert_eq!(fs::read_dir(to).unwrap().count(), 6);
}

#[test]
fn nothing_is_written_of_rules_with_errors() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("a/b/2030");
    fs::create_dir_all(&rules).unwrap();
    fs::write(rules.join("10.rhai"), "mål(\"a\", #{});\n").unwrap();
    let to = folder.path().join("bok");
    let ran =
        kvinnofrid(&["book", "--rules", folder.path().to_str().unwrap(), "--output", to.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(!to.exists());
}

#[test]
fn a_page_that_is_not_of_the_book_is_pointed_at_and_left() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    fs::write(folder.path().join("gammal.html"), "x").unwrap();
    let ran = kvinnofrid(&["book", "--output", to, "--programme", "kolada/valdsutsatta"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.starts_with("varning: ") && ran.err.contains("gammal.html"), "{}", ran.err);
    assert_eq!(fs::read_to_string(folder.path().join("gammal.html")).unwrap(), "x");
}

#[test]
fn a_programme_that_does_not_exist_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("bok");
    let said = kvinnofrid(&["book", "--output", to.to_str().unwrap(), "--programme", "kolada/valdsutsatt"])
        .refused(2);
    assert!(said.contains("kolada/valdsutsatta"), "{said}");
    assert!(!to.exists());
}
