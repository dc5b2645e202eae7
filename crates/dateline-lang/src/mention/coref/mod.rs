//! Pronouns to what they stand for: a small ranking model over the mentions and noun phrases near by.
//!
//! For each pronoun the noun phrases around it are scored by integer weights over hashed features (agreement, distance, role in the
//! clause, salience, place in quotations), and "nothing" is scored too. The features follow the literature on mention ranking
//! (Denis and Baldridge 2008; Durrett and Klein 2013) and older work on salience (Lappin and Leass 1994); what cannot be
//! co-referent in one clause is ruled out beforehand (principle B of binding). Only the winner's margin decides how sure a link is.

mod features;
mod nodes;
mod ranker;
mod words;

pub(super) use nodes::Scene;
pub use ranker::{Case, Choose, MAGIC, Offer, Ranker, score};
pub(super) use words::CorefWords;

use dateline_report::{Span, Tok};

use super::find::{Draft, Finder};
use super::{EntityKind, MentionForm, SETTLED};
use crate::token::TokenIx;
pub(super) use features::Class;
use features::Pronoun;

/// Sentences back in which an antecedent is looked for.
const REACH: usize = 4;
/// How sure it is, 0 to 1000, that "I" in a quotation is the one who is told to speak beside it, the one who spoke the quotation
/// before, and that "we" is the body whose office the speaker has.
const SPEAKER: u16 = 850;
/// How sure it is that "he" or "she" is the only person near by.
const ONLY_ONE: u16 = 750;
const SPEAKER_BEFORE: u16 = 700;
const SPEAKER_BODY: u16 = 600;
/// Most candidates of one pronoun.
const MOST: usize = 60;

impl Finder<'_, '_> {
    /// The antecedent of a pronoun of the third person among the nodes before it.
    pub(super) fn resolve(&mut self, n: usize, scene: &mut Scene, choose: &mut dyn Choose) {
        let Some(p) = Pronoun::of(self, scene, n) else { return };
        if p.class.first_person() && p.quote.is_some_and(|q| scene.speaker(q).is_some()) {
            self.of_speaker(&p, n, scene);
            if p.class == Class::I || self.drafts[n].antecedent.is_some() {
                return;
            }
        }
        let mut options = self.options(&p, scene);
        let person = |c: &usize| scene.nodes[scene.root(*c)].sort == features::PERSON;
        if matches!(p.class, Class::He | Class::She) && options.iter().any(person) {
            options.retain(person);
        }
        let none = self.none_keys(&p, scene, options.len());
        let mut offers = Vec::with_capacity(options.len());
        // Rank of each candidate among those that agree, nearest first.
        let mut agreeing = 0;
        for o in &options {
            let keys = self.keys(&p, scene, *o, agreeing);
            if self.agrees(&p, scene, *o) {
                agreeing += 1;
            }
            let root = scene.root(*o);
            offers.push(Offer { tokens: scene.nodes[root].span, head: scene.nodes[root].head, root, keys });
        }
        let case = Case {
            pronoun: p.token,
            tokens: Span::new(p.token.0, p.token.0 + 1),
            sort: p.class.sort(),
            none,
            offers: &offers,
        };
        let Some((won, mut sure)) = choose.choose(&case) else { return };
        // "he" where only one person has been told of.
        if matches!(p.class, Class::He | Class::She) && offers.iter().all(|o| o.root == offers[won].root) {
            sure = sure.max(ONLY_ONE);
        }
        let Some(node) = options.get(won).copied() else { return };
        // "He" passes over the person who leads a nearer sentence: it may, but nothing is built on it.
        let nearer = |c: usize| {
            let (n, w) = (&scene.nodes[c], &scene.nodes[node]);
            n.sentence > w.sentence
                && scene.root(c) != scene.root(node)
                && self.agrees(&p, scene, c)
                && self.leads(scene, c)
        };
        if matches!(p.class, Class::He | Class::She) && options.iter().any(|c| nearer(*c)) {
            sure = sure.min(SETTLED - 50);
        }
        let Some(m) = self.node_mention(scene, node) else { return };
        self.drafts[n].antecedent = Some(m);
        self.drafts[n].link = sure;
        scene.join(p.node, node);
        if sure >= SETTLED {
            self.take_over(n, m);
        }
    }

    /// The nodes that a pronoun may stand for, nearest first.
    fn options(&self, p: &Pronoun, scene: &Scene) -> Vec<usize> {
        let mut out = Vec::new();
        for c in (0..p.node).rev() {
            let node = &scene.nodes[c];
            if node.sentence + REACH < p.sentence || out.len() >= MOST {
                break;
            }
            if self.possible(p, scene, c) {
                out.push(c);
            }
        }
        // What follows: the subject of a clause above ("In his first speech the president said").
        for c in p.node + 1..scene.nodes.len() {
            let node = &scene.nodes[c];
            if node.sentence != p.sentence {
                break;
            }
            if node.role == features::SUBJECT
                && node.pronoun.is_none()
                && self.possible(p, scene, c)
                && self.syntax.head(node.head).is_some_and(|h| self.syntax.ancestors(p.token).any(|a| a == h))
            {
                out.push(c);
            }
        }
        out
    }

    /// Not ruled out by number, sex or binding.
    fn possible(&self, p: &Pronoun, scene: &Scene, c: usize) -> bool {
        let node = &scene.nodes[c];
        let root = scene.root(c);
        // A pronoun that stands for nothing known helps nobody.
        if scene.nodes[root].pronoun.is_some() {
            return false;
        }
        if !features::may_agree(p.class, scene, c, root) {
            return false;
        }
        // Inside its own phrase: "its owner" is not "it"; but a clause may hang on the noun it tells of.
        if node.head == p.token || (p.possessive && self.syntax.head(p.token) == Some(node.head)) {
            return false;
        }
        if node.coordination && node.span.has(p.token.0) {
            return false;
        }
        // Two arguments of one verb are two things, unless the pronoun is reflexive.
        let same_clause = p.governor.is_some() && p.governor == scene.governor(self.syntax, c);
        !(same_clause && !p.reflexive && !p.possessive)
    }

    /// The first person in a quotation: "I" is who speaks, "we" the body for which he or she speaks, if an office says which.
    fn of_speaker(&mut self, p: &Pronoun, n: usize, scene: &mut Scene) {
        let Some((speaker, taken_over)) = p.quote.and_then(|q| scene.speaker(q)) else { return };
        let root = scene.root(speaker);
        if scene.nodes[root].pronoun.is_some() {
            return;
        }
        let body = |d: &Draft| {
            d.roles.iter().filter_map(|r| r.of).find(|o| {
                matches!(self.drafts[*o].kind, EntityKind::State | EntityKind::Organisation | EntityKind::Group)
            })
        };
        let told = match (p.class, scene.nodes[root].sort) {
            (Class::We, features::GROUP | features::STATE) => Some(speaker),
            (Class::We, _) => {
                scene.nodes[root].draft.and_then(|d| body(&self.drafts[d])).and_then(|d| scene.node_of(d))
            }
            (_, features::PERSON | features::NAMED) if !scene.nodes[root].plural => Some(speaker),
            _ => None,
        };
        let Some(node) = told.filter(|t| *t != p.node) else { return };
        let Some(m) = self.node_mention(scene, node).filter(|m| *m != n) else { return };
        self.drafts[n].antecedent = Some(m);
        self.drafts[n].link = match (p.class, taken_over) {
            (Class::We, _) => SPEAKER_BODY,
            (_, true) => SPEAKER_BEFORE,
            _ => SPEAKER,
        };
        scene.join(p.node, node);
        self.take_over(n, m);
    }

    /// The mention of a node's root; a phrase that was none becomes one.
    fn node_mention(&mut self, scene: &mut Scene, node: usize) -> Option<usize> {
        let at = if scene.nodes[node].pronoun.is_some() { scene.root(node) } else { node };
        if let Some(d) = scene.nodes[at].draft {
            // A short name stands for the full one.
            let full = self.drafts[d].antecedent.filter(|a| self.drafts[*a].form == MentionForm::Name);
            return Some(full.unwrap_or(d));
        }
        let bytes = self.syntax.bytes(scene.nodes[at].span);
        let from = self.words.partition_point(|w| w.span.end <= bytes.start);
        let to = self.words.partition_point(|w| w.span.start < bytes.end);
        if from >= to {
            return None;
        }
        let node = &scene.nodes[at];
        let kind = match node.sort {
            _ if node.coordination => EntityKind::Other,
            features::PERSON => EntityKind::Person,
            features::GROUP => EntityKind::Organisation,
            features::STATE => EntityKind::State,
            _ => EntityKind::Other,
        };
        let mut draft = Draft::new(from..to, kind, MentionForm::Nominal, 500);
        draft.noun = self.syntax.lemma(node.head).to_lowercase();
        draft.plural = node.plural || node.coordination;
        draft.state = (from..to).filter_map(|w| self.taken[w]).find_map(|d| {
            let d = &self.drafts[d];
            matches!(d.kind, EntityKind::Demonym | EntityKind::State).then(|| d.state.clone()).flatten()
        });
        if node.coordination {
            draft.state = None;
        }
        self.drafts.push(draft);
        let made = self.drafts.len() - 1;
        scene.nodes[at].draft = Some(made);
        Some(made)
    }

    /// The token of a span that is governed from outside it; the last one if there is none.
    pub(super) fn topmost(&self, tokens: Span<Tok>) -> Option<TokenIx> {
        let inside = |t: TokenIx| tokens.has(t.0);
        tokens
            .range()
            .map(|t| TokenIx(t as u32))
            .find(|t| {
                self.syntax.head(*t).is_none_or(|h| !inside(h)) && self.syntax.upos(*t) != crate::token::Upos::Punct
            })
            .or_else(|| tokens.range().next_back().map(|t| TokenIx(t as u32)))
    }
}
