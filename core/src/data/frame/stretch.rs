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

    /// Returns those of `rows` because of which they can't be validated together, in order: each must be decoded by
    /// itself. Empty if the reason is no single row, or if there are many.
    fn exceptions(&self, decoder: &mut Decoder, rows: &Range<usize>) -> Vec<usize>;

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
/// Fewer rows than this between two that must be decoded by themselves are decoded with them: a frame has fixed costs.
const SHORT: usize = 128;

/// Consecutive rows, and how to read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// As a frame.
    Together(Range<usize>),
    /// Record by record.
    OneByOne(Range<usize>),
}

/// Splits rows into frames. A frame that is declined is split around the rows that are the reason: these then cost
/// themselves, not the whole frame. Where no single row is known to be, it is split into pieces that are retried.
#[derive(Debug)]
pub(crate) struct Cut {
    rows: Range<usize>,
    /// The pieces of declined frames, in reverse order.
    pieces: Vec<Piece>,
}

impl Cut {
    pub(crate) fn new(rows: Range<usize>) -> Self {
        Self { rows, pieces: Vec::new() }
    }

    /// Returns these rows, to be read one by one.
    pub(crate) fn one_by_one(rows: Range<usize>) -> Self {
        Self { rows: rows.end..rows.end, pieces: vec![Piece::OneByOne(rows)] }
    }

    /// Splits `rows`, a frame that was declined `because_of` some of them or for a reason that `columns` may know, into
    /// pieces that come next; returns false if they must be decoded one by one.
    pub(crate) fn again(
        &mut self,
        (decoder, columns): (&mut Decoder, &dyn Columns),
        rows: &Range<usize>,
        mut because_of: Vec<usize>,
    ) -> bool {
        if rows.len() <= SHORT || !columns.have_frames() {
            return false;
        }
        if because_of.is_empty() {
            because_of = columns.exceptions(decoder, rows);
        }
        if !because_of.is_empty() {
            self.pieces.extend(around(&because_of, rows).into_iter().rev());
            return true;
        }
        if rows.len() <= FEW_ROWS {
            return false;
        }
        let step = rows.len().div_ceil(PIECES).max(FEW_ROWS);
        let starts = rows.clone().step_by(step).rev();
        self.pieces.extend(starts.map(|start| Piece::Together(start..rows.end.min(start + step))));
        true
    }
}

/// Splits `rows` around `exceptions`.
fn around(exceptions: &[usize], rows: &Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // The rows from `start` on have no piece yet; those before `between` are decoded one by one.
    let (mut start, mut between) = (rows.start, rows.start);
    for end in exceptions.iter().copied().chain([rows.end]) {
        if end - between >= SHORT {
            pieces.extend((start < between).then_some(Piece::OneByOne(start..between)));
            pieces.push(Piece::Together(between..end));
            start = end;
        }
        between = rows.end.min(end + 1);
    }
    pieces.extend((start < rows.end).then_some(Piece::OneByOne(start..rows.end)));
    pieces
}

impl Iterator for Cut {
    type Item = Piece;

    fn next(&mut self) -> Option<Self::Item> {
        self.pieces.pop().or_else(|| {
            let frame = frame_from(self.rows.start, self.rows.end);
            self.rows.start = frame.end;
            (!frame.is_empty()).then_some(Piece::Together(frame))
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
    use crate::Rules;

    /// Columns that decline any range containing one of these rows, and may say so.
    #[derive(Debug)]
    struct AllBut {
        rows: Vec<usize>,
        are_known: bool,
    }

    impl Columns for AllBut {
        fn have_frames(&self) -> bool {
            true
        }

        fn take(&self, _: &mut Decoder, _: Range<usize>) -> Option<Box<dyn ValidRows + '_>> {
            None
        }

        fn exceptions(&self, _: &mut Decoder, rows: &Range<usize>) -> Vec<usize> {
            self.rows.iter().copied().filter(|row| self.are_known && rows.contains(row)).collect()
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

    /// Returns the frames that are evaluated of `all` rows, after checking that each row comes once, in order.
    fn frames(columns: &AllBut, all: usize) -> Vec<Range<usize>> {
        let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
        let edition = edition.edition("2012-2014").unwrap();
        let mut decoder = Decoder::new(Arc::clone(edition.layout()));
        let mut cut = Cut::new(0..all);
        let (mut next, mut frames) = (0, Vec::new());
        while let Some(piece) = cut.next() {
            let (Piece::Together(rows) | Piece::OneByOne(rows)) = &piece;
            assert_eq!(rows.start, next);
            if piece == Piece::Together(rows.clone()) {
                let is_declined = columns.rows.iter().any(|row| rows.contains(row));
                if is_declined && cut.again((&mut decoder, columns), rows, Vec::new()) {
                    continue;
                }
                frames.extend((!is_declined).then(|| rows.clone()));
            }
            next = rows.end;
        }
        assert_eq!(next, all);
        frames
    }

    fn together(frames: &[Range<usize>]) -> usize {
        frames.iter().map(Range::len).sum()
    }

    #[test]
    fn a_row_that_is_declined_costs_few_of_those_around_it() {
        let all = 3 * FRAME_ROWS + 17;
        for bad in [0, FRAME_ROWS - 1, FRAME_ROWS, FRAME_ROWS + 500, all - 1] {
            let alone = all - together(&frames(&AllBut { rows: vec![bad], are_known: false }, all));
            assert!(alone <= 2 * FEW_ROWS, "{alone} rows are read one by one for row {bad}");
        }
    }

    #[test]
    fn a_row_that_is_known_to_be_the_reason_costs_itself() {
        let all = 2 * FRAME_ROWS;
        for bad in [0, 300, FRAME_ROWS - 1, FRAME_ROWS, all - 1] {
            let frames = frames(&AllBut { rows: vec![bad], are_known: true }, all);
            assert_eq!(together(&frames), all - 1, "row {bad}");
            assert!(frames.len() <= 3, "{frames:?}");
        }
    }

    #[test]
    fn few_rows_between_two_such_are_read_with_them() {
        let rows = vec![300, 300 + SHORT, 300 + 2 * SHORT + 1];
        let frames = frames(&AllBut { rows, are_known: true }, FRAME_ROWS);
        let after = 300 + 2 * SHORT + 2;
        assert_eq!(frames, [0..300, 301 + SHORT..300 + 2 * SHORT + 1, after..FRAME_ROWS]);
    }
}
