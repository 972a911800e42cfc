//! Single values, from the text they are written with.

use super::message::{self, Found};
use super::personnummer::looks_like_personnummer;
use super::{Kind, MAX_TEXT_BYTES, State};
use crate::date::Date;
use crate::document::{Cell, Document};
use crate::text::Text;
use rust_decimal::Decimal;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` in NFC, made in `room` where it is not already.
pub(super) fn nfc<'a>(text: &'a str, room: &'a mut String) -> &'a str {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text;
    }
    room.clear();
    room.extend(text.nfc());
    room
}

/// The value of a field of `kind` that is written as the text `text`.
pub(super) fn from_text(
    kind: &Kind,
    text: &str,
    state: &mut State,
    document: &mut Document,
) -> Result<Cell, Text> {
    match kind {
        Kind::Code(codes) => codes
            .find(text)
            .or_else(|| if text.is_ascii() { None } else { codes.find(nfc(text, &mut state.normalised)) })
            .map(Cell::Code)
            .ok_or_else(|| message::unknown_code(codes.list())),
        Kind::Date => date(text).map(|date| Cell::Date(date.0)).ok_or_else(message::not_a_date),
        Kind::Text => {
            within_limit(text)?;
            Ok(document.push_text(nfc(text, &mut state.normalised)))
        }
        Kind::Key => key(text, state, document),
        Kind::Bool | Kind::Int | Kind::Decimal | Kind::List(_) => Err(message::wrong_kind(kind, Found::Text)),
    }
}

/// The value of a field of `kind` that is written as the JSON number `digits`.
pub(super) fn from_number(
    kind: &Kind,
    digits: &str,
    state: &mut State,
    document: &mut Document,
) -> Result<Cell, Text> {
    match kind {
        Kind::Key => {
            whole(digits)?;
            // JSON allows no leading zeros, so that only zero can be written in two ways.
            key(if digits == "-0" { "0" } else { digits }, state, document)
        }
        Kind::Int => {
            whole(digits)?;
            digits.parse().map(Cell::Int).map_err(|_| message::whole_number_too_large())
        }
        Kind::Decimal => decimal(digits).map(Cell::Decimal).ok_or_else(message::decimal_too_precise),
        _ => Err(message::wrong_kind(kind, Found::Number)),
    }
}

fn key(text: &str, state: &mut State, document: &mut Document) -> Result<Cell, Text> {
    within_limit(text)?;
    if text.trim().is_empty() {
        return Err(message::empty_key());
    }
    state.personnummer += u64::from(looks_like_personnummer(text));
    Ok(document.push_text(nfc(text, &mut state.normalised)))
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

fn date(text: &str) -> Option<Date> {
    if text.len() == 10 {
        return Date::parse(text);
    }
    let (day, time) = text.split_at_checked(10)?;
    let seconds = time.strip_suffix('Z').unwrap_or(time).strip_prefix("T00:00:00")?;
    let midnight = match seconds.strip_prefix('.') {
        Some(fraction) => (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte == b'0'),
        None => seconds.is_empty(),
    };
    if midnight { Date::parse(day) } else { None }
}

/// The number written as `digits`, or `None` where it has more digits than fit.
fn decimal(digits: &str) -> Option<Decimal> {
    match digits.split_once(['e', 'E']) {
        None => Decimal::from_str_exact(digits).ok(),
        Some((base, _)) => {
            // `from_scientific` would round a base that is too long.
            Decimal::from_str_exact(base).ok()?;
            Decimal::from_scientific(digits).ok()
        }
    }
}
