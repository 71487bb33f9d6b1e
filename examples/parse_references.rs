//! Parses reference strings, one a line on standard input, and writes one JSON object a line.
//!
//!     cargo run --release --example parse_references < strings.txt > parsed.jsonl

use std::io::{BufRead, Write};

use leitmotif::extract::reference::parse::{Parser, ReferenceRecord};

fn main() -> std::io::Result<()> {
    let mut parser = Parser::new();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let raw = line?;
        let fields = parser.parse(&raw);
        serde_json::to_writer(&mut output, &ReferenceRecord::new(&raw, &fields))?;
        output.write_all(b"\n")?;
    }
    output.flush()
}
