//! How many persons live where, as the caller gives it.

use crate::figures::partial::TOTAL;
use crate::findings::error::{Error, InputError};
use crate::findings::text::{nfc, say};
use std::collections::BTreeMap;

/// The maximum size in bytes of a table of population.
pub const MAX_BYTES: usize = 16 << 20;

/// Numbers of persons by year and stratum.
///
/// ```
/// use kvinnofrid::baseline::Population;
///
/// let population = Population::read("år;stadsdel;personer\n2013;Farsta;54 000\n2013;Älvsjö;26 000\n".as_bytes())?;
/// assert_eq!(population.of(2013, "Farsta"), Some(54_000));
/// // Without a row of its own, the whole is the sum of its parts.
/// assert_eq!(population.of(2013, "Totalt"), Some(80_000));
/// assert_eq!(population.of(2014, "Farsta"), None);
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Population {
    persons: BTreeMap<(i32, String), u64>,
}

impl Population {
    /// Sets the number of persons of a year and stratum, `Totalt` for everyone.
    pub fn set(&mut self, year: i32, stratum: &str, persons: u64) {
        self.persons.insert((year, nfc(stratum).into_owned()), persons);
    }

    /// Returns the number of persons of a year and stratum; of `Totalt` without a row of its own, the sum of the strata.
    #[must_use]
    pub fn of(&self, year: i32, stratum: &str) -> Option<u64> {
        let own = self.persons.get(&(year, nfc(stratum).into_owned())).copied();
        own.or_else(|| {
            let parts = self.persons.iter().filter(|((of, _), _)| *of == year && stratum == TOTAL);
            parts.map(|(_, persons)| *persons).reduce(u64::saturating_add)
        })
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// Reads CSV in UTF-8 with the columns year, stratum and persons in this order, after a line of headings, separated
    /// by `;`, `,` or tabs. The stratum of everyone is empty or `Totalt`. Numbers may have spaces between thousands.
    ///
    /// # Errors
    /// [`Error::Input`] with the row where it is something else.
    pub fn read(csv: &[u8]) -> Result<Self, Error> {
        let wrong = |row: usize, text| Error::from(InputError::new(text).at_row(row as u64));
        let too_large = csv.len() > MAX_BYTES;
        let text = std::str::from_utf8(csv).ok().filter(|_| !too_large).ok_or_else(|| {
            wrong(
                1,
                say!(
                    "tabellen över befolkningen är inte UTF-8, eller för stor",
                    "the table of population is not UTF-8, or too large"
                ),
            )
        })?;
        let mut population = Self::default();
        let mut separator = ';';
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let row = number + 1;
            if number == 0 {
                separator =
                    [';', '\t', ','].into_iter().find(|separator| line.contains(*separator)).unwrap_or(';');
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> =
                line.split(separator).map(|cell| cell.trim().trim_matches('"').trim()).collect();
            let [year, stratum, persons] = cells.as_slice() else {
                return Err(wrong(
                    row,
                    say!(
                        "raden ska ha tre kolumner: år, stadsdel och antal personer",
                        "the row should have three columns: year, district and number of persons"
                    ),
                ));
            };
            let digits: String = persons.chars().filter(|c| !c.is_whitespace()).collect();
            let (Ok(year), Ok(persons)) = (year.parse::<i32>(), digits.parse::<u64>()) else {
                return Err(wrong(
                    row,
                    say!(
                        "år och antal personer är heltal, som `2013` och `54000`",
                        "year and number of persons are whole numbers, as `2013` and `54000`"
                    ),
                ));
            };
            let stratum = if stratum.is_empty() { TOTAL } else { stratum };
            let earlier = population.persons.insert((year, nfc(stratum).into_owned()), persons);
            if earlier.is_some() {
                return Err(wrong(
                    row,
                    say!("året och stadsdelen har redan en rad", "the year and district have a row already"),
                ));
            }
        }
        Ok(population)
    }
}
