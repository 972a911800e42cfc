//! What is said where there is no record.

use super::Notice;
use crate::findings::text::say;

/// No record was counted.
pub(crate) fn nobody_counted(rejected: u64) -> Notice {
    let text = match rejected {
        0 => say!(
            "inga poster räknades: data är tomma, eller redan lästa till slut av någon annan",
            "no records were counted: the data are empty, or have been read to their end already"
        ),
        _ => say!("inga poster räknades: alla avvisades", "no records were counted: all were rejected"),
    };
    Notice::new("nobody_counted", None, 0, text)
}

/// A source has no record.
pub(crate) fn nobody_in_source(source: &str, rejected: u64) -> Notice {
    let text = match rejected {
        0 => say!(
            "källan `{source}` har inga poster: data är tomma, eller redan lästa till slut av någon annan",
            "the source `{source}` has no records: the data are empty, or have been read to their end already"
        ),
        _ => say!(
            "källan `{source}` har inga poster: alla avvisades",
            "the source `{source}` has no records: all were rejected"
        ),
    };
    Notice::new("nobody_counted", None, 0, text)
}

/// No record was classified.
pub(crate) fn nobody_classified(rejected: u64) -> Notice {
    let text = match rejected {
        0 => say!(
            "inga poster klassificerades: data är tomma, eller redan lästa till slut av någon annan",
            "no records were classified: the data are empty, or have been read to their end already"
        ),
        _ => say!(
            "inga poster klassificerades: alla avvisades",
            "no records were classified: all were rejected"
        ),
    };
    Notice::new("nobody_counted", None, 0, text)
}

/// Records were counted, and none is in the cell that is selected.
pub(crate) fn nobody_in_cell() -> Notice {
    let text = say!(
        "ingen av posterna hör till den cell som angavs; skriv kategorierna som rapporten har dem, med samma stora och små bokstäver",
        "none of the records is in the cell that was given; write the categories as the report has them, with the same capitals"
    );
    Notice::new("nobody_in_cell", None, 0, text)
}
