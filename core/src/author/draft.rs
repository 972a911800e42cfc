//! Drafts of new editions: a folder of commented rule files to go on from, from nothing or from another edition.
//!
//! ```
//! let draft = kvinnofrid::draft::draft("staden/kvinnofrid@2030-2031", None, None)?;
//! assert_eq!(draft.folder, "staden/kvinnofrid/2030-2031");
//! assert!(draft.files.iter().any(|(name, text)| name == "00-utgava.rhai" && text.contains("Att avgöra")));
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod copy;
mod template;
mod time;

#[cfg(test)]
mod tests;

use crate::edition::Edition;
use crate::edition::rules::Rules;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, nfc, say};
use crate::language::date::{Date, Period};
use std::sync::Arc;

/// A folder of rule files that nobody has written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its path below the root of the rule sets, such as `stockholm/kvinnofrid/2026-2028`.
    pub folder: String,
    /// Its files: name and text.
    pub files: Vec<(String, String)>,
    /// How many examples of the other edition do not hold at the new time; they are commented out.
    pub left_out: usize,
}

/// The id of a new edition.
struct New<'a> {
    programme: &'a str,
    edition: &'a str,
    in_force: Period,
}

/// Drafts the edition `id` (`stockholm/kvinnofrid@2026-2028`, named by its years), from nothing or from the edition
/// `from` (`2012-2014` of the same programme, or a whole id). `own` are the rule sets that it will be added to; if they
/// have no edition `from`, the embedded one is used.
///
/// Whatever must be decided is marked `Att avgöra` in the files.
///
/// # Errors
/// [`Error::Argument`] if the id is not one, if `from` does not exist, or if an edition of the programme among `own` is
/// in force at the same time; [`Error::Rules`] if the edition `from` has errors.
pub fn draft(id: &str, from: Option<&str>, own: Option<&Rules>) -> Result<Draft, Error> {
    let id = nfc(id);
    let new = New::parse(&id)?;
    if let Some(rules) = own {
        new.is_free(rules)?;
    }
    let folder = format!("{}/{}", new.programme, new.edition);
    let Some(from) = from else {
        return Ok(Draft { folder, files: template::files(&new), left_out: 0 });
    };
    let from = nfc(from);
    let (programme, edition) = from.split_once('@').unwrap_or((new.programme, &from));
    let embedded = Rules::embedded();
    let found = own.and_then(|rules| Some((rules, edition_of(rules, programme, edition).ok()?)));
    let (rules, edition, is_own) = match found {
        Some((rules, edition)) => (rules, edition, true),
        None => (&embedded, edition_of(&embedded, programme, edition)?, false),
    };
    let (files, left_out) = copy::files(&new, rules, &edition, is_own)?;
    Ok(Draft { folder, files, left_out })
}

fn edition_of(rules: &Rules, programme: &str, edition: &str) -> Result<Arc<Edition>, Error> {
    rules.programme(programme)?.edition(edition)
}

impl<'a> New<'a> {
    fn parse(id: &'a str) -> Result<Self, Error> {
        let is_part = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let halves = id.split_once('@').filter(|(programme, edition)| {
            is_part(edition)
                && programme.split_once('/').is_some_and(|(city, name)| is_part(city) && is_part(name))
        });
        let Some((programme, edition)) = halves else {
            return Err(argument(say!(
                "`{id}` är inget namn på en utgåva; skriv stad, program och utgåva som `stockholm/kvinnofrid@2026-2028`, med små bokstäver a–z, siffror och `-`",
                "`{id}` is not the id of an edition; write city, programme and edition as `stockholm/kvinnofrid@2026-2028`, with small letters a–z, digits and `-`"
            )));
        };
        let (first, last) = edition.split_once('-').unwrap_or((edition, edition));
        let year = |text: &str| text.parse::<i32>().ok().filter(|_| text.len() == 4);
        let days = year(first).zip(year(last)).and_then(|(first, last)| {
            Period::new(Date::from_ymd(first, 1, 1)?, Date::from_ymd(last, 12, 31)?)
        });
        match days {
            Some(in_force) => Ok(Self { programme, edition, in_force }),
            None => Err(argument(say!(
                "utgåvan ska heta efter åren som den gäller, som `{programme}@2026-2028` eller `{programme}@2026`; dagarna går att ändra i filen sedan",
                "the edition is named by the years that it is in force, as `{programme}@2026-2028` or `{programme}@2026`; the days can be changed in the file afterwards"
            ))),
        }
    }

    /// Returns an error if an edition among `rules` is in force at the same time.
    fn is_free(&self, rules: &Rules) -> Result<(), Error> {
        for programme in rules.programmes().iter().filter(|programme| programme.id() == self.programme) {
            for edition in programme.editions() {
                let meets =
                    |time: &Period| time.start <= self.in_force.end && self.in_force.start <= time.end;
                if edition.head().in_force_by.values().iter().any(meets) {
                    let (id, time) = (edition.id(), edition.head().in_force);
                    let (start, end) = (time.start, time.end);
                    return Err(argument(say!(
                        "`{id}` gäller då redan, från {start} till {end}; välj andra år",
                        "`{id}` is in force then already, from {start} to {end}; choose other years"
                    )));
                }
            }
        }
        Ok(())
    }
}

fn argument(text: Text) -> Error {
    ArgumentError::new("edition", text).into()
}
