//! `classify`: one line of JSON per record, or readable text.

use super::notes::{self, Rejections};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use clap::ArgMatches;
use kvinnofrid::classify::Classification;
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::output::html;
use kvinnofrid::text::Lang;
use std::io::BufRead;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    let mut options = args::options(matches)?;
    let rules = args::rules(matches)?;
    let edition = args::edition(matches, &rules, &options)?;
    args::with_map(matches, &edition, &mut options)?;
    let mut classifier = edition.classifier(&options)?;
    edition.lacking(options.with).iter().for_each(|text| output.warn(text));
    let mut rejections = Rejections::default();
    let quiet = output.is_terminal();
    let (format, lang) = (args::text(matches, "format"), output.lang);
    let make = |answer: &Classification| match format {
        Some("text") => Ok(paragraph(&edition, answer, lang)),
        Some("html") => serde_json::to_value(answer).map(|answer| html::classification(&answer, lang).into()),
        _ => line(answer),
    };
    if format == Some("html") {
        output.result(&html::page_start(&edition.id(), lang))?;
    }
    Inputs::of(matches, &options, output, quiet)?.each(
        (&classifier.schema(), &options),
        stdin,
        |file, records| {
            let done = classifier.classify_all(records, make, |answer| {
                let answer = answer.map_err(Error::unwritten)?;
                Ok(output.result_bytes(&answer)?)
            });
            done.map_err(|stop| match stop {
                Stop::Data(error) => Failure::in_file(&error, file),
                Stop::Output(failure) => failure,
            })?;
            rejections.are_of(file, classifier.rejections().len());
            Ok(())
        },
    )?;
    if format == Some("html") {
        output.result(html::PAGE_END)?;
    }
    notes::say(&classifier.notices(), output);
    rejections.say(output, classifier.rejected(), classifier.rejections());
    Ok(DONE)
}

/// Formats a classification as readable text, followed by an empty line.
fn paragraph(edition: &Edition, answer: &Classification, lang: Lang) -> Vec<u8> {
    let mut paragraph = edition.classification_text(answer, lang).into_bytes();
    paragraph.push(b'\n');
    paragraph
}

/// Formats a classification as a line of JSON.
fn line(answer: &Classification) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    Ok(line)
}

/// Why classification stops early.
enum Stop {
    /// The data are invalid.
    Data(Error),
    /// The output can't be written.
    Output(Failure),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Data(error)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Output(failure)
    }
}
