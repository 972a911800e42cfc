use super::*;
use crate::author::sample::{Sample, SampleOptions};
use crate::data::input::{InputFormat, JsonRecords};
use crate::findings::text::Lang;
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

#[test]
fn that_nobody_was_classified_is_said_of_each_part_of_the_data() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let periods = vec![Period::parse("2013").unwrap()];
    let mut classifier =
        edition.classifier(&Options { periods, on_error: OnError::Skip, ..Options::default() }).unwrap();
    let mut said = |lines: &str| {
        drop(classifier.take_oddities());
        let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &classifier.schema(), None);
        while classifier.next_of(&mut records).unwrap().is_some() {}
        let notices = classifier.notices();
        notices.iter().map(|notice| (notice.code, notice.text.get(Lang::En).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(said(r#"{"id": 1}"#), []);
    let empty = "no records were classified: the data are empty, or have been read to their end already";
    assert_eq!(said(""), [("nobody_counted", empty.to_owned())]);
    let all = "no records were classified: all were rejected";
    assert_eq!(said(r#"{"id": true}"#), [("nobody_counted", all.to_owned())]);
    assert_eq!(said("\n"), [("nobody_counted", empty.to_owned())]);
    assert_eq!(said(r#"{"id": 1}"#), []);
    drop(classifier.take_oddities());
    classifier.classify(br#"{"id": true}"#, 1).unwrap_err();
    assert_eq!(classifier.notices(), [], "there was one");
}
