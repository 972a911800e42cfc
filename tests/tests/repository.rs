//! Invariants of the repository itself: its top level, its texts, its versions, and what its pages promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

use kvinnofrid::input::InputFormat;
use kvinnofrid::output::{Format, write};
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::{Lang, Options, Period, Rules};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The allowed entries at the top level, so that the repository's structure is clear at once.
const TOP_LEVEL: &[&str] = &[
    ".ci",
    ".clippy.toml",
    ".deny.toml",
    ".git-blame-ignore-revs",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "bindings",
    "core",
    "examples",
    "rules",
    "tests",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the files of the repository as git lists them, tracked or new and not ignored; without git (an unpacked
/// archive), all files except build output.
fn files() -> Vec<String> {
    let git = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let mut files = match git {
        Ok(listed) if listed.status.success() => {
            let names = String::from_utf8(listed.stdout).expect("file names are UTF-8");
            names.split('\0').filter(|name| root().join(name).is_file()).map(str::to_owned).collect()
        }
        _ => below(&root(), ""),
    };
    files.sort();
    assert!(files.len() > 50, "only {} files: is this the repository?", files.len());
    files
}

fn below(folder: &Path, name: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let own = path.file_name().unwrap().to_str().expect("file names are UTF-8").to_owned();
        if [".git", "target", "__pycache__"].contains(&own.as_str()) {
            continue;
        }
        let name = if name.is_empty() { own } else { format!("{name}/{own}") };
        if path.is_dir() { files.extend(below(&path, &name)) } else { files.push(name) }
    }
    files
}

/// Returns the code blocks in `language` of a Markdown text, without their fences.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0)).collect()
}

#[test]
fn nothing_unexpected_lies_at_the_top_level() {
    for file in files() {
        let top = file.split('/').next().unwrap();
        assert!(TOP_LEVEL.contains(&top), "{top} may not lie at the top level");
    }
}

#[test]
fn every_file_of_tests_is_a_module_of_the_test_program() {
    let program = read("tests/tests/main.rs");
    for file in files() {
        let Some(module) = file.strip_prefix("tests/tests/").and_then(|name| name.strip_suffix(".rs")) else {
            continue;
        };
        let is_module =
            module == "main" || module.contains('/') || program.contains(&format!("\nmod {module};\n"));
        assert!(is_module, "{file} is not run: tests/tests/main.rs lacks `mod {module};`");
    }
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    // Built from parts, so that this file does not contain them either.
    let places = ["work", "tmp", "home", "root", "Users"].map(|folder| format!("/{folder}/"));
    let hosts = ["localhost", "127.0.0", "index.crates", "pypi.", "registry."];
    for file in files() {
        if file == "tests/tests/repository.rs" {
            continue;
        }
        let Ok(text) = fs::read_to_string(root().join(&file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            // `registry+https://github.com/rust-lang/…` in Cargo.lock names the public index, whatever mirror is used.
            let lock = file.split('/').next_back() == Some("Cargo.lock")
                && line.contains(concat!("registry+https://github.com/rust-lang/crates", ".io-index"));
            let place = places.iter().map(String::as_str).find(|place| {
                // A machine's folder is the first component of a path; anything before it must not belong to the path.
                let before: Vec<&str> = line.split(place).collect();
                before[..before.len() - 1].iter().any(|text| {
                    text.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"._-/})".contains(c))
                })
            });
            let host = hosts.into_iter().find(|host| line.contains(host)).filter(|_| !lock);
            let found = place.or(host);
            assert_eq!(found, None, "{file}, line {}", number + 1);
        }
    }
}

#[test]
fn all_crates_have_one_version_and_the_changelog_tells_of_it() {
    let version = env!("CARGO_PKG_VERSION");
    let workspace = read("Cargo.toml");
    assert!(workspace.contains(&format!("\n[workspace.package]\nversion = \"{version}\"\n")));
    let manifests: Vec<String> = files().into_iter().filter(|f| f.ends_with("/Cargo.toml")).collect();
    assert!(manifests.len() >= 3);
    for manifest in manifests {
        assert!(
            read(&manifest).contains("\nversion.workspace = true\n"),
            "{manifest} has a version of its own"
        );
    }
    for own in workspace.lines().filter(|line| line.starts_with("kvinnofrid")) {
        assert!(own.ends_with(&format!(", version = \"{version}\" }}")), "Cargo.toml: {own}");
    }
    assert!(read("CHANGELOG.md").contains(&format!("\n## [{version}]")), "CHANGELOG.md has no {version}");
}

#[test]
fn rule_files_have_ascii_names_and_are_nfc_with_plain_line_ends() {
    let rules: Vec<String> = files().into_iter().filter(|f| f.starts_with("rules/")).collect();
    assert!(rules.len() > 10);
    for file in rules {
        assert!(file.is_ascii(), "{file}: folder and file names are ASCII");
        let mut sources = kvinnofrid::source::SourceMap::new();
        let bytes = fs::read(root().join(&file)).unwrap();
        let id = sources.add(file.clone(), bytes.clone()).unwrap_or_else(|_| panic!("{file} is not UTF-8"));
        assert!(
            sources.text(id).as_bytes() == bytes,
            "{file} has a byte order mark, CR line ends or is not in NFC"
        );
    }
}

#[test]
fn only_one_module_names_each_neighbour() {
    let modules = [
        ("rhai::", &["core/src/language/script"][..]),
        ("annotate_snippets", &["core/src/present/findings/full.rs"]),
        ("arrow_array", &["core/src/arrow"]),
        ("arrow_schema", &["core/src/arrow"]),
        ("arrow_ipc", &["core/src/arrow"]),
        ("quick_xml::", &["core/src/data/input/workbook"]),
        ("use zip::", &["core/src/data/input/workbook"]),
        ("rust_xlsxwriter", &["core/src/present/output/xlsx"]),
        ("minisign_verify", &["core/src/edition/rules/signature.rs"]),
        // Rule folders, and the ledger of published figures.
        ("std::fs", &["core/src/edition/folder.rs", "core/src/figures/protect/ledger/file.rs"]),
    ];
    for (name, allowed) in modules {
        let named: Vec<String> = files()
            .into_iter()
            .filter(|f| wing_of(f).is_some() && !is_test(f))
            .filter(|f| read(f).contains(name))
            .collect();
        assert!(!named.is_empty(), "nothing names {name}: is it still so called?");
        for file in named {
            assert!(allowed.iter().any(|module| file.starts_with(module)), "{file} names {name}");
        }
    }
}

/// The wings of the core, in order. Each may use only those before it.
const WINGS: &[&str] = &[
    "findings", "language", "data", "edition", "evaluate", "answers", "figures", "present", "author", "arrow",
];

/// Returns a path below `core/src`, and its wing.
/// Returns the lines of `text` that build an internal error and say neither in them nor in the ten lines above, back to
/// the start of the function, why that cannot happen.
fn internal_errors_without_a_reason(text: &str) -> Vec<usize> {
    let code = text.split("\n#[cfg(test)]").next().unwrap_or(text);
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let is_reason = |line: &str| line.contains("// ") && !line.contains("/// ");
    let is_start = |line: &str| line.split(' ').any(|word| word == "fn");
    let builds = |line: &str| {
        let internal = ["Error::Internal(", "::internal("].iter().any(|call| line.contains(call));
        internal && !line.starts_with("//") && !line.contains("Error::Internal(_")
    };
    let is_bare = |at: &usize| {
        let before = lines[..*at].iter().rev().take(10);
        let mut own = before.take_while(|line| !is_start(line));
        !is_reason(lines[*at]) && !own.any(|line| is_reason(line))
    };
    let all = (0..lines.len()).filter(|at| builds(lines[*at]));
    all.filter(is_bare).map(|at| at + 1).collect()
}

#[test]
fn whatever_builds_an_internal_error_says_why_it_cannot_happen() {
    let bare = "fn of(x: u8) {\n    Err(Error::Internal(x))\n}\n";
    assert_eq!(internal_errors_without_a_reason(bare), [2]);
    let reasoned = "fn of(x: u8) {\n    // Cannot happen: no x.\n    Err(Error::Internal(x))\n}\n";
    assert!(internal_errors_without_a_reason(reasoned).is_empty());
    let sources = files().into_iter().filter(|file| {
        let is_ours = file.starts_with("core/src/") || file.starts_with("bindings/");
        is_ours && file.ends_with(".rs") && !is_test(file)
    });
    let found: Vec<String> = sources
        .flat_map(|file| {
            let lines = internal_errors_without_a_reason(&read(&file));
            lines.into_iter().map(move |line| format!("{file}:{line}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

fn wing_of(file: &str) -> Option<(&str, &str)> {
    let path = file.strip_prefix("core/src/").filter(|path| path.ends_with(".rs"))?;
    let wing = path.split('/').next()?;
    Some((path, wing.strip_suffix(".rs").unwrap_or(wing)))
}

/// Returns whether a file contains only tests.
fn is_test(file: &str) -> bool {
    file.split(['/', '.']).any(|part| part == "tests")
}

/// Returns the names that a file's code uses directly below the crate: `report` of `crate::report::Row` and of
/// `crate::{report::Row}`. Comments and tests inside the file are ignored.
fn names_below_crate(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String =
        code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = code.get(at + "crate::".len()..).unwrap_or_default();
        let list = rest.strip_prefix('{').map_or(rest, |list| list.split(';').next().unwrap_or_default());
        let mut depth = 0;
        let grouped = list.len() != rest.len();
        let mut name = String::new();
        for c in list.chars().chain([' ']) {
            match c {
                _ if depth == 0 && (c.is_alphanumeric() || c == '_') => name.push(c),
                _ => {
                    if depth == 0 && !name.is_empty() {
                        names.push(std::mem::take(&mut name));
                        depth = if c == ':' { 1 } else { 0 };
                    }
                    if !grouped {
                        break;
                    }
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => depth = 0,
                        _ => {}
                    }
                }
            }
        }
    }
    names
}

#[test]
fn each_wing_of_the_core_uses_only_those_before_it() {
    let place = |wing: &str| WINGS.iter().position(|name| *name == wing);
    let mut upwards = Vec::new();
    for file in files() {
        let Some((path, wing)) = wing_of(&file) else { continue };
        if path == "lib.rs" || is_test(path) {
            continue;
        }
        let own = place(wing).unwrap_or_else(|| panic!("{file} belongs to no wing"));
        for name in names_below_crate(&read(&file)) {
            let used = place(&name).unwrap_or_else(|| panic!("{file} names crate::{name}, which is no wing"));
            if used > own {
                upwards.push(format!("{file} uses {name}"));
            }
        }
    }
    assert!(upwards.is_empty(), "wings use those after them:\n{}", upwards.join("\n"));
}

#[test]
fn the_architecture_page_has_every_wing() {
    let page = read("core/ARCHITECTURE.md");
    for wing in WINGS {
        assert!(page.contains(&format!("| `{wing}`")), "the table of wings lacks {wing}");
    }
}

fn kvinnofrid_help() -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let streams = kvinnofrid_cli::Streams {
        stdin: &mut std::io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal: kvinnofrid_cli::Terminal::default(),
    };
    assert_eq!(kvinnofrid_cli::run(["kvinnofrid", "--lang", "en", "--help"], streams), 0);
    String::from_utf8(stdout).unwrap()
}

#[test]
fn the_page_of_the_command_line_lists_the_verbs_there_are() {
    let readme = read("bindings/cli/README.md");
    let mut listed: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `kvinnofrid ")?.split(['`', ' ']).next())
        .collect();
    listed.sort_unstable();
    let help = kvinnofrid_help();
    let mut there: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Verbs:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    there.sort_unstable();
    assert_eq!(listed, there);
}

#[test]
fn rules_shown_on_pages_are_the_rules() {
    let rules: String = files().iter().filter(|f| f.ends_with(".rhai")).map(|f| read(f)).collect();
    for page in ["README.md", "rules/README.md"] {
        let text = read(page);
        let shown = blocks(&text, "rhai");
        assert!(!shown.is_empty(), "{page} shows no rule");
        for block in shown {
            assert!(rules.contains(block), "{page}: no rule file says:\n{block}");
        }
    }
}

#[test]
fn the_shipped_persons_are_what_the_sample_makes() {
    let options = SampleOptions { persons: 2000, seed: 1, ..SampleOptions::default() };
    let mut made = String::new();
    for person in Sample::new(options).unwrap().persons() {
        person.write_json(&mut made);
        made.push('\n');
    }
    let path = "examples/data/personer.ndjson";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join(path), &made).unwrap();
    }
    assert!(read(path) == made, "{path} is not what `sample 2000 --seed 1` makes; UPDATE=1 rewrites it");
    assert!(made.len() < 2_000_000, "{path} is large for a repository: {} bytes", made.len());
}

#[test]
fn the_report_in_the_readme_is_the_report() {
    let readme = read("README.md");
    let block = blocks(&readme, "console").into_iter().find(|b| b.contains(" report ")).expect("a report");
    let (command, shown) = block.split_once('\n').unwrap();
    assert_eq!(
        command,
        "$ cargo run -p kvinnofrid-cli --no-default-features -- report examples/data/personer.ndjson --programme stockholm/kvinnofrid --period 2013 --by stadsdel"
    );
    let shown = shown.strip_suffix("\n…").expect("the report is cut with a line …");

    let period = Period::parse("2013").unwrap();
    let programme = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
    let edition = programme.in_force_throughout(period).unwrap();
    let options = Options { periods: vec![period], by: vec!["stadsdel".into()], ..Options::default() };
    let persons = read("examples/data/personer.ndjson");
    let report = edition.report(persons.as_bytes(), InputFormat::Ndjson, &options).unwrap();
    let text = write(&report, Format::Text, Lang::Sv).unwrap();
    let lines = shown.lines().count();
    let real = text.lines().take(lines).collect::<Vec<_>>().join("\n");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join("README.md"), readme.replace(shown, &real)).unwrap();
    }
    assert_eq!(shown, real, "README.md shows another report; UPDATE=1 rewrites it");
}

#[test]
fn the_case_on_the_page_of_the_command_line_is_what_the_rules_say() {
    let page = "bindings/cli/README.md";
    let readme = read(page);
    let block = blocks(&readme, "console").into_iter().find(|b| b.contains("arende.json")).expect("a case");
    let (command, shown) = block.split_once('\n').unwrap();
    assert_eq!(
        command,
        "$ kvinnofrid classify examples/data/arende.json --programme stockholm/kvinnofrid --on 2025-08-20 --with routines,resources --format text"
    );
    let day = kvinnofrid::Date::parse("2025-08-20");
    let with = kvinnofrid::With::parse("routines,resources").unwrap();
    let options = Options { on: day, with, ..Options::default() };
    let edition =
        Rules::embedded().programme("stockholm/kvinnofrid").unwrap().choose(None, &options).unwrap();
    let answer = edition.classify(read("examples/data/arende.json").as_bytes(), &options).unwrap();
    let text = edition.classification_text(&answer, kvinnofrid::Lang::Sv);
    let real = text.trim_end();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join(page), readme.replace(shown, real)).unwrap();
    }
    assert_eq!(shown, real, "{page} shows another answer; UPDATE=1 rewrites it");
}

/// Returns the command line's help for a verb.
fn help(verb: &str) -> String {
    let (mut stdin, mut stdout, mut stderr) = (&b""[..], Vec::new(), Vec::new());
    let streams = kvinnofrid_cli::Streams {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal: kvinnofrid_cli::Terminal::default(),
    };
    kvinnofrid_cli::run(["kvinnofrid", verb, "--help"], streams);
    String::from_utf8(stdout).unwrap()
}

/// Returns the keyword arguments that a method of `Programme` takes in Python: those of the `TypedDict` that it is decorated
/// with, and of the one that this inherits from.
fn keywords(verb: &str) -> String {
    let programme = read("bindings/python/python/kvinnofrid/programme.py");
    let decorated = programme.split("@taking(").filter_map(|rest| rest.split_once(")\n    def "));
    let mut class = decorated
        .filter(|(_, rest)| rest.starts_with(&format!("{verb}(")))
        .map(|(class, _)| class.to_owned())
        .next()
        .unwrap();
    let options = read("bindings/python/python/kvinnofrid/_options.py");
    let mut arguments = String::new();
    while class != "TypedDict" {
        let rest = options.split_once(&format!("\nclass {class}(")).unwrap().1;
        arguments.push_str(rest.split("\n\n\n").next().unwrap());
        class = rest.split_once(", total=False)").unwrap().0.to_owned();
    }
    arguments
}

#[test]
fn every_option_is_on_every_surface() {
    let header = read("bindings/c/include/kvinnofrid.h");
    for option in kvinnofrid::options::OPTIONS {
        for setter in option.c {
            assert!(header.contains(&format!(" {setter}(")), "{setter} is in the header");
        }
        for verb in option.verbs {
            if let Some(name) = option.python {
                let found = keywords(verb).contains(&format!("\n    {name}: "));
                assert!(found, "`{name}` is an argument of `{verb}` in Python");
            }
            if let Some(name) = option.command_line {
                assert!(help(verb).contains(&format!("--{name}")), "`--{name}` is an option of `{verb}`");
            }
        }
    }
}

#[test]
fn every_setter_of_the_header_is_in_the_table_of_options() {
    let header = read("bindings/c/include/kvinnofrid.h");
    let declared = header.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let prefixes = ["kvf_options_set_", "kvf_options_add_"];
    for name in declared.filter(|name| prefixes.iter().any(|prefix| name.starts_with(prefix))) {
        let known = kvinnofrid::options::OPTIONS.iter().any(|option| option.c.contains(&name));
        assert!(known, "{name}");
    }
}

/// Returns the files of the core and the bindings, tests and pages left out, whose code contains one of `marks`. Comments
/// and docstrings are ignored.
fn files_that_name(marks: &[&str], below: &[&str]) -> Vec<String> {
    let is_code = |line: &str| {
        let start = line.trim_start();
        !["//", "/*", "*", "#"].iter().any(|comment| start.starts_with(comment)) && !line.contains("``")
    };
    let names = |line: &str| marks.iter().any(|mark| line.contains(mark)) && is_code(line);
    files()
        .into_iter()
        .filter(|file| below.iter().any(|folder| file.starts_with(folder)))
        .filter(|file| !file.contains("/tests") && !file.contains("/benches/") && !file.ends_with(".md"))
        .filter(|file| fs::read_to_string(root().join(file)).is_ok_and(|text| text.lines().any(names)))
        .collect()
}

#[test]
fn a_change_touches_as_many_files_as_the_page_says() {
    let everywhere = &["core/src/", "bindings/"][..];
    // Of an option, what it means is elsewhere; the list of exported names, below `tests`, is added.
    let option = &["core/src/edition/", "bindings/"][..];
    for (change, marks, below, most) in [
        ("a field type", &["Scalar::Decimal"][..], everywhere, 8),
        ("an output column", &["\"response_rate\""], everywhere, 2),
        ("an option", &["assume_unique", "assume-unique"], option, 10),
        ("a finding", &["OVERLAP"], &["core/src/findings/", "core/src/language/"], 2),
        ("a status of figures", &["OpenUpper"], everywhere, 2),
        ("a C function", &["kvf_reasons_json"], everywhere, 8),
        ("a verb", &["mod verify", "verify::run", "VERIFY", "command/verify"], &["bindings/cli/"], 3),
    ] {
        let found = files_that_name(marks, below);
        assert!(!found.is_empty(), "{change}: {marks:?} is nowhere");
        assert!(found.len() <= most, "{change} touches more files than CONTRIBUTING.md says: {found:#?}");
    }
}
