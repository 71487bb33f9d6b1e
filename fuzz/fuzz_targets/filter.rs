//! Any text as a filter: refused, or printed so that it reads back the same.
#![no_main]

use leitmotif::query::Filter;
use leitmotif_fuzz::{text_of, timed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = text_of(data);
    let parse = |text: &str| Filter::parse(text, &["field", "discipline"]);
    if let Ok(filter) = timed(text.len(), || parse(&text)) {
        let printed = filter.to_string();
        let again = parse(&printed);
        assert!(again.is_ok_and(|again| again == filter), "{text:?} is printed as {printed:?}");
    }
});
