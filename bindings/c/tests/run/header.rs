//! The header, the exported names and the numbers say the same as the sources.

use super::stage::{home, library, output};
use kvinnofrid::options::{OPTIONS, Takes};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The sources in the order in which a reader of the header meets them.
const SOURCES: [&str; 20] = [
    "version",
    "status",
    "text",
    "error",
    "rejected",
    "rules",
    "programme",
    "input",
    "log",
    "options",
    "schema",
    "tables",
    "classify",
    "explain",
    "diff",
    "members",
    "worklist",
    "validate",
    "partial",
    "baseline",
];

fn generated() -> String {
    let mut config = cbindgen::Config::from_file(home().join("cbindgen.toml")).unwrap();
    config.after_includes.get_or_insert_default().push_str(&lists_of_setters());
    let mut builder = cbindgen::Builder::new().with_config(config);
    let folder = TempDir::new().unwrap();
    for source in SOURCES {
        // In C a handle is a pointer. A call may change what it is of, if behind a lock, so it is not `const` for C's readers,
        // who take that for a promise; rule sets, programmes and what calls have made do not change.
        let mut text = fs::read_to_string(home().join(format!("src/{source}.rs"))).unwrap();
        for changing in ["kvf_options", "kvf_partial", "kvf_baseline"] {
            text = text.replace(&format!("Handle<'_, {changing}>"), &format!("*mut {changing}"));
        }
        let text = replaced(&replaced(&text, "Handle<'_, ", "*const "), "Owned<", "*mut ");
        let path = folder.path().join(format!("{source}.rs"));
        fs::write(&path, text).unwrap();
        builder = builder.with_src(path);
    }
    let mut header = Vec::new();
    builder.generate().unwrap().write(&mut header);
    String::from_utf8(header).unwrap()
}

/// Macros that list the setters by what they take, from the core's table of options.
fn lists_of_setters() -> String {
    let setters = |is_listed: fn(&Takes) -> bool| {
        let options = OPTIONS.iter().filter(|option| is_listed(&option.takes)).flat_map(|option| option.c);
        options
            .map(|name| format!(" \\\n  X({})", name.strip_prefix("kvf_options_").unwrap()))
            .collect::<String>()
    };
    let flags = setters(|takes| matches!(takes, Takes::Flag { .. }));
    let texts = setters(|takes| matches!(takes, Takes::Text(_) | Takes::Texts(_)));
    format!(
        "
/* The setters of options by what they take, for bindings that are made from the lists as kvinnofrid.hpp is: X(set_why) stands
 * for kvf_options_set_why(). */
#define KVF_OPTIONS_OF_FLAGS(X){flags}
#define KVF_OPTIONS_OF_TEXTS(X){texts}
"
    )
}

/// The text with `type>` after each `before` as a pointer.
fn replaced(text: &str, before: &str, pointer: &str) -> String {
    let mut parts = text.split(before);
    let mut made = parts.next().unwrap().to_owned();
    for part in parts {
        let (kind, rest) = part.split_once('>').unwrap();
        made.extend([pointer, kind, rest]);
    }
    made
}

fn header() -> String {
    fs::read_to_string(home().join("include/kvinnofrid.h")).unwrap_or_default()
}

#[test]
fn the_header_is_what_the_sources_say() {
    let made = generated();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(home().join("include/kvinnofrid.h"), &made).unwrap();
    }
    assert!(header() == made, "include/kvinnofrid.h is not what the sources say; UPDATE=1 rewrites it");
}

/// The names that the header declares as functions.
pub(super) fn declared() -> BTreeSet<String> {
    let header = header();
    let mut names = BTreeSet::new();
    let mut comment = false;
    for line in header.lines() {
        comment |= line.trim_start().starts_with("/*");
        if !comment && !line.starts_with(['#', '/']) && !line.starts_with("typedef") {
            let before = line.split('(').next().filter(|before| *before != line).unwrap_or_default();
            let name = before.rsplit([' ', '*']).next().unwrap_or_default();
            if name.starts_with("kvf_") {
                names.insert(name.to_owned());
            }
        }
        comment &= !line.trim_end().ends_with("*/");
    }
    assert!(names.len() > 40, "{names:?}");
    names
}

/// The names of functions that C++ has by other means than by naming them.
const WITHOUT_A_METHOD: [&str; 3] = ["kvf_abi_version", "kvf_version", "kvf_version_number"];

#[test]
fn every_function_is_a_method_in_cpp() {
    let wrapped = fs::read_to_string(home().join("include/kvinnofrid.hpp")).unwrap();
    let named: BTreeSet<&str> = wrapped.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    // Setters of one text or of yes and no are made from the lists of the header.
    let listed = OPTIONS
        .iter()
        .filter(|option| matches!(option.takes, Takes::Flag { .. } | Takes::Text(_) | Takes::Texts(_)));
    let listed: BTreeSet<&str> = listed.flat_map(|option| option.c).copied().collect();
    let forgotten: Vec<String> = declared()
        .into_iter()
        .filter(|name| !named.contains(name.as_str()) && !listed.contains(name.as_str()))
        .filter(|name| !WITHOUT_A_METHOD.contains(&name.as_str()))
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

/// Each exported name with the version that it came with.
fn since() -> BTreeMap<String, String> {
    let list = fs::read_to_string(home().join("tests/symbols.txt")).unwrap_or_default();
    let words = list.lines().filter_map(|line| line.split_once(' '));
    words.map(|(name, version)| (name.to_owned(), version.to_owned())).collect()
}

#[test]
fn every_function_of_the_header_is_exported_and_nothing_else() {
    let listed = output(Command::new("nm").args(["-D", "--defined-only", "-P"]).arg(library("so")));
    let exported: BTreeSet<String> =
        listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    let path = home().join("tests/symbols.txt");
    let known = since();
    let version =
        |name: &String| known.get(name).map_or(env!("CARGO_PKG_VERSION"), String::as_str).to_owned();
    let list: String = exported.iter().map(|name| format!("{name} {}\n", version(name))).collect();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &list).unwrap();
    }
    assert_eq!(list, fs::read_to_string(path).unwrap_or_default(), "tests/symbols.txt; UPDATE=1 rewrites it");
    assert_eq!(exported, declared());
}

/// The comment before a function.
fn comment(header: &str, name: &str) -> String {
    let call = format!("{name}(");
    let at = header.match_indices(&call).map(|(at, _)| at).find(|at| {
        let line = header.get(..*at).unwrap().rsplit('\n').next().unwrap();
        !line.trim_start().starts_with(['*', '/', '#'])
    });
    let lines: Vec<_> = header.get(..at.unwrap()).unwrap().lines().rev().skip(1).collect();
    let comment: Vec<_> = lines.into_iter().map_while(|line| line.strip_prefix("///")).collect();
    assert!(!comment.is_empty(), "{name} has no comment");
    comment.into_iter().rev().collect::<Vec<_>>().join("\n")
}

#[test]
fn every_function_has_a_short_comment_and_says_since_when_where_that_is_later() {
    let header = header();
    for (name, version) in since() {
        let comment = comment(&header, &name);
        assert_eq!(comment.contains(&format!("Since {version}.")), version != "0.1.0", "{name}: {version}");
        assert!(comment.lines().count() <= 14, "{name}: {comment}");
    }
}

#[test]
fn the_conventions_stand_once_at_the_top() {
    let header = header();
    let (top, rest) = header.split_once("#ifndef KVINNOFRID_H").unwrap();
    let flat = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    for convention in
        ["Status", "Outputs", "Ownership", "Text in", "NULL", "Threads", "Callbacks", "Limits", "Stack"]
    {
        assert!(top.contains(&format!("\n * {convention}  ")), "{convention}");
    }
    for repeated in
        ["any number of threads", "One thread at a time", "On failure", "for kvf_bytes_free()", "Never fails"]
    {
        assert!(!flat.contains(repeated), "{repeated:?} stands at the top");
    }
    let is_comment = |line: &&str| line.trim_start().starts_with(['/', '*']);
    let (lines, comments) = (rest.lines().count(), rest.lines().filter(is_comment).count());
    assert!(comments * 5 <= lines * 2, "{comments} of {lines} lines are comments");
}

#[test]
fn the_soname_and_cargo_c_carry_the_abi_number() {
    let number = header()
        .lines()
        .find_map(|line| line.strip_prefix("#define KVF_ABI_VERSION ").map(str::to_owned))
        .unwrap();
    let manifest = fs::read_to_string(home().join("Cargo.toml")).unwrap();
    assert!(
        manifest.contains(&format!("\nversion = \"{number}.0.0\"\n")),
        "Cargo.toml, package.metadata.capi.library"
    );
    let cmake = fs::read_to_string(home().join("CMakeLists.txt")).unwrap();
    assert!(cmake.contains(&format!("set(KVF_ABI_VERSION {number})")), "CMakeLists.txt");
    let dynamic = output(Command::new("readelf").arg("-d").arg(library("so")));
    assert!(dynamic.contains(&format!("[libkvinnofrid.so.{number}]")), "{dynamic}");
}

/// The numbers that the header promises are those of the engine.
#[test]
fn the_limits_of_the_header_are_those_of_the_engine() {
    use kvinnofrid::source::MAX_BYTES;
    let limits = kvinnofrid::Limits::DEFAULT;
    let header = header();
    let top =
        header.split_once("#ifndef KVINNOFRID_H").unwrap().0.split_whitespace().collect::<Vec<_>>().join(" ");
    let top = top.replace(" * ", " ");
    for limit in [
        format!("{} MiB of JSON", limits.record_bytes >> 20),
        format!("{} {:03} elements", limits.elements / 1000, limits.elements % 1000),
        format!("{} KiB for a text or key", limits.text_bytes >> 10),
        format!("A rule file: {} MiB", MAX_BYTES >> 20),
        format!("{} {:03} in a folder", limits.rule_files / 1000, limits.rule_files % 1000),
        format!("{} MiB together", limits.rule_bytes >> 20),
    ] {
        assert!(top.contains(&limit), "{limit}: {top}");
    }
}

/// What the build script asks of the linker for a system.
fn link_arguments(script: &Path, system: &[(&str, &str)]) -> String {
    let names = ["CARGO_FEATURE_CAPI", "CARGO_CFG_TARGET_VENDOR", "CARGO_CFG_TARGET_FAMILY"];
    let mut command = Command::new(script);
    for name in names {
        command.env_remove(name);
    }
    output(command.envs(system.iter().copied()))
}

#[test]
fn the_library_stays_loaded_and_has_its_own_name_on_every_system() {
    let dynamic = output(Command::new("readelf").arg("-dW").arg(library("so")));
    assert!(dynamic.contains("NODELETE"), "{dynamic}");

    let folder = TempDir::new().unwrap();
    let script = folder.path().join("build");
    output(
        Command::new("rustc").args(["--edition", "2024"]).arg(home().join("build.rs")).arg("-o").arg(&script),
    );
    let unix = ("CARGO_CFG_TARGET_FAMILY", "unix");
    let linux = link_arguments(&script, &[unix, ("CARGO_CFG_TARGET_VENDOR", "unknown")]);
    assert!(linux.contains("-Wl,-z,nodelete") && linux.contains("-soname,libkvinnofrid.so.1"), "{linux}");
    let cargo_c = link_arguments(&script, &[unix, ("CARGO_FEATURE_CAPI", "1")]);
    assert!(cargo_c.contains("-Wl,-z,nodelete") && !cargo_c.contains("soname"), "{cargo_c}");
    let macos = link_arguments(&script, &[unix, ("CARGO_CFG_TARGET_VENDOR", "apple")]);
    assert!(
        macos.contains("-install_name,@rpath/libkvinnofrid.1.dylib") && !macos.contains("nodelete"),
        "{macos}"
    );
    let windows = link_arguments(&script, &[("CARGO_CFG_TARGET_FAMILY", "windows")]);
    assert!(!windows.contains("link-arg"), "{windows}");
}
