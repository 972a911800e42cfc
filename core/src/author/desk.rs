//! What an editor of rule files asks, whichever protocol it speaks: what stands at a place, where else it stands, what
//! could be written there, what is wrong and how to mend it, and what the examples give. Nothing is written: edits are
//! returned.
//!
//! A [`Desk`] holds the rule files as they are at one moment, with the texts of those that are being edited. Navigation and
//! completion rest on trees of the files that are there whatever is half-written; findings, sentences and examples come
//! from the engine.
//!
//! ```
//! use kvinnofrid::{Lang, Rules, desk::Desk};
//!
//! let desk = Desk::new(Rules::embedded());
//! let file = desk.file("rules/stockholm/kvinnofrid/2012-2014/20-malgrupper.rhai").unwrap();
//! let text = desk.sources().text(file);
//! let at = text.find("p.kön").unwrap() as u32 + 3;
//! let hover = desk.hover(file, at, Lang::En).unwrap();
//! assert!(hover.text.contains("`person.kön`"));
//! assert!(desk.references(file, at, true).len() > 200);
//! ```

mod colours;
mod complete;
mod hover;
mod index;
mod names;
mod navigate;
mod parse;
mod rename;
mod symbols;
mod tree;
mod tried;
mod walk;

#[cfg(test)]
mod tests;

use crate::author::format;
use crate::edition::folder::is_embedded;
use crate::edition::rules::{Folder, Rules};
use crate::findings::boundary::on_own_stack;
use crate::findings::diagnostic::{Diagnostic, Diagnostics};
use crate::findings::error::Error;
use crate::findings::source::SourceMap;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::Text;
pub use colours::{Colour, Coloured, Hint};
pub use complete::{Completion, Offered};
pub use hover::Hover;
use index::Index;
use names::Page;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
pub use symbols::{Symbol, SymbolKind};
use tree::File;
pub use tried::Tried;

/// The rule files of a tree as they are at one moment, and what is known about them. What is asked is worked out once; any
/// number of threads may ask.
#[derive(Debug)]
pub struct Desk {
    rules: Rules,
    /// The tree of each file.
    files: Vec<OnceLock<File>>,
    folders: Vec<Work>,
    shared: Work,
}

/// What is known about one folder.
#[derive(Debug, Default)]
struct Work {
    index: OnceLock<Index>,
    findings: OnceLock<Diagnostics>,
    tried: OnceLock<Vec<Tried>>,
}

/// A replacement of a part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// An edit that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: Text,
    /// The finding.
    pub finding: Diagnostic,
    /// The edit.
    pub edit: Edit,
}

impl Desk {
    /// Puts rule sets on a desk.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        let files = rules.sources.ids().map(|_| OnceLock::new()).collect();
        let folders = rules.folders.iter().map(|_| Work::default()).collect();
        Self { rules, files, folders, shared: Work::default() }
    }

    /// Reads the tree that the file or folder `path` belongs to, with the texts of files that are being edited in place of
    /// those on disk. A text whose file cannot be read with others, since its folder is not there or cannot be read, is put
    /// on a desk of its own.
    #[must_use]
    pub fn open(path: &Path, edited: &BTreeMap<PathBuf, String>) -> Self {
        let shown = path.display().to_string();
        let desk = Rules::open_edited(path, edited).map(Self::new).ok();
        if let Some(desk) = desk.filter(|desk| desk.file(&shown).is_some() || !edited.contains_key(path)) {
            return desk;
        }
        let beside = edited.iter().filter(|(other, _)| other.parent() == path.parent());
        Self::new(Rules::edited_alone(beside.map(|(path, text)| (path.as_path(), text.as_str()))))
    }

    /// Returns the texts of the files.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.rules.sources
    }

    /// Returns the rule sets.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Returns the file with this path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<SourceId> {
        self.rules.sources.ids().find(|id| self.rules.sources.name(*id) == path)
    }

    /// Returns whether a file is one of the library's own, which no editor can open.
    #[must_use]
    pub fn is_lent(&self, file: SourceId) -> bool {
        is_embedded(self.rules.sources.name(file))
    }

    /// Returns whether a file is shared by all editions.
    #[must_use]
    pub fn is_shared(&self, file: SourceId) -> bool {
        self.folder_of(file).is_none()
    }

    /// Returns whether two files are in the same folder; shared files are in one of their own.
    #[must_use]
    pub fn is_beside(&self, file: SourceId, other: SourceId) -> bool {
        self.folder_of(file) == self.folder_of(other)
    }

    /// Returns the findings in the folder of a file, its examples included: for a shared file those of the shared files by
    /// themselves, which an edition may add to. Sorted by place.
    #[must_use]
    pub fn findings(&self, file: SourceId) -> &Diagnostics {
        let number = self.number(file);
        self.work_of(number).findings.get_or_init(|| {
            let mut found = self.rules.unread.clone();
            found.extend(self.rules.unread_examples.clone());
            match self.rules.folders.get(number) {
                Some(folder) => found.extend(self.rules.check_folder(folder)),
                None => found.extend(on_own_stack(|| self.rules.check_shared())),
            }
            found.sort();
            found
        })
    }

    /// Returns the findings in a file as far as its folder's rules and its own examples say them, which is known sooner than
    /// [`findings`](Self::findings); `None` for a shared file, whose findings are known as soon.
    #[must_use]
    pub fn first_findings(&self, file: SourceId) -> Option<Diagnostics> {
        let folder = self.rules.folders.get(self.number(file))?;
        let mut found = self.rules.unread.clone();
        found.extend(self.rules.unread_examples.clone());
        found.extend(self.rules.check_file(folder, file));
        found.sort();
        Some(found)
    }

    /// Returns the findings in all files, as [`Rules::check`] does; `None` as soon as `is_stale` says that nobody waits for
    /// them any longer.
    pub fn all_findings(&self, is_stale: &dyn Fn() -> bool) -> Option<Diagnostics> {
        let mut each = Vec::with_capacity(self.rules.folders.len());
        for folder in &self.rules.folders {
            each.push(self.rules.check_meaning(folder, is_stale));
            if is_stale() {
                return None;
            }
        }
        Some(self.rules.check_together(each))
    }

    /// Returns the edits that mend findings at a range of a file.
    #[must_use]
    pub fn fixes(&self, range: Span) -> Vec<Fix> {
        let touches =
            |span: Span| span.source == range.source && span.start <= range.end && range.start <= span.end;
        let findings = self.findings(range.source).iter();
        let here = findings.filter(|finding| finding.primary.as_ref().is_some_and(|at| touches(at.span)));
        let fixes = here.flat_map(|finding| {
            finding.suggestions.iter().map(|suggestion| Fix {
                title: suggestion.text.clone(),
                finding: finding.clone(),
                edit: Edit { span: suggestion.span, text: suggestion.replacement.clone() },
            })
        });
        fixes.collect()
    }

    /// Returns the edit that lays a file out, of the lines that change; `None` if none does.
    ///
    /// # Errors
    /// As [`format::format`].
    pub fn format(&self, file: SourceId) -> Result<Option<(std::ops::Range<usize>, String)>, Error> {
        let original = self.rules.sources.original(file);
        let formatted = format::format(original)?;
        if formatted == original {
            return Ok(None);
        }
        // Whole lines, so that the rest of the file stays as it is in the editor.
        let old: Vec<&str> = original.split_inclusive('\n').collect();
        let new: Vec<&str> = formatted.split_inclusive('\n').collect();
        let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let most = old.len().min(new.len()) - same;
        let last =
            old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
        let length =
            |lines: Option<&[&str]>| lines.unwrap_or_default().iter().map(|line| line.len()).sum::<usize>();
        let range = length(old.get(..same))..length(old.get(..old.len() - last));
        Ok(Some((range, new.get(same..new.len() - last).unwrap_or_default().concat())))
    }

    /// Returns the folder of a file; `None` for a shared one.
    fn folder_of(&self, file: SourceId) -> Option<usize> {
        self.rules.folders.iter().position(|folder| folder.holds(file))
    }

    /// Returns the number of a file's folder; one more than the last for a shared file.
    fn number(&self, file: SourceId) -> usize {
        self.folder_of(file).unwrap_or(self.rules.folders.len())
    }

    fn work_of(&self, number: usize) -> &Work {
        self.folders.get(number).unwrap_or(&self.shared)
    }

    fn page(&self, source: SourceId) -> Option<Page<'_>> {
        let text = self.rules.sources.text(source);
        let file = self.files.get(source.0 as usize)?.get_or_init(|| on_own_stack(|| parse::parse(text)));
        Some(Page { source, text, file })
    }

    /// Returns the pages of a folder with the shared ones. What shared functions are called with is learnt from the largest
    /// folder.
    fn pages(&self, number: usize) -> Vec<Page<'_>> {
        let all = |folder: &Folder| self.rules.files(folder, |_| true);
        let folder = match self.rules.folders.get(number) {
            Some(folder) => Some(folder),
            None => self.rules.folders.iter().max_by_key(|folder| all(folder).len()),
        };
        let files = match folder {
            Some(folder) => all(folder),
            None => self.rules.shared.iter().map(|file| file.source).collect(),
        };
        files.into_iter().filter_map(|file| self.page(file)).collect()
    }

    fn index(&self, number: usize) -> &Index {
        let pages = || self.pages(number);
        self.work_of(number).index.get_or_init(|| on_own_stack(|| Index::of(&pages())))
    }
}
