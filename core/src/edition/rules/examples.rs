//! The examples of rule sets: read when they are asked for, and run.

use super::{Folder, Rules};
use crate::author::example::{self, EditionTests, Example, TestRun};
use crate::findings::diagnostic::Diagnostics;
use crate::language::declare::declare;
use crate::{data::schema, language::script};
use std::sync::Arc;

/// What the examples of a folder say, and what is wrong with them.
#[derive(Debug)]
pub(super) struct Examples {
    examples: Vec<Example>,
    pub(super) findings: Diagnostics,
}

impl Rules {
    pub(super) fn examples<'a>(&self, folder: &'a Folder) -> &'a Examples {
        folder.examples.get_or_init(|| self.read_examples(folder))
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
            let read = self.examples(folder);
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
