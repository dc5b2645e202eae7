//! How many independent origins a conclusion has: the contract's counting, in one place.

use std::collections::BTreeSet;

use dateline_report::{Report, ReportIx};

use crate::lineage::same_outlet;
use crate::{ActorIx, Derivation, Lineage, Origins, Parent};

/// Counts the origins of something told by `tellers`, resting on the word of `witnesses`.
///
/// Reports of one lineage group count once. A report that compiles its sources (edges of kind `aggregation` from a declared list) adds nothing to
/// `min`: it may have it from them, lost ones included; it adds to `max` where none of its sources at hand tells the same. Where everything rests on
/// the word of one and the same witness, `min` is one.
pub(crate) fn count(
    lineage: &Lineage,
    reports: &[Report],
    tellers: &BTreeSet<ReportIx>,
    witnesses: &BTreeSet<ActorIx>,
) -> Origins {
    let mut lineages: Vec<Vec<ReportIx>> = Vec::new();
    let (mut min, mut max) = (0u32, 0u32);
    let mut compiled: Vec<ReportIx> = Vec::new();
    for group in &lineage.groups {
        let here: Vec<ReportIx> = group.iter().copied().filter(|r| tellers.contains(r)).collect();
        if here.is_empty() {
            continue;
        }
        if here.iter().all(|r| compiles(reports, *r)) {
            let explained =
                here.iter().any(|r| sources_at_hand(lineage, reports, *r).iter().any(|s| tellers.contains(s)));
            max += u32::from(!explained);
            compiled.extend(&here);
        } else {
            min += 1;
            max += 1;
        }
        lineages.push(here);
    }
    if min == 0 && !lineages.is_empty() {
        min = 1;
        max = max.max(1);
    }
    if witnesses.len() == 1 && min > 1 {
        min = 1;
    }
    let name = |r: &ReportIx| name(reports, *r);
    let mut why: Vec<String> = lineages
        .iter()
        .filter(|g| g.len() > 1)
        .map(|g| format!("{} go back to one text and count once", list(&g.iter().map(name).collect::<Vec<_>>())))
        .collect();
    if !compiled.is_empty() {
        why.push(format!(
            "{} compiles what others told and adds none for certain",
            list(&compiled.iter().map(name).collect::<Vec<_>>())
        ));
    }
    if why.is_empty() {
        why.push(if min > 1 {
            "no sign that one of these reports descends from another".into()
        } else {
            "one report tells it".into()
        });
    }
    Origins { min, max, lineages, witnesses: witnesses.iter().copied().collect(), why: why.join("; ") }
}

/// "2 independent origins", "2 to 3 independent origins", "1 origin".
#[must_use]
pub fn origin_count(min: u32, max: u32) -> String {
    match (min, max.max(min)) {
        (1, 1) => "1 origin".into(),
        (0, 0) => "no known origin".into(),
        (a, b) if a == b => format!("{a} independent origins"),
        (a, b) => format!("{a} to {b} independent origins"),
    }
}

/// Does a report compile others: does it declare a list of sources?
pub(crate) fn compiles(reports: &[Report], r: ReportIx) -> bool {
    reports[r.0 as usize].declared_sources.iter().any(|s| s.how == dateline_report::SourceMark::List)
}

/// Reports at hand from which a compiling report says it draws, directly or through a family they belong to.
fn sources_at_hand(lineage: &Lineage, reports: &[Report], r: ReportIx) -> Vec<ReportIx> {
    let mut out: Vec<ReportIx> = Vec::new();
    for e in lineage.edges.iter().filter(|e| e.to == r && e.kind == Derivation::Aggregation) {
        match &e.from {
            Parent::Report(p) => out.push(*p),
            // A lost source explains it too where another report at hand descends from the same lost source.
            Parent::Lost(name) => {
                for other in &lineage.edges {
                    if other.to != r && matches!(&other.from, Parent::Lost(n) if same_outlet(n, name)) {
                        out.push(other.to);
                    }
                }
            }
        }
    }
    let direct = out.clone();
    for group in lineage.groups.iter().filter(|g| g.iter().any(|m| direct.contains(m))) {
        out.extend(group);
    }
    out.retain(|o| *o != r && (o.0 as usize) < reports.len());
    out
}

/// A report as a reader knows it: by its outlet, else by its file.
pub(crate) fn name(reports: &[Report], r: ReportIx) -> String {
    let Some(own) = reports.get(r.0 as usize) else { return String::new() };
    if let Some(outlet) = &own.outlet {
        return outlet.clone();
    }
    // As its id: up to the first underscore, where that is enough to tell it from the others.
    let stem = short_name(&own.path);
    let Some((front, _)) = stem.split_once('_').filter(|s| !s.0.is_empty()) else { return stem };
    let alike = reports.iter().filter(|o| short_name(&o.path).split('_').next() == Some(front)).take(2).count();
    if alike > 1 { stem.clone() } else { front.to_string() }
}

fn short_name(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |f| f.0).to_string()
}

/// "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}
