//! Any text read as a paper: its layers, citations and references fit it, in linear time.
#![no_main]

use leitmotif::extract::extract;
use leitmotif_fuzz::{check_extraction, document, prolonged, text_of, timed};
use libfuzzer_sys::fuzz_target;

fn run(text: String) {
    let length = text.len();
    let (document, extraction) = timed(length, || {
        let document = document(text);
        let extraction = extract(&document);
        (document, extraction)
    });
    check_extraction(&document.text, &extraction);
}

fuzz_target!(|data: &[u8]| {
    let text = text_of(data);
    let long = prolonged(&text);
    run(text);
    long.into_iter().for_each(run);
});
