//! The words for statuses, relations and the like: one table in both languages, for text, HTML and plots.

use crate::figures::published::Comparability;
use crate::figures::report::{Status, TargetStatus};
use crate::findings::text::{Lang, Text, say};
use crate::language::model::Relation;

/// Returns the words for a status; empty for a plain figure.
pub(super) fn status(status: Status) -> Text {
    match status {
        Status::Ok => say!("", ""),
        Status::NoDenominator => say!("ingen i nämnaren", "no denominator"),
        Status::OpenUpper => say!("en lista saknas", "a list is missing"),
        Status::NotAvailable => say!("finns inte", "not available"),
        Status::TooFew => say!("för få svar", "too few answers"),
        Status::Protected => say!("skyddat", "protected"),
    }
}

/// Returns the words for how an indicator compares with what an earlier edition counted.
pub(super) fn relation(relation: Relation) -> Text {
    match relation {
        Relation::Same => say!("samma", "the same"),
        Relation::Narrower => say!("snävare", "narrower"),
        Relation::Wider => say!("vidare", "wider"),
        Relation::NewSource => say!("ny källa", "new source"),
        Relation::Break => say!("brott", "break"),
    }
}

/// Returns the words for why a published figure cannot be compared with ours; empty where it can.
pub(super) fn comparability(one: Comparability) -> Text {
    match one {
        Comparability::Compared => say!("", ""),
        Comparability::NoPopulation => {
            say!("säg hur många invånare (`population`)", "say how many inhabitants (`population`)")
        }
        Comparability::GroupMean => say!("medelvärde av en grupp", "mean of a group"),
        Comparability::Withheld => say!("inget publicerat värde", "no value published"),
        Comparability::NotPublished => say!("finns inte i filen", "not in the file"),
        Comparability::NotAvailable => say!("inget värde här", "no value here"),
    }
}

/// Returns the words for whether a target is met.
pub(super) fn target(status: TargetStatus) -> Text {
    match status {
        TargetStatus::Met => say!("uppnått", "met"),
        TargetStatus::NotMet => say!("inte uppnått", "not met"),
        TargetStatus::Undecided => say!("går inte att avgöra", "cannot be decided"),
    }
}

/// Returns the words for a truth value.
pub(super) fn truth(value: Option<bool>) -> Text {
    match value {
        Some(true) => say!("ja", "yes"),
        Some(false) => say!("nej", "no"),
        None => say!("okänt", "unknown"),
    }
}

/// Returns the words for the marks of bars and plots.
pub(super) fn legend(mark: Mark) -> Text {
    match mark {
        Mark::Certain => say!("säkert", "certain"),
        Mark::Possible => say!("möjligt", "possible"),
        Mark::Open => say!("ingen övre gräns", "no upper bound"),
        Mark::Value => say!("värde", "value"),
        Mark::TooFew => status(Status::TooFew),
        Mark::Interval => say!("95 % konfidensintervall", "95 % confidence interval"),
    }
}

/// A mark of bars and plots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The certain part of a count.
    Certain,
    /// The range between the bounds.
    Possible,
    /// Open bounds.
    Open,
    /// The value of a share.
    Value,
    /// The value of a share of too few answers.
    TooFew,
    /// The confidence interval of a survey share.
    Interval,
}

/// Returns all wordings that a plotting program needs, by name.
///
/// ```
/// use kvinnofrid::Lang;
/// use kvinnofrid::output::wordings;
///
/// let words = wordings(Lang::En);
/// assert!(words.contains(&("too_few", "too few answers".to_owned())));
/// ```
#[must_use]
pub fn wordings(lang: Lang) -> Vec<(&'static str, String)> {
    let statuses = Status::ALL.map(|one| (one.as_str(), status(one)));
    let marks = [
        ("certain", Mark::Certain),
        ("possible", Mark::Possible),
        ("open", Mark::Open),
        ("value", Mark::Value),
        ("interval", Mark::Interval),
    ];
    let marks = marks.map(|(name, mark)| (name, legend(mark)));
    let others = [
        ("count", say!("antal", "count")),
        ("share", say!("andel", "share")),
        ("counts", say!("antal", "counts")),
        ("shares", say!("andelar", "shares")),
        ("break", say!("jämför inte över linjen", "do not compare across the line")),
        ("gap", say!("inga siffror", "no figures")),
        ("not_shown", say!("visas inte", "not shown")),
        ("instead", say!("med det andra alternativet", "with the other alternative")),
        ("base", say!("med de tolkningar som gäller", "under the readings that hold")),
    ];
    let all = statuses.into_iter().chain(marks).chain(others);
    all.map(|(name, text)| (name, text.get(lang).to_owned())).collect()
}
