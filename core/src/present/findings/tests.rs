use super::*;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::source::SourceMap;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::Text;
use insta::assert_snapshot;
use proptest::prelude::*;

const NAME: &str = "rules/målgrupper.rhai";

/// A map of one file, and the span of `word` in it.
fn source(text: &str, word: &str) -> (SourceMap, Span) {
    let mut sources = SourceMap::new();
    let id = sources.add(NAME.to_owned(), text.as_bytes().to_vec()).expect("a readable file");
    let start = sources.text(id).find(word).expect("the word is there");
    (sources, Span::new(id, start as u32, (start + word.len()) as u32))
}

fn unknown_field(span: Span) -> Diagnostic {
    Diagnostic::error(code::UNKNOWN_FIELD, span, Text::new("okänt fält `kon`", "unknown field `kon`"))
}

fn full(finding: Diagnostic, sources: &SourceMap) -> String {
    render(&finding.into(), sources, RenderOptions::default())
}

fn concise(finding: Diagnostic, sources: &SourceMap) -> String {
    render(&finding.into(), sources, RenderOptions { format: Format::Concise, ..RenderOptions::default() })
}

const CONDITION: &str = "målgrupp(\"män\", #{\n    villkor: |p| p.kon == \"man\",\n});\n";

#[test]
fn the_place_is_drawn_with_its_line() {
    let (sources, span) = source(CONDITION, "kon");
    let finding = unknown_field(span).label(Text::new("posten `person` har inget sådant fält", "-"));
    assert_snapshot!(full(finding, &sources), @r#"
    fel[E0301]: okänt fält `kon`
     --> rules/målgrupper.rhai:2:20
      |
    2 |     villkor: |p| p.kon == "man",
      |                    ^^^ posten `person` har inget sådant fält
      |
      = mer: kvinnofrid check --explain E0301
    "#);
}

#[test]
fn a_warning_is_called_one() {
    let (sources, span) = source(CONDITION, "män");
    let finding = Diagnostic::warning(code::ALWAYS_SAME, span, Text::new("villkoret är alltid falskt", "-"));
    assert!(full(finding.clone(), &sources).starts_with("varning[W0603]: villkoret är alltid falskt\n"));
    assert!(concise(finding, &sources).ends_with(": varning[W0603] villkoret är alltid falskt\n"));
}

#[test]
fn the_drawing_speaks_english_too() {
    let (sources, span) = source(CONDITION, "kon");
    let finding = unknown_field(span).help(Text::new("-", "fields are shown by `kvinnofrid schema`"));
    let options = RenderOptions { lang: Lang::En, ..RenderOptions::default() };
    assert_snapshot!(render(&finding.into(), &sources, options), @r#"
    error[E0301]: unknown field `kon`
     --> rules/målgrupper.rhai:2:20
      |
    2 |     villkor: |p| p.kon == "man",
      |                    ^^^
      |
      = help: fields are shown by `kvinnofrid schema`
      = more: kvinnofrid check --explain E0301
    "#);
}

#[test]
fn a_suggestion_is_drawn_as_a_change() {
    let (sources, span) = source(CONDITION, "kon");
    let finding = unknown_field(span).suggest(span, "kön", Text::new("menades `kön`?", "was `kön` meant?"));
    assert_snapshot!(full(finding, &sources), @r#"
    fel[E0301]: okänt fält `kon`
     --> rules/målgrupper.rhai:2:20
      |
    2 |     villkor: |p| p.kon == "man",
      |                    ^^^
      |
    hjälp: menades `kön`?
      |
    2 -     villkor: |p| p.kon == "man",
    2 +     villkor: |p| p.kön == "man",
      |
      = mer: kvinnofrid check --explain E0301
    "#);
}

#[test]
fn two_places_are_drawn_in_one_text() {
    let text = "tolkning(\"a\", #{});\n\n\n\n\n\nmål(\"b\", #{});\ntolkning(\"a\", #{});\n";
    let (sources, first) = source(text, "\"a\"");
    let second = text.rfind("\"a\"").expect("the word is there") as u32;
    let second = Span::new(first.source, second, second + 3);
    let finding = Diagnostic::error(code::DUPLICATE_ID, second, Text::new("id:t `a` finns redan", "-"))
        .label(Text::new("samma id igen", "-"))
        .related(first, Text::new("först här", "-"));
    assert_snapshot!(full(finding, &sources), @r#"
    fel[E0206]: id:t `a` finns redan
     --> rules/målgrupper.rhai:8:10
      |
    1 | tolkning("a", #{});
      |          --- först här
    ...
    8 | tolkning("a", #{});
      |          ^^^ samma id igen
      |
      = mer: kvinnofrid check --explain E0206
    "#);
}

#[test]
fn places_in_two_files_are_drawn_one_after_the_other() {
    let (mut sources, first) = source(CONDITION, "\"män\"");
    let other = sources.add("rules/övrigt.rhai".to_owned(), CONDITION.into()).expect("a readable file");
    let finding = Diagnostic::error(
        code::DUPLICATE_ID,
        Span::new(other, first.start, first.end),
        Text::new("målgruppen `män` finns redan", "-"),
    )
    .related(first, Text::new("först här", "-"));
    assert_snapshot!(full(finding, &sources), @r#"
    fel[E0206]: målgruppen `män` finns redan
     --> rules/övrigt.rhai:1:10
      |
    1 | målgrupp("män", #{
      |          ^^^^^
      |
     ::: rules/målgrupper.rhai:1:10
      |
    1 | målgrupp("män", #{
      |          ----- först här
      |
      = mer: kvinnofrid check --explain E0206
    "#);
}

#[test]
fn the_underline_is_under_the_word_after_emoji_and_tabs() {
    let (sources, span) = source("\tmål(\"😀å\", kon)", "kon");
    assert_snapshot!(full(unknown_field(span), &sources), @r#"
    fel[E0301]: okänt fält `kon`
     --> rules/målgrupper.rhai:1:12
      |
    1 |     mål("😀å", kon)
      |                ^^^
      |
      = mer: kvinnofrid check --explain E0301
    "#);
}

#[test]
fn byte_order_mark_crlf_and_decomposed_letters_change_no_place() {
    let saved = format!(
        "\u{FEFF}{}",
        CONDITION.replace('\n', "\r\n").replace('å', "a\u{30A}").replace('ä', "a\u{308}")
    );
    let (sources, span) = source(&saved, "kon");
    let (plain, _) = source(CONDITION, "kon");
    assert_eq!(full(unknown_field(span), &sources), full(unknown_field(span), &plain));

    let (sources, span) = source(&saved, "målgrupp");
    let finding = unknown_field(span).suggest(span, "mål", Text::new("menades `mål`?", "-"));
    assert_snapshot!(full(finding, &sources), @r#"
    fel[E0301]: okänt fält `kon`
     --> rules/målgrupper.rhai:1:1
      |
    1 | målgrupp("män", #{
      | ^^^^^^^^
      |
    hjälp: menades `mål`?
      |
    1 - målgrupp("män", #{
    1 + mål("män", #{
      |
      = mer: kvinnofrid check --explain E0301
    "#);
}

#[test]
fn lines_that_end_with_a_lone_cr_are_lines() {
    let (sources, span) = source("ett\rtvå kon\rtre\r", "kon");
    assert_snapshot!(full(unknown_field(span), &sources), @r#"
    fel[E0301]: okänt fält `kon`
     --> rules/målgrupper.rhai:2:5
      |
    2 | två kon
      |     ^^^
      |
      = mer: kvinnofrid check --explain E0301
    "#);
}

#[test]
fn the_end_of_a_file_is_a_place() {
    let (sources, _) = source(CONDITION, "kon");
    let end = Span::new(SourceId(0), CONDITION.len() as u32, CONDITION.len() as u32);
    let finding = || Diagnostic::error(code::UNCLOSED, end, Text::new("en `{` är inte stängd", "-"));
    assert_snapshot!(full(finding(), &sources), @r#"
    fel[E0103]: en `{` är inte stängd
     --> rules/målgrupper.rhai:4:1
      |
    4 |
      | ^
      |
      = mer: kvinnofrid check --explain E0103
    "#);
    assert_snapshot!(concise(finding(), &sources), @r#"
    rules/målgrupper.rhai:4:1: fel[E0103] en `{` är inte stängd
    "#);
}

#[test]
fn an_empty_file_has_a_place() {
    let (sources, span) = source("", "");
    let finding = Diagnostic::error(code::EDITION_COUNT, span, Text::new("filen är tom", "-"));
    assert_snapshot!(full(finding, &sources), @r#"
    fel[E0212]: filen är tom
     --> rules/målgrupper.rhai:1:1
      |
    1 |
      | ^
      |
      = mer: kvinnofrid check --explain E0212
    "#);
}

#[test]
fn a_finding_about_a_folder_has_no_place() {
    let finding = || {
        Diagnostic::of_folder(code::EDITION_COUNT, Text::new("utgåvan saknas", "-"))
            .help(Text::new("lägg till `utgåva(…)`", "-"))
    };
    assert_snapshot!(full(finding(), &SourceMap::new()), @r#"
    fel[E0212]: utgåvan saknas
     |
     = hjälp: lägg till `utgåva(…)`
     = mer: kvinnofrid check --explain E0212
    "#);
    assert_snapshot!(concise(finding(), &SourceMap::new()), @r#"
    fel[E0212] utgåvan saknas
    "#);
}

#[test]
fn a_refused_file_is_drawn() {
    let mut sources = SourceMap::new();
    let refused = sources.add(NAME.to_owned(), b"ett\nk\xF6n\n".to_vec()).expect_err("not UTF-8");
    assert_snapshot!(full(*refused, &sources), @r#"
    fel[E0101]: filen är inte sparad som UTF-8: rad 2 går inte att läsa
     --> rules/målgrupper.rhai:2:2
      |
    2 | k�n
      |  ^ här står något som inte är UTF-8
      |
      = hjälp: spara filen på nytt med teckenkodningen UTF-8
      = mer: kvinnofrid check --explain E0101
    "#);
}

#[test]
fn a_line_each_can_be_read_by_editors() {
    let (sources, span) = source(CONDITION, "kon");
    let finding = unknown_field(span).help(Text::new("-", "-"));
    assert_snapshot!(concise(finding, &sources), @r#"
    rules/målgrupper.rhai:2:20: fel[E0301] okänt fält `kon`
    "#);
}

#[test]
fn programs_get_everything() {
    let (sources, span) = source("p.kon\r\n", "kon");
    let finding = unknown_field(span)
        .label(Text::new("inget sådant fält", "-"))
        .help(Text::new("fälten visas av `kvinnofrid schema`", "-"))
        .suggest(span, "kön", Text::new("menades `kön`?", "-"));
    let options = RenderOptions { format: Format::Json, ..RenderOptions::default() };
    assert_snapshot!(render(&finding.into(), &sources, options), @r#"
    [
      {
        "code": "E0301",
        "severity": "error",
        "message": "okänt fält `kon`",
        "file": "rules/målgrupper.rhai",
        "line": 1,
        "column": 3,
        "end_line": 1,
        "end_column": 6,
        "start": 2,
        "end": 5,
        "labels": [
          {
            "primary": true,
            "message": "inget sådant fält",
            "file": "rules/målgrupper.rhai",
            "line": 1,
            "column": 3,
            "end_line": 1,
            "end_column": 6,
            "start": 2,
            "end": 5
          }
        ],
        "help": [
          "fälten visas av `kvinnofrid schema`"
        ],
        "suggestions": [
          {
            "message": "menades `kön`?",
            "replacement": "kön",
            "file": "rules/målgrupper.rhai",
            "line": 1,
            "column": 3,
            "end_line": 1,
            "end_column": 6,
            "start": 2,
            "end": 5
          }
        ]
      }
    ]
    "#);
}

#[test]
fn no_findings_are_no_text_and_an_empty_array() {
    let of = |format| {
        let options = RenderOptions { format, ..RenderOptions::default() };
        render(&Diagnostics::new(), &SourceMap::new(), options)
    };
    assert_eq!((of(Format::Full), of(Format::Json)), (String::new(), "[]\n".to_owned()));
}

#[test]
fn a_change_of_half_the_file_is_told_and_not_drawn() {
    let (sources, span) = source(&"målgrupp\n".repeat(1_000), "målgrupp");
    let all = Span::new(span.source, 0, 10_000);
    let finding = unknown_field(span).suggest(all, "x", Text::new("ta bort allt detta", "-"));
    assert_snapshot!(full(finding, &sources), @r#"
    fel[E0301]: okänt fält `kon`
     --> rules/målgrupper.rhai:1:1
      |
    1 | målgrupp
      | ^^^^^^^^
      |
    hjälp: ta bort allt detta
      |
      = mer: kvinnofrid check --explain E0301
    "#);
}

#[test]
fn after_fifty_findings_the_rest_are_counted() {
    let (sources, span) = source(CONDITION, "kon");
    let findings: Diagnostics = (0..53).map(|_| unknown_field(span)).collect();
    let options = RenderOptions { format: Format::Concise, ..RenderOptions::default() };
    let drawn = render(&findings, &sources, options);
    assert_eq!(drawn.lines().count(), 51);
    assert_eq!(drawn.lines().last(), Some("… och 3 till"));
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let (sources, span) = source(CONDITION, "kon");
    let finding = unknown_field(span).suggest(span, "kön", Text::new("menades `kön`?", "-"));
    for format in [Format::Full, Format::Concise] {
        let draw = |color| {
            let options = RenderOptions { format, color, ..RenderOptions::default() };
            render(&finding.clone().into(), &sources, options)
        };
        let coloured = draw(true);
        assert!(coloured.contains("\x1b["));
        let escapes = coloured.split('\x1b').skip(1).map(|part| part.split_once('m').expect("an escape").1);
        let before = coloured.split('\x1b').next().into_iter();
        assert_eq!(before.chain(escapes).collect::<String>(), draw(false));
    }
}

#[test]
fn what_stands_in_a_rule_file_cannot_steer_the_terminal() {
    let (sources, span) = source("\"\u{1b}[2J\u{9b}2J\u{202e}\" kon", "kon");
    let name = Text::same("okänt fält `\u{1b}[2J\u{9b}\u{202e}\n`");
    let finding = || {
        Diagnostic::error(code::UNKNOWN_FIELD, span, name.clone())
            .label(name.clone())
            .help(name.clone())
            .suggest(span, "\u{1b}x\u{9b}", name.clone())
    };
    for drawn in [full(finding(), &sources), concise(finding(), &sources)] {
        assert!(!drawn.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{drawn}");
    }
}

/// Texts with everything that shifts a column.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n"),
        Just("\r"),
        Just("\n"),
        Just("\u{FEFF}"),
        Just("\t"),
        Just("a\u{30A}"),
        Just("\u{308}"),
        Just("å"),
        Just("😀"),
        Just("👩\u{200D}👧"),
        Just("漢"),
        Just("\u{1B}"),
        Just("\u{9B}"),
        Just("\u{202E}"),
        Just("\0"),
        Just("\u{2028}"),
        Just(" "),
        Just("x == 1 "),
        Just("// a "),
        Just("{"),
        Just("                              "),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_place_in_any_text_is_drawn(
        text in texts(),
        other in texts(),
        spans in proptest::collection::vec((0u32..3, 0u32..150, 0u32..60), 1..6),
        replacement in texts(),
        width in 0usize..200,
        color in any::<bool>(),
    ) {
        let mut sources = SourceMap::new();
        for text in [&text, &other] {
            let _ = sources.add(NAME.to_owned(), text.clone().into_bytes());
        }
        let spans: Vec<_> = spans.iter().map(|(id, at, len)| Span::new(SourceId(*id), *at, at + len)).collect();
        let label = Text::same(replacement.clone());
        let mut finding = Diagnostic::error(code::SYNTAX, spans[0], label.clone());
        for (number, span) in spans.iter().enumerate() {
            finding = if number % 2 == 0 {
                finding.related(*span, label.clone())
            } else {
                finding.suggest(*span, replacement.clone(), label.clone()).help(label.clone())
            };
        }
        let findings = Diagnostics::from(finding);
        for format in [Format::Full, Format::Concise, Format::Json] {
            let drawn = render(&findings, &sources, RenderOptions { lang: Lang::Sv, format, color, width });
            prop_assert!(drawn.ends_with('\n'));
        }
    }
}

#[test]
fn findings_in_json_end_after_a_thousand_and_the_rest_are_counted() {
    let (sources, span) = source(CONDITION, "kon");
    let findings: Diagnostics = (0..1_500)
        .map(|n| Diagnostic::error(code::UNKNOWN_FIELD, span, Text::same(format!("{n} {}", "x".repeat(100)))))
        .collect();
    let options = RenderOptions { format: Format::Json, ..RenderOptions::default() };
    let json = render(&findings, &sources, options);
    let list: Vec<serde_json::Value> = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(list.len(), 1_001);
    assert_eq!(list.last().and_then(|last| last["left_out"].as_u64()), Some(500));
    assert!(json.len() < 1 << 20, "{} bytes", json.len());
}
