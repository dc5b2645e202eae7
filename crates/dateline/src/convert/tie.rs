//! Standing ties as the contract writes them.

use dateline_lang::tie::Standing;
use dateline_story as story;

use super::{Converter, actor_id, hedge, numbered, story_id};
use crate::contract as out;

impl Converter<'_> {
    pub(super) fn tie(&self, n: usize, t: &story::Tie) -> out::Tie {
        out::Tie {
            id: numbered('k', n),
            story: Some(story_id(t.story)),
            kind: t.kind.to_string(),
            class: match t.class {
                story::TieClass::Tie => out::TieClass::Tie,
                story::TieClass::Agreement => out::TieClass::Agreement,
                story::TieClass::Dispute => out::TieClass::Dispute,
            },
            label: t.label.to_string(),
            mutual: t.mutual,
            conflict: t.conflict,
            between: [end(&t.between[0]), end(&t.between[1])],
            about: t.about.clone(),
            amounts: t
                .amounts
                .iter()
                .map(|a| out::TieAmount {
                    value: super::finite(a.value),
                    value_to: a.value_to.map(super::finite),
                    unit: a.unit.clone(),
                    hedge: hedge(a.hedge),
                    evidence: self.passages(&a.evidence),
                })
                .collect(),
            standing: standing(t.standing),
            history: t
                .history
                .iter()
                .map(|(s, r)| out::TieHistory { standing: standing(*s), report: self.id(*r) })
                .collect(),
            open: t.open.clone(),
            last_change: t.last_change.map(|e| numbered('e', e.at())),
            origins: self.origins(&t.origins),
            evidence: self.passages(&t.evidence),
        }
    }
}

/// A state's code, or the id of a body.
pub(super) fn end(e: &story::RelationEnd) -> String {
    match e {
        story::RelationEnd::State(code) => code.to_string(),
        story::RelationEnd::Body(actor) => actor_id(*actor),
    }
}

fn standing(s: Standing) -> out::Standing {
    match s {
        Standing::Stands => out::Standing::Stands,
        Standing::Ended => out::Standing::Ended,
        Standing::Denied => out::Standing::Denied,
        Standing::Ahead => out::Standing::Ahead,
        Standing::Alleged => out::Standing::Alleged,
    }
}
