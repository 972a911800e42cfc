//! How the rule sets of a folder are opened.

use super::{Rules, TrustedKey};
use crate::data::limits::Limits;
use crate::edition::folder;
use crate::findings::error::Error;
use std::path::Path;

/// What [`Rules::open_with`] asks of a folder.
///
/// ```
/// use kvinnofrid::Rules;
/// use kvinnofrid::rules::Opening;
///
/// let mut opening = Opening::default();
/// opening.limits.set("rule_bytes", 1000)?;
/// let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules");
/// let error = Rules::open_with(folder, &opening).unwrap_err();
/// assert!(error.to_string().contains("the limit `rule_bytes`"), "{error}");
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The key that the rule sets must be signed with; `None` if they need not be signed.
    pub trusted_key: Option<TrustedKey>,
    /// How much is read: of the limits of a call, `rule_files` and `rule_bytes`.
    pub limits: Limits,
}

impl Rules {
    /// Reads the rule sets below `path` as [`open`](Self::open) does, within limits, and if a key is given as
    /// [`open_signed`](Self::open_signed) does.
    ///
    /// # Errors
    /// As those two.
    pub fn open_with(path: impl AsRef<Path>, opening: &Opening) -> Result<Self, Error> {
        match &opening.trusted_key {
            Some(key) => Self::signed(path.as_ref(), key, &opening.limits),
            None => folder::open(path.as_ref(), &opening.limits).map(Self::new),
        }
    }
}
