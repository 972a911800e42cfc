//! Parses a rule file for an editor: tolerantly, since its author is in the middle of writing. Every file has a tree, in
//! which a bracket that is missing costs no more than the statement that it is missing in.

use super::tree::{Case, File, Is, Kind, Map, Pair, Statement, Step, Token, Tree, declared};
use crate::findings::source::token_length;
use crate::language::script::statements;

/// Expressions nested deeper are not looked into.
const DEEPEST: usize = 100;
/// The most that a tree grows by fields and calls one after the other.
const TALLEST: usize = 150;

const OPERATORS: &[&str] = &[
    "==", "!=", "<=", ">=", "<", ">", "&&", "||", "??", "+", "-", "*", "/", "%", "in", "!in", "=", "&", "|",
    "..", "..=", "**",
];

/// Parses the text of a file.
pub(super) fn parse(text: &str) -> File {
    let (tokens, comments) = lex(text);
    let ranges = statements(text);
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut found = Vec::with_capacity(ranges.len());
    for (number, range) in ranges.iter().enumerate() {
        let (start, end) = (narrow(range.start), narrow(range.end));
        let limit = ranges.get(number + 1).map_or(narrow(text.len()), |next| narrow(next.start));
        let first = tokens.partition_point(|token| token.start < start);
        let last = tokens.partition_point(|token| token.start < end);
        let mut parser = Parser {
            text,
            tokens: tokens.get(first..last).unwrap_or_default(),
            at: 0,
            before: start,
            limit,
            depth: 0,
            height: 0,
            open: Vec::new(),
        };
        let is = parser.statement();
        found.push(Statement { start, end, is });
    }
    File { tokens, comments, statements: found }
}

fn lex(text: &str) -> (Vec<Token>, Vec<(u32, u32)>) {
    let (mut tokens, mut comments, mut at) = (Vec::new(), Vec::new(), 0usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        let begin = at as u32;
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            comments.push((begin, at as u32));
            continue;
        }
        if rest.starts_with("/*") {
            at += block_comment(rest);
            comments.push((begin, at as u32));
            continue;
        }
        at += token_length(rest).max(first.len_utf8());
        let kind = match first {
            '"' | '`' => Kind::Text,
            '0'..='9' => Kind::Number,
            _ if first == '_' || first.is_alphabetic() => Kind::Name,
            _ => Kind::Symbol,
        };
        tokens.push(Token { kind, start: begin, end: at as u32 });
    }
    (tokens, comments)
}

/// Returns where the place ends at which an expression is still to be written, if it ends with one.
fn unwritten(tree: &Tree) -> Option<u32> {
    match tree {
        Tree::Nothing(_, end) => Some(*end),
        Tree::Row(_, rest) => unwritten(&rest.last()?.1),
        Tree::Closure { body, .. } => unwritten(body),
        Tree::If { then, otherwise, .. } => unwritten(otherwise.as_ref().unwrap_or(then)),
        _ => None,
    }
}

/// Returns the length of a comment, which may hold others and may not be closed.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0usize);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => {
                (depth, at) = (depth.saturating_sub(1), at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    /// The end of the last token that was taken.
    before: u32,
    /// Where the next statement begins.
    limit: u32,
    depth: usize,
    /// The height of the tree that was read last.
    height: usize,
    /// The closing brackets that are waited for, outermost first.
    open: Vec<&'static str>,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn symbol(&self) -> &'t str {
        self.tokens.get(self.at).map_or("", |token| token.text(self.text))
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        self.before = token.end;
        Some(token)
    }

    /// Takes the next token if it is this one.
    fn took(&mut self, symbol: &str) -> bool {
        let is = self.symbol() == symbol;
        if is {
            self.take();
        }
        is
    }

    fn named(&mut self) -> Option<Token> {
        self.peek().filter(|token| token.kind == Kind::Name)?;
        self.take()
    }

    fn nothing(&self) -> Tree {
        Tree::Nothing(self.before, self.peek().map_or(self.limit, |next| next.start))
    }

    fn statement(&mut self) -> Is {
        if self.took("fn") {
            let Some(name) = self.named() else { return Is::Other(self.nothing()) };
            let mut params = Vec::new();
            if self.took("(") {
                while !matches!(self.symbol(), ")" | "{" | "") {
                    match self.named() {
                        Some(param) => params.push(param),
                        None => drop(self.take()),
                    }
                }
                self.took(")");
            }
            return Is::Function { name, params, body: self.expr() };
        }
        if self.took("const") {
            let Some(name) = self.named() else { return Is::Other(self.nothing()) };
            self.took("=");
            return Is::Constant { name, value: self.expr() };
        }
        let tree = self.expr();
        declared(tree, self.text)
    }

    fn expr(&mut self) -> Tree {
        if self.depth >= DEEPEST {
            self.height = 1;
            return self.skipped();
        }
        self.depth += 1;
        let first = self.operand();
        let mut height = self.height;
        let mut rest = Vec::new();
        while OPERATORS.contains(&self.symbol()) {
            let Some(operator) = self.take() else { break };
            rest.push((operator, self.operand()));
            height = height.max(self.height);
        }
        self.depth -= 1;
        self.height = height + 1;
        if rest.is_empty() { first } else { Tree::Row(Box::new(first), rest) }
    }

    /// Reads an expression that is a part of something, whose height is at least `height`.
    fn part(&mut self, height: &mut usize) -> Tree {
        let tree = self.expr();
        *height = (*height).max(self.height);
        tree
    }

    /// Passes what is nested too deep: everything up to the bracket that ends it.
    fn skipped(&mut self) -> Tree {
        let mut depth = 0usize;
        loop {
            match self.symbol() {
                "" => return self.nothing(),
                "(" | "[" | "{" | "#{" | "?[" => depth += 1,
                ")" | "]" | "}" | "," | ";" if depth == 0 => return self.nothing(),
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            self.take();
        }
    }

    fn operand(&mut self) -> Tree {
        while matches!(self.symbol(), "!" | "-") {
            self.take();
        }
        self.height = 1;
        let Some(token) = self.peek() else { return self.nothing() };
        let first = match (token.kind, token.text(self.text)) {
            (Kind::Name, "if") => return self.condition(),
            (Kind::Name, "switch") => return self.switch(),
            (Kind::Name, "return") => {
                self.take();
                return self.expr();
            }
            // The words of a function that is missing its end, or of one that is begun within another.
            (Kind::Name, "fn" | "const" | "let" | "else") => return self.nothing(),
            (Kind::Name, _) => {
                self.take();
                Tree::Name(token)
            }
            (Kind::Text, _) => {
                self.take();
                Tree::Text(token)
            }
            (Kind::Number, _) => {
                self.take();
                Tree::Number
            }
            (_, "(") => Tree::Group(self.items(")")),
            (_, "[") => Tree::List(self.items("]")),
            (_, "#{") => Tree::Map(self.map()),
            (_, "{") => return self.block(),
            (_, "|" | "||") => return self.closure(),
            _ => return self.nothing(),
        };
        self.postfix(first)
    }

    /// Reads what follows an operand: fields, calls and indices.
    fn postfix(&mut self, first: Tree) -> Tree {
        let mut tree = first;
        let mut height = self.height;
        while height < TALLEST {
            match self.symbol() {
                "." | "?." => {
                    let dot = self.take().map_or(self.before, |dot| dot.end);
                    tree = Tree::Member { of: Box::new(tree), dot, name: self.named() };
                }
                "(" => {
                    tree = match tree {
                        Tree::Name(name) => Tree::Call { of: None, name, args: self.items(")") },
                        Tree::Member { of, name: Some(name), .. } => {
                            Tree::Call { of: Some(of), name, args: self.items(")") }
                        }
                        _ => break,
                    };
                    height = height.max(self.height);
                }
                "[" | "?[" => {
                    drop(self.items("]"));
                    continue;
                }
                _ => break,
            }
            height += 1;
        }
        self.height = height;
        tree
    }

    /// Reads the expressions between a bracket and the one that closes it.
    fn items(&mut self, close: &'static str) -> Vec<Tree> {
        self.take();
        self.open.push(close);
        let mut items = Vec::new();
        let mut expects = true;
        let mut height = 1;
        loop {
            if self.ends(close) {
                if expects {
                    items.push(self.gap(close));
                }
                self.took(close);
                break;
            }
            if self.took(",") {
                if expects {
                    items.push(Tree::Nothing(self.before, self.before));
                }
                expects = true;
                continue;
            }
            let at = self.at;
            items.push(self.part(&mut height));
            expects = false;
            if self.at == at {
                self.take();
            }
        }
        self.open.pop();
        self.height = height;
        items
    }

    /// Returns the empty place before a closing bracket, or before what follows an unclosed one.
    fn gap(&self, close: &str) -> Tree {
        let end =
            if self.symbol() == close { self.peek().map_or(self.limit, |c| c.start) } else { self.limit };
        Tree::Nothing(self.before, end)
    }

    /// Returns whether the bracket that waits for `close` ends here: closed, or left open where an outer one closes.
    fn ends(&mut self, close: &str) -> bool {
        loop {
            let symbol = self.symbol();
            if symbol.is_empty() || symbol == close {
                return true;
            }
            if symbol == ";" && close != "}" {
                return true;
            }
            if !matches!(symbol, ")" | "]" | "}") {
                return false;
            }
            if self.open.iter().rev().skip(1).any(|outer| *outer == symbol) {
                return true;
            }
            // It closes nothing.
            self.take();
        }
    }

    fn map(&mut self) -> Map {
        let start = self.take().map_or(self.before, |open| open.start);
        self.open.push("}");
        let mut pairs = Vec::new();
        let mut height = 1;
        while !self.ends("}") {
            let Some(key) = self.peek() else { break };
            if !matches!(key.kind, Kind::Name | Kind::Text) {
                self.take();
                continue;
            }
            self.take();
            let value = self.took(":").then(|| self.part(&mut height));
            let end = value.as_ref().and_then(unwritten).unwrap_or(self.before);
            pairs.push(Pair { key, value, end });
            // What stands here and is no comma belongs to no key.
            while !matches!(self.symbol(), "," | "" | ")" | "]" | "}" | ";")
                && self.peek().is_some_and(|token| !matches!(token.kind, Kind::Name | Kind::Text))
            {
                self.take();
            }
            self.took(",");
        }
        let end =
            if self.took("}") { self.before } else { self.peek().map_or(self.limit, |next| next.start) };
        self.open.pop();
        self.height = height;
        Map { start, end, pairs }
    }

    fn block(&mut self) -> Tree {
        self.take();
        self.open.push("}");
        let mut steps = Vec::new();
        let mut expects = true;
        let mut height = 1;
        while !self.ends("}") {
            if self.took(";") {
                expects = true;
                continue;
            }
            let at = self.at;
            let bound = if self.took("let") || self.took("const") { self.named() } else { None };
            if bound.is_some() {
                self.took("=");
            }
            let value = self.part(&mut height);
            steps.push(Step { bound, value });
            expects = bound.is_some();
            if self.at == at {
                self.take();
            }
        }
        if expects {
            steps.push(Step { bound: None, value: self.gap("}") });
        }
        self.took("}");
        self.open.pop();
        self.height = height;
        Tree::Block(steps)
    }

    fn closure(&mut self) -> Tree {
        let mut params = Vec::new();
        if !self.took("||") {
            self.take();
            while let Some(token) =
                self.peek().filter(|token| token.kind == Kind::Name || self.is_comma(*token))
            {
                if token.kind == Kind::Name {
                    params.push(token);
                }
                self.take();
            }
            self.took("|");
        }
        Tree::Closure { params, body: Box::new(self.expr()) }
    }

    fn is_comma(&self, token: Token) -> bool {
        token.text(self.text) == ","
    }

    fn condition(&mut self) -> Tree {
        self.take();
        let mut height = 1;
        let condition = Box::new(self.part(&mut height));
        let then = Box::new(self.part(&mut height));
        let otherwise = self.took("else").then(|| Box::new(self.part(&mut height)));
        self.height = height;
        Tree::If { condition, then, otherwise }
    }

    fn switch(&mut self) -> Tree {
        self.take();
        let mut height = 1;
        let subject = Box::new(self.part(&mut height));
        let mut cases = Vec::new();
        if self.symbol() != "{" {
            return Tree::Switch { subject, cases };
        }
        self.take();
        self.open.push("}");
        while !self.ends("}") {
            if self.took(",") {
                continue;
            }
            let at = self.at;
            let pattern = self.part(&mut height);
            let guard = self.took("if").then(|| self.part(&mut height));
            let value = if self.took("=>") { self.part(&mut height) } else { self.nothing() };
            cases.push(Case { pattern, guard, value });
            if self.at == at {
                self.take();
            }
        }
        self.took("}");
        self.open.pop();
        self.height = height;
        Tree::Switch { subject, cases }
    }
}
