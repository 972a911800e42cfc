//! `fmt`: formats rule files.

use crate::failure::Failure;
use crate::input::all_of;
use crate::output::Output;
use crate::say::say;
use crate::{DONE, FINDINGS};
use clap::ArgMatches;
use kvinnofrid::error::Error;
use kvinnofrid::format::format;
use kvinnofrid::text::Lang;
use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// A rule file is at most this large.
const MOST_BYTES: u64 = 1 << 20;
/// Folders nested deeper are not entered.
const DEEPEST: usize = 16;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let paths: Vec<PathBuf> = matches.get_many::<PathBuf>("path").into_iter().flatten().cloned().collect();
    if let [only] = paths.as_slice()
        && only.as_os_str() == "-"
    {
        let mut text = String::new();
        stdin.read_to_string(&mut text)?;
        output.result(&format(&text)?)?;
        return Ok(DONE);
    }
    let mut files = Vec::new();
    for path in if paths.is_empty() { vec![PathBuf::from(".")] } else { paths } {
        // What is no rule file would be written over.
        if path.is_file() && !is_rule_file(&path) {
            let path = path.display();
            return Err(Failure::usage(say!(
                "{path} är ingen regelfil; ange en mapp, eller en fil vars namn slutar på `.rhai`",
                "{path} is no rule file; give a folder, or a file whose name ends in `.rhai`"
            )));
        }
        rule_files(&path, 0, &mut files)?;
    }
    if files.is_empty() {
        return Err(Failure::usage(say!(
            "här finns inga regelfiler (`.rhai`); ange en mapp eller fil",
            "there are no rule files (`.rhai`) here; give a folder or file"
        )));
    }
    // Nothing is written unless all can be formatted.
    let mut changed = Vec::new();
    let mut failed = false;
    for path in &files {
        match formatted(path)? {
            Ok(None) => {}
            Ok(Some(text)) => changed.push((path, text)),
            Err(error) => {
                failed = true;
                let path = path.display();
                let (sv, en) = (error.message(Lang::Sv), error.message(Lang::En));
                output.error(&say!("{path}: {sv}", "{path}: {en}"));
            }
        }
    }
    if failed {
        return Ok(FINDINGS);
    }
    let check = matches.get_flag("check");
    for (path, text) in &changed {
        if !check {
            output.replace(path, text)?;
        }
        output.result(&format!("{}\n", path.display()))?;
    }
    let (many, all) = (changed.len(), files.len());
    let summary = if check {
        say!("{many} av {all} filer behöver formateras", "{many} of {all} files need formatting")
    } else {
        say!("{many} av {all} filer formaterades", "{many} of {all} files were formatted")
    };
    output.result(&format!("{}\n", summary.get(output.lang)))?;
    Ok(if check && many > 0 { FINDINGS } else { DONE })
}

/// Returns the formatted text of a file, if it differs from what the file has.
fn formatted(path: &Path) -> Result<Result<Option<String>, Error>, Failure> {
    let bytes = all_of(path, MOST_BYTES)?;
    let Ok(text) = String::from_utf8(bytes) else {
        let path = path.display();
        return Err(Failure::usage(say!(
            "{path} är inte UTF-8; spara filen i teckenkodningen UTF-8",
            "{path} is not UTF-8; save the file in the character encoding UTF-8"
        )));
    };
    Ok(format(&text).map(|formatted| (formatted != text).then_some(formatted)))
}

fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "rhai")
}

/// Adds the rule files below a path, in the order of their names.
fn rule_files(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| Failure::unreadable(path, error.kind());
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    if depth > DEEPEST {
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // Links could lead in a circle.
        if entry.file_type().map_err(unreadable)?.is_symlink()
            || entry.file_name().to_string_lossy().starts_with('.')
        {
            continue;
        }
        entries.push(entry.path());
    }
    entries.sort();
    for entry in entries {
        if entry.is_dir() || is_rule_file(&entry) {
            rule_files(&entry, depth + 1, files)?;
        }
    }
    Ok(())
}
