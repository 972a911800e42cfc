//! Moves the days of an example by whole years.

use crate::author::format::tokens::{Token, tokens};
use crate::findings::error::Error;
use crate::language::date::Date;

/// Returns the text of an example file with every day and period in it moved by `years`.
pub(super) fn moved(text: &str, years: i32) -> Result<String, Error> {
    let mut moved = String::with_capacity(text.len());
    let mut copied = 0;
    let all = tokens(text)?;
    for (at, token) in all.iter().enumerate() {
        let before = |steps: usize| {
            at.checked_sub(steps).and_then(|at| all.get(at)).map_or("", |t: &Token<'_>| t.text)
        };
        // `period: "2013-T1"`, and the year of a record about a year.
        let of_period = before(1) == ":" && matches!(before(2), "period" | "på" | "on");
        let of_year = before(1) == ":" && matches!(before(2), "år" | "year");
        let new = if token.text.starts_with('"') {
            days(token.text, years, of_period)
        } else if of_year {
            token
                .text
                .parse::<i32>()
                .ok()
                .and_then(|year| year.checked_add(years))
                .map(|year| year.to_string())
        } else {
            None
        };
        if let Some(new) = new {
            moved.push_str(text.get(copied..token.at).unwrap_or_default());
            moved.push_str(&new);
            copied = token.at + token.text.len();
        }
    }
    moved.push_str(text.get(copied..).unwrap_or_default());
    Ok(moved)
}

/// Returns a text that is a day, two days, or (of a period) a year with or without a part, moved by `years`.
fn days(quoted: &str, years: i32, of_period: bool) -> Option<String> {
    let text = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let one = |text: &str| {
        let (year, month, day) = Date::parse(text)?.ymd();
        let year = year.checked_add(years)?;
        // 29 February is the day before March in other years.
        Date::from_ymd(year, month, day).or_else(|| Date::from_ymd(year, month, day.checked_sub(1)?))
    };
    if let Some(day) = one(text) {
        return Some(format!("\"{day}\""));
    }
    if let Some((first, last)) = text.split_once('/') {
        return Some(format!("\"{}/{}\"", one(first)?, one(last)?));
    }
    let (year, rest) = (text.get(..4)?, text.get(4..)?);
    let year = year.parse::<i32>().ok().filter(|_| of_period)?.checked_add(years)?;
    Some(format!("\"{year}{rest}\""))
}
