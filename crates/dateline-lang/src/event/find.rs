//! Event mentions of one report: frames matched over the parse, doubles folded, status and evidence added.

use std::collections::BTreeSet;

use super::extent::{clause, place_of, time_of, trim};
use super::lists;
use super::obliged::{obligations, obliged};
use super::ontology::Ontology;
use super::pattern::{Path, Pattern, Slot, Test};
use super::reach;
use super::status::Told;
use super::view::View;
use super::{EventMention, Plover, Status};
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx};
use crate::statement::{CueForce, Statement, StatementIx};
use crate::syntax::Syntax;
use crate::time::TimeMention;
use crate::token::{Rel, SentenceKind, TokenIx, Upos};

/// What kind of word triggered a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    Verb,
    Noun,
    Adjective,
}

/// A frame that matched at a word, before doubles are folded.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) predicate: TokenIx,
    /// "... and Peru twelve": the verb that is left out.
    pub(super) gapped: Option<TokenIx>,
    pub(super) trigger: Trigger,
    pub(super) frame: usize,
    pub(super) source: Vec<MentionIx>,
    pub(super) target: Vec<MentionIx>,
    pub(super) theme: Option<TokenIx>,
    /// Words used up by the trigger's conditions: no events of their own.
    pub(super) consumed: Vec<TokenIx>,
    /// Participants are the phrases themselves, found by the parse.
    pub(super) exact: bool,
    /// Heads of the phrases in the places of source and target, where these name nobody.
    pub(super) unnamed: [Option<TokenIx>; 2],
    pub(super) score: i32,
    pub(super) dropped: bool,
}

/// Finds the events told in a report, in text order.
///
/// `mentions`, `times` and `statements` are those of the same report. Never fails: what cannot be read is left out.
#[must_use]
pub fn find_events(
    syntax: &Syntax<'_>,
    mentions: &[Mention],
    times: &[TimeMention],
    statements: &[Statement],
    ontology: &Ontology,
) -> Vec<EventMention> {
    let view = View::new(syntax, mentions, times, ontology);
    let mut found: Vec<Candidate> = Vec::new();
    for at in 0..syntax.tokens.len() {
        let token = TokenIx(u32::try_from(at).unwrap_or(u32::MAX));
        if let Some(candidate) = candidate_at(&view, token) {
            found.push(candidate);
        }
    }
    fold(&view, &mut found);
    let further = lists::listed(&view, &found);
    found.extend(further);
    let mut events: Vec<EventMention> =
        found.iter().filter(|c| !c.dropped).filter_map(|c| finish(&view, statements, c)).collect();
    let told = obligations(&view, statements, &found);
    events.extend(told);
    inherit(&view, &mut events);
    events.sort_by_key(|e| (e.predicate, e.frame.clone()));
    events
}

fn candidate_at(view: &View<'_>, token: TokenIx) -> Option<Candidate> {
    let ontology = view.ontology;
    let upos = view.syntax.upos(token);
    let (trigger, patterns, index) = if view.is_verb(token) {
        (Trigger::Verb, &ontology.verbs, &ontology.verb_index)
    } else if matches!(upos, Upos::Noun)
        || view.noun_by_place(token)
        || (upos == Upos::Propn
            && view.mention_at(token).is_none_or(|m| {
                view.mention(m).is_some_and(|m| m.form != MentionForm::Name || m.kind == EntityKind::Event)
            }))
    {
        (Trigger::Noun, &ontology.nouns, &ontology.noun_index)
    } else if upos == Upos::Adj {
        (Trigger::Adjective, &ontology.adjectives, &ontology.adjective_index)
    } else {
        return None;
    };
    // A plural noun that the tagger took for a verb ("drills near the coast").
    let mistaken = trigger == Trigger::Verb
        && !view.variants(token).iter().any(|w| index.contains_key(w.as_str()))
        && view.syntax.token(token).is_some_and(|t| t.xpos == "VBZ");
    let (trigger, patterns, index) =
        if mistaken { (Trigger::Noun, &ontology.nouns, &ontology.noun_index) } else { (trigger, patterns, index) };
    let mut best: Option<Candidate> = None;
    for number in view.variants(token).into_iter().find_map(|w| index.get(w.as_str()))? {
        let Some(pattern) = patterns.get(*number) else {
            continue;
        };
        if let Some(candidate) = try_pattern(view, token, trigger, pattern)
            && best.as_ref().is_none_or(|b| candidate.score > b.score)
        {
            best = Some(candidate);
        }
    }
    best
}

/// Heads at the end of a path; those of a phrase that the parse hung up too low, where there are none.
fn heads_or_below(view: &View<'_>, predicate: TokenIx, path: &Path) -> Vec<TokenIx> {
    let found = heads(view, predicate, path);
    match &path.first {
        Slot::Prep(word) if found.is_empty() && path.then.is_none() => view.prep_below(predicate, word),
        _ => found,
    }
}

/// Heads at the end of a path.
fn heads(view: &View<'_>, predicate: TokenIx, path: &Path) -> Vec<TokenIx> {
    let first = view.fill(predicate, &path.first);
    match &path.then {
        None => first,
        Some(then) => first.into_iter().flat_map(|h| view.fill(view.through(h), then)).collect(),
    }
}

fn try_pattern(view: &View<'_>, token: TokenIx, trigger: Trigger, pattern: &Pattern) -> Option<Candidate> {
    let mut score = 0;
    let mut consumed = Vec::new();
    for particle in &pattern.particles {
        consumed.push(particle_of(view, token, particle)?);
        score += 4;
    }
    for cond in &pattern.conds {
        if cond.path.first == Slot::Time {
            if !view.has_time(token) {
                return None;
            }
            score += 1;
            continue;
        }
        let filled = match cond.test {
            Test::Kind(_) if !cond.not => heads_or_below(view, token, &cond.path),
            _ => heads(view, token, &cond.path),
        };
        let hit = match &cond.test {
            Test::Filled => filled.first().copied(),
            Test::Class(class) => filled.iter().copied().find(|t| view.in_class(*t, *class)),
            Test::Kind(kind) => filled.iter().copied().find(|t| view.is_kind(*t, *kind)),
        };
        match (hit, cond.not) {
            (None, false) | (Some(_), true) => return None,
            (None, true) => {}
            (Some(head), false) => {
                score += match cond.test {
                    Test::Filled => 1,
                    Test::Class(_) => 3,
                    Test::Kind(_) => 2,
                };
                if matches!(cond.test, Test::Class(_)) && cond.path.first != Slot::Subj {
                    consumed.push(head);
                    consumed.push(view.through(head));
                }
            }
        }
    }
    let (mut target, mut exact_target) = participants(view, token, &pattern.target);
    if target.is_empty()
        && trigger == Trigger::Verb
        && pattern.target.iter().any(|p| p.first == Slot::Obj && p.then.is_none())
        && !view.passive(token)
    {
        target.extend(view.right_behind(token));
        exact_target = false;
    }
    let (mut source, mut exact_source) = participants(view, token, &pattern.source);
    if source.is_empty()
        && trigger == Trigger::Verb
        && pattern.source.iter().any(|p| p.first == Slot::Obj && p.then.is_none())
        && !view.passive(token)
    {
        source.extend(view.right_behind(token));
        exact_source = false;
    }
    if let Some(first) =
        source.first().copied().filter(|_| trigger == Trigger::Verb && source.len() == 1 && !view.passive(token))
    {
        let mut joined = view.joined_before(first);
        joined.reverse();
        joined.extend(source.iter().copied());
        source = joined;
    }
    if let Some(dateline) = &view.syntax.report.dateline {
        // The place and agency of the dateline take no part.
        let inside = |m: &MentionIx| view.mention(*m).is_some_and(|m| dateline.span.overlaps(m.span));
        source.retain(|m| !inside(m));
        target.retain(|m| !inside(m));
    }
    target.retain(|t| !source.contains(t));
    score += i32::from(!source.is_empty()) * 2 + i32::from(!target.is_empty());
    let theme = pattern.theme.iter().find_map(|p| heads(view, token, p).first().copied());
    let unnamed = [&pattern.source, &pattern.target].map(|paths| {
        paths.iter().find_map(|p| heads_or_below(view, token, p).first().copied()).filter(|h| !view.is_verb(*h))
    });
    Some(Candidate {
        predicate: token,
        gapped: None,
        trigger,
        frame: pattern.frame,
        source,
        target,
        theme,
        consumed,
        exact: exact_source && exact_target,
        unnamed,
        score,
        dropped: false,
    })
}

fn particle_of(view: &View<'_>, token: TokenIx, particle: &str) -> Option<TokenIx> {
    let s = view.syntax;
    // "called Berg on Friday": the preposition of a time is no particle.
    let dates = |t: &TokenIx| {
        s.rel(*t) == Rel::Case
            && s.head(*t).is_some_and(|h| view.times.iter().any(|x| x.tokens.has(h.0) || x.tokens.has(t.0)))
    };
    particle_at(view, token, particle).filter(|t| !dates(t))
}

fn particle_at(view: &View<'_>, token: TokenIx, particle: &str) -> Option<TokenIx> {
    let s = view.syntax;
    s.children(token)
        .iter()
        .copied()
        .find(|c| *c > token && s.form(*c).eq_ignore_ascii_case(particle))
        .or_else(|| {
            let next = TokenIx(token.0.checked_add(1)?);
            (s.form(next).eq_ignore_ascii_case(particle) && s.sentence_of(next) == s.sentence_of(token)).then_some(next)
        })
        .or_else(|| {
            // The particle behind a short object: "blew himself up".
            let sentence = s.sentence_of(token);
            (token.0 + 2..=token.0 + 5)
                .map(TokenIx)
                .take_while(|t| s.sentence_of(*t) == sentence && s.upos(*t) != Upos::Punct)
                .find(|t| s.form(*t).eq_ignore_ascii_case(particle) && s.children(*t).is_empty())
        })
}

/// The mentions at the first path that has any, and whether they are the phrases themselves.
fn participants(view: &View<'_>, token: TokenIx, paths: &[Path]) -> (Vec<MentionIx>, bool) {
    for path in paths {
        let mut out: Vec<MentionIx> = Vec::new();
        let mut exact = true;
        for head in heads_or_below(view, token, path) {
            if view.is_verb(head) && view.mention_at(head).is_none() {
                continue;
            }
            let (found, itself) = view.actors(head);
            exact &= itself;
            for ix in found {
                if !out.contains(&ix) {
                    out.push(ix);
                }
            }
        }
        if let [one] = out[..] {
            let names = view.named_behind(one);
            if !names.is_empty() {
                return (names, exact);
            }
        }
        if !out.is_empty() {
            return (out, exact);
        }
    }
    (Vec::new(), true)
}

/// Folds doubles: what a trigger used up, what is only the content of a promise or demand, and nouns below a verb of the same type.
fn fold(view: &View<'_>, found: &mut [Candidate]) {
    let s = view.syntax;
    let frames = &view.ontology.frames;
    for n in 0..found.len() {
        if found[n].dropped {
            continue;
        }
        let outer = found[n].clone();
        let Some(frame) = frames.get(outer.frame) else {
            continue;
        };
        // "hold talks": the noun gives what the verb lacks.
        for m in 0..found.len() {
            if m == n || found[m].dropped {
                continue;
            }
            let inner = found[m].clone();
            if outer.consumed.contains(&inner.predicate) {
                if found[n].source.is_empty() {
                    found[n].source = inner.source.iter().copied().filter(|i| !found[n].target.contains(i)).collect();
                }
                if found[n].target.is_empty() {
                    found[n].target = inner.target.iter().copied().filter(|i| !found[n].source.contains(i)).collect();
                }
                found[m].dropped = true;
                continue;
            }
            let Some(inner_frame) = frames.get(inner.frame) else {
                continue;
            };
            if frame.content_suppressed && is_content(view, outer.predicate, inner.predicate) {
                let meets = frame.plover == Some(Plover::Agree)
                    && s.lemma(outer.predicate) == "agree"
                    && inner_frame.plover == Some(Plover::Consult)
                    && inner.trigger == Trigger::Verb;
                if meets {
                    found[n].dropped = true;
                } else {
                    found[m].dropped = true;
                }
                continue;
            }
            // "met on Friday, the first meeting of the kind": the noun names the deed of the verb.
            let names_it = inner.trigger == Trigger::Noun
                && inner.frame == outer.frame
                && outer.trigger == Trigger::Verb
                && inner.predicate > outer.predicate
                && s.sentence_of(inner.predicate) == s.sentence_of(outer.predicate)
                && inner
                    .source
                    .iter()
                    .chain(&inner.target)
                    .all(|m| view.mention(*m).is_some_and(|m| m.form == MentionForm::Pronoun))
                && s.children_by(inner.predicate, &[Rel::Case]).next().is_none()
                && s.children_by(inner.predicate, &[Rel::Amod])
                    .any(|a| view.ontology.status.noun_done.iter().any(|w| w == s.lemma(a)));
            if names_it {
                found[m].dropped = true;
                continue;
            }
            // "visited Oslo for talks with Berg": one happening.
            if inner.trigger == Trigger::Noun
                && inner_frame.plover == frame.plover
                && frame.plover.is_some()
                && directly_below(view, outer.predicate, inner.predicate)
            {
                if found[n].target.is_empty()
                    || (frame.plover == Some(Plover::Consult)
                        && !inner.target.is_empty()
                        && only_places(view, &found[n].target))
                {
                    let add: Vec<MentionIx> = inner
                        .target
                        .iter()
                        .copied()
                        .filter(|i| !found[n].source.contains(i) && !found[n].target.contains(i))
                        .collect();
                    found[n].target.extend(add);
                }
                found[m].dropped = true;
            }
        }
    }
}

fn only_places(view: &View<'_>, mentions: &[MentionIx]) -> bool {
    mentions.iter().all(|m| {
        view.mention(*m).is_some_and(|m| matches!(m.kind, EntityKind::Place | EntityKind::State | EntityKind::Facility))
    })
}

/// Is `inner` an argument or adjunct of `outer`, or of its object?
fn directly_below(view: &View<'_>, outer: TokenIx, inner: TokenIx) -> bool {
    let s = view.syntax;
    let rels = [Rel::Obj, Rel::Obl, Rel::Nmod, Rel::Nsubj, Rel::NsubjPass, Rel::Conj, Rel::Appos, Rel::OblUnmarked];
    s.head(inner).is_some_and(|h| {
        rels.contains(&s.rel(inner))
            && (h == outer || (s.head(h) == Some(outer) && rels.contains(&s.rel(h)) && !view.is_verb(h)))
    })
}

/// Does `inner` lie in what is promised, asked, refused or threatened by `outer`? Relative clauses and asides do not.
fn is_content(view: &View<'_>, outer: TokenIx, inner: TokenIx) -> bool {
    let s = view.syntax;
    let mut at = inner;
    for _ in 0..12 {
        let Some(head) = s.head(at) else { return false };
        let rel = s.rel(at);
        if head == outer {
            let below_verb = matches!(rel, Rel::Xcomp)
                || (matches!(rel, Rel::Ccomp | Rel::Advcl | Rel::Acl | Rel::Obl | Rel::Nmod | Rel::Obj)
                    && (view.infinitive(at) || is_gerund_of(view, at) || modal(view, at)));
            let noun = matches!(rel, Rel::Obj | Rel::Obl | Rel::Nmod | Rel::NsubjPass | Rel::Iobj) && !view.is_verb(at);
            return below_verb || noun;
        }
        if matches!(rel, Rel::AclRelcl | Rel::Parataxis | Rel::Appos)
            || (rel == Rel::Advcl && !view.infinitive(at) && !is_gerund_of(view, at))
            || (rel == Rel::Acl && !view.infinitive(at))
        {
            return false;
        }
        at = head;
    }
    false
}

fn is_gerund_of(view: &View<'_>, verb: TokenIx) -> bool {
    let s = view.syntax;
    s.token(verb).is_some_and(|t| t.xpos == "VBG")
        && s.children_by(verb, &[Rel::Mark, Rel::Case])
            .any(|m| !view.ontology.status.circumstance.iter().any(|w| w.eq_ignore_ascii_case(s.form(m))))
}

fn modal(view: &View<'_>, verb: TokenIx) -> bool {
    let s = view.syntax;
    let words = &view.ontology.status;
    s.children_by(verb, &[Rel::Aux]).any(|a| {
        words.future.iter().chain(&words.possible).chain(&words.obliged).any(|w| w.eq_ignore_ascii_case(s.form(a)))
    }) || (s.token(verb).is_some_and(|t| t.xpos == "VB")
        && !s.children_by(verb, &[Rel::Aux]).any(|a| s.lemma(a) == "do"))
}

fn finish(view: &View<'_>, statements: &[Statement], c: &Candidate) -> Option<EventMention> {
    let s = view.syntax;
    let frame = view.ontology.frames.get(c.frame)?;
    let told = match (c.gapped, c.trigger) {
        (Some(verb), _) => view.told_verb(verb, 0),
        (None, Trigger::Noun) => view.told_noun(c.predicate, 0),
        _ => view.told_verb(c.predicate, 0),
    };
    if told.unreal {
        return None;
    }
    let sentence = s.sentences.get(s.sentence_of(c.predicate))?;
    let headline = matches!(sentence.kind, SentenceKind::Title | SentenceKind::Heading | SentenceKind::Standfirst);
    let (mut source, mut target) = (c.source.clone(), c.target.clone());
    let mut confidence = 720i32;
    let bare_verb = c.trigger != Trigger::Noun && source.is_empty() && frame.plover.is_some();
    if bare_verb
        && !view.passive(c.predicate)
        && let Some(near) = nearest_before(view, c.predicate)
        && !target.contains(&near)
        && view.fill(c.predicate, &Slot::Subj).is_empty()
    {
        source.push(near);
        confidence -= 180;
    }
    if source.is_empty() && c.trigger == Trigger::Noun && frame.plover.is_some() {
        source = reach::doer_above(view, c.predicate).into_iter().filter(|m| !target.contains(m)).collect();
    }
    if source.is_empty() && c.trigger == Trigger::Verb && frame.plover.is_some() {
        source = reach::doer_of_participle(view, c.predicate).into_iter().filter(|m| !target.contains(m)).collect();
    }
    let mut place = place_of(view, c, &source, &target);
    if frame.mode.as_deref() == Some("visit") && frame.cameo.as_deref() == Some("042") {
        // A town that is visited is where it is, not to whom.
        let (towns, hosts): (Vec<MentionIx>, Vec<MentionIx>) = target.iter().partition(|t| {
            view.mention(**t).is_some_and(|m| matches!(m.kind, EntityKind::Place | EntityKind::Facility) && !m.metonym)
        });
        if place.is_none() {
            place = towns.first().copied();
        }
        target = hosts;
    }
    if let Some(obliged) = obliged(view, statements, c, told, &source) {
        return Some(obliged);
    }
    let named = |list: &[MentionIx]| list.iter().any(|m| view.mention(*m).is_some_and(|m| m.form == MentionForm::Name));
    if source.is_empty() && target.is_empty() {
        // Somebody without a name or a thing without an owner: only where a class of words made the trigger sure.
        let sure = c.score >= 3 && c.trigger == Trigger::Verb;
        let happening = frame.plover.is_none() && (c.score >= 2 || place.is_some());
        let crowd = frame.plover == Some(Plover::Protest)
            || frame.plover == Some(Plover::Assault)
            || frame.plover == Some(Plover::Coerce);
        let noun_placed =
            c.trigger == Trigger::Noun && (place.is_some() || view.has_time(c.predicate)) && frame.plover.is_some();
        if !(happening
            || noun_placed
            || (sure
                && (crowd || place.is_some() || view.has_time(c.predicate) || frame.plover == Some(Plover::Consult))))
        {
            return None;
        }
        confidence -= 150;
    }
    if frame.plover == Some(Plover::Cooperate) && target.is_empty() && source.len() < 2 {
        return None;
    }
    if frame.needs_recipient && target.is_empty() && source.len() < 2 {
        if source.is_empty() || c.score < 4 {
            return None;
        }
        confidence -= 120;
    }
    if generic(view, c, told, named(&source) || named(&target)) {
        return None;
    }
    if c.trigger == Trigger::Noun {
        confidence -= 80;
    }
    let unsure = super::certain::part(s, view, c.predicate, &mut source, &mut target);
    let reading = super::certain::reading(s, view, c.predicate, &source, &target);
    confidence += (c.score * 12).min(120) + i32::from(c.exact) * 40 + i32::from(named(&source)) * 40;
    let span = clause(view, c);
    let (holder, status) = held(view, statements, c, told, &source, frame.plover);
    // "Did Chad ask for help?" tells nothing.
    let asked = s
        .sentences
        .get(s.sentence_of(c.predicate))
        .is_some_and(|x| x.tokens.range().any(|t| s.form(TokenIx(t as u32)) == "?"))
        && s.children_by(c.predicate, &[Rel::Aux])
            .any(|a| a < c.predicate && s.child(c.predicate, &[Rel::Nsubj]).is_some_and(|n| a < n));
    let status = if asked && status == Status::Happened { Status::Alleged } else { status };
    // "The president announced that mourning had been declared": who announces it does it.
    if source.is_empty()
        && view.is_verb(c.predicate)
        && view.passive(c.predicate)
        && let Some(statement) = holder.and_then(|h| statements.get(h.0 as usize))
        && let Some(speaker) = statement.speaker
        && !target.contains(&speaker)
        && statement.cue_token.is_some_and(|t| view.ontology.status.announcing.iter().any(|w| w == s.lemma(t)))
    {
        source.push(speaker);
    }
    let mut addressed = Vec::new();
    // "Chad and Niger agreed": who stands together is with each other, but not in what has one direction.
    let directed = matches!(
        frame.plover,
        Some(Plover::Accuse | Plover::Request | Plover::Threaten | Plover::Aid | Plover::Coerce | Plover::Sanction)
    ) || (frame.plover == Some(Plover::Support) && frame.content_suppressed);
    if target.is_empty() && (source.len() < 2 || directed) && frame.plover.is_some() && c.gapped.is_none() {
        // What fills the slot without being anybody may name its owner; else the phrase stands for itself.
        addressed = match c.unnamed[1] {
            Some(head) if head != c.predicate && s.head(head) == Some(c.predicate) => {
                reach::addressed(view, head, false, &source)
            }
            _ => reach::addressed(view, c.predicate, frame.content_suppressed, &source),
        };
    }
    for ix in source.iter_mut() {
        if let Some(speaker) = reach::speaks_of_self(view, statements, c.predicate, *ix)
            && !target.contains(&speaker)
        {
            *ix = speaker;
        }
    }
    let time = time_of(view, c, span);
    let status =
        if frame.ahead && matches!(status, Status::Happened | Status::Ongoing) { Status::Planned } else { status };
    let towards = if target.is_empty() { &addressed } else { &target };
    let [source_words, target_words] = [(0, &source), (1, towards)].map(|(n, list)| {
        let head = c.unnamed.get(n).copied().flatten().filter(|_| list.is_empty())?;
        reach::phrase(view, view.through(head))
    });
    let theme = c
        .theme
        .filter(|t| *t != c.predicate)
        .map(|t| s.bytes(trim(view, s.subtree_without(t, &[Rel::AclRelcl, Rel::Parataxis, Rel::Conj]))))
        .filter(|t| !t.is_empty());
    Some(EventMention {
        frame: frame.name.clone(),
        plover: frame.plover,
        mode: frame.mode.clone(),
        context: frame.context.clone(),
        cameo: frame.cameo.clone(),
        predicate: c.predicate,
        span,
        source,
        target,
        addressed,
        source_words,
        target_words,
        place,
        time,
        theme,
        status,
        headline,
        holder,
        negated: told.negated,
        unsure,
        reading,
        confidence: u16::try_from(confidence.clamp(50, 980)).unwrap_or(500),
    })
}

/// A habit or a general truth: present tense with nobody named, no time and no place.
fn generic(view: &View<'_>, c: &Candidate, told: Told, named: bool) -> bool {
    if named || c.trigger == Trigger::Noun {
        return false;
    }
    let s = view.syntax;
    let present = s.token(c.predicate).is_some_and(|t| matches!(t.xpos.as_str(), "VB" | "VBP" | "VBZ" | "VBG"));
    let pronoun = c.source.iter().chain(&c.target).any(|m| {
        view.mention(*m).is_some_and(|m| m.form == MentionForm::Pronoun || m.settled().is_some() || m.state.is_some())
    });
    present && told.status == Status::Happened && !told.narrated && !pronoun && !view.has_time(c.predicate)
}

/// The nearest named actor before the predicate, with no other verb between.
fn nearest_before(view: &View<'_>, predicate: TokenIx) -> Option<MentionIx> {
    let s = view.syntax;
    let sentence = s.sentence_of(predicate);
    let mut at = predicate.at();
    while at > 0 {
        at -= 1;
        let token = TokenIx(u32::try_from(at).ok()?);
        if s.sentence_of(token) != sentence
            || (view.is_verb(token) && at + 1 < predicate.at())
            || matches!(s.form(token), ";" | ":" | "\u{201c}" | "\u{201d}" | "\"")
        {
            return None;
        }
        let Some(ix) = view.mention_at(token) else {
            continue;
        };
        let Some(mention) = view.mention(ix) else {
            continue;
        };
        let acts = matches!(
            mention.kind,
            EntityKind::Person | EntityKind::State | EntityKind::Organisation | EntityKind::Group
        ) && mention.form != MentionForm::Pronoun;
        // "a day after the kingdom executed ...": what joins clauses governs no noun.
        let words = &view.ontology.status;
        let governed = s
            .children_by(mention.head, &[Rel::Case])
            .any(|c| !words.before.iter().chain(&words.after).any(|w| w.eq_ignore_ascii_case(s.form(c))));
        if acts && !governed {
            return Some(ix);
        }
    }
    None
}

/// The innermost statement that tells what a word names.
pub(super) fn holding(view: &View<'_>, statements: &[Statement], predicate: TokenIx) -> Option<usize> {
    let at = view.syntax.token(predicate).map_or(0, |t| t.span.start);
    let mut best: Option<(u32, usize)> = None;
    for (n, statement) in statements.iter().enumerate() {
        let own_cue = statement.cue_token == Some(predicate);
        if statement.content.has(at) && !own_cue && best.is_none_or(|(len, _)| statement.content.len() < len) {
            best = Some((statement.content.len(), n));
        }
    }
    best.map(|(_, n)| n)
}

/// The statement it is told in, and what that makes of its status.
fn held(
    view: &View<'_>,
    statements: &[Statement],
    c: &Candidate,
    told: Told,
    source: &[MentionIx],
    plover: Option<Plover>,
) -> (Option<StatementIx>, Status) {
    let Some(n) = holding(view, statements, c.predicate) else {
        return (None, told.status);
    };
    let Some(statement) = statements.get(n) else {
        return (None, told.status);
    };
    let holder = Some(StatementIx(u32::try_from(n).unwrap_or(u32::MAX)));
    let mut status = told.status;
    match statement.force {
        CueForce::Denial if status == Status::Happened => status = Status::Denied,
        CueForce::Expectation if status == Status::Happened && !told.narrated => status = Status::Expected,
        _ => {}
    }
    let own = |ix: MentionIx| -> Option<&str> { view.mention(ix).and_then(|m| m.state.as_deref()) };
    let speaker_state = statement.speaker.and_then(own);
    let speaks_of_self = statement
        .speaker
        .is_some_and(|sp| source.iter().any(|m| *m == sp || view.mention(*m).is_some_and(|x| x.settled() == Some(sp))))
        || (speaker_state.is_some() && source.iter().any(|m| own(*m) == speaker_state));
    if matches!(status, Status::Happened | Status::Ongoing)
        && !speaks_of_self
        && speaker_state.is_some()
        && source.iter().any(|m| own(*m).is_some())
        && plover.is_some()
    {
        status = Status::Alleged;
    }
    if told.negated && status == Status::Happened && speaks_of_self && plover.is_some_and(Plover::is_conflict) {
        status = Status::Denied;
    }
    (holder, status)
}

/// "the launches", "the visit" without anybody: the doer told last for the same frame within a few sentences. For a condemnation of such a
/// deed its doer is the target.
fn inherit(view: &View<'_>, events: &mut [EventMention]) {
    let s = view.syntax;
    for n in 0..events.len() {
        let predicate = events[n].predicate;
        let here = s.sentence_of(predicate);
        if events[n].target.is_empty()
            && matches!(events[n].plover, Some(Plover::Accuse | Plover::Support | Plover::Reject))
        {
            let Some(object) = view.object(predicate) else {
                continue;
            };
            let lemma = view.lower(object);
            let kinds: BTreeSet<usize> = view
                .ontology
                .noun_index
                .get(lemma.as_str())
                .into_iter()
                .flatten()
                .filter_map(|p| view.ontology.nouns.get(*p))
                .map(|p| p.frame)
                .collect();
            let types: BTreeSet<Plover> =
                kinds.iter().filter_map(|f| view.ontology.frames.get(*f)).filter_map(|f| f.plover).collect();
            if types.is_empty() {
                continue;
            }
            let earlier = events[..n].iter().rev().find(|e| {
                e.plover.is_some_and(|p| types.contains(&p))
                    && !e.source.is_empty()
                    && here.saturating_sub(s.sentence_of(e.predicate)) <= 4
            });
            if let Some(earlier) = earlier {
                let target = earlier.source.iter().copied().filter(|m| !events[n].source.contains(m)).collect();
                events[n].target = target;
            }
        }
    }
}
