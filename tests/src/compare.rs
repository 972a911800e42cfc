//! Runs each kind of case and compares the result with the expected one.

use crate::case::Case;
use crate::difference;
use crate::surface::{Question, Surface};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

/// The kinds of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Figures.
    Report,
    /// Target groups.
    Classify,
    /// The records behind figures.
    Members,
    /// What to complete.
    Worklist,
    /// What is wrong or odd in records.
    Validate,
    /// Persons in several sources.
    Baseline,
    /// What a change of rules means.
    Diff,
    /// Findings in rule files whose messages are good.
    Diagnostics,
    /// Findings in rule files whose messages should be improved, each with the desired message.
    Wanting,
}

impl Kind {
    /// Returns the folder of its cases.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Classify => "classify",
            Self::Members => "members",
            Self::Worklist => "worklist",
            Self::Validate => "validate",
            Self::Baseline => "baseline",
            Self::Diff => "diff",
            Self::Diagnostics => "diagnostics/good",
            Self::Wanting => "diagnostics/bad",
        }
    }
}

/// The outcome of a case.
#[derive(Debug)]
pub struct Judgement {
    /// The surface's output, formatted as an expectation.
    pub answer: String,
    /// Whether the output is as expected; if not, the difference.
    pub verdict: Result<(), String>,
}

impl Judgement {
    fn new(answer: String, expected: &str, same: bool) -> Self {
        let verdict = if same { Ok(()) } else { Err(difference::show(expected, &answer)) };
        Self { answer, verdict }
    }
}

/// Runs a case on a surface.
///
/// # Errors
/// If the case can't be parsed or the surface fails.
pub fn judge(kind: Kind, case: &Case, surface: &dyn Surface) -> Result<Judgement, String> {
    match kind {
        Kind::Report => {
            let question = Question::parse(case.text("options")?)?;
            report(&surface.report(&question, case.text("records")?)?, &question, case.text("expected")?)
        }
        Kind::Classify => {
            let mut question = Question::parse(case.text("options")?)?;
            let folder = rule_files(case)?;
            question.rules = folder.as_ref().map(|folder| folder.path().to_owned());
            classify(&surface.classify(&question, case.text("records")?)?, case.text("expected")?)
        }
        Kind::Members => {
            let question = Question::parse(case.text("options")?)?;
            let (answer, expected) =
                (surface.members(&question, case.text("records")?)?, case.text("expected")?);
            Ok(Judgement::new(answer.clone(), expected, answer == expected))
        }
        Kind::Validate => {
            let question = Question::parse(case.text("options")?)?;
            let (answer, expected) =
                (surface.validate(&question, case.text("records")?)?, case.text("expected")?);
            Ok(Judgement::new(answer.clone(), expected, answer == expected))
        }
        Kind::Worklist => {
            let question = Question::parse(case.text("options")?)?;
            let (answer, expected) =
                (surface.worklist(&question, case.text("records")?)?, case.text("expected")?);
            Ok(Judgement::new(answer.clone(), expected, answer == expected))
        }
        Kind::Baseline => {
            let question = Question::parse(case.text("options")?)?;
            let sources: Vec<(String, String)> =
                case.blocks_in("ndjson").map(|block| (block.name.clone(), block.text.clone())).collect();
            let (answer, expected) = (surface.baseline(&question, &sources)?, case.text("expected")?);
            Ok(Judgement::new(answer.clone(), expected, answer == expected))
        }
        Kind::Diff => {
            let question = Question::parse(case.text("options")?)?;
            let folder = rule_files(case)?.ok_or("there are no rule files")?;
            let side = |name: &str| folder.path().join(name);
            let answer = without_digests(&surface.diff(&question, &side("old"), &side("new"))?)?;
            let expected = case.text("expected")?;
            Ok(Judgement::new(answer.clone(), expected, answer == expected))
        }
        Kind::Diagnostics => {
            let answer = diagnostics(case, surface)?;
            let expected = case.text("expected")?;
            let same = answer == expected;
            Ok(Judgement::new(answer, expected, same))
        }
        Kind::Wanting => {
            let answer = diagnostics(case, surface)?;
            if answer == case.text("wished")? {
                return Err("it is said as wished now: move the case to diagnostics/good".into());
            }
            let expected = case.text("expected")?;
            let same = answer == expected;
            Ok(Judgement::new(answer, expected, same))
        }
    }
}

/// Compares the columns of the expected header, row by row, for the indicators that the case lists.
fn report(csv: &str, question: &Question, expected: &str) -> Result<Judgement, String> {
    let wanted = rows(expected)?;
    let heads = wanted.first().ok_or("expected: there is no header")?;
    let got = rows(csv)?;
    let columns = got.first().ok_or("the report has no header")?;
    let places: Vec<usize> = heads
        .iter()
        .map(|head| {
            let place = columns.iter().position(|column| column == head);
            place.ok_or(format!("expected: the report has no column `{head}`"))
        })
        .collect::<Result<_, _>>()?;
    let indicator = columns.iter().position(|column| column == "indicator").ok_or("no column `indicator`")?;
    let shown = |row: &&Vec<String>| {
        question.indicators.is_empty()
            || row.get(indicator).is_some_and(|id| question.indicators.contains(id))
    };
    let project = |row: &Vec<String>| -> Vec<String> {
        places.iter().map(|place| row.get(*place).cloned().unwrap_or_default()).collect()
    };
    let mut answer = vec![heads.clone()];
    answer.extend(got.iter().skip(1).filter(shown).map(project));
    let same = answer.len() == wanted.len()
        && answer.iter().zip(&wanted).all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(same_cell));
    let line = |row: &Vec<String>| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n";
    Ok(Judgement::new(answer.iter().map(line).collect(), expected, same))
}

/// Compares numbers by value: `1` equals `1.0`, and a third equals `0.333333333333` (twelve digits).
fn same_cell((a, b): (&String, &String)) -> bool {
    if a == b {
        return true;
    }
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-12,
        _ => false,
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.into()
    }
}

/// Parses a CSV text (RFC 4180) into cells.
fn rows(csv: &str) -> Result<Vec<Vec<String>>, String> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            c if quoted => cell.push(c),
            ',' => row.push(std::mem::take(&mut cell)),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if quoted || !cell.is_empty() || !row.is_empty() {
        return Err("the CSV text does not end with a whole row".into());
    }
    Ok(rows)
}

/// Compares the records in order; the paths of `missing` are sets.
fn classify(answers: &str, expected: &str) -> Result<Judgement, String> {
    let (got, wanted) = (records(answers)?, records(expected)?);
    let same = got.len() == wanted.len() && got.iter().zip(&wanted).all(|(a, b)| alike(a, b));
    Ok(Judgement::new(answers.to_owned(), expected, same))
}

fn records(ndjson: &str) -> Result<Vec<Map<String, Value>>, String> {
    ndjson.lines().map(|line| serde_json::from_str(line).map_err(|e| format!("{e} in {line}"))).collect()
}

fn alike(a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    let names = |map: &Map<String, Value>| map.keys().cloned().collect::<BTreeSet<_>>();
    names(a) == names(b)
        && a.iter().all(|(name, value)| match name.as_str() {
            "missing" => sets(value).is_some() && sets(value) == b.get(name).and_then(sets),
            _ => b.get(name) == Some(value),
        })
}

/// Returns the paths of each group, unordered.
fn sets(missing: &Value) -> Option<BTreeSet<(String, BTreeSet<String>)>> {
    let paths = |value: &Value| {
        let paths = value.as_array()?.iter().map(|path| path.as_str().map(str::to_owned));
        paths.collect::<Option<BTreeSet<_>>>()
    };
    missing.as_object()?.iter().map(|(group, value)| Some((group.clone(), paths(value)?))).collect()
}

/// Returns a comparison, indented, without the digests of the editions: those are of the shared files too.
fn without_digests(diff: &str) -> Result<String, String> {
    let mut diff: Value = serde_json::from_str(diff).map_err(|error| error.to_string())?;
    let editions = diff.get_mut("editions").and_then(Value::as_array_mut).ok_or("there are no editions")?;
    for side in editions.iter_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        side.as_object_mut().and_then(|revision| revision.remove("digest"));
    }
    serde_json::to_string_pretty(&diff).map(|text| text + "\n").map_err(|error| error.to_string())
}

/// Writes the rule files of the case to a temporary folder, if it has any.
fn rule_files(case: &Case) -> Result<Option<TempDir>, String> {
    let mut blocks = case.blocks_in("rhai").chain(case.blocks_in("rhai-windows-1252")).peekable();
    if blocks.peek().is_none() {
        return Ok(None);
    }
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    for block in blocks {
        let file = folder.path().join(&block.name);
        let bytes = match block.language.as_str() {
            // Swedish letters have the same numbers in Windows-1252 and in Unicode.
            "rhai-windows-1252" => {
                block.text.chars().map(u8::try_from).collect::<Result<_, _>>().map_err(|e| e.to_string())?
            }
            _ => block.text.clone().into_bytes(),
        };
        fs::create_dir_all(file.parent().unwrap_or(folder.path())).map_err(|error| error.to_string())?;
        fs::write(file, bytes).map_err(|error| error.to_string())?;
    }
    Ok(Some(folder))
}

/// Returns the findings in the rule files of the case.
fn diagnostics(case: &Case, surface: &dyn Surface) -> Result<String, String> {
    let folder = rule_files(case)?.ok_or("there are no rule files")?;
    let prefix = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    Ok(surface.check(folder.path())?.replace(&prefix, ""))
}
