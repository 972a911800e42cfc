//! What is odd about data though no error, as JSON.

use crate::error::Answer;
use crate::log::Log;
use crate::text::kvf_bytes;
use kvinnofrid::Lang;
use kvinnofrid::notes::Notice;
use serde_json::json;

/// The notices as the functions that end in `_warnings_json` hand them out.
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

/// Says them in the host's log.
pub(crate) fn log(notices: &[Notice], log: Log) {
    notices.iter().for_each(|notice| log.warn(&notice.text));
}
