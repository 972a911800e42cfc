//! One sheet: the sentence about protection, a heading, and a table under it.

use crate::figures::protect::sentence;
use crate::figures::report::{Number, Protection};
use crate::findings::text::Lang;
use crate::language::date::Date;
use crate::present::output::Value;
use crate::present::output::grid::Side;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// The rows above the table: the sentence, the title, and an empty one.
const HEAD: u32 = 3;
/// The maximum number of characters of a cell in Excel.
const MAX_CHARS: usize = 32_767;
/// The widths of a page of print and of a screen, in characters; the sentence is wrapped within it.
const SENTENCE_WIDTH: u16 = 110;
/// The height of a line, and the most that a row may have in Excel, in points.
const LINE: f64 = 15.0;
const MAX_HEIGHT: f64 = 409.0;
/// The first characters that make a spreadsheet interpret a text as a formula, when somebody edits its cell.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(&'a str),
    /// A long text, on several lines.
    Wrapped(&'a str),
    Date(Date),
    Count(f64),
    /// A number as it is.
    Number(f64),
    /// A share, in per cent: whole ones if it is protected.
    Percent {
        share: f64,
        whole: bool,
    },
    /// A share of too few answers, in brackets.
    TooFew(f64),
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// Returns a figure as people read it.
    pub(super) fn figure(number: Option<Number>, is_protected: bool) -> Self {
        match number {
            None => Self::Empty,
            Some(Number::Count(count)) => Self::Count(count as f64),
            Some(Number::Share(share)) => Self::Percent { share, whole: is_protected },
        }
    }

    /// Returns a value as CSV has it.
    pub(super) fn of(value: Value<'a>) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Text(text) => Self::Text(text),
            Value::Date(date) => Self::Date(date),
            Value::Number(Number::Count(count)) => Self::Count(count as f64),
            Value::Number(Number::Share(share)) | Value::Real(share) => Self::Number(share),
            Value::Whole(number) => Self::Number(number as f64),
            Value::Flag(flag) => Self::Flag(flag),
        }
    }
}

/// How cells look.
struct Formats {
    head: Format,
    number_head: Format,
    text: Format,
    quoted: Format,
    wrapped: Format,
    quoted_wrapped: Format,
    date: Format,
    count: Format,
    percent: Format,
    whole_percent: Format,
    too_few: Format,
}

impl Formats {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let number = |code: &str| top.clone().set_num_format(code);
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E8_ECF1))
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        Self {
            number_head: head.clone().set_align(FormatAlign::Right),
            head,
            quoted: top.clone().set_quote_prefix(),
            wrapped: top.clone().set_text_wrap(),
            quoted_wrapped: top.clone().set_text_wrap().set_quote_prefix(),
            date: number("yyyy-mm-dd"),
            count: number("#,##0"),
            percent: number("0.0%"),
            whole_percent: number("0%"),
            too_few: number("\"(\"0.0%\")\""),
            text: top,
        }
    }
}

/// A sheet that is written row by row.
pub(super) struct Page<'w> {
    sheet: &'w mut Worksheet,
    formats: Formats,
    row: u32,
    column: u16,
    /// The widths of the columns, in characters.
    widths: Vec<u16>,
    /// The number of lines that the row needs.
    lines: usize,
}

impl<'w> Page<'w> {
    pub(super) fn new(
        sheet: &'w mut Worksheet,
        name: &str,
        protection: &Protection,
        title: &str,
        heads: &[(&str, u16, Side)],
        lang: Lang,
    ) -> Result<Self, XlsxError> {
        let formats = Formats::new();
        sheet.set_name(name)?;
        let sentence = sentence(protection);
        let sentence = sentence.get(lang);
        // As many columns as give the sentence its width; merging needs two.
        let (mut span, mut chars) = (0_u16, 0);
        for (_, width, _) in heads {
            if chars < SENTENCE_WIDTH {
                (span, chars) = (span + 1, chars + width);
            }
        }
        let warning = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let warning = match protection {
            Protection::Internal => warning.set_font_color(Color::RGB(0x009C_0006)),
            Protection::Protected(_) => warning,
        };
        if span > 1 {
            sheet.merge_range(0, 0, 0, span - 1, sentence, &warning)?;
        } else {
            sheet.write_string_with_format(0, 0, sentence, &warning)?;
        }
        let lines = sentence.chars().count() / usize::from(chars.max(1)) + 1;
        sheet.set_row_height(0, (lines as f64) * LINE + 1.0)?;
        sheet.write_string_with_format(1, 0, clipped(title), &Format::new().set_italic())?;
        for (column, (head, width, side)) in (0..).zip(heads) {
            sheet.set_column_width(column, f64::from(*width))?;
            let format = if *side == Side::Right { &formats.number_head } else { &formats.head };
            sheet.write_string_with_format(HEAD, column, clipped(head), format)?;
        }
        sheet.set_freeze_panes(HEAD + 1, 0)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        // The sentence is on every page of print.
        sheet.set_repeat_rows(0, HEAD)?;
        let widths = heads.iter().map(|(_, width, _)| *width).collect();
        Ok(Self { sheet, formats, row: HEAD + 1, column: 0, widths, lines: 1 })
    }

    /// Writes the next cell of the row.
    pub(super) fn cell(&mut self, cell: Cell<'_>) -> Result<(), XlsxError> {
        let Self { sheet, formats, row, column, widths, lines } = self;
        match cell {
            Cell::Empty => {}
            Cell::Text(text) | Cell::Wrapped(text) => {
                let is_wrapped = matches!(cell, Cell::Wrapped(_));
                let format = match (text.starts_with(FORMULA), is_wrapped) {
                    (false, false) => &formats.text,
                    (false, true) => &formats.wrapped,
                    (true, false) => &formats.quoted,
                    (true, true) => &formats.quoted_wrapped,
                };
                sheet.write_string_with_format(*row, *column, clipped(text), format)?;
                if is_wrapped {
                    let width =
                        widths.get(usize::from(*column)).map_or(1, |width| usize::from(*width).max(1));
                    let needed = text.lines().map(|line| line.chars().count() / width + 1).sum();
                    *lines = (*lines).max(needed);
                }
            }
            Cell::Date(date) => {
                let (year, month, day) = date.ymd();
                match (u16::try_from(year), u8::try_from(month), u8::try_from(day)) {
                    // Excel's calendar begins in 1900.
                    (Ok(year @ 1900..), Ok(month), Ok(day)) => {
                        let date = ExcelDateTime::from_ymd(year, month, day)?;
                        sheet.write_datetime_with_format(*row, *column, &date, &formats.date)?;
                    }
                    _ => {
                        sheet.write_string_with_format(*row, *column, date.to_string(), &formats.text)?;
                    }
                }
            }
            Cell::Count(number) => {
                sheet.write_number_with_format(*row, *column, number, &formats.count)?;
            }
            Cell::Number(number) => {
                sheet.write_number_with_format(*row, *column, number, &formats.text)?;
            }
            Cell::Percent { share, whole } => {
                let format = if whole { &formats.whole_percent } else { &formats.percent };
                sheet.write_number_with_format(*row, *column, share, format)?;
            }
            Cell::TooFew(share) => {
                sheet.write_number_with_format(*row, *column, share, &formats.too_few)?;
            }
            Cell::Flag(flag) => {
                sheet.write_boolean_with_format(*row, *column, flag, &formats.text)?;
            }
        }
        *column += 1;
        Ok(())
    }

    /// Ends the row. Its height is set, since not every program computes it from wrapped texts.
    pub(super) fn end_row(&mut self) -> Result<(), XlsxError> {
        let lines = std::mem::replace(&mut self.lines, 1);
        if lines > 1 {
            self.sheet.set_row_height(self.row, (lines as f64 * LINE).min(MAX_HEIGHT))?;
        }
        (self.row, self.column) = (self.row + 1, 0);
        Ok(())
    }

    /// Ends the table: its heads get filters.
    pub(super) fn finish(self) -> Result<(), XlsxError> {
        let width = self.widths.len() as u16;
        if self.row > HEAD + 1 && width > 0 {
            self.sheet.autofilter(HEAD, 0, self.row - 1, width - 1)?;
        }
        Ok(())
    }
}

/// Returns as much of a text as a cell holds.
fn clipped(text: &str) -> String {
    if text.encode_utf16().count() <= MAX_CHARS {
        return text.to_owned();
    }
    // A character takes at most two units.
    text.chars().take(MAX_CHARS / 2 - 1).chain(['…']).collect()
}
