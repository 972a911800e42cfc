//! An explanation as data and as text.

use crate::answers::explain::{Explanation, in_words};
use crate::findings::text::Lang;
use serde_json::{Value, json};

impl Explanation {
    /// Returns the explanation as data, with texts in `lang`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        let answers: Vec<Value> = self
            .answers
            .iter()
            .map(|answer| {
                let traces: Vec<Value> = answer
                    .traces
                    .iter()
                    .map(|(role, trace)| json!({ "role": role.get(lang), "trace": trace.to_json(lang) }))
                    .collect();
                json!({
                    "subject": answer.subject.name(),
                    "id": answer.id,
                    "name": answer.name,
                    "value": answer.value,
                    "reason": answer.reason.get(lang),
                    "citation": answer.citation.as_ref().map(|citation| citation.get(lang)),
                    "missing": answer.missing,
                    "traces": traces,
                })
            })
            .collect();
        json!({
            "id": self.id,
            "edition": self.edition,
            "revision": self.revision,
            "digest": self.digest,
            "period": self.period.to_string(),
            "answers": answers,
        })
    }

    /// Renders the explanation as text: the reason, the facts that it rests on, and the tree, in words.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        self.text(lang, false)
    }

    /// Like [`to_text`](Self::to_text), with each condition as the rule file writes it, too.
    #[must_use]
    pub fn to_text_with_rules(&self, lang: Lang) -> String {
        self.text(lang, true)
    }

    fn text(&self, lang: Lang, rule_text: bool) -> String {
        let mut text = String::new();
        let (record, missing, rests) = match lang {
            Lang::Sv => ("post", "saknas", "vilar på"),
            Lang::En => ("record", "missing", "rests on"),
        };
        if let Some(id) = &self.id {
            text.push_str(&format!("{record} {id}, "));
        }
        text.push_str(&format!("{} ({}), {}\n", self.edition, self.revision, self.period));
        for answer in &self.answers {
            text.push_str(&format!("\n{}\n", answer.reason.get(lang)));
            if !answer.missing.is_empty() {
                let fields = answer.missing.iter().map(|path| in_words(path).get(lang).to_owned());
                text.push_str(&format!("  {missing}: {}\n", fields.collect::<Vec<_>>().join(", ")));
            }
            if let Some(citation) = &answer.citation {
                text.push_str(&format!("  {rests}: {}\n", citation.get(lang)));
            }
            for (role, trace) in &answer.traces {
                text.push_str(&format!("  {}:\n", role.get(lang)));
                trace.write(lang, 2, rule_text, &mut text);
            }
        }
        text
    }
}
