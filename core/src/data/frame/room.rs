//! Room for bitmaps, used again and again as long as a call lasts.
//!
//! Evaluating a frame makes and drops some hundred bitmaps of one size. From the allocator alone that costs as much as
//! what is done with them: what is freed last is given back to the system, and has to be asked for again.

use std::cell::RefCell;
use std::marker::PhantomData;

/// How many bitmaps' room is kept at most.
const MOST: usize = 128;
/// Room of more words than this is not kept: with [`MOST`] of it a thread keeps two mebibytes.
const LARGEST: usize = 2048;

thread_local! {
    static ROOM: RefCell<Room> = const { RefCell::new(Room { keepers: 0, spare: Vec::new() }) };
}

struct Room {
    keepers: usize,
    spare: Vec<Vec<u64>>,
}

/// As long as one of these lives, the thread keeps what room is given back.
#[derive(Debug)]
pub(crate) struct Kept {
    /// It belongs to the thread whose room it keeps.
    here: PhantomData<*const ()>,
}

/// Keeps room from now on.
pub(crate) fn keep() -> Kept {
    with(|room| room.keepers += 1);
    Kept { here: PhantomData }
}

impl Drop for Kept {
    fn drop(&mut self) {
        with(|room| {
            room.keepers -= 1;
            if room.keepers == 0 {
                room.spare = Vec::new();
            }
        });
    }
}

/// Room for this many words; there are none in it yet.
pub(crate) fn take(words: usize) -> Vec<u64> {
    let mut spare = with(|room| room.spare.pop()).flatten().unwrap_or_default();
    spare.reserve(words);
    spare
}

/// Gives back room that is no longer used.
pub(crate) fn give_back(mut words: Vec<u64>) {
    if words.capacity() == 0 || words.capacity() > LARGEST {
        return;
    }
    words.clear();
    with(move |room| {
        if room.keepers > 0 && room.spare.len() < MOST {
            room.spare.push(words);
        }
    });
}

/// `None` where the thread is ending, and keeps nothing any more.
fn with<T>(change: impl FnOnce(&mut Room) -> T) -> Option<T> {
    ROOM.try_with(|room| room.try_borrow_mut().ok().map(|mut room| change(&mut room))).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spare() -> usize {
        with(|room| room.spare.len()).unwrap_or(0)
    }

    #[test]
    fn room_is_kept_as_long_as_someone_keeps_it() {
        give_back(Vec::with_capacity(4));
        assert_eq!(spare(), 0);
        let outer = keep();
        let inner = keep();
        give_back(vec![1, 2, 3]);
        drop(inner);
        assert_eq!(spare(), 1);
        let taken = take(2);
        assert!(taken.is_empty() && taken.capacity() >= 3);
        assert_eq!(spare(), 0);
        give_back(taken);
        drop(outer);
        assert_eq!(spare(), 0);
    }

    #[test]
    fn neither_much_nor_large_room_is_kept() {
        let _kept = keep();
        (0..2 * MOST).for_each(|_| give_back(Vec::with_capacity(1)));
        give_back(Vec::with_capacity(LARGEST + 1));
        assert_eq!(spare(), MOST);
    }
}
