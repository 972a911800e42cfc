//! Stretches of records that lie in columns, whatever holds them: they are looked through a frame at a time, and read one by
//! one where a frame does not tell everything that reading them would.

use super::{FRAME_ROWS, Frame, Wanted};
use crate::data::document::Document;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::InputError;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Records that lie in columns.
pub(crate) trait Columns: Send + Sync + fmt::Debug {
    /// Whether they can be had as frames at all.
    fn have_frames(&self) -> bool;

    /// These rows, looked through; `None` where they have to be read one by one.
    fn take(&self, decoder: &mut Decoder, rows: Range<usize>) -> Option<Box<dyn Held + '_>>;

    /// Reads the record in a row into `document`, and adds what is odd about it to `odd`. Errors name the row by the second
    /// number of `at`.
    fn read(
        &self,
        at: (usize, u64),
        decoder: &mut Decoder,
        document: &mut Document,
        odd: &mut Oddities,
    ) -> Result<(), InputError>;
}

/// Rows that have been looked through.
pub(crate) trait Held {
    /// The rows as a frame, with what is `wanted` of them; `None` where they have to be read one by one.
    fn frame(&self, wanted: &Wanted) -> Option<Frame<'_>>;

    /// What is odd about them.
    fn oddities(&self) -> &Oddities;
}

/// Rows that follow each other in a stream.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) columns: Arc<dyn Columns>,
    pub(crate) rows: Range<usize>,
    /// The row of the stream that the first of them is, counted from 1.
    pub(crate) first: u64,
}

/// Into how many pieces the rows of a frame are cut that was declined, and how few are not cut any further.
const PIECES: usize = 8;
const FEW_ROWS: usize = 512;

/// Rows, cut into frames. A frame that is declined is cut into pieces that are tried by themselves: a row that has to be read
/// by itself costs those around it and not the whole frame.
#[derive(Debug)]
pub(crate) struct Cut {
    rows: Range<usize>,
    /// Pieces of frames that were declined, the first last.
    pieces: Vec<Range<usize>>,
}

impl Cut {
    pub(crate) fn new(rows: Range<usize>) -> Self {
        Self { rows, pieces: Vec::new() }
    }

    /// Cuts `rows`, which were declined, into pieces that come next; false where they have to be read one by one.
    pub(crate) fn again(&mut self, columns: &dyn Columns, rows: &Range<usize>) -> bool {
        if rows.len() <= FEW_ROWS || !columns.have_frames() {
            return false;
        }
        let step = rows.len().div_ceil(PIECES).max(FEW_ROWS);
        let starts = rows.clone().step_by(step);
        self.pieces.extend(starts.map(|start| start..rows.end.min(start + step)).rev());
        true
    }
}

impl Iterator for Cut {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pieces.pop().or_else(|| {
            let frame = frame_from(self.rows.start, self.rows.end);
            self.rows.start = frame.end;
            (!frame.is_empty()).then_some(frame)
        })
    }
}

/// The rows from `start` on that are evaluated together, of those before `end`.
pub(crate) fn frame_from(start: usize, end: usize) -> Range<usize> {
    start..end.min((start / FRAME_ROWS + 1).saturating_mul(FRAME_ROWS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of which rows are declined where they hold this one.
    #[derive(Debug)]
    struct AllBut(usize);

    impl Columns for AllBut {
        fn have_frames(&self) -> bool {
            true
        }

        fn take(&self, _: &mut Decoder, _: Range<usize>) -> Option<Box<dyn Held + '_>> {
            None
        }

        fn read(
            &self,
            _: (usize, u64),
            _: &mut Decoder,
            _: &mut Document,
            _: &mut Oddities,
        ) -> Result<(), InputError> {
            Ok(())
        }
    }

    #[test]
    fn a_row_that_is_declined_costs_few_of_those_around_it() {
        let all = 3 * FRAME_ROWS + 17;
        for bad in [0, FRAME_ROWS - 1, FRAME_ROWS, FRAME_ROWS + 5000, all - 1] {
            let columns = AllBut(bad);
            let mut cut = Cut::new(0..all);
            let (mut next, mut alone) = (0, 0);
            while let Some(rows) = cut.next() {
                assert_eq!(rows.start, next, "in order, and none twice");
                if rows.contains(&columns.0) && cut.again(&columns, &rows) {
                    continue;
                }
                if rows.contains(&columns.0) {
                    alone += rows.len();
                }
                next = rows.end;
            }
            assert_eq!(next, all);
            assert!(alone <= 2 * FEW_ROWS, "{alone} rows are read one by one for row {bad}");
        }
    }
}
