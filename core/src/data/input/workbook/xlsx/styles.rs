//! Number formats: which cells are days.

use crate::data::input::workbook::archive::{Node, Xml, attribute};
use crate::findings::error::InputError;
use std::collections::HashMap;

/// For each style of cells, whether its numbers are days.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<bool>);

impl Styles {
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Self, InputError> {
        let mut formats: HashMap<u32, bool> = HashMap::new();
        let (mut styles, mut in_cell_styles) = (Vec::new(), false);
        loop {
            match xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&element, "numFmtId")?.and_then(|id| id.parse().ok());
                        let code = attribute(&element, "formatCode")?;
                        if let Some((id, code)) = id.zip(code) {
                            formats.insert(id, is_date_format(&code));
                        }
                    }
                    "cellXfs" => in_cell_styles = true,
                    "cellStyles" | "dxfs" => in_cell_styles = false,
                    "xf" if in_cell_styles => {
                        let id = attribute(&element, "numFmtId")?.and_then(|id| id.parse().ok()).unwrap_or(0);
                        styles.push(formats.get(&id).copied().unwrap_or_else(|| is_built_in_date(id)));
                    }
                    _ => {}
                },
                Node::Eof => return Ok(Self(styles)),
                Node::End | Node::Text(_) | Node::Other => {}
            }
        }
    }

    /// Returns whether numbers in a cell of this style are days.
    pub(super) fn is_date(&self, style: Option<usize>) -> bool {
        self.0.get(style.unwrap_or(0)).copied().unwrap_or(false)
    }
}

/// Returns whether a format that files do not spell out is of days (ISO/IEC 29500-1, 18.8.30).
fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=58)
}

/// Returns whether a format code shows a day: it has a day, a month or a year outside quotation marks and brackets.
fn is_date_format(code: &str) -> bool {
    let mut letters = code.chars();
    let (mut has_day, mut has_month, mut has_time) = (false, false, false);
    while let Some(letter) = letters.next() {
        match letter {
            // Only the first section is for positive numbers.
            ';' => break,
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                // `[h]` is a length of time.
                has_time |= inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'));
            }
            '\\' | '_' | '*' => drop(letters.next()),
            'd' | 'D' | 'y' | 'Y' => has_day = true,
            'm' | 'M' => has_month = true,
            'h' | 'H' | 's' | 'S' => has_time = true,
            _ => {}
        }
    }
    has_day || (has_month && !has_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_told_from_those_of_numbers_and_times() {
        for code in ["yyyy-mm-dd", "[$-41D]d mmmm yyyy;@", "mmm", "DD/MM/YY", "yyyy\\-mm\\-dd hh:mm", "d/m"] {
            assert!(is_date_format(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0 \"dagar\"",
            "hh:mm:ss",
            "[h]:mm",
            "0.00E+00",
            "[Red]0",
            "0\\d",
            "@",
            "0;\"d\"",
            "_d0",
            "",
        ] {
            assert!(!is_date_format(code), "{code}");
        }
    }
}
