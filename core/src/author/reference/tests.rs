use super::language::{EXAMPLES, language};
use super::{Item, Kind, find, list, pages};
use crate::findings::diagnostic::code;
use crate::findings::text::Lang;
use crate::language::model::{Lack, RbsQuestion, Relation, Status};
use crate::language::words::keys::{PLACES, Place, Required, Takes, place};
use crate::language::words::values::{LACKS, Named, RBS_QUESTIONS, RELATIONS, STATUSES};
use crate::language::words::{KEYS, Word};
use crate::{Diagnostics, Rules};
use std::collections::BTreeSet;

const UNKNOWN: &str = "qxqxqx";

fn rules(text: &str) -> Rules {
    Rules::from_files([("staden/programmet/2030-2031/10.rhai".to_owned(), text.as_bytes().to_vec())])
}

/// Returns the findings about a declaration whose map at `place` is `map`, beside the example programme.
fn findings(place: &Place, map: &str) -> Diagnostics {
    let mut written = map.to_owned();
    for (depth, step) in place.within.iter().enumerate().rev() {
        let parent = PLACES.iter().find(|p| p.word == place.word && p.within == &place.within[..depth]);
        let takes = parent.and_then(|p| p.keys.iter().find(|key| key.name == *step)).map(|key| key.takes);
        let id = match place.within.get(1) {
            Some(&"instrument") => "\"stadens-metod\"",
            Some(&"aktiviteter") => "utbildning",
            Some(&"resurser") => "kvinnojouren",
            _ => "riskbedömning",
        };
        written = match (takes, *step) {
            (_, "*") => format!("#{{ {id}: {written} }}"),
            (Some(Takes::Maps), step) => format!("#{{ {step}: [{written}] }}"),
            (_, step) => format!("#{{ {step}: {written} }}"),
        };
    }
    let id = match place.word {
        Word::Edition => "staden/programmet@2030-2031",
        Word::Comparability => "staden/programmet@2020",
        _ => "prov",
    };
    let statement = format!("{}(\"{id}\", {written});", place.word.swedish());
    // An edition is declared once.
    let before = if place.word == Word::Edition { "" } else { EXAMPLES };
    rules(&format!("{before}\n{statement}\n")).check()
}

#[test]
fn the_example_programme_has_no_mistake_and_its_examples_hold() {
    let rules = rules(EXAMPLES);
    let findings: Vec<_> =
        rules.check().iter().map(|f| (f.code.0, f.message.get(Lang::Sv).to_owned())).collect();
    assert!(findings.is_empty(), "{findings:?}");
    let run = rules.test();
    assert!(run.passed(), "{}", run.to_text(rules.sources(), Lang::Sv));
    let warned: Vec<_> = run.findings.iter().map(|f| (f.code.0, f.message.get(Lang::Sv))).collect();
    assert!(warned.is_empty(), "{warned:?}");
}

#[test]
fn every_map_has_the_keys_that_the_engine_reads() {
    for place in PLACES.iter().filter(|place| place.word != Word::Record) {
        let findings = findings(place, &format!("#{{ {UNKNOWN}: 1 }}"));
        let about = findings
            .iter()
            .find(|finding| {
                finding.code == code::UNKNOWN_KEY && finding.message.get(Lang::Sv).contains(UNKNOWN)
            })
            .unwrap_or_else(|| panic!("{:?} {:?}: {findings:#?}", place.word, place.within));
        let help = about.help.first().unwrap().get(Lang::Sv);
        let read: BTreeSet<&str> = help.trim_start_matches("det som kan stå här är ").split(", ").collect();
        let listed: BTreeSet<&str> = place.keys.iter().map(|key| key.name).collect();
        assert_eq!(listed, read, "{:?} {:?}", place.word, place.within);
    }
}

#[test]
fn the_keys_that_are_required_are_those_that_the_engine_misses() {
    for place in PLACES.iter().filter(|place| place.word != Word::Record) {
        let missed: BTreeSet<String> = findings(place, "#{}")
            .iter()
            .filter(|finding| finding.code == code::MISSING_KEY)
            .filter_map(|finding| {
                let (_, name) = finding.message.get(Lang::Sv).split_once(" saknar `")?;
                Some(name.trim_end_matches('`').to_owned())
            })
            .collect();
        for key in place.keys {
            let is_missed = missed.contains(key.name);
            let may_be = !matches!(key.required, Required::No | Required::With(_));
            assert!(
                if key.required == Required::Yes { is_missed } else { may_be || !is_missed },
                "{:?} {:?} {}: {missed:?}",
                place.word,
                place.within,
                key.name
            );
        }
    }
}

#[test]
fn every_key_of_the_vocabulary_stands_somewhere() {
    let named: BTreeSet<&str> = KEYS.iter().map(|(sv, _)| *sv).collect();
    let placed: BTreeSet<&str> = PLACES.iter().flat_map(|place| place.keys).map(|key| key.name).collect();
    assert_eq!(named, placed);
}

#[test]
fn the_texts_that_a_key_may_be_are_those_of_the_model() {
    let names = |rows: &[Named]| -> Vec<&str> { rows.iter().map(|row| row.name.0).collect() };
    assert_eq!(names(STATUSES), Status::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    assert_eq!(names(RELATIONS), Relation::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    assert_eq!(names(RBS_QUESTIONS), RbsQuestion::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let lacks = LACKS.iter().map(|row| row.name);
    assert!(lacks.eq(Lack::NAMES.iter().map(|(sv, en, _)| (*sv, *en))));
}

#[test]
fn every_item_of_the_language_has_a_meaning_in_both_languages_and_an_example() {
    for item in language() {
        let (sv, en) = (item.does.get(Lang::Sv), item.does.get(Lang::En));
        assert!(!sv.is_empty() && !en.is_empty() && sv != en, "{}: {sv} / {en}", item.path());
        assert!(sv.ends_with(['.', '?']) && en.ends_with(['.', '?']), "{}: {sv} / {en}", item.path());
        assert!(item.kind != Kind::Key || !item.takes.get(Lang::Sv).is_empty(), "{}", item.path());
        let shown = item.example.is_some() || item.kind == Kind::Value;
        assert!(shown, "{} has no example", item.path());
    }
}

#[test]
fn a_place_is_found_by_the_keys_that_lead_to_it() {
    assert_eq!(place(Word::Indicator, &["andel"]).map(|place| place.keys.len()), Some(2));
    let case = place(Word::Example, &["väntat", "rutiner", "förhandsbedömning"]);
    assert!(case.is_some_and(|place| place.keys.iter().any(|key| key.name == "senast")));
    assert!(place(Word::Goal, &["andel"]).is_none());
}

fn of_stockholm() -> Vec<Item> {
    Rules::embedded().reference(Some("stockholm/kvinnofrid@2012-2014")).unwrap()
}

#[test]
fn a_field_means_what_the_comment_beside_it_says() {
    let items = of_stockholm();
    let known = &find(&items, "person.känd_sedan").unwrap()[0];
    assert_eq!(known.does.get(Lang::Sv), "första registrerade kontakt med socialtjänsten på grund av våldet");
    assert_eq!(find(&items, "person").unwrap()[0].kind, Kind::Record);
    let withdrawn = &find(&items, "återkallat").unwrap()[0];
    assert_eq!(withdrawn.does.get(Lang::Sv), "fylls i först när samtycket återkallas");
    assert_eq!(find(&items, "person.våld").unwrap()[0].does.get(Lang::Sv), "");
}

#[test]
fn a_code_leads_to_the_fields_that_have_it() {
    let items = of_stockholm();
    let found = find(&items, "barn_upplevt").unwrap();
    assert_eq!(found.iter().map(|item| item.path()).collect::<Vec<_>>(), ["våld.roll"]);
}

#[test]
fn what_several_editions_share_comes_once() {
    let items = Rules::embedded().reference(None).unwrap();
    let found = find(&items, "person.kön").unwrap();
    assert_eq!(found.len(), 1);
}

#[test]
fn an_english_name_is_found_too() {
    let items = language();
    let found = find(&items, "target_group").unwrap();
    assert_eq!((found[0].kind, found[0].name.as_str()), (Kind::Word, "målgrupp"));
}

#[test]
fn a_list_fits_its_width_and_names_every_item() {
    let items = of_stockholm();
    let all: Vec<&Item> = items.iter().collect();
    for lang in [Lang::Sv, Lang::En] {
        let text = list(&all, lang, 80);
        for item in &items {
            let line = format!("\n  {}  ", item.name(lang));
            let start = line.trim_end();
            assert!(text.contains(start), "{}", item.path());
        }
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

#[test]
fn a_page_says_what_a_key_is_and_takes_and_shows_it() {
    let items = language();
    insta::assert_snapshot!(pages(&find(&items, "indikator.andel.av").unwrap(), Lang::Sv, 80), @r#"
    av (på engelska of): nyckel i `indikator.andel`
      Nämnaren: vilka i målgruppen som andelen tas av.
      Typ: ett villkor, `|p| …`
      Krav: måste finnas
      Tolkning: kan vara `enligt(…)`, ett värde för varje alternativ i en tolkning
      Exempel:
        av: |p| p.insatser.some(|i| i.svar in ["ja", "delvis", "nej"])
    "#);
}

#[test]
fn a_page_of_a_function_shows_what_it_returns_and_an_example_with_its_record() {
    let items = language();
    insta::assert_snapshot!(pages(&find(&items, "days_between").unwrap(), Lang::En, 80), @r#"
    days_between (in Swedish dagar_mellan): function of conditions
      Whole days from the first day to the second; negative where the second is
      earlier.
      Written: days_between(day, day)
      Returns: a whole number
      Example:
        dagar_mellan(p.d, datum("2013-01-31")) <= 14
        gives false for {"d":"2013-01-01"}
    "#);
}

#[test]
fn a_page_of_a_reading_lists_its_alternatives() {
    let items = of_stockholm();
    insta::assert_snapshot!(pages(&find(&items, "åldersgräns").unwrap(), Lang::Sv, 80), @r#"
    åldersgräns: tolkning i stockholm/kvinnofrid@2012-2014
      Från vilken ålder räknas någon till målgrupperna kvinnor och män? S3 anger kön
      och relation men ingen ålder. Operation Kvinnofrid (OK0) och Kolada räknar
      från 18 år, men en sextonåring med en våldsam partner kan vara både flicka och
      kvinna.
      Skrivs: vald("åldersgräns")
      Typ: ett av alternativen; om inget annat sägs `vuxna`
        vuxna  18 år eller äldre
        alla   alla åldrar
      Står i: rules/stockholm/kvinnofrid/2012-2014/10-tolkningar.rhai:6
      Exempel:
        vald("åldersgräns") == "vuxna"
    "#);
}
