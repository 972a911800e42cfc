//! The Python package; each call runs in its own process.

use super::{KEY, Question, Surface};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The package `kvinnofrid`, as installed in some Python environment.
#[derive(Debug)]
pub struct Python {
    program: PathBuf,
}

impl Python {
    /// Uses the package that the Python at `program` imports.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { program }
    }

    fn ask(&self, question: &Value) -> Result<String, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings/python/tests/surface.py");
        let failed = |error: std::io::Error| error.to_string();
        let mut process = Command::new(&self.program)
            .arg(script)
            .env("PYTHONUTF8", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        if let Some(mut stdin) = process.stdin.take() {
            stdin.write_all(question.to_string().as_bytes()).map_err(failed)?;
        }
        let done = process.wait_with_output().map_err(failed)?;
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|error| error.to_string());
        if done.status.success() { text(done.stdout) } else { Err(text(done.stderr)?) }
    }
}

fn asked(question: &Question) -> Value {
    json!({
        "programme": question.programme,
        "edition": question.edition,
        "period": question.period,
        "on": question.on,
        "by": question.by,
        "readings": question.readings,
        "bridge": question.bridge.as_ref().map(|period| period.as_ref().map_or(json!(true), |period| json!(period))),
        "protect": question.protect.as_ref().map(|method| json!([method, KEY])),
        "with": question.with,
        "where": question.cell,
        "renamed": question.renamed,
        "per": question.per,
        "group": question.group,
        "listed": question.listed,
        "contacts": question.contacts,
        "estimate": question.estimate,
        "dependence": question.dependence,
        "indicators": question.indicators,
        "why": question.why,
        "rules": question.rules.as_ref().map(|folder| folder.display().to_string()),
    })
}

impl Surface for Python {
    fn name(&self) -> &'static str {
        "Python"
    }

    fn report(&self, question: &Question, records: &str) -> Result<String, String> {
        self.ask(&json!(["report", asked(question), records]))
    }

    fn classify(&self, question: &Question, records: &str) -> Result<String, String> {
        self.ask(&json!(["classify", asked(question), records]))
    }

    fn members(&self, question: &Question, records: &str) -> Result<String, String> {
        self.ask(&json!(["members", asked(question), records]))
    }

    fn worklist(&self, question: &Question, records: &str) -> Result<String, String> {
        self.ask(&json!(["worklist", asked(question), records]))
    }

    fn validate(&self, question: &Question, records: &str) -> Result<String, String> {
        self.ask(&json!(["validate", asked(question), records]))
    }

    fn baseline(&self, question: &Question, sources: &[(String, String)]) -> Result<String, String> {
        self.ask(&json!(["baseline", asked(question), sources]))
    }

    fn diff(&self, question: &Question, old: &Path, new: &Path) -> Result<String, String> {
        self.ask(&json!(["diff", asked(question), old.display().to_string(), new.display().to_string()]))
    }

    fn check(&self, folder: &Path) -> Result<String, String> {
        self.ask(&json!(["check", folder.display().to_string()]))
    }
}
