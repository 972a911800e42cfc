//! The comments of rule files that say what a declaration or a field is.

use crate::findings::source::SourceMap;
use crate::findings::span::Span;

/// Returns the comment lines directly above the line of `span`, as one text.
#[must_use]
pub fn above(sources: &SourceMap, span: Span) -> Option<String> {
    let before = sources.text(span.source).get(..span.start as usize)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let lines = before.get(..start)?.lines().rev();
    let mut comment: Vec<&str> =
        lines.map_while(|line| line.strip_prefix("//")).filter(|line| !line.starts_with('/')).collect();
    comment.reverse();
    joined(&comment)
}

/// Returns the comment that ends the line of an entry of a map, where the entry begins at `span`.
#[must_use]
pub fn beside(sources: &SourceMap, span: Span) -> Option<String> {
    let text = sources.text(span.source);
    let mut at = span.start as usize;
    let mut depth = 0usize;
    loop {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        if let Some(comment) = rest.strip_prefix("//") {
            return joined(&[comment.lines().next()?]);
        }
        match first {
            '\n' if depth == 0 => return None,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return None,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        at = if first.is_whitespace() {
            at + first.len_utf8()
        } else {
            sources.token_end(span.source, u32::try_from(at).ok()?) as usize
        };
    }
}

fn joined(lines: &[&str]) -> Option<String> {
    let text = lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
