//! Rule sets: the embedded ones or those of a folder, and the way from a programme and a date to an edition.

mod load;
mod programme;

use crate::edition::Edition;
use crate::edition::folder::{self, RuleFile};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code, nearest};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::source::SourceMap;
use crate::findings::span::SourceId;
use crate::findings::text::{nfc, say};
use crate::language::declare::declare;
use crate::language::lower::lower;
use crate::language::script;
use crate::{data::schema, language::check};
pub use load::Loaded;
pub use programme::Programme;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// All rule files that were read. Editions are read when they are first asked for, each once; any number of threads may
/// ask at the same time.
#[derive(Debug)]
pub struct Rules {
    pub(crate) sources: Arc<SourceMap>,
    /// What was wrong with the files themselves.
    pub(crate) unread: Diagnostics,
    pub(crate) shared: Vec<File>,
    pub(crate) folders: Vec<Folder>,
}

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) source: SourceId,
    name: String,
    /// Whether it holds examples only, which using an edition need not read.
    pub(crate) examples: bool,
}

#[derive(Debug)]
pub(crate) struct Folder {
    /// `stockholm/kvinnofrid/2012-2014`, or less where reading began further down.
    path: String,
    files: Vec<File>,
    loaded: OnceLock<Read>,
}

#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) edition: Option<Arc<Edition>>,
    pub(crate) findings: Diagnostics,
}

impl Rules {
    /// The rule sets inside this library. Cheap: nothing is parsed before an edition is asked for.
    ///
    /// ```
    /// let programmes = kvinnofrid::Rules::embedded().programmes();
    /// assert!(programmes.iter().any(|programme| programme.id() == "stockholm/kvinnofrid"));
    /// ```
    #[must_use]
    pub fn embedded() -> Self {
        Self::new(folder::embedded())
    }

    /// The rule sets below `path`: a folder `city/programme/edition/*.rhai`, any folder above or below it, or one
    /// file, which stands for its folder. Without a folder `gemensamt` the embedded one is used.
    ///
    /// # Errors
    /// [`Error::Input`] where there is nothing to read. What is wrong in the files is said by [`check`](Self::check)
    /// and by whatever needs them.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(Self::new(folder::open(path.as_ref())?))
    }

    /// The rule sets of `files`, each a path such as `stockholm/kvinnofrid/2012-2014/10-mål.rhai` with its bytes.
    /// Without a folder `gemensamt` the embedded one is used. Reads no file.
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

    fn new(files: Vec<RuleFile>) -> Self {
        let mut sources = SourceMap::new();
        let mut unread = Diagnostics::new();
        let mut shared = Vec::new();
        let mut folders: BTreeMap<String, Vec<File>> = BTreeMap::new();
        for file in files {
            let (is_shared, examples) = (file.is_shared(), file.is_examples());
            let RuleFile { folder, name, shown, bytes } = file;
            match sources.add(shown, bytes) {
                Err(finding) => unread.push(*finding),
                Ok(source) if is_shared => shared.push(File { source, name, examples }),
                Ok(source) => folders.entry(folder).or_default().push(File { source, name, examples }),
            }
        }
        let folders = folders
            .into_iter()
            .map(|(path, files)| Folder { path, files, loaded: OnceLock::new() })
            .collect();
        Self { sources: Arc::new(sources), unread, shared, folders }
    }

    /// The texts of all rule files, for showing findings.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// The programmes there are, by id, with their editions in order of time. Editions with errors are left out:
    /// [`check`](Self::check) tells of them.
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

    /// The programme called `id`, such as `stockholm/kvinnofrid`, with all its editions. Only the folders that may hold
    /// them are read.
    ///
    /// # Errors
    /// [`Error::Argument`] where there is none (it names the nearest); [`Error::Rules`] where one of its editions has
    /// errors.
    pub fn programme(&self, id: &str) -> Result<Programme, Error> {
        let id = &*nfc(id);
        let mut editions = Vec::new();
        let mut findings = self.unread.clone();
        let prefix = format!("{id}/");
        for folder in &self.folders {
            // A folder three deep says which programme it is; others have to be read to know.
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
        let text = match nearest(id, known.iter().map(String::as_str)) {
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

    /// The one programme there is, for a caller that names none.
    ///
    /// # Errors
    /// [`Error::Argument`] where there is none or several; [`Error::Rules`] where any rule file but those of examples
    /// has errors, since there may then be more programmes than can be seen.
    pub fn only_programme(&self) -> Result<Programme, Error> {
        let mut findings = self.unread.clone();
        for folder in &self.folders {
            findings.extend(self.load(folder).findings.clone());
        }
        findings.sort();
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

    pub(crate) fn load<'a>(&self, folder: &'a Folder) -> &'a Read {
        folder.loaded.get_or_init(|| self.read(folder))
    }

    fn read(&self, folder: &Folder) -> Read {
        let mut findings = Diagnostics::new();
        let files = self.files(folder, |file| !file.examples);
        let mut program = script::read(&self.sources, &files, &mut findings);
        program.shared = self.shared.iter().map(|file| file.source).collect();
        let mut model = declare(&program, &mut findings);
        let record = schema::asked(&model).to_owned();
        // A shared grouping is for the editions that ask for records of its type.
        model.groupings.retain(|it| it.record == record || !program.shared.contains(&it.span.source));
        let layout = Arc::new(schema::layout(&model, &record));
        let typed = lower(&program, &model, &layout, &mut findings);
        check::check(&model, typed.as_ref(), &mut findings);
        match &model.edition {
            None if !findings.has_errors() => {
                let path = &folder.path;
                findings.push(
                    Diagnostic::of_folder(
                        code::EDITION_COUNT,
                        say!("mappen {path} saknar `utgåva(…)`", "the folder {path} lacks `edition(…)`"),
                    )
                    .help(say!(
                        "börja med `utgåva(\"stad/program@utgåva\", #{{ … }});`",
                        "begin with `edition(\"city/programme@edition\", #{{ … }});`"
                    )),
                );
            }
            Some(head) => {
                let expected = format!("{}/{}", head.programme, head.edition);
                if folder.path.split('/').count() == 3 && folder.path != expected {
                    let path = &folder.path;
                    findings.push(
                        Diagnostic::error(
                            code::BAD_ID,
                            head.span,
                            say!(
                                "utgåvans id stämmer inte med mappen {path}",
                                "the edition's id does not match the folder {path}"
                            ),
                        )
                        .help(say!(
                            "byt namn på mappen till {expected}, eller ändra id:t",
                            "rename the folder to {expected}, or change the id"
                        )),
                    );
                }
            }
            None => {}
        }
        findings.sort();
        let digest = self.digest(folder);
        let edition = match (findings.has_errors(), typed) {
            (false, Some(typed)) => {
                Edition::new(model, typed, layout, record, digest, Arc::clone(&self.sources)).map(Arc::new)
            }
            _ => None,
        };
        Read { edition, findings }
    }

    pub(crate) fn files(&self, folder: &Folder, which: impl Fn(&File) -> bool) -> Vec<SourceId> {
        self.shared.iter().chain(&folder.files).filter(|file| which(file)).map(|file| file.source).collect()
    }

    /// SHA-256 of the normalised texts of an edition's files, each with its name and length.
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

#[cfg(test)]
mod tests;
