//! How alike two words sound when written in Latin letters by way of other scripts: edit distance over sounds with costs from
//! `data/en/names/sounds.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::rules::Pair;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SoundFile {
    groups: Vec<(String, String)>,
    vowels: String,
    vowel_for_vowel: u32,
    vowel_extra: u32,
    edge_extra: u32,
    edge_free: String,
    extra: Vec<(String, u32)>,
    other_extra: u32,
    near: Vec<(String, u32)>,
    pub(super) same_name: Vec<Pair>,
    pub(super) other_name: Vec<Pair>,
}

/// The costs, compiled.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    /// Groups of letters and their sounds by first letter, longest first: reading a word looks at the few that can begin there.
    groups: BTreeMap<char, Vec<(String, Vec<char>)>>,
    vowels: Vec<char>,
    vowel_for_vowel: u32,
    vowel_extra: u32,
    edge_extra: u32,
    edge_free: Vec<char>,
    extra: BTreeMap<char, u32>,
    other_extra: u32,
    near: BTreeMap<(char, char), u32>,
}

/// How far two words lie apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Likeness {
    /// 1000: sound the same; 0: nothing in common.
    pub(super) score: u32,
    /// Cost of the dearest single difference; 100 is a wholly different sound.
    pub(super) worst: u32,
}

impl Sounds {
    pub(super) fn new(file: &SoundFile) -> Self {
        let mut groups: Vec<(String, Vec<char>)> =
            file.groups.iter().map(|(g, s)| (g.clone(), s.chars().collect())).collect();
        groups.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let mut by_letter: BTreeMap<char, Vec<(String, Vec<char>)>> = BTreeMap::new();
        for group in groups {
            if let Some(first) = group.0.chars().next() {
                by_letter.entry(first).or_default().push(group);
            }
        }
        let mut near = BTreeMap::new();
        for (pair, cost) in &file.near {
            if let [a, b] = pair.chars().collect::<Vec<_>>()[..] {
                near.insert((a, b), *cost);
                near.insert((b, a), *cost);
            }
        }
        Self {
            groups: by_letter,
            vowels: file.vowels.chars().collect(),
            vowel_for_vowel: file.vowel_for_vowel,
            vowel_extra: file.vowel_extra,
            edge_extra: file.edge_extra,
            edge_free: file.edge_free.chars().collect(),
            extra: file.extra.iter().filter_map(|(c, cost)| Some((c.chars().next()?, *cost))).collect(),
            other_extra: file.other_extra,
            near,
        }
    }

    /// The sounds of a folded word; what is no letter is dropped.
    pub(super) fn read(&self, word: &str) -> Vec<char> {
        let mut out: Vec<char> = Vec::with_capacity(word.len());
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let group = self.groups.get(&c).and_then(|list| {
                let mut list = list.iter();
                list.find(|(g, _)| rest.starts_with(g.as_str()))
            });
            let start = out.is_empty();
            let mut push = |s: char| {
                if out.last() != Some(&s) {
                    out.push(s);
                }
            };
            let len = match group {
                Some((g, sounds)) => {
                    sounds.iter().copied().for_each(&mut push);
                    g.len()
                }
                None if c == 'y' && !start => {
                    push('i');
                    1
                }
                None => {
                    if c.is_alphanumeric() {
                        push(c);
                    }
                    c.len_utf8()
                }
            };
            rest = &rest[len..];
        }
        out
    }

    /// A sound too many; `edge`: at the beginning or the end, where a vowel makes another name ("Karim", "Karima").
    fn extra(&self, c: char, edge: bool) -> u32 {
        if edge && !self.edge_free.contains(&c) {
            return self.edge_extra;
        }
        match self.extra.get(&c) {
            Some(cost) => *cost,
            None if self.vowels.contains(&c) => self.vowel_extra,
            None => self.other_extra,
        }
    }

    fn swap(&self, x: char, y: char) -> u32 {
        if x == y {
            0
        } else if let Some(cost) = self.near.get(&(x, y)) {
            *cost
        } else if self.vowels.contains(&x) && self.vowels.contains(&y) {
            self.vowel_for_vowel
        } else {
            100
        }
    }

    /// How alike two words are, read with [`read`](Self::read): of the cheapest ways from one to the other, the one whose dearest step is least.
    pub(super) fn alike(&self, a: &[char], b: &[char]) -> Likeness {
        let longest = a.len().max(b.len());
        if longest == 0 || longest > 40 {
            return Likeness { score: 0, worst: 100 };
        }
        // Sum of costs, dearest step.
        let step = |from: (u32, u32), cost: u32| (from.0 + cost, from.1.max(cost));
        let mut row: Vec<(u32, u32)> = std::iter::once((0, 0))
            .chain(b.iter().enumerate().scan((0, 0), |sum, (n, c)| {
                *sum = step(*sum, self.extra(*c, n == 0));
                Some(*sum)
            }))
            .collect();
        let last = |n: usize, all: &[char]| n + 1 == all.len();
        for (m, x) in a.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = step(row[0], self.extra(*x, m == 0));
            for (n, y) in b.iter().enumerate() {
                let end = last(m, a) && last(n, b);
                let best = step(diagonal, self.swap(*x, *y))
                    .min(step(row[n], self.extra(*y, end)))
                    .min(step(row[n + 1], self.extra(*x, end)));
                diagonal = row[n + 1];
                row[n + 1] = best;
            }
        }
        let (cost, worst) = row.last().copied().unwrap_or((0, 0));
        let length = u32::try_from(longest).unwrap_or(u32::MAX);
        Likeness { score: 1000u32.saturating_sub(cost * 10 / length), worst }
    }
}
