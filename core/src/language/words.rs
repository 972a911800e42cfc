//! The vocabulary of rule files: every word and key in Swedish and English, in one table. What each key means where it
//! stands is in [`keys`], other names in [`values`]. Functions have a table of their own (`functions`).

pub mod keys;
pub mod values;

pub use values::{FIELD_TYPES, VALUE_FUNCTIONS};

/// The kind of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
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
    /// `kartläggning`: what is to be known before goals are followed up, and from which sources.
    Baseline,
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
    ("kartläggning", "baseline", Word::Baseline),
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
    ("datum", "date"),
    ("delar", "parts"),
    ("ersätter", "replaces"),
    ("fråga", "question"),
    ("från", "from"),
    ("för", "for"),
    ("giltig_dagar", "valid_days"),
    ("gäller", "in_force"),
    ("högst", "at_most"),
    ("id", "id"),
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
    ("källor", "sources"),
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
    ("skild_från", "apart_from"),
    ("som", "that"),
    ("status", "status"),
    ("ställe", "passage"),
    ("ställen", "passages"),
    ("svar", "answers"),
    ("svarande", "respondents"),
    ("system", "system"),
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
    FIELD_TYPES.iter().map(|row| row.name).find(|(sv, en)| name == *sv || name == *en).map(|(sv, _)| sv)
}

impl Word {
    /// Returns what the word declares, in Swedish and English.
    #[must_use]
    pub fn does(self) -> (&'static str, &'static str) {
        match self {
            Self::Edition => (
                "Utgåvan själv: programmet, när det gäller och hur mycket av det som reglerna återger. En mapp är en utgåva.",
                "The edition itself: the programme, when it is in force, and how much of it the rules contain. A folder is an edition.",
            ),
            Self::Source => (
                "Ett dokument som andra regler hänvisar till, med de ställen som de vilar på.",
                "A document that other declarations cite, with the passages that they rest on.",
            ),
            Self::Record => (
                "Ett slag av poster och dess fält. Nycklarna är fältens namn.",
                "A record type and its fields. The keys are the names of the fields.",
            ),
            Self::TargetGroup => ("En målgrupp: vilka som hör dit.", "A target group: who belongs to it."),
            Self::Goal => {
                ("Ett mål: vad programmet vill uppnå.", "A goal: what the programme wants to achieve.")
            }
            Self::Indicator => (
                "En indikator: vad som räknas i en målgrupp, som ett antal eller en andel.",
                "An indicator: what is counted in a target group, as a count or a share.",
            ),
            Self::Interpretation => (
                "En tolkning: en fråga som källorna lämnar öppen, svaren som går att försvara, och det svar som gäller om ingen säger annat.",
                "An interpretation (reading): a question that the sources leave open, the answers that can be defended, and the answer that holds unless the user says otherwise.",
            ),
            Self::Parameter => (
                "Ett värde som ändras med tiden, som en åldersgräns i lag. Villkor frågar efter det med `gällande`.",
                "A value that changes with time, such as an age limit of the law. Conditions ask for it with `in_force`.",
            ),
            Self::Activity => (
                "En aktivitet: vad som ska göras, av vilka och när.",
                "An activity: what is to be done, by whom and when.",
            ),
            Self::Routine => (
                "En rutin: vad som ska göras i ett ärende, när den gäller, när den är klar och senast när.",
                "A routine: what is to be done in a case, when it applies, when it is done and by when.",
            ),
            Self::Resource => (
                "En resurs: vart man kan vända sig, och för vem den är till.",
                "A resource: where to turn, and for whom it is.",
            ),
            Self::Instrument => (
                "En metod för att fråga om våld eller bedöma risk, med sina delar och nivåer.",
                "A method for asking about violence or assessing risk, with its parts and levels.",
            ),
            Self::Grouping => (
                "En gruppering att dela upp en rapport på: kategorier som räknas fram ur posten.",
                "A grouping to break a report down by: categories that are computed from the record.",
            ),
            Self::Comparability => (
                "Hur utgåvans indikatorer förhåller sig till en tidigare utgåvas, så att siffrorna kan visas i en serie.",
                "How the indicators of the edition compare with those of an earlier one, so that the figures can be shown in a series.",
            ),
            Self::Baseline => (
                "En kartläggning: vad som ska vara känt innan målen följs upp, och ur vilka källor. `kvinnofrid baseline` gör den.",
                "A baseline: what is to be known before goals are followed up, and from which sources. `kvinnofrid baseline` makes it.",
            ),
            Self::Example => (
                "Ett exempel: en post och vad som ska komma ut. `kvinnofrid test` prövar det.",
                "An example: a record and what must come out. `kvinnofrid test` tries it.",
            ),
        }
    }

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
