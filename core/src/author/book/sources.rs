//! The sources that an edition cites, and the functions that its conditions use.

use super::tags::{code, esc, folded, rule_text, said, swedish, term, terms};
use super::{View, safe};
use crate::author::diff::texts::{Named, Statement};
use crate::author::reference::above;
use crate::findings::text::say;
use crate::language::model::Citation;
use crate::language::words::Word;
use std::collections::BTreeSet;

impl View<'_> {
    pub(super) fn sources(&self) -> String {
        let lang = self.lang();
        let used = self.cited_sources();
        let mut html = String::new();
        for source in self.model().sources.iter().filter(|source| used.contains(source.id.as_str())) {
            let plain = |text: Option<&str>| text.map(|text| swedish(text, lang)).unwrap_or_default();
            let rows = [
                term(&say!("Utgivare", "Publisher"), &plain(source.publisher.as_deref()), lang),
                term(&say!("Datum", "Date"), &plain(source.date.as_deref()), lang),
                term(&say!("Anmärkning", "Note"), &plain(source.note.as_deref()), lang),
            ];
            let passages: String = source
                .passages
                .iter()
                .map(|(passage, wording)| {
                    format!(
                        "<div><dt>{}</dt><dd>{}</dd></div>",
                        swedish(passage, lang),
                        swedish(wording, lang)
                    )
                })
                .collect();
            let many = source.passages.len();
            let summary = said(&say!("Citerade ställen ({many})", "Cited passages ({many})"), lang);
            html.push_str(&self.article(
                (Word::Source, &source.id),
                &swedish(&source.title, lang),
                &terms(&rows),
                "",
                &self.passages(&summary, &passages),
            ));
        }
        html
    }

    /// On the page of all editions, which is for paper, the passages are unfolded.
    fn passages(&self, summary: &str, passages: &str) -> String {
        let list = format!("<dl>{passages}</dl>");
        let folded = folded(summary, &list);
        if self.whole { folded.replacen("<details>", "<details open>", 1) } else { folded }
    }

    /// Returns the sources that are the edition's own, or that a declaration of it cites: of the shared ones, only these.
    pub(super) fn cited_sources(&self) -> BTreeSet<&str> {
        let edition = &self.chapter.edition;
        let own = edition.place(edition.head().span);
        let folder = |file: &str| file.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let model = self.model();
        let is_own = |span| folder(&edition.place(span).file) == folder(&own.file);
        let mut used: BTreeSet<&str> = model
            .sources
            .iter()
            .filter(|source| is_own(source.span))
            .map(|source| source.id.as_str())
            .collect();
        let values = model.parameters.iter().flat_map(|parameter| &parameter.values);
        let groupings = model.groupings.iter().map(|grouping| grouping.citation.as_ref());
        let cited = values.map(|(_, _, citation)| citation.as_ref()).chain(groupings);
        used.extend(cited.filter_map(|citation| match citation {
            Some(Citation::Passage { source, .. }) => Some(source.as_str()),
            _ => None,
        }));
        used
    }

    /// Renders the functions and constants that conditions use.
    pub(super) fn functions(&self) -> String {
        let lang = self.lang();
        let edition = &self.chapter.edition;
        let spans: Vec<_> =
            self.chapter.web.knots.iter().flat_map(|knot| knot.spans.iter().copied()).collect();
        let used = self.chapter.texts.used(&spans);
        let mut html = String::new();
        let is_used = |statement: &&Statement| used.contains_key(&statement.named);
        for statement in self.chapter.texts.statements.iter().filter(is_used) {
            let (word, id) = match &statement.named {
                Named::Function(name) => ("fn", name),
                Named::Constant(name) => ("const", name),
                _ => continue,
            };
            let comment = above(edition.sources(), statement.span());
            let comment = comment.map(|text| format!("<p>{}</p>", swedish(&text, lang))).unwrap_or_default();
            let heading = self.heading(
                3,
                Some(&format!("fn-{}", safe(id))),
                &format!("<span class=\"k\">{word}</span> {}", code(id)),
            );
            html.push_str(&format!(
                "<article class=\"d other\">\n{heading}{comment}{}<p class=\"m\">{}</p></article>\n",
                rule_text(statement.text(edition)),
                esc(&statement.file),
            ));
        }
        html
    }
}
