//! Work on many items by several threads, with results in the order of the items.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls `work` with each item's number and the item, on `jobs` threads; results in item order.
///
/// Items are taken in order, so that those at the front are begun first.
pub(crate) fn map_in_order<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(usize, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let finished: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        let mut own = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { break };
            own.push((number, work(number, item)));
        }
        finished.lock().unwrap_or_else(PoisonError::into_inner).append(&mut own);
    };
    if jobs <= 1 || items.len() <= 1 {
        run();
    } else {
        std::thread::scope(|scope| {
            for _ in 0..jobs.min(items.len()) {
                scope.spawn(run);
            }
        });
    }
    let mut results = finished.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|&(number, _)| number);
    results.into_iter().map(|(_, result)| result).collect()
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
}
