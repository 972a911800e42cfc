//! Nothing of a person comes out but where it is promised to: markers in every field of a record, as values that fit and as
//! values that do not, through every verb, format, language and failure.
//!
//! Values that fit are searched for by field, since a result may hold some of them: [`EXPECTED`] says which. Values that do not
//! fit may stand nowhere. The same through Python is `bindings/python/tests/test_leaks.py`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod damaged;
mod marked;
mod tables;

use damaged::{Damaged, MARK, damaged};
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::input::{InputFormat, JsonRecords};
use kvinnofrid::members::Keys;
use kvinnofrid::options::{BaselineOptions, OnError, WorklistOptions};
use kvinnofrid::protect::ledger::MemoryStore;
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::{Edition, Error, Lang, Options, Period, Rules};
use kvinnofrid_cli::{Streams, Terminal, run};
use kvinnofrid_tests::{C, Question, Surface};
use marked::{Kind, Marked, marked};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static EDITION: LazyLock<Arc<Edition>> = LazyLock::new(|| {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
});

/// A run of the command line, and the kinds of markers that may be in its result. Nothing may be in what it says beside.
struct Run {
    args: &'static [&'static str],
    may_have: &'static [Kind],
}

const KEY: Kind = Kind::Key;
const DISTRICT: Kind = Kind::District;
const OTHERS: &[Kind] = &[Kind::Open, Kind::Sensitive, Kind::District, Kind::Key, Kind::Element];

/// What each verb may show. `DATA` stands for the records, `QUESTION` for a programme and a period.
const EXPECTED: &[Run] = &[
    Run { args: &["classify", "DATA", "QUESTION"], may_have: &[KEY] },
    Run { args: &["classify", "DATA", "QUESTION", "--why"], may_have: &[KEY] },
    Run { args: &["classify", "DATA", "QUESTION", "--with", "rutiner"], may_have: &[KEY] },
    Run { args: &["classify", "DATA", "QUESTION", "--format", "text"], may_have: &[KEY] },
    Run { args: &["classify", "DATA", "QUESTION", "--format", "html"], may_have: &[KEY] },
    // Who explains names the record. What is marked as sensitive is masked, unless it is requested.
    Run { args: &["explain", "DATA", "QUESTION", "RECORD"], may_have: &[KEY, Kind::Open] },
    Run {
        args: &["explain", "DATA", "QUESTION", "RECORD", "--format", "json"],
        may_have: &[KEY, Kind::Open],
    },
    Run {
        args: &["explain", "DATA", "QUESTION", "RECORD", "--format", "html"],
        may_have: &[KEY, Kind::Open],
    },
    Run { args: &["explain", "DATA", "QUESTION", "RECORD", "--show-sensitive"], may_have: OTHERS },
    Run { args: &["explain", "DATA", "QUESTION", "--record", "finns-inte"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION", "--format", "json"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION", "--format", "csv"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION", "--format", "html"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION", "--reading", "*"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION", "--by", "åldersgrupp"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION", "--threads", "3"], may_have: &[] },
    // A district is what such a report is about.
    Run {
        args: &["report", "DATA", "QUESTION", "--by", "stadsdel", "--format", "json"],
        may_have: &[DISTRICT],
    },
    Run {
        args: &["report", "DATA", "QUESTION", "--by", "stadsdel", "--format", "html"],
        may_have: &[DISTRICT],
    },
    Run { args: &["report", "DATA", "QUESTION", "PROTECT"], may_have: &[] },
    Run { args: &["report", "DATA", "QUESTION", "PROTECT", "--by", "stadsdel"], may_have: &[DISTRICT] },
    // A partial is personal data: it has keys.
    Run { args: &["report", "DATA", "QUESTION", "--partial"], may_have: &[KEY] },
    Run {
        args: &["report", "DATA", "QUESTION", "--partial", "--by", "stadsdel"],
        may_have: &[KEY, DISTRICT],
    },
    Run { args: &["members", "DATA", "QUESTION"], may_have: &[] },
    Run { args: &["members", "DATA", "QUESTION", "--format", "csv"], may_have: &[] },
    Run { args: &["members", "DATA", "QUESTION", "--show-sensitive"], may_have: &[KEY] },
    Run { args: &["worklist", "DATA", "QUESTION"], may_have: &[] },
    Run { args: &["worklist", "DATA", "QUESTION", "--format", "json"], may_have: &[] },
    Run { args: &["worklist", "DATA", "QUESTION", "--per", "record", "--format", "csv"], may_have: &[] },
    Run { args: &["worklist", "DATA", "QUESTION", "--per", "record", "--show-sensitive"], may_have: &[KEY] },
    Run {
        args: &["worklist", "DATA", "QUESTION", "--by", "stadsdel", "--format", "html"],
        may_have: &[DISTRICT],
    },
    Run { args: &["baseline", "SOURCE", "QUESTION", "--group", "kvinnor"], may_have: &[] },
    Run { args: &["baseline", "SOURCE", "QUESTION", "--format", "json", "--estimate"], may_have: &[] },
    Run { args: &["baseline", "SOURCE", "QUESTION", "--format", "html"], may_have: &[] },
    Run {
        args: &["baseline", "SOURCE", "QUESTION", "--by", "stadsdel", "--format", "csv"],
        may_have: &[DISTRICT],
    },
    Run { args: &["baseline", "SOURCE", "QUESTION", "PROTECT"], may_have: &[] },
    // Its keys are those of persons; without them there are only tables.
    Run { args: &["baseline", "SOURCE", "QUESTION", "--partial"], may_have: &[KEY] },
    Run { args: &["baseline", "SOURCE", "QUESTION", "--partial", "--without-keys"], may_have: &[] },
    Run { args: &["diff", "EDITION", "EDITION", "--period", "2013", "--data", "DATA"], may_have: &[] },
    Run {
        args: &["diff", "EDITION", "EDITION", "--period", "2013", "--data", "DATA", "--format", "json"],
        may_have: &[],
    },
    Run { args: &["verify", "REPORT", "DATA"], may_have: &[] },
    Run { args: &["schema", "--programme", "stockholm/kvinnofrid", "--draft-map", "DATA"], may_have: &[] },
];

struct Said {
    out: String,
    err: String,
}

fn kvinnofrid(args: &[String]) -> Said {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = Streams {
        stdin: &mut std::io::empty(),
        stdout: &mut out,
        stderr: &mut err,
        terminal: Terminal::default(),
    };
    let args = ["kvinnofrid".to_owned()].into_iter().chain(args.iter().cloned());
    run(args.collect::<Vec<_>>(), streams);
    Said { out: String::from_utf8_lossy(&out).into_owned(), err: String::from_utf8_lossy(&err).into_owned() }
}

/// Replaces what stands for something in the arguments of a run. Files that it writes are in `folder`.
fn args(run: &[&str], data: &str, record: &str, folder: &Path) -> Vec<String> {
    let at = |name: &str| folder.join(name).display().to_string();
    let mut args = Vec::new();
    for arg in run {
        match *arg {
            "DATA" => args.push(data.to_owned()),
            "SOURCE" => args.push(format!("--source=socialtjänst={data}")),
            "EDITION" => args.push("stockholm/kvinnofrid@2012-2014".into()),
            "REPORT" => args.push(at("rapport.json")),
            "QUESTION" => {
                let question = ["--programme", "stockholm/kvinnofrid", "--period", "2013"];
                args.extend(question.map(str::to_owned));
            }
            "RECORD" => args.extend(["--record".to_owned(), record.to_owned()]),
            "PROTECT" => {
                let (key, ledger) = (at("nyckel"), at("liggare"));
                fs::write(&key, "sixteen bytes or more, at random").unwrap();
                let _ = fs::remove_file(&ledger);
                let protect = ["--protect", "round:5", "--key-file", &key, "--ledger", &ledger];
                args.extend(protect.map(str::to_owned));
            }
            other => args.push(other.to_owned()),
        }
    }
    args
}

/// Asserts that `text` has none of the markers but those of the kinds.
fn holds_only(text: &str, kinds: &[Kind], marked: &Marked, what: &str) {
    for marker in &marked.markers {
        assert!(
            kinds.contains(&marker.kind) || !text.contains(&marker.text),
            "{what} shows {}, which it may not",
            marker.path
        );
    }
}

#[test]
fn what_records_hold_comes_out_only_where_it_is_promised() {
    let folder = tempfile::tempdir().unwrap();
    let marked = marked(EDITION.schema().layout());
    assert!(marked.markers.len() > 30, "only {} markers", marked.markers.len());
    let data = folder.path().join("poster.ndjson");
    fs::write(&data, format!("{}\n{{\"id\":\"x\"}}\n", marked.record)).unwrap();
    let data = data.display().to_string();
    let report =
        kvinnofrid(&args(&["report", "DATA", "QUESTION", "--format", "json"], &data, "", folder.path()));
    fs::write(folder.path().join("rapport.json"), report.out).unwrap();
    let mut shown = 0;
    // Each in one of the languages: the other has the same values.
    for (run, lang) in EXPECTED.iter().zip(["sv", "en"].into_iter().cycle()) {
        let lang = ["--lang".to_owned(), lang.to_owned()];
        let args = [args(run.args, &data, &marked.key, folder.path()), lang.to_vec()].concat();
        let said = kvinnofrid(&args);
        let what = format!("{args:?}");
        assert!(!said.out.is_empty() || run.may_have.is_empty(), "{what} gives nothing: {}", said.err);
        holds_only(&said.out, run.may_have, &marked, &what);
        holds_only(&said.err, &[], &marked, &what);
        let ledger = fs::read_to_string(folder.path().join("liggare")).unwrap_or_default();
        // Its cells are the districts that were published.
        holds_only(&ledger, &[DISTRICT], &marked, &what);
        shown += marked.markers.iter().filter(|marker| said.out.contains(&marker.text)).count();
    }
    // Else markers would be written in a way that is not searched for.
    assert!(shown > 15, "only {shown} markers were shown where they may be");
}

/// Asserts that an error, its debug form included, repeats nothing.
fn repeats_nothing(error: &Error, what: &str) {
    for text in [error.message(Lang::Sv), error.message(Lang::En), error.to_string(), format!("{error:?}")] {
        assert!(!holds_mark(&text), "{what}: {text}");
    }
}

fn holds_mark(text: &str) -> bool {
    text.contains(MARK) || text.contains(&MARK.to_uppercase()) || text.contains("Öberg")
}

fn options(on_error: OnError) -> Options {
    Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into()],
        on_error,
        ..Options::default()
    }
}

/// Counts and lists the records in every way there is.
fn every_way(json: &[u8], what: &str) {
    for on_error in [OnError::Stop, OnError::Skip] {
        let options = options(on_error);
        let records = || JsonRecords::new(json, InputFormat::Ndjson, &EDITION.schema(), None);
        let mut counter = EDITION.counter(&options).unwrap();
        if let Err(error) = counter.add_all(&mut records()) {
            repeats_nothing(&error, what);
        }
        counter.rejections().iter().for_each(|error| repeats_nothing(error, what));
        for notice in counter.notices() {
            assert!(!holds_mark(&format!("{notice:?}")), "{what}: {notice:?}");
        }
        let mut classifier = EDITION.classifier(&options).unwrap();
        let mut all = records();
        loop {
            match classifier.next_of(&mut all) {
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => {
                    repeats_nothing(&error, what);
                    break;
                }
            }
        }
        classifier.rejections().iter().for_each(|error| repeats_nothing(error, what));
        for notice in classifier.notices() {
            assert!(!holds_mark(&format!("{notice:?}")), "{what}: {notice:?}");
        }
        let mut members = EDITION.members(&options, Keys::Masked).unwrap();
        let listed = members.each(&mut records(), |member| {
            assert!(!holds_mark(&format!("{member:?}")), "{what}");
            Ok::<_, Error>(())
        });
        let mut list = EDITION.worklist(&options, WorklistOptions::default(), Keys::Masked).unwrap();
        let gathered = list.add_all(&mut records());
        let asked = BaselineOptions { group: Some("kvinnor".into()), ..BaselineOptions::default() };
        let mut linker = EDITION.baseline(&options, &asked).unwrap();
        let linked = linker.add_all("socialtjänst", &mut records());
        linker.rejections().iter().for_each(|error| repeats_nothing(error, what));
        for notice in linker.notices() {
            assert!(!holds_mark(&format!("{notice:?}")), "{what}: {notice:?}");
        }
        for error in [listed, gathered, linked].into_iter().filter_map(Result::err) {
            repeats_nothing(&error, what);
        }
    }
    let line = json.split(|byte| *byte == b'\n').next().unwrap();
    let results = [
        EDITION.classify(line, &options(OnError::Stop)).map(drop),
        EDITION.explain(line, &options(OnError::Stop), &ExplainOptions::default()).map(|explanation| {
            assert!(!holds_mark(&format!("{:?}", explanation.notices)), "{what}");
        }),
    ];
    results.into_iter().filter_map(Result::err).for_each(|error| repeats_nothing(&error, what));
}

#[test]
fn no_error_notice_or_list_repeats_what_does_not_fit() {
    let all = damaged(EDITION.schema().layout());
    assert!(all.len() > 300, "only {}", all.len());
    for Damaged { what, json } in &all {
        every_way(json.as_bytes(), what);
    }
    // All of them in one file, in which the first to fail is another.
    let file: String = all.iter().map(|damaged| format!("{}\n", damaged.json)).collect();
    every_way(file.as_bytes(), "all");
}

#[test]
fn no_run_of_the_command_line_repeats_what_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("poster.ndjson");
    let all = damaged(EDITION.schema().layout());
    let lines: String = all.iter().map(|damaged| format!("{}\n", damaged.json)).collect();
    let report = folder.path().join("rapport.json");
    fs::write(&report, "{\"receipt\": {\"programme\": \"stockholm/kvinnofrid\"}}").unwrap();
    // A file that ends at once for some kinds of mistakes, and one in which all are skipped.
    let each = all.iter().step_by(97).map(|damaged| (format!("{}\n", damaged.json), damaged.what.as_str()));
    for (text, what) in each.chain([(lines, "all of them")]) {
        fs::write(&data, text).unwrap();
        nothing_is_repeated(&data.display().to_string(), folder.path(), what);
    }
}

/// Runs each verb on the file, in one format; where records may be skipped also so.
fn nothing_is_repeated(data: &str, folder: &Path, what: &str) {
    let mut verbs: Vec<&str> = Vec::new();
    for run in EXPECTED {
        if verbs.contains(&run.args[0]) {
            continue;
        }
        verbs.push(run.args[0]);
        let skip = ["classify", "report", "members", "worklist", "baseline"].contains(&run.args[0]);
        let skip: &[&[&str]] = if skip { &[&[], &["--on-error", "skip"]] } else { &[&[]] };
        for more in skip {
            let mut args = args(run.args, data, "x", folder);
            args.extend(more.iter().map(|&arg| arg.to_owned()));
            let said = kvinnofrid(&args);
            assert!(!holds_mark(&said.err), "{args:?} of {what}: {}", said.err);
            let promised = ["classify", "explain"].contains(&run.args[0]);
            assert!(promised || !holds_mark(&said.out), "{args:?} of {what}: {}", said.out);
        }
    }
}

#[test]
fn no_table_repeats_what_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (name, bytes)) in tables::damaged(&EDITION).into_iter().enumerate() {
        for on_error in [OnError::Stop, OnError::Skip] {
            tables::read(&EDITION, &options(on_error), &name, &bytes, |said| {
                assert!(!holds_mark(said), "{name}: {said}");
            });
        }
        if number % 16 == 0 {
            let file: PathBuf = folder.path().join(&name);
            fs::write(&file, bytes).unwrap();
            nothing_is_repeated(&file.display().to_string(), folder.path(), &name);
        }
    }
}

#[test]
fn the_c_interface_repeats_nothing_that_does_not_fit() {
    let question = Question {
        programme: "stockholm/kvinnofrid".into(),
        edition: Some("2012-2014".into()),
        period: vec!["2013".into()],
        ..Question::default()
    };
    for Damaged { what, json } in damaged(EDITION.schema().layout()).iter().step_by(7) {
        let results = [
            C.classify(&question, json),
            C.report(&question, json),
            C.members(&question, json),
            C.worklist(&question, json),
            C.baseline(&question, &[("socialtjänst".into(), json.clone())]),
        ];
        for error in results.into_iter().filter_map(Result::err) {
            assert!(!holds_mark(&error), "{what}: {error}");
        }
    }
}

/// What is protected and what is kept of it: neither shows a key, a day or a number.
#[test]
fn a_protected_report_and_its_ledger_hold_no_person() {
    let marked = marked(EDITION.schema().layout());
    let json = format!("{}\n", marked.record);
    let partial = EDITION.partial(json.as_bytes(), InputFormat::Ndjson, &options(OnError::Stop)).unwrap();
    let key = Key::new(b"sixteen bytes or more, at random").unwrap();
    let mut store = MemoryStore::default();
    let report = partial.protect(&Protect { method: Method::default(), key }, &mut store).unwrap();
    holds_only(&format!("{report:?}"), &[DISTRICT], &marked, "a protected report");
    holds_only(&String::from_utf8_lossy(store.bytes()), &[DISTRICT], &marked, "a ledger");
    holds_only(&format!("{partial:?}"), &[], &marked, "the debug form of a partial");
}
