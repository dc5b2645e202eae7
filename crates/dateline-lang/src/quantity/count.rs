//! What is counted, and which numbers count nothing.

use smol_str::SmolStr;

use super::atoms::AtomKind;
use super::find::{Draft, Finder};
use super::{NumberKind, noun};

impl Finder<'_> {
    /// A count of things.
    pub(super) fn count(
        &self,
        at: usize,
        number: (usize, usize),
        value: f64,
        value_to: Option<f64>,
        digits: bool,
    ) -> Option<Draft> {
        let end = number.1;
        let next = self.text(end);
        if value == 1.0 && !digits {
            // "one": a pronoun, unless a noun follows at once.
            if self.rules.context.one_phrases.contains(next)
                || self.atoms.get(end).is_none_or(|a| a.kind != AtomKind::Word)
                || self.rules.context.not_one_before.contains(self.before(at))
            {
                return None;
            }
        }
        let hyphen = usize::from(
            next == "-"
                && self.atoms.get(end).is_some_and(|a| a.glued)
                && self.atoms.get(end + 1).is_some_and(|a| a.glued),
        );
        let partitive = next == "of" && digits | (value >= 100.0);
        let from = if partitive { end + 1 } else { end + hyphen };
        let noun = if self.rules.context.more.contains(next) {
            noun::phrase(self.syntax, self.rules, self.atoms, end + 1)
        } else {
            noun::phrase(self.syntax, self.rules, self.atoms, from)
        };
        if noun.is_none() && !digits && value < 100.0 {
            // Small numbers in words without a noun: "the two met", "one by one".
            return None;
        }
        if hyphen == 1 && noun.as_ref().is_none_or(|n| n.capital) {
            return None; // "one-China policy", "9-Eleven"
        }
        let definite = self.rules.context.definite.contains(self.before(at)) && value < 13.0;
        let confidence = match (&noun, definite) {
            (Some(_), false) => 880,
            (Some(_), true) => 400,
            (None, _) => 500,
        };
        let stop = noun.as_ref().map_or(end, |n| n.end);
        let unit = noun.as_ref().map_or_else(|| self.state(end), |n| n.lemma.clone());
        Some(Draft { number, end: stop, value, value_to, kind: NumberKind::Count, unit, noun, whole: None, confidence })
    }

    /// What became of those a lone number counts: "2,662 were confirmed dead".
    pub(super) fn state(&self, end: usize) -> SmolStr {
        let steps = (end..end + 5).take_while(|p| self.rules.context.state_links.contains(self.text(*p))).count();
        let word = self.text(end + steps);
        if steps > 0 && self.rules.context.states.contains(word) { word.into() } else { SmolStr::default() }
    }

    /// "the second meeting", "150th anniversary".
    pub(super) fn ordinal(&self, at: usize) -> Option<Draft> {
        let (len, value) = self.rules.numbers.ordinal(self.atoms, at)?;
        let end = at + len;
        let atom = self.atoms.get(at)?;
        if self.time_at(at).is_some() || (atom.capital && at > 0 && atom.kind == AtomKind::Word) {
            return None;
        }
        let next = self.atoms.get(end).filter(|a| a.kind == AtomKind::Word)?;
        if self.rules.context.ordinal_not.contains(&next.text) || self.rules.context.stop.contains(&next.text) {
            return None;
        }
        if self.rules.context.ordinal_adverb.contains(self.before(at)) && atom.kind == AtomKind::Word {
            return None;
        }
        let noun = noun::phrase(self.syntax, self.rules, self.atoms, end)?;
        Some(Draft {
            number: (at, end),
            end: noun.end,
            value,
            value_to: None,
            kind: NumberKind::Ordinal,
            unit: noun.lemma.clone(),
            noun: Some(noun),
            whole: None,
            confidence: 700,
        })
    }

    /// Is the number part of a name, a designation, an age or the number of a list?
    pub(super) fn is_name(&self, at: usize, end: usize, digits: bool) -> bool {
        let Some(atom) = self.atoms.get(at) else {
            return true;
        };
        let previous = at.checked_sub(1).and_then(|n| self.atoms.get(n));
        let next = self.text(end);
        if let Some(p) = previous {
            let unit_follows = self.text(end) == "%" || self.rules.units.at(self.atoms, end).is_some();
            if digits
                && self.rules.context.designators.contains(&p.text)
                && !unit_follows
                && !(p.text == "no" && p.kind == AtomKind::Word && !p.capital && self.text(at) != "1")
            {
                return true;
            }
            if digits && p.text == "." && at >= 2 && matches!(self.text(at - 2), "no" | "p" | "pp" | "vol") {
                return true;
            }
            // "F-16", "COVID-19", "Su-27": glued by a hyphen to letters.
            if digits && matches!(p.text.as_str(), "-" | "–" | "/") && atom.glued && p.glued {
                return true;
            }
            if p.kind == AtomKind::Word && atom.glued && digits && p.text != "'s" {
                return true;
            }
            if digits && matches!(p.text.as_str(), "#" | "№") {
                return true;
            }
            // "its Orion 300 engines": what somebody owns has the number in its name.
            if digits && p.kind == AtomKind::Word && p.capital && end == at + 1 && !unit_follows {
                let owned = self
                    .tokens_of(p.span)
                    .start
                    .checked_sub(1)
                    .and_then(|t| self.syntax.tokens.get(t as usize))
                    .is_some_and(|t| matches!(t.xpos.as_str(), "PRP$" | "POS"));
                if owned && atom.plain().is_some() {
                    return true;
                }
            }
            // "Ascend 950", "Group of 7": a capitalised word, a plain number, no noun that it could count.
            if digits
                && p.kind == AtomKind::Word
                && p.capital
                && atom.plain().is_some()
                && end == at + 1
                && !unit_follows
            {
                let sentence_start = at == 1;
                let noun = noun::phrase(self.syntax, self.rules, self.atoms, end).filter(|n| n.plural);
                if noun.is_none()
                    && !(sentence_start && self.rules.hedges_before.before(self.atoms, at).is_some())
                    && !self.rules.context.stop.contains(&p.text)
                {
                    return true;
                }
            }
            // An age: "Barra, 51, will".
            if digits
                && p.text == ","
                && matches!(next, ",")
                && atom.plain().is_some_and(|v| (1..=110).contains(&v))
                && at >= 2
                && self.atoms[at - 2].capital
            {
                return true;
            }
        } else if digits && matches!(next, "." | ")") && atom.plain().is_some_and(|v| v < 100) {
            return true; // the number of a list
        }
        if digits && self.before(at) == "(" && next == ")" && atom.plain().is_some_and(|v| v < 100) && at == 1 {
            return true;
        }
        // "24/7", "9/11": no fraction, and no two counts either.
        let slash = self.atoms.get(end).is_some_and(|a| a.glued && a.text == "/");
        if digits && slash && self.atoms.get(end + 1).is_some_and(|a| a.glued && a.is_numeric()) {
            return true;
        }
        // "52-year-old"
        if self.text(end) == "-" && matches!(self.text(end + 1), "year" | "month" | "day")
            || matches!(self.text(end), "year" | "years") && matches!(self.text(end + 1), "old" | "-")
        {
            return true;
        }
        false
    }
}
