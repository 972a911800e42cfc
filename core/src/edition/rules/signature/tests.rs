use super::*;
use minisign::KeyPair;
use std::fs;
use std::sync::LazyLock;

static KEYS: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate_unencrypted_keypair().unwrap());

const RULES: &str = r#"utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a" });
målgrupp("g", #{ namn: "Prov", tolkning: "t", post: "person", villkor: |p| p.kön == "man" });
"#;

/// A tree of rules as `kvinnofrid sign` leaves it.
fn tree() -> tempfile::TempDir {
    let tree = tempfile::tempdir().unwrap();
    let folder = tree.path().join("prov/prov/1");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("10-prov.rhai"), RULES).unwrap();
    let shared = tree.path().join("gemensamt");
    fs::create_dir(&shared).unwrap();
    for file in folder::embedded().into_iter().filter(RuleFile::is_shared) {
        fs::write(shared.join(&file.name), &file.bytes).unwrap();
    }
    let list = Rules::signable(tree.path()).unwrap();
    let signed = minisign::sign(None, &KEYS.sk, list.as_bytes(), Some("prov"), None).unwrap();
    fs::write(tree.path().join(LIST), list).unwrap();
    fs::write(tree.path().join(SIGNATURE), signed.into_string()).unwrap();
    tree
}

fn opened(tree: &Path) -> Result<Rules, String> {
    let key = TrustedKey::parse(&KEYS.pk.to_box().unwrap().into_string()).unwrap();
    Rules::open_signed(tree, &key).map_err(|error| error.message(Lang::En))
}

#[test]
fn signed_rules_are_opened_and_their_list_has_the_digest_of_receipts() {
    let tree = tree();
    let rules = opened(tree.path()).unwrap();
    let edition = rules.programme("prov/prov").unwrap().edition("1").unwrap();
    let list = fs::read_to_string(tree.path().join(LIST)).unwrap();
    assert_eq!(Rules::signable(tree.path()).unwrap(), list);
    assert!(list.contains(&format!("# utgåva prov/prov/1 {}\n", edition.digest())), "{list}");
}

#[test]
fn rules_that_are_not_the_signed_ones_are_refused_and_the_files_named() {
    type Change = fn(&Path);
    let changes: &[(Change, &str)] = &[
        (
            |tree| fs::write(tree.join("prov/prov/1/10-prov.rhai"), "// annat").unwrap(),
            "10-prov.rhai (changed)",
        ),
        (|tree| fs::write(tree.join("prov/prov/1/20-mer.rhai"), "// mer").unwrap(), "20-mer.rhai (added)"),
        (|tree| fs::remove_file(tree.join("prov/prov/1/10-prov.rhai")).unwrap(), "10-prov.rhai (removed)"),
        (|tree| fs::remove_file(tree.join(SIGNATURE)).unwrap(), "they are not signed"),
        (|tree| fs::remove_file(tree.join(LIST)).unwrap(), "they are not signed"),
        (|tree| fs::write(tree.join(SIGNATURE), "untrusted comment: x\nåäö\n").unwrap(), "can't be read"),
        (|tree| fs::write(tree.join(SIGNATURE), [0xff; 300]).unwrap(), "can't be read"),
        (|tree| fs::write(tree.join(SIGNATURE), "x".repeat(5_000)).unwrap(), "4 096 bytes"),
        (
            // The list of what is there now, under the signature of another.
            |tree| {
                fs::write(tree.join("prov/prov/1/20-mer.rhai"), "// mer").unwrap();
                fs::write(tree.join(LIST), Rules::signable(tree).unwrap()).unwrap();
            },
            "was changed after it was signed",
        ),
        (
            // One file whose name is the lines of two.
            |tree| {
                let list = fs::read_to_string(tree.join(LIST)).unwrap();
                let last = list.lines().last().unwrap().rsplit('/').next().unwrap().to_owned();
                let folder = tree.join("prov/prov/1");
                fs::rename(folder.join(&last), folder.join(format!("{last}\nx  {last}"))).unwrap();
            },
            "they are not as they were signed",
        ),
    ];
    for (number, (change, expected)) in changes.iter().enumerate() {
        let tree = tree();
        change(tree.path());
        let refused = opened(tree.path()).unwrap_err();
        assert!(refused.contains(expected), "{number}: {refused}");
    }
}

#[test]
fn another_key_is_refused() {
    let tree = tree();
    let other = TrustedKey::parse("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3").unwrap();
    let refused = Rules::open_signed(tree.path(), &other).unwrap_err().message(Lang::Sv);
    assert!(
        refused.ends_with("används inte: de är signerade med en annan nyckel än den angivna"),
        "{refused}"
    );
}

#[test]
fn a_part_of_a_tree_and_rules_with_errors_are_not_signed() {
    let tree = tree();
    let part = Rules::signable(tree.path().join("prov")).unwrap_err().message(Lang::En);
    assert!(part.contains("part of a larger folder"), "{part}");
    fs::write(tree.path().join("prov/prov/1/20-fel.rhai"), "mål(").unwrap();
    assert!(matches!(Rules::signable(tree.path()), Err(Error::Rules(_))));
}

#[test]
fn a_part_of_signed_rules_is_not_trusted_by_itself() {
    let tree = tree();
    let refused = opened(&tree.path().join("prov/prov/1")).unwrap_err();
    assert!(refused.contains("they are not signed"), "{refused}");
}

#[test]
fn what_is_no_key_is_refused_and_not_repeated() {
    for text in [
        "",
        "x",
        "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO",
        "åäö",
        "RWQ\0",
        "untrusted comment: x",
    ] {
        let refused = TrustedKey::parse(text).unwrap_err();
        assert!(matches!(refused, Error::Argument(_)), "{refused}");
        assert!(text.len() < 4 || !refused.to_string().contains(text), "{refused}");
    }
}
