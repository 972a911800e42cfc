//! Runs that are killed at any time, stopped with Ctrl-C or TERM, or whose disk is full: under its name a file is as it was before
//! or whole. `KVINNOFRID_KILLS=1000` sets the number of kills for each kind of file.
#![cfg(unix)]

use crate::kvinnofrid;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kvinnofrid");
const QUESTION: [&str; 4] = ["--programme", "stockholm/kvinnofrid", "--period", "2013"];

fn kills() -> u64 {
    let given = std::env::var_os("KVINNOFRID_KILLS").and_then(|given| given.into_string().ok());
    given.and_then(|kills| kills.parse().ok()).unwrap_or(8)
}

/// Pauses before each kill, between nothing and somewhat more than a run takes.
struct Pauses {
    state: u64,
    whole: Duration,
}

impl Pauses {
    fn next(&mut self) -> Duration {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (self.state >> 40) as f64 / (1u64 << 24) as f64;
        self.whole.mul_f64(share * 1.2)
    }
}

fn sample(folder: &Path) -> String {
    let data = folder.join("personer.ndjson").display().to_string();
    kvinnofrid(&["sample", "400", "--output", &data]).quiet();
    data
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Removes what a kill left beside the result, each of which must be `sound`.
fn sweep(folder: &Path, sound: impl Fn(&Path) -> bool) -> usize {
    let mut left = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with('.') {
            assert!(name.ends_with(".part"), "{name}");
            assert!(sound(&path), "{name}: {:o}", mode(&path));
            fs::remove_file(path).unwrap();
            left += 1;
        }
    }
    left
}

/// Runs `args`, which write `name`, again and again, each time stopped by a signal.
#[expect(clippy::print_stdout, reason = "how much was tried is worth knowing")]
fn killed(folder: &Path, name: &str, args: &[&str]) {
    let file = folder.join(name);
    let run = || {
        let mut command = Command::new(PROGRAM);
        command.args(args).arg("--output").arg(&file).stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(Stdio::null()).spawn().unwrap()
    };
    let began = Instant::now();
    assert!(run().wait().unwrap().success(), "{args:?}");
    let mut pauses = Pauses { state: 7, whole: began.elapsed() };
    let whole = fs::read(&file).unwrap();
    let (mut stopped, mut left) = (0, 0);
    for kill in 0..kills() {
        let old = format!("förut {kill}");
        fs::write(&file, &old).unwrap();
        let child = run();
        std::thread::sleep(pauses.next());
        let signal = ["KILL", "INT", "TERM"][kill as usize % 3];
        let _ =
            Command::new("kill").args(["-s", signal, &child.id().to_string()]).stderr(Stdio::null()).status();
        let done = child.wait_with_output().unwrap();
        stopped += u64::from(done.status.signal().is_some());
        let found = fs::read(&file).unwrap();
        let is_sound = found == old.as_bytes() || found == whole;
        assert!(is_sound, "kill {kill} ({signal}) of {args:?} left {} bytes of {}", found.len(), whole.len());
        // Only its user may read it, unless it is complete and was about to take the place of the result.
        left += sweep(folder, |left| mode(left) == 0o600 || fs::read(left).unwrap() == whole);
    }
    println!(
        "{name}: {} runs, {stopped} stopped by a signal, {left} temporary files, never a half one",
        kills()
    );
}

#[test]
fn results_and_partials_are_whole_or_as_they_were_whenever_a_run_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let data = sample(folder.path());
    let out = tempfile::tempdir().unwrap();
    let report = [&["report", &data][..], &QUESTION, &["--by", "stadsdel"]].concat();
    killed(out.path(), "rapport.csv", &[&report[..], &["--format", "csv"]].concat());
    killed(out.path(), "rapport.xlsx", &[&report[..], &["--format", "xlsx"]].concat());
    killed(out.path(), "del.partial", &[&report[..], &["--partial"]].concat());
    killed(out.path(), "svar.ndjson", &[&["classify", &data][..], &QUESTION].concat());
    killed(out.path(), "lista.json", &[&["worklist", &data][..], &QUESTION, &["--format", "json"]].concat());
    let source = format!("--source=socialtjänst={data}");
    let baseline = [&["baseline", &source][..], &QUESTION].concat();
    killed(out.path(), "kartläggning.json", &[&baseline[..], &["--format", "json"]].concat());
    killed(out.path(), "kartläggning.partial", &[&baseline[..], &["--partial"]].concat());
}

/// Killed while it publishes: what is out is in the ledger, and the next run goes on.
#[test]
fn a_ledger_holds_whenever_a_run_that_publishes_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let data = sample(folder.path());
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (key, ledger, out) = (at("nyckel"), at("liggare"), at("rapport.json"));
    fs::write(&key, "sixteen bytes or more, at random").unwrap();
    let protect = [
        "--protect",
        "round:5",
        "--key-file",
        &key,
        "--ledger",
        &ledger,
        "--format",
        "json",
        "--output",
        &out,
    ];
    let args = |month: u64| {
        let period = format!("2013-{:02}-01/2013-{:02}-28", month % 12 + 1, month % 12 + 1);
        let args = ["report", &data, "--programme", "stockholm/kvinnofrid", "--period", &period];
        args.into_iter().chain(protect).map(str::to_owned).collect::<Vec<_>>()
    };
    let began = Instant::now();
    assert!(Command::new(PROGRAM).args(args(0)).stderr(Stdio::null()).status().unwrap().success());
    let mut pauses = Pauses { state: 11, whole: began.elapsed() };
    for kill in 0..kills() {
        if kill % 12 == 0 {
            let _ = fs::remove_file(&ledger);
        }
        let _ = fs::remove_file(&out);
        let mut child = Command::new(PROGRAM).args(args(kill)).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(pauses.next());
        let _ = child.kill();
        child.wait().unwrap();
        // It becomes a new file that anyone may read whom the system lets.
        sweep(folder.path(), |_| true);
        if !Path::new(&ledger).exists() {
            assert!(!Path::new(&out).exists(), "kill {kill}: published before it was in the ledger");
            continue;
        }
        let listed = kvinnofrid(&["ledger", &ledger, "--key-file", &key]);
        assert_eq!(listed.code, 0, "kill {kill}: {}", listed.err);
        if Path::new(&out).exists() {
            let audit = kvinnofrid(&["ledger", &ledger, "--audit", &out]);
            assert_eq!(audit.code, 0, "kill {kill}: {}{}", audit.out, audit.err);
        }
    }
    // And what was entered comes out the same.
    let last = args(kills());
    let twice = [0, 1].map(|_| {
        assert!(Command::new(PROGRAM).args(&last).status().unwrap().success());
        fs::read(&out).unwrap()
    });
    assert_eq!(twice[0], twice[1]);
}

fn into_a_full_disk(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(File::options().write(true).open("/dev/full").unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    use std::io::Write;
    // The disk may be found to be full before everything is read.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

/// Every verb that writes on standard output, with a short result, which fails at the end, and long ones, which fail before.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_by_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    let data = sample(folder.path());
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (report, partial, key, ledger) = (at("rapport.json"), at("del.partial"), at("nyckel"), at("liggare"));
    let ask = |verb: &'static str, more: &[&'static str]| {
        [&[verb, &data][..], &QUESTION, more]
            .concat()
            .iter()
            .map(|arg| (*arg).to_owned())
            .collect::<Vec<String>>()
    };
    let source = format!("--source=socialtjänst={data}");
    let linked = |more: &[&str]| -> Vec<String> {
        [&["baseline", &source][..], &QUESTION, more].concat().iter().map(|arg| (*arg).to_owned()).collect()
    };
    let texts = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<String>>();
    kvinnofrid(&[&["report", &data][..], &QUESTION, &["--format", "json", "--output", &report]].concat())
        .quiet();
    kvinnofrid(&[&["report", &data][..], &QUESTION, &["--partial", "--output", &partial]].concat());
    fs::write(&key, "sixteen bytes or more, at random").unwrap();
    let protected =
        ["--protect", "round:5", "--key-file", &key, "--ledger", &ledger, "--output", "/dev/null"];
    kvinnofrid(&[&["report", &data][..], &QUESTION, &protected].concat());
    let edition = "stockholm/kvinnofrid@2012-2014";
    let runs = [
        texts(&["--help"]),
        texts(&["--version"]),
        texts(&["report", "--help"]),
        texts(&["programmes"]),
        texts(&["programmes", "--format", "html"]),
        texts(&["readings", edition]),
        texts(&["words"]),
        texts(&["check", "--explain", "E0104"]),
        texts(&["diff", edition, edition]),
        texts(&["fmt", "-"]),
        ask("classify", &[]),
        ask("classify", &["--format", "html"]),
        ask("explain", &["--record", "p000000001"]),
        ask("report", &[]),
        ask("report", &["--by", "stadsdel", "--format", "json"]),
        ask("report", &["--format", "html"]),
        ask("report", &["--format", "xlsx"]),
        ask("report", &["--partial"]),
        ask("members", &[]),
        ask("members", &["--format", "csv"]),
        ask("worklist", &[]),
        ask("worklist", &["--format", "html"]),
        ask("worklist", &["--format", "xlsx"]),
        linked(&[]),
        linked(&["--format", "json"]),
        linked(&["--partial"]),
        texts(&["merge", &partial]),
        texts(&["ledger", &ledger]),
        texts(&["verify", &report, &data]),
        texts(&["schema", "--programme", edition]),
        texts(&["sample", "1"]),
        texts(&["sample", "20000"]),
        texts(&["sample", "2000", "--format", "parquet"]),
        texts(&["sample", "2000", "--format", "arrow"]),
    ];
    for run in runs {
        let args: Vec<&str> = run.iter().map(String::as_str).collect();
        let done = into_a_full_disk(&args, "const A = 1;\n");
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains("resultatet kunde inte skrivas (disken är full)\n"), "{args:?}: {said}");
        // And into a file that can't grow.
        let to_file = [
            "programmes",
            "classify",
            "report",
            "members",
            "worklist",
            "baseline",
            "sample",
            "merge",
            "schema",
        ];
        if to_file.contains(&args[0]) && !args.contains(&"--help") {
            let done = Command::new(PROGRAM).args(&args).args(["--output", "/dev/full"]).output().unwrap();
            let said = String::from_utf8(done.stderr).unwrap();
            assert_eq!(done.status.code(), Some(2), "{args:?}: {said}");
            assert!(said.contains("(disken är full)\n"), "{args:?}: {said}");
        }
    }
}

/// A file may not grow beyond 4 KiB: what was there stays, and nothing is left beside it.
#[test]
fn a_file_that_may_not_grow_leaves_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("personer.ndjson");
    fs::write(&out, "förut").unwrap();
    let script =
        format!("trap '' XFSZ; ulimit -f 8; exec '{PROGRAM}' sample 1000 --output '{}'", out.display());
    let done = Command::new("sh").args(["-c", &script]).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.starts_with("fel: ") && said.lines().count() == 1, "{said}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "förut");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
