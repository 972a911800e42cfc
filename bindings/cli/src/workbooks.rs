//! Workbooks of Excel and OpenDocument. They can be left out (feature `excel`); opening or writing one then fails with a
//! message.

use crate::failure::Failure;
use kvinnofrid::edition::Edition;
#[cfg(not(feature = "excel"))]
use kvinnofrid::error::Error;
use kvinnofrid::error::InputError;
use kvinnofrid::input::Records;
use kvinnofrid::map::{Draft, Map};
use kvinnofrid::options::OnError;
use kvinnofrid::report::Report;
use kvinnofrid::schema::Schema;
use kvinnofrid::text::Lang;
use kvinnofrid::worklist::Worklist;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "excel")]
pub(crate) use kvinnofrid::input::workbook::Workbook;

/// A workbook, and the name of one of its sheets: `FILE.xlsx#SHEET`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SheetName {
    /// The file; empty if it is that of the records, as in `#SHEET`.
    pub(crate) file: PathBuf,
    pub(crate) sheet: Option<String>,
}

impl SheetName {
    /// Returns the workbook and the sheet that `path` names; `None` if it names something else.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let text = path.to_str()?;
        if is_workbook(path) {
            return Some(Self { file: path.to_owned(), sheet: None });
        }
        let (file, sheet) = text.rsplit_once('#')?;
        let sheet = Some(sheet.to_owned()).filter(|sheet| !sheet.is_empty());
        (file.is_empty() || is_workbook(Path::new(file))).then(|| Self { file: file.into(), sheet })
    }
}

/// Returns whether a file is a workbook, by its extension.
fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    is_extension(extension)
}

/// Returns whether files with this extension are workbooks.
pub(crate) fn is_extension(extension: &str) -> bool {
    ["xlsx", "xlsm", "ods"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// How the records of a workbook are read.
#[cfg_attr(
    not(feature = "excel"),
    expect(dead_code, reason = "without the feature there is no workbook to read")
)]
pub(crate) struct SheetOptions {
    pub(crate) sheet: Option<String>,
    pub(crate) map: Option<Arc<Map>>,
    /// The lists whose tables are given, each with its workbook, if it is another, and its sheet.
    pub(crate) tables: Vec<(String, Option<Workbook>, Option<String>)>,
    pub(crate) on_error: OnError,
}

/// Returns the records of a workbook.
#[cfg(feature = "excel")]
pub(crate) fn records(
    workbook: Workbook,
    schema: &Schema,
    options: SheetOptions,
) -> Result<Box<dyn Records>, InputError> {
    use kvinnofrid::input::workbook::{SheetTable, WorkbookOptions, WorkbookRecords};
    let SheetOptions { sheet, map, tables, on_error } = options;
    let tables = tables.into_iter().map(|(list, workbook, sheet)| SheetTable { list, workbook, sheet });
    let options = WorkbookOptions { map, sheet, tables: tables.collect(), on_error };
    Ok(Box::new(WorkbookRecords::new(workbook, schema, options)?))
}

/// Adds the columns of a workbook to the draft of a map: the table `list`, called `name` in the map, or the records and
/// the lists that have a sheet of their name.
#[cfg(feature = "excel")]
pub(crate) fn add_to_draft(
    draft: &mut Draft,
    list: Option<(&str, &str)>,
    workbook: &mut Workbook,
    sheet: Option<&str>,
    schema: &Schema,
) -> Result<(), InputError> {
    match list {
        Some((list, name)) => draft.add_sheet(list, name, workbook, sheet),
        None => draft.add_workbook(workbook, sheet, schema),
    }
}

/// Opens a workbook.
#[cfg(feature = "excel")]
pub(crate) fn open(reader: impl Read + Seek + Send + 'static) -> Result<Workbook, InputError> {
    Workbook::open(reader)
}

/// Returns a report as a workbook.
#[cfg(feature = "excel")]
pub(crate) fn write(report: &Report, editions: &[Arc<Edition>], lang: Lang) -> Result<Vec<u8>, Failure> {
    Ok(kvinnofrid::output::write_xlsx(report, editions, lang)?)
}

#[cfg(feature = "excel")]
pub(crate) fn write_worklist(list: &Worklist, lang: Lang) -> Result<Vec<u8>, Failure> {
    Ok(kvinnofrid::output::worklist_xlsx(list, lang)?)
}

#[cfg(not(feature = "excel"))]
pub(crate) use absent::{Workbook, add_to_draft, open, records, write, write_worklist};

/// Substitutes, with the same names and no workbook that can be opened or written.
#[cfg(not(feature = "excel"))]
mod absent {
    use super::*;
    use crate::say::say;

    pub(crate) enum Workbook {}

    pub(crate) fn open(_: impl Read + Seek + Send + 'static) -> Result<Workbook, InputError> {
        Err(not_built())
    }

    #[expect(clippy::needless_pass_by_value, reason = "as the function it stands for")]
    pub(crate) fn records(
        workbook: Workbook,
        _: &Schema,
        _: SheetOptions,
    ) -> Result<Box<dyn Records>, InputError> {
        match workbook {}
    }

    pub(crate) fn add_to_draft(
        _: &mut Draft,
        _: Option<(&str, &str)>,
        workbook: &mut Workbook,
        _: Option<&str>,
        _: &Schema,
    ) -> Result<(), InputError> {
        match *workbook {}
    }

    pub(crate) fn write(_: &Report, _: &[Arc<Edition>], _: Lang) -> Result<Vec<u8>, Failure> {
        Err(Error::from(not_built()).into())
    }

    pub(crate) fn write_worklist(_: &Worklist, _: Lang) -> Result<Vec<u8>, Failure> {
        Err(Error::from(not_built()).into())
    }

    fn not_built() -> InputError {
        InputError::new(say!(
            "det här programmet är byggt utan Excel; `cargo install --path bindings/cli` bygger det med Excel",
            "this program was built without Excel; `cargo install --path bindings/cli` builds it with Excel"
        ))
    }
}
