//! Reading rule files. This room is the only one that names Rhai.
//!
//! Each file is parsed whole; one that does not parse is cut into its statements, so that every mistake in it is
//! found. Declarations are run, one by one, behind a [fence](engine); what they declare is matched with its place in
//! the text. Closures and functions are never run: their syntax trees are converted.

mod convert;
mod engine;
mod fault;
mod hint;
mod position;
mod statements;
mod values;

use crate::findings::diagnostic::nearest;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::source::SourceMap;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::say;
use crate::language::syntax::{Declaration, Function, Node, Program, Value};
use crate::language::words::{DECLARATIONS, FIELD_TYPES, declaration};
use convert::{Bodies, Converter};
use engine::{Fence, VALUE_FUNCTIONS, special};
use position::Places;
use rhai::{AST, ASTFlags, ASTNode, Dynamic, Expr as RhaiExpr, FnCallExpr, Module, Position, Scope, Stmt};
use std::collections::BTreeSet;
use std::sync::Arc;
use values::Values;

/// A file, or a statement of a file that does not parse whole.
struct Unit<'a> {
    ast: AST,
    bodies: Bodies,
    places: Places<'a>,
}

/// Reads `files` as one program. Never fails: what can't be read is a finding, and the rest is read.
pub fn read(sources: &SourceMap, files: &[SourceId], diagnostics: &mut Diagnostics) -> Program {
    let fence = Fence::new();
    let units: Vec<Unit<'_>> =
        files.iter().flat_map(|&source| parse(&fence, sources, source, diagnostics)).collect();
    let mut program = Program::default();
    let library = functions(&units, &mut program, diagnostics);
    let mut scope = Scope::new();
    let mut known: BTreeSet<String> = program.functions.keys().cloned().collect();
    known.extend(VALUE_FUNCTIONS.iter().flat_map(|(sv, en)| [(*sv).to_owned(), (*en).to_owned()]));
    for index in 0..units.len() {
        let mut runner = Runner {
            fence: &fence,
            converter: Converter { units: &units, unit: index },
            library: &library,
            functions: &known,
            scope: &mut scope,
            program: &mut program,
            diagnostics,
        };
        runner.unit();
    }
    program
}

fn parse<'a>(
    fence: &Fence,
    sources: &'a SourceMap,
    source: SourceId,
    diagnostics: &mut Diagnostics,
) -> Vec<Unit<'a>> {
    let text = sources.text(source);
    let unit = |ast: AST, places| Unit { bodies: Bodies::collect(&ast), ast, places };
    let whole = Places::new(sources, source, 0);
    let first = match fence.engine.compile(text) {
        Ok(ast) => return vec![unit(ast, whole)],
        Err(error) => error,
    };
    let mut units = Vec::new();
    let before = diagnostics.len();
    for range in statements::statements(text) {
        let Some(statement) = text.get(range.clone()) else { continue };
        let places = Places::new(sources, source, range.start as u32);
        match fence.engine.compile(statement) {
            Ok(ast) => units.push(unit(ast, places)),
            Err(error) => match statements::unclosed(statement) {
                Some(at) => diagnostics.push(fault::unclosed(places.character(range.start + at))),
                None => diagnostics.push(fault::syntax(&error, places)),
            },
        }
    }
    if diagnostics.len() == before {
        diagnostics.push(fault::syntax(&first, whole));
    }
    units
}

/// Collects the functions of all units, for the program and for Rhai's runs of declarations.
fn functions(units: &[Unit<'_>], program: &mut Program, diagnostics: &mut Diagnostics) -> Arc<Module> {
    let mut library = Module::new();
    for (index, unit) in units.iter().enumerate() {
        let converter = Converter { units, unit: index };
        for definition in unit.ast.iter_fn_def() {
            library.set_script_fn(Arc::clone(definition));
        }
        for (name, body) in unit.bodies.named() {
            let span = unit.places.name_before(body.start, name);
            let function = Function {
                name: name.clone(),
                params: body.params.clone(),
                body: converter.block(&body.statements, span),
                span,
            };
            if let Some(first) = program.functions.get(name) {
                diagnostics.push(
                    Diagnostic::error(
                        code::DUPLICATE_ID,
                        span,
                        say!(
                            "funktionen `{name}` är redan definierad",
                            "the function `{name}` is already defined"
                        ),
                    )
                    .related(first.span, say!("den första", "the first"))
                    .help(say!("ge en av dem ett annat namn", "give one of them another name")),
                );
                continue;
            }
            program.functions.insert(name.clone(), Arc::new(function));
        }
    }
    Arc::new(library)
}

/// Runs the statements of one unit.
struct Runner<'a> {
    fence: &'a Fence,
    converter: Converter<'a>,
    library: &'a Arc<Module>,
    functions: &'a BTreeSet<String>,
    scope: &'a mut Scope<'static>,
    program: &'a mut Program,
    diagnostics: &'a mut Diagnostics,
}

impl Runner<'_> {
    fn unit(&mut self) {
        let units = self.converter.units;
        let Some(unit) = units.get(self.converter.unit) else { return };
        for statement in unit.ast.statements() {
            match statement {
                Stmt::Noop(_) => {}
                Stmt::Var(definition, flags, position) if flags.contains(ASTFlags::CONSTANT) => {
                    self.constant(statement, definition.0.name.as_str(), &definition.1, *position);
                }
                Stmt::FnCall(call, position) => self.call(statement, call, *position),
                Stmt::Expr(expr) => match &**expr {
                    RhaiExpr::FnCall(call, position) => self.call(statement, call, *position),
                    other => self.only_declarations(other.start_position()),
                },
                other => self.only_declarations(other.position()),
            }
        }
    }

    fn places(&self) -> Places<'_> {
        self.converter.places()
    }

    fn only_declarations(&mut self, position: Position) {
        let span = self.places().at(position);
        self.diagnostics.push(
            Diagnostic::error(
                code::TOP_LEVEL,
                span,
                say!(
                    "ytterst i en regelfil kan bara deklarationer, konstanter och funktioner stå",
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

    /// A declaration that was run by something else than its own statement.
    fn declared_within(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                code::TOP_LEVEL,
                span,
                say!(
                    "här deklareras något inuti något annat",
                    "something is declared within something else here"
                ),
            )
            .help(say!(
                "skriv varje deklaration för sig, ytterst i filen",
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
        let computed = !self.unknown_names(expr) && self.run(statement, span);
        if !self.fence.take().is_empty() {
            self.declared_within(span);
        }
        if !computed {
            // Rhai finds constants by their place in the scope: each must take its place, also one that failed.
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

    fn call(&mut self, statement: &Stmt, call: &FnCallExpr, position: Position) {
        let word_span = self.places().at(position);
        let name = call.name.as_str();
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
        if self.unknown_names(map) {
            return;
        }
        let end = self.converter.expr(map).span;
        let span = word_span.to(end);
        if !self.run(statement, word_span) {
            self.fence.take();
            return;
        }
        let mut declarations = self.fence.take();
        // The statement's own comes last: what it is given is run before it.
        let own = declarations.pop();
        if !declarations.is_empty() {
            self.declared_within(word_span);
        }
        if let Some(declared) = own {
            let id_span = self.converter.expr(id).span;
            let entries = Values { converter: &self.converter, diagnostics: self.diagnostics }.entries(
                &declared.map,
                Some(map),
                span,
            );
            let id = (declared.id.to_string(), id_span);
            self.program.declarations.push(Declaration { word: declared.word, id, entries, word_span, span });
        }
    }

    fn unknown_word(&mut self, name: &str, span: Span) {
        let words = DECLARATIONS.iter().flat_map(|(sv, en, _)| [*sv, *en]);
        let mut finding = Diagnostic::error(
            code::UNKNOWN_WORD,
            span,
            say!(
                "`{name}` är inget ord som deklarerar något",
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
                say!("`{name}` tar ett id och en karta", "`{name}` takes an id and a map"),
            )
            .help(say!("skriv `{name}(\"id\", #{{ … }});`", "write `{name}(\"id\", #{{ … }});`")),
        );
    }

    /// Finds names and functions that mean nothing in a declaration, before it is run: Rhai would stop at the first.
    fn unknown_names(&mut self, map: &RhaiExpr) -> bool {
        let mut wrong: Vec<(String, Position, bool)> = Vec::new();
        let constants = &self.program.constants;
        let functions = self.functions;
        map.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            // The value of a closure that captures is `curry(…)` behind a `Share`: its names are the closure's.
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
                    if name != "curry" && name != "contains" && !functions.contains(name) {
                        wrong.push((name.to_owned(), *position, true));
                    }
                }
                _ => {}
            }
            true
        });
        for (name, position, is_function) in &wrong {
            let span = self.places().at(*position);
            let finding = if *is_function {
                let finding = Diagnostic::error(
                    code::UNKNOWN_FUNCTION,
                    span,
                    say!("funktionen `{name}` finns inte", "there is no function `{name}`"),
                );
                match nearest(name, self.functions.iter().map(String::as_str)) {
                    Some(near) => {
                        finding.suggest(span, near, say!("menades `{near}`?", "was `{near}` meant?"))
                    }
                    None => finding,
                }
            } else {
                Diagnostic::error(
                    code::UNKNOWN_VARIABLE,
                    span,
                    say!("`{name}` betyder inget här", "`{name}` means nothing here"),
                )
                .or_nearest(
                    (name, span),
                    false,
                    FIELD_TYPES.iter().flat_map(|(sv, en)| [*sv, *en]),
                    say!(
                        "sätt det inom citattecken om det är en text",
                        "put it within quotes if it is a text"
                    ),
                )
            };
            self.diagnostics.push(finding);
        }
        !wrong.is_empty()
    }
}

fn within_curry(path: &[ASTNode<'_>]) -> bool {
    path.iter().any(|node| matches!(node, ASTNode::Expr(RhaiExpr::FnCall(call, _)) if call.name == "curry"))
}

impl Node {
    /// A node without meaning, for what could not be read.
    #[must_use]
    pub fn unit(span: Span) -> Self {
        Self { value: Value::Unit, span }
    }
}

/// The top-level statement of `text` that the byte `at` is in, as it stands there.
pub(crate) fn statement_at(text: &str, at: usize) -> Option<&str> {
    text.get(statements::statements(text).into_iter().find(|range| range.contains(&at))?)
}
