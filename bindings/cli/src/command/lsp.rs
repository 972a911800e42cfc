//! `lsp`: the language server, for editors.

use crate::failure::Failure;
use crate::lsp::serve;
use crate::output::Output;
use std::io::BufRead;

pub(super) fn run(stdin: &mut (dyn BufRead + Send), output: &mut Output<'_>) -> Result<u8, Failure> {
    let lang = output.lang;
    Ok(serve(stdin, output.writer(), lang)?)
}
