use super::*;
use crate::author::sample::{Sample, SampleOptions};
use crate::{Period, Rules};

fn classifier(edition: &str, year: &str) -> Classifier {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition(edition).unwrap();
    let periods = vec![Period::parse(year).unwrap()];
    edition.classifier(&Options { periods, ..Options::default() }).unwrap()
}

fn persons() -> Vec<String> {
    let options = SampleOptions { persons: 300, affected_per_mille: 600, ..SampleOptions::default() };
    let json = |person: crate::author::sample::Record| {
        let mut json = String::new();
        person.write_json(&mut json);
        json
    };
    Sample::new(options).unwrap().persons().map(json).collect()
}

#[test]
fn an_answer_in_the_room_of_an_earlier_one_is_the_answer_by_itself() {
    let (mut old, mut new) = (classifier("2012-2014", "2013"), classifier("2021-2025", "2023"));
    let mut answer = Classification::default();
    let mut unknown = 0;
    for (row, person) in (1..).zip(persons()) {
        // Alternates between two editions, which have different groups, sometimes after a record without a key.
        for classifier in [&mut old, &mut new] {
            classifier.classify_into(person.as_bytes(), row, &mut answer).unwrap();
            assert_eq!(answer, classifier.classify(person.as_bytes(), row).unwrap());
            unknown += answer.missing.len();
        }
        if row % 50 == 0 {
            old.classify_into(b"{}", row, &mut answer).unwrap();
            assert_eq!(answer, old.classify(b"{}", row).unwrap());
            assert_eq!(answer.id, None);
        }
    }
    assert!(unknown > 100, "{unknown}");
}

#[test]
fn nothing_of_an_earlier_record_is_left_after_an_error() {
    let mut classifier = classifier("2012-2014", "2013");
    let mut answer = classifier.classify(br#"{"id": "a1"}"#, 1).unwrap();
    assert_eq!(answer.id.as_deref(), Some("a1"));
    classifier.classify_into(br#"{"id": true}"#, 2, &mut answer).unwrap_err();
    assert_eq!(answer, Classification::default());
}
