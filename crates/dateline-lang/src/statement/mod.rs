//! Statements: who says what, in whose words, through whom.
//!
//! Quotation marks, cue words and word order carry most of the load; the parse says where a clause ends and what a verb's subject is
//! and is overruled where the marks say otherwise. The cue words are data (`data/en/speech/`).

mod cue;
mod find;
mod own;
mod phrase;
mod quotes;
mod rules;
mod subject;

pub use find::find_statements;
pub use quotes::{Stretch, stretches};
pub use rules::{Mark, SpeechRules};

use dateline_report::{Byte, Span};

use crate::mention::MentionIx;
use crate::token::TokenIx;

/// Number of a statement in its document, in text order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementIx(pub u32);

/// How strongly a cue commits the speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueForce {
    /// "suggested", "hinted", "indicated"
    Weak,
    /// "said", "told", "according to"
    Plain,
    /// "insisted", "vowed", "confirmed", "reaffirmed"
    Strong,
    /// "denied", "rejected": the content is said not to be so.
    Denial,
    /// "expects", "foresees", "hopes", "fears": the content lies ahead.
    Expectation,
}

/// One statement. A clause of speech around quoted stretches is one (indirect) and each quoted stretch another (direct), all with the same `utterance`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What is said: for direct speech the words inside the marks, for indirect speech the clause.
    pub content: Span<Byte>,
    /// Inside quotation marks.
    pub direct: bool,
    /// The words that mark it as said ("told reporters on Friday that", "according to", "added").
    pub cue: Option<Span<Byte>>,
    /// The cue's head word.
    pub cue_token: Option<TokenIx>,
    /// Commitment.
    pub force: CueForce,
    /// Who speaks, as a mention (its antecedent may say who that is). `None`: no speaker can be named.
    pub speaker: Option<MentionIx>,
    /// The words that name the speaker ("his office", "A Saudi official who asked not to be named").
    pub speaker_span: Option<Span<Byte>>,
    /// Through whom the report has it ("told Reuters", "according to Yonhap News", "IRNA reported").
    pub channel: Vec<Span<Byte>>,
    /// To whom it was said.
    pub addressee: Option<MentionIx>,
    /// Statements of one utterance in this report carry the same number.
    pub utterance: u32,
    /// The statement inside which this one is quoted ("Lee's office said Xi pledged").
    pub within: Option<StatementIx>,
    /// Confidence, 0 to 1000.
    pub confidence: u16,
}
