//! A stranger's programs against what is installed.

use super::header::declared;
use super::stage::{command_line, home, library, output, persons};
use super::tools::there;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a program prints about the first of the shipped records.
fn said(program: &Path, libraries: Option<&Path>) -> String {
    let mut command = Command::new(program);
    if let Some(libraries) = libraries {
        command.env("LD_LIBRARY_PATH", libraries);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let records = fs::read_to_string(persons()).unwrap();
    child.stdin.take().unwrap().write_all(records.lines().next().unwrap().as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{}: {}", program.display(), done.status);
    String::from_utf8(done.stdout).unwrap()
}

/// The installed library, moved to another place afterwards.
struct Installed {
    folder: TempDir,
}

impl Installed {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (prefix, build) = (folder.path().join("first"), folder.path().join("build"));
        configure(&build, &["-DCMAKE_INSTALL_LIBDIR=lib/here"], &prefix);
        output(Command::new("cmake").arg("--install").arg(&build));
        fs::rename(prefix, folder.path().join("prefix")).unwrap();
        Self { folder }
    }

    fn libraries(&self) -> PathBuf {
        self.folder.path().join("prefix/lib/here")
    }

    /// What pkg-config prints.
    fn flags(&self, arguments: &[&str]) -> Vec<String> {
        let path = self.libraries().join("pkgconfig");
        let said = output(Command::new("pkg-config").args(arguments).env("PKG_CONFIG_PATH", path));
        said.split_whitespace().map(str::to_owned).collect()
    }

    /// A program, or a library, from a source in C or C++ with flags of pkg-config.
    fn built(&self, name: &str, compiler: &str, source: &str, flags: &[&str], package: &[&str]) -> PathBuf {
        let program = self.folder.path().join(name);
        let mut command = Command::new(compiler);
        command.args(flags).arg(home().join(source)).arg("-o").arg(&program).args(self.flags(package));
        output(&mut command);
        program
    }
}

fn configure(build: &Path, arguments: &[&str], prefix: &Path) {
    output(
        Command::new("cmake")
            .arg("-S")
            .arg(home())
            .arg("-B")
            .arg(build)
            .arg(format!("-DKVF_BUILT={}", library("so").parent().unwrap().display()))
            .args(arguments)
            .arg(format!("-DCMAKE_INSTALL_PREFIX={}", prefix.display())),
    );
}

/// Which libraries the loader looks for.
fn needed(program: &Path) -> String {
    let dynamic = output(Command::new("readelf").arg("-d").arg(program));
    dynamic.lines().filter(|line| line.contains("NEEDED")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_stranger_builds_against_the_moved_prefix() {
    if !there("cmake") || !there("pkg-config") {
        return;
    }
    let installed = Installed::new();
    let libraries = installed.libraries();
    assert_eq!(installed.flags(&["--modversion", "kvinnofrid"]), [env!("CARGO_PKG_VERSION")]);

    let first = installed.folder.path().join("first.ndjson");
    fs::write(&first, fs::read_to_string(persons()).unwrap().lines().next().unwrap()).unwrap();
    let expected = command_line(&["classify", &first.display().to_string(), "--period", "2013"]);
    let stranger = "tests/stranger.c";

    let flags = ["--cflags", "--libs", "kvinnofrid"];
    let shared = installed.built("shared", "gcc", stranger, &[], &flags);
    assert_eq!(said(&shared, Some(&libraries)), expected, "pkg-config");
    assert!(needed(&shared).contains("libkvinnofrid.so.1"), "{}", needed(&shared));
    if there("g++") {
        let watch = ["-std=c++17", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
        let cpp = installed.built("cpp", "g++", "tests/header.cpp", &watch, &flags);
        output(Command::new(cpp).env("LD_LIBRARY_PATH", &libraries));
    }

    // The shared library is in place, and is not taken.
    let flags = ["--cflags", "--libs", "kvinnofrid-static"];
    let alone = installed.built("alone", "gcc", stranger, &[], &flags);
    assert!(!needed(&alone).contains("kvinnofrid"), "{}", needed(&alone));
    assert_eq!(said(&alone, None), expected, "pkg-config, static");
    let nothing = installed.built("nothing", "gcc", stranger, &["-static"], &flags);
    assert_eq!(needed(&nothing), "");
    assert_eq!(said(&nothing, None), expected, "gcc -static");

    let consumer = installed.folder.path().join("consumer");
    fs::create_dir(&consumer).unwrap();
    fs::copy(home().join(stranger), consumer.join("stranger.c")).unwrap();
    fs::write(
        consumer.join("CMakeLists.txt"),
        "cmake_minimum_required(VERSION 3.16)\nproject(stranger C)\nfind_package(kvinnofrid 0.1 REQUIRED)\n\
         add_executable(stranger stranger.c)\ntarget_link_libraries(stranger kvinnofrid::kvinnofrid)\n\
         add_executable(alone stranger.c)\ntarget_link_libraries(alone kvinnofrid::static)\n",
    )
    .unwrap();
    let out = consumer.join("out");
    let folder = format!("-Dkvinnofrid_DIR={}", libraries.join("cmake/kvinnofrid").display());
    output(Command::new("cmake").arg("-S").arg(&consumer).arg("-B").arg(&out).arg(folder));
    output(Command::new("cmake").arg("--build").arg(&out));
    assert_eq!(said(&out.join("stranger"), Some(&libraries)), expected, "find_package");
    assert_eq!(said(&out.join("alone"), None), expected, "find_package, static");
    assert!(!needed(&out.join("alone")).contains("kvinnofrid"));
}

#[test]
fn what_is_installed_is_stripped_with_debug_information_beside_it() {
    if !there("cmake") {
        return;
    }
    let installed = Installed::new();
    let shared = installed.libraries().join("libkvinnofrid.so.1");
    let sections = |path: &Path| output(Command::new("readelf").arg("-SW").arg(path));
    let stripped = sections(&shared);
    assert!(!stripped.contains(".symtab") && !stripped.contains(".debug_info"), "{stripped}");
    assert!(stripped.contains(".gnu_debuglink"), "{stripped}");
    assert!(sections(&installed.libraries().join("libkvinnofrid.so.1.debug")).contains(".symtab"));
    assert!(!sections(&installed.libraries().join("libkvinnofrid.a")).contains(".debug_info"));
    let size = |path: &Path| fs::metadata(path).unwrap().len();
    assert!(size(&shared) < size(&library("so")), "{} and {}", size(&shared), size(&library("so")));
}

/// A thread that has used the library ends after it was unloaded: with the shared library, and with a plug-in that has the
/// static one in it.
#[test]
fn a_thread_ends_after_the_library_was_unloaded() {
    if !there("cmake") || !there("pkg-config") {
        return;
    }
    let installed = Installed::new();
    let host = installed.folder.path().join("host");
    output(
        Command::new("gcc").arg(home().join("tests/unload.c")).args(["-ldl", "-pthread", "-o"]).arg(&host),
    );
    for (name, package) in [("shared.so", "kvinnofrid"), ("static.so", "kvinnofrid-static")] {
        let flags = ["-shared", "-fPIC"];
        let plugin = installed.built(name, "gcc", "tests/plugin.c", &flags, &["--cflags", "--libs", package]);
        for _ in 0..3 {
            let mut command = Command::new(&host);
            command.arg(&plugin).env("LD_LIBRARY_PATH", installed.libraries());
            assert_eq!(output(&mut command), "the thread has ended\n", "{name}");
        }
    }
}

/// No part of this runs on Windows: that the file for linking names the library that is installed, and that libraries are
/// named as each compiler takes them.
#[test]
fn on_windows_programs_are_linked_with_the_installed_name() {
    if !there("cmake") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let (build, prefix) = (folder.path().join("build"), folder.path().join("prefix"));
    configure(&build, &["-DCMAKE_SYSTEM_NAME=Windows", "-DCMAKE_C_COMPILER_WORKS=1"], &prefix);
    let exports = fs::read_to_string(build.join("kvinnofrid.def")).unwrap();
    let names: String = declared().iter().map(|name| format!("  {name}\n")).collect();
    assert_eq!(exports, format!("LIBRARY kvinnofrid.dll\nEXPORTS\n{names}"));
    let config = fs::read_to_string(build.join("kvinnofridConfig.cmake")).unwrap();
    assert!(
        config.contains("INTERFACE_LINK_LIBRARIES \"kernel32;ntdll;userenv;ws2_32;dbghelp\""),
        "{config}"
    );
    let package = fs::read_to_string(build.join("kvinnofrid.pc")).unwrap();
    assert!(package.contains("-lkernel32 -lntdll -luserenv -lws2_32 -ldbghelp"), "{package}");
    let dlltool = "x86_64-w64-mingw32-dlltool";
    if Command::new(dlltool).arg("--version").output().is_ok() {
        let made = folder.path().join("made.a");
        output(Command::new(dlltool).arg("-d").arg(build.join("kvinnofrid.def")).arg("-l").arg(&made));
        let named = output(Command::new(dlltool).arg("-I").arg(&made));
        assert_eq!(named.trim(), "kvinnofrid.dll");
    }
}

#[test]
fn static_users_get_every_system_library() {
    let cmake = fs::read_to_string(home().join("CMakeLists.txt")).unwrap();
    let listed = cmake.split("else()\n  set(KVF_NATIVE_LIBS ").nth(1).unwrap().split(')').next().unwrap();
    let folder = TempDir::new().unwrap();
    let empty = folder.path().join("empty.rs");
    fs::write(&empty, "").unwrap();
    let done = Command::new("rustc")
        .args(["--crate-type", "staticlib", "--print", "native-static-libs"])
        .arg(&empty)
        .arg("--out-dir")
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let line = said
        .lines()
        .find_map(|line| line.split("native-static-libs: ").nth(1))
        .unwrap_or_else(|| panic!("{said}"));
    // Compilers add libgcc_s themselves, or libgcc_eh where everything is static.
    for needed in line.split_whitespace().filter(|library| *library != "-lgcc_s") {
        let needed = needed.trim_start_matches("-l");
        assert!(
            listed.split_whitespace().any(|named| named == needed),
            "CMakeLists.txt lacks {needed}: {line}"
        );
    }
}
