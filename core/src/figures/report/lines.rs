//! Selects the rows of a report that form one line through time.

use super::{Line, Report, Row};
use crate::figures::partial::IndicatorHead;

/// The rows of an indicator through all periods: in a series over several editions also under the ids of what it
/// continues in earlier editions.
#[derive(Clone, Debug)]
pub struct Track<'r> {
    /// The indicator, as its newest edition has it.
    pub head: &'r IndicatorHead,
    /// Its ids, the newest first.
    pub ids: Vec<&'r str>,
    /// The numbers of its rows in [`Report::rows`]: those under the readings of the call, without bridges.
    pub rows: Vec<usize>,
}

impl Report {
    /// Returns the lines of figures, in the order of [`indicators`](Report::indicators). An indicator that continues
    /// under another id has none of its own.
    #[must_use]
    pub fn tracks(&self) -> Vec<Track<'_>> {
        let heads = self.indicators.iter();
        match self.lines.as_slice() {
            [] => {
                heads.map(|head| self.track(head, vec![&head.id], |row| *row.indicator == *head.id)).collect()
            }
            lines => {
                let of_head = |head| lines.iter().filter_map(move |line| self.track_of_line(line, head));
                heads.flat_map(of_head).collect()
            }
        }
    }

    /// Returns the track of a line whose newest indicator is `head`.
    fn track_of_line<'r>(&'r self, line: &'r Line, head: &'r IndicatorHead) -> Option<Track<'r>> {
        line.members.last().filter(|(_, id)| **id == *head.id)?;
        let mut ids: Vec<&str> = Vec::new();
        for (_, id) in line.members.iter().rev() {
            if !ids.contains(&&**id) {
                ids.push(id);
            }
        }
        Some(self.track(head, ids, |row| {
            let of_edition = row.edition.as_ref().map(|name| &name.edition);
            match line.members.iter().find(|(edition, _)| Some(edition) == of_edition) {
                Some((_, id)) => *id == row.indicator,
                None => {
                    row.figures.value.is_none() && line.members.iter().any(|(_, id)| *id == row.indicator)
                }
            }
        }))
    }

    fn track<'r>(
        &'r self,
        head: &'r IndicatorHead,
        ids: Vec<&'r str>,
        is_of: impl Fn(&Row) -> bool,
    ) -> Track<'r> {
        let rows = self.plain_rows().filter(|(_, row)| is_of(row));
        Track { head, ids, rows: rows.map(|(number, _)| number).collect() }
    }

    /// Returns the rows under the readings of the call with their indices; other alternatives and bridges are shown
    /// separately.
    pub(crate) fn plain_rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        self.rows.iter().enumerate().filter(|(_, row)| row.reading.is_none() && !row.is_bridge)
    }
}
