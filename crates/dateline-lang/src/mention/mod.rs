//! Mentions: the words that name or stand for something in the world.

pub mod coref;
mod find;
mod gazetteer;
mod link;
mod metonym;
mod named;
mod nominal;
mod office;
mod rules;
mod sector;
mod words;

pub use find::{find_mentions, find_mentions_with};
pub use gazetteer::{Entry, Gazetteer, Leader, Listed, StateFacts};
pub use rules::MentionRules;
pub use sector::{ActorCode, SectorRules};
pub(crate) use words::fold;

use dateline_report::{Byte, Span, Tok};
use smol_str::SmolStr;

use crate::token::TokenIx;

/// Links that are less sure than this, in thousandths, count as open for whoever asks what a mention stands for. On annotated prose two
/// of three or more are right at this height, nine of ten far above it.
pub const SETTLED: u16 = 650;

/// Number of a mention in its document, in text order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionIx(pub u32);

impl MentionIx {
    /// For indexing.
    #[must_use]
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// What is mentioned. The contract's actor kinds, and nationalities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum EntityKind {
    Person,
    State,
    Organisation,
    Place,
    Facility,
    Product,
    /// A people, party or movement as a group ("the Houthis").
    Group,
    /// A nationality or state adjective ("South Korean", "Saudi"): stands for its state, is no name of it.
    Demonym,
    /// A named happening ("World War II").
    Event,
    Other,
}

/// How something is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionForm {
    /// By name.
    Name,
    /// By a common noun ("the president", "a Saudi official", "his office").
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// An office or description given of a mention: "National Security Adviser" of South Korea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The office, as printed ("National Security Adviser", "commander of U.S. Forces Korea").
    pub title: SmolStr,
    /// The mention of the state or body whose office it is.
    pub of: Option<MentionIx>,
    /// The words from which it was read, name included.
    pub span: Span<Byte>,
}

/// One mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The tokens of the name, or of the noun phrase without trailing modifiers, or the pronoun.
    pub tokens: Span<Tok>,
    /// The same as bytes. For names: without article, honorific and office ("Jonas Berg").
    pub span: Span<Byte>,
    /// With an attached honorific or office, where there is one ("Mr. Berg", "President Berg", "Rear Admiral Jonas Berg"); else as `span`.
    pub full: Span<Byte>,
    /// Syntactic head.
    pub head: TokenIx,
    /// What is mentioned.
    pub kind: EntityKind,
    /// How.
    pub form: MentionForm,
    /// ISO 3166-1 alpha-3 code: of the state itself, of the state of a demonym or capital, or of the body or person where the text says so.
    pub state: Option<SmolStr>,
    /// A capital, palace or the like that acts or is dealt with as a government here ("Seoul said").
    pub metonym: bool,
    /// Attached honorific ("Mr", "Gen.", "President"), as printed.
    pub title: Option<Span<Byte>>,
    /// Offices and descriptions the text gives.
    pub roles: Vec<Role>,
    /// For nominals and pronouns, and for short names: an earlier (or, rarely, later) mention of the same thing; `None` if unresolved.
    /// May be a guess: see `link`, and [`Mention::settled`].
    pub antecedent: Option<MentionIx>,
    /// How sure the antecedent is, 0 to 1000; 0 without one.
    pub link: u16,
    /// Group or plural ("officials", "the leaders", "they").
    pub plural: bool,
    /// Confidence that this is a mention of this kind, 0 to 1000.
    pub confidence: u16,
}

impl Mention {
    /// The antecedent, if it is sure enough to build on ([`SETTLED`]).
    #[must_use]
    pub fn settled(&self) -> Option<MentionIx> {
        self.antecedent.filter(|_| self.link >= SETTLED)
    }
}
