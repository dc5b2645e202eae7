//! Quantities in a parsed report: [`find_quantities`].

use dateline_report::{Byte, Span, Tok};
use smol_str::SmolStr;

use super::atoms::{Atom, AtomKind, atoms};
use super::noun::{self, Noun};
use super::rules::QuantityRules;
use super::{Hedge, NumberKind, Quantity};
use crate::syntax::Syntax;
use crate::time::{TimeExpr, TimeMention, TimeUnit};

/// Finds the numbers of a report that count or measure something, in text order.
///
/// `times` are the report's time expressions: their numbers are no quantities, save lengths of time.
#[must_use]
pub fn find_quantities(syntax: &Syntax, times: &[TimeMention], rules: &QuantityRules) -> Vec<Quantity> {
    let text = syntax.text();
    let mut found = Vec::new();
    let mut magnitude_near = 0u32;
    for sentence in syntax.sentences {
        let atoms = atoms(sentence.span.of(text), sentence.span.start);
        // "of magnitude 7.8 ... another of 7.5": the word reaches into the next sentences.
        magnitude_near = if atoms.iter().any(|a| rules.context.magnitude.contains(&a.text)) {
            4
        } else {
            magnitude_near.saturating_sub(1)
        };
        let first = times.partition_point(|t| t.span.end <= sentence.span.start);
        let here: Vec<&TimeMention> =
            times.iter().skip(first).take_while(|t| t.span.start < sentence.span.end).collect();
        let finder = Finder { syntax, rules, atoms: &atoms, times: here, magnitude: magnitude_near > 0 };
        finder.run(&mut found);
    }
    found
}

struct Finder<'a> {
    syntax: &'a Syntax<'a>,
    rules: &'a QuantityRules,
    atoms: &'a [Atom],
    times: Vec<&'a TimeMention>,
    magnitude: bool,
}

/// A quantity as pieces, before hedge and tokens are added.
struct Draft {
    /// Pieces of the number alone.
    number: (usize, usize),
    /// Piece after number, unit and noun.
    end: usize,
    value: f64,
    value_to: Option<f64>,
    kind: NumberKind,
    unit: SmolStr,
    noun: Option<Noun>,
    whole: Option<Span<Byte>>,
    confidence: u16,
}

impl Finder<'_> {
    fn text(&self, at: usize) -> &str {
        self.atoms.get(at).map_or("", |a| a.text.as_str())
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |n| self.text(n))
    }

    fn time_at(&self, at: usize) -> Option<&TimeMention> {
        let span = self.atoms.get(at)?.span;
        self.times.iter().copied().find(|t| t.span.contains(span))
    }

    fn run(&self, found: &mut Vec<Quantity>) {
        let mut at = 0;
        let mut floor = 0;
        while at < self.atoms.len() {
            if let Some(draft) = self.draft(at) {
                let end = draft.end.max(at + 1);
                found.push(self.finish(draft, floor));
                floor = end;
                at = end;
            } else {
                at = self.skip(at);
            }
        }
    }

    /// The piece after what begins at `at` and is no quantity.
    fn skip(&self, at: usize) -> usize {
        let Some(atom) = self.atoms.get(at) else {
            return at + 1;
        };
        if let Some(time) = self.time_at(at)
            && !matches!(time.expr, TimeExpr::Duration { .. })
            && time.span.start == atom.span.start
        {
            return self.atoms.partition_point(|a| a.span.end <= time.span.end).max(at + 1);
        }
        match self.rules.numbers.cardinal(self.atoms, at) {
            Some(read) if read.digits => at + read.len.max(1),
            _ => at + 1,
        }
    }

    fn draft(&self, at: usize) -> Option<Draft> {
        if let Some(time) = self.time_at(at) {
            return match time.expr {
                TimeExpr::Duration { milli, unit } if milli > 0 => self.duration(at, time, unit),
                _ => None,
            };
        }
        self.money(at)
            .or_else(|| self.share_in_words(at))
            .or_else(|| self.factor(at))
            .or_else(|| self.cardinal(at))
            .or_else(|| self.ordinal(at))
    }

    /// "four days", "a week", "three-day".
    fn duration(&self, at: usize, time: &TimeMention, unit: TimeUnit) -> Option<Draft> {
        let read = self.rules.numbers.cardinal(self.atoms, at);
        let end = self.atoms.partition_point(|a| a.span.end <= time.span.end);
        let (len, value) = match read {
            Some(r) => (r.len, r.value),
            None if matches!(self.text(at), "a" | "an") => (1, if self.text(at + 1) == "half" { 0.5 } else { 1.0 }),
            None if self.text(at) == "half" => (1, 0.5),
            None => return None,
        };
        let unit = match unit {
            TimeUnit::Second => "second",
            TimeUnit::Minute => "minute",
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Month => "month",
            TimeUnit::Quarter => "quarter",
            TimeUnit::Year => "year",
            TimeUnit::Decade => "decade",
            TimeUnit::Century => "century",
        };
        // "three to five days": the upper end.
        let to = if matches!(self.text(at + len), "to" | "or" | "-" | "–") {
            self.rules.numbers.cardinal(self.atoms, at + len + 1)
        } else {
            None
        };
        let what = if matches!(self.text(end), "of") {
            noun::phrase(self.syntax, self.rules, self.atoms, end + 1)
        } else {
            None
        };
        let number_end = to.map_or(at + len, |r| at + len + 1 + r.len);
        Some(Draft {
            number: (at, number_end),
            end: end.max(number_end),
            value,
            value_to: to.map(|r| r.value).filter(|v| *v > value),
            kind: NumberKind::Duration,
            unit: unit.into(),
            noun: what,
            whole: None,
            confidence: 900,
        })
    }

    /// "$1.2bn", "US$ 5 million", "€3-4 million".
    fn money(&self, at: usize) -> Option<Draft> {
        let (len, code) = self.rules.signs.at(self.atoms, at)?;
        // Letters must be printed in capitals, as codes are.
        if self.atoms.get(at).is_some_and(|a| a.kind == AtomKind::Word && !a.capital)
            || (self.text(at).chars().all(char::is_alphabetic)
                && at > 0
                && self.atoms[at].glued
                && self.before(at) != "(")
        {
            return None;
        }
        let read = self.rules.numbers.cardinal(self.atoms, at + len).filter(|r| r.digits)?;
        let mut end = at + len + read.len;
        let (mut value, mut value_to) = (read.value, None);
        if matches!(self.text(end), "-" | "–" | "to") {
            let sign = self.rules.signs.at(self.atoms, end + 1).map_or(0, |s| s.0);
            if let Some(upper) = self.rules.numbers.cardinal(self.atoms, end + 1 + sign).filter(|r| r.digits) {
                // "$1.2-1.5 billion": the scale is said once.
                if upper.scaled && !read.scaled && value < 1000.0 {
                    let mantissa = self
                        .atoms
                        .get(end + 1 + sign)
                        .map_or(1.0, |a| if let AtomKind::Number { value, .. } = a.kind { value } else { 1.0 });
                    value *= if mantissa > 0.0 { upper.value / mantissa } else { 1.0 };
                }
                if upper.value > value {
                    value_to = Some(upper.value);
                    end += 1 + sign + upper.len;
                }
            }
        }
        let number_end = end;
        // "$5 million dollars", "$75 million US"
        if let Some((extra, _)) = self.rules.currencies.at(self.atoms, end) {
            end += extra;
        }
        let noun = if matches!(self.text(end), "of" | "in" | "worth") {
            noun::phrase(
                self.syntax,
                self.rules,
                self.atoms,
                end + if self.text(end) == "worth" && self.text(end + 1) == "of" { 2 } else { 1 },
            )
        } else {
            None
        };
        Some(Draft {
            number: (at, number_end),
            end,
            value,
            value_to,
            kind: NumberKind::Money,
            unit: code,
            noun,
            whole: None,
            confidence: 950,
        })
    }

    /// "half", "a third", "two-thirds", "one in five".
    fn share_in_words(&self, at: usize) -> Option<Draft> {
        let word = self.text(at);
        let mut bottom_counts = false;
        let hyphen = |p: usize| usize::from(self.text(p) == "-");
        let (end, value) = if word == "half" && !self.rules.context.not_half_before.contains(self.before(at)) {
            let next = self.text(at + 1);
            if self.rules.context.not_half_after.contains(next) {
                return None;
            }
            (at + 1, 0.5)
        } else {
            let read = if matches!(word, "a" | "an") {
                Some((1, 1.0))
            } else {
                self.rules
                    .numbers
                    .cardinal(self.atoms, at)
                    .filter(|r| r.value <= 20.0 && r.value >= 1.0 && !r.scaled)
                    .map(|r| (r.len, r.value))
            };
            let (len, top) = read?;
            let p = at + len + hyphen(at + len);
            let denominator = self.atoms.get(p).and_then(|a| self.rules.numbers.denominator(a));
            if let Some(bottom) = denominator.filter(|d| top < *d || (top == 1.0 && *d >= 2.0)) {
                let article = matches!(word, "a" | "an");
                let next = self.text(p + 1);
                // "a third meeting" is an ordinal; "a third of", "a third less" a share.
                let ends =
                    next.is_empty() || self.atoms.get(p + 1).is_some_and(|a| a.kind == AtomKind::Mark && next != "-");
                let plural = self.text(p).ends_with('s') || self.text(p) == "halves";
                let fits = self.rules.context.share_after.contains(next) || ends;
                if !(fits
                    || plural
                    || (!article && self.text(at + len) == "-")
                    || matches!(self.text(p), "half" | "quarter") && !article)
                {
                    return None;
                }
                if self.text(p) == "second" {
                    return None;
                }
                (p + 1, top / bottom)
            } else {
                // "one in five", "nine out of ten": of people, not "two in March".
                let q = at + len;
                let q = if self.text(q) == "out" && self.text(q + 1) == "of" {
                    q + 2
                } else if self.text(q) == "in" {
                    q + 1
                } else {
                    return None;
                };
                let bottom = self.rules.numbers.cardinal(self.atoms, q)?;
                let round =
                    [3.0, 4.0, 5.0, 10.0, 20.0, 100.0, 1000.0].contains(&bottom.value) && self.time_at(q).is_none();
                if !(round
                    && top < bottom.value
                    && !self.rules.context.designators.contains(self.before(at))
                    && self.rules.units.at(self.atoms, q + bottom.len).is_none())
                {
                    return None;
                }
                bottom_counts = true;
                (q + bottom.len, top / bottom.value)
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

    /// What a share is one of: "of its imported crude", "its supply".
    fn whole(&self, end: usize) -> (Option<Noun>, Option<Span<Byte>>) {
        let start = if self.text(end) == "of" {
            end + 1
        } else if matches!(self.text(end), "the" | "its" | "their" | "his" | "her" | "our" | "all") {
            end
        } else {
            return (None, None);
        };
        let noun = noun::whole(self.syntax, self.rules, self.atoms, start);
        let span = noun.as_ref().map(|n| n.span);
        (noun, span)
    }

    /// "eightfold", "ten-fold", "twice", "three times as many".
    fn factor(&self, at: usize) -> Option<Draft> {
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

    fn cardinal(&self, at: usize) -> Option<Draft> {
        let read = self.rules.numbers.cardinal(self.atoms, at)?;
        let atom = self.atoms.get(at)?;
        let mut value = read.value;
        let mut end = at + read.len;
        let mut start = at;
        if matches!(self.text(at), "a" | "an") && read.len < 2 {
            return None;
        }
        if self.is_name(at, end, read.digits) {
            return None;
        }
        // A scale letter that is a unit: "5m deep".
        if read.digits && read.len == 2 && self.text(at + 1) == "m" && atom.plain().is_some_and(|v| v < 1000) {
            let measure = self.rules.context.metre_after.contains(self.text(end));
            if measure && let Some((_, symbol)) = self.rules.glued_units.at(self.atoms, at + 1) {
                let number = f64::from(atom.plain()?);
                return Some(Draft {
                    number: (at, at + 1),
                    end,
                    value: number,
                    value_to: None,
                    kind: NumberKind::Measure,
                    unit: symbol,
                    noun: None,
                    whole: None,
                    confidence: 700,
                });
            }
        }
        if matches!(self.before(at), "minus")
            || (matches!(self.before(at), "-" | "–") && at > 1 && atom.glued && !self.atoms[at - 1].glued)
        {
            start = at - 1;
            value = -value;
        }
        let mut value_to = None;
        let lower_end = end;
        // A range or a score.
        let joint = self.text(end);
        if matches!(joint, "-" | "–" | "to" | "and" | "—" | "or") || (joint == "-" && self.text(end + 1) == "to") {
            let next = self
                .rules
                .numbers
                .cardinal(self.atoms, end + 1)
                .filter(|r| r.digits == read.digits && self.time_at(end + 1).is_none());
            let dash = matches!(joint, "-" | "–");
            if let Some(upper) = next {
                let cue = (1..=6)
                    .any(|n| at.checked_sub(n).is_some_and(|p| self.rules.context.score_cues.contains(self.text(p))))
                    || (1..=4).any(|n| self.rules.context.score_cues.contains(self.text(end + upper.len + n)));
                let glued = dash
                    && self.atoms.get(end).is_some_and(|a| a.glued)
                    && self.atoms.get(end + 1).is_some_and(|a| a.glued);
                let whole = value.fract() == 0.0 && upper.value.fract() == 0.0;
                if glued
                    && whole
                    && read.digits
                    && (upper.value <= value || cue)
                    && upper.value < 1000.0
                    && value < 1000.0
                    && self.rules.units.at(self.atoms, end + 1 + upper.len).is_none()
                    && self.text(end + 1 + upper.len) != "%"
                {
                    let stop = end + 1 + upper.len;
                    return Some(Draft {
                        number: (start, stop),
                        end: stop,
                        value,
                        value_to: Some(upper.value),
                        kind: NumberKind::Score,
                        unit: "score".into(),
                        noun: None,
                        whole: None,
                        confidence: if cue { 900 } else { 600 },
                    });
                }
                let between = joint == "and" && self.before(at) == "between";
                if (dash || joint == "to" || between || (joint == "or" && !read.digits)) && upper.value > value {
                    if upper.scaled && !read.scaled && value < 1000.0 {
                        let mantissa = self
                            .rules
                            .numbers
                            .cardinal(&self.atoms[..(end + 2).min(self.atoms.len())], end + 1)
                            .map_or(1.0, |m| m.value);
                        value *= if mantissa > 0.0 { upper.value / mantissa } else { 1.0 };
                    }
                    value_to = Some(upper.value);
                    end += 1 + upper.len;
                }
            }
        }
        let draft = |end: usize, stop: usize, kind: NumberKind, unit: SmolStr, confidence: u16| Draft {
            number: (start, end),
            end: stop,
            value,
            value_to,
            kind,
            unit,
            noun: None,
            whole: None,
            confidence,
        };
        // Percent.
        let hyphen = usize::from(self.text(end) == "-");
        let p = end + hyphen;
        let percent = match self.text(p) {
            "%" | "percent" | "pct" | "percentage" => Some(p + 1),
            "per" if self.text(p + 1) == "cent" => Some(p + 2),
            _ => None,
        };
        if let Some(stop) = percent {
            if matches!(self.text(stop), "point" | "points")
                || (self.text(stop) == "-" && matches!(self.text(stop + 1), "point" | "points"))
            {
                let stop = if self.text(stop) == "-" { stop + 2 } else { stop + 1 };
                return Some(draft(end, stop, NumberKind::Points, "percentage point".into(), 950));
            }
            if self.text(p) == "percentage" {
                return None;
            }
            let (noun, whole) = self.whole(stop);
            return Some(Draft {
                number: (start, end),
                end: stop,
                value: value / 100.0,
                value_to: value_to.map(|v| v / 100.0),
                kind: NumberKind::Share,
                unit: "percent".into(),
                noun,
                whole,
                confidence: 950,
            });
        }
        // Money named after the number.
        if let Some((len, code)) = self.rules.currencies.at(self.atoms, end + hyphen) {
            let place = self.text(end + hyphen) == "won" && !read.scaled && value < 100.0;
            if !place && self.text(end + hyphen) != "mark" {
                return Some(draft(end, end + hyphen + len, NumberKind::Money, code, 900));
            }
        }
        if let Some((len, code)) = self.rules.minor.at(self.atoms, end + hyphen) {
            let mut d = draft(end, end + hyphen + len, NumberKind::Money, code, 850);
            d.value /= 100.0;
            d.value_to = d.value_to.map(|v| v / 100.0);
            return Some(d);
        }
        // Measures.
        if let Some((len, symbol)) = self.rules.units.at(self.atoms, end + hyphen) {
            let glued = self.atoms.get(end).is_some_and(|a| a.glued);
            let loose = self.atoms.get(end + hyphen).is_some_and(|a| a.text.len() > 2 || glued || read.digits);
            if loose
                && !(symbol == "in"
                    && self.text(end) == "\""
                    && !self.rules.context.stop.contains(self.text(end + 1))
                    && value > 150.0)
            {
                let stop = end + hyphen + len;
                let noun = if self.text(stop) == "of" {
                    noun::phrase(self.syntax, self.rules, self.atoms, stop + 1)
                } else {
                    None
                };
                let mut d = draft(end, stop, NumberKind::Measure, symbol, 920);
                d.noun = noun;
                return Some(d);
            }
        }
        if read.digits
            && read.len == 1
            && self.atoms.get(end).is_some_and(|a| a.glued && a.kind == AtomKind::Word && a.text != "'s")
        {
            if let Some((len, symbol)) = self.rules.glued_units.at(self.atoms, end) {
                return Some(draft(end, end + len, NumberKind::Measure, symbol, 700));
            }
            return None; // "5G", "737s", "3D"
        }
        if !self.before(start).is_empty() && start < at || self.text(end) == "below" && self.text(end + 1) == "zero" {
            return Some(draft(end, end, NumberKind::Measure, "degree".into(), 700));
        }
        // Magnitudes.
        let named = (1..=4).any(|n| {
            start.checked_sub(n).is_some_and(|p| {
                self.rules.context.magnitude.contains(self.text(p))
                    && (p + 1..start).all(|q| {
                        matches!(
                            self.text(q),
                            "of" | "a" | "is" | "was" | "at" | "about" | "around" | "nearly" | "-" | "with"
                        )
                    })
            })
        });
        let trailing = self.rules.context.magnitude.contains(self.text(p))
            || self.text(end) == "on" && (1..=3).any(|n| self.rules.context.magnitude.contains(self.text(end + n)));
        let decimal = matches!(atom.kind, AtomKind::Number { decimals: 1, digits: 1, .. });
        if (named || trailing || (self.magnitude && decimal)) && value < 10.0 {
            let stop = if self.rules.context.magnitude.contains(self.text(p)) { p + 1 } else { end };
            return Some(draft(
                end,
                stop,
                NumberKind::Measure,
                "magnitude".into(),
                if named || trailing { 950 } else { 750 },
            ));
        }
        let _ = lower_end;
        self.count(at, (start, end), value, value_to, read.digits)
    }

    /// A count of things.
    fn count(
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
    fn state(&self, end: usize) -> SmolStr {
        let steps = (end..end + 5).take_while(|p| self.rules.context.state_links.contains(self.text(*p))).count();
        let word = self.text(end + steps);
        if steps > 0 && self.rules.context.states.contains(word) { word.into() } else { SmolStr::default() }
    }

    /// "the second meeting", "150th anniversary".
    fn ordinal(&self, at: usize) -> Option<Draft> {
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
    fn is_name(&self, at: usize, end: usize, digits: bool) -> bool {
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
        // "52-year-old"
        if self.text(end) == "-" && matches!(self.text(end + 1), "year" | "month" | "day")
            || matches!(self.text(end), "year" | "years") && matches!(self.text(end + 1), "old" | "-")
        {
            return true;
        }
        false
    }

    fn finish(&self, draft: Draft, floor: usize) -> Quantity {
        let (number_start, number_end) = draft.number;
        let mut start = number_start;
        let mut end = draft.end.max(number_end);
        let mut hedge = Hedge::Exact;
        let mut from = number_start;
        // "about a third", "up to the 20", "no more than his 3": a determiner may stand between.
        for _ in 0..2 {
            if let Some((at, h)) = self.rules.hedges_before.before(self.atoms, from).filter(|(at, _)| *at >= floor) {
                start = at;
                hedge = h;
                // "at least about 20": the outer hedge decides, unless it says less.
                from = at;
            } else if from == number_start
                && matches!(self.before(from), "a" | "an" | "the" | "another" | "between")
                && from > floor + 1
                && draft.kind != NumberKind::Ordinal
            {
                from -= 1;
            } else {
                break;
            }
        }
        if hedge == Hedge::Exact
            && let Some((len, h)) = self
                .rules
                .hedges_after
                .at(self.atoms, number_end)
                .or_else(|| self.rules.hedges_after.at(self.atoms, end))
        {
            // "more ... than" after the number compares something else.
            let compares = self.text(end) == "or" && self.text(end + len) == "than";
            if !compares {
                hedge = h;
                let at = if self.rules.hedges_after.at(self.atoms, number_end).is_some() { number_end } else { end };
                end = end.max(at + len);
            }
        }
        let bytes = |a: usize, b: usize| match (self.atoms.get(a), self.atoms.get(b.saturating_sub(1))) {
            (Some(x), Some(y)) => x.span.hull(y.span),
            _ => Span::new(0, 0),
        };
        let span = bytes(start, end);
        let number = bytes(number_start, number_end);
        Quantity {
            span,
            tokens: self.tokens_of(number),
            value: draft.value,
            value_to: draft.value_to,
            hedge,
            kind: draft.kind,
            unit: draft.unit,
            counted: draft.noun.as_ref().and_then(|n| n.head),
            what: draft.noun.as_ref().map(|n| n.span),
            whole: draft.whole,
            confidence: draft.confidence,
        }
    }

    fn tokens_of(&self, span: Span<Byte>) -> Span<Tok> {
        crate::time::tokens_of(self.syntax, span)
    }
}

/// Every cardinal number of a text with its place and value, whatever it stands for. For measuring the reading of numbers alone.
#[must_use]
pub fn numbers_in(text: &str, rules: &QuantityRules) -> Vec<(Span<Byte>, f64)> {
    let atoms = atoms(text, 0);
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        match rules.numbers.cardinal(&atoms, at).filter(|r| r.len > 0) {
            Some(read) => {
                if let (Some(a), Some(b)) = (atoms.get(at), atoms.get(at + read.len - 1)) {
                    found.push((a.span.hull(b.span), read.value));
                }
                at += read.len;
            }
            None => at += 1,
        }
    }
    found
}
