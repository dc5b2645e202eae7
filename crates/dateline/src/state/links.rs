//! Ties, agreements and dependencies as links of pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ends, Link, Pair, slot};
use crate::contract::{
    Analysis, Day, Dependency, Event, Evidence, Hedge, Origins, Report, Standing, Status, Tie, TieAmount, TieClass,
};
use crate::view::words;

/// CAMEO code of a formal agreement that is signed, or prepared for signature.
const SIGNED: &str = "057";

pub(super) fn collect(ends: &Ends<'_>, found: &mut BTreeMap<[String; 2], Pair>) {
    for tie in &ends.analysis.ties {
        let [a, b] = &tie.between;
        let class = tie.class;
        let pair = slot(ends, found, a, b);
        let list = match class {
            TieClass::Tie => &mut pair.ties,
            TieClass::Agreement => &mut pair.agreements,
            TieClass::Dispute => &mut pair.disputes,
        };
        let new = of_tie(ends, tie);
        // Several stories may tell the same tie.
        let known = list.iter_mut().find(|l| l.kind == new.kind && l.from == new.from && l.to == new.to);
        match known {
            Some(known) => join(known, new),
            None => list.push(new),
        }
    }
    for d in &ends.analysis.dependencies {
        let side = |id: &str| ends.analysis.actor(id).and_then(|a| ends.of(a)).unwrap_or_else(|| id.to_string());
        let (a, b) = (side(&d.dependent), side(&d.on));
        if a != b {
            let link = of_dependency(ends, d, &a, &b);
            slot(ends, found, &a, &b).dependencies.push(link);
        }
    }
    for event in ends.analysis.events.iter().filter(|e| e.cameo.as_deref() == Some(SIGNED) && !e.undecided) {
        let sides: BTreeSet<String> = event
            .source
            .iter()
            .chain(&event.target)
            .filter_map(|id| ends.analysis.actor(id))
            .filter_map(|a| ends.of(a))
            .collect();
        let sides: Vec<String> = sides.into_iter().collect();
        for (n, a) in sides.iter().enumerate() {
            for b in sides.iter().skip(n + 1) {
                let link = of_event(ends.analysis, event, a, b);
                slot(ends, found, a, b).agreements.push(link);
            }
        }
    }
}

fn join(known: &mut Link, new: Link) {
    for text in new.about {
        if !known.about.contains(&text) {
            known.about.push(text);
        }
    }
    known.amounts.extend(new.amounts);
    known.unknown.retain(|u| new.unknown.contains(u));
    known.origins.min += new.origins.min;
    known.origins.max += new.origins.max;
    known.origins.lineages.extend(new.origins.lineages);
    if new.last_told > known.last_told {
        known.standing = new.standing;
        known.last_told = new.last_told;
    }
    known.first_told = [known.first_told, new.first_told].into_iter().flatten().min();
    known.last_change = new.last_change.or(known.last_change.take());
    known.evidence.extend(new.evidence);
}

fn of_tie(ends: &Ends<'_>, t: &Tie) -> Link {
    let [from, to] = t.between.clone();
    let [first_told, last_told] = told(ends.analysis, &t.evidence);
    let (a, b) = (ends.name(&from), ends.name(&to));
    let mut text = if t.mutual { format!("{a} and {b}: {}", t.label) } else { format!("{a} {} {b}", t.label) };
    if let Some(about) = t.about.first() {
        text.push_str(&format!(" — “{about}”"));
    }
    let numbers: Vec<String> = t.amounts.iter().map(amount).collect();
    if !numbers.is_empty() {
        text.push_str(&format!(" ({})", numbers.join(" or ")));
    }
    Link {
        id: Some(t.id.clone()),
        kind: t.kind.clone(),
        text,
        from,
        to,
        mutual: t.mutual,
        standing: t.standing,
        about: t.about.clone(),
        amounts: t.amounts.clone(),
        unknown: t.open.clone(),
        first_told,
        last_told,
        last_change: t.last_change.clone(),
        origins: t.origins.clone(),
        evidence: t.evidence.clone(),
        ..Link::default()
    }
}

/// "about 28,500 troops"
fn amount(a: &TieAmount) -> String {
    let hedge = if a.hedge == Hedge::Exact { String::new() } else { format!("{} ", a.hedge.word()) };
    let number = match a.value_to {
        Some(to) => format!("{} to {}", thousands(a.value), thousands(to)),
        None => thousands(a.value),
    };
    format!("{hedge}{number} {}", a.unit).trim_end().to_string()
}

/// "28,500", "4 billion", "7.5"
fn thousands(value: f64) -> String {
    if value.abs() >= 1e9 {
        return format!("{} billion", (value / 1e8).round() / 10.0);
    }
    if value.abs() >= 1e6 {
        return format!("{} million", (value / 1e5).round() / 10.0);
    }
    let plain = format!("{value}");
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(w, r)| (w, r));
    let mut out = String::new();
    let digits = whole.trim_start_matches('-');
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if whole.starts_with('-') {
        out.insert(0, '-');
    }
    if rest.is_empty() { out } else { format!("{out}.{rest}") }
}

fn of_dependency(ends: &Ends<'_>, d: &Dependency, from: &str, to: &str) -> Link {
    let [first_told, last_told] = told(ends.analysis, &d.evidence);
    let mut text = format!("{} depends on {} — “{}”", ends.name(from), ends.name(to), d.what);
    let share = d.share.map(|s| {
        let hedge = if d.hedge == Hedge::Exact { String::new() } else { format!("{} ", d.hedge.word()) };
        format!("{hedge}{}", words::share(s))
    });
    let mut unknown = Vec::new();
    match &share {
        Some(share) => text.push_str(&format!(" ({share})")),
        None => unknown.push("which share: no report says".to_string()),
    }
    Link {
        kind: "dependency".into(),
        text,
        from: from.into(),
        to: to.into(),
        about: vec![d.what.clone()],
        share: d.share,
        unknown,
        first_told,
        last_told,
        origins: families(ends.analysis, &d.evidence),
        evidence: d.evidence.clone(),
        ..Link::default()
    }
}

fn of_event(analysis: &Analysis, e: &Event, a: &str, b: &str) -> Link {
    let [first_told, last_told] = told(analysis, &e.evidence);
    let standing = match e.status {
        Status::Happened | Status::Ongoing => Standing::Stands,
        Status::Denied => Standing::Denied,
        Status::Alleged => Standing::Alleged,
        Status::Planned | Status::Expected | Status::Conditional => Standing::Ahead,
    };
    let mut unknown = Vec::new();
    if e.time.as_ref().is_none_or(|t| t.from.or(t.to).is_none()) {
        unknown.push("when: no report says".to_string());
    }
    if standing == Standing::Stands {
        unknown.push("whether it is in force: no report says".to_string());
    }
    Link {
        id: Some(e.id.clone()),
        kind: "agreement".into(),
        text: e.summary.clone(),
        from: a.into(),
        to: b.into(),
        mutual: true,
        standing,
        status: Some(e.status),
        unknown,
        first_told,
        last_told,
        last_change: Some(e.id.clone()),
        origins: e.origins.clone(),
        evidence: e.evidence.clone(),
        ..Link::default()
    }
}

/// Families of reports that tell something of which the analysis counts no origins.
fn families(analysis: &Analysis, evidence: &[Evidence]) -> Origins {
    let here: BTreeSet<&str> = evidence.iter().map(|e| e.report.as_str()).collect();
    let lineages: Vec<Vec<String>> = analysis
        .lineage
        .groups
        .iter()
        .map(|g| g.iter().filter(|r| here.contains(r.as_str())).cloned().collect::<Vec<_>>())
        .filter(|g| !g.is_empty())
        .collect();
    let number = u32::try_from(lineages.len()).unwrap_or(u32::MAX);
    Origins { min: number, max: number, lineages, ..Origins::default() }
}

/// Days of the first and the last report of some passages.
fn told(analysis: &Analysis, evidence: &[Evidence]) -> [Option<Day>; 2] {
    let days = || evidence.iter().filter_map(|e| analysis.report(&e.report)).filter_map(published);
    [days().min(), days().max()]
}

/// The last day on which a report can have been published.
pub(super) fn published(r: &Report) -> Option<Day> {
    r.published.as_ref().and_then(|p| p.to.or(p.from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(thousands(28_500.0), "28,500");
        assert_eq!(thousands(999.0), "999");
        assert_eq!(thousands(4.2e9), "4.2 billion");
        assert_eq!(thousands(-1234.5), "-1,234.5");
    }
}
