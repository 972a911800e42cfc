//! Synthetic persons.

use crate::capsule::Table;
use crate::run::{pause, run};
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::schema::Schema;
use kvinnofrid::{Date, Error};
use pyo3::prelude::*;
use std::sync::{Arc, OnceLock};

/// Returns synthetic persons.
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
        // Saturates: a number that does not fit is out of range too, and the engine rejects it.
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

/// Returns the schema of a person, cached since loading it is slow.
fn schema() -> Result<&'static Schema, Error> {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    match SCHEMA.get() {
        Some(schema) => Ok(schema),
        None => Sample::schema().map(|schema| SCHEMA.get_or_init(|| schema)),
    }
}
