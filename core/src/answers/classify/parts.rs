//! Classifying a stream by several threads.

use super::{Classification, Classifier, REMEMBERED};
use crate::data::input::{Part, Records};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::threads::{Work, in_order};
use crate::findings::error::Error;
use std::sync::Arc;

/// What it takes to classify parts in a thread.
struct Own {
    classifier: Classifier,
    decoder: Decoder,
}

/// What came of a part.
struct Outcome<T> {
    made: Vec<T>,
    noted: Noted,
    /// Why the call ends after these.
    failed: Option<Error>,
}

/// What a classifier has noted beside its answers.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    rejected: u64,
    rejections: Vec<Error>,
    odd: Oddities,
}

impl Classifier {
    /// Classifies all of `records`, which must have been made for the edition's schema, with as many threads as the options
    /// say. Of each classification `make` makes something, in the thread that classified, before the next
    /// takes its room; `take` takes it in the calling
    /// thread, in the order of the records. With [`OnError::Skip`](crate::OnError::Skip), records that can't be classified
    /// are passed over and counted. What was odd about the records is added to this classifier's
    /// [`oddities`](Self::oddities).
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
    /// Those of `take`, after which it takes nothing more; as [`classify`](Self::classify), and where the data can't be
    /// read: always the first error of the stream, before which everything is taken.
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
        let (another, decoder) = (self.maker(), records.decoder().clone());
        let work = Work {
            make: || Ok::<_, Error>(Own { classifier: another()?, decoder: decoder.clone() }),
            work: |own: &mut Result<Own, Error>, part: Box<dyn Part>| match own {
                Ok(own) => own.classify(&*part, &make),
                Err(error) => Outcome {
                    made: Vec::new(),
                    noted: Noted::default(),
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

    /// What makes classifiers of the same question, for other threads.
    pub(crate) fn maker(&self) -> impl Fn() -> Result<Self, Error> + Sync + use<> {
        let (edition, options) = (Arc::clone(&self.edition), self.options.clone());
        move || Self::new(Arc::clone(&edition), &options)
    }

    /// What was noted since this was last asked.
    pub(crate) fn take_noted(&mut self) -> Noted {
        Noted {
            rejected: std::mem::take(&mut self.rejected),
            rejections: std::mem::take(&mut self.rejections),
            odd: std::mem::take(&mut self.odd),
        }
    }

    /// Notes what another classifier has noted of the records that come next.
    pub(crate) fn note(&mut self, noted: Noted) {
        self.rejected = self.rejected.saturating_add(noted.rejected);
        let room = REMEMBERED.saturating_sub(self.rejections.len());
        self.rejections.extend(noted.rejections.into_iter().take(room));
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
