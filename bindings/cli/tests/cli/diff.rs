//! `diff`.

use crate::kvinnofrid;
use serde_json::Value;
use std::fs;
use std::path::Path;

const EDITION: &str = "stockholm/kvinnofrid@2012-2014";

/// Writes a copy of the rules of 2012–2014 in which one text is another.
fn copy(to: &Path, old: &str, new: &str) {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut found = false;
    for folder in ["gemensamt", "stockholm/kvinnofrid/2012-2014"] {
        fs::create_dir_all(to.join(folder)).unwrap();
        for file in fs::read_dir(rules.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            found |= text.contains(old);
            fs::write(to.join(folder).join(path.file_name().unwrap()), text.replace(old, new)).unwrap();
        }
    }
    assert!(found, "{old}");
}

#[test]
fn a_copy_that_is_not_edited_differs_in_nothing() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path(), "vuxen", "vuxen");
    let text = kvinnofrid(&["diff", EDITION, folder.path().to_str().unwrap()]).quiet();
    assert!(text.starts_with("stockholm/kvinnofrid@2012-2014, revision "), "{text}");
    assert!(text.ends_with(", prövad för 2012, 2013, 2014\ningenting har ändrats\n"), "{text}");
}

#[test]
fn a_difference_is_a_finding_with_its_witness_and_who_moves() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path(), "p.känd_sedan <= period.slut", "p.känd_sedan < period.slut");
    let data = folder.path().join("personer.ndjson");
    let woman = |id: &str, since: &str| {
        crate::WOMAN.replace("\"id\":\"K1\"", &format!("\"id\":\"{id}\",\"känd_sedan\":\"{since}\"")) + "\n"
    };
    fs::write(&data, woman("K1", "2013-12-31") + &woman("K2", "2013-12-30")).unwrap();
    let (rules, data) = (folder.path().to_str().unwrap(), data.to_str().unwrap());
    let asked = ["diff", EDITION, rules, "--period", "2013", "--data", data, "--by", "stadsdel"];
    let ran = kvinnofrid(&asked);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    assert!(ran.out.contains("indikator kvinnor-kända (antal): ändrad – snävare"), "{}", ran.out);
    assert!(ran.out.contains("känd_sedan 2013-12-31"), "{}", ran.out);
    let ran = kvinnofrid(&[asked.as_slice(), &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let change = &json["changes"][0];
    assert_eq!((&change["what"], &change["id"]), (&"indicator".into(), &"kvinnor-kända".into()));
    assert_eq!(change["verdict"], "stricter");
    assert_eq!((&change["witness"]["before"], &change["witness"]["after"]), (&true.into(), &false.into()));
    let total = &json["moves"]["rows"][0];
    assert_eq!(
        (&total["stadsdel"], &total["leaves"], &total["enters"]),
        (&"Totalt".into(), &1.into(), &0.into())
    );
    assert_eq!((&total["before"], &total["after"]), (&serde_json::json!([2, 2]), &serde_json::json!([1, 1])));
}

#[test]
fn who_moves_is_not_published() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path(), "vuxen", "vuxen");
    let data = folder.path().join("personer.ndjson");
    fs::write(&data, "{\"id\": \"a\", \"kön\": \"kvinna\"}\n").unwrap();
    let (new, data) = (folder.path().to_str().unwrap(), data.to_str().unwrap());
    let asked = ["diff", EDITION, new, "--programme", EDITION, "--data", data, "--protect", "round:5"];
    let refused = kvinnofrid(&asked).refused(2);
    assert!(refused.contains("vilka som flyttar kan inte publiceras"), "{refused}");
    assert!(refused.contains("`report --protect`") && refused.contains("utan `--data`"), "{refused}");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let error = kvinnofrid(&["diff", "stockholm/kvinnofrid@2012-2013", EDITION]).refused(2);
    assert!(error.contains("stockholm/kvinnofrid@2012-2013"), "{error}");
    let error = kvinnofrid(&["diff", EDITION, EDITION, "--renamed", "känd_sedan"]).refused(2);
    assert!(error.starts_with("fel: `känd_sedan` är inget gammalt namn med ett nytt"), "{error}");
    let error = kvinnofrid(&["diff", EDITION, EDITION, "--by", "stadsdel"]).refused(2);
    assert!(error.contains("--data"), "{error}");
}
