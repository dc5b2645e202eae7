//! Names of one person or body that are spelled so differently that a reader should know.

use std::collections::BTreeMap;

use dateline_lang::mention::EntityKind;
use dateline_report::{Evidence, ReportIx};

use super::Scene;
use crate::digest::plain_letters;
use crate::{ActorIx, ConflictKind, Disagreement, Severity};

pub(super) fn find(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let mut out = Vec::new();
    for (n, actor) in view.actors.iter().enumerate() {
        if !matches!(actor.kind, EntityKind::Person | EntityKind::Organisation) {
            continue;
        }
        // Full names only: short forms are not spellings of the full one. Hyphens, spaces, case and marks are style.
        let mut spellings: BTreeMap<String, Vec<(String, ReportIx)>> = BTreeMap::new();
        for (text, reports) in &actor.names {
            let words = text.split([' ', '-', '‑']).filter(|w| !w.is_empty()).count();
            if words < 2 {
                continue;
            }
            for r in reports.iter().filter(|r| view.members.contains(r)) {
                spellings.entry(plain_letters(text)).or_default().push((text.clone(), *r));
            }
        }
        // A longer form of the same name (with a middle name or office) is no other spelling.
        let keys: Vec<String> = spellings.keys().cloned().collect();
        spellings.retain(|k, _| !keys.iter().any(|o| o != k && (contains_words(o, k) || contains_words(k, o) && o.len() > k.len())));
        if spellings.len() < 2 {
            continue;
        }
        let severity = if actor.kind == EntityKind::Person { Severity::Spelling } else { Severity::Garble };
        let sides = spellings
            .values()
            .map(|uses| {
                let label = uses.first().map(|u| u.0.clone()).unwrap_or_default();
                scene.side(label, uses.iter().filter_map(|(text, r)| printed(scene, ActorIx(n as u32), *r, text)))
            })
            .collect();
        out.extend(scene.conflict(ConflictKind::Name, severity, format!("name of {}", actor.name), sides));
    }
    out
}

/// Does one run of letters contain the other? Names without spaces are compared, so this is about parts left out.
fn contains_words(long: &str, short: &str) -> bool {
    long.len() > short.len() && long.contains(short)
}

/// Where an actor's name is printed in this form.
fn printed(scene: &Scene<'_, '_>, actor: ActorIx, report: ReportIx, text: &str) -> Option<Evidence> {
    let view = scene.view;
    let doc = view.doc(report);
    doc.mentions.iter().enumerate().find_map(|(n, m)| {
        let same = view.cast.get(&report)?.get(n).copied().flatten() == Some(actor);
        let span = if view.report(report).slice(m.span) == text { m.span } else { m.full };
        (same && view.report(report).slice(span) == text).then_some(Evidence { report, span })
    })
}
