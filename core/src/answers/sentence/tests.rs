use crate::findings::text::Lang;
use crate::{Edition, Rules};
use std::collections::BTreeMap;
use std::sync::Arc;

fn edition(programme: &str, edition: &str) -> Arc<Edition> {
    Rules::embedded().programme(programme).unwrap().edition(edition).unwrap()
}

fn all(edition: &Edition, readings: &BTreeMap<String, String>, lang: Lang) -> String {
    let sentences = edition.sentences(readings).unwrap();
    sentences.iter().map(|it| format!("{}: {}\n\n", it.id, it.text.get(lang))).collect()
}

#[test]
fn the_conditions_of_stockholm_2012_2014_in_swedish() {
    insta::assert_snapshot!(all(&edition("stockholm/kvinnofrid", "2012-2014"), &BTreeMap::new(), Lang::Sv));
}

#[test]
fn the_conditions_of_stockholm_2012_2014_in_english() {
    insta::assert_snapshot!(all(&edition("stockholm/kvinnofrid", "2012-2014"), &BTreeMap::new(), Lang::En));
}

#[test]
fn the_conditions_of_stockholm_2012_2014_under_every_second_alternative() {
    let edition = edition("stockholm/kvinnofrid", "2012-2014");
    let others = edition.model().interpretations.iter().filter(|it| it.without_effect.is_none());
    let switched =
        others.map(|it| (it.id.clone(), it.alternatives[usize::from(it.chosen == 0)].0.clone())).collect();
    insta::assert_snapshot!(all(&edition, &switched, Lang::Sv));
}

#[test]
fn the_conditions_of_the_other_editions_in_swedish() {
    let mut text = String::new();
    for programme in Rules::embedded().programmes() {
        for edition in
            programme.editions().iter().filter(|edition| edition.id() != "stockholm/kvinnofrid@2012-2014")
        {
            text.push_str(&format!("{}\n\n{}", edition.id(), all(edition, &BTreeMap::new(), Lang::Sv)));
        }
    }
    insta::assert_snapshot!(text);
    assert!(!text.contains('`') && !text.contains("||"), "raw rules in {text}");
}
