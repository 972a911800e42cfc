//! The pages of the language: its words, keys and functions; the fields of records; the codes of findings.

use super::Contents;
use super::shell::{CODES, FIELDS, LANGUAGE, Page, contents};
use super::tags::{code, esc, rule_text, safe, said, swedish, table, term, terms, with_code};
use crate::author::reference::{Item, Kind, headline, language, what};
use crate::findings::diagnostic::code::CATALOGUE;
use crate::findings::text::{Lang, Text, say};

/// Returns the address of a record type on the page of fields.
pub(super) fn record_href(record: &str) -> String {
    format!("{FIELDS}#{}", safe(record))
}

/// Returns the address of a field of a record type.
pub(super) fn field_href(record: &str, field: &str) -> String {
    format!("{FIELDS}#{}.{}", safe(record), safe(field))
}

/// Returns the id of an item on its page.
fn anchor(item: &Item) -> String {
    let within = item.within.as_deref().map(|within| format!("{}.", safe(within))).unwrap_or_default();
    format!("{}.{within}{}", item.kind.name(), safe(&item.name))
}

/// Returns the page of the language.
pub(super) fn words(lang: Lang) -> Page {
    let items: Vec<Item> = language().into_iter().filter(|item| item.kind != Kind::Diagnostic).collect();
    let intro = say!(
        "Allt som regelfiler kan innehålla: orden som inleder en regel, nycklarna i dem, och det som villkor byggs av. `kvinnofrid words NAMN` visar samma sak i terminalen.",
        "All that rule files may contain: the words that begin a rule, their keys, and what conditions are built with. `kvinnofrid words NAME` shows the same in the terminal."
    );
    let mut body = format!(
        "<h1>{}</h1>\n<p>{}</p>\n",
        said(&say!("Språket", "The language"), lang),
        with_code(intro.get(lang))
    );
    let mut links = Vec::new();
    let mut heading = String::new();
    for item in &items {
        let own = headline(item, lang);
        if own != heading {
            let id = format!("del-{}", links.len() + 1);
            body.push_str(&format!("<h2 id=\"{id}\" tabindex=\"-1\">{}</h2>\n", esc(&own)));
            links.push((format!("#{id}"), esc(&own)));
            heading = own;
        }
        body.push_str(&word(item, lang));
    }
    let title = say!("Språket – Regelboken", "The language – The rule book");
    page(LANGUAGE, title.get(lang), &links, body, lang)
}

fn page(file: &str, title: &str, links: &[(String, String)], body: String, lang: Lang) -> Page {
    let contents = contents(links);
    Page { file: file.to_owned(), title: title.to_owned(), contents, body, entries: String::new(), lang }
}

fn word(item: &Item, lang: Lang) -> String {
    let other = match lang {
        Lang::Sv => &item.english,
        Lang::En => &item.name,
    };
    let name = item.name(lang);
    let other = if other == name {
        String::new()
    } else {
        let also = said(&say!("på engelska", "in Swedish"), lang);
        format!(" <span class=\"m\">{also} {}</span>", code(other))
    };
    let is_function = matches!(item.kind, Kind::Function | Kind::Method);
    let takes = if is_function { say!("Ger", "Returns") } else { say!("Typ", "Type") };
    let form = if item.kind == Kind::Key { String::new() } else { code(item.form.get(lang)) };
    let values: Vec<String> = item
        .values
        .iter()
        .map(|(value, meaning)| format!("<li>{} {}</li>", code(value), with_code(meaning.get(lang))))
        .collect();
    let values = if values.is_empty() { String::new() } else { format!("<ul>{}</ul>", values.concat()) };
    let by_reading = say!(
        "värdet kan väljas av en tolkning, med `enligt(…)`",
        "the value may be chosen by a reading, with `according_to(…)`"
    );
    let rows = [
        term(&say!("Skrivs", "Written"), &form, lang),
        term(&takes, &with_code(item.takes.get(lang)), lang),
        term(
            &say!("Krav", "Required"),
            &item.required.as_ref().map(|text| with_code(text.get(lang))).unwrap_or_default(),
            lang,
        ),
        term(
            &say!("Tolkning", "Reading"),
            &if item.by_reading { with_code(by_reading.get(lang)) } else { String::new() },
            lang,
        ),
        term(&say!("Värden", "Values"), &values, lang),
    ];
    let example = item.example.as_ref().map(|example| {
        let mut html = rule_text(&unindented(&example.rule));
        if let (Some(record), Some(answer)) = (&example.record, example.answer) {
            let answer = match answer {
                Some(true) => say!("ger `true` för", "gives `true` for"),
                Some(false) => say!("ger `false` för", "gives `false` for"),
                None => say!("är okänt för", "is unknown for"),
            };
            html.push_str(&format!("<p class=\"m\">{} {}</p>", with_code(answer.get(lang)), code(record)));
        }
        html
    });
    format!(
        "<article class=\"d other\" id=\"{}\" tabindex=\"-1\">\n<h3>{}{other} <span class=\"k\">{}</span></h3>\n<p>{}</p>{}{}</article>\n",
        esc(&anchor(item)),
        code(name),
        with_code(&what(item, lang)),
        with_code(item.does.get(lang)),
        terms(&rows),
        example.unwrap_or_default(),
    )
}

/// Removes the indentation that the last line of an excerpt has from all but its first.
fn unindented(text: &str) -> String {
    let margin = text.lines().last().map_or(0, |last| last.len() - last.trim_start().len());
    let lines = text
        .lines()
        .enumerate()
        .map(|(number, line)| if number == 0 { line } else { line.get(margin..).unwrap_or(line) });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the page of the record types and fields of all editions.
pub(super) fn fields(book: &Contents<'_>) -> Page {
    let lang = book.lang;
    let mut records: Vec<(Item, Vec<Item>, Vec<String>)> = Vec::new();
    for chapter in &book.chapters {
        let id = chapter.edition.id();
        let mut own: Vec<(Item, Vec<Item>)> = Vec::new();
        for item in chapter.edition.reference() {
            match item.kind {
                Kind::Record => own.push((item, Vec::new())),
                Kind::Field => {
                    if let Some((_, fields)) = own.last_mut() {
                        fields.push(item);
                    }
                }
                _ => {}
            }
        }
        for (record, fields) in own {
            match records.iter_mut().find(|(known, of, _)| *known == record && *of == fields) {
                Some((.., editions)) => editions.push(id.clone()),
                None => records.push((record, fields, vec![id.clone()])),
            }
        }
    }
    let intro = say!(
        "En post är en person, en kommun eller en händelse i en persons ärende. Ett fält som saknas är okänt, aldrig nej.",
        "A record is a person, a municipality, or an event of a person's case. A missing field is unknown, never no."
    );
    let mut body =
        format!("<h1>{}</h1>\n<p>{}</p>\n", said(&say!("Fält", "Fields"), lang), said(&intro, lang));
    let mut links = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for (record, fields, editions) in &records {
        // Of record types with one name, only the first one is linked to.
        let again = named.iter().filter(|name| **name == record.name).count();
        named.push(&record.name);
        let suffix = if again == 0 { String::new() } else { format!("..{again}") };
        let id = format!("{}{suffix}", safe(&record.name));
        body.push_str(&format!(
            "<section>\n<h2 id=\"{}\" tabindex=\"-1\">{}</h2>\n",
            esc(&id),
            code(&record.name)
        ));
        links.push((format!("#{id}"), code(&record.name)));
        if !record.does.get(lang).is_empty() {
            body.push_str(&format!("<p>{}</p>\n", swedish(record.does.get(lang), lang)));
        }
        if editions.len() < book.chapters.len() {
            let only = said(&say!("I", "In"), lang);
            let names: Vec<String> = editions.iter().map(|id| code(id)).collect();
            body.push_str(&format!("<p class=\"m\">{only} {}</p>\n", names.join(", ")));
        }
        let heads = [
            say!("fält", "field"),
            say!("typ", "type"),
            say!("betydelse", "meaning"),
            say!("koder", "codes"),
        ];
        let rows: Vec<Vec<String>> = fields.iter().map(|field| field_row(field, &suffix, lang)).collect();
        body.push_str(&table(&record.name, &heads, &rows, lang));
        body.push_str("</section>\n");
    }
    let title = say!("Fält – Regelboken", "Fields – The rule book");
    page(FIELDS, title.get(lang), &links, body, lang)
}

fn field_row(field: &Item, suffix: &str, lang: Lang) -> Vec<String> {
    let record = field.within.as_deref().unwrap_or_default();
    let id = format!("{}{suffix}.{}", safe(record), safe(&field.name));
    let codes: Vec<String> = field.values.iter().map(|(value, _)| code(value)).collect();
    vec![
        format!("<span id=\"{}\" tabindex=\"-1\">{}</span>", esc(&id), code(&field.name)),
        esc(field.takes.get(lang)),
        swedish(field.does.get(lang), lang),
        codes.join(", "),
    ]
}

/// Returns the page of the codes of findings.
pub(super) fn codes(lang: Lang) -> Page {
    let intro = say!(
        "Vad `kvinnofrid check` kan finna i regelfiler. En kod behåller sin betydelse och används aldrig igen.",
        "What `kvinnofrid check` may find in rule files. A code keeps its meaning and is never reused."
    );
    let pick = |(sv, en): (&'static str, &'static str)| Text::new(sv, en);
    let mut body = format!(
        "<h1>{}</h1>\n<p>{}</p>\n",
        said(&say!("Felkoder", "Codes of findings"), lang),
        with_code(intro.get(lang))
    );
    let mut links = Vec::new();
    let families = [
        ("E01", say!("E01: läsa filen", "E01: reading the file")),
        ("E02", say!("E02: regler och nycklar", "E02: declarations and keys")),
        ("E03", say!("E03: namn i villkor", "E03: names in conditions")),
        ("E04", say!("E04: typer", "E04: types")),
        ("E05", say!("E05: byggstenar", "E05: constructs")),
        ("W06", say!("W06: varningar", "W06: warnings")),
    ];
    for (family, title) in families {
        body.push_str(&format!("<h2 id=\"{family}\" tabindex=\"-1\">{}</h2>\n", said(&title, lang)));
        links.push((format!("#{family}"), said(&title, lang)));
        for entry in CATALOGUE.iter().filter(|entry| entry.code.0.starts_with(family)) {
            let id = entry.code.0;
            let part = |heading: Text, text: &str| format!("<h4>{}</h4><p>{text}</p>", said(&heading, lang));
            body.push_str(&format!(
                "<article class=\"d other\" id=\"{id}\" tabindex=\"-1\">\n<h3>{} {}</h3>\n<p>{}</p>{}{}{}</article>\n",
                code(id),
                with_code(entry.headline(lang)),
                with_code(pick(entry.meaning).get(lang)),
                part(say!("Varför det spelar roll", "Why it matters"), &with_code(pick(entry.why).get(lang))),
                rule_text(entry.example),
                part(say!("Så rättas det", "How it is mended"), &with_code(pick(entry.fix).get(lang))),
            ));
        }
    }
    let title = say!("Felkoder – Regelboken", "Codes – The rule book");
    page(CODES, title.get(lang), &links, body, lang)
}

/// Returns what the search finds on the pages of the language: word, name, address and text.
pub(super) fn entries(book: &Contents<'_>) -> Vec<[String; 4]> {
    let lang = book.lang;
    let mut entries = Vec::new();
    for item in language() {
        let (kind, file) = match item.kind {
            Kind::Diagnostic => (say!("felkod", "code"), CODES),
            _ => (say!("språket", "the language"), LANGUAGE),
        };
        let id = if item.kind == Kind::Diagnostic { item.name.clone() } else { anchor(&item) };
        let title = match item.kind {
            Kind::Diagnostic => format!("{} {}", item.name, item.takes.get(lang)),
            _ => item.name(lang).to_owned(),
        };
        entries.push([
            kind.get(lang).to_owned(),
            title,
            format!("{file}#{id}"),
            format!("{} {}", item.path(), item.does.get(lang)),
        ]);
    }
    let mut seen = std::collections::BTreeSet::new();
    for item in book.chapters.iter().flat_map(|chapter| chapter.edition.reference()) {
        let record = item.within.clone().unwrap_or_default();
        let href = match item.kind {
            Kind::Record => record_href(&item.name),
            Kind::Field => field_href(&record, &item.name),
            _ => continue,
        };
        if !seen.insert(href.clone()) {
            continue;
        }
        let codes: Vec<&str> = item.values.iter().map(|(value, _)| value.as_str()).collect();
        entries.push([
            say!("fält", "field").get(lang).to_owned(),
            item.path(),
            href,
            format!("{} {}", item.does.get(lang), codes.join(" ")),
        ]);
    }
    entries
}
