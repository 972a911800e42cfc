//! The arguments: verbs and options, in the selected language.

mod naming;
mod options;
mod refusal;
mod texts;
mod verbs;

pub(crate) use naming::agrees;
pub(crate) use options::{
    arguments, date, edition, editions, keys, opening, options, protect, published, rules, series,
    series_of_baseline, tables, threads, with_map,
};
pub(crate) use refusal::Refusal;

use crate::say::{Both, pick};
use clap::{Arg, ArgAction, ArgMatches, Command};
use kvinnofrid::text::Lang;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Returns the selected language. It is found before the arguments are parsed, since help and messages about invalid
/// arguments use it too.
pub(crate) fn language(args: &[OsString]) -> Lang {
    let mut args = args.iter().take_while(|arg| *arg != "--").map(|arg| arg.to_string_lossy());
    let mut lang = Lang::default();
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('=').map(|value| value.to_owned().into()),
            None => None,
        };
        match value.as_deref() {
            Some("en") => lang = Lang::En,
            Some("sv") => lang = Lang::Sv,
            _ => {}
        }
    }
    lang
}

/// Parses the arguments. Where they name the file of the result and no format, the name's extension is the format.
pub(crate) fn read(args: &[OsString], lang: Lang, width: usize) -> Result<ArgMatches, Refusal> {
    let mut command = program(lang, width);
    let matches =
        command.try_get_matches_from_mut(args).map_err(|error| Refusal::new(&error, &command, lang))?;
    let formatted = naming::with_format(args, &matches);
    // What goes with no format keeps its own.
    let again = formatted.and_then(|args| command.try_get_matches_from_mut(args).ok());
    Ok(again.unwrap_or(matches))
}

/// Builds the whole command line.
pub(crate) fn program(lang: Lang, width: usize) -> Command {
    let describe = Describe { lang };
    let template = pick(
        lang,
        (
            "{about}\n\nAnvändning: {usage}\n\n{all-args}{after-help}\n",
            "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}\n",
        ),
    );
    let mut program = Command::new("kvinnofrid")
        .version(env!("CARGO_PKG_VERSION"))
        .about(pick(lang, texts::PROGRAM))
        .after_help(pick(lang, texts::PROGRAM_MORE))
        .override_usage(pick(lang, ("kvinnofrid VERB [FLAGGOR]", "kvinnofrid VERB [OPTIONS]")))
        .subcommand_help_heading(pick(lang, ("Verb", "Verbs")))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .help_template(template)
        .term_width(width.clamp(60, 100))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(describe.help())
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help_heading(describe.options())
                .help(pick(lang, texts::VERSION)),
        )
        .arg(describe.lang());
    for verb in verbs::all(describe) {
        program =
            program.subcommand(verb.help_template(template).disable_help_flag(true).arg(describe.help()));
    }
    program
}

/// Builds arguments with help in one language.
#[derive(Clone, Copy)]
struct Describe {
    lang: Lang,
}

impl Describe {
    fn options(self) -> &'static str {
        pick(self.lang, ("Flaggor", "Options"))
    }

    /// Builds an option with a value.
    fn option(self, name: &'static str, value: Both, help: Both) -> Arg {
        Arg::new(name)
            .long(name)
            .value_name(pick(self.lang, value))
            .help(pick(self.lang, help))
            .help_heading(self.options())
            .hide_possible_values(true)
    }

    /// Builds a flag.
    fn flag(self, name: &'static str, help: Both) -> Arg {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(pick(self.lang, help))
            .help_heading(self.options())
    }

    /// Builds a positional argument.
    fn place(self, name: &'static str, value: Both, help: Both) -> Arg {
        Arg::new(name)
            .value_name(pick(self.lang, value))
            .help(pick(self.lang, help))
            .help_heading(pick(self.lang, ("Att ange", "Arguments")))
    }

    fn help(self) -> Arg {
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .help_heading(self.options())
            .help(pick(self.lang, texts::HELP))
            .display_order(1000)
    }

    fn lang(self) -> Arg {
        self.option("lang", ("SPRÅK", "LANGUAGE"), texts::LANG)
            .value_parser(["sv", "en"])
            .global(true)
            .display_order(999)
    }
}

/// Returns the value of the option `name`.
pub(crate) fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// Returns every value of the option `name`, in order.
pub(crate) fn texts<'a>(matches: &'a ArgMatches, name: &str) -> impl Iterator<Item = &'a str> {
    matches.get_many::<String>(name).into_iter().flatten().map(String::as_str)
}

/// Returns the value of the option `name` as a path, if the verb has that option.
pub(crate) fn path<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a Path> {
    matches.try_get_one::<PathBuf>(name).ok().flatten().map(PathBuf::as_path)
}

/// Returns the address of the database to read from, if the verb can read from one.
pub(crate) fn database(matches: &ArgMatches) -> Option<&str> {
    let url = matches.try_get_one::<String>("from").ok().flatten()?;
    // Of `new` that is an edition.
    matches.try_contains_id("table").is_ok().then_some(url.as_str())
}

/// Returns every file that the run may read: data, maps, keys, ledgers, and tables of lists.
pub(crate) fn inputs(matches: &ArgMatches) -> Vec<PathBuf> {
    let ids = matches.ids().map(clap::Id::as_str).filter(|id| *id != "output");
    let paths = ids.filter_map(|id| matches.try_get_many::<PathBuf>(id).ok().flatten()).flatten().cloned();
    let named = |id| matches.try_get_many::<String>(id).ok().flatten().into_iter().flatten();
    let tables = named("table").chain(named("source"));
    let tables = tables.filter_map(|table| Some(PathBuf::from(table.split_once('=')?.1)));
    let database = database(matches).and_then(|url| Some(PathBuf::from(url.split_once(':')?.1)));
    paths.chain(tables).chain(database).map(|path| crate::input::file_of(&path)).collect()
}
