//! What an edition may declare for work with a case, and which of it a call asks for.

use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{nfc, say};
use crate::language::words::Word;

/// What a classification tells beside the target groups.
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
    /// Which routines apply, with what is left to do and by when.
    pub routines: bool,
    /// Which instruments fit.
    pub instruments: bool,
    /// Which activities are for the case.
    pub activities: bool,
    /// Where to turn.
    pub resources: bool,
}

/// What an edition may declare for work with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Every kind, in the order they are told.
    pub const ALL: [Self; 4] = [Self::Routine, Self::Instrument, Self::Activity, Self::Resource];

    /// What several are called in Swedish, which is their key in an example.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Routine => "rutiner",
            Self::Instrument => "instrument",
            Self::Activity => "aktiviteter",
            Self::Resource => "resurser",
        }
    }

    /// What several are called in English, which is their key in JSON.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Routine => "routines",
            Self::Instrument => "instruments",
            Self::Activity => "activities",
            Self::Resource => "resources",
        }
    }

    /// The word that declares one.
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
    /// Everything.
    pub const ALL: Self = Self { routines: true, instruments: true, activities: true, resources: true };

    /// Reads names with commas between: `routines`, `instruments`, `activities` and `resources`, or as rule files say
    /// them, `rutiner`, `instrument`, `aktiviteter` and `resurser`.
    ///
    /// # Errors
    /// [`Error::Argument`] where a name is none of these.
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

    /// What is of this kind.
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

    /// All that either asks for.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            routines: self.routines || other.routines,
            instruments: self.instruments || other.instruments,
            activities: self.activities || other.activities,
            resources: self.resources || other.resources,
        }
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}
