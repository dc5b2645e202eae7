//! Parts of one: "three quarters", "a fifth", "3/4", "½", and what they do to the number before them.

use super::atoms::{Atom, AtomKind};
use super::number::{NumberWords, Read};

/// A fraction read from the pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fraction {
    /// How many pieces it takes.
    pub(super) len: usize,
    /// How many of them are its numerator, with the hyphen after it.
    pub(super) top_len: usize,
    pub(super) value: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// "thirds", not "third".
    pub(super) plural: bool,
    /// Its numerator is "a".
    pub(super) article: bool,
    /// With a whole number before it: "two hundred and three quarters".
    pub(super) mixed: bool,
}

/// What names the parts.
#[derive(Clone, Copy)]
struct Bottom {
    len: usize,
    value: f64,
    plural: bool,
}

impl NumberWords {
    /// "half", "thirds", "hundredths", "twenty-first", "one hundred and fifths" at `at`.
    fn bottom(&self, atoms: &[Atom], at: usize) -> Option<Bottom> {
        let text = &atoms.get(at)?.text;
        if let Some(value) = self.fractions.get(text) {
            return Some(Bottom { len: 1, value: *value, plural: text.ends_with('s') });
        }
        let ordinal = |p: usize| {
            let text = &atoms.get(p)?.text;
            let stem = text.strip_suffix('s').filter(|s| self.ordinals.contains_key(*s));
            let value = *self.ordinals.get(stem.unwrap_or(text))?;
            Some((value, stem.is_some()))
        };
        if let Some((value, plural)) = ordinal(at).filter(|(v, _)| *v > 2.0) {
            return Some(Bottom { len: 1, value, plural });
        }
        let hyphen = |p: usize| usize::from(atoms.get(p).is_some_and(|a| a.text == "-"));
        if let Some(tens) = self.tens(&atoms[at]) {
            let p = at + 1 + hyphen(at + 1);
            let (unit, plural) = ordinal(p).filter(|(v, _)| *v < 10.0)?;
            return Some(Bottom { len: p + 1 - at, value: tens + unit, plural });
        }
        let words = self.words(atoms, at).filter(|w| w.value >= 100.0)?;
        let p = words.end;
        let p = p + usize::from(atoms.get(p).is_some_and(|a| a.text == "-" || a.text == "and"));
        let (unit, plural) = ordinal(p).filter(|(v, _)| *v < 100.0)?;
        Some(Bottom { len: p + 1 - at, value: words.value + unit, plural })
    }

    /// A fraction in words: numerator ("a" or a number) and what names the parts. "half" alone is one.
    pub(super) fn fraction(&self, atoms: &[Atom], at: usize) -> Option<Fraction> {
        let first = atoms.get(at)?;
        if self.fractions.get(&first.text) == Some(&2.0) && !first.text.ends_with('s') {
            return Some(Fraction {
                len: 1,
                top_len: 0,
                value: 0.5,
                top: 1.0,
                bottom: 2.0,
                plural: false,
                article: false,
                mixed: false,
            });
        }
        let hyphen = |p: usize| usize::from(atoms.get(p).is_some_and(|a| a.text == "-"));
        let made = |top_len: usize, top: f64, article: bool, bottom: Bottom| Fraction {
            len: top_len + bottom.len,
            top_len,
            value: top / bottom.value,
            top,
            bottom: bottom.value,
            plural: bottom.plural,
            article,
            mixed: false,
        };
        // "a hundred trillionths" has a number that begins with "a".
        let Some((read, _)) = self.simple(atoms, at) else {
            let bottom = self.articles.contains(&first.text).then(|| self.bottom(atoms, at + 1))??;
            return Some(made(1, 1.0, true, bottom));
        };
        let end = at + read.len;
        // "one hundred thirty-fifths": the ten belongs to what follows, unless "and" or a hyphen ties it to what precedes.
        let tens = atoms.get(end - 1).filter(|_| read.len > 1).and_then(|a| self.tens(a));
        if tens.is_some()
            && !matches!(atoms[end - 2].text.as_str(), "and" | "-")
            && let Some(bottom) = self.bottom(atoms, end - 1)
            && let Some((top, _)) = self.simple(&atoms[..end - 1], at)
            && top.len == read.len - 1
        {
            return Some(made(top.len, top.value, false, bottom));
        }
        let top_len = read.len + hyphen(end);
        let bottom = self.bottom(atoms, at + top_len)?;
        let mut fraction = made(top_len, read.value, false, bottom);
        // "one hundred and three quarters": whole and part. "one hundred and thirty fifths" can only be parts.
        let and = (at + 1..end).rev().find(|p| atoms[*p].text == "and");
        if let Some(and) = and
            && let Some(part) = self.words(atoms, and + 1).filter(|w| w.end == end && w.value < bottom.value)
            && let Some(whole) = self.words(&atoms[..and], at)
        {
            // After "million" the part is one of a million, unless it has a scale of its own.
            let own = atoms.get(at + fraction.len).and_then(|a| self.outer_scale(a)).filter(|s| *s < whole.last_scale);
            fraction.len += usize::from(own.is_some());
            let scale = own.or(Some(whole.last_scale).filter(|s| *s >= 1000.0)).unwrap_or(1.0);
            fraction.value = whole.value + part.value / bottom.value * scale;
            fraction.mixed = true;
        }
        Some(fraction)
    }

    /// A fraction printed after a whole number, "10 1/2" or "10½": its value and the position after it.
    pub(super) fn printed_part(&self, atoms: &[Atom], at: usize, pos: usize) -> Option<(f64, usize)> {
        let next = atoms.get(pos)?;
        if next.glued {
            return self.fraction_signs.get(&next.text).map(|v| (*v, pos + 1));
        }
        atoms.get(at)?.plain()?;
        let (value, end) = self.printed_fraction(atoms, pos)?;
        Some((value, end))
    }

    /// "3/4", "½" at `at`: value and position after it. "24/7", "9/11" and "2018/19" are none.
    pub(super) fn printed_fraction(&self, atoms: &[Atom], at: usize) -> Option<(f64, usize)> {
        let first = atoms.get(at)?;
        if let Some(value) = self.fraction_signs.get(&first.text) {
            return Some((*value, at + 1));
        }
        let top = first.plain()?;
        let slash = atoms.get(at + 1).filter(|a| a.text == "/" && a.glued)?;
        let bottom = atoms.get(at + 2).filter(|a| a.glued)?.plain()?;
        let goes_on = atoms.get(at + 3).is_some_and(|a| a.glued && (a.text == slash.text || a.kind == AtomKind::Word));
        let follows = first.glued && at > 0 && atoms[at - 1].text == slash.text;
        (top >= 1 && top < bottom && self.printed_bottoms.contains(&bottom) && !goes_on && !follows)
            .then(|| (f64::from(top) / f64::from(bottom), at + 3))
    }

    /// "half a million", "quarter million", "three quarters billion", "two thirds of a million": pieces and value.
    pub(super) fn part_of_scale(&self, atoms: &[Atom], at: usize) -> Option<(usize, f64)> {
        let first = atoms.get(at)?;
        let quarter = self.fractions.get(&first.text).filter(|_| !first.text.ends_with('s')).copied();
        let (value, mut pos) = match self.fraction(atoms, at) {
            Some(f) if f.mixed => return None,
            Some(f) => (f.value, at + f.len),
            // "quarter million": a bare "third million" is an ordinal.
            None => (1.0 / quarter.filter(|q| *q == 4.0 && !self.ordinals.contains_key(&first.text))?, at + 1),
        };
        let bare = atoms.get(pos - 1).is_some_and(|a| self.ordinals.contains_key(&a.text));
        let start = pos;
        if atoms.get(pos).is_some_and(|a| a.text == "-" && a.glued) {
            pos += 1;
        }
        let of = atoms.get(pos).is_some_and(|a| a.text == "of");
        pos += usize::from(of);
        let article = atoms.get(pos).is_some_and(|a| self.articles.contains(&a.text));
        pos += usize::from(article);
        // "a third million" is one more million; "of million" is nothing.
        if of != article && of || bare && !of || value >= 1.0 && pos > start {
            return None;
        }
        let scale = atoms.get(pos).and_then(|a| self.outer_scale(a))?;
        Some((pos + 1 - at, value * scale))
    }

    /// "two and a half", "four-and-a-half million", "one million and a half", "twenty and three fifths" after the number `read` that
    /// ends before `pos`: position after it, value, whether a scale was in it.
    pub(super) fn with_fraction(
        &self,
        atoms: &[Atom],
        pos: usize,
        read: Read,
        last_scale: f64,
    ) -> Option<(usize, f64, bool)> {
        let hyphen = |p: usize| usize::from(atoms.get(p).is_some_and(|a| a.text == "-"));
        let mut p = pos + hyphen(pos);
        if atoms.get(p).is_none_or(|a| a.text != "and") {
            return None;
        }
        p += 1;
        p += hyphen(p);
        // "one billion and a half million"
        if let Some((len, value)) = self.part_of_scale(atoms, p).filter(|(_, v)| *v < last_scale) {
            return Some((p + len, read.value + value, true));
        }
        let hyphened = hyphen(p + 1);
        let fraction = if hyphened == 1 && atoms.get(p).is_some_and(|a| self.articles.contains(&a.text)) {
            // "four-and-a-half"
            let bottom = self.bottom(atoms, p + 2)?;
            Fraction {
                len: 2 + bottom.len,
                top_len: 2,
                value: 1.0 / bottom.value,
                top: 1.0,
                bottom: bottom.value,
                plural: bottom.plural,
                article: true,
                mixed: false,
            }
        } else {
            self.fraction(atoms, p).filter(|f| f.top_len > 0 && f.top < f.bottom)?
        };
        let mut end = p + fraction.len;
        // "two and a third man": an ordinal, where a word follows that no number takes.
        let ordinal = atoms.get(end - 1).is_some_and(|a| self.ordinals.contains_key(&a.text));
        let scale = atoms.get(end).and_then(|a| self.outer_scale(a));
        if ordinal && scale.is_none() && atoms.get(end).is_some_and(|a| a.kind == AtomKind::Word && a.text != "of") {
            return None;
        }
        // After "million" the half is one of a million.
        let part = if last_scale >= 1000.0 { fraction.value * last_scale } else { fraction.value };
        let mut value = read.value + part;
        if let Some(scale) = scale.filter(|_| last_scale < 1000.0) {
            value *= scale;
            end += 1;
        }
        Some((end, value, scale.is_some()))
    }
}
