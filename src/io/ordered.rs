//! A parallel map that keeps the order and a bounded number of results.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError};

/// How many items per thread may be worked on or wait for the one before them.
const AHEAD: usize = 4;

/// Why the work on one item ended early: the message and place of a panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panicked(pub String);

struct State<R> {
    /// The next item that nobody works on.
    next: usize,
    /// How many results were handed over.
    done: usize,
    /// Results that wait for the one before them.
    ready: BTreeMap<usize, Result<R, Panicked>>,
    stop: bool,
}

/// As many threads as the machine has cores.
pub fn all_cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Works on `items` with so many threads and hands the results over in the order of the
/// items, on the calling thread. A panic in `work` is the result of its item alone.
///
/// # Errors
/// The first error of `take`, which also ends the work.
pub fn ordered<T: Sync, R: Send, E>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, Result<R, Panicked>) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.clamp(1, items.len().max(1));
    let state = Mutex::new(State { next: 0, done: 0, ready: BTreeMap::new(), stop: false });
    let changed = Condvar::new();
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let worker = || {
        loop {
            let index = {
                let waits = |s: &mut State<R>| !s.stop && s.next < items.len() && s.next >= s.done + threads * AHEAD;
                let mut state = changed.wait_while(lock(), waits).unwrap_or_else(PoisonError::into_inner);
                if state.stop {
                    return;
                }
                state.next += 1;
                state.next - 1
            };
            let Some(item) = items.get(index) else { return };
            let result = caught(|| work(item));
            lock().ready.insert(index, result);
            changed.notify_all();
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(worker);
        }
        let mut outcome = Ok(());
        for (index, item) in items.iter().enumerate() {
            let waits = |state: &mut State<R>| !state.ready.contains_key(&index);
            let result = {
                let mut state = changed.wait_while(lock(), waits).unwrap_or_else(PoisonError::into_inner);
                state.done = index + 1;
                state.ready.remove(&index)
            };
            changed.notify_all();
            let Some(result) = result else { continue };
            outcome = take(item, result);
            if outcome.is_err() {
                break;
            }
        }
        lock().stop = true;
        changed.notify_all();
        outcome
    })
}

thread_local! {
    /// The place and message of the last panic of this thread.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes panics note where they happened instead of printing it: [`ordered`] reports them
/// with the document.
pub fn note_panics() {
    std::panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let message = text.or(payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic");
        let place = info.location().map_or(String::new(), |place| format!(" ({}:{})", place.file(), place.line()));
        LAST_PANIC.with(|last| *last.borrow_mut() = format!("{message}{place}"));
    }));
}

/// The result of some work, or of its panic.
pub fn caught<R>(work: impl FnOnce() -> R) -> Result<R, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked(LAST_PANIC.with(|last| last.take())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_never_far_ahead() {
        let items: Vec<usize> = (0..500).collect();
        let begun = AtomicUsize::new(0);
        let mut taken = Vec::new();
        let work = |&n: &usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            if n % 7 == 0 {
                std::thread::sleep(std::time::Duration::from_micros(200));
            }
            n * 2
        };
        ordered(&items, 3, work, |_, result| {
            assert!(begun.load(Ordering::SeqCst) <= taken.len() + 3 * AHEAD + 1);
            taken.push(result.unwrap());
            Ok::<(), ()>(())
        })
        .unwrap();
        assert_eq!(taken, items.iter().map(|n| n * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_is_the_result_of_one_item() {
        let mut failed = 0;
        let work = |&n: &i32| if n == 2 { panic!("on purpose") } else { n };
        ordered(&[1, 2, 3], 2, work, |_, result| {
            failed += usize::from(result.is_err());
            Ok::<(), ()>(())
        })
        .unwrap();
        assert_eq!(failed, 1);
    }

    #[test]
    fn an_error_ends_the_work() {
        let items: Vec<usize> = (0..10_000).collect();
        let begun = AtomicUsize::new(0);
        let work = |_: &usize| begun.fetch_add(1, Ordering::SeqCst);
        assert_eq!(ordered(&items, 2, work, |&n, _| if n == 10 { Err("full") } else { Ok(()) }), Err("full"));
        assert!(begun.load(Ordering::SeqCst) < 100);
        assert_eq!(ordered(&[] as &[u8], 4, |_| (), |_, _| Err("never")), Ok(()));
    }
}
