//! One line per finding, for editors and build logs.

use super::{RenderOptions, severity_name, visible};
use crate::findings::diagnostic::{Diagnostic, Severity};
use crate::findings::source::SourceMap;

pub(super) fn draw(out: &mut String, finding: &Diagnostic, sources: &SourceMap, options: &RenderOptions) {
    if let Some(primary) = &finding.primary {
        let (line, column) = sources.line_column(primary.span);
        out.push_str(&format!("{}:{line}:{column}: ", visible(sources.name(primary.span.source))));
    }
    let (style, reset) = match (options.color, finding.severity) {
        (false, _) => ("", ""),
        (true, Severity::Error) => ("\x1b[1;91m", "\x1b[0m"),
        (true, Severity::Warning) => ("\x1b[1;33m", "\x1b[0m"),
    };
    let severity = severity_name(finding.severity, options.lang);
    let message = finding.headline(options.lang);
    let message = visible(&message);
    out.push_str(&format!("{style}{severity}[{}]{reset} {message}\n", finding.code.0));
}
