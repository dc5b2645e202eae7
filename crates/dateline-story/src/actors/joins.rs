//! For each name of an actor, why it is one of its names.

use std::collections::BTreeMap;

use dateline_lang::mention::{EntityKind, MentionRules};

use super::local::Local;
use super::union::Join;
use crate::{Corrections, NameJoin};

/// The name by which a report calls the thing most fully.
pub(super) fn fullest(local: &Local) -> &str {
    local
        .bare
        .iter()
        .max_by(|a, b| {
            let words = |n: &str| n.split_whitespace().count();
            words(a).cmp(&words(b)).then(a.len().cmp(&b.len())).then(b.cmp(a))
        })
        .map_or("", String::as_str)
}

/// Reasons name by name, for an actor called `name`.
pub(super) fn of(
    name: &str,
    kind: EntityKind,
    members: &[usize],
    locals: &[Local],
    joins: &[Join],
    rules: &MentionRules,
) -> Vec<NameJoin> {
    // By name, other name and reason: the reports do not matter, as each form lists its own.
    let mut rows: BTreeMap<(String, String, String), ()> = BTreeMap::new();
    let mut add = |a: &str, b: &str, why: String| {
        if a != b && !a.is_empty() && !b.is_empty() {
            rows.insert((a.to_string(), b.to_string(), why), ());
        }
    };
    for m in members {
        let local = &locals[*m];
        let head = fullest(local);
        for form in local.names.keys() {
            if form == head {
                continue;
            }
            if local.bare.contains(form) {
                let why = match kind {
                    EntityKind::State => "both stand for this state".into(),
                    EntityKind::Person => within(&rules.names.match_names(form, head)),
                    _ => within(&rules.names.match_bodies(form, head)),
                };
                add(form, head, why);
            } else {
                let bare = local.bare.iter().filter(|b| form.ends_with(b.as_str())).max_by_key(|b| b.len());
                add(form, bare.map_or(head, String::as_str), "the same words with title or office".into());
            }
        }
    }
    for join in joins {
        let (a, b) = (fullest(&locals[join.a]), fullest(&locals[join.b]));
        // The reason stands with the name that is not the actor's own.
        let (from, to) = if a == name { (b, a) } else { (a, b) };
        add(from, to, join.why.clone());
    }
    rows.into_keys().map(|(name, with, why)| NameJoin { name, with, why }).collect()
}

/// Why a report itself takes a name for another's.
fn within(found: &dateline_lang::names::NameMatch) -> String {
    if found.score >= 600 {
        format!("one report uses it for the other: {}", found.told())
    } else {
        "one report uses it for the other".into()
    }
}

/// What corrections keep away from an actor: its name, the other name, and that it was the user's word.
pub(super) fn kept_apart(sides: impl Iterator<Item = (usize, usize)>, corrections: &Corrections) -> Vec<NameJoin> {
    let mut out = Vec::new();
    for (n, side) in sides {
        let Some(correction) = corrections.names.get(n).filter(|c| !c.same) else { continue };
        for (_, other) in correction.names.iter().enumerate().filter(|(k, _)| *k != side) {
            let name = correction.names.get(side).cloned().unwrap_or_default();
            out.push(NameJoin { name, with: other.clone(), why: by_user("kept apart", correction) });
        }
    }
    out
}

/// "kept apart by your correction (corrections.toml, line 4): two ministers"
pub(super) fn by_user(what: &str, correction: &crate::NameCorrection) -> String {
    let why = correction.why.as_ref().map(|w| format!(": {w}")).unwrap_or_default();
    format!("{what} by your correction ({}){why}", correction.place)
}
