//! Single values, from the text they are written with.

use super::message::{self, Found};
use super::personnummer::looks_like_personnummer;
use super::{Form, Kind, MAX_TEXT_BYTES, State};
use crate::data::document::{Cell, Document};
use crate::findings::text::Text;
use crate::language::date::Date;
use rust_decimal::Decimal;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The cell that a value goes to. It is set where the value is made: a cell handed on from call to call is copied byte
/// by byte, which took a tenth of the time.
pub(super) struct Slot<'a> {
    pub(super) state: &'a mut State,
    pub(super) document: &'a mut Document,
    pub(super) table: usize,
    pub(super) row: u32,
    pub(super) column: usize,
}

impl Slot<'_> {
    pub(super) fn set(self, cell: Cell) {
        self.document.set(self.table, self.row, self.column, cell);
    }

    pub(super) fn set_text(self, text: &str) {
        let cell = self.document.push_text(nfc(text, &mut self.state.normalised));
        self.set(cell);
    }
}

/// `text` in NFC, made in `room` where it is not already.
pub(super) fn nfc<'a>(text: &'a str, room: &'a mut String) -> &'a str {
    // No character before U+0300 combines with another; its first byte and all that follow it are less than this.
    if text.bytes().all(|byte| byte < 0xCC) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    room.clear();
    room.extend(text.nfc());
    room
}

/// Fills a field of `kind` with the value written as the text `text`.
pub(super) fn from_text(kind: &Kind, text: &str, slot: Slot<'_>) -> Result<(), Text> {
    match kind {
        Kind::Code(codes) => {
            let code = codes.find(nfc(text, &mut slot.state.normalised).as_bytes());
            let form = slot.state.form;
            slot.set(Cell::Code(code.ok_or_else(|| message::unknown_code(codes.list(), form))?));
        }
        Kind::Date(pattern) => {
            let form = slot.state.form;
            let day = match pattern {
                None => date(text, form),
                Some(pattern) => pattern.parse(text).and_then(|(day, time)| at_midnight(day, time, form)),
            };
            slot.set(Cell::Date(day.ok_or_else(|| message::not_a_date(pattern.as_ref(), form))?.0));
        }
        Kind::Text => {
            within_limit(text)?;
            slot.set_text(text);
        }
        Kind::Key => key(text, slot)?,
        Kind::Mapped(mapped) => return mapped.fill(text, slot, from_text),
        Kind::Bool | Kind::Int | Kind::Decimal | Kind::List(_) => {
            return Err(message::wrong_kind(kind, Found::Text, slot.state.form));
        }
    }
    Ok(())
}

/// Fills a field of `kind` with the value written as the JSON number `digits`.
pub(super) fn from_number(kind: &Kind, digits: &str, slot: Slot<'_>) -> Result<(), Text> {
    match kind {
        Kind::Key => {
            whole(digits)?;
            // JSON allows no leading zeros, so that only zero can be written in two ways.
            key(if digits == "-0" { "0" } else { digits }, slot)?;
        }
        Kind::Int => {
            whole(digits)?;
            slot.set(Cell::Int(digits.parse().map_err(|_| message::whole_number_too_large())?));
        }
        Kind::Decimal => slot.set(Cell::Decimal(decimal(digits).ok_or_else(message::decimal_too_precise)?)),
        // `20130131` may be a day.
        Kind::Date(Some(_)) => return from_text(kind, digits, slot),
        Kind::Mapped(mapped) => return mapped.fill(digits, slot, from_number),
        _ => return Err(message::wrong_kind(kind, Found::Number, slot.state.form)),
    }
    Ok(())
}

/// Fills a field of `kind` with the JSON value `true` or `false`.
pub(super) fn from_bool(kind: &Kind, yes: bool, slot: Slot<'_>) -> Result<(), Text> {
    match kind {
        Kind::Bool => {
            slot.set(Cell::Bool(yes));
            Ok(())
        }
        Kind::Mapped(mapped) => {
            let text = if yes { "true" } else { "false" };
            mapped.fill(text, slot, |kind, _, slot| from_bool(kind, yes, slot))
        }
        _ => Err(message::wrong_kind(kind, Found::Bool, slot.state.form)),
    }
}

fn key(text: &str, slot: Slot<'_>) -> Result<(), Text> {
    within_limit(text)?;
    if text.trim().is_empty() {
        return Err(message::empty_key());
    }
    slot.state.personnummer += u64::from(looks_like_personnummer(text));
    slot.set_text(text);
    Ok(())
}

fn within_limit(text: &str) -> Result<(), Text> {
    if text.len() > MAX_TEXT_BYTES { Err(message::text_too_long()) } else { Ok(()) }
}

fn whole(digits: &str) -> Result<(), Text> {
    if digits.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        Err(message::not_a_whole_number())
    } else {
        Ok(())
    }
}

fn date(text: &str, form: Form) -> Option<Date> {
    if text.len() == 10 {
        return Date::parse(text);
    }
    let (day, time) = text.split_at_checked(10)?;
    at_midnight(Date::parse(day)?, time, form)
}

/// `day`, if the time that follows it is midnight or nothing at all. Cells may leave out the seconds, and write a space
/// for the `T`.
fn at_midnight(day: Date, time: &str, form: Form) -> Option<Date> {
    if time.is_empty() {
        return Some(day);
    }
    let time = time.strip_suffix('Z').unwrap_or(time);
    let seconds = match form {
        Form::Json => time.strip_prefix("T00:00:00")?,
        Form::Cells { .. } => {
            let minutes = time.strip_prefix(['T', ' '])?.strip_prefix("00:00")?;
            minutes.strip_prefix(":00").or(minutes.is_empty().then_some(""))?
        }
    };
    let midnight = match seconds.strip_prefix('.') {
        Some(fraction) => (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte == b'0'),
        None => seconds.is_empty(),
    };
    midnight.then_some(day)
}

/// The number written as `digits`, or `None` where it has more digits than fit.
pub(super) fn decimal(digits: &str) -> Option<Decimal> {
    match digits.split_once(['e', 'E']) {
        None => Decimal::from_str_exact(digits).ok(),
        Some((base, _)) => {
            // `from_scientific` would round a base that is too long.
            Decimal::from_str_exact(base).ok()?;
            Decimal::from_scientific(digits).ok()
        }
    }
}
