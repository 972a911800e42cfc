use super::*;
use crate::data::input::InputFormat::Ndjson;
use crate::edition::options::Options;
use crate::edition::rules::Rules;
use crate::language::date::Period;
use std::io::{Cursor, Read};
use std::sync::OnceLock;

/// Counts two persons, one of them in a district whose name would be a formula.
fn report() -> &'static (Report, Vec<Arc<Edition>>) {
    static COUNTED: OnceLock<(Report, Vec<Arc<Edition>>)> = OnceLock::new();
    COUNTED.get_or_init(counted)
}

fn counted() -> (Report, Vec<Arc<Edition>>) {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into()],
        every_alternative: true,
        ..Options::default()
    };
    let lines = "{\"id\": 1, \"kön\": \"kvinna\", \"stadsdel\": \"=HYPERLINK(1)\"}\n{\"id\": 2, \"stadsdel\": \"Farsta\"}";
    (edition.report(lines.as_bytes(), Ndjson, &options).unwrap(), vec![edition])
}

/// Returns the files of a workbook whose names begin with `folder`.
fn parts(bytes: &[u8], folder: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        if file.name().unwrap().starts_with(folder) {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            parts.push(text);
        }
    }
    parts
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let (report, editions) = report();
    let first = write_xlsx(report, editions, Lang::Sv).unwrap();
    assert_eq!(write_xlsx(report, editions, Lang::Sv).unwrap(), first);
    assert_ne!(write_xlsx(report, editions, Lang::En).unwrap(), first);
}

#[test]
fn a_title_of_more_periods_than_a_cell_holds_is_cut() {
    let (mut report, editions) = counted();
    report.receipt.periods = vec!["2013-01-01/2013-01-31".to_owned(); 2_000];
    assert!(write_xlsx(&report, &editions, Lang::Sv).is_ok());
}

#[test]
fn more_rows_than_a_sheet_has_are_an_error_that_says_so() {
    let too_many = made(|| {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_number(1_048_576, 0, 1)?;
        workbook.save_to_buffer()
    });
    let error = too_many.unwrap_err();
    assert!(matches!(error, Error::Limit(_)));
    assert!(error.message(Lang::Sv).contains("skriv det som CSV"));
}

#[test]
fn no_text_is_a_formula() {
    let (report, editions) = report();
    let bytes = write_xlsx(report, editions, Lang::Sv).unwrap();
    assert!(parts(&bytes, "xl/sharedStrings").concat().contains("<t>=HYPERLINK(1)</t>"));
    for sheet in parts(&bytes, "xl/worksheets/sheet") {
        assert!(!sheet.contains("<f>"));
    }
    // Nor does it become one when somebody edits its cell.
    assert!(parts(&bytes, "xl/styles").concat().contains("quotePrefix=\"1\""));
}

#[test]
fn every_sheet_says_that_the_figures_are_internal() {
    let (report, editions) = report();
    let bytes = write_xlsx(report, editions, Lang::Sv).unwrap();
    let strings = parts(&bytes, "xl/sharedStrings").concat();
    let first = strings.split("<si>").nth(1).unwrap();
    assert!(first.contains("bara för arbete inom huset"), "{first}");
    let sheets = parts(&bytes, "xl/worksheets/sheet");
    assert_eq!(sheets.len(), 8);
    for sheet in sheets {
        let start = sheet.split("<c r=\"A1\"").nth(1).and_then(|rest| rest.split("</c>").next());
        assert!(start.unwrap().ends_with("t=\"s\"><v>0</v>"), "{start:?}");
    }
}

#[test]
fn an_indicator_has_its_source_and_rule_where_its_edition_is_there() {
    let (report, editions) = report();
    let with = parts(&write_xlsx(report, editions, Lang::Sv).unwrap(), "xl/sharedStrings").concat();
    let without = parts(&write_xlsx(report, &[], Lang::Sv).unwrap(), "xl/sharedStrings").concat();
    for text in ["Målgrupp 1, rad 1", "indikator(&quot;kvinnor-kända&quot;", "indikator(\"kvinnor-kända\""]
    {
        assert!(!without.contains(text));
    }
    assert!(with.contains("Målgrupp 1, rad 1"));
    assert!(with.contains("Från vilken ålder räknas"));
    assert!(without.contains("kvinnor-kända"));
}
