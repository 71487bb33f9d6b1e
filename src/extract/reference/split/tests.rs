use super::*;

fn split(list: &str) -> Vec<&str> {
    entries(list, Span::new(0, list.len())).iter().map(|entry| entry.span.of(list)).collect()
}

#[test]
fn numbered_lines() {
    let list = "[1] Lee J. A title. J Mark. 2010;3:4.\n[2] Wu P. Other. J Mark. 2011;3:5.\n[3] Xu Q. Third. 2012.";
    assert_eq!(split(list).len(), 3);
}
