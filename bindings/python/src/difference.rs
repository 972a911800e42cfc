//! What a change of rules means.

use crate::capsule::Table;
use crate::counting::tables;
use crate::error::Failed;
use crate::options::Options;
use crate::rules::Rules;
use crate::run::run;
use crate::text::lang;
use kvinnofrid::diff::{Diff, DiffOptions, Tracker, editions};
use kvinnofrid::error::ArgumentError;
use kvinnofrid::input::{InputFormat, JsonRecords};
use kvinnofrid::text::Text;
use kvinnofrid::{Edition, Error};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A comparison of two rule sets. Immutable.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Difference {
    diff: Diff,
    old: Vec<Arc<Edition>>,
    new: Vec<Arc<Edition>>,
    renamed: BTreeMap<String, String>,
}

#[pymethods]
impl Difference {
    /// Compares the editions of two rule sets, or those of one programme or edition on each side.
    #[new]
    fn new(
        py: Python<'_>,
        old: Py<Rules>,
        new: Py<Rules>,
        programmes: (Option<String>, Option<String>),
        options: &Options,
        renamed: BTreeMap<String, String>,
    ) -> PyResult<Self> {
        let (old, new) = (&old.get().0, &new.get().0);
        run(py, || {
            let of = |rules: &kvinnofrid::Rules, programme: Option<&str>| {
                editions(rules, programme).map_err(|error| Failed::of(error, rules))
            };
            let (old, new) = (of(old, programmes.0.as_deref())?, of(new, programmes.1.as_deref())?);
            let periods = options.unmapped().periods.clone();
            let asked = DiffOptions { periods, renamed: renamed.clone() };
            let diff = Diff::between(&old, &new, &asked)?;
            Ok::<_, Failed>(Self { diff, old, new, renamed })
        })
    }

    /// Returns this comparison with the moves among records given as lines of JSON.
    fn with_json(&self, py: Python<'_>, lines: &[u8], options: &Options) -> PyResult<Self> {
        self.with(py, options, |tracker, options| {
            let map = options.map.as_deref();
            let mut records = JsonRecords::new(lines, InputFormat::Ndjson, &tracker.schema(), map);
            tracker.add_all(&mut records)
        })
    }

    /// Returns this comparison with the moves among the records of a stream, whose lists may be in separate streams.
    fn with_tables(
        &self,
        py: Python<'_>,
        records: Bound<'_, PyAny>,
        children: BTreeMap<String, Bound<'_, PyAny>>,
        options: &Options,
    ) -> PyResult<Self> {
        let tables = tables(py, &records, &children)?;
        self.with(py, options, |tracker, options| {
            let tables = tables.clone();
            let mut records = tables.records(&tracker.schema(), options.map.as_deref(), options.on_error)?;
            tracker.add_all(&mut records)
        })
    }

    /// Returns who moves as a table, where data was given.
    fn moves(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        let Some(moves) = &self.diff.moves else { return Ok(None) };
        run(py, || moves.to_arrow()).map(|batch| Some(Table::of(batch)))
    }

    /// Returns the comparison as JSON.
    fn json(&self) -> String {
        self.diff.to_json().to_string()
    }

    fn text(&self, language: &str) -> String {
        self.diff.to_text(lang(language))
    }

    fn html(&self, language: &str) -> String {
        self.diff.to_html(lang(language))
    }
}

impl Difference {
    fn with(
        &self,
        py: Python<'_>,
        options: &Options,
        read: impl Fn(&mut Tracker, &kvinnofrid::Options) -> Result<(), Error> + Sync,
    ) -> PyResult<Self> {
        run(py, || {
            let ([old], [new]) = (self.old.as_slice(), self.new.as_slice()) else {
                return Err(ArgumentError::new(
                    "data",
                    Text::new(
                        "uppgifter räknas för en enda utgåva; välj den med `programme=\"ID@UTGÅVA\"`",
                        "data is counted for one edition; choose it with `programme=\"ID@EDITION\"`",
                    ),
                )
                .into());
            };
            let tracked = |edition: &Arc<Edition>| {
                let mut options = options.of(edition)?;
                if let Some(compared) = self.diff.editions.first() {
                    options.periods.clone_from(&compared.periods);
                }
                let mut tracker = Tracker::new(Arc::clone(edition), &options)?;
                read(&mut tracker, &options)?;
                Ok::<_, Error>(tracker)
            };
            let diff = self.diff.clone().with_moves(&tracked(old)?, &tracked(new)?, &self.renamed)?;
            let (old, new) = (self.old.clone(), self.new.clone());
            Ok::<_, Error>(Self { diff, old, new, renamed: self.renamed.clone() })
        })
    }
}
