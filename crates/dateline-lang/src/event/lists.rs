//! Deeds told without a verb of their own: items of a list ("Norway: 40 rescuers") and clauses that leave the verb out ("and Peru twelve").

use super::find::{Candidate, Trigger};
use super::view::View;
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::token::{TokenIx, Upos};

/// Words from the label to the thing.
const REACH: u32 = 14;

/// Candidates of both kinds; `found` are those with a trigger.
pub(super) fn listed(view: &View<'_>, found: &[Candidate]) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (n, mention) in view.mentions.iter().enumerate() {
        let acts = matches!(mention.kind, EntityKind::State | EntityKind::Organisation | EntityKind::Place)
            && mention.form == MentionForm::Name;
        if !acts {
            continue;
        }
        let ix = MentionIx(u32::try_from(n).unwrap_or(u32::MAX));
        if let Some(item) = label(view, ix, mention).or_else(|| gap(view, ix, mention, found)) {
            let taken = |c: &Candidate| !c.dropped && (c.predicate == item.predicate || c.source.contains(&ix));
            if !found.iter().chain(&out).any(taken) {
                out.push(item);
            }
        }
    }
    out
}

fn same_sentence(view: &View<'_>, a: TokenIx, b: u32) -> bool {
    let s = view.syntax;
    s.token(TokenIx(b)).is_some() && s.sentence_of(TokenIx(b)) == s.sentence_of(a)
}

/// "Norway: 40 rescuers": name, colon, and before any verb a number and a thing that stands for a deed.
fn label(view: &View<'_>, ix: MentionIx, mention: &Mention) -> Option<Candidate> {
    let s = view.syntax;
    let end = mention.tokens.end;
    if s.form(TokenIx(end)) != ":" || !same_sentence(view, mention.head, end) {
        return None;
    }
    let opens = mention.tokens.start.checked_sub(1).is_none_or(|b| {
        !same_sentence(view, mention.head, b) || s.upos(TokenIx(b)) == Upos::Punct || s.upos(TokenIx(b)) == Upos::Det
    });
    if !opens {
        return None;
    }
    let mut number = false;
    for at in end + 1..end + REACH {
        let token = TokenIx(at);
        if !same_sentence(view, mention.head, at) || s.form(token) == ":" || view.is_verb(token) {
            return None;
        }
        number |= matches!(s.upos(token), Upos::Num | Upos::Sym);
        if s.upos(token) != Upos::Noun || !number {
            continue;
        }
        let frame = view.ontology.frames.iter().position(|f| f.labels.iter().any(|c| view.in_class(token, *c)));
        if let Some(frame) = frame {
            return Some(item(ix, token, frame, None));
        }
    }
    None
}

/// "Chad is sending ten soldiers and Peru twelve engineers": the second clause has a name and a number, and shares the verb of the first.
fn gap(view: &View<'_>, ix: MentionIx, mention: &Mention, found: &[Candidate]) -> Option<Candidate> {
    let s = view.syntax;
    let start = mention.tokens.start.checked_sub(1)?;
    let joins = |t: u32| matches!(s.form(TokenIx(t)), "and" | "," | ";");
    let start = if s.upos(TokenIx(start)) == Upos::Det { start.checked_sub(1)? } else { start };
    if !joins(start) || !same_sentence(view, mention.head, start) {
        return None;
    }
    let mut at = mention.tokens.end;
    if matches!(s.form(TokenIx(at)), "\u{2014}" | "\u{2013}" | "-") {
        at += 1;
    }
    let first = TokenIx(at);
    let counted = s.upos(first) == Upos::Num || matches!(s.form(first), "a" | "an" | "another");
    if !counted || !same_sentence(view, mention.head, at) {
        return None;
    }
    // The noun phrase runs to its last noun; a verb behind it would be its own.
    let mut noun = None;
    let mut end = at;
    while end < at + 8
        && same_sentence(view, mention.head, end)
        && matches!(s.upos(TokenIx(end)), Upos::Num | Upos::Det | Upos::Adj | Upos::Noun)
    {
        if s.upos(TokenIx(end)) == Upos::Noun {
            noun = Some(TokenIx(end));
        }
        end += 1;
    }
    let noun = noun?;
    if view.is_verb(TokenIx(end)) || s.upos(TokenIx(end)) == Upos::Aux {
        return None;
    }
    // The verb before it with a counted object, and no other verb between.
    let whole = found
        .iter()
        .filter(|c| {
            !c.dropped && c.trigger == Trigger::Verb && c.predicate.0 < start && same_sentence(view, c.predicate, start)
        })
        .max_by_key(|c| c.predicate)?;
    let between = || (whole.predicate.0 + 1..start).map(TokenIx);
    let counts = between().any(|t| s.upos(t) == Upos::Num);
    let clear = !between().any(|t| view.is_verb(t) || s.upos(t) == Upos::Aux);
    (counts && clear).then(|| item(ix, noun, whole.frame, Some(whole.predicate)))
}

fn item(source: MentionIx, thing: TokenIx, frame: usize, gapped: Option<TokenIx>) -> Candidate {
    Candidate {
        predicate: thing,
        gapped,
        trigger: Trigger::Noun,
        frame,
        source: vec![source],
        target: Vec::new(),
        theme: Some(thing),
        consumed: Vec::new(),
        exact: true,
        unnamed: [None, None],
        score: 5,
        dropped: false,
    }
}
