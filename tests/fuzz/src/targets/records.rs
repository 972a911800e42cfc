//! Records as JSON and as CSV, and maps.

use crate::inputs::{EDITION, SKIP, parts, sound, written};
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::input::InputFormat::{Json, Ndjson};
use kvinnofrid::input::JsonRecords;
use kvinnofrid::input::csv::{CsvOptions, CsvRecords, TableFile};
use kvinnofrid::map::Map;
use kvinnofrid::members::Keys;
use kvinnofrid::options::WorklistOptions;
use kvinnofrid::{Lang, OnError, Options};
use std::sync::Arc;

pub(crate) fn json(data: &[u8]) {
    for format in [Ndjson, Json] {
        let options = Options { by: vec!["stadsdel".into(), "kön".into()], ..SKIP.clone() };
        if let Some(report) = sound(EDITION.report(data, format, &options)) {
            written(&report);
        }
    }
    if let Some(explanation) = sound(EDITION.explain(data, &SKIP, &ExplainOptions::default())) {
        let _ = (explanation.to_text(Lang::Sv), explanation.to_text(Lang::En));
    }
    sound(EDITION.classify(data, &Options { why: true, every_alternative: true, ..SKIP.clone() }));
    let records = || JsonRecords::new(data, Ndjson, &EDITION.schema(), None);
    if let Some(mut members) = sound(EDITION.members(&SKIP, Keys::Masked)) {
        let mut all = records();
        while sound(members.next_of(&mut all)).flatten().is_some() {}
    }
    if let Some(mut list) = sound(EDITION.worklist(&SKIP, WorklistOptions::default(), Keys::Masked))
        && sound(list.add_all(&mut records())).is_some()
    {
        let _ = kvinnofrid::output::worklist_text(&list.finish(), Lang::Sv);
    }
}

/// A map, the records, and up to two tables.
pub(crate) fn csv(data: &[u8]) {
    let parts = parts(data);
    let map = std::str::from_utf8(parts[0]).ok().and_then(|text| sound(Map::parse(text, &EDITION.schema())));
    let records = parts.get(1).copied().unwrap_or_default();
    for map in [None, map.map(Arc::new)] {
        let table = |(name, part): (&str, &&[u8])| TableFile::from_bytes(name, part.to_vec());
        let tables = ["våld", "insatser"].into_iter().zip(parts.iter().skip(2)).map(table).collect();
        let options = CsvOptions { map, tables, on_error: OnError::Skip, ..CsvOptions::default() };
        let Some(mut records) = sound(CsvRecords::new(records, &EDITION.schema(), options)) else { continue };
        let mut counter = EDITION.counter(&SKIP).unwrap();
        sound(counter.add_all(&mut records));
        if let Some(report) = sound(counter.into_partial().finish()) {
            written(&report);
        }
    }
}

pub(crate) fn map(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some(map) = sound(Map::parse(text, &EDITION.schema())) else { return };
    let options = Options { map: Some(Arc::new(map)), ..SKIP.clone() };
    sound(EDITION.report(&br#"{"id": 1, "a": "x", "kon": 2, "datum": "20130102"}"#[..], Ndjson, &options));
    let _ = EDITION.schema().tables(options.map.as_deref());
}
