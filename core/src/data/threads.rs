//! Parallel work whose outcomes are consumed in order.
//!
//! The calling thread produces pieces and consumes their outcomes; while none is ready it works itself. No other thread
//! reads input or merges outcomes, so that sequential steps run as with one thread, and a reader or callback of the
//! caller is only called from the calling thread.

use crate::findings::boundary::carried;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// The name of every thread that counts: debuggers show it.
const THREAD_NAME: &str = "kvinnofrid";

/// The most threads that one call starts.
const MOST_THREADS: usize = 256;

/// How pieces are turned into outcomes.
pub(crate) struct Work<Make, Do> {
    /// Creates the state of a worker thread. Called in that thread, before its first piece.
    pub(crate) make: Make,
    /// Processes a piece.
    pub(crate) work: Do,
}

/// Processes all pieces of `next` with up to `threads` threads, including the calling one, and passes the outcomes to
/// `take`, in order. At most `2 × threads + 2` pieces are in memory at a time.
///
/// # Errors
/// The first error of `take`. No piece is requested after it; those already queued are dropped.
pub(crate) fn in_order<Piece, Outcome, Own, E>(
    threads: usize,
    mut next: impl FnMut() -> Option<Piece>,
    work: &Work<impl Fn() -> Own + Sync, impl Fn(&mut Own, Piece) -> Outcome + Sync>,
    mut take: impl FnMut(Outcome) -> Result<(), E>,
) -> Result<(), E>
where
    Piece: Send,
    Outcome: Send,
{
    let threads = threads.clamp(1, MOST_THREADS);
    let most = threads as u64 * 2 + 2;
    let board = Board::new();
    thread::scope(|scope| {
        // However this ends, the helpers must be notified: the scope waits for them.
        let _over = Over(&board);
        let mut own: Option<Own> = None;
        let (mut handed, mut taken) = (0_u64, 0_u64);
        let mut helpers = 0;
        let mut more = true;
        loop {
            while more && handed - taken < most {
                let Some(piece) = next() else {
                    more = false;
                    break;
                };
                board.hand_out(handed, piece);
                handed += 1;
                // The first piece may be the only one, and the calling thread has nothing else to do.
                if handed > 1 && helpers + 1 < threads {
                    let helper = carried(|| board.help(work));
                    // If the system refuses a thread, the existing ones do the work.
                    if thread::Builder::new().name(THREAD_NAME.to_owned()).spawn_scoped(scope, helper).is_ok()
                    {
                        helpers += 1;
                    }
                }
                // Consumes outcomes as soon as possible, to free their memory.
                while let Some(outcome) = board.done(taken) {
                    taken += 1;
                    take(outcome.unwrap_or_else(|payload| resume_unwind(payload)))?;
                }
            }
            if taken == handed {
                return Ok(());
            }
            match board.done_or_piece(taken) {
                Next::Done(outcome) => {
                    taken += 1;
                    take(outcome.unwrap_or_else(|payload| resume_unwind(payload)))?;
                }
                Next::Piece(number, piece) => {
                    let outcome = (work.work)(own.get_or_insert_with(&work.make), piece);
                    board.put(number, Ok(outcome));
                }
            }
        }
    })
}

/// The shared queue of pieces and the outcomes that are ready.
struct Board<Piece, Outcome> {
    state: Mutex<State<Piece, Outcome>>,
    /// Notified when there is a piece, or when no more will come.
    piece: Condvar,
    /// Notified when there is an outcome.
    outcome: Condvar,
}

struct State<Piece, Outcome> {
    pieces: VecDeque<(u64, Piece)>,
    outcomes: BTreeMap<u64, thread::Result<Outcome>>,
    over: bool,
}

/// The next step of the calling thread.
enum Next<Piece, Outcome> {
    Done(thread::Result<Outcome>),
    Piece(u64, Piece),
}

impl<Piece: Send, Outcome: Send> Board<Piece, Outcome> {
    fn new() -> Self {
        let state = State { pieces: VecDeque::new(), outcomes: BTreeMap::new(), over: false };
        Self { state: Mutex::new(state), piece: Condvar::new(), outcome: Condvar::new() }
    }

    /// Ignores poisoning: nothing panics while it holds the lock.
    fn state(&self) -> MutexGuard<'_, State<Piece, Outcome>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hand_out(&self, number: u64, piece: Piece) {
        self.state().pieces.push_back((number, piece));
        self.piece.notify_one();
    }

    fn put(&self, number: u64, outcome: thread::Result<Outcome>) {
        self.state().outcomes.insert(number, outcome);
        self.outcome.notify_one();
    }

    /// Returns the outcome of a piece, if it is ready.
    fn done(&self, number: u64) -> Option<thread::Result<Outcome>> {
        self.state().outcomes.remove(&number)
    }

    /// Returns the outcome of a piece if it is ready, or else another piece to work on.
    fn done_or_piece(&self, number: u64) -> Next<Piece, Outcome> {
        let mut state = self.state();
        loop {
            if let Some(outcome) = state.outcomes.remove(&number) {
                return Next::Done(outcome);
            }
            if let Some((number, piece)) = state.pieces.pop_front() {
                return Next::Piece(number, piece);
            }
            state = self.outcome.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Works until no more pieces come. A panic is resumed in the calling thread when it consumes that piece.
    fn help<Own>(&self, work: &Work<impl Fn() -> Own, impl Fn(&mut Own, Piece) -> Outcome>) {
        let mut own = None;
        while let Some((number, piece)) = self.wait_for_piece() {
            let outcome =
                catch_unwind(AssertUnwindSafe(|| (work.work)(own.get_or_insert_with(&work.make), piece)));
            if outcome.is_err() {
                // A panic may have left the state inconsistent.
                own = None;
            }
            self.put(number, outcome);
        }
    }

    fn wait_for_piece(&self) -> Option<(u64, Piece)> {
        let mut state = self.state();
        loop {
            if state.over {
                return None;
            }
            if let Some(piece) = state.pieces.pop_front() {
                return Some(piece);
            }
            state = self.piece.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Stops the helpers when it is dropped.
struct Over<'a, Piece: Send, Outcome: Send>(&'a Board<Piece, Outcome>);

impl<Piece: Send, Outcome: Send> Drop for Over<'_, Piece, Outcome> {
    fn drop(&mut self) {
        self.0.state().over = true;
        self.0.piece.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    /// Returns the squares of the numbers up to `pieces`, as `threads` threads deliver them.
    fn squares(threads: usize, pieces: u64) -> Vec<u64> {
        let mut numbers = 0..pieces;
        let mut squares = Vec::new();
        let work = Work {
            make: || 0,
            work: |count: &mut u64, n: u64| {
                *count += 1;
                // Some pieces take longer than later ones.
                (0..(n % 7) * 1000).for_each(|i| assert!(std::hint::black_box(i) < 7000));
                n * n
            },
        };
        in_order(
            threads,
            || numbers.next(),
            &work,
            |square| {
                squares.push(square);
                Ok::<(), ()>(())
            },
        )
        .unwrap();
        squares
    }

    #[test]
    fn outcomes_come_in_order_whatever_the_number_of_threads() {
        for pieces in [0, 1, 2, 3, 200] {
            let expected: Vec<u64> = (0..pieces).map(|n| n * n).collect();
            for threads in [0, 1, 2, 3, 8, usize::MAX] {
                assert_eq!(squares(threads, pieces), expected, "{threads} threads, {pieces} pieces");
            }
        }
    }

    #[test]
    fn no_more_is_held_in_memory_than_the_threads_need() {
        let (alive, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        struct Held<'a>(&'a AtomicUsize);
        impl Drop for Held<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, SeqCst);
            }
        }
        let mut left = 500;
        let next = || {
            left -= 1;
            most.fetch_max(alive.fetch_add(1, SeqCst) + 1, SeqCst);
            (left > 0).then(|| Held(&alive))
        };
        let work = Work { make: || (), work: |(): &mut (), held| held };
        in_order(3, next, &work, |held| {
            drop(held);
            Ok::<(), ()>(())
        })
        .unwrap();
        assert!(most.load(SeqCst) <= 3 * 2 + 2 + 1, "{most:?}");
    }

    #[test]
    fn after_an_error_nothing_more_is_asked_for() {
        for threads in [1, 2, 8] {
            let asked = Cell::new(0_u64);
            let next = || {
                asked.set(asked.get() + 1);
                Some(asked.get())
            };
            let mut taken = Vec::new();
            let work = Work { make: || (), work: |(): &mut (), n| n };
            let done = in_order(threads, next, &work, |n| {
                taken.push(n);
                if n == 40 { Err("forty") } else { Ok(()) }
            });
            assert_eq!(done, Err("forty"));
            assert_eq!(taken, (1..=40).collect::<Vec<_>>());
            assert!(asked.get() <= 40 + threads as u64 * 2 + 2, "{}", asked.get());
        }
    }

    #[test]
    fn a_panic_in_any_thread_reaches_the_caller_and_nobody_waits_for_ever() {
        for threads in [1, 2, 8] {
            let mut numbers = 0..100;
            let work =
                Work { make: || (), work: |(): &mut (), n: u64| assert!(n != 50, "a panic that is meant") };
            let done = catch_unwind(AssertUnwindSafe(|| {
                in_order(threads, || numbers.next(), &work, |()| Ok::<(), ()>(()))
            }));
            assert!(done.is_err());
        }
    }

    #[test]
    fn the_calling_thread_alone_asks_for_pieces_and_takes_outcomes() {
        let caller = thread::current().id();
        let mut left = 100;
        let next = || {
            assert_eq!(thread::current().id(), caller);
            left -= 1;
            (left > 0).then_some(left)
        };
        let work = Work { make: || (), work: |(): &mut (), n: i32| n };
        in_order(4, next, &work, |_| {
            assert_eq!(thread::current().id(), caller);
            Ok::<(), ()>(())
        })
        .unwrap();
    }
}
