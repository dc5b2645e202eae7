//! Cardinal numbers in digits and words, read from a run of pieces.

use std::collections::{BTreeMap, BTreeSet};

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
    capital_scales: BTreeMap<SmolStr, f64>,
    collectives: BTreeMap<SmolStr, f64>,
    pub(super) ordinals: BTreeMap<SmolStr, f64>,
    pub(super) fractions: BTreeMap<SmolStr, f64>,
    pub(super) fraction_signs: BTreeMap<SmolStr, f64>,
    pub(super) printed_bottoms: BTreeSet<u32>,
    pub(super) articles: BTreeSet<SmolStr>,
    point: BTreeSet<SmolStr>,
    minus: BTreeSet<SmolStr>,
    not_scale_after: BTreeSet<SmolStr>,
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

/// What the last word of a number in words was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    None,
    Unit,
    Tens,
    Hundred,
    Scale,
}

/// A number in words: value, position after it, the scale it ends with, whether any scale was in it.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) value: f64,
    pub(super) end: usize,
    pub(super) last_scale: f64,
    pub(super) scaled: bool,
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

    /// The value of a scale word, for what multiplies it from outside ("half a million", "a quarter of a dozen").
    pub(super) fn outer_scale(&self, atom: &Atom) -> Option<f64> {
        self.scales.get(&atom.text).filter(|v| **v >= 1000.0).or_else(|| self.collectives.get(&atom.text)).copied()
    }

    /// The word of an ordinal ("third", "twenty-first", "5th") beginning at `at`: pieces and value.
    #[must_use]
    pub fn ordinal(&self, atoms: &[Atom], at: usize) -> Option<(usize, f64)> {
        let first = atoms.get(at)?;
        if let (Some(n), true) = (first.plain(), self.has_ordinal_ending(atoms, at + 1)) {
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

    /// Does the ending of an ordinal in digits stand at `at` ("5th")?
    pub(super) fn has_ordinal_ending(&self, atoms: &[Atom], at: usize) -> bool {
        atoms.get(at).is_some_and(|a| a.glued && matches!(a.text.as_str(), "st" | "nd" | "rd" | "th"))
    }

    /// Is the piece a word for ten, twenty ... ninety?
    pub(super) fn tens(&self, atom: &Atom) -> Option<f64> {
        self.tens.get(&atom.text).copied()
    }

    /// Is the piece a number word or a scale?
    #[must_use]
    pub fn is_number_word(&self, atom: &Atom) -> bool {
        self.units.contains_key(&atom.text)
            || self.tens.contains_key(&atom.text)
            || self.scales.contains_key(&atom.text)
    }

    /// Pieces of a minus before the number at `at`: "minus five", "-4"; a dash between two things is none.
    #[must_use]
    pub fn minus_before(&self, atoms: &[Atom], at: usize) -> bool {
        let Some(sign) = at.checked_sub(1).and_then(|n| atoms.get(n)) else {
            return false;
        };
        if self.minus.contains(&sign.text) {
            return true;
        }
        matches!(sign.text.as_str(), "-" | "–")
            && atoms.get(at).is_some_and(|a| a.glued && a.is_numeric())
            && !(sign.glued && at >= 2)
    }

    /// The cardinal that begins at `at`, the longest: "28,500", "1.78 billion", "two hundred and five", "twenty-five", "two dozen",
    /// "four and a half", "half a million", "10 1/2", "4 thousand 3 hundred and 21", "two point five".
    /// "a" counts only before a scale or collective ("a million", "a dozen").
    #[must_use]
    pub fn cardinal(&self, atoms: &[Atom], at: usize) -> Option<Read> {
        let (mut read, last_scale) = match self.simple(atoms, at) {
            Some(found) => found,
            // "half a million", "two thirds of a million"
            None => {
                return self.part_of_scale(atoms, at).map(|(len, value)| Read {
                    len,
                    value,
                    digits: false,
                    scaled: true,
                });
            }
        };
        if let Some((len, value)) = self.part_of_scale(atoms, at).filter(|(len, _)| *len > read.len) {
            return Some(Read { len, value, digits: read.digits, scaled: true });
        }
        let pos = at + read.len;
        if let Some((end, value)) = self.spoken_decimals(atoms, pos, read) {
            read.value = value;
            read.len = end - at;
            while let Some(scale) = atoms.get(at + read.len).and_then(|a| self.scales.get(&a.text)) {
                read.value *= scale;
                read.scaled = true;
                read.len += 1;
            }
        } else if let Some((end, value, scaled)) = self.with_fraction(atoms, pos, read, last_scale) {
            read.value = value;
            read.scaled |= scaled;
            read.len = end - at;
        }
        read.value.is_finite().then_some(read)
    }

    /// A cardinal without fraction words, and the scale it ends with (1 if none).
    pub(super) fn simple(&self, atoms: &[Atom], at: usize) -> Option<(Read, f64)> {
        let first = atoms.get(at)?;
        if !matches!(first.kind, AtomKind::Number { .. }) {
            let words = self.words(atoms, at)?;
            let read = Read { len: words.end - at, value: words.value, digits: false, scaled: words.scaled };
            return Some((read, words.last_scale));
        }
        let (mut value, mut pos, mut scale) = self.figure(atoms, at)?;
        // "4 thousand 3 hundred and 21", "6 crore and two hundred": smaller and smaller terms.
        let mut last = scale;
        let mut first_term = true;
        while last >= 100.0 {
            let and = atoms.get(pos).is_some_and(|a| a.text == "and");
            let start = pos + usize::from(and);
            if self.minus_before(atoms, start + 1) || atoms.get(start).is_none() {
                break;
            }
            let (add, end, next) = if atoms[start].is_numeric() {
                let Some((v, end, s)) = self.figure(atoms, start) else { break };
                let tail = s == 1.0 && last == 100.0 && atoms[start].plain().is_some() && (and || !first_term);
                if !(s >= 100.0 || tail) {
                    break;
                }
                (v, end, s)
            } else {
                let Some(w) = self.words(atoms, start).filter(|w| !atoms[start].glued && w.end > start) else { break };
                if !(and && (w.value >= 100.0 || last == 100.0)) {
                    break;
                }
                (w.value, w.end, w.last_scale)
            };
            if add >= last || add <= 0.0 {
                break;
            }
            value += add;
            pos = end;
            (last, scale) = (next, next);
            first_term = false;
        }
        let scaled = scale > 1.0 || !first_term;
        Some((Read { len: pos - at, value, digits: true, scaled }, scale))
    }

    /// Digits with their groups, a fraction and scales: value, position after it, product of the scales.
    fn figure(&self, atoms: &[Atom], at: usize) -> Option<(f64, usize, f64)> {
        let AtomKind::Number { mut value, .. } = atoms.get(at)?.kind else {
            return None;
        };
        let mut pos = at + 1;
        if let Some((grouped, end)) = spaced_groups(atoms, at) {
            (value, pos) = (grouped, end);
        }
        if let Some((part, end)) = self.printed_part(atoms, at, pos) {
            value += part;
            pos = end;
        }
        let mut product = 1.0;
        while let Some((scale, len)) = atoms.get(pos).and_then(|a| self.scale_after(atoms, pos, a)) {
            product *= scale;
            pos += len;
        }
        Some((value * product, pos, product))
    }

    fn scale_after(&self, atoms: &[Atom], pos: usize, atom: &Atom) -> Option<(f64, usize)> {
        if atom.text == "-" && atom.glued {
            let next = atoms.get(pos + 1)?;
            return self.scales.get(&next.text).map(|v| (*v, 2));
        }
        if let Some(v) = self.collectives.get(&atom.text) {
            return Some((*v, 1));
        }
        if atom.glued
            && atom.capital
            && let Some(v) = self.capital_scales.get(&atom.text)
        {
            return Some((*v, 1));
        }
        // "10 k." : a letter apart from its number is a scale only where nothing can follow that it belongs to.
        if !atom.glued
            && let Some(v) = self.glued_scales.get(&atom.text).filter(|_| atom.text == "k" || atom.capital)
            && atoms.get(pos + 1).is_none_or(|a| matches!(a.text.as_str(), "," | ";" | ")"))
        {
            return Some((*v, 1));
        }
        self.scale(atom).map(|v| (v, 1))
    }

    /// "point zero three", "point seventy-one" after a whole number.
    fn spoken_decimals(&self, atoms: &[Atom], pos: usize, read: Read) -> Option<(usize, f64)> {
        if !self.point.contains(&atoms.get(pos)?.text) || read.digits || read.value.fract() != 0.0 {
            return None;
        }
        let mut digits = String::new();
        let mut p = pos + 1;
        while let Some(unit) = atoms.get(p).and_then(|a| self.units.get(&a.text)).filter(|v| **v < 10.0) {
            digits.push_str(&unit.to_string());
            p += 1;
        }
        if digits.is_empty() {
            let words = self.words(atoms, p).filter(|w| w.value < 100.0)?;
            digits = words.value.to_string();
            p = words.end;
        }
        let value = format!("{}.{digits}", read.value).parse().ok()?;
        Some((p, value))
    }

    /// A number in words.
    pub(super) fn words(&self, atoms: &[Atom], at: usize) -> Option<Words> {
        // `total` holds closed terms, `group` what stands before the next thousand, `tail` its part after the last hundred.
        let (mut total, mut group, mut tail) = (0.0f64, 0.0f64, 0.0f64);
        let mut term = 0.0f64;
        let mut scale_before = f64::INFINITY;
        // What was read when the last "hundred" or scale closed, to return to when the next term does not join.
        let (mut closed, mut closed_scale): (Option<Words>, Option<Words>) = (None, None);
        let mut last = Last::None;
        let mut scaled = false;
        let mut last_scale = 1.0;
        let mut pos = at;
        loop {
            let mut p = pos;
            if last != Last::None && atoms.get(p).is_some_and(|a| a.text == "-") {
                // "fifty - two" as old texts are cut, else the hyphen must touch.
                let small = atoms.get(p + 1).and_then(|a| self.units.get(&a.text)).is_some_and(|v| *v < 10.0);
                if !(atoms[p].glued || (last == Last::Tens && small)) {
                    break;
                }
                p += 1;
            } else if matches!(last, Last::Hundred | Last::Scale) && atoms.get(p).is_some_and(|a| a.text == "and") {
                p += 1;
            }
            let Some(atom) = atoms.get(p) else { break };
            let word = atom.text.as_str();
            if let Some(v) = self.units.get(word) {
                let fits = match last {
                    Last::Unit => false,
                    Last::Tens => (1.0..10.0).contains(v),
                    _ => *v > 0.0 || last == Last::None,
                };
                if !fits {
                    break;
                }
                group += v;
                tail += v;
                last = Last::Unit;
                last_scale = 1.0;
                if *v == 0.0 {
                    return Some(Words { value: 0.0, end: p + 1, last_scale, scaled: false });
                }
            } else if let Some(v) = self.tens.get(word) {
                if matches!(last, Last::Unit | Last::Tens) {
                    break;
                }
                group += v;
                tail += v;
                last = Last::Tens;
                last_scale = 1.0;
            } else if let Some(v) = self.collectives.get(word) {
                if !matches!(last, Last::Unit | Last::Tens | Last::Hundred) || p != pos {
                    break;
                }
                // "two hundred and two dozen" is 224.
                let many = if tail > 0.0 { tail } else { group };
                group += many * (v - 1.0);
                (tail, last, scaled, last_scale) = (0.0, Last::Hundred, true, *v);
            } else if let Some(v) = self
                .scales
                .get(word)
                .or_else(|| self.scales.get(word.strip_suffix('s')?).filter(|_| last == Last::Unit))
            {
                if last == Last::None {
                    // "hundred thousand"; one scale alone is no number.
                    if *v > 1000.0 || atoms.get(p + 1).and_then(|n| self.scales.get(&n.text)).is_none_or(|n| n <= v) {
                        return None;
                    }
                    if at.checked_sub(1).is_some_and(|n| self.not_scale_after.contains(&atoms[n].text)) {
                        return None;
                    }
                    (group, tail) = (1.0, 1.0);
                }
                if *v <= 100.0 {
                    // "three hundred and two hundred" are two numbers.
                    if group > tail {
                        return closed;
                    }
                    if matches!(last, Last::Hundred | Last::Scale) {
                        break;
                    }
                    group *= v;
                    (tail, last) = (0.0, Last::Hundred);
                } else if last == Last::Scale {
                    // "lakh crore", "thousand million"
                    total += term * (v - 1.0);
                    term *= v;
                    scale_before = *v;
                } else {
                    if *v >= scale_before {
                        return closed_scale;
                    }
                    term = group * v;
                    total += term;
                    (group, tail, last, scale_before) = (0.0, 0.0, Last::Scale, *v);
                }
                scaled = true;
                last_scale = *v;
            } else if last == Last::None && self.articles.contains(word) {
                atoms
                    .get(p + 1)
                    .filter(|n| self.scales.contains_key(&n.text) || self.collectives.contains_key(&n.text))?;
                (group, tail, last) = (1.0, 1.0, Last::Unit);
            } else {
                break;
            }
            pos = p + 1;
            if matches!(last, Last::Hundred | Last::Scale) {
                closed = Some(Words { value: total + group, end: pos, last_scale, scaled });
                if last == Last::Scale {
                    closed_scale = closed;
                }
            }
        }
        (last != Last::None).then_some(Words { value: total + group, end: pos, last_scale, scaled })
    }
}

/// "1 234 567", "40 000": groups of three with one space between, as some house styles print them.
fn spaced_groups(atoms: &[Atom], at: usize) -> Option<(f64, usize)> {
    let first = atoms.get(at)?;
    let mut value = f64::from(first.plain()?);
    let AtomKind::Number { digits, .. } = first.kind else { return None };
    if digits > 3 || value < 1.0 {
        return None;
    }
    let mut pos = at + 1;
    while let Some(atom) = atoms.get(pos) {
        let AtomKind::Number { value: group, digits: 3, .. } = atom.kind else { break };
        if atoms[pos - 1].span.end + 1 != atom.span.start {
            break;
        }
        // A fraction ends the last group.
        value = value * 1000.0 + group;
        pos += 1;
        if atom.plain().is_none() {
            break;
        }
    }
    // "On May 5 200 men left": a day and a number.
    let day = pos == at + 2
        && digits <= 2
        && at >= 2
        && atoms[at - 1].kind == AtomKind::Word
        && atoms[at - 1].capital
        && value % 1000.0 >= 100.0;
    if day {
        return None;
    }
    // Digits go on: a telephone number.
    let goes_on = atoms.get(pos).is_some_and(|a| a.is_numeric() && atoms[pos - 1].span.end + 1 == a.span.start);
    (pos > at + 1 && !goes_on).then_some((value, pos))
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
        assert_eq!(value("hundred thousand dollars"), Some((1e5, 2)));
        assert_eq!(value("thousand"), None);
        assert_eq!(value("three hundred and two hundred"), Some((300.0, 2)));
        assert_eq!(value("two million three million"), Some((2e6, 2)));
        assert_eq!(value("three lakh crore"), Some((3e12, 3)));
        assert_eq!(value("4 thousand 3 hundred and 21"), Some((4321.0, 6)));
        assert_eq!(value("2 million and 20 dogs"), Some((2e6, 2)));
        assert_eq!(value("40 000 men"), Some((40000.0, 2)));
        assert_eq!(value("423 0000"), Some((423.0, 1)));
        assert_eq!(value("half a million men"), Some((5e5, 3)));
        assert_eq!(value("half a dozen"), Some((6.0, 3)));
        assert_eq!(value("two thirds of a million"), Some((2e6 / 3.0, 5)));
        assert_eq!(value("five and a half million"), Some((5.5e6, 5)));
        assert_eq!(value("one million and a half"), Some((1.5e6, 5)));
        assert_eq!(value("10 1/2 miles"), Some((10.5, 4)));
        assert_eq!(value("5 9/11 men"), Some((5.0, 1)));
        assert_eq!(value("nine point nought four"), Some((9.04, 4)));
        assert_eq!(value("two dozen"), Some((24.0, 2)));
        assert_eq!(value("zero"), Some((0.0, 1)));
    }
}
