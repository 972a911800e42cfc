//! The page of an edition.

use super::shell::{Page, contents};
use super::tags::{code, esc, said, swedish, table, term, terms};
use super::{Chapter, Contents, View};
use crate::findings::text::{Lang, Text, say};
use crate::language::model::{Citation, Parameter, Status};
use crate::language::words::Word;
use crate::language::words::values::{Named as Value, STATUSES};
use crate::present::editions::page::shown;

/// Returns the page of an edition.
pub(super) fn page(book: &Contents<'_>, chapter: &Chapter) -> Page {
    let view = View { contents: book, chapter, whole: false };
    let (body, parts) = view.chapter();
    Page {
        file: chapter.file(),
        title: format!("{} – {}", chapter.edition.head().title, book.own_name()),
        contents: contents(&parts),
        body,
        entries: String::new(),
        lang: book.lang,
    }
}

impl Contents<'_> {
    /// Returns the name of the book.
    pub(super) fn own_name(&self) -> &'static str {
        match self.lang {
            Lang::Sv => "Regelboken",
            Lang::En => "The rule book",
        }
    }
}

impl View<'_> {
    /// Renders the chapter of the edition. Returns it with its parts: address and name.
    pub(super) fn chapter(&self) -> (String, Vec<(String, String)>) {
        let lang = self.lang();
        let mut html = self.head();
        let mut parts = Vec::new();
        let mut add = |html: &mut String, id: &str, title: Text, many: Option<usize>, body: String| {
            if body.is_empty() {
                return;
            }
            let many = many.map(|many| format!(" <span class=\"m\">{many}</span>")).unwrap_or_default();
            html.push_str(&format!(
                "<section>\n{}{body}</section>\n",
                self.heading(2, Some(id), &format!("{}{many}", said(&title, lang)))
            ));
            parts.push((format!("#{}", self.anchor(id)), said(&title, lang)));
        };
        add(&mut html, "bild", say!("Hur det hänger ihop", "How it hangs together"), None, self.picture());
        let kinds = [
            (Word::TargetGroup, "malgrupper", say!("Målgrupper", "Target groups")),
            (Word::Goal, "mal", say!("Mål", "Goals")),
            (Word::Indicator, "indikatorer", say!("Indikatorer", "Indicators")),
            (Word::Baseline, "kartlaggningar", say!("Kartläggningar", "Baselines")),
            (Word::Routine, "rutiner", say!("Rutiner", "Routines")),
            (Word::Instrument, "instrument", say!("Instrument", "Instruments")),
            (Word::Activity, "aktiviteter", say!("Aktiviteter", "Activities")),
            (Word::Resource, "resurser", say!("Vart man kan vända sig", "Where to turn")),
        ];
        for (word, id, title) in kinds {
            let cards: Vec<String> = self.chapter.web.of(word).map(|knot| self.card(knot)).collect();
            add(&mut html, id, title, Some(cards.len()), cards.concat());
        }
        add(
            &mut html,
            "tolkningar",
            say!("Tolkningar", "Readings"),
            Some(self.model().interpretations.len()),
            self.decisions(),
        );
        add(
            &mut html,
            "parametrar",
            say!("Vad som ändras med tiden", "What changes with time"),
            None,
            self.parameters(),
        );
        add(&mut html, "uppdelningar", say!("Uppdelningar", "Groupings"), None, self.groupings());
        add(&mut html, "avsnitt", say!("Ur dokumentet", "From the document"), None, self.sections());
        add(
            &mut html,
            "saknas",
            say!("Det källorna inte ger", "What the sources do not give"),
            None,
            self.lacks(),
        );
        add(
            &mut html,
            "historia",
            say!("Skillnader mot tidigare utgåva", "Differences from the earlier edition"),
            None,
            self.history(),
        );
        add(&mut html, "kallor", say!("Källor", "Sources"), None, self.sources());
        add(&mut html, "funktioner", say!("Funktioner", "Functions"), None, self.functions());
        add(
            &mut html,
            "exempel",
            say!("Exempel", "Examples"),
            Some(self.chapter.examples.len()),
            self.examples(),
        );
        (html, parts)
    }

    fn head(&self) -> String {
        let lang = self.lang();
        let edition = &self.chapter.edition;
        let head = edition.head();
        let title = swedish(&head.title, lang);
        let mut html = if self.whole {
            format!("<h2 class=\"edition\" id=\"{}\" tabindex=\"-1\">{title}</h2>\n", esc(&self.chapter.stem))
        } else {
            format!("<h1>{title}</h1>\n")
        };
        let means = |row: Option<&Value>| row.map(|row| said(&Text::new(row.does.0, row.does.1), lang));
        let status = means(STATUSES.iter().find(|row| row.name.0 == head.status.name())).unwrap_or_default();
        let plain = |text: Option<&str>| text.map(|text| swedish(text, lang)).unwrap_or_default();
        let (from, to) = (head.in_force.start, head.in_force.end);
        let digest: String = edition.digest().chars().take(12).collect();
        let replaces = head.replaces.as_deref().map(|id| {
            let other = self.contents.chapters.iter().find(|other| other.edition.id() == id);
            other.map_or_else(|| code(id), |other| super::tags::link(&self.chapter_href(other), &code(id)))
        });
        let rows = [
            term(&say!("Utgåva", "Edition"), &code(&edition.id()), lang),
            term(&say!("Gäller", "In force"), &format!("{from} – {to}"), lang),
            term(
                &say!("Status", "Status"),
                &format!("{}: {status}", swedish(&head.status.name().replace('_', " "), lang)),
                lang,
            ),
            term(&say!("Antagen", "Adopted"), &plain(head.adopted.as_deref()), lang),
            term(&say!("Ersätter", "Replaces"), &replaces.unwrap_or_default(), lang),
            term(&say!("Anmärkning", "Note"), &plain(head.note.as_deref()), lang),
            term(
                &say!("Revision", "Revision"),
                &format!("{} <span class=\"m\">{digest}</span>", esc(&head.revision)),
                lang,
            ),
        ];
        if head.status != Status::Complete {
            let warning = match head.status {
                Status::Draft => say!(
                    "Reglerna bygger på ett utkast. Tolkningarna avgör det som källorna lämnar öppet.",
                    "The rules rest on a draft. The readings settle what the sources leave open."
                ),
                _ => say!(
                    "Bara det som källorna återger finns här; resten är inte påhittat utan utelämnat.",
                    "Only what the sources quote is here; the rest is not invented but left out."
                ),
            };
            html.push_str(&format!("<p class=\"note\">{}</p>\n", said(&warning, lang)));
        }
        let support = self.cited(head.citation.as_ref(), "");
        let support = if head.citation.is_some() { support } else { String::new() };
        html.push_str(&format!(
            "<div class=\"g head\"><div class=\"t\">{}</div>{support}</div>\n",
            terms(&rows)
        ));
        html
    }

    fn decisions(&self) -> String {
        let lang = self.lang();
        let many = self.model().interpretations.len();
        if many == 0 {
            return String::new();
        }
        let how = say!(
            "En tolkning avgör det som källan lämnar öppet. Det valda alternativet gäller om ingen säger annat; vid varje annat står vad det skulle ändra, bevisat över alla tänkbara poster med de andra tolkningarna som de är valda. ”Vidare” är att fler räknas, ”snävare” att färre gör det, ”annorlunda” att somliga kommer till och andra faller bort.",
            "A reading settles what the source leaves open. The chosen alternative holds unless somebody says otherwise; beside each other one stands what it would change, proved over all possible records with the other readings as chosen. “Looser” is that more are counted, “stricter” that fewer are, “different” that some enter and others leave."
        );
        let mut html = format!("<p>{}</p>\n", said(&how, lang));
        for number in 0..many {
            html.push_str(&self.decision(number));
        }
        html
    }

    fn parameters(&self) -> String {
        let lang = self.lang();
        let mut html = String::new();
        // On the page of all editions, those that no rule asks for would stand once for each edition.
        let is_shown = |parameter: &&Parameter| !self.whole || parameter.without_effect.is_none();
        for parameter in self.model().parameters.iter().filter(is_shown) {
            let heads = [say!("från", "from"), say!("värde", "value"), say!("källa", "source")];
            let rows: Vec<Vec<String>> = parameter
                .values
                .iter()
                .map(|(from, value, citation)| {
                    let cited = match citation {
                        Some(Citation::Passage { source, passage }) => {
                            format!(
                                "{}, {}",
                                super::tags::link(&self.href(Word::Source, source), &esc(source)),
                                swedish(passage, lang)
                            )
                        }
                        Some(Citation::Interpretation(id)) => {
                            super::tags::link(&self.href(Word::Interpretation, id), &code(id))
                        }
                        None => String::new(),
                    };
                    vec![from.to_string(), swedish(&shown(&value.value, lang), lang), cited]
                })
                .collect();
            let mut text = table(&parameter.name, &heads, &rows, lang);
            let notes = [
                (&parameter.without_effect, say!("Ingen regel frågar efter den:", "No rule asks for it:")),
                (&parameter.unknown_before, say!("Dessförinnan:", "Before that:")),
            ];
            for (note, what) in notes {
                if let Some(note) = note {
                    text.push_str(&format!(
                        "<p class=\"m\">{} {}</p>",
                        said(&what, lang),
                        swedish(note, lang)
                    ));
                }
            }
            html.push_str(&self.article(
                (Word::Parameter, &parameter.id),
                &swedish(&parameter.name, lang),
                &text,
                "",
                &self.rule(Some(parameter.span), &[]),
            ));
        }
        html
    }

    fn groupings(&self) -> String {
        let lang = self.lang();
        let groupings = self.model().groupings.iter().map(|grouping| {
            let categories: Vec<String> =
                grouping.categories.iter().map(|name| swedish(name, lang)).collect();
            let text = format!("<p>{}</p>", categories.join(", "));
            let source = self.cited(grouping.citation.as_ref(), &grouping.name);
            let source = if grouping.citation.is_some() { source } else { String::new() };
            self.article(
                (Word::Grouping, &grouping.id),
                &swedish(&grouping.name, lang),
                &text,
                &source,
                &self.rule(Some(grouping.span), &[]),
            )
        });
        groupings.collect()
    }

    fn sections(&self) -> String {
        let lang = self.lang();
        let sections = &self.chapter.edition.head().sections;
        let section = |name: &str, citation: Option<&Citation>| {
            format!(
                "<div class=\"d other\"><div class=\"g\"><div class=\"t\"><p>{}</p></div>{}</div></div>\n",
                swedish(name, lang),
                self.cited(citation, name)
            )
        };
        sections.iter().map(|one| section(&one.name, one.citation.as_ref())).collect()
    }

    fn lacks(&self) -> String {
        let lang = self.lang();
        let lacks = self.chapter.edition.head().lacks.iter().map(|lack| {
            let (sv, en) = lack.name();
            let what = said(&Text::new(sv, en), lang);
            format!("<div class=\"d other\"><div class=\"g\"><div class=\"t\"><p><b>{what}</b>: {}</p></div>{}</div></div>\n", swedish(&lack.why, lang), self.cited(lack.citation.as_ref(), ""))
        });
        lacks.collect()
    }
}
