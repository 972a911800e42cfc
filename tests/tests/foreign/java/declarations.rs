//! Java's declarations, made from the header.

use crate::foreign::header::{Function, Header, all_used, header, same};

const FOLDER: &str = "bindings/java/src/main/java/kvinnofrid";
const MADE: &str = "// Generated from bindings/c/include/kvinnofrid.h: UPDATE=1 cargo test -p kvinnofrid-tests foreign::java\n\
                    package kvinnofrid;\n\n";

/// Returns how a type crosses. Pointers are addresses, which makes the signatures independent of the way in which C is called.
fn crossing(kind: &str) -> &'static str {
    match kind {
        "void" => "void",
        "int32_t" | "uint32_t" => "int",
        "uint64_t" | "size_t" => "long",
        "char *" => "byte[]",
        "void *" | "kvf_cancel" | "kvf_log" => "long",
        _ if kind.ends_with("**") => "long[]",
        _ if kind.ends_with('*') && kind.starts_with(['k', 'A']) => "long",
        _ => panic!("{kind}: say here how it crosses, and what a caller in Java passes"),
    }
}

fn signature(function: &Function, view: &str) -> String {
    let returns = if function.returns == "kvf_text" { view } else { crossing(&function.returns) };
    let arguments: Vec<String> =
        function.arguments.iter().map(|(name, kind)| format!("{} {}", crossing(kind), camel(name))).collect();
    format!("{returns} {}({})", function.name, arguments.join(", "))
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn interface(header: &Header) -> String {
    let mut text = format!(
        "{MADE}/**\n * The functions of the C library. Handles and other pointers are addresses, an array of one is where C writes\n * \
         one, and text is UTF-8 with its length in bytes.\n */\ninterface Functions {{\n"
    );
    for function in &header.functions {
        text += &format!("    {};\n\n", signature(function, "View"));
    }
    text.pop();
    text + "}\n"
}

fn natives(header: &Header) -> String {
    let mut text = format!(
        "{MADE}/** The functions of the C library, bound by JNA's direct mapping. */\nclass JnaFunctions implements Functions {{\n"
    );
    for function in &header.functions {
        text += &format!("    @Override\n    public native {};\n\n", signature(function, "JnaView.ByValue"));
    }
    text.pop();
    text + "}\n"
}

fn numbers(header: &Header) -> String {
    let mut text = format!(
        "{MADE}/** The numbers of the C library. */\nfinal class Numbers {{\n    private Numbers() {{ }}\n\n"
    );
    for (name, value) in &header.numbers {
        text += &format!("    static final int {name} = {value};\n");
    }
    text + "\n    static final int KVF_VERSION_NUMBER =\n            \
            KVF_VERSION_MAJOR * 1_000_000 + KVF_VERSION_MINOR * 1_000 + KVF_VERSION_PATCH;\n}\n"
}

#[test]
fn the_declarations_are_those_of_the_header() {
    let header = header();
    same(&format!("{FOLDER}/Functions.java"), &interface(&header));
    same(&format!("{FOLDER}/JnaFunctions.java"), &natives(&header));
    same(&format!("{FOLDER}/Numbers.java"), &numbers(&header));
}

#[test]
fn every_function_of_the_header_is_offered() {
    all_used(FOLDER, "java", &["Functions.java", "JnaFunctions.java", "Numbers.java"]);
}
