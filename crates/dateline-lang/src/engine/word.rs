//! What the models see of a word: hashes of its normalised form, its ends, its shape.

use crate::engine::hash;

/// How a sentence is capitalised. In headlines capitals say little of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Caps {
    /// As in running text.
    #[default]
    Normal,
    /// Most Longer Words Begin With a Capital.
    Title,
    /// ALL CAPITALS.
    Upper,
}

/// A word as the models see it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// Lower case, digits as `0`, quotes and hyphens made plain.
    pub lower: u32,
    /// As `lower`, with the capitals of the text where they mean something.
    pub form: u32,
    /// Shape (`Xx`, `X.X.`, `00`), with the sentence's way of capitalising.
    pub shape: u32,
    /// First one to three letters of the lower-case form.
    pub prefix: [u32; 3],
    /// Last one to four letters of the lower-case form.
    pub suffix: [u32; 4],
    /// Does it begin with a capital?
    pub capital: bool,
    /// Does it hold a letter?
    pub letter: bool,
    /// Sentence's way of capitalising.
    pub caps: Caps,
}

/// One character made plain: typographic quotes and hyphens as ASCII, digits as they are.
#[must_use]
pub fn plain(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '‛' | '′' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' | '‟' | '″' => '"',
        '\u{2010}' | '\u{2011}' | '\u{ad}' => '-',
        _ => c,
    }
}

/// How the words of a sentence are capitalised.
#[must_use]
pub fn caps<'a>(forms: impl Iterator<Item = &'a str>) -> Caps {
    let (mut long, mut capital, mut words, mut upper) = (0, 0, 0, 0);
    for (n, form) in forms.enumerate() {
        let letters = form.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 {
            continue;
        }
        words += 1;
        if form.chars().all(|c| !c.is_lowercase()) {
            upper += 1;
        }
        if n > 0 && letters > 3 {
            long += 1;
            if form.chars().next().is_some_and(char::is_uppercase) {
                capital += 1;
            }
        }
    }
    if words >= 3 && upper * 5 >= words * 4 {
        Caps::Upper
    } else if long >= 3 && capital * 10 >= long * 8 {
        Caps::Title
    } else {
        Caps::Normal
    }
}

fn shape(form: &str, out: &mut Vec<u8>) {
    let mut last = (0u8, 0);
    for c in form.chars().map(plain) {
        let class = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_lowercase() => b'x',
            c if c.is_alphabetic() => b'o',
            c if c.is_numeric() => b'0',
            c if c.is_ascii() => c as u8,
            _ => b'~',
        };
        last = if last.0 == class { (class, last.1 + 1) } else { (class, 1) };
        // a run counts up to two letters, up to four digits
        if last.1 <= if class == b'0' { 4 } else { 2 } && out.len() < 12 {
            out.push(class);
        }
    }
}

impl Word {
    /// A word of a sentence capitalised in the given way.
    #[must_use]
    pub fn new(form: &str, caps: Caps) -> Self {
        let mut lower = String::with_capacity(form.len());
        for c in form.chars().take(64).map(plain) {
            if c.is_numeric() {
                lower.push('0');
            } else {
                lower.extend(c.to_lowercase());
            }
        }
        let letters: Vec<(usize, char)> = lower.char_indices().collect();
        let end = |n: usize| {
            letters
                .len()
                .checked_sub(n)
                .and_then(|at| letters.get(at))
                .map_or(0, |(at, _)| hash::text(lower.bytes().skip(*at)))
        };
        let start = |n: usize| {
            if letters.len() >= n {
                hash::text(lower.bytes().take(letters.get(n).map_or(lower.len(), |(at, _)| *at)))
            } else {
                0
            }
        };
        let capital = form.chars().next().is_some_and(char::is_uppercase);
        let mut bytes = vec![b'n'];
        match caps {
            Caps::Normal => shape(form, &mut bytes),
            Caps::Title => {
                bytes[0] = b't';
                shape(form, &mut bytes);
            }
            Caps::Upper => {
                bytes[0] = b'u';
                shape(&lower, &mut bytes);
            }
        }
        let low = hash::text(lower.bytes());
        let cased = match caps {
            Caps::Normal => hash::text(
                form.chars()
                    .take(64)
                    .map(|c| if c.is_numeric() { '0' } else { plain(c) })
                    .flat_map(|c| c.to_string().into_bytes()),
            ),
            Caps::Title => low ^ u32::from(capital) ^ 2,
            Caps::Upper => low ^ 4,
        };
        Self {
            lower: low,
            form: cased,
            shape: hash::text(bytes),
            prefix: [start(1), start(2), start(3)],
            suffix: [end(1), end(2), end(3), end(4)],
            capital,
            letter: form.chars().any(char::is_alphabetic),
            caps,
        }
    }

    /// All words of a sentence.
    #[must_use]
    pub fn sentence(forms: &[&str]) -> Vec<Self> {
        let caps = caps(forms.iter().copied());
        forms.iter().map(|f| Self::new(f, caps)).collect()
    }
}
