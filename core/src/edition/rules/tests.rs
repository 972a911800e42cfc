use super::*;
use crate::edition::options::Options;
use crate::findings::text::Lang;
use crate::language::date::{Date, Period};

/// Builds rules of a programme `stad/program` with an edition for each pair of years.
fn rules(editions: &[(&str, &str)]) -> Rules {
    let edition = |(from, to): &(&str, &str)| RuleFile {
        folder: format!("stad/program/{from}-{to}"),
        name: "00-utgava.rhai".into(),
        shown: format!("{from}.rhai"),
        bytes: format!(
            "utgåva(\"stad/program@{from}-{to}\", #{{ revision: \"1.0.0\", titel: \"Program\", \
             gäller: period(\"{from}-01-01\", \"{to}-12-31\"), status: \"endast_rubriker\" }});\n"
        )
        .into_bytes(),
    };
    Rules::new(Found { files: editions.iter().map(edition).collect(), ..Found::default() })
}

fn asked(periods: &[&str], on: Option<&str>) -> Options {
    Options {
        periods: periods.iter().map(|p| Period::parse(p).unwrap()).collect(),
        on: on.and_then(Date::parse),
        ..Options::default()
    }
}

#[test]
fn an_edition_and_a_day_that_contradict_each_other_are_refused() {
    let rules = Rules::embedded();
    let load = |id: &str, edition: Option<&str>, on: Option<&str>| {
        let loaded = rules.load_programme(Some(id), edition, on.and_then(Date::parse));
        loaded.map(|loaded| loaded.editions().len()).map_err(|error| error.message(Lang::Sv))
    };
    let id = "stockholm/kvinnofrid";
    assert_eq!(load(id, Some("2012-2014"), Some("2013-06-30")), Ok(1));
    assert_eq!(load("stockholm/kvinnofrid@2012-2014", Some("2012-2014"), None), Ok(1));
    insta::assert_snapshot!(load(id, Some("2012-2014"), Some("2018-06-30")).unwrap_err(), @"`stockholm/kvinnofrid@2012-2014` gäller från 2012-01-01 till 2014-12-31, inte 2018-06-30; ange utgåvan eller dagen, inte båda");
    insta::assert_snapshot!(load("stockholm/kvinnofrid@2012-2014", Some("2017-2020"), None).unwrap_err(), @"utgåvan anges två gånger, olika: `stockholm/kvinnofrid@2012-2014` och `2017-2020`");
}

fn chosen(edition: Option<&str>, periods: &[&str], on: Option<&str>) -> Result<String, String> {
    let rules = rules(&[("2012", "2014"), ("2017", "2020")]);
    let programme = rules.only_programme().unwrap();
    match programme.choose(edition, &asked(periods, on)) {
        Ok(edition) => Ok(edition.head().edition.clone()),
        Err(error) => Err(error.message(Lang::Sv)),
    }
}

#[test]
fn the_edition_named_goes_before_the_day_and_the_day_before_the_period() {
    assert_eq!(chosen(Some("2012-2014"), &["2018"], Some("2018-01-01")).unwrap(), "2012-2014");
    assert_eq!(chosen(None, &["2018"], Some("2013-01-01")).unwrap(), "2012-2014");
    assert_eq!(chosen(None, &["2018", "2019-Q1"], None).unwrap(), "2017-2020");
}

#[test]
fn periods_of_different_editions_are_not_joined() {
    assert_eq!(
        chosen(None, &["2013", "2018"], None).unwrap_err(),
        "perioderna hör till olika utgåvor av `stad/program`: 2013-01-01/2013-12-31 till 2012-2014, \
         2018-01-01/2018-12-31 till 2017-2020; fråga om en utgåva i taget, eller välj en med `stad/program@…`"
    );
}

#[test]
fn a_period_that_reaches_into_a_gap_has_no_edition() {
    let gap = chosen(None, &["2014-07-01/2015-06-30"], None).unwrap_err();
    assert!(gap.contains("ingen utgåva"), "{gap}");
    let day = chosen(None, &[], Some("2015-06-30")).unwrap_err();
    assert!(day.contains("2012-2014") && day.contains("2017-2020"), "{day}");
}

#[test]
fn with_nothing_to_choose_by_it_is_said_what_to_give() {
    assert_eq!(
        chosen(None, &[], None).unwrap_err(),
        "ange en period, en dag eller en utgåva av `stad/program` (`stad/program@…`); utgåvorna är: 2012-2014, \
         2017-2020"
    );
}

#[test]
fn without_a_name_the_only_programme_is_taken_but_never_one_beside_broken_files() {
    assert!(rules(&[]).only_programme().is_err());
    assert_eq!(rules(&[("2012", "2014")]).only_programme().unwrap().id(), "stad/program");
    let mut files = vec![RuleFile {
        folder: "annan/plan/2012".into(),
        name: "a.rhai".into(),
        shown: "a.rhai".into(),
        bytes: b"hej(".to_vec(),
    }];
    files.extend(folder::embedded());
    assert!(matches!(Rules::new(Found { files, ..Found::default() }).only_programme(), Err(Error::Rules(_))));
}

#[test]
fn names_are_compared_in_nfc() {
    let rules = Rules::embedded();
    let programme = rules.programme("stockholm/kvinnofrid").unwrap();
    let edition = programme.edition("2012-2014").unwrap();
    let mut options = asked(&["2013"], None);
    options.readings.insert("a\u{30A}ldersgra\u{308}ns".into(), "alla".into());
    options.by.push("ko\u{308}n".into());
    assert!(edition.counter(&options).is_ok());
    assert!(edition.classifier(&options).is_ok());
}
