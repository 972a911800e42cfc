//! What no example turns, for people and programs.

use super::{Coverage, EditionCoverage, Gap, Lacks};
use crate::findings::text::{Lang, Text, say};
use serde_json::{Value, json};

impl Coverage {
    /// Returns what no example turns as text, a line each, and the numbers of each edition.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let mut text = String::new();
        for edition in &self.editions {
            for gap in &edition.gaps {
                let place = &gap.place;
                let line = gap.text();
                text.push_str(&format!(
                    "{}:{}:{}: {}\n",
                    place.file,
                    place.line,
                    place.column,
                    line.get(lang)
                ));
            }
            text.push_str(edition.summary().get(lang));
            text.push('\n');
        }
        text
    }

    /// Returns `{"editions": [{"edition", "conditions", "turned", "gaps": [ … ]}]}`. A gap has `file`, `line`, `column`, and
    /// `lacks`: `true`, `false` or `both` (with the `condition`), `code` (with the `condition` and the `code`), or
    /// `alternative` (with the `reading` and the `alternative`).
    #[must_use]
    pub fn to_json(&self) -> Value {
        let editions = self.editions.iter().map(|edition| {
            json!({
                "edition": edition.edition,
                "conditions": edition.conditions,
                "turned": edition.turned,
                "gaps": edition.gaps.iter().map(Gap::to_json).collect::<Vec<_>>(),
            })
        });
        json!({ "editions": editions.collect::<Vec<_>>() })
    }
}

impl EditionCoverage {
    /// Returns the numbers as one line.
    #[must_use]
    pub fn summary(&self) -> Text {
        let (edition, all, turned) = (&self.edition, self.conditions, self.turned);
        say!(
            "{edition}: av {all} villkor, led, koder och alternativ är {turned} prövade åt båda hållen",
            "{edition}: of {all} conditions, parts, codes and alternatives {turned} are turned both ways"
        )
    }
}

impl Gap {
    /// Returns what is missing as a sentence.
    #[must_use]
    pub fn text(&self) -> Text {
        match &self.lacks {
            Lacks::True(text) => {
                say!("`{text}` är inte sant i något exempel", "`{text}` is true in no example")
            }
            Lacks::False(text) => {
                say!("`{text}` är inte falskt i något exempel", "`{text}` is false in no example")
            }
            Lacks::Both(text) => say!("`{text}` avgör inget exempel", "`{text}` decides no example"),
            Lacks::Code(text, code) => say!(
                "koden `{code}` i `{text}` finns inte i något exempel",
                "the code `{code}` of `{text}` is in no example"
            ),
            Lacks::Alternative(reading, alternative) => say!(
                "inget exempel som beror på tolkningen har {reading}={alternative}",
                "no example that depends on the reading has {reading}={alternative}"
            ),
        }
    }

    fn to_json(&self) -> Value {
        let mut value = json!({
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
        });
        let mut put = |name: &str, text: &str| {
            if let Value::Object(object) = &mut value {
                object.insert(name.to_owned(), text.into());
            }
        };
        match &self.lacks {
            Lacks::True(text) => [("lacks", "true"), ("condition", text)].map(|(k, v)| put(k, v)),
            Lacks::False(text) => [("lacks", "false"), ("condition", text)].map(|(k, v)| put(k, v)),
            Lacks::Both(text) => [("lacks", "both"), ("condition", text)].map(|(k, v)| put(k, v)),
            Lacks::Code(text, code) => {
                put("lacks", "code");
                [("condition", text), ("code", code)].map(|(k, v)| put(k, v))
            }
            Lacks::Alternative(reading, alternative) => {
                put("lacks", "alternative");
                [("reading", reading), ("alternative", alternative)].map(|(k, v)| put(k, v))
            }
        };
        value
    }
}
