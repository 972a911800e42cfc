//! Persons who do not exist.

use crate::capsule::Table;
use crate::run::{pause, run};
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::schema::Schema;
use kvinnofrid::{Date, Error};
use pyo3::prelude::*;
use std::sync::{Arc, OnceLock};

/// Invented persons.
#[pyfunction]
#[pyo3(signature = (persons, *, seed, start, end, affected, missing, border, districts))]
#[allow(clippy::too_many_arguments, reason = "they have names")]
pub(crate) fn sample(
    py: Python<'_>,
    persons: u64,
    seed: u64,
    start: Option<String>,
    end: Option<String>,
    affected: Option<u64>,
    missing: Option<u64>,
    border: Option<u64>,
    districts: Option<Vec<String>>,
) -> PyResult<Table> {
    let sample = run(py, || {
        let default = SampleOptions::default();
        let day = |text: Option<String>, default: Date| text.map_or(Ok(default), |text| Date::read(&text));
        // What is too large to be held is too large to mean anything, and the engine says so.
        let share = |given: Option<u64>, default| {
            given.map_or(default, |share| u16::try_from(share).unwrap_or(u16::MAX))
        };
        Sample::new(SampleOptions {
            persons,
            seed,
            from: day(start, default.from)?,
            to: day(end, default.to)?,
            affected_per_mille: share(affected, default.affected_per_mille),
            missing_per_mille: share(missing, default.missing_per_mille),
            border_per_mille: share(border, default.border_per_mille),
            districts: districts.unwrap_or(default.districts),
        })
    })?;
    let schema = run(py, schema)?;
    let arrow = Arc::new(schema.to_arrow());
    let mut made = sample.batches(schema);
    let mut batches = Vec::new();
    while let Some(batch) = run(py, || made.next().transpose())? {
        batches.push(batch);
        pause(py, None, 0)?;
    }
    Ok(Table::new(arrow, batches))
}

/// What a person looks like, which takes a while to find out.
fn schema() -> Result<&'static Schema, Error> {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    match SCHEMA.get() {
        Some(schema) => Ok(schema),
        None => Sample::schema().map(|schema| SCHEMA.get_or_init(|| schema)),
    }
}
