mod listed;

use super::*;
use crate::author::verify::Claim;
use crate::data::input::InputFormat::Ndjson;
use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use crate::present::output::{Format, write};

const SOURCE: &str = r#"källa("K", #{ titel: "En källa", ställen: #{ "1": "…" } });
målgrupp("alla", #{ namn: "Alla", källa: "K", ställe: "1", post: "person", villkor: |p| känd(p.id) });
"#;

/// An edition of `stad/program` from the first of a year to the last of another, with its declarations.
fn edition(from: &str, to: &str, declares: &str) -> (String, Vec<u8>) {
    let text = format!(
        "utgåva(\"stad/program@{from}-{to}\", #{{ revision: \"1.0.0\", titel: \"Program\", \
         gäller: period(\"{from}-01-01\", \"{to}-12-31\"), status: \"utkast\" }});\n{declares}"
    );
    (format!("stad/program/{from}-{to}/00.rhai"), text.into_bytes())
}

fn indicator(id: &str, condition: &str) -> String {
    format!(
        "indikator(\"{id}\", #{{ namn: \"Antal {id}\", källa: \"K\", ställe: \"1\", målgrupp: \"alla\", antal: |p| {condition} }});\n"
    )
}

/// 2012–2014 counts `kända`, `lika` and `slut`; 2017–2020 counts `nya` in the place of the first, `lika`, and `egen`,
/// and declares `declared`; nothing is in force between; of 2021–2022 only headings are known.
fn rules(declared: &str) -> Rules {
    let old = [
        SOURCE.to_owned(),
        indicator("kända", "p.känd_sedan <= period.slut"),
        indicator("lika", "p.kön == \"kvinna\""),
        indicator("slut", "p.kön == \"man\""),
    ];
    let new = [
        SOURCE.to_owned(),
        indicator("nya", "p.känd_sedan in period"),
        indicator("lika", "p.kön == \"kvinna\""),
        indicator("egen", "p.kön == \"man\""),
        declared.to_owned(),
    ];
    Rules::from_files([
        edition("2012", "2014", &old.concat()),
        edition("2017", "2020", &new.concat()),
        edition("2021", "2022", ""),
    ])
}

const DECLARED: &str = r#"jämförbarhet("stad/program@2012-2014", #{
    är: "samma", varför: "Orden är desamma", källa: "K", ställe: "1",
    indikatorer: [
        #{ indikator: "nya", tidigare: "kända", är: "snävare", varför: "Bara nya räknas", källa: "K", ställe: "1" },
        #{ tidigare: "slut", är: "brott", varför: "Målgruppen är borta", källa: "K", ställe: "1" },
    ],
});
"#;

const RECORDS: &str = r#"{"id": 1, "kön": "kvinna", "känd_sedan": "2013-03-01"}
{"id": 2, "kön": "kvinna", "känd_sedan": "2018-03-01"}
{"id": 3, "kön": "man", "känd_sedan": "2014-03-01"}
"#;

fn asked(periods: &[&str]) -> Options {
    Options { periods: periods.iter().map(|p| Period::parse(p).unwrap()).collect(), ..Options::default() }
}

fn counted(series: &Series) -> Report {
    let count = |part: &Part| part.edition.partial(RECORDS.as_bytes(), Ndjson, &part.options).unwrap();
    series.finish(&series.parts().iter().map(count).collect::<Vec<_>>()).unwrap()
}

fn report(declared: &str, periods: &[&str]) -> Report {
    counted(&rules(declared).only_programme().unwrap().series(None, &asked(periods)).unwrap())
}

/// Period, edition, indicator, value and mark of each row.
fn rows(report: &Report) -> Vec<String> {
    let csv = write(report, Format::Csv, Lang::Sv).unwrap();
    let columns: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let place = |name: &str| columns.iter().position(|column| *column == name).unwrap();
    let wanted = ["period_start", "edition", "indicator", "value", "status", "comparable"].map(place);
    csv.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            wanted.map(|at| cells[at]).join(" ").replace("-01-01", "").trim_end().to_owned()
        })
        .collect()
}

#[test]
fn each_period_is_counted_by_its_edition_and_marked_where_the_line_changes() {
    let report = report(DECLARED, &["2018", "2014", "2015", "2019", "2021"]);
    insta::assert_snapshot!(rows(&report).join("\n"), @r#"
    2014 2012-2014 kända 2 ok
    2014 2012-2014 lika 2 ok
    2014 2012-2014 slut 1 ok
    2014 2012-2014 egen  not_available
    2015  kända  not_available
    2015  lika  not_available
    2015  slut  not_available
    2015  egen  not_available
    2018 2017-2020 nya 1 ok snävare
    2018 2017-2020 lika 2 ok samma
    2018 2017-2020 egen 1 ok
    2018 2017-2020 slut  not_available brott
    2019 2017-2020 nya 0 ok
    2019 2017-2020 lika 2 ok
    2019 2017-2020 egen 1 ok
    2019 2017-2020 slut  not_available
    2021 2021-2022 nya  not_available brott
    2021 2021-2022 lika  not_available brott
    2021 2021-2022 slut  not_available
    2021 2021-2022 egen  not_available brott
    "#);
}

#[test]
fn a_series_reads_as_a_table_with_its_breaks_and_reasons() {
    let text = write(&report(DECLARED, &["2013", "2014", "2016", "2018", "2021"]), Format::Text, Lang::Sv);
    insta::assert_snapshot!(text.unwrap(), @r#"
    stad/program 2012-2014, revision 1.0.0
    stad/program 2017-2020, revision 1.0.0
    räknade poster: 3, avvisade: 0
    period 2013, 2014, 2016, 2018, 2021

    Antal nya (nya, antal person)
      period  värde  gränser  okända  anmärkning
      2013        1        1       0
      2014        2        2       0
      2016        –        –       –  finns inte
      ── snävare: 2017-2020 ──
      2018        1        1       0
      ── brott: 2021-2022 ──
      2021        –        –       –  finns inte

    Antal lika (lika, antal person)
      period  värde  gränser  okända  anmärkning
      2013        2        2       0
      2014        2        2       0
      2016        –        –       –  finns inte
      2018        2        2       0
      ── brott: 2021-2022 ──
      2021        –        –       –  finns inte

    Antal egen (egen, antal person)
      period  värde  gränser  okända  anmärkning
      2013        –        –       –  finns inte
      2014        –        –       –  finns inte
      2016        –        –       –  finns inte
      2018        1        1       0
      ── brott: 2021-2022 ──
      2021        –        –       –  finns inte

    Antal slut (slut, antal person)
      period  värde  gränser  okända  anmärkning
      2013        1        1       0
      2014        1        1       0
      2016        –        –       –  finns inte
      ── brott: 2017-2020 ──
      2018        –        –       –  finns inte
      2021        –        –       –  finns inte

    Perioder utan siffror
      2016: ingen utgåva gäller; närmast före: 2012-2014, närmast efter: 2017-2020
      2021: utgåvan 2021-2022 har inga indikatorer, för källorna ger inga

    Hur utgåvorna går att jämföra: den senare mot den tidigare
      2017-2020 mot 2012-2014: snävare: Bara nya räknas (K, 1): kända → nya
      2017-2020 mot 2012-2014: samma: Orden är desamma (K, 1): lika
      2017-2020 mot 2012-2014: brott, utan fortsättning: Målgruppen är borta (K, 1): slut
      2021-2022 mot 2017-2020: brott, utan fortsättning: utgåvan säger inte hur de går att jämföra: nya,
      lika, egen

    Siffrorna är exakta och bara för arbete inom huset. Det som ska spridas måste först skyddas.
    "#);
}

#[test]
fn what_is_not_declared_is_a_break() {
    let report = report("", &["2014", "2018"]);
    let marks = rows(&report);
    assert!(marks.contains(&"2018 2017-2020 lika 2 ok brott".to_owned()), "{marks:#?}");
    assert!(marks.contains(&"2018 2017-2020 nya 1 ok".to_owned()), "{marks:#?}");
    let comparisons = &report.receipt.series.unwrap().comparisons;
    assert!(
        comparisons.iter().all(|one| one.why.is_none() && one.comparable.name() == "brott"),
        "{comparisons:#?}"
    );
    assert_eq!(comparisons.len(), 3, "one goes on and two end");
}

#[test]
fn periods_of_one_edition_give_the_report_of_that_edition() {
    let rules = rules(DECLARED);
    let programme = rules.only_programme().unwrap();
    let options = asked(&["2013", "2014"]);
    let series = programme.series(None, &options).unwrap();
    let plain = programme.edition("2012-2014").unwrap();
    let plain = plain.report(RECORDS.as_bytes(), Ndjson, &options).unwrap();
    assert!(series.is_plain());
    assert_eq!(counted(&series), plain);
    assert!(!write(&plain, Format::Csv, Lang::Sv).unwrap().contains("comparable"));
}

#[test]
fn a_period_across_a_border_is_refused_with_where_to_cut_it() {
    let rules = rules("");
    let programme = rules.only_programme().unwrap();
    let refused = |periods: &[&str]| match programme.series(None, &asked(periods)) {
        Err(error) => error.message(Lang::Sv),
        Ok(series) => panic!("{series:?}"),
    };
    assert_eq!(
        refused(&["2013", "2014-07-01/2015-06-30"]),
        "ingen utgåva av `stad/program` gäller hela 2014-07-01/2015-06-30; dela perioden där en utgåva börjar eller slutar: 2014-07-01/2014-12-31, 2015-01-01/2015-06-30"
    );
    assert!(refused(&["2015"]).contains("närmast före: 2012-2014"), "one period is no series");
    assert!(refused(&["2015", "2016"]).contains("närmast före: 2012-2014"), "nothing can be counted");
    assert!(refused(&["2021", "2022"]).contains("inga"), "only headings are known");
}

#[test]
fn a_bridge_lets_both_editions_count_one_period() {
    let rules = rules(DECLARED);
    let programme = rules.only_programme().unwrap();
    let series = programme.series(None, &asked(&["2013", "2014", "2018"])).unwrap();
    let bridged = counted(&series.clone().with_bridge(None).unwrap());
    let bridges: Vec<&crate::figures::report::Row> =
        bridged.rows.iter().filter(|row| row.is_bridge).collect();
    let of = |row: &crate::figures::report::Row| {
        format!("{} {} {:?}", row.edition.as_ref().unwrap().edition, row.indicator, row.figures.value)
    };
    assert_eq!(
        bridges.iter().map(|row| of(row)).collect::<Vec<_>>(),
        ["2017-2020 nya Some(Count(1))", "2017-2020 lika Some(Count(2))"],
        "what 2014 is by the later edition, of what both have"
    );
    let text = write(&bridged, Format::Text, Lang::Sv).unwrap();
    let table = text.split("Broar").nth(1).unwrap().split("\n\n").next().unwrap();
    insta::assert_snapshot!(table, @r#"
    : vad två utgåvor räknar för samma period (hela befolkningen)
      indikator  period  utgåva     värde  gränser
      kända      2014    2012-2014      2        2
      nya        2014    2017-2020      1        1
      lika       2014    2012-2014      2        2
      lika       2014    2017-2020      2        2
    "#);
    let named = counted(&series.clone().with_bridge(Some(Period::parse("2019").unwrap())).unwrap());
    assert_eq!(
        named.rows.iter().filter(|row| row.is_bridge).count(),
        4,
        "2019 is not among the requested periods"
    );
    assert!(series.with_bridge(Some(Period::parse("2016").unwrap())).is_err());
}

#[test]
fn readings_go_to_the_editions_that_have_them() {
    let reading = |id: &str| {
        format!(
            "tolkning(\"{id}\", #{{ fråga: \"Hur?\", varför: \"Källan är tyst\", alternativ: #{{ ja: \"ja\", nej: \"nej\" }}, valt: \"ja\" }});\n{}",
            indicator("läst", &format!("vald(\"{id}\") == \"ja\""))
        )
    };
    let rules = Rules::from_files([
        edition("2012", "2014", &format!("{SOURCE}{}", reading("förr"))),
        edition("2017", "2020", &format!("{SOURCE}{}", reading("sedan"))),
    ]);
    let programme = rules.only_programme().unwrap();
    let mut options = asked(&["2013", "2018"]);
    options.readings.insert("sedan".into(), "nej".into());
    let report = counted(&programme.series(None, &options).unwrap());
    assert_eq!(rows(&report), ["2013 2012-2014 läst 3 ok", "2018 2017-2020 läst 0 ok brott"]);
    options.readings.insert("aldrig".into(), "nej".into());
    let series = programme.series(None, &options).unwrap();
    assert!(series.parts().iter().all(|part| part.edition.counter(&part.options).is_err()));
}

#[test]
fn a_series_is_verified_from_its_receipt() {
    let rules = rules(DECLARED);
    let programme = rules.only_programme().unwrap();
    let series = programme.series(None, &asked(&["2013", "2014", "2016", "2018"])).unwrap();
    let written = write(&counted(&series.with_bridge(None).unwrap()), Format::Json, Lang::Sv).unwrap();
    let claim = Claim::read(written.as_bytes()).unwrap();
    let again = counted(&claim.series(&programme).unwrap());
    let verification = claim.compare(&again).unwrap();
    assert_eq!((verification.differences.len(), verification.rows_compared), (0, Some(again.rows.len())));
    let forged = written.replacen("\"value\":1,", "\"value\":7,", 1);
    let claim = Claim::read(forged.as_bytes()).unwrap();
    assert_eq!(claim.compare(&again).unwrap().differences.len(), 1);
}

#[test]
fn partials_that_are_not_those_of_the_parts_are_refused() {
    let rules = rules(DECLARED);
    let programme = rules.only_programme().unwrap();
    let series = programme.series(None, &asked(&["2013", "2018"])).unwrap();
    let first =
        series.parts()[0].edition.partial(RECORDS.as_bytes(), Ndjson, &series.parts()[0].options).unwrap();
    assert!(series.finish(&[]).is_err());
    assert!(series.finish(std::slice::from_ref(&first)).is_err());
    assert!(series.finish(&[first.clone(), first]).is_err());
}

/// The codes and Swedish messages of the findings of `check`.
fn findings(declared: &str) -> Vec<String> {
    let all = rules(declared).check();
    all.errors().map(|finding| format!("{} {}", finding.code.0, finding.message.get(Lang::Sv))).collect()
}

#[test]
fn what_an_edition_says_of_another_is_checked_where_both_are_seen() {
    assert_eq!(findings(DECLARED), [] as [&str; 0]);
    let wrong = |from: &str, to: &str| findings(&DECLARED.replace(from, to)).join("; ");
    assert_eq!(wrong("@2012-2014", "@2012-2015"), "E0207 utgåva `stad/program@2012-2015` finns inte");
    assert_eq!(
        wrong("@2012-2014", "@2021-2022"),
        "E0205 `stad/program@2021-2022` är ingen tidigare utgåva: den gäller från 2021-01-01; E0207 indikator `kända` finns inte; E0207 indikator `slut` finns inte"
    );
    assert_eq!(
        wrong("stad/program@2012-2014", "stad/annat@2012-2014"),
        "E0213 `stad/annat@2012-2014` är ingen annan utgåva av `stad/program`"
    );
    assert_eq!(wrong("tidigare: \"kända\"", "tidigare: \"kanda\""), "E0207 indikator `kanda` finns inte");
    assert_eq!(wrong("indikator: \"nya\"", "indikator: \"nyss\""), "E0207 indikator `nyss` finns inte");
    assert_eq!(wrong("tidigare: \"slut\"", "tidigare: \"kända\""), "E0206 indikatorn jämförs två gånger");
    assert_eq!(
        wrong("är: \"snävare\"", "är: \"snevare\""),
        "E0205 `snevare` säger inte hur de går att jämföra"
    );
    assert_eq!(
        wrong("är: \"brott\"", "är: \"samma\""),
        "E0205 bara ett `brott` kan sakna `indikator`: det som upphört går inte att jämföra med"
    );
}

/// Counts some lines of [`RECORDS`] in a series.
fn partial(series: &Series, lines: std::ops::Range<usize>) -> SeriesPartial {
    let mut counter = series.clone().counter().unwrap();
    for (_, counter) in counter.parts() {
        for (row, line) in RECORDS.lines().enumerate().skip(lines.start).take(lines.len()) {
            counter.add(line.as_bytes(), row as u64 + 1).unwrap();
        }
    }
    counter.into_partial()
}

#[test]
fn one_pass_counts_for_every_part_and_partials_of_a_series_add_up() {
    let programme = rules(DECLARED).only_programme().unwrap();
    let series = programme.series(None, &asked(&["2014", "2015", "2018"])).unwrap();
    let whole = partial(&series, 0..3);
    assert_eq!(whole.finish().unwrap(), counted(&series));
    let mut sum = partial(&series, 2..3);
    sum.merge(&partial(&series, 0..2)).unwrap();
    assert_eq!(sum.finish().unwrap(), counted(&series));

    // A duplicate person, and another question: rejected, and nothing is added.
    assert!(matches!(sum.merge(&partial(&series, 0..1)), Err(Error::Input(_))));
    let without_gap = programme.series(None, &asked(&["2014", "2018"])).unwrap();
    assert!(matches!(sum.merge(&partial(&without_gap, 0..0)), Err(Error::Argument(_))));
    let bridged = series.clone().with_bridge(None).unwrap();
    assert!(matches!(sum.merge(&partial(&bridged, 0..0)), Err(Error::Argument(_))));
    assert_eq!(sum.finish().unwrap(), counted(&series));
    assert!(sum.single().is_err());
}

#[test]
fn a_series_that_one_edition_answers_is_written_as_its_partial() {
    let programme = rules(DECLARED).only_programme().unwrap();
    let series = programme.series(None, &asked(&["2013", "2014"])).unwrap();
    let [part] = series.parts() else { panic!("one edition counts") };
    let alone = part.edition.partial(RECORDS.as_bytes(), Ndjson, &part.options).unwrap();
    let counted = partial(&series, 0..3);
    assert_eq!(counted.single().unwrap().to_bytes().unwrap(), alone.to_bytes().unwrap());
    assert_eq!(SeriesPartial::from(alone).finish().unwrap(), counted.finish().unwrap());
    // A period without an edition is recorded by the series, but not by a partial of one edition.
    let series = programme.series(None, &asked(&["2014", "2015"])).unwrap();
    assert!(partial(&series, 0..3).single().is_err());
}

#[test]
fn a_record_that_one_edition_refuses_is_told_of_by_that_edition() {
    let strict = indicator("egen", "1 / p.våld.count(|v| v.roll == \"våldsutsatt\") > 0");
    let rules = Rules::from_files([
        edition("2012", "2014", &[SOURCE, &indicator("kända", "känd(p.id)")].concat()),
        edition("2017", "2020", &[SOURCE, &strict].concat()),
    ]);
    let programme = rules.only_programme().unwrap();
    let options = Options { on_error: crate::OnError::Skip, ..asked(&["2014", "2018"]) };
    let mut counter = programme.series(None, &options).unwrap().counter().unwrap();
    for (_, counter) in counter.parts() {
        counter.add(r#"{"id": 1, "våld": []}"#.as_bytes(), 1).unwrap();
    }
    assert_eq!((counter.rejected(), counter.rejections().len()), (1, 1));
    assert_eq!(counter.take_rejections().len(), 1);
    assert!(counter.take_rejections().is_empty());
}

#[test]
fn a_track_follows_an_indicator_under_all_its_names() {
    let series = report(DECLARED, &["2014", "2015", "2018", "2019"]);
    let tracks = series.tracks();
    let named: Vec<_> = tracks.iter().map(|track| (track.ids.join(" "), track.rows.len())).collect();
    let expected =
        [("nya kända", 4), ("lika", 4), ("egen", 4), ("slut", 4)].map(|(ids, n)| (ids.to_owned(), n));
    assert_eq!(named, expected);
    let of_one_edition = report(DECLARED, &["2013", "2014"]);
    let named: Vec<_> =
        of_one_edition.tracks().iter().map(|track| (track.head.id.clone(), track.rows.len())).collect();
    assert_eq!(named, [("kända", 2), ("lika", 2), ("slut", 2)].map(|(id, n)| (id.to_owned(), n)));
}
