//! Within a family of texts: what one has in the place of something else. A retold sentence that names another state, gives a person another office or
//! another speaker was changed on the way.

use std::collections::BTreeSet;

use dateline_lang::mention::{EntityKind, Mention, MentionIx};
use dateline_lang::token::Upos;
use dateline_report::{Evidence, ReportIx};

use super::Scene;
use crate::digest::plain_letters;
use crate::{ActorIx, ConflictKind, Disagreement, Severity};

/// From this likeness on a sentence is taken as the other one retold.
const RETOLD: f32 = 0.45;

pub(super) fn find(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let mut out = Vec::new();
    for (n, x) in view.members.iter().enumerate() {
        for y in &view.members[n + 1..] {
            if !scene.one_family(*x, *y) {
                continue;
            }
            for (p, q, pair) in view.align.mutual(*x, *y) {
                if pair.score >= RETOLD {
                    out.extend(states(scene, p, q));
                    out.extend(offices(scene, p, q));
                }
            }
        }
    }
    out.extend(speakers(scene));
    out
}

fn mentions<'a>(scene: &Scene<'_, 'a>, report: ReportIx, passage: u32) -> Vec<(Option<ActorIx>, &'a Mention)> {
    let view = scene.view;
    let span = view.align.passages[passage as usize].span;
    view.doc(report)
        .mentions
        .iter()
        .enumerate()
        .filter(|(_, m)| span.contains(m.span))
        .map(|(n, m)| (view.actor(report, MentionIx(n as u32)), m))
        .collect()
}

/// Exactly one state on each side that the other lacks.
fn states(scene: &Scene<'_, '_>, p: u32, q: u32) -> Option<Disagreement> {
    let view = scene.view;
    let (x, y) = (view.align.passages[p as usize].report, view.align.passages[q as usize].report);
    let of = |report, passage| -> Vec<(String, Evidence)> {
        mentions(scene, report, passage)
            .into_iter()
            .filter(|(_, m)| matches!(m.kind, EntityKind::State | EntityKind::Demonym))
            .filter_map(|(_, m)| Some((m.state.as_ref()?.to_string(), Evidence { report, span: m.span })))
            .collect()
    };
    let (left, right) = (of(x, p), of(y, q));
    let names = |list: &[(String, Evidence)]| list.iter().map(|s| s.0.clone()).collect::<BTreeSet<_>>();
    let only = |mine: &[(String, Evidence)], theirs: &BTreeSet<String>| {
        mine.iter().filter(|s| !theirs.contains(&s.0)).cloned().collect::<Vec<_>>()
    };
    let (a, b) = (only(&left, &names(&right)), only(&right, &names(&left)));
    // A state may also be there under the name of a place or person that the other sentence has.
    let elsewhere = |report, passage, state: &str| {
        mentions(scene, report, passage).iter().any(|(_, m)| m.state.as_deref() == Some(state))
    };
    let ([first], [second]) = (a.as_slice(), b.as_slice()) else { return modified(scene, p, q) };
    if elsewhere(y, q, &first.0) || elsewhere(x, p, &second.0) {
        return None;
    }
    let whole = |passage: u32| Evidence {
        report: view.align.passages[passage as usize].report,
        span: view.align.passages[passage as usize].span,
    };
    let (t1, t2) = (view.words(first.1).to_string(), view.words(second.1).to_string());
    let about = format!("{t1} or {t2}");
    let sides = vec![scene.side(t1, [whole(p)]), scene.side(t2, [whole(q)])];
    let mut d = scene.conflict(ConflictKind::Meaning, Severity::Garble, about, sides)?;
    d.subkind = Some("state".into());
    if let Some(child) = scene.derived(x, y) {
        let value = if child == x { view.words(second.1) } else { view.words(first.1) };
        d.reading = Some((value.to_string(), "the text from which the other report descends".into()));
    }
    Some(d)
}

/// One noun with another state before it: "the Saudi embassy" retold as "the Iranian embassy".
fn modified(scene: &Scene<'_, '_>, p: u32, q: u32) -> Option<Disagreement> {
    let view = scene.view;
    let (x, y) = (view.align.passages[p as usize].report, view.align.passages[q as usize].report);
    let of = |report: ReportIx, passage| -> Vec<(String, String, Evidence)> {
        let doc = view.doc(report);
        mentions(scene, report, passage)
            .into_iter()
            .filter(|(_, m)| m.kind == EntityKind::Demonym)
            .filter_map(|(_, m)| {
                let head = doc.tokens.get(doc.tokens.get(m.head.at())?.head?.at())?;
                let noun = view.terms.canonical(&head.lemma.to_lowercase()).to_string();
                let near =
                    head.upos == Upos::Noun && head.span.start >= m.span.end && head.span.start - m.span.end < 25;
                near.then(|| {
                    Some((noun, m.state.as_ref()?.to_string(), Evidence { report, span: m.span.hull(head.span) }))
                })?
            })
            .collect()
    };
    let (left, right) = (of(x, p), of(y, q));
    for (noun, state, here) in &left {
        for (other, theirs, there) in &right {
            let paired =
                |list: &[(String, String, Evidence)], state: &str| list.iter().any(|l| l.0 == *noun && l.1 == state);
            if noun != other || state == theirs || paired(&right, state) || paired(&left, theirs) {
                continue;
            }
            let (t1, t2) = (view.words(*here).to_string(), view.words(*there).to_string());
            let whole = |passage: u32| Evidence {
                report: view.align.passages[passage as usize].report,
                span: view.align.passages[passage as usize].span,
            };
            let mut d = scene.conflict(
                ConflictKind::Meaning,
                Severity::Garble,
                format!("{t1} or {t2}"),
                vec![scene.side(t1.clone(), [whole(p)]), scene.side(t2.clone(), [whole(q)])],
            )?;
            d.subkind = Some("state".into());
            if let Some(child) = scene.derived(x, y) {
                d.reading =
                    Some((if child == x { t2 } else { t1 }, "the text from which the other report descends".into()));
            }
            return Some(d);
        }
    }
    None
}

/// One person with two offices that share no word.
fn offices(scene: &Scene<'_, '_>, p: u32, q: u32) -> Vec<Disagreement> {
    let view = scene.view;
    let (x, y) = (view.align.passages[p as usize].report, view.align.passages[q as usize].report);
    let mut out = Vec::new();
    for (actor, m) in mentions(scene, x, p) {
        let (Some(actor), Some(role)) = (actor, m.roles.first()) else { continue };
        for (other, n) in mentions(scene, y, q) {
            let (true, Some(theirs)) = (other == Some(actor), n.roles.first()) else { continue };
            let words = |t: &str| -> BTreeSet<String> {
                t.split_whitespace()
                    .map(plain_letters)
                    .filter(|w| w.len() > 2)
                    .map(|w| w.chars().take(5).collect())
                    .collect()
            };
            if words(&role.title).intersection(&words(&theirs.title)).next().is_some() {
                continue;
            }
            let canonical = |t: &str| {
                t.split_whitespace()
                    .map(|w| view.terms.canonical(&w.to_lowercase()).to_string())
                    .collect::<BTreeSet<_>>()
            };
            if canonical(&role.title).intersection(&canonical(&theirs.title)).next().is_some() {
                continue;
            }
            let name = view.actors.get(actor.at()).map_or("", |a| a.name.as_str());
            let sides = vec![
                scene.side(role.title.to_string(), [Evidence { report: x, span: role.span }]),
                scene.side(theirs.title.to_string(), [Evidence { report: y, span: theirs.span }]),
            ];
            let severity = if scene.derived(x, y).is_some() { Severity::Garble } else { Severity::Wording };
            out.extend(scene.conflict(ConflictKind::Role, severity, format!("office of {name}"), sides));
        }
    }
    out
}

/// The same content in the mouth of two different speakers.
fn speakers(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let said = scene.said;
    let mut out = Vec::new();
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (n, a) in said.iter().enumerate() {
        for b in &said[n + 1..] {
            let (Some(x), Some(y)) = (a.speaker, b.speaker) else { continue };
            if a.report == b.report
                || x == y
                || a.bag.terms.len() < 4
                || b.bag.terms.len() < 4
                || a.statement.direct != b.statement.direct
            {
                continue;
            }
            // An office and its holder, a government and its capital, one of several officials: not two speakers.
            let kin = view.state(x).is_some()
                && view.state(x) == view.state(y)
                && (!is_person(scene, x) || !is_person(scene, y));
            let same_words = plain_letters(&described(scene, x)) == plain_letters(&described(scene, y));
            // A description may be the other's, unless their states tell them apart.
            let told_apart = view.state(x).is_some() && view.state(y).is_some() && view.state(x) != view.state(y);
            let faded = (nameless(scene, x) || nameless(scene, y)) && !told_apart;
            // States do not speak in quotation marks: where one seems to, the speaker was not recognised.
            // And what two states say in common is told of either.
            let (one, other) = (is_state(scene, x), is_state(scene, y));
            let unheard = if a.statement.direct { one || other } else { one && other };
            // "Obama" and "Barack Obama", "police" and "a police spokeswoman".
            let words = |a: ActorIx| -> BTreeSet<String> {
                described(scene, a).split_whitespace().map(plain_letters).filter(|w| w.len() > 2).collect()
            };
            let one_name = !words(x).is_disjoint(&words(y));
            if unheard
                || one_name
                || kin
                || same_words
                || faded
                || a.bag.dice(&b.bag) < 0.55
                || !seen.insert((a.group.min(b.group), a.group.max(b.group)))
            {
                continue;
            }
            let sides = vec![
                scene.side(described(scene, x), [Evidence { report: a.report, span: a.statement.content }]),
                scene.side(described(scene, y), [Evidence { report: b.report, span: b.statement.content }]),
            ];
            let about = super::polarity::shortened(view.report(a.report).slice(a.statement.content), 16);
            // Whose words they are is read wrongly more often than it is told differently: only two people by their full names, with the same words in
            // quotation marks, matter at first sight.
            let full = |a: ActorIx| is_person(scene, a) && words(a).len() > 1 && !nameless(scene, a);
            let sure = a.statement.direct && full(x) && full(y) && a.bag.dice(&b.bag) > 0.8;
            let severity = if sure { Severity::Material } else { Severity::Wording };
            out.extend(scene.conflict(ConflictKind::Attribution, severity, format!("who says: {about}"), sides));
        }
    }
    out
}

fn described(scene: &Scene<'_, '_>, a: ActorIx) -> String {
    scene.view.actors.get(a.at()).map_or(String::new(), |a| a.name.clone())
}

/// Known by a description only?
fn nameless(scene: &Scene<'_, '_>, a: ActorIx) -> bool {
    let name = described(scene, a);
    let capital = |word: Option<&str>| word.and_then(|w| w.chars().next()).is_some_and(char::is_uppercase);
    // "US officials" is a description too.
    !capital(name.split(' ').next())
        || (name.contains(' ') && !capital(name.rsplit(' ').next()))
        || name.starts_with("A ")
        || name.starts_with("An ")
        || name.starts_with("The ")
}

fn is_state(scene: &Scene<'_, '_>, a: ActorIx) -> bool {
    scene.view.actors.get(a.at()).is_some_and(|a| a.kind == EntityKind::State)
}

fn is_person(scene: &Scene<'_, '_>, a: ActorIx) -> bool {
    scene.view.actors.get(a.at()).is_some_and(|a| a.kind == EntityKind::Person)
}
