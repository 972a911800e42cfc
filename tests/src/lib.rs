//! Runs the corpus of cases: every surface must give the same result for a case.
//!
//! A case is a Markdown file; its format is described in `tests/cases/README.md`. A surface is an interface to the
//! engine (its own API, the command line, …) and implements [`Surface`]. [`run`] runs every case of a kind on every
//! surface and reports all differences.

mod case;
mod compare;
mod difference;
mod surface;

pub use case::Case;
pub use compare::{Kind, judge};
pub use surface::{C, CommandLine, Engine, Process, Python, Question, Surface};

use std::fs;
use std::path::{Path, PathBuf};

/// Runs every case in the folder of `kind` on every surface. With `update`, expectations that fail are replaced by the
/// first surface's output. Returns the failures, one for each case and surface, each naming the file.
pub fn run(kind: Kind, surfaces: &[&dyn Surface], update: bool) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(kind.folder());
    let files = match files(&folder) {
        Ok(files) if files.is_empty() && kind != Kind::Wanting => {
            return vec![format!("no cases in {}", folder.display())];
        }
        Ok(files) => files,
        // There are no such cases, so the folder does not exist.
        Err(_) if kind == Kind::Wanting => Vec::new(),
        Err(error) => return vec![format!("{}: {error}", folder.display())],
    };
    let mut failures = Vec::new();
    for file in files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for (number, surface) in surfaces.iter().enumerate() {
            let outcome = read(&file).and_then(|case| {
                let judgement = judge(kind, &case, *surface)?;
                if update && number == 0 && judgement.verdict.is_err() {
                    let text = case.with_expected(&judgement.answer)?;
                    return fs::write(&file, text).map_err(|error| error.to_string());
                }
                judgement.verdict
            });
            if let Err(why) = outcome {
                failures.push(format!("cases/{}/{name}, {}:\n{why}", kind.folder(), surface.name()));
            }
        }
    }
    failures
}

fn read(file: &Path) -> Result<Case, String> {
    fs::read_to_string(file).map_err(|error| error.to_string()).and_then(|text| Case::parse(&text))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut files = entries.collect::<Result<Vec<_>, std::io::Error>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    Ok(files)
}
