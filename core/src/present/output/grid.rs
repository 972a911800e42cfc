//! Aligned columns of text.

use super::table::{push_line, width};

/// The alignment of a cell in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Returns the width of each column, including its header.
pub(super) fn widths<C: AsRef<[String]>>(
    heads: &[(String, Side)],
    rows: impl Iterator<Item = C>,
) -> Vec<usize> {
    let mut widths: Vec<usize> = heads.iter().map(|(head, _)| width(head)).collect();
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row.as_ref()) {
            *widest = width(cell).max(*widest);
        }
    }
    widths
}

pub(super) fn push_heads(out: &mut String, heads: &[(String, Side)], widths: &[usize]) {
    let cells: Vec<String> = heads.iter().map(|(head, _)| head.clone()).collect();
    push_row(out, heads, &cells, widths);
}

pub(super) fn push_row(out: &mut String, heads: &[(String, Side)], cells: &[String], widths: &[usize]) {
    let mut line = String::new();
    for ((cell, widest), (_, side)) in cells.iter().zip(widths).zip(heads) {
        let space = " ".repeat(widest.saturating_sub(width(cell)));
        line.push_str("  ");
        match side {
            Side::Left => line.extend([cell.as_str(), &space]),
            Side::Right => line.extend([space.as_str(), cell]),
        }
    }
    push_line(out, line.trim_end());
}
