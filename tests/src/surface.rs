//! The interfaces to the engine.

mod c;
mod command_line;
mod engine;
mod process;
mod python;

pub use c::C;
pub use command_line::CommandLine;
pub use engine::Engine;
pub use process::Process;
pub use python::Python;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An interface to the engine. All results are text, so that surfaces in other languages can return them; `Err` holds
/// the surface's error message.
pub trait Surface {
    /// Returns its name, for failure messages.
    fn name(&self) -> &'static str;

    /// Returns the report of `records` (NDJSON) as CSV.
    ///
    /// # Errors
    /// If the call fails.
    fn report(&self, question: &Question, records: &str) -> Result<String, String>;

    /// Returns the classification of each of `records` (NDJSON), one per line.
    ///
    /// # Errors
    /// If the call fails.
    fn classify(&self, question: &Question, records: &str) -> Result<String, String>;

    /// Returns the records behind the figures of `records` (NDJSON), one per line and indicator.
    ///
    /// # Errors
    /// If the call fails.
    fn members(&self, question: &Question, records: &str) -> Result<String, String>;

    /// Returns the worklist of `records` (NDJSON) as JSON.
    ///
    /// # Errors
    /// If the call fails.
    fn worklist(&self, question: &Question, records: &str) -> Result<String, String>;

    /// Returns what is wrong or odd in `records` (NDJSON) as JSON, in Swedish.
    ///
    /// # Errors
    /// If the call fails.
    fn validate(&self, question: &Question, records: &str) -> Result<String, String>;

    /// Returns the baseline of sources, each with its name and its records (NDJSON), as JSON.
    ///
    /// # Errors
    /// If the call fails.
    fn baseline(&self, question: &Question, sources: &[(String, String)]) -> Result<String, String>;

    /// Returns what the change from the rules in the folder `old` to those in `new` means, as JSON.
    ///
    /// # Errors
    /// If the call fails.
    fn diff(&self, question: &Question, old: &Path, new: &Path) -> Result<String, String>;

    /// Returns the findings in the rule files of `folder`, in Swedish, one per line.
    ///
    /// # Errors
    /// If the call fails.
    fn check(&self, folder: &Path) -> Result<String, String>;
}

/// The key that protects the figures of a case.
pub(crate) const KEY: &str = "the key of the cases, no secret";

/// Creates an empty ledger, in a folder that is removed when the first value is dropped.
fn ledger() -> Result<(tempfile::TempDir, PathBuf), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let ledger = folder.path().join("ledger.txt");
    Ok((folder, ledger))
}

/// The options of a case: its block `options`.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The programme.
    pub programme: String,
    /// The edition; `None` selects that of each period.
    pub edition: Option<String>,
    /// The periods.
    pub period: Vec<String>,
    /// The reference day.
    pub on: Option<String>,
    /// The breakdowns.
    pub by: Vec<String>,
    /// Readings other than the default.
    pub readings: BTreeMap<String, String>,
    /// What a row of a worklist is about; the default if it is empty.
    pub per: String,
    /// The cell of the report whose records are listed.
    pub cell: BTreeMap<String, String>,
    /// What fields, codes and ids of the old rules are called in the new ones.
    pub renamed: BTreeMap<String, String>,
    /// The target group of a baseline; everyone if it is `None`.
    pub group: Option<String>,
    /// The sources that hold members of the group only.
    pub listed: Vec<String>,
    /// The list whose elements are contacts; each row is one if it is `None`.
    pub contacts: Option<String>,
    /// Whether the dark figure is estimated.
    pub estimate: bool,
    /// How sources depend on each other; the default if it is empty.
    pub dependence: String,
    /// What is returned beside the target groups.
    pub with: Vec<String>,
    /// Whether to return the deciding part of each target group's condition.
    pub why: bool,
    /// Whether to count a bridge period by both of two consecutive editions: the period named, or the engine's default.
    pub bridge: Option<Option<String>>,
    /// The folder of rule files; `None` selects the embedded ones.
    pub rules: Option<PathBuf>,
    /// How the figures are protected; `None` gives exact figures.
    pub protect: Option<String>,
    /// The only indicators that the case compares; all if it is empty.
    pub indicators: Vec<String>,
}

impl Question {
    /// Parses the block `options`.
    ///
    /// # Errors
    /// If it is not an object with the fields of a question.
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
                "per" => question.per = text()?,
                "group" => question.group = Some(text()?),
                "listed" => question.listed = list()?,
                "contacts" => question.contacts = Some(text()?),
                "estimate" => question.estimate = value.as_bool().ok_or_else(wrong)?,
                "dependence" => question.dependence = text()?,
                "readings" | "where" | "renamed" => {
                    let named = match name.as_str() {
                        "where" => &mut question.cell,
                        "renamed" => &mut question.renamed,
                        _ => &mut question.readings,
                    };
                    for (name, chosen) in value.as_object().ok_or_else(wrong)? {
                        named.insert(name.clone(), chosen.as_str().ok_or_else(wrong)?.to_owned());
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
