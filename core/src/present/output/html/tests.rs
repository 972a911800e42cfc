use super::report as report_html;
use super::style::{BAR, FRAGMENT, MUTED, PAGE, PAGES, TRACK};
use super::*;

/// Red, green and blue from 0 to 1.
fn colour(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| f64::from(u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0)
}

/// Blends `part` of `over` onto `under`.
fn mixed(over: [f64; 3], part: f64, under: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| part * over[i] + (1.0 - part) * under[i])
}

/// The relative luminance of WCAG 2.2.
fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast ratio of WCAG 2.2.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_is_that_of_the_standard() {
    assert!((contrast(colour("#ffffff"), colour("#000000")) - 21.0).abs() < 1e-9);
    assert!((contrast(colour("#ffffff"), colour("#767676")) - 4.54).abs() < 0.01);
}

#[test]
fn the_colours_of_the_style_are_those_that_are_tested() {
    assert!(FRAGMENT.contains(&format!("--bar:{BAR}")) && FRAGMENT.contains(".m{opacity:.78}"));
    for (text, background) in PAGES {
        assert!(PAGE.contains(&format!("color:{text};background:{background}")));
    }
    let hexadecimal = FRAGMENT.matches('#').count();
    // The bar's colour, and the black of the masks that fade out open bounds.
    assert_eq!(hexadecimal, 1 + FRAGMENT.matches("#000 40%").count());
}

#[test]
fn text_has_a_contrast_of_4_5_and_marks_of_3_on_light_and_dark() {
    for (text, background) in PAGES {
        let (text, background) = (colour(text), colour(background));
        let track = mixed(colour("#808080"), TRACK, background);
        let bar = colour(BAR);
        for (what, found, least) in [
            ("text", contrast(text, background), 7.0),
            ("muted text", contrast(mixed(text, MUTED, background), background), 4.5),
            ("bar on the page", contrast(bar, background), 3.0),
            ("bar on its track", contrast(bar, track), 3.0),
            ("mark on the bar", contrast(text, bar), 3.0),
            ("mark on the track", contrast(text, track), 3.0),
        ] {
            assert!(found >= least, "{what}: {found:.2}");
        }
    }
}

#[test]
fn what_could_be_taken_for_html_is_escaped() {
    assert_eq!(Escaped("<b a=\"1\">&'å").to_string(), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;å");
    assert_eq!(Escaped("").to_string(), "");
}

/// A fragment without its style, one element per line.
fn lines(fragment: &str) -> String {
    let (before, rest) = fragment.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    format!("{before}{after}").replace("><", ">\n<").replace("<tr", "\n<tr")
}

#[test]
fn a_report_has_a_table_whose_rows_and_columns_are_named() {
    use crate::figures::partial::tests::{districts, header};
    let report = crate::present::output::tests::report(header(&["2013"], &[districts()]));
    insta::assert_snapshot!(lines(&report_html(&report, Lang::Sv)));
    let english = report_html(&report, Lang::En);
    assert!(english.starts_with("<div class=\"kvf\" lang=\"en\">"));
    assert!(english.contains("<span lang=\"sv\">Antal personer som räknas"));
}

#[test]
fn every_tag_is_closed_in_its_order_and_no_cell_of_a_head_is_empty() {
    use crate::figures::partial::tests::{districts, header, sexes};
    let mut header = header(&["2013"], &[districts(), sexes()]);
    header.breakdowns.truncate(1);
    let report = crate::present::output::tests::report(header);
    let page = page(&title(&report), &report_html(&report, Lang::Sv), Lang::Sv);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = &*page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if ["!doctype", "meta", "input"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    assert!(!page.contains("<th></th>") && !page.contains("\"></th>") && !page.contains("<script"));
}

#[test]
fn answers_about_a_record_are_shown_with_what_decides_and_what_is_missing() {
    let answer = serde_json::json!({
        "id": "<7>", "groups": { "kvinnor": null, "män": false }, "missing": { "kvinnor": ["våld"] },
        "why": { "kvinnor": "a:1:1", "män": "a:2:2" },
        "routines": [
            { "id": "r", "name": "Bedöm", "applies": true, "done": false, "due": "2025-08-15", "overdue": true },
            { "id": "s", "name": "Stöd", "applies": null, "missing": ["insatser"] },
            { "id": "t", "name": "Gäller inte", "applies": false },
        ],
    });
    insta::assert_snapshot!(lines(&classification(&answer, Lang::Sv)));
}

#[test]
fn an_explanation_is_a_tree_that_unfolds() {
    let edition =
        crate::Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options =
        crate::Options { periods: vec![crate::Period::parse("2013").unwrap()], ..crate::Options::default() };
    let asked = crate::explain::ExplainOptions { subjects: vec!["män".to_owned()], show_sensitive: false };
    let found = edition.explain(r#"{"id": 1, "kön": "kvinna"}"#.as_bytes(), &options, &asked).unwrap();
    insta::assert_snapshot!(lines(&explanation(&found.to_json(Lang::Sv), Lang::Sv)));
}
