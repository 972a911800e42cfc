//! Which target groups a record belongs to.

use crate::document::{Cell, Document};
use crate::edition::Edition;
use crate::error::Error;
use crate::eval::{Evaluator, Scene};
use crate::options::Options;
use crate::plan::Plan;
use crate::record::Decoder;
use crate::truth::Truth;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which target groups a record belongs to, and what is missing to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// The record's key, where it has one.
    pub id: Option<String>,
    /// For each target group, in declared order, whether the record belongs; `None` where that is unknown.
    pub groups: Vec<(Arc<str>, Option<bool>)>,
    /// For each target group of which it is unknown, the missing fields that matter, in the order of the record:
    /// paths such as `insatser[2].erbjuden`, elements counted from 0.
    pub missing: Vec<(Arc<str>, Vec<String>)>,
}

impl Classification {
    /// `{"id": …, "groups": {…}, "missing": {…}}`, with `null` for unknown.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut groups = Map::new();
        for (id, belongs) in &self.groups {
            groups.insert(id.to_string(), (*belongs).into());
        }
        let mut missing = Map::new();
        for (id, fields) in &self.missing {
            missing.insert(id.to_string(), fields.clone().into());
        }
        let mut object = Map::new();
        object.insert("id".into(), self.id.clone().into());
        object.insert("groups".into(), groups.into());
        object.insert("missing".into(), missing.into());
        object.into()
    }
}

/// Classifies record after record under one period and one set of readings. Belongs to one thread at a time.
#[derive(Debug)]
pub struct Classifier {
    edition: Arc<Edition>,
    plan: Plan,
    evaluator: Evaluator,
    decoder: Decoder,
    document: Document,
    ids: Vec<Arc<str>>,
}

impl Classifier {
    pub(crate) fn new(edition: Arc<Edition>, options: &Options) -> Result<Self, Error> {
        edition.answers()?;
        let readings = edition.readings(&options.readings)?;
        let plan = edition.plan(options.one_period()?, &readings)?;
        let decoder = Decoder::new(Arc::clone(edition.layout()));
        let document = Document::new(edition.layout());
        let ids = edition.model().groups.iter().map(|g| g.id.as_str().into()).collect();
        Ok(Self { edition, evaluator: Evaluator::new(&plan), plan, decoder, document, ids })
    }

    /// Classifies the record `json`, an object, of row `row` (counted from 1; named in errors).
    ///
    /// # Errors
    /// [`Error::Input`] where the record is not as the schema says; [`Error::Evaluate`] where a rule overflows or
    /// divides by zero; [`Error::Limit`] where a record has so many elements that the rules can't be evaluated.
    pub fn classify(&mut self, json: &[u8], row: u64) -> Result<Classification, Error> {
        self.decoder.read(json, row, &mut self.document)?;
        let scene = Scene { plan: &self.plan, document: &self.document };
        let evaluator = &mut self.evaluator;
        evaluator.begin();
        let mut groups = Vec::with_capacity(self.ids.len());
        let mut missing = Vec::new();
        for (id, op) in self.ids.iter().zip(&self.plan.groups) {
            let truth = evaluator.truth(scene, *op).map_err(|fault| fault.at_row(row))?;
            groups.push((Arc::clone(id), truth.known()));
            if truth == Truth::Unknown {
                let mut fields = BTreeSet::new();
                evaluator.missing(scene, *op, &mut fields).map_err(|fault| fault.at_row(row))?;
                let layout = self.edition.layout();
                missing.push((Arc::clone(id), fields.iter().map(|field| field.path(layout)).collect()));
            }
        }
        Ok(Classification { id: self.key(), groups, missing })
    }

    fn key(&self) -> Option<String> {
        let column = self.edition.layout().key_column()?;
        match self.document.cell(0, 0, column) {
            cell @ Cell::Text { .. } => Some(self.document.text(cell).to_owned()),
            _ => None,
        }
    }

    /// What was odd about the records so far, as for [`Counter::decoder`](crate::count::Counter::decoder).
    #[must_use]
    pub fn decoder(&self) -> &Decoder {
        &self.decoder
    }
}
