//! `classify`: one line of JSON for each record.

use super::notes::{Oddities, Rejections};
use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::output::Output;
use clap::ArgMatches;
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
    let (mut rejections, mut oddities) = (Rejections::default(), Oddities::default());
    let mut line = Vec::new();
    let quiet = output.is_terminal();
    Inputs::of(matches, &options, output, quiet)?.each((&edition, &options), stdin, |file, records| {
        while let Some(answer) =
            classifier.next_of(records).map_err(|error| Failure::in_file(&error, file))?
        {
            line.clear();
            serde_json::to_writer(&mut line, &answer)
                .map_err(|error| Failure::internal(&error.to_string()))?;
            line.push(b'\n');
            output.result_bytes(&line)?;
        }
        rejections.are_of(file, classifier.rejections().len());
        oddities.note(records);
        Ok(())
    })?;
    oddities.say(output);
    rejections.say(output, classifier.rejected(), classifier.rejections());
    Ok(DONE)
}
