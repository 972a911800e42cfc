//! Log messages to the host: failures, and warnings about records.

use crate::error::Answer;
use crate::guard::outside;
use crate::text::{KVF_LANG_EN, KVF_LANG_SV, Terminated, kvf_text};
use kvinnofrid::Lang;
use kvinnofrid::text::Text;
use std::ffi::c_void;

/// A call failed; its error contains the same message.
pub const KVF_LOG_ERROR: i32 = 0;
/// The call succeeded, but something looks wrong in the data, or records were skipped.
pub const KVF_LOG_WARNING: i32 = 1;

/// Called with messages for the host's log, before the call returns and in its thread. `level` is KVF_LOG_ERROR or
/// KVF_LOG_WARNING, `message` is valid until the callback returns, and `data` is the pointer that was set with the function.
/// Messages contain no values of records. See Callbacks above.
pub type kvf_log = Option<unsafe extern "C" fn(data: *mut c_void, level: i32, message: kvf_text)>;

/// The log callback of the host, and its language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Log {
    log: kvf_log,
    data: *mut c_void,
    lang: Lang,
}

impl Log {
    pub(crate) const NOBODY: Self = Self { log: None, data: std::ptr::null_mut(), lang: Lang::Sv };

    /// # Safety
    /// `log` can be called with `data` as long as this is used.
    pub(crate) unsafe fn new(log: kvf_log, data: *mut c_void, lang: Lang) -> Self {
        Self { log, data, lang }
    }

    pub(crate) fn warn(&self, text: &Text) {
        self.write(KVF_LOG_WARNING, || text.get(self.lang).to_owned());
    }

    /// Logs a failure and returns the outcome unchanged.
    pub(crate) fn outcome<T>(&self, outcome: Answer<T>) -> Answer<T> {
        if let Err(error) = &outcome {
            let lang = if self.lang == Lang::En { KVF_LANG_EN } else { KVF_LANG_SV };
            self.write(KVF_LOG_ERROR, || error.text(lang));
        }
        outcome
    }

    fn write(&self, level: i32, message: impl FnOnce() -> String) {
        if let Some(log) = self.log {
            let message = Terminated::message(&message());
            // SAFETY: the caller of `new` guaranteed that `log` can be called with `data`.
            outside(|| unsafe { log(self.data, level, message.view()) });
        }
    }
}
