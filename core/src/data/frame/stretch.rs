//! Runs of records in columnar form, whatever their format: they are validated frame by frame, and decoded record by
//! record where a frame could not report everything that decoding would.

use super::{FRAME_ROWS, Frame, Projection};
use crate::data::document::Document;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::InputError;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Records in columnar form.
pub(crate) trait Columns: Send + Sync + fmt::Debug {
    /// Returns whether they can be read as frames at all.
    fn have_frames(&self) -> bool;

    /// Validates these rows; returns `None` if they must be decoded one by one.
    fn take(&self, decoder: &mut Decoder, rows: Range<usize>) -> Option<Box<dyn ValidRows + '_>>;

    /// Decodes the record in a row into `document`, and adds its oddities to `odd`. `at` is the row's index here, and
    /// its number in the stream, which errors name.
    fn read(
        &self,
        at: (usize, u64),
        decoder: &mut Decoder,
        document: &mut Document,
        odd: &mut Oddities,
    ) -> Result<(), InputError>;
}

/// Rows that have been validated.
pub(crate) trait ValidRows {
    /// Returns the rows as a frame with the projection `wanted`; `None` if they must be decoded one by one.
    fn frame(&self, wanted: &Projection) -> Option<Frame<'_>>;

    /// Returns the oddities of these rows.
    fn oddities(&self) -> &Oddities;
}

/// Consecutive rows of a stream.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) columns: Arc<dyn Columns>,
    pub(crate) rows: Range<usize>,
    /// The position of the first row in the stream, counted from 1.
    pub(crate) first: u64,
}

/// The number of pieces that a declined frame is split into, and the size from which it is not split further.
const PIECES: usize = 8;
const FEW_ROWS: usize = 512;

/// Splits rows into frames. A frame that is declined is split into pieces that are retried: a row that must be decoded
/// by itself then costs its neighbours and not the whole frame.
#[derive(Debug)]
pub(crate) struct Cut {
    rows: Range<usize>,
    /// The pieces of declined frames, in reverse order.
    pieces: Vec<Range<usize>>,
}

impl Cut {
    pub(crate) fn new(rows: Range<usize>) -> Self {
        Self { rows, pieces: Vec::new() }
    }

    /// Splits `rows`, which were declined, into pieces that come next; returns false if they must be decoded one by
    /// one.
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

/// Returns the rows of the frame that begins at `start`, up to `end`.
pub(crate) fn frame_from(start: usize, end: usize) -> Range<usize> {
    start..end.min((start / FRAME_ROWS + 1).saturating_mul(FRAME_ROWS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns that decline any range containing this row.
    #[derive(Debug)]
    struct AllBut(usize);

    impl Columns for AllBut {
        fn have_frames(&self) -> bool {
            true
        }

        fn take(&self, _: &mut Decoder, _: Range<usize>) -> Option<Box<dyn ValidRows + '_>> {
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
