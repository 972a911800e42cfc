//! The cost of counting: adding a result to an existing cell, hashing a record's key, finding a cell, and merging.
#![allow(missing_docs, reason = "criterion's macros make functions without")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kvinnofrid::date::Period;
use kvinnofrid::internals::distinct::{Key16, KeySet};
use kvinnofrid::internals::truth::Truth;
use kvinnofrid::partial::{
    Breakdown, Header, IndicatorHead, Kind, Measure, Outcome, Partial, PartialOptions, Run, Stratum,
};
use std::hint::black_box;

const RECORDS: u64 = 100_000;
const DISTRICTS: u64 = 14;

/// Fifteen indicators, ten counts of persons and five shares, by district.
fn partial() -> Partial {
    let kinds = [Kind::Antal, Kind::Antal, Kind::Andel].into_iter().cycle().take(15);
    let indicators: Vec<IndicatorHead> = kinds
        .enumerate()
        .map(|(i, kind)| IndicatorHead {
            id: i.to_string(),
            name: i.to_string(),
            kind,
            unit: "person".into(),
            target_group: "g".into(),
            goal: None,
            rbs: None,
        })
        .collect();
    let measure = |head: &IndicatorHead| match head.kind {
        Kind::Antal => Measure::Persons,
        Kind::Andel => Measure::Share,
    };
    let measures = vec![indicators.iter().map(measure).collect()];
    let header = Header {
        programme: "p".into(),
        edition: "e".into(),
        revision: "1.0.0".into(),
        digest: String::new(),
        record: "person".into(),
        goals: Vec::new(),
        runs: vec![Run { period: Period::parse("2013").unwrap(), reading: None }],
        breakdowns: vec![Breakdown { name: "stadsdel".into(), categories: None }],
        indicators,
        derived: Vec::new(),
        protected_identity: None,
        readings: std::collections::BTreeMap::new(),
    };
    Partial::new(header, measures, PartialOptions::default()).unwrap()
}

fn truth(n: u64) -> Truth {
    [Truth::True, Truth::False, Truth::Unknown][((n * 2_654_435_761) >> 7) as usize % 3]
}

fn benches(c: &mut Criterion) {
    let names: Vec<String> = (0..DISTRICTS).map(|d| format!("Stadsdel nummer {d}")).collect();
    let mut group = c.benchmark_group("partial");

    group.throughput(Throughput::Elements(RECORDS * 15));
    group.bench_function("add", |b| {
        let mut partial = partial();
        let cells: Vec<_> = names.iter().map(|n| partial.cell(0, &[Stratum::Known(n)]).unwrap()).collect();
        b.iter(|| {
            for record in 0..RECORDS {
                let cell = cells[(record % DISTRICTS) as usize];
                for indicator in 0..15u64 {
                    let answer = truth(record + indicator);
                    let outcome = if indicator % 3 == 2 {
                        Outcome::Share { denominator: answer, numerator: truth(record), asked: false }
                    } else {
                        Outcome::Persons(answer)
                    };
                    partial.add(cell, indicator as usize, black_box(outcome)).unwrap();
                }
            }
        });
    });

    group.throughput(Throughput::Elements(RECORDS));
    group.bench_function("cell", |b| {
        let mut partial = partial();
        b.iter(|| {
            for record in 0..RECORDS {
                let name = &names[(record % DISTRICTS) as usize];
                black_box(partial.cell(0, &[Stratum::Known(name)]).unwrap());
            }
        });
    });
    for (name, step) in [("open_record in order", 1), ("open_record out of order", 61_803)] {
        let keys: Vec<String> = (0..RECORDS).map(|i| format!("p{:09}", i * step % RECORDS)).collect();
        group.bench_function(name, |b| {
            b.iter_batched(
                partial,
                |mut partial| {
                    keys.iter().for_each(|key| partial.open_record(Some(key), 1).unwrap());
                    partial
                },
                BatchSize::LargeInput,
            );
        });
    }
    let set = |from: u64, step: u64| {
        let mut set = KeySet::new();
        (0..RECORDS / 2).for_each(|i| {
            set.insert(Key16::new(&format!("p{:09}", from + i * step % (RECORDS / 2))));
        });
        set
    };
    for (name, step) in [("merge in order", 1), ("merge out of order", 30_901)] {
        let (a, b_) = (set(0, step), set(RECORDS / 2, step));
        group.bench_function(name, |b| {
            b.iter_batched(
                || a.clone(),
                |mut a| {
                    assert!(!a.intersects(&b_));
                    a.union(&b_);
                    a
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(partial_benches, benches);
criterion_main!(partial_benches);
