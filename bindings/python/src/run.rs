//! The boundary between the interpreter and the engine, used by every call that does work.

use crate::error::{Failed, raised};
use kvinnofrid::Error;
use kvinnofrid::arrow::Batches;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::boundary::guarded;
use kvinnofrid::error::InputError;
use kvinnofrid::text::Text;
use pyo3::prelude::*;

/// The number of records processed between checks for signals. A hundred thousand take a second at most.
const CHUNK: usize = 1 << 13;

/// Runs `work` with the interpreter detached. Errors are raised, and a panic as `InternalError`, without its payload,
/// which may hold a value of a record.
pub(crate) fn run<T: Send, E: Into<Failed> + Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    match py.detach(|| guarded(work)) {
        Ok(done) => done.map_err(|error| raised(py, &error.into())),
        Err(panicked) => Err(raised(py, &panicked.into())),
    }
}

/// Batches read by work with the interpreter detached. Between chunks of them the work checks for signals, and calls
/// `progress` with the number of records done.
pub(crate) struct Watched<'a> {
    batches: Batches,
    progress: Option<&'a Py<PyAny>>,
    rest: Option<RecordBatch>,
    handed_out: usize,
    stopped: Option<PyErr>,
}

impl Iterator for Watched<'_> {
    type Item = Result<RecordBatch, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let done = std::mem::take(&mut self.handed_out);
        let paused = Python::attach(|py| pause(py, self.progress.map(|progress| progress.bind(py)), done));
        if let Err(stop) = paused {
            self.stopped = Some(stop);
            // Never shown: the exception that stopped the work is raised instead.
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
        self.handed_out = rows;
        Some(Ok(batch.slice(0, rows)))
    }
}

/// Runs `work` on the batches, with checks for signals and calls of `progress`.
pub(crate) fn watching<T: Send>(
    py: Python<'_>,
    batches: Batches,
    progress: Option<Py<PyAny>>,
    work: impl FnOnce(&mut Watched<'_>) -> Result<T, Error> + Send,
) -> PyResult<T> {
    let mut watched =
        Watched { batches, progress: progress.as_ref(), rest: None, handed_out: 0, stopped: None };
    let done = run(py, || work(&mut watched));
    match watched.stopped.take() {
        Some(stop) => Err(stop),
        None => done,
    }
}

/// Checks for signals, and calls `progress` with the number of records done.
pub(crate) fn pause(py: Python<'_>, progress: Option<&Bound<'_, PyAny>>, records: usize) -> PyResult<()> {
    py.check_signals()?;
    if let Some(progress) = progress {
        progress.call1((records,))?;
    }
    Ok(())
}
