//! A scalar column of any type.

use super::frame::Offsets;
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};
use std::fmt::Write as _;

const SECONDS_OF_A_DAY: i64 = 86_400;

/// The values of a column and its nulls.
#[derive(Clone, Debug)]
pub(super) struct Values {
    nulls: Option<NullBuffer>,
    /// The number of rows.
    pub(super) len: usize,
    pub(super) of: Of,
}

/// Values by the accessors that their type supports.
#[derive(Clone, Debug)]
pub(super) enum Of {
    /// Every row is null.
    Null,
    Bool(BooleanArray),
    Int(Ints),
    Text(Texts),
    Day(Days),
    Decimal(Decimals),
    Float(Floats),
    /// Dictionary-encoded: each row is an index into the values.
    Dictionary(Ints, Box<Values>),
}

#[derive(Clone, Debug)]
pub(super) enum Ints {
    I8(Int8Array),
    I16(Int16Array),
    I32(Int32Array),
    I64(Int64Array),
    U8(UInt8Array),
    U16(UInt16Array),
    U32(UInt32Array),
    U64(UInt64Array),
}

#[derive(Clone, Debug)]
pub(super) enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

/// Days, or timestamps, which are days only at midnight.
#[derive(Clone, Debug)]
pub(super) enum Days {
    Date32(Date32Array),
    Date64(Date64Array),
    Second(TimestampSecondArray),
    Milli(TimestampMillisecondArray),
    Micro(TimestampMicrosecondArray),
    Nano(TimestampNanosecondArray),
}

#[derive(Clone, Debug)]
pub(super) enum Decimals {
    D32(Decimal32Array),
    D64(Decimal64Array),
    D128(Decimal128Array),
    D256(Decimal256Array),
}

#[derive(Clone, Debug)]
pub(super) enum Floats {
    F32(Float32Array),
    F64(Float64Array),
}

impl Values {
    /// Returns the values of `array`, or `None` if it is not scalar or of a type that no field accepts.
    pub(super) fn new(array: &ArrayRef) -> Option<Self> {
        let of = match array.data_type() {
            DataType::Dictionary(_, values) if matches!(**values, DataType::Dictionary(..)) => return None,
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                Of::Dictionary(
                    Ints::new(&make_array(dictionary.keys().to_data()))?,
                    Box::new(Self::new(dictionary.values())?),
                )
            }
            _ => Of::new(array)?,
        };
        Some(Self { nulls: array.nulls().cloned(), len: array.len(), of })
    }

    /// Returns the null rows, without those whose dictionary value is null.
    pub(super) fn nulls(&self) -> Option<&NullBuffer> {
        self.nulls.as_ref()
    }

    /// Returns whether a row is null.
    pub(super) fn is_null(&self, row: usize) -> bool {
        matches!(self.of, Of::Null) || self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }
}

impl Of {
    fn new(array: &ArrayRef) -> Option<Self> {
        let of = match array.data_type() {
            DataType::Null => Self::Null,
            DataType::Boolean => Self::Bool(array.as_boolean().clone()),
            DataType::Utf8 => Self::Text(Texts::Small(array.as_string().clone())),
            DataType::LargeUtf8 => Self::Text(Texts::Large(array.as_string().clone())),
            DataType::Utf8View => Self::Text(Texts::View(array.as_string_view().clone())),
            DataType::Date32 => Self::Day(Days::Date32(array.as_primitive().clone())),
            DataType::Date64 => Self::Day(Days::Date64(array.as_primitive().clone())),
            DataType::Timestamp(unit, zone) if zone.as_deref().is_none_or(is_utc) => Self::Day(match unit {
                TimeUnit::Second => Days::Second(array.as_primitive().clone()),
                TimeUnit::Millisecond => Days::Milli(array.as_primitive().clone()),
                TimeUnit::Microsecond => Days::Micro(array.as_primitive().clone()),
                TimeUnit::Nanosecond => Days::Nano(array.as_primitive().clone()),
            }),
            DataType::Decimal32(..) => Self::Decimal(Decimals::D32(array.as_primitive().clone())),
            DataType::Decimal64(..) => Self::Decimal(Decimals::D64(array.as_primitive().clone())),
            DataType::Decimal128(..) => Self::Decimal(Decimals::D128(array.as_primitive().clone())),
            DataType::Decimal256(..) => Self::Decimal(Decimals::D256(array.as_primitive().clone())),
            DataType::Float32 => Self::Float(Floats::F32(array.as_primitive().clone())),
            DataType::Float64 => Self::Float(Floats::F64(array.as_primitive().clone())),
            _ => Self::Int(Ints::new(array)?),
        };
        Some(of)
    }
}

/// Returns whether a time zone is UTC, the only one where midnight begins a calendar day without choosing a zone.
fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "utc" | "Etc/UTC" | "Z" | "+00:00" | "+0000" | "+00" | "-00:00")
}

impl Ints {
    fn new(array: &ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Int8 => Self::I8(array.as_primitive().clone()),
            DataType::Int16 => Self::I16(array.as_primitive().clone()),
            DataType::Int32 => Self::I32(array.as_primitive().clone()),
            DataType::Int64 => Self::I64(array.as_primitive().clone()),
            DataType::UInt8 => Self::U8(array.as_primitive().clone()),
            DataType::UInt16 => Self::U16(array.as_primitive().clone()),
            DataType::UInt32 => Self::U32(array.as_primitive().clone()),
            DataType::UInt64 => Self::U64(array.as_primitive().clone()),
            _ => return None,
        })
    }

    pub(super) fn get(&self, row: usize) -> i128 {
        match self {
            Self::I8(a) => a.value(row).into(),
            Self::I16(a) => a.value(row).into(),
            Self::I32(a) => a.value(row).into(),
            Self::I64(a) => a.value(row).into(),
            Self::U8(a) => a.value(row).into(),
            Self::U16(a) => a.value(row).into(),
            Self::U32(a) => a.value(row).into(),
            Self::U64(a) => a.value(row).into(),
        }
    }
}

impl Texts {
    pub(super) fn get(&self, row: usize) -> &str {
        match self {
            Self::Small(a) => a.value(row),
            Self::Large(a) => a.value(row),
            Self::View(a) => a.value(row),
        }
    }
}

impl Texts {
    /// Returns the concatenated bytes of all texts and their offsets; `None` if they are not stored contiguously.
    pub(super) fn stretch(&self) -> Option<(&[u8], Offsets<'_>)> {
        match self {
            Self::Small(a) => Some((a.value_data(), Offsets::small(a.offsets()))),
            Self::Large(a) => Some((a.value_data(), Offsets::Large(a.value_offsets()))),
            Self::View(_) => None,
        }
    }
}

impl Days {
    /// Returns the days since 1970-01-01, or `None` if the value is not midnight.
    pub(super) fn get(&self, row: usize) -> Option<i64> {
        let (value, day) = match self {
            Self::Date32(a) => (a.value(row).into(), 1),
            Self::Date64(a) => (a.value(row), SECONDS_OF_A_DAY * 1000),
            Self::Second(a) => (a.value(row), SECONDS_OF_A_DAY),
            Self::Milli(a) => (a.value(row), SECONDS_OF_A_DAY * 1000),
            Self::Micro(a) => (a.value(row), SECONDS_OF_A_DAY * 1_000_000),
            Self::Nano(a) => (a.value(row), SECONDS_OF_A_DAY * 1_000_000_000),
        };
        (value % day == 0).then_some(value / day)
    }
}

impl Decimals {
    /// Writes the number to `digits`, without redundant zeros.
    pub(super) fn write(&self, row: usize, digits: &mut String) {
        *digits = match self {
            Self::D32(a) => Decimal32Type::format_decimal(a.value(row), a.precision(), a.scale()),
            Self::D64(a) => Decimal64Type::format_decimal(a.value(row), a.precision(), a.scale()),
            Self::D128(a) => Decimal128Type::format_decimal(a.value(row), a.precision(), a.scale()),
            Self::D256(a) => Decimal256Type::format_decimal(a.value(row), a.precision(), a.scale()),
        };
        if digits.contains('.') {
            digits.truncate(digits.trim_end_matches('0').trim_end_matches('.').len());
        }
    }
}

impl Floats {
    /// Returns whether a number is small enough that all whole numbers near it are distinct floats.
    pub(super) fn is_exact(&self, row: usize) -> bool {
        match self {
            Self::F32(a) => a.value(row).abs() < (1_u32 << 24) as f32,
            Self::F64(a) => a.value(row).abs() < (1_u64 << 53) as f64,
        }
    }

    /// Returns the whole number in a row; `None` if it is not whole, or does not fit in 64 bits.
    pub(super) fn int(&self, row: usize) -> Option<i64> {
        let value: f64 = match self {
            Self::F32(a) => a.value(row).into(),
            Self::F64(a) => a.value(row),
        };
        let whole = value as i64;
        // Comparing bits also excludes `-0` and non-finite values, which are left to be read as digits.
        (value.abs() < (1_u64 << 62) as f64 && (whole as f64).to_bits() == value.to_bits()).then_some(whole)
    }

    /// Writes the fewest digits that read back as the same number to `digits`, as in JSON; returns `false` if the
    /// number is not finite.
    pub(super) fn write(&self, row: usize, digits: &mut String) -> bool {
        digits.clear();
        let (finite, written) = match self {
            Self::F32(a) => (a.value(row).is_finite(), write!(digits, "{}", a.value(row))),
            Self::F64(a) => (a.value(row).is_finite(), write!(digits, "{}", a.value(row))),
        };
        finite && written.is_ok()
    }
}
