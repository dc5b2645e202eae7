//! The timeline, the claim × report matrix and the ties between actors.

use std::collections::BTreeSet;

use super::{ClaimRow, Depth, Moment, Passages, of, tellers};
use crate::contract::{Analysis, Dependency, DisagreementKind, Event, Evidence, Relation, Severity, Stance, Story};
use crate::view::words;

/// Passages over which the reports differ in a way that matters to a timeline.
pub(super) fn conflicts<'a>(analysis: &'a Analysis, story: &Story) -> Vec<&'a Evidence> {
    use DisagreementKind::{Date, Duration, Place, Polarity, Status as State, Weekday};
    analysis
        .disagreements
        .iter()
        .filter(|d| {
            of(analysis, d.story.as_deref(), story)
                && d.severity == Severity::Material
                && matches!(d.kind, Date | Weekday | Duration | Place | State | Polarity)
        })
        .flat_map(|d| d.sides.iter().flat_map(|s| &s.evidence))
        .collect()
}

/// Do two passages share half of the shorter one?
pub(crate) fn meet(a: &Evidence, b: &Evidence) -> bool {
    let shared = a.span[1].min(b.span[1]).saturating_sub(a.span[0].max(b.span[0]));
    let shorter = (a.span[1] - a.span[0].min(a.span[1])).min(b.span[1] - b.span[0].min(b.span[1]));
    a.report == b.report && shared > 0 && shared * 2 >= shorter
}

pub(super) fn moments<'a>(
    events: &[&'a Event],
    conflicts: &[&Evidence],
    depth: Depth,
    passages: &mut Passages<'a>,
) -> (Vec<Moment<'a>>, usize) {
    let mut dated: Vec<(&Event, String)> = events
        .iter()
        .filter(|e| !e.summary.is_empty())
        .filter_map(|e| Some((*e, words::interval(e.time.as_ref()?)?)))
        .collect();
    dated.sort_by_key(|(e, _)| std::cmp::Reverse((e.origins.min, tellers(e))));
    let more = dated.len().saturating_sub(depth.timeline);
    dated.truncate(depth.timeline);
    dated.sort_by_key(|(e, _)| {
        let time = e.time.unwrap_or_default();
        (time.from.or(time.to), time.to)
    });
    let moments = dated
        .into_iter()
        .map(|(event, when)| Moment {
            event,
            when,
            conflict: event
                .evidence
                .iter()
                .filter(|e| conflicts.iter().any(|c| meet(e, c)))
                .map(|e| e.report.as_str())
                .collect(),
            // The sections above cite more; here one passage shows where to look.
            marks: passages.cite_some(&event.evidence, if depth.is_page() { depth.passages } else { 1 }),
        })
        .collect();
    (moments, more)
}

/// Rows of the matrix: most contested first, then those that most reports tell.
pub(super) fn claims<'a>(
    analysis: &'a Analysis,
    story: &Story,
    depth: Depth,
    passages: &mut Passages<'a>,
) -> (Vec<ClaimRow>, usize) {
    if !depth.is_page() {
        return (Vec::new(), 0);
    }
    let told = |c: &crate::contract::Claim| {
        c.cells.iter().filter(|c| c.stance != Stance::Silent).map(|c| c.report.as_str()).collect::<BTreeSet<_>>().len()
    };
    let mut all: Vec<_> =
        analysis.claims.iter().filter(|c| of(analysis, c.story.as_deref(), story) && !c.cells.is_empty()).collect();
    if analysis.stories.len() > 1 {
        all.retain(|c| c.cells.iter().any(|cell| story.reports.contains(&cell.report)));
    }
    all.sort_by_key(|c| std::cmp::Reverse((c.cells.iter().any(|c| c.stance == Stance::Contradicted), told(c))));
    let more = all.len().saturating_sub(depth.claims);
    all.truncate(depth.claims);
    let rows = all
        .into_iter()
        .map(|c| ClaimRow {
            text: c.text.clone(),
            cells: c
                .cells
                .iter()
                .map(|cell| (cell.report.clone(), cell.stance, passages.cite_some(&cell.evidence, 1).first().copied()))
                .collect(),
        })
        .collect();
    (rows, more)
}

/// Who depends on whom.
pub(super) fn dependencies<'a>(
    analysis: &'a Analysis,
    story: &Story,
    depth: Depth,
    passages: &mut Passages<'a>,
) -> Vec<(&'a Dependency, Vec<usize>)> {
    if !depth.is_page() {
        return Vec::new();
    }
    let here = |d: &Dependency| match d.story {
        Some(_) => of(analysis, d.story.as_deref(), story),
        None => d.evidence.iter().any(|e| story.reports.contains(&e.report)),
    };
    analysis
        .dependencies
        .iter()
        .filter(|d| here(d))
        .take(depth.lines)
        .map(|d| (d, passages.cite_some(&d.evidence, depth.passages)))
        .collect()
}

/// How states stand to each other, those of most happenings first.
pub(super) fn relations<'a>(
    analysis: &'a Analysis,
    events: &[&Event],
    depth: Depth,
    passages: &mut Passages<'a>,
) -> Vec<(&'a Relation, Vec<usize>)> {
    if !depth.is_page() {
        return Vec::new();
    }
    let ids: BTreeSet<&str> = events.iter().map(|e| e.id.as_str()).collect();
    let mut all: Vec<&Relation> =
        analysis.relations.iter().filter(|r| r.events.iter().any(|e| ids.contains(e.as_str()))).collect();
    all.sort_by_key(|r| std::cmp::Reverse((r.events.len(), r.sentiments.len())));
    all.truncate(depth.lines);
    all.into_iter().map(|r| (r, passages.cite_some(&r.sentiments, 3))).collect()
}
