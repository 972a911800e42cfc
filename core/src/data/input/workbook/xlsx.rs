//! Workbooks of Excel: Office Open XML, ISO/IEC 29500.

mod styles;

use super::archive::{Archive, Node, Xml, attribute, damaged};
use super::grid::{Builder, CellStyle, Grid, MAX_COLUMNS, MAX_ROWS, Merged, Problem, Strings, Value};
use super::{Sheet, message};
use crate::findings::error::InputError;
use crate::language::date::Date;
use quick_xml::events::BytesStart;
use std::collections::HashMap;
use std::sync::Arc;
use styles::Styles;

/// Days from the first day of the calendar of a workbook to 1970-01-01.
const DAYS_FROM_1900: i64 = 25_569;
const DAYS_FROM_1904: i64 = 24_107;
const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// What all sheets share.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    from_1904: bool,
    styles: Styles,
    strings: Arc<Strings>,
}

impl Book {
    /// Reads everything but the sheets; `None` if the archive is no workbook of Excel.
    pub(super) fn open(archive: &mut Archive) -> Result<Option<Self>, InputError> {
        let Some(xml) = archive.xml("_rels/.rels")? else { return Ok(None) };
        let office = relations(xml, "")?.into_values().find(|relation| relation.is("/officeDocument"));
        let Some(office) = office else { return Ok(None) };
        let (folder, file) = office.target.rsplit_once('/').unwrap_or(("", &office.target));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let relations = match archive.xml(&format!("{folder}_rels/{file}.rels"))? {
            Some(xml) => relations(xml, &folder)?,
            None => HashMap::new(),
        };
        let part = |kind: &str| relations.values().find(|one| one.is(kind)).map(|one| one.target.as_str());
        let (sheets, from_1904) = sheets(archive.required(&office.target)?, &relations)?;
        let styles = match part("/styles") {
            Some(name) => Styles::read(archive.required(name)?)?,
            None => Styles::default(),
        };
        let strings = match part("/sharedStrings") {
            Some(name) => strings(archive.required(name)?)?,
            None => Strings::default(),
        };
        Ok(Some(Self { sheets, from_1904, styles, strings: Arc::new(strings) }))
    }

    /// Reads a sheet.
    pub(super) fn grid(
        &self,
        archive: &mut Archive,
        sheet: &Sheet,
        style: CellStyle,
    ) -> Result<Grid, InputError> {
        let mut xml = archive.required(&sheet.part)?;
        let mut builder = Builder::new(style, Arc::clone(&self.strings));
        let mut last = 0;
        loop {
            match xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        let line = match attribute(&element, "r")? {
                            Some(number) => number.parse().map_err(|_| damaged())?,
                            None => last + 1,
                        };
                        if line <= last {
                            return Err(damaged());
                        }
                        if line > MAX_ROWS {
                            return Err(InputError::limit(message::too_many_rows(MAX_ROWS)));
                        }
                        let hidden = is_true(attribute(&element, "hidden")?.as_deref());
                        last = line;
                        self.row(&mut xml, &mut builder)?;
                        builder.end_row(line, 1, hidden)?;
                    }
                    "mergeCell" => {
                        let range = attribute(&element, "ref")?.ok_or_else(damaged)?;
                        let (first, end) = range.split_once(':').unwrap_or((&range, &range));
                        let places = place(first).zip(place(end));
                        let (first, last) = places.ok_or_else(damaged)?;
                        builder.merge(Merged { first, last })?;
                    }
                    _ => {}
                },
                Node::Eof => return builder.finish(),
                Node::End | Node::Text(_) | Node::Other => {}
            }
        }
    }

    /// Reads the cells of a row, to its end.
    fn row(&self, xml: &mut Xml<'_>, builder: &mut Builder) -> Result<(), InputError> {
        let mut next = 0;
        loop {
            match xml.next()? {
                Node::Start(element) if element.local_name().as_ref() == "c" => {
                    let column = match attribute(&element, "r")? {
                        Some(address) => place(&address).ok_or_else(damaged)?.0,
                        None => next,
                    };
                    let kind = Kind::of(&element)?;
                    let style = attribute(&element, "s")?.and_then(|number| number.parse().ok());
                    next = column + 1;
                    let value = self.value(xml, kind, style)?;
                    builder.set(column, value)?;
                }
                Node::Start(_) => xml.skip()?,
                Node::End => return Ok(()),
                Node::Eof => return Err(damaged()),
                Node::Text(_) | Node::Other => {}
            }
        }
    }

    /// Reads the value of a cell, to its end.
    fn value(&self, xml: &mut Xml<'_>, kind: Kind, style: Option<usize>) -> Result<Value, InputError> {
        let (mut text, mut inline, mut has_formula) = (String::new(), None, false);
        loop {
            match xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "v" => push_texts(xml, &mut text)?,
                    "is" => inline = Some(rich_text(xml)?),
                    "f" => {
                        has_formula = true;
                        xml.skip()?;
                    }
                    _ => xml.skip()?,
                },
                Node::End => break,
                Node::Eof => return Err(damaged()),
                Node::Text(_) | Node::Other => {}
            }
        }
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        Ok(match kind {
            Kind::Inline => Value::Text(inline.unwrap_or_default()),
            _ if text.is_empty() && has_formula && kind != Kind::Text => Value::Problem(Problem::NoResult),
            Kind::Text => Value::Text(unescaped(text)),
            _ if text.is_empty() => Value::Empty,
            Kind::Error => Value::Problem(Problem::Error),
            Kind::Bool => Value::Bool(is_true(Some(text))),
            Kind::Shared => {
                let number: Option<usize> = text.parse().ok();
                Value::Shared(number.filter(|number| *number < self.strings.len()).ok_or_else(damaged)?)
            }
            Kind::Date => Value::Text(text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()),
            Kind::Number => {
                let number: f64 = text.parse().map_err(|_| damaged())?;
                match self.styles.is_date(style).then(|| self.moment(number)).flatten() {
                    Some(moment) => moment,
                    None => Value::Number(number),
                }
            }
        })
    }

    /// Returns an empty workbook that counts days from 1904, or from 1900.
    #[cfg(test)]
    pub(super) fn of_calendar(from_1904: bool) -> Self {
        Self { sheets: Vec::new(), from_1904, styles: Styles::default(), strings: Arc::default() }
    }

    /// Converts a number of days of the workbook's calendar; `None` if it is a time without a day, or no day.
    pub(super) fn moment(&self, number: f64) -> Option<Value> {
        if !(1.0..3e6).contains(&number) {
            return None;
        }
        let (mut days, mut seconds) =
            (number.floor() as i64, (number.fract() * SECONDS_OF_A_DAY).round() as u32);
        if f64::from(seconds) >= SECONDS_OF_A_DAY {
            (days, seconds) = (days + 1, 0);
        }
        let day = match (self.from_1904, days) {
            (true, days) => Date::from_days(days - DAYS_FROM_1904),
            // Excel's calendar has a 29 February 1900, and the days before it are one too few.
            (false, 60) => return Some(Value::Text("1900-02-29".to_owned())),
            (false, days @ ..60) => Date::from_days(days + 1 - DAYS_FROM_1900),
            (false, days) => Date::from_days(days - DAYS_FROM_1900),
        }?;
        Some(if seconds == 0 { Value::Day(day) } else { Value::Moment(day, seconds) })
    }
}

/// The type of a cell.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Shared,
    /// The text that a formula gives.
    Text,
    Inline,
    Bool,
    Error,
    /// A day in ISO 8601.
    Date,
}

impl Kind {
    fn of(element: &BytesStart<'_>) -> Result<Self, InputError> {
        Ok(match attribute(element, "t")?.as_deref() {
            None | Some("n") => Self::Number,
            Some("s") => Self::Shared,
            Some("str") => Self::Text,
            Some("inlineStr") => Self::Inline,
            Some("b") => Self::Bool,
            Some("e") => Self::Error,
            Some("d") => Self::Date,
            Some(_) => return Err(damaged()),
        })
    }
}

/// A relation from one file of the archive to another.
struct Relation {
    kind: String,
    target: String,
}

impl Relation {
    fn is(&self, kind: &str) -> bool {
        self.kind.ends_with(kind)
    }
}

/// Reads relations by their ids. Targets are relative to `folder`.
fn relations(mut xml: Xml<'_>, folder: &str) -> Result<HashMap<String, Relation>, InputError> {
    let mut relations = HashMap::new();
    loop {
        match xml.next()? {
            Node::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let of = |name| attribute(&element, name);
                let (Some(id), Some(kind), Some(target)) = (of("Id")?, of("Type")?, of("Target")?) else {
                    continue;
                };
                let target =
                    target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
                relations.insert(id.into_owned(), Relation { kind: kind.into_owned(), target });
            }
            Node::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// Reads the names of the sheets, and whether days are counted from 1904.
fn sheets(mut xml: Xml<'_>, relations: &HashMap<String, Relation>) -> Result<(Vec<Sheet>, bool), InputError> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Node::Start(element) => match element.local_name().as_ref() {
                "workbookPr" => from_1904 = is_true(attribute(&element, "date1904")?.as_deref()),
                "sheet" => {
                    let name = attribute(&element, "name")?.ok_or_else(damaged)?;
                    let is_visible = attribute(&element, "state")?.is_none_or(|state| state == "visible");
                    let id = element
                        .attributes()
                        .filter_map(Result::ok)
                        .find(|one| one.key.as_ref().ends_with(":id"));
                    let relation = id.and_then(|id| relations.get(&*id.value));
                    // Sheets of charts have no cells.
                    if let Some(relation) = relation.filter(|relation| relation.is("/worksheet")) {
                        let part = relation.target.clone();
                        sheets.push(Sheet::new(&name, is_visible, part));
                    }
                }
                _ => {}
            },
            Node::Eof => return Ok((sheets, from_1904)),
            _ => {}
        }
    }
}

/// Reads the table of texts.
fn strings(mut xml: Xml<'_>) -> Result<Strings, InputError> {
    let mut strings = Strings::default();
    loop {
        match xml.next()? {
            Node::Start(element) if element.local_name().as_ref() == "si" => {
                let text = rich_text(&mut xml)?;
                strings.push(&text)?;
            }
            Node::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// Reads a text of one or several formats, to the end of its element. Phonetic guides of Asian text are not included.
fn rich_text(xml: &mut Xml<'_>) -> Result<String, InputError> {
    let mut text = String::new();
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Node::Start(element) => match element.local_name().as_ref() {
                "t" => push_texts(xml, &mut text)?,
                "rPh" => xml.skip()?,
                _ => depth += 1,
            },
            Node::End => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return Ok(unescaped(&text)),
            },
            Node::Eof => return Err(damaged()),
            Node::Text(_) | Node::Other => {}
        }
    }
}

/// The maximum number of bytes of the text of a cell, which Excel keeps within 32 767 characters: 1 MiB.
const MAX_CELL_BYTES: usize = 1 << 20;

/// Appends the texts of an element, to its end.
fn push_texts(xml: &mut Xml<'_>, text: &mut String) -> Result<(), InputError> {
    loop {
        match xml.next()? {
            Node::Text(piece) => text.push_str(&piece),
            Node::Start(_) => xml.skip()?,
            Node::End => return Ok(()),
            Node::Eof => return Err(damaged()),
            Node::Other => {}
        }
        if text.len() > MAX_CELL_BYTES {
            return Err(InputError::limit(message::too_large()));
        }
    }
}

/// Decodes the characters that XML cannot have, as `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..4).filter(|_| after.get(4..5) == Some("_"));
        let character = code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        match character.zip(after.get(5..)) {
            Some((character, after)) => {
                out.push(character);
                rest = after;
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_true(text: Option<&str>) -> bool {
    matches!(text, Some("1" | "true" | "on"))
}

/// Reads an address such as `C7`: the column, counted from 0, and the row, counted from 1.
fn place(address: &str) -> Option<(usize, u64)> {
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = address.split_at_checked(digits)?;
    let mut column = 0_usize;
    for letter in letters.bytes().filter(|byte| *byte != b'$') {
        let value = letter.is_ascii_alphabetic().then(|| letter.to_ascii_uppercase() - b'A' + 1)?;
        column = column * 26 + usize::from(value);
        if column > MAX_COLUMNS {
            return None;
        }
    }
    Some((column.checked_sub(1)?, row.trim_start_matches('$').parse().ok().filter(|row| *row > 0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_columns_and_rows() {
        assert_eq!(place("A1"), Some((0, 1)));
        assert_eq!(place("$XFD$1048576"), Some((16_383, 1_048_576)));
        for address in ["", "A", "1", "A0", "XFE1", "AAAAAAAAAAAAAAAAAAAA1", "Å1", "A-1", "A1B"] {
            assert_eq!(place(address), None, "{address}");
        }
    }

    #[test]
    fn escaped_characters_are_decoded() {
        assert_eq!(unescaped("a_x000D_b_x005F_x"), "a\rb_x");
        for plain in ["_x", "_x00", "_xzzzz_", "a_xb", "_xDC00_", "_xå000_"] {
            assert_eq!(unescaped(plain), plain);
        }
    }
}
