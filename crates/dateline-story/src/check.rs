//! Is a text borne by reports? For each of its sentences: borne, not borne and why, or not to be told.
//!
//! The text is one more report of the analysis. What the comparison finds between it and the others (a number, a name, a day, a turned statement)
//! is held against it only where no report says the same as it does; what is merely missing from all reports is a name, a number or a day that
//! none of them prints. A sentence in other words than any report's is not to be told: this does not guess. Nor is one with words that the passages
//! nearest to it lack, where these weigh more than a free retelling explains.

use std::collections::BTreeSet;

use dateline_lang::Document;
use dateline_lang::mention::{EntityKind, Mention, MentionForm};
use dateline_lang::quantity::NumberKind;
use dateline_lang::time::TimeExpr;
use dateline_lang::token::{Sentence, Upos};
use dateline_report::{Evidence, Interval, Precision, Report, ReportIx};

use crate::amounts::agree;
use crate::compare::{Comparison, Matter, compare};
use crate::digest::plain_letters;
use crate::meaning::Meanings;
use crate::retold::{Odd, Oddity, Passage, Reader, Retold, WordKind, retold};
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
    /// What speaks against its being borne without settling it: the words that the nearest passages do not have, and what they have instead.
    pub doubts: Vec<Fault>,
    /// Its words that the passages have in no words, where it is borne all the same: what a free retelling puts of its own.
    pub own_words: Vec<Evidence>,
}

/// Share of its words that the passages have from which a sentence without fault can be borne, in thousandths: sentences that speak of other
/// matters share a third at most.
const COVERED: u16 = 500;
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
    meanings: &Meanings,
) -> Vec<Checked> {
    let Some(doc) = docs.get(text.0 as usize) else { return Vec::new() };
    let others: Vec<ReportIx> = (0..reports.len() as u32).map(ReportIx).filter(|r| *r != text).collect();
    let compared: Vec<Comparison> = others.iter().map(|r| compare((text, *r), reports, docs, analysis, data)).collect();
    let desk = Desk { text, others: &others, reports, docs, analysis, known: letters(&others, reports, docs) };
    let mut reader = Reader::new(reports, docs, analysis, data.terms(), meanings);
    let passages: Vec<Passage<'_>> = others.iter().flat_map(|r| reader.passages(*r)).collect();
    doc.sentences
        .iter()
        .filter(|s| doc.tokens[s.tokens.range()].iter().any(|t| t.upos == Upos::Verb || t.upos == Upos::Aux))
        .map(|s| desk.sentence(s, &compared, &retold(&reader.passage(text, s), &passages, meanings)))
        .collect()
}

/// Each kind of fault once of the same words, by whoever says most of it, which is who comes first; and none that is among `known`.
fn once(faults: Vec<Fault>, known: &[Fault]) -> Vec<Fault> {
    let mut out: Vec<Fault> = Vec::new();
    for fault in faults {
        let meets = |o: &Fault| {
            o.kind == fault.kind
                && o.words.span.start < fault.words.span.end
                && fault.words.span.start < o.words.span.end
        };
        if !out.iter().chain(known).any(meets) {
            out.push(fault);
        }
    }
    out
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
    fn sentence(&self, sentence: &Sentence, compared: &[Comparison], told: &Retold) -> Checked {
        let at = Evidence { report: self.text, span: sentence.span };
        let identical = compared.iter().any(|c| c.identical);
        let mut near: Vec<_> = compared.iter().flat_map(|c| &c.pairs).filter(|p| p.a == at).collect();
        near.sort_by(|a, b| b.score.cmp(&a.score).then(a.b.cmp(&b.b)));
        let covered = if identical { 1000 } else { told.covered };
        let mut faults = self.contradicted(sentence);
        // Told by one report as it is told here, it is borne, whatever others say.
        let stances: Vec<Stance> =
            near.iter().filter(|p| p.matter.contains(&Matter::Event)).filter_map(|p| p.stance).collect();
        let turned = |s: Stance, kind: ConflictKind, text: &str| {
            let own = stances.iter().all(|t| *t == s) && !stances.is_empty();
            own.then(|| Fault {
                kind,
                words: at,
                text: text.into(),
                evidence: near.iter().filter(|p| p.stance == Some(s)).map(|p| p.b).take(SHOWN).collect(),
            })
        };
        faults.extend(turned(Stance::Contradicted, ConflictKind::Polarity, "the reports say the contrary"));
        faults.extend(turned(Stance::Weaker, ConflictKind::Status, "the reports do not tell it as having happened"));
        // Who said it, and whether what is announced has happened, is read too unsurely to settle anything; so is that a sentence says the contrary
        // where neither its negations nor an opposite show it.
        let unsure = |f: &Fault| match f.kind {
            ConflictKind::Status | ConflictKind::Attribution => true,
            ConflictKind::Polarity => !told.turned,
            _ => false,
        };
        let (mut doubts, mut faults): (Vec<Fault>, Vec<Fault>) = faults.into_iter().partition(unsure);
        let open = !doubts.is_empty();
        faults.extend(self.names(sentence));
        faults.extend(self.numbers(sentence));
        faults.extend(self.days(sentence));
        for odd in &told.odd {
            let fault = self.odd(odd);
            if odd.contradicts { faults.push(fault) } else { doubts.push(fault) }
        }
        // A word whose opposite the reports have tells more exactly what is contrary.
        let word = |f: &Fault| f.kind == ConflictKind::Meaning && f.words != at;
        let words: Vec<Evidence> = faults.iter().filter(|f| word(f)).map(|f| f.words).collect();
        let told_by_word = |f: &Fault| words.iter().any(|w| f.words.span.contains(w.span));
        faults.retain(|f| f.kind != ConflictKind::Polarity || !told_by_word(f));
        faults = once(faults, &[]);
        doubts = once(doubts, &faults);
        let verdict = match identical {
            true => Verdict::Borne,
            false if !faults.is_empty() => Verdict::NotBorne,
            false if covered >= COVERED && told.doubt <= 0 && !open => Verdict::Borne,
            false => Verdict::CannotTell,
        };
        if identical {
            faults.clear();
        }
        if verdict == Verdict::Borne || covered < COVERED {
            doubts.clear();
        }
        let mut passages: Vec<Evidence> = near.iter().map(|p| p.b).collect();
        if passages.is_empty() && covered >= COVERED {
            passages.clone_from(&told.passages);
        }
        passages.truncate(SHOWN);
        let own_words = match verdict {
            Verdict::Borne if !identical => {
                told.lacking.iter().map(|s| Evidence { report: self.text, span: *s }).collect()
            }
            _ => Vec::new(),
        };
        Checked { sentence: at, verdict, covered, passages, faults, doubts, own_words }
    }

    /// An odd word as a fault, which it is or may be.
    fn odd(&self, odd: &Odd) -> Fault {
        let kind = match odd.what {
            Oddity::Lacking(WordKind::Name) | Oddity::Elsewhere(WordKind::Name) => ConflictKind::Name,
            Oddity::Lacking(WordKind::Number) | Oddity::Elsewhere(_) => ConflictKind::Number,
            Oddity::Negation => ConflictKind::Polarity,
            Oddity::Lacking(_) | Oddity::Opposite => ConflictKind::Meaning,
        };
        let there = odd.instead.and_then(|e| Some(self.reports.get(e.report.0 as usize)?.slice(e.span)));
        let text = match (odd.what, there) {
            (Oddity::Negation, Some(there)) => format!("the reports say \u{201c}{there}\u{201d} without it"),
            (Oddity::Negation, None) => "the nearest passages deny nothing".into(),
            (_, Some(there)) => format!("the reports have \u{201c}{there}\u{201d}"),
            (Oddity::Elsewhere(_), None) => "the nearest passages have it, but elsewhere".into(),
            (_, None) => "the nearest passages do not have it".into(),
        };
        Fault {
            kind,
            words: Evidence { report: self.text, span: odd.at },
            text,
            evidence: odd.instead.and_then(|e| self.around(e)).into_iter().collect(),
        }
    }

    /// The sentence that a word stands in.
    fn around(&self, word: Evidence) -> Option<Evidence> {
        let doc = self.docs.get(word.report.0 as usize)?;
        let sentence = doc.sentences.iter().find(|s| s.span.contains(word.span))?;
        Some(Evidence { report: word.report, span: sentence.span })
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
