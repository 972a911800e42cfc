//! Classifies a stream with several threads.

use super::{Classification, Classifier, REMEMBERED};
use crate::data::input::{Part, Records};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::threads::{Work, in_order};
use crate::findings::error::Error;
use std::sync::Arc;

/// The state of a worker thread.
struct Own {
    classifier: Classifier,
    decoder: Decoder,
}

/// The result of one chunk of the stream.
struct Outcome<T> {
    made: Vec<T>,
    noted: Noted,
    /// The error that ends the call after these results.
    failed: Option<Error>,
}

/// Rejections and oddities that a classifier has collected.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    rejected: u64,
    rejections: Vec<Error>,
    odd: Oddities,
}

impl Classifier {
    /// Classifies all of `records`, which must have been created for the edition's schema, with as many threads as
    /// the options specify. `make` converts each classification in the thread that classified it, before its
    /// allocations are reused; `take` receives the converted values in the calling thread, in record order. With
    /// [`OnError::Skip`](crate::OnError::Skip), records that can't be classified are skipped and counted. The
    /// oddities of the records are added to this classifier's [`oddities`](Self::oddities).
    ///
    /// ```
    /// use kvinnofrid::input::{InputFormat, JsonRecords};
    /// use kvinnofrid::{Error, Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let periods = vec![Period::parse("2013")?];
    /// let mut classifier = edition.classifier(&Options { periods, threads: 4, ..Options::default() })?;
    ///
    /// let lines = "{\"id\": 1, \"kön\": \"kvinna\"}\n{\"id\": 2}\n";
    /// let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
    /// let mut ids = Vec::new();
    /// classifier.classify_all(&mut records, |answer| answer.id.clone(), |id| Ok::<_, Error>(ids.extend(id)))?;
    /// assert_eq!(ids, ["1", "2"]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// An error of `take`, after which it is not called again; as [`classify`](Self::classify); and if the data can't
    /// be read. It is always the first error of the stream, and `take` has received everything before it.
    pub fn classify_all<T: Send, E: From<Error>>(
        &mut self,
        records: &mut dyn Records,
        make: impl Fn(&Classification) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let threads = self.options.threads;
        if threads <= 1 {
            let mut answer = Classification::default();
            let taken = loop {
                match self.next_into(records, &mut answer) {
                    Ok(true) => {}
                    Ok(false) => break Ok(()),
                    Err(error) => break Err(error.into()),
                }
                if let Err(error) = take(make(&answer)) {
                    break Err(error);
                }
            };
            self.odd.merge(&records.take_oddities());
            return taken;
        }
        self.schema.is_read_by(records.decoder()).map_err(Error::from)?;
        let (another, decoder) = (self.maker(), records.decoder().clone());
        let work = Work {
            make: || Ok::<_, Error>(Own { classifier: another()?, decoder: decoder.clone() }),
            work: |own: &mut Result<Own, Error>, part: Box<dyn Part>| match own {
                Ok(own) => own.classify(&*part, &make),
                Err(error) => Outcome {
                    made: Vec::new(),
                    noted: Noted::default(),
                    // Cannot happen: the first classifier was made from the same plan and options.
                    failed: Some(Error::Internal(error.to_string())),
                },
            },
        };
        let taken = in_order(
            threads,
            || records.next_part(),
            &work,
            |outcome| {
                self.note(outcome.noted);
                outcome.made.into_iter().try_for_each(&mut take)?;
                outcome.failed.map_or(Ok(()), |error| Err(error.into()))
            },
        );
        self.odd.merge(&records.take_oddities());
        taken
    }

    /// Returns a factory of identical classifiers, for other threads.
    pub(crate) fn maker(&self) -> impl Fn() -> Result<Self, Error> + Sync + use<> {
        let (edition, options) = (Arc::clone(&self.edition), self.options.clone());
        move || Self::new(Arc::clone(&edition), &options)
    }

    /// Returns what was collected since the last call, and clears it.
    pub(crate) fn take_noted(&mut self) -> Noted {
        Noted {
            rejected: std::mem::take(&mut self.rejected),
            rejections: std::mem::take(&mut self.rejections),
            odd: std::mem::take(&mut self.odd),
        }
    }

    /// Merges what another classifier collected from the records that come next.
    pub(crate) fn note(&mut self, noted: Noted) {
        self.rejected = self.rejected.saturating_add(noted.rejected);
        let left = REMEMBERED.saturating_sub(self.rejections.len());
        self.rejections.extend(noted.rejections.into_iter().take(left));
        self.odd.merge(&noted.odd);
    }
}

impl Own {
    fn classify<T>(&mut self, part: &dyn Part, make: impl Fn(&Classification) -> T) -> Outcome<T> {
        let Self { classifier, decoder } = self;
        let mut answer = Classification::default();
        let mut made = Vec::new();
        let failed = {
            let mut records = part.records(decoder);
            let failed = loop {
                match classifier.next_into(&mut *records, &mut answer) {
                    Ok(true) => made.push(make(&answer)),
                    Ok(false) => break None,
                    Err(error) => break Some(error),
                }
            };
            classifier.odd.merge(&records.take_oddities());
            failed
        };
        Outcome { made, noted: classifier.take_noted(), failed }
    }
}
