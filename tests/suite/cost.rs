//! The cost of hostile texts grows with their length, and not with its square.
//!
//! Each text is read and mined at one length and at four times that length, often enough to be
//! measured. A byte costs the same at both where the cost is linear, and four times as much where it
//! is quadratic; the limit lies between. Time is that of this thread on a processor, where the
//! system tells it, and the least of several measurements.
//! `benches/hostile.rs` runs the full lengths.

use std::fs;
use std::time::{Duration, Instant};

use leitmotif::extract::extract;
use leitmotif::model::SourceFormat;
use leitmotif::read::read_bytes;

/// Times the cost of a byte that a byte of the longer text may have.
const LIMIT: f64 = 2.5;
/// Measurements of which the least counts.
const MEASUREMENTS: usize = 3;
/// Least time of one measurement: the system tells the time in steps of some milliseconds.
const LEAST: Duration = Duration::from_millis(80);

/// Time that this thread has been on a processor; the time of day where the system does not tell.
struct Clock {
    on_processor: Option<Duration>,
    begun: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { on_processor: Self::read(), begun: Instant::now() }
    }

    fn read() -> Option<Duration> {
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
    }

    fn elapsed(&self) -> Duration {
        match (self.on_processor, Self::read()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => self.begun.elapsed(),
        }
    }
}

/// Least time to read and mine a byte of a text, in nanoseconds.
fn cost_of_byte(text: &str) -> f64 {
    let measure = |_| {
        let clock = Clock::start();
        let mut bytes = 0.0;
        loop {
            let document = read_bytes("a.txt", SourceFormat::Text, text.as_bytes()).unwrap();
            drop(extract(&document));
            bytes += f64::from(u32::try_from(text.len()).unwrap());
            let elapsed = clock.elapsed();
            if elapsed >= LEAST {
                return elapsed.as_secs_f64() * 1e9 / bytes;
            }
        }
    };
    (0..MEASUREMENTS).map(measure).fold(f64::INFINITY, f64::min)
}

#[track_caller]
fn check(size: usize, text: impl Fn(usize) -> String) {
    let (short, long) = (cost_of_byte(&text(size)), cost_of_byte(&text(size * 4)));
    println!("{short:.0} ns a byte, {long:.0} at four times the length");
    assert!(
        long <= short * LIMIT,
        "{short:.0} ns a byte became {long:.0} ns at four times the length"
    );
}

#[test]
fn a_text_without_a_break_costs_its_length() {
    check(4_000, |size| "small firms go abroad for cheap labour ".repeat(size));
    check(20_000, |size| "abcdefghij".repeat(size));
}

#[test]
fn a_long_list_of_references_costs_its_length() {
    let entry = |number: usize| {
        format!("Lee{number}, J. ({}). On ports. Trade, {number}, 1-9.\n\n", 1950 + number % 70)
    };
    check(150, |size| {
        let list: String = (0..size).map(entry).collect();
        format!("Ports grow (Lee5, 1955).\n\nReferences\n\n{list}")
    });
    check(300, |size| {
        let list: String =
            (1..=size).map(|number| format!("[{number}] Lee, J. Ports. 1990.\n")).collect();
        format!("Ports grow [1, 2].\n\nReferences\n\n{list}")
    });
}

#[test]
fn a_paragraph_of_parentheses_costs_its_length() {
    check(2_000, |size| "Ports ".to_owned() + &"(".repeat(size * 8));
    check(1_000, |size| "(Lee 2003; [4] ".repeat(size));
    check(1_000, |size| "(Lee, 2003) ".repeat(size));
}

#[test]
fn names_and_years_without_end_cost_their_length() {
    check(1_000, |size| "Lee, Wu and van der Berg, ".repeat(size));
    check(2_000, |size| "2003, ".repeat(size));
    check(1_000, |size| "ibid. ".repeat(size));
    check(1_000, |size| "op. cit. Lee ".repeat(size));
}
