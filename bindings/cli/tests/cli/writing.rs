//! Where results go, and what becomes of them when something fails.

use crate::{Ran, WOMAN, kvinnofrid, kvinnofrid_reading};
use kvinnofrid_cli::{Streams, Terminal, run};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_result_goes_to_the_file_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rapport.csv");
    let args = ["report", "-", "--period", "2013", "--format", "csv"];
    let printed = kvinnofrid_reading(&args, WOMAN).quiet();
    let with_file = [&args[..], &["--output", file.to_str().unwrap()]].concat();
    assert_eq!(kvinnofrid_reading(&with_file, WOMAN).quiet(), "");
    assert_eq!(fs::read_to_string(&file).unwrap(), printed);
    assert_eq!(names(folder.path()), ["rapport.csv"]);
}

#[test]
fn a_run_that_fails_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("svar.ndjson");
    fs::write(&file, "förut").unwrap();
    let args = ["classify", "-", "--period", "2013", "--output", file.to_str().unwrap()];
    let Ran { code, .. } = kvinnofrid_reading(&args, &format!("{WOMAN}\n{{\n"));
    assert_eq!(code, 2);
    assert_eq!(fs::read_to_string(&file).unwrap(), "förut");
    assert_eq!(names(folder.path()), ["svar.ndjson"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_permissions_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("fil"), folder.path().join("länk"));
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&file, &link).unwrap();
    kvinnofrid(&["sample", "1", "--output", link.to_str().unwrap()]).quiet();
    assert!(fs::read_to_string(&file).unwrap().starts_with("{\"id\""));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    kvinnofrid(&["sample", "1", "--output", "/dev/null"]).quiet();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_file_that_can_not_be_made_is_refused_before_anything_is_done() {
    let said = kvinnofrid(&["sample", "1", "--output", "finns/inte/här.ndjson"]).refused(2);
    assert_eq!(said, "fel: finns/inte/här.ndjson kan inte skrivas (finns inte)\n");
}

/// A writer that fails in its own way after some bytes.
struct Failing(usize, fn() -> io::Error);

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or_else(self.1)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn writing_to(mut stdout: Failing) -> (u8, String) {
    let mut err = Vec::new();
    let streams = Streams {
        stdin: &mut io::empty(),
        stdout: &mut stdout,
        stderr: &mut err,
        terminal: Terminal::default(),
    };
    let code = run(["kvinnofrid", "sample", "1000"], streams);
    (code, String::from_utf8(err).unwrap())
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    assert_eq!(writing_to(Failing(2000, || io::ErrorKind::BrokenPipe.into())), (0, String::new()));
}

#[test]
fn a_full_disk_is_an_error() {
    let (code, said) = writing_to(Failing(2000, || io::ErrorKind::StorageFull.into()));
    assert_eq!((code, said.as_str()), (2, "fel: resultatet kunde inte skrivas (disken är full)\n"));
}

#[test]
fn a_panic_is_our_fault_and_says_so() {
    let (code, said) = writing_to(Failing(2000, || panic!("trasigt")));
    assert_eq!(code, 101);
    assert!(said.starts_with("fel: ") && said.contains("vårt fel, inte ditt"), "{said}");
    assert!(!said.contains("trasigt"), "{said}");
}

#[test]
fn a_result_never_takes_the_place_of_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, linked) = (at("in.ndjson"), at("länk.ndjson"));
    fs::write(&data, "{\"id\":1}\n").unwrap();
    fs::hard_link(&data, &linked).unwrap();
    let table = at("våld.csv");
    fs::write(&table, "id;roll\n").unwrap();
    let key = at("nyckel");
    fs::write(&key, [7; 32]).unwrap();
    let list = format!("våld={table}");
    let question = ["report", &data, "--programme", "stockholm/kvinnofrid", "--period", "2013"];
    for (output, more) in [
        (&data, &[][..]),
        (&linked, &[]),
        (&table, &["--table", &list]),
        (&key, &["--protect", "round:5", "--key-file", &key, "--ledger", "liggare.txt"]),
    ] {
        let before = fs::read(output).unwrap();
        let refused = kvinnofrid(&[&question[..], more, &["--output", output]].concat()).refused(2);
        assert!(refused.contains("läses också"), "{refused}");
        assert_eq!(fs::read(output).unwrap(), before);
    }
    let population = at("folk.csv");
    fs::write(&population, "år;stadsdel;personer\n2013;Farsta;10\n").unwrap();
    let (source, folk) = (format!("--source=socialtjänst={data}"), format!("--population={population}"));
    for output in [&data, &linked, &population] {
        let before = fs::read(output).unwrap();
        let baseline = ["baseline", &source, &folk, question[2], question[3], question[4], question[5]];
        let refused = kvinnofrid(&[&baseline[..], &["--output", output]].concat()).refused(2);
        assert!(refused.contains("läses också"), "{refused}");
        assert_eq!(fs::read(output).unwrap(), before);
    }
}

#[cfg(unix)]
#[test]
fn what_is_about_single_persons_is_written_for_its_user_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, to) = (at("in.ndjson"), at("ut"));
    fs::write(&data, "{\"id\":1,\"våld\":[]}\n").unwrap();
    let question = ["--programme", "stockholm/kvinnofrid", "--period", "2013", "--output", &to];
    for (verb, more, private) in [
        ("report", &["--partial"][..], true),
        ("classify", &[], true),
        ("explain", &["--record", "1"], true),
        ("members", &[], true),
        ("worklist", &[], true),
        ("report", &[], false),
    ] {
        let _ = fs::remove_file(&to);
        assert_eq!(kvinnofrid(&[&[verb, &data], more, &question[..]].concat()).code, 0, "{verb} {more:?}");
        let mode = fs::metadata(&to).unwrap().permissions().mode() & 0o077;
        assert_eq!(mode == 0, private, "{verb} {more:?}: {mode:o}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside it");
    }
    let source = format!("--source=socialtjänst={data}");
    for more in [&[][..], &["--partial"]] {
        fs::remove_file(&to).unwrap();
        assert_eq!(kvinnofrid(&[&["baseline", &source], more, &question[..]].concat()).code, 0, "{more:?}");
        assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o077, 0, "baseline {more:?}");
    }
    fs::remove_file(&to).unwrap();
    let edition = "stockholm/kvinnofrid@2012-2014";
    let moves = ["diff", edition, edition, "--data", &data, "--period", "2013", "--output", &to];
    assert_eq!(kvinnofrid(&moves).code, 0);
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o077, 0, "diff --data");
}

#[test]
fn the_name_of_a_file_chooses_its_format_and_promises_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let begins = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let args = ["report", "-", "--period", "2013", "--output", path.to_str().unwrap()];
        let ran = kvinnofrid_reading(&[&args, more].concat(), WOMAN);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        fs::read(path).unwrap()
    };
    assert!(begins("a.csv", &[]).starts_with(b"programme,"));
    assert!(begins("A.JSON", &[]).starts_with(b"{"));
    assert!(begins("a.html", &[]).to_ascii_lowercase().starts_with(b"<!doctype html"));
    assert!(begins("a.xlsx", &[]).starts_with(b"PK"));
    assert!(begins("a.txt", &[]).starts_with(b"stockholm/"));
    assert!(begins("b.csv", &["--excel"]).starts_with("\u{feff}programme;".as_bytes()));
    assert!(begins("b.csv", &["--format", "json"]).starts_with(b"{"), "what is said goes before the name");
    assert!(!begins("b.json", &["--partial"]).starts_with(b"{"), "a partial has no format");
    for (name, more) in [
        ("a.pdf", &[][..]),
        ("a.xls", &[]),
        ("c.xlsx", &["--format", "csv"]),
        ("c.csv", &["--format", "xlsx"]),
    ] {
        let path = folder.path().join(name);
        let args = ["report", "-", "--period", "2013", "--output", path.to_str().unwrap()];
        let said = kvinnofrid_reading(&[&args, more].concat(), WOMAN).refused(2);
        assert!(said.contains(&format!("{name} heter som en fil av slaget")), "{said}");
        assert!(said.contains("text, json, csv, html, xlsx"), "{said}");
        assert!(!path.exists());
    }
}
