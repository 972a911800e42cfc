//! The code paths for counting and classifying records, and their observable results.

use super::super::bound::Bound;
use super::*;
use crate::Counter;
use crate::OnError;
use crate::data::frame::gather::{Gathered, Rest};
use crate::data::input::{InputFormat, JsonRecords};
use crate::data::notes::Oddities;
use crate::figures::count::{Attempt, Gather};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use serde_json::Value;

/// The observable results of a counter.
#[derive(Debug, PartialEq)]
pub(super) struct Counted {
    pub(super) error: Option<String>,
    pub(super) rejections: Vec<String>,
    pub(super) records: u64,
    pub(super) rejected: u64,
    pub(super) odd: Oddities,
    pub(super) partial: Vec<u8>,
}

impl Counted {
    pub(super) fn new(counter: Counter, done: Result<(), Error>) -> Self {
        let message = |error: &Error| error.message(Lang::Sv);
        Self {
            error: done.err().as_ref().map(message),
            rejections: counter.rejections().iter().map(message).collect(),
            records: counter.records(),
            rejected: counter.rejected(),
            odd: counter.oddities().clone().without_null_lists(),
            partial: counter.into_partial().to_bytes().unwrap(),
        }
    }

    /// Describes how the results differ, without printing the bytes of the partials.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        let brief = |outcome: &Self| {
            let Self { error, rejections, records, rejected, odd, .. } = outcome;
            format!("{error:?} {rejections:?} {records} {rejected} {odd:?}")
        };
        let same = self.partial == other.partial;
        Some(format!("{}\n{}\nthe same partial: {same}", brief(self), brief(other)))
    }
}

/// Counts the records one at a time.
pub(super) fn one_by_one(edition: &Arc<Edition>, options: &Options, records: &[Value]) -> Counted {
    let mut counter = edition.counter(options).unwrap();
    let done =
        records.iter().zip(1..).try_for_each(|(record, row)| counter.add(record.to_string().as_bytes(), row));
    Counted::new(counter, done)
}

/// How the records of lines are gathered: how many are counted one by one, and the most that are counted together; and in how many
/// threads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gathers {
    pub(super) few: usize,
    pub(super) most: usize,
    pub(super) threads: usize,
}

/// Counts lines of JSON, gathering the records.
pub(super) fn by_lines(edition: &Arc<Edition>, options: &Options, lines: &[String], how: Gathers) -> Counted {
    let Gathers { few, most, threads } = how;
    let options = &Options { threads, ..options.clone() };
    let mut counter = edition.counter(options).unwrap().gathering_up_to(few, most);
    let text = lines.join("\n");
    let mut records = JsonRecords::new(text.as_bytes(), InputFormat::Ndjson, &counter.schema(), None);
    let done = counter.add_all(&mut records);
    Counted::new(counter, done)
}

/// Returns whether gathered lines of JSON, of which none is wrong, are counted by columns.
pub(super) fn are_counted_together(edition: &Arc<Edition>, options: &Options, lines: &[String]) -> bool {
    let mut counter = edition.counter(options).unwrap();
    let Some(wanted) = counter.wanted() else { return false };
    let mut gathered = Gathered::new(edition.layout(), wanted, &options.limits).unwrap();
    let text = lines.join("\n");
    let mut records = JsonRecords::new(text.as_bytes(), InputFormat::Ndjson, &counter.schema(), None);
    let mut document = Document::new(edition.layout());
    let rest = gathered.fill(&mut records, &mut document, usize::MAX, true);
    assert!(matches!(rest, Rest::Nothing) && gathered.len() == lines.len());
    let mut decoder = counter.decoder().clone();
    counter.add_rows(&mut decoder, &gathered, 0..lines.len()).unwrap() == Attempt::Counted
}

/// Counts batches on this thread.
pub(super) fn by_batches(edition: &Arc<Edition>, options: &Options, batches: &[RecordBatch]) -> Counted {
    let mut counter = edition.counter(options).unwrap();
    let done = batches.iter().try_for_each(|batch| counter.add_batch(batch));
    Counted::new(counter, done)
}

/// Returns whether a single-frame batch is counted by columns.
pub(super) fn is_counted_by_columns(edition: &Arc<Edition>, options: &Options, batch: &RecordBatch) -> bool {
    let mut counter = edition.counter(options).unwrap();
    let layout = Arc::clone(counter.edition().layout());
    let mut decoder = counter.decoder().clone();
    let bound = Bound::new(&mut decoder, &layout, batch, &mut Oddities::default()).unwrap();
    counter.add_rows(&mut decoder, &bound, 0..batch.num_rows()).unwrap() == Attempt::Counted
}

/// Counts batches on this thread, gathering the records of every population, or of none.
pub(super) fn by_gathering(edition: &Arc<Edition>, options: &Options, batches: &[RecordBatch]) -> Counted {
    let [always, never] = [Gather::Always, Gather::Never].map(|gather| {
        let mut counter = edition.counter(options).unwrap().gathering(gather);
        let done = batches.iter().try_for_each(|batch| counter.add_batch(batch));
        Counted::new(counter, done)
    });
    assert_eq!(always.difference(&never), None);
    always
}

/// Splits the batch into smaller ones.
pub(super) fn cut(batch: &RecordBatch, rows: usize) -> Vec<RecordBatch> {
    let starts = (0..batch.num_rows()).step_by(rows);
    starts.map(|at| batch.slice(at, rows.min(batch.num_rows() - at))).collect()
}

/// Counts batches whose records are read one at a time into documents.
pub(super) fn by_documents(edition: &Arc<Edition>, options: &Options, batches: &[RecordBatch]) -> Counted {
    let mut counter = edition.counter(options).unwrap();
    let batches = batches.iter().cloned().map(Ok);
    let mut records = ArrowRecords::new(batches, &counter.schema(), None).unwrap();
    let done = counter.add_each(&mut records);
    counter.add_oddities(&records.take_oddities());
    Counted::new(counter, done)
}

/// Counts batches shared by several threads.
pub(super) fn by_threads(edition: &Arc<Edition>, options: &Options, batches: &[RecordBatch]) -> Counted {
    let mut counter = edition.counter(&Options { threads: 3, ..options.clone() }).unwrap();
    let done = counter.add_batches(batches.iter().cloned().map(Ok));
    Counted::new(counter, done)
}

/// Counts persons that have already been evaluated once, so that the cache is used.
pub(super) fn by_persons(edition: &Arc<Edition>, options: &Options, batches: &[RecordBatch]) -> Counted {
    let schema = edition.schema_of_figures(options);
    let persons = Persons::new(batches.iter().cloned().map(Ok), &schema, None).unwrap();
    assert_eq!(persons.len(), batches.iter().map(RecordBatch::num_rows).sum::<usize>());
    let first = Options { every_alternative: false, ..of_groups(options) };
    let mut counter = edition.counter(&first).unwrap();
    // Invalid values are reported the second time too.
    let _ = counter.add_persons(&persons);
    let mut counter = edition.counter(options).unwrap();
    let done = persons.pieces(1).try_for_each(|piece| counter.add_persons(&piece));
    Counted::new(counter, done)
}

/// One line of text per record: its key, and for every group whether it belongs, the missing fields that matter and the
/// reason. Or the first error.
type Classes = Result<Vec<String>, String>;

fn of_groups(options: &Options) -> Options {
    let periods = options.periods.iter().take(1).copied().collect();
    let on_error = OnError::Stop;
    Options { periods, by: vec![], every_alternative: false, on_error, why: true, ..options.clone() }
}

/// Classifies the records one at a time.
pub(super) fn classified_one_by_one(edition: &Arc<Edition>, options: &Options, records: &[Value]) -> Classes {
    let mut classifier = edition.classifier(&of_groups(options)).unwrap();
    let of_record = |(record, row): (&Value, u64)| {
        let classes = classifier.classify(record.to_string().as_bytes(), row);
        let classes = classes.map_err(|error| error.message(Lang::Sv))?;
        let mut outcome = classes.id.unwrap_or_default();
        for ((id, belongs), why) in classes.groups.iter().zip(classes.why.unwrap()) {
            let missing = classes.missing.iter().find(|(group, _)| group == id);
            let missing = missing.map(|(_, fields)| fields.as_slice()).unwrap_or_default();
            outcome += &format!(" {id}: {belongs:?} {missing:?} {}", why.code);
        }
        Ok(outcome)
    };
    records.iter().zip(1..).map(of_record).collect()
}

/// Classifies a batch. Reasons are also requested separately, since missing fields force record-by-record evaluation.
pub(super) fn classified_by_batch(edition: &Arc<Edition>, options: &Options, batch: &RecordBatch) -> Classes {
    let mut classifier = edition.classifier(&of_groups(options)).unwrap();
    let why = classifier.classify_batch(batch).map_err(|error| error.message(Lang::Sv))?;
    let classes = classifier.classify_batch_with_missing(batch).map_err(|error| error.message(Lang::Sv))?;
    let groups: Vec<_> = classifier.groups().to_vec();
    let asked_for_nothing = Options { why: false, ..of_groups(options) };
    let plain = edition.classifier(&asked_for_nothing).unwrap().classify_batch(batch).unwrap();
    for column in plain.schema().fields() {
        assert_eq!(plain.column_by_name(column.name()), why.column_by_name(column.name()));
        assert_eq!(plain.column_by_name(column.name()), classes.column_by_name(column.name()));
    }
    for id in &groups {
        let name = format!("why_{id}");
        assert_eq!(why.column_by_name(&name), classes.column_by_name(&name));
    }
    let keys = classes.column(0);
    let of_row = |row: usize| {
        let mut outcome = arrow_array_text(keys, row);
        for id in &groups {
            let column = classes.column_by_name(id).unwrap().as_boolean();
            let belongs = column.is_valid(row).then(|| column.value(row));
            let missing =
                classes.column_by_name(&format!("missing_{id}")).unwrap().as_list::<i32>().value(row);
            let missing: Vec<&str> = missing.as_string::<i32>().iter().map(Option::unwrap).collect();
            let codes = classes.column_by_name(&format!("why_{id}")).unwrap();
            outcome += &format!(" {id}: {belongs:?} {missing:?} {}", arrow_array_text(codes, row));
        }
        outcome
    };
    Ok((0..classes.num_rows()).map(of_row).collect())
}

/// Returns a key of any type.
fn arrow_array_text(keys: &ArrayRef, row: usize) -> String {
    use arrow_schema::DataType::{Dictionary, Int64, LargeUtf8, Utf8, Utf8View};
    if keys.is_null(row) {
        return String::new();
    }
    match keys.data_type() {
        Utf8 => keys.as_string::<i32>().value(row).to_owned(),
        LargeUtf8 => keys.as_string::<i64>().value(row).to_owned(),
        Utf8View => keys.as_string_view().value(row).to_owned(),
        Int64 => keys.as_primitive::<arrow_array::types::Int64Type>().value(row).to_string(),
        Dictionary(..) => {
            let dictionary = keys.as_any_dictionary();
            let word = dictionary.normalized_keys()[row];
            dictionary.values().as_string::<i32>().value(word).to_owned()
        }
        other => panic!("a key is no {other}"),
    }
}
