//! Edited copies of the edition 2012–2014.

mod keys;

use super::*;
use crate::Options;
use crate::data::input::{InputFormat, JsonRecords};
use crate::findings::text::Lang;
use crate::present::output::short_period;
use crate::sample::{Sample, SampleOptions};

const ID: &str = "stockholm/kvinnofrid@2012-2014";

/// Returns the files of the edition, with each text replaced by the other.
fn files(edits: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let rules = Rules::embedded();
    let sources = rules.sources();
    let mut files = Vec::new();
    let mut made = vec![false; edits.len()];
    for source in sources.ids() {
        let name = sources.name(source).trim_start_matches("rules/").to_owned();
        let own = name.starts_with("stockholm/kvinnofrid/2012-2014/") || name.starts_with("gemensamt/");
        if !own || name.contains(".exempel.") {
            continue;
        }
        let mut text = sources.text(source).to_owned();
        for ((old, new), made) in edits.iter().zip(&mut made) {
            *made |= text.contains(old);
            text = text.replace(old, new);
        }
        files.push((name, text.into_bytes()));
    }
    assert!(made.iter().all(|made| *made), "an edit finds nothing: {edits:?}");
    files
}

fn edition(files: Vec<(String, Vec<u8>)>) -> Arc<Edition> {
    let rules = Rules::from_files(files);
    match rules.programme("stockholm/kvinnofrid").and_then(|programme| programme.edition("2012-2014")) {
        Ok(edition) => edition,
        Err(error) => panic!("{error:?}"),
    }
}

fn edited(edits: &[(&str, &str)]) -> Arc<Edition> {
    edition(files(edits))
}

fn options() -> DiffOptions {
    DiffOptions { periods: vec![Period::parse("2013").unwrap()], ..DiffOptions::default() }
}

fn diff(edits: &[(&str, &str)]) -> Diff {
    Diff::of_editions(&edited(&[]), &edited(edits), &options()).unwrap()
}

/// Returns each change as a line: what, id, part, how and the verdict.
fn lines(diff: &Diff) -> Vec<String> {
    let line = |change: &Change| {
        let part = change.part.map(|part| format!(" {part}")).unwrap_or_default();
        let verdict = change.meaning.as_ref().map(|m| format!(" {}", m.verdict.name())).unwrap_or_default();
        format!("{} {}{part}: {}{verdict}", change.what, change.id, change.kind.name())
    };
    diff.changes.iter().map(line).collect()
}

#[test]
fn a_lower_age_limit_is_looser_wherever_it_reaches() {
    let diff = diff(&[(">= 18", ">= 16")]);
    let verdicts: Vec<(&str, Verdict)> =
        diff.of_conditions().map(|c| (c.id.as_str(), c.meaning.as_ref().unwrap().verdict)).collect();
    assert!(verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Looser), "{verdicts:?}");
    let ids: std::collections::BTreeSet<&str> = verdicts.iter().map(|(id, _)| *id).collect();
    let wanted = [
        "kvinnor",
        "kvinnor-deltagit",
        "kvinnor-erbjudna",
        "kvinnor-kunskap",
        "kvinnor-kända",
        "kvinnor-trygga",
        "män",
        "män-deltagit",
        "män-erbjudna",
        "män-kunskap",
        "män-samtycke",
    ];
    assert_eq!(ids.into_iter().collect::<Vec<_>>(), wanted);
    let women = diff.of_conditions().next().unwrap();
    assert_eq!(women.kind, ChangeKind::RestsOn(vec!["fn vuxen".into()]));
    let witness = &women.meaning.as_ref().unwrap().witnesses[0];
    assert_eq!(
        witness.record.to_string(),
        r#"{"kön":"kvinna","födelsedatum":"1997-01-01","våld":[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation","relation":"make_maka","från":"2013-01-01"}]}"#
    );
    assert_eq!((&witness.before, &witness.after), (&false.into(), &true.into()));
    assert_eq!(
        witness.sentence.get(Lang::Sv),
        "En post (person) med kön kvinna, födelsedatum 1997-01-01, våld [roll våldsutsatt, kategori våld_i_nära_relation, \
         relation make_maka, från 2013-01-01], 2013: nej före ändringen, ja efter."
    );
    assert_eq!(lines(&diff)[0], "function vuxen: changed looser");
}

#[test]
fn the_last_day_of_the_period_is_the_witness_of_a_narrower_comparison() {
    let diff = diff(&[("p.känd_sedan <= period.slut", "p.känd_sedan < period.slut")]);
    assert_eq!(lines(&diff), ["indicator kvinnor-kända count: changed stricter"]);
    let witness = &diff.changes[0].meaning.as_ref().unwrap().witnesses[0];
    assert_eq!(witness.record["känd_sedan"], "2013-12-31");
    assert_eq!((&witness.before, &witness.after), (&true.into(), &false.into()));
}

#[test]
fn a_refactoring_is_equivalent_everywhere() {
    let diff = diff(&[(
        "fn räknas(v) {\n    våld_av_rätt_slag(v) && våld_i_rätt_tid(v) && i_nära_relation(v) && visst_nog(v)\n}",
        "fn räknas(v) {\n    !(!slag_och_tid(v) || !krets_och_visshet(v))\n}\n\
         fn slag_och_tid(v) { våld_av_rätt_slag(v) && våld_i_rätt_tid(v) }\n\
         fn krets_och_visshet(v) { if visst_nog(v) { i_nära_relation(v) } else { i_nära_relation(v) && visst_nog(v) } }",
    )]);
    let conditions: Vec<&Change> = diff.of_conditions().collect();
    assert!(conditions.len() > 15, "{:?}", lines(&diff));
    for change in conditions {
        let meaning = change.meaning.as_ref().unwrap();
        assert_eq!(
            (meaning.verdict, meaning.default),
            (Verdict::Equivalent, Verdict::Equivalent),
            "{}",
            change.id
        );
        assert!(meaning.witnesses.is_empty());
    }
    assert_eq!(
        lines(&diff)[..3],
        [
            "function räknas: changed equivalent",
            "function krets_och_visshet: added",
            "function slag_och_tid: added"
        ]
    );
}

#[test]
fn comments_and_line_breaks_are_no_change() {
    let diff = diff(&[("fn vuxen(p, dag) {\n    ålder", "fn vuxen(p, dag) { // arton år\n\n\n    ålder")]);
    assert!(diff.changes.is_empty(), "{:?}", lines(&diff));
}

#[test]
fn what_only_another_reading_shows_is_in_the_verdict_but_not_in_the_default_one() {
    let diff = diff(&[(
        "vald(\"insatsens_orsak\") == \"alla\" || i.orsak_våld",
        "vald(\"insatsens_orsak\") == \"alla\" || i.orsak_våld || i.pågår",
    )]);
    let change = diff.of_conditions().find(|change| change.id == "kvinnor-erbjudna").unwrap();
    let meaning = change.meaning.as_ref().unwrap();
    assert_eq!((meaning.verdict, meaning.default), (Verdict::Looser, Verdict::Looser));
    let diff = self::diff(&[(
        "vald(\"deltagande\") == \"deltagit\" || i.tillfällen >= 1",
        "vald(\"deltagande\") == \"deltagit\" || i.tillfällen >= 2",
    )]);
    let change = diff.of_conditions().find(|change| change.id == "kvinnor-deltagit").unwrap();
    let meaning = change.meaning.as_ref().unwrap();
    assert_eq!((meaning.verdict, meaning.default), (Verdict::Stricter, Verdict::Equivalent));
    assert_eq!(meaning.witnesses[0].readings["deltagande"], "minst_ett_tillfälle");
}

#[test]
fn declarations_are_added_removed_renamed_moved_and_reworded() {
    let mut changed = files(&[
        ("målgrupp(\"män\"", "målgrupp(\"män-utövare\""),
        ("målgrupp: \"män\"", "målgrupp: \"män-utövare\""),
        (
            "namn: \"Antal kvinnor i målgruppen som erbjudits insatser av socialtjänsten\"",
            "namn: \"Antal erbjudna\"",
        ),
    ]);
    // A function moves to another file, and one is added.
    let function = "fn erbjuden(i) {\n    i.erbjuden in period\n}\n";
    for (name, bytes) in &mut changed {
        let text = String::from_utf8(bytes.clone()).unwrap();
        if name.ends_with("15-funktioner.rhai") {
            *bytes = text.replace(function, "").into_bytes();
        }
        if name.ends_with("20-malgrupper.rhai") {
            *bytes = (text + function).into_bytes();
        }
    }
    let diff = Diff::of_editions(&edited(&[]), &edition(changed), &options()).unwrap();
    let lines: Vec<String> = lines(&diff).into_iter().filter(|line| !line.contains("goal")).collect();
    assert!(lines.contains(&"target_group män-utövare: renamed".to_owned()), "{lines:?}");
    assert!(lines.contains(&"indicator kvinnor-erbjudna: reworded".to_owned()), "{lines:?}");
    assert!(lines.contains(&"function erbjuden: moved".to_owned()), "{lines:?}");
    assert!(
        diff.of_conditions().all(|c| c.meaning.as_ref().unwrap().verdict == Verdict::Equivalent),
        "{lines:?}"
    );
}

#[test]
fn renamed_fields_are_the_same_by_a_correspondence() {
    let old = edited(&[]);
    let new = edited(&[("känd_sedan", "aktuell_sedan")]);
    let without = Diff::of_editions(&old, &new, &options()).unwrap();
    let verdict = |diff: &Diff| {
        diff.of_conditions().find(|c| c.id == "kvinnor-kända").unwrap().meaning.as_ref().unwrap().verdict
    };
    assert_eq!(verdict(&without), Verdict::Different);
    let renamed = [("känd_sedan".to_owned(), "aktuell_sedan".to_owned())].into();
    let with = Diff::of_editions(&old, &new, &DiffOptions { renamed, ..options() }).unwrap();
    assert_eq!(verdict(&with), Verdict::Equivalent);
    let renamed = [("känd_seden".to_owned(), "aktuell_sedan".to_owned())].into();
    let error = Diff::of_editions(&old, &new, &DiffOptions { renamed, ..options() }).unwrap_err();
    assert!(error.message(Lang::En).contains("was `känd_sedan` meant?"), "{error}");
    let renamed = [("känd_sedan".to_owned(), "aktuel_sedan".to_owned())].into();
    let error = Diff::of_editions(&old, &new, &DiffOptions { renamed, ..options() }).unwrap_err();
    assert!(error.message(Lang::En).contains("was `aktuell_sedan` meant?"), "{error}");
}

#[test]
fn who_moves_is_counted_by_breakdown() {
    let (old, new) = (edited(&[]), edited(&[(">= 18", ">= 16")]));
    let sample =
        Sample::new(SampleOptions { persons: 600, affected_per_mille: 900, ..SampleOptions::default() })
            .unwrap();
    let mut data = String::new();
    for person in sample.persons() {
        person.write_json(&mut data);
        data.push('\n');
    }
    let call = Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["kön".into()],
        ..Options::default()
    };
    let track = |edition: &Arc<Edition>| {
        let mut tracker = Tracker::new(Arc::clone(edition), &call).unwrap();
        let mut records = JsonRecords::new(data.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
        tracker.add_all(&mut records).unwrap();
        tracker
    };
    // Who moves does not need to know what changed.
    let diff = Diff::of_editions(&old, &old, &options()).unwrap();
    let diff = diff.with_moves(&track(&old), &track(&new), &BTreeMap::new()).unwrap();
    let moves = diff.moves.as_ref().unwrap();
    let total = moves.rows.iter().find(|row| row.id == "kvinnor" && row.strata.is_empty()).unwrap();
    assert!(total.from_to[0][2] > 0 && total.from_to[2][0] == 0, "{total:?}");
    // What moves are the figures' differences.
    let count = |edition: &Arc<Edition>| {
        let mut classifier = edition.classifier(&call).unwrap();
        let mut belongs =
            |line: &str| classifier.classify(line.as_bytes(), 1).unwrap().groups[0].1 == Some(true);
        data.lines().filter(|line| belongs(line)).count() as u64
    };
    assert_eq!((total.before().0, total.after().0), (count(&old), count(&new)));
    let of_women =
        moves.rows.iter().find(|row| row.id == "kvinnor" && row.strata == [Some("kvinna".into())]).unwrap();
    assert_eq!(of_women.from_to[0][2], total.from_to[0][2]);
    let json = diff.to_json();
    assert_eq!(json["moves"]["rows"][0]["kön"], "Totalt");
    assert!(diff.to_text(Lang::Sv).contains("Vilka som flyttar"));
    assert!(diff.to_html(Lang::En).contains("Who moves"));
}

#[test]
fn editions_are_matched_by_id_and_those_without_a_match_are_named() {
    let all = Rules::embedded();
    let one = Rules::from_files(files(&[]));
    let of = |rules| super::editions(rules, Some("stockholm/kvinnofrid")).unwrap();
    let diff = Diff::between(&of(&one), &of(&all), &DiffOptions::default()).unwrap();
    assert_eq!(
        lines(&diff),
        ["2007-2010", "2017-2020", "2021-2025"].map(|e| format!("edition stockholm/kvinnofrid@{e}: added"))
    );
    assert_eq!(diff.editions[0].old.id, ID);
    let years: Vec<String> = diff.editions[0].periods.iter().map(|period| short_period(*period)).collect();
    assert_eq!(years, ["2012", "2013", "2014"]);
}

#[test]
fn a_changed_function_has_a_verdict_over_what_it_is_asked_of() {
    let diff = diff(&[(">= 18", ">= 16")]);
    let adult = &diff.changes[0];
    assert_eq!(lines(&diff)[0], "function vuxen: changed looser");
    let witness = &adult.meaning.as_ref().unwrap().witnesses[0];
    assert_eq!(witness.record.to_string(), r#"{"födelsedatum":"1997-01-01"}"#);
    assert_eq!(adult.at.as_ref().map(Place::short_file), Some("gemensamt/20-funktioner.rhai"));
    // One that is asked of the elements of a list.
    let diff = self::diff(&[(
        "fn räknas(v) {\n    våld_av_rätt_slag(v) &&",
        "fn räknas(v) {\n    våld_av_rätt_slag(v) && v.till != () &&",
    )]);
    assert_eq!(lines(&diff)[0], "function räknas: changed stricter");
    let witness = &diff.changes[0].meaning.as_ref().unwrap().witnesses[0];
    assert_eq!(witness.element.as_deref(), Some("våld[0]"));
    assert_eq!((&witness.before, &witness.after), (&true.into(), &false.into()));
}

#[test]
fn what_a_function_answers_nobody_is_not_compared() {
    let unused = "fn ovidkommande(p) { p.kön == \"man\" }";
    let rules = |text: &str| {
        let mut files = files(&[]);
        files.push(("stockholm/kvinnofrid/2012-2014/99.rhai".into(), text.as_bytes().to_vec()));
        edition(files)
    };
    let (old, new) = (rules(unused), rules(&unused.replace("\"man\"", "\"kvinna\"")));
    let diff = Diff::of_editions(&old, &new, &options()).unwrap();
    assert_eq!(lines(&diff), ["function ovidkommande: changed"]);
}

#[test]
fn codes_that_one_edition_has_are_said_to_be_left_out() {
    let renamed = [("\"make_maka\"", "\"gift\"")];
    let found = diff(&renamed);
    let left_out = &found.editions[0].one_sided;
    assert_eq!(
        left_out,
        &[vec!["våld.relation:make_maka".to_owned()], vec!["våld.relation:gift".to_owned()]]
    );
    let text = found.to_text(Lang::Sv);
    assert!(text.contains("skriv `--renamed våld.relation:make_maka=NYTT`"), "{text}");
    assert!(text.contains("post våld: ändrad (relation)"), "{text}");
    let corresponding = [("våld.relation:make_maka".to_owned(), "gift".to_owned())].into();
    let options = DiffOptions { renamed: corresponding, ..options() };
    let found = Diff::of_editions(&edited(&[]), &edited(&renamed), &options).unwrap();
    assert_eq!(found.editions[0].one_sided, [Vec::<String>::new(), Vec::new()]);
    assert_eq!(found.to_json()["editions"][0].get("only_old"), None);
}

#[test]
fn what_a_condition_rests_on_is_said_in_the_words_of_rule_files() {
    let text = diff(&[("valt: \"vuxna\"", "valt: \"alla\"")]).to_text(Lang::Sv);
    assert!(text.contains("målgrupp kvinnor: vilar på tolkning åldersgräns – vidare"), "{text}");
}

#[test]
fn a_condition_rests_on_what_changed_and_on_nothing_else() {
    let diff = diff(&[(
        "ställe: \"Målgrupp 3, rad 1\", målgrupp: \"män\"",
        "ställe: \"Målgrupp 3, rad 1\", målgrupp: \"kvinnor\"",
    )]);
    let change = diff.of_conditions().next().unwrap();
    assert_eq!(change.kind, ChangeKind::RestsOn(vec!["target_group kvinnor".into()]));
}
