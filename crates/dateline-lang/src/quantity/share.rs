//! Shares and factors in words: "a third of the crop", "one in five", "eightfold".

use dateline_report::{Byte, Span};

use super::NumberKind;
use super::atoms::{AtomKind, atoms};
use super::find::{Draft, Finder};
use super::fraction::Fraction;
use super::noun::{self, Noun};
use super::numeral::Ratio;

impl Finder<'_> {
    /// "half", "a third", "two-thirds", "one in five".
    pub(super) fn share_in_words(&self, at: usize) -> Option<Draft> {
        let numbers = &self.rules.numbers;
        // "half a million" is a number.
        if numbers.part_of_scale(self.atoms, at).is_some() {
            return None;
        }
        let mut bottom_counts = false;
        let (end, value) = match numbers.fraction(self.atoms, at) {
            Some(fraction) if fraction.top_len == 0 => {
                let context = &self.rules.context;
                if context.not_half_before.contains(self.before(at))
                    || context.not_half_after.contains(self.text(at + 1))
                {
                    return None;
                }
                (at + 1, fraction.value)
            }
            Some(fraction) if fraction.top < fraction.bottom => (self.named_share(at, fraction)?, fraction.value),
            Some(_) => return None,
            None => {
                let ratio = self.people_of(at)?;
                bottom_counts = true;
                (at + ratio.len, ratio.top / ratio.bottom)
            }
        };
        let (mut noun, mut whole) = self.whole(end);
        if whole.is_none() && bottom_counts {
            noun = noun::phrase(self.syntax, self.rules, self.atoms, end);
            whole = noun.as_ref().map(|n| n.span);
        }
        Some(Draft {
            number: (at, end),
            end,
            value,
            value_to: None,
            kind: NumberKind::Share,
            unit: "share".into(),
            noun,
            whole,
            confidence: if whole.is_some() { 900 } else { 600 },
        })
    }

    /// The piece after a fraction in words, unless it is an ordinal ("a third meeting") or a large sum.
    fn named_share(&self, at: usize, fraction: Fraction) -> Option<usize> {
        let p = at + fraction.len - 1;
        let next = self.text(p + 1);
        let bottom = self.text(p);
        // "a third of", "a third less" are shares.
        let ends = next.is_empty() || self.atoms.get(p + 1).is_some_and(|a| a.kind == AtomKind::Mark && next != "-");
        let fits = self.rules.context.share_after.contains(next) || ends;
        let hyphened = !fraction.article && self.text(at + fraction.top_len - 1) == "-";
        let counted = !fraction.article && self.rules.context.plain_parts.contains(bottom);
        (fraction.top <= 20.0 && (fits || fraction.plural || hyphened || counted)).then_some(p + 1)
    }

    /// "one in five", "nine out of ten": of people, not "two in March".
    fn people_of(&self, at: usize) -> Option<Ratio> {
        let ratio = self.rules.numbers.ratio(self.atoms, at)?;
        let q = at + ratio.bottom_at;
        let round =
            self.rules.context.ratio_bottoms.contains(&(ratio.bottom as u32)) || ratio.out_of || ratio.top == 1.0;
        let fits = round
            && ratio.top <= 20.0
            && self.time_at(q).is_none()
            && !self.rules.context.designators.contains(self.before(at))
            && self.rules.units.at(self.atoms, at + ratio.len).is_none()
            && self.rules.percent.at(self.atoms, at + ratio.len).is_none();
        fits.then_some(ratio)
    }

    /// What a share is one of: "of its imported crude", "its supply".
    pub(super) fn whole(&self, end: usize) -> (Option<Noun>, Option<Span<Byte>>) {
        let start = if self.text(end) == "of" {
            end + 1
        } else if self.rules.context.whole_starts.contains(self.text(end)) {
            end
        } else {
            return (None, None);
        };
        let noun = noun::whole(self.syntax, self.rules, self.atoms, start);
        let span = noun.as_ref().map(|n| n.span);
        (noun, span)
    }

    /// "eightfold", "ten-fold", "twice", "three times as many".
    pub(super) fn factor(&self, at: usize) -> Option<Draft> {
        let word = self.text(at);
        let make = |end: usize, value: f64| Draft {
            number: (at, end),
            end,
            value,
            value_to: None,
            kind: NumberKind::Factor,
            unit: "times".into(),
            noun: None,
            whole: None,
            confidence: 800,
        };
        if matches!(word, "twice" | "thrice") {
            return Some(make(at + 1, if word == "twice" { 2.0 } else { 3.0 }));
        }
        if let Some(stem) = word.strip_suffix("fold").filter(|s| !s.is_empty()) {
            let stem = atoms(stem, 0);
            let read = self.rules.numbers.cardinal(&stem, 0).filter(|r| r.len == stem.len())?;
            return Some(make(at + 1, read.value));
        }
        let read = self.rules.numbers.cardinal(self.atoms, at)?;
        let p = at + read.len;
        if self.text(p) == "-" && self.text(p + 1) == "fold" {
            return Some(make(p + 2, read.value));
        }
        if self.text(p) == "fold" {
            return Some(make(p + 1, read.value));
        }
        if self.text(p) == "times"
            && (self.rules.context.times_factor.contains(self.text(p + 1)) || matches!(self.before(at), "in" | "by"))
        {
            return Some(make(p + 1, read.value));
        }
        None
    }
}
