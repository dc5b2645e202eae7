//! Two names of bodies: the same body's? Forms of companies are passed over, words that translate each other count as one.

use super::compare::NameMatch;
use super::rules::NameRules;
use crate::mention::fold;

impl NameRules {
    /// The words of a body's name, folded, its form taken away, synonyms brought to the first of their group ("#7").
    fn body_words(&self, text: &str) -> Vec<String> {
        let ascii = any_ascii::any_ascii(text);
        let plain: String = ascii
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == '&' {
                    c.to_ascii_lowercase()
                } else if c == '\'' || c == '’' {
                    '\u{1}'
                } else {
                    ' '
                }
            })
            .filter(|c| *c != '\u{1}')
            .collect();
        let mut text = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
        for form in &self.long_forms {
            text = text.replace(&format!(" {form} "), " ");
        }
        for (words, group) in &self.same {
            let from = format!(" {words} ");
            if text.contains(&from) {
                text = text.replace(&from, &format!(" #{group} ")).replace(&from, &format!(" #{group} "));
            }
        }
        // Initials with spaces between are one word ("A.B.C.").
        let mut out: Vec<String> = Vec::new();
        let mut initials = String::new();
        for word in text.split_whitespace() {
            if word.len() == 1 && word.chars().all(char::is_alphabetic) {
                initials.push_str(word);
                continue;
            }
            if !initials.is_empty() {
                out.push(std::mem::take(&mut initials));
            }
            out.push(word.to_string());
        }
        if !initials.is_empty() {
            out.push(initials);
        }
        let kept: Vec<String> = out
            .iter()
            .filter(|w| !self.forms.contains(*w) && !matches!(w.as_str(), "the" | "of" | "for" | "in" | "on"))
            .cloned()
            .collect();
        if kept.is_empty() { out } else { kept }
    }

    fn is_weak(&self, word: &str) -> bool {
        match word.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()) {
            Some(group) => self.same.iter().any(|(w, g)| *g == group && self.weak.contains(w)),
            None => self.weak.contains(word),
        }
    }

    /// Compares two names of bodies.
    #[must_use]
    pub fn match_bodies(&self, a: &str, b: &str) -> NameMatch {
        let (wa, wb) = (self.body_words(a), self.body_words(b));
        let found = |score: u16, reason| NameMatch { score, reason };
        if wa.is_empty() || wb.is_empty() {
            return found(0, "no name");
        }
        if wa == wb || wa.concat() == wb.concat() {
            return found(if fold(a) == fold(b) { 1000 } else { 960 }, "same words");
        }
        // An abbreviation: first letters of the words.
        let initials = |w: &[String]| w.iter().filter_map(|x| x.chars().next()).collect::<String>();
        for (x, y) in [(&wa, &wb), (&wb, &wa)] {
            if x.len() == 1 && x[0].len() >= 3 && y.len() >= 3 && initials(y) == x[0] {
                return found(800, "first letters");
            }
        }
        let (short, long) = if wa.len() <= wb.len() { (&wa, &wb) } else { (&wb, &wa) };
        let mut left: Vec<&String> = long.iter().collect();
        let mut missing = Vec::new();
        let mut fuzzy = 0;
        for word in short {
            let sound = self.sounds.read(word);
            let best = left
                .iter()
                .enumerate()
                .map(|(n, other)| {
                    let digits = word.chars().any(|c| c.is_ascii_digit()) || other.chars().any(|c| c.is_ascii_digit());
                    let alike = if *other == word {
                        1000
                    } else if digits {
                        0
                    } else {
                        self.sounds.alike(&sound, &self.sounds.read(other))
                    };
                    (alike, n)
                })
                .max_by_key(|(s, n)| (*s, std::cmp::Reverse(*n)));
            match best {
                Some((s, n)) if s == 1000 || (s >= 850 && word.len() >= 4) => {
                    fuzzy += u16::from(s < 1000);
                    left.remove(n);
                }
                _ => missing.push(word),
            }
        }
        let strong_missing = missing.iter().filter(|w| !self.is_weak(w)).count();
        let strong_left = left.iter().filter(|w| !self.is_weak(w)).count();
        let shared_strong = short.iter().filter(|w| !missing.contains(w) && !self.is_weak(w)).count();
        let shared = short.len() - missing.len();
        if missing.is_empty() && left.is_empty() {
            return found(940 - fuzzy * 40, "same words, spelt otherwise");
        }
        if missing.is_empty() {
            // One is part of the other: a name cut short, or a branch of it.
            return if strong_left == 0 && shared_strong > 0 {
                found(750, "one name has a common word more")
            } else {
                found(600, "one name is part of the other")
            };
        }
        if missing.len() == 1
            && left.len() == 1
            && shared >= 3
            && (shared_strong >= 1 || strong_missing == 0)
            && strong_left == 0
        {
            return found(700, "all words but a common one agree");
        }
        found(if shared_strong > 0 { 400 } else { 200 }, "other words")
    }
}
