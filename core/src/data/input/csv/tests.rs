use super::*;
use crate::data::record::tests::{contents, layout};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use proptest::prelude::*;
use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};

fn schema() -> Schema {
    Schema::new(layout(), "person")
}

fn bytes(text: &str) -> Arc<[u8]> {
    text.as_bytes().into()
}

/// Decodes the files: one line per record, `row: cells of every table`, and each error in Swedish.
fn read_all(persons: &[u8], options: CsvOptions) -> Vec<String> {
    let mut records = match CsvRecords::new(persons, &schema(), options) {
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
            Err(error) => {
                let broken = if records.is_broken() { "slut: " } else { "" };
                all.push(format!("{broken}{}", swedish(error)));
            }
        }
        assert!(all.len() < 10_000, "the records do not end");
    }
}

fn swedish(error: InputError) -> String {
    Error::from(error).message(Lang::Sv)
}

fn read(persons: &str) -> Vec<String> {
    read_all(persons.as_bytes(), CsvOptions::default())
}

fn read_with(persons: &str, insatser: &str, on_error: OnError) -> Vec<String> {
    let tables = vec![TableFile::from_bytes("insatser", bytes(insatser))];
    read_all(persons.as_bytes(), CsvOptions { tables, on_error, ..CsvOptions::default() })
}

/// Returns the cells of the only record of a file with one column beside the key, or the error.
fn one(column: &str, cell: &str) -> String {
    let place = layout().tables[0].columns.iter().position(|c| c.name == column).unwrap();
    let all = read(&format!("id;{column}\na;{cell}\n"));
    assert_eq!(all.len(), 1);
    match all[0].strip_prefix("2: \"a\" ") {
        Some(cells) => cells.split(' ').nth(place - 1).unwrap().to_owned(),
        None => all[0].clone(),
    }
}

#[test]
fn a_row_fills_the_fields_that_its_columns_are_called() {
    assert_eq!(
        read("stadsdel;id;kön\nFarsta;a;man\n;b;\n"),
        [
            "2: \"a\" Code(1) Missing \"Farsta\" Missing Missing Missing Missing Missing",
            "3: \"b\" Missing Missing Missing Missing Missing Missing Missing Missing",
        ]
    );
}

#[test]
fn every_way_of_writing_a_value_is_understood() {
    for yes in ["ja", "Ja", "J", "true", "SANT", "1", " ja ", "\"ja\""] {
        assert_eq!(one("skyddad", yes), "Bool(true)", "{yes}");
    }
    for no in ["nej", "NEJ", "n", "False", "falskt", "0"] {
        assert_eq!(one("skyddad", no), "Bool(false)", "{no}");
    }
    for day in ["2013-01-31", "2013-01-31 00:00", "2013-01-31 00:00:00", "2013-01-31T00:00:00.000Z"] {
        assert_eq!(one("födelsedatum", day), "Date(15736)", "{day}");
    }
    assert_eq!(one("poäng", "-17"), "Int(-17)");
    assert_eq!(one("avgift", "12,50"), "Decimal(12.5)");
    assert_eq!(one("kön", "ko\u{308}n"), one("kön", "fel"));
    assert_eq!(one("stadsdel", "\" \""), "Missing");
}

#[test]
fn a_wrong_value_is_told_of_without_being_repeated() {
    let codes = "`kvinna`, `man`, `annat`";
    for (column, cell, message) in [
        ("skyddad", "kanske", "här ska stå ja eller nej; lämna cellen tom om värdet inte är känt".to_owned()),
        ("poäng", "1 000", "här ska stå ett heltal som 12, utan mellanslag; lämna cellen tom om värdet inte är känt".into()),
        ("poäng", "1,5", "här ska stå ett heltal som 12, utan mellanslag; lämna cellen tom om värdet inte är känt".into()),
        (
            "poäng",
            "99999999999999999999",
            "heltalet ska ligga mellan -9223372036854775808 och 9223372036854775807".into(),
        ),
        ("avgift", "12.5", "här ska stå ett tal som 12,5, utan mellanslag; lämna cellen tom om värdet inte är känt".into()),
        ("kön", "QXZ", format!("koden finns inte i listan; skriv en av {codes}, eller lämna cellen tom om värdet inte är känt")),
        (
            "födelsedatum",
            "31/01/2013",
            "här ska stå ett datum som \"2013-06-30\", en dag som finns i kalendern; lämna cellen tom om den inte är känd; skrivs dagarna på ett annat sätt säger man det i en karta, under [format]: `datum = \"DD/MM/ÅÅÅÅ\"`".into(),
        ),
        (
            "födelsedatum",
            "2013-01-31 12:00",
            "här ska stå ett datum som \"2013-06-30\", en dag som finns i kalendern; lämna cellen tom om den inte är känd".into(),
        ),
    ] {
        assert_eq!(one(column, cell), format!("rad 2: {column}: {message}"), "{cell}");
    }
}

#[test]
fn the_separator_is_what_the_first_line_has_most_of() {
    let expected = ["2: \"a\" Code(1) Missing \"x\" Missing Missing Missing Missing Missing"];
    for text in [
        "id;kön;stadsdel\na;man;x",
        "id,kön,stadsdel\r\na,man,x\r\n",
        "id\tkön\tstadsdel\ra\tman\tx\r",
        "id|kön|stadsdel\na|man|x\n",
        "\u{feff}id;kön;stadsdel\na;man;x",
        "\"id\";\"kön\";\"stadsdel\"\n\"a\";\"man\";\"x\"\n",
        " id ; kön ;stadsdel\n\n a ; man ; x \n\n",
    ] {
        let rows: Vec<String> = read(text).iter().map(|line| line.replacen("3:", "2:", 1)).collect();
        assert_eq!(rows, expected, "{text}");
    }
    assert_eq!(read("sep=,\nid,kön\na,man\n").len(), 1);
    assert!(read("sep=,\nid,kön\na,man\n")[0].starts_with("3: \"a\" Code(1)"));
}

#[test]
fn a_dialect_that_is_given_is_not_guessed() {
    let dialect = Dialect { separator: Some(b','), decimal: Some(','), ..Dialect::default() };
    let options = || CsvOptions { dialect, ..CsvOptions::default() };
    assert_eq!(
        read_all("id,a;b;c;d,avgift\nx,,\"1,5\"\n".as_bytes(), options()),
        ["2: \"x\" Missing Missing Missing Missing Decimal(1.5) Missing Missing Missing"]
    );
}

#[test]
fn what_is_not_utf8_is_windows_1252() {
    let windows: Vec<u8> = "id;kön;stadsdel\na;man;Älvsjö – \u{20ac}\n"
        .chars()
        .map(|c| match c {
            '–' => 0x96,
            '€' => 0x80,
            c => c as u8,
        })
        .collect();
    let utf8 = "id;kön;stadsdel\na;man;Älvsjö – €\n".as_bytes();
    let all = read_all(&windows, CsvOptions::default());
    assert_eq!(all, read_all(utf8, CsvOptions::default()));
    assert!(all[0].contains("\"Älvsjö – €\""));
}

#[test]
fn a_file_in_two_encodings_is_told_of() {
    assert_eq!(
        read_all(b"id;stadsdel\na;\xC3\x84lvsj\xC3\xB6\nb;\xC4lvsj\xF6\nc;x\n", CsvOptions::default())[1],
        "rad 3: stadsdel: raden är inte UTF-8, som filen i övrigt; spara hela filen i en och samma teckenkodning"
    );
    assert_eq!(
        read_all(b"\xFF\xFEi\0d\0", CsvOptions::default()),
        ["filen är UTF-16; spara den som CSV i UTF-8 (i Excel: CSV UTF-8)"]
    );
}

#[test]
fn a_code_page_of_dos_is_told_and_not_read_as_other_letters() {
    let is_recognised = |bytes: &[u8]| read_all(bytes, CsvOptions::default())[0].contains("från DOS");
    assert!(is_recognised(b"id;k\x94n\na;man\n"));
    assert!(is_recognised(b"id;stadsdel\na;Sk\x84rholmen\n"));
    // Quotation marks of Windows-1252 around a word.
    assert!(!is_recognised(b"id;stadsdel\na;\x94Farsta\x94\n"));
    let windows = Dialect { encoding: Some(Encoding::Windows1252), ..Dialect::default() };
    let options = CsvOptions { dialect: windows, ..CsvOptions::default() };
    assert!(read_all(b"id;stadsdel\na;Sk\x84rholmen\n", options)[0].contains("Sk„rholmen"));
}

#[test]
fn the_letters_of_a_macintosh_are_told_and_not_read_as_other_letters() {
    let is_recognised = |bytes: &[u8]| read_all(bytes, CsvOptions::default())[0].contains("från Macintosh");
    for bytes in [
        &b"id;k\x9An\na;man\n"[..],
        b"id;f\x9Adelsedatum\na;2000-01-01\n",
        b"id;stadsdel\na;Sk\x8Arholmen\n",
        b"id;stadsdel\na;Sp\x8Cnga\n",
        b"id;stadsdel\na;\x80lvsj\x9A\n",
        b"id;stadsdel\na;\x81rsta\n",
        b"id;stadsdel\na;\x85stermalm\n",
        b"id;stadsdel\na;Rinkeby-\x85rby\n",
    ] {
        assert!(is_recognised(bytes), "{}", String::from_utf8_lossy(bytes));
    }
    for bytes in [
        // The euro sign, an ellipsis and letters of Windows-1252.
        &b"id;stadsdel\na;\x80 5\n"[..],
        b"id;stadsdel\na;Farsta\x85\n",
        b"id;stadsdel\na;V\xE4sterort, Milo\x9Aevi\n",
        b"id;stadsdel\na;V\xE4sterort\nb;\x8Aibenik\n",
        b"id;k\xF6n;stadsdel\na;man;Du\x9Aan\n",
    ] {
        assert!(!is_recognised(bytes), "{}", String::from_utf8_lossy(bytes));
    }
    let windows = Dialect { encoding: Some(Encoding::Windows1252), ..Dialect::default() };
    let options = CsvOptions { dialect: windows, ..CsvOptions::default() };
    assert!(read_all(b"id;stadsdel\na;Milo\x9Aevi\n", options)[0].contains("Miloševi"));
}

#[test]
fn what_stands_above_the_header_is_asked_for_where_the_first_row_is_no_header() {
    let said = read("Uttag ur systemet\n\nid;kön\na;man\n");
    assert!(said[0].contains("ta bort det som står ovanför rubrikraden"), "{}", said[0]);
}

#[test]
fn quotation_marks_hold_separators_line_breaks_and_themselves() {
    let all = read("id;namn\na;\"x;\"\"y\"\"\r\nz\"\nb;2\" rör\n");
    assert!(all[0].ends_with("\"x;\\\"y\\\"\\r\\nz\""), "{}", all[0]);
    assert!(all[1].starts_with("4: ") && all[1].ends_with("\"2\\\" rör\""), "{}", all[1]);
}

#[test]
fn a_row_of_another_shape_is_an_error_with_its_line_and_hides_no_other() {
    assert_eq!(
        read("id;kön\na\nb;man;x\nc;\"man\"x\nd;man\ne;\"man\n"),
        [
            "rad 2: raden har bara 1 av rubrikradens 2 celler; en cell som är tom har sin avgränsare ändå",
            "rad 3: raden har 3 celler men rubrikraden 2; en cell med avgränsaren i sig skrivs inom citattecken",
            "rad 4: det står något mer i en cell efter dess citattecken; ett citattecken inne i en cell skrivs två gånger, `\"\"`",
            "5: \"d\" Code(1) Missing Missing Missing Missing Missing Missing Missing",
            "slut: rad 6: ett citattecken öppnas på raden och stängs aldrig; kontrollera citattecknen i raden",
        ]
    );
}

#[test]
fn a_header_that_can_not_be_right_is_refused() {
    for (text, message) in [
        ("", "filen är tom; första raden ska säga vad kolumnerna heter"),
        ("\n\n", "filen är tom; första raden ska säga vad kolumnerna heter"),
        ("id;kön;kön\n", "rad 1: två kolumner heter `kön`; ge dem olika namn, eller ta bort den ena"),
        (
            "Id;kön\n",
            "rad 1: det finns ingen kolumn `id`; menades `Id`? Vad kolumner heter kan sägas i en karta",
        ),
        (
            "7;198001011234\n",
            "rad 1: det finns ingen kolumn `id` bland de 2 som första raden ger namn åt; vad kolumner heter kan sägas i en karta",
        ),
        (
            "id;insatser\n",
            "rad 1: kolumnen heter som en lista av poster, som inte ryms i celler; ge listan som en egen tabell, insatser=FIL, eller skriv `insatser = false` under [fält] i en karta om kolumnen är något annat",
        ),
    ] {
        assert_eq!(read(text), [message], "{text}");
    }
}

#[test]
fn unknown_columns_are_remembered_once_with_the_nearest_field() {
    let tables = vec![TableFile::from_bytes("insatser", bytes("id;typp\na;x\na;y\n"))];
    let options = CsvOptions { tables, ..CsvOptions::default() };
    let text = "id;Handläggare;fodelsedatum;\na;x;y;\n".as_bytes();
    let mut records = CsvRecords::new(text, &schema(), options).unwrap();
    let unknown = |name: &str, near: Option<&str>| (name.to_owned(), near.map(str::to_owned));
    assert_eq!(
        records.take_oddities().unknown_in_short(),
        [
            unknown("#2", None),
            unknown("fodelsedatum", Some("födelsedatum")),
            unknown("insatser.typp", Some("insatser.typ")),
        ]
    );
}

const PERSONS: &str = "id\na\nb\nc\n";
const INSATSER: &str = "id;typ;former\na;skyddat_boende;fysiskt|försummelse\na;;[]\nc;;fysiskt|\n";

/// The files above as JSON.
fn expected() -> Vec<String> {
    let layout = layout();
    let mut document = Document::new(&layout);
    let mut decoder = Decoder::new(Arc::clone(&layout));
    let persons = [
        r#"{"id": "a", "insatser": [{"typ": "skyddat_boende", "former": ["fysiskt", "försummelse"]}, {"former": []}]}"#,
        r#"{"id": "b", "insatser": []}"#,
        r#"{"id": "c", "insatser": [{"former": ["fysiskt", null]}]}"#,
    ];
    let read = |(row, json): (u64, &str)| {
        decoder.read(json.as_bytes(), row, &mut document, &mut Oddities::default()).unwrap();
        format!("{row}: {}", contents(&document, &layout).join(" "))
    };
    (2..).zip(persons).map(read).collect()
}

#[test]
fn a_table_gives_each_record_its_list() {
    assert_eq!(read_with(PERSONS, INSATSER, OnError::Stop), expected());
}

#[test]
fn a_list_whose_table_is_not_given_is_missing() {
    assert_eq!(read(PERSONS)[0], "2: \"a\" Missing Missing Missing Missing Missing Missing Missing Missing");
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let unsorted = "id;typ;former\nc;;fysiskt|\na;skyddat_boende;fysiskt|försummelse\na;;[]\n";
    let scattered = "id;typ;former\na;skyddat_boende;fysiskt|försummelse\nc;;fysiskt|\na;;[]\n";
    for insatser in [INSATSER, unsorted, scattered] {
        assert_eq!(read_with(PERSONS, insatser, OnError::Stop), expected(), "{insatser}");
        let mut all = read_with("id\nc\na\nb\n", insatser, OnError::Stop);
        all.rotate_left(1);
        let without_row = |lines: &[String]| -> Vec<String> {
            lines.iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
        };
        assert_eq!(without_row(&all), without_row(&expected()), "{insatser}");
    }
}

#[test]
fn a_record_that_comes_twice_has_its_list_twice() {
    let all = read_with("id\na\na\n", "id;typ\na;skyddat_boende\n", OnError::Stop);
    assert_eq!(all[0].split_once(' ').unwrap().1, all[1].split_once(' ').unwrap().1);
}

#[test]
fn rows_of_no_record_are_counted_and_the_first_is_named() {
    let message = |rows: &str, row| {
        format!(
            "slut: rad {row}: insatser: {rows} av posterna: nyckeln saknas eller finns inte bland dem; lägg till posterna, eller hoppa över felen"
        )
    };
    let several = message("3 rader, den här först, hör inte till någon", 3);
    for insatser in ["id;typ\na;\naa;\naa;\nd;\n", "id;typ\nc;\naa;\nd;\naa;\na;\n"] {
        assert_eq!(read_with(PERSONS, insatser, OnError::Stop).last(), Some(&several), "{insatser}");
    }
    // The order is broken only after rows have been skipped.
    assert_eq!(
        read_with("id\na\nc\nb\nc\n", "id;typ\na;\naa;\nb;\nc;\n", OnError::Stop).last(),
        Some(&message("en rad hör inte till någon", 3))
    );
    assert_eq!(
        read_with(PERSONS, "id;typ\n;skyddat_boende\n", OnError::Stop).last(),
        Some(&message("en rad hör inte till någon", 2))
    );
}

#[test]
fn rows_of_no_record_can_be_left_aside() {
    let tables = vec![TableFile::from_bytes("insatser", bytes("id;typ\na;\nx;\ny;\n"))];
    let options = CsvOptions { tables, on_error: OnError::Skip, ..CsvOptions::default() };
    let mut records = CsvRecords::new(PERSONS.as_bytes(), &schema(), options).unwrap();
    let mut document = Document::new(&layout());
    while records.next(&mut document).unwrap().is_some() {}
    assert_eq!(
        records.take_oddities().unmatched(),
        [Unmatched { table: "insatser".into(), rows: 2, first: 3 }]
    );
}

#[test]
fn a_bad_row_of_a_table_rejects_its_record_and_no_other() {
    let code = "koden finns inte i listan; skriv en av `skyddat_boende`, `råd_och_stöd`, eller lämna cellen tom om värdet inte är känt";
    for insatser in ["id;typ\na;x\na;\nb;\nb\nc;\n", "id;typ\nc;\nb;\nb\na;x\na;\n"] {
        let all = read_with(PERSONS, insatser, OnError::Stop);
        let (row_a, row_b) = if insatser.contains("\na;x\na;\nb") { (2, 5) } else { (5, 4) };
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(all[0], format!("rad {row_a}: insatser.typ: {code}"));
        assert_eq!(
            all[1],
            format!(
                "rad {row_b}: insatser: raden har bara 1 av rubrikradens 2 celler; en cell som är tom har sin avgränsare ändå"
            )
        );
        assert!(all[2].starts_with("4: \"c\""), "{}", all[2]);
    }
}

#[test]
fn a_rejected_record_still_owns_its_rows() {
    let all = read_with("id;kön\na;x\nb;x\nc;\n", "id;typ\na;\nb;\nb;\nc;\n", OnError::Stop);
    assert_eq!(all.len(), 3, "{all:?}");
    assert!(all[2].starts_with("4: \"c\""));
}

#[test]
fn a_table_that_can_not_be_right_is_refused() {
    let with = |name: &str, text: &str| {
        let tables = vec![TableFile::from_bytes(name, bytes(text))];
        read_all(PERSONS.as_bytes(), CsvOptions { tables, ..CsvOptions::default() })
    };
    for (name, text, message) in [
        ("insaster", "id\n", "listan `insaster` finns inte; menades `insatser`?"),
        ("kön", "id\n", "listan `kön` finns inte; de som kan ges som egna tabeller är: insatser"),
        ("insatser", "", "insatser: filen är tom; första raden ska säga vad kolumnerna heter"),
        (
            "insatser",
            "typ;ärende\n",
            "rad 1: insatser: det finns ingen kolumn `id` bland de 2 som första raden ger namn åt; vad kolumner heter kan sägas i en karta",
        ),
        (
            "insatser",
            "id;typ\na;\"\n",
            "rad 2: insatser: ett citattecken öppnas på raden och stängs aldrig; kontrollera citattecknen i raden",
        ),
    ] {
        assert_eq!(with(name, text), [message], "{name}");
    }
    let tables = || TableFile::from_bytes("insatser", bytes("id\n"));
    let options = CsvOptions { tables: vec![tables(), tables()], ..CsvOptions::default() };
    assert_eq!(
        read_all(PERSONS.as_bytes(), options),
        ["tabellen `insatser` ges två gånger; lägg alla rader i en fil"]
    );
}

#[test]
fn words_that_are_nearly_those_of_rules_are_noticed_unless_a_map_says_what_they_are() {
    let edition = crate::Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014");
    let (schema, layout) = edition.map(|edition| (edition.schema(), edition.layout().clone())).unwrap();
    let said = |map: Option<&str>| {
        let table =
            "id;fråga;svar\n1;Trygg med insatserna;ja\n1;hur var maten;ja\n2;trygg_med_insatserna;ja\n";
        let tables = vec![TableFile::from_bytes("enkätsvar", bytes(table))];
        let map = map.map(|map| Arc::new(Map::parse(map, &schema).unwrap()));
        let options = CsvOptions { tables, map, on_error: OnError::Skip, ..CsvOptions::default() };
        let mut records =
            CsvRecords::new(&b"id;k\xc3\xb6n\n1;kvinna\n2;man\n"[..], &schema, options).unwrap();
        let mut document = Document::new(&layout);
        while records.next(&mut document).unwrap().is_some() {}
        let notices = records.take_oddities().notices(&layout);
        notices.into_iter().map(|notice| (notice.code, notice.field, notice.count)).collect::<Vec<_>>()
    };
    let near = |count| vec![("near_category", Some("enkätsvar.fråga".to_owned()), count)];
    assert_eq!(said(None), near(1));
    let means =
        |ours: &str| format!("[tabell.enkätsvar.koder.fråga]\n\"Trygg med insatserna\" = \"{ours}\"\n");
    assert_eq!(said(Some(&means("trygg_med_insatserna"))), []);
    assert_eq!(said(Some(&means("Trygg_med_insatserna"))), near(1));
}

#[test]
fn keys_of_one_number_written_in_several_ways_are_noticed() {
    let of_list = |rows: &str, of_list: &str| {
        let tables = vec![TableFile::from_bytes("insatser", bytes(&format!("id;typ\n{of_list}")))];
        let options = CsvOptions { tables, on_error: OnError::Skip, ..CsvOptions::default() };
        let file = format!("id;kön\n{rows}");
        let mut records = CsvRecords::new(file.as_bytes(), &schema(), options).unwrap();
        let mut document = Document::new(&layout());
        while records.next(&mut document).unwrap().is_some() {}
        let notices = records.take_oddities().notices(&layout());
        notices.iter().map(|notice| (notice.code, notice.count)).collect::<Vec<_>>()
    };
    let said = |rows: &str| of_list(rows, "");
    assert_eq!(said("1;man\n01;man\n1,0;man\n"), [("mixed_keys", 3)]);
    assert_eq!(said("01;man\n10;man\n"), []);
    // Spaces around a cell are no part of it, but for those without width.
    assert_eq!(said(" a;man\n\u{a0}b;man\n"), []);
    assert_eq!(said("a\u{200b};man\n"), [("spaced_key", 1)]);
    // The keys in the table of a list are those of the records.
    assert_eq!(of_list("17;man\n", "017;råd_och_stöd\n"), [("unmatched_rows", 1), ("mixed_keys", 2)]);
    assert_eq!(of_list("17;man\n", " 17;råd_och_stöd\n"), []);
}

#[test]
fn a_table_without_any_field_of_its_list_is_refused() {
    let said = |insatser: &str| read_with("id;kön\na;man\n", insatser, OnError::Skip)[0].clone();
    let refused = said("id;kön;stadsdel\na;man;Farsta\n");
    assert!(refused.contains("ingen kolumn i tabellen är ett fält i `insatser`"), "{refused}");
    for there in ["id;typ;annat\na;annan;x\n", "id\na\n"] {
        assert!(!said(there).contains("ingen kolumn"), "{there}: {}", said(there));
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_told_of() {
    let opened = AtomicU64::new(0);
    let table = TableFile::new("insatser", move || {
        let text = if opened.fetch_add(1, Ordering::Relaxed) == 0 { "id\na\nb\n" } else { "id\nb\na\n" };
        Ok(Box::new(text.as_bytes()))
    });
    let all = read_all(PERSONS.as_bytes(), CsvOptions { tables: vec![table], ..CsvOptions::default() });
    assert_eq!(
        all.last().unwrap(),
        "slut: rad 3: insatser: filen ändrades medan den lästes; läs den igen när ingen skriver i den"
    );
}

#[test]
fn a_list_with_too_many_elements_is_refused() {
    let most = crate::data::limits::Limits::DEFAULT.elements as usize;
    let all = read_with("id\na\n", &format!("id;typ\n{}", "a;\n".repeat(most + 1)), OnError::Stop);
    assert_eq!(all.len(), 1);
    assert!(all[0].contains("listorna i posten har för många element"), "{}", all[0]);
}

/// A practically endless file, generated while it is read.
struct Endless {
    row: u64,
    rows: u64,
    line: Vec<u8>,
    make: fn(u64) -> String,
}

impl Endless {
    fn new(rows: u64, header: &str, make: fn(u64) -> String) -> io::BufReader<Self> {
        io::BufReader::new(Self { row: 0, rows, line: header.into(), make })
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.line.is_empty() && self.row < self.rows {
            self.line = (self.make)(self.row).into_bytes();
            self.row += 1;
        }
        let len = self.line.len().min(buffer.len());
        buffer[..len].copy_from_slice(&self.line[..len]);
        self.line.drain(..len);
        Ok(len)
    }
}

#[test]
fn sorted_files_are_read_side_by_side_and_none_is_kept() {
    // Keys in numeric order, 1, 2, … 10, 11: not sorted as texts.
    let persons = Endless::new(20_000, "id\n", |row| format!("{row}\n"));
    let table = TableFile::new("insatser", || {
        Ok(Box::new(Endless::new(60_000, "id;typ\n", |row| format!("{};skyddat_boende\n", row / 3))))
    });
    let options = CsvOptions { tables: vec![table], ..CsvOptions::default() };
    let mut records = CsvRecords::new(persons, &schema(), options).unwrap();
    let mut document = Document::new(&layout());
    let mut count = 0;
    while records.next(&mut document).unwrap().is_some() {
        assert_eq!(document.rows_len(1), 3);
        count += 1;
    }
    assert_eq!(count, 20_000);
    assert!(!records.0.table(0).is_indexed());
}

#[test]
fn files_that_are_not_sorted_are_kept() {
    let tables = vec![TableFile::from_bytes("insatser", bytes("id\nc\na\n"))];
    let options = CsvOptions { tables, ..CsvOptions::default() };
    let records = CsvRecords::new(PERSONS.as_bytes(), &schema(), options).unwrap();
    assert!(records.0.table(0).is_indexed());
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_an_end(
        persons in proptest::collection::vec(any::<u8>(), 0..200),
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "id", ";", "\n", "\r\n", "\"", "typ", "a", "b", ",", "\u{feff}", "å", "sep=;\n", "former", "|", "\t", " ",
            ]),
            0..40,
        ),
        with_header in any::<bool>(),
    ) {
        let text = if with_header { format!("id;typ\n{}", pieces.concat()) } else { pieces.concat() };
        let options = |table: Vec<u8>| CsvOptions {
            tables: vec![TableFile::from_bytes("insatser", table)],
            on_error: OnError::Skip,
            ..CsvOptions::default()
        };
        read_all(&persons, options(text.clone().into_bytes()));
        read_all(text.as_bytes(), options(persons.clone()));
        let mut headed = b"id;typ;former\n".to_vec();
        headed.extend(&persons);
        read_all(&headed, options(headed.clone()));
        read_all(b"id\na\nb\n", options(headed));
    }

    #[test]
    fn whatever_is_written_in_quotation_marks_comes_back(
        names in proptest::collection::vec("[a-zåäö;,\"\n\t|]{1,6}[a-z]", 1..5),
    ) {
        let mut text = String::from("id;namn\n");
        for (number, name) in names.iter().enumerate() {
            text.push_str(&format!("k{number};\"{}\"\n", name.replace('"', "\"\"")));
        }
        let all = read(&text);
        prop_assert_eq!(all.len(), names.len());
        for (line, name) in all.iter().zip(&names) {
            prop_assert!(line.ends_with(&format!(" {:?}", name.trim())), "{} {:?}", line, name);
        }
    }

    #[test]
    fn unsorted_files_give_what_sorted_ones_do(
        keys in proptest::collection::vec(0..6u8, 0..20),
        shuffled in proptest::collection::vec(0..6u8, 0..8),
    ) {
        let table = |keys: &[u8]| {
            let rows: String = keys.iter().map(|key| format!("{key};{}\n", ["", "råd_och_stöd"][usize::from(key % 2)])).collect();
            format!("id;typ\n{rows}")
        };
        let persons: String = shuffled.iter().map(|key| format!("{key}\n")).collect();
        let persons = format!("id\n{persons}");
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        let lists = |keys: &[u8]| -> Vec<String> {
            let all = read_with(&persons, &table(keys), OnError::Skip);
            all.iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
        };
        prop_assert_eq!(lists(&keys), lists(&sorted));
    }
}
