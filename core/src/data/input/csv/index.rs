//! An in-memory index of a table's rows by key, for files that are not sorted.

use super::cells::Cells;
use super::header::Header;
use super::message;
use crate::data::key::Key16;
use crate::findings::text::Text;
use std::collections::{BTreeMap, HashMap};

/// The end of a chain of rows.
const NONE: u32 = u32::MAX;

/// Rows in file order, and a chain of the rows of each key. Only cells that are fields are stored.
#[derive(Debug, Default)]
pub(super) struct Index {
    rows: Vec<Row>,
    groups: Vec<Group>,
    by_key: HashMap<Key16, u32>,
    text: String,
    ends: Vec<u32>,
    /// The fields that have no value that can be used, by row and field, and why.
    problems: BTreeMap<(u32, usize), Text>,
}

#[derive(Debug)]
struct Row {
    /// The line of the file.
    line: u64,
    group: u32,
    /// The next row of the group.
    next: u32,
    text: usize,
    ends: usize,
    /// The number of cells of the row in the file.
    cells: usize,
}

#[derive(Debug)]
struct Group {
    first: u32,
    last: u32,
    claimed: bool,
}

impl Index {
    /// Adds the row read last.
    pub(super) fn add(
        &mut self,
        rows: &impl Cells,
        header: &Header,
        key: &str,
        line: u64,
    ) -> Result<(), Text> {
        let number = u32::try_from(self.rows.len()).ok().filter(|number| *number < NONE);
        let number = number.ok_or_else(message::too_many_rows)?;
        let added = self.groups.len() as u32;
        // A row without a key gets a group of its own that is never looked up.
        let group = if key.is_empty() { added } else { *self.by_key.entry(Key16::new(key)).or_insert(added) };
        match self.groups.get_mut(group as usize) {
            None => self.groups.push(Group { first: number, last: number, claimed: false }),
            Some(group) => {
                if let Some(last) = self.rows.get_mut(group.last as usize) {
                    last.next = number;
                }
                group.last = number;
            }
        }
        let (text, ends, cells) = (self.text.len(), self.ends.len(), rows.len());
        self.rows.push(Row { line, group, next: NONE, text, ends, cells });
        if cells == header.width {
            for (field, (cell, _)) in header.fields.iter().enumerate() {
                if let Some(problem) = rows.problem(*cell) {
                    self.problems.insert((number, field), problem);
                }
                self.text.push_str(rows.cell(*cell));
                // A row has at most 16 MiB.
                self.ends.push((self.text.len() - text) as u32);
            }
        }
        Ok(())
    }

    /// Returns the first row of a key, and marks its rows as belonging to a record.
    pub(super) fn claim(&mut self, key: &str) -> Option<u32> {
        let group = self.groups.get_mut(*self.by_key.get(&Key16::new(key))? as usize)?;
        group.claimed = true;
        Some(group.first)
    }

    /// Marks every row for which `has_person` returns true as belonging to a record.
    pub(super) fn claim_where(&mut self, has_person: impl Fn(u64) -> bool) {
        for row in &self.rows {
            if has_person(row.line)
                && let Some(group) = self.groups.get_mut(row.group as usize)
            {
                group.claimed = true;
            }
        }
    }

    /// Returns the next row with the same key.
    pub(super) fn after(&self, row: u32) -> Option<u32> {
        self.rows.get(row as usize).map(|row| row.next).filter(|next| *next != NONE)
    }

    /// Returns the line of a row, and its number of cells in the file.
    pub(super) fn line_and_width(&self, row: u32) -> (u64, usize) {
        self.rows.get(row as usize).map_or((0, 0), |row| (row.line, row.cells))
    }

    /// Returns the text of a field, by its position among the header's fields.
    pub(super) fn cell(&self, row: u32, field: usize) -> &str {
        let text = || {
            let row = self.rows.get(row as usize)?;
            let end = *self.ends.get(row.ends + field)? as usize;
            let before = field.checked_sub(1).map(|before| self.ends.get(row.ends + before));
            let start = before.map_or(Some(0), |end| end.map(|end| *end as usize))?;
            self.text.get(row.text + start..row.text + end)
        };
        text().unwrap_or_default()
    }

    /// Returns why a field has no value that can be used, if so.
    pub(super) fn problem(&self, row: u32, field: usize) -> Option<Text> {
        self.problems.get(&(row, field)).cloned()
    }

    /// Returns the number of rows that belong to no record, and the line of the first.
    pub(super) fn unclaimed(&self) -> (u64, Option<u64>) {
        let claimed = |row: &&Row| self.groups.get(row.group as usize).is_some_and(|group| group.claimed);
        let mut lines = self.rows.iter().filter(|row| !claimed(row)).map(|row| row.line);
        let first = lines.next();
        (u64::from(first.is_some()) + lines.count() as u64, first)
    }
}
