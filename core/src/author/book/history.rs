//! What differs from the edition before: by meaning where both have a declaration of the same name.

use super::View;
use super::tags::{code, esc, folded, link, said, swedish, table};
use crate::author::diff::Change;
use crate::author::diff::shown::{kind, lines, named, verdict};
use crate::findings::text::{Text, say};
use crate::language::model::{Comparability, Relation};
use crate::language::words::Word;
use crate::present::output::short_period;

/// Returns the words for how an indicator compares with one of an earlier edition.
pub(super) fn relation(relation: Relation) -> Text {
    match relation {
        Relation::Same => say!("räknar detsamma", "counts the same"),
        Relation::Narrower => say!("snävare", "narrower"),
        Relation::Wider => say!("vidare", "wider"),
        Relation::NewSource => say!("samma, från en ny källa", "the same, from a new source"),
        Relation::Break => say!("går inte att jämföra", "not comparable"),
    }
}

impl View<'_> {
    /// Renders what differs from the edition before; nothing where there is none.
    pub(super) fn history(&self) -> String {
        let lang = self.lang();
        let mut html = String::new();
        if let Some((id, diff)) = &self.chapter.before
            && let Some(before) = self.contents.chapters.iter().find(|other| other.edition.id() == *id)
        {
            let earlier = link(&self.chapter_href(before), &esc(&before.edition.id()));
            let period = diff.editions.first().and_then(|one| one.periods.first()).map(|p| short_period(*p));
            let period = period.unwrap_or_default();
            let how = say!(
                "Villkor med samma namn är jämförda över alla tänkbara poster, med de tolkningar som varje utgåva valt, för {period}. ”Vidare” är att fler hör hit, ”snävare” att färre gör det.",
                "Conditions of the same name were compared over all possible records, under the readings that each edition has chosen, for {period}. “Looser” is that more belong, “stricter” that fewer do."
            );
            let against = said(&say!("Mot", "Against"), lang);
            html.push_str(&format!("<p>{against} {earlier}. {}</p>\n", said(&how, lang)));
            // What sources and functions say is of less interest, and much.
            let is_rule = |change: &&Change| {
                !["function", "constant", "source", "record", "edition", "grouping", "parameter"]
                    .contains(&change.what.as_str())
            };
            let (rules, others): (Vec<&Change>, Vec<&Change>) = diff.changes.iter().partition(is_rule);
            html.push_str(&self.changed(&rules, &say!("Ändringar", "Changes")));
            if !others.is_empty() {
                let many = others.len();
                let summary = say!(
                    "Ändringar i källor, funktioner och annat ({many})",
                    "Changes of sources, functions and others ({many})"
                );
                let body = self.changed(&others, &say!("Andra ändringar", "Other changes"));
                html.push_str(&folded(&said(&summary, lang), &body));
            }
        }
        for declared in &self.model().comparabilities {
            html.push_str(&self.comparability(declared));
        }
        html
    }

    fn changed(&self, changes: &[&Change], caption: &Text) -> String {
        let lang = self.lang();
        if changes.is_empty() {
            let none = say!("Ingen regel skiljer.", "No rule differs.");
            return format!("<p>{}</p>", said(&none, lang));
        }
        let heads = [
            say!("vad", "what"),
            say!("ändring", "change"),
            say!("betydelse", "meaning"),
            say!("minsta post som visar det", "smallest record that shows it"),
        ];
        let rows: Vec<Vec<String>> = changes
            .iter()
            .map(|change| {
                let meaning = change.meaning.as_ref();
                vec![
                    esc(&named(change, lang)),
                    esc(&kind(&change.kind, lang)),
                    meaning
                        .map(|meaning| format!("<b>{}</b>", said(&verdict(meaning.verdict), lang)))
                        .unwrap_or_default(),
                    meaning.map(|meaning| esc(&lines(meaning, lang).join(" "))).unwrap_or_default(),
                ]
            })
            .collect();
        table(caption.get(lang), &heads, &rows, lang)
    }

    fn comparability(&self, declared: &Comparability) -> String {
        let lang = self.lang();
        let earlier = &declared.edition;
        let caption = say!("Jämförbarhet med {earlier}", "Comparability with {earlier}");
        let heads = [
            say!("tidigare indikator", "earlier indicator"),
            say!("nu", "now"),
            say!("jämförelse", "comparison"),
            say!("varför", "why"),
        ];
        let mut rows: Vec<Vec<String>> = declared
            .indicators
            .iter()
            .map(|one| {
                let now = match &one.indicator {
                    Some(id) => link(&self.href(Word::Indicator, id), &code(id)),
                    None => said(&say!("finns inte", "gone"), lang),
                };
                vec![
                    code(&one.earlier),
                    now,
                    said(&relation(one.verdict.relation), lang),
                    swedish(&one.verdict.why, lang),
                ]
            })
            .collect();
        if let Some(otherwise) = &declared.otherwise {
            rows.push(vec![
                said(&say!("alla andra", "all others"), lang),
                String::new(),
                said(&relation(otherwise.relation), lang),
                swedish(&otherwise.why, lang),
            ]);
        }
        format!(
            "{}{}",
            self.heading(3, None, &said(&caption, lang)),
            table(caption.get(lang), &heads, &rows, lang)
        )
    }
}
