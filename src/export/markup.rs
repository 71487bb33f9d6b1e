//! Text that stands in HTML, SVG and XML without being mark-up.

use super::printable;

/// Text for a page: nothing in it is mark-up, and nothing is a control character.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\r' => {}
            '\n' | '\t' => safe.push(letter),
            _ => safe.extend(printable(letter)),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_paper_is_mark_up() {
        assert_eq!(
            escaped("<a b='c' d=\"e\">&\u{0}"),
            "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;\u{fffd}"
        );
    }
}
