//! Builders for the columns of classifications.

use super::super::batch_of;
use crate::answers::classify::{Answers, Classification, Classifier};
use crate::answers::why::{Reason, Why};
use crate::data::frame::Bits;
use crate::findings::error::Error;
use arrow_array::builder::{BooleanBufferBuilder, Int32Builder, ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, BooleanArray, DictionaryArray, RecordBatch, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, Field, FieldRef, Schema};
use std::sync::Arc;

/// The prefix of a target group's column of missing fields.
const MISSING: &str = "missing_";
/// The prefix of a target group's column of deciding codes.
const WHY: &str = "why_";

/// The columns of classifications.
pub(super) struct Classes {
    groups: Vec<Group>,
}

/// The columns of one target group.
struct Group {
    id: Arc<str>,
    yes: BooleanBufferBuilder,
    known: BooleanBufferBuilder,
    missing: Option<ListBuilder<StringBuilder>>,
    why: Option<Codes>,
}

/// A column of codes, stored as indices.
struct Codes {
    reasons: Vec<Arc<Reason>>,
    numbers: Int32Builder,
}

impl Classes {
    /// Creates empty columns, with columns of missing fields if `missing`, and of reasons if the classifier returns
    /// them.
    pub(super) fn new(classifier: &Classifier, missing: bool) -> Self {
        let codes = |why: &Why| Codes { reasons: why.reasons().to_vec(), numbers: Int32Builder::new() };
        let group = |(number, id): (usize, &Arc<str>)| Group {
            id: Arc::clone(id),
            yes: BooleanBufferBuilder::new(0),
            known: BooleanBufferBuilder::new(0),
            missing: missing.then(|| ListBuilder::new(StringBuilder::new())),
            why: classifier.whys().and_then(|whys| whys.get(number)).map(codes),
        };
        Self { groups: classifier.groups().iter().enumerate().map(group).collect() }
    }

    /// Appends the row of a record; `None` is a skipped record.
    pub(super) fn push(&mut self, classified: Option<&Classification>) {
        for (number, group) in self.groups.iter_mut().enumerate() {
            let truth = classified.and_then(|of| of.groups.get(number)).and_then(|(_, known)| *known);
            group.yes.append(truth == Some(true));
            group.known.append(truth.is_some());
            if let Some(missing) = &mut group.missing {
                let fields = classified.and_then(|of| of.missing.iter().find(|(id, _)| *id == group.id));
                let fields = fields.into_iter().flat_map(|(_, fields)| fields);
                fields.for_each(|field| missing.values().append_value(field));
                missing.append(classified.is_some());
            }
            if let Some(Codes { reasons, numbers }) = &mut group.why {
                let reason = classified.and_then(|of| of.why.as_ref()?.get(number));
                let place = reason.and_then(|reason| reasons.iter().position(|own| Arc::ptr_eq(own, reason)));
                numbers.append_option(place.map(|place| place as i32));
            }
        }
    }

    /// Appends a row whose groups are all known.
    pub(super) fn push_known(&mut self, answers: &[Answers], row: usize) {
        for (group, answers) in self.groups.iter_mut().zip(answers) {
            group.yes.append(answers.truths.yes().has(row));
            group.known.append(true);
            if let Some(missing) = &mut group.missing {
                missing.append(true);
            }
            if let (Some(codes), Some(number)) = (&mut group.why, answers.why.get(row)) {
                codes.numbers.append_value(*number as i32);
            }
        }
    }

    /// Appends the rows of many records, without columns of missing fields.
    pub(super) fn extend(&mut self, answers: &[Answers]) {
        for (group, Answers { truths, why }) in self.groups.iter_mut().zip(answers) {
            let rows = truths.yes().len();
            group.yes.append_packed_range(0..rows, &bytes(truths.yes()));
            match truths.known_rows() {
                Some(known) => group.known.append_packed_range(0..rows, &bytes(&known)),
                None => group.known.append_n(rows, true),
            }
            if let Some(codes) = &mut group.why {
                codes.numbers.extend(why.iter().map(|number| Some(*number as i32)));
            }
        }
    }

    /// Returns the classified rows of `batch`, with `key` as the first column.
    pub(super) fn finish(
        mut self,
        key: Option<(FieldRef, ArrayRef)>,
        batch: &RecordBatch,
    ) -> Result<RecordBatch, Error> {
        let mut columns: Vec<(FieldRef, ArrayRef)> = key.into_iter().collect();
        let mut add = |name: String, array: ArrayRef| {
            columns.push((Field::new(name, array.data_type().clone(), true).into(), array));
        };
        for group in &mut self.groups {
            let known = Some(NullBuffer::new(group.known.finish())).filter(|known| known.null_count() > 0);
            add(group.id.to_string(), Arc::new(BooleanArray::new(group.yes.finish(), known)));
        }
        for group in &mut self.groups {
            if let Some(missing) = &mut group.missing {
                add(format!("{MISSING}{}", group.id), Arc::new(missing.finish()));
            }
        }
        for group in &mut self.groups {
            if let Some(codes) = &mut group.why {
                // Cannot happen: as many codes are appended as there are rows, each of the dictionary.
                let codes = codes.finish().map_err(Error::unwritten)?;
                add(format!("{WHY}{}", group.id), Arc::new(codes));
            }
        }
        let (fields, arrays): (Vec<FieldRef>, Vec<ArrayRef>) = columns.into_iter().unzip();
        batch_of(Schema::new(fields), arrays, batch.num_rows())
    }
}

impl Codes {
    fn finish(&mut self) -> Result<DictionaryArray<Int32Type>, ArrowError> {
        let codes = StringArray::from_iter_values(self.reasons.iter().map(|reason| &*reason.code));
        DictionaryArray::try_new(self.numbers.finish(), Arc::new(codes))
    }
}

/// Packs rows eight to a byte, as Arrow does.
fn bytes(rows: &Bits) -> Vec<u8> {
    rows.words().iter().flat_map(|word| word.to_le_bytes()).collect()
}
