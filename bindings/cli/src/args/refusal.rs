//! Messages for invalid arguments, in the selected language; clap's own are in English only.

use crate::say::say;
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use kvinnofrid::text::{Lang, Text};

/// Why parsing returned no arguments.
pub(crate) enum Refusal {
    /// Help or version was requested: it is the result.
    Help(String),
    /// The arguments are invalid: the message, including the line end.
    Usage(String),
}

impl Refusal {
    pub(super) fn new(error: &Error, program: &Command, lang: Lang) -> Self {
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Self::Help(error.render().to_string()),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
                Self::Usage(program.clone().render_help().to_string())
            }
            _ => {
                let text = message(error);
                let (error_word, help) = match lang {
                    Lang::Sv => ("fel", "Se `kvinnofrid --help` eller `kvinnofrid VERB --help`."),
                    Lang::En => ("error", "See `kvinnofrid --help` or `kvinnofrid VERB --help`."),
                };
                Self::Usage(format!("{error_word}: {}\n{help}\n", text.get(lang)))
            }
        }
    }
}

/// Returns what is wrong, and a suggestion if there is one.
fn message(error: &Error) -> Text {
    let argument = first(error, ContextKind::InvalidArg);
    let value = first(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            say!("`{argument}` är ett ord för mycket", "`{argument}` is one argument too many")
        }
        ErrorKind::UnknownArgument => {
            let text = say!("flaggan `{argument}` finns inte här", "there is no option `{argument}` here");
            suggested(text, &first(error, ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let verb = first(error, ContextKind::InvalidSubcommand);
            let text = say!("verbet `{verb}` finns inte", "there is no verb `{verb}`");
            suggested(text, &first(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            say!("`{argument}` behöver ett värde", "`{argument}` needs a value")
        }
        ErrorKind::InvalidValue => {
            let valid = every(error, ContextKind::ValidValue).join(", ");
            let text = say!(
                "`{argument}` kan inte vara `{value}`; det som går är: {valid}",
                "`{argument}` can't be `{value}`; what can be given is: {valid}"
            );
            suggested(text, &first(error, ContextKind::SuggestedValue))
        }
        ErrorKind::ValueValidation => say!(
            "`{argument}` ska vara ett helt tal, inte `{value}`",
            "`{argument}` is to be a whole number, not `{value}`"
        ),
        ErrorKind::TooManyValues => {
            say!("`{argument}` fick för många värden", "`{argument}` was given too many values")
        }
        ErrorKind::ArgumentConflict => {
            let other = first(error, ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                say!("`{argument}` kan bara anges en gång", "`{argument}` can be given once only")
            } else {
                say!(
                    "`{argument}` och `{other}` går inte att ange tillsammans",
                    "`{argument}` and `{other}` can't be given together"
                )
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = every(error, ContextKind::InvalidArg).join(" ");
            say!("{missing} saknas", "{missing} is missing")
        }
        ErrorKind::InvalidUtf8 => {
            say!("ett ord i kommandot är inte skrivet i UTF-8", "an argument is not written in UTF-8")
        }
        _ => say!("kommandot går inte att förstå", "the arguments can't be understood"),
    }
}

fn suggested(text: Text, near: &str) -> Text {
    if near.is_empty() {
        return text;
    }
    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
    say!("{sv}; menades `{near}`?", "{en}; was `{near}` meant?")
}

fn first(error: &Error, kind: ContextKind) -> String {
    every(error, kind).into_iter().next().unwrap_or_default()
}

fn every(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}
