//! The records behind figures, as lines of JSON and of CSV.

use super::csv;
use super::{OutputDialect, Value};
use crate::figures::count::members::{Member, Members, Said, Units};
use crate::figures::report::Number;
use crate::findings::error::Error;
use crate::language::date::Period;
use std::collections::BTreeMap;

/// The columns of [`member_csv`], after `period` and `edition` where lines say them.
const COLUMNS: [&str; 8] =
    ["id", "indicator", "answer", "missing", "denominator", "certain", "possible", "open"];

/// How members are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberFormat {
    /// As [`member_json`].
    Json,
    /// As [`member_csv`].
    Csv(OutputDialect),
}

/// Writes members, those of one period after the other: the lines of the first period at once, those of later ones when
/// the records have ended. Memory grows with the members of the later periods of one edition.
///
/// ```
/// use kvinnofrid::members::Keys;
/// use kvinnofrid::output::{MemberFormat, MemberLines};
/// use kvinnofrid::{Options, Period, Rules};
///
/// let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
/// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
/// let mut listed = programme.series(None, &options)?.members(Keys::Masked)?;
/// let mut lines = MemberLines::new(MemberFormat::Csv(Default::default()), listed.said());
/// let mut out = lines.head();
/// for (_, members) in listed.parts() {
///     lines.begin(members);
///     // … each member of the records: `out += &lines.line(&member)?`
///     out += &lines.later();
/// }
/// assert_eq!(out.trim_end(), "id,indicator,answer,missing,denominator,certain,possible,open");
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct MemberLines {
    format: MemberFormat,
    said: Said,
    /// The earliest period of the records that are being read.
    first: Option<Period>,
    held: BTreeMap<Period, String>,
}

impl MemberLines {
    /// Writes nothing yet; `said` is what the lister's members say.
    #[must_use]
    pub fn new(format: MemberFormat, said: Said) -> Self {
        Self { format, said, first: None, held: BTreeMap::new() }
    }

    /// Returns what comes before the first line: the header of CSV.
    #[must_use]
    pub fn head(&self) -> String {
        match self.format {
            MemberFormat::Json => String::new(),
            MemberFormat::Csv(dialect) => members_csv_head(self.said, dialect),
        }
    }

    /// Begins the records of a part, with what lists its members: the lines of its first period need not be held.
    pub fn begin(&mut self, members: &Members) {
        self.first = members.periods().next();
    }

    /// Returns the line of a member, if it comes now; one of a later period is held.
    ///
    /// # Errors
    /// [`Error::Internal`] if serialisation fails.
    pub fn line(&mut self, member: &Member) -> Result<String, Error> {
        let line = match self.format {
            MemberFormat::Json => member_json(member)?,
            MemberFormat::Csv(dialect) => member_csv(member, dialect),
        };
        let Some(period) = member.period else { return Ok(line) };
        if Some(period) == self.first {
            return Ok(line);
        }
        self.held.entry(period).or_default().push_str(&line);
        Ok(String::new())
    }

    /// Returns the lines that were held, when the records of a part have ended.
    pub fn later(&mut self) -> String {
        std::mem::take(&mut self.held).into_values().collect()
    }
}

/// Returns a member as a line of JSON: `id`, `indicator`, `answer` (`null` if unknown) and `missing`; where there are several
/// periods or editions, `period` and `edition` before these. Of a share, `denominator` and `numerator` follow; of a list whose elements are counted, `certain`, `possible` and `open`, and of distinct keys
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
pub fn members_csv_head(said: Said, dialect: OutputDialect) -> String {
    let said = [("period", said.period), ("edition", said.edition)];
    let said = said.into_iter().filter(|(_, said)| *said).map(|(name, _)| name);
    csv::in_text(|out| csv::head(said.chain(COLUMNS), dialect, out))
}

/// Returns a member as a line of CSV: `period` and `edition` where it says them, `id`, `indicator`, `answer` (empty if
/// unknown), `missing` (paths with spaces between), `denominator` (of a share), and `certain`, `possible` and `open`: how many
/// units it is, or may be, of the figure. It is personal data.
#[must_use]
pub fn member_csv(member: &Member, dialect: OutputDialect) -> String {
    let missing = member.missing.join(" ");
    let period = member.period.map(|period| period.to_string());
    let said = [period.as_deref(), member.edition.as_deref()].into_iter().flatten().map(Value::Text);
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
    csv::in_text(|out| csv::line(said.chain(cells), dialect, out))
}
