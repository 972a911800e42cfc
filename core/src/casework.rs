//! Work with a case: which routines apply to it and what is left to do, which instruments fit, which activities are for
//! it, and where to turn.

use crate::error::{ArgumentError, Error};
use crate::text::{nfc, say};

/// What a classification tells beside the target groups.
///
/// ```
/// use kvinnofrid::With;
///
/// let with = With::parse("routines,resources")?;
/// assert!(with.routines && with.resources && !with.instruments);
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

/// The names of what can be told, in Swedish and English.
const NAMES: [(&str, &str); 4] = [
    ("rutiner", "routines"),
    ("instrument", "instruments"),
    ("aktiviteter", "activities"),
    ("resurser", "resources"),
];

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
            let number = NAMES.iter().position(|(sv, en)| name == *sv || name == *en);
            let asked = match number {
                Some(0) => &mut with.routines,
                Some(1) => &mut with.instruments,
                Some(2) => &mut with.activities,
                Some(3) => &mut with.resources,
                _ => {
                    let list = NAMES.map(|(_, en)| format!("`{en}`")).join(", ");
                    return Err(ArgumentError::new(
                        "with",
                        say!(
                            "`{name}` kan inte fås med en klassificering; det som finns är {list}, med komma mellan",
                            "`{name}` can't be had with a classification; there are {list}, with commas between"
                        ),
                    )
                    .into());
                }
            };
            *asked = true;
        }
        Ok(with)
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

#[cfg(test)]
mod tests;
