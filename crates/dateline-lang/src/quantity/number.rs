//! Cardinal numbers in digits and words, read from a run of pieces.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

use super::atoms::{Atom, AtomKind};

/// Number words (`data/en/number/words.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberWords {
    units: BTreeMap<SmolStr, f64>,
    tens: BTreeMap<SmolStr, f64>,
    scales: BTreeMap<SmolStr, f64>,
    glued_scales: BTreeMap<SmolStr, f64>,
    collectives: BTreeMap<SmolStr, f64>,
    ordinals: BTreeMap<SmolStr, f64>,
    fractions: BTreeMap<SmolStr, f64>,
}

/// A number read from the pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Read {
    /// How many pieces it takes.
    pub len: usize,
    /// Its value.
    pub value: f64,
    /// Printed in digits, at least in part.
    pub digits: bool,
    /// Has a scale word ("million").
    pub scaled: bool,
}

impl NumberWords {
    /// Reads the table.
    ///
    /// # Errors
    /// If the file is missing or has another shape.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        data.toml("en/number/words.toml")
    }

    fn scale(&self, atom: &Atom) -> Option<f64> {
        if atom.glued
            && let Some(v) = self.glued_scales.get(&atom.text)
        {
            return Some(*v);
        }
        self.scales
            .get(&atom.text)
            .copied()
            .or_else(|| self.scales.get(atom.text.strip_suffix('s')?).copied().filter(|v| *v > 1000.0))
    }

    /// The word of an ordinal ("third", "twenty-first", "5th") beginning at `at`: pieces and value.
    #[must_use]
    pub fn ordinal(&self, atoms: &[Atom], at: usize) -> Option<(usize, f64)> {
        let first = atoms.get(at)?;
        if let (Some(n), Some(suffix)) = (first.plain(), atoms.get(at + 1))
            && suffix.glued
            && matches!(suffix.text.as_str(), "st" | "nd" | "rd" | "th")
        {
            return Some((2, f64::from(n)));
        }
        if let Some(v) = self.ordinals.get(&first.text) {
            return Some((1, *v));
        }
        let tens = self.tens.get(&first.text)?;
        let next = at + if atoms.get(at + 1)?.text == "-" { 2 } else { 1 };
        let unit = self.ordinals.get(&atoms.get(next)?.text).filter(|v| **v < 10.0)?;
        Some((next + 1 - at, tens + unit))
    }

    /// Denominator of a fraction word at `at`.
    #[must_use]
    pub fn denominator(&self, atom: &Atom) -> Option<f64> {
        self.fractions.get(&atom.text).copied()
    }

    /// Is the piece a number word or a scale?
    #[must_use]
    pub fn is_number_word(&self, atom: &Atom) -> bool {
        self.units.contains_key(&atom.text)
            || self.tens.contains_key(&atom.text)
            || self.scales.contains_key(&atom.text)
    }

    /// The cardinal that begins at `at`, the longest: "28,500", "1.78 billion", "two hundred and five", "twenty-five", "two dozen",
    /// "four and a half". "a" counts only before a scale or collective ("a million", "a dozen").
    #[must_use]
    pub fn cardinal(&self, atoms: &[Atom], at: usize) -> Option<Read> {
        let first = atoms.get(at)?;
        let mut pos = at;
        let mut read = Read { len: 0, value: 0.0, digits: false, scaled: false };
        if let AtomKind::Number { value, .. } = first.kind {
            read.value = value;
            read.digits = true;
            pos += 1;
            if matches!(atoms.get(pos), Some(a) if (a.text == "½" || a.text == "¼") && a.glued) {
                read.value += if atoms[pos].text == "½" { 0.5 } else { 0.25 };
                pos += 1;
            }
            while let Some(scale) = atoms.get(pos).and_then(|a| self.scale_after(atoms, pos, a)) {
                read.value *= scale.0;
                read.scaled = true;
                pos += scale.1;
            }
        } else {
            let (value, end, scaled) = self.words(atoms, at)?;
            read.value = value;
            read.scaled = scaled;
            pos = end;
        }
        // "two and a half", "four-and-a-half million"
        let hyphen = |p: usize| usize::from(atoms.get(p).is_some_and(|a| a.text == "-"));
        let mut p = pos + hyphen(pos);
        if atoms.get(p).is_some_and(|a| a.text == "and") {
            p += 1 + hyphen(p + 1);
            if atoms.get(p).is_some_and(|a| a.text == "a" || a.text == "one") {
                p += 1 + hyphen(p + 1);
                if let Some(part) = atoms.get(p).and_then(|a| self.fractions.get(&a.text)) {
                    read.value += 1.0 / part;
                    pos = p + 1;
                    if let Some(scale) = atoms.get(pos).and_then(|a| self.scales.get(&a.text)) {
                        read.value *= scale;
                        read.scaled = true;
                        pos += 1;
                    }
                }
            }
        }
        read.len = pos - at;
        Some(read)
    }

    fn scale_after(&self, atoms: &[Atom], pos: usize, atom: &Atom) -> Option<(f64, usize)> {
        if atom.text == "-" && atom.glued {
            let next = atoms.get(pos + 1)?;
            return self.scales.get(&next.text).map(|v| (*v, 2));
        }
        if let Some(v) = self.collectives.get(&atom.text) {
            return Some((*v, 1));
        }
        self.scale(atom).map(|v| (v, 1))
    }

    /// A number in words: value, position after it, whether a scale was in it.
    fn words(&self, atoms: &[Atom], at: usize) -> Option<(f64, usize, bool)> {
        let (mut total, mut group, mut any, mut scaled) = (0.0f64, 0.0f64, false, false);
        let mut pos = at;
        let mut last_tens = false;
        let mut last_unit = false;
        loop {
            let mut p = pos;
            if any && atoms.get(p).is_some_and(|a| a.text == "-" && a.glued) {
                p += 1;
            } else if any && scaled_or_hundred(group, total) && atoms.get(p).is_some_and(|a| a.text == "and") {
                p += 1;
            }
            let Some(atom) = atoms.get(p) else { break };
            if let Some(v) = self.units.get(&atom.text) {
                if last_unit || (last_tens && *v >= 10.0) {
                    break;
                }
                group += v;
                (last_unit, last_tens) = (true, false);
            } else if let Some(v) = self.tens.get(&atom.text) {
                if last_unit || last_tens {
                    break;
                }
                group += v;
                (last_tens, last_unit) = (true, false);
            } else if let Some(v) = self.scales.get(&atom.text).or_else(|| self.collectives.get(&atom.text)) {
                if !any {
                    break;
                }
                if *v <= 100.0 {
                    group *= v;
                } else {
                    total += if group == 0.0 { 1.0 } else { group } * v;
                    group = 0.0;
                }
                scaled = true;
                (last_unit, last_tens) = (false, false);
            } else if !any && matches!(atom.text.as_str(), "a" | "an") {
                let next = atoms
                    .get(p + 1)
                    .filter(|n| self.scales.contains_key(&n.text) || self.collectives.contains_key(&n.text))?;
                let _ = next;
                group = 1.0;
                (last_unit, last_tens) = (true, false);
            } else {
                break;
            }
            any = true;
            pos = p + 1;
        }
        any.then_some((total + group, pos, scaled))
    }
}

fn scaled_or_hundred(group: f64, total: f64) -> bool {
    total > 0.0 || group >= 100.0
}

#[cfg(test)]
mod tests {
    use super::super::atoms::atoms;
    use super::*;

    fn value(text: &str) -> Option<(f64, usize)> {
        let words = NumberWords::load(&DataSet::built_in()).unwrap();
        words.cardinal(&atoms(text, 0), 0).map(|r| (r.value, r.len))
    }

    #[test]
    fn cardinals() {
        assert_eq!(value("28,500 troops"), Some((28500.0, 1)));
        assert_eq!(value("1\u{202f}284 died"), Some((1284.0, 1)));
        assert_eq!(value("1.78 billion"), Some((1.78e9, 2)));
        assert_eq!(value("four million people"), Some((4e6, 2)));
        assert_eq!(value("twenty-five"), Some((25.0, 3)));
        assert_eq!(value("two hundred and five men"), Some((205.0, 4)));
        assert_eq!(value("two and a half years"), Some((2.5, 4)));
        assert_eq!(value("three thousand two hundred"), Some((3200.0, 4)));
        assert_eq!(value("a dozen eggs"), Some((12.0, 2)));
        assert_eq!(value("1.2bn"), Some((1.2e9, 2)));
        assert_eq!(value("one two"), Some((1.0, 1)));
        assert_eq!(value("a man"), None);
        assert_eq!(value("7,8"), Some((7.8, 1)));
    }
}
