//! The reference of an edition's own names: record types, fields with their codes, and readings.

use super::comment::{above, beside};
use super::{Item, Kind, Usage};
use crate::edition::Edition;
use crate::findings::text::{Lang, Text, say};
use crate::language::model::{Field, Interpretation, RecordType};
use crate::language::syntax::FieldType;
use crate::language::words::FIELD_TYPES;

impl Edition {
    /// Returns the items of its record types, their fields, its readings, its declarations with a name, and its functions
    /// and constants. What a record type, a field or a function means is the comment above or beside it in the rule file,
    /// in the language of the rule file; what a condition means is said in both.
    #[must_use]
    pub fn reference(&self) -> Vec<Item> {
        let model = self.model();
        let mut items = Vec::new();
        for record in &model.records {
            items.push(self.record_item(record));
            items.extend(record.fields.iter().map(|field| self.field_item(record, field)));
        }
        items.extend(model.interpretations.iter().map(|reading| self.reading_item(reading)));
        items.extend(self.declared_items());
        items
    }

    fn record_item(&self, record: &RecordType) -> Item {
        let name = &record.name;
        Item {
            place: Some(self.place(record.span)),
            ..item(Kind::Record, name, format!("post(\"{name}\", #{{ … }})"))
                .meaning(above(self.sources(), record.span))
        }
    }

    fn field_item(&self, record: &RecordType, field: &Field) -> Item {
        let codes = codes(&field.ty);
        let sensitive = if field.protected.is_empty() && !field.sensitive {
            say!("", "")
        } else if field.protected.is_empty() {
            say!(", känslig", ", sensitive")
        } else {
            let list = field.protected.join(", ");
            say!(", känslig; skyddad identitet vid {list}", ", sensitive; protected identity at {list}")
        };
        let (sv, en) = type_names(&field.ty);
        let (sensitive_sv, sensitive_en) = (sensitive.get(Lang::Sv), sensitive.get(Lang::En));
        Item {
            within: Some(record.name.clone()),
            takes: say!("{sv}{sensitive_sv}", "{en}{sensitive_en}"),
            values: codes.iter().map(|code| (code.clone(), say!("", ""))).collect(),
            place: Some(self.place(field.span)),
            ..item(Kind::Field, &field.name, field.name.clone()).meaning(beside(self.sources(), field.span))
        }
    }

    fn reading_item(&self, reading: &Interpretation) -> Item {
        let (id, question, why) = (&reading.id, &reading.question, &reading.why);
        let chosen = reading.alternatives.get(reading.chosen).map_or("", |(id, _)| id.as_str());
        Item {
            within: Some(self.id()),
            takes: say!(
                "ett av alternativen; om inget annat sägs `{chosen}`",
                "one of the alternatives; `{chosen}` unless the user says otherwise"
            ),
            values: reading
                .alternatives
                .iter()
                .map(|(id, meaning)| (id.clone(), Text::same(meaning.as_str())))
                .collect(),
            example: Some(Usage {
                rule: format!("vald(\"{id}\") == \"{chosen}\""),
                record: None,
                answer: None,
            }),
            place: Some(self.place(reading.span)),
            ..item(Kind::Reading, id, format!("vald(\"{id}\")")).meaning(Some(format!("{question} {why}")))
        }
    }
}

pub(super) fn item(kind: Kind, name: &str, form: String) -> Item {
    Item {
        kind,
        name: name.to_owned(),
        english: name.to_owned(),
        within: None,
        form: Text::same(form),
        takes: say!("", ""),
        does: say!("", ""),
        required: None,
        by_reading: false,
        values: Vec::new(),
        example: None,
        place: None,
    }
}

impl Item {
    pub(super) fn meaning(self, text: Option<String>) -> Self {
        Self { does: Text::same(text.unwrap_or_default()), ..self }
    }
}

fn codes(ty: &FieldType) -> &[String] {
    match ty {
        FieldType::Code(codes) => codes,
        FieldType::ListOfScalars(inner) | FieldType::Sensitive(inner) | FieldType::Protected(inner, _) => {
            codes(inner)
        }
        FieldType::Named(_) | FieldType::ListOf(_) => &[],
    }
}

/// Returns the name of a field's type in Swedish and English, as rule files have it.
fn type_names(ty: &FieldType) -> (String, String) {
    match ty {
        FieldType::Named(name) => {
            let english = FIELD_TYPES.iter().find(|row| row.name.0 == *name);
            ((*name).to_owned(), english.map_or(*name, |row| row.name.1).to_owned())
        }
        FieldType::Code(_) => ("kod".to_owned(), "code".to_owned()),
        FieldType::ListOf(record) => (format!("lista(\"{record}\")"), format!("list(\"{record}\")")),
        FieldType::ListOfScalars(inner) => {
            let (sv, en) = type_names(inner);
            (format!("lista({sv})"), format!("list({en})"))
        }
        FieldType::Sensitive(inner) | FieldType::Protected(inner, _) => type_names(inner),
    }
}
