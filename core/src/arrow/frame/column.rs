//! Converts one column of a batch to a column of a frame.

use super::super::batch::One;
use super::super::values::{Days, Ints, Of, Texts};
use super::dictionary::Dictionary;
use super::texts::{Numbers, Written, check_numbers, check_texts, interned};
use super::{bits, both, known};
use crate::data::compared::FieldWords;
use crate::data::frame::{Bits, Column, ColumnUse, Data, Declined, Entries, Indices, Known, kernel};
use crate::data::record::Decoder;
use crate::data::record::typed::{Field, Takes, day};
use crate::data::written::WrittenKeys;
use crate::findings::text::nfc;
use crate::language::date::Date;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Limits and scratch data for validating values.
pub(super) struct FrameCheck<'d> {
    pub(super) decoder: &'d mut Decoder,
    /// The most bytes of text in any record.
    pub(super) text: usize,
    /// The most rows of the table in any record.
    pub(super) rows_of_a_record: usize,
    pub(super) personnummer: u64,
    /// How the keys of the current column are written.
    pub(super) keys: WrittenKeys,
    /// The words of rules that values of the current column nearly are, with how many values.
    pub(super) near: Vec<(Arc<str>, u64)>,
}

impl<'d> FrameCheck<'d> {
    pub(super) fn new(decoder: &'d mut Decoder) -> Self {
        let keys = WrittenKeys::default();
        Self { decoder, text: 0, rows_of_a_record: 1, personnummer: 0, keys, near: Vec::new() }
    }

    /// Adds texts of `all` bytes in total, the longest of which has `longest`.
    pub(super) fn add_texts(&mut self, all: usize, longest: usize) {
        let of_a_record = all.min(longest.saturating_mul(self.rows_of_a_record));
        self.text = self.text.saturating_add(of_a_record);
    }
}

/// A column of the batch.
#[derive(Debug)]
pub(super) struct Source {
    one: Arc<One>,
    at: (usize, usize),
    words: Option<Dictionary>,
    /// What conditions compare it with.
    compared: Option<Arc<FieldWords>>,
}

/// The cached result of validating some rows of a column: all values fit.
#[derive(Debug, Default)]
pub(super) struct ValidatedColumn {
    /// The values, if the batch does not hold them in the needed form; converted during validation, or else on first
    /// use.
    made: OnceLock<Data<'static>>,
    known: OnceLock<Known>,
}

impl Source {
    /// Resolves the column; `None` if it has to be read row by row.
    pub(super) fn new(decoder: &mut Decoder, at: (usize, usize), one: &Arc<One>) -> Option<Self> {
        let Field { takes, mapped, dated } = one.field;
        if mapped || dated {
            return None;
        }
        let words = match &one.values.of {
            Of::Null | Of::Bool(_) | Of::Day(_) => None,
            Of::Text(_) => None,
            Of::Int(_) if matches!(takes, Takes::Int | Takes::Key) => None,
            Of::Float(_) if takes == Takes::Int => None,
            Of::Dictionary(Ints::I64(_) | Ints::U64(_), _) => return None,
            Of::Dictionary(_, words) => Some(Dictionary::new(decoder, at, takes, words, one.values.len)?),
            Of::Int(_) | Of::Decimal(_) | Of::Float(_) => return None,
        };
        Some(Self { one: Arc::clone(one), at, words, compared: decoder.words(at) })
    }

    /// Returns whether any of `rows` has a value.
    pub(super) fn has_any(&self, rows: &Range<usize>) -> bool {
        rows.clone().any(|row| !self.is_null(row))
    }

    fn is_null(&self, row: usize) -> bool {
        self.one.values.is_null(row)
            || match (&self.one.values.of, &self.words) {
                (Of::Dictionary(keys, _), Some(Dictionary { known: Some(known), .. })) => {
                    !usize::try_from(keys.get(row)).is_ok_and(|word| known.has(word))
                }
                _ => false,
            }
    }

    /// Validates everything in `rows`. Only values that are not null (by `rows_known`) have to fit.
    pub(super) fn take(
        &self,
        check: &mut FrameCheck<'_>,
        rows: &Range<usize>,
        rows_known: &Known,
    ) -> Result<ValidatedColumn, Declined> {
        let validated = ValidatedColumn::default();
        if self.is_fine(rows) {
            return Ok(validated);
        }
        let known = both(known(self.one.values.nulls(), rows), rows_known.clone());
        let takes = self.one.field.takes;
        let made = match &self.one.values.of {
            Of::Null | Of::Bool(_) => None,
            Of::Day(days) => made(Data::Days(days_of(days, rows, &known)?)),
            Of::Int(ints) if takes == Takes::Int => made(Data::Ints(ints_of(ints, rows, &known)?)),
            Of::Int(ints) => {
                check_numbers(check, ints, rows, &known)?;
                None
            }
            Of::Dictionary(keys, _) => {
                let dictionary = self.words.as_ref().ok_or(Declined)?;
                let keys = keys_of(keys, rows).ok_or(Declined)?;
                dictionary.check(&keys, &known)?;
                check.keys.add(dictionary.written(&keys, &known));
                self.note_near(check, &keys, &dictionary.words, &known);
                check.add_texts(usize::MAX, dictionary.longest);
                None
            }
            Of::Text(texts) if takes == Takes::Code => Some(self.codes(check, texts, rows, &known)?),
            Of::Text(texts) if takes == Takes::Date => {
                let day = |row| Some(day(texts.get(row))?.0);
                Some(Data::Days(Cow::Owned(each(rows, &known, day)?)))
            }
            Of::Float(floats) if takes == Takes::Int => {
                Some(Data::Ints(Cow::Owned(each(rows, &known, |row| floats.int(row))?)))
            }
            Of::Text(texts) => {
                check_texts(check, texts, takes, rows, &known)?;
                self.compared.as_ref().map(|_| {
                    let (keys, words) = words_of(texts, rows, &known);
                    self.note_near(check, &keys, &words, &known);
                    Data::Dictionary(keys, Arc::new(words))
                })
            }
            Of::Decimal(_) | Of::Float(_) => return Err(Declined),
        };
        if let Some(made) = made {
            // Nothing else has set it.
            let _ = validated.made.set(made);
        }
        Ok(validated)
    }

    /// Returns the column of `rows` as validated in `validated`, with the nulls of `rows_known`; `None` if every value is
    /// missing.
    pub(super) fn column<'f>(
        &'f self,
        validated: &'f ValidatedColumn,
        rows: &Range<usize>,
        rows_known: &Known,
        want: ColumnUse,
    ) -> Result<Option<Column<'f>>, Declined> {
        let known = validated.known.get_or_init(|| self.known(rows, rows_known)).clone();
        if let Some(made) = validated.made.get() {
            return Ok(Some(Column { data: made.borrowed(), known }));
        }
        let data = match &self.one.values.of {
            Of::Null => return Ok(None),
            Of::Bool(values) => {
                let made = validated.made.get_or_init(|| Data::Bools(Arc::new(bits(values.values(), rows))));
                made.borrowed()
            }
            Of::Day(Days::Date32(days)) => {
                Data::Days(Cow::Borrowed(days.values().get(rows.clone()).ok_or(Declined)?))
            }
            Of::Day(days) => Data::Days(days_of(days, rows, &known)?),
            Of::Int(ints) if self.one.field.takes == Takes::Int => Data::Ints(ints_of(ints, rows, &known)?),
            // Numeric keys, compared with texts of a rule.
            Of::Int(_) if want == ColumnUse::Values => return Err(Declined),
            Of::Int(ints) => Data::Texts(Arc::new(Numbers { ints, first: rows.start })),
            Of::Dictionary(keys, _) => {
                let Dictionary { words, .. } = self.words.as_ref().ok_or(Declined)?;
                Data::Dictionary(keys_of(keys, rows).ok_or(Declined)?, Arc::clone(words))
            }
            Of::Text(texts) if want == ColumnUse::Values => {
                let made = validated.made.get_or_init(|| {
                    let (keys, words) = words_of(texts, rows, &known);
                    Data::Dictionary(keys, Arc::new(words))
                });
                made.borrowed()
            }
            Of::Text(texts) => Data::Texts(Arc::new(Written { texts, first: rows.start })),
            Of::Decimal(_) | Of::Float(_) => return Err(Declined),
        };
        Ok(Some(Column { data, known }))
    }

    /// Notes which of the `known` values are nearly a word of the rules. A dictionary may have words that nobody has.
    fn note_near(&self, check: &mut FrameCheck<'_>, keys: &Indices<'_>, words: &Entries, known: &Known) {
        let (Some(compared), Entries::Texts(texts)) = (&self.compared, words) else { return };
        for (number, text) in texts.iter().enumerate() {
            let Some(word) = compared.near(text) else { continue };
            let mut rows = keys.among(&(0..words.len()).map(|other| other == number).collect::<Vec<_>>());
            if let Some(known) = known {
                rows.and_with(known);
            }
            if !rows.is_empty() {
                check.near.push((Arc::clone(word), rows.count() as u64));
            }
        }
    }

    fn known(&self, rows: &Range<usize>, rows_known: &Known) -> Known {
        let known = both(known(self.one.values.nulls(), rows), rows_known.clone());
        match (&self.one.values.of, &self.words) {
            (Of::Dictionary(keys, _), Some(Dictionary { known: Some(of_words), .. })) => {
                let keys = keys_of(keys, rows);
                let of_row = |row| keys.as_ref().is_some_and(|keys| of_words.has(keys.get(row)));
                both(known, Some(Arc::new(Bits::from_rows(rows.len(), of_row))))
            }
            _ => known,
        }
    }

    /// Returns whether every value in `rows` fits, including those under nulls.
    fn is_fine(&self, rows: &Range<usize>) -> bool {
        match (&self.one.values.of, &self.words) {
            (Of::Null, _) => true,
            (Of::Bool(_) | Of::Int(Ints::I64(_)), _) if self.one.field.takes != Takes::Key => true,
            (Of::Day(days @ Days::Date32(_)), _) => days_of(days, rows, &None).is_ok(),
            (Of::Dictionary(keys, _), Some(dictionary)) if matches!(*dictionary.words, Entries::Codes(_)) => {
                keys_of(keys, rows).is_some_and(|keys| dictionary.check(&keys, &None).is_ok())
            }
            _ => false,
        }
    }

    /// Converts texts in `rows` to codes. Each distinct text is looked up once.
    fn codes(
        &self,
        check: &mut FrameCheck<'_>,
        texts: &Texts,
        rows: &Range<usize>,
        known: &Known,
    ) -> Result<Data<'static>, Declined> {
        let (keys, words) = interned(texts, rows, known);
        let code = |word: &&str| check.decoder.code(self.at, word).ok_or(Declined);
        let codes: Result<Vec<u16>, Declined> = words.iter().map(code).collect();
        Ok(Data::Dictionary(keys, Arc::new(Entries::Codes(codes?))))
    }
}

/// Returns the texts of `rows` as a dictionary.
fn words_of(texts: &Texts, rows: &Range<usize>, known: &Known) -> (Indices<'static>, Entries) {
    let (keys, words) = interned(texts, rows, known);
    (keys, Entries::Texts(words.into_iter().map(nfc).collect()))
}

/// Returns values that the batch does not hold in the needed form.
fn made(data: Data<'_>) -> Option<Data<'static>> {
    match data {
        Data::Days(Cow::Owned(days)) => Some(Data::Days(Cow::Owned(days))),
        Data::Ints(Cow::Owned(ints)) => Some(Data::Ints(Cow::Owned(ints))),
        _ => None,
    }
}

fn keys_of<'k>(keys: &'k Ints, rows: &Range<usize>) -> Option<Indices<'k>> {
    macro_rules! cut {
        ($array:ident, $width:ident, $as:ty) => {
            Indices::$width(Cow::Borrowed($array.values().inner().typed_data::<$as>().get(rows.clone())?))
        };
    }
    Some(match keys {
        Ints::I8(array) => cut!(array, One, u8),
        Ints::U8(array) => cut!(array, One, u8),
        Ints::I16(array) => cut!(array, Two, u16),
        Ints::U16(array) => cut!(array, Two, u16),
        Ints::I32(array) => cut!(array, Four, u32),
        Ints::U32(array) => cut!(array, Four, u32),
        Ints::I64(_) | Ints::U64(_) => return None,
    })
}

/// Applies `value` to each of `rows` that is not null; nulls get the default, which is never read.
fn each<T: Default>(
    rows: &Range<usize>,
    known: &Known,
    value: impl Fn(usize) -> Option<T>,
) -> Result<Vec<T>, Declined> {
    let of_row = |row: usize| match known {
        Some(known) if !known.has(row - rows.start) => Ok(T::default()),
        _ => value(row).ok_or(Declined),
    };
    rows.clone().map(of_row).collect()
}

/// Returns whether a day is within the supported calendar.
fn is_day(day: i64) -> bool {
    (i64::from(Date::FIRST.0)..=i64::from(Date::LAST.0)).contains(&day)
}

fn days_of<'d>(days: &'d Days, rows: &Range<usize>, known: &Known) -> Result<Cow<'d, [i32]>, Declined> {
    if let Days::Date32(array) = days {
        let days = array.values().get(rows.clone()).ok_or(Declined)?;
        let fits = |day: i32| is_day(day.into());
        let all = kernel::extremes(days).is_none_or(|(first, last)| fits(first) && fits(last))
            || known
                .as_ref()
                .is_some_and(|known| known.rows().all(|row| days.get(row).is_some_and(|day| fits(*day))));
        return if all { Ok(Cow::Borrowed(days)) } else { Err(Declined) };
    }
    let day = |row| i32::try_from(days.get(row).filter(|day| is_day(*day))?).ok();
    Ok(Cow::Owned(each(rows, known, day)?))
}

fn ints_of<'i>(ints: &'i Ints, rows: &Range<usize>, known: &Known) -> Result<Cow<'i, [i64]>, Declined> {
    if let Ints::I64(array) = ints {
        return Ok(Cow::Borrowed(array.values().get(rows.clone()).ok_or(Declined)?));
    }
    Ok(Cow::Owned(each(rows, known, |row| i64::try_from(ints.get(row)).ok())?))
}
