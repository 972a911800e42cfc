//! `new`: writes the rule files of a new edition.

use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::draft::draft;
use kvinnofrid::rules::Rules;
use std::fs;
use std::path::Path;

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let id = args::text(matches, "edition").unwrap_or_default();
    let root = args::path(matches, "rules").unwrap_or(Path::new("."));
    // A folder without rule files, or none at all, is as good as an empty one.
    let own = Rules::open(root).ok();
    let draft = draft(id, args::text(matches, "from"), own.as_ref())?;
    let folder = root.join(&draft.folder);
    let unwritable = |error: std::io::Error| Failure::unwritable(&folder, error.kind());
    if folder.exists() {
        let folder = folder.display();
        return Err(Failure::usage(say!(
            "{folder} finns redan, och skrivs inte över; välj ett annat namn på utgåvan",
            "{folder} exists already and is not overwritten; choose another name for the edition"
        )));
    }
    // The folder appears with all of its files.
    let beside =
        folder.with_file_name(format!(".{}.{}.part", draft.folder.replace('/', "-"), std::process::id()));
    let written = (|| {
        fs::create_dir_all(&beside)?;
        for (name, text) in &draft.files {
            fs::write(beside.join(name), text)?;
        }
        fs::rename(&beside, &folder)
    })();
    if let Err(error) = written {
        let _ = fs::remove_dir_all(&beside);
        return Err(unwritable(error));
    }
    for (name, _) in &draft.files {
        output.result(&format!("{}\n", folder.join(name).display()))?;
    }
    let (left_out, shown) = (draft.left_out, root.display());
    let next = say!(
        "Sök efter ”Att avgöra” i filerna, och kör sedan: kvinnofrid check {shown} och kvinnofrid test {shown}",
        "Look for “Att avgöra” (to be decided) in the files, then run: kvinnofrid check {shown} and kvinnofrid test {shown}"
    );
    output.result(&format!("{}\n", next.get(output.lang)))?;
    if left_out > 0 {
        let note = say!(
            "{left_out} exempel stämmer inte för den nya tiden, eller ligger utanför den; de är bortkommenterade och märkta",
            "{left_out} examples do not hold at the new time, or lie outside it; they are commented out and marked"
        );
        output.result(&format!("{}\n", note.get(output.lang)))?;
    }
    Ok(DONE)
}
