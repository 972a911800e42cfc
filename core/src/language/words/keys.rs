//! The keys of rule files where they stand: for each map, which keys it has, which are required, what each takes and
//! what it means. The tests hold the table against what `declare` and the decoder of examples read.

use super::Word;
use super::values::Named;

mod table;

pub use table::PLACES;

/// A map of rule files: that of a declaration, or one inside it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The declaration.
    pub word: Word,
    /// The keys that lead from the declaration's map to this one, in Swedish; none for the declaration's own map. `*` is
    /// a key that the author chooses, such as an id.
    pub within: &'static [&'static str],
    /// Its keys.
    pub keys: &'static [Key],
}

/// A key of a map.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in Swedish; its English name is in [`KEYS`](super::KEYS).
    pub name: &'static str,
    /// Whether it must be there.
    pub required: Required,
    /// What it takes.
    pub takes: Takes,
    /// Whether its value may be one for each alternative of a reading, `enligt(…)`.
    pub by_reading: bool,
    /// What it means, in Swedish and English.
    pub does: (&'static str, &'static str),
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// It must.
    Yes,
    /// It may be left out.
    No,
    /// It or that other key must be there, not both.
    Or(&'static str),
    /// Only together with that other key, where it must be there.
    With(&'static str),
    /// It must, unless that other key is there.
    Unless(&'static str),
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// A text.
    Text,
    /// A whole number.
    Whole,
    /// A number, whole or decimal.
    Number,
    /// A number of days, or `()` for no limit.
    Days,
    /// A day.
    Day,
    /// Two days, `period("…", "…")`.
    Period,
    /// The period of an example.
    ExamplePeriod,
    /// A condition, `|p| …`.
    Condition,
    /// A condition, or a list whose elements are counted.
    ConditionOrList,
    /// A condition, or `()` for none.
    OptionalCondition,
    /// The key of an element, `|a| a.ärende`, or `()` for none.
    KeyOfElement,
    /// A value of the record, `|p| …`.
    ValueOfRecord,
    /// Any constant.
    Value,
    /// The name of something that this word declares.
    Id(Word),
    /// The same, or `()` for none.
    OptionalId(Word),
    /// The name of an edition, `city/programme@edition`.
    EditionId,
    /// The name of an indicator of an earlier edition.
    EarlierIndicator,
    /// The name of a passage of the source.
    Passage,
    /// One of the alternatives of the reading.
    Alternative,
    /// One of these texts.
    OneOf(&'static [Named]),
    /// A list of texts.
    Texts,
    /// A list of paths of fields, such as `våld[0].från`.
    Paths,
    /// A map with keys of its own.
    Map,
    /// The same, or `()` for none.
    OptionalMap,
    /// A list of maps with keys of their own.
    Maps,
    /// A map from names that the author chooses to texts.
    TextsByName,
    /// A record: a map from fields to values.
    Record,
    /// A map from readings to alternatives.
    Readings,
    /// A map from target groups to `true`, `false` or `okänt`.
    TruthByGroup,
    /// A map from target groups to lists of paths of fields.
    PathsByGroup,
    /// A map from indicators to figures or their bounds.
    FigureByIndicator,
    /// A map from what this word declares to `true`, `false`, `okänt`, or a map with keys of its own.
    TruthBy(Word),
    /// `true`, `false` or `okänt`.
    Truth,
    /// A day, or `okänt`.
    DayOrUnknown,
}

impl Takes {
    /// Returns the type in Swedish and English.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("en text", "a text"),
            Self::Whole => ("ett heltal", "a whole number"),
            Self::Number => ("ett tal", "a number"),
            Self::Days => {
                ("ett antal dagar, eller `()` för ingen gräns", "a number of days, or `()` for no limit")
            }
            Self::Day => ("en dag, som `\"2013-01-31\"`", "a day, as `\"2013-01-31\"`"),
            Self::Period => (
                "två dagar, som `period(\"2012-01-01\", \"2014-12-31\")`",
                "two days, as `period(\"2012-01-01\", \"2014-12-31\")`",
            ),
            Self::ExamplePeriod => (
                "en period, som `\"2013\"`, `\"2013-T1\"` eller `\"2013-01-01/2013-06-30\"`",
                "a period, as `\"2013\"`, `\"2013-T1\"` or `\"2013-01-01/2013-06-30\"`",
            ),
            Self::Condition => ("ett villkor, `|p| …`", "a condition, `|p| …`"),
            Self::ConditionOrList => (
                "ett villkor, `|p| …`, eller en lista vars delar räknas",
                "a condition, `|p| …`, or a list whose elements are counted",
            ),
            Self::OptionalCondition => {
                ("ett villkor, `|p| …`, eller `()` för inget", "a condition, `|p| …`, or `()` for none")
            }
            Self::KeyOfElement => (
                "en nyckel, som `|a| a.ärende`, eller `()` för ingen",
                "a key, as `|a| a.ärende`, or `()` for none",
            ),
            Self::ValueOfRecord => ("ett värde ur posten, `|p| …`", "a value of the record, `|p| …`"),
            Self::Value => (
                "ett värde: text, tal, dag, `true` eller `false`",
                "a value: text, number, day, `true` or `false`",
            ),
            Self::Id(word) => id_names(word),
            Self::OptionalId(word) => match word {
                Word::TargetGroup => (
                    "namnet på en målgrupp, eller `()` för ingen viss",
                    "the name of a target group, or `()` for none in particular",
                ),
                _ => ("namnet på ett mål, eller `()` för inget", "the name of a goal, or `()` for none"),
            },
            Self::EditionId => (
                "namnet på en utgåva, som `\"stockholm/kvinnofrid@2012-2014\"`",
                "the name of an edition, as `\"stockholm/kvinnofrid@2012-2014\"`",
            ),
            Self::EarlierIndicator => (
                "namnet på en indikator i den tidigare utgåvan",
                "the name of an indicator of the earlier edition",
            ),
            Self::Passage => ("ett av källans `ställen`", "one of the `passages` of the source"),
            Self::Alternative => {
                ("ett av tolkningens alternativ", "one of the alternatives of the interpretation")
            }
            Self::OneOf(_) => ("en av några bestämda texter", "one of certain texts"),
            Self::Texts => ("en lista med texter", "a list of texts"),
            Self::Paths => {
                ("en lista med fält, som `[\"våld[0].från\"]`", "a list of fields, as `[\"våld[0].från\"]`")
            }
            Self::Map => ("`#{ … }` med egna nycklar", "`#{ … }` with keys of its own"),
            Self::OptionalMap => (
                "`#{ … }` med egna nycklar, eller `()` för ingen gräns",
                "`#{ … }` with keys of its own, or `()` for no limit",
            ),
            Self::Maps => ("en lista med `#{ … }`", "a list of `#{ … }`"),
            Self::TextsByName => (
                "`#{ … }` med namn som du väljer, och en text för vart och ett",
                "`#{ … }` with names of your choice, and a text for each",
            ),
            Self::Record => {
                ("en post: fält med värden, inom `#{ … }`", "a record: fields with values, within `#{ … }`")
            }
            Self::Readings => (
                "tolkningar med alternativ, inom `#{ … }`",
                "interpretations with alternatives, within `#{ … }`",
            ),
            Self::TruthByGroup => (
                "målgrupper med `true`, `false` eller `okänt`, inom `#{ … }`",
                "target groups with `true`, `false` or `unknown`, within `#{ … }`",
            ),
            Self::PathsByGroup => (
                "målgrupper med fält, som `#{ kvinnor: [\"födelsedatum\"] }`",
                "target groups with fields, as `#{ kvinnor: [\"födelsedatum\"] }`",
            ),
            Self::FigureByIndicator => (
                "indikatorer med värden, gränser `[0, 1]` eller `okänt`, inom `#{ … }`",
                "indicators with values, bounds `[0, 1]` or `unknown`, within `#{ … }`",
            ),
            Self::TruthBy(_) => (
                "namn med `true`, `false`, `okänt` eller `#{ … }`, inom `#{ … }`",
                "names with `true`, `false`, `unknown` or `#{ … }`, within `#{ … }`",
            ),
            Self::Truth => ("`true`, `false` eller `okänt`", "`true`, `false` or `unknown`"),
            Self::DayOrUnknown => ("en dag, eller `okänt`", "a day, or `unknown`"),
        }
    }

    /// Returns the texts it may be, if there are only certain ones.
    #[must_use]
    pub fn values(self) -> &'static [Named] {
        match self {
            Self::OneOf(values) => values,
            _ => &[],
        }
    }
}

fn id_names(word: Word) -> (&'static str, &'static str) {
    match word {
        Word::Source => ("namnet på en källa", "the name of a source"),
        Word::Record => {
            ("namnet på ett slag av poster, som `\"person\"`", "the name of a record type, as `\"person\"`")
        }
        Word::TargetGroup => ("namnet på en målgrupp", "the name of a target group"),
        Word::Goal => ("namnet på ett mål", "the name of a goal"),
        Word::Interpretation => ("namnet på en tolkning", "the name of an interpretation"),
        _ => ("namnet på en indikator", "the name of an indicator"),
    }
}

/// Returns whether the first word under the key `name`, in Swedish, may be the name of what `word` declares, in some map.
#[must_use]
pub(crate) fn may_name(name: &str, word: Word) -> bool {
    let keys = || PLACES.iter().flat_map(|place| place.keys).filter(|key| key.name == name);
    let may = |takes: Takes| match takes {
        Takes::Id(of) | Takes::OptionalId(of) | Takes::TruthBy(of) => of == word,
        Takes::Readings => word == Word::Interpretation,
        Takes::TruthByGroup | Takes::PathsByGroup => word == Word::TargetGroup,
        Takes::FigureByIndicator => word == Word::Indicator,
        Takes::Value | Takes::Texts => true,
        _ => false,
    };
    keys().next().is_none() || keys().any(|key| may(key.takes))
}

/// Returns the map of a declaration, or the one inside it that the keys `within` lead to, in Swedish.
#[must_use]
pub fn place(word: Word, within: &[&str]) -> Option<&'static Place> {
    let leads = |place: &&Place| {
        place.word == word
            && place.within.len() == within.len()
            && place.within.iter().zip(within).all(|(known, key)| *known == "*" || known == key)
    };
    PLACES.iter().find(leads)
}
