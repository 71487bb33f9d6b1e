//! PDFs made by hand, honest and hostile ones.

use proptest::prelude::*;

use super::*;

/// A PDF with these contents, one a page, in Helvetica.
fn pdf(pages: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (page, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R >> >> >>",
            5 + 2 * page
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    assembled(&objects)
}

/// A file of these objects, of which the first is the catalog.
fn assembled(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let xref = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

/// Writes words at a place, from the left and from the bottom.
fn words(size: u32, x: u32, y: u32, words: &str) -> String {
    format!("BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n")
}

/// A page of running text with a heading.
fn page_of_text() -> String {
    let mut page = words(14, 60, 740, "Introduction");
    for row in 0..20 {
        let line = "Small firms go abroad for many reasons, and scholars name most of them";
        page.push_str(&words(10, 60, 710 - 12 * row, line));
    }
    page
}

fn text(pages: &[String]) -> String {
    extract(pdf(pages)).unwrap().text
}

#[test]
fn words_of_a_page_come_in_order_with_headings_marked() {
    let read = extract(pdf(&[page_of_text()])).unwrap();
    assert!(read.text.starts_with("Introduction\n\nSmall firms go abroad"), "{}", read.text);
    assert_eq!(read.text.lines().count(), 3);
    assert_eq!(read.layout.pages.len(), 1);
    assert_eq!(read.layout.pages[0].label, "1");
}

#[test]
fn paragraphs_run_on_over_pages_and_the_pages_are_known() {
    let mut first = page_of_text();
    first.push_str(&words(
        10,
        60,
        470,
        "of them, and the market that is lost at home is the interna-",
    ));
    let mut second =
        words(10, 60, 740, "tional one, which ends it. A second sentence stands here as well.");
    second.push_str(&words(
        10,
        60,
        728,
        "A third sentence of the paragraph follows on the next line of it.",
    ));
    let read = extract(pdf(&[first, second])).unwrap();
    let at = read.text.find("international one").unwrap();
    let pages: Vec<&str> = read.layout.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(pages, ["1", "2"]);
    assert!(read.layout.pages[1].span.start > at);
    assert!(read.layout.pages[1].span.start < at + "international".len());
}

#[test]
fn text_written_in_single_letters_has_its_spaces() {
    let mut page = page_of_text();
    // Kerning moves of half an em part the words, small ones do not.
    page.push_str("BT /F 10 Tf 1 0 0 1 60 300 Tm [(ch) 20 (eap) -500 (lab) 30 (our)] TJ ET\n");
    assert!(text(&[page]).contains("cheap labour"));
}

#[test]
fn what_is_not_readable_has_its_reason() {
    assert_eq!(extract(b"Just words.".to_vec()), Err(PdfFailure::NotPdf));
    assert_eq!(extract(b"%PDF-1.4\nnothing".to_vec()), Err(PdfFailure::Damaged));
    assert_eq!(extract(pdf(&[String::new()])), Err(PdfFailure::Empty));
    let picture = "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{7f} EI Q".to_owned();
    assert_eq!(extract(pdf(&[picture])), Err(PdfFailure::NoTextLayer { pages: 1 }));
}

#[test]
fn circles_and_depths_end() {
    let circle = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>".to_owned(),
    ];
    assert!(extract(assembled(&circle)).is_err());
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] \
        /Resources << /XObject << /X 4 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream";
    let itself = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R \
            /Resources << /XObject << /X 4 0 R >> >> >>"
            .to_owned(),
        form.to_owned(),
        "<< /Length 5 >>\nstream\n/X Do\nendstream".to_owned(),
    ];
    assert!(extract(assembled(&itself)).is_err());
    let deep = [
        format!("<< /Type /Catalog /Pages 2 0 R /Deep {}{} >>", "[".repeat(9000), "]".repeat(9000)),
        "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
    ];
    assert!(extract(assembled(&deep)).is_err());
}

#[test]
fn too_many_pages_are_refused() {
    let refused = extract(pdf(&vec![String::new(); MOST_PAGES + 1]));
    let pages = MOST_PAGES + 1;
    assert_eq!(refused, Err(PdfFailure::TooManyPages { pages, limit: MOST_PAGES }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_never_panic(
        cut in 0usize..1,
        at in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..12),
        end in any::<proptest::sample::Index>(),
    ) {
        let mut file = pdf(&[page_of_text()]);
        for (place, byte) in at {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if cut == 0 {
            file.truncate(end.index(file.len() + 1));
        }
        if let Ok(read) = extract(file) {
            let pages = &read.layout.pages;
            prop_assert_eq!(pages.last().map(|page| page.span.end), Some(read.text.len()));
            for heading in &read.layout.headings {
                prop_assert!(read.text.get(heading.span.start..heading.span.end).is_some());
            }
        }
    }

    #[test]
    fn noise_after_the_signature_never_panics(noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut file = b"%PDF-1.7\n".to_vec();
        file.extend(noise);
        prop_assert!(extract(file).is_err());
    }
}
