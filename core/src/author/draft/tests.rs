use super::{Draft, draft};
use crate::Rules;
use crate::findings::text::Lang;

/// Returns what `check` and `test` say about a draft.
fn said(draft: &Draft) -> String {
    let files = draft
        .files
        .iter()
        .map(|(name, text)| (format!("{}/{name}", draft.folder), text.clone().into_bytes()));
    let rules = Rules::from_files(files);
    let mut said = String::new();
    let run = rules.test();
    for finding in rules.check().iter().chain(run.findings.iter()) {
        said.push_str(&format!("{} {}\n", finding.code.0, finding.message.get(Lang::Sv)));
    }
    if !run.passed() {
        said.push_str(&run.to_text(rules.sources(), Lang::Sv));
    }
    assert!(run.results().count() > 0, "no example in {}", draft.folder);
    said
}

#[test]
fn a_draft_from_nothing_is_accepted_and_its_examples_hold() {
    let draft = draft("staden/programmet@2030-2031", None, None).unwrap();
    assert_eq!(said(&draft), "");
    for (name, text) in &draft.files {
        assert_eq!(crate::format::format(text).unwrap(), *text, "{name}");
    }
}

#[test]
fn a_draft_from_stockholm_2012_2014_is_accepted_and_its_examples_hold() {
    let draft = draft("stockholm/kvinnofrid@2026-2028", Some("2012-2014"), None).unwrap();
    assert_eq!(said(&draft), "", "{} left out", draft.left_out);
    let examples = draft.files.iter().find(|(name, _)| name.starts_with("90-")).unwrap();
    assert!(examples.1.contains("period: \"2027\"") && !examples.1.contains("2013"), "{}", examples.1);
    let head = draft.files.iter().find(|(name, _)| name == "00-utgava.rhai").unwrap();
    assert!(head.1.contains("gäller: period(\"2026-01-01\", \"2028-12-31\")"), "{}", head.1);
}

#[test]
fn every_shipped_edition_can_be_gone_on_from() {
    let mut all = String::new();
    for programme in Rules::embedded().programmes() {
        for edition in programme.editions() {
            let id = format!("{}@2031-2034", programme.id());
            let draft = draft(&id, Some(&edition.head().edition), None).unwrap();
            all.push_str(&format!("{}: {} left out\n{}", edition.id(), draft.left_out, said(&draft)));
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn an_id_that_is_none_is_refused_with_one_that_is() {
    for id in ["Stockholm/Kvinnofrid@2030", "kvinnofrid@2030", "stockholm/kvinnofrid", "a/b@"] {
        assert!(
            draft(id, None, None).unwrap_err().message(Lang::Sv).contains("stockholm/kvinnofrid@2026-2028")
        );
    }
    let message = draft("a/b@ny", None, None).unwrap_err().message(Lang::Sv);
    assert!(message.contains("`a/b@2026-2028`"), "{message}");
}

#[test]
fn years_in_which_another_edition_is_in_force_are_refused() {
    let message = draft("stockholm/kvinnofrid@2014-2016", None, Some(&Rules::embedded())).unwrap_err();
    assert!(message.message(Lang::Sv).contains("`stockholm/kvinnofrid@2012-2014` gäller då redan"));
}
