//! A programme, and the calls that evaluate it.

use crate::baseline::Linking;
use crate::classifying::Classifying;
use crate::counting::Counting;
use crate::error::{Failed, raised};
use crate::explanation::Explanation;
use crate::listing::Listing;
use crate::options::Options;
use crate::rules::Rules;
use crate::run::run;
use crate::schema::Schema;
use crate::text::{Messages, both};
use crate::worklist::Gathering;
use kvinnofrid::options::Arguments;
use kvinnofrid::rules::Loaded;
use kvinnofrid::schema::{CellKind, TableColumns};
use kvinnofrid::series::{Part, Series};
use kvinnofrid::{Classifier, Date, Edition, Error};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A list, the column with its records' key, and its columns with their contents.
type AskedTable = (Option<String>, Option<String>, Vec<(String, &'static str)>);

fn kind_name(kind: CellKind) -> &'static str {
    match kind {
        CellKind::YesNo => "yes_no",
        CellKind::Codes => "codes",
        CellKind::Plain => "plain",
    }
}

/// A programme: one edition, or all of them. Thread-safe.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Programme {
    chosen: Loaded,
    /// The classifier of the last single record, with the number of its options.
    kept: Mutex<Option<(u64, Box<Classifier>)>>,
}

impl Programme {
    pub(crate) fn edition(&self, options: &kvinnofrid::Options) -> Result<Arc<Edition>, Error> {
        self.chosen.edition(options)
    }

    /// Returns the choice of editions.
    pub(crate) fn chosen(&self) -> &Loaded {
        &self.chosen
    }

    /// Returns the editions with one of these digests, in chronological order.
    pub(crate) fn editions_of(&self, digests: &[&str]) -> Vec<Arc<Edition>> {
        let all = self.chosen.editions().iter();
        all.filter(|edition| digests.contains(&edition.digest())).map(Arc::clone).collect()
    }

    /// Returns the edition, and the options with the map parsed for it.
    pub(crate) fn selected(&self, options: &Options) -> Result<(Arc<Edition>, kvinnofrid::Options), Error> {
        let edition = self.edition(options.unmapped())?;
        let options = options.of(&edition)?;
        Ok((edition, options))
    }

    /// Returns the series whose records are listed.
    fn listed(&self, arguments: &Arguments) -> Result<Series, Error> {
        self.chosen.series_with(&arguments.options, arguments.map.as_deref())
    }

    /// Takes the cached classifier for these options, or builds a new one, as a concurrent thread does.
    fn classifier(&self, options: &Options) -> Result<Box<Classifier>, Error> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).take();
        match kept {
            Some((number, classifier)) if number == options.number() => Ok(classifier),
            _ => {
                let (edition, options) = self.selected(options)?;
                Ok(Box::new(edition.classifier(&options)?))
            }
        }
    }
}

#[pymethods]
impl Programme {
    /// Loads the programme `id` (`None` for the only one), in the edition named or in force on a day.
    #[new]
    #[pyo3(signature = (rules, id, edition, on))]
    fn new(
        py: Python<'_>,
        rules: PyRef<'_, Rules>,
        id: Option<String>,
        edition: Option<String>,
        on: Option<String>,
    ) -> PyResult<Self> {
        let rules = Arc::clone(&rules.0);
        let chosen = run(py, move || {
            let on = on.as_deref().map(Date::read).transpose()?;
            let loaded = rules.load_programme(id.as_deref(), edition.as_deref(), on);
            loaded.map_err(|error| Failed::of(error, &rules))
        })?;
        Ok(Self { chosen, kept: Mutex::new(None) })
    }

    /// Returns the tables that the records and their lists may be in: the list (`None` for the records), the column with
    /// the key, and the columns that are fields of any edition that the options select, each with its contents.
    fn tables(&self, py: Python<'_>, options: &Options) -> PyResult<Vec<AskedTable>> {
        let mut all: Vec<AskedTable> = Vec::new();
        let series = run(py, || self.chosen.series_of(options.arguments()))?;
        // Casework asks for more than figures do.
        let arguments = options.arguments();
        let more = !arguments.options.with.is_empty() || !arguments.explain.subjects.is_empty();
        let tables = series.parts().iter().flat_map(|Part { edition, options }| {
            let schema = if more { edition.schema() } else { edition.schema_of_figures(options) };
            schema.tables(options.map.as_deref())
        });
        for TableColumns { list, key, columns } in tables {
            let columns = columns.into_iter().map(|(name, kind)| (name, kind_name(kind)));
            match all.iter_mut().find(|(known, ..)| *known == list) {
                Some((_, _, known)) => {
                    let new: Vec<_> = columns.filter(|column| !known.contains(column)).collect();
                    known.extend(new);
                }
                None => all.push((list, key, columns.collect())),
            }
        }
        Ok(all)
    }

    /// Returns the metadata of each edition, as JSON.
    fn editions(&self, py: Python<'_>) -> PyResult<String> {
        let summaries: Vec<_> = self.chosen.editions().iter().map(|edition| edition.summary()).collect();
        serde_json::to_string(&summaries).map_err(|error| raised(py, &Error::unwritten(error).into()))
    }

    /// Returns the programme in the edition that the options select.
    fn at(&self, py: Python<'_>, options: &Options) -> PyResult<Self> {
        let edition = self.edition(options.unmapped()).map_err(|error| raised(py, &error.into()))?;
        Ok(Self { chosen: Loaded::Edition(edition), kept: Mutex::new(None) })
    }

    /// Returns everything that the edition declares, as JSON.
    fn describe(&self, py: Python<'_>, options: &Options) -> PyResult<String> {
        run(py, || Ok::<_, Error>(self.edition(options.unmapped())?.describe().to_string()))
    }

    /// Returns the schema of a record; of the first edition where there are several.
    fn schema(&self, py: Python<'_>, options: &Options) -> PyResult<Schema> {
        run(py, || {
            let chosen = self.edition(options.unmapped());
            chosen.or_else(|error| match self.chosen.series(options.unmapped())?.parts() {
                [first, ..] => Ok(Arc::clone(&first.edition)),
                [] => Err(error),
            })
        })
        .map(|edition| Schema::new(&edition))
    }

    /// Returns the fields that the options' map renames, with the names of their columns, by path.
    fn renamed(&self, py: Python<'_>, options: &Options) -> PyResult<BTreeMap<String, String>> {
        run(py, || {
            let (_, options) = self.selected(options)?;
            let map = options.map.iter().flat_map(|map| map.renamed());
            Ok::<_, Error>(map.map(|(path, name)| (path, name.to_owned())).collect())
        })
    }

    /// Returns which target groups a record (JSON) belongs to, as JSON, and what looks wrong in the record.
    fn classify(&self, py: Python<'_>, record: &[u8], options: &Options) -> PyResult<(String, Messages)> {
        run(py, || {
            let mut classifier = self.classifier(options)?;
            let answer = classifier.classify(record, 1);
            let odd: Messages = classifier.notices().iter().map(|notice| both(&notice.text)).collect();
            // The oddities of one record are neither compared with nor reported for the next.
            drop(classifier.take_oddities());
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((options.number(), classifier));
            let json = serde_json::to_string(&answer?).map_err(Error::unwritten)?;
            Ok::<_, Error>((json, odd))
        })
    }

    /// Returns the reasons that can decide whether a record belongs to a target group, with their codes, as JSON.
    fn reasons(&self, py: Python<'_>, options: &Options) -> PyResult<String> {
        run(py, || {
            let reasons = self.edition(options.unmapped())?.reasons(options.unmapped())?;
            serde_json::to_string(&reasons).map_err(Error::unwritten)
        })
    }

    /// Returns notes on what the options request beside target groups but the edition does not declare.
    fn lacking(&self, py: Python<'_>, options: &Options) -> PyResult<Messages> {
        let edition = run(py, || self.edition(options.unmapped()))?;
        Ok(edition.lacking(options.unmapped().with).iter().map(both).collect())
    }

    /// Returns a classifier of many records.
    fn classifying(&self, py: Python<'_>, options: &Options) -> PyResult<Classifying> {
        run(py, || {
            let (edition, mapped) = self.selected(options)?;
            Classifying::new(&edition, mapped, options.arguments())
        })
    }

    /// Returns a lister of the records behind figures, by one edition or several.
    fn listing(&self, py: Python<'_>, options: &Options) -> PyResult<Listing> {
        run(py, || {
            let arguments = options.arguments();
            Listing::new(self.listed(arguments)?, arguments)
        })
    }

    /// Returns a gatherer for a worklist, by one edition or several.
    fn gathering(&self, py: Python<'_>, options: &Options) -> PyResult<Gathering> {
        run(py, || {
            let arguments = options.arguments();
            Gathering::new(self.listed(arguments)?, arguments)
        })
    }

    /// Returns a linker for a baseline, by one edition or several.
    fn linking(&self, py: Python<'_>, options: &Options) -> PyResult<Linking> {
        run(py, || {
            let arguments = options.arguments();
            let (asked, map) = (&arguments.baseline, arguments.map.as_deref());
            Linking::new(self.chosen.series_of_baseline(&arguments.options, asked, map)?, asked)
        })
    }

    /// Returns a counter for one edition, or for a series over several.
    fn counting(&self, py: Python<'_>, options: &Options) -> PyResult<Counting> {
        run(py, || Counting::new(self.chosen.series_of(options.arguments())?))
    }

    /// Explains why a record (JSON) belongs to target groups or counts in indicators.
    fn explain(&self, py: Python<'_>, record: &[u8], options: &Options) -> PyResult<Explanation> {
        run(py, || {
            let (edition, mapped) = self.selected(options)?;
            edition.explain(record, &mapped, &options.arguments().explain).map(Explanation::new)
        })
    }
}
