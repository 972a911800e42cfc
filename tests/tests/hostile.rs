//! No rule file and no record may make the library panic, hang, or exhaust the stack or memory.
//!
//! Everything runs in a thread with a small stack, in a debug build, with a generous time limit.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that can't go on fails")]

use crate::one_rule;
use kvinnofrid::date::Period;
use kvinnofrid::diagnostic::Diagnostics;
use kvinnofrid::error::Error;
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::input::InputFormat;
use kvinnofrid::options::Options;
use kvinnofrid::rules::Rules;
use kvinnofrid::source::SourceMap;
use kvinnofrid::text::Lang;
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

const STACK: usize = 2 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);

/// Returns the rule files of this repository, by path.
fn real_rules() -> Vec<(String, Vec<u8>)> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let mut files = Vec::new();
    for folder in ["gemensamt", "stockholm/kvinnofrid/2012-2014"] {
        let mut paths: Vec<_> =
            std::fs::read_dir(home.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((format!("{folder}/{name}"), std::fs::read(&path).unwrap()));
        }
    }
    assert!(files.len() > 5, "the rules have moved");
    files
}

/// Runs `work` on a small stack; a panic or a timeout fails the test. (A stack overflow aborts the whole test program.)
fn bounded<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, received) = mpsc::channel();
    let run = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let _ = send.send(work());
    });
    let run = run.unwrap();
    match received.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it does not end: {what}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let _ = run.join();
            panic!("it panics: {what}")
        }
    }
}

fn beginning(text: &str) -> String {
    text.chars().take(200).collect()
}

/// Loads `files`, and asserts that every finding's span lies inside its file.
fn check(files: Vec<(String, Vec<u8>)>) -> Diagnostics {
    let what =
        files.iter().map(|(name, bytes)| format!("{name}: {}", beginning(&String::from_utf8_lossy(bytes))));
    let what = what.collect::<Vec<_>>().join("\n");
    bounded(&what.clone(), move || {
        let rules = Rules::from_files(files);
        let findings = rules.check();
        spans_lie_inside(rules.sources(), &findings, &what);
        findings
    })
}

fn spans_lie_inside(sources: &SourceMap, findings: &Diagnostics, what: &str) {
    for finding in findings.iter() {
        let labels = finding.primary.iter().chain(&finding.related).map(|label| label.span);
        for span in labels.chain(finding.suggestions.iter().map(|s| s.span)) {
            let text = sources.text(span.source);
            let inside = span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some();
            assert!(inside, "{} has the span {span:?} outside its file\n{what}", finding.code.0);
            let original = sources.original(span.source).len();
            let range = sources.original_range(span);
            assert!(range.start <= range.end && range.end <= original, "{range:?} of {original}\n{what}");
        }
    }
}

fn check_rule(before: &str, condition: &str) -> Diagnostics {
    check(vec![("prov/prov/1/10-prov.rhai".to_owned(), one_rule::rule_file(before, condition).into_bytes())])
}

/// Loads a rule, and evaluates it for a person if it is accepted.
fn ask(before: &str, condition: &str, person: &str) -> Result<Option<bool>, Error> {
    let (rule, person) = ((before.to_owned(), condition.to_owned()), person.to_owned());
    bounded(&format!("{}\n{}", beginning(before), beginning(condition)), move || {
        let edition = one_rule::edition(&rule.0, &rule.1)?;
        let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
        let (belongs, _) = one_rule::answer(&edition, &person, "2013")?;
        if let Ok(explanation) = edition.explain(person.as_bytes(), &options, &ExplainOptions::default()) {
            // The explanation may be truncated, but its answer never differs.
            assert_eq!(explanation.answers[0].value, belongs);
            let _ = explanation.to_text(Lang::Sv);
        }
        Ok(belongs)
    })
}

fn codes(findings: &Diagnostics) -> String {
    let texts: Vec<String> =
        findings.errors().map(|f| format!("{} {}", f.code.0, f.message.get(Lang::En))).collect();
    texts.join("; ")
}

/// The number of cases from `PROPTEST_CASES`, or else the default.
fn cases(default: u32) -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        config
    } else {
        ProptestConfig { cases: default, ..config }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(vec![("a/b/c/10.rhai".to_owned(), bytes)]);
    }

    #[test]
    fn any_text_of_the_language_is_read_or_refused(
        words in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(vec![
                    "målgrupp(\"g\", #{ villkor: |p| ", "fn f(x) { ", "const N = ", "p", ".våld", ".some(|v| ", "v.roll",
                    " == ", "\"", "\"a\"", "`${", "}", "(", ")", "[", "]", "{", "#{", "});\n", ";", ",", "if ", " else ",
                    "switch ", "=>", "|", "||", "&&", "let x = ", "x", "1", "1.5", "()", "period", ".slut", "datum(",
                    "enligt(\"t\", #{ a: ", "/*", "*/", "//", "\n", "\r\n", "\u{feff}", "å", "a\u{30a}", "🦀", "in ",
                    "!in ", "..", "?.", "??", "f(", "return ", "'", "\\", "\u{0}",
                ]).prop_map(str::to_owned),
                "\\PC{0,3}",
            ],
            0..40,
        ),
    ) {
        check(vec![("a/b/c/10.rhai".to_owned(), words.concat().into_bytes())]);
    }
}

#[test]
fn a_quote_after_a_backslash_outside_a_text_is_where_the_text_begins() {
    let findings = check(vec![("a/b/c/10.rhai".to_owned(), "🤀\\\"".as_bytes().to_vec())]);
    let open = findings.iter().find(|finding| finding.code.0 == "E0103").unwrap();
    assert_eq!(open.primary.as_ref().map(|label| (label.span.start, label.span.end)), Some((5, 6)));
}

proptest! {
    #![proptest_config(cases(24))]

    /// The real files with pieces deleted, duplicated or swapped.
    #[test]
    fn mutilated_rules_are_refused_with_findings_in_their_place(
        file in any::<prop::sample::Index>(),
        cuts in proptest::collection::vec((0u8..4, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4),
    ) {
        let mut files = real_rules();
        let number = file.index(files.len());
        let bytes = &mut files[number].1;
        for (kind, from, to) in cuts {
            if bytes.is_empty() {
                break;
            }
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let near = from + (to % 60).min(bytes.len() - from);
            match kind {
                0 => drop(bytes.drain(from..near)),
                1 => {
                    let piece = bytes[from..near].to_vec();
                    bytes.splice(to..to, piece);
                }
                2 => bytes.swap(from, to),
                _ => bytes.truncate(from),
            }
        }
        check(files);
    }
}

/// Nesting constructs, by opening and closing, around a valid inner value.
const NESTS: &[(&str, &str, &str)] = &[
    ("(", "true", ")"),
    ("!", "true", ""),
    ("-", "1", ""),
    ("[", "1", "]"),
    ("{", "true", "}"),
    ("#{a:", "1", "}"),
    ("if true {", "true", "} else { false }"),
    ("if true { true } else ", "{ true }", ""),
    ("if ", "true", " { true } else { false }"),
    ("switch 1 { _ => ", "true", "}"),
    ("switch ", "1", " { _ => 1 }"),
    ("p.våld.some(|v| ", "true", ")"),
    ("|x| ", "x", ""),
    ("`${", "1", "}`"),
    ("{ let x = ", "true", "; x }"),
    ("känd(", "p.kön", ")"),
    ("true && (", "true", ")"),
    ("true || ", "true", ""),
    ("true && ", "true", ""),
    ("1 + ", "1", " == 2"),
    ("1 == ", "1", ""),
    ("() ?? ", "true", ""),
    ("p", ".x", ""),
    ("p.a.", "a", ""),
    ("p.", "a", "()"),
    ("p?.", "a", ""),
    ("p[", "0", "]"),
    ("/*", "", "*/ true"),
    ("while true {", "", "}"),
    ("for x in [1] {", "", "}"),
    ("try {", "", "} catch {}"),
    ("return ", "true", ""),
    ("fn f() {", "true", "}"),
];

#[test]
fn deep_nesting_is_refused_not_followed() {
    for (open, middle, close) in NESTS {
        for depth in [20, 70, 300, 10_000] {
            let nested = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
            check_rule("", &format!("|p| {nested}"));
            check_rule(&format!("fn djup(p) {{ {nested} }}"), "|p| djup(p)");
            check_rule(&format!("const DJUP = {nested};"), "|p| DJUP");
            check(vec![("a/b/c/10.rhai".to_owned(), nested.into_bytes())]);
        }
    }
}

#[test]
fn long_chains_are_answered_or_refused() {
    for length in [10, 40, 60, 1000, 10_000] {
        for (word, sign) in [
            ("p.kön == \"man\"", " || "),
            ("p.kön == \"man\"", " && "),
            ("p.känd_sedan", " ?? "),
            ("1", " + "),
        ] {
            let mut chain = vec![word; length].join(sign);
            if sign == " + " {
                chain.push_str(" > 0");
            }
            if sign == " ?? " {
                chain.push_str(" == ()");
            }
            let _ = ask("", &format!("|p| {chain}"), "{\"id\":1}");
        }
    }
}

/// `let`, functions and branches that each double the preceding expression.
#[test]
fn what_doubles_at_every_step_is_refused_or_takes_no_longer() {
    let doublings = [
        ("p.kön == \"man\"", "X && X"),
        ("p.kön == \"man\"", "X == X"),
        ("p.kön == \"man\"", "if X { X } else { X }"),
        ("p.kön == \"man\"", "if X { X } else { !X }"),
        ("p.kön == \"man\"", "switch X { true => X, _ => !X }"),
        ("p.våld.len()", "X + X - X"),
        ("p.våld.len()", "X * X % 7"),
        ("p.känd_sedan", "X ?? X"),
        ("if p.känd_sedan in period { \"man\" } else { \"kvinna\" }", "if p.kön == \"man\" { X } else { X }"),
        ("if p.känd_sedan in period { \"man\" } else { \"kvinna\" }", "if p.kön == X { X } else { X }"),
        ("p.våld.some(|v| v.pågående)", "p.våld.some(|v| X == X)"),
        (
            "p.våld.filter(|v| v.pågående)",
            "X.filter(|v| X.some(|w| w.från == v.från) || X.all(|w| w.pågående))",
        ),
        ("p.våld.map(|v| v.från)", "X.filter(|d| d in X)"),
        ("p.våld.first().från", "p.våld.senaste(|v| X, |v| X == v.från).från"),
    ];
    let ends = |start: &str| {
        if start.starts_with("if") {
            "p.kön == X"
        } else if start.ends_with("len()") {
            "X == 1"
        } else if start.contains("filter") || start.contains("map") {
            "X.len() > 0"
        } else if start.ends_with("känd_sedan") || start.ends_with("från") {
            "X in period"
        } else {
            "X"
        }
    };
    let people = [
        "{\"id\":1}",
        "{\"id\":1,\"kön\":\"man\",\"våld\":[{},{\"från\":\"2013-01-01\"}]}",
        "{\"id\":1,\"kön\":\"annat\",\"känd_sedan\":\"2013-01-01\",\"våld\":[{\"pågående\":true,\"från\":\"2013-01-01\"}]}",
    ];
    for (start, step) in doublings {
        let mut lets = format!("let x0 = {start}; ");
        let mut functions = format!("fn f0(p) {{ {start} }}\n");
        for i in 1..=40 {
            let before = i - 1;
            let _ = write!(lets, "let x{i} = {}; ", step.replace('X', &format!("x{before}")));
            let _ = writeln!(functions, "fn f{i}(p) {{ {} }}", step.replace('X', &format!("f{before}(p)")));
        }
        for person in people {
            let _ = ask("", &format!("|p| {{ {lets} {} }}", ends(start).replace('X', "x40")), person);
        }
        let _ = ask(&functions, &format!("|p| {}", ends(start).replace('X', "f40(p)")), people[0]);
    }
}

/// A thousand names, each defined by the previous one, are as deep as a thousand brackets.
#[test]
fn names_that_stand_on_each_other_are_as_deep_as_brackets() {
    for (start, step, end) in [
        ("p.kön == \"man\"", "!X", "X"),
        ("p.våld.len()", "-X", "X == 1"),
        ("p.våld.len()", "X + 1", "X == 1"),
        ("p.kön == \"man\"", "if X { p.känd_sedan in period } else { X }", "X"),
        ("p.våld", "X.filter(|v| v.pågående)", "X.len() == 1"),
        ("p.kön", "X ?? \"man\"", "X == \"man\""),
        (
            "p.våld.filter(|v| v.pågående).first().från",
            "p.våld.senaste(|v| X, |v| v.pågående).från",
            "X in period",
        ),
    ] {
        for length in [150, 190, 250, 800, 3000] {
            let mut lets = format!("let x0 = {start}; ");
            for i in 1..=length {
                let _ = write!(lets, "let x{i} = {}; ", step.replace('X', &format!("x{}", i - 1)));
            }
            let condition = format!("|p| {{ {lets} {} }}", end.replace('X', &format!("x{length}")));
            for person in ["{\"id\":1}", "{\"id\":1,\"kön\":\"man\",\"våld\":[{\"pågående\":true},{}]}"] {
                let _ = ask("", &condition, person);
            }
        }
    }
}

#[test]
fn functions_that_call_themselves_or_each_other_are_refused() {
    for (functions, condition) in [
        ("fn f(p) { f(p) }", "|p| f(p)"),
        ("fn f(p) { g(p) } fn g(p) { !f(p) }", "|p| f(p)"),
        ("fn f(g) { g }", "|p| f(|x| f(x))"),
        ("fn f(p) { p.våld.some(|v| f(p)) }", "|p| f(p)"),
    ] {
        let findings = check_rule(functions, condition);
        assert!(findings.has_errors(), "{functions} {condition} is accepted");
    }
    // Also at top level, where declarations are evaluated.
    for file in [
        "fn f(x) { f(x) } mål(f(1), #{});",
        "fn f() { mål(\"a\", #{ x: f() }) } f();",
        "mål(\"a\", #{ namn: f(), }); fn f() { g() } fn g() { f() }",
        "const X = mål(\"a\", #{});",
        "fn f() { mål(\"a\", #{}); 1 } const X = f();",
        "fn f() { mål(\"a\", #{}); \"b\" } mål(\"c\", #{ namn: f() });",
        "fn f() { |p| f() } målgrupp(\"a\", #{ villkor: f() });",
        "fn f() { let x = \"a\"; while true { x += x; } x } mål(f(), #{});",
        "fn f() { let x = [1]; loop { x += x; } } mål(\"a\", #{ namn: f() });",
    ] {
        let findings = check(vec![("a/b/c/10.rhai".to_owned(), file.as_bytes().to_vec())]);
        assert!(findings.has_errors(), "{file} is accepted");
    }
}

#[test]
fn what_reaches_out_of_the_rules_is_refused() {
    for word in [
        "sleep(1)",
        "sleep(1.0)",
        "eval(\"true\")",
        "print(\"x\")",
        "debug(\"x\")",
        "exit()",
        "timestamp()",
        "rand()",
        "open_file(\"/etc/passwd\")",
        "import \"fil\" as f",
        "call(|| 1)",
        "Fn(\"f\")",
        "read(\"x\")",
        "env(\"HOME\")",
        "this",
        "global::N",
        "type_of(p)",
        "is_shared(p)",
        "curry(1, 2)",
    ] {
        for (before, condition) in [
            (String::new(), format!("|p| {word} == 1")),
            (String::new(), format!("|p| {{ {word}; true }}")),
            (format!("fn f(p) {{ {word} }}"), "|p| f(p)".to_owned()),
            (format!("{word};"), "|p| true".to_owned()),
            (
                format!("mål(\"m\", #{{ namn: {word}, tolkning: \"t\", målgrupp: \"g\" }});"),
                "|p| true".to_owned(),
            ),
            (format!("const X = {word};"), "|p| true".to_owned()),
        ] {
            let findings = check_rule(&before, &condition);
            assert!(findings.has_errors(), "accepted: {before}\n{condition}");
        }
    }
}

#[test]
fn huge_numbers_and_lines_are_read_or_refused() {
    let nines = "9".repeat(5000);
    for number in [
        "9223372036854775808",
        "-9223372036854775808",
        "1e400",
        "1e-400",
        "0x7fffffffffffffff",
        "0xffffffffffffffffff",
        "0.00000000000000000000000000000000000001",
        "79228162514264337593543950336.5",
        "1_000_000",
        &nines,
    ] {
        let _ = ask("", &format!("|p| p.våld.len() * {number} > {number}"), "{\"id\":1,\"våld\":[{},{}]}");
        let _ = ask(
            "",
            &format!("|p| switch p.våld.len() {{ {number}..={number} => true, _ => false }}"),
            "{\"id\":1}",
        );
    }
    let long = "å".repeat(70_000);
    for (before, condition) in [
        (format!("// {long}"), "|p| true".to_owned()),
        (String::new(), format!("|p| p.stadsdel == \"{long}\"")),
        (String::new(), format!("|p| {}p.stadsdel == 1", " ".repeat(70_000))),
        (String::new(), format!("|p| p.{long} == 1")),
        (format!("fn {long}(p) {{ true }}"), format!("|p| {long}(p)")),
        ("\n".repeat(70_000), "|p| p.x".to_owned()),
    ] {
        check_rule(&before, &condition);
    }
}

#[test]
fn a_range_in_switch_may_be_as_wide_as_it_likes() {
    let condition = "|p| switch p.våld.len() { 0..9000000000000000000 => true, _ => false }";
    assert_eq!(ask("", condition, "{\"id\":1,\"våld\":[]}").unwrap(), Some(true));
}

/// A hundred thousand elements, each compared with all others, would take ten billion steps.
#[test]
fn a_record_that_takes_too_much_work_is_an_error() {
    let many = format!("{{\"id\":1,\"våld\":[{}{{}}]}}", "{\"från\":\"2013-01-01\"},".repeat(99_999));
    let one = ask("", "|p| p.våld.some(|v| v.från > period.slut)", &many);
    assert_eq!(one.unwrap(), None);
    let all = ask("", "|p| p.våld.all(|v| p.våld.some(|w| w.från > v.från))", &many);
    assert!(matches!(all, Err(Error::Limit(_))), "{all:?}");
    let missing = ask(
        "",
        "|p| p.våld.some(|v| p.våld.all(|w| w.från == v.från && p.våld.some(|x| x.till > w.till)))",
        &many,
    );
    assert!(matches!(missing, Err(Error::Limit(_))), "{missing:?}");
}

#[test]
fn deep_records_are_refused() {
    for depth in [100, 100_000] {
        for (open, close) in [("[", "]"), ("{\"våld\":[", "]}"), ("{\"a\":", "}")] {
            for name in ["våld", "okänt_fält"] {
                let deep = format!("{}{}{}", open.repeat(depth), "1", close.repeat(depth));
                let record = format!("{{\"id\":1,\"{name}\":{deep}}}");
                let _ = ask("", "|p| p.våld.some(|v| v.pågående)", &record);
            }
        }
    }
}

#[test]
fn the_real_rules_have_no_findings_on_a_small_stack() {
    let findings = bounded("the embedded rules", || Rules::embedded().check());
    assert!(!findings.has_errors(), "{}", codes(&findings));
}

/// One file of the maximum size for each construct that was once parsed in more than linear time.
#[test]
fn files_full_of_one_thing_are_read_or_refused_by_a_count() {
    let many = |count: usize, make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<String>();
    let long = "x".repeat(60_000);
    let files = [
        ("functions", many(50_000, &|n| format!("fn f{n}(){{1}}\n"))),
        ("broken texts", many(30_000, &|n| format!("mål(\"{n}, #{{}});\n"))),
        ("parameters", many(40_000, &|n| format!("parameter(\"p{n}\", #{{}});\n"))),
        ("open brackets", many(60_000, &|n| format!("mål({n}, #{{\n"))),
        ("closed brackets", "}".repeat(500_000)),
        (
            "a chain of constants",
            many(1_000, &|n| match n {
                0 => "const A0 = 1;\n".to_owned(),
                n => format!("const A{n} = #{{ a: A{} }};\n", n - 1),
            }),
        ),
        (
            "a tree of constants",
            many(40, &|n| match n {
                0 => "const A0 = 1;\n".to_owned(),
                n => format!("const A{n} = [A{0}, A{0}];\n", n - 1),
            }),
        ),
        (
            "one long name",
            format!(
                "const N = \"{long}\";\n{}",
                many(9_000, &|n| format!("mål(\"m{n}\", #{{ namn: N }});\n"))
            ),
        ),
    ];
    for (what, text) in files {
        let findings = check(vec![("a/b/c/10.rhai".to_owned(), text.into_bytes())]);
        assert!(findings.has_errors(), "{what}");
        assert!(findings.iter().count() <= 10_000, "{what}: {} findings are kept", findings.iter().count());
    }
}

/// Case systems call from their own threads, whose stacks are small.
#[test]
fn rules_nested_deep_are_read_from_a_thread_with_a_small_stack() {
    const SMALL: usize = 128 * 1024;
    let nested = format!("|p| {}p.kön == \"kvinna\"{}", "(".repeat(25), ")".repeat(25));
    let run = std::thread::Builder::new().stack_size(SMALL).spawn(move || {
        let rules = one_rule::rules("", &nested);
        let findings = rules.check();
        codes(&findings)
    });
    assert_eq!(run.unwrap().join().unwrap(), "");
}

/// Returns functions that ask a list inside each other, each through the one before: `f1(x)` asks one, `f2(x)` two.
fn nested(asked: &str, depth: usize) -> String {
    let asks = |n: usize| format!("fn f{n}(x) {{ {} }}\n", asked.replace("INNER", &format!("f{}(x)", n - 1)));
    std::iter::once("fn f0(x) { true }\n".to_owned()).chain((1..=depth).map(asks)).collect()
}

/// Each list is evaluated for every element of the one around it; the deepest nesting that is accepted is also evaluated.
#[test]
fn lists_inside_each_other_are_answered_or_a_finding_that_says_how_many() {
    let person = "{\"id\":1,\"våld\":[{\"pågående\":true,\"från\":\"2013-01-01\"}]}";
    for asked in [
        "x.våld.some(|v| INNER)",
        "x.våld.filter(|v| INNER).len() > 0",
        "x.våld.count(|v| INNER) > 0",
        "x.våld.map(|v| if INNER { 1 } else { 0 }).sum() > 0",
        "x.våld.senaste(|v| v.från, |v| INNER).pågående",
    ] {
        for depth in [1, 11, 12, 13, 20] {
            match ask(&nested(asked, depth), &format!("|p| f{depth}(p)"), person) {
                Ok(answer) => assert_eq!((answer, depth <= 11), (Some(true), true), "{depth} × {asked}"),
                Err(Error::Rules(findings)) => {
                    assert!(depth > 11, "{depth} × {asked}: {}", codes(&findings));
                    assert_eq!(codes(&findings), "E0503 more than 11 lists are asked inside each other here");
                }
                Err(other) => panic!("{depth} × {asked}: {other}"),
            }
        }
    }
}

/// The key of counted elements is read for each of them, so it is inside one list more than it writes.
#[test]
fn the_key_of_counted_elements_is_inside_their_list() {
    let counted = |depth: usize| {
        let indicator = format!(
            "{}indikator(\"i\", #{{ namn: \"I\", tolkning: \"t\", målgrupp: \"g\", antal: |p| p.familjerättsutredningar,
                unik: |f| if f{depth}(f) {{ f.ärende }} else {{ f.ärende }} }});",
            nested("x.typer.some(|t| INNER)", depth)
        );
        bounded(&indicator.clone(), move || {
            let edition = one_rule::edition(&indicator, "|p| true")?;
            let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
            edition.report(&b"{\"id\": 1}"[..], InputFormat::Ndjson, &options).map(drop)
        })
    };
    let errors = |depth| match counted(depth) {
        Ok(()) => String::new(),
        Err(Error::Rules(findings)) => codes(&findings),
        Err(other) => other.to_string(),
    };
    assert_eq!(errors(10), "");
    for depth in [11, 12] {
        assert_eq!(errors(depth), "E0503 more than 11 lists are asked inside each other here");
    }
}

/// What has to be held as a whole is refused by its size, before anything is made of it.
#[test]
fn what_is_held_as_a_whole_has_a_limit_that_is_told_with_its_number() {
    use kvinnofrid::protect::ledger::Ledger;
    use kvinnofrid::published::Published;
    use kvinnofrid::verify::Claim;
    use kvinnofrid::{Partial, Report};

    type Read = fn(&[u8]) -> Result<(), Error>;
    let inputs: [(&str, u64, Read); 6] = [
        ("delresultatet", 2048, |bytes| Partial::from_bytes(bytes).map(drop)),
        ("rapporten", 512, |bytes| Report::from_json(bytes).map(drop)),
        ("rapporten", 512, |bytes| Claim::read(bytes).map(drop)),
        ("rapporten", 512, |bytes| Ledger::read(b"")?.audit(bytes).map(drop)),
        ("liggaren", 256, |bytes| Ledger::read(bytes).map(drop)),
        ("filen med publicerade tal", 64, |bytes| Published::read(bytes).map(drop)),
    ];
    for (what, mib, read) in inputs {
        // Zeroed memory that nobody touches costs none.
        let bytes = vec![0; (mib << 20) as usize + 1];
        match read(&bytes) {
            Err(error @ Error::Limit(_)) => {
                let message = error.message(Lang::Sv);
                assert!(message.starts_with(&format!("{what} är större än {mib} MiB")), "{message}");
            }
            other => panic!("{what}: {other:?}"),
        }
        assert!(matches!(read(&bytes[..1000]), Err(Error::Input(_)) | Ok(())), "{what}");
    }
}
