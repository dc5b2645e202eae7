//! The notation in which rules describe lines, and the machine that matches it.
//!
//! A pattern is a row of elements parted by blanks: `word`, `one|other`, `two_words` (one element of two tokens), `@class`,
//! `...` (any tokens, or none), choices of these (`@dash|:`), and a final `?` for what may be missing. It must cover the whole line unless it ends in `...`.
//! Letters' case does not count, except in classes that ask for it. The README of `data/en/furniture` lists the classes.
//!
//! Matching keeps the set of reachable positions as bits of a `u128`, so it is linear in elements and tokens, whatever the pattern.

use std::collections::{BTreeMap, BTreeSet};

use super::token::{Shape, Token, tokens};

/// A set of positions between tokens: bit `n` is the place before token `n`.
type Places = u128;

#[derive(Debug, Clone)]
enum Element {
    /// One of several token sequences, by their first token: lists of hundreds of words are looked up, not gone through.
    Words(BTreeMap<String, Vec<Vec<String>>>),
    /// A class built into the program.
    Built(Built),
    /// A class written in the data: its number.
    Class(usize),
    /// One of several of these.
    Choice(Vec<Element>),
    /// Any tokens, or none.
    Rest,
}

/// Classes that look at the form of tokens, not at words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Built {
    /// A whole number as printed: `412`, `1,284`, `1 284`, `1.2`, `12K`.
    Number,
    /// One or two digits.
    Short,
    /// Four digits.
    Year,
    /// A word with a capital.
    Capital,
    /// A word all in capitals.
    Upper,
    /// A word of any form.
    Word,
    /// Any one token.
    Any,
    /// An address of a page, with or without its scheme.
    Url,
    /// An e-mail address or `@handle`.
    Mail,
    /// One or more dashes.
    Dash,
    /// A bar, bullet or dot between parts.
    Bar,
    /// A sign that is no letter, digit or usual punctuation: an emoji, an arrow, a star.
    Symbol,
}

fn built(name: &str) -> Option<Built> {
    Some(match name {
        "number" => Built::Number,
        "dd" => Built::Short,
        "yyyy" => Built::Year,
        "cap" => Built::Capital,
        "caps" => Built::Upper,
        "word" => Built::Word,
        "any" => Built::Any,
        "url" => Built::Url,
        "mail" => Built::Mail,
        "dash" => Built::Dash,
        "bar" => Built::Bar,
        "symbol" => Built::Symbol,
        _ => return None,
    })
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    elements: Vec<(Element, bool)>,
    /// Fewest tokens that it covers.
    least: usize,
    /// Most tokens that it covers, where there is such a number. Nearly all lines are longer.
    most: Option<usize>,
}

/// What a class caught: name of the class, tokens from and to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caught {
    /// Name of the class in the data.
    pub(crate) class: String,
    /// First token.
    pub(crate) from: usize,
    /// Token after the last.
    pub(crate) to: usize,
}

/// Where the classes end in one line, by where they begin: hundreds of patterns ask for the same names and dates.
#[derive(Debug, Default)]
pub(crate) struct Known {
    ends: Vec<Option<Places>>,
}

/// The classes that the data defines, and the matching itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    names: BTreeMap<String, usize>,
    patterns: Vec<Vec<Pattern>>,
}

impl Classes {
    /// Compiles the classes of the data. A class may use only classes that do not use it in turn.
    pub(crate) fn new(written: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let mut out =
            Self { names: written.keys().enumerate().map(|(n, k)| (k.clone(), n)).collect(), patterns: Vec::new() };
        for (name, patterns) in written {
            if built(name).is_some() {
                return Err(format!("class {name}: the name is that of a class built in; choose another"));
            }
            let compiled: Result<Vec<Pattern>, String> =
                patterns.iter().map(|p| out.pattern(p).map_err(|e| format!("class {name}: {e}"))).collect();
            out.patterns.push(joined(compiled?));
        }
        for (name, &n) in &out.names {
            if out.reaches(n, n, &mut vec![false; out.patterns.len()]) {
                return Err(format!("class {name}: it uses itself; break the circle"));
            }
        }
        Ok(out)
    }

    fn reaches(&self, from: usize, goal: usize, seen: &mut [bool]) -> bool {
        let mut next = Vec::new();
        for (element, _) in self.patterns.get(from).into_iter().flatten().flat_map(|p| &p.elements) {
            match element {
                Element::Class(c) => next.push(*c),
                Element::Choice(all) => {
                    next.extend(all.iter().filter_map(|e| if let Element::Class(c) = e { Some(*c) } else { None }))
                }
                _ => {}
            }
        }
        next.into_iter().any(|c| {
            c == goal || seen.get_mut(c).is_some_and(|s| !std::mem::replace(s, true)) && self.reaches(c, goal, seen)
        })
    }

    /// Compiles one pattern.
    pub(crate) fn pattern(&self, written: &str) -> Result<Pattern, String> {
        let mut elements = Vec::new();
        for chunk in written.split_whitespace() {
            if matches!(chunk, "..." | "...?") {
                elements.push((Element::Rest, false));
                continue;
            }
            let (body, optional) = match chunk.strip_suffix('?') {
                Some(body) if !body.is_empty() => (body, true),
                _ => (chunk, false),
            };
            let element = self.element(body).map_err(|e| format!("pattern \"{written}\": {e}"))?;
            elements.push((element, optional));
        }
        if elements.is_empty() {
            return Err("a pattern is empty".into());
        }
        Ok(Pattern { elements, least: 0, most: None })
    }

    /// Notes how many tokens a pattern can cover, so that lines of other lengths are not tried. Asks for all classes to be there.
    pub(crate) fn measured(&self, mut pattern: Pattern) -> Pattern {
        (pattern.least, pattern.most) = self.lengths(&pattern);
        pattern
    }

    fn lengths(&self, pattern: &Pattern) -> (usize, Option<usize>) {
        let mut all = (0, Some(0));
        for (element, optional) in &pattern.elements {
            let (least, most) = self.element_lengths(element);
            all.0 += if *optional { 0 } else { least };
            all.1 = all.1.zip(most).map(|(a, b): (usize, usize)| a + b);
        }
        all
    }

    fn element_lengths(&self, element: &Element) -> (usize, Option<usize>) {
        let either = |all: Vec<(usize, Option<usize>)>| {
            let most = all.iter().map(|a| a.1).collect::<Option<Vec<_>>>().and_then(|m| m.into_iter().max());
            (all.iter().map(|a| a.0).min().unwrap_or(0), most)
        };
        match element {
            Element::Words(choices) => {
                either(choices.values().flatten().map(|rest| (rest.len() + 1, Some(rest.len() + 1))).collect())
            }
            Element::Built(Built::Number | Built::Url | Built::Mail) => (1, None),
            Element::Built(Built::Dash) => (1, Some(3)),
            Element::Built(_) => (1, Some(1)),
            Element::Class(c) => either(self.patterns.get(*c).into_iter().flatten().map(|p| self.lengths(p)).collect()),
            Element::Choice(all) => either(all.iter().map(|e| self.element_lengths(e)).collect()),
            Element::Rest => (0, None),
        }
    }

    fn element(&self, body: &str) -> Result<Element, String> {
        let mut words: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        let mut choices = Vec::new();
        for choice in body.split('|') {
            if let Some(name) = choice.strip_prefix('@').filter(|n| !n.is_empty()) {
                choices.push(match (built(name), self.names.get(name)) {
                    (Some(b), _) => Element::Built(b),
                    (None, Some(&n)) => Element::Class(n),
                    (None, None) => return Err(format!("there is no class @{name}")),
                });
            } else {
                let mut forms = tokens(&choice.replace('_', " ")).0.into_iter().map(|t| t.form);
                let Some(first) = forms.next() else {
                    return Err(format!("\"{body}\" has an empty choice (a bar itself is @bar)"));
                };
                words.entry(first).or_default().push(forms.collect());
            }
        }
        if !words.is_empty() {
            choices.push(Element::Words(words));
        }
        Ok(if choices.len() == 1 { choices.remove(0) } else { Element::Choice(choices) })
    }

    /// Words of which a line must hold at least one for the pattern to cover it. `None`: it may cover lines of any words.
    pub(crate) fn needs(&self, pattern: &Pattern) -> Option<BTreeSet<String>> {
        let sets = pattern.elements.iter().filter(|(_, optional)| !optional).filter_map(|(e, _)| self.element_needs(e));
        // The rarer the better: words before signs, few before many.
        sets.min_by_key(|s| (s.iter().any(|w| !w.starts_with(char::is_alphabetic)), s.len()))
    }

    fn element_needs(&self, element: &Element) -> Option<BTreeSet<String>> {
        match element {
            Element::Words(choices) => Some(choices.keys().cloned().collect()),
            Element::Choice(all) => all
                .iter()
                .map(|e| self.element_needs(e))
                .collect::<Option<Vec<_>>>()
                .map(|s| s.into_iter().flatten().collect()),
            Element::Class(c) => {
                let sets: Option<Vec<_>> = self.patterns.get(*c)?.iter().map(|p| self.needs(p)).collect();
                sets.map(|s| s.into_iter().flatten().collect())
            }
            Element::Built(_) | Element::Rest => None,
        }
    }

    /// Does the pattern cover all of the tokens? `complete` says whether the line has no more than these; `known` is of this line.
    pub(crate) fn covers(&self, pattern: &Pattern, line: &[Token], complete: bool, known: &mut Known) -> bool {
        if line.len() < pattern.least || pattern.most.is_some_and(|m| line.len() > m) {
            return false;
        }
        let open = matches!(pattern.elements.last(), Some((Element::Rest, _)));
        (complete || open) && self.run(pattern, line, 1, known) & bit(line.len()) != 0
    }

    /// What the named classes of a pattern that covers the tokens caught, in order. Empty if it does not.
    pub(crate) fn catch(&self, pattern: &Pattern, line: &[Token]) -> Vec<Caught> {
        let mut known = Known::default();
        let mut sets = vec![1];
        for (element, optional) in &pattern.elements {
            let before = sets.last().copied().unwrap_or(0);
            sets.push(self.step(element, *optional, line, before, &mut known));
        }
        let mut out = Vec::new();
        let mut at = line.len();
        if sets.last().is_none_or(|s| s & bit(at) == 0) {
            return out;
        }
        for (n, (element, optional)) in pattern.elements.iter().enumerate().rev() {
            let before = sets.get(n).copied().unwrap_or(0);
            // The earliest start gives the longest catch; "..." takes as little as it can, for the same end.
            let mut fits = |p: &usize| {
                before & bit(*p) != 0 && self.step(element, *optional, line, bit(*p), &mut known) & bit(at) != 0
            };
            let from = if matches!(element, Element::Rest) {
                (0..=at).rev().find(&mut fits)
            } else {
                (0..=at).find(&mut fits)
            };
            let Some(from) = from else { return Vec::new() };
            if let Element::Class(c) = element
                && from < at
            {
                let class = self.names.iter().find(|(_, n)| **n == *c).map(|(k, _)| k.clone()).unwrap_or_default();
                out.push(Caught { class, from, to: at });
            }
            at = from;
        }
        out.reverse();
        out
    }

    /// The longest opening of the tokens that the pattern covers when its final `...` is left aside.
    pub(crate) fn longest_opening(&self, pattern: &Pattern, line: &[Token]) -> Option<usize> {
        let mut known = Known::default();
        let mut places = 1;
        for (element, optional) in &pattern.elements {
            if matches!(element, Element::Rest) {
                break;
            }
            places = self.step(element, *optional, line, places, &mut known);
            if places == 0 {
                return None;
            }
        }
        let rest = places & !1;
        (rest != 0).then(|| 127 - rest.leading_zeros() as usize)
    }

    fn run(&self, pattern: &Pattern, line: &[Token], from: Places, known: &mut Known) -> Places {
        let mut places = from;
        for (element, optional) in &pattern.elements {
            places = self.step(element, *optional, line, places, known);
            if places == 0 {
                break;
            }
        }
        places
    }

    fn step(&self, element: &Element, optional: bool, line: &[Token], from: Places, known: &mut Known) -> Places {
        let mut to = if optional { from } else { 0 };
        match element {
            Element::Rest => {
                if from != 0 {
                    let low = from.trailing_zeros() as usize;
                    to |= (Places::MAX << low) & (bit(line.len() + 1).wrapping_sub(1));
                }
            }
            Element::Words(choices) => {
                for at in places(from, line.len()) {
                    let Some(rests) = line.get(at).and_then(|t| choices.get(&t.form)) else { continue };
                    for rest in rests {
                        let here = line.get(at + 1..at + 1 + rest.len());
                        if here.is_some_and(|h| h.iter().zip(rest).all(|(t, c)| t.form == *c)) {
                            to |= bit(at + 1 + rest.len());
                        }
                    }
                }
            }
            Element::Built(b) => {
                for at in places(from, line.len()) {
                    to |= built_ends(*b, line, at);
                }
            }
            Element::Choice(all) => {
                for element in all {
                    to |= self.step(element, false, line, from, known);
                }
            }
            Element::Class(c) => {
                for at in places(from, line.len() + 1) {
                    to |= self.class_ends(*c, line, at, known);
                }
            }
        }
        to
    }

    /// Where a class that begins at `at` may end.
    fn class_ends(&self, class: usize, line: &[Token], at: usize, known: &mut Known) -> Places {
        if known.ends.is_empty() {
            known.ends = vec![None; self.patterns.len() * (line.len() + 1)];
        }
        let slot = class * (line.len() + 1) + at;
        if let Some(Some(ends)) = known.ends.get(slot) {
            return *ends;
        }
        let mut ends = 0;
        for pattern in self.patterns.get(class).into_iter().flatten() {
            ends |= self.run(pattern, line, bit(at), known);
        }
        if let Some(slot) = known.ends.get_mut(slot) {
            *slot = Some(ends);
        }
        ends
    }
}

/// The same patterns, with those that are nothing but words made one.
fn joined(patterns: Vec<Pattern>) -> Vec<Pattern> {
    let mut words: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut out = Vec::new();
    for mut pattern in patterns {
        match pattern.elements.as_mut_slice() {
            [(Element::Words(own), false)] => {
                for (first, rests) in std::mem::take(own) {
                    words.entry(first).or_default().extend(rests);
                }
            }
            _ => out.push(pattern),
        }
    }
    if !words.is_empty() {
        out.push(Pattern { elements: vec![(Element::Words(words), false)], least: 0, most: None });
    }
    out
}

fn bit(n: usize) -> Places {
    1_u128.checked_shl(u32::try_from(n).unwrap_or(u32::MAX)).unwrap_or(0)
}

/// The positions in a set, below `most`.
fn places(mut set: Places, most: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let n = set.trailing_zeros() as usize;
        set &= set.wrapping_sub(1);
        (n < most).then_some(n)
    })
}

/// Where a built-in class that begins at `at` may end.
fn built_ends(class: Built, line: &[Token], at: usize) -> Places {
    let Some(token) = line.get(at) else { return 0 };
    let is_word = matches!(token.shape, Shape::Lower | Shape::Capital | Shape::Upper);
    let one = |yes: bool| if yes { bit(at + 1) } else { 0 };
    match class {
        Built::Short => one(token.shape == Shape::Digits && token.form.len() <= 2),
        Built::Year => one(token.shape == Shape::Digits && token.form.len() == 4),
        Built::Capital => one(matches!(token.shape, Shape::Capital | Shape::Upper)),
        Built::Upper => one(token.shape == Shape::Upper),
        Built::Word => one(is_word),
        Built::Any => bit(at + 1),
        Built::Bar => one(matches!(token.form.as_str(), "|" | "•" | "·" | "●" | "¦" | "/" | "\\")),
        Built::Symbol => one(token.shape == Shape::Sign
            && !token.form.is_ascii()
            && !matches!(token.form.as_str(), "…" | "©" | "№" | "€" | "£" | "•" | "·")),
        Built::Number => number_ends(line, at),
        Built::Dash => {
            let run = line.get(at..).unwrap_or_default().iter().take(3).take_while(|t| t.form == "-").count();
            (1..=run).map(|n| bit(at + n)).fold(0, |a, b| a | b)
        }
        Built::Url | Built::Mail => chunk_end(class, line, at),
    }
}

/// Digits with groups of three after a comma, dot or blank, a decimal part, and a letter that stands for thousands or millions.
fn number_ends(line: &[Token], at: usize) -> Places {
    let digits = |n: usize| line.get(n).filter(|t| t.shape == Shape::Digits);
    if digits(at).is_none() {
        return 0;
    }
    let mut end = at + 1;
    let mut ends = bit(end);
    loop {
        if line.get(end).is_some_and(|t| matches!(t.form.as_str(), "," | "." | "'") && !t.spaced)
            && digits(end + 1).is_some_and(|t| !t.spaced)
        {
            end += 2;
        } else if digits(end).is_some_and(|t| t.spaced && t.form.len() == 3) {
            end += 1;
        } else {
            break;
        }
        ends |= bit(end);
    }
    let grade = line.get(end).filter(|t| matches!(t.form.as_str(), "k" | "m" | "тыс"));
    if grade.is_some() {
        ends |= bit(end + 1);
    }
    ends
}

/// The end of a chunk without blanks, if it has the form of an address.
fn chunk_end(class: Built, line: &[Token], at: usize) -> Places {
    let more = line.get(at + 1..).unwrap_or_default().iter().take_while(|t| !t.spaced).count();
    let chunk = line.get(at..=at + more).unwrap_or_default();
    let text: String = chunk.iter().map(|t| t.form.as_str()).collect();
    let trimmed = text.trim_end_matches(['.', ',', ')', ']', ';', ':', '!']);
    let cut =
        chunk.iter().rev().take_while(|t| matches!(t.form.as_str(), "." | "," | ")" | "]" | ";" | ":" | "!")).count();
    let yes = match class {
        Built::Mail => {
            trimmed.starts_with('@') && trimmed.len() > 2
                || trimmed.split_once('@').is_some_and(|(who, host)| {
                    !who.is_empty() && host.split('.').filter(|p| !p.is_empty()).count() >= 2
                })
        }
        _ => {
            let bare = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
            let host = bare.unwrap_or(trimmed).split('/').next().unwrap_or_default();
            let parts: Vec<&str> = host.split('.').collect();
            let sound = parts.len() >= 2
                && parts.iter().all(|p| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || c == '-'));
            let top = parts.last().copied().unwrap_or_default();
            let looks = bare.is_some()
                || trimmed.contains('/')
                || host.starts_with("www.")
                // not language: top-level domains
                || matches!(top, "com" | "org" | "net" | "info" | "news" | "example");
            sound && looks && top.len() >= 2 && top.chars().all(char::is_alphabetic)
        }
    };
    if yes && chunk.len() > cut {
        bit(at + chunk.len() - cut) | if cut > 0 { bit(at + chunk.len()) } else { 0 }
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes() -> Classes {
        let mut written = BTreeMap::new();
        written.insert("month".to_string(), vec!["march|april".to_string()]);
        written.insert("date".to_string(), vec!["@dd @month @yyyy?".to_string(), "@month @dd".to_string()]);
        written.insert("name".to_string(), vec!["@cap @cap?".to_string()]);
        Classes::new(&written).unwrap()
    }

    fn covers(pattern: &str, line: &str) -> bool {
        let classes = classes();
        let (found, all) = tokens(line);
        classes.covers(&classes.pattern(pattern).unwrap(), &found, all, &mut Known::default())
    }

    #[test]
    fn elements() {
        assert!(covers("read more : ...", "Read more: what it means"));
        assert!(!covers("read more :", "Read more: what it means"));
        assert!(covers("views :? @number", "Views: 1 284"));
        assert!(covers("@number views", "12.5K views"));
        assert!(covers("@date", "10 March 2023"));
        assert!(covers("read_more|see_also :?", "See also"));
        assert!(covers("... @url", "What now? ab.in/4xY"));
        assert!(!covers("... @url", "It ended in 2016/17"));
        assert!(covers("@mail", "desk@paper.example"));
        assert!(covers("@symbol ...", "👍 412"));
    }

    #[test]
    fn what_classes_catch() {
        let classes = classes();
        let (found, _) = tokens("By Ada Noor, 3 April");
        let caught = classes.catch(&classes.pattern("by @name , @date").unwrap(), &found);
        assert_eq!(
            caught,
            [Caught { class: "name".into(), from: 1, to: 3 }, Caught { class: "date".into(), from: 4, to: 6 }]
        );
    }

    #[test]
    fn circles_are_refused() {
        let mut written = BTreeMap::new();
        written.insert("a".to_string(), vec!["@b".to_string()]);
        written.insert("b".to_string(), vec!["x @a".to_string()]);
        assert!(Classes::new(&written).unwrap_err().contains("itself"));
    }
}
