//! Answers to what the client asks about a document.

use super::finding::drawn;
use super::initialize::{Agreed, RUN_EXAMPLE, TOKENS};
use super::message::{INVALID_PARAMS, REQUEST_FAILED};
use super::open::Documents;
use super::place::{offset, range, span};
use kvinnofrid::desk::{Colour, Coloured, Completion, Desk, Offered, Symbol, SymbolKind};
use kvinnofrid::error::Error;
use kvinnofrid::source::{SourceId, Span, Units};
use kvinnofrid::text::{Lang, Text};
use kvinnofrid::words::Word;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

type Answer = Result<Value, (i64, String)>;
/// What the examples of each document gave.
pub(super) type Outcomes = BTreeMap<String, BTreeMap<String, Text>>;

/// A question about a document.
struct Question<'a> {
    uri: &'a str,
    params: &'a Value,
    desk: Arc<Desk>,
    file: SourceId,
    agreed: Agreed,
}

/// Answers a request; `None` if its method is not offered.
pub(super) fn answer(
    method: &str,
    params: &Value,
    documents: &mut Documents,
    agreed: Agreed,
    outcomes: &Outcomes,
) -> Option<Answer> {
    let about: fn(&Question<'_>, &Documents, &Outcomes) -> Answer = match method {
        "textDocument/completion" => |asked, _, _| asked.completion(),
        "textDocument/hover" => |asked, _, _| asked.hover(),
        "textDocument/definition" => |asked, documents, _| asked.definition(documents),
        "textDocument/references" => |asked, documents, _| asked.references(documents),
        "textDocument/documentHighlight" => |asked, _, _| asked.highlight(),
        "textDocument/prepareRename" => |asked, _, _| asked.prepare_rename(),
        "textDocument/rename" => |asked, documents, _| asked.rename(documents),
        "textDocument/codeAction" => |asked, documents, _| asked.actions(documents),
        "textDocument/codeLens" => |asked, _, outcomes| asked.lenses(outcomes),
        "textDocument/documentSymbol" => |asked, _, _| asked.outline(),
        "textDocument/formatting" => |asked, _, _| asked.formatting(),
        "textDocument/inlayHint" => |asked, _, _| asked.hints(),
        "textDocument/semanticTokens/full" => |asked, _, _| asked.tokens(),
        "workspace/symbol" => return Some(symbols(params, documents, agreed)),
        "workspace/executeCommand" => return Some(run_example(params, documents, agreed)),
        _ => return None,
    };
    let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
    let Some(uri) = uri else { return Some(Err(invalid("textDocument.uri"))) };
    let Some((desk, file)) = documents.desk(uri) else { return Some(Ok(Value::Null)) };
    Some(about(&Question { uri, params, desk, file, agreed }, documents, outcomes))
}

/// Runs the example that a lens is about, as its document stands, and returns what came out; `null` if it is not there.
fn run_example(params: &Value, documents: &mut Documents, agreed: Agreed) -> Answer {
    if params.get("command").and_then(Value::as_str) != Some(RUN_EXAMPLE) {
        return Err(invalid("command"));
    }
    let argument = |at: usize| params.get("arguments")?.get(at)?.as_str();
    let (Some(uri), Some(name)) = (argument(0), argument(1)) else { return Err(invalid("arguments")) };
    let Some((desk, file)) = documents.desk(uri) else { return Ok(Value::Null) };
    let tried = desk.tried(file).iter().find(|tried| tried.span.source == file && tried.id == name);
    Ok(tried.map(|tried| tried.in_full().get(agreed.lang).into()).unwrap_or_default())
}

fn invalid(what: &str) -> (i64, String) {
    (INVALID_PARAMS, format!("`{what}` is missing or wrong"))
}

fn failed(error: &Error, lang: Lang) -> (i64, String) {
    (REQUEST_FAILED, error.message(lang).to_owned())
}

impl Question<'_> {
    fn units(&self) -> Units {
        self.agreed.units
    }

    fn at(&self) -> Result<u32, (i64, String)> {
        let position = self.params.get("position").ok_or_else(|| invalid("position"))?;
        offset(&self.desk, self.file, position, self.units()).ok_or_else(|| invalid("position"))
    }

    fn within(&self) -> Result<Span, (i64, String)> {
        let asked = self.params.get("range").ok_or_else(|| invalid("range"))?;
        span(&self.desk, self.file, asked, self.units()).ok_or_else(|| invalid("range"))
    }

    fn range(&self, span: Span) -> Value {
        range(&self.desk, span, self.units())
    }

    fn location(&self, span: Span, documents: &Documents) -> Option<Value> {
        Some(json!({ "uri": documents.uri(&self.desk, span.source)?, "range": self.range(span) }))
    }

    fn completion(&self) -> Answer {
        let found = self.desk.completions(self.file, self.at()?, self.agreed.lang);
        let items: Vec<Value> =
            found.iter().enumerate().map(|(number, it)| self.completed(number, it)).collect();
        Ok(json!({ "isIncomplete": false, "items": items }))
    }

    fn completed(&self, number: usize, found: &Completion) -> Value {
        let kind = match found.kind {
            Offered::Word => 14,
            Offered::Key => 10,
            Offered::Field => 5,
            Offered::Value => 20,
            Offered::Declared => 18,
            Offered::Function => 3,
            Offered::Method => 2,
            Offered::Local => 6,
            Offered::Constant => 21,
            _ => 25,
        };
        let new = if self.agreed.snippets { found.snippet.clone() } else { without_places(&found.snippet) };
        let mut item = json!({
            "label": found.label,
            "kind": kind,
            "detail": found.detail,
            "sortText": format!("{number:04}"),
            "filterText": found.label,
            "insertTextFormat": if self.agreed.snippets { 2 } else { 1 },
            "textEdit": { "range": self.range(found.span), "newText": new },
        });
        if let (false, Some(fields)) = (found.text.is_empty(), item.as_object_mut()) {
            fields.insert("documentation".into(), json!({ "kind": "markdown", "value": found.text }));
        }
        item
    }

    fn hover(&self) -> Answer {
        let Some(hover) = self.desk.hover(self.file, self.at()?, self.agreed.lang) else {
            return Ok(Value::Null);
        };
        Ok(json!({
            "contents": { "kind": "markdown", "value": hover.text },
            "range": self.range(hover.span),
        }))
    }

    fn definition(&self, documents: &Documents) -> Answer {
        let spans = self.desk.definition(self.file, self.at()?);
        Ok(spans.into_iter().filter_map(|span| self.location(span, documents)).collect())
    }

    fn references(&self, documents: &Documents) -> Answer {
        let declares =
            self.params.pointer("/context/includeDeclaration").and_then(Value::as_bool).unwrap_or(true);
        let spans = self.desk.references(self.file, self.at()?, declares);
        Ok(spans.into_iter().filter_map(|span| self.location(span, documents)).collect())
    }

    fn highlight(&self) -> Answer {
        let marks = self.desk.marks(self.file, self.at()?);
        let marks = marks.into_iter().map(
            |(span, declares)| json!({ "range": self.range(span), "kind": if declares { 3 } else { 2 } }),
        );
        Ok(marks.collect())
    }

    fn prepare_rename(&self) -> Answer {
        match self.desk.renamed(self.file, self.at()?) {
            Ok((span, name)) => Ok(json!({ "range": self.range(span), "placeholder": name })),
            Err(error) => Err(failed(&error, self.agreed.lang)),
        }
    }

    fn rename(&self, documents: &Documents) -> Answer {
        let name = self.params.get("newName").and_then(Value::as_str).ok_or_else(|| invalid("newName"))?;
        let edits = self.desk.rename(self.file, self.at()?, name);
        let edits = edits.map_err(|error| failed(&error, self.agreed.lang))?;
        Ok(self.changes(documents, edits.into_iter().map(|edit| (edit.span, edit.text))))
    }

    fn changes(&self, documents: &Documents, edits: impl Iterator<Item = (Span, String)>) -> Value {
        let mut changes: Map<String, Value> = Map::new();
        for (span, text) in edits {
            let Some(uri) = documents.uri(&self.desk, span.source) else { continue };
            let edit = json!({ "range": self.range(span), "newText": text });
            if let Some(all) = changes.entry(uri).or_insert_with(|| json!([])).as_array_mut() {
                all.push(edit);
            }
        }
        json!({ "changes": changes })
    }

    fn actions(&self, documents: &Documents) -> Answer {
        let only = self.params.pointer("/context/only").and_then(Value::as_array);
        if only.is_some_and(|kinds| !kinds.iter().any(|kind| kind == "quickfix" || kind == "")) {
            return Ok(json!([]));
        }
        let ways = (self.units(), self.agreed.lang);
        let fixes = self.desk.fixes(self.within()?).into_iter().map(|fix| {
            let place = fix.finding.primary.as_ref().map_or(fix.edit.span, |label| label.span);
            let code = fix.finding.code.0;
            let new = if fix.edit.text.is_empty() { String::new() } else { format!(" `{}`", fix.edit.text.trim()) };
            json!({
                "title": format!("{}{} ({code})", fix.title.get(self.agreed.lang), shown(&new, fix.title.get(self.agreed.lang))),
                "kind": "quickfix",
                "isPreferred": fix.finding.suggestions.len() == 1,
                "diagnostics": [drawn(&fix.finding, place, &self.desk, documents, ways)],
                "edit": self.changes(documents, std::iter::once((fix.edit.span, fix.edit.text.clone()))),
            })
        });
        Ok(fixes.collect())
    }

    fn lenses(&self, outcomes: &Outcomes) -> Answer {
        let known = outcomes.get(self.uri);
        let symbols = self.desk.symbols(self.file);
        let examples = symbols.iter().filter(|symbol| symbol.kind == SymbolKind::Declaration(Word::Example));
        let lenses = examples.filter_map(|symbol| {
            let title = known?.get(&symbol.name)?.get(self.agreed.lang);
            Some(json!({
                "range": self.range(symbol.name_span),
                "command": { "title": title, "command": RUN_EXAMPLE, "arguments": [self.uri, symbol.name] },
            }))
        });
        Ok(lenses.collect())
    }

    fn outline(&self) -> Answer {
        let symbols = self.desk.symbols(self.file);
        if self.agreed.levels {
            return Ok(symbols.iter().map(|symbol| self.symbol(symbol)).collect());
        }
        let flat = symbols.iter().map(|symbol| {
            json!({
                "name": symbol.name,
                "kind": kind_of(symbol),
                "location": { "uri": self.uri, "range": self.range(symbol.span) },
            })
        });
        Ok(flat.collect())
    }

    fn symbol(&self, symbol: &Symbol) -> Value {
        let within: Vec<Value> = symbol.within.iter().map(|inner| self.symbol(inner)).collect();
        let word = match (symbol.kind, self.agreed.lang) {
            (SymbolKind::Declaration(word), Lang::Sv) => word.swedish(),
            (SymbolKind::Declaration(word), Lang::En) => word.english(),
            _ => "",
        };
        let detail: Vec<&str> = [word, &symbol.detail].into_iter().filter(|it| !it.is_empty()).collect();
        let detail = detail.join(": ");
        // A symbol without a name is not shown.
        let name = if symbol.name.is_empty() { "…" } else { &symbol.name };
        json!({
            "name": name,
            "detail": detail,
            "kind": kind_of(symbol),
            "range": self.range(symbol.span),
            "selectionRange": self.range(symbol.name_span),
            "children": within,
        })
    }

    fn formatting(&self) -> Answer {
        let edit = self.desk.format(self.file).map_err(|error| failed(&error, self.agreed.lang))?;
        let Some((bytes, text)) = edit else { return Ok(json!([])) };
        let ((line, character), (end_line, end_character)) =
            self.desk.sources().original_range_in(self.file, bytes, self.units());
        Ok(json!([{
            "range": {
                "start": { "line": line, "character": character },
                "end": { "line": end_line, "character": end_character },
            },
            "newText": text,
        }]))
    }

    fn hints(&self) -> Answer {
        let hints = self.desk.hints(self.within()?).into_iter().map(|hint| {
            let range = self.range(hint.span);
            json!({
                "position": range.get("end"),
                "label": hint.label,
                "tooltip": hint.meaning.get(self.agreed.lang),
                "paddingLeft": true,
            })
        });
        Ok(hints.collect())
    }

    fn tokens(&self) -> Answer {
        let sources = self.desk.sources();
        let (mut data, mut before) = (Vec::new(), (0u32, 0u32));
        for token in self.desk.colours(self.file) {
            let (kind, modifiers) = numbered(token);
            let ((line, column), _) = sources.range_in(token.span, self.units());
            let text =
                sources.original(self.file).get(sources.original_range(token.span)).unwrap_or_default();
            // A token of several lines is one of each.
            for (number, part) in text.split('\n').enumerate() {
                let part = part.trim_end_matches('\r');
                let length: usize = part.chars().map(|c| self.units().of(c)).sum();
                if length == 0 {
                    continue;
                }
                let line = line + number as u32;
                let column = if number == 0 { column } else { 0 };
                let step = line - before.0;
                let from = if step == 0 { column.saturating_sub(before.1) } else { column };
                data.extend([step, from, length as u32, kind, modifiers]);
                before = (line, column);
            }
        }
        Ok(json!({ "data": data }))
    }
}

/// Returns what an edit writes, unless the title says it.
fn shown<'t>(new: &'t str, title: &str) -> &'t str {
    if title.contains(new.trim_matches([' ', '`', '"'])) || new.contains('\n') || new.len() > 60 {
        ""
    } else {
        new
    }
}

fn symbols(params: &Value, documents: &mut Documents, agreed: Agreed) -> Answer {
    const MOST: usize = 500;
    let query = params.get("query").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let uris: Vec<String> = documents.open.keys().cloned().collect();
    let mut desks: Vec<Arc<Desk>> = Vec::new();
    for uri in uris {
        if let Some((desk, _)) = documents.desk(&uri)
            && !desks.iter().any(|known| Arc::ptr_eq(known, &desk))
        {
            desks.push(desk);
        }
    }
    let mut found = Vec::new();
    for desk in &desks {
        for symbol in desk.all_symbols() {
            let fits = symbol.name.to_lowercase().contains(&query);
            let is_example = symbol.kind == SymbolKind::Declaration(Word::Example);
            let Some(uri) = documents.uri(desk, symbol.span.source).filter(|_| fits && !is_example) else {
                continue;
            };
            found.push(json!({
                "name": symbol.name,
                "kind": kind_of(&symbol),
                "containerName": symbol.detail,
                "location": { "uri": uri, "range": range(desk, symbol.name_span, agreed.units) },
            }));
        }
    }
    found.truncate(MOST);
    Ok(Value::Array(found))
}

/// Returns the protocol's number for the kind of a symbol.
fn kind_of(symbol: &Symbol) -> u32 {
    match symbol.kind {
        SymbolKind::Declaration(Word::Edition) => 4,
        SymbolKind::Declaration(Word::Record) => 23,
        SymbolKind::Declaration(Word::Source) => 1,
        SymbolKind::Declaration(Word::Interpretation | Word::Grouping) => 10,
        SymbolKind::Declaration(Word::Parameter) => 14,
        SymbolKind::Declaration(Word::Example) => 24,
        SymbolKind::Declaration(_) => 5,
        SymbolKind::Function => 12,
        SymbolKind::Constant => 14,
        SymbolKind::Field => 8,
        SymbolKind::Alternative => 22,
        _ => 20,
    }
}

/// Returns the numbers of a token's kind and properties.
fn numbered(token: Coloured) -> (u32, u32) {
    let name = match token.colour {
        Colour::Keyword => "keyword",
        Colour::Key => "decorator",
        Colour::Declared => "class",
        Colour::Field => "property",
        Colour::Code => "enumMember",
        Colour::Function => "function",
        Colour::Local => "parameter",
        Colour::Type => "type",
        Colour::Number => "number",
        Colour::Operator => "operator",
        Colour::Comment => "comment",
        Colour::Text => "string",
        _ => "variable",
    };
    let kind = TOKENS.iter().position(|known| *known == name).unwrap_or(0);
    let is_constant = token.colour == Colour::Constant;
    let modifiers =
        u32::from(token.declares) | u32::from(token.is_builtin) << 1 | u32::from(is_constant) << 2;
    (kind as u32, modifiers)
}

/// Returns a snippet without its places to fill in, for a client that has none.
fn without_places(snippet: &str) -> String {
    let (mut plain, mut characters, mut open) = (String::new(), snippet.chars().peekable(), 0usize);
    while let Some(c) = characters.next() {
        match c {
            '\\' => plain.extend(characters.next()),
            '$' if characters.next_if_eq(&'{').is_some() => {
                while characters.next_if(char::is_ascii_digit).is_some() {}
                characters.next_if_eq(&':');
                open += 1;
            }
            '$' if characters.peek().is_some_and(char::is_ascii_digit) => {
                while characters.next_if(char::is_ascii_digit).is_some() {}
            }
            '}' if open > 0 => open -= 1,
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::without_places;

    #[test]
    fn a_client_without_places_gets_plain_text() {
        assert_eq!(without_places("f(${1:dag}, \"$2\", #{ $0 })"), "f(dag, \"\", #{  })");
        assert_eq!(without_places("a\\$b\\}"), "a$b}");
    }
}
