use super::*;
use crate::data::document::Cell;
use crate::data::notes::MAX_UNKNOWN_FIELDS;
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::language::types::{CodeList, Column, Table};
use proptest::prelude::*;
use rust_decimal::Decimal;

const TEXT_BYTES: usize = Limits::DEFAULT.text_bytes as usize;
const RECORD_BYTES: usize = Limits::DEFAULT.record_bytes as usize;
const ELEMENTS: u32 = Limits::DEFAULT.elements as u32;

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
        ("födelsedatum", "19800101", "här ska stå ett datum som \"2013-06-30\", men det är ett tal"),
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
fn what_is_beyond_a_limit_is_told_as_one() {
    let long = format!(r#"{{"namn": "{}"}}"#, "x".repeat(TEXT_BYTES + 1));
    let elements = format!(r#"{{"insatser": [{}{{}}]}}"#, "{},".repeat(ELEMENTS as usize));
    let record = format!(r#"{{"namn": "{}"}}"#, "x".repeat(RECORD_BYTES));
    let mut decoder = Decoder::new(layout());
    for (json, place) in [(long, "row 7: namn: "), (elements, "row 7: insatser"), (record, "row 7: ")] {
        let error = Error::from(decoder.decode(json.as_bytes(), 7).unwrap_err());
        assert!(matches!(&error, Error::Limit(limit) if limit.row() == Some(7)), "{error:?}");
        assert!(error.message(Lang::En).starts_with(place), "{error}");
    }
    // The flag does not carry over to the next record.
    assert!(matches!(Error::from(decoder.decode(b"x", 8).unwrap_err()), Error::Input(_)));
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
        ("födelsedatum", r#""2013-06-3""#, date),
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
fn limits_are_named() {
    let long = "x".repeat(TEXT_BYTES);
    assert_eq!(text(&format!(r#"{{"namn": "{long}"}}"#), NAMN).len(), TEXT_BYTES);
    for field in ["namn", "id", "stadsdel"] {
        assert_eq!(
            error(&format!(r#"{{"{field}": "{long}x"}}"#)),
            format!("rad 1: {field}: texten är för lång; högst 64 KiB tas emot (gränsen `text_bytes`)")
        );
    }
    let list = |len: u32| format!(r#"{{"insatser": [{}]}}"#, vec!["null"; len as usize].join(","));
    assert_eq!(cell(&list(ELEMENTS), INSATSER), Cell::List { start: 0, len: ELEMENTS });
    assert_eq!(
        error(&list(ELEMENTS + 1)),
        "rad 1: insatser[100000]: listorna i posten har för många element; högst 100000 tas emot sammanlagt (gränsen `elements`)"
    );
    assert_eq!(
        error(&format!("{{{}}}", " ".repeat(RECORD_BYTES))),
        "rad 1: posten är för stor; högst 16 MiB JSON tas emot per post (gränsen `record_bytes`)"
    );
}

#[test]
fn limits_of_a_record_can_be_lowered_and_raised() {
    let read = |json: &str, set: &[(&str, u64)]| {
        let mut limits = Limits::default();
        set.iter().for_each(|(name, most)| limits.set(name, *most).unwrap());
        Decoder::new(layout())
            .within(limits)
            .decode(json.as_bytes(), 1)
            .map_err(|e| Error::from(e).message(Lang::En))
    };
    let text = format!(r#"{{"namn": "{}"}}"#, "x".repeat(TEXT_BYTES + 1));
    assert!(read(&text, &[("text_bytes", 1 << 20)]).is_ok());
    let short = r#"{"namn": "Anna-Karin", "insatser": [null, null, null]}"#;
    assert!(read(short, &[("text_bytes", 10), ("elements", 3), ("record_bytes", 60)]).is_ok());
    let refused = |name, most| read(short, &[(name, most)]).unwrap_err();
    assert!(refused("text_bytes", 9).ends_with("at most 9 bytes is accepted (the limit `text_bytes`)"));
    assert!(refused("elements", 2).ends_with("at most 2 are accepted in all (the limit `elements`)"));
    assert!(refused("record_bytes", 50).contains("at most 50 bytes of JSON"));
    let many = format!(r#"{{"insatser": [{}]}}"#, vec!["null"; ELEMENTS as usize + 1].join(","));
    assert!(read(&many, &[("elements", 1 << 20)]).is_ok());
}

#[test]
fn what_is_nested_deeply_in_an_unknown_field_is_skipped_without_recursion() {
    let deep = 1_000_000;
    let json = format!(r#"{{"okänt": {}{}, "poäng": 1}}"#, "[".repeat(deep), "]".repeat(deep));
    assert_eq!(cell(&json, POÄNG), Cell::Int(1));
}

/// Returns the oddities of these records.
fn odd(records: &[&str]) -> Oddities {
    let mut decoder = Decoder::new(layout());
    let mut odd = Oddities::default();
    for (row, json) in (1..).zip(records) {
        odd.merge(&decoder.decode(json.as_bytes(), row).unwrap().1);
    }
    odd
}

#[test]
fn unknown_fields_are_noted_once_with_the_nearest_name() {
    let json = r#"{"kon": "man", "insatser": [{"Typ": 1, "skostorlek": {"kön": 1}}], "skostorlek": 1}"#;
    let expected =
        [("kon", Some("kön")), ("insatser.Typ", Some("insatser.typ")), ("insatser.…", None), ("…", None)];
    let expected = expected.map(|(path, near)| (path.to_owned(), near.map(str::to_owned)));
    assert_eq!(odd(&[json; 3]).unknown_in_short(), expected);
    let many: Vec<String> = (10..60).map(|n| format!(r#""k{n}n": {n}"#)).collect();
    let odd = odd(&[&format!("{{{}}}", many.join(","))]);
    assert!(odd.unknown_fields().len() <= MAX_UNKNOWN_FIELDS);
}

#[test]
fn a_name_that_may_be_data_is_not_repeated() {
    for name in [
        "19800101-1234",
        "Anna Andersson",
        "anna.andersson@example.org",
        "Storgatan 4",
        "skostorlek",
        &"lång".repeat(40),
        "kön\\nkön",
    ] {
        let json = format!(r#"{{"{name}": 1}}"#);
        let odd = odd(&[&json]);
        assert_eq!(odd.unknown_in_short(), [("…".to_owned(), None)], "{name}");
        let notices = odd.notices(&layout());
        assert!(notices.iter().all(|notice| !notice.text.get(Lang::Sv).contains(name)), "{notices:?}");
    }
}

#[test]
fn unknown_fields_without_number_cost_no_more_than_some_of_a_record() {
    let many: Vec<String> = (0..200_000).map(|n| format!(r#""k{n}":1"#)).collect();
    let json = format!("{{{}}}", many.join(","));
    let start = std::time::Instant::now();
    odd(&[&json]);
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn records_within_something_else_are_found_and_told_how_to_give() {
    for (json, how) in [
        (r#"{"records": [{"id": "a", "kön": "man"}]}"#, Some(".records[]")),
        (r#"{"antal": 2, "datum": "2013-01-01", "data": [{"id": "a"}, {"id": "b"}]}"#, Some(".data[]")),
        (r#"{"@odata.context": "x", "value": [{"id": "a", "kön": "man"}]}"#, Some(".value[]")),
        (r#"{"d": {"results": [{"id": "a", "kön": "man"}]}}"#, Some(".d.results[]")),
        (
            r#"{"took": 5, "hits": {"total": {"value": 1}, "hits": [{"_id": "a", "_source": {"id": "a", "kön": "man"}}]}}"#,
            Some(".hits.hits[]._source"),
        ),
        (
            r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties": {"id": "a", "kön": "man"}}]}"#,
            Some(".features[].properties"),
        ),
        (
            r#"{"entry": [{"resource": {"id": "a", "födelsedatum": "1980-01-01"}}]}"#,
            Some(".entry[].resource"),
        ),
        // With a key of its own, it would be counted as somebody.
        (r#"{"id": "uttag-7", "records": [{"id": "a", "kön": "man"}]}"#, Some(".records[]")),
        (r#"{"id": "a", "attributes": {"kön": "man", "namn": "x"}}"#, Some(".attributes")),
        (r#"{"a1": {"id": "a1", "kön": "man"}, "b2": {"id": "b2", "kön": "man"}}"#, Some(".[]")),
        (r#"{"a1": {"kön": "man", "namn": "x"}}"#, Some("to_entries[] | {id: .key} + .value")),
        (r#"{"hemligt": {"längre": [{"id": "a", "kön": "man"}]}}"#, None),
    ] {
        let said = error(json);
        assert!(said.starts_with("rad 1: fälten står inte i posten själv utan "), "{json}: {said}");
        assert_eq!(
            said.split("jq -c '").nth(1).and_then(|how| how.split('\'').next()),
            how,
            "{json}: {said}"
        );
        for hidden in ["hemligt", "uttag-7", "a1", "took"] {
            assert!(!said.contains(hidden), "{said}");
        }
    }
    let paged = error(r#"{"value": [{"id": "a", "kön": "man"}], "@odata.nextLink": "https://x"}"#);
    assert!(paged.ends_with("där står att det finns fler sidor: hämta dem också"), "{paged}");
    assert!(!error(r#"{"value": [{"id": "a", "kön": "man"}], "next": null}"#).contains("fler sidor"));
}

#[test]
fn a_table_by_columns_is_told_how_to_be_written_by_records() {
    for json in [
        r#"{"id": ["a", "b"], "kön": ["man", "kvinna"]}"#,
        r#"{"id": {"0": "a"}, "kön": {"0": "man"}}"#,
        r#"{"kön": {"0": "man"}, "id": {"0": "a"}, "annat": {"0": 1}}"#,
        r#"{"columns": ["id", "kön"], "index": [0], "data": [["a", "man"]]}"#,
    ] {
        assert_eq!(
            error(json),
            "rad 1: fälten står var för sig, med alla posters värden; skriv ett objekt per post (i pandas: `df.to_json(orient=\"records\", lines=True)`)",
            "{json}"
        );
    }
}

#[test]
fn a_record_is_its_own_whatever_else_lies_in_it() {
    for json in [
        "{}",
        r#"{"x": 1}"#,
        r#"{"records": []}"#,
        r#"{"records": [{"x": 1}]}"#,
        r#"{"id": "a", "barn": [{"id": "b", "kön": "man"}]}"#,
        r#"{"id": "a", "data": {"x": 1}}"#,
        r#"{"id": "a", "kön": "man", "records": [{"id": "b", "kön": "man"}]}"#,
        r#"{"kön": "man", "id": "a", "records": [{"id": "b", "kön": "man"}]}"#,
        r#"{"pid": 5, "kontakt": {"namn": "x"}}"#,
        r#"{"insatser": [{"typ": null}], "x": [1]}"#,
    ] {
        assert!(read(json).is_ok(), "{json}: {}", error(json));
    }
    assert!(
        error(r#"{"insatser": [{"typ": 5}], "x": [1]}"#).starts_with("rad 1: insatser[0].typ: här ska stå")
    );
    assert!(error(r#"{"id": {"$oid": "a"}, "kön": "man"}"#).contains("en nyckel"));
}

#[test]
fn which_columns_have_had_a_value_is_noted() {
    let odd = odd(&[r#"{"id": 1, "insatser": [], "namn": null}"#, r#"{"poäng": 0}"#]);
    let seen: Vec<usize> = (0..20).filter(|column| odd.has_seen(*column)).collect();
    assert_eq!(seen, [0, POÄNG, INSATSER]);
}

#[test]
fn lists_that_are_missing_where_nobody_has_an_empty_one_are_noticed() {
    let with = r#"{"insatser": [{}]}"#;
    let codes = |records: &[&str]| -> Vec<(&str, u64)> {
        odd(records).notices(&layout()).iter().map(|notice| (notice.code, notice.count)).collect()
    };
    let null = r#"{"insatser": null}"#;
    assert_eq!(codes(&[with, null, null]), [("list_never_empty", 2)]);
    assert_eq!(codes(&[with, null, r#"{"insatser": []}"#]), []);
    // An absent field is unknown, and not the result of a join.
    assert_eq!(codes(&[with, "{}"]), []);
    assert_eq!(codes(&[with, with]), []);
    assert_eq!(codes(&["{}", "{}"]), []);
}

#[test]
fn keys_that_look_like_a_personnummer_are_counted() {
    let ids = [r#""18900101-9802""#, "9001019802", "17", r#""p1""#];
    let records = ids.map(|id| format!(r#"{{"id": {id}}}"#));
    assert_eq!(odd(&records.each_ref().map(String::as_str)).personnummer(), 2);
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

/// Records of the layout, with fields in any order, some with invalid contents.
fn record() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        4 => Just("null".to_owned()),
        2 => "[0-9]{1,4}(\\.[0-9])?",
        2 => "\"(kvinna|man|annat|2013-0[1-9]-1[0-9]|[a-zåäö]{0,6})\"",
        1 => prop_oneof![Just("true".to_owned()), Just("[]".to_owned()), Just("{}".to_owned())],
    ];
    let insats = proptest::collection::vec(
        (proptest::sample::select(vec!["typ", "erbjuden", "ärende", "annat"]), value.clone()),
        0..3,
    );
    let fields = proptest::collection::vec(
        (
            proptest::sample::select(vec!["id", "kön", "födelsedatum", "stadsdel", "poäng", "namn", "x"]),
            value,
        ),
        0..5,
    );
    (fields, proptest::option::of(proptest::collection::vec(insats, 0..3))).prop_map(|(fields, list)| {
        let object = |fields: Vec<(&str, String)>| {
            let fields: Vec<String> = fields.into_iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
            fields.join(",")
        };
        let mut json = object(fields);
        if let Some(list) = list {
            let list: Vec<String> = list.into_iter().map(|i| format!("{{{}}}", object(i))).collect();
            let comma = if json.is_empty() { "" } else { "," };
            json.push_str(&format!("{comma}\"insatser\":[{}]", list.join(",")));
        }
        format!("{{{json}}}")
    })
}

proptest! {
    #[test]
    fn a_decoder_and_document_that_are_used_again_read_as_new_ones_do(
        records in proptest::collection::vec(record(), 1..8),
    ) {
        let layout = layout();
        let mut document = Document::new(&layout);
        let mut decoder = Decoder::new(Arc::clone(&layout));
        for json in records {
            let again = decoder.read(json.as_bytes(), 1, &mut document, &mut Oddities::default()).map(|()| contents(&document, &layout));
            prop_assert_eq!(again, read(&json).map(|new| contents(&new, &layout)));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let layout = layout();
        let mut document = Document::new(&layout);
        let _ = Decoder::new(layout).read(&bytes, 1, &mut document, &mut Oddities::default());
    }

    #[test]
    fn a_damaged_record_is_json_to_us_exactly_where_it_is_to_serde_json(
        json in record(),
        at in 0.0..1.0,
        by in prop_oneof![prop::sample::select(b"{}[]:,\"\\0- \n".to_vec()), any::<u8>()],
        cut in any::<bool>(),
    ) {
        let mut bytes = json.into_bytes();
        let at = (bytes.len() as f64 * at) as usize;
        if cut { bytes.truncate(at) } else { bytes[at] = by }
        let layout = layout();
        let mut document = Document::new(&layout);
        let json = serde_json::from_slice::<serde_json::Value>(&bytes);
        match Decoder::new(layout).read(&bytes, 1, &mut document, &mut Oddities::default()).map_err(swedish) {
            Ok(()) => prop_assert!(json.is_ok()),
            Err(error) => {
                let broken = ["ogiltig JSON", "något mer efter", "inte UTF-8"].iter().any(|said| error.contains(said));
                prop_assert!(!broken || json.is_err(), "{}", error);
            }
        }
    }

    #[test]
    fn no_error_repeats_a_value(
        // Letters and digits that occur in no message by themselves.
        value in "[QXZ]{3}[α-ω\\\\\"/ ]{0,6}",
        number in 31_415_926_535_i64..31_415_926_599,
        field in proptest::sample::select(vec![
            "id", "kön", "födelsedatum", "stadsdel", "poäng", "avgift", "skyddad", "insatser", "okänt",
        ]),
        cut in 0.0..1.0,
    ) {
        let quoted = serde_json::to_string(&value).unwrap();
        let values = [
            quoted.clone(), value.clone(), number.to_string(), format!("{number}.5"), format!("-{number}e5"),
            format!("[{quoted}]"), format!("{{{quoted}: {number}}}"), format!("[{{\"typ\": {quoted}}}]"),
            format!("[{{\"erbjuden\": {number}}}]"), format!("[{{\"former\": [{quoted}]}}]"),
        ];
        for value in values {
            let json = format!("{{\"{field}\": {value}, \"kön\": {value}}}");
            let cut = (json.len() as f64 * cut) as usize;
            let cut = (0..=cut).rev().find(|at| json.is_char_boundary(*at)).unwrap_or(0);
            let root = &value;
            for json in [json.as_str(), json.split_at(cut).0, root] {
                let Err(error) = read(json) else { continue };
                let display = error.to_string();
                let swedish = swedish(error);
                for secret in ["QX", "XZ", "ZQ", "QZ", "ZX", "XQ", "QQ", "XX", "ZZ", "314159"] {
                    prop_assert!(!display.contains(secret) && !swedish.contains(secret), "{} | {}", swedish, display);
                }
            }
        }
    }
}
