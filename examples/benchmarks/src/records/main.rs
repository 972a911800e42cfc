//! One record at a time: to which target groups someone belongs, by kvinnofrid and by engines that others would reach for.
//!
//! `records FILE` reads commands, one a line, as `columns` does: `answer WAY`, `run WAY SECONDS`. A call evaluates all records
//! of the file. Records that are parsed already are so in each engine's own values, with days as numbers; JSON has days as text.

mod kvinnofrid_itself;
mod rego;
mod rhai_itself;
mod typed;
mod zen;

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Whether someone is in `kvinnor`, `barn` and `män`; of those who only read, nothing.
type Groups = [Option<bool>; 3];

/// Classifies the record in a place, counted from 0.
type Way<'a> = Box<dyn FnMut(usize) -> Outcome<Groups> + 'a>;

/// The last day of the period, when an adult was born at the latest, and after when a child was born: 2013-12-31, 1995-12-31
/// and 1995-01-01.
const DAYS: [(&str, i32, &str); 3] =
    [("LAST", 16_070, "2013-12-31"), ("ADULT", 9_495, "1995-12-31"), ("NO_CHILD", 9_131, "1995-01-01")];

/// A rule with its days filled in as numbers.
fn with_numbers(rule: &str) -> String {
    DAYS.iter().fold(rule.to_owned(), |rule, (name, number, _)| rule.replace(name, &number.to_string()))
}

/// A rule with its days filled in as texts, which compare as days do.
fn with_texts(rule: &str) -> String {
    DAYS.iter().fold(rule.to_owned(), |rule, (name, _, text)| rule.replace(name, &format!("\"{text}\"")))
}

/// The record with its days as numbers.
fn numbered(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(day) = kvinnofrid::Date::parse(text) {
                *value = day.0.into();
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(numbered),
        Value::Object(fields) => fields.values_mut().for_each(numbered),
        _ => {}
    }
}

fn ways(lines: &[String]) -> Outcome<Vec<(&'static str, Way<'_>)>> {
    let mut parsed: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<_, _>>()?;
    parsed.iter_mut().for_each(numbered);
    let mut ways = Vec::new();
    ways.extend(kvinnofrid_itself::ways(lines)?);
    ways.extend(typed::ways(lines)?);
    ways.extend(zen::ways(lines, &parsed)?);
    ways.extend(rhai_itself::ways(lines, &parsed)?);
    ways.extend(rego::ways(lines, &parsed)?);
    Ok(ways)
}

/// Again and again until the time is up, all records once at least.
fn run(way: &mut Way<'_>, records: usize, seconds: f64) -> Outcome<Value> {
    let (started, used, mut calls) = (Instant::now(), cpu(), 0u64);
    while calls == 0 || started.elapsed().as_secs_f64() < seconds {
        for record in 0..records {
            black_box(way(black_box(record))?);
        }
        calls += 1;
    }
    Ok(json!({"calls": calls, "wall": started.elapsed().as_secs_f64(), "cpu": cpu() - used}))
}

/// The processor time so far, in seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path] = arguments.as_slice() else { return Err("records FILE".into()) };
    let lines: Vec<String> = std::fs::read_to_string(path)?.lines().map(str::to_owned).collect();
    let mut ways = ways(&lines)?;
    let mut output = std::io::stdout().lock();
    let mut tell = |what: Value| writeln!(output, "{what}").and_then(|()| output.flush());
    tell(json!({"ways": ways.iter().map(|(name, _)| name).collect::<Vec<_>>()}))?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let asked = words.get(1).and_then(|asked| ways.iter_mut().find(|(name, _)| name == asked));
        let answer = match (words.as_slice(), asked) {
            (["answer", _], Some((_, way))) => {
                let groups: Vec<Groups> = (0..lines.len()).map(way).collect::<Outcome<_>>()?;
                json!({"groups": groups})
            }
            (["run", _, seconds], Some((_, way))) => run(way, lines.len(), seconds.parse()?)?,
            _ => return Err(format!("not understood: {line}").into()),
        };
        tell(answer)?;
    }
    Ok(())
}
