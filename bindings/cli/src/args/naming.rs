//! The format of a result by the name of its file.

use super::{path, program};
use crate::failure::Failure;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::text::Lang;
use std::ffi::OsString;

/// The formats that are chosen by the extension of a file, where `--format` does not say otherwise.
const NAMED: [&str; 7] = ["json", "csv", "html", "xlsx", "ndjson", "parquet", "arrow"];
/// The extensions of files that nothing but a program of their kind opens.
const OTHERS: [&str; 6] = ["pdf", "doc", "docx", "xls", "ods", "xlsx"];

/// Returns the extension of `--output`, in lower case.
fn extension(matches: &ArgMatches) -> Option<String> {
    path(matches, "output")?.extension()?.to_str().map(str::to_lowercase)
}

/// Returns the format that the verb gives, if it has any; the outer `None` if it has none to choose.
fn given(matches: &ArgMatches) -> Option<Option<&str>> {
    matches.try_get_one::<String>("format").ok().map(|format| format.map(String::as_str))
}

/// Returns the arguments with the format of the file that they name, where they do not give one themselves.
pub(super) fn with_format(args: &[OsString], matches: &ArgMatches) -> Option<Vec<OsString>> {
    let (verb, matches) = matches.subcommand()?;
    let extension = extension(matches)?;
    if given(matches)?.is_some()
        || !NAMED.contains(&extension.as_str())
        || !formats(verb).contains(&extension)
    {
        return None;
    }
    let mut args = args.to_vec();
    let place = args.iter().skip(1).position(|arg| arg == verb)? + 2;
    args.splice(place..place, ["--format".into(), extension.into()]);
    Some(args)
}

/// Refuses a name that promises another kind of file than is written.
pub(crate) fn agrees(verb: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let is_set = |flag| matches.try_get_one::<bool>(flag).ok().flatten().copied().unwrap_or(false);
    let (Some(extension), Some(given)) = (extension(matches), given(matches)) else { return Ok(()) };
    let formats = formats(verb);
    let format = given.or(formats.first().map(String::as_str)).unwrap_or_default();
    let is_promised =
        OTHERS.contains(&extension.as_str()) || (format == "xlsx" && NAMED.contains(&extension.as_str()));
    if format == extension || !is_promised || is_set("partial") {
        return Ok(());
    }
    let path = path(matches, "output").unwrap_or("".as_ref()).display();
    let all = formats.join(", ");
    Err(Failure::usage(say!(
        "{path} heter som en fil av slaget {extension}, men resultatet är {format}; ge ett annat namn eller `--format` (det som går är: {all})",
        "{path} is called as a file of the kind {extension}, but the result is {format}; give another name or `--format` (possible are: {all})"
    )))
}

/// Returns the formats of a verb, the default first.
fn formats(verb: &str) -> Vec<String> {
    let program = program(Lang::Sv, 80);
    let arguments = program.find_subcommand(verb).into_iter().flat_map(clap::Command::get_arguments);
    let format = arguments.filter(|argument| argument.get_id() == "format");
    format.flat_map(clap::Arg::get_possible_values).map(|value| value.get_name().to_owned()).collect()
}
