//! Phrases that name a source: "according to X", "per X", "by the count of X".

use dateline_report::{Span, Tok};

use super::CueForce;
use super::cue::{Cue, Side};
use super::subject::Scene;
use crate::token::{TokenIx, Upos};

impl Scene<'_> {
    /// Does a row of words begin at token `t`? The token after it.
    fn words_at(&self, t: u32, end: u32, words: &[smol_str::SmolStr]) -> Option<u32> {
        let mut at = t;
        for word in words {
            if at >= end || self.lower(TokenIx(at)) != word.as_str() {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The token after the words that introduce a source at `t`, and whether any noun phrase may follow.
    fn introduces(&self, t: u32, end: u32) -> Option<(u32, bool)> {
        for phrase in &self.rules.phrases {
            if let Some(after) = self.words_at(t, end, &phrase.words) {
                return Some((after, phrase.source == "any"));
            }
        }
        let measure = &self.rules.measure;
        if !measure.prepositions.contains(self.lower(TokenIx(t)).as_str()) {
            return None;
        }
        let mut at = t + 1;
        while at < end
            && at < t + 4
            && matches!(self.syn.upos(TokenIx(at)), Upos::Det | Upos::Adj | Upos::Pron)
            && !measure.nouns.contains(self.lower(TokenIx(at)).as_str())
        {
            at += 1;
        }
        (at < end && measure.nouns.contains(self.lower(TokenIx(at)).as_str()) && self.lower(TokenIx(at + 1)) == "of")
            .then_some((at + 2, false))
    }

    /// The phrase that begins at token `t`. `floor`: where the attribution before it in the sentence ended.
    pub(crate) fn phrase_cue(&self, t: TokenIx, bounds: Span<Tok>, floor: u32, inside: Option<usize>) -> Option<Cue> {
        let (after, any) = self.introduces(t.0, bounds.end)?;
        let mut head = self.nominal_after(TokenIx(after.checked_sub(1)?), bounds.end)?;
        // "Norland Steel's chief executive": the row of nouns ends in the one who speaks.
        let person = |h: TokenIx| {
            self.covering(h)
                .iter()
                .filter_map(|m| self.mention(*m))
                .any(|m| m.kind == crate::mention::EntityKind::Person && m.form == crate::mention::MentionForm::Name)
        };
        while head.0 + 1 < bounds.end
            && !person(head)
            && self.syn.upos(TokenIx(head.0 + 1)) == Upos::Noun
            && self.covering(TokenIx(head.0 + 1)).iter().all(|m| {
                self.mention(*m).is_none_or(|m| m.form != crate::mention::MentionForm::Name || m.tokens.has(head.0))
            })
        {
            head = TokenIx(head.0 + 1);
        }
        if !(self.can_speak(head) || (any && self.syn.upos(head) != Upos::Pron && self.documented(head))) {
            return None;
        }
        // The name of the source ends at the first comma outside brackets, or where the sentence ends.
        let mut close = after;
        let mut depth = 0i32;
        while close < bounds.end {
            match self.syn.form(TokenIx(close)) {
                "(" => depth += 1,
                ")" => depth -= 1,
                "," | ";" | ":" | "." | "—" | "–" if depth <= 0 && close > head.0 => break,
                _ if self.finite(TokenIx(close)) && close > head.0 => break,
                _ => {}
            }
            close += 1;
        }
        let speakers = self.all_speakers(head, Span::new(after, close));
        let first = t.0 == bounds.start
            || (bounds.start..t.0).all(|n| !self.word(TokenIx(n)) || self.syn.upos(TokenIx(n)) == Upos::Cconj);
        let content = if first && close < bounds.end {
            let start = if self.syn.form(TokenIx(close)) == "," {
                close + 1
            } else {
                speakers.last().map_or(close, |s| self.syn.tokens_in(s.words).end)
            };
            self.solid(Span::new(start.max(head.0 + 1), bounds.end)).map(|s| (s, Side::After))
        } else {
            // Inside brackets the phrase speaks of what stands in them.
            let bracket = (bounds.start..t.0)
                .rev()
                .take_while(|n| self.syn.form(TokenIx(*n)) != ")")
                .find(|n| self.syn.form(TokenIx(*n)) == "(")
                .map_or(0, |n| n + 1);
            self.solid(Span::new(bounds.start.max(floor.min(t.0)).max(bracket), t.0)).map(|s| (s, Side::Before))
        };
        content?;
        Some(Cue {
            token: t,
            lemma: self.lower(t).into(),
            words: Span::new(t.0, after),
            lead: t.0,
            tail: close,
            force: CueForce::Plain,
            speakers,
            listener: None,
            content,
            quote: false,
            phrase: true,
            inside,
            participle: false,
        })
    }

    /// A document, a body of data: something that a text can be according to.
    fn documented(&self, head: TokenIx) -> bool {
        let lemma = self.syn.lemma(head).to_lowercase();
        self.rules.nouns.said.contains(lemma.as_str()) || self.rules.nouns.source.contains(lemma.as_str())
    }
}
