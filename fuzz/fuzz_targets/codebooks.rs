//! Any text as a codebook or a dictionary of every format: refused with places that exist, or a codebook
//! that can be matched.
#![no_main]

use leitmotif::codebook::{CodebookFormat, parse_any};
use leitmotif::extract::theme::Matcher;
use leitmotif_fuzz::{text_of, timed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = text_of(data);
    for (format, ..) in CodebookFormat::ALL {
        let parsed = timed(text.len(), || parse_any("fuzz", text.clone(), Some(format)));
        match parsed {
            Ok(loaded) => {
                let _ = Matcher::new(&loaded.codebook);
            }
            Err(error) => {
                assert!(!error.mistakes.is_empty(), "refused without a mistake");
                assert!(error.mistakes.iter().all(|mistake| mistake.line > 0));
            }
        }
    }
});
