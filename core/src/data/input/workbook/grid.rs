//! A sheet in memory: the texts of its cells, from the header on.

use super::message;
use crate::data::input::Fault;
use crate::data::input::csv::{Cells, address};
use crate::data::map::DatePattern;
use crate::findings::error::InputError;
use crate::findings::text::Text;
use crate::language::date::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// The maximum number of rows and columns of a sheet: those of Excel.
pub(super) const MAX_ROWS: u64 = 1 << 20;
pub(super) const MAX_COLUMNS: usize = 1 << 14;
/// The maximum number of cells of the rows and columns of a table: 256 MiB of memory.
const MAX_CELLS: usize = 32 << 20;
/// The maximum number of bytes of all texts of a sheet: 512 MiB.
pub(super) const MAX_TEXT_BYTES: usize = 512 << 20;
/// The largest number of which Excel keeps every digit.
const MAX_EXACT: f64 = 1e15;

/// How values become text.
#[derive(Clone, Debug)]
pub(super) struct CellStyle {
    /// The decimal mark of numbers.
    pub(super) decimal: char,
    /// The pattern of dates, if not that of `2013-06-30`.
    pub(super) dates: Option<DatePattern>,
}

/// The value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Empty,
    Text(String),
    /// A text of the workbook's table of texts.
    Shared(usize),
    Number(f64),
    Bool(bool),
    Day(Date),
    /// A day and a time of day, in seconds after midnight.
    Moment(Date, u32),
    Problem(Problem),
}

/// Why a cell has no value that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// An error such as `#N/A`.
    Error = 0,
    /// A formula whose result is not saved.
    NoResult = 1,
    /// A number of which Excel has not kept every digit.
    Digits = 2,
}

/// Texts that several cells share.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Adds a text.
    pub(super) fn push(&mut self, text: &str) -> Result<(), InputError> {
        self.text.push_str(text);
        if self.text.len() > MAX_TEXT_BYTES {
            return Err(InputError::limit(message::too_large()));
        }
        self.ends.push(self.text.len() as u32);
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn range(&self, number: usize) -> Option<(u32, u32)> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some((start, end - start))
    }
}

/// A text in [`Grid::text`] or [`Grid::shared`], or a problem.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    at: u32,
    len: u32,
}

const IS_SHARED: u32 = 1 << 31;
const IS_PROBLEM: u32 = 1 << 30;
const LEN: u32 = IS_PROBLEM - 1;

/// The rows of a sheet with something in them, the header first.
#[derive(Debug)]
pub(super) struct Grid {
    decimal: char,
    /// The number of columns of the header.
    width: usize,
    lines: Vec<u32>,
    cells: Vec<Cell>,
    text: String,
    shared: Arc<Strings>,
}

impl Grid {
    fn cell(&self, row: usize, column: usize) -> Cell {
        let at = (column < self.width).then(|| row.checked_mul(self.width)?.checked_add(column)).flatten();
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or_default()
    }

    fn text(&self, cell: Cell) -> &str {
        if cell.len & IS_PROBLEM != 0 {
            return "";
        }
        let pool = if cell.len & IS_SHARED != 0 { &self.shared.text } else { &self.text };
        let (start, len) = (cell.at as usize, (cell.len & LEN) as usize);
        pool.get(start..start + len).map(str::trim).unwrap_or_default()
    }
}

/// Rectangles of cells that are merged: columns and rows of the first and the last cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    pub(super) first: (usize, u64),
    pub(super) last: (usize, u64),
}

/// Builds a grid from cells in order.
pub(super) struct Builder {
    grid: Grid,
    style: CellStyle,
    row: Vec<Value>,
    merged: Vec<Merged>,
    /// The first cell that is in no column of the header.
    outside: Option<(usize, u64)>,
}

impl Builder {
    pub(super) fn new(style: CellStyle, shared: Arc<Strings>) -> Self {
        let grid = Grid {
            decimal: style.decimal,
            width: 0,
            lines: Vec::new(),
            cells: Vec::new(),
            text: String::new(),
            shared,
        };
        Self { grid, style, row: Vec::new(), merged: Vec::new(), outside: None }
    }

    /// Sets a cell of the current row, in any order.
    pub(super) fn set(&mut self, column: usize, value: Value) -> Result<(), InputError> {
        if column >= MAX_COLUMNS {
            return Err(InputError::limit(message::too_many_columns(MAX_COLUMNS)));
        }
        if value == Value::Empty {
            return Ok(());
        }
        if self.row.len() <= column {
            self.row.resize(column + 1, Value::Empty);
        }
        if let Some(cell) = self.row.get_mut(column) {
            *cell = value;
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, merged: Merged) -> Result<(), InputError> {
        if self.merged.len() >= MAX_CELLS / 16 {
            return Err(InputError::limit(message::too_large()));
        }
        self.merged.push(merged);
        Ok(())
    }

    /// Ends the current row, which is `count` rows from `line` on, counted from 1.
    pub(super) fn end_row(&mut self, line: u64, count: u64, hidden: bool) -> Result<(), InputError> {
        let row = std::mem::take(&mut self.row);
        let last = row.iter().rposition(|value| !self.is_blank(value));
        let Some(last) = last.filter(|_| self.outside.is_none()) else { return Ok(()) };
        if line.saturating_add(count - 1) > MAX_ROWS {
            return Err(InputError::limit(message::too_many_rows(MAX_ROWS)));
        }
        if hidden {
            return Err(InputError::new(message::hidden_row(&address(0, line))).at_row(line));
        }
        if self.grid.lines.is_empty() {
            self.grid.width = last + 1;
            let problem = row.iter().position(|value| matches!(value, Value::Problem(_)));
            if let Some(column) = problem {
                return Err(InputError::new(message::bad_heading(&address(column, line))).at_row(line));
            }
        } else if last >= self.grid.width {
            let outside = row.iter().skip(self.grid.width).position(|value| !self.is_blank(value));
            self.outside = Some((self.grid.width + outside.unwrap_or_default(), line));
            return Ok(());
        }
        let added = usize::try_from(count).ok().and_then(|count| self.grid.width.checked_mul(count));
        if added.and_then(|added| added.checked_add(self.grid.cells.len())).is_none_or(|all| all > MAX_CELLS)
        {
            return Err(InputError::limit(message::too_many_cells(MAX_CELLS)));
        }
        for line in line..line + count {
            self.grid.lines.push(line as u32);
            for column in 0..self.grid.width {
                let cell = row.get(column).map_or(Ok(Cell::default()), |value| self.stored(value))?;
                self.grid.cells.push(cell);
            }
        }
        // Its memory is reused.
        self.row = row;
        self.row.clear();
        Ok(())
    }

    fn is_blank(&self, value: &Value) -> bool {
        match value {
            Value::Empty => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::Shared(number) => {
                let range = self.grid.shared.range(*number);
                range.is_none_or(|(at, len)| self.grid.text(Cell { at, len: len | IS_SHARED }).is_empty())
            }
            _ => false,
        }
    }

    fn stored(&mut self, value: &Value) -> Result<Cell, InputError> {
        let problem = |problem: Problem| Cell { at: problem as u32, len: IS_PROBLEM };
        let text: Cow<'_, str> = match value {
            Value::Empty => return Ok(Cell::default()),
            Value::Problem(one) => return Ok(problem(*one)),
            Value::Shared(number) => {
                let (at, len) = self.grid.shared.range(*number).unwrap_or_default();
                return Ok(Cell { at, len: len | IS_SHARED });
            }
            Value::Text(text) => text.as_str().into(),
            Value::Bool(yes) => if *yes { "true" } else { "false" }.into(),
            Value::Number(number) if !number.is_finite() || number.abs() >= MAX_EXACT => {
                return Ok(problem(Problem::Digits));
            }
            // The fewest digits that read back the same; zero has no sign.
            Value::Number(number) => {
                (number + 0.0).to_string().replace('.', self.style.decimal.encode_utf8(&mut [0; 4])).into()
            }
            Value::Day(day) => self.day(*day).into(),
            Value::Moment(day, seconds) => {
                let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                format!("{} {hours:02}:{minutes:02}:{seconds:02}", self.day(*day)).into()
            }
        };
        let at = self.grid.text.len();
        self.grid.text.push_str(&text);
        if self.grid.text.len() > MAX_TEXT_BYTES || text.len() > LEN as usize {
            return Err(InputError::limit(message::too_large()));
        }
        Ok(Cell { at: at as u32, len: text.len() as u32 })
    }

    fn day(&self, day: Date) -> String {
        self.style.dates.as_ref().map_or_else(|| day.to_string(), |pattern| pattern.write(day.ymd()))
    }

    /// Returns the grid of the whole sheet.
    pub(super) fn finish(self) -> Result<Grid, InputError> {
        let (first, last) = (self.grid.lines.first().copied(), self.grid.lines.last().copied());
        if let (Some(first), Some(last)) = (first.map(u64::from), last.map(u64::from)) {
            let last = self.outside.map_or(last, |(_, row)| row.max(last));
            let meets = |one: &&Merged| {
                let covers_rows = one.first.1 <= last && one.last.1 >= first;
                covers_rows && one.first.0 < self.grid.width && one.first != one.last
            };
            if let Some(one) = self.merged.iter().find(meets) {
                let range =
                    format!("{}:{}", address(one.first.0, one.first.1), address(one.last.0, one.last.1));
                let is_header = one.first.1 <= first;
                return Err(InputError::new(message::merged(&range, is_header)).at_row(one.first.1));
            }
        }
        if let Some((column, row)) = self.outside {
            return Err(InputError::new(message::outside(&address(column, row))).at_row(row));
        }
        Ok(self.grid)
    }
}

/// Reads the rows of a grid, the header first.
#[derive(Clone, Debug)]
pub(super) struct GridRows {
    grid: Arc<Grid>,
    /// The number of rows read.
    read: usize,
}

impl GridRows {
    pub(super) fn new(grid: Arc<Grid>) -> Self {
        Self { grid, read: 0 }
    }

    fn current(&self, column: usize) -> Cell {
        self.read.checked_sub(1).map(|row| self.grid.cell(row, column)).unwrap_or_default()
    }
}

impl Cells for GridRows {
    fn next(&mut self) -> Result<Option<u64>, Fault> {
        let line = self.grid.lines.get(self.read).copied().map(u64::from);
        self.read += usize::from(line.is_some());
        Ok(line)
    }

    fn len(&self) -> usize {
        self.grid.width
    }

    fn cell(&self, number: usize) -> &str {
        self.grid.text(self.current(number))
    }

    fn problem(&self, number: usize) -> Option<Text> {
        let cell = self.current(number);
        (cell.len & IS_PROBLEM != 0).then(|| match cell.at {
            at if at == Problem::Error as u32 => message::error_value(),
            at if at == Problem::NoResult as u32 => message::no_result(),
            _ => message::too_many_digits(),
        })
    }

    fn decimal(&self) -> char {
        self.grid.decimal
    }

    fn has_addresses(&self) -> bool {
        true
    }
}
