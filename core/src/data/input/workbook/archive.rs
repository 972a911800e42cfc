//! The files inside a workbook: XML in a ZIP archive, read with limits. The only module that uses the ZIP and XML readers.

use super::message;
use crate::findings::error::InputError;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

/// The maximum number of decompressed bytes of one file of the archive: 1 GiB. A full sheet of Excel with thirty columns
/// has less.
const MAX_BYTES: u64 = 1 << 30;
/// The maximum number of bytes of one tag, or of one text between tags: 4 MiB.
const MAX_EVENT_BYTES: u64 = 4 << 20;
/// The deepest nesting of elements.
const MAX_DEPTH: usize = 128;
/// The maximum number of files of the archive.
const MAX_FILES: usize = 20_000;

/// The beginning of a compound file: Excel's format before 2007, and any encrypted workbook.
const COMPOUND_FILE: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// Where the bytes come from.
pub(super) trait Source: Read + Seek + Send {}

impl<R: Read + Seek + Send> Source for R {}

/// An archive, of which only the directory has been read.
pub(super) struct Archive(ZipArchive<Box<dyn Source>>);

impl Archive {
    pub(super) fn open(reader: impl Read + Seek + Send + 'static) -> Result<Self, InputError> {
        let mut reader: Box<dyn Source> = Box::new(reader);
        let mut start = [0; COMPOUND_FILE.len()];
        let is_old = reader.read_exact(&mut start).is_ok() && start == COMPOUND_FILE;
        if is_old {
            return Err(InputError::new(message::old_or_encrypted()));
        }
        reader.seek(SeekFrom::Start(0)).map_err(|error| message::unreadable(error.kind()))?;
        let archive = ZipArchive::new(reader).map_err(wrong)?;
        if archive.len() > MAX_FILES {
            return Err(InputError::limit(message::too_many_files(MAX_FILES)));
        }
        Ok(Self(archive))
    }

    /// Opens the file called `name`; `None` if there is none.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, InputError> {
        match self.0.by_name(name) {
            Ok(file) => Ok(Some(Xml::new(file))),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(error) => Err(wrong(error)),
        }
    }

    /// Opens a file without which there is no workbook.
    pub(super) fn required(&mut self, name: &str) -> Result<Xml<'_>, InputError> {
        self.xml(name)?.ok_or_else(|| InputError::new(message::not_a_workbook()))
    }
}

/// The archive's own message may contain names of files.
fn wrong(error: ZipError) -> InputError {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            message::unreadable(error.kind())
        }
        _ => InputError::new(message::not_a_workbook()),
    }
}

/// Elements and texts of an XML file, one after the other.
pub(super) struct Xml<'a> {
    reader: Reader<Bounded<ZipFile<'a, Box<dyn Source>>>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// A piece of XML.
pub(super) enum Node<'a> {
    /// An element begins. An element without content begins and ends.
    Start(BytesStart<'a>),
    /// The innermost element ends.
    End,
    Text(Cow<'a, str>),
    /// A comment, a declaration and the like.
    Other,
    /// The end of the file, where every element has ended.
    Eof,
}

impl<'a> Xml<'a> {
    fn new(file: ZipFile<'a, Box<dyn Source>>) -> Self {
        let bounded = Bounded {
            reader: BufReader::with_capacity(1 << 16, file),
            left: MAX_BYTES,
            event: 0,
            over: false,
        };
        let mut reader = Reader::from_reader(bounded);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Node<'_>, InputError> {
        self.buffer.clear();
        self.reader.get_mut().event = MAX_EVENT_BYTES;
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(_) if self.reader.get_ref().over => return Err(InputError::limit(message::too_large())),
            Err(_) => return Err(damaged()),
        };
        Ok(match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(InputError::limit(message::too_deep(MAX_DEPTH)));
                }
                Node::Start(element)
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Node::End
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(name) => Node::Text(match name.resolve_char_ref() {
                Ok(Some(character)) => Cow::Owned(character.to_string()),
                Ok(None) => Cow::Borrowed(resolve_predefined_entity(&name).ok_or_else(damaged)?),
                Err(_) => return Err(damaged()),
            }),
            Event::Eof if self.depth > 0 => return Err(damaged()),
            Event::Eof => Node::Eof,
            _ => Node::Other,
        })
    }

    /// Skips the rest of the element that has begun.
    pub(super) fn skip(&mut self) -> Result<(), InputError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }
}

pub(super) fn damaged() -> InputError {
    InputError::new(message::damaged())
}

/// Returns an attribute of an element by its name with prefix; `None` if it has none.
pub(super) fn attribute<'a>(
    element: &'a BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'a, str>>, InputError> {
    let found = element.try_get_attribute(name).map_err(|_| damaged())?;
    found
        .map(|found| found.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|_| damaged()))
        .transpose()
}

/// Reads at most `left` bytes, and at most `event` of them in a row.
struct Bounded<R> {
    reader: BufReader<R>,
    left: u64,
    event: u64,
    over: bool,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let len = available.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(available) {
            *to = *from;
        }
        self.consume(len);
        Ok(len)
    }
}

impl<R: Read> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 || self.event == 0 {
            self.over = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, len: usize) {
        self.left = self.left.saturating_sub(len as u64);
        self.event = self.event.saturating_sub(len as u64);
        self.reader.consume(len);
    }
}
