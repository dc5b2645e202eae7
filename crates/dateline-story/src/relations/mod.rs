//! How pairs of states stand: events between them, passages that say so outright, and standing ties.

pub(crate) mod ties;

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use dateline_lang::event::Plover;
use dateline_lang::mention::{EntityKind, MentionIx};
use dateline_report::{Evidence, Span};
use serde::Deserialize;
use smol_str::SmolStr;

use crate::events::unique;
use crate::view::View;
use crate::{Event, EventIx, Relation, RelationEnd, TieClass};

/// What is known of relations, from `data/en/relations.toml`.
#[derive(Debug, Clone)]
pub(crate) struct RelationWords {
    nouns: BTreeSet<SmolStr>,
    /// Kinds of standing ties, in the order of the file.
    kinds: Vec<Kind>,
}

/// A kind of standing tie.
#[derive(Debug, Clone)]
struct Kind {
    name: SmolStr,
    label: SmolStr,
    mutual: bool,
    class: TieClass,
    conflict: bool,
    /// Firms and bodies stand for themselves, not for their state.
    own_bodies: bool,
    open: Vec<Open>,
    changed_by: Vec<Plover>,
}

/// What a reader would ask of a tie.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    answered_by: SmolStr,
    text: String,
}

#[derive(Deserialize)]
struct File {
    nouns: Vec<SmolStr>,
    kind: Vec<KindText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindText {
    name: SmolStr,
    label: SmolStr,
    mutual: bool,
    class: SmolStr,
    sign: SmolStr,
    #[serde(default)]
    own_bodies: bool,
    #[serde(default)]
    open: Vec<Open>,
    changed_by: Vec<SmolStr>,
}

impl RelationWords {
    /// Reads the lists.
    ///
    /// # Errors
    /// If the file is malformed, or names an unknown class or PLOVER type.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        const FILE: &str = "en/relations.toml";
        let file: File = data.toml(FILE)?;
        let wrong = |problem: String| DataError { file: FILE.into(), problem };
        let mut kinds = Vec::new();
        for k in file.kind {
            let class = match k.class.as_str() {
                "tie" => TieClass::Tie,
                "agreement" => TieClass::Agreement,
                "dispute" => TieClass::Dispute,
                other => return Err(wrong(format!("kind `{}`: `{other}` is none of tie, agreement, dispute", k.name))),
            };
            let changed_by = k
                .changed_by
                .iter()
                .map(|n| {
                    Plover::from_name(n)
                        .ok_or_else(|| wrong(format!("kind `{}`: `{n}` is none of PLOVER's sixteen types", k.name)))
                })
                .collect::<Result<Vec<_>, _>>()?;
            let conflict = k.sign == "-";
            let KindText { name, label, mutual, own_bodies, open, .. } = k;
            kinds.push(Kind { name, label, mutual, class, conflict, own_bodies, open, changed_by });
        }
        Ok(Self { nouns: file.nouns.into_iter().collect(), kinds })
    }
}

/// The pairs of states between which an event is: each source with each target, or the sources with each other where there is no target.
fn pairs(view: &View<'_>, event: &Event) -> BTreeSet<[SmolStr; 2]> {
    let states = |side: &[crate::ActorIx]| -> BTreeSet<&str> { side.iter().filter_map(|a| view.state(*a)).collect() };
    let (source, target) = (states(&event.source), states(&event.target));
    let other = if target.is_empty() { &source } else { &target };
    source
        .iter()
        .flat_map(|a| other.iter().map(move |b| (*a, *b)))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| if a < b { [SmolStr::new(a), SmolStr::new(b)] } else { [SmolStr::new(b), SmolStr::new(a)] })
        .collect()
}

/// Relations between states of a story.
pub(crate) fn conclude(view: &View<'_>, events: &[Event], first_event: u32, words: &RelationWords) -> Vec<Relation> {
    let mut found: BTreeMap<[SmolStr; 2], Relation> = BTreeMap::new();
    let fresh = |k: &[SmolStr; 2]| Relation {
        between: [RelationEnd::State(k[0].clone()), RelationEnd::State(k[1].clone())],
        events: Vec::new(),
        cooperation: 0,
        conflict: 0,
        sentiments: Vec::new(),
    };
    for (n, event) in events.iter().enumerate() {
        let Some(plover) = event.plover else { continue };
        for key in pairs(view, event) {
            let relation = found.entry(key.clone()).or_insert_with(|| fresh(&key));
            relation.events.push(EventIx(first_event + n as u32));
            if plover.is_conflict() {
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
