//! A result file that appears once it is complete, never partially written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The number of names tried for the temporary file next to the requested one.
const TRIES: u32 = 100;

/// A file being written. If dropped before it is complete, it is removed.
pub(super) struct NewFile {
    path: PathBuf,
    /// The temporary file; `None` if the target can't be replaced, such as a device.
    beside: Option<PathBuf>,
    writer: BufWriter<File>,
}

impl NewFile {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        // Links are resolved, so that they still point to the target.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                let file = OpenOptions::new().write(true).open(&path)?;
                Ok(Self { path, beside: None, writer: BufWriter::new(file) })
            }
            Ok(found) => {
                let new = Self::beside(path)?;
                new.writer.get_ref().set_permissions(found.permissions())?;
                Ok(new)
            }
            Err(_) => Self::beside(path),
        }
    }

    fn beside(path: PathBuf) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        for number in 0..TRIES {
            let beside = path.with_file_name(format!(".{name}.{number}.part"));
            match OpenOptions::new().write(true).create_new(true).open(&beside) {
                Ok(file) => return Ok(Self { path, beside: Some(beside), writer: BufWriter::new(file) }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Returns the path of the requested file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Renames the temporary file to the requested one.
    pub(super) fn complete(mut self) -> io::Result<()> {
        self.writer.flush()?;
        if let Some(beside) = &self.beside {
            fs::rename(beside, &self.path)?;
            self.beside = None;
        }
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            let _ = fs::remove_file(beside);
        }
    }
}
