//! Invariants of every shipped edition: every statement is supported by a source or a reading, every system in the
//! table of `rules/README.md` is covered, and what the sources lack is reported as missing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on fails")]

use kvinnofrid::model::{Choice, Citation, Lack};
use kvinnofrid::words::Word;
use kvinnofrid::{Date, Edition, Lang, Options, Period, Rules};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

fn editions() -> Vec<Arc<Edition>> {
    let programmes = Rules::embedded().programmes();
    programmes.iter().flat_map(|programme| programme.editions().to_vec()).collect()
}

/// Returns everything in an edition that a source or a reading must support, with its citation.
fn statements(edition: &Edition) -> Vec<(String, Option<Citation>)> {
    let (head, model) = (edition.head(), edition.model());
    let mut all = vec![("utgåva".to_owned(), head.citation.clone())];
    all.extend(head.sections.iter().map(|it| (format!("avsnitt {}", it.name), it.citation.clone())));
    all.extend(head.lacks.iter().map(|it| (format!("saknas {}", it.name().0), it.citation.clone())));
    macro_rules! each {
        ($word:literal, $items:expr) => {
            all.extend($items.iter().map(|it| (format!("{} {}", $word, it.id), it.citation.clone())))
        };
    }
    each!("målgrupp", model.groups);
    each!("mål", model.goals);
    each!("indikator", model.indicators);
    each!("gruppering", model.groupings);
    let publications = model.indicators.iter().filter_map(|it| Some((&it.id, it.publication.as_ref()?)));
    all.extend(publications.map(|(id, it)| (format!("publicerad {id}"), it.citation.clone())));
    each!("aktivitet", model.activities);
    each!("rutin", model.routines);
    each!("instrument", model.instruments);
    each!("resurs", model.resources);
    for parameter in &model.parameters {
        for (from, _, citation) in &parameter.values {
            all.push((format!("parameter {} från {from}", parameter.id), citation.clone()));
        }
    }
    all
}

#[test]
fn every_statement_is_carried_by_a_passage_or_a_reading() {
    for edition in editions() {
        for (what, citation) in statements(&edition) {
            let citation = citation.unwrap_or_else(|| panic!("{}: {what} cites nothing", edition.id()));
            let wording = edition.model().wording(&citation).unwrap_or_default();
            assert!(!wording.trim().is_empty(), "{}: {what} cites what says nothing", edition.id());
        }
    }
}

/// The sources that all editions share.
const SHARED_SOURCES: [&str; 4] = ["Lag", "SoL-20-2", "Föreskrifter", "Åldersgrupper"];

/// Every source is cited, or named in a text for readers.
#[test]
fn every_source_is_cited_or_named() {
    let mut unused: Option<BTreeSet<String>> = None;
    for edition in editions() {
        let (head, model) = (edition.head(), edition.model());
        let cited: BTreeSet<String> = statements(&edition)
            .into_iter()
            .filter_map(|(_, citation)| match citation {
                Some(Citation::Passage { source, .. }) => Some(source),
                _ => None,
            })
            .collect();
        let readings = model.interpretations.iter().map(|reading| reading.why.as_str());
        let texts: Vec<&str> = readings.chain(head.adopted.as_deref()).chain(head.note.as_deref()).collect();
        let here: BTreeSet<String> = model
            .sources
            .iter()
            .filter(|source| {
                !cited.contains(&source.id) && !texts.iter().any(|text| text.contains(&source.id))
            })
            .map(|source| source.id.clone())
            .collect();
        // A shared source need be used in one edition only.
        unused = Some(unused.map_or(here.clone(), |before| before.intersection(&here).cloned().collect()));
        let own: Vec<&String> = here.iter().filter(|id| !SHARED_SOURCES.contains(&id.as_str())).collect();
        assert!(own.is_empty(), "{}: nothing stands on {own:?}", edition.id());
    }
    assert_eq!(unused, Some(BTreeSet::new()));
}

#[test]
fn every_reading_says_which_sources_leave_it_open() {
    for edition in editions() {
        let model = edition.model();
        for reading in &model.interpretations {
            let named = model.sources.iter().any(|source| reading.why.contains(&source.id));
            let said = named || reading.why.to_lowercase().contains("käll");
            assert!(said, "{}: {} does not say where the question comes from", edition.id(), reading.id);
            assert!(reading.number.is_some(), "{}: {} has no number", edition.id(), reading.id);
        }
    }
}

/// A reading's number is unique within an edition, since people refer to it by number.
#[test]
fn no_two_readings_of_an_edition_have_the_same_number() {
    for edition in editions() {
        let mut numbers = BTreeSet::new();
        for reading in &edition.model().interpretations {
            let number = reading.number.as_deref().unwrap();
            assert!(numbers.insert(number), "{}: {number} is the number of two readings", edition.id());
        }
    }
}

/// The same reading has the same number in every edition, so that editions can be compared.
#[test]
fn a_reading_has_the_same_number_wherever_it_is_declared() {
    let mut numbers = std::collections::BTreeMap::new();
    for edition in editions() {
        for reading in &edition.model().interpretations {
            let number = reading.number.clone().unwrap();
            let first = numbers.entry(reading.id.clone()).or_insert_with(|| number.clone());
            // The validity reading is specific to each edition.
            if reading.id != "giltighet" {
                assert_eq!(*first, number, "{}: {}", edition.id(), reading.id);
            }
        }
    }
}

/// For every alternative that is not the default there is an example that selects it.
#[test]
fn every_alternative_of_every_reading_has_an_example() {
    let mut lacking = Vec::new();
    for edition in editions() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules").join(edition.id().replace('@', "/"));
        let text = rule_text(&folder);
        let switched: Vec<&str> =
            text.split("läsningar: #{").skip(1).filter_map(|rest| rest.split('}').next()).collect();
        let model = edition.model();
        let changing = model.interpretations.iter().filter(|reading| reading.without_effect.is_none());
        for reading in changing.filter(|reading| !LINKS.contains(&reading.id.as_str())) {
            for (place, (alternative, _)) in reading.alternatives.iter().enumerate() {
                let line = format!("{}: \"{alternative}\"", reading.id);
                let shown =
                    switched.iter().any(|switched| switched.split(", ").any(|one| one.trim() == line));
                if place != reading.chosen && !shown {
                    lacking.push(format!("{}: {line}", edition.id()));
                }
            }
        }
    }
    assert_eq!(lacking, Vec::<String>::new());
}

/// Readings that decide no single record's result: when an edition is in force, how old contact data may be, the fewest
/// answers for an unmarked share, and the goal of an indicator.
const LINKS: [&str; 6] =
    ["giltighet", "första_dagen", "övergången", "kontakters_ålder", "minsta_antal", "målkoppling"];

/// Returns every shipped rule file, as one text.
fn rule_text(folder: &Path) -> String {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let read = |path: &std::path::PathBuf| match path.is_dir() {
        true => rule_text(path),
        false => std::fs::read_to_string(path).unwrap(),
    };
    entries.iter().map(read).collect()
}

/// Every parameter that changes by law is used by a rule, or states why none uses it.
#[test]
fn every_parameter_is_asked_for_or_says_why_not() {
    let rules = rule_text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules"));
    let mut asked = 0;
    for parameter in &editions()[0].model().parameters {
        let is_asked = rules.contains(&format!("gällande(\"{}\"", parameter.id));
        assert_ne!(is_asked, parameter.without_effect.is_some(), "{}", parameter.id);
        asked += usize::from(is_asked);
    }
    assert_eq!(asked, 4);
}

/// Quotations from sources are whole sentences, or the words of a title, a heading or a list.
#[test]
fn passages_of_law_are_whole_sentences() {
    let edition = &editions()[0];
    for source in edition.model().sources.iter().filter(|it| SHARED_SOURCES[..3].contains(&it.id.as_str())) {
        for (passage, wording) in &source.passages {
            assert!(wording.ends_with('.') && wording.contains(' '), "{}, {passage}: {wording}", source.id);
        }
    }
}

/// An edition without indicators states why, and requesting a report from it fails with that reason and its source.
#[test]
fn what_the_sources_do_not_hold_is_answered_with_why_and_where() {
    let mut lacking = 0;
    for edition in editions().iter().filter(|edition| edition.model().indicators.is_empty()) {
        let options =
            Options { periods: vec![Period::day(edition.head().in_force.start)], ..Options::default() };
        let error = edition.counter(&options).unwrap_err().message(Lang::Sv);
        let lack = edition.head().lacks.iter().find(|lack| lack.name().0 == "indikatorer").unwrap();
        let Some(Citation::Passage { source, passage }) = &lack.citation else { panic!("{error}") };
        assert!(error.contains("har inga indikatorer"), "{error}");
        assert!(error.contains(source.as_str()) && error.contains(passage.as_str()), "{error}");
        lacking += 1;
    }
    assert_eq!(lacking, 6);
    let plan = Rules::embedded().programme("solna/handlingsplan").unwrap().edition("2021").unwrap();
    let error =
        plan.classifier(&Options { periods: vec![Period::parse("2022").unwrap()], ..Options::default() });
    assert!(error.unwrap_err().message(Lang::En).contains("has no target_groups"));
}

/// An edition has declarations of every kind, or states why its sources give none.
#[test]
fn every_edition_declares_each_kind_or_says_why_not() {
    for edition in editions() {
        let model = edition.model();
        for (name, _, word) in Lack::NAMES {
            let declared = match word {
                Word::TargetGroup => model.groups.len(),
                Word::Goal => model.goals.len(),
                Word::Indicator => model.indicators.len(),
                Word::Activity => model.activities.len(),
                Word::Routine => model.routines.len(),
                Word::Instrument => model.instruments.len(),
                _ => model.resources.len(),
            };
            let says = edition.head().lacks.iter().any(|lack| lack.what == *word);
            assert!(declared > 0 || says, "{} has no {name} and does not say why", edition.id());
        }
    }
}

#[test]
fn asking_a_case_for_what_an_edition_has_not_says_so_beside_the_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/arende.json");
    let case = root.to_str().unwrap();
    let asked = ["classify", case, "--with", "routines,instruments"];
    let (code, out, err) =
        kvinnofrid(&[&asked[..], &["--programme", "stockholm/kvinnofrid", "--on", "2025-08-20"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("\"instruments\":[]") && out.contains("förhandsbedömning"), "{out}");
    assert!(
        err.starts_with("varning: utgåvan `stockholm/kvinnofrid@2021-2025` har inga instrument: "),
        "{err}"
    );
    assert_eq!(err.lines().count(), 1, "{err}");
    // If there are no target groups either, this is the whole message.
    let (code, out, err) = kvinnofrid(
        &[&asked[..3], &["routines", "--programme", "solna/handlingsplan", "--on", "2022-01-01"]].concat(),
    );
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("har inga rutiner: S4 återger exempel på aktiviteter"), "{err}");
}

fn in_force(on: &str, readings: &[(&str, &str)]) -> Result<String, String> {
    let programme = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
    let readings = readings.iter().map(|(id, to)| ((*id).to_owned(), (*to).to_owned())).collect();
    let options = Options { on: Date::parse(on), readings, ..Options::default() };
    match programme.choose(None, &options) {
        Ok(edition) => Ok(edition.head().edition.clone()),
        Err(error) => Err(error.message(Lang::Sv)),
    }
}

#[test]
fn every_day_of_the_line_has_its_edition_or_a_gap_that_names_its_neighbours() {
    for (day, edition) in [
        ("2007-04-30", "2007-2010"),
        ("2010-12-31", "2007-2010"),
        ("2012-01-01", "2012-2014"),
        ("2014-12-31", "2012-2014"),
        ("2017-01-01", "2017-2020"),
        ("2020-12-31", "2017-2020"),
        ("2021-01-01", "2021-2025"),
        ("2025-12-31", "2021-2025"),
    ] {
        assert_eq!(in_force(day, &[]).as_deref(), Ok(edition), "{day}");
    }
    let gap = in_force("2015-06-01", &[]).unwrap_err();
    assert!(gap.contains("närmast före: 2012-2014") && gap.contains("närmast efter: 2017-2020"), "{gap}");
    let gap = in_force("2011-06-01", &[]).unwrap_err();
    assert!(gap.contains("närmast före: 2007-2010") && gap.contains("närmast efter: 2012-2014"), "{gap}");
    let after = in_force("2026-06-01", &[]).unwrap_err();
    assert!(after.contains("närmast efter: ingen"), "{after}");
}

/// One source says that the first programme was adopted in April 2007, another that it was in force from 2006.
#[test]
fn the_first_day_of_the_first_programme_is_a_reading() {
    let before = in_force("2006-06-01", &[]).unwrap_err();
    assert!(before.ends_with("; 2007-2010 gäller då med första_dagen=året_före"), "{before}");
    assert_eq!(in_force("2006-06-01", &[("första_dagen", "året_före")]).as_deref(), Ok("2007-2010"));
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2007-2010").unwrap();
    assert!(matches!(edition.head().in_force_by, Choice::According(..)));
}

#[test]
fn a_reading_without_effect_is_told_but_not_switched() {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2021-2025").unwrap();
    let mut options = Options { periods: vec![Period::parse("2022").unwrap()], ..Options::default() };
    options.readings.insert("äldre".into(), "från_65".into());
    let error = edition.classifier(&options).unwrap_err().message(Lang::Sv);
    assert!(
        error.starts_with("tolkningen `äldre` kan inte bytas, för ingen regel beror på den: "),
        "{error}"
    );
    // It is not in a receipt either, which lists only deciding readings.
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() };
    let counted = edition.counter(&options).unwrap().into_partial();
    let idle = edition.model().interpretations.iter().filter(|reading| reading.without_effect.is_some());
    assert!(idle.clone().count() > 0);
    assert!(idle.into_iter().all(|reading| !counted.header().readings.contains_key(&reading.id)));
    assert!(counted.header().readings.contains_key("åldersgräns"));
}

fn kvinnofrid(args: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = kvinnofrid_cli::Streams {
        stdin: &mut std::io::empty(),
        stdout: &mut out,
        stderr: &mut err,
        terminal: kvinnofrid_cli::Terminal::default(),
    };
    let code = kvinnofrid_cli::run([&["kvinnofrid"], args].concat(), streams);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn every_row_of_the_table_of_programmes_answers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = std::fs::read_to_string(root.join("rules/README.md")).unwrap();
    let table = readme.split("## What is shipped").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut answered = BTreeSet::new();
    for line in table.lines().filter(|line| line.contains("| `kvinnofrid ")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let command = cells[3].trim_matches('`').strip_prefix("kvinnofrid ").unwrap();
        let files: Vec<String> = command
            .split(' ')
            .map(|part| match part.starts_with("examples/") {
                true => root.join(part).display().to_string(),
                false => part.to_owned(),
            })
            .collect();
        let (code, out, err) = kvinnofrid(&files.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(code, 0, "{command}: {err}");
        assert!(!out.is_empty(), "{command}");
        answered.insert(cells[1].trim_matches('`').to_owned());
    }
    assert_eq!(answered, editions().iter().map(|edition| edition.id()).collect());
}

#[test]
fn a_day_in_a_gap_names_it_and_its_neighbours() {
    let (code, out, err) = kvinnofrid(&["programmes", "--on", "2015-06-01"]);
    assert_eq!((code, out.as_str()), (2, ""));
    let said = "ingen utgåva av `stockholm/kvinnofrid` gäller 2015-06-01; närmast före: 2012-2014 \
                (2012-01-01/2014-12-31), närmast efter: 2017-2020 (2017-01-01/2020-12-31)";
    assert!(err.contains(said), "{err}");
}

#[test]
fn an_edition_has_a_page_with_its_passages_and_what_is_missing() {
    let (code, page, _) = kvinnofrid(&["programmes", "--programme", "solna/handlingsplan@2021"]);
    assert_eq!(code, 0);
    for part in
        ["antagen: Socialnämnden", "S4, Aktivitet 2", "Det källorna inte ger", "indikatorer: S4 nämner inga"]
    {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
}
