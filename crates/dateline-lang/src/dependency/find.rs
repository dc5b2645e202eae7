//! Finds dependencies by their frames.

use dateline_report::{Byte, Span, Tok};

use super::rules::DependencyRules;
use crate::document::DependencyMention;
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::quantity::{NumberKind, Quantity};
use crate::syntax::Syntax;
use crate::token::{Rel, TokenIx, Upos};

/// Sentences longer than this are no sentences.
const LONGEST: u32 = 1500;

/// Finds which party depends on which, in text order.
///
/// Never panics; spans lie in the text on character boundaries.
#[must_use]
pub fn find_dependencies(
    syn: &Syntax<'_>,
    mentions: &[Mention],
    quantities: &[Quantity],
    rules: &DependencyRules,
) -> Vec<DependencyMention> {
    let mut at = vec![Vec::new(); syn.tokens.len()];
    for (n, m) in mentions.iter().enumerate() {
        for t in m.tokens.range() {
            if let Some(slot) = at.get_mut(t) {
                slot.push(MentionIx(u32::try_from(n).unwrap_or(u32::MAX)));
            }
        }
    }
    let mut finder = Finder { syn, mentions, quantities, rules, at, found: Vec::new() };
    for sentence in syn.sentences {
        let end = sentence.tokens.end.min(u32::try_from(syn.tokens.len()).unwrap_or(u32::MAX));
        let bounds = Span::new(sentence.tokens.start, end);
        if bounds.is_empty() || bounds.len() > LONGEST || sentence.span.of(syn.text()).ends_with('?') {
            continue;
        }
        for t in bounds.start..bounds.end {
            finder.token(TokenIx(t), bounds);
        }
    }
    let mut found = finder.found;
    found.sort_by_key(|d| (d.span.start, d.span.end, d.what.start));
    found
}

struct Finder<'a> {
    syn: &'a Syntax<'a>,
    mentions: &'a [Mention],
    quantities: &'a [Quantity],
    rules: &'a DependencyRules,
    /// Mentions by token.
    at: Vec<Vec<MentionIx>>,
    found: Vec<DependencyMention>,
}

impl Finder<'_> {
    fn lower(&self, t: TokenIx) -> String {
        self.syn.form(t).to_lowercase()
    }

    fn lemma(&self, t: TokenIx) -> String {
        self.syn.lemma(t).to_lowercase()
    }

    fn mention(&self, m: MentionIx) -> Option<&Mention> {
        self.mentions.get(m.at())
    }

    fn token(&mut self, t: TokenIx, bounds: Span<Tok>) {
        let mut lemma = self.lemma(t);
        let form = self.lower(t);
        let rules = self.rules;
        // "accounting for a third": the participle is easily taken for the trade of accountants.
        let stem =
            form.strip_suffix("ing").filter(|stem| rules.take.contains(*stem) && self.lower(TokenIx(t.0 + 1)) == "for");
        let participle = stem.is_some() && self.syn.upos(t) == Upos::Noun;
        if let Some(stem) = stem.filter(|_| participle) {
            lemma = stem.to_string();
        }
        if rules.rely.contains(lemma.as_str()) || rules.rely.contains(form.as_str()) {
            self.rely(t, bounds);
        }
        // A verb in the present is easily taken for a plural: "Norway sources half of its bread".
        let verb = self.syn.upos(t) == Upos::Verb
            || participle
            || (self.syn.token(t).is_some_and(|t| t.xpos == "NNS")
                && (self.party_before(t, bounds).is_some()
                    || (lemma == "account" && self.lower(TokenIx(t.0 + 1)) == "for")));
        if verb && rules.source.contains(lemma.as_str()) && self.source(t, bounds) {
            return;
        }
        if verb && rules.come.contains(lemma.as_str()) && self.come(t, bounds) {
            return;
        }
        if verb && rules.take.contains(lemma.as_str()) {
            self.take(t, &lemma, bounds);
        }
        if rules.role.contains(lemma.as_str()) && matches!(self.syn.upos(t), Upos::Noun | Upos::Propn) {
            self.role(t, &lemma, bounds);
        }
    }

    /// A state, a body or a people, by name, by a noun or pronoun that points to one, or by an adjective.
    fn is_party(&self, m: &Mention) -> bool {
        let mut at = m;
        for _ in 0..6 {
            if matches!(at.kind, EntityKind::State | EntityKind::Organisation | EntityKind::Group | EntityKind::Demonym)
                || at.metonym
                || (at.kind == EntityKind::Place && at.state.is_some())
            {
                return at.form == MentionForm::Name || at.settled().is_some() || at.state.is_some();
            }
            match at.settled().and_then(|a| self.mention(a)) {
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    }

    /// The mention of a party that stands at a token itself.
    fn party_at(&self, t: TokenIx) -> Option<MentionIx> {
        let here = self.at.get(t.at())?;
        let ok = |m: &&MentionIx| self.mention(**m).is_some_and(|x| self.is_party(x));
        here.iter()
            .filter(ok)
            .find(|m| self.mention(**m).is_some_and(|x| x.head == t))
            .or_else(|| here.iter().find(ok))
            .copied()
    }

    /// The party a noun phrase is, or belongs to ("South Korea's chip makers", "Korean exports", "the exports of Iran").
    fn party_of(&self, head: TokenIx) -> Option<MentionIx> {
        self.party_at(head).or_else(|| self.owner(head, 0))
    }

    /// The party to which a noun phrase belongs, nearest to its head.
    fn owner(&self, head: TokenIx, depth: u32) -> Option<MentionIx> {
        if depth > 4 {
            return None;
        }
        for rels in [
            &[Rel::NmodPoss][..],
            &[Rel::Amod, Rel::Compound],
            &[Rel::Nmod],
            &[Rel::Nummod, Rel::Obl, Rel::Appos, Rel::Conj],
        ] {
            for c in self.syn.children_by(head, rels) {
                let case = self.syn.child(c, &[Rel::Case]).map(|k| self.lower(k)).unwrap_or_default();
                if rels[0] == Rel::Nmod && case == "from" {
                    continue;
                }
                if let Some(m) = self.party_at(c).or_else(|| self.owner(c, depth + 1)) {
                    return Some(m);
                }
            }
        }
        None
    }

    /// The party named right before a verb, adverbs aside.
    fn party_before(&self, t: TokenIx, bounds: Span<Tok>) -> Option<TokenIx> {
        let mut at = t.0;
        while at > bounds.start {
            at -= 1;
            let n = TokenIx(at);
            if let Some(m) = self.at.get(n.at()).and_then(|v| {
                v.iter()
                    .filter_map(|m| self.mention(*m))
                    .find(|m| m.kind != EntityKind::Demonym && m.tokens.end == at + 1 && self.is_party(m))
            }) {
                return Some(m.head);
            }
            if !matches!(self.syn.upos(n), Upos::Adv | Upos::Aux) {
                return None;
            }
        }
        None
    }

    /// The subject of a verb, up through conjuncts, participles and relative clauses.
    fn subject(&self, verb: TokenIx) -> Option<TokenIx> {
        let mut at = verb;
        for _ in 0..5 {
            if let Some(s) = self.syn.children_by(at, &[Rel::Nsubj, Rel::NsubjPass]).last() {
                let relative = matches!(self.syn.token(s).map(|t| t.xpos.as_str()), Some("WP" | "WDT"));
                return if relative { self.syn.head(at).filter(|h| *h < s) } else { Some(s) };
            }
            match self.syn.rel(at) {
                Rel::Conj | Rel::Advcl | Rel::Xcomp | Rel::Parataxis => at = self.syn.head(at)?,
                Rel::Acl | Rel::AclRelcl => return self.syn.head(at),
                _ => return None,
            }
        }
        None
    }

    /// Who the subject is: a party, or, for "it", "this partner" without a known antecedent, the state named last in the sentence before.
    fn subject_party(&self, head: TokenIx, bounds: Span<Tok>, not: Option<MentionIx>) -> Option<MentionIx> {
        if let Some(m) = self.party_of(head) {
            return Some(m);
        }
        let determined =
            self.syn.children_by(head, &[Rel::Det]).any(|d| matches!(self.lower(d).as_str(), "this" | "that" | "the"));
        let pointing = matches!(self.lower(head).as_str(), "it" | "this")
            || (determined && self.rules.role.contains(self.lemma(head).as_str()))
            || (determined
                && self.at.get(head.at()).is_some_and(|v| {
                    v.iter().any(|m| {
                        self.mention(*m).is_some_and(|m| m.form == MentionForm::Nominal && m.kind == EntityKind::State)
                    })
                }));
        if !pointing || head.0 > bounds.start + 6 {
            return None;
        }
        let sentence = self.syn.sentence_of(head).checked_sub(1).and_then(|n| self.syn.sentences.get(n))?;
        let state = |m: &Mention| m.kind == EntityKind::State && m.form == MentionForm::Name;
        let other = not.and_then(|m| self.mention(m)).and_then(|m| m.state.clone());
        let last = self.mentions.iter().enumerate().rfind(|(_, m)| sentence.tokens.has(m.head.0) && state(m))?;
        (other.is_none() || last.1.state != other).then(|| u32::try_from(last.0).ok().map(MentionIx)).flatten()
    }

    /// The noun phrase after a word ("from", "on", "for") in a span: its head.
    fn phrase_after(&self, from: u32, to: u32) -> Option<TokenIx> {
        for t in (from..to.min(from + 10)).map(TokenIx) {
            if let Some(m) = self.at.get(t.at()).and_then(|v| {
                v.iter()
                    .filter_map(|m| self.mention(*m))
                    .find(|m| m.tokens.start == t.0 && m.kind != EntityKind::Demonym && self.is_party(m))
            }) {
                return Some(m.head);
            }
            match self.syn.upos(t) {
                Upos::Noun | Upos::Propn => {
                    let mut last = t;
                    while last.0 + 1 < to && matches!(self.syn.upos(TokenIx(last.0 + 1)), Upos::Noun | Upos::Propn) {
                        last = TokenIx(last.0 + 1);
                    }
                    return Some(last);
                }
                Upos::Pron => return Some(t),
                Upos::Verb | Upos::Adp | Upos::Sconj | Upos::Cconj => return None,
                _ => {}
            }
        }
        None
    }

    /// The first of some words in a span, before the clause ends.
    fn word_in(&self, from: u32, to: u32, words: &[&str]) -> Option<u32> {
        (from..to.max(from))
            .take_while(|t| !matches!(self.syn.form(TokenIx(*t)), ";" | ":"))
            .find(|t| words.contains(&self.lower(TokenIx(*t)).as_str()))
    }

    fn share_in(&self, span: Span<Byte>) -> Option<u32> {
        let n = self.quantities.iter().position(|q| q.kind == NumberKind::Share && span.overlaps(q.span))?;
        u32::try_from(n).ok()
    }

    /// Does something that flows between states stand in a span, or a share?
    fn flows(&self, span: Span<Tok>) -> bool {
        (span.start..span.end).any(|t| {
            self.rules.words.flow.contains(self.lemma(TokenIx(t)).as_str())
                || self.rules.words.flow.contains(self.lower(TokenIx(t)).as_str())
        }) || self.share_in(self.syn.bytes(span)).is_some()
    }

    fn rely(&mut self, t: TokenIx, bounds: Span<Tok>) {
        let Some(on) = self.word_in(t.0 + 1, bounds.end.min(t.0 + 7), &["on", "upon"]) else { return };
        let Some(y) = self.phrase_after(on + 1, bounds.end).and_then(|h| self.party_of(h)) else { return };
        let head = match self.syn.upos(t) {
            Upos::Noun => self.owner(t, 0).or_else(|| self.holder_of(t)),
            _ => self.subject(t).and_then(|s| self.subject_party(s, bounds, Some(y))),
        };
        let Some(x) = head else { return };
        let after = self.mention(y).map_or(on + 1, |m| m.tokens.end);
        let what = self
            .word_in(after, bounds.end.min(after + 3), &["for", "to"])
            .and_then(|f| self.noun_phrase(f + 1, bounds))
            .unwrap_or(Span::new(t.0, t.0 + 1));
        self.push(x, y, what, t);
    }

    /// "China has a dependence on": who has it.
    fn holder_of(&self, noun: TokenIx) -> Option<MentionIx> {
        let verb = self.syn.head(noun).filter(|h| self.syn.upos(*h) == Upos::Verb)?;
        self.subject(verb).and_then(|s| self.party_of(s))
    }

    /// The noun phrase that begins at a place, with its "of" phrases, to the next mark, verb or "from".
    fn noun_phrase(&self, from: u32, bounds: Span<Tok>) -> Option<Span<Tok>> {
        let mut end = from;
        while end < bounds.end {
            let t = TokenIx(end);
            let stop = matches!(self.syn.upos(t), Upos::Verb | Upos::Aux | Upos::Sconj) && self.syn.rel(t) != Rel::Amod
                || self.syn.form(t).chars().all(|c| ",;:.—–!?”\"»".contains(c))
                || (end > from && matches!(self.lower(t).as_str(), "from" | "which" | "that" | "by"));
            if stop {
                break;
            }
            end += 1;
        }
        (end > from).then(|| Span::new(from, end))
    }

    fn source(&mut self, t: TokenIx, bounds: Span<Tok>) -> bool {
        if self.syn.child(t, &[Rel::AuxPass, Rel::NsubjPass]).is_some() {
            return false;
        }
        let Some(from) = self.word_in(t.0 + 1, bounds.end.min(t.0 + 40), &["from"]) else { return false };
        let Some(y) = self.phrase_after(from + 1, bounds.end).and_then(|h| self.party_at(h)) else { return false };
        let Some(x) = self
            .party_before(t, bounds)
            .or_else(|| self.subject(t))
            .and_then(|s| self.subject_party(s, bounds, Some(y)))
        else {
            return false;
        };
        let what = Span::new(t.0 + 1, from);
        if !self.flows(what) {
            return false;
        }
        self.push(x, y, what, t)
    }

    fn come(&mut self, t: TokenIx, bounds: Span<Tok>) -> bool {
        let Some(from) = self.word_in(t.0 + 1, bounds.end.min(t.0 + 8), &["from", "by", "to"]) else { return false };
        let Some(y) = self.phrase_after(from + 1, bounds.end).and_then(|h| self.party_at(h)) else { return false };
        let Some(s) = self.subject(t) else { return false };
        let Some(x) = self.owner(s, 0) else { return false };
        let phrase = self.syn.subtree_without(s, &[Rel::AclRelcl, Rel::Acl, Rel::Punct]);
        let phrase = Span::new(phrase.start.max(bounds.start), phrase.end.min(t.0).max(phrase.start.max(bounds.start)));
        // "of" and a flow, or a share: "half of Norway's bread comes from Sweden", not "the envoy of Norway comes from Sweden".
        if !self.flows(phrase) {
            return false;
        }
        self.push(x, y, phrase, t)
    }

    fn take(&mut self, t: TokenIx, lemma: &str, bounds: Span<Tok>) {
        if self.syn.child(t, &[Rel::AuxPass]).is_some() {
            return;
        }
        let mut start = t.0 + 1;
        if lemma == "account" || lemma == "make" {
            let Some(w) = self.word_in(start, bounds.end.min(start + 3), &["for", "up"]) else { return };
            start = w + 1;
        }
        let Some(what) = self.noun_phrase(start, bounds) else { return };
        if !self.flows(what) {
            return;
        }
        let subject = self.party_before(t, bounds).or_else(|| self.subject(t));
        let Some(s) = subject.or_else(|| {
            Some(TokenIx(t.0.checked_sub(1)?)).filter(|n| bounds.has(n.0) && self.syn.upos(*n) == Upos::Noun)
        }) else {
            return;
        };
        // The owner stands in the noun phrase itself: the last party in it before the thing that flows.
        let inside = (what.start..what.end)
            .map(TokenIx)
            .filter_map(|t| self.party_at(t).filter(|m| self.mention(*m).is_some_and(|m| m.head == t)))
            .next_back();
        let y = self.subject_party(s, bounds, inside);
        let Some(y) = y else { return };
        let same = |a: MentionIx, b: MentionIx| a == b || self.thing(a) == self.thing(b);
        let told = self
            .found
            .iter()
            .rev()
            .find(|d| same(d.on, y) && self.syn.bytes(bounds).contains(d.span))
            .map(|d| d.dependent);
        let Some(x) = inside.filter(|x| !same(*x, y)).or(told) else { return };
        self.push(x, y, what, t);
    }

    /// What a mention stands for, as far as this report tells: its state, or the first mention of its chain.
    fn thing(&self, m: MentionIx) -> (Option<smol_str::SmolStr>, u32) {
        let mut at = m;
        for _ in 0..8 {
            match self.mention(at).and_then(|x| x.settled()) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        match self.mention(at).and_then(|x| x.state.clone()) {
            Some(state) => (Some(state), 0),
            None => (None, at.0),
        }
    }

    fn role(&mut self, t: TokenIx, lemma: &str, bounds: Span<Tok>) {
        let before: Vec<String> = (bounds.start.max(t.0.saturating_sub(6))..t.0)
            .rev()
            .map(|n| self.lower(TokenIx(n)))
            .take_while(|w| !matches!(w.as_str(), "," | "." | "is" | "are" | "was"))
            .collect();
        let ranked = before.iter().any(|w| self.rules.words.rank.contains(w.as_str()));
        if !ranked && !self.rules.words.bare.contains(lemma) {
            return;
        }
        // A conjunct of a role shares its owner: "main ally and economic lifeline" is told once.
        if self.syn.rel(t) == Rel::Conj
            && self.syn.head(t).is_some_and(|h| self.rules.role.contains(self.lemma(h).as_str()))
        {
            return;
        }
        let possessor = self.syn.children_by(t, &[Rel::NmodPoss]).find_map(|c| self.party_at(c)).or_else(|| {
            // "'s" in the words before, where the parse missed it.
            (bounds.start.max(t.0.saturating_sub(7))..t.0)
                .rev()
                .map(TokenIx)
                .find(|n| matches!(self.lower(*n).as_str(), "'s" | "’s" | "'" | "’"))
                .and_then(|n| self.party_at(TokenIx(n.0.checked_sub(1)?)))
        });
        let pronoun = || {
            (bounds.start.max(t.0.saturating_sub(6))..t.0)
                .map(TokenIx)
                .filter(|n| matches!(self.lower(*n).as_str(), "its" | "their"))
                .find_map(|n| self.party_at(n))
        };
        let of = || {
            self.syn
                .children_by(t, &[Rel::Nmod])
                .filter(|c| {
                    self.syn
                        .children_by(*c, &[Rel::Case])
                        .any(|k| matches!(self.lower(k).as_str(), "of" | "for" | "to"))
                })
                .find_map(|c| self.party_at(c))
        };
        let Some(x) = possessor.or_else(pronoun).or_else(of) else { return };
        let Some(y) = self.bearer(t, x, bounds) else { return };
        let begin = self.mention(x).filter(|m| m.tokens.end <= t.0).map_or(t.0, |m| m.tokens.end);
        let mut what = Span::new(begin, t.0 + 1);
        while what.start < t.0 && matches!(self.lower(TokenIx(what.start)).as_str(), "'s" | "’s" | "'" | "’") {
            what.start += 1;
        }
        if self.lower(TokenIx(t.0 + 1)) == "for"
            && let Some(more) = self.noun_phrase(t.0 + 2, bounds)
        {
            what = what.hull(more);
        }
        self.push(x, y, what, t);
    }

    /// Who bears a role: the subject of the copula, the noun it stands beside, or the owner of the standing "as" which it has it.
    fn bearer(&self, t: TokenIx, x: MentionIx, bounds: Span<Tok>) -> Option<MentionIx> {
        let differs = |m: &MentionIx| self.thing(*m) != self.thing(x);
        if let Some(s) = self.syn.child(t, &[Rel::Nsubj]) {
            let relative = matches!(self.syn.token(s).map(|t| t.xpos.as_str()), Some("WP" | "WDT"));
            let s = if relative { self.syn.head(t).unwrap_or(s) } else { s };
            if let Some(y) = self.subject_party(s, bounds, Some(x)).filter(differs) {
                return Some(y);
            }
        }
        let head = self.syn.head(t);
        match self.syn.rel(t) {
            Rel::Appos => {
                if let Some(y) = head.and_then(|h| self.party_at(h)).filter(differs) {
                    return Some(y);
                }
            }
            Rel::Xcomp | Rel::Obj | Rel::Obl => {
                if let Some(y) = head
                    .filter(|h| self.rules.words.bearing.contains(self.lemma(*h).as_str()))
                    .and_then(|h| self.subject(h))
                    .and_then(|s| self.subject_party(s, bounds, Some(x)))
                    .filter(differs)
                {
                    return Some(y);
                }
            }
            _ => {}
        }
        // "China's position as Korea's largest buyer"
        if let Some(h) = head.filter(|h| self.rules.words.standing.contains(self.lemma(*h).as_str()))
            && let Some(y) = self.syn.children_by(h, &[Rel::NmodPoss]).find_map(|c| self.party_at(c)).filter(differs)
        {
            return Some(y);
        }
        if let Some(y) = self.syn.children_by(t, &[Rel::Appos]).find_map(|c| self.party_at(c)).filter(differs) {
            return Some(y);
        }
        // By order: the party before the owner, with a bearing verb, "as" or a comma between and no other party.
        let first = self.mention(x)?.tokens.start;
        let y = (bounds.start..first)
            .rev()
            .map(TokenIx)
            .find_map(|n| self.party_at(n).filter(|m| self.mention(*m).is_some_and(|m| m.kind != EntityKind::Demonym)))
            .filter(differs)?;
        let from = self.mention(y)?.tokens.end;
        let between: Vec<TokenIx> = (from..first).map(TokenIx).collect();
        let joins = between.len() <= 14
            && (between.iter().any(|n| {
                self.rules.words.bearing.contains(self.lemma(*n).as_str())
                    || self.rules.words.standing.contains(self.lemma(*n).as_str())
            }) || between.first().is_some_and(|n| self.syn.form(*n) == ",") && between.len() <= 2);
        let verbs = between
            .iter()
            .filter(|n| {
                self.syn.upos(**n) == Upos::Verb && !self.rules.words.bearing.contains(self.lemma(**n).as_str())
            })
            .count();
        (joins && verbs == 0).then_some(y)
    }

    fn push(&mut self, x: MentionIx, y: MentionIx, what: Span<Tok>, cue: TokenIx) -> bool {
        if x == y || self.thing(x) == self.thing(y) {
            return false;
        }
        let (Some(mx), Some(my)) = (self.mention(x), self.mention(y)) else { return false };
        let sentence = self.syn.sentences.get(self.syn.sentence_of(cue)).map_or(Span::new(0, 0), |s| s.span);
        let what = self.syn.bytes(what);
        let mut span = self.syn.bytes(Span::new(cue.0, cue.0 + 1)).hull(what);
        for m in [mx.span, my.span] {
            if sentence.contains(m) {
                span = span.hull(m);
            }
        }
        let share = self.share_in(what).or_else(|| self.share_in(span));
        if span.is_empty()
            || what.is_empty()
            || self.found.iter().any(|d| d.dependent == x && d.on == y && d.what.overlaps(what))
        {
            return false;
        }
        self.found.push(DependencyMention { dependent: x, on: y, what, share, span });
        true
    }
}
