//! Parses the sizes in a Parquet page header: a struct in Thrift's compact protocol.
//!
//! The header is validated before the Parquet reader allocates what it claims. All of it is parsed, and any encoding
//! that is not canonical Thrift, or a duplicate field, is rejected: another reader could interpret it differently.

/// The deepest nesting of structs and lists in a header: statistics are three deep.
const MOST_DEEP: u8 = 8;

/// The sizes that a page claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Claims {
    /// The uncompressed size in bytes.
    pub(super) unpacked: i64,
    /// The size in the file in bytes.
    pub(super) packed: i64,
    /// The number of values.
    pub(super) values: i64,
}

/// Why a header can't be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The header continues beyond the bytes given.
    CutShort,
    /// The bytes are not a header.
    Damaged,
}

type Result<T> = std::result::Result<T, Unread>;

// The types of the compact protocol.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCT: u8 = 12;

impl Claims {
    /// Parses the header at the start of `bytes`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let mut header = Reader(bytes);
        let (mut unpacked, mut packed, mut values) = (None, None, None);
        header.fields(0, &mut |header, field, kind| match (field, kind) {
            (2, I32) => once(&mut unpacked, header.i32()?),
            (3, I32) => once(&mut packed, header.i32()?),
            // The header of a data page, a dictionary page, or a data page v2; the first field is the number of values.
            (5 | 7 | 8, STRUCT) => {
                let mut count = None;
                header.fields(1, &mut |header, field, kind| match (field, kind) {
                    (1, I32) => once(&mut count, header.i32()?),
                    _ => header.skip(kind, 2),
                })?;
                once(&mut values, count.ok_or(Unread::Damaged)?)
            }
            _ => header.skip(kind, 1),
        })?;
        let (Some(unpacked), Some(packed)) = (unpacked, packed) else { return Err(Unread::Damaged) };
        Ok(Self { unpacked, packed, values: values.unwrap_or(0) })
    }
}

/// Sets a field that may occur only once and is not negative.
fn once(place: &mut Option<i64>, value: i64) -> Result<()> {
    if value < 0 || place.replace(value).is_some() { Err(Unread::Damaged) } else { Ok(()) }
}

/// The bytes left to read.
struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8> {
        let (first, rest) = self.0.split_first().ok_or(Unread::CutShort)?;
        self.0 = rest;
        Ok(*first)
    }

    fn pass(&mut self, bytes: u64) -> Result<()> {
        let bytes = usize::try_from(bytes).map_err(|_| Unread::Damaged)?;
        self.0 = self.0.get(bytes..).ok_or(Unread::CutShort)?;
        Ok(())
    }

    /// Reads a varint of up to 64 bits: seven bits a byte, least significant first. An overlong encoding is rejected.
    fn varint(&mut self) -> Result<u64> {
        let mut value = 0_u64;
        for place in 0..10 {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if place == 9 && bits > 1 {
                break;
            }
            value |= bits << (place * 7);
            if byte < 0x80 {
                return if bits == 0 && place > 0 { Err(Unread::Damaged) } else { Ok(value) };
            }
        }
        Err(Unread::Damaged)
    }

    /// Reads a zigzag-encoded number.
    fn i32(&mut self) -> Result<i64> {
        let value = self.varint()?;
        let value = (value >> 1) as i64 ^ -((value & 1) as i64);
        i32::try_from(value).map(i64::from).map_err(|_| Unread::Damaged)
    }

    /// Passes each field of a struct to `read`, by its number and type.
    fn fields(&mut self, deep: u8, read: &mut dyn FnMut(&mut Self, i64, u8) -> Result<()>) -> Result<()> {
        if deep > MOST_DEEP {
            return Err(Unread::Damaged);
        }
        let mut field = 0_i64;
        loop {
            let byte = self.byte()?;
            let (step, kind) = (byte >> 4, byte & 0x0f);
            if byte == 0 {
                return Ok(());
            }
            // Field numbers ascend, so that no field is repeated; writers have no need of the long form.
            if step == 0 {
                return Err(Unread::Damaged);
            }
            field += i64::from(step);
            read(self, field, kind)?;
        }
    }

    /// Skips a value.
    fn skip(&mut self, kind: u8, deep: u8) -> Result<()> {
        match kind {
            // The type of a Boolean field is its value.
            TRUE | FALSE => Ok(()),
            BYTE => self.pass(1),
            I16 | I32 | I64 => self.varint().map(drop),
            DOUBLE => self.pass(8),
            BINARY => {
                let bytes = self.varint()?;
                self.pass(bytes)
            }
            LIST | SET => self.skip_list(deep),
            STRUCT => self.fields(deep, &mut |reader, _, kind| reader.skip(kind, deep + 1)),
            _ => Err(Unread::Damaged),
        }
    }

    fn skip_list(&mut self, deep: u8) -> Result<()> {
        if deep > MOST_DEEP {
            return Err(Unread::Damaged);
        }
        let byte = self.byte()?;
        let (short, kind) = (byte >> 4, byte & 0x0f);
        let len = if short == 0x0f { self.varint()? } else { u64::from(short) };
        for _ in 0..len {
            // Booleans in a list take a byte each.
            if matches!(kind, TRUE | FALSE) { self.pass(1)? } else { self.skip(kind, deep + 1)? }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A data page: type 0, 100 bytes uncompressed, 50 in the file, 7 values.
    const HEADER: [u8; 15] =
        [0x15, 0x00, 0x15, 0xc8, 0x01, 0x15, 0x64, 0x2c, 0x15, 0x0e, 0x15, 0x00, 0x15, 0x06, 0x00];

    fn header(end: &[u8]) -> Vec<u8> {
        [&HEADER, end].concat()
    }

    #[test]
    fn a_header_says_what_there_is() {
        let claims = Claims { unpacked: 100, packed: 50, values: 7 };
        assert_eq!(Claims::read(&header(&[0x00])), Ok(claims));
        // With a checksum before the values' header, and a field after it.
        let mut with_more = header(&[0x15, 0x02, 0x11, 0x00]);
        with_more.splice(7..8, [0x15, 0x02, 0x1c]);
        assert_eq!(Claims::read(&with_more), Ok(claims));
    }

    #[test]
    fn what_could_be_read_as_something_else_is_refused() {
        // Overlong size, doubly overlong, and more than 64 bits.
        for size in [
            &[0xc8, 0x81, 0x00][..],
            &[0xc8, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
            // More than 32 bits, and negative.
            &[0x80, 0x80, 0x80, 0x80, 0x20],
            &[0x01],
        ] {
            let mut bytes = header(&[0x00]);
            bytes.splice(3..5, size.iter().copied());
            assert_eq!(Claims::read(&bytes), Err(Unread::Damaged), "{size:x?}");
        }
        // A repeated size, by the long form of a field.
        assert_eq!(Claims::read(&header(&[0x05, 0x04, 0x02, 0x00])), Err(Unread::Damaged));
        // Without a size, and bytes that are not a header.
        assert_eq!(Claims::read(&[0x15, 0x00, 0x00]), Err(Unread::Damaged));
        assert_eq!(Claims::read(&[0xff; 64]), Err(Unread::Damaged));
        // Deeply nested lists.
        assert_eq!(Claims::read(&[[0x19].as_slice(), &[0x19; 100]].concat()), Err(Unread::Damaged));
    }

    #[test]
    fn a_header_that_is_cut_short_may_be_read_with_more() {
        for len in 0..HEADER.len() + 1 {
            assert_eq!(Claims::read(header(&[0x00]).get(..len).unwrap()), Err(Unread::CutShort), "{len}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_go_on(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Claims::read(&bytes);
        }
    }
}
