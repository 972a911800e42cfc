use super::With;
use crate::date::Date;
use crate::edition::Edition;
use crate::model::{RbsQuestion, Validity};
use crate::rules::Rules;
use std::sync::Arc;

/// A small edition with a routine for each anmälan, as `20 kap. 2 § SoL` has it, and one of each of the rest.
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
    // Nobody knows when it was checked.
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
