//! Words of a line, cut as the English treebanks of Universal Dependencies cut them: clitics (`Korea` `'s`, `do` `n't`),
//! hyphenated compounds (`state` `-` `owned`, but `non-aligned`), punctuation, currency and units apart.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;

use crate::engine::boundary::Boundary;
use crate::engine::word::plain;

/// Where the lists are kept.
pub const FILE: &str = "en/lexicon/segment.toml";
/// How far back the bracket is looked for that a face might close, in characters.
const NEAR: usize = 120;
/// Longest run without a space that is looked at as one: longer ones are cut.
pub const CHUNK: usize = 240;

#[derive(Deserialize)]
struct File {
    before: Before,
    may_end: BTreeMap<String, Vec<String>>,
    sentences: Sentences,
    tokens: Tokens,
    items: Items,
    #[serde(default)]
    examples: Vec<Example>,
}

#[derive(Deserialize)]
struct Before {
    titles: Vec<String>,
    references: Vec<String>,
    only_before_number: Vec<String>,
}

#[derive(Deserialize)]
struct Sentences {
    starters: Vec<String>,
    reporting: Vec<String>,
}

#[derive(Deserialize)]
struct Tokens {
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    split: Vec<(String, String)>,
    clitics: Vec<String>,
    currency: String,
    whole: Vec<String>,
    faces: Vec<String>,
    units: Vec<String>,
}

#[derive(Deserialize)]
struct Items {
    bullets: String,
}

/// An example of the data file: a text and its sentences.
#[derive(Debug, Clone, Deserialize)]
pub struct Example {
    /// The text, one line.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<String>,
}

/// The word lists of the segmenter, compiled.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    pub(crate) never: BTreeSet<String>,
    pub(crate) numbered: BTreeSet<String>,
    pub(crate) may_end: BTreeSet<String>,
    pub(crate) starters: BTreeSet<String>,
    pub(crate) reporting: BTreeSet<String>,
    pub(crate) bullets: BTreeSet<char>,
    prefixes: BTreeSet<String>,
    suffixes: BTreeSet<String>,
    split: BTreeMap<String, usize>,
    /// Bit n of letter k: one of them has n bytes and begins with that letter. Nearly all words are told from them by this alone.
    split_shapes: [u32; 26],
    clitics: BTreeSet<String>,
    currency: BTreeSet<char>,
    whole: BTreeSet<String>,
    faces: BTreeSet<String>,
    units: BTreeSet<String>,
    pub(crate) boundary: Boundary,
    /// Examples of the data file, for its test.
    pub examples: Vec<Example>,
}

/// Place in the alphabet of the letter that `text` begins with, if it is one of a to z.
fn shape(text: &str) -> Option<usize> {
    let letter = text.bytes().next()?.to_ascii_lowercase();
    letter.is_ascii_lowercase().then(|| usize::from(letter - b'a'))
}

impl Lexicon {
    /// Reads the lists.
    ///
    /// # Errors
    /// If the data file is missing or has not the right form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml(FILE)?;
        Ok(Self {
            never: file.before.titles.into_iter().chain(file.before.references).collect(),
            numbered: file.before.only_before_number.into_iter().collect(),
            may_end: file.may_end.into_values().flatten().collect(),
            starters: file.sentences.starters.into_iter().collect(),
            reporting: file.sentences.reporting.into_iter().collect(),
            bullets: file.items.bullets.chars().collect(),
            prefixes: file.tokens.prefixes.into_iter().collect(),
            suffixes: file.tokens.suffixes.into_iter().collect(),
            split_shapes: file.tokens.split.iter().fold([0; 26], |mut shapes, (a, b)| {
                if let Some(bits) = shape(a).and_then(|letter| shapes.get_mut(letter)) {
                    *bits |= 1 << (a.len() + b.len()).min(31);
                }
                shapes
            }),
            split: file.tokens.split.into_iter().map(|(a, b)| (format!("{a}{b}"), a.len())).collect(),
            clitics: file.tokens.clitics.into_iter().collect(),
            currency: file.tokens.currency.chars().collect(),
            whole: file.tokens.whole.into_iter().collect(),
            faces: file.tokens.faces.into_iter().collect(),
            units: file.tokens.units.into_iter().collect(),
            boundary: Boundary::built_in(),
            examples: file.examples,
        })
    }

    /// As it is, with another model of sentence ends.
    #[must_use]
    pub fn with_boundary(self, boundary: Boundary) -> Self {
        Self { boundary, ..self }
    }

    /// Is this form, with its full stop, an abbreviation, given whether a number follows?
    fn abbreviation(&self, form: &str, number: bool) -> bool {
        let Some(stem) = form.strip_suffix('.') else {
            return false;
        };
        if stem.is_empty() {
            return false;
        }
        let low = stem.to_lowercase();
        if self.numbered.contains(&low) {
            return number;
        }
        self.never.contains(&low) || self.may_end.contains(&low) || initials(stem)
    }

    /// Tokens of a line, as ranges of bytes.
    #[must_use]
    pub fn tokens(&self, line: &str) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut from = None;
        for (at, c) in line.char_indices() {
            let blank = c.is_whitespace()
                || (c.is_control())
                || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            match (blank, from) {
                (true, Some(start)) => {
                    self.chunk(line, start, at, &mut out);
                    from = None;
                }
                (false, None) => from = Some(at),
                (false, Some(start)) if at - start >= CHUNK => {
                    self.chunk(line, start, at, &mut out);
                    from = Some(at);
                }
                _ => {}
            }
        }
        if let Some(start) = from {
            self.chunk(line, start, line.len(), &mut out);
        }
        out
    }

    /// Is this one token, as is seen at once? Short-cut for long lists of plain words; `false` says nothing.
    #[must_use]
    pub fn is_one_word(&self, text: &str) -> bool {
        !text.is_empty()
            && text.len() < CHUNK
            && text.chars().all(char::is_alphabetic)
            && (shape(text)
                .and_then(|letter| self.split_shapes.get(letter))
                .is_some_and(|s| s >> text.len().min(31) & 1 == 0)
                || !self.split.contains_key(&text.to_lowercase()))
    }

    fn chunk(&self, line: &str, start: usize, end: usize, out: &mut Vec<(usize, usize)>) {
        let chunk = &line[start..end];
        if rule(chunk) {
            out.push((start, end));
            return;
        }
        let number = line[end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        let (mut a, mut b) = (0, chunk.len());
        let mut tail: Vec<(usize, usize)> = Vec::new();
        // opening marks
        while let Some(c) = chunk[a..b].chars().next() {
            let rest = &chunk[a..b];
            if self.whole_run(rest) || self.clitic_start(rest) || !opens(c, rest) && !self.currency.contains(&c) {
                break;
            }
            let n = if self.currency.contains(&c) { same(rest.chars(), c) } else { run(rest) };
            out.push((start + a, start + a + n));
            a += n;
        }
        // closing marks
        while let Some(c) = chunk[a..b].chars().next_back() {
            let rest = &chunk[a..b];
            if self.whole_run(rest) || !closes(c) || c == '/' && address(rest) {
                break;
            }
            if let Some(n) = self.face_at_end(&line[..start + b], rest) {
                tail.push((start + b - n, start + b));
                b -= n;
                continue;
            }
            let n = if c == '.' && !rest.ends_with("..") {
                if self.abbreviation(rest, number) || self.abbreviation(last_part(rest), number) {
                    break;
                }
                1
            } else {
                run_back(rest)
            };
            tail.push((start + b - n, start + b));
            b -= n;
        }
        if a < b {
            self.core(line, start + a, start + b, out);
        }
        out.extend(tail.into_iter().rev());
    }

    /// Forms that stay as they are though they begin or end with marks.
    fn whole_run(&self, run: &str) -> bool {
        run.len() > 1
            && run.len() < 16
            && (self.whole.contains(run.to_lowercase().as_str()) || self.faces.contains(run))
    }

    /// Length of the face that a word ends with (`thanks:)`), where its bracket closes none that stands shortly before it.
    fn face_at_end(&self, before: &str, rest: &str) -> Option<usize> {
        if !rest.ends_with([')', '(']) {
            return None;
        }
        let n = (2..4).rev().find(|n| {
            rest.len().checked_sub(*n).and_then(|at| rest.get(at..)).is_some_and(|tail| self.faces.contains(tail))
        })?;
        let open = before.chars().rev().skip(1).take(NEAR).take_while(|c| *c != ')').any(|c| c == '(');
        (!open || rest.ends_with('(')).then_some(n)
    }

    fn clitic_start(&self, run: &str) -> bool {
        let mut chars = run.chars().map(plain);
        if chars.next() != Some('\'') {
            return false;
        }
        let letters: String = chars.take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        self.clitics.contains(&letters) || letters.chars().all(|c| c.is_ascii_digit()) && letters.len() == 2
    }

    fn core(&self, line: &str, start: usize, end: usize, out: &mut Vec<(usize, usize)>) {
        let core = &line[start..end];
        if address(core) || self.whole_run(core) {
            out.push((start, end));
            return;
        }
        let chars: Vec<(usize, char)> = core.char_indices().map(|(n, c)| (n, plain(c))).collect();
        let at = |n: usize| chars.get(n).map(|(_, c)| *c);
        let byte = |n: usize| chars.get(n).map_or(core.len(), |(b, _)| *b);
        let alnum = |n: usize| at(n).is_some_and(char::is_alphanumeric);
        let digit = |n: usize| at(n).is_some_and(char::is_numeric);
        let mut from = 0; // first character of the token under way
        let mut cut = |a: usize, b: usize| {
            if a < b {
                self.word(line, start + byte(a), start + byte(b), out);
            }
        };
        let mut n = 0;
        while let Some(c) = at(n) {
            let inside = n > from && alnum(n - 1) && alnum(n + 1);
            match c {
                '-' | '–' | '\u{2212}' if n > from && at(n + 1).is_some() && at(n + 1) != Some('-') => {
                    if c == '-' && self.keeps_hyphen(core, &chars, from, n) {
                        n += 1;
                        continue;
                    }
                    cut(from, n);
                    cut(n, n + 1);
                    from = n + 1;
                }
                '-' | '–' | '—' | '―' | '…' => {
                    let mut to = n + 1;
                    while at(to) == Some(c) {
                        to += 1;
                    }
                    cut(from, n);
                    cut(n, to);
                    (from, n) = (to, to);
                    continue;
                }
                '.' if at(n + 1) == Some('.') => {
                    let mut to = n + 1;
                    while at(to) == Some('.') {
                        to += 1;
                    }
                    cut(from, n);
                    cut(n, to);
                    (from, n) = (to, to);
                    continue;
                }
                // a full stop or comma without the space after it: "talks.The"
                '.' if inside
                    && n - from > 2
                    && at(n - 1).is_some_and(char::is_lowercase)
                    && at(n + 1).is_some_and(char::is_uppercase)
                    && at(n + 2).is_none_or(|c| c.is_lowercase()) =>
                {
                    cut(from, n);
                    cut(n, n + 1);
                    from = n + 1;
                }
                ',' if !(digit(n.wrapping_sub(1)) && digit(n + 1)) => {
                    cut(from, n);
                    cut(n, n + 1);
                    from = n + 1;
                }
                '/' if !(digit(n.wrapping_sub(1)) && digit(n + 1)) => {
                    cut(from, n);
                    cut(n, n + 1);
                    from = n + 1;
                }
                ':' if !(digit(n.wrapping_sub(1)) && digit(n + 1)) => {
                    cut(from, n);
                    cut(n, n + 1);
                    from = n + 1;
                }
                '(' | ')' | '[' | ']' | '{' | '}' | '"' | ';' | '?' | '!' | '<' | '>' | '=' | '|' | '~' | '•' | '%'
                | '‰' | '*' => {
                    cut(from, n);
                    cut(n, n + 1);
                    from = n + 1;
                }
                c if self.currency.contains(&c) => {
                    // US$5: the letters go with the mark
                    let lead = n > from && (from..n).all(|k| at(k).is_some_and(char::is_uppercase)) && n - from <= 3;
                    if lead {
                        cut(from, n + 1);
                    } else {
                        cut(from, n);
                        cut(n, n + 1);
                    }
                    from = n + 1;
                }
                _ => {}
            }
            n += 1;
        }
        cut(from, chars.len());
    }

    fn keeps_hyphen(&self, core: &str, chars: &[(usize, char)], from: usize, at: usize) -> bool {
        let text = |a: usize, b: usize| -> String {
            chars.get(a..b).unwrap_or_default().iter().flat_map(|(_, c)| c.to_lowercase()).collect()
        };
        let left = text(from, at);
        let to = chars
            .iter()
            .enumerate()
            .skip(at + 1)
            .find(|(_, (_, c))| !c.is_alphanumeric())
            .map_or(chars.len(), |(n, _)| n);
        let right = text(at + 1, to);
        // telephone numbers and the like: two hyphens between digits
        let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
        if core.matches('-').count() >= 2 && core.chars().all(|c| c.is_ascii_digit() || c == '-') {
            return true;
        }
        if digits(&left) && digits(&right) {
            return left.len() == 3 && right.len() == 4 && from == 0 && to == chars.len();
        }
        if right.is_empty() {
            return false;
        }
        let next_capital = chars.get(at + 1).is_some_and(|(_, c)| c.is_uppercase());
        let long_prefix = self.prefixes.contains(&left)
            && (!next_capital
                || matches!(left.as_str(), "anti" | "non" | "pro" | "pre" | "post" | "pan" | "ex" | "trans" | "mid"));
        long_prefix || self.suffixes.contains(&right)
    }

    /// A run without marks: clitics and units.
    fn word(&self, line: &str, start: usize, end: usize, out: &mut Vec<(usize, usize)>) {
        let word = &line[start..end];
        let low: String = word.chars().map(plain).flat_map(char::to_lowercase).collect();
        if self.whole.contains(&low) {
            out.push((start, end));
            return;
        }
        let parts = self.split.get(&low).filter(|n| low.len() == word.len() && word.is_char_boundary(**n));
        if let Some(first) = parts {
            out.extend([(start, start + first), (start + first, end)]);
            return;
        }
        let chars: Vec<(usize, char)> = word.char_indices().map(|(n, c)| (n, plain(c))).collect();
        if let Some(place) = chars.iter().rposition(|(_, c)| *c == '\'') {
            let tail: String = chars.iter().skip(place + 1).flat_map(|(_, c)| c.to_lowercase()).collect();
            let at = chars.get(place).map_or(0, |(b, _)| *b);
            if place > 0 && tail == "t" && chars.get(place - 1).is_some_and(|(_, c)| c.eq_ignore_ascii_case(&'n')) {
                let n = chars.get(place - 1).map_or(0, |(b, _)| *b);
                if n > 0 {
                    self.number(line, start, start + n, out);
                    out.push((start + n, end));
                    return;
                }
            }
            if place > 0 && self.clitics.contains(&tail) {
                self.word(line, start, start + at, out);
                out.push((start + at, end));
                return;
            }
            if place > 0 && tail.is_empty() {
                self.number(line, start, start + at, out);
                out.push((start + at, end));
                return;
            }
        }
        self.number(line, start, end, out);
    }

    fn number(&self, line: &str, start: usize, end: usize, out: &mut Vec<(usize, usize)>) {
        let word = &line[start..end];
        let digits = word.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':')).count();
        if digits > 0
            && word.bytes().next().is_some_and(|b| b.is_ascii_digit())
            && digits < word.len()
            && word.is_char_boundary(digits)
        {
            let unit = word[digits..].to_lowercase();
            if self.units.contains(&unit) {
                out.extend([(start, start + digits), (start + digits, end)]);
                return;
            }
        }
        if start < end {
            out.push((start, end));
        }
    }
}

/// `U.S`, `J.R.R`, `J`: single letters with full stops between.
pub(crate) fn initials(stem: &str) -> bool {
    let mut letters = 0;
    for part in stem.split('.') {
        let mut chars = part.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_alphabetic() => letters += 1,
            _ => return false,
        }
    }
    letters > 1 || stem.chars().next().is_some_and(char::is_uppercase)
}

fn last_part(run: &str) -> &str {
    let at = run
        .char_indices()
        .rev()
        .skip(1)
        .find(|(_, c)| !c.is_alphanumeric() && *c != '.')
        .map_or(0, |(n, c)| n + c.len_utf8());
    &run[at..]
}

pub(crate) fn address(run: &str) -> bool {
    let low = run.to_ascii_lowercase();
    let site = ["http://", "https://", "www.", "t.me/", "bit.ly/"].iter().any(|p| low.starts_with(p));
    let mail = run.find('@').is_some_and(|n| n > 0 && run[n..].contains('.'));
    let domain = run.contains('/')
        && low.split('/').next().is_some_and(|d| {
            d.contains('.')
                && d.split('.').all(|p| p.len() > 1 && p.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-'))
        });
    site || mail || domain || handle(run)
}

/// `@name`, `#topic`; not `#1`.
fn handle(run: &str) -> bool {
    let mut chars = run.chars();
    match chars.next() {
        Some('@') => chars.next().is_some(),
        Some('#') => chars.next().is_some_and(|c| !c.is_ascii_digit()),
        _ => false,
    }
}

/// A line drawn with marks: `====----`, `*~*~*~*`.
fn rule(run: &str) -> bool {
    run.len() > 3 && run.bytes().all(|b| matches!(b, b'-' | b'=' | b'*' | b'~' | b'_' | b'+' | b'#'))
}

/// Bytes of the run of `c` at the beginning of `chars`.
fn same(chars: impl Iterator<Item = char>, c: char) -> usize {
    chars.take_while(|d| *d == c).count() * c.len_utf8()
}

fn opens(c: char, rest: &str) -> bool {
    match plain(c) {
        '#' => rest.len() == 1 || rest.as_bytes()[1].is_ascii_digit(),
        '@' => rest.len() == 1,
        '\'' | '"' | '(' | '[' | '{' | '<' | '-' | '–' | '—' | '―' | '…' | '•' | '*' | '¿' | '¡' | '/' | '~' | '='
        | '|' | '>' | '▪' | '●' | '·' | '►' => true,
        '.' => rest.starts_with("..") || rest.len() == 1,
        '+' => !rest.as_bytes().get(1).is_some_and(|b| b.is_ascii_digit()),
        ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' => true,
        c => !c.is_alphanumeric() && !c.is_ascii() && !matches!(c, '°' | '№' | '§'),
    }
}

fn closes(c: char) -> bool {
    matches!(
        plain(c),
        '\'' | '"'
            | ')'
            | ']'
            | '}'
            | '>'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '.'
            | '…'
            | '-'
            | '–'
            | '—'
            | '―'
            | '%'
            | '*'
            | '/'
            | '~'
            | '|'
            | '•'
            | '。'
            | '，'
    )
}

/// Bytes of the run of one repeated mark at the beginning; quotes and brackets stand alone.
fn run(rest: &str) -> usize {
    let Some(c) = rest.chars().next() else {
        return 0;
    };
    let many = match c {
        '\'' | '`' | '’' | '‘' => rest.chars().take_while(|d| *d == c).count().min(2),
        '.' | '-' | '—' | '–' | '*' | '!' | '?' | '=' | '~' | '>' | '<' => {
            rest.chars().take_while(|d| *d == c).count()
        }
        _ => 1,
    };
    many * c.len_utf8()
}

fn run_back(rest: &str) -> usize {
    let Some(c) = rest.chars().next_back() else {
        return 0;
    };
    let many = match c {
        '\'' | '’' => rest.chars().rev().take_while(|d| *d == c).count().min(2),
        '.' | '-' | '—' | '–' | '*' | '!' | '?' | '~' | '>' => {
            if matches!(c, '!' | '?') {
                return rest.chars().rev().take_while(|d| matches!(d, '!' | '?')).map(char::len_utf8).sum();
            }
            rest.chars().rev().take_while(|d| *d == c).count()
        }
        _ => 1,
    };
    many * c.len_utf8()
}
