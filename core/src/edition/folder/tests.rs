use super::*;
use crate::edition::rules::Rules;

/// A temporary folder for one test, removed when dropped.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kvinnofrid-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn names(&self, path: &str) -> Vec<String> {
        let found = open(&self.0.join(path), &Limits::DEFAULT).unwrap();
        found.files.iter().map(|file| format!("{}/{}", file.folder, file.name)).collect()
    }

    fn error(&self, path: &str) -> String {
        open(&self.0.join(path), &Limits::DEFAULT).err().unwrap().message(Lang::Sv)
    }

    /// Returns the findings about files that were not read, without the folder.
    fn unread(&self) -> Vec<String> {
        let found = open(&self.0, &Limits::DEFAULT).unwrap();
        let here = format!("{}/", self.0.display());
        found.unread.iter().map(|finding| finding.message.get(Lang::Sv).replace(&here, "")).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_path_inside_a_tree_has_the_shared_files_of_that_tree() {
    let place = Place::new("tree");
    place
        .file("gemensamt/10.rhai", "// delat")
        .file("stad/plan/2013/10.rhai", "// utgåvan")
        .file("stad/plan/2014/10.rhai", "// annan");
    let both = ["gemensamt/10.rhai", "stad/plan/2013/10.rhai"];
    assert_eq!(place.names("stad/plan/2013"), both);
    assert_eq!(place.names("stad/plan/2013/10.rhai"), both);
    assert_eq!(place.names("stad").len(), 3);
    assert_eq!(place.names("gemensamt"), ["gemensamt/10.rhai"]);
    assert_eq!(place.names("").len(), 3);
}

#[test]
fn a_folder_above_the_tree_has_its_shared_files_too() {
    let place = Place::new("above");
    place.file("a/regler/gemensamt/10.rhai", "").file("a/regler/stad/plan/2013/10.rhai", "");
    assert_eq!(place.names(""), ["gemensamt/10.rhai", "stad/plan/2013/10.rhai"]);
    place.file("b/gemensamt/10.rhai", "");
    assert!(place.error("").contains("flera mappar `gemensamt`"), "{}", place.error(""));
}

#[test]
fn without_shared_files_of_its_own_a_tree_has_the_embedded_ones() {
    let place = Place::new("embedded");
    place.file("stad/plan/2013/10.rhai", "");
    assert!(place.names("stad").iter().any(|name| name == "gemensamt/10-poster.rhai"));
}

#[test]
fn what_looks_like_a_rule_file_and_is_none_is_said() {
    let place = Place::new("like");
    place
        .file("10.rhai", "")
        .file("20.RHAI", "")
        .file("10.rhai.txt", "")
        .file("20.rhai", "")
        .file("30.rhai.gammal", "")
        .file("40.txt", "")
        .file("README.md", "");
    assert_eq!(
        place.unread(),
        [
            "10.rhai.txt läses inte: regelfiler har namn som slutar på `.rhai`",
            "20.RHAI läses inte: regelfiler har namn som slutar på `.rhai`",
            "30.rhai.gammal läses inte: regelfiler har namn som slutar på `.rhai`",
            "40.txt läses inte: regelfiler har namn som slutar på `.rhai`",
        ]
    );
    let findings = Rules::open(&place.0).unwrap().check();
    assert!(findings.iter().any(|finding| finding.code == code::UNREAD_FILE));
}

#[test]
fn a_rule_file_saved_under_another_ending_is_the_only_finding() {
    let edition = r#"utgåva("stad/program@2013", #{
        revision: "1.0.0", titel: "Program", gäller: period("2013-01-01", "2013-12-31"), status: "utkast",
    });"#;
    let readings = r#"tolkning("ålder", #{
        fråga: "Vilken?", varför: "Sägs inte", alternativ: #{ vuxna: "vuxna", alla: "alla" }, valt: "alla",
    });"#;
    let functions = r#"fn alla() { vald("ålder") == "alla" }"#;
    for wrong in ["00.rhai.txt", "10.RHAI", "10.rhai.docx", "20.Rhai.TXT"] {
        let place = Place::new(&format!("ending-{wrong}"));
        for (name, text) in [("00.rhai", edition), ("10.rhai", readings), ("20.rhai", functions)] {
            let is_wrong = wrong.starts_with(name.trim_end_matches(".rhai"));
            place.file(if is_wrong { wrong } else { name }, text);
        }
        let findings = Rules::open(&place.0).unwrap().check();
        let found: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(found, [code::MISNAMED_FILE], "{wrong}");
    }
}

#[test]
fn an_empty_path_is_said_to_be_empty() {
    for error in [Rules::open("").err(), Rules::open_edited("", &BTreeMap::new()).err()] {
        let said = error.unwrap().message(Lang::Sv);
        assert!(said.starts_with("sökvägen till reglerna är tom; ange en mapp"), "{said}");
    }
}

#[test]
fn limits_are_errors_that_state_them() {
    let place = Place::new("limits");
    place.file("a/b/c/d/e/f/10.rhai", "");
    assert_eq!(place.names("").len(), 1 + embedded().iter().filter(|file| file.is_shared()).count());
    place.file("a/b/c/d/e/f/g/10.rhai", "");
    assert!(place.error("").ends_with("ligger djupare än 6 mappar ner; ange en mapp närmare reglerna"));
    let many = Place::new("many");
    for number in 0..=Limits::DEFAULT.rule_files {
        many.file(&format!("{number}.rhai"), "");
    }
    assert!(many.error("").contains("fler än 5000 regelfiler"), "{}", many.error(""));
}

#[test]
fn a_host_sets_how_many_rule_files_and_bytes_are_read() {
    let place = Place::new("room");
    place.file("gemensamt/10.rhai", "12").file("a/10.rhai", "345").file("a/20.rhai", "6789");
    let of = |rule_files, rule_bytes| Limits { rule_files, rule_bytes, ..Limits::DEFAULT };
    let said = |limits: &Limits| open(&place.0, limits).err().map(|error| error.message(Lang::En));
    assert_eq!(said(&of(3, 9)), None);
    let files = said(&of(2, 9)).unwrap();
    assert!(files.contains("more than 2 rule files") && files.contains("`rule_files`"), "{files}");
    let bytes = said(&of(3, 8)).unwrap();
    assert!(bytes.contains("more than 8 bytes together") && bytes.contains("`rule_bytes`"), "{bytes}");
    // Shared files above the folder count too.
    assert!(open(&place.0.join("a"), &of(3, 9)).is_ok() && open(&place.0.join("a"), &of(3, 8)).is_err());
}

#[test]
fn no_more_of_a_large_file_is_read_than_shows_that_it_is_too_large() {
    let place = Place::new("large");
    let file = fs::File::create(place.0.join("10.rhai")).unwrap();
    file.set_len(2 << 30).unwrap();
    let found = open(&place.0, &Limits::DEFAULT).unwrap();
    let large = found.files.iter().find(|file| file.name == "10.rhai" && file.folder.is_empty()).unwrap();
    assert_eq!(large.bytes.len(), MAX_BYTES + 1);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_loops_and_pipes_are_refused_and_said() {
    use std::os::unix::fs::symlink;
    let place = Place::new("fence");
    place.file("10.rhai", "// här");
    symlink("/dev/zero", place.0.join("20.rhai")).unwrap();
    symlink(&place.0, place.0.join("runt")).unwrap();
    symlink("nowhere", place.0.join("30.rhai")).unwrap();
    symlink("10.rhai", place.0.join("40.rhai")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(place.0.join("50.rhai")).status();
    let said = place.unread();
    assert!(said.iter().any(|said| said.starts_with("20.rhai läses inte: det är en länk")), "{said:?}");
    assert!(said.iter().any(|said| said.starts_with("runt läses inte")), "{said:?}");
    assert!(said.iter().any(|said| said.starts_with("30.rhai läses inte")), "{said:?}");
    if pipe.is_ok_and(|status| status.success()) {
        assert!(said.contains(&"50.rhai läses inte: det är ingen vanlig fil".to_owned()), "{said:?}");
    }
    let own: Vec<_> = place.names("").into_iter().filter(|name| name.starts_with('/')).collect();
    assert_eq!(own, ["/10.rhai", "/40.rhai"]);
}
