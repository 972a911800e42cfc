//! Records in a database, as far as no driver is needed; with drivers they are read by `bindings/python/tests/test_sources.py`.

use crate::kvinnofrid;
use std::fs;

const QUESTION: [&str; 4] = ["--programme", "stockholm/kvinnofrid", "--period", "2013"];

fn refused(arguments: &[&str]) -> String {
    kvinnofrid(&[&["report"], arguments, &QUESTION].concat()).refused(2)
}

#[test]
fn an_address_that_is_none_is_refused_with_those_there_are() {
    for address in ["mysql://server/db", "personer.db", "sqlite", "C:\\personer.db"] {
        let said = refused(&["person", "--from", address]);
        assert!(said.contains("`postgresql://…`, `duckdb:FIL` eller `sqlite:FIL`"), "{said}");
    }
}

#[test]
fn a_password_in_an_address_is_refused_and_never_shown() {
    for address in [
        "postgresql://anna:hemligt@server/db",
        "postgres://anna:hemligt@server",
        "postgresql://server/db?user=anna&password=hemligt",
    ] {
        let said = refused(&["person", "--from", address]);
        assert!(said.contains("PGPASSWORD") && !said.contains("hemligt"), "{said}");
    }
}

#[test]
fn a_file_that_is_not_there_is_said_before_any_driver_is_needed() {
    let said = refused(&["person", "--from", "sqlite:/finns/inte.db"]);
    assert!(said.contains("/finns/inte.db") && said.contains("finns inte"), "{said}");
}

#[test]
fn a_driver_that_is_missing_is_named_with_where_it_is_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.duckdb");
    fs::write(&file, "").unwrap();
    let said = refused(&["person", "--from", &format!("duckdb:{}", file.display())]);
    assert!(said.contains("ADBC_DRIVER_PATH"), "{said}");
}

#[test]
fn a_database_has_one_source_of_records_and_no_other_format() {
    let said = refused(&["person", "klient", "--from", "sqlite:p.db"]);
    assert!(said.contains("en tabell eller fråga"), "{said}");
    let said = refused(&["person", "--from", "sqlite:p.db", "--input-format", "csv"]);
    assert!(said.contains("--input-format"), "{said}");
}

#[test]
fn what_reads_no_records_has_no_database() {
    for verb in [&["example", "person", "--record", "1"][..], &["merge", "a.partial"]] {
        let said = kvinnofrid(&[verb, &["--from", "sqlite:p.db"]].concat()).refused(2);
        assert!(!said.contains("postgresql://"), "{said}");
    }
}
