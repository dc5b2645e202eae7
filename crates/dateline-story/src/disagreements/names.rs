//! Names of one person or body that are spelled so differently that a reader should know.

use std::collections::BTreeMap;

use dateline_lang::mention::{EntityKind, MentionForm, MentionIx};
use dateline_report::Evidence;

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
        let mut spellings: BTreeMap<String, Vec<(String, Evidence)>> = BTreeMap::new();
        for report in &view.members {
            for (m, mention) in view.doc(*report).mentions.iter().enumerate() {
                let own = mention.form == MentionForm::Name
                    && view.actor(*report, MentionIx(m as u32)) == Some(ActorIx(n as u32));
                let text = view.report(*report).slice(mention.span);
                if !own || text.split([' ', '-', '‑']).filter(|w| !w.is_empty()).count() < 2 {
                    continue;
                }
                let uses = spellings.entry(plain_letters(text)).or_default();
                if !uses.iter().any(|u| u.1.report == *report) {
                    uses.push((text.to_string(), Evidence { report: *report, span: mention.span }));
                }
            }
        }
        // A longer form of the same name (with a middle name or office) is no other spelling.
        let keys: Vec<String> = spellings.keys().cloned().collect();
        spellings.retain(|k, _| {
            !keys.iter().any(|o| o != k && (contains_words(o, k) || contains_words(k, o) && o.len() > k.len()))
        });
        if spellings.len() < 2 {
            continue;
        }
        let severity = if actor.kind == EntityKind::Person { Severity::Spelling } else { Severity::Garble };
        let sides = spellings
            .values()
            .map(|uses| {
                let label = uses.first().map(|u| u.0.clone()).unwrap_or_default();
                scene.side(label, uses.iter().map(|u| u.1))
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
