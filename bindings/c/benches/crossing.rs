//! What a call through the C ABI costs beside the evaluation itself.

#![allow(unsafe_code, missing_docs, clippy::unwrap_used, reason = "a benchmark, of calls as C makes them")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kvf_capi::{
    KVF_FORMAT_JSON, KVF_FORMAT_NDJSON, kvf_classify_json, kvf_options, kvf_options_add_period,
    kvf_options_new, kvf_programme, kvf_programme_load, kvf_rules_embedded,
};
use kvinnofrid::input::{InputFormat, JsonRecords};
use kvinnofrid::{Options, Period, Rules};
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::ptr::null;

/// The persons that are shipped.
const PERSONS: &str = include_str!("../../../examples/data/personer.ndjson");

fn made<T>(call: impl FnOnce(Option<&mut MaybeUninit<Option<Box<T>>>>) -> i32) -> Box<T> {
    let mut out = MaybeUninit::new(None);
    assert_eq!(call(Some(&mut out)), 0);
    // SAFETY: it was initialised above.
    unsafe { out.assume_init() }.unwrap()
}

fn classify(programme: &kvf_programme, options: &kvf_options, format: i32, json: &str) -> usize {
    let answer = made(|out| {
        // SAFETY: a text with its length.
        unsafe {
            kvf_classify_json(
                programme.into(),
                options.into(),
                format,
                json.as_ptr().cast(),
                json.len(),
                out,
                None,
                None,
            )
        }
    });
    kvf_capi::kvf_bytes_view((&*answer).into()).len
}

fn crossing(criterion: &mut Criterion) {
    let rules = made(|out| kvf_rules_embedded(out, None));
    let programme = made(|out| {
        let id = "stockholm/kvinnofrid";
        // SAFETY: a text with its length; nothing where there is none.
        unsafe {
            kvf_programme_load(
                (&*rules).into(),
                id.as_ptr().cast(),
                id.len(),
                null(),
                0,
                null(),
                0,
                out,
                None,
            )
        }
    });
    let options = made(|out| kvf_options_new(out, None));
    // SAFETY: a text with its length.
    assert_eq!(unsafe { kvf_options_add_period((&*options).into(), "2013".as_ptr().cast(), 4, None) }, 0);

    let periods = vec![Period::parse("2013").unwrap()];
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let mut classifier = edition.classifier(&Options { periods, ..Options::default() }).unwrap();
    let first = PERSONS.lines().next().unwrap();

    let mut one = criterion.benchmark_group("one record");
    one.throughput(Throughput::Bytes(first.len() as u64));
    one.bench_function("rust", |bencher| {
        bencher.iter(|| {
            let answer = classifier.classify(black_box(first).as_bytes(), 1).unwrap();
            serde_json::to_vec(&answer).unwrap().len()
        });
    });
    one.bench_function("c", |bencher| {
        bencher.iter(|| classify(&programme, &options, KVF_FORMAT_JSON, black_box(first)));
    });
    one.finish();

    let mut all = criterion.benchmark_group("2 000 records");
    all.throughput(Throughput::Bytes(PERSONS.len() as u64));
    all.bench_function("rust", |bencher| {
        bencher.iter(|| {
            let bytes = black_box(PERSONS).as_bytes();
            let mut records = JsonRecords::new(bytes, InputFormat::Ndjson, &edition.schema(), None);
            let mut lines = Vec::new();
            while let Some(answer) = classifier.next_of(&mut records).unwrap() {
                serde_json::to_writer(&mut lines, &answer).unwrap();
                lines.push(b'\n');
            }
            lines.len()
        });
    });
    all.bench_function("c", |bencher| {
        bencher.iter(|| classify(&programme, &options, KVF_FORMAT_NDJSON, black_box(PERSONS)));
    });
    all.finish();
}

criterion_group!(benches, crossing);
criterion_main!(benches);
