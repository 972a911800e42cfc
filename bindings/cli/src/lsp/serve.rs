//! A session: messages in, answers and findings out.

use super::answer::answer;
use super::finding::{ByFile, by_file, failures};
use super::initialize::{Agreed, agreed, offered};
use super::message::{
    INTERNAL_ERROR, INVALID_REQUEST, Incoming, METHOD_NOT_FOUND, NOT_INITIALIZED, PARSE_ERROR, notify, read,
    request, respond,
};
use super::open::Documents;
use super::worker::{Desired, Done, Target, work, work_first};
use crate::{DONE, FINDINGS};
use kvinnofrid::boundary::guarded;
use kvinnofrid::desk::Desk;
use kvinnofrid::source::SourceId;
use kvinnofrid::text::{Lang, Text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What happens in a session.
enum Event {
    In(io::Result<Option<Incoming>>),
    Done(Done),
}

/// Serves a client until it says `exit` or closes the input. The exit code is the protocol's: 0 if `shutdown` came before,
/// else 1.
pub(crate) fn serve(input: &mut (dyn BufRead + Send), output: &mut dyn Write, lang: Lang) -> io::Result<u8> {
    let desired = Desired::default();
    let (send, events) = channel();
    std::thread::scope(|scope| {
        let incoming = send.clone();
        scope.spawn(move || {
            loop {
                let message = read(input);
                let is_last = match &message {
                    Ok(Some(Incoming::Notification { method, .. })) => method == "exit",
                    Ok(Some(_)) => false,
                    Ok(None) | Err(_) => true,
                };
                if incoming.send(Event::In(message)).is_err() || is_last {
                    return;
                }
            }
        });
        let wanted = &desired;
        let first = send.clone();
        scope.spawn(move || work_first(wanted, &|done| first.send(Event::Done(done)).is_ok()));
        scope.spawn(move || work(wanted, &|done| send.send(Event::Done(done)).is_ok()));
        let mut session = Session::new(output, &desired, lang);
        let ended = session.run(&events);
        desired.end();
        drop(events);
        ended
    })
}

/// What was sent about a document, by what it is about.
#[derive(Debug, Default)]
struct Shown {
    findings: Vec<Value>,
    failures: Vec<Value>,
    sent: Option<Vec<Value>>,
    /// The version of the document that this was sent for.
    version: Option<Value>,
}

struct Session<'a> {
    output: &'a mut dyn Write,
    desired: &'a Desired,
    documents: Documents,
    agreed: Agreed,
    is_initialized: bool,
    is_shut_down: bool,
    /// Documents whose findings are not all known.
    dirty: BTreeSet<String>,
    /// The one that was edited last.
    latest: Option<String>,
    is_dispatched: bool,
    /// How many changes of documents or files there were.
    changes: u64,
    /// The number of changes after which a folder was checked last.
    checked: u64,
    shown: BTreeMap<String, Shown>,
    /// What the examples of a document gave when they were run last.
    outcomes: BTreeMap<String, BTreeMap<String, Text>>,
    refreshed: usize,
}

impl<'a> Session<'a> {
    fn new(output: &'a mut dyn Write, desired: &'a Desired, lang: Lang) -> Self {
        Self {
            output,
            desired,
            documents: Documents::default(),
            agreed: agreed(&Value::Null, lang),
            is_initialized: false,
            is_shut_down: false,
            dirty: BTreeSet::new(),
            latest: None,
            is_dispatched: true,
            changes: 0,
            checked: 0,
            shown: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            refreshed: 0,
        }
    }

    fn run(&mut self, events: &Receiver<Event>) -> io::Result<u8> {
        loop {
            // Edits that have come already are checked together.
            let event = match events.try_recv() {
                Ok(event) => event,
                Err(TryRecvError::Empty) => {
                    self.dispatch();
                    match events.recv() {
                        Ok(event) => event,
                        Err(_) => return Ok(FINDINGS),
                    }
                }
                Err(TryRecvError::Disconnected) => return Ok(FINDINGS),
            };
            match event {
                Event::In(Ok(Some(message))) => {
                    if let Some(code) = self.message(message)? {
                        return Ok(code);
                    }
                }
                Event::In(Ok(None)) => return Ok(if self.is_shut_down { DONE } else { FINDINGS }),
                Event::In(Err(error)) => return Err(error),
                Event::Done(done) => self.done(done)?,
            }
        }
    }

    /// Handles a message; returns the exit code if it is the last.
    fn message(&mut self, message: Incoming) -> io::Result<Option<u8>> {
        match message {
            Incoming::Malformed(why) => {
                respond(self.output, &Value::Null, Err((PARSE_ERROR, why.to_owned())))?;
            }
            Incoming::Response => {}
            Incoming::Notification { method, params } => {
                if method == "exit" {
                    return Ok(Some(if self.is_shut_down { DONE } else { FINDINGS }));
                }
                if self.is_initialized && !self.is_shut_down {
                    self.notified(&method, &params)?;
                }
            }
            Incoming::Request { id, method, params } => {
                let answer = self.asked(&method, &params);
                // Editors show no answer to a command.
                if let ("workspace/executeCommand", Ok(Value::String(text))) = (method.as_str(), &answer) {
                    notify(self.output, "window/showMessage", &json!({ "type": 3, "message": text }))?;
                }
                respond(self.output, &id, answer)?;
            }
        }
        Ok(None)
    }

    fn asked(&mut self, method: &str, params: &Value) -> Result<Value, (i64, String)> {
        match method {
            "initialize" if !self.is_initialized => {
                self.agreed = agreed(params, self.agreed.lang);
                self.is_initialized = true;
                Ok(offered(self.agreed))
            }
            "initialize" => Err((INVALID_REQUEST, "the session has begun already".into())),
            _ if !self.is_initialized => Err((NOT_INITIALIZED, "the session has not begun".into())),
            _ if self.is_shut_down => Err((INVALID_REQUEST, "the session has ended".into())),
            "shutdown" => {
                self.is_shut_down = true;
                Ok(Value::Null)
            }
            _ => {
                let (documents, agreed, outcomes) = (&mut self.documents, self.agreed, &self.outcomes);
                match guarded(|| answer(method, params, documents, agreed, outcomes)) {
                    Ok(Some(answer)) => answer,
                    Ok(None) => Err((METHOD_NOT_FOUND, format!("`{method}` is not offered"))),
                    Err(error) => Err((INTERNAL_ERROR, error.to_string())),
                }
            }
        }
    }

    fn notified(&mut self, method: &str, params: &Value) -> io::Result<()> {
        match method {
            "textDocument/didOpen" => {
                let opened = self.documents.open(params);
                self.touch(opened);
            }
            "textDocument/didChange" => {
                let edited = self.documents.edit(params, self.agreed.units);
                self.touch(edited);
            }
            "textDocument/didClose" => {
                if let Some(uri) = self.documents.close(params) {
                    self.dirty.remove(&uri);
                    self.outcomes.remove(&uri);
                    if self.documents.open.is_empty() {
                        let all: Vec<String> = self.shown.keys().cloned().collect();
                        all.iter()
                            .try_for_each(|uri| self.show(uri, Some(Vec::new()), Some(Vec::new()), None))?;
                    } else {
                        self.show(&uri, Some(Vec::new()), Some(Vec::new()), None)?;
                    }
                    self.touch(None);
                }
            }
            "textDocument/didSave"
            | "workspace/didChangeWatchedFiles"
            | "workspace/didChangeWorkspaceFolders" => {
                self.documents.changed();
                self.touch(None);
            }
            _ => {}
        }
        Ok(())
    }

    /// Marks a document, or all of them, as to be checked.
    fn touch(&mut self, uri: Option<String>) {
        self.changes += 1;
        match uri {
            Some(uri) => {
                self.dirty.insert(uri.clone());
                self.latest = Some(uri);
            }
            None => self.dirty.extend(self.documents.open.keys().cloned()),
        }
        self.is_dispatched = false;
    }

    /// Hands what is to be checked to the worker, what was edited last first.
    fn dispatch(&mut self) {
        if std::mem::replace(&mut self.is_dispatched, true) {
            return;
        }
        let mut uris: Vec<String> = self.dirty.iter().cloned().collect();
        uris.sort_by_key(|uri| Some(uri) != self.latest.as_ref());
        let versions = self.documents.open.iter().map(|(uri, open)| (uri.clone(), open.version.clone()));
        let versions = Arc::new(versions.collect::<Vec<_>>());
        let targets = uris.into_iter().filter_map(|uri| {
            let found = guarded(|| self.documents.desk(&uri)).ok().flatten();
            let (desk, file) = found?;
            Some(Target { uri, desk, file, versions: Arc::clone(&versions), changes: self.changes })
        });
        let targets: Vec<Target> = targets.collect();
        self.desired.set(targets);
    }

    fn done(&mut self, done: Done) -> io::Result<()> {
        let ways = (self.agreed.units, self.agreed.lang);
        match done {
            // What is known of the whole folder is not replaced by what is known first.
            Done::First(target, _) if target.changes <= self.checked => Ok(()),
            Done::First(target, findings) => {
                let desk = Arc::clone(&target.desk);
                let mut findings = by_file(findings.iter(), (&desk, target.file), &self.documents, ways);
                findings.retain(|file, _| *file == target.file);
                self.show_all(&target, &[target.file], findings, true)
            }
            Done::Folder(target) => {
                self.checked = self.checked.max(target.changes);
                let desk = Arc::clone(&target.desk);
                let of_folder = |file: &SourceId| desk.is_beside(*file, target.file);
                let findings = desk.findings(target.file).iter();
                let findings = by_file(findings, (&desk, target.file), &self.documents, ways);
                let files: Vec<SourceId> = desk.sources().ids().filter(of_folder).collect();
                self.show_all(&target, &files, findings, true)
            }
            Done::All(target, findings) => {
                let desk = Arc::clone(&target.desk);
                let findings = by_file(findings.iter(), (&desk, target.file), &self.documents, ways);
                let files: Vec<SourceId> = desk.sources().ids().collect();
                // What was changed since is still to be checked.
                if target.changes == self.changes {
                    let known = |uri: &String| *uri == target.uri || is_on(&desk, &self.documents, uri);
                    self.dirty.retain(|uri| !known(uri));
                }
                self.show_all(&target, &files, findings, true)
            }
            Done::Tried(target) => {
                let desk = Arc::clone(&target.desk);
                let tried = desk.tried(target.file);
                for uri in self.documents.open.keys() {
                    let Some(file) = self
                        .documents
                        .open
                        .get(uri)
                        .and_then(|open| desk.file(&open.path.display().to_string()))
                    else {
                        continue;
                    };
                    if desk.is_beside(file, target.file) {
                        let own = tried.iter().filter(|tried| tried.span.source == file);
                        self.outcomes
                            .insert(uri.clone(), own.map(|tried| (tried.id.clone(), tried.text())).collect());
                    }
                }
                let failed = failures(tried, &desk, ways);
                let files = desk.sources().ids().filter(|file| desk.is_beside(*file, target.file));
                let files: Vec<SourceId> = files.collect();
                self.show_all(&target, &files, failed, false)?;
                if self.agreed.refreshes_lenses {
                    self.refreshed += 1;
                    request(
                        self.output,
                        &format!("lenses-{}", self.refreshed),
                        "workspace/codeLens/refresh",
                    )?;
                }
                Ok(())
            }
            Done::Failed(what) => {
                notify(self.output, "window/logMessage", &json!({ "type": 1, "message": what }))
            }
        }
    }

    /// Shows what was found in files: findings, or examples that gave something else.
    fn show_all(
        &mut self,
        target: &Target,
        files: &[SourceId],
        mut found: ByFile,
        findings: bool,
    ) -> io::Result<()> {
        for file in files {
            let Some(uri) = self.documents.uri(&target.desk, *file) else { continue };
            let new = found.remove(file).unwrap_or_default();
            let version =
                target.versions.iter().find(|(open, _)| *open == uri).map(|(_, version)| version.clone());
            // Documents that were closed since have been cleared.
            if version.is_some() && !self.documents.open.contains_key(&uri) {
                continue;
            }
            let (findings, failures) = if findings { (Some(new), None) } else { (None, Some(new)) };
            self.show(&uri, findings, failures, version)?;
        }
        Ok(())
    }

    /// Sends what is known of a document, if that is something else than was sent.
    fn show(
        &mut self,
        uri: &str,
        findings: Option<Vec<Value>>,
        failures: Option<Vec<Value>>,
        version: Option<Value>,
    ) -> io::Result<()> {
        let is_open = self.documents.open.contains_key(uri);
        let shown = self.shown.entry(uri.to_owned()).or_default();
        if let Some(findings) = findings {
            shown.findings = findings;
        }
        if let Some(failures) = failures {
            shown.failures = failures;
        }
        let all: Vec<Value> = shown.findings.iter().chain(&shown.failures).cloned().collect();
        let was_empty = shown.sent.as_ref().is_none_or(Vec::is_empty);
        // An open document gets an answer to each edit, so that its reader knows that it was looked at.
        let is_answered = !is_open || version.is_some() && shown.version == version;
        if (!is_open && all.is_empty() && was_empty) || (is_answered && shown.sent.as_ref() == Some(&all)) {
            return Ok(());
        }
        shown.version.clone_from(&version);
        let mut params = json!({ "uri": uri, "diagnostics": all });
        if let (Some(version), Some(fields)) = (version, params.as_object_mut()) {
            fields.insert("version".into(), version);
        }
        shown.sent = Some(all);
        notify(self.output, "textDocument/publishDiagnostics", &params)
    }
}

/// Returns whether a document lies on a desk.
fn is_on(desk: &Desk, documents: &Documents, uri: &str) -> bool {
    let path = documents.open.get(uri).map(|open| open.path.display().to_string());
    path.is_some_and(|path| desk.file(&path).is_some())
}
