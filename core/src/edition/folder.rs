//! Rule files as they lie in folders, or in the library. The only room that reads rule folders.

use crate::findings::error::{Error, InputError, io_reason};
use crate::findings::text::{Lang, say};
use std::path::{Path, PathBuf};

/// The rule files of this library.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));
/// The folder of what editions share.
const SHARED: &str = "gemensamt";
/// How the names of files end that hold examples and nothing else.
const EXAMPLES: [&str; 2] = [".exempel.rhai", ".example.rhai"];
/// How deep below the folder given an edition may lie.
const DEEPEST: usize = 6;
/// How many rule files there may be.
const MOST_FILES: usize = 5_000;

/// One rule file.
pub(crate) struct RuleFile {
    /// The folder it lies in, relative to where reading began, with `/`; `gemensamt` for shared files.
    pub(crate) folder: String,
    /// Its file name.
    pub(crate) name: String,
    /// The path shown to people.
    pub(crate) shown: String,
    pub(crate) bytes: Vec<u8>,
}

/// What a file shown as `shown` is called within an edition, wherever its rules lie: by its name, and what editions share with
/// its folder before it.
pub(crate) fn file_in_edition(shown: &str) -> String {
    let mut steps = shown.rsplit(['/', '\\']);
    match (steps.next(), steps.next()) {
        (Some(name), Some(SHARED)) => format!("{SHARED}/{name}"),
        (name, _) => name.unwrap_or_default().to_owned(),
    }
}

/// The files shipped inside the library.
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

/// The files below `path`, with the embedded shared ones where it has no `gemensamt` of its own. A single file stands
/// for the folder it lies in: the files of a folder are one program.
pub(crate) fn open(path: &Path) -> Result<Vec<RuleFile>, Error> {
    let folder = if path.is_file() { path.parent().unwrap_or(Path::new(".")) } else { path };
    if !folder.is_dir() {
        return Err(unreadable(folder, std::io::ErrorKind::NotFound));
    }
    let mut files = Vec::new();
    collect("", folder, 0, &mut files)?;
    if files.is_empty() {
        let shown = path.display();
        return Err(InputError::new(say!(
            "det finns inga regelfiler (`.rhai`) i {shown}",
            "there are no rule files (`.rhai`) in {shown}"
        ))
        .into());
    }
    Ok(with_shared(files))
}

/// The files handed over, as for [`open`].
pub(crate) fn given(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<RuleFile> {
    let files = files.into_iter().map(|(path, bytes)| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        RuleFile { folder: folder.to_owned(), name: name.to_owned(), shown: path.clone(), bytes }
    });
    with_shared(files.collect())
}

fn with_shared(mut files: Vec<RuleFile>) -> Vec<RuleFile> {
    if !files.iter().any(RuleFile::is_shared) {
        files.extend(embedded().into_iter().filter(RuleFile::is_shared));
    }
    files.sort_by(|a, b| (&a.folder, &a.name).cmp(&(&b.folder, &b.name)));
    files
}

fn collect(relative: &str, folder: &Path, depth: usize, files: &mut Vec<RuleFile>) -> Result<(), Error> {
    let entries = std::fs::read_dir(folder).map_err(|e| unreadable(folder, e.kind()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let Some(name) = path.file_name().map(|n| n.to_string_lossy().into_owned()) else { continue };
        if path.is_dir() {
            if depth < DEEPEST && !name.starts_with('.') {
                let below = if relative.is_empty() { name } else { format!("{relative}/{name}") };
                collect(&below, &path, depth + 1, files)?;
            }
        } else if path.extension().is_some_and(|e| e == "rhai") && files.len() < MOST_FILES {
            let bytes = std::fs::read(&path).map_err(|e| unreadable(&path, e.kind()))?;
            let shown = path.display().to_string();
            files.push(RuleFile { folder: relative.to_owned(), name, shown, bytes });
        }
    }
    Ok(())
}

fn unreadable(path: &Path, kind: std::io::ErrorKind) -> Error {
    let (shown, reason) = (path.display(), io_reason(kind));
    let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
    InputError::new(say!("{shown} kan inte läsas ({sv})", "{shown} can't be read ({en})")).into()
}

impl RuleFile {
    /// Whether the file is shared by all editions.
    pub(crate) fn is_shared(&self) -> bool {
        self.folder == SHARED
    }

    /// Whether the file holds examples only: a question of its name, so that using an edition need not read it.
    pub(crate) fn is_examples(&self) -> bool {
        EXAMPLES.iter().any(|end| self.name.ends_with(end))
    }
}
