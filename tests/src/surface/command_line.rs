//! The command line, run in this process.

use super::{KEY, Question, Surface, ledger};
use kvinnofrid_cli::{DONE, FINDINGS, Streams, Terminal, run};
use std::fs;
use std::path::Path;

/// The command line.
#[derive(Debug, Default)]
pub struct CommandLine;

impl CommandLine {
    /// Runs a verb that says nothing beside its result, and returns that. The exit code must be one of `codes`.
    fn run(args: &[String], stdin: &str, codes: &[u8]) -> Result<String, String> {
        let (out, err) = Self::said(args, stdin, codes)?;
        if err.is_empty() { Ok(out) } else { Err(err) }
    }

    /// Runs a verb and returns its result, and what it says beside it.
    fn said(args: &[String], stdin: &str, codes: &[u8]) -> Result<(String, String), String> {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let streams = Streams {
            stdin: &mut stdin.as_bytes(),
            stdout: &mut out,
            stderr: &mut err,
            terminal: Terminal::default(),
        };
        let code = run(args, streams);
        let (out, err) = (String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
        if codes.contains(&code) {
            Ok((out.into_owned(), err.into_owned()))
        } else {
            Err(format!("exit code {code}\n{err}"))
        }
    }

    /// Runs a verb that warns that its result is personal data.
    fn personal(verb: &str, question: &Question, more: &[&str], records: &str) -> Result<String, String> {
        let cells: Vec<String> = question.cell.iter().map(|(field, of)| format!("{field}={of}")).collect();
        let cells = cells.iter().flat_map(|cell| ["--where", cell]);
        let ids = question.indicators.iter().flat_map(|id| ["--indicator", id]);
        let more: Vec<&str> = more.iter().copied().chain(ids).chain(cells).collect();
        if question.edition.is_some() {
            return Self::personal_of(&Self::asked((verb, "-"), question, &more), records);
        }
        // The command line reads the input of a series once per edition, which needs a file.
        let file = file_of(records)?;
        let path = file.path().display().to_string();
        Self::personal_of(&Self::asked((verb, &path), question, &more), "")
    }

    /// Runs it. Beside that warning, it may say which periods no edition counts.
    fn personal_of(args: &[String], stdin: &str) -> Result<String, String> {
        let (out, err) = Self::said(args, stdin, &[DONE])?;
        let personal =
            "varning: resultatet är personuppgifter: behandla det som uppgifterna det räknats ur\n";
        let rest = err.strip_prefix(personal).ok_or_else(|| err.clone())?;
        let is_known = rest.lines().all(|line| line.contains(" räknas inte: ingen utgåva gäller"));
        if is_known { Ok(out) } else { Err(err) }
    }

    fn asked((verb, file): (&str, &str), question: &Question, more: &[&str]) -> Vec<String> {
        let named = match &question.edition {
            Some(edition) => format!("{}@{edition}", question.programme),
            None => question.programme.clone(),
        };
        let mut args = vec!["kvinnofrid".into(), verb.into(), file.into(), "--programme".into(), named];
        let mut option = |name: &str, value: &str| args.extend([format!("--{name}"), value.to_owned()]);
        question.period.iter().for_each(|period| option("period", period));
        question.on.iter().for_each(|day| option("on", day));
        question.by.iter().for_each(|field| option("by", field));
        question.with.iter().for_each(|what| option("with", what));
        question.rules.iter().for_each(|folder| option("rules", &folder.display().to_string()));
        for (reading, alternative) in &question.readings {
            option("reading", &format!("{reading}={alternative}"));
        }
        args.extend(question.bridge.iter().map(|period| match period {
            Some(period) => format!("--bridge={period}"),
            None => "--bridge".into(),
        }));
        args.extend(question.why.then(|| "--why".into()));
        args.extend(more.iter().map(|&arg| arg.to_owned()));
        args
    }
}

/// Writes records to a file, which is removed when it is dropped.
fn file_of(records: &str) -> Result<tempfile::NamedTempFile, String> {
    let file = tempfile::Builder::new().suffix(".ndjson").tempfile().map_err(|error| error.to_string())?;
    fs::write(file.path(), records).map_err(|error| error.to_string())?;
    Ok(file)
}

impl Surface for CommandLine {
    fn name(&self) -> &'static str {
        "command line"
    }

    fn report(&self, question: &Question, records: &str) -> Result<String, String> {
        let (folder, ledger) = ledger()?;
        let (key, ledger) = (folder.path().join("key.txt"), ledger.display().to_string());
        fs::write(&key, KEY).map_err(|error| error.to_string())?;
        let key = key.display().to_string();
        let mut csv = vec!["--format", "csv"];
        if let Some(method) = &question.protect {
            csv.extend(["--protect", method, "--key-file", &key, "--ledger", &ledger]);
        }
        if question.edition.is_some() {
            return Self::run(&Self::asked(("report", "-"), question, &csv), records, &[DONE]);
        }
        // The command line reads the input of a series once per edition, which needs a file.
        let file = file_of(records)?;
        let path = file.path().display().to_string();
        Self::run(&Self::asked(("report", &path), question, &csv), "", &[DONE])
    }

    fn classify(&self, question: &Question, records: &str) -> Result<String, String> {
        Self::run(&Self::asked(("classify", "-"), question, &[]), records, &[DONE])
    }

    fn members(&self, question: &Question, records: &str) -> Result<String, String> {
        Self::personal("members", question, &[], records)
    }

    fn worklist(&self, question: &Question, records: &str) -> Result<String, String> {
        let per = ["--per", &question.per];
        let per = if question.per.is_empty() { &[][..] } else { &per[..] };
        Self::personal("worklist", question, &[&["--format", "json"], per].concat(), records)
    }

    fn validate(&self, question: &Question, records: &str) -> Result<String, String> {
        let asked = Self::asked(("validate", "-"), question, &["--format", "json"]);
        Self::run(&asked, records, &[DONE, FINDINGS])
    }

    fn baseline(&self, question: &Question, sources: &[(String, String)]) -> Result<String, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut more: Vec<String> = Vec::new();
        for (number, (name, records)) in sources.iter().enumerate() {
            let path = folder.path().join(format!("{number}.ndjson"));
            fs::write(&path, records).map_err(|error| error.to_string())?;
            more.push(format!("--source={name}={}", path.display()));
        }
        more.extend(question.group.iter().map(|group| format!("--group={group}")));
        more.extend(question.contacts.iter().map(|list| format!("--contacts={list}")));
        more.extend(question.listed.iter().map(|source| format!("--listed={source}")));
        more.extend(question.estimate.then(|| "--estimate".to_owned()));
        if !question.dependence.is_empty() {
            more.push(format!("--dependence={}", question.dependence));
        }
        let more: Vec<&str> = more.iter().map(String::as_str).collect();
        Self::personal_of(&Self::asked(("baseline", "--format=json"), question, &more), "")
    }

    fn diff(&self, question: &Question, old: &Path, new: &Path) -> Result<String, String> {
        let mut args = ["kvinnofrid", "diff"].map(str::to_owned).to_vec();
        args.extend([old, new].map(|folder| folder.display().to_string()));
        args.extend(["--programme", &question.programme, "--format", "json"].map(str::to_owned));
        args.extend(question.period.iter().map(|period| format!("--period={period}")));
        args.extend(question.renamed.iter().map(|(old, new)| format!("--renamed={old}={new}")));
        Self::run(&args, "", &[DONE, FINDINGS])
    }

    fn check(&self, folder: &Path) -> Result<String, String> {
        let folder = folder.display().to_string();
        let args = ["kvinnofrid", "check", &folder, "--format", "concise"].map(str::to_owned);
        let findings = Self::run(&args, "", &[DONE, FINDINGS])?;
        // The last line is the number of findings.
        let lines: Vec<&str> = findings.lines().collect();
        let found = lines.split_last().map_or(&[][..], |(_, found)| found);
        Ok(found.iter().map(|line| format!("{line}\n")).collect())
    }
}
