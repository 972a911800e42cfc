//! Which engine and which ABI this is.

use crate::text::kvf_text;

/// The major version of the engine that this header belongs to.
pub const KVF_VERSION_MAJOR: i32 = 0;
/// The minor version of the engine that this header belongs to.
pub const KVF_VERSION_MINOR: i32 = 1;
/// The patch version of the engine that this header belongs to.
pub const KVF_VERSION_PATCH: i32 = 0;
/// The ABI that this header describes. It grows when a program compiled against an earlier header would no longer work;
/// the SONAME carries it.
pub const KVF_ABI_VERSION: i32 = 1;

/// The version of the engine that is linked, such as `0.1.0`.
///
/// The text is the library's own, valid as long as the library is loaded; there is nothing to free. Never fails. Any
/// thread. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_version() -> kvf_text {
    kvf_text::of_static(concat!(env!("CARGO_PKG_VERSION"), "\0"))
}

/// The ABI of the library that is linked; a program should refuse to go on where it is not KVF_ABI_VERSION.
///
/// Never fails. Any thread. Since 0.1.0.
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
    }
}
