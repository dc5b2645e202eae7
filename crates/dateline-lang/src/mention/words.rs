//! The text cut into words as names need it: "Jae-myung", "Al-Aiban" and "U.S." are one word each, "Korea-US" is two, a possessive
//! ending is none. Independent of how the tokeniser cuts hyphens, and mapped to its tokens.

use dateline_report::{Byte, Span, Tok};

use crate::syntax::Syntax;
use crate::token::{TokenIx, Upos};

/// One word of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Where it stands, without a possessive ending.
    pub(super) span: Span<Byte>,
    /// Lower case, without accents, dots and apostrophes: what tables are compared with.
    pub(super) folded: String,
    /// Begins with a capital.
    pub(super) cap: bool,
    /// Two capitals or more, no lower-case letter.
    pub(super) loud: bool,
    /// Begins with a figure.
    pub(super) digit: bool,
    /// A possessive ending follows.
    pub(super) possessive: bool,
    /// Nothing but one space (or the hyphen of a split word) stands between it and the word before.
    pub(super) joined: bool,
    /// What stands between it and the word before it in the sentence, white space taken away.
    pub(super) before: String,
    /// Number of its sentence.
    pub(super) sentence: usize,
    /// First word of its sentence, or of what stands in quotation marks.
    pub(super) opens: bool,
    /// Token at its end, whose tag is taken for the word's.
    pub(super) token: TokenIx,
    /// That token's tag.
    pub(super) upos: Upos,
}

/// Lower case, accents taken away, hyphens made one, dots and apostrophes dropped.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '.' | '\'' | '’' | '‘' | '`' | 'ʿ' | 'ʾ' | 'ʼ' => {}
            '‐' | '‑' | '–' | '−' => out.push('-'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => {
                out.extend(any_ascii::any_ascii_char(c).chars().filter(|a| *a != '\'').map(|a| a.to_ascii_lowercase()))
            }
        }
    }
    out
}

/// "al-Saleh": an article in lower case before a capital.
fn prefixed(form: &str, article: &dyn Fn(&str) -> bool) -> bool {
    form.split_once(is_hyphen)
        .is_some_and(|(p, rest)| article(p) && rest.chars().next().is_some_and(char::is_uppercase))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Cuts the sentences into words. `splits` says whether the two halves of a hyphenated word are names of their own.
pub(super) fn words(
    syntax: &Syntax<'_>,
    abbreviation: &dyn Fn(&str) -> bool,
    splits: &dyn Fn(&str, &str) -> bool,
    article: &dyn Fn(&str) -> bool,
) -> Vec<Word> {
    let text = syntax.text();
    let mut out = Vec::new();
    for (n, sentence) in syntax.sentences.iter().enumerate() {
        let mut last_end = sentence.span.start as usize;
        let mut first = true;
        for (mut start, end) in raw(text, sentence.span) {
            let mut pieces = Vec::new();
            // "Korea-US": cut where both sides are names; "U.S.-led": where the first is one and the second is a common word.
            while let Some(cut) = text[start..end]
                .char_indices()
                .filter(|(at, c)| *at > 0 && is_hyphen(*c))
                .map(|(at, c)| (start + at, start + at + c.len_utf8()))
                .find(|(a, b)| splits(&text[start..*a], &text[*b..end]))
            {
                pieces.push((start, cut.0));
                start = cut.1;
            }
            pieces.push((start, end));
            for (a, b) in pieces {
                let (a, mut b) = (a, b);
                let mut possessive = false;
                let word = &text[a..b];
                let mut tail = word.char_indices().rev();
                if let (Some((at_s, s)), Some((at, mark))) = (tail.next(), tail.next()) {
                    if (s == 's' || s == 'S') && is_apostrophe(mark) && at > 0 {
                        possessive = true;
                        b = a + at;
                    } else if is_apostrophe(s) && at_s > 0 {
                        possessive = true;
                        b = a + at_s;
                    }
                }
                if b <= a {
                    continue;
                }
                let form = &text[a..b];
                let between = text.get(last_end..a).unwrap_or("");
                let before: String = between.chars().filter(|c| !c.is_whitespace()).collect();
                let span = Span::from_usize(a, b);
                let tokens = syntax.tokens_in(span);
                let token = if tokens.is_empty() {
                    syntax.token_at(span.start).unwrap_or(TokenIx(0))
                } else {
                    TokenIx(tokens.end - 1)
                };
                let letters = form.chars().filter(|c| c.is_alphabetic()).count();
                let quoted = before.chars().next_back().is_some_and(|c| {
                    matches!(c, '"' | '“' | '«' | '„' | '‘' | '•' | '—' | '–' | '|' | ':' | '[' | '(')
                });
                out.push(Word {
                    span,
                    folded: fold(form),
                    cap: form.chars().next().is_some_and(char::is_uppercase) || prefixed(form, article),
                    loud: letters >= 2
                        && !form.chars().any(char::is_lowercase)
                        && form.chars().any(char::is_alphabetic),
                    digit: form.chars().next().is_some_and(|c| c.is_ascii_digit()),
                    possessive,
                    joined: !first
                        && (between == " "
                            || between == "\u{a0}"
                            || (between.chars().count() == 1 && between.chars().all(is_hyphen))),
                    before,
                    sentence: n,
                    opens: first || quoted,
                    token,
                    upos: syntax.upos(token),
                });
                // The possessive ending belongs to the word it hangs on.
                last_end = if possessive {
                    b + text[b..]
                        .chars()
                        .take_while(|c| is_apostrophe(*c) || *c == 's')
                        .map(char::len_utf8)
                        .sum::<usize>()
                        .min(end.saturating_sub(b))
                } else {
                    b
                };
                first = false;
            }
        }
    }
    // An abbreviation's dot is part of its word: "Gen." is kept for what is shown, and does not part it from the name.
    for n in 1..out.len() {
        if out[n].sentence == out[n - 1].sentence && out[n].before == "." && abbreviation(&out[n - 1].folded) {
            out[n].joined = true;
            out[n].before.clear();
            out[n].opens = false;
        }
    }
    out
}

/// Runs of letters and figures with what may stand inside a word: one hyphen or apostrophe between letters, dots of "U.S." .
fn raw(text: &str, within: Span<Byte>) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let Some(part) = text.get(within.range()) else {
        return out;
    };
    let base = within.start as usize;
    let chars: Vec<(usize, char)> = part.char_indices().collect();
    let mut n = 0;
    while n < chars.len() {
        if !chars[n].1.is_alphanumeric() {
            n += 1;
            continue;
        }
        let start = n;
        n += 1;
        while n < chars.len() {
            let c = chars[n].1;
            let next = chars.get(n + 1).map(|x| x.1);
            let letter_next = next.is_some_and(char::is_alphanumeric);
            // A combining mark belongs to its letter.
            let mark = ('\u{300}'..='\u{36f}').contains(&c);
            let inner = c.is_alphanumeric()
                || mark
                || (letter_next && (is_hyphen(c) || is_apostrophe(c)))
                || (c == '&' && letter_next && chars[n - 1].1.is_uppercase())
                || (c == '.' && dotted(&chars, start, n))
                || ((c == ',' || c == '.')
                    && chars[n - 1].1.is_ascii_digit()
                    && next.is_some_and(|x| x.is_ascii_digit()))
                || (is_apostrophe(c)
                    && chars[n - 1].1 == 's'
                    && !letter_next
                    && next.is_some_and(char::is_whitespace)
                    && c != '"'
                    && c != '`'
                    && c != '‘');
            if !inner {
                break;
            }
            n += 1;
        }
        let end = chars.get(n).map_or(part.len(), |x| x.0);
        out.push((base + chars[start].0, base + end));
    }
    out
}

/// Is the dot at `n` one of an abbreviation of single letters ("U.S.", "D.C.")?
fn dotted(chars: &[(usize, char)], start: usize, n: usize) -> bool {
    // The letter before the dot stands alone since the start or the last dot.
    let from = (start..n).rev().find(|i| chars[*i].1 == '.' || is_hyphen(chars[*i].1)).map_or(start, |i| i + 1);
    if n - from != 1 || !chars[from].1.is_uppercase() {
        return false;
    }
    let more_before = (start..n).any(|i| chars[i].1 == '.');
    let more_after =
        chars.get(n + 1).is_some_and(|x| x.1.is_uppercase()) && chars.get(n + 2).is_some_and(|x| x.1 == '.');
    more_before || more_after
}

/// Tokens that a span of bytes touches.
pub(super) fn tokens_of(syntax: &Syntax<'_>, span: Span<Byte>) -> Span<Tok> {
    let a = syntax.tokens.partition_point(|t| t.span.end <= span.start);
    let b = syntax.tokens.partition_point(|t| t.span.start < span.end);
    Span::from_usize(a, b.max(a))
}
