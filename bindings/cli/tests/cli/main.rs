//! The command line as its users meet it, run in this process.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on fails")]

mod arguments;
mod baseline;
mod book;
mod check;
mod classify;
mod csv;
mod database;
mod diff;
mod editors;
mod example;
mod examples;
mod explain;
mod fmt;
mod killed;
mod listings;
mod lsp;
mod members;
mod new;
mod over_time;
mod parts;
mod protect;
mod published;
mod report;
mod sample;
mod series;
mod sign;
mod tables;
mod threads;
mod tutorial;
mod validate;
mod words;
mod workbooks;
mod worklist;
mod writing;

use kvinnofrid_cli::{Streams, Terminal, run};

/// What a run left behind.
struct Ran {
    code: u8,
    out: String,
    err: String,
}

/// Runs `kvinnofrid` with these arguments and nothing on standard input.
fn kvinnofrid(args: &[&str]) -> Ran {
    kvinnofrid_reading(args, "")
}

/// Runs `kvinnofrid` with these arguments and this on standard input. Verbs that need a programme are about Stockholm's
/// unless the arguments say otherwise: which other programmes there are is no matter here.
fn kvinnofrid_reading(args: &[&str], stdin: &str) -> Ran {
    let needs = ["classify", "explain", "members", "readings", "report", "schema", "worklist"];
    let open = args.first().is_some_and(|verb| needs.contains(verb))
        && !args.iter().any(|arg| ["--programme", "--rules", "--help", "-h"].contains(arg));
    let programme: &[&str] = if open { &["--programme", "stockholm/kvinnofrid"] } else { &[] };
    let args = [&["kvinnofrid"], args, programme].concat();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = Streams {
        stdin: &mut stdin.as_bytes(),
        stdout: &mut out,
        stderr: &mut err,
        terminal: Terminal::default(),
    };
    let code = run(args, streams);
    Ran { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

impl Ran {
    /// The result of a run that said nothing beside it.
    #[track_caller]
    fn quiet(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""));
        self.out
    }

    /// What a run said that ended in `code` without a result.
    #[track_caller]
    fn refused(self, code: u8) -> String {
        assert_eq!((self.code, self.out.as_str()), (code, ""));
        self.err
    }
}

/// A woman of the target group who was offered help in 2013.
const WOMAN: &str = r#"{"id":"K1","kön":"kvinna","födelsedatum":"1980-05-17","stadsdel":"Farsta","våld":[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation","relation":"sambo","från":"2012-03-01"}],"insatser":[{"orsak_våld":true,"erbjuden":"2013-02-01"}]}"#;
