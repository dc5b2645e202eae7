//! Standing ties: what binds or divides two parties as long as nobody ends it (an alliance, troops stationed, membership, sanctions in force, a
//! dispute), as one passage states it. Happenings are events and found elsewhere; the frames of ties lie in `data/en/ties/` and are written in the
//! language of the ontology.

mod find;
mod rules;
#[cfg(test)]
mod tests;

pub use find::find_ties;
pub use rules::TieRules;

use dateline_report::{Byte, Span};
use smol_str::SmolStr;

use crate::event::Status;
use crate::mention::MentionIx;
use crate::statement::StatementIx;

/// How a passage says that a tie stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It stands.
    Stands,
    /// It stood, and does not any more.
    Ended,
    /// There is none.
    Denied,
    /// It is asked for, planned, threatened or hangs on an if.
    Ahead,
    /// Somebody says so whom the reporter does not vouch for.
    Alleged,
}

impl Standing {
    /// From how an event of the same words would be told.
    pub(crate) fn of(status: Status, negated: bool) -> Self {
        match status {
            _ if negated => Standing::Denied,
            Status::Denied => Standing::Denied,
            Status::Happened | Status::Ongoing => Standing::Stands,
            Status::Planned | Status::Expected | Status::Conditional => Standing::Ahead,
            Status::Alleged => Standing::Alleged,
        }
    }
}

/// A standing tie, as one passage states it: "the 12,000 French soldiers stationed in Chad".
#[derive(Debug, Clone, PartialEq)]
pub struct TieMention {
    /// Kind, as `data/en/relations.toml` lists them: "alliance", "troops", "membership".
    pub kind: SmolStr,
    /// Frame that found it.
    pub frame: SmolStr,
    /// One side: who sends the troops, is the member, imposes the sanctions. For mutual ties all parties may stand here.
    pub source: Vec<MentionIx>,
    /// The other side.
    pub target: Vec<MentionIx>,
    /// What it is about, as bytes: the disputed ground, the treaty, the troops.
    pub what: Option<Span<Byte>>,
    /// Index into the document's quantities: how many troops, how much trade.
    pub quantity: Option<u32>,
    /// How it is said to stand.
    pub standing: Standing,
    /// The statement inside which it is told; `None`: told by the reporter.
    pub holder: Option<StatementIx>,
    /// The clause.
    pub span: Span<Byte>,
}
