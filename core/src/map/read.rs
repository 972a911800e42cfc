//! From the text of a map to a map that fits its records.

use super::toml::{place, quoted};
use super::{DatePattern, Map, Name, Ours, TableMap};
use crate::diagnostic::nearest;
use crate::error::InputError;
use crate::input::csv::Encoding;
use crate::schema::Schema;
use crate::text::{Lang, Text, say};
use crate::types::{ColumnKind, Layout, Scalar};
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The most mistakes that are told of at once.
const MAX_FINDINGS: usize = 20;
/// The most bytes of a map.
const MAX_MAP_BYTES: usize = 1 << 20;

/// The words of each part of a map, in Swedish and English.
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
        return Err(InputError::new(say!(
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
    for error in &errors {
        let what = error.message();
        let text = say!("inte giltig TOML ({what})", "not valid TOML ({what})");
        reader.find(error.span().map_or(0, |span| span.start), text);
    }
    if errors.is_empty() {
        reader.root(root.get_ref());
    }
    reader.finish(text, &marks)
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

    /// The fields, codes or missing values of a table.
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

    /// The column whose values a field has: for a list of codes, the one of its elements.
    fn of_values(&self, (table, column): (usize, usize)) -> Option<((usize, usize), Scalar)> {
        let kind = |table: usize, column: usize| {
            self.layout.tables.get(table).and_then(|t| t.columns.get(column)).map(|c| &c.kind)
        };
        match kind(table, column)? {
            ColumnKind::Scalar(scalar) => Some(((table, column), scalar.clone())),
            ColumnKind::List(list) => {
                let bare = self.layout.tables.get(*list)?.record.is_none();
                match kind(*list, 0)? {
                    ColumnKind::Scalar(scalar) if bare => Some(((*list, 0), scalar.clone())),
                    _ => None,
                }
            }
        }
    }

    fn codes(&mut self, place: (usize, usize), name: &str, at: usize, value: &Node<'_>) {
        let place = self.of_values(place);
        let Some((place, scalar @ (Scalar::Code(_) | Scalar::Category | Scalar::Bool))) = place else {
            let text = say!(
                "fältet `{name}` har inga koder; bara fält av slagen kod, kategori och ja_nej har det",
                "the field `{name}` has no codes; only fields of the types kod, kategori and ja_nej have"
            );
            return self.find(at, text);
        };
        for ((theirs, at), value) in self.entries(value) {
            let ours = match (&scalar, value.get_ref()) {
                (Scalar::Bool, DeValue::Boolean(yes)) => Ok(Ours::Bool(*yes)),
                (Scalar::Bool, DeValue::String(word)) if matches!(&**word, "ja" | "yes") => {
                    Ok(Ours::Bool(true))
                }
                (Scalar::Bool, DeValue::String(word)) if matches!(&**word, "nej" | "no") => {
                    Ok(Ours::Bool(false))
                }
                (Scalar::Bool, _) => Err(say!(
                    "här ska stå \"ja\" eller \"nej\"",
                    "this must be \"ja\" or \"nej\" (yes or no)"
                )),
                (Scalar::Category, DeValue::String(text)) if !text.trim().is_empty() => {
                    Ok(Ours::Text(nfc(text)))
                }
                (Scalar::Code(list), DeValue::String(code)) => {
                    let code = nfc(code);
                    list.index(&code).map(Ours::Code).ok_or_else(|| {
                        let codes = list.codes();
                        match nearest(&code, codes.iter().map(String::as_str)) {
                            Some(near) => say!(
                                "fältet `{name}` har ingen kod `{code}`; menades `{near}`?",
                                "the field `{name}` has no code `{code}`; was `{near}` meant?"
                            ),
                            None => {
                                let codes = codes.join(", ");
                                say!(
                                    "fältet `{name}` har ingen kod `{code}`; de som finns är: {codes}",
                                    "the field `{name}` has no code `{code}`; there are: {codes}"
                                )
                            }
                        }
                    })
                }
                _ => Err(say!(
                    "här ska stå en av våra koder, inom citattecken",
                    "this must be one of our codes, in quotation marks"
                )),
            };
            match ours {
                Ok(ours) => self.value(place, at, &theirs, Some(ours)),
                Err(text) => self.find(value.span().start, text),
            }
        }
    }

    fn missing(&mut self, place: (usize, usize), name: &str, at: usize, value: &Node<'_>) {
        let Some((place, _)) = self.of_values(place) else {
            let text = say!(
                "listan `{name}` har inga egna värden; ange dem för fälten under [tabell.{name}.saknas]",
                "the list `{name}` has no values of its own; give those of its fields under [table.{name}.missing]"
            );
            return self.find(at, text);
        };
        for (theirs, at) in self.texts(value) {
            self.value(place, at, &theirs, None);
        }
    }

    fn value(&mut self, (table, column): (usize, usize), at: usize, theirs: &str, ours: Option<Ours>) {
        let column = self.map.tables.get_mut(table).and_then(|t| t.columns.get_mut(column));
        let Some(values) = column.map(|column| &mut column.values) else { return };
        if values.iter().any(|(value, _)| value == theirs) {
            return self.find(
                at,
                say!(
                    "`{theirs}` står redan för det här fältet; låt en av raderna stå kvar",
                    "`{theirs}` is there already for this field; keep one of the lines"
                ),
            );
        }
        values.push((theirs.to_owned(), ours));
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

    /// No column of theirs may be two fields.
    fn one_field_a_column(&mut self, table: usize, root: &DeTable<'_>) {
        let layout = Arc::clone(self.layout);
        let Some(rows) = layout.tables.get(table) else { return };
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        // First those whose names the map leaves as they are, so that it is told what it says itself.
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

    /// The entries of a part whose names are words of the map itself, each by its Swedish word and with its place.
    fn words<'d, 'i>(
        &mut self,
        part: &'d DeTable<'i>,
        words: &[(&'static str, &'static str)],
    ) -> Vec<(&'static str, usize, &'d Node<'i>)> {
        let mut found: Vec<(&'static str, usize, &'d Node<'i>)> = Vec::new();
        let mut entries: Vec<_> = part.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let (name, at) = (nfc(key.get_ref()), key.span().start);
            let word = words.iter().find(|(sv, en)| name == *sv || name == *en).map(|(sv, _)| *sv);
            let text = match word {
                Some(word) if found.iter().all(|(other, ..)| *other != word) => {
                    found.push((word, value.span().start, value));
                    continue;
                }
                Some(word) => say!(
                    "`{word}` står två gånger, på svenska och engelska; skriv den ena",
                    "`{name}` is there twice, in Swedish and English; write one"
                ),
                None => match nearest(&name, words.iter().flat_map(|(sv, en)| [*sv, *en])) {
                    Some(near) => say!(
                        "`{name}` finns inte i en karta; menades `{near}`?",
                        "there is no `{name}` in a map; was `{near}` meant?"
                    ),
                    None => {
                        let sv = words.iter().map(|(sv, _)| *sv).collect::<Vec<_>>().join(", ");
                        let en = words.iter().map(|(_, en)| *en).collect::<Vec<_>>().join(", ");
                        say!(
                            "`{name}` finns inte här; det som kan stå här är: {sv}",
                            "there is no `{name}` here; there may be: {en}"
                        )
                    }
                },
            };
            self.find(at, text);
        }
        found
    }

    fn entries_of<'d, 'i>(&mut self, value: &'d Node<'i>) -> Option<&'d DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            let text = say!(
                "här ska stå en del med rader under, som `[fält]`",
                "this must be a part with lines below it, such as `[fields]`"
            );
            self.find(value.span().start, text);
        }
        table
    }

    /// The entries of a part whose names are fields, codes or lists: name and place, in NFC and without space around.
    fn entries<'d, 'i>(&mut self, value: &'d Node<'i>) -> Vec<((String, usize), &'d Node<'i>)> {
        let Some(table) = self.entries_of(value) else { return Vec::new() };
        table.iter().map(|(key, value)| ((nfc(key.get_ref()), key.span().start), value)).collect()
    }

    fn string(&mut self, value: &Node<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(|text| text.nfc().collect());
        if text.is_none() {
            let text = say!("här ska stå en text inom citattecken", "this must be a text in quotation marks");
            self.find(value.span().start, text);
        }
        text
    }

    /// Texts of a list, or the only one, with their places.
    fn texts(&mut self, value: &Node<'_>) -> Vec<(String, usize)> {
        let only = std::slice::from_ref(value);
        let list: Vec<&Node<'_>> = match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => only.iter().collect(),
        };
        let mut texts = Vec::new();
        for value in list {
            let at = value.span().start;
            match value.get_ref() {
                DeValue::String(text) => texts.push((nfc(text), at)),
                DeValue::Integer(number) if number.radix() == 10 => {
                    texts.push((number.as_str().to_owned(), at));
                }
                _ => {
                    let text = say!(
                        "här ska stå värden inom citattecken, som [\"9\", \"U\"]",
                        "this must be values in quotation marks, such as [\"9\", \"U\"]"
                    );
                    self.find(at, text);
                }
            }
        }
        texts
    }
}

/// Where the map names a field of a table.
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

/// What can stand between the cells of a row.
fn separator(c: char) -> Option<u8> {
    u8::try_from(c).ok().filter(|byte| matches!(byte, b';' | b',' | b'\t' | b'|'))
}

fn one_character() -> Text {
    say!(
        "här ska stå ett enda skiljetecken, som \";\", \",\" eller \"|\"",
        "this must be a single mark such as \";\", \",\" or \"|\""
    )
}
