//! Renaming what rule files declare, everywhere it stands.

use super::index::Thing;
use super::{Desk, Edit};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::span::{SourceId, Span};
use crate::findings::text::{Text, nfc, say};
use crate::language::functions::Builtin;
use crate::language::words::values::{FIELD_TYPES, NAMES, VALUE_FUNCTIONS};
use crate::language::words::{DECLARATIONS, Word};

/// Words that cannot be names.
const RESERVED: &[&str] = &[
    "if",
    "else",
    "switch",
    "in",
    "let",
    "const",
    "fn",
    "return",
    "while",
    "for",
    "loop",
    "do",
    "throw",
    "try",
    "catch",
    "this",
    "is_def_var",
    "is_def_fn",
    "call",
    "curry",
    "import",
    "export",
    "as",
    "private",
    "global",
    "static",
    "var",
    "new",
    "use",
    "with",
    "module",
    "package",
    "goto",
    "exit",
    "match",
    "case",
    "default",
    "thread",
    "spawn",
    "go",
    "sync",
    "async",
    "await",
    "yield",
    "eval",
    "print",
    "debug",
    "type_of",
    "break",
    "continue",
    "until",
    "void",
    "null",
    "nil",
    "Fn",
];

impl Desk {
    /// Returns the name at a byte of a file and its place, if it can be given another.
    ///
    /// # Errors
    /// [`Error::Argument`] if nothing that can be renamed stands there.
    pub fn renamed(&self, file: SourceId, at: u32) -> Result<(Span, String), Error> {
        let found = self.index(self.number(file)).at(file, at);
        let Some(found) = found.filter(|found| can_be_renamed(&found.thing)) else {
            return Err(refused(say!(
                "här står inget som kan byta namn",
                "nothing that can be renamed stands here"
            )));
        };
        Ok((found.span, self.rules.sources.snippet(found.span).to_owned()))
    }

    /// Returns the edits that give what stands at a byte of a file another name, in all files.
    ///
    /// # Errors
    /// [`Error::Argument`] if nothing that can be renamed stands there, if the name cannot be one, if something else has
    /// it, or if one of the places is in a file of the library.
    pub fn rename(&self, file: SourceId, at: u32, name: &str) -> Result<Vec<Edit>, Error> {
        let name = &*nfc(name.trim());
        self.renamed(file, at)?;
        let number = self.number(file);
        let index = self.index(number);
        let Some(found) = index.at(file, at) else { return Ok(Vec::new()) };
        let thing = &found.thing;
        fits(thing, name)?;
        if let Some(other) = with_name(thing, name)
            && !index.declared(&other).is_empty()
        {
            return Err(refused(say!("`{name}` finns redan", "there is a `{name}` already")));
        }
        let places = self.places(number, thing);
        if let Some((lent, _)) = places.iter().find(|(span, _)| self.is_lent(span.source)) {
            let shown = self.rules.sources.name(lent.source);
            return Err(refused(say!(
                "namnet står i {shown}, som hör till biblioteket; kopiera mappen `gemensamt` till reglerna först",
                "the name stands in {shown}, which belongs to the library; copy the folder `gemensamt` to the rules first"
            )));
        }
        let edits = places.into_iter().map(|(span, _)| Edit { span, text: self.written(span, name) });
        Ok(edits.collect())
    }

    /// Returns a name as it is written in place of another: within quotes if the other one was without and it needs them.
    fn written(&self, span: Span, name: &str) -> String {
        let text = self.rules.sources.text(span.source);
        let before = text.get(..span.start as usize).unwrap_or_default();
        let after = text.get(span.end as usize..).unwrap_or_default().trim_start();
        let is_bare_key = after.starts_with(':') && !before.ends_with('"');
        if is_bare_key && !is_identifier(name) { format!("\"{name}\"") } else { name.to_owned() }
    }
}

fn refused(text: Text) -> Error {
    ArgumentError::new("name", text).into()
}

fn can_be_renamed(thing: &Thing) -> bool {
    !matches!(
        thing,
        Thing::Word(_)
            | Thing::Key(..)
            | Thing::Builtin(_)
            | Thing::Language(_)
            | Thing::Declared(Word::Edition, _)
    )
}

/// Returns the thing that has the other name.
fn with_name(thing: &Thing, name: &str) -> Option<Thing> {
    let name = name.to_owned();
    Some(match thing {
        Thing::Declared(word, _) => Thing::Declared(*word, name),
        Thing::Passage(source, _) => Thing::Passage(source.clone(), name),
        Thing::Alternative(reading, _) => Thing::Alternative(reading.clone(), name),
        Thing::Field(record, _) => Thing::Field(record.clone(), name),
        Thing::Code(record, field, _) => Thing::Code(record.clone(), field.clone(), name),
        Thing::Category(grouping, _) => Thing::Category(grouping.clone(), name),
        Thing::Function(_) => Thing::Function(name),
        Thing::Constant(_) => Thing::Constant(name),
        _ => return None,
    })
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !RESERVED.contains(&name)
}

fn fits(thing: &Thing, name: &str) -> Result<(), Error> {
    let is_free_text = |name: &str| !name.is_empty() && !name.contains(['"', '\\', '\n', '\r']);
    let fits = match thing {
        Thing::Function(_) | Thing::Constant(_) | Thing::Local(_) | Thing::Field(..) => is_identifier(name),
        Thing::Declared(Word::Example | Word::Comparability, _)
        | Thing::Passage(..)
        | Thing::Code(..)
        | Thing::Category(..) => is_free_text(name),
        _ => !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'),
    };
    if !fits {
        return Err(refused(say!("`{name}` kan inte vara ett namn", "`{name}` can't be a name")));
    }
    let tables = [FIELD_TYPES, VALUE_FUNCTIONS, NAMES];
    let is_taken = matches!(thing, Thing::Function(_) | Thing::Constant(_) | Thing::Local(_))
        && (Builtin::named(name).is_some()
            || DECLARATIONS.iter().any(|(sv, en, _)| name == *sv || name == *en)
            || tables.iter().any(|rows| rows.iter().any(|row| name == row.name.0 || name == row.name.1)));
    if is_taken {
        return Err(refused(say!("`{name}` har redan en betydelse", "`{name}` already has a meaning")));
    }
    Ok(())
}
