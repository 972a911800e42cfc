//! How much may come out of a file, by how much is in it. What is packed well takes little in a file and much in memory and
//! time; a file of a few kilobytes that unpacks into gigabytes is not data.

use super::message;
use crate::findings::error::InputError;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;

/// How many elements the lists of a file may have together, whatever its size, and how many more for each of its bytes. An
/// element that says anything of its own takes more than a byte, packed or not.
const FREE_ELEMENTS: u64 = 1 << 20;
const MOST_ELEMENTS_A_BYTE: u64 = 100;
/// How many bytes a file may have when it is unpacked, whatever its size, and how many more for each of its bytes. Columns
/// with much missing are packed to a hundredth.
pub(super) const FREE_BYTES: u64 = 64 << 20;
pub(super) const MOST_BYTES_A_BYTE: u64 = 256;

/// How many elements the lists of a file of `bytes` may have.
pub(super) fn most_elements(bytes: u64) -> u64 {
    bytes.saturating_mul(MOST_ELEMENTS_A_BYTE).saturating_add(FREE_ELEMENTS)
}

/// What has come out of a file so far, held against what has gone in.
#[derive(Debug, Default)]
pub(super) struct Budget {
    packed: u64,
    unpacked: u64,
    elements: u64,
}

impl Budget {
    /// Spends what a message of `packed` bytes claims to have when it is unpacked, before it is.
    ///
    /// # Errors
    /// [`InputError`] about the limit, where that is beyond it.
    pub(super) fn unpack(&mut self, packed: u64, unpacked: u64) -> Result<(), InputError> {
        self.packed = self.packed.saturating_add(packed);
        self.unpacked = self.unpacked.saturating_add(unpacked);
        let most = self.packed.saturating_mul(MOST_BYTES_A_BYTE).saturating_add(FREE_BYTES);
        if self.unpacked > most { Err(InputError::limit(message::unpacks_too_large())) } else { Ok(()) }
    }

    /// Spends the elements of the lists in `batch`.
    ///
    /// # Errors
    /// [`InputError`] about the limit, where there are more than that.
    pub(super) fn read(&mut self, batch: &RecordBatch) -> Result<(), InputError> {
        let lists = batch.columns().iter().map(elements);
        self.elements = lists.fold(self.elements, u64::saturating_add);
        if self.elements > most_elements(self.packed) {
            return Err(InputError::limit(message::too_many_elements()));
        }
        Ok(())
    }
}

/// How many elements the lists in a column have, those of lists in their elements too.
fn elements(array: &ArrayRef) -> u64 {
    let in_list = |values: &ArrayRef| (values.len() as u64).saturating_add(elements(values));
    match array.data_type() {
        DataType::List(_) => in_list(array.as_list::<i32>().values()),
        DataType::LargeList(_) => in_list(array.as_list::<i64>().values()),
        DataType::FixedSizeList(..) => in_list(array.as_fixed_size_list().values()),
        // Of a view, many rows may have the same elements.
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
