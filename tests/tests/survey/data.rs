//! Test data.

use kvinnofrid::date::Period;
use kvinnofrid::edition::Edition;
use kvinnofrid::input::InputFormat;
use kvinnofrid::options::Options;
use kvinnofrid::report::{Report, Row};
use kvinnofrid::rules::Rules;
use kvinnofrid::sample::{Sample, SampleOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) fn rules_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/stockholm/kvinnofrid/2012-2014")
}

pub(super) fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

/// Returns the rules of 2012–2014 with `old` replaced by `new` in its declaration of indicators.
pub(super) fn rules_with(old: &str, new: &str) -> Rules {
    let mut files: Vec<_> = std::fs::read_dir(rules_folder()).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut text = std::fs::read_to_string(path).unwrap();
        if name.starts_with("40") {
            assert!(text.contains(old));
            text = text.replacen(old, new, 1);
        }
        (format!("stockholm/kvinnofrid/2012-2014/{name}"), text.into_bytes())
    };
    Rules::from_files(files.iter().map(read).collect::<Vec<_>>())
}

pub(super) fn options(periods: &[&str]) -> Options {
    Options { periods: periods.iter().map(|p| Period::parse(p).unwrap()).collect(), ..Options::default() }
}

pub(super) fn with_reading(mut options: Options, reading: &str, alternative: &str) -> Options {
    options.readings.insert(reading.into(), alternative.into());
    options
}

pub(super) fn report(edition: &Arc<Edition>, records: &str, options: &Options) -> Report {
    edition.report(records.as_bytes(), InputFormat::Ndjson, options).unwrap()
}

/// Returns the first row of an indicator.
pub(super) fn row<'a>(report: &'a Report, indicator: &str) -> &'a Row {
    report.rows.iter().find(|row| &*row.indicator == indicator).unwrap()
}

/// Returns synthetic persons, one JSON object per line.
pub(super) fn sample(persons: u64) -> Vec<String> {
    let sample = Sample::new(SampleOptions { persons, ..SampleOptions::default() }).unwrap();
    let line = |person: kvinnofrid::sample::Record| {
        let mut line = String::new();
        person.write_json(&mut line);
        line
    };
    sample.persons().map(line).collect()
}

/// Returns a woman of the target group; `more` is the rest of her record.
pub(super) fn woman(id: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","kön":"kvinna","våld":[{{"roll":"våldsutsatt","kategori":"våld_i_nära_relation","relation":"sambo","från":"2012-03-01"}}],{more}}}"#
    ) + "\n"
}

/// Returns a woman who is certainly an adult, and has answered the question of rights with `svar` (JSON).
pub(super) fn answering(id: &str, svar: &str) -> String {
    woman(
        id,
        &format!(
            r#""födelsedatum":"1980-05-17","enkätsvar":[{{"fråga":"kunskap_om_rättigheter","datum":"2013-05-02","svar":{svar}}}]"#
        ),
    )
}
