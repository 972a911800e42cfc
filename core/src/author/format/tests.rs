use super::format;
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::{Edition, Rules};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_oneof, proptest};
use std::sync::Arc;

fn formatted(text: &str) -> String {
    let once = format(text).unwrap();
    assert_eq!(format(&once).unwrap(), once, "formatting twice changes it again");
    once
}

#[test]
fn space_between_tokens_is_the_same_everywhere() {
    assert_eq!(formatted("f( a ,b );"), "f(a, b);\n");
    assert_eq!(formatted("a==b&&!c||d  <=  -1;"), "a == b && !c || d <= -1;\n");
    assert_eq!(formatted("#{a:1,b :#{}};"), "#{ a: 1, b: #{} };\n");
    assert_eq!(formatted("p . våld . some( | v | v.n>1 );"), "p.våld.some(|v| v.n > 1);\n");
    assert_eq!(formatted("x in[1,2];"), "x in [1, 2];\n");
    assert_eq!(formatted("if a{b}else{c}"), "if a { b } else { c }\n");
    assert_eq!(formatted("f(||1);"), "f(|| 1);\n");
}

#[test]
fn operators_that_would_become_one_stay_apart() {
    assert_eq!(formatted("a - - b;"), "a - -b;\n");
    assert_eq!(formatted("!(! a);"), "!(!a);\n");
}

#[test]
fn tokens_that_would_be_read_as_another_stay_apart() {
    assert_eq!(formatted("f(| | 1);"), "f(| | 1);\n");
    assert_eq!(formatted("a . .b;"), "a. .b;\n");
    assert_eq!(formatted("a ? .b;"), "a ? .b;\n");
    assert_eq!(formatted("1 . 5;"), "1. 5;\n");
    assert_eq!(formatted("a : :b;"), "a: : b;\n");
}

#[test]
fn a_sign_that_looks_like_a_space_is_kept() {
    assert_eq!(formatted("a\u{a0} b; // c\u{a0} \t\n\u{2003}"), "a\u{a0} b; // c\u{a0}\n\u{2003}\n");
}

#[test]
fn lines_are_indented_by_the_brackets_around_them() {
    assert_eq!(
        formatted("post(\"a\", #{\nformer: lista(kod([\n\"x\",\n])),\n});"),
        "post(\"a\", #{\n    former: lista(kod([\n        \"x\",\n    ])),\n});\n"
    );
    assert_eq!(
        formatted("fn f(p) {\na\n&& b\n}\n\n\n\nfn g() {\nif a { b }\nelse { c }\n}"),
        "fn f(p) {\n    a\n        && b\n}\n\nfn g() {\n    if a { b }\n    else { c }\n}\n"
    );
}

#[test]
fn a_condition_that_began_on_the_line_of_its_bracket_goes_on_one_step_in() {
    assert_eq!(
        formatted("m(\"a\", #{\nvillkor: |p| p.l.filter(|a| a.x\n&& f(a)),\n});"),
        "m(\"a\", #{\n    villkor: |p| p.l.filter(|a| a.x\n        && f(a)),\n});\n"
    );
}

#[test]
fn comments_and_texts_stay_as_they_are() {
    let text = "// a  b\n\n/* två\n   rader */\nf(\"a  ,b\",   // sist  här\n    1);\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn line_ends_and_blanks_at_the_end_are_made_plain() {
    assert_eq!(formatted("\u{feff}a;  \r\n\r\n\r\nb;\r\n\r\n"), "a;\n\nb;\n");
    assert_eq!(formatted(""), "");
}

#[test]
fn what_does_not_belong_together_is_refused_with_its_line() {
    let message = |text: &str| format(text).unwrap_err().message(Lang::Sv);
    assert_eq!(message("f(\n1;"), "rad 1: `(` avslutas aldrig");
    assert_eq!(message("a;\n)"), "rad 2: `)` avslutar ingenting som börjat");
    assert_eq!(message("\n/* a"), "rad 2: kommentaren som börjar här avslutas aldrig");
    for text in ["a;\n`b ", "a;\n#\"b\" ", "a;\n\"b\\", "a;\n' b"] {
        assert_eq!(message(text), "rad 2: texten som börjar här avslutas aldrig", "{text}");
    }
}

/// Returns the files of an edition, path and text.
fn files(city: &str) -> Vec<(String, String)> {
    let rules = Rules::embedded();
    let sources = rules.sources();
    let all = sources.ids().map(|id| (sources.name(id).to_owned(), sources.text(id).to_owned()));
    all.filter(|(name, _)| name.contains(city) || name.contains("gemensamt/")).collect()
}

#[test]
fn the_shipped_rules_are_formatted() {
    let mut changed = Vec::new();
    for (name, text) in files("") {
        let formatted = formatted(&text);
        if formatted != text {
            changed.extend(
                formatted
                    .lines()
                    .zip(text.lines())
                    .filter(|(new, old)| new != old)
                    .map(|(new, old)| format!("{name}\n-{old}\n+{new}\n"))
                    .take(6),
            );
        }
    }
    assert!(changed.is_empty(), "{}", changed.concat());
}

/// Returns the conditions of an edition without their places, and what it declares.
fn meaning(files: &[(String, String)]) -> String {
    let given = files
        .iter()
        .map(|(name, text)| (name.trim_start_matches("rules/").to_owned(), text.clone().into_bytes()));
    let rules = Rules::from_files(given);
    let edition: Arc<Edition> = rules.programme("solna/handlingsplan").unwrap().edition("2021").unwrap();
    let sentences = edition.sentences(&Default::default()).unwrap();
    let arena = &edition.typed().arena;
    let kinds = (0..arena.size()).map(|id| format!("{:?}", arena[crate::language::expr::Id(id as u32)].kind));
    format!("{sentences:?}{}{}", kinds.collect::<String>(), edition.model().sources.len())
}

fn blank() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(" "), 1 => Just("  "), 1 => Just("\n"), 1 => Just("\t"), 1 => Just(" \n\n\n ")]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slips_of_white_space_are_mended_and_the_rules_mean_the_same(
        at in 0usize..60, blanks in proptest::collection::vec(blank(), 40),
    ) {
        let shipped = files("solna/");
        let slipped: Vec<(String, String)> = shipped
            .iter()
            .map(|(name, text)| (name.clone(), slip(text, at, &blanks)))
            .collect();
        let mended: Vec<(String, String)> =
            slipped.iter().map(|(name, text)| (name.clone(), formatted(text))).collect();
        assert_eq!(meaning(&mended), meaning(&shipped));
    }
}

/// What rule files are made of, and what is not allowed in them, in pieces.
const PIECES: &[&str] = &[
    " ", "  ", "\t", "\n", "\n\n\n", "\r", "\u{a0}", "\u{2028}", "a", "åb", "_", "e\u{301}", "in", "!in",
    "if", "else", "0", "12", "1.5", "0x1f", "1e", "e", "2e-3", "\"", "\"a\"", "`", "`b`", "'", "'c'",
    "'d e'", "\\", "#", "#\"f\"#", "$", "{", "}", "(", ")", "[", "]", "#{", "?[", "${", "//", "// g ", "/*",
    "*/", "/* h */", "/", "*", "**", ".", "..", "...", "..=", "?", "?.", "??", ":", "::", ":=", "=", "==",
    "=>", "!", "!=", "<", "<<", "<=", ">", ">=", "-", "->", "-=", "+", "|", "||", "&", "&&", ",", ";", "@",
    "~", "\u{0}", "\u{202e}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_given_keeps_its_tokens_or_is_refused(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..12),
    ) {
        match format(&pieces.concat()) {
            Ok(once) => assert_eq!(format(&once).unwrap(), once),
            Err(error) => assert!(matches!(error, Error::Input(_)), "{error}"),
        }
    }
}

/// Changes some of the spaces between tokens, outside texts and comments.
fn slip(text: &str, start: usize, blanks: &[&str]) -> String {
    let mut slipped = String::new();
    let mut spaces = 0;
    let tokens = super::tokens::tokens(text).unwrap();
    for (number, token) in tokens.iter().enumerate() {
        if number > 0 {
            let changed = token.breaks == 0 && token.spaces > 0 && {
                spaces += 1;
                spaces >= start
            };
            match blanks.get(spaces.saturating_sub(start)) {
                Some(blank) if changed => slipped.push_str(blank),
                _ => {
                    slipped.push_str(&"\n".repeat(token.breaks));
                    slipped.push_str(&" ".repeat(token.spaces));
                }
            }
        }
        slipped.push_str(token.text);
    }
    slipped
}
