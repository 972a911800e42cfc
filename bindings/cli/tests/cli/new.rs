//! `new`.

use crate::kvinnofrid;
use std::fs;

#[test]
fn a_new_edition_is_accepted_by_check_and_its_examples_hold() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("regler");
    let root = root.to_str().unwrap();
    let said = kvinnofrid(&["new", "staden/kvinnofrid@2030-2031", "--rules", root]).quiet();
    assert!(said.contains("Sök efter ”Att avgöra” i filerna"), "{said}");
    let checked = kvinnofrid(&["check", root]).quiet();
    assert!(checked.starts_with("inga fel"), "{checked}");
    let tested = kvinnofrid(&["test", root]).quiet();
    assert!(tested.starts_with("4 exempel körda, alla stämmer"), "{tested}");
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    kvinnofrid(&["new", "staden/kvinnofrid@2030", "--rules", root]).quiet();
    let file = folder.path().join("staden/kvinnofrid/2030/30-mal.rhai");
    fs::write(&file, "// mitt\n").unwrap();
    // The rules can't be read any more, but the folder is there.
    let again = kvinnofrid(&["new", "staden/kvinnofrid@2030", "--rules", root]);
    assert_eq!((again.code, again.out.as_str()), (2, ""), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "// mitt\n");
    let left: Vec<_> = fs::read_dir(folder.path().join("staden/kvinnofrid")).unwrap().collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn an_edition_to_start_from_that_does_not_exist_names_those_that_do() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    let said =
        kvinnofrid(&["new", "stockholm/kvinnofrid@2030", "--rules", root, "--from", "2013"]).refused(2);
    assert!(said.contains("2012-2014"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
