//! Any bytes read as a paper of any format: refused, or a text with layers that fit it. The first byte
//! chooses the format.
#![no_main]

use leitmotif::extract::extract;
use leitmotif::model::SourceFormat;
use leitmotif::read::read_bytes;
use leitmotif_fuzz::{check_read, timed};
use libfuzzer_sys::fuzz_target;

const FORMATS: [SourceFormat; 9] = [
    SourceFormat::Text,
    SourceFormat::Markdown,
    SourceFormat::Xml,
    SourceFormat::Latex,
    SourceFormat::Docx,
    SourceFormat::Odt,
    SourceFormat::Html,
    SourceFormat::Epub,
    SourceFormat::Structured,
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let Some(&format) = FORMATS.get(usize::from(*choice) % FORMATS.len()) else { return };
    let read = timed(bytes.len(), || read_bytes("fuzz", format, bytes));
    if let Ok(document) = read {
        check_read(&document);
        let again = read_bytes("fuzz", format, bytes);
        assert!(again.is_ok_and(|again| again == document), "read again it is another one");
        // What mark-up gives and what is found must go together.
        let _ = extract(&document);
    }
});
