//! Loading a programme by the name that a caller gives.

use super::{Programme, Rules};
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::date::Date;
use std::sync::Arc;

/// A caller's choice: one edition, or all editions of a programme, of which each call uses those of its periods.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// One edition.
    Edition(Arc<Edition>),
    /// All editions of a programme.
    Line(Programme),
}

impl Rules {
    /// Loads the programme `id`, or the only one if `id` is `None`: its edition `edition`, else the one in force on the
    /// day `on`, else all of them. `id` may name the edition too, as `stockholm/kvinnofrid@2012-2014`.
    ///
    /// ```
    /// use kvinnofrid::Rules;
    /// use kvinnofrid::rules::Loaded;
    ///
    /// let loaded = Rules::embedded().load_programme(Some("stockholm/kvinnofrid@2012-2014"), None, None)?;
    /// assert!(matches!(&loaded, Loaded::Edition(edition) if edition.id() == "stockholm/kvinnofrid@2012-2014"));
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`programme`](Self::programme), [`only_programme`](Self::only_programme) and [`Programme::choose`], and
    /// [`Error::Argument`] where the edition is given twice, differently, or does not hold on the day.
    pub fn load_programme(
        &self,
        id: Option<&str>,
        edition: Option<&str>,
        on: Option<Date>,
    ) -> Result<Loaded, Error> {
        let (id, named) = match id.and_then(|id| id.split_once('@')) {
            Some((id, edition)) => (Some(id), Some(edition)),
            None => (id, None),
        };
        let programme = match id.filter(|id| !id.is_empty()) {
            Some(id) => self.programme(id)?,
            None => self.only_programme()?,
        };
        if let (Some(edition), Some(named)) = (edition, named)
            && edition != named
        {
            let id = programme.id();
            return Err(ArgumentError::new(
                "edition",
                say!(
                    "utgåvan anges två gånger, olika: `{id}@{named}` och `{edition}`",
                    "the edition is given twice, differently: `{id}@{named}` and `{edition}`"
                ),
            )
            .into());
        }
        let edition = edition.or(named);
        if edition.is_none() && on.is_none() {
            return Ok(Loaded::Line(programme));
        }
        let options = Options { on, ..Options::default() };
        let chosen = programme.choose(edition, &options)?;
        let in_force = chosen.in_force_under(&options.readings);
        if let Some(day) = on
            && !in_force.contains(day)
        {
            let (id, from, to) = (chosen.id(), in_force.start, in_force.end);
            return Err(ArgumentError::new(
                "on",
                say!(
                    "`{id}` gäller från {from} till {to}, inte {day}; ange utgåvan eller dagen, inte båda",
                    "`{id}` is in force from {from} to {to}, not on {day}; give the edition or the day, not both"
                ),
            )
            .into());
        }
        Ok(Loaded::Edition(chosen))
    }
}

impl Loaded {
    /// Returns the editions, in chronological order.
    #[must_use]
    pub fn editions(&self) -> &[Arc<Edition>] {
        match self {
            Self::Edition(edition) => std::slice::from_ref(edition),
            Self::Line(programme) => programme.editions(),
        }
    }

    /// Returns the edition that a call uses.
    ///
    /// # Errors
    /// As [`Programme::choose`].
    pub fn edition(&self, options: &Options) -> Result<Arc<Edition>, Error> {
        match self {
            Self::Edition(edition) => Ok(Arc::clone(edition)),
            Self::Line(programme) => programme.choose(None, options),
        }
    }
}
