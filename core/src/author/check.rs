//! What is wrong or odd in rule files, their examples included.

use crate::author::example::{self, EditionTests, Example, TestRun};
use crate::author::readings;
use crate::data::schema;
use crate::edition::rules::{Folder, Rules};
use crate::findings::diagnostic::Diagnostics;
use crate::findings::span::SourceId;
use crate::language::declare::declare;
use crate::language::model::Model;
use crate::language::{check, script};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the examples of a folder say, and what is wrong with them.
#[derive(Debug)]
struct Examples {
    examples: Vec<Example>,
    findings: Diagnostics,
}

impl Rules {
    /// Everything that is wrong or odd in any rule file, sorted by place: errors, for which no edition can be made, and
    /// warnings. [`render`](crate::present::findings) draws them with the text of [`sources`](Self::sources).
    #[must_use]
    pub fn check(&self) -> Diagnostics {
        let mut all = self.unread.clone();
        for folder in &self.folders {
            let loaded = self.load(folder);
            all.extend(loaded.findings.clone());
            if let Some(edition) = &loaded.edition {
                readings::idle(edition.model(), edition.typed(), &mut all);
                check::impossible_codes(edition.typed(), &mut all);
            }
            all.extend(self.read_examples(folder).findings);
        }
        self.check_lines(&mut all);
        if self.folders.is_empty() {
            // Only shared files: they are checked by themselves.
            let files: Vec<SourceId> = self.shared.iter().map(|f| f.source).collect();
            let program = script::read(&self.sources, &files, &mut all);
            declare(&program, &mut all);
        }
        all.sort();
        all
    }

    /// Adds the findings about how editions of the same programme refer to each other.
    fn check_lines(&self, findings: &mut Diagnostics) {
        let mut lines: BTreeMap<&str, Vec<&Model>> = BTreeMap::new();
        for edition in self.folders.iter().filter_map(|folder| self.load(folder).edition.as_ref()) {
            lines.entry(&edition.head().programme).or_default().push(edition.model());
        }
        let is_whole = self.folders.iter().all(|folder| self.load(folder).edition.is_some());
        lines.values().for_each(|models| check::line(models, is_whole, findings));
    }

    /// Reads the examples of a folder. They may use its constants and functions, so that all files are read again,
    /// those with examples last: what is found in the others is known already.
    fn read_examples(&self, folder: &Folder) -> Examples {
        let mut files = self.files(folder, |file| !file.examples);
        let example_files = self.files(folder, |file| file.examples);
        files.extend(&example_files);
        let mut known = Diagnostics::new();
        let program = script::read(&self.sources, &files, &mut known);
        let model = declare(&program, &mut known);
        let mut findings: Diagnostics = known
            .into_iter()
            .filter(|finding| {
                finding.primary.as_ref().is_some_and(|place| example_files.contains(&place.span.source))
            })
            .collect();
        let layout = Arc::new(schema::layout(&model, schema::asked(&model)));
        example::only_examples(&program, &example_files, &mut findings);
        let examples = example::decode(&program, &model, &layout, &mut findings);
        findings.sort();
        Examples { examples, findings }
    }

    /// Runs the examples of all editions: each is a record and what must come out. An edition with errors is not run,
    /// nor is an example that can't be read: the findings tell why.
    #[must_use]
    pub fn test(&self) -> TestRun {
        let mut run = TestRun { findings: self.unread.clone(), editions: Vec::new() };
        for folder in &self.folders {
            let loaded = self.load(folder);
            let read = self.read_examples(folder);
            run.findings.extend(loaded.findings.errors().chain(read.findings.errors()).cloned());
            if let Some(edition) = &loaded.edition {
                // What an example that can't be read would have tried is not known.
                if !read.findings.has_errors() {
                    run.findings.extend(edition.untried(&read.examples));
                }
                run.editions.push(EditionTests {
                    edition: edition.id(),
                    results: edition.run_examples(&read.examples),
                });
            }
        }
        run.findings.sort();
        run
    }
}
