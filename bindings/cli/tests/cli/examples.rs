//! `kvinnofrid test`.

use super::{Ran, kvinnofrid};
use std::path::Path;

const RULES: &str = r#"utgåva("stad/program@2013", #{
    revision: "1.0.0", titel: "Program", gäller: period("2013-01-01", "2013-12-31"), status: "utkast",
});
källa("S", #{ titel: "Källa", ställen: #{ "1": "Kvinnor" } });
målgrupp("kvinnor", #{ namn: "Kvinnor", källa: "S", ställe: "1", post: "person", villkor: |p| p.kön == "kvinna" });
"#;
const WOMAN: &str = r#"exempel("Kvinna", #{
    post: #{ kön: "kvinna" }, period: "2013", väntat: #{ målgrupper: #{ kvinnor: true } },
});
"#;
const UNKNOWN: &str = r#"exempel("Kön saknas", #{
    post: #{}, period: "2013",
    väntat: #{ målgrupper: #{ kvinnor: false } },
});
"#;

/// A folder with the rules above and these examples.
fn folder(examples: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("10-regler.rhai"), RULES).unwrap();
    std::fs::write(folder.path().join("90.exempel.rhai"), examples).unwrap();
    folder
}

/// Runs `kvinnofrid test` with these arguments. The folder's own path is taken away from what it writes.
fn test(args: &[&str], folder: &Path) -> Ran {
    let ran = kvinnofrid(&[&["test"], args].concat());
    let own = format!("{}/", folder.display());
    Ran { code: ran.code, out: ran.out.replace(&own, ""), err: ran.err.replace(&own, "") }
}

#[test]
fn the_embedded_examples_pass_in_one_line() {
    let out = kvinnofrid(&["test"]).quiet();
    assert!(
        out.contains(" exempel körda, alla stämmer (")
            && out.ends_with(" filer)\n")
            && out.lines().count() == 1,
        "{out}"
    );
}

#[test]
fn what_differs_is_shown_with_its_place_and_ends_in_findings() {
    let folder = folder(&format!("{WOMAN}{UNKNOWN}"));
    let path = folder.path().to_str().unwrap();
    let Ran { code, out, err } = test(&[path], folder.path());
    assert_eq!((code, err.as_str()), (1, ""));
    insta::assert_snapshot!(out, @r#"
    90.exempel.rhai:4:9: exempel `Kön saknas`
      rad 6: väntat kvinnor = false
             blev   kvinnor = okänt, saknas kön
    2 exempel körda, 1 stämmer inte (7 filer, varav 5 gemensamma ur biblioteket)
    "#);
    let Ran { out: english, .. } = test(&[path, "--lang", "en"], folder.path());
    insta::assert_snapshot!(english, @r#"
    90.exempel.rhai:4:9: example `Kön saknas`
      line 6: expected kvinnor = false
              got      kvinnor = unknown, missing kön
    2 examples run, 1 not as expected (7 files, 5 of them shared ones of the library)
    "#);
}

#[test]
fn a_warning_alone_is_no_failure() {
    let folder = folder(WOMAN);
    let Ran { code, out, .. } =
        test(&["--rules", folder.path().to_str().unwrap(), "--format", "concise"], folder.path());
    assert_eq!(code, 0);
    insta::assert_snapshot!(out, @r#"
    10-regler.rhai:5:10: varning[W0606] inget exempel väntar sig false av målgruppen `kvinnor`
    1 exempel kört, det stämmer (7 filer, varav 5 gemensamma ur biblioteket)
    "#);
}

#[test]
fn mistakes_in_examples_are_findings() {
    let folder = folder(&WOMAN.replace("kvinnor", "kvinor"));
    let Ran { code, out, .. } =
        test(&[folder.path().to_str().unwrap(), "--format", "concise"], folder.path());
    assert_eq!(code, 1);
    insta::assert_snapshot!(out, @r#"
    90.exempel.rhai:2:73: fel[E0207] målgrupp `kvinor` finns inte
    0 exempel körda; 1 fel och 0 varningar i regelfilerna (7 filer, varav 5 gemensamma ur biblioteket)
    "#);
}

#[test]
fn json_has_every_rule_set_with_its_examples() {
    let folder = folder(&format!("{WOMAN}{UNKNOWN}"));
    let Ran { code, out, .. } = test(&[folder.path().to_str().unwrap(), "--format", "json"], folder.path());
    assert_eq!(code, 1);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&json[0]["passed"], &json[0]["failed"]), (&1.into(), &1.into()));
    assert_eq!(json[0]["examples"][1]["differences"][0]["got"], "kvinnor = okänt, saknas kön");
}

#[test]
fn a_folder_that_is_not_there_is_a_usage_error() {
    let folder = folder(WOMAN);
    let missing = folder.path().join("finns-inte");
    let err = test(&[missing.to_str().unwrap()], folder.path()).refused(2);
    assert!(err.starts_with("fel: finns-inte kan inte läsas"), "{err}");
}
