//! Text of reports is never trusted: not as markup, not as terminal codes, not as an order of reading.

use std::fmt::Write as _;

/// Does this character do something to a terminal or a page instead of standing there? Control characters, bidirectional
/// overrides and isolates (Unicode Technical Report 36, section 3.2), invisible operators and tags.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{180E}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// On one line, with every acting character shown as a visible escape (`‹U+202E›`) and runs of white space as one space.
#[must_use]
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) && !out.is_empty() {
            out.push(' ');
        }
        push(&mut out, c);
    }
    out
}

/// As [`line`], but white space stays as it is.
#[must_use]
pub fn block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\n' | '\t') { out.push(c) } else { push(&mut out, c) }
    }
    out
}

fn push(out: &mut String, c: char) {
    if acts(c) {
        let _ = write!(out, "‹U+{:04X}›", c as u32);
    } else {
        out.push(c);
    }
}

/// For HTML text and attribute values.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in block(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// For Markdown (CommonMark): on one line, nothing in it is markup.
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len() + 8);
    for (n, c) in text.char_indices() {
        let opens = n == 0 && matches!(c, '+' | '-' | '=' | '#')
            || matches!(c, '.' | ')') && n > 0 && text[..n].bytes().all(|b| b.is_ascii_digit());
        if opens || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    // A bare address would become a link of its own in most dialects.
    out.replace("://", ":\\//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acting_characters_are_shown() {
        assert_eq!(line("a\u{202E}b\x1b[31m\u{200B}"), "a‹U+202E›b‹U+001B›[31m\u{200B}");
        assert_eq!(line("  a \n\t b\u{0}"), "a b‹U+0000›");
        assert_eq!(block("a\n\tb\u{FEFF}"), "a\n\tb‹U+FEFF›");
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(html("<b onclick='x'>\"&"), "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;");
        assert_eq!(markdown("*a* [b](c) <i>"), "\\*a\\* \\[b\\](c) \\<i\\>");
        assert_eq!(markdown("1. one"), "1\\. one");
        assert_eq!(markdown("# one"), "\\# one");
        assert_eq!(markdown("see https://a.example"), "see https:\\//a.example");
    }
}
