//! The versions of the engine and of the ABI.

use crate::text::kvf_text;

/// The version of the engine that this header belongs to, as in `0.1.0`.
pub const KVF_VERSION_MAJOR: i32 = 0;
/// The second part of the version.
pub const KVF_VERSION_MINOR: i32 = 1;
/// The third part of the version.
pub const KVF_VERSION_PATCH: i32 = 0;
/// The version as one number that grows: 1 002 003 for 1.2.3.
pub const KVF_VERSION_NUMBER: i32 =
    KVF_VERSION_MAJOR * 1_000_000 + KVF_VERSION_MINOR * 1_000 + KVF_VERSION_PATCH;
/// The ABI that this header describes. It grows when a program compiled against an earlier header would no longer work;
/// the SONAME carries it.
pub const KVF_ABI_VERSION: i32 = 1;

/// Returns the version of the loaded engine, such as `0.1.0`. Never freed.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_version() -> kvf_text {
    kvf_text::of_static(concat!(env!("CARGO_PKG_VERSION"), "\0"))
}

/// Returns the version of the loaded engine as a number, as KVF_VERSION_NUMBER. A library older than the header may lack
/// functions.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_version_number() -> i32 {
    KVF_VERSION_NUMBER
}

/// Returns the ABI version of the loaded library. A program should refuse to run if it is not KVF_ABI_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_abi_version() -> i32 {
    KVF_ABI_VERSION
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_the_version_of_the_crate() {
        let said = format!("{KVF_VERSION_MAJOR}.{KVF_VERSION_MINOR}.{KVF_VERSION_PATCH}");
        assert_eq!(said, env!("CARGO_PKG_VERSION"));
        assert_eq!(kvf_version_number(), KVF_VERSION_MINOR * 1_000);
    }
}
