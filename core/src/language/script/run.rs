//! Runs declarations, one by one, behind the fence, and says what is wrong with statements that declare nothing.

use super::convert::Converter;
use super::engine::{Fence, special};
use super::position::Places;
use super::values::Values;
use super::{Unit, fault, truth_word};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code, nearest};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use crate::language::declare::{mixed, other_alphabet};
use crate::language::functions::Builtin;
use crate::language::syntax::{Declaration, Program};
use crate::language::words::{DECLARATIONS, FIELD_TYPES, Word, declaration};
use rhai::{AST, ASTFlags, ASTNode, Dynamic, Expr as RhaiExpr, FnCallExpr, Module, Position, Scope, Stmt};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The maximum number of declarations and constants in an edition.
const MOST_DECLARATIONS: usize = 10_000;
/// The maximum total size of an edition's values: their elements, and the bytes of their texts.
const MOST_SIZE: usize = 8 << 20;
/// The maximum nesting of lists and maps in a value.
const DEEPEST_VALUE: usize = 16;

/// Runs the statements of one unit.
pub(super) struct Runner<'a> {
    pub(super) fence: &'a Fence,
    pub(super) converter: Converter<'a>,
    pub(super) library: &'a Arc<Module>,
    pub(super) functions: &'a BTreeSet<String>,
    pub(super) scope: &'a mut Scope<'static>,
    pub(super) budget: &'a mut Budget,
    pub(super) program: &'a mut Program,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// The remaining budget of an edition for declarations and constants.
pub(super) struct Budget {
    size: usize,
    declarations: usize,
    is_said: bool,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { size: MOST_SIZE, declarations: MOST_DECLARATIONS, is_said: false }
    }

    /// Deducts one item and `size`; returns false if the budget is exceeded.
    fn take(&mut self, size: usize) -> bool {
        let left = self.size.checked_sub(size).zip(self.declarations.checked_sub(1));
        if let Some((size, declarations)) = left {
            (self.size, self.declarations) = (size, declarations);
        }
        left.is_some()
    }
}

/// Returns the size of a value: its elements and the bytes of its texts; `None` if it is nested deeper than `depth`.
fn size(value: &Dynamic, depth: usize) -> Option<usize> {
    let inner = depth.checked_sub(1);
    if let Some(items) = value.read_lock::<rhai::Array>() {
        let inner = inner?;
        return items.iter().map(|item| size(item, inner)).sum::<Option<usize>>().map(|size| size + 1);
    }
    if let Some(map) = value.read_lock::<rhai::Map>() {
        let inner = inner?;
        let parts = map.iter().map(|(key, value)| size(value, inner).map(|size| size + key.len()));
        return parts.sum::<Option<usize>>().map(|size| size + 1);
    }
    let text = value.read_lock::<rhai::ImmutableString>().map_or(0, |text| text.len());
    Some(text + 1)
}

impl Runner<'_> {
    pub(super) fn unit(&mut self) {
        let units = self.converter.units;
        let Some(unit) = units.get(self.converter.unit) else { return };
        for statement in unit.ast.statements() {
            match statement {
                Stmt::Noop(_) => {}
                Stmt::Var(definition, flags, position) if flags.contains(ASTFlags::CONSTANT) => {
                    self.constant(statement, definition.0.name.as_str(), &definition.1, *position);
                }
                Stmt::FnCall(call, position) => self.declaration(statement, call, *position),
                Stmt::Expr(expr) => match &**expr {
                    RhaiExpr::FnCall(call, position) => self.declaration(statement, call, *position),
                    other => {
                        // A text in backquotes may hold whole declarations.
                        if matches!(other, RhaiExpr::StringConstant(..) | RhaiExpr::InterpolatedString(..)) {
                            self.program.failed.anything();
                        }
                        self.only_declarations(other.start_position());
                    }
                },
                Stmt::Var(_, _, position) => self.variable(*position),
                other => self.only_declarations(other.position()),
            }
        }
    }

    /// Reports a `let` at the top level.
    fn variable(&mut self, position: Position) {
        let at = self.places().at(position);
        let (before, rest) = self.places().around(at.start);
        let before_name = before.trim_end().strip_suffix("let").map(|before| before.len() as u32);
        let Some(start) = before_name.or_else(|| rest.starts_with("let ").then_some(at.start)) else {
            return self.only_declarations(position);
        };
        let word = Span::new(at.source, start, start + 3);
        self.diagnostics.push(
            Diagnostic::error(
                code::TOP_LEVEL,
                word,
                say!(
                    "ett värde som hela filen kan använda börjar med `const`",
                    "a value that the whole file can use begins with `const`"
                ),
            )
            .suggest(word, "const", say!("skriv så här", "write it like this")),
        );
    }

    fn places(&self) -> Places<'_> {
        self.converter.places()
    }

    fn only_declarations(&mut self, position: Position) {
        let follows_a_fault = |unit: &Unit<'_>| unit.follows_a_fault;
        if self.converter.units.get(self.converter.unit).is_some_and(follows_a_fault) {
            return;
        }
        let span = self.places().at(position);
        self.diagnostics.push(
            Diagnostic::error(
                code::TOP_LEVEL,
                span,
                say!(
                    "ytterst i en regelfil kan bara sådant som `målgrupp(…)`, konstanter och funktioner stå",
                    "only declarations, constants and functions can stand at the top level of a rule file"
                ),
            )
            .help(say!(
                "börja med ett ord som `målgrupp(…)`, med `const` eller med `fn`",
                "begin with a word such as `target_group(…)`, with `const` or with `fn`"
            )),
        );
    }

    fn run(&mut self, statement: &Stmt, span: Span) -> bool {
        let ast = AST::new([statement.clone()], Arc::clone(self.library));
        match self.fence.engine.eval_ast_with_scope::<Dynamic>(self.scope, &ast) {
            Ok(_) => true,
            Err(error) => {
                let finding = fault::run(&error, self.places(), span);
                self.diagnostics.push(finding);
                false
            }
        }
    }

    /// Reports a declaration that was run by something other than its own statement.
    fn declared_within(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                code::TOP_LEVEL,
                span,
                say!(
                    "här beskrivs något inuti något annat",
                    "something is declared within something else here"
                ),
            )
            .help(say!(
                "skriv varje del för sig, ytterst i filen",
                "write each declaration by itself, at the top level of the file"
            )),
        );
    }

    fn constant(&mut self, statement: &Stmt, name: &str, expr: &RhaiExpr, position: Position) {
        let span = self.places().at(position);
        if special(name).is_some() || declaration(name).is_some() {
            self.diagnostics.push(Diagnostic::error(
                code::DUPLICATE_ID,
                span,
                say!("`{name}` har redan en betydelse", "`{name}` already has a meaning"),
            ));
        }
        if let Some(letter) = other_alphabet(name) {
            self.diagnostics.push(mixed(name, letter, span));
        }
        let computed =
            !self.unknown_names(expr, false) && self.run(statement, span) && self.is_small(name, span);
        if !self.fence.take().is_empty() {
            self.declared_within(span);
        }
        if !computed {
            self.program.failed.name(name);
            // Rhai finds constants by their index in the scope, so a failed one needs a placeholder.
            self.scope.push_constant_dynamic(name.to_owned(), Dynamic::UNIT);
            return;
        }
        let Some(value) = self.scope.get(name).cloned() else { return };
        let node = Values { converter: &self.converter, diagnostics: self.diagnostics }.node(
            &value,
            Some(expr),
            span,
        );
        if self.program.constants.insert(name.to_owned(), node).is_some() {
            self.diagnostics.push(Diagnostic::error(
                code::DUPLICATE_ID,
                span,
                say!("konstanten `{name}` är redan definierad", "the constant `{name}` is already defined"),
            ));
        }
    }

    /// Runs a declaration; if that fails, records what it would have declared.
    fn declaration(&mut self, statement: &Stmt, call: &FnCallExpr, position: Position) {
        let found = self.diagnostics.len();
        let before = self.program.declarations.len();
        self.call(statement, call, position);
        let is_made = self.program.declarations.len() > before;
        let has_errors = self.diagnostics.has_errors_since(found);
        if !has_errors {
            return;
        }
        if !is_made {
            match call.args.first() {
                Some(RhaiExpr::StringConstant(id, _)) => self.program.failed.name(id),
                _ => self.program.failed.anything(),
            }
        }
        let known = DECLARATIONS.iter().flat_map(|(sv, en, _)| [*sv, *en]);
        let word = declaration(&call.name).or_else(|| declaration(nearest(&call.name, known)?));
        if word == Some(Word::Record) {
            self.program.failed.record();
        }
    }

    /// Returns whether a constant has a plausible size and depth. Otherwise constants that contain the preceding one
    /// could grow without bound.
    fn is_small(&mut self, name: &str, span: Span) -> bool {
        let Some(value) = self.scope.get(name) else { return true };
        let is_small = size(value, DEEPEST_VALUE).is_some_and(|size| self.budget.take(size));
        if !is_small {
            self.diagnostics.push(
                Diagnostic::error(
                    code::TOO_COMPLEX,
                    span,
                    say!(
                        "konstanten `{name}` är för stor eller har för många nivåer",
                        "the constant `{name}` is too large or has too many levels"
                    ),
                )
                .help(say!(
                    "skriv ut värdet där det används, med högst {DEEPEST_VALUE} nivåer",
                    "write the value out where it is used, with at most {DEEPEST_VALUE} levels"
                )),
            );
            // Removed: a placeholder for the failed constant replaces it.
            self.scope.rewind(self.scope.len().saturating_sub(1));
        }
        is_small
    }

    fn call(&mut self, statement: &Stmt, call: &FnCallExpr, position: Position) {
        let word_span = self.places().at(position);
        let name = call.name.as_str();
        if self.budget.is_said {
            return;
        }
        if declaration(name).is_none() {
            if self.functions.contains(name) {
                return self.only_declarations(position);
            }
            return self.unknown_word(name, word_span);
        }
        let [id, map] = call.args.as_slice() else {
            return self.wrong_arguments(name, word_span);
        };
        if !matches!(id, RhaiExpr::StringConstant(..) | RhaiExpr::Variable(..)) {
            let span = self.converter.expr(id).span;
            return self.wrong_arguments(name, span);
        }
        if !matches!(map, RhaiExpr::Map(..) | RhaiExpr::Variable(..) | RhaiExpr::FnCall(..)) {
            let span = self.converter.expr(map).span;
            return self.wrong_arguments(name, span);
        }
        if self.unknown_names(map, declaration(name) == Some(Word::Record)) {
            return;
        }
        let end = self.converter.expr(map).span;
        let span = word_span.to(end);
        if !self.run(statement, word_span) {
            self.fence.take();
            return;
        }
        let mut declarations = self.fence.take();
        // The statement's own declaration is last: its arguments are evaluated before it.
        let own = declarations.pop();
        if !declarations.is_empty() {
            self.declared_within(word_span);
        }
        if let Some(declared) = own {
            let sizes = declared.map.values().map(|value| size(value, DEEPEST_VALUE));
            let fits = sizes.sum::<Option<usize>>().is_some_and(|size| self.budget.take(size + 1));
            if !fits {
                return self.too_much(word_span);
            }
            let id_span = self.converter.expr(id).span;
            let entries = Values { converter: &self.converter, diagnostics: self.diagnostics }.entries(
                &declared.map,
                Some(map),
                span,
            );
            let id = (declared.id.to_string(), id_span);
            self.program.declarations.push(Declaration { word: declared.word, id, entries, word_span });
        }
    }

    /// Reports, once, that an edition declares more than the limit.
    fn too_much(&mut self, span: Span) {
        if !self.budget.is_said {
            self.budget.is_said = true;
            self.diagnostics.push(
                Diagnostic::error(
                    code::TOO_LARGE,
                    span,
                    say!("utgåvan är för stor för att läsas", "the edition is too large to be read"),
                )
                .help(say!(
                    "en utgåva har högst {MOST_DECLARATIONS} regler, och deras värden högst {MOST_SIZE} tecken tillsammans",
                    "an edition has at most {MOST_DECLARATIONS} declarations, and their values at most {MOST_SIZE} characters together"
                )),
            );
        }
        self.program.failed.anything();
    }

    fn unknown_word(&mut self, name: &str, span: Span) {
        let words = DECLARATIONS.iter().flat_map(|(sv, en, _)| [*sv, *en]);
        let mut finding = Diagnostic::error(
            code::UNKNOWN_WORD,
            span,
            say!(
                "`{name}` är inget ord som något i en regelfil kan börja med",
                "`{name}` is not a word that declares anything"
            ),
        );
        finding = match nearest(name, words) {
            Some(word) => finding.suggest(span, word, say!("menades `{word}`?", "was `{word}` meant?")),
            None => {
                let list = DECLARATIONS.iter().map(|(sv, ..)| *sv).collect::<Vec<_>>().join(", ");
                let english = DECLARATIONS.iter().map(|(_, en, _)| *en).collect::<Vec<_>>().join(", ");
                finding.help(say!("orden är {list}", "the words are {english}"))
            }
        };
        self.diagnostics.push(finding);
    }

    fn wrong_arguments(&mut self, name: &str, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                code::WRONG_ARGUMENTS,
                span,
                say!(
                    "`{name}` behöver ett namn och sedan `#{{ … }}`",
                    "`{name}` needs a name and then `#{{ … }}`"
                ),
            )
            .help(say!("skriv `{name}(\"namn\", #{{ … }});`", "write `{name}(\"name\", #{{ … }});`")),
        );
    }

    /// Finds unresolved names and functions in a declaration before it is run: Rhai would stop at the first.
    fn unknown_names(&mut self, map: &RhaiExpr, is_record: bool) -> bool {
        let mut bare = Vec::new();
        let at = |value: &RhaiExpr| self.converter.expr(value).span;
        bare_conditions(
            map,
            &at,
            &|name| special(name).is_some() || self.program.constants.contains_key(name),
            &mut bare,
        );
        for (name, start) in &bare {
            let start = *start;
            let at = Span::new(start.source, start.start, start.start);
            self.diagnostics.push(
                Diagnostic::error(
                    code::WRONG_VALUE,
                    start,
                    say!("ett villkor börjar med `|{name}|`", "a condition begins with `|{name}|`"),
                )
                .suggest(
                    at,
                    format!("|{name}| "),
                    say!("skriv så här", "write it like this"),
                ),
            );
        }
        if !bare.is_empty() {
            return true;
        }
        let mut wrong: Vec<(String, Position, bool)> = Vec::new();
        let mut called: Vec<String> = Vec::new();
        let constants = &self.program.constants;
        let functions = self.functions;
        map.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            // A capturing closure is `curry(…)` behind a `Share`: its names are checked as part of the closure.
            if path.iter().any(|node| matches!(node, ASTNode::Stmt(Stmt::Share(_)))) || within_curry(path) {
                return true;
            }
            match path.last() {
                Some(ASTNode::Expr(RhaiExpr::Variable(parts, _, position))) => {
                    let name = parts.1.as_str();
                    if special(name).is_none() && !constants.contains_key(name) {
                        wrong.push((name.to_owned(), *position, false));
                    }
                }
                Some(ASTNode::Expr(RhaiExpr::FnCall(call, position))) if call.op_token.is_none() => {
                    let name = call.name.as_str();
                    if functions.contains(name) {
                        called.push(name.to_owned());
                    } else if name != "curry" && name != "contains" {
                        wrong.push((name.to_owned(), *position, true));
                    }
                }
                _ => {}
            }
            true
        });
        self.program.called.extend(called);
        // Beside a name that means nothing, a function of conditions is where it should be: the `|p|` is what is wrong.
        if wrong.iter().any(|(.., is_function)| !is_function) {
            wrong.retain(|(name, _, is_function)| !is_function || Builtin::named(name).is_none());
        }
        for (name, position, is_function) in &wrong {
            let span = self.places().at(*position);
            let finding = if *is_function {
                let finding = Diagnostic::error(
                    code::UNKNOWN_FUNCTION,
                    span,
                    say!("funktionen `{name}` finns inte", "there is no function `{name}`"),
                );
                finding
                    .or_nearest(
                        (name, span),
                        false,
                        self.functions.iter().map(String::as_str),
                        say!(
                            "definiera den med `fn {name}(…) {{ … }}`",
                            "define it with `fn {name}(…) {{ … }}`"
                        ),
                    )
                    .of_kind("fn")
            } else if let Some(value) = truth_word(name) {
                Diagnostic::error(
                    code::UNKNOWN_VARIABLE,
                    span,
                    say!("`{name}` skrivs `{value}` i en regel", "`{name}` is written `{value}` in a rule"),
                )
                .suggest(span, value, say!("skriv så här", "write it like this"))
            } else {
                Diagnostic::error(
                    code::UNKNOWN_VARIABLE,
                    span,
                    say!("`{name}` betyder inget här", "`{name}` means nothing here"),
                )
                .or_nearest(
                    (name, span),
                    false,
                    FIELD_TYPES.iter().flat_map(|row| [row.name.0, row.name.1]),
                    match is_record {
                        true => types_of_fields(),
                        false => say!(
                            "sätt det inom citattecken om det är en text",
                            "put it within quotes if it is a text"
                        ),
                    },
                )
            };
            self.diagnostics.push(finding);
        }
        !wrong.is_empty()
    }
}

/// Lists the types that a field of a record can have.
fn types_of_fields() -> Text {
    let sv = FIELD_TYPES.iter().map(|row| row.name.0).collect::<Vec<_>>().join(", ");
    let en = FIELD_TYPES.iter().map(|row| row.name.1).collect::<Vec<_>>().join(", ");
    say!("ett fält är av en av typerna {sv}", "a field is of one of the types {en}")
}

/// Collects the values of a map that read a field of an unresolved name: conditions without their `|p|`.
fn bare_conditions(
    map: &RhaiExpr,
    at: &dyn Fn(&RhaiExpr) -> Span,
    is_known: &dyn Fn(&str) -> bool,
    found: &mut Vec<(String, Span)>,
) {
    let RhaiExpr::Map(parts, _) = map else { return };
    for (_, value) in &parts.0 {
        if matches!(value, RhaiExpr::Map(..)) {
            bare_conditions(value, at, is_known, found);
            continue;
        }
        let mut read = None;
        value.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            if path.iter().any(|node| matches!(node, ASTNode::Stmt(Stmt::Share(_)))) || within_curry(path) {
                return true;
            }
            if let Some(ASTNode::Expr(RhaiExpr::Dot(parts, ..))) = path.last()
                && let RhaiExpr::Variable(variable, ..) = &parts.lhs
                && !is_known(variable.1.as_str())
            {
                read = Some(variable.1.to_string());
                return false;
            }
            true
        });
        found.extend(read.map(|name| (name, at(value))));
    }
}

fn within_curry(path: &[ASTNode<'_>]) -> bool {
    path.iter().any(|node| matches!(node, ASTNode::Expr(RhaiExpr::FnCall(call, _)) if call.name == "curry"))
}
