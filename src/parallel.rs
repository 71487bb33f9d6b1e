//! Work on many items by several threads, with results in the order of the items.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// Calls `work` with each item's number and the item, on `jobs` threads; results in item order.
///
/// Items are taken in order, so that those at the front are begun first.
pub(crate) fn map_in_order<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(usize, &T) -> R + Sync,
) -> Vec<R> {
    let results = fold(items, jobs, Vec::new, |own: &mut Vec<(usize, R)>, number, item| {
        own.push((number, work(number, item)));
    });
    let mut results = results.into_iter().flatten().collect::<Vec<_>>();
    results.sort_by_key(|&(number, _)| number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Shows each item with its number to one of `jobs` threads, each of which has a state of its own;
/// the states, in no order.
pub(crate) fn fold<T: Sync, S: Send>(
    items: &[T],
    jobs: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize, &T) + Sync,
) -> Vec<S> {
    let next = AtomicUsize::new(0);
    let states = Mutex::new(Vec::new());
    let run = || {
        let mut state = start();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { break };
            work(&mut state, number, item);
        }
        states.lock().unwrap_or_else(PoisonError::into_inner).push(state);
    };
    let threads = jobs.min(items.len());
    if threads <= 1 {
        run();
    } else {
        std::thread::scope(|scope| {
            // This thread is one of them.
            (1..threads).for_each(|_| drop(scope.spawn(run)));
            run();
        });
    }
    states.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Shows each item that `produce` hands over to one of `jobs` threads, each of which has a state of
/// its own; the states, in no order.
///
/// Items wait in a queue of `jobs` places, so that a producer of large items runs no further ahead.
/// What it hands them to answers whether they are still wanted.
pub(crate) fn feed<T: Send, S: Send>(
    jobs: usize,
    produce: impl FnOnce(&mut dyn FnMut(T) -> bool),
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) + Sync,
) -> Vec<S> {
    if jobs <= 1 {
        let mut state = start();
        produce(&mut |item| {
            work(&mut state, item);
            true
        });
        return vec![state];
    }
    let (sender, receiver) = sync_channel(jobs);
    let receiver = Mutex::new(receiver);
    let states = Mutex::new(Vec::new());
    let run = || {
        let mut state = start();
        loop {
            let item = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(item) = item else { break };
            work(&mut state, item);
        }
        states.lock().unwrap_or_else(PoisonError::into_inner).push(state);
    };
    std::thread::scope(|scope| {
        (0..jobs).for_each(|_| drop(scope.spawn(run)));
        produce(&mut |item| sender.send(item).is_ok());
        drop(sender);
    });
    states.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        for jobs in [0, 1, 3, 200] {
            let doubled = map_in_order(&items, jobs, |number, item| number + item);
            assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
        assert!(map_in_order(&[] as &[u8], 4, |_, _| ()).is_empty());
    }

    #[test]
    fn every_item_of_a_producer_is_worked_on_once() {
        for jobs in [0, 1, 3] {
            let produce = |take: &mut dyn FnMut(u64) -> bool| {
                for item in 1..=100 {
                    assert!(take(item));
                }
            };
            let sums = feed(jobs, produce, || 0, |sum, item| *sum += item);
            assert_eq!(sums.iter().sum::<u64>(), 5050);
        }
    }
}
