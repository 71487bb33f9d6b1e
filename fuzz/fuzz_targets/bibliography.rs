//! Any text read as a list of references: its entries lie inside it, in order and apart, in linear
//! time; and bibliographies that are found in it do too.
#![no_main]

use leitmotif::extract::reference::locate::bibliographies;
use leitmotif::extract::reference::split::entries;
use leitmotif::model::{Layers, Span};
use leitmotif_fuzz::{check_apart, prolonged, text_of, timed};
use libfuzzer_sys::fuzz_target;

fn check_entries(text: &str, list: Span) {
    let found = timed(text.len(), || entries(text, list));
    check_apart(text, found.iter().map(|entry| entry.span));
    for entry in found {
        assert!(list.covers(entry.span), "{:?} leaves its list {list:?}", entry.span);
        let words = entry.span.of(text);
        assert_eq!(words.trim(), words, "white space at an end of an entry");
    }
}

fn run(text: &str) {
    check_entries(text, Span::new(0, text.len()));
    let found = timed(text.len(), || bibliographies(text, &Layers::default()));
    check_apart(text, found.iter().copied());
    found.into_iter().for_each(|list| check_entries(text, list));
}

fuzz_target!(|data: &[u8]| {
    let text = text_of(data);
    run(&text);
    prolonged(&text).iter().for_each(|long| run(long));
});
