//! A line of text as the tokens that patterns are written in.

/// One token of a line: a run of letters (apostrophes inside), a run of digits, or one other character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Lower-case form; curly quotes and every dash stand as their plain sign.
    pub(crate) form: String,
    /// First byte in the line.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// Does white space stand before it?
    pub(crate) spaced: bool,
    /// Does a wide gap stand before it: a tab, or two white spaces and more?
    pub(crate) gap: bool,
    /// What it is made of.
    pub(crate) shape: Shape,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, the first lower case or without case.
    Lower,
    /// Letters, the first upper case.
    Capital,
    /// Two letters or more, all upper case.
    Upper,
    /// Digits.
    Digits,
    /// Anything else.
    Sign,
}

/// No line of a page needs more tokens than this to be known for one; positions must fit the bits of a `u128`.
pub(crate) const MOST_TOKENS: usize = 120;

/// The first tokens of a line, and whether these are all of them.
pub(crate) fn tokens(line: &str) -> (Vec<Token>, bool) {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = line.char_indices().peekable();
    let (mut spaced, mut gap) = (false, false);
    while let Some((start, c)) = rest.next() {
        if c.is_whitespace() {
            gap = spaced || matches!(c, '\t' | '\u{3000}');
            spaced = true;
            continue;
        }
        if out.len() == MOST_TOKENS {
            return (out, false);
        }
        let mut end = start + c.len_utf8();
        let same = |n: char| match c {
            c if is_letter(c) => is_letter(n),
            c if c.is_ascii_digit() => n.is_ascii_digit(),
            _ => false,
        };
        while let Some(&(at, n)) = rest.peek() {
            let inner = is_letter(c)
                && matches!(n, '\'' | '’')
                && line.get(at + n.len_utf8()..).and_then(|l| l.chars().next()).is_some_and(is_letter);
            if !(same(n) || inner) {
                break;
            }
            end = at + n.len_utf8();
            rest.next();
        }
        let text = line.get(start..end).unwrap_or("");
        let (spaced, gap) = (std::mem::take(&mut spaced), std::mem::take(&mut gap));
        // Free-standing, "»" leads from one part of a path to the next; at a word it is a quotation mark.
        let alone = (spaced || start == 0)
            && line.get(end..).is_none_or(|l| l.is_empty() || l.starts_with(char::is_whitespace));
        let form = if text == "»" && alone { text.to_string() } else { plain(text) };
        out.push(Token { form, start, end, spaced, gap, shape: shape(text) });
    }
    (out, true)
}

fn is_letter(c: char) -> bool {
    // A combining mark or soft hyphen belongs to its word.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '’' | '‘' | 'ʼ' => out.push('\''),
            '“' | '”' | '«' | '»' | '„' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '\u{ad}' => {}
            // Turkish dotted capital I: lower-casing it gives two characters, patterns are written with one.
            'İ' => out.push('i'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn shape(text: &str) -> Shape {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return if text.starts_with(|c: char| c.is_ascii_digit()) { Shape::Digits } else { Shape::Sign };
    };
    if !first.is_uppercase() {
        // Scripts without case count as capitals: a name in them cannot be told by its form.
        return Shape::Lower;
    }
    let mut more = letters.peekable();
    if more.peek().is_some() && more.all(char::is_uppercase) { Shape::Upper } else { Shape::Capital }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_and_quotation_marks() {
        let forms = |line: &str| tokens(line).0.into_iter().map(|t| t.form).collect::<Vec<_>>().join(" ");
        assert_eq!(forms("Home » World"), "home » world");
        assert_eq!(forms("Der »Bote« schrieb"), "der \" bote \" schrieb");
    }

    #[test]
    fn words_digits_and_signs() {
        let (found, all) = tokens("A- A+ Print | 06.02.2023 – O’Neil’s");
        let forms: Vec<&str> = found.iter().map(|t| t.form.as_str()).collect();
        assert!(all);
        assert_eq!(forms, ["a", "-", "a", "+", "print", "|", "06", ".", "02", ".", "2023", "-", "o'neil's"]);
        assert_eq!((found[4].shape, found[6].shape, found[4].spaced), (Shape::Capital, Shape::Digits, true));
    }
}
