//! What of the text tells an event: its clause, its place and its date.

use dateline_report::{Byte, Span, Tok};

use super::find::{Candidate, Trigger};
use super::view::View;
use crate::mention::{EntityKind, MentionForm, MentionIx};
use crate::time::TimeMention;
use crate::token::{Rel, TokenIx, Upos};

/// Where it happens: a place governed by a preposition of place below the predicate or what goes with it.
pub(super) fn place_of(
    view: &View<'_>,
    c: &Candidate,
    source: &[MentionIx],
    target: &[MentionIx],
) -> Option<MentionIx> {
    let s = view.syntax;
    let mut governors = vec![c.predicate];
    governors.extend(s.children_by(c.predicate, &[Rel::Obj, Rel::Xcomp, Rel::Obl, Rel::NsubjPass]));
    if c.trigger == Trigger::Noun || s.rel(c.predicate) == Rel::Xcomp {
        governors.extend(s.head(c.predicate).filter(|h| view.is_verb(*h) || c.trigger != Trigger::Noun));
    }
    for governor in governors {
        for word in &view.ontology.status.locative {
            for head in view.prep(governor, word) {
                let found = view
                    .mention_at(view.through(head))
                    .or_else(|| view.modifiers(head).first().and_then(|t| view.mention_at(*t)));
                let Some(ix) = found else { continue };
                let Some(mention) = view.mention(ix) else {
                    continue;
                };
                let is_place = matches!(mention.kind, EntityKind::Place | EntityKind::Facility | EntityKind::State)
                    && (mention.form == MentionForm::Name
                    // "in the Chinese capital"
                    || (mention.form == MentionForm::Nominal
                        && mention.kind == EntityKind::Place
                        && mention.state.is_some()));
                if is_place
                    && !mention.metonym
                    && !source.contains(&ix)
                    && !(target.contains(&ix) && mention.kind == EntityKind::State)
                {
                    return Some(ix);
                }
            }
        }
    }
    None
}

/// The clause that tells it: from the subject through the predicate's phrase, without what is told beside it.
pub(super) fn clause(view: &View<'_>, c: &Candidate) -> Span<Byte> {
    let s = view.syntax;
    let cut = [Rel::Conj, Rel::Parataxis, Rel::Cc, Rel::Punct, Rel::Discourse, Rel::Vocative];
    if c.trigger == Trigger::Noun {
        let span = s.subtree_without(
            c.predicate,
            &[
                Rel::AclRelcl,
                Rel::Parataxis,
                Rel::Conj,
                Rel::Cc,
                Rel::Punct,
                Rel::Case,
                Rel::Nsubj,
                Rel::Cop,
                Rel::Aux,
                Rel::Advcl,
            ],
        );
        return s.bytes(trim(view, span));
    }
    let mut span: Span<Tok> = Span::new(c.predicate.0, c.predicate.0 + 1);
    let verbal_clause = |t: TokenIx| s.children_by(t, &[Rel::Nsubj, Rel::NsubjPass]).next().is_some();
    let reported = !view.ontology.frames.get(c.frame).is_some_and(|f| f.content_suppressed);
    for child in s.children(c.predicate) {
        let rel = s.rel(*child);
        if cut.contains(&rel)
            || (rel == Rel::Ccomp && reported && *child < c.predicate)
            || (rel == Rel::Advcl && (verbal_clause(*child) || far(view, c.predicate, *child)))
        {
            continue;
        }
        if rel == Rel::Mark && !matches!(s.lemma(*child), "to") {
            continue;
        }
        let part = if matches!(rel, Rel::Nsubj | Rel::NsubjPass) {
            s.subtree_without(*child, &[Rel::AclRelcl, Rel::Parataxis, Rel::Acl])
        } else {
            s.subtree_without(*child, &[Rel::AclRelcl, Rel::Parataxis])
        };
        span = span.hull(part);
    }
    // An infinitive without a subject of its own is told together with its governor ("is expected to meet").
    let mut at = c.predicate;
    for _ in 0..3 {
        let Some(head) = s.head(at) else { break };
        if s.rel(at) != Rel::Xcomp || s.children_by(at, &[Rel::Nsubj, Rel::NsubjPass]).next().is_some() {
            break;
        }
        span = span.hull(Span::new(head.0, head.0 + 1));
        for child in s
            .children_by(head, &[Rel::Nsubj, Rel::NsubjPass, Rel::Aux, Rel::AuxPass, Rel::Cop, Rel::Obj])
            .filter(|x| *x < at)
        {
            span = span.hull(s.subtree_without(child, &[Rel::AclRelcl, Rel::Parataxis, Rel::Acl]));
        }
        at = head;
    }
    if let Some(sentence) = s.sentences.get(s.sentence_of(c.predicate)) {
        span = Span::new(
            span.start.max(sentence.tokens.start),
            span.end.min(sentence.tokens.end).max(span.start.max(sentence.tokens.start)),
        );
        if !span.has(c.predicate.0) {
            span = Span::new(c.predicate.0, c.predicate.0 + 1);
        }
    }
    s.bytes(trim(view, span))
}

/// An adverbial clause behind a comma tells something of its own.
fn far(view: &View<'_>, predicate: TokenIx, clause: TokenIx) -> bool {
    let s = view.syntax;
    let start = s.subtree(clause).start;
    clause > predicate && start.checked_sub(1).is_some_and(|b| s.form(TokenIx(b)) == ",") || clause < predicate
}

/// Takes punctuation off both ends.
pub(super) fn trim(view: &View<'_>, span: Span<Tok>) -> Span<Tok> {
    let s = view.syntax;
    let (mut a, mut b) = (span.start, span.end);
    while a < b && s.upos(TokenIx(a)) == Upos::Punct {
        a += 1;
    }
    while b > a && s.upos(TokenIx(b - 1)) == Upos::Punct {
        b -= 1;
    }
    Span::new(a, b)
}

/// The time expression that dates it: one of its own, else of the verb above it, else the nearest inside its clause.
pub(super) fn time_of(view: &View<'_>, c: &Candidate, span: Span<Byte>) -> Option<u32> {
    let s = view.syntax;
    let dates =
        |t: &TimeMention| !matches!(t.expr, crate::time::TimeExpr::Duration { .. } | crate::time::TimeExpr::Set(_));
    let number = |n: usize| u32::try_from(n).ok();
    let mut governors = vec![c.predicate];
    governors.extend(c.consumed.iter().copied());
    if matches!(s.rel(c.predicate), Rel::Xcomp)
        || (c.trigger == Trigger::Noun
            && s.head(c.predicate).is_some_and(|h| view.ontology.status.aspect.iter().any(|a| a == s.lemma(h))))
    {
        governors.extend(s.head(c.predicate));
    }
    for governor in governors {
        if let Some(n) = view.times.iter().position(|t| t.of == Some(governor) && dates(t)) {
            return number(n);
        }
    }
    // A date of what is told beside it ("who faces elections in May") is not its own.
    let beside = |t: &TimeMention| {
        let mut at = TokenIx(t.tokens.start);
        for _ in 0..12 {
            if s.rel(at) == Rel::AclRelcl && at != c.predicate {
                return true;
            }
            match s.head(at) {
                Some(head) if head != c.predicate => at = head,
                _ => return false,
            }
        }
        false
    };
    // "for the first time since the rupture of January 2016": the date of that rupture.
    let of_another = |t: &TimeMention| {
        let mut at = TokenIx(t.tokens.start);
        for _ in 0..6 {
            let Some(head) = s.head(at).filter(|h| *h != c.predicate) else {
                return false;
            };
            let of = s.rel(at) == Rel::Nmod
                && s.upos(head) == Upos::Noun
                && s.children_by(at, &[Rel::Case]).any(|k| matches!(s.lemma(k), "of" | "since"));
            // "Monday's earthquakes"
            let owned = s.rel(at) == Rel::NmodPoss && s.upos(head) == Upos::Noun;
            if (of || owned) && !t.tokens.has(head.0) {
                return true;
            }
            at = head;
        }
        false
    };
    // "invited her to visit in May": the date of what is to be done, not of the asking.
    let of_the_aim = |t: &TimeMention| {
        let mut at = TokenIx(t.tokens.start);
        for _ in 0..12 {
            let Some(head) = s.head(at).filter(|_| at != c.predicate) else {
                return false;
            };
            let aim = matches!(s.rel(at), Rel::Xcomp | Rel::Advcl | Rel::Acl)
                && view.is_verb(at)
                && s.children_by(at, &[Rel::Mark]).any(|m| s.lemma(m) == "to");
            // "admitted that Monday's response failed": the day of what is admitted.
            let told = s.rel(at) == Rel::Ccomp && view.is_verb(at);
            if (aim || told) && !c.consumed.contains(&at) && s.rel(c.predicate) != Rel::Xcomp {
                return true;
            }
            at = head;
        }
        false
    };
    let inside = view
        .times
        .iter()
        .enumerate()
        .filter(|(_, t)| dates(t) && span.contains(t.span) && !of_another(t) && !of_the_aim(t) && !beside(t))
        .min_by_key(|(_, t)| t.tokens.start.abs_diff(c.predicate.0));
    if let Some((n, _)) = inside {
        return number(n);
    }
    // A date before the clause in the same sentence ("On Friday, ...") whose governor the parse missed.
    let sentence = s.sentences.get(s.sentence_of(c.predicate))?;
    view.times
        .iter()
        .enumerate()
        .find(|(_, t)| {
            dates(t)
                && sentence.span.contains(t.span)
                && t.of.is_none_or(|of| s.ancestors(c.predicate).any(|a| a == of))
                && t.tokens.end <= c.predicate.0
                && t.tokens.start <= sentence.tokens.start + 2
        })
        .and_then(|(n, _)| number(n))
}
