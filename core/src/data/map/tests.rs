use super::*;
use crate::data::document::Document;
use crate::data::input::Records;
use crate::data::input::csv::{CsvOptions, CsvRecords, TableFile};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::record::tests::{contents, layout};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use proptest::prelude::*;

fn schema() -> Schema {
    Schema::new(layout(), "person")
}

fn map(text: &str) -> Arc<Map> {
    Arc::new(Map::parse(text, &schema()).expect(text))
}

fn swedish(error: InputError) -> String {
    Error::from(error).message(Lang::Sv)
}

fn error(text: &str) -> String {
    swedish(Map::parse(text, &schema()).expect_err(text))
}

fn json(map: Option<&Map>, json: &str) -> Result<Vec<String>, String> {
    let layout = layout();
    let mut document = Document::new(&layout);
    let read = Decoder::with_map(Arc::clone(&layout), map).read(
        json.as_bytes(),
        1,
        &mut document,
        &mut Oddities::default(),
    );
    read.map(|()| contents(&document, &layout)).map_err(swedish)
}

fn csv(map: &Arc<Map>, persons: &str, insatser: &str) -> Result<Vec<String>, String> {
    let layout = layout();
    let tables = vec![TableFile::from_bytes("insatser", insatser.as_bytes())];
    let options = CsvOptions { map: Some(Arc::clone(map)), tables, ..CsvOptions::default() };
    let mut records = CsvRecords::new(persons.as_bytes(), &schema(), options).map_err(swedish)?;
    let mut document = Document::new(&layout);
    records.next(&mut document).map_err(swedish)?;
    Ok(contents(&document, &layout))
}

const SWEDISH: &str = r#"
post = "person"
[fält]
id = "PersonId"
kön = "Kon"
stadsdel = "Omr"
namn = false
insatser = "Atgarder"
[koder.kön]
K = "kvinna"
"2" = "man"
[koder.skyddad]
X = "ja"
[koder.stadsdel]
"07" = "Årsta"
[saknas]
kön = ["9"]
födelsedatum = "19000101"
[tabell.insatser]
fil = "atgarder.csv"
nyckel = "Pid"
[tabell.insatser.fält]
erbjuden = "ErbjDat"
[tabell.insatser.koder]
typ = { SB = "skyddat_boende" }
former.F = "fysiskt"
[tabell.insatser.saknas]
former = ["?"]
[format]
datum = "ÅÅÅÅMMDD"
lista = ","
saknas = ["NULL"]
"#;

const OURS: &str = r#"{"id": "a", "kön": "man", "stadsdel": "Årsta", "skyddad": true, "insatser": [
    {"typ": "skyddat_boende", "erbjuden": "2013-03-01", "former": ["fysiskt", null, "försummelse"]},
    {"typ": "råd_och_stöd", "ärende": "7"}]}"#;

#[test]
fn a_map_makes_their_json_ours() {
    let map = map(SWEDISH);
    let theirs = r#"{"PersonId": "a", "Kon": 2, "Omr": "07", "namn": "x", "skyddad": "X", "födelsedatum": 19000101,
        "Atgarder": [
            {"typ": "SB", "ErbjDat": 20130301, "former": ["F", "?", "försummelse"]},
            {"typ": "råd_och_stöd", "ErbjDat": "NULL", "ärende": 7}]}"#;
    assert_eq!(json(Some(&map), theirs), json(None, OURS));
}

#[test]
fn what_the_data_call_otherwise_is_listed_by_path() {
    let map = map(SWEDISH);
    let renamed: Vec<_> = map.renamed().map(|(path, name)| format!("{path} = {name}")).collect();
    assert_eq!(
        renamed,
        [
            "id = PersonId",
            "kön = Kon",
            "stadsdel = Omr",
            "insatser = Atgarder",
            "insatser.erbjuden = ErbjDat"
        ]
    );
}

#[test]
fn a_map_makes_their_csv_ours() {
    let persons = "PersonId;Kon;Omr;namn;skyddad;födelsedatum\na;2;07;x;X;19000101\n";
    let insatser =
        "Pid;typ;ErbjDat;former;ärende\na;SB;20130301;F,?,försummelse;\na;råd_och_stöd;NULL;NULL;7\n";
    assert_eq!(csv(&map(SWEDISH), persons, insatser), json(None, OURS));
}

#[test]
fn english_words_and_quoted_names_mean_the_same() {
    let english = SWEDISH
        .replace("post =", "record =")
        .replace("fält]", "fields]")
        .replace("[koder", "[codes")
        .replace(".koder", ".codes")
        .replace("saknas", "missing")
        .replace("tabell", "table")
        .replace("fil =", "file =")
        .replace("nyckel", "key")
        .replace("datum = \"ÅÅÅÅMMDD", "date = \"YYYYMMDD")
        .replace("lista", "list")
        .replace("\"ja\"", "true")
        .replace("[codes.kön]", "[codes.\"kön\"]")
        .replace("födelsedatum", "'födelsedatum'");
    assert!(!english.contains("fält") && !english.contains("koder"));
    assert_eq!(format!("{:?}", map(&english)), format!("{:?}", map(SWEDISH)));
}

#[test]
fn a_map_gives_the_files_of_tables() {
    let map = map(SWEDISH);
    assert_eq!(map.files().collect::<Vec<_>>(), [("insatser".to_owned(), "atgarder.csv")]);
    assert_eq!(map.file("våld"), None);
}

#[test]
fn an_empty_map_changes_nothing() {
    assert_eq!(json(Some(&map("")), OURS), json(None, OURS));
}

#[test]
fn a_code_that_neither_the_map_nor_the_list_has_is_told_of_by_its_field_only() {
    let map = map(SWEDISH);
    let message = "koden finns varken i kartan eller i listan; säg i kartan under `koder` vilken det är av `kvinna`, `man`, `annat`, eller under `saknas` att värdet inte är känt";
    assert_eq!(json(Some(&map), r#"{"Kon": "QXZ"}"#), Err(format!("rad 1: kön: {message}")));
    assert_eq!(
        csv(&map, "PersonId;Kon;Omr\na;QXZ;\n", "Pid;ErbjDat\n"),
        Err(format!("rad 2: kön: {message}"))
    );
}

#[test]
fn a_day_is_told_of_in_the_pattern_of_the_map() {
    assert_eq!(
        json(Some(&map("[format]\ndatum = \"DD/MM/ÅÅÅÅ\"")), r#"{"födelsedatum": "2013-06-30"}"#),
        Err("rad 1: födelsedatum: här ska stå ett datum som \"30/06/2013\", en dag som finns i kalendern; skriv null om den inte är känd; så säger `datum` i kartan under [format]".into())
    );
}

#[test]
fn a_column_that_the_map_names_must_be_there() {
    let map = map("[fält]\nkön = \"Kon\"");
    assert_eq!(
        csv(&map, "id;kon\na;\n", "id\n"),
        Err("rad 1: kön: det finns ingen kolumn `Kon`; menades `kon`? Vad kolumner heter kan sägas i en karta".into())
    );
}

#[test]
fn every_mistake_in_a_map_has_its_place() {
    for (text, message) in [
        ("post = \"kommun\"", "rad 1, tecken 8: kartan gäller ett annat postslag; utgåvan räknar `person`"),
        ("post = 1", "rad 1, tecken 8: här ska stå en text inom citattecken"),
        ("[fälten]", "rad 1, tecken 2: `fälten` finns inte i en karta; menades `fält`?"),
        (
            "x = 1",
            "rad 1, tecken 1: `x` finns inte här; det som kan stå här är: post, fält, koder, saknas, tabell, format",
        ),
        ("[fält]\n kon = \"Kon\"", "rad 2, tecken 2: fältet `kon` finns inte; menades `kön`?"),
        (
            "[fält]\nPersonId = \"id\"",
            "rad 2, tecken 1: fältet `PersonId` finns inte; till vänster står våra fält: id, kön, födelsedatum, stadsdel, poäng, avgift, skyddad, insatser, namn",
        ),
        (
            "[fält]\nkön = 3",
            "rad 2, tecken 7: här ska stå vad kolumnen heter, inom citattecken, eller false om uppgiften inte finns i data",
        ),
        (
            "[fält]\nkön = \"stadsdel\"",
            "rad 2, tecken 1: kolumnen `stadsdel` läses redan som fältet `stadsdel`; säg vad det fältet heter i data, eller skriv `stadsdel = false`",
        ),
        (
            "[koder.kön]\nK = \"kvina\"",
            "rad 2, tecken 5: fältet `kön` har ingen kod `kvina`; menades `kvinna`?",
        ),
        (
            "[koder.kön]\nK = \"xyzzy\"",
            "rad 2, tecken 5: fältet `kön` har ingen kod `xyzzy`; de som finns är: kvinna, man, annat",
        ),
        ("[koder.kön]\nK = 1", "rad 2, tecken 5: här ska stå en av våra koder, inom citattecken"),
        ("[koder.skyddad]\nK = \"nja\"", "rad 2, tecken 5: här ska stå \"ja\" eller \"nej\""),
        (
            "[koder.poäng]\nK = \"1\"",
            "rad 1, tecken 8: fältet `poäng` har inga koder; bara fält av slagen kod, kategori och ja_nej har det",
        ),
        (
            "[koder.kön]\nK = \"kvinna\"\n[saknas]\nkön = [\"K\"]",
            "rad 4, tecken 8: `K` står redan för det här fältet; låt en av raderna stå kvar",
        ),
        ("[saknas]\nkön = [1.5]", "rad 2, tecken 8: här ska stå värden inom citattecken, som [\"9\", \"U\"]"),
        (
            "[saknas]\ninsatser = [\"9\"]",
            "rad 2, tecken 1: listan `insatser` har inga egna värden; ange dem för fälten under [tabell.insatser.saknas]",
        ),
        ("[tabell.insaster]", "rad 1, tecken 9: listan `insaster` finns inte; menades `insatser`?"),
        ("[tabell.kön]", "rad 1, tecken 9: listan `kön` finns inte; de som finns är: insatser"),
        (
            "[tabell.insatser]\nnykel = \"x\"",
            "rad 2, tecken 1: `nykel` finns inte i en karta; menades `nyckel`?",
        ),
        (
            "[tabell.insatser.fält]\ntyp = \"former\"",
            "rad 2, tecken 1: kolumnen `former` läses redan som fältet `former`; säg vad det fältet heter i data, eller skriv `former = false`",
        ),
        ("fält = 1", "rad 1, tecken 8: här ska stå en del med rader under, som `[fält]`"),
        (
            "[fält]\n[fields]",
            "rad 2, tecken 2: `fält` står två gånger, på svenska och engelska; skriv den ena",
        ),
        (
            "[format]\ndatum = \"ÅÅ-MM-DD\"",
            "rad 2, tecken 9: mönstret ska ha ÅÅÅÅ, MM och DD en gång var, som \"DD/MM/ÅÅÅÅ\"",
        ),
        ("[format]\ndecimal = \";\"", "rad 2, tecken 11: decimaltecknet är \",\" eller \".\""),
        (
            "[format]\navgränsare = \"ab\"",
            "rad 2, tecken 14: här ska stå ett enda skiljetecken, som \";\", \",\" eller \"|\"",
        ),
        (
            "[format]\nlista = \"a\"",
            "rad 2, tecken 9: här ska stå ett enda skiljetecken, som \";\", \",\" eller \"|\"",
        ),
        (
            "[format]\nteckenkodning = \"x\"",
            "rad 2, tecken 17: teckenkodningen är \"utf-8\" eller \"windows-1252\"",
        ),
    ] {
        assert_eq!(error(text), message, "{text}");
    }
    assert!(error("[fält]\nkön = \"a").starts_with("rad 2, tecken "));
}

#[test]
fn all_mistakes_are_told_of_at_once_in_the_order_of_the_text() {
    let all = error("[koder.kön]\nK = \"kvina\"\n[fält]\nkon = \"x\"\n[format]\ndecimal = \"x\"\n");
    let lines: Vec<&str> = all.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(lines, ["rad 2, tecken 5", "rad 4, tecken 1", "rad 6, tecken 11"]);
    let many: String = (0..50).map(|n| format!("x{n} = 1\n")).collect();
    assert!(error(&format!("[fält]\n{many}")).ends_with("\noch 30 fel till"));
}

fn draft(persons: &str, insatser: &str) -> Draft {
    let mut draft = Draft::new(&schema());
    draft.add(Some("insatser"), "atgarder.csv", insatser.as_bytes()).unwrap();
    draft.add(None, "personer.csv", persons.as_bytes()).unwrap();
    draft
}

#[test]
fn a_draft_guesses_by_names_and_leaves_the_rest_to_be_filled_in() {
    let draft = draft(
        "Id;KON;Fodelsedatum;Handlaggare;Namn;skyddad\n1;K;31/12/1980;Xa;Kal;Ja\n2;kvinna;01/02/1990;Xb;Lis;Nej\n3;Man;;Xc;Bo;\n",
        "Id;Typ;erbj_dat;Former\n1;SB;01/02/2013;fysiskt|f\n",
    );
    insta::assert_snapshot!(draft.to_text(Lang::Sv), @r#"
    # Utkast till karta. Gissat efter vad kolumnerna heter: granska varje rad.
    # Rader som börjar med # gäller inte förrän tecknet tas bort.
    post = "person"

    [fält]
    id = "Id"
    kön = "KON"
    födelsedatum = "Fodelsedatum"
    # stadsdel = "?"
    # poäng = "?"
    # avgift = "?"
    skyddad = "skyddad"
    namn = "Namn"
    # kolumner kvar, räknade från 1: 4

    [koder.kön]    # granska; våra koder: kvinna, man, annat
    "K" = "kvinna"
    "Man" = "man"

    [tabell.insatser]
    fil = "atgarder.csv"
    nyckel = "Id"    # kolumnen med personens nyckel

    [tabell.insatser.fält]
    typ = "Typ"
    # erbjuden = "?"
    former = "Former"
    # ärende = "?"
    # kolumner kvar, räknade från 1: 3

    [tabell.insatser.koder.typ]    # granska; våra koder: skyddat_boende, råd_och_stöd
    # "SB" = "?"

    [tabell.insatser.koder.former]    # granska; våra koder: fysiskt, försummelse
    # "f" = "?"

    [format]
    datum = "DD/MM/ÅÅÅÅ"    # granska
    "#);
}

#[test]
fn a_draft_is_a_map_that_can_be_read() {
    let text = draft("Id;Kön;stadsdel\n1;K;Årsta\n", "Id;Typ;Former\n1;\"x\"\"\\\";\n");
    for lang in [Lang::Sv, Lang::En] {
        map(&text.to_text(lang));
    }
}

#[test]
fn a_draft_never_shows_what_is_no_code() {
    let many: String = (0..13).map(|n| format!("k{n};hemlig{n};1980-01-{:02};x{n}\n", n + 1)).collect();
    let text = draft(
        &format!("id;namn;födelsedatum;kön\n{many}"),
        "id;typ;former\nhemlig;en text som är längre än en kod kan vara;1980010112\n",
    );
    let text = text.to_text(Lang::Sv);
    for secret in ["hemlig", "k1", "1980", "x1", "en text"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_map_or_is_not(text in "([a-zåäö\\[\\]=\"'.#{},\n 0-9]|fält|koder|tabell|insatser|kön){0,60}") {
        let _ = Map::parse(&text, &schema());
    }
}
