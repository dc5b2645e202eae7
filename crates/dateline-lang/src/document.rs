//! One report as language.

use crate::event::{EventMention, ExpectationMention};
use crate::mention::Mention;
use crate::quantity::Quantity;
use crate::statement::Statement;
use crate::tie::TieMention;
use crate::time::TimeMention;
use crate::token::{Sentence, Token};

/// A dependency of one party on another, as one passage states it: "nearly half of its rare earths come from China".
#[derive(Debug, Clone, PartialEq)]
pub struct DependencyMention {
    /// Who depends.
    pub dependent: crate::mention::MentionIx,
    /// On whom.
    pub on: crate::mention::MentionIx,
    /// For what, as bytes.
    pub what: dateline_report::Span<dateline_report::Byte>,
    /// Index into the document's quantities: the share, where one is given.
    pub share: Option<u32>,
    /// The clause.
    pub span: dateline_report::Span<dateline_report::Byte>,
}

/// A date printed in the page furniture ("Updated: 06.02.2023 - 21:40", "20 Esfand 1401").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurnitureTime {
    /// Index into the report's furniture.
    pub furniture: usize,
    /// What it says.
    pub expr: crate::time::TimeExpr,
}

/// One report as language: assembled once by the stages in `read`, never altered afterwards. Knows no other report.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Sentences in text order.
    pub sentences: Vec<Sentence>,
    /// Tokens in text order.
    pub tokens: Vec<Token>,
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Time expressions in text order, symbolic.
    pub times: Vec<TimeMention>,
    /// Dates in the furniture.
    pub furniture_times: Vec<FurnitureTime>,
    /// Quantities in text order.
    pub quantities: Vec<Quantity>,
    /// Statements in text order.
    pub statements: Vec<Statement>,
    /// Event mentions in text order.
    pub events: Vec<EventMention>,
    /// What is said to lie ahead, in text order.
    pub expectations: Vec<ExpectationMention>,
    /// Dependencies in text order.
    pub dependencies: Vec<DependencyMention>,
    /// Standing ties in text order.
    pub ties: Vec<TieMention>,
}
