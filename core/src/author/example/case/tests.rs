use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use crate::present::findings::{Format, RenderOptions, render};

const PLAN: &str = r#"
utgåva("stad/plan@2025", #{
    revision: "1.0.0", titel: "Plan", gäller: period("2025-01-01", "2025-12-31"), status: "endast_rubriker",
});
källa("S", #{ titel: "Planen", ställen: #{ "1": "Rutiner" } });
rutin("förhandsbedömning", #{
    namn: "Besluta", källa: "S", ställe: "1", post: "person",
    villkor: |p| p.anmälningar.filter(|a| a.inkom <= period.slut),
    klar: |a| a.beslutsdatum <= period.slut, senast: |a| dagar_efter(a.inkom, 14),
});
instrument("freda", #{ namn: "FREDA", källa: "S", ställe: "1", post: "person" });
resurs("jour", #{
    namn: "Jour", källa: "S", ställe: "1", post: "person", villkor: |p| p.stadsdel == "Kungsholmen",
});
"#;

fn rules(examples: &str) -> Rules {
    let file = |name: &str, text: &str| (format!("stad/plan/2025/{name}"), text.as_bytes().to_vec());
    Rules::from_files([file("10-plan.rhai", PLAN), file("90.exempel.rhai", examples)])
}

/// The errors, the actual results, and what no example covers.
fn outcome(examples: &str, lang: Lang) -> String {
    let rules = rules(examples);
    let run = rules.test();
    let options = RenderOptions { format: Format::Concise, lang, ..RenderOptions::default() };
    run.to_text(rules.sources(), lang) + &render(&run.findings, rules.sources(), options)
}

#[test]
fn what_applies_and_what_is_left_can_be_expected() {
    let examples = r#"
exempel("två anmälningar", #{
    post: #{
        stadsdel: "Kungsholmen",
        anmälningar: [#{ inkom: "2025-07-10", beslutsdatum: "2025-07-18" }, #{ inkom: "2025-08-01", beslutsdatum: "2025-09-01" }],
    },
    på: "2025-08-20",
    väntat: #{
        rutiner: #{ förhandsbedömning: #{ villkor: true, klar: false, senast: "2025-08-15", saknas: [] } },
        instrument: #{ freda: true }, resurser: #{ jour: true },
    },
});
example("in English", #{
    record: #{ stadsdel: "Farsta", anmälningar: [] }, on: "2025-08-20",
    expected: #{ routines: #{ förhandsbedömning: false }, resources: #{ jour: #{ condition: false } } },
});
exempel("inget känt", #{
    post: #{ kön: "kvinna" }, på: "2025-08-20",
    väntat: #{
        rutiner: #{ förhandsbedömning: #{ villkor: okänt, klar: okänt, senast: okänt, saknas: ["anmälningar"] } },
        resurser: #{ jour: #{ saknas: ["stadsdel"] } },
    },
});"#;
    assert_eq!(outcome(examples, Lang::Sv), "3 exempel körda, alla stämmer\n");
}

#[test]
fn what_differs_shows_all_that_was_expected() {
    let examples = r#"
exempel("en anmälan", #{
    post: #{ anmälningar: [#{ inkom: "2025-08-01", beslutsdatum: "2025-09-01" }] },
    på: "2025-08-20",
    väntat: #{
        rutiner: #{ förhandsbedömning: #{ villkor: true, klar: true, senast: okänt } },
        instrument: #{ freda: false }, resurser: #{ jour: #{ villkor: false, saknas: [] } },
    },
});"#;
    insta::assert_snapshot!(outcome(examples, Lang::Sv), @"
    stad/plan/2025/90.exempel.rhai:2:9: exempel `en anmälan`
      rad 6: väntat förhandsbedömning = true, klar = true, senast = okänt
             blev   förhandsbedömning = true, klar = false, senast = 2025-08-15
      rad 7: väntat freda = false
             blev   freda = true
      rad 7: väntat jour = false, inget saknas
             blev   jour = okänt, saknas stadsdel
    1 exempel kört, 1 stämmer inte
    stad/plan/2025/10-plan.rhai:6:7: varning[W0606] inget exempel väntar sig false av rutin `förhandsbedömning`
    stad/plan/2025/10-plan.rhai:12:8: varning[W0606] inget exempel väntar sig true av resurs `jour`
    ");
    insta::assert_snapshot!(outcome(examples, Lang::En), @"
    stad/plan/2025/90.exempel.rhai:2:9: example `en anmälan`
      line 6: expected förhandsbedömning = true, done = true, due = unknown
              got      förhandsbedömning = true, done = false, due = 2025-08-15
      line 7: expected freda = false
              got      freda = true
      line 7: expected jour = false, nothing missing
              got      jour = unknown, missing stadsdel
    1 example run, 1 not as expected
    stad/plan/2025/10-plan.rhai:6:7: warning[W0606] no example expects false of routine `förhandsbedömning`
    stad/plan/2025/10-plan.rhai:12:8: warning[W0606] no example expects true of resource `jour`
    ");
}

#[test]
fn what_is_expected_of_nothing_declared_is_a_finding() {
    let examples = r#"
exempel("fel", #{
    post: #{ anmälningar: [] }, på: "2025-08-20",
    väntat: #{
        rutiner: #{ förhandsbedömnin: true, förhandsbedömning: "true" },
        instrument: #{ freda: #{ klar: true } }, resurser: #{ jour: #{ saknas: ["stadsdelar"] } },
    },
});
exempel("fel dag", #{
    post: #{}, på: "2025-08-20", väntat: #{ rutiner: #{ förhandsbedömning: #{ senast: "2025-13-01" } } },
});"#;
    let rules = rules(examples);
    let options = RenderOptions { format: Format::Concise, ..RenderOptions::default() };
    insta::assert_snapshot!(render(&rules.check(), rules.sources(), options), @"
    stad/plan/2025/90.exempel.rhai:5:21: fel[E0207] rutin `förhandsbedömnin` finns inte
    stad/plan/2025/90.exempel.rhai:5:64: fel[E0205] här ska `true`, `false` eller `okänt` stå
    stad/plan/2025/90.exempel.rhai:6:34: fel[E0203] instrument `freda` i väntat har inget som heter `klar`
    stad/plan/2025/90.exempel.rhai:6:81: fel[E0301] posten `person` har inget fält `stadsdelar`
    stad/plan/2025/90.exempel.rhai:10:87: fel[E0205] `2025-13-01` är ingen dag i kalendern
    ");
}
