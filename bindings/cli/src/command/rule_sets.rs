//! The rule sets of `check` and `test`.

use crate::args;
use crate::failure::Failure;
use clap::ArgMatches;
use kvinnofrid::rules::Rules;
use kvinnofrid::text::{Lang, Text};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Loads the given folders and files, else those of `--rules`, else the embedded ones.
pub(super) fn rule_sets(matches: &ArgMatches) -> Result<Vec<Rc<Rules>>, Failure> {
    let folders = folders(matches);
    if folders.is_empty() {
        return Ok(vec![args::rules(matches)?]);
    }
    let opening = args::opening(matches)?;
    folders.iter().map(|folder| Ok(Rc::new(Rules::open_with(folder, &opening)?))).collect()
}

/// Describes how many files were read, and which of them belong to the library.
pub(super) fn files_read<'r>(sets: impl Iterator<Item = &'r Rc<Rules>>) -> Text {
    let read: Vec<Text> = sets.map(|rules| rules.files_read()).collect();
    let joined = |lang| read.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(" + ");
    Text::new(joined(Lang::Sv), joined(Lang::En))
}

/// Returns the folders to read, without duplicates: the files of a folder are one program, so a rule file stands for its
/// folder. Another file stands for itself, and is refused.
fn folders(matches: &ArgMatches) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for path in matches.get_many::<PathBuf>("path").into_iter().flatten() {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let is_rule_file = path.is_file() && path.extension().is_some_and(|ending| ending == "rhai");
        let folder = if is_rule_file { parent.unwrap_or(Path::new(".")) } else { path };
        if !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
    folders
}
