//! Protecting a city's report: fifteen indicators, fourteen districts and those without one, three years.
#![allow(missing_docs, reason = "criterion's macros make functions without")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

use criterion::{Criterion, criterion_group, criterion_main};
use kvinnofrid::input::InputFormat;
use kvinnofrid::protect::ledger::MemoryStore;
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::{Options, Period, Rules};
use std::hint::black_box;

fn protect(c: &mut Criterion) {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options {
        periods: ["2012", "2013", "2014"].map(|year| Period::parse(year).unwrap()).to_vec(),
        by: vec!["stadsdel".into()],
        ..Options::default()
    };
    for persons in [4_000, 100_000] {
        let sample = Sample::new(SampleOptions { persons, ..SampleOptions::default() }).unwrap();
        let mut lines = String::new();
        for person in sample.persons() {
            person.write_json(&mut lines);
            lines.push('\n');
        }
        let partial = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options).unwrap();
        let mut group = c.benchmark_group(format!("protect_{persons}_persons"));
        group.sample_size(10);
        for method in ["round:5", "suppress:5"] {
            let key = Key::new(b"sixteen bytes or more, at random").unwrap();
            let protect = Protect { method: Method::parse(method).unwrap(), key };
            group.bench_function(method, |b| {
                b.iter(|| black_box(&partial).protect(&protect, &mut MemoryStore::default()).unwrap());
            });
        }
    }
}

criterion_group!(benches, protect);
criterion_main!(benches);
