//! A report as the grouping sees it: at most 160 weighted words, the days it speaks of, its day. About a kilobyte.

use std::collections::BTreeMap;

use dateline_lang::Document;
use dateline_lang::mention::{EntityKind, Mention, MentionForm};
use dateline_lang::time::TimeExpr;
use dateline_lang::token::Upos;
use dateline_report::Report;
use jiff::civil::{Date, date};
use smol_str::SmolStr;

use super::rarity::Rarity;
use crate::digest::{is_content, plain_letters};

/// So many words of a report count, the weightiest; on ECB+ more do not help.
const MOST_WORDS: usize = 160;
/// Sentences of the opening, the headline among them.
const OPENING: usize = 3;
/// How much more a word of the opening counts.
const OPENING_COUNTS: f32 = 3.0;
/// How much more a name weighs than another word of the same rarity.
const NAME: f32 = 2.0;
/// Largest weight of a word; the weights of a report are a vector of about this length.
pub(super) const UNIT: u32 = 0x7fff;

/// What the grouping keeps of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signature {
    /// Words by a hash of their letters, sorted.
    pub(super) terms: Box<[u32]>,
    /// Weight of each, twice, plus one if it is a name.
    pub(super) weights: Box<[u16]>,
    /// Days of the year (0 to 372) that the report speaks of, sorted, without the year.
    pub(super) days: Box<[u16]>,
    /// Day on which it was published, counted from 2000-01-01.
    pub(super) published: Option<i32>,
    /// Day of the year with which it opens: in its dateline, or that of its publication.
    pub(super) opened: Option<u16>,
    /// States that it names, each as [`state_number`] twice, plus one if its opening names it; sorted.
    pub(super) states: Box<[u16]>,
}

/// One word for [`Signature::new`].
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// Its letters in lower case; numbers begin with `#`.
    pub letters: &'a str,
    /// A proper name, but not of a state or its people: these are in every second report.
    pub name: bool,
    /// Number of its sentence.
    pub sentence: usize,
}

/// Number of a state: five bits a letter of its code.
fn state_number(code: &str) -> u16 {
    code.bytes().take(3).fold(0, |n, b| n << 5 | u16::from(b & 31))
}

/// Number of a word. Two words in four thousand million share one.
pub(super) fn number(letters: &str) -> u32 {
    letters.bytes().fold(0x811c_9dc5u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

impl Signature {
    /// From words in any order. `days`: month and day, either of which the report prints without needing a year; see [`day_of_year`].
    #[must_use]
    pub fn new<'a>(
        words: impl IntoIterator<Item = Word<'a>>,
        days: impl IntoIterator<Item = u16>,
        published: Option<Date>,
        rarity: &Rarity,
    ) -> Self {
        // Count, how often a name, weight.
        let mut counts: BTreeMap<u32, (f32, i32, f32)> = BTreeMap::new();
        for word in words {
            let slot = counts.entry(number(word.letters)).or_insert_with(|| (0.0, 0, rarity.weight(word.letters)));
            slot.0 += if word.sentence < OPENING { OPENING_COUNTS } else { 1.0 };
            slot.1 += if word.name { 1 } else { -1 };
        }
        let mut all: Vec<(u32, f32, bool)> = counts
            .into_iter()
            .map(|(term, (count, names, weight))| {
                let name = names >= 0;
                (term, (1.0 + count.ln()) * weight * if name { NAME } else { 1.0 }, name)
            })
            .filter(|w| w.1 > 0.0)
            .collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(MOST_WORDS);
        all.sort_by_key(|w| w.0);
        let length = all.iter().map(|w| w.1 * w.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let weight = |w: f32| ((w / length * UNIT as f32).round() as u16).min(UNIT as u16);
        let mut days: Vec<u16> = days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        Self {
            terms: all.iter().map(|w| w.0).collect(),
            weights: all.iter().map(|w| weight(w.1) << 1 | u16::from(w.2)).collect(),
            days: days.into(),
            published: published.map(day_number),
            opened: published.map(|d| day_of_year(d.month().unsigned_abs(), d.day().unsigned_abs())),
            states: Box::default(),
        }
    }

    /// The same with the states that the report names: alpha-3 code, and whether its opening names it.
    #[must_use]
    pub fn with_states<'a>(mut self, states: impl IntoIterator<Item = (&'a str, bool)>) -> Self {
        let mut named: BTreeMap<u16, bool> = BTreeMap::new();
        for (code, opening) in states {
            *named.entry(state_number(code)).or_default() |= opening;
        }
        self.states = named.into_iter().map(|(number, opening)| number << 1 | u16::from(opening)).collect();
        self
    }

    /// Of a report that was read as language.
    #[must_use]
    pub fn of(report: &Report, doc: &Document, rarity: &Rarity) -> Self {
        let words = words(report, doc);
        let mut days = Vec::new();
        for time in &doc.times {
            printed_days(&time.expr, &mut days);
        }
        let given = report.given.published.or_else(|| {
            // What the page says of its day.
            let dates = doc.furniture_times.iter().filter_map(|t| match t.expr {
                TimeExpr::Date { year: Some(y), month: Some(m), day: Some(d), .. } => {
                    Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
                }
                _ => None,
            });
            dates.max()
        });
        let words = words.iter().map(|(letters, name, sentence, _)| Word { letters, name: *name, sentence: *sentence });
        let lead = doc.sentences.iter().take(OPENING).map(|s| s.span.end).max().unwrap_or(0);
        let states = doc
            .mentions
            .iter()
            .filter_map(|m| Some((m.state.as_ref()?.as_str(), m.form == MentionForm::Name && m.span.start < lead)));
        let mut own = Self::new(words, days, given, rarity).with_states(states);
        let mut opening = Vec::new();
        for time in doc.times.iter().filter(|t| report.dateline.as_ref().is_some_and(|d| d.span.contains(t.span))) {
            printed_days(&time.expr, &mut opening);
        }
        own.opened = own.opened.or(opening.first().copied());
        own
    }

    /// Bytes that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + 4 * self.terms.len() + 2 * (self.weights.len() + self.days.len() + self.states.len())
    }

    /// Weight of the word at a place, 0 to [`UNIT`].
    #[inline]
    pub(super) fn weight(&self, at: usize) -> u32 {
        u32::from(self.weights[at] >> 1)
    }

    /// The weights without the favour for names, as a vector of length [`UNIT`].
    pub(super) fn plain(&self) -> Vec<(u32, u32)> {
        let plain = |w: u16| f64::from(w >> 1) / if w & 1 == 1 { f64::from(NAME) } else { 1.0 };
        let length = self.weights.iter().map(|w| plain(*w).powi(2)).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        let whole = |w: &u16| (plain(*w) / length * f64::from(UNIT)).round() as u32;
        self.terms.iter().zip(self.weights.iter().map(whole)).map(|(t, w)| (*t, w)).collect()
    }
}

/// The words of a report: letters, a name or not, sentence, token.
pub(super) fn words(report: &Report, doc: &Document) -> Vec<(SmolStr, bool, usize, usize)> {
    let mut out = Vec::new();
    let of_state = |m: &&Mention| {
        m.form == MentionForm::Name && m.state.is_some() && matches!(m.kind, EntityKind::State | EntityKind::Demonym)
    };
    let mut states: Vec<(u32, u32)> =
        doc.mentions.iter().filter(of_state).map(|m| (m.span.start, m.span.end)).collect();
    states.sort_unstable();
    for (n, sentence) in doc.sentences.iter().enumerate() {
        for at in sentence.tokens.range() {
            let Some(token) = doc.tokens.get(at) else { break };
            if !is_content(token.upos) {
                continue;
            }
            let form = report.slice(token.span);
            let letters = match token.upos {
                Upos::Propn => SmolStr::new(plain_letters(form)),
                Upos::Num => smol_str::format_smolstr!("#{}", form.replace(',', "").to_lowercase()),
                _ => SmolStr::new(plain_letters(&token.lemma)),
            };
            if letters.len() > 1 {
                let before = states.partition_point(|s| s.0 <= token.span.start);
                let state = before > 0 && token.span.start < states[before - 1].1;
                out.push((letters, token.upos == Upos::Propn && !state, n, at));
            }
        }
    }
    out
}

/// A day of the year as the grouping counts it.
#[must_use]
pub fn day_of_year(month: u8, day: u8) -> u16 {
    (u16::from(month.clamp(1, 12)) - 1) * 304 / 10 + u16::from(day.min(31))
}

fn day_number(day: Date) -> i32 {
    (day - date(2000, 1, 1)).get_days()
}

/// Days that an expression prints: with a day of the month, or a month alone (its middle).
pub(super) fn printed_days(expr: &TimeExpr, out: &mut Vec<u16>) {
    match expr {
        TimeExpr::Date { month: Some(month), day: Some(day), .. } => out.push(day_of_year(*month, *day)),
        TimeExpr::Date { year: None, month: Some(month), day: None, .. } => out.push(day_of_year(*month, 15)),
        TimeExpr::Range(a, b) => {
            printed_days(a, out);
            printed_days(b, out);
        }
        TimeExpr::Bound { at, .. } => printed_days(at, out),
        _ => {}
    }
}
