//! Answers of an edition about one record.

use super::{Classification, Classifier};
use crate::answers::why::Reason;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::findings::error::Error;
use std::sync::Arc;

impl Edition {
    /// Creates a classifier, which can be used for any number of records. Create it once and reuse it: this compiles
    /// the conditions for the period.
    ///
    /// # Errors
    /// [`Error::Argument`] if the options don't give one period, or set a reading that does not exist, or if the
    /// edition has neither target groups, because only its headings are known, nor the casework that
    /// [`Options::with`] selects.
    pub fn classifier(self: &Arc<Self>, options: &Options) -> Result<Classifier, Error> {
        Classifier::new(Arc::clone(self), options)
    }

    /// Returns the reasons that can decide whether a record belongs to a target group under these options: every
    /// why-code that a [classification](crate::answers::classify::Classification::why) can have, with the condition
    /// it refers to. Target groups are in declared order, the parts of each in evaluation order.
    ///
    /// ```
    /// use kvinnofrid::{Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    /// let reasons = edition.reasons(&options)?;
    /// let women: Vec<_> = reasons.iter().filter(|reason| &*reason.group == "kvinnor").collect();
    /// assert_eq!(&*women[1].code, "20-malgrupper.rhai:7:18");
    /// assert_eq!(women[1].condition, r#"p.kön == "kvinna""#);
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`classifier`](Self::classifier).
    pub fn reasons(self: &Arc<Self>, options: &Options) -> Result<Vec<Arc<Reason>>, Error> {
        let classifier = self.classifier(&Options { why: true, ..options.clone() })?;
        Ok(classifier.reasons().cloned().collect())
    }

    /// Classifies the record `json`, an object in UTF-8. For more than one record, reuse a
    /// [`classifier`](Self::classifier).
    ///
    /// ```
    /// use kvinnofrid::{Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let mut options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    /// let record = r#"{"id": 17, "kön": "kvinna", "födelsedatum": "1997-10-01", "våld": [{"roll": "våldsutsatt",
    ///     "kategori": "våld_i_nära_relation", "relation": "pojk_flickvän", "från": "2013-04-01"}]}"#;
    ///
    /// // She is sixteen. The programme gives no age: by default women are adults.
    /// let answer = edition.classify(record.as_bytes(), &options)?;
    /// assert_eq!(answer.groups[0], ("kvinnor".into(), Some(false)));
    ///
    /// options.readings.insert("åldersgräns".into(), "alla".into());
    /// let answer = edition.classify(record.as_bytes(), &options)?;
    /// assert_eq!(answer.groups[0], ("kvinnor".into(), Some(true)));
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`classifier`](Self::classifier), and [`Error::Input`] if the record does not match the schema.
    pub fn classify(self: &Arc<Self>, json: &[u8], options: &Options) -> Result<Classification, Error> {
        self.classifier(options)?.classify(json, 1)
    }
}
