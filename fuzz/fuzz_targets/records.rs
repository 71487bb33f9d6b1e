//! Any text as bibliographic records of every format: mistakes have lines that exist.
#![no_main]

use leitmotif::records::{RecordFormat, detect, read};
use leitmotif_fuzz::{text_of, timed};
use libfuzzer_sys::fuzz_target;

const FORMATS: [RecordFormat; 9] = [
    RecordFormat::Bibtex,
    RecordFormat::Ris,
    RecordFormat::EndNoteTags,
    RecordFormat::CslJson,
    RecordFormat::ZoteroRdf,
    RecordFormat::EndNoteXml,
    RecordFormat::Nbib,
    RecordFormat::WebOfScience,
    RecordFormat::Sheet,
];

fuzz_target!(|data: &[u8]| {
    let text = text_of(data);
    let _ = detect(&text);
    for format in FORMATS {
        let records = timed(text.len(), || read(&text, format));
        for record in &records.records {
            assert!(record.line > 0, "{format:?}: a record in line 0");
            let _ = record.hash();
        }
    }
});
