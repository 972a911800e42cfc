//! What the options of a call are decoded into, and what calls cache with them.

use crate::error::Answer;
use crate::guard::guarded;
use crate::handle::Recover;
use crate::input::Cancel;
use crate::log::Log;
use crate::programme::kvf_programme;
use crate::rejected::{Rejections, kvf_rejected};
use crate::warnings;
use kvinnofrid::notes::Notice;
use kvinnofrid::options::Arguments;
use kvinnofrid::protect::Protect;
use kvinnofrid::record::Decoder;
use kvinnofrid::series::Series;
use kvinnofrid::{Classifier, Edition, Options};
use std::path::PathBuf;
use std::sync::Arc;

/// The options of a call, decoded.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The arguments; `options.map` is parsed for `mapped`.
    pub(crate) arguments: Arguments,
    pub(crate) cancel: Cancel,
    pub(crate) log: Log,
    /// The method of protection and the path of the ledger.
    pub(crate) protect: Option<(Protect, PathBuf)>,
    /// The edition that the map was parsed for.
    mapped: Option<Arc<Edition>>,
    /// A cache, invalidated whenever an option is set.
    compiled: Option<Compiled>,
    /// The warnings of the last classification or explanation.
    pub(crate) warnings: Vec<Notice>,
}

/// A cached classifier with its decoder, for the next record.
#[derive(Debug)]
pub(crate) struct Compiled {
    edition: Arc<Edition>,
    pub(crate) classifier: Classifier,
    pub(crate) decoder: Decoder,
}

impl Recover for Settings {
    /// Options are set atomically, so only the caches may be inconsistent.
    fn recover(&mut self) {
        self.forget();
    }
}

impl Settings {
    pub(super) fn new() -> Self {
        Self {
            arguments: Arguments::default(),
            cancel: Cancel::NOBODY,
            log: Log::NOBODY,
            protect: None,
            mapped: None,
            compiled: None,
            warnings: Vec::new(),
        }
    }

    /// Invalidates what earlier calls cached.
    pub(super) fn forget(&mut self) {
        (self.compiled, self.mapped) = (None, None);
    }

    /// Runs the work of a call; a failure is logged.
    pub(crate) fn logged<T>(&mut self, work: impl FnOnce(&mut Self) -> Answer<T>) -> Answer<T> {
        let outcome = guarded(|| work(self)).unwrap_or_else(|fault| {
            self.recover();
            Err(fault)
        });
        self.log.outcome(outcome)
    }

    /// Classifies with the cached classifier for `edition`. Warnings about the records are stored for the host and logged,
    /// with the number of skipped records.
    pub(crate) fn classify<T>(
        &mut self,
        edition: &Arc<Edition>,
        rejected: Option<&mut Option<Box<kvf_rejected>>>,
        classify: impl FnOnce(&mut Compiled) -> Answer<T>,
    ) -> Answer<T> {
        let log = self.log;
        self.warnings.clear();
        let compiled = self.compiled(edition)?;
        let before = Rejections::of(&mut compiled.classifier);
        drop(compiled.classifier.take_oddities());
        let classified = classify(compiled)?;
        before.answer(&mut compiled.classifier, rejected, log);
        let notices = compiled.classifier.notices();
        self.warned(notices);
        Ok(classified)
    }

    /// Keeps the warnings of a call, and logs them.
    pub(crate) fn warned(&mut self, notices: Vec<Notice>) {
        warnings::log(&notices, self.log);
        self.warnings = notices;
    }

    /// Returns the edition that applies to a call, and parses the map for it.
    ///
    /// # Errors
    /// KVF_ARGUMENT where none can be chosen; KVF_INPUT where the map is invalid.
    pub(crate) fn edition(&mut self, programme: &kvf_programme) -> Answer<Arc<Edition>> {
        let edition = programme.edition(&self.arguments.options)?;
        if !self.mapped.as_ref().is_some_and(|mapped| Arc::ptr_eq(mapped, &edition)) {
            self.arguments.options.map = self.arguments.map_for(&edition)?;
            self.mapped = Some(Arc::clone(&edition));
            self.compiled = None;
        }
        Ok(edition)
    }

    /// Returns the classifier for `edition`, cached between calls with the same options.
    pub(crate) fn compiled(&mut self, edition: &Arc<Edition>) -> Answer<&mut Compiled> {
        let kept = self.compiled.take().filter(|kept| Arc::ptr_eq(&kept.edition, edition));
        let compiled = match kept {
            Some(kept) => kept,
            None => {
                let classifier = edition.classifier(&self.arguments.options)?;
                let decoder = classifier.schema().decoder(self.arguments.options.map.as_deref());
                Compiled { edition: Arc::clone(edition), classifier, decoder }
            }
        };
        Ok(self.compiled.insert(compiled))
    }

    /// Returns the series to count for a report, with the map parsed for each edition.
    ///
    /// # Errors
    /// KVF_ARGUMENT where no edition can be chosen, or there is nothing to bridge; KVF_INPUT where the map is invalid.
    pub(crate) fn series(&self, programme: &kvf_programme) -> Answer<Series> {
        programme.series(&self.arguments)
    }
}

/// Returns a decoder of the records that `edition` counts, with the map of `options`.
pub(crate) fn decoder(edition: &Edition, options: &Options) -> Decoder {
    edition.schema_of_figures(options).decoder(options.map.as_deref())
}
