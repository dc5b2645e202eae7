//! Chinese names: pinyin, Wade-Giles, and Palladius' Cyrillic turned into Latin letters again.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};

use super::parse::Name;

/// A system: spelling to the syllables of pinyin that it may stand for.
type System = BTreeMap<String, Vec<usize>>;

/// Family names and syllables.
#[derive(Debug, Default)]
pub(super) struct Chinese {
    pub(super) family: BTreeSet<String>,
    /// The same in Wade-Giles: sign of a Chinese name, but too common elsewhere to say which word is the family name.
    wade_family: BTreeSet<String>,
    /// Usual spellings of family names outside the systems, to pinyin ("Lee" and "Li").
    others: BTreeMap<String, Vec<usize>>,
    pinyin: System,
    wade: System,
    palladius: System,
}

/// A name read in one system: syllables of the family name and of the given name, as numbers of pinyin syllables.
pub(super) type ChineseReading = Vec<Vec<usize>>;
type Read = ChineseReading;

impl Chinese {
    pub(super) fn new(
        data: &DataSet,
        family: BTreeSet<String>,
        others: &[(String, String)],
    ) -> Result<Self, DataError> {
        let mut out = Self { family, ..Self::default() };
        let rows = data.tsv("en/names/chinese-syllables.tsv")?;
        for (n, row) in rows.iter().enumerate() {
            for (system, cell) in [(&mut out.pinyin, row[0]), (&mut out.wade, row[1]), (&mut out.palladius, row[2])] {
                for spelled in cell.split(' ') {
                    system.entry(spelled.to_string()).or_default().push(n);
                }
            }
        }
        out.wade_family = rows
            .iter()
            .filter(|r| out.family.contains(r[0]))
            .flat_map(|r| r[1].split(' '))
            .map(str::to_string)
            .collect();
        // "lv" and "lü" are both "lu" here: the same spelling, several syllables.
        for (spelled, pinyin) in others {
            let Some(found) = out.pinyin.get(pinyin).cloned() else { continue };
            out.others.entry(spelled.clone()).or_default().extend(found);
            out.family.insert(spelled.clone());
        }
        Ok(out)
    }

    /// Ways to cut a part into at most three syllables of a system.
    fn cuts(system: &System, part: &str) -> Vec<Read> {
        let mut done: Vec<Read> = Vec::new();
        let mut open: Vec<(usize, Read)> = vec![(0, Vec::new())];
        if part.len() > 18 || !part.is_ascii() {
            return done;
        }
        while let Some((at, so_far)) = open.pop() {
            if at == part.len() {
                done.push(so_far);
                continue;
            }
            if so_far.len() == 3 || done.len() >= 8 {
                continue;
            }
            for end in at + 1..=part.len().min(at + 6) {
                if let Some(found) = system.get(&part[at..end]) {
                    let mut next = so_far.clone();
                    next.push(found.clone());
                    open.push((end, next));
                }
            }
        }
        done
    }

    /// Is a part made of whole syllables in one of the systems?
    pub(super) fn reads(&self, part: &str) -> bool {
        [&self.pinyin, &self.wade].iter().any(|s| !Self::cuts(s, part).is_empty())
    }

    fn all(system: &System, parts: &[&str]) -> Vec<Read> {
        let mut ways: Vec<Read> = vec![Vec::new()];
        for part in parts {
            let cuts = Self::cuts(system, part);
            ways = ways
                .iter()
                .flat_map(|w| cuts.iter().map(move |c| w.iter().chain(c).cloned().collect()))
                .take(16)
                .collect();
        }
        ways
    }

    /// A name in each system in which it can be read, family name first.
    fn read(&self, name: &Name, order: bool) -> Vec<Read> {
        let words = &name.raw;
        if words.len() < 2 || words.len() > 3 {
            return Vec::new();
        }
        let last = words.len() - 1;
        let (family, given) = if order { (&words[0], &words[1..]) } else { (&words[last], &words[..last]) };
        let given: Vec<&str> = given.iter().flat_map(|w| w.split('-')).collect();
        let divided = given.len() > 1;
        let one = |system: &System| -> Vec<Read> {
            let mut heads = Self::cuts(system, family);
            if let Some(other) = self.others.get(family.as_str()) {
                heads.push(vec![other.clone()]);
            }
            heads.retain(|h| h.len() == 1);
            let rest: Vec<Read> = Self::all(system, &given).into_iter().filter(|r| r.len() <= 2).collect();
            heads.iter().flat_map(|h| rest.iter().map(move |r| h.iter().chain(r).cloned().collect())).collect()
        };
        let plain = one(&self.pinyin);
        let mut out = plain.clone();
        // Pinyin writes a given name as one word; what is divided, or is no pinyin, may be Wade-Giles.
        if divided || plain.is_empty() {
            out.extend(one(&self.wade));
        }
        // "Si" is no usual family name in pinyin, but Xi by way of Russian.
        if plain.is_empty() || !(self.family.contains(family) || self.wade_family.contains(family)) {
            out.extend(one(&self.palladius));
        }
        out
    }

    fn readings<'a>(&self, name: &'a Name, order: bool) -> &'a [Read] {
        name.chinese[usize::from(order)].get_or_init(|| self.read(name, order))
    }

    fn knows(&self, name: &Name) -> bool {
        [name.raw.first(), name.raw.last()]
            .into_iter()
            .flatten()
            .any(|w| self.family.contains(w) || self.wade_family.contains(w))
    }

    /// Can it be read as a Chinese name throughout?
    pub(super) fn is_name(&self, name: &Name) -> bool {
        self.knows(name) && [true, false].iter().any(|order| !self.readings(name, *order).is_empty())
    }

    /// Are two names one, read as Chinese? No, if one of them cannot be read so.
    pub(super) fn compare(&self, a: &Name, b: &Name) -> bool {
        if !self.knows(a) && !self.knows(b) {
            return false;
        }
        let meets =
            |p: &Read, q: &Read| p.len() == q.len() && p.iter().zip(q).all(|(s, t)| s.iter().any(|n| t.contains(n)));
        [(true, true), (true, false), (false, true)].iter().any(|(x, y)| {
            let (ra, rb) = (self.readings(a, *x), self.readings(b, *y));
            ra.iter().any(|p| rb.iter().any(|q| meets(p, q)))
        })
    }

    /// May two words be one family name in two systems? One of them at least must be a known one.
    pub(super) fn same_family(&self, a: &str, b: &str) -> bool {
        let all = |w: &str| -> BTreeSet<usize> {
            let usual = [self.pinyin.get(w), self.wade.get(w), self.others.get(w)];
            let russian = self.palladius.get(w).filter(|_| !self.family.contains(w));
            usual.into_iter().chain([russian]).flatten().flatten().copied().collect()
        };
        (self.family.contains(a) || self.family.contains(b)) && !all(a).is_disjoint(&all(b))
    }
}
