//! Gives the shared library its SONAME, so that programs find it by its ABI number.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var_os(name).is_some_and(|given| given == value);
    // cargo-c, which sets the feature `capi`, does this itself.
    if is("CARGO_CFG_TARGET_OS", "linux") && std::env::var_os("CARGO_FEATURE_CAPI").is_none() {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libkvinnofrid.so.1");
    }
}
