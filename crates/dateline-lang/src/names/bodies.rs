//! Two names of bodies: the same body's? Forms of companies are passed over, words that translate each other count as one.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};

use super::compare::NameMatch;
use super::parts::one_letter;
use super::rules::NameRules;
use crate::mention::fold;

/// A form of a body ("limited liability company").
#[derive(Debug, Clone)]
pub(super) struct Form {
    words: Vec<String>,
    /// "LLC", "JSC" ...; `None` for one of no kind in particular.
    kind: Option<String>,
}

/// Forms by their first words, the longest first.
pub(super) fn forms(data: &DataSet, plain: &[String]) -> Result<BTreeMap<String, Vec<Form>>, DataError> {
    let mut out: BTreeMap<String, Vec<Form>> = BTreeMap::new();
    let rows = data.tsv("en/names/forms.tsv")?;
    let plain = plain.iter().map(|f| (f.as_str(), "-"));
    for (form, kind) in plain.chain(rows.iter().map(|r| (r[0], r[1]))) {
        let words: Vec<String> = form.split(' ').map(str::to_string).collect();
        let list = out.entry(words[0].clone()).or_default();
        if !list.iter().any(|f| f.words == words) {
            list.push(Form { words, kind: (kind != "-").then(|| kind.to_string()) });
        }
    }
    for list in out.values_mut() {
        list.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
    }
    Ok(out)
}

/// A body's name, ready to be compared.
struct Body {
    /// Folded words without form and small words, synonyms brought to the first of their group ("#7").
    words: Vec<String>,
    /// Kinds of the forms that were taken away.
    kinds: Vec<String>,
}

impl NameRules {
    /// The form that begins at `at`, and its number of words. The last letter of a long form may be cut off ("compan").
    fn form_at(&self, words: &[String], at: usize) -> Option<&Form> {
        let fits = |f: &Form| {
            words.len() >= at + f.words.len()
                && f.words.iter().zip(&words[at..]).enumerate().all(|(n, (x, y))| {
                    x == y || (n + 1 == f.words.len() && x.len() >= 6 && x.strip_suffix(|_| true) == Some(y.as_str()))
                })
        };
        if let Some(found) = self.forms.get(&words[at]).and_then(|list| list.iter().find(|f| fits(f))) {
            return Some(found);
        }
        // A cut word is under another key.
        self.forms
            .range::<str, _>((std::ops::Bound::Excluded(words[at].as_str()), std::ops::Bound::Unbounded))
            .take_while(|(k, _)| k.starts_with(words[at].as_str()))
            .filter(|(k, _)| k.len() == words[at].len() + 1)
            .flat_map(|(_, list)| list)
            .find(|f| fits(f))
    }

    /// Takes forms away from the end and the beginning, as long as something is left.
    fn without_forms(&self, words: &mut Vec<String>) -> Vec<String> {
        let mut kinds = Vec::new();
        loop {
            let end = (1..words.len())
                .find_map(|at| self.form_at(words, at).filter(|f| at + f.words.len() == words.len()).map(|f| (at, f)));
            if let Some((at, form)) = end {
                kinds.extend(form.kind.clone());
                words.truncate(at);
                continue;
            }
            match self.form_at(words, 0).filter(|f| f.words.len() < words.len() && f.kind.is_some()) {
                Some(form) => {
                    kinds.extend(form.kind.clone());
                    words.drain(..form.words.len());
                }
                None => return kinds,
            }
        }
    }

    fn body(&self, text: &str) -> Body {
        let ascii = any_ascii::any_ascii(text).replace('&', " and ");
        let plain: String = ascii
            .chars()
            .filter(|c| !matches!(c, '\'' | '’'))
            .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
            .collect();
        // Initials with spaces between are one word ("A.B.C.").
        let mut words: Vec<String> = Vec::new();
        let mut initials = String::new();
        for word in plain.split_whitespace().chain([""]) {
            if word.len() == 1 && word.chars().all(char::is_alphabetic) {
                initials.push_str(word);
                continue;
            }
            if !initials.is_empty() {
                words.push(std::mem::take(&mut initials));
            }
            if !word.is_empty() {
                words.push(word.to_string());
            }
        }
        let kinds = self.without_forms(&mut words);
        let words = self.counted(words);
        let mut text = format!(" {} ", words.join(" "));
        for (words, group) in &self.same {
            let from = format!(" {words} ");
            if text.contains(&from) {
                text = text.replace(&from, &format!(" #{group} ")).replace(&from, &format!(" #{group} "));
            }
        }
        let all: Vec<String> = text.split_whitespace().map(str::to_string).collect();
        let kept: Vec<String> = all.iter().filter(|w| !self.small.contains(*w)).cloned().collect();
        Body { words: if kept.is_empty() { all } else { kept }, kinds }
    }

    /// Numbers in words and Roman ones as digits: "forty four" is "44", "fund iv" is "fund 4".
    fn counted(&self, words: Vec<String>) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let last = words.len().saturating_sub(1);
        let mut tens: Option<u32> = None;
        for (n, word) in words.into_iter().enumerate() {
            let digit = word.parse::<u32>().ok();
            let value = self.numbers.get(&word).copied().or(if n == last && n > 0 {
                self.roman.get(&word).copied()
            } else {
                None
            });
            match (value.or(digit.filter(|d| *d < 10 && tens.is_some())), tens) {
                (Some(unit), Some(ten)) if unit < 10 => {
                    out.pop();
                    out.push((ten + unit).to_string());
                    tens = None;
                }
                (Some(v), _) => {
                    out.push(v.to_string());
                    tens = (v >= 20 && v % 10 == 0).then_some(v);
                }
                (None, _) => {
                    out.push(word);
                    tens = None;
                }
            }
        }
        out
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
        let found = NameMatch::new;
        let (ba, bb) = (self.body(a), self.body(b));
        let (wa, wb) = (&ba.words, &bb.words);
        if wa.is_empty() || wb.is_empty() {
            return found(0, "no name");
        }
        if fold(a) == fold(b) {
            return found(1000, "same words");
        }
        // A partnership is not the company of the same name.
        if !ba.kinds.is_empty() && !bb.kinds.is_empty() && !ba.kinds.iter().any(|k| bb.kinds.contains(k)) {
            return found(590, "another form of company");
        }
        if wa == wb || wa.concat() == wb.concat() {
            return found(960, "same words");
        }
        // An abbreviation: first letters of the words.
        let initials = |w: &[String]| w.iter().filter_map(|x| x.chars().next()).collect::<String>();
        for (x, y) in [(wa, wb), (wb, wa)] {
            if x.len() == 1 && x[0].len() >= 3 && y.len() >= 3 && initials(y) == x[0] {
                return found(800, "first letters");
            }
        }
        let (short, long) = if wa.len() <= wb.len() { (wa, wb) } else { (wb, wa) };
        let mut left: Vec<&String> = long.iter().collect();
        let mut missing: Vec<&String> = Vec::new();
        let mut fuzzy = 0;
        for word in short {
            let best = left.iter().enumerate().map(|(n, other)| (self.words_alike(word, other), n));
            match best.max_by_key(|(s, n)| (*s, std::cmp::Reverse(*n))) {
                Some((s, n)) if s >= 850 => {
                    fuzzy += u32::from(s < 1000);
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
            return found(940u32.saturating_sub(fuzzy * 40).max(760), "same words, spelt otherwise");
        }
        if missing.is_empty() {
            // One is part of the other: a name cut short, or a branch of it.
            return if strong_left == 0 && shared_strong > 0 {
                found(750, "one name has a common word more")
            } else {
                found(600, "one name is part of the other")
            };
        }
        if let ([x], [y]) = (missing.as_slice(), left.as_slice()) {
            if shared >= 3 && strong_left == 0 && strong_missing == 0 {
                return found(750, "all words but a common one agree");
            }
            let digits = |w: &str| w.chars().any(|c| c.is_ascii_digit() || c == '#');
            if x.len().max(y.len()) >= 4
                && x.len().min(y.len()) >= 3
                && one_letter(x, y)
                && !digits(x)
                && !digits(y)
                && fuzzy == 0
            {
                return found(if shared_strong > 0 || short.len() == 1 { 715 } else { 705 }, "one letter differs");
            }
        }
        found(if shared_strong > 0 { 400 } else { 200 }, "other words")
    }

    /// 1000 for the same word, less for another spelling of it, 0 for another word. Numbers are never spelt otherwise.
    fn words_alike(&self, a: &str, b: &str) -> u32 {
        let digits = |w: &str| w.chars().any(|c| c.is_ascii_digit() || c == '#');
        if a == b {
            1000
        } else if digits(a) || digits(b) || a.len().min(b.len()) < 4 {
            0
        } else {
            let near = self.sounds.alike(&self.sounds.read(a), &self.sounds.read(b));
            if self.enough(near) { near.score } else { 0 }
        }
    }
}
