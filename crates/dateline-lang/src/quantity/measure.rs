//! A number with what stands after it: ranges, scores, percentages, units, magnitudes; what is left is a count.

use smol_str::SmolStr;

use super::atoms::AtomKind;
use super::find::{Draft, Finder};
use super::{NumberKind, noun};

/// A number with its sign and upper end, before what follows it is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    /// Piece of the sign, or of the number.
    pub(super) start: usize,
    /// Piece of the number.
    pub(super) at: usize,
    /// Piece after the number or the range.
    pub(super) end: usize,
    pub(super) value: f64,
    pub(super) value_to: Option<f64>,
    /// Printed in digits.
    pub(super) digits: bool,
    /// Has a scale word.
    pub(super) scaled: bool,
    /// How many pieces the lower number has.
    pub(super) len: usize,
}

impl Figure {
    /// A draft of this number that ends before the piece `stop`.
    pub(super) fn draft(self, stop: usize, kind: NumberKind, unit: SmolStr, confidence: u16) -> Draft {
        Draft {
            number: (self.start, self.end),
            end: stop,
            value: self.value,
            value_to: self.value_to,
            kind,
            unit,
            noun: None,
            whole: None,
            confidence,
        }
    }
}

impl Finder<'_> {
    /// A cardinal with what it counts or measures.
    pub(super) fn cardinal(&self, at: usize) -> Option<Draft> {
        let printed = self.rules.numbers.printed_fraction(self.atoms, at);
        let read = match self.rules.numbers.cardinal(self.atoms, at) {
            Some(read) if printed.is_none_or(|(_, end)| end <= at + read.len) => read,
            _ => {
                let (value, end) = printed?;
                super::Read { len: end - at, value, digits: true, scaled: false }
            }
        };
        let is_part = printed.is_some_and(|(_, end)| end == at + read.len);
        if self.rules.numbers.articles.contains(self.text(at)) && read.len < 2 {
            return None;
        }
        let end = at + read.len;
        if self.rules.numbers.has_ordinal_ending(self.atoms, end) || self.is_name(at, end, read.digits) {
            return None;
        }
        if let Some(draft) = self.metres(at, read) {
            return Some(draft);
        }
        let minus = self.rules.numbers.minus_before(self.atoms, at);
        let start = at - usize::from(minus);
        let value = if minus { -read.value } else { read.value };
        let mut figure =
            Figure { start, at, end, value, value_to: None, digits: read.digits, scaled: read.scaled, len: read.len };
        if let Some(score) = self.range(&mut figure) {
            return Some(score);
        }
        if let Some(draft) = self.percent(figure).or_else(|| self.money_after(figure)).or_else(|| self.measure(figure))
        {
            return Some(draft);
        }
        if is_part {
            let (noun, whole) = self.whole(end);
            let mut draft =
                figure.draft(end, NumberKind::Share, "share".into(), if whole.is_some() { 900 } else { 500 });
            (draft.noun, draft.whole) = (noun, whole);
            return Some(draft);
        }
        if read.digits
            && read.len == 1
            && self.atoms.get(end).is_some_and(|a| a.glued && a.kind == AtomKind::Word && a.text != "'s")
        {
            return None; // "5G", "737s", "3D"
        }
        let below_zero = self.text(end) == "below" && self.text(end + 1) == "zero";
        let sign = self.before(at) != "negative" && minus && !self.before(start).is_empty();
        if sign || below_zero {
            return Some(figure.draft(end, NumberKind::Measure, "degree".into(), 700));
        }
        if let Some(draft) = self.magnitude_of(figure) {
            return Some(draft);
        }
        // Things are not counted below zero: "tested negative 10 times".
        let (start, value) = if self.before(at) == "negative" { (at, read.value) } else { (start, figure.value) };
        self.count(at, (start, figure.end), value, figure.value_to, read.digits)
    }

    /// A scale letter that is a unit: "5m deep".
    fn metres(&self, at: usize, read: super::Read) -> Option<Draft> {
        let atom = self.atoms.get(at)?;
        let letter = self.atoms.get(at + 1)?;
        if !(read.digits && read.len == 2 && letter.text == "m" && !letter.capital) {
            return None;
        }
        let AtomKind::Number { value, .. } = atom.kind else { return None };
        let end = at + read.len;
        if value >= 1000.0 || !self.rules.context.metre_after.contains(self.text(end)) {
            return None;
        }
        let (_, unit) = self.rules.glued_units.at(self.atoms, at + 1)?;
        Some(Draft {
            number: (at, at + 1),
            end,
            value,
            value_to: None,
            kind: NumberKind::Measure,
            unit,
            noun: None,
            whole: None,
            confidence: 700,
        })
    }

    /// Takes the upper end of a range into the figure, or gives a score.
    fn range(&self, figure: &mut Figure) -> Option<Draft> {
        let end = figure.end;
        let joint = self.text(end);
        if !self.rules.context.range_joints.contains(joint) {
            return None;
        }
        let upper = self
            .rules
            .numbers
            .cardinal(self.atoms, end + 1)
            .filter(|r| r.digits == figure.digits && self.time_at(end + 1).is_none())?;
        let dash = matches!(joint, "-" | "–");
        let value = figure.value;
        let cues = &self.rules.context.score_cues;
        let cue = (1..=6).any(|n| figure.at.checked_sub(n).is_some_and(|p| cues.contains(self.text(p))))
            || (1..=4).any(|n| cues.contains(self.text(end + upper.len + n)));
        let glued =
            dash && self.atoms.get(end).is_some_and(|a| a.glued) && self.atoms.get(end + 1).is_some_and(|a| a.glued);
        let whole = value.fract() == 0.0 && upper.value.fract() == 0.0;
        let stop = end + 1 + upper.len;
        if glued
            && whole
            && figure.digits
            && (upper.value <= value || cue)
            && upper.value < 1000.0
            && value < 1000.0
            && self.rules.units.at(self.atoms, stop).is_none()
            && self.text(stop) != "%"
        {
            figure.end = stop;
            figure.value_to = Some(upper.value);
            return Some(figure.draft(stop, NumberKind::Score, "score".into(), if cue { 900 } else { 600 }));
        }
        let between = joint == "and" && self.before(figure.at) == "between";
        let or = joint == "or" && !figure.digits;
        if (dash || joint == "to" || between || or) && upper.value > value {
            if upper.scaled && !figure.scaled && value < 1000.0 {
                let mantissa = self
                    .rules
                    .numbers
                    .cardinal(&self.atoms[..(end + 2).min(self.atoms.len())], end + 1)
                    .map_or(1.0, |m| m.value);
                figure.value *= if mantissa > 0.0 { upper.value / mantissa } else { 1.0 };
            }
            figure.value_to = Some(upper.value);
            figure.end = stop;
        }
        None
    }

    /// "18 per cent", "2 percentage points".
    fn percent(&self, figure: Figure) -> Option<Draft> {
        let p = figure.end + usize::from(self.text(figure.end) == "-");
        let (len, ()) = self.rules.percent.at(self.atoms, p)?;
        let stop = p + len;
        let hyphen = usize::from(self.text(stop) == "-");
        if matches!(self.text(stop + hyphen), "point" | "points") {
            return Some(figure.draft(stop + hyphen + 1, NumberKind::Points, "percentage point".into(), 950));
        }
        let (noun, whole) = self.whole(stop);
        let mut draft = figure.draft(stop, NumberKind::Share, "percent".into(), 950);
        draft.value /= 100.0;
        draft.value_to = draft.value_to.map(|v| v / 100.0);
        (draft.noun, draft.whole) = (noun, whole);
        Some(draft)
    }

    /// "a winning percentage of 52.3": the number after the word, where nothing follows that it could count.
    pub(super) fn percentage_of(&self, at: usize) -> Option<Draft> {
        let (len, ()) = self.rules.percent.at(self.atoms, at)?;
        if self.text(at + len) != "of" {
            return None;
        }
        let from = at + len + 1;
        let read =
            self.rules.numbers.cardinal(self.atoms, from).filter(|r| !r.scaled && self.time_at(from).is_none())?;
        let end = from + read.len;
        let free =
            self.atoms.get(end).is_none_or(|a| a.kind == AtomKind::Mark && !matches!(a.text.as_str(), "-" | "%" | "/"));
        free.then(|| Draft {
            number: (from, end),
            end,
            value: read.value / 100.0,
            value_to: None,
            kind: NumberKind::Share,
            unit: "percent".into(),
            noun: None,
            whole: None,
            confidence: 600,
        })
    }

    /// A unit after the number, perhaps in brackets or after a hyphen: pieces up to its end, and its symbol.
    fn unit_at(&self, figure: Figure) -> Option<(usize, SmolStr)> {
        let end = figure.end;
        let hyphen = usize::from(self.text(end) == "-");
        let next = self.atoms.get(end + hyphen)?;
        if figure.digits
            && let Some(close) = closing(&next.text)
            && let Some((len, symbol)) =
                self.rules.units.at(self.atoms, end + 1).or_else(|| self.rules.glued_units.at(self.atoms, end + 1))
            && self.text(end + 1 + len) == close
        {
            return Some((end + len + 2, symbol));
        }
        if let Some((len, symbol)) = self.rules.units.at(self.atoms, end + hyphen) {
            let glued = self.atoms.get(end).is_some_and(|a| a.glued);
            let loose = next.text.len() > 2 || glued || figure.digits;
            let quote = symbol == "in"
                && self.text(end) == "\""
                && !self.rules.context.stop.contains(self.text(end + 1))
                && figure.value > 150.0;
            // "doubled to 50,000 in 2020": letters that are also a word.
            let word = self.rules.context.stop.contains(&next.text) && !self.ends_clause(end + hyphen + len);
            return (loose && !quote && !word).then(|| (end + hyphen + len, symbol));
        }
        // "48m", and "1 m" where no second word claims the letter.
        let alone =
            figure.digits && figure.len == 1 && next.kind == AtomKind::Word && !next.capital && next.text.len() == 1;
        if hyphen == 0 && figure.digits && (next.glued && figure.len == 1 || alone) {
            let (len, symbol) = self.rules.glued_units.at(self.atoms, end)?;
            return Some((end + len, symbol));
        }
        None
    }

    /// Does a clause end before the piece: at a mark or at the end?
    pub(super) fn ends_clause(&self, at: usize) -> bool {
        self.atoms.get(at).is_none_or(|a| a.kind == AtomKind::Mark && a.text != "-")
    }

    fn measure(&self, figure: Figure) -> Option<Draft> {
        let (stop, symbol) = self.unit_at(figure)?;
        // "5 feet 2 inches"
        if let Some((end, part)) = self.smaller_unit(stop, &symbol) {
            let mut draft = figure.draft(end, NumberKind::Measure, symbol, 920);
            draft.value += part;
            return Some(draft);
        }
        let mut draft = figure.draft(stop, NumberKind::Measure, symbol, 920);
        if self.text(stop) == "of" {
            draft.noun = noun::phrase(self.syntax, self.rules, self.atoms, stop + 1);
        }
        Some(draft)
    }

    /// "2 inches" after "5 feet": the piece after it, and its share of the larger unit.
    fn smaller_unit(&self, at: usize, symbol: &SmolStr) -> Option<(usize, f64)> {
        let (part, count) = self.rules.smaller.get(symbol)?;
        let from = at + usize::from(self.text(at) == "and");
        let read = self.rules.numbers.cardinal(self.atoms, from).filter(|r| r.value < *count && !r.scaled)?;
        let end = from + read.len;
        let (len, unit) =
            self.rules.units.at(self.atoms, end).or_else(|| self.rules.glued_units.at(self.atoms, end))?;
        (unit == *part).then(|| (end + len, read.value / count))
    }

    fn magnitude_of(&self, figure: Figure) -> Option<Draft> {
        let words = &self.rules.context.magnitude;
        let Figure { start, end, .. } = figure;
        let p = end + usize::from(self.text(end) == "-");
        let named = (1..=4).any(|n| {
            start.checked_sub(n).is_some_and(|p| {
                words.contains(self.text(p))
                    && (p + 1..start).all(|q| self.rules.context.magnitude_links.contains(self.text(q)))
            })
        });
        let trailing = words.contains(self.text(p))
            || self.text(end) == "on" && (1..=3).any(|n| words.contains(self.text(end + n)));
        let decimal =
            matches!(self.atoms.get(figure.at).map(|a| a.kind), Some(AtomKind::Number { decimals: 1, digits: 1, .. }));
        if !((named || trailing || (self.magnitude && decimal)) && figure.value < 10.0) {
            return None;
        }
        let stop = if words.contains(self.text(p)) { p + 1 } else { end };
        let sure = if named || trailing { 950 } else { 750 };
        Some(figure.draft(stop, NumberKind::Measure, "magnitude".into(), sure))
    }
}

fn closing(open: &str) -> Option<&'static str> {
    Some(match open {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        _ => return None,
    })
}
