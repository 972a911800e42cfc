//! The reference of the language: words, keys, values, functions, constructs and diagnostics, from their tables.

use super::{Item, Kind, Usage};
use crate::findings::diagnostic::code::CATALOGUE;
use crate::findings::text::{Text, say};
use crate::language::functions::{Argument, Builtin, FUNCTIONS, Row};
use crate::language::script::declarations_of;
use crate::language::words::keys::{Key, PLACES, Place, Required};
use crate::language::words::values::{
    CONSTRUCTS, FIELD_TYPES, LACKS, NAMES, Named, RBS_QUESTIONS, RELATIONS, STATUSES, VALUE_FUNCTIONS,
};
use crate::language::words::{DECLARATIONS, KEYS, Word};

/// A made-up programme with every word and key; the tests check it and run its examples.
pub(super) const EXAMPLES: &str = include_str!("exempel.rhai");

/// Returns the items of the language, which no rule file changes.
#[must_use]
pub fn language() -> Vec<Item> {
    let mut items: Vec<Item> = DECLARATIONS.iter().map(|(sv, en, word)| word_item((sv, en), *word)).collect();
    for place in PLACES {
        items.extend(place.keys.iter().map(|key| key_item(place, key)));
    }
    let tables = [
        (Kind::Value, STATUSES, Some("utgåva.status")),
        (Kind::Value, LACKS, Some("utgåva.saknas.vad")),
        (Kind::Value, RELATIONS, Some("jämförbarhet.är")),
        (Kind::Value, RBS_QUESTIONS, Some("indikator.rbs.fråga")),
        (Kind::FieldType, FIELD_TYPES, Some("post")),
        (Kind::ValueFunction, VALUE_FUNCTIONS, None),
        (Kind::Name, NAMES, None),
    ];
    for (kind, rows, within) in tables {
        items.extend(rows.iter().map(|row| named_item(kind, row, within)));
    }
    for wanted in [false, true] {
        let rows = FUNCTIONS.iter().zip(Builtin::all()).filter(|(_, it)| it.is_list_method() == wanted);
        items.extend(rows.map(|(row, function)| function_item(row, function.is_list_method())));
    }
    for construct in CONSTRUCTS {
        let (condition, record, answer) = construct.example;
        items.push(Item {
            does: both(construct.does),
            example: Some(Usage {
                rule: condition.to_owned(),
                record: Some(record.to_owned()),
                answer: Some(answer),
            }),
            ..item(Kind::Construct, (construct.name, construct.name), Text::same(construct.form))
        });
    }
    for entry in CATALOGUE {
        items.push(Item {
            does: both(entry.meaning),
            takes: both(entry.title),
            example: Some(usage(entry.example)),
            ..item(Kind::Diagnostic, (entry.code.0, entry.code.0), Text::same(entry.code.0))
        });
    }
    items
}

/// Returns an example that is rule text.
#[must_use]
pub fn usage(rule: &str) -> Usage {
    Usage { rule: rule.to_owned(), record: None, answer: None }
}

fn item(kind: Kind, (sv, en): (&str, &str), form: Text) -> Item {
    Item {
        kind,
        name: sv.to_owned(),
        english: en.to_owned(),
        within: None,
        form,
        takes: say!("", ""),
        does: say!("", ""),
        required: None,
        by_reading: false,
        values: Vec::new(),
        example: None,
        place: None,
    }
}

fn both((sv, en): (&'static str, &'static str)) -> Text {
    Text::new(sv, en)
}

fn word_item(name: (&str, &str), word: Word) -> Item {
    let (sv, en) = name;
    Item {
        does: both(word.does()),
        example: example(word, &[]),
        ..item(Kind::Word, name, say!("{sv}(\"…\", #{{ … }});", "{en}(\"…\", #{{ … }});"))
    }
}

fn key_item(place: &Place, key: &Key) -> Item {
    let en = KEYS.iter().find(|(sv, _)| *sv == key.name).map_or(key.name, |(_, en)| *en);
    let within = std::iter::once(place.word.swedish()).chain(place.within.iter().copied());
    let mut path: Vec<&str> = place.within.to_vec();
    path.push(key.name);
    let sv = key.name;
    let values = key.takes.values().iter();
    Item {
        within: Some(within.collect::<Vec<_>>().join(".")),
        takes: both(key.takes.names()),
        does: both(key.does),
        required: Some(required(key.required)),
        by_reading: key.by_reading,
        values: values.map(|row| (row.name.0.to_owned(), both(row.does))).collect(),
        example: example(place.word, &path),
        ..item(Kind::Key, (sv, en), say!("{sv}: …", "{en}: …"))
    }
}

/// Returns in words whether a key must be there.
fn required(required: Required) -> Text {
    let named =
        |sv: &'static str| (sv, KEYS.iter().find(|(known, _)| *known == sv).map_or(sv, |(_, en)| *en));
    match required {
        Required::Yes => say!("måste finnas", "required"),
        Required::No => say!("får utelämnas", "optional"),
        Required::Or(other) => {
            let (sv, en) = named(other);
            say!("den eller `{sv}` måste finnas, inte båda", "it or `{en}` is required, not both")
        }
        Required::With(other) => {
            let (sv, en) = named(other);
            say!("måste finnas tillsammans med `{sv}`", "required together with `{en}`")
        }
        Required::Unless(other) => {
            let (sv, en) = named(other);
            say!("måste finnas om `{sv}` saknas", "required unless `{en}` is there")
        }
    }
}

fn named_item(kind: Kind, row: &Named, within: Option<&str>) -> Item {
    Item {
        within: within.map(str::to_owned),
        does: both(row.does),
        example: EXAMPLES.lines().find(|line| holds_word(line, row.name.0)).map(|line| usage(line.trim())),
        ..item(kind, row.name, Text::same(row.form))
    }
}

fn function_item(row: &Row, is_method: bool) -> Item {
    let arguments = |lang: usize| -> Vec<&str> {
        row.takes
            .iter()
            .map(|argument| if lang == 0 { argument.names().0 } else { argument.names().1 })
            .collect()
    };
    let form = |name: &str, arguments: Vec<&str>| match arguments.split_first() {
        Some((list, rest)) if is_method => format!("{list}.{name}({})", rest.join(", ")),
        _ => format!("{name}({})", arguments.join(", ")),
    };
    let kind = if is_method { Kind::Method } else { Kind::Function };
    Item {
        takes: both(row.gives()),
        does: both(row.does),
        example: Some(Usage {
            rule: row.example.condition.to_owned(),
            record: Some(row.example.record.to_owned()),
            answer: Some(Some(row.example.answer)),
        }),
        ..item(kind, row.name, Text::new(form(row.name.0, arguments(0)), form(row.name.1, arguments(1))))
    }
}

/// Returns the first declaration of the example programme by `word`, or the entry of it that the keys of `path` lead to.
/// For a key that none has there, such as an alternative to another key, it is an entry of any declaration.
fn example(word: Word, path: &[&str]) -> Option<Usage> {
    let own = declarations_of(EXAMPLES, word);
    let Some(key) = path.last() else { return own.first().map(|statement| usage(statement)) };
    let leading = |statement: &&str| path.iter().all(|key| *key == "*" || entry(statement, key).is_some());
    let any = || DECLARATIONS.iter().flat_map(|(.., word)| declarations_of(EXAMPLES, *word));
    let found = own.into_iter().filter(leading).find_map(|statement| {
        path.iter().filter(|key| **key != "*").try_fold(statement, |within, key| entry(within, key))
    });
    found.or_else(|| any().find_map(|statement| entry(statement, key))).map(usage)
}

/// Returns the first entry `key: …` of `text`, to the comma or bracket that ends it.
fn entry<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let begins = |at: usize| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    };
    let start = text.match_indices(&format!("{key}: ")).map(|(at, _)| at).find(|at| begins(*at))?;
    let (mut depth, mut quoted) = (0i32, false);
    let entry = text.get(start..)?;
    for (at, c) in entry.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ',' if depth == 0 => return entry.get(..at),
            ')' | ']' | '}' if depth == 0 => return entry.get(..at).map(str::trim_end),
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    Some(entry)
}

/// Returns whether `line` contains `word` as a word of its own.
fn holds_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

impl Argument {
    /// Returns how an argument is shown in a signature, in Swedish and English.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Day => ("dag", "day"),
            Self::Days => ("antal dagar", "number of days"),
            Self::Value => ("värde", "value"),
            Self::Text => ("\"…\"", "\"…\""),
            Self::List => ("lista", "list"),
            Self::Condition => ("|x| villkor", "|x| condition"),
            Self::Part => ("|x| värde", "|x| value"),
        }
    }
}
