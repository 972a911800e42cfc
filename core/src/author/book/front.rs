//! The front page, which has the search, and the page of all editions.

use super::shell::{CODES, FIELDS, FRONT, LANGUAGE, Page, WHOLE, contents};
use super::tags::{esc, link, said, swedish, table};
use super::{Chapter, Contents, View};
use crate::findings::text::say;
use crate::language::words::Word;
use std::collections::BTreeMap;

/// Returns the front page.
pub(super) fn page(book: &Contents<'_>) -> Page {
    let lang = book.lang;
    let intro = say!(
        "Här står i vanliga ord vad regelfilerna räknar: vilka som hör till en målgrupp, vad varje indikator räknar, och hur det som källorna lämnar öppet har avgjorts. Meningarna är gjorda av samma villkor som räknas.",
        "Here stands in plain words what the rule files count: who belongs to a target group, what each indicator counts, and how what the sources leave open was settled. The sentences are made from the very conditions that are evaluated."
    );
    let mut body = format!("<h1>{}</h1>\n", esc(book.own_name()));
    let without = say!(
        "Sökningen behöver skript. Utan skript: öppna sidan med allt och använd webbläsarens egen sökning.",
        "The search needs scripts. Without them: open the page with everything and use the browser's own search."
    );
    body.push_str(&format!(
        "<p id=\"many\" role=\"status\" data-none=\"{}\" data-one=\"{}\" data-many=\"{}\" data-most=\"{}\"></p>\n\
         <section id=\"found\" aria-label=\"{}\" hidden><ol id=\"hits\"></ol></section>\n\
         <p class=\"lead\">{}</p>\n<noscript><p class=\"note\">{} {}</p></noscript>\n",
        said(&say!("Inget hittades. Prova ett kortare ord.", "Nothing was found. Try a shorter word."), lang),
        said(&say!("En träff", "One hit"), lang),
        said(&say!("# träffar", "# hits"), lang),
        said(&say!("# träffar, de första visas", "# hits, the first ones are shown"), lang),
        said(&say!("Träffar", "Hits"), lang),
        said(&intro, lang),
        said(&without, lang),
        link(WHOLE, &said(&say!("Allt på en sida", "All on one page"), lang)),
    ));
    for (programme, chapters) in programmes(book) {
        body.push_str(&programme_section(book, programme, &chapters));
    }
    body.push_str(&how_to_read(book));
    let mut entries: Vec<[String; 4]> = book
        .chapters
        .iter()
        .flat_map(|chapter| {
            let mut own = super::entries::entries(book, chapter);
            // The same name stands in several editions; which one is said beside it.
            let edition = chapter.edition.id();
            own.iter_mut().for_each(|entry| entry[0] = format!("{}, {edition}", entry[0]));
            own
        })
        .collect();
    entries.extend(super::language::entries(book));
    Page {
        file: FRONT.to_owned(),
        title: book.own_name().to_owned(),
        contents: String::new(),
        body,
        // Within a script element nothing but `<` could end it.
        entries: serde_json::to_string(&entries).unwrap_or_default().replace('<', "\\u003c"),
        lang,
    }
}

fn programmes<'b>(book: &'b Contents<'_>) -> Vec<(&'b str, Vec<&'b Chapter>)> {
    let mut programmes: BTreeMap<&str, Vec<&Chapter>> = BTreeMap::new();
    for chapter in &book.chapters {
        programmes.entry(&chapter.edition.head().programme).or_default().push(chapter);
    }
    programmes.into_iter().collect()
}

fn programme_section(book: &Contents<'_>, programme: &str, chapters: &[&Chapter]) -> String {
    let lang = book.lang;
    let heads = [
        say!("utgåva", "edition"),
        say!("titel", "title"),
        say!("gäller", "in force"),
        say!("status", "status"),
        say!("innehåll", "contents"),
    ];
    let kinds = [
        (Word::TargetGroup, say!("målgrupp", "target group"), say!("målgrupper", "target groups")),
        (Word::Goal, say!("mål", "goal"), say!("mål", "goals")),
        (Word::Indicator, say!("indikator", "indicator"), say!("indikatorer", "indicators")),
        (Word::Baseline, say!("kartläggning", "baseline"), say!("kartläggningar", "baselines")),
        (Word::Routine, say!("rutin", "routine"), say!("rutiner", "routines")),
        (Word::Instrument, say!("instrument", "instrument"), say!("instrument", "instruments")),
        (Word::Activity, say!("aktivitet", "activity"), say!("aktiviteter", "activities")),
        (Word::Resource, say!("resurs", "resource"), say!("resurser", "resources")),
        (Word::Interpretation, say!("tolkning", "reading"), say!("tolkningar", "readings")),
    ];
    let rows: Vec<Vec<String>> = chapters
        .iter()
        .map(|chapter| {
            let head = chapter.edition.head();
            let many = |word: Word| match word {
                Word::Interpretation => chapter.edition.model().interpretations.len(),
                _ => chapter.web.of(word).count(),
            };
            let counts: Vec<String> = kinds
                .iter()
                .map(|(word, one, several)| (many(*word), one, several))
                .filter(|(many, ..)| *many > 0)
                .map(|(many, one, several)| {
                    format!("{many}&nbsp;{}", said(if many == 1 { one } else { several }, lang))
                })
                .collect();
            vec![
                link(&chapter.file(), &esc(&head.edition)),
                swedish(&head.title, lang),
                format!(
                    "<span class=\"n\">{} –</span> <span class=\"n\">{}</span>",
                    head.in_force.start, head.in_force.end
                ),
                swedish(&head.status.name().replace('_', " "), lang),
                counts.join(", "),
            ]
        })
        .collect();
    format!("<section>\n<h2>{}</h2>\n{}</section>\n", esc(programme), table(programme, &heads, &rows, lang))
}

fn how_to_read(book: &Contents<'_>) -> String {
    let lang = book.lang;
    let points = [
        say!(
            "En mening om ett villkor gäller med de tolkningar som är valda. Vad de andra alternativen skulle ändra står vid tolkningen.",
            "A sentence about a condition holds under the chosen readings. What the other alternatives would change stands at the reading."
        ),
        say!(
            "Det som saknas i en post är okänt, aldrig nej. Därför har ett antal en undre och en övre gräns.",
            "What a record lacks is unknown, never no. That is why a count has a lower and an upper bound."
        ),
        say!(
            "Bredvid varje regel står källans egna ord. Där ingen källa avgör står den tolkning som regeln vilar på.",
            "Beside each rule stand the words of the source. Where no source settles it, there is the reading that the rule rests on."
        ),
    ];
    let items: String = points.iter().map(|point| format!("<li>{}</li>", said(point, lang))).collect();
    let pages = [
        (LANGUAGE, say!("Språket: ord, nycklar och funktioner", "The language: words, keys and functions")),
        (FIELDS, say!("Fälten i posterna", "The fields of records")),
        (CODES, say!("Felkoderna", "The codes of findings")),
        (WHOLE, say!("Alla utgåvor på en sida, för papper", "All editions on one page, for paper")),
    ];
    let pages: String =
        pages.iter().map(|(file, name)| format!("<li>{}</li>", link(file, &said(name, lang)))).collect();
    format!(
        "<section>\n<h2>{}</h2>\n<ul>{items}</ul>\n</section>\n<section>\n<h2>{}</h2>\n<ul>{pages}</ul>\n</section>\n",
        said(&say!("Så läser du boken", "How to read the book"), lang),
        said(&say!("Mer", "More"), lang),
    )
}

/// Returns the page of all editions.
pub(super) fn whole(book: &Contents<'_>) -> Page {
    let lang = book.lang;
    let title = say!("Alla utgåvor", "All editions");
    let paper = say!(
        "För papper: skriv ut sidan eller spara den som PDF. Det som är uppfällt kommer med.",
        "For paper: print the page or save it as PDF. What is unfolded comes along."
    );
    let mut body = format!("<h1>{}</h1>\n<p>{}</p>\n", said(&title, lang), said(&paper, lang));
    let mut links = Vec::new();
    let mut chapters = String::new();
    for chapter in &book.chapters {
        let view = View { contents: book, chapter, whole: true };
        let (text, parts) = view.chapter();
        chapters.push_str(&format!("<div class=\"chapter\">\n{text}</div>\n"));
        let parts = contents(&parts);
        let head = chapter.edition.head();
        links
            .push((format!("#{}", chapter.stem), format!("{} {}", esc(&head.programme), esc(&head.edition))));
        body.push_str(&format!(
            "<div class=\"toc\"><p>{}</p>{parts}</div>\n",
            link(
                &format!("#{}", chapter.stem),
                &format!(
                    "{} <span class=\"m\">{}</span>",
                    swedish(&head.title, lang),
                    esc(&chapter.edition.id())
                )
            ),
        ));
    }
    body.push_str(&chapters);
    Page {
        file: WHOLE.to_owned(),
        title: format!("{} – {}", title.get(lang), book.own_name()),
        contents: contents(&links),
        body,
        entries: String::new(),
        lang,
    }
}
