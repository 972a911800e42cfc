//! Reports constructs that conditions can't use, each with what to write instead.

use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use crate::language::expr::Type;
use crate::language::syntax::Construct;

pub(super) fn construct(span: Span, sv: &'static str, en: &'static str) -> Diagnostic {
    Diagnostic::error(code::CONSTRUCT, span, Text::new(sv, en))
}

pub(super) fn no_else(span: Span) -> Diagnostic {
    Diagnostic::error(
        code::ELSE_MISSING,
        span,
        say!("det sägs inte vad som gäller annars", "it is not said what holds otherwise"),
    )
    .help(say!(
        "lägg till `else {{ … }}`, eller `_ => …` i `switch`",
        "add `else {{ … }}`, or `_ => …` in `switch`"
    ))
}

/// Reports a `switch` that does not cover all codes.
pub(super) fn no_case(left_out: &[String], span: Span) -> Diagnostic {
    const MOST: usize = 6;
    let mut list = left_out.iter().take(MOST).map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
    if left_out.len() > MOST {
        list.push_str(", …");
    }
    Diagnostic::error(
        code::ELSE_MISSING,
        span,
        say!("det sägs inte vad som gäller för {list}", "it is not said what holds for {list}"),
    )
    .help(say!(
        "lägg till ett fall för var och en, eller `_ => …` för alla andra",
        "add a case for each of them, or `_ => …` for all others"
    ))
}

pub(super) fn not_a_condition(span: Span, ty: &Type) -> Diagnostic {
    let (sv, en) = ty.names();
    Diagnostic::error(
        code::NOT_YES_NO,
        span,
        say!(
            "här ska ett ja/nej-värde stå, men här står {sv}",
            "a yes/no value should stand here, but here is {en}"
        ),
    )
    .help(say!(
        "jämför det med något, till exempel `== \"…\"`",
        "compare it with something, for example `== \"…\"`"
    ))
}

pub(super) fn unsupported(what: Construct, span: Span) -> Diagnostic {
    let (message, help) = match what {
        Construct::Loop => (
            say!("ett villkor kan inte ha slingor", "a condition can't have loops"),
            say!(
                "fråga listan i stället: `lista.some(|x| …)`, `.all`, `.count`",
                "ask the list instead: `list.some(|x| …)`, `.all`, `.count`"
            ),
        ),
        Construct::Assignment => {
            return Diagnostic::error(
                code::ASSIGNMENT,
                span,
                say!("ett villkor kan inte ändra värden", "a condition can't change values"),
            )
            .help(say!(
                "jämför med `==`, eller ge ett nytt namn med `let`",
                "compare with `==`, or give a new name with `let`"
            ));
        }
        Construct::TurnedUnequal => {
            return Diagnostic::error(
                code::ASSIGNMENT,
                span,
                say!("`=!` skrivs `!=` i en regel", "`=!` is written `!=` in a rule"),
            )
            .suggest(span, "!=", say!("skriv så här", "write it like this"));
        }
        Construct::EarlyReturn => (
            say!("`return` kan bara stå sist", "`return` can only stand last"),
            say!("skriv `if … {{ … }} else {{ … }}`", "write `if … {{ … }} else {{ … }}`"),
        ),
        Construct::Exception => (
            say!("ett villkor kan inte avbryta med fel", "a condition can't stop with an error"),
            say!("låt svaret bli okänt, eller skriv `??`", "let the answer be unknown, or write `??`"),
        ),
        Construct::Index => (
            say!("element kan inte hämtas med nummer", "elements can't be fetched by number"),
            say!(
                "skriv `.first()`, `.last()` eller `.senaste(…)`",
                "write `.first()`, `.last()` or `.latest(…)`"
            ),
        ),
        Construct::SafeNavigation => (
            say!(
                "`?.` behövs inte: det som saknas är okänt",
                "`?.` is not needed: what is missing is unknown"
            ),
            say!("skriv `.`", "write `.`"),
        ),
        Construct::Interpolation => (
            say!("ett villkor kan inte bygga texter", "a condition can't build texts"),
            say!("skriv texten inom `\"…\"`", "write the text within `\"…\"`"),
        ),
        Construct::Map => (
            say!("ett villkor kan inte ha `#{{ … }}`", "a condition can't have maps"),
            say!("använd `let` för varje värde", "use `let` for each value"),
        ),
        Construct::Character => (
            say!("ett enstaka tecken är ingen text", "a single character is not a text"),
            say!("skriv det inom `\"…\"`", "write it within `\"…\"`"),
        ),
        Construct::SingleAnd | Construct::SingleOr => {
            let (wrong, right) = if what == Construct::SingleAnd { ("&", "&&") } else { ("|", "||") };
            return Diagnostic::error(
                code::CONSTRUCT,
                span,
                say!("`{wrong}` skrivs `{right}` i en regel", "`{wrong}` is written `{right}` in a rule"),
            )
            .suggest(span, right, say!("skriv så här", "write it like this"));
        }
        Construct::Operator => (
            say!("det här räknesättet kan ett villkor inte ha", "a condition can't have this operator"),
            say!(
                "det som finns är `+ - * / %`, jämförelser, `&&`, `||`, `!`, `??` och `in`",
                "there are `+ - * / %`, comparisons, `&&`, `||`, `!`, `??` and `in`"
            ),
        ),
        Construct::Statement => (
            say!("värdet av den här raden används inte", "the value of this line is not used"),
            say!(
                "förena raderna med `&&`, eller ge den ett namn med `let`",
                "join the lines with `&&`, or name it with `let`"
            ),
        ),
        Construct::NoValue => (
            say!("här ges inget värde", "no value is given here"),
            say!("avsluta med det som ska gälla, utan `;`", "end with what should hold, without `;`"),
        ),
        Construct::Other => (
            say!("det här kan ett villkor inte ha", "a condition can't have this"),
            say!(
                "skriv det med jämförelser, `if`, `switch`, `let` och frågor till listor",
                "write it with comparisons, `if`, `switch`, `let` and questions to lists"
            ),
        ),
    };
    Diagnostic::error(code::CONSTRUCT, span, message).help(help)
}
