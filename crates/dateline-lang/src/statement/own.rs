//! Which cue, or which speaker, a quoted stretch belongs to.

use dateline_report::Span;

use super::cue::{Cue, Side};
use super::quotes::Stretch;
use super::subject::{Scene, Speaker};
use crate::mention::EntityKind;
use crate::token::{Rel, TokenIx, Upos};

/// What is known of whose words a stretch holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This cue brings it.
    Cue(usize),
    /// It goes on from (or leads up to) another stretch.
    With(usize),
    /// No cue; this one is likely to speak.
    Likely(Speaker, u16),
    /// Said by somebody who cannot be named.
    Nobody,
    /// A term, a title, a scare quote: nothing said.
    Nothing,
}

/// Where the lines of a text begin.
pub(crate) struct Lines(Vec<u32>);

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        Self(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(n, _)| u32::try_from(n + 1).unwrap_or(u32::MAX))
                .collect(),
        )
    }

    pub(crate) fn of(&self, byte: u32) -> usize {
        self.0.partition_point(|n| *n <= byte)
    }

    fn start(&self, line: usize) -> u32 {
        line.checked_sub(1).and_then(|n| self.0.get(n)).copied().unwrap_or(0)
    }
}

/// What the decisions for one stretch rest on.
struct View<'a, 'b> {
    scene: &'a Scene<'a>,
    stretches: &'b [Stretch],
    cues: &'b [Cue],
    lines: &'b Lines,
}

/// The owner of every stretch.
pub(crate) fn owners(scene: &Scene<'_>, stretches: &[Stretch], cues: &[Cue], lines: &Lines) -> Vec<Owner> {
    let view = View { scene, stretches, cues, lines };
    let mut found: Vec<Option<Owner>> = (0..stretches.len()).map(|k| view.direct(k)).collect();
    // A whole quotation right before one with a cue after it belongs to that cue.
    for k in (0..stretches.len()).rev() {
        if found[k].is_none()
            && view.leads_into(k)
            && matches!(found.get(k + 1), Some(Some(Owner::Cue(_) | Owner::With(_))))
        {
            found[k] = Some(Owner::With(k + 1));
        }
    }
    for k in 0..stretches.len() {
        if found[k].is_none()
            && k > 0
            && view.goes_on_from(k)
            && found[k - 1].is_some_and(|o| !matches!(o, Owner::Nothing | Owner::Nobody))
        {
            found[k] = Some(Owner::With(k - 1));
        }
        if found[k].is_none() {
            found[k] = Some(view.likely(k));
        }
    }
    found.into_iter().map(|o| o.unwrap_or(Owner::Nothing)).collect()
}

impl View<'_, '_> {
    fn text(&self, from: u32, to: u32) -> &str {
        self.scene.syn.text().get(from as usize..(to as usize).max(from as usize)).unwrap_or("")
    }

    fn sentence_start(&self, byte: u32) -> u32 {
        let sentences = self.scene.syn.sentences;
        let at = sentences.partition_point(|s| s.span.end <= byte);
        sentences.get(at).map_or(byte, |s| s.span.start.min(byte))
    }

    /// No word of the sentence stands before it, editor's brackets aside.
    fn opens_sentence(&self, k: usize) -> bool {
        let s = self.stretches[k];
        let from = self.sentence_start(s.outer.start);
        let from = self.scene.syn.report.dateline.as_ref().map_or(from, |d| from.max(d.span.end.min(s.outer.start)));
        let mut depth = 0;
        for c in self.text(from, s.outer.start).chars() {
            match c {
                '[' | '(' => depth += 1,
                ']' | ')' => depth -= 1,
                c if c.is_alphanumeric() && depth <= 0 => return false,
                _ => {}
            }
        }
        true
    }

    fn byte(&self, t: u32) -> u32 {
        self.scene.syn.token(TokenIx(t)).map_or_else(|| self.scene.syn.text().len() as u32, |t| t.span.start)
    }

    fn byte_end(&self, t: u32) -> u32 {
        t.checked_sub(1).and_then(|t| self.scene.syn.token(TokenIx(t))).map_or(0, |t| t.span.end)
    }

    /// An owner by a cue next to it or around it.
    fn direct(&self, k: usize) -> Option<Owner> {
        let s = self.stretches[k];
        let outside = || self.cues.iter().enumerate().filter(|(_, c)| c.inside.is_none());
        let near = self.cues.partition_point(|c| self.byte(c.token.0) < s.outer.start);
        let post = self
            .cues
            .iter()
            .enumerate()
            .skip(near)
            .take(40)
            .find(|(_, c)| {
                c.inside.is_none()
                    && (c.quote || c.phrase)
                    && !c.participle
                    && self.byte(c.lead) >= s.outer.end
                    && self.scene.gap_is_bare(s.outer.end, self.byte(c.lead))
                    && !self.text(s.outer.end, self.byte(c.lead)).contains(['.', '!', '?', ';', ':'])
            })
            .map(|(n, _)| Owner::Cue(n));
        let open = self.opens_sentence(k);
        if !open && self.name_like(k) {
            return Some(Owner::Nothing);
        }
        if open && post.is_some() {
            return post;
        }
        let from = self.sentence_start(s.outer.start);
        let window = || outside().skip(near.saturating_sub(24)).take(48).filter(|(_, c)| !c.phrase);
        let pre = window()
            .filter(|(_, c)| self.byte_end(c.tail) <= s.outer.start && self.byte(c.token.0) >= from)
            .filter(|(_, c)| match c.content {
                Some((span, Side::After | Side::Around)) => self.scene.syn.bytes(span).has(s.inner.start),
                _ => c.quote && self.only_circumstance(self.byte_end(c.tail), s.outer.start),
            })
            .last()
            .map(|(n, _)| Owner::Cue(n));
        if pre.is_some() && !open {
            return pre;
        }
        if post.is_some() {
            return post;
        }
        if let Some(owner) = self.colon(k) {
            return Some(owner);
        }
        window()
            .find(|(_, c)| c.content.is_some_and(|(span, _)| self.scene.syn.bytes(span).has(s.inner.start)))
            .map(|(n, _)| Owner::Cue(n))
            .or_else(|| {
                // A phrase names the source of the whole sentence.
                outside()
                    .skip(near.saturating_sub(24))
                    .take(48)
                    .find(|(_, c)| {
                        c.phrase && c.content.is_some_and(|(span, _)| self.scene.syn.bytes(span).has(s.inner.start))
                    })
                    .map(|(n, _)| Owner::Cue(n))
            })
    }

    /// A name in quotation marks: every longer word has a capital and no mark ends it.
    fn name_like(&self, k: usize) -> bool {
        let words = self.stretches[k].inner.of(self.scene.syn.text());
        let mut long = words.split_whitespace().filter(|w| w.chars().count() > 3).peekable();
        long.peek().is_some()
            && words.split_whitespace().count() <= 6
            && !words.ends_with(['.', ',', '!', '?'])
            && long.all(|w| w.chars().next().is_some_and(char::is_uppercase))
    }

    /// Between cue and quotation stand only when, where and to whom it was said.
    fn only_circumstance(&self, from: u32, to: u32) -> bool {
        let tokens = self.scene.syn.tokens_in(Span::new(from, to.max(from)));
        tokens.len() <= 16 && !(tokens.start..tokens.end).any(|t| self.scene.finite(TokenIx(t)))
    }

    /// "The day before he had toured the town: “...”", also with the colon at the end of the line before.
    fn colon(&self, k: usize) -> Option<Owner> {
        let s = self.stretches[k];
        let line = self.lines.of(s.outer.start);
        let from = self.lines.start(line.saturating_sub(2)).max(s.outer.start.saturating_sub(1200));
        let lead = self
            .scene
            .syn
            .text()
            .get(from as usize..s.outer.start as usize)
            .or_else(|| self.scene.syn.text().get(self.lines.start(line) as usize..s.outer.start as usize))?;
        let trimmed = lead.trim_end();
        if !trimmed.ends_with(':') {
            return None;
        }
        let colon = s.outer.start - u32::try_from(lead.len() - trimmed.len()).unwrap_or(0) - 1;
        let begin = self.sentence_start(colon);
        if let Some((n, _)) = self.cues.iter().enumerate().rfind(|(_, c)| {
            c.inside.is_none() && c.quote && self.byte(c.token.0) >= begin && self.byte(c.token.0) < colon
        }) {
            return Some(Owner::Cue(n));
        }
        self.subject_in(begin, colon).map(|s| Owner::Likely(s, 650))
    }

    /// The subject of the last finite verb in a span of bytes, if it can speak.
    fn subject_in(&self, from: u32, to: u32) -> Option<Speaker> {
        let tokens = self.scene.syn.tokens_in(Span::new(from, to.max(from)));
        let verbs =
            (tokens.start..tokens.end).rev().map(TokenIx).filter(|t| self.scene.syn.upos(*t) == Upos::Verb).take(6);
        for v in verbs {
            if let Some(s) = self.scene.parsed_subject(v).filter(|s| tokens.has(s.0)) {
                let person = self.scene.covering(s).iter().filter_map(|m| self.scene.mention(*m)).any(|m| {
                    matches!(
                        m.kind,
                        EntityKind::Person | EntityKind::Organisation | EntityKind::State | EntityKind::Group
                    ) || m.metonym
                });
                if person {
                    return Some(self.scene.speaker(s, Span::new(tokens.start, v.0.max(tokens.start))));
                }
            }
        }
        None
    }

    /// The next stretch follows with nothing but marks or an editor's brackets between.
    fn leads_into(&self, k: usize) -> bool {
        let (s, Some(next)) = (self.stretches[k], self.stretches.get(k + 1)) else { return false };
        if self.lines.of(s.outer.start) != self.lines.of(next.outer.start) || !self.opens_sentence(k) {
            return s.goes_on && next.continues;
        }
        let mut depth = 0;
        self.text(s.outer.end, next.outer.start).chars().all(|c| {
            match c {
                '[' | '(' => depth += 1,
                ']' | ')' => depth -= 1,
                _ => {}
            }
            depth > 0 || !c.is_alphanumeric()
        })
    }

    /// The stretch before it in the same paragraph, with only its own attribution between, or in the paragraph before, unclosed.
    fn goes_on_from(&self, k: usize) -> bool {
        let (s, prev) = (self.stretches[k], self.stretches[k - 1]);
        if s.continues {
            return true;
        }
        if self.lines.of(s.outer.start) != self.lines.of(prev.outer.start) || !self.opens_sentence(k) {
            return false;
        }
        // At most the rest of the sentence in which the one before ended.
        let sentences = self.scene.syn.sentences;
        let between = sentences
            .iter()
            .skip(sentences.partition_point(|x| x.span.end <= prev.outer.end))
            .take_while(|x| x.span.end <= s.outer.start)
            .filter(|x| x.span.start > prev.outer.end);
        let words = between.filter(|x| x.tokens.len() > 8).count();
        words == 0
    }

    /// No cue: somebody named in the sentence before or as the subject of the clause, or nobody, or nothing said at all.
    fn likely(&self, k: usize) -> Owner {
        let s = self.stretches[k];
        let words = s.inner.of(self.scene.syn.text());
        let count = words.split_whitespace().count();
        let open = self.opens_sentence(k);
        let full = open
            && count >= 4
            && (words.ends_with(['.', ',', '!', '?', '…'])
                || self.text(s.outer.end, s.outer.end + 1).starts_with(['.', ',', '!', '?']));
        if full {
            let start = self.sentence_start(s.outer.start);
            let line = self.lines.start(self.lines.of(s.outer.start));
            if start > line {
                let before = self.sentence_start(start.saturating_sub(2));
                if before >= line {
                    let cue = self
                        .cues
                        .iter()
                        .filter(|c| {
                            c.inside.is_none() && self.byte(c.token.0) >= before && self.byte(c.token.0) < start
                        })
                        .find_map(|c| c.speakers.first());
                    if let Some(speaker) = cue.copied().or_else(|| self.subject_in(before, start)) {
                        return Owner::Likely(speaker, 550);
                    }
                }
            } else if k > 0 {
                // A paragraph that is a quotation, after one that ended with a quotation.
                let prev = self.stretches[k - 1];
                let gap = self.text(prev.outer.end, s.outer.start);
                if gap.matches('\n').count() > 0 && !gap.chars().any(char::is_alphanumeric) {
                    return Owner::With(k - 1);
                }
            }
            return Owner::Nobody;
        }
        if open || self.term(k) {
            return Owner::Nothing;
        }
        let from = self.sentence_start(s.outer.start);
        match self.subject_in(from, s.outer.start) {
            Some(speaker) => Owner::Likely(speaker, 400),
            None => Owner::Nothing,
        }
    }

    /// A title, a name, or a term that modifies a noun.
    fn term(&self, k: usize) -> bool {
        let s = self.stretches[k];
        let words = s.inner.of(self.scene.syn.text());
        let capital = words.split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
        if words.chars().next().is_none_or(|c| !c.is_lowercase()) && capital > 0 {
            return true;
        }
        let tokens = self.scene.syn.tokens_in(s.outer);
        let before = (tokens.start.saturating_sub(4)..tokens.start).rev().map(TokenIx).find(|t| self.scene.word(*t));
        if before.is_some_and(|t| {
            self.scene.rules.guards.terms.contains(self.scene.lower(t).as_str())
                || self.scene.rules.guards.terms.contains(self.scene.syn.lemma(t))
        }) {
            return true;
        }
        // "a “peace” plan": a noun follows in the same phrase.
        let next = TokenIx(tokens.end);
        let modifies = matches!(self.scene.syn.upos(next), Upos::Noun | Upos::Propn)
            && matches!(
                self.scene.syn.upos(TokenIx(tokens.end.saturating_sub(2))),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Punct
            );
        modifies
            && before.is_some_and(|t| {
                matches!(self.scene.syn.rel(t), Rel::Det | Rel::NmodPoss | Rel::Case | Rel::Amod)
                    || self.scene.syn.upos(t) == Upos::Det
            })
    }
}
