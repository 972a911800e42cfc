//! `schema`: describes the record layout.

use super::write_json;
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input;
use crate::output::Output;
use crate::tables::add_to_draft;
use crate::workbooks::{self, SheetName};
use clap::ArgMatches;
use kvinnofrid::error::Error;
use kvinnofrid::map::Draft;
use kvinnofrid::schema::Schema;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, output: &mut Output<'_>) -> Result<u8, Failure> {
    let rules = args::rules(matches)?;
    let schema = args::edition(matches, &rules, &args::options(matches)?)?.schema();
    if let Some(file) = args::path(matches, "draft-map") {
        return draft_map(&schema, file, &args::tables(matches)?, output);
    }
    if args::text(matches, "format") == Some("json") {
        write_json(output, &schema.to_json_schema())?;
    } else {
        output.result(&schema.to_text())?;
    }
    Ok(DONE)
}

/// Drafts a map from the columns of the files.
fn draft_map(
    schema: &Schema,
    records: &Path,
    tables: &[(String, PathBuf)],
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let mut draft = Draft::new(schema);
    let records_file = input::file_of(records);
    let tables = tables.iter().map(|(list, path)| (Some(list.as_str()), path.as_path()));
    for (list, path) in std::iter::once((None, records)).chain(tables) {
        let name = path.display().to_string();
        let added = if let Some(SheetName { file, sheet }) = SheetName::of(path) {
            let own = file.as_os_str().is_empty();
            let mut workbook = input::workbook_in(if own { &records_file } else { &file })?;
            let list = list.map(|list| (list, name.as_str()));
            workbooks::add_to_draft(&mut draft, list, &mut workbook, sheet.as_deref(), schema)
        } else if input::is_table(path) {
            add_to_draft(&mut draft, list, &name, input::table_in(path)?)
        } else {
            let file = File::open(path).map_err(|error| Failure::unreadable(path, error.kind()))?;
            draft.add(list, &name, BufReader::new(file))
        };
        added.map_err(|error| Failure::in_file(&Error::from(error), &name))?;
    }
    output.result(&draft.to_text(output.lang))?;
    Ok(DONE)
}
