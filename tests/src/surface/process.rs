//! A binding in another language: a process that answers one question after the other, so that it starts once.
//!
//! A question is a line `VERB`, a line for each option (`period 32303133`: its name, and its values as hexadecimal UTF-8), and an
//! empty line; the answer is a line `ok 7b7d` or `error …`.

use super::c::{as_csv, as_lines};
use super::{KEY, Question, Surface, ledger};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A process that answers questions.
#[derive(Debug)]
pub struct Process {
    name: &'static str,
    running: Mutex<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It ends when there are no more questions; what it was doing is of no interest.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a question.
#[derive(Debug)]
struct Lines(String);

impl Lines {
    fn add(&mut self, name: &str, values: &[&str]) {
        self.0.push_str(name);
        for value in values {
            self.0.push(' ');
            for byte in value.bytes() {
                let _ = write!(self.0, "{byte:02x}");
            }
        }
        self.0.push('\n');
    }
}

impl Process {
    /// Starts the program of a binding.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self, String> {
        let failed = || format!("{name} does not start");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{command:?}: {error}"))?;
        let questions = child.stdin.take().ok_or_else(failed)?;
        let answers = BufReader::new(child.stdout.take().ok_or_else(failed)?);
        Ok(Self { name, running: Mutex::new(Running { child, questions, answers }) })
    }

    /// Asks something beside what all surfaces answer: a verb with options.
    ///
    /// # Errors
    /// The error message of the surface, in English.
    pub fn ask(&self, verb: &str, options: &[(&str, &[&str])]) -> Result<String, String> {
        let mut lines = Lines(format!("{verb}\n"));
        options.iter().for_each(|(name, values)| lines.add(name, values));
        self.answer(lines)
    }

    fn answer(&self, Lines(mut question): Lines) -> Result<String, String> {
        question.push('\n');
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |error: std::io::Error| format!("{}: {error}", self.name);
        running.questions.write_all(question.as_bytes()).map_err(failed)?;
        running.questions.flush().map_err(failed)?;
        let mut line = String::new();
        running.answers.read_line(&mut line).map_err(failed)?;
        let (how, hex) = line.trim_end().split_once(' ').ok_or_else(|| format!("{}: {line:?}", self.name))?;
        let text = text(hex).ok_or_else(|| format!("{}: not hexadecimal UTF-8: {hex}", self.name))?;
        if how == "ok" { Ok(text) } else { Err(text) }
    }

    fn about(
        &self,
        verb: &str,
        question: &Question,
        records: &str,
        more: &[(&str, &[&str])],
    ) -> Result<String, String> {
        let mut lines = Lines(format!("{verb}\n"));
        lines.add("programme", &[&question.programme]);
        question.edition.iter().for_each(|edition| lines.add("edition", &[edition]));
        if let Some(rules) = &question.rules {
            lines.add("rules", &[&rules.display().to_string()]);
        }
        question.period.iter().for_each(|period| lines.add("period", &[period]));
        question.on.iter().for_each(|day| lines.add("on", &[day]));
        question.by.iter().for_each(|field| lines.add("by", &[field]));
        question.readings.iter().for_each(|(id, to)| lines.add("reading", &[id, to]));
        match &question.bridge {
            Some(Some(period)) => lines.add("bridge", &[period]),
            Some(None) => lines.add("bridge", &[]),
            None => {}
        }
        if !question.with.is_empty() {
            lines.add("with", &[&question.with.join(",")]);
        }
        if question.why {
            lines.add("why", &[]);
        }
        // A report is compared in the indicators that the case shows; all are in it.
        if verb != "report" {
            question.indicators.iter().for_each(|id| lines.add("indicator", &[id]));
        }
        question.cell.iter().for_each(|(field, of)| lines.add("where", &[field, of]));
        if !question.per.is_empty() {
            lines.add("per", &[&question.per]);
        }
        more.iter().for_each(|(name, values)| lines.add(name, values));
        lines.add("records", &[records]);
        self.answer(lines)
    }
}

fn text(hex: &str) -> Option<String> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = hex.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    });
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

impl Surface for Process {
    fn name(&self) -> &'static str {
        self.name
    }

    fn report(&self, question: &Question, records: &str) -> Result<String, String> {
        let (_folder, ledger) = ledger()?;
        let ledger = ledger.to_str().ok_or("the ledger's name is not UTF-8")?;
        let report = match &question.protect {
            Some(method) => self.about("report", question, records, &[("protect", &[method, KEY, ledger])]),
            None => self.about("report", question, records, &[]),
        };
        as_csv(&report?)
    }

    fn classify(&self, question: &Question, records: &str) -> Result<String, String> {
        self.about("classify", question, records, &[])
    }

    fn members(&self, question: &Question, records: &str) -> Result<String, String> {
        self.about("members", question, records, &[])
    }

    fn worklist(&self, question: &Question, records: &str) -> Result<String, String> {
        self.about("worklist", question, records, &[])
    }

    fn validate(&self, question: &Question, records: &str) -> Result<String, String> {
        self.about("validate", question, records, &[("lang", &["sv"])])
    }

    fn baseline(&self, question: &Question, sources: &[(String, String)]) -> Result<String, String> {
        let mut values: Vec<(&str, Vec<&str>)> = Vec::new();
        values.extend(question.group.iter().map(|group| ("group", vec![group.as_str()])));
        values.extend(question.contacts.iter().map(|list| ("contacts", vec![list.as_str()])));
        values.extend(question.listed.iter().map(|source| ("listed", vec![source.as_str()])));
        values.extend(question.estimate.then(|| ("estimate", Vec::new())));
        values.extend(
            (!question.dependence.is_empty()).then(|| ("dependence", vec![question.dependence.as_str()])),
        );
        values
            .extend(sources.iter().map(|(name, records)| ("source", vec![name.as_str(), records.as_str()])));
        let more: Vec<(&str, &[&str])> =
            values.iter().map(|(name, values)| (*name, values.as_slice())).collect();
        self.about("baseline", question, "", &more)
    }

    fn diff(&self, question: &Question, old: &Path, new: &Path) -> Result<String, String> {
        let folders = [old.to_str(), new.to_str()].map(|name| name.ok_or("the folder's name is not UTF-8"));
        let [old, new] = folders;
        let folders = [[old?], [new?], [question.programme.as_str()]];
        let mut options: Vec<(&str, &[&str])> = ["rules", "after", "programme"]
            .into_iter()
            .zip(folders.iter().map(<[&str; 1]>::as_slice))
            .collect();
        let periods: Vec<[&str; 1]> = question.period.iter().map(|period| [period.as_str()]).collect();
        options.extend(periods.iter().map(|period| ("period", period.as_slice())));
        let renamed: Vec<[&str; 2]> = question.renamed.iter().map(|(old, new)| [&**old, &**new]).collect();
        options.extend(renamed.iter().map(|names| ("renamed", names.as_slice())));
        self.ask("diff", &options)
    }

    fn check(&self, folder: &Path) -> Result<String, String> {
        let folder = folder.to_str().ok_or("the folder's name is not UTF-8")?;
        as_lines(&self.ask("check", &[("rules", &[folder]), ("lang", &["sv"])])?)
    }
}
