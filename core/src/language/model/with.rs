//! The kinds of casework declaration, and which of them a call selects.

use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{nfc, say};
use crate::language::words::Word;

/// What a classification contains beside the target groups.
///
/// ```
/// use kvinnofrid::With;
///
/// let with = With::parse("routines,resources")?;
/// assert!(with.routines && with.resources && !with.instruments);
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct With {
    /// Which routines apply, with what remains to be done and by when.
    pub routines: bool,
    /// Which instruments fit.
    pub instruments: bool,
    /// Which activities are for the case.
    pub activities: bool,
    /// Where to turn.
    pub resources: bool,
}

/// A kind of declaration for casework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CaseworkKind {
    /// `rutin`
    Routine,
    /// `instrument`
    Instrument,
    /// `aktivitet`
    Activity,
    /// `resurs`
    Resource,
}

impl CaseworkKind {
    /// All kinds, in the order of the output.
    pub const ALL: [Self; 4] = [Self::Routine, Self::Instrument, Self::Activity, Self::Resource];

    /// Returns the plural in Swedish, which is the key in an example.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Routine => "rutiner",
            Self::Instrument => "instrument",
            Self::Activity => "aktiviteter",
            Self::Resource => "resurser",
        }
    }

    /// Returns the plural in English, which is the key in JSON.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Routine => "routines",
            Self::Instrument => "instruments",
            Self::Activity => "activities",
            Self::Resource => "resources",
        }
    }

    /// Returns the word that declares one.
    #[must_use]
    pub fn word(self) -> Word {
        match self {
            Self::Routine => Word::Routine,
            Self::Instrument => Word::Instrument,
            Self::Activity => Word::Activity,
            Self::Resource => Word::Resource,
        }
    }
}

impl With {
    /// All kinds.
    pub const ALL: Self = Self { routines: true, instruments: true, activities: true, resources: true };

    /// Parses names separated by commas: `routines`, `instruments`, `activities` and `resources`, or as in rule files,
    /// `rutiner`, `instrument`, `aktiviteter` and `resurser`.
    ///
    /// # Errors
    /// [`Error::Argument`] if a name is none of these.
    pub fn parse(names: &str) -> Result<Self, Error> {
        let mut with = Self::default();
        for name in names.split(',').map(str::trim) {
            let name = &*nfc(name);
            let named = |kind: &CaseworkKind| name == kind.key() || name == kind.english();
            let Some(kind) = CaseworkKind::ALL.into_iter().find(named) else {
                let list = |names: [&str; 4]| names.map(|name| format!("`{name}`")).join(", ");
                let (list_sv, list_en) = (
                    list(CaseworkKind::ALL.map(CaseworkKind::key)),
                    list(CaseworkKind::ALL.map(CaseworkKind::english)),
                );
                return Err(ArgumentError::new(
                    "with",
                    say!(
                        "`{name}` kan inte fås med en klassificering; det som finns är {list_sv}, med komma mellan",
                        "`{name}` can't be had with a classification; there are {list_en}, with commas between"
                    ),
                )
                .into());
            };
            with = with.and(Self::of(kind));
        }
        Ok(with)
    }

    /// Returns the selection of one kind.
    #[must_use]
    pub fn of(kind: CaseworkKind) -> Self {
        let mut with = Self::default();
        match kind {
            CaseworkKind::Routine => with.routines = true,
            CaseworkKind::Instrument => with.instruments = true,
            CaseworkKind::Activity => with.activities = true,
            CaseworkKind::Resource => with.resources = true,
        }
        with
    }

    /// Returns the union of two selections.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            routines: self.routines || other.routines,
            instruments: self.instruments || other.instruments,
            activities: self.activities || other.activities,
            resources: self.resources || other.resources,
        }
    }

    /// Returns whether nothing is selected.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}
