//! The vocabulary of rule files: every word and key in Swedish and English, in one table. Functions have [their
//! own](super::functions).

/// The kind of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// `utgåva`: the edition itself.
    Edition,
    /// `källa`: a document that can be cited.
    Source,
    /// `post`: a record type.
    Record,
    /// `målgrupp`: a target group.
    TargetGroup,
    /// `mål`: a goal.
    Goal,
    /// `indikator`: a figure to count.
    Indicator,
    /// `tolkning`: a reading, which decides what the source leaves open.
    Interpretation,
    /// `parameter`: a value that changes with time.
    Parameter,
    /// `aktivitet`: an activity and who is responsible for it.
    Activity,
    /// `rutin`: a checklist item with its condition.
    Routine,
    /// `resurs`: a place to turn to.
    Resource,
    /// `instrument`: a screening or assessment method.
    Instrument,
    /// `gruppering`: a derived category to break down by.
    Grouping,
    /// `jämförbarhet`: how indicators compare with those of an earlier edition.
    Comparability,
    /// `exempel`: a record and its expected result.
    Example,
}

/// The declaration words: Swedish, English, meaning.
pub const DECLARATIONS: &[(&str, &str, Word)] = &[
    ("utgåva", "edition", Word::Edition),
    ("källa", "source", Word::Source),
    ("post", "record", Word::Record),
    ("målgrupp", "target_group", Word::TargetGroup),
    ("mål", "goal", Word::Goal),
    ("indikator", "indicator", Word::Indicator),
    ("tolkning", "interpretation", Word::Interpretation),
    ("parameter", "parameter", Word::Parameter),
    ("aktivitet", "activity", Word::Activity),
    ("rutin", "routine", Word::Routine),
    ("resurs", "resource", Word::Resource),
    ("instrument", "instrument", Word::Instrument),
    ("gruppering", "grouping", Word::Grouping),
    ("jämförbarhet", "comparability", Word::Comparability),
    ("exempel", "example", Word::Example),
];

/// Keys of declarations and names with a special meaning: Swedish, English. A declaration's map may use either.
pub const KEYS: &[(&str, &str)] = &[
    ("aktiviteter", "activities"),
    ("alternativ", "alternatives"),
    ("andel", "share"),
    ("anmärkning", "note"),
    ("ansvariga", "responsible"),
    ("antagen", "adopted"),
    ("antal", "count"),
    ("av", "of"),
    ("avsnitt", "sections"),
    ("beskrivning", "description"),
    ("datum", "date"),
    ("delar", "parts"),
    ("ersätter", "replaces"),
    ("fråga", "question"),
    ("från", "from"),
    ("för", "for"),
    ("giltig_dagar", "valid_days"),
    ("gäller", "in_force"),
    ("högst", "at_most"),
    ("indikator", "indicator"),
    ("indikatorer", "indicators"),
    ("instrument", "instruments"),
    ("kategorier", "categories"),
    ("klar", "done"),
    ("kontakt", "contact"),
    ("kontakt_giltig_dagar", "contact_valid_days"),
    ("kontrollerad", "checked"),
    ("krets", "population"),
    ("källa", "source"),
    ("läsningar", "readings"),
    ("minst", "at_least"),
    ("minsta_antal", "minimum"),
    ("mål", "goal"),
    ("målgrupp", "target_group"),
    ("målgrupper", "target_groups"),
    ("namn", "name"),
    ("nivåer", "levels"),
    ("nr", "number"),
    ("nyckeltal", "key_figure"),
    ("nämnder", "boards"),
    ("när", "when"),
    ("okänt_före", "unknown_before"),
    ("område", "area"),
    ("per", "per"),
    ("period", "period"),
    ("post", "record"),
    ("publicerad", "published"),
    ("på", "on"),
    ("rbs", "rbs"),
    ("resurser", "resources"),
    ("revision", "revision"),
    ("rutiner", "routines"),
    ("saknas", "missing"),
    ("senast", "due"),
    ("som", "that"),
    ("status", "status"),
    ("ställe", "passage"),
    ("ställen", "passages"),
    ("svar", "answers"),
    ("svarande", "respondents"),
    ("tillfrågade", "asked"),
    ("tidigare", "earlier"),
    ("titel", "title"),
    ("tolkning", "interpretation"),
    ("unik", "distinct"),
    ("utan_verkan", "without_effect"),
    ("utgivare", "publisher"),
    ("vad", "what"),
    ("valt", "chosen"),
    ("varför", "why"),
    ("villkor", "condition"),
    ("väntat", "expected"),
    ("värde", "value"),
    ("värden", "values"),
    ("år", "year"),
    ("årsmål", "targets"),
    ("är", "relation"),
];

/// Names of field types in `post`: Swedish, English.
pub const FIELD_TYPES: &[(&str, &str)] = &[
    ("nyckel", "key"),
    ("kategori", "category"),
    ("datum", "date"),
    ("ja_nej", "yes_no"),
    ("heltal", "integer"),
    ("decimal", "decimal"),
    ("text", "text"),
];

/// Returns the declaration that a word means, in either language.
#[must_use]
pub fn declaration(name: &str) -> Option<Word> {
    DECLARATIONS.iter().find(|(sv, en, _)| name == *sv || name == *en).map(|(.., word)| *word)
}

/// Returns the Swedish form of a declaration's key, given in either language.
#[must_use]
pub fn key(name: &str) -> Option<&'static str> {
    KEYS.iter().find(|(sv, en)| name == *sv || name == *en).map(|(sv, _)| *sv)
}

/// Returns the Swedish form of a field type's name, given in either language.
#[must_use]
pub fn field_type(name: &str) -> Option<&'static str> {
    FIELD_TYPES.iter().find(|(sv, en)| name == *sv || name == *en).map(|(sv, _)| *sv)
}

impl Word {
    /// Returns the word in Swedish.
    #[must_use]
    pub fn swedish(self) -> &'static str {
        DECLARATIONS.iter().find(|(.., word)| *word == self).map_or("", |(sv, ..)| *sv)
    }

    /// Returns the word in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        DECLARATIONS.iter().find(|(.., word)| *word == self).map_or("", |(_, en, _)| *en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_word_of_one_language_means_something_else_in_the_other() {
        let mut seen = BTreeSet::new();
        for (sv, en) in KEYS {
            assert!(seen.insert(*sv), "{sv} stands twice");
            assert!(sv == en || seen.insert(*en), "{en} stands twice");
        }
    }
}
