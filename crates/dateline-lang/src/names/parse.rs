//! A name of a person taken apart.

use std::cell::OnceCell;

use super::chinese::ChineseReading;
use super::korean::KoreanReading;
use super::rules::NameRules;
use crate::mention::fold;

/// A name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// Words that tell people apart, folded, in order: particles and titles taken away, hyphens cut.
    pub parts: Vec<String>,
    /// Words and hyphened groups, folded: "jae-myung" is one.
    pub words: Vec<String>,
    /// Position in `words` of the family name, where it can be told.
    pub family: Option<usize>,
    /// As `words`, with particles: "van" may be Wang by way of Russian.
    pub(super) raw: Vec<String>,
    /// A link to the father's name stands in it ("bin").
    pub(super) linked: bool,
    /// The letters of a name in Chinese or Korean script.
    pub(super) signs: Option<String>,
    /// How it reads as Korean, worked out when first asked for: most names are compared with many.
    pub(super) korean: OnceCell<Vec<KoreanReading>>,
    /// How it reads as Chinese, family name first and last.
    pub(super) chinese: [OnceCell<Vec<ChineseReading>>; 2],
}

/// Chinese characters and Hangul, which are not read letter by letter.
fn sign(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0x20000..=0x3FFFF)
}

impl NameRules {
    /// Takes a name of a person apart.
    #[must_use]
    pub fn parse(&self, text: &str) -> Name {
        // "FAMILY, Given" is turned round.
        let turned = match text.split_once(", ") {
            Some((family, given)) if !self.titles.contains(&fold(given)) => {
                format!("{given} {family}")
            }
            _ => text.replace(',', " "),
        };
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
        let signs = (!letters.is_empty() && letters.iter().all(|c| sign(*c))).then(|| letters.iter().collect());
        let ascii = any_ascii::any_ascii(&turned.replace(['’', '‘', 'ʿ', 'ʾ'], "'"));
        let spaced = ascii.replace(['·', '_', '/', '(', ')', '"'], " ").replace(". ", " ").replace('.', " ");
        let mut words: Vec<String> = spaced
            .split_whitespace()
            .map(|w| self.letters(fold(w).trim_matches('-')))
            .filter(|w| !w.is_empty())
            .collect();
        while words.len() > 1 && words.first().is_some_and(|w| self.titles.contains(w)) {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|w| self.titles.contains(w)) {
            words.pop();
        }
        let joined = self.compounds(words);
        let linked = joined.len() > 2 && joined[1..joined.len() - 1].iter().any(|w| self.father_links.contains(w));
        let fathered = joined.len() > 2 && self.father_links.contains(&joined[joined.len() - 2]);
        let mut parts = Vec::new();
        let mut words = Vec::new();
        let several = joined.len() > 1;
        for w in &joined {
            let pieces: Vec<&str> = w.split('-').filter(|p| !p.is_empty()).collect();
            let kept: Vec<String> = pieces
                .iter()
                .enumerate()
                .filter(|(n, p)| {
                    !(self.particles.contains(**p)
                        && (several || pieces.len() > 1)
                        && (*n == 0 || self.articles.contains(**p)))
                })
                .map(|(_, p)| (*p).to_string())
                .collect();
            if kept.is_empty() {
                continue;
            }
            words.push(kept.join("-"));
            parts.extend(kept);
        }
        if parts.is_empty() {
            parts = ascii.split_whitespace().map(fold).collect();
            words.clone_from(&parts);
        }
        let family = match words.len() {
            0 => None,
            1 => Some(0),
            n if n <= 3 && self.family_first(&words[0]) && self.given_after(&words) => Some(0),
            // The last name after "bin" is the father's.
            _ if fathered => None,
            n => Some(n - 1),
        };
        Name { parts, words, family, raw: joined, linked, signs, ..Name::default() }
    }

    /// Digits that stand for letters in a word of letters: "I9or".
    fn letters(&self, word: &str) -> String {
        if word.chars().any(|c| c.is_ascii_digit()) && word.chars().any(|c| c.is_ascii_alphabetic()) {
            let letter = |c: char| self.lookalikes.iter().find(|(d, _)| *d == c).map_or(c, |(_, l)| *l);
            word.chars().map(letter).collect()
        } else {
            word.to_string()
        }
    }

    /// Do the words after a family name that may stand first read as a given name of the East?
    fn given_after(&self, words: &[String]) -> bool {
        self.vietnamese.contains(&words[0])
            || words[1..].iter().flat_map(|w| w.split('-')).all(|p| self.korean.reads(p) || self.chinese.reads(p))
    }

    /// Arabic names of several words that are one: "Abd al-Aziz", "Abdul Aziz" and "Abdelaziz"; "Saif al-Din" and "Seifeddine".
    fn compounds(&self, words: Vec<String>) -> Vec<String> {
        let article = |w: &str| self.articles.contains(w);
        let bare = |w: &str| -> String {
            w.split_once('-').filter(|(a, _)| article(a)).map_or(w, |(_, rest)| rest).to_string()
        };
        let mut joined: Vec<String> = Vec::new();
        let mut rest = words.into_iter().peekable();
        while let Some(w) = rest.next() {
            // "abd-al-aziz" in one.
            let hyphened =
                w.split_once('-').filter(|(s, _)| self.servants.iter().any(|x| x == s)).map(|(_, r)| bare(r));
            if let Some(stem) = hyphened {
                joined.push(self.servant_of(&stem));
            } else if self.servants.contains(&w) && rest.peek().is_some() {
                if rest.peek().is_some_and(|n| article(n)) {
                    rest.next();
                }
                let next = rest.next().unwrap_or_default();
                joined.push(self.servant_of(&bare(&next)));
            } else if let Some(stem) = self.servants.iter().find_map(|s| {
                // The servant runs together with the name: the article's l goes with it, or has become the name's first sound.
                w.strip_prefix(s.as_str())
                    .filter(|stem| s.len() > 3 && (stem.len() >= 3 || self.god.iter().any(|g| g == stem)))
            }) {
                joined.push(self.servant_of(stem));
            } else if let Some(first) = w
                .split('-')
                .next()
                .filter(|first| !article(first) && self.faith.iter().any(|f| w.ends_with(&format!("-{f}"))))
            {
                joined.push(format!("{first}din"));
            } else if self.faith.iter().any(|f| bare(&w) == *f) && !joined.is_empty() {
                // "al-Din" belongs to the word before it, an article between them or not.
                if joined.len() > 1 && joined.last().is_some_and(|l| article(l)) {
                    joined.pop();
                }
                let first = joined.pop().unwrap_or_default();
                joined.push(format!("{first}din"));
            } else if let Some(first) = self.faith_endings.iter().find_map(|f| w.strip_suffix(f.as_str())) {
                joined.push(if first.len() >= 2 { format!("{first}din") } else { w });
            } else {
                joined.push(w);
            }
        }
        joined
    }

    fn servant_of(&self, stem: &str) -> String {
        // A doubled first sound is the article's: "ar-Rahman" is "abdurrahman" in one word.
        let mut letters = stem.chars();
        let first = letters.next();
        let stem =
            if first.is_some() && first == letters.next() { &stem[first.map_or(0, char::len_utf8)..] } else { stem };
        let stem = if self.god.iter().any(|g| g == stem) { "ah" } else { stem };
        format!("abd{stem}")
    }
}
