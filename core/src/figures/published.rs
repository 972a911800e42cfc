//! Comparison with figures that others have published, read in the format of Kolada's API.
//!
//! An indicator declares in `publicerad` the key figure's name there and its scale. Kolada's figures of violence are
//! persons per 10 000 adult inhabitants, and records hold no inhabitants, so the caller passes their number. A figure
//! that cannot be compared gives the reason, and no published figure changes one of ours.
//!
//! ```
//! use kvinnofrid::input::InputFormat::Ndjson;
//! use kvinnofrid::published::{Beside, Published};
//! use kvinnofrid::{Options, Period, Rules};
//!
//! let file = r#"{"values": [{"kpi": "U30750", "municipality": "0180", "period": 2026,
//!     "values": [{"gender": "T", "count": 1, "status": "", "value": 12.5}]}]}"#;
//! let published = Published::read(file.as_bytes())?;
//!
//! let edition = Rules::embedded().programme("kolada/valdsutsatta")?.edition("2026-03")?;
//! let options = Options { periods: vec![Period::parse("2026")?], ..Options::default() };
//! let report = edition.report(&b"{\"id\": 1}"[..], Ndjson, &options)?;
//! let asked = Beside { population: [(None, 8000)].into(), ..Beside::default() };
//! let report = report.beside(&published, &[edition], &asked)?;
//!
//! let beside = report.rows[0].beside.as_ref().unwrap();
//! // At most one person of 8 000: 1.25 per 10 000.
//! assert_eq!((beside.published, beside.own_upper), (Some(12.5), Some(1.25)));
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod beside;
mod kolada;

#[cfg(test)]
mod tests;

pub use beside::{Beside, BesideReport, Comparability, RowBeside};

use crate::language::date::Period;

/// The maximum size in bytes of a file of published figures.
pub const MAX_BYTES: u64 = 64 << 20;

/// Figures that others have published.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// In the order of the file.
    figures: Vec<Figure>,
    /// The SHA-256 of the file.
    digest: String,
}

/// One published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The key figure, such as `U30750`.
    pub key_figure: String,
    /// The code of a municipality, of a group of them, or of a unit.
    pub area: String,
    /// The calendar year.
    pub period: Period,
    /// Whether it is of everyone, and not of women or men only.
    pub is_total: bool,
    /// The number of members of a group that it is the mean of; 1 for one municipality or unit.
    pub members: u64,
    /// The published value; none where nothing is published.
    pub value: Option<f64>,
    /// The publisher's status.
    pub status: String,
}

impl Published {
    /// Returns the figures, in the order of the file.
    #[must_use]
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// Returns the codes of all municipalities, groups and units, each once, in order.
    #[must_use]
    pub fn areas(&self) -> Vec<&str> {
        let mut areas: Vec<&str> = self.figures.iter().map(|figure| figure.area.as_str()).collect();
        areas.sort_unstable();
        areas.dedup();
        areas
    }

    /// Returns the SHA-256 of the file.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}
