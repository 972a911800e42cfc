//! Workbooks of LibreOffice: OpenDocument, ISO/IEC 26300.

use super::archive::{Archive, Node, Xml, attribute, damaged};
use super::grid::{Builder, CellStyle, Grid, MAX_COLUMNS, Merged, Problem, Strings, Value};
use super::{Sheet, message};
use crate::findings::error::InputError;
use crate::language::date::Date;
use quick_xml::events::BytesStart;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// The file with all sheets.
const CONTENT: &str = "content.xml";
/// The maximum number of bytes of the text of a cell: 1 MiB.
const MAX_CELL_BYTES: usize = 1 << 20;

/// Reads the names of the sheets; `None` if the archive is no workbook of this format.
pub(super) fn sheets(archive: &mut Archive) -> Result<Option<Vec<Sheet>>, InputError> {
    let Some(mut xml) = archive.xml(CONTENT)? else { return Ok(None) };
    let (mut sheets, mut hidden, mut style) = (Vec::new(), HashSet::new(), None);
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name().as_ref() {
                "style:style" => style = attribute(&element, "style:name")?.map(Cow::into_owned),
                "style:table-properties" => {
                    let is_hidden = attribute(&element, "table:display")?.as_deref() == Some("false");
                    hidden.extend(style.take().filter(|_| is_hidden));
                }
                "table:table" => {
                    let name = attribute(&element, "table:name")?.unwrap_or_default();
                    let style = attribute(&element, "table:style-name")?;
                    let is_visible = style.is_none_or(|style| !hidden.contains(&*style));
                    sheets.push(Sheet::new(&name, is_visible, name.clone().into_owned()));
                    // Tables within it are no sheets.
                    xml.skip()?;
                }
                // Earlier versions of cells are in it.
                "table:tracked-changes" => xml.skip()?,
                _ => {}
            },
            Node::Eof => return Ok(Some(sheets)),
            _ => {}
        }
    }
}

/// Reads a sheet.
pub(super) fn grid(archive: &mut Archive, sheet: &Sheet, style: CellStyle) -> Result<Grid, InputError> {
    let mut xml = archive.required(CONTENT)?;
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name().as_ref() {
                "table:table" => {
                    let is_it = attribute(&element, "table:name")?.unwrap_or_default() == sheet.part;
                    if is_it {
                        return rows(&mut xml, style);
                    }
                    xml.skip()?;
                }
                "table:tracked-changes" => xml.skip()?,
                _ => {}
            },
            Node::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

/// Reads the rows of a sheet, to its end.
fn rows(xml: &mut Xml<'_>, style: CellStyle) -> Result<Grid, InputError> {
    let mut builder = Builder::new(style, Arc::new(Strings::default()));
    let mut line = 1_u64;
    // For each group of rows that has begun, whether it is collapsed.
    let mut groups: Vec<bool> = Vec::new();
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name().as_ref() {
                "table:table-row-group" | "table:table-header-rows" | "table:table-rows" => {
                    groups.push(attribute(&element, "table:display")?.as_deref() == Some("false"));
                }
                "table:table-row" => {
                    let count = repeated(&element, "table:number-rows-repeated")?;
                    let visibility = attribute(&element, "table:visibility")?;
                    let hidden = visibility.is_some_and(|one| one != "visible") || groups.contains(&true);
                    cells(xml, line, &mut builder)?;
                    builder.end_row(line, count, hidden)?;
                    line = line.saturating_add(count);
                }
                _ => xml.skip()?,
            },
            Node::End if groups.pop().is_some() => {}
            Node::End => return builder.finish(),
            Node::Eof => return Err(damaged()),
            Node::Text(_) | Node::Other => {}
        }
    }
}

/// Reads how often a row or a cell is repeated.
fn repeated(element: &BytesStart<'_>, name: &str) -> Result<u64, InputError> {
    let Some(count) = attribute(element, name)? else { return Ok(1) };
    count.parse().ok().filter(|count| *count > 0 && *count < 1 << 40).ok_or_else(damaged)
}

/// Reads the cells of a row, to its end.
fn cells(xml: &mut Xml<'_>, line: u64, builder: &mut Builder) -> Result<(), InputError> {
    let mut column = 0_usize;
    loop {
        match xml.next()? {
            Node::Start(element)
                if matches!(element.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
            {
                let count = repeated(&element, "table:number-columns-repeated")?;
                let count = usize::try_from(count).map_err(|_| damaged())?;
                let wide = repeated(&element, "table:number-columns-spanned")?;
                let high = repeated(&element, "table:number-rows-spanned")?;
                let typed = Typed::of(&element)?;
                let value = typed.value(xml)?;
                if value == Value::Empty {
                    column = column.saturating_add(count);
                } else {
                    if column.saturating_add(count) > MAX_COLUMNS {
                        return Err(InputError::limit(message::too_many_columns(MAX_COLUMNS)));
                    }
                    for _ in 0..count {
                        builder.set(column, value.clone())?;
                        column += 1;
                    }
                }
                if wide > 1 || high > 1 {
                    let first = (column.saturating_sub(count), line);
                    let width = usize::try_from(wide).map_err(|_| damaged())?;
                    let last = (first.0.saturating_add(width - 1), line.saturating_add(high - 1));
                    if first.0 < MAX_COLUMNS {
                        builder.merge(Merged { first, last })?;
                    }
                }
            }
            Node::Start(_) => xml.skip()?,
            Node::End => return Ok(()),
            Node::Eof => return Err(damaged()),
            Node::Text(_) | Node::Other => {}
        }
    }
}

/// What the attributes of a cell say about its value.
struct Typed {
    kind: String,
    value: Option<String>,
    is_error: bool,
}

impl Typed {
    fn of(element: &BytesStart<'_>) -> Result<Self, InputError> {
        let kind = attribute(element, "office:value-type")?.unwrap_or_default().into_owned();
        let name = match kind.as_str() {
            "date" => "office:date-value",
            "time" => "office:time-value",
            "boolean" => "office:boolean-value",
            "string" => "office:string-value",
            _ => "office:value",
        };
        let value = attribute(element, name)?.map(Cow::into_owned);
        let is_error = attribute(element, "calcext:value-type")?.as_deref() == Some("error");
        Ok(Self { kind, value, is_error })
    }

    /// Reads the value, to the end of the cell.
    fn value(self, xml: &mut Xml<'_>) -> Result<Value, InputError> {
        let shown = paragraphs(xml)?;
        if self.is_error {
            return Ok(Value::Problem(Problem::Error));
        }
        let value = || self.value.as_deref().ok_or_else(damaged);
        Ok(match self.kind.as_str() {
            "" => Value::Empty,
            "string" => Value::Text(self.value.unwrap_or(shown)),
            "boolean" => Value::Bool(value()? == "true"),
            "date" => moment(value()?),
            "float" | "percentage" | "currency" => Value::Number(value()?.parse().map_err(|_| damaged())?),
            _ => Value::Text(shown),
        })
    }
}

/// Reads a day with or without a time.
fn moment(text: &str) -> Value {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let Some(day) = Date::parse(day) else { return Value::Text(text.to_owned()) };
    let is_midnight = time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'));
    if is_midnight { Value::Day(day) } else { Value::Text(text.to_owned()) }
}

/// Reads the paragraphs that a cell shows, to its end. Comments and drawings are not included.
fn paragraphs(xml: &mut Xml<'_>) -> Result<String, InputError> {
    let (mut text, mut is_first) = (String::new(), true);
    loop {
        match xml.next()? {
            Node::Start(element) if element.name().as_ref() == "text:p" => {
                if !std::mem::take(&mut is_first) {
                    text.push('\n');
                }
                paragraph(xml, &mut text)?;
            }
            Node::Start(_) => xml.skip()?,
            Node::End => return Ok(text),
            Node::Eof => return Err(damaged()),
            Node::Text(_) | Node::Other => {}
        }
    }
}

/// Appends the text of a paragraph, to its end.
fn paragraph(xml: &mut Xml<'_>, text: &mut String) -> Result<(), InputError> {
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name().as_ref() {
                "text:s" => {
                    let count = repeated(&element, "text:c")?;
                    if count > MAX_CELL_BYTES as u64 {
                        return Err(InputError::limit(message::too_large()));
                    }
                    text.extend((0..count).map(|_| ' '));
                    xml.skip()?;
                }
                "text:tab" => {
                    text.push('\t');
                    xml.skip()?;
                }
                "text:line-break" => {
                    text.push('\n');
                    xml.skip()?;
                }
                "office:annotation" | "text:note" => xml.skip()?,
                _ => depth += 1,
            },
            Node::Text(piece) => text.push_str(&piece),
            Node::End => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return Ok(()),
            },
            Node::Eof => return Err(damaged()),
            Node::Other => {}
        }
        if text.len() > MAX_CELL_BYTES {
            return Err(InputError::limit(message::too_large()));
        }
    }
}
