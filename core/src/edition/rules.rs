//! Rule sets, embedded or from a folder, and the lookup from programme and date to edition.

mod load;
mod opening;
mod programme;
mod signature;

use crate::edition::Edition;
use crate::edition::folder::{self, Found, RuleFile};
use crate::findings::boundary::on_own_stack;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code, nearest};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::source::SourceMap;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::{Text, nfc, say};
use crate::language::check::{name_odd_letters, unused_names};
use crate::language::declare::declare;
use crate::language::lower::{lower, unused};
use crate::language::script;
use crate::language::syntax::Function;
use crate::language::words::Word;
use crate::{data::schema, language::check};
pub use load::Loaded;
pub use opening::Opening;
pub use programme::Programme;
use sha2::{Digest, Sha256};
pub use signature::{LIST, SIGNATURE, TrustedKey};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// All rule files that were read. Editions are parsed on first use and cached; any number of threads may use the same
/// `Rules`.
#[derive(Debug)]
pub struct Rules {
    pub(crate) sources: Arc<SourceMap>,
    /// Findings about the files themselves.
    pub(crate) unread: Diagnostics,
    /// Findings about example files, which using an edition need not read.
    pub(crate) unread_examples: Diagnostics,
    pub(crate) shared: Vec<File>,
    /// Whether a shared file could not be read.
    pub(crate) shared_failed: bool,
    pub(crate) folders: Vec<Folder>,
    /// Whether these are all editions of a tree, rather than one folder of it.
    pub(crate) is_whole: bool,
}

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) source: SourceId,
    name: String,
    /// Whether it contains examples only, which using an edition need not read.
    pub(crate) examples: bool,
}

#[derive(Debug)]
pub(crate) struct Folder {
    /// `stockholm/kvinnofrid/2012-2014`, or fewer components if reading started further down.
    path: String,
    files: Vec<File>,
    /// Whether any of its files could not be read.
    pub(crate) failed: bool,
    loaded: OnceLock<Read>,
}

#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) edition: Option<Arc<Edition>>,
    pub(crate) findings: Diagnostics,
    /// Functions that nothing calls, shared ones included, with their spans.
    pub(crate) unused: BTreeMap<String, Span>,
}

impl Folder {
    /// Returns whether a file is in it.
    pub(crate) fn holds(&self, source: SourceId) -> bool {
        self.files.iter().any(|file| file.source == source)
    }
}

impl Rules {
    /// Returns the rule sets embedded in this library. Cheap: nothing is parsed until an edition is used.
    ///
    /// ```
    /// let programmes = kvinnofrid::Rules::embedded().programmes();
    /// assert!(programmes.iter().any(|programme| programme.id() == "stockholm/kvinnofrid"));
    /// ```
    #[must_use]
    pub fn embedded() -> Self {
        Self::new(Found { files: folder::embedded(), is_whole: true, ..Found::default() })
    }

    /// Reads the rule sets below `path`: a folder `city/programme/edition/*.rhai`, any folder above or below it, or one
    /// file, which means its folder. Shared declarations are read from the `gemensamt` of the tree that contains the
    /// path; if there is none, the embedded one is used.
    ///
    /// # Errors
    /// [`Error::Input`] if there is nothing to read, [`Error::Limit`] if there are more than 5 000 files, more than 64 MiB
    /// of them or more than six nested folders ([`open_with`](Self::open_with) sets the first two). Mistakes in the files are reported by [`check`](Self::check) and by the calls that need
    /// them.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(path, &Opening::default())
    }

    /// Builds rule sets from `files`, each a path such as `stockholm/kvinnofrid/2012-2014/10-mål.rhai` with its bytes.
    /// Without a folder `gemensamt` the embedded one is used. Does not access the file system.
    ///
    /// ```
    /// use kvinnofrid::{Lang, Rules};
    ///
    /// let text = r#"utgåva("staden/programmet@2030", #{ revison: "1.0.0" });"#;
    /// let rules = Rules::from_files([("staden/programmet/2030/10.rhai".to_owned(), text.into())]);
    /// let findings = rules.check();
    /// assert!(findings.has_errors());
    /// let unknown_key = findings.errors().find(|finding| finding.code.0 == "E0203").unwrap();
    /// assert!(unknown_key.message.get(Lang::En).contains("`revison`"));
    /// ```
    #[must_use]
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self::new(folder::given(files))
    }

    /// Reads the rule sets of the tree that the file or folder `path` belongs to, with the texts of files that are being
    /// edited in place of those on disk, by path. A file that is not saved yet is read as part of its folder.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_edited(path: impl AsRef<Path>, edited: &BTreeMap<PathBuf, String>) -> Result<Self, Error> {
        folder::open_edited(path.as_ref(), edited).map(Self::new)
    }

    /// Builds rule sets from the texts of files that are being edited and are in no folder that can be read.
    pub(crate) fn edited_alone<'a>(edited: impl IntoIterator<Item = (&'a Path, &'a str)>) -> Self {
        Self::new(folder::edited_alone(edited))
    }

    fn new(found: Found) -> Self {
        let Found { files, unread, misnamed, is_whole } = found;
        let mut sources = SourceMap::new();
        let mut rules = Self {
            sources: Arc::default(),
            unread,
            unread_examples: Diagnostics::new(),
            shared: Vec::new(),
            shared_failed: false,
            folders: Vec::new(),
            is_whole,
        };
        let mut folders: BTreeMap<String, (Vec<File>, bool)> = BTreeMap::new();
        for file in files {
            let (is_shared, examples) = (file.is_shared(), file.is_examples());
            let RuleFile { folder, name, shown, bytes } = file;
            let added =
                sources.add(shown, bytes).and_then(|source| sources.refused(source).map_or(Ok(source), Err));
            let (own, failed) = if is_shared {
                (&mut rules.shared, &mut rules.shared_failed)
            } else {
                let (files, failed) = folders.entry(folder).or_default();
                (files, failed)
            };
            match added {
                Ok(source) => match twin(&sources, own, source) {
                    Some(finding) if examples => rules.unread_examples.push(finding),
                    Some(finding) => rules.unread.push(finding),
                    None => own.push(File { source, name, examples }),
                },
                Err(finding) if examples => rules.unread_examples.push(*finding),
                Err(finding) => {
                    rules.unread.push(*finding);
                    *failed = true;
                }
            }
        }
        for (file, finding) in misnamed {
            if file.is_examples() {
                rules.unread_examples.push(finding);
                continue;
            }
            rules.unread.push(finding);
            if file.is_shared() {
                rules.shared_failed = true;
            } else {
                folders.entry(file.folder).or_default().1 = true;
            }
        }
        rules.folders = folders
            .into_iter()
            .map(|(path, (files, failed))| Folder { path, files, failed, loaded: OnceLock::new() })
            .collect();
        rules.sources = Arc::new(sources);
        rules
    }

    /// Returns how many shared files are the library's own, if the other files are not.
    pub(crate) fn lent(&self) -> usize {
        let embedded = |source: SourceId| folder::is_embedded(self.sources.name(source));
        if self.sources.ids().all(embedded) {
            return 0;
        }
        self.shared.iter().filter(|file| embedded(file.source)).count()
    }

    /// Returns the number of files read, and how many of them are the library's own, which a folder without a
    /// `gemensamt` shares: `43 filer, varav 4 gemensamma ur biblioteket`.
    #[must_use]
    pub fn files_read(&self) -> Text {
        let files = self.sources.len();
        let (sv, en) = if files == 1 { ("fil", "file") } else { ("filer", "files") };
        let lent = self.lent();
        if lent == 0 {
            return say!("{files} {sv}", "{files} {en}");
        }
        say!(
            "{files} {sv}, varav {lent} gemensamma ur biblioteket",
            "{files} {en}, {lent} of them shared ones of the library"
        )
    }

    /// Returns the texts of all rule files, for showing findings.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// Returns the programmes, by id, with their editions in chronological order. Editions with errors are left out;
    /// they are reported by [`check`](Self::check).
    #[must_use]
    pub fn programmes(&self) -> Vec<Programme> {
        let mut programmes: BTreeMap<String, Vec<Arc<Edition>>> = BTreeMap::new();
        for folder in &self.folders {
            if let Some(edition) = &self.load(folder).edition {
                programmes.entry(edition.head().programme.clone()).or_default().push(Arc::clone(edition));
            }
        }
        programmes.into_iter().map(|(id, editions)| Programme::new(id, editions)).collect()
    }

    /// Returns the editions of a programme that have one of these digests, in chronological order: those that a report
    /// was counted by. None where the rules are others.
    #[must_use]
    pub fn editions_of(&self, programme: &str, digests: &[&str]) -> Vec<Arc<Edition>> {
        let programme = self.programme(programme).ok();
        let editions = programme.iter().flat_map(Programme::editions);
        editions.filter(|edition| digests.contains(&edition.digest())).cloned().collect()
    }

    /// Returns the programme `id`, such as `stockholm/kvinnofrid`, with all its editions. Parses only the folders that
    /// may contain them.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such programme (the message names the nearest id); [`Error::Rules`] if one of
    /// its editions has errors.
    pub fn programme(&self, id: &str) -> Result<Programme, Error> {
        let id = &*nfc(id);
        let mut editions = Vec::new();
        let mut findings = self.unread.clone();
        let prefix = format!("{id}/");
        for folder in &self.folders {
            // The path of a folder at depth three names its programme; other folders must be parsed to know.
            let whole_path = folder.path.split('/').count() == 3;
            if whole_path && !folder.path.starts_with(&prefix) {
                continue;
            }
            let loaded = self.load(folder);
            match &loaded.edition {
                Some(edition) if edition.head().programme == id => editions.push(Arc::clone(edition)),
                Some(_) => {}
                None => findings.extend(loaded.findings.clone()),
            }
        }
        findings.sort();
        if findings.has_errors() {
            return Err(Error::Rules(Box::new(findings)));
        }
        if !editions.is_empty() {
            return Ok(Programme::new(id.to_owned(), editions));
        }
        let known: Vec<String> = self.programmes().into_iter().map(|p| p.id).collect();
        // `city/programme/edition`, as the folder is called; one step of the name.
        let edition = known.iter().find_map(|known| {
            let edition = id.strip_prefix(known.as_str())?.strip_prefix('/')?;
            Some(format!("{known}@{edition}"))
        });
        let mut having = known.iter().filter(|known| known.split('/').any(|step| step == id));
        let only = having.next().filter(|_| having.next().is_none()).cloned();
        let near = edition.or(only);
        let near = near.as_deref().or_else(|| nearest(id, known.iter().map(String::as_str)));
        let text = match near {
            Some(near) => say!(
                "programmet `{id}` finns inte; menades `{near}`?",
                "there is no programme `{id}`; was `{near}` meant?"
            ),
            None => {
                let list = known.join(", ");
                say!(
                    "programmet `{id}` finns inte; det som finns är: {list}",
                    "there is no programme `{id}`; there are: {list}"
                )
            }
        };
        Err(ArgumentError::new("programme", text).into())
    }

    /// Returns the only programme, for a caller that names none.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is none or more than one; [`Error::Rules`] if any rule file other than an example
    /// file has errors, since it may declare another programme.
    pub fn only_programme(&self) -> Result<Programme, Error> {
        let findings = self.check_editions();
        if findings.has_errors() {
            return Err(Error::Rules(Box::new(findings)));
        }
        let mut programmes = self.programmes();
        if let (1, Some(only)) = (programmes.len(), programmes.pop()) {
            return Ok(only);
        }
        let list =
            self.programmes().into_iter().map(|p| format!("`{}`", p.id)).collect::<Vec<_>>().join(", ");
        let text = if list.is_empty() {
            say!("det finns inget program i regelfilerna", "there is no programme in the rule files")
        } else {
            say!(
                "ange vilket program det gäller; det som finns är: {list}",
                "say which programme is meant; there are: {list}"
            )
        };
        Err(ArgumentError::new("programme", text).into())
    }

    /// Returns the findings of all editions, without those of their examples.
    pub(crate) fn check_editions(&self) -> Diagnostics {
        let mut findings = self.unread.clone();
        for folder in &self.folders {
            findings.extend(self.load(folder).findings.clone());
        }
        findings.sort();
        findings
    }

    pub(crate) fn load<'a>(&self, folder: &'a Folder) -> &'a Read {
        folder.loaded.get_or_init(|| on_own_stack(|| self.read(folder)))
    }

    fn read(&self, folder: &Folder) -> Read {
        let mut findings = Diagnostics::new();
        let files = self.files(folder, |file| !file.examples);
        let mut program = script::read(&self.sources, &files, &mut findings);
        program.shared = self.shared.iter().map(|file| file.source).collect();
        let mut model = declare(&program, &mut findings);
        if self.shared_failed || folder.failed {
            model.failed.anything();
        }
        if model.failed.is_empty() && !program.declarations.iter().any(|d| d.word == Word::Edition) {
            let path = if folder.path.is_empty() { String::new() } else { format!(" {}", folder.path) };
            findings.push(
                Diagnostic::of_folder(
                    code::EDITION_COUNT,
                    say!("mappen{path} saknar `utgåva(…)`", "the folder{path} lacks `edition(…)`"),
                )
                .help(say!(
                    "börja med `utgåva(\"stad/program@utgåva\", #{{ … }});`",
                    "begin with `edition(\"city/programme@edition\", #{{ … }});`"
                )),
            );
            // The file that declares it may be missing altogether.
            model.failed.anything();
        }
        let record = schema::asked(&model).to_owned();
        if !model.failed.is_empty() && !schema::is_asked(&model) {
            // The declaration that names the edition's record type could not be read.
            model.failed.record();
        }
        // A shared grouping belongs to the editions that use its record type.
        model.groupings.retain(|it| it.record == record || !program.shared.contains(&it.span.source));
        let layout = Arc::new(schema::layout(&model, &record));
        let typed = lower(&program, &model, &layout, &mut findings);
        // Without a record type nothing is known of its fields.
        if findings
            .iter()
            .any(|f| f.misses.as_ref().is_some_and(|missing| missing.kind == Word::Record.swedish()))
        {
            model.failed.record();
        }
        // A function that nothing calls is not checked while another one is missing: it may be that one.
        if model.failed.is_empty() && findings.iter().all(|found| found.code != code::UNKNOWN_FUNCTION) {
            let own =
                |function: &Function| folder.files.iter().any(|file| file.source == function.span.source);
            unused(&program, &model, &schema::layouts(&model), own, &mut findings);
        }
        check::check(&model, typed.as_ref(), &mut findings);
        let mut unused = BTreeMap::new();
        if model.failed.is_empty() && !findings.has_errors() {
            for function in program.uncalled() {
                unused.insert(function.name.clone(), function.span);
                if folder.files.iter().any(|file| file.source == function.span.source) {
                    findings.push(check::unused_function(&function.name, function.span));
                }
            }
        }
        if let Some(head) = &model.edition {
            let expected = format!("{}/{}", head.programme, head.edition);
            if folder.path.split('/').count() == 3 && folder.path != expected {
                let path = &folder.path;
                let is_taken = self.folders.iter().any(|other| other.path == expected);
                findings.push(
                    Diagnostic::error(
                        code::BAD_ID,
                        head.span,
                        say!(
                            "utgåvans id stämmer inte med mappen {path}",
                            "the edition's id does not match the folder {path}"
                        ),
                    )
                    .help(if is_taken {
                        say!(
                            "mappen {expected} finns redan: ge den här utgåvan ett eget id, och mappen samma namn",
                            "there is already a folder {expected}: give this edition an id of its own, and its folder the same name"
                        )
                    } else {
                        say!(
                            "byt namn på mappen till {expected}, eller ändra id:t",
                            "rename the folder to {expected}, or change the id"
                        )
                    }),
                );
            }
        }
        findings.settle(&model.failed);
        let texts: Vec<&str> = files.iter().map(|file| self.sources.text(*file)).collect();
        unused_names(&program, &model, &texts, &mut findings);
        name_odd_letters(&self.sources, &mut findings);
        let digest = self.digest(folder);
        let failed = !model.failed.is_empty();
        let edition = match (findings.has_errors() || failed, typed) {
            (false, Some(typed)) => {
                Edition::new(model, typed, layout, record, digest, Arc::clone(&self.sources)).map(Arc::new)
            }
            _ => None,
        };
        Read { edition, findings, unused }
    }

    pub(crate) fn files(&self, folder: &Folder, which: impl Fn(&File) -> bool) -> Vec<SourceId> {
        self.shared.iter().chain(&folder.files).filter(|file| which(file)).map(|file| file.source).collect()
    }

    /// Returns the SHA-256 of the normalised texts of an edition's files, each with its name and length.
    fn digest(&self, folder: &Folder) -> String {
        let mut hash = Sha256::new();
        for (home, files) in [("gemensamt/", &self.shared), ("", &folder.files)] {
            for file in files {
                let text = self.sources.digest_text(file.source);
                hash.update(format!("{home}{}\0{}\0", file.name, text.len()));
                hash.update(text);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Returns the finding about a file that is a copy of one of `files`: everything in it would be declared twice.
fn twin(sources: &SourceMap, files: &[File], source: SourceId) -> Option<Diagnostic> {
    let text = sources.text(source);
    let first = files.iter().find(|file| sources.text(file.source) == text)?;
    let name = &first.name;
    let whole = |source| Span::new(source, 0, 0);
    Some(
        Diagnostic::error(
            code::DUPLICATE_ID,
            whole(source),
            say!(
                "filen är lika med {name}: allt i den står redan där",
                "the file equals {name}: all of it stands there already"
            ),
        )
        .related(whole(first.source), say!("den andra filen", "the other file"))
        .help(say!("ta bort den ena filen", "remove one of the files")),
    )
}

#[cfg(test)]
mod tests;
