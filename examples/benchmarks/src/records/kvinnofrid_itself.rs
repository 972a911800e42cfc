//! kvinnofrid: the edition's own rules.

use crate::{Groups, Outcome, Way};
use kvinnofrid::classify::Classification;
use kvinnofrid::document::Document;
use kvinnofrid::notes::Oddities;
use kvinnofrid::record::Decoder;
use kvinnofrid::{Options, Period, Rules};
use std::sync::Arc;

pub fn ways(lines: &[String]) -> Outcome<Vec<(&'static str, Way<'_>)>> {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    let layout = Arc::new(edition.schema().layout().clone());
    let mut decoder = Decoder::new(Arc::clone(&layout));
    let (mut documents, mut odd) = (Vec::new(), Oddities::default());
    for (row, line) in (1..).zip(lines) {
        let mut document = Document::new(&layout);
        decoder.read(line.as_bytes(), row, &mut document, &mut odd)?;
        documents.push(document);
    }
    // Each answer takes the room of the one before, as in a stream.
    let (mut classifier, mut answer) = (edition.classifier(&options)?, Classification::default());
    let parsed: Way<'_> = Box::new(move |record| {
        classifier.classify_document_into(&documents[record], record as u64 + 1, &mut answer)?;
        Ok(groups(&answer))
    });
    let (mut classifier, mut answer) = (edition.classifier(&options)?, Classification::default());
    let json: Way<'_> = Box::new(move |record| {
        classifier.classify_into(lines[record].as_bytes(), record as u64 + 1, &mut answer)?;
        Ok(groups(&answer))
    });
    Ok(vec![("parsed-kvinnofrid", parsed), ("json-kvinnofrid", json)])
}

fn groups(answer: &Classification) -> Groups {
    std::array::from_fn(|number| answer.groups[number].1)
}
