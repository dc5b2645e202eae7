//! Capitals: the town, or the government that sits there?

use super::find::Finder;
use super::gazetteer::Listed;
use super::{EntityKind, MentionForm};
use crate::token::{Rel, Upos};

impl Finder<'_, '_> {
    /// Decides for every capital how it is used here. A metonym becomes a mention of its state.
    pub(super) fn settle_capitals(&mut self) {
        for n in 0..self.drafts.len() {
            let d = &self.drafts[n];
            if d.name.is_empty() || d.kind != EntityKind::Place || d.form != MentionForm::Name {
                continue;
            }
            let key = self.joined(d.name.clone());
            let readings = self.rules.gazetteer.readings(&key, true);
            // A town named as its state (Singapore, Luxembourg) is the state already.
            if !readings.iter().any(|e| e.listed == Listed::Capital) {
                continue;
            }
            if self.acts(n) {
                self.drafts[n].kind = EntityKind::State;
                self.drafts[n].metonym = true;
                self.drafts[n].confidence = 800;
            }
        }
    }

    /// Is the capital of this draft dealt with as a government?
    fn acts(&self, n: usize) -> bool {
        let name = self.drafts[n].name.clone();
        let (first, last) = (name.start, name.end - 1);
        let word = &self.words[first];
        let rules = self.rules;
        let next = self.next(last).filter(|x| self.words[*x].before.is_empty());
        let lemma = |x: usize| self.syntax.lemma(self.words[x].token).to_lowercase();
        let is = |x: usize, list: &super::rules::List| list.contains(self.folded(x)) || list.contains(&lemma(x));
        // Dateline and all-capital heading of a report.
        if word.loud && word.opens {
            return false;
        }
        // Possessive: by what is possessed.
        if self.words[last].possessive {
            return !(last + 1..last + 4).any(|x| {
                self.words.get(x).is_some_and(|w| w.sentence == word.sentence && rules.place_nouns.contains(&w.folded))
            });
        }
        if let Some(p) = self.previous(first).filter(|_| word.before.is_empty()) {
            let before = self.folded(p);
            if rules.place_prepositions.contains(before) {
                return false;
            }
            if rules.government_prepositions.contains(before) {
                return true;
            }
            if before == "to" || before == "from" {
                // By the word that the preposition hangs on: the governor, or the last noun or verb before it.
                let token = self.words[first].token;
                let governor = self.syntax.head(token).filter(|h| h.0 < self.words[p].token.0);
                let near: Vec<String> =
                    (p.saturating_sub(3)..p).filter(|x| self.words[*x].sentence == word.sentence).map(lemma).collect();
                if near.iter().any(|l| rules.policy_nouns.contains(l)) {
                    return true;
                }
                let moves = governor.is_some_and(|g| rules.motion.contains(&self.syntax.lemma(g).to_lowercase()))
                    || near.iter().any(|l| rules.motion.contains(l));
                return before == "from" && !moves && governor.is_some();
            }
            if before == "and" || before == "or" {
                // Coordinated: as its partner, or as the subject it is part of.
                if let Some(partner) = self.previous(p).and_then(|q| self.taken[q]).map(|d| &self.drafts[d]) {
                    if partner.kind == EntityKind::State {
                        return true;
                    }
                }
            }
            if is(p, &rules.motion) {
                return false;
            }
            let rel = self.syntax.rel(self.words[last].token);
            let verb_before = matches!(self.words[p].upos, Upos::Verb);
            if verb_before && matches!(rel, Rel::Obj | Rel::Iobj | Rel::Nsubj | Rel::Dep | Rel::Root) {
                return true;
            }
        }
        // Subject of a verb.
        if let Some(x) = next {
            if matches!(self.words[x].upos, Upos::Verb | Upos::Aux)
                && !matches!(self.words[x].folded.as_str(), "is" | "was" | "are" | "were")
            {
                return true;
            }
            if matches!(self.words[x].upos, Upos::Verb | Upos::Aux) {
                // "Seoul is also expected to ..." acts; "Seoul was quiet" does not.
                return (x + 1..x + 4)
                    .any(|y| self.words.get(y).is_some_and(|w| w.sentence == word.sentence && w.upos == Upos::Verb));
            }
            if self.words[x].upos == Upos::Adv
                && self.next(x).is_some_and(|y| matches!(self.words[y].upos, Upos::Verb | Upos::Aux))
            {
                return true;
            }
        }
        matches!(self.syntax.rel(self.words[last].token), Rel::Nsubj | Rel::NsubjPass)
            && self.syntax.head(self.words[last].token).is_some_and(|h| self.syntax.upos(h) == Upos::Verb)
    }
}
