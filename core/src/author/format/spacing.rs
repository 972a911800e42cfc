//! The space between two tokens of a line.

use super::tokens::{Kind, Token};

/// What a `|`, a `-` or a `!` is, which depends on what comes before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing special.
    #[default]
    Plain,
    /// The bar that begins the parameters of a closure.
    OpensParameters,
    /// The bar that ends them, or the two bars of a closure without parameters.
    ClosesParameters,
    /// An operator before its only operand.
    Prefix,
    /// An operator between two operands.
    Between,
}

const BETWEEN: &[&str] = &[
    "==", "!=", "<=", ">=", "<", ">", "&&", "||", "??", "+", "-", "*", "/", "%", "**", "=", "+=", "-=", "*=",
    "/=", "%=", "=>", "|", "&", "^", "<<", ">>",
];

/// Returns the role of each token.
pub(super) fn roles(tokens: &[Token<'_>]) -> Vec<Role> {
    let mut roles = Vec::with_capacity(tokens.len());
    let mut before: Option<(&Token<'_>, Role)> = None;
    let mut in_parameters = false;
    for token in tokens {
        let after_operand = before.is_some_and(|(before, role)| {
            matches!(before.kind, Kind::Operand | Kind::Close) && role == Role::Plain
        });
        let role = match token.text {
            "|" if in_parameters => {
                in_parameters = false;
                Role::ClosesParameters
            }
            "|" if !after_operand => {
                in_parameters = true;
                Role::OpensParameters
            }
            "||" if !after_operand => Role::ClosesParameters,
            "-" | "+" | "!" if !after_operand => Role::Prefix,
            text if token.kind == Kind::Symbol && BETWEEN.contains(&text) => Role::Between,
            _ => Role::Plain,
        };
        roles.push(role);
        if token.kind != Kind::Comment {
            before = Some((token, role));
        }
    }
    roles
}

/// Returns the number of spaces between two tokens of a line.
pub(super) fn between(left: (&Token<'_>, Role), right: (&Token<'_>, Role)) -> usize {
    let ((a, a_role), (b, b_role)) = (left, right);
    if b.kind == Kind::Comment {
        return b.spaces.max(1);
    }
    let kept = b.spaces.min(1);
    match (a.text, b.text) {
        (_, "," | ";" | ")" | "]" | "." | "?.") | ("(" | "[" | "." | "?." | "?[", _) => 0,
        ("," | ";", _) => 1,
        ("{" | "#{", "}") => 0,
        ("{" | "#{", _) | (_, "}") => 1,
        (_, ":") => 0,
        (":", _) => 1,
        _ if b_role == Role::Between || a_role == Role::Between => 1,
        _ if a_role == Role::Prefix && matches!(b.kind, Kind::Operand | Kind::Open) => 0,
        _ if a_role == Role::OpensParameters || b_role == Role::ClosesParameters && b.text == "|" => 0,
        _ if a_role == Role::ClosesParameters => 1,
        _ if a.kind == Kind::Keyword || b.kind == Kind::Keyword => 1,
        (_, "{") => 1,
        // A call, or an element of a list.
        (_, "(" | "[") if matches!(a.kind, Kind::Operand | Kind::Close) => 0,
        _ if a.kind == Kind::Operand && b.kind == Kind::Operand => 1,
        _ => kept,
    }
}
