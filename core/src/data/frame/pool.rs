//! A thread-local pool of bitmap buffers, reused for the duration of a call.
//!
//! Evaluating a frame allocates and frees some hundred bitmaps of one size. With the allocator alone that costs as much
//! as the computation: freed memory at the top of the heap is returned to the system, and has to be requested again.

use std::cell::RefCell;
use std::marker::PhantomData;

/// The most buffers in the pool.
const MOST: usize = 128;
/// Buffers larger than this, in words, are not pooled; with [`MOST`] of them a thread holds 2 MiB.
const LARGEST: usize = 2048;

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { keepers: 0, spare: Vec::new() }) };
}

struct Pool {
    keepers: usize,
    spare: Vec<Vec<u64>>,
}

/// The thread pools its buffers as long as one of these is alive.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Not `Send`: it belongs to the thread whose pool it keeps alive.
    here: PhantomData<*const ()>,
}

/// Starts pooling buffers in this thread.
pub(crate) fn keep() -> Kept {
    with(|pool| pool.keepers += 1);
    Kept { here: PhantomData }
}

impl Drop for Kept {
    fn drop(&mut self) {
        with(|pool| {
            pool.keepers -= 1;
            if pool.keepers == 0 {
                pool.spare = Vec::new();
            }
        });
    }
}

/// Returns an empty buffer with capacity for this many words.
pub(crate) fn take(words: usize) -> Vec<u64> {
    let mut spare = with(|pool| pool.spare.pop()).flatten().unwrap_or_default();
    spare.reserve(words);
    spare
}

/// Returns a buffer to the pool.
pub(crate) fn give_back(mut words: Vec<u64>) {
    if words.capacity() == 0 || words.capacity() > LARGEST {
        return;
    }
    words.clear();
    with(move |pool| {
        if pool.keepers > 0 && pool.spare.len() < MOST {
            pool.spare.push(words);
        }
    });
}

/// Returns `None` if the thread is exiting and its pool is gone.
fn with<T>(change: impl FnOnce(&mut Pool) -> T) -> Option<T> {
    POOL.try_with(|pool| pool.try_borrow_mut().ok().map(|mut pool| change(&mut pool))).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spare() -> usize {
        with(|pool| pool.spare.len()).unwrap_or(0)
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
