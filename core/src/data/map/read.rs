//! Parses the text of a map and validates it against a schema.

mod nodes;
mod values;

use super::toml::{place, quoted};
use super::{DatePattern, Map, Name, TableMap};
use crate::data::input::csv::Encoding;
use crate::data::schema::Schema;
use crate::findings::diagnostic::nearest;
use crate::findings::error::InputError;
use crate::findings::text::{Lang, Text, say};
use crate::language::types::Layout;
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The most problems that are reported at once.
const MAX_FINDINGS: usize = 20;
/// The most bytes of a map.
pub const MAX_MAP_BYTES: usize = 1 << 20;

/// The keywords of each section of a map, in Swedish and English.
const ROOT: [(&str, &str); 6] = [
    ("post", "record"),
    ("fält", "fields"),
    ("koder", "codes"),
    ("saknas", "missing"),
    ("tabell", "table"),
    ("format", "format"),
];
const TABLE: [(&str, &str); 5] =
    [("fil", "file"), ("nyckel", "key"), ("fält", "fields"), ("koder", "codes"), ("saknas", "missing")];
const FORMAT: [(&str, &str); 6] = [
    ("datum", "date"),
    ("saknas", "missing"),
    ("lista", "list"),
    ("decimal", "decimal"),
    ("avgränsare", "separator"),
    ("teckenkodning", "encoding"),
];

type Node<'a> = Spanned<DeValue<'a>>;

pub(super) fn read(text: &str, schema: &Schema) -> Result<Map, InputError> {
    if text.len() > MAX_MAP_BYTES {
        return Err(InputError::limit(say!(
            "kartan är för stor; högst 1 MiB tas emot",
            "the map is too large; at most 1 MiB is accepted"
        )));
    }
    let (source, marks) = quoted(text.strip_prefix('\u{feff}').unwrap_or(text));
    let (root, errors) = DeTable::parse_recoverable(&source);
    let layout = schema.shared_layout();
    let tables = layout
        .tables
        .iter()
        .map(|t| TableMap { columns: vec![Default::default(); t.columns.len()], ..TableMap::default() })
        .collect();
    let map = Map { layout: Arc::clone(layout), tables, format: super::Format::default() };
    let mut reader = Reader { layout, map, findings: Vec::new() };
    // The first alone: what follows may only be what the reader takes the rest for.
    if let Some(error) = errors.first() {
        reader.find(error.span().map_or(0, |span| span.start), not_toml(error.message()));
    }
    if errors.is_empty() {
        reader.root(root.get_ref());
    }
    reader.finish(text, &marks)
}

/// Says in both languages what the TOML parser says in one. The Swedish words are ours, since its own may change.
fn not_toml(what: &str) -> Text {
    let sv = [
        ("string values must be quoted", "en text ska stå inom citattecken"),
        (
            "invalid unquoted key",
            "ett namn med å, ä, ö, mellanslag eller andra tecken ska stå inom citattecken",
        ),
        ("key with no value", "efter namnet saknas `=` och ett värde"),
        ("duplicate key", "namnet står redan i samma avsnitt"),
        ("unclosed", "en parentes är inte stängd"),
        ("invalid basic string", "en text saknar sitt avslutande citattecken"),
        ("newline", "värdet ska stå på samma rad som namnet"),
    ];
    let sv = sv.iter().find(|(said, _)| what.contains(said)).map_or("raden går inte att läsa", |(_, sv)| sv);
    say!(
        "{sv}; en karta är en TOML-fil med rader som `id = \"PersonNr\"`",
        "not valid TOML ({what}); a map is a TOML file with lines such as `id = \"PersonNr\"`"
    )
}

struct Reader<'a> {
    layout: &'a Arc<Layout>,
    map: Map,
    findings: Vec<(usize, Text)>,
}

impl Reader<'_> {
    fn find(&mut self, at: usize, text: Text) {
        self.findings.push((at, text));
    }

    fn finish(mut self, source: &str, marks: &[usize]) -> Result<Map, InputError> {
        if self.findings.is_empty() {
            return Ok(self.map);
        }
        self.findings.sort_by_key(|(at, _)| *at);
        let (mut sv, mut en) = (Vec::new(), Vec::new());
        for (at, text) in self.findings.iter().take(MAX_FINDINGS) {
            let (line, column) = place(source, marks, *at);
            sv.push(format!("rad {line}, tecken {column}: {}", text.get(Lang::Sv)));
            en.push(format!("line {line}, character {column}: {}", text.get(Lang::En)));
        }
        let more = self.findings.len().saturating_sub(MAX_FINDINGS);
        if more > 0 {
            sv.push(format!("och {more} fel till"));
            en.push(format!("and {more} more mistakes"));
        }
        Err(InputError::new(Text::new(sv.join("\n"), en.join("\n"))))
    }

    fn root(&mut self, root: &DeTable<'_>) {
        for (word, at, value) in self.words(root, &ROOT) {
            match word {
                "post" => self.record(at, value),
                "tabell" => {
                    for (name, value) in self.entries(value) {
                        self.table(&name.0, name.1, value);
                    }
                }
                "format" => self.format(value),
                _ => self.part(word, 0, value),
            }
        }
        for table in 0..self.layout.tables.len() {
            self.one_field_a_column(table, root);
        }
    }

    fn record(&mut self, at: usize, value: &Node<'_>) {
        let own = self.layout.tables.first().and_then(|t| t.record.as_deref()).unwrap_or_default();
        if self.string(value).is_some_and(|name| name != own) {
            self.find(
                at,
                say!(
                    "kartan gäller ett annat postslag; utgåvan räknar `{own}`",
                    "the map is for another record type; the edition counts `{own}`"
                ),
            );
        }
    }

    /// Reads the fields, codes or missing values of a table.
    fn part(&mut self, word: &str, table: usize, value: &Node<'_>) {
        for ((name, at), value) in self.entries(value) {
            let Some(column) = self.column(table, &name, at) else { continue };
            match word {
                "fält" => self.name(table, column, value),
                "koder" => self.codes((table, column), &name, at, value),
                _ => self.missing((table, column), &name, at, value),
            }
        }
    }

    fn table(&mut self, name: &str, at: usize, value: &Node<'_>) {
        let lists: Vec<(usize, String)> = self
            .layout
            .tables
            .iter()
            .enumerate()
            .filter(|(_, table)| table.record.is_some())
            .filter_map(|(number, table)| Some((number, table.parent?)))
            .map(|(number, (parent, column))| (number, self.layout.path(parent, column)))
            .collect();
        let Some(table) = lists.iter().find(|(_, path)| path == name).map(|(number, _)| *number) else {
            let all = lists.iter().map(|(_, path)| path.as_str());
            let text = match nearest(name, all.clone()) {
                Some(near) => say!(
                    "listan `{name}` finns inte; menades `{near}`?",
                    "there is no list `{name}`; was `{near}` meant?"
                ),
                None => {
                    let all = all.collect::<Vec<_>>().join(", ");
                    say!(
                        "listan `{name}` finns inte; de som finns är: {all}",
                        "there is no list `{name}`; there are: {all}"
                    )
                }
            };
            return self.find(at, text);
        };
        let Some(parts) = self.entries_of(value) else { return };
        for (word, _, value) in self.words(parts, &TABLE) {
            match word {
                "fil" | "nyckel" => {
                    let text = self.string(value).filter(|text| !text.is_empty());
                    if let Some(own) = self.map.tables.get_mut(table) {
                        let slot = if word == "fil" { &mut own.file } else { &mut own.key };
                        *slot = text;
                    }
                }
                _ => self.part(word, table, value),
            }
        }
    }

    fn name(&mut self, table: usize, column: usize, value: &Node<'_>) {
        let name = match value.get_ref() {
            DeValue::Boolean(false) => Name::Absent,
            DeValue::String(name) if !name.trim().is_empty() => Name::Other(nfc(name)),
            _ => {
                let text = say!(
                    "här ska stå vad kolumnen heter, inom citattecken, eller false om uppgiften inte finns i data",
                    "this must be what the column is called, in quotation marks, or false where the data lack it"
                );
                return self.find(value.span().start, text);
            }
        };
        if let Some(column) = self.map.tables.get_mut(table).and_then(|t| t.columns.get_mut(column)) {
            column.name = name;
        }
    }

    fn format(&mut self, value: &Node<'_>) {
        let Some(parts) = self.entries_of(value) else { return };
        for (word, _, value) in self.words(parts, &FORMAT) {
            let at = value.span().start;
            if word == "saknas" {
                for (text, _) in self.texts(value) {
                    if !self.map.format.missing.contains(&text) {
                        self.map.format.missing.push(text);
                    }
                }
                continue;
            }
            let Some(text) = self.string(value) else { continue };
            let mut letters = text.chars();
            let only = letters.next().filter(|_| letters.next().is_none());
            let format = &mut self.map.format;
            let wrong = match word {
                "datum" => {
                    format.date = DatePattern::new(&text);
                    format.date.is_none().then(|| {
                        say!(
                            "mönstret ska ha ÅÅÅÅ, MM och DD en gång var, som \"DD/MM/ÅÅÅÅ\"",
                            "the pattern must have YYYY, MM and DD once each, such as \"DD/MM/YYYY\""
                        )
                    })
                }
                "lista" => {
                    format.list = only.filter(|c| !c.is_alphanumeric() && *c != '"');
                    format.list.is_none().then(one_character)
                }
                "decimal" => {
                    format.decimal = only.filter(|c| matches!(c, ',' | '.'));
                    format.decimal.is_none().then(|| {
                        say!("decimaltecknet är \",\" eller \".\"", "the decimal mark is \",\" or \".\"")
                    })
                }
                "avgränsare" => {
                    format.separator = if text == "tab" { Some(b'\t') } else { only.and_then(separator) };
                    format.separator.is_none().then(one_character)
                }
                _ => {
                    format.encoding = Encoding::named(&text);
                    format.encoding.is_none().then(|| {
                        say!(
                            "teckenkodningen är \"utf-8\" eller \"windows-1252\"",
                            "the encoding is \"utf-8\" or \"windows-1252\""
                        )
                    })
                }
            };
            if let Some(text) = wrong {
                self.find(at, text);
            }
        }
    }

    fn column(&mut self, table: usize, name: &str, at: usize) -> Option<usize> {
        let rows = self.layout.tables.get(table)?;
        let found = rows.column(name);
        if found.is_none() {
            let text = match nearest(name, rows.columns.iter().map(|c| c.name.as_str())) {
                Some(near) => say!(
                    "fältet `{name}` finns inte; menades `{near}`?",
                    "there is no field `{name}`; was `{near}` meant?"
                ),
                None => {
                    let all = rows.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
                    say!(
                        "fältet `{name}` finns inte; till vänster står våra fält: {all}",
                        "there is no field `{name}`; on the left are our fields: {all}"
                    )
                }
            };
            self.find(at, text);
        }
        found
    }

    /// Rejects a column of the data that is mapped to two fields.
    fn one_field_a_column(&mut self, table: usize, root: &DeTable<'_>) {
        let layout = Arc::clone(self.layout);
        let Some(rows) = layout.tables.get(table) else { return };
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        // Fields that the map does not name come first, so that a problem is reported at an entry of the map.
        for named in [false, true] {
            for (number, column) in rows.columns.iter().enumerate() {
                if self.map.names(table, number) != named {
                    continue;
                }
                let Some(name) = self.map.name(table, number, &column.name).map(str::to_owned) else {
                    continue;
                };
                let Some(other) = seen.get(&name) else {
                    seen.insert(name, &column.name);
                    continue;
                };
                let field = &column.name;
                let text = say!(
                    "kolumnen `{name}` läses redan som fältet `{other}`; säg vad det fältet heter i data, eller skriv `{other} = false`",
                    "the column `{name}` is read as the field `{other}` already; say what that field is called in the data, or write `{other} = false`"
                );
                let at = position(root, &layout, table, field);
                self.find(at, text);
            }
        }
    }
}

/// Returns the position where the map names a field of a table.
fn position(root: &DeTable<'_>, layout: &Layout, table: usize, field: &str) -> usize {
    let part = |part: &DeTable<'_>| {
        let fields = part.iter().filter(|(key, _)| matches!(&**key.get_ref(), "fält" | "fields"));
        let entries = fields.filter_map(|(_, value)| value.get_ref().as_table()).flatten();
        entries.filter(|(key, _)| nfc(key.get_ref()) == field).map(|(key, _)| key.span().start).next()
    };
    let Some((parent, column)) = layout.tables.get(table).and_then(|t| t.parent) else {
        return part(root).unwrap_or(0);
    };
    let path = layout.path(parent, column);
    let tables = root.iter().filter(|(key, _)| matches!(&**key.get_ref(), "tabell" | "table"));
    let lists = tables.filter_map(|(_, value)| value.get_ref().as_table()).flatten();
    let mut own = lists.filter(|(key, _)| nfc(key.get_ref()) == path);
    own.find_map(|(_, value)| part(value.get_ref().as_table()?)).unwrap_or(0)
}

fn nfc(text: &str) -> String {
    text.trim().nfc().collect()
}

/// Returns the byte of a character that can separate cells.
fn separator(c: char) -> Option<u8> {
    u8::try_from(c).ok().filter(|byte| matches!(byte, b';' | b',' | b'\t' | b'|'))
}

fn one_character() -> Text {
    say!(
        "här ska stå ett enda skiljetecken, som \";\", \",\" eller \"|\"",
        "this must be a single mark such as \";\", \",\" or \"|\""
    )
}
