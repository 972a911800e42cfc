//! Diagnostics of rule files, including their examples.

use crate::author::example::{self, EditionTests, Example, TestRun};
use crate::author::readings;
use crate::author::scrutiny::scrutinise;
use crate::data::schema;
use crate::edition::Edition;
use crate::edition::rules::{Folder, Rules};
use crate::findings::boundary::on_own_stack;
use crate::findings::diagnostic::{Diagnostics, code};
use crate::findings::span::{SourceId, Span};
use crate::language::declare::declare;
use crate::language::lower::{lower, unused};
use crate::language::model::Model;
use crate::language::script::statement_at;
use crate::language::words::Word;
use crate::language::{check, script};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The examples of a folder, and the findings about them.
#[derive(Debug)]
pub(in crate::author) struct Examples {
    pub(in crate::author) examples: Vec<Example>,
    pub(in crate::author) findings: Diagnostics,
}

impl Rules {
    /// Returns every finding in any rule file, sorted by place: errors, for which no edition is built, and warnings, among them
    /// what a proof over all records shows about conditions, with a record as [witness](crate::diagnostic::Witness) where one shows it.
    /// [`render`](crate::present::findings) renders them with the text of [`sources`](Self::sources).
    #[must_use]
    pub fn check(&self) -> Diagnostics {
        let each: Vec<Diagnostics> =
            self.folders.iter().map(|folder| self.check_meaning(folder, &|| false)).collect();
        self.check_together(each)
    }

    /// Returns the same without what has to be proved, which takes longer.
    #[must_use]
    pub fn check_form(&self) -> Diagnostics {
        let each: Vec<Diagnostics> = self.folders.iter().map(|folder| self.check_folder(folder)).collect();
        self.check_together(each)
    }

    /// Returns the findings of one folder, with those about the meaning of its conditions: not all of them once `is_stale` says
    /// that nobody waits for them any longer.
    pub(in crate::author) fn check_meaning(
        &self,
        folder: &Folder,
        is_stale: &dyn Fn() -> bool,
    ) -> Diagnostics {
        let mut own = self.check_folder(folder);
        if let Some(edition) = self.load(folder).edition.as_ref().filter(|_| !own.has_errors()) {
            let shared = self.shared.iter().map(|file| file.source).collect();
            own.extend(scrutinise(edition, &own, shared, is_stale));
            own.join_unused_function();
        }
        own
    }

    /// Returns the findings of one folder, of its examples, and of the shared files as far as it uses them.
    pub(in crate::author) fn check_folder(&self, folder: &Folder) -> Diagnostics {
        let mut own = self.load(folder).findings.clone();
        own.extend(on_own_stack(|| self.read_examples(folder)).findings);
        self.joined(folder, own)
    }

    /// Returns the same of one file, as far as the rules and its own examples say it. The examples of the other files, which
    /// take most of the time, may use what is found unused here, and may add to a name that is missing.
    pub(in crate::author) fn check_file(&self, folder: &Folder, file: SourceId) -> Diagnostics {
        let mut own = self.load(folder).findings.clone();
        if self.files(folder, |file| file.examples).contains(&file) {
            own.extend(on_own_stack(|| self.read_examples_of(folder, Some(file))).findings);
        }
        self.joined(folder, own)
    }

    /// Adds what takes more than reading to findings of a folder.
    fn joined(&self, folder: &Folder, mut own: Diagnostics) -> Diagnostics {
        own.sort();
        // The same name may be missing in the examples too.
        own.join(|_| true);
        if let Some(edition) = &self.load(folder).edition {
            let scrutinised = on_own_stack(|| {
                let mut found = Diagnostics::new();
                readings::idle(edition.model(), edition.typed(), &mut found);
                check::impossible_codes(edition.typed(), &mut found);
                found
            });
            own.extend(scrutinised);
        }
        own
    }

    /// Returns all findings, given those of each folder.
    pub(in crate::author) fn check_together(
        &self,
        each: impl IntoIterator<Item = Diagnostics>,
    ) -> Diagnostics {
        let mut all = self.unread.clone();
        all.extend(self.unread_examples.clone());
        each.into_iter().for_each(|findings| all.extend(findings));
        let mut unused: Option<BTreeSet<&str>> = None;
        for folder in &self.folders {
            let here: BTreeSet<&str> = self.load(folder).unused.keys().map(String::as_str).collect();
            unused = Some(match unused {
                Some(known) => known.intersection(&here).copied().collect(),
                None => here,
            });
        }
        self.check_lines(&mut all);
        if self.folders.is_empty() {
            all.extend(on_own_stack(|| self.check_shared()));
        }
        // A shared declaration is unused only if no edition uses it.
        if self.is_whole && self.lent() == 0 && !all.has_errors() {
            let first = self.folders.first().map(|folder| &self.load(folder).unused);
            for (name, span) in first
                .into_iter()
                .flatten()
                .filter(|(name, _)| unused.as_ref().is_some_and(|unused| unused.contains(name.as_str())))
            {
                if self.shared.iter().any(|file| file.source == span.source) {
                    all.push(check::unused_function(name, *span));
                }
            }
        }
        all.sort();
        // Record types are shared: the same field or code is missing in every edition that uses it.
        all.join(|code| [code::UNKNOWN_FIELD, code::UNKNOWN_CODE, code::UNKNOWN_FUNCTION].contains(&code));
        all
    }

    /// Returns the findings about shared files alone, without an edition that uses them.
    pub(in crate::author) fn check_shared(&self) -> Diagnostics {
        let mut findings = Diagnostics::new();
        let files: Vec<SourceId> = self.shared.iter().map(|f| f.source).collect();
        let program = script::read(&self.sources, &files, &mut findings);
        let mut model = declare(&program, &mut findings);
        if self.shared_failed {
            model.failed.anything();
        }
        let layout = schema::layout(&model, schema::asked(&model));
        let _ = lower(&program, &model, &layout, &mut findings);
        if model.failed.is_empty() {
            unused(&program, &model, &schema::layouts(&model), |_| true, &mut findings);
        }
        findings.settle(&model.failed);
        findings
    }

    /// Adds the findings about references between editions of the same programme.
    fn check_lines(&self, findings: &mut Diagnostics) {
        let mut lines: BTreeMap<&str, Vec<&Model>> = BTreeMap::new();
        for edition in self.folders.iter().filter_map(|folder| self.load(folder).edition.as_ref()) {
            lines.entry(&edition.head().programme).or_default().push(edition.model());
        }
        let is_whole = self.folders.iter().all(|folder| self.load(folder).edition.is_some());
        lines.values().for_each(|models| check::line(models, is_whole, self.is_whole, findings));
    }

    /// Parses the examples of a folder. They may use its constants and functions, so all files are parsed again, those
    /// with examples last: findings in the others are known already.
    pub(in crate::author) fn read_examples(&self, folder: &Folder) -> Examples {
        self.read_examples_of(folder, None)
    }

    /// Parses the examples of one file, or of all.
    fn read_examples_of(&self, folder: &Folder, one: Option<SourceId>) -> Examples {
        let mut files = self.files(folder, |file| !file.examples);
        let mut example_files = self.files(folder, |file| file.examples);
        example_files.retain(|file| one.is_none_or(|one| one == *file));
        files.extend(&example_files);
        let mut known = Diagnostics::new();
        let program = script::read(&self.sources, &files, &mut known);
        let mut model = declare(&program, &mut known);
        if self.shared_failed || folder.failed {
            model.failed.anything();
        }
        let no_record = known
            .iter()
            .any(|f| f.misses.as_ref().is_some_and(|missing| missing.kind == Word::Record.swedish()));
        if no_record || !model.failed.is_empty() && !schema::is_asked(&model) {
            model.failed.record();
        }
        let mut findings: Diagnostics = known
            .into_iter()
            .filter(|finding| {
                finding.primary.as_ref().is_some_and(|place| example_files.contains(&place.span.source))
            })
            .collect();
        let layout = Arc::new(schema::layout(&model, schema::asked(&model)));
        example::only_examples(&program, &example_files, &mut findings);
        let examples = example::decode(&program, &model, &layout, &mut findings);
        findings.settle(&model.failed);
        // What one file does not use another may.
        if one.is_none() {
            let texts: Vec<&str> = files.iter().map(|file| self.sources.text(*file)).collect();
            check::unused_names(&program, &model, &texts, &mut findings);
        }
        check::name_odd_letters(&self.sources, &mut findings);
        Examples { examples, findings }
    }

    /// Returns the examples of an edition that can be decoded, in the order of the files.
    pub(super) fn examples_of(&self, edition: &Arc<Edition>) -> Vec<Example> {
        let is_of = |folder: &&Folder| {
            self.load(folder).edition.as_ref().is_some_and(|own| Arc::ptr_eq(own, edition))
        };
        let folder = self.folders.iter().find(is_of);
        folder.map(|folder| on_own_stack(|| self.read_examples(folder)).examples).unwrap_or_default()
    }

    /// Returns the top-level statement at a place, as written.
    pub(super) fn statement(&self, span: Span) -> String {
        let text = self.sources.text(span.source);
        statement_at(text, span.start as usize).unwrap_or_default().to_owned()
    }

    /// Runs the examples of all editions: each is a record and the expected result. An edition with errors is skipped,
    /// and so is an example that cannot be decoded: the findings give the reason.
    #[must_use]
    pub fn test(&self) -> TestRun {
        let mut run = TestRun { findings: self.unread.clone(), editions: Vec::new() };
        run.findings.extend(self.unread_examples.clone());
        for folder in &self.folders {
            let (findings, tests) = self.test_folder(folder, &|| false);
            run.findings.extend(findings);
            run.editions.extend(tests);
        }
        run.findings.sort();
        run
    }

    /// Runs the examples of one folder; no results if its edition has errors, nor once `is_stale` says that nobody waits for them.
    pub(in crate::author) fn test_folder(
        &self,
        folder: &Folder,
        is_stale: &dyn Fn() -> bool,
    ) -> (Diagnostics, Option<EditionTests>) {
        let loaded = self.load(folder);
        let read = on_own_stack(|| self.read_examples(folder));
        let mut findings: Diagnostics =
            loaded.findings.errors().chain(read.findings.iter()).cloned().collect();
        let Some(edition) = &loaded.edition else { return (findings, None) };
        // What an undecodable example would have covered is not known.
        if !read.findings.has_errors() {
            findings.extend(edition.untried(&read.examples));
        }
        let results = edition.run_until(&read.examples, is_stale);
        (findings, results.map(|results| EditionTests { edition: edition.id(), results }))
    }
}

#[cfg(test)]
mod tests;
