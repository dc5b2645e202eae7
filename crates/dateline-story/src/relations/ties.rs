//! Standing ties of a story: what single passages state, joined by kind and parties.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::event::Status;
use dateline_lang::mention::{EntityKind, MentionIx};
use dateline_lang::tie::{Standing, TieMention};
use dateline_report::{Evidence, ReportIx};
use smol_str::SmolStr;

use super::{Kind, RelationWords, pairs};
use crate::events::unique;
use crate::view::View;
use crate::{Event, EventIx, Origins, RelationEnd, Tie, TieAmount, origins};

/// One passage with its parties known.
struct Told<'a> {
    report: ReportIx,
    tie: &'a TieMention,
}

/// The ties of a story, by kind and parties.
pub(crate) fn conclude(view: &View<'_>, events: &[Event], first_event: u32, words: &RelationWords) -> Vec<Tie> {
    let mut found: BTreeMap<(usize, [RelationEnd; 2]), Vec<Told<'_>>> = BTreeMap::new();
    for report in &view.members {
        for tie in &view.doc(*report).ties {
            let Some(number) = words.kinds.iter().position(|k| k.name == tie.kind) else { continue };
            let Some(kind) = words.kinds.get(number) else { continue };
            for ends in parties(view, *report, tie, kind) {
                found.entry((number, ends)).or_default().push(Told { report: *report, tie });
            }
        }
    }
    let mut out = Vec::new();
    for ((number, between), told) in found {
        let Some(kind) = words.kinds.get(number) else { continue };
        out.push(one(view, kind, between, &told, events, first_event));
    }
    out
}

/// The pairs that a passage ties. All parties of a mutual tie are tied to each other; else each source to each target.
fn parties(view: &View<'_>, report: ReportIx, tie: &TieMention, kind: &Kind) -> Vec<[RelationEnd; 2]> {
    let ends = |side: &[MentionIx]| -> BTreeSet<RelationEnd> {
        side.iter().filter_map(|m| end(view, report, *m, kind)).collect()
    };
    let (source, target) = (ends(&tie.source), ends(&tie.target));
    let mut out: BTreeSet<[RelationEnd; 2]> = BTreeSet::new();
    if target.is_empty() || source.is_empty() {
        let all: Vec<&RelationEnd> = source.iter().chain(&target).collect();
        // Two on one side are a pair only where the tie has no direction; of three nobody said who with whom.
        if let ([a, b], true) = (&all[..], kind.mutual) {
            out.insert([(*a).clone(), (*b).clone()]);
        }
    }
    for a in &source {
        for b in target.iter().filter(|b| *b != a) {
            let both = if kind.mutual && b < a { [b.clone(), a.clone()] } else { [a.clone(), b.clone()] };
            out.insert(both);
        }
    }
    out.into_iter().collect()
}

/// Who a party is: a state by its code, also where its people, places or offices stand for it; a body by itself.
fn end(view: &View<'_>, report: ReportIx, mention: MentionIx, kind: &Kind) -> Option<RelationEnd> {
    let told = view.doc(report).mentions.get(mention.at())?;
    let actor = view.actor(report, mention);
    let code = actor.and_then(|a| view.state(a)).or(told.state.as_deref()).map(SmolStr::from);
    let what = actor.and_then(|a| view.actors.get(a.at())).map_or(told.kind, |a| a.kind);
    match what {
        EntityKind::State | EntityKind::Demonym => code.map(RelationEnd::State),
        EntityKind::Organisation if kind.own_bodies || code.is_none() => actor.map(RelationEnd::Body),
        EntityKind::Group => actor.map(RelationEnd::Body),
        EntityKind::Person | EntityKind::Organisation | EntityKind::Place | EntityKind::Facility => {
            code.map(RelationEnd::State)
        }
        EntityKind::Product | EntityKind::Event | EntityKind::Other => None,
    }
}

fn one(
    view: &View<'_>,
    kind: &Kind,
    between: [RelationEnd; 2],
    told: &[Told<'_>],
    events: &[Event],
    first_event: u32,
) -> Tie {
    let mut history: Vec<(Standing, ReportIx)> = Vec::new();
    let (mut about, mut amounts) = (Vec::<String>::new(), Vec::<TieAmount>::new());
    let mut witnesses = BTreeSet::new();
    let mut own_word = false;
    for t in told {
        if history.last().map(|h| h.1) != Some(t.report) {
            history.push((t.tie.standing, t.report));
        } else if let Some(last) = history.last_mut() {
            // What a report says last of it; a plan beside a fact leaves the fact.
            if t.tie.standing < Standing::Ahead {
                last.0 = t.tie.standing;
            }
        }
        if let Some(span) = t.tie.what {
            let text = view.report(t.report).slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() && !about.iter().any(|a| a.eq_ignore_ascii_case(&text)) {
                about.push(text);
            }
        }
        let quantity = t.tie.quantity.and_then(|q| view.doc(t.report).quantities.get(q as usize));
        if let Some(q) = quantity {
            let evidence = Evidence { report: t.report, span: q.span };
            let same = amounts.iter_mut().find(|a: &&mut TieAmount| {
                a.unit == q.unit.as_str() && (a.value - q.value).abs() <= f64::EPSILON && a.hedge == q.hedge
            });
            match same {
                Some(known) => known.evidence.push(evidence),
                None => amounts.push(TieAmount {
                    value: q.value,
                    value_to: q.value_to,
                    unit: q.unit.to_string(),
                    hedge: q.hedge,
                    evidence: vec![evidence],
                }),
            }
        }
        let speaker = t
            .tie
            .holder
            .and_then(|h| view.doc(t.report).statements.get(h.0 as usize))
            .and_then(|s| s.speaker)
            .and_then(|m| view.actor(t.report, m));
        match speaker {
            Some(actor) => {
                witnesses.insert(actor);
            }
            None => own_word = true,
        }
    }
    if own_word {
        witnesses.clear();
    }
    let tellers: BTreeSet<ReportIx> = told.iter().map(|t| t.report).collect();
    let origins: Origins = origins::count(view.lineage, view.reports, &tellers, &witnesses);
    let answered = |by: &str| match by {
        "count" => !amounts.is_empty(),
        _ => !about.is_empty(),
    };
    let open = kind.open.iter().filter(|o| !answered(o.answered_by.as_str())).map(|o| o.text.clone()).collect();
    Tie {
        story: view.story,
        kind: kind.name.clone(),
        class: kind.class,
        label: kind.label.clone(),
        mutual: kind.mutual,
        conflict: kind.conflict,
        standing: history.last().map_or(Standing::Stands, |h| h.0),
        history,
        about,
        amounts,
        open,
        last_change: last_change(view, kind, &between, events).map(|n| EventIx(first_event + n)),
        origins,
        evidence: unique(told.iter().map(|t| Evidence { report: t.report, span: t.tie.span })),
        between,
    }
}

/// The latest happening between the two that changes such a tie.
fn last_change(view: &View<'_>, kind: &Kind, between: &[RelationEnd; 2], events: &[Event]) -> Option<u32> {
    let [RelationEnd::State(a), RelationEnd::State(b)] = between else { return None };
    let key = if a < b { [a.clone(), b.clone()] } else { [b.clone(), a.clone()] };
    let changes = |e: &Event| {
        matches!(e.status, Status::Happened | Status::Ongoing)
            && !e.undecided
            && e.plover.is_some_and(|p| kind.changed_by.contains(&p))
            && pairs(view, e).contains(&key)
    };
    let dated = events.iter().enumerate().filter(|(_, e)| changes(e));
    dated
        .filter_map(|(n, e)| Some((e.time.as_ref()?.from?, u32::try_from(n).ok()?)))
        .max_by_key(|(day, n)| (*day, std::cmp::Reverse(*n)))
        .map(|x| x.1)
}
