//! The family of reports as blocks: what each report comes from.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::contract::{Analysis, Edge, EdgeKind};

/// One report in its family.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) report: String,
    /// How it comes from the parent above it.
    pub(crate) how: Option<EdgeKind>,
    /// Signs, in words.
    pub(crate) signs: Vec<String>,
    /// "also translated from B; names C".
    pub(crate) also: Vec<(String, EdgeKind)>,
    /// Those that come from it.
    pub(crate) children: Vec<Member>,
}

/// Reports of one origin.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// A text that is not at hand, by its publisher; `Some("")` for one that nobody names.
    pub(crate) lost: Option<String>,
    pub(crate) members: Vec<Member>,
    /// Names of those on which the only member draws, where it is an aggregator.
    pub(crate) draws_on: Vec<String>,
}

fn main_edge<'a>(analysis: &Analysis, edges: &[&'a Edge], group: &[String]) -> Option<&'a Edge> {
    let sisters = |from: &str| {
        analysis
            .lineage
            .edges
            .iter()
            .filter(|e| e.from == from && group.contains(&e.to) && e.kind != EdgeKind::Aggregation)
            .count()
    };
    edges
        .iter()
        .filter(|e| !matches!(e.kind, EdgeKind::Aggregation | EdgeKind::CommonParent))
        .max_by(|a, b| {
            // A report at hand first, then the parent of most sisters, the surer edge, the name: the choice is fixed.
            let key = |e: &Edge| (group.contains(&e.from), sisters(&e.from), (e.confidence * 1000.0).round() as i64);
            key(a).cmp(&key(b)).then(b.from.cmp(&a.from))
        })
        .copied()
}

/// The blocks for these reports.
pub(crate) fn blocks(analysis: &Analysis, reports: &[String]) -> Vec<Block> {
    let mut out = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut groups: Vec<Vec<String>> = analysis
        .lineage
        .groups
        .iter()
        .map(|g| g.iter().filter(|r| reports.contains(r)).cloned().collect())
        .filter(|g: &Vec<String>| !g.is_empty())
        .collect();
    seen.extend(analysis.lineage.groups.iter().flatten().map(String::as_str));
    groups.extend(reports.iter().filter(|r| !seen.contains(r.as_str())).map(|r| vec![r.clone()]));
    groups.sort_by_key(|g| std::cmp::Reverse(g.len()));
    for group in groups {
        out.extend(group_blocks(analysis, &group));
    }
    out
}

fn group_blocks(analysis: &Analysis, group: &[String]) -> Vec<Block> {
    let mut parents: BTreeMap<&str, Option<&Edge>> = BTreeMap::new();
    let edges = |r: &str| -> Vec<&Edge> { analysis.lineage.edges.iter().filter(|e| e.to == r).collect() };
    for r in group {
        parents.insert(r, main_edge(analysis, &edges(r), group));
    }
    // A circle of parents would hang in the air: cut it where it closes.
    for r in group {
        let mut at = r.as_str();
        for _ in 0..=group.len() {
            match parents.get(at).copied().flatten() {
                Some(e) if group.contains(&e.from) => at = &e.from,
                _ => break,
            }
            if at == r {
                parents.insert(r, None);
                break;
            }
        }
    }
    let mut tops: BTreeMap<Option<String>, Vec<Member>> = BTreeMap::new();
    for r in group {
        let edge = parents.get(r.as_str()).copied().flatten();
        let lost = match edge {
            Some(e) if group.contains(&e.from) => continue,
            Some(e) => Some(words::parent(e).0.to_string()),
            None => None,
        };
        tops.entry(lost).or_default().push(member(analysis, r, &parents, group, 0));
    }
    // Without a parent, yet of this origin: beside its sisters, or, where none has a parent, under a text that nobody names.
    let orphans = tops.remove(&None).unwrap_or_default();
    let mut out: Vec<Block> =
        tops.into_iter().map(|(lost, members)| Block { lost, members, draws_on: Vec::new() }).collect();
    if let Some(first) = out.first_mut() {
        first.members.extend(orphans.into_iter().map(|m| Member { how: Some(EdgeKind::CommonParent), ..m }));
        first.members.sort_by(|a, b| a.report.cmp(&b.report));
    } else if orphans.len() > 1 {
        out.push(Block { lost: Some(String::new()), members: orphans, draws_on: Vec::new() });
    } else {
        for m in orphans {
            let draws_on = m.also.iter().filter(|(_, k)| *k == EdgeKind::Aggregation).map(|(n, _)| n.clone()).collect();
            out.push(Block { lost: None, members: vec![m], draws_on });
        }
    }
    out
}

fn member(
    analysis: &Analysis,
    report: &str,
    parents: &BTreeMap<&str, Option<&Edge>>,
    group: &[String],
    depth: usize,
) -> Member {
    let edge = parents.get(report).copied().flatten();
    let mut also: Vec<(String, EdgeKind)> = analysis
        .lineage
        .edges
        .iter()
        .filter(|e| e.to == report && e.kind != EdgeKind::CommonParent && edge.is_none_or(|m| m.from != e.from))
        .map(|e| (words::parent(e).0.to_string(), e.kind))
        .collect();
    also.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    also.dedup();
    let mut signs: Vec<String> = edge.map(|e| e.signs.clone()).unwrap_or_default();
    if signs.is_empty() {
        let shared = analysis.lineage.edges.iter().find(|e| {
            e.kind == EdgeKind::CommonParent && (e.to == report || e.from == report) && group.contains(&e.from)
        });
        signs = shared.map(|e| e.signs.clone()).unwrap_or_default();
    }
    let children = if depth > 64 {
        Vec::new()
    } else {
        group
            .iter()
            .filter(|r| parents.get(r.as_str()).copied().flatten().is_some_and(|e| e.from == report))
            .map(|r| member(analysis, r, parents, group, depth + 1))
            .collect()
    };
    Member { report: report.to_string(), how: edge.map(|e| e.kind), signs, also, children }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Lineage;

    fn edge(from: &str, to: &str, kind: EdgeKind) -> Edge {
        Edge { from: from.into(), to: to.into(), kind, confidence: 0.8, ..Edge::default() }
    }

    fn family(groups: &[&[&str]], edges: Vec<Edge>) -> Vec<Block> {
        let groups: Vec<Vec<String>> = groups.iter().map(|g| g.iter().map(ToString::to_string).collect()).collect();
        let reports: Vec<String> = groups.iter().flatten().cloned().collect();
        blocks(&Analysis { lineage: Lineage { groups, edges }, ..Analysis::default() }, &reports)
    }

    #[test]
    fn a_lost_parent_stands_over_its_children() {
        let found = family(
            &[&["a", "b"]],
            vec![edge("lost:Wire", "a", EdgeKind::Trim), edge("lost:Wire", "b", EdgeKind::Rewrite)],
        );
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].lost.as_deref(), found[0].members.len()), (Some("Wire"), 2));
    }

    #[test]
    fn a_circle_is_cut() {
        let found = family(&[&["a", "b"]], vec![edge("a", "b", EdgeKind::Copy), edge("b", "a", EdgeKind::Copy)]);
        let shown: usize =
            found.iter().map(|b| b.members.len() + b.members.iter().map(|m| m.children.len()).sum::<usize>()).sum();
        assert_eq!(shown, 2);
    }

    #[test]
    fn an_aggregator_names_what_it_draws_on() {
        let found = family(
            &[&["a"], &["b"]],
            vec![edge("a", "b", EdgeKind::Aggregation), edge("lost:Wire", "b", EdgeKind::Aggregation)],
        );
        assert_eq!(found[1].draws_on, ["Wire", "a"]);
    }
}
