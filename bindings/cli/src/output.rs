//! Output: results go to standard output or a file, everything else to standard error.

mod file;

use crate::failure::Failure;
use crate::say::{Both, pick, say};
use crate::{DONE, FINDINGS, INTERNAL, Terminal};
use file::{NewFile, is_same};
use kvinnofrid::diagnostic::Diagnostics;
use kvinnofrid::diagnostic::render::{Format, RenderOptions, render};
use kvinnofrid::source::SourceMap;
use kvinnofrid::text::{Lang, Text};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The prefix of an error message.
const ERROR: Both = ("fel", "error");
const WARNING: Both = ("varning", "warning");

/// The destinations of a run's output, and its language.
pub(crate) struct Output<'a> {
    stdout: &'a mut dyn Write,
    file: Option<NewFile>,
    /// The files that the run reads, which its result must not replace.
    inputs: Vec<PathBuf>,
    /// A file next to the result that describes it.
    beside: Option<NewFile>,
    stderr: &'a mut dyn Write,
    pub(crate) lang: Lang,
    pub(crate) terminal: Terminal,
}

impl<'a> Output<'a> {
    pub(crate) fn new(
        stdout: &'a mut dyn Write,
        stderr: &'a mut dyn Write,
        lang: Lang,
        terminal: Terminal,
    ) -> Self {
        Self { stdout, file: None, inputs: Vec::new(), beside: None, stderr, lang, terminal }
    }

    /// Sends the result to a file, which appears when it is complete. It must be none of `inputs`; if the result is about single
    /// persons (`private`), only its user can read a new file.
    pub(crate) fn write_to(
        &mut self,
        path: &Path,
        inputs: Vec<PathBuf>,
        private: bool,
    ) -> Result<(), Failure> {
        self.inputs = inputs;
        self.file = Some(self.create(path, private)?);
        Ok(())
    }

    fn create(&self, path: &Path, private: bool) -> Result<NewFile, Failure> {
        if let Some(input) = self.inputs.iter().find(|input| is_same(path, input)) {
            let (path, input) = (path.display(), input.display());
            return Err(Failure::usage(say!(
                "{path} skulle ersättas av resultatet, men läses också ({input}); ge `--output` ett annat namn",
                "{path} would be replaced by the result, but is read too ({input}); give `--output` another name"
            )));
        }
        NewFile::create(path, private).map_err(|error| Failure::unwritable(path, error.kind()))
    }

    /// Replaces a file by `text`, whole or not at all.
    pub(crate) fn replace(&self, path: &Path, text: &str) -> Result<(), Failure> {
        let unwritable = |error: std::io::Error| Failure::unwritable(path, error.kind());
        let mut file = NewFile::create(path, false).map_err(unwritable)?;
        file.write_all(text.as_bytes()).map_err(unwritable)?;
        file.complete().map_err(unwritable)
    }

    /// Writes files that belong together, each whole or not at all; none of them takes its place before all are written.
    pub(crate) fn replace_all<'f>(
        &self,
        files: impl Iterator<Item = (PathBuf, &'f [u8])>,
    ) -> Result<(), Failure> {
        let mut written = Vec::new();
        for (path, bytes) in files {
            let unwritable = |error: std::io::Error| Failure::unwritable(&path, error.kind());
            let mut file = NewFile::create(&path, false).map_err(unwritable)?;
            file.write_all(bytes).and_then(|()| file.flush()).map_err(unwritable)?;
            written.push((path, file));
        }
        for (path, file) in written {
            file.complete().map_err(|error| Failure::unwritable(&path, error.kind()))?;
        }
        Ok(())
    }

    /// Adds a file named like the result's with `suffix` appended. `text` is called with the name of the result's file.
    /// Returns false if the result does not go to a file.
    pub(crate) fn write_beside(
        &mut self,
        suffix: &str,
        text: impl FnOnce(&str) -> Result<String, Failure>,
    ) -> Result<bool, Failure> {
        let Some(path) = self.file.as_ref().map(|file| file.path().to_owned()) else { return Ok(false) };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = path.with_file_name(format!("{name}{suffix}"));
        let mut file = self.create(&beside, false)?;
        file.write_all(text(&name)?.as_bytes())?;
        self.beside = Some(file);
        Ok(true)
    }

    /// Returns whether the result goes to a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.file.is_none() && self.terminal.stdout
    }

    /// Writes a piece of the result.
    pub(crate) fn result(&mut self, text: &str) -> Result<(), Failure> {
        self.result_bytes(text.as_bytes())
    }

    /// Writes a piece of the result.
    pub(crate) fn result_bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.writer().write_all(bytes)?)
    }

    /// Returns the writer for a binary result.
    pub(crate) fn writer(&mut self) -> &mut dyn Write {
        match &mut self.file {
            Some(file) => file,
            None => self.stdout,
        }
    }

    /// Writes a note to standard error. Failures to write it are ignored.
    pub(crate) fn plain_note(&mut self, text: &str) {
        let _ = self.stderr.write_all(text.as_bytes());
    }

    /// Writes a warning.
    pub(crate) fn warn(&mut self, text: &Text) {
        self.say(WARNING, text);
    }

    /// Writes an error.
    pub(crate) fn error(&mut self, text: &Text) {
        self.say(ERROR, text);
    }

    fn say(&mut self, kind: Both, text: &Text) {
        let line = format!("{}: {}\n", pick(self.lang, kind), text.get(self.lang));
        self.plain_note(&line);
    }

    /// Formats the findings for people or programs.
    pub(crate) fn findings(&self, findings: &Diagnostics, sources: &SourceMap, format: Format) -> String {
        let color = self.terminal.color && self.is_terminal();
        let width = self.terminal.width.clamp(60, 140);
        render(findings, sources, RenderOptions { lang: self.lang, format, color, width })
    }

    /// Ends the run: completes the result, or reports the failure. Returns the exit code.
    pub(crate) fn finish(mut self, done: Result<u8, Failure>) -> u8 {
        let done = done.and_then(|code| {
            if self.file.is_none() {
                self.stdout.flush()?;
            }
            for file in [self.file.take(), self.beside.take()].into_iter().flatten() {
                let path = file.path().to_owned();
                file.complete().map_err(|error| Failure::unwritable(&path, error.kind()))?;
            }
            Ok(code)
        });
        let code = match done {
            Ok(code) => code,
            Err(Failure::Closed) => DONE,
            Err(Failure::Message { code, text }) => {
                // Results from before the failure come first, if they can still be written.
                let _ = self.stdout.flush();
                self.error(&text);
                code
            }
            Err(Failure::Findings(rules, findings)) => {
                let _ = self.stdout.flush();
                let plain = Terminal { color: false, ..self.terminal };
                self.terminal = plain;
                let drawn = self.findings(&findings, rules.sources(), Format::Full);
                self.plain_note(&drawn);
                self.error(&findings.summary());
                FINDINGS
            }
        };
        let _ = self.stderr.flush();
        code
    }
}

/// Reports an internal error of this program.
pub(crate) fn sorry(stderr: &mut dyn Write, lang: Lang) -> u8 {
    let text = pick(
        lang,
        (
            "fel: programmet gjorde fel, och det är vårt fel, inte ditt; anmäl det gärna med kommandot du gav (aldrig med uppgifter om personer)\n",
            "error: the program failed, and the fault is ours, not yours; please report it with the command you gave (never with data about people)\n",
        ),
    );
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    INTERNAL
}
