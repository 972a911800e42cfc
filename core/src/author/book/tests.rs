//! The book as a reader and a browser meet it.

use super::{Book, BookFile};
use crate::edition::rules::Rules;
use crate::findings::text::Lang;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The book of a programme with goals and indicators.
fn strategy(lang: Lang) -> Book {
    Rules::embedded().book(Some("region-stockholm/strategi"), lang).unwrap()
}

/// The book of a programme with several editions, of which one has much.
fn stockholm() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| Rules::embedded().book(Some("stockholm/kvinnofrid"), Lang::Sv).unwrap())
}

/// An edition with whatever could break a page in it.
fn hostile() -> Rules {
    let text = r#"
utgåva("staden/programmet@2030", #{
    revision: "1.0.0", titel: "</title><script>alert(1)</script>", status: "utkast",
    gäller: period("2030-01-01", "2030-12-31"), källa: "K", ställe: "\"><img src=x>",
});
källa("K", #{ titel: "<b>K</b>", ställen: #{ "\"><img src=x>": "</pre></style><!-- & " } });
tolkning("gräns", #{
    fråga: "Från vilken ålder? <u>", varför: "Det står inte. </details>",
    alternativ: #{ arton: "18 & äldre", sexton: "16 < 18" }, valt: "arton",
});
målgrupp("vuxna", #{
    namn: "Vuxna </h3>", källa: "K", ställe: "\"><img src=x>", post: "person",
    villkor: |p| if vald("gräns") == "arton" { p.ålder >= 18 } else { p.ålder >= 16 },
});
exempel("</li><script>", #{ post: #{ ålder: 17 }, period: "2030", väntat: #{ målgrupper: #{ vuxna: false } } });
"#;
    let record = r#"post("person", #{ id: nyckel, ålder: heltal });"#;
    Rules::from_files([
        ("gemensamt/10.rhai".to_owned(), record.into()),
        ("staden/programmet/2030/10.rhai".to_owned(), text.into()),
    ])
}

/// Splits HTML into tags and texts. A script is one piece, since it holds whatever it holds.
fn pieces(html: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let end = if tag.starts_with("<script") { "</script>" } else { ">" };
        let (tag, after) = tag.split_at(tag.find(end).unwrap() + end.len());
        pieces.extend([text, tag]);
        rest = after;
    }
    pieces
}

fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let start = format!(" {name}=\"");
    let tags = pieces(html).into_iter().filter(|piece| piece.starts_with('<'));
    tags.flat_map(|tag| {
        tag.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>()
    })
    .collect()
}

fn text(file: &BookFile) -> &str {
    std::str::from_utf8(&file.bytes).unwrap()
}

#[test]
fn every_tag_is_closed_in_its_order() {
    for book in [strategy(Lang::Sv), hostile().book(None, Lang::En).unwrap()] {
        for file in &book.files {
            let mut open: Vec<&str> = Vec::new();
            for piece in pieces(text(file)) {
                let Some(tag) = piece.strip_prefix('<') else { continue };
                let name = tag.trim_start_matches('/').split([' ', '>', '/', '\n']).next().unwrap();
                match tag.strip_prefix('/') {
                    Some(_) => assert_eq!(open.pop(), Some(name), "{}", file.name),
                    None if tag.ends_with("/>") || tag.starts_with("script") => {}
                    None if ["!doctype", "meta", "input", "link", "br"].contains(&name) => {}
                    None => open.push(name),
                }
            }
            assert_eq!(open, Vec::<&str>::new(), "{}", file.name);
        }
    }
}

#[test]
fn every_link_leads_to_something_in_the_book() {
    for book in [strategy(Lang::Sv), hostile().book(None, Lang::Sv).unwrap()] {
        let ids: BTreeSet<String> = book
            .files
            .iter()
            .flat_map(|file| attributes(text(file), "id").into_iter().map(|id| format!("{}#{id}", file.name)))
            .collect();
        for file in &book.files {
            let mut own = attributes(text(file), "id");
            let all = own.len();
            own.sort_unstable();
            own.dedup();
            assert_eq!(own.len(), all, "an id stands twice in {}", file.name);
            for href in attributes(text(file), "href") {
                let target =
                    if href.starts_with('#') { format!("{}{href}", file.name) } else { href.to_owned() };
                let is_page = book.files.iter().any(|other| other.name == target);
                assert!(is_page || ids.contains(&target) || href == "data:,", "{}: {href}", file.name);
            }
        }
    }
}

#[test]
fn what_rule_files_say_is_text_and_nothing_else() {
    let book = hostile().book(None, Lang::Sv).unwrap();
    for file in &book.files {
        let page = text(file);
        // The script of the page, and on the front page the entries of the search.
        let scripts = page.matches("<script").count();
        assert_eq!(scripts, if file.name == "index.html" { 2 } else { 1 }, "{}", file.name);
        assert!(!page.contains("<img") && !page.contains("<u>") && !page.contains("<!--"), "{}", file.name);
    }
    let page = book.file("staden-programmet-2030.html").unwrap();
    assert!(page.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn a_page_loads_nothing() {
    for file in &strategy(Lang::Sv).files {
        let page = text(file);
        assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"));
        for loads in ["src", "style", "onclick", "srcset", "action"] {
            let found = attributes(page, loads);
            assert!(found.iter().all(|found| *found == "index.html"), "{}: {loads} {found:?}", file.name);
        }
        assert!(
            !page.contains("http://") && !page.contains("https://") && !page.contains("url("),
            "{}",
            file.name
        );
    }
}

#[test]
fn the_same_rules_give_the_same_bytes() {
    assert_eq!(hostile().book(None, Lang::En).unwrap(), hostile().book(None, Lang::En).unwrap());
}

#[test]
fn an_alternative_says_what_it_would_change() {
    let book = hostile().book(None, Lang::Sv).unwrap();
    let page = book.file("staden-programmet-2030.html").unwrap();
    let (_, reading) = page.split_once("id=\"tolkning-gräns\"").unwrap();
    let (reading, _) = reading.split_once("</article>").unwrap();
    assert!(
        reading.contains(
            "målgrupp <a href=\"#malgrupp-vuxna\"><code lang=\"sv\">vuxna</code></a>: <b>vidare</b>"
        ),
        "{reading}"
    );
    assert!(reading.contains("Hit hör den för vilken ålder är minst 16."), "{reading}");
    assert!(reading.contains("<strong class=\"chosen\">valt</strong>"));
}

#[test]
fn a_declaration_stands_with_its_sentence_its_source_its_rule_and_its_examples() {
    let book = hostile().book(None, Lang::En).unwrap();
    let page = book.file("staden-programmet-2030.html").unwrap();
    let (_, group) = page.split_once("id=\"malgrupp-vuxna\"").unwrap();
    let (group, _) = group.split_once("</article>").unwrap();
    for part in [
        "Belongs if <code lang=\"sv\">ålder</code> is at least 18.",
        "&lt;/pre&gt;&lt;/style&gt;&lt;!-- &amp; ",
        "<a href=\"#kalla-K\">K</a>",
        "<a href=\"#tolkning-gräns\">",
        "<a href=\"falt.html#person.ålder\">",
        "<a href=\"#exempel-1\">",
        "villkor: |p| if vald(&quot;gräns&quot;)",
    ] {
        assert!(group.contains(part), "{part}: {group}");
    }
}

#[test]
fn what_differs_from_the_edition_before_is_said_by_meaning() {
    let book = stockholm();
    let page = book.file("stockholm-kvinnofrid-2021-2025.html").unwrap();
    let (_, history) = page.split_once("id=\"historia\"").unwrap();
    let (history, _) = history.split_once("</section>").unwrap();
    assert!(history.contains("<a href=\"stockholm-kvinnofrid-2017-2020.html\">"), "{history}");
    assert!(history.contains("målgrupp barn") && history.contains("En post (person)"), "{history}");
    // The page of all editions leads to chapters on itself.
    let whole = book.file("allt.html").unwrap();
    assert!(whole.contains("<a href=\"#stockholm-kvinnofrid-2017-2020\">"));
    assert!(whole.contains("id=\"stockholm-kvinnofrid-2012-2014.indikator-kvinnor-kända\""));
}

#[test]
fn the_picture_draws_what_the_table_says() {
    let book = stockholm();
    let page = book.file("stockholm-kvinnofrid-2012-2014.html").unwrap();
    let (_, picture) = page.split_once("id=\"bild\"").unwrap();
    let (picture, table) = picture.split_once("</svg>").unwrap();
    // The second indicator reads `insatser`, in the target group of women.
    assert!(table.contains("<code lang=\"sv\">insatser.erbjuden</code>"));
    let lines = attributes(picture, "data-a").into_iter().zip(attributes(picture, "data-b"));
    let to: Vec<&str> = lines.filter(|(_, to)| *to == "i1").map(|(from, _)| from).collect();
    assert_eq!((to.len(), to.contains(&"g0")), (2, true), "{to:?}");
}

#[test]
fn the_search_has_an_entry_for_every_declaration_word_and_code() {
    let book = strategy(Lang::Sv);
    let page = book.file("index.html").unwrap();
    let (_, entries) = page.split_once("id=\"entries\">").unwrap();
    let (entries, _) = entries.split_once("</script>").unwrap();
    let entries: Vec<[String; 4]> = serde_json::from_str(entries).unwrap();
    for href in [
        "region-stockholm-strategi-2020-2026.html#indikator-stödsamtal-med-beslut",
        "sprak.html#word.målgrupp",
        "felkoder.html#E0203",
        "falt.html#person.kön",
    ] {
        assert!(entries.iter().any(|[_, _, to, _]| to == href), "{href}");
    }
}

#[test]
fn a_baseline_stands_with_its_groups_sources_and_time() {
    let text = r#"
utgåva("staden/programmet@2030", #{
    revision: "1.0.0", titel: "Programmet", status: "utkast", gäller: period("2030-01-01", "2030-12-31"),
});
källa("K", #{ titel: "Källan", ställen: #{ "rad 1": "vuxna", "rad 2": "kartlägg omfattningen" } });
tolkning("tid", #{
    fråga: "Vilken tid kartläggs?", varför: "Källan säger det inte.",
    alternativ: #{ året: "utgåvans år", våren: "dess första hälft" }, valt: "året",
});
målgrupp("vuxna", #{ namn: "Vuxna", källa: "K", ställe: "rad 1", post: "person", villkor: |p| p.ålder >= 18 });
kartläggning("omfattningen", #{
    namn: "Omfattningen", målgrupper: ["vuxna"], källa: "K", ställe: "rad 2",
    källor: [#{ id: "polis", namn: "Polisen", system: "anmälningar" }],
    period: enligt("tid", #{
        året: period("2030-01-01", "2030-12-31"), våren: period("2030-01-01", "2030-06-30"),
    }),
    krets: "alla som bor i kommunen",
});
"#;
    let record = r#"post("person", #{ id: nyckel, ålder: heltal });"#;
    let rules = Rules::from_files([
        ("gemensamt/10.rhai".to_owned(), record.into()),
        ("staden/programmet/2030/10.rhai".to_owned(), text.into()),
    ]);
    let findings = rules.check_form();
    assert!(findings.iter().next().is_none(), "{findings:?}");
    let book = rules.book(None, Lang::Sv).unwrap();
    let page =
        book.files.iter().map(self::text).find(|page| page.contains("id=\"kartlaggning-omfattningen\""));
    let (_, card) = page.unwrap().split_once("id=\"kartlaggning-omfattningen\"").unwrap();
    let (card, _) = card.split_once("</article>").unwrap();
    for said in [
        "href=\"#malgrupp-vuxna\"",
        "Polisen",
        "(anmälningar)",
        "2030",
        "alla som bor i kommunen",
        "#tolkning-tid",
    ] {
        assert!(card.contains(said), "{said}: {card}");
    }
    assert!(page.unwrap().contains("kartlägger en annan tid"));
}
