//! What stands in the slots of a predicate: arguments through passives, control, relative clauses, participles and coordination, and the
//! mentions they are.

mod apposition;

use super::ontology::Ontology;
use super::pattern::{KindTest, Slot};
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::syntax::Syntax;
use crate::time::TimeMention;
use crate::token::{Rel, SentenceKind, TokenIx, Upos};

/// Deepest chain of governors that is followed for a subject.
const DEPTH: u8 = 6;

/// The parse together with the mentions on it.
pub(crate) struct View<'a> {
    pub(crate) syntax: &'a Syntax<'a>,
    pub(crate) mentions: &'a [Mention],
    pub(crate) times: &'a [TimeMention],
    pub(crate) ontology: &'a Ontology,
    /// For each token the mention that it belongs to: one whose head it is before one that contains it, a name before a nominal.
    mention_of: Vec<Option<MentionIx>>,
}

/// Which mention a token belongs to when several claim it.
const fn rank(mention: &Mention) -> u8 {
    match (mention.form, mention.kind) {
        (MentionForm::Name, EntityKind::Demonym) => 2,
        (MentionForm::Name, _) => 3,
        (MentionForm::Nominal, _) => 1,
        (MentionForm::Pronoun, _) => 0,
    }
}

impl<'a> View<'a> {
    pub(crate) fn new(
        syntax: &'a Syntax<'a>,
        mentions: &'a [Mention],
        times: &'a [TimeMention],
        ontology: &'a Ontology,
    ) -> Self {
        let mut mention_of: Vec<Option<MentionIx>> = vec![None; syntax.tokens.len()];
        let mut put = |at: usize, ix: usize, mention: &Mention, is_head: bool| {
            let Some(slot) = mention_of.get_mut(at) else {
                return;
            };
            let better = match slot {
                None => true,
                Some(old) => mentions.get(old.at()).is_none_or(|o| {
                    let old_head = o.head.at() == at;
                    (is_head, rank(mention)) > (old_head, rank(o))
                }),
            };
            if better {
                *slot = Some(MentionIx(u32::try_from(ix).unwrap_or(u32::MAX)));
            }
        };
        for (ix, mention) in mentions.iter().enumerate() {
            for at in mention.tokens.range() {
                // A nominal owns its head only: its modifiers may be names of their own.
                let is_head = mention.head.at() == at;
                if is_head || mention.form == MentionForm::Name {
                    put(at, ix, mention, is_head);
                }
            }
        }
        Self { syntax, mentions, times, ontology, mention_of }
    }

    pub(crate) fn mention(&self, ix: MentionIx) -> Option<&'a Mention> {
        self.mentions.get(ix.at())
    }

    pub(crate) fn mention_at(&self, token: TokenIx) -> Option<MentionIx> {
        self.mention_of.get(token.at()).copied().flatten()
    }

    /// The forms under which a word may stand in a list: lemma, printed form, and the form without a plural ending that the lemma kept.
    pub(crate) fn variants(&self, token: TokenIx) -> Vec<String> {
        let lemma = self.lower(token);
        let form = self.syntax.form(token).to_lowercase();
        let mut all = vec![lemma];
        if let Some(stem) = form.strip_suffix("ies") {
            all.push(format!("{stem}y"));
        }
        if let Some(stem) = form.strip_suffix('s').filter(|s| !s.ends_with('s')) {
            all.push(stem.to_string());
            if let Some(shorter) = stem.strip_suffix('e') {
                all.push(shorter.to_string());
            }
        }
        if self.is_verb(token) {
            // Lemmas of rarer verbs can be wrong: the stem of a regular form as well.
            for ending in ["d", "ed", "ing"] {
                all.extend(form.strip_suffix(ending).filter(|s| s.len() > 2).map(str::to_string));
            }
        }
        all.push(form);
        all.dedup();
        all
    }

    fn xpos(&self, token: TokenIx) -> &'a str {
        self.syntax.token(token).map_or("", |t| t.xpos.as_str())
    }

    /// The lemma in lower case.
    pub(crate) fn lower(&self, token: TokenIx) -> String {
        self.syntax.lemma(token).to_lowercase()
    }

    pub(crate) fn is_verb(&self, token: TokenIx) -> bool {
        self.syntax.upos(token) == Upos::Verb
            // A noun with an object is a verb that the tagger missed.
            || (self.syntax.upos(token) == Upos::Noun && self.syntax.child(token, &[Rel::Obj]).is_some_and(|o| o > token))
            || (self.xpos(token).starts_with("VB") && self.syntax.upos(token) != Upos::Aux)
    }

    /// Is this verb a passive, or a participle with passive sense?
    pub(crate) fn passive(&self, verb: TokenIx) -> bool {
        let s = self.syntax;
        if s.children_by(verb, &[Rel::AuxPass]).next().is_some() {
            return true;
        }
        if s.children_by(verb, &[Rel::NsubjPass]).next().is_some() {
            // Without an auxiliary and with an object it is a past tense that the tagger took for a participle.
            let auxiliary = s.children_by(verb, &[Rel::Aux, Rel::Cop]).any(|a| matches!(s.lemma(a), "be" | "get"));
            return auxiliary || s.child(verb, &[Rel::Obj]).is_none();
        }
        let participle = self.xpos(verb) == "VBN";
        if !participle {
            return false;
        }
        if s.rel(verb) == Rel::Acl
            && let Some(head) = s.head(verb)
            && s.rel(head) == Rel::Root
            && s.sentences.get(s.sentence_of(verb)).is_some_and(|x| x.kind == SentenceKind::Prose)
            && self.prep(verb, "by").is_empty()
        {
            // Running text has a verb: where the parse sees only a participle, the past tense was meant.
            return false;
        }
        if s.rel(verb) == Rel::Acl || s.rel(verb) == Rel::Amod {
            return s.children_by(verb, &[Rel::Obj]).next().is_none();
        }
        if s.children_by(verb, &[Rel::Aux]).any(|a| matches!(s.lemma(a), "be" | "get")) {
            return true;
        }
        // "was arrested and deported": the second shares the auxiliary.
        if s.rel(verb) == Rel::Conj
            && let Some(head) = s.head(verb)
            && self.xpos(head) == "VBN"
            && s.children_by(verb, &[Rel::Aux, Rel::Nsubj, Rel::Obj]).next().is_none()
        {
            return s.children_by(head, &[Rel::AuxPass, Rel::NsubjPass]).next().is_some();
        }
        s.rel(verb) == Rel::Advcl && s.children_by(verb, &[Rel::Obj, Rel::Nsubj]).next().is_none()
    }

    fn is_relative(&self, token: TokenIx) -> bool {
        matches!(self.lower(token).as_str(), "who" | "which" | "that" | "whom")
            && matches!(self.syntax.upos(token), Upos::Pron | Upos::Det | Upos::Sconj)
    }

    /// The subject as the surface has it, inherited where the clause has none.
    pub(crate) fn surface_subject(&self, verb: TokenIx, depth: u8) -> Option<TokenIx> {
        let s = self.syntax;
        if depth > DEPTH {
            return None;
        }
        if let Some(subject) = s.children_by(verb, &[Rel::Nsubj, Rel::NsubjPass]).find(|c| s.upos(*c) != Upos::Punct) {
            if self.is_relative(subject) {
                return self.antecedent_of_clause(verb).or(Some(subject));
            }
            if let Some((own, _)) = self.subject_behind_conjunction(subject, verb) {
                return Some(own);
            }
            if let Some(conjunct) = s.child(subject, &[Rel::Conj])
                && s.head(verb).is_some_and(|g| self.is_verb(g) && self.object_behind(g) == Some(subject))
            {
                return Some(conjunct);
            }
            return Some(subject);
        }
        let head = s.head(verb)?;
        match s.rel(verb) {
            Rel::Acl | Rel::AclRelcl => {
                if self.infinitive(verb) && !self.is_verb(head) {
                    // "its plan to build", "Iran's offer to talk", "signalled plans to": the owner of the noun, else who does what is done with it.
                    return self.owner(head).or_else(|| {
                        s.head(head).filter(|g| self.is_verb(*g)).and_then(|g| self.surface_subject(g, depth + 1))
                    });
                }
                if s.rel(verb) == Rel::AclRelcl
                    && s.children_by(verb, &[Rel::Nsubj]).next().is_none()
                    && self.xpos(verb) != "VBG"
                    && self.xpos(verb) != "VBN"
                {
                    return Some(head);
                }
                Some(head)
            }
            Rel::Xcomp => {
                if let Some(object) = s.child(head, &[Rel::Obj, Rel::Iobj]).filter(|o| *o < verb)
                    && !self.ontology.status.subject_control.iter().any(|w| w == s.lemma(head))
                {
                    return Some(object);
                }
                if let Some(on) =
                    self.prep(head, "on").first().copied().filter(|o| s.lemma(head) == "call" && *o < verb)
                {
                    return Some(on);
                }
                self.surface_subject(head, depth + 1)
            }
            Rel::Conj | Rel::Advcl | Rel::Ccomp | Rel::Parataxis => {
                if self.is_verb(head) || s.children_by(head, &[Rel::Cop]).next().is_some() || s.rel(verb) == Rel::Conj {
                    if s.rel(verb) == Rel::Parataxis && self.xpos(verb) != "VBG" {
                        return None;
                    }
                    self.surface_subject(head, depth + 1)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    fn antecedent_of_clause(&self, verb: TokenIx) -> Option<TokenIx> {
        let s = self.syntax;
        let mut at = verb;
        for _ in 0..DEPTH {
            let head = s.head(at)?;
            match s.rel(at) {
                Rel::AclRelcl | Rel::Acl => return Some(head),
                Rel::Conj | Rel::Xcomp => at = head,
                _ => return None,
            }
        }
        None
    }

    fn owner(&self, noun: TokenIx) -> Option<TokenIx> {
        self.syntax.child(noun, &[Rel::NmodPoss]).or_else(|| self.modifiers(noun).first().copied())
    }

    pub(crate) fn infinitive(&self, verb: TokenIx) -> bool {
        self.syntax
            .children_by(verb, &[Rel::Mark, Rel::Aux, Rel::Dep])
            .any(|m| self.syntax.lemma(m) == "to" && m < verb)
    }

    /// Who does it: the subject, or the agent of a passive.
    pub(crate) fn subject(&self, verb: TokenIx) -> Option<TokenIx> {
        let s = self.syntax;
        if self.passive(verb) {
            return s.child(verb, &[Rel::OblAgent]).or_else(|| self.prep(verb, "by").first().copied());
        }
        self.surface_subject(verb, 0)
    }

    /// What it is done to: the object, or the subject of a passive.
    pub(crate) fn object(&self, verb: TokenIx) -> Option<TokenIx> {
        let s = self.syntax;
        if self.passive(verb) {
            return self.surface_subject(verb, 0).or_else(
                || {
                    if s.rel(verb) == Rel::Amod { s.head(verb) } else { None }
                },
            );
        }
        if let Some(object) = s.child(verb, &[Rel::Obj]) {
            if self.is_relative(object) {
                return self.antecedent_of_clause(verb);
            }
            return Some(object);
        }
        // "the deal that Chad signed": the antecedent is the object.
        if s.rel(verb) == Rel::AclRelcl && s.child(verb, &[Rel::Nsubj]).is_some_and(|n| !self.is_relative(n)) {
            return s.head(verb);
        }
        // Objects shared over coordination ("condemned and rejected the plan") hang on either verb.
        if s.rel(verb) == Rel::Conj
            && let Some(head) = s.head(verb)
            && self.is_verb(head)
            && let Some(object) = s.child(head, &[Rel::Obj])
            && object > verb
        {
            return Some(object);
        }
        // An object that the tagger took for a verb: "launched further airstrikes on".
        let mistaken = s.children_by(verb, &[Rel::Conj, Rel::Dep, Rel::Xcomp, Rel::Parataxis, Rel::Ccomp]).find(|c| {
            *c > verb
                && c.0 <= verb.0 + 5
                && s.token(*c).is_some_and(|t| t.xpos == "VBZ")
                && s.children_by(*c, &[Rel::Cc, Rel::Nsubj, Rel::Mark, Rel::Obj]).next().is_none()
                && self.variants(*c).iter().any(|w| self.ontology.noun_index.contains_key(w.as_str()))
        });
        if mistaken.is_some() {
            return mistaken;
        }
        let after = s
            .children_by(verb, &[Rel::Conj])
            .filter(|c| self.is_verb(*c))
            .find(|c| s.tokens.get(verb.at() + 1..c.at()).is_some_and(|between| between.len() <= 2));
        after.and_then(|c| s.child(c, &[Rel::Obj])).or_else(|| self.object_behind(verb))
    }

    /// The noun phrase right behind a verb that the parse gave to a later clause: "broke off relations on 3 May, a day after Chad executed ...".
    fn object_behind(&self, verb: TokenIx) -> Option<TokenIx> {
        let s = self.syntax;
        if s.upos(verb) != Upos::Verb || self.xpos(verb) == "VBN" {
            return None;
        }
        let here = |t: TokenIx| s.token(t).is_some() && s.sentence_of(t) == s.sentence_of(verb);
        let mut at = verb.0 + 1;
        if self.xpos(TokenIx(at)) == "RP" {
            at += 1;
        }
        let mut last = None;
        while here(TokenIx(at))
            && (self.xpos(TokenIx(at)) == "HYPH"
                || matches!(s.upos(TokenIx(at)), Upos::Det | Upos::Adj | Upos::Num | Upos::Noun | Upos::Propn))
        {
            if s.rel(TokenIx(at)) == Rel::Nsubj {
                last = Some(TokenIx(at));
            }
            at += 1;
        }
        let noun = last?;
        let head = s.head(noun).filter(|h| h.0 > at)?;
        let next = TokenIx(at);
        // Its governor is a verb of another clause, past a comma.
        let comma = (at..head.0).any(|t| s.form(TokenIx(t)) == ",")
            && (!here(next) || matches!(s.upos(next), Upos::Adp | Upos::Punct));
        // "arrested the writer and students burned a flag": the second clause took the object for its subject.
        let joined = s.form(next) == "and"
            && s.head(head) == Some(verb)
            && matches!(s.rel(head), Rel::Advcl | Rel::Ccomp | Rel::Parataxis)
            && s.children_by(head, &[Rel::Mark]).next().is_none()
            && s.child(noun, &[Rel::Conj]).is_some();
        (comma || joined).then_some(noun)
    }

    /// "will visit Chad before Niger holds a vote": the parse may read "Chad before Niger" as one phrase. The subject of the second verb, and the conjunction.
    pub(crate) fn subject_behind_conjunction(&self, subject: TokenIx, verb: TokenIx) -> Option<(TokenIx, TokenIx)> {
        let s = self.syntax;
        let words = &self.ontology.status;
        let before = TokenIx(subject.0.checked_sub(1)?);
        if !self.is_verb(before) || s.sentence_of(before) != s.sentence_of(subject) {
            return None;
        }
        s.children_by(subject, &[Rel::Nmod]).filter(|m| *m > subject && *m < verb).find_map(|m| {
            let link = s.children_by(m, &[Rel::Case]).find(|k| {
                k.0 == subject.0 + 1
                    && words.before.iter().chain(&words.after).any(|w| w.eq_ignore_ascii_case(s.form(*k)))
            })?;
            Some((m, link))
        })
    }

    /// "The foreign ministers, Ann Berg and Ole Vik, met": the names that say who a described plural is.
    pub(crate) fn named_behind(&self, ix: MentionIx) -> Vec<MentionIx> {
        let s = self.syntax;
        let Some(mention) = self.mention(ix) else {
            return Vec::new();
        };
        if mention.form != MentionForm::Nominal || mention.kind != EntityKind::Person {
            return Vec::new();
        }
        let sentence = s.sentence_of(mention.head);
        let here = |t: u32| s.token(TokenIx(t)).is_some() && s.sentence_of(TokenIx(t)) == sentence;
        let Some(comma) = (mention.tokens.end..mention.tokens.end + 8)
            .take_while(|t| here(*t) && !self.is_verb(TokenIx(*t)))
            .find(|t| s.form(TokenIx(*t)) == ",")
        else {
            return Vec::new();
        };
        let mut out: Vec<MentionIx> = Vec::new();
        let mut at = comma + 1;
        let mut gap = 0;
        while here(at) && gap < 6 {
            let token = TokenIx(at);
            let named = self.mention_at(token).filter(|m| {
                self.mention(*m).is_some_and(|m| m.form == MentionForm::Name && m.kind == EntityKind::Person)
            });
            if let Some(m) = named {
                out.push(m);
                at = self.mention(m).map_or(at + 1, |x| x.tokens.end.max(at + 1));
                gap = 0;
                continue;
            }
            let ends = s.form(token) == "," && out.len() >= 2;
            if ends || self.is_verb(token) {
                break;
            }
            gap += 1;
            at += 1;
        }
        if out.len() >= 2 && s.form(TokenIx(at)) == "," {
            out.dedup();
            out
        } else {
            Vec::new()
        }
    }

    /// Heads governed through a preposition.
    pub(crate) fn prep(&self, head: TokenIx, word: &str) -> Vec<TokenIx> {
        let s = self.syntax;
        let rels = &[Rel::Obl, Rel::Nmod, Rel::OblAgent, Rel::Advcl, Rel::Acl, Rel::Dep];
        let mut found: Vec<TokenIx> = s
            .children_by(head, rels)
            .filter(|c| {
                s.children_by(*c, &[Rel::Case, Rel::Mark]).any(|k| s.form(k).eq_ignore_ascii_case(word))
                    && !(matches!(s.rel(*c), Rel::Advcl | Rel::Acl) && word == "to")
            })
            .collect();
        if word == "out" || word == "of" || !found.is_empty() {
            return found;
        }
        // A preposition that the parse hung up as a particle or adverb, with the noun after it as object.
        if let Some(lone) = s
            .children_by(head, &[Rel::CompoundPrt, Rel::Advmod, Rel::Case, Rel::Dep])
            .find(|c| s.form(*c).eq_ignore_ascii_case(word) && *c > head)
        {
            found.extend(s.children_by(head, &[Rel::Obj, Rel::Obl]).filter(|c| *c > lone).take(1));
        }
        found
    }

    /// Names and demonyms that modify a noun ("Saudi embassy", "US visit").
    pub(crate) fn modifiers(&self, noun: TokenIx) -> Vec<TokenIx> {
        let s = self.syntax;
        s.children_by(noun, &[Rel::Amod, Rel::Compound, Rel::Flat, Rel::Nmod, Rel::NmodUnmarked, Rel::Dep])
            .filter(|c| *c < noun && s.children_by(*c, &[Rel::Case]).next().is_none())
            .flat_map(|c| {
                std::iter::once(c).chain(s.children_by(c, &[Rel::Conj, Rel::Amod, Rel::Compound]).collect::<Vec<_>>())
            })
            .filter(|c| {
                self.mention_at(*c).and_then(|m| self.mention(m)).is_some_and(|m| {
                    m.form == MentionForm::Name && m.kind != EntityKind::Event && m.kind != EntityKind::Product
                })
            })
            .collect()
    }

    /// Looks through "a series of", "dozens of" to what they measure.
    pub(crate) fn through(&self, token: TokenIx) -> TokenIx {
        let mut at = token;
        for _ in 0..3 {
            if !self.ontology.classes.get(self.ontology.transparent).is_some_and(|c| c.has_head(&self.lower(at))) {
                break;
            }
            match self.prep(at, "of").first() {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    /// The heads that fill a slot of a predicate, conjuncts included.
    pub(crate) fn fill(&self, predicate: TokenIx, slot: &Slot) -> Vec<TokenIx> {
        let s = self.syntax;
        let verb = self.is_verb(predicate);
        let heads: Vec<TokenIx> = match slot {
            Slot::Subj if verb => self.subject(predicate).into_iter().collect(),
            Slot::Subj => {
                s.child(predicate, &[Rel::Nsubj]).or_else(|| self.surface_subject(predicate, 0)).into_iter().collect()
            }
            Slot::Obj => self.object(predicate).into_iter().collect(),
            Slot::Iobj => s.child(predicate, &[Rel::Iobj]).into_iter().collect(),
            Slot::Xcomp => s
                .children_by(predicate, &[Rel::Xcomp, Rel::Advcl, Rel::Ccomp, Rel::Acl])
                .filter(|c| s.rel(*c) == Rel::Xcomp || self.infinitive(*c))
                .chain(s.children_by(predicate, &[Rel::Advmod]).filter(|c| self.noun_by_place(*c)))
                .take(1)
                .collect(),
            Slot::Ccomp => s.child(predicate, &[Rel::Ccomp]).into_iter().collect(),
            Slot::Mod | Slot::Poss | Slot::Amod if verb => {
                // A noun that the tagger took for a verb: what modifies the noun before it modifies it.
                let before = s.child(predicate, &[Rel::Nsubj]).filter(|n| n.0 + 1 == predicate.0);
                match (before, slot) {
                    (Some(n), Slot::Amod) => {
                        std::iter::once(n).chain(s.children_by(n, &[Rel::Amod, Rel::Compound])).collect()
                    }
                    (Some(n), Slot::Poss) => s.child(n, &[Rel::NmodPoss]).into_iter().collect(),
                    (Some(n), _) => self.modifiers(n),
                    (None, _) => Vec::new(),
                }
            }
            Slot::Amod => s
                .children_by(predicate, &[Rel::Amod, Rel::Compound, Rel::Nmod])
                .filter(|c| *c < predicate)
                .flat_map(|c| {
                    std::iter::once(c)
                        .chain(s.children_by(c, &[Rel::Compound, Rel::Amod, Rel::Conj]).collect::<Vec<_>>())
                })
                .collect(),
            Slot::Mod => self.modifiers(predicate),
            Slot::Poss => s.child(predicate, &[Rel::NmodPoss]).into_iter().collect(),
            Slot::Appos => self.apposed(predicate),
            Slot::Own => vec![predicate],
            Slot::Time => Vec::new(),
            Slot::Prep(word) => {
                let found = self.prep(predicate, word);
                if found.is_empty() && word == "by" && !verb { self.subject_of_light(predicate) } else { found }
            }
        };
        if *slot == Slot::Obj
            && verb
            && let [one] = heads[..]
            && s.child(predicate, &[Rel::Obj]).is_none()
            && self.object_behind(predicate) == Some(one)
        {
            return heads;
        }
        if *slot == Slot::Appos {
            return self.all_described(predicate, heads);
        }
        heads.into_iter().flat_map(|h| self.with_all_conjuncts(h)).collect()
    }

    /// "talks were held by": the agent of the verb over a noun.
    fn subject_of_light(&self, noun: TokenIx) -> Vec<TokenIx> {
        let s = self.syntax;
        match s.head(noun) {
            Some(verb) if s.rel(noun) == Rel::NsubjPass && self.is_verb(verb) => self.prep(verb, "by"),
            _ => Vec::new(),
        }
    }

    pub(super) fn with_all_conjuncts(&self, head: TokenIx) -> Vec<TokenIx> {
        let s = self.syntax;
        let mut all = vec![head];
        let mut at = 0;
        while at < all.len() && all.len() < 40 {
            let token = all[at];
            all.extend(s.children_by(token, &[Rel::Conj]).filter(|c| !self.is_verb(*c) || !self.is_verb(head)));
            at += 1;
        }
        all
    }

    /// Does a time expression belong to this predicate?
    pub(crate) fn has_time(&self, predicate: TokenIx) -> bool {
        let tree = self.syntax.subtree(predicate);
        self.times.iter().any(|t| t.of == Some(predicate) || tree.contains(t.tokens))
    }

    /// Is the head, or what it measures, of the class?
    pub(crate) fn in_class(&self, token: TokenIx, class: usize) -> bool {
        let Some(class) = self.ontology.classes.get(class) else {
            return false;
        };
        let check = |at: TokenIx| {
            let words = self.variants(at);
            if words.iter().any(|w| class.has_head(w)) {
                return true;
            }
            class.pairs.iter().filter(|(_, head)| words.iter().any(|w| w == head)).any(|(modifier, _)| {
                self.syntax
                    .children_by(at, &[Rel::Amod, Rel::Compound, Rel::Nmod, Rel::Obl])
                    .any(|c| self.lower(c) == *modifier || self.syntax.form(c).eq_ignore_ascii_case(modifier))
                    || at.at().checked_sub(1).is_some_and(|b| {
                        self.syntax.tokens.get(b).is_some_and(|t| t.lemma.eq_ignore_ascii_case(modifier))
                    })
            })
        };
        // "a round of drills" is of the kind of its drills.
        let inner = self.through(token);
        if inner != token && (check(inner) || self.names_deed(inner)) { check(inner) } else { check(token) }
    }

    /// Does a noun name a deed by some frame?
    fn names_deed(&self, noun: TokenIx) -> bool {
        self.variants(noun).iter().any(|w| self.ontology.noun_index.contains_key(w.as_str()))
    }

    /// Is a word, as printed or by its lemma, in a list?
    pub(crate) fn among(&self, list: &[smol_str::SmolStr], token: TokenIx) -> bool {
        let (form, lemma) = (self.syntax.form(token), self.syntax.lemma(token));
        list.iter().any(|w| w.eq_ignore_ascii_case(form) || w.eq_ignore_ascii_case(lemma))
    }

    /// Is what fills the slot of this kind?
    pub(crate) fn is_kind(&self, token: TokenIx, kind: KindTest) -> bool {
        let noun = self.syntax.upos(token) == Upos::Noun;
        let common = || {
            matches!(kind, KindTest::Actor | KindTest::Person | KindTest::Group)
                && self
                    .ontology
                    .classes
                    .get(self.ontology.actor_noun)
                    .is_some_and(|c| c.has_head(&self.lower(self.through(token))))
        };
        let mention = self
            .mention_at(token)
            .or_else(|| self.named_part(token))
            // "thousands of Eritreans"
            .or_else(|| Some(self.through(token)).filter(|t| *t != token).and_then(|t| self.mention_at(t)))
            .and_then(|m| self.mention(m));
        let Some(mention) = mention else {
            return common();
        };
        let hit = match kind {
            KindTest::Actor => {
                matches!(
                    mention.kind,
                    EntityKind::Person
                        | EntityKind::State
                        | EntityKind::Organisation
                        | EntityKind::Group
                        | EntityKind::Demonym
                ) || mention.metonym
                    || (mention.kind == EntityKind::Facility && mention.state.is_some())
            }
            KindTest::Person => {
                matches!(mention.kind, EntityKind::Person | EntityKind::Group)
                    || (mention.form == MentionForm::Pronoun
                        && !matches!(mention.kind, EntityKind::State | EntityKind::Place))
            }
            KindTest::State => mention.kind == EntityKind::State || mention.metonym,
            KindTest::Place => matches!(mention.kind, EntityKind::Place | EntityKind::State | EntityKind::Facility),
            KindTest::Group => matches!(mention.kind, EntityKind::Group | EntityKind::Demonym),
            KindTest::Organisation => mention.kind == EntityKind::Organisation,
            KindTest::Event => mention.kind == EntityKind::Event,
        };
        hit || ((noun || mention.form != MentionForm::Name || mention.kind == EntityKind::Other) && common())
    }

    /// A name inside the phrase that stands for its head: apposition, flat or compound parts ("President Lee" headed by its title).
    fn named_part(&self, token: TokenIx) -> Option<MentionIx> {
        let s = self.syntax;
        s.children_by(token, &[Rel::Appos, Rel::Flat, Rel::Compound])
            .filter_map(|c| self.mention_at(c))
            .find(|m| self.mention(*m).is_some_and(|m| m.form == MentionForm::Name && m.kind == EntityKind::Person))
            .or_else(|| {
                // A mention whose full form (with title) covers the token.
                let at = s.token(token)?.span.start;
                self.mentions
                    .iter()
                    .position(|m| m.form == MentionForm::Name && m.full.has(at) && m.kind == EntityKind::Person)
                    .map(|n| MentionIx(u32::try_from(n).unwrap_or(u32::MAX)))
            })
    }

    /// "U.S. President Donald Trump", "King Salman" in several mentions: the person named last in the unbroken run.
    fn behind_title(&self, ix: MentionIx) -> MentionIx {
        let mut at = ix;
        for _ in 0..4 {
            let Some(mention) = self.mention(at) else {
                break;
            };
            if mention.form == MentionForm::Pronoun
                || (mention.form == MentionForm::Name && mention.kind == EntityKind::Person && mention.tokens.len() > 1)
            {
                break;
            }
            let end = mention.tokens.end;
            let run = |from: u32, to: u32| {
                (from..to).all(|t| matches!(self.syntax.upos(TokenIx(t)), Upos::Propn | Upos::Noun | Upos::Adj))
            };
            let next = self.mentions.iter().position(|m| {
                m.form == MentionForm::Name
                    && m.kind == EntityKind::Person
                    && m.tokens.start >= end
                    && m.tokens.start <= end + 4
                    && self.syntax.sentence_of(m.head) == self.syntax.sentence_of(mention.head)
                    && run(end, m.tokens.start)
            });
            match next {
                Some(n) => at = MentionIx(u32::try_from(n).unwrap_or(u32::MAX)),
                None => break,
            }
        }
        at
    }

    /// Actors joined to this one by "and" in front of it, where the parse has not seen it: they must open the clause.
    pub(crate) fn joined_before(&self, ix: MentionIx) -> Vec<MentionIx> {
        let s = self.syntax;
        let mut out = Vec::new();
        let Some(mention) = self.mention(ix) else {
            return out;
        };
        let mut start = s.tokens_in(mention.full).start.min(mention.tokens.start);
        for _ in 0..6 {
            let Some(before) = start.checked_sub(1) else {
                break;
            };
            let link = s.form(TokenIx(before)).to_lowercase();
            if !(link == "and" || link == "&" || (link == "," && !out.is_empty())) {
                break;
            }
            let end = if before > 0 && s.form(TokenIx(before - 1)) == "," { before - 1 } else { before };
            let Some(n) = self.mentions.iter().position(|m| {
                m.tokens.end == end
                    && m.form == MentionForm::Name
                    && Self::may_act(m)
                    && (m.kind == EntityKind::State) == (mention.kind == EntityKind::State)
            }) else {
                break;
            };
            let Some(found) = self.mentions.get(n) else {
                break;
            };
            if s.sentence_of(found.head) != s.sentence_of(mention.head) {
                break;
            }
            out.push(MentionIx(u32::try_from(n).unwrap_or(u32::MAX)));
            start = s.tokens_in(found.full).start.min(found.tokens.start);
        }
        // Behind a verb or preposition they belong to what stands before.
        let opener = start.checked_sub(1).map(TokenIx);
        let opens = opener.is_none_or(|o| {
            s.sentence_of(o) != s.sentence_of(mention.head)
                || matches!(s.upos(o), Upos::Punct | Upos::Sconj | Upos::Det | Upos::Adv)
        });
        if opens { out } else { Vec::new() }
    }

    /// The actor in the noun phrase that begins right behind a verb, whatever the parse made of it.
    pub(crate) fn right_behind(&self, verb: TokenIx) -> Option<MentionIx> {
        let s = self.syntax;
        let mut found = None;
        let mut at = verb.0 + 1;
        while at < verb.0 + 14 {
            let token = TokenIx(at);
            if s.token(token).is_none() || s.sentence_of(token) != s.sentence_of(verb) {
                break;
            }
            let part =
                matches!(s.upos(token), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Det | Upos::Num | Upos::Pron)
                    || s.form(token) == "-"
                    || matches!(s.form(token), "'s" | "’s");
            if !part {
                break;
            }
            if let Some(ix) = self.mention_at(token)
                && self.mention(ix).is_some_and(|m| {
                    matches!(
                        m.kind,
                        EntityKind::Person
                            | EntityKind::State
                            | EntityKind::Organisation
                            | EntityKind::Group
                            | EntityKind::Demonym
                    )
                })
            {
                found = Some(ix);
            }
            at += 1;
        }
        found
    }

    fn may_act(mention: &Mention) -> bool {
        !matches!(mention.kind, EntityKind::Event | EntityKind::Product)
    }

    /// The mentions that a phrase stands for, and whether they are the phrase itself (not only its owner or modifier).
    pub(crate) fn actors(&self, token: TokenIx) -> (Vec<MentionIx>, bool) {
        let token = self.through(token);
        let usable = |ix: MentionIx| self.mention(ix).is_some_and(Self::may_act);
        if let Some(ix) = self.mention_at(token).filter(|ix| usable(*ix)) {
            return (vec![self.behind_title(ix)], true);
        }
        if let Some(ix) = self.named_part(token).filter(|ix| usable(*ix)) {
            return (vec![ix], true);
        }
        if self.syntax.upos(token) == Upos::Propn
            || self.syntax.upos(token) == Upos::Noun
            || self.syntax.upos(token) == Upos::Adj
            || self.is_verb(token)
        {
            for slot in [Slot::Poss, Slot::Mod, Slot::Prep("of".into()), Slot::Prep("by".into())] {
                let found: Vec<MentionIx> = self
                    .fill(token, &slot)
                    .into_iter()
                    .filter_map(|t| self.mention_at(self.through(t)).or_else(|| self.named_part(t)))
                    .filter(|ix| usable(*ix))
                    .collect();
                if !found.is_empty() {
                    return (found, false);
                }
            }
        }
        (Vec::new(), false)
    }
}
