//! What is said beside the result of reading records.

use crate::output::Output;
use kvinnofrid::error::Error;
use kvinnofrid::input::Records;
use kvinnofrid::notes;

/// Records that were passed over: which file each remembered one is of.
#[derive(Default)]
pub(super) struct Rejections {
    files: Vec<String>,
}

impl Rejections {
    /// Notes that all those remembered since the last call are of `file`.
    pub(super) fn are_of(&mut self, file: &str, remembered: usize) {
        self.files.resize(remembered.max(self.files.len()), file.to_owned());
    }

    /// Says how many records were passed over, and why the first were.
    pub(super) fn say(&self, output: &mut Output<'_>, rejected: u64, reasons: &[Error]) {
        let Some(number) = notes::rejected(rejected) else { return };
        output.warn(&number);
        for (reason, file) in reasons.iter().zip(&self.files) {
            let line = format!("  {file}: {}\n", reason.message(output.lang));
            output.plain_note(&line);
        }
        if let Some(rest) = notes::rejected_beyond(rejected, reasons) {
            let line = format!("  {}\n", rest.get(output.lang));
            output.plain_note(&line);
        }
    }
}

/// What was odd about the records of all files, though no error.
#[derive(Default)]
pub(super) struct Oddities(notes::Oddities);

impl Oddities {
    /// Notes what was odd about the records of a file.
    pub(super) fn note(&mut self, records: &dyn Records) {
        self.0.note(records.decoder(), records.unmatched());
    }

    /// Says it.
    pub(super) fn say(&self, output: &mut Output<'_>) {
        for text in self.0.texts() {
            output.warn(&text);
        }
    }
}
