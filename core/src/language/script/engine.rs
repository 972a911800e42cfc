//! The fence: a Rhai engine that can run declarations and nothing else.
//!
//! No file, network, clock, output, module or `eval`; every limit is set explicitly, since Rhai's defaults differ
//! between debug and release builds and leave operations unlimited.

use crate::language::words::{DECLARATIONS, VALUE_FUNCTIONS, Word, declaration, field_type};
use rhai::packages::{ArithmeticPackage, BasicArrayPackage, BasicMapPackage, LogicPackage, Package};
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map, OptimizationLevel};
use std::sync::{Arc, Mutex, PoisonError};

/// The maximum number of operations for running one file; a declaration takes a handful.
const OPERATIONS: u64 = 1_000_000;
/// The maximum depth of calls while declarations run.
const CALL_LEVELS: usize = 16;
/// The maximum nesting of expressions.
const EXPRESSION_DEPTH: usize = 64;
/// The maximum number of functions and closures in one file.
const FUNCTIONS: usize = 5_000;
/// The maximum number of constants in one file.
const VARIABLES: usize = 1_000;
/// The maximum length of a text, in bytes.
const TEXT: usize = 100_000;
/// The maximum number of elements of a list or map, nested ones included.
const ELEMENTS: usize = 20_000;

/// The result of a built-in helper function while a rule file runs: interpreted, with its place, afterwards.
#[derive(Clone, Debug)]
pub(super) enum Special {
    /// `okänt`
    Unknown,
    /// `period` as a name, which has a value only while records are evaluated.
    AmbientPeriod,
    /// An unresolved name; in a condition the checker reports it.
    Unbound,
    /// `period("…", "…")`
    Period(ImmutableString, ImmutableString),
    /// `datum("…")`
    Date(ImmutableString),
    /// A name from `FIELD_TYPES`.
    FieldType(&'static str),
    /// `kod([…])`
    Code(Array),
    /// `lista(…)`
    ListOf(Dynamic),
    /// `känslig(…)`
    Sensitive(Dynamic),
    /// `skyddad(kod([…]), […])`
    Protected(Dynamic, Array),
    /// `enligt("…", #{…})`
    According(ImmutableString, Map),
}

/// One evaluated call of a declaration word.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) word: Word,
    pub(super) id: ImmutableString,
    pub(super) map: Map,
}

/// The engine, and the declarations made by what it ran.
pub(super) struct Fence {
    pub(super) engine: Engine,
    declared: Arc<Mutex<Vec<Declared>>>,
}

impl Fence {
    pub(super) fn new() -> Self {
        let declared = Arc::new(Mutex::new(Vec::new()));
        let mut engine = Engine::new_raw();
        engine.set_optimization_level(OptimizationLevel::None);
        ArithmeticPackage::new().register_into_engine(&mut engine);
        LogicPackage::new().register_into_engine(&mut engine);
        BasicArrayPackage::new().register_into_engine(&mut engine);
        BasicMapPackage::new().register_into_engine(&mut engine);
        set_limits(&mut engine);
        register_values(&mut engine);
        for (sv, en, _) in DECLARATIONS {
            register_word(&mut engine, sv, &declared);
            if en != sv {
                register_word(&mut engine, en, &declared);
            }
        }
        Self { engine, declared }
    }

    /// Removes and returns the declarations made since the last call.
    pub(super) fn take(&self) -> Vec<Declared> {
        std::mem::take(&mut self.declared.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn set_limits(engine: &mut Engine) {
    engine.set_max_operations(OPERATIONS);
    engine.set_max_call_levels(CALL_LEVELS);
    engine.set_max_expr_depths(EXPRESSION_DEPTH, EXPRESSION_DEPTH);
    engine.set_max_functions(FUNCTIONS);
    engine.set_max_variables(VARIABLES);
    engine.set_max_string_size(TEXT);
    engine.set_max_array_size(ELEMENTS);
    engine.set_max_map_size(ELEMENTS);
    engine.set_fail_on_invalid_map_property(true);
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
    for symbol in ["eval", "import", "export", "print", "debug"] {
        engine.disable_symbol(symbol);
    }
}

fn register_word(engine: &mut Engine, name: &str, declared: &Arc<Mutex<Vec<Declared>>>) {
    let Some(word) = declaration(name) else { return };
    let declared = Arc::clone(declared);
    engine.register_fn(name, move |id: ImmutableString, map: Map| {
        declared.lock().unwrap_or_else(PoisonError::into_inner).push(Declared { word, id, map });
    });
}

fn register_values(engine: &mut Engine) {
    let names = |sv: &str| -> Vec<&str> {
        let rows = VALUE_FUNCTIONS.iter().map(|row| row.name).filter(|(name, _)| *name == sv);
        rows.flat_map(|(sv, en)| [sv, en]).collect()
    };
    for name in names("period") {
        engine.register_fn(name, |a: ImmutableString, b: ImmutableString| Special::Period(a, b));
    }
    for name in names("datum") {
        engine.register_fn(name, Special::Date);
    }
    for name in names("kod") {
        engine.register_fn(name, Special::Code);
    }
    for name in names("lista") {
        engine.register_fn(name, Special::ListOf);
    }
    for name in names("känslig") {
        engine.register_fn(name, Special::Sensitive);
    }
    for name in names("skyddad") {
        engine.register_fn(name, Special::Protected);
    }
    for name in names("enligt") {
        engine.register_fn(name, Special::According);
    }
    #[expect(deprecated, reason = "the callback is marked volatile, not going away; the release is pinned")]
    engine.on_var(|name, _, context| {
        // A parameter in the rule file may have the same name.
        let own = context.scope().contains(name);
        let value = (!own).then(|| Dynamic::from(special(name).unwrap_or(Special::Unbound)));
        Ok::<_, Box<EvalAltResult>>(value)
    });
}

/// Returns the built-in value of a name.
pub(super) fn special(name: &str) -> Option<Special> {
    match name {
        "okänt" | "unknown" => Some(Special::Unknown),
        "period" => Some(Special::AmbientPeriod),
        _ => field_type(name).map(Special::FieldType),
    }
}
