use super::*;
use crate::findings::text::Lang;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn one(text: &str) -> (SourceMap, SourceId) {
    let mut sources = SourceMap::new();
    let id = sources.add("regler.rhai".to_owned(), text.as_bytes().to_vec()).expect("a readable file");
    (sources, id)
}

fn span_of(sources: &SourceMap, id: SourceId, word: &str) -> Span {
    let start = sources.text(id).find(word).expect("the word is there");
    Span::new(id, start as u32, (start + word.len()) as u32)
}

#[test]
fn a_plain_text_is_parsed_as_it_is() {
    let (sources, id) = one("målgrupp(\"kvinnor\");\n");
    assert_eq!(sources.text(id), sources.original(id));
    assert_eq!(sources.original_range(Span::new(id, 5, 9)), 5..9);
}

#[test]
fn line_ends_and_byte_order_mark_are_not_seen_by_the_parser_or_the_digest() {
    let (sources, id) = one("\u{FEFF}a\r\nb\rc\n");
    assert_eq!(sources.text(id), "a\nb\nc\n");
    assert_eq!(sources.digest_text(id), "a\nb\nc\n");
    assert_eq!(sources.original(id), "\u{FEFF}a\r\nb\rc\n");
}

#[test]
fn places_are_shown_in_the_text_the_author_saved() {
    let (sources, id) = one("\u{FEFF}ko\u{308}n\r\na\u{30A}lder x");
    assert_eq!(sources.text(id), "kön\nålder x");
    let age = span_of(&sources, id, "ålder");
    assert_eq!(sources.original(id).get(sources.original_range(age)), Some("a\u{30A}lder"));
    assert_eq!(sources.line_column(age), (2, 1));
    assert_eq!(sources.end_line_column(age), (2, 7));
    assert_eq!(sources.line_column(span_of(&sources, id, "n")), (1, 4));
}

#[test]
fn a_column_is_a_character_and_a_tab_counts_one() {
    let (sources, id) = one("\t\"😀å\" x");
    let x = span_of(&sources, id, "x");
    assert_eq!(sources.line_column(x), (1, 7));
    assert_eq!(sources.line_column_utf16(x), (1, 8));
}

#[test]
fn rhais_positions_become_offsets() {
    let (sources, id) = one("å😀b\nsista");
    let at = |line, column| sources.offset_at(id, line, column);
    assert_eq!([at(1, 1), at(1, 2), at(1, 3), at(1, 4)], [0, 2, 6, 7]);
    assert_eq!(at(2, 1), 8);
    assert_eq!(at(1, 99), 7, "beyond the line is its end");
    assert_eq!(at(99, 1), 13, "beyond the text is its end");
    assert_eq!([at(0, 0), at(1, 0)], [0, 0]);
    assert_eq!(at(usize::MAX, usize::MAX), 13);
}

#[test]
fn positions_in_a_very_long_line_are_found() {
    let (sources, id) = one(&"å".repeat(60_000));
    assert_eq!(sources.offset_at(id, 1, 50_001), 100_000);
    assert_eq!(sources.line_column(Span::new(id, 100_000, 100_002)), (1, 50_001));
}

#[test]
fn tokens_end_where_they_end() {
    for (text, token) in [
        ("ålder(p)", "ålder"),
        ("e\u{323}\u{302}x = 1", "ệx"),
        ("q\u{308}r + 1", "q\u{308}r"),
        ("_x1.kön", "_x1"),
        ("1_000 + 2", "1_000"),
        ("0x1f)", "0x1f"),
        ("1.5e-3;", "1.5e-3"),
        ("1..5", "1"),
        ("1.len()", "1"),
        ("18-x", "18"),
        (r#""a\"b" == x"#, r#""a\"b""#),
        (r#""a""b" == x"#, r#""a""b""#),
        ("\"\" == x", "\"\""),
        ("\"öppen\nx", "\"öppen"),
        ("`a${ \"}\" + `b` }c` + 1", "`a${ \"}\" + `b` }c`"),
        ("`a\nb` x", "`a\nb`"),
        ("'å' x", "'å'"),
        ("'\\'' x", "'\\''"),
        ("#\"a\"b\"# x", "#\"a\"b\"#"),
        ("#{ a: 1 }", "#{"),
        ("<= 18", "<="),
        ("..=5", "..="),
        ("!in [1]", "!in"),
        ("!innan", "!"),
        ("|p| p", "|"),
        ("|| x", "||"),
        ("😀x", "😀"),
    ] {
        let (sources, id) = one(text);
        let end = sources.token_end(id, 0);
        assert_eq!(sources.text(id).get(..end as usize), Some(token), "{text}");
    }
}

#[test]
fn no_token_starts_at_the_end() {
    let (sources, id) = one("ö");
    assert_eq!(sources.token_end(id, 2), 2);
    assert_eq!(sources.token_end(id, 1), 2, "within a character: that character");
    assert_eq!(sources.token_end(id, 99), 2);
}

#[test]
fn a_file_in_another_encoding_is_refused_with_its_line() {
    let mut sources = SourceMap::new();
    let refused = sources.add("regler.rhai".to_owned(), b"ett\r\nk\xF6n\n".to_vec()).expect_err("not UTF-8");
    assert_eq!(refused.code, code::NOT_UTF8);
    assert_eq!(refused.message.get(Lang::Sv), "filen är inte sparad som UTF-8: rad 2 går inte att läsa");
    let place = refused.primary.expect("a place").span;
    assert_eq!(sources.line_column(place), (2, 2));
    assert_eq!(sources.original_range(place), 6..6);
}

#[test]
fn a_file_of_another_kind_is_refused_with_what_it_looks_like() {
    let label = |bytes: &[u8]| {
        let mut sources = SourceMap::new();
        let added = sources.add("regler.rhai".to_owned(), bytes.to_vec());
        let refused = added.and_then(|id| sources.refused(id).map_or(Ok(id), Err)).expect_err("refused");
        refused.primary.expect("a place").text.get(Lang::En).to_owned()
    };
    let wide = |text: &str, unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<_>>();
    for text in ["utgåva(\"stad/program@2013\", #{", "edition(\"city/programme@2013\", #{"] {
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            assert!(label(&wide(text, unit)).ends_with("saved as UTF-16"));
            assert!(label(&wide(&format!("\u{FEFF}{text}"), unit)).ends_with("saved as UTF-16"));
        }
    }
    assert!(label(b"PK\x03\x04\x14\x00\x06\xFF").contains("document of Word"));
    assert!(label(b"PK\x03\x04abc").contains("document of Word"));
    assert!(label(b"%PDF-1.7").contains("PDF"));
    assert!(label(b"{\\rtf1\\ansi").contains("RTF"));
    assert!(label("\u{FEFF}\n<!DOCTYPE html><html>".as_bytes()).contains("HTML"));
}

#[test]
fn characters_that_are_not_shown_are_refused_wherever_they_stand() {
    let refused = |text: &str| {
        let (sources, id) = one(text);
        let finding = sources.refused(id)?;
        Some((finding.message.get(Lang::En).to_owned(), finding.suggestions[0].replacement.clone()))
    };
    for (text, said, instead) in [
        ("// kv\u{0}inna", "not shown (U+0000)", ""),
        ("const A = 1;\u{1A}", "not shown (U+001A)", ""),
        ("// ett\u{2028}två", "looks like the end of a line and is not (U+2028)", "\n"),
        ("// ett\u{C}två", "looks like the end of a line and is not (U+000C)", "\n"),
        ("// \u{202E}två", "turns the direction of reading", ""),
    ] {
        let (message, replacement) = refused(text).expect("refused");
        assert!(message.contains(said), "{message}");
        assert_eq!(replacement, instead);
    }
    assert_eq!(refused("// ett\r\n\ttvå\rtre"), None);
}

#[test]
fn too_large_files_and_too_long_lines_are_refused() {
    let mut sources = SourceMap::new();
    let mut refused = |bytes: Vec<u8>| {
        let finding = sources.add("regler.rhai".to_owned(), bytes).expect_err("too large");
        (finding.code, finding.message.get(Lang::Sv).to_owned())
    };
    assert_eq!(refused(vec![b' '; MAX_BYTES + 1]).0, code::TOO_LARGE);
    let lines = refused(vec![b'\n'; 65_000]);
    assert_eq!(lines, (code::TOO_LARGE, "filen har fler än 65000 rader".to_owned()));
    let columns = refused([vec![b'\n'; 3], vec![b' '; 65_002]].concat());
    assert_eq!(columns, (code::TOO_LARGE, "raden är längre än 65000 tecken".to_owned()));
}

#[test]
fn the_largest_file_that_is_allowed_is_read() {
    let text = "x".repeat(1_000) + "\n";
    let (sources, id) = one(&text.repeat(1_000));
    assert_eq!(sources.text(id).len(), 1_001_000);
}

#[test]
fn the_place_of_an_unknown_file_is_the_first() {
    let (sources, _) = one("x");
    let span = Span::new(SourceId(7), 3, 9);
    assert_eq!(sources.line_column(span), (1, 1));
    assert_eq!(sources.snippet(span), "");
}

/// Generates texts with many occurrences of everything that is normalised.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n"),
        Just("\r"),
        Just("\n"),
        Just("\u{FEFF}"),
        Just("\t"),
        Just("a\u{30A}"),
        Just("o"),
        Just("\u{308}"),
        Just("\u{301}"),
        Just("\u{323}"),
        Just("å"),
        Just("\u{212B}"),
        Just("😀"),
        Just("\u{1100}\u{1161}"),
        Just("\u{0958}"),
        Just("\u{1B}"),
        Just("\""),
        Just("`"),
        Just("${"),
        Just("}"),
        Just("\\"),
        Just("#"),
        Just("x1.5"),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn the_text_is_in_nfc_with_lf_line_ends(text in texts()) {
        let (sources, id) = one(&text);
        let expected = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(sources.text(id), expected.nfc().collect::<String>());
    }

    #[test]
    fn ranges_of_the_original_mean_the_same_text(text in texts(), start in 0u32..200, length in 0u32..50) {
        let (sources, id) = one(&text);
        let span = Span::new(id, start, start + length);
        let original = sources.original(id).get(sources.original_range(span));
        let normalised = original.map(|part| part.replace("\r\n", "\n").replace('\r', "\n").nfc().collect::<String>());
        // The original may contain more, if the span splits a composed character, but never less.
        prop_assert!(normalised.is_some_and(|part| part.contains(sources.snippet(span))));
    }

    #[test]
    fn line_and_column_lead_back_to_the_offset(text in texts(), start in 0u32..200) {
        let plain: String = text.replace(['\r', '\u{FEFF}'], "").nfc().collect();
        let (sources, id) = one(&plain);
        let start = floor_boundary(sources.text(id), start);
        let (line, column) = sources.line_column(Span::new(id, start, start));
        prop_assert_eq!(sources.offset_at(id, line as usize, column as usize), start);
    }

    #[test]
    fn tokens_end_on_a_boundary_and_go_forward(text in texts(), start in 0u32..200) {
        let (sources, id) = one(&text);
        let end = sources.token_end(id, start);
        prop_assert!(sources.text(id).is_char_boundary(end as usize));
        prop_assert!(end > start || end as usize == sources.text(id).len());
    }
}

#[test]
fn every_hidden_character_is_found_and_no_other() {
    for c in '\0'..=char::MAX {
        assert_eq!(first_hidden(&format!("å{c}")), hides(c).then_some(2), "{c:?}");
    }
}
