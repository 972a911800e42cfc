//! A result file that appears once it is complete, never partially written.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The number of names tried for the temporary file next to the requested one.
const TRIES: u32 = 100;

/// A file being written. If dropped before it is complete, it is removed. A process that is killed leaves its temporary file,
/// which never blocks a later run, and which nobody can read who could not read the result.
pub(super) struct NewFile {
    path: PathBuf,
    /// The permissions of the complete file, if others than those of the temporary file, which its user only can read.
    permissions: Option<Permissions>,
    /// The temporary file; `None` if the target can't be replaced, such as a device.
    beside: Option<PathBuf>,
    writer: BufWriter<File>,
}

impl NewFile {
    /// Creates a file that takes the place of `path` when it is complete. If `private`, a new file can be read by its user only.
    pub(super) fn create(path: &Path, private: bool) -> io::Result<Self> {
        // Links are resolved, so that they still point to the target.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                let file = OpenOptions::new().write(true).open(&path)?;
                Ok(Self { path, permissions: None, beside: None, writer: BufWriter::new(file) })
            }
            Ok(found) => {
                let mut new = Self::beside(path, true)?;
                new.permissions = Some(found.permissions());
                Ok(new)
            }
            // What the system gives a new file, it gives this one too.
            Err(_) => Self::beside(path, private),
        }
    }

    fn beside(path: PathBuf, private: bool) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        let process = std::process::id();
        for number in 0..TRIES {
            let beside = path.with_file_name(format!(".{name}.{process}-{number}.part"));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            if private {
                restrict_to_user(&mut options);
            }
            match options.open(&beside) {
                Ok(file) => {
                    let writer = BufWriter::new(file);
                    return Ok(Self { path, permissions: None, beside: Some(beside), writer });
                }
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

    /// Renames the temporary file to the requested one once it has reached the disk: whatever happens, there is the old file
    /// or the new one.
    pub(super) fn complete(mut self) -> io::Result<()> {
        self.writer.flush()?;
        if let Some(beside) = &self.beside {
            let file = self.writer.get_ref();
            file.sync_all()?;
            // Last, so that what is not complete stays with its user.
            if let Some(permissions) = self.permissions.take() {
                file.set_permissions(permissions)?;
            }
            fs::rename(beside, &self.path)?;
            self.beside = None;
            sync_folder(&self.path);
        }
        Ok(())
    }
}

/// From the beginning: who opened the file before its permissions were narrowed could read all that comes.
#[cfg(unix)]
fn restrict_to_user(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn restrict_to_user(_: &mut OpenOptions) {}

/// Flushes a rename to the disk. Where a folder can't be opened, as on Windows, the system does so in its own time.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}

/// Whether two paths lead to the same regular file, through symbolic or hard links.
#[cfg(unix)]
pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(a), fs::metadata(b)) {
        (Ok(a), Ok(b)) => a.is_file() && a.dev() == b.dev() && a.ino() == b.ino(),
        _ => false,
    }
}

/// Whether two paths lead to the same regular file, through symbolic links.
#[cfg(not(unix))]
pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b && a.is_file())
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
