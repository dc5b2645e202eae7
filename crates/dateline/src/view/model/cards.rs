//! Disagreements as cards, and how the reports on their sides hang together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Card, CardSide, Depth, Passages, of};
use crate::contract::{Analysis, Disagreement, Evidence, Severity, Story};
use crate::view::words;

pub(super) fn cards<'a>(
    analysis: &'a Analysis,
    story: &Story,
    depth: Depth,
    passages: &mut Passages<'a>,
) -> (Vec<Card>, Vec<Card>, Vec<(Severity, usize)>) {
    let mut all: Vec<&Disagreement> =
        analysis.disagreements.iter().filter(|d| of(analysis, d.story.as_deref(), story)).collect();
    all.sort_by_key(|d| (d.severity, super::rank(analysis, &d.id)));
    let rest = all.split_off(depth.cards.min(all.len()));
    let mut folded: BTreeMap<Severity, usize> = BTreeMap::new();
    for d in &rest {
        *folded.entry(d.severity).or_default() += 1;
    }
    let cards = all.iter().map(|d| card(analysis, d, depth, passages)).collect();
    // Only a page has room for the rest; elsewhere they would only use up numbers.
    let rest =
        if depth.is_page() { rest.iter().map(|d| card(analysis, d, depth, passages)).collect() } else { Vec::new() };
    (cards, rest, folded.into_iter().collect())
}

fn card<'a>(analysis: &'a Analysis, d: &'a Disagreement, depth: Depth, passages: &mut Passages<'a>) -> Card {
    let sides: Vec<CardSide> = d
        .sides
        .iter()
        .map(|side| {
            let reports = reports_of(&side.evidence);
            let descent = descent(analysis, &reports);
            CardSide {
                value: side.value.clone(),
                descent,
                marks: passages.cite_some(&side.evidence, depth.passages.min(4)),
                reports,
            }
        })
        .collect();
    let between = if d.within_one_report { None } else { between(analysis, &sides) };
    Card {
        id: d.id.clone(),
        about: d.about.clone(),
        kind: d.kind,
        severity: d.severity,
        within: d.within_one_report,
        sides,
        between,
        reading: d.reading.as_ref().map(|r| (r.value.clone(), r.rule.clone())),
    }
}

/// Ids of the reports of some passages, in order, each once.
pub(crate) fn reports_of(evidence: &[Evidence]) -> Vec<String> {
    evidence.iter().map(|e| e.report.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Which of these reports come from each other or from one text, in words.
pub(crate) fn descent(analysis: &Analysis, reports: &[String]) -> Option<String> {
    let mut parts = Vec::new();
    for group in &analysis.lineage.groups {
        let here: Vec<&str> = group.iter().filter(|r| reports.contains(r)).map(String::as_str).collect();
        if here.len() < 2 {
            continue;
        }
        let who = match (here.len() == reports.len(), here.len()) {
            (true, 2) => "both".to_string(),
            (true, _) => "all".to_string(),
            (false, _) => words::and_some(&here, 5),
        };
        parts.push(match common_source(analysis, &here) {
            Some(name) if here.contains(&name) => {
                let children: Vec<&str> = here.iter().copied().filter(|r| *r != name).collect();
                format!("{} from {name}", words::and_some(&children, 5))
            }
            Some(name) => format!("{who} from {name}, not at hand"),
            None => format!("{who} of one origin"),
        });
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The parent that all these reports have, where one is named.
fn common_source<'a>(analysis: &'a Analysis, reports: &[&str]) -> Option<&'a str> {
    use crate::contract::EdgeKind::{Aggregation, CommonParent};
    let mut shared: Option<BTreeSet<&str>> = None;
    for report in reports {
        let mine: BTreeSet<&str> = analysis
            .lineage
            .edges
            .iter()
            .filter(|e| &e.to == report && !matches!(e.kind, Aggregation | CommonParent))
            .map(|e| words::parent(e).0)
            // A report is its own source where its sisters come from it.
            .chain(analysis.report(report).map(|r| r.id.as_str()))
            .collect();
        shared = Some(match shared {
            None => mine,
            Some(s) => s.intersection(&mine).copied().collect(),
        });
    }
    shared?.into_iter().next()
}

/// How the sides of a card hang together: a difference inside one family is a change in copying.
fn between(analysis: &Analysis, sides: &[CardSide]) -> Option<String> {
    for group in &analysis.lineage.groups {
        let here: Vec<&CardSide> = sides.iter().filter(|s| s.reports.iter().any(|r| group.contains(r))).collect();
        if here.len() < 2 {
            continue;
        }
        let all: Vec<&str> =
            group.iter().filter(|r| sides.iter().any(|s| s.reports.contains(r))).map(String::as_str).collect();
        if all.len() < 2 {
            continue; // one report on both sides: nothing was changed between reports
        }
        let source = common_source(analysis, &all);
        if let Some(parent) = source.filter(|name| all.contains(name)) {
            // Only those that do not say what the parent says.
            let kept = |r: &str| {
                sides.iter().any(|s| s.reports.iter().any(|x| x == parent) && s.reports.iter().any(|x| x == r))
            };
            let changed: Vec<&str> = all.iter().copied().filter(|r| !kept(r)).collect();
            let copies =
                if changed.is_empty() { all.iter().copied().filter(|r| *r != parent).collect() } else { changed };
            let come = if copies.len() == 1 { "comes" } else { "come" };
            return Some(format!("{} {come} from {parent}, and changed it on the way", words::and_some(&copies, 4)));
        }
        let source = source.map(|name| format!("from {name} (not at hand)"));
        let whence = source.unwrap_or_else(|| "from one text".into());
        return Some(format!("{} come {whence}: one of them changed it", words::and_some(&all, 4)));
    }
    None
}
