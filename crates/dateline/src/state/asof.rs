//! An analysis as far as its reports were published up to a day.

use std::collections::BTreeSet;

use crate::contract::{Analysis, Day, Evidence, Origins};

/// An analysis without what was published after a day: conclusions keep their ids and lose the passages of later reports; those without a passage
/// left go. An analysis of the earlier reports alone may conclude less, or other things.
#[must_use]
pub fn before(analysis: &Analysis, day: Day) -> Analysis {
    let out: BTreeSet<String> = analysis
        .reports
        .iter()
        .filter(|r| r.published.as_ref().and_then(|p| p.from.or(p.to)).is_none_or(|from| from <= day))
        .map(|r| r.id.clone())
        .collect();
    let seen = |e: &Evidence| out.contains(&e.report);
    let mut a = analysis.clone();
    a.reports.retain(|r| out.contains(&r.id));
    for group in &mut a.lineage.groups {
        group.retain(|r| out.contains(r));
    }
    a.lineage.groups.retain(|g| !g.is_empty());
    a.lineage.edges.retain(|e| out.contains(&e.to));
    // Ids of events stay: other members point to them.
    a.events.retain_mut(|e| {
        e.evidence.retain(seen);
        e.history.retain(|h| out.contains(&h.report));
        if let Some(last) = e.history.last() {
            e.status = last.status;
        }
        origins(&mut e.origins, &out);
        !e.evidence.is_empty()
    });
    a.ties.retain_mut(|t| {
        t.evidence.retain(seen);
        t.history.retain(|h| out.contains(&h.report));
        if let Some(last) = t.history.last() {
            t.standing = last.standing;
        }
        for amount in &mut t.amounts {
            amount.evidence.retain(seen);
        }
        t.amounts.retain(|x| !x.evidence.is_empty());
        if t.last_change.as_ref().is_some_and(|id| !a.events.iter().any(|e| e.id == *id)) {
            t.last_change = None;
        }
        origins(&mut t.origins, &out);
        !t.evidence.is_empty()
    });
    a.dependencies.retain_mut(|d| {
        d.evidence.retain(seen);
        !d.evidence.is_empty()
    });
    for r in &mut a.relations {
        r.sentiments.retain(seen);
    }
    a
}

/// Lineages without the reports that were not out; the counts can only be smaller.
fn origins(o: &mut Origins, out: &BTreeSet<String>) {
    for lineage in &mut o.lineages {
        lineage.retain(|r| out.contains(r));
    }
    o.lineages.retain(|l| !l.is_empty());
    let left = u32::try_from(o.lineages.len()).unwrap_or(u32::MAX).max(1);
    o.min = o.min.min(left);
    o.max = o.max.min(left);
}
