use crate::author::sample::{Sample, SampleOptions};
use crate::data::document::Document;
use crate::data::input::csv::{CsvOptions, CsvRecords, TableFile};
use crate::data::input::{InputFormat, JsonRecords, Records};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::{Error, InputError};
use crate::{Classification, Edition, Lang, OnError, Options, Period, Rules};
use std::sync::Arc;

const THREADS: [usize; 3] = [1, 2, 8];

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn options(threads: usize, on_error: OnError) -> Options {
    Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into()],
        on_error,
        threads,
        ..Options::default()
    }
}

/// Everything observable of a call: the partial, the rejections, the oddities, and the error.
#[derive(Debug, PartialEq)]
struct Seen {
    partial: Vec<u8>,
    records: u64,
    rejected: u64,
    rejections: Vec<String>,
    odd: Oddities,
    absent: Vec<String>,
    error: Option<String>,
}

fn counted(edition: &Arc<Edition>, options: &Options, records: &mut dyn Records) -> Seen {
    let mut counter = edition.counter(options).unwrap();
    let error = counter.add_all(records).err().map(|error| error.message(Lang::Sv));
    let rejections = counter.rejections().iter().map(|error| error.message(Lang::Sv)).collect();
    let odd = counter.oddities().clone();
    let partial = counter.into_partial();
    Seen {
        partial: partial.to_bytes().unwrap(),
        records: partial.records(),
        rejected: partial.rejected(),
        rejections,
        odd,
        absent: partial.absent_fields().to_vec(),
        error,
    }
}

/// Asserts that several threads count the same as one, and returns that.
fn same_for_all(on_error: OnError, mut open: impl FnMut(&Edition) -> Box<dyn Records>) -> Seen {
    let edition = edition();
    let seen = THREADS.map(|threads| counted(&edition, &options(threads, on_error), &mut *open(&edition)));
    for (threads, other) in THREADS.iter().zip(&seen) {
        // The bytes of a partial are of no use in a failure message.
        assert!(other.partial == seen[0].partial, "{threads} threads give another partial");
        assert_eq!(other, &seen[0], "{threads} threads");
    }
    let [one, ..] = seen;
    one
}

fn json(text: &str, format: InputFormat) -> impl FnMut(&Edition) -> Box<dyn Records> {
    let text = text.as_bytes().to_vec();
    move |edition| {
        Box::new(JsonRecords::new(std::io::Cursor::new(text.clone()), format, &edition.schema(), None))
    }
}

fn persons(count: u64) -> Vec<String> {
    let sample = Sample::new(SampleOptions { persons: count, ..SampleOptions::default() }).unwrap();
    sample
        .persons()
        .map(|person| {
            let mut line = String::new();
            person.write_json(&mut line);
            line
        })
        .collect()
}

/// Many small records: a few parts of them.
fn many(count: u64) -> Vec<String> {
    let districts = ["Bromma", "Farsta", "Älvsjö"];
    (0..count)
        .map(|n| format!(r#"{{"id": {n}, "kön": "kvinna", "stadsdel": "{}"}}"#, districts[n as usize % 3]))
        .collect()
}

#[test]
fn persons_give_the_same_partial_whatever_the_number_of_threads() {
    let lines = persons(2500).join("\n");
    assert!(lines.len() > 3 << 19, "one part alone shows nothing");
    let seen = same_for_all(OnError::Stop, json(&lines, InputFormat::Ndjson));
    assert_eq!((seen.records, seen.error), (2500, None));
    let list = format!("[{}]", lines.replace('\n', ","));
    let of_list = same_for_all(OnError::Stop, json(&list, InputFormat::Json));
    assert!(of_list.partial == seen.partial);
}

#[test]
fn the_first_bad_row_is_told_and_all_before_it_are_counted() {
    let good = many(10_000);
    let cases: [(&[(usize, &str)], &str); 5] = [
        (&[(9000, r#"{"id": 8999, "kön": 4}"#), (9500, "x")], "rad 9001: kön: "),
        // A key of an earlier part, before the error of the part itself.
        (&[(5000, r#"{"id": 17}"#), (5001, "x")], "rad 5001: id: nyckeln har redan förekommit"),
        (&[(5000, "x"), (5001, r#"{"id": 17}"#)], "rad 5001: "),
        (&[(9999, r#"{"id": 0}"#)], "rad 10000: id: nyckeln har redan förekommit"),
        (&[(0, "{}")], "rad 1: id: nyckeln saknas"),
    ];
    for (bad, message) in cases {
        let mut lines = good.clone();
        bad.iter().for_each(|(at, line)| lines[*at] = (*line).to_owned());
        let seen = same_for_all(OnError::Stop, json(&lines.join("\n"), InputFormat::Ndjson));
        let error = seen.error.unwrap();
        assert!(error.starts_with(message), "{error}");
        assert_eq!(seen.records, bad[0].0 as u64);
    }
}

#[test]
fn the_same_records_are_passed_over_for_the_same_reasons() {
    let mut lines = many(13_500);
    for at in (0..13_500).step_by(500) {
        lines[at] = r#"{"id": "ny", "kön": "x"}"#.into();
        lines[at + 1] = format!(r#"{{"id": {}, "insatser{}": 1}}"#, at / 2, at / 500);
    }
    // The key of a skipped record may be another's.
    lines[12_345] = r#"{"id": 13499, "stadsdel": "Totalt"}"#.into();
    lines[13_000] = r#"{"id": "19811218-9876"}"#.into();
    let seen = same_for_all(OnError::Skip, json(&lines.join("\r\n"), InputFormat::Ndjson));
    assert_eq!(seen.records + seen.rejected, 13_500);
    assert_eq!((seen.error, seen.rejections.len(), seen.odd.unknown_fields().len()), (None, 20, 20));
    assert!(seen.rejected > 27 && seen.odd.personnummer() == 1, "{} {:?}", seen.rejected, seen.odd);
    assert_eq!(seen.odd.unknown_in_short()[0].0, "insatser0");
}

#[test]
fn a_stream_that_breaks_is_counted_up_to_there() {
    let list = format!("[{}, {{\"id\": 1", many(9000).join(","));
    for on_error in [OnError::Stop, OnError::Skip] {
        let seen = same_for_all(on_error, json(&list, InputFormat::Json));
        assert_eq!(seen.records, 9000);
        assert!(seen.error.unwrap().starts_with("rad 9001: filen tar slut mitt i posten"));
    }
}

#[test]
fn csv_with_a_table_beside_it_gives_the_same_partial_too() {
    let persons: String = (0..9000).map(|n| format!("{n};kvinna;1980-01-01\n")).collect();
    let persons = format!("id;kön;födelsedatum;annat\n{}", persons.replace('\n', ";x\n"));
    let insatser: String = (0..9000).map(|n| format!("{};2013-02-01\n", n / 2)).collect();
    for (on_error, insatser) in [
        (OnError::Stop, format!("id;erbjuden\n{insatser}")),
        (OnError::Stop, format!("id;erbjuden\n{insatser}9500;2013-01-01\n")),
        (OnError::Skip, format!("id;erbjuden\n{insatser}9500;2013-01-01\n17;igår\n")),
    ] {
        let open = |edition: &Edition| -> Box<dyn Records> {
            let tables = vec![TableFile::from_bytes("insatser", insatser.as_bytes())];
            let options = CsvOptions { tables, on_error, ..CsvOptions::default() };
            let reader = std::io::Cursor::new(persons.clone().into_bytes());
            Box::new(CsvRecords::new(reader, &edition.schema(), options).unwrap())
        };
        let seen = same_for_all(on_error, open);
        assert_eq!(seen.records + seen.rejected, 9000);
        assert_eq!(seen.error.is_some(), on_error == OnError::Stop && insatser.contains("9500"));
        assert_eq!(seen.odd.unknown_fields().len(), 1);
    }
}

#[test]
fn a_long_record_among_short_ones_is_passed_over_alone() {
    let mut lines = many(3000);
    lines[1000] = format!(r#"{{"id": "lång", "annat": "{}"}}"#, "x".repeat(16 << 20));
    let seen = same_for_all(OnError::Skip, json(&lines.join("\n"), InputFormat::Ndjson));
    assert_eq!((seen.records, seen.rejected), (2999, 1));
    assert!(seen.rejections[0].starts_with("rad 1001: posten är för stor"), "{:?}", seen.rejections);
}

#[test]
fn a_limit_is_reached_in_the_same_row() {
    let lines: Vec<String> = (0..10_050).map(|n| format!(r#"{{"id": {n}, "stadsdel": "nr {n}"}}"#)).collect();
    let seen = same_for_all(OnError::Skip, json(&lines.join("\n"), InputFormat::Ndjson));
    assert!(seen.error.unwrap().contains("10000 olika värden"));
    assert_eq!(seen.records, 10_000);
}

/// Records that panic at one of them.
struct Panics(u64);

impl Records for Panics {
    fn next(&mut self, _: &mut Document) -> Result<Option<u64>, InputError> {
        self.0 += 1;
        assert!(self.0 < 5000, "a panic that is meant");
        Ok(Some(self.0))
    }

    fn is_broken(&self) -> bool {
        false
    }

    fn decoder(&self) -> &Decoder {
        panic!("a panic that is meant")
    }

    fn take_oddities(&mut self) -> Oddities {
        panic!("a panic that is meant")
    }
}

#[test]
fn a_reader_that_panics_does_so_for_the_caller() {
    for threads in THREADS {
        let result = std::panic::catch_unwind(|| {
            let mut counter = edition().counter(&options(threads, OnError::Skip)).unwrap();
            counter.add_all(&mut Panics(0))
        });
        assert!(result.is_err());
    }
}

fn classified(
    threads: usize,
    on_error: OnError,
    lines: &str,
) -> (Vec<String>, Vec<String>, u64, Option<String>) {
    let edition = edition();
    let options = Options { by: vec![], ..options(threads, on_error) };
    let mut classifier = edition.classifier(&options).unwrap();
    let mut records = json(lines, InputFormat::Ndjson)(&edition);
    let mut answers = Vec::new();
    let line = |answer: &Classification| serde_json::to_string(answer).unwrap();
    let done = classifier.classify_all(&mut *records, line, |line| {
        answers.push(line);
        Ok::<(), Error>(())
    });
    let rejections = classifier.rejections().iter().map(|e| e.message(Lang::Sv)).collect();
    (answers, rejections, classifier.rejected(), done.err().map(|e| e.message(Lang::Sv)))
}

#[test]
fn classifications_come_in_the_order_of_the_records() {
    let mut lines = persons(1500);
    let whole = lines.join("\n");
    lines[700] = "x".into();
    lines[1400] = "y".into();
    let with_bad = lines.join("\n");
    for (on_error, lines, answers, rejected) in [
        (OnError::Stop, &whole, 1500, 0),
        (OnError::Stop, &with_bad, 700, 0),
        (OnError::Skip, &with_bad, 1498, 2),
    ] {
        let one = classified(1, on_error, lines);
        assert_eq!((one.0.len(), one.2), (answers, rejected));
        for threads in THREADS {
            assert_eq!(classified(threads, on_error, lines), one, "{threads} threads");
        }
    }
}

#[test]
fn whoever_takes_classifications_can_stop() {
    let edition = edition();
    let lines = persons(1500).join("\n");
    for threads in THREADS {
        let mut classifier =
            edition.classifier(&Options { by: vec![], ..options(threads, OnError::Stop) }).unwrap();
        let mut taken = 0;
        let done = classifier.classify_all(
            &mut *json(&lines, InputFormat::Ndjson)(&edition),
            |_| (),
            |()| {
                taken += 1;
                if taken == 900 { Err(Error::Internal("nog".into())) } else { Ok(()) }
            },
        );
        assert!(matches!(done, Err(Error::Internal(_))));
        assert_eq!(taken, 900);
    }
}
