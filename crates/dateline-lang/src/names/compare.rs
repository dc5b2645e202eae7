//! Two names of people: the same person's?

use super::rules::NameRules;
use super::syllables::agree;
use crate::mention::fold;

/// From this score on two names are taken for one person's when nothing else speaks for or against it.
const SAME: u16 = 700;
/// From this likeness on two parts are spellings of one.
const PART: u32 = 780;

/// How alike two names are, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// 0 to 1000.
    pub score: u16,
    /// For a person: "same words", "other romanisation", "different family names" ...
    pub reason: &'static str,
}

impl NameMatch {
    /// At or over the threshold at which names count as the same.
    #[must_use]
    pub fn same(&self) -> bool {
        self.score >= SAME
    }
}

/// A name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// Words that tell people apart, folded, in order: particles and titles taken away, hyphens cut.
    pub parts: Vec<String>,
    /// Words and hyphened groups, folded: "jae-myung" is one.
    pub words: Vec<String>,
    /// Position in `words` of the family name, where it can be told.
    pub family: Option<usize>,
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
        let ascii = any_ascii::any_ascii(&turned.replace(['’', '‘', 'ʿ', 'ʾ'], "'"));
        let spaced = ascii.replace(['·', '_', '/', '(', ')', '"'], " ").replace(". ", " ").replace('.', " ");
        let mut words: Vec<String> = spaced
            .split_whitespace()
            .map(|w| fold(w).trim_matches('-').to_string())
            .filter(|w| !w.is_empty())
            .collect();
        while words.len() > 1 && words.first().is_some_and(|w| self.titles.contains(w)) {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|w| self.titles.contains(w)) {
            words.pop();
        }
        // "Abd al-Aziz", "Abdul Aziz", "Abdulaziz" are one word.
        let mut joined: Vec<String> = Vec::new();
        let mut rest = words.into_iter().peekable();
        while let Some(w) = rest.next() {
            let servant = matches!(w.as_str(), "abd" | "abdul" | "abdel" | "abdal" | "abd-al" | "abd-el" | "abdol");
            if servant && rest.peek().is_some() {
                if matches!(rest.peek().map(String::as_str), Some("al" | "el" | "ul")) {
                    rest.next();
                }
                let next = rest.next().unwrap_or_default();
                let stem =
                    self.articles.iter().find_map(|a| next.strip_prefix(&format!("{a}-"))).unwrap_or(&next).to_string();
                joined.push(format!("abdul{stem}"));
            } else {
                joined.push(w);
            }
        }
        let fathered = joined.len() > 2 && matches!(joined[joined.len() - 2].as_str(), "bin" | "ibn" | "bint");
        let mut parts = Vec::new();
        let mut words = Vec::new();
        let several = joined.len() > 1;
        for w in joined {
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
            n if self.family_first(&words[0])
                && (n <= 3 && (words[1].contains('-') || n == 2 || words[1..].iter().all(|w| w.len() <= 6))) =>
            {
                Some(0)
            }
            // The last name after "bin" is the father's.
            _ if fathered => None,
            n => Some(n - 1),
        };
        Name { parts, words, family }
    }

    /// Compares two names of people, in any romanisation and order of parts.
    ///
    /// A family name alone against a full one scores between 600 and 699: compatible, not the same without further signs.
    #[must_use]
    pub fn match_names(&self, a: &str, b: &str) -> NameMatch {
        let (a, b) = (self.parse(a), self.parse(b));
        self.match_parsed(&a, &b)
    }

    /// As [`match_names`](Self::match_names), for names already taken apart.
    #[must_use]
    pub fn match_parsed(&self, a: &Name, b: &Name) -> NameMatch {
        let found = |score: u32, reason| NameMatch { score: u16::try_from(score.min(1000)).unwrap_or(1000), reason };
        if a.parts.is_empty() || b.parts.is_empty() {
            return found(0, "no name");
        }
        if a.parts == b.parts {
            return found(1000, "same words");
        }
        let whole = |n: &Name| n.parts.concat();
        let (wa, wb) = (whole(a), whole(b));
        if wa == wb {
            return found(980, "same letters");
        }
        let mut sorted = (a.parts.clone(), b.parts.clone());
        sorted.0.sort();
        sorted.1.sort();
        if sorted.0 == sorted.1 {
            // The order tells father from son where "bin" stands between; elsewhere it is a matter of custom.
            return found(960, "same words in another order");
        }
        let eastern = self.eastern(a, b);
        let (short, long) = if a.parts.len() <= b.parts.len() { (a, b) } else { (b, a) };
        // Family name alone.
        if short.parts.len() == 1 && long.parts.len() > 1 {
            return self.short_form(short, long, &whole(short), &whole(long));
        }
        let likeness: Vec<Vec<u32>> = short
            .parts
            .iter()
            .enumerate()
            .map(|(i, x)| {
                long.parts.iter().enumerate().map(|(j, y)| self.part(x, y, eastern, i == 0 && j == 0)).collect()
            })
            .collect();
        let mut pairs = best_pairs(&likeness);
        pairs.retain(|(_, _, s)| *s >= PART || *s == 750);
        let matched: usize = pairs.len();
        let left_short: Vec<usize> = (0..short.parts.len()).filter(|n| !pairs.iter().any(|p| p.0 == *n)).collect();
        let left_long: Vec<usize> = (0..long.parts.len()).filter(|n| !pairs.iter().any(|p| p.1 == *n)).collect();
        let mean =
            if matched == 0 { 0 } else { pairs.iter().map(|p| p.2).sum::<u32>() / u32::try_from(matched).unwrap_or(1) };
        let crossed =
            pairs.iter().enumerate().filter(|(n, p)| pairs[..*n].iter().any(|q| (q.0 < p.0) != (q.1 < p.1))).count();
        if left_short.is_empty() {
            let spare = left_long.iter().filter(|n| long.parts[**n].len() > 1).count();
            let extra = u32::try_from(spare).unwrap_or(9) * 30 + u32::try_from(crossed).unwrap_or(9) * 20;
            let initials = pairs.iter().filter(|p| p.2 == 750).count();
            // Only common ground of a first name and initials is too little.
            if matched == initials || (matched == 2 && initials == 0 && spare >= 1 && !self.same_family(short, long)) {
                return found(560, "too few parts in common");
            }
            let reason = if left_long.is_empty() {
                if mean >= 1000 { "same words" } else { "other spelling" }
            } else {
                "one name has more parts"
            };
            return found(mean.saturating_sub(extra).max(SAME as u32 + 10), reason);
        }
        // Something in both is left over. Run-together words, a part garbled.
        let joined = self.sounds.alike(&self.sounds.read(&wa), &self.sounds.read(&wb));
        if left_short.len() == 1 && left_long.len() == 1 && matched >= 1 {
            let (x, y) = (&short.parts[left_short[0]], &long.parts[left_long[0]]);
            if self.is_patronymic(x) && self.is_patronymic(y) {
                return found(450, "different fathers' names");
            }
            let near = self.sounds.alike(&self.sounds.read(x), &self.sounds.read(y));
            let first = x.chars().next() == y.chars().next();
            // Two parts of three agree and the third is a garbled form of the same.
            if matched >= 2
                && first
                && near >= 400
                && !(eastern && self.other_syllable(a, b, x, y))
                && x.len().min(y.len()) >= 2
                && short.parts.len() == long.parts.len()
                && long.parts.len() <= 3
            {
                return found(740, "one part garbled");
            }
            let typo = near >= 700 && x.len().min(y.len()) >= 5 && first;
            if typo && !eastern {
                return found(705, "one part misspelt");
            }
            return found(400 + near / 10, "one part differs");
        }
        if joined >= 880 && wa.len().min(wb.len()) >= 8 && !eastern {
            return found(joined, "same letters but for a few");
        }
        found(
            if matched > 0 { 350 } else { 100 },
            if matched > 0 { "several parts differ" } else { "nothing in common" },
        )
    }

    /// A single name against a full one.
    fn short_form(&self, short: &Name, long: &Name, ws: &str, wl: &str) -> NameMatch {
        let one = &short.parts[0];
        if self.sounds.alike(&self.sounds.read(ws), &self.sounds.read(wl)) >= 900 {
            return NameMatch { score: 900, reason: "words run together" };
        }
        let family = match long.family.and_then(|f| long.words.get(f)) {
            Some(family) => family.clone(),
            // Without a family name the first name stands for the person.
            None if self.part(one, &long.parts[0], false, false) >= 900 => {
                return NameMatch { score: 660, reason: "first name alone" };
            }
            None => {
                return NameMatch { score: 150, reason: "father's name" };
            }
        };
        if *one == family {
            return NameMatch { score: 690, reason: "family name alone" };
        }
        if self.korean_same_family(one, &family)
            || self.part(one, &family, false, true) >= 820
            || self.chinese_agree(one, &family) && self.chinese_family.contains(&family)
        {
            return NameMatch { score: 660, reason: "family name alone, in another romanisation" };
        }
        if long.parts.iter().any(|p| p == one) {
            return NameMatch { score: 620, reason: "one name of several" };
        }
        if long.parts.iter().any(|p| self.part(one, p, false, false) >= 900) {
            return NameMatch { score: 600, reason: "one name of several, spelt otherwise" };
        }
        NameMatch { score: 100, reason: "nothing in common" }
    }

    /// Do both names read as Korean or Chinese throughout, one of them with a family name of the tables?
    fn eastern(&self, a: &Name, b: &Name) -> bool {
        let family = |n: &Name| {
            n.words.first().is_some_and(|w| self.family_first(w)) && n.parts.len() <= 3 && n.parts.len() >= 2
        };
        (family(a) || family(b))
            && [a, b].iter().all(|n| {
                n.parts.len() <= 4 && n.parts.iter().filter(|p| self.reads_whole(p)).count() + 1 >= n.parts.len()
            })
    }

    fn reads_whole(&self, part: &str) -> bool {
        !self.korean.cut(part).is_empty() || self.chinese.iter().any(|s| !s.cut(part).is_empty())
    }

    /// Both are proper syllables of one system, so neither is a garbled form of the other.
    fn other_syllable(&self, a: &Name, b: &Name, x: &str, y: &str) -> bool {
        let one = |p: &str| self.korean.cut(p).iter().any(|c| c.len() == 1);
        let chinese = |n: &Name| n.parts.iter().all(|p| self.chinese.iter().any(|s| !s.cut(p).is_empty()));
        (one(x) && one(y)) || (chinese(a) && chinese(b))
    }

    fn korean_same_family(&self, a: &str, b: &str) -> bool {
        match (self.korean_family.get(a), self.korean_family.get(b)) {
            (Some(x), Some(y)) => x.iter().any(|n| y.contains(n)),
            _ => false,
        }
    }

    fn chinese_agree(&self, a: &str, b: &str) -> bool {
        let plain = self.chinese.iter().find(|s| s.name == "pinyin");
        let Some(plain) = plain else { return false };
        let (pa, pb) = (plain.cut(a), plain.cut(b));
        self.chinese.iter().filter(|s| s.name != "pinyin").any(|s| agree(&pa, &s.cut(b)) || agree(&pb, &s.cut(a)))
    }

    /// Family names agree: the same or a spelling of it.
    fn same_family(&self, a: &Name, b: &Name) -> bool {
        match (a.family.and_then(|f| a.words.get(f)), b.family.and_then(|f| b.words.get(f))) {
            (Some(x), Some(y)) => self.part(x, y, false, false) >= PART || b.parts.contains(x) && a.parts.len() > 2,
            _ => false,
        }
    }

    fn is_patronymic(&self, part: &str) -> bool {
        self.patronymic_endings.iter().any(|e| part.ends_with(e.as_str()) && part.len() > e.len() + 1)
    }

    /// Likeness of two parts, 0 to 1000; 750 for an initial.
    fn part(&self, a: &str, b: &str, eastern: bool, family: bool) -> u32 {
        if a == b {
            return 1000;
        }
        if a.len() == 1 || b.len() == 1 {
            return if a.chars().next() == b.chars().next() && !eastern {
                750
            } else if eastern && self.chinese_agree(a, b) {
                900
            } else {
                0
            };
        }
        if let (Some(x), Some(y)) = (self.nicknames.get(a), self.nicknames.get(b)) {
            if x.iter().any(|n| y.contains(n)) {
                return 900;
            }
        }
        if eastern {
            if family && self.korean_same_family(a, b) {
                return 940;
            }
            if !family && agree(&self.korean.cut(a), &self.korean.cut(b)) || self.chinese_agree(a, b) {
                return 930;
            }
            // Both can be read and do not agree: they are other syllables, however alike they look.
            if self.reads_whole(a) && self.reads_whole(b) {
                return 0;
            }
        }
        let sound = self.sounds.alike(&self.sounds.read(a), &self.sounds.read(b));
        let shortest = a.len().min(b.len());
        // Short words leave little to go by.
        if shortest <= 3 && sound < 880 {
            return sound.min(PART - 1);
        }
        // The beginning of the other ("Abdul" and "Abdulaziz" are two, "Alexandr" and "Alexander" are caught above).
        sound
    }
}

/// Pairs of best likeness, each part once, best first, then by position.
fn best_pairs(likeness: &[Vec<u32>]) -> Vec<(usize, usize, u32)> {
    let mut all: Vec<(usize, usize, u32)> =
        likeness.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, s)| (i, j, *s))).collect();
    all.sort_by_key(|(i, j, s)| (std::cmp::Reverse(*s), i.abs_diff(*j), *i));
    let mut out: Vec<(usize, usize, u32)> = Vec::new();
    for pair in all {
        if pair.2 > 0 && !out.iter().any(|p| p.0 == pair.0 || p.1 == pair.1) {
            out.push(pair);
        }
    }
    out.sort_unstable();
    out
}
