//! Small questions about a clause: its verb, its subject, its bounds.

use dateline_report::{Span, Tok};

use crate::syntax::Syntax;
use crate::token::{Rel, TokenIx, Upos};

/// The text with the questions asked of it.
pub(super) struct Clauses<'a> {
    pub(super) syn: &'a Syntax<'a>,
}

impl Clauses<'_> {
    pub(super) fn lower(&self, t: TokenIx) -> String {
        self.syn.form(t).to_lowercase()
    }

    pub(super) fn lemma(&self, t: TokenIx) -> String {
        self.syn.lemma(t).to_lowercase()
    }

    pub(super) fn xpos(&self, t: TokenIx) -> &str {
        self.syn.token(t).map_or("", |t| t.xpos.as_str())
    }

    pub(super) fn past(&self, t: TokenIx) -> bool {
        self.xpos(t) == "VBD"
    }

    /// The verb (or predicate) an auxiliary belongs to: its governor by the parse, else the next verb within five words.
    pub(super) fn main_verb(&self, aux: TokenIx, end: u32) -> Option<TokenIx> {
        let quoted = |h: TokenIx| (aux.0..h.0).any(|n| self.syn.form(TokenIx(n)).contains(['"', '”', '»', '“']));
        if let Some(h) = self.syn.head(aux).filter(|h| {
            *h > aux && !quoted(*h) && h.0 < end && matches!(self.syn.rel(aux), Rel::Aux | Rel::AuxPass | Rel::Cop)
        }) {
            return Some(h);
        }
        self.next_verb(aux.0 + 1, end, 6)
    }

    /// The next verb, past auxiliaries.
    pub(super) fn next_verb(&self, from: u32, end: u32, reach: u32) -> Option<TokenIx> {
        let range = || {
            (from..end.min(from + reach))
                .map(TokenIx)
                .take_while(|t| !self.syn.form(*t).contains(['"', '”', '»', '.', ';']))
        };
        range()
            .find(|t| self.syn.upos(*t) == Upos::Verb)
            .or_else(|| range().find(|t| matches!(self.syn.upos(*t), Upos::Adj | Upos::Noun)))
    }

    /// "to" (perhaps after "not", "also") and its verb, at a place.
    pub(super) fn infinitive_at(&self, from: u32, end: u32) -> Option<TokenIx> {
        let mut at = from;
        while at < end
            && at < from + 3
            && matches!(self.syn.upos(TokenIx(at)), Upos::Adv | Upos::Part | Upos::Punct)
            && self.lower(TokenIx(at)) != "to"
        {
            at += 1;
        }
        (at < end && self.lower(TokenIx(at)) == "to").then(|| self.after_to(at, end)).flatten()
    }

    /// The verb after a "to".
    pub(super) fn after_to(&self, to: u32, end: u32) -> Option<TokenIx> {
        let mut at = to + 1;
        while at < end && at < to + 5 {
            let t = TokenIx(at);
            match self.syn.upos(t) {
                Upos::Verb => return matches!(self.xpos(t), "VB" | "VBP" | "").then_some(t),
                Upos::Aux if self.xpos(t) == "VB" => {
                    // "to be restored", "to be ready"
                    return self.main_verb(t, end).or(Some(t));
                }
                Upos::Adv | Upos::Part | Upos::Aux => at += 1,
                _ => return None,
            }
        }
        None
    }

    /// The subject of a predicate, looked up through conjuncts and complements.
    pub(super) fn subject(&self, p: TokenIx) -> Option<TokenIx> {
        let mut at = p;
        for _ in 0..5 {
            if let Some(s) = self.syn.children_by(at, &[Rel::Nsubj, Rel::NsubjPass]).filter(|s| *s < p).last() {
                return Some(s);
            }
            match self.syn.rel(at) {
                Rel::Conj | Rel::Xcomp | Rel::Aux | Rel::AuxPass | Rel::Cop => at = self.syn.head(at)?,
                Rel::Acl | Rel::AclRelcl => return self.syn.head(at),
                _ => return None,
            }
        }
        None
    }

    /// First token of the noun phrase of a subject, without what was put before the whole clause.
    pub(super) fn phrase_start(&self, head: TokenIx, floor: u32) -> u32 {
        let sub =
            self.syn.subtree_without(head, &[Rel::Punct, Rel::Parataxis, Rel::Dep, Rel::Advcl, Rel::Ccomp, Rel::Cc]);
        sub.start.max(floor)
    }

    /// The tokens of a predicate's phrase: its own subtree without what is joined to it, within bounds.
    pub(super) fn phrase(&self, p: TokenIx, bounds: Span<Tok>) -> Span<Tok> {
        let sub = self.syn.subtree_without(
            p,
            &[Rel::Conj, Rel::Cc, Rel::Parataxis, Rel::Punct, Rel::Nsubj, Rel::NsubjPass, Rel::Mark, Rel::Dep],
        );
        let mut span = Span::new(sub.start.max(bounds.start), sub.end.min(bounds.end).max(p.0 + 1));
        // An adverbial clause put first belongs to the sentence, not to the phrase.
        for c in self.syn.children_by(p, &[Rel::Advcl]) {
            let s = self.syn.subtree(c);
            if c < p && s.start <= span.start {
                span = Span::new(s.end.min(p.0), span.end);
            }
        }
        span
    }

    /// Without marks and joining words at the ends.
    pub(super) fn solid(&self, mut s: Span<Tok>) -> Span<Tok> {
        let word = |t: u32| self.syn.form(TokenIx(t)).chars().any(char::is_alphanumeric);
        while s.start < s.end && (!word(s.start) || matches!(self.syn.upos(TokenIx(s.start)), Upos::Cconj)) {
            s.start += 1;
        }
        while s.start < s.end && !word(s.end - 1) {
            s.end -= 1;
        }
        s
    }
}
