//! Finds the clauses that say something lies ahead.

use std::collections::BTreeSet;

use dateline_report::{Byte, Span, Tok};

use super::clause::Clauses;
use super::rules::{AheadRules, When};
use crate::event::{EventMention, EventMentionIx, ExpectationMention, Status};
use crate::mention::{Mention, MentionIx};
use crate::statement::{CueForce, Statement};
use crate::syntax::Syntax;
use crate::time::TimeMention;
use crate::token::{Rel, SentenceKind, TokenIx, Upos};

/// Sentences longer than this are no sentences.
const LONGEST: u32 = 1500;

/// Finds what a report says to lie ahead, in text order, one mention for each predicate.
///
/// Never panics; spans lie in the text on character boundaries.
#[must_use]
pub fn find_expectations(
    syn: &Syntax<'_>,
    mentions: &[Mention],
    times: &[TimeMention],
    statements: &[Statement],
    events: &[EventMention],
    rules: &AheadRules,
) -> Vec<ExpectationMention> {
    let mut finder = Finder {
        clauses: Clauses { syn },
        syn,
        mentions,
        times,
        statements,
        events,
        rules,
        found: Vec::new(),
        taken: BTreeSet::new(),
    };
    for sentence in syn.sentences {
        let end = sentence.tokens.end.min(u32::try_from(syn.tokens.len()).unwrap_or(u32::MAX));
        let bounds = Span::new(sentence.tokens.start, end);
        if bounds.is_empty()
            || bounds.len() > LONGEST
            || sentence.span.of(syn.text()).trim_end_matches(['"', '”', '’', '»', ' ']).ends_with('?')
        {
            continue;
        }
        let headline = matches!(sentence.kind, SentenceKind::Title | SentenceKind::Heading);
        for t in bounds.start..bounds.end {
            finder.at(TokenIx(t), bounds, headline);
        }
    }
    let mut found = finder.found;
    found.sort_by_key(|x| (x.span.start, x.span.end, x.predicate));
    found
}

struct Finder<'a> {
    clauses: Clauses<'a>,
    syn: &'a Syntax<'a>,
    mentions: &'a [Mention],
    times: &'a [TimeMention],
    statements: &'a [Statement],
    events: &'a [EventMention],
    rules: &'a AheadRules,
    found: Vec<ExpectationMention>,
    taken: BTreeSet<TokenIx>,
}

impl Finder<'_> {
    fn at(&mut self, t: TokenIx, bounds: Span<Tok>, headline: bool) {
        if self.taken.contains(&t) && self.syn.upos(t) != Upos::Noun {
            return; // what lies ahead of what lies ahead
        }
        let form = self.clauses.lower(t);
        let lemma = self.clauses.lemma(t);
        let upos = self.syn.upos(t);
        let _ = self.modal(t, &form, bounds)
            || self.be_to(t, &lemma, bounds)
            || self.ready(t, &form, bounds)
            || self.infinitive(t, &lemma, bounds)
            || self.object(t, &lemma, bounds)
            || self.noun(t, &lemma, bounds)
            || self.adjective(t, &form, bounds)
            || self.fixed(t, bounds)
            || self.beginning(t, &form, bounds)
            || self.timetable(t, &lemma, bounds, headline)
            || self.until(t, &form, bounds)
            || self.condition(t, &form, bounds)
            || (headline && form == "to" && upos == Upos::Part && self.headline_to(t, bounds));
    }

    /// The innermost statement that tells what stands at a token.
    fn teller(&self, t: TokenIx) -> Option<&Statement> {
        let byte = self.syn.token(t)?.span.start;
        self.statements.iter().filter(|s| s.content.has(byte) && s.cue_token != Some(t)).min_by_key(|s| s.content.len())
    }

    /// A time that lies ahead, in a span.
    fn time_in(&self, span: Span<Byte>, after: u32) -> Option<u32> {
        let from = self.times.partition_point(|t| t.span.end <= span.start);
        let inside = || self.times.iter().enumerate().skip(from).take_while(|(_, t)| t.span.start < span.end);
        inside()
            .find(|(_, t)| t.span.start >= after)
            .or_else(|| inside().next())
            .and_then(|(n, _)| u32::try_from(n).ok())
    }

    /// "agreed on Friday to reopen it": the day of the promise, not of the deed.
    fn of_cue(&self, time: u32, cue: TokenIx, p: TokenIx) -> bool {
        self.times.get(time as usize).is_some_and(|t| {
            self.syn.upos(cue) == Upos::Verb && self.clauses.past(cue) && t.tokens.start > cue.0 && t.tokens.end <= p.0
        })
    }

    fn timed(&self, p: TokenIx, bounds: Span<Tok>) -> bool {
        let phrase = self.clauses.phrase(p, bounds);
        let bytes = self.syn.bytes(phrase);
        self.time_in(bytes, bytes.start).is_some()
            || (phrase.start..phrase.end)
                .any(|t| self.rules.words.soon.contains(self.clauses.lower(TokenIx(t)).as_str()))
    }

    fn negated(&self, t: TokenIx) -> bool {
        self.syn
            .children_by(t, &[Rel::Advmod])
            .any(|a| a < t && matches!(self.clauses.lower(a).as_str(), "not" | "n't" | "n’t" | "never"))
            || matches!(self.clauses.lower(TokenIx(t.0.saturating_sub(1))).as_str(), "not" | "n't" | "n’t" | "never")
    }

    fn modal(&mut self, t: TokenIx, form: &str, bounds: Span<Tok>) -> bool {
        let Some((status, when)) = self.rules.modals.get(form).copied() else { return false };
        if self.syn.upos(t) != Upos::Aux && self.clauses.xpos(t) != "MD" {
            return false;
        }
        // "Will it last": the verb before its subject asks.
        let Some(p) = self.clauses.main_verb(t, bounds.end) else { return false };
        let next: Vec<String> = (t.0 + 1..bounds.end.min(t.0 + 4)).map(|n| self.clauses.lower(TokenIx(n))).collect();
        let has = |w: &str| next.iter().take(3).any(|n| n == w);
        let teller = self.teller(t).map(|s| (s.direct, s.force));
        let passive = self.syn.child(p, &[Rel::AuxPass]).is_some() || has("be");
        let perceived = passive && self.rules.words.perceived.contains(self.clauses.lemma(p).as_str());
        let whether = self
            .syn
            .children_by(p, &[Rel::Mark, Rel::Advmod])
            .any(|m| m < p && matches!(self.clauses.lower(m).as_str(), "whether" | "if" | "how" | "why"));
        let ok = match when {
            When::Always => !(form != "will" && has("have") && !has("to")),
            When::Open => {
                let told_past = teller.is_none()
                    && (bounds.start..bounds.end).any(|n| self.clauses.past(TokenIx(n)) && TokenIx(n) != p);
                !has("have") && !has("not") && !has("n't") && !perceived && !told_past && !whether
            }
            When::Reported => {
                !has("have")
                    && p != t
                    && self.clauses.lemma(p) != "like"
                    && teller.is_some_and(|(direct, _)| !direct)
                    && !whether
            }
            When::Timed => !has("have") && !has("be") && self.timed(p, bounds),
            When::Change => {
                let hoped = teller.is_some_and(|(_, f)| f == CueForce::Expectation);
                let change = teller.is_some() && self.rules.words.change.contains(self.clauses.lemma(p).as_str());
                !has("not") && !perceived && (hoped || change || self.timed(p, bounds))
            }
        };
        let status = if teller.is_some_and(|(_, f)| f == CueForce::Expectation) { Status::Expected } else { status };
        ok && self.push(t, p, status, bounds)
    }

    /// "are to meet soon"
    fn be_to(&mut self, t: TokenIx, lemma: &str, bounds: Span<Tok>) -> bool {
        if lemma != "be" || !matches!(self.clauses.xpos(t), "VBZ" | "VBP" | "VBD") {
            return false;
        }
        let Some(p) = self.clauses.infinitive_at(t.0 + 1, bounds.end) else { return false };
        if self.rules.words.perceived.contains(self.clauses.lemma(p).as_str())
            || (self.clauses.past(t) && self.teller(t).is_none())
        {
            return false;
        }
        self.push(t, p, Status::Planned, bounds)
    }

    /// "is expected to arrive", "a vote planned for May", "due on Monday", "is expected today"
    fn ready(&mut self, t: TokenIx, form: &str, bounds: Span<Tok>) -> bool {
        let Some(status) = self.rules.ready.get(form).copied() else { return false };
        if self.syn.upos(t) == Upos::Verb
            && self.syn.child(t, &[Rel::AuxPass, Rel::NsubjPass]).is_none()
            && (self.clauses.past(t) || self.syn.child(t, &[Rel::Nsubj]).is_some())
        {
            return false; // active: "he planned to"
        }
        let had = self.syn.children_by(t, &[Rel::Aux]).any(|a| self.clauses.lower(a) == "had");
        if had {
            return false;
        }
        if let Some(p) = self.clauses.infinitive_at(t.0 + 1, bounds.end) {
            return self.push(t, p, status, bounds);
        }
        // "as expected, will declare"
        let passive = self.syn.child(t, &[Rel::AuxPass, Rel::Cop, Rel::NsubjPass]).is_some()
            || matches!(self.clauses.lemma(TokenIx(t.0.saturating_sub(1))).as_str(), "be" | "is" | "are");
        let phrase = self.syn.bytes(self.syn.subtree(t));
        let byte = self.syn.token(t).map_or(0, |x| x.span.end);
        let following = self
            .time_in(Span::new(byte, phrase.end.max(byte)), byte)
            .and_then(|n| self.times.get(n as usize))
            .is_some_and(|x| x.span.start <= byte + 24);
        if passive && following {
            return self.push(t, t, status, bounds);
        }
        // After a noun: "elections due on 14 May".
        let noun = self.syn.head(t).filter(|h| {
            *h < t
                && h.0 + 4 > t.0
                && matches!(self.syn.rel(t), Rel::Acl | Rel::Amod)
                && matches!(self.syn.upos(*h), Upos::Noun | Upos::Propn)
        });
        match noun {
            Some(n)
                if following
                    || matches!(self.clauses.lower(TokenIx(t.0 + 1)).as_str(), "for" | "on" | "in")
                        && self.rules.words.happening.contains(self.clauses.lemma(n).as_str()) =>
            {
                self.push(t, n, status, bounds)
            }
            _ => false,
        }
    }

    /// Told as it stands now, or inside somebody's words.
    fn present(&self, t: TokenIx) -> bool {
        match self.clauses.xpos(t) {
            "VBZ" | "VBP" | "VB" => true,
            "VBG" => !self.syn.children_by(t, &[Rel::Aux]).any(|a| self.clauses.past(a) && self.teller(t).is_none()),
            "VBD" | "VBN" => self.teller(t).is_some_and(|s| !s.direct),
            _ => false,
        }
    }

    fn infinitive(&mut self, t: TokenIx, lemma: &str, bounds: Span<Tok>) -> bool {
        let Some((status, past, other)) = self.rules.infinitives.get(lemma).copied() else { return false };
        if self.syn.upos(t) != Upos::Verb
            || self.negated(t)
            || !(past || self.present(t))
            || self.syn.child(t, &[Rel::AuxPass]).is_some()
        {
            return false;
        }
        if let Some(p) = self.clauses.infinitive_at(t.0 + 1, bounds.end) {
            return !other && self.push(t, p, status, bounds);
        }
        // "agreed on Friday to restore", "expect the bank to raise": the infinitive hangs on the verb, or comes before any other finite verb.
        let own = self
            .syn
            .children_by(t, &[Rel::Xcomp, Rel::Ccomp, Rel::Advcl])
            .find(|x| *x > t && self.clauses.lower(TokenIx(x.0.saturating_sub(1))) == "to");
        let near = || {
            (t.0 + 1..bounds.end.min(t.0 + 14))
                .take_while(|n| {
                    !matches!(self.clauses.xpos(TokenIx(*n)), "VBD" | "VBZ" | "VBP" | "MD")
                        && !matches!(self.syn.form(TokenIx(*n)), "," | ";" | ":" | "”" | "“")
                })
                .find(|n| self.clauses.lower(TokenIx(*n)) == "to" && self.syn.upos(TokenIx(*n)) == Upos::Part)
                .and_then(|to| self.clauses.after_to(to, bounds.end))
        };
        let Some(p) = own.or_else(near) else { return false };
        // With an object between, somebody else does it.
        let status = if self.syn.child(t, &[Rel::Obj]).is_some_and(|o| o < p) { Status::Expected } else { status };
        self.push(t, p, status, bounds)
    }

    fn object(&mut self, t: TokenIx, lemma: &str, bounds: Span<Tok>) -> bool {
        let Some((status, progressive)) = self.rules.objects.get(lemma).copied() else { return false };
        if self.syn.upos(t) != Upos::Verb
            || self.negated(t)
            || !self.present(t)
            || self.syn.child(t, &[Rel::AuxPass]).is_some()
        {
            return false;
        }
        let gerund = self.clauses.xpos(t) == "VBG";
        if progressive && !gerund && !matches!(self.clauses.xpos(t), "VBZ" | "VBP") {
            return false;
        }
        let object = self
            .syn
            .child(t, &[Rel::Ccomp, Rel::Obj])
            .filter(|o| *o > t && o.0 < bounds.end && self.syn.upos(*o) != Upos::Pron);
        match object {
            Some(o) => self.push(t, o, status, bounds),
            None => false,
        }
    }

    fn noun(&mut self, t: TokenIx, lemma: &str, bounds: Span<Tok>) -> bool {
        let Some(status) = self.rules.nouns.get(lemma).copied() else { return false };
        if self.syn.upos(t) != Upos::Noun {
            return false;
        }
        let Some(p) = self.clauses.infinitive_at(t.0 + 1, bounds.end) else { return false };
        self.push(t, p, status, bounds)
    }

    fn adjective(&mut self, t: TokenIx, form: &str, bounds: Span<Tok>) -> bool {
        let Some(status) = self.rules.adjectives.get(form).copied() else { return false };
        // "an expected visit", "the next South Korea-Japan summit": the noun that the adjective belongs to.
        let noun = self
            .syn
            .head(t)
            .filter(|h| *h > t && h.0 < t.0 + 8 && matches!(self.syn.rel(t), Rel::Amod | Rel::Compound));
        let Some(n) = noun.filter(|n| self.rules.words.happening.contains(self.clauses.lemma(*n).as_str())) else {
            return false;
        };
        self.push(t, n, status, bounds)
    }

    fn fixed(&mut self, t: TokenIx, bounds: Span<Tok>) -> bool {
        let hit = self
            .rules
            .phrases
            .iter()
            .find(|(words, _)| {
                (0u32..)
                    .zip(words)
                    .all(|(n, w)| t.0 + n < bounds.end && self.clauses.lower(TokenIx(t.0 + n)) == w.as_str())
            })
            .map(|(_, s)| *s);
        let Some(status) = hit else { return false };
        let root = (bounds.start..bounds.end).map(TokenIx).find(|x| self.syn.rel(*x) == Rel::Root).unwrap_or(t);
        let mut at = t;
        for up in self.syn.ancestors(t).take(12) {
            at = up;
            if matches!(self.syn.upos(up), Upos::Verb) || self.syn.child(up, &[Rel::Cop]).is_some() {
                break;
            }
        }
        let p = if bounds.has(at.0) { at } else { root };
        self.push(t, p, status, bounds)
    }

    /// "a state visit starting Sunday"
    fn beginning(&mut self, t: TokenIx, form: &str, bounds: Span<Tok>) -> bool {
        if !self.rules.words.beginning.contains(form) {
            return false;
        }
        let Some(byte) = self.syn.token(t).map(|x| x.span.end) else { return false };
        let timed = self.time_in(Span::new(byte, byte + 16), byte).is_some();
        let noun = (bounds.start.max(t.0.saturating_sub(12))..t.0).rev().map(TokenIx).find(|n| {
            self.rules.words.happening.contains(self.clauses.lemma(*n).as_str())
                && matches!(self.syn.upos(*n), Upos::Noun | Upos::Propn)
        });
        match noun {
            Some(n) if timed => self.push(t, n, Status::Planned, bounds),
            _ => false,
        }
    }

    /// "travels to Norport from Tuesday": the present for what is fixed.
    fn timetable(&mut self, t: TokenIx, lemma: &str, bounds: Span<Tok>, headline: bool) -> bool {
        if headline
            || !self.rules.words.timetable.contains(lemma)
            || !matches!(self.clauses.xpos(t), "VBZ" | "VBP")
            || self.syn.upos(t) != Upos::Verb
            || self.negated(t)
        {
            return false;
        }
        let past = (bounds.start..bounds.end).any(|n| self.clauses.past(TokenIx(n)));
        let phrase = self.clauses.phrase(t, bounds);
        let bytes = self.syn.bytes(phrase);
        let start = self.syn.token(t).map_or(bytes.start, |x| x.span.end);
        let day = self.times.iter().any(|x| {
            x.span.start >= start
                && x.span.end <= bytes.end
                && x.of.is_none_or(|o| o == t || self.syn.head(o) == Some(t))
                && matches!(x.expr, crate::time::TimeExpr::Date { .. } | crate::time::TimeExpr::Weekday { .. })
        });
        day && !past && self.push(t, t, Status::Planned, bounds)
    }

    /// "before South Korea holds another summit": the present in a clause of time.
    fn until(&mut self, t: TokenIx, form: &str, bounds: Span<Tok>) -> bool {
        if !self.rules.words.until.contains(form) || !matches!(self.syn.upos(t), Upos::Sconj | Upos::Adp) {
            return false;
        }
        let verb =
            self.syn.head(t).filter(|h| *h > t && self.syn.rel(t) == Rel::Mark && h.0 < bounds.end).or_else(|| {
                (t.0 + 1..bounds.end.min(t.0 + 12))
                    .map(TokenIx)
                    .take_while(|n| self.syn.form(*n) != ",")
                    .find(|n| self.syn.upos(*n) == Upos::Verb)
            });
        let Some(p) = verb.filter(|v| matches!(self.clauses.xpos(*v), "VBZ" | "VBP")) else { return false };
        // Habits: "before he eats".
        if self.mentions_in(t.0 + 1, p.0).is_none() {
            return false;
        }
        self.push(t, p, Status::Expected, bounds)
    }

    fn condition(&mut self, t: TokenIx, form: &str, bounds: Span<Tok>) -> bool {
        if !self.rules.words.condition.contains(form) || !matches!(self.syn.upos(t), Upos::Sconj | Upos::Aux) {
            return false;
        }
        let Some(p) = self.syn.head(t).filter(|h| *h > t && self.syn.rel(t) == Rel::Mark && h.0 < bounds.end) else {
            return false;
        };
        let present = matches!(self.clauses.xpos(p), "VBZ" | "VBP")
            || self
                .syn
                .children_by(p, &[Rel::Aux, Rel::Cop, Rel::AuxPass])
                .any(|a| matches!(self.clauses.xpos(a), "VBZ" | "VBP"));
        // Only a condition of something: an adverbial clause, not "asked if".
        let adverbial = self.syn.rel(p) == Rel::Advcl;
        present && adverbial && self.push(t, p, Status::Conditional, bounds)
    }

    /// "Norland, Sarn to restore ties" as a headline.
    fn headline_to(&mut self, t: TokenIx, bounds: Span<Tok>) -> bool {
        let before = TokenIx(t.0.saturating_sub(1));
        if t.0 <= bounds.start || !matches!(self.syn.upos(before), Upos::Noun | Upos::Propn) {
            return false;
        }
        let Some(p) = self.clauses.after_to(t.0, bounds.end) else { return false };
        let verbs = (bounds.start..t.0).any(|n| matches!(self.clauses.xpos(TokenIx(n)), "VBD" | "VBZ" | "VBP" | "MD"));
        !verbs && self.push(t, p, Status::Planned, bounds)
    }

    /// The last mention in a span of tokens.
    fn mentions_in(&self, from: u32, to: u32) -> Option<MentionIx> {
        let first = self.mentions.partition_point(|m| m.tokens.end <= from);
        let hit = self
            .mentions
            .iter()
            .enumerate()
            .skip(first.saturating_sub(4))
            .take_while(|(_, m)| m.tokens.start < to)
            .filter(|(_, m)| m.head.0 >= from && m.head.0 < to)
            .last()?;
        u32::try_from(hit.0).ok().map(MentionIx)
    }

    fn mention_of(&self, head: TokenIx) -> Option<MentionIx> {
        let hit = self
            .mentions
            .iter()
            .position(|m| m.head == head)
            .or_else(|| self.mentions.iter().position(|m| m.tokens.has(head.0)))?;
        u32::try_from(hit).ok().map(MentionIx)
    }

    /// Adds the mention of a predicate and of the predicates joined to it.
    fn push(&mut self, cue: TokenIx, p: TokenIx, status: Status, bounds: Span<Tok>) -> bool {
        let predicates: Vec<TokenIx> = std::iter::once(p)
            .chain(self.syn.children_by(p, &[Rel::Conj]).filter(|c| *c > p && c.0 < bounds.end && self.joined(p, *c)))
            .collect();
        let mut any = false;
        for (n, p) in predicates.into_iter().enumerate() {
            if self.taken.insert(p) {
                self.one(cue, p, status, bounds, n > 0);
                any = true;
            }
        }
        any
    }

    /// Shares a conjunct the auxiliary or "to" of the first: not if it has a tense or a subject of its own.
    fn joined(&self, p: TokenIx, c: TokenIx) -> bool {
        self.syn.upos(p) == Upos::Verb
            && self.syn.upos(c) == Upos::Verb
            && matches!(self.clauses.xpos(c), "VB" | "")
            && self.syn.child(c, &[Rel::Nsubj, Rel::NsubjPass, Rel::Aux]).is_none_or(|a| self.clauses.lower(a) == "to")
    }

    fn one(&mut self, cue: TokenIx, p: TokenIx, status: Status, bounds: Span<Tok>, further: bool) {
        let syn = self.syn;
        let nominal = matches!(syn.upos(p), Upos::Noun | Upos::Propn) && syn.child(p, &[Rel::Cop]).is_none();
        let mut tokens = self.clauses.phrase(p, bounds);
        if !further {
            tokens = tokens.hull(Span::new(cue.0, cue.0 + 1));
        }
        if !nominal
            && let Some(s) = self
                .clauses
                .subject(p)
                .or_else(|| self.clauses.subject(cue))
                .filter(|s| s.0 >= bounds.start && s.0 < tokens.end && !further)
        {
            let start = self.clauses.phrase_start(s, bounds.start);
            tokens = Span::new(start.min(tokens.start), tokens.end);
        }
        let tokens = self.clauses.solid(tokens);
        let mut span = syn.bytes(tokens);
        let teller = self.teller(p).cloned();
        if let Some(s) = teller
            .as_ref()
            .filter(|s| s.content.overlaps(span) && s.content.has(syn.token(cue).map_or(0, |t| t.span.start)))
        {
            span = Span::new(span.start.max(s.content.start), span.end.min(s.content.end));
        }
        if span.is_empty() {
            return;
        }
        let conditional = syn.children_by(p, &[Rel::Advcl]).any(|a| {
            syn.children_by(a, &[Rel::Mark])
                .any(|m| self.rules.words.condition.contains(self.clauses.lower(m).as_str()))
        });
        let foresees = self.rules.objects.contains_key(self.clauses.lemma(cue).as_str())
            || self.rules.infinitives.contains_key(self.clauses.lemma(cue).as_str());
        let active =
            syn.upos(cue) == Upos::Verb && foresees && syn.child(cue, &[Rel::AuxPass, Rel::NsubjPass]).is_none();
        let holder = active
            .then(|| self.clauses.subject(cue).and_then(|s| self.mention_of(s)))
            .flatten()
            .or_else(|| teller.as_ref().and_then(|s| s.speaker));
        let byte = syn.token(p).map_or(span.start, |t| t.span.start);
        self.found.push(ExpectationMention {
            span,
            cue,
            predicate: p,
            holder,
            event: self
                .events
                .iter()
                .position(|e| e.predicate == p)
                .and_then(|n| u32::try_from(n).ok())
                .map(EventMentionIx),
            status: if conditional { Status::Conditional } else { status },
            time: self.time_in(span, byte).filter(|n| !self.of_cue(*n, cue, p)),
        });
    }
}
