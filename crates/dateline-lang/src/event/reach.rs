//! Participants that stand further off than the slots of a frame: the country in "agreed to lift the ban on imports from Chad", the court that
//! "ordered the release of" somebody, and the words of a phrase that names nobody ("condemned the attack").

use dateline_report::{Byte, Span};

use super::view::View;
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::statement::Statement;
use crate::token::{Rel, TokenIx, Upos};

/// Deepest phrase that is looked into.
const DEPTH: u8 = 7;

/// Relations whose phrases belong to what is done, not to what is told beside it.
const WITHIN: &[Rel] = &[
    Rel::Obj,
    Rel::Iobj,
    Rel::Obl,
    Rel::OblUnmarked,
    Rel::Nmod,
    Rel::NmodPoss,
    Rel::NmodUnmarked,
    Rel::Compound,
    Rel::Amod,
    Rel::Xcomp,
    Rel::Flat,
    Rel::Conj,
];

/// How readily a mention is taken for somebody who is addressed; the lower the better.
fn rank(view: &View<'_>, at: TokenIx, direct: bool, mention: &Mention) -> Option<u8> {
    let s = view.syntax;
    let place = matches!(mention.kind, EntityKind::Place | EntityKind::Facility) && !mention.metonym;
    let locative = s.children_by(at, &[Rel::Case]).any(|c| view.among(&view.ontology.status.locative, c));
    match mention.kind {
        EntityKind::Event | EntityKind::Product | EntityKind::Other => None,
        // Where it is done, not to whom.
        _ if place && locative => None,
        _ if place => Some(1),
        EntityKind::State if locative && direct => Some(2),
        // "send troops to Uganda": a description in the place of the thing sent comes behind a name.
        _ if mention.form == MentionForm::Nominal && mention.kind != EntityKind::State => Some(2),
        _ => Some(0),
    }
}

/// Whom a deed is directed at where the frame's own slots hold nobody: the nearest actor in the phrases that complete the predicate, with those
/// joined to it. Clauses told beside it, times and circumstances are not looked into.
pub(super) fn addressed(view: &View<'_>, predicate: TokenIx, promised: bool, source: &[MentionIx]) -> Vec<MentionIx> {
    let s = view.syntax;
    let mut best: Option<((u8, u8, u32), TokenIx)> = None;
    let mut open: Vec<(TokenIx, u8)> = vec![(predicate, 0)];
    let mut next = 0;
    while let Some(&(at, depth)) = open.get(next) {
        next += 1;
        for child in s.children(at).iter().copied() {
            let rel = s.rel(child);
            let purpose = matches!(rel, Rel::Advcl | Rel::Acl) && view.infinitive(child);
            let inside = WITHIN.contains(&rel)
                || (purpose && (depth == 0 || promised))
                || (promised && matches!(rel, Rel::Ccomp | Rel::Csubj))
                || (promised && rel == Rel::Nsubj && depth > 0);
            let joined_clause = rel == Rel::Conj && view.is_verb(child) && (depth == 0 || !view.is_verb(at));
            let aside = depth == 0
                && s.children_by(child, &[Rel::Case, Rel::Mark]).any(|c| view.among(&view.ontology.status.beside, c));
            if !inside || joined_clause || aside || (depth == 0 && child < predicate) || is_time(view, child) {
                continue;
            }
            let found = view
                .mention_at(child)
                .filter(|m| !source.contains(m) && !same(view, *m, source))
                .and_then(|m| view.mention(m))
                .filter(|m| m.form != MentionForm::Pronoun || m.kind != EntityKind::Other);
            if let Some(mention) = found
                && let Some(rank) = rank(view, child, depth == 0, mention)
            {
                let key = (rank, depth, child.0);
                if best.is_none_or(|(k, _)| key < k) {
                    best = Some((key, child));
                }
            }
            if depth < DEPTH {
                open.push((child, depth + 1));
            }
        }
    }
    let Some((_, head)) = best else { return Vec::new() };
    let mut out: Vec<MentionIx> = Vec::new();
    for token in std::iter::once(head).chain(s.children_by(head, &[Rel::Conj])) {
        let (found, itself) = view.actors(token);
        if token == head || itself {
            out.extend(found.into_iter().filter(|m| !source.contains(m)));
        }
    }
    out.dedup();
    out
}

/// Does the mention stand for one of these?
fn same(view: &View<'_>, ix: MentionIx, list: &[MentionIx]) -> bool {
    let root = |m: MentionIx| view.mention(m).and_then(|x| x.antecedent).unwrap_or(m);
    list.iter().any(|m| root(*m) == root(ix))
}

fn is_time(view: &View<'_>, token: TokenIx) -> bool {
    view.times.iter().any(|t| t.tokens.has(token.0))
}

/// Who does what a noun names, by the verb above the noun: "the court ordered the release", "the navy announced the seizure".
pub(super) fn doer_above(view: &View<'_>, noun: TokenIx) -> Vec<MentionIx> {
    let s = view.syntax;
    let Some(verb) = s.head(noun).filter(|v| view.is_verb(*v)) else {
        return Vec::new();
    };
    if !matches!(s.rel(noun), Rel::Obj | Rel::NsubjPass | Rel::Obl)
        || !view.among(&view.ontology.status.noun_doers, verb)
    {
        return Vec::new();
    }
    view.fill(verb, &super::pattern::Slot::Subj)
        .into_iter()
        .filter(|t| *t != noun)
        .flat_map(|t| view.actors(t).0)
        .collect()
}

/// Who does what a participle behind an object tells: "issued a statement criticising ...".
pub(super) fn doer_of_participle(view: &View<'_>, verb: TokenIx) -> Vec<MentionIx> {
    let s = view.syntax;
    let gerund = s.token(verb).is_some_and(|t| t.xpos == "VBG");
    let Some(noun) = s.head(verb).filter(|_| gerund && s.rel(verb) == Rel::Acl) else {
        return Vec::new();
    };
    let Some(above) = s.head(noun).filter(|v| view.is_verb(*v) && matches!(s.rel(noun), Rel::Obj | Rel::Obl)) else {
        return Vec::new();
    };
    view.fill(above, &super::pattern::Slot::Subj)
        .into_iter()
        .filter(|t| *t != noun)
        .flat_map(|t| view.actors(t).0)
        .collect()
}

/// The speaker, where a pronoun without a known antecedent is the subject of what the speaker says: "Chad said it would open the border".
pub(super) fn speaks_of_self(
    view: &View<'_>,
    statements: &[Statement],
    predicate: TokenIx,
    pronoun: MentionIx,
) -> Option<MentionIx> {
    let s = view.syntax;
    let mention = view.mention(pronoun)?;
    if mention.form != MentionForm::Pronoun || mention.settled().is_some() {
        return None;
    }
    let clause = std::iter::once(predicate).chain(s.ancestors(predicate)).take(4).find(|t| s.rel(*t) == Rel::Ccomp)?;
    let cue = s.head(clause)?;
    let statement = statements.iter().find(|t| t.cue_token == Some(cue))?;
    let speaker = statement.speaker.filter(|x| *x != pronoun)?;
    let who = view.mention(speaker)?;
    let person = matches!(who.kind, EntityKind::Person);
    let fits = match s.lemma(mention.head).to_lowercase().as_str() {
        "it" => !person && !who.plural,
        "they" => who.plural || !person,
        "he" | "she" => person && !who.plural,
        _ => false,
    };
    (fits && who.tokens.end <= mention.tokens.start).then_some(speaker)
}

/// The words of a noun phrase without what is told beside it; `None` for a pronoun.
pub(super) fn phrase(view: &View<'_>, head: TokenIx) -> Option<Span<Byte>> {
    let s = view.syntax;
    if !matches!(s.upos(head), Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Sym) {
        return None;
    }
    let tokens = s.subtree_without(
        head,
        &[Rel::AclRelcl, Rel::Parataxis, Rel::Case, Rel::Mark, Rel::Punct, Rel::Cop, Rel::Nsubj, Rel::Advcl, Rel::Aux],
    );
    Some(s.bytes(tokens)).filter(|span| !span.is_empty())
}

impl View<'_> {
    /// As [`View::prep`], where the phrase hangs on a phrase of the predicate and not on the predicate: "held talks in Oslo with Berg".
    pub(crate) fn prep_below(&self, predicate: TokenIx, word: &str) -> Vec<TokenIx> {
        let s = self.syntax;
        if !self.is_verb(predicate) || !self.ontology.status.movable.iter().any(|w| w == word) {
            return Vec::new();
        }
        let mut open: Vec<(TokenIx, u8)> = s
            .children_by(predicate, &[Rel::Obj, Rel::Obl, Rel::OblUnmarked])
            .filter(|c| *c > predicate)
            .map(|c| (c, 0))
            .collect();
        let mut at = 0;
        while let Some(&(token, depth)) = open.get(at) {
            at += 1;
            for child in s.children_by(token, &[Rel::Nmod, Rel::NmodUnmarked, Rel::Obl]).filter(|c| *c > token) {
                if s.children_by(child, &[Rel::Case]).any(|k| s.form(k).eq_ignore_ascii_case(word)) {
                    return self.with_all_conjuncts(child);
                }
                if depth < 4 {
                    open.push((child, depth + 1));
                }
            }
        }
        Vec::new()
    }
}
