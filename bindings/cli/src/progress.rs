//! A progress bar for reading, on the terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kvinnofrid::text::Lang;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// A bar over the bytes of all files, or nothing. Removed on drop.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// Creates a bar for `bytes` bytes; an empty one unless `shown`.
    pub(crate) fn new(bytes: Option<u64>, shown: bool, lang: Lang) -> Self {
        let Some(bytes) = bytes.filter(|_| shown) else { return Self(None) };
        let template = match lang {
            Lang::Sv => "{wide_bar} {percent} %, {eta} kvar",
            Lang::En => "{wide_bar} {percent}%, {eta} left",
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr()).with_style(style);
        Self(Some(bar))
    }

    /// Wraps a reader and shows its progress.
    pub(crate) fn watch<'a>(&self, reader: impl Read + 'a) -> Box<dyn Read + 'a> {
        match &self.0 {
            Some(bar) => Box::new(bar.wrap_read(reader)),
            None => Box::new(reader),
        }
    }

    /// Wraps a file that is read in any order and shows its progress.
    pub(crate) fn watch_file(&self, file: File) -> Watched {
        Watched { file, bar: self.0.clone() }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// A file whose progress is shown.
pub(crate) struct Watched {
    file: File,
    bar: Option<ProgressBar>,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        if let Some(bar) = &self.bar {
            bar.inc(read as u64);
        }
        Ok(read)
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
