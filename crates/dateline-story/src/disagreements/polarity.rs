//! It was so, it was not so: events told as done here and denied there, and passages with opposite words about the same people.

use std::collections::BTreeSet;

use dateline_lang::event::Status;
use dateline_lang::statement::CueForce;
use dateline_report::{Evidence, ReportIx};

use super::Scene;
use crate::said::names_at;
use crate::{ActorIx, ConflictKind, Disagreement, Severity};

pub(super) fn find(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let mut out = denied(scene);
    let refuted = refuted(scene, &out);
    out.extend(refuted);
    let opposite = opposites(scene, &out);
    out.extend(opposite);
    out.extend(headline_ahead(scene));
    out
}

/// Events that one telling asserts and another denies.
fn denied(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let mut out = Vec::new();
    for (n, event) in scene.merged.events.iter().enumerate() {
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        // Who says so, and who says no; none for the reporter.
        let (mut for_it, mut against) = (BTreeSet::new(), BTreeSet::new());
        for ((report, m), owner) in &scene.merged.of {
            if *owner != n {
                continue;
            }
            let Some(mention) = view.doc(*report).events.get(*m as usize).filter(|m| !m.headline) else { continue };
            let passage = Evidence { report: *report, span: mention.span };
            let holder = mention.holder.and_then(|h| view.doc(*report).statements.get(h.0 as usize)?.speaker);
            let holder = holder.and_then(|s| view.actor(*report, s));
            // "not only killed him", "did not meet him until May": no denial.
            let text = view.words(passage).to_lowercase();
            if scene.contrast.no_denial.iter().any(|p| whole(&text, p).is_some()) {
                continue;
            }
            match mention.status {
                _ if mention.negated || mention.status == Status::Denied => {
                    no.push(passage);
                    against.insert(holder);
                }
                Status::Happened | Status::Ongoing | Status::Alleged => {
                    yes.push(passage);
                    for_it.insert(holder);
                }
                _ => {}
            }
        }
        // "Has not yet reopened" after "will reopen" is no denial, and neither is what one report says first and takes back at a later date.
        let reports = |list: &[Evidence]| list.iter().map(|e| e.report).collect::<BTreeSet<ReportIx>>();
        // Two parties in one report: the one says so, the other denies it.
        let parties = for_it.is_disjoint(&against) && for_it.iter().chain(&against).all(Option::is_some);
        if yes.is_empty() || no.is_empty() || (reports(&yes) == reports(&no) && !parties) {
            continue;
        }
        let sides = vec![scene.side("it is so", yes), scene.side("it is not so", no)];
        out.extend(scene.conflict(ConflictKind::Polarity, Severity::Material, event.summary.clone(), sides));
    }
    out
}

/// What a speaker denies, where another report has it as said or done: "denied that its troops had crossed" against "troops crossed".
fn refuted(scene: &Scene<'_, '_>, known: &[Disagreement]) -> Vec<Disagreement> {
    let view = scene.view;
    let mut out: Vec<Disagreement> = Vec::new();
    for (n, denial) in
        scene.said.iter().enumerate().filter(|(_, u)| u.statement.force == CueForce::Denial && !u.statement.direct)
    {
        let Some(here) = view.passage(denial.report, denial.statement.content) else { continue };
        let own = &view.align.passages[here as usize];
        let told = |list: &[Disagreement]| {
            list.iter()
                .flat_map(|d| &d.sides)
                .flat_map(|s| &s.evidence)
                .any(|e| e.report == denial.report && e.span.overlaps(own.span))
        };
        if told(known) || told(&out) {
            continue;
        }
        let named = names_at(view, denial.report);
        let who: BTreeSet<ActorIx> = named.range(own.span.start..own.span.end).map(|x| *x.1).collect();
        let mut asserted: Vec<Evidence> = Vec::new();
        for (number, passage) in view.align.passages.iter().enumerate() {
            if passage.report == denial.report
                || view.align.score(here, number as u32).max(0.6 * passage.bag.dice(&denial.bag)) < 0.32
            {
                continue;
            }
            let theirs: BTreeSet<ActorIx> =
                names_at(view, passage.report).range(passage.span.start..passage.span.end).map(|x| *x.1).collect();
            let denies = scene.said.iter().any(|u| {
                u.report == passage.report
                    && u.statement.force == CueForce::Denial
                    && passage.span.contains(u.statement.content)
            });
            if !denies && who.intersection(&theirs).count() >= 2 {
                asserted.push(Evidence { report: passage.report, span: passage.span });
            }
        }
        // What the same speaker goes on to say belongs to the denial.
        let more = scene
            .said
            .iter()
            .enumerate()
            .filter(|(m, u)| {
                *m != n
                    && u.report == denial.report
                    && u.statement.direct
                    && u.speaker.is_some()
                    && u.speaker == denial.speaker
            })
            .map(|(_, u)| u.statement.content);
        let mut refusal = vec![Evidence { report: denial.report, span: own.span }];
        refusal.extend(
            more.filter(|c| c.start.saturating_sub(own.span.end) < 400 && c.end > own.span.start)
                .map(|span| Evidence { report: denial.report, span }),
        );
        let about = shortened(view.report(denial.report).slice(denial.statement.content), 16);
        let sides = vec![scene.side("it is so", asserted), scene.side("it is not so", refusal)];
        out.extend(scene.conflict(ConflictKind::Polarity, Severity::Material, about, sides));
    }
    out
}

/// The first words of a text; that it goes on is shown.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let end = if words.len() > most { " …" } else { "" };
    format!("{}{end}", words[..words.len().min(most)].join(" "))
}

/// Aligned passages about the same people of which one has a word and the other its opposite.
fn opposites(scene: &Scene<'_, '_>, known: &[Disagreement]) -> Vec<Disagreement> {
    let view = scene.view;
    struct Found {
        pair: usize,
        side: bool,
        passage: Evidence,
        who: BTreeSet<ActorIx>,
        number: u32,
    }
    let mut found: Vec<Found> = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        let named = names_at(view, *report);
        for (s, sentence) in doc.sentences.iter().enumerate() {
            let text = view.report(*report).slice(sentence.span).to_lowercase();
            if text.len() != sentence.span.len() as usize {
                continue; // lower-casing moved the bytes; rare enough to pass over
            }
            for (pair, (one, other, _)) in scene.contrast.opposites.iter().enumerate() {
                let hit = |list: &[String]| list.iter().filter_map(|p| whole(&text, p)).min();
                // The longer, negated form first: "not informed" contains "informed".
                let (a, b) = (hit(one), hit(other));
                let side = match (a, b) {
                    (_, Some(_)) => false,
                    (Some(_), None) => true,
                    (None, None) => continue,
                };
                let Some(number) = view.align.passage(*report, s as u32) else { continue };
                let who = named.range(sentence.span.start..sentence.span.end).map(|x| *x.1).collect();
                found.push(Found {
                    pair,
                    side,
                    passage: Evidence { report: *report, span: sentence.span },
                    who,
                    number,
                });
            }
        }
    }
    let mut out = Vec::new();
    for (pair, _) in scene.contrast.opposites.iter().enumerate() {
        let yes: Vec<&Found> = found.iter().filter(|f| f.pair == pair && f.side).collect();
        let no: Vec<&Found> = found.iter().filter(|f| f.pair == pair && !f.side).collect();
        for n in &no {
            let against: Vec<&&Found> = yes
                .iter()
                .filter(|y| {
                    let score = view.align.score(y.number, n.number);
                    let shared = y.who.intersection(&n.who).count();
                    let common =
                        view.align.passages[y.number as usize].bag.common(&view.align.passages[n.number as usize].bag);
                    // Plain words ("rose") need more in common than set phrases ("in the dark").
                    let set_phrase = scene.contrast.opposites[pair].2 && shared >= 1 && common >= 2.3;
                    y.passage.report != n.passage.report
                        && ((score >= 0.4 && shared >= 1) || score >= 0.5 || set_phrase)
                })
                .collect();
            if against.is_empty() {
                continue;
            }
            let passages: Vec<Evidence> = against.iter().map(|y| y.passage).collect();
            let told = known.iter().any(|k| {
                k.sides
                    .iter()
                    .flat_map(|s| &s.evidence)
                    .any(|e| e.report == n.passage.report && e.span.overlaps(n.passage.span))
            });
            if told {
                continue;
            }
            // What is said in it, where somebody says it.
            let said = view.doc(n.passage.report).statements.iter().find(|s| n.passage.span.contains(s.content));
            let words = said.map_or(n.passage.span, |s| s.content);
            let about = shortened(view.report(n.passage.report).slice(words), 16);
            let sides = vec![scene.side("yes", passages), scene.side("no", [n.passage])];
            // Plain opposites ("rose", "fell") are said of two things more often than of one.
            let set_phrase = scene.contrast.opposites[pair].2;
            let severity = if set_phrase { Severity::Material } else { Severity::Wording };
            out.extend(scene.conflict(ConflictKind::Polarity, severity, about, sides));
        }
    }
    out
}

/// Where a phrase stands as whole words.
fn whole(text: &str, phrase: &str) -> Option<usize> {
    text.match_indices(phrase)
        .find(|(at, _)| {
            let before = text[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let after = text[at + phrase.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            before && after
        })
        .map(|m| m.0)
}

/// A headline tells as done what the body of the same report only announces.
fn headline_ahead(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let mut out = Vec::new();
    for (n, event) in scene.merged.events.iter().enumerate() {
        for report in &view.members {
            let here = scene.merged.of.iter().filter(|((r, _), owner)| r == report && **owner == n);
            let (mut head, mut body, mut done) = (Vec::new(), Vec::new(), false);
            for ((_, m), _) in here {
                let Some(mention) = view.doc(*report).events.get(*m as usize) else { continue };
                let passage = Evidence { report: *report, span: mention.span };
                match (mention.headline, mention.status) {
                    (true, Status::Happened | Status::Ongoing) => head.push(passage),
                    (false, Status::Planned | Status::Expected) => body.push(passage),
                    (false, Status::Happened | Status::Ongoing) => done = true,
                    _ => {}
                }
            }
            if !done {
                let sides = vec![scene.side("headline: as done", head), scene.side("text: still to come", body)];
                out.extend(scene.conflict(ConflictKind::Status, Severity::Wording, event.summary.clone(), sides));
            }
        }
    }
    out
}
