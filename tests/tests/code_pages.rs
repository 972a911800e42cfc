//! Every page of the error catalogue demonstrates its own error: loading its example, with the cited sources, gives the
//! code.

use kvinnofrid::diagnostic::code::CATALOGUE;
use kvinnofrid::rules::Rules;
use kvinnofrid::text::Lang;
use std::collections::BTreeSet;

/// The declarations that the examples rely on.
const PRELUDE: &str = r#"
källa("S3", #{ titel: "En källa", ställen: #{ "Målgrupp 1": "…", "Målgrupp 1, rad 2": "…", "Målgrupp 2": "…" } });
"#;
const EDITION: &str = r#"utgåva("prov/sidor@2020", #{ revision: "1.0.0", titel: "Prov", gäller: period("2020-01-01", "2020-12-31"), status: "utkast" });"#;

/// Codes whose error can't be shown in one small file: each is tested where it can be provoked.
const NOT_IN_TEXT: &[&str] = &["E0101", "E0104", "E0107", "E0109", "E0215", "E0503", "W0609", "W0612"];

/// The longest headline, in characters: at most two lines on a terminal of 60 columns.
const HEADLINE: usize = 2 * 60;

fn files_of(example: &str) -> [(String, Vec<u8>); 2] {
    let edition = if example.contains("utgåva(") { "" } else { EDITION };
    let prelude = if example.contains("källa(\"S3\"") { "" } else { PRELUDE };
    let files = [("00.rhai", format!("{edition}{prelude}")), ("10.rhai", example.to_owned())];
    files.map(|(name, text)| (format!("prov/sidor/2020/{name}"), text.into_bytes()))
}

fn codes_of(example: &str) -> BTreeSet<&'static str> {
    let rules = Rules::from_files(files_of(example));
    // Warnings about untested declarations come from running the examples.
    rules.check().iter().chain(&rules.test().findings).map(|finding| finding.code.0).collect()
}

#[test]
fn the_example_of_every_page_gives_its_own_code() {
    let mut wrong = Vec::new();
    for entry in CATALOGUE {
        let code = entry.code.0;
        let found = codes_of(entry.example);
        if !NOT_IN_TEXT.contains(&code) && !found.contains(code) {
            wrong.push(format!("{code} gives {found:?}:\n{}\n", entry.example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_that_is_not_utf8_and_one_that_is_too_large_give_their_codes() {
    let of = |bytes: Vec<u8>| {
        let rules = Rules::from_files([("prov/sidor/2020/a.rhai".to_owned(), bytes)]);
        rules.check().iter().map(|finding| finding.code.0).collect::<Vec<_>>()
    };
    assert!(of(vec![b'a', 0xff, b'b']).contains(&"E0101"));
    assert!(of(vec![b' '; 2 << 20]).contains(&"E0104"));
}

#[test]
fn a_condition_of_hundreds_of_parts_gives_its_code() {
    let condition = vec!["p.kön == \"kvinna\""; 300].join(" || ");
    let example = format!(
        "målgrupp(\"a\", #{{ namn: \"A\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| {condition} }});"
    );
    assert!(codes_of(&example).contains("E0503"));
}

/// Words of rule files and of messages that are no English.
const SWEDISH: [&str; 16] = [
    "målgrupp",
    "källa",
    "utgåva",
    "indikator",
    "tolkning",
    "exempel",
    "rutin ",
    "resurs ",
    "aktivitet",
    "gruppering",
    "andelen",
    "avsnittet",
    "jämförelsen",
    "årsmål",
    "fältet",
    "saknas",
];

#[test]
fn every_finding_of_every_page_is_said_in_both_languages_and_fits_a_narrow_terminal() {
    let mut wrong = Vec::new();
    for entry in CATALOGUE {
        let rules = Rules::from_files(files_of(entry.example));
        for finding in &rules.check() {
            let texts = std::iter::once(&finding.message)
                .chain(&finding.help)
                .chain(finding.suggestions.iter().map(|suggestion| &suggestion.text));
            for text in texts {
                if text.get(Lang::Sv) == text.get(Lang::En) {
                    wrong.push(format!("{}: {}", finding.code.0, text.get(Lang::Sv)));
                }
                // What stands within backquotes is written so by the author.
                let said = text.get(Lang::En).split('`').step_by(2).collect::<String>();
                if let Some(word) = SWEDISH.iter().find(|word| said.contains(**word)) {
                    wrong.push(format!("{}: {word} in English: {}", finding.code.0, text.get(Lang::En)));
                }
            }
            for lang in [Lang::Sv, Lang::En] {
                let length = finding.message.get(lang).chars().count();
                if length > HEADLINE {
                    wrong.push(format!(
                        "{}: {length} characters: {}",
                        finding.code.0,
                        finding.message.get(lang)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
