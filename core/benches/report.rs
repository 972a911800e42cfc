//! A population: NDJSON in, the fifteen indicators by district out, compared with decoding the same lines alone. With
//! the feature `arrow` also the same persons as a record batch, with plain and with dictionary-encoded texts.
//!
//! `dense` is a case system of a unit for violence in close relations, where most persons are in a target group;
//! `sparse` a register of everyone in contact with social services.
#![allow(missing_docs, reason = "criterion's macros make functions without")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kvinnofrid::document::Document;
use kvinnofrid::input::{InputFormat, RecordReader};
use kvinnofrid::notes::Oddities;
use kvinnofrid::record::Decoder;
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::{Options, Period, Rules};
use std::hint::black_box;
use std::sync::Arc;

/// Re-exports under the module names that `build`, a file of core, uses.
#[cfg(feature = "arrow")]
mod language {
    pub(crate) use kvinnofrid::{date, types};
}

// The record batches are built by the code that the tests use.
#[cfg(feature = "arrow")]
#[allow(dead_code, reason = "only some shapes are measured")]
#[path = "../src/arrow/tests/build.rs"]
mod build;

const PERSONS: u64 = 10_000;

fn lines(affected_per_mille: u16) -> String {
    let options = SampleOptions { persons: PERSONS, affected_per_mille, ..SampleOptions::default() };
    let mut lines = String::new();
    for person in Sample::new(options).unwrap().persons() {
        person.write_json(&mut lines);
        lines.push('\n');
    }
    lines
}

fn report(c: &mut Criterion) {
    let programme = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
    let edition = programme.edition("2012-2014").unwrap();
    let options = Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into()],
        ..Options::default()
    };
    for (name, affected_per_mille) in [("dense", 600), ("sparse", 50)] {
        let lines = lines(affected_per_mille);
        let mut group = c.benchmark_group(format!("report_{name}"));
        group.sample_size(20).throughput(Throughput::Elements(PERSONS));
        group.bench_function("by_district", |b| {
            b.iter(|| {
                let data = black_box(lines.as_bytes());
                let report = edition.report(data, InputFormat::Ndjson, &options).unwrap();
                assert_eq!(report.receipt.editions[0].records, Some(PERSONS));
                report
            });
        });
        #[cfg(feature = "arrow")]
        for (shape, texts) in [("utf8", build::Texts::Small), ("dictionary", build::Texts::Dictionary32)] {
            let shape_of = build::Shape { texts, ..build::PLAIN };
            let records: Vec<_> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let batch = build::batch(edition.schema().layout(), &records, shape_of);
            group.bench_function(format!("by_district_arrow_{shape}"), |b| {
                b.iter(|| {
                    let mut counter = edition.counter(&options).unwrap();
                    counter.add_batch(black_box(&batch)).unwrap();
                    let report = counter.into_partial().finish().unwrap();
                    assert_eq!(report.receipt.editions[0].records, Some(PERSONS));
                    report
                });
            });
        }
        group.bench_function("decode_only", |b| {
            let layout = Arc::new(edition.schema().layout().clone());
            let mut odd = Oddities::default();
            let mut document = Document::new(&layout);
            let mut decoder = Decoder::new(layout);
            b.iter(|| {
                let mut reader = RecordReader::new(black_box(lines.as_bytes()), InputFormat::Ndjson);
                while let Some(record) = reader.next_record().unwrap() {
                    decoder.read(record.json, record.row, &mut document, &mut odd).unwrap();
                }
            });
        });
        group.finish();
    }
}

criterion_group!(benches, report);
criterion_main!(benches);
