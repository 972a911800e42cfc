//! Figures as bars: the certain part is solid, the possible part hatched, and open bounds fade out.

use super::Escaped;
use crate::figures::partial::Kind;
use crate::figures::report::{Figures, Number, Row, Status};
use crate::findings::text::Lang;
use crate::present::output::shown;
use crate::present::output::wording::{Mark, legend};

/// The scale of bars, the same for all rows that are compared with each other.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// The largest count.
    counts: f64,
}

impl Scale {
    /// Returns a scale for all of these rows.
    pub(super) fn of<'r>(rows: impl Iterator<Item = &'r Row>) -> Self {
        let (mut greatest, mut open) = (1.0_f64, false);
        for row in rows.filter(|row| row.kind == Kind::Antal) {
            let ends = [row.figures.lower, row.figures.upper].into_iter().flatten();
            greatest = ends.map(float).fold(greatest, f64::max);
            open |= row.figures.lower.is_some() && row.figures.upper.is_none();
        }
        // An open bar needs more space than the largest bounded one.
        Self { counts: if open { 1.4 * greatest } else { greatest } }
    }

    /// Returns the end of a bar of counts.
    pub(super) fn end(self, lang: Lang) -> String {
        shown::count(self.counts.ceil() as u64, lang)
    }

    /// Returns the position of a figure along the bar, from 0 to 100.
    fn along(self, figure: Number) -> f64 {
        match figure {
            Number::Count(_) => 100.0 * (float(figure) / self.counts).min(1.0),
            Number::Share(share) => 100.0 * share,
        }
    }
}

fn float(number: Number) -> f64 {
    match number {
        Number::Count(count) => count as f64,
        Number::Share(share) => share,
    }
}

/// Renders the bar of a row. It is hidden from screen readers, since the adjacent cells hold the same information.
pub(super) fn bar(figures: &Figures, scale: Scale) -> String {
    let mut parts = String::new();
    if let Some(lower) = figures.lower {
        let from = scale.along(lower);
        let to = figures.upper.map_or(100.0, |upper| scale.along(upper));
        if let Number::Count(_) = lower {
            parts.push_str(&format!("<i style=\"left:0;width:{from:.1}%\"></i>"));
        }
        if to > from {
            let open = if figures.upper.is_none() { " o" } else { "" };
            let width = to - from;
            parts.push_str(&format!("<i class=\"u{open}\" style=\"left:{from:.1}%;width:{width:.1}%\"></i>"));
        }
    }
    if let Some((low, high)) = figures.survey.and_then(|survey| survey.interval) {
        let (from, width) = (100.0 * low, 100.0 * (high - low));
        parts.push_str(&format!("<i class=\"c\" style=\"left:{from:.1}%;width:{width:.1}%\"></i>"));
    }
    if let Some(value @ Number::Share(_)) = figures.value {
        let mark = if figures.status == Status::TooFew { "f" } else { "k" };
        parts.push_str(&format!("<i class=\"{mark}\" style=\"left:{:.1}%\"></i>", scale.along(value)));
    }
    format!("<span class=\"bar\" aria-hidden=\"true\">{parts}</span>")
}

/// Renders a legend of the marks that the rows have.
pub(super) fn key<'r>(rows: impl Iterator<Item = &'r Row>, lang: Lang) -> String {
    let mut has = [false; 6];
    let order = [Mark::Certain, Mark::Possible, Mark::Open, Mark::Value, Mark::TooFew, Mark::Interval];
    for Row { figures, kind, .. } in rows {
        let share = *kind == Kind::Andel;
        let found = [
            !share && figures.lower.is_some(),
            figures.lower.is_some() && figures.lower != figures.upper,
            figures.lower.is_some() && figures.upper.is_none(),
            share && figures.value.is_some() && figures.status != Status::TooFew,
            share && figures.value.is_some() && figures.status == Status::TooFew,
            figures.survey.is_some_and(|survey| survey.interval.is_some()),
        ];
        has.iter_mut().zip(found).for_each(|(has, found)| *has |= found);
    }
    let marks = order.into_iter().zip(has).filter(|(_, has)| *has);
    let entry = |(mark, _): (Mark, bool)| {
        let drawn = match mark {
            Mark::Certain => "<i style=\"left:0;width:100%\"></i>",
            Mark::Possible => "<i class=\"u\" style=\"left:0;width:100%\"></i>",
            Mark::Open => "<i class=\"u o\" style=\"left:0;width:100%\"></i>",
            Mark::Value => "<i class=\"k\" style=\"left:50%\"></i>",
            Mark::TooFew => "<i class=\"f\" style=\"left:50%\"></i>",
            Mark::Interval => "<i class=\"c\" style=\"left:10%;width:80%\"></i>",
        };
        let meaning = Escaped(legend(mark).get(lang).to_owned());
        format!("<span><span class=\"bar e\" aria-hidden=\"true\">{drawn}</span>{meaning}</span>")
    };
    marks.map(entry).collect()
}
