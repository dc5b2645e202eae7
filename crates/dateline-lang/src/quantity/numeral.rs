//! Every number of a text by itself: [`numbers_in`].

use dateline_report::{Byte, Span};

use super::atoms::{Atom, AtomKind, atoms};
use super::number::{NumberWords, Read};
use super::rules::QuantityRules;

/// "one out of three", "1 in twenty-one".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratio {
    pub(super) len: usize,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Pieces before the second number.
    pub(super) bottom_at: usize,
    /// "out of", not the word "in" that means many other things.
    pub(super) out_of: bool,
}

impl NumberWords {
    /// A smaller number out of a larger one.
    pub(super) fn ratio(&self, atoms: &[Atom], at: usize) -> Option<Ratio> {
        let (top, _) = self.simple(atoms, at)?;
        let p = at + top.len;
        let word = |n: usize| atoms.get(n).map_or("", |a| a.text.as_str());
        let (from, out_of) = match (word(p), word(p + 1)) {
            ("out", "of") => (p + 2, true),
            ("in", _) => (p + 1, false),
            _ => return None,
        };
        let (bottom, _) = self.simple(atoms, from)?;
        (top.value > 0.0 && top.value < bottom.value).then_some(Ratio {
            len: from + bottom.len - at,
            top: top.value,
            bottom: bottom.value,
            bottom_at: from - at,
            out_of,
        })
    }

    /// The longest number at `at`, whether a cardinal, a fraction or a ratio, without its sign.
    pub(super) fn numeral(&self, atoms: &[Atom], at: usize) -> Option<Read> {
        let mut best = self.cardinal(atoms, at);
        let mut offer = |len: usize, value: f64, digits: bool| {
            if best.is_none_or(|b| len > b.len) {
                best = Some(Read { len, value, digits, scaled: false });
            }
        };
        if let Some((value, end)) = self.printed_fraction(atoms, at) {
            offer(end - at, value, true);
        }
        // "two millionth" is an ordinal that is put wrongly; "2 fifths" nobody writes.
        if let Some(f) = self.fraction(atoms, at).filter(|f| f.plural || f.mixed || f.top == 1.0)
            && !atoms.get(at).is_some_and(Atom::is_numeric)
        {
            offer(f.len, f.value, false);
        }
        if let Some(r) = self.ratio(atoms, at).filter(|r| r.out_of || r.top == 1.0) {
            offer(r.len, r.top / r.bottom, false);
        }
        best.filter(|r| r.len > 0)
    }
}

/// Every number of a text with its place and value, whatever it stands for. For measuring the reading of numbers alone.
///
/// Left out are ordinals ("4th"), "one" as a pronoun, and figures that a unit is written onto ("180ml").
#[must_use]
pub fn numbers_in(text: &str, rules: &QuantityRules) -> Vec<(Span<Byte>, f64)> {
    let atoms = atoms(text, 0);
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let Some(read) = rules.numbers.numeral(&atoms, at) else {
            at += 1;
            continue;
        };
        if counts(&atoms, at, read, rules)
            && let (Some(a), Some(b)) = (atoms.get(at), atoms.get(at + read.len - 1))
        {
            let minus = rules.numbers.minus_before(&atoms, at);
            let first = if minus { &atoms[at - 1] } else { a };
            found.push((first.span.hull(b.span), if minus { -read.value } else { read.value }));
        }
        at += read.len;
    }
    found
}

/// Is it a number by itself, and not part of a word or a pronoun?
fn counts(atoms: &[Atom], at: usize, read: Read, rules: &QuantityRules) -> bool {
    let end = at + read.len;
    let last = &atoms[end - 1];
    let before = at.checked_sub(1).and_then(|n| atoms.get(n));
    if !read.digits {
        let pronoun = read.value == 1.0
            && read.len == 1
            && before.is_some_and(|b| rules.context.not_one_before.contains(&b.text) && b.kind == AtomKind::Word);
        return !pronoun;
    }
    // A letter that may be metres: "5m".
    let metres = last.glued && !last.capital && rules.glued_units.at(atoms, end - 1).is_some();
    let money = before.is_some_and(|b| rules.signs.at(std::slice::from_ref(b), 0).is_some());
    let glued_word = atoms.get(end).is_some_and(|a| a.glued && a.kind == AtomKind::Word && a.text != "'s");
    let in_word = atoms[at].glued && before.is_some_and(|b| b.kind == AtomKind::Word);
    !(glued_word || in_word || (metres && read.len > 1 && !money))
}

#[cfg(test)]
mod tests {
    use dateline_data::DataSet;

    use super::*;

    fn values(text: &str) -> Vec<f64> {
        let rules = QuantityRules::load(&DataSet::built_in()).unwrap();
        let round = |v: f64| (v * 1e9).round() / 1e9;
        numbers_in(text, &rules).into_iter().map(|(_, v)| round(v)).collect()
    }

    #[test]
    fn parts_of_one() {
        assert_eq!(values("three quarters"), [0.75]);
        assert_eq!(values("a fifth"), [0.2]);
        assert_eq!(values("a hundredth"), [0.01]);
        assert_eq!(values("three twenty-firsts"), [0.142857143]);
        assert_eq!(values("two hundred and three quarters"), [200.75]);
        assert_eq!(values("minus 4/5"), [-0.8]);
        assert_eq!(values("two out of five"), [0.4]);
        assert_eq!(values("six out of five"), [6.0, 5.0]);
        assert_eq!(values("a second man"), Vec::<f64>::new());
        assert_eq!(values("a third man"), [0.333333333]);
    }

    #[test]
    fn figures() {
        assert_eq!(values("22,24,26"), [22.0, 24.0, 26.0]);
        assert_eq!(values("10.20.30.40"), [10.0, 20.0, 30.0, 40.0]);
        assert_eq!(values("12,34,567.5"), [1_234_567.5]);
        assert_eq!(values("2.345,67"), [2345.67]);
        assert_eq!(values(".25"), [0.25]);
        assert_eq!(values("10M and 5ml and 4th"), [1e7]);
        assert_eq!(values("-7 and T-34"), [-7.0, 34.0]);
    }
}
