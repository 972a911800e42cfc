//! Rhai's parse and run-time errors, in the author's language.

use super::hint;
use super::position::Places;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use crate::language::words::declaration;
use rhai::{EvalAltResult, LexError, ParseError, ParseErrorType};

/// Builds a finding for a file or statement that does not parse.
pub(super) fn syntax(error: &ParseError, places: Places<'_>) -> Diagnostic {
    if let Some(finding) = hint::meant(error, places) {
        return finding;
    }
    let span = places.at(error.position());
    let (message, help) = match error.err_type() {
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            return Diagnostic::error(
                code::UNCLOSED,
                span,
                say!("en text saknar sitt avslutande citattecken", "a text lacks its closing quote"),
            )
            .help(say!("avsluta texten med `\"` på samma rad", "close the text with `\"` on the same line"));
        }
        ParseErrorType::BadInput(fault) => lexical(fault),
        ParseErrorType::UnexpectedEOF => {
            return Diagnostic::error(
                code::UNCLOSED,
                span,
                say!("texten tar slut för tidigt", "the text ends too early"),
            )
            .help(say!(
                "något som öppnats, `(`, `[`, `{{` eller `\"`, är inte stängt",
                "something that was opened, `(`, `[`, `{{` or `\"`, is not closed"
            ));
        }
        ParseErrorType::MissingToken(token, _) => {
            let code = if matches!(token.as_str(), ")" | "]" | "}") { code::UNCLOSED } else { code::SYNTAX };
            let message = say!("här saknas `{token}`", "`{token}` is missing here");
            let help = if token == "," || token == "}" || token == ")" {
                say!(
                    "se efter om ett kommatecken eller en stängande parentes saknas på raden före",
                    "see whether a comma or a closing bracket is missing on the line before"
                )
            } else {
                say!("skriv `{token}` här", "write `{token}` here")
            };
            return Diagnostic::error(code, span, message).help(help);
        }
        ParseErrorType::UnknownOperator(operator) => (
            say!("`{operator}` är inget räknesätt eller jämförelse", "`{operator}` is not an operator"),
            say!(
                "skriv till exempel `==`, `>=`, `&&` eller `||`",
                "write for example `==`, `>=`, `&&` or `||`"
            ),
        ),
        ParseErrorType::DuplicatedProperty(key) => (
            say!(
                "`{key}` står två gånger inom samma `#{{ … }}`",
                "`{key}` stands twice within the same `#{{ … }}`"
            ),
            say!("ta bort den ena", "remove one of them"),
        ),
        ParseErrorType::Reserved(word) => (
            say!(
                "`{word}` är ett ord som språket självt använder och kan inte stå här",
                "`{word}` is a word of the language itself and can't stand here"
            ),
            say!("välj ett annat namn", "choose another name"),
        ),
        ParseErrorType::FnDuplicatedDefinition(name, _) => {
            return Diagnostic::error(
                code::DUPLICATE_ID,
                span,
                say!("funktionen `{name}` är redan definierad", "the function `{name}` is already defined"),
            )
            .help(say!("ge en av dem ett annat namn", "give one of them another name"));
        }
        ParseErrorType::FnDuplicatedParam(name, param) => (
            say!(
                "funktionen `{name}` har två parametrar som heter `{param}`",
                "the function `{name}` has two parameters called `{param}`"
            ),
            say!("ge dem olika namn", "give them different names"),
        ),
        ParseErrorType::WrongFnDefinition => (
            say!(
                "en funktion kan bara definieras ytterst i filen",
                "a function can only be defined at the top level"
            ),
            say!("flytta ut den ur det som omger den", "move it out of what surrounds it"),
        ),
        ParseErrorType::FnMissingName
        | ParseErrorType::FnMissingParams(_)
        | ParseErrorType::FnMissingBody(_) => (
            say!("funktionen är inte färdigskriven", "the function is not complete"),
            say!("skriv den som `fn namn(p) {{ … }}`", "write it as `fn name(p) {{ … }}`"),
        ),
        ParseErrorType::AssignmentToConstant(name) => (
            say!("konstanten `{name}` kan inte ändras", "the constant `{name}` can't be changed"),
            say!("använd `let` med ett nytt namn", "use `let` with a new name"),
        ),
        ParseErrorType::ExprTooDeep => {
            return Diagnostic::error(
                code::TOO_COMPLEX,
                span,
                say!(
                    "uttrycket är för djupt eller har för många led",
                    "the expression is too deep or has too many parts"
                ),
            )
            .help(say!(
                "dela upp det i funktioner, eller skriv `x in [\"a\", \"b\"]` i stället för många `||`",
                "divide it into functions, or write `x in [\"a\", \"b\"]` instead of many `||`"
            ));
        }
        ParseErrorType::TooManyFunctions | ParseErrorType::LiteralTooLarge(..) => return too_much(span),
        ParseErrorType::MismatchedType(..) => {
            return Diagnostic::error(
                code::TYPE_MISMATCH,
                span,
                say!("här behövs ett ja/nej-värde", "a yes/no value is needed here"),
            )
            .help(say!(
                "`&&`, `||` och `!` tar bara jämförelser och ja/nej-fält",
                "`&&`, `||` and `!` only take comparisons and yes/no fields"
            ));
        }
        _ => (
            say!("här går texten inte att läsa som en regel", "the text can't be read as a rule here"),
            say!(
                "se efter om ett kommatecken, en parentes eller ett citattecken saknas strax före",
                "see whether a comma, a bracket or a quote is missing just before"
            ),
        ),
    };
    Diagnostic::error(code::SYNTAX, span, message).help(help)
}

/// Builds a finding for a file that exceeds a limit.
pub(super) fn too_much(span: Span) -> Diagnostic {
    Diagnostic::error(
        code::TOO_LARGE,
        span,
        say!("filen är för stor för att läsas", "the file is too large to be read"),
    )
    .help(say!(
        "en fil har högst 5 000 funktioner och regler, och en text högst 100 000 tecken; dela upp den",
        "a file has at most 5 000 functions and declarations, and a text at most 100 000 characters; divide it"
    ))
}

/// Builds a finding for a number with more digits than the arithmetic supports.
pub(super) fn long_decimal(span: Span) -> Diagnostic {
    Diagnostic::error(
        code::NOT_COMPUTABLE,
        span,
        say!(
            "talet har fler siffror än vad som kan räknas med",
            "the number has more digits than can be computed with"
        ),
    )
    .help(say!("skriv högst 28 siffror", "write at most 28 digits"))
}

/// Builds a finding for an unterminated comment.
pub(super) fn open_comment(span: Span) -> Diagnostic {
    Diagnostic::error(
        code::UNCLOSED,
        span,
        say!("kommentaren som börjar här avslutas aldrig", "the comment that begins here never ends"),
    )
    .help(say!(
        "resten av filen läses inte; avsluta kommentaren med `*/`",
        "the rest of the file is not read; end the comment with `*/`"
    ))
}

fn lexical(fault: &LexError) -> (Text, Text) {
    match fault {
        LexError::UnexpectedInput(what) => (
            say!("tecknet `{what}` kan inte stå här", "the character `{what}` can't stand here"),
            say!("ta bort det, eller sätt det inom citattecken", "remove it, or put it within quotes"),
        ),
        LexError::MalformedNumber(number) => (
            say!("`{number}` är inget tal", "`{number}` is not a number"),
            say!(
                "skriv hela tal som `18` och decimaltal som `0.5`",
                "write whole numbers as `18` and decimals as `0.5`"
            ),
        ),
        LexError::MalformedEscapeSequence(what) => (
            say!("`{what}` betyder inget i en text", "`{what}` means nothing in a text"),
            say!("skriv `\\\\` för ett omvänt snedstreck", "write `\\\\` for a backslash"),
        ),
        LexError::ImproperSymbol(symbol, _) => (
            say!("`{symbol}` kan inte stå här", "`{symbol}` can't stand here"),
            if symbol.starts_with(char::is_alphabetic) {
                say!(
                    "en regel läser bara uppgifter och svarar på frågor om dem; ta bort det",
                    "a rule only reads data and answers questions about them; remove it"
                )
            } else {
                say!("se efter vilket tecken som menades", "see which symbol was meant")
            },
        ),
        _ => (
            say!("här går texten inte att läsa", "the text can't be read here"),
            say!("se efter om ett tecken är felskrivet", "see whether a character is misspelt"),
        ),
    }
}

/// Builds a finding for a declaration that could not be run.
pub(super) fn run(error: &EvalAltResult, places: Places<'_>, around: Span) -> Diagnostic {
    let position = error.position();
    let span = if position.is_none() { around } else { places.at(position) };
    let (message, help) = match error {
        EvalAltResult::ErrorFunctionNotFound(signature, _) => {
            let name = signature.split(['(', ' ']).next().unwrap_or_default();
            (
                say!("`{name}` kan inte användas så här", "`{name}` can't be used like this"),
                match name {
                    "period" => say!(
                        "skriv första och sista dagen: `period(\"2013-01-01\", \"2013-12-31\")`",
                        "write the first and the last day: `period(\"2013-01-01\", \"2013-12-31\")`"
                    ),
                    _ if declaration(name).is_some() => say!(
                        "skriv ett namn inom citattecken och sedan `#{{ … }}`: `{name}(\"namn\", #{{ … }});`",
                        "write a name within quotes, then `#{{ … }}`: `{name}(\"name\", #{{ … }});`"
                    ),
                    _ => say!(
                        "se efter namnet och vad som står inom parentesen",
                        "see the name and what stands within the brackets"
                    ),
                },
            )
        }
        EvalAltResult::ErrorVariableNotFound(name, _) => (
            say!("`{name}` betyder inget här", "`{name}` means nothing here"),
            say!("sätt texten inom citattecken om det är en text", "put it within quotes if it is a text"),
        ),
        EvalAltResult::ErrorTooManyOperations(_)
        | EvalAltResult::ErrorStackOverflow(_)
        | EvalAltResult::ErrorDataTooLarge(..)
        | EvalAltResult::ErrorTooManyVariables(_) => (
            say!(
                "det här är för stort eller tar för lång tid att läsa",
                "the declaration is too large or takes too long to run"
            ),
            say!(
                "skriv ut värdena i stället för att räkna fram dem",
                "write the values out instead of computing them"
            ),
        ),
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => return run(inner, places, around),
        _ => (
            say!("det här gick inte att läsa", "the declaration could not be run"),
            say!("se efter värdena i den", "see the values in it"),
        ),
    };
    Diagnostic::error(code::DECLARATION_FAILED, span, message).help(help)
}
