use super::grid::Value;
use super::*;
use crate::data::map::Draft;
use crate::data::record::tests::{contents, layout};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::language::date::Date;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Written, Worksheet};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn schema() -> Schema {
    Schema::new(layout(), "person")
}

/// Opens bytes as a workbook.
fn open(bytes: Vec<u8>) -> Result<Workbook, InputError> {
    Workbook::open(Cursor::new(bytes))
}

/// Decodes a workbook: one line per record, `row: cells of every table`, and each error in Swedish.
fn read_with(bytes: Vec<u8>, options: WorkbookOptions) -> Vec<String> {
    let swedish = |error: InputError| Error::from(error).message(Lang::Sv);
    let records = open(bytes).and_then(|workbook| WorkbookRecords::new(workbook, &schema(), options));
    let mut records = match records {
        Ok(records) => records,
        Err(error) => return vec![swedish(error)],
    };
    let layout = layout();
    let mut document = Document::new(&layout);
    let mut all = Vec::new();
    loop {
        match records.next(&mut document) {
            Ok(Some(row)) => all.push(format!("{row}: {}", contents(&document, &layout).join(" "))),
            Ok(None) => return all,
            Err(error) => all.push(swedish(error)),
        }
        assert!(all.len() < 10_000, "the records do not end");
    }
}

fn read(bytes: Vec<u8>) -> Vec<String> {
    read_with(bytes, WorkbookOptions::default())
}

/// Fills a sheet.
type Fill<'a> = &'a dyn Fn(&mut Worksheet);

/// Writes a workbook with these sheets.
fn written(sheets: &[(&str, Fill<'_>)]) -> Vec<u8> {
    let mut workbook = Written::new();
    for (name, fill) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(sheet);
    }
    workbook.save_to_buffer().unwrap()
}

fn texts(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
}

/// Writes an archive with these files.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Writes a workbook of one sheet, with these elements in the sheet's XML.
fn xlsx(sheet: &str) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    zipped(&[
        ("_rels/.rels", &relation("/officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", &relation("/worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Blad1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
    ])
}

/// Writes a workbook of OpenDocument with these tables.
fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"dold\"><style:table-properties \
         table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("content.xml", &content)])
}

#[test]
fn cells_have_the_types_that_the_spreadsheet_gives_them() {
    let date = Format::new().set_num_format("d mmmm yyyy");
    let file = written(&[("Blad1", &|sheet| {
        texts(sheet, &[&["id", "kön", "födelsedatum", "stadsdel", "poäng", "avgift", "skyddad", "namn"]]);
        sheet.write_number(1, 0, 17).unwrap();
        sheet.write_string(1, 1, " kvinna ").unwrap();
        sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(1980, 5, 17).unwrap(), &date).unwrap();
        sheet.write_number(1, 4, 12).unwrap();
        sheet.write_number(1, 5, 12.5).unwrap();
        sheet.write_boolean(1, 6, true).unwrap();
        sheet.write_string(1, 7, "=1+1").unwrap();
        // What looks like numbers and days, stored as text.
        texts_at(sheet, 2, &["007", "man", "1975-03-08", "", "12", "12,5", "nej"]);
    })]);
    assert_eq!(
        read(file),
        [
            "2: \"17\" Code(0) Date(3789) Missing Int(12) Decimal(12.5) Bool(true) Missing \"=1+1\"",
            "3: \"007\" Code(1) Date(1892) Missing Int(12) Decimal(12.5) Bool(false) Missing Missing",
        ]
    );
}

fn texts_at(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in cells.iter().enumerate() {
        sheet.write_string(row, column as u16, *text).unwrap();
    }
}

#[test]
fn sheets_called_as_lists_are_their_tables() {
    let file = written(&[
        ("Insatser", &|sheet| {
            texts(sheet, &[&["id", "typ"], &["b", "råd_och_stöd"], &["a", "skyddat_boende"]]);
        }),
        ("Personer", &|sheet| texts(sheet, &[&["id"], &["b"], &["a"]])),
    ]);
    let all = read(file);
    assert!(all[0].starts_with("2: \"b\"") && all[0].contains("Code(1)"), "{all:?}");
    assert!(all[1].starts_with("3: \"a\"") && all[1].contains("Code(0)"), "{all:?}");
}

#[test]
fn a_sheet_is_asked_for_by_name_where_several_may_be_meant() {
    let file = written(&[
        ("Ett", &|sheet| texts(sheet, &[&["id"], &["a"]])),
        ("Två", &|sheet| texts(sheet, &[&["id"], &["b"]])),
    ]);
    let of = |sheet: &str| WorkbookOptions { sheet: Some(sheet.to_owned()), ..WorkbookOptions::default() };
    assert_eq!(
        read(file.clone()),
        [
            "det syns inte vilket blad som har posterna; skriv bladets namn efter filens, som FIL.xlsx#BLAD: `Ett`, `Två`"
        ]
    );
    assert!(read_with(file.clone(), of("TVÅ"))[0].starts_with("2: \"b\""));
    assert_eq!(read_with(file, of("Tvåa")), ["arbetsboken har inget blad `Tvåa`; menades `Två`?"]);
}

#[test]
fn a_table_may_be_a_sheet_of_another_name_or_workbook() {
    let person: &dyn Fn(&mut Worksheet) = &|sheet| texts(sheet, &[&["id"], &["a"]]);
    let insats: &dyn Fn(&mut Worksheet) = &|sheet| texts(sheet, &[&["id", "typ"], &["a", "råd_och_stöd"]]);
    let table = |workbook, sheet: Option<&str>| SheetTable {
        list: "insatser".to_owned(),
        workbook,
        sheet: sheet.map(str::to_owned),
    };
    let both = written(&[("Person", person), ("Beslut", insats)]);
    let of = |table| WorkbookOptions { tables: vec![table], ..WorkbookOptions::default() };
    let here = read_with(both, of(table(None, Some("beslut"))));
    let other = open(written(&[("Blad1", insats)])).unwrap();
    let there = read_with(written(&[("Blad1", person)]), of(table(Some(other), None)));
    assert_eq!(here, there);
    assert!(here[0].contains("Code(1)"), "{here:?}");
}

#[test]
fn what_a_cell_holds_is_never_in_a_message_but_its_address_is() {
    let file = written(&[("Blad1", &|sheet| {
        texts(sheet, &[&["id", "kön", "födelsedatum"], &["a", "hemligt", ""], &["b", "", "hemligt"]]);
        sheet.write_number(3, 0, 1).unwrap();
        sheet.write_number(3, 2, 29_358).unwrap();
    })]);
    let all = read(file);
    assert_eq!(
        all,
        [
            "rad 2: kön: cell B2: koden finns inte i listan; skriv en av `kvinna`, `man`, `annat`, eller lämna cellen tom om värdet inte är känt",
            "rad 3: födelsedatum: cell C3: här ska stå ett datum som \"2013-06-30\", en dag som finns i kalendern; lämna cellen tom om den inte är känd",
            "rad 4: födelsedatum: cell C4: här ska stå ett datum som \"2013-06-30\", en dag som finns i kalendern; lämna cellen tom om den inte är känd",
        ]
    );
}

#[test]
fn errors_and_formulas_without_a_result_are_refused_where_the_column_is_a_field() {
    let sheet = |cell: &str| {
        xlsx(&format!(
            "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" t=\"inlineStr\"><is>\
             <t>stadsdel</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>annat</t></is></c></row><row r=\"2\"><c r=\"A2\">\
             <v>1</v></c>{cell}</row></sheetData>"
        ))
    };
    let of = |cell: &str| read(sheet(cell)).remove(0);
    assert_eq!(
        of("<c r=\"B2\" t=\"e\"><f>A9</f><v>#N/A</v></c>"),
        "rad 2: stadsdel: cell B2: cellen visar ett fel, som `#N/A`; rätta formeln, eller töm cellen om värdet inte är känt"
    );
    assert!(
        of("<c r=\"B2\"><f>A9</f></c>")
            .contains("cell B2: cellen har en formel vars resultat inte är sparat")
    );
    assert!(of("<c r=\"B2\"><v>1234567890123456</v></c>").contains("cell B2: talet har fler än 15 siffror"));
    assert!(of("<c r=\"C2\" t=\"e\"><v>#N/A</v></c>").starts_with("2: \"1\""));
    // The result of a formula is a value.
    assert!(of("<c r=\"B2\" t=\"str\"><f>A9</f><v>Farsta</v></c>").contains("\"Farsta\""));
}

#[test]
fn in_a_table_that_is_not_sorted_a_cell_without_a_value_rejects_its_record_too() {
    let file = written(&[
        ("person", &|sheet| texts(sheet, &[&["id"], &["a"], &["b"]])),
        ("insatser", &|sheet| {
            texts(sheet, &[&["id", "erbjuden"], &["b", ""], &["a", "2013-01-01"]]);
            sheet.write_formula(1, 1, Formula::new("NA()").set_result("#N/A")).unwrap();
        }),
    ]);
    let all = read(file);
    assert!(all[0].starts_with("2: \"a\""), "{all:?}");
    assert!(all[1].starts_with("rad 2: insatser.erbjuden: cell B2: "), "{all:?}");
}

#[test]
fn merged_cells_hidden_rows_and_cells_beside_the_table_are_refused_with_their_addresses() {
    let plain: &[&[&str]] = &[&["id", "stadsdel"], &["a", "Farsta"], &["b", ""]];
    let merged = |range: (u32, u16, u32, u16)| {
        written(&[("Blad1", &|sheet| {
            texts(sheet, plain);
            sheet.merge_range(range.0, range.1, range.2, range.3, "x", &Format::new()).unwrap();
        })])
    };
    assert_eq!(
        read(merged((1, 1, 2, 1))),
        ["rad 2: cellerna B2:B3 är sammanfogade; dela dem och skriv värdet i varje cell som det gäller"]
    );
    assert!(
        read(merged((0, 0, 0, 1)))[0]
            .starts_with("rad 1: cellerna A1:B1 är sammanfogade; rubrikraden ska vara")
    );
    // Below and beside the table nobody reads.
    assert_eq!(read(written(&[("Blad1", &|sheet| texts(sheet, plain))])).len(), 2);

    let hidden = written(&[("Blad1", &|sheet| {
        texts(sheet, plain);
        sheet.set_row_hidden(2).unwrap();
        sheet.set_row_hidden(9).unwrap();
    })]);
    assert_eq!(
        read(hidden),
        [
            "rad 3: raden är dold (cell A3), kanske av ett filter; visa alla rader, eller ta bort dem som inte ska räknas"
        ]
    );
    let beside = written(&[("Blad1", &|sheet| {
        texts(sheet, plain);
        sheet.write_string(2, 27, "hemligt").unwrap();
    })]);
    assert!(read(beside)[0].starts_with("rad 3: cell AB3 har något i sig men ingen rubrik över sig"));
}

#[test]
fn a_title_above_the_header_is_refused() {
    let title = |merge: bool| {
        written(&[("Blad1", &|sheet| {
            if merge {
                sheet.merge_range(0, 0, 0, 1, "Titel", &Format::new()).unwrap();
            } else {
                sheet.write_string(0, 0, "Titel").unwrap();
            }
            sheet.write_string(2, 0, "id").unwrap().write_string(2, 1, "kön").unwrap();
        })])
    };
    assert!(read(title(true))[0].starts_with("rad 1: cellerna A1:B1 är sammanfogade"));
    assert!(read(title(false))[0].starts_with("rad 3: cell B3 har något i sig men ingen rubrik"));
}

#[test]
fn days_are_days_in_both_calendars_and_whatever_the_map_says_of_texts() {
    let map = Map::parse("post = \"person\"\n[format]\ndatum = \"DD/MM/ÅÅÅÅ\"\n", &schema()).unwrap();
    let file = written(&[("Blad1", &|sheet| {
        texts(sheet, &[&["id", "födelsedatum"], &["a", ""], &["b", "17/05/1980"]]);
        let format = Format::new().set_num_format_index(14);
        sheet.write_with_format(1, 1, ExcelDateTime::from_ymd(1980, 5, 17).unwrap(), &format).unwrap();
    })]);
    let options = WorkbookOptions { map: Some(Arc::new(map)), ..WorkbookOptions::default() };
    let all = read_with(file, options);
    assert!(all.len() == 2 && all.iter().all(|line| line.contains("Date(3789)")), "{all:?}");

    let book = |from_1904| xlsx::Book::of_calendar(from_1904);
    let day = |text: &str| Some(Value::Day(Date::parse(text).unwrap()));
    for (number, from_1904, expected) in [
        (1.0, false, day("1900-01-01")),
        (59.0, false, day("1900-02-28")),
        (60.0, false, Some(Value::Text("1900-02-29".to_owned()))),
        (61.0, false, day("1900-03-01")),
        (29_358.0, false, day("1980-05-17")),
        (29_357.999_999_999, false, day("1980-05-17")),
        (29_358.5, false, Some(Value::Moment(Date::parse("1980-05-17").unwrap(), 43_200))),
        (2_958_465.0, false, day("9999-12-31")),
        (2_958_466.0, false, None),
        (0.5, false, None),
        (-1.0, false, None),
        (f64::NAN, false, None),
        (27_896.0, true, day("1980-05-17")),
    ] {
        assert_eq!(book(from_1904).moment(number), expected, "{number}");
    }
}

#[test]
fn opendocument_is_read_alike() {
    let table = "<table:table table:name=\"Blad1\">\
        <table:table-header-rows><table:table-row>\
        <table:table-cell office:value-type=\"string\"><text:p>id</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>kön</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>födelsedatum</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><office:annotation><text:p>lapp</text:p></office:annotation>\
        <text:p>po<text:span>äng</text:span></text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated=\"16380\"/></table:table-row></table:table-header-rows>\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>kvinna</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"1980-05-17\"><text:p>17 maj</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"12\"><text:p>12,00</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell/></table:table-row></table:table>";
    let hidden = "<table:table table:name=\"Gömd\" table:style-name=\"dold\"/>";
    assert_eq!(
        read(ods(&format!("{table}{hidden}"))),
        ["2: \"a\" Code(0) Date(3789) Missing Int(12) Missing Missing Missing Missing"]
    );
    let spanned = table.replace("<text:p>a<", "<text:p>a </text:p><text:p><").replace(
        "<table:table-cell office:value-type=\"float\"",
        "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"float\"",
    );
    assert!(read(ods(&spanned))[0].starts_with("rad 2: cellerna D2:D3 är sammanfogade"));
    let filtered = table.replacen(
        "</table:table-header-rows><table:table-row>",
        "</table:table-header-rows><table:table-row table:visibility=\"filter\">",
        1,
    );
    assert!(read(ods(&filtered))[0].starts_with("rad 2: raden är dold (cell A2)"));
    let error = table
        .replace("office:value-type=\"float\"", "calcext:value-type=\"error\" office:value-type=\"float\"");
    assert!(read(ods(&error))[0].starts_with("rad 2: poäng: cell D2: cellen visar ett fel"));
}

#[test]
fn what_claims_to_be_huge_is_a_limit_and_never_allocated() {
    let cell =
        "<table:table-cell office:value-type=\"string\" COUNT><text:p>xTEXT</text:p></table:table-cell>";
    let of = |rows: &str, cell: &str| {
        ods(&format!(
            "<table:table table:name=\"B\"><table:table-row {rows}>{cell}</table:table-row></table:table>"
        ))
    };
    let plain = cell.replace("COUNT", "").replace("TEXT", "");
    for (file, message) in [
        (of("table:number-rows-repeated=\"1000000000\"", &plain), "fler än 1048576 rader"),
        (
            of(
                "",
                &cell.replace("COUNT", "table:number-columns-repeated=\"1000000000\"").replace("TEXT", ""),
            ),
            "fler än 16384 kolumner",
        ),
        (of("", &cell.replace("COUNT", "").replace("TEXT", "<text:s text:c=\"4000000000\"/>")), "för stor"),
        (
            of(
                "table:number-rows-repeated=\"1000000\"",
                &cell.replace("COUNT", "table:number-columns-repeated=\"16000\"").replace("TEXT", ""),
            ),
            "för många celler",
        ),
        (of(&"x".repeat(5 << 20), &plain), "för stor"),
        (ods(&"<x>".repeat(1000)), "fler än 128 nivåer"),
        (xlsx("<sheetData><row r=\"1048577\"/></sheetData>"), "fler än 1048576 rader"),
    ] {
        let all = read(file);
        assert!(all[0].contains(message), "{message}: {all:?}");
    }
}

#[test]
fn other_files_are_no_workbooks() {
    assert!(read(b"id;k\xC3\xB6n\n".to_vec())[0].starts_with("filen är ingen arbetsbok"));
    assert!(read(Vec::new())[0].starts_with("filen är ingen arbetsbok"));
    assert!(read(b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec())[0].contains("lösenord"));
    assert!(read(zipped(&[("mimetype", "x")]))[0].starts_with("filen är ingen arbetsbok"));
    assert!(read(ods("<table:table"))[0].starts_with("arbetsboken är skadad"));
    assert_eq!(read(ods("")), ["arbetsboken har inga blad med celler"]);
    assert!(read(xlsx("<sheetData/>"))[0].starts_with("filen är tom"));
    assert!(
        read(xlsx("<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row></sheetData>"))[0]
            .starts_with("arbetsboken är skadad")
    );
}

#[test]
fn a_map_is_drafted_from_the_sheets() {
    let file = written(&[
        ("Klienter", &|sheet| texts(sheet, &[&["PersonId", "Kon"], &["a", "K"]])),
        ("insatser", &|sheet| texts(sheet, &[&["PersonId", "Typ"], &["a", "råd_och_stöd"]])),
    ]);
    let mut draft = Draft::new(&schema());
    draft.add_workbook(&mut open(file).unwrap(), None, &schema()).unwrap();
    let text = draft.to_text(Lang::Sv);
    for line in [
        "id = \"PersonId\"",
        "kön = \"Kon\"",
        "[tabell.insatser]",
        "fil = \"#insatser\"",
        "nyckel = \"PersonId\"",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

/// A small workbook of each format.
fn small() -> [Vec<u8>; 2] {
    let row = |text: &str| {
        format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell></table:table-row>"
        )
    };
    let ods = ods(&format!("<table:table table:name=\"B\">{}{}</table:table>", row("id"), row("a")));
    [written(&[("Blad1", &|sheet| texts(sheet, &[&["id", "kön"], &["a", "kvinna"]]))]), ods]
}

#[test]
fn a_workbook_that_is_cut_short_is_an_error() {
    for file in small() {
        assert!(read(file.clone())[0].starts_with("2: \"a\""));
        for len in (0..file.len()).step_by(7) {
            let all = read(file[..len].to_vec());
            assert!(all.len() == 1 && !all[0].starts_with("2: "), "{len}: {all:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever the bytes, reading ends with records or errors.
    #[test]
    fn damage_never_panics(which in 0usize..2, at in any::<proptest::sample::Index>(), bytes in proptest::collection::vec(any::<u8>(), 1..8)) {
        let mut file = small()[which].clone();
        let at = at.index(file.len());
        for (to, from) in file.iter_mut().skip(at).zip(bytes) {
            *to = from;
        }
        read(file);
    }

    /// The same inside the XML, where the archive's checksum hides nothing.
    #[test]
    fn damaged_sheets_never_panic(at in any::<proptest::sample::Index>(), text in "[<>/\"=a-z0-9& ]{0,6}", which in 0usize..2) {
        let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c></row><row r=\"2\"><c r=\"A2\" s=\"0\"><f>1</f><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A4:B4\"/></mergeCells>";
        let table = "<table:table table:name=\"B\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"2\"><text:p>i<text:s text:c=\"2\"/>d</text:p></table:table-cell></table:table-row></table:table>";
        let mut xml = [sheet, table][which].to_owned();
        let at = at.index(xml.len());
        xml.replace_range(at..(at + text.len()).min(xml.len()), &text);
        read(if which == 0 { xlsx(&xml) } else { ods(&xml) });
    }
}
