//! Notes beside the result of reading records.

use crate::output::Output;
use kvinnofrid::error::Error;
use kvinnofrid::notes::{self, Notice};

/// Skipped records: the file of each retained one.
#[derive(Default)]
pub(super) struct Rejections {
    files: Vec<String>,
}

impl Rejections {
    /// Assigns those retained since the last call to `file`.
    pub(super) fn are_of(&mut self, file: &str, remembered: usize) {
        self.files.resize(remembered.max(self.files.len()), file.to_owned());
    }

    /// Reports the number of skipped records, and the first reasons.
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

/// The skipped records of the parts of a series. A part that skips as many as the one before skips the same, which are
/// reported once.
#[derive(Default)]
pub(super) struct OfParts {
    current: Rejections,
    before: Option<u64>,
}

impl OfParts {
    /// Assigns the records of the current part retained since the last call to `file`.
    pub(super) fn are_of(&mut self, file: &str, remembered: usize) {
        self.current.are_of(file, remembered);
    }

    /// Ends a part.
    pub(super) fn end_of_part(&mut self, rejected: u64, reasons: &[Error], output: &mut Output<'_>) {
        let current = std::mem::take(&mut self.current);
        if self.before.replace(rejected) != Some(rejected) {
            current.say(output, rejected, reasons);
        }
    }
}

/// Reports oddities in the records of all files.
pub(super) fn say(notices: &[Notice], output: &mut Output<'_>) {
    notices.iter().for_each(|notice| output.warn(&notice.text));
}
