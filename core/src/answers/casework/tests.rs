use super::With;
use crate::answers::classify::Classification;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use crate::language::date::{Date, Period};
use crate::language::model::{RbsQuestion, Validity};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A small edition with a routine for each anmälan, as in `20 kap. 2 § SoL`, and one item of every other kind.
const RULES: &str = r#"
utgåva("stad/program@2025", #{
    revision: "1.0.0", titel: "Program", gäller: period("2025-01-01", "2026-12-31"), status: "utkast",
    kontakt_giltig_dagar: 365,
});
källa("S", #{ titel: "Källa", ställen: #{ "1": "Kvinnor", "2": "Rutiner" } });
tolkning("rbs_frågor", #{
    fråga: "Vilken av RBS frågor svarar indikatorn på?", varför: "Källan säger inte det",
    alternativ: #{ hur_mycket: "hur mycket", hur_bra: "hur bra" }, valt: "hur_mycket",
});
målgrupp("kvinnor", #{ namn: "Kvinnor", källa: "S", ställe: "1", post: "person", villkor: |p| p.kön == "kvinna" });
mål("trygghet", #{ namn: "Kvinnor är trygga", källa: "S", ställe: "1", målgrupp: "kvinnor" });
indikator("kända", #{
    namn: "Antal kända", källa: "S", ställe: "1", målgrupp: "kvinnor", mål: "trygghet",
    antal: |p| p.känd_sedan <= period.slut,
    rbs: #{ fråga: enligt("rbs_frågor", #{ hur_mycket: "hur_mycket", hur_bra: "hur_bra" }), tolkning: "rbs_frågor" },
});
rutin("förhandsbedömning", #{
    namn: "Besluta om utredning ska inledas", källa: "S", ställe: "2", post: "person", ansvariga: ["socialnämnden"],
    villkor: |p| p.anmälningar.filter(|a| a.inkom <= period.slut && a.orsak_våld),
    klar: |a| a.beslutsdatum <= period.slut,
    senast: |a| dagar_efter(a.inkom, 14),
});
rutin("skydd", #{
    namn: "Fråga om skyddade personuppgifter", källa: "S", ställe: "2", post: "person",
    villkor: |p| p.våld.some(|v| v.pågående),
    klar: |p| p.skyddade_personuppgifter != (),
});
rutin("kontakt", #{ namn: "Håll kontakt", källa: "S", ställe: "2", post: "person" });
instrument("freda", #{
    namn: "FREDA", källa: "S", ställe: "2", post: "person", för: "att fråga om våld",
    villkor: |p| p.våld.some(|v| v.roll == "våldsutsatt") && ålder(p.födelsedatum, period.slut) >= 18,
    delar: [#{ namn: "FREDA-kortfrågor", anmärkning: "att fråga" }, #{ namn: "FREDA-beskrivning", tolkning: "rbs_frågor" }],
    nivåer: ["låg", "medel", "hög"],
});
aktivitet("samverkan", #{
    namn: "Samverka", källa: "S", ställe: "2", ansvariga: ["socialnämnden", "stadsdelsnämnderna"], område: "Stöd",
    mål: "trygghet", målgrupp: "kvinnor", när: "varje år", villkor: |p| p.våld.some(|v| v.pågående),
});
resurs("jour", #{
    namn: "Kvinnojour", källa: "S", ställe: "2", post: "person", villkor: |p| p.stadsdel == "Kungsholmen",
    kontakt: "jour.example", kontrollerad: "2024-06-30",
});
resurs("alla", #{ namn: "Kvinnofridslinjen", källa: "S", ställe: "2", post: "person", kontakt: "020" });
resurs("alltid", #{
    namn: "Alltid", källa: "S", ställe: "2", post: "person", giltig_dagar: (), kontrollerad: "2000-01-01",
});
"#;

fn edition() -> Arc<Edition> {
    let rules = Rules::from_files([("stad/program/2025/00.rhai".to_owned(), RULES.as_bytes().to_vec())]);
    let findings = rules.check();
    assert!(findings.is_empty(), "{findings:#?}");
    rules.programme("stad/program").unwrap().edition("2025").unwrap()
}

#[test]
fn what_is_declared_for_a_case_is_kept_with_its_meaning() {
    let edition = edition();
    let model = edition.model();
    let routine = &model.routines[0];
    assert!(routine.done.is_some() && routine.due.is_some() && routine.responsible == ["socialnämnden"]);
    assert!(model.routines[2].condition.is_none() && model.routines[2].done.is_none());
    let parts: Vec<_> = model.instruments[0].parts.iter().map(|p| (&*p.name, p.citation.is_some())).collect();
    assert_eq!(parts, [("FREDA-kortfrågor", false), ("FREDA-beskrivning", true)]);
    assert_eq!(model.instruments[0].levels, ["låg", "medel", "hög"]);
    let activity = &model.activities[0];
    assert_eq!((activity.goal, activity.group, activity.responsible.len()), (Some(0), Some(0), 2));
    let rbs = model.indicators[0].rbs.as_ref().unwrap();
    assert_eq!(rbs.question.under(&[0]), Some(&RbsQuestion::HowMuch));
    assert_eq!(rbs.question.under(&[1]), Some(&RbsQuestion::HowWell));
}

#[test]
fn contact_data_are_outdated_the_day_after_the_last_one_they_hold() {
    let edition = edition();
    let day = |text| Date::parse(text).unwrap();
    let [jour, alla, alltid] = &edition.model().resources[..] else { panic!("three resources") };
    let a_year = Validity::Days(365);
    assert_eq!(jour.is_outdated(day("2025-06-30"), a_year), Some(false));
    assert_eq!(jour.is_outdated(day("2025-07-01"), a_year), Some(true));
    assert_eq!(jour.is_outdated(day("2024-01-01"), a_year), Some(false));
    // The day of the last check is not known.
    assert_eq!(alla.is_outdated(day("2025-06-30"), a_year), None);
    assert_eq!(alltid.is_outdated(day("2025-06-30"), Validity::Unlimited), Some(false));
}

#[test]
fn what_to_tell_is_named_in_either_language() {
    let with = With::parse("routines, resurser").unwrap();
    assert_eq!(with, With { routines: true, resources: true, ..With::default() });
    assert_eq!(With::parse("rutiner,instruments,activities,resources").unwrap(), With::ALL);
    for wrong in ["", "routine", "routines,", "routines;resources"] {
        assert!(With::parse(wrong).is_err(), "{wrong}");
    }
}

/// Classifies `record` on `day` with the edition above, including casework.
fn classified(record: &str, day: &str, with: With) -> Classification {
    let options = Options { on: Date::parse(day), with, ..Options::default() };
    edition().classify(record.as_bytes(), &options).unwrap()
}

fn json(record: &str, day: &str, with: &str) -> Value {
    let with = With::parse(with).unwrap();
    serde_json::to_value(classified(record, day, with)).unwrap()
}

const TWO_REPORTS: &str = r#"{"id": "b1", "anmälningar": [
    {"inkom": "2025-07-10", "orsak_våld": true, "beslutsdatum": "2025-07-18"},
    {"inkom": "2025-08-01", "orsak_våld": true, "beslutsdatum": "2025-08-20"},
    {"inkom": "2025-08-03", "orsak_våld": false}]}"#;

#[test]
fn a_routine_of_a_list_is_left_to_do_for_each_element_that_is_not_done() {
    let routine = |day| json(TWO_REPORTS, day, "routines")["routines"][0].clone();
    // The last of the fourteen days.
    let on_time = routine("2025-08-15");
    assert_eq!(
        on_time["left"],
        json!([
            { "of": "anmälningar[1]", "applies": true, "done": false, "due": "2025-08-15", "overdue": false }
        ])
    );
    assert_eq!(
        [&on_time["applies"], &on_time["done"], &on_time["due"], &on_time["overdue"], &on_time["missing"]],
        [&json!(true), &json!(false), &json!("2025-08-15"), &json!(false), &json!([])]
    );
    assert_eq!(routine("2025-08-16")["overdue"], true);
    // Done, although late.
    let done = routine("2025-08-20");
    assert_eq!([&done["done"], &done["due"], &done["overdue"]], [&json!(true), &Value::Null, &json!(false)]);
    assert_eq!(done["left"], json!([]));
    // No report had arrived yet.
    let before = routine("2025-07-09");
    assert_eq!([&before["applies"], &before["done"]], [&json!(false), &Value::Null]);
}

#[test]
fn what_is_missing_leaves_a_routine_unknown_and_says_on_what() {
    let routine = |record| json(record, "2025-08-20", "routines")["routines"][0].clone();
    let no_list = routine(r#"{"id": "b1"}"#);
    assert_eq!(no_list["applies"], Value::Null);
    assert_eq!([&no_list["done"], &no_list["overdue"]], [&Value::Null, &Value::Null]);
    assert_eq!(no_list["missing"], json!(["anmälningar"]));

    let no_cause = routine(r#"{"anmälningar": [{"inkom": "2025-08-01", "beslutsdatum": "2025-08-25"}]}"#);
    assert_eq!(
        no_cause["left"],
        json!([
            { "of": "anmälningar[0]", "applies": null, "done": false, "due": "2025-08-15", "overdue": null }
        ])
    );
    assert_eq!(no_cause["missing"], json!(["anmälningar[0].orsak_våld"]));

    // The day of arrival is unknown, and so are the deadline and the earliest deadline of all.
    let no_day = routine(
        r#"{"anmälningar": [{"orsak_våld": true}, {"inkom": "2025-08-19", "orsak_våld": true, "beslutsdatum": "2025-09-01"}]}"#,
    );
    assert_eq!(
        [&no_day["applies"], &no_day["due"], &no_day["overdue"]],
        [&json!(true), &Value::Null, &Value::Null]
    );
    assert_eq!(no_day["left"][1]["due"], "2025-09-02");
    assert_eq!(no_day["missing"], json!(["anmälningar[0].inkom", "anmälningar[0].beslutsdatum"]));
}

#[test]
fn a_routine_of_the_record_is_done_or_left_as_a_whole() {
    let routines = |record| json(record, "2025-08-20", "routines")["routines"].clone();
    let left = routines(r#"{"våld": [{"pågående": true}], "anmälningar": []}"#);
    // Whether a field is present is always known.
    assert_eq!(left[1]["done"], false);
    assert_eq!(
        left[1]["left"],
        json!([
            { "of": null, "applies": true, "done": false, "due": null, "overdue": false }
        ])
    );
    let done = routines(r#"{"våld": [{"pågående": true}], "skyddade_personuppgifter": "ingen"}"#);
    assert_eq!([&done[1]["done"], &done[1]["left"]], [&json!(true), &json!([])]);
    let no = routines(r#"{"våld": []}"#);
    assert_eq!(
        [&no[1]["applies"], &no[1]["done"], &no[1]["left"]],
        [&json!(false), &Value::Null, &json!([])]
    );
    // Without a condition it applies to everyone; without `klar`, no record shows that it is done.
    assert_eq!(
        [&no[2]["applies"], &no[2]["done"], &no[2]["missing"]],
        [&json!(true), &Value::Null, &json!([])]
    );
}

#[test]
fn instruments_activities_and_resources_are_for_those_they_say() {
    let ask = |record| json(record, "2025-08-20", "instruments,activities,resources");
    let woman = ask(r#"{"kön": "kvinna", "födelsedatum": "1980-01-01", "stadsdel": "Kungsholmen",
            "våld": [{"roll": "våldsutsatt", "pågående": true}]}"#);
    assert_eq!(
        woman["instruments"],
        json!([
            { "id": "freda", "name": "FREDA", "applies": true, "missing": [] }
        ])
    );
    assert_eq!(woman["activities"][0]["applies"], true);
    assert_eq!(
        woman["resources"][0],
        json!({
            "id": "jour", "name": "Kvinnojour", "contact": "jour.example", "checked": "2024-06-30", "outdated": true,
            "applies": true, "missing": []
        })
    );
    assert_eq!(woman["resources"][1]["outdated"], Value::Null);
    assert_eq!(
        [&woman["resources"][2]["outdated"], &woman["resources"][2]["contact"]],
        [&json!(false), &Value::Null]
    );
    assert!(woman.get("routines").is_none());

    // An activity is for its target group only.
    let man =
        ask(r#"{"kön": "man", "stadsdel": "Farsta", "våld": [{"roll": "våldsutsatt", "pågående": true}]}"#);
    assert_eq!(man["activities"][0]["applies"], false);
    assert_eq!(man["instruments"][0]["missing"], json!(["födelsedatum"]));
    assert_eq!(
        [&man["resources"][0]["applies"], &man["resources"][1]["applies"]],
        [&json!(false), &json!(true)]
    );
}

#[test]
fn what_is_not_asked_for_is_neither_told_nor_planned() {
    let edition = edition();
    let readings = edition.readings(&BTreeMap::new()).unwrap();
    let period = Period::parse("2025").unwrap();
    let size = |with| edition.plan(period, &readings, with).unwrap().operations.len();
    let plain = size(With::default());
    assert!(size(With { instruments: true, ..With::default() }) > plain);
    assert!(size(With::ALL) > size(With { instruments: true, ..With::default() }));
    let keys = |with| {
        let json = serde_json::to_value(classified("{}", "2025-08-20", with)).unwrap();
        json.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(keys(With::default()), ["id", "groups", "missing"]);
    assert_eq!(
        keys(With::ALL),
        ["id", "groups", "missing", "routines", "instruments", "activities", "resources"]
    );
}

#[test]
fn an_edition_without_target_groups_still_says_what_is_to_be_done() {
    let text = r#"
        utgåva("stad/plan@2021", #{
            revision: "1.0.0", titel: "Plan", gäller: period("2021-01-01", "2025-12-31"), status: "endast_rubriker",
        });
        källa("S", #{ titel: "Källa", ställen: #{ "1": "FREDA" } });
        instrument("freda", #{ namn: "FREDA", källa: "S", ställe: "1", post: "person" });
    "#;
    let rules = Rules::from_files([("stad/plan/2021/00.rhai".to_owned(), text.as_bytes().to_vec())]);
    let edition = rules.programme("stad/plan").unwrap().edition("2021").unwrap();
    let ask = |with| {
        let options = Options { on: Date::parse("2022-01-01"), with, ..Options::default() };
        edition.classify(b"{}", &options)
    };
    let answer = ask(With::parse("instruments").unwrap()).unwrap();
    assert!(answer.groups.is_empty());
    assert_eq!(answer.casework.instruments.unwrap()[0].applies, Some(true));
    // It declares neither target groups nor routines to classify by.
    assert!(ask(With::default()).is_err());
    assert!(ask(With::parse("routines").unwrap()).is_err());
}

#[test]
fn people_read_what_is_left_first() {
    let record = r#"{"id": "b1", "kön": "kvinna", "födelsedatum": "1980-01-01",
        "våld": [{"roll": "våldsutsatt", "pågående": true}],
        "anmälningar": [{"inkom": "2025-08-01", "orsak_våld": true, "beslutsdatum": "2025-09-01"}]}"#;
    let answer = classified(record, "2025-08-20", With::ALL);
    insta::assert_snapshot!(edition().classification_text(&answer, Lang::Sv), @"
    post b1
      hör till kvinnor
      rutiner
        kvar: Besluta om utredning ska inledas
          ansvar: socialnämnden
          anmälningar[0], senast 2025-08-15, försenad
        kvar: Fråga om skyddade personuppgifter
        gäller: Håll kontakt
      instrument
        FREDA
          för: att fråga om våld
          delar: FREDA-kortfrågor, FREDA-beskrivning
          nivåer: låg, medel, hög
      aktiviteter
        Samverka
          ansvar: socialnämnden, stadsdelsnämnderna
          område: Stöd
          när: varje år
      vart man kan vända sig
        Kvinnofridslinjen
          020 (okänt när den kontrollerades)
        Alltid
          ingen kontaktuppgift
        kanske: Kvinnojour
          saknas: stadsdel
          jour.example (kontrollerad 2024-06-30, för länge sedan)
    ");
    insta::assert_snapshot!(edition().classification_text(&classified("{}", "2025-08-20", With::ALL), Lang::En), @"
    a record without a key
      unknown whether it belongs to kvinnor
        missing: kön
      routines
        applies: Håll kontakt
        perhaps: Besluta om utredning ska inledas
          responsible: socialnämnden
          missing: anmälningar
        perhaps: Fråga om skyddade personuppgifter
          missing: våld
      instruments
        perhaps: FREDA
          missing: födelsedatum, våld
          for: att fråga om våld
          parts: FREDA-kortfrågor, FREDA-beskrivning
          levels: låg, medel, hög
      activities
        perhaps: Samverka
          missing: kön, våld
          responsible: socialnämnden, stadsdelsnämnderna
          area: Stöd
          when: varje år
      where to turn
        Kvinnofridslinjen
          020 (unknown when it was checked)
        Alltid
          no contact
        perhaps: Kvinnojour
          missing: stadsdel
          jour.example (checked 2024-06-30, too long ago)
    ");
}
