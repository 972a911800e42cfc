//! One file of persons, counted in ways that are Rust's: by kvinnofrid, by a loop written by hand, and, for the floor, read only.
//!
//! `columns FILE THREADS` reads commands, one a line, as the engines in Python do: `answer WAY`, `run WAY SECONDS`.

mod by_hand;
mod floor;
mod tally;
mod truth;
mod view;

use arrow_ipc::reader::FileReader;
use by_hand::Persons;
use kvinnofrid::arrow::Persons as Taken;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::output::{Format, write};
use kvinnofrid::{Edition, Lang, Options, Period, Report, Rules};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::time::Instant;

const WAYS: [&str; 5] = ["unchecked", "checked", "taken-in", "by-hand", "floor"];

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct Work<'a> {
    batch: &'a RecordBatch,
    edition: Arc<Edition>,
    options: Options,
    taken_in: Taken,
    persons: Persons<'a>,
    touched: Vec<&'a [u8]>,
    threads: usize,
}

impl<'a> Work<'a> {
    fn new(batch: &'a RecordBatch, threads: usize) -> Outcome<Self> {
        let periods = vec![Period::parse("2013")?];
        let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
        Ok(Self {
            batch,
            taken_in: Taken::new([Ok(batch.clone())], &edition.schema(), None)?,
            edition,
            options: Options { periods, by: vec!["stadsdel".into()], threads, ..Options::default() },
            persons: Persons::new(batch),
            touched: floor::touched(batch),
            threads,
        })
    }

    fn report(&self, way: &str) -> Outcome<Report> {
        let assume_unique = way != "checked";
        let mut counter = self.edition.counter(&Options { assume_unique, ..self.options.clone() })?;
        match way {
            "taken-in" => counter.add_persons(&self.taken_in)?,
            _ => counter.add_batches([Ok(self.batch.clone())])?,
        }
        Ok(counter.into_partial().finish()?)
    }

    /// Everything once.
    fn compute(&self, way: &str) -> Outcome<()> {
        match way {
            "unchecked" | "checked" | "taken-in" => drop(black_box(self.report(way)?)),
            "by-hand" => drop(black_box(self.persons.count(self.threads))),
            _ => drop(black_box(floor::stream(&self.touched, self.threads))),
        }
        Ok(())
    }

    fn answer(&self, way: &str) -> Outcome<Value> {
        Ok(match way {
            "unchecked" | "checked" | "taken-in" => {
                let report = self.report(way)?;
                json!({"report": write(&report, Format::Json, Lang::En)?})
            }
            "by-hand" => {
                let tally = self.persons.count(self.threads);
                json!({"counters": tally.to_json(&self.persons.districts())})
            }
            _ => json!({"bytes": self.touched.iter().map(|buffer| buffer.len()).sum::<usize>()}),
        })
    }

    /// Again and again until the time is up, once at least.
    fn run(&self, way: &str, seconds: f64) -> Outcome<Value> {
        let (started, used, mut calls) = (Instant::now(), cpu(), 0u64);
        while calls == 0 || started.elapsed().as_secs_f64() < seconds {
            self.compute(way)?;
            calls += 1;
        }
        Ok(json!({"calls": calls, "wall": started.elapsed().as_secs_f64(), "cpu": cpu() - used}))
    }
}

/// The processor time of all threads so far, in seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, threads] = arguments.as_slice() else { return Err("columns FILE THREADS".into()) };
    let mut file = FileReader::try_new(std::fs::File::open(path)?, None)?;
    let batch = file.next().ok_or("no batch")??;
    if file.next().is_some() {
        return Err("more than one batch".into());
    }
    let work = Work::new(&batch, threads.parse()?)?;
    let mut output = std::io::stdout().lock();
    let mut tell = |what: Value| writeln!(output, "{what}").and_then(|()| output.flush());
    tell(json!({"ways": WAYS}))?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let answer = match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["answer", way] if WAYS.contains(way) => work.answer(way)?,
            ["run", way, seconds] if WAYS.contains(way) => work.run(way, seconds.parse()?)?,
            _ => return Err(format!("not understood: {line}").into()),
        };
        tell(answer)?;
    }
    Ok(())
}
