//! C#'s declarations, made from the header.

use crate::foreign::header::{Function, Header, all_used, header, same};

const FOLDER: &str = "bindings/dotnet/src";
const MADE: &str = "// Generated from bindings/c/include/kvinnofrid.h: UPDATE=1 cargo test -p kvinnofrid-tests foreign::dotnet\n";

/// Handles that outlive a call, and so are SafeHandles; the others are read and freed at once.
const KEPT: [(&str, &str); 5] = [
    ("kvf_rules", "RulesHandle"),
    ("kvf_programme", "ProgrammeHandle"),
    ("kvf_options", "OptionsHandle"),
    ("kvf_partial", "PartialHandle"),
    ("kvf_baseline", "BaselineHandle"),
];
const AT_ONCE: [&str; 3] = ["kvf_bytes", "kvf_error", "kvf_rejected"];

/// Returns how a type crosses.
fn crossing(kind: &str, frees: bool) -> String {
    let stars = kind.chars().filter(|c| *c == '*').count();
    let of = kind.trim_end_matches(['*', ' ']);
    let handle = KEPT.iter().find(|(name, _)| *name == of).map(|(_, handle)| *handle);
    let plain = match (kind, stars) {
        ("void", _) => "void",
        ("int32_t", _) => "int",
        ("uint32_t", _) => "uint",
        ("uint64_t", _) => "ulong",
        ("size_t", _) => "UIntPtr",
        ("kvf_text", _) => "NativeText",
        ("kvf_cancel", _) => "NativeCancel",
        ("kvf_log", _) => "NativeLog",
        ("char *", _) => "byte[]",
        ("void *" | "ArrowArrayStream *" | "ArrowSchema *", _) => "IntPtr",
        ("kvf_table *", _) => "NativeTable[]",
        (_, 1) if AT_ONCE.contains(&of) || handle.is_some() && frees => "IntPtr",
        (_, 2) if AT_ONCE.contains(&of) => "out IntPtr",
        (_, 1) if handle.is_some() => return handle.unwrap().to_owned(),
        (_, 2) if handle.is_some() => return format!("out {}", handle.unwrap()),
        _ => panic!("{kind}: say here how it crosses, and what a caller in C# passes"),
    };
    plain.to_owned()
}

fn signature(function: &Function) -> String {
    let frees = function.name.ends_with("_free");
    let arguments: Vec<String> = function
        .arguments
        .iter()
        .map(|(name, kind)| {
            // A word of C#.
            let name = if name == "out" { "result" } else { name };
            format!("{} {name}", crossing(kind, frees))
        })
        .collect();
    format!("{} {}({})", crossing(&function.returns, frees), function.name, arguments.join(", "))
}

fn natives(header: &Header) -> String {
    let mut text = format!(
        "{MADE}using System;\nusing System.Runtime.InteropServices;\n\nnamespace Kvinnofrid\n{{\n    \
         /// <summary>The functions and numbers of the C library.</summary>\n    internal static class Native\n    {{\n        \
         private const string Library = \"kvinnofrid\";\n\n"
    );
    for (name, value) in &header.numbers {
        text += &format!("        internal const int {name} = {value};\n");
    }
    text += "        internal const int KVF_VERSION_NUMBER =\n            \
             KVF_VERSION_MAJOR * 1000000 + KVF_VERSION_MINOR * 1000 + KVF_VERSION_PATCH;\n";
    for function in &header.functions {
        text += &format!(
            "\n        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]\n        \
             internal static extern {};\n",
            signature(function)
        );
    }
    text + "    }\n}\n"
}

#[test]
fn the_declarations_are_those_of_the_header() {
    same(&format!("{FOLDER}/Native.cs"), &natives(&header()));
}

#[test]
fn every_function_of_the_header_is_offered() {
    all_used(FOLDER, "cs", &["Native.cs"]);
}
