//! Two names of people: the same person's?

use super::parse::Name;
use super::parts::{How, Part, best_pairs, one_letter};
use super::rules::NameRules;

/// From this score on two names are taken for one, if nothing speaks against it.
const SAME: u16 = 700;
/// From this score on no further sign is wanted.
const SURE: u16 = 750;

/// Under this likeness a part's spelling alone is too little.
const ROUGH: u32 = 915;

/// How alike two names are, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// 0 to 1000. From 700 on the same, from 750 on without any further sign (a letter may be a slip, or another person's name).
    pub score: u16,
    /// For a person: "same words", "Korean romanisation", "one part differs" ...
    pub reason: &'static str,
    /// Parts that are spelt otherwise: one, the other, and what makes them one ("joon", "jun", "other spelling").
    pub parts: Vec<(String, String, &'static str)>,
}

impl NameMatch {
    pub(super) fn new(score: u32, reason: &'static str) -> Self {
        Self { score: u16::try_from(score.min(1000)).unwrap_or(1000), reason, parts: Vec::new() }
    }

    /// At or over the threshold at which names count as the same.
    #[must_use]
    pub fn same(&self) -> bool {
        self.score >= SAME
    }

    /// The same, and no other sign (office, state) is needed.
    #[must_use]
    pub fn sure(&self) -> bool {
        self.score >= SURE
    }

    /// The reason in words: "other spelling (joon and jun: sound alike)".
    #[must_use]
    pub fn told(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|(a, b, how)| format!("{a} and {b}: {how}")).collect();
        if parts.is_empty() { self.reason.to_string() } else { format!("{} ({})", self.reason, parts.join("; ")) }
    }
}

impl NameRules {
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
        let found = NameMatch::new;
        if a.parts.is_empty() || b.parts.is_empty() {
            return found(0, "no name");
        }
        if let (Some(x), Some(y)) = (&a.signs, &b.signs) {
            return if x == y { found(1000, "same words") } else { found(300, "other signs") };
        }
        if a.parts == b.parts {
            return found(1000, "same words");
        }
        let (wa, wb) = (a.parts.concat(), b.parts.concat());
        if wa == wb {
            return found(980, "same letters");
        }
        let mut sorted = (a.parts.clone(), b.parts.clone());
        sorted.0.sort();
        sorted.1.sort();
        if sorted.0 == sorted.1 {
            // The order tells father from son where "bin" stands between; elsewhere it is a matter of custom.
            return if a.linked && b.linked {
                found(430, "father and son change places")
            } else {
                found(960, "same words in another order")
            };
        }
        if self.korean.compare(a, b) {
            return found(930, "Korean romanisation");
        }
        if self.chinese.compare(a, b) {
            return found(930, "Chinese romanisation");
        }
        let (short, long) = if a.parts.len() <= b.parts.len() { (a, b) } else { (b, a) };
        if short.parts.len() == 1 && long.parts.len() > 1 {
            return self.short_form(short, long, &short.parts[0], &long.parts.concat());
        }
        // Both can be read syllable by syllable and do not agree: other syllables, however alike they look.
        let read = [a, b].map(|n| self.korean.is_name(n) || self.chinese.is_name(n));
        if read[0] != read[1] {
            if let Some(found) = self.korean_garbled(a, b) {
                return found;
            }
        }
        self.by_parts(short, long, read[0] && read[1])
    }

    fn by_parts(&self, short: &Name, long: &Name, eastern: bool) -> NameMatch {
        let found = NameMatch::new;
        let (xs, ys) = self.mended(short, long);
        let (xs, ys) = if xs.len() <= ys.len() { (xs, ys) } else { (ys, xs) };
        let likeness: Vec<Vec<Part>> =
            xs.iter().map(|x| ys.iter().map(|y| self.part(x, y, eastern)).collect()).collect();
        let pairs = best_pairs(&likeness);
        let count = |how: How| pairs.iter().filter(|p| p.2.how == how).count();
        let (initials, slips) = (count(How::Initial), count(How::Letter));
        let strong = pairs.len() - initials - slips;
        let crossed =
            pairs.iter().enumerate().filter(|(n, p)| pairs[..*n].iter().any(|q| (q.0 < p.0) != (q.1 < p.1))).count();
        let left_x: Vec<usize> = (0..xs.len()).filter(|n| !pairs.iter().any(|p| p.0 == *n)).collect();
        let left_y: Vec<usize> = (0..ys.len()).filter(|n| !pairs.iter().any(|p| p.1 == *n)).collect();
        let spare = left_y.iter().filter(|n| ys[**n].len() > 1).count();
        let mean = pairs.iter().map(|p| p.2.score).sum::<u32>() / u32::try_from(pairs.len().max(1)).unwrap_or(1);
        let cost = u32::try_from(crossed).unwrap_or(9) * 20 + u32::try_from(spare).unwrap_or(9) * 30;
        let explained = |score: u32, reason: &'static str| {
            let mut m = found(score, reason);
            m.parts = pairs
                .iter()
                .filter(|p| p.2.how != How::Equal)
                .map(|p| (xs[p.0].clone(), ys[p.1].clone(), p.2.how.words()))
                .collect();
            m
        };
        if !left_x.is_empty() {
            return self.apart(short, long, &xs, &ys, (&left_x, &left_y), strong, eastern);
        }
        if strong == 0 {
            return found(560, "too few parts in common");
        }
        if slips > 1 || (slips == 1 && (eastern || initials > 0)) {
            return found(500, "several parts are spelt otherwise");
        }
        if left_y.is_empty() {
            return if slips == 1 {
                explained(720 - (crossed.min(1) as u32) * 10, "one letter differs")
            } else if initials > 0 {
                explained(mean.saturating_sub(cost).max(760), "initials")
            } else if crossed > 0 && (short.linked || long.linked) {
                found(430, "father and son change places")
            } else {
                // Two parts, one of them only roughly alike: another sign is wanted.
                let rough = strong < 3 && pairs.iter().any(|p| p.2.how == How::Sound && p.2.score < ROUGH);
                explained(if rough { 740 } else { mean.saturating_sub(cost).max(760) }, "other spelling")
            };
        }
        // One has more parts. Enough in common, and in the same order?
        let first = pairs.iter().any(|p| p.0 == 0 && p.1 == 0);
        let family = self.same_family(short, long);
        if eastern || count(How::Servant) > 0 || crossed > usize::from(strong > 2) || (strong < 2 && !(first && family))
        {
            return found(560, "too few parts in common");
        }
        if slips == 1 {
            return if strong >= 2 {
                explained(705, "one letter differs, and one has more parts")
            } else {
                found(560, "too few parts in common")
            };
        }
        if spare == 0 || (first && family) || strong >= 3 {
            return explained(mean.saturating_sub(cost).max(760), "one name has more parts");
        }
        // Family name and another agree, in order: a first name more ("Ana Lucia Rey", "Lucia Rey").
        let plain = pairs.iter().all(|p| p.2.how == How::OtherForm || p.2.score >= ROUGH);
        if family && crossed == 0 && plain {
            return explained(755, "one name has more parts");
        }
        if (first || family) && crossed == 0 {
            return explained(710, "one name has more parts");
        }
        found(560, "too few parts in common")
    }

    /// Both have parts that the other lacks.
    #[expect(clippy::too_many_arguments, reason = "the state of one comparison, handed on once")]
    fn apart(
        &self,
        short: &Name,
        long: &Name,
        xs: &[String],
        ys: &[String],
        left: (&[usize], &[usize]),
        strong: usize,
        eastern: bool,
    ) -> NameMatch {
        let found = NameMatch::new;
        if let ([x], [y]) = (left.0, left.1) {
            if strong > 0 {
                let (x, y) = (&xs[*x], &ys[*y]);
                if self.is_patronymic(x) && self.is_patronymic(y) {
                    return found(430, "different fathers' names");
                }
                // 400 to 500: what office and state may still bring together.
                let near =
                    if eastern { 0 } else { self.sounds.alike(&self.sounds.read(x), &self.sounds.read(y)).score };
                return found(400 + near / 10, "one part differs");
            }
        }
        // Run together otherwise, or a slip in what is.
        let (wx, wy) = (short.parts.concat(), long.parts.concat());
        if !eastern && wx.len().min(wy.len()) >= 8 {
            let near = self.sounds.alike(&self.sounds.read(&wx), &self.sounds.read(&wy));
            if near.score >= 880 && self.enough(near) {
                return found(near.score, "same letters but for a few");
            }
            if one_letter(&wx, &wy) {
                return found(710, "same letters but for one");
            }
        }
        // Garbled throughout: the same office may yet speak for it.
        if !eastern && xs.len() == ys.len() {
            let near: Vec<u32> = xs
                .iter()
                .zip(ys)
                .map(|(x, y)| self.sounds.alike(&self.sounds.read(x), &self.sounds.read(y)).score)
                .collect();
            let mean = near.iter().sum::<u32>() / u32::try_from(near.len().max(1)).unwrap_or(1);
            if mean >= 640 && near.iter().all(|n| *n >= 500) {
                return found(455, "all parts are roughly alike");
            }
        }
        if strong > 0 { found(350, "several parts differ") } else { found(100, "nothing in common") }
    }

    /// A Korean name, and one that cannot be read as one because of a syllable: a machine's work, if all else agrees.
    fn korean_garbled(&self, a: &Name, b: &Name) -> Option<NameMatch> {
        let ([fa, xs @ ..], [fb, ys @ ..]) = (a.parts.as_slice(), b.parts.as_slice()) else { return None };
        if xs.len() != 2 || ys.len() != 2 || !self.korean.same_family(fa, fb) {
            return None;
        }
        let agree = |n: usize| self.korean.agree(&xs[n], &ys[n]);
        let opens = |n: usize| xs[n].chars().next() == ys[n].chars().next();
        let garbled = (0..2)
            .find(|n| agree(1 - *n) && opens(*n) && !(self.korean.reads(&xs[*n]) && self.korean.reads(&ys[*n])))?;
        let mut found = NameMatch::new(755, "Korean romanisation, one syllable garbled");
        found.parts.push((xs[garbled].clone(), ys[garbled].clone(), "garbled"));
        Some(found)
    }

    /// Words cut in two ("Patr ushev") are joined where that gives a word of the other name.
    fn mended(&self, a: &Name, b: &Name) -> (Vec<String>, Vec<String>) {
        let (mut xs, mut ys) = (a.parts.clone(), b.parts.clone());
        for _ in 0..2 {
            let join = |own: &[String], other: &[String]| {
                (0..own.len().saturating_sub(1)).find(|n| {
                    let both = own[*n].clone() + &own[*n + 1];
                    own.len() > 2 && other.contains(&both) && !other.contains(&own[*n]) && !other.contains(&own[*n + 1])
                })
            };
            if let Some(n) = join(&xs, &ys) {
                let second = xs.remove(n + 1);
                xs[n].push_str(&second);
            } else if let Some(n) = join(&ys, &xs) {
                let second = ys.remove(n + 1);
                ys[n].push_str(&second);
            } else {
                break;
            }
        }
        (xs, ys)
    }

    /// A single name against a full one.
    fn short_form(&self, short: &Name, long: &Name, ws: &str, wl: &str) -> NameMatch {
        let found = NameMatch::new;
        let one = &short.parts[0];
        let whole = self.sounds.alike(&self.sounds.read(ws), &self.sounds.read(wl));
        if whole.score >= 900 && self.enough(whole) {
            return found(900, "words run together");
        }
        let alike = |a: &str, b: &str| self.part(a, b, false);
        let family = match long.family.and_then(|f| long.words.get(f)) {
            Some(family) => family.clone(),
            // Without a family name the first name stands for the person.
            None if alike(one, &long.parts[0]).score >= 900 => return found(660, "first name alone"),
            None => return found(150, "father's name"),
        };
        if *one == family {
            return found(690, "family name alone");
        }
        if self.korean.same_family(one, &family)
            || self.chinese.same_family(one, &family)
            || matches!(alike(one, &family), Part { how: How::Sound | How::OtherForm | How::Japanese, score } if score >= 820)
        {
            return found(660, "family name alone, in another romanisation");
        }
        if long.parts.iter().any(|p| p == one) {
            return found(620, "one name of several");
        }
        if long.parts.iter().any(|p| alike(one, p).score >= 900) {
            return found(600, "one name of several, spelt otherwise");
        }
        found(100, "nothing in common")
    }

    /// Family names agree: the same or a spelling of it.
    fn same_family(&self, a: &Name, b: &Name) -> bool {
        match (a.family.and_then(|f| a.words.get(f)), b.family.and_then(|f| b.words.get(f))) {
            (Some(x), Some(y)) => {
                matches!(self.part(x, y, false).how, How::Equal | How::Sound | How::OtherForm | How::Japanese)
                    || b.parts.contains(x) && a.parts.len() > 2
                    // The hyphened group of one may hold the other.
                    || y.split('-').any(|p| p == x) || x.split('-').any(|p| p == y)
            }
            _ => false,
        }
    }

    fn is_patronymic(&self, part: &str) -> bool {
        self.patronymic_endings.iter().any(|e| part.ends_with(e.as_str()) && part.len() > e.len() + 1)
    }
}
