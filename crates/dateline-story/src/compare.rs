//! Two reports side by side: which passage of the one says the same as which of the other, in which words, and what only one of them says.
//!
//! Where `align` finds likely pairs among all reports of a story by their words alone, this weighs what was concluded since: one utterance, one
//! happening, one quantity bind two passages that share hardly a word.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::Document;
use dateline_lang::mention::MentionForm;
use dateline_report::{Byte, Evidence, Report, ReportIx, Span};
use smol_str::SmolStr;

use crate::digest::terms_of;
use crate::{ActorIx, Analysis, GroupIx, Stance, StoryData};

/// What two passages have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// They quote or report one utterance.
    Utterance,
    /// They tell one happening.
    Event,
    /// They give one quantity, if not the same number for it.
    Quantity,
    /// They state the same without any of these: how things stand, who somebody is.
    Fact,
}

/// A passage of each of two reports that say the same, or speak of the same.
#[derive(Debug, Clone, PartialEq)]
pub struct PassagePair {
    /// Sentence of the first report.
    pub a: Evidence,
    /// Sentence of the second.
    pub b: Evidence,
    /// What they have in common, sorted; at least one.
    pub matter: Vec<Matter>,
    /// How sure it is, in thousandths.
    pub score: u16,
    /// Words of both that say the same, in the order of the first; each word once.
    pub words: Vec<(Span<Byte>, Span<Byte>)>,
    /// Words with content that only the first has.
    pub only_a: Vec<Span<Byte>>,
    /// Words with content that only the second has.
    pub only_b: Vec<Span<Byte>>,
    /// Why they are a pair, in words.
    pub why: Vec<String>,
    /// How the second tells it, measured by the first; none where they tell no happening in common.
    pub stance: Option<Stance>,
    /// Numbers of the disagreements whose sides lie in both passages.
    pub disagreements: Vec<usize>,
}

/// Two reports side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// Pairs of passages, in the order of the first report.
    pub pairs: Vec<PassagePair>,
    /// Sentences of the first report without counterpart.
    pub only_a: Vec<Evidence>,
    /// Sentences of the second without counterpart.
    pub only_b: Vec<Evidence>,
    /// The two texts are the same, byte for byte; then nothing else is said.
    pub identical: bool,
}

/// Content that two sentences share, as a share of both, from which they are a pair by words alone.
const BY_WORDS: f32 = 0.3;
/// The shorter one's content that the longer one has, in the same measure.
const COVERED: f32 = 0.7;
/// What the total must reach, words and common matter together.
const LEAST: f32 = 0.3;
/// Words in common without which a common happening does not bind two sentences that are not each other's best.
const SOME_WORDS: f32 = 0.12;
/// The same where nothing else binds two sentences that are each other's best.
const MERE_WORDS: f32 = 0.37;
/// What one utterance, one happening, one quantity add. One that many sentences of a report tell adds less.
const UTTERANCE: f32 = 0.5;
const EVENT: f32 = 0.3;
const QUANTITY: f32 = 0.3;

/// One sentence as comparing needs it.
struct Line {
    at: Evidence,
    /// Terms, their weights, and the words that they stand for.
    terms: Vec<(SmolStr, f32, Span<Byte>)>,
    said: BTreeSet<GroupIx>,
    events: BTreeSet<usize>,
    amounts: BTreeSet<GroupIx>,
}

impl Line {
    fn mass(&self) -> f32 {
        self.distinct().values().sum()
    }

    fn distinct(&self) -> BTreeMap<&str, f32> {
        let mut out: BTreeMap<&str, f32> = BTreeMap::new();
        for (t, w, _) in &self.terms {
            let slot = out.entry(t).or_default();
            *slot = slot.max(*w);
        }
        out
    }
}

/// Compares two reports of an analysis.
///
/// The reports may be of different stories: then only words bind their passages.
#[must_use]
pub fn compare(
    (a, b): (ReportIx, ReportIx),
    reports: &[Report],
    docs: &[Document],
    analysis: &Analysis,
    data: &StoryData,
) -> Comparison {
    let text = |r: ReportIx| reports.get(r.0 as usize).map(|r| r.text.as_str());
    if text(a).is_none() || text(b).is_none() {
        return Comparison::default();
    }
    if text(a) == text(b) {
        return Comparison { identical: true, ..Comparison::default() };
    }
    let (xs, ys) = (lines(a, reports, docs, analysis, data), lines(b, reports, docs, analysis, data));
    let masses = |lines: &[Line]| -> Vec<f32> { lines.iter().map(Line::mass).collect() };
    let (masses_x, masses_y) = (masses(&xs), masses(&ys));
    let theirs: Vec<BTreeMap<&str, f32>> = ys.iter().map(Line::distinct).collect();
    let told = |lines: &[Line], event: usize| lines.iter().filter(|l| l.events.contains(&event)).count() as f32;
    let mut found: Vec<(usize, usize, f32, f32)> = Vec::new();
    for (i, x) in xs.iter().enumerate() {
        let own = x.distinct();
        for (j, y) in ys.iter().enumerate() {
            let common: f32 = theirs[j].iter().filter_map(|(t, w)| own.get(t).map(|v| v.min(*w))).sum();
            let (dice, cover) =
                (2.0 * common / (masses_x[i] + masses_y[j]).max(1.0), common / masses_x[i].min(masses_y[j]).max(2.0));
            let words = dice.max(COVERED * cover);
            let mut total = words;
            total += if x.said.is_disjoint(&y.said) { 0.0 } else { UTTERANCE };
            total += if x.amounts.is_disjoint(&y.amounts) { 0.0 } else { QUANTITY };
            total += x
                .events
                .intersection(&y.events)
                .map(|e| EVENT / (told(&xs, *e) * told(&ys, *e)).sqrt().max(1.0))
                .fold(0.0, f32::max);
            if total >= LEAST {
                found.push((i, j, total, words));
            }
        }
    }
    let mut best_x: BTreeMap<usize, f32> = BTreeMap::new();
    let mut best_y: BTreeMap<usize, f32> = BTreeMap::new();
    for (i, j, total, _) in &found {
        let slot = best_x.entry(*i).or_default();
        *slot = slot.max(*total);
        let slot = best_y.entry(*j).or_default();
        *slot = slot.max(*total);
    }
    let is_best = |best: &BTreeMap<usize, f32>, n: usize, total: f32| best.get(&n).is_none_or(|b| *b <= total);
    let mut out = Comparison::default();
    for (i, j, total, words) in found {
        let (x, y) = (&xs[i], &ys[j]);
        let sides = usize::from(is_best(&best_x, i, total)) + usize::from(is_best(&best_y, j, total));
        let bound = !x.said.is_disjoint(&y.said)
            || !x.amounts.is_disjoint(&y.amounts)
            || (!x.events.is_disjoint(&y.events) && words >= SOME_WORDS);
        if (sides == 2 && (bound || words >= MERE_WORDS))
            || (sides == 1 && (bound || words >= BY_WORDS))
            || (bound && words >= BY_WORDS)
        {
            out.pairs.push(pair(x, y, total, words, analysis));
        }
    }
    let paired = |line: &Line, of: &dyn Fn(&PassagePair) -> Evidence| out.pairs.iter().any(|p| of(p) == line.at);
    let only_a = xs.iter().filter(|l| !l.terms.is_empty() && !paired(l, &|p| p.a)).map(|l| l.at).collect();
    let only_b = ys.iter().filter(|l| !l.terms.is_empty() && !paired(l, &|p| p.b)).map(|l| l.at).collect();
    (out.only_a, out.only_b) = (only_a, only_b);
    out
}

/// The sentences of a report with what the analysis found in them.
fn lines(report: ReportIx, reports: &[Report], docs: &[Document], analysis: &Analysis, data: &StoryData) -> Vec<Line> {
    let (own, doc) = (&reports[report.0 as usize], &docs[report.0 as usize]);
    // Conclusions carry the first of several reports with one text.
    let lead = reports.iter().position(|r| r.text == own.text).map_or(report, |n| ReportIx(n as u32));
    let names: BTreeSet<u32> =
        doc.mentions.iter().filter(|m| m.form == MentionForm::Name).map(|m| m.span.start).collect();
    let mut who: BTreeMap<u32, ActorIx> = BTreeMap::new();
    for (n, actor) in analysis.actors.iter().enumerate() {
        for m in actor.mentions.iter().filter(|m| m.report == lead && names.contains(&m.span.start)) {
            let from = doc.tokens.partition_point(|t| t.span.start < m.span.start);
            for token in doc.tokens[from..].iter().take_while(|t| t.span.end <= m.span.end) {
                who.insert(token.span.start, ActorIx(n as u32));
            }
        }
    }
    let mut out: Vec<Line> = doc
        .sentences
        .iter()
        .map(|s| {
            let mut terms = Vec::new();
            for at in s.tokens.range() {
                let one = Span::from_usize(at, at + 1);
                let token = doc.tokens[at].span;
                let found = terms_of(own, doc, one, data.terms(), &|b| who.get(&b).copied());
                terms.extend(found.into_iter().map(|(t, w)| (t, w, token)));
            }
            let at = Evidence { report, span: s.span };
            Line { at, terms, said: BTreeSet::new(), events: BTreeSet::new(), amounts: BTreeSet::new() }
        })
        .collect();
    let mut put = |e: &Evidence, mark: &mut dyn FnMut(&mut Line)| {
        if e.report != lead {
            return;
        }
        let first = out.partition_point(|l| l.at.span.end <= e.span.start);
        for line in out[first..].iter_mut().take_while(|l| l.at.span.start < e.span.end) {
            mark(line);
        }
    };
    for said in &analysis.statements {
        if let Some(group) = said.group {
            put(&said.content, &mut |l| {
                l.said.insert(group);
            });
        }
    }
    for amount in &analysis.quantities {
        if let Some(group) = amount.group {
            for e in &amount.evidence {
                put(e, &mut |l| {
                    l.amounts.insert(group);
                });
            }
        }
    }
    for claim in &analysis.claims {
        for (told, _, evidence) in &claim.cells {
            if *told == lead {
                for e in evidence {
                    put(e, &mut |l| l.events.extend(claim.events.iter().map(|e| e.at())));
                }
            }
        }
    }
    out
}

fn pair(x: &Line, y: &Line, total: f32, words: f32, analysis: &Analysis) -> PassagePair {
    let mut matter = Vec::new();
    let mut why = Vec::new();
    if !x.said.is_disjoint(&y.said) {
        matter.push(Matter::Utterance);
        why.push("one utterance".to_string());
    }
    let shared: Vec<usize> = x.events.intersection(&y.events).copied().collect();
    if let Some(event) = shared.first().and_then(|e| analysis.events.get(*e)) {
        matter.push(Matter::Event);
        why.push(format!("one happening: {}", event.summary.trim_end_matches('.')));
    }
    if !x.amounts.is_disjoint(&y.amounts) {
        matter.push(Matter::Quantity);
        why.push("one quantity".to_string());
    }
    if matter.is_empty() {
        matter.push(Matter::Fact);
    }
    let (pairs, only_a, only_b) = words_of(x, y);
    why.push(format!("{:.0} % of their content is shared", 100.0 * words.min(1.0)));
    let within = |e: &Evidence, line: &Line| e.report == line.at.report && line.at.span.contains(e.span);
    let disagreements = analysis
        .disagreements
        .iter()
        .enumerate()
        .filter(|(_, d)| {
            let side = |line: &Line| d.sides.iter().position(|s| s.evidence.iter().any(|e| within(e, line)));
            matches!((side(x), side(y)), (Some(p), Some(q)) if p != q)
        })
        .map(|(n, _)| n)
        .collect();
    PassagePair {
        a: x.at,
        b: y.at,
        matter,
        score: (1000.0 * total.min(1.0)) as u16,
        words: pairs,
        only_a,
        only_b,
        why,
        stance: stance(x, y, &shared, analysis),
        disagreements,
    }
}

/// Shared words, each with the next unused one of the other that says the same; and the words that are left on either side.
type Words = (Vec<(Span<Byte>, Span<Byte>)>, Vec<Span<Byte>>, Vec<Span<Byte>>);

fn words_of(x: &Line, y: &Line) -> Words {
    let mut free: BTreeMap<&str, Vec<Span<Byte>>> = BTreeMap::new();
    for (t, _, span) in y.terms.iter().rev() {
        free.entry(t).or_default().push(*span);
    }
    let (mut pairs, mut only_a) = (Vec::new(), Vec::new());
    let mut taken: BTreeSet<Span<Byte>> = BTreeSet::new();
    for (t, weight, span) in &x.terms {
        match free.get_mut(t.as_str()).and_then(Vec::pop) {
            Some(other) => {
                taken.insert(other);
                pairs.push((*span, other));
            }
            // A name may be longer on one side: its further words are no difference.
            None if *weight > 0.0 && !y.terms.iter().any(|o| o.0 == *t && t.starts_with('@')) => only_a.push(*span),
            None => {}
        }
    }
    let only_b = y
        .terms
        .iter()
        .filter(|(t, w, span)| {
            *w > 0.0 && !taken.contains(span) && !x.terms.iter().any(|o| o.0 == *t && t.starts_with('@'))
        })
        .map(|t| t.2)
        .collect();
    (pairs, only_a, only_b)
}

/// How the second tells the happenings that both tell, as the claim × report matrix has it.
fn stance(x: &Line, y: &Line, shared: &[usize], analysis: &Analysis) -> Option<Stance> {
    let of = |line: &Line, event: usize| {
        let claim = analysis.claims.iter().find(|c| c.events.iter().any(|e| e.at() == event))?;
        claim.cells.iter().find(|c| c.0 == line.at.report).map(|c| c.1)
    };
    let rank = |s: Stance| match s {
        Stance::Contradicted => None,
        Stance::Weaker => Some(0),
        Stance::Stated => Some(1),
        Stance::Stronger => Some(2),
        Stance::Silent => None,
    };
    let mut out = None;
    for event in shared {
        let (p, q) = (of(x, *event)?, of(y, *event)?);
        let here = match (rank(p), rank(q)) {
            _ if p == q => Stance::Stated,
            (None, _) | (_, None) => Stance::Contradicted,
            (Some(p), Some(q)) if q < p => Stance::Weaker,
            _ => Stance::Stronger,
        };
        // The plainest difference counts.
        if out.is_none() || here == Stance::Contradicted || out == Some(Stance::Stated) {
            out = Some(here);
        }
    }
    out
}
