//! A batch with resolved columns that any thread can evaluate, by frames if possible.

use super::batch::{Columns, Filler};
use super::frame::{Frames, Validated};
use crate::data::document::Document;
use crate::data::frame::{Columns as FrameColumns, FRAME_ROWS, Frame, Projection, ValidRows, frame_from};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::InputError;
use crate::language::types::Layout;
use arrow_array::RecordBatch;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A batch with resolved columns.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) columns: Columns,
    pub(super) rows: usize,
    /// `None` if the rows have to be read one by one.
    frames: OnceLock<Option<Frames>>,
    /// The cached validation of each frame, if caching is enabled. An entry is `None` if its rows have to be read one
    /// by one.
    kept: Option<Vec<OnceLock<Option<Validated>>>>,
}

impl Bound {
    /// Resolves the columns of `batch` as fields of records. Columns that are not fields are added to `odd`.
    ///
    /// # Errors
    /// [`InputError`] with the path of a column of the wrong type or a duplicate column.
    pub(super) fn new(
        decoder: &mut Decoder,
        layout: &Layout,
        batch: &RecordBatch,
        odd: &mut Oddities,
    ) -> Result<Self, InputError> {
        let columns = Columns::of_records(decoder, layout, batch, odd)?;
        Ok(Self { columns, rows: batch.num_rows(), frames: OnceLock::new(), kept: None })
    }

    /// Like [`new`](Self::new), but caches the validation of its rows for reuse.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(super) fn keeping(
        decoder: &mut Decoder,
        layout: &Layout,
        batch: &RecordBatch,
        odd: &mut Oddities,
    ) -> Result<Self, InputError> {
        let bound = Self::new(decoder, layout, batch, odd)?;
        let frames = bound.rows.div_ceil(FRAME_ROWS);
        Ok(Self { kept: Some((0..frames).map(|_| OnceLock::new()).collect()), ..bound })
    }

    /// Returns the rows of the frames from `start` on: `frames` computes the number of frames from the number left.
    pub(super) fn frames_from(&self, start: usize, frames: impl Fn(usize) -> usize) -> Range<usize> {
        let frame = start / FRAME_ROWS;
        let left = self.rows.div_ceil(FRAME_ROWS).saturating_sub(frame);
        start..self.rows.min(frame.saturating_add(frames(left)).saturating_mul(FRAME_ROWS))
    }

    /// Returns the cache entry of a frame, if caching is enabled.
    fn kept_of(&self, rows: &Range<usize>) -> Option<&OnceLock<Option<Validated>>> {
        let whole = rows.start.is_multiple_of(FRAME_ROWS) && *rows == frame_from(rows.start, self.rows);
        self.kept.as_ref().filter(|_| whole)?.get(rows.start / FRAME_ROWS)
    }
}

impl FrameColumns for Bound {
    fn have_frames(&self) -> bool {
        self.frames.get().is_some_and(Option::is_some)
    }

    fn take(&self, decoder: &mut Decoder, rows: Range<usize>) -> Option<Box<dyn ValidRows + '_>> {
        let layout = Arc::clone(decoder.layout());
        let frames = self.frames.get_or_init(|| Frames::new(decoder, &layout, &self.columns)).as_ref()?;
        let validated = match self.kept_of(&rows) {
            Some(kept) => MaybeKept::Kept(kept.get_or_init(|| frames.take(decoder, rows).ok()).as_ref()?),
            None => MaybeKept::Own(Box::new(frames.take(decoder, rows).ok()?)),
        };
        Some(Box::new(Looked { frames, validated }))
    }

    fn exceptions(&self, decoder: &mut Decoder, rows: &Range<usize>) -> Vec<usize> {
        let frames = self.frames.get().and_then(Option::as_ref);
        frames.map(|frames| frames.exceptions(decoder, rows)).unwrap_or_default()
    }

    fn read(
        &self,
        (row, number): (usize, u64),
        decoder: &mut Decoder,
        document: &mut Document,
        odd: &mut Oddities,
    ) -> Result<(), InputError> {
        let mut filler = Filler::start(decoder, document);
        match filler.record(&self.columns, row, number) {
            Ok(()) => {
                filler.finish(odd);
                Ok(())
            }
            Err(error) => {
                document.clear();
                Err(error)
            }
        }
    }
}

/// Validated rows.
struct Looked<'b> {
    frames: &'b Frames,
    validated: MaybeKept<'b>,
}

enum MaybeKept<'b> {
    Kept(&'b Validated),
    Own(Box<Validated>),
}

impl Looked<'_> {
    fn validated(&self) -> &Validated {
        match &self.validated {
            MaybeKept::Kept(validated) => validated,
            MaybeKept::Own(validated) => validated,
        }
    }
}

impl ValidRows for Looked<'_> {
    fn frame(&self, wanted: &Projection) -> Option<Frame<'_>> {
        self.frames.frame(self.validated(), matches!(self.validated, MaybeKept::Kept(_)), wanted).ok()
    }

    fn oddities(&self) -> &Oddities {
        &self.validated().odd
    }
}
