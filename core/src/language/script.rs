//! Parses rule files. The only module that uses Rhai.
//!
//! Each file is parsed as a whole; one that does not parse is split into its statements, so that every mistake in it is
//! found. Declarations are run, one by one, behind a [fence](engine); what they declare is matched with its place in
//! the text. Closures and functions are never run: their syntax trees are converted.

mod balance;
mod convert;
mod engine;
mod fault;
mod foreign;
mod hint;
mod names;
mod position;
mod run;
mod statements;
mod values;

use crate::findings::diagnostic::{Diagnostic, Diagnostics, Failed, code};
use crate::findings::source::SourceMap;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::say;
use crate::language::declare::{mixed, other_alphabet};
use crate::language::syntax::{Function, Node, Program, Value};
use crate::language::words::{VALUE_FUNCTIONS, Word, declaration};
use convert::{Bodies, Converter};
use engine::Fence;
pub(crate) use names::names;
use position::Places;
use rhai::{AST, Module, ParseErrorType, Scope};
use run::{Budget, Runner};
pub(crate) use statements::statements;
use std::collections::BTreeSet;
use std::sync::Arc;
pub(crate) use values::not_a_day;

/// The maximum number of functions in an edition.
const MOST_FUNCTIONS: usize = 5_000;
/// The maximum number of statements tried separately in a file that does not parse.
const MOST_STATEMENTS: usize = 5_000;

/// A file, or a statement of a file that does not parse as a whole.
struct Unit<'a> {
    ast: AST,
    bodies: Bodies,
    places: Places<'a>,
    /// Whether the text just before it could not be parsed, so that it may be the rest of that.
    follows_a_fault: bool,
}

/// Parses `files` as one program. Never fails: what cannot be parsed becomes a finding, and the rest is parsed.
pub fn read(sources: &SourceMap, files: &[SourceId], diagnostics: &mut Diagnostics) -> Program {
    let fence = Fence::new();
    let mut program = Program::default();
    let units: Vec<Unit<'_>> = files
        .iter()
        .flat_map(|&source| parse(&fence, sources, source, &mut program.failed, diagnostics))
        .collect();
    let library = functions(&units, &mut program, diagnostics);
    let mut scope = Scope::new();
    let mut budget = Budget::new();
    let mut known: BTreeSet<String> = program.functions.keys().cloned().collect();
    known.extend(VALUE_FUNCTIONS.iter().flat_map(|row| [row.name.0.to_owned(), row.name.1.to_owned()]));
    for index in 0..units.len() {
        let mut runner = Runner {
            fence: &fence,
            converter: Converter { units: &units, unit: index },
            library: &library,
            functions: &known,
            scope: &mut scope,
            budget: &mut budget,
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
    failed: &mut Failed,
    diagnostics: &mut Diagnostics,
) -> Vec<Unit<'a>> {
    let text = sources.text(source);
    let unit = |ast: AST, places, follows_a_fault| Unit {
        bodies: Bodies::collect(&ast),
        ast,
        places,
        follows_a_fault,
    };
    let whole = Places::new(sources, source, 0);
    // To Rhai, the rest of the file is a comment and not an error.
    if let Some(at) = statements::open_comment(text) {
        diagnostics.push(fault::open_comment(Span::new(source, at as u32, at as u32 + 2)));
        failed.anything();
    }
    for range in statements::long_decimals(text) {
        diagnostics.push(fault::long_decimal(Span::new(source, range.start as u32, range.end as u32)));
    }
    let first = match fence.engine.compile(text) {
        Ok(ast) => return vec![unit(ast, whole, false)],
        Err(error) => error,
    };
    let ranges = statements::statements(text);
    if ranges.len() > MOST_STATEMENTS || matches!(first.err_type(), ParseErrorType::TooManyFunctions) {
        diagnostics.push(fault::too_much(whole.whole()));
        failed.anything();
        return Vec::new();
    }
    let mut units = Vec::new();
    let before = diagnostics.len();
    let mut fault_before = false;
    for range in ranges {
        let Some(statement) = text.get(range.clone()) else { continue };
        let places = Places::new(sources, source, range.start as u32);
        match fence.engine.compile(statement) {
            Ok(ast) => {
                units.push(unit(ast, places, fault_before));
                fault_before = false;
            }
            Err(error) => {
                fault_before = true;
                let stopped = places.offset(error.position()).unwrap_or(range.end as u32) as usize;
                let stopped = stopped.saturating_sub(range.start);
                diagnostics.push(
                    hint::sign(&error, places)
                        .or_else(|| balance::fault(statement, range.start, stopped, places))
                        .unwrap_or_else(|| fault::syntax(&error, places)),
                );
                statements::remember(statement, failed);
            }
        }
    }
    // An error that only the whole file shows. Duplicate functions are reported where functions are collected.
    let twice = matches!(first.err_type(), ParseErrorType::FnDuplicatedDefinition(..));
    if diagnostics.len() == before && !twice {
        diagnostics.push(fault::syntax(&first, whole));
    }
    units
}

/// Collects the functions of all units, for the program and for Rhai's evaluation of declarations.
fn functions(units: &[Unit<'_>], program: &mut Program, diagnostics: &mut Diagnostics) -> Arc<Module> {
    let mut library = Module::new();
    for (index, unit) in units.iter().enumerate() {
        let converter = Converter { units, unit: index };
        for definition in unit.ast.iter_fn_def() {
            library.set_script_fn(Arc::clone(definition));
        }
        for (name, body) in unit.bodies.named() {
            let span = unit.places.name_before(body.start, name);
            if let Some(letter) = other_alphabet(name) {
                diagnostics.push(mixed(name, letter, span));
            }
            let function = Function {
                name: name.clone(),
                params: body.params.clone(),
                body: converter.block(&body.statements, span),
                span,
            };
            if program.functions.len() >= MOST_FUNCTIONS {
                diagnostics.push(fault::too_much(span));
                program.failed.anything();
                return Arc::new(library);
            }
            if let Some(first) = program.functions.get(name) {
                program.failed.kind("fn");
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

/// Returns the constant that a Swedish or English word for true, false or unknown means.
pub(crate) fn truth_word(name: &str) -> Option<&'static str> {
    match name.to_lowercase().as_str() {
        "ja" | "sant" | "sann" | "yes" => Some("true"),
        "nej" | "falskt" | "falsk" | "no" => Some("false"),
        "okänd" | "okända" | "vet_ej" => Some("okänt"),
        _ => None,
    }
}

impl Node {
    /// Creates a node without a value, for what could not be read.
    #[must_use]
    pub fn unit(span: Span) -> Self {
        Self { value: Value::Unit, span }
    }
}

/// Returns the top-level statement of `text` that contains the byte `at`, as written.
pub(crate) fn statement_at(text: &str, at: usize) -> Option<&str> {
    text.get(statements::statements(text).into_iter().find(|range| range.contains(&at))?)
}

/// Returns the statements of `text` that declare by `word`, as written.
pub(crate) fn declarations_of(text: &str, word: Word) -> Vec<&str> {
    let all = statements::statements(text).into_iter().filter_map(|range| text.get(range));
    let called = |statement: &&str| {
        statement.split_once('(').is_some_and(|(name, _)| declaration(name.trim()) == Some(word))
    };
    all.map(str::trim).filter(called).collect()
}
