//! Rows of text cells, whatever file they come from.

use crate::data::input::Fault;
use crate::findings::text::Text;
use std::fmt;

/// Rows of cells that are read one after the other.
pub(crate) trait Cells: fmt::Debug {
    /// Reads the next row that is not blank, and returns its number in the file, counted from 1.
    fn next(&mut self) -> Result<Option<u64>, Fault>;

    /// Returns the number of cells of the row.
    fn len(&self) -> usize;

    /// Returns the text of a cell, without surrounding space; empty if there is none.
    fn cell(&self, number: usize) -> &str;

    /// Returns why a cell has no value that can be used, if so.
    fn problem(&self, number: usize) -> Option<Text> {
        let _ = number;
        None
    }

    /// Returns the decimal mark, if nobody says otherwise.
    fn decimal(&self) -> char;

    /// Returns whether cells have addresses such as `C7`, by which people find them.
    fn has_addresses(&self) -> bool {
        false
    }
}

impl Cells for Box<dyn Cells + Send> {
    fn next(&mut self) -> Result<Option<u64>, Fault> {
        (**self).next()
    }

    fn len(&self) -> usize {
        (**self).len()
    }

    fn cell(&self, number: usize) -> &str {
        (**self).cell(number)
    }

    fn problem(&self, number: usize) -> Option<Text> {
        (**self).problem(number)
    }

    fn decimal(&self) -> char {
        (**self).decimal()
    }

    fn has_addresses(&self) -> bool {
        (**self).has_addresses()
    }
}

/// The table of a list. It is read more than once, so it is given as a function that opens it.
pub(crate) struct ListFile {
    pub(crate) name: String,
    pub(crate) open: Open,
}

/// Opens a table at its header.
pub(crate) type Open = Box<dyn FnMut() -> Result<Box<dyn Cells + Send>, Fault> + Send>;

impl fmt::Debug for ListFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Returns the address of a cell, such as `C7`: its column, counted from 0, and its row, counted from 1.
pub(crate) fn address(column: usize, row: u64) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    loop {
        letters.push(char::from(b'A' + (left % 26) as u8));
        match left / 26 {
            0 => break,
            more => left = more - 1,
        }
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{row}")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn columns_are_lettered_as_spreadsheets_letter_them() {
        for (column, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(address(column, 7), format!("{letters}7"));
        }
    }
}
