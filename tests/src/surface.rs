//! The ways to reach the engine.

mod c;
mod command_line;
mod engine;
mod python;

pub use c::C;
pub use command_line::CommandLine;
pub use engine::Engine;
pub use python::Python;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A way to reach the engine. Every answer is text, so that surfaces in other languages can give it too; an `Err` is
/// what the surface said when it could not answer.
pub trait Surface {
    /// What it is called in failures.
    fn name(&self) -> &'static str;

    /// The report of `records` (NDJSON) as CSV.
    ///
    /// # Errors
    /// Where the call fails.
    fn report(&self, question: &Question, records: &str) -> Result<String, String>;

    /// The classification of each of `records` (NDJSON), a line each.
    ///
    /// # Errors
    /// Where the call fails.
    fn classify(&self, question: &Question, records: &str) -> Result<String, String>;

    /// The findings in the rule files of `folder`, in Swedish, a line each.
    ///
    /// # Errors
    /// Where the call fails.
    fn check(&self, folder: &Path) -> Result<String, String>;
}

/// The key that the figures of a case are protected with.
pub(crate) const KEY: &str = "the key of the cases, no secret";

/// A ledger in which nothing stands, in a folder that is gone with the first.
fn ledger() -> Result<(tempfile::TempDir, PathBuf), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let ledger = folder.path().join("ledger.txt");
    Ok((folder, ledger))
}

/// What a case asks: its block `options`.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The programme.
    pub programme: String,
    /// The edition; where it is nothing, that of each period.
    pub edition: Option<String>,
    /// The periods.
    pub period: Vec<String>,
    /// The day.
    pub on: Option<String>,
    /// What figures are broken down by.
    pub by: Vec<String>,
    /// Readings that are switched.
    pub readings: BTreeMap<String, String>,
    /// What is told beside the target groups.
    pub with: Vec<String>,
    /// Whether the part of each target group's condition that decides is told.
    pub why: bool,
    /// Whether two editions that follow each other count a period both: the one named, or that which the engine takes.
    pub bridge: Option<Option<String>>,
    /// The folder of rule files; the embedded ones, where there is none.
    pub rules: Option<PathBuf>,
    /// How the figures are protected; exact ones, where it is nothing.
    pub protect: Option<String>,
    /// The only indicators that the case shows; all, where it names none.
    pub indicators: Vec<String>,
}

impl Question {
    /// Reads the block `options`.
    ///
    /// # Errors
    /// Where it is not an object with the fields of a question.
    pub fn parse(json: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(json).map_err(|error| format!("options: {error}"))?;
        let mut question = Self::default();
        for (name, value) in value.as_object().ok_or("options: not an object")? {
            let wrong = || format!("options: {name}: not as it should be");
            let text = || value.as_str().map(str::to_owned).ok_or_else(wrong);
            let list = || {
                let texts = value.as_array().ok_or_else(wrong)?.iter();
                texts
                    .map(|text| text.as_str().map(str::to_owned).ok_or_else(wrong))
                    .collect::<Result<Vec<_>, _>>()
            };
            match name.as_str() {
                "programme" => question.programme = text()?,
                "edition" => question.edition = Some(text()?),
                "bridge" if *value == Value::Bool(true) => question.bridge = Some(None),
                "bridge" => question.bridge = Some(Some(text()?)),
                "rules" => {
                    question.rules = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(text()?));
                }
                "on" => question.on = Some(text()?),
                "period" => question.period = list()?,
                "by" => question.by = list()?,
                "with" => question.with = list()?,
                "why" => question.why = value.as_bool().ok_or_else(wrong)?,
                "protect" => question.protect = Some(text()?),
                "indicators" => question.indicators = list()?,
                "readings" => {
                    for (reading, alternative) in value.as_object().ok_or_else(wrong)? {
                        let alternative = alternative.as_str().ok_or_else(wrong)?;
                        question.readings.insert(reading.clone(), alternative.to_owned());
                    }
                }
                _ => return Err(format!("options: there is no field `{name}`")),
            }
        }
        if question.programme.is_empty() {
            return Err("options: a programme is needed".into());
        }
        Ok(question)
    }
}
