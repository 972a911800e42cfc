use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use crate::present::findings::{Format, RenderOptions, render};

const HEAD: &str = r#"
utgåva("stad/program@2013", #{
    revision: "1.0.0", titel: "Program", gäller: period("2013-01-01", "2013-12-31"), status: "utkast",
});
källa("S", #{ titel: "Källa", ställen: #{ "1": "Kvinnor" } });
tolkning("åldersgräns", #{
    fråga: "Från vilken ålder?", varför: "Källan säger inget", alternativ: #{ vuxna: "18", alla: "alla" }, valt: "vuxna",
});
målgrupp("kvinnor", #{
    namn: "Kvinnor", källa: "S", ställe: "1", post: "person",
    villkor: |p| p.kön == "kvinna" && (vald("åldersgräns") == "alla" || ålder(p.födelsedatum, period.slut) >= 18),
});
indikator("anmälningar", #{
    namn: "Antal anmälningar", källa: "S", ställe: "1", målgrupp: "kvinnor",
    antal: |p| p.anmälningar.filter(|a| a.inkom in period),
});
indikator("andel-anmälda", #{
    namn: "Andel", källa: "S", ställe: "1", målgrupp: "kvinnor",
    andel: #{ av: |p| p.anmälningar.some(|a| a.inkom in period), som: |p| p.anmälningar.some(|a| a.orsak_våld) },
});
const VUXEN = "1980-05-17";
"#;

/// The small edition above with `examples` as its examples file.
fn rules(examples: &str) -> Rules {
    let file = |name: &str, text: &str| (format!("stad/program/2013/{name}"), text.as_bytes().to_vec());
    Rules::from_files([file("10-regler.rhai", HEAD), file("90-alla.exempel.rhai", examples)])
}

fn outcome(examples: &str, lang: Lang) -> String {
    let rules = rules(examples);
    let run = rules.test();
    let errors = run.findings.errors().cloned().collect();
    let options = RenderOptions { format: Format::Concise, lang, ..RenderOptions::default() };
    render(&errors, rules.sources(), options) + &run.to_text(rules.sources(), lang)
}

fn findings(examples: &str) -> String {
    let rules = rules(examples);
    let options = RenderOptions { format: Format::Concise, ..RenderOptions::default() };
    render(&rules.check(), rules.sources(), options)
}

/// An example with this record and expectation.
fn example(post: &str, expected: &str) -> String {
    format!("exempel(\"e\", #{{ post: #{{ {post} }}, period: \"2013\", väntat: #{{ {expected} }} }});")
}

const WOMAN: &str = r#"kön: "kvinna", födelsedatum: "1980-05-17""#;

#[test]
fn the_shipped_examples_pass_and_try_every_condition_from_both_sides() {
    let rules = Rules::embedded();
    let run = rules.test();
    let said = run.to_text(rules.sources(), Lang::Sv);
    let (count, rest) = said.split_once(' ').unwrap();
    assert_eq!(rest, "exempel körda, alla stämmer\n");
    assert!(count.parse::<usize>().unwrap() >= 280, "{count}");
    assert!(run.findings.is_empty(), "{:#?}", run.findings);
    assert!(run.passed());
}

#[test]
fn a_wrong_rule_is_noticed_by_the_shipped_examples() {
    let files: Vec<(String, Vec<u8>)> = crate::edition::folder::embedded()
        .into_iter()
        .map(|file| {
            let text = String::from_utf8(file.bytes).unwrap();
            (
                format!("{}/{}", file.folder, file.name),
                text.replace("v.från <= period.slut", "v.från < period.slut"),
            )
        })
        .map(|(name, text)| (name, text.into_bytes()))
        .collect();
    let rules = Rules::from_files(files);
    let run = rules.test();
    assert!(!run.passed());
    let text = run.to_text(rules.sources(), Lang::Sv);
    assert!(text.contains("exempel `Våldet börjar periodens sista dag`"), "{text}");
}

#[test]
fn silence_and_a_summary_when_all_is_as_expected() {
    let examples = r#"
        exempel("vuxen", #{
            post: #{ kön: "kvinna", födelsedatum: VUXEN, anmälningar: [#{ inkom: "2013-02-01", orsak_våld: true }] },
            period: "2013",
            väntat: #{ målgrupper: #{ kvinnor: true }, indikatorer: #{ "anmälningar": 1, "andel-anmälda": 1 } },
        });
        exempel("flicka, alla åldrar", #{
            post: #{ kön: "kvinna" }, period: "2013", läsningar: #{ åldersgräns: "alla" },
            väntat: #{ målgrupper: #{ kvinnor: true }, indikatorer: #{ anmälningar: [0, okänt], "andel-anmälda": okänt } },
        });
        example("in English", #{
            record: #{ kön: "kvinna", anmälningar: [()] }, on: "2013-06-30",
            expected: #{ target_groups: #{ kvinnor: unknown }, missing: #{ kvinnor: ["födelsedatum"] }, indicators: #{ anmälningar: [0, 1] } },
        });
    "#;
    assert_eq!(findings(examples), "");
    assert_eq!(outcome(examples, Lang::Sv), "3 exempel körda, alla stämmer\n");
    assert_eq!(outcome(examples, Lang::En), "3 examples run, all as expected\n");
}

#[test]
fn a_group_that_differs_shows_both_answers_with_what_is_missing() {
    let examples = r#"
exempel("Kön saknas", #{
    post: #{ födelsedatum: "1980-05-17" },
    period: "2013",
    väntat: #{
        målgrupper: #{ kvinnor: true },
    },
});
exempel("Ålder saknas", #{
    post: #{ kön: "kvinna" },
    period: "2013",
    väntat: #{ målgrupper: #{ kvinnor: okänt }, saknas: #{ kvinnor: ["kön"] } },
});
exempel("Man", #{
    post: #{ kön: "man" },
    period: "2013",
    väntat: #{ målgrupper: #{ kvinnor: okänt }, saknas: #{ kvinnor: ["födelsedatum"] } },
});"#;
    insta::assert_snapshot!(outcome(examples, Lang::Sv), @r#"
    stad/program/2013/90-alla.exempel.rhai:2:9: exempel `Kön saknas`
      rad 6: väntat kvinnor = true
             blev   kvinnor = okänt, saknas kön
    stad/program/2013/90-alla.exempel.rhai:9:9: exempel `Ålder saknas`
      rad 12: väntat kvinnor = okänt, saknas kön
              blev   kvinnor = okänt, saknas födelsedatum
    stad/program/2013/90-alla.exempel.rhai:14:9: exempel `Man`
      rad 17: väntat kvinnor = okänt, saknas födelsedatum
              blev   kvinnor = false, inget saknas
    3 exempel körda, 3 stämmer inte
    "#);
    insta::assert_snapshot!(outcome(examples, Lang::En), @r#"
    stad/program/2013/90-alla.exempel.rhai:2:9: example `Kön saknas`
      line 6: expected kvinnor = true
              got      kvinnor = unknown, missing kön
    stad/program/2013/90-alla.exempel.rhai:9:9: example `Ålder saknas`
      line 12: expected kvinnor = unknown, missing kön
               got      kvinnor = unknown, missing födelsedatum
    stad/program/2013/90-alla.exempel.rhai:14:9: example `Man`
      line 17: expected kvinnor = unknown, missing födelsedatum
               got      kvinnor = false, nothing missing
    3 examples run, 3 not as expected
    "#);
}

#[test]
fn an_indicator_that_differs_shows_its_value_or_bounds() {
    let woman = |more: &str, expected: &str| example(&format!("{WOMAN}, {more}"), expected);
    let got = |more: &str, expected: &str| {
        let text = outcome(&woman(more, expected), Lang::Sv);
        text.lines().skip(1).take(2).map(str::trim).collect::<Vec<_>>().join(" / ")
    };
    let one = r#"anmälningar: [#{ inkom: "2013-02-01" }]"#;
    let undated = "anmälningar: [()]";
    insta::assert_snapshot!(got(one, "indikatorer: #{ anmälningar: 2 }"), @"rad 1: väntat anmälningar = 2 / blev   anmälningar = 1");
    insta::assert_snapshot!(got(one, r#"indikatorer: #{ "andel-anmälda": 1 }"#), @"rad 1: väntat andel-anmälda = 1 / blev   andel-anmälda = [0, 1], saknas anmälningar.orsak_våld");
    insta::assert_snapshot!(got(undated, "indikatorer: #{ anmälningar: 0 }"), @"rad 1: väntat anmälningar = 0 / blev   anmälningar = [0, 1], saknas anmälningar.inkom");
    insta::assert_snapshot!(got(undated, r#"indikatorer: #{ "andel-anmälda": 0 }"#), @"rad 1: väntat andel-anmälda = 0 / blev   andel-anmälda = okänt, med gränserna [0, 1], saknas anmälningar.inkom, anmälningar.orsak_våld");
    insta::assert_snapshot!(got("", "indikatorer: #{ anmälningar: [0, 1] }"), @"rad 1: väntat anmälningar = [0, 1] / blev   anmälningar = [0, okänt], saknas anmälningar");
    insta::assert_snapshot!(got("anmälningar: []", r#"indikatorer: #{ "andel-anmälda": 0 }"#), @"rad 1: väntat andel-anmälda = 0 / blev   andel-anmälda = okänt");
}

#[test]
fn what_only_names_missing_fields_is_compared_as_a_set() {
    let both = r#"saknas: #{ kvinnor: ["kön", "födelsedatum"] }"#;
    assert_eq!(outcome(&example("", both), Lang::Sv), "1 exempel kört, det stämmer\n");
    let nothing = "saknas: #{ kvinnor: [] }";
    assert_eq!(outcome(&example(r#"kön: "man""#, nothing), Lang::Sv), "1 exempel kört, det stämmer\n");
    insta::assert_snapshot!(outcome(&example("", nothing), Lang::Sv), @r#"
    stad/program/2013/90-alla.exempel.rhai:1:9: exempel `e`
      rad 1: väntat kvinnor, inget saknas
             blev   kvinnor = okänt, saknas födelsedatum, kön
    1 exempel kört, 1 stämmer inte
    "#);
}

#[test]
fn every_mistake_in_an_example_is_pointed_at() {
    let examples = r#"exempel("a", #{
    post: #{
        kon: "kvinna",
        kön: "kvina",
        födelsedatum: "1980-02-30",
        stadsdel: 12,
        våld: #{ roll: "våldsutsatt" },
        insatser: [#{ orsak_våld: "ja", tillfällen: 1.5 }, 3],
    },
    period: "2013-13",
    läsningar: #{ aldersgräns: "alla", åldersgräns: "vuxen" },
    väntat: #{
        målgrupper: #{ kvinor: true, kvinnor: "true" },
        saknas: #{ kvinnor: ["födelsdatum", "våld.från", "våld[0].fran"] },
        indikatorer: #{ "andel-anmalda": 1, "andel-anmälda": 2, anmälningar: okänt },
        grupper: 1,
    },
    perod: 1,
});"#;
    insta::assert_snapshot!(findings(examples), @r#"
    stad/program/2013/90-alla.exempel.rhai:3:9: fel[E0301] posten `person` har inget fält `kon`
    stad/program/2013/90-alla.exempel.rhai:4:14: fel[E0304] koden `kvina` finns inte i listan
    stad/program/2013/90-alla.exempel.rhai:5:23: fel[E0205] fältet `födelsedatum` kan inte ha ett sådant värde
    stad/program/2013/90-alla.exempel.rhai:6:19: fel[E0205] fältet `stadsdel` kan inte ha ett sådant värde
    stad/program/2013/90-alla.exempel.rhai:7:15: fel[E0205] fältet `våld` är en lista
    stad/program/2013/90-alla.exempel.rhai:8:35: fel[E0205] fältet `orsak_våld` kan inte ha ett sådant värde
    stad/program/2013/90-alla.exempel.rhai:8:53: fel[E0205] fältet `tillfällen` kan inte ha ett sådant värde
    stad/program/2013/90-alla.exempel.rhai:8:60: fel[E0205] ett element av `insatser` är en post `insats`
    stad/program/2013/90-alla.exempel.rhai:10:13: fel[E0205] det här är ingen period
    stad/program/2013/90-alla.exempel.rhai:11:19: fel[E0207] tolkning `aldersgräns` finns inte
    stad/program/2013/90-alla.exempel.rhai:11:53: fel[E0305] tolkningen `åldersgräns` har inget alternativ `vuxen`
    stad/program/2013/90-alla.exempel.rhai:13:24: fel[E0207] målgrupp `kvinor` finns inte
    stad/program/2013/90-alla.exempel.rhai:13:47: fel[E0205] en målgrupp är `true`, `false` eller `okänt`
    stad/program/2013/90-alla.exempel.rhai:14:30: fel[E0301] posten `person` har inget fält `födelsdatum`
    stad/program/2013/90-alla.exempel.rhai:14:45: fel[E0205] `våld.från` är ingen plats i posten
    stad/program/2013/90-alla.exempel.rhai:14:58: fel[E0301] posten `våld` har inget fält `fran`
    stad/program/2013/90-alla.exempel.rhai:15:25: fel[E0207] indikator `andel-anmalda` finns inte
    stad/program/2013/90-alla.exempel.rhai:15:62: fel[E0205] en andel av en enda post är 0 eller 1
    stad/program/2013/90-alla.exempel.rhai:15:78: fel[E0205] ett antal har alltid ett värde
    stad/program/2013/90-alla.exempel.rhai:16:9: fel[E0203] väntat i exempel `a` har inget som heter `grupper`
    stad/program/2013/90-alla.exempel.rhai:18:5: fel[E0203] exempel `a` har inget som heter `perod`
    "#);
}

#[test]
fn bad_figures_are_pointed_at() {
    let of = |figure: &str| findings(&example(WOMAN, &format!("indikatorer: #{{ {figure} }}")));
    insta::assert_snapshot!(of("anmälningar: -1"), @"stad/program/2013/90-alla.exempel.rhai:1:127: fel[E0205] en indikator är aldrig mindre än 0");
    insta::assert_snapshot!(of("anmälningar: 0.5"), @"stad/program/2013/90-alla.exempel.rhai:1:127: fel[E0205] här ska ett heltal stå");
    insta::assert_snapshot!(of("anmälningar: [1]"), @"stad/program/2013/90-alla.exempel.rhai:1:127: fel[E0205] gränser är två: den undre och den övre");
    insta::assert_snapshot!(of("anmälningar: [2, 1]"), @"stad/program/2013/90-alla.exempel.rhai:1:127: fel[E0205] den övre gränsen är mindre än den undre");
    insta::assert_snapshot!(of("anmälningar: [okänt, 1]"), @"stad/program/2013/90-alla.exempel.rhai:1:128: fel[E0205] här ska ett heltal stå");
    insta::assert_snapshot!(of("\"andel-anmälda\": [0, okänt]"), @"stad/program/2013/90-alla.exempel.rhai:1:135: fel[E0205] här ska ett heltal stå");
}

#[test]
fn an_example_needs_a_record_a_period_and_something_to_expect() {
    insta::assert_snapshot!(findings("exempel(\"a\", #{});"), @r#"
    stad/program/2013/90-alla.exempel.rhai:1:1: fel[E0204] exempel `a` saknar `period`
    stad/program/2013/90-alla.exempel.rhai:1:1: fel[E0204] exempel `a` saknar `post`
    stad/program/2013/90-alla.exempel.rhai:1:1: fel[E0204] exempel `a` saknar `väntat`
    "#);
    insta::assert_snapshot!(findings(&example(WOMAN, "")), @"stad/program/2013/90-alla.exempel.rhai:1:95: fel[E0205] exemplet väntar sig ingenting");
    let both = "exempel(\"a\", #{ post: #{}, period: \"2013\", på: \"2013-01-01\", väntat: #{ målgrupper: #{ kvinnor: okänt } } });";
    insta::assert_snapshot!(findings(both), @"stad/program/2013/90-alla.exempel.rhai:1:48: fel[E0205] exemplet har både `period` och `på`");
    insta::assert_snapshot!(findings(&both.replace("period: \"2013\", ", "").replace("01-01", "02-30")), @"stad/program/2013/90-alla.exempel.rhai:1:32: fel[E0205] `2013-02-30` är ingen dag i kalendern");
}

#[test]
fn a_run_says_the_warnings_about_examples_that_check_says() {
    let late = example(WOMAN, "målgrupper: #{ kvinnor: true }").replace("\"2013\"", "\"2019\"");
    let run = rules(&late).test();
    assert!(run.passed());
    let codes: Vec<&str> = run.findings.warnings().map(|finding| finding.code.0).collect();
    assert!(codes.contains(&"W0611"), "{codes:?}");
}

#[test]
fn an_example_with_a_mistake_does_not_keep_the_others_from_being_run() {
    let examples = example(WOMAN, "målgrupper: #{ kvinnor: true }")
        + &example("kön: 1", "målgrupper: #{ kvinnor: true }").replace("\"e\"", "\"f\"");
    insta::assert_snapshot!(outcome(&examples, Lang::Sv), @r#"
    stad/program/2013/90-alla.exempel.rhai:1:164: fel[E0205] fältet `kön` kan inte ha ett sådant värde
    1 exempel kört, det stämmer; 1 fel och 0 varningar i regelfilerna
    "#);
}

#[test]
fn limits_of_records_hold_for_examples_too() {
    let half = format!("const HALF = \"{}\";\n", "x".repeat(40_000));
    let text = findings(&(half + &example("stadsdel: HALF + HALF", "målgrupper: #{ kvinnor: okänt }")));
    insta::assert_snapshot!(text, @"stad/program/2013/90-alla.exempel.rhai:2:9: fel[E0205] stadsdel: texten är för lång; högst 64 KiB tas emot (gränsen `text_bytes`)");
}

#[test]
fn a_file_of_examples_holds_nothing_else() {
    let goal = r#"mål("m", #{ namn: "Mål", källa: "S", ställe: "1", målgrupp: "kvinnor" });"#;
    insta::assert_snapshot!(findings(goal), @"stad/program/2013/90-alla.exempel.rhai:1:1: fel[E0105] `mål` kan inte stå i en fil med exempel");
}

#[test]
fn an_edition_is_used_without_its_files_of_examples() {
    let broken = rules("exempel(\"a\", #{");
    assert!(broken.check().has_errors());
    assert!(!broken.test().passed());
    let programme = broken.programme("stad/program").unwrap();
    let without = rules("");
    let other = without.programme("stad/program").unwrap();
    // The digest covers the files of examples all the same.
    assert_ne!(programme.editions()[0].digest(), other.editions()[0].digest());
}

#[test]
fn examples_among_the_rules_and_functions_among_the_examples_work_too() {
    let among = format!(
        "{HEAD}\n{}",
        example("kön: \"kvinna\", födelsedatum: VUXEN", "målgrupper: #{ kvinnor: true }")
    );
    let made = "fn kvinna(född) { #{ kön: \"kvinna\", födelsedatum: född } }\n\
        exempel(\"f\", #{ post: kvinna(\"2010-01-01\"), period: \"2013\", väntat: #{ målgrupper: #{ kvinnor: false } } });";
    let file = |name: &str, text: &str| (format!("stad/program/2013/{name}"), text.as_bytes().to_vec());
    let rules = Rules::from_files([file("10-regler.rhai", &among), file("90-alla.exempel.rhai", made)]);
    assert!(rules.check().is_empty(), "{:?}", rules.check());
    assert_eq!(rules.test().to_text(rules.sources(), Lang::Sv), "2 exempel körda, alla stämmer\n");
}

#[test]
fn what_no_example_tries_is_a_warning() {
    let rules =
        rules(&example(WOMAN, "målgrupper: #{ kvinnor: true }, indikatorer: #{ anmälningar: [0, okänt] }"));
    let run = rules.test();
    let options = RenderOptions { format: Format::Concise, ..RenderOptions::default() };
    insta::assert_snapshot!(render(&run.findings, rules.sources(), options), @r#"
    stad/program/2013/10-regler.rhai:9:10: varning[W0606] inget exempel väntar sig false av målgruppen `kvinnor`
    stad/program/2013/10-regler.rhai:13:11: varning[W0606] inget exempel väntar sig 1 eller 0 av indikatorn `anmälningar`
    stad/program/2013/10-regler.rhai:17:11: varning[W0606] inget exempel väntar sig 1 eller 0 av indikatorn `andel-anmälda`
    "#);
    assert!(run.passed());
}

#[test]
fn an_edition_with_errors_is_not_run() {
    let file = |name: &str, text: &str| (format!("stad/program/2013/{name}"), text.as_bytes().to_vec());
    let rules = Rules::from_files([
        file("10-regler.rhai", &HEAD.replace("p.kön ==", "p.kon ==")),
        file("90-alla.exempel.rhai", &example(WOMAN, "målgrupper: #{ kvinnor: true }")),
    ]);
    let run = rules.test();
    assert!(!run.passed());
    insta::assert_snapshot!(run.to_text(rules.sources(), Lang::Sv), @"0 exempel körda; 1 fel och 0 varningar i regelfilerna");
}

#[test]
fn a_record_that_cannot_be_evaluated_is_a_difference() {
    let file = |name: &str, text: &str| (format!("stad/program/2013/{name}"), text.as_bytes().to_vec());
    let rules = Rules::from_files([
        file("10-regler.rhai", &HEAD.replace("p.kön == \"kvinna\" &&", "10 / p.insatser.len() > 1 &&")),
        file("90-alla.exempel.rhai", &example("insatser: []", "målgrupper: #{ kvinnor: true }")),
    ]);
    insta::assert_snapshot!(rules.test().to_text(rules.sources(), Lang::Sv), @r#"
    stad/program/2013/90-alla.exempel.rhai:1:9: exempel `e`
      rad 1: kan inte köras: uträkningen på rad 11 i 10-regler.rhai dividerar med noll
    1 exempel kört, 1 stämmer inte
    "#);
}

#[test]
fn programs_get_every_example_with_its_differences() {
    let examples = example(WOMAN, "målgrupper: #{ kvinnor: true }")
        + &example(WOMAN, "målgrupper: #{ kvinnor: false }").replace("\"e\"", "\"f\"");
    let rules = rules(&examples);
    let json = rules.test().to_json(rules.sources(), Lang::Sv);
    insta::assert_snapshot!(serde_json::to_string_pretty(&json["examples"]).unwrap(), @r#"
    [
      {
        "edition": "stad/program@2013",
        "example": "e",
        "file": "stad/program/2013/90-alla.exempel.rhai",
        "line": 1,
        "column": 9,
        "passed": true,
        "differences": []
      },
      {
        "edition": "stad/program@2013",
        "example": "f",
        "file": "stad/program/2013/90-alla.exempel.rhai",
        "line": 1,
        "column": 142,
        "passed": false,
        "differences": [
          {
            "about": "group",
            "id": "kvinnor",
            "line": 1,
            "column": 246,
            "expected": "kvinnor = false",
            "got": "kvinnor = true"
          }
        ]
      }
    ]
    "#);
    assert_eq!((&json["passed"], &json["failed"]), (&1.into(), &1.into()));
    assert_eq!(json["findings"].as_array().unwrap().len(), 2);
}

#[test]
fn two_examples_of_one_name_are_a_finding() {
    let twice =
        [example(WOMAN, "målgrupper: #{ kvinnor: true }"), example(WOMAN, "målgrupper: #{ kvinnor: true }")];
    insta::assert_snapshot!(findings(&twice.join("\n")), @"stad/program/2013/90-alla.exempel.rhai:2:9: fel[E0206] exempel `e` finns redan");
}
