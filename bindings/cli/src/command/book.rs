//! `book`: writes the rule book.

use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::book::Book;
use std::fs;
use std::path::Path;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let rules = args::rules(matches)?;
    let book = rules
        .book(args::text(matches, "programme"), output.lang)
        .map_err(|error| Failure::of_rules(error, &rules))?;
    let folder = args::path(matches, "folder").unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| Failure::unwritable(folder, error.kind()))?;
    output.replace_all(book.files.iter().map(|file| (folder.join(&file.name), file.bytes.as_slice())))?;
    let others = others(folder, &book);
    if !others.is_empty() {
        let (folder, names) = (folder.display(), others.join(", "));
        output.warn(&say!(
            "{folder} har också sidor som inte hör till boken: {names}",
            "{folder} also has pages that do not belong to the book: {names}"
        ));
    }
    let (many, index) = (book.files.len(), folder.join("index.html"));
    let index = index.display();
    let done = say!("{many} sidor skrivna; öppna {index}", "{many} pages written; open {index}");
    output.result(&format!("{}\n", done.get(output.lang)))?;
    Ok(DONE)
}

/// Returns the pages of a folder that the book does not have, such as that of an edition which is gone.
fn others(folder: &Path, book: &Book) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut others: Vec<String> = names
        .filter(|name| name.ends_with(".html") && !book.files.iter().any(|file| file.name == *name))
        .collect();
    others.sort();
    others
}
