//! The records behind figures, as lines of JSON and of CSV.

use super::csv;
use super::{OutputDialect, Value};
use crate::figures::count::members::{Member, Units};
use crate::figures::report::Number;
use crate::findings::error::Error;

/// The columns of [`member_csv`].
const COLUMNS: [&str; 8] =
    ["id", "indicator", "answer", "missing", "denominator", "certain", "possible", "open"];

/// Returns a member as a line of JSON: `id`, `indicator`, `answer` (`null` if unknown) and `missing`. Of a share,
/// `denominator` and `numerator` follow; of a list whose elements are counted, `certain`, `possible` and `open`, and of distinct keys
/// also `keys` and `possible_keys`. It is personal data.
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn member_json(member: &Member) -> Result<String, Error> {
    let line = serde_json::to_string(member).map_err(Error::unwritten)?;
    Ok(line + "\n")
}

/// Returns the header of the CSV of members.
#[must_use]
pub fn members_csv_head(dialect: OutputDialect) -> String {
    csv::in_text(|out| csv::head(COLUMNS.into_iter(), dialect, out))
}

/// Returns a member as a line of CSV: `id`, `indicator`, `answer` (empty if unknown), `missing` (paths with spaces between),
/// `denominator` (of a share), and `certain`, `possible` and `open`: how many units it is, or may be, of the figure. It is
/// personal data.
#[must_use]
pub fn member_csv(member: &Member, dialect: OutputDialect) -> String {
    let missing = member.missing.join(" ");
    let flag = |flag: Option<bool>| flag.map_or(Value::Null, Value::Flag);
    let denominator = match member.units {
        Units::Share { denominator, .. } => flag(denominator),
        _ => Value::Null,
    };
    let count = |count: u64| Value::Number(Number::Count(count));
    let cells = [
        Value::Text(&member.id),
        Value::Text(&member.indicator),
        flag(member.answer),
        Value::Text(&missing),
        denominator,
        count(member.certain()),
        count(member.possible()),
        Value::Flag(member.is_open()),
    ];
    csv::in_text(|out| csv::line(cells.into_iter(), dialect, out))
}
