//! What watches memory and threads, and proof that it does.

use super::stage::{compiled, home, output, persons};
use std::process::{Command, Output};

/// Whether a tool can be run. Where `KVF_ALL_TOOLS` is set, as in `.ci/run`, one that is missing is a failure; elsewhere the
/// test says that it was left out.
pub fn there(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    let needed = std::env::var_os("KVF_ALL_TOOLS").is_some();
    assert!(found || !needed, "{tool} is not installed");
    if !found {
        eprintln!("left out: {tool} is not installed");
    }
    found
}

const ADDRESS: [&str; 2] = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/// Runs `tests/fault.c`, which must be caught.
fn caught(flags: &[&str], fault: &str, report: &str) {
    let (_folder, program) = compiled("tests/fault.c", flags);
    let Output { status, stderr, .. } = Command::new(program).arg(fault).output().unwrap();
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(!status.success() && stderr.contains(report), "{fault} was not caught: {status}\n{stderr}");
}

#[test]
fn a_hostile_host_survives() {
    let (_folder, program) = compiled("tests/hostile.c", &[]);
    assert_eq!(output(&mut Command::new(program)), "the host is alive\n");
}

#[test]
fn a_hostile_host_survives_under_asan_and_ubsan() {
    let (_folder, program) = compiled("tests/hostile.c", &ADDRESS);
    assert_eq!(output(Command::new(program).arg("20")), "the host is alive\n");
}

#[test]
fn baselines_and_worklists_are_sound_under_asan_and_ubsan() {
    let (_folder, program) = compiled("tests/baseline.c", &ADDRESS);
    assert_eq!(output(Command::new(program).arg("5")), "baselines and worklists are sound\n");
}

#[test]
fn arrow_streams_are_released_whatever_happens() {
    let (_folder, program) = compiled("tests/arrow.c", &ADDRESS);
    assert_eq!(output(Command::new(program).arg("20")), "all streams are released\n");
}

#[test]
fn asan_and_ubsan_are_on() {
    caught(&ADDRESS, "after-free", "heap-use-after-free");
    caught(&ADDRESS, "leak", "detected memory leaks");
    caught(&ADDRESS, "overflow", "signed integer overflow");
}

fn valgrind(program: &std::path::Path, args: &[&str]) -> Output {
    let flags = ["--quiet", "--leak-check=full", "--show-leak-kinds=definite,indirect,possible"];
    Command::new("valgrind")
        .args(flags)
        .args(["--errors-for-leak-kinds=definite,indirect,possible", "--error-exitcode=9"])
        .arg(format!("--suppressions={}", home().join("tests/valgrind.supp").display()))
        .arg(program)
        .args(args)
        .output()
        .unwrap()
}

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "valgrind takes minutes for a library that is not optimised: .ci/run memory"
)]
fn thousands_of_calls_leak_nothing() {
    if !there("valgrind") {
        return;
    }
    let (_folder, program) = compiled("tests/hostile.c", &[]);
    // Eleven calls a round.
    let done = valgrind(&program, &["200"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let (_folder, program) = compiled("tests/arrow.c", &[]);
    let done = valgrind(&program, &["10", "few"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let (_folder, program) = compiled("tests/baseline.c", &[]);
    let done = valgrind(&program, &["5"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let (_folder, program) = compiled("tests/fault.c", &[]);
    assert_eq!(valgrind(&program, &["leak"]).status.code(), Some(9), "valgrind sees no leak");
}

#[test]
fn eight_threads_share_a_programme() {
    let (_folder, program) = compiled("tests/threads.c", &[]);
    assert_eq!(output(&mut Command::new(program)), "all threads agree\n");
}

/// `KVINNOFRID_CALLS=1000000` makes as many calls.
#[test]
fn many_mixed_calls_from_eight_threads_take_no_more_memory_and_answer_right() {
    let calls = std::env::var_os("KVINNOFRID_CALLS").unwrap_or_else(|| "4000".into());
    let (_folder, program) = compiled("tests/soak.c", &[]);
    let done = Command::new(program).arg(calls).output().unwrap();
    println!("{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(String::from_utf8_lossy(&done.stdout), "no answer was wrong and memory is flat\n", "{done:?}");
    // The same under the sanitizers that watch the C side.
    let (_folder, program) = compiled("tests/soak.c", &ADDRESS);
    // What was freed is kept only for a while, so that memory can be compared.
    let few = Command::new(program).arg("400").env("ASAN_OPTIONS", "quarantine_size_mb=2").output().unwrap();
    assert!(String::from_utf8_lossy(&few.stdout).starts_with("no answer was wrong"), "{few:?}");
}

/// The C side alone is instrumented, and `tsan.supp` leaves out what the library does, since its locks are atomics that this
/// sanitizer cannot see without rebuilding Rust's standard library. So this proves that what threads are handed belongs to
/// them; that the library has no races inside is for Rust's types to prove.
#[test]
fn thread_sanitizer_sees_no_race_on_what_threads_are_handed() {
    let flags = ["-fsanitize=thread"];
    let (_folder, program) = compiled("tests/threads.c", &flags);
    let options = format!("suppressions={}", home().join("tests/tsan.supp").display());
    assert_eq!(output(Command::new(program).env("TSAN_OPTIONS", options)), "all threads agree\n");
    caught(&flags, "race", "data race");
}

#[test]
fn the_shipped_records_under_asan_leak_nothing() {
    let (_folder, program) = compiled("tests/same.c", &ADDRESS);
    // What the C program itself keeps at its end is freed too.
    assert!(output(Command::new(program).args(["report", &persons()])).contains("\"receipt\""));
}
