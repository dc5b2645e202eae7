//! Quotations with their wordings.

use std::collections::{BTreeMap, BTreeSet};

use super::{Depth, Passages, Quote, Wording, of};
use crate::contract::{Analysis, Statement, Story};

fn speaker(analysis: &Analysis, said: &Statement) -> String {
    said.speaker
        .as_deref()
        .and_then(|id| analysis.actor(id))
        .map(|a| a.name.clone())
        .or_else(|| said.speaker_text.clone())
        .unwrap_or_else(|| "Speaker not named".into())
}

/// Only letters and digits, lower case: two wordings that agree in this are printed alike.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn quotes<'a>(
    analysis: &'a Analysis,
    story: &Story,
    depth: Depth,
    passages: &mut Passages<'a>,
) -> (Vec<Quote<'a>>, usize) {
    let direct = analysis.statements.iter().filter(|t| t.direct && of(analysis, t.story.as_deref(), story));
    let mut groups: Vec<(Option<&str>, Vec<&Statement>)> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for said in direct {
        match said.group.as_deref() {
            Some(g) => match at.get(g) {
                Some(n) => groups[*n].1.push(said),
                None => {
                    at.insert(g, groups.len());
                    groups.push((Some(g), vec![said]));
                }
            },
            None => groups.push((None, vec![said])),
        }
    }
    // One report may print an utterance in several stretches.
    struct Found<'a> {
        said: &'a Statement,
        wordings: Vec<(String, Vec<&'a Statement>, Vec<String>)>,
    }
    let mut found: Vec<Found<'_>> = groups
        .into_iter()
        .map(|(_, said)| {
            let mut by_report: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
            for s in &said {
                by_report.entry(&s.content.report).or_default().push(s);
            }
            let mut wordings: Vec<(String, Vec<&Statement>, Vec<String>)> = Vec::new();
            for (report, mut stretches) in by_report {
                stretches.sort_by_key(|s| s.content.span);
                let text = stretches
                    .iter()
                    .map(|s| s.content.text.trim().trim_end_matches(','))
                    .collect::<Vec<_>>()
                    .join(" … ");
                match wordings.iter_mut().find(|w| bare(&w.0) == bare(&text)) {
                    Some(w) => {
                        w.1.extend(stretches);
                        w.2.push(report.to_string());
                    }
                    None => wordings.push((text, stretches, vec![report.to_string()])),
                }
            }
            Found { said: said[0], wordings }
        })
        .collect();
    let page = depth.is_page();
    // A word or two in quotation marks is rarely worth a line.
    found.retain(|f| f.wordings.len() > 1 || f.wordings.iter().any(|w| w.0.split_whitespace().count() >= 5));
    found.sort_by_key(|f| {
        let reports: usize = f.wordings.iter().map(|w| w.2.len()).sum();
        let words: usize = f.wordings.iter().map(|w| w.0.split_whitespace().count()).max().unwrap_or(0);
        std::cmp::Reverse((f.wordings.len().min(2), reports, words.min(25)))
    });
    let more = found.len().saturating_sub(depth.quotes);
    found.truncate(depth.quotes);
    let quotes = found
        .into_iter()
        .map(|f| Quote {
            speaker: speaker(analysis, f.said),
            wordings: f
                .wordings
                .into_iter()
                .map(|(text, said, _)| {
                    let mut seen = BTreeSet::new();
                    Wording {
                        text,
                        places: said.iter().map(|s| &s.content).filter(|e| seen.insert(e.report.as_str())).collect(),
                        marks: if page {
                            passages.cite_some(said.iter().map(|s| &s.content), depth.passages)
                        } else {
                            Vec::new()
                        },
                    }
                })
                .collect(),
        })
        .collect();
    (quotes, more)
}
