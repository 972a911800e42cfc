//! `sign` and `--trusted-key`.

use crate::{WOMAN, kvinnofrid, kvinnofrid_reading};
use minisign::KeyPair;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const RULES: &str = "regler/prov/prov/1/10-prov.rhai";
const TEXT: &str = r#"utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a" });
målgrupp("g", #{ namn: "Prov", tolkning: "t", post: "person", villkor: |p| p.kön == "kvinna" });
indikator("antal", #{ namn: "Antal", tolkning: "t", målgrupp: "g", antal: |p| känd(p.stadsdel) });
"#;

/// A folder with signable rules, and keys.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/gemensamt");
        fs::create_dir_all(place.at("regler/gemensamt")).unwrap();
        for file in fs::read_dir(shared).unwrap() {
            let path = file.unwrap().path();
            fs::copy(&path, place.at("regler/gemensamt").join(path.file_name().unwrap())).unwrap();
        }
        fs::create_dir_all(place.at("regler/prov/prov/1")).unwrap();
        fs::write(place.at(RULES), TEXT).unwrap();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn shown(&self, name: &str) -> String {
        self.at(name).display().to_string()
    }

    /// Writes a new pair of keys, whose secret key has the password if there is one.
    fn keys(&self, name: &str, password: Option<&str>) -> (String, String) {
        let pair = match password {
            Some(password) => KeyPair::generate_encrypted_keypair(Some(password.to_owned())).unwrap(),
            None => KeyPair::generate_unencrypted_keypair().unwrap(),
        };
        let (secret, public) = (self.shown(&format!("{name}.key")), self.shown(&format!("{name}.pub")));
        fs::write(&secret, pair.sk.to_box(None).unwrap().into_string()).unwrap();
        fs::write(&public, pair.pk.to_box().unwrap().into_string()).unwrap();
        (secret, public)
    }
}

#[test]
fn rules_that_were_signed_are_used_and_those_that_changed_since_are_not() {
    let place = Place::new();
    let (secret, public) = place.keys("regler", None);
    let rules = place.shown("regler");
    let trusting = ["--rules", &rules, "--trusted-key", &public];
    let report = [&["report", "-", "--period", "2013"], &trusting[..]].concat();
    let unsigned = kvinnofrid_reading(&report, WOMAN).refused(2);
    assert!(
        unsigned.contains("används inte: de är inte signerade; signera dem med `kvinnofrid sign`"),
        "{unsigned}"
    );
    let said = kvinnofrid(&["sign", "--rules", &rules, "--key", &secret]).quiet();
    assert!(said.contains("regler.sha256.minisig\n"), "{said}");
    let trusted = kvinnofrid_reading(&report, WOMAN).quiet();
    assert_eq!(
        trusted,
        kvinnofrid_reading(&["report", "-", "--period", "2013", "--rules", &rules], WOMAN).quiet()
    );
    // The digest in a receipt is one of those that were signed.
    let receipt = kvinnofrid_reading(&[&report[..], &["--format", "json"]].concat(), WOMAN).quiet();
    let receipt: serde_json::Value = serde_json::from_str(&receipt).unwrap();
    let list = fs::read_to_string(place.at("regler/regler.sha256")).unwrap();
    let digest = receipt["receipt"]["digest"].as_str().unwrap();
    assert!(list.contains(&format!("# utgåva prov/prov/1 {digest}\n")), "{list}");
    // Every verb that loads rules.
    for verb in [
        &["programmes"][..],
        &["readings"],
        &["schema"],
        &["words", "--programme", "prov/prov"],
        &["check"],
        &["test"],
    ] {
        assert_eq!(kvinnofrid(&[verb, &trusting].concat()).code, 0, "{verb:?}");
    }
    let file = place.at(RULES);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n")).unwrap();
    for verb in [
        &["programmes"][..],
        &["readings"],
        &["schema"],
        &["words", "--programme", "prov/prov"],
        &["check"],
        &["test"],
    ] {
        let refused = kvinnofrid(&[verb, &trusting].concat()).refused(2);
        assert!(refused.contains("prov/1/10-prov.rhai (ändrad)"), "{verb:?}: {refused}");
    }
    fs::write(&file, text).unwrap();
    kvinnofrid_reading(&report, WOMAN).quiet();
    let (_, other) = place.keys("annan", None);
    let refused = kvinnofrid_reading(
        &["report", "-", "--period", "2013", "--rules", &rules, "--trusted-key", &other],
        WOMAN,
    );
    assert!(refused.refused(2).contains("signerade med en annan nyckel"));
}

#[test]
fn a_change_of_rules_is_compared_between_signed_folders_only() {
    let place = Place::new();
    let (secret, public) = place.keys("regler", None);
    let (rules, changed) = (place.shown("regler"), place.at("nya"));
    let copy = |from: &str, to: &Path| {
        fs::create_dir_all(to.join("prov/prov/1")).unwrap();
        fs::create_dir_all(to.join("gemensamt")).unwrap();
        for file in fs::read_dir(place.at(from).join("gemensamt")).unwrap() {
            let path = file.unwrap().path();
            fs::copy(&path, to.join("gemensamt").join(path.file_name().unwrap())).unwrap();
        }
        fs::write(to.join("prov/prov/1/10-prov.rhai"), TEXT.replace("kvinna", "man")).unwrap();
    };
    copy("regler", &changed);
    let changed = changed.display().to_string();
    let compare = ["diff", &rules, &changed, "--trusted-key", &public];
    kvinnofrid(&["sign", "--rules", &rules, "--key", &secret]).quiet();
    let refused = kvinnofrid(&compare).refused(2);
    assert!(refused.contains("nya används inte: de är inte signerade"), "{refused}");
    kvinnofrid(&["sign", "--rules", &changed, "--key", &secret]).quiet();
    assert_eq!(kvinnofrid(&compare).code, 1);
    // What is embedded needs no key, and where both are, there is nothing to trust.
    let edition = "stockholm/kvinnofrid@2012-2014";
    assert_eq!(kvinnofrid(&["diff", edition, &rules, "--trusted-key", &public]).code, 1);
    let refused = kvinnofrid(&["diff", edition, edition, "--trusted-key", &public]).refused(2);
    assert!(refused.contains("bara regler i en mapp kan vara signerade"), "{refused}");
}

#[test]
fn every_verb_that_reads_rule_files_reads_no_more_of_them_than_is_said() {
    let place = Place::new();
    let rules = place.shown("regler");
    let of_folder = ["--rules", &rules, "--limit", "rule_bytes=1000"];
    for verb in [
        &["programmes"][..],
        &["readings"],
        &["schema"],
        &["words", "--programme", "prov/prov"],
        &["check"],
        &["test"],
        &["book", "--output", "bok"],
        &["report", "-", "--period", "2013"],
        &["validate", "-"],
    ] {
        let refused = kvinnofrid(&[verb, &of_folder].concat()).refused(2);
        assert!(
            refused.contains("mer än 1 000 byte; ange en mindre mapp (gränsen `rule_bytes`)"),
            "{refused}"
        );
    }
    let edition = "stockholm/kvinnofrid@2012-2014";
    let refused = kvinnofrid(&["diff", edition, &rules, "--limit", "rule_files=1"]).refused(2);
    assert!(refused.contains("fler än 1 regelfiler"), "{refused}");
    let refused = kvinnofrid(&["check", &rules, "--limit", "rule_files=0"]).refused(2);
    assert!(refused.contains("`rule_files` kan vara 1–100000"), "{refused}");
    assert_eq!(kvinnofrid(&["programmes", "--rules", &rules, "--limit", "rule_bytes=100000000"]).code, 0);
}

#[test]
fn a_key_with_a_password_signs_with_it_only() {
    let place = Place::new();
    let (secret, public) = place.keys("regler", Some("öppna dig"));
    let rules = place.shown("regler");
    let sign = ["sign", "--rules", &rules, "--key", &secret];
    let wrong = kvinnofrid_reading(&sign, "fel\n").refused(2);
    assert!(wrong.contains("fel lösenord") && !wrong.contains("öppna"), "{wrong}");
    assert!(!place.at("regler/regler.sha256").exists());
    kvinnofrid_reading(&sign, "öppna dig\n").quiet();
    kvinnofrid(&["programmes", "--rules", &rules, "--trusted-key", &public]).quiet();
}

#[test]
fn what_is_no_key_is_refused_and_never_repeated() {
    let place = Place::new();
    let (secret, public) = place.keys("regler", None);
    let rules = place.shown("regler");
    // The wrong one of the two.
    let refused = kvinnofrid(&["programmes", "--rules", &rules, "--trusted-key", &secret]).refused(2);
    let own = fs::read_to_string(&secret).unwrap();
    assert!(
        refused.contains("ingen publik nyckel") && !refused.contains(own.lines().nth(1).unwrap()),
        "{refused}"
    );
    let refused = kvinnofrid(&["sign", "--rules", &rules, "--key", &public]).refused(2);
    assert!(refused.contains("ingen hemlig nyckel") || refused.contains("fel lösenord"), "{refused}");
    let refused = kvinnofrid(&["programmes", "--trusted-key", &public]).refused(2);
    assert!(refused.contains("--rules"), "{refused}");
}

/// Runs a program in the folder of the rules. `None` where it is not installed.
fn run(program: &str, args: &[&str], folder: &Path) -> Option<(bool, String)> {
    match Command::new(program).args(args).current_dir(folder).output() {
        Ok(done) => Some((
            done.status.success(),
            format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr)),
        )),
        Err(error) => {
            assert!(std::env::var_os("KVF_ALL_TOOLS").is_none(), "{program}: {error}");
            None
        }
    }
}

#[test]
fn a_key_that_minisign_made_without_a_password_signs() {
    let place = Place::new();
    let (secret, public) = (place.shown("regler.key"), place.shown("regler.pub"));
    let make = ["-G", "-W", "-p", &public, "-s", &secret];
    let Some((made, said)) = run("minisign", &make, &place.at("regler")) else { return };
    assert!(made, "{said}");
    let sign = ["sign", "--rules", &place.shown("regler"), "--key", &secret];
    kvinnofrid(&sign).quiet();
    kvinnofrid(&["programmes", "--rules", &place.shown("regler"), "--trusted-key", &public]).quiet();
    // A key that was cut short is none.
    let text = fs::read_to_string(&secret).unwrap();
    fs::write(&secret, text.replace("AAAA", "")).unwrap();
    kvinnofrid_reading(&sign, "\n").refused(2);
}

/// The command that the list gives.
#[test]
fn minisign_and_sha256sum_agree() {
    let place = Place::new();
    let (secret, public) = place.keys("regler", None);
    let rules = place.at("regler");
    kvinnofrid(&["sign", "--rules", &place.shown("regler"), "--key", &secret]).quiet();
    let verify = ["-Vm", "regler.sha256", "-p", &public];
    let Some((holds, said)) = run("minisign", &verify, &rules) else { return };
    assert!(holds && said.contains("Trusted comment: kvinnofrid"), "{said}");
    let (holds, said) = run("sha256sum", &["--check", "--strict", "regler.sha256"], &rules).unwrap();
    assert!(holds && said.lines().count() > 4, "{said}");
    // And the other way around: what minisign signs is read.
    let sign =
        ["-S", "-s", &secret, "-m", "regler.sha256", "-x", "regler.sha256.minisig", "-t", "beslut 2026"];
    let (signed, said) = run("minisign", &sign, &rules).unwrap();
    assert!(signed, "{said}");
    kvinnofrid(&["programmes", "--rules", &place.shown("regler"), "--trusted-key", &public]).quiet();
    fs::write(rules.join("regler.sha256"), "# ändrad\n").unwrap();
    assert!(!run("minisign", &verify, &rules).unwrap().0);
}
