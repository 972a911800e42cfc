//! A row as formatted for HTML and plots: shares in per cent, thousands separated.

use super::table::{NONE, short_period};
use super::wording;
use crate::figures::partial::Kind;
use crate::figures::report::{Figures, Number, Row};
use crate::findings::text::Lang;
use crate::language::model::Relation;

/// The texts of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The period in its shortest form: `2013`, `2013-T1`.
    pub period: String,
    /// The value, in brackets where too few answered; `–` where absent.
    pub value: String,
    /// The bounds, as `12–15`, and `12–?` where there is no upper bound.
    pub bounds: String,
    /// The number of units that are unknown.
    pub unknown: String,
    /// The status in words; empty where there is nothing to note.
    pub note: String,
    /// Where the figure does not simply continue the earlier ones: how it compares with them, and which edition it is
    /// of.
    pub mark: Option<String>,
}

impl Shown {
    /// Formats `row` in `lang`.
    #[must_use]
    pub fn of(row: &Row, lang: Lang) -> Self {
        let figures = &row.figures;
        let value = number(figures.value, lang);
        let mark = row.comparable.filter(|relation| *relation != Relation::Same).map(|relation| {
            let edition = row.edition.as_ref().map_or("", |name| &name.edition);
            format!("{}: {edition}", wording::relation(relation).get(lang))
        });
        Self {
            period: short_period(row.period),
            value: if figures.status == crate::figures::report::Status::TooFew && figures.value.is_some() {
                format!("({value})")
            } else {
                value
            },
            bounds: bounds(figures, row.kind, lang),
            unknown: figures.unknown.map_or_else(|| NONE.to_owned(), |unknown| count(unknown, lang)),
            note: wording::status(figures.status).get(lang).to_owned(),
            mark,
        }
    }
}

/// Formats a count, or a share in per cent with one decimal.
pub(super) fn number(figure: Option<Number>, lang: Lang) -> String {
    match figure {
        None => NONE.to_owned(),
        Some(Number::Count(number)) => count(number, lang),
        Some(Number::Share(share)) => percent(100.0 * share, lang),
    }
}

/// Formats a percentage with one decimal.
pub(super) fn percent(number: f64, lang: Lang) -> String {
    let text = format!("{number:.1}");
    match lang {
        Lang::Sv => format!("{}\u{a0}%", text.replace('.', ",")),
        Lang::En => format!("{text}%"),
    }
}

/// Formats an integer with separated thousands.
pub(super) fn count(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let apart = match lang {
        Lang::Sv => '\u{202f}',
        Lang::En => ',',
    };
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(apart);
        }
        text.push(digit);
    }
    text
}

/// Formats bounds: `12–15`; `12` where both are the same; the per cent sign once.
fn bounds(figures: &Figures, kind: Kind, lang: Lang) -> String {
    let (lower, upper) = (number(figures.lower, lang), number(figures.upper, lang));
    match (figures.lower, figures.upper) {
        (None, None) => NONE.to_owned(),
        (Some(_), None) => format!("{lower}–?"),
        (None, Some(_)) => format!("?–{upper}"),
        (Some(a), Some(b)) if a == b => lower,
        (Some(_), Some(_)) if kind == Kind::Andel => {
            format!("{}–{upper}", lower.trim_end_matches(['%', '\u{a0}']))
        }
        (Some(_), Some(_)) => format!("{lower}–{upper}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([999, 1000, 1_234_567].map(|n| count(n, Lang::En)), ["999", "1,000", "1,234,567"]);
        assert_eq!(count(12_345, Lang::Sv), "12\u{202f}345");
    }

    #[test]
    fn a_share_is_per_cent_with_one_decimal() {
        assert_eq!(number(Some(Number::Share(0.8229)), Lang::Sv), "82,3\u{a0}%");
        assert_eq!(number(Some(Number::Share(1.0)), Lang::En), "100.0%");
    }
}
