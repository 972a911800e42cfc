//! The examples of an edition: a made-up record each, and what must come out.

use super::links::Knot;
use super::tags::{code, esc, folded, link, rule_text, said, swedish};
use super::{View, name};
use crate::author::example::Example;
use crate::findings::source::SourceMap;
use crate::findings::text::say;
use crate::language::words::Word;
use crate::present::output::short_period;

/// The maximum number of examples that a declaration names.
const MOST: usize = 3;

impl View<'_> {
    /// Returns links to the first examples that expect something of a declaration, and how many more there are.
    pub(super) fn examples_of(&self, knot: &Knot) -> String {
        let id = &knot.id;
        self.listed(|example| match knot.word {
            Word::TargetGroup => example.groups.iter().any(|expected| expected.group == *id),
            Word::Indicator => example.indicators.iter().any(|expected| expected.indicator == *id),
            _ => example.cases.iter().any(|expected| expected.kind.word() == knot.word && expected.id == *id),
        })
    }

    /// Returns links to the first examples under another alternative of a reading.
    pub(super) fn examples_under(&self, reading: &str) -> String {
        self.listed(|example| example.readings.contains_key(reading))
    }

    fn listed(&self, wanted: impl Fn(&Example) -> bool) -> String {
        let lang = self.lang();
        let all = self.chapter.examples.iter().enumerate().filter(|(_, example)| wanted(example));
        let all: Vec<String> = all
            .map(|(number, example)| {
                link(&self.href(Word::Example, &(number + 1).to_string()), &swedish(&example.id, lang))
            })
            .collect();
        let mut shown = all.iter().take(MOST).cloned().collect::<Vec<_>>().join("; ");
        if all.len() > MOST {
            let more = all.len() - MOST;
            shown.push_str(&format!(" {}", said(&say!("och {more} till", "and {more} more"), lang)));
        }
        shown
    }

    /// Renders all examples, those of a file together.
    pub(super) fn examples(&self) -> String {
        let lang = self.lang();
        let edition = &self.chapter.edition;
        let mut html = String::new();
        let mut file = String::new();
        for (number, (example, text)) in
            self.chapter.examples.iter().zip(&self.chapter.example_texts).enumerate()
        {
            let own = example_file(self.contents.files, example);
            if own != file {
                if !file.is_empty() {
                    html.push_str("</ul>\n");
                }
                html.push_str(&self.heading(3, None, &code(&own)));
                html.push_str("<ul class=\"e\">\n");
                file = own;
            }
            let anchor = self.anchor(&name(Word::Example, &(number + 1).to_string()));
            let mut facts = vec![esc(&short_period(example.period))];
            facts.extend(example.readings.iter().map(|(reading, alternative)| {
                let to = match edition.model().interpretation(reading) {
                    Some(_) => link(&self.href(Word::Interpretation, reading), &code(reading)),
                    None => code(reading),
                };
                format!("{to}&nbsp;=&nbsp;{}", code(alternative))
            }));
            let expected: Vec<String> = example.expectations().iter().map(|text| said(text, lang)).collect();
            let rule = if self.whole {
                String::new()
            } else {
                folded(&said(&say!("Posten", "The record"), lang), &rule_text(text))
            };
            html.push_str(&format!(
                "<li id=\"{}\" tabindex=\"-1\"><b>{}</b> <span class=\"m\">{}</span><div>{}</div>{rule}</li>\n",
                esc(&anchor),
                swedish(&example.id, lang),
                facts.join(", "),
                expected.join("; "),
            ));
        }
        if !file.is_empty() {
            html.push_str("</ul>\n");
        }
        html
    }
}

/// Returns the file of an example, without the folders that lead to it.
fn example_file(files: &SourceMap, example: &Example) -> String {
    let name = files.name(example.span.source);
    name.rsplit('/').next().unwrap_or(name).to_owned()
}
