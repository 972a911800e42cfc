//! Warnings about data, as JSON.

use crate::error::Answer;
use crate::log::Log;
use crate::text::kvf_bytes;
use kvinnofrid::Lang;
use kvinnofrid::notes::Notice;
use serde_json::json;

/// Encodes the notices as the functions that end in `_warnings_json` return them.
pub(crate) fn to_json(notices: &[Notice], lang: Lang) -> Answer<kvf_bytes> {
    let notices = notices.iter().map(|notice| {
        json!({
            "code": notice.code,
            "field": notice.field,
            "count": notice.count,
            "message": notice.text.get(lang),
        })
    });
    kvf_bytes::pretty(&notices.collect())
}

/// Logs the notices to the host.
pub(crate) fn log(notices: &[Notice], log: Log) {
    notices.iter().for_each(|notice| log.warn(&notice.text));
}
