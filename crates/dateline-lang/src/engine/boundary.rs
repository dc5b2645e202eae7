//! Where sentences end inside a line: a small logistic model over the gaps between tokens, with integer weights.
//!
//! Stops alone do not tell in text from the web, in lists and signatures, or where somebody writes without capitals. The model
//! sees the words on both sides of a gap, what the rules of [`segment`](crate::engine::segment) say of it, brackets and
//! quotations that are open, how long the sentence under way is, and how the whole text is written. It decides from left
//! to right, once for each gap. `data/models/cards/segment.md` says from what it is learnt and how well it does.

use crate::engine::hash;
use crate::engine::segment::{ALWAYS, NEVER, closer, terminal};
use crate::engine::tokens::{Lexicon, address, initials};
use crate::engine::word::plain;

/// Path of the weights below the data folder.
pub const FILE: &str = "models/weights/segment.bin";
/// First bytes of the weights.
pub const MAGIC: &[u8; 8] = b"DLSEGM01";
static BUILT_IN: &[u8] = include_bytes!("../../../../data/models/weights/segment.bin");
/// Salt of the endings in the table of word classes, so that they do not meet the words.
const ENDING: u32 = 0x5eed_0001;
/// Bits of a key that count.
pub const KEY: u32 = 0x0fff_ffff;
/// Most lines whose first and last words are kept.
const MOST_EDGES: usize = 4096;
/// Number of feature templates that look at the words alone, and of those that look at the sentence under way.
pub const TEMPLATES: usize = 64;

/// What a token is, coarsely. Part of the weights' meaning, as is all of this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    #[default]
    None,
    Lower,
    Capital,
    Upper,
    Letter,
    Mixed,
    Number,
    Stop,
    Question,
    Dots,
    Comma,
    Colon,
    Semicolon,
    Dash,
    Open,
    Close,
    Quote,
    OpenBracket,
    CloseBracket,
    Short,
    Initials,
    Address,
    Face,
    Bullet,
    Rule,
    Clitic,
    Other,
}

/// A token as the model sees it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    low: u32,
    ending: u32,
    shape: u32,
    kind: Kind,
    /// Number of its word class.
    class: u8,
    /// Is there a space before it?
    space: bool,
    /// Does a line of the text begin with it (1), does one end with it (2)?
    edge: u8,
}

/// Word classes and weights.
#[derive(Debug, Clone, Default)]
pub struct Boundary {
    /// Each class: number of its commonest tag, of its second, and whether the first is a finite verb's.
    classes: Vec<[u8; 3]>,
    words: Map,
    weights: Map,
}

/// From keys to small numbers; nought where a key is wanting.
#[derive(Debug, Clone, Default)]
struct Map {
    /// Open addressing; the number of places is a power of two, the value nought where one is free.
    slots: Vec<(u32, i32)>,
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(n)?;
    *rest = tail;
    Some(head)
}

impl Map {
    /// Reads the form of the file: number of keys (u32), the steps from each key to the next in rising order (seven bits a
    /// byte, the lowest first, the top bit where more follow), then a byte for each value.
    fn read(rest: &mut &[u8], value: impl Fn(u8) -> i32) -> Option<Self> {
        let count = take(rest, 4)?.iter().rev().fold(0usize, |k, b| k << 8 | usize::from(*b));
        if count > rest.len() {
            return None;
        }
        let mut keys = Vec::with_capacity(count);
        let mut key = 0u32;
        for _ in 0..count {
            let (mut step, mut bits) = (0u32, 0);
            loop {
                let byte = *take(rest, 1)?.first()?;
                step |= u32::from(byte & 127).checked_shl(bits)?;
                bits += 7;
                if byte < 128 {
                    break;
                }
            }
            key = key.checked_add(step)?;
            keys.push(key);
        }
        let size = (count * 2).next_power_of_two().max(2);
        let mut slots = vec![(0u32, 0i32); size];
        for (key, byte) in keys.into_iter().zip(take(rest, count)?) {
            let mut at = key as usize & (size - 1);
            while slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, value(*byte));
        }
        Some(Self { slots })
    }

    #[inline]
    fn get(&self, key: u32) -> i32 {
        let Some(mask) = self.slots.len().checked_sub(1) else {
            return 0;
        };
        let key = key & KEY;
        let mut at = key as usize & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return 0,
                (k, value) if k == key => return value,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

/// How a whole text is written, as far as it matters here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    stops: u32,
    low_stops: u32,
    lines: u32,
    stopped_lines: u32,
    tokens: u32,
    low_i: u32,
    /// Hashes of the words that begin lines and of those that end them, sorted by [`Style::finish`].
    starts: Vec<u32>,
    tails: Vec<u32>,
}

fn tenth(a: u32, b: u32, steps: &[u32]) -> u32 {
    steps.iter().filter(|s| a * 100 > b * **s).count() as u32
}

impl Style {
    /// Counts a line.
    pub fn add(&mut self, line: &str, tokens: &[(usize, usize)]) {
        let form = |n: usize| tokens.get(n).map_or("", |(a, b)| &line[*a..*b]);
        self.lines += 1;
        self.tokens += tokens.len() as u32;
        if self.starts.len() < MOST_EDGES && !tokens.is_empty() {
            self.starts.push(word_keys(form(0))[0]);
            self.tails.push(word_keys(form(tokens.len() - 1))[0]);
        }
        let mut tail = tokens.len();
        while tail > 0 && closer(form(tail - 1)) {
            tail -= 1;
        }
        self.stopped_lines += u32::from(tail > 0 && terminal(form(tail - 1)));
        for n in 0..tokens.len() {
            self.low_i += u32::from(form(n) == "i");
            if terminal(form(n)) && n + 1 < tokens.len() {
                let next = form(n + 1).chars().next();
                self.stops += u32::from(next.is_some_and(char::is_alphabetic));
                self.low_stops += u32::from(next.is_some_and(char::is_lowercase));
            }
        }
    }

    /// Call after the last line.
    pub fn finish(&mut self) {
        self.starts.sort_unstable();
        self.tails.sort_unstable();
    }

    /// The style as a small number.
    fn number(&self) -> u32 {
        let low = if self.stops == 0 { 4 } else { tenth(self.low_stops, self.stops, &[3, 20, 60]) };
        let stopped = tenth(self.stopped_lines, self.lines, &[20, 50, 80]);
        let many = tenth(self.stops + self.stopped_lines, self.tokens.max(1), &[1, 3, 6]);
        low + 5 * stopped + 20 * many + 80 * u32::from(self.low_i > 0)
    }

    fn short(&self) -> u32 {
        let low = if self.stops == 0 { 3 } else { tenth(self.low_stops, self.stops, &[5, 50]) };
        low + 4 * tenth(self.stopped_lines, self.lines, &[40, 80])
    }
}

/// The gaps of a line, ready for the model.
#[derive(Debug)]
pub struct Gaps {
    seen: Vec<Seen>,
    /// After each token: what the rules say of a sentence's end there.
    rule: Vec<u8>,
    /// For each token: tokens to the next stop or the line's end.
    ahead: Vec<u16>,
    /// Is there a finite verb from this token to the next stop?
    verb_ahead: Vec<bool>,
    finite: Vec<bool>,
    style: u32,
    short_style: u32,
}

/// The sentence under way.
#[derive(Debug, Clone, Copy, Default)]
pub struct State {
    /// Its first token.
    pub first: usize,
    /// Has it a finite verb?
    verb: bool,
    /// Open quotations and brackets.
    quotes: u8,
    brackets: u8,
    /// Sentences of the line before it.
    before: u8,
    /// Length of the sentence before it.
    last: u16,
}

impl State {
    /// Goes over token `n`.
    pub fn pass(&mut self, gaps: &Gaps, n: usize) {
        self.verb |= gaps.finite[n];
        match gaps.seen[n].kind {
            Kind::Open => self.quotes = 1,
            Kind::Close => self.quotes = 0,
            Kind::Quote => self.quotes = 1 - self.quotes.min(1),
            Kind::OpenBracket => self.brackets = (self.brackets + 1).min(3),
            Kind::CloseBracket => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }

    /// Ends the sentence after token `n`.
    pub fn end(&mut self, n: usize) {
        self.last = (n + 1 - self.first).min(999) as u16;
        self.first = n + 1;
        self.verb = false;
        self.brackets = 0;
        self.before = self.before.saturating_add(1);
    }
}

fn bucket(n: usize) -> u32 {
    match n {
        0..=6 => n as u32,
        7..=9 => 7,
        10..=14 => 8,
        15..=22 => 9,
        23..=35 => 10,
        36..=60 => 11,
        _ => 12,
    }
}

fn kind(lexicon: &Lexicon, line: &str, tokens: &[(usize, usize)], n: usize) -> Kind {
    let (from, to) = tokens[n];
    let form = &line[from..to];
    let mut chars = form.chars().map(plain);
    let (Some(first), second) = (chars.next(), chars.next()) else {
        return Kind::None;
    };
    let after = line[to..].chars().next();
    let before = line[..from].chars().next_back();
    let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace());
    if first.is_alphabetic() {
        if form.len() > 1 && form.ends_with('.') {
            let stem = &form[..form.len() - 1];
            return if initials(stem) { Kind::Initials } else { Kind::Short };
        }
        if second.is_none() && first != 'I' && first != 'a' && first != 'A' {
            return Kind::Letter;
        }
        if form.chars().any(|c| c.is_ascii_digit()) || form.len() > 3 && address(form) {
            return if form.len() > 3 && address(form) { Kind::Address } else { Kind::Mixed };
        }
        if form.contains(['_', '\\', '/', '@']) {
            return Kind::Mixed;
        }
        return match (first.is_uppercase(), second.is_some_and(char::is_uppercase)) {
            (true, true) => Kind::Upper,
            (true, false) => Kind::Capital,
            (false, _) => Kind::Lower,
        };
    }
    if first.is_numeric() {
        return if form.chars().any(char::is_alphabetic) { Kind::Mixed } else { Kind::Number };
    }
    if second.is_some() {
        if form.contains("..") || first == '…' {
            return Kind::Dots;
        }
        if terminal(form) {
            return Kind::Question;
        }
        if first == '\'' && second.is_some_and(char::is_alphabetic) {
            return Kind::Clitic;
        }
        if address(form) {
            return Kind::Address;
        }
        if form.chars().all(|c| matches!(c, '-' | '—' | '–')) && form.len() < 6 {
            return Kind::Dash;
        }
        if matches!(form, "''" | "``") {
            return if form == "''" { Kind::Close } else { Kind::Open };
        }
        if form.chars().count() >= 4 && form.chars().all(|c| !c.is_alphanumeric()) && !form.contains(')') {
            return Kind::Rule;
        }
        return if form.chars().any(char::is_alphanumeric) && form.len() > 4 { Kind::Mixed } else { Kind::Face };
    }
    match form.chars().next().unwrap_or(' ') {
        '.' => Kind::Stop,
        '!' | '?' => Kind::Question,
        '…' => Kind::Dots,
        ',' => Kind::Comma,
        ':' => Kind::Colon,
        ';' => Kind::Semicolon,
        '-' | '—' | '–' | '―' => Kind::Dash,
        // German closes with the mark that opens in English
        '“' if !blank(before) && blank(after) => Kind::Close,
        '“' | '«' | '‘' | '„' => Kind::Open,
        '”' | '»' => Kind::Close,
        '’' | '\'' | '"' | '`' => match (blank(before), blank(after)) {
            (true, false) => Kind::Open,
            (false, true) => Kind::Close,
            _ => Kind::Quote,
        },
        '(' | '[' | '{' => Kind::OpenBracket,
        ')' | ']' | '}' => Kind::CloseBracket,
        c if lexicon.bullets.contains(&c) => Kind::Bullet,
        '*' | '>' | '<' | '|' | '~' | '#' => Kind::Bullet,
        _ => Kind::Other,
    }
}

fn shape(form: &str) -> u32 {
    let mut bytes = Vec::with_capacity(8);
    for c in form.chars().take(24).map(plain) {
        let class = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_lowercase() => b'x',
            c if c.is_numeric() => b'0',
            c if c.is_ascii() => c as u8,
            _ => b'~',
        };
        let n = bytes.len();
        if n < 2 || bytes[n - 1] != class || bytes[n - 2] != class {
            bytes.push(class);
        }
        if bytes.len() > 9 {
            break;
        }
    }
    hash::text(bytes)
}

/// Keys of a form in the table of word classes: the word, its last three letters, its last two; capitals apart.
#[must_use]
pub fn word_keys(form: &str) -> [u32; 3] {
    let mut low = String::with_capacity(form.len());
    for c in form.chars().take(48).map(plain) {
        if c.is_numeric() {
            low.push('0');
        } else {
            low.extend(c.to_lowercase());
        }
    }
    let capital = u32::from(form.chars().next().is_some_and(char::is_uppercase));
    let end = |n: usize| {
        let from = low.char_indices().rev().nth(n - 1).map_or(0, |(at, _)| at);
        hash::key(ENDING, hash::text(low.bytes().skip(from)), n as u32, capital)
    };
    [hash::text(low.bytes()), end(3), end(2)]
}

impl Boundary {
    /// Reads the form that `dateline-train` writes: magic; number of word classes (u32) and three bytes for each; two tables,
    /// of words with their classes (from 1) and of features with their weights (signed). `None` if the bytes do not have that
    /// form.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let count = take(&mut rest, 4)?.iter().rev().fold(0usize, |k, b| k << 8 | usize::from(*b));
        let classes = take(&mut rest, count.checked_mul(3)?)?.chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect();
        let words = Map::read(&mut rest, i32::from)?;
        let weights = Map::read(&mut rest, |b| i32::from(b as i8))?;
        rest.is_empty().then_some(Self { classes, words, weights })
    }

    /// The model that is part of the program; empty if it is damaged, which leaves the rules.
    #[must_use]
    pub fn built_in() -> Self {
        Self::read(BUILT_IN).unwrap_or_default()
    }

    /// Is there a model?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.slots.iter().all(|s| s.1 == 0)
    }

    fn class(&self, keys: [u32; 3]) -> u8 {
        keys.iter().map(|k| self.words.get(*k)).find(|c| *c != 0).unwrap_or(0) as u8
    }

    /// Looks at the tokens of a line; `rule` says for each token whether the rules end a sentence after it.
    #[must_use]
    pub fn gaps(&self, lexicon: &Lexicon, line: &str, tokens: &[(usize, usize)], rule: Vec<u8>, style: &Style) -> Gaps {
        let seen: Vec<Seen> = (0..tokens.len())
            .map(|n| {
                let (a, b) = tokens[n];
                let form = &line[a..b];
                let keys = word_keys(form);
                Seen {
                    low: keys[0],
                    ending: keys[1],
                    shape: shape(form),
                    kind: kind(lexicon, line, tokens, n),
                    class: self.class(keys),
                    edge: u8::from(style.starts.binary_search(&keys[0]).is_ok())
                        | u8::from(style.tails.binary_search(&keys[0]).is_ok()) << 1,
                    space: n == 0 || tokens[n - 1].1 < a,
                }
            })
            .collect();
        let finite: Vec<bool> = seen
            .iter()
            .map(|s| matches!(s.kind, Kind::Lower | Kind::Capital | Kind::Upper | Kind::Clitic) && self.row(s)[2] > 0)
            .collect();
        let mut ahead = vec![0u16; tokens.len() + 1];
        let mut verb_ahead = vec![false; tokens.len() + 1];
        for n in (0..tokens.len()).rev() {
            if !matches!(seen[n].kind, Kind::Stop | Kind::Question | Kind::Dots) {
                ahead[n] = ahead[n + 1].saturating_add(1);
                verb_ahead[n] = verb_ahead[n + 1] || finite[n];
            }
        }
        Gaps { seen, rule, ahead, verb_ahead, finite, style: style.number(), short_style: style.short() }
    }

    fn row(&self, s: &Seen) -> [u8; 3] {
        usize::from(s.class).checked_sub(1).and_then(|n| self.classes.get(n)).copied().unwrap_or_default()
    }

    /// Gives `use_key` the features of the gap after token `n`.
    pub fn features(&self, g: &Gaps, n: usize, state: &State, mut use_key: impl FnMut(u32)) {
        let none = Seen::default();
        let at = |i: Option<usize>| i.and_then(|i| g.seen.get(i)).unwrap_or(&none);
        let (l1, l2, l3) = (at(Some(n)), at(n.checked_sub(1)), at(n.checked_sub(2)));
        let (r1, r2, r3, r4) = (at(Some(n + 1)), at(Some(n + 2)), at(Some(n + 3)), at(Some(n + 4)));
        let k = |s: &Seen| s.kind as u32;
        // the class where the kind does not tell all
        let tag = |s: &Seen| match s.kind {
            Kind::Lower | Kind::Clitic | Kind::Upper => u32::from(self.row(s)[0]),
            Kind::Capital => 100 + u32::from(self.row(s)[0]),
            kind => 200 + kind as u32,
        };
        let class = |s: &Seen| match s.kind {
            Kind::Lower | Kind::Clitic | Kind::Upper | Kind::Capital => u32::from(s.class),
            kind => 200 + kind as u32,
        };
        let space = u32::from(r1.space);
        let kk = k(l1) | k(r1) << 5 | space << 10;
        let mut t = 0;
        let mut f = |a: u32, b: u32, c: u32| {
            t += 1;
            use_key(hash::key(t, a, b, c));
        };
        f(kk, 0, 0);
        f(kk, k(l2), 0);
        f(kk, k(r2), 0);
        f(kk, k(l2) | k(r2) << 5, 0);
        f(kk, k(l2) | k(r2) << 5 | k(l3) << 10 | k(r3) << 15, 0);
        f(kk, k(r2) | k(r3) << 5, 0);
        f(kk, k(r2) | k(r3) << 5 | k(r4) << 10, 0);
        f(kk, k(l2) | k(l3) << 5, 0);
        f(l1.low, k(l1), 0);
        f(r1.low, k(r1), 0);
        f(l1.low, r1.low, kk);
        f(l1.low, kk, 0);
        f(r1.low, kk, 0);
        f(r1.low, r2.low, kk);
        f(r1.low, kk, k(r2));
        f(l1.low, l2.low, kk);
        f(l2.low, kk, 0);
        f(r2.low, kk, 0);
        f(l3.low, kk, 0);
        f(l2.low, r1.low, kk);
        f(l1.low, tag(r1), kk);
        f(tag(l1), r1.low, kk);
        f(l1.low, tag(r1), tag(r2));
        f(tag(l2) | tag(l1) << 8, r1.low, 0);
        f(tag(l1) | tag(r1) << 8, space, 0);
        f(tag(l2) | tag(l1) << 8, tag(r1), 0);
        f(tag(l1), tag(r1) | tag(r2) << 8, 0);
        f(tag(l2) | tag(l1) << 8, tag(r1) | tag(r2) << 8, 0);
        f(kk, tag(r1) | tag(r2) << 8, tag(r3));
        f(kk, tag(r1) | tag(r2) << 8, 0);
        f(kk, tag(l2) | tag(l1) << 8, tag(l3));
        f(kk, tag(l2) | tag(l1) << 8, 0);
        f(class(l1), class(r1), space);
        f(class(l1), class(r1), class(r2) | class(l2) << 8);
        f(l1.shape, r1.shape, space);
        f(l1.shape, kk, 1);
        f(r1.shape, kk, 2);
        f(l1.ending, kk, 0);
        f(r1.ending, kk, 0);
        let rule = u32::from(if g.rule[n] == ALWAYS { 1 } else { g.rule[n] });
        f(rule, kk, 0);
        f(rule, g.style, 0);
        f(kk, g.style, 0);
        f(kk, g.short_style, k(r2));
        f(kk, g.short_style, k(l2));
        let left = bucket(g.seen.len() - n - 1);
        let ahead = bucket(usize::from(g.ahead[n + 1]));
        let verb = u32::from(g.verb_ahead[n + 1]);
        f(kk, left, 0);
        f(kk, ahead, verb);
        let edge = u32::from(r1.edge & 1) | u32::from(l1.edge & 2);
        f(kk, edge, 1);
        f(tag(l1), tag(r1), edge << 8 | space);
        if left < 8 {
            f(tag(l1), tag(r1), left << 8 | 1);
        }
        // the sentence under way
        let first = at(Some(state.first));
        let length = n + 1 - state.first;
        let len = bucket(length);
        let verbs = u32::from(state.verb) | verb << 1;
        f(kk, len, 0);
        f(kk, len, u32::from(state.verb));
        f(kk, verbs, len | ahead << 5);
        f(kk, verbs, g.short_style);
        f(kk, k(first), u32::from(length < 4));
        f(kk, tag(first), len);
        f(first.low, kk, 0);
        f(kk, u32::from(state.quotes) | u32::from(state.brackets) << 2, rule);
        f(kk, u32::from(state.quotes) | u32::from(state.brackets) << 2, g.short_style);
        f(kk, u32::from(state.before.min(3)), bucket(usize::from(state.last)));
        f(u32::from(r1.low == first.low), kk, 0);
        f(u32::from(r1.kind == first.kind), kk, k(r2) << 5 | u32::from(at(Some(state.first + 1)).kind == r2.kind));
        f(kk, tag(l1), len | u32::from(state.verb) << 5 | u32::from(g.verb_ahead[n + 1]) << 6);
        f(kk, tag(r1), len | u32::from(state.verb) << 5 | u32::from(g.verb_ahead[n + 1]) << 6);
        debug_assert!(t as usize <= TEMPLATES);
    }

    /// Numbers of the tokens after the last ones of the line's sentences, the last one included; no sentence is longer
    /// than `longest`.
    #[must_use]
    pub fn ends(&self, gaps: &Gaps, longest: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut state = State::default();
        let count = gaps.seen.len();
        for n in 0..count {
            state.pass(gaps, n);
            let full = n + 1 - state.first >= longest;
            let ends = match gaps.rule[n] {
                NEVER => false,
                ALWAYS => true,
                _ => self.score(gaps, n, &state) > 0,
            };
            if n + 1 == count || full || ends {
                out.push(n + 1);
                state.end(n);
            }
        }
        out
    }

    /// Sum of the weights of the gap after token `n`: above nought where it ends a sentence.
    #[must_use]
    pub fn score(&self, gaps: &Gaps, n: usize, state: &State) -> i32 {
        let mut sum = 0;
        self.features(gaps, n, state, |key| sum += self.weights.get(key));
        sum
    }
}
