//! Names that a noun describes, and nouns that the tagger missed.

use super::View;
use crate::mention::{EntityKind, MentionForm};
use crate::token::{Rel, TokenIx, Upos};

impl View<'_> {
    /// A noun in -ly that the tagger took for an adverb: "a key ally". A determiner, adjective or name right before it shows the noun.
    pub(crate) fn noun_by_place(&self, token: TokenIx) -> bool {
        let s = self.syntax;
        s.upos(token) == Upos::Adv
            && self.ontology.noun_index.contains_key(self.lower(token).as_str())
            && s.form(token).ends_with("ly")
            && token.0.checked_sub(1).map(TokenIx).is_some_and(|b| {
                s.sentence_of(b) == s.sentence_of(token)
                    && (matches!(s.upos(b), Upos::Det | Upos::Adj | Upos::Propn) || self.xpos(b) == "POS")
            })
    }

    /// "Chad, an ally of Niger", "its ally Chad", "NATO member Norway": the name that a noun describes.
    pub(super) fn apposed(&self, noun: TokenIx) -> Vec<TokenIx> {
        let s = self.syntax;
        let named = |t: TokenIx| {
            self.mention_at(t).and_then(|m| self.mention(m)).is_some_and(|m| {
                m.form == MentionForm::Name
                    && !matches!(m.kind, EntityKind::Demonym | EntityKind::Event | EntityKind::Product)
            })
        };
        let above = s.head(noun).filter(|h| match s.rel(noun) {
            Rel::Appos => true,
            Rel::Compound | Rel::Nmod | Rel::Amod => *h > noun && named(*h) && s.child(noun, &[Rel::Case]).is_none(),
            _ => false,
        });
        let below = s.children_by(noun, &[Rel::Appos, Rel::Flat]).filter(|c| named(*c));
        let found: Vec<TokenIx> = above.into_iter().chain(below).collect();
        if found.is_empty() { self.beside(noun).filter(|t| named(*t)).into_iter().collect() } else { found }
    }

    /// The name that a noun phrase stands beside, where the parse has missed it: behind "Chad, ..." or before it as "ally Chad".
    fn beside(&self, noun: TokenIx) -> Option<TokenIx> {
        let s = self.syntax;
        let here = s.sentence_of(noun);
        let name = |ends: bool, at: u32| {
            self.mentions
                .iter()
                .filter(|m| m.form == MentionForm::Name && if ends { m.tokens.end == at } else { m.tokens.start == at })
                .map(|m| m.head)
                .find(|h| s.sentence_of(*h) == here)
        };
        let start = s.subtree_without(noun, &[Rel::Punct, Rel::Nsubj, Rel::Cop, Rel::Acl, Rel::AclRelcl]).start;
        let comma = start.checked_sub(1).filter(|c| s.form(TokenIx(*c)) == ",");
        let before = comma.and_then(|c| name(true, c)).filter(|h| s.child(*h, &[Rel::Case]).is_none());
        before.or_else(|| name(false, noun.0 + 1))
    }

    /// What a noun describes, with what is joined to it. "Chad, a member, and Niger": only a plural describes all that are joined.
    pub(super) fn all_described(&self, noun: TokenIx, heads: Vec<TokenIx>) -> Vec<TokenIx> {
        let s = self.syntax;
        if self.xpos(noun) != "NNS" {
            return heads;
        }
        let first = |h: TokenIx| s.head(h).filter(|_| s.rel(h) == Rel::Conj).unwrap_or(h);
        heads.into_iter().flat_map(|h| self.with_all_conjuncts(first(h))).collect()
    }
}
