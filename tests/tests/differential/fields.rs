//! The fields of the `person` record that conditions use: a subset of those that the embedded rules declare, of every
//! type and every kind of nesting. A condition with an undeclared field is rejected, and the test counts rejections.

/// The contents of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Bool,
    Int,
    Date,
    /// One of these codes.
    Code(&'static [&'static str]),
    /// A key or an open category, as text.
    Text,
    /// Elements of the record type with this index.
    Rows(usize),
    /// Codes.
    Codes(&'static [&'static str]),
}

/// A record type.
pub type Fields = &'static [(&'static str, Holds)];

const GENDERS: &[&str] = &["kvinna", "man", "annat"];
const ATTENDANCE: &[&str] = &["deltar", "inskriven", "saknas", "ej_aktuell_ålder"];

/// The record types; the first is the person.
pub const RECORDS: &[Fields] = &[
    &[
        ("födelsedatum", Holds::Date),
        ("kön", Holds::Code(GENDERS)),
        ("stadsdel", Holds::Text),
        ("känd_sedan", Holds::Date),
        ("våld", Holds::Rows(1)),
        ("insatser", Holds::Rows(2)),
        ("placeringar", Holds::Rows(3)),
        ("enkätsvar", Holds::Rows(4)),
        ("riskbedömningar", Holds::Rows(5)),
    ],
    &[
        ("från", Holds::Date),
        ("roll", Holds::Code(&["våldsutsatt", "våldsutövare", "barn_upplevt", "barn_direkt_utsatt"])),
        ("motpart_kön", Holds::Code(GENDERS)),
        ("pågående", Holds::Bool),
        ("till", Holds::Date),
        ("former", Holds::Codes(&["psykiskt", "fysiskt", "sexuellt", "mot_husdjur"])),
    ],
    &[
        ("tillfällen", Holds::Int),
        ("erbjuden", Holds::Date),
        ("orsak_våld", Holds::Bool),
        ("svar", Holds::Code(&["accepterat", "avböjt", "obesvarat"])),
    ],
    &[
        ("påbörjad", Holds::Date),
        ("barnomsorg", Holds::Code(ATTENDANCE)),
        ("skola", Holds::Code(ATTENDANCE)),
        ("eget_beslut", Holds::Bool),
    ],
    &[
        ("fråga", Holds::Text),
        ("datum", Holds::Date),
        ("svar", Holds::Code(&["ja", "delvis", "nej", "vet_ej", "ej_besvarad"])),
    ],
    &[("poäng", Holds::Int), ("datum", Holds::Date), ("nivå", Holds::Code(&["låg", "medel", "hög"]))],
];

/// Texts in records and conditions; the last two contain letters that normalization decomposes.
pub const TEXTS: &[&str] = &["trygg_med_insatserna", "Farsta", "17", "Älvsjö", "Årsta"];

/// Boundary days: of the period, of leap years, of 18th birthdays.
pub const DAYS: &[&str] = &[
    "2013-01-01",
    "2013-12-31",
    "2012-12-31",
    "2014-01-01",
    "2012-02-29",
    "1995-01-01",
    "1994-12-31",
    "1995-12-31",
    "1996-02-29",
    "2013-06-15",
    "2000-03-01",
    "2013-03-31",
    "2013-04-30",
    "1900-03-01",
];

/// The period in which conditions are evaluated.
pub const PERIOD: (&str, &str) = ("2013-01-01", "2013-12-31");

/// Whole numbers; the last ones overflow easily.
pub const NUMBERS: &[i64] =
    &[0, 1, 2, 3, 18, 17, -1, 7, 100, 365, 4_611_686_018_427_387_904, 9_223_372_036_854_775_807];
