//! The claim × report matrix: how each report stands to each happening.

use std::collections::BTreeMap;

use dateline_lang::event::Status;
use dateline_report::{Evidence, ReportIx};

use crate::events::Merged;
use crate::view::View;
use crate::{Claim, EventIx, Stance};

/// Where an event is told, with which status, and whether by a headline.
type Telling = (Evidence, Status, bool);

/// One claim an event that a report tells in its body. Silent is said only of a report published after the claim could be known.
pub(crate) fn conclude(view: &View<'_>, merged: &Merged, first_event: u32) -> Vec<Claim> {
    let mut by_event: BTreeMap<usize, BTreeMap<ReportIx, Vec<Telling>>> = BTreeMap::new();
    for ((report, n), event) in &merged.of {
        let Some(m) = view.doc(*report).events.get(*n as usize) else { continue };
        let status = if m.negated { Status::Denied } else { m.status };
        by_event.entry(*event).or_default().entry(*report).or_default().push((
            Evidence { report: *report, span: m.span },
            status,
            m.headline,
        ));
    }
    let mut out = Vec::new();
    for (n, event) in merged.events.iter().enumerate() {
        let Some(told) = by_event.get(&n) else { continue };
        if told.values().flatten().all(|t| t.2) {
            continue;
        }
        let known = view.members.iter().position(|m| told.contains_key(m)).unwrap_or(0);
        let cells = view
            .members
            .iter()
            .enumerate()
            .filter_map(|(rank, report)| match told.get(report) {
                Some(list) => {
                    let stance = list
                        .iter()
                        .map(|t| stance(event.status, t.1))
                        .min_by_key(|s| *s as u8)
                        .unwrap_or(Stance::Stated);
                    Some((*report, stance, list.iter().map(|t| t.0).collect()))
                }
                None => {
                    // Undated reports may be earlier than they stand: nothing is said of them.
                    let dated = view.published.contains_key(report);
                    (rank > known && dated).then(|| (*report, Stance::Silent, Vec::new()))
                }
            })
            .collect();
        out.push(Claim {
            story: view.story,
            text: event.summary.clone(),
            events: vec![EventIx(first_event + n as u32)],
            cells,
            origins: event.origins.clone(),
        });
    }
    out
}

/// How one telling stands to what the story settles on.
fn stance(settled: Status, told: Status) -> Stance {
    let weight = |s: Status| match s {
        Status::Happened => 5,
        Status::Ongoing => 4,
        Status::Planned => 3,
        Status::Alleged => 2,
        Status::Expected => 1,
        Status::Conditional => 0,
        Status::Denied => -1,
    };
    match (settled, told) {
        (Status::Denied, Status::Denied) => Stance::Stated,
        (Status::Denied, _) | (_, Status::Denied) => Stance::Contradicted,
        (s, t) if weight(t) == weight(s) => Stance::Stated,
        (s, t) if weight(t) < weight(s) => Stance::Weaker,
        _ => Stance::Stronger,
    }
}
