//! Validates and interns the texts and keys of a batch.

use super::super::values::{Ints, Texts};
use super::column::FrameCheck;
use super::intern::Interned;
use super::{Offsets, lengths};
use crate::data::frame::{Declined, Indices, Known, kernel};
use crate::data::key::Key16;
use crate::data::record::looks_like_personnummer;
use crate::data::record::typed::{Checked, Takes};
use crate::data::written::{MOST_DIGITS, WrittenKeys};
use crate::findings::text::nfc;
use std::borrow::Cow;
use std::ops::Range;

/// The smallest number with as many digits as a personnummer.
const TEN_DIGITS: i128 = 1_000_000_000;

pub(super) fn check_numbers(
    check: &mut FrameCheck<'_>,
    ints: &Ints,
    rows: &Range<usize>,
    known: &Known,
) -> Result<(), Declined> {
    // The shortest of those that are not negative.
    let mut least = i128::MAX;
    for row in rows.clone() {
        if known.as_ref().is_some_and(|known| !known.has(row - rows.start)) {
            continue;
        }
        let number = ints.get(row);
        least = if number < 0 { least } else { least.min(number) };
        if number.abs() >= TEN_DIGITS {
            match Checked::key(&number.to_string(), check.decoder.limits()) {
                Checked::Fits => {}
                Checked::Personnummer => check.personnummer += 1,
                Checked::Refused => return Err(Declined),
            }
        }
    }
    if least < i128::MAX {
        check.keys.add(WrittenKeys::of_whole(least));
    }
    Ok(())
}

/// The length in bytes of anything that resembles a personnummer, without spaces.
const PERSONNUMMER: std::ops::RangeInclusive<u32> = 10..=24;

pub(super) fn check_texts(
    check: &mut FrameCheck<'_>,
    texts: &Texts,
    takes: Takes,
    rows: &Range<usize>,
    known: &Known,
) -> Result<(), Declined> {
    let most = check.decoder.limits().text_bytes;
    let is_known = |row: usize| known.as_ref().is_none_or(|known| known.has(row));
    if let Some((bytes, offsets)) = texts.stretch()
        && let Some((stretch, bounds)) = offsets.cut(rows)
        && let Some(bytes) = bytes.get(stretch)
        && let Some((shortest, longest)) = lengths(&bounds)
        && kernel::all_graphic(bytes)
        && u64::from(longest) <= most
    {
        check.add_texts(bytes.len(), longest as usize);
        if takes == Takes::Text {
            return Ok(());
        }
        let first = bounds.first().copied().unwrap_or(0);
        let of_row = |pair: &[u32]| match *pair {
            [start, end] => bytes.get((start - first) as usize..(end - first) as usize),
            _ => None,
        };
        // If no text contains a space, only the empty text is blank.
        let is_blank = |(row, pair)| of_row(pair).is_none_or(<[u8]>::is_empty) && is_known(row);
        if shortest == 0 && bounds.windows(2).enumerate().any(is_blank) {
            return Err(Declined);
        }
        let may_be_numbers = shortest as usize <= MOST_DIGITS;
        let may_be_personnummer = longest >= *PERSONNUMMER.start() && shortest <= *PERSONNUMMER.end();
        if !(may_be_numbers || may_be_personnummer) {
            return Ok(());
        }
        let least = least_digit_in_front(bytes, &bounds, (shortest, longest));
        if least > 9 {
            return Ok(());
        }
        if may_be_numbers {
            check.keys.add(numbers(bytes, &bounds, (shortest, longest), least, &is_known));
        }
        if may_be_personnummer {
            let keys = bounds.windows(2).filter_map(of_row).enumerate();
            let may_be = keys.filter(|(_, key)| key.first().is_some_and(u8::is_ascii_digit));
            let are = may_be.filter(|(row, key)| {
                std::str::from_utf8(key).is_ok_and(looks_like_personnummer) && is_known(*row)
            });
            check.personnummer += are.count() as u64;
        }
        return Ok(());
    }
    let (mut all, mut longest) = (0usize, 0);
    for row in rows.clone() {
        if !is_known(row - rows.start) {
            continue;
        }
        let text = texts.get(row);
        (all, longest) = (all.saturating_add(text.len()), longest.max(text.len()));
        if text.len() as u64 > most {
            return Err(Declined);
        }
        if takes == Takes::Key && !is_plain(text) {
            check.keys.add(WrittenKeys::of(text));
            match Checked::key(text, check.decoder.limits()) {
                Checked::Fits => {}
                Checked::Personnummer => check.personnummer += 1,
                Checked::Refused => return Err(Declined),
            }
        }
    }
    check.add_texts(all, longest);
    Ok(())
}

/// Returns the least digit that any text begins with; more than 9 if none begins with one. The texts lie in `bytes` between
/// `bounds`; the shortest and the longest have these lengths.
fn least_digit_in_front(bytes: &[u8], bounds: &[u32], (shortest, longest): (u32, u32)) -> u8 {
    // What is no digit is more than 9.
    let digit = |byte: Option<&u8>| byte.map_or(u8::MAX, |byte| byte.wrapping_sub(b'0'));
    if shortest == longest && longest > 0 {
        return least_at(bytes, longest as usize, 0, |byte| byte.wrapping_sub(b'0'));
    }
    let first = bounds.first().copied().unwrap_or(0);
    bounds.iter().fold(u8::MAX, |least, begin| least.min(digit(bytes.get((begin - first) as usize))))
}

/// Returns the least that `of` makes of the byte at `at` of each key, where all have `len` bytes: most keys are of one length, and lie at
/// even distances, which need not be read. Four at a time, so that none waits for the one before.
fn least_at(bytes: &[u8], len: usize, at: usize, of: impl Fn(u8) -> u8) -> u8 {
    let least = |least: u8, byte: Option<&u8>| least.min(byte.map_or(u8::MAX, |byte| of(*byte)));
    let mut fours = bytes.chunks_exact(4 * len);
    let mut lanes = [u8::MAX; 4];
    for four in &mut fours {
        for (number, lane) in lanes.iter_mut().enumerate() {
            *lane = least(*lane, four.get(number * len + at));
        }
    }
    let rest = fours.remainder().chunks_exact(len).fold(u8::MAX, |rest, key| least(rest, key.get(at)));
    lanes.into_iter().fold(rest, u8::min)
}

/// Returns how those of the known keys are written that are numbers. The keys are as for [`least_digit_in_front`], whose answer is
/// `least`.
fn numbers(
    bytes: &[u8],
    bounds: &[u32],
    (shortest, longest): (u32, u32),
    least: u8,
    is_known: &impl Fn(usize) -> bool,
) -> WrittenKeys {
    let first = bounds.first().copied().unwrap_or(0);
    let keys = bounds.windows(2).enumerate().filter_map(|(row, pair)| match *pair {
        [start, end] => Some((row, bytes.get((start - first) as usize..(end - first) as usize)?)),
        _ => None,
    });
    let begins_with_digit = |key: &[u8]| key.first().is_some_and(u8::is_ascii_digit);
    let mut numbers = keys.filter(|(row, key)| begins_with_digit(key) && is_known(*row));
    let mut written = WrittenKeys::default();
    // Of keys of one length that have no zero in front and no decimal mark, which is less than a digit, one says all.
    let len = longest as usize;
    let is_even = shortest == longest && longest > 0 && least > 0;
    if is_even && (len == 1 || least_at(bytes, len, len - 2, |byte| byte) >= b'0') {
        if let Some((_, number)) = numbers.find(|(_, key)| key.iter().all(u8::is_ascii_digit)) {
            written.add_number(number);
        }
        return written;
    }
    numbers.for_each(|(_, key)| written.add_number(key));
    written
}

/// Returns whether a key passes the quick check: it has no space before or after, and does not begin with a digit, as a
/// personnummer does.
fn is_plain(key: &str) -> bool {
    let (first, last) = (key.as_bytes().first(), key.as_bytes().last());
    first.is_some_and(|first| first.is_ascii_graphic() && !first.is_ascii_digit())
        && last.is_some_and(u8::is_ascii_graphic)
}

/// Interns the texts of `rows`: returns their indices and the distinct texts. The index of a null means nothing.
pub(super) fn interned<'t>(
    texts: &'t Texts,
    rows: &Range<usize>,
    known: &Known,
) -> (Indices<'static>, Vec<&'t str>) {
    let mut interned = Interned::new();
    let numbers: Vec<u32> = match known {
        None => rows.clone().map(|row| interned.number(texts.get(row))).collect(),
        Some(known) => {
            let number = |row| if known.has(row) { interned.number(texts.get(rows.start + row)) } else { 0 };
            (0..rows.len()).map(number).collect()
        }
    };
    let words = interned.texts().to_vec();
    let keys = if words.len() <= usize::from(u8::MAX) + 1 {
        Indices::One(numbers.iter().map(|number| *number as u8).collect())
    } else {
        Indices::Four(Cow::Owned(numbers))
    };
    (keys, words)
}

/// Texts borrowed from the batch.
pub(super) struct Written<'t> {
    pub(super) texts: &'t Texts,
    pub(super) first: usize,
}

impl crate::data::frame::Texts for Written<'_> {
    fn keys(&self, rows: &[u32]) -> Vec<Key16> {
        let any = |row: usize| Key16::new(&nfc(self.texts.get(row)));
        let row = |row: &u32| self.first + *row as usize;
        let Some((bytes, Offsets::Small(offsets))) = self.texts.stretch() else {
            return rows.iter().map(|at| any(row(at))).collect();
        };
        let key = |row: usize| match offsets.get(row..row + 2) {
            Some([start, end]) => Key16::of_ascii(bytes, *start as usize..*end as usize),
            _ => None,
        };
        rows.iter().map(|at| key(row(at)).unwrap_or_else(|| any(row(at)))).collect()
    }
}

/// Numeric keys.
pub(super) struct Numbers<'n> {
    pub(super) ints: &'n Ints,
    pub(super) first: usize,
}

impl crate::data::frame::Texts for Numbers<'_> {
    fn keys(&self, rows: &[u32]) -> Vec<Key16> {
        let number = |row: &u32| self.ints.get(self.first + *row as usize);
        rows.iter().map(|row| Key16::new(&number(row).to_string())).collect()
    }
}
