//! The order of worklists, and that completing what they say gives what they promise.

use super::*;
use crate::data::input::{InputFormat, JsonRecords};
use crate::figures::report::Number;
use crate::{Period, Rules};
use proptest::prelude::*;
use serde_json::{Value, json};

const RULES: &str = r#"utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a" });
post("barn", #{ ärende: nyckel, sedd: ja_nej });
post("prov", #{ id: nyckel, med: ja_nej, svar: ja_nej, vill: ja_nej, ort: kod(["norr", "söder"]), barn: lista("barn") });
målgrupp("alla", #{ namn: "alla", tolkning: "t", post: "prov", villkor: |p| p.med });
indikator("antal", #{ namn: "Antal", tolkning: "t", målgrupp: "alla", antal: |p| p.svar });
indikator("andel", #{ namn: "Andel", tolkning: "t", målgrupp: "alla", andel: #{ av: |p| p.vill, som: |p| p.svar } });
indikator("sedda", #{ namn: "Sedda", tolkning: "t", målgrupp: "alla", antal: |p| p.barn.filter(|b| b.sedd) });
indikator("ärenden", #{ namn: "Ärenden", tolkning: "t", målgrupp: "alla", antal: |p| p.barn.filter(|b| b.sedd), unik: |b| b.ärende });
"#;

fn edition() -> Arc<Edition> {
    let file = ("prov/prov/1/10-prov.rhai".to_owned(), RULES.as_bytes().to_vec());
    Rules::from_files([file]).programme("prov/prov").unwrap().edition("1").unwrap()
}

fn options(indicators: &[&str]) -> Options {
    let indicators = indicators.iter().map(|id| (*id).to_owned()).collect();
    Options { periods: vec![Period::parse("2013").unwrap()], indicators, ..Options::default() }
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

fn listed(edition: &Arc<Edition>, options: &Options, per: Per, first: usize, records: &[Value]) -> Worklist {
    let lines = lines(records);
    let mut gatherer = edition.worklist(options, WorklistOptions { per, first }, Keys::Masked).unwrap();
    let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
    gatherer.add_all(&mut records).unwrap();
    gatherer.finish()
}

/// Returns the bounds in a report, and the unknown, of an indicator in total.
fn reported(
    edition: &Arc<Edition>,
    options: &Options,
    records: &[Value],
) -> BTreeMap<Arc<str>, (Bounds, u64)> {
    let report = edition.report(lines(records).as_bytes(), InputFormat::Ndjson, options).unwrap();
    let row = |row: &crate::report::Row| {
        let figures = &row.figures;
        (Arc::clone(&row.indicator), ((figures.lower, figures.upper), figures.unknown.unwrap()))
    };
    report.rows.iter().map(row).collect()
}

/// Fills in one missing value of a record.
fn fill(record: &mut Value, path: &str, choice: &mut impl FnMut(usize) -> usize) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let (name, element) = step.split_once('[').unwrap_or((step, ""));
    let child = |choice: &mut dyn FnMut(usize) -> usize| json!({"sedd": choice(2) == 1, "ärende": (*["A", "B", "C", "D", "E"].get(choice(5)).unwrap())});
    match (name, element.trim_end_matches(']').parse::<usize>().ok()) {
        ("barn", None) => record[name] = (0..choice(3)).map(|_| child(choice)).collect(),
        (_, Some(element)) if record[name][element].is_null() => record[name][element] = child(choice),
        (_, Some(element)) => fill(&mut record[name][element], rest, choice),
        ("ärende", None) => record[name] = json!(["A", "B", "C", "D", "E"][choice(5)]),
        _ => record[name] = json!(choice(2) == 1),
    }
}

fn number(number: Option<Number>) -> Option<f64> {
    number.map(|number| match number {
        Number::Count(count) => count as f64,
        Number::Share(share) => share,
    })
}

fn maybe(values: Vec<Value>) -> impl Strategy<Value = Value> {
    prop::sample::select(values)
}

fn record() -> impl Strategy<Value = Value> {
    let flag = || maybe(vec![json!(null), json!(true), json!(false)]);
    let key = maybe(vec![json!(null), json!("A"), json!("B"), json!("C")]);
    let child = (flag(), key).prop_map(|(seen, key)| json!({"sedd": seen, "ärende": key}));
    let children = prop::option::weighted(0.9, prop::collection::vec(child, 0..3));
    let place = maybe(vec![json!(null), json!("norr"), json!("söder")]);
    (maybe(vec![json!(null), json!(true), json!(true)]), flag(), flag(), place, children).prop_map(
        |(med, svar, vill, ort, barn)| json!({"med": med, "svar": svar, "vill": vill, "ort": ort, "barn": barn}),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_completed_fields_say_the_figures_become_what_the_rows_promise(
        records in prop::collection::vec(record(), 1..8),
        seed in any::<u64>(),
        rows in 1usize..5,
    ) {
        let edition = edition();
        let mut records: Vec<Value> = records
            .into_iter()
            .zip(1..)
            .map(|(mut record, id)| { record["id"] = json!(id); record })
            .collect();
        let mut state = seed | 1;
        let mut choice = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        let before = reported(&edition, &options(&[]), &records);
        let list = listed(&edition, &options(&[]), Per::Record, rows, &records);
        let mut promised: BTreeMap<Arc<str>, Narrowed> = BTreeMap::new();
        for job in &list.rows {
            let row: usize = job.record.as_deref().unwrap().trim_start_matches('#').parse().unwrap();
            for path in &job.fields {
                fill(&mut records[row - 1], path, &mut choice);
            }
            promised.extend(job.figures.iter().map(|figure| (Arc::clone(&figure.indicator), figure.clone())));
        }
        let after = reported(&edition, &options(&[]), &records);
        for (indicator, figure) in &promised {
            let (was, unknown) = before[indicator];
            prop_assert_eq!((figure.before, figure.unknown), (was, unknown), "{}", indicator);
            let (now, left) = after[indicator];
            prop_assert!(left <= figure.left, "{} {:?} {:?}", indicator, figure, now);
            let (lower, upper) = (number(now.0), number(now.1));
            if let (Some(low), Some(high), Some(width)) = (lower, upper, number(figure.width)) {
                let width = if figure.before.1.is_some() { width } else { f64::INFINITY };
                prop_assert!(high - low <= width + 1e-12, "{} {:?} {:?}", indicator, figure, now);
            }
            if let (Some(least), Some(low)) = (number(figure.if_none.0), lower) {
                prop_assert!(least <= low + 1e-12, "{} {:?} {:?}", indicator, figure, now);
            }
            if let (Some(most), Some(high)) = (number(figure.if_all.1), upper) {
                prop_assert!(high <= most + 1e-12, "{} {:?} {:?}", indicator, figure, now);
            }
        }
    }

    #[test]
    fn all_rows_together_leave_only_what_no_field_settles(records in prop::collection::vec(record(), 1..10)) {
        let edition = edition();
        let numbered = records.into_iter().zip(1..).map(|(mut record, id)| { record["id"] = json!(id); record });
        let records: Vec<Value> = numbered.collect();
        for per in [Per::Field, Per::Record] {
            let by = Options { by: vec!["ort".into()], ..options(&[]) };
            let list = listed(&edition, &by, per, usize::MAX, &records);
            let settled: u64 = list.rows.iter().map(|job| job.settled).sum();
            prop_assert_eq!(settled + list.left, list.unknown);
            prop_assert_eq!(list.left, list.without_field);
        }
    }
}

#[test]
fn what_settles_most_for_each_value_comes_first() {
    let person = |id: u32, more: Value| {
        let mut record = json!({"id": id, "med": true, "svar": true, "vill": true, "barn": []});
        for (name, value) in more.as_object().unwrap() {
            record[name] = value.clone();
        }
        record
    };
    // Without `vill` one figure is unknown, without `svar` two. What the first row fills in is not requested again.
    let records = [
        person(1, json!({"vill": null})),
        person(2, json!({"vill": null})),
        person(3, json!({"svar": null})),
        person(4, json!({"svar": null, "vill": null})),
    ];
    let asked = options(&["antal", "andel"]);
    let list = listed(&edition(), &asked, Per::Field, 9, &records);
    let rows: Vec<_> = list
        .rows
        .iter()
        .map(|job| (job.fields.join(", "), job.records, job.values, job.settled, job.left))
        .collect();
    assert_eq!(rows, [("svar".to_owned(), 2, 2, 3, 3), ("vill".to_owned(), 3, 3, 3, 0),].to_vec());
    assert_eq!((list.unknown, list.left), (6, 0));
}

#[test]
fn a_share_may_be_widest_where_its_denominator_begins() {
    let person = |id: u32, belongs: Value, answer: bool| json!({"id": id, "med": belongs, "svar": answer});
    let records =
        [person(1, json!(null), false), person(2, json!(null), true), person(3, json!(true), false)];
    let list = listed(&edition(), &options(&["andel"]), Per::Record, 2, &records);
    // Of the two that are settled one may belong: then 0 of 1 to 1 of 2, whereas with none it is 1 of 1 or nothing.
    assert_eq!(list.rows.last().unwrap().figures[0].width, Some(Number::Share(0.5)));
}

#[test]
fn ten_records_halve_the_bounds_of_a_district() {
    let person = |id: u32| {
        json!({"id": id, "med": true, "svar": if id.is_multiple_of(4) { json!(null) } else { json!(true) },
        "ort": if id.is_multiple_of(2) { "norr" } else { "söder" }})
    };
    let records: Vec<Value> = (1..=80).map(person).collect();
    let norr = Options { cell: [("ort".to_owned(), "norr".to_owned())].into(), ..options(&["antal"]) };
    let list = listed(&edition(), &norr, Per::Record, 10, &records);
    let count = |count| Some(Number::Count(count));
    let last = &list.rows.last().unwrap().figures[0];
    assert_eq!((last.before, last.width), ((count(20), count(40)), count(10)));
    assert_eq!((last.if_none, last.if_all), ((count(20), count(30)), (count(30), count(40))));
    assert_eq!((list.rows.len(), list.left), (10, 10));
}

#[test]
fn units_are_the_strata_and_have_figures_of_their_own() {
    let records = [
        json!({"id": 1, "med": true, "ort": "norr", "svar": true}),
        json!({"id": 2, "med": true, "ort": "norr"}),
        json!({"id": 3, "med": true}),
    ];
    let by = Options { by: vec!["ort".into()], ..options(&["antal"]) };
    let list = listed(&edition(), &by, Per::Field, 9, &records);
    let rows: Vec<_> = list.rows.iter().map(|job| (&*job.unit[0], job.figures[0].before)).collect();
    let count = |count| Some(Number::Count(count));
    assert_eq!(rows, [("norr", (count(1), count(2))), ("okänt", (count(0), count(1)))]);
}

#[test]
fn a_list_that_is_filled_in_closes_the_upper_bound() {
    let records = [json!({"id": 1, "med": true}), json!({"id": 2, "med": true, "barn": [{"sedd": true}]})];
    let list = listed(&edition(), &options(&["sedda"]), Per::Field, 9, &records);
    let figure = &list.rows[0].figures[0];
    let count = |count| Some(Number::Count(count));
    assert_eq!((figure.before, figure.if_none), ((count(1), None), (count(1), count(1))));
    assert_eq!((figure.if_all, figure.width), ((count(1), None), count(0)));
}

/// Two periods of the rules above.
fn years(indicators: &[&str]) -> Options {
    let periods = ["2012", "2013"].map(|period| Period::parse(period).unwrap()).to_vec();
    Options { periods, ..options(indicators) }
}

#[test]
fn a_value_that_is_filled_in_counts_as_work_once_and_settles_every_period() {
    let records = [
        json!({"id": 1, "med": true, "vill": true, "barn": []}),
        json!({"id": 2, "med": true, "svar": true, "vill": true, "barn": []}),
    ];
    for per in [Per::Field, Per::Record] {
        let list = listed(&edition(), &years(&["antal", "andel"]), per, 9, &records);
        let [job] = list.rows.as_slice() else { panic!("one row: {list:?}") };
        assert_eq!((job.records, job.values, job.settled, job.left), (1, 1, 4, 0));
        let of: Vec<_> = job
            .figures
            .iter()
            .map(|figure| (figure.period.unwrap().start.ymd().0, &*figure.indicator))
            .collect();
        assert_eq!(of, [(2012, "antal"), (2012, "andel"), (2013, "antal"), (2013, "andel")]);
        assert_eq!(list.unknown, 4);
        let single = listed(&edition(), &options(&["antal", "andel"]), per, 9, &records);
        assert_eq!((single.unknown, single.rows[0].figures[0].period), (2, None));
    }
}

/// Women who may be known or not, in three editions' years.
fn women() -> String {
    let woman = |id: u32, born: &str, since: &str| {
        format!(
            "{{\"id\": {id}, \"kön\": \"kvinna\", \"födelsedatum\": \"{born}\"{since}, \"våld\": [{{\"roll\": \"våldsutsatt\", \
             \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-01-02\"}}]}}\n"
        )
    };
    woman(1, "1948-06-01", "")
        + &woman(2, "1980-01-01", "")
        + &woman(3, "1980-01-01", ", \"känd_sedan\": \"2012-02-01\"")
}

#[test]
fn a_figure_is_of_the_unit_in_which_it_is_counted_and_the_work_of_the_last() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options { by: vec!["åldersgrupp".into()], ..years(&["kvinnor-kända"]) };
    let mut gatherer = edition.worklist(&options, WorklistOptions::default(), Keys::Masked).unwrap();
    let lines = women();
    let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &gatherer.schema(), None);
    gatherer.add_all(&mut records).unwrap();
    let list = gatherer.finish();
    let rows: Vec<_> = list
        .rows
        .iter()
        .map(|job| {
            let of = |figure: &Narrowed| (figure.period.unwrap().start.ymd().0, figure.unit[0].to_string());
            (job.unit[0].to_string(), job.values, job.settled, job.figures.iter().map(of).collect::<Vec<_>>())
        })
        .collect();
    // The first woman is 64 in 2012 and 65 in 2013.
    let young = "18–64".to_owned();
    let expected = [
        (young.clone(), 1, 2, vec![(2012, young.clone()), (2013, young.clone())]),
        ("65–".to_owned(), 1, 2, vec![(2012, young), (2013, "65–".to_owned())]),
    ];
    assert_eq!(rows, expected);
    // Each figure is bounded as in the report.
    let report = edition.report(lines.as_bytes(), InputFormat::Ndjson, &options).unwrap();
    for figure in list.rows.iter().flat_map(|job| &job.figures) {
        let own = |row: &&crate::report::Row| {
            Some(row.period) == figure.period
                && row.indicator == figure.indicator
                && row.strata == figure.unit
        };
        let figures = &report.rows.iter().find(own).unwrap().figures;
        assert_eq!((figures.lower, figures.upper), figure.before);
    }
}
