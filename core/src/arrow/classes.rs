//! Classifications as a record batch.

mod columns;

use super::bound::Bound;
use super::records::Tables;
use crate::answers::classify::{Answers, Classification, Classifier};
use crate::data::document::Document;
use crate::data::frame::{Bits, Columns, Cut, Piece, keep_pool};
use crate::data::input::OnError;
use crate::data::input::Records;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::threads::{Work, in_order};
use crate::edition::Edition;
use crate::findings::error::{ArgumentError, Error, InputError};
use crate::findings::text::say;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::FieldRef;
use columns::Classes;
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

impl Classifier {
    /// Classifies the records of `batch`. Returns the key column unchanged, if there is one, and for each target group
    /// a column of its name with true, false, or null if unknown. Rows keep their order. If
    /// [`Options::why`](crate::Options::why) is set, the last columns are `why_…` for each target group: the code of
    /// the deciding part of its condition, as dictionary-encoded text whose dictionary holds all codes that the group
    /// [can have](Self::reasons).
    ///
    /// With [`OnError::Skip`], a record that can't be classified is null in every column except the key, and
    /// [`rejected`](Self::rejected). Rows are numbered from 1 in each batch.
    ///
    /// # Errors
    /// As [`classify`](Self::classify); [`Error::Argument`] if [`Options::with`](crate::Options::with) selects more
    /// than target groups, which have no columns here; also for a column of the wrong type or a duplicate column,
    /// regardless of [`Options::on_error`](crate::Options::on_error).
    pub fn classify_batch(&mut self, batch: &RecordBatch) -> Result<RecordBatch, Error> {
        self.classes(batch, false, 1)
    }

    /// Like [`classify_batch`](Self::classify_batch), followed by a column `missing_…` for each target group: the
    /// missing fields that matter, as paths such as `insatser[2].erbjuden`; an empty list if the group is known.
    ///
    /// # Errors
    /// As [`classify_batch`](Self::classify_batch).
    pub fn classify_batch_with_missing(&mut self, batch: &RecordBatch) -> Result<RecordBatch, Error> {
        self.classes(batch, true, 1)
    }

    /// Classifies the records of `batches` as [`classify_batch`](Self::classify_batch) or, if `with_missing`,
    /// [`classify_batch_with_missing`](Self::classify_batch_with_missing) does, with the number of threads in the
    /// options. Passes the results to `take` in order, on the calling thread, as batches of at most 8192 rows, whatever
    /// the size of the input batches. Rows are numbered from 1 through all batches.
    ///
    /// # Errors
    /// Those of `batches` and `take`, and as [`classify_batch`](Self::classify_batch). The first error in row order is
    /// returned, after everything before it has been passed to `take` except the up to 8192 rows around an invalid
    /// record.
    pub fn classify_batches<E: From<Error>>(
        &mut self,
        batches: impl IntoIterator<Item = Result<RecordBatch, InputError>>,
        with_missing: bool,
        mut take: impl FnMut(RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut slices = Slices { batches: batches.into_iter(), batch: None, first: 1 };
        let threads = self.options().threads;
        if threads <= 1 {
            return slices.try_for_each(|slice| {
                let (batch, first) = slice.map_err(Error::from)?;
                take(self.classes(&batch, with_missing, first)?)
            });
        }
        let another = self.maker();
        let work = Work {
            make: || another(),
            work: |own: &mut Result<Classifier, Error>, slice: Result<(RecordBatch, u64), InputError>| {
                // Cannot happen: the first classifier was made from the same plan and options.
                let own = own.as_mut().map_err(Error::unwritten)?;
                let (batch, first) = slice?;
                let classes = own.classes(&batch, with_missing, first)?;
                Ok::<_, Error>((classes, own.take_noted()))
            },
        };
        in_order(
            threads,
            || slices.next(),
            &work,
            |classified| {
                let (classes, noted) = classified?;
                self.note(noted);
                take(classes)
            },
        )
    }

    /// Checks that only target groups are selected.
    fn groups_only(&self) -> Result<(), Error> {
        if self.options().with.is_empty() {
            return Ok(());
        }
        Err(ArgumentError::new(
            "with",
            say!(
                "vad som gäller för ärendet kan inte fås som kolumner; fråga om posterna som JSON, eller om målgrupperna ensamma",
                "what holds for the case can't be had as columns; ask of the records as JSON, or of target groups alone"
            ),
        )
        .into())
    }

    /// Classifies the records of `tables` according to `map`. Returns a batch for each batch of records, as
    /// [`classify_batch`](Self::classify_batch) does (if `missing`, with the columns of
    /// [`classify_batch_with_missing`](Self::classify_batch_with_missing)), except that rows are numbered over all of
    /// them. Child rows that match no record, if that is not an error, are among the [`oddities`](Self::oddities).
    ///
    /// # Errors
    /// As [`classify`](Self::classify) and [`Tables::records`].
    pub fn classify_tables(
        &mut self,
        tables: Tables,
        map: Option<&Map>,
        on_error: OnError,
        missing: bool,
    ) -> Result<Vec<RecordBatch>, Error> {
        self.groups_only()?;
        let batches = tables.person.clone();
        let mut records = tables.records(&self.schema(), map, on_error)?;
        let mut document = Document::new(self.edition().layout());
        let mut classified = Vec::with_capacity(batches.len());
        for batch in &batches {
            let mut classes = Classes::new(self, missing);
            for _ in 0..batch.num_rows() {
                let (answer, broken) = match records.next(&mut document) {
                    Ok(Some(row)) => (self.classify_document(&document, row), false),
                    Ok(None) => break,
                    Err(error) => (Err(error.into()), records.is_broken()),
                };
                classes.push(self.skip_or_fail(answer, broken)?.as_ref());
            }
            classified.push(classes.finish(key_column(self.edition(), records.decoder(), batch), batch)?);
        }
        // Unmatched child rows are known only after the last record.
        records.next(&mut document)?;
        self.add_oddities(&records.take_oddities());
        Ok(classified)
    }

    /// Classifies the records of `batch`; `first` is the row number of its first record.
    fn classes(&mut self, batch: &RecordBatch, with_missing: bool, first: u64) -> Result<RecordBatch, Error> {
        let _pool = keep_pool();
        self.groups_only()?;
        let layout = Arc::clone(self.edition().layout());
        let (mut decoder, mut odd) = (self.decoder().clone(), Oddities::default());
        let bound = Bound::new(&mut decoder, &layout, batch, &mut odd)?;
        let mut classes = Classes::new(self, with_missing);
        let mut cut = Cut::new(0..bound.rows);
        while let Some(piece) = cut.next() {
            let (rows, answers) = match piece {
                Piece::OneByOne(rows) => (rows, None),
                Piece::Together(rows) => {
                    let answers = self.answers_of((&mut decoder, &mut odd), &bound, rows.clone());
                    if answers.is_none() && cut.again((&mut decoder, &bound), &rows, Vec::new()) {
                        continue;
                    }
                    (rows, answers)
                }
            };
            let start = rows.start;
            // Missing fields are computed record by record.
            let one_by_one = match &answers {
                None => Some(Bits::all(rows.len())),
                Some(answers) if with_missing => Some(unknown(answers, rows.len())),
                Some(_) => None,
            };
            let Some(one_by_one) = one_by_one else {
                answers.iter().for_each(|answers| classes.extend(answers));
                continue;
            };
            for row in 0..rows.len() {
                match &answers {
                    Some(answers) if !one_by_one.has(row) => classes.push_known(answers, row),
                    _ => {
                        // Oddities of a frame's rows have already been noted with the frame.
                        let mut again = Oddities::default();
                        let odd = if answers.is_some() { &mut again } else { &mut odd };
                        let row = (start + row, first);
                        let classified = self.classify_row((&mut decoder, odd), &bound, row)?;
                        classes.push(classified.as_ref());
                    }
                }
            }
        }
        self.add_oddities(&odd);
        classes.finish(key_column(self.edition(), self.decoder(), batch), batch)
    }

    /// Evaluates the groups for these rows; `None` if they have to be classified one by one.
    fn answers_of(
        &self,
        (decoder, odd): (&mut Decoder, &mut Oddities),
        bound: &Bound,
        rows: Range<usize>,
    ) -> Option<Vec<Answers>> {
        let wanted = self.wanted()?;
        let held = bound.take(decoder, rows)?;
        let answers = self.answers(&held.frame(wanted)?)?;
        odd.merge(held.oddities());
        Some(answers)
    }

    /// Classifies one row of a batch whose first row is row `first`; `None` if it is skipped.
    fn classify_row(
        &mut self,
        (decoder, odd): (&mut Decoder, &mut Oddities),
        bound: &Bound,
        (row, first): (usize, u64),
    ) -> Result<Option<Classification>, Error> {
        let number = first.saturating_add(row as u64);
        let read = |document: &mut Document| bound.read((row, number), decoder, document, odd);
        let classified = self.classify_filled(number, read);
        self.skip_or_fail(classified, false)
    }
}

/// Returns the rows for which any group is unknown.
fn unknown(groups: &[Answers], rows: usize) -> Bits {
    let mut unknown = Bits::none(rows);
    groups.iter().filter_map(|answers| answers.truths.unknown()).for_each(|rows| unknown.or_with(&rows));
    unknown
}

/// Returns the key column unchanged.
fn key_column(edition: &Edition, decoder: &Decoder, batch: &RecordBatch) -> Option<(FieldRef, ArrayRef)> {
    let name = decoder.called(0, edition.layout().key_column()?)?;
    let fields = batch.schema_ref().fields().iter().zip(batch.columns());
    let found = fields.into_iter().find(|(field, _)| field.name().nfc().eq(name.chars()));
    found.map(|(field, array)| (Arc::clone(field), Arc::clone(array)))
}

/// The most rows that are classified before the result is passed on.
const PART_ROWS: usize = 8192;

/// Splits batches into slices of at most [`PART_ROWS`] rows, each with the row number of its first.
struct Slices<I> {
    batches: I,
    batch: Option<RecordBatch>,
    first: u64,
}

impl<I: Iterator<Item = Result<RecordBatch, InputError>>> Iterator for Slices<I> {
    type Item = Result<(RecordBatch, u64), InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => match self.batches.next()? {
                Ok(batch) => batch,
                Err(error) => return Some(Err(error)),
            },
        };
        let (rows, first) = (batch.num_rows(), self.first);
        let len = rows.min(PART_ROWS);
        self.first = first.saturating_add(len as u64);
        if rows > len {
            self.batch = Some(batch.slice(len, rows - len));
        }
        Some(Ok((batch.slice(0, len), first)))
    }
}
