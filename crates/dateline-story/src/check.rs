//! Is a text borne by reports? For each of its sentences: borne, not borne and why, or not to be told.
//!
//! The text is one more report of the analysis. What the comparison finds between it and the others (a number, a name, a day, a turned statement)
//! is held against it only where no report says the same as it does; what is merely missing from all reports is a name, a number or a day that
//! none of them prints. A sentence in other words than any report's is not to be told: this does not guess.

use std::collections::BTreeSet;

use dateline_lang::Document;
use dateline_lang::mention::{EntityKind, Mention, MentionForm};
use dateline_lang::quantity::NumberKind;
use dateline_lang::time::TimeExpr;
use dateline_lang::token::{Sentence, Upos};
use dateline_report::{Byte, Evidence, Interval, Precision, Report, ReportIx, Span};

use crate::amounts::agree;
use crate::compare::{Comparison, Matter, compare};
use crate::digest::plain_letters;
use crate::{Analysis, ConflictKind, Severity, Stance, StoryData};

/// What can be said of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Reports say it.
    Borne,
    /// Reports say otherwise, or none prints what it says.
    NotBorne,
    /// Its words are too far from the reports'.
    CannotTell,
}

/// What is wrong with a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Which kind.
    pub kind: ConflictKind,
    /// The words at fault, in the text that is checked.
    pub words: Evidence,
    /// What the reports have, in words.
    pub text: String,
    /// Their passages; empty where none has it.
    pub evidence: Vec<Evidence>,
}

/// One sentence of the text that is checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The sentence.
    pub sentence: Evidence,
    /// What can be said of it.
    pub verdict: Verdict,
    /// Share of its content that the passages have, in thousandths.
    pub covered: u16,
    /// Passages that say the same, the nearest first.
    pub passages: Vec<Evidence>,
    /// Why it is not borne.
    pub faults: Vec<Fault>,
}

/// Share of its content from which a sentence without fault is borne, in thousandths.
const COVERED: u16 = 600;
/// Passages that are shown.
const SHOWN: usize = 3;

/// Checks each sentence of the report `text` against all the others.
#[must_use]
pub fn check(
    text: ReportIx,
    reports: &[Report],
    docs: &[Document],
    analysis: &Analysis,
    data: &StoryData,
) -> Vec<Checked> {
    let Some(doc) = docs.get(text.0 as usize) else { return Vec::new() };
    let others: Vec<ReportIx> = (0..reports.len() as u32).map(ReportIx).filter(|r| *r != text).collect();
    let compared: Vec<Comparison> = others.iter().map(|r| compare((text, *r), reports, docs, analysis, data)).collect();
    let desk = Desk { text, others: &others, reports, docs, analysis, known: letters(&others, reports, docs) };
    doc.sentences
        .iter()
        .filter(|s| doc.tokens[s.tokens.range()].iter().any(|t| t.upos == Upos::Verb || t.upos == Upos::Aux))
        .map(|s| desk.sentence(s, &compared))
        .collect()
}

/// The letters of all words that reports print.
fn letters(others: &[ReportIx], reports: &[Report], docs: &[Document]) -> BTreeSet<String> {
    let words = |r: &ReportIx| {
        let (report, doc) = (&reports[r.0 as usize], &docs[r.0 as usize]);
        doc.tokens.iter().map(|t| plain_letters(report.slice(t.span))).collect::<Vec<_>>()
    };
    others.iter().flat_map(words).collect()
}

struct Desk<'a> {
    text: ReportIx,
    others: &'a [ReportIx],
    reports: &'a [Report],
    docs: &'a [Document],
    analysis: &'a Analysis,
    known: BTreeSet<String>,
}

impl Desk<'_> {
    fn sentence(&self, sentence: &Sentence, compared: &[Comparison]) -> Checked {
        let at = Evidence { report: self.text, span: sentence.span };
        let identical = compared.iter().position(|c| c.identical);
        let mut near: Vec<_> = compared.iter().flat_map(|c| &c.pairs).filter(|p| p.a == at).collect();
        near.sort_by(|a, b| b.score.cmp(&a.score).then(a.b.cmp(&b.b)));
        // Which of its words stand in any passage that says the same.
        let (mut found, mut all) = (BTreeSet::new(), BTreeSet::new());
        for pair in &near {
            found.extend(pair.words.iter().map(|w| w.0));
            all.extend(pair.words.iter().map(|w| w.0).chain(pair.only_a.iter().copied()));
        }
        let mut covered = if all.is_empty() { 0 } else { (1000 * found.len() / all.len()) as u16 };
        if identical.is_some() {
            covered = 1000;
        }
        let mut faults = self.contradicted(sentence);
        faults.extend(self.names(sentence));
        faults.extend(self.numbers(sentence));
        faults.extend(self.days(sentence));
        // Told by one report as it is told here, it is borne, whatever others say.
        let told: Vec<Stance> =
            near.iter().filter(|p| p.matter.contains(&Matter::Event)).filter_map(|p| p.stance).collect();
        let turned = |s: Stance, kind: ConflictKind, text: &str| {
            let own = told.iter().all(|t| *t == s) && !told.is_empty();
            own.then(|| Fault {
                kind,
                words: at,
                text: text.into(),
                evidence: near.iter().filter(|p| p.stance == Some(s)).map(|p| p.b).take(SHOWN).collect(),
            })
        };
        faults.extend(turned(Stance::Contradicted, ConflictKind::Polarity, "the reports say the contrary"));
        faults.extend(turned(Stance::Weaker, ConflictKind::Status, "the reports do not tell it as having happened"));
        // One kind of fault is told once of one sentence's words, by whoever says most of it: disagreements come first and carry passages.
        let mut kinds: Vec<(ConflictKind, Span<Byte>)> = Vec::new();
        faults.retain(|f| {
            let meets = |k: &(ConflictKind, Span<Byte>)| {
                k.0 == f.kind && k.1.start < f.words.span.end && f.words.span.start < k.1.end
            };
            let first = !kinds.iter().any(meets);
            kinds.push((f.kind, f.words.span));
            first
        });
        let verdict = match faults.is_empty() {
            false if identical.is_none() => Verdict::NotBorne,
            _ if covered >= COVERED => Verdict::Borne,
            _ => Verdict::CannotTell,
        };
        if identical.is_some() {
            faults.clear();
        }
        let mut passages: Vec<Evidence> = near.iter().map(|p| p.b).collect();
        passages.truncate(SHOWN);
        Checked { sentence: at, verdict, covered, passages, faults }
    }

    /// Disagreements in which the sentence stands alone against reports.
    fn contradicted(&self, sentence: &Sentence) -> Vec<Fault> {
        let mut out = Vec::new();
        let grave = |s: Severity| matches!(s, Severity::Material | Severity::Garble);
        for d in self.analysis.disagreements.iter().filter(|d| grave(d.severity) && !d.within_one_report) {
            let own = d.sides.iter().position(|s| {
                s.evidence.iter().any(|e| e.report == self.text && sentence.span.contains(e.span))
                    && s.evidence.iter().all(|e| e.report == self.text)
            });
            let Some(own) = own else { continue };
            let theirs: Vec<_> = d.sides.iter().enumerate().filter(|(n, _)| *n != own).map(|(_, s)| s).collect();
            let values: Vec<&str> = theirs.iter().map(|s| s.value.as_str()).collect();
            let words = d.sides[own].evidence.iter().find(|e| sentence.span.contains(e.span));
            out.extend(words.map(|words| Fault {
                kind: d.kind,
                words: *words,
                text: format!("the reports have {}", values.join(", ")),
                evidence: theirs.iter().flat_map(|s| s.evidence.iter().copied()).take(SHOWN).collect(),
            }));
        }
        out
    }

    /// Names that no report prints, of anybody who is known to them under another name neither.
    fn names(&self, sentence: &Sentence) -> Vec<Fault> {
        let (report, doc) = (&self.reports[self.text.0 as usize], &self.docs[self.text.0 as usize]);
        let inside = |m: &&Mention| m.form == MentionForm::Name && sentence.span.contains(m.span);
        let known_actor = |m: &Mention| {
            let own = Evidence { report: self.text, span: m.span };
            let holders = self.analysis.actors.iter().filter(|a| a.mentions.contains(&own));
            holders.into_iter().any(|a| a.mentions.iter().any(|e| e.report != self.text))
        };
        // "Chinese" says no more than that reports speak of China.
        let known_state = |m: &Mention| {
            let named = |r: &ReportIx| self.docs[r.0 as usize].mentions.iter().any(|o| o.state == m.state);
            m.state.is_some() && m.kind != EntityKind::Person && self.others.iter().any(named)
        };
        let strange = |m: &&Mention| {
            let wanted = matches!(
                m.kind,
                EntityKind::Person
                    | EntityKind::State
                    | EntityKind::Organisation
                    | EntityKind::Place
                    | EntityKind::Demonym
            );
            let mut parts =
                doc.tokens[m.tokens.range()].iter().filter(|t| t.upos == Upos::Propn || t.upos == Upos::Adj);
            wanted
                && !known_actor(m)
                && !known_state(m)
                && parts.any(|t| !self.known.contains(&plain_letters(report.slice(t.span))))
        };
        doc.mentions
            .iter()
            .filter(inside)
            .filter(strange)
            .map(|m| Fault {
                kind: ConflictKind::Name,
                words: Evidence { report: self.text, span: m.span },
                text: "no report names it".into(),
                evidence: Vec::new(),
            })
            .collect()
    }

    /// Numbers that no report has, in whatever words.
    fn numbers(&self, sentence: &Sentence) -> Vec<Fault> {
        let doc = &self.docs[self.text.0 as usize];
        let mut out = Vec::new();
        for q in doc.quantities.iter().filter(|q| sentence.span.contains(q.span)) {
            let dated = doc.times.iter().any(|t| t.span.contains(q.span));
            // "one" and "two" are hardly ever a figure, and lists count themselves.
            if dated || q.kind == NumberKind::Factor || (q.kind == NumberKind::Count && q.value <= 2.0) {
                continue;
            }
            let theirs = |r: &ReportIx| {
                let doc = &self.docs[r.0 as usize];
                doc.quantities.iter().any(|o| {
                    let like = o.kind == q.kind
                        && (o.unit == q.unit || !matches!(q.kind, NumberKind::Money | NumberKind::Measure));
                    like && agree(o, q)
                })
            };
            let words: String = doc.tokens[q.tokens.range()]
                .iter()
                .map(|t| plain_letters(self.reports[self.text.0 as usize].slice(t.span)))
                .collect();
            if self.others.iter().any(theirs) || self.known.contains(&words) {
                continue;
            }
            out.push(Fault {
                kind: ConflictKind::Number,
                words: Evidence { report: self.text, span: q.span },
                text: "no report has this number".into(),
                evidence: Vec::new(),
            });
        }
        out
    }

    /// Days that no report speaks of.
    fn days(&self, sentence: &Sentence) -> Vec<Fault> {
        let doc = &self.docs[self.text.0 as usize];
        let value = |e: &Evidence| self.analysis.times.iter().find(|t| t.evidence == *e).map(|t| t.interval);
        let mut out = Vec::new();
        for time in doc.times.iter().filter(|t| sentence.span.contains(t.span)) {
            // "on Monday" depends on when the text was written.
            if !matches!(time.expr, TimeExpr::Date { month: Some(_), day: Some(_), .. }) {
                continue;
            }
            let words = Evidence { report: self.text, span: time.span };
            let Some(day) = value(&words).filter(|d: &Interval| d.precision == Precision::Day) else { continue };
            let told = self.analysis.times.iter().any(|t| {
                let near = |i: Interval| i.touches(&day) && matches!(i.precision, Precision::Day | Precision::Week);
                t.evidence.report != self.text && near(t.interval)
            });
            let written = self.others.iter().any(|r| {
                let published = self.analysis.published.get(r.0 as usize).and_then(Option::as_ref);
                published.is_none_or(|p| p.interval.touches(&day))
            });
            if !told && !written {
                out.push(Fault {
                    kind: ConflictKind::Date,
                    words,
                    text: "no report has this day".into(),
                    evidence: Vec::new(),
                });
            }
        }
        out
    }
}
