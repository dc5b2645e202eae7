//! One part of a name against one of another.

use super::rules::NameRules;
use super::sounds::Likeness;

/// From this likeness on two parts are spellings of one.
const PART: u32 = 790;
/// A single difference dearer than this is another sound, not another spelling.
const STEP: u32 = 50;

/// Under this likeness two spellings are not tried as Japanese.
const JAPANESE: u32 = 500;

/// What makes two parts one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Equal,
    Initial,
    OtherForm,
    Japanese,
    Sound,
    /// "Servant of" left out.
    Servant,
    /// One letter too many, too few, another, or two that changed places.
    Letter,
    No,
}

impl How {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Equal => "same",
            Self::Initial => "initial",
            Self::OtherForm => "two forms of one name",
            Self::Japanese => "Japanese romanisation",
            Self::Sound => "sound alike",
            Self::Servant => "'servant of' left out",
            Self::Letter => "one letter",
            Self::No => "differ",
        }
    }
}

/// How alike two parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// 0 to 1000; under [`PART`] for what is not taken for one.
    pub(super) score: u32,
    pub(super) how: How,
}

/// Do two words differ by one letter: one more, one less, another, or two neighbours changed?
pub(super) fn one_letter(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 if same == long.len() => false,
        0 => {
            short[same + 1..] == long[same + 1..]
                || (same + 1 < long.len()
                    && short[same] == long[same + 1]
                    && short[same + 1] == long[same]
                    && short[same + 2..] == long[same + 2..])
        }
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

impl NameRules {
    /// Near enough for another spelling?
    pub(super) fn enough(&self, near: Likeness) -> bool {
        near.score >= PART && near.worst <= STEP
    }

    /// Compares two parts. `eastern`: the names are read syllable by syllable, so that likeness of letters is no sign.
    pub(super) fn part(&self, a: &str, b: &str, eastern: bool) -> Part {
        let is = |score, how| Part { score, how };
        if a == b {
            return is(1000, How::Equal);
        }
        if a.len() == 1 || b.len() == 1 {
            return if a.chars().next() == b.chars().next() && !eastern {
                is(750, How::Initial)
            } else {
                is(0, How::No)
            };
        }
        if let (Some(x), Some(y)) = (self.nicknames.get(a), self.nicknames.get(b)) {
            if x.iter().any(|n| y.contains(n)) {
                return is(900, How::OtherForm);
            }
        }
        if eastern {
            return is(0, How::No);
        }
        // "Abdul Hanif" and "Hanif".
        if a.strip_prefix("abd").is_some_and(|r| r == b && r.len() > 2)
            || b.strip_prefix("abd").is_some_and(|r| r == a && r.len() > 2)
        {
            return is(800, How::Servant);
        }
        let near = self.sounds.alike(&self.sounds.read(a), &self.sounds.read(b));
        let shortest = a.len().min(b.len());
        // Short words leave little to go by.
        let bar = if shortest <= 3 { 880 } else { PART };
        if near.score >= bar
            && near.worst <= STEP
            && !(self.given.contains(a) && self.given.contains(b) && near.score < 900)
        {
            return is(near.score, How::Sound);
        }
        // Only names that sound somewhat alike can be two spellings.
        if near.score >= JAPANESE {
            if let (Some(x), Some(y)) = (self.japanese.form(a), self.japanese.form(b)) {
                if x == y {
                    return is(930, How::Japanese);
                }
            }
        }
        if shortest >= 3 && a.len().max(b.len()) >= 4 && one_letter(a, b) && !self.two_names(a, b) {
            return is(700, How::Letter);
        }
        is(near.score.min(PART - 1), How::No)
    }

    /// Two names that differ by a letter and are known for two: first names of the tables, or a man's and a woman's family name.
    fn two_names(&self, a: &str, b: &str) -> bool {
        let wife = |x: &str, y: &str| y.strip_prefix(x).is_some_and(|e| self.feminine.iter().any(|f| f == e));
        (self.given.contains(a) && self.given.contains(b)) || wife(a, b) || wife(b, a)
    }
}

/// Pairs of best likeness, each part once, best first, then by position. Only what is taken for one.
pub(super) fn best_pairs(likeness: &[Vec<Part>]) -> Vec<(usize, usize, Part)> {
    let mut all: Vec<(usize, usize, Part)> =
        likeness.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, s)| (i, j, *s))).collect();
    all.retain(|p| p.2.how != How::No);
    all.sort_by_key(|(i, j, s)| (std::cmp::Reverse(s.score), i.abs_diff(*j), *i));
    let mut out: Vec<(usize, usize, Part)> = Vec::new();
    for pair in all {
        if !out.iter().any(|p| p.0 == pair.0 || p.1 == pair.1) {
            out.push(pair);
        }
    }
    out.sort_by_key(|p| (p.0, p.1));
    out
}
