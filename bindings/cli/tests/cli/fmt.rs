//! `fmt`.

use crate::{kvinnofrid, kvinnofrid_reading};
use std::fs;

const SLOPPY: &str = "mål( \"stöd\",#{\nnamn:\"Stöd\",\n});\n";
const NEAT: &str = "mål(\"stöd\", #{\n    namn: \"Stöd\",\n});\n";

#[test]
fn files_below_a_folder_are_formatted_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let (sloppy, neat) = (folder.path().join("a/b/10.rhai"), folder.path().join("a/20.rhai"));
    fs::create_dir_all(sloppy.parent().unwrap()).unwrap();
    fs::write(&sloppy, SLOPPY).unwrap();
    fs::write(&neat, NEAT).unwrap();
    let path = folder.path().to_str().unwrap();
    let checked = kvinnofrid(&["fmt", "--check", path]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.ends_with("10.rhai\n1 av 2 filer behöver formateras\n"), "{}", checked.out);
    assert_eq!(fs::read_to_string(&sloppy).unwrap(), SLOPPY);
    let done = kvinnofrid(&["fmt", path]).quiet();
    assert!(done.ends_with("1 av 2 filer formaterades\n"), "{done}");
    assert_eq!(fs::read_to_string(&sloppy).unwrap(), NEAT);
    assert_eq!(kvinnofrid(&["fmt", "--check", path]).quiet(), "0 av 2 filer behöver formateras\n");
}

#[test]
fn nothing_is_written_if_a_file_cannot_be_formatted() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("10.rhai"), SLOPPY).unwrap();
    fs::write(folder.path().join("20.rhai"), "mål(\"a\", #{\n").unwrap();
    let ran = kvinnofrid(&["fmt", folder.path().to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("20.rhai: rad 1: `{` avslutas aldrig"), "{}", ran.err);
    assert_eq!(fs::read_to_string(folder.path().join("10.rhai")).unwrap(), SLOPPY);
}

#[test]
fn standard_input_goes_to_standard_output() {
    assert_eq!(kvinnofrid_reading(&["fmt", "-"], SLOPPY).quiet(), NEAT);
}

#[test]
fn a_folder_without_rule_files_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let said = kvinnofrid(&["fmt", folder.path().to_str().unwrap()]).refused(2);
    assert!(said.contains("inga regelfiler"), "{said}");
}

#[test]
fn a_file_that_is_no_rule_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("personer.ndjson");
    let text = "{ \"id\": 1,\"kön\" :null }\n";
    fs::write(&data, text).unwrap();
    let path = data.to_str().unwrap();
    for verb in ["fmt", "check", "test"] {
        let said = kvinnofrid(&[verb, path]).refused(2);
        assert!(said.contains("personer.ndjson är ingen regelfil"), "{verb}: {said}");
        assert_eq!(fs::read_to_string(&data).unwrap(), text);
    }
}
