//! The finest pieces of a text that the recognisers of times and numbers match on.
//!
//! A syntactic tokeniser may keep "mid-January", "2023-03-10" or "€1.2bn" whole or split them; the recognisers must not depend on
//! that. They cut the text of a sentence anew into words, numbers, numeric dates, clock times and single marks, and are mapped
//! back to tokens by their bytes.

use dateline_report::{Byte, Span};
use smol_str::SmolStr;

/// What sort of piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AtomKind {
    /// Letters, or letters followed by digits ("Q3", "A380").
    Word,
    /// A number in digits.
    Number {
        /// Its value.
        value: f64,
        /// Digits only: no separator, no fraction.
        plain: bool,
        /// How many digits before the decimal mark.
        digits: u8,
        /// How many digits after it.
        decimals: u8,
    },
    /// Three numbers with `.`, `/` or `-` between, as printed.
    NumericDate(u16, u8, u16, char),
    /// Hours, minutes with a colon.
    Clock(u8, u8),
    /// A single mark.
    Mark,
}

/// One piece.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    /// Where it stands in the text.
    pub span: Span<Byte>,
    /// In lower case; hyphens of all sorts as `-`, apostrophes as `'`.
    pub text: SmolStr,
    /// What sort.
    pub kind: AtomKind,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Nothing stands between it and the piece before.
    pub glued: bool,
}

impl Atom {
    /// Is it a number, a numeric date or a clock time?
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        !matches!(self.kind, AtomKind::Word | AtomKind::Mark)
    }

    /// The whole number printed in plain digits.
    #[must_use]
    pub fn plain(&self) -> Option<u32> {
        match self.kind {
            AtomKind::Number { value, plain: true, digits, .. } if digits <= 9 => Some(value as u32),
            _ => None,
        }
    }
}

/// Spaces that group digits in continental and scientific style.
fn groups_digits(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2007}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}')
}

struct Cursor<'a> {
    chars: Vec<(usize, char)>,
    at: usize,
    text: &'a str,
}

impl Cursor<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).map_or('\0', |c| c.1)
    }

    fn byte(&self, ahead: usize) -> usize {
        self.chars.get(self.at + ahead).map_or(self.text.len(), |c| c.0)
    }

    fn digits(&self, from: usize) -> usize {
        (0..).take_while(|n| self.peek(from + n).is_ascii_digit()).count()
    }

    fn number(&self, from: usize, len: usize) -> u32 {
        (0..len)
            .fold(0u32, |sum, n| sum.saturating_mul(10).saturating_add(self.peek(from + n).to_digit(10).unwrap_or(0)))
    }

    /// `2023-03-10`, `06.02.2023`, `3/10/23`: kind and length in characters.
    fn numeric_date(&self) -> Option<(AtomKind, usize)> {
        let a = self.digits(0);
        let mark = self.peek(a);
        if !matches!(mark, '.' | '/' | '-') {
            return None;
        }
        let b = self.digits(a + 1);
        if !(1..=2).contains(&b) || self.peek(a + 1 + b) != mark {
            return None;
        }
        let c = self.digits(a + b + 2);
        let shape = (a == 4 && (1..=2).contains(&c)) || ((1..=2).contains(&a) && (c == 4 || (c == 2 && mark != '-')));
        let end = a + b + c + 2;
        if !shape || (matches!(self.peek(end), '.' | '/' | '-') && self.peek(end + 1).is_ascii_digit()) {
            return None;
        }
        let kind = AtomKind::NumericDate(
            self.number(0, a) as u16,
            self.number(a + 1, b) as u8,
            self.number(a + b + 2, c) as u16,
            mark,
        );
        Some((kind, end))
    }

    /// `4:17`, `21:14:05`.
    fn clock(&self) -> Option<(AtomKind, usize)> {
        let a = self.digits(0);
        if !(1..=2).contains(&a) || self.peek(a) != ':' || self.digits(a + 1) != 2 {
            return None;
        }
        let (hour, minute) = (self.number(0, a), self.number(a + 1, 2));
        if hour > 24 || minute > 59 {
            return None;
        }
        let seconds = self.peek(a + 3) == ':' && self.digits(a + 4) == 2;
        Some((AtomKind::Clock(hour as u8, minute as u8), a + 3 + if seconds { 3 } else { 0 }))
    }

    /// How many characters of groups of digits follow `from`: "1,234,567" or "1 234 567", and "12,34,567" as India writes it.
    fn groups(&self, from: usize, first: usize, separator: char) -> usize {
        let mut end = from;
        while self.peek(end) == separator && self.digits(end + 1) == 3 {
            end += 4;
        }
        if end > from || first > 2 || separator != ',' {
            return end;
        }
        while self.peek(end) == separator && self.digits(end + 1) == 2 {
            end += 3;
        }
        let last = end > from && self.peek(end) == separator && self.digits(end + 1) == 3;
        if last { end + 4 } else { from }
    }

    /// A number with its groups and fraction: kind and length in characters. `chain` is the mark before it, if a number stands before
    /// that: the members of "22,24,26" and "192.168.1.2" have no fractions.
    fn figure(&self, chain: Option<char>) -> (AtomKind, usize) {
        let first = self.digits(0);
        let mut len = first;
        let mut text: String = (0..first).map(|n| self.peek(n)).collect();
        let mut plain = true;
        let separator = self.peek(len);
        if first <= 3 && (separator == ',' || separator == '.' || groups_digits(separator)) && chain != Some(separator)
        {
            let end = self.groups(len, first, separator);
            let groups = (len..end).filter(|n| self.peek(*n) == separator).count();
            // One group after a full stop is a fraction in English ("1.284"); two groups can only be thousands, and so can one
            // before a decimal comma ("1.111,11").
            let goes_on = self.peek(end + 3) == ',' && self.peek(end + 4).is_ascii_digit();
            let comma = self.peek(end) == ',' && self.digits(end + 1) == 2 && !goes_on;
            let fits = separator != '.' || groups > 1 || comma;
            if groups > 0 && fits {
                text = (0..end).map(|n| self.peek(n)).filter(char::is_ascii_digit).collect();
                len = end;
                plain = false;
            }
        }
        let digits = text.len().min(255) as u8;
        let mark = self.peek(len);
        let fraction = self.digits(len + 1);
        let after = self.peek(len + 1 + fraction);
        // Not the first two of "22,24,26" or "192.168.1.2".
        let goes_on = after == mark && self.peek(len + 2 + fraction).is_ascii_digit();
        let mut decimals = 0;
        // A comma before one or two digits is the continental decimal mark.
        let comma = mark == ',' && fraction <= 2 && ((plain && first <= 3) || (!plain && separator != ','));
        if fraction > 0 && (mark == '.' || comma) && !goes_on && chain != Some(mark) {
            text.push('.');
            text.extend((0..fraction).map(|n| self.peek(len + 1 + n)));
            len += 1 + fraction;
            decimals = fraction.min(255) as u8;
            plain = false;
        }
        (AtomKind::Number { value: text.parse().unwrap_or(0.0), plain, digits, decimals }, len)
    }

    /// ".08": a fraction without a whole part.
    fn bare_fraction(&self) -> (AtomKind, usize) {
        let len = 1 + self.digits(1);
        let text: String = std::iter::once('0').chain((0..len).map(|n| self.peek(n))).collect();
        let decimals = (len - 1).min(255) as u8;
        (AtomKind::Number { value: text.parse().unwrap_or(0.0), plain: false, digits: 0, decimals }, len)
    }
}

/// Cuts a stretch of text into pieces. `offset` is the byte at which it stands in the whole text.
///
/// ```
/// use dateline_lang::quantity::{atoms, AtomKind};
/// let found = atoms("mid-January, €1.2bn", 0);
/// let forms: Vec<&str> = found.iter().map(|a| a.text.as_str()).collect();
/// assert_eq!(forms, ["mid", "-", "january", ",", "€", "1.2", "bn"]);
/// assert!(matches!(found[5].kind, AtomKind::Number { value: 1.2, .. }));
/// ```
#[must_use]
pub fn atoms(text: &str, offset: u32) -> Vec<Atom> {
    let mut cursor = Cursor { chars: text.char_indices().collect(), at: 0, text };
    let mut found: Vec<Atom> = Vec::new();
    let mut glued = false;
    while cursor.at < cursor.chars.len() {
        let c = cursor.peek(0);
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
            glued = false;
            cursor.at += 1;
            continue;
        }
        let (kind, len) = if c.is_ascii_digit() {
            let mark = found.last().filter(|a| glued && a.glued).and_then(|a| match a.text.as_str() {
                "." => Some('.'),
                "," => Some(','),
                _ => None,
            });
            let chain = mark.filter(|_| found.len() > 1 && found[found.len() - 2].is_numeric());
            if chain.is_some() {
                cursor.figure(chain)
            } else {
                cursor.numeric_date().or_else(|| cursor.clock()).unwrap_or_else(|| cursor.figure(None))
            }
        } else if c == '.'
            && cursor.peek(1).is_ascii_digit()
            && !(glued && found.last().is_some_and(|a| a.kind != AtomKind::Mark || a.text == "."))
        {
            cursor.bare_fraction()
        } else if c.is_alphabetic() {
            let mut len = (0..)
                .take_while(|n| cursor.peek(*n).is_alphabetic() || matches!(cursor.peek(*n), '\u{300}'..='\u{36f}'))
                .count()
                .max(1);
            len += cursor.digits(len);
            (AtomKind::Word, len)
        } else if is_apostrophe(c) && matches!(cursor.peek(1), 's' | 'S') && !cursor.peek(2).is_alphanumeric() {
            (AtomKind::Word, 2)
        } else {
            (AtomKind::Mark, 1)
        };
        let (start, end) = (cursor.byte(0), cursor.byte(len));
        let printed = text.get(start..end).unwrap_or("");
        let form: SmolStr = match c {
            '\u{2010}' | '\u{2011}' | '\u{2212}' => "-".into(),
            c if is_apostrophe(c) => {
                if len == 2 {
                    "'s".into()
                } else {
                    "'".into()
                }
            }
            _ => printed.to_lowercase().into(),
        };
        found.push(Atom {
            span: Span::new(offset + start as u32, offset + end as u32),
            text: form,
            kind,
            capital: c.is_uppercase(),
            glued,
        });
        glued = true;
        cursor.at += len;
    }
    found
}
