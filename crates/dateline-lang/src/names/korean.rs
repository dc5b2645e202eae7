//! Korean names: spelt syllable by syllable, each spelling standing for sounds with what it is worth.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};

use super::parse::Name;
use super::syllables::{Scheme, agree};

/// From this share of common readings on, in thousandths, two spellings of a syllable are taken for one.
const COMMON: u32 = 60;
/// What two spellings are worth that only the scheme of letters, not the counted table, says may be one.
const BY_LETTERS: u32 = 250;
/// Two syllables together must be worth this, in thousandths of thousandths.
const TOGETHER: u32 = 20_000;

/// Family name and the ways to read the given name, syllable by syllable.
pub(super) type KoreanReading = (String, Vec<Vec<String>>);

/// Family names and the table of syllables.
#[derive(Debug, Default)]
pub(super) struct Korean {
    pub(super) family: BTreeMap<String, Vec<usize>>,
    letters: Scheme,
    /// Spelling to its sounds, each with its share in thousandths.
    syllables: BTreeMap<String, Vec<(usize, u32)>>,
}

impl Korean {
    pub(super) fn new(
        data: &DataSet,
        family: BTreeMap<String, Vec<usize>>,
        letters: Scheme,
    ) -> Result<Self, DataError> {
        let mut sounds: BTreeMap<&str, usize> = BTreeMap::new();
        let mut counts: BTreeMap<&str, Vec<(usize, u32)>> = BTreeMap::new();
        let rows = data.tsv("en/names/korean-syllables.tsv")?;
        for row in &rows {
            let next = sounds.len();
            let sound = *sounds.entry(row[1]).or_insert(next);
            counts.entry(row[0]).or_default().push((sound, row[2].parse().unwrap_or(1)));
        }
        let syllables = counts
            .into_iter()
            .map(|(spelled, list)| {
                let all: u32 = list.iter().map(|(_, n)| n).sum::<u32>().max(1);
                (spelled.to_string(), list.into_iter().map(|(s, n)| (s, n * 1000 / all)).collect())
            })
            .collect();
        Ok(Self { family, letters, syllables })
    }

    pub(super) fn same_family(&self, a: &str, b: &str) -> bool {
        match (self.family.get(a), self.family.get(b)) {
            (Some(x), Some(y)) => x.iter().any(|n| y.contains(n)),
            _ => false,
        }
    }

    /// One syllable by the table or by its letters?
    fn is_syllable(&self, word: &str) -> bool {
        self.syllables.contains_key(word) || self.letters.cut(word).iter().any(|c| c.len() == 1)
    }

    /// Do all these parts read as Korean?
    pub(super) fn reads(&self, part: &str) -> bool {
        !self.cuts(part).is_empty()
    }

    /// Ways to read a part of a given name as one or two syllables.
    fn cuts(&self, part: &str) -> Vec<Vec<String>> {
        if part.len() > 12 || !part.is_ascii() {
            return Vec::new();
        }
        if self.is_syllable(part) {
            return vec![vec![part.to_string()]];
        }
        (1..part.len())
            .map(|n| part.split_at(n))
            .filter(|(x, y)| self.syllables.contains_key(*x) && self.syllables.contains_key(*y))
            .map(|(x, y)| vec![x.to_string(), y.to_string()])
            .collect()
    }

    /// Family name and the ways to read the given name.
    fn read(&self, name: &Name) -> Vec<KoreanReading> {
        let words = &name.raw;
        if words.len() < 2 || words.len() > 3 {
            return Vec::new();
        }
        let mut out = Vec::new();
        let last = words.len() - 1;
        for (family, given) in [(&words[0], &words[1..]), (&words[last], &words[..last])] {
            if !self.family.contains_key(family.as_str()) {
                continue;
            }
            let mut ways: Vec<Vec<String>> = vec![Vec::new()];
            for part in given.iter().flat_map(|w| w.split('-')) {
                let cuts = self.cuts(part);
                ways = ways
                    .iter()
                    .flat_map(|w| cuts.iter().map(move |c| w.iter().chain(c).cloned().collect()))
                    .take(16)
                    .collect();
            }
            ways.retain(|w: &Vec<String>| w.len() <= 2);
            if !ways.is_empty() {
                out.push((family.clone(), ways));
            }
        }
        out
    }

    fn readings<'a>(&self, name: &'a Name) -> &'a [KoreanReading] {
        name.korean.get_or_init(|| self.read(name))
    }

    /// Share of readings that two spellings of a syllable have in common, in thousandths.
    fn common(&self, a: &str, b: &str) -> u32 {
        if a == b {
            return 1000;
        }
        match (self.syllables.get(a), self.syllables.get(b)) {
            (Some(x), Some(y)) => {
                x.iter().map(|(s, n)| y.iter().find(|(t, _)| s == t).map_or(0, |(_, m)| n * m / 1000)).sum()
            }
            _ if agree(&self.letters.cut(a), &self.letters.cut(b)) => BY_LETTERS,
            _ => 0,
        }
    }

    /// May two spellings be one syllable?
    pub(super) fn agree(&self, a: &str, b: &str) -> bool {
        self.common(a, b) >= COMMON
    }

    /// Can it be read as a Korean name throughout?
    pub(super) fn is_name(&self, name: &Name) -> bool {
        !self.readings(name).is_empty()
    }

    /// Are two names one, read as Korean? No, if one of them cannot be read so.
    pub(super) fn compare(&self, a: &Name, b: &Name) -> bool {
        let (ra, rb) = (self.readings(a), self.readings(b));
        for (family_a, ways_a) in ra {
            for (family_b, ways_b) in rb {
                if !self.same_family(family_a, family_b) {
                    continue;
                }
                for x in ways_a {
                    for y in ways_b.iter().filter(|y| y.len() == x.len()) {
                        let each: Vec<u32> = x.iter().zip(y).map(|(s, t)| self.common(s, t)).collect();
                        let all = each.iter().product::<u32>() * if each.len() == 1 { 1000 } else { 1 };
                        if each.iter().all(|n| *n >= COMMON) && all >= TOGETHER {
                            return true;
                        }
                    }
                }
            }
        }
        false
    }
}
