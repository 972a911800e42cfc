//! A baseline as JSON.

use super::{is_protected, tenths};
use crate::figures::baseline::{
    Attempt, Baseline, BaselineSeries, Break, Count, SourceHead, Surveyed, Table,
};
use crate::figures::estimate::{Candidate, Refusal};
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text};
use crate::language::model::Relation;
use serde_json::{Value, json};

/// Returns a baseline as indented JSON: `receipt`, `sources`, `tables` and `notes`. Each table has `stratum` (`Totalt` for
/// everyone), `known`, `sources`, `combinations` and `overlaps`, all with `value`, `lower` and `upper`, and where they
/// were given `population`, `prevalence` and `estimates`. An estimate has `total`, `interval` and `direction`, or
/// `refused`.
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn baseline_json(baseline: &Baseline) -> Result<String, Error> {
    written(&of_baseline(baseline))
}

/// Returns the baselines of several periods as indented JSON: `periods` with the object of [`baseline_json`] of each, in
/// order of time, and beside them `series`: `breaks`, each with its `period`, `comparable` (`brott`) and `why`, the periods
/// that no edition counts, and `notes`. Of a single period: as [`baseline_json`].
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn baseline_series_json(series: &BaselineSeries) -> Result<String, Error> {
    if let Some(only) = series.single() {
        return baseline_json(only);
    }
    let broken = |one: &Break| {
        json!({
            "period": one.period.to_string(),
            "comparable": Relation::Break.name(),
            "why": one.why.iter().map(both).collect::<Vec<_>>(),
        })
    };
    written(&json!({
        "periods": series.periods.iter().map(of_baseline).collect::<Vec<_>>(),
        "series": {
            "breaks": series.breaks.iter().map(broken).collect::<Vec<_>>(),
            "not_available": series.not_available,
            "notes": series.notes.iter().map(both).collect::<Vec<_>>(),
        },
    }))
}

fn written(whole: &Value) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(whole).map_err(Error::unwritten)?;
    Ok(text + "\n")
}

fn of_baseline(baseline: &Baseline) -> Value {
    let table = |table: &Table| of_table(baseline, table);
    json!({
        "receipt": {
            "engine_version": baseline.engine_version,
            "programme": baseline.programme,
            "edition": baseline.edition,
            "revision": baseline.revision,
            "digest": baseline.digest,
            "period": baseline.period.to_string(),
            "group": baseline.group,
            "contacts": baseline.contacts,
            "by": baseline.by,
            "readings": baseline.readings,
            "baseline": baseline.declared,
            "protection": baseline.protection,
        },
        "sources": baseline.sources.iter().map(|one| source(one, is_protected(baseline))).collect::<Vec<_>>(),
        "tables": baseline.tables.iter().map(table).collect::<Vec<_>>(),
        "survey": baseline.survey.as_ref().map(surveyed),
        "notes": baseline.notes.iter().map(both).collect::<Vec<_>>(),
    })
}

fn surveyed(survey: &Surveyed) -> Value {
    let share = match &survey.outcome {
        Ok(share) => share,
        Err(refusal) => return json!({"refused": refused(*refusal)}),
    };
    json!({
        "method": share.method.as_str(),
        "respondents": share.respondents,
        "unanswered": survey.unanswered,
        "effective": tenths(share.effective),
        "share": share.share,
        "lower": share.interval.lower,
        "upper": share.interval.upper,
        "persons": survey.persons.map(|(persons, interval)| {
            json!({"value": tenths(persons), "lower": tenths(interval.lower), "upper": tenths(interval.upper)})
        }),
        "direction": both(&share.direction),
        "assumptions": share.assumptions.iter().map(both).collect::<Vec<_>>(),
    })
}

fn refused(refusal: Refusal) -> Value {
    let text = refusal.text();
    json!({"code": refusal.as_str(), "sv": text.get(Lang::Sv), "en": text.get(Lang::En)})
}

fn both(text: &Text) -> Value {
    json!({"sv": text.get(Lang::Sv), "en": text.get(Lang::En)})
}

fn source(source: &SourceHead, is_protected: bool) -> Value {
    let rows = |rows: u64| if is_protected { Value::Null } else { json!(rows) };
    json!({
        "id": source.id,
        "membership": source.membership.as_str(),
        "records": rows(source.records),
        "rejected": rows(source.rejected),
        "without_key": rows(source.without_key),
    })
}

fn persons(baseline: &Baseline, count: &Count) -> Value {
    let end = |end: u64| if is_protected(baseline) { Value::Null } else { json!(end) };
    json!({"value": count.value, "lower": end(count.lower), "upper": end(count.upper)})
}

fn of_sources(baseline: &Baseline, sources: &[usize], count: &Count) -> Value {
    let mut found = json!({"sources": ids(baseline, sources)});
    if let (Value::Object(found), Value::Object(more)) = (&mut found, persons(baseline, count)) {
        found.extend(more);
    }
    found
}

fn ids<'b>(baseline: &'b Baseline, sources: &[usize]) -> Vec<&'b str> {
    sources
        .iter()
        .filter_map(|number| baseline.sources.get(*number))
        .map(|source| source.id.as_str())
        .collect()
}

fn of_table(baseline: &Baseline, table: &Table) -> Value {
    let known = &table.known;
    let of = |sources: &[usize], count: &Count| of_sources(baseline, sources, count);
    let by_source = known.by_source.iter().enumerate().map(|(source, count)| of(&[source], count));
    let combinations = known.combinations.iter().map(|it| of(&it.sources, &it.persons));
    let overlaps = known.overlaps.iter().map(|it| of(&[it.sources.0, it.sources.1], &it.persons));
    json!({
        "stratum": table.stratum,
        "known": persons(baseline, &known.persons),
        "sources": by_source.collect::<Vec<_>>(),
        "combinations": combinations.collect::<Vec<_>>(),
        "overlaps": overlaps.collect::<Vec<_>>(),
        "population": table.population.map(|(year, persons)| json!({"year": year, "persons": persons})),
        "prevalence": table.prevalence().map(|[value, lower, upper]| match is_protected(baseline) {
            true => json!({"value": value, "lower": null, "upper": null}),
            false => json!({"value": value, "lower": lower, "upper": upper}),
        }),
        "estimates": table.estimates.iter().map(|attempt| of_attempt(baseline, attempt)).collect::<Vec<_>>(),
    })
}

fn of_attempt(baseline: &Baseline, attempt: &Attempt) -> Value {
    let mut found = json!({"method": attempt.method.as_str(), "sources": ids(baseline, &attempt.sources)});
    let more = match &attempt.outcome {
        Ok(estimate) => {
            let interval = estimate.interval();
            json!({
                "seen": estimate.seen,
                "total": tenths(estimate.total),
                "standard_error": tenths(estimate.standard_error),
                "interval": {
                    "lower": tenths(interval.lower),
                    "upper": tenths(interval.upper),
                    "by": if estimate.profile.is_some() { "profile" } else { "log_normal" },
                },
                "direction": both(&estimate.direction),
                "assumptions": estimate.assumptions.iter().map(both).collect::<Vec<_>>(),
            })
        }
        Err(refusal) => json!({"refused": refused(*refusal)}),
    };
    let pairs = |pairs: &[(usize, usize)]| -> Value {
        let names = |(one, other): &(usize, usize)| {
            let place = |at: usize| attempt.sources.get(at).copied().unwrap_or_default();
            json!(ids(baseline, &[place(*one), place(*other)]))
        };
        pairs.iter().map(names).collect()
    };
    if let (Value::Object(found), Value::Object(more)) = (&mut found, more) {
        found.extend(more);
        if !attempt.candidates.is_empty() {
            found.insert("pairs".into(), attempt.pairs.as_deref().map_or(Value::Null, pairs));
            let candidate = |candidate: &Candidate| match candidate.outcome {
                Ok(fit) => json!({
                    "pairs": pairs(&candidate.pairs),
                    "total": tenths(fit.total),
                    "standard_error": tenths(fit.standard_error),
                    "deviance": (fit.deviance * 1000.0).round() / 1000.0,
                    "degrees_of_freedom": fit.degrees_of_freedom,
                    "aic": (fit.aic * 1000.0).round() / 1000.0,
                }),
                Err(refusal) => json!({"pairs": pairs(&candidate.pairs), "refused": refusal.as_str()}),
            };
            found.insert("candidates".into(), attempt.candidates.iter().map(candidate).collect());
        }
    }
    found
}
