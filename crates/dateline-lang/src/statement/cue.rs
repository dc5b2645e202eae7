//! Cues: the verbs that say that something is said, with their subject, their listener and the words they bring.

use dateline_report::{Span, Tok};
use smol_str::SmolStr;

use super::CueForce;
use super::quotes::Stretch;
use super::rules::{CueVerb, Takes};
use super::subject::{Scene, Speaker};
use crate::token::{Rel, TokenIx, Upos};

/// Where the content stands to its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
    /// On both sides: "The talks, he said, would go on".
    Around,
}

/// A cue with all that belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    /// Head word.
    pub(crate) token: TokenIx,
    /// Lemma of the head word.
    pub(crate) lemma: SmolStr,
    /// The words of the cue.
    pub(crate) words: Span<Tok>,
    /// First token of cue and speaker together.
    pub(crate) lead: u32,
    /// Token after cue, listener and speaker.
    pub(crate) tail: u32,
    /// Commitment.
    pub(crate) force: CueForce,
    /// Who speaks; more than one where the subject is joined by "and".
    pub(crate) speakers: Vec<Speaker>,
    /// To whom.
    pub(crate) listener: Option<Speaker>,
    /// What is said, where a clause says it.
    pub(crate) content: Option<(Span<Tok>, Side)>,
    /// May bring quoted words.
    pub(crate) quote: bool,
    /// A phrase ("according to") and no verb.
    pub(crate) phrase: bool,
    /// Stands inside this quoted stretch.
    pub(crate) inside: Option<usize>,
    /// A participle that goes with another cue ("..., adding that").
    pub(crate) participle: bool,
}

/// Longest stretch of tokens looked at for a complement: beyond it lies no complement but a fault of segmentation.
const REACH: u32 = 60;

impl Scene<'_> {
    /// The cue headed by the verb `v`, if it is one. `bounds` are the tokens of its sentence (or of the part inside a quotation).
    pub(crate) fn verb_cue(
        &self,
        v: TokenIx,
        bounds: Span<Tok>,
        stretches: &[Stretch],
        inside: Option<usize>,
    ) -> Option<Cue> {
        let token = self.syn.token(v)?;
        let lemma = token.lemma.to_lowercase();
        if token.upos != Upos::Verb && !(token.upos == Upos::Aux && lemma == "have") {
            return None;
        }
        let verb = self.rules.verb(&lemma)?;
        let group = self.group_start(v, bounds);
        let compound = v.0 > bounds.start && matches!(self.syn.form(TokenIx(v.0 - 1)), "-" | "‑" | "‐");
        if compound || self.silenced(v, group) {
            return None;
        }
        let after_quote = inside.is_none() && self.follows_quote(TokenIx(group), stretches);
        let sep = group == bounds.start || after_quote || self.separator(group.checked_sub(1));
        let clause = self.clause_after(v, v.0 + 1, bounds.end);
        let right = self.nominal_after(v, bounds.end);
        let parsed = self
            .parsed_subject(v)
            .filter(|s| *s < v && (bounds.has(s.0)) && !self.between_quotes(*s, v, stretches, inside));
        let finite = self.finite(v) || token.xpos == "VBN" || token.xpos.is_empty();
        let passive = self.syn.child(v, &[Rel::AuxPass, Rel::NsubjPass]).is_some();
        let own_subject = parsed.filter(|s| self.syn.head(*s) == Some(v) && self.can_speak(*s));
        let floor = bounds.start.max(self.after_last_quote(v, stretches, inside));
        // "its director, Ada Brandt, told the daily": a subject with something between commas, and no verb before it.
        let parted = self
            .nominal_before(v, floor)
            .filter(|s| self.surely_speaks(*s) && !(floor..s.0).any(|t| self.finite(TokenIx(t))));
        let inverted = finite
            && !passive
            && right.is_some()
            && (after_quote
                || (sep
                    && group > bounds.start
                    && clause.is_none()
                    && own_subject.is_none()
                    && parted.is_none()
                    && !matches!(self.syn.rel(v), Rel::Acl | Rel::AclRelcl)
                    && !self.lone_listener(verb, v)));
        let (subject, agentless) = if inverted {
            (right, false)
        } else if passive {
            let agent = self.agent(v);
            if agent.is_none() && !self.impersonal(v) {
                return None;
            }
            (agent, true)
        } else {
            if token.xpos == "VBN"
                && matches!(self.syn.rel(v), Rel::Acl | Rel::Amod)
                && !self.has_aux(v, group)
                && self.lower(TokenIx(v.0 + 1)) != "that"
            {
                return None;
            }
            // "Its head, Ada Brandt, said": the name between the commas is who speaks.
            (
                self.person_between_commas(v, floor)
                    .or(own_subject)
                    .or(parted.filter(|_| parsed.is_none_or(|p| p.0 < floor)))
                    .or(parsed)
                    .or_else(|| self.nominal_before(v, bounds.start)),
                false,
            )
        };
        let subject = subject.filter(|s| self.syn.upos(*s) != Upos::Verb || !self.covering(*s).is_empty());
        if subject.is_none() && !agentless && !after_quote {
            return None;
        }
        let side = match subject {
            Some(s) if s < v => Span::new(bounds.start.min(s.0), group.max(s.0 + 1)),
            _ => Span::new(v.0 + 1, bounds.end),
        };
        let mut side = side;
        if passive {
            // The words of an agent end where the clause begins.
            side.end = (side.start..side.end).find(|t| self.lower(TokenIx(*t)) == "that").unwrap_or(side.end);
        }
        let subject = subject.map(|s| self.name_beside(s, side));
        if subject.is_some_and(|s| s > v) {
            // The words of an inverted subject end at the first mark that ends a clause.
            side.end = (side.start..side.end)
                .find(|t| self.syn.form(TokenIx(*t)).chars().all(|c| ".;:!?«“\"".contains(c)))
                .unwrap_or(side.end);
        }
        let speakers = subject.map_or(Vec::new(), |s| self.all_speakers(s, side));
        let speaks = subject.is_none_or(|s| self.can_speak(s));
        let mut tail = v.0 + 1;
        if let Some(p) = self.syn.child(v, &[Rel::CompoundPrt]).filter(|p| p.0 == tail) {
            tail = p.0 + 1;
        }
        let mut listener = None;
        if inverted {
            if let Some(s) = speakers.last() {
                tail = self.syn.tokens_in(s.words).end.max(tail);
            }
        } else if verb.listener
            && let Some(r) = right
            && self.syn.form(TokenIx(v.0 + 1)) != ","
        {
            let end = self
                .covering(r)
                .iter()
                .filter_map(|m| self.mention(*m))
                .map(|m| m.tokens.end)
                .max()
                .unwrap_or(r.0 + 1)
                .min(bounds.end);
            let end = (end..bounds.end.min(end + 3))
                .find(|t| !matches!(self.syn.upos(TokenIx(*t)), Upos::Noun | Upos::Propn))
                .unwrap_or(end)
                .max(end);
            listener = Some(self.speaker(r, Span::new(v.0 + 1, end)));
            tail = end.max(tail);
        }
        let lead = subject
            .filter(|s| *s < v)
            .map_or(group, |s| {
                self.phrase_start(s, side, speakers.first()).min(
                    parted
                        .filter(|_| !inverted)
                        .map_or(u32::MAX, |p| self.phrase_start(p, Span::new(floor, p.0 + 1), None)),
                )
            })
            .min(group)
            .max(bounds.start);
        let content = if inverted {
            self.before(lead.min(v.0), bounds).map(|c| (c, Side::Before))
        } else {
            self.content(verb, v, lead, tail, bounds, speaks, stretches)
        };
        if content.is_none()
            && !verb.takes.contains(&Takes::Quote)
            && !verb.takes.contains(&Takes::Call)
            && !verb.takes.contains(&Takes::As)
        {
            return None;
        }
        if !speaks && verb.force != CueForce::Plain {
            return None;
        }
        let words_end = if inverted { v.0 + 1 } else { tail };
        Some(Cue {
            token: v,
            lemma: lemma.into(),
            words: Span::new(v.0, words_end.min(bounds.end)),
            lead,
            tail,
            force: verb.force,
            speakers,
            listener,
            content,
            quote: verb.takes.iter().any(|t| matches!(t, Takes::Quote | Takes::Call | Takes::As)),
            phrase: false,
            inside,
            participle: self.gerund(v) && !self.has_aux(v, group),
        })
    }

    /// The subject and what is joined to it by "and".
    pub(crate) fn all_speakers(&self, head: TokenIx, side: Span<Tok>) -> Vec<Speaker> {
        let mut all = vec![self.speaker(head, side)];
        for other in self.syn.children_by(head, &[Rel::Conj]).filter(|c| side.has(c.0) && self.can_speak(*c)).take(3) {
            let more = self.speaker(other, side);
            if !all.iter().any(|s| s.words.overlaps(more.words)) {
                all.push(more);
            }
        }
        all
    }

    /// First token of the verb group: back over adverbs, auxiliaries and "to".
    fn group_start(&self, v: TokenIx, bounds: Span<Tok>) -> u32 {
        let mut at = v.0;
        while at > bounds.start && matches!(self.syn.upos(TokenIx(at - 1)), Upos::Adv | Upos::Aux | Upos::Part) {
            at -= 1;
        }
        at
    }

    fn has_aux(&self, v: TokenIx, group: u32) -> bool {
        (group..v.0).any(|t| self.syn.upos(TokenIx(t)) == Upos::Aux)
    }

    /// Negated, modal, or an infinitive that nobody is told to have carried out.
    fn silenced(&self, v: TokenIx, group: u32) -> bool {
        let guards = &self.rules.guards;
        for t in (group..v.0).map(TokenIx) {
            let form = self.lower(t);
            if guards.negators.contains(form.as_str()) || guards.modals.contains(form.as_str()) {
                return true;
            }
            if form == "to" {
                let governor = self.syn.head(v).map(|h| self.syn.lemma(h).to_lowercase()).unwrap_or_default();
                return !guards.bridges.contains(governor.as_str());
            }
        }
        if self.syn.token(v).is_some_and(|t| t.xpos == "VB")
            && self.syn.children_by(v, &[Rel::Aux]).any(|a| guards.modals.contains(self.lower(a).as_str()))
        {
            return true;
        }
        self.syn.children_by(v, &[Rel::Advmod]).any(|a| a < v && guards.negators.contains(self.lower(a).as_str()))
    }

    fn separator(&self, at: Option<u32>) -> bool {
        at.is_some_and(|t| {
            let form = self.syn.form(TokenIx(t));
            !form.is_empty() && form.chars().all(|c| ",–—-;:”»\"’'".contains(c))
        })
    }

    /// Does only a comma or a dash stand between a closing quotation mark and this token?
    pub(crate) fn follows_quote(&self, t: TokenIx, stretches: &[Stretch]) -> bool {
        let Some(start) = self.syn.token(t).map(|t| t.span.start) else { return false };
        let at = stretches.partition_point(|s| s.outer.end <= start);
        let Some(s) = at.checked_sub(1).and_then(|n| stretches.get(n)) else { return false };
        !s.goes_on && self.gap_is_bare(s.outer.end, start)
    }

    /// No word and no line break between two bytes.
    pub(crate) fn gap_is_bare(&self, from: u32, to: u32) -> bool {
        self.syn
            .text()
            .get(from as usize..to as usize)
            .is_some_and(|g| g.len() < 40 && !g.contains('\n') && !g.chars().any(char::is_alphanumeric))
    }

    /// A subject on the other side of a quotation mark is none.
    fn between_quotes(&self, s: TokenIx, v: TokenIx, stretches: &[Stretch], inside: Option<usize>) -> bool {
        let Some(byte) = self.syn.token(s).map(|t| t.span.start) else { return true };
        let _ = v;
        let at = stretches.partition_point(|q| q.outer.end <= byte);
        stretches.get(at).is_some_and(|q| q.outer.has(byte)) && inside != Some(at)
    }

    /// "told reporters" after a comma with nobody before it: what follows the verb is the one spoken to.
    fn lone_listener(&self, verb: &CueVerb, v: TokenIx) -> bool {
        verb.listener && self.syn.child(v, &[Rel::Nsubj]).is_some_and(|s| s < v)
    }

    /// "it was announced that", "is said in the statement".
    fn impersonal(&self, v: TokenIx) -> bool {
        match self.syn.child(v, &[Rel::NsubjPass, Rel::Nsubj, Rel::Expl]) {
            None => {
                self.syn.child(v, &[Rel::AuxPass, Rel::Aux]).is_some() && self.that_after(v.0 + 1, v.0 + 12).is_some()
            }
            Some(s) => self.lower(s) == "it" && self.that_after(v.0 + 1, v.0 + 25).is_some(),
        }
    }

    /// The token after a "that" that opens a complement, before any finite verb.
    fn that_after(&self, from: u32, to: u32) -> Option<u32> {
        let mut blocked = false;
        for t in from..to.min(from + 25) {
            let ix = TokenIx(t);
            let form = self.lower(ix);
            // "what she said on Monday, namely that"
            let named = t > from && self.lower(TokenIx(t - 1)) == "namely";
            let joined =
                t > from && matches!(self.lower(TokenIx(t - 1)).as_str(), "and" | "but" | "or" | "so" | "now" | "such");
            if form == "that"
                && !joined
                && (!blocked || named)
                && (self.syn.upos(ix) == Upos::Sconj
                    || self.syn.rel(ix) == Rel::Mark
                    || self.syn.token(ix).is_some_and(|t| t.xpos == "IN")
                    || self.opens_nominal(t + 1))
            {
                return Some(t + 1);
            }
            if t == from && matches!(form.as_str(), "how" | "whether" | "why" | "what") {
                return Some(t);
            }
            blocked |= self.finite(ix) || (self.syn.upos(ix) == Upos::Verb && self.syn.rel(ix) != Rel::Amod);
        }
        None
    }

    /// The complement clause of a verb to its right, by "that", by the parse, or by a finite verb that hangs on it.
    fn clause_after(&self, v: TokenIx, from: u32, to: u32) -> Option<Span<Tok>> {
        let to = to.max(from);
        if let Some(start) = self.that_after(from, to) {
            return Some(Span::new(start, to));
        }
        if let Some(c) = self.syn.children_by(v, &[Rel::Ccomp]).find(|c| c.0 >= from && c.0 < to) {
            let sub = self.syn.subtree(c);
            // What stands between the verb and its clause is its subject, unless it says when, where or to whom.
            let start = if matches!(self.syn.upos(TokenIx(from)), Upos::Adp | Upos::Adv | Upos::Punct) {
                sub.start.max(from)
            } else {
                from
            };
            let has_verb = (start..sub.end.min(to)).any(|t| self.finite(TokenIx(t)));
            if has_verb {
                return Some(Span::new(start, to));
            }
        }
        // A finite verb that hangs on this one by anything but a relation that leaves its complement.
        for f in (from..to.min(from + REACH)).map(TokenIx).filter(|t| self.finite(*t)) {
            let mut below = f;
            let mut through = false;
            for up in self.syn.ancestors(f).take(12) {
                if up == v {
                    let marked =
                        self.syn.children_by(below, &[Rel::Mark, Rel::Advmod]).any(|m| m < below && m.0 + 8 > below.0);
                    let leaves = (self.syn.rel(below) == Rel::Advcl
                        && (marked
                            || (self.gerund(below)
                                && !self.syn.children_by(below, &[Rel::Aux]).any(|a| self.finite(a)))))
                        || matches!(
                            self.syn.rel(below),
                            Rel::Conj
                                | Rel::AclRelcl
                                | Rel::Acl
                                | Rel::Obl
                                | Rel::Advmod
                                | Rel::Aux
                                | Rel::AuxPass
                                | Rel::Cop
                        );
                    if !leaves && !through && below != f
                        || (below == f && matches!(self.syn.rel(f), Rel::Ccomp | Rel::Parataxis | Rel::Dep))
                    {
                        return Some(Span::new(from, to));
                    }
                    break;
                }
                through |= matches!(self.syn.rel(below), Rel::AclRelcl | Rel::Acl);
                below = up;
            }
        }
        None
    }

    /// The content before a cue that begins at `lead`: from the start of the sentence to the mark before the cue.
    fn before(&self, lead: u32, bounds: Span<Tok>) -> Option<Span<Tok>> {
        if !self.separator(lead.checked_sub(1)) || lead <= bounds.start {
            return None;
        }
        let mut end = lead;
        while end > bounds.start && !self.word(TokenIx(end - 1)) {
            end -= 1;
        }
        let words = (bounds.start..end).filter(|t| self.word(TokenIx(*t))).count();
        (words >= 2 || (words == 1 && end > bounds.start)).then(|| Span::new(bounds.start, end))
    }

    #[expect(clippy::too_many_arguments, reason = "one decision over the parts of one clause")]
    fn content(
        &self,
        verb: &CueVerb,
        v: TokenIx,
        lead: u32,
        tail: u32,
        bounds: Span<Tok>,
        speaks: bool,
        stretches: &[Stretch],
    ) -> Option<(Span<Tok>, Side)> {
        // A cue in a relative clause brings nothing beyond it.
        let relative = matches!(self.syn.rel(v), Rel::AclRelcl)
            && self.syn.children_by(v, &[Rel::Nsubj]).any(|s| self.relative(s));
        let end = if relative { self.syn.subtree(v).end.min(bounds.end).max(tail) } else { bounds.end };
        let takes = |t: Takes| verb.takes.contains(&t);
        let after = |s: u32| self.solid(Span::new(s, end)).map(|s| (s, Side::After));
        let clausal = takes(Takes::Clause) || takes(Takes::That);
        // A colon right after the cue, or after when and where it was said.
        if (clausal || takes(Takes::Quote))
            && let Some(colon) = (tail..end.min(tail + 12))
                .take_while(|t| !self.finite(TokenIx(*t)))
                .find(|t| self.syn.form(TokenIx(*t)) == ":")
        {
            return after(colon + 1);
        }
        if clausal && let Some(start) = self.that_after(tail, end) {
            return after(start);
        }
        let before =
            self.before(lead, bounds).filter(|c| takes(Takes::Clause) && speaks && self.holds_clause(*c, stretches));
        let light = self.light(tail, end);
        let clause = self.clause_after(v, tail, end).filter(|_| takes(Takes::Clause));
        if let (Some(b), true) = (before, light && clause.is_none()) {
            return Some((b, Side::Before));
        }
        if takes(Takes::Clause)
            && clause.is_none()
            && self.syn.form(TokenIx(tail)) == ","
            && lead > bounds.start
            && self.separator(lead.checked_sub(1))
            && (tail..end.min(tail + REACH)).any(|t| self.finite(TokenIx(t)))
        {
            // "The talks, he said, would go on."
            return self.solid(bounds).map(|s| (s, Side::Around));
        }
        if let Some(c) = clause {
            return after(c.start);
        }
        if clausal && self.rules.guards.short.contains(self.lower(TokenIx(tail)).as_str()) && tail < end {
            return after(tail);
        }
        if takes(Takes::To)
            && let Some(to) = self.infinitive(tail, end)
        {
            let unnamed =
                (to + 1..end.min(to + 3)).any(|t| self.rules.guards.unnamed.contains(self.syn.lemma(TokenIx(t))));
            if unnamed {
                return None;
            }
            return after(if verb.listener { self.object_start(v, tail) } else { tail });
        }
        let form = self.lower(TokenIx(tail));
        if takes(Takes::For) && form == "for" {
            return after(tail + 1);
        }
        if !speaks {
            return before.map(|b| (b, Side::Before));
        }
        let near = |word: &str, reach: u32| {
            (tail..end.min(tail + reach))
                .take_while(|t| !self.finite(TokenIx(*t)))
                .find(|t| self.lower(TokenIx(*t)) == word)
        };
        if takes(Takes::As) && near("as", 20).is_some() {
            return after(tail);
        }
        if takes(Takes::At)
            && (self.syn.lemma(v) != "have" || form == "it")
            && let Some(at) = near("at", 10)
            && (self.syn.form(TokenIx(at + 1)).chars().any(|c| c.is_ascii_digit())
                || matches!(self.syn.upos(TokenIx(at + 1)), Upos::Num | Upos::Adv))
        {
            return after(tail);
        }
        if takes(Takes::Of) && near("of", 10).is_some() {
            return after(tail);
        }
        let quoted = self.first_quote(tail, end, stretches);
        if takes(Takes::Call)
            && (quoted.is_some()
                || (self.syn.child(v, &[Rel::Xcomp]).is_some_and(|x| x.0 > v.0)
                    && self.syn.child(v, &[Rel::Obj]).is_some()))
        {
            return after(tail);
        }
        let object = self.syn.child(v, &[Rel::Obj]).filter(|o| o.0 >= tail && o.0 < end);
        if takes(Takes::Claim)
            && object.is_some_and(|o| self.rules.nouns.said.contains(self.syn.lemma(o).to_lowercase().as_str()))
        {
            return after(tail);
        }
        if takes(Takes::Object) && (object.is_some() || (self.opens_nominal(tail) && !light)) {
            return after(tail);
        }
        before.map(|b| (b, Side::Before))
    }

    /// For "asked citizens not to enter" the object belongs to the content.
    fn object_start(&self, v: TokenIx, tail: u32) -> u32 {
        (v.0 + 1).min(tail)
    }

    /// Without marks at the ends; `None` if nothing is left.
    pub(crate) fn solid(&self, mut s: Span<Tok>) -> Option<Span<Tok>> {
        while s.start < s.end && !self.word(TokenIx(s.start)) {
            s.start += 1;
        }
        while s.start < s.end && !self.word(TokenIx(s.end - 1)) {
            s.end -= 1;
        }
        (!s.is_empty()).then_some(s)
    }

    /// Has the part before a cue a finite verb, or quoted words?
    fn holds_clause(&self, s: Span<Tok>, stretches: &[Stretch]) -> bool {
        (s.start..s.end).any(|t| self.finite(TokenIx(t)))
            || self.first_quote(s.start, s.end, stretches).is_some()
            || s.len() >= 7
    }

    /// After the cue there is nothing, a mark, or when, where and to whom.
    fn light(&self, tail: u32, end: u32) -> bool {
        let Some(first) = (tail..end).next() else { return true };
        let t = TokenIx(first);
        !self.word(t)
            || matches!(self.syn.upos(t), Upos::Adp | Upos::Adv | Upos::Punct | Upos::Sconj | Upos::Cconj)
            || matches!(self.syn.rel(t), Rel::OblUnmarked | Rel::NmodUnmarked)
            || self.syn.head(t).is_some_and(|h| matches!(self.syn.rel(h), Rel::OblUnmarked) && h.0 < first + 3)
    }

    fn opens_nominal(&self, t: u32) -> bool {
        matches!(self.syn.upos(TokenIx(t)), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron)
    }

    /// "to" and a verb, before any finite verb.
    fn infinitive(&self, from: u32, to: u32) -> Option<u32> {
        (from..to.min(from + 16)).take_while(|t| !self.finite(TokenIx(*t))).find(|t| {
            self.lower(TokenIx(*t)) == "to"
                && (self.syn.upos(TokenIx(*t + 1)) == Upos::Verb || self.syn.upos(TokenIx(*t)) == Upos::Part)
        })
    }

    /// The token after the quotation that closed last before `v` in its sentence.
    fn after_last_quote(&self, v: TokenIx, stretches: &[Stretch], inside: Option<usize>) -> u32 {
        if inside.is_some() {
            return 0;
        }
        let start = self.syn.token(v).map_or(0, |t| t.span.start);
        let at = stretches.partition_point(|s| s.outer.end <= start);
        at.checked_sub(1).and_then(|n| stretches.get(n)).map_or(0, |s| self.syn.tokens_in(s.outer).end)
    }

    /// One who speaks by a mention or by what the noun means, not by a capital alone.
    fn surely_speaks(&self, s: TokenIx) -> bool {
        self.can_speak(s) && (!self.covering(s).is_empty() || self.syn.upos(s) == Upos::Noun)
    }

    /// A person's name that stands alone between two commas right before the verb.
    fn person_between_commas(&self, v: TokenIx, floor: u32) -> Option<TokenIx> {
        let close = v.0.checked_sub(1).filter(|n| *n > floor && self.syn.form(TokenIx(*n)) == ",")?;
        let m = self.covering(TokenIx(close.checked_sub(1)?)).iter().filter_map(|m| self.mention(*m)).find(|m| {
            m.kind == crate::mention::EntityKind::Person
                && m.form == crate::mention::MentionForm::Name
                && m.tokens.end == close
        })?;
        let first = self.syn.tokens_in(m.full).start;
        (first > floor && self.syn.form(TokenIx(first - 1)) == ",").then_some(m.head)
    }

    /// First token of the noun phrase of a subject, articles and owners included.
    fn phrase_start(&self, s: TokenIx, side: Span<Tok>, speaker: Option<&Speaker>) -> u32 {
        let words = speaker.map_or(s.0, |x| self.syn.tokens_in(x.words).start);
        let mut start = self.syn.subtree_without(s, super::subject::LOOSE).start.max(side.start).min(words).min(s.0);
        while start > side.start
            && matches!(
                self.syn.upos(TokenIx(start - 1)),
                Upos::Det | Upos::Adj | Upos::Propn | Upos::Noun | Upos::Part
            )
            && self.lower(TokenIx(start - 1)) != "to"
        {
            start -= 1;
        }
        start
    }

    /// The first quoted stretch that begins in a span of tokens.
    fn first_quote(&self, from: u32, to: u32, stretches: &[Stretch]) -> Option<usize> {
        let bytes = self.syn.bytes(Span::new(from, to.max(from)));
        let at = stretches.partition_point(|s| s.inner.start < bytes.start);
        stretches.get(at).filter(|s| s.inner.start < bytes.end).map(|_| at)
    }
}
