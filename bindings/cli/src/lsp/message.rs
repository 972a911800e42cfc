//! Messages as the protocol frames them: a length, an empty line, and JSON.

use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};

/// The largest message that is read, in bytes. A rule file is at most one MiB, and no byte of it takes more than six.
const MOST_BYTES: u64 = 8 << 20;
/// The longest line of a message's head.
const LONGEST_LINE: u64 = 8 << 10;
/// The most lines of a message's head.
const MOST_LINES: usize = 64;

/// Codes of errors, as the protocol numbers them.
pub(super) const PARSE_ERROR: i64 = -32700;
pub(super) const INVALID_REQUEST: i64 = -32600;
pub(super) const METHOD_NOT_FOUND: i64 = -32601;
pub(super) const INVALID_PARAMS: i64 = -32602;
pub(super) const INTERNAL_ERROR: i64 = -32603;
pub(super) const NOT_INITIALIZED: i64 = -32002;
pub(super) const REQUEST_FAILED: i64 = -32803;

/// A message of the client.
#[derive(Debug)]
pub(super) enum Incoming {
    /// Something that it waits for an answer to.
    Request { id: Value, method: String, params: Value },
    /// Something that it tells.
    Notification { method: String, params: Value },
    /// An answer to a request of ours.
    Response,
    /// Something that is no message; what follows can be read.
    Malformed(&'static str),
}

/// Reads the next message; `None` at the end of the input.
///
/// # Errors
/// Where the next message begins is not known, or the input can't be read.
pub(super) fn read(input: &mut dyn BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = head(input)? else { return Ok(None) };
    let mut body = input.take(length);
    if length > MOST_BYTES {
        io::copy(&mut body, &mut io::sink())?;
        return Ok(Some(Incoming::Malformed("the message is larger than 8 MiB")));
    }
    // Memory grows with what is there, not with what the head claims.
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(parsed(&bytes)))
}

/// Reads the head of a message and returns the length of its body.
fn head(input: &mut dyn BufRead) -> io::Result<Option<u64>> {
    let lost = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut length = None;
    for number in 0..MOST_LINES {
        let mut line = Vec::new();
        input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return if number == 0 { Ok(None) } else { Err(lost("the input ends within a message")) };
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.strip_suffix('\n').ok_or_else(|| lost("a line of the head is too long"))?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            match length {
                Some(length) => return Ok(Some(length)),
                None => return Err(lost("a message has no Content-Length")),
            }
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse().map_err(|_| lost("Content-Length is no number"))?);
        }
    }
    Err(lost("the head of a message is too long"))
}

fn parsed(bytes: &[u8]) -> Incoming {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice::<Value>(bytes) else {
        return Incoming::Malformed("the message is no JSON object");
    };
    let params = fields.remove("params").unwrap_or_default();
    match (fields.remove("method"), fields.remove("id")) {
        (Some(Value::String(method)), Some(id @ (Value::Number(_) | Value::String(_)))) => {
            Incoming::Request { id, method, params }
        }
        (Some(Value::String(method)), None) => Incoming::Notification { method, params },
        (None, Some(_)) if fields.contains_key("result") || fields.contains_key("error") => {
            Incoming::Response
        }
        _ => Incoming::Malformed("the message is no request, notification or response"),
    }
}

/// Writes a message.
fn write(output: &mut dyn Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

/// Writes the answer to a request.
pub(super) fn respond(
    output: &mut dyn Write,
    id: &Value,
    answer: Result<Value, (i64, String)>,
) -> io::Result<()> {
    write(
        output,
        &match answer {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err((code, message)) => {
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
            }
        },
    )
}

/// Writes a notification.
pub(super) fn notify(output: &mut dyn Write, method: &str, params: &Value) -> io::Result<()> {
    write(output, &json!({ "jsonrpc": "2.0", "method": method, "params": params }))
}

/// Writes a request whose answer says nothing.
pub(super) fn request(output: &mut dyn Write, id: &str, method: &str) -> io::Result<()> {
    write(output, &json!({ "jsonrpc": "2.0", "id": id, "method": method }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(mut input: &[u8]) -> Vec<String> {
        let mut all = Vec::new();
        loop {
            match read(&mut input) {
                Ok(None) => return all,
                Ok(Some(message)) => all.push(format!("{message:?}")),
                Err(error) => {
                    all.push(error.to_string());
                    return all;
                }
            }
        }
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn a_message_that_is_malformed_does_not_hide_the_next() {
        let bad = ["{", "[]", "{\"id\": {}}", "\u{fffd}"];
        for bad in bad {
            let input = framed(bad) + &framed("{\"method\": \"exit\"}");
            let all = read_all(input.as_bytes());
            assert!(all[0].starts_with("Malformed") && all[1].starts_with("Notification"), "{all:?}");
        }
    }

    #[test]
    fn no_memory_is_taken_for_a_length_that_is_only_claimed() {
        for length in ["99999999999", "18446744073709551615"] {
            assert!(read_all(format!("Content-Length: {length}\r\n\r\n{{}}").as_bytes()).len() <= 1);
        }
    }

    #[test]
    fn a_head_that_is_none_ends_the_session() {
        for head in ["hej\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: 2\r\n"] {
            assert_eq!(read_all(head.as_bytes()).len(), 1, "{head}");
        }
        assert_eq!(read_all("x".repeat(100_000).as_bytes()).len(), 1);
        assert_eq!(read_all("a: b\r\n".repeat(1_000).as_bytes()).len(), 1);
        assert!(read_all(b"").is_empty());
    }
}
