//! Rule files in folders and those embedded in the library. The only module that reads rule folders.
//!
//! Opening is guarded: regular files only, size checked before reading, no symbolic link that leads out of the folder
//! or forms a cycle, and limits on count and depth. Every file that looks like a rule file but is not read is reported.

use crate::data::limits::Limits;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::error::{Error, InputError, LimitError, io_reason, size};
use crate::findings::source::MAX_BYTES;
use crate::findings::text::{Lang, Text, say};
use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// The rule files embedded in this library.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));
/// The folder of declarations shared between editions.
pub(crate) const SHARED: &str = "gemensamt";
/// The suffix of rule files.
const RHAI: &str = ".rhai";
/// Suffixes of files that contain examples only.
const EXAMPLES: [&str; 2] = [".exempel.rhai", ".example.rhai"];
/// Suffixes of files that an author may mistake for rule files.
const LIKE_RULES: [&str; 6] = [".txt", ".text", ".doc", ".docx", ".odt", ".rtf"];
/// The maximum depth of an edition below the given folder.
const DEEPEST: usize = 6;
/// The maximum distance from the given folder up to the root that holds the shared folder: city, programme and edition.
const HIGHEST: usize = 3;
/// The maximum number of directory entries examined.
const MOST_ENTRIES: usize = 100_000;

/// One rule file.
pub(crate) struct RuleFile {
    /// Its folder relative to the root of the rule sets, with `/`; `gemensamt` for shared files.
    pub(crate) folder: String,
    /// Its file name.
    pub(crate) name: String,
    /// The path shown to people.
    pub(crate) shown: String,
    /// Its bytes; if it is too large, only enough of them (limit + 1) to show that.
    pub(crate) bytes: Vec<u8>,
}

/// The rule files that were found.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<RuleFile>,
    /// Findings about files that were not read.
    pub(crate) unread: Diagnostics,
    /// Rule files that their names keep from being read, under the names that they should have and without their bytes.
    pub(crate) misnamed: Vec<(RuleFile, Diagnostic)>,
    /// Whether these are all rule sets of a tree, rather than one folder of a larger one.
    pub(crate) is_whole: bool,
}

/// Returns the name of a file within its edition, wherever the rules are stored: the file name, preceded by its folder
/// for shared files.
pub(crate) fn file_in_edition(shown: &str) -> String {
    let mut steps = shown.rsplit(['/', '\\']);
    match (steps.next(), steps.next()) {
        (Some(name), Some(SHARED)) => format!("{SHARED}/{name}"),
        (name, _) => name.unwrap_or_default().to_owned(),
    }
}

/// Returns whether the file displayed as `shown` is embedded in the library.
pub(crate) fn is_embedded(shown: &str) -> bool {
    shown.strip_prefix("rules/").is_some_and(|path| EMBEDDED.iter().any(|(known, _)| *known == path))
}

/// Returns the files embedded in the library.
pub(crate) fn embedded() -> Vec<RuleFile> {
    EMBEDDED
        .iter()
        .map(|(path, bytes)| {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            RuleFile {
                folder: folder.to_owned(),
                name: name.to_owned(),
                shown: format!("rules/{path}"),
                bytes: bytes.to_vec(),
            }
        })
        .collect()
}

/// Returns the files passed by the caller, as [`open`] does for a path.
pub(crate) fn given(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Found {
    let files = files.into_iter().map(|(path, bytes)| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        RuleFile { folder: folder.to_owned(), name: name.to_owned(), shown: path.clone(), bytes }
    });
    Found { files: with_shared(files.collect()), ..Found::default() }
}

/// Reads the files below `path` and the shared ones: from the `gemensamt` of the tree that contains the path, else the
/// embedded one. A path to a single file means its folder: the files of a folder are one program.
pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Found, Error> {
    walked(path, limits).map(Found::with_shared)
}

/// As [`open`], without the embedded shared files.
pub(crate) fn walked(path: &Path, limits: &Limits) -> Result<Found, Error> {
    let kind = fs::metadata(path).map_err(|error| unreadable(path, error.kind()))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if kind.is_file() && !path.file_name().and_then(|name| name.to_str()).is_some_and(looks_like_rules) {
        let shown = path.display();
        return Err(InputError::new(say!(
            "{shown} är ingen regelfil; ange en mapp, eller en fil vars namn slutar på `.rhai`",
            "{shown} is no rule file; give a folder, or a file whose name ends with `.rhai`"
        ))
        .into());
    }
    let folder = if kind.is_dir() { path } else { parent.unwrap_or(Path::new(".")) };
    let fence = fs::canonicalize(folder).map_err(|error| unreadable(folder, error.kind()))?;
    let root = root_above(folder, &fence);
    let (begin, fence) = match &root {
        Some(root) => (root.below.as_str(), root.fence.as_path()),
        None => ("", fence.as_path()),
    };
    let mut walk = Walk { fence, limits, entries: 0, bytes: 0, found: Found::default(), refused: Vec::new() };
    walk.folder(begin, folder, 0)?;
    let Found { files, unread, misnamed, .. } = &walk.found;
    if files.is_empty() && unread.is_empty() && misnamed.is_empty() {
        let shown = path.display();
        return Err(InputError::new(say!(
            "det finns inga regelfiler (`.rhai`) i {shown}",
            "there are no rule files (`.rhai`) in {shown}"
        ))
        .into());
    }
    if let Some(root) = root.as_ref().filter(|root| root.below != SHARED) {
        walk.folder(SHARED, &root.shown.join(SHARED), 0)?;
    }
    let Walk { mut found, .. } = walk;
    if root.is_none() {
        found.is_whole = true;
        from_the_root(path, &mut found.files)?;
    }
    Ok(found)
}

/// Reads a file in the folder of rules that is no rule file: at most `most` bytes of a regular file. `None` if there is none.
pub(crate) fn beside_rules(path: &Path, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
    let file = if path.is_dir() { path.join(name) } else { path.with_file_name(name) };
    let Ok(kind) = fs::metadata(&file) else { return Ok(None) };
    if !kind.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let opened = fs::File::open(&file);
    let read = opened.and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(&file, error.kind()))?;
    let shown = file.display();
    LimitError::check(&say!("{shown}", "{shown}"), bytes.len(), most)?;
    Ok(Some(bytes))
}

impl Found {
    /// Adds the embedded shared files if there are none.
    pub(crate) fn with_shared(mut self) -> Self {
        self.files = with_shared(self.files);
        self
    }
}

/// Reads the rule files of the tree that `path` belongs to, as [`open`] does for its folder, with the texts of files that
/// are being edited in place of those on disk. A file that is not there yet belongs to the folder that it will lie in.
pub(crate) fn open_edited(path: &Path, edited: &BTreeMap<PathBuf, String>) -> Result<Found, Error> {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let real = fs::canonicalize(folder).map_err(|error| unreadable(folder, error.kind()))?;
    let mut found = match root_above(folder, &real) {
        Some(root) => open(&root.shown, &Limits::DEFAULT)?,
        None => open(folder, &Limits::DEFAULT)?,
    };
    for (path, text) in edited {
        let shown = path.display().to_string();
        let bytes = || text.as_bytes().iter().copied().take(MAX_BYTES + 1).collect();
        if let Some(file) = found.files.iter_mut().find(|file| file.shown == shown) {
            file.bytes = bytes();
            continue;
        }
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| is_rule_file(name))
        else {
            continue;
        };
        let beside = |file: &&RuleFile| Path::new(&file.shown).parent() == path.parent();
        let Some(folder) = found.files.iter().find(beside).map(|file| file.folder.clone()) else { continue };
        found.files.push(RuleFile { folder, name: name.to_owned(), shown, bytes: bytes() });
    }
    found.files.sort_by(|a, b| (&a.folder, &a.name).cmp(&(&b.folder, &b.name)));
    Ok(found)
}

/// Returns files that are being edited and are in no folder that can be read, as one folder.
pub(crate) fn edited_alone<'a>(edited: impl IntoIterator<Item = (&'a Path, &'a str)>) -> Found {
    let files = edited.into_iter().map(|(path, text)| RuleFile {
        folder: String::new(),
        name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        shown: path.display().to_string(),
        bytes: text.as_bytes().iter().copied().take(MAX_BYTES + 1).collect(),
    });
    Found { files: with_shared(files.collect()), ..Found::default() }
}

/// The root of the rule sets that a folder belongs to.
struct Root {
    /// Its path as displayed.
    shown: PathBuf,
    /// Its canonical path.
    fence: PathBuf,
    /// The requested folder, relative to it.
    below: String,
}

/// Returns the nearest ancestor of `folder` whose `gemensamt` contains rule files.
fn root_above(folder: &Path, real: &Path) -> Option<Root> {
    let mut steps: Vec<String> = Vec::new();
    let mut above = real;
    for step in 1..=HIGHEST {
        steps.insert(0, above.file_name()?.to_str()?.to_owned());
        above = above.parent()?;
        if !holds_rules(&above.join(SHARED)) {
            continue;
        }
        let plain = folder.components().all(|part| !matches!(part, Component::ParentDir | Component::CurDir));
        let shown = match folder.components().count() {
            count if plain && count > step => folder.ancestors().nth(step)?.to_path_buf(),
            count if plain && count == step => {
                folder.ancestors().nth(step).map_or_else(PathBuf::new, Path::to_path_buf)
            }
            _ => above.to_path_buf(),
        };
        return Some(Root { shown, fence: above.to_path_buf(), below: steps.join("/") });
    }
    None
}

fn holds_rules(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries
        .take(MOST_ENTRIES)
        .filter_map(Result::ok)
        .any(|entry| is_rule_file(&entry.file_name().to_string_lossy()))
}

fn is_rule_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "rhai") && !name.starts_with('.')
}

/// Returns whether an author may believe that a file with this name is read.
fn looks_like_rules(name: &str) -> bool {
    let name = name.to_lowercase();
    !name.starts_with('.') && (name.contains(".rhai") || LIKE_RULES.iter().any(|end| name.ends_with(end)))
}

/// Returns the name of the rule file that was saved as `name`: with another ending after `.rhai`, as editors for plain text
/// add it, or in capitals.
fn meant_name(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let length = LIKE_RULES.iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower).len();
    let stem = name.get(..length)?.get(..length.checked_sub(RHAI.len())?)?;
    lower.get(..length).is_some_and(|lower| lower.ends_with(RHAI)).then(|| format!("{stem}{RHAI}"))
}

/// Makes the paths of files relative to the folder that holds `gemensamt`, wherever that is below `path`.
fn from_the_root(path: &Path, files: &mut [RuleFile]) -> Result<(), Error> {
    let mut roots: Vec<String> = files
        .iter()
        .filter_map(|file| file.folder.strip_suffix(SHARED))
        .filter(|above| above.is_empty() || above.ends_with('/'))
        .map(str::to_owned)
        .collect();
    roots.dedup();
    match roots.as_slice() {
        [] => Ok(()),
        [root] => {
            for file in files {
                if let Some(below) = file.folder.strip_prefix(root.as_str()) {
                    file.folder = below.to_owned();
                }
            }
            Ok(())
        }
        [first, second, ..] => {
            let (shown, first, second) = (path.display(), first, second);
            Err(InputError::new(say!(
                "i {shown} finns flera mappar `{SHARED}` ({first}{SHARED} och {second}{SHARED}); ange en av mapparna som de ligger i",
                "{shown} has several folders `{SHARED}` ({first}{SHARED} and {second}{SHARED}); give one of the folders they lie in"
            ))
            .into())
        }
    }
}

fn with_shared(mut files: Vec<RuleFile>) -> Vec<RuleFile> {
    if !files.iter().any(RuleFile::is_shared) {
        files.extend(embedded().into_iter().filter(RuleFile::is_shared));
    }
    files.sort_by(|a, b| (&a.folder, &a.name).cmp(&(&b.folder, &b.name)));
    files
}

/// A walk through a folder of rule sets.
struct Walk<'a> {
    /// The folder that everything read must be inside.
    fence: &'a Path,
    limits: &'a Limits,
    entries: usize,
    /// The bytes of the files that were found.
    bytes: u64,
    found: Found,
    refused: Vec<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, relative: &str, folder: &Path, depth: usize) -> Result<(), Error> {
        let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error.kind()))?;
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in entries.filter_map(Result::ok) {
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                return Err(too_many(
                    &say!(
                        "{{}} har fler än {MOST_ENTRIES} filer och mappar; ange mappen med regler",
                        "{{}} has more than {MOST_ENTRIES} files and folders; give the folder of the rules"
                    ),
                    folder,
                ));
            }
            paths.push(entry.path());
        }
        paths.sort();
        for path in paths {
            self.entry(relative, &path, depth)?;
        }
        Ok(())
    }

    fn entry(&mut self, relative: &str, path: &Path, depth: usize) -> Result<(), Error> {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            return Ok(());
        };
        if name.starts_with('.') {
            return Ok(());
        }
        let Ok(own) = fs::symlink_metadata(path) else { return Ok(()) };
        let is_link = own.file_type().is_symlink();
        let wanted = is_rule_file(&name);
        if is_link {
            let inside = fs::canonicalize(path).is_ok_and(|target| target.starts_with(self.fence));
            let leads_to_folder = fs::metadata(path).is_ok_and(|target| target.is_dir());
            if leads_to_folder || (wanted && !inside) {
                self.not_read(
                    path,
                    &say!(
                        "det är en länk till en mapp eller ut ur mappen",
                        "it is a link to a folder or out of the folder"
                    ),
                );
                return Ok(());
            }
        }
        let Ok(kind) = fs::metadata(path) else {
            if wanted {
                self.not_read(path, &say!("länken leder ingenstans", "the link leads nowhere"));
            }
            return Ok(());
        };
        if kind.is_dir() {
            let below = if relative.is_empty() { name } else { format!("{relative}/{name}") };
            return if depth < DEEPEST { self.folder(&below, path, depth + 1) } else { self.too_deep(path) };
        }
        if !wanted {
            let meant =
                meant_name(&name).filter(|meant| kind.is_file() && !path.with_file_name(meant).exists());
            if let Some(meant) = meant {
                self.misnamed(relative, path, meant);
            } else if looks_like_rules(&name) {
                self.not_read(
                    path,
                    &say!(
                        "regelfiler har namn som slutar på `.rhai`",
                        "the names of rule files end with `.rhai`"
                    ),
                );
            }
            return Ok(());
        }
        if !kind.is_file() {
            self.not_read(path, &say!("det är ingen vanlig fil", "it is no ordinary file"));
            return Ok(());
        }
        self.has_room(path, kind.len())?;
        let bytes = read(path, kind.len()).map_err(|error| unreadable(path, error.kind()))?;
        self.bytes += bytes.len() as u64;
        let shown = path.display().to_string();
        self.found.files.push(RuleFile { folder: relative.to_owned(), name, shown, bytes });
        Ok(())
    }

    /// Checks that another file, of `bytes`, is within the limits.
    fn has_room(&self, path: &Path, bytes: u64) -> Result<(), Error> {
        let Limits { rule_files, rule_bytes, .. } = *self.limits;
        let folder = path.parent().unwrap_or(path);
        if self.found.files.len() as u64 >= rule_files {
            return Err(too_many(
                &say!(
                    "{{}} har fler än {rule_files} regelfiler; ange en mindre mapp (gränsen `rule_files`)",
                    "{{}} has more than {rule_files} rule files; give a smaller folder (the limit `rule_files`)"
                ),
                folder,
            ));
        }
        // No more is read of a file than shows that it is too large, which is a finding of its own.
        if self.bytes.saturating_add(bytes.min(MAX_BYTES as u64 + 1)) > rule_bytes {
            let most = size(rule_bytes);
            let (sv, en) = (most.get(Lang::Sv), most.get(Lang::En));
            return Err(too_many(
                &say!(
                    "regelfilerna i {{}} har tillsammans mer än {sv}; ange en mindre mapp (gränsen `rule_bytes`)",
                    "the rule files in {{}} have more than {en} together; give a smaller folder (the limit `rule_bytes`)"
                ),
                folder,
            ));
        }
        Ok(())
    }

    /// A folder below the maximum depth is an error only if it contains rules or further folders.
    fn too_deep(&self, folder: &Path) -> Result<(), Error> {
        let deeper = fs::read_dir(folder).is_ok_and(|entries| {
            entries
                .take(MOST_ENTRIES)
                .filter_map(Result::ok)
                .any(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        });
        if !deeper && !holds_rules(folder) {
            return Ok(());
        }
        Err(too_many(
            &say!(
                "{{}} ligger djupare än {DEEPEST} mappar ner; ange en mapp närmare reglerna",
                "{{}} lies deeper than {DEEPEST} folders down; give a folder nearer to the rules"
            ),
            folder,
        ))
    }

    /// A copy beside the file itself is not meant to be read; without it, what the file declares is missing.
    fn misnamed(&mut self, relative: &str, path: &Path, meant: String) {
        let shown = path.display();
        let finding = Diagnostic::of_folder(
            code::MISNAMED_FILE,
            say!(
                "{shown} läses inte: regelfiler har namn som slutar på `.rhai`",
                "{shown} is not read: the names of rule files end with `.rhai`"
            ),
        )
        .help(say!("byt namn på filen till {meant}", "rename the file to {meant}"));
        let shown = path.display().to_string();
        let file = RuleFile { folder: relative.to_owned(), name: meant, shown, bytes: Vec::new() };
        self.found.misnamed.push((file, finding));
    }

    fn not_read(&mut self, path: &Path, why: &Text) {
        if self.refused.iter().any(|known| known == path) {
            return;
        }
        self.refused.push(path.to_path_buf());
        let shown = path.display();
        let (sv, en) = (why.get(Lang::Sv), why.get(Lang::En));
        let finding = Diagnostic::warning_of_folder(
            code::UNREAD_FILE,
            say!("{shown} läses inte: {sv}", "{shown} is not read: {en}"),
        )
        .help(say!(
            "byt namn på filen, eller lägg den någon annanstans",
            "rename the file, or put it somewhere else"
        ));
        self.found.unread.push(finding);
    }
}

/// Reads a file, but no more than is needed to see that it is too large.
fn read(path: &Path, length: u64) -> std::io::Result<Vec<u8>> {
    let most = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(most)).unwrap_or(MAX_BYTES));
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn too_many(text: &Text, folder: &Path) -> Error {
    let shown = folder.display().to_string();
    let name = |lang| text.get(lang).replacen("{}", &shown, 1);
    LimitError::new(Text::new(name(Lang::Sv), name(Lang::En))).into()
}

fn unreadable(path: &Path, kind: ErrorKind) -> Error {
    if path.as_os_str().is_empty() {
        return InputError::new(say!(
            "sökvägen till reglerna är tom; ange en mapp med regelfiler, som `.` för den som programmet körs i",
            "the path to the rules is empty; give a folder with rule files, such as `.` for the one that the program runs in"
        ))
        .into();
    }
    let (shown, reason) = (path.display(), io_reason(kind));
    let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
    InputError::new(say!("{shown} kan inte läsas ({sv})", "{shown} can't be read ({en})")).into()
}

impl RuleFile {
    /// Returns whether the file is shared by all editions.
    pub(crate) fn is_shared(&self) -> bool {
        self.folder == SHARED
    }

    /// Returns whether the file contains examples only. Decided by its name, so that using an edition need not read it.
    pub(crate) fn is_examples(&self) -> bool {
        EXAMPLES.iter().any(|end| self.name.ends_with(end))
    }
}

#[cfg(test)]
mod tests;
