//! Quantities in a parsed report: [`find_quantities`].

use dateline_report::{Byte, Span, Tok};
use smol_str::SmolStr;

use super::atoms::{Atom, atoms};
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
    let addresses = addresses(text);
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
        let finder =
            Finder { syntax, rules, atoms: &atoms, times: here, magnitude: magnitude_near > 0, addresses: &addresses };
        finder.run(&mut found);
    }
    found
}

pub(super) struct Finder<'a> {
    pub(super) syntax: &'a Syntax<'a>,
    pub(super) rules: &'a QuantityRules,
    pub(super) atoms: &'a [Atom],
    pub(super) times: Vec<&'a TimeMention>,
    pub(super) magnitude: bool,
    /// Addresses of the web in the whole text: what looks like a number in them is none.
    pub(super) addresses: &'a [Span<Byte>],
}

/// Addresses of the web, up to the next space.
fn addresses(text: &str) -> Vec<Span<Byte>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let Some(start) = ["://", "www."].iter().filter_map(|m| rest.find(m)).min() else { break };
        let end = rest[start..].find(char::is_whitespace).map_or(rest.len(), |n| start + n);
        found.push(Span::new((from + start) as u32, (from + end) as u32));
        from += end;
    }
    found
}

/// A quantity as pieces, before hedge and tokens are added.
pub(super) struct Draft {
    /// Pieces of the number alone.
    pub(super) number: (usize, usize),
    /// Piece after number, unit and noun.
    pub(super) end: usize,
    pub(super) value: f64,
    pub(super) value_to: Option<f64>,
    pub(super) kind: NumberKind,
    pub(super) unit: SmolStr,
    pub(super) noun: Option<Noun>,
    pub(super) whole: Option<Span<Byte>>,
    pub(super) confidence: u16,
}

impl Finder<'_> {
    pub(super) fn text(&self, at: usize) -> &str {
        self.atoms.get(at).map_or("", |a| a.text.as_str())
    }

    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |n| self.text(n))
    }

    pub(super) fn time_at(&self, at: usize) -> Option<&TimeMention> {
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
        if let Some(address) = self.address_at(at) {
            return self.atoms.partition_point(|a| a.span.end <= address.end).max(at + 1);
        }
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

    fn address_at(&self, at: usize) -> Option<Span<Byte>> {
        let span = self.atoms.get(at)?.span;
        self.addresses.iter().copied().find(|a| a.contains(span))
    }

    fn draft(&self, at: usize) -> Option<Draft> {
        if self.address_at(at).is_some() {
            return None;
        }
        if let Some(time) = self.time_at(at) {
            // "three quarters of the pupils" are no nine months.
            if matches!(time.expr, TimeExpr::Duration { unit: TimeUnit::Quarter, .. })
                && let Some(share) = self.share_in_words(at).filter(|s| s.whole.is_some())
            {
                return Some(share);
            }
            return match time.expr {
                TimeExpr::Duration { milli, unit } if milli > 0 => self.duration(at, time, unit),
                _ => None,
            };
        }
        self.money(at)
            .or_else(|| self.percentage_of(at))
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

    pub(super) fn tokens_of(&self, span: Span<Byte>) -> Span<Tok> {
        crate::time::tokens_of(self.syntax, span)
    }
}
