//! libFuzzer against everything that the engine reads. `tests/fuzz/run` builds it and runs the targets; `FUZZ_TARGET` names
//! the one that this process runs.
//!
//! A target fails by panicking: where the engine panics, where it returns an internal error, and where two ways to one
//! answer differ.

#![no_main]

mod inputs;
mod mutation;
mod seeds;
mod targets;

/// Names for the modules that are shared with the tests of core and of `tests`.
mod language {
    pub(crate) use kvinnofrid::{date, types};
}
#[path = "../../tests/one_rule.rs"]
mod one_rule;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock};
use targets::{TARGETS, Target};

static TARGET: OnceLock<&Target> = OnceLock::new();
/// What the last panic said and where. Those that the engine catches itself, of Arrow's reader, are no findings.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn target() -> &'static Target {
    TARGET.get_or_init(|| {
        let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
        let found = TARGETS.iter().find(|target| target.name == name);
        found.unwrap_or_else(|| {
            let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
            eprintln!("set FUZZ_TARGET to one of: {}", names.join(" "));
            std::process::exit(2);
        })
    })
}

fn start() {
    std::panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = PANIC.lock() {
            *last = info.to_string();
        }
    }));
    if let Some(folder) = std::env::var_os("FUZZ_SEEDS") {
        seeds::write(target(), folder.as_ref());
        std::process::exit(0);
    }
}

fuzz_target!(init: start(), |data: &[u8]| {
    if catch_unwind(AssertUnwindSafe(|| (target().run)(data))).is_err() {
        eprintln!("{}", PANIC.lock().map(|last| last.clone()).unwrap_or_default());
        std::process::abort();
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    (target().mutate)(data, size, max_size, seed)
});
