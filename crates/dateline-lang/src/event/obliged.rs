//! What a speaker says that another must do: a request, not yet a deed.

use dateline_report::{Byte, Span};

use super::extent::{clause, trim};
use super::find::{Candidate, Trigger, holding};
use super::pattern::Slot;
use super::status::Told;
use super::view::View;
use super::{EventMention, Status};
use crate::mention::{EntityKind, MentionForm, MentionIx};
use crate::statement::Statement;
use crate::token::{Rel, SentenceKind, TokenIx};

/// "Russia says Israel must end the raids": what somebody tells another to do is a request, not yet a deed.
pub(super) fn obliged(
    view: &View<'_>,
    statements: &[Statement],
    c: &Candidate,
    told: Told,
    source: &[MentionIx],
) -> Option<EventMention> {
    let s = view.syntax;
    let unsaid = source.is_empty() && view.passive(c.predicate);
    if c.trigger != Trigger::Verb || told.status != Status::Expected || (source.is_empty() && !unsaid) {
        return None;
    }
    let words = &view.ontology.status.obliged;
    if !s.children_by(c.predicate, &[Rel::Aux]).any(|a| words.iter().any(|w| w.eq_ignore_ascii_case(s.form(a)))) {
        return None;
    }
    obligation(view, statements, c.predicate, clause(view, c), source)
}

/// As [`obliged`], for verbs of which no frame knows: "Chad said Niger must think again".
pub(super) fn obligations(view: &View<'_>, statements: &[Statement], found: &[Candidate]) -> Vec<EventMention> {
    let s = view.syntax;
    let words = &view.ontology.status.obliged;
    let mut out = Vec::new();
    for statement in statements.iter().filter(|t| !t.direct) {
        let Some(cue) = statement.cue_token else { continue };
        for verb in s.children_by(cue, &[Rel::Ccomp, Rel::Parataxis]) {
            let must = s.children_by(verb, &[Rel::Aux]).any(|a| view.among(words, a));
            if !must || found.iter().any(|c| !c.dropped && c.predicate == verb) {
                continue;
            }
            let subject: Vec<MentionIx> =
                view.fill(verb, &Slot::Subj).into_iter().flat_map(|t| view.actors(t).0).collect();
            let acts = subject.iter().any(|m| {
                view.mention(*m).is_some_and(|m| m.form != MentionForm::Pronoun && !matches!(m.kind, EntityKind::Place))
            });
            if acts
                && let Some(event) = obligation(view, statements, verb, s.bytes(trim(view, s.subtree(verb))), &subject)
            {
                out.push(event);
            }
        }
    }
    out
}

/// The request that an obligation laid on somebody by a speaker is.
fn obligation(
    view: &View<'_>,
    statements: &[Statement],
    predicate: TokenIx,
    span: Span<Byte>,
    source: &[MentionIx],
) -> Option<EventMention> {
    let s = view.syntax;
    let number = view.ontology.obligation?;
    let frame = view.ontology.frames.get(number)?;
    let speaker = statements.get(holding(view, statements, predicate)?)?.speaker?;
    let own = |ix: MentionIx| view.mention(ix).and_then(|m| m.state.clone());
    if source.contains(&speaker)
        || (own(speaker).is_some() && !source.is_empty() && source.iter().all(|m| own(*m) == own(speaker)))
    {
        return None;
    }
    let sentence = s.sentences.get(s.sentence_of(predicate))?;
    Some(EventMention {
        frame: frame.name.clone(),
        plover: frame.plover,
        mode: frame.mode.clone(),
        context: frame.context.clone(),
        cameo: frame.cameo.clone(),
        predicate,
        span,
        source: vec![speaker],
        target: source.to_vec(),
        addressed: Vec::new(),
        source_words: None,
        target_words: None,
        place: None,
        time: None,
        theme: Some(span),
        status: Status::Happened,
        headline: sentence.kind == SentenceKind::Title,
        holder: None,
        negated: false,
        unsure: Vec::new(),
        reading: super::certain::reading(s, view, predicate, source, &[]),
        confidence: 560,
    })
}
