//! Any text read as one reference string: its fields are not empty, in linear time, and the same
//! however often the parser was used before.
#![no_main]

use std::cell::RefCell;

use leitmotif::extract::reference::parse::{Parser, parse};
use leitmotif_fuzz::{check_fields, prolonged, text_of, timed};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static PARSER: RefCell<Parser<'static>> = RefCell::new(Parser::new());
}

fn run(raw: &str) {
    let fields = timed(raw.len(), || PARSER.with(|parser| parser.borrow_mut().parse(raw)));
    check_fields(&fields);
    assert_eq!(fields, parse(raw), "a parser that was used before gives other fields");
}

fuzz_target!(|data: &[u8]| {
    let text = text_of(data);
    run(&text);
    prolonged(&text).iter().for_each(|long| run(long));
});
