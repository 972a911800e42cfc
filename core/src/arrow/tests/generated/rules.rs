//! Random editions: groups, a grouping and indicators of every measure, with random conditions.

use super::choices::{Choices, Choose};
use super::condition::Writer;
use super::schema::{Holds, Schema};
use crate::{Edition, Error, Rules};
use std::fmt::Write as _;
use std::sync::Arc;

/// An edition as its rule file.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) schema: Schema,
    pub(super) file: String,
}

const HEAD: &str = r#"utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a" });
tolkning("u", #{ nr: "A02", fråga: "Vem?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "b" });
"#;

impl Written {
    /// Generates a random edition. If `hard`, conditions may contain what the columnar evaluator declines.
    pub(super) fn new(choices: &mut Choices<'_>, hard: bool) -> Self {
        let schema = Schema::new(choices);
        let mut file = HEAD.to_owned() + &schema.declared();
        let mut writer = Writer { choices, schema: &schema, hard, names: 0 };
        let (a, b) = (writer.of_record(3), writer.of_record(2));
        let villkor = format!("enligt(\"t\", #{{ a: {a}, b: {b} }})");
        group(&mut file, "alla", &villkor);
        // A small group: the rest of its condition is evaluated for few records only.
        let rest = writer.of_record(2);
        let rarely = schema.fields(0, |holds| (holds == Holds::Rarely).then_some(()));
        let few = if rarely.is_empty() { "p.kön == \"örjan\" && p.grad == \"åke\"" } else { "p.sällan" };
        let few = if few.contains("grad") && !file.contains("grad") { "p.kön == \"örjan\"" } else { few };
        group(&mut file, "få", &format!("|p| {few} && ({})", rest.trim_start_matches("|p| ")));
        let _ = writeln!(
            file,
            "gruppering(\"grupp\", #{{ namn: \"Grupp\", tolkning: \"u\", post: \"prov\", kategorier: [\"x\", \"y\", \"z\"], värde: {} }});",
            writer.category()
        );
        for number in 0..1 + writer.choices.below(3) {
            let group = *writer.choices.of(&["alla", "få"]);
            let what = measure(&mut writer, &schema);
            let _ = writeln!(
                file,
                "indikator(\"i{number}\", #{{ namn: \"Indikator {number}\", tolkning: \"t\", målgrupp: \"{group}\", {what} }});"
            );
        }
        Self { schema, file }
    }

    pub(super) fn edition(&self) -> Result<Arc<Edition>, Error> {
        let file = ("prov/prov/1/10-prov.rhai".to_owned(), self.file.clone().into_bytes());
        Rules::from_files([file]).programme("prov/prov")?.edition("1")
    }
}

fn group(file: &mut String, id: &str, condition: &str) {
    let _ = writeln!(
        file,
        "målgrupp(\"{id}\", #{{ namn: \"{id}\", tolkning: \"t\", post: \"prov\", villkor: {condition} }});"
    );
}

fn measure(writer: &mut Writer<'_, '_>, schema: &Schema) -> String {
    match writer.choices.below(6) {
        0 | 1 => format!("antal: {}", writer.of_record(3)),
        2 => format!("antal: {}", writer.elements().0),
        3 => {
            let (list, record) = writer.elements();
            let keys = schema.fields(record, |holds| (holds == Holds::Key).then_some(()));
            match keys.first() {
                Some((key, ())) => format!("antal: {list}, unik: |x| x.{key}"),
                None => format!("antal: {list}"),
            }
        }
        4 => format!("andel: #{{ av: {}, som: {} }}", writer.of_record(2), writer.of_record(2)),
        _ => format!(
            "krets: {}, andel: #{{ av: {}, som: {} }}, tillfrågade: {}",
            writer.of_record(2),
            writer.of_record(2),
            writer.of_record(2),
            writer.of_record(1)
        ),
    }
}
