//! What the client can, and what the server offers.

use kvinnofrid::source::Units;
use kvinnofrid::text::Lang;
use serde_json::{Value, json};

/// What was agreed at the beginning of a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Agreed {
    pub(super) units: Units,
    pub(super) lang: Lang,
    /// Whether the client fills in places of a completion.
    pub(super) snippets: bool,
    /// Whether the client reads code lenses and hints anew when asked.
    pub(super) refreshes_lenses: bool,
    /// Whether the client shows an outline with levels.
    pub(super) levels: bool,
}

/// Names of kinds of tokens, in the order in which they are numbered.
pub(super) const TOKENS: &[&str] = &[
    "keyword",
    "property",
    "class",
    "variable",
    "enumMember",
    "function",
    "parameter",
    "type",
    "string",
    "number",
    "operator",
    "comment",
    "decorator",
];
/// Names of properties of tokens, likewise.
pub(super) const MODIFIERS: &[&str] = &["declaration", "defaultLibrary", "readonly"];

/// Reads what the client can.
pub(super) fn agreed(params: &Value, lang: Lang) -> Agreed {
    let at = |path: &str| params.pointer(path);
    let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
    let encodings = at("/capabilities/general/positionEncodings").and_then(Value::as_array);
    let offers_bytes = encodings.is_some_and(|all| all.iter().any(|name| name == "utf-8"));
    let lang = match at("/initializationOptions/lang").and_then(Value::as_str) {
        Some("en") => Lang::En,
        Some("sv") => Lang::Sv,
        _ => lang,
    };
    Agreed {
        units: if offers_bytes { Units::Utf8 } else { Units::Utf16 },
        lang,
        snippets: is("/capabilities/textDocument/completion/completionItem/snippetSupport"),
        refreshes_lenses: is("/capabilities/workspace/codeLens/refreshSupport"),
        levels: is("/capabilities/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
    }
}

/// The command of the lens at an example.
pub(super) const RUN_EXAMPLE: &str = "kvinnofrid.example";

/// Returns what the server offers.
pub(super) fn offered(agreed: Agreed) -> Value {
    json!({
        "serverInfo": { "name": "kvinnofrid", "version": env!("CARGO_PKG_VERSION") },
        "capabilities": {
            "positionEncoding": if agreed.units == Units::Utf8 { "utf-8" } else { "utf-16" },
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "completionProvider": { "triggerCharacters": [".", "\"", "#", "{", "|", "=", " "] },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "renameProvider": { "prepareProvider": true },
            "codeActionProvider": { "codeActionKinds": ["quickfix"] },
            "codeLensProvider": {},
            "executeCommandProvider": { "commands": [RUN_EXAMPLE] },
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "documentFormattingProvider": true,
            "inlayHintProvider": true,
            "semanticTokensProvider": {
                "legend": { "tokenTypes": TOKENS, "tokenModifiers": MODIFIERS },
                "full": true,
            },
        },
    })
}
