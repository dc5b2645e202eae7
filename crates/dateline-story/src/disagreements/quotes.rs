//! One utterance in different words inside quotation marks.

use std::collections::{BTreeMap, BTreeSet};

use dateline_report::{Evidence, ReportIx};

use super::Scene;
use crate::digest::plain_letters;
use crate::said::Utterance;
use crate::{ConflictKind, Disagreement, Severity};

pub(super) fn find(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let mut groups: BTreeMap<usize, Vec<&Utterance<'_>>> = BTreeMap::new();
    for u in scene.said.iter().filter(|u| u.statement.direct) {
        groups.entry(u.group).or_default().push(u);
    }
    let mut out = Vec::new();
    for group in groups.values() {
        // Quotations of one utterance that correspond: each of one report with the most like of the others.
        let mut done: BTreeSet<usize> = BTreeSet::new();
        for (n, lead) in group.iter().enumerate() {
            if !done.insert(n) || words(scene, lead).len() < 3 {
                continue;
            }
            let mut sides: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::from([(words(scene, lead), vec![n])]);
            for report in group.iter().map(|u| u.report).collect::<BTreeSet<ReportIx>>() {
                if report == lead.report {
                    continue;
                }
                let best = group
                    .iter()
                    .enumerate()
                    .filter(|(k, u)| u.report == report && !done.contains(k))
                    .map(|(k, u)| (u.bag.dice(&lead.bag), k))
                    .filter(|b| b.0 > 0.25)
                    .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                if let Some((_, k)) = best {
                    done.insert(k);
                    sides.entry(words(scene, group[k])).or_default().push(k);
                }
            }
            // A cut quotation is no other wording.
            let all: Vec<Vec<String>> = sides.keys().cloned().collect();
            let cut = |w: &Vec<String>| {
                all.iter().any(|o| o.len() > w.len() && o.windows(w.len()).any(|x| x == w.as_slice()))
            };
            let kept: Vec<(&Vec<String>, &Vec<usize>)> = sides.iter().filter(|(w, _)| !cut(w)).collect();
            if kept.len() < 2 {
                continue;
            }
            let reports: Vec<ReportIx> = kept.iter().flat_map(|(_, l)| l.iter().map(|k| group[*k].report)).collect();
            let wordings: Vec<&Vec<String>> = kept.iter().map(|k| k.0).collect();
            let severity = severity(scene, &wordings, &reports);
            let made = kept
                .iter()
                .map(|(_, list)| {
                    let text =
                        scene.view.report(group[list[0]].report).slice(group[list[0]].statement.content).to_string();
                    scene.side(
                        text,
                        list.iter().map(|k| Evidence { report: group[*k].report, span: group[*k].statement.content }),
                    )
                })
                .collect();
            let speaker = lead
                .speaker
                .and_then(|s| scene.view.actors.get(s.at()))
                .map_or("an unnamed speaker".to_string(), |a| a.name.clone());
            out.extend(scene.conflict(
                ConflictKind::Quote,
                severity,
                format!("what {speaker} said, word for word"),
                made,
            ));
        }
    }
    out
}

/// A quotation as plain words: without case, marks, and spelling conventions of quotes and dashes.
fn words(scene: &Scene<'_, '_>, u: &Utterance<'_>) -> Vec<String> {
    scene
        .view
        .report(u.report)
        .slice(u.statement.content)
        .split_whitespace()
        .map(plain_letters)
        .filter(|w| !w.is_empty())
        .collect()
}

fn severity(scene: &Scene<'_, '_>, wordings: &[&Vec<String>], reports: &[ReportIx]) -> Severity {
    let sets: Vec<BTreeSet<&str>> = wordings.iter().map(|w| w.iter().map(String::as_str).collect()).collect();
    let has = |set: &BTreeSet<&str>, list: &[&str]| list.iter().any(|w| set.contains(w));
    let differ = |test: &dyn Fn(&BTreeSet<&str>) -> bool| sets.iter().any(test) && !sets.iter().all(test);
    // Who is meant changes: somebody speaks of himself here and of another there.
    if differ(&|s| has(s, &["i", "my", "we", "our"])) {
        return Severity::Garble;
    }
    let negated = differ(&|s| scene.contrast.negations.iter().any(|w| s.contains(w.as_str())));
    let softened = scene.contrast.softeners.iter().any(|w| differ(&|s| s.contains(w.as_str())));
    let numbers = {
        let of = |s: &BTreeSet<&str>| {
            s.iter()
                .filter(|w| w.chars().all(|c| c.is_ascii_digit()))
                .map(ToString::to_string)
                .collect::<BTreeSet<String>>()
        };
        sets.iter().map(of).collect::<BTreeSet<_>>().len() > 1
    };
    if negated || softened || numbers {
        return Severity::Material;
    }
    let derived = reports.iter().any(|a| reports.iter().any(|b| a < b && scene.derived(*a, *b).is_some()));
    if derived { Severity::Garble } else { Severity::Wording }
}
