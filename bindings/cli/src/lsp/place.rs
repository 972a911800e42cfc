//! Places and names of files as the protocol has them.

use kvinnofrid::desk::Desk;
use kvinnofrid::source::{SourceId, Span, Units};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Returns the range of a span in the author's text.
pub(super) fn range(desk: &Desk, span: Span, units: Units) -> Value {
    let ((line, character), (end_line, end_character)) = desk.sources().range_in(span, units);
    json!({
        "start": { "line": line, "character": character },
        "end": { "line": end_line, "character": end_character },
    })
}

/// Returns the line and column of a position.
pub(super) fn position(value: &Value) -> Option<(u32, u32)> {
    let number =
        |name: &str| value.get(name).and_then(Value::as_u64).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    Some((number("line")?, number("character")?))
}

/// Returns the byte of a position in a file.
pub(super) fn offset(desk: &Desk, file: SourceId, value: &Value, units: Units) -> Option<u32> {
    let (line, column) = position(value)?;
    Some(desk.sources().offset_from(file, line, column, units))
}

/// Returns the span of a range in a file.
pub(super) fn span(desk: &Desk, file: SourceId, value: &Value, units: Units) -> Option<Span> {
    let start = offset(desk, file, value.get("start")?, units)?;
    let end = offset(desk, file, value.get("end")?, units)?;
    Some(Span::new(file, start.min(end), end))
}

/// Returns the path of a document: of a file, or its address where it is no file yet.
pub(super) fn path_of(uri: &str) -> PathBuf {
    let Some(rest) = uri.strip_prefix("file://") else { return PathBuf::from(uri) };
    // What stands between the slashes is the machine.
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest);
    let path = decoded(path);
    let is_drive = |path: &str| {
        let mut bytes = path.bytes().skip(1);
        bytes.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && bytes.next() == Some(b':')
    };
    if cfg!(windows) && is_drive(&path) {
        return PathBuf::from(path.get(1..).unwrap_or_default().replace('/', "\\"));
    }
    PathBuf::from(path)
}

/// Returns the address of a file.
pub(super) fn uri_of(path: &Path) -> String {
    let path = path.display().to_string();
    let path = if cfg!(windows) { format!("/{}", path.replace('\\', "/")) } else { path };
    let mut uri = String::from("file://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.filter(|_| *byte == b'%').and_then(|code| u8::from_str_radix(code, 16).ok());
        plain.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_file_leads_back_to_it() {
        for path in ["/a/b c/å%20ä.rhai", "/x"] {
            assert_eq!(path_of(&uri_of(Path::new(path))), PathBuf::from(path));
        }
        assert_eq!(path_of("file:///a/%C3%A5.rhai"), PathBuf::from("/a/å.rhai"));
        assert_eq!(path_of("untitled:Ny-1"), PathBuf::from("untitled:Ny-1"));
        assert_eq!(path_of("file:///a%"), PathBuf::from("/a%"));
    }
}
