//! Reading, checking and compiling the embedded edition 2012–2014, without caches from an earlier load.
//!
//! `first` is the very first load in the process, measured once: caches, allocator and branch predictors are cold.
#![allow(missing_docs, reason = "criterion's macros make functions without")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

use criterion::{Criterion, criterion_group, criterion_main};
use kvinnofrid::{Classifier, Options, Period, Rules};
use std::hint::black_box;
use std::time::Instant;

/// Builds a classifier from the rule files.
fn load() -> Classifier {
    let programme = black_box(Rules::embedded()).programme("stockholm/kvinnofrid").unwrap();
    let edition = programme.edition("2012-2014").unwrap();
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    edition.classifier(&options).unwrap()
}

#[allow(clippy::print_stderr, reason = "criterion cannot measure what happens once")]
fn loading(c: &mut Criterion) {
    let start = Instant::now();
    black_box(load());
    eprintln!("load/first: {:?}, once", start.elapsed());
    c.bench_function("load/again", |b| b.iter(load));
}

criterion_group!(benches, loading);
criterion_main!(benches);
