//! The wall between the engine and the interpreter, which every call that does work goes through.

use crate::error::{Failed, raised};
use kvinnofrid::Error;
use kvinnofrid::arrow::Batches;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::error::InputError;
use kvinnofrid::text::Text;
use pyo3::prelude::*;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many records are worked on before the interpreter is asked whether to go on. A hundred thousand take a second at most.
const CHUNK: usize = 1 << 13;

/// Does `work` while other threads of Python run. Its error is raised, and so is a panic, as `InternalError`: what was
/// thrown is not told, since it may hold a value of a record.
pub(crate) fn run<T: Send, E: Into<Failed> + Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    // What `work` changes is dropped by the unwinding, or behind a lock that is then poisoned.
    match py.detach(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(done) => done.map_err(|error| raised(py, &error.into())),
        Err(payload) => {
            discard(payload);
            Err(raised(py, &Error::Internal("panic".to_owned()).into()))
        }
    }
}

/// Batches as they are asked for by work that other threads of Python run beside. Between parts of them the interpreter may
/// interrupt it, and `progress` is told how many records were done.
pub(crate) struct Watched<'a> {
    batches: Batches,
    progress: Option<&'a Py<PyAny>>,
    rest: Option<RecordBatch>,
    asked_for: usize,
    stopped: Option<PyErr>,
}

impl Iterator for Watched<'_> {
    type Item = Result<RecordBatch, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let done = std::mem::take(&mut self.asked_for);
        let told = Python::attach(|py| pause(py, self.progress.map(|told| told.bind(py)), done));
        if let Err(stop) = told {
            self.stopped = Some(stop);
            // Nobody reads it: what stopped the work is raised.
            return Some(Err(InputError::new(Text::same("stop"))));
        }
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match self.batches.next()? {
                Ok(batch) => batch,
                Err(error) => return Some(Err(error)),
            },
        };
        let rows = CHUNK.min(batch.num_rows());
        if rows < batch.num_rows() {
            self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
        }
        self.asked_for = rows;
        Some(Ok(batch.slice(0, rows)))
    }
}

/// Does `work` with the batches, watched.
pub(crate) fn watching<T: Send>(
    py: Python<'_>,
    batches: Batches,
    progress: Option<Py<PyAny>>,
    work: impl FnOnce(&mut Watched<'_>) -> Result<T, Error> + Send,
) -> PyResult<T> {
    let mut watched =
        Watched { batches, progress: progress.as_ref(), rest: None, asked_for: 0, stopped: None };
    let done = run(py, || work(&mut watched));
    match watched.stopped.take() {
        Some(stop) => Err(stop),
        None => done,
    }
}

/// Lets the interpreter be interrupted, and tells how many records were done.
pub(crate) fn pause(py: Python<'_>, progress: Option<&Bound<'_, PyAny>>, records: usize) -> PyResult<()> {
    py.check_signals()?;
    if let Some(progress) = progress {
        progress.call1((records,))?;
    }
    Ok(())
}

/// Drops what a panic threw, which may itself panic; what that throws is left where it is.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}
