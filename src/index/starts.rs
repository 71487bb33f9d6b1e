//! Where sentences start, as bytes: the tokens from each start to the next one, seven bits a byte.
//!
//! A count reads the sentences of nearly every paper. Most are shorter than 128 tokens, so a paper's
//! sentences are about as many bytes, and summing these up takes a third of the time that a column of
//! numbers takes.

/// Bytes of a piece at most: tantivy writes the length of such a value in sixteen bits.
const PIECE: usize = 60_000;

/// Bytes of a number at most.
const NUMBER: usize = 5;

/// Ascending starts as bytes, in pieces; each piece ends with a whole number.
pub(super) fn to_bytes(starts: &[u32]) -> Vec<Vec<u8>> {
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    let mut before = 0;
    for &start in starts {
        let mut rest = start.wrapping_sub(before);
        before = start;
        while rest > 0x7f {
            piece.push(u8::try_from(rest & 0x7f).unwrap_or_default() | 0x80);
            rest >>= 7;
        }
        piece.push(u8::try_from(rest).unwrap_or_default());
        if piece.len() > PIECE - NUMBER {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Appends the starts in a piece, of which `before` is the last one of the piece before; returns the
/// last one.
pub(super) fn from_bytes(piece: &[u8], before: u32, starts: &mut Vec<u32>) -> u32 {
    starts.reserve(piece.len());
    let mut start = before;
    let (mut number, mut shift) = (0_u32, 0);
    for &byte in piece {
        number |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
        if byte & 0x80 == 0 {
            start = start.wrapping_add(number);
            starts.push(start);
            (number, shift) = (0, 0);
        } else {
            shift += 7;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::columnar::BytesColumn;
    use tantivy::{Index, TantivyDocument};

    use super::super::adapter::{Adapter, TOKENIZER};
    use super::super::schema::{self, names};
    use super::*;

    proptest! {
        #[test]
        fn starts_are_read_back(mut starts in proptest::collection::vec(any::<u32>(), 0..90)) {
            starts.sort_unstable();
            let (mut found, mut last) = (Vec::new(), 0);
            for piece in to_bytes(&starts) {
                last = from_bytes(&piece, last, &mut found);
            }
            prop_assert_eq!(found, starts);
        }

        #[test]
        fn any_bytes_are_starts(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut starts = Vec::new();
            from_bytes(&bytes, 7, &mut starts);
            prop_assert!(starts.len() <= bytes.len());
        }
    }

    /// More sentences than a value of the index can hold, with pieces that are equal.
    #[test]
    fn a_long_paper_keeps_its_pieces_in_order() {
        let starts: Vec<u32> = (0..400_000).map(|number| number / 3).collect();
        let (schema, fields) = schema::build();
        let index = Index::create_in_ram(schema);
        index.tokenizers().register(TOKENIZER, Adapter);
        let mut writer = index.writer_with_num_threads(1, 16 << 20).unwrap();
        for starts in [&starts[..], &[], &[3, 9]] {
            let mut entry = TantivyDocument::default();
            let pieces = to_bytes(starts);
            pieces.iter().for_each(|piece| entry.add_bytes(fields.sentence_tokens, piece));
            writer.add_document(entry).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let fast = searcher.segment_reader(0).fast_fields();
        let column: BytesColumn = fast.bytes(names::SENTENCE_TOKENS).unwrap().unwrap();
        for (document, expected) in (0..).zip([&starts[..], &[], &[3, 9]]) {
            let (mut found, mut last) = (Vec::new(), 0);
            for ordinal in column.term_ords(document) {
                let mut piece = Vec::new();
                assert!(column.ord_to_bytes(ordinal, &mut piece).unwrap());
                last = from_bytes(&piece, last, &mut found);
            }
            assert_eq!(found, expected);
        }
    }
}
