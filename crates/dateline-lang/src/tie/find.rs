//! Finds ties by their frames.

use std::collections::BTreeSet;

use dateline_report::{Byte, Span};
use smol_str::SmolStr;

use super::rules::{StandingWords, TieRules};
use super::{Standing, TieMention};
use crate::event::{EventMention, Ontology, find_events};
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::quantity::{NumberKind, Quantity};
use crate::statement::Statement;
use crate::syntax::Syntax;
use crate::time::TimeMention;
use crate::token::{Rel, TokenIx, Upos};

/// Finds the standing ties told in a report, in text order.
///
/// `mentions`, `times`, `statements` and `quantities` are those of the same report. Never fails: a tie of which one side is not known is left out.
#[must_use]
pub fn find_ties(
    syntax: &Syntax<'_>,
    mentions: &[Mention],
    times: &[TimeMention],
    statements: &[Statement],
    quantities: &[Quantity],
    rules: &TieRules,
) -> Vec<TieMention> {
    let finder = Finder { syntax, mentions, quantities, words: &rules.words, ontology: &rules.ontology };
    // A tie is found as a happening of the same words would be; only what that means for its standing differs.
    let found = find_events(syntax, mentions, times, statements, &rules.ontology);
    let mut out: Vec<TieMention> = found.iter().filter_map(|e| finder.tie(e)).collect();
    out.sort_by(|a, b| (a.span.start, a.span.end, &a.frame).cmp(&(b.span.start, b.span.end, &b.frame)));
    out
}

/// Context of frames whose subject is measured by what its verb says.
const MEASURED: &str = "measured";

struct Finder<'a> {
    syntax: &'a Syntax<'a>,
    mentions: &'a [Mention],
    quantities: &'a [Quantity],
    words: &'a StandingWords,
    ontology: &'a Ontology,
}

impl Finder<'_> {
    fn mention(&self, m: MentionIx) -> Option<&Mention> {
        self.mentions.get(m.at())
    }

    fn tie(&self, e: &EventMention) -> Option<TieMention> {
        let kind = e.mode.clone()?;
        let sentence = self.syntax.sentences.get(self.syntax.sentence_of(e.predicate))?;
        if sentence.span.of(self.syntax.text()).trim_end().ends_with('?') {
            return None;
        }
        let (source, mut target) = (self.parties(&e.source, e), self.parties(&e.target, e));
        target.retain(|t| !source.contains(t));
        let sides = usize::from(!source.is_empty()) + usize::from(!target.is_empty());
        if sides == 0 || (sides == 1 && source.len().max(target.len()) < 2) {
            return None;
        }
        let span = source
            .iter()
            .chain(&target)
            .filter_map(|m| self.mention(*m))
            .filter(|m| sentence.span.contains(m.span))
            .fold(e.span, |span, m| span.hull(m.span));
        let what = e.theme.map(|t| self.before_parties(t, source.iter().chain(&target)));
        Some(TieMention {
            kind,
            frame: e.frame.clone(),
            source,
            target,
            what,
            quantity: self.quantity(e),
            standing: self.standing(e),
            holder: e.holder,
            span,
        })
    }

    /// The parties a side names. "the two countries", "their" stand for the two that were named last, where the text names just two.
    fn parties(&self, side: &[MentionIx], e: &EventMention) -> Vec<MentionIx> {
        let mut out = Vec::new();
        for ix in side {
            let Some(m) = self.mention(*ix) else { continue };
            let both = m.form != MentionForm::Name && m.plural && m.settled().is_none() && m.state.is_none();
            if both {
                out.extend(self.two_before(e.predicate));
            } else {
                out.push(*ix);
            }
        }
        out.dedup();
        out
    }

    /// The states named in this sentence up to a word and in the one before it, if they are exactly two.
    fn two_before(&self, at: TokenIx) -> Vec<MentionIx> {
        let s = self.syntax;
        let here = s.sentence_of(at);
        let mut found: Vec<(MentionIx, &str)> = Vec::new();
        for (n, m) in self.mentions.iter().enumerate().filter(|(_, m)| m.head <= at) {
            let near = here.saturating_sub(s.sentence_of(m.head)) <= 1;
            let state = matches!(m.kind, EntityKind::State | EntityKind::Demonym) || m.metonym;
            let Some(code) = m.state.as_deref().filter(|_| near && state && m.form == MentionForm::Name) else {
                continue;
            };
            if !found.iter().any(|f| f.1 == code) {
                found.push((MentionIx(u32::try_from(n).unwrap_or(u32::MAX)), code));
            }
        }
        if found.len() == 2 { found.into_iter().map(|f| f.0).collect() } else { Vec::new() }
    }

    /// "copper from Peru", "a treaty with Chad": up to the phrase that names a party.
    fn before_parties<'m>(&self, what: Span<Byte>, parties: impl Iterator<Item = &'m MentionIx>) -> Span<Byte> {
        let s = self.syntax;
        // "copper, wood pulp and fruit": the theme is the first of them.
        let head = s.token_at(what.start).and_then(|t| self.head_in(t, what.end));
        let listed = head.into_iter().flat_map(|h| s.children_by(h, &[Rel::Conj]).collect::<Vec<_>>());
        let last = listed
            .filter(|c| matches!(s.upos(*c), Upos::Noun | Upos::Propn))
            .map(|c| s.bytes(s.subtree(c)).end)
            .max()
            .unwrap_or(what.end);
        let what = Span::new(what.start, what.end.max(last));
        let mut end = what.end;
        for m in parties.filter_map(|m| self.mention(*m)).filter(|m| what.contains(m.span)) {
            let case = s.child(m.head, &[Rel::Case]).and_then(|c| s.token(c));
            if let Some(case) = case.filter(|c| c.span.start < m.span.start && c.span.start > what.start) {
                end = end.min(case.span.start);
            }
        }
        let text = s.text().get(what.start as usize..end as usize).unwrap_or_default();
        let length = u32::try_from(text.trim_end_matches([' ', ',', '\n']).len()).unwrap_or(0);
        if length == 0 { what } else { Span::new(what.start, what.start + length) }
    }

    /// The one number in the words of what the tie is about; else the one sum of money in its clause.
    fn quantity(&self, e: &EventMention) -> Option<u32> {
        let inside = |span: Span<Byte>, kinds: &[NumberKind]| {
            let mut all =
                self.quantities.iter().enumerate().filter(|(_, q)| span.contains(q.span) && kinds.contains(&q.kind));
            let first = all.next();
            if all.next().is_some() { None } else { first }
        };
        e.theme
            .and_then(|t| inside(t, &[NumberKind::Count, NumberKind::Money]))
            .or_else(|| inside(e.span, &[NumberKind::Money]))
            .or_else(|| {
                // "Trade between Peru and Chile reached 4 billion dollars."
                let s = self.syntax;
                let verb = s.head(e.predicate).filter(|_| s.rel(e.predicate) == Rel::Nsubj)?;
                let measured = e.context.iter().any(|c| c == MEASURED);
                if measured {
                    inside(
                        s.bytes(s.subtree_without(verb, &[Rel::Conj, Rel::Advcl, Rel::Parataxis])),
                        &[NumberKind::Money],
                    )
                } else {
                    None
                }
            })
            .and_then(|(n, _)| u32::try_from(n).ok())
    }

    /// How a noun by itself is told to stand: what governs it ("will strengthen the alliance") says nothing of that.
    fn noun_standing(&self, noun: TokenIx) -> Standing {
        let s = self.syntax;
        let status = &self.ontology.status;
        let has = |list: &[SmolStr], t: TokenIx| list.iter().any(|w| w.eq_ignore_ascii_case(s.form(t)));
        let ahead = s
            .children_by(noun, &[Rel::Amod, Rel::Compound])
            .any(|m| has(&status.noun_planned, m) || has(&status.noun_conditional, m))
            || s.children_by(noun, &[Rel::Aux]).any(|a| self.ahead(a));
        if s.children_by(noun, &[Rel::Advmod, Rel::Det]).any(|c| has(&status.negation, c)) {
            Standing::Denied
        } else if ahead {
            Standing::Ahead
        } else {
            Standing::Stands
        }
    }

    fn standing(&self, e: &EventMention) -> Standing {
        let s = self.syntax;
        let told = if !matches!(s.upos(e.predicate), Upos::Verb | Upos::Adj | Upos::Aux) {
            self.noun_standing(e.predicate)
        } else {
            Standing::of(e.status, e.negated)
        };
        let verb = s.lemma(e.predicate).to_lowercase();
        if s.upos(e.predicate) == Upos::Verb {
            if self.words.none.contains(verb.as_str()) {
                return Standing::Denied;
            }
            if self.words.wanting.contains(verb.as_str()) && !matches!(told, Standing::Denied) {
                return Standing::Ahead;
            }
            let infinitive = s.children_by(e.predicate, &[Rel::Mark, Rel::Aux]).any(|m| s.lemma(m) == "to");
            if self.words.returning.contains(verb.as_str()) && infinitive && told == Standing::Stands {
                return Standing::Ahead;
            }
            if self.words.ending.contains(verb.as_str()) {
                return if told == Standing::Stands { Standing::Ended } else { Standing::Stands };
            }
        }
        let theme = e.theme.and_then(|t| s.token_at(t.start)).map(|t| self.head_in(t, e.theme.map_or(0, |x| x.end)));
        let mut nouns = vec![e.predicate];
        nouns.extend(theme.flatten());
        for noun in nouns {
            let word = |t: TokenIx| s.lemma(t).to_lowercase();
            if s.children_by(noun, &[Rel::Det, Rel::Advmod]).any(|d| self.words.none.contains(word(d).as_str())) {
                return Standing::Denied;
            }
            let modifiers = s.children_by(noun, &[Rel::Amod, Rel::Compound, Rel::Advmod]);
            if modifiers.into_iter().any(|m| self.words.past.contains(word(m).as_str())) {
                return Standing::Ended;
            }
            // "lifted the sanctions", "sanctions were lifted", "the lifting of sanctions", "seek an alliance".
            let governor = s.head(noun).filter(|_| {
                matches!(s.rel(noun), Rel::Obj | Rel::NsubjPass | Rel::Nmod | Rel::Nsubj) || s.rel(noun) == Rel::Obl
            });
            if let Some(governor) = governor {
                let lemma = word(governor);
                let stem = s.form(governor).to_lowercase();
                let of = s.rel(noun) == Rel::Nmod;
                let has = |list: &BTreeSet<SmolStr>| {
                    list.contains(lemma.as_str())
                        || (of
                            && stem
                                .strip_suffix("ing")
                                .is_some_and(|x| list.contains(x) || list.contains(format!("{x}e").as_str())))
                };
                let verb = matches!(s.upos(governor), Upos::Verb);
                // Done, or only spoken of: "wants to lift the sanctions" leaves them standing.
                let done = s.token(governor).is_some_and(|t| matches!(t.xpos.as_str(), "VBD" | "VBN"))
                    && !s.children_by(governor, &[Rel::Aux]).any(|a| self.ahead(a));
                let object = s.rel(noun) != Rel::Nsubj;
                if object && (has(&self.words.wanting) || (has(&self.words.returning) && !done)) {
                    return Standing::Ahead;
                }
                if object && has(&self.words.ending) {
                    return if verb && done { Standing::Ended } else { Standing::Stands };
                }
            }
        }
        told
    }

    /// An auxiliary of what is not done yet.
    fn ahead(&self, aux: TokenIx) -> bool {
        let status = &self.ontology.status;
        let form = self.syntax.form(aux);
        status.future.iter().chain(&status.possible).chain(&status.obliged).any(|w| w.eq_ignore_ascii_case(form))
    }

    /// The head of the noun phrase that begins at a token and ends before a byte.
    fn head_in(&self, first: TokenIx, end: u32) -> Option<TokenIx> {
        let s = self.syntax;
        let mut at = first;
        for _ in 0..8 {
            match s.head(at) {
                Some(h) if h > at && s.token(h).is_some_and(|t| t.span.end <= end) => at = h,
                _ => break,
            }
        }
        Some(at)
    }
}
