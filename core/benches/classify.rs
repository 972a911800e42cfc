//! One person at a time: JSON in, target groups out, compared with serde_json reading the same bytes.
#![allow(missing_docs, reason = "criterion's macros make functions without")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kvinnofrid::document::Document;
use kvinnofrid::notes::Oddities;
use kvinnofrid::record::Decoder;
use kvinnofrid::{Classification, Options, Period, Rules};
use std::hint::black_box;
use std::sync::Arc;
use typed::{Person, RECORD};

#[path = "person/typed.rs"]
mod typed;

fn classify(c: &mut Criterion) {
    let programme = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
    let edition = programme.edition("2012-2014").unwrap();
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let mut group = c.benchmark_group("classify");
    group.throughput(Throughput::Bytes(RECORD.len() as u64));

    group.bench_function("json_to_groups", |b| {
        let mut classifier = edition.classifier(&options).unwrap();
        b.iter(|| {
            let answer = classifier.classify(black_box(RECORD.as_bytes()), 1).unwrap();
            assert_eq!(answer.groups[0].1, Some(true));
            answer
        });
    });
    // As in `classify_all`: reuses the allocations of the previous result.
    group.bench_function("json_to_groups_again", |b| {
        let mut classifier = edition.classifier(&options).unwrap();
        let mut answer = Classification::default();
        b.iter(|| {
            classifier.classify_into(black_box(RECORD.as_bytes()), 1, &mut answer).unwrap();
            assert_eq!(black_box(&answer).groups[0].1, Some(true));
        });
    });
    // Evaluation alone.
    group.bench_function("parsed_to_groups_again", |b| {
        let layout = Arc::new(edition.schema().layout().clone());
        let mut odd = Oddities::default();
        let mut document = Document::new(&layout);
        Decoder::new(layout).read(RECORD.as_bytes(), 1, &mut document, &mut odd).unwrap();
        let mut classifier = edition.classifier(&options).unwrap();
        let mut answer = Classification::default();
        b.iter(|| {
            classifier.classify_document_into(black_box(&document), 1, &mut answer).unwrap();
            assert_eq!(black_box(&answer).groups[0].1, Some(true));
        });
    });
    // The same decoding as above and nothing else.
    group.bench_function("decode_only", |b| {
        let layout = Arc::new(edition.schema().layout().clone());
        let mut odd = Oddities::default();
        let mut document = Document::new(&layout);
        let mut decoder = Decoder::new(layout);
        b.iter(|| {
            decoder.read(black_box(RECORD.as_bytes()), 1, &mut document, &mut odd).unwrap();
            black_box(&document);
        });
    });
    // Parsing alone, into structs with only the fields of this record.
    group.bench_function("serde_json_typed", |b| {
        b.iter(|| serde_json::from_slice::<Person>(black_box(RECORD.as_bytes())).unwrap());
    });
    group.bench_function("serde_json_value", |b| {
        b.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(RECORD.as_bytes())).unwrap());
    });
    group.finish();
}

criterion_group!(benches, classify);
criterion_main!(benches);
