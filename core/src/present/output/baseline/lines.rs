//! A baseline as CSV, a line for each number.

use super::{is_protected, names, tenths};
use crate::figures::baseline::{Baseline, Count, Surveyed};
use crate::figures::partial::TOTAL;
use crate::figures::report::Number;
use crate::present::output::{OutputDialect, Value, csv};

/// The columns of [`baseline_csv`].
pub(super) const COLUMNS: [&str; 9] =
    ["stratum", "what", "sources", "value", "lower", "upper", "method", "standard_error", "reason"];

/// Returns a baseline as CSV, a line for each number. `what` is `known`, `source`, `combination`, `overlap`, `population`,
/// `prevalence` or `estimate`; `sources` has `+` between them. An estimate that is refused has its `reason` and no value.
#[must_use]
pub fn baseline_csv(baseline: &Baseline, dialect: OutputDialect) -> String {
    csv::in_text(|out| {
        csv::head(COLUMNS.into_iter(), dialect, out)?;
        each_line(baseline, |cells| csv::line(cells.into_iter(), dialect, out))
    })
}

/// Passes the [`COLUMNS`] of each number to `take`.
pub(super) fn each_line<E>(
    baseline: &Baseline,
    mut take: impl FnMut([Value<'_>; COLUMNS.len()]) -> Result<(), E>,
) -> Result<(), E> {
    for table in &baseline.tables {
        let mut line = |what: &str, sources: &str, numbers: [Value<'_>; 3], method: [Value<'_>; 3]| {
            let [value, lower, upper] = numbers;
            let [method, error, reason] = method;
            let cells = [
                Value::Text(&table.stratum),
                Value::Text(what),
                if sources.is_empty() { Value::Null } else { Value::Text(sources) },
                value,
                lower,
                upper,
                method,
                error,
                reason,
            ];
            take(cells)
        };
        let none = [Value::Null; 3];
        let whole = |count: u64| Value::Number(Number::Count(count));
        let of = |count: &Count| match is_protected(baseline) {
            true => [whole(count.value), Value::Null, Value::Null],
            false => [whole(count.value), whole(count.lower), whole(count.upper)],
        };
        let known = &table.known;
        line("known", "", of(&known.persons), none)?;
        for (source, count) in known.by_source.iter().enumerate() {
            line("source", &names(baseline, &[source], "+"), of(count), none)?;
        }
        for combination in &known.combinations {
            let sources = names(baseline, &combination.sources, "+");
            line("combination", &sources, of(&combination.persons), none)?;
        }
        for overlap in &known.overlaps {
            let sources = names(baseline, &[overlap.sources.0, overlap.sources.1], "+");
            line("overlap", &sources, of(&overlap.persons), none)?;
        }
        if let Some((_, population)) = table.population {
            line("population", "", [whole(population), Value::Null, Value::Null], none)?;
        }
        if let Some(shares) = table.prevalence() {
            let [value, lower, upper] = shares.map(Value::Real);
            let ends = if is_protected(baseline) { [Value::Null; 2] } else { [lower, upper] };
            line("prevalence", "", [value, ends[0], ends[1]], none)?;
        }
        for attempt in &table.estimates {
            let sources = names(baseline, &attempt.sources, "+");
            let method = Value::Text(attempt.method.as_str());
            match &attempt.outcome {
                Ok(estimate) => {
                    let interval = estimate.interval();
                    let numbers = [estimate.total, interval.lower, interval.upper].map(tenths);
                    let error = Value::Real(tenths(estimate.standard_error));
                    line("estimate", &sources, numbers.map(Value::Real), [method, error, Value::Null])?;
                }
                Err(refusal) => {
                    line("estimate", &sources, none, [method, Value::Null, Value::Text(refusal.as_str())])?;
                }
            }
        }
    }
    let Some(Surveyed { outcome, persons, .. }) = &baseline.survey else { return Ok(()) };
    let mut line = |what: &str, numbers: [Value<'_>; 3], method: &str, reason: Value<'_>| {
        let [value, lower, upper] = numbers;
        let (stratum, none) = (Value::Text(TOTAL), Value::Null);
        let cells =
            [stratum, Value::Text(what), none, value, lower, upper, Value::Text(method), none, reason];
        take(cells)
    };
    match outcome {
        Ok(share) => {
            let method = share.method.as_str();
            let numbers = [share.share, share.interval.lower, share.interval.upper];
            line("survey", numbers.map(Value::Real), method, Value::Null)?;
            if let Some((value, interval)) = persons {
                let numbers = [*value, interval.lower, interval.upper].map(tenths);
                line("survey_persons", numbers.map(Value::Real), method, Value::Null)?;
            }
            Ok(())
        }
        Err(refusal) => line("survey", [Value::Null; 3], "", Value::Text(refusal.as_str())),
    }
}
