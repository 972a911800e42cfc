//! Link arguments of the shared library: its name for programs that link it, and that it stays loaded.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var_os(name).is_some_and(|given| given == value);
    let argument = |argument: &str| println!("cargo::rustc-cdylib-link-arg={argument}");
    // cargo-c sets the feature `capi`, and names the library itself.
    let named = std::env::var_os("CARGO_FEATURE_CAPI").is_some();
    let apple = is("CARGO_CFG_TARGET_VENDOR", "apple");
    if apple && !named {
        argument("-Wl,-install_name,@rpath/libkvinnofrid.1.dylib");
    }
    if is("CARGO_CFG_TARGET_FAMILY", "unix") && !apple {
        // Rust's standard library leaves destructors with each thread that has called it, which run when that thread
        // ends (rust-lang/rust#91979). macOS never unloads a library that has such; for Windows see `src/pin.rs`.
        argument("-Wl,-z,nodelete");
        if !named {
            argument("-Wl,-soname,libkvinnofrid.so.1");
        }
    }
}
