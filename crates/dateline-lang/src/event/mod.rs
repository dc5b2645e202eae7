//! Event mentions: who does what to whom, by the frames of the ontology in `data/ontology/`.

mod certain;
mod extent;
mod factual;
mod find;
mod lists;
mod manual;
mod obliged;
mod ontology;
mod pattern;
mod reach;
mod reader;
mod status;
#[cfg(test)]
mod tests;
mod view;

use dateline_report::{Byte, Span};
use smol_str::SmolStr;

use crate::mention::MentionIx;
use crate::statement::StatementIx;
use crate::token::TokenIx;

pub use factual::{FactFeatures, FactWeights, Factual, SCORE, doubted, fact_features};
pub use find::find_events;
pub use manual::manual_type;
pub use ontology::{Frame, Ontology};
pub use reader::{EventReader, EventReading};

/// Number of an event mention in its document, in text order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventMentionIx(pub u32);

/// The sixteen event types of PLOVER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of PLOVER")]
pub enum Plover {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

/// Whether it happened, as this report tells it. The contract's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Status {
    Happened,
    Ongoing,
    Planned,
    Expected,
    Conditional,
    Denied,
    Alleged,
}

/// One mention of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMention {
    /// Name of the frame in the ontology that found it ("meet", "launch-missile", "earthquake").
    pub frame: SmolStr,
    /// PLOVER type of the deed; `None` where PLOVER has no code.
    pub plover: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<SmolStr>,
    /// PLOVER contexts.
    pub context: Vec<SmolStr>,
    /// CAMEO code.
    pub cameo: Option<SmolStr>,
    /// The word that names the deed.
    pub predicate: TokenIx,
    /// The clause or phrase that tells it: what is shown as evidence.
    pub span: Span<Byte>,
    /// Who does it. Mentions, nominals and pronouns included.
    pub source: Vec<MentionIx>,
    /// To whom.
    pub target: Vec<MentionIx>,
    /// Whom a coder of pairs takes for the target where `target` is empty: the nearest actor in what is promised, given or spoken of ("agreed to lift
    /// the ban on imports from Chad"). Wider than a participant, so kept apart.
    pub addressed: Vec<MentionIx>,
    /// The words of the phrase in the place of the doer where it names nobody ("a car bomb").
    pub source_words: Option<Span<Byte>>,
    /// The words of the phrase to which it is done where they name nobody ("the draft law").
    pub target_words: Option<Span<Byte>>,
    /// Where.
    pub place: Option<MentionIx>,
    /// Index into the document's times: when.
    pub time: Option<u32>,
    /// What it is about or done with, as bytes ("a series of ballistic missiles", "stable rare earth supply chains").
    pub theme: Option<Span<Byte>>,
    /// As told here.
    pub status: Status,
    /// Told by a headline or standfirst only: settles nothing.
    pub headline: bool,
    /// The statement inside which it is told; `None`: told by the reporter.
    pub holder: Option<StatementIx>,
    /// The reporter's own words negate it ("has not reopened").
    pub negated: bool,
    /// Participants whose tie to the deed was read so unsurely that they are in neither `source` nor `target`.
    pub unsure: Vec<MentionIx>,
    /// How surely the sentence was read: the least of the confidence of the predicate's tag and of the arcs between it and the
    /// participants, 0 to 1000.
    pub reading: u16,
    /// Confidence, 0 to 1000.
    pub confidence: u16,
}

/// Below this [`EventMention::reading`] an event is undecided, and a participant is left out: of arcs at this confidence fewer than two in five
/// are right.
pub const UNDECIDED: u16 = 350;

/// Something said to lie ahead, whether or not a frame names it: "is expected to ...", "will ...", "plans to ...", "could ...".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectationMention {
    /// The clause that says so.
    pub span: Span<Byte>,
    /// The word that says it lies ahead ("expected", "will", "due").
    pub cue: TokenIx,
    /// The predicate that lies ahead.
    pub predicate: TokenIx,
    /// Who foresees it, where said.
    pub holder: Option<MentionIx>,
    /// The event mention of the same predicate, where there is one.
    pub event: Option<EventMentionIx>,
    /// planned, expected or conditional.
    pub status: Status,
    /// Index into the document's times: by when.
    pub time: Option<u32>,
}
