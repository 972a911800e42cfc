//! The shape of a rule file as far as an editor needs it: tokens with their places, and a tree that is there whatever the
//! author is in the middle of writing. It says nothing about meaning, and the engine never uses it.

use crate::language::words::{Word, declaration};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a word of the language.
    Name,
    /// A text with its quotes; the closing one may not be written yet.
    Text,
    /// A number.
    Number,
    /// An operator or a bracket.
    Symbol,
}

/// A token: its kind and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Token {
    /// Returns the token as written.
    pub(super) fn text(self, file: &str) -> &str {
        file.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Returns the bytes of a name, or of what is between the quotes of a text.
    pub(super) fn inside(self, file: &str) -> (u32, u32) {
        if self.kind != Kind::Text {
            return (self.start, self.end);
        }
        let text = self.text(file);
        let closed = text.len() > 1 && text.starts_with(['"', '`']) && text.ends_with(['"', '`']);
        let start = (self.start + u32::from(text.starts_with(['"', '`']))).min(self.end);
        (start, if closed { self.end - 1 } else { self.end })
    }

    /// Returns a name, or what is between the quotes of a text.
    pub(super) fn name(self, file: &str) -> &str {
        let (start, end) = self.inside(file);
        file.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// A key of a map with its value.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) key: Token,
    /// The value, which may not be written yet.
    pub(super) value: Option<Tree>,
    /// The byte after the value, or after the key.
    pub(super) end: u32,
}

/// `#{ … }`.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) pairs: Vec<Pair>,
}

/// One case of a `switch`.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) pattern: Tree,
    pub(super) guard: Option<Tree>,
    pub(super) value: Tree,
}

/// One step of a block: an expression, or `let` with the name it binds.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) bound: Option<Token>,
    pub(super) value: Tree,
}

/// An expression.
#[derive(Debug)]
pub(super) enum Tree {
    /// Nothing is written where an expression should stand: from the token before to the token after.
    Nothing(u32, u32),
    Name(Token),
    Text(Token),
    Number,
    /// `a.b`; the name may not be written yet.
    Member {
        of: Box<Tree>,
        dot: u32,
        name: Option<Token>,
    },
    /// `f(…)`, or `a.f(…)`.
    Call {
        of: Option<Box<Tree>>,
        name: Token,
        args: Vec<Tree>,
    },
    Map(Map),
    /// `[…]`
    List(Vec<Tree>),
    /// `(…)`
    Group(Vec<Tree>),
    /// `|a, b| body`
    Closure {
        params: Vec<Token>,
        body: Box<Tree>,
    },
    /// Operands, each but the first with the operator before it.
    Row(Box<Tree>, Vec<(Token, Tree)>),
    /// `{ … }`
    Block(Vec<Step>),
    If {
        condition: Box<Tree>,
        then: Box<Tree>,
        otherwise: Option<Box<Tree>>,
    },
    Switch {
        subject: Box<Tree>,
        cases: Vec<Case>,
    },
}

/// What a statement at the top level is.
#[derive(Debug)]
pub(super) enum Is {
    /// `målgrupp("id", #{ … })`
    Declaration { written: Token, word: Word, id: Option<Token>, map: Option<Map>, rest: Vec<Tree> },
    /// `fn name(a, b) { … }`
    Function { name: Token, params: Vec<Token>, body: Tree },
    /// `const NAME = …`
    Constant { name: Token, value: Tree },
    /// Anything else.
    Other(Tree),
}

/// A statement at the top level.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) is: Is,
}

/// A file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<(u32, u32)>,
    pub(super) statements: Vec<Statement>,
}

impl Map {
    /// Returns the value of the key with this Swedish name.
    pub(super) fn get(&self, file: &str, key: &str) -> Option<&Tree> {
        let is = |pair: &&Pair| {
            let name = pair.key.name(file);
            name == key || crate::language::words::key(name) == Some(key)
        };
        self.pairs.iter().find(is)?.value.as_ref()
    }

    /// Returns the text that is the value of a key.
    pub(super) fn text<'f>(&self, file: &'f str, key: &str) -> Option<&'f str> {
        match self.get(file, key)? {
            Tree::Text(token) => Some(token.name(file)),
            _ => None,
        }
    }
}

impl Statement {
    /// Returns a declaration's word, id and map.
    pub(super) fn declares(&self) -> Option<(Word, Token, Option<&Map>)> {
        match &self.is {
            Is::Declaration { word, id: Some(id), map, .. } => Some((*word, *id, map.as_ref())),
            _ => None,
        }
    }
}

/// Makes a statement of the call that a declaration is.
pub(super) fn declared(tree: Tree, file: &str) -> Is {
    match tree {
        Tree::Call { of: None, name, args } if declaration(name.text(file)).is_some() => {
            let word = declaration(name.text(file)).unwrap_or(Word::Example);
            let (mut id, mut map, mut rest) = (None, None, Vec::new());
            for arg in args {
                match arg {
                    Tree::Text(token) if id.is_none() => id = Some(token),
                    Tree::Map(found) if map.is_none() => map = Some(found),
                    other => rest.push(other),
                }
            }
            Is::Declaration { written: name, word, id, map, rest }
        }
        other => Is::Other(other),
    }
}
