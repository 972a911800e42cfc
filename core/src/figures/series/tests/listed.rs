//! Members, worklists and baselines over several editions: of each period exactly what the report of the series counts.

use super::*;
use crate::data::input::{InputFormat, JsonRecords};
use crate::edition::options::{BaselineOptions, Per, WorklistOptions};
use crate::figures::baseline::{BaselinePartial, Beside};
use crate::figures::count::members::{Keys, Member};
use crate::figures::report::{Number, Status};
use crate::findings::error::Error;
use crate::present::output::{
    MemberFormat, MemberLines, baseline_series_csv, baseline_series_json, baseline_series_text, worklist_csv,
    worklist_json,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Persons of whom much is missing.
const UNKNOWN: &str = r#"{"id": 1, "kön": "kvinna"}
{"id": 2, "kön": "man", "känd_sedan": "2014-03-01"}
{"id": 3}
{"id": 4, "kön": "kvinna", "känd_sedan": "2017-03-01"}
"#;

fn members(series: Series, lines: &str) -> Vec<Member> {
    let mut listed = series.members(Keys::Masked).unwrap();
    let mut found = Vec::new();
    for (part, members) in listed.parts() {
        let (schema, map) = (members.schema(), part.options.map.as_deref());
        let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &schema, map);
        members
            .each(&mut records, |member| {
                found.push(member);
                Ok::<_, Error>(())
            })
            .unwrap();
    }
    found
}

fn series(periods: &[&str], indicators: &[&str]) -> Series {
    let indicators = indicators.iter().map(|id| (*id).to_owned()).collect();
    let options = Options { indicators, ..asked(periods) };
    rules(DECLARED).only_programme().unwrap().series(None, &options).unwrap()
}

fn count_of(series: &Series, lines: &str) -> Report {
    let count = |part: &Part| part.edition.partial(lines.as_bytes(), Ndjson, &part.options).unwrap();
    series.finish(&series.parts().iter().map(count).collect::<Vec<_>>()).unwrap()
}

fn line() -> impl Strategy<Value = String> {
    let sex = prop::sample::select(vec!["", ", \"kön\": \"kvinna\"", ", \"kön\": \"man\""]);
    let days = ["", "2012-05-01", "2013-06-01", "2017-03-01", "2018-12-31", "2030-01-01"];
    let since = prop::sample::select(days.to_vec());
    (sex, since).prop_map(|(sex, since)| match since {
        "" => sex.to_owned(),
        since => format!("{sex}, \"känd_sedan\": \"{since}\""),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn the_members_of_each_period_and_edition_add_up_to_the_report_of_the_series(
        rest in prop::collection::vec(line(), 0..12),
        years in prop::sample::subsequence(vec!["2012", "2013", "2014", "2014-Q1", "2016", "2017", "2018", "2020"], 2..8),
    ) {
        let lines: String = rest.iter().enumerate().map(|(id, rest)| format!("{{\"id\": {id}{rest}}}\n")).collect();
        let options = asked(&years);
        let programme = rules(DECLARED).only_programme().unwrap();
        let Ok(plan) = programme.series(None, &options) else { return Ok(()) };
        let report = count_of(&plan, &lines);
        let found = members(plan, &lines);
        for row in &report.rows {
            let edition = row.edition.as_ref().map(|name| name.edition.as_str());
            let own = found.iter().filter(|member| {
                member.period == Some(row.period)
                    && member.indicator == row.indicator
                    && member.edition.as_deref().is_none_or(|of| Some(of) == edition)
            });
            let own: Vec<&Member> = own.collect();
            let certain: u64 = own.iter().map(|member| member.certain()).sum();
            let possible: u64 = own.iter().map(|member| member.possible()).sum();
            match row.figures.status {
                Status::NotAvailable => prop_assert!(own.is_empty(), "{row:?} {own:?}"),
                _ => prop_assert_eq!(
                    (Some(Number::Count(certain)), Some(possible)),
                    (row.figures.value, row.figures.unknown)
                ),
            }
        }
    }

    #[test]
    fn the_bounds_of_a_worklist_are_those_of_the_report_of_the_series(
        rest in prop::collection::vec(line(), 1..10),
        years in prop::sample::subsequence(vec!["2013", "2014", "2016", "2017", "2018"], 2..5),
        per in prop::sample::select(vec![Per::Field, Per::Record]),
    ) {
        let lines: String = rest.iter().enumerate().map(|(id, rest)| format!("{{\"id\": {id}{rest}}}\n")).collect();
        let programme = rules(DECLARED).only_programme().unwrap();
        let Ok(plan) = programme.series(None, &asked(&years)) else { return Ok(()) };
        let report = count_of(&plan, &lines);
        let list = worklist(plan, per, &lines);
        let settled: u64 = list.rows.iter().map(|job| job.settled).sum();
        prop_assert_eq!((list.unknown, list.left), (settled + list.left, list.without_field));
        // Each missing value is filled in once, whatever it settles.
        let missing: usize = rest.iter().map(|line| usize::from(!line.contains("kön")) + usize::from(!line.contains("känd"))).sum();
        let values: u64 = list.rows.iter().map(|job| job.values).sum();
        prop_assert!(values <= missing as u64, "{values} {missing}");
        for figure in list.rows.iter().flat_map(|job| &job.figures) {
            let row = report.rows.iter().find(|row| {
                figure.period.is_none_or(|period| period == row.period) && row.indicator == figure.indicator
            });
            let figures = &row.unwrap().figures;
            prop_assert_eq!((figures.lower, figures.upper), figure.before);
            prop_assert_eq!(figures.unknown, Some(figure.unknown));
        }
    }
}

fn worklist(series: Series, per: Per, lines: &str) -> crate::figures::worklist::Worklist {
    let mut gathered = series.worklist(WorklistOptions { per, first: 99 }, Keys::Masked).unwrap();
    for (_, gatherer) in gathered.parts() {
        let schema = gatherer.schema();
        gatherer
            .add_all(&mut JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &schema, None))
            .unwrap();
    }
    gathered.finish().unwrap()
}

#[test]
fn lines_come_in_the_order_of_periods_and_say_their_period_and_edition() {
    let plan = series(&["2013", "2014", "2015", "2018"], &["lika"]);
    let mut listed = plan.members(Keys::Masked).unwrap();
    let mut lines = MemberLines::new(MemberFormat::Csv(Default::default()), listed.said());
    let mut out = lines.head();
    for (_, members) in listed.parts() {
        lines.begin(members);
        let mut records = JsonRecords::new(UNKNOWN.as_bytes(), InputFormat::Ndjson, &members.schema(), None);
        while let Some(found) = members.next_of(&mut records).unwrap() {
            for member in &found {
                out += &lines.line(member).unwrap();
            }
        }
        out += &lines.later();
    }
    let notices: Vec<String> =
        listed.notices().iter().map(|notice| notice.text.get(Lang::En).to_owned()).collect();
    assert_eq!(
        notices,
        [
            "2015-01-01/2015-12-31 is not counted: no edition is in force; nearest before: 2012-2014, nearest after: 2017-2020"
        ]
    );
    let shown: Vec<&str> = out.lines().map(|line| line.rsplitn(5, ',').last().unwrap()).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    period,edition,id,indicator,answer,missing
    2013-01-01/2013-12-31,2012-2014,#1,lika,true,
    2013-01-01/2013-12-31,2012-2014,#2,lika,false,
    2013-01-01/2013-12-31,2012-2014,#3,lika,,kön
    2013-01-01/2013-12-31,2012-2014,#4,lika,true,
    2014-01-01/2014-12-31,2012-2014,#1,lika,true,
    2014-01-01/2014-12-31,2012-2014,#2,lika,false,
    2014-01-01/2014-12-31,2012-2014,#3,lika,,kön
    2014-01-01/2014-12-31,2012-2014,#4,lika,true,
    2018-01-01/2018-12-31,2017-2020,#1,lika,true,
    2018-01-01/2018-12-31,2017-2020,#2,lika,false,
    2018-01-01/2018-12-31,2017-2020,#3,lika,,kön
    2018-01-01/2018-12-31,2017-2020,#4,lika,true,
    "#);
}

#[test]
fn an_indicator_is_listed_under_all_its_names_as_the_report_shows_it() {
    for id in ["kända", "nya"] {
        let found = members(series(&["2014", "2018"], &[id]), RECORDS);
        let ids: BTreeSet<(&str, &str)> =
            found.iter().map(|member| (member.edition.as_deref().unwrap(), &*member.indicator)).collect();
        assert_eq!(ids, [("2012-2014", "kända"), ("2017-2020", "nya")].into());
    }
    let unknown = Options { indicators: vec!["finns-inte".into()], ..asked(&["2014", "2018"]) };
    assert!(rules(DECLARED).only_programme().unwrap().series(None, &unknown).is_err());
}

#[test]
fn a_field_that_two_editions_need_is_one_job() {
    let list = worklist(series(&["2014", "2015", "2018"], &["lika"]), Per::Field, UNKNOWN);
    let [job] = list.rows.as_slice() else { panic!("one row: {list:?}") };
    assert_eq!((job.fields.join(","), job.records, job.values, job.settled), ("kön".into(), 1, 1, 2));
    let editions: Vec<_> = job.figures.iter().map(|figure| figure.edition.as_deref().unwrap()).collect();
    assert_eq!(editions, ["2012-2014", "2017-2020"]);
    insta::assert_snapshot!(worklist_json(&list).unwrap(), @r#"
    {
      "editions": [
        "stad/program@2012-2014",
        "stad/program@2017-2020"
      ],
      "periods": [
        "2014-01-01/2014-12-31",
        "2018-01-01/2018-12-31"
      ],
      "not_available": [
        {
          "period": "2015-01-01/2015-12-31",
          "edition": null,
          "before": "2012-2014",
          "after": "2017-2020"
        }
      ],
      "by": [],
      "per": "field",
      "unknown": 2,
      "left": 0,
      "without_field": 0,
      "rows": [
        {
          "field": "kön",
          "unit": null,
          "record": null,
          "records": 1,
          "values": 1,
          "settled": 2,
          "left": 0,
          "figures": [
            {
              "indicator": "lika",
              "before": {
                "lower": 2,
                "upper": 3
              },
              "if_none": {
                "lower": 2,
                "upper": 2
              },
              "if_all": {
                "lower": 3,
                "upper": 3
              },
              "unknown": 1,
              "left": 0,
              "width": 0,
              "period": "2014-01-01/2014-12-31",
              "edition": "2012-2014"
            },
            {
              "indicator": "lika",
              "before": {
                "lower": 2,
                "upper": 3
              },
              "if_none": {
                "lower": 2,
                "upper": 2
              },
              "if_all": {
                "lower": 3,
                "upper": 3
              },
              "unknown": 1,
              "left": 0,
              "width": 0,
              "period": "2018-01-01/2018-12-31",
              "edition": "2017-2020"
            }
          ]
        }
      ]
    }
    "#);
    let csv = worklist_csv(&list, Default::default());
    insta::assert_snapshot!(csv, @r#"
    row,field,unit,record,records,values,settled,left,period,edition,indicator,lower,upper,unknown,lower_if_none,upper_if_none,lower_if_all,upper_if_all,unknown_left,width
    1,kön,,,1,1,2,0,2014-01-01/2014-12-31,2012-2014,lika,2,3,1,2,2,3,3,0,0
    1,kön,,,1,1,2,0,2018-01-01/2018-12-31,2017-2020,lika,2,3,1,2,2,3,3,0,0
    "#);
}

fn baseline(periods: &[&str], asked_of: &BaselineOptions, sources: &[(&str, &str)]) -> BaselinePartial {
    let programme = rules(DECLARED).only_programme().unwrap();
    let mut linked =
        programme.series_of_baseline(None, &asked(periods), asked_of).unwrap().baseline(asked_of).unwrap();
    for (_, linker) in linked.parts() {
        for (source, lines) in sources {
            let schema = linker.schema();
            let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &schema, None);
            linker.add_all(source, &mut records).unwrap();
        }
    }
    linked.into_partial().unwrap()
}

fn all() -> BaselineOptions {
    BaselineOptions { group: Some("alla".into()), ..BaselineOptions::default() }
}

#[test]
fn baselines_of_several_periods_are_those_of_each_with_a_break_between_editions() {
    let sources = [("polis", RECORDS), ("jour", UNKNOWN)];
    let partial = baseline(&["2013", "2014", "2015", "2018"], &all(), &sources);
    let whole = partial.series(&Beside::default()).unwrap();
    for one in &whole.periods {
        let year = one.period.start.ymd().0.to_string();
        let alone = baseline(&[&year], &all(), &sources).finish(&Beside::default()).unwrap();
        assert_eq!(*one, alone);
    }
    let breaks: Vec<_> = whole.breaks.iter().map(|one| one.period.start.ymd().0).collect();
    assert_eq!((breaks, whole.not_available.len(), whole.single()), (vec![2018], 1, None));
    insta::assert_snapshot!(baseline_series_text(&whole, Lang::Sv), @r#"
    Kartläggning för stad/program, 2013, 2014, 2018
    Målgrupp: alla
    Siffrorna är exakta och bara för arbete inom huset. Det som ska spridas måste först skyddas.

    ‖ brott före 2018: siffrorna fortsätter inte dem som kommer före: utgåvan är 2017-2020 i stället för
    2012-2014, och ingen av dem säger hur målgruppen alla går att jämföra
    2015: ingen utgåva gäller; närmast före: 2012-2014, närmast efter: 2017-2020

    Kända personer över tid, säkert (gränser)
      källa        2013  2014  ‖ 2018
      någon källa     4     4       4
      jour            4     4       4
      polis           3     3       3

    Kombinationer över tid
      i just dessa källor  2013  2014  ‖ 2018
      jour                    1     1       1
      polis                   0     0       0
      jour + polis            3     3       3

    Överlappning över tid
      i båda        2013  2014  ‖ 2018
      jour + polis     3     3       3

    ── 2013, utgåva 2012-2014 ──

    Kända personer, varje person en gång
      källa        hör till gruppen  rader  avvisade  utan nyckel  säkert  gränser
      jour         enligt villkoret      4         0            0       4        4
      polis        enligt villkoret      3         0            0       3        3
      någon källa                                                       4        4

    Kombinationer
      i just dessa källor  säkert  gränser
      jour                      1        1
      polis                     0        0
      jour + polis              3        3

    Överlappning
      i båda        säkert  gränser
      jour + polis       3        3

    ── 2014, utgåva 2012-2014 ──

    Kända personer, varje person en gång
      källa        hör till gruppen  rader  avvisade  utan nyckel  säkert  gränser
      jour         enligt villkoret      4         0            0       4        4
      polis        enligt villkoret      3         0            0       3        3
      någon källa                                                       4        4

    Kombinationer
      i just dessa källor  säkert  gränser
      jour                      1        1
      polis                     0        0
      jour + polis              3        3

    Överlappning
      i båda        säkert  gränser
      jour + polis       3        3

    ── 2018, utgåva 2017-2020 ──

    Kända personer, varje person en gång
      källa        hör till gruppen  rader  avvisade  utan nyckel  säkert  gränser
      jour         enligt villkoret      4         0            0       4        4
      polis        enligt villkoret      3         0            0       3        3
      någon källa                                                       4        4

    Kombinationer
      i just dessa källor  säkert  gränser
      jour                      1        1
      polis                     0        0
      jour + polis              3        3

    Överlappning
      i båda        säkert  gränser
      jour + polis       3        3
    "#);
    let csv = baseline_series_csv(&whole, Default::default());
    let known: Vec<&str> =
        csv.lines().filter(|line| line.contains(",known,") || line.starts_with("period")).collect();
    insta::assert_snapshot!(known.join("\n"), @r#"
    period,edition,comparable,stratum,what,sources,value,lower,upper,method,standard_error,reason
    2013-01-01/2013-12-31,2012-2014,,Totalt,known,,4,4,4,,,
    2014-01-01/2014-12-31,2012-2014,,Totalt,known,,4,4,4,,,
    2015-01-01/2015-12-31,,,Totalt,known,,,,,,,not_available
    2018-01-01/2018-12-31,2017-2020,brott,Totalt,known,,4,4,4,,,
    "#);
    let json: serde_json::Value = serde_json::from_str(&baseline_series_json(&whole).unwrap()).unwrap();
    assert_eq!(json["periods"].as_array().unwrap().len(), 3);
    assert_eq!(json["series"]["breaks"][0]["comparable"], "brott");
    assert_eq!(json["series"]["not_available"][0]["before"], "2012-2014");
}

#[test]
fn partials_of_periods_and_of_districts_merge_to_the_same_bytes() {
    let north = [("polis", "{\"id\": \"a\"}\n{\"id\": \"b\"}\n"), ("jour", "{\"id\": \"b\"}\n")];
    let south = [("polis", "{\"id\": \"c\"}\n"), ("jour", "{\"id\": \"c\"}\n{}\n")];
    let periods = ["2013", "2015", "2018"];
    let [mut city, other] = [north, south].map(|own| baseline(&periods, &all(), &own).without_keys());
    city.merge(&other).unwrap();
    let bytes = city.to_bytes().unwrap();
    let again = BaselinePartial::from_bytes(&bytes).unwrap();
    assert_eq!(again.to_bytes().unwrap(), bytes);
    assert_eq!(again.series(&Beside::default()).unwrap(), city.series(&Beside::default()).unwrap());
    // Each period by itself, in another order.
    let of = |period: &str, own: &[(&str, &str)]| baseline(&[period], &all(), own).without_keys();
    let mut parts = of("2018", &south);
    parts.merge(&of("2013", &north)).unwrap();
    parts.merge(&of("2018", &north)).unwrap();
    parts.merge(&of("2013", &south)).unwrap();
    let (by_parts, whole) =
        (parts.series(&Beside::default()).unwrap(), city.series(&Beside::default()).unwrap());
    assert_eq!(by_parts.periods, whole.periods);

    for len in 0..bytes.len() {
        assert!(BaselinePartial::from_bytes(&bytes[..len]).is_err(), "{len}");
    }
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(BaselinePartial::from_bytes(&damaged).is_err(), "byte {at}");
    }
    // Another question is refused, and nothing is added.
    let mut sum = of("2013", &north);
    let before = sum.to_bytes().unwrap();
    assert!(sum.merge(&baseline(&["2018"], &BaselineOptions::default(), &south).without_keys()).is_err());
    assert!(sum.merge(&baseline(&["2018"], &all(), &south)).is_err(), "one has keys");
    assert_eq!(sum.to_bytes().unwrap(), before);
    assert!(city.finish(&Beside::default()).is_err(), "several periods are a series");
}
