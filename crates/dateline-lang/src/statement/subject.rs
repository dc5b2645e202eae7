//! Whose words: the subject of a cue, the mention it stands for, the words that name it.

use std::collections::BTreeMap;

use dateline_report::{Byte, Span, Tok};

use super::rules::SpeechRules;
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::syntax::Syntax;
use crate::token::{Rel, TokenIx, Upos};

/// What the stage works on, with mentions by token.
pub(crate) struct Scene<'a> {
    pub(crate) syn: &'a Syntax<'a>,
    pub(crate) mentions: &'a [Mention],
    pub(crate) rules: &'a SpeechRules,
    by_head: BTreeMap<u32, Vec<MentionIx>>,
    cover: Vec<Vec<MentionIx>>,
}

/// The speaker as found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Speaker {
    /// Head word.
    pub(crate) head: TokenIx,
    /// The mention.
    pub(crate) mention: Option<MentionIx>,
    /// The words.
    pub(crate) words: Span<Byte>,
}

/// Relations that hang further information on a noun phrase without being part of the name of who speaks.
pub(crate) const LOOSE: &[Rel] = &[
    Rel::Appos,
    Rel::Parataxis,
    Rel::Punct,
    Rel::Acl,
    Rel::AclRelcl,
    Rel::Conj,
    Rel::Cc,
    Rel::Dep,
    Rel::Advcl,
    Rel::Ccomp,
    Rel::Nsubj,
    Rel::Cop,
    Rel::Advmod,
    Rel::Obl,
];

impl<'a> Scene<'a> {
    pub(crate) fn new(syn: &'a Syntax<'a>, mentions: &'a [Mention], rules: &'a SpeechRules) -> Self {
        let mut by_head: BTreeMap<u32, Vec<MentionIx>> = BTreeMap::new();
        let mut cover = vec![Vec::new(); syn.tokens.len()];
        for (n, m) in mentions.iter().enumerate() {
            let ix = MentionIx(u32::try_from(n).unwrap_or(u32::MAX));
            by_head.entry(m.head.0).or_default().push(ix);
            for t in m.tokens.range() {
                if let Some(slot) = cover.get_mut(t) {
                    slot.push(ix);
                }
            }
        }
        Self { syn, mentions, rules, by_head, cover }
    }

    pub(crate) fn mention(&self, ix: MentionIx) -> Option<&'a Mention> {
        self.mentions.get(ix.at())
    }

    /// Mentions that cover a token.
    pub(crate) fn covering(&self, t: TokenIx) -> &[MentionIx] {
        self.cover.get(t.at()).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn lower(&self, t: TokenIx) -> String {
        self.syn.form(t).to_lowercase()
    }

    /// Is it a word rather than a mark?
    pub(crate) fn word(&self, t: TokenIx) -> bool {
        self.syn.form(t).chars().any(char::is_alphanumeric)
    }

    /// A finite verb or auxiliary, by its Penn tag; by its part of speech where there is no tag.
    pub(crate) fn finite(&self, t: TokenIx) -> bool {
        let Some(token) = self.syn.token(t) else { return false };
        matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
            || (token.xpos.is_empty() && matches!(token.upos, Upos::Verb | Upos::Aux))
    }

    pub(crate) fn gerund(&self, t: TokenIx) -> bool {
        self.syn.token(t).is_some_and(|t| t.xpos == "VBG")
    }

    fn nominal(&self, t: TokenIx) -> bool {
        matches!(self.syn.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X)
            || !self.covering(t).is_empty()
    }

    pub(crate) fn relative(&self, t: TokenIx) -> bool {
        matches!(self.syn.token(t).map(|t| t.xpos.as_str()), Some("WP" | "WDT" | "WP$"))
    }

    /// Left-hand subject by the parse; a relative pronoun gives the noun it stands for. Looks up through conjuncts and participles.
    pub(crate) fn parsed_subject(&self, verb: TokenIx) -> Option<TokenIx> {
        let mut at = verb;
        for step in 0..5 {
            let subject = self.syn.children_by(at, &[Rel::Nsubj]).filter(|s| step > 0 || *s < verb).last();
            let passive = self.syn.child(at, &[Rel::NsubjPass]);
            if let Some(s) = subject {
                if self.relative(s) {
                    let rel = self.syn.rel(at);
                    return if matches!(rel, Rel::AclRelcl | Rel::Acl) { self.syn.head(at) } else { None };
                }
                return Some(s);
            }
            if let Some(p) = passive {
                if step == 0 {
                    return self.agent(at);
                }
                if self.relative(p) {
                    return self.syn.head(at);
                }
                return Some(p);
            }
            match self.syn.rel(at) {
                Rel::Conj | Rel::Advcl | Rel::Xcomp | Rel::Cop | Rel::Parataxis | Rel::Ccomp
                    if step == 0 || self.syn.rel(at) != Rel::Parataxis =>
                {
                    if matches!(self.syn.rel(at), Rel::Parataxis | Rel::Ccomp) && self.finite(verb) {
                        return None;
                    }
                    at = self.syn.head(at)?;
                }
                Rel::Acl | Rel::AclRelcl => return self.syn.head(at),
                _ => return None,
            }
        }
        None
    }

    pub(crate) fn agent(&self, verb: TokenIx) -> Option<TokenIx> {
        if let Some(agent) = self.syn.child(verb, &[Rel::OblAgent]) {
            return Some(agent);
        }
        self.syn
            .children_by(verb, &[Rel::Obl])
            .find(|o| self.syn.children_by(*o, &[Rel::Case]).any(|c| self.lower(c) == "by"))
    }

    /// The nominal that ends right before a verb, past adverbs and auxiliaries and past "..., who ...," in commas.
    pub(crate) fn nominal_before(&self, verb: TokenIx, from: u32) -> Option<TokenIx> {
        let mut at = verb.0;
        while at > from {
            at -= 1;
            let t = TokenIx(at);
            match self.syn.upos(t) {
                Upos::Adv | Upos::Aux | Upos::Part => {}
                Upos::Punct => {
                    if self.syn.form(t) != "," {
                        return None;
                    }
                    // Back over what stands between commas.
                    let open = (from..at).rev().find(|n| self.syn.form(TokenIx(*n)) == ",").filter(|n| at - n < 30)?;
                    let head = TokenIx(open.checked_sub(1)?);
                    return (open > from && self.nominal(head)).then(|| self.top(head));
                }
                _ => return self.nominal(t).then(|| self.top(t)),
            }
        }
        None
    }

    /// The nominal that begins right after a verb: "said Wang", "told an official in Ankara".
    pub(crate) fn nominal_after(&self, verb: TokenIx, to: u32) -> Option<TokenIx> {
        let mut at = verb.0 + 1;
        while at < to && at <= verb.0 + 8 {
            let t = TokenIx(at);
            if let Some(m) = self
                .covering(t)
                .iter()
                .filter_map(|m| self.mention(*m))
                .find(|m| m.kind != EntityKind::Demonym && m.head.0 < to && m.head.0 > verb.0)
            {
                // An owner or the first part of a compound leads to the noun it belongs to.
                let mut head = m.head;
                for _ in 0..4 {
                    match self.syn.head(head).filter(|h| {
                        *h > head
                            && h.0 < to
                            && h.0 < head.0 + 8
                            && matches!(self.syn.upos(*h), Upos::Noun | Upos::Propn)
                    }) {
                        Some(h) if matches!(self.syn.rel(head), Rel::NmodPoss | Rel::Compound | Rel::Amod) => head = h,
                        _ => break,
                    }
                }
                return Some(head);
            }
            match self.syn.upos(t) {
                Upos::Noun | Upos::Propn | Upos::X => {
                    // The last of a row of nouns heads them.
                    let mut last = t;
                    while last.0 + 1 < to && matches!(self.syn.upos(TokenIx(last.0 + 1)), Upos::Noun | Upos::Propn) {
                        last = TokenIx(last.0 + 1);
                    }
                    return Some(self.top(last).max(t));
                }
                Upos::Pron => return Some(t),
                Upos::Det | Upos::Adj | Upos::Num | Upos::Adv | Upos::Part => {}
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// The head of the noun phrase in which a noun stands as a part of the name or as a compound.
    fn top(&self, t: TokenIx) -> TokenIx {
        let mut at = t;
        for _ in 0..6 {
            match (self.syn.rel(at), self.syn.head(at)) {
                (Rel::Flat | Rel::Compound | Rel::Nmod | Rel::NmodPoss | Rel::Appos | Rel::Fixed, Some(h))
                    if h.0 < t.0 + 4 && self.nominal(h) && (h > at || self.syn.rel(at) == Rel::Flat) =>
                {
                    at = h
                }
                _ => break,
            }
        }
        at
    }

    /// "The vice-president of Norland Ada Brandt": a person's name that ends the noun phrase without a comma is who it is.
    pub(crate) fn name_beside(&self, head: TokenIx, side: Span<Tok>) -> TokenIx {
        let person =
            |m: &MentionIx| self.mention(*m).filter(|m| m.form == MentionForm::Name && m.kind == EntityKind::Person);
        // An office told apart from the name that follows it is no name.
        let followed = |m: &Mention| {
            self.covering(TokenIx(m.tokens.end)).iter().find_map(person).is_some_and(|n| n.tokens.start == m.tokens.end)
        };
        if self.covering(head).iter().filter_map(person).any(|m| !followed(m)) {
            return head;
        }
        let mut at = head.0 + 1;
        while at < side.end && at < head.0 + 14 {
            let t = TokenIx(at);
            if matches!(self.syn.form(t), "," | ";" | ":" | "." | "(" | "—" | "–") || self.finite(t) {
                break;
            }
            if let Some(m) = self.covering(t).iter().find_map(person) {
                let before = TokenIx(m.tokens.start.saturating_sub(1));
                let owned = matches!(self.syn.upos(before), Upos::Adp | Upos::Det | Upos::Cconj)
                    || matches!(self.syn.rel(m.head), Rel::NmodPoss | Rel::Conj)
                    || self.syn.form(TokenIx(m.tokens.end)).starts_with(['\'', '’']);
                let title = m.full.start < m.span.start
                    && matches!(
                        self.syn.upos(TokenIx(self.syn.tokens_in(m.full).start.saturating_sub(1))),
                        Upos::Adp | Upos::Det
                    );
                if !owned && !title && m.tokens.start > head.0 {
                    return m.head;
                }
            }
            at += 1;
        }
        head
    }

    /// Who and in what words, for the head of a noun phrase. `side` bounds the words, so that they never run into the cue.
    pub(crate) fn speaker(&self, head: TokenIx, side: Span<Tok>) -> Speaker {
        let clip = |s: Span<Tok>| Span::new(s.start.max(side.start), s.end.min(side.end).max(s.start.max(side.start)));
        let base = clip(self.syn.subtree_without(head, LOOSE));
        let mention = self.speaker_mention(head, base);
        if let Some(m) = mention.and_then(|m| self.mention(m)) {
            match m.form {
                MentionForm::Name => return Speaker { head, mention, words: m.full },
                MentionForm::Pronoun => return Speaker { head, mention, words: m.span },
                MentionForm::Nominal => {}
            }
        }
        // A nominal keeps a relative clause that says who it is, unless that is long.
        let mut words = base;
        for clause in self.syn.children_by(head, &[Rel::AclRelcl, Rel::Acl]) {
            let sub = clip(self.syn.subtree(clause));
            if sub.len() <= 9 && sub.start <= words.end {
                words = words.hull(sub);
            }
        }
        let mut words = self.trim(words);
        if words.is_empty() || !words.has(head.0) {
            words = Span::new(head.0, head.0 + 1);
        }
        let mut bytes = self.syn.bytes(words);
        if let Some(m) = mention.and_then(|m| self.mention(m)).filter(|m| m.head == head) {
            bytes = bytes.hull(m.full);
        }
        Speaker { head, mention, words: bytes }
    }

    /// Without marks, conjunctions, prepositions at the ends.
    fn trim(&self, mut s: Span<Tok>) -> Span<Tok> {
        let loose = |t: u32| {
            matches!(self.syn.upos(TokenIx(t)), Upos::Punct | Upos::Cconj | Upos::Adp | Upos::Sconj)
                || !self.word(TokenIx(t))
        };
        while s.start < s.end && loose(s.start) {
            s.start += 1;
        }
        while s.start < s.end && loose(s.end - 1) {
            s.end -= 1;
        }
        s
    }

    fn speaker_mention(&self, head: TokenIx, base: Span<Tok>) -> Option<MentionIx> {
        let speaks = |m: &&MentionIx| {
            self.mention(**m).is_some_and(|m| m.kind != EntityKind::Demonym && m.kind != EntityKind::Event)
        };
        let named = |m: &&MentionIx| self.mention(**m).is_some_and(|m| m.form == MentionForm::Name);
        let person = |m: &&MentionIx| {
            self.mention(**m).is_some_and(|m| m.form == MentionForm::Name && m.kind == EntityKind::Person)
        };
        let at_head: Vec<&MentionIx> =
            self.by_head.get(&head.0).map_or(Vec::new(), |v| v.iter().filter(speaks).collect());
        if let Some(m) = at_head.iter().copied().find(|m| named(m)) {
            return Some(*m);
        }
        if let Some(m) = self.covering(head).iter().filter(speaks).find(person) {
            return Some(*m);
        }
        // "its director, Ada Brandt", "Turkey's own agency, AFAD"
        for appos in self.syn.children_by(head, &[Rel::Appos, Rel::Flat]) {
            if let Some(m) = self.covering(appos).iter().filter(speaks).find(named) {
                return Some(*m);
            }
        }
        // "National Security Adviser Ada Brandt" headed by the office: the person named last in the phrase itself.
        let owned: Vec<Span<Tok>> =
            self.syn.children_by(head, &[Rel::Nmod, Rel::NmodPoss]).map(|c| self.syn.subtree(c)).collect();
        let inside = (base.start..base.end).rev().filter(|t| !owned.iter().any(|s| s.has(*t)));
        for t in inside {
            if let Some(m) = self.covering(TokenIx(t)).iter().find(person) {
                return Some(*m);
            }
        }
        at_head.first().map(|m| **m).or_else(|| self.covering(head).iter().find(speaks).copied())
    }

    /// Could this be one who speaks: somebody, a body, a state, an unnamed source, a document?
    pub(crate) fn can_speak(&self, head: TokenIx) -> bool {
        let kinds = |m: &Mention| !matches!(m.kind, EntityKind::Product | EntityKind::Event | EntityKind::Demonym);
        if self
            .covering(head)
            .iter()
            .filter_map(|m| self.mention(*m))
            .any(|m| kinds(m) && (m.form != MentionForm::Nominal || m.kind != EntityKind::Other))
        {
            return true;
        }
        let lemma = self.syn.lemma(head).to_lowercase();
        self.rules.nouns.source.contains(lemma.as_str())
            || self.rules.nouns.source.contains(self.lower(head).as_str())
            || self.syn.upos(head) == Upos::Propn
            || (self.syn.upos(head) == Upos::Pron
                && !["it", "this", "that", "which", "there"].contains(&lemma.as_str()))
    }
}
