use super::*;
use crate::data::input::InputFormat::Ndjson;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::edition::rules::Rules;
use crate::figures::report::Report;
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::present::output::{Format, write};
use std::sync::Arc;

const RULES: &str = r#"utgåva("stad/program@2020", #{
    revision: "1.0.0", titel: "Program", gäller: period("2020-01-01", "2021-12-31"), status: "utkast" });
källa("K", #{ titel: "En källa", ställen: #{ "1": "…" } });
målgrupp("alla", #{ namn: "Alla", källa: "K", ställe: "1", post: "person", villkor: |p| känd(p.id) });
indikator("kvinnor", #{
    namn: "Antal kvinnor", källa: "K", ställe: "1", målgrupp: "alla", antal: |p| p.kön == "kvinna",
    publicerad: #{ nyckeltal: "U1", per: 10000, av: "invånare", anmärkning: "ett medelvärde", källa: "K", ställe: "1" },
});
indikator("andel", #{
    namn: "Andel kvinnor", källa: "K", ställe: "1", målgrupp: "alla",
    andel: #{ av: |p| känd(p.kön), som: |p| p.kön == "kvinna" },
    publicerad: #{ nyckeltal: "U2", per: 100, källa: "K", ställe: "1" },
});
indikator("män", #{
    namn: "Antal män", källa: "K", ställe: "1", målgrupp: "alla", antal: |p| p.kön == "man",
    publicerad: #{ nyckeltal: "U3", källa: "K", ställe: "1" },
});
indikator("egen", #{ namn: "Bara vår", källa: "K", ställe: "1", målgrupp: "alla", antal: |p| p.kön == "man" });
"#;

/// Two women, a man, and one of whom nothing is known.
const RECORDS: &str = "{\"id\": 1, \"kön\": \"kvinna\"}\n{\"id\": 2, \"kön\": \"kvinna\"}\n{\"id\": 3, \"kön\": \"man\"}\n{\"id\": 4}\n";

fn edition() -> Arc<Edition> {
    let files = [("stad/program/2020/00.rhai".to_owned(), RULES.as_bytes().to_vec())];
    Rules::from_files(files).only_programme().unwrap().edition("2020").unwrap()
}

fn report(periods: &[&str], by: &[&str]) -> Report {
    let options = Options {
        periods: periods.iter().map(|period| Period::parse(period).unwrap()).collect(),
        by: by.iter().map(|field| (*field).to_owned()).collect(),
        ..Options::default()
    };
    edition().report(RECORDS.as_bytes(), Ndjson, &options).unwrap()
}

/// A datum in the format of Kolada's API.
fn datum(kpi: &str, period: &str, values: &str) -> String {
    format!(
        r#"{{"kpi": "{kpi}", "municipality": "0180", "period": {period}, "values": [{values}], "id": 7}}"#
    )
}

const TOTAL: &str = r#"{"gender": "T", "count": 1, "status": "", "value": 2.5}"#;

fn read(json: &str) -> Published {
    Published::read(json.as_bytes()).unwrap()
}

fn beside(json: &str, asked: &Beside) -> Report {
    report(&["2020"], &["kön"]).beside(&read(json), &[edition()], asked).unwrap()
}

/// The columns of published figures of each indicator's total.
fn compared(report: &Report) -> Vec<String> {
    let totals = report.rows.iter().filter(|row| row.strata.iter().all(|stratum| &**stratum == "Totalt"));
    totals
        .map(|row| match &row.beside {
            None => format!("{}: –", row.indicator),
            Some(b) => format!(
                "{}: {:?} {:?} {:?}–{:?} {:?} {}",
                row.indicator,
                b.published,
                b.own,
                b.own_lower,
                b.own_upper,
                b.difference,
                b.comparability.as_str()
            ),
        })
        .collect()
}

#[test]
fn pages_lists_of_pages_and_bare_data_are_read_and_units_too() {
    let one = datum("U1", "\"2020\"", TOTAL);
    let page = format!(r#"{{"values": [{one}], "count": 1, "next_page": null}}"#);
    let figures = read(&one).figures().to_vec();
    assert_eq!(figures.len(), 1);
    for shape in [page.clone(), format!("[{one}]"), format!("[{page}]")] {
        assert_eq!(read(&shape).figures(), figures);
    }
    assert_eq!(read(&one.replace("\"2020\"", "2020")).figures(), figures);
    assert_eq!(read(&one.replace("municipality", "ou")).areas(), ["0180"]);
    assert_eq!(read(r#"{"values": []}"#).figures(), []);
}

#[test]
fn what_is_no_answer_of_the_api_is_refused_with_its_place() {
    let refused = |json: &str| match Published::read(json.as_bytes()) {
        Err(Error::Input(error)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(refused("U1;2020;2,5").contains("JSON"));
    let page = |second: &str| format!("[{}, {second}]", datum("U1", "2020", TOTAL));
    for (second, says) in [
        ("17", "2"),
        (r#"{"municipality": "0180", "period": 2020, "values": [{"value": 1}]}"#, "kpi"),
        (r#"{"kpi": "U1", "period": 2020, "values": []}"#, "municipality"),
        (r#"{"kpi": "U1", "municipality": "0180", "period": "i fjol", "values": []}"#, "period"),
        (r#"{"kpi": "U1", "municipality": "0180", "period": 2020}"#, "values"),
        (r#"{"kpi": "U1", "municipality": "0180", "period": 2020, "values": [{"value": "2,5"}]}"#, "value"),
    ] {
        let error = refused(&page(second));
        assert!(error.contains(says) && error.contains('2'), "{error}");
    }
    let too_large = vec![b' '; (MAX_BYTES + 1) as usize];
    assert!(matches!(Published::read(&too_large), Err(Error::Limit(_))));
    let deep = "[".repeat(100_000);
    assert!(Published::read(deep.as_bytes()).is_err());
}

#[test]
fn ours_is_put_on_the_scale_of_what_is_published() {
    let file = format!(
        "[{}, {}, {}]",
        datum("U1", "2020", TOTAL),
        datum("U2", "2020", TOTAL),
        datum("U3", "2020", TOTAL)
    );
    let of_8000 = Beside { population: [(Some(2020), 8000), (None, 1)].into(), ..Beside::default() };
    let report = beside(&file, &of_8000);
    // Two women certain and one possible of 8 000; two of three that are known, and possibly a fourth; one man or two.
    let expected = [
        "kvinnor: Some(2.5) Some(2.5) Some(2.5)–Some(3.75) Some(0.0) compared",
        "andel: Some(2.5) Some(66.66666666666666) Some(66.66666666666666)–Some(66.66666666666666) Some(64.16666666666666) compared",
        "män: Some(2.5) Some(1.0) Some(1.0)–Some(2.0) Some(-1.5) compared",
        "egen: –",
    ];
    assert_eq!(compared(&report), expected);
    let rows: Vec<_> =
        report.rows.iter().filter_map(|row| Some((row, row.beside.as_ref()?.is_within()))).collect();
    assert_eq!(rows.iter().map(|(_, within)| *within).collect::<Vec<_>>(), [true, false, false]);
    // Strata are nobody's published figure.
    assert!(rows.iter().all(|(row, _)| row.strata[0].as_ref() == "Totalt"));
}

#[test]
fn what_can_not_be_compared_says_why() {
    let mean = TOTAL.replace("\"count\": 1", "\"count\": 4");
    let none = r#"{"gender": "T", "count": 1, "status": "Missing", "value": null}"#;
    let file = format!("[{}, {}]", datum("U1", "2020", TOTAL), datum("U2", "2020", &mean));
    let report = beside(&file, &Beside::default());
    let why = |report: &Report| {
        compared(report).iter().map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(why(&report), ["no_population", "group_mean", "not_published", "–"]);
    assert_eq!(
        why(&beside(&datum("U3", "2020", none), &Beside::default())),
        ["not_published", "not_published", "withheld", "–"]
    );
    // Nobody answered, and we have no share.
    let options = Options { periods: vec![Period::parse("2020").unwrap()], ..Options::default() };
    let of_nobody = edition().report(&b""[..], Ndjson, &options).unwrap();
    let report = of_nobody.beside(&read(&file), &[edition()], &Beside::default()).unwrap();
    assert_eq!(why(&report)[1], "not_available");
}

#[test]
fn what_of_the_file_is_not_compared_is_told() {
    let women = TOTAL.replace("\"T\"", "\"K\"");
    let file = format!(
        "[{}, {}, {}]",
        datum("U1", "2020", &format!("{TOTAL}, {women}")),
        datum("U1", "2019", TOTAL),
        datum("N9", "2020", TOTAL)
    );
    let report = beside(&file, &Beside::default());
    let notes: Vec<_> = report.beside.as_ref().unwrap().notes.iter().map(|note| note.get(Lang::En)).collect();
    assert_eq!(
        notes,
        [
            "kvinnor: ett medelvärde",
            "in the file, but no indicator here: N9",
            "in the file, but of years that the report does not ask about: U1 2019",
            "1 figures of the file are of women or of men and are not compared",
        ]
    );
}

#[test]
fn whose_figures_are_compared_is_asked_where_there_are_several() {
    let solna = datum("U1", "2020", TOTAL).replace("0180", "0184");
    let file = read(&format!("[{}, {solna}]", datum("U1", "2020", TOTAL)));
    let asked = |area: Option<&str>| {
        let asked = Beside { area: area.map(str::to_owned), ..Beside::default() };
        report(&["2020"], &[]).beside(&file, &[edition()], &asked)
    };
    assert!(asked(None).unwrap_err().to_string().contains("0180, 0184"));
    assert!(asked(Some("1480")).unwrap_err().to_string().contains("1480"));
    assert_eq!(asked(Some("0184")).unwrap().beside.unwrap().area, "0184");
    let nobody = report(&["2020"], &[]).beside(&read("[]"), &[edition()], &Beside::default());
    assert!(matches!(nobody, Err(Error::Argument(_))));
}

#[test]
fn an_edition_that_nobody_publishes_says_so() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let report = edition.report(&b""[..], Ndjson, &options).unwrap();
    let error =
        report.beside(&read(&datum("U1", "2013", TOTAL)), &[edition], &Beside::default()).unwrap_err();
    assert!(error.to_string().contains("by `published`"), "{error}");
}

#[test]
fn every_format_has_what_is_published() {
    let asked = Beside { population: [(None, 8000)].into(), ..Beside::default() };
    let plain = write(&report(&["2020"], &[]), Format::Csv, Lang::Sv).unwrap();
    let report =
        report(&["2020"], &[]).beside(&read(&datum("U1", "2020", TOTAL)), &[edition()], &asked).unwrap();
    let csv = write(&report, Format::Csv, Lang::Sv).unwrap();
    let before = |line: &'static str, last: usize| line.rsplitn(last, ',').last().unwrap();
    let csv: &'static str = csv.leak();
    let ours: Vec<_> = csv.lines().map(|line| before(line, 8)).collect();
    assert_eq!(ours, plain.leak().lines().map(|line| before(line, 2)).collect::<Vec<_>>());
    let columns = "published,own,own_lower,own_upper,difference,comparison,name";
    assert!(csv.lines().next().unwrap().ends_with(columns));
    assert!(csv.lines().nth(1).unwrap().ends_with("2.5,2.5,2.5,3.75,0.0,compared,Antal kvinnor"));
    let json = write(&report, Format::Json, Lang::Sv).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["published"]["area"], "0180");
    assert_eq!(json["published"]["scales"][0]["of"], "invånare");
    assert_eq!(json["rows"][3]["comparison"], serde_json::Value::Null);
    let text = write(&report, Format::Text, Lang::Sv).unwrap();
    let section: Vec<_> = text.lines().skip_while(|line| !line.starts_with("Publicerat")).take(8).collect();
    insta::assert_snapshot!(section.join("\n"), @r"
    Publicerat för 0180, och vårt på samma skala
      indikator  publicerat  vårt   gränser    skillnad  anmärkning
      kvinnor    2,50        2,50   2,50–3,75  0,00      inom gränserna
      andel      –           66,67  66,67      –         finns inte i filen
      män        –           1,00   1,00–2,00  –         finns inte i filen
      kvinnor: per 10000 invånare
      andel: gånger 100
      kvinnor: ett medelvärde
    ");
}

#[test]
fn a_report_with_published_figures_is_verified_by_the_data_alone() {
    let asked = Beside { population: [(None, 8000)].into(), ..Beside::default() };
    let report_beside =
        report(&["2020"], &[]).beside(&read(&datum("U1", "2020", TOTAL)), &[edition()], &asked).unwrap();
    let written = write(&report_beside, Format::Json, Lang::Sv).unwrap();
    let claim = crate::author::verify::Claim::read(written.as_bytes()).unwrap();
    assert_eq!(claim.compare(&report(&["2020"], &[])).unwrap().differences, []);
}
