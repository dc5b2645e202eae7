//! How pairs of states stand: events between them, and passages that say so outright.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use dateline_lang::event::Plover;
use dateline_lang::mention::{EntityKind, MentionIx};
use dateline_report::{Evidence, Span};
use serde::Deserialize;
use smol_str::SmolStr;

use crate::events::unique;
use crate::view::View;
use crate::{Event, EventIx, Relation, RelationEnd};

/// Words that say how a relation stands, from `data/en/relations.toml`.
#[derive(Debug, Clone)]
pub(crate) struct RelationWords {
    nouns: BTreeSet<SmolStr>,
}

#[derive(Deserialize)]
struct File {
    nouns: Vec<SmolStr>,
}

impl RelationWords {
    /// Reads the list.
    ///
    /// # Errors
    /// If the file is malformed.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml("en/relations.toml")?;
        Ok(Self { nouns: file.nouns.into_iter().collect() })
    }
}

/// Quad class of a type: cooperative or conflictual (PLOVER manual).
pub(crate) fn is_conflict(plover: Plover) -> bool {
    matches!(
        plover,
        Plover::Request
            | Plover::Accuse
            | Plover::Reject
            | Plover::Threaten
            | Plover::Protest
            | Plover::Sanction
            | Plover::Mobilize
            | Plover::Coerce
            | Plover::Assault
    )
}

/// Relations between states of a story.
pub(crate) fn conclude(view: &View<'_>, events: &[Event], first_event: u32, words: &RelationWords) -> Vec<Relation> {
    let mut found: BTreeMap<[SmolStr; 2], Relation> = BTreeMap::new();
    let pair =
        |a: &str, b: &str| if a < b { [SmolStr::new(a), SmolStr::new(b)] } else { [SmolStr::new(b), SmolStr::new(a)] };
    let fresh = |k: &[SmolStr; 2]| Relation {
        between: [RelationEnd::State(k[0].clone()), RelationEnd::State(k[1].clone())],
        events: Vec::new(),
        cooperation: 0,
        conflict: 0,
        sentiments: Vec::new(),
    };
    for (n, event) in events.iter().enumerate() {
        let Some(plover) = event.plover else { continue };
        let states =
            |side: &[crate::ActorIx]| -> BTreeSet<&str> { side.iter().filter_map(|a| view.state(*a)).collect() };
        let (source, target) = (states(&event.source), states(&event.target));
        let mut pairs: BTreeSet<[SmolStr; 2]> = BTreeSet::new();
        let sides: Vec<(&str, &str)> = if target.is_empty() {
            source.iter().flat_map(|a| source.iter().map(move |b| (*a, *b))).collect()
        } else {
            source.iter().flat_map(|a| target.iter().map(move |b| (*a, *b))).collect()
        };
        for (a, b) in sides.into_iter().filter(|(a, b)| a != b) {
            pairs.insert(pair(a, b));
        }
        for key in pairs {
            let relation = found.entry(key.clone()).or_insert_with(|| fresh(&key));
            relation.events.push(EventIx(first_event + n as u32));
            if is_conflict(plover) {
                relation.conflict += 1;
            } else {
                relation.cooperation += 1;
            }
        }
    }
    for (key, evidence) in sentiments(view, words) {
        found.entry(key.clone()).or_insert_with(|| fresh(&key)).sentiments.push(evidence);
    }
    let mut out: Vec<Relation> = found.into_values().collect();
    for r in &mut out {
        r.sentiments = unique(r.sentiments.iter().copied());
    }
    out
}

/// Passages in which a word for a relation ("ties", "tensions", "alliance") stands close to two states.
fn sentiments(view: &View<'_>, words: &RelationWords) -> Vec<([SmolStr; 2], Evidence)> {
    let mut out = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        for (at, token) in doc.tokens.iter().enumerate() {
            if !words.nouns.contains(token.lemma.as_str()) {
                continue;
            }
            let Some(sentence) = doc.sentences.iter().find(|s| s.tokens.has(at as u32)) else { continue };
            // The two nearest different states, within a dozen words.
            let mut near: Vec<(u32, &str, Span<dateline_report::Byte>)> = doc
                .mentions
                .iter()
                .enumerate()
                .filter(|(_, m)| {
                    sentence.tokens.contains(m.tokens) && matches!(m.kind, EntityKind::State | EntityKind::Demonym)
                })
                .filter_map(|(n, m)| {
                    let state =
                        view.actor(*report, MentionIx(n as u32)).and_then(|a| view.state(a)).or(m.state.as_deref())?;
                    Some(((at as u32).abs_diff(m.tokens.start), state, m.span))
                })
                .filter(|x| x.0 <= 12)
                .collect();
            near.sort();
            let Some(first) = near.first().copied() else { continue };
            let Some(second) = near.iter().copied().find(|x| x.1 != first.1) else { continue };
            let span = token.span.hull(first.2).hull(second.2);
            let key = if first.1 < second.1 {
                [SmolStr::new(first.1), SmolStr::new(second.1)]
            } else {
                [SmolStr::new(second.1), SmolStr::new(first.1)]
            };
            out.push((key, Evidence { report: *report, span }));
        }
    }
    out
}
