//! What `kvinnofrid.h` declares: functions with the types of their arguments, and numbers.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// A function of the header. Types are written without `const` and `struct`: `kvf_rules **`.
#[derive(Debug)]
pub struct Function {
    pub name: String,
    pub returns: String,
    pub arguments: Vec<(String, String)>,
}

/// The functions and the numbers of the header.
#[derive(Debug)]
pub struct Header {
    pub functions: Vec<Function>,
    pub numbers: Vec<(String, String)>,
}

/// Returns the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Reads the header.
pub fn header() -> Header {
    parse(&fs::read_to_string(root().join("bindings/c/include/kvinnofrid.h")).unwrap())
}

fn parse(text: &str) -> Header {
    let numbers: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("#define KVF_")?.split_once(' '))
        .filter(|(_, value)| value.parse::<i32>().is_ok())
        .map(|(name, value)| (format!("KVF_{name}"), value.to_owned()))
        .collect();
    let declared = text.split_once("extern \"C\" {").unwrap().1;
    let code: String = declared
        .lines()
        .filter(|line| !line.trim_start().starts_with("//") && !line.starts_with('#'))
        .map(|line| format!("{line} "))
        .collect();
    assert!(!code.contains("/*"), "the functions have another kind of comment");
    let functions: Vec<Function> =
        code.split(';').filter(|statement| statement.contains('(')).map(function).collect();
    assert!(functions.len() > 50, "only {} functions", functions.len());
    assert!(numbers.len() > 15, "only {numbers:?}");
    Header { functions, numbers }
}

fn function(statement: &str) -> Function {
    let (before, arguments) = statement.split_once('(').unwrap();
    let arguments = arguments.trim().strip_suffix(')').unwrap();
    let (returns, name) = typed(before);
    let arguments = match arguments.trim() {
        "void" => Vec::new(),
        some => some.split(',').map(typed).map(|(kind, name)| (name, kind)).collect(),
    };
    Function { name, returns, arguments }
}

/// Splits `const kvf_rules *rules` into a type, `kvf_rules *`, and a name.
fn typed(text: &str) -> (String, String) {
    let text = text.trim();
    let end = text.rfind([' ', '*']).unwrap() + 1;
    let (kind, name) = text.split_at(end);
    let words: Vec<&str> =
        kind.split_whitespace().filter(|word| !["const", "struct"].contains(word)).collect();
    (words.join(" "), name.to_owned())
}

#[test]
fn a_declaration_is_taken_apart() {
    let Function { name, returns, arguments } = function(
        " const kvf_error *kvf_f(const char *text,   size_t len, struct ArrowSchema *out, kvf_rules **rules)",
    );
    assert_eq!((name.as_str(), returns.as_str()), ("kvf_f", "kvf_error *"));
    let expected =
        [("text", "char *"), ("len", "size_t"), ("out", "ArrowSchema *"), ("rules", "kvf_rules **")];
    assert_eq!(arguments, expected.map(|(name, kind)| (name.to_owned(), kind.to_owned())));
}

/// Compares a generated file with what is there; `UPDATE=1` rewrites it.
pub fn same(path: &str, made: &str) {
    let file = root().join(path);
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, made).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(there == made, "{path} is not what kvinnofrid.h declares; UPDATE=1 rewrites it");
}

/// Fails for each function and number of the header that no file of a binding, but those generated, names.
pub fn all_used(folder: &str, extension: &str, generated: &[&str]) {
    let mut text = String::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_some_and(|of| of == extension) && !generated.contains(&name.as_str()) {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    let header = header();
    let names = header.functions.iter().map(|function| &function.name);
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let lacking: Vec<&String> = names
        .chain(header.numbers.iter().map(|(name, _)| name))
        .filter(|name| !words.contains(&name.as_str()) && !PARTS_OF_THE_VERSION.contains(&name.as_str()))
        .collect();
    assert!(lacking.is_empty(), "{folder} declares but never uses {lacking:?}: offer them in a class");
}

/// Numbers of which bindings need the whole, `KVF_VERSION_NUMBER`, which is computed.
const PARTS_OF_THE_VERSION: [&str; 3] = ["KVF_VERSION_MAJOR", "KVF_VERSION_MINOR", "KVF_VERSION_PATCH"];
