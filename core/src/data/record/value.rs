//! Parsers of single values.

use super::message::{self, Found};
use super::personnummer::looks_like_personnummer;
use super::{Form, Kind, State};
use crate::data::compared::FieldWords;
use crate::data::document::{Cell, Document};
use crate::data::written::WrittenKeys;
use crate::findings::text::{Text, is_in_nfc};
use crate::language::date::Date;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The destination of a value. It is written where the value is parsed: returning the cell through several calls copied
/// it byte by byte, which took 10 % of the time.
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

/// Returns `text` in NFC, normalised into `buffer` if necessary.
pub(super) fn nfc<'a>(text: &'a str, buffer: &'a mut String) -> &'a str {
    if is_in_nfc(text) {
        return text;
    }
    buffer.clear();
    buffer.extend(text.nfc());
    buffer
}

/// Parses a text into a field of `kind`.
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
            slot.set(Cell::Date(day.ok_or_else(|| message::not_a_date(pattern.as_ref(), text, form))?.0));
        }
        Kind::Text(words) => {
            within_limit(text, slot.state)?;
            category(words.as_deref(), text, slot);
        }
        Kind::Key => key(text, slot)?,
        Kind::Mapped(mapped) => return mapped.fill(text, slot, from_text),
        Kind::Unasked => {}
        Kind::Bool | Kind::Int | Kind::Decimal | Kind::List(_) => {
            return Err(message::wrong_kind(kind, Found::Text, slot.state.form));
        }
    }
    Ok(())
}

/// Parses a JSON number into a field of `kind`.
pub(super) fn from_number(kind: &Kind, digits: &str, slot: Slot<'_>) -> Result<(), Text> {
    match kind {
        Kind::Key => key(&whole(digits)?, slot)?,
        Kind::Int => slot.set(Cell::Int(int(digits)?)),
        Kind::Decimal => slot.set(Cell::Decimal(decimal(digits).ok_or_else(message::decimal_too_precise)?)),
        // `20130131` may be a date.
        Kind::Date(Some(_)) => return from_text(kind, &whole(digits)?, slot),
        Kind::Mapped(mapped) => {
            let number = whole(digits);
            return mapped.fill(number.as_deref().unwrap_or(digits), slot, from_number);
        }
        Kind::Unasked => {}
        Kind::Date(None) => return Err(message::number_for_a_date(kind, digits, slot.state.form)),
        _ => return Err(message::wrong_kind(kind, Found::Number, slot.state.form)),
    }
    Ok(())
}

/// Stores a JSON `true` or `false` in a field of `kind`.
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
        Kind::Unasked => Ok(()),
        _ => Err(message::wrong_kind(kind, Found::Bool, slot.state.form)),
    }
}

/// Stores a text in a field that conditions compare with `words`.
pub(super) fn category(words: Option<&FieldWords>, text: &str, slot: Slot<'_>) {
    if let Some(word) = words.and_then(|words| words.near(text)) {
        slot.state.near.push(((slot.table, slot.column), Arc::clone(word)));
    }
    slot.set_text(text);
}

fn key(text: &str, slot: Slot<'_>) -> Result<(), Text> {
    within_limit(text, slot.state)?;
    if is_blank(text) {
        return Err(message::empty_key());
    }
    slot.state.personnummer += u64::from(looks_like_personnummer(text));
    let written = WrittenKeys::of(text);
    if !written.is_plain() {
        slot.state.note_key((slot.table, slot.column), written);
    }
    slot.set_text(text);
    Ok(())
}

/// Returns whether a text is empty or white space.
#[inline]
pub(crate) fn is_blank(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
}

fn within_limit(text: &str, state: &mut State) -> Result<(), Text> {
    let most = state.limits.text_bytes;
    if text.len() as u64 > most { Err(state.limit(message::text_too_long(most))) } else { Ok(()) }
}

/// The most zeros that are expanded: more than the digits of the largest double.
const MOST_ZEROS: usize = 400;

/// Returns the digits of a whole number in any notation: `12`, `12.0`, `1.2e1`.
pub(super) fn whole(number: &str) -> Result<Cow<'_, str>, Text> {
    if number == "-0" {
        return Ok(Cow::Borrowed("0"));
    }
    if !number.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        return Ok(Cow::Borrowed(number));
    }
    let Significant { negative, digits, exponent } =
        Significant::new(number).ok_or_else(message::not_a_whole_number)?;
    if digits.is_empty() {
        return Ok(Cow::Borrowed("0"));
    }
    let zeros = usize::try_from(exponent).map_err(|_| message::not_a_whole_number())?;
    if zeros > MOST_ZEROS {
        return Err(message::whole_number_too_large());
    }
    Ok(Cow::Owned(format!("{}{digits}{}", if negative { "-" } else { "" }, "0".repeat(zeros))))
}

/// Parses a whole number.
pub(super) fn int(number: &str) -> Result<i64, Text> {
    whole(number)?.parse().map_err(|_| message::whole_number_too_large())
}

/// A number without insignificant zeros: its digits and its power of ten.
struct Significant {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Significant {
    /// Returns `None` if the exponent is out of any sensible range.
    fn new(number: &str) -> Option<Self> {
        let (negative, number) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number),
        };
        let (base, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = base.split_once('.').unwrap_or((base, ""));
        let all = [whole, fraction].concat();
        let kept = all.trim_end_matches('0');
        let zeros = (all.len() - kept.len()) as i64;
        let digits = kept.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { negative, digits, exponent: 0 });
        }
        let exponent: i64 = exponent.parse().ok()?;
        let exponent = exponent.checked_sub(fraction.len() as i64)?.checked_add(zeros)?;
        Some(Self { negative, digits, exponent })
    }
}

/// Parses a date in the default format.
#[cfg(feature = "arrow")]
pub(crate) fn day(text: &str) -> Option<Date> {
    date(text, Form::Json)
}

fn date(text: &str, form: Form) -> Option<Date> {
    if text.len() == 10 {
        return Date::parse(text);
    }
    let (day, time) = text.split_at_checked(10)?;
    at_midnight(Date::parse(day)?, time, form)
}

/// Returns `day` if the time after it is absent or midnight. In cells the seconds may be omitted, and a space may
/// replace the `T`.
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

/// Parses a decimal number without insignificant zeros; returns `None` if it cannot be represented exactly.
pub(super) fn decimal(number: &str) -> Option<Decimal> {
    if let Ok(decimal) = Decimal::from_str_exact(number) {
        return Some(decimal.normalize());
    }
    let Significant { negative, digits, exponent } = Significant::new(number)?;
    if digits.is_empty() {
        return Some(Decimal::ZERO);
    }
    let mut digits: i128 = digits.parse().ok()?;
    if exponent > 0 {
        digits = digits.checked_mul(10_i128.checked_pow(u32::try_from(exponent).ok()?)?)?;
    }
    let scale = u32::try_from(exponent.min(0).checked_neg()?).ok()?;
    let mut decimal = Decimal::try_from_i128_with_scale(digits, scale).ok()?;
    decimal.set_sign_negative(negative);
    Some(decimal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zeros_that_add_nothing_cost_no_digits() {
        for (number, same) in [
            ("0.30000000000000000000000000000", "0.3"),
            ("-0.30000000000000000000000000000000000", "-0.3"),
            ("30000000000000000000000000000e-29", "0.3"),
            ("000000000000000000000000000000000012.50", "12.5"),
            ("1.50e3", "1500"),
            ("0e99999999999999999999", "0"),
            ("-0.0", "0"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
        ] {
            assert_eq!(decimal(number).map(|number| number.to_string()).as_deref(), Some(same), "{number}");
        }
        for number in [
            "0.30000000000000000000000000001",
            "79228162514264337593543950336",
            "0.00000000000000000000000000001",
            "1e29",
            "1e999999999999",
            "1e99999999999999999999",
            "1e-99999999999999999999",
        ] {
            assert_eq!(decimal(number), None, "{number}");
        }
    }

    #[test]
    fn a_number_that_is_whole_is_whole_however_it_is_written() {
        for (number, same) in [
            ("12", "12"),
            ("12.0", "12"),
            ("-12.00", "-12"),
            ("1.2e1", "12"),
            ("120E-1", "12"),
            ("-0.0", "0"),
        ] {
            assert_eq!(whole(number).as_deref(), Ok(same), "{number}");
        }
        for number in ["12.5", "1e-1", "0.1", "1e500", "1e99999999999999999999"] {
            assert!(whole(number).is_err(), "{number}");
        }
        assert_eq!(int("9223372036854775807.0"), Ok(i64::MAX));
        assert!(int("9223372036854775808.0").is_err());
    }

    proptest! {
        #[test]
        fn a_decimal_is_the_same_with_and_without_its_zeros(mantissa in 0i128..1 << 90, scale in 0u32..=28, zeros in 0usize..40) {
            let number = Decimal::from_i128_with_scale(mantissa, scale).to_string();
            let longer = match number.contains('.') {
                true => format!("{number}{}", "0".repeat(zeros)),
                false => format!("{number}.{}0", "0".repeat(zeros)),
            };
            prop_assert_eq!(decimal(&longer), decimal(&number));
            prop_assert_eq!(decimal(&number), number.parse().ok());
        }
    }
}
