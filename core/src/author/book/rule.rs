//! One declaration: what it is called, what it means in a sentence, the source beside, what it hangs on, and its rule text.

use super::links::Knot;
use super::tags::{code, esc, folded, link, rule_text, said, swedish, term, terms, with_code, word_in};
use super::{View, name};
use crate::author::diff::texts::Named;
use crate::findings::span::Span;
use crate::findings::text::{Lang, say};
use crate::language::model::{Choice, Citation, Model};
use crate::language::script::statement_at;
use crate::language::words::Word;

impl View<'_> {
    pub(super) fn lang(&self) -> Lang {
        self.contents.lang
    }

    pub(super) fn model(&self) -> &Model {
        self.chapter.edition.model()
    }

    /// Returns the indices of the chosen alternatives.
    pub(super) fn chosen(&self) -> Vec<usize> {
        self.model().interpretations.iter().map(|reading| reading.chosen).collect()
    }

    /// Renders a declaration.
    pub(super) fn card(&self, knot: &Knot) -> String {
        let lang = self.lang();
        let (span, citation) = self.stated(knot);
        let mut text = String::new();
        if let Some(sentence) = self.chapter.sentence(knot.word, &knot.id) {
            text.push_str(&format!("<p class=\"s\">{}</p>", with_code(sentence.get(lang))));
        }
        let mut rows = self.own_terms(knot);
        rows.push(self.belongs(knot));
        rows.push(term(
            &say!("Beror på tolkningarna", "Depends on the readings"),
            &self.readings_of(knot),
            lang,
        ));
        rows.push(term(&say!("Frågar efter", "Reads"), &self.fields_of(knot), lang));
        rows.push(term(&say!("Prövas av", "Tried by"), &self.examples_of(knot), lang));
        text.push_str(&terms(&rows));
        self.article(
            (knot.word, &knot.id),
            &swedish(&knot.name, lang),
            &text,
            &self.cited(citation, &knot.name),
            &self.rule(span, &knot.spans),
        )
    }

    /// Renders the frame of a declaration. All but its id is HTML.
    pub(super) fn article(
        &self,
        (word, id): (Word, &str),
        title: &str,
        text: &str,
        source: &str,
        rule: &str,
    ) -> String {
        let own = name(word, id);
        let heading = self.heading(
            3,
            Some(&own),
            &format!("<span class=\"k\">{} {}</span> {title}", esc(&word_in(word, self.lang())), code(id)),
        );
        format!(
            "<article class=\"d {}\">\n{heading}<div class=\"g\"><div class=\"t\">{text}</div>{source}</div>\n{rule}</article>\n",
            class(word)
        )
    }

    /// Returns where a declaration stands, and what supports it.
    fn stated(&self, knot: &Knot) -> (Option<Span>, Option<&Citation>) {
        let model = self.model();
        macro_rules! of {
            ($list:ident) => {
                model.$list.get(knot.number).map(|one| (one.span, one.citation.as_ref()))
            };
        }
        let found = match knot.word {
            Word::TargetGroup => of!(groups),
            Word::Goal => of!(goals),
            Word::Indicator => of!(indicators),
            Word::Baseline => of!(baselines),
            Word::Routine => of!(routines),
            Word::Instrument => of!(instruments),
            Word::Activity => of!(activities),
            Word::Resource => of!(resources),
            _ => None,
        };
        found.map_or((None, None), |(span, citation)| (Some(span), citation))
    }

    /// Renders the passage that supports a declaration, or the reading; `known` is what stands there already.
    pub(super) fn cited(&self, citation: Option<&Citation>, known: &str) -> String {
        let lang = self.lang();
        let Some(citation) = citation else {
            let none = say!("Ingen källa anges.", "No source is given.");
            return format!("<div class=\"c\"><p class=\"m\">{}</p></div>", said(&none, lang));
        };
        let wording = self.model().wording(citation).unwrap_or_default();
        let (quote, from) = match citation {
            Citation::Passage { source, passage } => {
                let same = say!("Rubriken är källans egna ord.", "The heading has the words of the source.");
                let quote = if wording == known {
                    format!("<p class=\"m\">{}</p>", said(&same, lang))
                } else {
                    // What is quoted within has the marks of a quotation already.
                    let marks = if wording.contains('”') { "" } else { "”" };
                    format!("<blockquote><p>{marks}{}{marks}</p></blockquote>", swedish(wording, lang))
                };
                (
                    quote,
                    format!(
                        "{}, {}",
                        link(&self.href(Word::Source, source), &esc(source)),
                        swedish(passage, lang)
                    ),
                )
            }
            Citation::Interpretation(id) => {
                let open = say!(
                    "Källorna avgör det inte; det vilar på en tolkning:",
                    "The sources do not settle it; it rests on a reading:"
                );
                let reading = link(&self.href(Word::Interpretation, id), &code(id));
                (
                    format!("<p class=\"m\">{}</p>", said(&open, lang)),
                    format!("{reading} {}", swedish(wording, lang)),
                )
            }
        };
        let label = said(&say!("Källan", "The source"), lang);
        format!(
            "<figure class=\"c\"><div class=\"l\">{label}</div>{quote}<figcaption>{from}</figcaption></figure>"
        )
    }

    /// Renders the rule text of a declaration, and the functions and constants that it uses.
    pub(super) fn rule(&self, span: Option<Span>, spans: &[Span]) -> String {
        let Some(span) = span else { return String::new() };
        let lang = self.lang();
        let edition = &self.chapter.edition;
        let Some(text) = statement_at(edition.sources().text(span.source), span.start as usize) else {
            return String::new();
        };
        let place = edition.place(span);
        let used = self.chapter.texts.used(spans);
        let used: Vec<String> = used.keys().filter_map(|named| self.function_link(named)).collect();
        let mut body = rule_text(text);
        if !used.is_empty() {
            let with = said(&say!("Använder", "Uses"), lang);
            body.push_str(&format!("<p class=\"m\">{with} {}</p>", used.join(", ")));
        }
        let summary = format!(
            "{} <span class=\"m\">{}:{}</span>",
            said(&say!("Regeltext", "Rule text"), lang),
            esc(place.short_file()),
            place.line
        );
        folded(&summary, &body)
    }

    fn function_link(&self, named: &Named) -> Option<String> {
        match named {
            Named::Function(name) | Named::Constant(name) => {
                Some(link(&format!("#{}", self.anchor(&format!("fn-{}", super::safe(name)))), &code(name)))
            }
            _ => None,
        }
    }

    /// Renders what a declaration belongs to and serves.
    fn belongs(&self, knot: &Knot) -> String {
        let lang = self.lang();
        let model = self.model();
        let mut rows = String::new();
        if let Some(group) = knot.group.and_then(|number| model.groups.get(number)) {
            let to = link(&self.href(Word::TargetGroup, &group.id), &swedish(&group.name, lang));
            rows.push_str(&term(&say!("Målgrupp", "Target group"), &to, lang));
        }
        let goals: Vec<String> = knot
            .goals
            .iter()
            .filter_map(|number| model.goals.get(*number))
            .map(|goal| link(&self.href(Word::Goal, &goal.id), &swedish(&goal.name, lang)))
            .collect();
        rows.push_str(&term(&say!("Mål", "Goal"), &goals.join("<br>"), lang));
        let mut served = Vec::new();
        for other in &self.chapter.web.knots {
            let belongs = match knot.word {
                Word::TargetGroup => other.group == Some(knot.number),
                Word::Goal => other.goals.contains(&knot.number),
                _ => false,
            };
            if belongs {
                served.push(link(&self.href(other.word, &other.id), &code(&other.id)));
            }
        }
        rows.push_str(&term(&say!("Hit hör", "Belonging here"), &served.join(", "), lang));
        rows
    }

    fn readings_of(&self, knot: &Knot) -> String {
        let model = self.model();
        let group = knot.group.and_then(|number| self.chapter.web.knot(Word::TargetGroup, number));
        let one = |number: &usize| {
            let reading = model.interpretations.get(*number)?;
            let (chosen, _) = reading.alternatives.get(reading.chosen)?;
            Some(format!(
                "{}&nbsp;=&nbsp;{}",
                link(&self.href(Word::Interpretation, &reading.id), &code(&reading.id)),
                code(chosen)
            ))
        };
        let mut own: Vec<String> = knot.readings.iter().filter_map(one).collect();
        let is_counted = |group: &&Knot| knot.word != Word::Goal && !group.readings.is_empty();
        if let Some(group) = group.filter(is_counted) {
            let through = match own.is_empty() {
                true => say!("målgruppens", "those of the target group"),
                false => say!("och målgruppens", "and those of the target group"),
            };
            own.push(link(&self.href(Word::TargetGroup, &group.id), &said(&through, self.lang())));
        }
        own.join(", ")
    }

    fn fields_of(&self, knot: &Knot) -> String {
        let layout = self.chapter.edition.layout();
        let field = |(table, column): (usize, usize)| {
            let rows = layout.tables.get(table)?;
            let name = &rows.columns.get(column)?.name;
            let path = layout.path(table, column);
            Some(match &rows.record {
                Some(record) if !name.is_empty() => {
                    link(&super::language::field_href(record, name), &code(&path))
                }
                _ => code(&path),
            })
        };
        let fields: Vec<String> = knot.fields(layout).filter_map(field).collect();
        fields.join(", ")
    }
}

/// Returns whether a value is chosen by a reading.
pub(super) fn depends<T>(choice: &Choice<T>, reading: usize) -> bool {
    choice.reading() == Some(reading)
}

/// Returns the class of a declaration, which colours its edge.
pub(super) fn class(word: Word) -> &'static str {
    match word {
        Word::TargetGroup => "group",
        Word::Goal => "goal",
        Word::Indicator | Word::Baseline => "indicator",
        Word::Interpretation => "reading",
        Word::Routine | Word::Instrument | Word::Activity | Word::Resource => "casework",
        _ => "other",
    }
}
