//! Limits on how much a file may expand to, relative to its size. Well-compressed data take little space in a file and
//! much memory and time; a file of a few kilobytes that expands to gigabytes is not data.

use super::message;
use crate::findings::error::InputError;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;

/// The most list elements of a file of any size, and how many more for each of its bytes. An element with data of its
/// own takes more than a byte, compressed or not.
const FREE_ELEMENTS: u64 = 1 << 20;
const MOST_ELEMENTS_A_BYTE: u64 = 100;
/// The most uncompressed bytes of a file of any size, and how many more for each of its bytes. Columns with many nulls
/// compress to a hundredth.
pub(super) const FREE_BYTES: u64 = 64 << 20;
pub(super) const MOST_BYTES_A_BYTE: u64 = 256;

/// Returns the most list elements for a file of `bytes`.
pub(super) fn most_elements(bytes: u64) -> u64 {
    bytes.saturating_mul(MOST_ELEMENTS_A_BYTE).saturating_add(FREE_ELEMENTS)
}

/// Tracks what a file has expanded to, relative to what has been read.
#[derive(Debug, Default)]
pub(super) struct Budget {
    packed: u64,
    unpacked: u64,
    elements: u64,
}

impl Budget {
    /// Charges the claimed uncompressed size of a message of `packed` bytes, before it is decompressed.
    ///
    /// # Errors
    /// [`InputError`] about the limit, if it is exceeded.
    pub(super) fn unpack(&mut self, packed: u64, unpacked: u64) -> Result<(), InputError> {
        self.packed = self.packed.saturating_add(packed);
        self.unpacked = self.unpacked.saturating_add(unpacked);
        let most = self.packed.saturating_mul(MOST_BYTES_A_BYTE).saturating_add(FREE_BYTES);
        if self.unpacked > most { Err(InputError::limit(message::unpacks_too_large())) } else { Ok(()) }
    }

    /// Charges the list elements of `batch`.
    ///
    /// # Errors
    /// [`InputError`] about the limit, if it is exceeded.
    pub(super) fn read(&mut self, batch: &RecordBatch) -> Result<(), InputError> {
        let lists = batch.columns().iter().map(elements);
        self.elements = lists.fold(self.elements, u64::saturating_add);
        if self.elements > most_elements(self.packed) {
            return Err(InputError::limit(message::too_many_elements()));
        }
        Ok(())
    }
}

/// Returns the number of list elements in a column, nested lists included.
fn elements(array: &ArrayRef) -> u64 {
    let in_list = |values: &ArrayRef| (values.len() as u64).saturating_add(elements(values));
    match array.data_type() {
        DataType::List(_) => in_list(array.as_list::<i32>().values()),
        DataType::LargeList(_) => in_list(array.as_list::<i64>().values()),
        DataType::FixedSizeList(..) => in_list(array.as_fixed_size_list().values()),
        // Many rows of a list view may share the same elements.
        DataType::ListView(_) => {
            let list = array.as_list_view::<i32>();
            let own = list.sizes().iter().map(|size| u64::try_from(*size).unwrap_or_default()).sum();
            elements(list.values()).saturating_add(own)
        }
        DataType::LargeListView(_) => {
            let list = array.as_list_view::<i64>();
            let own = list.sizes().iter().map(|size| u64::try_from(*size).unwrap_or_default());
            own.fold(elements(list.values()), u64::saturating_add)
        }
        DataType::Struct(_) => array.as_struct().columns().iter().map(elements).fold(0, u64::saturating_add),
        _ => 0,
    }
}
