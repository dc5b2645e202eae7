//! Sources and targets of an event from those of its mentions.

use std::collections::BTreeSet;

use dateline_lang::event::Plover;
use dateline_lang::mention::EntityKind;

use super::Told;
use crate::ActorIx;
use crate::view::View;

/// Sources and targets: those of the fullest mention, completed by names that other mentions of the same side give.
pub(super) fn participants(view: &View<'_>, all: &[&Told<'_>], lead: &Told<'_>) -> (Vec<ActorIx>, Vec<ActorIx>) {
    let mut source = lead.source.clone();
    let mut target = lead.target.clone();
    if source.is_empty() {
        source = all.iter().map(|t| &t.source).find(|s| !s.is_empty()).cloned().unwrap_or_default();
    }
    if target.is_empty() {
        target = all
            .iter()
            .map(|t| &t.target)
            .find(|s| !s.is_empty() && s.iter().all(|a| !source.contains(a)))
            .cloned()
            .unwrap_or_default();
    }
    // An unnamed participant gives way to a named one of the same state that another report has in its place.
    for t in all {
        for (side, theirs) in [(&mut source, &t.source), (&mut target, &t.target)] {
            for slot in side.iter_mut() {
                let unnamed = is_nameless(view, *slot);
                if unnamed
                    && let Some(named) = theirs.iter().find(|a| {
                        !is_nameless(view, **a) && view.state(**a).is_some() && view.state(**a) == view.state(*slot)
                    })
                {
                    *slot = *named;
                }
            }
        }
    }
    if lead.mention.plover != Some(Plover::Consult) && lead.mention.context.iter().any(|c| c == "diplomatic") {
        // "its embassy in Tehran": the partner is the state.
        for slot in target.iter_mut() {
            let town =
                view.actors.get(slot.at()).filter(|a| a.kind == EntityKind::Place).and_then(|a| a.state.as_deref());
            let state = town.and_then(|s| {
                view.actors.iter().position(|a| a.kind == EntityKind::State && a.state.as_deref() == Some(s))
            });
            if let Some(n) = state {
                *slot = ActorIx(n as u32);
            }
        }
    }
    for side in [&mut source, &mut target] {
        let mut seen = BTreeSet::new();
        side.retain(|a| seen.insert(*a));
    }
    target.retain(|a| !source.contains(a));
    (source, target)
}

/// Is an actor known by description only?
pub(crate) fn is_nameless(view: &View<'_>, a: ActorIx) -> bool {
    view.actors.get(a.at()).is_none_or(|a| {
        a.name.chars().next().is_none_or(|c| !c.is_uppercase())
            || a.name.starts_with("A ")
            || a.name.starts_with("An ")
            || a.name.starts_with("The ")
    })
}
