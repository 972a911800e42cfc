use crate::answers::explain::ExplainOptions;
use crate::edition::options::Options;
use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use crate::language::date::Date;

const PLAN: &str = r#"
utgåva("stad/plan@2025", #{
    revision: "1.0.0", titel: "Plan", gäller: period("2025-01-01", "2025-12-31"), status: "endast_rubriker",
});
källa("S", #{ titel: "Planen", ställen: #{ "1": "inom 14 dagar", "2": "FREDA" } });
målgrupp("kvinnor", #{ namn: "Kvinnor", källa: "S", ställe: "1", post: "person", villkor: |p| p.kön == "kvinna" });
rutin("förhandsbedömning", #{
    namn: "Besluta om utredning", källa: "S", ställe: "1", post: "person",
    villkor: |p| p.anmälningar.filter(|a| a.orsak_våld),
    klar: |a| a.beslutsdatum <= period.slut, senast: |a| dagar_efter(a.inkom, 14),
});
rutin("skydd", #{
    namn: "Fråga om skydd", källa: "S", ställe: "1", post: "person", villkor: |p| p.våld.some(|v| v.pågående),
    klar: |p| p.skyddade_personuppgifter != (), senast: |p| dagar_efter(p.födelsedatum, 20000),
});
rutin("plan", #{ namn: "Följ planen", källa: "S", ställe: "1", post: "person", senast: |p| period.slut });
instrument("freda", #{ namn: "FREDA", källa: "S", ställe: "2", post: "person", villkor: |p| p.kön == "kvinna" });
aktivitet("samverkan", #{
    namn: "Samverka", källa: "S", ställe: "1", målgrupp: "kvinnor", villkor: |p| p.våld.some(|v| v.pågående),
});
resurs("jour", #{ namn: "Jouren", källa: "S", ställe: "1", post: "person" });
"#;

const RECORD: &str = r#"{"id": "b1", "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [{"pågående": true}],
    "anmälningar": [{"inkom": "2025-08-01", "orsak_våld": true}, {"inkom": "2025-08-02", "orsak_våld": false},
        {"inkom": "2025-08-03", "orsak_våld": true, "beslutsdatum": "2025-09-01"}]}"#;

/// Returns the reasons for `subject`, in `lang`, and the whole explanation as JSON.
fn explained(record: &str, subject: &str, lang: Lang) -> (String, serde_json::Value) {
    let file = ("stad/plan/2025/plan.rhai".to_owned(), PLAN.as_bytes().to_vec());
    let edition = Rules::from_files([file]).programme("stad/plan").unwrap().edition("2025").unwrap();
    let options = Options { on: Date::parse("2025-08-20"), ..Options::default() };
    let asked = ExplainOptions { subjects: vec![subject.into()], show_sensitive: false };
    let explanation = edition.explain(record.as_bytes(), &options, &asked).unwrap();
    (explanation.answers[0].reason.get(lang).to_owned(), explanation.to_json(lang))
}

fn reason(record: &str, subject: &str) -> String {
    explained(record, subject, Lang::Sv).0
}

#[test]
fn a_routine_of_a_list_names_what_is_left() {
    let (reason, json) = explained(RECORD, "förhandsbedömning", Lang::Sv);
    insta::assert_snapshot!(reason, @"Rutinen ”Besluta om utredning” gäller, därför att 2 under anmälningar omfattas. Kvar att göra: kanske anmälningar[0], senast 2025-08-15; anmälningar[2], senast 2025-08-17, försenad.");
    insta::assert_snapshot!(explained(RECORD, "förhandsbedömning", Lang::En).0, @"The routine “Besluta om utredning” applies, because 2 under `anmälningar` are covered. Left to do: perhaps `anmälningar[0]`, by 2025-08-15; `anmälningar[2]`, by 2025-08-17, overdue.");
    let answer = &json["answers"][0];
    assert_eq!((&answer["subject"], &answer["value"]), (&"routine".into(), &true.into()));
    assert_eq!(answer["missing"], serde_json::json!(["anmälningar[0].beslutsdatum"]));
    assert_eq!(answer["citation"], "S, 1: ”inom 14 dagar”");
    assert_eq!(answer["traces"][0]["trace"]["parts"].as_array().unwrap().len(), 3);
}

#[test]
fn a_routine_of_a_list_may_have_nothing_to_apply_to() {
    insta::assert_snapshot!(reason(r#"{"anmälningar": []}"#, "förhandsbedömning"), @"Rutinen ”Besluta om utredning” gäller inte, därför att inget är registrerat under anmälningar.");
    insta::assert_snapshot!(reason("{}", "förhandsbedömning"), @"Det går inte att veta om rutinen ”Besluta om utredning” gäller, därför att uppgift om ”anmälningar” saknas.");
    let done =
        r#"{"anmälningar": [{"inkom": "2025-08-01", "orsak_våld": true, "beslutsdatum": "2025-08-02"}]}"#;
    insta::assert_snapshot!(reason(done, "förhandsbedömning"), @"Rutinen ”Besluta om utredning” gäller, därför att 1 under anmälningar omfattas. Allt är klart.");
}

#[test]
fn a_routine_of_the_record_is_done_or_left_for_a_reason() {
    // The date of birth is masked, and so is the day computed from it.
    insta::assert_snapshot!(reason(RECORD, "skydd"), @"Rutinen ”Fråga om skydd” gäller, därför att i våld nr 1 pågående är ja. Den är kvar att göra, därför att skyddade personuppgifter saknas.");
    let done = RECORD.replace("\"kön\"", "\"skyddade_personuppgifter\": \"ingen\", \"kön\"");
    insta::assert_snapshot!(reason(&done, "skydd"), @"Rutinen ”Fråga om skydd” gäller, därför att i våld nr 1 pågående är ja. Den är klar, därför att skyddade personuppgifter är känt.");
    insta::assert_snapshot!(reason(r#"{"våld": []}"#, "skydd"), @"Rutinen ”Fråga om skydd” gäller inte, därför att inget är registrerat under våld.");
    insta::assert_snapshot!(reason(RECORD, "plan"), @"Rutinen ”Följ planen” gäller, därför att inget villkor är angivet. Sista dagen är 2025-08-20.");
}

#[test]
fn a_routine_that_can_not_be_evaluated_stands_in_the_way_of_no_other() {
    // The deadline of the plan is outside the calendar, which only fails if it is evaluated.
    let rules = PLAN.replace("senast: |p| period.slut", "senast: |p| dagar_efter(period.slut, 9000000)");
    let file = ("stad/plan/2025/plan.rhai".to_owned(), rules.into_bytes());
    let edition = Rules::from_files([file]).programme("stad/plan").unwrap().edition("2025").unwrap();
    let options = Options { on: Date::parse("2025-08-20"), ..Options::default() };
    let explain = |subject: &str| {
        let asked = ExplainOptions { subjects: vec![subject.into()], show_sensitive: false };
        edition.explain(RECORD.as_bytes(), &options, &asked)
    };
    assert!(explain("skydd").is_ok());
    insta::assert_snapshot!(explain("plan").unwrap_err().message(Lang::Sv), @"rad 1: uträkningen på rad 16 i plan.rhai ger en dag utanför åren 1–9999");
}

#[test]
fn instruments_activities_and_resources_have_their_reasons() {
    insta::assert_snapshot!(reason(RECORD, "freda"), @"Instrumentet ”FREDA” passar, därför att kön är kvinna.");
    insta::assert_snapshot!(reason(RECORD, "samverkan"), @"Aktiviteten ”Samverka” är för ärendet, därför att kön är kvinna och i våld nr 1 pågående är ja.");
    insta::assert_snapshot!(reason(r#"{"kön": "man"}"#, "samverkan"), @"Aktiviteten ”Samverka” är inte för ärendet, därför att kön är man, inte kvinna.");
    insta::assert_snapshot!(reason(r#"{"kön": "kvinna"}"#, "samverkan"), @"Det går inte att veta om aktiviteten ”Samverka” är för ärendet, därför att uppgift om ”våld” saknas.");
    insta::assert_snapshot!(reason("{}", "jour"), @"Resursen ”Jouren” är för ärendet, därför att inget villkor är angivet.");
}
