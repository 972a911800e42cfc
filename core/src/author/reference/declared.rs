//! The reference of what an edition declares with a name, and of its functions and constants.

use super::comment::above;
use super::language::usage;
use super::records::item;
use super::{Item, Kind};
use crate::author::diff::texts::{Named, Texts};
use crate::edition::Edition;
use crate::findings::span::Span;
use crate::findings::text::Text;
use crate::language::script::statement_at;
use crate::language::words::{DECLARATIONS, Word};
use std::collections::BTreeMap;

impl Edition {
    /// Returns the items of its target groups, goals, indicators, routines, instruments, activities and resources, and of
    /// the functions and constants of its files.
    pub(super) fn declared_items(&self) -> Vec<Item> {
        let model = self.model();
        let sentences = self.sentences(&BTreeMap::new()).unwrap_or_default();
        let mut items = Vec::new();
        macro_rules! add {
            ($list:ident, $word:expr) => {
                for one in &model.$list {
                    let said = sentences.iter().find(|said| said.word == $word && said.id == one.id);
                    items.push(self.declared_item(
                        $word,
                        (&one.id, &one.name),
                        one.span,
                        said.map(|said| &said.text),
                    ));
                }
            };
        }
        add!(groups, Word::TargetGroup);
        add!(goals, Word::Goal);
        add!(indicators, Word::Indicator);
        add!(routines, Word::Routine);
        add!(instruments, Word::Instrument);
        add!(activities, Word::Activity);
        add!(resources, Word::Resource);
        for statement in &Texts::new(self).statements {
            let (name, form) = match &statement.named {
                Named::Function(name) => (name, first_line(statement.text(self))),
                Named::Constant(name) => (name, statement.text(self).to_owned()),
                _ => continue,
            };
            items.push(Item {
                example: Some(usage(statement.text(self))),
                place: Some(self.place(statement.span())),
                ..item(Kind::OwnFunction, name, form).meaning(above(self.sources(), statement.span()))
            });
        }
        items
    }

    fn declared_item(&self, word: Word, (id, name): (&str, &str), span: Span, said: Option<&Text>) -> Item {
        let (sv, en) =
            DECLARATIONS.iter().find(|(.., own)| *own == word).map_or(("", ""), |(sv, en, _)| (sv, en));
        let rule = statement_at(self.sources().text(span.source), span.start as usize).unwrap_or_default();
        Item {
            within: Some(self.id()),
            form: Text::new(format!("{sv}(\"{id}\")"), format!("{en}(\"{id}\")")),
            takes: Text::same(name),
            does: said.cloned().unwrap_or_else(|| Text::same(name)),
            example: Some(usage(rule)),
            place: Some(self.place(span)),
            ..item(Kind::Declaration, id, String::new())
        }
    }
}

/// Returns a function's head, without the bracket that begins its body.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches(['{', ' ']).to_owned()
}
