//! Batches shared by several threads.

use super::*;
use crate::findings::error::InputError;
use crate::findings::text::say;
use crate::{Lang, OnError};
use arrow_array::{Int64Array, StringArray};

const ROWS: i64 = 17_000;

/// Women with the keys 0, 1, 2 …, as modified by `change`.
fn women(change: impl Fn(i64) -> (i64, &'static str)) -> RecordBatch {
    let (ids, sexes): (Vec<i64>, Vec<&str>) = (0..ROWS).map(change).unzip();
    let ids: ArrayRef = Arc::new(Int64Array::from(ids));
    let sexes: ArrayRef = Arc::new(StringArray::from(sexes));
    let other: ArrayRef = Arc::new(StringArray::from(vec!["x"; ROWS as usize]));
    RecordBatch::try_from_iter([("id", ids), ("kön", sexes), ("annat", other)]).unwrap()
}

/// Splits the batch into smaller ones.
fn cut(batch: &RecordBatch, rows: usize) -> Vec<Result<RecordBatch, InputError>> {
    let starts = (0..batch.num_rows()).step_by(rows);
    starts.map(|at| Ok(batch.slice(at, rows.min(batch.num_rows() - at)))).collect()
}

type Counted = (Vec<u8>, Vec<String>, Oddities, Option<String>);

fn counted(threads: usize, on_error: OnError, batches: Vec<Result<RecordBatch, InputError>>) -> Counted {
    let options = Options { threads, on_error, by: vec![], ..options() };
    let mut counter = edition().counter(&options).unwrap();
    let error = counter.add_batches(batches).err().map(|error| error.message(Lang::Sv));
    let rejections = counter.rejections().iter().map(|error| error.message(Lang::Sv)).collect();
    let odd = counter.oddities().clone();
    (counter.into_partial().to_bytes().unwrap(), rejections, odd, error)
}

#[test]
fn batches_of_any_size_give_the_same_partial_whatever_the_number_of_threads() {
    let good = women(|n| (n, "kvinna"));
    let bad = women(|n| match n {
        300 | 9000 => (n, "x"),
        // The key of a woman in an earlier part.
        15_000 => (17, "kvinna"),
        _ => (n, "kvinna"),
    });
    for (batch, on_error, rejected) in
        [(&good, OnError::Stop, 0), (&bad, OnError::Skip, 3), (&bad, OnError::Stop, 0)]
    {
        let mut counter = edition().counter(&Options { on_error, by: vec![], ..options() }).unwrap();
        let error = counter.add_batch(batch).err().map(|error| error.message(Lang::Sv));
        let rejections: Vec<String> = counter.rejections().iter().map(|e| e.message(Lang::Sv)).collect();
        assert_eq!(rejections.len(), rejected);
        assert_eq!(error.is_some(), on_error == OnError::Stop && batch == &bad);
        let odd = counter.oddities().clone();
        let expected = (counter.into_partial().to_bytes().unwrap(), rejections, odd, error);
        for (threads, rows) in [(1, ROWS as usize), (2, 3000), (8, ROWS as usize)] {
            let counted = counted(threads, on_error, cut(batch, rows));
            assert!(counted == expected, "{threads} threads, {rows} rows: {:?}", counted.3);
        }
    }
}

#[test]
fn a_stream_that_fails_is_counted_up_to_there() {
    let failure = || InputError::new(say!("disken är slut", "the disk is gone"));
    let mut batches = cut(&women(|n| (n, "kvinna")), 5000);
    batches.insert(2, Err(failure()));
    let one = counted(1, OnError::Skip, batches.clone());
    assert_eq!(one.3.as_deref(), Some("disken är slut"));
    assert!(one == counted(1, OnError::Skip, batches.iter().take(3).cloned().collect()));
    assert!(one == counted(4, OnError::Skip, batches));
}

#[test]
fn rows_follow_those_that_were_counted_before() {
    let batch = women(|n| (n, if n == 10_000 { "x" } else { "kvinna" }));
    for threads in [1, 4] {
        let options = Options { threads, by: vec![], ..options() };
        let mut counter = edition().counter(&options).unwrap();
        counter.add(br#"{"id": "a"}"#, 1).unwrap();
        let error = counter.add_batches([Ok(batch.clone())]).unwrap_err().message(Lang::Sv);
        assert!(error.starts_with("rad 10002: kön: "), "{error}");
    }
}

#[test]
fn classes_of_batches_come_in_order_whatever_the_number_of_threads() {
    let batch = women(|n| (n, if n % 3 == 0 { "man" } else { "kvinna" }));
    let bad = women(|n| (n, if n == 12_000 { "x" } else { "kvinna" }));
    let classes = |threads: usize, on_error: OnError, batch: &RecordBatch, rows: usize| {
        let options = Options { threads, on_error, by: vec![], why: true, ..options() };
        let mut classifier = edition().classifier(&options).unwrap();
        let mut answers = Vec::new();
        let done = classifier.classify_batches(cut(batch, rows), true, |answer| {
            answers.push(answer);
            Ok::<(), Error>(())
        });
        let rows: usize = answers.iter().map(RecordBatch::num_rows).sum();
        let cells: Vec<String> = answers.iter().map(|batch| format!("{batch:?}")).collect();
        (done.map_err(|e| e.message(Lang::Sv)), rows, cells, classifier.rejected())
    };
    for rows in [ROWS as usize, 3000] {
        for (on_error, batch) in [(OnError::Stop, &batch), (OnError::Skip, &bad), (OnError::Stop, &bad)] {
            let one = classes(1, on_error, batch, rows);
            match &one.0 {
                Ok(()) => assert_eq!(one.1, ROWS as usize),
                Err(error) => assert!(error.starts_with("rad 12001: kön: "), "{error}"),
            }
            assert!(classes(3, on_error, batch, rows) == one);
        }
    }
}
