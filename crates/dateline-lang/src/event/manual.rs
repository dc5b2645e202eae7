//! The code that PLOVER's manual gives to what is only announced.

use super::{EventMention, Plover, Status};

/// PLOVER codes an announced deed by the announcement: a promise of cooperation is AGREE, of conflict THREATEN. What was done keeps its type,
/// and so do words, which are deeds themselves.
#[must_use]
pub fn manual_type(event: &EventMention) -> Option<Plover> {
    let deed = event.plover?;
    if event.negated && matches!(event.status, Status::Planned | Status::Expected) && !deed.is_conflict() {
        // "will not meet", "would not release": a refusal.
        return Some(Plover::Reject);
    }
    if !matches!(event.status, Status::Planned | Status::Conditional) {
        return Some(deed);
    }
    Some(match deed {
        Plover::Consult | Plover::Cooperate | Plover::Aid | Plover::Retreat | Plover::Concede | Plover::Support => {
            Plover::Agree
        }
        Plover::Sanction | Plover::Mobilize | Plover::Coerce | Plover::Assault | Plover::Protest => Plover::Threaten,
        word => word,
    })
}
