//! The lines a reader gets first: the few happenings that matter most, then where the reports part, then what is open.

use std::collections::BTreeSet;

use dateline_lang::event::{Plover, Status};
use dateline_report::ReportIx;

use crate::events::unique;
use crate::view::View;
use crate::{
    BriefLine, ConflictKind, Dependency, Disagreement, Event, EventIx, Expectation, Origins, Outcome, Severity, origins,
};

/// Most lines of a brief.
const LINES: usize = 12;

/// The brief of a story.
pub(crate) fn conclude(
    view: &View<'_>,
    events: &[Event],
    first_event: u32,
    disagreements: &[Disagreement],
    dependencies: &[Dependency],
    expectations: &[Expectation],
) -> Vec<BriefLine> {
    let mut ranked: Vec<(f32, usize)> = events
        .iter()
        .enumerate()
        .filter(|(_, e)| !e.undecided)
        .map(|(n, e)| (importance(view, e), n))
        .filter(|x| x.0 > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut out: Vec<BriefLine> = Vec::new();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for (_, n) in ranked.iter().take(7) {
        let e = &events[*n];
        if said.insert(e.summary.clone()) {
            out.push(BriefLine {
                story: view.story,
                text: e.summary.clone(),
                events: vec![EventIx(first_event + *n as u32)],
                origins: e.origins.clone(),
                evidence: e.evidence.clone(),
            });
        }
    }
    for d in dependencies.iter().filter(|d| d.share.is_some()).take(2) {
        let name = |a: crate::ActorIx| view.actors.get(a.at()).map_or(String::new(), |a| a.name.clone());
        let share = d.share.map_or(String::new(), |s| format!("{:.0} %", s * 100.0));
        let text = format!("{} depends on {} for {share} of {}.", name(d.dependent), name(d.on), d.what);
        out.push(line(view, text, d.evidence.iter().copied()));
    }
    for d in
        disagreements.iter().filter(|d| d.severity == Severity::Material && d.kind != ConflictKind::Attribution).take(3)
    {
        let values: Vec<String> = d.sides.iter().map(|s| s.value.clone()).collect();
        let text = match &d.reading {
            Some((value, _)) => format!(
                "The reports do not agree — {}: {}; the reading that fits is {value}.",
                d.about,
                values.join(" or ")
            ),
            None => format!("The reports do not agree — {}: {}.", d.about, values.join(" or ")),
        };
        out.push(line(view, text, d.sides.iter().flat_map(|s| s.evidence.iter().copied())));
    }
    for x in expectations.iter().filter(|x| x.outcome != Outcome::Open).take(2) {
        let word = if x.outcome == Outcome::Confirmed { "came true" } else { "did not come true as announced" };
        let text = format!("Announced beforehand and {word}: {}.", x.expected.trim_end_matches(['.', ',']));
        out.push(line(view, text, x.evidence.iter().chain(&x.outcome_evidence).copied()));
    }
    out.truncate(LINES);
    out
}

fn line(view: &View<'_>, text: String, evidence: impl Iterator<Item = dateline_report::Evidence>) -> BriefLine {
    let evidence = unique(evidence);
    let tellers: BTreeSet<ReportIx> = evidence.iter().map(|e| e.report).collect();
    let origins: Origins = origins::count(view.lineage, view.reports, &tellers, &BTreeSet::new());
    BriefLine { story: view.story, text, events: Vec::new(), origins, evidence }
}

/// How much an event matters in its story: told by many, told early in the reports, between named parties, done rather than foreseen.
fn importance(view: &View<'_>, event: &Event) -> f32 {
    let reports: BTreeSet<ReportIx> = event.evidence.iter().map(|e| e.report).collect();
    let share = reports.len() as f32 / view.members.len().max(1) as f32;
    let early = event
        .evidence
        .iter()
        .filter_map(|e| view.sentence(e.report, e.span))
        .map(|n| 1.0 / (1.0 + n as f32))
        .fold(0.0, f32::max);
    let status = match event.status {
        Status::Happened | Status::Ongoing => 1.0,
        Status::Planned => 0.7,
        Status::Denied | Status::Alleged => 0.6,
        Status::Expected => 0.5,
        Status::Conditional => 0.3,
    };
    let named = (event.source.len() + event.target.len()).min(3) as f32 / 3.0;
    let weight = match event.plover {
        Some(Plover::Assault | Plover::Agree | Plover::Sanction | Plover::Mobilize | Plover::Coerce) => 1.2,
        Some(Plover::Request | Plover::Accuse | Plover::Support | Plover::Reject) => 0.8,
        _ => 1.0,
    };
    // What lies long before the story is background.
    let now = view.members.last().and_then(|m| view.published.get(m)).map(|p| p.best);
    let recent = match (event.time.and_then(|t| t.to.or(t.from)), now) {
        (Some(t), Some(n)) if (n - t).get_days() > 120 => 0.4,
        (Some(_), _) => 1.0,
        // Without a day it is less likely the news.
        (None, _) => 0.75,
    };
    // Told at the top by many: what the story is about.
    let top: BTreeSet<ReportIx> = event
        .evidence
        .iter()
        .filter(|e| view.sentence(e.report, e.span).is_some_and(|n| n < 3))
        .map(|e| e.report)
        .collect();
    let top = top.len() as f32 / view.members.len().max(1) as f32;
    // What several origins tell outweighs what one text's descendants repeat.
    let origins = event.origins.max.min(4) as f32 / 4.0;
    weight * recent * status * (1.5 * top + 0.6 * share + 0.6 * origins + 0.4 * early + 0.4 * named)
}
