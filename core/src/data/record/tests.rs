//! Records of a small layout: what their cells become, and what is said of a wrong one.

mod limits;
mod noted;
mod random;
mod wrapped;

use super::*;
use crate::data::document::Cell;
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::language::types::{CodeList, Column, Table};
use rust_decimal::Decimal;

const KÖN: usize = 1;
const FÖDELSEDATUM: usize = 2;
const STADSDEL: usize = 3;
const POÄNG: usize = 4;
const AVGIFT: usize = 5;
const SKYDDAD: usize = 6;
const INSATSER: usize = 7;
const NAMN: usize = 8;

fn code(codes: &[&str]) -> ColumnKind {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    ColumnKind::Scalar(Scalar::Code(Arc::new(CodeList::new(codes))))
}

fn table(record: Option<&str>, parent: Option<(usize, usize)>, columns: Vec<(&str, ColumnKind)>) -> Table {
    let columns = columns.into_iter().map(|(name, kind)| Column {
        name: name.to_owned(),
        kind,
        sensitive: false,
        protected: Vec::new(),
    });
    Table { record: record.map(str::to_owned), parent, columns: columns.collect() }
}

/// A part of the record `person`, with a field of every type, a list of records and a nested list of codes.
pub(crate) fn layout() -> Arc<Layout> {
    use ColumnKind::{List, Scalar as One};
    let person = vec![
        ("id", One(Scalar::Key)),
        ("kön", code(&["kvinna", "man", "annat"])),
        ("födelsedatum", One(Scalar::Date)),
        ("stadsdel", One(Scalar::Category)),
        ("poäng", One(Scalar::Int)),
        ("avgift", One(Scalar::Decimal)),
        ("skyddad", One(Scalar::Bool)),
        ("insatser", List(1)),
        ("namn", One(Scalar::Text)),
    ];
    let insats = vec![
        ("typ", code(&["skyddat_boende", "råd_och_stöd"])),
        ("erbjuden", One(Scalar::Date)),
        ("former", List(2)),
        ("ärende", One(Scalar::Key)),
    ];
    let former = vec![("", code(&["fysiskt", "försummelse"]))];
    Arc::new(Layout {
        tables: vec![
            table(Some("person"), None, person),
            table(Some("insats"), Some((0, INSATSER)), insats),
            table(None, Some((1, 2)), former),
        ],
    })
}

fn read(json: &str) -> Result<Document, InputError> {
    let layout = layout();
    let mut document = Document::new(&layout);
    Decoder::new(layout).read(json.as_bytes(), 1, &mut document, &mut Oddities::default()).map(|()| document)
}

/// Returns the Swedish message of the decoding error.
fn error(json: &str) -> String {
    swedish(read(json).expect_err(json))
}

fn swedish(error: InputError) -> String {
    Error::from(error).message(Lang::Sv)
}

/// Returns one cell of the record itself.
fn cell(json: &str, column: usize) -> Cell {
    read(json).expect(json).cell(0, 0, column)
}

fn text(json: &str, column: usize) -> String {
    let document = read(json).expect(json);
    document.text(document.cell(0, 0, column)).to_owned()
}

/// Returns all contents of a document in comparable form.
pub(crate) fn contents(document: &Document, layout: &Layout) -> Vec<String> {
    let mut contents = Vec::new();
    for (number, table) in layout.tables.iter().enumerate() {
        for row in 0..document.rows_len(number) {
            for column in 0..table.columns.len() {
                let cell = document.cell(number, row, column);
                contents.push(match cell {
                    Cell::Text { .. } => format!("{:?}", document.text(cell)),
                    other => format!("{other:?}"),
                });
            }
        }
    }
    contents
}

fn date(text: &str) -> Cell {
    Cell::Date(crate::language::date::Date::parse(text).unwrap().0)
}

#[test]
fn a_record_fills_the_cells_of_its_layout() {
    let document = read(
        r#"{"id": "p1", "kön": "man", "födelsedatum": "1980-02-29", "stadsdel": "Årsta", "poäng": -3,
            "avgift": 12.50, "skyddad": false, "insatser": [
              {"typ": "råd_och_stöd", "erbjuden": "2013-03-01", "former": ["försummelse", "fysiskt"], "ärende": 7},
              {"typ": "skyddat_boende", "former": []}]}"#,
    )
    .unwrap();
    assert_eq!(document.text(document.cell(0, 0, 0)), "p1");
    assert_eq!(document.cell(0, 0, KÖN), Cell::Code(1));
    assert_eq!(document.cell(0, 0, FÖDELSEDATUM), date("1980-02-29"));
    assert_eq!(document.text(document.cell(0, 0, STADSDEL)), "Årsta");
    assert_eq!(document.cell(0, 0, POÄNG), Cell::Int(-3));
    assert_eq!(document.cell(0, 0, AVGIFT), Cell::Decimal(Decimal::new(125, 1)));
    assert_eq!(document.cell(0, 0, SKYDDAD), Cell::Bool(false));
    assert_eq!(document.cell(0, 0, INSATSER), Cell::List { start: 0, len: 2 });
    assert_eq!(document.cell(1, 0, 0), Cell::Code(1));
    assert_eq!(document.cell(1, 0, 1), date("2013-03-01"));
    assert_eq!(document.cell(1, 0, 2), Cell::List { start: 0, len: 2 });
    assert_eq!(document.text(document.cell(1, 0, 3)), "7");
    assert_eq!(document.cell(1, 1, 1), Cell::Missing);
    assert_eq!(document.cell(1, 1, 2), Cell::List { start: 2, len: 0 });
    assert_eq!([document.cell(2, 0, 0), document.cell(2, 1, 0)], [Cell::Code(1), Cell::Code(0)]);
    assert_eq!(document.rows_len(2), 2);
}

#[test]
fn absent_and_null_are_missing_and_an_empty_list_is_not() {
    for column in [KÖN, FÖDELSEDATUM, STADSDEL, POÄNG, AVGIFT, SKYDDAD, INSATSER, NAMN, 0] {
        let name = &layout().tables[0].columns[column].name;
        assert_eq!(cell("{}", column), Cell::Missing, "{name}");
        assert_eq!(cell(&format!(r#"{{"{name}": null}}"#), column), Cell::Missing, "{name}");
    }
    assert_eq!(cell(r#"{"insatser": []}"#, INSATSER), Cell::List { start: 0, len: 0 });
}

#[test]
fn a_null_element_is_a_row_of_which_nothing_is_known() {
    let document = read(r#"{"insatser": [null, {"former": [null]}]}"#).unwrap();
    assert_eq!(document.cell(0, 0, INSATSER), Cell::List { start: 0, len: 2 });
    assert!((0..4).all(|column| document.cell(1, 0, column) == Cell::Missing));
    assert_eq!(document.cell(1, 1, 2), Cell::List { start: 0, len: 1 });
    assert_eq!(document.cell(2, 0, 0), Cell::Missing);
}

#[test]
fn a_whole_number_is_the_key_of_its_digits() {
    for (json, key) in [
        ("17", "17"),
        (r#""17""#, "17"),
        ("-0", "0"),
        ("-5", "-5"),
        ("18446744073709551616", "18446744073709551616"),
        ("123456789012345678901234567890123456789", "123456789012345678901234567890123456789"),
        (r#""a\u0062\n""#, "ab\n"),
    ] {
        assert_eq!(text(&format!(r#"{{"id": {json}}}"#), 0), key, "{json}");
    }
}

#[test]
fn numbers_keep_their_exact_value() {
    let int = |number: &str| cell(&format!(r#"{{"poäng": {number}}}"#), POÄNG);
    assert_eq!(int("-9223372036854775808"), Cell::Int(i64::MIN));
    assert_eq!(int("-0"), Cell::Int(0));
    for (number, text) in [
        ("0.1", "0.1"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
        ("1e2", "100"),
        ("-1.5E-3", "-0.0015"),
        ("2.5e+1", "25"),
        ("0.1234567890123456789012345678", "0.1234567890123456789012345678"),
    ] {
        let expected = Decimal::from_str_exact(text).unwrap();
        assert_eq!(cell(&format!(r#"{{"avgift": {number}}}"#), AVGIFT), Cell::Decimal(expected), "{number}");
    }
}

#[test]
fn midnight_is_the_day_itself() {
    for time in ["", "T00:00:00", "T00:00:00Z", "T00:00:00.000", "T00:00:00.000000000Z"] {
        assert_eq!(
            cell(&format!(r#"{{"födelsedatum": "2013-06-30{time}"}}"#), FÖDELSEDATUM),
            date("2013-06-30")
        );
    }
}

#[test]
fn text_in_decomposed_form_is_the_same_text() {
    let composed = r#"{"kön": "kvinna", "stadsdel": "Älvsjö", "id": "å1",
        "insatser": [{"typ": "råd_och_stöd", "former": ["försummelse"], "ärende": "ö\u00e5"}]}"#;
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(composed).collect();
    assert_ne!(composed, decomposed);
    let layout = layout();
    let read = |json: &str| contents(&read(json).unwrap(), &layout);
    assert_eq!(read(composed), read(&decomposed));
}

#[test]
fn each_type_says_what_it_takes() {
    let null = "; skriv null om värdet inte är känt";
    for (field, value, expected) in [
        ("id", "true", "här ska stå en nyckel (text eller ett heltal), men det är true eller false"),
        ("id", "[1]", "här ska stå en nyckel (text eller ett heltal), men det är en lista"),
        ("kön", "1", "här ska stå en av koderna `kvinna`, `man`, `annat`, men det är ett tal"),
        ("kön", r#"{"a": "b"}"#, "här ska stå en av koderna `kvinna`, `man`, `annat`, men det är ett objekt"),
        ("födelsedatum", "29358", "här ska stå ett datum som \"2013-06-30\", men det är ett tal"),
        ("stadsdel", "false", "här ska stå en text inom citattecken, men det är true eller false"),
        ("namn", "-1.5", "här ska stå en text inom citattecken, men det är ett tal"),
        ("poäng", r#""3""#, "här ska stå ett heltal utan citattecken, men det är en text"),
        (
            "avgift",
            r#""1,5""#,
            "här ska stå ett tal med decimalpunkt och utan citattecken, men det är en text",
        ),
        ("skyddad", r#""ja""#, "här ska stå true eller false utan citattecken, men det är en text"),
        ("skyddad", "1", "här ska stå true eller false utan citattecken, men det är ett tal"),
        ("insatser", "{}", "här ska stå en lista `[…]`, men det är ett objekt"),
        ("insatser", r#""[]""#, "här ska stå en lista `[…]`, men det är en text"),
    ] {
        assert_eq!(error(&format!(r#"{{"{field}": {value}}}"#)), format!("rad 1: {field}: {expected}{null}"));
    }
}

#[test]
fn a_number_that_is_whole_is_one_however_it_is_written() {
    for number in ["12", "12.0", "1.2e1", "1200E-2", "12.000000000000000000000000000000000"] {
        assert_eq!(cell(&format!(r#"{{"poäng": {number}}}"#), POÄNG), Cell::Int(12), "{number}");
        let document = read(&format!(r#"{{"id": {number}}}"#)).unwrap();
        assert_eq!(document.text(document.cell(0, 0, 0)), "12", "{number}");
        let decimal = cell(&format!(r#"{{"avgift": {number}}}"#), AVGIFT);
        assert_eq!(decimal, Cell::Decimal(Decimal::from(12)), "{number}");
    }
    let exact = "0.30000000000000000000000000000";
    assert_eq!(cell(&format!(r#"{{"avgift": {exact}}}"#), AVGIFT), Cell::Decimal(Decimal::new(3, 1)));
}

#[test]
fn a_day_in_another_form_points_at_what_a_map_says_of_it() {
    let said = |value: &str| error(&format!(r#"{{"födelsedatum": {value}}}"#));
    let asked = "rad 1: födelsedatum: här ska stå ett datum som \"2013-06-30\"";
    for (value, pattern) in [
        (r#""2013/05/01""#, "`datum = \"ÅÅÅÅ/MM/DD\"`"),
        (r#""01.05.2013""#, "`datum = \"DD.MM.ÅÅÅÅ\"`"),
        (r#""5/1/2013""#, "`datum = \"D/M/ÅÅÅÅ\"`, eller \"M/D/ÅÅÅÅ\" om månaden står före dagen"),
        (r#""2013-06-3""#, "`datum = \"ÅÅÅÅ-M-D\"`"),
        ("19800101", "`datum = \"ÅÅÅÅMMDD\"`"),
    ] {
        let said = said(value);
        assert!(said.starts_with(asked), "{value}: {said}");
        let how =
            format!("; skrivs dagarna på ett annat sätt säger man det i en karta, under [format]: {pattern}");
        assert!(said.ends_with(&how), "{value}: {said}");
    }
    assert!(!said(r#""hemligt""#).contains("karta"));
}

#[test]
fn a_value_of_the_right_type_can_still_be_wrong() {
    let date = "här ska stå ett datum som \"2013-06-30\", en dag som finns i kalendern; skriv null om den inte är känd";
    let whole = "talet ska vara ett heltal";
    let large = "heltalet ska ligga mellan -9223372036854775808 och 9223372036854775807";
    let exact = "talet ryms inte exakt; skriv det med högst 28 siffror";
    let empty = "nyckeln är en tom text; ange en nyckel, eller null om den inte är känd";
    let listed =
        "koden finns inte i listan; skriv en av `kvinna`, `man`, `annat`, eller null om värdet inte är känt";
    for (field, value, expected) in [
        ("födelsedatum", r#""2013-02-29""#, date),
        ("födelsedatum", r#""2013-06-30T00:00:01""#, date),
        ("födelsedatum", r#""2013-06-30T00:00:00.""#, date),
        ("födelsedatum", r#""""#, date),
        ("poäng", "3.5", whole),
        ("poäng", "1e-3", whole),
        ("id", "17.5", whole),
        ("id", "170e-2", whole),
        ("poäng", "9223372036854775808", large),
        ("poäng", "99999999999999999999999999", large),
        ("avgift", "0.12345678901234567890123456789", exact),
        ("avgift", "79228162514264337593543950336", exact),
        ("avgift", "1e999999999999", exact),
        ("avgift", "0.12345678901234567890123456789e-5", exact),
        ("id", r#""""#, empty),
        ("id", r#"" ""#, empty),
        ("kön", r#""Kvinna""#, listed),
        ("kön", r#""""#, listed),
        ("kön", r#""mañ""#, listed),
    ] {
        assert_eq!(error(&format!(r#"{{"{field}": {value}}}"#)), format!("rad 1: {field}: {expected}"));
    }
}

#[test]
fn the_path_names_the_element() {
    let error = |json: &str| read(json).unwrap_err().field().map(str::to_owned);
    assert_eq!(
        error(r#"{"insatser": [{}, null, {"erbjuden": "igår"}]}"#).as_deref(),
        Some("insatser[2].erbjuden")
    );
    assert_eq!(
        error(r#"{"insatser": [{"former": ["fysiskt", "annat"]}]}"#).as_deref(),
        Some("insatser[0].former[1]")
    );
    assert_eq!(error(r#"{"insatser": [{}, 5]}"#).as_deref(), Some("insatser[1]"));
    assert_eq!(error(r#"{"insatser": [{"typ": }]}"#).as_deref(), Some("insatser[0].typ"));
    assert_eq!(error(r#"{"okänt": }"#), None);
}

#[test]
fn a_field_that_occurs_twice_is_an_error_but_not_in_two_objects() {
    assert_eq!(
        error(r#"{"insatser": [{"ärende": 1}, {"ärende": 1, "ärende": 2}]}"#),
        "rad 1: insatser[1].ärende: fältet står två gånger i samma objekt; ta bort det ena"
    );
    assert!(error(r#"{"kön": null, "ko\u0308n": "man"}"#).contains("två gånger"));
    assert!(read(r#"{"insatser": [{"ärende": 1}, {"ärende": 1}]}"#).is_ok());
}

#[test]
fn a_record_is_one_object() {
    for (json, found) in [
        ("[]", "en lista"),
        ("1", "ett tal"),
        (r#""x""#, "en text"),
        ("true", "true eller false"),
        ("null", "null"),
    ] {
        assert_eq!(error(json), format!("rad 1: här ska stå ett objekt `{{…}}`, men det är {found}"));
    }
    for json in ["{} {}", "{},", "{}}"] {
        assert!(error(json).starts_with("rad 1: det står något mer efter postens sista `}`"), "{json}");
    }
}

#[test]
fn what_other_languages_write_is_told_how_json_has_it() {
    for (json, word, right) in [
        (r#"{"kön": NaN}"#, "NaN", "skriv `null` om värdet inte är känt"),
        (r#"{"kön": nan, "id": 1}"#, "nan", "skriv `null` om värdet inte är känt"),
        (r#"{"kön": None}"#, "None", "skriv `null` om värdet inte är känt"),
        (r#"{"kön":NA}"#, "NA", "skriv `null` om värdet inte är känt"),
        ("{\"kön\":\n True}", "True", "skriv `true`"),
        (r#"{"kön": FALSE}"#, "FALSE", "skriv `false`"),
        (r#"{"kön": 'man'}"#, "'", "texter står inom `\"…\"`"),
    ] {
        assert_eq!(error(json), format!("rad 1: kön: ogiltig JSON: `{word}` betyder inget där; {right}"));
    }
    // Any other word may be data.
    assert!(!error(r#"{"kön": Hemligsson}"#).contains("Hemligsson"));
    assert!(!error(r#"{"kön": Nanna}"#).contains("Nan"));
}

#[test]
fn syntax_errors_tell_the_place_in_characters() {
    assert_eq!(
        error(r#"{"kön": "annat" "id": 1}"#),
        "rad 1: ogiltig JSON vid tecken 17; kontrollera citattecken, komman och parenteser där"
    );
    assert_eq!(
        error("{\n \"kön\": tru}"),
        "rad 1: kön: ogiltig JSON på postens rad 2, tecken 12; kontrollera citattecken, komman och parenteser där"
    );
    assert_eq!(error(r#"{"kön": "ann"#), "rad 1: kön: ogiltig JSON: texten tar slut mitt i posten");
    assert_eq!(error(""), "rad 1: ogiltig JSON: texten tar slut mitt i posten");
    assert!(
        error(r#"{"id": "\ud800"}"#).starts_with("rad 1: id: ogiltig JSON: texten har ett omvänt snedstreck")
    );
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    let layout = layout();
    let mut document = Document::new(&layout);
    let error = Decoder::new(layout)
        .read(b"{\"namn\": \"\xE5\"}", 4, &mut document, &mut Oddities::default())
        .unwrap_err();
    assert_eq!(swedish(error), "rad 4: texten är inte UTF-8; spara filen i teckenkodningen UTF-8");
}

#[test]
fn after_an_error_the_document_is_empty_and_the_decoder_goes_on() {
    let layout = layout();
    let empty = contents(&Document::new(&layout), &layout);
    let mut document = Document::new(&layout);
    let mut decoder = Decoder::new(Arc::clone(&layout));
    decoder
        .read(r#"{"id": 1, "insatser": [{}, 5]}"#.as_bytes(), 1, &mut document, &mut Oddities::default())
        .unwrap_err();
    assert_eq!(contents(&document, &layout), empty);
    let json = r#"{"id": 1, "insatser": [{}]}"#;
    decoder.read(json.as_bytes(), 2, &mut document, &mut Oddities::default()).unwrap();
    assert_eq!(contents(&document, &layout), contents(&read(json).unwrap(), &layout));
    let error = decoder.read(b"[]", 3, &mut document, &mut Oddities::default()).unwrap_err();
    assert_eq!((error.row(), error.field()), (Some(3), None));
}
