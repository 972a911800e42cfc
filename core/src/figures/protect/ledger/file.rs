//! A ledger in a file: the only module that opens one.

use super::{LARGEST, Store};
use crate::findings::error::{Error, InputError, io_reason};
use crate::findings::text::{Lang, say};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A ledger in a file, created if it does not exist. The file is locked for as long as this value lives; the system
/// releases the lock when the process ends, however that happens.
#[derive(Debug)]
pub struct FileStore {
    file: File,
    path: PathBuf,
}

impl FileStore {
    /// Opens and locks the ledger at `path` to publish.
    ///
    /// # Errors
    /// [`Error::Input`] where it cannot be opened, or another process holds the lock.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let of = |error: io::Error| unusable(&path, error.kind());
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(of)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let shown = path.display();
                return Err(InputError::new(say!(
                    "{shown}: någon annan publicerar just nu; försök igen när det är klart",
                    "{shown}: somebody else is publishing just now; try again when that is done"
                ))
                .into());
            }
            Err(TryLockError::Error(error)) => return Err(of(error)),
        }
        Ok(Self { file, path })
    }

    /// Reads the ledger at `path`, without publishing.
    ///
    /// # Errors
    /// [`Error::Input`] where it cannot be read.
    pub fn look(path: &Path) -> Result<Vec<u8>, Error> {
        let read = || {
            let mut bytes = Vec::new();
            File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error: io::Error| unusable(path, error.kind()))
    }

    fn write(&mut self, whole: u64, bytes: &[u8]) -> io::Result<()> {
        let is_new = self.file.metadata()?.len() == 0;
        self.file.set_len(whole)?;
        self.file.seek(SeekFrom::Start(whole))?;
        self.file.write_all(bytes)?;
        self.file.sync_all()?;
        if is_new && cfg!(unix) {
            // The directory entry of a new file has to survive a loss of power too.
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        }
        Ok(())
    }
}

/// Closing the file is not enough: a process that the host is just starting may hold a copy of it until it runs.
impl Drop for FileStore {
    fn drop(&mut self) {
        // Where that fails, the system releases the lock with the last copy.
        let _ = self.file.unlock();
    }
}

impl Store for FileStore {
    fn read(&mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let read = self
            .file
            .seek(SeekFrom::Start(0))
            .and_then(|_| (&self.file).take(LARGEST + 1).read_to_end(&mut bytes));
        read.map_err(|error| unusable(&self.path, error.kind()))?;
        Ok(bytes)
    }

    fn append(&mut self, whole: u64, bytes: &[u8]) -> Result<(), Error> {
        self.write(whole, bytes).map_err(|error| unusable(&self.path, error.kind()))
    }
}

fn unusable(path: &Path, kind: io::ErrorKind) -> Error {
    let (path, reason) = (path.display(), io_reason(kind));
    let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
    InputError::new(say!(
        "liggaren {path} kan inte användas ({sv})",
        "the ledger {path} can't be used ({en})"
    ))
    .into()
}
